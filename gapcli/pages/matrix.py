"""The page of `matrix`: of one pair, a heat matrix of several, or party by party."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from gapcli.measure.gaps import printed, wider
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Bar, Cell, Column, Grid, Line, Piece, Pieces, Row, bold, dim, plain
from gapcli.pages.parts import lay_gap, lay_name, lay_title, lay_weaknesses, say_groups
from gapcli.reports.matrix import MatrixReport, MatrixRow, TotalRow, sort_blocks
from gapcli.words import en
from gapcli.words.figures import say_asks_and_bridge, say_bound, say_change, say_known


def lay_page(report: MatrixReport) -> Iterator[Grid]:
    """The page of a report: which of the three shapes depends on how many parties are compared."""
    if report.totals:
        single = _lay_pair if len(report.totals) == 1 else _lay_heat
        yield _lay_parties(report) if report.by_party else single(report)


def list_next(report: MatrixReport) -> Iterator[str]:
    if report.by_party or len(report.totals) > 1:
        known = [total for total in report.totals if total.known]
        yield from (en.GO_ON["pair"].format(a=total.a, b=total.b) for total in known[:1])
    elif report.totals:
        known_rows = [row for row in report.rows if row.figures.gap is not None and row.dimension is None]
        for row in sort_blocks([[row] for row in known_rows], "gap")[:1]:
            yield en.GO_ON["sources-of"].format(about=row[0].issue)
        yield en.GO_ON["robust"]


def _lay_pair(report: MatrixReport) -> Grid:
    view, total = report.view, report.totals[0]
    names = [str(view.ledger.parties[p].name) for p in (total.a, total.b)]
    blocks = [list(block) for _, block in groupby(report.rows, key=lambda row: row.issue)]
    blocks = sort_blocks(blocks, report.sort or "gap")
    rows = [_lay_row(view, row) for block in blocks for row in block]
    if total.figures.gap is not None and len(blocks) > 1:
        mean = plain(say_bound(total.figures.gap, total.least))
        rows.append(Row(_lay_cells(view, bold(en.MEAN_OF.format(n=total.issues)), mean, total)))
    columns = [Column(), Column(en.POLES_HEAD, picture=True), Column(en.GAP_HEAD)]
    columns += [Column(head, narrow=narrow) for head, narrow in en.MATRIX_HEADS[: 3 if view.query.since else 2]]
    title = lay_title(view, en.MATRIX_PAIR.format(a=names[0], b=names[1]))
    below = [Line(dim(en.BAR_LEGEND), picture=True)]
    notes = " ".join(filter(None, _say_notes(view, blocks, total)))
    if notes:
        below.append(Line(dim(notes)))
    return Grid(tuple(columns), rows, above=(*title, BLANK), below=tuple(below), spaced=True)


def _lay_row(view: View, row: MatrixRow) -> Row:
    says = ((row.a, row.a_says), (row.b, row.b_says))
    lines = [Line(plain(words), indent=2, label=view.label(party)) for party, words in says]
    issue = view.ledger.issues[row.issue]
    if len(issue.dimensions) > 1:
        lines.insert(0, Line(dim(str(issue.dimensions[row.says_on].question)), indent=2))
    cells = _lay_cells(view, lay_name(view, row.issue, row.dimension), lay_gap(row.figures.gap, row.least), row)
    return Row(cells, (*lines, *lay_weaknesses(view, row)))


def _lay_cells(view: View, name: Pieces, gap: Pieces, row: MatrixRow | TotalRow) -> tuple[Cell, ...]:
    figures = row.figures
    cells: tuple[Cell, ...] = (
        name,
        Bar(figures.bridge, figures.asks, figures.gap),
        gap,
        plain(say_asks_and_bridge(figures.asks, figures.bridge, row.offers, row.least)),
        dim(say_known(row.known, figures.coverage)),
    )
    return (*cells, plain(say_change(row.change, row.newly))) if view.query.since else cells


def _say_notes(view: View, blocks: Sequence[Sequence[MatrixRow]], total: TotalRow) -> Iterator[str]:
    yield _say_too_close(view, blocks)
    if total.weakest:
        yield say_without(view, total.weakest.source, total.weakest.issues, len(view.chosen))
    if view.query.since:
        yield en.CHANGE_SINCE.format(date=en.date(view.query.since))


def say_without(view: View, source: str, left: int, issues: int) -> str:
    """How few of some issues have a figure without a source."""
    name = view.name_source(source)
    if not left:
        return en.WITHOUT_NONE.format(source=name)
    pattern = en.WITHOUT_ONE if left == 1 else en.WITHOUT_SOME
    return pattern.format(source=name, left=left, issues=en.count(issues, "issue"))


def _say_too_close(view: View, blocks: Sequence[Sequence[MatrixRow]]) -> str:
    """Which issues are too close to have an order: printed figures less than 0.10 apart."""
    gaps = [(row.figures.gap, str(view.ledger.issues[row.issue].name)) for row, *_ in blocks]
    known = sorted(((printed(gap), name) for gap, name in gaps if gap is not None), key=lambda k: -k[0])
    groups: list[list[str]] = []
    end = 0
    for i, (top, _) in enumerate(known):
        group = [name for gap, name in known[i:] if not wider(top, gap)]
        if len(group) > 1 and i + len(group) > end:
            groups.append(group)
            end = i + len(group)
    return " ".join(en.TOO_CLOSE.format(names=en.join(group)) for group in groups)


def _lay_heat_cell(row: MatrixRow | TotalRow) -> Pieces:
    """A gap with the count of known questions; dim and in brackets where under half is covered."""
    figures, count = row.figures, Piece(f"  {row.known}/{row.questions}", "dim")
    if figures.gap is None:
        return (Piece("–", tone="unknown"), count)
    (gap,) = lay_gap(figures.gap, row.least)
    return (Piece(f"({gap.text})", "dim") if figures.coverage < 0.5 else gap, count)


def _lay_heat(report: MatrixReport) -> Grid:
    view = report.view
    pairs = [(total.a, total.b) for total in report.totals]
    found = {(row.a, row.b, row.issue, row.dimension): row for row in report.rows}
    rows = []
    for a, b, issue, dimension in found:
        if (a, b) == pairs[0]:
            cells = (_lay_heat_cell(found[*pair, issue, dimension]) for pair in pairs)
            rows.append(Row((lay_name(view, issue, dimension), *cells)))
    if len(view.chosen) > 1:
        rows.append(Row((bold(en.MEAN), *map(_lay_heat_cell, report.totals))))
    columns = (Column(), *(Column(f"{view.label(t.a)} – {view.label(t.b)}") for t in report.totals))
    return _lay_table(view, en.MATRIX_ISSUES, columns, rows, en.HEAT_LEGEND.format(n="n"))


def _lay_parties(report: MatrixReport) -> Grid:
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
    for party in parties:
        groups = say_groups(view, party, view.dimensions)
        if groups:
            legend = en.SPEAKS_THROUGH.format(legend=legend, party=view.label(party), groups=groups)
    return _lay_table(view, en.MATRIX_PARTIES, columns, rows, legend)


def _lay_table(view: View, title: str, columns: tuple[Column, ...], rows: list[Row], legend: str) -> Grid:
    above, below = (*lay_title(view, title), BLANK), (BLANK, Line(dim(legend)))
    return Grid(columns, rows, above=above, below=below)
