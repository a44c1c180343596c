"""What is asked of a ledger: which parties and issues, on which day, through which lens, with which weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from gapcli.ledger.lenses import LENSES, BadAssumption, assume, keep, read_assumption
from gapcli.ledger.model import Dimension, Issue, Ledger, when
from gapcli.text import did_you_mean

WEIGHTS = ("declared", "even", "salience")
"""How the issues and their questions may be weighed."""

SORTS = ("gap", "issue", "open")
"""The orders of the issues: by gap, as in the file, by how far an answer could narrow the possible gap."""

LensValue = bool | tuple[str, ...]
"""Whether a lens is on; of one that names sources, their names."""


class BadQuery(ValueError):
    """A question that the ledger cannot answer; its text says why, and what would do."""


@dataclass(frozen=True, init=False)
class Query:
    """The options that every command shares, as they were given.

    Each lens of `LENSES` is a keyword: `Query(parties=("us", "iran"), on_record=True, without=("daily",))`.
    """

    parties: tuple[str, ...]
    """Ids, or `all`; empty for what the command shows by default."""
    issues: tuple[str, ...]
    """Ids of issues or dimensions, or `all`; empty for what the command shows by default."""
    as_of: str | None
    since: str | None
    weights: str
    assume: tuple[str, ...]
    lenses: Mapping[str, LensValue]
    """Every lens by its name, off where it was not asked for."""

    def __init__(
        self,
        parties: tuple[str, ...] = (),
        issues: tuple[str, ...] = (),
        as_of: str | None = None,
        since: str | None = None,
        weights: str = "declared",
        assume: tuple[str, ...] = (),
        lenses: Mapping[str, LensValue] = MappingProxyType({}),
        **more_lenses: LensValue,
    ) -> None:
        """Raises TypeError where a keyword is no lens."""
        asked = {**lenses, **more_lenses}
        for name in asked:
            if name not in LENSES:
                raise TypeError(f"{name} is no lens: one of {', '.join(LENSES)}")
        every = {name: asked.get(name, () if lens.names_sources else False) for name, lens in LENSES.items()}
        for name, value in (
            ("parties", parties),
            ("issues", issues),
            ("as_of", as_of),
            ("since", since),
            ("weights", weights),
            ("assume", assume),
            ("lenses", every),
        ):
            object.__setattr__(self, name, value)


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
