"""The signs of a picture as shapes: on an axis, on a bar, beside a figure, and where a line says what they mean."""

from gapcli.formats.svg.canvas import Canvas
from gapcli.pages.grid import SIGNS, Bar, Piece
from gapcli.words import phrases

_WAYS = {"▶": (1, False), "◀": (-1, False), "▷": (1, True), "◁": (-1, True)}
"""Which way a sign points, and whether it is hollow."""
DASH = "9 6"
"""The line of what offers would close."""
BAR, CLOSED, GAP_SIGN = 7.0, 5.0, 22.0
"""How thick the line of what is left is, and that of what offers would close; and how large the sign of a gap is."""


def draw_sign(canvas: Canvas, sign: str, x: float, y: float, size: float) -> None:
    """A sign around a place; `size`: that of the letters beside it."""
    r = 0.4 * size
    if sign in _WAYS:
        way, hollow = _WAYS[sign]
        places = [(x - way * 0.8 * r, y - r), (x + way * 1.1 * r, y), (x - way * 0.8 * r, y + r)]
        paint = {"fill": "paper", "stroke": "mark"} if hollow else {"fill": "mark", "stroke": "mark"}
        canvas.draw_shape(places, **paint)
    elif sign == "◆":
        canvas.draw_shape([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill="mark", stroke="paper")
    elif sign == "━":
        canvas.draw_line((x - 2 * r, y), (x + 2 * r, y), "strong", BAR)
    elif sign == "╍":
        canvas.draw_line((x - 2 * r, y), (x + 2 * r, y), "closed", CLOSED, DASH)
    elif sign in (SIGNS["barred"], phrases.HATCH):
        canvas.draw_box(x - 2 * r, y - 0.8 * r, 4 * r, 1.6 * r, hatch="soft")
    elif sign == "≠":
        for up in (-0.35, 0.35):
            canvas.draw_line((x - 0.8 * r, y + up * r), (x + 0.8 * r, y + up * r), "soft", 1.4)
        canvas.draw_line((x - 0.5 * r, y + 0.9 * r), (x + 0.5 * r, y - 0.9 * r), "soft", 1.4)
    elif sign == SIGNS["today"]:
        canvas.draw_line((x, y - 1.1 * r), (x, y + 1.1 * r), "ink", 3)
    elif sign == SIGNS["refuses"]:
        for way in (-1, 1):
            canvas.draw_line((x - 0.8 * r, y - way * 0.8 * r), (x + 0.8 * r, y + way * 0.8 * r), "mark", 2.4)
    elif sign == SIGNS["deed"]:
        canvas.write(x, y - 0.7 * size, [Piece(sign, "bold")], size * 1.15, "middle")
    else:
        canvas.draw_dot(x, y, r, fill="mark")


def draw_cover(canvas: Canvas, glyph: str, x: float, y: float, radius: float, colour: str) -> None:
    """How much is known, as a disc that is so far filled."""
    filled = 4 - phrases.COVERS.index(glyph)
    if filled == 4:
        canvas.draw_dot(x, y, radius, fill=colour)
        return
    canvas.draw_slice(x, y, radius, filled, colour)
    canvas.draw_dot(x, y, radius, stroke=colour)


def draw_known(canvas: Canvas, glyph: str, x: float, y: float, size: float) -> None:
    """How much is known, within a line that says so."""
    draw_cover(canvas, glyph, x, y, 0.4 * size, "soft")


def draw_bar(canvas: Canvas, bar: Bar, x: float, y: float, width: float) -> None:
    """What is left when every offer is taken, what the offers close, and where the gap is."""
    canvas.draw_line((x, y), (x + width, y), "line", 2, "2 5")
    if bar.bridge is None or bar.asks is None or bar.gap is None:
        return
    low, high = (x + width * end for end in sorted((bar.bridge, bar.asks)))
    if low > x:
        canvas.draw_line((x, y), (low, y), "strong", BAR)
    if high > low:
        canvas.draw_line((low, y), (high, y), "closed", CLOSED, DASH)
    draw_sign(canvas, "◆", x + width * bar.gap, y, GAP_SIGN)
