"""A tree → the nouns of the model, with every mistake in its place.

The fields of the model say what each node is. A scalar is text until a field types it, so `no`
stays two letters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from gapcli.files.problems import Problem
from gapcli.files.tree import EMPTY, Collection, Node, Scalar, TooMany, Tree, is_empty
from gapcli.ledger.model import (
    DATE,
    DERIVED,
    GREGORIAN,
    NOUNS,
    RECORDS,
    About,
    Bounds,
    FileName,
    Id,
    Option,
    Quote,
    Sha256,
    Text,
    TextType,
    Url,
    When,
    Words,
    when,
)
from gapcli.ledger.scales import BadValue, number
from gapcli.text import BIDI, FORMS, code_point, did_you_mean

LONGEST = 10_000
"""How many characters a text may have."""


class _Bad:
    """Stands where a value could not be read; it is false, and equal to nothing else."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "BAD"


BAD: Any = _Bad()
"""A field whose mistake is already reported; rules pass it over."""


class Reading:
    """What the readers of one file share: its tree, and the language of bare texts."""

    def __init__(self, tree: Tree, language: str) -> None:
        self.tree = tree
        self.language = language

    def bad(self, node: Node, id: str, message: str, help: str = "", severity: str = "error") -> Any:
        """Report a mistake at a node; gives BAD, to stand for its value. Raises TooMany.

        A mistake that is nothing but the consequence of one in the YAML itself is left out.
        """
        tree = self.tree
        refused = bool(tree.refused) and (node.start_mark.line, node.start_mark.column) in tree.refused
        stand_in = tree.unprintable and type(node) is Scalar and "\ufffd" in node.value
        beyond = tree.stopped is not None and (node.end_mark is None or node.end_mark.line + 1 >= tree.stopped)
        if not (refused or stand_in or beyond):
            tree.report(id, tree.of(node), message, help, severity)
        return BAD


Build = Callable[..., Any]
"""A reader of nodes: `(node, reading)`; of a noun also the id that is its key."""
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NOTHING = {"n/a", "none", "null", "nil", "tbd", "-"}


def _what(node: Node) -> str:
    if type(node) is not Collection:
        return "nothing" if is_empty(node) else "a text"
    return ("a " if node.children else "an empty ") + ("mapping" if node.mapping else "list")


def _cure(node: Node) -> str:
    """What to do where a text is expected."""
    if type(node) is Collection and node.flow:
        return f"put a text that begins with {'{' if node.mapping else '['} in quotes"
    return "write a text"


def _short(node: Node, most: int = 70) -> str:
    """The beginning of a text, for a message."""
    text = node.value if type(node) is Scalar else ""
    return text if len(text) <= most else text[:most] + "…"


# --- texts, dates, numbers ------------------------------------------------------------------------


def _scalar(node: Node, reading: Reading) -> Any:
    """The text of a scalar that says something."""
    if type(node) is not Scalar:
        return reading.bad(node, "wrong-type", f"a text is expected, not {_what(node)}", _cure(node))
    value = node.value
    if (not value or value.isspace()) if node.style else value in EMPTY:
        help = "leave the key out, or write its value"
        if node.style in (">", "|"):
            help = f"put a value that begins with {node.style} in quotes"
        return reading.bad(node, "empty", "no value", help)
    if len(value) > LONGEST:
        return reading.bad(node, "too-long", f"a text of {len(value):,} characters", f"at most {LONGEST:,}")
    return value


def _id(node: Node, reading: Reading) -> Any:
    value = _scalar(node, reading)
    if value is not BAD and not ID.fullmatch(value):
        return _bad_id(node, reading)
    return value


def _bad_id(node: Node, reading: Reading) -> Any:
    help = "lower-case letters, digits and hyphens, at most 64, not beginning with a hyphen"
    return reading.bad(node, "bad-id", f'"{_short(node)}" is no id', help)


