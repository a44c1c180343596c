"""What a large table takes: `gapcli matrix --by party --json` beside a numpy script that does the same.

200 parties × 5,000 questions, of which some cells are absent; the same bytes in every run, in a temporary folder. Whole
processes in turn, from the CSV to the JSON of all pairs with gap and coverage; the script is what one would write for
this one table, with the codes in it. numpy has to be there:

    python benchmarks/tables.py [ROUNDS]

Prints the median of each in seconds, its ratio to the script, and the most memory that it took. To be reached are 1.5
times the script, and 200 MiB.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

PARTIES, QUESTIONS = 200, 5_000
SCRIPT = """
import csv, json, sys
import numpy as np

codes = {"yes": 0, "abstain": 1, "no": 2, "absent": -1}
parties, questions, party_of, question_of, votes = {}, {}, [], [], []
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = csv.reader(file)
    next(rows)
    for party, question, _, vote in rows:
        party_of.append(parties.setdefault(party, len(parties)))
        question_of.append(questions.setdefault(question, len(questions)))
        votes.append(codes[vote])
grid = np.full((len(parties), len(questions)), -1, dtype=np.int8)
grid[party_of, question_of] = votes
known = (grid >= 0).astype(np.float32)
both = known @ known.T
apart = np.zeros_like(both)
for step in range(2):
    above = (grid > step).astype(np.float32)
    below = known - above
    apart += (above @ below.T + below @ above.T) / 2
with np.errstate(invalid="ignore"):
    gaps = np.round(apart / both, 6).tolist()
coverage = np.round(both / len(questions), 6).tolist()
names = list(parties)
rows = [
    {"a": names[i], "b": names[j], "gap": gaps[i][j], "coverage": coverage[i][j]}
    for i in range(len(names))
    for j in range(i + 1, len(names))
]
json.dump(rows, sys.stdout)
"""
LEDGER = """
format: 1
language: en
title: Votes
as_of: 2026-12-31
sources:
  votes:
    outlet: An assembly
    kind: vote-record
    language: en
    published: 2026-12-31
    sha256: {hash}
    characters: {size}
    reliability: {{grade: A, why: The record itself.}}
    digest: Roll calls.
parties: {{}}
issues: {{}}
tables:
  votes:
    file: votes.csv
    card: votes
    shape: long
    party: {{id: party}}
    question: {{id: question}}
    value:
      column: vote
      scale: graded
      why: An abstention is half way.
      options: {{"yes": {{name: "yes", codes: ["yes"]}}, abstain: an abstention, "no": {{name: "no", codes: ["no"]}}}}
      none: [absent]
    said: {{column: day}}
"""


def rows() -> Iterator[str]:
    """The table, in parts."""
    random = Random(PARTIES * QUESTIONS)
    yield "party,question,day,vote\n"
    for question in range(QUESTIONS):
        day, yes = f"{1990 + question % 30}-{1 + question % 12:02}-15", random.random()
        for party in range(PARTIES):
            place = random.random()
            vote = "yes" if place < yes else "abstain" if place < yes + 0.2 else "no"
            yield f"p{party:03},q{question:04},{day},{'absent' if random.random() < 0.04 else vote}\n"


def run(arguments: list[str], out: Path) -> tuple[float, float]:
    """How many seconds a process takes, and how many MiB at most."""
    # As where it is installed: what Python has compiled is kept, whatever this shell says of that.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(out.parent / "compiled")}
    with out.open("wb") as file:
        start = perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=file, cwd=out.parent, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        took = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    # Kilobytes, on a Mac bytes.
    return took, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def read_gaps(file: Path) -> list[tuple[str, str, float, float]]:
    """What a process printed, pair by pair."""
    document = json.loads(file.read_text())
    found = document["rows"] if isinstance(document, dict) else document
    return sorted((row["a"], row["b"], row["gap"], row["coverage"]) for row in found)


def main(rounds: int) -> None:
    """Run both in turn, see that they agree, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = "".join(rows()).encode()
        (folder / "votes.csv").write_bytes(table)
        (folder / "script.py").write_text(SCRIPT)
        ledger = LEDGER.format(hash=sha256(table).hexdigest(), size=len(table))
        (folder / "positions.yaml").write_text(ledger)
        commands = {
            "numpy script": ["script.py", "votes.csv"],
            "matrix --by party --json": ["-m", "gapcli", "matrix", "--by", "party", "--json", "--no-cache"],
        }
        took: dict[str, list[tuple[float, float]]] = {each: [] for each in commands}
        for _ in range(rounds):
            for each, arguments in commands.items():
                took[each].append(run(arguments, folder / f"{each}.json"))
        ours, theirs = (read_gaps(folder / f"{each}.json") for each in commands)
        far = max(abs(x - y) for one, other in zip(ours, theirs) for x, y in zip(one[2:], other[2:]))
        assert [each[:2] for each in ours] == [each[:2] for each in theirs]
    print(f"{PARTIES} parties, {QUESTIONS} questions, {len(table) / 1e6:.1f} MB, {rounds} rounds")
    print(f"figures differ by {far:.7f} at most")
    base = median(seconds for seconds, _ in took["numpy script"])
    for each, runs in took.items():
        seconds, mib = median(s for s, _ in runs), max(m for _, m in runs)
        print(f"{each:26} {seconds:6.2f} s  {seconds / base:5.2f}  {mib:5.0f} MiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
