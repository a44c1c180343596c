"""Many parties: `matrix` in its three shapes, against the time that `check` takes on the same ledger.

Two generated ledgers, the same bytes in every run: 60 parties on 21 issues of one question, and 193 parties on 95
questions of one issue, nearly all of them answered. Whole processes, without the kept ledger:

    python benchmarks/parties.py [ROUNDS]

Prints the median of each in seconds, its ratio to `check`, its peak memory, and what is to be reached.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

OPTIONS = [f"step-{i}" for i in range(5)]
SIZES = {"60 parties, 21 issues": (60, 21, 1), "193 parties, 95 questions": (193, 1, 95)}
"""Parties, issues, and questions of an issue."""
CHECK = "check"
COMMANDS = {
    CHECK: ["check"],
    "--by party --json": ["matrix", "--by", "party", "--json"],
    "--by party": ["matrix", "--by", "party"],
    "--by issue": ["matrix", "--by", "issue"],
    "issue": ["issue"],
}
"""Each command by its name, without the file."""
MOST_TIMES, MOST_MEMORY = 6, 300
"""How many times `check` a command may take, and how many MiB."""


def ledger(parties: int, issues: int, questions: int) -> Iterator[str]:
    """The text of a ledger in parts: each party asks for something on nearly each question."""
    random = Random(parties)
    yield "format: 1\nlanguage: en\ntitle: Generated\nas_of: 2026-02-10\nsources:\n"
    yield "  daily:\n    outlet: The Daily\n    kind: report\n    language: en\n    published: 2026-02-01\n"
    yield f"    sha256: {1:064x}\n    characters: 999999\n    reliability: {{grade: C, why: generated}}\n"
    yield "    digest: Generated.\nparties:\n"
    for i in range(parties):
        yield f"  p{i}: {{name: Party {i}, role: principal}}\n"
    yield "issues:\n"
    for i in range(issues):
        yield f"  i{i}:\n    name: Issue {i}\n    dimensions:\n"
        for j in range(questions):
            yield f"      d{j}:\n        question: What of it?\n        scale: graded\n"
            yield "        poles: [nothing, all of it]\n        options:\n"
            for option in OPTIONS:
                yield f"          {option}: {{name: {option.replace('-', ' ')}}}\n"
            yield "        why: generated\n"
    yield "statements:\n"
    for party in range(parties):
        for i in range(issues):
            for j in range(questions):
                if random.random() < 0.95:
                    yield f"  - id: p{party}-i{i}-d{j}\n    party: p{party}\n    about: i{i}.d{j}\n    stance: asks\n"
                    yield f"    value: {random.choice(OPTIONS)}\n    said: 2026-01-10\n    text: Said this.\n"
                    yield "    evidence:\n      - {source: daily, at: [10, 30], quote: what was really said,\n"
                    yield "         attribution: named, teller: own}\n"


def run(arguments: list[str]) -> tuple[float, float]:
    """How long a command takes, in seconds, and its peak memory in MiB."""
    start = perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "gapcli", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{arguments} failed")
    return perf_counter() - start, usage.ru_maxrss / 1024


def main(rounds: int) -> None:
    """Run all commands in turn, and print a table a size."""
    for size, counts in SIZES.items():
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        memory = dict.fromkeys(COMMANDS, 0.0)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "positions.yaml")
            path.write_text("".join(ledger(*counts)), encoding="utf-8")
            for _ in range(rounds):
                for name, arguments in COMMANDS.items():
                    cache = [] if name == CHECK else ["--no-cache"]
                    seconds, peak = run([*arguments, *cache, "-f", str(path)])
                    times[name].append(seconds)
                    memory[name] = max(memory[name], peak)
        reach = f"at most {MOST_TIMES} times, {MOST_MEMORY} MiB"
        print(f"{size}, {rounds} rounds, Python {sys.version.split()[0]}: {reach}")
        for name, seconds_of in times.items():
            ratio = median(seconds_of) / median(times[CHECK])
            print(f"  {name:20} {median(seconds_of):7.2f} s  {ratio:5.2f}  {memory[name]:6.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
