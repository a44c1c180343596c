"""How far apart are they? The page of one pair, a heat matrix of several, or party by party."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, NamedTuple

from gapcli.ledger.narrow import read_day
from gapcli.measure.compare import Compared, Losses, compare_all, has_salience
from gapcli.measure.gaps import Figures, Sum, figure, level, measure_cell
from gapcli.measure.positions import EVIDENCE, Position, find_crossings
from gapcli.measure.spread import Spread, measure_spread
from gapcli.measure.view import View
from gapcli.reports.report import Change, Count, Figure, Ids, Inline, Level, Mark, Span, Status, ViewReport
from gapcli.words import en
from gapcli.words.positions import remember_words, say_told

GapChange = Annotated[
    Change | None, "With `since`: the gap now less the gap then, over the cells known on both days by the same kind."
]
Least = Annotated[bool, "Whether gap and asks are lower bounds: a side of a known cell has offers and no ask."]
ByDeeds = Annotated[
    Figure | None, "The gap with that of deeds where a side acts otherwise than it says; null where none does."
]
NewlyKnown = Annotated[Count | None, "With `since`: how many cells are known now and were not then."]


Last = str | Ids | None
"""A value as the file has it."""


class FigureRow(NamedTuple):
    """How far apart two sides are, rounded to six decimals; null where unknown."""

    gap: Annotated[Figure | None, "How far apart they are."]
    level: Annotated[Level, "The gap as a word."]
    asks: Annotated[Figure | None, "How far apart their asks are: where they started."]
    bridge: Annotated[Figure | None, "What is left when every offer is taken."]
    low: Annotated[Figure | None, "The least gap, as the disputes fall."]
    high: Annotated[Figure | None, "The greatest gap, as the disputes fall."]
    possible: Annotated[Span, "What the gap could turn out to be, whatever is still unknown."]
    coverage: Annotated[Figure, "The share of the weight that is known."]


def state_figures(f: Figures | None, possible: tuple[float, float], coverage: float) -> FigureRow:
    """Figures as the JSON has them."""
    gap, asks, bridge, low, high = map(figure, f) if f else (None,) * 5
    bounds = (figure(possible[0]), figure(possible[1]))
    return FigureRow(gap, level(f.gap) if f else None, asks, bridge, low, high, bounds, figure(coverage))


def state_sum(s: Sum) -> FigureRow:
    """The figures of a sum, as the JSON has them."""
    return state_figures(s.figures, s.possible, s.coverage)


class MatrixRow(NamedTuple):
    """An issue of a pair of parties, or one of its dimensions."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str | None, "The dimension; null where the row speaks for the whole issue."]
    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    a_status: Annotated[Status, "What is known of a on the dimension; null on a whole issue."]
    b_status: Annotated[Status, "What is known of b on the dimension; null on a whole issue."]
    a_says: Annotated[str, "What a wants and would accept, in words."]
    b_says: Annotated[str, "What b wants and would accept, in words."]
    says_on: Annotated[
        str, "The dimension that the words are of; of an issue the largest of those that make its figure."
    ]
    a_last: Annotated[Last, "On a dimension, the last value that a held, where what replaced it has none."]
    b_last: Annotated[Last, "The same of b."]
    figures: Annotated[FigureRow, Inline()]
    least: Least
    deeds: ByDeeds
    weight: Annotated[Figure, "Its share of the weight of all that is shown."]
    part: Annotated[Figure | None, "What it puts into the gap of the total; the parts add up to it."]
    open: Annotated[Figure, "How far an answer here could narrow the possible gap of the total."]
    origins: Annotated[Count, "The smaller count of independent origins of the two sides."]
    marks: Annotated[tuple[Mark, ...], "What qualifies the figures."]
    statements: Annotated[Ids, "The statements that the figures rest on."]
    change: GapChange = None
    newly: NewlyKnown = None
    known: int = 0
    """On how many questions both have a position."""
    questions: int = 0
    """Of how many."""
    offers: bool = False
    """Whether a side offers something on a known question."""
    sides: tuple[tuple[str, bool, bool], ...] = ()
    """Each mark of evidence, and `red-line` where a side asks for it, with whether it holds of the first side, and of
    the second."""


