"""Where the YAML itself breaks: from what the parser missed, and the line itself, to what the user meant."""

import re
from collections.abc import Sequence
from typing import Any

from yaml import YAMLError

from gapcli.files.problems import Span
from gapcli.files.tree import Collection, Mark, Node, Scalar, Tree, start_of
from gapcli.text import name_character

Explained = tuple[Span, str, str]
"""Where to look, what is wrong, and what to do."""
COLON = "a colon and a space inside a text"
QUOTE_IT = "put the text in quotes"


class _Scene:
    """What is known where the parser gave up: its words, the line, and what was open."""

    def __init__(self, tree: Tree, error: YAMLError, last: Any, around: Sequence[Node]) -> None:
        self.tree, self.last, self.around = tree, last, around
        problem, context = getattr(error, "problem", None), getattr(error, "context", None)
        self.problem = str(problem or error)
        self._words = f"{context or ''} | {self.problem}"
        opening: Mark | None = getattr(error, "context_mark", None)
        mark: Mark | None = getattr(error, "problem_mark", None) or opening
        self.index, self.column = (mark.line, mark.column) if mark else (0, 0)
        self.here = tree.span_at(self.index, self.column)
        # Where what it was doing began, and the character there.
        self.start = tree.span_at(opening.line, opening.column) if opening else self.here
        start_line, column = tree.lines[self.start.line - 1], self.start.column - 1
        self.begins = start_line[column : column + 1]
        self.rest_of_start = tree.span_at(self.start.line - 1, column, len(start_line.rstrip()))
        self.on_start_line = self.start.line == self.here.line
        self.text = tree.line(self.index)
        self.indent = self.text[: len(self.text) - len(self.text.lstrip())]
        self.whole_line = tree.span_at(self.index, len(self.indent), len(self.text.rstrip()))
        # The line up to the break, the character at it, and the last before it that is no blank; empty where none is.
        self.before = self.text[: self.column].strip()
        self.sign = self.text[self.column : self.column + 1]
        self.closing = self.before[-1:]
        self.after_quote = bool(self.before) and type(last) is Scalar and last.style in ("'", '"')

    def says(self, pattern: str) -> bool:
        """Whether a pattern is in what the parser says: `what it was doing | what it met`."""
        return re.search(pattern, self._words, re.DOTALL) is not None


def explain_break(tree: Tree, error: YAMLError, last: Any, around: Sequence[Node]) -> Explained:
    """Explain a break by the first kind that fits, the more telling ones first.

    `last` is the last event; `around` what was open then, from the outside in, or else what had been closed.
    """
    at = _Scene(tree, error, last, around)
    return _explain_odd(at) or _explain_bracket(at) or _explain_begin(at) or _explain_value(at) or _explain_rest(at)


_ODD = (
    (re.compile(r" *([^\S -~]|[\u00ad\u200b-\u200f\u2060])"), "blank", "indent with blanks"),
    (re.compile(r" *([\u2010-\u2015\u2022\u2212])\s"), "hyphen", "write - and a blank"),
    (re.compile(r" *(?:- )?[\w-]{1,64} ?([：∶꞉ː])"), "colon", "write : and a blank"),
    (re.compile(r" *(?:- )?[\w-]{1,64}:([^\S -~]|[\u200b-\u200f\u2060])"), "blank", "write a blank"),
)
"""Where a line begins with what is taken for a sign of YAML: the character, the sign, and what to do."""
_CURLY = re.compile(r" *(?:- )?[\w-]{1,64}: +([“”„«‘’])")
ABOVE = 2
"""How many lines above a break may be its cause."""


def _explain_odd(at: _Scene) -> Explained | None:
    """A character that looks like a sign of YAML and is none, on the line of the break or just above it."""
    for index in range(at.index, max(-1, at.index - ABOVE - 1), -1):
        line = at.tree.line(index)
        for pattern, sign, help in () if line.isascii() else _ODD:
            odd = pattern.match(line)
            if odd:
                span = at.tree.span_at(index, odd.start(1))
                return span, f"{name_character(odd[1])} is no {sign} of YAML", help
    curly = _CURLY.match(at.text)
    if curly and curly.start(1) < at.column:
        span = at.tree.span_at(at.index, curly.start(1))
        return span, f"{name_character(curly[1])} is no quotation mark of YAML", 'write " around the whole text'
    return None


