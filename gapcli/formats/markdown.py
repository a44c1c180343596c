"""A page as Markdown: headings, tables and lists, as GitHub and Pandoc read them alike.

Of pictures only positions on a scale are drawn, as code: of the others other columns say the same.
"""

import re
from collections.abc import Iterable
from textwrap import dedent

from gapcli.formats import Screen
from gapcli.formats.layout import lay_out
from gapcli.formats.table import paint
from gapcli.pages import lay_page
from gapcli.pages.grid import Axis, Bar, Cell, Grid, Interval, Line, Ruler, Stack
from gapcli.reports.report import Report
from gapcli.text import shown
from gapcli.words import phrases

_SPECIAL = re.compile(r"""[\\`*_\[\]<>|$#~&^"]|^[-+=]|^:(?=[ :])|-(?=-)|\.(?=\.\.)|'(?!\w)|(?<!\w)'""")
"""What is escaped: markup, and what Pandoc sets as typographers do, but for the `'` within a word."""
_LINKED = re.compile(
    r"(?<=@)(?=[\w{])|(?<=#)(?=\d)|(?<=GH-)(?=\d)|(?<=\w:)(?=//)|(?<=www)(?=\.)|(?<=:)(?=[\w+-]+:)"
    r"|(?<=\b[0-9a-f])(?=(?=[0-9]*[a-f])[0-9a-f]{6,39}\b)",
    re.I,
)
"""Where GitHub finds what it makes a link or a picture of: names, numbers of issues, addresses, commits, `:smile:`."""
_APART = "<!-- -->"
"""What no reader shows, and no such thing has inside."""
_NUMBER = re.compile(r"^\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|\\#|@(?:<!-- -->)?[\w-]*)(?=[.)](?: |$))")
"""What numbers an item of a list at the beginning of a line; Pandoc counts in letters, too."""
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
        said = escape(words)
        if piece.quote:
            # Of the words of others not even an apostrophe is set otherwise.
            said = re.sub(r"(?<!\\)'", r"\'", said)
        text += piece.text.replace(words, f"{mark}{said}{mark}") if words else piece.text
    return text.strip(" ") if any(p.quote for p in cell) else re.sub(" {2,}", " ", text.strip(" "))


def _line(line: Line) -> Iterable[str]:
    if line.rule or not (line.pieces or line.right or line.label):
        yield ""
        return
    text = _say(line.pieces)
    if line.pieces and not line.indent and all(p.style == "bold" for p in line.pieces):
        name = " ".join(filter(None, (line.label, *(p.text for p in line.pieces))))
        yield from ("", "### " + escape(name), "", _say(line.right), "")
        return
    # Where no verb follows a name, it stands apart from what is told of it.
    colon = ":" if phrases.LEFTWARD and line.label[-1:].isalpha() else ""
    label = f"**{escape(line.label)}{colon}** " if line.label else ""
    said = _say(line.right)
    right = f" ({said})" if said and text else said
    depth = line.indent // 2
    if line.indent:
        # Pandoc finds a quote within a list only where an item begins with it.
        mark = "> " if any(p.quote for p in line.pieces) else ""
        yield f"{'  ' * (depth - 1)}- {mark}{label}{text}{right}"
    else:
        # What follows an item of a list would else be a part of it.
        yield from ("", f"{label}{text}{right}", "")


def draw_chart(grid: Grid) -> str:
    """The lines of a chart without the words that belong to them; empty where it has none."""
    rows = [row._replace(cells=(*row.cells[:2], ())) for row in grid.rows if row.cells[1] or not any(row.cells[2:])]
    if phrases.LEFTWARD or not any(row.cells[1] for row in rows):
        # In code that is read from the left the words of a scale would not meet their places.
        return ""
    text = paint(lay_out((grid._replace(rows=rows, above=(), below=()),), Screen()), Screen())
    return "\n".join(line.rstrip() for line in dedent(text).strip("\n").split("\n"))


def _draw(chart: str) -> Iterable[str]:
    if not chart:
        return ()
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", chart)), default=0))
    return ("", f"{fence}text", *chart.split("\n"), fence, "")


def _table(grid: Grid) -> Iterable[str]:
    """The cells of a grid, but for its pictures; nothing where all are empty."""
    which = [i for i, c in enumerate(grid.columns) if not c.picture]
    lines = [[_say(row.cells[i]) for i in which] for row in grid.rows]
    if any(map(any, lines)):
        yield ""
        yield "| " + " | ".join(escape(grid.columns[i].head.replace("\n", " ")) or " " for i in which) + " |"
        yield "|" + "|".join(" ---: " if grid.columns[i].right else " --- " for i in which) + "|"
        yield from ("| " + " | ".join(cell or " " for cell in cells) + " |" for cells in lines if any(cells))
        yield ""


def _grid(grid: Grid) -> Iterable[str]:
    for line in grid.above:
        yield from _line(line)
    if grid.chart:
        yield from _draw(draw_chart(grid))
    yield from _table(grid)
    for row in grid.rows if any(not column.picture for column in grid.columns) else ():
        if row.lines:
            name = _say(row.cells[0])
            yield from (name if name.startswith("**") else f"**{name}**", "")
            for line in row.lines:
                yield from _line(line)
            yield ""
    for line in grid.below:
        yield from _line(line)


def list_grids(report: Report) -> Iterable[Grid]:
    """The page of a report, without what only explains pictures that are not drawn."""
    page = lay_page(report)
    if not phrases.LEFTWARD and any(grid.chart for grid in page):
        return page
    return (grid._replace(above=_drop(grid.above), below=_drop(grid.below)) for grid in page)


def _drop(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines without pictures: of what explains them only what it is short for."""
    lines = (line._replace(pieces=line.short, picture=not line.short) if line.picture else line for line in lines)
    return tuple(line for line in lines if not line.picture)


def to_md(report: Report, screen: Screen) -> str:
    """The page of a report as Markdown."""
    lines: list[str] = []
    for grid in list_grids(report):
        for line in _grid(grid):
            if line or (lines and lines[-1]):
                lines.append(line.rstrip())
    # The first heading is that of the page.
    text = re.sub("^### ", "## ", "\n".join(lines).strip("\n"))
    if text and phrases.LEFTWARD:
        text = f'<div dir="rtl" lang="{phrases.LANGUAGE}">\n\n{text}\n\n</div>'
    return f"{text}\n" if text else ""
