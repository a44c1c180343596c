"""Tables as sources: the shapes, what cells may hold, and that a cell is a statement like any other."""

import csv
import io
import os
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_files import count_length

from gapcli.files.load import Loaded, load, load_draft
from gapcli.ledger.model import Ledger
from gapcli.ledger.names import NAMED
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.view import narrow
from gapcli.reports import find_report

HEAD = """\
format: 1
language: en
title: The ferry line
as_of: 2026-03-01
sources:
  register:
    outlet: Harbour Board
    kind: dataset
    language: en
    published: 2026-02-20
    sha256: {hash}
    characters: {length}
    reliability: {{grade: B, why: A public register.}}
    digest: Who answered what.
"""
SCALE = """\
      scale: graded
      why: A part of it lies half way.
      options: {yes: "yes", part: {name: a part of it, codes: [partly]}, no: "no"}
      none: ["", absent]
      silent: [no reply]
      off_agenda: [refused]
"""
LONG = f"""\
    shape: long
    party: {{id: party}}
    question: {{id: question}}
    value:
      column: answer
{SCALE}"""
QUESTIONS = f"""\
    shape: questions
    question: {{id: question}}
    value:
{SCALE}"""
PARTIES = f"""\
    shape: parties
    party: {{id: party}}
    value:
{SCALE}"""


