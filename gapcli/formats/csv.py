"""The rows of a report as CSV and TSV, by the rules of RFC 4180."""

import csv
import json
from io import StringIO
from typing import Any

from gapcli.formats import Screen
from gapcli.formats.json import dump
from gapcli.reports.report import Report
from gapcli.text import shown as escape

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _say_cell(value: Any) -> str:
    """A value as the text of a cell: a list joined by spaces, null empty; what begins like a formula gets a `'`."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        value = " ".join(map(_say_cell, value))
    elif isinstance(value, dict):
        value = dump(value)
    text = escape(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(report: Report, separator: str) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    columns = report.columns()
    writer.writerow(columns)
    for row in report.list_rows():
        # Where a key holds items that are a line each, the row stands once for each of them.
        items: Any = (row.pop(report.lines) or [{}]) if report.lines else [{}]
        for item in items:
            line = row | item
            writer.writerow([_say_cell(line.get(name)) for name in columns])
    return out.getvalue()


def to_csv(report: Report, screen: Screen) -> str:
    """The rows with a header, separated by commas."""
    return _write(report, ",")


def to_tsv(report: Report, screen: Screen) -> str:
    """The rows with a header, separated by tabs."""
    return _write(report, "\t")
