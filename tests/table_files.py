"""Small tables in every kind of file, made where they are used; a test is skipped where an extra is missing."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

Table = Sequence[Sequence[Any]]
"""The names of the columns, and the rows."""
SCORES: Table = (
    ("party", "question", "score", "day"),
    ("town", "quay", 3.0, date(2026, 1, 5)),
    ("port", "quay", 0.1, date(2026, 1, 6)),
    ("mill", "quay", 2.5, date(2026, 1, 5)),
    ("town", "toll", 10.0, date(2026, 1, 5)),
    ("port", "toll", None, date(2026, 1, 5)),
    ("mill", "toll", 0.0, date(2026, 1, 7)),
)


def need(module: str) -> Any:
    """A library that reads or writes a kind of file; without it the test is skipped, and says so."""
    return pytest.importorskip(module, reason=f"{module} is not installed: pip install 'gapcli[tables]'")


def write_cell(value: Any) -> str:
    """A value as a person writes it."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def count_length(data: bytes) -> int:
    """What a card says that a file has: characters, or bytes where it is no UTF-8."""
    try:
        return len(data.decode())
    except UnicodeDecodeError:
        return len(data)


def make_csv(table: Table, sign: str = ",") -> bytes:
    return "".join(sign.join(map(write_cell, row)) + "\n" for row in table).encode()


def list_objects(table: Table) -> list[dict[str, Any]]:
    plain = ([v if v is None or isinstance(v, (str, bool)) else write_cell(v) for v in row] for row in table[1:])
    return [dict(zip(table[0], row)) for row in plain]


def make_xlsx(table: Table, change: Callable[[Any, Any], None] | None = None, computed: bool = True) -> bytes:
    """A workbook with one sheet, `Scores`, of the table from A1 on; `change` is given the book and the sheet."""
    need("python_calamine")
    file = io.BytesIO()
    with need("xlsxwriter").Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Scores")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for i, row in enumerate(table):
            for j, value in enumerate(row):
                sheet.write(i, j, value, *([day] if isinstance(value, date) else []))
        if change:
            change(book, sheet)
    # The library leaves all formulas to be computed when the file is opened, whether they have a value or not.
    return rezip(file.getvalue(), lambda name, data: data.replace(b' fullCalcOnLoad="1"', b"") if computed else data)


def rezip(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip with the files in it changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def make_ods(rows: Iterable[str]) -> bytes:
    """A workbook of ODS with one sheet, `Scores`, of cells as their XML."""
    need("python_calamine")
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f"<office:document-content {SPACES} {CALCEXT}><office:body><office:spreadsheet>"
        f'<table:table table:name="Scores">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zip:
        for name, text in (("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", content)):
            zip.writestr(name, text)
    return file.getvalue()


def lay_ods(value: Any) -> str:
    """The XML of a cell."""
    if value is None:
        return "<table:table-cell/>"
    kind, key = "string", "string-value"
    if isinstance(value, date):
        kind, key = "date", "date-value"
    elif isinstance(value, float):
        kind, key = "float", "value"
    given = f' office:{key}="{value}"' if kind != "string" else ""
    return f'<table:table-cell office:value-type="{kind}"{given}><text:p>{value}</text:p></table:table-cell>'


def make_sqlite(table: Table, script: str = "") -> bytes:
    """A database with the table `scores`, and what a script adds."""
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE TABLE scores ({', '.join(table[0])})")
    marks = ", ".join("?" * len(table[0]))
    rows = ([str(v) if isinstance(v, date) else v for v in row] for row in table[1:])
    base.executemany(f"INSERT INTO scores VALUES ({marks})", rows)
    base.executescript(script)
    base.commit()
    data = base.serialize()
    base.close()
    return data


def make_parquet(query: str) -> bytes:
    """The result of a query as Parquet."""
    with TemporaryDirectory() as folder, need("duckdb").connect(":memory:") as base:
        path = Path(folder) / "made.parquet"
        base.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


def select_values(table: Table) -> str:
    """A query of a table of texts, a number and a day."""
    rows = ", ".join(
        "(" + ", ".join("NULL" if v is None else f"DATE '{v}'" if isinstance(v, date) else repr(v) for v in row) + ")"
        for row in table[1:]
    )
    casts = ", ".join(f"{name}::DOUBLE AS {name}" if name == "score" else name for name in table[0])
    return f"SELECT {casts} FROM (VALUES {rows}) AS t({', '.join(table[0])})"


def make_frame(table: Table, missing: Any = None) -> Any:
    """A data frame, for the libraries that write R and Stata; `missing`: a number that is missing."""
    pandas = need("pandas")
    columns = {name: [missing if row[i] is None else row[i] for row in table[1:]] for i, name in enumerate(table[0])}
    return pandas.DataFrame(
        {n: pandas.Series(v, dtype="float64" if n in ("score", "code") else "object") for n, v in columns.items()}
    )


def make_r(frames: dict[str, Any] | Any) -> bytes:
    """A data frame as .rds, or several by their names as .rdata."""
    rdata = need("rdata")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        rdata.write_rda(path, frames) if isinstance(frames, dict) else rdata.write_rds(path, frames)
        return path.read_bytes()


def make_stata(frame: Any, **more: Any) -> bytes:
    """A data frame as a data set of Stata."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.dta"
        need("pyreadstat").write_dta(frame, str(path), **more)
        return path.read_bytes()


def make_scores(name: str) -> bytes:
    """SCORES in the kind of file that a name is of."""
    days = [[*row[:3], str(row[3])] for row in SCORES]
    columns = {key: [row[i] for row in days[1:]] for i, key in enumerate(SCORES[0])}
    makers: dict[str, Callable[[], bytes]] = {
        "scores.csv": lambda: make_csv(SCORES),
        "scores.tsv": lambda: make_csv(SCORES, "\t"),
        # Its rows stand on the lines that they have in CSV.
        "scores.jsonl": lambda: ("\n" + "\n".join(map(json.dumps, list_objects(SCORES)))).encode(),
        "scores.json": lambda: json.dumps(list_objects(SCORES)).encode(),
        "columns.json": lambda: json.dumps({k: [*map(write_cell, v)] for k, v in columns.items()}, indent=2).encode(),
        "scores.xlsx": lambda: make_xlsx(SCORES),
        "scores.ods": lambda: make_ods("".join(map(lay_ods, row)) for row in SCORES),
        "scores.xls": lambda: (need("xlrd"), (Path(__file__).parent / "kinds/scores.xls").read_bytes())[1],
        "scores.sqlite": lambda: make_sqlite(SCORES),
        "scores.parquet": lambda: make_parquet(select_values(SCORES)),
        "scores.rds": lambda: make_r(make_frame(days, need("rdata").missing.R_FLOAT_NA)),
        "scores.rdata": lambda: make_r({"scores": make_frame(days, need("rdata").missing.R_FLOAT_NA)}),
        "scores.dta": lambda: make_stata(make_frame(SCORES), variable_format={"day": "%td"}),
    }
    return makers[name]()


KINDS = (
    "scores.tsv",
    "scores.jsonl",
    "scores.json",
    "columns.json",
    "scores.xlsx",
    "scores.ods",
    "scores.xls",
    "scores.sqlite",
    "scores.parquet",
    "scores.rds",
    "scores.rdata",
    "scores.dta",
)
"""The files in which SCORES is made beside CSV."""
