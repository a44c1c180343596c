"""YAML text → the nouns of the model, with every mistake in its place. The only importer of `yaml`.

Two steps: PyYAML's events make a tree of nodes that know where they stand, and the fields of the
model say what each node is. A scalar is text until a field types it, so `no` stays two letters.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from gapcli.escapes import BIDI, CONTROL, FORMS, code_point
from gapcli.model import DERIVED, About, Bounds, FileName, Id, Option, Quote, Sha256, Text, Url, When, Words
from gapcli.problems import Finding, Path, Span, did_you_mean
from gapcli.scales import BadValue, number

DEEPEST = 40
"""How deep lists and mappings may stand in each other."""
MOST_VALUES = 1_000_000
"""How many values a file may hold."""
LONGEST = 10_000
"""How many characters a text may have."""

C_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PURE_PARSER: Any = yaml.SafeLoader

SCALAR, MAPPING, LIST = "a text", "a mapping", "a list"


class _Bad:
    """Stands where a value could not be read; it is false, and equal to nothing else."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "BAD"


BAD: Any = _Bad()
"""A field whose mistake is already reported; rules pass it over."""


class Node:
    """A value of the file: its kind, what it holds, and where it stands (counted from 0)."""

    __slots__ = ("column", "end_column", "end_line", "flow", "kind", "line", "plain", "value")

    def __init__(self, kind: str, value: Any, start: Any, end: Any, plain: bool, flow: bool) -> None:
        self.kind = kind
        self.value = value
        self.line = start.line
        self.column = start.column
        self.end_line = end.line
        self.end_column = end.column
        self.plain = plain
        self.flow = flow

    @property
    def empty(self) -> bool:
        """Whether it is a key's value that is not there, or says so."""
        return self.plain and self.value in ("", "~", "null", "Null", "NULL")


class Tree:
    """A parsed file: its nodes, its lines, and the mistakes of the YAML itself."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = re.split("\r\n|\r|\n", text)
        self.root: Node | None = None
        self.mistakes: list[tuple[Finding, Span]] = []
        self.broken = False
        """Whether reading ended at a mistake, so that what stands below it is unknown."""

    def note(
        self, id: str, line: int, column: int, message: str, help: str = "", end: int = 0, severity: str = "error"
    ) -> None:
        """Add a mistake at a line and a column counted from 0."""
        span = Span(self.file, line + 1, column + 1, max(end, column + 1) + 1)
        self.mistakes.append((Finding(id, (), message, help, severity), span))

    def span(self, path: Path, on_key: bool = False) -> Span:
        """Where the value of a path stands, or its key; of a path that is not there, its parent."""
        node, key = self.root, None
        for step in path:
            if node is None:
                break
            found: Node | None = None
            if node.kind == MAPPING:
                for k, v in node.value:
                    if k.value == step:
                        found, key = v, k
            elif node.kind == LIST and isinstance(step, int) and step < len(node.value):
                found, key = node.value[step], None
            if found is None:
                on_key = False
                break
            node = found
        if node is None:
            return Span(self.file, 1, 1, 2)
        if (on_key or node.empty) and key is not None:
            node = key
        return self.of(node)

    def of(self, node: Node) -> Span:
        """Where a node stands: a scalar whole, of a collection its beginning."""
        line = self.lines[node.line] if node.line < len(self.lines) else ""
        end = node.end_column if node.end_line == node.line else len(line.rstrip())
        if node.kind == MAPPING and node.value and not node.flow:
            end = node.value[0][0].end_column
        elif node.kind != SCALAR:
            end = node.column + 1
        return Span(self.file, node.line + 1, node.column + 1, max(end, node.column + 1) + 1)

    def excerpt(self, span: Span) -> tuple[str, ...]:
        """The line of a span, after the one above it."""
        return tuple(self.lines[max(0, span.line - 2) : span.line])


def decode(data: bytes) -> tuple[str, tuple[int, str, str] | None]:
    """Bytes of a file as text, or the line (from 0), what is wrong, and what to do about it."""
    for mark, name in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if data.startswith(mark) or data[:200].count(0) > len(data[:200]) / 4:
            return "", (0, f"the file is {name}", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start)
        bad = data[error.start]
        guess = ""
        near = data[max(0, error.start - 40) : error.start + 40]
        letters = near.decode("cp1256", "replace")
        if sum("\u0600" <= c <= "\u06ff" for c in letters) > 3:
            guess = "; it looks like windows-1256"
        return "", (line, f"byte {bad:#04x} is not UTF-8{guess}", "save the file as UTF-8")


def parse(text: str, file: str, most: int = MOST_VALUES, loader: Any = C_PARSER) -> Tree:
    """Read YAML into a tree. Never raises for bad text: the tree holds the mistakes."""
    tree = Tree(file, text)
    if CONTROL.search(text):
        text = CONTROL.sub(_Unprintable(tree), text)
    dropped = {i for i, line in enumerate(tree.lines) if " #" in line and re.search(r"\s#[^\s#]", line)}
    parser = loader(text)
    try:
        _compose(tree, parser, most, dropped)
    except yaml.YAMLError as error:
        tree.broken = True
        _broken(tree, error)
    finally:
        parser.dispose()
    return tree


class _Unprintable:
    """Notes each character that no text may hold, and puts a stand-in of one column in its place."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.starts = [0]

    def __call__(self, match: re.Match[str]) -> str:
        text, at = match.string, match.start()
        line = len(re.findall("\r\n|\r|\n", text[:at]))
        column = at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) - 1
        if match.group() == "\r":
            return "\r"
        name = code_point(match.group())
        what = {"U+FEFF": "a byte order mark in the middle of the file"}.get(name, "a control character")
        self.tree.note("unprintable", line, column, f"{name} is {what}", "delete it")
        return "\ufffd"


