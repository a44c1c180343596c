"""The page of `matrix --by party`: each party against each other, on everything together."""

from collections.abc import Iterator

from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, bold, dim
from gapcli.pages.heat import lay_heat, lay_lead, lay_legend, lay_since, suggest_pair
from gapcli.pages.parts import lay_title
from gapcli.reports.pairs import PairsReport
from gapcli.words import phrases


def lay_page(report: PairsReport) -> Iterator[Grid]:
    view = report.view
    if not report.rows:
        return
    parties = report.order_parties()
    since = bool(view.query.since)
    cells = {
        frozenset((row.a, row.b)): lay_heat(
            row.figures.gap, row.figures.coverage, row.least, row.change, since=since, agreement=report.agreement
        )
        for row in report.rows
    }
    rows = [
        Row((bold(view.label(a)), *(cells[frozenset((a, b))] if j >= i else () for j, b in enumerate(parties[1:]))))
        for i, a in enumerate(parties[:-1])
    ]
    others = [view.label(party) for party in view.parties if party not in parties]
    apart = [Line(dim(phrases.NO_FIGURE_WITH_ANYBODY.format(names=phrases.join(others))))] if others else []
    title = lay_title(view, phrases.MATRIX_PARTIES.format(title=view.source.title))
    yield Grid(
        (Column(), *(Column(view.label(party), right=True) for party in parties[1:])),
        rows,
        above=(*title, *lay_lead(view, report.spread, report.agreement), *lay_since(view), BLANK),
        below=(BLANK, *lay_legend(view, cells.values(), through=True), *apart),
    )


def list_next(report: PairsReport) -> Iterator[str]:
    total = report.spread[-1] if report.spread else None
    if total and total.widest:
        yield suggest_pair(total.widest)
    if total and total.nearest:
        yield suggest_pair(total.nearest)
