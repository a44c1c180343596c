"""Grids as HTML: tables, and pictures made of boxes on a line, which the direction of the page turns round."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from gapcli.formats.table import split_runs
from gapcli.formats.tree import Html, Node, join, tag, text
from gapcli.pages.grid import SIGNS, Axis, Bar, Cell, Column, Grid, Interval, Line, Mark, Piece, Pieces, Ruler, Stack
from gapcli.text import SIGNED, reads_leftward
from gapcli.words import phrases

_ID = re.compile(rf"(?<![\w.:/-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w.:/-])|[→◀▶◁▷●▒░≠]|(?P<signed>{SIGNED})")
"""What may be the id of a statement; the signs that point, which turn with the direction of the page; and figures whose
sign would else change sides with it."""
_BLANKS = re.compile(" {3,}")
LEVELS = 3
"""How many rows the words of a ruler take at most."""
LETTER = 0.0165
"""How much of an axis a letter of its words takes, on the narrowest axis that shows them."""
NEAR = 0.03
"""Signs that are nearer than this on an axis stand beside each other."""


class Drawing:
    """Draws grids, and keeps which places on a line are used, so that the style of the page has each once."""

    def __init__(self, anchors: Iterable[str] = ()) -> None:
        """`anchors`: to which every mention leads: the ids of statements, and of issues as `issue:enrichment`."""
        self.anchors = frozenset(anchors)
        self.places: set[str] = set()

    def put(self, start: float, end: float | None = None) -> str:
        """The classes of a box from one place to another, each 0 to 1; of a point the first alone."""
        names = [f"x{round(1000 * start)}", *([f"y{round(1000 * end)}"] if end is not None else [])]
        self.places.update(names)
        return " ".join(names)

    def write_style(self) -> str:
        """The rules of the places that were used."""
        order = sorted(self.places, key=lambda name: (name[0], int(name[1:])))
        return "".join(f".{name}{{--{name[0]}:{int(name[1:]) / 10:g}%}}" for name in order)

    # --- text ---

    def write(self, words: str) -> Node:
        """Text in which each id of a statement leads there, and a sign that points turns with the page.

        What reads from right to left in a page that does not is apart, so that it moves no figure.
        """
        if phrases.LEFTWARD or words.isascii():
            return self._write_part(words)
        return [tag("bdi", part) if leftward else self._write_part(part) for part, leftward in split_runs(words)]

    def _write_part(self, words: str) -> Node:
        parts, done = [], 0
        for found in _ID.finditer(words):
            id = found[0]
            if found["signed"] and phrases.LEFTWARD:
                parts += [text(words[done : found.start()]), tag("bdi", id, dir="ltr")]
                done = found.end()
            elif len(id) == 1 or id in self.anchors:
                parts += [text(words[done : found.start()]), self.draw_sign(id) if len(id) == 1 else _lead(id)]
                done = found.end()
        return [*parts, text(words[done:])]

    def draw_pieces(self, pieces: Pieces) -> Node:
        """Text in its looks; a name leads to its part of the page."""
        return [self._draw_piece(p, i, pieces) for i, p in enumerate(pieces)]

    def _draw_piece(self, piece: Piece, i: int, pieces: Pieces) -> Node:
        words = piece.text
        if i == 0 or i == len(pieces) - 1:
            words = words.lstrip() if i == 0 else words.rstrip()
        if piece.tone:
            thin = words.startswith(phrases.HATCH)
            look = f"tone {piece.tone}" + (" thin" if thin else "")
            return tag("span", self.write(words.removeprefix(phrases.HATCH).strip()), class_=look)
        issue = f"issue:{piece.link}"
        inner = tag("a", self.write(words), href=f"#{issue}") if issue in self.anchors else self._write_items(words)
        if piece.style == "bold":
            return tag("b", inner)
        return tag("span", inner, class_=piece.style) if piece.style else inner

    def _write_items(self, words: str) -> Node:
        """Text in which what three blanks part, as in a legend, is kept whole where lines end."""
        items = _BLANKS.split(words)
        return (
            self.write(words) if len(items) == 1 else [tag("span", self.write(item), class_="item") for item in items]
        )

    def draw_sign(self, sign: str) -> Html:
        """A sign; what points turns with the direction of the page, and the dot is drawn alike in every font."""
        if sign in (SIGNS["barred"], phrases.HATCH):
            return tag("i", class_="hatch")
        looks = {SIGNS["ask"]: "ask", "≠": "math"}
        return tag("b" if sign == SIGNS["ask"] else "span", sign, class_=looks.get(sign, "turns"))

    # --- grids ---

    def draw_grid(self, grid: Grid, level: int = 3) -> Node:
        """A grid: the lines above it, its table or its chart, the lines below it. `level`: of its headings."""
        draw = partial(self.draw_line, level=level)
        body = (self._draw_chart(grid) if grid.chart else self._draw_table(grid)) if grid.rows else None
        return [map(draw, grid.above), body, map(draw, grid.below)]

    def draw_line(self, line: Line, level: int = 3) -> Node:
        """A line: a heading where it is bold and stands at the edge, a quote, or a paragraph."""
        if line.rule or not (line.pieces or line.right or line.label):
            return tag("hr") if line.rule else None
        right = tag("span", self.draw_pieces(line.right), class_="right") if line.right else None
        label = tag("b", line.label, class_="label") if line.label else None
        if any(p.quote for p in line.pieces):
            words = "".join(p.text for p in line.pieces)
            return tag("blockquote", words, dir="rtl" if reads_leftward(words) else "ltr")
        if line.pieces and not line.indent and all(p.style == "bold" for p in line.pieces):
            return tag(f"h{level}", label, " " if label else None, [text(p.text) for p in line.pieces], right)
        kind = " ".join(
            [*([f"in{min(line.indent, 6)}"] if line.indent else []), *(["picture"] if line.picture else [])]
        )
        return tag("p", label, " " if label else None, tag("span", self.draw_pieces(line.pieces)), right, class_=kind)

    def _draw_table(self, grid: Grid) -> Html:
        columns = grid.columns
        stacked = any(isinstance(cell, Stack) for row in grid.rows for cell in row.cells)
        wide = stacked or (len(columns) > 5 and not any(c.picture for c in columns))
        head = (
            tag("thead", tag("tr", map(self._draw_head, columns))) if any(c.head or c.poles for c in columns) else None
        )
        rows: list[Node] = []
        for row in grid.rows:
            cells = [self._draw_cell(cell, column, i) for i, (cell, column) in enumerate(zip(row.cells, columns))]
            rows.append(tag("tr", cells))
            if row.lines:
                inner = tag("td", map(self.draw_line, row.lines), colspan=str(len(columns)))
                rows.append(tag("tr", inner, class_="under"))
        table = tag("table", head, tag("tbody", rows), class_="wide" if wide else "fits")
        return tag("div", table, class_="scroll", tabindex="0", role="group") if wide else table

    def _draw_head(self, column: Column) -> Html:
        words: Node = column.head.replace("\n", " ")
        if column.poles:
            words = tag("span", [tag("span", pole) for pole in column.poles], class_="poles")
        return tag(
            "th" if words else "td", words, scope="col" if words else None, class_="number" if column.right else None
        )

    def _draw_cell(self, cell: Cell, column: Column, i: int) -> Html:
        words: Node = join(self.draw_cell(cell))
        if column.narrow and cell:
            before, _, after = column.narrow.partition("{}")
            sides = (tag("span", side, class_="narrow") if side else None for side in (before, after))
            words = [next(sides), words, next(sides)]
        looks = [*(["number"] if column.right else []), *(["picture"] if column.picture else [])]
        pieces = cell.lines[0] if isinstance(cell, Stack) else cell if not isinstance(cell, _PICTURES) else ()
        heat = next((p for p in pieces if p.tone), None) if isinstance(cell, Stack) or column.right else None
        if heat:
            looks += ["heat", heat.tone, *(["thin"] if heat.text.startswith(phrases.HATCH) else [])]
        name = i == 0 and bool(join(words))
        return tag("th" if name else "td", words, scope="row" if name else None, class_=" ".join(looks))

    def draw_cell(self, cell: Cell) -> Node:
        """A cell by what it is."""
        match cell:
            case Bar():
                return self.draw_bar(cell)
            case Interval():
                return self._draw_interval(cell)
            case Axis():
                return self._draw_axis(cell)
            case Ruler():
                return self._draw_ruler(cell)
            case Stack():
                lines = (tag("div", self.draw_pieces(line)) for line in cell.lines)
                return [lines, tag("small", self.draw_pieces(cell.words)) if cell.words else None]
        return self.draw_pieces(cell)

    # --- pictures ---

    def draw_bar(self, bar: Bar) -> Html:
        """What is left when every offer is taken, what the offers close, and where the gap is."""
        if bar.bridge is None or bar.asks is None or bar.gap is None:
            return tag("div", class_="bar none", aria_hidden="true")
        low, high = sorted((bar.bridge, bar.asks))
        parts = [
            tag("i", class_=f"left {self.put(0, low)}"),
            tag("i", class_=f"closed {self.put(low, high)}"),
            tag("i", class_=f"at {self.put(bar.gap)}"),
        ]
        return tag("div", parts, class_="bar", aria_hidden="true")

    def _draw_interval(self, interval: Interval) -> Html:
        parts: list[Html] = []
        if interval.low is not None and interval.high is not None:
            parts.append(tag("i", class_=f"span {self.put(interval.low, interval.high)}"))
        if interval.at is not None:
            parts.append(tag("i", class_=f"at {self.put(interval.at)}"))
        return tag("div", parts, class_="bar interval" if parts else "bar none", aria_hidden="true")

    def _draw_axis(self, axis: Axis) -> Html:
        parts = [tag("i", class_=f"span {self.put(*ends)}") for ends in axis.stretches]
        parts += [tag("i", class_=f"barred {self.put(*ends)}") for ends in axis.barred]
        parts += self._draw_marks(axis.marks)
        return tag("div", parts, class_="axis", aria_hidden="true")

    def _draw_marks(self, marks: Sequence[Mark]) -> Iterator[Html]:
        """The signs, none over another: of some at one place each stands a step further inwards."""
        taken: list[float] = []
        for mark in marks:
            steps = sum(abs(mark.place - place) < NEAR for place in taken)
            taken.append(mark.place)
            step = f" step{min(steps, 3)}{'b' if mark.place > 0.5 else ''}" if steps else ""
            yield tag("b", self.draw_sign(SIGNS[mark.sign]), class_=f"sign{step} {self.put(mark.place)}")

    def _draw_ruler(self, ruler: Ruler) -> Html:
        """The poles over the ends of the scale, its answers below the line, in rows where they would meet."""
        poles = tag("div", [tag("span", pole) for pole in ruler.poles], class_="poles")
        ticks, ends = [], [0.0] * LEVELS
        for tick in sorted(ruler.ticks, key=lambda tick: tick.place):
            ticks.append(tag("i", class_=f"{'today ' if tick.today else ''}{self.put(tick.place)}"))
            words = tick.name or tick.words
            width = LETTER * len(words)
            start = min(max(0.0, tick.place - width / 2), 1 - width)
            level = next((i for i, end in enumerate(ends) if start >= end), None)
            if words and level is not None and width < 0.6:
                ends[level] = start + width + LETTER
                side = "first" if start == 0 else "last" if start == 1 - width else ""
                ticks.append(tag("span", words, class_=f"{self.put(tick.place)} row{level} {side}".strip()))
        rows = sum(end > 0 for end in ends)
        return tag("div", poles, tag("div", ticks, class_=f"scale rows{rows}"), class_="ruler", aria_hidden="true")

    def _draw_chart(self, grid: Grid) -> Node:
        """A ruler, and under it a line a party: its name, its place and its words."""
        groups: list[Node] = []
        ruler: Node = None
        for name, picture, words in (row.cells for row in grid.rows):
            if isinstance(picture, Ruler):
                ruler = tag("div", self._draw_ruler(picture), class_="row")
                continue
            drawn = tag("dd", self.draw_cell(picture), class_="place") if picture else None
            says = tag("dd", self.draw_cell(words)) if words else None
            label = self.draw_cell(name) if name else None
            groups.append(
                tag("div", tag("dt", label), drawn, says or tag("dd"), class_="row" if drawn else "row words")
            )
        return tag("div", ruler, tag("dl", groups) if groups else None, class_="chart")


def _lead(id: str) -> Html:
    return tag("a", id, href=f"#{id}")


_PICTURES = (Bar, Axis, Interval, Ruler)
