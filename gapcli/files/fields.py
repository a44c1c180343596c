"""The fields of the model: how each is read, and the JSON Schema of the file. One row a type, one type a field."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args, get_origin

from gapcli.files import values
from gapcli.files.problems import Problem
from gapcli.files.tree import BAD, Collection, Node, Scalar, TooMany, Tree, start_of
from gapcli.files.values import Read
from gapcli.ledger import model
from gapcli.ledger.scales import Raw
from gapcli.text import did_you_mean, name_character, read_as_ascii

Schema: TypeAlias = dict[str, Any]


ReadNoun: TypeAlias = Callable[[Node, Tree, str | None], Any]
"""A reader of a noun with the id that is its key in a mapping, None where it has none. Raises TooMany."""


class Field:
    """A field of a noun, as its annotation declares it."""

    def __init__(self, noun: Any, attribute: str) -> None:
        self.attribute = attribute
        """Its name in the model."""
        self.name = attribute.removesuffix("_")
        """Its key in the file."""
        annotation, *notes = get_args(noun.__annotations__[attribute]) or [noun.__annotations__[attribute]]
        # Python joins the notes of a type with those of the field: what makes it a type is put back.
        kind = next((n for n in notes if type(n) in (model.TextType, model.OneOf)), None)
        self.type: Any = Annotated[annotation, kind] if kind else annotation
        self.meaning: str = next((n for n in notes if type(n) is str), "")
        """What it says, in a sentence; empty for the id that is the key of its noun."""
        self.bounds: model.Bounds | None = next((n for n in notes if type(n) is model.Bounds), None)
        """The numbers that it takes; None where it is no number."""
        self.longest: model.Longest | None = next((n for n in notes if type(n) is model.Longest), None)
        """How long its texts may be, where that is less than elsewhere."""
        self.required = attribute not in noun._field_defaults
        self.words: Mapping[str, str] = model.MEANINGS.get(self.name, {})
        """The only words that it takes, each with what it means; none where it takes others."""


@cache
def list_fields(noun: type) -> tuple[Field, ...]:
    """The fields of a noun that stand in a file, in order; without the id that is its key."""
    every = (Field(noun, name) for name in noun.__annotations__)
    return tuple(f for f in every if f.meaning and f.meaning != model.DERIVED)


# --- types ----------------------------------------------------------------------------------------


class FieldType(NamedTuple):
    """How the values of a type are read, and their JSON Schema."""

    read: Read
    schema: Schema


# To gapcli every scalar is text until a field types it, quoted or not; other readers make numbers of the plain ones.
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_LANGUAGES: Schema = {
    "type": "object",
    "propertyNames": {"pattern": f"^{values.LANGUAGE_PATTERN}$"},
    "minProperties": 1,
    "additionalProperties": _SCALAR,
}
_ID = f"^{values.ID_PATTERN}$"
_AN_ID: Schema = {"type": ["string", "number"], "pattern": _ID}

SIMPLE: Mapping[Any, FieldType] = {
    model.Id: FieldType(values.read_id, _AN_ID),
    model.StatementId: FieldType(
        values.read_statement_id, {"type": ["string", "number"], "pattern": f"^{values.STATEMENT_PATTERN}$"}
    ),
    model.Parties: FieldType(
        values.read_parties,
        {"anyOf": [_AN_ID, {"type": "array", "items": _AN_ID, "minItems": 1, "uniqueItems": True}]},
    ),
    model.About: FieldType(values.read_about, {"type": "string", "pattern": f"^{values.ABOUT_PATTERN}$"}),
    model.Words: FieldType(values.read_words, _SCALAR),
    model.Quote: FieldType(values.read_words, {"type": "string", "minLength": 1, "maxLength": values.LONGEST}),
    model.Text: FieldType(values.read_text, {"anyOf": [_SCALAR, _LANGUAGES]}),
    Raw: FieldType(values.read_raw, {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}),
    model.When: FieldType(
        values.read_date, {"type": ["string", "number"], "pattern": r"^(<\s*)?\d{4}(-\d{2}(-\d{2})?)?$"}
    ),
    bool: FieldType(values.read_truth, {"enum": [True, False, "true", "false"]}),
    model.Code: FieldType(values.read_code, _SCALAR),
    model.Columns: FieldType(
        values.read_columns, {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}
    ),
    model.Url: FieldType(values.read_url, {"type": "string", "pattern": "^https?://"}),
    model.FileName: FieldType(values.read_file_name, {"type": "string", "pattern": r"^(?![.~-])[^/\\:]+$"}),
    model.Sha256: FieldType(values.read_sha256, {"type": ["string", "number"], "pattern": "^[0-9a-f]{64}$"}),
}
"""The types of values that stand for themselves; a new one is a row."""


def find_type(annotation: Any, bounds: model.Bounds | None = None) -> FieldType:
    """Find the type of an annotation of the model. Raises ValueError where no file can hold it."""
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if annotation in (int, float):
        return _find_number(bounds, annotation is int)
    if annotation in model.NOUNS:
        read_noun = make_noun_reader(annotation)
        return FieldType(lambda node, tree: read_noun(node, tree, None), _refer_to(annotation))
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Annotated, Literal):
        args = args[1].words if origin is Annotated else args
        return FieldType(values.make_choice_reader(args), {"enum": list(args)})
    if origin is tuple:
        item = find_type(args[0], bounds)
        read_item = values.read_pole if args[0] is model.Text else item.read
        read = _make_list_reader(read_item, args[0] in (int, float, model.Text))
        return FieldType(read, {"type": "array", "items": item.schema})
    if origin is Mapping:
        item = find_type(args[1])
        item_schema = item.schema
        if args[0] == model.Code:
            return FieldType(_make_codes_reader(item.read), {"type": "object", "additionalProperties": item_schema})
        if args[1] in _NAMED_ALONE:
            item_schema = {"anyOf": [SIMPLE[model.Text].schema, item_schema]}
        schema = {"type": "object", "propertyNames": {"pattern": _ID}, "additionalProperties": item_schema}
        return FieldType(_make_mapping_reader(args[1]), schema)
    kinds = tuple(a for a in args if a is not NoneType)
    if len(kinds) == 1:
        return find_type(kinds[0], bounds)
    if set(kinds) == set(get_args(Raw)):
        return SIMPLE[Raw]
    noun, text = map(find_type, kinds)
    keys = _list_keys(kinds[0]) if kinds[1] is model.Text else None
    read = _make_either_reader(noun.read, text.read, keys)
    return FieldType(read, {"anyOf": [noun.schema, text.schema]})


def _find_number(bounds: model.Bounds | None, whole: bool) -> FieldType:
    schema: Schema = {"type": ["integer" if whole else "number", "string"]}
    schema["pattern"] = r"^-?[0-9]+$" if whole else r"^-?[0-9]+(\.[0-9]+)?$"
    if bounds:
        schema["exclusiveMinimum" if bounds.above else "minimum"] = bounds.low
        schema["maximum"] = bounds.high
    return FieldType(values.make_number_reader(bounds, whole), schema)


LISTED = (model.Statement, model.Evidence, model.Condition)
"""The nouns that are items of lists, each after a hyphen."""

# --- readers of what has parts --------------------------------------------------------------------


_READ_IDS = (values.read_id, values.read_statement_id)


def _make_list_reader(read_item: Read, is_one_value: bool) -> Read:
    """Make the reader of a list; a place, a range and two poles are one value, although they are written as lists."""

    def read_list(node: Node, tree: Tree) -> Any:
        if type(node) is not Collection or node.mapping:
            message = f"a list is expected, not {values.name_node(node)}"
            help = "write [a, b]" if is_one_value else values.say_how_to_list(node, of_ids=read_item in _READ_IDS)
            return tree.report_at(node, "wrong-type", message, help)
        items = tuple([read_item(n, tree) for n in node.children])
        if read_item in _READ_IDS:
            return values.refuse_repeated(items, node, tree)
        return BAD if is_one_value and BAD in items else items

    return read_list


def _make_codes_reader(read_item: Read) -> Read:
    """Make the reader of a mapping by what cells hold."""

    def read_codes(node: Node, tree: Tree) -> Any:
        if type(node) is not Collection or not node.mapping:
            message = f"a mapping by what cells hold is expected, not {values.name_node(node)}"
            return tree.report_at(node, "wrong-type", message, 'write {"what a cell holds": …}')
        result: dict[str, Any] = {}
        for key, value in node.pairs:
            code = values.read_code(key, tree)
            if code in result and type(key) is Scalar:
                values.report_repeated_key(key, node, tree)
            elif code is not BAD:
                result[code] = read_item(value, tree)
        return result

    return read_codes


_NAMED_ALONE = (model.Option, model.Answer)
"""The nouns that may be given by their name alone, which may be one by language."""


def _make_mapping_reader(noun: Any) -> Read:
    """Make the reader of a mapping of nouns or texts by their ids; an option may be given by its name alone."""
    named = "id" in noun.__annotations__
    keys = _list_keys(noun) if noun in _NAMED_ALONE else None
    # An option may be called "none".
    read_name = _read_within(values.read_pole, model.NAME)
    read_item = (lambda node, tree, id: values.read_text(node, tree)) if noun is model.Text else make_noun_reader(noun)

    def read_mapping(node: Node, tree: Tree) -> Any:
        if type(node) is not Collection or not node.mapping:
            message = f"a mapping by id is expected, not {values.name_node(node)}"
            return tree.report_at(node, "wrong-type", message, "write id: …")
        result: dict[str, Any] = {}
        for key, value in node.pairs:
            if type(key) is not Scalar:
                message = f"an id is expected, not {values.name_node(key)}"
                tree.report_at(key, "bad-id", message, "write id: …")
                continue
            if key.value == "<<":
                values.report_merge_key(key, tree)
                continue
            id = values.read_id(key, tree)
            if id is BAD:
                continue
            if id in result:
                values.report_repeated_key(key, node, tree)
            elif keys and (type(value) is Scalar or values.is_by_language(value, keys)):
                result[id] = noun(id, read_name(value, tree))
            else:
                result[id] = read_item(value, tree, id if named else None)
        return result

    return read_mapping


def _make_either_reader(read_noun: Read, read_text: Read, keys: frozenset[str] | None) -> Read:
    """Make the reader of a mapping or of a text: the kind of a node decides.

    `keys`: those of the noun, where the text may be one by language; else None.
    """

    def read_either(node: Node, tree: Tree) -> Any:
        is_mapping = type(node) is Collection and node.mapping
        if is_mapping and not (keys and values.is_by_language(node, keys)):
            return read_noun(node, tree)
        return read_text(node, tree)

    return read_either


def _list_keys(noun: type) -> frozenset[str]:
    return frozenset(f.name for f in list_fields(noun))


def expect_keys(noun: type, instead: str) -> tuple[str, str]:
    """What is wrong where something stands instead of a noun, and what to do."""
    required = [f.name for f in list_fields(noun) if f.required]
    short = "write {" + ", ".join(f"{name}: …" for name in required) + "}"
    help = short if len(required) < 3 else f"it needs {', '.join(required)}"
    return f"expected a mapping with keys of {name_noun(noun)}, not {instead}", help


def name_noun(noun: type) -> str:
    """`a statement`, `an issue`: a noun with its article."""
    name = spell_noun(noun)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def spell_noun(noun: type) -> str:
    """`statement`, `party columns`: what a noun is called in a message."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", noun.__name__).lower()


