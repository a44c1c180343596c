"""A parsed file: nodes that know where they stand, its lines, and what is wrong with it."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from yaml.events import AliasEvent, CollectionStartEvent, ScalarEvent

from gapcli.files.problems import Path, Problem, Span

MOST_MISTAKES = 1_000
"""After how many mistakes reading ends, so that a hostile file cannot make it slow."""

# A text is the parser's own event, and an object of ours for each would make reading a tenth slower.
Scalar: TypeAlias = ScalarEvent
"""A text, with its `value`, and its `style`: how it is quoted, None where it is not."""
Alias: TypeAlias = AliasEvent
"""What was refused already: no more is said about it."""


if TYPE_CHECKING:
    from yaml import _yaml, error

Mark: TypeAlias = "error.Mark | _yaml.Mark"
"""Where something begins or ends, by `line` and `column` from 0."""


class Collection:
    """A mapping or a list; the children of a mapping are its keys and values in turn."""

    __slots__ = ("_index", "children", "end_mark", "flow", "mapping", "start_mark")

    def __init__(self, mapping: bool, event: CollectionStartEvent) -> None:
        self.mapping = mapping
        self.flow = bool(event.flow_style)
        """Whether it is written with brackets."""
        self.start_mark: Mark | None = event.start_mark
        self.end_mark: Mark | None = None
        """Where it ends; None where reading ended before."""
        self.children: list[Node] = []
        self._index: dict[str, tuple[Scalar, Node]] | None = None

    def find(self, name: str | int) -> "tuple[Scalar, Node] | None":
        """The first key of a name in a mapping that has been read, with its value; None where there is none."""
        if self._index is None:
            # Each of many mistakes is looked for here.
            self._index = {}
            for key, value in self.pairs:
                if type(key) is Scalar:
                    self._index.setdefault(key.value, (key, value))
        return self._index.get(str(name))

    @property
    def pairs(self) -> Iterator[tuple["Node", "Node"]]:
        """The keys and values of a mapping; a last key without a value is left out."""
        each = iter(self.children)
        return zip(each, each)


Node: TypeAlias = Scalar | Collection | Alias


def start_of(node: Node) -> Mark:
    """Where a node begins."""
    mark = node.start_mark
    assert mark is not None
    return mark


class _Bad:
    """Stands where a value could not be read; it is false, and equal to nothing else."""

    def __bool__(self) -> bool:
        return False


BAD: Any = _Bad()
"""A field whose mistake is already reported; rules pass it over."""

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
        self.hash = ""
        """What tells its bytes from any others; that of no bytes for a file that is too large."""
        self.root: Node | None = None
        self.language = "en"
        """That of its bare texts."""
        self.problems: list[Problem] = []
        self.stopped: int | None = None
        """The line at which a mistake ended the reading; from there on nothing is known."""
        self.refused: set[tuple[int, int]] = set()
        """Where nodes begin that were refused whole, by line and column from 0: no more is said about them."""
        self.quotable = True
        """Whether its lines may be shown: not those of a file that was never meant to be read here."""
        self.values = 0
        """How many texts, lists and mappings it holds."""
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

    def report_at(self, node: Node, id: str, message: str, help: str = "", severity: str = "error") -> Any:
        """Add a mistake at a node; gives BAD, to stand for its value. Raises TooMany.

        A mistake that is nothing but the consequence of one in the YAML itself is left out.
        """
        start = start_of(node)
        refused = bool(self.refused) and (start.line, start.column) in self.refused
        stand_in = self.unprintable and type(node) is Scalar and "\ufffd" in node.value
        beyond = self.stopped is not None and (node.end_mark is None or node.end_mark.line + 1 >= self.stopped)
        if not (refused or stand_in or beyond):
            self.report(id, self.span_of_node(node), message, help, severity)
        return BAD

    def stop(self, id: str, span: Span, message: str, help: str = "") -> None:
        """Add the mistake at which reading ends. Raises TooMany."""
        self.stopped = span.line
        self.report(id, span, message, help)

    def span_at(self, line: int, column: int, end: int = 0) -> Span:
        """A place by line and column counted from 0, one column wide unless an end is given.

        The C parser puts what stands at the end of a file behind its last line: there it is the end of that.
        """
        if line >= len(self.lines):
            line, end = len(self.lines) - 1, 0
            column = len(self.lines[line])
        return Span(self.file, line + 1, column + 1, max(end, column + 1) + 1)

    def span_of_node(self, node: Node) -> Span:
        """Where a node stands: a scalar whole, of a collection its beginning."""
        mark = start_of(node)
        line, column = mark.line, mark.column
        if type(node) is Collection:
            end = column + 1
            first = node.children[0] if node.mapping and node.children and not node.flow else None
            if type(first) is Scalar and first.end_mark:
                end = first.end_mark.column
        elif node.end_mark and node.end_mark.line == line:
            end = node.end_mark.column
        else:
            end = len(self.line(line).rstrip())
        return self.span_at(line, column, end)

    def span_of_path(self, path: Path, on_key: bool = False) -> Span:
        """Where the value of a path stands, or its key; of a path that is not there, its parent."""
        node: Node | None = self.root
        key: Node | None = None
        for step in path:
            if type(node) is not Collection:
                break
            found: tuple[Node | None, Node] | None = None
            if node.mapping:
                found = node.find(step)
            elif isinstance(step, int) and step < len(node.children):
                found = None, node.children[step]
            if found is None:
                on_key = False
                break
            key, node = found
        if node is None:
            return self.span_at(0, 0)
        if key is not None and (on_key or is_empty(node)):
            node = key
        return self.span_of_node(node)

    @staticmethod
    def refuse_file(file: str, id: str, message: str, help: str) -> "Tree":
        """A tree of nothing but the mistake for which the whole file is not read."""
        tree = Tree(file, "")
        tree.stop(id, tree.span_at(0, 0), message, help)
        return tree

    def excerpt(self, span: Span) -> tuple[str, ...]:
        """The line of a span, after the one above it; nothing of an empty file and of one that is not to be shown."""
        return tuple(self.lines[max(0, span.line - 2) : span.line]) if self.text and self.quotable else ()
