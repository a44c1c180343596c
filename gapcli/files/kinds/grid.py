"""Tables in files that are no text: their values as the texts of cells, each with a place that a person can find."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from struct import pack, unpack
from typing import Any, NamedTuple

from gapcli.files.problems import Span
from gapcli.files.rows import PLAIN, Layout, Row, Rows
from gapcli.files.tree import TooMany
from gapcli.text import did_you_mean

MOST_CELLS = 20_000_000
"""How many cells a table may have whose file does not tell by its size how many there are."""


class Fault(NamedTuple):
    """What stands in a cell that has no value: an error of a spreadsheet, bytes."""

    message: str
    help: str


class BadFile(Exception):
    """A file that is none of its kind, is broken, or is more than is read; the text says how."""


class Refused(Exception):
    """What the ledger says of a table, and its file does not have."""

    def __init__(self, field: str, message: str, help: str, id: str = "bad-table", sheets: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field = field
        """The field of the table that is wrong."""
        self.message = message
        self.help = help
        self.id = id
        self.sheets = sheets
        """Of which one is to be named."""


def refuse_foreign(layout: Layout, file: str, takes: Collection[str]) -> None:
    """Raise Refused where the ledger says of a table what a file of its kind has no use for."""
    for field in ("sheet", "header", "merged", "coded", "delimiter", "encoding"):
        if field not in takes and getattr(layout, field) != getattr(PLAIN, field):
            raise Refused(field, f"a file like {file} has no `{field}`", "leave it out")


def choose_sheet(
    layout: Layout, names: Sequence[str], noun: str, file: str, is_empty: Callable[[str], bool] = lambda name: False
) -> str:
    """The sheet that a table is on: the one that is named, or the only one. Raises Refused, and BadFile of none.

    `is_empty`: whether a sheet has no cells, so that it is none that is meant.
    """
    if layout.sheet in names:
        return layout.sheet  # type: ignore[return-value]
    if not names:
        raise BadFile(f"there is no {noun} in the file")
    if layout.sheet is not None:
        raise Refused("sheet", f'{file} has no {noun} "{layout.sheet[:70]}"', did_you_mean(layout.sheet, names))
    if len(names) > 1:
        empty = {name for name in names if is_empty(name)}
        shown = ", ".join(name[:70] + " (empty)" * (name in empty) for name in names[:20])
        message = f"{file} has {len(names)} {noun}s: {shown}" + (", …" if len(names) > 20 else "")
        sheets = [name for name in names if name not in empty] or names
        called = sheets[0][:70] if len(sheets) == 1 else "…"
        raise Refused("file", message, f"name the one with the table: sheet: {called}", sheets=sheets)
    return names[0]


# --- values ---------------------------------------------------------------------------------------


def write_float(value: float, digits: int = 17) -> str:
    """A number in plain digits, whole where it is whole: the shortest that is the same in so many digits."""
    if -1e15 < value < 1e15 and value.is_integer():
        return str(int(value))
    text = repr(value) if digits == 17 else f"{value:.{digits}g}"
    return text if text.strip("-.0123456789") == "" else write_decimal(Decimal(text))


def write_decimal(value: Decimal) -> str:
    """A number in plain digits, whole where it is whole."""
    if not value.is_finite():
        return "NaN" if value.is_nan() else "inf" if value > 0 else "-inf"
    return format(value.to_integral_value() if value == value.to_integral_value() else value.normalize(), "f")


def write_single(value: float) -> str:
    """A number of 32 bits, in the fewest digits that tell it from its neighbours."""
    for digits in range(6, 9):
        text = f"{value:.{digits}g}"
        if unpack("f", pack("f", float(text)))[0] == value:
            return write_float(float(text))
    return write_float(value, 9)


def write_time(value: datetime) -> str:
    """A day alone where its time is midnight, else both."""
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: str,
    type(None): lambda _: "",
    bool: lambda value: "true" if value else "false",
    int: str,
    float: write_float,
    Decimal: write_decimal,
    datetime: write_time,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
}
"""How a value of each type is written, as a person would in CSV."""


def write_value(value: Any) -> str | Fault:
    """A value as the text of a cell; a Fault where it is none."""
    writer = _WRITERS.get(type(value))
    if writer:
        return writer(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Fault(f"the cell holds {len(value):,} bytes, and no text", "take a column of texts or numbers")
    return value if isinstance(value, Fault) else json.dumps(value, ensure_ascii=False, default=str)


def add_to(epoch: date, amount: Any, per_day: int = 1) -> Any:
    """The day or the moment that lies so long after another; nothing of nothing, and a Fault where there is none."""
    try:
        whole = int(amount // 1) if per_day == 1 else amount
        return amount if amount is None else epoch + timedelta(days=whole / per_day)
    except (OverflowError, ValueError, TypeError):
        return Fault(f"{amount} is no date that a calendar has", "mend it in the file")


# --- rows -----------------------------------------------------------------------------------------


class Grid(Rows):
    """Rows of values, numbered as a spreadsheet does: of a file that names its columns by itself the first is row 2.

    A kind of file is a class with `called`, `open` and `list_values`.
    """

    counted = "rows"
    called = ""
    """What messages call the kind of file."""
    takes: frozenset[str] = frozenset()
    """What of `Layout` it has a use for, beside the rows."""

    def __init__(self, file: str, data: bytes, layout: Layout, limit: float) -> None:
        """`limit`: how many MiB the file may have once it is unpacked."""
        super().__init__(file, layout)
        self.data = data
        self.limit = limit
        self._places: tuple[int, ...] = ()
        """Where each column of the header stands in a row of the file, from 0."""

    def open(self) -> None:
        """Find the table in the file. Raises BadFile, Refused, and whatever the library does of a broken file."""

    def list_values(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row by its number from 1, with the values in it; that of the header among them."""
        raise NotImplementedError

    def name_cell(self, row: int, column: int | None) -> str:
        """What a person calls the cell of a column, from 0, or a whole row."""
        return f"row {row}, {self.header[column][:70]}" if column is not None and self.header else f"row {row}"

    def read(self) -> None:
        """Open the file, and take the names of its columns. Raises Refused where the ledger says what it lacks."""
        refuse_foreign(self.layout, self.file, self.takes)
        with self._report_broken():
            self.open()
            wanted = self.layout.header
            lines = ((n, write_all(values)) for n, values in self.list_values() if n >= wanted)
            first = next(((n, texts) for n, texts in lines if any(texts)), None)
            if first is None or first[0] != wanted > 1:
                self._take_header(None)
                return
            row, texts = first
            names = [text.strip() if isinstance(text, str) else "" for text in texts]
            self._places = tuple(range(len(names)))
            if not all(names):
                self._places, names = self._leave_out_empty(row, names)
            self._take_header((row, names))

    def _leave_out_empty(self, row: int, names: Sequence[str]) -> tuple[tuple[int, ...], list[str]]:
        """The places and names of the columns below the row of a header in which anything stands."""
        used = {i for i, name in enumerate(names) if name}
        for n, values in self.list_values():
            if row < n and self._begin <= n <= self._end:
                used.update(i for i, value in enumerate(values) if value is not None and value != "")
        places = tuple(sorted(used))
        return places, [names[i] if i < len(names) else "" for i in places]

    def __iter__(self) -> Iterator[Row]:
        if not self.header:
            return
        with self._report_broken():
            for number, values in self.list_values():
                if number > self._end:
                    return
                if number >= self._begin:
                    texts = write_all(values)
                    texts += [""] * (len(self._places) and self._places[-1] + 1 - len(texts))
                    row = [texts[i] for i in self._places]
                    if self._is_whole(number, row) and any(row):
                        yield number, row  # type: ignore[misc]

    def _is_whole(self, number: int, row: Sequence[str | Fault]) -> bool:
        """Whether every cell of a row has a value; each that has none is noted. Raises TooMany."""
        if Fault not in map(type, row):
            return True
        for column, text in enumerate(row):
            if isinstance(text, Fault):
                self.report("bad-cell", number, column, text.message, text.help)
        return False

    def find_span(self, row: int, column: int | None) -> Span:
        """Where the cell of a column, from 0, stands, counted in rows and columns."""
        return super().find_span(row, self._places[column] if column is not None and self._places else column)

    def say_where(self, row: int, column: int | None, message: str) -> str:
        """A message behind what a person calls the cell of a column, from 0, or a whole row."""
        return f"{self.name_cell(row, column)}: {message}"

    def refuse_coded(self, labelled: Sequence[str]) -> None:
        """Raise Refused where codes are asked for of a column that is none of those with labels."""
        for name in self.layout.coded:
            if name not in labelled:
                help = f"these have: {', '.join(labelled[:20])}" if labelled else "delete coded: …"
                raise Refused("coded", f'no column "{name[:70]}" of {self.file} has labels', help)

    @contextmanager
    def _report_broken(self) -> Iterator[None]:
        """Report whatever a library says of a broken file as one mistake."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit, ModuleNotFoundError, Refused, TooMany):
            raise
        except BadFile as error:
            self._stop(str(error), "")
        # A reader in Rust ends in a panic, which is no Exception.
        except BaseException as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            self._stop(f"this is no {self.called} that can be read: {reason}", "save it anew")

    def _stop(self, message: str, help: str) -> None:
        self.header = ()
        self.tree.stop("broken-table", Span(self.file, 1, 1, 2), message, help)


def write_all(values: Sequence[Any]) -> list[str | Fault]:
    """The texts of the cells of a row."""
    return [*map(write_value, values)]


class Frame(Grid):
    """A table of which the file knows the names of the columns by itself: they are row 1."""

    names: Sequence[str] = ()
    """The names of the columns."""

    def list_records(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""
        raise NotImplementedError

    def list_values(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row by its number from 1, with the values in it; that of the header among them."""
        yield 1, self.names
        yield from enumerate(self.list_records(), 2)


def quote_name(name: str) -> str:
    """A name of a file as a query has it."""
    return '"' + name.replace('"', '""') + '"'
