"""The command that turns a table into statements of a ledger, or a ledger."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from shlex import quote
from typing import Any

from gapcli.cli.ending import (
    Code,
    Stop,
    Trouble,
    complain,
    create_files,
    list_inputs,
    quote_path,
    require_another,
    require_word,
    tell,
    write_text,
)
from gapcli.cli.proposing import lay_lines, lay_title, propose_ledger, require_beside
from gapcli.editing.mend import read_coded
from gapcli.editing.merge import Merged, merge_statements, move_sources
from gapcli.editing.statement_table import ALIASES, COLUMNS, is_statement_table, list_lacking
from gapcli.files.checks.rule import View
from gapcli.files.find import SOUGHT, find_ledger, read_bytes
from gapcli.files.kinds import TIMES_LARGER, read_file, require_written, split_name
from gapcli.files.kinds.grid import Refused
from gapcli.files.load import find_folders, load_bytes
from gapcli.files.problems import frame
from gapcli.files.rows import PLAIN, Rows, read_rows
from gapcli.words import phrases

Values = Mapping[str, Any]
_FAR = 10
"""Up to which row a header is looked for."""
_CURE = "save it as UTF-8, or give --encoding {name}"


def run_import(values: Values, limit: float) -> None:
    """Turn a table into statements of a ledger, or one of positions into a ledger that reads it. Raises Stop.

    The answer is a new file, or goes to standard output.
    """
    path, sheet = split_name(values["table"])
    data = _read(path, limit * TIMES_LARGER)
    head = PLAIN.header if values["header"] is None else values["header"]
    if head < 1:
        raise Stop(Code.USAGE, f"--header: rows are counted from 1, and {head} is none")
    layout = PLAIN._replace(sheet=sheet, header=head, encoding=values["encoding"] or PLAIN.encoding)
    try:
        require_written(path, path)
        rows = read_file(data, path, limit * TIMES_LARGER, layout, _CURE)
        if values["header"] is None and sum(1 for name in rows.first if name.strip()) == 1:
            _require_header(path, (read_file(data, path, limit, layout._replace(header=n)) for n in range(2, _FAR + 1)))
        _import_table(rows, data, values, limit)
    except Refused as refused:
        help = f"type {quote(f'{path}#{refused.sheets[0]}')}" if refused.sheets else refused.help
        code = Code.USAGE if refused.id == "bad-table" else Code.TROUBLE
        raise Stop(code, f"{refused.message}: {help}") from refused


def _require_header(path: str, trials: Iterable[Rows]) -> None:
    """Refuse a table below a title; `trials`: the table with one row after another for its header. Raises Stop."""
    # A database has no rows above its columns.
    with suppress(Refused):
        for rows in trials:
            if len(rows.header) > 1 and next(iter(rows), None) and not rows.problems:
                reason = f"row 1 has 1 cell, and row {rows.head} looks like the header: --header {rows.head}"
                raise Stop(Code.USAGE, f"{quote_path(path)}: {reason}")


def _import_table(rows: Rows, data: bytes | None, values: Values, limit: float) -> None:
    """Find what a table is of, and propose a ledger or put statements into one. Raises Stop and Refused."""
    of_positions = values["said"] is not None
    of_statements = values["file"] is not None or values["texts"] is not None or values["given"]
    if of_positions and of_statements:
        raise Stop(Code.USAGE, "--said is of positions, -f, --texts and --set of statements")
    if values["out"] is not None and values["dry_run"]:
        raise Stop(Code.USAGE, "--dry-run writes nothing: leave -o out")
    # A stance without words of a source is a vote.
    has_words = is_statement_table(rows.header) and {"quote", "evidence"} & {name.lower() for name in rows.header}
    if of_positions or not (of_statements or has_words):
        propose_ledger(rows, data, values)
        return
    lacking = list_lacking(rows.header) if rows.header else []
    if lacking:
        reason = "a table of statements has the columns party, question, and stance or quote: this one lacks"
        raise Stop(Code.USAGE, f"{quote_path(rows.file)}: {reason} {' and '.join(lacking)}")
    if data is not None and len(data) > limit * (1 << 20):
        rows = read_rows(None, rows.file, limit)
    _import_statements(rows, values, limit)


def _read(path: str, limit: float) -> bytes | None:
    """The bytes of a file, None where it has more than `limit` MiB. Raises Stop."""
    try:
        if path == "-" and sys.stdin is not None:
            return read_bytes(sys.stdin.buffer, limit)
        with open(path, "rb") as file:
            return read_bytes(file, limit)
    except OSError as error:
        raise Trouble("read", path, error) from error
    except ValueError as error:  # A name with a NUL is no file.
        raise Stop(Code.TROUBLE, f"cannot read {quote_path(path)}: {error}") from error


def _import_statements(rows: Rows, values: Values, limit: float) -> None:
    """Put the statements of a table into a ledger. Raises Stop."""
    path, name = find_ledger(values["file"])
    if path != name:
        reason = "a table of statements goes into a ledger, which names the parties and the questions: give -f"
        raise Stop(Code.TROUBLE, f"no {' or '.join(SOUGHT)} here: {reason}")
    if path == rows.file == "-":
        raise Stop(Code.USAGE, "the table and the ledger cannot both be standard input")
    given = dict(_read_given(text) for text in values["given"])
    data, folder = _read(path, limit), find_folders(path)
    try:
        loaded = load_bytes(data, name, folder[0], limit, behind=folder[1])
        ledger = loaded.ledger
        if ledger is None or data is None:
            tell("\n\n".join(map(frame, loaded.errors)))
            raise Stop(Code.BROKEN)
        if values["out"] is not None and ledger.tables:
            require_beside(values["out"], path)
        texts = dict(read_coded(View(ledger), values["texts"])) if values["texts"] is not None else None
        merged = merge_statements(rows, data, ledger, folder, limit, given, texts)
        inputs = (rows.file, *list_inputs(path, loaded.cards, loaded.tables, values["texts"]))
    except OSError as error:
        raise Trouble("read", error.filename or name, error) from error
    if merged.problems:
        tell("\n\n".join(map(frame, merged.problems)))
        raise Stop(Code.BROKEN)
    parts = (
        (merged.added, "added"),
        (merged.changed, "changed"),
        (merged.same, "already there"),
        (merged.cells, "of tables left there"),
    )
    counted = (f"{phrases.count(number, 'statement')} {done}" for number, done in parts if number)
    counts = ", ".join(counted) or "no statements"
    out = values["out"]
    if values["dry_run"]:
        write_text("\n".join(_show(rows, merged)) + "\n", inputs=inputs, for_people=True)
        return
    if out is None:
        write_text(merged.text, inputs=inputs)
        complain(counts)
        return
    require_another(inputs)
    create_files({out: move_sources(merged.text, name, folder[0], os.path.dirname(out))})
    proof = f" --texts {quote_path(values['texts'])}" if values["texts"] else ""
    made = quote_path(out)
    write_text(f"made {made}: {counts}\nnext: gapcli check {made} --strict{proof}\n", for_people=True)


def _show(rows: Rows, merged: Merged) -> Iterator[str]:
    """What would come of a table of statements."""
    yield from lay_title(rows.file, rows.layout, rows.delimiter, sum(1 for _ in rows))
    lines = (
        ("statements", merged.added + merged.changed + merged.same),
        ("  added", merged.added),
        ("  changed", merged.changed),
        ("  already there", merged.same),
        ("of tables left there", merged.cells),
        ("parties", merged.parties),
        ("questions", merged.questions),
    )
    yield from lay_lines([(name, f"{number:,}", "") for name, number in lines])


def _read_given(text: str) -> tuple[str, str]:
    """The column and the words of `--set`. Raises Stop."""
    name, sign, words = text.partition("=")
    if not sign or not words.strip():
        raise Stop(Code.USAGE, f'--set: "{text[:70]}" is not COLUMN=WORDS')
    require_word(name, (*COLUMNS, *ALIASES), "--set")
    return ALIASES.get(name, name), words
