"""A workbook of XLSX or ODS → rows of a sheet. The values are read by calamine, and what it leaves out beside it.

It reads an error, and a formula that was never computed, as an empty cell.
"""

import re
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from gapcli.files.kinds.grid import BadFile, choose_sheet
from gapcli.files.kinds.sheet import ERROR, NO_VALUE, Marks, Region, Sheet, say_error
from gapcli.text import write_number

PIECE = 1 << 20
"""How many bytes are unpacked at once."""


class Workbook(Sheet):
    """A sheet of a workbook of XLSX or ODS."""

    def open(self) -> None:
        """Find the sheet."""
        import python_calamine

        if self.data.startswith(b"\xd0\xcf\x11\xe0"):
            raise BadFile("the file is an .xls workbook, or is protected by a password")
        try:
            zip = ZipFile(BytesIO(self.data))
        except BadZipFile:
            raise BadFile("this is no workbook")
        measure_zip(zip, self.data, int(self.limit * (1 << 20)), self.limit)
        ods = "content.xml" in zip.namelist()
        all_marks = _OdsScan(zip.read("content.xml")).sheets if ods else {}
        book = python_calamine.load_workbook(BytesIO(self.data))
        sheets = python_calamine.SheetTypeEnum.WorkSheet
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == sheets]

        def is_empty(name: str) -> bool:
            return not book.get_sheet_by_name(name).height

        self.sheet = choose_sheet(self.layout, names, "sheet", self.file, is_empty)
        self.marks = all_marks[self.sheet] if ods else _XlsxScan(*_find_sheet(zip, self.sheet)).marks
        self.rows = book.get_sheet_by_name(self.sheet).to_python(skip_empty_area=False)


def measure_zip(zip: ZipFile, data: bytes, most: int, limit: float) -> None:
    """Unpack all of a zip piece by piece, whatever sizes it says. Raises BadFile where it is too much."""
    left = most
    names = [each.filename for each in zip.infolist()]
    if len(set(names)) < len(names):
        raise BadFile("this is no workbook: it holds two files of one name")
    for each in zip.infolist():
        # Where the packed bytes begin, the head beside them says and not the list at the end.
        head = data[each.header_offset : each.header_offset + 30]
        start = each.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        packed = memoryview(data)[start : start + each.compress_size]
        left -= _measure(each, packed, left)
        if left < 0:
            raise BadFile(f"unpacked the workbook has more than {write_number(limit)} MiB")


def _measure(each: ZipInfo, packed: memoryview, most: int) -> int:
    """How many bytes a file of a zip has unpacked, as far as they are no more than `most`."""
    if each.compress_type == 0:
        return len(packed)
    if each.compress_type != 8:
        raise BadFile("this is no workbook: it is packed in another way")
    unpacker = zlib.decompressobj(-15)
    count, rest = 0, bytes(packed)
    while rest and not unpacker.eof and count <= most:
        count += len(unpacker.decompress(rest, PIECE))
        rest = unpacker.unconsumed_tail
    return count


Start = Callable[[str, dict[str, str]], None]


def make_parser(start: Start) -> Any:
    """A parser that calls a function for each element that begins, by its name as `space name`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise BadFile("this is no workbook: its XML declares entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    return parser


@cache
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


# --- XLSX -----------------------------------------------------------------------------------------


def _find_sheet(zip: ZipFile, sheet: str) -> tuple[bytes, bool]:
    """The XML of a sheet, and whether the formulas in it are still to be computed."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}
    todo = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found = {_local(key): value for key, value in attributes.items()}
        if _local(name) == "sheet":
            ids[found["name"]] = next(v for k, v in attributes.items() if " " in k and _local(k) == "id")
        elif _local(name) == "Relationship":
            targets[found["Id"]] = found["Target"]
        elif _local(name) == "calcPr":
            todo.append(found.get("fullCalcOnLoad") in ("1", "true"))

    for path in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        make_parser(start).Parse(zip.read(path), True)
    target = targets[ids[sheet]]
    return zip.read(target[1:] if target.startswith("/") else f"xl/{target}"), any(todo)


