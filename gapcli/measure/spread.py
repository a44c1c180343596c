"""How far apart many parties are: the mean of their pairs, how far each is from the others, and the extreme pairs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import fsum
from operator import mul
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gapcli.ledger.model import Dimension
from gapcli.measure.compare import Compared, Comparison, Held, weigh, weigh_issues
from gapcli.measure.gaps import Sum, Weighed, figure, printed

if TYPE_CHECKING:
    from gapcli.measure.columns import Means

T = TypeVar("T")

HALF = 0.5
"""Under this coverage two parties are not to be compared: their pair is neither the widest nor the nearest."""


class Spread(NamedTuple):
    """How far apart some parties are on some questions, each figure from 0 to 1; None where no pair is known."""

    spread: float | None
    """The mean of the gaps of all known pairs."""
    most: float | None
    """The greatest that it could be for as many parties as have a zone."""
    coverage: float
    """The share of the pairs that are known."""
    distances: Mapping[str, float | None]
    """Of each party the mean of its gaps to the others that are known."""
    coverages: Mapping[str, float]
    """Of each party the share of its pairs that is known, the weighted mean over the questions."""


class SpreadChange(NamedTuple):
    """What became of a spread since a day, over the pairs and questions known on both days by the same kind."""

    spread: float | None
    """The spread now less the spread then, -1 to 1; None where nothing is known on both days."""
    distances: Mapping[str, float | None]
    """Of each party the same of its distance."""


class PairGap(NamedTuple):
    """A pair of parties, and how far apart it is."""

    a: str
    b: str
    gap: float
    least: bool
    """Whether the gap is a lower bound."""
    ties: int = 0
    """How many other pairs have the same gap, as printed."""


class Extremes:
    """Of pairs that are seen one by one the widest and the nearest, of those of which half is known."""

    def __init__(self) -> None:
        self.widest: PairGap | None = None
        self.nearest: PairGap | None = None
        self._ends = (-1.0, 2.0)
        """The gaps of these two as printed."""
        self.open = 0.0
        """How far answers could narrow the possible gap of a total, summed over the pairs."""
        self.greatest = 0.0
        """The greatest gap of any pair, however little of it is known."""
        self.least: set[str] = set()
        """The parties whose distance is a lower bound, since a gap of theirs is."""

    def see(self, seen: "Seen") -> None:
        """Take the sum of a pair into account."""
        self.open += seen.open
        pair = seen.pair
        if pair is None:
            return
        self.greatest = max(self.greatest, pair.gap)
        if pair.least:
            self.least |= {pair.a, pair.b}
        widest, nearest = self._ends
        # Of equal ones as printed the first stays, with one tie more.
        if seen.is_known and seen.gap >= widest:
            self.widest = _tie(self.widest) if seen.gap == widest else pair
            self._ends = (seen.gap, nearest)
        # A group and who speaks through it are not two sides.
        if seen.is_known and seen.gap <= nearest and not seen.is_group:
            self.nearest = _tie(self.nearest) if seen.gap == nearest else pair
            self._ends = (self._ends[0], seen.gap)


class Seen(NamedTuple):
    """What the sum of a pair is to the extremes."""

    open: float
    """How far answers could narrow the possible gap of the total."""
    pair: PairGap | None
    """None where its gap is unknown."""
    gap: float = 0.0
    """That of the pair, as printed."""
    is_known: bool = False
    """Whether half of it is known."""
    is_group: bool = False
    """Whether one of the two speaks through the other."""


def look_at(pair: Compared, s: Sum) -> Seen:
    """A sum of a pair, as extremes see it."""
    if s.figures is None:
        return Seen(s.open(pair.total), None)
    gap = s.figures.gap
    return Seen(
        open=s.open(pair.total),
        pair=PairGap(pair.a, pair.b, gap, s.least),
        gap=printed(gap),
        is_known=s.coverage >= HALF or figure(s.coverage) >= HALF,
        is_group=any(
            {c.a.party, *c.a.through} & {c.b.party, *c.b.through} for c in s.known if c.a.through or c.b.through
        ),
    )


def _tie(best: PairGap | None) -> PairGap | None:
    """A pair that another has the same gap as."""
    return best and best._replace(ties=best.ties + 1)


class _Mean(NamedTuple):
    """A figure of pairs of parties, on one question."""

    weight: float
    mean: float | None
    """Over all pairs that have it."""
    known: int
    """How many have it."""
    distances: Mapping[str, float]
    """Of each party that has it the mean over its pairs."""
    shares: Mapping[str, float]
    """Of each of these parties the share of its pairs that have it, 0 to 1."""


def _average(weight: float, groups: Sequence[tuple[T, Sequence[str]]], find: Callable[[T, T], float | None]) -> _Mean:
    """The mean of a figure over all pairs of parties; those of a group hold the same, so that it is found once."""
    found: list[list[tuple[int, float]]] = [[] for _ in groups]
    for i, (one, ours) in enumerate(groups):
        for j, (other, theirs) in enumerate(groups[i:], i):
            figure = find(one, other) if i != j or len(ours) > 1 else None
            if figure is not None:
                found[i].append((len(theirs) - (i == j), figure))
                if i != j:
                    found[j].append((len(ours), figure))
    counts = [sum(n for n, _ in each) for each in found]
    totals = [fsum(n * figure for n, figure in each) for each in found]
    sizes = [len(parties) for _, parties in groups]
    known = sum(map(mul, sizes, counts))
    mean = fsum(map(mul, sizes, totals)) / known if known else None
    means = [(party, total, n) for (_, parties), total, n in zip(groups, totals, counts) if n for party in parties]
    others = sum(sizes) - 1
    return _Mean(
        weight=weight,
        mean=mean,
        known=known // 2,
        distances={party: total / n for party, total, n in means},
        shares={party: n / others for party, _, n in means},
    )


def _subtract(now: Weighed | None, then: Weighed | None) -> Weighed | None:
    """What became of a mean over what is known on both days."""
    return (now[0], now[1] - then[1]) if now and then else None


class Spreads:
    """The spread of the parties shown, on any of the questions shown; and since an earlier day what became of it."""

    def __init__(self, comparison: Comparison, earlier: Comparison | None = None) -> None:
        """`earlier`: the same comparison on the day compared with."""
        view = comparison.view
        self.parties = view.parties
        self._comparison = comparison
        self._earlier = earlier
        self.weights = weigh(view, view.parties, view.query.weights)
        """The weight of each question in the means."""
        self._gaps = {d.about: self._average_gaps(d) for d in view.single}
        self._changes = {d.about: self._average_changes(d) for d in view.single} if earlier else {}
        of_issues = weigh_issues(view, view.parties, view.query.weights)
        self._means = comparison.columns.average(of_issues) if comparison.columns else {}
        """Of the questions that are columns the means by issue, and what became of them."""
        self._mean_changes: dict[str, list[tuple[Means, Means]]] = {}
        if comparison.both:
            now, then = (columns.average(of_issues) for columns in comparison.both)
            self._mean_changes = {issue: [*zip(now[issue], then[issue])] for issue in now}
        self._mosts = {
            d.about: d.measure.most(len(gap.distances))
            for d in view.single
            for gap in (self._gaps[d.about],)
            if gap.known
        }

    def _average_gaps(self, d: Dimension) -> _Mean:
        find, measure = self._comparison.find, self._comparison.measure
        groups: dict[int, tuple[Held, list[str]]] = {}
        for party in self.parties:
            held = find(party, d)
            groups.setdefault(held[1], (held, []))[1].append(party)

        def find_gap(one: Held, other: Held) -> float | None:
            figures = measure(one, other).figures
            return figures.gap if figures else None

        return _average(self.weights[d.about], [*groups.values()], find_gap)

    def _average_changes(self, d: Dimension) -> _Mean:
        now, then = self._comparison, self._earlier
        assert then
        groups: dict[tuple[object, ...], tuple[tuple[Held, Held], list[str]]] = {}
        for party in self.parties:
            held, before = now.find(party, d), then.find(party, d)
            key = (held[1], held[0].kind, before[1], before[0].kind)
            groups.setdefault(key, ((held, before), []))[1].append(party)

        def find_change(one: tuple[Held, Held], other: tuple[Held, Held]) -> float | None:
            if any(held[0].kind != before[0].kind for held, before in (one, other)):
                return None
            figures = now.measure(one[0], other[0]).figures
            earlier = then.measure(one[1], other[1]).figures
            return figures.gap - earlier.gap if figures and earlier else None

        return _average(self.weights[d.about], [*groups.values()], find_change)

    def has_distance(self, party: str, dimension: Dimension) -> bool:
        """Whether a gap of a party to any other is known on a question."""
        return party in self._gaps[dimension.about].distances

    def sum_up(self, dimensions: Iterable[Dimension]) -> Spread:
        """The weighted mean over some questions; one on which no pair is known enters no mean."""
        dimensions = list(dimensions)
        gaps = {d.about: self._gaps[d.about] for d in dimensions if d.about in self._gaps}
        more = [means for issue in dict.fromkeys(d.issue for d in dimensions) for means in self._means.get(issue, ())]
        pairs = len(self.parties) * (len(self.parties) - 1) / 2
        covered = [(gap.weight, gap.known / pairs if pairs else 0.0) for gap in gaps.values()]
        mosts = [(gap.weight, self._mosts[about]) for about, gap in gaps.items() if gap.known]
        spread, distances = self._sum_up(gaps.values(), [(m.spread, m.distances) for m in more])
        coverages = {
            party: find_mean(
                [
                    *((gap.weight, gap.shares.get(party, 0.0)) for gap in gaps.values()),
                    *(m.shares[party] for m in more),
                ]
            )
            for party in self.parties
        }
        return Spread(
            spread,
            find_mean([*mosts, *(m.most for m in more if m.most)]),
            find_mean([*covered, *(m.coverage for m in more)]) or 0.0,
            distances,
            {party: coverage or 0.0 for party, coverage in coverages.items()},
        )

    def sum_up_changes(self, dimensions: Iterable[Dimension]) -> SpreadChange:
        """The same of what changed since the earlier day; all None where there is none."""
        dimensions = list(dimensions)
        means = [self._changes[d.about] for d in dimensions if d.about in self._changes]
        issues = dict.fromkeys(d.issue for d in dimensions)
        pairs = [pair for issue in issues for pair in self._mean_changes.get(issue, ())]
        changes = [
            (
                _subtract(now.spread, then.spread),
                {p: change for p in now.distances if (change := _subtract(now.distances[p], then.distances.get(p)))},
            )
            for now, then in pairs
        ]
        return SpreadChange(*self._sum_up(means, changes))

    def _sum_up(
        self, means: Iterable[_Mean], more: Sequence[tuple[Weighed | None, Mapping[str, Weighed]]]
    ) -> tuple[float | None, dict[str, float | None]]:
        """The weighted mean of some means, and of each party; `more`: means of many questions, and of each party."""
        means = list(means)
        distances = {
            party: find_mean(
                [
                    *((m.weight, m.distances[party]) for m in means if party in m.distances),
                    *(each[party] for _, each in more if party in each),
                ]
            )
            for party in self.parties
        }
        every = [*((m.weight, m.mean) for m in means if m.mean is not None), *(mean for mean, _ in more if mean)]
        return find_mean(every), distances


def order_by_nearness(parties: Sequence[str], gaps: Mapping[tuple[str, str], float | None]) -> list[str]:
    """The parties in a line in which neighbours are near: the widest pair at its ends, each other where it adds least.

    `gaps`: of each pair in the order of `parties`; one that is unknown counts as the mean of all.
    """
    known = [gap for gap in gaps.values() if gap is not None]
    middle = fsum(known) / len(known) if known else 0.0

    def find(a: str, b: str) -> float:
        gap = gaps.get((a, b), gaps.get((b, a)))
        return middle if gap is None else gap

    ends = max(gaps, key=lambda pair: find(*pair))
    line = [*ends]
    # Of each that has no place yet how near it is to anybody in the line.
    rest = {party: min(find(party, end) for end in ends) for party in parties if party not in ends}
    while rest:
        # The nearest comes next, so that camps stay together.
        party = min(rest, key=rest.__getitem__)
        del rest[party]
        added = [find(a, party) + find(party, b) - find(a, b) for a, b in pairwise(line)]
        line.insert(1 + added.index(min(added)), party)
        rest = {other: min(near, find(other, party)) for other, near in rest.items()}
    return line if parties.index(line[0]) < parties.index(line[-1]) else line[::-1]


def find_mean(weighted: Sequence[tuple[float, float]]) -> float | None:
    """The weighted mean of some figures; None of none."""
    if not weighted:
        return None
    return min(1.0, fsum(weight * x for weight, x in weighted) / fsum(weight for weight, _ in weighted))
