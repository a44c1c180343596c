"""The kinds of files that a table may be, by the ending of the name. One row a kind."""

import codecs
import os
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from gapcli.files.kinds.grid import Grid, Refused, refuse_foreign
from gapcli.files.parse import decode_bytes
from gapcli.files.rows import CURE, Layout, Rows, read_rows
from gapcli.files.tree import TooMany, Tree


class Kind(NamedTuple):
    """How a kind of file is read."""

    reader: str
    """The module of this folder, and the class in it, which is imported where it is used."""
    extra: str = ""
    """What has to be installed for it; empty where nothing has."""


_WORKBOOK = Kind("workbook:Workbook", "excel")
_SQLITE, _R = Kind("sqlite:SqliteTable"), Kind("r:RTable", "r")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        ".json": Kind("json:JsonTable"),
        ".xlsx": _WORKBOOK,
        ".xlsm": _WORKBOOK,
        ".ods": _WORKBOOK,
        ".xls": Kind("xls:XlsTable", "excel"),
        ".parquet": Kind("parquet:ParquetTable", "parquet"),
        ".db": _SQLITE,
        ".sqlite": _SQLITE,
        ".sqlite3": _SQLITE,
        ".rds": _R,
        ".rdata": _R,
        ".rda": _R,
        ".dta": Kind("stata:StataTable", "stata"),
    }
)
"""The kinds that are no text of lines; every other file is CSV, TSV, or an object of JSON a line."""
ENDINGS = frozenset({".csv", ".tsv", ".tab", ".jsonl", ".ndjson", *KINDS})
"""How the names of tables end."""
TIMES_LARGER = 20
"""How many times as large as a ledger a table may be."""
TEXTS = (".json",)
"""Those that are a text all the same, which has an encoding."""


def split_name(name: str, folder: str = "") -> tuple[str, str | None]:
    """The name of a file, and the sheet in it, as votes.db#answers says both; None where no sheet is named."""
    file, sign, sheet = name.rpartition("#")
    if not sign or os.path.lexists(os.path.join(folder, name)):
        return name, None
    return file, sheet


def require_inside(path: str, folder: str, called: str) -> None:
    """Refuse a table that is no file of the folder of its ledger. Raises Refused."""
    if not os.path.isfile(path) or not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), "")):
        message = f"{called} is no file of the ledger's folder"
        raise Refused("file", message, "put the file itself there, and no link", id="table-file")


def require_written(path: str, called: str) -> None:
    """Refuse a database with changes that SQLite has not written into the file yet. Raises Refused."""
    if os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal"):
        message = f"{called}-wal holds changes that are not in {called} yet"
        raise Refused("file", message, "close the program that has the database open", id="table-file")


def read_file(data: bytes | None, file: str, limit: float, layout: Layout, cure: str = CURE) -> Rows:
    """Read the bytes of a table of any kind. Raises Refused where its layout names what it does not have.

    Without bytes the file has more than `limit` MiB. `cure`: what to do about another encoding, by its `{name}`.
    """
    if data is None:
        return read_rows(None, file, limit)
    ending = os.path.splitext(file)[1].lower()
    kind = KINDS.get(ending)
    _refuse_encoding(layout.encoding)
    if kind is None or ending in TEXTS:
        text = decode_bytes(data, file, limit, layout.encoding)
        if kind is None or isinstance(text, Tree) or _has_objects_by_line(text):
            refuse_foreign(layout, file, ("header", "delimiter", "encoding"))
            return read_rows(data, file, limit, layout, cure)
        data = data.removeprefix(b"\xef\xbb\xbf")
    module, name = kind.reader.split(":")
    reader: type[Grid] = getattr(import_module(f"gapcli.files.kinds.{module}"), name)
    rows = reader(file, data, layout, limit)
    try:
        with suppress(TooMany):
            rows.read()
    except ModuleNotFoundError:
        message = f"to read {file}, a {reader.called}, an extra is needed"
        raise Refused("file", message, f"pip install 'gapcli[{kind.extra}]'", id="missing-extra")
    return rows


def _has_objects_by_line(text: str) -> bool:
    """Whether a text has an object of JSON a line, whatever its name: more than one begins a line with a brace."""
    lines = [line for line in text[: 1 << 20].splitlines()[:2000] if line.strip()]
    return len(lines) > 1 and all(line.startswith("{") for line in lines[:2]) and lines[0].rstrip().endswith("}")


def _refuse_encoding(name: str) -> None:
    """Raise Refused where no encoding of texts is called so."""
    with suppress(LookupError):
        if codecs.lookup(name)._is_text_encoding and name.lower() not in ("idna", "punycode", "undefined"):
            return
    raise Refused("encoding", f'"{name[:70]}" is no encoding', "as utf-8, utf-16, windows-1256, latin-1")
