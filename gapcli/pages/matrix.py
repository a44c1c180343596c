"""The page of `matrix`: of one pair, a heat matrix of several, or party by party."""

from collections.abc import Sequence

from gapcli.measure.gaps import printed, wider
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Bar, Cell, Column, Grid, Line, Page, Piece, Pieces, Row, bold, dim, plain
from gapcli.pages.parts import lay_gap, lay_name, lay_title, lay_weaknesses
from gapcli.reports.matrix import MatrixReport, MatrixRow, TotalRow
from gapcli.words import en
from gapcli.words.figures import say_asks_and_bridge, say_change, say_figure, say_known


def lay_page(report: MatrixReport) -> Page:
    """The page of a report: which of the three shapes depends on how many parties are compared."""
    if not report.totals:
        return Page(())
    if report.by_party:
        return _lay_parties(report)
    return _lay_pair(report) if len(report.totals) == 1 else _lay_heat(report)


def _blocks(report: MatrixReport, total: TotalRow) -> list[list[MatrixRow]]:
    """The rows of a pair by issue: that of the issue, then those of its dimensions."""
    blocks: dict[str, list[MatrixRow]] = {}
    for row in report.rows:
        if (row.a, row.b) == (total.a, total.b):
            blocks.setdefault(row.issue, []).append(row)
    return list(blocks.values())


# --- one pair -------------------------------------------------------------------------------------


def _lay_pair(report: MatrixReport) -> Page:
    view, total = report.view, report.totals[0]
    names = [str(view.ledger.parties[p].name) for p in (total.a, total.b)]
    blocks = _blocks(report, total)
    if report.sort is None:
        blocks.sort(key=lambda b: (b[0].figures.gap is None, -(b[0].figures.gap or 0)))
    rows = [_lay_row(view, row) for block in blocks for row in block]
    if total.figures.gap is not None and len(blocks) > 1:
        rows.append(_lay_mean(view, total))
    change = (Column(en.CHANGE_HEAD, narrow=en.CHANGE_NARROW),) if view.query.since else ()
    columns = (
        Column(),
        Column(en.POLES_HEAD, picture=True),
        Column(en.GAP_HEAD),
        Column(en.OFFERED_HEAD, narrow=en.OFFERED_NARROW),
        Column(en.KNOWN_HEAD, narrow=en.KNOWN_NARROW),
        *change,
    )
    title = lay_title(view, en.MATRIX_PAIR.format(a=names[0], b=names[1]))
    below = (Line(dim(en.BAR_LEGEND), picture=True), *_lay_notes(view, blocks, total))
    return Page((Grid(columns, rows, above=(*title, BLANK), below=below, spaced=True),))


def _lay_row(view: View, row: MatrixRow) -> Row:
    name = lay_name(view, row.issue, row.dimension)
    gap = lay_gap(row.figures.gap)
    cells = _lay_cells(view, name, gap, row)
    lines = [
        Line(plain(row.a_says), indent=2, label=view.label(row.a)),
        Line(plain(row.b_says), indent=2, label=view.label(row.b)),
    ]
    weaknesses = lay_weaknesses(view, row.a, row.b, row.marks, row.sides)
    return Row(cells, (*lines, *([weaknesses] if weaknesses else [])))


def _lay_mean(view: View, total: TotalRow) -> Row:
    name = bold(en.MEAN_OF.format(n=total.issues))
    gap = plain(say_figure(total.figures.gap or 0))
    return Row(_lay_cells(view, name, gap, total))


def _lay_cells(view: View, name: Pieces, gap: Pieces, row: MatrixRow | TotalRow) -> tuple[Cell, ...]:
    figures = row.figures
    cells: tuple[Cell, ...] = (
        name,
        Bar(figures.bridge, figures.asks),
        gap,
        plain(say_asks_and_bridge(figures.asks, figures.bridge, row.offers)),
        dim(say_known(row.known, figures.coverage)),
    )
    return (*cells, plain(say_change(row.change, row.newly))) if view.query.since else cells


