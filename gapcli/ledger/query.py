"""What is asked of a ledger: which parties and issues, on which day, through which lens, with which weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gapcli.ledger import lenses
from gapcli.ledger.model import Dimension, Issue, Ledger, when
from gapcli.text import did_you_mean

WEIGHTS = ("declared", "even", "salience")


class BadQuery(ValueError):
    """A question that the ledger cannot answer; its text says why, and what would do."""


@dataclass(frozen=True)
class Query:
    """The options that every command shares, as they were given."""

    parties: tuple[str, ...] = ()
    """Ids, or `all`; empty for what the command shows by default."""
    issues: tuple[str, ...] = ()
    """Ids of issues or dimensions, or `all`; empty for what the command shows by default."""
    as_of: str | None = None
    since: str | None = None
    weights: str = "declared"
    on_record: bool = False
    own_words: bool = False
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()


class Chosen(NamedTuple):
    """An issue that is shown, with those of its dimensions that are."""

    issue: Issue
    dimensions: tuple[Dimension, ...]


def speaking(ledger: Ledger) -> list[str]:
    """The parties that have a statement, in the order of the file."""
    parties = {s.party for s in ledger.statements}
    return [p for p in ledger.parties if p in parties]


def through(ledger: Ledger, query: Query, day: str) -> Ledger:
    """The ledger through the lenses of a query. Raises BadQuery."""
    known: set[str] = set()
    if query.only or query.without:
        known = {*ledger.cards, *(e.via for s in ledger.statements for e in s.evidence if e.via)}
    for name in (*query.only, *query.without):
        if name not in known:
            raise BadQuery(f'no source or outlet is called "{name}": {did_you_mean(name, sorted(known))}')
    only, without = frozenset(query.only), frozenset(query.without)
    tests: list[lenses.Trusted] = []
    if query.on_record:
        tests.append(lenses.on_record)
    if query.own_words:
        tests.append(lenses.own_words)
    if only:
        tests.append(lambda e: lenses.comes_from(e, only))
    if without:
        tests.append(lambda e: not lenses.comes_from(e, without))
    if tests:
        ledger = lenses.keep(ledger, lambda e: all(test(e) for test in tests))
    if query.assume:
        try:
            ledger = lenses.assume(ledger, [lenses.read_assumption(ledger, text) for text in query.assume], day)
        except lenses.BadAssumption as bad:
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


def choose_issues(ledger: Ledger, names: Sequence[str], headline: bool) -> tuple[Chosen, ...]:
    """The issues named, or by default all, or the headline ones. Raises BadQuery."""
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
    if not names:
        wanted = {i: set(v.dimensions) for i, v in ledger.issues.items() if v.headline or not headline}
    return tuple(
        Chosen(v, tuple(d for d in v.dimensions.values() if d.id in wanted[i]))
        for i, v in ledger.issues.items()
        if i in wanted
    )
