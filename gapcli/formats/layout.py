"""A page → lines of styled text, for a width. Columns side by side where they fit, else blocks."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import takewhile, zip_longest

from rich.cells import cell_len

from gapcli.formats import PAGE, Screen
from gapcli.formats.axis import draw_axis, draw_ruler
from gapcli.pages.grid import Axis, Bar, Cell, Column, Grid, Interval, Line, Page, Piece, Pieces, Row, Ruler, Stack
from gapcli.text import reads_leftward, shown
from gapcli.words import phrases

Laid = list[Piece]
"""One line of the screen, or the words of a cell."""

GAP = 2
"""Blanks between columns."""
BAR, NARROW_BAR = 25, 30
"""How many characters a bar has."""
AXIS, WIDE_AXIS, LEAST_AXIS = 43, 64, 24
"""How many characters an axis has beside words, where these stand below it, and at least beside a name."""
BESIDE = 2
"""Where the words of a line take more lines than this beside it, they stand below the picture."""
LEAST_BAR = 12
"""Below this a bar or an axis shows nothing that its words do not."""
LEAST, READABLE = 24, 60
"""The least width that text is folded into beside something else, and what it gets where there is room."""
SCREENFUL = 50
"""Up to so many lines a matrix is laid out in blocks rather than without its words."""
NARROW = 80
"""Below this width a grid with pictures becomes blocks."""

_ASCII = dict(zip("◆━╍▒░●▶◀▷◁✕─├┬┤│·–−×«»“”‘’", '*#==:o><)(x-|+|:---x""""\'\''))
_TO_ASCII = str.maketrans(_ASCII | dict(zip("→←≠≥≤…¾¼", ("->", "<-", "!=", ">=", "<=", "...", "3/4", "1/4"))))
"""What stands for the signs of a page where only ASCII can be shown; quotes are left as they are."""
_COVER_TO_ASCII = str.maketrans({glyph: f" {4 - i}" for i, glyph in enumerate(phrases.COVERS)})


@cache
def measure_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def _width(pieces: Iterable[Piece]) -> int:
    return sum([measure_width(p.text) for p in pieces])


def _indent(blanks: int, lines: Iterable[Laid]) -> list[Laid]:
    return [[Piece(" " * blanks), *line] for line in lines]


def lay_out(page: Page, screen: Screen) -> list[Laid]:
    """The lines of a page on a screen."""
    lines = []
    for grid in page:
        layout = Layout(grid, screen)
        lines += [laid for line in grid.above for laid in layout.lay_line(line)]
        if grid.rows:
            lines += layout.lay_rows()
        lines += [laid for line in grid.below for laid in layout.lay_line(line)]
    return lines


