"""Edits of the text of a file, which leave every other character of it as it is."""

import re
from bisect import bisect_right
from typing import NamedTuple

from gapcli.files.tree import Collection, Mark, Node, Scalar, Tree, start_of

LINE_END = re.compile("\r\n|\r|\n")


class Edit(NamedTuple):
    """A stretch of the text of a file, and what is to stand in its place."""

    start: int
    end: int
    text: str


class Editor:
    """Gathers edits of the text of a tree, and makes them."""

    def __init__(self, tree: Tree) -> None:
        self.text = tree.text
        self.edits: list[Edit] = []
        self._starts = [0, *(m.end() for m in LINE_END.finditer(tree.text))]

    def write(self) -> str:
        """The text with its edits."""
        parts, last = [], 0
        for edit in sorted(self.edits):
            parts += [self.text[last : edit.start], edit.text]
            last = edit.end
        return "".join(parts) + self.text[last:]

    def begin_line(self, number: int) -> int:
        """Where a line begins, counted from 0."""
        return self._starts[number]

    def count_lines(self, offset: int) -> int:
        """How many lines begin up to a place in the text."""
        return bisect_right(self._starts, offset)

    def offset(self, mark: "Mark | None") -> int:
        """Where a mark stands in the text."""
        assert mark is not None
        return min(len(self.text), self._starts[min(mark.line, len(self._starts) - 1)] + mark.column)

    def span(self, node: Node) -> tuple[int, int]:
        """Where a node begins and ends."""
        return self.offset(start_of(node)), self.offset(node.end_mark)

    def end(self, node: Node) -> int:
        """Where the last word of a node ends; the end of a block is only known by what follows it."""
        if type(node) is Collection and not node.flow and node.children:
            return self.end(node.children[-1])
        start, end = self.span(node)
        is_block = type(node) is Scalar and node.style in ("|", ">")
        return start + len(self.text[start:end].rstrip()) if is_block else end
