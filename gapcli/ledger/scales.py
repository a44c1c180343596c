"""The kinds of scale: all that hangs on a kind stands in its class, and `SCALES` lists the classes.

A *zone* is what a side may settle for on a scale: on `graded` and `number` a closed stretch of places
from 0 to 1, on `choice` a set of options. Distances run from 0 to 1.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from copy import copy
from itertools import accumulate, pairwise, product
from math import fsum
from types import MappingProxyType
from typing import ClassVar, Generic, NewType, TypeVar, cast

from gapcli.text import did_you_mean, name_odd, read_as_ascii, write_number

Zone = NewType("Zone", object)
"""What a side may settle for, never empty. Only the scale that made it looks inside; zones that are alike are equal."""

Places = tuple[float, float]
"""A stretch of places from 0 to 1, the lower end first."""

Raw = str | tuple[str, ...]
"""A value as the file has it: one text, or a list of texts."""

Options = Mapping[str, float | None]
"""The options of a dimension, each with its place from 0 to 100; None where it has none."""

Explained = tuple[str, tuple[float, float]]
"""How the distance of two zones comes about: a form of arithmetic, and the numbers in it.

`parallel` and `crossing` have the differences of the lower and of the upper ends, -1 to 1, which go the same way or
not; `shared` has how many options are in common, and how many the larger zone has.
"""

FORMS = (
    "options", "stretch", "beyond", "short-of", "all-but", "number", "numbers", "below", "at-most", "above", "at-least"
)  # fmt: skip
"""The forms that a value can have: options, any of which would do; what lies between two options or numbers, or on one
side of an option, or is any other; a number; and what a sign makes of a number."""

Described = tuple[str, tuple[str, ...]]
"""What a value is, in no language: one of `FORMS`, and the ids of options or the numbers, as written, that it names."""

FIELDS = ("poles", "options", "unit", "range")
"""The fields of a dimension of which each kind of scale needs some and takes no others."""


class BadValue(ValueError):
    """A value that a scale does not have, with what to do about it."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


Z = TypeVar("Z")


