"""Text that reads from right to left, for terminals that know neither direction nor joined letters."""

from collections.abc import Sequence
from itertools import groupby

from gapcli.formats.layout import measure_width
from gapcli.text import LEFTWARD_LETTER


def put_in_visual_order(text: str, leftward: bool) -> str:
    """A text with its letters joined and in the order in which they are seen from the left, as wide as it was.

    By Unicode's rules for both (UAX 9, and the forms that Arabic letters take beside each other). `leftward`: whether
    what is left of its width stands before it. Raises ModuleNotFoundError where the extra is not installed.
    """
    from bidi.algorithm import get_display  # type: ignore[import-untyped]

    words = text.strip(" ")
    seen: str = get_display(_join_letters(words), base_dir="R")
    # Two letters may be joined into one sign.
    pad = " " * max(0, measure_width(words) - measure_width(seen))
    return text.replace(words, f"{pad}{seen}" if leftward else f"{seen}{pad}") if words else text


def _join_letters(text: str) -> str:
    """A text with its Arabic letters in the forms that they take beside each other, without vowel marks."""
    from arabic_reshaper import reshape  # type: ignore[import-untyped]

    # It loses its place behind a joiner that nobody sees.
    joined: str = reshape(text.replace("\u200d", ""))
    return joined


EMBED, END = f"{LEFTWARD_LETTER}\u202a", f"\u202c{LEFTWARD_LETTER}"
"""What stands around a part that reads from the left; the letters keep the figures beside it as they are (UAX 9)."""


def put_line_in_visual_order(texts: Sequence[str]) -> list[tuple[int, str]]:
    """A line from right to left, given in parts, in the order in which it is seen from the left.

    Gives which part each stretch is of, and its letters; the marks around a part direct it, and go. Raises
    ModuleNotFoundError where the extra is not installed.
    """
    from bidi import algorithm  # type: ignore[import-untyped]

    line = algorithm.get_empty_storage()
    line.update(base_level=1, base_dir="R")
    joined = [_join_letters(text) for text in texts]
    algorithm.get_embedding_levels("".join(joined), line)
    parts = [i for i, text in enumerate(joined) for _ in text]
    for sign, part in zip(line["chars"], parts, strict=True):
        sign["part"] = part
    for rule in (
        algorithm.explicit_embed_and_overrides,
        algorithm.resolve_weak_types,
        algorithm.resolve_neutral_types,
        algorithm.resolve_implicit_levels,
        algorithm.reorder_resolved_levels,
        algorithm.apply_mirroring,
    ):
        rule(line, False)
    signs = (sign for sign in line["chars"] if sign["ch"] != LEFTWARD_LETTER)
    return [(part, "".join(s["ch"] for s in stretch)) for part, stretch in groupby(signs, lambda s: s["part"])]
