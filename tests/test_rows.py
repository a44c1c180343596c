"""Tables in files: their rows, where each cell stands, and every mistake with its place."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapcli.files.problems import frame
from gapcli.files.rows import DELIMITERS, Layout, Rows, TextRows, read_rows
from gapcli.files.tree import TooMany

CORPUS = Path(__file__).parent / "rows"
FILES = sorted(path.name for path in CORPUS.iterdir() if path.suffix != ".txt")


def read(text: str, file: str = "table.csv") -> TextRows:
    rows = read_rows(text.encode(), file, 1)
    assert isinstance(rows, TextRows)
    return rows


def cells(rows: Rows) -> list[list[str]]:
    return [row for _, row in rows]


@pytest.mark.parametrize("name", FILES)
def test_each_mistake_has_its_message(name: str, golden: Callable[[str, str], None]) -> None:
    """What is wrong with each table is what stands beside it, and no row with a mistake is given."""
    rows = read_rows((CORPUS / name).read_bytes(), name, 1)
    assert all(len(row) == len(rows.header) for row in cells(rows))
    golden(f"rows/{name}.txt", "\n\n".join(map(frame, rows.problems)) + "\n")


def test_no_message_without_a_table() -> None:
    """Every message belongs to a table that is still there."""
    assert sorted(path.stem for path in CORPUS.glob("*.txt")) == FILES


def test_a_byte_order_mark_and_blank_rows_are_passed_over() -> None:
    """What spreadsheets put before and after the rows is none of them."""
    rows = read("\ufeff party ,vote\r\n\r\ntown,yes\r\n,\r\n , ,\r\nport,no\r\n")
    assert (rows.header, cells(rows), rows.problems) == (("party", "vote"), [["town", "yes"], ["port", "no"]], ())
    assert [line for line, _ in rows] == [3, 6]


@pytest.mark.parametrize("sign", DELIMITERS)
def test_the_header_tells_the_delimiter(sign: str) -> None:
    """Commas, semicolons and tabs are told apart by the header, in which a quoted sign is none."""
    rows = read(f'"a{",;" * 3}b"{sign}c\n1{sign}2\n')
    assert (rows.delimiter, cells(rows)) == (sign, [["1", "2"]])


def test_a_tsv_of_one_column() -> None:
    """A file that is called so has tabs, whatever stands in it."""
    assert cells(read("a,b\n1,2\n", "table.tsv")) == [["1,2"]]


def test_too_large() -> None:
    """A table above the limit is refused with the way to raise it."""
    (problem,) = read_rows(None, "table.csv", 20).problems
    assert (problem.id, problem.help) == ("too-large", "split it, or set $GAPCLI_MAX_MIB to more")


def test_another_encoding() -> None:
    """Where another encoding is declared it is read, and what is none of it is told."""
    assert cells(read_rows("état\noui".encode("cp1252"), "t.csv", 1, Layout(encoding="cp1252"))) == [["oui"]]
    (problem,) = read_rows(b"vote\n\x81\n", "t.csv", 1, Layout(encoding="cp1252")).problems
    assert (problem.id, problem.message) == ("not-utf8", "byte 0x81 is not cp1252")


def test_after_a_thousand_mistakes_reading_ends() -> None:
    """A hostile table is not read to its end."""
    every = '{"a": "1"}\n' + "[1]\n" * 5000, "a,b\n" + "\n".join("1," * n for n in range(2, 1_200))
    for text, file in zip(every, ("table.jsonl", "table.csv")):
        rows = read(text, file)
        with pytest.raises(TooMany):
            list(rows)
        assert len(rows.problems) == 1001 and rows.problems[-1].id == "too-many"


def test_rows_with_the_same_mistake_are_told_once() -> None:
    """At the first of them, with how many there are and where the first five stand, however often they are read."""
    text = "a,b\n1,2\n" + "1\n1,2\n" * 60 + "1,2,3\n" + '"1\n",2,3\n1,2,3\n'
    rows = read(text)
    assert cells(rows) == cells(rows) == [["1", "2"]] * 61
    fewer, more = rows.problems
    assert (fewer.span.line, fewer.message) == (
        3,
        "the row has 1 cell, and the header 2, in 60 rows: lines 3, 5, 7, 9, 11 …",
    )
    assert (more.span.line, more.span.column) == (123, 5)
    assert more.message == "the row has 3 cells, and the header 2, in 3 rows: lines 123, 124, 126"
    rows = read('{"a": "1"}\n' + '{"b": "1"}\n' * 2 + '{"c": "1"}\n', "table.jsonl")
    assert cells(rows) == [["1"]]
    assert [p.message for p in rows.problems] == [
        'the first row has no key "b", in 2 rows: lines 2, 3',
        'the first row has no key "c"',
    ]


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
TABLE = st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=5))


@given(TABLE, st.sampled_from([*DELIMITERS]))
def test_what_is_written_is_read(table: list[list[str]], sign: str) -> None:
    """Any table that the library writes is read back; each cell is found where it begins."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL)
    names = [f"c{i}" for i in range(len(table[0]))]
    writer.writerows([names, *table])
    rows = read_rows(out.getvalue().encode(), "table.csv", 1, Layout(delimiter=sign))
    assert isinstance(rows, TextRows)
    kept = [row for row in table if any(row)]
    assert cells(rows) == kept and rows.header == tuple(names) and not rows.problems
    for start, row in rows:
        for i, cell in enumerate(row):
            span = rows.find_span(start, i)
            written = '"' + cell.replace('"', '""') + '"'
            line = rows.tree.line(span.line - 1)
            assert written.startswith(line[span.column - 1 : span.end_column - 1])
            assert "\n" in written or "\r" in written or line[span.column - 1 : span.end_column - 1] == written


VALUE = st.none() | CELL | st.integers() | st.lists(CELL, max_size=2) | st.dictionaries(CELL, CELL, max_size=2)


@given(st.lists(st.fixed_dictionaries({"a": VALUE, "b ": VALUE}), min_size=1, max_size=4))
def test_objects_are_read(objects: list[dict[str, object]]) -> None:
    """An object a line is a row: a text as it is, `null` empty, and what is more as its JSON; each in its place."""
    text = "".join(json.dumps(each) + "\n" for each in objects)
    rows = read(text, "table.jsonl")
    assert rows.header == tuple(objects[0]) and not rows.problems
    for (line, row), each in zip(rows, objects, strict=True):
        for i, (name, cell) in enumerate(zip(rows.header, row, strict=True)):
            value = each[name]
            said = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
            assert cell == said
            span = rows.find_span(line, i)
            assert json.loads(text.split("\n")[line - 1][span.column - 1 : span.end_column - 1]) == value
