"""What could be read of a ledger, so that no rule guards against what could not.

What yields nouns takes the names of fields, and yields those nouns of which these fields could be read; a rule uses no
other field. A list counts as read although single items were not: those are left out where its items are yielded.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Literal, TypeVar

from gapcli.files.problems import Path
from gapcli.files.tree import BAD
from gapcli.ledger.model import Condition, Dimension, Evidence, Issue, Ledger, Party, Proposal, Source, Statement

Noun = TypeVar("Noun")
Placed = Iterator[tuple[Path, Noun]]
"""Nouns with their paths."""
Part = TypeVar("Part", bound=tuple[object, ...])
"""A noun with its path before it, and between them that of which it is a part."""
LINKS = ("replaces", "disputes", "beside")
"""The fields by which a statement names others."""


class Names:
    """The names that a part of the ledger declares; where some of it could not be read, any name may be one of them."""

    def __init__(self, names: Collection[str], complete: bool = True) -> None:
        self._names = names
        self._complete = complete

    def __contains__(self, name: str) -> bool:
        return not self._complete or name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)


ANY_NAME = Names((), complete=False)


class View:
    """A ledger as the rules see it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._statements = list(_place(("statements",), ledger.statements))

    def file(self, *fields: str) -> Placed[Ledger]:
        """The ledger itself: once, or not at all."""
        return _select([((), self._ledger)], fields)

    def parties(self) -> Placed[Party]:
        """Each party."""
        return _place_named(("parties",), self._ledger.parties)

    def issues(self) -> Placed[Issue]:
        """Each issue of which the dimensions could be read."""
        return _place_named(("issues",), self._ledger.issues, "dimensions")

    def dimensions(self, *fields: str) -> Iterator[tuple[Path, Issue, Dimension]]:
        """Each dimension, after its issue."""
        for path, issue in self.issues():
            for at, dimension in _place_named((*path, "dimensions"), issue.dimensions, *fields):
                yield at, issue, dimension

    def cards(self, *fields: str) -> Placed[Source]:
        """Each source card."""
        return _place_named(("sources",), self._ledger.cards, *fields)

    def proposals(self, *fields: str) -> Placed[Proposal]:
        """Each proposal."""
        return _place_named(("proposals",), self._ledger.proposals, *fields)

    def statements(self, *fields: str) -> Placed[Statement]:
        """Each statement, in the order of the file."""
        return _select(self._statements, fields)

    def links(self, field: str, *fields: str) -> Iterator[tuple[Path, Statement, str]]:
        """Each name in a list of a statement, of which the named fields could be read."""
        for path, statement in self.statements(*fields):
            for at, name in _place((*path, field), getattr(statement, field)):
                yield at, statement, name

    def conditions(self, *fields: str) -> Iterator[tuple[Path, Statement, Condition]]:
        """Each condition that is not given in words, after its statement."""
        return _select(self._conditions, fields)

    def evidence(self, *fields: str) -> Iterator[tuple[Path, Statement, Evidence]]:
        """Each piece of evidence, after its statement."""
        pieces = _select(self._evidence, fields)
        # A place is one value, although it is written as a list.
        return (piece for piece in pieces if BAD not in piece[2].at) if "at" in fields else pieces

    def names(self, part: Literal["parties", "issues", "sources"]) -> Names:
        """The names of the parties, the issues or the source cards."""
        declared = getattr(self._ledger, part)
        return ANY_NAME if declared is BAD else Names(declared)

    def statement_names(self) -> Names:
        """The ids of the statements."""
        statements = self._ledger.statements
        ids = {statement.id: None for _, statement in self._statements}
        return Names(ids, complete=statements is not BAD and BAD not in statements and BAD not in ids)

    def dimension_names(self, issue: str) -> Names:
        """The names of the dimensions of an issue; any name where it has none, which is a mistake of its own."""
        found = self._issues.get(issue)
        return Names(found.dimensions) if found and found.dimensions else ANY_NAME

    def dimension(self, about: str) -> Dimension | None:
        """The dimension `issue.dimension`; None where there is none, or its fields make no scale."""
        return self._dimensions.get(about)

    @cached_property
    def _issues(self) -> Mapping[str, Issue]:
        return {issue.id: issue for _, issue in self.issues()}

    @cached_property
    def _dimensions(self) -> Mapping[str, Dimension]:
        return {d.about: d for _, _, d in self.dimensions() if d.scale_}

    @cached_property
    def _conditions(self) -> list[tuple[Path, Statement, Condition]]:
        parts = ((path, s, part) for path, s in self._statements for part in (("if", s.if_), ("unless", s.unless)))
        return [
            (at, s, condition)
            for path, s, (name, conditions) in parts
            if conditions
            for at, condition in _place((*path, name), conditions)
            if isinstance(condition, Condition)
        ]

    @cached_property
    def _evidence(self) -> list[tuple[Path, Statement, Evidence]]:
        return [(at, s, piece) for path, s in self._statements for at, piece in _place((*path, "evidence"), s.evidence)]


def place_names(path: Path, noun: Party | Proposal, field: str) -> Placed[str]:
    """Each name in a field that lists names or has them for keys."""
    names = getattr(noun, field)
    if isinstance(names, dict):
        return (((*path, field, name), name) for name in names)
    return _place((*path, field), names)


def _place(path: Path, nouns: Collection[Noun]) -> Placed[Noun]:
    return (((*path, i), noun) for i, noun in enumerate(nouns or ()) if noun is not BAD)


def _place_named(path: Path, nouns: Mapping[str, Noun], *fields: str) -> Placed[Noun]:
    return _select([((*path, name), noun) for name, noun in (nouns or {}).items() if noun is not BAD], fields)


def _select(parts: Iterable[Part], fields: tuple[str, ...]) -> Iterator[Part]:
    """Those parts of which the fields of the noun, which comes last, could be read."""
    if not fields:
        return iter(parts)
    values = attrgetter(*fields)
    if len(fields) == 1:
        return (part for part in parts if values(part[-1]) is not BAD)
    return (part for part in parts if BAD not in values(part[-1]))
