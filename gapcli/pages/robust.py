"""The page of `robust`: which figures hold, in which cases they flip, and on whose word they rest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gapcli.measure.robustness import DRAWN, DRAWS, FLIPS, LARGEST_MOVE
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Interval, Line, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.matrix import say_without
from gapcli.pages.parts import lay_gap, lay_name, lay_title, say_questions
from gapcli.reports.robust import HoldsRow, OrderRow, RobustReport, VoiceRow
from gapcli.words import phrases
from gapcli.words.figures import say_bound, say_figure


def lay_page(report: RobustReport) -> Iterator[Grid]:
    """The page of a report: the verdict, what becomes of each figure, then what flips, and without whom."""
    view = report.view
    if not report.holds:
        return
    cases = list(dict.fromkeys(row.left_out for row in report.rows if row.left_out is not None))
    many = len(view.parties) > 2
    names = phrases.join(view.label(p) if many else str(view.ledger.parties[p].name) for p in view.parties)
    pattern = phrases.ROBUST_SPREAD if many else phrases.ROBUST_PAIR
    verdict = Line(plain(" ".join(say_verdict(report, len(cases)))))
    yield Grid(above=(*lay_title(view, pattern.format(names=names)), verdict, BLANK))
    yield lay_figures(report)
    yield from lay_flips(report, cases)
    yield Grid(above=tuple(lay_notes(report)))
    how = phrases.ROBUST_HOW.format(cases=len(cases), draws=report.draws, seed=report.seed, points=LARGEST_MOVE)
    left_out = (Line(dim(phrases.ROBUST_PAIRS_LEFT_OUT)),) if many else ()
    yield Grid(above=(BLANK, Line(dim(how)), *left_out))


def list_next(report: RobustReport) -> Iterator[str]:
    if report.holds:
        if len(report.view.source.cards) > 1:
            yield from (phrases.GO_ON["without"].format(source=row.source) for row in report.weakest[:1])
        if len(report.view.parties) > 2:
            a, b = report.view.parties[:2]
            yield phrases.GO_ON["robust-pair"].format(a=a, b=b)
        yield phrases.GO_ON["sources"]


def say_verdict(report: RobustReport, cases: int) -> Iterator[str]:
    """Which figures keep their level in all cases, which source matters most, and how many orders hold."""
    view = report.view
    known = [row for row in report.holds if row.issue and not row.dimension and row.gap is not None]
    firm = [view.name_issue(row.issue) for row in known if row.issue and {"status", "level"} <= {*row.holds}]
    if known and len(firm) == len(known):
        yield phrases.ROBUST_ALL_FIRM.format(cases=cases)
    elif known:
        pattern = phrases.ROBUST_FIRM if firm else phrases.ROBUST_NONE_FIRM
        yield pattern.format(cases=cases, n=len(firm), all=len(known), names=phrases.join(firm))
    else:
        yield phrases.NO_GAP_OF_MANY if len(view.parties) > 2 else phrases.NO_GAP_KNOWN
    yield from (say_without(view, row.source, row.issues, len(view.chosen)) for row in report.weakest)
    single = [row for row in report.orders if len(row.narrower) == 1]
    if single:
        yield phrases.ROBUST_ORDERS.format(n=sum(row.holds for row in single), all=len(single))


def lay_figures(report: RobustReport) -> Grid:
    rows = [_lay_figure(report.view, row) for row in report.holds]
    heads = (Column(head, narrow=narrow) for head, narrow in phrases.ROBUST_HEADS)
    columns = (Column(), Column(poles=phrases.POLES, picture=True), Column(phrases.GAP_HEAD), *heads)
    return Grid(columns, rows, below=(Line(dim(phrases.ROBUST_LEGEND), picture=True), BLANK))


def _lay_figure(view: View, row: HoldsRow) -> Row:
    name = lay_name(view, row.issue, row.dimension) if row.issue else bold(phrases.MEAN)
    gap = lay_gap(row.gap, row.bound) if row.issue or row.gap is None else plain(say_bound(row.gap, row.bound))
    span = "–"
    if row.least is not None and row.greatest is not None:
        span = phrases.FROM_TO.format(low=say_figure(row.least), high=say_figure(row.greatest))
    flips = phrases.count(len(row.status), "case") if row.status else "–"
    return Row((name, Interval(row.least, row.greatest, row.gap), gap, plain(span), plain(flips)))


def lay_flips(report: RobustReport, cases: Sequence[str]) -> Iterator[Grid]:
    view = report.view
    flipping = {case: words for case in cases if (words := _say_flips(view, report.holds, case))}
    idle = {case: 0 for case in cases if case not in flipping}
    ends = (Line(dim(phrases.NOTHING_FLIPS.format(cases=_say_cases(view, idle)))),) if idle else ()
    rows = [Row((plain(_say_cases(view, {case: 0})), plain(words))) for case, words in flipping.items()]
    heads = (Line(bold(phrases.WHAT_FLIPS)),) if flipping else ()
    yield Grid((Column(), Column(folds=True)), rows, above=heads, below=(*ends, BLANK))


def _say_name(view: View, issue: str | None, dimension: str | None) -> str:
    if not issue:
        return phrases.MEAN
    questions = view.ledger.issues[issue].dimensions
    return say_questions(view, [questions[dimension]] if dimension else [*questions.values()])


def _say_cases(view: View, cases: Mapping[str, int]) -> str:
    """Some cases in words, those of one kind together; of those drawn, with how often, where that is not 0."""
    kinds: dict[str, list[str]] = {}
    for case, times in cases.items():
        kind, _, what = case.partition(":")
        pattern = phrases.CASES[case if case in phrases.CASES else kind]
        name = view.name_source(what) if kind == "source" else view.name_outlet(what)
        kinds.setdefault(_say_times(pattern, case, times), []).append(name)
    return phrases.join(
        [pattern.format(names=phrases.join(names, phrases.OR)) for pattern, names in kinds.items()], phrases.OR
    )


def _say_times(what: str, case: str, times: int) -> str:
    return phrases.TIMES_DRAWN.format(what=what, times=times, draws=DRAWS) if case in DRAWN and times else what


def _say_flips(view: View, figures: Iterable[HoldsRow], case: str) -> str:
    parts: dict[str, list[str]] = {}
    for flip in FLIPS:
        for row in figures:
            if case in row.cases[flip]:
                name = _say_name(view, row.issue, row.dimension)
                pattern = phrases.NOW_KNOWN if row.gap is None else phrases.FLIPS[flip]
                parts.setdefault(pattern, []).append(_say_times(name, case, row.cases[flip][case]))
    return phrases.SEMICOLON.join(pattern.format(names=phrases.join(names)) for pattern, names in parts.items())


def lay_notes(report: RobustReport) -> list[Line]:
    view = report.view
    orders = list(_say_orders(view, report.orders))
    voices = [weak(_say_voice(view, row)) for row in report.unnamed]
    lines: list[Line] = []
    for head, notes in ((phrases.WHICH_IS_WIDER, orders), (phrases.UNNAMED_VOICES, voices)):
        if notes:
            blank = [BLANK] if lines else []
            lines += [*blank, Line(bold(head)), *(Line(note, indent=2) for note in notes)]
    return lines


def _say_voice(view: View, voice: VoiceRow) -> str:
    question = _say_name(view, voice.issue, voice.dimension)
    # No id of a card has a blank.
    relayed = voice.origin.startswith("via ")
    origin = view.name_outlet(voice.origin.removeprefix("via ")) if relayed else view.name_source(voice.origin)
    party, teller = view.label(voice.party), phrases.TELLERS[voice.teller]
    return phrases.UNNAMED_VOICE.format(question=question, party=party, origin=origin, teller=teller)


def _say_orders(view: View, orders: Iterable[OrderRow]) -> Iterator[Pieces]:
    """The statements of order; what holds in the same cases is said together."""
    groups: dict[tuple[object, ...], list[OrderRow]] = defaultdict(list)
    for row in orders:
        groups[row.wider, len(row.narrower), tuple(row.lost.items()), tuple(row.unknown.items())].append(row)
    for group in groups.values():
        first = group[0]
        others = phrases.join(
            phrases.QUOTED.format(name=view.name_issue(other)) for row in group for other in row.narrower
        )
        pattern = phrases.WIDEST if len(first.narrower) > 1 else phrases.WIDER
        order = pattern.format(issue=view.name_issue(first.wider), others=others)
        if first.lost:
            yield weak(phrases.ORDER_LOST.format(order=order, cases=_say_cases(view, first.lost)))
        elif first.unknown:
            yield plain(phrases.ORDER_UNKNOWN.format(order=order, cases=_say_cases(view, first.unknown)))
        else:
            yield plain(phrases.ORDER_HOLDS.format(order=order))