@cache
def make_noun_reader(noun: Any) -> ReadNoun:
    """Make the reader of a noun of the model."""
    fields = list_fields(noun)
    readers = {f.name: (f.attribute, _read_within(find_type(f.type, f.bounds).read, f.longest)) for f in fields}
    required = [f for f in fields if f.required]
    keeps_line = "line" in noun.__annotations__

    def read_noun(node: Node, tree: Tree, id: str | None) -> Any:
        if type(node) is not Collection or not node.mapping:
            return tree.report_at(node, "wrong-type", *expect_keys(noun, values.name_node(node)))
        found: dict[str, Any] = {}
        if id is not None:
            found["id"] = id
        if keeps_line:
            found["line"] = start_of(node).line + 1
        begins_anew = False
        for key, value in node.pairs:
            name = key.value if type(key) is Scalar else ""
            reader = readers.get(name)
            if reader is None:
                name = _report_unknown_key(key, value, node, tree, noun)
                reader = readers.get(name)
            if reader is None or type(key) is not Scalar:
                continue
            attribute, read = reader
            if attribute not in found:
                found[attribute] = read(value, tree)
            elif not begins_anew:
                begins_anew = _begins_anew(name, node, noun)
                values.report_repeated_key(key, node, tree, name_noun(noun) if begins_anew else "")
        missing = [f for f in required if f.attribute not in found]
        if missing:
            _complete(found, missing, node, tree, noun)
        return noun(**found)

    return read_noun


