"""Ledger → ledger: what it would say if something were assumed of a party."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from gapcli.ledger.model import Ledger, Stance, Statement, Text, When
from gapcli.ledger.scales import BadValue, Raw
from gapcli.text import did_you_mean


class BadAssumption(ValueError):
    """An assumption that the ledger cannot hold; its text says what is wrong, and the cure."""


class Assumption(NamedTuple):
    """What `--assume` says: a party, a dimension, a value. A term of `--try` has no party."""

    party: str
    about: str
    value: Raw

    def statement(self, ledger: Ledger, day: str, stance: Stance = "asks") -> Statement:
        """The statement that would say so on a day, without evidence; of a party, it is assumed."""
        return Statement(
            # No id of a file has a colon, so that nothing else is called so.
            id=f"assumed-{self.party}:{self.about}",
            party=self.party,
            about=self.about,
            stance=stance,
            value=self.value,
            said=When(day, day),
            text=Text({ledger.language: f"Assumed: {ledger.dimension(self.about).words(self.value)}."}),
            evidence=(),
            assumed=bool(self.party),
        )


def read_assumption(ledger: Ledger, text: str, with_party: bool = True) -> Assumption:
    """The assumption of `party:issue.dimension=value`, or a term of a draft, which names no party.

    A stretch is written `low..high`, several options of a `choice` `one|other`. Raises BadAssumption.
    """
    name, equals, value = text.partition("=")
    party, colon, about = name.partition(":") if with_party else ("", ":", name)
    if not (equals and colon):
        form, what = ("party:", "assumption") if with_party else ("", "term of a draft")
        raise BadAssumption(f'"{text}" is no {what}: write {form}issue.dimension=value')
    party, about, value = party.strip(), about.strip(), value.strip()
    if with_party and party not in ledger.parties:
        raise BadAssumption(f'no party is called "{party}": {did_you_mean(party, ledger.parties)}')
    try:
        dimension = ledger.dimension(about)
    except KeyError:
        known = [d.about for i in ledger.issues.values() for d in i.dimensions.values()]
        raise BadAssumption(f'no dimension is called "{about}": {did_you_mean(about, known)}') from None
    raw = dimension.measure.split(value)
    try:
        dimension.measure.read(raw)
    except BadValue as bad:
        raise BadAssumption(f"{about}: {bad.message}" + (f": {bad.help}" if bad.help else "")) from None
    return Assumption(party, about, raw)


def assume(ledger: Ledger, assumptions: Iterable[Assumption], day: str) -> Ledger:
    """The ledger where each party asks for what is assumed, instead of what it asks for or will not discuss.

    Raises BadAssumption where two of them are about the same.
    """
    assumed: dict[str, Statement] = {}
    replaced_by = dict(ledger.replaced_by)
    for assumption in assumptions:
        s = assumption.statement(ledger, day)
        if s.id in assumed:
            raise BadAssumption(f"{s.party}:{s.about} is assumed twice: keep one of the two")
        assumed[s.id] = s
        # A refusal of the whole issue gives way by itself to any word on the dimension.
        replaced_by[s.id] = frozenset(
            old.id
            for old in ledger.statements
            if (old.party, old.about, old.basis) == (s.party, s.about, "words")
            and old.stance in ("asks", "off-agenda")
            and old.said.day <= day
        )
    return replace(ledger, statements=(*ledger.statements, *assumed.values()), replaced_by=replaced_by)
