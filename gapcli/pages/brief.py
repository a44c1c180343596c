"""The page of `brief`: the grids of the other pages under headings of its own."""

from collections.abc import Iterable, Iterator

from gapcli.measure.positions import find_crossings
from gapcli.measure.view import View
from gapcli.pages import lay_page as lay_any_page
from gapcli.pages.grid import BLANK, RULE, Grid, Line, bold, plain
from gapcli.pages.matrix import lay_page as lay_matrix
from gapcli.pages.matrix import list_next as list_next_of_matrix
from gapcli.pages.parts import lay_crossing
from gapcli.reports.brief import BriefReport
from gapcli.reports.disputes import disputes
from gapcli.reports.links import links
from gapcli.reports.report import name_issues
from gapcli.reports.sources import sources
from gapcli.words import en


def lay_page(report: BriefReport) -> Iterator[Grid]:
    view = report.view
    yield from lay_matrix(report)
    crossings = tuple(_lay_crossings(view))
    if crossings:
        yield Grid(above=(BLANK, RULE, Line(bold(en.CROSSED)), *crossings))
    # Of the pair and its issues alone: by default the other reports show more.
    same = view.choose(parties=view.parties, issues=name_issues(view))
    linked, disputed = links(same), disputes(same)
    if linked.rows:
        yield from _lay_under(en.OFFERS_AND_CONDITIONS, lay_any_page(linked))
    if disputed.rows:
        yield from _lay_under(en.DISPUTES_TITLE, map(_strip, lay_any_page(disputed)))
    yield from _lay_under(en.SOURCES_TITLE, map(_strip, lay_any_page(sources(view))))


def list_next(report: BriefReport) -> Iterator[str]:
    return list_next_of_matrix(report)


def _lay_crossings(view: View) -> Iterator[Line]:
    for d in view.dimensions:
        for crossing in find_crossings(*(view.positions.find(p, d) for p in view.parties)):
            yield Line((*bold(str(view.ledger.issues[d.issue].name)), *plain(f"  {d.question}")))
            yield lay_crossing(view, d, crossing)


def _lay_under(title: str, grids: Iterable[Grid]) -> list[Grid]:
    """The grids of a page under a heading of this one, without their own first line."""
    first, *rest = grids
    return [first._replace(above=(BLANK, RULE, Line(bold(title)), *first.above[1:])), *rest]


def _strip(grid: Grid) -> Grid:
    """A grid without rules and references: the report itself has them."""
    above = tuple(line for line in grid.above if not line.rule and not _refers(line))
    return grid._replace(above=above, rows=[row._replace(lines=()) for row in grid.rows], spaced=False)


def _refers(line: Line) -> bool:
    return bool(line.indent and line.pieces) and all(piece.style == "dim" for piece in line.pieces)
