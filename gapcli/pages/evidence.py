"""The statements behind a page: each once, by number, under what its party holds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gapcli.ledger.model import VALUED, Statement
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Grid, Line, Piece, bold, dim, plain, weak
from gapcli.reports.report import Ids
from gapcli.words import phrases
from gapcli.words.conditions import say_conditions
from gapcli.words.positions import choose_gloss, say_evidence
from gapcli.words.values import say_value


class Claim(NamedTuple):
    """What a party holds, with the statements that hold it."""

    party: str
    heading: str
    statements: list[Statement]


ORDER = (
    *("asks", "agrees", "accepts", "rejects", "off-agenda"),
    *("asks-unplaced", "accepts-unplaced", "acts", "acts-unplaced", "silent"),
)
"""In which order the statements of a party stand: by what each does, as `phrases.HEADINGS` has it."""


def group_statements(view: View, statements: Sequence[Statement]) -> list[Claim]:
    """Some statements party by party: what it wants, agrees to, would accept, rules out, signals, and then does."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    party = {id: n for n, id in enumerate(view.ledger.parties)}
    for s in sorted(statements, key=lambda s: (party[s.party], ORDER.index(_find_kind(s)))):
        groups[s.party, say_heading(view, s)].append(s)
    return [Claim(party, heading, group) for (party, heading), group in groups.items()]


def lay_claims(view: View, claims: Sequence[Claim], numbers: Mapping[str, int], notes: bool) -> Iterator[Grid]:
    """The statements of some parties, with a heading a party and a heading a value.

    `numbers`: of the statements of the page, by id; one that an earlier party made too stands there alone.
    """
    shown: set[str] = set()
    before = ""
    for party, heading, statements in claims:
        above = () if party == before else (BLANK, Line(bold(str(view.ledger.parties[party].name))))
        before = party
        outlets = {e.outlet for s in statements for e in s.evidence}
        counts = phrases.COUNTS.format(
            statements=phrases.count(len(statements), "statement"), outlets=phrases.count(len(outlets), "outlet")
        )
        yield Grid(above=(*above, Line(plain(heading), indent=2, right=dim(counts))))
        for s in statements:
            # Each is a grid of its own, so that a number of two digits moves no other text.
            yield Grid(above=tuple(_lay_numbered(view, s, numbers, notes, again=s.id in shown)))
            shown.add(s.id)


def _lay_numbered(view: View, s: Statement, numbers: Mapping[str, int], notes: bool, again: bool) -> Iterator[Line]:
    number = phrases.NUMBER.format(n=numbers[s.id])
    if again:
        yield Line(dim(s.id), indent=2, label=number)
        return
    yield Line(plain(str(s.text)), indent=2, label=number)
    where = () if s.assumed else dim(phrases.STATEMENT_AT.format(id=s.id, file=view.ledger.find_file(s), line=s.line))
    said = phrases.SAID_BY.format(date=phrases.date(s.said), speaker=s.speaker) if s.speaker else phrases.date(s.said)
    yield Line(dim(said), indent=4, right=where)
    yield from lay_words(view, s)
    for pattern, ids in (
        (phrases.DISPUTES, list_opponents(view, s)),
        (phrases.REPLACES, s.replaces),
        (phrases.BESIDE, s.beside),
    ):
        if ids:
            named = (phrases.NUMBERED_ID.format(n=numbers[id], id=id) if id in numbers else id for id in ids)
            yield Line(weak(pattern.format(ids="  ".join(named))), indent=4)
    if s.note and notes:
        yield Line(weak(str(s.note)), indent=4)


def lay_words(view: View, s: Statement) -> Iterator[Line]:
    """The conditions of a statement, and its evidence: each quote on a line of its own, and below it on whose word."""
    for pattern, conditions, unless in ((phrases.IF, s.if_, False), (phrases.UNLESS, s.unless, True)):
        if conditions:
            words = say_conditions(view.positions, conditions, unless)
            yield Line(plain(pattern.format(conditions=words)), indent=4)
    for e in s.evidence:
        yield Line((Piece(f"«{e.quote}»", quote=True),), indent=6)
        gloss = choose_gloss(view.ledger, e)
        if gloss:
            yield Line(dim(str(gloss)), indent=6)
        yield Line(dim(say_evidence(view.ledger, e)), indent=6)
    if s.assumed:
        yield Line(weak(phrases.ASSUMED_LINE), indent=4)


def list_opponents(view: View, s: Statement) -> Ids:
    """The ids of the statements that dispute one, in the order of the file."""
    ids = {id for id, _ in view.positions.opponents.get(s.key, ())}
    return tuple(sorted(ids, key=view.positions.ranks.__getitem__))


def list_behind(positions: Sequence[Position]) -> list[Statement]:
    """The statements that make some positions on their question, each once of each party.

    What a group says for others stands under the group where it is shown.
    """
    speaking = {p.party for p in positions if not p.through}
    own = [p for p in positions if not p.through or speaking.isdisjoint(s.party for s in p.statements)]
    return list({s.key: s for p in own for s in p.statements if s.dimension}.values())


def _find_kind(s: Statement) -> str:
    """What a statement does, as `phrases.HEADINGS` has it."""
    stance = "acts" if s.basis == "conduct" and s.stance in (*VALUED, "rejects") else s.stance
    placed = s.value is not None or s.stance in ("off-agenda", "silent")
    return stance if placed else f"{stance}-unplaced"


def say_heading(view: View, s: Statement) -> str:
    """What a statement does, with its value in words."""
    value = "" if s.value is None else say_value(view.ledger.dimension(s.about), s.value)
    return phrases.HEADINGS[_find_kind(s)].format(value=value)