def _about(node: Node, reading: Reading) -> Any:
    value = _scalar(node, reading)
    if value is not BAD and not _is_about(value):
        message = f'"{_short(node)}" is no issue and no dimension'
        return reading.bad(node, "bad-id", message, "write issue or issue.dimension")
    return value


# A ledger has few dimensions and few days, each of them thousands of times.
@lru_cache(maxsize=1024)
def _is_about(value: str) -> bool:
    issue, dot, dimension = value.partition(".")
    return bool(ID.fullmatch(issue)) and (not dot or bool(ID.fullmatch(dimension)))


def _words(node: Node, reading: Reading) -> Any:
    value = _scalar(node, reading)
    if value is not BAD and not value.isascii():
        _look(value, node, reading)
    return value


def _look(value: str, node: Node, reading: Reading) -> None:
    """Warn of what a text may hold and a reader cannot see."""
    turned = BIDI.search(value)
    if turned:
        message = f"the text holds {code_point(turned[0])}, which turns its order"
        help = "delete it where the source does not have it; it is shown escaped"
        reading.bad(node, "hidden-direction", message, help, "warning")
    if FORMS.search(value):
        message = "the text holds Arabic presentation forms, which no search finds"
        reading.bad(
            node, "presentation-forms", message, "write the plain letters, unless the source has them", "warning"
        )


def _text(node: Node, reading: Reading) -> Any:
    if type(node) is Scalar:
        value = _words(node, reading)
        if value is not BAD and len(value) < 5 and value.strip().lower() in _NOTHING:
            return reading.bad(node, "empty", f'"{value}" says nothing', "leave the key out")
        return BAD if value is BAD else Text({reading.language: value})
    if type(node) is not Collection or not node.mapping or not node.children:
        message = f"a text is expected, or texts by language, not {_what(node)}"
        return reading.bad(node, "wrong-type", message, _cure(node))
    texts: dict[str, Any] = {}
    for key, value in node.pairs:
        if type(key) is not Scalar or not LANGUAGE.fullmatch(key.value):
            if not _stray(key, value, node, reading):
                reading.bad(key, "unknown-key", f'"{_short(key)}" is no language', "write a code: en, ar, fa")
            texts[""] = BAD
        elif key.value in texts:
            texts[""] = _twice(key, node, reading)
        else:
            texts[key.value] = _words(value, reading)
    # A break of the YAML can leave a key without a value; the break is reported already.
    if not texts or BAD in texts.values():
        return BAD
    first = reading.language if reading.language in texts else next(iter(texts))
    return Text({first: texts[first], **texts})


def _stray(key: Node, value: Node, node: Collection, reading: Reading) -> bool:
    """Report a key that is the rest of a value, cut off by a comma inside `{ }`."""
    if not node.flow or not is_empty(value):
        return False
    help = "a comma ends a value inside { }: put the text in quotes"
    reading.bad(key, "unknown-key", f'"{_short(key)}" has no value', help)
    return True


def _twice(key: Any, node: Collection, reading: Reading) -> Any:
    line = next(k.start_mark.line for k, _ in node.pairs if type(k) is Scalar and k.value == key.value) + 1
    help = f"first given at line {line}; keep one"
    return reading.bad(key, "duplicate-key", f'"{_short(key)}" is given twice', help)


def _when(node: Node, reading: Reading) -> Any:
    value = _scalar(node, reading)
    if value is BAD:
        return BAD
    day = when(value)
    if day is not None:
        return day
    match = DATE.fullmatch(value)
    if match and 0 < int(match[2]) < GREGORIAN:
        message = f'"{value}" lies before the Gregorian calendar'
        return reading.bad(node, "bad-date", message, "write a Hijri or Persian date as the Gregorian one, YYYY-MM-DD")
    message = f'"{_short(node, 40)}" is no date'
    return reading.bad(node, "bad-date", message, 'use YYYY-MM-DD, YYYY-MM, YYYY or "< DATE"')


