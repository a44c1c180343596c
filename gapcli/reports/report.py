"""What a command answers: a value, which knows no page, no format and no command."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from gapcli.ledger.model import Ledger
from gapcli.measure.view import View
from gapcli.reports.contract import (
    Asked,
    Field,
    JsonObject,
    LedgerFacts,
    Schema,
    columns,
    fields,
    query_fields,
    schema_of,
    schema_of_fields,
    to_data,
)


def state_facts(ledger: Ledger) -> LedgerFacts:
    """What a document says of a ledger."""
    return LedgerFacts(dict(ledger.title), ledger.sha256, ledger.as_of.text, len(ledger.statements), len(ledger.cards))


def name_issues(view: View) -> tuple[str, ...]:
    """The issues shown, or their dimensions where not all of an issue are, as a query would name them."""
    return tuple(
        name
        for c in view.chosen
        for name in ([c.issue.id] if len(c.dimensions) == len(c.issue.dimensions) else [d.about for d in c.dimensions])
    )


def state_query(view: View) -> JsonObject:
    """What a document says of the query, by the keys of `query_fields`."""
    q = view.query
    asked = to_data(Asked(name_issues(view), view.parties, view.day, q.since, q.weights, q.assume))
    for name, value in q.lenses.items():
        asked[name] = list(value) if isinstance(value, tuple) else value
    return {f.key: asked[f.key] for f in query_fields()}


class Question(NamedTuple):
    """What is asked of one kind of report; nothing unless it says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a command answers: a value. Two reports are equal where all of their fields are, and each can be pickled.

    The fields that are annotated with a sentence stand beside the rows in the JSON; the others are for the page.
    """

    kind: ClassVar[str]
    """The name of the report, of its module and of its page."""
    row: ClassVar[type]
    """The class of its rows."""
    question: ClassVar[type] = Question
    """The class of what is asked of it alone."""
    lines: ClassVar[str] = ""
    """The key of a row whose items are a line each in CSV and TSV; none unless it says otherwise."""

    rows: tuple[tuple[object, ...], ...]
    asked: tuple[object, ...] = Question()
    """What was asked, as `question` has it."""
    notes: tuple[str, ...] = ()
    """What a person should be told on standard error, as that nothing is left to show."""

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger; None where there is none."""
        return None

    def state_query(self) -> JsonObject:
        """What the document says of the question."""
        return to_data(self.asked)

    def list_rows(self) -> list[JsonObject]:
        """The rows as the document has them."""
        return [to_data(row) for row in self.rows]

    def data(self) -> JsonObject:
        """The JSON document of this report."""
        ledger = self.state_ledger()
        return {
            "kind": self.kind,
            "version": 1,
            "ledger": None if ledger is None else to_data(ledger),
            "query": self.state_query(),
            "rows": [*self.list_rows()],
            **to_data(self),
        }

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The keys of a row, in order: the header of CSV and TSV, of an empty table too."""
        return columns(cls.row)

    @classmethod
    def query_fields(cls) -> tuple[Field, ...]:
        """The keys of its `query`."""
        return fields(cls.question)

    @classmethod
    def schema(cls) -> Schema:
        """The JSON Schema of its document."""
        facts, rows = schema_of_fields(fields(LedgerFacts)), schema_of_fields(fields(cls.row))
        described: list[tuple[str, Schema, str]] = [
            ("kind", {"const": cls.kind}, "What this is."),
            ("version", {"const": 1}, "The version of this contract; it only grows."),
            ("ledger", {"anyOf": [facts, {"type": "null"}]}, "The ledger; null where it could not be read."),
            ("query", schema_of_fields(cls.query_fields()), "What was asked."),
            ("rows", {"type": "array", "items": rows}, "The answer."),
            *((f.key, schema_of(f.type), f.meaning) for f in fields(cls)),
        ]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"gapcli {cls.kind}",
            "type": "object",
            "properties": {key: {**schema, "description": meaning} for key, schema, meaning in described},
            "required": [key for key, _, _ in described],
            "additionalProperties": False,
        }


@dataclass(frozen=True, kw_only=True)
class ViewReport(Report):
    """What a command answers about a view of a ledger; its `query` says what the view is of."""

    view: View

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger."""
        return state_facts(self.view.source)

    def state_query(self) -> JsonObject:
        """What the document says of the view, and of the question."""
        return {**state_query(self.view), **to_data(self.asked)}

    @classmethod
    def query_fields(cls) -> tuple[Field, ...]:
        """The keys of its `query`: those of every view, then its own."""
        return (*query_fields(), *fields(cls.question))
