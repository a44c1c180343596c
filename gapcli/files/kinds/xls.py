"""A workbook of XLS → rows of a sheet, by xlrd: calamine reads an error in it as an empty cell, and does not say so."""

from io import StringIO
from typing import Any

from gapcli.files.kinds.grid import BadFile, choose_sheet
from gapcli.files.kinds.sheet import Marks, Region, Sheet, say_error


class XlsTable(Sheet):
    """A sheet of a workbook of XLS."""

    def open(self) -> None:
        """Find the sheet."""
        import xlrd

        if self.data.startswith(b"PK"):
            raise BadFile("the file is an .xlsx or .ods workbook: call it so")
        book = xlrd.open_workbook(
            file_contents=self.data, logfile=StringIO(), formatting_info=True, ragged_rows=True, on_demand=True
        )

        def is_empty(name: str) -> bool:
            sheet = book.sheet_by_name(name)
            return all(value == "" for n in range(sheet.nrows) for value in sheet.row_values(n))

        self.sheet = choose_sheet(self.layout, book.sheet_names(), "sheet", self.file, is_empty)
        sheet = book.sheet_by_name(self.sheet)
        self.marks = Marks()
        self.marks.merged = [Region(top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells]

        def read(row: int, column: int, kind: int, value: Any) -> Any:
            if kind == xlrd.XL_CELL_ERROR:
                self.marks.faults[row][column] = say_error(xlrd.error_text_from_code[value])
            if kind == xlrd.XL_CELL_BOOLEAN:
                return bool(value)
            if kind == xlrd.XL_CELL_DATE:
                moment = xlrd.xldate_as_datetime(value, book.datemode)
                return moment.time() if 0 <= value < 1 else moment
            return value if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else ""

        self.rows = [
            [read(n, i, *each) for i, each in enumerate(zip(sheet.row_types(n), sheet.row_values(n)))]
            for n in range(sheet.nrows)
        ]
