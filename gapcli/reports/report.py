"""What a command answers: a value, which knows no page, no format and no command; and the contract of its JSON.

A row is a named tuple. A field that is `Annotated` with a sentence is a key of the JSON, and the sentence says what it
holds; a field without one is for the page alone. A trailing underscore keeps a Python word free: `from_` is `from`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    TypeAlias,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

from gapcli.ledger.lenses import LENSES
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import WEIGHTS
from gapcli.measure.gaps import LEVELS
from gapcli.measure.positions import MARKS, STATUSES
from gapcli.measure.view import View

Row = TypeVar("Row", bound=tuple[object, ...])

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What stands in a document."""
JsonObject = dict[str, Json]
Schema = dict[str, Json]
"""A JSON Schema."""


class Limits:
    """What a JSON Schema says of a field that holds less than its type allows."""

    def __init__(self, **schema: Json) -> None:
        self.schema = schema


class OneOf(Limits):
    """The only words that a field may hold; None where it may be null."""

    def __init__(self, words: Iterable[str | None]) -> None:
        super().__init__(enum=[*words])


class Dated(Limits):
    """Says that a text is a day where it is written in full."""


class ByLanguage(Limits):
    """Says that an object is a text by language."""


class Inline(NamedTuple):
    """Says that the keys of a field's row stand among those of the row that has it."""

    prefix: str = ""
    """Stands before each key."""
    before: str = ""
    """Stands before each meaning, which then begins with a small letter."""
    after: str = ""
    """Stands after each meaning."""
    without: tuple[str, ...] = ()
    """Keys that are left out."""


Figure = Annotated[float, Limits(type="number", minimum=0, maximum=1)]
Change = Annotated[float, Limits(type="number", minimum=-1, maximum=1)]
Count = Annotated[int, Limits(type="integer", minimum=0)]
Day = Annotated[str, Dated(type="string", pattern=r"^(<\s*)?\d{4}(-\d{2}){0,2}$")]
Texts = Annotated[Mapping[str, str], ByLanguage(type="object", additionalProperties={"type": "string"})]
Ids = tuple[str, ...]
Span = tuple[Figure, Figure]
Level = Annotated[str | None, OneOf((*(name for _, name in LEVELS), None))]
Status = Annotated[str | None, OneOf((*STATUSES, None))]
Mark = Annotated[str, OneOf(sorted(MARKS))]


class Field(NamedTuple):
    """A key of the JSON, as a row, a report or a question declares it."""

    path: tuple[str, ...]
    """The attribute that holds it; of an inline row that of the row, then its own."""
    key: str
    type: object
    """The type of the attribute, with what is annotated to it."""
    meaning: str


def list_annotations(cls: type) -> dict[str, object]:
    """The annotations of a class; those of a class that it extends stand first."""
    return {name: type_ for each in reversed(cls.__mro__) for name, type_ in get_annotations(each).items()}


def fields(cls: type) -> Iterator[Field]:
    """The keys of the JSON that a class declares, in order; those of a class that it extends stand first."""
    for attribute, annotation in list_annotations(cls).items():
        match getattr(annotation, "__metadata__", ())[-1:]:
            case (str(meaning),):
                yield Field((attribute,), attribute.removesuffix("_"), annotation, meaning)
            case (Inline(prefix, before, after, without),):
                for path, key, type_, meaning in fields(_strip(annotation)):
                    if key not in without:
                        text = f"{before}{meaning[:1].lower()}{meaning[1:]}" if before else meaning
                        yield Field((attribute, *path), prefix + key, type_, text + after)


def _strip(annotation: Any) -> Any:
    return annotation.__origin__ if hasattr(annotation, "__metadata__") else annotation


def list_markers(annotation: object) -> Iterator[object]:
    """What a type is made of, with what is annotated to it and to those that it may be."""
    yield from getattr(annotation, "__metadata__", ())
    kind = _strip(annotation)
    yield kind
    if get_origin(kind) in (Union, UnionType):
        for each in get_args(kind):
            yield from list_markers(each)


def holds(annotation: object, marker: type[Limits]) -> bool:
    """Whether a field holds what is marked so: a day, where it is written in full, or a text by language."""
    return any(isinstance(each, marker) for each in list_markers(annotation))


def find_row(annotation: object) -> type | None:
    """The class of the rows that a field holds, in a list or by id; None where it holds none."""
    for kind in list_markers(annotation):
        for each in get_args(kind) if get_origin(kind) in (tuple, Mapping) else ():
            if isinstance(each, type) and issubclass(each, tuple):
                return each
    return None


PLAIN = {str, bool, int, float, NoneType}
"""What is JSON as it is."""


