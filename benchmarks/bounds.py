"""Every command in every shape on ledgers that grow in one thing: CPU time against reading the file, and memory.

    python benchmarks/bounds.py [--seconds CHECK] [WORD]...

Nothing may take over 30 times what `gapcli check` takes on the file, or over 2 GiB; what would is refused. Each ledger
of `tests/growing_ledgers.py` is asked where `check` takes some time (0.35 seconds), then larger while the ratio grows,
or where it is refused smaller, up to just below the refusal. Words choose ledgers by a part of their names. A line for
each case whose ratio is over 20, and at the end the greatest. Time is that of the processor: other work does not count.
"""

import argparse
import os
import re
import resource
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import ceil, inf
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from growing_ledgers import BESIDE, LINKED, SOUND, SQUARE  # noqa: E402

MOST = 30
"""How many times the reading of a file a command may take."""
SHOWN = 20
"""From which ratio a case is printed."""
MEMORY = 2 * 1024**3
SIZES = sorted({round(16 * 1.12**i) for i in range(100)})
"""The sizes at which ledgers are asked; the edge of a refusal is between two of them."""
PAGES = (
    "matrix", "matrix --by party", "matrix --by pair", "matrix --by pair --dimensions",
    "matrix --by party --dimensions --rows", "matrix --dimensions --words all",
    "matrix --by pair --dimensions --since 2026-01-10", "matrix --by party --dimensions --since 2026-01-10",
    "matrix --sort gap --since 2026-01-10", "matrix --by pair --sort open --weights salience",
    "issue", "issue {issue}", "issue {issue} --notes", "party", "party us", "statements",
    "statements --text T", "sources",
    "moves", "moves --since 2026-01-10", "disputes", "links", "robust", "robust --dimensions",
    "proposals", "proposals --questions", "proposals --steps", "brief", "page",
)  # fmt: skip
SHAPES = (
    *PAGES, *(f"{page} --json" for page in PAGES), "matrix -O md", "matrix -O csv", "matrix --by pair -O csv",
    "issue {issue} -O md", "statements -O csv", "statements -O jsonl", "moves -O csv", "brief -O md",
    "links -O dot", "links -O mermaid", "links -O graphml", "check --strict", "check --strict --json",
)  # fmt: skip
"""Every command; of many parties each that takes them is asked of all too."""
ALONE = ("party us", "check", "proposals --steps --parties")


class Run(NamedTuple):
    """How a command ended."""

    code: int
    """Its exit code; below 0 the signal that ended it."""
    seconds: float
    """Of the processor."""
    mib: float
    words: str
    """The end of what it wrote on standard error."""

    @property
    def is_refused(self) -> bool:
        return self.code == 2 and b"too " in self.words.encode()


def run(folder: str, arguments: str, most: float) -> Run:
    """Run a command to its end, or to a limit of seconds or of memory."""
    errors = Path(folder) / "errors"
    child = os.fork()
    if not child:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(most), ceil(most)))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.execvp(sys.executable, [sys.executable, "-m", "gapcli", *arguments.split()])
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Run(code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, errors.read_text(errors="replace")[-300:])


