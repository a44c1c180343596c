"""The page of `brief`: the table, then a few lines each on all that a mediator has to know."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Pieces, Row, bold, dim, plain
from gapcli.pages.heat import lay_heat, lay_lead, lay_legend, say_pair
from gapcli.pages.matrix import lay_pair
from gapcli.pages.parts import lay_title
from gapcli.reports.brief import BriefReport
from gapcli.reports.matrix import SpreadRow, order_issues, sort_blocks
from gapcli.words import phrases
from gapcli.words.figures import say_bound

MOST = 4
"""How many lines each part has at most; more are counted, with the command that shows them."""


def lay_page(report: BriefReport) -> Iterator[Grid]:
    view = report.view
    if not report.issues:
        return
    yield lay_pair(view, report.rows, report.totals[0]) if len(report.totals) == 1 else _lay_spread(report)
    yield from (_lay_words(report), *_lay_crossings(report), *_lay_chains(report), *_lay_disputes(report))


def list_next(report: BriefReport) -> Iterator[str]:
    gaps = [(row.figures.gap, row.issue) for row in report.rows if row.figures.gap is not None]
    for _, issue in sorted(gaps, key=lambda each: -each[0])[:1]:
        yield phrases.GO_ON["sources-of"].format(about=issue)
    if len(report.totals) == 1:
        yield phrases.GO_ON["pair"].format(a=report.totals[0].a, b=report.totals[0].b)
    elif report.issues:
        yield phrases.GO_ON["by-party"]


# --- the table ------------------------------------------------------------------------------------


def _lay_spread(report: BriefReport) -> Grid:
    """Of many parties the spread of each issue, the most divided first, with the pairs at its ends."""
    view = report.view
    spreads = {row.issue: row for row in report.spread}
    order: list[str | None] = [*order_issues(report.spread, None)]
    rows = [_lay_issue(view, spreads[issue]) for issue in order]
    if len(order) > 1:
        rows.append(_lay_issue(view, spreads[None]))
    columns = (Column(), *(Column(head, narrow=narrow) for head, narrow in phrases.SPREAD_HEADS))
    title = lay_title(view, phrases.HOW_FAR_APART.format(names=phrases.join(map(view.label, view.parties))))
    legend = lay_legend(view, [_lay_heat(row) for row in report.spread if row.dimension is None])
    above = (*title, *islice(lay_lead(view, report.spread), 1), BLANK)
    return Grid(columns, rows, above=above, below=(BLANK, *legend))


def _lay_issue(view: View, row: SpreadRow) -> Row:
    name = view.name_issue(row.issue) if row.issue else phrases.MEAN
    ends = (say_pair(view, pair, phrases.PAIR_SHORT) if pair else "–" for pair in (row.widest, row.nearest))
    return Row((bold(name), _lay_heat(row), *map(plain, ends)))


def _lay_heat(row: SpreadRow) -> Pieces:
    return lay_heat(row.spread, row.coverage, row.least)


# --- words ----------------------------------------------------------------------------------------


def _order_issues(report: BriefReport) -> list[str]:
    """The issues in the order of the table."""
    if report.spread:
        return order_issues(report.spread, None)
    return [block[0].issue for block in sort_blocks([[row] for row in report.rows], "gap")]


def _lay_words(report: BriefReport) -> Grid:
    """What each side of a pair says, a line each; of many parties a line an issue."""
    view, rows = report.view, []
    said = {row.issue: row for row in report.issues}
    # Of many parties a line is short of room, and of two or three questions the largest stands for all.
    several = {row.issue for row in report.rows if row.known > (3 if len(report.totals) > 1 else 1)}
    for row in map(said.__getitem__, _order_issues(report)):
        name = bold(view.name_issue(row.issue))
        # Where several questions have a figure the words are of one, which is named.
        on = row.dimension if row.issue in several else ""
        if len(report.totals) > 1:
            says = ((phrases.join(map(view.label, each.parties)), each.says) for each in row.says)
            words = " · ".join(phrases.PARTIES_SAY.format(parties=parties, words=words) for parties, words in says)
            rows.append(Row((name, (*(dim(f"{on}: ") if on else ()), *plain(words)))))
            continue
        for each in row.says:
            rows.append(Row((name, plain(phrases.join(map(view.label, each.parties))), plain(each.says))))
            name = dim(f" {on}") if each is row.says[0] and on else ()
    columns = (Column(), *((Column(),) if len(report.totals) == 1 else ()), Column(folds=True))
    return Grid(columns, rows, above=(BLANK, Line(bold(phrases.BRIEF_WORDS))))


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
        pattern = phrases.BRIEF_CROSSES if len(wanting) == len(refusing) == 1 else phrases.BRIEF_CROSSES_MANY
        slots = {"asker": phrases.join(wanting), "refuser": phrases.join(refusing), "values": values}
        lines.append(Line(plain(pattern.format(issue=view.name_issue(issue), **slots)), indent=2))
    left = [f"{issue}.{dimension}" for issue, dimension, *_ in refusers][MOST:]
    yield from _lay_part(phrases.CROSSED, lines, phrases.GO_ON["issue"].format(about=left[0] if left else ""))


def _lay_chains(report: BriefReport) -> Iterator[Grid]:
    says = [*(loop.says for loop in report.linked.loops), *(chain.says for chain in report.linked.chains)]
    lines = [Line(plain(words), indent=2) for words in says]
    yield from _lay_part(phrases.BRIEF_CHAINS, lines, phrases.GO_ON["links"])


def _lay_disputes(report: BriefReport) -> Iterator[Grid]:
    """The figures that a dispute takes away, each once, whatever disputes do so."""
    view, disputed = report.view, report.disputed
    lines = []
    for row in {
        (row.a, row.b, row.issue, row.dimension): row for row in disputed.rows if row.effect == "takes"
    }.values():
        question = view.ledger.dimension(f"{row.issue}.{row.dimension}").question
        gap = phrases.NOT_KNOWN if row.figures.gap is None else say_bound(row.figures.gap, row.least)
        words = phrases.PAIR_ON.format(a=view.label(row.a), b=view.label(row.b), question=question)
        lines.append(Line(plain(words), indent=2, right=plain(gap)))
    yield from _lay_part(phrases.BRIEF_DISPUTES, lines, phrases.GO_ON["disputes"])


def _lay_part(title: str, lines: Sequence[Line], command: str) -> Iterator[Grid]:
    if lines:
        yield Grid(above=(BLANK, Line(bold(title)), *lines[:MOST], *_count_more(len(lines), command)))


def _count_more(n: int, command: str) -> tuple[Line, ...]:
    return (Line(dim(phrases.MORE_BY.format(n=n - MOST, command=command)), indent=2),) if n > MOST else ()
