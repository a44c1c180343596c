"""What is wrong with a ledger: where it stands, what it means, and what to do about it."""

from typing import NamedTuple

from gapcli.text import spelled_out, width_of

Path = tuple[str | int, ...]
"""The way to a value from the top of a file: keys, and places in lists counted from 0."""


class Span(NamedTuple):
    """A stretch of one line of a file; lines and columns count characters from 1."""

    file: str
    line: int
    column: int
    end_column: int


class Finding(NamedTuple):
    """A mistake as a rule sees it: by the path of a value, which only the reader can place."""

    path: Path
    message: str
    help: str = ""
    on_key: bool = False
    """Whether it is the key at the end of the path that is wrong, and not its value."""
    first: Path | None = None
    """The other place, where there are two; its line is added to the help."""
    first_says: str = "first given"
    id: str = ""
    severity: str = "error"
    """Where a rule sees it, that of the rule."""
    shown: str = ""
    """What the help ends with that is none of the ledger: the words of a text."""


class Problem(NamedTuple):
    """A mistake in its place, with the line that the user wrote and the one before it."""

    id: str
    span: Span
    message: str
    help: str = ""
    severity: str = "error"
    lines: tuple[str, ...] = ()
    """The line of the span, after the line before it where there is one."""
    shown: str = ""
    """What the help ends with that is none of the ledger: the words of a text."""

    def leave_out_excerpts(self) -> "Problem":
        """The problem without a line of any file."""
        return self._replace(lines=(), help=self.help.removesuffix(self.shown))

    @property
    def concise(self) -> str:
        """One line, as editors, grep and CI read it: file, line, column, message and id."""
        at = self.span
        return spelled_out(f"{at.file}:{at.line}:{at.column}: {self.severity}: {self.message} [{self.id}]")


SHOWN = 90
"""How many characters of a user's line a frame shows."""


def frame(problem: Problem) -> str:
    """The problem in full: its line, the user's own words under a caret, and the cure."""
    at = problem.span
    lines = [problem.concise]
    pad = " " * len(str(at.line)) if problem.lines else ""
    if problem.lines:
        # Of a long line the part around the mistake is shown.
        start = 0 if at.end_column - 1 <= SHOWN else max(0, at.column - 1 - SHOWN // 3)
        *above, line = problem.lines
        lines.append(f"{pad} |")
        if above and not start:
            lines.append(f"{at.line - 1:>{len(pad)}} | {_part(above[0], 0)}".rstrip())
        lines.append(f"{at.line} | {_part(line, start)}".rstrip())
        before = "…" * (start > 0) + spelled_out(line[start : at.column - 1])
        marked = spelled_out(line[at.column - 1 : min(at.end_column - 1, start + SHOWN)])
        lines.append(f"{pad} | {' ' * width_of(before)}{'^' * max(1, width_of(marked))}")
    if problem.help:
        lines.append(f"{pad} = help: {spelled_out(problem.help)}")
    return "\n".join(lines)


def _part(line: str, start: int) -> str:
    """What a frame shows of a line, with … where it goes on."""
    return "…" * (start > 0) + spelled_out(line[start : start + SHOWN]) + "…" * (len(line) > start + SHOWN)
