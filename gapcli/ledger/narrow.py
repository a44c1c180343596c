"""A ledger and a query → what of the ledger the query asks about, with what it assumes."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from gapcli.ledger.cells import Cells
from gapcli.ledger.lenses import LENSES, find_names, keep_evidence
from gapcli.ledger.model import (
    Condition,
    Dimension,
    Evidence,
    Issue,
    Key,
    Ledger,
    Stance,
    Statement,
    Text,
    When,
    follow,
    list_replaced,
    when,
)
from gapcli.ledger.names import Names, find_about, find_dimension, find_option, find_party, find_source
from gapcli.ledger.query import BadQuery, Query
from gapcli.ledger.scales import BadValue, Raw
from gapcli.ledger.stating import find_evidence, state_tables
from gapcli.text import read_as_ascii


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
    """As it could be typed, with ids."""

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


def find_named(ledger: Ledger, query: Query) -> Query:
    """The same query with the ids of all that it names, in whatever way, and digits of ASCII. Raises BadQuery."""
    names = Names(ledger)
    lenses = {
        lens: tuple(find_source(names, name) for name in value) if isinstance(value, tuple) else value
        for lens, value in query.lenses.items()
    }
    return query._replace(
        parties=tuple(name if name == "all" else find_party(names, name) for name in query.parties),
        issues=tuple(name if name == "all" else find_about(names, name) for name in query.issues),
        assume=tuple(read_assumption(names, text).text for text in query.assume),
        since=query.since and read_as_ascii(query.since),
        lenses=lenses,
    )


def narrow_ledger(ledger: Ledger, query: Query, day: str) -> Ledger:
    """The ledger through the lenses of a query of ids, with what it assumes from a day on. Raises BadQuery."""
    keeps = _find_test(ledger, query)
    if keeps:
        ledger = ledger._replace(statements=keep_evidence(ledger.statements, keeps))
    return _assume(ledger, query.assume, day) if query.assume else ledger


def _find_test(ledger: Ledger, query: Query) -> Callable[[Evidence], bool] | None:
    """Whether a piece of evidence counts through the lenses of a query; None where none is on."""
    tests = []
    for lens, value in query.lenses.items():
        names = value if isinstance(value, tuple) else ()
        if value:
            tests.append((LENSES[lens].keeps, find_names(ledger, names)))
    return (lambda e: all(keeps(e, named) for keeps, named in tests)) if tests else None


# --- tables whose cells are no statements ---------------------------------------------------------


def keep_tables(ledger: Ledger, query: Query) -> list[Cells]:
    """The tables that count through the lenses of a query: all cells of one rest on the same."""
    keeps = _find_test(ledger, query)
    return [cells for cells in ledger.unstated if keeps is None or keeps(find_evidence(cells))]


def find_mixed(ledger: Ledger, query: Query) -> set[str]:
    """The questions of these tables that are more than points of one table, so that each cell has to be looked at.

    On them the ledger has statements or conditions, or another table has values, or several count of one day, or
    something is assumed, or the scale has no parts.
    """
    about_all = {s.about for s in ledger.statements} | {c.about for c in _list_conditions(ledger)}
    names = Names(ledger)
    about_all |= {read_assumption(names, text).about for text in query.assume}
    asked = Counter(about for cells in ledger.unstated for about in cells.abouts)
    several = {about for cells in ledger.unstated for about in cells.find_several()}
    uncut = {id(d.scale_): d.measure.cut(set()) is None for v in ledger.issues.values() for d in v.dimensions.values()}
    return {
        about
        for about, tables in asked.items()
        if tables > 1
        or about in several
        or about in about_all
        or about.partition(".")[0] in about_all
        or uncut[id(ledger.dimension(about).scale_)]
    }


def count_cells(ledger: Ledger, parties: Collection[str], abouts: Collection[str]) -> int:
    """How many cells there are of some parties on some questions."""
    return sum(cells.count(parties, abouts) for cells in ledger.unstated)


def state_asked(ledger: Ledger, parties: Iterable[str], abouts: Iterable[str]) -> Ledger:
    """The ledger with the cells of some parties on some questions as statements, and what these need beside them."""
    conditions = [*_list_conditions(ledger)]
    speakers = {p: [g.id for g in ledger.parties.values() if p in g.speaks_for] for p in ledger.parties}
    parties = {*parties, *(c.party for c in conditions)}
    parties |= follow(speakers, parties)
    abouts = {*abouts, *(c.about for c in conditions)}
    stated = state_tables(ledger.unstated, ledger.statements, parties, abouts)
    if not stated:
        return ledger
    statements = (*ledger.statements, *stated)
    return ledger._replace(statements=statements, replaced_by=list_replaced(statements))


def _list_conditions(ledger: Ledger) -> Iterable[Condition]:
    return (c for s in ledger.statements for c in s.conditions if isinstance(c, Condition))


# --- what is assumed ------------------------------------------------------------------------------


def _assume(ledger: Ledger, texts: Sequence[str], day: str) -> Ledger:
    """The ledger where each party asks for what is assumed, instead of what it asks for or will not discuss."""
    assumed: dict[str, Statement] = {}
    replaced_by = dict(ledger.replaced_by)
    standing: dict[tuple[str, str], list[Key]] = {}
    for old in ledger.statements:
        if old.basis == "words" and old.stance in ("asks", "agrees", "off-agenda") and old.said.day <= day:
            standing.setdefault((old.party, old.about), []).append(old.key)
    names = Names(ledger)
    for assumption in [read_assumption(names, text) for text in texts]:
        s = assumption.statement(ledger, day)
        if s.id in assumed:
            raise BadQuery(f"{s.party}:{s.about} is assumed twice: keep one of the two")
        assumed[s.id] = s
        # A refusal of the whole issue gives way by itself to any word on the dimension.
        replaced_by[s.key] = frozenset(standing.get((s.party, s.about), ()))
    return ledger._replace(statements=(*ledger.statements, *assumed.values()), replaced_by=replaced_by)


def read_assumption(names: Names, text: str, with_party: bool = True) -> Assumption:
    """The assumption of `party:issue.dimension=value`, or a term of a draft, which names no party.

    A stretch is written `low..high`, several options of a `choice` `one|other`; an option goes by its names, too.
    Raises BadQuery.
    """
    name, equals, value = text.partition("=")
    party, colon, about = name.partition(":") if with_party else ("", ":", name)
    if not (equals and colon):
        form, what = ("party:", "assumption") if with_party else ("", "term of a draft")
        raise BadQuery(f'"{text}" is no {what}: write {form}issue.dimension=value')
    party = find_party(names, party.strip()) if with_party else ""
    about, value = find_dimension(names, about.strip()), value.strip()
    dimension = names.ledger.dimension(about)
    scale = dimension.measure
    raw = scale.split(value if dimension.options or value.isascii() else read_as_ascii(value))
    if dimension.options:
        raw = (
            find_option(names, dimension, raw)
            if isinstance(raw, str)
            else tuple(find_option(names, dimension, part) for part in raw)
        )
    try:
        scale.read(raw)
    except BadValue as bad:
        # As it is typed here, and not as a file has it.
        cure = re.sub(r"\[([^],]+), ([^],]+)\]", rf"\1{scale.separator}\2", bad.help)
        raise BadQuery(f"{about}: {bad.message}" + (f": {cure}" if cure else "")) from None
    value = raw if isinstance(raw, str) else scale.separator.join(raw)
    return Assumption(party, about, raw, f"{party}{colon if party else ''}{about}={value}")


def read_day(text: str, option: str) -> str:
    """The day that the value of an option stands for: the last of a month or a year. Raises BadQuery."""
    date = when(text if text.isascii() else read_as_ascii(text))
    if date is None or text.startswith("<"):
        raise BadQuery(f'{option}: "{text}" is no date: use YYYY-MM-DD, YYYY-MM or YYYY')
    return date.last


def choose_parties(ledger: Ledger, ids: Sequence[str]) -> tuple[str, ...]:
    """The parties of some ids, or of `all`, in the order of the file."""
    wanted = frozenset(ids)
    return tuple(p for p in ledger.parties if not wanted.isdisjoint((p, "all")))


def choose_issues(ledger: Ledger, ids: Sequence[str]) -> tuple[Chosen, ...]:
    """The issues of some ids, or of `all`, each with those of its dimensions that are named, in the file's order."""
    wanted = frozenset(ids)
    chosen = []
    for issue in ledger.issues.values():
        whole = not wanted.isdisjoint((issue.id, "all"))
        dimensions = tuple(d for d in issue.dimensions.values() if whole or d.about in wanted)
        if dimensions or whole:
            chosen.append(Chosen(issue, dimensions))
    return tuple(chosen)