class Scale(ABC, Generic[Z]):
    """What every kind of scale can do; here stands what each method is for. `Z` is what zones are made of."""

    kind: ClassVar[str]
    """Its name in the file."""
    meaning: ClassVar[str]
    """What it is, for whoever chooses a scale."""
    needs: ClassVar[tuple[str, ...]]
    """The fields of a dimension that it needs."""
    defined_by: ClassVar[str]
    """The one of them that values are read by: where no scale can be built, the mistake is there."""
    separator: ClassVar[str] = ".."
    """What stands between the parts of a value on the command line."""
    places: Mapping[str, float] = MappingProxyType({})
    """Where each option stands, from 0 to 1; none where options have no place."""

    def __init__(self, options: Options, ends: Sequence[float], unit: str, today: str | None) -> None:
        """The scale of the fields of a dimension. Raises BadValue where they make none."""
        if "options" in self.needs and len(options) < 2:
            raise BadValue("a scale needs two options or more", "add the other answers")
        self.options = tuple(options)
        self._names = frozenset(options)
        self.define(options, ends, unit)
        self.today: Z | None = None if today is None else self.read(today)
        """What binds as long as nothing is agreed."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.kind, self.options))

    @abstractmethod
    def define(self, options: Options, ends: Sequence[float], unit: str) -> None:
        """Keep what values are read by; `ends` is the `range`. Raises BadValue where it makes no scale."""

    # --- values -----------------------------------------------------------------------------------

    @abstractmethod
    def read(self, raw: Raw, rejected: bool = False) -> Z:
        """The zone of a value; a rejected bound runs to the end. Raises BadValue."""

    def split(self, text: str) -> Raw:
        """The value that a text of the command line writes, not yet read."""
        parts = tuple(p.strip() for p in text.split(self.separator))
        return parts if len(parts) > 1 else text

    def describe(self, raw: Raw) -> Described:
        """What a value is, for a language to put into words; of options, unless the kind has other forms."""
        return "options", (raw,) if isinstance(raw, str) else tuple(raw)

    def describe_rejected(self, rejected: Sequence[Raw]) -> list[Described]:
        """What is ruled out by some rejections together, each thing once; none within another."""
        zones = {self.describe(raw): self.read(raw, True) for raw in rejected}
        inner = self.find_inner({*zones.values()})
        return [each for each, zone in zones.items() if zone not in inner]

    def find_inner(self, zones: Set[Z]) -> Set[Z]:
        """Those of some zones that lie within another of them."""
        return {z for z in zones if any(z != other and self.within(z, other) for other in zones)}

    def require_option(self, name: str) -> None:
        """Raise BadValue where the scale has no option of a name."""
        if name not in self._names:
            raise BadValue(f'the scale has no option "{name}"', did_you_mean(name, self.options))

    def cure(self, bad: BadValue) -> str:
        """What to do about a value that the scale of a ledger does not have."""
        return bad.help

    def clashes(self, asked: Raw, rejected: Raw) -> bool:
        """Whether a party that asks for the one and rejects the other contradicts itself."""
        return self.meet(self.read(asked), self.read(rejected, True))

    @abstractmethod
    def reaches(self, raw: str) -> Z:
        """The values from an option onwards, seen from `today`. Raises BadValue."""

    def read_bound(self, sign: str, bound: float) -> Z:
        """The values from a number upwards (`>=`) or downwards (`<=`). Raises BadValue."""
        raise BadValue("`at_least` and `at_most` are for a number", "use reaches or is")

    # --- distances --------------------------------------------------------------------------------

    @abstractmethod
    def hull(self, zones: Iterable[Z]) -> Z:
        """The smallest zone that holds all the given ones (at least one)."""

    @abstractmethod
    def explain(self, a: Z, b: Z) -> Explained:
        """How the distance of two zones comes about."""

    def apart(self, a: Z, b: Z) -> float:
        """The distance of two zones, 0 to 1.

        On a line the Wasserstein-1 distance of two uniform distributions (Vallender 1974); of sets of options the
        total variation of theirs.
        """
        form, (u, v) = self.explain(a, b)
        if form == "shared":
            return 1 - u / v
        if form == "parallel":
            return (abs(u) + abs(v)) / 2
        return (u * u + v * v) / (2 * (abs(u) + abs(v)))

    @abstractmethod
    def least(self, a: Z, b: Z) -> float:
        """The distance of the two values of a and b that are nearest to each other, 0 to 1."""

    @abstractmethod
    def greatest(self, a: Z, b: Z) -> float:
        """The distance of the two values of a and b that are furthest from each other, 0 to 1."""

    def bound(self, some: Sequence[Z], others: Sequence[Z]) -> tuple[float, float]:
        """The least and the greatest distance of a value of some zones and one of others, 0 to 1; one zone at least."""
        pairs = [*product(some, others)]
        return min(self.least(a, b) for a, b in pairs), max(self.greatest(a, b) for a, b in pairs)

    @abstractmethod
    def beyond(self, a: Z, b: Z) -> float:
        """How far zone a reaches beyond zone b, 0 to 1."""

    def meet(self, a: Z, b: Z) -> bool:
        """Whether the two zones have a value in common."""
        return not self.least(a, b)

    def list_apart(self, zones: Iterable[Z]) -> Iterator[tuple[Z, Sequence[Z]]]:
        """Each of some different zones, with those that have no value in common with it; each two once."""
        zones = list(zones)
        for i, zone in enumerate(zones):
            yield zone, [other for other in zones[i + 1 :] if not self.meet(zone, other)]

    def within(self, a: Z, b: Z) -> bool:
        """Whether all of zone a lies in zone b."""
        return not self.beyond(a, b)

    def left(self, rejected: Sequence[Raw]) -> list[Z]:
        """What a side may hold that rejects some values: the options but for those; none where it rejects all."""
        barred = [self.read(raw, True) for raw in rejected]
        return [z for z in map(self.read, self.options) if not any(self.meet(z, r) for r in barred)]

    @abstractmethod
    def points(self, zone: Z) -> list[Z]:
        """The values of a zone among which those are that are furthest from any other value."""

    def cut(self, points: Set[Z]) -> list[tuple[float, Set[Z]]] | None:
        """Parts of some points, each with a weight; None where the kind has no such parts.

        Two points are apart by the weights of those parts that have one of the two alone.
        """
        return None

    def most(self, parties: int) -> float:
        """The greatest mean distance that the pairs of so many parties can have, two or more of them; 0 to 1.

        On a line it is reached by two camps at the poles, floor(n²/4) of whose pairs are 1 apart.
        """
        return (parties**2 // 4) / (parties * (parties - 1) / 2)

    def move_inner(self, places: Sequence[float]) -> "Scale[Z]":
        """The same scale with its inner options at other places, which rise between 0 and 1."""
        return self

    def carry_to(self, other: "Scale[Z]") -> Callable[[Z], Z]:
        """What makes of a zone the same one of a scale that has the same options in the same order at other places."""
        return lambda zone: zone

    # --- what is shown ----------------------------------------------------------------------------

    @abstractmethod
    def data(self, zone: Z) -> tuple[float, ...] | tuple[str, ...]:
        """A zone as the JSON has it: two places, or options in the order of the scale."""

    @abstractmethod
    def sort_key(self, zone: Z) -> tuple[float, ...]:
        """What zones are sorted by, along the scale."""

    @property
    def ticks(self) -> Mapping[float, str]:
        """The places that a ruler marks, 0 to 1, each with a short word; none where the scale cannot be drawn."""
        return {place: name for name, place in self.places.items()}

    def drawn(self, zone: Z) -> Places | None:
        """The places between which a zone is drawn; None where the scale cannot be drawn."""
        return None

    def drawn_rejected(self, rejected: Sequence[Raw]) -> list[Places]:
        """The stretches that some rejections rule out together; none where the scale cannot be drawn."""
        drawn = (self.drawn(self.read(raw, True)) for raw in rejected)
        return [places for places in drawn if places is not None]

    def pole(self, before: Sequence[Z], after: Sequence[Z]) -> int | None:
        """Which pole a party moves towards, 0 or 1; None where neither, or where the scale has none."""
        return None


class _Line(Scale[Places]):
    """What `graded` and `number` share: places on a line from 0 to 1."""

    def hull(self, zones: Iterable[Places]) -> Places:
        lows, highs = zip(*zones)
        return (min(lows), max(highs))

    def explain(self, a: Places, b: Places) -> Explained:
        u, v = a[0] - b[0], a[1] - b[1]
        return "parallel" if u * v >= 0 else "crossing", (u, v)

    def least(self, a: Places, b: Places) -> float:
        return max(0.0, a[0] - b[1], b[0] - a[1])

    def list_apart(self, zones: Iterable[Places]) -> Iterator[tuple[Places, Sequence[Places]]]:
        ordered = sorted(zones)
        lows = [low for low, _ in ordered]
        for zone in ordered:
            yield zone, ordered[bisect_right(lows, zone[1]) :]

    def greatest(self, a: Places, b: Places) -> float:
        return max(a[1] - b[0], b[1] - a[0])

    def bound(self, some: Sequence[Places], others: Sequence[Places]) -> tuple[float, float]:
        ends, least = [-2.0, -2.0], 1.0
        # Of what begins before a zone, nothing of the other side is nearer to it than what ends last.
        for (low, high), side in sorted([*((zone, 0) for zone in some), *((zone, 1) for zone in others)]):
            least = min(least, max(0.0, low - ends[1 - side]))
            ends[side] = max(ends[side], high)
        return least, self.greatest(self.hull(some), self.hull(others))

    def beyond(self, a: Places, b: Places) -> float:
        return max(0.0, b[0] - a[0], a[1] - b[1])

    def find_inner(self, zones: Set[Places]) -> Set[Places]:
        inner, furthest = set(), -1.0
        # Of those that begin alike the widest first: what ends before any that came lies within that one.
        for zone in sorted(zones, key=lambda z: (z[0], -z[1])):
            if zone[1] <= furthest:
                inner.add(zone)
            furthest = max(furthest, zone[1])
        return inner

    def points(self, zone: Places) -> list[Places]:
        """The two ends."""
        return [(end, end) for end in dict.fromkeys(zone)]

    def cut(self, points: Set[Places]) -> list[tuple[float, Set[Places]]]:
        """Above each point but the last what stands there, with the way to the next."""
        order = sorted(points)
        return [(high[0] - low[0], {*order[i:]}) for i, (low, high) in enumerate(pairwise(order), 1)]

    def data(self, zone: Places) -> tuple[float, ...]:
        """The two ends, rounded to six decimals."""
        return (round(zone[0], 6), round(zone[1], 6))

    def sort_key(self, zone: Places) -> tuple[float, ...]:
        return zone

    def drawn(self, zone: Places) -> Places:
        return zone

    def pole(self, before: Sequence[Places], after: Sequence[Places]) -> int | None:
        """Which pole the mean of the ends moves towards, 0 or 1; None where it stays, or there is nothing on a side."""
        if not (before and after):
            return None
        was, now = (fsum(end for zone in zones for end in zone) / (2 * len(zones)) for zones in (before, after))
        return None if now == was else int(now > was)


class Graded(_Line):
    """Options in order from pole to pole; the distance of two is that of their places."""

    kind = "graded"
    meaning = "`options` in order from pole to pole, with a distance between any two"
    needs = ("poles", "options")
    defined_by = "options"

    def define(self, options: Options, ends: Sequence[float], unit: str) -> None:
        """Place each option; those without a place stand evenly between the neighbours that have one."""
        names = self.options
        declared = list(options.values())
        for end, place in ((0, 0.0), (-1, 100.0)):
            if declared[end] not in (None, place):
                raise BadValue(
                    f'"{names[end]}" is an end of the scale, so its place is {write_number(place)}',
                    "leave `at` out of the first and the last option",
                )
            declared[end] = place
        self.places = places = {names[0]: 0.0}
        for (i, low), (j, high) in pairwise((k, at) for k, at in enumerate(declared) if at is not None):
            if high <= low:
                raise BadValue(
                    f'the places do not rise: "{names[j]}" is at {write_number(high)}, not above {write_number(low)}',
                    "options stand in order from pole to pole",
                )
            for k in range(i + 1, j):
                places[names[k]] = (low + (high - low) * (k - i) / (j - i)) / 100
            places[names[j]] = high / 100

    def find_place(self, name: str) -> float:
        """Where an option stands, 0 to 1. Raises BadValue where there is none."""
        self.require_option(name)
        return self.places[name]

    def read(self, raw: Raw, rejected: bool = False) -> Places:
        """The zone of one option, or of a stretch of two, low to high."""
        ends = (raw, raw) if isinstance(raw, str) else raw
        if len(ends) != 2:
            raise BadValue("a stretch has two ends", "write [low-option, high-option]")
        low, high = self.find_place(ends[0]), self.find_place(ends[1])
        if low > high:
            raise BadValue(f'"{ends[0]}" stands above "{ends[1]}" on the scale', f"write [{ends[1]}, {ends[0]}]")
        return (low, high)

    def reaches(self, raw: str) -> Places:
        """The stretch from an option to the end of the scale that lies away from `today`."""
        place = self.find_place(raw)
        if self.today is None:
            raise BadValue("`reaches` needs a scale that says what holds `today`", "use `is`, or add `today`")
        if place == self.today[0]:
            raise BadValue(
                f'"{raw}" holds today, so nothing lies past it', "use `is`, or name an option on either side"
            )
        return (place, 1.0) if place > self.today[0] else (0.0, place)

    def left(self, rejected: Sequence[Raw]) -> list[Places]:
        barred = sorted(self.read(raw, True) for raw in rejected)
        lows, furthest = [low for low, _ in barred], [*accumulate((high for _, high in barred), max)]

        def is_free(place: float) -> bool:
            begun = bisect_right(lows, place)
            return not begun or furthest[begun - 1] < place

        return [(place, place) for place in self.places.values() if is_free(place)]

    def move_inner(self, places: Sequence[float]) -> "Graded":
        moved = copy(self)
        moved.places = dict(zip(self.options, (0.0, *places, 1.0)))
        moved.today = self.today and self.carry_to(moved)(self.today)
        return moved

    def carry_to(self, other: Scale[Places]) -> Callable[[Places], Places]:
        """Either end of a zone is the place of an option."""
        there = dict(zip(self.places.values(), other.places.values()))
        return lambda zone: (there[zone[0]], there[zone[1]])

    def describe(self, raw: Raw) -> Described:
        return ("options", (raw,)) if isinstance(raw, str) else ("stretch", tuple(raw))

    def describe_rejected(self, rejected: Sequence[Raw]) -> list[Described]:
        """The runs of options that are ruled out; one that ends with the scale by the option where it begins."""
        return [self._describe_run(run) for run in self._find_runs(rejected)]

    def drawn_rejected(self, rejected: Sequence[Raw]) -> list[Places]:
        """The runs of options that are ruled out, each from its first place to its last."""
        return [(self.places[run[0]], self.places[run[-1]]) for run in self._find_runs(rejected)]

    def _find_runs(self, rejected: Sequence[Raw]) -> list[list[str]]:
        """The options that are ruled out; those beside each other together."""
        free = {*self.left(rejected)}
        runs: list[list[str]] = [[]]
        for name in self.options:
            if self.read(name) not in free:
                runs[-1].append(name)
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    def _describe_run(self, run: Sequence[str]) -> Described:
        first, last = self.options.index(run[0]), self.options.index(run[-1])
        # What stands before and after it: at an end of the scale nothing does.
        around = [*self.options[max(0, first - 1) : first], *self.options[last + 1 : last + 2]]
        if len(run) == 1:
            return "options", (run[0],)
        if len(around) != 1 or self.today is None:
            return "stretch", (run[0], run[-1])
        holds_today = self.meet((self.places[run[0]], self.places[run[-1]]), self.today)
        if len(run) == len(self.options) - 1:
            # Not `everything but no limit`, where what is left is how things are.
            return ("all-but", (around[0],)) if holds_today else ("stretch", (run[0], run[-1]))
        return "short-of" if holds_today else "beyond", (around[0],)


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_BOUND = re.compile(r"(<=|>=|<|>)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_SIGNS = {"<": "below", "<=": "at-most", ">": "above", ">=": "at-least"}


KEPT = 15
"""How many characters a number may have without a digit being lost."""


def number(text: str) -> float:
    """A number in plain ASCII digits, with a point where it has one. Raises BadValue."""
    if _NUMBER.fullmatch(text):
        value = float(text)
        # What few have so many digits of is looked at: not all of them may come back.
        kept = text if len(text) <= KEPT else write_number(value)
        if kept == text or kept == text.rstrip("0").rstrip("."):
            return value
        raise BadValue(f'"{text}" has more digits than are kept', f"write {kept}")
    digits = read_as_ascii(text).rstrip("%٪").strip(" \"'")
    if _NUMBER.fullmatch(digits):
        cure = f"write {digits}"
    elif unit := re.fullmatch(rf"({_NUMBER.pattern})\s+[^\W\d_][^\d]*", digits):
        cure = f"write {unit[1]}"
    elif "," not in text and re.fullmatch(rf"{_NUMBER.pattern}(, ?{_NUMBER.pattern})+", digits):
        cure = f"write {digits}, with a comma of ASCII"
    elif digits.lstrip("-").replace(".", "", 1).isdigit():
        cure = "at most 15 digits before and after the point"
    else:
        cure = "write it as 60 or 3.67"
    quoted = text if len(text) <= 40 else text[:40] + "…"
    odd = name_odd(text)
    raise BadValue(f'"{quoted}" is no number' + (f": {odd}" if odd else ""), cure)


class Number(_Line):
    """A number in a unit, within a range that may run downwards; linear from 0 to 1."""

    kind = "number"
    meaning = "a number in a `unit`, on a line from pole to pole"
    needs = ("poles", "unit", "range")
    defined_by = "range"

    def define(self, options: Options, ends: Sequence[float], unit: str) -> None:
        if len(ends) != 2 or ends[0] == ends[1]:
            raise BadValue("a range is two different numbers", "write range: [0, 100]")
        self.ends = (ends[0], ends[1])
        """The numbers at place 0 and at place 1."""
        self.unit = unit

    @property
    def ticks(self) -> Mapping[float, str]:
        low, high = map(write_number, self.ends)
        return {0.0: low, 1.0: high}

    def find_place(self, value: float) -> float:
        """Where a number stands, 0 to 1. Raises BadValue where it is out of the range."""
        low, high = self.ends
        if not min(self.ends) <= value <= max(self.ends):
            ends = f"{write_number(low)} to {write_number(high)}"
            raise BadValue(f"{write_number(value)} is outside the range {ends}")
        return (value - low) / (high - low)

    def find_stretch(self, *ends: float) -> Places:
        """The stretch between two numbers, or of one. Raises BadValue where one is out of the range."""
        places = [self.find_place(end) for end in ends]
        return (min(places), max(places))

    def read(self, raw: Raw, rejected: bool = False) -> Places:
        """The zone of a number, a stretch or a bound; a bound that is not rejected is its number."""
        if not isinstance(raw, str):
            if len(raw) != 2:
                raise BadValue("a stretch has two ends", "write [1, 5]")
            low, high = number(raw[0]), number(raw[1])
            if low > high:
                raise BadValue(f"{raw[0]} is above {raw[1]}", f"write [{raw[1]}, {raw[0]}]")
            return self.find_stretch(low, high)
        bound = _BOUND.fullmatch(raw)
        if not bound:
            return self.find_stretch(number(raw))
        if not rejected:
            return self.find_stretch(float(bound[2]))
        return self.find_stretch(float(bound[2]), min(self.ends) if bound[1][0] == "<" else max(self.ends))

    def clashes(self, asked: Raw, rejected: Raw) -> bool:
        """Whether one asks for what the other rejects; `< 60` is what is just below 60, and not 60 itself."""
        (low, high), bound = self.read(rejected, True), self._find_bound(rejected)
        first, last = self.read(asked)
        if self._find_bound(asked) is not None:
            # What is asked for begins past its own place, to the side that the sign points to.
            below = (asked[0] == "<") == (self.ends[0] < self.ends[1])
            return low < first <= high if below else low <= first < high
        first, last = max(first, low), min(last, high)
        return first < last or (first == last and first != bound)

    def _find_bound(self, raw: Raw) -> float | None:
        """The place that a sign leaves out; None where none does."""
        return self.read(raw)[0] if isinstance(raw, str) and raw[:1] in ("<", ">") and raw[1:2] != "=" else None

    def left(self, rejected: Sequence[Raw]) -> list[Places]:
        """What a side does not reject: places, and the stretches between them, which are open at a rejected end."""
        barred = [(*self.read(raw, True), self._find_bound(raw)) for raw in rejected]
        cuts = sorted({0.0, 1.0, *(end for low, high, _ in barred for end in (low, high))})
        # Each cut is a slot, and so is what lies between it and the next: by how much more of them each is barred.
        slots = {cut: 2 * i for i, cut in enumerate(cuts)}
        more = [0] * (2 * len(cuts) + 1)
        for low, high, bound in barred:
            first, last = slots[low] + (low == bound), slots[high] - (high == bound)
            if first <= last:
                more[first] += 1
                more[last + 1] -= 1
        count = [*accumulate(more)]
        spans = [*((cut, cut) for cut in cuts), *pairwise(cuts)]
        return [(x, y) for x, y in spans if not count[slots[x] + (x != y)]]

    def reaches(self, raw: str) -> Places:
        raise BadValue("`reaches` is for options", "use at_least or at_most")

    def read_bound(self, sign: str, bound: float) -> Places:
        return self.read(f"{sign} {write_number(bound)}", True)

    def cure(self, bad: BadValue) -> str:
        """What to do about a value, with the range that it must lie in."""
        if "range" in bad.message:
            return bad.help or "correct it, or widen the range of the dimension"
        low, high = map(write_number, self.ends)
        within = f"the scale runs from {low} to {high} {self.unit}"
        return f"{bad.help}; {within}" if bad.help else within

    def describe(self, raw: Raw) -> Described:
        if not isinstance(raw, str):
            return "numbers", tuple(raw)
        bound = _BOUND.fullmatch(raw)
        return (_SIGNS[bound[1]], (bound[2],)) if bound else ("number", (raw,))


class Choice(Scale[frozenset[str]]):
    """Options of which none lies between the others; two are the same or are not."""

    kind = "choice"
    meaning = "`options` of which none lies between two others"
    needs = ("options",)
    defined_by = "options"
    separator = "|"

    def define(self, options: Options, ends: Sequence[float], unit: str) -> None:
        for name, at in options.items():
            if at is not None:
                raise BadValue(f'"{name}" has a place', "leave `at` out: a choice has no order")

    def read(self, raw: Raw, rejected: bool = False) -> frozenset[str]:
        chosen = (raw,) if isinstance(raw, str) else raw
        for name in chosen:
            self.require_option(name)
        return frozenset(chosen)

    def hull(self, zones: Iterable[frozenset[str]]) -> frozenset[str]:
        return frozenset().union(*zones)

    def explain(self, a: frozenset[str], b: frozenset[str]) -> Explained:
        return "shared", (len(a & b), max(len(a), len(b)))

    def least(self, a: frozenset[str], b: frozenset[str]) -> float:
        return float(a.isdisjoint(b))

    def greatest(self, a: frozenset[str], b: frozenset[str]) -> float:
        # Without the union of both: a zone may have all of many options.
        return float(max(len(a), len(b)) > 1 or not (a <= b or b <= a))

    def bound(self, some: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> tuple[float, float]:
        """Of the union of each side: that they are apart, or that there are two options to choose."""
        one, other = self.hull(some), self.hull(others)
        return self.least(one, other), self.greatest(one, other)

    def beyond(self, a: frozenset[str], b: frozenset[str]) -> float:
        return float(not a <= b)

    def left(self, rejected: Sequence[Raw]) -> list[frozenset[str]]:
        barred = self.hull(self.read(raw, True) for raw in rejected)
        return [frozenset((option,)) for option in self.options if option not in barred]

    def find_inner(self, zones: Set[frozenset[str]]) -> Set[frozenset[str]]:
        having: dict[str, list[frozenset[str]]] = defaultdict(list)
        for zone in zones:
            for option in zone:
                having[option].append(zone)
        # What is wider has every option of it, so that it is among those that have the rarest.
        return {z for z in zones if any(z < other for other in min((having[o] for o in z), key=len))}

    def points(self, zone: frozenset[str]) -> list[frozenset[str]]:
        """Each of its options."""
        # A zone is mostly one option, and the scale may have thousands.
        options = self.options if len(zone) > 1 else zone
        return [frozenset((option,)) for option in options if option in zone]

    def cut(self, points: Set[frozenset[str]]) -> list[tuple[float, Set[frozenset[str]]]]:
        """Each option by itself: two that differ are apart in two parts."""
        return [(0.5, {point}) for point in points]

    def most(self, parties: int) -> float:
        """Where the parties are dealt evenly over the options; two of one option are no pair apart."""
        each, more = divmod(parties, len(self.options))
        same = more * (each + 1) * each / 2 + (len(self.options) - more) * each * (each - 1) / 2
        return 1 - same / (parties * (parties - 1) / 2)

    def reaches(self, raw: str) -> frozenset[str]:
        raise BadValue("`reaches` needs an order of options", "use `is`")

    def data(self, zone: frozenset[str]) -> tuple[str, ...]:
        return tuple(o for o in self.options if o in zone)

    def sort_key(self, zone: frozenset[str]) -> tuple[float, ...]:
        """Where the options stand in the file."""
        return tuple(i for i, o in enumerate(self.options) if o in zone)


# A zone goes back to the scale that made it and to no other, so what it is made of need not be known outside.
SCALES = cast(
    Mapping[str, type[Scale[Zone]]], MappingProxyType({scale.kind: scale for scale in (Graded, Number, Choice)})
)
"""Every kind of scale by its name in the file."""
