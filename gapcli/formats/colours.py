"""The colours of a document and of a picture, each on light and on dark."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Colour(NamedTuple):
    """A colour in both themes."""

    light: str
    dark: str


COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        "paper": Colour("#fdfcf9", "#14161b"),
        "card": Colour("#ffffff", "#1b1e25"),
        "ink": Colour("#1a1c22", "#e8e6df"),
        "soft": Colour("#5a5f6c", "#a4a9b5"),
        "line": Colour("#dedbd2", "#343844"),
        "faint": Colour("#f3f1ea", "#232730"),
        "link": Colour("#1d4a86", "#a5c3f2"),
        "mark": Colour("#00204d", "#f3dc55"),
        "strong": Colour("#26355d", "#c9cfdf"),
        "closed": Colour("#8f8a76", "#8d8a80"),
    }
)
"""What they are of: the ground, words and what qualifies them, lines, links, the signs of a picture and its bars."""