def _number(bounds: Bounds | None, whole: bool) -> Build:
    kind = "a whole number" if whole else "a number"
    within = ""
    if bounds:
        low, high = f"{bounds.low:.15g}", f"{bounds.high:.15g}"
        within = f"above {low}, at most {high}" if bounds.above else f"from {low} to {high}"

    def build(node: Node, reading: Reading) -> Any:
        value = _scalar(node, reading)
        if value is BAD:
            return BAD
        try:
            amount = number(value)
        except BadValue as bad:
            return reading.bad(node, "bad-number", bad.message, f"{bad.help}, {within}" if within else bad.help)
        if whole and not amount.is_integer():
            return reading.bad(node, "bad-number", f'"{_short(node, 40)}" is no whole number', f"write {kind} {within}")
        if bounds and (amount < bounds.low or amount > bounds.high or (bounds.above and amount == bounds.low)):
            return reading.bad(node, "bad-number", f"{_short(node, 40)} is out of range", f"write {kind} {within}")
        return int(amount) if whole else amount

    return build


def _truth(node: Node, reading: Reading) -> Any:
    value = _scalar(node, reading)
    if value is not BAD and value not in ("true", "false"):
        return reading.bad(node, "wrong-type", f'"{_short(node, 40)}" is neither true nor false', "write true or false")
    return value if value is BAD else value == "true"


def _one_of(names: tuple[str, ...]) -> Build:
    def build(node: Node, reading: Reading) -> Any:
        value = _scalar(node, reading)
        if value is not BAD and value not in names:
            message = f'"{_short(node, 40)}" is none of the words allowed here'
            return reading.bad(node, "unknown-word", message, did_you_mean(value, names))
        return value

    return build


def _plain(pattern: str, id: str, noun: str, help: str) -> Build:
    """The reader of a text that only a pattern may make."""
    fits = re.compile(pattern).fullmatch

    def build(node: Node, reading: Reading) -> Any:
        value = _scalar(node, reading)
        if value is not BAD and not fits(value):
            return reading.bad(node, id, f'"{_short(node)}" is no {noun}', help)
        return value

    return build


def _raw(node: Node, reading: Reading) -> Any:
    """A value as it stands: one text, or a list of texts."""
    if type(node) is Scalar:
        return _scalar(node, reading)
    if type(node) is Collection and not node.mapping and node.children:
        values = [_scalar(n, reading) for n in node.children]
        return BAD if BAD in values else tuple(values)
    message = f"an option, a number, or a list of two is expected, not {_what(node)}"
    return reading.bad(node, "wrong-type", message, "write one, or leave the key out")


# --- lists, mappings, records ---------------------------------------------------------------------


def _list(item: Build) -> Build:
    def build(node: Node, reading: Reading) -> Any:
        if type(node) is not Collection or node.mapping:
            return reading.bad(node, "wrong-type", f"a list is expected, not {_what(node)}", "write [a, b]")
        return tuple([item(n, reading) for n in node.children])

    return build


def _by_id(item: Any) -> Build:
    named = "id" in item.__annotations__
    build_item = _record(item)

    def build(node: Node, reading: Reading) -> Any:
        if type(node) is not Collection or not node.mapping:
            return reading.bad(node, "wrong-type", f"a mapping by id is expected, not {_what(node)}", "write id: …")
        result: dict[str, Any] = {}
        for key, value in node.pairs:
            if type(key) is not Scalar:
                reading.bad(key, "bad-id", f"an id is expected, not {_what(key)}", "write id: …")
            elif key.value == "<<":
                _merge(key, reading)
            elif not ID.fullmatch(key.value):
                _bad_id(key, reading)
            elif key.value in result:
                _twice(key, node, reading)
            elif item is Option and type(value) is Scalar:
                # An option may be called "none".
                name = _words(value, reading)
                result[key.value] = Option(key.value, BAD if name is BAD else Text({reading.language: name}))
            else:
                result[key.value] = build_item(value, reading, key.value if named else None)
        return result

    return build


def _merge(key: Node, reading: Reading) -> None:
    reading.bad(key, "no-anchors", "merge keys are not allowed", "write the keys out")