def write_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def read(
    folder: Path, data: bytes, table: str, more: str = "", said: str = "2026-02-10", name: str = "t.csv"
) -> Loaded:
    """A ledger with the one table of some bytes; `table`: what it says of it, `more`: what stands before it."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    text = HEAD.format(hash=sha256(data).hexdigest(), length=max(1, count_length(data)))
    said = f"    said: {said}\n" if said else ""
    text += f"{more}tables:\n  answers:\n    file: {name}\n    card: register\n{table}{said}"
    path = folder / "positions.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def holdings(ledger: Ledger) -> set[tuple[Any, ...]]:
    return {(s.party, s.about, s.stance, s.value, s.said.day) for s in ledger.statements}


def figures(ledger: Ledger, **query: Any) -> list[Any]:
    view = narrow(ledger, Query(parties=("all",), **query))
    return [
        (row.a, row.b, row.issue, row.dimension, row.figures)
        for row in find_report("matrix")(view, dimensions=True).rows
    ]


# --- the three shapes -------------------------------------------------------------------------------

ROWS = [
    ["party", "question", "answer"],
    ["Town", "Toll", "yes"],
    ["Town", "Night line", "partly"],
    ["Guild", "Toll", "no"],
    ["Guild", "Night line", "no reply"],
    ["Board", "Toll", "refused"],
    ["Board", "Night line", "absent"],
]


def test_three_shapes_of_one_table(tmp_path: Path) -> None:
    """A row a value, a row a question and a row a party say the same; white space around a cell says nothing."""
    long = read(tmp_path / "a", write_csv(ROWS), LONG).require()
    questions = [["question", "Town", "Guild ", "Board"], ["Toll", "yes", " no", "refused"]]
    questions += [["Night line", "partly\u00a0", "no reply", ""]]
    parties = [["party", "Toll", "Night line"], ["Town", "yes", "partly"], ["Guild", "no", "no reply"]]
    parties += [["Board", "refused", "absent"]]
    by_question = read(tmp_path / "b", write_csv(questions, "\t"), QUESTIONS, name="t.tsv").require()
    by_party = read(tmp_path / "c", write_csv(parties, ";"), PARTIES).require()
    assert holdings(long) == holdings(by_question) == holdings(by_party)
    assert holdings(long) == {
        ("town", "answers.toll", "asks", "yes", "2026-02-10"),
        ("town", "answers.night-line", "asks", "part", "2026-02-10"),
        ("guild", "answers.toll", "asks", "no", "2026-02-10"),
        ("guild", "answers.night-line", "silent", None, "2026-02-10"),
        ("board", "answers.toll", "off-agenda", None, "2026-02-10"),
    }
    assert [str(p.name) for p in long.parties.values()] == ["Town", "Guild", "Board"]
    assert [str(d.question) for d in long.issues["answers"].dimensions.values()] == ["Toll", "Night line"]
    assert figures(long) == figures(by_question) == figures(by_party)


def test_where_a_cell_stands(tmp_path: Path) -> None:
    """A statement of a cell is named by the table, the line and the column, and holds what stands there."""
    rows = [["party", "Toll\nof the line", "Night line"], ["Town", "yes", "no"], ["Guild", "no", "yes"]]
    ledger = read(tmp_path, write_csv(rows), PARTIES).require()
    said = {s.id: s for s in ledger.statements}
    # The header takes two lines.
    assert sorted(said) == ["answers:3:2", "answers:3:3", "answers:4:2", "answers:4:3"]
    piece = said["answers:4:3"].evidence[0]
    path = str(tmp_path / "t.csv")
    assert (piece.source, piece.quote, piece.cell, piece.at) == ("register", "yes", (path, 4, "Night line"), ())
    assert (piece.attribution, piece.teller, piece.outlet) == ("document", "own", "Harbour Board")


def test_names_roles_and_questions_of_columns(tmp_path: Path) -> None:
    """Columns give a party its name, a question its words, its issue and its weight; several columns make one key."""
    rows = [["code", "name", "year", "no", "text", "on", "weight", "vote"]]
    rows += [["A", "Alder", "1", "7", "Is there a toll?", "Ferry line", "3", "yes"]]
    rows += [["B", "Birch", "1", "7", "Is there a toll?", "Ferry line", "3", "no"]]
    rows += [["A", "Alder", "2", "7", "Does it run at night?", "Ferry line", "1", "yes"]]
    rows += [["B", "Birch", "2", "7", "Does it run at night?", "Ferry line", "1", "yes"]]
    rows += [["A", "Alder", "2", "8", "Is there a pier?", "Pier", "4", "yes"]]
    rows += [["B", "Birch", "2", "8", "Is there a pier?", "Pier", "4", "no"]]
    table = f"""\
    shape: long
    party: {{id: code, name: name, role: principal, names: {{A: alder}}}}
    question: {{id: [year, "no"], text: text, issue: "on", weight: weight}}
    value:
      column: vote
{SCALE}"""
    ledger = read(tmp_path / "issues", write_csv(rows), table).require()
    assert {id: (str(p.name), p.role) for id, p in ledger.parties.items()} == {
        "alder": ("Alder", "principal"),
        "b": ("Birch", "principal"),
    }
    asked = {d.about: (str(d.question), d.share) for i in ledger.issues.values() for d in i.dimensions.values()}
    assert asked == {
        "ferry-line.1-7": ("Is there a toll?", 75),
        "ferry-line.2-7": ("Does it run at night?", 25),
        "pier.2-8": ("Is there a pier?", 100),
    }
    gaps = {(issue, d): f.gap for _, _, issue, d, f in figures(ledger)}
    assert gaps["ferry-line", None] == 0.75 and gaps["pier", None] == 1
    total = find_report("matrix")(narrow(ledger, Query())).totals[0].figures.gap
    assert total == pytest.approx((0.75 + 1) / 2)
    counted = read(tmp_path / "questions", write_csv(rows), table + "    counts: questions\n").require()
    # By what the questions weigh: 3 of 4, and 4.
    assert find_report("matrix")(narrow(counted, Query())).totals[0].figures.gap == pytest.approx(7 / 8)


def test_it_joins_what_the_ledger_declares(tmp_path: Path) -> None:
    """A table answers a question of the ledger on its own scale, for its parties, beside its statements."""
    more = """\
parties:
  town: {name: Town of Eastport, role: principal}
  guild: {name: Guild, role: principal}
issues:
  ferry:
    name: Ferry
    dimensions:
      fare: {question: What does it cost?, scale: number, poles: [free, dear], unit: crowns, range: [0, 10],
        why: By price.}
statements:
  - id: town-five
    party: town
    about: ferry.fare
    stance: asks
    value: 5
    said: 2026-02-01
    text: Asked for five.
    evidence: [{source: register, at: [0, 5], quote: issue, attribution: document, teller: own}]
