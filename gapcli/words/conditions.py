"""Conditions in words: what a party waits for, and how it stands."""

from collections.abc import Iterable

from gapcli.ledger.model import Condition, Statement, Text
from gapcli.measure.positions import Met, Positions, judge_condition
from gapcli.text import write_number
from gapcli.words import en
from gapcli.words.values import say_value


def say_condition(positions: Positions, condition: Condition | Text) -> str:
    """A condition as a clause: its own words as they were written, else `Iran accepts visits to the facilities`."""
    words = condition.words if isinstance(condition, Condition) else condition
    if words or not isinstance(condition, Condition):
        return en.strip_stop(str(words))
    d, party = positions.ledger.dimension(condition.about), positions.ledger.parties[condition.party].label
    value = condition.reaches if condition.is_ is None else condition.is_
    if value is not None:
        # At the end of the scale there is nothing past the option, so that `at least` would say nothing.
        exact = d.satisfying(condition) == d.measure.read(value)
        would = d.would(value, condition.party)
        if would:
            return (en.WOULD if exact else en.WOULD_AT_LEAST).format(party=party, would=would)
        return (en.ACCEPTS if exact else en.ACCEPTS_AT_LEAST).format(party=party, value=say_value(d, value))
    sign, bound = (">=", condition.at_least) if condition.at_most is None else ("<=", condition.at_most)
    assert bound is not None
    return en.ACCEPTS.format(party=party, value=say_value(d, f"{sign} {write_number(bound)}"))


def say_state(positions: Positions, condition: Condition | Text, met: Met) -> str:
    """How a condition stands, by the name of the party that it waits for; empty where it is in words alone."""
    if not isinstance(condition, Condition):
        return ""
    if met.statements and all(s.assumed for s in met.statements):
        pattern = en.ASSUMED_TOO
    elif met.statements and all(s.stance == "asks" for s in met.statements):
        pattern = en.WANTED_TOO
    elif met.state == "unanswered":
        dimension = positions.ledger.dimension(condition.about)
        pattern = en.UNANSWERED[positions.find(condition.party, dimension).status]
    else:
        pattern = en.STATES[met.state]
    return pattern.format(party=positions.ledger.parties[condition.party].label)


def say_conditions(positions: Positions, conditions: Iterable[Condition | Text]) -> str:
    """All conditions of a statement: those on a position with how each stands, then those in words as written.

    Words that begin with a small letter are a clause, and go on in the sentence; others are a sentence of their own.
    """
    parts: list[str] = []
    texts: list[str] = []
    for condition in conditions:
        words = say_condition(positions, condition)
        state = say_state(positions, condition, judge_condition(positions, condition))
        if state or words[:1].islower():
            parts.append(en.CONDITION_STATE.format(condition=words, state=state) if state else words)
        else:
            texts.append(words)
    if texts:
        pattern = en.AND_THIS_HOLDS if parts else en.THIS_HOLDS
        return pattern.format(conditions=en.join(parts), texts=". ".join(texts))
    return en.join(parts)


def say_refusal(positions: Positions, pattern: en.Conditional, refusals: Iterable[Statement], **slots: str) -> str:
    """A refusal, with the conditions under which it would fall, and whether by all reports."""
    refusals = list(refusals)
    clauses = dict.fromkeys(say_conditions(positions, s.unless) for s in refusals if s.unless)
    return pattern.fill(en.join(clauses, en.OR), partly=not all(s.unless for s in refusals), **slots)
