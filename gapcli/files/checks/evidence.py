"""Evidence: a short quote, its place in the text of a source, and when that was published."""

from gapcli.files.checks.rule import Found, View, rule, select
from gapcli.files.problems import Finding

QUOTED_WORDS = 15
"""How many words of a source a quote may have."""


@rule("""
    # bad-evidence
    A statement has evidence: a quote of at most 15 words, and a place as long as the quote inside the text.

    The place is counted in characters of the source's text, so that `text[start:end]` is the quote. A line end of the
    text, however it is written there, is `\\n` in a quote, and counts in the place as what the text has.
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
            help = "write [start, end]; gapcli check --texts DIR --fix does it"
            yield Finding(at, "a place has a start and, after it, an end", help)
            continue
        start, end = piece.at
        if piece.quote and not _is_as_long(piece.quote, end - start):
            message = f"the place is {end - start} long, the quote {len(piece.quote)}"
            yield Finding(at, message, f"if the start is right, write at: [{start}, {start + len(piece.quote)}]")
        length = lengths.get(piece.source)
        if length and end > length:
            yield Finding(at, f"the text ends at {length}", "count in characters, not bytes")


def _is_as_long(quote: str, length: int) -> bool:
    """Whether a place is as long as a quote: a line end of it may be several characters of the text."""
    # What may not be written has a stand-in, and is mostly a line end.
    lines = quote.replace("\ufffd", "\n")
    return length >= len(" ".join(lines.split())) if "\n" in lines else length == len(quote)


@rule("""
    # source-dates
    A source card says when its text was published, or after and before which day, and its dates agree.

    A text was published before it was retrieved.
    ✗ after: 2026-03-20
    ✓ after: 2026-02-20
    """)
def _source_dates(view: View) -> Found:
    for path, card in select(view.cards, "published", "after", "before", "retrieved"):
        if card.published is None and card.after is None and card.before is None:
            yield Finding(path, f'"{card.id}" has no date', "add published, or after and before", on_key=True)
        if card.published and (card.after or card.before):
            field = "after" if card.after else "before"
            message = f"published on {card.published}, so `{field}` says nothing"
            yield Finding((*path, field), message, "keep the more precise one", on_key=True)
        if card.after and card.before and card.after.day >= card.before.day:
            message = f"no day lies after {card.after} and before {card.before}"
            yield Finding((*path, "before"), message, "correct one of the two")
        first = card.published or card.after
        if card.retrieved and first and card.retrieved.last < first.day:
            message = f"retrieved on {card.retrieved}, before it was published"
            yield Finding((*path, "retrieved"), message, "correct one of the two")


@rule("""
    # future (warning)
    A statement was said after the day that the file speaks for, or after its source was published. A warning.
    ✗ said: 2026-03-27
    ✓ said: 2026-02-27
    """)
def _future(view: View) -> Found:
    for _, file in select(view.file, "as_of"):
        for path, s in select(view.statements, "said"):
            if s.said.day > file.as_of.last:
                message = f"said after {file.as_of}, the day of the file"
                yield Finding((*path, "said"), message, "move as_of, or correct the date")
        for id, day in view.latest.items():
            if day > file.as_of.last:
                message = f"values of {day}, after {file.as_of}, the day of the file"
                yield Finding(("tables", id, "said"), message, "move as_of, or correct the dates")
    cards = {card.id: card for _, card in select(view.cards, "published", "before")}
    for _, table in view.tables:
        card = cards.get(table.card)
        last, day = card.last_day if card else None, view.latest.get(table.id, "")
        if last and day > last:
            message = f'values of {day}, and "{table.card}" was published by {last}'
            yield Finding(("tables", table.id, "said"), message, "correct one of the two")
    for path, s, piece in select(view.evidence, "source"):
        card = cards.get(piece.source)
        last = card.last_day if card else None
        if card and last and s.said and s.said.day > last:
            when = f"on {card.published}" if card.published else f"by {last}"
            message = f'"{piece.source}" was published {when}, before that'
            yield Finding((*path[:2], "said"), message, "correct one of the two")
