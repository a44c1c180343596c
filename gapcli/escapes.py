"""Characters that may not reach a terminal as they are, and how they are shown instead."""

import re

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters, other line ends, a byte order mark, lone surrogates: never part of a text."""

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Overrides, embeddings and isolates, which can make a text read other than it is (CVE-2021-42574)."""

FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
"""Arabic presentation forms: shapes for one look of a letter, which no search finds."""

_UNSAFE = re.compile(f"{CONTROL.pattern[:-1]}\t\n\u202a-\u202e\u2066-\u2069]")


def code_point(character: str) -> str:
    """The name of a character as `U+001B`."""
    return f"U+{ord(character):04X}"


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shown(text: str) -> str:
    r"""The text on one line, with each control and bidi control written out as `\x1b` or `\u202e`."""
    return _UNSAFE.sub(_shown, text)
