"""A scale, and a party's line on it, as text of a width."""

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len

from gapcli.pages.grid import SIGNS, Axis, Piece, Ruler, Tick

EMPTY, LINE, TICK, LOW, HIGH = "·─┬├┤"
"""A line where nothing is held, where something is; an answer on the scale, and the ends of the scale."""


def draw_ruler(ruler: Ruler, size: int) -> list[Piece]:
    """The scale as one line: what binds today, and answers by their words where these have room."""
    line = [LOW, *LINE * (size - 2), HIGH]
    places = [round(tick.place * (size - 1)) for tick in ruler.ticks]
    for tick, at in zip(ruler.ticks, places):
        if tick.today or 0 < at < size - 1:
            line[at] = SIGNS["today"] if tick.today else TICK
    taken: set[int] = set()
    # Of many answers most share a place.
    spots = {*places}
    # What binds today comes first, as its words stand beside its sign.
    for tick, at in sorted(zip(ruler.ticks, places), key=lambda pair: not pair[0].today):
        others = taken | (spots - {at})
        for start, words in _list_ways(tick, at, size):
            end = start + cell_len(words)
            # The line shows on both sides, so that no words are taken for those of another sign.
            if 0 <= start <= at < end <= size and others.isdisjoint(range(start - 1, end + 1)):
                line[start:end] = [words, *[""] * (end - start - 1)]
                taken.update(range(start, end))
                break
    return [Piece("".join(line), "dim")]


def _list_ways(tick: Tick, at: int, size: int) -> Iterator[tuple[int, str]]:
    """Where the words of an answer may begin, best first: over their place or a little aside; or beside its sign."""
    words = cell_len(tick.words)
    if tick.today:
        yield at, SIGNS["today"] + tick.words
        yield at - words, tick.words + SIGNS["today"]
    elif words:
        middle = min(max(0, at - words // 2), size - words)
        yield from ((middle + step * way, tick.words) for step in range(words // 3 + 1) for way in (-1, 1))


def draw_axis(axis: Axis, size: int) -> list[Piece]:
    """One party's line: what it holds, what it rules out, and its signs, none of which covers another."""
    line = [EMPTY] * size
    for low, high in axis.stretches:
        _fill(line, low, high, LINE)
    for low, high in axis.barred:
        _fill(line, low, high, SIGNS["barred"])
    taken: set[int] = set()
    for mark in axis.marks:
        at = _find_free(round(mark.place * (size - 1)), taken, size)
        taken.add(at)
        line[at] = SIGNS[mark.sign]
    for low, high in axis.barred:
        first, last = (round(end * (size - 1)) for end in (low, high))
        if taken.issuperset(range(first, last + 1)):
            line[_find_free(first, taken, size)] = SIGNS["barred"]
    runs = groupby(line, key=lambda sign: "dim" if sign == EMPTY else "")
    return [Piece("".join(signs), style) for style, signs in runs]


def _fill(line: list[str], low: float, high: float, sign: str) -> None:
    for i in range(round(low * (len(line) - 1)), round(high * (len(line) - 1)) + 1):
        line[i] = sign


def _find_free(at: int, taken: set[int], size: int) -> int:
    """The nearest place that has no sign, so that a second one stays visible; the same where all have one."""
    return min((i for i in range(size) if i not in taken), key=lambda i: (abs(i - at), i), default=at)
