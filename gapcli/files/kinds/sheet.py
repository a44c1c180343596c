"""The sheet of a workbook: cells that a person calls B7, some of them without a value, some of them merged."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gapcli.files.kinds.grid import MOST_CELLS, BadFile, Fault, Grid, write_float
from gapcli.files.problems import Span

DIGITS = 15
"""How many digits of a number a spreadsheet keeps and shows; what is beyond is a trace of computing."""


class Region(NamedTuple):
    """Cells that are merged: the first and the last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Marks:
    """What a sheet says of its cells beyond their values."""

    def __init__(self) -> None:
        self.height = self.width = 0
        """How many rows and columns it has from the first cell on."""
        self.faults: dict[int, dict[int, Fault]] = defaultdict(dict)
        """The cells without a value, by row and column from 0."""
        self.merged: list[Region] = []

    def reach(self, row: int, column: int) -> None:
        """Note that a cell has a value. Raises BadFile where the cells up to it are too many."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)
        if self.height * self.width > MOST_CELLS:
            message = f"a sheet reaches to {name_place(row, column)}: more than {MOST_CELLS:,} cells"
            raise BadFile(message)


ERROR = re.compile(r"#[A-Z0-9_]+[!?/A-Z0-9]*|Err:[0-9]+")
"""What a spreadsheet shows where a formula could not be computed."""


def say_error(shown: str) -> Fault:
    """The fault of a cell that shows an error."""
    return Fault(f"the cell holds the error {shown[:20]}", "mend it in the spreadsheet, or empty the cell")


NO_VALUE = Fault(
    "the formula has no value: no spreadsheet has computed it", "open and save the file in a spreadsheet program"
)


def name_place(row: int, column: int) -> str:
    """What a spreadsheet calls the cell of a row and a column, both from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


class Sheet(Grid):
    """A sheet of a workbook; `open` finds its name, its values and its marks."""

    called = "workbook"
    takes = frozenset({"sheet", "header", "merged"})
    sheet = ""
    """The name of it."""
    rows: Sequence[Sequence[Any]] = ()
    """The values from A1 on."""
    marks: Marks

    def name_cell(self, row: int, column: int | None) -> str:
        """What a person calls the cell of a column, from 0, or a whole row."""
        at = f"{row}:{row}" if column is None else name_place(row - 1, self._places[column])
        return f"{self._quoted}!{at}"

    @property
    def _quoted(self) -> str:
        """The name of the sheet as formulas have it."""
        return self.sheet if re.fullmatch(r"\w+", self.sheet) else "'" + self.sheet.replace("'", "''") + "'"

    def read(self) -> None:
        """Open the file, and take the names of its columns. Raises Refused where the ledger says what it lacks."""
        super().read()
        if self.header and self.layout.merged is None:
            left, right = self._places[0], self._places[-1]
            for each in sorted(self.marks.merged):
                rows = range(each.top + 1, each.bottom + 2)
                inside = self.head in rows or (rows[-1] >= self._begin and rows[0] <= self._end)
                if inside and each.right >= left and each.left <= right:
                    at = f"{name_place(each.top, each.left)}:{name_place(each.bottom, each.right)}"
                    span = Span(self.file, each.top + 1, each.left + 1, each.left + 2)
                    help = "write merged: fill where each of them holds what the first does; else split them"
                    self.tree.report("merged-cells", span, f"{self._quoted}!{at}: the cells are merged", help)
            if self.problems:
                self.header = ()

    def list_values(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row by its number from 1, with the values in it; that of the header among them."""
        filled = self._list_filled() if self.layout.merged else {}
        for row, values in enumerate(self.rows):
            texts = [write_float(v, DIGITS) if type(v) is float else v for v in values]
            for column, fault in self.marks.faults.get(row, {}).items():
                texts += [""] * (column + 1 - len(texts))
                texts[column] = fault
            for each in filled.get(row, ()):
                texts += [""] * (each.right + 1 - len(texts))
                value = self._find_value(each.top, each.left)
                texts[each.left : each.right + 1] = [value] * (each.right + 1 - each.left)
            yield row + 1, texts

    def _find_value(self, row: int, column: int) -> Any:
        """What stands in a cell."""
        fault = self.marks.faults.get(row, {}).get(column)
        values = self.rows[row]
        value = values[column] if column < len(values) else ""
        return fault or (write_float(value, DIGITS) if type(value) is float else value)

    def _list_filled(self) -> dict[int, list[Region]]:
        """The merged cells in each row that has any value. Raises BadFile where they are too many."""
        found: dict[int, list[Region]] = defaultdict(list)
        count = 0
        for each in self.marks.merged:
            bottom = min(each.bottom, len(self.rows) - 1)
            count += (bottom - each.top + 1) * (each.right - each.left + 1)
            if count > MOST_CELLS:
                raise BadFile(f"more than {MOST_CELLS:,} cells are merged")
            for row in range(each.top, bottom + 1):
                found[row].append(each)
        return found
