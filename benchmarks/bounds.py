"""Every command in every shape on ledgers that grow in one thing: CPU time against reading the file, and memory.

    python benchmarks/bounds.py [--seconds CHECK] [WORD]...

Nothing may take over 30 times what `gapcli check` takes on the file, or over 2 GiB; what would is refused. Each ledger
of `tests/growing_ledgers.py` is asked where `check` takes some time longer than of next to nothing (0.1 seconds). From
3 times on it is asked twice as large while the ratio grows, or where it is refused smaller, up to just below the
refusal, and other formats of the page are asked where it took the most. Words choose ledgers by their names, or by a
part of them. A line for each case whose ratio is over 20, and at the end the greatest. Time is that of the processor:
other work does not count.
"""

import argparse
import os
import re
import resource
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import ceil, inf, log
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from growing_ledgers import BESIDE, LINKED, SOUND, SQUARE  # noqa: E402

MOST = 30
"""How many times the reading of a file a command may take."""
SHOWN = 20
"""From which ratio a case is printed."""
LIGHT = 3
"""Up to which ratio a page is not asked larger, nor in other formats."""
MEMORY = 2 * 1024**3
SIZES = sorted({round(16 * 1.12**i) for i in range(100)})
"""The sizes at which ledgers are asked; the edge of a refusal is between two of them."""
STEPS = re.compile(r"too much to compute: ([\d,]+) steps .* at most ([\d,]+) are")
"""How many steps a refusal says that it would be, and how many may be."""
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
FORMS = {
    "matrix": ("md", "csv"), "matrix --by pair": ("csv",), "issue {issue}": ("md",), "statements": ("csv", "jsonl"),
    "moves": ("csv",), "brief": ("md",), "links": ("dot", "mermaid", "graphml"),
}  # fmt: skip
"""Of some pages the formats beside JSON."""
SHAPES = {
    **{page: (f"{page} --json", *(f"{page} -O {form}" for form in FORMS.get(page, ()))) for page in PAGES},
    "check --strict": ("check --strict --json",),
}
"""Every page with its other formats; of many parties each that takes them is asked of all too."""
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
        """How long the reading takes. Infinite if refused."""
        if size not in self._read:
            self._read[size] = self._measure(size)
        return self._read[size]

    def _measure(self, size: int) -> float:
        self.take(size)
        done = run(self.folder, "check", 600)
        return inf if done.code else done.seconds

    def find_size(self, seconds: float) -> int:
        """At which of `SIZES`, by its place, it is read for so much longer than at the first."""
        least = min(self._measure(SIZES[0]) for _ in range(3))
        return max(0, bisect_right(SIZES, least + seconds, key=self.read) - 1)

    def ask(self, shape: str, size: int) -> tuple[float, Run]:
        """Ask it at a size: with how many times its reading that took."""
        read = self.read(size)
        self.take(size)
        issue = re.search(r"^(?:issues|tables):\n  ([\w-]+):", (Path(self.folder) / "positions.yaml").read_text(), re.M)
        arguments = shape.format(issue=issue[1] if issue else "")
        done = run(self.folder, arguments + ("" if "check" in shape else " --no-cache"), (MOST + 4) * read)
        if done.seconds / read > SHOWN:
            # The least of two, so that a ratio is no less than it is.
            read = self._read[size] = min(read, self._measure(size))
        return done.seconds / read, done

    def list_cases(self, shape: str, start: int) -> Iterator[tuple[int, float, Run]]:
        """A page where it takes the most: its sizes, ratios and ends; `start`: the place of the first size."""
        ratio, done = self.ask(shape, SIZES[start])
        at = start
        while not done.is_refused:
            yield SIZES[at], ratio, done
            # Twice as large.
            larger = at + 6
            if not LIGHT < ratio < MOST or larger >= len(SIZES) or self.read(SIZES[larger]) == inf:
                return
            more, done = self.ask(shape, SIZES[larger])
            if not done.is_refused and more < 1.1 * ratio:
                return
            at, ratio = larger, more
        # The refusal says how much it would be: most of it grows by the square at most.
        while done.is_refused and at > 0:
            told = STEPS.search(done.words)
            steps, most = (int(each.replace(",", "")) for each in told.groups()) if told else (2, 1)
            at = max(0, at - ceil(log(steps / most) / log(1.12) / 2))
            ratio, done = self.ask(shape, SIZES[at])
        if not done.is_refused:
            yield SIZES[at], ratio, done

    def list_all_cases(self, page: str, forms: Sequence[str], start: int) -> Iterator[tuple[str, int, float, Run]]:
        """A page likewise, with its other formats where it takes the most: each by what was asked."""
        greatest, most = SIZES[start], 0.0
        for at, ratio, done in self.list_cases(page, start):
            yield page, at, ratio, done
            if ratio >= most:
                greatest, most = at, ratio
        for form in forms if most > LIGHT else ():
            ratio, done = self.ask(form, greatest)
            if not done.is_refused:
                yield form, greatest, ratio, done


def list_shapes(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The pages that a ledger is asked, each with its other formats."""
    many = text.count("role: mediator") + text.count("role: stakeholder")
    for page, forms in SHAPES.items():
        yield page, forms
        if many and not page.startswith(ALONE):
            yield f"{page} --parties all", [f"{form} --parties all" for form in forms]


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
        if words and not any(word == name or (word not in kinds and word in name) for word in words):
            continue
        ledgers += 1
        with tempfile.TemporaryDirectory() as folder:
            grown = Grown(folder, grow)
            start = grown.find_size(seconds)
            size = SIZES[start]
            print(f"{name}: {size}, read in {grown.read(size):.2f} s", flush=True)
            for page, forms in list_shapes(grow(size)["positions.yaml"]):
                for shape, at, ratio, done in grown.list_all_cases(page, forms, start):
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
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("words", nargs="*")
    given = parser.parse_args()
    main(given.words, given.seconds)
