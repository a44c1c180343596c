"""A table in a file, delimited or an object a line → its rows as texts, each cell with its place."""

import csv
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from io import BytesIO, TextIOWrapper
from typing import Any, TypeAlias

from gapcli.files.parse import decode_bytes
from gapcli.files.problems import Problem, Span
from gapcli.files.tree import TooMany, Tree

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
"""What may stand between cells, with what a message calls it."""
LARGEST_CELL = 131_072
"""How many characters a cell may have, as the library that splits them has it: more is a quote without an end."""


Row: TypeAlias = tuple[int, list[str]]
"""The line at which a row begins, from 1, and its cells: as many as the header has.

Of JSON a list and an object are their JSON, a number is as it is written, and `null` and a missing key are empty.
"""


class Rows:
    """A table that can be read: to go through it gives its rows in order, without blank ones, as often as it is done.

    A mistake is noted in `problems`; of a row with one there is no row. Raises TooMany after many of them.
    """

    def __init__(self, file: str, data: bytes, encoding: str, delimiter: str) -> None:
        self.file = file
        self.delimiter = delimiter
        """What stands between cells; empty where each line is an object of JSON."""
        self.header: tuple[str, ...] = ()
        """The names of the columns, without blanks at their ends; none where the table cannot be read."""
        self.first = 1
        """The line at which the header begins, of JSON the first row."""
        self._data = data
        self._encoding = encoding
        self._broken: Tree | None = None

    @classmethod
    def refuse(cls, tree: Tree) -> "Rows":
        """A table of nothing but the mistake for which it is not read."""
        rows = cls(tree.file, b"", "utf-8", "")
        rows._broken = tree
        return rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it, as far as it has been read, each once."""
        return tuple(dict.fromkeys(self.tree.problems))

    @cached_property
    def tree(self) -> Tree:
        """Its text by lines, made when there is something to say about it."""
        return self._broken or Tree(self.file, self._data.decode(self._encoding))

    def __iter__(self) -> Iterator[Row]:
        if not self.header:
            return iter(())
        if not self.delimiter:
            return self._read_objects()
        rows = self._split()
        next(rows)  # The header.
        return rows

    def report(
        self, id: str, row: int, column: int | None, message: str, help: str = "", severity: str = "error"
    ) -> None:
        """Note a mistake in the cell of a column, from 0, of the row that begins at a line; without, in the whole row.

        Raises TooMany.
        """
        self.tree.report(id, self.find_span(row, column), message, help, severity)

    # --- delimited ------------------------------------------------------------------------------------

    def _open(self) -> TextIOWrapper:
        return TextIOWrapper(BytesIO(self._data), self._encoding, newline="")

    def read_header(self) -> None:
        """Take the names of the columns from the first row, or from the keys of the first object. Raises TooMany."""
        first = next(self._split(is_header=True) if self.delimiter else self._read_objects(is_header=True), None)
        if first is None:
            if not self.problems:
                self.tree.report(
                    "no-header", self.tree.span_at(0, 0), "the table is empty", "its first row names the columns"
                )
            return
        self.first, cells = first
        names = self.header = tuple(name.strip() if self.delimiter else name for name in cells)
        try:
            for i, name in enumerate(names):
                if not name:
                    self.report("no-header", self.first, i, f"column {i + 1} has no name", "name it in the first row")
                elif name in names[:i]:
                    message = f'two columns are called "{name[:70]}"'
                    self.report("duplicate-column", self.first, i, message, "rename one")
        finally:
            self.header = () if self.problems else names

    def _split(self, is_header: bool = False) -> Iterator[Row]:
        """The rows of a delimited file, its header as well."""
        reader = csv.reader(self._open(), delimiter=self.delimiter, strict=True)
        width = len(self.header)
        line = 1
        try:
            for cells in reader:
                if any(cells):
                    if is_header or len(cells) == width:
                        yield line, cells
                    elif "".join(cells).strip():
                        self._report_ragged(line, len(cells))
                line = reader.line_num + 1
        except csv.Error as error:
            self._report_break(line, str(error))

    def _report_ragged(self, line: int, count: int) -> None:
        width = len(self.header)
        cells = "1 cell" if count == 1 else f"{count} cells"
        help = f"a cell that holds {DELIMITERS.get(self.delimiter, 'the delimiter')} stands in double quotes"
        if count < width:
            help = f"{self.header[count][:70]} and what follows are missing: an empty cell has its delimiter too"
        message = f"the row has {cells}, and the header {width}"
        self.report("ragged-row", line, width if count > width else None, message, help)

    def _report_break(self, line: int, error: str) -> None:
        """Report that from a row on nothing can be split."""
        for match in self._find_cells(line):
            quoted = match[0].startswith('"')
            if (quoted and match["rest"]) or (quoted and not match["end"]) or len(match[0]) > LARGEST_CELL:
                break
        span = self._place(match.start(), match.end())
        if match["rest"]:
            start = match.end() - len(match["rest"])
            span = self._place(start, start + 1)
            message, help = "the quotes of the cell end here, and more follows", 'double a quote inside quotes: ""'
        else:
            message, help = "the quotes of this cell do not end", "close them; a quote inside quotes is doubled"
        self.tree.stop("unclosed-quote", span, message, help)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins, in characters."""
        return [0, *(m.end() for m in re.finditer("\r\n|\r|\n", self.tree.text))]

    def _find_cells(self, line: int) -> Iterator[re.Match[str]]:
        """The cells of the row that begins at a line, as they are written."""
        stop = rf"[^{self.delimiter}\r\n]*"
        pattern = re.compile(rf'"[^"]*(?:""[^"]*)*(?P<end>"?)(?P<rest>{stop})|(?P<plain>{stop})')
        text, at = self.tree.text, self._starts[line - 1]
        while True:
            match = pattern.match(text, at)
            assert match is not None
            yield match
            at = match.end() + 1
            if text[match.end() : at] != self.delimiter:
                return

    def _place(self, start: int, end: int) -> Span:
        """A stretch of the text, as far as it is on the line where it begins."""
        number = bisect_right(self._starts, start) - 1
        column = start - self._starts[number]
        return self.tree.span_at(number, column, min(column + end - start, len(self.tree.line(number))))

    def find_span(self, row: int, column: int | None) -> Span:
        """Where the cell of a column, from 0, stands in the row that begins at a line; without one, the whole line."""
        if column is not None and self.delimiter:
            cells = list(zip(range(column + 1), self._find_cells(row)))
            return self._place(*cells[-1][1].span())
        line = self.tree.line(row - 1)
        if column is not None:
            for key, start, end in _place_members(line):
                if key == self.header[column]:
                    return self.tree.span_at(row - 1, start, end)
        return self.tree.span_at(row - 1, len(line) - len(line.lstrip()), len(line.rstrip()))

    # --- JSON -----------------------------------------------------------------------------------------

    def _read_objects(self, is_header: bool = False) -> Iterator[Row]:
        """The rows of a file with an object a line; of the header the keys of the first."""
        names = dict.fromkeys(self.header, "")
        for line, text in enumerate(self._open(), 1):
            if text.isspace():
                continue
            try:
                pairs = json.loads(
                    text.rstrip("\r\n"),
                    object_pairs_hook=_Pairs,
                    parse_int=str,
                    parse_float=str,
                    parse_constant=_refuse,
                )
            except (ValueError, RecursionError) as error:
                span = self.tree.span_at(line - 1, getattr(error, "colno", 1) - 1)
                reason = "it is nested too deep" if isinstance(error, RecursionError) else getattr(error, "msg", error)
                message = f"this is no JSON: {reason}"
                self.tree.report("bad-json", span, message, "write one object a line, as -O jsonl does")
                continue
            found = self._refuse_object(pairs, names, line, is_header)
            if found is not None:
                yield line, list(found) if is_header else [*(names | found).values()]

    def _refuse_object(self, pairs: Any, names: dict[str, str], line: int, is_header: bool) -> dict[str, str] | None:
        """The cells of an object by their names; None, with a mistake, where it is none of this table."""
        if type(pairs) is not _Pairs:
            self.report("bad-json", line, None, "this is no object", 'write {"party": "town", …}')
            return None
        found = {key: _write_cell(value) for key, value in pairs}
        twice = next((key for i, (key, _) in enumerate(pairs) if key in (k for k, _ in pairs[:i])), None)
        new = next((key for key in found if key not in names), None) if not is_header else None
        if len(found) < len(pairs):
            self.report("duplicate-column", line, None, f'the key "{str(twice)[:70]}" is given twice', "keep one")
        elif new is not None:
            self.report("ragged-row", line, None, f'the first row has no key "{new[:70]}"', "give every key there")
        else:
            return found
        return None


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON as its keys and values, which may say a key twice."""


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _write_cell(value: Any) -> str:
    """A value of JSON as the text of a cell."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(_to_plain(value), ensure_ascii=False)


