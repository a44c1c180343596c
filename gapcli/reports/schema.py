"""The JSON Schema of the file, and of what each command prints, from its report."""

from importlib import import_module
from typing import Any

from gapcli.files.schema import file_schema
from gapcli.ledger.model import Ledger, Source

Schema = dict[str, Any]

KINDS = (
    "matrix",
    "issue",
    "party",
    "statements",
    "sources",
    "moves",
    "disputes",
    "links",
    "proposals",
    "steps",
    "robust",
    "brief",
    "check",
)
"""Every kind of JSON document, each from the report of the same name."""


def schema(kind: str | None = None) -> Schema:
    """The JSON Schema of the file (`ledger` or none), of a card (`card`), or of what a command prints.

    Raises KeyError where there is no such kind.
    """
    if kind in (None, "ledger"):
        return file_schema(Ledger)
    if kind == "card":
        return file_schema(Source)
    if kind not in KINDS:
        raise KeyError(kind)
    found: Schema = import_module(f"gapcli.reports.{kind}").SCHEMA
    return found
