"""Charts as blocks: a scale, and under it a line a party with its words."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from gapcli.formats.svg.canvas import Canvas
from gapcli.formats.svg.lines import (
    GAP,
    SMALL,
    TEXT,
    Block,
    find_leading,
    lay_words,
    make_space,
    put_below,
    put_beside,
    read_words,
)
from gapcli.formats.svg.signs import draw_sign
from gapcli.formats.svg.widths import clean, measure
from gapcli.pages.grid import SIGNS, Axis, Cell, Grid, Mark, Page, Pieces, Row, Ruler, dim

NAME = 190.0
"""How wide names are at most before they are folded."""
SHARE = 0.47
"""Which part of the rest is the scale's."""
TICK = 14.0
"""The size of the letters of an answer on the scale."""
LEVELS, WIDEST = 3, 0.7
"""How many rows the words of a scale take at most, and how much of it those of one answer."""
SIGN = 19.0
"""The size of a sign, and how far two stand apart at least."""
PAD = 7.0


class Label(NamedTuple):
    """The words of an answer, and where they stand."""

    words: str
    start: float
    level: int


class Chart:
    """A grid whose rows are lines of one picture."""

    def __init__(self, grid: Grid, room: float, name: float) -> None:
        """`name`: how wide the column of names is."""
        self.grid, self.room, self.name = grid, room, name
        self.ruler = next((row.cells[1] for row in grid.rows if isinstance(row.cells[1], Ruler)), None)
        self.start = self.name + GAP
        self.size = round(SHARE * (room - self.start))

    @cached_property
    def labels(self) -> list[Label]:
        """The words of the answers, in rows where they would meet; those that find no place are left out."""
        labels, ends = [], [0.0] * LEVELS
        for tick in sorted(self.ruler.ticks if self.ruler else (), key=lambda tick: tick.place):
            words = "".join(piece.text for piece in clean(dim(tick.name or tick.words)))
            width = measure(dim(words), TICK)
            start = min(max(0.0, tick.place * self.size - width / 2), self.size - width)
            level = next((i for i, end in enumerate(ends) if start >= end), None)
            if words and level is not None and width < WIDEST * self.size:
                ends[level] = start + width + TICK
                labels.append(Label(words, start, level))
        return labels

    def lay(self) -> Block:
        """The scale and the lines under it."""
        blocks = []
        for row in self.grid.rows:
            blocks.append(self.lay_ruler() if isinstance(row.cells[1], Ruler) else self.lay_row(row))
        return put_below(blocks)

    def lay_ruler(self) -> Block:
        """The poles over the ends of the scale, and its answers below it."""
        ruler = self.ruler
        assert ruler is not None
        half = self.size / 2 - GAP / 2
        poles = [lay_words(dim(pole), half, SMALL, anchor) for pole, anchor in zip(ruler.poles, ("start", "end"))]
        height = max(pole.height for pole in poles)
        over = [put_below((make_space(height - pole.height), pole)) for pole in poles]
        levels = 1 + max((label.level for label in self.labels), default=-1)
        leading = find_leading(TICK)

        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.draw_line((x, y), (x + self.size, y), "soft")
            for tick in ruler.ticks:
                at = x + tick.place * self.size
                size, colour, width = (11, "ink", 3) if tick.today else (7, "soft", 1)
                canvas.draw_line((at, y), (at, y + size), colour, width)
            for words, start, level in self.labels:
                middle = x + start + measure(dim(words), TICK) / 2
                canvas.write(middle, y + 11 + level * leading, dim(words), TICK, "middle")

        scale = Block(14 + levels * leading, draw)
        beside = put_beside([(0, over[0]), (self.size / 2 + GAP / 2, over[1])])
        return put_beside([(self.start, put_below((beside, make_space(4), scale)))])

    def lay_row(self, row: Row) -> Block:
        """The line of a party with its words; what has no line on the scale has its words in that place."""
        name, picture, words = row.cells
        start = self.start + (self.size + GAP if picture else 0)
        blocks = [(0.0, lay_words(_embolden(name), self.name, TEXT))]
        if words:
            said = lay_words(read_words(words), self.room - start, SMALL)
            blocks.append((start, put_below((make_space(TEXT - SMALL), said))))
        beside = put_beside(blocks)
        height = max(beside.height, find_leading(TEXT)) + 2 * PAD

        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.draw_line((x, y), (x + self.room, y), "line")
            if isinstance(picture, Axis):
                self.draw_axis(canvas, picture, x + self.start, y, height)
            beside.draw(canvas, x, y + PAD)

        return Block(height, draw)

    def draw_axis(self, canvas: Canvas, axis: Axis, x: float, top: float, height: float) -> None:
        """One party's line on the scale, from whose answers lines come down; no sign lies over another."""
        for tick in self.ruler.ticks if self.ruler else ():
            at = x + tick.place * self.size
            canvas.draw_line((at, top), (at, top + height), "closed" if tick.today else "line")
        y = top + PAD + 0.7 * TEXT
        canvas.draw_line((x, y), (x + self.size, y), "line", 2, "2 5")
        for low, high in axis.barred:
            start, end = x + low * self.size, x + high * self.size
            width = max(10.0, end - start)
            canvas.draw_box(min(start, x + self.size - width), y - 7, width, 14, hatch="soft")
        for low, high in axis.stretches:
            if high > low:
                canvas.draw_line((x + low * self.size, y), (x + high * self.size, y), "strong", 3)
        for sign, place in place_marks(axis.marks, self.size):
            draw_sign(canvas, SIGNS[sign], x + place, y, SIGN)


def measure_names(page: Page) -> float:
    """How wide the column of names of all charts is, so that all begin at one place."""
    names = (measure(clean(_embolden(row.cells[0])), TEXT) for grid in page if grid.chart for row in grid.rows)
    return min(NAME, max(names, default=0))


def place_marks(marks: Sequence[Mark], size: float) -> list[tuple[str, float]]:
    """The signs with their places on a line: of some at one place each stands a step further inwards."""
    placed: list[tuple[str, float]] = []
    for mark in marks:
        place = mark.place * size
        step = -SIGN if mark.place > 0.5 else SIGN
        while any(abs(place - other) < SIGN - 1 for _, other in placed) and 0 <= place + step <= size:
            place += step
        placed.append((mark.sign, place))
    return placed


def _embolden(name: Cell) -> Pieces:
    return tuple(piece._replace(style="bold") for piece in read_words(name))