NAMES = {"if_": "if", "is_": "is"}
"""Fields whose name in the file is a word of Python."""


class Spec:
    """What the reader, the schema and the docs know of a field of the model."""

    def __init__(self, cls: Any, attribute: str) -> None:
        annotation = cls.__annotations__[attribute]
        self.meaning, self.bounds = "", None
        if get_origin(annotation) is Annotated:
            plain, *notes = get_args(annotation)
            self.meaning = next((n for n in notes if type(n) is str), "")
            self.bounds = next((n for n in notes if type(n) is Bounds), None)
            # Python merges what is annotated twice: the type of a text is taken out again.
            text_type = next((n for n in notes if type(n) is TextType), None)
            annotation = Annotated[plain, text_type] if text_type else plain
        self.attribute = attribute
        self.name = NAMES.get(attribute, attribute)
        self.type = annotation
        self.derived = self.meaning == DERIVED
        if cls in RECORDS:
            self.required = attribute not in cls._field_defaults
        else:
            field = cls.__dataclass_fields__[attribute]
            self.required = field.default is MISSING and field.default_factory is MISSING


@cache
def specs(cls: type) -> tuple[Spec, ...]:
    """The fields of a noun that stand in a file, in order; without the id that is its key."""
    every = [Spec(cls, name) for name in cls.__annotations__]
    return tuple(s for s in every if not s.derived and s.meaning)


@cache
def _record(cls: type) -> Callable[[Node, Reading, str | None], Any]:
    every = {s.name: (s.attribute, builder(s.type, s.bounds)) for s in specs(cls)}
    required = [s for s in specs(cls) if s.required]
    noun = cls.__name__.lower()
    keeps_line = "line" in cls.__annotations__

    def build(node: Node, reading: Reading, id: str | None = None) -> Any:
        if type(node) is not Collection or not node.mapping:
            message = f"expected a mapping with keys of a {noun}, not {_what(node)}"
            return reading.bad(node, "wrong-type", message, "it needs " + ", ".join(s.name for s in required))
        given: dict[str, Any] = {}
        if id is not None:
            given["id"] = id
        if keeps_line:
            given["line"] = node.start_mark.line + 1
        for key, value in node.pairs:
            known = every.get(key.value) if type(key) is Scalar else None
            if known is None:
                _unknown(key, value, node, reading, every, noun)
                continue
            attribute, read = known
            if attribute in given:
                _twice(key, node, reading)
            else:
                given[attribute] = read(value, reading)
        missing = [s for s in required if s.attribute not in given]
        if missing:
            given.update((s.attribute, BAD) for s in missing)
            *names, last = (f'"{s.name}"' for s in missing)
            help = "; ".join(f"{s.name}: {s.meaning.removesuffix('.')}" for s in missing[:3])
            lacks = f"{', '.join(names)} and {last}" if names else last
            reading.bad(node, "missing-key", f"the {noun} lacks {lacks}", help + "; …" * (len(missing) > 3))
        return cls(**given)

    return build


def _unknown(key: Node, value: Node, node: Collection, reading: Reading, every: Mapping[str, Any], noun: str) -> None:
    if type(key) is not Scalar:
        reading.bad(key, "unknown-key", f"{_what(key)} for a key", "a key is a word: write key: value")
    elif key.value == "<<":
        _merge(key, reading)
    elif not _stray(key, value, node, reading):
        help = did_you_mean(key.value, every)
        reading.bad(key, "unknown-key", f'a {noun} has no key "{_short(key)}"', help)


_SIMPLE: Mapping[Any, Build] = {
    Id: _id,
    About: _about,
    Words: _words,
    Quote: _words,
    Text: _text,
    When: _when,
    bool: _truth,
    Url: _plain(r"https?://[\x21-\x7e]+", "bad-url", "web address", "an address begins with http:// or https://"),
    FileName: _plain(r"(?![.~-])[^/\\:\x00]{1,255}", "bad-file", "bare file name", "leave the folder out"),
    Sha256: _plain(r"[0-9a-f]{64}", "bad-hash", "SHA-256", "64 hexadecimal digits, as sha256sum prints them"),
}
"""How each simple type of the model is read."""


