"""The ledger itself: one row a statement, with where it is reported."""

from collections.abc import Iterable, Sequence
from typing import Any

from gapcli.ledger.model import Condition, Evidence, Ledger, Statement, Text
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.compare import Narrowed, narrow
from gapcli.measure.positions import Positions
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Piece, Row, bold, dim, plain, weak
from gapcli.reports.contract import (
    COUNT,
    DAY,
    IDS,
    STANCE,
    TEXT,
    TEXTS,
    TRUTH,
    Fields,
    by_id,
    document,
    many,
    maybe,
    one_of,
    record,
)
from gapcli.reports.matrix import title
from gapcli.reports.report import Report
from gapcli.text import did_you_mean
from gapcli.words.en import conditions_words, count, date, reference

STANCES = ("asks", "accepts", "rejects", "off-agenda", "silent")

CONDITION: Fields = {
    "words": (maybe(TEXTS), "The condition in words, where the ledger has no dimension for it."),
    "party": (maybe(TEXT), "Whose position is waited for."),
    "about": (maybe(TEXT), "The dimension."),
    "reaches": (maybe(TEXT), "This option or past it, seen from `today`."),
    "is": (maybe(IDS), "This value."),
    "at_least": (maybe({"type": "number"}), "This number or more."),
    "at_most": (maybe({"type": "number"}), "This number or less."),
}
EVIDENCE: Fields = {
    "source": (TEXT, "The card of the source."),
    "outlet": (TEXT, "Who published it."),
    "sha256": (TEXT, "The hash of the text that the places count in."),
    "start": (COUNT, "Where the quote starts, in characters."),
    "end": (COUNT, "Where it ends."),
    "quote": (TEXT, "The words, exactly."),
    "gloss": (maybe(TEXTS), "The quote in our own words, by language."),
    "attribution": (one_of("named", "unnamed", "document", "author"), "Who vouches for the account."),
    "teller": (one_of("own", "counterpart", "third-party", "author"), "Who tells of this stance."),
    "via": (maybe(TEXT), "The outlet that the source itself relays."),
}
ROW: Fields = {
    "id": (TEXT, "The statement."),
    "party": (TEXT, "Whose stance it is."),
    "about": (TEXT, "A dimension, or an issue as a whole."),
    "stance": (STANCE, "How the party stands to the value."),
    "value": (maybe(IDS), "An option, the two ends of a stretch, several options, or a number."),
    "said": (DAY, "When, as precise as the source is."),
    "basis": (one_of("words", "conduct"), "Whether it was said or done."),
    "speaker": (maybe(TEXT), "Who said it for the party."),
    "text": (TEXTS, "What was said or done, by language."),
    "if": (many(record(CONDITION)), "The conditions, all of them."),
    "unless": (many(record(CONDITION)), "The conditions under which a refusal would fall."),
    "replaces": (IDS, "Earlier statements that it takes the place of."),
    "disputes": (IDS, "Reports that cannot be right if this one is."),
    "beside": (IDS, "Other asks that stand beside it."),
    "note": (maybe(TEXTS), "What a reader must know, by language."),
    "live": (TRUTH, "Whether it stands on the day asked about."),
    "file": (TEXT, "The file of the ledger."),
    "line": (COUNT, "The line at which it begins; 0 where it is assumed."),
    "evidence": (many(record(EVIDENCE)), "Where it is reported."),
}
SCHEMA = document("statements", ROW)
BY_ID = by_id(record(ROW))
COLUMNS = (*(name for name in ROW if name != "evidence"), *EVIDENCE)
"""In CSV and TSV each piece of evidence is a line."""


def condition_row(condition: Condition | Text) -> dict[str, Any]:
    """A condition as the JSON has it."""
    if not isinstance(condition, Condition):
        return dict.fromkeys(CONDITION) | {"words": dict(condition)}
    is_ = condition.is_
    return {
        "words": None,
        "party": condition.party,
        "about": condition.about,
        "reaches": condition.reaches,
        "is": None if is_ is None else [is_] if isinstance(is_, str) else list(is_),
        "at_least": condition.at_least,
        "at_most": condition.at_most,
    }


def _evidence(ledger: Ledger, e: Evidence) -> dict[str, Any]:
    card = ledger.cards[e.source]
    return {
        "source": e.source,
        "outlet": card.outlet,
        "sha256": card.sha256,
        "start": e.at[0],
        "end": e.at[1],
        "quote": e.quote,
        "gloss": dict(e.gloss) if e.gloss else None,
        "attribution": e.attribution,
        "teller": e.teller,
        "via": e.via,
    }


