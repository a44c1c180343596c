"""The types that a field of the model can have: how each is read, and its JSON Schema."""

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin

from gapcli.files.fields import list_fields
from gapcli.files.records import (
    ReadNoun,
    make_either_reader,
    make_list_reader,
    make_mapping_reader,
    make_noun_reader,
)
from gapcli.files.values import (
    ID_PATTERN,
    LONGEST,
    Read,
    make_choice_reader,
    make_number_reader,
    make_pattern_reader,
    read_about,
    read_date,
    read_id,
    read_raw,
    read_text,
    read_truth,
    read_words,
)
from gapcli.ledger.model import (
    NOUNS,
    About,
    Bounds,
    FileName,
    Id,
    Option,
    Quote,
    Sha256,
    Text,
    Url,
    When,
    Words,
)
from gapcli.ledger.scales import Raw

Schema: TypeAlias = dict[str, Any]
Definitions: TypeAlias = dict[str, Schema]
"""The schemas of nouns, by the names under which others refer to them."""


class FieldType(NamedTuple):
    """What can be done with the values of a type."""

    read: Read
    schema: Callable[[Definitions], Schema]
    """Its JSON Schema; the nouns that it refers to are added to the definitions."""


def _simple(read: Read, schema: Schema) -> FieldType:
    return FieldType(read, lambda definitions: schema)


# To gapcli every scalar is text until a field types it, quoted or not; other readers make numbers of the plain ones.
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_STRING: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}

SIMPLE: Mapping[Any, FieldType] = {
    Id: _simple(read_id, {"type": ["string", "number"], "pattern": f"^{ID_PATTERN}$"}),
    About: _simple(read_about, {"type": "string", "pattern": rf"^{ID_PATTERN}(\.{ID_PATTERN})?$"}),
    Words: _simple(read_words, _SCALAR),
    Quote: _simple(read_words, _STRING),
    Text: _simple(
        read_text, {"anyOf": [_SCALAR, {"type": "object", "minProperties": 1, "additionalProperties": _SCALAR}]}
    ),
    Raw: _simple(read_raw, {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}),
    When: _simple(read_date, {"type": ["string", "number"], "pattern": r"^(<\s*)?\d{4}(-\d{2}(-\d{2})?)?$"}),
    bool: _simple(read_truth, {"enum": [True, False, "true", "false"]}),
    Url: _simple(
        make_pattern_reader(
            r"https?://[\x21-\x7e]+", "bad-url", "web address", "an address begins with http:// or https://"
        ),
        {"type": "string", "pattern": "^https?://"},
    ),
    FileName: _simple(
        make_pattern_reader(r"(?![.~-])[^/\\:\x00]{1,255}", "bad-file", "bare file name", "leave the folder out"),
        {"type": "string", "pattern": r"^(?![.~-])[^/\\:]+$"},
    ),
    Sha256: _simple(
        make_pattern_reader(r"[0-9a-f]{64}", "bad-hash", "SHA-256", "64 hexadecimal digits, as sha256sum prints them"),
        {"type": ["string", "number"], "pattern": "^[0-9a-f]{64}$"},
    ),
}
"""The types of values that stand for themselves; a new one is a row."""


def find_type(annotation: Any, bounds: Bounds | None = None) -> FieldType:
    """Find the type of an annotation of the model. Raises TypeError where no file can hold it."""
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if annotation in (int, float):
        return _number(bounds, annotation is int)
    if annotation in NOUNS:
        return FieldType(find_noun_reader(annotation), _refer_to(annotation))
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        args = args[1].words
    if origin in (Annotated, Literal):
        return _simple(make_choice_reader(args), {"enum": list(args)})
    if origin is tuple:
        item = find_type(args[0], bounds)
        return FieldType(
            make_list_reader(item.read), lambda definitions: {"type": "array", "items": item.schema(definitions)}
        )
    if origin is Mapping:
        return _mapping(args[1])
    if origin in (Union, UnionType):
        kinds = tuple(a for a in args if a is not NoneType)
        if len(kinds) == 1:
            return find_type(kinds[0], bounds)
        if set(kinds) == set(get_args(Raw)):
            return SIMPLE[Raw]
        return _either(kinds)
    raise TypeError(f"the model has a type that no file can hold: {annotation!r}")


def _number(bounds: Bounds | None, whole: bool) -> FieldType:
    schema: Schema = {"type": ["integer" if whole else "number", "string"]}
    schema["pattern"] = r"^-?[0-9]+$" if whole else r"^-?[0-9]+(\.[0-9]+)?$"
    if bounds:
        schema["exclusiveMinimum" if bounds.above else "minimum"] = bounds.low
        schema["maximum"] = bounds.high
    return _simple(make_number_reader(bounds, whole), schema)


def _mapping(noun: Any) -> FieldType:
    """The type of a mapping of nouns by id; an option may be given by its name alone."""

    def describe(definitions: Definitions) -> Schema:
        item = _refer_to(noun)(definitions)
        if noun is Option:
            item = {"anyOf": [SIMPLE[Text].schema(definitions), item]}
        return {"type": "object", "propertyNames": {"pattern": f"^{ID_PATTERN}$"}, "additionalProperties": item}

    return FieldType(make_mapping_reader(noun, find_noun_reader(noun)), describe)


def _either(kinds: tuple[Any, ...]) -> FieldType:
    """The type of a text or something that is a mapping: the kind of a node decides."""
    text = next((k for k in kinds if k in (Text, Words)), None)
    if text is None or len(kinds) != 2:
        raise TypeError(f"the model has a choice of types that no node decides: {kinds!r}")
    other = next(k for k in kinds if k is not text)
    return FieldType(
        make_either_reader(find_type(text).read, find_type(other).read, by_language=text is Text),
        lambda definitions: {"anyOf": [find_type(k).schema(definitions) for k in kinds]},
    )


# --- nouns ----------------------------------------------------------------------------------------


@cache
def find_noun_reader(noun: type) -> ReadNoun:
    """The reader of a noun of the model."""
    return make_noun_reader(noun, {f.attribute: find_type(f.type, f.bounds).read for f in list_fields(noun)})


def describe_noun(noun: type, definitions: Definitions) -> Schema:
    """The JSON Schema of a noun; the nouns that it refers to are added to the definitions."""
    fields = list_fields(noun)
    return {
        "type": "object",
        "description": noun.__doc__,
        "properties": {
            f.name: {**find_type(f.type, f.bounds).schema(definitions), "description": f.meaning} for f in fields
        },
        "required": [f.name for f in fields if f.required],
        "additionalProperties": False,
    }


def _refer_to(noun: Any) -> Callable[[Definitions], Schema]:
    def refer(definitions: Definitions) -> Schema:
        name = noun.__name__.lower()
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = describe_noun(noun, definitions)
        return {"$ref": f"#/$defs/{name}"}

    return refer
