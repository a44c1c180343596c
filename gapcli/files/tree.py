"""The text of a file → a tree of nodes that know where they stand. The only importer of `yaml`.

It takes PyYAML's events and not its loaders: a scalar stays text, every node keeps its place, and what
the format has no use for (anchors, tags, a second document) is refused where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

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

from gapcli.files.problems import Path, Problem, Span
from gapcli.text import CONTROL, code_point

DEEPEST = 40
"""How deep lists and mappings may stand in each other."""
MOST_VALUES = 1_000_000
"""How many values a file may hold."""
MOST_MISTAKES = 1_000
"""After how many mistakes reading ends, so that a hostile file cannot make it slow."""

C_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PURE_PARSER: Any = yaml.SafeLoader

if TYPE_CHECKING:

    class Scalar:
        """A text as the parser gives it: a scalar's event is its node, since a second object would cost time."""

        value: str
        style: str | None
        """How it is quoted; None where it is not."""
        start_mark: Any
        end_mark: Any

    class Alias:
        """What was refused already: no more is said about it."""

        start_mark: Any
        end_mark: Any

else:
    Scalar, Alias = ScalarEvent, AliasEvent


class Collection:
    """A mapping or a list; the children of a mapping are its keys and values in turn."""

    __slots__ = ("children", "end_mark", "flow", "mapping", "start_mark")

    def __init__(self, mapping: bool, event: Any) -> None:
        self.mapping = mapping
        self.flow = bool(event.flow_style)
        self.start_mark = event.start_mark
        self.end_mark: Any = None
        """Where it ends; None where reading ended before."""
        self.children: list[Any] = []

    @property
    def pairs(self) -> Iterator[tuple["Node", "Node"]]:
        """The keys and values of a mapping; a last key without a value is left out."""
        each = iter(self.children)
        return zip(each, each)


Node: TypeAlias = Scalar | Collection | Alias


EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
"""What an unquoted scalar says that says nothing."""


def is_empty(node: Node) -> bool:
    """Whether a node is a key's value that is not there, or says so."""
    return type(node) is Scalar and not node.style and node.value in EMPTY


class TooMany(Exception):
    """A file has more mistakes than anybody reads at once; the last one is noted."""


class Tree:
    """A parsed file: its nodes, its lines, and what is wrong with it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stopped: int | None = None
        """The line at which a mistake ended the reading; from there on nothing is known."""
        self.refused: set[tuple[int, int]] = set()
        """Where nodes begin that were refused whole, by line and column from 0: no more is said about them."""
        self.quotable = True
        """Whether its lines may be shown: not those of a file that was never meant to be read here."""
        self.unprintable = False
        """Whether a stand-in (U+FFFD) took the place of a character that no text may hold."""
        self._errors = 0

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the user sees them."""
        return re.split("\r\n|\r|\n", self.text)

    def line(self, number: int) -> str:
        """A line counted from 0; empty behind the last."""
        return self.lines[number] if number < len(self.lines) else ""

    def report(self, id: str, span: Span, message: str, help: str = "", severity: str = "error") -> None:
        """Add a mistake. Raises TooMany."""
        if severity == "error":
            self._errors += 1
            if self._errors > MOST_MISTAKES:
                self.stopped = span.line
                message, help = f"more than {MOST_MISTAKES:,} mistakes: reading ends here", "mend those above first"
                self.problems.append(Problem("too-many", span, message, help, "error", self.excerpt(span)))
                raise TooMany
        self.problems.append(Problem(id, span, message, help, severity, self.excerpt(span)))

    def at(self, line: int, column: int, end: int = 0) -> Span:
        """A place by line and column counted from 0, one column wide unless an end is given.

        The C parser puts what stands at the end of a file behind its last line: there it is the end of that.
        """
        if line >= len(self.lines):
            line, end = len(self.lines) - 1, 0
            column = len(self.lines[line])
        return Span(self.file, line + 1, column + 1, max(end, column + 1) + 1)

    def of(self, node: Node) -> Span:
        """Where a node stands: a scalar whole, of a collection its beginning."""
        mark = node.start_mark
        line, column = mark.line, mark.column
        if type(node) is Collection:
            end = column + 1
            if node.mapping and node.children and not node.flow:
                end = node.children[0].end_mark.column if type(node.children[0]) is Scalar else end
        elif node.end_mark.line == line:
            end = node.end_mark.column
        else:
            end = len(self.line(line).rstrip())
        return self.at(line, column, end)

    def span(self, path: Path, on_key: bool = False) -> Span:
        """Where the value of a path stands, or its key; of a path that is not there, its parent."""
        node, key = self.root, None
        for step in path:
            found: Node | None = None
            if type(node) is not Collection:
                break
            if node.mapping:
                for k, v in node.pairs:
                    if type(k) is Scalar and k.value == step:
                        found, key = v, k
                        break
            elif isinstance(step, int) and step < len(node.children):
                found, key = node.children[step], None
            if found is None:
                on_key = False
                break
            node = found
        if node is None:
            return self.at(0, 0)
        if key is not None and (on_key or is_empty(node)):
            node = key
        return self.of(node)

    def excerpt(self, span: Span) -> tuple[str, ...]:
        """The line of a span, after the one above it; nothing of an empty file and of one that is not to be shown."""
        return tuple(self.lines[max(0, span.line - 2) : span.line]) if self.text and self.quotable else ()


