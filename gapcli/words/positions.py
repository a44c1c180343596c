"""Positions, conditions and evidence in words; and what was asked, so that no output hides what was left out."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import combinations

from gapcli.ledger.model import VALUED, Condition, Evidence, Ledger, Statement, Text
from gapcli.ledger.narrow import read_assumption
from gapcli.measure.compare import has_salience
from gapcli.measure.positions import Position, Positions, judge_condition
from gapcli.measure.view import View
from gapcli.text import write_number
from gapcli.words import en
from gapcli.words.values import say_any, say_value


def say_condition(positions: Positions, condition: Condition | Text) -> str:
    """A condition as a clause: its own words, else `Iran accepts visits to the nuclear facilities`."""
    if not isinstance(condition, Condition):
        return str(condition).rstrip(".")
    if condition.words:
        return str(condition.words).rstrip(".")
    dimension = positions.ledger.dimension(condition.about)
    party = positions.ledger.parties[condition.party].label
    value = condition.reaches if condition.is_ is None else condition.is_
    if value is not None:
        # At the end of the scale there is nothing past the option, so that `or more` would say nothing.
        exact = dimension.satisfying(condition) == dimension.measure.read(value)
        return (en.ACCEPTS if exact else en.ACCEPTS_OR_MORE).format(party=party, value=say_value(dimension, value))
    pattern, bound = en.ACCEPTS_AT_LEAST, condition.at_least
    if bound is None:
        pattern, bound = en.ACCEPTS_AT_MOST, condition.at_most
    return pattern.format(party=party, bound=write_number(bound or 0.0), unit=dimension.unit)


def say_conditions(positions: Positions, conditions: Iterable[Condition | Text]) -> str:
    """All conditions of a statement, each with whether it is on offer."""
    parts: list[str] = []
    for condition in conditions:
        state = en.STATES[judge_condition(positions, condition).state]
        words = say_condition(positions, condition)
        if words.startswith(en.CLAUSE_STARTS) or (parts and not isinstance(condition, Condition)):
            words = en.lower_first(words)
        parts.append(en.CONDITION_STATE.format(condition=words, state=state) if state else words)
    return en.join(parts)


def say_values(position: Position, statements: Iterable[Statement]) -> str:
    """The distinct values of some statements, in words."""
    return say_any(position.dimension, (s.value for s in statements if s.value is not None))


def say_refusal(positions: Positions, pattern: en.Conditional, refusals: Iterable[Statement], **slots: str) -> str:
    """A refusal, with the conditions under which it would fall."""
    clauses = dict.fromkeys(say_conditions(positions, s.unless) for s in refusals if s.unless)
    return pattern.fill(en.join(clauses, en.OR), **slots)


def say_position(positions: Positions, position: Position) -> str:
    """What a party holds, in a line: what it asks for, what it offers and on which condition."""
    match position.status:
        case "unknown" | "silent":
            return en.UNPLACED_FIGURES[position.status]
        case "rejects-only":
            return _say_rejected(positions, position, en.REJECTS)
        case "off-agenda":
            return _say_off_agenda(positions, position)
        case "words-only":
            without_value = [s for s in position.statements if s.stance in VALUED]
            texts = dict.fromkeys(en.lower_first(str(s.text).rstrip(".")) for s in without_value)
            return en.WORDS_ONLY.format(texts="; ".join(texts))
    return "; ".join(_say_parts(positions, position))


def say_told(positions: Positions, party: str, issue: str) -> str:
    """What a party says on an issue as a whole, in words without a place; empty where it says nothing."""
    told = [s for s in positions.list_own(party, issue) if s.stance in VALUED]
    texts = dict.fromkeys(en.lower_first(str(s.text).rstrip(".")) for s in told)
    return en.WORDS_ONLY.format(texts="; ".join(texts)) if texts else ""


def remember_words(positions: Positions) -> Callable[[Position], str]:
    """`say_position` for the positions of one ledger, which puts each into words once."""
    return cache(partial(say_position, positions))


def _say_parts(positions: Positions, position: Position) -> Iterator[str]:
    """The asks, the refusal to discuss, the offers and the deeds of a position that has a place."""
    by_deeds = position.status == "conduct-only"
    placed = [s for s in position.statements if s.value is not None and (s.basis == "conduct") == by_deeds]
    asks = [s for s in placed if s.stance == "asks"]
    if asks:
        # A condition is said where all of the asks have one and the same.
        conditions = {say_conditions(positions, s.if_) for s in asks}
        pattern = en.ASKS_BY_DEEDS if by_deeds else en.ASKS
        yield pattern.fill(conditions.pop() if len(conditions) == 1 else "", values=say_values(position, asks))
    agreed = say_values(position, (s for s in placed if s.stance == "agrees"))
    if agreed:
        yield en.AGREES.format(values=agreed)
    if position.refuses:
        yield _say_off_agenda(positions, position)
    offers = _say_offers(positions, position, placed)
    if offers:
        yield (en.OFFERS_BY_DEEDS if by_deeds and not asks else en.OFFERS).format(offers=offers)
    if "acts-otherwise" in position.marks:
        yield en.ACTS.format(deeds=_say_deeds(position))


def _say_offers(positions: Positions, position: Position, placed: Iterable[Statement]) -> str:
    offers: dict[str, str] = {}
    for s in placed:
        if s.stance == "accepts" and s.value is not None:
            value = say_value(position.dimension, s.value)
            # An offer made without a condition holds, whatever another report ties to it.
            if value not in offers or not s.if_:
                offers[value] = en.OFFER.fill(say_conditions(positions, s.if_), value=value)
    return f" {en.OR} ".join(offers.values())


def _say_deeds(position: Position) -> str:
    conduct = [s for s in position.statements if s.basis == "conduct"]
    deeds = say_values(position, (s for s in conduct if s.stance in VALUED))
    refusal = en.WONT_DISCUSS.fill() if any(s.stance == "off-agenda" for s in conduct) else ""
    return f" {en.OR} ".join(part for part in (deeds, refusal) if part)


def _say_off_agenda(positions: Positions, position: Position) -> str:
    refusals = [s for s in position.statements if s.stance == "off-agenda"]
    today = position.dimension.today
    pattern = en.WONT_DISCUSS_TODAY if today else en.WONT_DISCUSS
    return say_refusal(positions, pattern, refusals, today=say_value(position.dimension, today) if today else "")


def _say_rejected(positions: Positions, position: Position, pattern: en.Conditional) -> str:
    rejects = [s for s in position.statements if s.stance == "rejects"]
    return say_refusal(positions, pattern, rejects, values=say_values(position, rejects)) if rejects else ""


def say_red_lines(positions: Positions, position: Position) -> str:
    """The red lines that a position has beside what it says, `rules out …`; empty where there are none."""
    return "" if position.status == "rejects-only" else _say_rejected(positions, position, en.RULES_OUT)


def say_outlet(ledger: Ledger, e: Evidence) -> str:
    """The outlet of a piece of evidence, and the one that it relays."""
    outlet = ledger.cards[e.source].outlet
    return en.OUTLET_VIA.format(outlet=outlet, via=e.via) if e.via else str(outlet)


def say_reference(ledger: Ledger, s: Statement, e: Evidence) -> str:
    """Where a statement is reported: date, speaker, outlet and place, attribution, and who tells it."""
    where = f"{say_outlet(ledger, e)} {e.at[0]}–{e.at[1]}"
    parts = [en.date(s.said), str(s.speaker or ""), where, en.ATTRIBUTIONS[e.attribution], en.TELLERS[e.teller]]
    return ", ".join(p for p in parts if p)


def say_query(view: View) -> list[str]:
    """What was left out, assumed or weighed otherwise, a phrase each."""
    query = view.query
    words = []
    for lens, value in query.lenses.items():
        if value:
            names = ", ".join(map(view.name_source, value)) if isinstance(value, tuple) else ""
            words.append(en.LENSES[lens].format(names=names))
    for text in query.assume:
        a = read_assumption(view.source, text)
        assumed = say_value(view.ledger.dimension(a.about), a.value)
        words.append(en.ASSUMING.format(party=view.label(a.party), value=assumed))
    if query.weights == "even":
        words.append(en.WEIGHTS_EVEN)
    if query.weights == "salience":
        salient = [has_salience(view, a, b) for a, b in combinations(view.parties, 2)]
        if any(salient):
            words.append(en.WEIGHTS_SALIENCE if all(salient) else en.WEIGHTS_SALIENCE_WHERE)
    return words