"""
    rows = [
        ["issue", "question", "party", "asked"],
        ["ferry", "fare", "Eastport", "1.000"],
        ["ferry", "fare", "guild", "9"],
    ]
    table = """\
    shape: long
    party: {id: party, names: {Eastport: town}}
    question: {id: question, issue: issue}
    value: {column: asked, codes: {"1.000": 7}}
"""
    ledger = read(tmp_path, write_csv(rows), table, more).require()
    assert holdings(ledger) == {
        ("town", "ferry.fare", "asks", "5", "2026-02-01"),
        ("town", "ferry.fare", "asks", "7", "2026-02-10"),
        ("guild", "ferry.fare", "asks", "9", "2026-02-10"),
    }
    # What was said before is replaced by the later cell.
    assert {s.id for s in narrow(ledger, Query()).positions.live} == {"answers:2:4", "answers:3:4"}
    assert list(ledger.parties) == ["town", "guild"] and list(ledger.issues) == ["ferry"]


# --- several values ---------------------------------------------------------------------------------

REPEATED = [
    ["party", "question", "answer", "day"],
    ["Town", "Toll", "yes", "2026-02-01"],
    ["Guild", "Toll", "no", "2026-02-01"],
    ["Town", "Toll", "no", "2026-02-03"],
    ["Town", "Toll", "partly", "2026-02-03"],
]
DATED = "{column: day}"


def test_a_row_that_is_there_twice(tmp_path: Path) -> None:
    """One that is the same in every cell is told as such, once of all; else another value, or the same one again."""
    head, town, guild = (
        ["party", "question", "answer", "by"],
        ["Town", "Toll", "yes", "x"],
        ["Guild", "Toll", "no", "x"],
    )
    rows = [head, town, guild, town, guild, town, ["Town", "Toll", "yes", "y"], ["Town", "Toll", "no", "x"]]
    problems = read(tmp_path, write_csv(rows), LONG).problems
    assert [(p.span.line, p.id, p.message) for p in problems] == [
        (4, "repeated-cell", "the row is there twice, in 3 rows: lines 4, 5, 6"),
        (7, "repeated-cell", "town has the same value on answers.toll of the same day, at line 2"),
        (8, "repeated-cell", "town has another value on answers.toll of the same day, at line 2"),
    ]
    assert problems[0].help == "delete one of the two: the first is at line 2"
    rows = [["party", "Toll", "Night line"], ["Town", "yes", "no"], ["Guild", "no", "no"], ["Town", "yes", "no"]]
    (problem,) = read(tmp_path, write_csv(rows), PARTIES).problems
    assert (problem.span.line, problem.message) == (4, "the row is there twice")


@pytest.mark.parametrize(
    ("conflict", "live", "gap"),
    [("last", {"answers:5:3"}, 0.5), ("beside", {"answers:4:3", "answers:5:3"}, 0.25), ("disputes", None, 0.25)],
)
def test_several_values(conflict: str, live: set[str] | None, gap: float, tmp_path: Path) -> None:
    """A later day replaces an earlier one; of one day the last counts, or all stand, or they dispute one another."""
    ledger = read(tmp_path, write_csv(REPEATED), LONG + f"    conflict: {conflict}\n", said=DATED).require()
    view = narrow(ledger, Query(parties=("all",)))
    ours = {s.id for s in view.positions.live if s.party == "town"}
    assert ours == (live or {"answers:4:3", "answers:5:3"})
    row = find_report("matrix")(view).rows[0]
    assert row.figures.gap == gap
    assert ("disputed" in row.marks) == (conflict == "disputes")
    earlier = narrow(ledger, Query(parties=("all",), as_of="2026-02-02"))
    assert find_report("matrix")(earlier).rows[0].figures.gap == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-02-03", "{column: day}"),
        ("3.2.26", '{column: day, format: "%d.%m.%y"}'),
        ("1770076800", "{column: day, format: epoch}"),
        ("1770076800000", "{column: day, format: epoch-ms}"),
        ("46056", "{column: day, format: serial}"),
        ("session 4", "{column: day, days: {session 4: 2026-02-03}}"),
    ],
)
def test_dates(written: str, said: str, tmp_path: Path) -> None:
    """Dates as tables have them."""
    rows = [["party", "question", "answer", "day"], ["Town", "Toll", "yes", written]]
    assert {s.said.day for s in read(tmp_path, write_csv(rows), LONG, said=said).require().statements} == {"2026-02-03"}


def test_a_year(tmp_path: Path) -> None:
    rows = [["party", "question", "answer", "day"], ["Town", "Toll", "yes", "2025"]]
    ledger = read(tmp_path, write_csv(rows), LONG, said="{column: day, format: year}").require()
    assert [(s.said.text, s.said.day) for s in ledger.statements] == [("2025", "2025-01-01")]


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256", "latin-1"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    """A table is read in the encoding that is declared."""
    city = "Ville de l’Est" if encoding != "latin-1" else "Orée"
    data = "\n".join(["party,question,answer", f"{city},Toll,yes"]).encode(encoding)
    name = "" if encoding == "utf-8-sig" else f"    encoding: {encoding}\n"
    ledger = read(tmp_path, data, LONG + name).require()
    assert [str(p.name) for p in ledger.parties.values()] == [city]


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_file_of_the_folder(kind: str, tmp_path: Path) -> None:
    """A link out of the folder, a folder and a pipe are not opened."""
    (tmp_path / "ledger").mkdir()
    (tmp_path / "secret.csv").write_text("password\nhunter2\n")
    read(tmp_path / "ledger", b"party\n", LONG)
    place = tmp_path / "ledger" / "t.csv"
    place.unlink()
    if kind == "link":
        place.symlink_to(tmp_path / "secret.csv")
    elif kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    found = load(str(tmp_path / "ledger" / "positions.yaml")).problems
    assert [p.id for p in found] == ["table-file"]
    assert "hunter2" not in str(found)


def test_the_cache_sees_a_table_change(run: Callable[..., Any], tmp_path: Path) -> None:
    """A ledger whose table changed is read anew."""
    env = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    read(tmp_path, write_csv(ROWS), LONG)
    first = run("statements", "-O", "csv", env=env)
    assert first.code == 0 and first.stdout.count(b"\n") == 6
    (tmp_path / "t.csv").write_bytes(write_csv(ROWS[:2]))
    assert run("statements", env=env).code == 3


# --- a cell is a statement --------------------------------------------------------------------------

ANSWERS = ("yes", "partly", "no", "no reply", "refused", "absent", "")
VALUES = {"yes": "yes", "partly": "part", "no": "no"}


@given(st.lists(st.lists(st.sampled_from(ANSWERS), min_size=3, max_size=3), min_size=2, max_size=4))
def test_a_table_is_what_statements_would_be(answers: list[list[str]]) -> None:
    """The figures of a table are those of a ledger in which each cell is written as a statement."""
    with TemporaryDirectory() as name:
        _compare(answers, Path(name))


def _compare(answers: list[list[str]], folder: Path) -> None:
    parties = [f"p{i}" for i in range(len(answers))]
    rows = [["party", "q0", "q1", "q2"], *([party, *row] for party, row in zip(parties, answers))]
    table = read(folder / "table", write_csv(rows), PARTIES).require()
    stances: Mapping[str, str] = {"no reply": "silent", "refused": "off-agenda"}
    statements = [
        f"""\
  - id: {party}-q{i}
    party: {party}
    about: answers.q{i}
    stance: {stances.get(answer, "asks")}
    said: 2026-02-10
    text: It said so.
    evidence: [{{source: register, at: [0, 5], quote: party, attribution: document, teller: own}}]
