"""Workbooks: the figures, dates and texts of the JSON, nothing that computes, and CSV that Excel reads."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO, StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from conftest import PATHS, PLAIN, Ran, complete
from openpyxl import load_workbook
from shares import some
from test_output import ASKED, AWKWARD, show_text
from test_terminal import Terminal
from workbooks import read_sheets

import gapcli
from gapcli.files.find import shipped
from gapcli.formats import Screen, write_report
from gapcli.measure.budget import TooLarge

Run = Callable[..., Ran]
DAYS = {"date", "said", "day", "published"}
"""The columns that hold days."""


def flatten(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | piece for row in rows for piece in (row.get("evidence") or [{}]) if isinstance(piece, dict)]


def agree(lines: list[list[Any]], rows: list[dict[str, Any]]) -> None:
    """The lines of a sheet say what the rows of the JSON say, in the types of a workbook."""
    header, *lines = lines
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows):
        for name, cell in zip(header, line):
            value = show_text(row.get(name))
            if isinstance(value, (list, dict)):
                assert json.loads(cell) == value, name
            elif name in DAYS and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                assert cell == date.fromisoformat(value), name
            elif isinstance(value, str):
                read = re.sub(r"\\(u20[26][a-e6-9]|x5c)", lambda m: chr(int(m[1][1:], 16)), cell or "")
                assert read == value, name
            else:
                assert (isinstance(cell, bool), cell) == (isinstance(value, bool), value), name


@pytest.mark.parametrize("asked", some(ASKED), ids=" ".join)
def test_a_workbook_has_the_rows_of_the_json(asked: list[str], run: Run) -> None:
    """Figures are numbers, full dates are dates, all else is text; lists beside the rows have sheets of their own."""
    document = json.loads(run(*asked, "--json", "-f", str(AWKWARD)).stdout)
    sheets = read_sheets(run(*asked, "-O", "xlsx", "-f", str(AWKWARD)).stdout)
    rows = document.pop("rows")
    first, *_, last = sheets
    assert (first, last) == (document["kind"], "about")
    agree(sheets.pop(first), flatten(rows) if asked[0] == "statements" else rows)
    about = dict(sheets.pop("about")[1:])
    assert about["ledger.sha256"] == document["ledger"]["sha256"]
    assert json.loads(about["query.parties"]) == document["query"]["parties"]
    for name, lines in sheets.items():
        beside = document.pop(name)
        agree(lines, [{"id": id} | row for id, row in beside.items()] if isinstance(beside, dict) else beside)
    left = {key: value for key, value in document.items() if key not in ("ledger", "query")}
    assert not any(isinstance(value, list) and value for value in left.values()), "a list is nowhere"


def test_the_look(run: Run) -> None:
    """The header stays in sight, no column is narrower or wider than can be read, and Arabic reads from the right."""
    book = load_workbook(BytesIO(run("statements", "-O", "xlsx").stdout))
    sheet = book["statements"]
    assert all(each.freeze_panes == "A2" and each["A1"].font.bold for each in book)
    assert all(8 <= column.width <= 61 for each in book for column in each.column_dimensions.values())
    column = {first.value: [*below] for first, *below in sheet.columns}
    orders = {(bool(re.search("[\u0600-\u06ff]", c.value)), c.alignment.readingOrder) for c in column["quote"]}
    assert orders == {(True, 2)}, "every quote of the shipped ledger is Arabic"
    assert {c.alignment.readingOrder for c in column["id"]} == {0}
    assert {c.number_format for c in column["day"]} == {"yyyy-mm-dd"}


def test_the_same_ledger_gives_the_same_bytes(start: Run) -> None:
    """On another day, in another zone and with another order of hashes too."""
    first = start("matrix", "-O", "xlsx").stdout
    assert first == start("matrix", "-O", "xlsx", env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}).stdout
    assert load_workbook(BytesIO(first)).properties.created.year == 1980


HOSTILE = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://x.test","y")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "'=1",
    "{=1+1}",
    "http://x.test/a",
    "mailto:a@x.test",
    "internal:Sheet1!A1",
    "<r><t>not of the library</t></r>",
    "<r>",
    "<x>&amp;</x>",
    "_x0041_",
    "_x000D_ _xFFFE_",
    "1e5",
    "0012",
    "TRUE",
    "2026-02-06",
    "#N/A",
    "\u202eabc",
    "\\u202e",
    "a\nb\tc",
    " blanks ",
    "أ=1",
]
"""Texts that a spreadsheet, or what writes one, would make something else of."""
SAID = """
issues:
  x: {{name: X, dimensions: {{d: {{question: Q, scale: choice, options: {{a: A, b: B}}, why: W}}}}}}
