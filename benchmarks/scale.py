"""How the time grows: commands on a generated ledger of 20,000 statements, against the time that reading it takes.

50 parties (two of them principals), 20 issues of 5 dimensions, 40 sources, 60 relayed outlets; the same bytes in every
run, in a temporary folder. Whole processes, with the garbage collector off in all of them, as in the command:

    python benchmarks/scale.py [ROUNDS]

Prints the median of each in seconds, its ratio to the reading, and the ratio that is to be reached.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

PARTIES, ISSUES, DIMENSIONS, SOURCES, OUTLETS, STATEMENTS = 50, 20, 5, 40, 60, 20_000
OPTIONS = [f"step-{i}" for i in range(7)]
READING = "reading"
READ = "import gc, sys; gc.disable(); from gapcli.files.load import load; sys.exit(bool(load(sys.argv[1]).problems))"
COMMANDS = {
    READING: (["-c", READ], None),
    "matrix --by party --json": (["-m", "gapcli", "matrix", "--by", "party", "--json", "-f"], 3),
    "robust --json": (["-m", "gapcli", "robust", "--json", "-f"], 30),
    "disputes --json": (["-m", "gapcli", "disputes", "--json", "-f"], None),
}
"""Each command with its arguments, to which the file is added, and how many times the reading it may take."""


def scale(i: int) -> Iterator[str]:
    """The scale of the i-th dimension of an issue: four graded ones, two of them with places, and a number."""
    if i == DIMENSIONS - 1:
        yield "        scale: number\n        poles: [nothing, all of it]\n        unit: per cent\n"
        yield "        range: [0, 60]\n        today: 0\n"
        return
    yield "        scale: graded\n        poles: [nothing, all of it]\n        options:\n"
    for place, option in enumerate(OPTIONS):
        at = f", at: {place * 12}" if i < 2 and 0 < place < len(OPTIONS) - 1 else ""
        yield f"          {option}: {{name: {option.replace('-', ' ')}{at}}}\n"
    yield f"        today: {OPTIONS[0]}\n"


def evidence(random: Random) -> Iterator[str]:
    """One to three pieces of evidence, some of them relayed."""
    for _ in range(random.choice((1, 1, 2, 3))):
        start = random.randrange(9000)
        yield f"      - source: source-{random.randrange(SOURCES)}\n        at: [{start}, {start + 20}]\n"
        yield "        quote: what was really said\n"
        yield f"        attribution: {random.choice(('named', 'unnamed', 'document', 'author'))}\n"
        yield f"        teller: {random.choice(('own', 'counterpart', 'third-party', 'author'))}\n"
        if random.random() < 0.4:
            yield f"        via: Outlet {random.randrange(OUTLETS)}\n"


def position(random: Random, party: int, about: str, number: bool, parties: int) -> Iterator[str]:
    """Four statements of a party on a dimension: an ask, a move, an offer with a condition, and one of three more."""
    name = f"p{party}-{about.replace('.', '-')}"
    places = sorted(random.sample(range(1, 6), 3), reverse=random.random() < 0.5)
    values = [str(p * 10) if number else OPTIONS[p] for p in places]
    beyond = values[0] if not number else "> 55" if places[0] < places[2] else "< 5"
    last = random.choice(
        (("asks", values[0]), ("asks", values[0]), ("rejects", beyond), ("rejects", beyond), ("silent", ""))
    )
    for i, (stance, value) in enumerate((("asks", values[0]), ("asks", values[1]), ("accepts", values[2]), last)):
        yield f"  - id: {name}-{i}\n    party: p{party}\n    about: {about}\n    stance: {stance}\n"
        if value:
            yield f'    value: "{value}"\n'
        yield f"    said: 2026-01-{10 + i}\n    text: Said this about {about}, on occasion {i + 1}.\n"
        if i == 1:
            yield f"    replaces: [{name}-0]\n"
        if i == 2:
            other = (party + 1) % parties
            yield f'    if: [{{party: p{other}, about: {about}, is: "{values[1]}"}}]\n'
        if i == 3 and stance == "asks":
            yield f"    {random.choice(('disputes', 'beside'))}: [{name}-1]\n"
        yield "    evidence:\n"
        yield from evidence(random)


def ledger(parties: int = PARTIES) -> Iterator[str]:
    """The text of the ledger, in parts; each party makes 400 statements."""
    random = Random(STATEMENTS)
    yield "format: 1\nlanguage: en\ntitle: Generated\nas_of: 2026-02-10\nsources:\n"
    for i in range(SOURCES):
        yield f"  source-{i}:\n    outlet: Paper {i}\n    kind: report\n    language: en\n    published: 2026-02-01\n"
        yield f"    sha256: {i:064x}\n    characters: 9999\n    reliability: {{grade: C, why: generated}}\n"
        yield "    digest: Generated.\n"
    yield "parties:\n"
    for i in range(parties):
        yield f"  p{i}: {{name: Party {i}, role: {'principal' if i < 2 else 'stakeholder'}}}\n"
    yield "issues:\n"
    for i in range(ISSUES):
        yield f"  i{i}:\n    name: Issue {i}\n    weight: {1 + i % 3}\n    dimensions:\n"
        for j in range(DIMENSIONS):
            yield f"      d{j}:\n        question: What of it?\n        share: {(40, 15, 15, 15, 15)[j]}\n"
            yield from scale(j)
            yield "        why: generated\n"
    yield "statements:\n"
    for party in range(parties):
        for i in range(ISSUES):
            for j in range(DIMENSIONS):
                yield from position(random, party, f"i{i}.d{j}", j == DIMENSIONS - 1, parties)


def main(rounds: int) -> None:
    """Run all commands in turn, and print the table."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "positions.yaml")
        path.write_text("".join(ledger()), encoding="utf-8")
        size = path.stat().st_size
        for _ in range(rounds):
            for name, (arguments, _) in COMMANDS.items():
                start = perf_counter()
                subprocess.run([sys.executable, *arguments, str(path)], check=True, stdout=subprocess.DEVNULL)
                times[name].append(perf_counter() - start)
    print(f"{STATEMENTS} statements, {size / 1e6:.1f} MB, {rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'command':26} {'median':>8}  ratio to the reading")
    reading = median(times[READING])
    for name, (_, most) in COMMANDS.items():
        middle = median(times[name])
        print(f"{name:26} {middle:6.2f} s  {middle / reading:5.2f}" + (f"   (to reach: {most})" if most else ""))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
