"""Dates: of a text, and of what was said before it was published."""

from gapcli.files.checks.rule import Found, View, rule, select
from gapcli.files.problems import Finding
from gapcli.ledger.model import When


def _last_day(date: When) -> str:
    """The last day that a date may mean."""
    return date.day if date.text.startswith("<") else date.text + {4: "-12-31", 7: "-31"}.get(len(date.text), "")


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
        if card.retrieved and first and _last_day(card.retrieved) < first.day:
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
            if s.said.day > file.as_of.day:
                message = f"said after {file.as_of}, the day of the file"
                yield Finding((*path, "said"), message, "move as_of, or correct the date")
    published = {card.id: card.published or card.before for _, card in select(view.cards, "published", "before")}
    for path, s, piece in select(view.evidence, "source"):
        last = published.get(piece.source)
        if last and s.said and s.said.day > _last_day(last):
            message = f'"{piece.source}" was published on {last}, before that'
            yield Finding((*path[:2], "said"), message, "correct one of the two")
