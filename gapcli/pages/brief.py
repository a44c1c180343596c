"""The page of `brief`: the grids of the other pages under headings of its own."""

from collections.abc import Iterable, Iterator

from gapcli.pages import lay_page as lay_any_page
from gapcli.pages.grid import BLANK, RULE, Grid, Line, Page, bold, plain
from gapcli.pages.parts import lay_crossing
from gapcli.reports.brief import BriefReport
from gapcli.words import en


def lay_page(report: BriefReport) -> Page:
    """The page of a report."""
    grids = list(lay_any_page(report.matrix).grids)
    if report.crossings:
        grids.append(Grid(above=(BLANK, RULE, Line(bold(en.CROSSED)), *_lay_crossings(report))))
    if report.links.rows:
        grids += _lay_under(en.OFFERS_AND_CONDITIONS, lay_any_page(report.links).grids)
    if report.disputes.rows:
        grids += _lay_under(en.DISPUTES_TITLE, map(_strip, lay_any_page(report.disputes).grids))
    grids += _lay_under(en.SOURCES_TITLE, map(_strip, lay_any_page(report.sources).grids))
    return Page(tuple(grids))


def _lay_crossings(report: BriefReport) -> Iterator[Line]:
    for about, crossing in report.crossings:
        d = report.view.ledger.dimension(about)
        name = str(report.view.ledger.issues[d.issue].name)
        yield Line((*bold(name), *plain(f"  {d.question}")))
        yield lay_crossing(report.view, crossing)


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
