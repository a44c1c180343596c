"""A table in a file, delimited or an object a line → its rows as texts, each cell with its place."""

import csv
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from copy import copy
from functools import cached_property, partial
from io import BytesIO, TextIOWrapper
from itertools import accumulate, islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from gapcli.files.parse import decode_bytes
from gapcli.files.problems import Problem, Span
from gapcli.files.tree import TooMany, Tree

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
"""What may stand between cells, with what a message calls it."""
LARGEST_CELL = 131_072
"""How many characters a cell may have, as the library that splits them has it: more is a quote without an end."""


LAST = 1 << 62
"""The last row, where none is named."""
_ZERO = re.compile(r"[+-]?0+([.,]0+)?")
BLOCK = 4096
"""How many rows are read at a time."""
CHUNK = 1 << 17
"""How many bytes of a file without quotes are read at a time."""
_LINE_END = re.compile("\r\n|\r|\n")

Row: TypeAlias = tuple[int, list[str]]
"""The line at which a row begins, from 1, and its cells: as many as the header has.

Of JSON a list and an object are their JSON, a number is as it is written, and `null` and a missing key are empty.
"""


class Layout(NamedTuple):
    """How a table lies in its file."""

    sheet: str | None = None
    """The sheet of a workbook, the table of a database, the object of an R file; needed where there are several."""
    header: int = 1
    """The row of the names of the columns, from 1: of a text the line on which it begins."""
    rows: tuple[int, ...] = ()
    """The first and the last row that may hold cells, counted alike; all where it is empty."""
    merged: str | None = None
    """`fill` where each of several merged cells holds what stands in the first; else they are a mistake."""
    coded: tuple[str, ...] = ()
    """The columns of labels in place of which their codes are read."""
    delimiter: str | None = None
    """What stands between cells; None where the header tells it."""
    encoding: str = "utf-8"


PLAIN = Layout()
"""The layout of a table of which nothing is said."""

Block: TypeAlias = tuple[Sequence[int], Sequence[Sequence[str]]]
"""Several rows: the lines at which they begin, and their columns, as many as the header has."""
_Cut: TypeAlias = tuple[Sequence[int], Callable[[], Iterable[list[str]]], Sequence[Sequence[str]]]
"""Several rows as they are split: their lines, what gives their cells, and their columns, where all are whole."""


FIRST = 5
"""How many rows with the same mistake are named."""


class _Alike:
    """Rows with the same mistake, which is told at the first of them."""

    def __init__(self, place: int) -> None:
        self.place = place
        """Where it stands among the mistakes of the table."""
        self.rows: list[int] = []
        """The first of them."""
        self.last = 0
        self.count = 0

    def add(self, row: int) -> None:
        """Count a row, once however often the table is gone through."""
        if row > self.last:
            self.last = row
            self.count += 1
            self.rows += [row] if len(self.rows) < FIRST else []