def statement_row(ledger: Ledger, s: Statement, live: bool) -> dict[str, Any]:
    """A statement as the JSON has it."""
    return {
        "id": s.id,
        "party": s.party,
        "about": s.about,
        "stance": s.stance,
        "value": None if s.value is None else [s.value] if isinstance(s.value, str) else list(s.value),
        "said": s.said.text,
        "basis": s.basis,
        "speaker": s.speaker,
        "text": dict(s.text),
        "if": [condition_row(c) for c in s.if_],
        "unless": [condition_row(c) for c in s.unless],
        "replaces": list(s.replaces),
        "disputes": list(s.disputes),
        "beside": list(s.beside),
        "note": dict(s.note) if s.note else None,
        "live": live,
        "file": ledger.file,
        "line": s.line,
        "evidence": [_evidence(ledger, e) for e in s.evidence],
    }


def folded(text: str) -> str:
    """A text as a search compares it: case, vowel marks, tatweel, and forms of alef, yeh and kaf set aside."""
    import unicodedata

    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "\u0640\u200c\u200d\u200e\u200f")


_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"})


def _searched(s: Statement) -> str:
    texts = [*s.text.values(), *(s.note or {}).values(), s.speaker or ""]
    for e in s.evidence:
        texts += [e.quote, *(e.gloss or {}).values(), e.via or ""]
    for c in s.conditions:
        texts += [] if isinstance(c, Condition) else c.values()
    return folded("\n".join(texts))


def statements(
    ledger: Ledger, query: Query, ids: Sequence[str] = (), *, stance: str | None = None, text: str | None = None
) -> Report:
    """The statements of the parties and issues shown, up to the day asked about, in the order of the file.

    `ids` keeps those named, and shows all that stands behind them; `stance` one stance; `text` those that hold all
    of its words, in a text, a note, a quote or its gloss. Raises BadQuery.
    """
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    if stance is not None and stance not in STANCES:
        raise BadQuery(f'no stance is called "{stance}": {did_you_mean(stance, STANCES)}')
    known = {s.id for s in ledger.statements}
    for id in ids:
        if id not in known:
            raise BadQuery(f'no statement is called "{id}": {did_you_mean(id, known)}')
    wanted = {d.about for c in narrowed.chosen for d in c.dimensions} | {c.issue.id for c in narrowed.chosen}
    words = folded(text).split() if text else []
    live = {s.id for s in narrowed.positions.live}
    found = [
        s
        for s in narrowed.ledger.statements
        if (not ids or s.id in ids)
        and s.party in narrowed.parties
        and s.about in wanted
        and s.said.day <= narrowed.day
        and (stance is None or s.stance == stance)
        and (not words or all(w in _searched(s) for w in words))
    ]
    rows = [statement_row(narrowed.ledger, s, s.id in live) for s in found]
    notes = () if found else ("no statement fits: try fewer filters",)

    def page() -> Page:
        columns = (
            Column("statement"),
            Column("party"),
            Column("about"),
            Column("stance"),
            Column("value"),
            Column("said"),
        )
        shown = []
        for s in found:
            lines = list(told(narrowed, narrowed.positions, s)) if ids else [Line(plain(str(s.text)), indent=2)]
            if s.id not in live:
                lines.append(Line(weak("no longer stands"), indent=2))
            value = narrowed.ledger.dimension(s.about).words(s.value) if s.value is not None else "–"
            shown.append(
                Row(
                    (
                        bold(s.id),
                        plain(narrowed.label(s.party)),
                        plain(s.about),
                        plain(s.stance),
                        plain(value),
                        dim(date(s.said)),
                    ),
                    tuple(lines),
                )
            )
        above = (*title(narrowed, f"{count(len(found), 'statement')}"), BLANK)
        return Page((Grid(columns, shown, above=above, spaced=True),)) if found else Page(())

    return Report("statements", narrowed.facts(), narrowed.asked(), rows, page, {}, COLUMNS, notes)


def told(narrowed: Narrowed, positions: Positions, s: Statement) -> Iterable[Line]:
    """A statement with all that stands behind it, as lines of a page."""
    ledger = narrowed.ledger
    yield Line(plain(str(s.text)), indent=2)
    for word, conditions in (("if", s.if_), ("unless", s.unless)):
        if conditions:
            yield Line(plain(f"{word} {conditions_words(positions, conditions)}"), indent=2)
    for e in s.evidence:
        yield Line((Piece(f"«{e.quote}»", quote=True),), indent=4)
        if e.gloss:
            yield Line(dim(f"“{e.gloss}”"), indent=4)
        yield Line(dim(f"{reference(ledger, s, e)} · {ledger.file}:{s.line}"), indent=4)
    if s.assumed:
        yield Line(weak("assumed, and reported by nobody"), indent=4)
    foes = sorted(positions.foes.get(s.id, ()), key=positions.order.__getitem__)
    if foes:
        yield Line(weak("≠ contradicts " + ", ".join(foes)), indent=4)
    if s.note:
        yield Line(weak(str(s.note)), indent=4)
