"""Nodes → lists, mappings by id and the nouns of the model, each made of the readers of its parts."""

from collections.abc import Collection as Names
from collections.abc import Mapping
from typing import Any, Protocol

from gapcli.files.fields import Field, list_fields
from gapcli.files.tree import Collection, Node, Scalar, start_of
from gapcli.files.values import (
    BAD,
    ID,
    Context,
    Read,
    is_by_language,
    name_node,
    read_words,
    report_bad_id,
    report_merge_key,
    report_repeated_key,
    report_rest_of_value,
    shorten,
)
from gapcli.ledger.model import Option, Text
from gapcli.text import did_you_mean


class ReadNoun(Protocol):
    """A reader of a noun; `id` is the key that it has in a mapping."""

    def __call__(self, node: Node, context: Context, id: str | None = None) -> Any:
        """The noun, or BAD. Raises TooMany."""


def make_list_reader(read_item: Read) -> Read:
    """Make the reader of a list."""

    def read_list(node: Node, context: Context) -> Any:
        if type(node) is not Collection or node.mapping:
            return context.report_at(node, "wrong-type", f"a list is expected, not {name_node(node)}", "write [a, b]")
        return tuple([read_item(n, context) for n in node.children])

    return read_list


def make_mapping_reader(noun: Any, read_noun: ReadNoun) -> Read:
    """Make the reader of a mapping of nouns by their ids."""
    named = "id" in noun.__annotations__

    def read_mapping(node: Node, context: Context) -> Any:
        if type(node) is not Collection or not node.mapping:
            message = f"a mapping by id is expected, not {name_node(node)}"
            return context.report_at(node, "wrong-type", message, "write id: …")
        result: dict[str, Any] = {}
        for key, value in node.pairs:
            if type(key) is not Scalar:
                context.report_at(key, "bad-id", f"an id is expected, not {name_node(key)}", "write id: …")
            elif key.value == "<<":
                report_merge_key(key, context)
            elif not ID.fullmatch(key.value):
                report_bad_id(key, context)
            elif key.value in result:
                report_repeated_key(key, node, context)
            elif noun is Option and type(value) is Scalar:
                # An option may be called "none".
                name = read_words(value, context)
                result[key.value] = Option(key.value, BAD if name is BAD else Text({context.language: name}))
            else:
                result[key.value] = read_noun(value, context, key.value if named else None)
        return result

    return read_mapping


def make_either_reader(read_text: Read, read_other: Read, by_language: bool) -> Read:
    """Make the reader of a text or a mapping that is none; a text `by_language` may be a mapping too."""

    def read_either(node: Node, context: Context) -> Any:
        if type(node) is Collection and node.mapping and not (by_language and is_by_language(node)):
            return read_other(node, context)
        return read_text(node, context)

    return read_either


def make_noun_reader(noun: Any, field_readers: Mapping[str, Read]) -> ReadNoun:
    """Make the reader of a noun, from the readers of its fields by attribute."""
    fields = list_fields(noun)
    readers = {f.name: (f.attribute, field_readers[f.attribute]) for f in fields}
    required = [f for f in fields if f.required]
    called = noun.__name__.lower()
    keeps_line = "line" in noun.__annotations__

    def read_noun(node: Node, context: Context, id: str | None = None) -> Any:
        if type(node) is not Collection or not node.mapping:
            message = f"expected a mapping with keys of a {called}, not {name_node(node)}"
            return context.report_at(node, "wrong-type", message, "it needs " + ", ".join(f.name for f in required))
        values: dict[str, Any] = {}
        if id is not None:
            values["id"] = id
        if keeps_line:
            values["line"] = start_of(node).line + 1
        for key, value in node.pairs:
            known = readers.get(key.value) if type(key) is Scalar else None
            if known is None:
                _report_unknown_key(key, value, node, context, readers, called)
                continue
            attribute, read = known
            if attribute not in values:
                values[attribute] = read(value, context)
            elif type(key) is Scalar:
                report_repeated_key(key, node, context)
        missing = [f for f in required if f.attribute not in values]
        if missing:
            values.update((f.attribute, BAD) for f in missing)
            _report_missing_keys(missing, node, context, called)
        return noun(**values)

    return read_noun


def _report_missing_keys(missing: list[Field], node: Node, context: Context, called: str) -> None:
    *names, last = (f'"{f.name}"' for f in missing)
    lacks = f"{', '.join(names)} and {last}" if names else last
    help = "; ".join(f"{f.name}: {f.meaning.removesuffix('.')}" for f in missing[:3])
    context.report_at(node, "missing-key", f"the {called} lacks {lacks}", help + "; …" * (len(missing) > 3))


def _report_unknown_key(
    key: Node, value: Node, node: Collection, context: Context, known: Names[str], called: str
) -> None:
    if type(key) is not Scalar:
        context.report_at(key, "unknown-key", f"{name_node(key)} for a key", "a key is a word: write key: value")
    elif key.value == "<<":
        report_merge_key(key, context)
    elif not report_rest_of_value(key, value, node, context):
        help = did_you_mean(key.value, known)
        context.report_at(key, "unknown-key", f'a {called} has no key "{shorten(key)}"', help)