statements:
{}
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A ledger that says all of it, each in a text and in a quote."""
    evidence = "evidence: [{{source: daily, at: [0, {}], quote: {}, attribution: named, teller: own}}]"
    lines = [
        f"  - {{id: s{i}, party: us, about: x.d, stance: asks, value: a, said: 2026-02-{i % 9 + 1:02}, "
        f"text: {json.dumps(text)}, note: {json.dumps(text)}, {evidence.format(len(text), json.dumps(text))}}}"
        for i, text in enumerate(HOSTILE)
        if text != "\u202eabc"
    ]
    (tmp_path / "positions.yaml").write_text(complete(SAID.format("\n".join(lines))), encoding="utf-8")
    return tmp_path


def test_a_hostile_ledger_stays_text(hostile: Path, run: Run) -> None:
    """Nothing becomes a formula, a link, a number, a date or markup, and each comes back as it was."""
    done = run("statements", "-O", "xlsx")
    assert done.code == 0, done.stderr
    header, *lines = read_sheets(done.stdout)["statements"]
    for name in ("text", "note", "quote"):
        read = [line[header.index(name)].replace("\\x5c", "\\") for line in lines]
        assert read == [text for text in HOSTILE if text != "\u202eabc"]
    sheet = load_workbook(BytesIO(done.stdout))["statements"]
    cells = [cell for line in sheet for cell in line if cell.value and str(cell.value)[0] in "=+-@"]
    assert cells and all(cell.quotePrefix for cell in cells), "editing a cell would make a formula of it"


@pytest.mark.parametrize("asked", some([["statements"], ["matrix", "--parties", "all"], ["issue", "x", "--source"]]))
def test_libreoffice_reads_what_csv_says(asked: list[str], hostile: Path, run: Run) -> None:
    """Opened by a spreadsheet and written as CSV, the first sheet is the CSV of gapcli, without its `'`."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("soffice is not installed: apt-get install libreoffice-calc")
    ledger = hostile / "positions.yaml" if asked[0] != "matrix" else AWKWARD
    assert run(*asked, "-f", str(ledger), "-o", "a.xlsx").code == 0
    # Comma, quotation mark, UTF-8; not as shown, so that numbers have all their digits.
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1"
    command = [office, f"-env:UserInstallation=file://{hostile}/profile", "--headless", "--convert-to", options]
    done = subprocess.run([*command, "a.xlsx"], cwd=hostile, capture_output=True, timeout=300)
    (written,) = hostile.glob("a*.csv")
    seen = list(csv.reader(StringIO(written.read_text(encoding="utf-8"), newline="")))
    wanted = list(csv.reader(StringIO(run(*asked, "-f", str(ledger), "-O", "csv").stdout.decode(), newline="")))
    assert len(seen) == len(wanted), done.stderr
    for line, other in zip(seen, wanted):
        for cell, like in zip_longest(line, other, fillvalue=""):
            assert _read_number(cell) == _read_number(re.sub(r"^'(?='*[=+@\t\r-])", "", like))


def _read_number(cell: str) -> Any:
    """A cell as a number where it is one, for 1 may be written as 1.0; TRUE and true are alike."""
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?(e-\d+)?", cell, re.I) else cell.lower()


def test_a_workbook_is_for_a_file_or_a_pipe() -> None:
    """On a terminal it is refused, before the ledger is read."""
    terminal = Terminal("matrix", "-O", "xlsx", "-f", "not-there.yaml")
    assert terminal.read() == ""
    assert terminal.code == 2
    assert terminal.errors == "gapcli: -O xlsx is nothing for a terminal: name a file, -o FILE.xlsx\n"


def test_a_missing_extra_is_told_before_any_work(tmp_path: Path) -> None:
    """What to type is said, and no ledger is read and no file made."""
    code = "import sys; sys.modules['xlsxwriter'] = None; from gapcli.cli.run import run; sys.exit(run())"
    command = [sys.executable, "-c", code, "matrix", "-f", "not-there.yaml", "-o", "a.xlsx"]
    done = subprocess.run(command, cwd=tmp_path, env=PLAIN | PATHS, capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"gapcli: -O xlsx needs an extra: pip install 'gapcli[xlsx]'\n"
    assert not list(tmp_path.iterdir())


def test_what_no_cell_holds_is_refused(ledger: Callable[..., Any]) -> None:
    """A cell that would be cut is told, not cut."""
    many = ", ".join(f"us-{i:060}" for i in range(600))
    said = "\n".join(
        f"  - {{id: {id}, party: us, about: x.d, stance: asks, value: a, said: 2026-02-01, text: T, evidence: "
        "[{source: daily, at: [0, 1], quote: T, attribution: named, teller: own}]}"
        for id in many.split(", ")
    )
    report = gapcli.party(gapcli.narrow(ledger(SAID.format(said)), gapcli.Query()), "us")
    with pytest.raises(TooLarge, match="more than 32,767 characters"):
        write_report("xlsx", report, Screen())


# --- CSV for Excel --------------------------------------------------------------------------------


def test_excel_knows_csv_by_its_mark(run: Run, tmp_path: Path) -> None:
    """`--excel` is the CSV behind a byte order mark, in a pipe and in a file; gapcli reads it as the same table."""
    plain, marked = (run("statements", "-O", "csv", *more).stdout for more in ([], ["--excel"]))
    assert marked == b"\xef\xbb\xbf" + plain
    assert run("statements", "--excel", "-o", "a.csv").code == 0
    assert (tmp_path / "a.csv").read_bytes() == marked


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "tsv", "md", "xlsx"])
def test_no_other_format_has_the_mark(form: str, run: Run) -> None:
    """Where nothing would come of it the option is refused, before any work."""
    done = run("matrix", "-O", form, "--excel", "-f", "not-there.yaml")
    assert (done.code, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"gapcli: --excel is of -O csv, and not of {form}\n"


def test_the_mark_is_no_part_of_what_is_imported(run: Run, tmp_path: Path) -> None:
    """`import` reads CSV with its mark as it reads CSV without."""
    for name, more in (("a.csv", []), ("b.csv", ["--excel"])):
        assert run("statements", "--parties", "all", "--as-of", "2100", "-o", name, *more).code == 0
        assert run("import", name, "-f", str(shipped()), "-o", f"{name}.yaml").code == 0
    assert (tmp_path / "a.csv.yaml").read_bytes() == (tmp_path / "b.csv.yaml").read_bytes()
