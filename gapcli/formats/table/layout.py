"""A page → lines of styled text, for a width. Columns side by side where they fit, else blocks."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from rich.cells import cell_len

from gapcli.formats.table.screen import PAGE, Screen
from gapcli.pages.grid import Axis, Bar, Column, Grid, Line, Page, Piece, Pieces, Row
from gapcli.text import shown
from gapcli.words import en

Laid = list[Piece]
"""One line of the screen."""
Drawn = Laid | Bar | Axis
"""A cell whose words are as the screen can show them."""

GAP = 2
"""Blanks between columns."""
BAR, NARROW_BAR, AXIS = 24, 30, 43
"""How many characters a bar and an axis have."""
LEAST_BAR = 12
"""Below this a bar or an axis shows nothing that its words do not."""
LEAST, READABLE = 24, 60
"""The least width that text is folded into beside something else, and what it gets where there is room."""
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


_PLAIN = str.maketrans(
    dict(zip(UNICODE.values(), ASCII.values()))
    | {"·": "-", "→": "->", "–": "-", "−": "-", "≠": "!=", "×": "x", "…": "..."}
    | dict.fromkeys("«»“”", '"')
    | dict.fromkeys("‘’", "'")
)
"""What stands for the signs of a page where only ASCII can be shown; quotes are left as they are."""


@cache
def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def _width(pieces: Iterable[Piece]) -> int:
    return sum(width_of(p.text) for p in pieces)


def lay_out(page: Page, screen: Screen) -> list[Laid]:
    """The lines of a page on a screen."""
    return [laid for grid in page.grids for laid in _Layout(grid, screen).lines()]


class _Layout:
    def __init__(self, grid: Grid, screen: Screen) -> None:
        self.grid = grid
        self.screen = screen
        self.width = screen.width
        self.page = min(screen.width, PAGE)
        self.glyphs = ASCII if screen.ascii else UNICODE
        every = [*grid.above, *grid.below, *(line for row in grid.rows for line in row.lines)]
        self.cells: list[list[Drawn]] = [
            [cell if isinstance(cell, (Bar, Axis)) else self.clean(cell) for cell in row.cells] for row in grid.rows
        ]
        self.folding = {i for i, c in enumerate(grid.columns) if c.folds}
        self.label = max((width_of(self.text(line.label)) for line in every if line.label), default=0)

    def lines(self) -> list[Laid]:
        """All lines of the grid."""
        lines = [laid for line in self.grid.above for laid in self.line(line)]
        if self.grid.rows:
            lines += self.rows()
        return lines + [laid for line in self.grid.below for laid in self.line(line)]

    def rows(self) -> list[Laid]:
        """The rows side by side where they fit or no screen is there to fit, else what reads best."""
        columns = self.grid.columns
        pictures = any(c.picture for c in columns)
        widths = self.widths()
        every = range(len(columns))
        if self.needed(widths) <= self.width and not (pictures and self.width < NARROW):
            return self.side_by_side(widths, every)
        if pictures:
            return self.blocks()
        if not self.screen.terminal or self.widest_folds(widths):
            return self.side_by_side(widths, every)
        tones = {i for cells in self.cells for i, cell in enumerate(cells) if self.is_badge(cell)}
        told = any(row.lines for row in self.grid.rows)
        if len(tones) > 1 and not told and self.needed(widths[:3]) <= self.width:
            return self.in_turn(widths)
        return [laid for row, cells in zip(self.grid.rows, self.cells) for laid in self.row(row, self.listed(cells))]

    def widest_folds(self, widths: list[int]) -> bool:
        """Whether all columns fit once the widest of words is folded; then its width is set so."""
        figures = {i for cells in self.cells for i, cell in enumerate(cells) if self.is_badge(cell) or _count(cell)}
        words = [i for i in range(1, len(widths)) if i not in figures]
        if not words:
            return False
        i = max(words, key=widths.__getitem__)
        room = widths[i] - (self.needed(widths) - self.width)
        if room < max(LEAST, self.longest(i), self.head(i)):
            return False
        widths[i] = room
        self.folding.add(i)
        return True

    def needed(self, widths: Sequence[int]) -> int:
        """How wide columns are together."""
        return sum(widths) + GAP * (len(widths) - 1)

    def row(self, row: Row, lines: list[Laid]) -> list[Laid]:
        """A row with the lines below it."""
        below = [laid for line in row.lines for laid in self.line(line)]
        return [*lines, *below, *([[]] if self.grid.spaced else [])]

    # --- cells ---

    def text(self, text: str) -> str:
        """A text as the screen can show it, whatever lines it had in the file."""
        if not text.isprintable():
            text = shown(_LINES.sub(" ", text.rstrip("\n")))
        return text.translate(_PLAIN) if self.screen.ascii else text

    def clean(self, pieces: Pieces) -> Laid:
        """Pieces as the screen can show them; a quote keeps its own signs."""
        return [p._replace(text=shown(p.text) if p.quote else self.text(p.text)) for p in pieces]

    def is_badge(self, cell: Drawn) -> bool:
        """Whether a cell begins with a figure in its colour."""
        return not isinstance(cell, (Bar, Axis)) and bool(cell) and bool(cell[0].tone)

    def cell_width(self, cell: Drawn) -> int:
        """How wide a cell is by itself, without a count at its end."""
        if isinstance(cell, (Bar, Axis)):
            return max(_width(line) for line in self.picture(cell, BAR, AXIS))
        return _width(cell) - _width(_count(cell))

    def counts(self, i: int) -> int:
        """How wide the counts at the end of a column are."""
        return max((_width(_count(cells[i])) for cells in self.cells), default=0)

    def widths(self) -> list[int]:
        """The widths of the columns; of one that folds, what the others leave."""
        widths = []
        for i, column in enumerate(self.grid.columns):
            widest = max((self.cell_width(cells[i]) for cells in self.cells), default=0)
            widths.append(max(widest + self.counts(i), 0 if column.picture else self.head(i)))
        for i in self.folding:
            others = self.needed(widths) - widths[i]
            room = max(LEAST, self.longest(i), self.head(i), self.page - others, min(self.width - others, READABLE))
            widths[i] = min(widths[i], room)
        return widths

    def head(self, i: int) -> int:
        """How wide the head of a column is."""
        return width_of(self.text(self.grid.columns[i].head)) if self.grid.heads else 0

    def longest(self, i: int) -> int:
        """How wide the longest word of a column is."""
        return max((_longest(self.words(cells[i])) for cells in self.cells), default=0)

    def words(self, cell: Drawn) -> Laid:
        """The words of a cell; a picture has none."""
        return [] if isinstance(cell, (Bar, Axis)) else cell

    def picture(self, cell: Bar | Axis, bar: int, axis: int) -> list[Laid]:
        """A picture as text, of a width."""
        return [self.bar(cell, bar)] if isinstance(cell, Bar) else self.axis(cell, axis)

    def bar(self, cell: Bar, size: int) -> Laid:
        """What is left, what the offers would close, and the rest."""
        g = self.glyphs
        if cell.bridge is None or cell.asks is None:
            return [Piece((g["unknown"] + " ") * (size // 2), "dim")]
        left, end = round(cell.bridge * size), round(cell.asks * size)
        end = max(left, end)
        return [Piece(g["left"] * left), Piece(g["closed"] * (end - left)), Piece(g["rest"] * (size - end), "dim")]

    def axis(self, cell: Axis, size: int) -> list[Laid]:
        """A scale, its poles, or one party's line on it; no sign covers another."""
        g = self.glyphs
        if cell.ends:
            left, right = (self.text(end) for end in cell.ends)
            blanks = size - width_of(left) - width_of(right)
            if blanks >= GAP or size == AXIS:
                return [[Piece(left + " " * max(GAP, blanks) + right, "dim")]]
            far = [[Piece(" " * (size - _width(line))), *line] for line in _fold([Piece(right, "dim")], size)]
            return [*_fold([Piece(left, "dim")], size), *far]
        if cell.ruler:
            line = [g["line"]] * size
            for place in cell.ruler:
                line[round(place * (size - 1))] = g["option"]
            line[0], line[-1] = g["start"], g["end"]
            return [[Piece("".join(line), "dim")]]
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
        return [[Piece("".join(line))]]

    # --- wide ---

    def side_by_side(self, widths: Sequence[int], which: Sequence[int]) -> list[Laid]:
        """Some of the columns beside each other."""
        columns = [self.grid.columns[i] for i in which]
        widths = [widths[i] for i in which]
        counts = [self.counts(i) for i in which]
        lines: list[Laid] = []
        if self.grid.heads and any(c.head for c in columns):
            lines.append(self.joined([[Piece(self.text(c.head), "dim")] for c in columns], columns, widths, counts))
        for row, every in zip(self.grid.rows, self.cells):
            folded = [self.folded(i, every[i], width) for i, width in zip(which, widths)]
            if any(line for cell in folded[1:] for line in cell) or len(which) == len(every):
                height = max(len(f) for f in folded)
                beside = [[f[i] if i < len(f) else [] for f in folded] for i in range(height)]
                lines += self.row(row, [self.joined(cells, columns, widths, counts) for cells in beside])
        return lines

    def folded(self, column: int, cell: Any, width: int) -> list[Laid]:
        """The lines of one cell in its column."""
        if isinstance(cell, (Bar, Axis)):
            return self.picture(cell, BAR, AXIS)
        return _fold(cell, width) if column in self.folding else [cell]

    def in_turn(self, widths: Sequence[int]) -> list[Laid]:
        """The first column with as many of the others as fit, then with the next."""
        lines: list[Laid] = []
        which = [0]
        for i in range(1, len(widths)):
            if len(which) > 1 and self.needed([widths[j] for j in (*which, i)]) > self.width:
                lines += [*self.side_by_side(widths, which), []]
                which = [0]
            which.append(i)
        return lines + self.side_by_side(widths, which)

    def joined(
        self, cells: Sequence[Laid], columns: Sequence[Column], widths: Sequence[int], counts: Sequence[int]
    ) -> Laid:
        """One line of cells, each as wide as its column: a badge by its colour, the counts after it in line."""
        laid: Laid = []
        for cell, column, width, widest in zip(cells, columns, widths, counts):
            if laid:
                laid.append(Piece(" " * GAP))
            count = _count(cell)
            figure = cell[: len(cell) - len(count)]
            badge = figure and figure[0].tone not in ("", "unknown")
            after = widest if count or badge else 0
            pad = " " * (width - _width(figure) - after)
            if column.right:
                laid += [Piece(pad), *figure]
            elif badge:
                laid.append(figure[0]._replace(text=figure[0].text + pad))
            else:
                laid += [*figure, Piece(pad)]
            laid += [Piece(" " * (after - _width(count))), *count]
        while laid and not laid[-1].tone and not laid[-1].text.strip(" "):
            laid.pop()
        return laid

    # --- narrow ---

    def blocks(self) -> list[Laid]:
        """One block a row: name and badge, the picture with what else there is, then words."""
        columns = self.grid.columns
        names = max((_width(self.words(cells[0])) for cells in self.cells), default=0)
        besides = [self.beside(cells) for cells in self.cells]
        room = self.width - GAP
        bar = room - GAP - max(map(width_of, besides))
        if bar < NARROW_BAR * 2 / 3:
            bar = room
        bar, axis = min(NARROW_BAR, bar), min(AXIS, room)
        lines: list[Laid] = []
        for row, cells, beside in zip(self.grid.rows, self.cells, besides):
            block: list[Laid] = []
            head = self.words(cells[0])
            picture: list[Laid] = []
            texts: list[Laid] = []
            for column, cell in zip(columns[1:], cells[1:]):
                if isinstance(cell, (Bar, Axis)):
                    picture = self.picture(cell, bar, axis) if min(bar, axis) >= LEAST_BAR else []
                elif column.folds:
                    texts.append(cell)
                elif self.is_figure(column, cell):
                    pad = Piece(" " * (max(0, names - _width(head)) + GAP if head else 0))
                    head = [*head, pad, cell[0]._replace(text=cell[0].text.strip()), *cell[1:]]
            if head:
                block += _fold(head, self.width)
            if picture and beside and _width(picture[-1]) + GAP + width_of(beside) <= room:
                picture[-1] = [*picture[-1], Piece(" " * GAP), Piece(beside, "dim")]
                beside = ""
            block += [[Piece(" " * GAP), *line] for line in picture]
            for text in ([Piece(beside, "dim")] if beside else [], *texts):
                if text:
                    block += self.hung([Piece(" " * GAP)], text)
            lines += self.row(row, block)
        return lines

    def is_figure(self, column: Column, cell: Drawn) -> bool:
        """Whether a cell is the figure that stands beside a name."""
        return bool(cell) and (column.head == en.GAP_HEAD or self.is_badge(cell))

    def beside(self, cells: Sequence[Drawn]) -> str:
        """What a row says besides its name, its figure, its picture and its words."""
        parts = []
        for column, cell in zip(self.grid.columns[1:], cells[1:]):
            if not column.folds and not self.is_figure(column, cell):
                words = "".join(p.text for p in self.words(cell))
                if words.strip("–- "):
                    parts.append(self.text(column.narrow).replace("{}", words) if column.narrow else words)
        return ", ".join(parts)

    def listed(self, cells: Sequence[Drawn]) -> list[Laid]:
        """The name, and below it each other cell after the head of its column."""
        rest: Laid = []
        for column, cell in zip(self.grid.columns[1:], cells[1:]):
            words = self.words(cell)
            if any(p.text.strip("–- ") for p in words):
                head = self.text(column.head)
                rest += [Piece(" " * _WIDE if rest else ""), Piece(head, "dim"), Piece(" " if head else ""), *words]
        return [*_fold(self.words(cells[0]), self.page), *(self.hung([Piece(" " * GAP)], rest) if rest else [])]

    def hung(self, lead: Laid, text: Laid) -> list[Laid]:
        """Text after a lead, folded under itself; under the lead where that leaves too little room."""
        start, width = _width(lead), _width(text)
        room = self.page - start
        if width <= room or not width:
            return [[*lead, *text]]
        words = _words(text)
        longest = max(w.width for w in words)
        if room >= max(longest, min(LEAST, width)):
            first, *more = _filled(words, room)
            return [[*lead, *first], *([Piece(" " * start), *line] for line in more)]
        named = [p for p in lead if p.text.strip(" ")]
        head = [lead] if named and start <= self.page else _fold(named, self.page)
        indent = max(0, min(2 * GAP if head else start, self.page - longest))
        return [*head, *([Piece(" " * indent), *line] for line in _filled(words, self.page - indent))]

    # --- lines ---

    def line(self, line: Line) -> list[Laid]:
        """A line across the page, folded."""
        if line.rule:
            return [[Piece(self.glyphs["rule"] * self.page, "dim")]]
        pieces, right = self.clean(line.pieces), self.clean(line.right)
        lead: Laid = [Piece(" " * line.indent)] if line.indent else []
        if line.label:
            label = self.text(line.label)
            lead += [Piece(label), Piece(" " * (self.label - width_of(label) + GAP))]
        if any(p.quote for p in pieces):
            return [[*lead, *pieces]]
        if right:
            blanks = self.page - _width(lead) - _width(pieces) - _width(right)
            if blanks >= GAP:
                return [[*lead, *pieces, Piece(" " * blanks), *right]]
            return [*self.hung(lead, pieces), *_fold(right, self.page)]
        if not pieces and not lead:
            return [[]]
        return self.hung(lead, pieces)


