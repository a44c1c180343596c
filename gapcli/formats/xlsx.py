"""A report as a workbook: a sheet of its rows, one for each list beside them, and one for what it is about.

Nothing in it is computed: a text is written as one, whatever it begins with. The same report gives the same bytes.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from gapcli.formats import Screen
from gapcli.formats.cells import Table, list_tables
from gapcli.formats.json import dump
from gapcli.measure.budget import IN_A_SHEET, TooLarge, require_characters, require_steps
from gapcli.reports.report import Dated, Report, holds
from gapcli.text import looks_like_formula, reads_leftward, spell_text, width_of
from gapcli.words import phrases

LEAST, MOST = 8, 60
"""How wide a column is, in characters."""
ROWS, CHARACTERS = 1_048_576, 32_767
"""How many rows a sheet has at most, with its header, and how many UTF-16 units a cell."""
FIRST = date(1900, 3, 1)
"""The first day that all programs count alike: for some 1900 is a leap year."""
CREATED = datetime(1980, 1, 1)
"""When every workbook was made, by its own account."""
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _read_day(text: str) -> date | None:
    """The day that a text is; None of a month, a year, words, and a day before `FIRST`."""
    day = date.fromisoformat(text) if _FULL_DATE.fullmatch(text) else FIRST.min
    return day if day >= FIRST else None


class _Sheets:
    """A workbook that is being written."""

    def __init__(self) -> None:
        from xlsxwriter import Workbook

        self.data = BytesIO()
        self._book = Workbook(self.data, {"in_memory": True})
        self._book.set_properties({"created": CREATED})
        self._form: Callable[..., Any] = cache(lambda **look: self._book.add_format({"valign": "top", **look}))
        self._plain = self._book.add_format()
        self._count = 0

    def add(self, table: Table) -> None:
        """Write a table on a sheet of its own. Raises TooLarge."""
        sheet = self._book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        days = [holds(kind, Dated) for kind in table.columns.values()]
        widths = [len(name) + 2 for name in table.columns]
        for x, name in enumerate(table.columns):
            sheet.write_string(0, x, name, self._form(bold=True))
        for y, line in enumerate(table.lines, 1):
            if y >= ROWS:
                raise TooLarge(f"too long for a sheet: more than {ROWS - 1:,} rows: ask for less, or take -O csv")
            for x, value in enumerate(line):
                if value is not None:
                    widths[x] = max(widths[x], self._write(sheet, y, x, value, days[x]))
        if phrases.LEFTWARD:
            sheet.right_to_left()
        for x, width in enumerate(widths):
            sheet.set_column(x, x, min(max(width, LEAST), MOST))

    def _write(self, sheet: Any, y: int, x: int, value: Any, is_day: bool) -> int:
        """Write a cell, and give how wide it is. Raises TooLarge."""
        if isinstance(value, bool):
            sheet.write_boolean(y, x, value, self._form())
            return 5
        if isinstance(value, (int, float)):
            sheet.write_number(y, x, value, self._form())
            return len(json.dumps(value))
        day = _read_day(value) if is_day else None
        if day:
            sheet.write_datetime(y, x, day, self._form(num_format="yyyy-mm-dd"))
            return 10
        words = isinstance(value, str)
        text = spell_text(value) if words else dump(value)
        self._write_text(sheet, y, x, text, words)
        return max(map(width_of, text.split("\n")))

    def _write_text(self, sheet: Any, y: int, x: int, text: str, words: bool) -> None:
        if len(text.encode("utf-16-le")) // 2 > CHARACTERS:
            raise TooLarge(f"too long for a cell: more than {CHARACTERS:,} characters: ask for less, or take -O csv")
        self._count += len(text)
        require_characters(self._count)
        look: dict[str, Any] = {"text_wrap": True} if words else {}
        if reads_leftward(text):
            look["reading_order"] = 2
        if looks_like_formula(text):
            # So that it stays a text when somebody edits the cell.
            look["quote_prefix"] = True
        form = self._form(**look)
        if text.startswith("<r>"):
            # Which the library would take for its own markup, and write as it is.
            sheet.write_rich_string(y, x, text[0], self._plain, text[1:], form)
        else:
            sheet.write_string(y, x, text, form)

    def close(self) -> bytes:
        """The bytes of the workbook."""
        self._book.close()
        return self.data.getvalue()


def to_xlsx(report: Report, screen: Screen) -> bytes:
    """The workbook. Raises TooLarge."""
    rows, columns = len(report.rows), len(report.column_types())
    require_steps(IN_A_SHEET * rows * columns, "--parties", "--issues", rows=rows, columns=columns)
    sheets = _Sheets()
    for table in list_tables(report):
        sheets.add(table)
    return sheets.close()