"""
        + (f"    value: {VALUES[answer]}\n" if answer in VALUES else "")
        for party, row in zip(parties, answers)
        for i, answer in enumerate(row)
        if answer not in ("absent", "")
    ]
    scale = "options: {yes: 'yes', part: a part of it, no: 'no'}, poles: ['yes', 'no'], scale: graded, why: It lies so."
    written = (
        HEAD.format(hash="0" * 64, length=90)
        + "parties:\n"
        + "".join(f"  {party}: {{name: {party}, role: stakeholder}}\n" for party in parties)
        + "issues:\n  answers:\n    name: answers\n    dimensions:\n"
        + "".join(f"      q{i}: {{question: q{i}, note: A test., {scale}}}\n" for i in range(3))
        + ("statements:\n" + "".join(statements) if statements else "")
    )
    (folder / "written.yaml").write_text(written, encoding="utf-8")
    assert figures(table) == figures(load(str(folder / "written.yaml")).require())


# --- a published table ------------------------------------------------------------------------------

UN_1946 = {
    "Afghanistan": (".................yayayy.........yaaaaynynan", 17, 0.4117647),
    "Argentina": ("ynnayyyyyynnnyynyyynnyynyyyyyyyyynyyayyyyay", 43, 0.6976744),
    "Canada": ("nnnnnyyyyynnnaynyyynayy.yyyyyyyyyyyyyynnyyn", 42, 0.6428571),
    "Colombia": ("ynnanyyy.annnnnyannyayyaaaaaaaaaynnayyayyan", 42, 0.3095238),
}
"""The votes of four members in the first session of the UN General Assembly, roll calls 3 to 45, with how many each
cast and its share of yes, as published (E. Voeten, Data and Analyses of Voting in the UN General Assembly; `unvotes`).
"""


@pytest.mark.parametrize("scale", ["choice", "graded"])
def test_the_published_shares_of_the_united_nations(scale: str, tmp_path: Path) -> None:
    """How far each agrees with a member that always says yes is the published share of yes, by what a ledger calls one.

    On `graded` an abstention is half an agreement.
    """
    rows = [["country", *(f"rc{i}" for i in range(3, 46))], ["Always yes", *"y" * 43]]
    rows += [[country, *votes] for country, (votes, _, _) in UN_1946.items()]
    table = f"""\
    shape: parties
    party: {{id: country}}
    value:
      scale: {scale}
      why: A vote is one of three.
      options:
        yes: {{name: "yes", codes: ["y"]}}
        abstain: {{name: an abstention, codes: [a]}}
        no: {{name: "no", codes: ["n"]}}
      none: ["."]
