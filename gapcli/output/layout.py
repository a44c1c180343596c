"""A page → lines of styled text, for a width. Columns side by side where they fit, else blocks."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from rich.cells import cell_len

from gapcli.escapes import shown
from gapcli.output.screen import PAGE, Screen
from gapcli.reports.grid import Axis, Bar, Cell, Column, Grid, Line, Page, Piece, Pieces, Row

Laid = list[Piece]
"""One line of the screen."""

GAP = 2
"""Blanks between columns."""
BAR, NARROW_BAR, AXIS = 24, 30, 43
"""How many characters a bar and an axis have."""
LEAST = 24
"""The least width that text is folded into beside something else."""
NARROW = 80
"""Below this width a grid with pictures becomes blocks."""

UNICODE = {
    "left": "█",
    "closed": "▒",
    "rest": "·",
    "unknown": "?",
    "ask": "●",
    "offer-up": "▶",
    "offer-down": "◀",
    "if-up": "▷",
    "if-down": "◁",
    "refuses": "✕",
    "deed": "!",
    "stretch": "─",
    "empty": "·",
    "start": "├",
    "option": "┬",
    "end": "┤",
    "line": "─",
    "rule": "━",
}
ASCII = {
    "left": "#",
    "closed": "=",
    "rest": ".",
    "unknown": "?",
    "ask": "o",
    "offer-up": ">",
    "offer-down": "<",
    "if-up": ")",
    "if-down": "(",
    "refuses": "x",
    "deed": "!",
    "stretch": "-",
    "empty": ".",
    "start": "|",
    "option": "+",
    "end": "|",
    "line": "-",
    "rule": "=",
}


@cache
def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def _width(pieces: Iterable[Piece]) -> int:
    return sum(width_of(p.text) for p in pieces)


def _clean(pieces: Pieces) -> Pieces:
    return tuple(p._replace(text=shown(p.text)) for p in pieces)


def lay_out(page: Page, screen: Screen) -> list[Laid]:
    """The lines of a page on a screen."""
    lines: list[Laid] = []
    for grid in page.grids:
        lines += _Layout(grid, screen).lines()
    return lines


class _Layout:
    def __init__(self, grid: Grid, screen: Screen) -> None:
        self.grid = grid
        self.screen = screen
        self.width = max(1, screen.width if screen.terminal or screen.width != PAGE else PAGE)
        self.glyphs = ASCII if screen.ascii else UNICODE
        every = [*grid.above, *grid.below, *(line for row in grid.rows for line in row.lines)]
        self.label = max((width_of(shown(line.label)) for line in every if line.label), default=0)

    def lines(self) -> list[Laid]:
        """All lines of the grid."""
        lines = [laid for line in self.grid.above for laid in self.line(line)]
        if self.grid.rows:
            pictures = any(c.picture for c in self.grid.columns)
            widths = self.widths()
            needed = sum(widths) + GAP * (len(widths) - 1)
            fits = needed <= self.width or not (self.screen.terminal or pictures)
            if pictures and self.width < NARROW:
                fits = False
            lines += self.side_by_side(widths) if fits else self.blocks(pictures)
        return lines + [laid for line in self.grid.below for laid in self.line(line)]

    # --- cells ---

    def cell_width(self, cell: Cell) -> int:
        """How wide a cell is by itself."""
        if isinstance(cell, Bar):
            return BAR
        if isinstance(cell, Axis):
            return max(AXIS, _width(self.axis(cell)))
        return _width(_clean(cell))

    def widths(self) -> list[int]:
        """The widths of the columns; of one that folds, what the others leave."""
        widths = []
        for i, column in enumerate(self.grid.columns):
            cells = max((self.cell_width(r.cells[i]) for r in self.grid.rows), default=0)
            head = 0 if column.picture or not self.grid.heads else width_of(column.head)
            widths.append(max(cells, head))
        for i, column in enumerate(self.grid.columns):
            if column.folds:
                others = sum(widths) - widths[i] + GAP * (len(widths) - 1)
                widths[i] = min(widths[i], max(LEAST, self.width - others))
        return widths

    def drawn(self, cell: Cell, bar: int = BAR) -> Laid:
        """A cell as text."""
        if isinstance(cell, Bar):
            return self.bar(cell, bar)
        if isinstance(cell, Axis):
            return self.axis(cell)
        return list(_clean(cell))

    def bar(self, cell: Bar, size: int) -> Laid:
        """What is left, what the offers would close, and the rest."""
        g = self.glyphs
        if cell.bridge is None or cell.asks is None:
            return [Piece((g["unknown"] + " ") * (size // 2), "dim")]
        left, end = round(cell.bridge * size), round(cell.asks * size)
        end = max(left, end)
        return [Piece(g["left"] * left), Piece(g["closed"] * (end - left)), Piece(g["rest"] * (size - end), "dim")]

    def axis(self, cell: Axis) -> Laid:
        """A scale, or one party's line on it; no sign covers another."""
        g = self.glyphs
        size = AXIS
        if cell.ends:
            left, right = (shown(end) for end in cell.ends)
            return [Piece(left + " " * max(GAP, size - width_of(left) - width_of(right)) + right, "dim")]
        if cell.ruler:
            line = [g["line"]] * size
            for place in cell.ruler:
                line[round(place * (size - 1))] = g["option"]
            line[0], line[-1] = g["start"], g["end"]
            return [Piece("".join(line), "dim")]
        line = [g["empty"]] * size
        if cell.low is not None and cell.high is not None:
            for i in range(round(cell.low * (size - 1)), round(cell.high * (size - 1)) + 1):
                line[i] = g["stretch"]
        taken: set[int] = set()
        for mark in cell.marks:
            at = round(mark.place * (size - 1))
            # The nearest free place, so that a second sign on the same one stays visible.
            at = min((i for i in range(size) if i not in taken), key=lambda i: (abs(i - at), i), default=at)
            taken.add(at)
            line[at] = g[mark.sign]
        return [Piece("".join(line))]

    # --- wide ---

    def side_by_side(self, widths: list[int]) -> list[Laid]:
        """Columns beside each other."""
        columns = self.grid.columns
        lines: list[Laid] = []
        if self.grid.heads and any(c.head for c in columns):
            heads = [[Piece(self.head(c), "dim")] for c in columns]
            lines.append(self.joined(heads, widths))
        for row in self.grid.rows:
            cells = [self.drawn(c) for c in row.cells]
            folded = [
                _fold(cell, width, width) if column.folds else [cell]
                for cell, column, width in zip(cells, columns, widths)
            ]
            for i in range(max(len(f) for f in folded)):
                lines.append(self.joined([f[i] if i < len(f) else [] for f in folded], widths))
            lines += [laid for line in row.lines for laid in self.line(line)]
            if self.grid.spaced:
                lines.append([])
        return lines

    def head(self, column: Column) -> str:
        """The head of a column."""
        return shown(column.head)

    def joined(self, cells: Sequence[Laid], widths: Sequence[int]) -> Laid:
        """One line of cells, each padded to its column; a badge with its colour."""
        laid: Laid = []
        last = max((i for i, c in enumerate(cells) if c), default=0)
        for i, (cell, width) in enumerate(zip(cells, widths)):
            if i > last:
                break
            pad = " " * (width - _width(cell))
            if self.grid.columns[i].right:
                laid += [Piece(pad), *cell]
            elif len(cell) == 1 and cell[0].tone and cell[0].tone != "unknown":
                laid.append(cell[0]._replace(text=cell[0].text + pad))
            elif cell and cell[0].tone and len(cell) == 2:
                # A count after a badge stands at the end of its column.
                laid += [cell[0], Piece(pad), cell[1]]
            else:
                laid += [*cell, Piece(pad)] if i < last else cell
            if i < last:
                laid.append(Piece(" " * GAP))
        return laid

    # --- narrow ---

    def blocks(self, pictures: bool) -> list[Laid]:
        """One block a row: nothing is cut."""
        lines: list[Laid] = []
        names = [_width(self.drawn(r.cells[0])) for r in self.grid.rows if not isinstance(r.cells[0], (Bar, Axis))]
        first = max(names, default=0)
        for row in self.grid.rows:
            lines += self.block(row, first) if pictures else self.listed(row)
            lines += [laid for line in row.lines for laid in self.line(line)]
            if self.grid.spaced:
                lines.append([])
        return lines

    def block(self, row: Row, first: int) -> list[Laid]:
        """Name and badge, then the picture with what else there is, then words."""
        columns = self.grid.columns
        name = self.drawn(row.cells[0])
        badge: Laid = []
        picture: Laid = []
        rest: list[str] = []
        texts: list[Laid] = []
        size = max(1, min(NARROW_BAR, self.width - 2))
        for column, cell in zip(columns[1:], row.cells[1:]):
            if isinstance(cell, (Bar, Axis)):
                picture = self.drawn(cell, size)
            elif column.folds:
                texts.append(self.drawn(cell))
            elif not badge and (column.head == "gap" or (cell and cell[0].tone)):
                badge = self.drawn(cell)
            else:
                words = "".join(p.text for p in self.drawn(cell))
                if words:
                    rest.append(column.narrow.replace("{}", words) if column.narrow else words)
        lines: list[Laid] = []
        head: Laid = list(name)
        if badge:
            pad = " " * (first - _width(name) + GAP)
            badge = [badge[0]._replace(text=badge[0].text.strip()), *badge[1:]]
            head += [Piece(pad), *badge]
        if head:
            lines += _fold(head, self.width, self.width) if _width(head) > self.width else [head]
        if picture:
            beside = ", ".join(rest)
            line = [Piece("  "), *picture]
            if beside and _width(line) + GAP + width_of(beside) <= self.width:
                lines.append([*line, Piece(" " * GAP), Piece(beside, "dim")])
            else:
                if _width(line) <= self.width:
                    lines.append(line)
                if beside:
                    lines += [[Piece("  "), *f] for f in _fold([Piece(beside, "dim")], self.width - 2, self.width - 2)]
        elif rest:
            lines += [[Piece("  "), *f] for f in _fold([Piece(", ".join(rest), "dim")], self.width - 2, self.width - 2)]
        for text in texts:
            if text:
                lines += [[Piece("  "), *f] for f in _fold(text, self.width - 2, self.width - 2)]
        return lines

    def listed(self, row: Row) -> list[Laid]:
        """The name, then a line for each other cell, after the head of its column."""
        lines = _fold(self.drawn(row.cells[0]), self.width, self.width)
        heads = max((width_of(shown(c.head)) for c in self.grid.columns[1:]), default=0)
        for column, cell in zip(self.grid.columns[1:], row.cells[1:]):
            drawn = self.drawn(cell)
            if _width(drawn):
                head = shown(column.head)
                pad = " " * (heads - width_of(head) + GAP)
                lines += self.hung([Piece("  "), Piece(head, "dim"), Piece(pad)], drawn)
        return lines

    def hung(self, lead: Laid, text: Laid) -> list[Laid]:
        """Text after a lead, folded under itself; under the lead where that leaves too little room."""
        start = _width(lead)
        if self.width - start < min(LEAST, _width(text)):
            head = [lead] if any(p.text.strip() for p in lead) else []
            room = max(1, self.width - 4)
            return [*head, *([Piece("    "), *f] for f in _fold(text, room, room))]
        room = self.width - start
        folded = _fold(text, room, room) or [[]]
        return [[*lead, *folded[0]], *([Piece(" " * start), *f] for f in folded[1:])]

    # --- lines ---

    def line(self, line: Line) -> list[Laid]:
        """A line across the page, folded."""
        if line.rule:
            return [[Piece(self.glyphs["rule"] * min(self.width, PAGE), "dim")]]
        pieces = list(_clean(line.pieces))
        lead: Laid = [Piece(" " * line.indent)] if line.indent else []
        if line.label:
            label = shown(line.label)
            lead += [Piece(label), Piece(" " * (self.label - width_of(label) + GAP))]
        if any(p.quote for p in pieces):
            return [[*lead, *pieces]]
        right = list(_clean(line.right))
        if right:
            used = _width(lead) + _width(pieces)
            wide = min(self.width, PAGE)
            if used + GAP + _width(right) <= wide:
                return [[*lead, *pieces, Piece(" " * (wide - used - _width(right))), *right]]
            return [*self.hung(lead, pieces), *_fold(right, self.width, self.width)]
        if not pieces and not lead:
            return [[]]
        return self.hung(lead, pieces)


def _fold(pieces: Sequence[Piece], first: int, rest: int) -> list[Laid]:
    """Words folded into lines; a word that is too long for any line stands alone, whole."""
    lines: list[Laid] = []
    line: Laid = []
    used = 0
    room = max(1, first)
    for piece in pieces:
        words = piece.text.split(" ")
        for i, word in enumerate(words):
            space = " " if i else ""
            size = width_of(word)
            if line and i and used + len(space) + size > room:
                lines.append(_trimmed(line))
                line, used, room = [], 0, max(1, rest)
                space = ""
            if word or space:
                text = space + word
                if line and line[-1].style == piece.style and line[-1].tone == piece.tone:
                    line[-1] = line[-1]._replace(text=line[-1].text + text)
                else:
                    line.append(piece._replace(text=text))
                used += len(space) + size
    if line:
        lines.append(_trimmed(line))
    return lines


def _trimmed(line: Laid) -> Laid:
    if line:
        line[-1] = line[-1]._replace(text=line[-1].text.rstrip(" "))
    return line


def plain_text(lines: Iterable[Any]) -> str:
    """Lines without any look."""
    return "".join("".join(p.text for p in line).rstrip() + "\n" for line in lines)
