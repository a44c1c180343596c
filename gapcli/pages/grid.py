"""What a report shows a person, before any format: lines, and grids of cells. No colour, no width."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text in one look."""

    text: str
    style: str = ""
    """`bold` names an issue or a question, `dim` qualifies, `weak` says what weakens a figure; `cover` is a glyph
    of how much is known, `sign` one that a picture draws."""
    tone: str = ""
    """A level, as a badge: `same`, `near`, `apart`, `far`, `opposite`; or `unknown`."""
    quote: bool = False
    """Words in their own script and direction: on lines of their own, and folded on a terminal alone."""
    leftward: bool = False
    """Whether it is of a quote that reads from right to left; the layout says so."""
    link: str = ""
    """The issue that it names, where a page may lead there."""


Pieces = tuple[Piece, ...]


def plain(text: str) -> Pieces:
    """Text that needs no look."""
    return (Piece(text),) if text else ()


def bold(text: str) -> Pieces:
    return (Piece(text, "bold"),)


def dim(text: str) -> Pieces:
    return (Piece(text, "dim"),)


def weak(text: str) -> Pieces:
    return (Piece(text, "weak"),)


Stretch = tuple[float, float]
"""Two places from 0 to 1, the lower first."""


class Bar(NamedTuple):
    """A bar from 0 to 1: what is left when every offer is taken, what the offers close, the rest; and on it the gap."""

    bridge: float | None
    asks: float | None
    gap: float | None


SIGNS: Mapping[str, str] = {
    "ask": "●",
    "offer-up": "▶",
    "offer-down": "◀",
    "if-up": "▷",
    "if-down": "◁",
    "refuses": "✕",
    "deed": "!",
    "barred": "▒",
    "today": "│",
}
"""What stands on the line of a party, or on its scale, by what it means; an offer points away from what is wanted."""


class Interval(NamedTuple):
    """A stretch from 0 to 1, with the place of a figure in it."""

    low: float | None
    high: float | None
    """None where there is no figure."""
    at: float | None
    """None where it is not known as things stand."""


class Mark(NamedTuple):
    """A sign on an axis."""

    place: float
    sign: str
    """One of `SIGNS`."""


class Axis(NamedTuple):
    """One party's line on a scale from 0 to 1."""

    stretches: tuple[Stretch, ...] = ()
    """From what it wants to what it would accept; of reports that dispute each other none that meet."""
    marks: tuple[Mark, ...] = ()
    barred: tuple[Stretch, ...] = ()
    """What it rules out."""


class Stack(NamedTuple):
    """Lines of one cell, and words under them where there is room."""

    lines: tuple[Pieces, ...]
    """The first is the figure of the cell."""
    words: Pieces = ()
    """Folded into the width of the column."""


class Tick(NamedTuple):
    """An answer on a scale."""

    place: float
    words: str
    """What it is called, where there is room."""
    today: bool = False
    """Whether it holds as long as nothing is agreed."""
    name: str = ""
    """What it is called in full, where it has words of its own."""


class Ruler(NamedTuple):
    """A scale from 0 to 1, under which the lines of parties stand."""

    poles: tuple[str, str]
    ticks: tuple[Tick, ...]


Cell = Pieces | Bar | Axis | Interval | Ruler | Stack


class Line(NamedTuple):
    """A line of text across the page, folded where it is too long."""

    pieces: Pieces
    indent: int = 0
    label: str = ""
    """Stands before the text, in a column as wide as the widest label of the grid."""
    right: Pieces = ()
    """Stands at the right end of the line."""
    short: Pieces = ()
    """Stands for the text where the right end would else get a line of its own, or where no pictures are drawn."""
    rule: bool = False
    """A rule across the page, instead of text."""
    picture: bool = False
    """Whether it only explains pictures."""
    typed: bool = False
    """Whether it is what to type next, which a picture on a wall has no use for."""


BLANK = Line(())
RULE = Line((), rule=True)


class Column(NamedTuple):
    """A column of a grid."""

    head: str = ""
    """A line end in it is a blank, and the end of a line where that makes room."""
    poles: tuple[str, ...] = ()
    """The head of a picture: what stands at its left and at its right end, each with a figure outermost."""
    right: bool = False
    """Whether its cells stand at the right."""
    picture: bool = False
    """Whether it only draws what other columns say."""
    folds: bool = False
    """Whether its text is folded into the width that the others leave."""
    narrow: str = ""
    """How a cell reads where there is no column for it: `asks {}`."""


class Row(NamedTuple):
    """Cells side by side, and lines below that run across them."""

    cells: tuple[Cell, ...]
    lines: tuple[Line, ...] = ()


class Grid(NamedTuple):
    """Rows under columns, with lines above and below."""

    columns: tuple[Column, ...] = ()
    rows: Sequence[Row] = ()
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    spaced: bool = False
    """Whether an empty line follows each row."""
    heads: bool = True
    keep_words: bool = False
    """Whether the words of stacks are shown where there is no room for them beside each other."""
    chart: bool = False
    """Whether its rows are lines of one picture, each with a name and words."""


Page = tuple[Grid, ...]
"""All that a report shows."""
