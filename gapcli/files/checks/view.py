"""What could be read of a ledger, so that no rule guards against what could not.

What yields nouns takes the names of fields, and yields those nouns of which these fields could be read; a rule uses no
other field. A list counts as read although single items were not: those are left out where its items are yielded.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Literal, TypeVar

from gapcli.files.problems import Path
from gapcli.files.values import BAD
from gapcli.ledger.model import Condition, Dimension, Evidence, Issue, Ledger, Party, Proposal, Source, Statement

Noun = TypeVar("Noun")
Placed = Iterator[tuple[Path, Noun]]
"""Nouns with their paths."""
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
        self._statements = list(_listed(("statements",), ledger.statements))

    def file(self, *fields: str) -> Placed[Ledger]:
        """The ledger itself: once, or not at all."""
        return _readable([((), self._ledger)], fields)

    def parties(self, *fields: str) -> Placed[Party]:
        """Each party."""
        return _mapped(("parties",), self._ledger.parties, *fields)

    def issues(self, *fields: str) -> Placed[Issue]:
        """Each issue."""
        return _mapped(("issues",), self._ledger.issues, *fields)

    def dimensions(self, *fields: str) -> Iterator[tuple[Path, Issue, Dimension]]:
        """Each dimension, after its issue."""
        for path, issue in self.issues("dimensions"):
            for at, dimension in _mapped((*path, "dimensions"), issue.dimensions, *fields):
                yield at, issue, dimension

    def cards(self, *fields: str) -> Placed[Source]:
        """Each source card."""
        return _mapped(("sources",), self._ledger.cards, *fields)

    def proposals(self, *fields: str) -> Placed[Proposal]:
        """Each proposal."""
        return _mapped(("proposals",), self._ledger.proposals, *fields)

    def statements(self, *fields: str) -> Placed[Statement]:
        """Each statement, in the order of the file."""
        return _readable(self._statements, fields)

    def links(self, field: str, *fields: str) -> Iterator[tuple[Path, Statement, str]]:
        """Each name in a list of a statement, of which the named fields could be read."""
        for path, statement in self.statements(*fields):
            names = getattr(statement, field)
            if names:
                for at, name in _listed((*path, field), names):
                    yield at, statement, name

    def conditions(self, *fields: str, statement: tuple[str, ...] = ()) -> Iterator[tuple[Path, Statement, Condition]]:
        """Each condition that is not given in words, after its statement, of which the named fields could be read."""
        return _readable_parts(self._conditions, fields, statement)

    def evidence(self, *fields: str, statement: tuple[str, ...] = ()) -> Iterator[tuple[Path, Statement, Evidence]]:
        """Each piece of evidence, after its statement, of which the named fields could be read."""
        pieces = _readable_parts(self._evidence, fields, statement)
        # A place is one value, although it is written as a list.
        return (piece for piece in pieces if BAD not in piece[2].at) if "at" in fields else pieces

    def shares(self) -> Placed[Mapping[str, float | None]]:
        """The shares of an issue's dimensions by their names, where all of them could be read."""
        for path, issue in self.issues("dimensions"):
            at = (*path, "dimensions")
            shares = {dimension.id: dimension.share for _, dimension in _mapped(at, issue.dimensions, "share")}
            if len(shares) == len(issue.dimensions):
                yield at, shares

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
        return {issue.id: issue for _, issue in self.issues("dimensions")}

    @cached_property
    def _dimensions(self) -> Mapping[str, Dimension]:
        return {d.about: d for _, _, d in self.dimensions() if d.scale_}

    @cached_property
    def _conditions(self) -> list[tuple[Path, Statement, Condition]]:
        return [
            (at, s, condition)
            for path, s in self._statements
            for name, every in (("if", s.if_), ("unless", s.unless))
            if every
            for at, condition in _listed((*path, name), every)
            if isinstance(condition, Condition)
        ]

    @cached_property
    def _evidence(self) -> list[tuple[Path, Statement, Evidence]]:
        return [
            (at, s, piece) for path, s in self._statements for at, piece in _listed((*path, "evidence"), s.evidence)
        ]


def names_in(path: Path, noun: Party | Proposal, field: str) -> Placed[str]:
    """Each name in a field that lists names or has them for keys."""
    names = getattr(noun, field)
    if isinstance(names, dict):
        return (((*path, field, name), name) for name in names)
    return _listed((*path, field), names)


def _listed(path: Path, nouns: Collection[Noun]) -> Placed[Noun]:
    return (((*path, i), noun) for i, noun in enumerate(nouns or ()) if noun is not BAD)


def _mapped(path: Path, nouns: Mapping[str, Noun], *fields: str) -> Placed[Noun]:
    return _readable([((*path, name), noun) for name, noun in (nouns or {}).items() if noun is not BAD], fields)


def _readable(placed: Iterable[tuple[Path, Noun]], fields: tuple[str, ...]) -> Placed[Noun]:
    if not fields:
        return iter(placed)
    could_be_read = _test(fields)
    return ((path, noun) for path, noun in placed if could_be_read(noun))


def _readable_parts(
    parts: Iterable[tuple[Path, Statement, Noun]], fields: tuple[str, ...], statement: tuple[str, ...]
) -> Iterator[tuple[Path, Statement, Noun]]:
    if fields:
        could_be_read = _test(fields)
        parts = (part for part in parts if could_be_read(part[2]))
    if statement:
        statement_could_be_read = _test(statement)
        parts = (part for part in parts if statement_could_be_read(part[1]))
    return iter(parts)


def _test(fields: tuple[str, ...]) -> Callable[[object], bool]:
    """Whether the fields of a noun could be read, as a function of the noun."""
    values = attrgetter(*fields)
    if len(fields) == 1:
        return lambda noun: values(noun) is not BAD
    return lambda noun: BAD not in values(noun)
