"""Text of any language: which characters may not reach a terminal as they are, widths, numbers, "did you mean"."""

import re
from bisect import bisect
from collections.abc import Iterable
from functools import lru_cache

CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
"""Control characters, other line ends, a byte order mark, lone surrogates: never part of a text."""

BIDI = "\u202a-\u202e\u2066-\u2069"
"""Overrides, embeddings and isolates, which can make a text read other than it is (CVE-2021-42574)."""

FORMS = "\ufb50-\ufdff\ufe70-\ufefc"
"""Arabic presentation forms: shapes for one look of a letter, which no search finds."""


def code_point(character: str) -> str:
    """The name of a character as `U+001B`."""
    return f"U+{ord(character):04X}"


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shown(text: str) -> str:
    r"""The text on one line, with each control and bidi control written out as `\x1b` or `\u202e`."""
    # Few texts hold anything of the kind, and a pattern takes a while to make.
    return text if text.isprintable() else re.sub(f"[{CONTROL}{BIDI}\t\n]", _shown, text)


def width_of(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(c) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(c) in "WF") for c in text)


def write_number(x: float) -> str:
    """A number with all of its digits and without an exponent: `1234567`, `0.00005`, `3.1234567`."""
    text = repr(x or 0)  # There is no -0.
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")


NEAR = 20
"""Of a long list of names, how many on either side in the order of the alphabet are compared with a name."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean "iran"?` where a known name is close, else the known ones, as far as they fit."""
    from difflib import get_close_matches

    names = tuple(dict.fromkeys(known))
    name = name[:80]
    near = names if len(names) <= 2 * NEAR else (*_near(name, names), *_near(name[::-1], names, -1))
    close = get_close_matches(name, near, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if not names:
        return ""
    listed = ", ".join(names[:12])
    return f"one of: {listed}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _near(name: str, names: tuple[str, ...], step: int = 1) -> list[str]:
    """The names that begin most like a name; with a step of -1 those that end most like it."""
    ordered = _ordered(names, step)
    at = bisect(ordered, name)
    return [n[::step] for n in ordered[max(0, at - NEAR) : at + NEAR]]


@lru_cache(maxsize=8)
def _ordered(names: tuple[str, ...], step: int) -> list[str]:
    return sorted(n[::step] for n in names)