def _lay_notes(view: View, blocks: Sequence[Sequence[MatrixRow]], total: TotalRow) -> list[Line]:
    """What has no order, what rests on one source, and what a change is of."""
    notes = [_say_no_order(view, blocks)]
    if total.weakest:
        notes.append(say_without(view, total.weakest.source, total.weakest.issues, total.all_issues))
    if view.query.since:
        notes.append(en.CHANGE_SINCE.format(date=en.date(view.query.since)))
    text = " ".join(n for n in notes if n)
    return [Line(dim(text))] if text else []


def say_without(view: View, source: str, left: int, issues: int) -> str:
    """How few of some issues have a figure without a source."""
    name = view.name_source(source)
    if not left:
        return en.WITHOUT_NONE.format(source=name)
    has = en.HAS if left == 1 else en.HAVE
    return en.WITHOUT_SOME.format(source=name, left=left, issues=en.count(issues, "issue"), has=has)


def _say_no_order(view: View, blocks: Sequence[Sequence[MatrixRow]]) -> str:
    """Which issues are too close to have an order: printed figures less than 0.10 apart."""
    gaps = [(row.figures.gap, str(view.ledger.issues[row.issue].name)) for row, *_ in blocks]
    known = sorted(((printed(gap), name) for gap, name in gaps if gap is not None), key=lambda k: -k[0])
    groups: list[list[str]] = []
    end = 0
    for i, (top, _) in enumerate(known):
        j = i
        while j < len(known) and not wider(top, known[j][0]):
            j += 1
        if j - i > 1 and j > end:
            groups.append([name for _, name in known[i:j]])
            end = j
    if not groups:
        return ""
    parts = [(en.BETWEEN if len(group) == 2 else en.AMONG).format(names=en.join(group)) for group in groups]
    return en.NO_ORDER.format(groups=en.join(parts, en.NOR))


# --- several --------------------------------------------------------------------------------------


def _lay_heat_cell(row: MatrixRow | TotalRow) -> Pieces:
    """A gap with the count of known questions; dim and in brackets where under half is covered."""
    figures, count = row.figures, Piece(f"  {row.known}/{row.questions}", "dim")
    if figures.gap is None:
        return (Piece("–", tone="unknown"), count)
    (gap,) = lay_gap(figures.gap)
    return (Piece(f"({gap.text})", "dim") if figures.coverage < 0.5 else gap, count)


def _lay_heat(report: MatrixReport) -> Page:
    """Issues × pairs."""
    view = report.view
    by_pair = [{block[0].issue: block for block in _blocks(report, total)} for total in report.totals]
    rows = []
    for issue in by_pair[0]:
        for each in zip(*(blocks[issue] for blocks in by_pair)):
            row = each[0]
            name = lay_name(view, row.issue, row.dimension)
            rows.append(Row((name, *map(_lay_heat_cell, each))))
    if len(by_pair[0]) > 1:
        means = map(_lay_heat_cell, report.totals)
        rows.append(Row((bold(en.MEAN), *means)))
    columns = (Column(), *(Column(f"{view.label(t.a)} – {view.label(t.b)}") for t in report.totals))
    legend = en.HEAT_LEGEND.format(n="n")
    above = (*lay_title(view, en.MATRIX_ISSUES), BLANK)
    return Page((Grid(columns, rows, above=above, below=(BLANK, Line(dim(legend)))),))


def _lay_parties(report: MatrixReport) -> Page:
    """Party × party; who has no figure with anybody is named below."""
    view, totals = report.view, report.totals
    known = {p for t in totals if t.known for p in (t.a, t.b)}
    parties = [p for p in view.parties if p in known]
    cells = {(t.a, t.b): _lay_heat_cell(t) for t in totals}
    columns = (Column(), *(Column(view.label(p)) for p in parties[1:]))
    rows = [Row((bold(view.label(a)), *(cells.get((a, b), ()) for b in parties[1:]))) for a in parties[:-1]]
    legend = en.HEAT_LEGEND.format(n=totals[0].questions)
    others = [view.label(p) for p in view.parties if p not in known]
    if others:
        legend = en.NO_FIGURE_WITH_ANYBODY.format(legend=legend, names=en.join(others))
    above = (*lay_title(view, en.MATRIX_PARTIES), BLANK)
    return Page((Grid(columns, rows, above=above, below=(BLANK, Line(dim(legend)))),))
