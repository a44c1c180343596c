"""The contract of the JSON: a row's annotated fields are its columns, its schema and its docs.

A row is a named tuple. A field that is `Annotated` with a sentence is a key of the JSON, and the sentence says what it
holds; a field without one is for the page alone. A trailing underscore keeps a Python word free: `from_` is `from`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from inspect import get_annotations
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

from gapcli.measure.gaps import LEVELS
from gapcli.measure.positions import MARKS, STATUSES

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
Day = Annotated[str, Limits(type="string", pattern=r"^(<\s*)?\d{4}(-\d{2}){0,2}$")]
Texts = Mapping[str, str]
"""A text by language."""
Ids = tuple[str, ...]
Span = tuple[Figure, Figure]
Zone = tuple[Figure, ...] | tuple[str, ...]
"""Two places on a scale, or options of a `choice`."""
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


def fields(cls: type) -> Iterator[Field]:
    """The keys of the JSON that a class declares, in order; those of a class that it extends stand first."""
    declared: dict[str, object] = {}
    for each in reversed(cls.__mro__):
        declared |= get_annotations(each)
    for attribute, annotation in declared.items():
        match getattr(annotation, "__metadata__", ())[-1:]:
            case (str(meaning),):
                yield Field((attribute,), attribute.removesuffix("_"), annotation, meaning)
            case (Inline(prefix, before, after, without),):
                for path, key, type_, meaning in fields(_strip(annotation)):
                    if key not in without:
                        text = f"{before}{meaning[:1].lower()}{meaning[1:]}" if before else meaning
                        yield Field((attribute, *path), prefix + key, type_, text + after)


def _strip(annotation: Any) -> Any:
    """A type without what is annotated to it."""
    return annotation.__origin__ if hasattr(annotation, "__metadata__") else annotation


def columns(row: type) -> tuple[str, ...]:
    """The keys of a row, in order."""
    return tuple(f.key for f in fields(row))


PLAIN = {str, bool, int, float, NoneType}
"""What is JSON as it is."""


@cache
def _list_getters(cls: type) -> list[tuple[str, Callable[[Any], Any]]]:
    return [(f.key, attrgetter(".".join(f.path))) for f in fields(cls)]


def to_data(row: object) -> JsonObject:
    """A row as an object of the JSON: its annotated fields, by their keys."""
    cls: type = row.__class__
    values = ((key, get(row)) for key, get in _list_getters(cls))
    return {key: value if type(value) in PLAIN else to_json(value) for key, value in values}


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
