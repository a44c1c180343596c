"""Words, badges and lines of text as blocks of a known height, which are drawn where there is a place for them."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from gapcli.formats.svg.canvas import Canvas
from gapcli.formats.svg.signs import draw_cover, draw_known, draw_sign
from gapcli.formats.svg.widths import (
    NO_BREAK,
    PADDING,
    break_lines,
    clean,
    is_badge,
    is_drawn,
    measure,
)
from gapcli.pages.grid import Axis, Bar, Cell, Interval, Line, Piece, Pieces, Ruler, Stack, bold
from gapcli.text import reads_leftward
from gapcli.words import phrases

TITLE, HEAD, LEAD, TEXT, SMALL = 30.0, 19.0, 20.0, 17.0, 15.0
"""The sizes of letters: of the title, of a heading, of the first sentences, of the rest, and of what qualifies."""
LEADING, LEFTWARD_LEADING = 1.4, 1.65
"""How high a line is, in letters of its size; Arabic needs more room."""
GAP = 28.0
"""Between columns."""
INDENT = 9.0
"""How far a line is in for each blank of its indent."""
_RADIUS = 4.0


class Block(NamedTuple):
    """What takes a known height."""

    height: float
    draw: Callable[[Canvas, float, float], None]
    """On a canvas, from a place at its start and its top."""


EMPTY = Block(0, lambda canvas, x, y: None)


def find_leading(size: float) -> float:
    """How high a line is of letters of a size."""
    return size * (LEFTWARD_LEADING if phrases.LEFTWARD else LEADING)


def put_below(blocks: Iterable[Block]) -> Block:
    """Blocks one below the other."""
    listed = [*blocks]

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for block in listed:
            block.draw(canvas, x, y)
            y += block.height

    return Block(sum(block.height for block in listed), draw)


def put_beside(blocks: Iterable[tuple[float, Block]]) -> Block:
    """Blocks beside each other, each after how far in it begins."""
    listed = [*blocks]

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for start, block in listed:
            block.draw(canvas, x + start, y)

    return Block(max((block.height for _, block in listed), default=0), draw)


def make_space(height: float) -> Block:
    """Nothing, of a height."""
    return Block(height, EMPTY.draw)


def read_words(cell: Cell) -> Pieces:
    """The words of a cell; of a picture and of a stack none."""
    return () if isinstance(cell, (Axis, Bar, Interval, Ruler, Stack)) else cell


# --- words ----------------------------------------------------------------------------------------


def lay_words(pieces: Pieces, room: float, size: float = TEXT, anchor: str = "start") -> Block:
    """Words folded into a room, from its start, in its middle or at its end."""
    lines = break_lines(clean(pieces), room, size)
    leading = find_leading(size)
    shift = {"start": 0.0, "middle": room / 2, "end": room}[anchor]

    def draw(canvas: Canvas, x: float, y: float) -> None:
        for i, line in enumerate(lines):
            if anchor == "start" or not all(map(_is_text, line)):
                draw_line(canvas, line, x, y + i * leading, size)
            else:
                canvas.write(x + shift, y + i * leading, line, size, anchor)

    return Block(len(lines) * leading, draw)


def lay_quote(pieces: Pieces, room: float, size: float = TEXT) -> Block:
    """The words of others, in their own direction from their own side of the room."""
    lines = break_lines(clean(pieces), room, size)
    leading = size * LEFTWARD_LEADING
    leftward = reads_leftward("".join(piece.text for piece in pieces))

    def draw(canvas: Canvas, x: float, y: float) -> None:
        at = x + (room if leftward != canvas.leftward else 0)
        for i, line in enumerate(lines):
            canvas.write(at, y + i * leading, line, size, leftward=leftward)

    return Block(len(lines) * leading, draw)


def draw_line(canvas: Canvas, line: Sequence[Piece], x: float, y: float, size: float) -> None:
    """A line of words, with badges, signs and wide blanks between them."""
    parts = [piece._replace(text=part) for piece in line for part in re.split("( {2,})", piece.text) if part]
    for is_text, group in groupby(parts, key=_is_text):
        pieces = [*group]
        if is_text:
            # Some programs draw no blank at the beginning.
            words = pieces[0]._replace(text=pieces[0].text.lstrip(" "))
            blanks = measure(pieces[:1], size) - measure([words], size)
            canvas.write(x + blanks, y, [words, *pieces[1:]], size)
        for piece in pieces:
            width = measure([piece], size)
            if is_drawn(piece):
                draw = draw_sign if piece.style == "sign" else draw_known
                draw(canvas, piece.text, x + width / 2 - 0.1 * size, y + 0.7 * size, size)
            elif is_badge(piece):
                draw_badge(canvas, (piece,), x, y, width, size)
            x += width


def _is_text(piece: Piece) -> bool:
    return not (is_badge(piece) or is_drawn(piece) or piece.text.startswith("  "))


def draw_badge(canvas: Canvas, pieces: Sequence[Piece], x: float, y: float, width: float, size: float) -> None:
    """A figure on the colour of its level, with how much is known; hatched where that is too little."""
    figure = pieces[0]
    words = figure.text.removeprefix(phrases.HATCH).replace(NO_BREAK, " ")
    thin = figure.text.startswith(phrases.HATCH)
    glyph = next((p.text.strip() for p in pieces[1:] if p.style == "cover"), "")
    letters = [Piece(words, "bold")]
    wide, cover = measure(letters, size), 0.4 * size if glyph else 0
    start = x + (width - wide - 2.6 * cover) / 2
    top, height = y - 0.12 * size, 1.6 * size
    colour = "ink" if thin else f"on-{figure.tone}"
    if thin:
        canvas.draw_box(x, top, width, height, _RADIUS, fill="card")
        canvas.draw_box(x, top, width, height, _RADIUS, stroke=f"thin-{figure.tone}", hatch=f"thin-{figure.tone}")
        plate = wide + 2.6 * cover
        canvas.draw_box(start - 0.3 * size, top + 0.12 * size, plate + 0.6 * size, height - 0.24 * size, 3, fill="card")
    else:
        canvas.draw_box(x, top, width, height, _RADIUS, fill=figure.tone)
    canvas.write(start + wide / 2, y, letters, size, "middle", colour)
    if glyph:
        draw_cover(canvas, glyph, start + wide + 1.6 * cover, y + 0.7 * size, cover, colour)


def measure_badge(pieces: Sequence[Piece], size: float) -> float:
    """How wide a badge is, with how much is known behind its figure."""
    return measure(pieces[:1], size) + (1.04 * size if len(pieces) > 1 else 0) + PADDING * size


# --- lines ----------------------------------------------------------------------------------------


class Lines:
    """Lines of text under each other, in a room."""

    def __init__(self, room: float, label: float, first: bool = False) -> None:
        """`label`: how wide the column of labels is. `first`: whether the lines begin the picture, with its title."""
        self.room, self.label, self.first = room, label, first
        self.before, self.size = Line(()), 0.0

    def lay(self, lines: Iterable[Line]) -> Block:
        """The lines, but for what is to be typed."""
        return put_below([self._lay_line(line) for line in lines if not line.typed])

    def _lay_line(self, line: Line) -> Block:
        before, self.before = self.before, line
        if line.rule:
            return Block(24, lambda canvas, x, y: canvas.draw_line((x, y + 12), (x + self.room, y + 12), "line"))
        if not (line.pieces or line.right or line.label):
            return make_space(14)
        start = INDENT * line.indent
        if any(piece.quote for piece in line.pieces):
            return put_beside([(start, lay_quote(line.pieces, self.room - start))])
        if line.pieces and not line.indent and line.pieces[0].style == "bold":
            self.size = 0
            title = self.first and not before.pieces
            head = self._lay_text(line, TITLE if title else HEAD)
            return put_below((make_space(0 if title else 12), head, make_space(6)))
        size = SMALL if all(piece.style in ("dim", "weak", "cover") for piece in line.pieces) else TEXT
        if self.first and size == TEXT:
            size = LEAD
        begins = (before.indent and not line.indent) or size != self.size > 0
        self.size = size
        return put_below((make_space(8 if begins else 3), self._lay_text(line, size)))

    def _lay_text(self, line: Line, size: float) -> Block:
        """A line after its label, with what stands at its other end, or below it where there is no room beside it."""
        start = INDENT * line.indent
        blocks = [(start, lay_words(bold(line.label), self.label - GAP / 2, size))] if line.label else []
        start += self.label if line.label else 0
        room = self.room - start
        right = measure(clean(line.right), SMALL)
        if right and measure(clean(line.pieces), size) + GAP + right > room:
            below = (lay_words(line.pieces, room, size), lay_words(line.right, room, SMALL))
            return put_beside([*blocks, (start, put_below(below))])
        blocks.append((start, lay_words(line.pieces, room, size)))
        if right:
            drop = make_space(size - SMALL)
            blocks.append((self.room - right, put_below((drop, lay_words(line.right, right, SMALL, "end")))))
        return put_beside(blocks)