class Grown:
    """One kind of ledger, at any size."""

    def __init__(self, folder: str, grow: Callable[[int], Mapping[str, str]]) -> None:
        self.folder = folder
        self.grow = grow
        self._size = 0
        self._read: dict[int, float] = {}

    def take(self, size: int) -> None:
        """Write it at a size, where it does not lie so already."""
        if size != self._size:
            for name, text in self.grow(size).items():
                (Path(self.folder) / name).write_text(text, encoding="utf-8")
            self._size = size

    def read(self, size: int) -> float:
        """How long the reading takes: the least of two, so that a ratio is no less than it is. Infinite if refused."""
        if size not in self._read:
            self.take(size)
            done = [run(self.folder, "check", 600) for _ in range(2)]
            self._read[size] = inf if done[0].code else min(each.seconds for each in done)
        return self._read[size]

    def find_size(self, seconds: float) -> int:
        """At which of `SIZES`, by its place, it is read for as long."""
        return max(0, bisect_right(SIZES, seconds, key=self.read) - 1)

    def ask(self, shape: str, size: int) -> tuple[float, Run]:
        """Ask it at a size: with how many times its reading that took."""
        read = self.read(size)
        self.take(size)
        issue = re.search(r"^(?:issues|tables):\n  ([\w-]+):", (Path(self.folder) / "positions.yaml").read_text(), re.M)
        arguments = shape.format(issue=issue[1] if issue else "")
        done = run(self.folder, arguments + ("" if "check" in shape else " --no-cache"), (MOST + 4) * read)
        return done.seconds / read, done

    def list_cases(self, shape: str, start: int) -> Iterator[tuple[int, float, Run]]:
        """A command where it takes the most: its sizes, ratios and ends; `start`: the place of the first size."""
        ratio, done = self.ask(shape, SIZES[start])
        at = start
        while not done.is_refused:
            yield SIZES[at], ratio, done
            # Twice as large.
            larger = at + 6
            if not 8 < ratio < MOST or larger >= len(SIZES) or self.read(SIZES[larger]) == inf:
                return
            more, done = self.ask(shape, SIZES[larger])
            if not done.is_refused and more < 1.1 * ratio:
                return
            at, ratio = larger, more
        low, high = (0 if at == start else at - 6), at
        asked = dict[int, tuple[float, Run]]()
        while high > low + 1:
            middle = max((low + high) // 2, high - 8)
            asked[middle] = self.ask(shape, SIZES[middle])
            low, high = (low, middle) if asked[middle][1].is_refused else (middle, high)
        if low in asked:
            yield SIZES[low], *asked[low]


def list_shapes(text: str) -> Iterator[str]:
    """The commands that a ledger is asked."""
    many = text.count("role: mediator") + text.count("role: stakeholder")
    for shape in SHAPES:
        yield shape
        if many and not shape.startswith(ALONE):
            yield f"{shape} --parties all"


def write_alone(grow: Callable[[int], str], size: int) -> Mapping[str, str]:
    """A ledger that is one file."""
    return {"positions.yaml": grow(size)}


def main(words: list[str], seconds: float) -> None:
    """Measure, and print."""
    kinds: dict[str, Callable[[int], Mapping[str, str]]] = {
        name: partial(write_alone, grow) for name, grow in {**SQUARE, **SOUND, **LINKED}.items()
    }
    kinds = {**BESIDE, **kinds}
    greatest = {"ratio": (0.0, ""), "MiB": (0.0, "")}
    cases = ledgers = 0
    for name, grow in kinds.items():
        if words and not any(word in name for word in words):
            continue
        ledgers += 1
        with tempfile.TemporaryDirectory() as folder:
            grown = Grown(folder, grow)
            start = grown.find_size(seconds)
            size = SIZES[start]
            print(f"{name}: {size}, read in {grown.read(size):.2f} s", flush=True)
            for shape in list_shapes(grow(size)["positions.yaml"]):
                for at, ratio, done in grown.list_cases(shape, start):
                    cases += 1
                    what = f"{shape} of {at:,} {name}"
                    greatest["ratio"] = max(greatest["ratio"], (ratio, what))
                    greatest["MiB"] = max(greatest["MiB"], (done.mib, what))
                    is_wrong = done.code not in (0, 1, 2) or ratio > MOST
                    if ratio > SHOWN or is_wrong:
                        told = f"{grown.read(at):.2f} s × {ratio:.1f} = {done.seconds:.2f} s, {done.mib:.0f} MiB"
                        print(
                            f"  {'WRONG ' * is_wrong}{shape}: {at}: {told}, exit {done.code} {done.words[:200]}",
                            flush=True,
                        )
    for unit, (most, what) in greatest.items():
        print(f"at most {most:.1f} {unit}: {what}")
    print(f"{ledgers} ledgers, {cases} answers")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=0.35)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    main(given.words, given.seconds)
