"""What a picture is drawn on: boxes, lines and words, in two themes and from either side.

Places run from the side on which a reader begins. Every element has the colours of light by attributes, which all
programs read; those of dark stand in a media query, behind a selector that LibreOffice does not know, since it takes
the rules of a media query for its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from gapcli.formats import PALETTE
from gapcli.formats.colours import COLOURS, Colour
from gapcli.formats.svg.widths import NO_BREAK, measure
from gapcli.formats.table import ISOLATE, ISOLATE_LEFTWARD, ISOLATE_RIGHTWARD, POP, isolate_runs, mark_latin
from gapcli.formats.tree import Html, Node, tag
from gapcli.pages.grid import Piece

FONTS = '"Segoe UI","Noto Sans","Helvetica Neue",Arial,"Noto Naskh Arabic","Geeza Pro","Traditional Arabic",sans-serif'
LEFTWARD_FONTS = (
    '"Segoe UI","Noto Sans","Noto Sans Arabic","SF Arabic","Geeza Pro","Noto Naskh Arabic",Tahoma,sans-serif'
)
"""The families in which words are shown; those with Latin letters first, as LibreOffice finds the marks between both
scripts in no other."""
ASCENT = 1.05
"""How far below the top of its line words stand, in letters of their size."""
HATCH_STEP = 8
"""How far the lines of a hatch are apart, to the side and downwards."""
_HATCH = f"M-2 2L2 -2M0 {HATCH_STEP}L{HATCH_STEP} 0M{HATCH_STEP - 2} {HATCH_STEP + 2}L{HATCH_STEP + 2} {HATCH_STEP - 2}"
_MARKS = f"{ISOLATE_LEFTWARD}{ISOLATE_RIGHTWARD}{POP}"
_SIDES = {"start": "end", "middle": "middle", "end": "start"}

Place = tuple[float, float]
Attributes = dict[str, str | bool | None]


def _mix(colour: str) -> str:
    """A colour with a quarter of white, so that it shows on dark."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(0.75 * part + 64):02x}" for part in parts)


COLOURED: Mapping[str, Colour] = {
    **COLOURS,
    **{tone: Colour(back, back) for tone, (back, _) in PALETTE.items()},
    **{f"on-{tone}": Colour(fore, fore) for tone, (_, fore) in PALETTE.items()},
    **{f"thin-{tone}": Colour(back, _mix(back)) for tone, (back, _) in PALETTE.items()},
}
"""Every colour of a picture; those of the levels with what is written on them, and as the lines of a hatch."""


def write_number(x: float) -> str:
    """A length, to a tenth."""
    return f"{round(x, 1) + 0:.10g}"


def _write(places: Mapping[str, float]) -> dict[str, str]:
    return {name: write_number(place) for name, place in places.items()}


