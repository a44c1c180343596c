"""A fourth kind of scale, and `gapcli` with it: all that a new kind needs is its class in `SCALES`.

Run as a script it is the command: `python tests/fourth_scale.py matrix -f FILE`.
"""

import runpy
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import gapcli.ledger.scales as scales
from gapcli.ledger.scales import BadValue, Described, Explained, Options, Places, Raw, Scale


class Ladder(Scale[range]):
    """Options in order, each a rung apart from the next; a zone is the range of the rungs that it holds."""

    kind = "ladder"
    meaning = "rungs"
    needs = ("poles", "options")
    defined_by = "options"
    separator = "/"

    def define(self, options: Options, ends: Sequence[float], unit: str) -> None:
        if len(options) < 3:
            raise BadValue("a ladder has three rungs or more", "add a rung")

    def _rung(self, name: str) -> int:
        if name not in self.options:
            raise BadValue(f'the ladder has no rung "{name}"')
        return self.options.index(name)

    def read(self, raw: Raw, rejected: bool = False) -> range:
        low, high = (raw, raw) if isinstance(raw, str) else (raw[0], raw[-1])
        return range(self._rung(low), self._rung(high) + 1)

    def describe(self, raw: Raw) -> Described:
        return ("options", (raw,)) if isinstance(raw, str) else ("stretch", (raw[0], raw[-1]))

    def clashes(self, asked: Raw, rejected: Raw) -> bool:
        return self.meet(self.read(asked), self.read(rejected))

    def reaches(self, raw: str) -> range:
        return range(self._rung(raw), len(self.options))

    def hull(self, zones: Iterable[range]) -> range:
        zones = list(zones)
        return range(min(z.start for z in zones), max(z.stop for z in zones))

    def explain(self, a: range, b: range) -> Explained:
        top = len(self.options) - 1
        return "parallel", (abs(a.start - b.start) / top, abs(a.stop - b.stop) / top)

    def least(self, a: range, b: range) -> float:
        return max(0, a.start - b.stop + 1, b.start - a.stop + 1) / (len(self.options) - 1)

    def greatest(self, a: range, b: range) -> float:
        return max(abs(a[-1] - b[0]), abs(b[-1] - a[0])) / (len(self.options) - 1)

    def beyond(self, a: range, b: range) -> float:
        return max(0, b.start - a.start, a.stop - b.stop) / (len(self.options) - 1)

    def points(self, zone: range) -> list[range]:
        return [range(i, i + 1) for i in zone]

    def data(self, zone: range) -> tuple[str, ...]:
        return tuple(self.options[i] for i in zone)

    def sort_key(self, zone: range) -> tuple[float, ...]:
        return (zone.start, zone.stop)

    @property
    def ticks(self) -> Mapping[float, str]:
        return {i / (len(self.options) - 1): name for i, name in enumerate(self.options)}

    def drawn(self, zone: range) -> Places:
        places = [*self.ticks]
        return (places[zone[0]], places[zone[-1]])

    def pole(self, before: Sequence[range], after: Sequence[range]) -> int | None:
        return int(after[0].start > before[0].start) if before and after else None


if __name__ == "__main__":
    scales.SCALES = MappingProxyType({**scales.SCALES, Ladder.kind: Ladder})
    runpy.run_module("gapcli", run_name="__main__", alter_sys=True)
