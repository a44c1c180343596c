"""Text that reads from right to left, for terminals that know neither direction nor joined letters."""

from gapcli.formats.layout import measure_width


def put_in_visual_order(text: str, leftward: bool) -> str:
    """A text with its letters joined and in the order in which they are seen from the left, as wide as it was.

    By Unicode's rules for both (UAX 9, and the forms that Arabic letters take beside each other). `leftward`: whether
    what is left of its width stands before it. Raises ModuleNotFoundError where the extra is not installed.
    """
    from arabic_reshaper import reshape  # type: ignore[import-untyped]
    from bidi.algorithm import get_display  # type: ignore[import-untyped]

    words = text.strip(" ")
    seen: str = get_display(reshape(words), base_dir="R")
    # Two letters may be joined into one sign.
    pad = " " * max(0, measure_width(words) - measure_width(seen))
    return text.replace(words, f"{pad}{seen}" if leftward else f"{seen}{pad}") if words else text
