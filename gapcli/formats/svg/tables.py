"""Tables as blocks: columns that share the width, and cells by what they are."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from gapcli.formats.svg.canvas import Canvas
from gapcli.formats.svg.lines import (
    GAP,
    SMALL,
    TEXT,
    Block,
    Lines,
    draw_badge,
    find_leading,
    lay_words,
    make_space,
    measure_badge,
    put_below,
    put_beside,
    read_words,
)
from gapcli.formats.svg.signs import draw_bar
from gapcli.formats.svg.widths import clean, measure, measure_longest
from gapcli.pages.grid import Bar, Cell, Grid, Piece, Pieces, Stack, dim

PICTURE, LEAST_PICTURE, MOST_PICTURE = 400.0, 240.0, 560.0
"""How wide a bar is, at least and at most."""
LEAST_WORDS, LONGEST = 130.0, 240.0
"""How wide a column of words is at least where these are folded, and from where on a single word is broken."""
WIDE_FIGURE = 150.0
"""How wide a column of figures becomes where there is room."""
NARROW_GAP = 10.0
"""Between columns that are figures on their colours."""
PAD = 9.0
"""Over and under a row."""
STEPS = 40
"""How often a width is halved until it is found."""


class Span(NamedTuple):
    """How wide a column may be."""

    least: float = 0
    whole: float = 0
    """From here on nothing in it is folded."""


def join_spans(spans: Sequence[Span]) -> Span:
    """That of what stands below each other."""
    return Span(max((s.least for s in spans), default=0), max((s.whole for s in spans), default=0))


def span_words(pieces: Pieces, size: float) -> Span:
    """That of words, which can be folded."""
    cleaned = clean(pieces)
    whole = measure(cleaned, size)
    least = min(max(measure_longest(cleaned, size), LEAST_WORDS), LONGEST)
    return Span(min(whole, least), whole)


def is_figure(cell: Cell) -> bool:
    """Whether a cell is a figure on its colour, or says in its place that there is none."""
    words = read_words(cell)
    return bool(words) and bool(words[0].tone)


class Table:
    """A grid of columns."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.columns = [[row.cells[i] for row in grid.rows] for i in range(len(grid.columns))]
        self.figures = [any(map(is_figure, map(_find_first, cells))) for cells in self.columns]
        # How wide what stands beside the figures of a column is: what changed since a day.
        self.asides = [max(map(_measure_aside, cells), default=0) for cells in self.columns]
        self.many = sum(self.figures) > 1
        self.gap = NARROW_GAP if self.many and not any(self.asides) else GAP

    @cached_property
    def spans(self) -> list[Span]:
        """Of each column."""
        spans = []
        for i, cells in enumerate(self.columns):
            spans.append(join_spans([*self.span_head(i), *(self.span_cell(cell, i) for cell in cells)]))
        return spans

    @property
    def least(self) -> float:
        """How wide it is at least."""
        return sum(span.least for span in self.spans) + self.gap * (len(self.spans) - 1)

    def span_head(self, i: int) -> Iterator[Span]:
        """Of the head of a column, line by line."""
        column = self.grid.columns[i]
        for line in column.head.split("\n") if column.head and self.grid.heads else ():
            yield span_words(dim(line), SMALL)

    def span_cell(self, cell: Cell, i: int) -> Span:
        """Of a cell of a column."""
        match cell:
            case Bar():
                return Span(LEAST_PICTURE, PICTURE)
            case Stack():
                lines = (self.span_cell(line, i) if is_figure(line) else span_words(line, SMALL) for line in cell.lines)
                return join_spans([*lines, span_words(cell.words, SMALL)])
        words = read_words(cell)
        if is_figure(words):
            width = measure_badge(clean(words), TEXT) + self.asides[i]
            return Span(width, width)
        return span_words(words, TEXT)

    def find_widths(self, room: float) -> list[float]:
        """The widths of the columns in a room: where all are too wide together, the widest are folded to one width."""
        spans = self.spans
        room -= self.gap * (len(spans) - 1)
        whole = [span.whole for span in spans]
        left = room - sum(whole)
        if left >= 0:
            return self.widen(whole, left)
        low, high = 0.0, max(whole)
        for _ in range(STEPS):
            middle = (low + high) / 2
            fits = sum(max(span.least, min(span.whole, middle)) for span in spans) <= room
            low, high = (middle, high) if fits else (low, middle)
        return [max(span.least, min(span.whole, low)) for span in spans]

    def widen(self, widths: Sequence[float], left: float) -> list[float]:
        """The widths with what is left given to pictures, or to figures."""
        grows = [self.find_most(i) for i in range(len(widths))]
        wanted = [max(0.0, most - width) for most, width in zip(grows, widths)]
        share = min(1.0, left / sum(wanted)) if any(wanted) else 0.0
        return [width + share * each for width, each in zip(widths, wanted)]

    def find_most(self, i: int) -> float:
        """How wide a column becomes where there is room; 0 of one that has no use for it."""
        if self.grid.columns[i].picture:
            return MOST_PICTURE
        return WIDE_FIGURE + self.asides[i] if self.figures[i] and self.many else 0.0

    # --- blocks ---

    def lay(self, room: float) -> Block:
        """Heads and rows, with a line over each row."""
        widths = self.find_widths(room)
        starts = [sum(widths[:i]) + self.gap * i for i in range(len(widths))]
        whole = sum(widths) + self.gap * (len(widths) - 1)
        blocks = [self.lay_heads(widths, starts)] if self.grid.heads else []
        for row in self.grid.rows:
            cells = put_beside([(starts[i], self.lay_cell(cell, i, widths[i])) for i, cell in enumerate(row.cells)])
            below = Lines(room, 0).lay(row.lines)
            blocks.append(_put_in_row(put_below((cells, below)), whole))
        return put_below(blocks)

    def lay_heads(self, widths: Sequence[float], starts: Sequence[float]) -> Block:
        """The heads of all columns, each down to the rows."""
        heads = [self.lay_head(i, widths[i]) for i in range(len(widths))]
        height = max(block.height for block in heads)
        lowered = [(start, put_below((make_space(height - head.height), head))) for start, head in zip(starts, heads)]
        return put_below([put_beside(lowered), make_space(6 if height else 0)])

    def lay_head(self, i: int, width: float) -> Block:
        """The head of a column; of a picture what stands at its ends."""
        column = self.grid.columns[i]
        if column.poles:
            left, right = column.poles
            ends = lay_words(dim(left), width, SMALL), lay_words(dim(right), width, SMALL, "end")
            return put_beside([(0, end) for end in ends])
        anchor = "middle" if self.figures[i] and self.many else "end" if column.right else "start"
        return put_below([lay_words(dim(line), width, SMALL, anchor) for line in column.head.split("\n") if line])

    def lay_cell(self, cell: Cell, i: int, width: float) -> Block:
        """A cell of a column in its width."""
        match cell:
            case Bar():
                return Block(find_leading(TEXT), lambda canvas, x, y: draw_bar(canvas, cell, x, y + 0.7 * TEXT, width))
            case Stack():
                lines = [self.lay_line(line, i, width) for line in cell.lines]
                space = [make_space(6)] if cell.words else []
                return put_below([*lines, *space, lay_words(cell.words, width, SMALL)])
        words = read_words(cell)
        if is_figure(words):
            return self.lay_figure(words, i, width)
        return lay_words(words, width, TEXT, "end" if self.grid.columns[i].right else "start")

    def lay_line(self, line: Pieces, i: int, width: float) -> Block:
        """A line of a stack."""
        return self.lay_figure(line, i, width) if is_figure(line) else lay_words(line, width, SMALL)

    def lay_figure(self, cell: Pieces, i: int, width: float) -> Block:
        """A figure on its colour as wide as the column, with what changed beside it."""
        figure, aside = clean(cell), _find_aside(cell)
        beside = width - self.asides[i]

        def draw(canvas: Canvas, x: float, y: float) -> None:
            if figure[0].tone == "unknown":
                canvas.write(x + beside / 2, y, figure[:1], TEXT, "middle")
            else:
                draw_badge(canvas, figure, x, y, beside, TEXT)
            if aside:
                canvas.write(x + width, y + TEXT - SMALL, aside, SMALL, "end")

        return Block(find_leading(TEXT), draw)


def _find_first(cell: Cell) -> Cell:
    """The figure of a stack; any other cell as it is."""
    return cell.lines[0] if isinstance(cell, Stack) else cell


def _measure_aside(cell: Cell) -> float:
    aside = _find_aside(_find_first(cell))
    return measure(aside, SMALL) + NARROW_GAP / 2 if aside else 0


def _find_aside(cell: Cell) -> list[Piece]:
    """What stands beside the figure of a cell."""
    return clean(tuple(piece for piece in read_words(cell) if not piece.tone)) if is_figure(cell) else []


def _put_in_row(block: Block, width: float) -> Block:
    """A row between its line and the next."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.draw_line((x, y), (x + width, y), "line")
        block.draw(canvas, x, y + PAD)

    return Block(block.height + 2 * PAD, draw)
