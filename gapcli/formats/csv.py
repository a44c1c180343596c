"""The rows of a report as CSV and TSV, by the rules of RFC 4180: read back, they are the rows of the JSON."""

import json
import re
from typing import Any

from gapcli.formats import Screen
from gapcli.formats.cells import list_lines
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
    lines, count = [report.columns()], 0
    for line in list_lines(report):
        cells = tuple(map(_say_cell, line))
        count += sum(map(len, cells))
        require_characters(count)
        lines.append(cells)
    return "".join(separator.join(map(_quote, line)) + "\n" for line in lines)


def to_csv(report: Report, screen: Screen) -> str:
    """The rows with a header, separated by commas."""
    return _write(report, ",")


def to_tsv(report: Report, screen: Screen) -> str:
    """The rows with a header, separated by tabs."""
    return _write(report, "\t")
