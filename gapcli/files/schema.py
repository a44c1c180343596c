"""The JSON Schema of the file, from the model."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from gapcli.files.reader import LONGEST, specs
from gapcli.ledger.model import (
    NOUNS,
    About,
    Bounds,
    FileName,
    Id,
    Ledger,
    Option,
    Quote,
    Sha256,
    Text,
    Url,
    When,
    Words,
)
from gapcli.ledger.scales import Raw

Schema = dict[str, Any]

_ID = "[a-z0-9][a-z0-9-]{0,63}"
_STRING: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
# To gapcli every scalar is text until a field types it, quoted or not; other readers make numbers of the plain ones.
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_SIMPLE: Mapping[Any, Schema] = {
    Id: {"type": ["string", "number"], "pattern": f"^{_ID}$"},
    About: {"type": "string", "pattern": rf"^{_ID}(\.{_ID})?$"},
    Words: _SCALAR,
    Quote: _STRING,
    Text: {"anyOf": [_SCALAR, {"type": "object", "minProperties": 1, "additionalProperties": _SCALAR}]},
    When: {"type": ["string", "number"], "pattern": r"^(<\s*)?\d{4}(-\d{2}(-\d{2})?)?$"},
    Url: {"type": "string", "pattern": "^https?://"},
    FileName: {"type": "string", "pattern": r"^(?![.~-])[^/\\:]+$"},
    Sha256: {"type": ["string", "number"], "pattern": "^[0-9a-f]{64}$"},
    bool: {"enum": [True, False, "true", "false"]},
}


def _of(annotation: Any, bounds: Bounds | None, defined: dict[str, Schema]) -> Schema:
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if annotation in (int, float):
        whole = annotation is int
        number: Schema = {"type": ["integer" if whole else "number", "string"]}
        number["pattern"] = r"^-?[0-9]+$" if whole else r"^-?[0-9]+(\.[0-9]+)?$"
        if bounds:
            number["exclusiveMinimum" if bounds.above else "minimum"] = bounds.low
            number["maximum"] = bounds.high
        return number
    if annotation in NOUNS:
        return _reference(annotation, defined)
    if annotation == Raw:
        return {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple:
        return {"type": "array", "items": _of(args[0], bounds, defined)}
    if origin is Mapping:
        item = _reference(args[1], defined)
        if args[1] is Option:
            item = {"anyOf": [_SIMPLE[Text], item]}
        return {"type": "object", "propertyNames": {"pattern": f"^{_ID}$"}, "additionalProperties": item}
    if origin in (Union, UnionType):
        rest = [a for a in args if a is not NoneType]
        if set(rest) == set(get_args(Raw)):
            return _of(Raw, None, defined)
        schemas = [_of(a, bounds, defined) for a in rest]
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    raise TypeError(f"the model has a type that no schema says: {annotation!r}")


def _reference(cls: Any, defined: dict[str, Schema]) -> Schema:
    name = cls.__name__.lower()
    if name not in defined:
        defined[name] = {}
        defined[name] = _record(cls, defined)
    return {"$ref": f"#/$defs/{name}"}


def _record(cls: Any, defined: dict[str, Schema]) -> Schema:
    fields = specs(cls)
    return {
        "type": "object",
        "description": (cls.__doc__ or "").strip(),
        "properties": {s.name: {**_of(s.type, s.bounds, defined), "description": s.meaning} for s in fields},
        "required": [s.name for s in fields if s.required],
        "additionalProperties": False,
    }


def file_schema(cls: Any = Ledger) -> Schema:
    """The JSON Schema of a ledger, or of a source card (`Source`), for editors."""
    defined: dict[str, Schema] = {}
    record = _record(cls, defined)
    title = "A gapcli ledger" if cls is Ledger else "A gapcli source card"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **record, "$defs": defined}
