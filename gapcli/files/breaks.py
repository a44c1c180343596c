"""Where the YAML itself breaks: from what the parser says to where to look, what is wrong and what to do.

The parser tells what it missed. People write quotes, colons and indents, so the line itself is
looked at for what was meant.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from yaml import YAMLError

from gapcli.files.problems import Span
from gapcli.files.tree import Collection, Mark, Node, Scalar, Tree, start_of

COLON = "a colon and a space inside a text"


class Scene:
    """What is known where the parser gave up: its words, the line, and what was open."""

    def __init__(self, tree: Tree, error: YAMLError, last: Any, around: Sequence[Node]) -> None:
        self.tree = tree
        self.last = last
        """The last event before the break."""
        self.around = around
        """What was open then, from the outside in, or else what had been closed."""
        problem, context = getattr(error, "problem", None), getattr(error, "context", None)
        self.problem = str(problem or error)
        self.words = f"{context or ''} | {self.problem}"
        """What the parser was doing, and what it met."""
        opening: Mark | None = getattr(error, "context_mark", None)
        self.mark: Mark | None = getattr(error, "problem_mark", None) or opening
        """Where it gave up; None where it does not say."""
        self.index, self.column = (self.mark.line, self.mark.column) if self.mark else (0, 0)
        self.here = tree.span_at(self.index, self.column)
        self.start = tree.span_at(opening.line, opening.column) if opening else self.here
        """Where what it was doing began."""
        self.text = tree.line(self.index)
        self.before = self.text[: self.column].strip()
        """The line up to the break."""
        self.sign = self.text[self.column : self.column + 1]
        """The character at the break; empty at the end of a line."""
        self.closing = self.before[-1:]
        """The last character before the break that is no blank; empty where there is none."""

    @property
    def line(self) -> int:
        """The line of the break, from 1."""
        return self.index + 1

    @property
    def begins(self) -> str:
        """The character at which what the parser was doing began."""
        return self.tree.lines[self.start.line - 1][self.start.column - 1 : self.start.column]

    @property
    def on_start_line(self) -> bool:
        """Whether the break is on the line where what the parser was doing began."""
        return self.start.line == self.here.line

    @property
    def whole_line(self) -> Span:
        """The line of the break, without its indent."""
        indent = len(self.text) - len(self.text.lstrip())
        return self.tree.span_at(self.index, indent, len(self.text.rstrip()))

    @property
    def rest_of_start(self) -> Span:
        """From where what the parser was doing began to the end of that line."""
        line = self.start.line - 1
        return self.tree.span_at(line, self.start.column - 1, len(self.tree.lines[line].rstrip()))

    @cached_property
    def tab(self) -> Span | None:
        """The tab in the indent of the line or at the break, None where there is none."""
        indent = len(self.text) - len(self.text.lstrip())
        column = self.text[:indent].find("\t")
        if column < 0 and self.sign != "\t":
            return None
        return self.tree.span_at(self.index, column if column >= 0 else self.column)

    @property
    def tab_column(self) -> int:
        """The column of that tab, from 1."""
        return self.tab.column if self.tab else 0

    @property
    def unclosed(self) -> Collection | None:
        """What is still open in brackets where the file ends, None where nothing is or more follows."""
        inner = self.around[-1] if self.around else None
        if type(inner) is not Collection or not inner.flow or inner.end_mark is not None:
            return None
        at_end = not self.text[self.column :].strip() and self.index >= len(self.tree.lines) - 1
        return inner if at_end else None

    @property
    def bracket(self) -> str:
        """What should close the brackets that are open."""
        if self.unclosed:
            return "}" if self.unclosed.mapping else "]"
        return "]" if "]" in self.problem else "}"

    @property
    def bracketed(self) -> str:
        """What those brackets hold."""
        return "list" if self.bracket == "]" else "mapping"

    @property
    def after_quote(self) -> bool:
        """Whether a quoted text stands before the break."""
        return bool(self.before) and type(self.last) is Scalar and self.last.style in ("'", '"')


class Break(NamedTuple):
    """A kind of break; the first one that fits is told. `{at.…}` in its texts is of the scene."""

    words: str
    """A pattern of what the parser says: `what it was doing | what it met`."""
    span: Callable[[Scene], Span | None]
    """Where to look."""
    message: str
    help: str
    fits: Callable[[Scene], Any] = lambda at: True
    """What the line itself must show besides."""


def _here(at: Scene) -> Span:
    return at.here


def _start(at: Scene) -> Span:
    return at.start


def _whole_line(at: Scene) -> Span:
    return at.whole_line


_BRACKET = r"',' or "
_QUOTED = r"quoted scalar.*\|"
_NO_TOKEN = r"\|.*(start any token|node content|mapping keys are not allowed)"
_NO_VALUE = r"\|.*mapping values are not allowed"

BREAKS = (
    Break("", _here, "{at.problem}", "put the text in quotes", lambda at: at.mark is None),
    # --- brackets and quotes that are not closed
    Break(
        "",
        lambda at: at.tree.span_of_node(at.unclosed) if at.unclosed else None,
        "this {at.bracketed} is never closed",
        "close it with {at.bracket}",
        lambda at: at.unclosed,
    ),
    Break(_BRACKET, _here, COLON, "put the text in quotes", lambda at: at.on_start_line and at.sign == ":"),
    Break(
        _BRACKET,
        _here,
        "a comma or {at.bracket} is missing here",
        "put one, or put the whole text in quotes: '…'",
        lambda at: at.on_start_line,
    ),
    Break(
        _BRACKET,
        _start,
        "this {at.bracketed} is never closed",
        "close it with {at.bracket}, or mend line {at.line}",
    ),
    Break(rf"{_QUOTED}.*unexpected", _start, "this quote is never closed", "close it"),
    Break(
        rf"{_QUOTED}.*Unicode",
        _here,
        "this escape makes no character",
        r"write \\ for a backslash, or put the text in single quotes",
    ),
    Break(_QUOTED, _here, "this escape is unknown", r"write \\ for a backslash, or put the text in single quotes"),
    # --- a sign of YAML at the beginning of a text
    Break(
        r"block scalar.*\|(?!.*tab)",
        _start,
        "a text may not begin with {at.begins}",
        'put it in quotes: "{at.begins} …"',
    ),
    Break(r"(alias|anchor).*\||tag", _start, "a text may not begin with {at.begins}", "put the text in quotes"),
    Break(
        r"directive.*\||\|.*YAML",
        _whole_line,
        "a line may not begin with %",
        "delete it, or put the text in quotes",
    ),
    Break("", lambda at: at.tab, "a tab at column {at.tab_column}", "use spaces", lambda at: at.tab),
    Break(
        _NO_TOKEN,
        _here,
        "a value is missing here",
        "write it, or put the text in quotes",
        lambda at: not at.sign.strip() or (at.sign in ",]}" and at.closing in ("[", "{", ",")),
    ),
    Break(_NO_TOKEN, _here, "a text may not begin with {at.sign}", "put the text in quotes"),
    # --- colons and dashes where none can stand
    Break(
        _NO_VALUE,
        _here,
        "a text may not begin with :",
        "put the text in quotes",
        lambda at: at.before.endswith(":"),
    ),
    Break(
        _NO_VALUE,
        _whole_line,
        "this line is indented under a key that has its value already",
        "line it up with the key above",
        lambda at: re.fullmatch(r"[\w-]+", at.before),
    ),
    Break(_NO_VALUE, _here, COLON, "put the text in quotes, or use | and the text below it"),
    Break(
        r"\|.*sequence entries are not allowed",
        _here,
        "a list may not begin on the line of its key",
        "put it on the next line, or quote a text that begins with -",
    ),
    Break(
        r"\|.*expected ':'",
        lambda at: at.rest_of_start,
        "a key without a colon",
        "write key: value, or indent a text that goes on",
    ),
    # --- what follows where nothing more can follow
    Break(
        "",
        lambda at: at.tree.span_of_node(at.last),
        "this quote is closed on line {at.line}",
        "close it where the text ends",
        lambda at: at.after_quote and start_of(at.last).line < at.index,
    ),
    Break(
        "",
        _here,
        "text after the closing quote",
        "put the whole text in quotes of the other kind: '…' or \"…\"",
        lambda at: at.after_quote,
    ),
    Break(
        "",
        _here,
        "text after the closing {at.closing}",
        "put the whole text in quotes",
        lambda at: at.closing in ("]", "}"),
    ),
    Break(
        r"\|.*document start",
        _whole_line,
        "text after the end of the document",
        "only one document per file: delete what follows",
        lambda at: at.around and at.column >= start_of(at.around[0]).column,
    ),
    Break(
        "",
        _whole_line,
        "the indentation fits no line above",
        "line it up with the keys or the dashes above",
    ),
)
"""Every kind of break, the more telling ones first."""


def explain_break(tree: Tree, error: YAMLError, last: Any, around: Sequence[Node]) -> tuple[Span, str, str]:
    """Where the user has to look after a break of the YAML, what is wrong, and what to do.

    `last` is the last event; `around` what was open then, from the outside in, or else what had been closed.
    """
    at = Scene(tree, error, last, around)
    for kind in BREAKS:
        if re.search(kind.words, at.words, re.DOTALL) and kind.fits(at):
            return kind.span(at) or at.here, kind.message.format(at=at), kind.help.format(at=at)
    raise AssertionError("the last kind fits every break")
