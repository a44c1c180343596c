"""What is wrong with a ledger: where it stands, what it means, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from gapcli.escapes import shown

Path = tuple[str | int, ...]
"""The way to a value from the top of a file: keys, and places in lists counted from 0."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line of a file; lines and columns count characters from 1."""

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake as a rule sees it: by the path of a value, which only the reader can place."""

    id: str
    path: Path
    message: str
    help: str = ""
    severity: str = "error"
    on_key: bool = False
    """Whether it is the key at the end of the path that is wrong, and not its value."""
    first: Path | None = None
    """The other place, where there are two; its line is added to the help."""
    first_says: str = "first given"


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in its place, with the line that the user wrote and the one before it."""

    id: str
    span: Span
    message: str
    help: str = ""
    severity: str = "error"
    lines: tuple[str, ...] = ()
    """The line of the span, after the line before it where there is one."""

    @property
    def concise(self) -> str:
        """One line, as editors, grep and CI read it: file, line, column, message and id."""
        at = self.span
        return shown(f"{at.file}:{at.line}:{at.column}: {self.severity}: {self.message} [{self.id}]")


SHOWN = 110
"""How many characters of a user's line a frame shows."""


def frame(problem: Problem) -> str:
    """The problem in full: its line, the user's own words under a caret, and the cure."""
    from rich.cells import cell_len

    lines = [problem.concise]
    at = problem.span
    if problem.lines:
        gutter = len(str(at.line))
        lines.append(f"{'':{gutter}} |")
        cut = max(0, at.column - SHOWN)
        for number, line in zip(range(at.line - len(problem.lines) + 1, at.line + 1), problem.lines):
            lines.append(f"{number:>{gutter}} | {shown(line[cut : cut + SHOWN])}".rstrip())
        line = problem.lines[-1]
        before = cell_len(shown(line[cut : at.column - 1]))
        marked = cell_len(shown(line[at.column - 1 : min(at.end_column - 1, cut + SHOWN)]))
        lines.append(f"{'':{gutter}} | {' ' * before}{'^' * max(1, marked)}")
    if problem.help:
        pad = " " * len(str(at.line)) if problem.lines else ""
        lines.append(f"{pad} = help: {shown(problem.help)}")
    return "\n".join(lines)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean "iran"?` where a known name is close, else the known ones, as far as they fit."""
    from difflib import get_close_matches

    names = list(dict.fromkeys(known))
    close = get_close_matches(name[:80], names, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if not names:
        return ""
    listed = ", ".join(names[:12])
    return f"one of: {listed}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")
