"""Tables that are too large to be statements: measured on columns they have the figures that statements would have."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from conftest import Ran
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from shares import share
from small_ledgers import data, graded, say

from gapcli.files.load import load_bytes
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.narrow import find_mixed
from gapcli.ledger.query import Query
from gapcli.measure.budget import TooLarge
from gapcli.measure.view import narrow
from gapcli.reports import find_report

DAYS = ["2026-01-01", "2026-01-02", "2026-01-03"]
PARTIES = [f"p{i}" for i in range(5)]
SCALES: dict[str, dict[str, Any]] = {
    "graded": {"scale": "graded", "options": {"a": "one", "b": {"name": "two", "at": 30}, "c": "three", "d": "four"}},
    "number": {"scale": "number", "poles": ["none", "all"], "unit": "units", "range": [10, 0]},
    "choice": {"scale": "choice", "options": {"a": "one", "b": "two", "c": "three", "d": "four"}},
}
CODES = {"graded": ["a", "b", "c", "d"], "number": ["0", "2.5", "7", "10"], "choice": ["a", "b", "c", "d"]}
TODAY = {"graded": "b", "number": "7", "choice": "a"}
OTHER = ["none", "silent", "off"]


class Votes(NamedTuple):
    """A table: its scale, what `today` is, its conflict, and rows of party, issue, question, weight, day and code."""

    scale: str
    has_today: bool
    conflict: str | None
    by_question: bool
    rows: list[tuple[str, str, str, str, str, str]]


@st.composite
def tables(draw: st.DrawFn, name: str) -> Votes:
    scale = draw(st.sampled_from([*SCALES]))
    conflict = draw(st.sampled_from([None, "last", "beside", "disputes"]))
    codes = st.sampled_from([*CODES[scale], *OTHER])
    rows = []
    for q in range(draw(st.integers(1, 4))):
        issue, weight = f"{name}-{draw(st.sampled_from('xy'))}", draw(st.sampled_from(["1", "1", "2.5"]))
        asked = st.tuples(st.sampled_from(PARTIES), st.sampled_from(DAYS))
        unique = None if conflict else (lambda each: each)
        for party, day in draw(st.lists(asked, min_size=1, max_size=8, unique_by=unique)):
            rows.append((party, issue, f"q{q}", weight, day, draw(codes)))
    return Votes(scale, draw(st.booleans()), conflict, draw(st.booleans()), rows)


def write_table(votes: Votes) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(
        [("party", "issue", "question", "weight", "day", "code"), *votes.rows]
    )
    return file.getvalue().encode()


def describe(name: str, votes: Votes) -> dict[str, Any]:
    value = {"column": "code", "why": "Made for a test.", **SCALES[votes.scale]}
    value |= {"none": ["none"], "silent": ["silent"], "off_agenda": ["off"]}
    return {
        "file": f"{name}.csv",
        "card": name,
        "shape": "long",
        "party": {"id": "party", "role": "principal"},
        "question": {"id": "question", "issue": "issue", "weight": "weight"},
        "value": value | ({"today": TODAY[votes.scale]} if votes.has_today else {}),
        "said": {"column": "day"},
        **({"conflict": votes.conflict} if votes.conflict else {}),
        **({"counts": "questions"} if votes.by_question else {}),
    }


def read(of: dict[str, Any], found: dict[str, Votes], most_stated: int) -> Ledger:
    """A ledger with tables, of whose cells so many become statements at most."""
    with tempfile.TemporaryDirectory() as folder:
        of = {**of, "sources": dict(of["sources"]), "tables": {}}
        for name, votes in found.items():
            content = write_table(votes)
            Path(folder, f"{name}.csv").write_bytes(content)
            card = {**of["sources"]["daily"], "kind": "vote-record", "characters": len(content)}
            of["sources"][name] = {**card, "outlet": f"The {name}", "sha256": sha256(content).hexdigest()}
            of["tables"][name] = describe(name, votes)
        loaded = load_bytes(json.dumps(of).encode(), f"{folder}/small.yaml", folder, most_stated=most_stated)
    assert loaded.ledger is not None, [f"{problem.id}: {problem.message}" for problem in loaded.errors]
    return loaded.ledger


LEFT_OUT = {"statements", "marks", "a_says", "b_says", "says_on", "says", "sha256", "names"}
"""What a table on columns does not have; `statements` of a row, of which the ledger has the count."""


def list_figures(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All that a document says but for what columns lack, each with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "marks":
                yield f"{path}.off-agenda", "off-agenda" in item
            if key not in LEFT_OUT or (path == ".ledger" and key == "statements"):
                yield from list_figures(item, f"{path}.{key}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from list_figures(item, f"{path}[{i}]")
    else:
        yield path, value


QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "parties": st.lists(st.sampled_from(PARTIES), min_size=2, max_size=3).map(tuple),
        "weights": st.sampled_from(["even", "salience"]),
        "since": st.just("2026-01-02"),
        "own_words": st.booleans(),
        "without": st.sampled_from([("one",), ("The two",), ("daily",)]),
        "assume": st.just(("p1:said.q=b",)),
    },
)


@settings(max_examples=share(100), suppress_health_check=[HealthCheck.too_slow])
@given(
    one=tables("one"),
    two=tables("two"),
    said=st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(["a", "c"])), max_size=2),
    query=QUERIES,
    as_of=st.sampled_from([None, None, "2026-01-03"]),
    kind=st.sampled_from(["stands", "matrix", "pairs"]),
    limit=st.floats(0, 1, exclude_max=True),
)
def test_columns_have_the_figures_of_statements(
    one: Votes,
    two: Votes,
    said: list[tuple[str, str]],
    query: dict[str, Any],
    as_of: str | None,
    kind: str,
    limit: float,
) -> None:
    """Both ways on the same tables beside some statements: all figures are equal, and so are all counts."""
    statements = [say(party, "said.q", "asks", value, said="2026-01-01") for party, value in dict(said).items()]
    of = data({"said": {"q": graded("a", "b", "c")}}, statements)
    of["parties"] |= {
        p: {"name": p, "role": "principal", "salience": {i: {"value": 20 + j, "why": "Judged."} for i in ("said",)}}
        for j, p in enumerate(PARTIES)
    }
    found = {"one": one, "two": two}
    whole = read(of, found, 50_000)
    cells = sum(map(len, whole.cells))
    asked = Query(
        **{k: v for k, v in query.items() if k in ("parties", "weights", "since", "assume")},
        as_of=as_of,
        lenses={k: v for k, v in query.items() if k in ("own_words", "without")},
    )
    expected = find_report(kind)(narrow(whole, asked))
    columns = read(of, found, int(limit * cells))
    try:
        report = find_report(kind)(narrow(columns, asked))
    except TooLarge:
        assert find_mixed(columns, asked)
        return
    assert dict(list_figures(report.data())) == dict(list_figures(expected.data()))
    event("columns" if report.view.columns else "statements")
    assert bool(write_report("table", report, Screen(120))) == bool(write_report("table", expected, Screen(120)))


@pytest.mark.parametrize("kind", ["stands", "matrix", "pairs"])
def test_numbers_of_many_different_values(kind: str) -> None:
    """Where there are too many different values for bits the places are compared one by one, with the same figures."""
    random = Random(7)
    rows = [
        (
            party,
            "many",
            f"q{q}",
            "1",
            "2026-01-01",
            random.choice([f"{random.randrange(10_000) / 1000}", "none", "off"]),
        )
        for q in range(120)
        for party in PARTIES
    ]
    found = {"many": Votes("number", True, None, False, rows)}
    of = data({"said": {"q": graded("a", "b", "c")}}, [say("p0", "said.q", "asks", "a", said="2026-01-01")])
    one, other = (find_report(kind)(narrow(read(of, found, most), Query(as_of="2026-02-01"))) for most in (50_000, 0))
    assert other.view.columns and dict(list_figures(other.data())) == dict(list_figures(one.data()))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a table of 60,000 cells, and one statement of its own on the first question."""
    folder = tmp_path_factory.mktemp("large")
    rows = [
        (f"p{p}", "many", f"q{q}", "1", "2026-01-01", "abcd"[(p * q + p) % 4]) for q in range(1500) for p in range(40)
    ]
    votes = Votes("graded", True, None, False, rows)
    content = write_table(votes)
    (folder / "many.csv").write_bytes(content)
    of = data({}, [say("p1", "many.q0", "asks", "d", said="2026-01-02", disputes=["many:3:6"])])
    card = {**of["sources"]["daily"], "kind": "vote-record", "characters": len(content)}
    of["sources"]["many"] = {**card, "outlet": "The votes", "sha256": sha256(content).hexdigest()}
    of["tables"] = {"many": describe("many", votes)}
    (folder / "positions.yaml").write_text(json.dumps(of))
    return folder


