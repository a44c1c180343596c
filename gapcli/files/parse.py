"""The bytes of a file → a tree, of PyYAML's events and not by its loaders.

A scalar stays text, every node keeps its place, and what the format has no use for is refused where it stands.
"""

import re
from contextlib import suppress
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from gapcli.files.find import LARGEST, hash_bytes
from gapcli.files.problems import Span
from gapcli.files.tree import Alias, Collection, Node, Scalar, TooMany, Tree, start_of
from gapcli.text import CONTROL, code_point, write_number

MOST_VALUES = 1_000_000
"""How many values a file of that size may hold."""
DEEPEST = 40
"""How deep lists and mappings may stand in each other."""

C_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PURE_PARSER: Any = yaml.SafeLoader


def read_tree(data: bytes | None, file: str, limit: float = LARGEST, most: int | None = None) -> Tree:
    """Read the bytes of a file into a tree. Never raises for bad ones: the tree holds the mistakes.

    Without bytes the file has more than `limit` MiB; the number of values it may hold goes with that, or is `most`.
    """
    tree = decode_bytes(data, file, limit)
    if not isinstance(tree, Tree):
        tree = parse_text(tree, file, int(MOST_VALUES * limit / LARGEST) if most is None else most)
    tree.hash = hash_bytes(data or b"")
    return tree