@cache
def _find_getter(cls: type) -> tuple[list[str], Callable[[Any], Iterable[Any]]]:
    """The keys of a class, and what gives their values."""
    keys = [f.key for f in fields(cls)]
    paths = [".".join(f.path) for f in fields(cls)]
    # Of one path it gives a value, and no tuple.
    return keys, attrgetter(*paths) if len(paths) > 1 else lambda row: [attrgetter(path)(row) for path in paths]


def to_data(row: object) -> JsonObject:
    """A row as an object of the JSON: its annotated fields, by their keys."""
    cls: type = row.__class__
    keys, get = _find_getter(cls)
    return {key: value if type(value) in PLAIN else to_json(value) for key, value in zip(keys, get(row))}


def to_json(value: object) -> Json:
    """A value of a field as JSON: a row as an object, a tuple as a list."""
    if type(value) is tuple:
        return [v if type(v) in PLAIN else to_json(v) for v in value]
    if isinstance(value, dict):
        return {k: v if type(v) in PLAIN else to_json(v) for k, v in value.items()}
    return to_data(value) if isinstance(value, tuple) else value  # type: ignore[return-value]


def schema_of(annotation: object) -> Schema:
    """The JSON Schema of a type. Raises TypeError where it is none that JSON has."""
    for marker in getattr(annotation, "__metadata__", ()):
        if isinstance(marker, Limits):
            return {**marker.schema}
    kind = _strip(annotation)
    args = get_args(kind)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [{"type": "null"} if a is NoneType else schema_of(a) for a in args]}
    if origin is tuple:
        items: Schema = {"type": "array", "items": schema_of(args[0])}
        return items if args[1:] == (...,) else items | {"minItems": len(args), "maxItems": len(args)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    if isinstance(kind, type) and issubclass(kind, tuple):
        return schema_of_fields(fields(kind))
    for simple, name in ((str, "string"), (bool, "boolean"), (float, "number")):
        if kind is simple:
            return {"type": name}
    raise TypeError(f"no JSON Schema says {annotation!r}")


def schema_of_fields(keys: Iterable[Field]) -> Schema:
    """The JSON Schema of an object with exactly these keys."""
    keys = tuple(keys)
    return {
        "type": "object",
        "properties": {f.key: {**schema_of(f.type), "description": f.meaning} for f in keys},
        "required": [f.key for f in keys],
        "additionalProperties": False,
    }


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


class NameRow(NamedTuple):
    """What an id of the document is called."""

    kind: Annotated[Annotated[str, OneOf(("party", "issue", "dimension"))], "What the id is of."]
    id: Annotated[str, "The id, of a dimension after its issue: `enrichment.extent`."]
    name: Annotated[Texts, "Its name by language; of a dimension its question."]
    short: Annotated[Texts | None, "The short name of a party by language, where it has one."] = None


def state_names(ledger: Ledger, document: JsonObject) -> Iterator[NameRow]:
    """What all ids are called that stand in a document."""
    said = _find_strings(document)
    for party in ledger.parties.values():
        if party.id in said:
            yield NameRow("party", party.id, dict(party.name), dict(party.short) if party.short else None)
    for issue in ledger.issues.values():
        shown = [d for d in issue.dimensions.values() if d.about in said or (issue.id in said and d.id in said)]
        if issue.id in said or shown:
            yield NameRow("issue", issue.id, dict(issue.name))
        for d in shown:
            yield NameRow("dimension", d.about, dict(d.question))


def _find_strings(document: JsonObject) -> set[str]:
    """Every text in a document that is not a key."""
    found: set[str] = set()
    todo: list[Json] = [document]
    while todo:
        value = todo.pop()
        for item in value.values() if isinstance(value, dict) else value:  # type: ignore[union-attr]
            kind = type(item)
            if kind is str:
                found.add(item)  # type: ignore[arg-type]
            elif kind is dict or kind is list:
                todo.append(item)
    return found


def state_facts(ledger: Ledger) -> LedgerFacts:
    """What a document says of a ledger."""
    return LedgerFacts(dict(ledger.title), ledger.sha256, ledger.as_of.text, ledger.size, len(ledger.cards))


def name_issues(view: View) -> tuple[str, ...]:
    """The issues shown, or their dimensions where not all of an issue are, as a query would name them."""
    return tuple(
        name
        for c in view.chosen
        for name in ([c.issue.id] if len(c.dimensions) == len(c.issue.dimensions) else [d.about for d in c.dimensions])
    )


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False, field_specifiers=(field,))
class Value:
    """Makes each class that extends it a frozen dataclass; two are equal where all of their fields are."""

    kind: ClassVar[str]
    """The name of the report, of its module and of its page."""
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __init_subclass__(cls, is_base: bool = False) -> None:
        """`is_base`: none is ever made of the class itself."""
        super().__init_subclass__()
        cls.kind = cls.__name__.removesuffix("Report").lower()
        if not is_base:
            # With the fields of its bases: to make data classes of these too takes a while to start.
            cls.__annotations__ = list_annotations(cls)
            dataclass(frozen=True, kw_only=True, eq=False, repr=False)(cls)

    def __eq__(self, other: object) -> bool:
        # One for all: each class of a value made anew takes a while to start.
        return type(self) is type(other) and all(
            getattr(self, f.name) == getattr(other, f.name) for f in self.__dataclass_fields__.values() if f.compare
        )


