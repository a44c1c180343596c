"""Tables in every kind of file: the same table gives the same ledger, and each mistake has its message and place."""

import gzip
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import PATHS, Ran
from table_files import (
    CALCEXT,
    KINDS,
    SCORES,
    count_length,
    lay_ods,
    make_csv,
    make_ods,
    make_parquet,
    make_r,
    make_scores,
    make_sqlite,
    make_stata,
    make_xlsx,
    need,
    rezip,
)

import gapcli
from gapcli.files import kinds
from gapcli.files.kinds import read_file
from gapcli.files.kinds.grid import Refused
from gapcli.files.problems import frame
from gapcli.files.rows import Layout, Rows
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.view import narrow

LEDGER = """\
format: 1
language: en
title: The harbour
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
tables:
  scores:
    file: {file}
    card: register
    shape: long
    party: {{id: party}}
    question: {{id: question}}
    value: {{column: score, scale: number, why: From nothing to all., poles: [none, all],
      unit: points, range: [0, 10], none: [""]}}
    said: {{column: day}}
    {more}
"""


def write_ledger(folder: Path, name: str, data: bytes, more: str = "", file: str = "") -> Path:
    """A ledger beside a table, with its card."""
    (folder / name).write_bytes(data)
    path = folder / "positions.yaml"
    text = LEDGER.format(hash=sha256(data).hexdigest(), length=count_length(data), file=file or name, more=more)
    path.write_text(text, encoding="utf-8")
    return path


def cells(rows: Rows) -> list[list[str]]:
    return [row for _, row in rows]


def read(data: bytes, file: str, limit: float = 20, **layout: Any) -> Rows:
    return read_file(data, file, limit, Layout(**layout))


def messages(rows: Rows) -> list[str]:
    """What is wrong with a table, each with its cure."""
    list(rows)
    return [f"{p.concise} {p.help}".rstrip() for p in rows.problems]


def refusal(data: bytes, file: str, **layout: Any) -> tuple[str, str, str]:
    """What the ledger says of a table and its file does not have: the field, the message and the cure."""
    with pytest.raises(Refused) as found:
        read(data, file, **layout)
    return found.value.field, found.value.message, found.value.help


# --- the same table -------------------------------------------------------------------------------


def strip(ledger: Ledger) -> Any:
    """What a ledger holds, but for what names the file of its table."""
    statements = [
        s._replace(evidence=tuple(e._replace(cell=e.cell and (*e.cell[1:],)) for e in s.evidence))
        for s in ledger.statements
    ]
    issues = {id: [d._replace(scale_=None) for d in issue.dimensions.values()] for id, issue in ledger.issues.items()}
    return statements, ledger.parties, issues


