"""Nouns of the model → what a file says of them: plain texts, lists and mappings, and these as lines of YAML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from gapcli.editing.drafts import write_scalar
from gapcli.files.fields import list_fields
from gapcli.files.problems import Path
from gapcli.ledger.model import NOUNS, Text, When
from gapcli.text import write_number

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""What a file says, with every scalar as its text."""

_NUMBERS = re.compile(r"-?[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_MEASURED = frozenset(("at", "said", "value", "at_least", "at_most", "is"))
"""The keys whose numbers and dates stand without quotation marks, as they do for whoever writes by hand."""


def to_plain(value: Any, language: str) -> Plain:
    """What a file says of a value of the model: of a noun the fields that are not as they are without a word."""
    if isinstance(value, NOUNS):
        found: dict[str, Plain] = {}
        noun: Any = type(value)
        for field in list_fields(noun):
            own = getattr(value, field.attribute)
            if field.required or own != value._field_defaults[field.attribute]:
                plain = to_plain(own, language)
                # A list of one value is that value.
                single = field.name in ("value", "is") and isinstance(plain, list) and len(plain) == 1
                found[field.name] = plain[0] if single else plain  # type: ignore[index]
        return found
    if isinstance(value, Text):
        return plain_text(value, language)
    if isinstance(value, When):
        return value.text
    if isinstance(value, tuple):
        return [to_plain(each, language) for each in value]
    return value if isinstance(value, str) else write_number(value)


def plain_text(text: Mapping[str, str], language: str) -> Plain:
    """A text by language as a file has it: bare where it is in the language of the file alone."""
    return text[language] if [*text] == [language] else dict(text)


def lay_lines(data: Mapping[str, Plain], path: Path = ()) -> Iterator[tuple[str, Path]]:
    """The lines of a mapping, each with the path of what it says. The texts hold nothing that no file may hold."""
    for name, value in data.items():
        at, key = (*path, name), _write(name, "")
        if isinstance(value, str):
            yield f"{key}: {_write(value, name)}", at
        elif isinstance(value, dict):
            yield f"{key}:", at
            yield from _indent(lay_lines(value, at))
        elif all(isinstance(each, str) for each in value):
            yield f"{key}: [{', '.join(_write(str(each), name, flow=True) for each in value)}]", at
        else:
            yield f"{key}:", at
            for i, each in enumerate(value):
                lines = lay_lines(each, (*at, i)) if isinstance(each, dict) else [(_write(str(each), name), (*at, i))]
                yield from _indent(lines, "  - ", "    ")


def _indent(lines: Iterable[tuple[str, Path]], first: str = "  ", next: str = "  ") -> Iterator[tuple[str, Path]]:
    for i, (line, path) in enumerate(lines):
        yield (next if i else first) + line, path


@lru_cache(maxsize=10_000)
def _write(text: str, key: str, flow: bool = False) -> str:
    if key in _MEASURED and _NUMBERS.fullmatch(text):
        return text
    written = write_scalar(text, flow=flow)
    assert written is not None
    return written