class Report(Value, is_base=True):
    """What a command answers, as `NameReport`; each can be pickled.

    The fields that are annotated with a sentence stand beside the rows in the JSON; the others are for the page.
    """

    row: ClassVar[type]
    """The class of its rows."""
    question: ClassVar[type] = tuple
    """The class of what is asked of it alone; of most nothing is."""
    lines: ClassVar[str] = ""
    """The key of a row whose items are a line each in CSV and TSV; none unless it says otherwise."""
    show: ClassVar["Callable[[Report], str] | None"] = None
    """Makes the HTML in which a notebook shows one; a report knows no page, so the front of the package says it."""

    rows: tuple[tuple[object, ...], ...]
    asked: tuple[object, ...] = ()
    """What was asked, as `question` has it."""
    notes: tuple[str, ...] = ()
    """What a person should be told on standard error, as that nothing is left to show."""
    facts: LedgerFacts | None = None
    """What the document says of the ledger, where there is no view of one."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(rows={len(self.rows)})"

    def _repr_html_(self) -> str | None:
        return Report.show(self) if Report.show else None

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger; None where there is none."""
        return self.facts

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
    def column_types(cls) -> dict[str, object]:
        """The type of each column of CSV, TSV and a workbook: the keys of a row, then those of the items of `lines`."""
        types = {f.key: f.type for f in fields(cls.row)}
        if cls.lines:
            item = get_args(_strip(types.pop(cls.lines)))[0]
            types |= {f.key: f.type for f in fields(item)}
        return types

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The columns in order: the header, of an empty table too."""
        return tuple(cls.column_types())

    @classmethod
    def query_fields(cls) -> Iterable[Field]:
        """The keys of its `query`."""
        return fields(cls.question)

    @classmethod
    def names_field(cls) -> Iterable[Field]:
        """The key for the names of what the document names, where it has one."""
        return ()

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
            *cls.names_field(),
        )
        draft = "https://json-schema.org/draft/2020-12/schema"
        return {"$schema": draft, "title": f"gapcli {cls.kind}", **schema_of_fields(every)}


class ViewReport(Report, Generic[Row], is_base=True):
    """What a command answers about a view of a ledger, in rows of one class; its `query` says what the view is of."""

    rows: tuple[Row, ...]
    view: View

    def __repr__(self) -> str:
        return f"{type(self).__name__}(parties={self.view.parties}, as_of={self.view.day!r}, rows={len(self.rows)})"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        (cls.row,) = get_args(cls.__orig_bases__[0]) or (cls.row,)  # type: ignore[attr-defined]

    def state_ledger(self) -> LedgerFacts | None:
        """What the document says of the ledger."""
        return state_facts(self.view.source)

    def data(self) -> JsonObject:
        """The JSON document of this report, with the names of what it names."""
        document = super().data()
        return {**document, "names": [to_data(row) for row in state_names(self.view.source, document)]}

    def state_query(self) -> JsonObject:
        """What the document says of the view, and of the question."""
        view, q = self.view, self.view.query
        asked = to_data(Asked(name_issues(view), view.parties, view.day, q.since, q.weights))
        lenses = {name: to_json(value) for name, value in q.lenses.items()}
        return {**asked, **lenses, "assume": [*q.assume], **to_data(self.asked)}

    @classmethod
    def names_field(cls) -> Iterable[Field]:
        """The key for the names of what the document names."""
        return (Field((), "names", tuple[NameRow, ...], "What the parties, issues and dimensions in it are called."),)

    @classmethod
    def query_fields(cls) -> Iterable[Field]:
        """The keys of its `query`: what is shown, the lenses, what is assumed, then its own."""
        lenses = (Field((x.name,), x.name, Ids if x.names_sources else bool, x.meaning) for x in LENSES.values())
        assume = Field(("assume",), "assume", Ids, "What is assumed.")
        return (*fields(Asked), *lenses, assume, *fields(cls.question))
