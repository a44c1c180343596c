"""Positions and evidence in words; and what was asked, so that no output hides what was left out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import combinations

from gapcli.ledger.model import VALUED, Evidence, Key, Ledger, Statement, Text
from gapcli.ledger.names import Names
from gapcli.ledger.narrow import read_assumption
from gapcli.ledger.scales import Raw
from gapcli.measure.compare import has_salience
from gapcli.measure.positions import Position, Positions
from gapcli.measure.view import View
from gapcli.words import phrases
from gapcli.words.conditions import say_conditions, say_refusal
from gapcli.words.values import say_any, say_rejected, say_value


def say_values(position: Position, statements: Iterable[Statement]) -> str:
    """The distinct values of some statements, in words."""
    return say_any(position.dimension, (s.value for s in statements if s.value is not None))


def say_texts(statements: Iterable[Statement]) -> str:
    """The distinct texts of some statements as they were written, sentence by sentence."""
    return phrases.STOP.join(dict.fromkeys(phrases.strip_stop(str(s.text)) for s in statements))


def say_position(positions: Positions, position: Position) -> str:
    """What a party holds, in a line: what it wants, what it would accept, and on which condition."""
    parts = list(_say_parts(positions, position))
    if position.last and position.last.value is not None:
        value = say_value(position.dimension, position.last.value)
        parts.append(phrases.BEFORE_THAT.format(value=value, date=phrases.date(position.last.said)))
    words = phrases.SEMICOLON.join(parts)
    if position.through:
        groups = phrases.join(positions.ledger.parties[group].label for group in position.through)
        return phrases.THROUGH.format(groups=groups, words=words)
    return words


def say_wanted(positions: Positions, position: Position) -> str:
    """What a party wants, in a few words for a table: its values alone, or what there is in their place."""
    if position.through:
        return phrases.AS_GROUPS.format(
            groups=phrases.join(positions.ledger.parties[group].label for group in position.through)
        )
    if position.status == "rejects-only":
        rejected = [s.value for s in position.statements if s.stance == "rejects" and s.value is not None]
        return phrases.RULES_OUT.fill(values=say_rejected(position.dimension, rejected))
    placed = [s for s in position.makers if s.value is not None]
    agreed, asks, offers = (
        say_values(position, (s for s in placed if s.stance == stance)) for stance in ("agrees", "asks", "accepts")
    )
    if not placed:
        return phrases.UNPLACED_WANTS[position.status] if not position.refuses else phrases.UNPLACED_WANTS["off-agenda"]
    if position.status == "conduct-only":
        return phrases.IN_PRACTICE.fill(values=phrases.join(filter(None, (agreed, asks, offers))))
    if asks or agreed:
        return asks or phrases.AGREED_TO.format(values=agreed)
    return phrases.UNPLACED_WANTS["off-agenda"] if position.refuses else phrases.WOULD_ACCEPT.format(offers=offers)


def say_briefly(position: Position) -> str:
    """What a party holds, in a few words: its values, and where an offer of it has a condition, that it has one."""
    placed = [s for s in position.statements if s.value is not None and s.basis == "words"]
    asks = [s for s in placed if s.stance in ("asks", "agrees")]
    asked = {s.value for s in asks}
    offers = [s for s in placed if s.stance == "accepts" and s.value not in asked]
    if position.status == "conduct-only":
        return phrases.IN_PRACTICE.fill(values=say_values(position, filter(_is_deed, position.statements)))
    if position.status != "stated":
        return phrases.UNPLACED_FIGURES[position.status]
    wants = say_values(position, asks) if asks else phrases.REFUSES.fill() if position.refuses else ""
    if not offers:
        return wants
    firm = {s.value for s in offers if not s.if_}
    tied = any(s.value not in firm for s in offers)
    return phrases.BRIEF_POSITION[bool(wants), tied].format(wants=wants, offers=say_values(position, offers))


def say_told(positions: Positions, party: str, issue: str) -> str:
    """What a party says on an issue as a whole; empty where it says nothing."""
    texts = say_texts(s for s in positions.list_own(party, issue) if s.stance in VALUED)
    return phrases.ON_WHOLE_ISSUE.format(texts=texts) if texts else ""


def remember_words(positions: Positions) -> Callable[[Position], str]:
    """`say_position` for the positions of one ledger, which puts each into words once."""
    return cache(partial(say_position, positions))


def _say_parts(positions: Positions, position: Position) -> Iterator[str]:
    match position.status:
        case "unknown" | "silent":
            yield phrases.NO_POSITION
        case "rejects-only":
            yield _say_rejected(positions, position)
        case "off-agenda":
            yield _say_off_agenda(positions, position)
        case "words-only":
            yield phrases.TOO_GENERAL.format(texts=say_texts(s for s in position.statements if s.stance in VALUED))
        case "conduct-only":
            yield from _say_deeds_alone(positions, position)
        case _:
            yield from _say_stated(positions, position)


def _say_stated(positions: Positions, position: Position) -> Iterator[str]:
    """What it wants, has agreed to, refuses to discuss and would accept, and what it does instead."""
    placed = [s for s in position.statements if s.value is not None and s.basis == "words"]
    agreed = {s.value for s in placed if s.stance == "agrees"}
    # What is agreed is told once, as that.
    rest = [s for s in placed if s.value not in agreed]
    asks = [s for s in rest if s.stance == "asks"]
    if asks:
        yield phrases.WANTS.fill(_share_conditions(positions, asks), values=_say_wants(positions, position, asks))
    yield from _say_agreed(position, placed)
    if position.refuses:
        yield _say_off_agenda(positions, position)
    yield from _say_offers(positions, position, [s for s in rest if s.stance == "accepts"])
    if position.acts_otherwise:
        yield phrases.BUT_IN_PRACTICE.format(deeds=_say_deeds(positions, position))


def _say_agreed(position: Position, placed: Sequence[Statement]) -> Iterator[str]:
    """What it has agreed to; of what it wants as well, both at once."""
    wanted = {s.value for s in placed if s.stance == "asks"}
    agreed = [s for s in placed if s.stance == "agrees"]
    for pattern, statements in (
        (phrases.WANTS_AND_AGREES, [s for s in agreed if s.value in wanted]),
        (phrases.AGREES, [s for s in agreed if s.value not in wanted]),
    ):
        if statements:
            yield pattern.format(values=say_values(position, statements))


def _say_deeds_alone(positions: Positions, position: Position) -> Iterator[str]:
    deeds = [s for s in position.statements if _is_deed(s)]
    if deeds:
        yield phrases.IN_PRACTICE.fill(
            _share_conditions(positions, deeds), values=_say_wants(positions, position, deeds)
        )
    if position.refuses:
        yield _say_off_agenda(positions, position)


def _say_deeds(positions: Positions, position: Position) -> str:
    """What it does beside its words."""
    deeds = _say_wants(positions, position, (s for s in position.statements if _is_deed(s)))
    refuses = any(s.stance == "off-agenda" and s.basis == "conduct" for s in position.statements)
    if deeds and refuses:
        return phrases.AND_ALSO.format(values=deeds, value=phrases.REFUSES.fill())
    return phrases.REFUSES.fill() if refuses else deeds


def _is_deed(s: Statement) -> bool:
    return s.basis == "conduct" and s.stance in VALUED and s.value is not None


def _share_conditions(positions: Positions, statements: Iterable[Statement]) -> str:
    """The conditions of some statements, where all of them have the same; else nothing."""
    conditions = {say_conditions(positions, s.if_) for s in statements}
    return conditions.pop() if len(conditions) == 1 else ""


def _say_wants(positions: Positions, position: Position, asks: Iterable[Statement]) -> str:
    """What is asked for: one thing and also another, or by another report another."""
    said: dict[str, list[Statement]] = {}
    for s in asks:
        said.setdefault(say_values(position, (s,)), []).append(s)
    words, before = "", set[Key]()
    for value, statements in said.items():
        disputed = any(before & positions.opponents.get(s.key, set()) for s in statements)
        pattern = phrases.BY_ANOTHER_REPORT if disputed else phrases.AND_ALSO
        words = pattern.format(values=words, value=value) if words else value
        before |= {s.key for s in statements}
    return words


def _say_offers(positions: Positions, position: Position, offers: Iterable[Statement]) -> Iterator[str]:
    """What it would accept, and what it would do itself where an option has words for that."""
    conditions: dict[Raw, str] = {}
    for s in offers:
        # An offer made without a condition holds, whatever another report ties to it.
        if s.value is not None and (s.value not in conditions or not s.if_):
            conditions[s.value] = say_conditions(positions, s.if_)
    d = position.dimension
    steps = {value: would for value in conditions if (would := d.would(value, position.party))}
    for pattern, words in (
        (phrases.WOULD_ACCEPT, {value: say_value(d, value) for value in conditions if value not in steps}),
        (phrases.WOULD_DO, steps),
    ):
        said = dict.fromkeys(phrases.OFFER.fill(conditions[value], value=text) for value, text in words.items())
        if said:
            yield pattern.format(offers=phrases.either(said))


def _say_off_agenda(positions: Positions, position: Position) -> str:
    refusals = [s for s in position.statements if s.stance == "off-agenda"]
    d = position.dimension
    if d.today is None:
        return say_refusal(positions, phrases.REFUSES, refusals)
    return say_refusal(positions, phrases.REFUSES_LEAVING, refusals, today=say_value(d, d.today))


def _say_rejected(positions: Positions, position: Position) -> str:
    """What it rules out, said once for each condition under which that would fall."""
    groups: dict[str, list[Raw]] = {}
    for s in position.statements:
        if s.stance == "rejects" and s.value is not None:
            groups.setdefault(say_conditions(positions, s.unless, True), []).append(s.value)
    d = position.dimension
    return phrases.SEMICOLON.join(
        phrases.RULES_OUT.fill(unless, values=say_rejected(d, values)) for unless, values in groups.items()
    )


def say_red_lines(positions: Positions, position: Position) -> str:
    """The red lines that a position has beside what it says, `rules out …`; empty where there are none."""
    return "" if position.status == "rejects-only" else _say_rejected(positions, position)


def say_outlet(ledger: Ledger, e: Evidence) -> str:
    """The outlet of a piece of evidence, and the one that it relays."""
    outlet = ledger.cards[e.source].outlet
    return phrases.OUTLET_VIA.format(outlet=outlet, via=e.via) if e.via else str(outlet)


def say_place(ledger: Ledger, e: Evidence) -> str:
    """Where a piece of evidence stands: the outlet, and the place in its text or in its table."""
    if e.cell:
        _, line, column = e.cell
        return phrases.CELL.format(outlet=say_outlet(ledger, e), line=line, column=column)
    return phrases.PASSAGE.format(outlet=say_outlet(ledger, e), start=e.at[0], end=e.at[1])


def say_word(s: Statement, e: Evidence, where: str) -> str:
    """On whose word a statement is: the speaker, `where` it is reported, who vouches for the account, who tells it."""
    return phrases.COMMA.join(
        filter(None, (str(s.speaker or ""), where, phrases.ATTRIBUTIONS[e.attribution], phrases.TELLERS[e.teller]))
    )


def choose_gloss(ledger: Ledger, e: Evidence) -> Text | None:
    """The gloss of a quote, where it has one and the quote is not in the language that is spoken."""
    return None if ledger.cards[e.source].language == phrases.LANGUAGE else e.gloss


def say_evidence(ledger: Ledger, e: Evidence) -> str:
    """Where a piece of evidence stands, who vouches for the account, and who tells it."""
    return phrases.COMMA.join(
        filter(None, (say_place(ledger, e), phrases.ATTRIBUTIONS[e.attribution], phrases.TELLERS[e.teller]))
    )


def say_reference(ledger: Ledger, s: Statement, e: Evidence) -> str:
    """Where a statement is reported: its date, and on whose word, with the place in the text."""
    return phrases.COMMA.join((phrases.date(s.said), say_word(s, e, say_place(ledger, e))))


def say_query(view: View) -> list[str]:
    """What was left out, assumed or weighed otherwise, a phrase each."""
    query = view.query
    words = []
    for lens, value in query.lenses.items():
        if value:
            names = phrases.COMMA.join(map(view.name_source, value)) if isinstance(value, tuple) else ""
            words.append(phrases.LENSES[lens].format(names=names))
    named = Names(view.source)
    for text in query.assume:
        a = read_assumption(named, text)
        assumed = say_value(view.ledger.dimension(a.about), a.value)
        words.append(phrases.ASSUMING.format(party=view.label(a.party), value=assumed))
    if query.weights == "even":
        words.append(phrases.WEIGHTS_EVEN)
    if query.weights == "questions":
        words.append(phrases.WEIGHTS_QUESTIONS)
    if query.weights == "salience":
        salient = [has_salience(view, a, b) for a, b in combinations(view.parties, 2)]
        if any(salient):
            words.append(phrases.WEIGHTS_SALIENCE if all(salient) else phrases.WEIGHTS_SALIENCE_WHERE)
    return words
