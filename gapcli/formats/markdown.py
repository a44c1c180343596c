"""A page as Markdown: headings, tables and lists. Pictures are left out: other columns say the same."""

import re
from collections.abc import Iterable

from gapcli.formats.table.screen import Screen
from gapcli.pages import lay_page
from gapcli.pages.grid import Axis, Bar, Cell, Grid, Line, Pieces, Row
from gapcli.reports.report import Report
from gapcli.text import shown

_SPECIAL = re.compile(r"[\\`*_\[\]<>|$#~&]|^[-+=]|^\d+(?=[.)] )")
_MARKS = {"bold": "**", "weak": "*"}


def escape(text: str) -> str:
    """Text that no Markdown reader takes for markup."""
    return "<br>".join(_SPECIAL.sub(_escaped, shown(part)) for part in text.replace("\t", " ").rstrip("\n").split("\n"))


def _escaped(match: re.Match[str]) -> str:
    # A number is not special, but the full stop after it is, at the beginning of a line.
    return match[0] + "\\" if match[0].isdigit() else "\\" + match[0]


def _pieces(pieces: Pieces) -> str:
    text = ""
    for piece in pieces:
        words = piece.text.strip(" ")
        if words:
            mark = _MARKS.get(piece.style, "")
            before, _, after = piece.text.partition(words)
            text += f"{before}{mark}{escape(words)}{mark}{after}"
        else:
            text += piece.text
    return text.strip(" ") if any(p.quote for p in pieces) else re.sub(" {2,}", " ", text.strip(" "))


def _cell(cell: Cell) -> str:
    return "" if isinstance(cell, (Bar, Axis)) else _pieces(cell)


def _line(line: Line) -> Iterable[str]:
    if line.picture:
        return
    if line.rule or not (line.pieces or line.right or line.label):
        yield ""
        return
    text = _pieces(line.pieces)
    if line.pieces and not line.indent and not line.label and all(p.style == "bold" for p in line.pieces):
        yield from ("", "### " + escape("".join(p.text for p in line.pieces)), "", _pieces(line.right), "")
        return
    label = f"**{escape(line.label)}** " if line.label else ""
    right = f" ({_pieces(line.right)})" if line.right and text else _pieces(line.right)
    depth = line.indent // 2
    if any(p.quote for p in line.pieces):
        yield f"{'  ' * max(0, depth - 1)}> {text}"
    elif line.indent:
        yield f"{'  ' * (depth - 1)}- {label}{text}{right}"
    else:
        yield f"{label}{text}{right}"
        yield ""


def _grid(grid: Grid) -> Iterable[str]:
    for line in grid.above:
        yield from _line(line)
    shown_columns = [i for i, c in enumerate(grid.columns) if not c.picture]
    if grid.rows and shown_columns:
        yield ""
        yield "| " + " | ".join(escape(grid.columns[i].head) or " " for i in shown_columns) + " |"
        yield "|" + "|".join(" ---: " if grid.columns[i].right else " --- " for i in shown_columns) + "|"
        for row in grid.rows:
            if any(_cell(row.cells[i]) for i in shown_columns):
                yield "| " + " | ".join(_cell(row.cells[i]) or " " for i in shown_columns) + " |"
        yield ""
        for row in grid.rows:
            if row.lines:
                yield from _below(row)
    for line in grid.below:
        yield from _line(line)


def _below(row: Row) -> Iterable[str]:
    name = _cell(row.cells[0])
    yield name if name.startswith("**") else f"**{name}**"
    yield ""
    for line in row.lines:
        yield from _line(line)
    yield ""


def to_markdown(report: Report, screen: Screen) -> str:
    """The page of a report as Markdown."""
    lines: list[str] = []
    for grid in lay_page(report).grids:
        for line in _grid(grid):
            if line or (lines and lines[-1]):
                lines.append(line.rstrip())
    # The first heading is that of the page.
    return re.sub("^### ", "## ", "\n".join(lines).strip("\n")) + "\n" if lines else ""