# --- bytes → text → nodes -------------------------------------------------------------------------


def read(data: bytes, file: str, most: int = MOST_VALUES) -> Tree:
    """Read the bytes of a file into a tree. Never raises for bad ones: the tree holds the mistakes."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    zeros = data[:200].count(0) / max(1, len(data[:200]))
    if zeros > 0.25 or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tree = Tree(file, "")
        tree.stopped = 1
        name = "UTF-32" if zeros > 0.6 else "UTF-16"
        tree.report("not-utf8", tree.at(0, 0), f"the file is {name}", "save it as UTF-8")
        return tree
    try:
        return parse(data.decode(), file, most)
    except UnicodeDecodeError as error:
        return _not_utf8(data, file, error.start)


def _not_utf8(data: bytes, file: str, start: int) -> Tree:
    """A tree of nothing but the place of the first byte that is no UTF-8, and what it may be."""
    tree = Tree(file, data.decode("utf-8", "backslashreplace"))
    above = Tree(file, data[:start].decode("utf-8")).lines
    near = data[max(0, start - 40) : start + 40].decode("cp1256", "replace")
    arabic = sum("\u0600" <= c <= "\u06ff" for c in near) > 3
    guess = "; it looks like windows-1256" if arabic else ""
    column = len(above[-1])
    span = tree.at(len(above) - 1, column, column + 4)
    tree.stopped = span.line
    tree.report("not-utf8", span, f"byte {data[start]:#04x} is not UTF-8{guess}", "save the file as UTF-8")
    return tree


def parse(text: str, file: str, most: int = MOST_VALUES, loader: Any = C_PARSER) -> Tree:
    """Read YAML into a tree. Never raises for bad text: the tree holds the mistakes."""
    tree = Tree(file, text)
    try:
        if CONTROL.search(text):
            text = _printable(tree)
        _compose(tree, loader(text), most)
    except TooMany:
        pass
    return tree


_UNSEEN = {
    "\u0085": "a line end that few programs know",
    "\u2028": "a line end that few programs know",
    "\u2029": "a line end that few programs know",
    "\ufeff": "a byte order mark in the middle of the file",
}


def _printable(tree: Tree) -> str:
    """The text with a stand-in of one column for each character that no text may hold."""
    for i, line in enumerate(tree.lines):
        for match in CONTROL.finditer(line):
            tree.unprintable = True
            what = _UNSEEN.get(match[0], "a control character")
            tree.report("unprintable", tree.at(i, match.start()), f"{code_point(match[0])} is {what}", "delete it")
    return "\n".join(CONTROL.sub("\ufffd", line) for line in tree.lines)


def _compose(tree: Tree, parser: Any, most: int) -> None:
    """Events → nodes; refuses what the format has no use for. Raises TooMany."""
    top: list[Node] = []
    stack: list[Collection] = []
    children = top
    values = documents = 0
    # The few lines on which a comment may have cut a text off.
    commented = {i for i, line in enumerate(tree.lines) if "#" in line} if _TIGHT.search(tree.text) else set()
    escaped = "\\" in tree.text
    anchors: set[str] = set()
    event: Any = None
    try:
        for event in iter(parser.get_event, None):
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor or event.tag:
                    _refuse(tree, event, anchors)
                if commented and not event.style and event.end_mark.line in commented:
                    _dropped(tree, event)
                elif escaped and event.style == '"':
                    _unescaped(tree, event)
                children.append(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor or event.tag:
                    _refuse(tree, event, anchors)
                node = Collection(kind is MappingStartEvent, event)
                children.append(node)
                if len(stack) == DEEPEST:
                    _too_deep(tree, tree.of(node))
                    break
                stack.append(node)
                children = node.children
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                stack.pop().end_mark = event.end_mark
                children = stack[-1].children if stack else top
                continue
            elif kind is AliasEvent:
                # Of an anchor of the file its own message says what to do.
                if event.anchor not in anchors:
                    help = "write the value out, or quote a text that begins with *"
                    tree.report("no-anchors", tree.of(event), "aliases are not allowed", help)
                tree.refused.add((event.start_mark.line, event.start_mark.column))
                children.append(event)
            else:
                documents += kind is DocumentStartEvent
                if documents > 1:
                    help = "keep one, and delete the line ---"
                    tree.report("one-document", tree.of(event), "only one document per file", help)
                    break
                continue
            values += 1
            if values > most:
                tree.stopped = event.start_mark.line + 1
                help = "split the file, or set $GAPCLI_MAX_MIB to more"
                tree.report("too-large", tree.of(event), f"more than {most:,} values", help)
                break
    except yaml.YAMLError as error:
        if "depth" in str(getattr(error, "problem", "")):
            # The C parser, which looks ahead of its events on a line, has a limit of its own.
            line = getattr(error, "problem_mark", event.end_mark).line
            start = event.end_mark.column if event.end_mark.line == line else 0
            openings = [m.start() for m in re.finditer(r"[\[{]", tree.lines[line]) if m.start() >= start]
            _too_deep(tree, tree.at(line, openings[DEEPEST - len(stack)]))
        else:
            span, message, help = _break(tree, error, event, stack or top)
            tree.stopped = span.line
            tree.report("yaml", span, message, help)
    finally:
        tree.root = top[0] if top else None


def _too_deep(tree: Tree, span: Span) -> None:
    tree.stopped = span.line
    help = "a text that begins with [ or { needs quotes"
    tree.report("too-deep", span, f"nested more than {DEEPEST} deep", help)


def _refuse(tree: Tree, event: Any, anchors: set[str]) -> None:
    if event.anchor:
        anchors.add(event.anchor)
        help = f"write the value out wherever *{event.anchor} stands, or quote a text that begins with &"
        tree.report("no-anchors", tree.of(event), "anchors are not allowed", help)
    if event.tag:
        tree.report("no-tags", tree.of(event), "tags are not allowed", "delete it, or quote a text that begins with !")
        tree.refused.add((event.start_mark.line, event.start_mark.column))


_CUT = re.compile(r"[ \t]+#[^\s#]")
_TIGHT = re.compile(r"#[^\s#]")


def _dropped(tree: Tree, node: Scalar) -> None:
    """Warn where a text goes on after ` #`, which begins a comment."""
    line = tree.line(node.end_mark.line)
    rest = _CUT.match(line[node.end_mark.column :])
    if rest:
        column = node.end_mark.column + rest.end() - 2
        message = "what follows # is a comment, so this text is dropped"
        help = "put the text in quotes; write # and a space for a comment"
        tree.report("dropped-text", tree.at(node.end_mark.line, column, len(line)), message, help, "warning")


def _unescaped(tree: Tree, node: Scalar) -> None:
    """Refuse what no text may hold, where an escape makes it."""
    bad = CONTROL.search(node.value)
    if bad:
        tree.unprintable = True
        tree.report("unprintable", tree.of(node), f"an escape makes {code_point(bad[0])}", "delete the escape")
        node.value = CONTROL.sub("\ufffd", node.value)


# --- where the YAML itself breaks -----------------------------------------------------------------


def _break(tree: Tree, error: yaml.YAMLError, last: Any, around: Sequence[Node]) -> tuple[Span, str, str]:
    """A break of the YAML itself: where the user has to look, what is wrong, and what to do.

    `last` is the last event; `around` what was open then, from the outside in, or else what had been closed.

    The parsers tell what they missed. People write quotes, colons and indents, so the line itself
    is looked at for what was meant.
    """
    said, doing = str(getattr(error, "problem", None) or error), str(getattr(error, "context", None) or "")
    opening = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opening
    if mark is None:
        return tree.at(0, 0), said, "put the text in quotes"
    line, column = mark.line, mark.column
    text = tree.line(line)
    before, sign, indent = text[:column].strip(), text[column : column + 1], len(text) - len(text.lstrip())
    here, word = tree.at(line, column), tree.at(line, indent, len(text.rstrip()))
    started = tree.at(opening.line, opening.column) if opening is not None else here
    begins = tree.lines[started.line - 1][started.column - 1 : started.column]

    inner = around[-1] if around else None
    if type(inner) is Collection and inner.flow and inner.end_mark is None:
        name, closing = ("mapping", "}") if inner.mapping else ("list", "]")
        if not text[column:].strip() and line >= len(tree.lines) - 1:
            return tree.of(inner), f"this {name} is never closed", f"close it with {closing}"
    if "',' or " in said:
        name, closing = ("list", "]") if "]" in said else ("mapping", "}")
        if started.line == here.line and sign == ":":
            return here, _COLON, "put the text in quotes"
        if started.line == here.line:
            return here, f"a comma or {closing} is missing here", "put one, or put the whole text in quotes: '…'"
        return started, f"this {name} is never closed", f"close it with {closing}, or mend line {line + 1}"
    if "quoted scalar" in doing:
        if "unexpected" in said:
            return started, "this quote is never closed", "close it"
        what = "makes no character" if "Unicode" in said else "is unknown"
        return here, f"this escape {what}", r"write \\ for a backslash, or put the text in single quotes"
    if "block scalar" in doing and "tab" not in said:
        return started, f"a text may not begin with {begins}", f'put it in quotes: "{begins} …"'
    if "alias" in doing or "anchor" in doing or "tag" in doing or "tag" in said:
        return started, f"a text may not begin with {begins}", "put the text in quotes"
    if "directive" in doing or "YAML" in said:
        return word, "a line may not begin with %", "delete it, or put the text in quotes"
    tabbed = text[:indent].find("\t")
    if tabbed >= 0 or sign == "\t":
        column = tabbed if tabbed >= 0 else column
        return tree.at(line, column), f"a tab at column {column + 1}", "use spaces"
    if "start any token" in said or "node content" in said or "mapping keys are not allowed" in said:
        if not sign.strip() or (sign in ",]}" and before[-1:] in ("[", "{", ",")):
            return here, "a value is missing here", "write it, or put the text in quotes"
        return here, f"a text may not begin with {sign}", "put the text in quotes"
    if "mapping values are not allowed" in said:
        if before.endswith(":"):
            return here, "a text may not begin with :", "put the text in quotes"
        if re.fullmatch(r"[\w-]+", before):
            return word, "this line is indented under a key that has its value already", "line it up with the key above"
        return here, _COLON, "put the text in quotes, or use | and the text below it"
    if "sequence entries are not allowed" in said:
        help = "put it on the next line, or quote a text that begins with -"
        return here, "a list may not begin on the line of its key", help
    if "expected ':'" in said:
        word = tree.at(started.line - 1, started.column - 1, len(tree.lines[started.line - 1].rstrip()))
        return word, "a key without a colon", "write key: value, or indent a text that goes on"
    if before and type(last) is Scalar and last.style in ("'", '"'):
        if last.start_mark.line < line:
            return tree.of(last), f"this quote is closed on line {line + 1}", "close it where the text ends"
        return here, "text after the closing quote", "put the whole text in quotes of the other kind: '…' or \"…\""
    if before and before[-1] in "]}":
        return here, f"text after the closing {before[-1]}", "put the whole text in quotes"
    if "document start" in said and around and column >= around[0].start_mark.column:
        return word, "text after the end of the document", "only one document per file: delete what follows"
    return word, "the indentation fits no line above", "line it up with the keys or the dashes above"


_COLON = "a colon and a space inside a text"
