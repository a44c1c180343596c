"""What a command answers: a value, which knows no page, no format and no command."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from gapcli.ledger.lenses import LENSES
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import WEIGHTS
from gapcli.measure.view import View
from gapcli.reports.contract import (
    Count,
    Day,
    Field,
    Ids,
    JsonObject,
    Limits,
    OneOf,
    Schema,
    Texts,
    columns,
    fields,
    schema_of,
    schema_of_fields,
    to_data,
    to_json,
)


class LedgerFacts(NamedTuple):
    """What a document says of its ledger."""

    title: Annotated[Texts, "The title by language."]
    sha256: Annotated[str, "The hash of the bytes of the file."]
    as_of: Annotated[Day, "The day the file speaks for."]
    statements: Annotated[Count, "How many statements it has."]
    sources: Annotated[Count, "How many source cards it has."]


class Asked(NamedTuple):
    """What every document says of the query, before the lenses and what is assumed."""

    issues: Annotated[Ids, "The issues shown, or dimensions where not all of an issue are."]
    parties: Annotated[Ids, "The parties shown."]
    as_of: Annotated[Day, "The day asked about."]
    since: Annotated[Day | None, "The day compared with."]
    weights: Annotated[Annotated[str, OneOf(WEIGHTS)], "The weights of the sums."]


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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Report:
    """What a command answers: a value. Two reports are equal where all of their fields are, and each can be pickled.

    The fields that are annotated with a sentence stand beside the rows in the JSON; the others are for the page.
    """

    kind: ClassVar[str]
    """The name of the report, of its module and of its page."""
    row: ClassVar[type]
    """The class of its rows."""
    question: ClassVar[type] = tuple
    """The class of what is asked of it alone; of most nothing is."""
    lines: ClassVar[str] = ""
    """The key of a row whose items are a line each in CSV and TSV; none unless it says otherwise."""

    rows: tuple[tuple[object, ...], ...]
    asked: tuple[object, ...] = ()
    """What was asked, as `question` has it."""
    notes: tuple[str, ...] = ()
    """What a person should be told on standard error, as that nothing is left to show."""

    def __eq__(self, other: object) -> bool:
        # One for all: each class of a value made anew takes a while to start.
        return type(self) is type(other) and all(
            getattr(self, f.name) == getattr(other, f.name) for f in dataclasses.fields(self) if f.compare
        )

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger; None where there is none."""
        raise NotImplementedError

    def state_query(self) -> JsonObject:
        """What the document says of the question."""
        return to_data(self.asked)

    def list_rows(self) -> list[JsonObject]:
        """The rows as the document has them."""
        return [to_data(row) for row in self.rows]

    def data(self) -> JsonObject:
        """The JSON document of this report."""
        return {
            "kind": self.kind,
            "version": 1,
            "ledger": to_json(self.state_ledger()),
            "query": self.state_query(),
            "rows": [*self.list_rows()],
            **to_data(self),
        }

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The keys of a row, in order: the header of CSV and TSV, of an empty table too."""
        return columns(cls.row)

    @classmethod
    def query_fields(cls) -> Iterable[Field]:
        """The keys of its `query`."""
        return fields(cls.question)

    @classmethod
    def schema(cls) -> Schema:
        """The JSON Schema of its document."""
        rows: Schema = {"type": "array", "items": schema_of(cls.row)}
        every = (
            Field((), "kind", Annotated[str, Limits(const=cls.kind)], "What this is."),
            Field((), "version", Annotated[int, Limits(const=1)], "The version of this contract; it only grows."),
            Field((), "ledger", LedgerFacts | None, "The ledger; null where it could not be read."),
            Field((), "query", Annotated[object, Limits(**schema_of_fields(cls.query_fields()))], "What was asked."),
            Field((), "rows", Annotated[object, Limits(**rows)], "The answer."),
            *fields(cls),
        )
        draft = "https://json-schema.org/draft/2020-12/schema"
        return {"$schema": draft, "title": f"gapcli {cls.kind}", **schema_of_fields(every)}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ViewReport(Report):
    """What a command answers about a view of a ledger; its `query` says what the view is of."""

    view: View

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger."""
        return state_facts(self.view.source)

    def state_query(self) -> JsonObject:
        """What the document says of the view, and of the question."""
        view, q = self.view, self.view.query
        asked = to_data(Asked(name_issues(view), view.parties, view.day, q.since, q.weights))
        lenses = {name: to_json(value) for name, value in q.lenses.items()}
        return {**asked, **lenses, "assume": [*q.assume], **to_data(self.asked)}

    @classmethod
    def query_fields(cls) -> Iterable[Field]:
        """The keys of its `query`: what is shown, the lenses, what is assumed, then its own."""
        lenses = (Field((x.name,), x.name, Ids if x.names_sources else bool, x.meaning) for x in LENSES.values())
        assume = Field(("assume",), "assume", Ids, "What is assumed.")
        return (*fields(Asked), *lenses, assume, *fields(cls.question))
