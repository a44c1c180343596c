"""The kinds of scale: all that hangs on a kind stands in its class, and `SCALES` lists the classes.

A *zone* is what a side may settle for on a scale: on `graded` and `number` a closed stretch of places
from 0 to 1, on `choice` a set of options. Distances run from 0 to 1.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from types import MappingProxyType
from typing import ClassVar, Generic, NewType, Self, TypeVar, cast

from gapcli.text import did_you_mean

Zone = NewType("Zone", object)
"""What a side may settle for, never empty. Only the scale that made it looks inside; zones that are alike are equal."""

Places = tuple[float, float]
"""A stretch of places from 0 to 1, the lower end first."""

Raw = str | tuple[str, ...]
"""A value as the file has it: one text, or a list of texts."""

FIELDS = ("poles", "options", "unit", "range")
"""The fields of a dimension of which each kind of scale needs some and takes no others."""


class BadValue(ValueError):
    """A value that a scale does not have, with what to do about it."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def _no_option(name: str, options: Iterable[str]) -> BadValue:
    return BadValue(f'the scale has no option "{name}"', did_you_mean(name, options))


Phrase = tuple[str, tuple[str, ...]]
"""A value in words: an English pattern with `{}` for each part, and the parts; another language has its own pattern."""

Explained = tuple[str, tuple[float, float]]
"""How the distance of two zones comes about: a form of arithmetic, and the numbers in it.

`parallel` and `crossing` have the differences of the lower and of the upper ends, -1 to 1, which go the same way or
not; `shared` has how many options are in common, and how many the larger zone has.
"""

Z = TypeVar("Z")


class Scale(ABC, Generic[Z]):
    """What every kind of scale can do. `Z` is what its zones are made of."""

    kind: ClassVar[str]
    """Its name in the file."""
    needs: ClassVar[tuple[str, ...]]
    """The fields of a dimension that it needs."""
    defined_by: ClassVar[str]
    """The one of them that values are read by: where no scale can be built, the mistake is there."""
    separator: ClassVar[str] = ".."
    """What stands between the parts of a value on the command line."""
    places: Mapping[str, float] = MappingProxyType({})
    """Where each option stands, from 0 to 1; none where options have no place."""
    today: Z | None
    """What binds as long as nothing is agreed."""

    @classmethod
    @abstractmethod
    def build(
        cls, options: Mapping[str, float | None], range: Sequence[float], unit: str | None, today: str | None
    ) -> Self:
        """The scale of the fields of a dimension. Raises BadValue where they make none."""

    # --- values -----------------------------------------------------------------------------------

    @abstractmethod
    def read(self, raw: Raw, rejected: bool = False) -> Z:
        """The zone of a value; a rejected bound runs to the end. Raises BadValue."""

    def split(self, text: str) -> Raw:
        """The value that a text of the command line writes, not yet read."""
        parts = tuple(p.strip() for p in text.split(self.separator))
        return parts if len(parts) > 1 else text

    @abstractmethod
    def phrase(self, raw: Raw, names: Mapping[str, str]) -> Phrase:
        """What puts a value into words; `names`: those of the options."""

    def cure(self, bad: BadValue) -> str:
        """What to do about a value that the scale of a ledger does not have."""
        return bad.help

    def clashes(self, asked: Raw, rejected: Raw) -> bool:
        """Whether a party that asks for the one and rejects the other contradicts itself."""
        return self.meet(self.read(asked), self.read(rejected, True))

    # --- conditions -------------------------------------------------------------------------------

    @abstractmethod
    def reaches(self, raw: str) -> Z:
        """The values from an option onwards, seen from `today`. Raises BadValue."""

    def at_least(self, bound: float) -> Z:
        """The values from a number upwards. Raises BadValue."""
        raise BadValue("`at_least` and `at_most` are for a number", "use reaches or is")

    def at_most(self, bound: float) -> Z:
        """The values up to a number. Raises BadValue."""
        return self.at_least(bound)

    # --- distances --------------------------------------------------------------------------------

    @abstractmethod
    def hull(self, zones: Iterable[Z]) -> Z:
        """The smallest zone that holds all the given ones (at least one)."""

    @abstractmethod
    def apart(self, a: Z, b: Z) -> float:
        """The distance of two zones, 0 to 1."""

    @abstractmethod
    def explain(self, a: Z, b: Z) -> Explained:
        """How `apart` comes about."""

    @abstractmethod
    def least(self, a: Z, b: Z) -> float:
        """The distance of the two values of a and b that are nearest to each other, 0 to 1."""

    @abstractmethod
    def greatest(self, a: Z, b: Z) -> float:
        """The distance of the two values of a and b that are furthest from each other, 0 to 1."""

    @abstractmethod
    def meet(self, a: Z, b: Z) -> bool:
        """Whether the two zones have a value in common."""

    @abstractmethod
    def within(self, a: Z, b: Z) -> bool:
        """Whether all of zone a lies in zone b."""

    @abstractmethod
    def beyond(self, a: Z, b: Z) -> float:
        """How far zone a reaches beyond zone b, 0 to 1."""

    @abstractmethod
    def left(self, rejected: Sequence[Z]) -> list[Z]:
        """What a side without a zone may hold: what it does not reject, or all."""

    # --- what is shown ----------------------------------------------------------------------------

    @abstractmethod
    def data(self, zone: Z) -> tuple[float, ...] | tuple[str, ...]:
        """A zone as the JSON has it: two places, or options in the order of the scale."""

    @abstractmethod
    def sort_key(self, zone: Z) -> tuple[float, ...]:
        """What zones are sorted by, along the scale."""

    @property
    def ticks(self) -> tuple[float, ...]:
        """The places that a ruler marks, 0 to 1; none where the scale cannot be drawn."""
        return ()

    @property
    def inner(self) -> tuple[float, ...]:
        """The places between the poles that another analyst could have put elsewhere, 0 to 1."""
        return ()

    def drawn(self, zone: Z) -> Places | None:
        """The places between which a zone is drawn; None where the scale cannot be drawn."""
        return None

    def pole(self, before: Sequence[Z], after: Sequence[Z]) -> int | None:
        """Which pole a party moves towards, 0 or 1; None where neither, or where the scale has none."""
        return None


