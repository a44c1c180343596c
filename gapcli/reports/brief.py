"""One page for a mediator, from the grids of the other reports: nothing is computed for it alone."""

from collections.abc import Iterable
from dataclasses import replace

from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.compare import Narrowed, compare, narrow
from gapcli.pages.grid import BLANK, RULE, Grid, Line, Page, bold, plain
from gapcli.reports.contract import document, many, record
from gapcli.reports.disputes import disputes
from gapcli.reports.issue import red_lines
from gapcli.reports.links import links
from gapcli.reports.matrix import ROW, TOTAL, matrix
from gapcli.reports.report import Report
from gapcli.reports.sources import sources

SCHEMA = document("brief", ROW, {"totals": (many(record(TOTAL)), "The sum of the pair.")})


def brief(ledger: Ledger, query: Query, a: str | None = None, b: str | None = None) -> Report:
    """The matrix of two parties, what waits for what, red lines crossed, disputes, and the sources.

    Without names, of the principals. Its data is that of `matrix`. Raises BadQuery.
    """
    if (a is None) != (b is None):
        raise BadQuery("a brief is of two parties: name both, or none")
    if a is not None and b is not None:
        query = replace(query, parties=(a, b))
    narrowed = narrow(ledger, query)
    if len(narrowed.parties) != 2:
        raise BadQuery("a brief is of two parties: name both, as gapcli brief us iran")
    table = matrix(ledger, query)

    def page() -> Page:
        same = replace(query, parties=narrowed.parties, issues=tuple(narrowed.asked()["issues"]))
        waiting, contested = links(ledger, same), disputes(ledger, same)
        grids = list(table.page().grids)
        grids += _part("Red lines crossed", _crossed(narrowed))
        if waiting.rows:
            grids += _under("Offers and their conditions", waiting.page().grids)
        if contested.rows:
            grids += _under("Reports that cannot both be right", map(_bare, contested.page().grids))
        grids += _under("Sources", map(_bare, sources(ledger, query).page().grids))
        return Page(tuple(grids))

    return Report("brief", table.ledger, table.query, table.rows, page, table.beside, tuple(ROW), table.notes)


def _crossed(narrowed: Narrowed) -> Iterable[Line]:
    """Each red line that an ask of the other side crosses."""
    a, b = narrowed.parties
    for chosen, s in compare(narrowed, a, b).issues:
        for cell in s.cells:
            for line in red_lines(narrowed, cell):
                question = str(cell.a.dimension.question)
                yield Line((*bold(str(chosen.issue.name)), *plain(f"  {question}")))
                yield line


def _part(title: str, lines: Iterable[Line]) -> list[Grid]:
    """Lines under a heading; nothing where there are none."""
    lines = tuple(lines)
    return [Grid(above=(BLANK, RULE, Line(bold(title)), *lines))] if lines else []


def _under(title: str, grids: Iterable[Grid]) -> list[Grid]:
    """The grids of a report under a heading of this page, without their own first line."""
    first, *rest = grids
    return [first._replace(above=(BLANK, RULE, Line(bold(title)), *first.above[1:])), *rest]


def _bare(grid: Grid) -> Grid:
    """A grid without rules and references: the report itself has them."""
    above = tuple(line for line in grid.above if not line.rule and not _refers(line))
    return grid._replace(above=above, rows=[row._replace(lines=()) for row in grid.rows], spaced=False)


def _refers(line: Line) -> bool:
    return bool(line.indent and line.pieces) and all(piece.style == "dim" for piece in line.pieces)