def _explain_bracket(at: _Scene) -> Explained | None:
    """Brackets that are not closed."""
    inner = at.around[-1] if at.around else None
    at_end = not at.text[at.column :].strip() and at.index >= len(at.tree.lines) - 1
    if type(inner) is Collection and inner.flow and inner.end_mark is None and at_end:
        kind, bracket = ("mapping", "}") if inner.mapping else ("list", "]")
        return at.tree.span_of_node(inner), f"this {kind} is never closed", f"close it with {bracket}"
    if not at.says("',' or "):
        return None
    kind, bracket = ("list", "]") if "]" in at.problem else ("mapping", "}")
    if at.on_start_line and at.sign == ":":
        return at.here, COLON, QUOTE_IT
    if at.on_start_line:
        return at.here, f"a comma or {bracket} is missing here", "put one, or put the whole text in quotes: '…'"
    return at.start, f"this {kind} is never closed", f"close it with {bracket}, or mend line {at.index + 1}"


def _explain_begin(at: _Scene) -> Explained | None:
    """A quote that is not closed, or a sign of YAML at the beginning of a text."""
    if at.says(r"quoted scalar.*\|.*unexpected"):
        return at.start, "this quote is never closed", "close it"
    if at.says(r"quoted scalar.*\|"):
        fault = "makes no character" if at.says(r"quoted scalar.*\|.*Unicode") else "is unknown"
        return at.here, f"this escape {fault}", r"write \\ for a backslash, or put the text in single quotes"
    if at.says(r"block scalar.*\|(?!.*tab)"):
        return at.start, f"a text may not begin with {at.begins}", f'put it in quotes: "{at.begins} …"'
    if at.says(r"(alias|anchor).*\||tag"):
        return at.start, f"a text may not begin with {at.begins}", QUOTE_IT
    if at.says(r"directive.*\||\|.*YAML"):
        return at.whole_line, "a line may not begin with %", "delete it, or put the text in quotes"
    tab = at.indent.find("\t")
    if tab >= 0 or at.sign == "\t":
        column = tab if tab >= 0 else at.column
        return at.tree.span_at(at.index, column), f"a tab at column {column + 1}", "use spaces"
    return None


def _explain_value(at: _Scene) -> Explained | None:
    """What cannot be a value: a sign, a second colon, a dash or nothing."""
    if at.says(r"\|.*(start any token|node content|mapping keys are not allowed)"):
        if not at.sign.strip() or (at.sign in ",]}" and at.closing in ("[", "{", ",")):
            return at.here, "a value is missing here", "write it, or put the text in quotes"
        return at.here, f"a text may not begin with {at.sign}", QUOTE_IT
    if at.says(r"\|.*mapping values are not allowed"):
        if at.before.endswith(":"):
            return at.here, "a text may not begin with :", QUOTE_IT
        if re.fullmatch(r"[\w-]+", at.before):
            fault = "this line is indented under a key that has its value already"
            return at.whole_line, fault, "line it up with the key above"
        return at.here, COLON, "put the text in quotes, or use | and the text below it"
    if at.says(r"\|.*sequence entries are not allowed"):
        fault = "a list may not begin on the line of its key"
        return at.here, fault, "put it on the next line, or quote a text that begins with -"
    if at.says(r"\|.*expected ':'"):
        return at.rest_of_start, "a key without a colon", "write key: value, or indent a text that goes on"
    return None


def _explain_rest(at: _Scene) -> Explained:
    """What follows where nothing more can follow."""
    if at.after_quote and start_of(at.last).line < at.index:
        message = f"this quote is closed on line {at.index + 1}"
        return at.tree.span_of_node(at.last), message, "close it where the text ends"
    if at.after_quote:
        return at.here, "text after the closing quote", "put the whole text in quotes of the other kind: '…' or \"…\""
    if at.closing in ("]", "}"):
        return at.here, f"text after the closing {at.closing}", "put the whole text in quotes"
    if at.says(r"\|.*document start") and at.around and at.column >= start_of(at.around[0]).column:
        return at.whole_line, "text after the end of the document", "only one document per file: delete what follows"
    return at.whole_line, "the indentation fits no line above", "line it up with the keys or the dashes above"
