"""The data of a report as JSON and JSON lines."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from gapcli.formats import Screen
from gapcli.measure.budget import require_characters
from gapcli.reports.report import Report
from gapcli.text import BIDI, CONTROL

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def dump(value: Any) -> str:
    """Compact JSON in UTF-8, with control and bidi characters as escapes."""
    text = _ENCODER.encode(value)
    # Of a log that is read for commands, whoever prints it.
    text = text.replace("##[", "\\u0023#[")
    return text if text.isprintable() else re.sub(f"[{CONTROL}{BIDI}]", lambda m: f"\\u{ord(m[0]):04x}", text)


def dump_all(values: Iterable[Any]) -> Iterator[str]:
    """Each of some values as compact JSON. Raises TooLarge where all together are too long."""
    count = 0
    for value in values:
        text = dump(value)
        count += len(text)
        require_characters(count)
        yield text


def to_json(report: Report, screen: Screen) -> str:
    """The document of a report: one line a key, and in a list of objects one line an object."""
    parts = []
    for key, value in report.data().items():
        name = json.dumps(key)
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], dict):
            rows = ",\n    ".join(dump_all(value))
            parts.append(f"  {name}: [\n    {rows}\n  ]")
        elif isinstance(value, dict) and value and all(isinstance(v, (dict, list)) for v in value.values()):
            rows = ",\n    ".join(f"{dump(k)}: {dump(v)}" for k, v in value.items())
            parts.append(f"  {name}: {{\n    {rows}\n  }}")
        else:
            parts.append(f"  {name}: {dump(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def to_jsonl(report: Report, screen: Screen) -> str:
    """Each row on a line."""
    return "".join(text + "\n" for text in dump_all(report.list_rows()))
