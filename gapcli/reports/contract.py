"""The contract of the JSON: a row's annotated fields are its columns, its schema and its docs.

A row is a named tuple. A field that is `Annotated` with a sentence is a key of the JSON, and the sentence says what it
holds; a field without one is for the page alone. A trailing underscore keeps a Python word free: `from_` is `from`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

from gapcli.ledger.lenses import LENSES
from gapcli.ledger.query import WEIGHTS
from gapcli.measure.gaps import LEVELS
from gapcli.measure.positions import MARKS, STATUSES

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What stands in a document."""
JsonObject = dict[str, Json]
Schema = dict[str, Json]
"""A JSON Schema."""


# --- what a field may hold ------------------------------------------------------------------------


class Between(NamedTuple):
    """The least and the greatest number that a field may hold."""

    low: float
    high: float


class Matching(NamedTuple):
    """The pattern of a text."""

    pattern: str


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


class OneOf(NamedTuple):
    """The only words that a field may hold; None where it may be null."""

    words: tuple[str | None, ...]


Figure = Annotated[float, Between(0, 1)]
Change = Annotated[float, Between(-1, 1)]
Count = Annotated[int, Between(0, float("inf"))]
Day = Annotated[str, Matching(r"^(<\s*)?\d{4}(-\d{2}){0,2}$")]
Texts = Mapping[str, str]
"""A text by language."""
Ids = tuple[str, ...]
Span = tuple[Figure, Figure]
Zone = tuple[Figure, ...] | tuple[str, ...]
"""Two places on a scale, or options of a `choice`."""
Level = Annotated[str | None, OneOf((*(name for _, name in LEVELS), None))]
Status = Annotated[str | None, OneOf((*STATUSES, None))]
Mark = Annotated[str, OneOf(tuple(sorted(MARKS)))]


# --- fields ---------------------------------------------------------------------------------------


class Field(NamedTuple):
    """A key of the JSON, as a row, a report or a question declares it."""

    path: tuple[str, ...]
    """The attribute that holds it; of an inline row that of the row, then its own."""
    key: str
    type: object
    """The type of the attribute, with what is annotated to it."""
    meaning: str


def fields(cls: type) -> tuple[Field, ...]:
    """The keys of the JSON that a class declares, in order; those of a class that it extends stand first."""
    return _read_fields(cls)


@cache
def _read_fields(cls: type) -> tuple[Field, ...]:
    declared: dict[str, object] = {}
    for each in reversed(cls.__mro__):
        declared |= get_annotations(each)
    found: list[Field] = []
    for attribute, annotation in declared.items():
        for marker in reversed(getattr(annotation, "__metadata__", ())):
            if isinstance(marker, Inline):
                found += _inline(attribute, _strip(annotation), marker)
                break
            if isinstance(marker, str):
                found.append(Field((attribute,), attribute.removesuffix("_"), annotation, marker))
                break
    return tuple(found)


def _inline(attribute: str, row: object, marker: Inline) -> Iterator[Field]:
    assert isinstance(row, type)
    for f in (f for f in fields(row) if f.key not in marker.without):
        meaning = f.meaning[:1].lower() + f.meaning[1:] if marker.before else f.meaning
        meaning = f"{marker.before}{meaning}{marker.after}"
        yield Field((attribute, *f.path), marker.prefix + f.key, f.type, meaning)


def columns(row: type) -> tuple[str, ...]:
    """The keys of a row, in order."""
    return tuple(f.key for f in fields(row))


# --- values → JSON --------------------------------------------------------------------------------


def _strip(annotation: object) -> object:
    """A type without what is annotated to it."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__  # type: ignore[attr-defined]
    return annotation


def _is_row(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple)


@cache
def _find_converter(annotation: Hashable) -> Callable[[Any], Json] | None:
    """How a value of a type becomes JSON; None where it is JSON as it is."""
    kind = _strip(annotation)
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _convert_unless_null(next((c for c in map(_find_converter, args) if c), None))
    if origin is tuple:
        return _convert_items(_find_converter(args[0]))
    if origin is Mapping:
        return _convert_values(_find_converter(args[1]))
    return to_data if _is_row(kind) else None


def _convert_unless_null(convert: Callable[[Any], Json] | None) -> Callable[[Any], Json] | None:
    return (lambda value: None if value is None else convert(value)) if convert else None


def _convert_items(convert: Callable[[Any], Json] | None) -> Callable[[Any], Json]:
    return (lambda value: [convert(v) for v in value]) if convert else list


def _convert_values(convert: Callable[[Any], Json] | None) -> Callable[[Any], Json]:
    return (lambda value: {k: convert(v) for k, v in value.items()}) if convert else dict


@cache
def _list_getters(cls: type) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Json] | None]]:
    """Of each key of a row, how its value is got and how it becomes JSON."""
    return [(f.key, attrgetter(".".join(f.path)), _find_converter(f.type)) for f in fields(cls)]


def to_data(row: object) -> JsonObject:
    """A row as an object of the JSON: its annotated fields, by their keys."""
    cls: type = row.__class__
    return {key: convert(get(row)) if convert else get(row) for key, get, convert in _list_getters(cls)}


# --- types → JSON Schema --------------------------------------------------------------------------


def schema_of(annotation: object) -> Schema:
    """The JSON Schema of a type. Raises TypeError where it is none that JSON has."""
    kind = _strip(annotation)
    for marker in getattr(annotation, "__metadata__", ()):
        if isinstance(marker, OneOf):
            return {"enum": list(marker.words)}
        if isinstance(marker, Matching):
            return {"type": "string", "pattern": marker.pattern}
        if isinstance(marker, Between) and kind is int:
            return {"type": "integer", "minimum": marker.low}
        if isinstance(marker, Between):
            return {"type": "number", "minimum": marker.low, "maximum": marker.high}
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        rest: list[Json] = [schema_of(a) for a in args if a is not NoneType]
        return {"anyOf": [*rest, {"type": "null"}] if NoneType in args else rest}
    if origin is tuple:
        items: Schema = {"type": "array", "items": schema_of(args[0])}
        return items if args[1:] == (...,) else items | {"minItems": len(args), "maxItems": len(args)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    if isinstance(kind, type) and _is_row(kind):
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


# --- what every document has ----------------------------------------------------------------------


class LedgerFacts(NamedTuple):
    """What a document says of its ledger."""

    title: Annotated[Texts, "The title by language."]
    sha256: Annotated[str, "The hash of the bytes of the file."]
    as_of: Annotated[Day, "The day the file speaks for."]
    statements: Annotated[Count, "How many statements it has."]
    sources: Annotated[Count, "How many source cards it has."]


class Asked(NamedTuple):
    """What every document says of the query; the lenses follow the weights."""

    issues: Annotated[Ids, "The issues shown, or dimensions where not all of an issue are."]
    parties: Annotated[Ids, "The parties shown."]
    as_of: Annotated[Day, "The day asked about."]
    since: Annotated[Day | None, "The day compared with."]
    weights: Annotated[Annotated[str, OneOf(WEIGHTS)], "The weights of the sums."]
    assume: Annotated[Ids, "What is assumed."]


def query_fields() -> tuple[Field, ...]:
    """The keys of `query`: what is shown, the lenses, and what is assumed."""
    *first, assume = fields(Asked)
    lenses = [Field((x.name,), x.name, Ids if x.names_sources else bool, x.meaning) for x in LENSES.values()]
    return (*first, *lenses, assume)
