"""The data of a report as JSON, JSON lines, CSV and TSV."""

import json
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from gapcli.reports.report import Report
from gapcli.text import BIDI, CONTROL, shown

_RAW = re.compile(f"{CONTROL.pattern[:-1]}{BIDI.pattern[1:]}")


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _dumped(value: Any) -> str:
    """Compact JSON in UTF-8, with control and bidi characters as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)
    return text if text.isascii() else _RAW.sub(_escaped, text)


def to_json(data: Mapping[str, Any]) -> str:
    """A document: one line a key, and in a list of objects one line an object."""
    parts = []
    for key, value in data.items():
        name = json.dumps(key)
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], dict):
            rows = ",\n    ".join(_dumped(v) for v in value)
            parts.append(f"  {name}: [\n    {rows}\n  ]")
        elif isinstance(value, dict) and value and all(isinstance(v, (dict, list)) for v in value.values()):
            rows = ",\n    ".join(f"{_dumped(k)}: {_dumped(v)}" for k, v in value.items())
            parts.append(f"  {name}: {{\n    {rows}\n  }}")
        else:
            parts.append(f"  {name}: {_dumped(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def to_jsonl(rows: Iterable[Mapping[str, Any]]) -> str:
    """Each row on a line."""
    return "".join(_dumped(row) + "\n" for row in rows)


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: Any) -> str:
    """A value as the text of a cell: a list joined by spaces, null empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        value = " ".join(_cell(v) if not isinstance(v, dict) else _dumped(v) for v in value)
    elif isinstance(value, dict):
        value = _dumped(value)
    text = shown(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _flat(row: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """A row; of a statement one for each piece of its evidence."""
    evidence = row.get("evidence")
    if not isinstance(evidence, list):
        yield dict(row)
        return
    for piece in evidence or [{}]:
        yield {k: v for k, v in row.items() if k != "evidence"} | dict(piece)


def to_csv(report: Report, separator: str) -> str:
    """The rows with a header, by the rules of RFC 4180; a text that begins like a formula gets a `'`."""
    import csv

    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(report.columns)
    for row in report.rows:
        for flat in _flat(row):
            writer.writerow([_cell(flat.get(name)) for name in report.columns])
    return out.getvalue()