_TURNING = "\u200e\u200f"
"""Marks that nobody sees, and that order anew what stands beside them: a source may have them, a name needs none."""


def _read_within(read: Read, longest: model.Longest | None) -> Read:
    """A reader that refuses texts which are too long for a field."""
    if longest is None:
        return read

    def read_short(node: Node, tree: Tree) -> Any:
        value = read(node, tree)
        texts = (value,) if isinstance(value, (str, model.Text)) else value or ()
        lines = [line for text in texts for line in ((text,) if isinstance(text, str) else text.values())]
        turned = next((c for line in lines if not line.isascii() for c in line if c in _TURNING), "")
        if turned:
            message = f"the name holds {name_character(turned)}, which may turn the line that it stands in"
            tree.report_at(node, "hidden-direction", message, "delete it", "warning")
        length = max(map(len, lines), default=0)
        if length <= longest.most:
            return value
        help = f"at most {longest.most:,}: it is printed wherever something names it"
        return tree.report_at(node, "too-long", f"a name of {length:,} characters", help)

    return read_short


def _begins_anew(name: str, node: Collection, noun: type) -> bool:
    """Whether a key that stands again begins another item of a list, so that all others of it follow."""
    return noun in LISTED and not node.flow and name == getattr(node.children[0], "value", None)


