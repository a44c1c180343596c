"""How the time grows: a generated ledger of 20,000 statements against the time that reading it takes.

50 parties (two of them principals), 20 issues of 5 dimensions, 40 sources, 60 relayed outlets; the
same bytes at every run. Prints medians in seconds, and ratios to the reading:

    python benchmarks/scale.py [RUNS]
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

PARTIES, ISSUES, DIMENSIONS, SOURCES, OUTLETS, STATEMENTS = 50, 20, 5, 40, 60, 20_000
OPTIONS = [f"step-{i}" for i in range(7)]
LIMITS = {"matrix --by party --json": 3, "robust --json": 30}
"""How many times the reading each command may take at most."""


def scale(i: int) -> Iterator[str]:
    """The scale of the i-th dimension of an issue: four graded ones, two of them with places, and a number."""
    if i == 4:
        yield "        scale: number\n        poles: [nothing, all of it]\n        unit: per cent\n        range: [0, 60]\n"
        yield "        today: 0\n"
        return
    yield "        scale: graded\n        poles: [nothing, all of it]\n        options:\n"
    for place, option in enumerate(OPTIONS):
        at = f", at: {place * 12}" if i < 2 and 0 < place < 6 else ""
        yield f"          {option}: {{name: {option.replace('-', ' ')}{at}}}\n"
    yield f"        today: {OPTIONS[0]}\n"


def evidence(random: Random) -> Iterator[str]:
    """One to three pieces of evidence."""
    for _ in range(random.choice((1, 1, 2, 3))):
        start = random.randrange(9000)
        yield f"      - source: source-{random.randrange(SOURCES)}\n        at: [{start}, {start + 20}]\n"
        yield "        quote: what was really said\n"
        yield f"        attribution: {random.choice(('named', 'unnamed', 'document', 'author'))}\n"
        yield f"        teller: {random.choice(('own', 'counterpart', 'third-party', 'author'))}\n"
        if random.random() < 0.4:
            yield f"        via: Outlet {random.randrange(OUTLETS)}\n"


def position(random: Random, party: int, about: str, number: bool) -> Iterator[str]:
    """Four statements of a party on a dimension: a move, an offer with a condition, and a rest."""
    name = f"p{party}-{about.replace('.', '-')}"
    places = sorted(random.sample(range(1, 6), 3))
    if random.random() < 0.5:
        places.reverse()
    values = [str(p * 10) if number else OPTIONS[p] for p in places]
    last = random.randrange(10)
    stances = [("asks", values[0]), ("asks", values[1]), ("accepts", values[2])]
    if last < 5:
        stances.append(("asks", values[0]))
    elif last < 8:
        stances.append(("rejects", ("> 55" if places[0] < places[2] else "< 5") if number else None or values[0]))
    else:
        stances.append(("silent", ""))
    for i, (stance, value) in enumerate(stances):
        yield f"  - id: {name}-{i}\n    party: p{party}\n    about: {about}\n    stance: {stance}\n"
        if value:
            yield f'    value: "{value}"\n'
        yield f"    said: 2026-01-{10 + i:02}\n    text: Said this about {about}, on the {i + 1}. occasion.\n"
        if i == 1:
            yield f"    replaces: [{name}-0]\n"
        if i == 2:
            yield f"    if: [{{party: p{(party + 1) % PARTIES}, about: {about}, is: "
            yield f'"{values[1]}"}}]\n'
        if i == 3 and stance == "asks":
            yield f"    {random.choice(('disputes', 'beside'))}: [{name}-1]\n"
        yield "    evidence:\n"
        yield from evidence(random)


def ledger() -> str:
    """The text of the ledger."""
    random = Random(20_000)
    text = ["format: 1\nlanguage: en\ntitle: Generated\nas_of: 2026-02-10\nsources:\n"]
    for i in range(SOURCES):
        text.append(f"  source-{i}:\n    outlet: Paper {i}\n    kind: report\n    language: en\n")
        text.append(f"    published: 2026-02-01\n    sha256: {i:064x}\n    characters: 9999\n")
        text.append("    reliability: {grade: C, why: generated}\n    digest: Generated.\n")
    text.append("parties:\n")
    for i in range(PARTIES):
        text.append(f"  p{i}: {{name: Party {i}, role: {'principal' if i < 2 else 'stakeholder'}}}\n")
    text.append("issues:\n")
    for i in range(ISSUES):
        text.append(f"  i{i}:\n    name: Issue {i}\n    weight: {1 + i % 3}\n    dimensions:\n")
        for j in range(DIMENSIONS):
            text.append(f"      d{j}:\n        question: What of it?\n        share: {(40, 15, 15, 15, 15)[j]}\n")
            text += scale(j)
            text.append("        why: generated\n")
    text.append("statements:\n")
    for party in range(PARTIES):
        for i in range(ISSUES):
            for j in range(DIMENSIONS):
                text += position(random, party, f"i{i}.d{j}", j == 4)
    return "".join(text)


def timed(runs: int, work: Callable[[], object]) -> float:
    """The median time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times)


def main(runs: int) -> None:
    """Measure, and print."""
    from gapcli.ledger import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "positions.yaml"
        path.write_text(ledger(), encoding="utf-8")
        loaded = load(str(path))
        assert loaded.ledger and not loaded.errors, loaded.errors[:3]
        assert len(loaded.ledger.statements) == STATEMENTS
        reading = timed(runs, lambda: load(str(path)))
        print(f"{path.stat().st_size / 1e6:.1f} MB, {STATEMENTS} statements, median of {runs}")
        print(f"{'reading the file':28} {reading:7.2f} s")
        for command, limit in LIMITS.items():
            line = [sys.executable, "-m", "gapcli", *command.split(), "-f", str(path)]
            whole = timed(runs, lambda line=line: subprocess.run(line, check=True, stdout=subprocess.DEVNULL))  # type: ignore[misc]
            print(f"{command:28} {whole:7.2f} s  {whole / reading:5.2f} × (at most {limit} ×)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
