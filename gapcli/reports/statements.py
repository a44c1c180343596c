"""The ledger itself: one row a statement, with where it is reported."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple, get_args

from gapcli.ledger.model import Attribution, Condition, Evidence, Ledger, Statement, Teller, Text
from gapcli.ledger.names import find_statements
from gapcli.ledger.query import STANCES, BadQuery
from gapcli.measure.view import View
from gapcli.reports.report import Count, Day, Ids, OneOf, Texts, ViewReport
from gapcli.text import did_you_mean, fold
from gapcli.words import phrases


class ConditionRow(NamedTuple):
    """What a statement waits for."""

    words: Annotated[
        Texts | None, "The condition in words, by language; alone where the ledger has no dimension for it."
    ]
    party: Annotated[str | None, "Whose position is waited for."] = None
    about: Annotated[str | None, "The dimension."] = None
    reaches: Annotated[str | None, "This option or past it, seen from `today`."] = None
    is_: Annotated[Ids | None, "This value."] = None
    at_least: Annotated[float | None, "This number or more."] = None
    at_most: Annotated[float | None, "This number or less."] = None


class EvidenceRow(NamedTuple):
    """Where a statement is reported."""

    source: Annotated[str, "The card of the source."]
    outlet: Annotated[Texts, "Who published it, by language."]
    sha256: Annotated[str, "The hash of the text that the places count in."]
    start: Annotated[Count | None, "Where the quote starts, in characters; null of a cell of a table."]
    end: Annotated[Count | None, "Where it ends."]
    row: Annotated[Count | None, "Of a cell of a table the line on which its row begins."]
    column: Annotated[str | None, "Of a cell of a table the name of its column."]
    quote: Annotated[str, "The words, exactly."]
    gloss: Annotated[Texts | None, "The quote in our own words, by language."]
    attribution: Annotated[Annotated[str, OneOf(get_args(Attribution))], "Who vouches for the account."]
    teller: Annotated[Annotated[str, OneOf(get_args(Teller))], "Who tells of this stance."]
    via: Annotated[Texts | None, "The outlet that the source itself relays, by language."]


class StatementRow(NamedTuple):
    """What one party was reported to hold."""

    id: Annotated[str, "The statement."]
    party: Annotated[str, "Whose stance it is."]
    about: Annotated[str, "A dimension, or an issue as a whole."]
    stance: Annotated[Annotated[str, OneOf(STANCES)], "How the party stands to the value."]
    value: Annotated[Ids | None, "An option, the two ends of a stretch, several options, or a number."]
    said: Annotated[Day, "When, as precise as the source is."]
    day: Annotated[Day, "The day from which it counts."]
    basis: Annotated[Annotated[str, OneOf(("words", "conduct"))], "Whether it was said or done."]
    speaker: Annotated[Texts | None, "Who said it for the party, by language."]
    text: Annotated[Texts, "What was said or done, by language."]
    if_: Annotated[tuple[ConditionRow, ...], "The conditions, all of them."]
    unless: Annotated[tuple[ConditionRow, ...], "The conditions under which a refusal would fall."]
    replaces: Annotated[Ids, "Earlier statements that it takes the place of."]
    disputes: Annotated[Ids, "Reports that cannot be right if this one is."]
    beside: Annotated[Ids, "Other asks that stand beside it."]
    note: Annotated[Texts | None, "What a reader must know, by language."]
    live: Annotated[bool, "Whether it stands on the day asked about."]
    file: Annotated[str, "The file of the ledger, or of the table."]
    line: Annotated[Count, "The line at which it begins; 0 where it is assumed."]
    evidence: Annotated[tuple[EvidenceRow, ...], "Where it is reported."]


def state_condition(condition: Condition | Text) -> ConditionRow:
    """A condition as the JSON has it."""
    if not isinstance(condition, Condition):
        return ConditionRow(condition)
    c, value = condition, condition.is_
    values = (value,) if isinstance(value, str) else value
    return ConditionRow(c.words, c.party, c.about, c.reaches, values, c.at_least, c.at_most)


def _state_evidence(ledger: Ledger, e: Evidence) -> EvidenceRow:
    card, (start, end), (row, column) = (
        ledger.cards[e.source],
        e.at or (None, None),
        e.cell[1:] if e.cell else (None, None),
    )
    return EvidenceRow(
        source=card.id,
        outlet=card.outlet,
        sha256=card.sha256,
        start=start,
        end=end,
        row=row,
        column=column,
        quote=e.quote,
        gloss=e.gloss,
        attribution=e.attribution,
        teller=e.teller,
        via=e.via,
    )


def state_statements(view: View, statements: Iterable[Statement]) -> Iterator[StatementRow]:
    """Statements as the JSON has them."""
    live = {s.key for s in view.positions.live}
    for s in statements:
        yield StatementRow(
            id=s.id,
            party=s.party,
            about=s.about,
            stance=s.stance,
            value=(s.value,) if isinstance(s.value, str) else s.value,
            said=s.said.text,
            day=s.said.day,
            basis=s.basis,
            speaker=s.speaker,
            text=s.text,
            if_=tuple(map(state_condition, s.if_)),
            unless=tuple(map(state_condition, s.unless)),
            replaces=s.replaces,
            disputes=s.disputes,
            beside=s.beside,
            note=s.note,
            live=s.key in live,
            file=view.ledger.find_file(s),
            line=s.line,
            evidence=tuple(_state_evidence(view.ledger, e) for e in s.evidence),
        )


class StatementsReport(ViewReport[StatementRow]):
    """The statements of the ledger."""

    lines = "evidence"

    whole: bool
    """Whether the page shows all that stands behind them."""


def statements(
    view: View, ids: Sequence[str] = (), *, stance: str | None = None, text: str | None = None
) -> StatementsReport:
    """The statements of the parties and issues shown, up to the day asked about, in the order of the file.

    `ids` keeps those named, and shows all that stands behind them; `stance` one stance; `text` those that hold all
    of its words, in a text, a note, a quote, a gloss, a condition or a name. Raises BadQuery.
    """
    view = view.show(view.ledger.parties, headline=False)
    if stance is not None and stance not in STANCES:
        raise BadQuery(f'no stance is called "{stance}": {did_you_mean(stance, STANCES)}')
    ids = find_statements(view.source, ids)
    found = [s for s in view.statements if (not ids or s.id in ids) and (stance is None or s.stance == stance)]
    if text is not None:
        words = fold(text).split()
        if not words:
            raise BadQuery(f'"{text}" holds no word to look for')
        found = [s for s in found if _holds_words(s, words)]
    return StatementsReport(
        view=view,
        rows=tuple(state_statements(view, found)),
        whole=bool(ids),
        notes=() if found else (phrases.NOTHING_FITS,),
    )


def _holds_words(s: Statement, folded: list[str]) -> bool:
    texts: list[Text | None] = [s.text, s.note, s.speaker]
    for e in s.evidence:
        texts += [e.gloss, e.via]
    texts += [c.words if isinstance(c, Condition) else c for c in s.conditions]
    lines = [e.quote for e in s.evidence] + [line for text in texts if text for line in text.values()]
    searched = fold("\n".join(lines))
    return all(word in searched for word in folded)