"""
    ledger = read(tmp_path, write_csv(rows), table, said="1946").require()
    view = narrow(ledger, Query(parties=("all",), as_of="1946-12-31"))
    totals = {row.b: row for row in find_report("matrix")(view).totals if row.a == "always-yes"}
    for country, (votes, cast, share) in UN_1946.items():
        row = totals[country.lower()]
        assert row.known == cast
        half = votes.count("a") / cast / 2 if scale == "graded" else 0
        assert 1 - row.figures.gap == pytest.approx(share + half, abs=1e-6)


def test_a_brief_says_on_which_question(run: Callable[..., Any], tmp_path: Path) -> None:
    """Where an issue has many questions, the words of one of them are not passed off as those of all."""
    rows = [["party", *(f"q{i}" for i in range(5))], ["Town", *["yes"] * 5], ["Guild", "", *["no"] * 4]]
    read(
        tmp_path,
        write_csv([*rows, ["Board", *["no"] * 5]]),
        PARTIES.replace("{id: party}", "{id: party, role: principal}"),
    )
    assert "answers  q0: Town: yes · Guild: no position reported" in run("brief").stdout.decode()


# --- what a ledger says of a table ------------------------------------------------------------------

VALUE = """\
    shape: parties
    party: {{id: party}}
    value:
      scale: graded
      why: It lies so.
      {options}
