"""Conditions in words: what a party waits for, and how it stands."""

from collections.abc import Iterable

from gapcli.ledger.model import Condition, Statement, Text
from gapcli.measure.positions import Met, Positions, judge_condition
from gapcli.text import write_number
from gapcli.words import phrases
from gapcli.words.forms import Conditional
from gapcli.words.values import say_value


def say_condition(positions: Positions, condition: Condition | Text) -> str:
    """A condition as a clause: its own words as they were written, else `Iran accepts visits to the facilities`."""
    words = condition.words if isinstance(condition, Condition) else condition
    if words or not isinstance(condition, Condition):
        return phrases.strip_stop(str(words))
    d, party = positions.ledger.dimension(condition.about), positions.ledger.parties[condition.party].label
    value = condition.reaches if condition.is_ is None else condition.is_
    if value is not None:
        # At the end of the scale there is nothing past the option, so that `at least` would say nothing.
        exact = d.satisfying(condition) == d.measure.read(value)
        would = d.would(value, condition.party)
        if would:
            return (phrases.WOULD if exact else phrases.WOULD_AT_LEAST).format(party=party, would=would)
        return (phrases.ACCEPTS if exact else phrases.ACCEPTS_AT_LEAST).format(party=party, value=say_value(d, value))
    sign, bound = (">=", condition.at_least) if condition.at_most is None else ("<=", condition.at_most)
    assert bound is not None
    return phrases.ACCEPTS.format(party=party, value=say_value(d, f"{sign} {write_number(bound)}"))


def say_state(positions: Positions, condition: Condition | Text, met: Met) -> str:
    """How a condition stands, by the name of the party that it waits for; empty where it is in words alone."""
    if not isinstance(condition, Condition):
        return ""
    if met.statements and all(s.assumed for s in met.statements):
        pattern = phrases.ASSUMED_TOO
    elif met.statements and all(s.stance == "asks" for s in met.statements):
        pattern = phrases.WANTED_TOO
    elif met.state == "unanswered":
        dimension = positions.ledger.dimension(condition.about)
        pattern = phrases.UNANSWERED[positions.find(condition.party, dimension).status]
    else:
        pattern = phrases.STATES[met.state]
    return pattern.format(party=positions.ledger.parties[condition.party].label)


def say_conditions(positions: Positions, conditions: Iterable[Condition | Text], unless: bool = False) -> str:
    """All conditions of a statement: those on a position with how each stands, then those in words as written.

    Words that are a clause go on in the sentence; others are a sentence of their own. `unless`: whether they stand
    after that, and not after `if`.
    """
    last = phrases.AND_UNLESS if unless else phrases.AND_IF
    parts: list[str] = []
    texts: list[str] = []
    for condition in conditions:
        words = say_condition(positions, condition)
        state = say_state(positions, condition, judge_condition(positions, condition))
        if state or phrases.is_clause(words):
            parts.append(phrases.CONDITION_STATE.format(condition=words, state=state) if state else words)
        else:
            texts.append(words)
    if texts:
        pattern = phrases.AND_THIS_HOLDS if parts else phrases.THIS_HOLDS
        return pattern.format(conditions=phrases.join(parts, last), texts=phrases.STOP.join(texts))
    return phrases.join(parts, last)


def say_refusal(positions: Positions, pattern: Conditional, refusals: Iterable[Statement], **slots: str) -> str:
    """A refusal, with the conditions under which it would fall, and whether by all reports."""
    refusals = list(refusals)
    clauses = dict.fromkeys(say_conditions(positions, s.unless, True) for s in refusals if s.unless)
    return pattern.fill(phrases.join(clauses, phrases.OR), partly=not all(s.unless for s in refusals), **slots)