class Layout:
    """One grid on a screen."""

    def __init__(self, grid: Grid, screen: Screen) -> None:
        self.grid = grid
        self.screen = screen
        self.width = screen.width
        self.page = min(screen.width, PAGE)
        # The words of each cell; a picture has none.
        self.cells = [[self.clean(cell) for cell in row.cells] for row in grid.rows]
        self.bar = BAR
        self.heads = [[self.clean_text(c.head)] if grid.heads and c.head else [] for c in grid.columns]
        # How wide the counts at the end of each column are.
        self.counts = [max(map(_width, map(_split_count, column))) for column in zip(*self.cells)]
        stacked = bool(grid.rows) and any(isinstance(cell, Stack) for cell in grid.rows[0].cells)
        self.folding = set() if stacked else {i for i, c in enumerate(grid.columns) if c.folds}
        lines = [*grid.above, *grid.below, *(line for row in grid.rows for line in row.lines)]
        self.label = max((measure_width(self.clean_text(line.label)) for line in lines), default=0)

    def clean_text(self, text: str) -> str:
        """A text as the screen can show it, whatever lines it had in the file."""
        text = clean_text(text)
        return text.translate(_TO_ASCII) if self.screen.ascii else text

    def clean_cover(self, glyph: str) -> str:
        """A glyph of how much is known: in ASCII how many quarters."""
        return glyph.translate(_COVER_TO_ASCII) if self.screen.ascii else glyph

    def clean(self, cell: Cell) -> Laid:
        """Words as the screen can show them; a quote keeps its own signs."""
        if isinstance(cell, (Bar, Axis, Interval, Ruler)):
            return []
        if isinstance(cell, Stack):
            return self.clean(cell.lines[0])
        return [self.clean_piece(piece) for piece in cell]

    def clean_piece(self, piece: Piece) -> Piece:
        """A piece as the screen can show it, mostly as it is."""
        if piece.quote:
            return piece._replace(text=shown(piece.text), leftward=reads_leftward(piece.text))
        text = self.clean_cover(piece.text) if piece.style == "cover" else self.clean_text(piece.text)
        return piece if text == piece.text else piece._replace(text=text)

    # --- pictures ---

    def draw(self, cell: Cell, bar: int = 0) -> list[Laid]:
        """A bar, or the lines of a chart, as text of a width; words give nothing."""
        match cell:
            case Bar():
                lines = [_draw_bar(cell, bar or self.bar)]
            case Interval():
                lines = [_draw_interval(cell, bar or self.bar)]
            case Axis():
                lines = [draw_axis(cell, bar)]
            case Ruler():
                lines = [*self.draw_poles(cell.poles, bar), draw_ruler(cell, bar)]
            case _:
                return []
        if self.screen.ascii:
            return [[p._replace(text=p.text.replace("·", ".").translate(_TO_ASCII)) for p in line] for line in lines]
        return lines

    def draw_poles(self, poles: tuple[str, str], size: int) -> list[Laid]:
        """The two ends of a scale over it, below each other where they have no room beside each other."""
        left, right = map(self.clean_text, poles)
        blanks = size - measure_width(left) - measure_width(right)
        if blanks >= GAP:
            return [[Piece(left + " " * blanks + right, "dim")]]
        near, far = (fold([Piece(pole, "dim")], size) for pole in (left, right))
        return [*near, *([Piece(" " * (size - _width(line))), *line] for line in far)]

    # --- a grid ---

    def lay_rows(self) -> list[Laid]:
        """The rows side by side where they fit or no screen is there to fit, else what reads best."""
        if self.grid.chart:
            return self.lay_chart()
        if any(isinstance(cell, Stack) for cell in self.grid.rows[0].cells):
            return self.lay_stacks()
        if any(c.picture for c in self.grid.columns):
            widths = self.narrow_columns(self.measure_columns())
            fits = self.width >= NARROW and _add_widths(widths) <= self.width
            return self.lay_side_by_side(widths, range(len(widths))) if fits else self.lay_blocks()
        return self.lay_columns()

    def lay_columns(self) -> list[Laid]:
        """Columns of words and figures: beside each other, in turn, or each row as a block."""
        whole, heads = self.measure_columns(), [*self.heads]
        widths = self.narrow_columns(whole)
        fits = _add_widths(widths) <= self.width
        if not fits and not self.screen.terminal:
            widths, self.heads = whole, heads
        if fits or not self.screen.terminal or self.fold_widest(widths):
            return self.lay_side_by_side(widths, range(len(widths)))
        badges = {i for cells in self.cells for i, cell in enumerate(cells) if _is_badge(cell)}
        lines_below = any(row.lines for row in self.grid.rows)
        if len(badges) > 1 and not lines_below and _add_widths(widths[:3]) <= self.width:
            return self.lay_in_turn(widths)
        blocks = map(self.list_cells, self.cells)
        return [laid for row, block in zip(self.grid.rows, blocks) for laid in self.end_row(row, block)]

    def end_row(self, row: Row, lines: list[Laid]) -> list[Laid]:
        """The lines of a row with those that run across it, and an empty one where rows are spaced."""
        below = [laid for line in row.lines for laid in self.lay_line(line)]
        return [*lines, *below, *([[]] if self.grid.spaced else [])]

    def lay_line(self, line: Line) -> list[Laid]:
        """A line of text, folded, with what stands at its right end."""
        if line.rule:
            return [[Piece(("=" if self.screen.ascii else "━") * self.page, "dim")]]
        pieces, right = self.clean(line.pieces), self.clean(line.right)
        lead = [Piece(" " * line.indent)] if line.indent else []
        if line.label:
            label = self.clean_text(line.label)
            lead += [Piece(label), Piece(" " * (self.label - measure_width(label) + GAP))]
        if any(p.quote for p in pieces) and not self.screen.terminal:
            return [[*lead, *pieces]]
        blanks = self.page - _width(lead) - _width(pieces) - _width(right)
        if right and blanks < GAP and line.short:
            return self.lay_line(line._replace(pieces=line.short, short=()))
        if right and blanks >= GAP:
            return [[*lead, *pieces, Piece(" " * blanks), *right]]
        start = max(0, min(_width(lead), self.page - _measure_longest(split_words(right))))
        return [*self.hang(lead, pieces), *_indent(start, fold(right, self.page - start))]

    def hang(self, lead: Laid, text: Laid) -> list[Laid]:
        """Text after a lead, folded under itself; under the lead where that leaves too little room."""
        start, width = _width(lead), _width(text)
        room = self.page - start
        if width <= room or not width:
            return [[*lead, *text]]
        words = split_words(text)
        longest = _measure_longest(words)
        if room >= max(longest, min(LEAST, width)):
            first, *more = fill(words, room)
            return [[*lead, *first], *_indent(start, more)]
        named = [p for p in lead if p.text.strip(" ")]
        head = [lead] if named and start <= self.page else fold(named, self.page)
        indent = max(0, min(2 * GAP if head else start, self.page - longest))
        return [*head, *_indent(indent, fill(words, self.page - indent))]

    # --- wide ---

    def measure_columns(self) -> list[int]:
        """The widths of the columns; of one that folds, what the others leave."""
        widths = []
        for i in range(len(self.grid.columns)):
            figures = (_width(cells[i]) - _width(_split_count(cells[i])) + self.counts[i] for cells in self.cells)
            pictures = (_width(line) for row in self.grid.rows for line in self.draw(row.cells[i]))
            widths.append(max(self.measure_head(i), *figures, *pictures))
        for i in self.folding:
            others = _add_widths(widths) - widths[i]
            room = max(LEAST, self.measure_least(i), self.page - others, min(self.width - others, READABLE))
            widths[i] = min(widths[i], room)
        return widths

    def measure_head(self, i: int) -> int:
        """How wide the head of a column is; that of a picture takes the width of the picture."""
        return 0 if self.grid.columns[i].picture else max(map(measure_width, self.heads[i]), default=0)

    def measure_least(self, i: int) -> int:
        """How wide the head and the longest word of a column are."""
        return max(self.measure_head(i), *(_measure_longest(split_words(cells[i])) for cells in self.cells))

    def narrow_columns(self, widths: list[int]) -> list[int]:
        """The widths of columns that fit: where they are too wide together heads are folded, then bars shortened."""
        if _add_widths(widths) <= self.width:
            return widths
        for i, column in enumerate(self.grid.columns):
            if self.heads[i]:
                self.heads[i] = [self.clean_text(line) for line in column.head.split("\n")]
        widths = self.measure_columns()
        if any(isinstance(cell, Bar) for row in self.grid.rows for cell in row.cells):
            self.bar = max(LEAST_BAR, self.bar - max(0, _add_widths(widths) - self.width))
            widths = self.measure_columns()
        return widths

    def lay_heads(self, widths: Sequence[int], which: Sequence[int]) -> list[Laid]:
        """The heads of some columns, on as many lines as the highest has; the lower ones end beside the cells."""
        heads = {i: self.lay_poles(widths[i], i) or self.heads[i] for i in which}
        height = max(map(len, heads.values()))
        lines = [[[*[""] * (height - len(heads[i])), *heads[i]][row] for i in which] for row in range(height)]
        return [self.join([[Piece(text, "dim")] for text in line], widths, which) for line in lines]

    def lay_poles(self, width: int, i: int) -> list[str]:
        """The head of a picture: its poles at either end, where there is room for their words."""
        if not self.grid.columns[i].poles:
            return []
        left, right = map(self.clean_text, self.grid.columns[i].poles)
        if measure_width(left) + measure_width(right) + GAP > width:
            left, right = left.split()[0], right.split()[-1]
        return [left + " " * (width - measure_width(left) - measure_width(right)) + right]

    def fold_widest(self, widths: list[int]) -> bool:
        """Whether all columns fit once the widest of words is folded; then its width is set so."""
        figures = {i for cells in self.cells for i, cell in enumerate(cells) if _is_badge(cell) or _split_count(cell)}
        words = [i for i in range(1, len(widths)) if i not in figures]
        if not words:
            return False
        i = max(words, key=widths.__getitem__)
        room = widths[i] - (_add_widths(widths) - self.width)
        if room < max(LEAST, self.measure_least(i)):
            return False
        widths[i] = room
        self.folding.add(i)
        return True

    def lay_side_by_side(self, widths: Sequence[int], which: Sequence[int]) -> list[Laid]:
        """Some of the columns beside each other."""
        lines = []
        if any(self.heads[i] for i in which):
            lines += self.lay_heads(widths, which)
        for row, cells in zip(self.grid.rows, self.cells):
            folded = [
                self.draw(row.cells[i]) or (fold(cells[i], widths[i]) if i in self.folding else [cells[i]])
                for i in which
            ]
            if any(line for cell in folded[1:] for line in cell) or len(which) == len(cells):
                beside = zip_longest(*folded, fillvalue=[])
                lines += self.end_row(row, [self.join(each, widths, which) for each in beside])
        return lines

    def lay_in_turn(self, widths: Sequence[int]) -> list[Laid]:
        """The first column with as many of the others as fit, then with the next."""
        lines: list[Laid] = []
        which = [0]
        for i in range(1, len(widths)):
            if len(which) > 1 and _add_widths([widths[j] for j in (*which, i)]) > self.width:
                lines += [*self.lay_side_by_side(widths, which), []]
                which = [0]
            which.append(i)
        return lines + self.lay_side_by_side(widths, which)

    def join(self, cells: Sequence[Laid], widths: Sequence[int], which: Sequence[int]) -> Laid:
        """One line of cells, each as wide as its column: a badge by its colour, the counts after it in line."""
        laid: Laid = []
        for cell, i in zip(cells, which):
            if laid:
                laid.append(Piece(" " * GAP))
            count = _split_count(cell)
            figure = cell[: len(cell) - len(count)]
            badge = _is_badge(figure) and figure[0].tone != "unknown"
            after = self.counts[i] if count or badge else 0
            pad = " " * (widths[i] - _width(figure) - after)
            if self.grid.columns[i].right:
                laid += [Piece(pad), *figure]
            elif badge:
                laid += [*figure[:-1], figure[-1]._replace(text=figure[-1].text + pad)]
            else:
                laid += [*figure, Piece(pad)]
            laid += [Piece(" " * (after - _width(count))), *count]
        return laid

    # --- stacks ---

    def lay_stacks(self) -> list[Laid]:
        """Stacks beside each other, with their words where these can be folded; else blocks, or the figures alone."""
        words = [[self.clean(c.words) if isinstance(c, Stack) else [] for c in row.cells] for row in self.grid.rows]
        least = self.measure_columns()
        for i in range(len(least)):
            lines = (line for row in self.grid.rows for line in _list_lines(row.cells[i]))
            least[i] = max(least[i], *(_width(self.clean(line)) for line in lines), 0)
        longest = [max(_measure_longest(split_words(each[i])) for each in words) for i in range(len(least))]
        folded = [max(n, word, LEAST // 2 if word else 0) for n, word in zip(least, longest)]
        height = len(self.grid.rows) * (sum(column.folds for column in self.grid.columns) + 2)
        if _add_widths(folded) <= self.width:
            return self.lay_stacks_beside(self.widen(folded, words), words)
        if self.width < NARROW or self.grid.keep_words or height <= SCREENFUL or _add_widths(least) > self.width:
            return self.lay_stacks_below(words)
        return self.lay_stacks_beside(least, [[[] for _ in each] for each in words])

    def widen(self, widths: list[int], words: Sequence[Sequence[Laid]]) -> list[int]:
        """The widths that give the words the room that is left, a column as much as the other, up to what they need."""
        needed = [max(_width(each[i]) for each in words) for i in range(len(widths))]
        widths = [*widths]
        while True:
            short = [i for i, n in enumerate(widths) if n < min(needed[i], LEAST)]
            if not short or _add_widths(widths) + len(short) > self.width:
                return widths
            for i in short:
                widths[i] += 1

    def lay_stacks_beside(self, widths: Sequence[int], words: Sequence[Sequence[Laid]]) -> list[Laid]:
        """Rows of stacks beside each other; one with words has an empty line after it."""
        which = range(len(widths))
        lines = self.lay_heads(widths, which)
        for row, cells, below in zip(self.grid.rows, self.cells, words):
            stacks = [
                [*([self.clean(line) for line in _list_lines(c)] or [cell]), *fold(each, width)]
                for c, cell, each, width in zip(row.cells, cells, below, widths)
            ]
            beside = [self.join(each, widths, which) for each in zip_longest(*stacks, fillvalue=[])]
            lines += [*beside, []] if self.grid.spaced and any(below) else beside
        return lines[:-1] if lines and not lines[-1] else lines

    def lay_stacks_below(self, words: Sequence[Sequence[Laid]]) -> list[Laid]:
        """One block a row: its name with what it has without words, then a line for each stack that has them."""
        lines: list[Laid] = []
        parties = [i for i, column in enumerate(self.grid.columns) if column.folds]
        names = max((measure_width(self.heads[i][0]) for i in parties), default=0)
        figures = max((_width(cells[i]) for cells in self.cells for i in parties), default=0)
        for row, cells, below in zip(self.grid.rows, self.cells, words):
            head: Laid = [*cells[0]]
            for i in range(1, len(cells)):
                stacked = [self.clean(line) for line in _list_lines(row.cells[i]) if line and i not in parties]
                label = [Piece(f"{self.heads[i][0]} ", "dim")] if len(stacked) == 1 and stacked[0][0].tone else []
                for line in stacked:
                    head += [Piece(" " * _WIDE), *label, *line]
            lines += fold(head, self.page)
            for i in parties:
                name, figure = Piece(self.heads[i][0]), cells[i]
                pads = (names - measure_width(name.text), figures - _width(figure))
                lead = [Piece(" " * GAP), name, Piece(" " * (pads[0] + GAP)), *figure, Piece(" " * (pads[1] + GAP))]
                if _width(lead) + min(LEAST, _width(below[i])) <= self.page:
                    lines += self.hang(lead, below[i])
                else:
                    lines += self.hang([Piece(" " * GAP)], [name, Piece(" "), *figure, Piece(" "), *below[i]])
            lines.append([])
        return lines[:-1]

    # --- charts ---

    def lay_chart(self) -> list[Laid]:
        """A picture, line under line, with the words of each line beside it; below the picture where they lack room.

        The first column names a line, the second is the picture, and what follows are the words.
        """
        names = [cells[0] for cells in self.cells]
        words = [[piece for cell in cells[2:] for piece in cell] for cells in self.cells]
        start = max(map(_width, names)) + GAP
        room = self.width - start - AXIS - GAP
        drawn = [said for row, said in zip(self.grid.rows, words) if isinstance(row.cells[1], Axis)]
        if room >= min(LEAST, max(map(_width, drawn), default=0)) and all(
            len(fold(said, room)) <= BESIDE for said in drawn
        ):
            return self.lay_chart_beside(names, words, start, room)
        return self.lay_chart_over(names, words, start)

    def lay_chart_over(self, names: Sequence[Laid], words: Sequence[Laid], start: int) -> list[Laid]:
        """The picture by itself, and below it the words of each line after its name."""
        named = self.width - start >= LEAST_AXIS
        size = min(WIDE_AXIS, self.width - (start if named else GAP))
        pictures = [self.draw(row.cells[1], size) if size >= LEAST_BAR else [] for row in self.grid.rows]
        lines: list[Laid] = []
        for name, picture, said in zip(names, pictures, words):
            if named and picture:
                lead = [*name, Piece(" " * (start - _width(name)))]
                lines += [[*lead, *picture[0]], *_indent(start, picture[1:])]
            elif picture or not said:
                lines += [*fold(name, self.width), *_indent(GAP, picture)]
        lines += [[]] if lines and any(words) else []
        for name, picture, said in zip(names, pictures, words):
            if said:
                lines += self.hang([*name, Piece(" " * (start - _width(name)))], said)
            elif not picture:
                lines += fold(name, self.width)
        return lines

    def lay_chart_beside(self, names: Sequence[Laid], words: Sequence[Laid], start: int, room: int) -> list[Laid]:
        """Each line of a picture with its words; what has no line on it has its words in that place."""
        lines: list[Laid] = []
        for row, name, said in zip(self.grid.rows, names, words):
            drawn = self.draw(row.cells[1], AXIS)
            wide = start + (AXIS + GAP if drawn else 0)
            beside = fold(said, room if drawn else self.width - start)
            blank: Laid = []
            for line, text in zip_longest(drawn or [blank], beside, fillvalue=blank):
                lead = [*name, Piece(" " * (start - _width(name))), *line]
                lines.append([*lead, Piece(" " * (wide - _width(lead))), *text] if text else lead)
                name = []
        return lines

    # --- narrow ---

    def lay_blocks(self) -> list[Laid]:
        """One block a row: name and badge, the picture with what else there is, then words."""
        names = max(_width(cells[0]) for cells in self.cells)
        asides = [self.say_aside(cells) for cells in self.cells]
        room = self.width - GAP
        bar = room - GAP - max(map(measure_width, asides))
        if bar < NARROW_BAR * 2 / 3:
            bar = room
        bar = min(NARROW_BAR, bar)
        lines: list[Laid] = []
        for row, cells, aside in zip(self.grid.rows, self.cells, asides):
            head, picture, texts = cells[0], [], []
            for column, words, cell in zip(self.grid.columns[1:], cells[1:], row.cells[1:]):
                if column.picture:
                    picture = self.draw(cell, bar) if bar >= LEAST_BAR else []
                elif column.folds:
                    texts.append(words)
                elif is_figure(column, words):
                    pad = Piece(" " * (max(0, names - _width(head)) + GAP if head else 0))
                    head = [*head, pad, words[0]._replace(text=words[0].text.strip()), *words[1:]]
            if picture and aside and _width(picture[-1]) + GAP + measure_width(aside) <= room:
                picture[-1] += [Piece(" " * GAP), Piece(aside, "dim")]
                aside = ""
            block = [*fold(head, self.width), *_indent(GAP, picture)]
            for text in ([Piece(aside, "dim")] if aside else [], *texts):
                if text:
                    block += self.hang([Piece(" " * GAP)], text)
            lines += self.end_row(row, block)
        return lines

    def say_aside(self, cells: Sequence[Laid]) -> str:
        """What a row says besides its name, its figure, its picture and its words."""
        parts = []
        for column, cell in zip(self.grid.columns[1:], cells[1:]):
            words = "".join(p.text for p in cell)
            if not column.folds and not is_figure(column, cell) and words.strip("–- "):
                parts.append(self.clean_text(column.narrow or "{}").replace("{}", words))
        return phrases.COMMA.join(parts)

    def list_cells(self, cells: Sequence[Laid]) -> list[Laid]:
        """The name, and below it each other cell after the head of its column."""
        rest: Laid = []
        for column, cell in zip(self.grid.columns[1:], cells[1:]):
            if any(p.text.strip("–- ") for p in cell):
                head = self.clean_text(column.head)
                # The blanks before a figure are those of its column.
                figure = cell[0]._replace(text=cell[0].text.lstrip())
                parts = (Piece(head, "dim"), Piece(" " if head else ""), figure, *cell[1:])
                rest += [Piece(" " * _WIDE if rest else ""), *parts]
        return [*fold(cells[0], self.page), *(self.hang([Piece(" " * GAP)], rest) if rest else [])]


def _list_lines(cell: Cell) -> tuple[Pieces, ...]:
    """The lines of a stack; of any other cell none."""
    return cell.lines if isinstance(cell, Stack) else ()


def _add_widths(widths: Sequence[int]) -> int:
    """How wide columns are together."""
    return sum(widths) + GAP * (len(widths) - 1)


def _split_count(cell: Laid) -> Laid:
    """What stands after a figure, apart from it: its last piece, where that begins with the blanks between columns."""
    return cell[-1:] if len(cell) > 1 and cell[-1].text.startswith(" " * GAP) else []


def _is_badge(cell: Laid) -> bool:
    """Whether a cell begins with a figure in its colour."""
    return bool(cell and cell[0].tone)


def is_figure(column: Column, cell: Laid) -> bool:
    """Whether a cell is the figure that stands beside a name."""
    return bool(cell) and (column.head in phrases.FIGURE_HEAD or _is_badge(cell))


def _draw_bar(bar: Bar, size: int) -> Laid:
    """What is left, what the offers would close, and the rest, with the gap in the place of one sign."""
    if bar.bridge is None or bar.asks is None or bar.gap is None:
        return [Piece("? " * (size // 2), "dim")]
    left = round(bar.bridge * size)
    end = max(left, round(bar.asks * size))
    text = "━" * left + "╍" * (end - left) + "·" * (size - end)
    # Of a bar that ends at the gap its last sign.
    at = max(0, round(bar.gap * size) - 1)
    end = max(end, at + 1)
    return [Piece(f"{text[:at]}◆{text[at + 1 : end]}"), Piece(text[end:], "dim")]


def _draw_interval(interval: Interval, size: int) -> Laid:
    """The stretch between its ends, with the figure where it stands."""
    if interval.low is None or interval.high is None:
        return [Piece("? " * (size // 2), "dim")]
    low, high = (round(end * (size - 1)) for end in (interval.low, interval.high))
    line = ["·"] * size
    line[low : high + 1] = ["─"] * (high + 1 - low)
    line[low], line[high] = "├", "┤"
    if interval.at is not None:
        line[round(interval.at * (size - 1))] = "◆"
    return [Piece("".join(line))]


# --- words ----------------------------------------------------------------------------------------

# Both begin where a run of blanks does: at each of many blanks all that follow would be looked at again.
_LINES = "(?<! ) *[\n\t]+ *"
_BREAK = re.compile("(?<![→←])(?<!->)(?<!<-)(?:(?<! )|(?<=[→←] )|(?<=-> )|(?<=<- ))( +)(?![·%→← ]|->? |<- )")
"""Where a line may end: never before a `%` or a separator, nor within `0.80 → 0.40`."""
_WIDE = 3
"""From this many blanks on, they stand between things that are kept whole where they fit."""


def clean_text(text: str) -> str:
    """A text on one line, whatever lines it had in the file."""
    return text if text.isprintable() else shown(re.sub(_LINES, " ", text.rstrip("\n")))


def split_words(pieces: Iterable[Piece]) -> list[Laid]:
    """What no line may break: each the blanks before it, and pieces without a blank between them."""
    words: list[Laid] = []
    blanks = Piece("")
    for piece in pieces:
        for i, text in enumerate(_BREAK.split(piece.text)):
            if i % 2:
                blanks = Piece(blanks.text + text, *piece[1:])
            elif text:
                if blanks.text or not words:
                    words.append([blanks])
                    blanks = Piece("")
                words[-1].append(Piece(text, *piece[1:]))
    return words


def _measure_longest(words: Iterable[Laid]) -> int:
    """How wide the longest word is."""
    return max((_width(word[1:]) for word in words), default=0)


def fold(pieces: Laid, room: int) -> list[Laid]:
    """Words folded into lines, each as far in as the first; a word that is too long for any line is kept whole."""
    if _width(pieces) <= room:
        return [list(pieces)] if pieces else []
    words = split_words(pieces)
    if not words:
        return []
    (start, *first), *rest = words
    return [[start, *line] for line in fill([[Piece(""), *first], *rest], room - len(start.text))]


def fill(words: Sequence[Laid], room: float, measure: Callable[[Laid], float] = _width) -> list[Laid]:
    """The lines that words make, as `split_words` gives them.

    `measure`: how wide some pieces are, in the unit of the room.
    """
    lines: list[Laid] = []
    line: Laid = []
    used = 0.0
    for i, word in enumerate(words):
        blanks, width = measure(word[:1]), measure(word[1:])
        size = width
        if len(word[0].text) >= _WIDE:
            whole = width + sum(map(measure, takewhile(lambda w: len(w[0].text) < _WIDE, words[i + 1 :])))
            size = whole if whole <= room else width
        if used + blanks + size > room:
            lines += [line] if line else []
            line, used, blanks = [], 0.0, 0.0
        for piece in word if blanks else word[1:]:
            if line and line[-1][1:] == piece[1:]:
                line[-1] = Piece(line[-1].text + piece.text, *piece[1:])
            else:
                line.append(piece)
        used += blanks + width
    return [*lines, line]
