"""Evidence: a short quote, and its place in the text of a source."""

from gapcli.files.checks.rule import Found, View, rule, select
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
    for path, s in select(view.statements, "evidence"):
        if not s.evidence:
            yield Finding((*path, "evidence"), "a statement without evidence", "add where it is reported", on_key=True)
    for path, _, piece in select(view.evidence, "quote"):
        words = len(piece.quote.split())
        if words > QUOTED_WORDS:
            help = f"at most {QUOTED_WORDS}: the rest belongs to the publisher"
            yield Finding((*path, "quote"), f"a quote of {words} words", help)
    lengths = {card.id: card.characters for _, card in select(view.cards, "characters")}
    for path, _, piece in select(view.evidence, "at"):
        at = (*path, "at")
        if len(piece.at) != 2 or piece.at[0] >= piece.at[1]:
            yield Finding(at, "a place has a start and, after it, an end", "write at: [12, 57]")
            continue
        start, end = piece.at
        if piece.quote and end - start != len(piece.quote):
            message = f"the place has {end - start} characters, the quote {len(piece.quote)}"
            yield Finding(at, message, f"if the start is right, write at: [{start}, {start + len(piece.quote)}]")
        length = lengths.get(piece.source)
        if length and end > length:
            yield Finding(at, f"the text ends at {length}", "count in characters, not bytes")