def builder(annotation: Any, bounds: Bounds | None = None) -> Build:
    """The reader of values of an annotated type of the model."""
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if annotation is float or annotation is int:
        return _number(bounds, annotation is int)
    if annotation in NOUNS:
        return _record(annotation)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return _one_of(args)
    if origin is tuple:
        return _list(builder(args[0], bounds))
    if origin is Mapping:
        return _by_id(args[1])
    if origin in (Union, UnionType):
        rest = [a for a in args if a is not NoneType]
        if len(rest) == 1:
            return builder(rest[0], bounds)
        return _either(rest)
    raise TypeError(f"the model has a type that no file can hold: {annotation!r}")


def _either(kinds: list[Any]) -> Build:
    """A union: a raw value, words or a record, words or a mapping; the node's kind decides."""
    if str in kinds and any(get_origin(k) is tuple for k in kinds):
        return _raw
    text = next((k for k in kinds if k in (Text, Words)), None)
    assert text is not None and len(kinds) == 2
    read_text = builder(text)
    read_other = builder(next(k for k in kinds if k is not text))

    def build(node: Node, reading: Reading) -> Any:
        mapping = type(node) is Collection and node.mapping
        languages = text is Text and mapping and _by_language(node)
        return (read_other if mapping and not languages else read_text)(node, reading)

    return build


def _by_language(node: Any) -> bool:
    """Whether the keys of a mapping are those of a text, and not `is` of a condition."""
    return all(type(k) is Scalar and k.value != "is" and LANGUAGE.fullmatch(k.value) for k, _ in node.pairs)


_UNQUOTED = {"yaml", "not-utf8", "too-deep", "too-large", "bad-id"}
"""What is said also of a file that is not to be shown: none of it quotes the file."""


def _is_recognized(cls: Any, tree: Tree) -> bool:
    """Whether a file has at least one key of a noun at its top, as far as it could be read."""
    root, names = tree.root, {s.name for s in specs(cls)}
    if type(root) is Collection and root.mapping:
        return any(type(key) is Scalar and key.value in names for key in root.children[::2])
    if root is None and tree.stopped is not None:
        return any(line.partition(":")[0] in names for line in tree.lines[: tree.stopped])
    return False


def _hide_text(cls: Any, tree: Tree) -> None:
    """Take every line and word of a file out of what is said about it.

    It may be a link to a file of secrets, and what is said may stand in a public log.
    """
    tree.quotable = False
    tree.problems = [p._replace(lines=()) for p in tree.problems if p.id in _UNQUOTED]
    if any(p.id != "bad-id" for p in tree.problems):
        return
    root, noun = tree.root, cls.__name__.lower()
    required = ", ".join(s.name for s in specs(cls) if s.required)
    if root is None:
        message = f"the file is empty: expected a mapping with keys {required}"
        tree.problems.append(Problem("empty", tree.at(0, 0), message))
        return
    what = "one without any of them" if type(root) is Collection and root.mapping else _what(root)
    message = f"expected a mapping with keys of a {noun}, not {what}"
    tree.problems.append(Problem("wrong-type", tree.at(0, 0), message, f"it needs {required}"))


def build(cls: Any, tree: Tree, language: str = "en", id: str | None = None) -> Any:
    """The noun that a tree holds, BAD where it holds none; its mistakes are noted in the tree."""
    if not _is_recognized(cls, tree):
        _hide_text(cls, tree)
    root = tree.root
    if root is None or not tree.quotable:
        return BAD
    reading = Reading(tree, language)
    try:
        if id is None:
            # The texts of the file are in the language that it names; those of a card in the ledger's.
            for key, value in root.pairs:  # type: ignore[union-attr]
                if type(key) is type(value) is Scalar and key.value == "language" and LANGUAGE.fullmatch(value.value):
                    reading.language = value.value
        return _record(cls)(root, reading, id)
    except TooMany:
        return BAD
