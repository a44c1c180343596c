"""The kinds of scale: how a value is read, placed, worded and measured. One class a kind.

A *zone* is what a side may settle for on a scale: on `graded` and `number` a closed stretch
`(low, high)` of places from 0 to 1, on `choice` a set of options. Distances run from 0 to 1.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Zone = tuple[float, float] | frozenset[str]
"""A stretch of places, or a set of options; never empty."""

Raw = str | tuple[str, ...]
"""A value as the file has it: one text, or a list of texts."""


class BadValue(ValueError):
    """A value that a scale does not have, with what to do about it."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class _Line:
    """What `graded` and `number` share: places on a line from 0 to 1."""

    def hull(self, zones: Iterable[Any]) -> Any:
        """The smallest zone that holds all the given ones (at least one)."""
        zones = list(zones)
        return (min(z[0] for z in zones), max(z[1] for z in zones))

    def apart(self, a: Any, b: Any) -> float:
        """Wasserstein-1 distance of two uniform distributions (Vallender 1974), 0 to 1."""
        u, v = a[0] - b[0], a[1] - b[1]
        if u * v >= 0:
            return float(abs(u) + abs(v)) / 2
        return float((u * u + v * v) / (2 * (abs(u) + abs(v))))

    def least(self, a: Any, b: Any) -> float:
        """The distance of the two points of a and b that are nearest to each other, 0 to 1."""
        return float(max(0.0, a[0] - b[1], b[0] - a[1]))

    def greatest(self, a: Any, b: Any) -> float:
        """The distance of the two points of a and b that are furthest from each other, 0 to 1."""
        return float(max(a[1] - b[0], b[1] - a[0]))

    def meet(self, a: Any, b: Any) -> bool:
        """Whether the two zones have a value in common."""
        return bool(a[0] <= b[1] and b[0] <= a[1])

    def within(self, a: Any, b: Any) -> bool:
        """Whether all of zone a lies in zone b."""
        return bool(b[0] <= a[0] and a[1] <= b[1])

    def beyond(self, a: Any, b: Any) -> float:
        """How far zone a reaches beyond zone b, 0 to 1."""
        return float(max(0.0, b[0] - a[0], a[1] - b[1]))


class Graded(_Line):
    """Options in order from pole to pole; the distance of two is that of their places."""

    kind = "graded"

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
        self.places: dict[str, float] = {}
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
                self.places[names[j]] = (place + (at - place) * (j - last) / (i - last)) / 100
            self.places[names[i]] = at / 100
            last, place = i, at
        self.today = None if today is None else self.read(today)

    def _option(self, name: str) -> float:
        try:
            return self.places[name]
        except KeyError:
            from gapcli.text import did_you_mean

            raise BadValue(f'the scale has no option "{name}"', did_you_mean(name, self.places)) from None

    def read(self, raw: Raw, rejected: bool = False) -> tuple[float, float]:
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

    def clashes(self, held: Raw, rejected: Raw) -> bool:
        """Whether a party that asks for the one and rejects the other contradicts itself."""
        return self.meet(self.read(held), self.read(rejected, True))

    def left(self, rejected: Sequence[Any]) -> list[Any]:
        """What a side without a zone may hold: each option that it does not reject, or all."""
        zones = [(p, p) for p in self.places.values()]
        return [z for z in zones if not any(self.meet(z, r) for r in rejected)] or zones

    def reaches(self, raw: str) -> tuple[float, float]:
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

    def words(self, raw: Raw, names: Mapping[str, str]) -> str:
        """The value in words, from the options' own."""
        if isinstance(raw, str):
            return names[raw]
        return f"anything from {names[raw[0]]} to {names[raw[1]]}"


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_BOUND = re.compile(r"(<=|>=|<|>)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


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

    def read(self, raw: Raw, rejected: bool = False) -> tuple[float, float]:
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

    def clashes(self, held: Raw, rejected: Raw) -> bool:
        """Whether a party that asks for the one and rejects the other contradicts itself.

        A bound that a sign leaves out (`< 60`) is not itself held or rejected.
        """
        a, b = self.read(held), self.read(rejected, True)
        if a[0] == b[1] or a[1] == b[0]:
            return not (_leaves_out(held) or _leaves_out(rejected))
        return self.meet(a, b)

    def left(self, rejected: Sequence[Any]) -> list[Any]:
        """What a side without a zone may hold: the stretches that it does not reject, or all."""
        rest, start = [], 0.0
        for low, high in sorted(rejected):
            if low > start:
                rest.append((start, low))
            start = max(start, high)
        if start < 1:
            rest.append((start, 1.0))
        return rest or [(0.0, 1.0)]

    def reaches(self, raw: str) -> tuple[float, float]:
        """A number is reached by `at_least` or `at_most`, so this raises BadValue."""
        raise BadValue("`reaches` is for options", "use at_least or at_most")

    def words(self, raw: Raw, names: Mapping[str, str]) -> str:
        """The value in words, with its sign and its unit."""
        if not isinstance(raw, str):
            return f"{raw[0]} to {raw[1]} {self.unit}"
        bound = _BOUND.fullmatch(raw)
        return f"{_WORDS[bound[1]]} {bound[2]} {self.unit}" if bound else f"{raw} {self.unit}"


def _leaves_out(raw: Raw) -> bool:
    bound = _BOUND.fullmatch(raw) if isinstance(raw, str) else None
    return bound is not None and len(bound[1]) == 1


class Choice:
    """Options of which none lies between the others; two are the same or are not."""

    kind = "choice"

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
                from gapcli.text import did_you_mean

                raise BadValue(f'the scale has no option "{name}"', did_you_mean(name, self.options))
        return chosen

    def hull(self, zones: Iterable[Any]) -> Any:
        """All the options of the given zones."""
        return frozenset().union(*zones)

    def apart(self, a: Any, b: Any) -> float:
        """Total variation of two uniform distributions over options, 0 to 1."""
        if a == b:
            return 0.0
        return 1 - len(a & b) * min(1 / len(a), 1 / len(b))

    def least(self, a: Any, b: Any) -> float:
        """0 where the two have an option in common, else 1."""
        return 0.0 if a & b else 1.0

    def greatest(self, a: Any, b: Any) -> float:
        """0 where both are the same single option, else 1."""
        return 0.0 if len(a) == 1 and a == b else 1.0

    def meet(self, a: Any, b: Any) -> bool:
        """Whether the two zones have an option in common."""
        return not a.isdisjoint(b)

    def within(self, a: Any, b: Any) -> bool:
        """Whether all of zone a lies in zone b."""
        return bool(a <= b)

    def beyond(self, a: Any, b: Any) -> float:
        """0 where all of zone a lies in zone b, else 1."""
        return 0.0 if a <= b else 1.0

    def clashes(self, held: Raw, rejected: Raw) -> bool:
        """Whether a party that asks for the one and rejects the other contradicts itself."""
        return self.meet(self.read(held), self.read(rejected))

    def left(self, rejected: Sequence[Any]) -> list[Any]:
        """What a side without a zone may hold: each option that it does not reject, or all."""
        zones = [frozenset((o,)) for o in self.options]
        return [z for z in zones if not any(z <= r for r in rejected)] or zones

    def reaches(self, raw: str) -> frozenset[str]:
        """A choice has no order to go along, so this raises BadValue."""
        raise BadValue("`reaches` needs an order of options", "use `is`")

    def words(self, raw: Raw, names: Mapping[str, str]) -> str:
        """The options in words."""
        return " or ".join(names[o] for o in ((raw,) if isinstance(raw, str) else raw))


Scale = Graded | Number | Choice