def _complete(found: dict[str, Any], missing: list[Field], node: Node, tree: Tree, noun: type) -> None:
    """Put BAD for what is missing, which is told; a ledger with tables need not have what these bring."""
    if noun is model.Ledger and "tables" in found:
        found.update((name, value) for name, value in model.MADE_BY_TABLES.items() if name not in found)
        missing = [f for f in missing if f.attribute not in found]
    if missing:
        found.update((f.attribute, BAD) for f in missing)
        _report_missing_keys(missing, node, tree, noun)


def _report_missing_keys(missing: list[Field], node: Node, tree: Tree, noun: type) -> None:
    *names, last = (f'"{f.name}"' for f in missing)
    lacks = f"{', '.join(names)} and {last}" if names else last
    help = "; ".join(f"{f.name}: {f.meaning.removesuffix('.')}" for f in missing[:3]) + "; …" * (len(missing) > 3)
    tree.report_at(node, "missing-key", f"the {spell_noun(noun)} lacks {lacks}", help)


def _report_unknown_key(key: Node, value: Node, node: Collection, tree: Tree, noun: type) -> str:
    """Report a key that a noun does not have; gives the one that it looks like, which is meant, or an empty text."""
    if type(key) is not Scalar:
        message = f"{values.name_node(key)} for a key"
        tree.report_at(key, "unknown-key", message, "a key is a word: write key: value")
    elif key.value == "<<":
        values.report_merge_key(key, tree)
    elif (meant := read_as_ascii(key.value)) != key.value and meant in (f.name for f in list_fields(noun)):
        message = f'{name_noun(noun)} has no key "{values.shorten(key)}"'
        tree.report_at(key, "unknown-key", values.add_odd(message, key.value), f"write {meant}")
        return meant
    elif not values.report_rest_of_value(key, value, node, tree):
        message = f'{name_noun(noun)} has no key "{values.shorten(key)}"'
        tree.report_at(key, "unknown-key", message, did_you_mean(key.value, (f.name for f in list_fields(noun))))
    return ""


# --- a whole file --------------------------------------------------------------------------------


