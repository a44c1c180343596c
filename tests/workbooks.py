"""What another program reads in a workbook."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

Sheets = dict[str, list[list[Any]]]


def read_sheets(data: bytes) -> Sheets:
    """The cells of each sheet, line by line: of each its value, and of a day its date."""
    book = load_workbook(BytesIO(data))
    for cell in (cell for sheet in book for line in sheet for cell in line):
        assert cell.data_type in "snbd" and cell.hyperlink is None, (cell.coordinate, cell.value)
    return {sheet.title: [[_read(cell) for cell in line] for line in sheet] for sheet in book}


def _read(cell: Any) -> Any:
    return cell.value.date() if cell.is_date else cell.value


def print_sheets(data: bytes) -> str:
    """All cells of a workbook as text, a cell on a line."""
    cells = (cell for lines in read_sheets(data).values() for line in lines for cell in line)
    return "\n".join(str(cell) for cell in cells if cell is not None)
