"""A ledger and a query → what of the ledger the query asks about, with what it assumes."""

from collections.abc import Sequence
from typing import NamedTuple

from gapcli.ledger.lenses import LENSES, find_names, keep_evidence
from gapcli.ledger.model import Dimension, Issue, Ledger, Stance, Statement, Text, When, when
from gapcli.ledger.outlets import name_outlet
from gapcli.ledger.query import BadQuery, Query
from gapcli.ledger.scales import BadValue, Raw
from gapcli.text import did_you_mean


class Chosen(NamedTuple):
    """An issue that is shown, with those of its dimensions that are."""

    issue: Issue
    dimensions: tuple[Dimension, ...]


class Assumption(NamedTuple):
    """What `--assume` says: a party, a dimension, a value. A term of `--try` has no party."""

    party: str
    about: str
    value: Raw
    text: str = ""
    """As it was typed, if it was."""

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
            text=Text({ledger.language: self.text}),
            evidence=(),
            assumed=bool(self.party),
        )


def narrow_ledger(ledger: Ledger, query: Query, day: str) -> Ledger:
    """The ledger through the lenses of a query, with what it assumes from a day on. Raises BadQuery."""
    tests = []
    for lens, value in query.lenses.items():
        names = value if isinstance(value, tuple) else ()
        if value:
            tests.append((LENSES[lens].keeps, find_names(ledger, names)))
        _require_sources(ledger, names)
    if tests:
        kept = keep_evidence(ledger.statements, lambda e: all(keeps(e, named) for keeps, named in tests))
        ledger = ledger._replace(statements=kept)
    return _assume(ledger, query.assume, day) if query.assume else ledger


def _require_sources(ledger: Ledger, names: Sequence[str]) -> None:
    """Raise BadQuery where a name is neither a card nor an outlet."""
    for name in names:
        if name not in ledger.cards and name_outlet(name) not in ledger.outlets:
            known = {*ledger.cards, *ledger.outlets, *ledger.outlets.values()}
            raise BadQuery(f'no source or outlet is called "{name}": {did_you_mean(name, sorted(known))}')


def _assume(ledger: Ledger, texts: Sequence[str], day: str) -> Ledger:
    """The ledger where each party asks for what is assumed, instead of what it asks for or will not discuss."""
    assumed: dict[str, Statement] = {}
    replaced_by = dict(ledger.replaced_by)
    for assumption in [read_assumption(ledger, text) for text in texts]:
        s = assumption.statement(ledger, day)
        if s.id in assumed:
            raise BadQuery(f"{s.party}:{s.about} is assumed twice: keep one of the two")
        assumed[s.id] = s
        # A refusal of the whole issue gives way by itself to any word on the dimension.
        replaced_by[s.key] = frozenset(
            old.key
            for old in ledger.statements
            if (old.party, old.about, old.basis) == (s.party, s.about, "words")
            and old.stance in ("asks", "agrees", "off-agenda")
            and old.said.day <= day
        )
    return ledger._replace(statements=(*ledger.statements, *assumed.values()), replaced_by=replaced_by)


def read_assumption(ledger: Ledger, text: str, with_party: bool = True) -> Assumption:
    """The assumption of `party:issue.dimension=value`, or a term of a draft, which names no party.

    A stretch is written `low..high`, several options of a `choice` `one|other`. Raises BadQuery.
    """
    name, equals, value = text.partition("=")
    party, colon, about = name.partition(":") if with_party else ("", ":", name)
    if not (equals and colon):
        form, what = ("party:", "assumption") if with_party else ("", "term of a draft")
        raise BadQuery(f'"{text}" is no {what}: write {form}issue.dimension=value')
    party, about = party.strip(), about.strip()
    if with_party and party not in ledger.parties:
        raise BadQuery(f'no party is called "{party}": {did_you_mean(party, ledger.parties)}')
    known = {d.about: d for i in ledger.issues.values() for d in i.dimensions.values()}
    if about not in known:
        raise BadQuery(f'no dimension is called "{about}": {did_you_mean(about, known)}')
    scale = known[about].measure
    raw = scale.split(value.strip())
    try:
        scale.read(raw)
    except BadValue as bad:
        raise BadQuery(f"{about}: {bad.message}" + (f": {bad.help}" if bad.help else "")) from None
    return Assumption(party, about, raw, text.strip())


def read_day(text: str, option: str) -> str:
    """The day that the value of an option stands for: the last of a month or a year. Raises BadQuery."""
    date = when(text)
    if date is None or text.startswith("<"):
        raise BadQuery(f'{option}: "{text}" is no date: use YYYY-MM-DD, YYYY-MM or YYYY')
    return date.last


def choose_parties(ledger: Ledger, names: Sequence[str]) -> tuple[str, ...]:
    """The parties named, in the order of the file. Raises BadQuery."""
    for name in names:
        if name != "all" and name not in ledger.parties:
            raise BadQuery(f'no party is called "{name}": {did_you_mean(name, ledger.parties)}')
    return tuple(p for p in ledger.parties if p in names or "all" in names)


def choose_issues(ledger: Ledger, names: Sequence[str]) -> tuple[Chosen, ...]:
    """The issues named, each with those of its dimensions that are, in the order of the file. Raises BadQuery."""
    chosen: set[str] = set()
    wanted = [w for name in names for w in (ledger.issues if name == "all" else (name,))]
    for name in wanted:
        issue, dot, _ = name.partition(".")
        if issue not in ledger.issues:
            raise BadQuery(f'no issue is called "{issue}": {did_you_mean(issue, ledger.issues)}')
        known = [d.about for d in ledger.issues[issue].dimensions.values()]
        if dot and name not in known:
            raise BadQuery(f'no dimension is called "{name}": {did_you_mean(name, known)}')
        chosen.update((issue, name) if dot else (issue, *known))
    return tuple(
        Chosen(v, tuple(d for d in v.dimensions.values() if d.about in chosen))
        for v in ledger.issues.values()
        if v.id in chosen
    )