class Rows:
    """A table that can be read: to go through it gives its rows in order, without blank ones, as often as it is done.

    A mistake is noted in `problems`; of a row with one there is no row. Raises TooMany after many of them.
    """

    is_json = False
    """Whether its rows are objects of JSON, in which a text is as it is, and not as `spell_cell` spells it."""
    counted = "lines"
    """What the numbers of its rows count."""

    def __init__(self, file: str, layout: Layout) -> None:
        self.file = file
        self.layout = layout
        self.header: tuple[str, ...] = ()
        """The names of the columns, without blanks at their ends; none where the table cannot be read."""
        self.first: tuple[str, ...] = ()
        """The row where the header should be, whether it is one or not."""
        self.head = 0
        """The row of the header."""
        self.delimiter = ""
        """What stands between cells; empty where nothing does, as in a line that is an object of JSON."""
        self._begin, self._end = layout.rows or (1, LAST)

    def narrow(self, first: int, last: int) -> "Rows":
        """The same table, of which cells stand in no row before the first one and behind the last."""
        narrowed = copy(self)
        narrowed.layout = self.layout._replace(rows=(first, last))
        narrowed._begin, narrowed._end = first, last
        return narrowed

    @classmethod
    def refuse(cls, tree: Tree) -> "Rows":
        """A table of nothing but the mistake for which it is not read."""
        rows = Rows(tree.file, PLAIN)
        rows.tree = tree
        return rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it, as far as it has been read, each once."""
        # Where nothing was said the text is not made for it.
        problems = [*self.tree.problems] if "tree" in vars(self) else []
        for alike in (each for each in self._alike.values() if each.count > 1):
            lines = ", ".join(str(self.find_span(row, None).line) for row in alike.rows)
            more = f", in {alike.count:,} rows: {self.counted} {lines}" + (" …" if alike.count > FIRST else "")
            told = problems[alike.place]
            problems[alike.place] = told._replace(message=told.message + more)
        return tuple(dict.fromkeys(problems))

    @cached_property
    def _alike(self) -> dict[tuple[str, str], _Alike]:
        """The rows that have a mistake as a whole, by its id and message."""
        return {}

    @cached_property
    def tree(self) -> Tree:
        """Its text by lines, where it has one, made when there is something to say about it."""
        return Tree(self.file, "")

    def __iter__(self) -> Iterator[Row]:
        return iter(())

    def list_blocks(self) -> Iterator[Block]:
        """The same rows, many at a time, as columns, with the lines on which they begin. Raises TooMany."""
        rows = iter(self)
        while block := [*islice(rows, BLOCK)]:
            yield [line for line, _ in block], [*zip(*(cells for _, cells in block))]

    def report(
        self, id: str, row: int, column: int | None, message: str, help: str = "", severity: str = "error"
    ) -> None:
        """Note a mistake in the cell of a column, from 0, of the row that begins at a line; without, in the whole row.

        Raises TooMany.
        """
        self.tree.report(id, self.find_span(row, column), self.say_where(row, column, message), help, severity)

    def report_row(self, id: str, row: int, column: int | None, message: str, help: str) -> None:
        """Note a mistake of a row as a whole, which is told once of all rows that have it. Raises TooMany."""
        if (id, message) not in self._alike:
            self._alike[id, message] = _Alike(len(self.tree.problems))
            self.report(id, row, column, message, help)
        self._alike[id, message].add(row)

    def say_where(self, row: int, column: int | None, message: str) -> str:
        """A message with the name of the cell that it is about, where the lines of the file do not show it."""
        return message

    def find_span(self, row: int, column: int | None) -> Span:
        """Where the cell of a column, from 0, stands in the row that begins at a line; without one, the whole line."""
        return Span(self.file, row, (column or 0) + 1, (column or 0) + 2)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins, in characters."""
        return [0, *(m.end() for m in re.finditer("\r\n|\r|\n", self.tree.text))]

    def place(self, start: int, end: int) -> Span:
        """A stretch of the text, as far as it is on the line where it begins."""
        number = bisect_right(self._starts, start) - 1
        column = start - self._starts[number]
        return self.tree.span_at(number, column, min(column + end - start, len(self.tree.line(number))))

    def take_object(self, pairs: Any, names: dict[str, str], line: int, is_header: bool) -> dict[str, str] | None:
        """The cells of an object by their names; None, with a mistake, where it is none of this table."""
        if type(pairs) is not Pairs:
            self.report("bad-json", line, None, "this is no object", 'write {"party": "town", …}')
            return None
        found = {key: write_json(value) for key, value in pairs}
        twice = next((key for key, times in Counter(key for key, _ in pairs).items() if times > 1), None)
        new = next((key for key in found if key not in names), None) if not is_header else None
        if len(found) < len(pairs):
            self.report("duplicate-column", line, None, f'the key "{str(twice)[:70]}" is given twice', "keep one")
        elif new is not None:
            self.report_row("ragged-row", line, None, f'the first row has no key "{new[:70]}"', "give every key there")
        else:
            return found
        return None

    def _take_header(self, first: tuple[int, Sequence[str]] | None, below: int = 1) -> None:
        """Take the names of the columns from the row that holds them; None where there is none. Raises TooMany.

        `below`: how many rows below it the first one with cells is.
        """
        if first is None:
            if not self.problems:
                wanted = self.layout.header
                message = "the table is empty" if wanted == 1 else f"no row begins at line {wanted}"
                self.tree.report("no-header", self.find_span(wanted, None), message, "its first row names the columns")
            return
        line, names = first
        self.first = tuple(names)
        self.head, self._begin = line, max(self._begin, line + below)
        if self._is_matrix(tuple(names)):
            help = "a table of positions says what each wants; its distances are what gapcli computes"
            message = "this is a matrix of distances: its rows are called as its columns, and its diagonal is 0"
            self.report("distance-matrix", line, None, message, help)
            return
        self.header = tuple(names)
        seen = set[str]()
        try:
            for i, name in enumerate(names):
                if not name:
                    help = "name it in the first row, or say which row names the columns: header: …"
                    self.report("no-header", line, i, f"column {i + 1} has no name", help)
                elif name in seen:
                    self.report("duplicate-column", line, i, f'two columns are called "{name[:70]}"', "rename one")
                seen.add(name)
        finally:
            self.header = () if self.problems else self.header

    def _is_matrix(self, names: tuple[str, ...]) -> bool:
        """Whether the rows are called as the columns are, with 0 where a row meets its own column."""
        # What is wrong with its rows is for who reads them to note.
        trial = copy(self)
        for noted in ("tree", "_alike"):
            trial.__dict__.pop(noted, None)
        trial.header = names
        met = 0
        with suppress(TooMany):
            for met, (_, cells) in enumerate(trial, 1):
                if met >= len(names) or cells[0].strip() != names[met] or not _ZERO.fullmatch(cells[met].strip()):
                    return False
        return met > 1 and met == len(names) - 1


