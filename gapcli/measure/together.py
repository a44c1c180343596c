"""All pairs of some parties compared at once, question by question, as one pair is."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import comb, fsum
from operator import is_, itemgetter, mul
from typing import NamedTuple

from gapcli.ledger.narrow import Chosen
from gapcli.measure.budget import CELL, require_steps
from gapcli.measure.compare import Compared, compare, count_measuring, weigh
from gapcli.measure.gaps import Figures, measure_positions, once
from gapcli.measure.order import Order
from gapcli.measure.positions import Position
from gapcli.measure.view import View


class SpreadCell(NamedTuple):
    """One question over all pairs of some parties."""

    sides: tuple[Position, ...]
    """What each of them holds; none where it was changed alike, so that it is known of the figures alone."""
    kinds: tuple[tuple[Position, int], ...]
    """Of those that hold the same one, and how many they are."""
    weight: float
    """Of the question in every sum, above 0."""
    figures: Figures | None
    """The means over the known pairs; None where none is known."""
    possible: tuple[float, float]
    """The mean over all pairs of what the gap could turn out to be, 0 to 1."""
    coverage: float
    """The share of the pairs that is known, 0 to 1."""
    least: bool
    """Whether the gap of any known pair is a lower bound."""

    def reweigh(self, weight: float) -> "SpreadCell":
        """The same positions with another weight."""
        return SpreadCell(self.sides, self.kinds, weight, self.figures, self.possible, self.coverage, self.least)


class SpreadSum:
    """Some questions over all pairs: weighted means, as `Sum` has them for one pair."""

    def __init__(self, cells: Sequence[SpreadCell]) -> None:
        self.cells = cells

    @once
    def known(self) -> Sequence[SpreadCell]:
        """The questions on which a pair is known."""
        return [c for c in self.cells if c.figures]

    @once
    def figures(self) -> Figures | None:
        """The weighted means over the known questions; None where there is none. The gap is the spread."""
        columns = list(zip(*(c.figures for c in self.known if c.figures)))
        return Figures(*self._weigh(self.known, columns)) if columns else None

    @once
    def least(self) -> bool:
        """Whether it is a lower bound."""
        return any(c.least for c in self.known)

    @once
    def possible(self) -> tuple[float, float]:
        """The bounds that hold whatever the unknown positions turn out to be, 0 to 1."""
        low, high = self._weigh(self.cells, list(zip(*(c.possible for c in self.cells))))
        return low, high

    @once
    def coverage(self) -> float:
        """The share of the pairs that is known, the weighted mean over all questions, 0 to 1."""
        return self._weigh(self.cells, [[c.coverage for c in self.cells]])[0]

    @staticmethod
    def _weigh(cells: Sequence[SpreadCell], columns: Sequence[Sequence[float]]) -> list[float]:
        weights = [c.weight for c in cells]
        whole = fsum(weights)
        return [min(1.0, fsum(map(mul, weights, column)) / whole) for column in columns]


class Together:
    """All pairs of some parties together, issue by issue, as `Compared` has one pair."""

    a = b = None
    """No pair alone."""

    def __init__(self, parties: tuple[str, ...], issues: Sequence[tuple[Chosen, SpreadSum]]) -> None:
        self.parties = parties
        self.issues = issues

    @once
    def total(self) -> SpreadSum:
        """All questions together."""
        return SpreadSum([c for _, s in self.issues for c in s.cells])

    @once
    def order(self) -> Order:
        """Which issue has a wider spread than which."""
        return Order((c.issue.id, s.figures) for c, s in self.issues)

    def list_sides(self) -> Iterator[Position]:
        """Each position of a known pair, once: pair by pair, and of each question by question."""
        sides = []
        for at, cell in enumerate(self.total.cells):
            known = [i for i, side in enumerate(cell.sides) if side.zones]
            if len(known) > 1:
                # The first that is known is seen first in its pair with the second, each other in that with the first.
                first, second, *_ = known
                sides += [((first, max(i, second), at, i), cell.sides[i]) for i in known]
        yield from (side for _, side in sorted(sides, key=itemgetter(0)))

    def change_positions(self, change: Callable[[Position], Position]) -> "Together":
        """The same parties with other positions; what rests on the same ones is the same, and not computed again."""

        def change_cell(cell: SpreadCell) -> SpreadCell:
            sides = tuple(map(change, cell.sides))
            return cell if all(map(is_, sides, cell.sides)) else _spread_over(sides, cell.weight)

        return self._change_cells(change_cell)

    def change_alike(self, change: Callable[[Position], Position]) -> "Together":
        """The same where those that hold the same do so after the change too, for the figures alone."""

        def change_cell(cell: SpreadCell) -> SpreadCell:
            kinds = tuple([(change(one), count) for one, count in cell.kinds])
            same = all(one is other for (one, _), (other, _) in zip(kinds, cell.kinds))
            return cell if same else _spread_over_kinds((), kinds, cell.weight)

        return self._change_cells(change_cell)

    def reweigh(self, weights: Mapping[str, float]) -> "Together":
        """The same parties with other weights, by dimension."""
        return self._change_cells(lambda c: c.reweigh(weights[c.sides[0].dimension.about]))

    def _change_cells(self, change: Callable[[SpreadCell], SpreadCell]) -> "Together":
        issues = []
        for chosen, s in self.issues:
            cells = [*map(change, s.cells)]
            issues.append((chosen, s if all(map(is_, cells, s.cells)) else SpreadSum(cells)))
        return Together(self.parties, issues)


ComparedShown = Compared | Together
"""Two parties, or all pairs of more, compared once."""


def compare_shown(view: View) -> ComparedShown:
    """The parties shown, two at least, on everything shown: two of them as a pair, more by their spread.

    Raises TooLarge.
    """
    return compare(view, *view.parties) if len(view.parties) == 2 else _compare_together(view)


def _compare_together(view: View) -> Together:
    find, pairs = view.positions.find, comb(len(view.parties), 2)
    sides = {d.about: tuple([find(p, d) for p in view.parties]) for d in view.dimensions}
    steps = CELL * pairs * len(sides) + sum(map(count_measuring, sides.values()))
    require_steps(steps, "--parties", "--issues", pairs=pairs, questions=len(sides))
    weights = weigh(view, view.parties, view.query.weights)
    issues = [
        (chosen, SpreadSum([_spread_over(sides[d.about], weights[d.about]) for d in chosen.dimensions]))
        for chosen in view.chosen
    ]
    return Together(view.parties, issues)


def _spread_over(sides: tuple[Position, ...], weight: float) -> SpreadCell:
    """What some parties hold on a question, over all their pairs; those that hold the same are measured once."""
    kinds: dict[tuple[object, ...], list[Position]] = defaultdict(list)
    for side in sides:
        kinds[side.measured].append(side)
    return _spread_over_kinds(sides, tuple((same[0], len(same)) for same in kinds.values()), weight)


def _spread_over_kinds(
    sides: tuple[Position, ...], kinds: tuple[tuple[Position, int], ...], weight: float
) -> SpreadCell:
    pairs = [(one, one, comb(count, 2)) for one, count in kinds if count > 1]
    pairs += [(one, other, count * times) for (one, count), (other, times) in combinations(kinds, 2)]
    measured = [(measure_positions(a, b), count) for a, b, count in pairs]
    known = [(m.figures, count) for m, count in measured if m.figures]
    figures = Figures(*_find_means(known)) if known else None
    low, high = _find_means([(m.possible, count) for m, count in measured])
    share = sum(count for _, count in known) / comb(sum(count for _, count in kinds), 2)
    return SpreadCell(sides, kinds, weight, figures, (low, high), share, any(m.least for m, _ in measured))


def _find_means(counted: Sequence[tuple[Sequence[float], int]]) -> list[float]:
    """The means of some figures, at least one, each of which is that of as many pairs."""
    rows, counts = zip(*counted)
    whole = sum(counts)
    return [fsum(map(mul, counts, column)) / whole for column in zip(*rows)]