@pytest.mark.parametrize("name", KINDS)
def test_the_same_table_is_the_same_ledger(name: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """Whatever file a table is in, its statements, rows and figures are those of the CSV, byte for byte."""
    data = make_scores(name)
    for folder in ("csv", "other"):
        (tmp_path / folder).mkdir()
    plain = write_ledger(tmp_path / "csv", "scores.csv", make_scores("scores.csv"))
    other = write_ledger(tmp_path / "other", name, data, "sheet: Scores" if name == "scores.xls" else "")
    ledgers = [gapcli.load(str(path)).require() for path in (plain, other)]
    assert strip(ledgers[0]) == strip(ledgers[1])
    assert len(ledgers[1].statements) == 5
    figures = [json.dumps(gapcli.matrix(narrow(ledger, Query())).data()["rows"]) for ledger in ledgers]
    assert figures[0] == figures[1]
    texts = [run("statements", "-O", "csv", "-f", "positions.yaml", cwd=path.parent) for path in (plain, other)]
    assert (texts[1].code, texts[1].stderr) == (0, b"")
    # But for the name of its file, and the hash, a cell is cited in the same words.
    texts_left = [re.sub(rb"[0-9a-f]{64}|\w+\.[a-z]+(?=,)", b"", ran.stdout) for ran in texts]
    assert texts_left[0] == texts_left[1]


# --- values ---------------------------------------------------------------------------------------


def test_numbers_are_written_as_by_hand() -> None:
    """No decimals where there are none, no exponent, and no more digits than a number has in its file."""
    query = """SELECT 1.0::DOUBLE AS a, 0.1::FLOAT AS b, 1e-7::DOUBLE AS c, 1e16::DOUBLE AS d, 2.50::DECIMAL(5,2) AS e,
        true AS f, 12::TINYINT AS g, 'nan'::DOUBLE AS h, 'inf'::DOUBLE AS i, TIMESTAMP '2026-01-05 00:00:00' AS j,
        TIMESTAMP '2026-01-05 13:30:00' AS k, [1, 2] AS l, 16777216::FLOAT AS m"""
    row = "1,0.1,0.0000001,10000000000000000,2.5,true,12,NaN,inf,2026-01-05,2026-01-05 13:30:00,[1, 2],16777216"
    assert cells(read(make_parquet(query), "t.parquet")) == [
        [*row.split(",")[:11], "[1, 2]", "16777216"],
    ]
    assert cells(read(b'[{"a": 1.50, "b": true, "c": null, "d": ["x"]}]', "t.json")) == [["1.50", "true", "", '["x"]']]

    def change(_: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, [0.1 + 0.2, True, 1e21, 7])

    # A spreadsheet keeps fifteen digits of a number, and shows no more.
    assert cells(read(make_xlsx(["abcd"], change), "t.xlsx")) == [["0.3", "true", "1000000000000000000000", "7"]]


def test_labels_and_codes_of_stata() -> None:
    """A labelled code is its label, one without a label itself; on request the codes are read."""
    pandas = need("pandas")
    made = pandas.DataFrame({"party": ["a", "b", "c", "d"], "code": [0.0, 10.0, 5.0, None], "x": ["a", "", "c", "d"]})
    data = make_stata(made, variable_value_labels={"code": {0: "left", 10: "right"}})
    labels, codes = read(data, "t.dta"), read(data, "t.dta", coded=("code",))
    assert [row[1] for row in cells(labels)] == ["left", "right", "5", ""]
    assert [row[1] for row in cells(codes)] == ["0", "10", "5", ""]
    missing = pandas.DataFrame({"party": ["a", "b", "c"], "code": [1.0, "a", None]})
    data = make_stata(missing, missing_user_values={"code": ["a"]})
    assert [row[1] for row in cells(read(data, "t.dta"))] == ["1", ".a", ""]
    data = make_stata(missing, missing_user_values={"code": ["a"]}, variable_value_labels={"code": {"a": "refused"}})
    assert [row[1] for row in cells(read(data, "t.dta"))] == ["1", "refused", ""]
    what = ("coded", 'no column "party" of t.dta has labels', "these have: code")
    assert refusal(data, "t.dta", coded=("party",)) == what


def test_factors_of_r() -> None:
    """A factor is its labels, and on request its codes; what is missing is empty."""
    pandas = need("pandas")
    vote = pandas.Categorical(["yes", "no", "yes"], categories=["no", "yes"])
    number = pandas.Series([0.5, None, 2.0])
    party = pandas.Series(["a", "b", "c"], dtype="object")
    data = make_r(pandas.DataFrame({"party": party, "vote": vote, "number": number, "is": [True, False, True]}))
    rows = read(data, "t.rds")
    assert (rows.header, cells(rows)[0]) == (("party", "vote", "number", "is"), ["a", "yes", "0.5", "true"])
    assert [row[1] for row in cells(read(data, "t.rds", coded=("vote",)))] == ["2", "1", "2"]
    named = pandas.DataFrame({"vote": vote}, index=pandas.Index(["a", "b", "c"], dtype="object"))
    assert (read(make_r(named), "t.rds").header, cells(read(make_r(named), "t.rds"))[1]) == (
        ("row.names", "vote"),
        ["b", "no"],
    )


# --- where a table lies in its file ---------------------------------------------------------------

SPREAD = [
    ["Answers of 2026", None, None],
    [None, None, None],
    ["party", "quay", "toll"],
    ["town", "1", "2"],
    ["port", "3", "4"],
    [None, None, None],
    ["source: the register", None, None],
]


def test_a_table_within_a_file() -> None:
    """`header` and `rows` count the lines of a text and the rows of a sheet; what is outside is not looked at."""
    text = "Answers of 2026\n\nparty,quay,toll\n# a note, with, far, too many\ntown,1,2\nport,3,4\n\nsource: 'x,y\n"
    rows = read(text.encode(), "t.csv", header=3, rows=(5, 6))
    assert (rows.header, list(rows), rows.problems) == (
        ("party", "quay", "toll"),
        [(5, ["town", "1", "2"]), (6, ["port", "3", "4"])],
        (),
    )
    what = "t.csv:2:1: error: no row begins at line 2 [no-header] its first row names the columns"
    assert messages(read(text.encode(), "t.csv", header=2)) == [what]
    rows = read(make_xlsx(SPREAD), "t.xlsx", header=3, rows=(3, 5))
    assert (rows.header, list(rows)) == (
        ("party", "quay", "toll"),
        [(4, ["town", "1", "2"]), (5, ["port", "3", "4"])],
    )
    assert messages(read(make_xlsx(SPREAD), "t.xlsx")) == [
        "t.xlsx:1:2: error: Scores!B1: column 2 has no name [no-header] "
        "name it in the first row, or say which row names the columns: header: …",
        "t.xlsx:1:3: error: Scores!C1: column 3 has no name [no-header] "
        "name it in the first row, or say which row names the columns: header: …",
    ]
    lines = b'{"a": "1"}\n{"a": "2"}\n{"a": "3"}\n'
    assert list(read(lines, "t.jsonl", rows=(2, 3))) == [(2, ["2"]), (3, ["3"])]
    assert list(read(b'[{"a": 1}, {"a": 2}, {"a": 3}]', "t.json", rows=(3, 3))) == [(3, ["2"])]


def test_one_of_several_sheets() -> None:
    """Where a file has several tables, the ledger names one; no name is ever a piece of SQL."""

    def add(book: Any, _: Any) -> None:
        book.add_worksheet("Other one").write_row(0, 0, ["a"])

    book = make_xlsx([["party"], ["town"]], add)
    what = ("file", "t.xlsx has 2 sheets: Scores, Other one", "name the one with the table: sheet: …")
    assert refusal(book, "t.xlsx") == what
    assert refusal(book, "t.xlsx", sheet="Score") == (
        "sheet",
        't.xlsx has no sheet "Score"',
        'did you mean "Scores"?',
    )
    assert read(book, "t.xlsx", sheet="Other one").header == ("a",)
    base = make_sqlite(
        SCORES, 'CREATE TABLE "my ""table" (a); INSERT INTO "my ""table" VALUES (1); CREATE VIEW v AS SELECT 1;'
    )
    what = ("file", 't.db has 2 tables: scores, my "table', "name the one with the table: sheet: …")
    assert refusal(base, "t.db") == what
    assert read(base, "t.db", sheet='my "table').header == ("a",)
    for name in ("v", "sqlite_master", "scores; DROP TABLE scores", "SCORES"):
        assert refusal(base, "t.db", sheet=name)[:2] == ("sheet", f't.db has no table "{name}"')


def test_an_empty_sheet_is_not_offered(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Where a sheet or a table has nothing in it, another one is meant."""

    def add(book: Any, _: Any) -> None:
        book.add_worksheet("Sheet2")
        book.add_worksheet("Other one").write_row(0, 0, ["a"])

    book = make_xlsx([], add)
    what = ("file", "t.xlsx has 3 sheets: Scores (empty), Sheet2 (empty), Other one")
    assert refusal(book, "t.xlsx") == (*what, "name the one with the table: sheet: Other one")
    (tmp_path / "t.xlsx").write_bytes(book)
    assert run("import", "t.xlsx").stderr.decode().endswith(" type 't.xlsx#Other one'\n")
    base = make_sqlite(SCORES, "CREATE TABLE unused (a);")
    what = ("file", "t.db has 2 tables: scores, unused (empty)", "name the one with the table: sheet: scores")
    assert refusal(base, "t.db") == what
    base = make_sqlite([["a"]], "CREATE TABLE unused (a);")
    assert refusal(base, "t.db")[2] == "name the one with the table: sheet: …"


def test_what_a_database_computes_is_not_run() -> None:
    """A column that is computed when it is read is left out, and no check of the file is made."""
    # Added after the row, for which it would be computed too.
    script = """CREATE TABLE hostile (party, kept AS (party || '!') STORED);
        INSERT INTO hostile (party) VALUES ('town');
        ALTER TABLE hostile ADD COLUMN vote AS (printf('%.*c', 999999999, 'x'));"""
    rows = read(make_sqlite(SCORES, script), "t.db", sheet="hostile")
    assert (rows.header, cells(rows)) == (("party", "kept"), [["town", "town!"]])


def test_the_table_of_a_database_behind_its_file(tmp_path: Path) -> None:
    """`file: votes.db#scores` names both."""
    base = make_sqlite(SCORES, "CREATE TABLE other (a)")
    path = write_ledger(tmp_path, "votes.db", base, file="votes.db#scores")
    assert len(gapcli.load(str(path)).require().statements) == 5
    (tmp_path / "votes.db-wal").write_bytes(b"more")
    (problem,) = gapcli.load(str(path)).errors
    where = os.path.join(tmp_path, "votes.db")
    assert problem.message == f"{where}-wal holds changes that are not in {where} yet"


def test_merged_cells() -> None:
    """Merged cells are a mistake in the table and none outside of it; where it is declared each holds the same."""
    table = [["Title"], ["party", "quay", "toll"], [None, 1.0, 2.0], [None, None, None]]

    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "Title")
        sheet.merge_range("A3:A4", "town")
        sheet.merge_range("B4:C4", "5")

    ods = make_ods(
        [
            '<table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Title</text:p>'
            '</table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>',
            "".join(map(lay_ods, table[1])),
            '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>town</text:p>'
            "</table:table-cell>" + lay_ods(1.0) + lay_ods(2.0),
            '<table:covered-table-cell/><table:table-cell table:number-columns-spanned="2" office:value-type="float" '
            'office:value="5"/><table:covered-table-cell/>',
        ]
    )
    cure = "write merged: fill where each of them holds what the first does; else split them"
    for name, data in (("t.xlsx", make_xlsx(table, merge)), ("t.ods", ods)):
        assert messages(read(data, name, header=2)) == [
            f"{name}:3:1: error: Scores!A3:A4: the cells are merged [merged-cells] {cure}",
            f"{name}:4:2: error: Scores!B4:C4: the cells are merged [merged-cells] {cure}",
        ]
        assert cells(read(data, name, header=2, merged="fill")) == [["town", "1", "2"], ["town", "5", "5"]]


def test_what_a_kind_of_file_has_no_use_for() -> None:
    """What the ledger says of a table, and its file does not have, is never passed over."""
    base = make_sqlite(SCORES)
    cases: list[tuple[bytes, str, dict[str, Any]]] = [
        (b"a\n1\n", "t.csv", {"merged": "fill"}),
        (b"a\n1\n", "t.csv", {"sheet": "Scores"}),
        (b"[]", "t.json", {"delimiter": ";"}),
        (base, "t.db", {"header": 3}),
        (base, "t.db", {"coded": ("score",)}),
        (base, "t.db", {"encoding": "latin-1"}),
    ]
    for data, name, layout in cases:
        (field,) = layout
        assert refusal(data, name, **layout) == (field, f"a file like {name} has no `{field}`", "leave it out")


def test_a_text_needs_no_extra(tmp_path: Path) -> None:
    """No library is imported that the file does not need."""
    path = write_ledger(tmp_path, "t.csv", make_csv(SCORES))
    code = f"import sys, gapcli; gapcli.load({str(path)!r}).require(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **PATHS}, capture_output=True, check=True)
    heavy = {module for module, _, _ in EXTRAS.values()} | {"numpy", "sqlite3", "zipfile"}
    assert not heavy & {*done.stdout.decode().split()}


# --- cells without a value ------------------------------------------------------------------------

NO_VALUE = "the formula has no value: no spreadsheet has computed it [bad-cell]"
CURE = "mend it in the spreadsheet, or empty the cell"
OPEN = "open and save the file in a spreadsheet program"


def test_errors_and_formulas_of_xlsx() -> None:
    """An error, and a formula that nothing computed, are no empty cells; a formula with a value, and a text, are."""

    def change(_: Any, sheet: Any) -> None:
        sheet.write_formula("B2", "=NA()", None, "#N/A")
        sheet.write_formula("C2", "=B4", None, "")
        sheet.write_formula("B3", "=1+1", None, 2)
        sheet.write_string("C3", "#REF!")

    table = [["party", "quay", "toll"], ["town"], ["port"]]
    rows = read(make_xlsx(table, change), "t.xlsx")
    assert cells(rows) == [["port", "2", "#REF!"]]
    assert messages(rows) == [
        f"t.xlsx:2:2: error: Scores!B2: the cell holds the error #N/A [bad-cell] {CURE}",
        f"t.xlsx:2:3: error: Scores!C2: {NO_VALUE} {OPEN}",
    ]
    rows = read(make_xlsx(table, change, computed=False), "t.xlsx")
    assert f"t.xlsx:3:2: error: Scores!B3: {NO_VALUE} {OPEN}" in messages(rows)
    # An empty text is a value.
    empty = make_xlsx([["party", "quay"], ["town"]], lambda _, sheet: sheet.write_formula("B2", '=""', None, ""))
    empty = rezip(empty, lambda _, data: data.replace(b'<c r="B2">', b'<c r="B2" t="str">'))
    assert cells(read(empty, "t.xlsx")) == [["town", ""]]


def test_errors_and_formulas_of_ods_and_xls() -> None:
    """The same of the other two."""
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" {more}>'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    head = "".join(map(lay_ods, ["party", "quay", "toll"]))
    ods = make_ods(
        [
            head,
            lay_ods("town") + error.format(more='calcext:value-type="error"') + error.format(more=""),
            lay_ods("port") + '<table:table-cell table:formula="of:=1"/>' + lay_ods(1.0),
        ]
    )
    assert CALCEXT.encode() in ods
    assert messages(read(ods, "t.ods")) == [
        f"t.ods:2:2: error: Scores!B2: the cell holds the error #DIV/0! [bad-cell] {CURE}",
        f"t.ods:2:3: error: Scores!C2: the cell holds the error #DIV/0! [bad-cell] {CURE}",
        f"t.ods:3:2: error: Scores!B3: {NO_VALUE} {OPEN}",
    ]
    rows = read(make_scores("scores.xls"), "t.xls", sheet="Wrong", merged="fill")
    assert messages(rows) == [f"t.xls:2:2: error: Wrong!B2: the cell holds the error #N/A [bad-cell] {CURE}"]
    assert cells(rows) == [["port", "true"], ["port", "2"]]


def test_bytes_are_no_text() -> None:
    """A cell of a database that holds bytes is told by its row."""
    base = make_sqlite([["party", "vote"], ["town", b"\0\1"]])
    assert messages(read(base, "t.db")) == [
        "t.db:2:2: error: row 2, vote: the cell holds 2 bytes, and no text [bad-cell] take a column of texts or numbers"
    ]


def test_a_mistake_of_a_cell_has_its_place(run: Callable[..., Ran], tmp_path: Path) -> None:
    """What is no answer is told by the cell of the sheet, the row of the database, the place in the JSON."""
    table = [*SCORES[:2], ("port", "quay", "a lot", SCORES[1][3])]
    places = {
        "t.xlsx": (lambda: make_xlsx(table), "t.xlsx:3:3: error: Scores!C3: "),
        "t.db": (lambda: make_sqlite(table), "t.db:3:3: error: row 3, score: "),
        "t.json": (
            lambda: (
                b'[\n{"party": "town", "question": "quay", "score": 3, "day": "2026-01-05"},'
                b'\n {"party": "port", "question": "quay", "score": "a lot", "day": "2026-01-05"}]'
            ),
            "t.json:3:49: error: ",
        ),
        "c.json": (
            lambda: (
                b'{"party": ["town", "port"], "question": ["quay", "toll"],\n'
                b'"score": [3, "a lot"], "day": ["2026-01-05", "2026-01-05"]}'
            ),
            "c.json:2:14: error: ",
        ),
    }
    for name, (make, place) in places.items():
        (tmp_path / name[0] / name).parent.mkdir(exist_ok=True)
        path = write_ledger(tmp_path / name[0], name, make())
        done = run("check", "-f", "positions.yaml", "-O", "concise", cwd=path.parent)
        assert done.code == 1
        assert done.stdout.decode().splitlines()[0] == f'{place}"a lot" is no number [unknown-code]'


# --- what is no table of positions ----------------------------------------------------------------


def test_a_matrix_of_distances() -> None:
    """Rows that are called as the columns are, with 0 where they meet, are no positions, in whatever file."""
    table = [["", "a", "b", "c"], ["a", 0.0, 1.0, 2.0], ["b", 1.0, 0.0, 3.0], ["c", 2.0, 3.0, 0.0]]
    named = [["party", *table[0][1:]], *table[1:]]
    objects = [dict(zip(named[0], row)) for row in named[1:]]
    files = {
        "t.csv": lambda: make_csv(table),
        "n.csv": lambda: make_csv(named),
        "t.json": lambda: json.dumps(objects).encode(),
        "t.jsonl": lambda: "\n".join(map(json.dumps, objects)).encode(),
        "t.xlsx": lambda: make_xlsx(table),
        "t.db": lambda: make_sqlite(named),
    }
    for name, make in files.items():
        (problem,) = read(make(), name).problems
        assert problem.id == "distance-matrix"
        assert problem.message.endswith(
            "this is a matrix of distances: its rows are called as its columns, and its diagonal is 0"
        )
    # Answers that happen to be so are none: one row more, another order, another diagonal.
    for other in ([*named, ["d", 0.0, 0.0, 0.0]], [named[0], *named[:0:-1]], [*named[:3], ["c", 2.0, 3.0, 1.0]]):
        assert read(make_csv(other), "t.csv").problems == ()


# --- texts in other encodings ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1256", "latin-1", "utf-8-sig"])
def test_another_encoding_from_end_to_end(encoding: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """A table in an encoding that is declared gives its figures, and its mistakes their places in the text."""
    word = "نعم" if encoding in ("utf-16", "windows-1256") else "Rhône"
    text = f"party,question,text,score,day\ntown,quay,{word},3,2026-01-05\nport,quay,{word},a lot,2026-01-05\n"
    more = f"encoding: {encoding}"
    columns = ("question: {id: question}", "question: {id: question, text: text}")
    right = write_ledger(tmp_path, "t.csv", text.replace("a lot", "4").encode(encoding), more)
    right.write_text(right.read_text(encoding="utf-8").replace(*columns), encoding="utf-8")
    found = gapcli.load(str(right)).require()
    assert {str(d.question) for issue in found.issues.values() for d in issue.dimensions.values()} == {word}
    assert run("issue", "scores", "--source", "-f", "positions.yaml").code == 0
    write_ledger(tmp_path, "t.csv", text.encode(encoding), more)
    done = run("check", "-f", "positions.yaml", "-O", "concise")
    column = len(f"port,quay,{word},") + 1
    assert done.stdout.decode() == f't.csv:3:{column}: error: "a lot" is no number [unknown-code]\n'


def test_what_is_not_of_the_encoding() -> None:
    """The first byte that is not of the encoding is told in its place; an encoding that there is not, in the ledger."""
    what = "t.csv:2:4: error: byte 0x81 is not cp1252 [not-utf8] declare the encoding that the file is in"
    assert messages(read(b"vote\nno \x81\n", "t.csv", encoding="cp1252")) == [what]
    what = "t.csv:1:2: error: byte 0x00 is not utf-16 [not-utf8] declare the encoding that the file is in"
    assert messages(read("a".encode("utf-16") + b"\0\xd8", "t.csv", encoding="utf-16")) == [what]
    for name in ("utf-88", "base64", "idna"):
        assert refusal(b"a\n", "t.csv", encoding=name)[:2] == ("encoding", f'"{name}" is no encoding')


# --- hostile and broken files ---------------------------------------------------------------------

BROKEN = {
    "one byte": lambda data: b"\0",
    "of another kind": lambda data: b"party,vote\ntown,yes\n" * 50,
    "cut": lambda data: data[: len(data) * 2 // 3],
    "with zeros": lambda data: data[:64] + bytes(len(data) - 64),
}
BINARY = ("scores.xlsx", "scores.ods", "scores.xls", "scores.sqlite", "scores.parquet", "scores.rds", "scores.dta")


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("name", BINARY)
def test_a_broken_file_is_one_message(name: str, how: str, tmp_path: Path) -> None:
    """Whatever is wrong with a file, it is told once, in words."""
    path = write_ledger(tmp_path, name, BROKEN[how](make_scores(name)))
    (problem,) = gapcli.load(str(path)).errors
    assert (problem.id, os.path.basename(problem.span.file), problem.span.line) == ("broken-table", name, 1)
    assert not re.search("Traceback|object|/tmp|SELECT", problem.message)


def test_a_broken_file_ends_as_any_mistake(run: Callable[..., Ran], tmp_path: Path) -> None:
    """`check` ends in 1, and every other command in 3."""
    write_ledger(tmp_path, "t.db", b"no database")
    done = run("check", "-f", "positions.yaml", "-O", "concise")
    assert done == Ran(1, b"t.db:1:1: error: this is no SQLite database [broken-table]\n", b"")
    assert run("matrix", "-f", "positions.yaml").code == 3


def test_broken_json() -> None:
    """What is no JSON, no table or no object is told in its place."""
    cases = {
        b'[{"a": 1},': "t.json:1:11: error: this is no JSON: Expecting value [bad-json]",
        b'{"a": 1}': 't.json:1:1: error: this is no table [bad-json] write [{"party": "town", …}, …], '
        'or {"party": ["town", …], …}',
        b'{"a": [1], "b": [1, 2]}': "t.json:1:17: error: b has 2 values, and a 1 [ragged-row] "
        "a column has one for each row",
        b'[{"a": 1}, 2]': 't.json:1:12: error: this is no object [bad-json] write {"party": "town", …}',
        b'[{"a": 1}, {"b": 2}]': 't.json:1:12: error: the first row has no key "b" [ragged-row] give every key there',
        b'[{"a": NaN}]': "t.json:1:1: error: this is no JSON: NaN is no number [bad-json]",
        b"[]": "t.json:1:1: error: the table is empty [no-header] its first row names the columns",
    }
    for data, what in cases.items():
        assert messages(read(data, "t.json")) == [what]
    assert "nested too deep" in messages(read(b"[" * 100_000, "t.json"))[0]


def test_zip_bombs() -> None:
    """What unpacks to more than a table may have is refused before it is read, whatever sizes the zip tells."""
    book = make_xlsx([["party"], ["town"]])
    bomb = rezip(book, lambda name, data: data + b" " * (3 << 20) if "sheet1" in name else data)
    what = "t.xlsx:1:1: error: unpacked the workbook has more than 2 MiB [broken-table]"
    assert messages(read(bomb, "t.xlsx", limit=2)) == [what]
    with zipfile.ZipFile(io.BytesIO(bomb)) as zip:
        size = zip.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    assert bomb.count(size) == 2
    assert messages(read(bomb.replace(size, b"\x80\0\0\0"), "t.xlsx", limit=2)) == [what]
    assert cells(read(bomb, "t.xlsx", limit=9)) == [["town"]]
    need("rdata")
    what = "t.rds:1:1: error: unpacked the file has more than 2 MiB [broken-table]"
    assert messages(read(gzip.compress(bytes(3 << 20)), "t.rds", limit=2)) == [what]


def test_hostile_workbooks() -> None:
    """A cell at the end of a sheet takes no memory, and an entity is not expanded."""
    book = make_xlsx([["party"], ["town"]])
    far = rezip(book, lambda _, data: data.replace(b'r="A2"', b'r="XFD1048576"'))
    what = "t.xlsx:1:1: error: a sheet reaches to XFD1048576: more than 20,000,000 cells [broken-table]"
    assert messages(read(far, "t.xlsx")) == [what]
    entity = rezip(book, lambda name, data: data.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1))
    what = "t.xlsx:1:1: error: this is no workbook: its XML declares entities [broken-table]"
    assert messages(read(entity, "t.xlsx")) == [what]
    repeat = 'table:number-columns-repeated="16384"'
    cell = f'<table:table-cell {repeat} office:value-type="float" office:value="1"/>'
    data = make_ods([cell] * 2000)
    what = "t.ods:1:1: error: a sheet reaches to XFD1221: more than 20,000,000 cells [broken-table]"
    assert messages(read(data, "t.ods")) == [what]


def test_what_is_no_file_is_not_opened(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A pipe, and a link that leads out of the folder, are mistakes in the ledger."""
    write_ledger(tmp_path, "t.xlsx", b"")
    (tmp_path / "t.xlsx").unlink()
    os.mkfifo(tmp_path / "t.xlsx")
    assert b"t.xlsx is no file of the ledger's folder [table-file]" in run("check", "-f", "positions.yaml").stdout
    (tmp_path / "t.xlsx").unlink()
    (tmp_path / "t.xlsx").symlink_to("/etc/hostname")
    assert b"t.xlsx is no file of the ledger's folder [table-file]" in run("check", "-f", "positions.yaml").stdout


def test_a_file_that_is_too_large_has_sheets_all_the_same() -> None:
    """Of a file that is not read nothing is said but that, whatever part of it is named."""
    (told,) = messages(read_file(None, "t.db", 20, Layout(sheet="scores")))
    assert told.startswith("t.db:1:1: error: the file has more than 20 MiB [too-large]")


# --- extras, and cards ----------------------------------------------------------------------------

EXTRAS = {
    "t.xlsx": ("python_calamine", "a workbook", "excel"),
    "t.ods": ("python_calamine", "a workbook", "excel"),
    "t.xls": ("xlrd", "a workbook", "excel"),
    "t.parquet": ("duckdb", "a Parquet file", "parquet"),
    "t.rds": ("rdata", "a file of R", "r"),
    "t.dta": ("pyreadstat", "a Stata data set", "stata"),
}


@pytest.mark.parametrize("name", EXTRAS)
def test_a_missing_extra_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    """Where a library is not installed, the mistake stands at `file:` and says what to type."""
    module, called, extra = EXTRAS[name]
    data = b"PAR1" if name.endswith("parquet") else b"\x1f\x8b" if name.endswith("rds") else b"x"
    path = write_ledger(tmp_path, name, data)
    code = f"import sys; sys.modules[{module!r}] = None; import gapcli; print(*gapcli.load({str(path)!r}).problems)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **PATHS}, capture_output=True, check=True)
    assert "missing-extra" in done.stdout.decode(), done.stderr
    line = path.read_text(encoding="utf-8").splitlines().index(f"    file: {name}") + 1
    assert f"line={line}, column=11" in done.stdout.decode()
    assert f"to read {tmp_path / name}, {called}, an extra is needed" in done.stdout.decode()
    assert f"pip install 'gapcli[{extra}]'" in done.stdout.decode()


def test_every_extra_is_one_of_the_package() -> None:
    """What the message names can be installed, and `tables` is all of it."""
    text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    extras = {kind.extra for kind in kinds.KINDS.values() if kind.extra}
    assert all(re.search(rf"^{extra} = \[", text, re.M) for extra in extras)
    (line,) = re.findall(r'^tables = \["gapcli\[(.*)\]"\]$', text, re.M)
    assert set(line.split(",")) == extras


def test_the_card_of_a_table(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Of a file that is no text a card has the hash, the kind and how many bytes; one of a text its characters."""
    data = make_sqlite(SCORES)
    (tmp_path / "scores.db").write_bytes(data)
    card = run("card", "scores.db").stdout.decode()
    assert f"\nsha256: {sha256(data).hexdigest()}\ncharacters: {len(data)}\n" in card.replace("'", "").replace('"', "")
    assert "\nkind: dataset\n" in card
    (tmp_path / "scores.csv").write_text("party,vote\nRhône,yes\n", encoding="utf-8")
    card = run("card", "scores.csv").stdout.decode()
    assert "\nkind: dataset\n" in card and "\ncharacters: 21\n" in card
    assert run("quote", "scores.db", "town").code != 0


def test_the_length_on_the_card(tmp_path: Path) -> None:
    """`characters` of the card of a table is compared with the file."""
    path = write_ledger(tmp_path, "scores.db", make_sqlite(SCORES))
    length = len((tmp_path / "scores.db").read_bytes())
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"characters: {length}", "characters: 7"), encoding="utf-8"
    )
    (problem,) = gapcli.load(str(path), "positions.yaml").errors
    assert frame(problem).splitlines()[0] == f"positions.yaml:12:17: error: scores.db has {length} bytes [other-table]"
    assert problem.help == f"write {length}"
