"""The measure of docs/measure.md: the figures of a pair of positions, and their sums."""

from collections.abc import Sequence
from functools import cached_property
from itertools import product
from math import fsum
from operator import mul
from typing import NamedTuple

from gapcli.ledger.scales import Scale, Zone
from gapcli.measure.positions import EVIDENCE, Position, Stretch, mark_pair

LEVELS = ((0.10, "agreed"), (0.35, "near"), (0.65, "apart"), (0.90, "far"), (2.0, "opposed"))
"""Every level, with the figure from 0 to 1 below which it ends."""


def figure(x: float) -> float:
    """A figure as it is given away: rounded to six decimals, never -0."""
    return round(x, 6) + 0.0


def printed(x: float) -> float:
    """A figure as printed, as a number."""
    return round(figure(x), 2)


def level(gap: float) -> str:
    """The level of a gap, 0 to 1, as printed: agreed, near, apart, far or opposed."""
    at = printed(gap)
    return next(name for end, name in LEVELS if at < end)


def wider(x: float, y: float) -> bool:
    """Whether printed gap x is wider than printed gap y, by 0.10 or more; under that the places decide."""
    return round(x - y, 2) >= 0.10


class Figures(NamedTuple):
    """How far apart two sides are, each from 0 to 1."""

    gap: float
    """Wasserstein-1 distance of the zones, the mean over their pairs."""
    asks: float
    """The greatest distance of an ask of each: where they started."""
    bridge: float
    """What is left when every offer is taken; 0 where the zones meet."""
    low: float
    """The least gap over the pairs of zones."""
    high: float
    """The greatest."""


class MeasuredCell(NamedTuple):
    """Two positions on one dimension, compared."""

    a: Position
    b: Position
    weight: float
    """Of the cell in every sum, above 0."""
    figures: Figures | None
    """None where a side has no zone."""
    possible: tuple[float, float]
    """The least and the greatest gap that there may be, 0 to 1."""

    @property
    def marks(self) -> frozenset[str]:
        """What qualifies the figures, in the words of docs/measure.md."""
        return mark_pair(self.a, self.b)

    @property
    def statements(self) -> frozenset[str]:
        """The live statements of both sides, and those that dispute them."""
        return self.a.statement_ids | self.b.statement_ids


def measure_cell(a: Position, b: Position, weight: float) -> MeasuredCell:
    """Two positions on one dimension, compared; `weight`: of the cell in every sum, above 0."""
    figures = measure_zones(a.dimension.measure, a.zones, b.zones)
    return MeasuredCell(a, b, weight, figures, (figures.low, figures.high) if figures else _bound_gap(a, b))


def measure_zones(scale: Scale[Zone], a: Sequence[Stretch], b: Sequence[Stretch]) -> Figures | None:
    """How far apart the zones of two sides are; None where one has none."""
    pairs = [(x, y) for x in a for y in b]
    if not pairs:
        return None
    gaps = [scale.apart(x.hull, y.hull) for x, y in pairs]
    low, high = min(gaps), max(gaps)
    return Figures(
        # The mean of equal numbers may differ from them in the last digit.
        min(high, max(low, fsum(gaps) / len(gaps))),
        max(scale.greatest(x.asks, y.asks) for x, y in pairs),
        max(scale.least(x.hull, y.hull) for x, y in pairs),
        low,
        high,
    )


def _bound_gap(a: Position, b: Position) -> tuple[float, float]:
    """The least and the greatest distance of values that the two sides do not reject (Manski 2003)."""
    scale = a.dimension.measure
    if not (a.zones or b.zones or a.rejected or b.rejected):
        return (0.0, 1.0)
    sides = ([z.hull for z in side.zones] or scale.left(side.rejected) for side in (a, b))
    pairs = list(product(*sides))
    return (min(scale.least(x, y) for x, y in pairs), max(scale.greatest(x, y) for x, y in pairs))


class Sum:
    """Cells of one pair of parties, summed: one dimension, an issue, or all issues alike."""

    def __init__(self, cells: tuple[MeasuredCell, ...]) -> None:
        self.cells = cells

    @cached_property
    def known(self) -> tuple[MeasuredCell, ...]:
        """The cells that have figures."""
        return tuple(c for c in self.cells if c.figures)

    @cached_property
    def weight(self) -> float:
        """Of all cells together, in the unit of the weights."""
        return fsum(c.weight for c in self.cells)

    @cached_property
    def known_weight(self) -> float:
        """Of the known cells together, in the unit of the weights."""
        return fsum(c.weight for c in self.known)

    @cached_property
    def figures(self) -> Figures | None:
        """The weighted means over the known cells, None where nothing is known."""
        if len(self.known) < 2:
            return self.known[0].figures if self.known else None
        weights = [c.weight for c in self.known]
        columns = zip(*(c.figures for c in self.known if c.figures))
        gap, asks, bridge, low, high = (fsum(map(mul, weights, column)) / self.known_weight for column in columns)
        return Figures(min(1.0, gap), min(1.0, asks), min(1.0, bridge), min(gap, low), max(gap, high))

    @cached_property
    def coverage(self) -> float:
        """The share of the weight that is known, 0 to 1."""
        return self.known_weight / self.weight if self.known else 0.0

    @cached_property
    def possible(self) -> tuple[float, float]:
        """The bounds that hold whatever the unknown positions turn out to be, 0 to 1."""
        if self.figures and len(self.known) == len(self.cells):
            # The same by another way, which may differ in the last digit.
            return (self.figures.low, self.figures.high)
        low = fsum(c.weight * c.possible[0] for c in self.cells) / self.weight
        high = fsum(c.weight * c.possible[1] for c in self.cells) / self.weight
        return (low, min(1.0, high))

    def part(self, total: "Sum") -> float | None:
        """What these cells put into the gap of a total; the parts add up to it. None where unknown."""
        if not self.known:
            return None
        return fsum(c.weight * c.figures.gap for c in self.known) / total.known_weight  # type: ignore[union-attr]

    def open(self, total: "Sum") -> float:
        """How far answers here could narrow the possible gap of a total at most, 0 to 1."""
        return fsum(c.weight * (c.possible[1] - c.possible[0]) for c in self.cells) / total.weight

    @cached_property
    def marks(self) -> frozenset[str]:
        """Those of any cell; those of evidence only where there are known cells and all have them."""
        if len(self.cells) == 1:
            return self.cells[0].marks
        marks = [c.marks for c in self.cells]
        known = [m for c, m in zip(self.cells, marks) if c.figures]
        shared = frozenset.intersection(*known) & EVIDENCE if known else frozenset()
        return frozenset().union(*marks) - EVIDENCE | shared

    @cached_property
    def statements(self) -> frozenset[str]:
        """The ids of all that the figures rest on."""
        return frozenset().union(*(c.statements for c in self.cells))

    @cached_property
    def origins(self) -> int:
        """The smaller count of independent origins of the two sides, over the known cells; else 0."""
        sides = zip(*((c.a.origins, c.b.origins) for c in self.known))
        return min((len(set[str]().union(*side)) for side in sides), default=0)
