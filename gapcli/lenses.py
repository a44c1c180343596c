"""Ledger → ledger: what is left of it when some of its evidence is not trusted, or something is assumed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from gapcli.model import About, Evidence, Id, Ledger, Statement, Text, When
from gapcli.scales import BadValue, Raw

Trusted = Callable[[Evidence], bool]
"""Whether a piece of evidence counts."""


def keep(ledger: Ledger, trusted: Trusted) -> Ledger:
    """The ledger with the evidence that counts; a statement left without any is gone."""
    statements = []
    for s in ledger.statements:
        if s.assumed or all(map(trusted, s.evidence)):
            statements.append(s)
        else:
            left = tuple(e for e in s.evidence if trusted(e))
            if left:
                statements.append(replace(s, evidence=left))
    return replace(ledger, statements=tuple(statements))


def on_record(e: Evidence) -> bool:
    """Somebody named, or a document, vouches for it."""
    return e.attribution in ("named", "document")


def own_words(e: Evidence) -> bool:
    """The party itself tells of its stance."""
    return e.teller == "own"


def comes_from(e: Evidence, names: frozenset[str]) -> bool:
    """It stands in one of the named sources, or is relayed from one of the named outlets."""
    return e.source in names or e.via in names


class BadAssumption(ValueError):
    """An assumption that the ledger cannot hold; its text says what is wrong, and the cure."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """What `--assume` and `--try` say: a party (none in a draft), a dimension, a value."""

    party: str
    about: str
    value: Raw

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, str) else "..".join(self.value)
        return f"{self.party}:{self.about}={value}" if self.party else f"{self.about}={value}"


def read_assumption(ledger: Ledger, text: str, with_party: bool = True) -> Assumption:
    """The assumption of `party:issue.dimension=value`, a stretch as `low..high`. Raises BadAssumption."""
    from gapcli.problems import did_you_mean

    form = "party:issue.dimension=value" if with_party else "issue.dimension=value"
    name, equals, value = text.partition("=")
    party, colon, about = name.partition(":") if with_party else ("", ":", name)
    if not (equals and colon and value):
        raise BadAssumption(f'"{text}" is no assumption: write {form}')
    party, about, value = party.strip(), about.strip(), value.strip()
    if with_party and party not in ledger.parties:
        raise BadAssumption(f'no party is called "{party}": {did_you_mean(party, ledger.parties)}')
    try:
        dimension = ledger.dimension(about)
    except KeyError:
        known = [d.about for i in ledger.issues.values() for d in i.dimensions.values()]
        raise BadAssumption(f'no dimension is called "{about}": {did_you_mean(about, known)}') from None
    parts = tuple(p.strip() for p in value.split(".." if ".." in value else "|"))
    raw: Raw = parts if len(parts) > 1 else value
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
