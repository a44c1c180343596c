"""The JSON Schema of the file, and of what each command prints, from its report."""

from typing import Any

from gapcli.files.fields import file_schema
from gapcli.ledger.model import Ledger, Source
from gapcli.reports import find_report_class

Schema = dict[str, Any]


def find_schema(kind: str | None = None) -> Schema:
    """The JSON Schema of the file (`ledger` or none), of a card (`card`), or of what a command prints.

    Raises KeyError where there is no such kind.
    """
    if kind in (None, "ledger"):
        return file_schema(Ledger)
    if kind == "card":
        return file_schema(Source)
    return find_report_class(str(kind)).schema()
