"""The rows of a report as CSV and TSV, by the rules of RFC 4180: read back, they are the rows of the JSON.

Of a text by language a cell has the one that is shown, so that people and programs find words in it.
"""

import json
import re
from typing import Any

from gapcli.formats import Screen
from gapcli.formats.json import dump
from gapcli.measure.budget import require_characters
from gapcli.reports.report import Report
from gapcli.text import spell_cell

_QUOTED = re.compile(r'[,;\t\n"]|^ | $')
"""What a cell is quoted for: `;` too, which separates where a comma stands in numbers."""


def _say_cell(value: Any) -> str:
    """A value as the text of a cell: a list and an object as JSON, null empty; what looks like a formula gets a `'`.

    What GitHub's log would read as a command is broken as on a page, wherever the table is written: CSV has no escape.
    """
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return json.dumps(value)
    if isinstance(value, (list, tuple, dict)):
        return dump(value)
    return spell_cell(value)


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _write(report: Report, separator: str) -> str:
    columns, texts = report.columns(), report.text_columns()
    lines = [columns]
    count = 0
    for row in report.list_rows():
        # Where a key holds items that are a line each, the row stands once for each of them.
        items: Any = (row.pop(report.lines) or [{}]) if report.lines else [{}]
        cells = [row | item for item in items]
        for cell in cells:
            cell.update({name: next(iter(cell[name].values()), None) for name in texts if cell.get(name)})
        more = [tuple(_say_cell(cell.get(name)) for name in columns) for cell in cells]
        count += sum(len(cell) for line in more for cell in line)
        require_characters(count)
        lines += more
    return "".join(separator.join(map(_quote, line)) + "\n" for line in lines)


def to_csv(report: Report, screen: Screen) -> str:
    """The rows with a header, separated by commas."""
    return _write(report, ",")


def to_tsv(report: Report, screen: Screen) -> str:
    """The rows with a header, separated by tabs."""
    return _write(report, "\t")
