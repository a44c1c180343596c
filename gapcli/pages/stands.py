"""The page of `matrix` of more than two parties: who stands where."""

from collections.abc import Iterator
from itertools import groupby

from gapcli.pages.grid import BLANK, Cell, Column, Grid, Pieces, Row, Stack, bold, dim, plain
from gapcli.pages.heat import lay_heat, lay_lead, lay_legend, lay_since, say_pair, suggest_pair
from gapcli.pages.parts import lay_name, lay_title
from gapcli.reports.matrix import DistanceRow, SpreadRow, order_issues
from gapcli.reports.stands import StandRow, StandsReport
from gapcli.words import phrases


def lay_page(report: StandsReport) -> Iterator[Grid]:
    """Issues down, parties across: what each wants in a few words, and its distance on its colour."""
    view = report.view
    if not report.spread:
        return
    spreads = {(row.issue, row.dimension): row for row in report.spread}
    blocks: dict[str, list[tuple[SpreadRow, list[StandRow]]]] = {}
    for (issue, dimension), group in groupby(report.rows, key=lambda row: (row.issue, row.dimension)):
        blocks.setdefault(issue, []).append((spreads[issue, dimension], [*group]))
    order = order_issues(report.spread, report.sort)
    rows = [_lay_row(report, spread, stands) for issue in order for spread, stands in blocks[issue]]
    if len(order) > 1:
        rows.append(_lay_mean(report, spreads[None, None]))
    columns = (
        Column(),
        *(Column(view.label(party), folds=True) for party in view.parties),
        Column(phrases.SPREAD_HEAD[report.agreement]),
        Column(phrases.EXTREMES_HEAD),
    )
    title = lay_title(view, phrases.STANDS_TITLE.format(title=view.source.title))
    heats = [cell.lines[0] for row in rows for cell in row.cells if isinstance(cell, Stack)]
    yield Grid(
        columns,
        rows,
        above=(*title, *lay_lead(view, report.spread, report.agreement), *lay_since(view), BLANK),
        below=(BLANK, *lay_legend(view, heats, through=True)),
        spaced=True,
        keep_words=report.words == "all",
    )


def list_next(report: StandsReport) -> Iterator[str]:
    total = report.spread[-1] if report.spread else None
    if total and total.widest:
        yield suggest_pair(total.widest)
        yield phrases.GO_ON["by-party"]
    order = order_issues(report.spread, None)
    if order and not report.view.columns:
        yield phrases.GO_ON["sources-of"].format(about=order[0])


def _lay_row(report: StandsReport, spread: SpreadRow, stands: list[StandRow]) -> Row:
    view = report.view
    issue, dimension = stands[0].issue, stands[0].dimension
    cells: list[Cell] = [lay_name(view, issue, dimension)]
    several = dimension is None and len(view.ledger.issues[issue].dimensions) > 1
    for row in stands:
        heat = _lay_heat(report, row.distance, row)
        words: Pieces = ()
        if report.words != "none":
            is_named = several and row.says_on and row.wants != phrases.UNPLACED_WANTS["unknown"]
            on = f"{row.says_on}: " if is_named else ""
            words = (*dim(on), *plain(row.wants))
        cells.append(Stack((heat,), words))
    return Row((*cells, *_lay_spread(report, spread)))


def _lay_mean(report: StandsReport, spread: SpreadRow) -> Row:
    """The distance of each party over everything shown."""
    cells = [Stack((_lay_heat(report, row.distance, row),)) for row in spread.distances]
    return Row((bold(phrases.MEAN), *cells, *_lay_spread(report, spread)))


def _lay_spread(report: StandsReport, spread: SpreadRow) -> tuple[Cell, Cell]:
    """The spread of a row on its colour, and the pairs at its ends."""
    view = report.view
    heat = _lay_heat(report, spread.spread, spread)
    pairs = dict.fromkeys(pair for pair in (spread.widest, spread.nearest) if pair)
    ends = tuple(plain(say_pair(view, pair, phrases.PAIR_SHORT, report.agreement)) for pair in pairs)
    return Stack((heat,)), Stack(ends or ((),))


def _lay_heat(report: StandsReport, figure: float | None, row: StandRow | DistanceRow | SpreadRow) -> Pieces:
    """The figure of a row on its colour."""
    since = bool(report.view.query.since)
    return lay_heat(figure, row.coverage, row.least, row.change, since=since, agreement=report.agreement)
