"""The page of `matrix`: of one pair, or every pair of several parties, issue by issue."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gapcli.measure.gaps import printed, wider
from gapcli.measure.positions import EVIDENCE
from gapcli.measure.view import View
from gapcli.pages.compared import lay_shared
from gapcli.pages.grid import BLANK, Bar, Cell, Column, Grid, Line, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.heat import lay_heat, lay_lead, lay_legend, lay_since, suggest_pair
from gapcli.pages.parts import lay_gap, lay_name, lay_title, say_beside
from gapcli.reports.matrix import MatrixReport, MatrixRow, TotalRow, order_issues, sort_blocks
from gapcli.words import phrases
from gapcli.words.figures import say_asks_and_bridge, say_bound, say_change, say_changed_since, say_figure, say_known


def lay_page(report: MatrixReport) -> Iterator[Grid]:
    """The page of a report: that of a pair, or every pair issue by issue."""
    if len(report.totals) > 1:
        yield from _lay_heat(report)
    elif report.totals:
        yield lay_pair(report.view, report.rows, report.totals[0], report.sort, report.agreement)
        if report.words != "none":
            blocks = sort_rows(report.rows, report.sort)
            # What columns come to has no words.
            rows = [row for block in blocks for row in block[1:] or block if row.says_on]
            if rows:
                yield Grid(above=(BLANK, *(line for row in rows for line in _lay_words(report, row))))


def list_next(report: MatrixReport) -> Iterator[str]:
    if len(report.totals) > 1:
        total = report.spread[-1]
        if total.widest:
            yield suggest_pair(total.widest)
            yield phrases.GO_ON["by-party"]
    elif report.totals:
        known_rows = [row for row in report.rows if row.figures.gap is not None and row.dimension is None]
        for row in sort_blocks([[row] for row in known_rows], "gap")[:1]:
            yield phrases.GO_ON["sources-of"].format(about=row[0].issue)
        yield from (phrases.GO_ON["steps"], phrases.GO_ON["robust"]) if known_rows else (phrases.GO_ON["robust"],)


def lay_pair(
    view: View, rows: Sequence[MatrixRow], total: TotalRow, sort: str | None = None, agreement: bool = False
) -> Grid:
    """The table of a pair, with the lead above and the legend below it; `agreement`: with that in place of the gap."""
    shared = find_shared(view, rows, total)
    rows = [row if row.figures.gap is None else _leave_out(row, shared) for row in rows]
    blocks = sort_rows(rows, sort)
    laid = []
    for row in (row for block in blocks for row in block):
        gap = lay_gap(row.figures.gap, row.least, agreement)
        laid.append(Row(_lay_cells(view, lay_name(view, row.issue, row.dimension), gap, row, agreement)))
    if total.figures.gap is not None and len(blocks) > 1:
        mean = plain(say_bound(total.figures.gap, total.least, agreement))
        laid.append(Row(_lay_cells(view, bold(phrases.MEAN_OF.format(n=total.issues)), mean, total, agreement)))
    since = view.query.since
    day = phrases.date(since) if since else ""
    heads = [
        Column(head, narrow=narrow.replace("{day}", day))
        for head, narrow in phrases.MATRIX_HEADS
        if since or head != phrases.CHANGE
    ]
    if not any(list_signs(view, row) for row in rows):
        heads.pop()
        laid = [row._replace(cells=row.cells[:-1]) for row in laid]
    full = phrases.join(str(view.ledger.parties[p].name) for p in (total.a, total.b))
    labels = phrases.join(map(view.label, (total.a, total.b)))
    title, short = (phrases.HOW_FAR_APART.format(names=names) for names in (full, labels))
    above = lay_title(view, title, short=short)
    above += [Line(plain(sentence)) for sentence in say_lead(view, blocks, total, agreement) if sentence]
    poles = phrases.AGREEMENT_POLES if agreement else phrases.POLES
    return Grid(
        (Column(), Column(poles=poles, picture=True), Column(phrases.FIGURE_HEAD[agreement]), *heads),
        laid,
        above=tuple(above),
        below=(*_lay_signs(view, rows, total, agreement), *lay_shared(shared)),
    )


def sort_rows(rows: Sequence[MatrixRow], sort: str | None) -> list[list[MatrixRow]]:
    """The rows of a pair issue by issue, the widest gap first unless another order is asked for."""
    blocks = [list(block) for _, block in groupby(rows, key=lambda row: row.issue)]
    return sort_blocks(blocks, sort or "gap")


def say_lead(view: View, blocks: Sequence[Sequence[MatrixRow]], total: TotalRow, agreement: bool) -> Iterator[str]:
    """What a reader needs first: the mean with what the offers leave, what changed, and what it hangs on."""
    gap, bridge = total.figures.gap, total.figures.bridge
    if gap is None or bridge is None:
        yield phrases.NO_GAP_KNOWN
        return
    if len(blocks) > 1:
        over = phrases.count_part(total.issues, len(blocks), "issue")
        if total.issues == len(blocks):
            over = phrases.ALL_ISSUES.format(issues=phrases.count(len(blocks), "issue"))
        way = "offers" if total.offers else "none" if say_figure(bridge) == say_figure(gap) else "nearest"
        mean, left = say_bound(gap, total.least, agreement), say_bound(bridge, False, agreement)
        yield phrases.LEAD[way][agreement].format(gap=mean, issues=over, bridge=left)
    if view.query.since:
        yield say_changed_since(phrases.date(view.query.since), total.change, total.newly, agreement)
    if total.weakest:
        yield say_without(view, total.weakest.source, total.weakest.issues, len(view.chosen))


def _lay_cells(view: View, name: Pieces, gap: Pieces, row: MatrixRow | TotalRow, agreement: bool) -> tuple[Cell, ...]:
    figures = row.figures
    cells: tuple[Cell, ...] = (
        name,
        Bar(figures.bridge, figures.asks, figures.gap),
        gap,
        plain(say_asks_and_bridge(figures.asks, figures.bridge, row.offers, row.least, agreement)),
        dim(say_known(row.known, figures.coverage)),
    )
    if view.query.since:
        cells += (plain(say_change(row.change, row.newly, agreement)),)
    signs = list_signs(view, row) if isinstance(row, MatrixRow) else []
    return (*cells, weak(" ".join(sign.say() for sign in signs)))


def find_shared(view: View, rows: Sequence[MatrixRow], total: TotalRow) -> dict[str, str]:
    """The marks of evidence that all of several figures have, of the same sides: they tell no row from another.

    As `find_shared` has them, of the questions of one page.
    """
    known = [{side for side in row.sides if side[0] in EVIDENCE} for row in rows if row.figures.gap is not None]
    if len(known) < 2:
        return {}
    shared = {}
    for mark, first, second in set.intersection(*known):
        # Where neither side has it on all questions of a row, it is of another one on each.
        if first or second:
            shared[mark] = "" if first and second else view.label(total.a if first else total.b)
    return shared


def _leave_out(row: MatrixRow, marks: Container[str]) -> MatrixRow:
    """The row without some marks, so that it gets no sign for them."""
    return row._replace(marks=tuple(mark for mark in row.marks if mark not in marks))


class Sign(NamedTuple):
    """A mark of a row, as a sign."""

    mark: str
    sign: str
    party: str
    """The name of the side that it is of; empty where it is of both or of the pair."""

    def say(self) -> str:
        """The sign with the side that it is of."""
        return phrases.SIGN_OF_ONE.format(sign=self.sign, party=self.party) if self.party else self.sign


def list_signs(view: View, row: MatrixRow) -> list[Sign]:
    """The signs of the marks of a row, in the order of a page."""
    sides = {mark: (first, second) for mark, first, second in row.sides}
    signs = []
    for mark, words in phrases.MARKS.items():
        if mark in row.marks and words.sign:
            first, second = sides.get(mark, (True, True))
            alone = mark in EVIDENCE and first != second
            party = view.label(row.a if first else row.b) if alone else ""
            signs.append(Sign(mark, words.sign, party))
    return signs


def _lay_signs(view: View, rows: Sequence[MatrixRow], total: TotalRow, agreement: bool) -> Iterator[Line]:
    """What the bars and the signs mean, of those that occur; and which issues have no order."""
    if total.figures.gap is not None:
        bound = phrases.BOUND_MEANS[agreement] if any(row.least for row in rows) else ""
        bars = phrases.apart(filter(None, (*_explain_bars(rows, agreement), bound)))
        yield Line(dim(bars), picture=True, short=dim(bound) if bound else ())
    signs = [sign for row in rows for sign in list_signs(view, row)]
    marks = {sign.mark for sign in signs}
    meanings = [
        phrases.SIGN_MEANS.format(signs=words.sign, meaning=words.meaning)
        for mark, words in phrases.MARKS.items()
        if mark in marks
    ]
    alone = sorted((sign for sign in signs if sign.party), key=lambda sign: len(sign.party))[:1]
    meanings += [phrases.SIGN_OF_ONE_MEANS.format(sign=sign.sign, party=sign.party) for sign in alone]
    if meanings:
        yield Line(dim(phrases.apart(meanings)))
    too_close = _say_too_close(view, rows)
    if too_close:
        yield Line(dim(too_close))


def _explain_bars(rows: Sequence[MatrixRow], agreement: bool) -> Iterator[str]:
    """What the signs of the bars mean: the gap, what is left, what would be closed."""
    gap, left, closed = phrases.BAR_LEGEND[agreement]
    yield gap
    drawn = [(row.figures.bridge or 0, row.figures.asks or 0) for row in rows if row.figures.gap is not None]
    if any(bridge for bridge, _ in drawn):
        yield left
    if any(say_figure(bridge) != say_figure(asks) for bridge, asks in drawn):
        yield closed


def _lay_words(report: MatrixReport, row: MatrixRow) -> Iterator[Line]:
    """What each side says on an issue, under its name; of one with several questions, on which of them."""
    view, beside = report.view, " · ".join(say_beside(report.view, row, report.agreement))
    yield Line(_lay_question(view, row.issue, row.says_on), right=weak(beside))
    for party, words in ((row.a, row.a_says), (row.b, row.b_says)):
        yield Line(plain(words), indent=2, label=view.label(party))


def _lay_question(view: View, issue: str, dimension: str) -> Pieces:
    """The name of an issue, and which question words are of, where it has several."""
    dimensions = view.ledger.issues[issue].dimensions
    return (*bold(view.name_issue(issue)), *plain(f": {dimensions[dimension].question}" if len(dimensions) > 1 else ""))


def say_without(view: View, source: str, left: int, issues: int) -> str:
    """How few of some issues have a figure without a source."""
    name = view.name_source(source)
    if not left:
        return phrases.WITHOUT_NONE.format(source=name)
    return phrases.WITHOUT_SOME.fill(left, source=name, issues=phrases.count_part(left, issues, "issue"))


def _say_too_close(view: View, rows: Iterable[MatrixRow]) -> str:
    """Which issues are too close to have an order: printed figures less than 0.10 apart."""
    issues = (row for row in rows if row.dimension is None)
    gaps = [(row.figures.gap, view.name_issue(row.issue)) for row in issues]
    known = sorted(((printed(gap), name) for gap, name in gaps if gap is not None), key=lambda k: -k[0])
    groups: list[list[str]] = []
    end = 0
    for i, (top, _) in enumerate(known):
        group = [name for gap, name in known[i:] if not wider(top, gap)]
        if len(group) > 1 and i + len(group) > end:
            groups.append(group)
            end = i + len(group)
    return " ".join(phrases.TOO_CLOSE.format(names=phrases.join(group)) for group in groups)


def _lay_heat(report: MatrixReport) -> Iterator[Grid]:
    """Issues down, pairs across, one figure a cell; and if that is asked for what each party says."""
    view = report.view
    pairs = [(total.a, total.b) for total in report.totals]
    found = {(row.issue, row.dimension, row.a, row.b): _lay_heat_cell(report, row) for row in report.rows}
    means = [_lay_heat_cell(report, total) for total in report.totals]
    names = dict.fromkeys((issue, dimension) for issue, dimension, _, _ in found)
    order = order_issues(report.spread, report.sort)
    rows = [
        Row((lay_name(view, *name), *(found[*name, *pair] for pair in pairs)))
        for issue in order
        for name in names
        if name[0] == issue
    ]
    if len(view.chosen) > 1:
        rows.append(Row((bold(phrases.MEAN), *means)))
    heads = (phrases.PAIR_HEAD.format(a=view.label(t.a), b=view.label(t.b)) for t in report.totals)
    title = lay_title(view, phrases.MATRIX_PAIRS.format(title=view.source.title))
    legend = lay_legend(view, [*found.values(), *means], through=True)
    yield Grid(
        (Column(), *(Column(head, right=True) for head in heads)),
        rows,
        above=(*title, *lay_lead(view, report.spread, report.agreement), *lay_since(view), BLANK),
        below=(BLANK, *legend),
    )
    if report.words == "all":
        yield Grid(above=(BLANK, *_lay_words_of_all(view, report.rows, order)))


def _lay_heat_cell(report: MatrixReport, row: MatrixRow | TotalRow) -> Pieces:
    figures, since = row.figures, bool(report.view.query.since)
    return lay_heat(figures.gap, figures.coverage, row.least, row.change, since=since, agreement=report.agreement)


def _lay_words_of_all(view: View, rows: Sequence[MatrixRow], order: Iterable[str]) -> Iterator[Line]:
    """What each party says, once: on each question that is opened, or that the words of some pair are of."""
    said: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in [row for row in rows if row.dimension] or [row for row in rows if row.says_on]:
        said[row.issue][row.says_on].update({row.a: row.a_says, row.b: row.b_says})
    for issue in order:
        for dimension, words in said[issue].items():
            yield Line(_lay_question(view, issue, dimension))
            named = ((party, words[party]) for party in view.parties if party in words)
            yield from (Line(plain(text), indent=2, label=view.label(party)) for party, text in named)
