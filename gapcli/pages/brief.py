"""The page of `brief`: the table, then a few lines each on all that a mediator has to know."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gapcli.measure.gaps import level
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Bar, Cell, Column, Grid, Line, Piece, Pieces, Row, bold, dim, plain
from gapcli.pages.matrix import say_without
from gapcli.pages.parts import lay_gap, lay_title
from gapcli.reports.brief import BriefReport, PairGap, SpreadRow
from gapcli.reports.matrix import MatrixRow, TotalRow
from gapcli.words import en
from gapcli.words.figures import say_asks_and_bridge, say_bound, say_figure, say_known

MOST = 5
"""How many lines each part has at most; more are counted, with the command that shows them."""


def lay_page(report: BriefReport) -> Iterator[Grid]:
    if not report.issues:
        return
    yield _lay_pair(report) if len(report.totals) == 1 else _lay_spread(report)
    yield from (_lay_words(report), *_lay_crossings(report), *_lay_chains(report), *_lay_disputes(report))


def list_next(report: BriefReport) -> Iterator[str]:
    known = [row for row in report.issues if row.issue and row.spread is not None]
    for row in sorted(known, key=lambda row: -(row.spread or 0.0))[:1]:
        yield en.GO_ON["sources-of"].format(about=row.issue)
    if len(report.totals) == 1:
        yield en.GO_ON["pair"].format(a=report.totals[0].a, b=report.totals[0].b)
    elif report.issues:
        yield en.GO_ON["by-party"]


# --- the table ------------------------------------------------------------------------------------


def _lay_pair(report: BriefReport) -> Grid:
    view, total = report.view, report.totals[0]
    rows = [
        _lay_figures(bold(_say_issue(view, row.issue)), lay_gap(row.figures.gap, row.least), row) for row in report.rows
    ]
    if total.figures.gap is not None and len(rows) > 1:
        mean = plain(say_bound(total.figures.gap, total.least))
        rows.append(_lay_figures(bold(en.MEAN_OF.format(n=total.issues)), mean, total))
    columns = [Column(), Column(en.POLES_HEAD, picture=True), Column(en.GAP_HEAD)]
    columns += [Column(head, narrow=narrow) for head, narrow in en.MATRIX_HEADS[:2]]
    names = [str(view.ledger.parties[p].name) for p in (total.a, total.b)]
    title = lay_title(view, en.MATRIX_PAIR.format(a=names[0], b=names[1]))
    below = [Line(dim(en.BAR_LEGEND), picture=True)]
    if total.weakest:
        below.append(Line(dim(say_without(view, total.weakest.source, total.weakest.issues, len(view.chosen)))))
    return Grid(tuple(columns), rows, above=(*title, BLANK), below=tuple(below))


def _lay_figures(name: Pieces, gap: Pieces, row: MatrixRow | TotalRow) -> Row:
    f = row.figures
    cells: tuple[Cell, ...] = (name, Bar(f.bridge, f.asks, f.gap), gap)
    offered = say_asks_and_bridge(f.asks, f.bridge, row.offers, row.least)
    return Row((*cells, plain(offered), dim(say_known(row.known, f.coverage))))


def _lay_spread(report: BriefReport) -> Grid:
    view = report.view
    names = [view.label(p) for p in view.parties]
    columns = (Column(), *(Column(head, narrow=narrow) for head, narrow in en.SPREAD_HEADS))
    rows = [_lay_issue(view, row) for row in report.issues if row.issue or len(report.issues) > 2]
    return Grid(columns, rows, above=(*lay_title(view, en.BRIEF_OF_MANY.format(names=en.join(names))), BLANK))


def _lay_issue(view: View, row: SpreadRow) -> Row:
    name = _say_issue(view, row.issue) if row.issue else en.MEAN
    known = dim(say_known(row.spread is not None, row.coverage))
    tone = "unknown" if row.spread is None else level(row.spread) if row.issue else ""
    spread = (Piece("–" if row.spread is None else say_figure(row.spread), tone=tone),)
    return Row((bold(name), spread, known, _lay_end(view, row.widest), _lay_end(view, row.nearest)))


def _lay_end(view: View, pair: PairGap) -> Pieces:
    if pair.gap is None or pair.a is None or pair.b is None:
        return plain("–")
    return plain(en.PAIR_GAP.format(a=view.label(pair.a), b=view.label(pair.b), gap=say_figure(pair.gap)))


def _say_issue(view: View, issue: str) -> str:
    return str(view.ledger.issues[issue].name)


# --- words ----------------------------------------------------------------------------------------


def _lay_words(report: BriefReport) -> Grid:
    """What each side of a pair says, a line each; of many parties a line an issue."""
    view, rows = report.view, []
    for row in report.issues:
        if row.issue is None:
            continue
        name = bold(_say_issue(view, row.issue))
        if len(report.totals) > 1:
            says = ((en.join(map(view.label, each.parties)), each.says) for each in row.says)
            words = " · ".join(en.PARTIES_SAY.format(parties=parties, words=words) for parties, words in says)
            rows.append(Row((name, plain(words))))
            continue
        for each in row.says:
            rows.append(Row((name, plain(en.join(map(view.label, each.parties))), plain(each.says))))
            name = ()
    columns = (Column(), *((Column(),) if len(report.totals) == 1 else ()), Column(folds=True))
    return Grid(columns, rows, above=(BLANK, Line(bold(en.BRIEF_WORDS))))


def _lay_crossings(report: BriefReport) -> Iterator[Grid]:
    view = report.view
    askers: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in report.crossings:
        askers[row.issue, row.dimension, row.refuser, row.values].append(view.label(row.asker))
    refusers: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (issue, dimension, refuser, values), asking in askers.items():
        refusers[issue, dimension, values, tuple(asking)].append(view.label(refuser))
    lines = []
    for (issue, _, values, wanting), refusing in refusers.items():
        pattern = en.BRIEF_CROSSES if len(wanting) == len(refusing) == 1 else en.BRIEF_CROSSES_MANY
        slots = {"asker": en.join(wanting), "refuser": en.join(refusing), "values": values}
        lines.append(Line(plain(pattern.format(issue=_say_issue(view, issue), **slots)), indent=2))
    left = [f"{issue}.{dimension}" for issue, dimension, *_ in refusers][MOST:]
    yield from _lay_part(en.CROSSED, lines, en.GO_ON["issue"].format(about=left[0] if left else ""))


def _lay_chains(report: BriefReport) -> Iterator[Grid]:
    says = [*(loop.says for loop in report.linked.loops), *(chain.says for chain in report.linked.chains)]
    lines = [Line(plain(words), indent=2) for words in says]
    yield from _lay_part(en.BRIEF_CHAINS, lines, en.GO_ON["links"])


def _lay_disputes(report: BriefReport) -> Iterator[Grid]:
    """The figures that a dispute takes away, each once, whatever disputes do so."""
    view, disputed = report.view, report.disputed
    lines = []
    for row in {
        (row.a, row.b, row.issue, row.dimension): row for row in disputed.rows if row.effect == "takes"
    }.values():
        question = view.ledger.dimension(f"{row.issue}.{row.dimension}").question
        gap = en.NOT_KNOWN if row.figures.gap is None else say_bound(row.figures.gap, row.least)
        words = en.PAIR_ON.format(a=view.label(row.a), b=view.label(row.b), question=question)
        lines.append(Line(plain(words), indent=2, right=plain(gap)))
    yield from _lay_part(en.BRIEF_DISPUTES, lines, en.GO_ON["disputes"])


def _lay_part(title: str, lines: Sequence[Line], command: str) -> Iterator[Grid]:
    if lines:
        yield Grid(above=(BLANK, Line(bold(title)), *lines[:MOST], *_count_more(len(lines), command)))


def _count_more(n: int, command: str) -> tuple[Line, ...]:
    return (Line(dim(en.MORE_BY.format(n=n - MOST, command=command)), indent=2),) if n > MOST else ()
