"""The words in which a report states its JSON: what each key holds, for the schema and the tables."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
Fields = Mapping[str, tuple[Schema, str]]
"""Keys, each with its JSON Schema and its meaning."""


def maybe(schema: Schema) -> Schema:
    """The schema, or null where it is unknown or does not apply."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    """A list of what the schema says."""
    return {"type": "array", "items": schema}


def record(fields: Fields) -> Schema:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": {k: {**s, "description": d} for k, (s, d) in fields.items()},
        "required": list(fields),
        "additionalProperties": False,
    }


def by_id(schema: Schema) -> Schema:
    """An object whose keys are ids."""
    return {"type": "object", "additionalProperties": schema}


def one_of(*words: str | None) -> Schema:
    """One of some words."""
    return {"enum": list(words)}


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
FIGURE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
CHANGE: Schema = {"type": "number", "minimum": -1, "maximum": 1}
TEXTS = by_id(TEXT)
IDS = many(TEXT)
DAY: Schema = {"type": "string", "pattern": r"^(<\s*)?\d{4}(-\d{2}){0,2}$"}
SPAN: Schema = {"type": "array", "items": FIGURE, "minItems": 2, "maxItems": 2}
LEVEL = one_of("agreed", "near", "apart", "far", "opposed", None)
STATUS = one_of("stated", "conduct-only", "words-only", "rejects-only", "off-agenda", "silent", "unknown", None)
MARK = one_of(
    "acts-otherwise",
    "assumed",
    "conditional",
    "conduct-only",
    "disputed",
    "off-agenda",
    "offer-only",
    "red-line",
    "single-source",
    "told-by-others",
    "unnamed",
)
STANCE = one_of("asks", "accepts", "rejects", "off-agenda", "silent")

LEDGER: Fields = {
    "title": (TEXTS, "The title by language."),
    "sha256": (TEXT, "The hash of the bytes of the file."),
    "as_of": (DAY, "The day the file speaks for."),
    "statements": (COUNT, "How many statements it has."),
    "sources": (COUNT, "How many source cards it has."),
}
QUERY: Fields = {
    "issues": (IDS, "The issues shown, or dimensions where not all of an issue are."),
    "parties": (IDS, "The parties shown."),
    "as_of": (DAY, "The day asked about."),
    "since": (maybe(DAY), "The day compared with."),
    "weights": (one_of("declared", "even", "salience"), "The weights of the sums."),
    "on_record": (TRUTH, "Whether only named voices and documents count."),
    "own_words": (TRUTH, "Whether only a party's own account of its stance counts."),
    "only": (IDS, "The only sources and outlets that count."),
    "without": (IDS, "The sources and outlets that do not count."),
    "assume": (IDS, "What is assumed."),
}


def document(kind: str, row: Fields, beside: Fields | None = None, query: Fields = QUERY) -> Schema:
    """The JSON Schema of what a command prints."""
    fields: dict[str, tuple[Schema, str]] = {
        "kind": ({"const": kind}, "What this is."),
        "version": ({"const": 1}, "The version of this contract; it only grows."),
        "ledger": (maybe(record(LEDGER)), "The ledger; null where it could not be read."),
        "query": (record(query), "What was asked."),
        "rows": (many(record(row)), "The answer."),
        **(beside or {}),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"gapcli {kind}", **record(fields)}
