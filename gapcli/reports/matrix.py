"""How far apart are they? The page of one pair, or issue by issue every pair of several parties."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from math import comb
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.ledger.narrow import read_day
from gapcli.measure.budget import CLASH, PAIR_ROW, ROW_CELL, SEEN, find_most_steps, require_steps
from gapcli.measure.compare import Compared, Comparison, Losses, has_salience
from gapcli.measure.gaps import NO_LUMP, Figures, Sum, figure, level
from gapcli.measure.positions import EVIDENCE, Position, find_crossings
from gapcli.measure.spread import HALF, Extremes, PairGap, Spreads, look_at
from gapcli.measure.view import View
from gapcli.reports.report import Change, Count, Figure, Ids, Inline, Level, Mark, Span, Status, ViewReport
from gapcli.words import phrases
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
    agreement: Annotated[Figure | None, "1 less the gap: how far they agree."]
    level: Annotated[Level, "The gap as a word."]
    asks: Annotated[Figure | None, "How far apart their asks are: where they started."]
    bridge: Annotated[Figure | None, "What is left when every offer is taken."]
    low: Annotated[Figure | None, "The least gap, as the disputes fall."]
    high: Annotated[Figure | None, "The greatest gap, as the disputes fall."]
    possible: Annotated[Span, "What the gap could turn out to be, whatever is still unknown."]
    coverage: Annotated[Figure, "The share of the weight that is known."]


def state_figures(f: Figures | None, possible: tuple[float, float], coverage: float) -> FigureRow:
    """Figures as the JSON has them."""
    # Of points most are equal.
    rounded = {x: figure(x) for x in {*(f or ()), *possible, coverage}}
    gap, asks, bridge, low, high = map(rounded.__getitem__, f) if f else (None,) * 5
    agreement = None if gap is None else figure(1 - gap)
    bounds = (rounded[possible[0]], rounded[possible[1]])
    return FigureRow(gap, agreement, level(f.gap) if f else None, asks, bridge, low, high, bounds, rounded[coverage])


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
    questions: Annotated[Count, "How many dimensions are shown."]
    known: Annotated[Count, "On how many of them both have a position."]
    weakest: Annotated[
        Weakest | None, "The source whose loss leaves the fewest issues with a figure; null where no loss takes any."
    ]
    change: GapChange = None
    newly: NewlyKnown = None
    offers: bool = False
    """Whether a side offers something on a known question."""


class DistanceRow(NamedTuple):
    """How far one party is from the others."""

    party: Annotated[str, "The party."]
    distance: Annotated[Figure | None, "The mean of its gaps to the others that are known."]
    least: Annotated[bool, "Whether the distance is a lower bound."]
    coverage: Annotated[Figure, "The share of its pairs that is known."]
    change: Annotated[Change | None, "With `since`: the distance now less then."]


class PairRow(NamedTuple):
    """A pair of parties, and how far apart it is."""

    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    gap: Annotated[Figure, "How far apart they are."]
    least: Least
    ties: Annotated[Count, "How many other pairs have the same gap, as printed."]


class SpreadRow(NamedTuple):
    """How far apart more than two parties are, on an issue, one of its dimensions, or all that is shown."""

    issue: Annotated[str | None, "The issue; null for all that are shown."]
    dimension: Annotated[str | None, "The dimension; null where the row speaks for more than one."]
    spread: Annotated[Figure | None, "The mean of the gaps of all pairs; null where none is known."]
    least: Annotated[bool, "Whether the spread is a lower bound: a side of a known cell has offers and no ask."]
    most: Annotated[Figure | None, "The greatest that the spread could be for as many parties."]
    coverage: Annotated[Figure, "The share of the pairs that is known."]
    widest: Annotated[PairRow | None, "The pair furthest apart, of those of which half is known."]
    nearest: Annotated[
        PairRow | None, "The pair nearest to each other, likewise; no group with a member that speaks through it."
    ]
    distances: Annotated[tuple[DistanceRow, ...], "Each party's distance."]
    open: Annotated[Figure, "How far answers here could narrow the possible gap of the total, the mean over the pairs."]
    change: Annotated[
        Change | None, "With `since`: the spread now less then, over the pairs known on both days by the same kind."
    ]


SpreadRows = Annotated[tuple[SpreadRow, ...], "The spread, by issue and then in all; of `matrix` of one pair none."]


class MatrixReport(ViewReport[MatrixRow]):
    """How far apart the parties are, on each issue and together."""

    totals: Annotated[tuple[TotalRow, ...], "The sum of each pair of parties."]
    spread: SpreadRows = ()
    sort: str | None = None
    """The order of the rows that was asked for."""
    words: str | None = None
    """Whether the page says what each side says: `all` or `none`; None for of one pair alone."""
    agreement: bool = False
    """Whether the page prints agreement in place of the gap."""

    @property
    def gaps(self) -> list[float]:
        """Every gap that it has."""
        figures = [*(row.figures for row in self.rows), *(total.figures for total in self.totals)]
        return [each.gap for each in figures if each.gap is not None]


def matrix(
    view: View,
    *,
    dimensions: bool = False,
    sort: str | None = None,
    words: str | None = None,
    agreement: bool = False,
) -> MatrixReport:
    """How far apart the parties are, pair by pair: by default the principals.

    `dimensions` opens the issues; `sort` is one of `SORTS`; `words` says whether the page tells what each side says,
    `all` or `none`; `agreement` whether it prints that in place of the gap. Raises TooLarge.
    """
    view = view.show(view.ledger.principals, headline=True, sums=not dimensions)
    require_rows(view, len(view.chosen) + (len(view.dimensions) if dimensions else 0))
    seen = SeenPairs(view)
    losses = Losses(view) if len(view.parties) > 1 and view.chosen else None
    say = remember_words(view.positions)
    blocks_of_pairs: list[list[list[MatrixRow]]] = []
    totals: list[TotalRow] = []
    # The cells of a pair are let go as soon as its rows are stated.
    for pair in seen.compare_all(dimensions) if losses else ():
        assert losses
        blocks_of_pairs.append([*state_blocks(view, pair, say, seen.earlier, dimensions)])
        totals.append(state_total(pair, seen.earlier, losses))
    # In the order of the file: issue by issue, and of each issue pair by pair.
    blocks = [block for blocks_of_issue in zip(*blocks_of_pairs) for block in blocks_of_issue]
    return MatrixReport(
        view=view,
        rows=tuple(row for block in sort_blocks(blocks, sort) for row in block),
        totals=tuple(totals),
        spread=tuple(seen.list_rows()) if len(totals) > 1 else (),
        sort=sort,
        words=words,
        agreement=agreement,
        notes=tuple(note(view)),
    )


def require_rows(view: View, rows: int) -> None:
    """Refuse more rows than can be kept; `rows`: of each pair of the parties shown. Raises TooLarge."""
    pairs = comb(len(view.parties), 2)
    # What is measured on columns is summed up before a row is made.
    each = PAIR_ROW * rows + ROW_CELL * (bool(rows) + bool(view.query.since)) * len(view.single)
    clashes = 0
    for d in view.single if rows and pairs * each <= find_most_steps() else ():
        positions = [view.positions.find(party, d) for party in view.parties]
        clashes += sum(len(p.asked) for p in positions) * sum(len(p.rejected) for p in positions)
    require_steps(each * pairs + CLASH * clashes, "--parties", "--issues", pairs=pairs, rows_of_a_pair=rows)


class SeenPairs:
    """What a report of many parties keeps of pairs that it sees one by one: the spread, and the extremes."""

    def __init__(self, view: View) -> None:
        self.view = view
        since = view.query.since
        self.earlier = Comparison(view.exchange(view.ledger, read_day(since, "--since"))) if since else None
        """The same question on the day compared with."""
        self.comparison = Comparison(view, self.earlier)
        self._extremes: dict[tuple[str | None, str | None], Extremes] = defaultdict(Extremes)

    def compare_all(self, dimensions: bool = False) -> Iterator[Compared]:
        """Every pair of the parties shown, which is seen, with `dimensions` on each of them too, and let go.

        Raises TooLarge.
        """
        if dimensions:
            pairs, questions = comb(len(self.view.parties), 2), len(self.view.dimensions)
            steps = SEEN * pairs * questions
            require_steps(steps, "--parties", "--issues", pairs=pairs, questions=questions)
        for pair in self.comparison.compare_all() if self.view.chosen else ():
            self._see(pair, dimensions)
            yield pair

    def _see(self, pair: Compared, dimensions: bool) -> None:
        total = look_at(pair, pair.total)
        self._extremes[None, None].see(total)
        for chosen, s in pair.issues:
            self._extremes[chosen.issue.id, None].see(total if s is pair.total else look_at(pair, s))
            for c in s.cells if dimensions else ():
                self._extremes[chosen.issue.id, c.a.dimension.id].see(look_at(pair, Sum((c,))))

    def find(self, issue: str | None, dimension: str | None) -> Extremes:
        """The extremes of an issue, of one of its dimensions, or of all."""
        return self._extremes[issue, dimension]

    @cached_property
    def spreads(self) -> Spreads:
        """The spread on each question."""
        return Spreads(self.comparison, self.earlier)

    def list_rows(self) -> Iterator[SpreadRow]:
        """The spread of each issue, with those of its dimensions that were seen, and of all."""
        for chosen in self.view.chosen:
            yield self._state_row(chosen.issue.id, None, chosen.dimensions)
            for d in chosen.dimensions:
                if (d.issue, d.id) in self._extremes:
                    yield self._state_row(d.issue, d.id, (d,))
        yield self._state_row(None, None, self.view.dimensions)

    def _state_row(self, issue: str | None, dimension: str | None, dimensions: Sequence[Dimension]) -> SpreadRow:
        spread, extremes = self.spreads.sum_up(dimensions), self.find(issue, dimension)
        change = self.spreads.sum_up_changes(dimensions)
        return SpreadRow(
            issue=issue,
            dimension=dimension,
            spread=_figure_or_none(spread.spread),
            least=bool(extremes.least),
            most=_figure_or_none(spread.most),
            coverage=figure(spread.coverage),
            widest=_state_pair(extremes.widest),
            nearest=_state_pair(extremes.nearest),
            distances=tuple(
                DistanceRow(
                    party=party,
                    distance=_figure_or_none(distance),
                    least=party in extremes.least,
                    coverage=figure(spread.coverages[party]),
                    change=_figure_or_none(change.distances[party]),
                )
                for party, distance in spread.distances.items()
            ),
            open=figure(extremes.open / max(1, comb(len(self.view.parties), 2))),
            change=_figure_or_none(change.spread),
        )


def order_issues(spread: Sequence[SpreadRow], sort: str | None) -> list[str]:
    """The issues in an order: the most divided first, and those after them of which under half is known.

    `sort`: `issue` and `file` for the order of the file, `open` for where answers could narrow the most.
    """
    rows = [row for row in spread if row.issue is not None and row.dimension is None]
    if sort == "open":
        rows.sort(key=lambda row: -row.open)
    elif sort not in ("issue", "file"):
        rows.sort(key=lambda row: (row.spread is None, row.coverage < HALF, -(row.spread or 0)))
    return [str(row.issue) for row in rows]


def _state_pair(pair: PairGap | None) -> PairRow | None:
    return PairRow(pair.a, pair.b, figure(pair.gap), pair.least, pair.ties) if pair else None


def note(view: View) -> Iterator[str]:
    """What a person should be told of a view that compares all of its parties."""
    pairs = [*combinations(view.parties, 2)] if view.chosen else []
    if not pairs:
        yield say_nothing_to_compare(view)
    elif not view.count_live():
        yield phrases.NO_LIVE_STATEMENT.format(day=phrases.date(view.day))
    unconfirmed = {id: table.unconfirmed for id, table in view.ledger.tables.items() if table.unconfirmed}
    if unconfirmed and pairs:
        tables = (
            phrases.CHOICES_OF.format(choices=phrases.COMMA.join(choices), table=id)
            for id, choices in unconfirmed.items()
        )
        yield phrases.UNCONFIRMED.format(choices=phrases.SEMICOLON.join(tables))
    if view.query.weights == "salience" and not all(has_salience(view, *pair) for pair in pairs):
        yield phrases.NO_SALIENCE


def state_blocks(
    view: View, pair: Compared, say: Callable[[Position], str], earlier: Comparison | None, dimensions: bool
) -> Iterator[list[MatrixRow]]:
    """The rows of a pair, issue by issue: that of the issue, then those of its dimensions.

    `say` puts a position into words; `earlier` is the same comparison on the day compared with.
    """
    for chosen, s in pair.issues:
        issue = chosen.issue.id
        single = [Sum((c,)) for c in s.cells if dimensions]
        yield [_state_row(view, pair, issue, each, each is s, say, earlier) for each in (s, *single)]


def _state_row(
    view: View,
    pair: Compared,
    issue: str,
    s: Sum,
    whole: bool,
    say: Callable[[Position], str],
    earlier: Comparison | None,
) -> MatrixRow:
    """One row; `whole`: whether the sum is that of an issue."""
    # Words belong to their figure: of the questions that make it, those of the largest. Columns have none.
    largest = None if s.lump.size else max(s.known or s.cells, key=lambda c: c.weight)
    single = None if whole else largest
    change, newly = _compare_days(earlier, pair, s)
    return MatrixRow(
        issue=issue,
        dimension=single.a.dimension.id if single else None,
        a=pair.a,
        b=pair.b,
        a_status=single.a.status if single else None,
        b_status=single.b.status if single else None,
        a_says=say_side(view, largest.a, whole, say) if largest else "",
        b_says=say_side(view, largest.b, whole, say) if largest else "",
        says_on=largest.a.dimension.id if largest else "",
        a_last=_find_last(single.a) if single else None,
        b_last=_find_last(single.b) if single else None,
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
        known=s.known_count,
        offers=_has_offers(s),
        sides=tuple(_list_sides(s)),
    )


def _find_last(position: Position) -> Last:
    return position.last.value if position.last else None


def _figure_or_none(x: float | None) -> float | None:
    return None if x is None else figure(x)


def _has_offers(s: Sum) -> bool:
    return any(c.a.offers or c.b.offers for c in s.known)


def say_side(view: View, position: Position, whole: bool, say: Callable[[Position], str]) -> str:
    """What a side says; on the row of an issue what it says on all of it, where it says nothing on the question."""
    silent = whole and position.status == "unknown"
    return (say_told(view.positions, position.party, position.dimension.issue) if silent else "") or say(position)


def _list_sides(s: Sum) -> Iterator[tuple[str, bool, bool]]:
    """Each mark of one side with whether it is of either: one of evidence where all known positions of it have it."""
    cells = s.cells if s.size == 1 else s.known
    for mark in sorted(EVIDENCE & s.marks):
        yield mark, all(mark in c.a.marks for c in cells), all(mark in c.b.marks for c in cells)
    askers = {crossing.asker for c in s.cells for crossing in find_crossings(c.a, c.b)}
    if askers:
        yield "red-line", s.cells[0].a.party in askers, s.cells[0].b.party in askers


def say_nothing_to_compare(view: View) -> str:
    """Why there is no pair, or nothing to compare it on."""
    what = phrases.count(len(view.parties), "party") if view.chosen else phrases.NO_ISSUE
    return phrases.NOTHING_TO_COMPARE.format(what=what)


def sort_blocks(blocks: list[list[MatrixRow]], sort: str | None) -> list[list[MatrixRow]]:
    """The rows of issues in an order: the widest gap first, the most open first, or as they are."""
    if sort == "gap":
        return sorted(blocks, key=lambda b: (b[0].figures.gap is None, -(b[0].figures.gap or 0)))
    return sorted(blocks, key=lambda b: -b[0].open) if sort == "open" else blocks


def state_total(pair: Compared, earlier: Comparison | None, losses: Losses) -> TotalRow:
    """The sum of a pair."""
    change, newly = _compare_days(earlier, pair, pair.total)
    loss = losses.find_weakest(pair.parties, pair.tabled)
    weakest = Weakest(*loss) if loss else None
    return state_row(pair.a, pair.b, pair.total, len(pair.known), weakest, change, newly)


def state_row(
    a: str,
    b: str,
    total: Sum,
    issues: int,
    weakest: Weakest | None,
    change: float | None = None,
    newly: int | None = None,
) -> TotalRow:
    """The sum of two parties by itself; `issues`: how many have a figure."""
    return TotalRow(
        a=a,
        b=b,
        issues=issues,
        figures=state_sum(total),
        least=total.least,
        deeds=_figure_or_none(total.deeds),
        questions=total.size,
        known=total.known_count,
        weakest=weakest,
        change=change,
        newly=newly,
        offers=_has_offers(total),
    )


def _compare_days(earlier: Comparison | None, pair: Compared, s: Sum) -> tuple[float | None, int | None]:
    """The change of the gap over the questions known on both days by the same kind, and how many are newly known."""
    if earlier is None:
        return None, None
    then = (earlier.measure_cell(pair.a, pair.b, c.a.dimension, c.weight) for c in s.cells)
    known = [(now, was) for now, was in zip(s.cells, then) if now.figures]
    before = [(now, was) for now, was in known if was.figures]
    both = [(now, was) for now, was in before if now.kind == was.kind]
    cells = zip(*both) if both else ((), ())
    lumps = s.lump.change or (NO_LUMP, NO_LUMP)
    now, was = (Sum(tuple(each), lump=lump).figures for each, lump in zip(cells, lumps))
    newly = len(known) - len(before) + s.lump.known - lumps[0].known
    return (figure(now.gap - was.gap) if now and was else None), newly
