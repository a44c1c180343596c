"""Evidence: a short quote, and its place in the text of a source."""

from gapcli.files.checks.rule import Found, rule
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding

QUOTED_WORDS = 15
"""How many words of a source a quote may have."""


@rule("""
    # bad-evidence
    A statement has evidence: a quote of at most 15 words, and a place as long as the quote inside the text.

    The place is counted in characters of the source's text, so that `text[start:end]` is the quote.
    · at: [106, 147]
    ✗ quote: had spoken of five million
    ✓ quote: had spoken of five million in the morning
    """)
def _bad_evidence(view: View) -> Found:
    for path, s in view.statements("evidence"):
        if not s.evidence:
            yield Finding((*path, "evidence"), "a statement without evidence", "add where it is reported", on_key=True)
    for path, _, piece in view.evidence("quote"):
        words = len(piece.quote.split())
        if words > QUOTED_WORDS:
            help = f"at most {QUOTED_WORDS}: the rest belongs to the publisher"
            yield Finding((*path, "quote"), f"a quote of {words} words", help)
    for path, _, piece in view.evidence("at"):
        if not _is_place(piece.at):
            yield Finding((*path, "at"), "a place has a start and, after it, an end", "write at: [12, 57]")
    for path, _, piece in view.evidence("at", "quote"):
        if _is_place(piece.at) and piece.at[1] - piece.at[0] != len(piece.quote):
            start, end = piece.at
            message = f"the place has {end - start} characters, the quote {len(piece.quote)}"
            help = f"if the start is right, write at: [{start}, {start + len(piece.quote)}]"
            yield Finding((*path, "at"), message, help)
    lengths = {card.id: card.characters for _, card in view.cards("characters")}
    for path, _, piece in view.evidence("at", "source"):
        length = lengths.get(piece.source)
        if length and _is_place(piece.at) and piece.at[1] > length:
            yield Finding((*path, "at"), f"the text ends at {length}", "count in characters, not bytes")


def _is_place(at: tuple[int, ...]) -> bool:
    return len(at) == 2 and at[0] < at[1]