class TextRows(Rows):
    """The rows of a text: cells between delimiters, or an object of JSON a line."""

    def __init__(self, file: str, data: bytes, delimiter: str, layout: Layout) -> None:
        super().__init__(file, layout)
        self.delimiter = delimiter
        self.is_json = not delimiter
        self._data = data

    @cached_property
    def tree(self) -> Tree:
        """Its text by lines, made when there is something to say about it."""
        return Tree(self.file, self._data.decode(self.layout.encoding))

    def __iter__(self) -> Iterator[Row]:
        if self.header and not self.delimiter:
            yield from self._read_objects()
        for lines, columns in self.list_blocks() if self.header and self.delimiter else ():
            yield from zip(lines, map(list, zip(*columns)))

    def list_blocks(self) -> Iterator[Block]:
        """The same rows, many at a time, as columns, with the lines on which they begin. Raises TooMany."""
        if not (self.header and self.delimiter):
            yield from super().list_blocks()
            return
        is_plain = self.layout.encoding == "utf-8" and b'"' not in self._data and b"\r" not in self._data
        for lines, rows, columns in self._cut_lines() if is_plain else self._split(BLOCK):
            if lines[0] > self._end:
                return
            if columns and lines[0] >= self._begin and lines[-1] <= self._end:
                yield lines, columns
                continue
            within = ((line, cells) for line, cells in zip(lines, rows()) if self._begin <= line <= self._end)
            whole = [(line, cells) for line, cells in within if any(cells) and self._is_whole(line, cells)]
            if whole:
                yield [line for line, _ in whole], [*zip(*(cells for _, cells in whole))]

    def _is_whole(self, line: int, cells: list[str]) -> bool:
        """Whether a row has as many cells as the header; one of blanks is none, and no mistake."""
        if len(cells) == len(self.header):
            return True
        if "".join(cells).strip():
            self._report_ragged(line, len(cells))
        return False

    def _cut_lines(self) -> Iterator[_Cut]:
        """All rows of a delimited file without quotes, in which a line is a row, many at a time."""
        sign, width, data = self.delimiter, len(self.header), self._data
        line, at = 1, 0
        while at < len(data):
            end = data.find(b"\n", at + CHUNK) + 1 or len(data)
            text = data[at:end].decode().removesuffix("\n")
            at = end
            # The end of each line as a cell of its own: where all rows have as many cells they stand below each other.
            cells = text.replace("\n", f"{sign}\n{sign}").split(sign)
            count = text.count("\n") + 1
            is_even = len(cells) == count * (width + 1) - 1 and cells[width :: width + 1] == ["\n"] * (count - 1)
            columns = [cells[i :: width + 1] for i in range(width)] if is_even else []
            rows = partial(_cut_cells, text, sign)
            yield range(line, line + count), rows, columns if columns and all(columns[0]) else []
            line += count

    # --- delimited ------------------------------------------------------------------------------------

    def _open(self) -> TextIOWrapper:
        return TextIOWrapper(BytesIO(self._data), self.layout.encoding, newline="")

    def read_header(self) -> None:
        """Take the names of the columns from the first row, or from the keys of the first object. Raises TooMany."""
        first = next(self._find_names() if self.delimiter else self._read_objects(is_header=True), None)
        if first and first[0] != self.layout.header > 1:
            first = None
        if first and self.delimiter:
            first = first[0], [name.strip() for name in first[1]]
        # The keys of an object stand in a row that has cells too.
        self._take_header(first, below=1 if self.delimiter else 0)

    def _find_names(self) -> Iterator[Row]:
        """The rows of a delimited file that are not blank, of which the first is its header."""
        for lines, rows, _ in self._split(1):
            yield from (row for row in zip(lines, rows()) if any(row[1]) and row[0] >= self.layout.header)

    def _split(self, size: int) -> Iterator[_Cut]:
        """All rows of a delimited file, so many at a time, its header and blank ones as well."""
        reader = csv.reader(self._open(), delimiter=self.delimiter, strict=True)
        line, is_broken = 1, False
        while not is_broken:
            rows: list[list[str]] = []
            try:
                # As far as it can be split: a mistake leaves what comes before it.
                rows.extend(islice(reader, size))
            except csv.Error:
                is_broken = True
            if not rows:
                break
            if not is_broken and reader.line_num == line - 1 + len(rows):
                lines: Sequence[int] = range(line, line + len(rows))
                line += len(rows)
            else:
                # A cell in quotes may have line breaks of its own.
                breaks = (sum(len(_LINE_END.findall(cell)) for cell in cells) for cells in rows)
                *lines, line = accumulate((1 + more for more in breaks), initial=line)
            is_even = self.header and {*map(len, rows)} == {len(self.header)} and all(map(itemgetter(0), rows))
            yield lines, partial(list, rows), [*zip(*rows)] if is_even else []
        if is_broken:
            self._report_break(line)

    def _report_ragged(self, line: int, count: int) -> None:
        width = len(self.header)
        cells = "1 cell" if count == 1 else f"{count} cells"
        help = f"a cell that holds {DELIMITERS.get(self.delimiter, 'the delimiter')} stands in double quotes"
        if count < width:
            help = f"{self.header[count][:70]} and what follows are missing: an empty cell has its delimiter too"
        message = f"the row has {cells}, and the header {width}"
        self.report_row("ragged-row", line, width if count > width else None, message, help)

    def _report_break(self, line: int) -> None:
        """Report that from a row on nothing can be split."""
        for match in self._find_cells(line):
            quoted = match[0].startswith('"')
            if (quoted and match["rest"]) or (quoted and not match["end"]) or len(match[0]) > LARGEST_CELL:
                break
        span = self.place(match.start(), match.end())
        if match["rest"]:
            start = match.end() - len(match["rest"])
            span = self.place(start, start + 1)
            message, help = "the quotes of the cell end here, and more follows", 'double a quote inside quotes: ""'
        else:
            message, help = "the quotes of this cell do not end", "close them; a quote inside quotes is doubled"
        self.tree.stop("unclosed-quote", span, message, help)

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

    def find_span(self, row: int, column: int | None) -> Span:
        """Where the cell of a column, from 0, stands in the row that begins at a line; without one, the whole line."""
        if column is not None and self.delimiter:
            cells = list(zip(range(column + 1), self._find_cells(row)))
            return self.place(*cells[-1][1].span())
        line = self.tree.line(row - 1)
        if column is not None:
            for key, start, end in place_members(line):
                if key == self.header[column]:
                    return self.tree.span_at(row - 1, start, end)
        return self.tree.span_at(row - 1, len(line) - len(line.lstrip()), len(line.rstrip()))

    # --- JSON -----------------------------------------------------------------------------------------

    def _read_objects(self, is_header: bool = False) -> Iterator[Row]:
        """The rows of a file with an object a line; of the header the keys of the first."""
        names = dict.fromkeys(self.header, "")
        begin = self.layout.header if is_header else self._begin
        for line, text in enumerate(self._open(), 1):
            if text.isspace() or not begin <= line <= self._end:
                continue
            try:
                pairs = json.loads(
                    text.rstrip("\r\n"),
                    object_pairs_hook=Pairs,
                    parse_int=str,
                    parse_float=str,
                    parse_constant=refuse_constant,
                )
            except (ValueError, RecursionError) as error:
                span = self.tree.span_at(line - 1, getattr(error, "colno", 1) - 1)
                reason = "it is nested too deep" if isinstance(error, RecursionError) else getattr(error, "msg", error)
                message = f"this is no JSON: {reason}"
                self.tree.report("bad-json", span, message, "write one object a line, as -O jsonl does")
                continue
            found = self.take_object(pairs, names, line, is_header)
            if found is not None:
                yield line, list(found) if is_header else [*(names | found).values()]


