"""A page as Markdown: headings, tables and lists. Pictures are left out: other columns say the same."""

import re
from collections.abc import Iterable

from gapcli.formats import Screen
from gapcli.pages import lay_page
from gapcli.pages.grid import Axis, Bar, Cell, Grid, Interval, Line, Ruler, Stack
from gapcli.reports.report import Report
from gapcli.text import shown

_SPECIAL = re.compile(r"[\\`*_\[\]<>|$#~&^]|^[-+=]")
_LINKED = re.compile(
    r"(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=GH-)(?=\d)|(?<=\w:)(?=//)|(?<=www)(?=\.)|(?<=:)(?=[\w+-]+:)"
    r"|(?<=\b[0-9a-f])(?=(?=[0-9]*[a-f])[0-9a-f]{6,39}\b)",
    re.I,
)
"""Where GitHub finds what it makes a link or a picture of: names, numbers of issues, addresses, commits, `:smile:`."""
_APART = "<!-- -->"
"""What no reader shows, and no such thing has inside."""
_NUMBER = re.compile(r"^\d+(?=[.)](?: |$))")
_MARKS = {"bold": "**", "weak": "*"}


def escape(text: str) -> str:
    """Text that no Markdown reader takes for markup."""
    lines = text.replace("\t", " ").rstrip("\n").split("\n")
    # A number is not special, but the full stop after it is, at the beginning of a line.
    return "<br>".join(_NUMBER.sub(r"\g<0>\\", _escape_line(shown(line))) for line in lines)


def _escape_line(line: str) -> str:
    return _APART.join(_SPECIAL.sub(r"\\\g<0>", part) for part in _LINKED.split(line))


def _say(cell: Cell) -> str:
    if isinstance(cell, (Bar, Axis, Interval, Ruler)):
        return ""
    if isinstance(cell, Stack):
        return "<br>".join(filter(None, map(_say, (*cell.lines, cell.words))))
    text = ""
    for piece in cell:
        words, mark = piece.text.strip(" "), _MARKS.get(piece.style, "")
        text += piece.text.replace(words, f"{mark}{escape(words)}{mark}") if words else piece.text
    return text.strip(" ") if any(p.quote for p in cell) else re.sub(" {2,}", " ", text.strip(" "))


def _line(line: Line) -> Iterable[str]:
    if line.picture:
        return
    if line.rule or not (line.pieces or line.right or line.label):
        yield ""
        return
    text = _say(line.pieces)
    if line.pieces and not line.indent and all(p.style == "bold" for p in line.pieces):
        name = " ".join(filter(None, (line.label, *(p.text for p in line.pieces))))
        yield from ("", "### " + escape(name), "", _say(line.right), "")
        return
    label = f"**{escape(line.label)}** " if line.label else ""
    right = f" ({_say(line.right)})" if line.right and text else _say(line.right)
    depth = line.indent // 2
    if any(p.quote for p in line.pieces):
        yield f"{'  ' * max(0, depth - 1)}> {text}"
    elif line.indent:
        yield f"{'  ' * (depth - 1)}- {label}{text}{right}"
    else:
        yield from (f"{label}{text}{right}", "")


def _grid(grid: Grid) -> Iterable[str]:
    for line in grid.above:
        yield from _line(line)
    which = [i for i, c in enumerate(grid.columns) if not c.picture]
    if grid.rows and which:
        yield ""
        yield "| " + " | ".join(escape(grid.columns[i].head.replace("\n", " ")) or " " for i in which) + " |"
        yield "|" + "|".join(" ---: " if grid.columns[i].right else " --- " for i in which) + "|"
        for row in grid.rows:
            if any(cells := [_say(row.cells[i]) for i in which]):
                yield "| " + " | ".join(cell or " " for cell in cells) + " |"
        yield ""
        for row in grid.rows:
            if row.lines:
                name = _say(row.cells[0])
                yield from (name if name.startswith("**") else f"**{name}**", "")
                for line in row.lines:
                    yield from _line(line)
                yield ""
    for line in grid.below:
        yield from _line(line)


def to_md(report: Report, screen: Screen) -> str:
    """The page of a report as Markdown."""
    lines: list[str] = []
    for grid in lay_page(report):
        for line in _grid(grid):
            if line or (lines and lines[-1]):
                lines.append(line.rstrip())
    # The first heading is that of the page.
    return re.sub("^### ", "## ", "\n".join(lines).strip("\n")) + "\n" if lines else ""