class _Line(Scale[Places]):
    """What `graded` and `number` share: places on a line from 0 to 1."""

    def hull(self, zones: Iterable[Places]) -> Places:
        """The smallest stretch that holds all the given ones (at least one)."""
        zones = list(zones)
        return (min(z[0] for z in zones), max(z[1] for z in zones))

    def apart(self, a: Places, b: Places) -> float:
        """Wasserstein-1 distance of two uniform distributions (Vallender 1974), 0 to 1."""
        u, v = a[0] - b[0], a[1] - b[1]
        if u * v >= 0:
            return (abs(u) + abs(v)) / 2
        return (u * u + v * v) / (2 * (abs(u) + abs(v)))

    def explain(self, a: Places, b: Places) -> Explained:
        """The differences of the ends, and whether they go the same way."""
        u, v = a[0] - b[0], a[1] - b[1]
        return "parallel" if u * v >= 0 else "crossing", (u, v)

    def least(self, a: Places, b: Places) -> float:
        """The distance of the two points of a and b that are nearest to each other, 0 to 1."""
        return max(0.0, a[0] - b[1], b[0] - a[1])

    def greatest(self, a: Places, b: Places) -> float:
        """The distance of the two points of a and b that are furthest from each other, 0 to 1."""
        return max(a[1] - b[0], b[1] - a[0])

    def meet(self, a: Places, b: Places) -> bool:
        """Whether the two stretches have a place in common."""
        return a[0] <= b[1] and b[0] <= a[1]

    def within(self, a: Places, b: Places) -> bool:
        """Whether all of stretch a lies in stretch b."""
        return b[0] <= a[0] and a[1] <= b[1]

    def beyond(self, a: Places, b: Places) -> float:
        """How far stretch a reaches beyond stretch b, 0 to 1."""
        return max(0.0, b[0] - a[0], a[1] - b[1])

    def data(self, zone: Places) -> tuple[float, ...]:
        """The two ends, rounded to six decimals."""
        return (round(zone[0], 6), round(zone[1], 6))

    def sort_key(self, zone: Places) -> tuple[float, ...]:
        """The two ends."""
        return zone

    def drawn(self, zone: Places) -> Places:
        """The two ends."""
        return zone

    def pole(self, before: Sequence[Places], after: Sequence[Places]) -> int | None:
        """Which pole the mean of the ends moves towards, 0 or 1; None where it stays, or there is nothing on a side."""
        if not (before and after):
            return None
        was, now = (fsum(end for zone in zones for end in zone) / (2 * len(zones)) for zones in (before, after))
        return None if now == was else 0 if now < was else 1


