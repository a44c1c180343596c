"""What could be read of a ledger, so that no rule guards against what could not.

What yields nouns takes the names of fields, and yields those nouns of which these fields could be read; a rule uses no
other field. A list counts as read although single items were not: those are left out where its items are yielded.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, TypeVar

from gapcli.files.problems import Path
from gapcli.files.reader import BAD
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
        self._issues = {issue.id: issue for _, issue in self.issues("dimensions")}
        self._dimensions = {f"{issue.id}.{d.id}": d for _, issue, d in self.dimensions() if d.scale_}

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
        ids = {statement.id for _, statement in self._statements}
        return Names(ids, complete=statements is not BAD and BAD not in statements and BAD not in ids)

    def dimension_names(self, issue: str) -> Names:
        """The names of the dimensions of an issue; any name where it has none, which is a mistake of its own."""
        found = self._issues.get(issue)
        return Names(found.dimensions) if found and found.dimensions else ANY_NAME

    def dimension(self, about: str) -> Dimension | None:
        """The dimension `issue.dimension`; None where there is none, or its fields make no scale."""
        return self._dimensions.get(about)


def names_in(path: Path, noun: Party | Statement | Proposal, *fields: str) -> Placed[str]:
    """Each name in fields that list names or have them for keys."""
    for field in fields:
        names = getattr(noun, field)
        if names:
            for key, name in zip(names, names) if isinstance(names, dict) else enumerate(names):
                if name is not BAD:
                    yield (*path, field, key), name


def conditions(path: Path, statement: Statement, *fields: str) -> Placed[Condition]:
    """Each condition of a statement that is not given in words."""
    for name, every in (("if", statement.if_), ("unless", statement.unless)):
        if every:
            for at, condition in _listed((*path, name), every):
                if isinstance(condition, Condition) and _could_be_read(condition, fields):
                    yield at, condition


def evidence(path: Path, statement: Statement, *fields: str) -> Placed[Evidence]:
    """Each piece of evidence of a statement."""
    for at, piece in _listed((*path, "evidence"), statement.evidence, *fields):
        # A place is one value, although it is written as a list.
        if "at" not in fields or BAD not in piece.at:
            yield at, piece


def _listed(path: Path, nouns: Collection[Noun], *fields: str) -> Placed[Noun]:
    return _readable((((*path, i), noun) for i, noun in enumerate(nouns)), fields) if nouns else iter(())


def _mapped(path: Path, nouns: Mapping[str, Noun], *fields: str) -> Placed[Noun]:
    return _readable((((*path, name), noun) for name, noun in nouns.items()), fields) if nouns else iter(())


def _readable(placed: Iterable[tuple[Path, Noun]], fields: tuple[str, ...]) -> Placed[Noun]:
    return ((path, noun) for path, noun in placed if noun is not BAD and _could_be_read(noun, fields))


def _could_be_read(noun: object, fields: tuple[str, ...]) -> bool:
    for field in fields:  # noqa: SIM110 (this is called more often than anything else here)
        if getattr(noun, field) is BAD:
            return False
    return True
