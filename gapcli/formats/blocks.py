"""A page that reads from right to left → lines of a terminal: one thing below the other, each on lines of its own.

A terminal that turns Arabic round moves the cells of a row, and one that does not shows it backwards: so there are no
columns here, no pictures, and no blanks that would have to meet. HTML has the tables and the pictures.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from gapcli.formats import Screen
from gapcli.formats.layout import GAP, Laid, Layout, fold, is_figure
from gapcli.pages.grid import Column, Line, Page, Piece, Row, Ruler, Stack
from gapcli.words import phrases

_BLANKS = re.compile("(?<! ) {2}(?! )")
MARKS = "– ", "· "
"""What stands, in the place of blanks, before what belongs to the line above it, and before what belongs to that."""
ENDS = 2
"""How many columns a terminal may give to the marks at the ends of a line, which it should not show."""


def lay_leftward(page: Page, screen: Screen) -> list[Laid]:
    """The lines of a page on a screen, each to be read from its right end."""
    lines: list[Laid] = []
    for grid in page:
        for line in _lay_grid(Layout(grid, screen)):
            # Where columns were, an empty line would stand for each.
            if line or not lines or lines[-1]:
                lines.append(line)
    return lines


def _lay_grid(layout: Layout) -> Iterator[Laid]:
    grid = layout.grid
    figures = [i for i, c in enumerate(grid.columns) if i and any(is_figure(c, cells[i]) for cells in layout.cells)]
    for line in grid.above:
        yield from _lay_line(layout, line)
    for row, cells in zip(grid.rows, layout.cells):
        yield from _lay_place(layout, row, cells) if grid.chart else _lay_row(layout, row, cells, figures)
        for line in row.lines:
            yield from _lay_line(layout, line)
        if grid.spaced or any(isinstance(cell, Stack) for cell in row.cells):
            yield []
    for line in grid.below:
        yield from _lay_line(layout, line)


def _lay_line(layout: Layout, line: Line) -> Iterator[Laid]:
    """A line of text, and what stands at its other end on a line of its own."""
    if line.picture:
        yield from _fold(layout, layout.clean(line.short))
        return
    # A name stands before what is told of it, a number before what it counts.
    name = layout.clean_text(line.label)
    label = [Piece(f"{name}: " if name[-1].isalpha() else f"{name} ")] if name else []
    words = [*label, *layout.clean(line.pieces)]
    if not words and not line.right:
        yield []
    quoted = any(p.quote for p in words)
    yield from _fold(layout, [Piece(MARKS[line.indent > 2]), *words] if line.indent and words and not quoted else words)
    right = layout.clean(line.right)
    yield from _fold(layout, [Piece(MARKS[1]), *right] if line.indent and words and right else right)


def _fold(layout: Layout, words: Iterable[Piece]) -> list[Laid]:
    """Words in lines, without the blanks that would keep them in line with others."""
    pieces: Laid = []
    for piece in words:
        text = piece.text if piece.quote else _BLANKS.sub(" ", piece.text)
        if not pieces or pieces[-1].text.endswith(" "):
            text = text.lstrip(" ")
        pieces += [piece._replace(text=text)] if text else []
    return fold(pieces, layout.page - ENDS * layout.screen.terminal)


def _lay_row(layout: Layout, row: Row, cells: Sequence[Laid], figures: Sequence[int]) -> Iterator[Laid]:
    """The name of a row with its figure; below it all else that it has, a line each.

    `figures`: which columns have one; of several none stands beside the name.
    """
    columns = layout.grid.columns
    head, lead, below, beside = [*cells[0]], Laid(), list[Laid](), list[Laid]()
    # Of a row without any figure one dash says enough.
    known = any(re.search(r"\d", p.text) for i in figures for p in cells[i])
    for i, (column, cell, words) in [*enumerate(zip(columns, row.cells, cells))][1:]:
        name = layout.clean_text(column.head.replace("\n", " ")) if layout.grid.heads else ""
        if isinstance(cell, Stack):
            below.append(_lay_stack(layout, column.head.split("\n") if layout.grid.heads else [], cell))
        elif not any(p.text.strip(" " if known else "–- ") for p in words):
            continue
        elif figures == [i]:
            head = [*head, Piece(" " if head else ""), *_enclose(words)]
        elif column.folds:
            below.append([*lead, *_head(column, name, words)])
            lead = []
        elif column.narrow or name:
            beside.append(_head(column, name, words))
        else:
            lead = [*lead, *words, Piece(": ")]
    if head and all(p.style == "dim" for p in head):
        head = [Piece(MARKS[1]), *head]
    yield from _fold(layout, [*head, *(lead[:-1] and [Piece(": ")]), *lead[:-1]])
    for line in (_part(beside, phrases.COMMA), *below):
        yield from _fold(layout, [Piece(MARKS[0]), *line] if line else [])


def _head(column: Column, name: str, words: Laid) -> Laid:
    """A cell with what its column says of it: in the words for where there are no columns, else by its name."""
    if column.folds or column.narrow:
        before, _, after = column.narrow.partition("{}")
        return [Piece(before, "dim"), *words, Piece(after, "dim")]
    return [Piece(f"{name}: ", "dim"), *_enclose(words)]


def _lay_stack(layout: Layout, heads: Sequence[str], stack: Stack) -> Laid:
    """The lines and the words of a stack after the head of its column, where that has as many each after its own."""
    lines = [layout.clean(line) for line in (*stack.lines, stack.words) if line]
    # No figure says nothing where there are words.
    lines = [_enclose(line) for line in lines if len(lines) == 1 or line[0].text != "–"]
    names = [layout.clean_text(head).strip(phrases.COMMA) for head in heads if head and lines]
    if len(names) == len(lines) > 1:
        return _part([[Piece(f"{name}: "), *line] for name, line in zip(names, lines)], phrases.SEMICOLON)
    return [Piece(f"{phrases.COMMA.join(names)}: " if names else ""), *_part(lines, phrases.COMMA)]


def _enclose(words: Laid) -> Laid:
    """A cell with what stands apart from its figure in brackets."""
    if len(words) < 2 or not words[-1].text.startswith(" " * GAP):
        return words
    return [*words[:-1], words[-1]._replace(text=f" ({words[-1].text.strip()})")]


def _lay_place(layout: Layout, row: Row, cells: Sequence[Laid]) -> Iterator[Laid]:
    """What a party holds, after its name; of the scale its two ends."""
    picture = row.cells[1]
    if isinstance(picture, Ruler):
        low, high = map(layout.clean_text, picture.poles)
        yield from _fold(layout, [Piece(phrases.BETWEEN_POLES.format(low=low, high=high), "dim")])
        return
    words = _part([cell for cell in cells[2:] if cell], " ")
    yield from _fold(layout, [*cells[0], Piece(": " if cells[0] and words else ""), *words])


def _part(lines: Iterable[Laid], mark: str) -> Laid:
    """Lines as one, with a mark between them; a question has its own."""
    pieces: Laid = []
    for line in lines:
        asked = pieces and pieces[-1].text.endswith(("؟", "?"))
        pieces += [*([Piece(" " if asked else mark, "dim")] if pieces else []), *line]
    return pieces