class _Ends(Exception):
    """Reading ends here; the mistake is noted."""


def _compose(tree: Tree, parser: Any, most: int, dropped: set[int]) -> None:
    """Events → nodes, on a stack; refuses what the format has no use for."""
    stack: list[Node] = []
    keys: list[Node | None] = []
    values = 0
    documents = 0
    while parser.check_event():
        event = parser.get_event()
        kind = type(event)
        start = event.start_mark
        if kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
            values += 1
            if values > most:
                tree.broken = True
                tree.note(
                    "too-large",
                    start.line,
                    start.column,
                    f"more than {most:,} values",
                    "split the file, or raise $GAPCLI_MAX_MIB",
                )
                return
            if event.anchor is not None:
                tree.note(
                    "no-anchors",
                    start.line,
                    start.column,
                    "anchors are not allowed",
                    "write the value out, or quote a text that begins with &",
                )
            if event.tag is not None and not (kind is ScalarEvent and event.tag == "!" and event.style):
                tree.note(
                    "no-tags",
                    start.line,
                    start.column,
                    "tags are not allowed",
                    "delete it, or quote a text that begins with !",
                )
            if kind is ScalarEvent:
                end = event.end_mark
                plain = not event.style
                node = Node(SCALAR, event.value, start, end, plain, False)
                if plain and end.line in dropped:
                    _dropped(tree, node)
                elif event.style == '"' and CONTROL.search(event.value):
                    bad = CONTROL.search(event.value)
                    assert bad
                    tree.note(
                        "unprintable",
                        start.line,
                        start.column,
                        f"the text holds {code_point(bad.group())}",
                        "delete the escape",
                    )
                    node.value = CONTROL.sub("\ufffd", event.value)
            else:
                node = Node(
                    MAPPING if kind is MappingStartEvent else LIST,
                    [],
                    start,
                    event.end_mark,
                    False,
                    bool(event.flow_style),
                )
        elif kind is AliasEvent:
            tree.note(
                "no-anchors",
                start.line,
                start.column,
                "aliases are not allowed",
                "write the value out, or quote a text that begins with *",
            )
            node = Node(SCALAR, "", start, event.end_mark, False, False)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            stack.pop()
            keys.pop()
            continue
        else:
            if kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    tree.note(
                        "one-document",
                        start.line,
                        start.column,
                        "only one document per file",
                        "keep one, and delete the line ---",
                    )
                    return
            continue
        if stack:
            parent = stack[-1]
            if parent.kind == LIST:
                parent.value.append(node)
            elif keys[-1] is None:
                keys[-1] = node
            else:
                parent.value.append((keys[-1], node))
                keys[-1] = None
        elif tree.root is None:
            tree.root = node
        if node.kind != SCALAR:
            if len(stack) == DEEPEST:
                tree.broken = True
                tree.note(
                    "too-deep",
                    start.line,
                    start.column,
                    f"nested more than {DEEPEST} deep",
                    "a text that begins with [ or { needs quotes",
                )
                return
            stack.append(node)
            keys.append(None)