class Weakest(NamedTuple):
    """The source whose loss leaves the fewest issues with a figure."""

    source: Annotated[str, "A card."]
    issues: Annotated[Count, "How many issues still have a figure."]


class TotalRow(NamedTuple):
    """All that is shown of a pair, together."""

    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    issues: Annotated[Count, "How many issues have a figure."]
    figures: Annotated[FigureRow, Inline(without=("level",))]
    least: Least
    deeds: ByDeeds
    spread: Annotated[
        Figure | None, "The mean of the gaps of all pairs of the parties shown; null where none is known."
    ]
    spread_most: Annotated[Figure | None, "The greatest that the spread could be for as many parties."]
    questions: Annotated[Count, "How many dimensions are shown."]
    known: Annotated[Count, "On how many of them both have a position."]
    weakest: Annotated[
        Weakest | None, "The source whose loss leaves the fewest issues with a figure; null where no loss takes any."
    ]
    change: GapChange = None
    newly: NewlyKnown = None
    offers: bool = False
    """Whether a side offers something on a known question."""


class MatrixReport(ViewReport[MatrixRow]):
    """How far apart the parties are, on each issue and together."""

    totals: Annotated[tuple[TotalRow, ...], "The sum of each pair of parties."]
    by_party: bool = False
    """Whether the page compares party by party."""
    sort: str | None = None
    """The order of the rows that was asked for."""
    words: str | None = None
    """Whether the page says what each side says: `all` or `none`; None for where there is room."""


def matrix(view: View, *, by: str | None = None, dimensions: bool = False, sort: str | None = None) -> MatrixReport:
    """How far apart the parties are, on each issue and together.

    `by="party"` compares every party that has a statement, or whose group has one; `dimensions` opens the issues;
    `sort` is one of `SORTS`.
    """
    by_party = by == "party"
    view = view.show(view.speaking if by_party else view.ledger.principals, headline=True)
    pairs = compare_all(view) if view.chosen else []
    earlier = view.exchange(view.ledger, read_day(view.query.since, "--since")) if view.query.since else None
    losses = Losses(view) if pairs else None
    say = remember_words(view.positions)
    blocks_of_pairs = [state_blocks(view, pair, say, earlier, dimensions) for pair in pairs]
    spread = measure_spread(view, pairs)
    totals = tuple(_state_total(pair, spread, earlier, losses) for pair in pairs if losses)
    # In the order of the file: issue by issue, and of each issue pair by pair.
    blocks = [block for blocks_of_issue in zip(*blocks_of_pairs) for block in blocks_of_issue]
    return MatrixReport(
        view=view,
        rows=tuple(row for block in sort_blocks(blocks, sort) for row in block),
        totals=totals,
        by_party=by_party,
        sort=sort,
        notes=tuple(_note(view, pairs)),
    )


def _note(view: View, pairs: Sequence[Compared]) -> Iterator[str]:
    if not pairs:
        yield say_nothing_to_compare(view)
    elif not view.positions.live:
        yield en.NO_LIVE_STATEMENT.format(day=en.date(view.day))
    if view.query.weights == "salience" and not all(has_salience(view, pair.a, pair.b) for pair in pairs):
        yield en.NO_SALIENCE


def state_blocks(
    view: View, pair: Compared, say: Callable[[Position], str], earlier: View | None, dimensions: bool
) -> Iterator[list[MatrixRow]]:
    """The rows of a pair, issue by issue: that of the issue, then those of its dimensions.

    `say` puts a position into words; `earlier` is the same view on the day compared with.
    """
    for _, s in pair.issues:
        single = [Sum((c,)) for c in s.cells if dimensions]
        yield [_state_row(view, pair, each, each is s, say, earlier) for each in (s, *single)]