class Graded(_Line):
    """Options in order from pole to pole; the distance of two is that of their places."""

    kind = "graded"
    needs = ("poles", "options")
    defined_by = "options"

    @classmethod
    def build(
        cls, options: Mapping[str, float | None], range: Sequence[float], unit: str | None, today: str | None
    ) -> Self:
        """The scale of the options of a dimension. Raises BadValue where they make none."""
        return cls(options, today)

    def __init__(self, options: Mapping[str, float | None], today: str | None) -> None:
        """`options`: places from 0 to 100, None where evenly between the neighbours that have one.

        Raises BadValue where there are fewer than two options or the places do not rise.
        """
        names = list(options)
        if len(names) < 2:
            raise BadValue("a scale needs two options or more", "add the other answers")
        given = list(options.values())
        for end, place in ((0, 0.0), (-1, 100.0)):
            if given[end] not in (None, place):
                raise BadValue(
                    f'"{names[end]}" is an end of the scale, so its place is {place:g}',
                    "leave `at` out of the first and the last option",
                )
            given[end] = place
        self.places = places = {}
        last, place = 0, 0.0
        for i, at in enumerate(given):
            if at is None:
                continue
            if i and at <= place:
                raise BadValue(
                    f'the places do not rise: "{names[i]}" is at {at:g}, not above {place:g}',
                    "options stand in order from pole to pole",
                )
            for j in range(last + 1, i):
                places[names[j]] = (place + (at - place) * (j - last) / (i - last)) / 100
            places[names[i]] = at / 100
            last, place = i, at
        self.today = None if today is None else self.read(today)

    def _option(self, name: str) -> float:
        try:
            return self.places[name]
        except KeyError:
            raise _no_option(name, self.places) from None

    def read(self, raw: Raw, rejected: bool = False) -> Places:
        """The zone of one option, or of a stretch of two, low to high. Raises BadValue."""
        if isinstance(raw, str):
            place = self._option(raw)
            return (place, place)
        if len(raw) != 2:
            raise BadValue("a stretch has two ends", "write [low-option, high-option]")
        low, high = self._option(raw[0]), self._option(raw[1])
        if low > high:
            raise BadValue(f'"{raw[0]}" stands above "{raw[1]}" on the scale', f"write [{raw[1]}, {raw[0]}]")
        return (low, high)

    def left(self, rejected: Sequence[Places]) -> list[Places]:
        """What a side without a zone may hold: each option that it does not reject, or all."""
        zones = [(p, p) for p in self.places.values()]
        return [z for z in zones if not any(self.meet(z, r) for r in rejected)] or zones

    def reaches(self, raw: str) -> Places:
        """The stretch from an option to the end of the scale that lies away from `today`.

        Raises BadValue where the scale has no `today`, or the option is the one that holds today.
        """
        place = self._option(raw)
        if self.today is None:
            raise BadValue("`reaches` needs a scale that says what holds `today`", "use `is`, or add `today`")
        if place == self.today[0]:
            raise BadValue(
                f'"{raw}" holds today, so nothing lies past it', "use `is`, or name an option on either side"
            )
        return (place, 1.0) if place > self.today[0] else (0.0, place)

    def phrase(self, raw: Raw, names: Mapping[str, str]) -> Phrase:
        """The option, or the two ends of a stretch."""
        if isinstance(raw, str):
            return "{}", (names[raw],)
        return "anything from {} to {}", (names[raw[0]], names[raw[1]])

    @property
    def ticks(self) -> tuple[float, ...]:
        """The places of the options."""
        return tuple(self.places.values())

    @property
    def inner(self) -> tuple[float, ...]:
        """The places of the options between the first and the last."""
        return self.ticks[1:-1]


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_BOUND = re.compile(r"(<=|>=|<|>)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_BOUNDS = {"<": "below {} {}", "<=": "at most {} {}", ">": "above {} {}", ">=": "at least {} {}"}


def number(text: str) -> float:
    """A number in plain ASCII digits, with a point where it has one. Raises BadValue."""
    if _NUMBER.fullmatch(text):
        return float(text)
    import unicodedata

    plain = unicodedata.normalize("NFKC", text).translate({0x2212: "-", 0x66B: "."}).strip().rstrip("%٪").strip()
    digits = "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in plain)
    long = digits.lstrip("-").replace(".", "", 1).isdigit()
    cure = "at most 15 digits before and after the point" if long else "write it as 60 or 3.67"
    cure = f"write {digits}" if _NUMBER.fullmatch(digits) else cure
    quoted = text if len(text) <= 40 else text[:40] + "…"
    raise BadValue(f'"{quoted}" is no number', cure)


class Number(_Line):
    """A number in a unit, within a range that may run downwards; linear from 0 to 1."""

    kind = "number"
    needs = ("poles", "unit", "range")
    defined_by = "range"

    @classmethod
    def build(
        cls, options: Mapping[str, float | None], range: Sequence[float], unit: str | None, today: str | None
    ) -> Self:
        """The scale of the range and the unit of a dimension. Raises BadValue where they make none."""
        return cls(range, str(unit), today)

    def __init__(self, range: Sequence[float], unit: str, today: str | None) -> None:
        """`range`: the numbers at place 0 and at place 1. Raises BadValue."""
        if len(range) != 2 or range[0] == range[1]:
            raise BadValue("a range is two different numbers", "write range: [0, 100]")
        self.ends = (range[0], range[1])
        self.unit = unit
        self.today = None if today is None else self.read(today)

    def place(self, value: float) -> float:
        """Where a number stands, 0 to 1. Raises BadValue where it is out of the range."""
        low, high = self.ends
        if not min(self.ends) <= value <= max(self.ends):
            raise BadValue(f"{value:g} is outside the range {low:g} to {high:g}")
        return (value - low) / (high - low)

    def read(self, raw: Raw, rejected: bool = False) -> Places:
        """The zone of a number, a stretch or a bound; a rejected bound runs to the end. Raises BadValue."""
        if not isinstance(raw, str):
            if len(raw) != 2:
                raise BadValue("a stretch has two ends", "write [1, 5]")
            low, high = number(raw[0]), number(raw[1])
            if low > high:
                raise BadValue(f"{low:g} is above {high:g}", f"write [{raw[1]}, {raw[0]}]")
            a, b = self.place(low), self.place(high)
            return (a, b) if a <= b else (b, a)
        bound = _BOUND.fullmatch(raw)
        if not bound:
            place = self.place(number(raw))
            return (place, place)
        place = self.place(float(bound[2]))
        if not rejected:
            return (place, place)
        end = self.place(min(self.ends) if bound[1][0] == "<" else max(self.ends))
        return (place, end) if place <= end else (end, place)

    def clashes(self, asked: Raw, rejected: Raw) -> bool:
        """Whether a party that asks for the one and rejects the other contradicts itself.

        A bound that a sign leaves out (`< 60`) is not itself asked for or rejected.
        """
        a, b = self.read(asked), self.read(rejected, True)
        if a[0] == b[1] or a[1] == b[0]:
            return not (_leaves_out(asked) or _leaves_out(rejected))
        return self.meet(a, b)

    def left(self, rejected: Sequence[Places]) -> list[Places]:
        """What a side without a zone may hold: the stretches that it does not reject, or all."""
        rest, start = [], 0.0
        for low, high in sorted(rejected):
            if low > start:
                rest.append((start, low))
            start = max(start, high)
        if start < 1:
            rest.append((start, 1.0))
        return rest or [(0.0, 1.0)]

    def reaches(self, raw: str) -> Places:
        """A number is reached by `at_least` or `at_most`, so this raises BadValue."""
        raise BadValue("`reaches` is for options", "use at_least or at_most")

    def at_least(self, bound: float) -> Places:
        """The stretch from a number to the highest. Raises BadValue."""
        return self.read(f">= {bound:.15g}", True)

    def at_most(self, bound: float) -> Places:
        """The stretch from the lowest to a number. Raises BadValue."""
        return self.read(f"<= {bound:.15g}", True)

    def cure(self, bad: BadValue) -> str:
        """What to do about a value, with the range that it must lie in."""
        if "range" in bad.message:
            return bad.help or "correct it, or widen the range of the dimension"
        low, high = self.ends
        within = f"the scale runs from {low:g} to {high:g} {self.unit}"
        return f"{bad.help}; {within}" if bad.help else within

    @property
    def ticks(self) -> tuple[float, ...]:
        """The two poles."""
        return (0.0, 1.0)

    def phrase(self, raw: Raw, names: Mapping[str, str]) -> Phrase:
        """The number, the stretch or the bound, and the unit."""
        if not isinstance(raw, str):
            return "{} to {} {}", (raw[0], raw[1], self.unit)
        bound = _BOUND.fullmatch(raw)
        return (_BOUNDS[bound[1]], (bound[2], self.unit)) if bound else ("{} {}", (raw, self.unit))


def _leaves_out(raw: Raw) -> bool:
    bound = _BOUND.fullmatch(raw) if isinstance(raw, str) else None
    return bound is not None and len(bound[1]) == 1


class Choice(Scale[frozenset[str]]):
    """Options of which none lies between the others; two are the same or are not."""

    kind = "choice"
    needs = ("options",)
    defined_by = "options"
    separator = "|"

    @classmethod
    def build(
        cls, options: Mapping[str, float | None], range: Sequence[float], unit: str | None, today: str | None
    ) -> Self:
        """The scale of the options of a dimension. Raises BadValue where they make none."""
        return cls(options, today)

    def __init__(self, options: Mapping[str, float | None], today: str | None) -> None:
        """Raises BadValue where there are fewer than two options or one has a place."""
        if len(options) < 2:
            raise BadValue("a scale needs two options or more", "add the other answers")
        for name, at in options.items():
            if at is not None:
                raise BadValue(f'"{name}" has a place', "leave `at` out: a choice has no order")
        self.options = tuple(options)
        self.today = None if today is None else self.read(today)

    def read(self, raw: Raw, rejected: bool = False) -> frozenset[str]:
        """The set of options named. Raises BadValue."""
        chosen = frozenset((raw,) if isinstance(raw, str) else raw)
        for name in chosen:
            if name not in self.options:
                raise _no_option(name, self.options)
        return chosen

    def hull(self, zones: Iterable[frozenset[str]]) -> frozenset[str]:
        """All the options of the given zones."""
        return frozenset().union(*zones)

    def apart(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Total variation of two uniform distributions over options, 0 to 1."""
        if a == b:
            return 0.0
        return 1 - len(a & b) * min(1 / len(a), 1 / len(b))

    def explain(self, a: frozenset[str], b: frozenset[str]) -> Explained:
        """How many options are in common, and how many the larger zone has."""
        return "shared", (len(a & b), max(len(a), len(b)))

    def least(self, a: frozenset[str], b: frozenset[str]) -> float:
        """0 where the two have an option in common, else 1."""
        return 0.0 if a & b else 1.0

    def greatest(self, a: frozenset[str], b: frozenset[str]) -> float:
        """0 where both are the same single option, else 1."""
        return 0.0 if len(a) == 1 and a == b else 1.0

    def meet(self, a: frozenset[str], b: frozenset[str]) -> bool:
        """Whether the two zones have an option in common."""
        return not a.isdisjoint(b)

    def within(self, a: frozenset[str], b: frozenset[str]) -> bool:
        """Whether all of zone a lies in zone b."""
        return a <= b

    def beyond(self, a: frozenset[str], b: frozenset[str]) -> float:
        """0 where all of zone a lies in zone b, else 1."""
        return 0.0 if a <= b else 1.0

    def left(self, rejected: Sequence[frozenset[str]]) -> list[frozenset[str]]:
        """What a side without a zone may hold: each option that it does not reject, or all."""
        zones = [frozenset((o,)) for o in self.options]
        return [z for z in zones if not any(z <= r for r in rejected)] or zones

    def reaches(self, raw: str) -> frozenset[str]:
        """A choice has no order to go along, so this raises BadValue."""
        raise BadValue("`reaches` needs an order of options", "use `is`")

    def phrase(self, raw: Raw, names: Mapping[str, str]) -> Phrase:
        """The option, or each of several."""
        options = tuple(names[o] for o in ((raw,) if isinstance(raw, str) else raw))
        return " or ".join(["{}"] * len(options)), options

    def data(self, zone: frozenset[str]) -> tuple[str, ...]:
        """The options, in the order of the scale."""
        return tuple(o for o in self.options if o in zone)

    def sort_key(self, zone: frozenset[str]) -> tuple[float, ...]:
        """Where the options stand in the file."""
        return tuple(i for i, o in enumerate(self.options) if o in zone)


# A zone goes back to the scale that made it and to no other, so what it is made of need not be known outside.
SCALES = cast(
    Mapping[str, type[Scale[Zone]]], MappingProxyType({scale.kind: scale for scale in (Graded, Number, Choice)})
)
"""Every kind of scale by its name in the file."""