def decode_bytes(
    data: bytes | None, file: str, limit: float, encoding: str = "utf-8", cure: str = "save it as UTF-8"
) -> str | Tree:
    """The text of a file without its byte order mark, or a tree of nothing but the mistake for which there is none.

    Without bytes the file has more than `limit` MiB. `cure`: what to do about another encoding, by the `{name}` of it.
    """
    if data is None:
        help = "split it, or set $GAPCLI_MAX_MIB to more"
        return Tree.refuse_file(file, "too-large", f"the file has more than {write_number(limit)} MiB", help)
    data = data.removeprefix(b"\xef\xbb\xbf")
    zeros = data[:200].count(0) / max(1, len(data[:200]))
    if encoding == "utf-8" and (zeros > 0.25 or data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        name = "UTF-32" if zeros > 0.6 else "UTF-16"
        return Tree.refuse_file(file, "not-utf8", f"the file is {name}", cure.format(name=name.lower()))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        return _refuse_encoding(data, file, error.start, encoding, cure)


def _refuse_encoding(data: bytes, file: str, start: int, encoding: str, cure: str) -> Tree:
    """A tree of nothing but the place of the first byte that is not of the encoding, and what it may be."""
    tree = Tree(file, data.decode(encoding, "backslashreplace"))
    *above, line = Tree(file, data[:start].decode(encoding)).lines
    near = data[max(0, start - 40) : start + 40].decode("cp1256", "replace")
    span = tree.span_at(len(above), len(line), len(line) + 4)
    message, help = f"byte {data[start]:#04x} is not {encoding}", "declare the encoding that the file is in"
    if encoding == "utf-8":
        looks = sum("\u0600" <= c <= "\u06ff" for c in near) > 3
        message = f"byte {data[start]:#04x} is not UTF-8" + ("; it looks like windows-1256" if looks else "")
        help = cure.replace("it as", "the file as").format(name="windows-1256" if looks else "…")
    tree.stop("not-utf8", span, message, help)
    return tree


def parse_text(text: str, file: str, most: int = MOST_VALUES, loader: Any = C_PARSER) -> Tree:
    """Read YAML into a tree. Never raises for bad text: the tree holds the mistakes."""
    tree = Tree(file, text)
    composer = _Composer(tree, most)
    with suppress(TooMany):
        # Few files hold anything of either, and a pattern takes a while to make and to look for.
        if not text.replace("\n", "").isprintable() and re.search(_CONTROL, text):
            text = _replace_unprintable(tree)
        if any(sign * 7 in text for sign in "<>|=") and re.search(_CONFLICT, text):
            _report_conflicts(tree)
            return tree
        try:
            composer.compose(loader(text))
        except yaml.YAMLError as error:
            composer.report_break(error)
    tree.root = composer.top[0] if composer.top else None
    return tree


_CONFLICT = r"(?m)^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$"
_CONTROL = f"[{CONTROL}]"
_UNSEEN = {
    **dict.fromkeys("\u0085\u2028\u2029", "a line end that few programs know"),
    "\ufeff": "a byte order mark in the middle of the file",
}


def _report_conflicts(tree: Tree) -> None:
    """Report each place where a version control left two versions: before anything else, which they would break."""
    marks = [i for i, line in enumerate(tree.lines) if re.match(_CONFLICT, line)]
    begun: list[int] = []
    for n, i in enumerate(marks):
        begun.append(i)
        if tree.lines[i][0] == ">" or n + 1 == len(marks) or tree.lines[marks[n + 1]][0] == "<":
            first, last = begun[0], begun[-1]
            whole = f"keep one side of lines {first + 1} to {last + 1}, and delete the lines of signs"
            help = whole if last > first else "delete the line"
            message = "a conflict of a merge that was not settled"
            tree.report("merge-conflict", tree.span_at(first, 0, len(tree.lines[first])), message, help)
            begun = []
    # Nothing of it is read, and every line of it is known.
    tree.stopped = len(tree.lines)


def _replace_unprintable(tree: Tree) -> str:
    """Give the text with a stand-in of one column for each character that no text may hold."""
    for i, line in enumerate(tree.lines):
        for match in re.finditer(_CONTROL, line):
            tree.unprintable = True
            what = _UNSEEN.get(match[0], "a control character")
            tree.report("unprintable", tree.span_at(i, match.start()), f"{code_point(match[0])} is {what}", "delete it")
    return "\n".join(re.sub(_CONTROL, "\ufffd", line) for line in tree.lines)


_TIGHT = r"#[^\s#]"
_BELOW = rf"[ \t]+{_TIGHT}"
_AFTER_QUOTE = rf"[ \t]*{_TIGHT}"
_AFTER_SIGN = rf"[|>][-+0-9]*[ \t]+{_TIGHT}"
_CUT: dict[str | None, str] = {
    None: _BELOW,
    "'": _AFTER_QUOTE,
    '"': _AFTER_QUOTE,
    "|": _AFTER_SIGN,
    ">": _AFTER_SIGN,
}
"""What begins a comment that may be the end of a text, by how the text is quoted."""


class _Composer:
    """Makes the nodes of a file from its events, and refuses what the format has no use for."""

    def __init__(self, tree: Tree, most: int) -> None:
        self.tree = tree
        self.most = most
        self.top: list[Node] = []
        self.open: list[Collection] = []
        """The collections that have not ended, from the outside in."""
        self.last: Any = None
        self.anchors: set[str] = set()
        has_tight = "#" in tree.text and re.search(_TIGHT, tree.text)
        self.commented = {i for i, line in enumerate(tree.lines) if "#" in line} if has_tight else set()
        """The few lines, counted from 0, on which a comment may have cut a text off."""

    def compose(self, parser: Any) -> None:
        """Take every event up to the end of the file, or to a mistake that ends the reading. Raises TooMany."""
        tree, stack, children, most = self.tree, self.open, self.top, self.most
        values = documents = 0
        commented, escaped = self.commented, "\\" in tree.text
        event: Any = None
        try:
            for event in iter(parser.get_event, None):
                kind = type(event)
                if kind is ScalarEvent:
                    if event.anchor or event.tag:
                        self._refuse_properties(event)
                    if commented:
                        self._warn_of_dropped_text(event, children)
                    if escaped and event.style == '"':
                        _refuse_escapes(tree, event)
                    children.append(event)
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    if event.anchor or event.tag:
                        self._refuse_properties(event)
                    node = Collection(kind is MappingStartEvent, event)
                    children.append(node)
                    if len(stack) == DEEPEST:
                        _refuse_depth(tree, tree.span_of_node(node))
                        break
                    stack.append(node)
                    children = node.children
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    stack.pop().end_mark = event.end_mark
                    children = stack[-1].children if stack else self.top
                    continue
                elif kind is Alias:
                    self._refuse_alias(event)
                    children.append(event)
                else:
                    documents += kind is DocumentStartEvent
                    if documents > 1:
                        help = "keep one, and delete the line ---"
                        tree.report("one-document", tree.span_of_node(event), "only one document per file", help)
                        break
                    continue
                values += 1
                if values > most:
                    help = "split the file, or set $GAPCLI_MAX_MIB to more"
                    tree.stop("too-large", tree.span_of_node(event), f"more than {most:,} values", help)
                    break
        finally:
            self.last = event
            tree.values = values

    def _refuse_alias(self, event: Any) -> None:
        # Of an anchor of the file its own message says what to do.
        if event.anchor not in self.anchors:
            help = "write the value out, or quote a text that begins with *"
            self.tree.report("no-anchors", self.tree.span_of_node(event), "aliases are not allowed", help)
        self.tree.refused.add((event.start_mark.line, event.start_mark.column))

    def _refuse_properties(self, event: Any) -> None:
        """Refuse the anchor and the tag of a node."""
        tree = self.tree
        if event.anchor:
            self.anchors.add(event.anchor)
            help = f"write the value out wherever *{event.anchor} stands, or quote a text that begins with &"
            tree.report("no-anchors", tree.span_of_node(event), "anchors are not allowed", help)
        if event.tag:
            help = "delete it, or quote a text that begins with !"
            tree.report("no-tags", tree.span_of_node(event), "tags are not allowed", help)
            tree.refused.add((event.start_mark.line, event.start_mark.column))

    def _warn_of_dropped_text(self, node: Scalar, before: list[Node]) -> None:
        """Warn where a text goes on after `#`, which begins a comment; `before`: what stands before it in its list."""
        assert node.start_mark is not None and node.end_mark is not None
        last, column = node.end_mark.line, node.end_mark.column
        if node.style in ("|", ">"):
            last, column = node.start_mark.line, node.start_mark.column
        cut = None
        if last in self.commented:
            cut = re.compile(_CUT[node.style or None]).match(self.tree.line(last), column)
        around = self.open[-1] if self.open else None
        if not cut and not node.style and last + 1 in self.commented and around and not around.flow:
            # A line of its own below is meant for the text where it stands deeper than its key or its hyphen.
            of = around if not around.mapping else before[-1] if len(before) % 2 else None
            last += 1
            cut = re.match(_BELOW, self.tree.line(last)) if of else None
            cut = cut if cut and of and cut.end() - 2 > start_of(of).column else None
        if cut:
            span = self.tree.span_at(last, cut.end() - 2, len(self.tree.line(last)))
            message = "what follows # is a comment, so this text is dropped"
            help = "put the text in quotes; write # and a space for a comment"
            self.tree.report("dropped-text", span, message, help, "warning")

    def report_break(self, error: yaml.YAMLError) -> None:
        """Report where the YAML itself breaks. Raises TooMany."""
        tree, event = self.tree, self.last
        if "depth" in str(getattr(error, "problem", "")):
            # The C parser, which looks ahead of its events on a line, has a limit of its own.
            line = getattr(error, "problem_mark", event.end_mark).line
            start = event.end_mark.column if event.end_mark.line == line else 0
            openings = [m.start() for m in re.finditer(r"[\[{]", tree.lines[line]) if m.start() >= start]
            _refuse_depth(tree, tree.span_at(line, openings[DEEPEST - len(self.open)]))
        else:
            # A file without a break, as nearly every one is, has no use for what explains it.
            from gapcli.files.breaks import explain_break

            tree.stop("yaml", *explain_break(tree, error, event, self.open or self.top))


def _refuse_depth(tree: Tree, span: Span) -> None:
    help = "a text that begins with [ or { needs quotes"
    tree.stop("too-deep", span, f"nested more than {DEEPEST} deep", help)


def _refuse_escapes(tree: Tree, node: Scalar) -> None:
    """Refuse what no text may hold, where an escape makes it."""
    bad = re.search(_CONTROL, node.value)
    if bad:
        tree.unprintable = True
        message = f"an escape makes {code_point(bad[0])}"
        help = "delete the escape"
        if bad[0].isspace():
            help = r"write \n for it, which stands for any white space of a text"
        tree.report("unprintable", tree.span_of_node(node), message, help)
        node.value = re.sub(_CONTROL, "\ufffd", node.value)
