"""The tables of a ledger: the file of each → parties, questions and cells, with every mistake in its place.

Nothing is inferred: a cell is an answer, or stands under one of the words for none, or is a mistake.
"""

import os
from hashlib import sha256
from typing import Any, NamedTuple

from gapcli.files.find import read_bytes
from gapcli.files.kinds import TIMES_LARGER, read_file, require_inside, require_written, split_name
from gapcli.files.kinds.grid import Refused
from gapcli.files.problems import Finding, Problem
from gapcli.files.rows import Layout, Rows
from gapcli.files.tables.coding import check_coding
from gapcli.files.tables.reader import TableReader
from gapcli.files.texts import measure_file
from gapcli.files.tree import BAD
from gapcli.ledger.cells import Cells
from gapcli.ledger.model import Ledger, Source, Table


class TablesRead(NamedTuple):
    """What the tables of a ledger come to."""

    draft: Ledger
    """With the parties, the questions and the cells of the tables."""
    whole: bool
    """Whether every table could be read: else there may be parties and questions that nobody knows of."""
    findings: list[Finding]
    """What is wrong with the tables in the ledger."""
    problems: tuple[Problem, ...]
    """What is wrong in the files of the tables."""


def read_tables(draft: Ledger, folder: str, limit: float) -> TablesRead:
    """Read the tables of a draft, whose files lie in a folder. Raises OSError where one cannot be read."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    cells: list[Cells] = []
    declared = draft
    # A name of what could not be read may be one that a table joins.
    readable = all(map(_is_whole, (draft.parties, draft.issues)))
    for table in (draft.tables or {}).values():
        if not (readable and _is_whole(table)):
            continue
        mistakes = check_coding(table)
        rows, unread = (None, []) if mistakes else _open_table(draft, table, folder, limit)
        findings += mistakes + unread
        if rows is None:
            continue
        reader = TableReader(draft, table, rows, declared)
        reader.read()
        findings += reader.findings
        problems += sorted(rows.problems, key=lambda p: (p.span.line, p.span.column))
        if not (reader.findings or rows.problems):
            draft = reader.declare()
            cells.append(reader.cells)
    whole = draft.tables is not BAD and len(cells) == len(draft.tables)
    return TablesRead(draft._replace(cells=tuple(cells)), whole, findings, tuple(problems))


def list_files(draft: Ledger, folder: str) -> tuple[str, ...]:
    """The paths of the files of a draft's tables, as far as they are named."""
    named = [table.file for table in (draft.tables or {}).values() if table and table.file]
    return tuple(os.path.join(folder, split_name(name, folder)[0]) for name in named)


def _is_whole(noun: Any) -> bool:
    """Whether all of a noun could be read, and of the nouns in it."""
    if noun is BAD:
        return False
    parts = noun.values() if isinstance(noun, dict) else noun if isinstance(noun, tuple) else ()
    return all(map(_is_whole, parts))


def _open_table(draft: Ledger, table: Table, folder: str, limit: float) -> tuple[Rows | None, list[Finding]]:
    """The rows of the file of a table; None, with what is wrong with the file as a whole, where it is not read."""
    try:
        path, called, sheet = _find_file(draft, table, folder)
        with open(path, "rb") as file:
            data = read_bytes(file, limit * TIMES_LARGER)
        wrong = _compare_card(draft, table, data, called) if data is not None else None
        if wrong:
            return None, [wrong]
        if table.rows and (len(table.rows) != 2 or table.rows[0] > table.rows[1]):
            raise Refused("rows", "these are no first and last row", "write them like rows: [4, 31]")
        delimiter = "\t" if table.delimiter == "tab" else table.delimiter
        layout = Layout(sheet, table.header, table.rows, table.merged, table.coded, delimiter, table.encoding)
        return read_file(data, called, limit * TIMES_LARGER, layout), []
    except Refused as refused:
        return None, [Finding(("tables", table.id, refused.field), refused.message, refused.help, id=refused.id)]


def _find_file(draft: Ledger, table: Table, folder: str) -> tuple[str, str, str | None]:
    """The path of the file of a table, what messages call it, and the sheet in it. Raises Refused."""
    name, sheet = split_name(table.file, folder)
    path = os.path.join(folder, name)
    called = os.path.join(os.path.dirname(draft.file) if folder else "", name)
    if not os.path.lexists(path):
        raise Refused("file", f"there is no file {called}", "it lies beside the ledger", id="table-file")
    require_inside(path, folder, called)
    require_written(path, called)
    return path, called, table.sheet if sheet is None else sheet


def _compare_card(draft: Ledger, table: Table, data: bytes, called: str) -> Finding | None:
    """How a file differs from what its card says of it; None where it does not, or there is no card to tell."""
    card: Source | None = (draft.sources or {}).get(table.card) if isinstance(draft.sources, dict) else None
    if not card or card.sha256 is BAD:
        return None
    hash = sha256(data).hexdigest()
    if card.sha256 != hash:
        message = f'{called} is not the file that the card "{table.card}" is of'
        help = f"if it is the right one, write sha256: {hash} on the card"
        return Finding(("tables", table.id, "file"), message, help, id="other-table")
    length, unit = measure_file(data)
    if card.characters in (BAD, max(1, length)):
        return None
    path = ("sources", table.card, "characters")
    return Finding(path, f"{called} has {length} {unit}", f"write {length}", id="other-table")