def _count(cell: Drawn) -> Sequence[Piece]:
    """What stands after a figure, apart from it: its last piece, where that begins with the blanks between columns."""
    if isinstance(cell, (Bar, Axis)) or len(cell) < 2 or not cell[-1].text.startswith(" " * GAP):
        return ()
    return cell[-1:]


_LINES = re.compile(" *[\n\t]+ *")
_BREAK = re.compile("(?<!→)(?<!->)( +)(?![·%→ ]|->? )")
"""Where a line may end: never before a `%` or a separator, nor within `0.80 → 0.40`."""
_WIDE = 3
"""From this many blanks on, they stand between things that are kept whole where they fit."""


class _Word:
    """What no line may break: pieces without a blank between them, and the blanks before it."""

    __slots__ = ("blanks", "pieces", "width")

    def __init__(self, blanks: Piece) -> None:
        self.blanks = blanks
        self.pieces: Laid = []
        self.width = 0


def _words(pieces: Iterable[Piece]) -> list[_Word]:
    words: list[_Word] = []
    blanks = Piece("")
    for piece in pieces:
        for i, text in enumerate(_BREAK.split(piece.text)):
            if i % 2:
                blanks = Piece(blanks.text + text, *piece[1:])
            elif text:
                if blanks.text or not words:
                    words.append(_Word(blanks))
                    blanks = Piece("")
                words[-1].pieces.append(Piece(text, *piece[1:]))
                words[-1].width += width_of(text)
    return words


