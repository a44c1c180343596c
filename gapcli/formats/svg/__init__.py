"""A report as a picture: SVG, whose words are text, in one file that loads nothing and has no script."""

from collections.abc import Iterator, Mapping
from zlib import crc32

from gapcli.formats import Screen
from gapcli.formats.svg.canvas import FONTS, LEFTWARD_FONTS, Canvas, write_number
from gapcli.formats.svg.charts import Chart, measure_names
from gapcli.formats.svg.lines import GAP, HEAD, Block, Lines, make_space, put_below, read_words
from gapcli.formats.svg.tables import Table
from gapcli.formats.svg.widths import clean, measure
from gapcli.formats.tree import Html, tag
from gapcli.pages import lay_file
from gapcli.pages.grid import Cell, Grid, Line, Page, Pieces, Stack, bold
from gapcli.reports.report import Report
from gapcli.words import phrases

WIDTH, EDGE = 1280.0, 48.0
"""How wide a picture is where its columns have room in it, and what stays free around it."""
LABEL = 220.0
"""How wide the column of labels is at most."""


def to_svg(report: Report, screen: Screen) -> str:
    """The page of a report as one picture."""
    page = lay_file(report)
    tables = {i: Table(grid) for i, grid in enumerate(page) if grid.rows and not grid.chart}
    room = max([WIDTH - 2 * EDGE, *(table.least for table in tables.values())])
    block = put_below(_lay_grids(page, tables, room))
    width, height = room + 2 * EDGE, block.height + 2 * EDGE
    title, *said = _say_page(page)
    canvas = Canvas(width, phrases.LEFTWARD, screen.theme, f"{crc32(' '.join([title, *said]).encode()):08x}")
    canvas.draw_box(0, 0, width, height, fill="paper")
    block.draw(canvas, EDGE, EDGE)
    return f"{_put_in_file(canvas, height, title, said)}\n"


def _put_in_file(canvas: Canvas, height: float, title: str, said: list[str]) -> Html:
    """What was drawn as a file, with its title, and with what it says for who does not see it."""
    ids = [f"{name}-{canvas.key}" for name in ("title", "desc")]
    looks, hatches = canvas.paint(fill="ink"), [*canvas.write_hatches()]
    style = canvas.write_style()
    parts = [
        tag("title", title, id=ids[0]),
        tag("desc", [[line, Html("\n")] for line in said], id=ids[1]),
        tag("style", Html(style)) if style else None,
        tag("defs", hatches) if hatches else None,
        tag("g", [[Html("\n"), part] for part in canvas.parts], Html("\n"), **looks),
    ]
    size = {"width": write_number(canvas.width), "height": write_number(height)}
    lines = [[Html("\n"), part] for part in parts if part]
    attributes = size | {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {size['width']} {size['height']}",
        "role": "img",
        "aria_labelledby": " ".join(ids),
        "lang": phrases.LANGUAGE,
        "xml:space": "preserve",
        "font_family": LEFTWARD_FONTS if phrases.LEFTWARD else FONTS,
    }
    return tag("svg", lines, Html("\n"), **attributes)


def _lay_grids(page: Page, tables: Mapping[int, Table], room: float) -> Iterator[Block]:
    """The grids from above; `tables`: those that are none of charts, by their places."""
    name = measure_names(page)
    for i, grid in enumerate(page):
        lines = Lines(room, _measure_labels(grid), first=not i)
        yield lines.lay(grid.above)
        if grid.rows:
            yield make_space(12)
            yield tables[i].lay(room) if i in tables else Chart(grid, room, name).lay()
            yield make_space(12)
        lines.first = False
        yield lines.lay(grid.below)


def _measure_labels(grid: Grid) -> float:
    """How wide the column of labels is."""
    labels = (line.label for line in (*grid.above, *grid.below) if line.label)
    return min(LABEL, max((measure(clean(bold(label)), HEAD) + GAP / 2 for label in labels), default=0))


def _say_page(page: Page) -> list[str]:
    """The title; then the other lines over the first table, and each row of all, as who does not see it is told."""
    first, *more = page[0].above or (Line(()),)
    lines = [_say((*line.pieces, *line.right)) for line in more if not line.picture]
    rows = (phrases.SEMICOLON.join(filter(None, map(_say_cell, row.cells))) for grid in page for row in grid.rows)
    return [_say(first.pieces), *filter(None, [_say(first.right), *lines, *rows])]


def _say_cell(cell: Cell) -> str:
    lines = (*cell.lines, cell.words) if isinstance(cell, Stack) else (read_words(cell),)
    return " ".join(filter(None, map(_say, lines)))


def _say(pieces: Pieces) -> str:
    return " ".join("".join(piece.text.removeprefix(phrases.HATCH) for piece in clean(pieces)).split())