def _state_row(
    view: View, pair: Compared, s: Sum, whole: bool, say: Callable[[Position], str], earlier: View | None
) -> MatrixRow:
    """One row; `whole`: whether the sum is that of an issue."""
    # Words belong to their figure: of the questions that make it, those of the largest.
    largest = max(s.known or s.cells, key=lambda c: c.weight)
    d = largest.a.dimension
    change, newly = _compare_days(earlier, pair, s)
    return MatrixRow(
        issue=d.issue,
        dimension=None if whole else d.id,
        a=pair.a,
        b=pair.b,
        a_status=None if whole else largest.a.status,
        b_status=None if whole else largest.b.status,
        a_says=_say_side(view, largest.a, whole, say),
        b_says=_say_side(view, largest.b, whole, say),
        says_on=d.id,
        a_last=None if whole else _find_last(largest.a),
        b_last=None if whole else _find_last(largest.b),
        figures=state_sum(s),
        least=s.least,
        deeds=_figure_or_none(s.deeds),
        weight=figure(s.weight / pair.total.weight),
        part=_figure_or_none(s.part(pair.total)),
        open=figure(s.open(pair.total)),
        origins=s.origins,
        marks=tuple(sorted(s.marks)),
        statements=tuple(sorted(s.statements, key=view.positions.ranks.__getitem__)),
        change=change,
        newly=newly,
        known=len(s.known),
        questions=len(s.cells),
        offers=_has_offers(s),
        sides=tuple(_list_sides(s)),
    )


def _find_last(position: Position) -> Last:
    return position.last.value if position.last else None


def _figure_or_none(x: float | None) -> float | None:
    return None if x is None else figure(x)


def _has_offers(s: Sum) -> bool:
    return any(c.a.offers or c.b.offers for c in s.known)


def _say_side(view: View, position: Position, whole: bool, say: Callable[[Position], str]) -> str:
    """What a side says; on the row of an issue what it says on all of it, where it says nothing on the question."""
    silent = whole and position.status == "unknown"
    return (say_told(view.positions, position.party, position.dimension.issue) if silent else "") or say(position)


def _list_sides(s: Sum) -> Iterator[tuple[str, bool, bool]]:
    """Each mark of one side with whether it is of either: one of evidence where all known positions of it have it."""
    cells = s.cells if len(s.cells) == 1 else s.known
    for mark in sorted(EVIDENCE & s.marks):
        yield mark, all(mark in c.a.marks for c in cells), all(mark in c.b.marks for c in cells)
    askers = {crossing.asker for c in s.cells for crossing in find_crossings(c.a, c.b)}
    if askers:
        yield "red-line", s.cells[0].a.party in askers, s.cells[0].b.party in askers


def say_nothing_to_compare(view: View) -> str:
    """Why there is no pair, or nothing to compare it on."""
    what = en.count(len(view.parties), "party", "parties") if view.chosen else en.NO_ISSUE
    return en.NOTHING_TO_COMPARE.format(what=what)


def sort_blocks(blocks: list[list[MatrixRow]], sort: str | None) -> list[list[MatrixRow]]:
    """The rows of issues in an order: the widest gap first, the most open first, or as they are."""
    if sort == "gap":
        return sorted(blocks, key=lambda b: (b[0].figures.gap is None, -(b[0].figures.gap or 0)))
    return sorted(blocks, key=lambda b: -b[0].open) if sort == "open" else blocks


def _state_total(pair: Compared, spread: Spread, earlier: View | None, losses: Losses) -> TotalRow:
    total = pair.total
    change, newly = _compare_days(earlier, pair, total)
    loss = losses.find_weakest(pair)
    return TotalRow(
        a=pair.a,
        b=pair.b,
        issues=sum(1 for _, s in pair.issues if s.known),
        figures=state_sum(total),
        least=total.least,
        deeds=_figure_or_none(total.deeds),
        spread=_figure_or_none(spread.spread),
        spread_most=_figure_or_none(spread.most),
        questions=len(total.cells),
        known=len(total.known),
        weakest=Weakest(*loss) if loss else None,
        change=change,
        newly=newly,
        offers=_has_offers(total),
    )


def _compare_days(earlier: View | None, pair: Compared, s: Sum) -> tuple[float | None, int | None]:
    """The change of the gap over the questions known on both days by the same kind, and how many are newly known."""
    if earlier is None:
        return None, None
    at = earlier.positions.find
    then = (measure_cell(at(pair.a, c.a.dimension), at(pair.b, c.a.dimension), c.weight) for c in s.cells)
    known = [(now, was) for now, was in zip(s.cells, then) if now.figures]
    before = [(now, was) for now, was in known if was.figures]
    both = [(now, was) for now, was in before if now.kind == was.kind]
    now, was = (Sum(cells).figures for cells in zip(*both)) if both else (None, None)
    return (figure(now.gap - was.gap) if now and was else None), len(known) - len(before)