def _longest(pieces: Iterable[Piece]) -> int:
    return max((w.width for w in _words(pieces)), default=0)


def _fold(pieces: Sequence[Piece], room: int) -> list[Laid]:
    """Words folded into lines; one that is too long for any line stands alone, whole."""
    if _width(pieces) <= room:
        return [list(pieces)] if pieces else []
    return _filled(_words(pieces), room)


def _filled(words: Sequence[_Word], room: int) -> list[Laid]:
    lines: list[Laid] = []
    line: Laid = []
    used = 0
    for i, word in enumerate(words):
        blanks = len(word.blanks.text)
        size = word.width
        if blanks >= _WIDE:
            for next_ in words[i + 1 :]:
                if len(next_.blanks.text) >= _WIDE:
                    break
                size += len(next_.blanks.text) + next_.width
            size = size if size <= room else word.width
        if used + blanks + size > room:
            lines += [line] if line else []
            line, used, blanks = [], 0, 0
        for piece in ([word.blanks] if blanks else []) + word.pieces:
            if line and line[-1][1:] == piece[1:]:
                line[-1] = Piece(line[-1].text + piece.text, *piece[1:])
            else:
                line.append(piece)
        used += blanks + word.width
    return [*lines, line]


def plain_text(lines: Iterable[Any]) -> str:
    """Lines without any look."""
    return "".join("".join(p.text for p in line).rstrip() + "\n" for line in lines)
