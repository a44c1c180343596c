"""Ledger → ledger: what is left of it when some of its evidence is not trusted, or something is assumed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from gapcli.ledger.model import Evidence, Ledger, Stance, Statement, Text, When
from gapcli.ledger.scales import BadValue, Raw
from gapcli.text import did_you_mean

Trusted = Callable[[Evidence], bool]
"""Whether a piece of evidence counts."""


class Lens(NamedTuple):
    """A way to leave evidence out. The options, the query, the JSON, the page and the docs follow its row."""

    name: str
    """Its key in a query."""
    option: str
    """Its option on the command line."""
    help: str
    """What the option does, for `--help`."""
    meaning: str
    """What its key holds, for the schema of the JSON."""
    keeps: Callable[[Evidence, frozenset[str]], bool]
    """Whether a piece of evidence counts; given the names that the option names, none where it names nothing."""
    names_sources: bool = False
    """Whether the option names sources or relayed outlets, and not only switches the lens on."""


def keep_on_record(e: Evidence, names: frozenset[str]) -> bool:
    """Whether somebody named, or a document, vouches for it."""
    return e.attribution in ("named", "document")


def keep_own_words(e: Evidence, names: frozenset[str]) -> bool:
    """Whether the party itself tells of its stance."""
    return e.teller == "own"


def keep_only(e: Evidence, names: frozenset[str]) -> bool:
    """Whether it stands in one of the named sources, or is relayed from one of the named outlets."""
    return e.source in names or e.via in names


def keep_without(e: Evidence, names: frozenset[str]) -> bool:
    """Whether it neither stands in one of the named sources nor is relayed from one of the named outlets."""
    return not keep_only(e, names)


LENSES: Mapping[str, Lens] = MappingProxyType(
    {
        lens.name: lens
        for lens in (
            Lens(
                "on_record",
                "--on-record",
                "Only named voices and documents.",
                "Whether only named voices and documents count.",
                keep_on_record,
            ),
            Lens(
                "own_words",
                "--own-words",
                "Only what each party tells of itself.",
                "Whether only a party's own account of its stance counts.",
                keep_own_words,
            ),
            Lens(
                "only",
                "--only",
                "Only this source or relayed outlet; repeatable.",
                "The only sources and outlets that count.",
                keep_only,
                names_sources=True,
            ),
            Lens(
                "without",
                "--without",
                "Without this source or relayed outlet; repeatable.",
                "The sources and outlets that do not count.",
                keep_without,
                names_sources=True,
            ),
        )
    }
)
"""Every lens by its name, in the order of the options."""


def keep_evidence(statements: Iterable[Statement], trusted: Trusted) -> tuple[Statement, ...]:
    """The statements with the evidence that counts; one that is left without any is gone."""
    kept = []
    for s in statements:
        # What is assumed has no evidence to lose.
        if all(map(trusted, s.evidence)):
            kept.append(s)
        else:
            left = tuple(e for e in s.evidence if trusted(e))
            if left:
                kept.append(s._replace(evidence=left))
    return tuple(kept)


def keep(ledger: Ledger, trusted: Trusted) -> Ledger:
    """The ledger with the evidence that counts, and the statements that have some."""
    return replace(ledger, statements=keep_evidence(ledger.statements, trusted))


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
