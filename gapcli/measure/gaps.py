"""The measure of docs/measure.md: the figures of a pair of positions, and their sums."""

from collections.abc import Callable, Collection, Iterable, Sequence
from math import floor, fsum
from operator import mul
from typing import Any, Generic, NamedTuple, TypeVar

from gapcli.ledger.cells import Cells
from gapcli.ledger.scales import Scale, Zone
from gapcli.measure.budget import DEMANDED, require_steps
from gapcli.measure.positions import EVIDENCE, Position, Stretch, mark_pair

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801, it is a decorator
    """A property that is computed when it is first asked for, as `cached_property`, which before Python 3.12 locks."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__

    def __get__(self, instance: Any, owner: type) -> T:
        found = instance.__dict__[self.compute.__name__] = self.compute(instance)
        return found


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

    def reweigh(self, weight: float) -> "MeasuredCell":
        """The same two positions with another weight."""
        return MeasuredCell(self.a, self.b, weight, self.figures, self.possible, self.deeds, self.least)

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
    return scale.bound(_list_possible(a), _list_possible(b))


def _bound_demand(side: Position, other: Position) -> float:
    """What the gap would be at least if a side that only offers told what it asks for, 0 to 1; 0 of any other side.

    Where the other has no zone, the greatest over all that it may hold, so that its first answer widens nothing.
    """
    if not side.only_offers:
        return 0.0
    scale, today = side.dimension.measure, _find_today(side)
    if other.zones:
        return _measure_demand(side, [z.hull for z in other.zones], today)
    # Those that stretches share stand once.
    points = dict.fromkeys(point for zone in _list_possible(other) for point in scale.points(zone))
    if today is None:
        require_steps(DEMANDED * len(points) ** 2, "--issues", "--only", values=len(points))
    return max(_measure_demand(side, [point], today) for point in points)


def _find_today(side: Position) -> Zone | None:
    """What holds today, where a side does not reject it; None where it does, or where nothing is known to hold."""
    scale, today = side.dimension.measure, side.dimension.today
    return None if today is None or any(scale.clashes(today, no) for no in side.rejections) else scale.today


def _measure_demand(side: Position, others: Sequence[Zone], today: Zone | None) -> float:
    """The mean gap to some zones of a side that asks, beside its offers, for what holds today, 0 to 1.

    Where there is no such: for what is furthest from these zones and not rejected.
    """
    scale = side.dimension.measure

    def measure_mean(zones: Collection[Zone]) -> float:
        return fsum(scale.apart(x, y) for x in zones for y in others) / (len(zones) * len(others))

    if today is not None:
        asks = [today]
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


Weighed = tuple[float, float]
"""A weight, and the mean of a figure over what has that weight."""


class Lump(NamedTuple):
    """Cells of one pair that are points, as a sum alone: none of them is kept."""

    size: int = 0
    """How many cells."""
    known: int = 0
    """How many of them are known."""
    weight: float = 0.0
    """Of all of them together, in the unit of the weights."""
    known_weight: float = 0.0
    """Of the known ones."""
    gap: float = 0.0
    """The weighted sum of the gaps of the known ones: of points also that of asks, bridge, low and high."""
    high: float = 0.0
    """The weighted sum of the greatest gaps that there may be; that of the least is `gap`."""
    refused: bool = False
    """Whether a side refuses to discuss one of them."""
    tables: frozenset[Cells] = frozenset()
    """Where the known ones stand."""
    change: "tuple[Lump, Lump] | None" = None
    """Those that are known on both of two days, now and then; None where no earlier day is asked about."""


NO_LUMP = Lump()


def add_lumps(lumps: Iterable[Lump]) -> Lump:
    """Some lumps as one."""
    lumps = [lump for lump in lumps if lump.size]
    if len(lumps) < 2:
        return lumps[0] if lumps else NO_LUMP
    sizes, known, weight, known_weight, gap, high, refused, tables, _ = zip(*lumps)
    changes = [lump.change for lump in lumps if lump.change]
    now, then = map(add_lumps, zip(*changes)) if changes else (NO_LUMP, NO_LUMP)
    return Lump(
        sum(sizes),
        sum(known),
        fsum(weight),
        fsum(known_weight),
        fsum(gap),
        fsum(high),
        any(refused),
        frozenset().union(*tables),
        (now, then) if changes else None,
    )


class Sum:
    """Cells of one pair of parties, summed: one dimension, an issue, or all issues alike."""

    def __init__(self, cells: tuple[MeasuredCell, ...], told: Told = NOTHING_TOLD, lump: Lump = NO_LUMP) -> None:
        """`told`: of the row of an issue, what is said on it as a whole; `lump`: what is summed up already."""
        self.cells = cells
        self.told = told
        self.lump = lump

    @once
    def known(self) -> tuple[MeasuredCell, ...]:
        """The single cells that have figures."""
        return tuple([c for c in self.cells if c.figures])

    @property
    def size(self) -> int:
        """How many cells there are, those of the lump too."""
        return len(self.cells) + self.lump.size

    @property
    def known_count(self) -> int:
        """How many of them have figures."""
        return len(self.known) + self.lump.known

    @once
    def weight(self) -> float:
        """Of all cells together, in the unit of the weights."""
        return fsum([*[c.weight for c in self.cells], self.lump.weight])

    @once
    def known_weight(self) -> float:
        """Of the known cells together, in the unit of the weights."""
        return fsum([*[c.weight for c in self.known], self.lump.known_weight])

    @once
    def figures(self) -> Figures | None:
        """The weighted means over the known cells, None where nothing is known."""
        if not self.lump.known and len(self.known) < 2:
            return self.known[0].figures if self.known else None
        if not self.known:
            return Figures(*(min(1.0, self.lump.gap / self.known_weight),) * 5)
        weights = [c.weight for c in self.known]
        columns = zip(*(c.figures for c in self.known if c.figures))
        sums = (fsum((*map(mul, weights, column), self.lump.gap)) for column in columns)
        gap, asks, bridge, low, high = (each / self.known_weight for each in sums)
        bridge = min(1.0, bridge, gap, asks)
        return Figures(min(1.0, gap), min(1.0, asks), bridge, min(gap, low), min(1.0, max(gap, high)))

    @once
    def least(self) -> bool:
        """Whether gap and asks are lower bounds, of any known cell."""
        return any(c.least for c in self.cells)

    @once
    def deeds(self) -> float | None:
        """The gap with that of deeds where a side acts otherwise, 0 to 1; None where none does."""
        if all(c.deeds is None for c in self.known):
            return None
        gaps = ((c.weight, c.figures.gap if c.deeds is None else c.deeds) for c in self.known if c.figures)
        return min(1.0, fsum((*(weight * gap for weight, gap in gaps), self.lump.gap)) / self.known_weight)

    @once
    def coverage(self) -> float:
        """The share of the weight that is known, 0 to 1."""
        return min(1.0, self.known_weight / self.weight) if self.known_count else 0.0

    @once
    def possible(self) -> tuple[float, float]:
        """The bounds that hold whatever the unknown positions turn out to be, 0 to 1."""
        if self.figures and self.known_count == self.size and not self.least:
            # The same by another way, which may differ in the last digit.
            return (self.figures.low, self.figures.high)
        low = fsum((*(c.weight * c.possible[0] for c in self.cells), self.lump.gap)) / self.weight
        high = fsum((*(c.weight * c.possible[1] for c in self.cells), self.lump.high)) / self.weight
        return (low, min(1.0, high))

    def part(self, total: "Sum") -> float | None:
        """What these cells put into the gap of a total; the parts add up to it. None where unknown."""
        if not self.known_count:
            return None
        gaps = (c.weight * c.figures.gap for c in self.known if c.figures)
        return fsum((*gaps, self.lump.gap)) / total.known_weight

    def open(self, total: "Sum") -> float:
        """How far answers here could narrow the possible gap of a total at most, 0 to 1."""
        ways = [c.weight * (c.possible[1] - c.possible[0]) for c in self.cells]
        return fsum([*ways, self.lump.high, -self.lump.gap]) / total.weight

    @once
    def marks(self) -> frozenset[str]:
        """Those of any cell; those of evidence only where there are known cells and all have them.

        What a table has is one and the same evidence, which is no mark of a row.
        """
        told = frozenset(("disputed",) if self.told.disputed else ())
        if len(self.cells) == 1 and not self.lump.size:
            return self.cells[0].marks | told
        marks = [c.marks for c in self.cells]
        known = [m for c, m in zip(self.cells, marks) if c.figures]
        shared = frozenset.intersection(*known) & EVIDENCE if known and not self.lump.known else frozenset()
        refused = frozenset(("off-agenda",) if self.lump.refused else ())
        return frozenset().union(*marks) - EVIDENCE | shared | told | refused

    @once
    def statements(self) -> frozenset[str]:
        """The ids of all that the figures rest on, and of what is told beside them; without the cells of a lump."""
        return self.told.statements.union(*(c.statements for c in self.cells))

    @once
    def origins(self) -> int:
        """The smaller count of independent origins of the two sides, over the known cells; else 0."""
        tabled = frozenset(cells.outlet for cells in self.lump.tables)
        sides = [*zip(*((c.a.origins, c.b.origins) for c in self.known))] or [(), ()]
        return min(len(tabled.union(*side)) for side in sides)
