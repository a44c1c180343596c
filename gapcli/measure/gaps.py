"""The measure of docs/measure.md: the figures of a pair of positions, and their sums."""

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import product
from math import floor, fsum
from operator import mul
from typing import NamedTuple

from gapcli.ledger.scales import Scale, Zone
from gapcli.measure.positions import EVIDENCE, Position, Stretch, mark_pair

LEVELS = ((0.10, "same"), (0.35, "near"), (0.65, "apart"), (0.90, "far"), (2.0, "opposite"))
"""Every level, with the figure from 0 to 1 below which it ends."""


def _count_millionths(x: float) -> int:
    """A figure in millionths, half a millionth away from 0 as a hand would round it."""
    # What is exactly half way may come out of the computation a trace below it.
    size = floor(abs(x) * 1e6 + 0.5 + 1e-7)
    return -size if x < 0 else size


def figure(x: float) -> float:
    """A figure as it is given away: rounded half up to six decimals, never -0."""
    return _count_millionths(x) / 1e6


def printed(x: float) -> float:
    """A figure as printed, as a number: rounded half up to two decimals, from its six."""
    millionths = _count_millionths(x)
    size = (abs(millionths) + 5_000) // 10_000
    return (-size if millionths < 0 else size) / 100


def level(gap: float) -> str:
    """The level of a gap, 0 to 1, as printed: same, near, apart, far or opposite."""
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
    """The greatest distance of an ask of each, likewise: where they started."""
    bridge: float
    """The least distance of the zones, likewise: what is left when every offer is taken; 0 where all meet."""
    low: float
    """The least gap over the pairs of zones."""
    high: float
    """The greatest."""


class Measured(NamedTuple):
    """What two positions on one dimension come to."""

    figures: Figures | None
    """None where a side has no zone."""
    possible: tuple[float, float]
    """The least and the greatest gap that there may be, 0 to 1."""
    deeds: float | None
    """The gap that deeds give in place of words, 0 to 1; None where no side acts otherwise, or a side has no zone."""
    least: bool
    """Whether gap and asks are lower bounds: a side has offers and no ask."""


class MeasuredCell(NamedTuple):
    """Two positions on one dimension, compared."""

    a: Position
    b: Position
    weight: float
    """Of the cell in every sum, above 0."""
    figures: Figures | None
    possible: tuple[float, float]
    deeds: float | None
    least: bool
    """These four as in `Measured`."""

    @property
    def kind(self) -> tuple[str, str]:
        """Whether either side is known by words or by deeds."""
        return (self.a.kind, self.b.kind)

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
    return MeasuredCell(a, b, weight, *measure_positions(a, b))


def measure_positions(a: Position, b: Position) -> Measured:
    """What two positions on one dimension come to."""
    figures = measure_zones(a.dimension.measure, a.zones, b.zones)
    low, high = (figures.low, figures.high) if figures else _bound_gap(a, b)
    only_offers = a.only_offers or b.only_offers
    if only_offers:
        high = max(high, _bound_demand(a, b), _bound_demand(b, a))
    return Measured(figures, (low, high), _measure_deeds(a, b), figures is not None and only_offers)


def _measure_deeds(a: Position, b: Position) -> float | None:
    """The gap where each side that acts otherwise is taken at its deeds, 0 to 1."""
    if not (a.acts_otherwise or b.acts_otherwise):
        return None
    zones = (side.deeds if side.acts_otherwise else side.zones for side in (a, b))
    figures = measure_zones(a.dimension.measure, *zones)
    return figures.gap if figures else None


def measure_zones(scale: Scale[Zone], a: Sequence[Stretch], b: Sequence[Stretch]) -> Figures | None:
    """How far apart the zones of two sides are; None where one has none."""
    pairs = [(x, y) for x in a for y in b]
    if not pairs:
        return None
    gaps = [scale.apart(x.hull, y.hull) for x, y in pairs]
    low, high = min(gaps), max(gaps)
    # The mean of equal numbers may differ from them in the last digit.
    gap = min(high, max(low, fsum(gaps) / len(gaps)))
    asks = fsum(scale.greatest(x.asks, y.asks) for x, y in pairs) / len(pairs)
    bridge = fsum(scale.least(x.hull, y.hull) for x, y in pairs) / len(pairs)
    return Figures(gap, min(1.0, asks), min(bridge, gap, asks), low, high)


def _list_possible(side: Position) -> list[Zone]:
    """What a side may hold: its zones, else what it does not reject, else anything."""
    scale = side.dimension.measure
    return [z.hull for z in side.zones] or scale.left(side.rejections) or scale.left(())


