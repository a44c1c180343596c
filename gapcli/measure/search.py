"""Statements that hold some words, in whichever spelling."""

import unicodedata

from gapcli.ledger.model import Condition, Statement

_LETTERS = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})
_UNSEEN = "\u0640\u200c\u200d\u200e\u200f"


def fold(text: str) -> str:
    """A text as a search compares it: case, vowel marks, tatweel, and forms of alef, yeh and kaf set aside."""
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(c for c in text if not unicodedata.combining(c) and c not in _UNSEEN)


def holds_words(s: Statement, folded: list[str]) -> bool:
    """Whether a statement holds all of some folded words: in text, note, quote, gloss, conditions or names."""
    texts = [*s.text.values(), *(s.note or {}).values(), s.speaker or ""]
    for e in s.evidence:
        texts += [e.quote, *(e.gloss or {}).values(), e.via or ""]
    for c in s.conditions:
        texts += [] if isinstance(c, Condition) else c.values()
    searched = fold("\n".join(texts))
    return all(word in searched for word in folded)