def build_noun(noun: type, tree: Tree, language: str = "en", id: str | None = None) -> Any:
    """Build the noun that a tree holds, BAD where it holds none; its mistakes are noted in the tree.

    A field that could not be read is BAD too. `language` is that of bare texts, unless the file names its own.
    """
    if not _is_recognized(noun, tree):
        _hide_text(noun, tree)
    root = tree.root
    if root is None or not tree.quotable:
        return BAD
    tree.language = language
    # The texts of the file are in the language that it names; those of a card in the ledger's.
    if id is None and type(root) is Collection:
        for key, value in root.pairs:
            if type(key) is Scalar and type(value) is Scalar and key.value == "language":
                tree.language = value.value if values.LANGUAGE.fullmatch(value.value) else tree.language
    try:
        return make_noun_reader(noun)(root, tree, id)
    except TooMany:
        return BAD


def _is_recognized(noun: type, tree: Tree) -> bool:
    """Whether some of the keys at the top of a file are those of a noun, as far as it could be read.

    One alone among several others tells nothing: a secret of Kubernetes has a `kind`, too.
    """
    root, names = tree.root, {f.name for f in list_fields(noun)}
    if type(root) is Collection and root.mapping:
        keys = [key.value if type(key) is Scalar else "" for key in root.children[::2]]
    else:
        lines = tree.lines[: tree.stopped or 0] if root is None else ()
        keys = [key for key, colon, _ in (line.partition(":") for line in lines) if colon and key[:1] not in " \t#-"]
    known = sum(key in names for key in keys)
    return 0 < known >= min(2, len(keys) - known)


_UNQUOTED = {"yaml", "not-utf8", "too-deep", "too-large", "card-file", "bad-id", "merge-conflict"}
"""What is said also of a file that is not to be shown: none of it quotes the file."""


def _hide_text(noun: type, tree: Tree) -> None:
    """Take every line of a file out of what is said about it: it may be one of secrets, and the log a public one."""
    tree.quotable = False
    tree.problems = [p._replace(lines=()) for p in tree.problems if p.id in _UNQUOTED]
    if any(p.id != "bad-id" for p in tree.problems):
        return
    root, start = tree.root, tree.span_at(0, 0)
    if root is None:
        required = ", ".join(f.name for f in list_fields(noun) if f.required)
        problem = Problem("empty", start, f"the file is empty: expected a mapping with keys {required}")
    else:
        instead = "one with others" if type(root) is Collection and root.mapping else values.name_node(root)
        problem = Problem("wrong-type", start, *expect_keys(noun, instead))
    tree.problems.append(problem)


# --- the JSON Schema of the file ------------------------------------------------------------------


def file_schema(noun: type = model.Ledger) -> Schema:
    """The JSON Schema of a ledger, or of a source card (`Source`), for editors."""
    definitions: Schema = {}
    described = _describe_noun(noun)
    _define_nouns(described, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A gapcli ledger" if noun is model.Ledger else "A gapcli source card",
        **described,
        "$defs": definitions,
    }


def _describe_noun(noun: type) -> Schema:
    fields = list_fields(noun)
    return {
        "type": "object",
        "description": noun.__doc__,
        "properties": {f.name: _describe_field(f) for f in fields},
        "required": [f.name for f in fields if f.required and not _is_made(noun, f)],
        "additionalProperties": False,
        **(_PARTIES_OR_TABLES if noun is model.Ledger else {}),
    }


_PARTIES_OR_TABLES: Schema = {"anyOf": [{"required": [*model.MADE_BY_TABLES]}, {"required": ["tables"]}]}


def _is_made(noun: type, field: Field) -> bool:
    return noun is model.Ledger and field.name in model.MADE_BY_TABLES


def _describe_field(field: Field) -> Schema:
    described: Schema = {**find_type(field.type, field.bounds).schema, "description": field.meaning}
    if field.words:
        # What editors show beside each word that they offer.
        described["enumDescriptions"] = [*field.words.values()]
    return described


def _refer_to(noun: type) -> Schema:
    return {"$ref": f"#/$defs/{noun.__name__.lower()}"}


def _define_nouns(schema: Schema, definitions: Schema) -> None:
    """Add each noun that a schema refers to, and those that these refer to, to the definitions."""
    nouns = {noun.__name__.lower(): noun for noun in model.NOUNS}
    for name in re.findall(r"#/\$defs/(\w+)", str(schema)):
        if name not in definitions:
            definitions[name] = _describe_noun(nouns[name])
            _define_nouns(definitions[name], definitions)
