"""Positions, conditions and evidence in words."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial

from gapcli.ledger.model import Condition, Evidence, Ledger, Statement, Text
from gapcli.measure.conditions import judge_condition
from gapcli.measure.positions import Position, Positions
from gapcli.words import en


def say_condition(positions: Positions, condition: Condition | Text) -> str:
    """A condition as a clause: `Iran accepts visits to the nuclear facilities`."""
    if not isinstance(condition, Condition):
        return str(condition).rstrip(".")
    ledger = positions.ledger
    dimension = ledger.dimension(condition.about)
    party = ledger.parties[condition.party].label
    if condition.is_ is not None:
        return en.ACCEPTS.format(party=party, value=dimension.words(condition.is_))
    if condition.reaches is not None:
        # At the end of the scale there is nothing past the option, so that `or more` would say nothing.
        last = dimension.satisfying(condition) == dimension.measure.read(condition.reaches)
        pattern = en.ACCEPTS if last else en.ACCEPTS_OR_MORE
        return pattern.format(party=party, value=dimension.words(condition.reaches))
    if condition.at_least is not None:
        return en.ACCEPTS_AT_LEAST.format(party=party, bound=f"{condition.at_least:g}", unit=dimension.unit)
    return en.ACCEPTS_AT_MOST.format(party=party, bound=f"{condition.at_most:g}", unit=dimension.unit)


def say_conditions(positions: Positions, conditions: Sequence[Condition | Text]) -> str:
    """All conditions of a statement, each with whether it is on offer."""
    parts: list[str] = []
    for condition in conditions:
        state = en.STATES[judge_condition(positions, condition).state]
        words = say_condition(positions, condition)
        if parts and not isinstance(condition, Condition) and words[:1].isupper():
            words = en.lower_first(words)
        parts.append(en.CONDITION_STATE.format(condition=words, state=state) if state else words)
    text = en.join(parts)
    return en.lower_first(text) if text.startswith(en.CLAUSE_STARTS) else text


def say_values(position: Position, statements: Iterable[Statement]) -> str:
    """The distinct values of some statements, in words."""
    words = dict.fromkeys(position.dimension.words(s.value) for s in statements if s.value is not None)
    return en.join(words, en.OR)


def say_position(positions: Positions, position: Position) -> str:
    """What a party holds, in a line: what it asks for, what it offers and on which condition."""
    status = position.status
    if status == "unknown":
        return en.NO_REPORT
    if status == "silent":
        return en.NO_ANSWER
    if status == "rejects-only":
        refused = [s for s in position.statements if s.stance == "rejects"]
        return en.REJECTS.format(values=say_values(position, refused), unless=_say_unless(positions, refused))
    if status == "off-agenda":
        return en.WONT_DISCUSS.format(unless=_say_unless(positions, _refusals(position)))
    if status == "words-only":
        without_value = [s for s in position.statements if s.stance in ("asks", "accepts")]
        texts = dict.fromkeys(en.lower_first(str(s.text).rstrip(".")) for s in without_value)
        return en.WORDS_ONLY.format(texts="; ".join(texts))
    return "; ".join(_say_parts(positions, position))


def remember_words(positions: Positions) -> Callable[[Position], str]:
    """`say_position` for the positions of one ledger, which puts each into words once."""
    return cache(partial(say_position, positions))


def _say_parts(positions: Positions, position: Position) -> Iterable[str]:
    """The asks, the refusal to discuss, the offers and the deeds of a position that has a place."""
    by_deeds = position.status == "conduct-only"
    basis = "conduct" if by_deeds else "words"
    placed = [s for s in position.statements if s.basis == basis and s.value is not None]
    asks = [s for s in placed if s.stance == "asks"]
    if asks:
        yield _say_asks(positions, position, asks, by_deeds)
    if position.refuses:
        dimension, unless = position.dimension, _say_unless(positions, _refusals(position))
        if dimension.today:
            yield en.WONT_DISCUSS_TODAY.format(today=dimension.words(dimension.today), unless=unless)
        else:
            yield en.WONT_DISCUSS.format(unless=unless)
    offers = _say_offers(positions, position, placed)
    if offers:
        pattern = en.OFFERS_BY_DEEDS if by_deeds and not asks else en.OFFERS
        yield pattern.format(offers=offers)
    if "acts-otherwise" in position.marks:
        yield en.ACTS.format(deeds=_say_deeds(position))


def _say_asks(positions: Positions, position: Position, asks: Sequence[Statement], by_deeds: bool) -> str:
    """The asks, with their condition where all of them have one and the same."""
    conditions = {say_conditions(positions, s.if_) for s in asks if s.if_}
    values = say_values(position, asks)
    if len(conditions) == 1 and all(s.if_ for s in asks):
        pattern = en.ASKS_BY_DEEDS_IF if by_deeds else en.ASKS_IF
        return pattern.format(values=values, conditions=conditions.pop())
    return (en.ASKS_BY_DEEDS if by_deeds else en.ASKS).format(values=values)


def _say_offers(positions: Positions, position: Position, placed: Iterable[Statement]) -> str:
    """The offers, each with its conditions; empty where there are none."""
    offers: dict[str, str] = {}
    for s in placed:
        if s.stance == "accepts" and s.value is not None:
            value = position.dimension.words(s.value)
            offer = value
            if s.if_:
                offer = en.OFFER_IF.format(value=value, conditions=say_conditions(positions, s.if_))
            # An offer made without a condition holds, whatever another report ties to it.
            offers[value] = offer if value not in offers or not s.if_ else offers[value]
    return f" {en.OR} ".join(offers.values())


def _say_deeds(position: Position) -> str:
    """What a party does beside what it says."""
    conduct = [s for s in position.statements if s.basis == "conduct"]
    deeds = say_values(position, (s for s in conduct if s.stance in ("asks", "accepts")))
    refuses = any(s.stance == "off-agenda" for s in conduct)
    parts = (deeds, en.WONT_DISCUSS.format(unless="") if refuses else "")
    return f" {en.OR} ".join(part for part in parts if part)


def _refusals(position: Position) -> list[Statement]:
    return [s for s in position.statements if s.stance == "off-agenda"]


def say_red_lines(positions: Positions, position: Position) -> str:
    """The red lines that a position has beside what it says, `rules out …`; empty where there are none."""
    refused = [s for s in position.statements if s.stance == "rejects"]
    if not refused or position.status == "rejects-only":
        return ""
    return en.RULES_OUT.format(values=say_values(position, refused), unless=_say_unless(positions, refused))


def _say_unless(positions: Positions, statements: Iterable[Statement]) -> str:
    clauses = dict.fromkeys(say_conditions(positions, s.unless) for s in statements if s.unless)
    return en.UNLESS.format(conditions=en.join(clauses, en.OR)) if clauses else ""


def say_outlet(ledger: Ledger, e: Evidence) -> str:
    """The outlet of a piece of evidence, and the one that it relays."""
    outlet = ledger.cards[e.source].outlet
    return en.OUTLET_VIA.format(outlet=outlet, via=e.via) if e.via else outlet


def say_reference(ledger: Ledger, s: Statement, e: Evidence) -> str:
    """Where a statement is reported: date, speaker, outlet and place, attribution, and who tells it."""
    where = f"{say_outlet(ledger, e)} {e.at[0]}–{e.at[1]}"
    parts = [en.date(s.said), s.speaker or "", where, en.ATTRIBUTIONS[e.attribution], en.TELLERS[e.teller]]
    return ", ".join(p for p in parts if p)
