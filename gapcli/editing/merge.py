"""Statements of a table → the text of a ledger that holds them, or every mistake at the cell that makes it."""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from gapcli.editing.drafts import write_scalar
from gapcli.editing.edits import LINE_END, Edit, Editor
from gapcli.editing.statement_table import Cell, Entry, StatementReader
from gapcli.editing.writer import Plain, lay_lines, to_plain
from gapcli.files.load import load_bytes
from gapcli.files.parse import read_tree
from gapcli.files.problems import Path, Problem
from gapcli.files.rows import Rows
from gapcli.files.tree import Collection, Node, Scalar, TooMany, Tree, start_of
from gapcli.ledger.model import Ledger, Statement


class Merged(NamedTuple):
    """A ledger with the statements of a table."""

    text: str
    """Its file."""
    problems: tuple[Problem, ...]
    """Where there are any, nobody should write the file."""
    added: int = 0
    changed: int = 0
    same: int = 0
    """How many statements of the table say what the ledger says already."""
    cells: int = 0
    """How many are cells of other tables, which stay there."""
    parties: int = 0
    questions: int = 0
    """How many of them the table speaks of, without those cells."""


def merge_statements(
    rows: Rows,
    data: bytes,
    ledger: Ledger,
    folder: tuple[str, str | None],
    limit: float,
    given: Mapping[str, str],
    texts: Mapping[str, str] | None,
) -> Merged:
    """Put the statements of a table into the file of a ledger, of which all else stays as it is.

    One takes the place of the statement that has its id, and any other stands behind the last. `data` is that file, and
    `folder` where its cards are, as `find_folders` gives it, `limit` as `load` has it, and the rest `StatementReader`.
    """
    written = _describe_statements(ledger)
    reader = StatementReader(rows, ledger, written, given, texts)
    entries: list[Entry] | None = None
    with suppress(TooMany):
        if rows.header and reader.check_header():
            entries = reader.read_all()
    if entries is None:
        return Merged("", _sort(rows.problems, rows))
    if not rows.is_json:
        for entry in entries:
            _keep_languages(entry.data, written.get(str(entry.data["id"]), {}))
    tree = read_tree(data, ledger.file, limit)
    listed = _find_list(tree)
    if _is_closed(tree.root) or (_is_closed(listed) and listed and listed.children):
        message = "the statements stand in brackets, where no more can be put"
        help = "write each on lines of its own, after a hyphen and a space"
        tree.report("wrong-type", tree.span_of_path(("statements",)), message, help)
        return Merged("", tuple(tree.problems))
    new = [e for e in entries if e.data["id"] not in written]
    changed = [e for e in entries if e.data["id"] in written and e.data != written[str(e.data["id"])]]
    writer = _Writer(data, tree, listed, changed, new)
    loaded = load_bytes(writer.text.encode(), ledger.file, folder[0], limit, behind=folder[1])
    problems = {*rows.problems}
    for problem in loaded.errors:
        writer.place(problem, rows, reader.told, problems)
    if not problems:
        _prove_rest_unchanged(ledger, loaded.require(), {str(e.data["id"]) for e in changed})
    found = _sort(problems, rows)
    same = len(entries) - len(new) - len(changed)
    parties = {party for e in entries for party in _list_parties(e.data.get("party", ""))}
    questions = {e.data.get("about") for e in entries}
    counts = len(new), len(changed), same, reader.passed, len(parties), len(questions)
    return Merged(writer.text, found, *counts)


def _list_parties(party: Plain) -> list[str]:
    return [str(each) for each in party] if isinstance(party, list) else [str(party)]


def _sort(problems: Iterable[Problem], rows: Rows) -> tuple[Problem, ...]:
    """Mistakes in the order of their places, those of the table before those of the ledger."""
    return tuple(sorted(problems, key=lambda p: (p.span.file != rows.file, p.span.line, p.span.column, p.id)))


def _describe_statements(ledger: Ledger) -> dict[str, dict[str, Plain]]:
    """What the file of a ledger says of each statement, by its id."""
    copies: dict[str, list[Statement]] = {}
    for s in (s for s in ledger.statements if not s.is_cell):
        copies.setdefault(s.id, []).append(s)
    found: dict[str, dict[str, Plain]] = {}
    for id, (first, *others) in copies.items():
        data: Any = to_plain(first, ledger.language)
        found[id] = {**data, "party": [s.party for s in (first, *others)] if others else first.party}
    return found


def _keep_languages(data: dict[str, Plain], written: Mapping[str, Plain]) -> None:
    """Put a text of the ledger in all its languages in place of the one of them that a cell shows."""
    for name, text in written.items():
        if isinstance(text, dict) and data.get(name) == next(iter(text.values())):
            data[name] = text
    pieces: Any = written.get("evidence", [])
    for piece in data.get("evidence", []):
        for same in pieces:
            if isinstance(piece, dict) and _cite(same) == _cite(piece):
                _keep_languages(piece, same)


def _cite(piece: Mapping[str, Plain]) -> tuple[object, ...]:
    return piece.get("source"), piece.get("at"), piece.get("quote")


def _find_list(tree: Tree) -> Collection | None:
    """The list of the statements of a file; None where it has none."""
    found = tree.root.find("statements") if type(tree.root) is Collection else None
    return found[1] if found and type(found[1]) is Collection else None


def _is_closed(node: Node | None) -> bool:
    """Whether a list or a mapping is written in brackets."""
    return type(node) is Collection and node.flow