class Canvas:
    """Draws, and keeps which colours and hatches are used."""

    def __init__(self, width: float, leftward: bool, theme: str, key: str) -> None:
        """`theme`: `light`, `dark`, or empty where the device chooses. `key`: what its ids end with."""
        self.width, self.leftward, self.theme, self.key = width, leftward, theme, key
        self.parts: list[Html] = []
        self.used: dict[str, str] = {}
        self.hatches: set[str] = set()
        self.sides: set[str] = set()

    # --- colours ---

    def paint(self, fill: str = "", stroke: str = "") -> Attributes:
        """The attributes of an area and of a line in some colours, with the classes by which dark finds them."""
        names = {"fill": fill, "stroke": stroke}
        made: Attributes = {what: self._find_colour(name) for what, name in names.items() if name}
        classes = [self._name_class(what, name) for what, name in names.items() if name]
        made["class_"] = " ".join(filter(None, classes))
        return made

    def _find_colour(self, name: str) -> str:
        colour = COLOURED[name]
        return colour.dark if self.theme == "dark" else colour.light

    def _name_class(self, what: str, name: str) -> str:
        """The class of a colour; none where it is the same in both themes, or where one of them is asked for."""
        light, dark = COLOURED[name]
        if self.theme or light == dark:
            return ""
        made = name if what == "fill" else f"{name}-{what}"
        self.used[made] = f"{what}:{dark}"
        return made

    def write_style(self) -> str:
        """The rules of dark, and of words from right to left, of what is used."""
        dark = "".join(f":root .{name}{{{rule}}}" for name, rule in sorted(self.used.items()))
        sides = "".join(f":root .from-{side}{{direction:rtl;text-anchor:{side}}}" for side in sorted(self.sides))
        return sides + (f"@media (prefers-color-scheme:dark){{{dark}}}" if dark else "")

    def write_hatches(self) -> Iterator[Html]:
        """The patterns that are used."""
        for name in sorted(self.hatches):
            # Inkscape and LibreOffice turn no pattern, so that its lines are slanted themselves.
            lines = tag("path", d=_HATCH, fill="none", stroke_width="1.6", **self.paint(stroke=name))
            sizes = dict.fromkeys(("width", "height"), str(HATCH_STEP))
            yield tag("pattern", lines, id=f"{name}-{self.key}", patternUnits="userSpaceOnUse", **sizes)

    # --- shapes ---

    def turn(self, x: float) -> float:
        """A place as it is seen from the left."""
        return self.width - x if self.leftward else x

    def draw_box(self, x: float, y: float, width: float, height: float, radius: float = 0, **paint: str) -> None:
        """A box from a place, in the colours of `paint`, or hatched in that of `hatch`."""
        hatch = paint.pop("hatch", "")
        looks = self._outline(paint)
        if hatch:
            self.hatches.add(hatch)
            looks["fill"] = f"url(#{hatch}-{self.key})"
        left = self.turn(x) - (width if self.leftward else 0)
        sizes = {"x": left, "y": y, "width": width, "height": height, "rx": radius}
        self._put("rect", _write({k: v for k, v in sizes.items() if v or k != "rx"}), looks)

    def draw_line(self, start: Place, end: Place, stroke: str, width: float = 1, dash: str = "") -> None:
        """A straight line; `dash`: lengths of what is drawn and what is left out, in turn."""
        (x, y), (z, w) = start, end
        places = {"x1": self.turn(x), "y1": y, "x2": self.turn(z), "y2": w}
        looks: Attributes = {"stroke_width": write_number(width), "stroke_dasharray": dash}
        self._put("line", _write(places), self.paint(stroke=stroke) | looks)

    def draw_dot(self, x: float, y: float, radius: float, **paint: str) -> None:
        """A circle around a place."""
        places = {"cx": self.turn(x), "cy": y, "r": radius}
        self._put("circle", _write(places), self._outline(paint))

    def draw_shape(self, places: Sequence[Place], **paint: str) -> None:
        """An area with straight sides."""
        points = " ".join(f"{write_number(self.turn(x))},{write_number(y)}" for x, y in places)
        self._put("polygon", {"points": points}, self._outline(paint))

    def draw_slice(self, x: float, y: float, radius: float, quarters: int, fill: str) -> None:
        """So many quarters of a disc, from the top and clockwise; a clock has no direction of reading."""
        middle, r = self.turn(x), write_number(radius)
        end = {1: (middle + radius, y), 2: (middle, y + radius), 3: (middle - radius, y)}[quarters]
        arc = f"A{r} {r} 0 {int(quarters > 2)} 1 {' '.join(map(write_number, end))}"
        path = f"M{write_number(middle)} {write_number(y)}V{write_number(y - radius)}{arc}Z"
        self._put("path", {"d": path}, self.paint(fill=fill))

    def _outline(self, paint: Mapping[str, str]) -> Attributes:
        """The attributes of an area, of which only the outline may be drawn."""
        outline: Attributes = {"stroke_width": "1.6"} if "stroke" in paint else {}
        return ({} if "fill" in paint else {"fill": "none"}) | self.paint(**paint) | outline

    def _put(self, name: str, places: Mapping[str, str], looks: Attributes, *nodes: Node) -> None:
        self.parts.append(tag(name, *nodes, **places, **looks))

    # --- words ---

    def write(
        self,
        x: float,
        y: float,
        pieces: Sequence[Piece],
        size: float,
        anchor: str = "start",
        colour: str = "",
        leftward: bool | None = None,
    ) -> None:
        """A line of words at a place, which is its start, its middle or its end; `y` is the top of the line.

        `leftward`: whether the line itself is read from the right; by default as the picture is.
        """
        turned = self.leftward if leftward is None else leftward
        if turned and self.leftward and anchor == "start" and len(pieces) > 1:
            # LibreOffice mixes up looks within a line from right to left.
            for piece in pieces:
                self.write(x, y, [piece], size, anchor, colour)
                x += measure([piece], size)
            return
        side = _SIDES[anchor] if turned else anchor
        if turned:
            self.sides.add(anchor)
        places = {
            "x": write_number(self.turn(x)),
            "y": write_number(y + ASCENT * size),
            "font_size": write_number(size),
            "text_anchor": "" if side == "start" else side,
        }
        runs = [(self._isolate(piece, turned), self._dress(piece, colour)) for piece in pieces]
        looks = runs[0][1] if len(runs) == 1 else {}
        looks["class_"] = " ".join(str(name) for name in (turned and f"from-{anchor}", looks.get("class_")) if name)
        spans = [tag("tspan", words, **look) if look and len(runs) > 1 else words for words, look in runs]
        self._put("text", places, looks, *spans)

    def _dress(self, piece: Piece, colour: str) -> Attributes:
        """How a piece looks beside words that need no look."""
        looks: Attributes = {}
        qualifies = piece.style in ("dim", "weak", "cover") or piece.tone == "unknown"
        if colour or qualifies:
            looks |= {k: v for k, v in self.paint(fill=colour or "soft").items() if v}
        if piece.style == "bold":
            looks["font_weight"] = "bold"
        if piece.style == "weak" and not self.leftward:
            looks["font_style"] = "italic"
        return looks

    def _isolate(self, piece: Piece, turned: bool) -> Node:
        """The words of a piece, in which each run of the other direction moves nothing else."""
        text = piece.text.replace(NO_BREAK, " ") if piece.tone else piece.text
        if turned and not self.leftward:
            return text
        if turned:
            marked = f"{ISOLATE_LEFTWARD}{mark_latin(text)}{POP}"
            return [Html(part) if part in _MARKS else part for part in re.split(f"([{_MARKS}])", marked)]
        parts = re.split(f"{ISOLATE}(.*?){POP}", isolate_runs(text))
        return [tag("tspan", part, unicode_bidi="isolate") if i % 2 else part for i, part in enumerate(parts)]
