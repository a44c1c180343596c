"""A ledger and a query → what of the ledger the query asks about."""

from collections.abc import Sequence
from typing import NamedTuple

from gapcli.ledger.assumptions import BadAssumption, assume, read_assumption
from gapcli.ledger.lenses import LENSES, keep
from gapcli.ledger.model import Dimension, Issue, Ledger, when
from gapcli.ledger.query import BadQuery, Query
from gapcli.text import did_you_mean


class Chosen(NamedTuple):
    """An issue that is shown, with those of its dimensions that are."""

    issue: Issue
    dimensions: tuple[Dimension, ...]


def narrow_ledger(ledger: Ledger, query: Query, day: str) -> Ledger:
    """The ledger through the lenses of a query, with what it assumes from a day on. Raises BadQuery."""
    asked = [(LENSES[name], value) for name, value in query.lenses.items() if value]
    named = {lens.name: value for lens, value in asked if not isinstance(value, bool)}
    if named:
        known = {*ledger.cards, *(e.via for s in ledger.statements for e in s.evidence if e.via)}
        for name in (name for names in named.values() for name in names):
            if name not in known:
                raise BadQuery(f'no source or outlet is called "{name}": {did_you_mean(name, sorted(known))}')
    if asked:
        tests = [(lens.keeps, frozenset(named.get(lens.name, ()))) for lens, _ in asked]
        ledger = keep(ledger, lambda e: all(keeps(e, names) for keeps, names in tests))
    if query.assume:
        try:
            ledger = assume(ledger, [read_assumption(ledger, text) for text in query.assume], day)
        except BadAssumption as bad:
            raise BadQuery(str(bad)) from None
    return ledger


def read_day(text: str, option: str) -> str:
    """The day that the value of an option counts from. Raises BadQuery."""
    date = when(text)
    if date is None or text.startswith("<"):
        raise BadQuery(f'{option}: "{text}" is no date: use YYYY-MM-DD, YYYY-MM or YYYY')
    return date.day


def choose_parties(ledger: Ledger, names: Sequence[str]) -> tuple[str, ...]:
    """The parties named, in the order of the file. Raises BadQuery."""
    for name in names:
        if name != "all" and name not in ledger.parties:
            raise BadQuery(f'no party is called "{name}": {did_you_mean(name, ledger.parties)}')
    if "all" in names:
        return tuple(ledger.parties)
    return tuple(p for p in ledger.parties if p in names)


def choose_issues(ledger: Ledger, names: Sequence[str]) -> tuple[Chosen, ...]:
    """The issues named, each with those of its dimensions that are, in the order of the file. Raises BadQuery."""
    wanted: dict[str, set[str]] = {}
    for name in names:
        issue, dot, dimension = name.partition(".")
        if name == "all":
            wanted.update({i: set(v.dimensions) for i, v in ledger.issues.items()})
        elif issue not in ledger.issues:
            raise BadQuery(f'no issue is called "{issue}": {did_you_mean(issue, ledger.issues)}')
        elif dot and dimension not in ledger.issues[issue].dimensions:
            known = [f"{issue}.{d}" for d in ledger.issues[issue].dimensions]
            raise BadQuery(f'no dimension is called "{name}": {did_you_mean(name, known)}')
        else:
            named = {dimension} if dot else set(ledger.issues[issue].dimensions)
            wanted.setdefault(issue, set()).update(named)
    return tuple(
        Chosen(v, tuple(d for d in v.dimensions.values() if d.id in wanted[i]))
        for i, v in ledger.issues.items()
        if i in wanted
    )