def _dropped(tree: Tree, node: Node) -> None:
    rest = tree.lines[node.end_line][node.end_column :]
    if re.match(r"\s+#[^\s#]", rest):
        column = node.end_column + rest.index("#")
        tree.note(
            "dropped-text",
            node.end_line,
            column,
            "what follows # is a comment, so this text is dropped",
            "put the text in quotes; write # and a space for a comment",
            len(tree.lines[node.end_line]),
            "warning",
        )


_CURES = (
    (
        "mapping values are not allowed",
        "a colon and a space inside a text",
        "put the text in quotes, or use | and the text below it",
    ),
    ("character '\\t'", "a tab", "use spaces"),
    ("found a tab", "a tab", "use spaces"),
    ("cannot start any token", "a text may not begin like this", "put the text in quotes"),
    ("unexpected end of stream", "this quote is never closed", "close it"),
    ("found unexpected end", "this quote is never closed", "close it"),
    ("incompatible YAML document", "this YAML version is not read", "delete the %YAML line"),
    ("found undefined tag handle", "tags are not allowed", "quote a text that begins with !"),
    ("alphabetic or numeric", "anchors and aliases are not allowed", "quote a text that begins with & or *"),
    ("did not find expected <document start>", "only one document per file", "delete what follows"),
    ("expected '<document start>'", "only one document per file", "delete what follows"),
    ("did not find expected ',' or ']'", "this list is never closed", "close it with ], or put a comma"),
    ("expected ',' or ']'", "this list is never closed", "close it with ], or put a comma"),
    ("did not find expected ',' or '}'", "this mapping is never closed", "close it with }, or quote the text"),
    ("expected ',' or '}'", "this mapping is never closed", "close it with }, or quote the text"),
    ("did not find expected key", "the indentation does not fit", "line it up with the keys above"),
    ("expected <block end>", "the indentation does not fit", "line it up with the keys above"),
    ("did not find expected '-' indicator", "the list ends here", "line it up with the dashes above"),
    ("could not find expected ':'", "a key without a colon", "write key: value"),
    ("block sequence entries are not allowed", "a list may not begin on this line", "put it on the next line"),
)


def _broken(tree: Tree, error: yaml.YAMLError) -> None:
    """A break of the YAML itself, at the place where the user has to look."""
    mark = getattr(error, "problem_mark", None)
    opening = getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    message, cure = said, "put the text in quotes"
    for words, better, help in _CURES:
        if words in said:
            message, cure = better, help
            break
    if message.endswith("never closed") and opening is not None:
        mark = opening
    if mark is None:
        tree.note("yaml", 0, 0, message, cure)
        return
    line = min(mark.line, len(tree.lines) - 1)
    before = tree.lines[line]
    if message == "a text may not begin like this" and before[mark.column : mark.column + 1] == "\t":
        message, cure = "a tab", "use spaces"
    if message == "a tab" or ("\t" in before[: len(before) - len(before.lstrip())]):
        column = before.find("\t")
        tree.note("yaml", line, max(0, column), f"a tab at column {column + 1}", "use spaces")
        return
    tree.note("yaml", line, mark.column, message, cure)


# --- nodes → values -------------------------------------------------------------------------------


class Reading:
    """What the readers of one file share: the mistakes found, and the language of bare texts."""

    def __init__(self, tree: Tree, language: str) -> None:
        self.tree = tree
        self.language = language
        self.findings: list[Finding] = []
        self.bidi = False

    def bad(self, id: str, path: Path, message: str, help: str = "", **more: Any) -> Any:
        """Report a mistake; gives BAD, to stand for the value."""
        self.findings.append(Finding(id, path, message, help, **more))
        return BAD