def _to_plain(value: Any) -> Any:
    if type(value) is _Pairs:
        return {key: _to_plain(each) for key, each in value}
    return [_to_plain(each) for each in value] if isinstance(value, list) else value


def _place_members(line: str) -> Iterator[tuple[str, int, int]]:
    """The keys of the object on a line, each with the beginning and the end of its value."""
    decoder, skip = json.JSONDecoder(), re.compile(r"[\s,:]*")

    def read(at: int) -> tuple[Any, int, int]:
        start = skip.match(line, at).end()  # type: ignore[union-attr]
        return decoder.raw_decode(line, start)[0], start, decoder.raw_decode(line, start)[1]

    at = line.index("{") + 1
    while line[skip.match(line, at).end() :].lstrip()[:1] != "}":  # type: ignore[union-attr]
        key, _, at = read(at)
        _, start, at = read(at)
        yield key, start, at


def read_rows(
    data: bytes | None, file: str, limit: float, delimiter: str | None = None, encoding: str = "utf-8"
) -> Rows:
    """Read the bytes of a table: a header and rows, or an object of JSON a line. Never raises for bad ones.

    Without bytes the file has more than `limit` MiB. Where no `delimiter` is given it is a tab in a file that ends so
    (`.tsv`), else what stands most often in the header.
    """
    text = decode_bytes(data, file, limit, encoding)
    if isinstance(text, Tree):
        return Rows.refuse(text)
    assert data is not None
    head = text[:LARGEST_CELL].lstrip("\ufeff \t\r\n")
    if delimiter is None:
        delimiter = "" if head.startswith("{") else _guess_delimiter(file, head)
    rows = Rows(file, data.removeprefix(b"\xef\xbb\xbf"), encoding, delimiter)
    if "\0" in text:
        number, line = next((i, line) for i, line in enumerate(rows.tree.lines) if "\0" in line)
        span = rows.tree.span_at(number, line.index("\0"))
        rows.tree.stop("unprintable", span, "U+0000 is a control character", "delete it")
        return rows
    with suppress(TooMany):
        rows.read_header()
    return rows


def _guess_delimiter(file: str, head: str) -> str:
    if file.lower().endswith((".tsv", ".tab")):
        return "\t"
    first = re.sub(r'"[^"]*"', "", head).splitlines()[:1]
    return max(DELIMITERS, key=lambda sign: first[0].count(sign) if first else 0)
