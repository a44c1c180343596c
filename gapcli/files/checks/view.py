"""What could be read of a ledger, so that no rule guards against what could not.

A rule selects those nouns of which the fields that it uses could be read. A list counts as read although single items
were not: those are left out where its items are placed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from gapcli.files.problems import Path
from gapcli.files.tree import BAD
from gapcli.ledger.model import Condition, Dimension, Ledger, Party, Proposal, Statement

Noun = TypeVar("Noun")
Placed = list[tuple[Path, Noun]]
"""Nouns with their paths."""
Part = TypeVar("Part", bound=tuple[object, ...])
"""A noun with its path before it, and between them that of which it is a part."""
LINKS = ("replaces", "disputes", "beside")
"""The fields by which a statement names others."""


class View:
    """A ledger as the rules see it: its nouns with their paths, a part after the noun of which it is one."""

    def __init__(self, ledger: Ledger) -> None:
        self.file: Placed[Ledger] = [((), ledger)]
        self.parties = _place(("parties",), (ledger.parties or {}).items())
        self.issues = list(select(_place(("issues",), (ledger.issues or {}).items()), "dimensions"))
        """Those issues of which the dimensions could be read."""
        self.dimensions = [
            (at, issue, dimension)
            for path, issue in self.issues
            for at, dimension in _place((*path, "dimensions"), issue.dimensions.items())
        ]
        self.cards = _place(("sources",), (ledger.cards or {}).items())
        self.proposals = _place(("proposals",), (ledger.proposals or {}).items())
        self.statements = _place(("statements",), enumerate(ledger.statements or ()))
        self.evidence = [
            (at, s, piece)
            for path, s in self.statements
            for at, piece in _place((*path, "evidence"), enumerate(s.evidence or ()))
        ]
        self.conditions = [
            (at, s, condition)
            for path, s in self.statements
            for name, conditions in (("if", s.if_), ("unless", s.unless))
            if conditions
            for at, condition in _place((*path, name), enumerate(conditions))
            if isinstance(condition, Condition)
        ]
        """Those that are not given in words."""
        ids = {s.id: None for _, s in self.statements}
        whole = ledger.statements is not BAD and BAD not in ledger.statements and BAD not in ids
        self.names: Mapping[str, Collection[str]] = {
            "party": ledger.parties,
            "issue": ledger.issues,
            "source": ledger.cards,
            "statement": ids if whole else BAD,
        }
        """What is declared; BAD where some of it could not be read, since any name may be one of those."""

    def links(self, field: str, *fields: str) -> Iterator[tuple[Path, Statement, str]]:
        """Each name in a list of a statement, of which the named fields could be read."""
        for path, statement in select(self.statements, *fields):
            for at, name in _place((*path, field), enumerate(getattr(statement, field) or ())):
                yield at, statement, name

    @cached_property
    def measured(self) -> Mapping[str, Dimension]:
        """The dimensions that have a scale, by the names that statements use."""
        return {d.about: d for _, _, d in self.dimensions if d.scale_}


def select(parts: Iterable[Part], *fields: str) -> Iterator[Part]:
    """Those parts of which these fields of the noun, which comes last, could be read."""
    values = attrgetter(*fields) if fields else None
    if values is None:
        return iter(parts)
    if len(fields) == 1:
        return (part for part in parts if values(part[-1]) is not BAD)
    return (part for part in parts if BAD not in values(part[-1]))


def place_names(path: Path, noun: Party | Proposal, field: str) -> Placed[str]:
    """Each name in a field that lists names or has them for keys."""
    names = getattr(noun, field) or ()
    return _place((*path, field), ((n, n) for n in names) if isinstance(names, dict) else enumerate(names))


def _place(path: Path, nouns: Iterable[tuple[str | int, Noun]]) -> Placed[Noun]:
    return [((*path, key), noun) for key, noun in nouns if noun is not BAD]