Build = Callable[[Node, Path, Reading], Any]
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DATE = re.compile(r"(<\s*)?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NOTHING = {"n/a", "none", "null", "nil", "tbd", "-"}


def _scalar(node: Node, path: Path, reading: Reading) -> Any:
    """The text of a scalar that says something."""
    if node.kind != SCALAR:
        return reading.bad("wrong-type", path, f"a text is expected, not {node.kind}")
    value = node.value
    if not value.strip() or node.empty:
        return reading.bad("empty", path, "no value", "leave the key out, or write its value")
    if len(value) > LONGEST:
        return reading.bad("too-long", path, f"a text of {len(value):,} characters", f"at most {LONGEST:,}")
    return value


def _id(node: Node, path: Path, reading: Reading) -> Any:
    value = _scalar(node, path, reading)
    if value is not BAD and not ID.fullmatch(value):
        return reading.bad(
            "bad-id",
            path,
            f'"{value[:70]}" is no id',
            "lower-case letters, digits and hyphens, at most 64, not beginning with a hyphen",
        )
    return value


def _about(node: Node, path: Path, reading: Reading) -> Any:
    value = _scalar(node, path, reading)
    if value is not BAD and not all(ID.fullmatch(part) for part in value.split(".", 1)):
        return reading.bad(
            "bad-id", path, f'"{value[:70]}" is no issue and no dimension', "write issue or issue.dimension"
        )
    return value


def _words(node: Node, path: Path, reading: Reading) -> Any:
    value = _scalar(node, path, reading)
    if value is not BAD:
        _look(value, path, reading)
    return value


def _look(value: str, path: Path, reading: Reading) -> None:
    """Warn of what a text may hold and a reader cannot see."""
    if value.isascii():
        return
    if BIDI.search(value):
        found = BIDI.search(value)
        assert found
        reading.bad(
            "hidden-direction",
            path,
            f"the text holds {code_point(found.group())}, which turns its order",
            "delete it where the source does not have it; it is shown escaped",
            severity="warning",
        )
    if FORMS.search(value):
        reading.bad(
            "presentation-forms",
            path,
            "the text holds Arabic presentation forms",
            "write the plain letters, unless the source has them",
            severity="warning",
        )


def _plain(pattern: re.Pattern[str], id: str, help: str) -> Build:
    def build(node: Node, path: Path, reading: Reading) -> Any:
        value = _scalar(node, path, reading)
        if value is not BAD and (not pattern.fullmatch(value) or BIDI.search(value)):
            return reading.bad(id, path, f'"{value[:70]}" will not do', help)
        return value

    return build


def _text(node: Node, path: Path, reading: Reading) -> Any:
    if node.kind == SCALAR:
        value = _words(node, path, reading)
        if value is BAD:
            return BAD
        if value.strip().lower() in _NOTHING:
            return reading.bad("empty", path, f'"{value}" says nothing', "leave the key out")
        return Text({reading.language: value})
    if node.kind != MAPPING or not node.value:
        return reading.bad("wrong-type", path, "a text is expected, or texts by language")
    texts = {}
    good = True
    for key, value in node.value:
        at = (*path, key.value) if key.kind == SCALAR else path
        if node.flow and value.empty:
            good = reading.bad(
                "wrong-type",
                at,
                f'"{str(key.value)[:40]}" has no value',
                "a comma ends a value inside { }: put the text in quotes",
                on_key=True,
            )
        elif key.kind != SCALAR or not _LANGUAGE.fullmatch(key.value):
            good = reading.bad(
                "unknown-key", at, f'"{str(key.value)[:40]}" is no language', "write a code: en, ar, fa", on_key=True
            )
        elif key.value in texts:
            good = _twice(key, at, reading)
        else:
            texts[key.value] = _words(value, at, reading)
            good = good and texts[key.value] is not BAD
    if not good:
        return BAD
    first = reading.language if reading.language in texts else next(iter(texts))
    return Text({first: texts[first], **texts})


def _twice(key: Node, path: Path, reading: Reading) -> Any:
    first = reading.tree.root
    for step in path[:-1]:
        assert first is not None
        first = next(v for k, v in first.value if k.value == step) if first.kind == MAPPING else first.value[step]
    assert first is not None
    line = next(k.line for k, _ in first.value if k.value == key.value) + 1
    span = reading.tree.of(key)
    finding = Finding(
        "duplicate-key", path, f'"{key.value[:70]}" is given twice', f"first given at line {line}; keep one"
    )
    reading.tree.mistakes.append((finding, span))
    return BAD


def _when(node: Node, path: Path, reading: Reading) -> Any:
    value = _scalar(node, path, reading)
    if value is BAD:
        return BAD
    day = when(value)
    if day is None:
        return reading.bad("bad-date", path, f'"{value[:40]}" is no date', 'use YYYY-MM-DD, YYYY-MM, YYYY or "< DATE"')
    return day


def when(value: str) -> When | None:
    """The date of a text as `2026-02-06`, `2026-02`, `2026` or `< DATE`; None where it is none."""
    match = _DATE.fullmatch(value)
    if not match:
        return None
    from datetime import date, timedelta

    try:
        day = date(int(match[2]), int(match[3] or 1), int(match[4] or 1))
        if match[1]:
            day -= timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return When(value, day.isoformat())


def _number(bounds: Bounds | None, whole: bool) -> Build:
    def build(node: Node, path: Path, reading: Reading) -> Any:
        value = _scalar(node, path, reading)
        if value is BAD:
            return BAD
        try:
            amount = number(value)
        except BadValue as bad:
            return reading.bad("bad-number", path, bad.message, bad.help)
        if whole and not amount.is_integer():
            return reading.bad("bad-number", path, f'"{value}" is no whole number', "write a whole number")
        if bounds and (amount < bounds.low or amount > bounds.high or (bounds.above and amount == bounds.low)):
            said = "above" if bounds.above else "from"
            return reading.bad(
                "bad-number", path, f"{value} is out of range", f"{said} {bounds.low:g} to {bounds.high:g}"
            )
        return int(amount) if whole else amount

    return build


def _truth(node: Node, path: Path, reading: Reading) -> Any:
    value = _scalar(node, path, reading)
    if value is not BAD and value not in ("true", "false"):
        return reading.bad("wrong-type", path, f'"{value[:40]}" is neither true nor false', "write true or false")
    return value if value is BAD else value == "true"


def _one_of(names: tuple[str, ...]) -> Build:
    def build(node: Node, path: Path, reading: Reading) -> Any:
        value = _scalar(node, path, reading)
        if value is not BAD and value not in names:
            return reading.bad(
                "unknown-word", path, f'"{value[:40]}" is none of the words allowed here', did_you_mean(value, names)
            )
        return value

    return build


def _raw(node: Node, path: Path, reading: Reading) -> Any:
    """A value as it stands: one text, or a list of texts."""
    if node.kind == SCALAR:
        return _scalar(node, path, reading)
    if node.kind == LIST and node.value:
        values = [_scalar(n, (*path, i), reading) for i, n in enumerate(node.value)]
        return BAD if BAD in values else tuple(values)
    return reading.bad("wrong-type", path, "an option, a number, or a list of two is expected")


def _list(item: Build) -> Build:
    def build(node: Node, path: Path, reading: Reading) -> Any:
        if node.kind != LIST:
            return reading.bad("wrong-type", path, f"a list is expected, not {node.kind}", "write [a, b]")
        return tuple(item(n, (*path, i), reading) for i, n in enumerate(node.value))

    return build


def _by_id(item: Any) -> Build:
    named = any(f.name == "id" for f in fields(item))
    build_item = _record(item)

    def build(node: Node, path: Path, reading: Reading) -> Any:
        if node.kind != MAPPING:
            return reading.bad("wrong-type", path, f"a mapping by id is expected, not {node.kind}", "write id: …")
        result: dict[str, Any] = {}
        for key, value in node.value:
            at = (*path, key.value) if key.kind == SCALAR else path
            if key.kind != SCALAR or not ID.fullmatch(key.value):
                reading.bad(
                    "bad-id",
                    at,
                    f'"{str(key.value)[:70]}" is no id' if key.kind == SCALAR else "a key is no text",
                    "lower-case letters, digits and hyphens, at most 64, not beginning with a hyphen",
                    on_key=True,
                )
            elif key.value in result:
                _twice(key, at, reading)
            elif item is Option and value.kind == SCALAR:
                name = _text(value, at, reading)
                result[key.value] = Option(Id(key.value), name)
            else:
                result[key.value] = (
                    build_item(value, at, reading, key.value) if named else build_item(value, at, reading)  # type: ignore[call-arg]
                )
        return result

    return build


NAMES = {"if_": "if", "is_": "is"}
"""Fields whose name in the file is a word of Python."""


class Spec:
    """What the reader, the schema and the docs know of a field of the model."""

    def __init__(self, cls: Any, field: Any) -> None:
        annotation = cls.__annotations__[field.name]
        self.meaning, self.bounds = "", None
        if get_origin(annotation) is Annotated:
            annotation, self.meaning, *rest = get_args(annotation)
            self.bounds = rest[0] if rest else None
        self.attribute = field.name
        self.name = NAMES.get(field.name, field.name)
        self.type = annotation
        self.derived = self.meaning == DERIVED
        self.required = field.default is MISSING and field.default_factory is MISSING


@cache
def specs(cls: type) -> tuple[Spec, ...]:
    """The fields of a noun that stand in a file, in order; without the id that is its key."""
    every = [Spec(cls, f) for f in fields(cls)]
    return tuple(s for s in every if not s.derived and s.meaning)


@cache
def _record(cls: type) -> Callable[..., Any]:
    every = {s.name: (s.attribute, builder(s.type, s.bounds)) for s in specs(cls)}
    required = [s for s in specs(cls) if s.required]
    optional = {s.attribute: None for s in specs(cls) if not s.required}
    noun = cls.__name__.lower()
    keeps_line = any(f.name == "line" for f in fields(cls))

    def build(node: Node, path: Path, reading: Reading, id: str | None = None) -> Any:
        if node.kind != MAPPING:
            found = node.kind if not node.empty else "nothing"
            return reading.bad(
                "wrong-type",
                path,
                f"expected a mapping with keys of a {noun}, not {found}",
                "it needs " + ", ".join(s.name for s in required),
            )
        given: dict[str, Any] = {}
        if id is not None:
            given["id"] = id
        if keeps_line:
            given["line"] = node.line + 1
        for key, value in node.value:
            name = key.value if key.kind == SCALAR else None
            known = every.get(name)
            if known is None:
                _unknown(key, value, node, path, reading, every, noun)
                continue
            attribute, read = known
            if attribute in given:
                _twice(key, (*path, name), reading)
                continue
            given[attribute] = read(value, (*path, name), reading)
        for spec in required:
            if spec.attribute not in given:
                reading.bad("missing-key", path, f'the {noun} lacks "{spec.name}"', f"{spec.name}: {spec.meaning}")
                given[spec.attribute] = BAD
        for attribute in optional:
            if given.get(attribute) is BAD:
                given[attribute] = BAD
        return cls(**given)

    return build


def _unknown(key: Node, value: Node, node: Node, path: Path, reading: Reading, every: Any, noun: str) -> None:
    if key.kind != SCALAR:
        reading.bad("unknown-key", path, "a key that is no text", "write key: value")
        return
    at = (*path, key.value)
    if key.value == "<<":
        reading.bad("no-anchors", at, "merge keys are not allowed", "write the keys out", on_key=True)
    elif node.flow and value.empty:
        reading.bad(
            "unknown-key",
            at,
            f'"{key.value[:40]}" has no value',
            "a comma ends a value inside { }: put the text in quotes",
            on_key=True,
        )
    else:
        reading.bad(
            "unknown-key", at, f'a {noun} has no key "{key.value[:70]}"', did_you_mean(key.value, every), on_key=True
        )


_SIMPLE: Mapping[Any, Build] = {
    Id: _id,
    About: _about,
    Words: _words,
    Quote: _words,
    Text: _text,
    When: _when,
    bool: _truth,
    Url: _plain(re.compile(r"https?://[\x21-\x7e]+"), "bad-url", "an address begins with http:// or https://"),
    FileName: _plain(re.compile(r"(?![.~-])[^/\\\x00:]{1,255}"), "bad-file", "a bare file name, without a folder"),
    Sha256: _plain(re.compile(r"[0-9a-f]{64}"), "bad-hash", "64 hexadecimal digits, as sha256sum prints them"),
}
"""How each simple type of the model is read."""


def builder(annotation: Any, bounds: Bounds | None = None) -> Build:
    """The reader of values of an annotated type of the model."""
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if annotation is float or annotation is int:
        return _number(bounds, annotation is int)
    if isinstance(annotation, type) and is_dataclass(annotation):
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

    def build(node: Node, path: Path, reading: Reading) -> Any:
        languages = (
            text is Text
            and node.kind == MAPPING
            and all(k.kind == SCALAR and _LANGUAGE.fullmatch(k.value) and k.value not in ("is",) for k, _ in node.value)
        )
        return (read_other if node.kind == MAPPING and not languages else read_text)(node, path, reading)

    return build


def build(cls: Any, tree: Tree, language: str = "en", id: str | None = None) -> tuple[Any, list[Finding]]:
    """The noun that a tree holds, and the mistakes in it; BAD where it is no mapping at all."""
    reading = Reading(tree, language)
    root = tree.root
    if root is None:
        if not tree.broken:
            names = ", ".join(s.name for s in specs(cls) if s.required)
            reading.bad("empty", (), f"the file is empty: expected a mapping with keys {names}")
        return BAD, reading.findings
    if root.kind == MAPPING:
        for key, value in root.value:
            named = key.value == "language" and value.kind == SCALAR and _LANGUAGE.fullmatch(value.value)
            if named and cls.__name__ == "Ledger":
                reading.language = value.value
    value = _record(cls)(root, (), reading) if id is None else _record(cls)(root, (), reading, id)
    return value, reading.findings