class _XlsxScan:
    """Reads what a sheet of XLSX says of its cells, element by element."""

    def __init__(self, data: bytes, is_uncomputed: bool) -> None:
        self.marks = Marks()
        self._is_uncomputed = is_uncomputed
        self._row = self._column = -1
        self._kind = ""
        self._has_formula = self._in_value = False
        self._text: list[str] = []
        self._parser = make_parser(self._start)
        self._parser.Parse(data, True)
        self._end_cell()

    def _end_cell(self) -> None:
        """Note the cell that was read last where it has no value."""
        if not (self._has_formula or self._kind == "e"):
            return
        shown = "".join(self._text)
        if self._kind == "e":
            self.marks.faults[self._row][self._column] = say_error(shown)
        elif self._is_uncomputed or (not shown and self._kind != "str"):
            self.marks.faults[self._row][self._column] = NO_VALUE
        self.marks.reach(self._row, self._column)
        self._has_formula, self._kind, self._parser.CharacterDataHandler = False, "", None
        self._text.clear()

    def _take_text(self, text: str) -> None:
        if self._in_value:
            self._text.append(text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "c":
            if self._has_formula or self._kind == "e":
                self._end_cell()
            self._in_value = False
            self._kind = attributes.get("t", "")
            place = attributes.get("r")
            self._row, self._column = _read_place(place) if place else (self._row, self._column + 1)
            if self._kind == "e":
                self._parser.CharacterDataHandler = self._take_text
        elif local in ("v", "is"):
            self._in_value = local == "v"
            if self._row >= self.marks.height or self._column >= self.marks.width:
                self.marks.reach(self._row, self._column)
        elif local == "f":
            self._has_formula, self._in_value = True, False
            self._parser.CharacterDataHandler = self._take_text
        elif local == "row":
            self._end_cell()
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        elif local == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.marks.merged.append(Region(*_read_place(first), *_read_place(last or first)))


def _read_place(place: str) -> tuple[int, int]:
    """The row and the column, from 0, of a cell by its name. Raises BadFile."""
    letters = place.rstrip("0123456789")
    row = place[len(letters) :]
    if not 0 < len(row) < 8:
        raise BadFile(f'this is no workbook: "{place[:20]}" is no cell')
    return int(row) - 1, _read_letters(letters)


@cache
def _read_letters(letters: str) -> int:
    """The number of a column, from 0, by its letters. Raises BadFile."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise BadFile(f'this is no workbook: "{letters[:20]}" is no column')
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


# --- ODS ------------------------------------------------------------------------------------------


class _OdsScan:
    """Reads what the sheets of an ODS say of their cells, element by element."""

    def __init__(self, data: bytes) -> None:
        self.sheets: dict[str, Marks] = {}
        self._marks = Marks()
        self._row = self._column = 0
        self._rows = self._columns = 1
        """How many rows and columns the cell stands for."""
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        parser = make_parser(self._start)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "table" and "table:" in name:
            self._marks = self.sheets[_get(attributes, "name")] = Marks()
            self._row = self._rows = 0
        elif local == "table-row":
            self._row, self._column = self._row + self._rows, 0
            self._rows = int(_get(attributes, "number-rows-repeated") or 1)
        elif local in ("table-cell", "covered-table-cell"):
            self._cell = attributes
            self._columns = int(_get(attributes, "number-columns-repeated") or 1)
            self._text.clear()

    def _end(self, name: str) -> None:
        if self._cell is None or _local(name) not in ("table-cell", "covered-table-cell"):
            return
        cell, shown = self._cell, "".join(self._text).strip()
        kind, has_formula = _get(cell, "office", "value-type"), bool(_get(cell, "formula"))
        if kind or has_formula or shown:
            self._marks.reach(self._row + self._rows - 1, self._column + self._columns - 1)
            fault = None
            if _get(cell, "calcext", "value-type") == "error" or (has_formula and ERROR.fullmatch(shown)):
                fault = say_error(shown)
            elif has_formula and not kind:
                fault = NO_VALUE
            if fault:
                for row in range(self._row, self._row + self._rows):
                    columns = range(self._column, self._column + self._columns)
                    self._marks.faults[row].update(dict.fromkeys(columns, fault))
        down = int(_get(cell, "number-rows-spanned") or 1) - 1
        right = int(_get(cell, "number-columns-spanned") or 1) - 1
        if down or right:
            self._marks.merged.append(Region(self._row, self._column, self._row + down, self._column + right))
        self._column += self._columns
        self._cell = None


def _get(attributes: dict[str, str], *name: str) -> str:
    """An attribute by its local name, and where two have it by a part of the name of its space; else empty."""
    *space, local = name
    found = (v for k, v in attributes.items() if _local(k) == local and all(s in k for s in space))
    return next(found, "")