class Pairs(list[tuple[str, Any]]):
    """An object of JSON as its keys and values, which may say a key twice."""


def _cut_cells(text: str, sign: str) -> list[list[str]]:
    """The rows of some lines without quotes."""
    return [line.split(sign) for line in text.split("\n")]


def refuse_constant(name: str) -> None:
    """Refuse NaN and the infinities. Raises ValueError."""
    raise ValueError(f"{name} is no number")


def write_json(value: Any) -> str:
    """A value of JSON as the text of a cell."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(_to_plain(value), ensure_ascii=False)


def _to_plain(value: Any) -> Any:
    if type(value) is Pairs:
        return {key: _to_plain(each) for key, each in value}
    return [_to_plain(each) for each in value] if isinstance(value, list) else value


def place_members(line: str) -> Iterator[tuple[str, int, int]]:
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


CURE = "save it as UTF-8, or declare it: encoding: {name}"
"""What to do about a text in another encoding, by the name of it."""


def read_rows(data: bytes | None, file: str, limit: float, layout: Layout = PLAIN, cure: str = CURE) -> Rows:
    """Read the bytes of a table: a header and rows, or an object of JSON a line. Never raises for bad ones.

    Without bytes the file has more than `limit` MiB. Where no delimiter is given it is a tab in a file that ends so
    (`.tsv`), else what stands most often in the header.
    """
    text = decode_bytes(data, file, limit, layout.encoding, cure)
    if isinstance(text, Tree):
        return Rows.refuse(text)
    assert data is not None
    head = "\n".join(re.split("\r\n|\r|\n", text[:LARGEST_CELL])[layout.header - 1 :]).lstrip("\ufeff \t\r\n")
    delimiter = layout.delimiter
    if delimiter is None:
        delimiter = "" if head.startswith("{") else _guess_delimiter(file, head)
    rows = TextRows(file, data.removeprefix(b"\xef\xbb\xbf"), delimiter, layout)
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
