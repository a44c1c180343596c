"""What the reader, the schema and the docs know of a field of the model."""

from dataclasses import MISSING
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from gapcli.ledger.model import DERIVED, RECORDS, Bounds, OneOf, TextType

NAMES = {"if_": "if", "is_": "is"}
"""Fields whose name in the file is a word of Python."""


class Field:
    """A field of a noun, as its annotation declares it."""

    def __init__(self, noun: Any, attribute: str) -> None:
        self.attribute = attribute
        """Its name in the model."""
        self.name = NAMES.get(attribute, attribute)
        """Its key in the file."""
        annotation = noun.__annotations__[attribute]
        notes: list[Any] = []
        if get_origin(annotation) is Annotated:
            annotation, *notes = get_args(annotation)
        # Python joins the notes of a type with those of the field: what makes it a type is put back.
        kind = next((n for n in notes if type(n) in (TextType, OneOf)), None)
        self.type: Any = Annotated[annotation, kind] if kind else annotation
        """The type of its values."""
        self.meaning: str = next((n for n in notes if type(n) is str), "")
        """What it says, in a sentence; empty for the id that is the key of its noun."""
        self.bounds: Bounds | None = next((n for n in notes if type(n) is Bounds), None)
        """The numbers that it takes; None where it is no number."""
        if noun in RECORDS:
            self.required = attribute not in noun._field_defaults
        else:
            field = noun.__dataclass_fields__[attribute]
            self.required = field.default is MISSING and field.default_factory is MISSING


@cache
def list_fields(noun: type) -> tuple[Field, ...]:
    """The fields of a noun that stand in a file, in order; without the id that is its key."""
    every = (Field(noun, name) for name in noun.__annotations__)
    return tuple(f for f in every if f.meaning and f.meaning != DERIVED)