class _Writer:
    """The text of a ledger with other statements, of which each line knows where what it says comes from."""

    def __init__(
        self, data: bytes, tree: Tree, listed: Collection | None, changed: Sequence[Entry], new: Sequence[Entry]
    ) -> None:
        self.file = tree.file
        self._editor = Editor(tree)
        self._end = "\r\n" if "\r\n" in tree.text else "\n"
        self._sources: dict[Edit, list[tuple[Entry, Path] | None]] = {}
        nodes = {_read_id(child): child for child in listed.children} if listed else {}
        for entry in changed:
            node = nodes[str(entry.data["id"])]
            start = self._editor.span(node)[0]
            lines = [*lay_lines(entry.data)]
            text = (self._end + " " * start_of(node).column).join(line for line, _ in lines)
            self._add(Edit(start, self._editor.end(node), text), [(entry, path) for _, path in lines])
        if new:
            self._append(tree, listed, new)
        self.text = ("\ufeff" if data.startswith(BOM_UTF8) else "") + self._editor.write()
        self._map_lines()

    def _add(self, edit: Edit, sources: list[tuple[Entry, Path] | None]) -> None:
        self._editor.edits.append(edit)
        self._sources[edit] = sources

    def _append(self, tree: Tree, listed: Collection | None, new: Sequence[Entry]) -> None:
        """Put statements behind the last one, and where there is none, into a list of their own."""
        assert tree.root is not None
        text, margin = tree.text, start_of(tree.root).column
        column = margin + 2
        if listed and listed.children:
            column = start_of(listed).column
            match = LINE_END.search(text, self._editor.end(listed))
            start = end = match.start() if match else len(text)
            lines = ["", ""]
        elif listed:
            start, end = self._editor.span(listed)
            start = len(text[:start].rstrip(" "))
            lines = [""]
        else:
            start = end = len(text.rstrip())
            lines = ["", "", " " * margin + "statements:"]
        sources: list[tuple[Entry, Path] | None] = [None] * len(lines)
        for i, entry in enumerate(new):
            if i:
                lines.append("")
                sources.append(None)
            for k, (line, path) in enumerate(lay_lines(entry.data)):
                lines.append(" " * column + ("  " if k else "- ") + line)
                sources.append((entry, path))
        self._add(Edit(start, end, self._end.join(lines)), sources)

    def _map_lines(self) -> None:
        """Find what each new line comes from, and by how much the others have moved."""
        self._lines: dict[int, tuple[Entry, Path]] = {}
        self._shifts: list[tuple[int, int]] = []
        shift = 0
        for edit in sorted(self._editor.edits):
            begun, ended = map(self._editor.count_lines, (edit.start, edit.end))
            first, sources = begun + shift, self._sources[edit]
            self._lines |= {first + i: source for i, source in enumerate(sources) if source}
            shift += len(sources) - 1 - (ended - begun)
            self._shifts.append((first + len(sources) - 1, shift))

    def _find_line(self, number: int, rows: Rows) -> tuple[str, int]:
        """The file that a line of the text comes from, and which of its lines it is."""
        if number in self._lines:
            entry, path = self._lines[number]
            return rows.file, rows.find_span(*entry.find_cell(path)).line
        return self.file, number - next((shift for last, shift in reversed(self._shifts) if number > last), 0)

    def place(self, problem: Problem, rows: Rows, told: set[Cell], problems: set[Problem]) -> None:
        """Add a mistake of the text to others where it is made: in a cell of the table, or on a line of the ledger."""
        span = problem.span
        file, line = self._find_line(span.line, rows)
        lines = problem.lines
        if span.line in self._lines:
            entry, path = self._lines[span.line]
            cell = entry.find_cell(path)
            if cell in told:
                return
            span = rows.find_span(*cell)
            problem = problem._replace(message=rows.say_where(*cell, problem.message))
            lines = rows.tree.excerpt(span)
        elif span.file == self.file:
            span = span._replace(line=line)

        def say_line(match: re.Match[str]) -> str:
            other, number = self._find_line(int(match[0]), rows)
            return f"{number}" if other == file else f"{number} of {other}"

        help = re.sub(r"(?<=at line )\d+", say_line, problem.help)
        problems.add(problem._replace(span=span, help=help, lines=lines))


def _read_id(node: Any) -> str:
    """The id of a statement of a file that has no mistake."""
    found = node.find("id")
    return str(found[1].value)


def _prove_rest_unchanged(old: Ledger, new: Ledger, changed: Iterable[str]) -> None:
    """Hold the statements that nobody asked to change against what they were. Raises RuntimeError where any differs."""
    ids = {s.id for s in old.statements}.difference(changed)

    def list_rest(ledger: Ledger) -> list[Statement]:
        return [
            s._replace(line=0, evidence=tuple(e._replace(outlet="") for e in s.evidence))
            for s in ledger.statements
            if s.id in ids
        ]

    if list_rest(old) != list_rest(new) or old.proposals != new.proposals:
        raise RuntimeError("more than the statements of the table would change")


def move_sources(text: str, name: str, folder: str, other: str) -> str:
    """The text of a ledger in another folder, from which its cards are seen as they were from its own."""
    tree = read_tree(text.encode(), name)
    found = tree.root.find("sources") if type(tree.root) is Collection else None
    if not found or type(found[1]) is not Scalar or os.path.realpath(folder) == os.path.realpath(other):
        return text
    seen = os.path.relpath(os.path.join(folder, found[1].value), other or ".").replace(os.sep, "/")
    editor = Editor(tree)
    editor.edits.append(Edit(*editor.span(found[1]), write_scalar(seen) or ""))
    return text[: len(text) - len(tree.text)] + editor.write()