"""
CONTRADICTIONS = {
    "two answers": (
        'options: {yes: {name: "y", codes: ["1"]}, no: {name: "n", codes: ["1"]}}',
        "",
        "for the answer no",
    ),
    "none": ('options: {yes: "yes", no: "no"}\n      none: ["no"]', "", "and for `none`"),
    "a name": ('options: {yes: "no", no: {name: nay, codes: ["no"]}}', "", "for the answer no"),
    "silent": ('options: {yes: "yes", no: "no"}\n      none: [x]\n      silent: [" x "]', "", "and for `silent`"),
    "another value": ('options: {yes: "yes", no: "no"}\n      codes: {"yes": "no"}', "", "for the answer no"),
    "no value": ('options: {yes: "yes", no: "no"}\n      codes: {x: maybe}', "", 'no option "maybe"'),
    "signs": ('options: {yes: "yes", no: "no"}', "    thousands: .\n", "the same sign"),
    "digits": ('options: {yes: "yes", no: "no"}', '    thousands: "0"\n', "no sign between thousands"),
    "delimiter": ('options: {yes: "yes", no: "no"}', '    delimiter: "||"\n', "no sign between cells"),
    "question": ('options: {yes: "yes", no: "no"}', "    question: {text: q}\n", "has no column of the question"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_contradicts_itself(name: str, tmp_path: Path) -> None:
    """Nothing that a table says twice is decided by its order: it is a mistake of the ledger."""
    options, more, message = CONTRADICTIONS[name]
    found = read(tmp_path, write_csv([["party", "q"], ["Town", "yes"]]), VALUE.format(options=options) + more).errors
    assert [p.span.file for p in found] == [str(tmp_path / "positions.yaml")] * len(found)
    assert message in found[0].message


@pytest.mark.parametrize("form", ["%d.%m.", "%Q", "%Y %Y", "ISO", "yesterday"])
def test_formats_of_no_date(form: str, tmp_path: Path) -> None:
    """A format without a year, or of nothing, is a mistake where it is declared."""
    rows = [["party", "question", "answer", "day"], ["Town", "Toll", "yes", "01.02."]]
    found = read(tmp_path, write_csv(rows), LONG, said=f'{{column: day, format: "{form}"}}').errors
    assert [(p.id, p.span.line) for p in found] == [("bad-table", 30)]


def test_a_code_in_another_spelling(tmp_path: Path) -> None:
    """A code that is a number is itself however a program saves it; a number with an underscore is none."""
    scale = "      scale: number\n      why: By price.\n      poles: [free, dear]\n      unit: u\n      range: [0, 9]\n"
    table = f'    shape: parties\n    party: {{id: party}}\n    value:\n{scale}      none: ["7"]\n'
    rows = [["party", "q"], ["Town", "7.0"], ["Guild", "3"]]
    assert {s.party for s in read(tmp_path, write_csv(rows), table).require().statements} == {"guild"}


# --- what two rows, and two tables, say ---------------------------------------------------------------

SAID_TWICE = {
    "a party": ([["A", "Alder", "Toll?", "1", "q", "yes"], ["A", "Aider", "Pier?", "1", "r", "no"]], (3, "Alder")),
    "a question": ([["A", "Alder", "Toll?", "1", "q", "yes"], ["B", "Birch", "Tolls", "1", "q", "no"]], (3, "Toll?")),
    "a weight": ([["A", "Alder", "Toll?", "1", "q", "yes"], ["B", "Birch", "Toll?", "2", "q", "no"]], (3, '"1"')),
}


@pytest.mark.parametrize("name", SAID_TWICE)
def test_rows_that_do_not_say_the_same(name: str, tmp_path: Path) -> None:
    """What every row of a party or a question repeats is the same in each: the first does not just win."""
    rows, (line, first) = SAID_TWICE[name]
    table = LONG.replace("{id: party}", "{id: code, name: name}").replace(
        "{id: question}", "{id: question, text: text, weight: weight}"
    )
    header = ["code", "name", "text", "weight", "question", "answer"]
    found = read(tmp_path, write_csv([header, *rows]), table).errors
    assert [(p.id, p.span.line, first in p.message) for p in found] == [("rows-differ", line, True)]


def read_two(folder: Path, first: str, second: str, tables: tuple[str, str]) -> Loaded:
    """A ledger with two tables."""
    loaded = read(folder, first.encode(), tables[0])
    del loaded
    (folder / "u.csv").write_text(second)
    path = folder / "positions.yaml"
    text = path.read_text(encoding="utf-8")
    hash = sha256(second.encode()).hexdigest()
    card = text[text.index("  register:\n") : text.index("tables:\n")]
    other = re.sub("characters: .*", f"characters: {len(second)}", re.sub("sha256: .*", f"sha256: {hash}", card))
    text = text.replace(card, card + other.replace("register:", "other:").replace("Harbour Board", "Town Clerk"))
    text += f"  wave:\n    file: u.csv\n    card: other\n{tables[1]}    said: 2026-02-20\n"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def test_two_tables_of_the_same_parties(tmp_path: Path) -> None:
    """Tables share the parties that they call alike, and one that another table calls otherwise is a mistake."""
    one, two = "party,Toll\nÄA,yes\nB,no\n", "party,Pier\nAA,yes\nB,yes\n"
    found = read_two(tmp_path / "names", one, two, (PARTIES, PARTIES)).errors
    assert [(p.id, p.message) for p in found] == [("no-id", 'another table calls aa "ÄA", and this one "AA"')]
    named = PARTIES.replace("{id: party}", "{id: party, names: {AA: aa}}")
    ledger = read_two(tmp_path / "named", one, two, (PARTIES, named)).require()
    assert list(ledger.parties) == ["aa", "b"]


def test_two_tables_of_the_same_questions(tmp_path: Path) -> None:
    """The questions of an issue that two tables ask are measured on one scale, or it is a mistake."""
    long = LONG.replace("{id: question}", "{id: question, issue: on}")
    one = "party,question,on,answer\nA,toll,Ferry,yes\nB,toll,Ferry,no\n"
    two = "party,question,on,answer\nA,toll,Ferry,no\nB,pier,Ferry,no\n"
    ledger = read_two(tmp_path / "same", one, two, (long, long)).require()
    assert list(ledger.issues["ferry"].dimensions) == ["toll", "pier"]
    turned = long.replace('yes: "yes", part', "part").replace('no: "no"}', 'no: "no", yes: "yes"}')
    found = read_two(tmp_path / "other", one, two, (long, turned)).errors
    assert found[0].id == "bad-table" and "another scale" in found[0].message


@pytest.mark.parametrize(
    ("said", "count"), [("2026-02-20", 0), ("2026-02-21", 1), ("2026-03-01", 1), ("2026-03-02", 2)]
)
def test_future_values(said: str, count: int, tmp_path: Path) -> None:
    """Values of after the day of the file, or of after the table was published, are warned of as statements are."""
    found = read(tmp_path, write_csv(ROWS), LONG, said=said).problems
    assert [(p.id, p.severity) for p in found] == [("future", "warning")] * count


@pytest.mark.parametrize("text", ["party,question,answer\n", "party,Toll\n"])
def test_a_table_without_a_cell(text: str, tmp_path: Path) -> None:
    """A header alone is no table of positions."""
    table = LONG if "answer" in text else PARTIES
    assert [p.id for p in read(tmp_path, text.encode(), table).errors] == ["bad-table"]


def test_names_are_texts_of_the_ledger(tmp_path: Path) -> None:
    """A name of a table may be as long, and hold what, as one that is written in the ledger."""
    rows = [["party", "question", "answer"], ["Town\x1b[31m", "Toll", "yes"], ["G" * 400, "Toll", "no"]]
    found = read(tmp_path, write_csv(rows), LONG.replace("{id: party}", "{id: party, names: {GGG: g}}")).errors
    assert {p.id for p in found} == {"unprintable", "too-long"}


BESIDE = """\
statements:
  - id: town-no
    party: town
    about: answers.toll
    stance: {stance}
    value: {value}
    said: {said}
    text: Said so.
    evidence: [{{source: register, at: [0, 5], quote: party, attribution: document, teller: own}}]
{link}
"""


@pytest.mark.parametrize(
    ("stance", "value", "said", "link", "found"),
    [
        ("asks", "no", "2026-02-10", "", ["unlinked-asks"]),
        ("asks", "no", "2026-02-12", "", ["unlinked-asks"]),
        ("asks", "no", "2026-02-01", "", []),
        ("rejects", "yes", "2026-02-10", "", ["rejects-own"]),
        ("asks", "no", "2026-02-12", '    replaces: ["answers:2:3"]', []),
        ("asks", "no", "2026-02-10", '    disputes: ["answers:2:3"]', []),
        ("asks", "no", "2026-02-10", '    beside: ["answers:9:3"]', ["unknown-statement", "unlinked-asks"]),
    ],
)
def test_a_statement_beside_a_cell(
    stance: str, value: str, said: str, link: str, found: list[str], tmp_path: Path
) -> None:
    """A statement and a cell of one party on one question are held against each other, as two statements are."""
    more = BESIDE.format(stance=stance, value=f'"{value}"', said=said, link=link)
    loaded = read(tmp_path, write_csv(ROWS), LONG, more)
    assert sorted(p.id for p in loaded.errors) == found
    if link and not found:
        live = {s.id for s in narrow(loaded.require(), Query()).positions.live}
        assert ("answers:2:3" in live) == ("disputes" in link)


def test_a_proposal_of_cells(tmp_path: Path) -> None:
    """What one side, or a mediator, puts on the table may be cells of a table."""
    more = 'proposals:\n  draft: {name: The draft, statements: ["answers:2:3", "answers:3:3"]}\n'
    ledger = read(tmp_path, write_csv(ROWS), LONG, more).require()
    rows = find_report("proposals")(narrow(ledger, Query(parties=("all",)))).rows
    assert {row.proposal for row in rows} == {"draft"}


def test_a_question_of_a_table_by_its_own_name(tmp_path: Path) -> None:
    """Where no issue is called so, a question goes by what the table calls it or asks; a mistyped one is offered."""
    rows = [["party", "Econ_LR", "11"], ["Town", "yes", "no"], ["Guild", "no", "yes"]]
    table = PARTIES.replace("    value:", '    question: {names: {"11": lines}}\n    value:')
    ledger = read(tmp_path, write_csv(rows), table).require()
    for typed, about in (
        ("Econ_LR", "answers.econ-lr"),
        ("econ lr", "answers.econ-lr"),
        ("LINES", "answers.lines"),
        ("١١", "answers.lines"),
        ("answers", "answers"),
    ):
        assert narrow(ledger, Query(issues=(typed,))).query.issues == (about,)
    for typed in ("Econ_L", "ekon_lr"):
        with pytest.raises(BadQuery, match=f'no issue is called "{typed}": did you mean "answers.econ-lr"'):
            narrow(ledger, Query(issues=(typed,)))


def test_questions_of_one_name(tmp_path: Path) -> None:
    """A question that two issues have is refused by its own name, with both."""
    rows = [["party", "topic", "question", "answer"], ["A", "One", "Toll", "yes"], ["A", "Two", "Toll", "no"]]
    issue = LONG.replace("{id: question}", "{id: question, issue: topic}")
    ledger = read(tmp_path, write_csv(rows), issue).require()
    with pytest.raises(BadQuery, match=r'more than one question is called "toll": one\.toll \(Toll\), two\.toll'):
        narrow(ledger, Query(issues=("toll",)))
    assert narrow(ledger, Query(issues=("two.toll",))).query.issues == ("two.toll",)


def test_a_later_table_replaces_an_earlier_one(tmp_path: Path) -> None:
    """Of two waves the later one counts; two values of one day are a contradiction."""
    issue = LONG.replace("{id: question}", "{id: question, issue: on}")
    first = "party,question,on,answer\nA,toll,Ferry,yes\n"
    second = "party,question,on,answer\nA,toll,Ferry,no\n"
    ledger = read_two(tmp_path / "waves", first, second, (issue, issue)).require()
    assert [s.value for s in narrow(ledger, Query()).positions.live] == ["no"]
    path = tmp_path / "waves" / "positions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-02-20\n", "2026-02-10\n"), encoding="utf-8")
    assert "unlinked-asks" in {p.id for p in load(str(path)).errors}


def test_names_of_a_table_are_completed(tmp_path: Path) -> None:
    """What may be named of a ledger is what its tables bring, too."""
    read(tmp_path, write_csv(ROWS), LONG)
    draft = load_draft(str(tmp_path / "positions.yaml"))
    assert draft and [*NAMED["parties"](draft)] == ["town", "guild", "board"]
    assert [*NAMED["issues"](draft)] == ["answers", "answers.toll", "answers.night-line"]
    (tmp_path / "t.csv").write_text("party,question\n")
    draft = load_draft(str(tmp_path / "positions.yaml"))
    assert draft and not NAMED["parties"](draft)