def test_single_cells_are_asked_for_by_name(large: Path, run: Callable[..., Ran]) -> None:
    """The cells of what is named become statements, beside those of the ledger."""
    done = run("statements", "--parties", "p1", "--issues", "many.q0", "-O", "csv", cwd=large)
    assert [line.split(",")[0] for line in done.stdout.decode().splitlines()[1:]] == ["p1-many-q0-asks-d", "many:3:6"]
    done = run("issue", "many.q7", "--json", cwd=large)
    assert len(json.loads(done.stdout)["positions"]) == 40
    done = run("party", "p3", "--issues", "many.q7,many.q8", "--json", cwd=large)
    assert [row["status"] for row in json.loads(done.stdout)["rows"]] == ["stated", "stated"]


def test_a_statement_beside_a_large_table_counts(large: Path, run: Callable[..., Ran]) -> None:
    """A question on which the ledger itself says something is in the same sums, with its marks."""
    rows = json.loads(run("matrix", "--by", "party", "--rows", "--json", cwd=large).stdout)["cells"]
    disputed = {frozenset((row["a"], row["b"])) for row in rows if "disputed" in row["marks"]}
    assert len(rows) == 780 and disputed == {frozenset(("p1", f"p{i}")) for i in range(40) if i != 1}


@pytest.mark.parametrize("command", ["statements", "party", "sources", "moves", "matrix --dimensions --parties all"])
def test_too_many_single_cells_are_refused(command: str, large: Path, run: Callable[..., Ran]) -> None:
    """Where all of them are asked for the command says how many they are, and what makes them fewer."""
    done = run(*command.split(), cwd=large)
    assert (done.code, done.stdout) == (2, b"")
    says = "gapcli: too many cells of tables to be taken one by one: 60,000, and at most 50,000 are: "
    assert done.stderr.decode() == f"{says}ask for less with --parties or --issues\n"


@pytest.mark.parametrize("shape", ["issue", "pair", "party"])
def test_a_page_of_columns_says_what_it_is_made_of(shape: str, large: Path, run: Callable[..., Ran]) -> None:
    """The count of cells, no words of thousands of questions, and no command that would be refused."""
    parties = ",".join(f"p{i}" for i in range(36))
    page = run("matrix", "--by", shape, "--parties", parties, cwd=large).stdout.decode()
    assert "54001 of 60001 statements" in page and "many.q" not in page and "--source" not in page


def test_a_lens_leaves_a_large_table_out(large: Path, run: Callable[..., Ran]) -> None:
    """All cells of a table rest on the same, so that none of them is left."""
    done = run("matrix", "--by", "party", "--parties", "all", "--without", "many", "--json", cwd=large)
    rows = json.loads(done.stdout)["rows"]
    assert len(rows) == 780 and all(row["gap"] is None and row["questions"] == 1500 for row in rows)