def _bound_gap(a: Position, b: Position) -> tuple[float, float]:
    """The least and the greatest distance of values that the two sides may hold, 0 to 1 (Manski 2003)."""
    scale = a.dimension.measure
    if not (a.zones or b.zones or a.rejected or b.rejected):
        return (0.0, 1.0)
    pairs = list(product(_list_possible(a), _list_possible(b)))
    return (min(scale.least(x, y) for x, y in pairs), max(scale.greatest(x, y) for x, y in pairs))


def _bound_demand(side: Position, other: Position) -> float:
    """What the gap would be at least if a side that only offers told what it asks for, 0 to 1; 0 of any other side.

    Where the other has no zone, the greatest over all that it may hold, so that its first answer widens nothing.
    """
    if not side.only_offers:
        return 0.0
    scale = side.dimension.measure
    if other.zones:
        return _measure_demand(side, [z.hull for z in other.zones])
    return max(_measure_demand(side, [point]) for zone in _list_possible(other) for point in scale.points(zone))


def _measure_demand(side: Position, others: Sequence[Zone]) -> float:
    """The mean gap to some zones of a side that asks, beside its offers, for what holds today, 0 to 1.

    Where nothing does, or it rejects that: for what is furthest from these zones and not rejected.
    """
    scale = side.dimension.measure

    def measure_mean(zones: Collection[Zone]) -> float:
        return fsum(scale.apart(x, y) for x in zones for y in others) / (len(zones) * len(others))

    today = side.dimension.today
    if scale.today is not None and today is not None and not any(scale.clashes(today, no) for no in side.rejections):
        asks = [scale.today]
    else:
        free = [point for zone in scale.left(side.rejections) for point in scale.points(zone)]
        furthest = max((measure_mean([point]) for point in free), default=0.0)
        asks = [point for point in free if measure_mean([point]) >= furthest - 1e-12]
    drawn = ({scale.hull((z.hull, ask)) for z in side.zones} for ask in asks)
    return min(1.0, max(map(measure_mean, drawn), default=0.0))


class Told(NamedTuple):
    """What two parties say on an issue as a whole: it makes no figure, and is told once, on the row of the issue."""

    statements: frozenset[str] = frozenset()
    """The ids of these statements, and of those that dispute them."""
    disputed: bool = False


NOTHING_TOLD = Told()


class Sum:
    """Cells of one pair of parties, summed: one dimension, an issue, or all issues alike."""

    def __init__(self, cells: tuple[MeasuredCell, ...], told: Told = NOTHING_TOLD) -> None:
        """`told`: of the row of an issue, what is said on it as a whole."""
        self.cells = cells
        self.told = told

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
        bridge = min(1.0, bridge, gap, asks)
        return Figures(min(1.0, gap), min(1.0, asks), bridge, min(gap, low), min(1.0, max(gap, high)))

    @cached_property
    def least(self) -> bool:
        """Whether gap and asks are lower bounds, of any known cell."""
        return any(c.least for c in self.cells)

    @cached_property
    def deeds(self) -> float | None:
        """The gap with that of deeds where a side acts otherwise, 0 to 1; None where none does."""
        if all(c.deeds is None for c in self.known):
            return None
        gaps = ((c.weight, c.figures.gap if c.deeds is None else c.deeds) for c in self.known if c.figures)
        return min(1.0, fsum(weight * gap for weight, gap in gaps) / self.known_weight)

    @cached_property
    def coverage(self) -> float:
        """The share of the weight that is known, 0 to 1."""
        return self.known_weight / self.weight if self.known else 0.0

    @cached_property
    def possible(self) -> tuple[float, float]:
        """The bounds that hold whatever the unknown positions turn out to be, 0 to 1."""
        if self.figures and len(self.known) == len(self.cells) and not self.least:
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
        told = frozenset(("disputed",) if self.told.disputed else ())
        if len(self.cells) == 1:
            return self.cells[0].marks | told
        marks = [c.marks for c in self.cells]
        known = [m for c, m in zip(self.cells, marks) if c.figures]
        shared = frozenset.intersection(*known) & EVIDENCE if known else frozenset()
        return frozenset().union(*marks) - EVIDENCE | shared | told

    @cached_property
    def statements(self) -> frozenset[str]:
        """The ids of all that the figures rest on, and of what is told beside them."""
        return self.told.statements.union(*(c.statements for c in self.cells))

    @cached_property
    def origins(self) -> int:
        """The smaller count of independent origins of the two sides, over the known cells; else 0."""
        sides = zip(*((c.a.origins, c.b.origins) for c in self.known))
        return min((len(set[str]().union(*side)) for side in sides), default=0)
