"""The JSON Schema of the file, from the model."""

from gapcli.files.field_types import Definitions, Schema, describe_noun
from gapcli.ledger.model import Ledger


def file_schema(noun: type = Ledger) -> Schema:
    """The JSON Schema of a ledger, or of a source card (`Source`), for editors."""
    definitions: Definitions = {}
    described = describe_noun(noun, definitions)
    title = "A gapcli ledger" if noun is Ledger else "A gapcli source card"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **described,
        "$defs": definitions,
    }
