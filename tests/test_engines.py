"""The same figures from gapcli itself, from DuckDB and from Spark, of the same tables."""

import json
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Ran

from gapcli.cli.ending import Code, Stop
from gapcli.cli.engine import compare_by_engine
from gapcli.files.engines import require_engine
from gapcli.files.load import load
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.view import narrow
from gapcli.reports.pairs import pairs

ENGINES = [
    pytest.param("duckdb", marks=pytest.mark.skipif(not find_spec("duckdb"), reason="duckdb is not installed")),
    pytest.param(
        "spark",
        marks=[
            pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed"),
            pytest.mark.skipif(not shutil.which("java"), reason="there is no JRE: apt install default-jre-headless"),
            pytest.mark.filterwarnings("ignore"),
        ],
    ),
]
SCALES = {
    "graded": "scale: graded, options: {a: one, b: {name: two, at: 30}, c: {name: three, codes: [c, C]}, d: four}",
    "number": "scale: number, poles: [none, all], unit: units, range: [10, 0]",
    "choice": "scale: choice, options: {a: one, b: two, c: {name: three, codes: [c, C]}, d: four}",
}
CODES = {"graded": "abcCd", "number": ["0", "2.5", "7", "10"], "choice": "abcCd"}
TODAY = {"graded": "b", "number": "7", "choice": "a"}


def write_ledger(folder: Path, scale: str, counts: str = "issues", more: str = "") -> str:
    """A ledger with a table of random cells; `more` is one more row."""
    random = Random(scale)
    rows = ['code,"party",question,issue,weight,day']
    for q in range(12):
        for p in range(7):
            code = random.choice([*CODES[scale], "none", "silent", "off"])
            day = f"2026-0{random.randrange(1, 4)}-01"
            if random.random() < 0.8:
                rows.append(f'{code},"Party, {p}",q{q}, issue {q % 3},{1 + q % 2 * 1.5},{day}')
    content = "\n".join([*rows, *filter(None, [more])]).encode() + b"\n"
    (folder / "votes.csv").write_bytes(content)
    path = folder / "positions.yaml"
    path.write_text(
        f"""
format: 1
language: en
title: A test
as_of: 2026-02-20
sources:
  votes: {{outlet: The votes, kind: vote-record, language: en, published: 2026-02-01, characters: {len(content)},
    sha256: {sha256(content).hexdigest()}, reliability: {{grade: A, why: Made for a test.}}, digest: Made for a test.}}
parties:
  first: {{name: The first, role: principal}}
tables:
  votes:
    file: votes.csv
    card: votes
    shape: long
    counts: {counts}
    party: {{id: party, names: {{"Party, 3": first}}}}
    question: {{id: question, issue: issue, weight: weight}}
    value: {{column: code, why: Made for a test., {SCALES[scale]}, today: "{TODAY[scale]}", none: [none],
      silent: [silent], off_agenda: ["off"]}}
    said: {{column: day}}
"""
    )
    return str(path)


def list_rows(report: Any) -> dict[frozenset[str], dict[str, Any]]:
    """The rows of a document by pair."""
    return {frozenset((row.pop("a"), row.pop("b"))): row for row in report.data()["rows"]}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_has_the_same_figures(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All figures and counts of all pairs are equal to six decimals, whatever the scale, the weights and the day."""
    # By Spark's own settings: what few rows need.
    settings = "--master local[1] --conf spark.sql.shuffle.partitions=1 --conf spark.ui.enabled=false pyspark-shell"
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", settings)
    cases = [
        ("graded", "issues", Query()),
        ("number", "questions", Query(as_of="2026-03-01")),
        ("choice", "issues", Query(weights="even", parties=("first", "party-1", "party-2"))),
        ("graded", "questions", Query(issues=("issue-0", "issue-2"))),
    ]
    for scale, counts, query in cases:
        path = write_ledger(tmp_path, scale, counts)
        expected = list_rows(pairs(narrow(load(path).require(), query)))
        report = compare_by_engine(engine, load(path, with_tables=False).require(), path, query, None)
        assert len(expected) > 2 and list_rows(report) == expected


@pytest.mark.parametrize("engine", ENGINES[:1])
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('e,"Party, 1",q99,issue 1,1,2026-01-01', '"e" is no answer, in 1 cells'),
        ('a,"Party, 1",q99,issue 1,1,January', '"January" is no date of the format iso, in 1 rows'),
        ('a,"Party, 1",q99,issue 1,0,2026-01-01', '"0" is no weight, in 1 rows'),
        ('a,"Party, 1",q1,issue 1,9,2026-01-01', "issue 1 q1 has several weights"),
        ('a,"Party, 1"', "CSV Error on Line"),
    ],
)
def test_what_is_wrong_in_a_table_ends_the_run(engine: str, more: str, says: str, tmp_path: Path) -> None:
    """Nothing is dropped in silence: what is wrong is told, with how many cells or rows have it."""
    path = write_ledger(tmp_path, "graded", more=more)
    with pytest.raises(Stop) as stop:
        compare_by_engine(engine, load(path, with_tables=False).require(), path, Query(), None)
    assert stop.value.code == Code.BROKEN and says in stop.value.message


@pytest.mark.parametrize("engine", ENGINES[:1])
def test_the_command_prints_the_same_pairs(engine: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The page has the same figures, a pipe no sign of progress, and a gap above the limit is exit 1."""
    path = write_ledger(tmp_path, "graded")
    command = ("matrix", "--by", "party", "-f", path, "--sort", "file")
    ours, theirs = run(*command, "--json"), run(*command, "--json", "--engine", engine)
    assert json.loads(ours.stdout)["rows"] == json.loads(theirs.stdout)["rows"]
    done = run(*command, "--engine", engine, "--fail-over", "0.1")
    assert (done.code, done.stderr) == (1, b"") and "The first" in done.stdout.decode()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["positions.yaml", "votes.csv"]


@pytest.mark.parametrize("engine", ENGINES[:1])
def test_several_values_are_not_for_an_engine(engine: str, tmp_path: Path) -> None:
    """Where a party has several values on a question the run ends."""
    row = 'a,"Party, 1",q99,issue 1,1,2026-01-0'
    path = write_ledger(tmp_path, "graded", more=f"{row}1\n{row}2")
    with pytest.raises(BadQuery, match="Party, 1 has several values on q99"):
        compare_by_engine(engine, load(path, with_tables=False).require(), path, Query(), None)


@pytest.mark.parametrize(
    "options",
    ["--since 2026-01-01", "--own-words", "--assume first:x.y=a", "--by pair", "--dimensions", "--rows", "--words all",
     "--weights salience", "--sort gap"],
)  # fmt: skip
def test_what_an_engine_cannot_serve_is_refused(options: str, run: Callable[..., Ran]) -> None:
    """An option is refused before the ledger is even looked for."""
    done = run("matrix", "--engine", "duckdb", *options.split(), "-f", "there-is-no-such-file.yaml")
    assert done.code == 2 and options.split()[0].encode() in done.stderr


@pytest.mark.parametrize(("engine", "library"), [("duckdb", "duckdb"), ("spark", "pyspark")])
def test_a_missing_extra_is_told(engine: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries the line says how to install them."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BadQuery, match=rf"pip install 'gapcli\[{engine}\]'"):
        require_engine(engine)
