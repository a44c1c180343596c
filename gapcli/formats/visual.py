"""Text that reads from right to left, for terminals that know neither direction nor joined letters."""

from gapcli.formats.layout import measure_width
from gapcli.pages.grid import Piece
from gapcli.text import reads_leftward


def turn(piece: Piece) -> Piece:
    """A piece with its letters joined and in the order in which they are seen from the left, as wide as it was.

    By Unicode's rules for both (UAX 9, and the forms that Arabic letters take beside each other). Raises
    ModuleNotFoundError where the extra that has them is not installed.
    """
    from arabic_reshaper import reshape  # type: ignore[import-untyped]
    from bidi import get_display  # type: ignore[import-untyped]

    words = piece.text.strip(" ")
    leftward = piece.leftward or reads_leftward(words)
    seen = get_display(reshape(words), base_dir="R" if leftward else "L")
    # Two letters may be joined into one sign.
    pad = " " * max(0, measure_width(words) - measure_width(seen))
    return piece._replace(text=piece.text.replace(words, f"{pad}{seen}" if leftward else f"{seen}{pad}"))
