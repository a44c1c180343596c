"""A page as plain HTML, in which a notebook shows a report: without colours, and with pictures as Markdown has them."""

import re
from collections.abc import Iterator
from html import escape as escape_html

from gapcli.formats.markdown import draw_chart, list_grids
from gapcli.formats.table import split_runs
from gapcli.pages.grid import Axis, Bar, Cell, Grid, Interval, Line, Ruler, Stack
from gapcli.reports.report import Report
from gapcli.text import SIGNED, shown
from gapcli.words import phrases

_MARKS = {"bold": "b", "weak": "i"}


def _escape(text: str) -> str:
    return "<br>".join(escape_html(shown(line)) for line in text.replace("\t", " ").split("\n"))


def _say(cell: Cell) -> str:
    """A cell; of a picture nothing."""
    if isinstance(cell, (Bar, Axis, Interval, Ruler)):
        return ""
    if isinstance(cell, Stack):
        return "<br>".join(filter(None, map(_say, (*cell.lines, cell.words))))
    text = ""
    for piece in cell:
        mark = _MARKS.get(piece.style, "bdi")
        # Each in its own direction, but for a line from right to left, whose pieces have that of the line.
        own = "" if phrases.LEFTWARD and not piece.quote else ' dir="auto"'
        text += f"<{mark}{own}>{_direct(piece.text)}</{mark}>" if piece.text.strip() else piece.text
    return text


def _direct(text: str) -> str:
    """A text in which what reads the other way is apart: figures with their signs, or names from right to left."""
    if phrases.LEFTWARD:
        return re.sub(SIGNED, r'<bdi dir="ltr">\g<0></bdi>', _escape(text))
    return "".join(f"<bdi>{_escape(part)}</bdi>" if leftward else _escape(part) for part, leftward in split_runs(text))


def _line(line: Line) -> str:
    parts = (f"<b>{_escape(line.label)}</b>" if line.label else "", _say(line.pieces), _say(line.right))
    text = " ".join(filter(None, parts))
    return f'<div style="margin-inline-start:{line.indent // 2}em">{text}</div>' if text else ""


def _grid(grid: Grid) -> Iterator[str]:
    yield from map(_line, grid.above)
    if grid.chart and (chart := draw_chart(grid)):
        yield f"<pre>{escape_html(chart)}</pre>"
    which = [i for i, column in enumerate(grid.columns) if not column.picture]
    heads = "".join(f"<th>{_escape(grid.columns[i].head)}</th>" for i in which)
    rows = [f"<tr>{heads}</tr>"] if any(grid.columns[i].head for i in which) else []
    for row in grid.rows:
        if any(cells := [_say(row.cells[i]) for i in which]):
            rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
        if lines := "".join(map(_line, row.lines)):
            rows.append(f'<tr><td colspan="{len(which)}">{lines}</td></tr>')
    if rows:
        yield f"<table>{''.join(rows)}</table>"
    yield from map(_line, grid.below)


def to_html(report: Report) -> str:
    """The page of a report as a piece of HTML."""
    page = "".join(text for grid in list_grids(report) for text in _grid(grid))
    return f'<div dir="rtl" lang="{phrases.LANGUAGE}">{page}</div>' if phrases.LEFTWARD else page
