"""Ledger → ledger: what is left of it when some of its evidence is not trusted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from gapcli.ledger.model import Evidence, Ledger, Statement

Trusted: TypeAlias = "Callable[[Evidence], bool]"
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
    keeps: "Callable[[Evidence, frozenset[str]], bool]"
    """Whether a piece of evidence counts; given the names that the option names, none where it names nothing."""
    names_sources: bool = False
    """Whether the option names sources or relayed outlets, and not only switches the lens on."""


def keep_on_record(e: "Evidence", names: frozenset[str]) -> bool:
    """Whether somebody named, or a document, vouches for it."""
    return e.attribution in ("named", "document")


def keep_own_words(e: "Evidence", names: frozenset[str]) -> bool:
    """Whether the party itself tells of its stance."""
    return e.teller == "own"


def keep_only(e: "Evidence", names: frozenset[str]) -> bool:
    """Whether it stands in one of the named sources, or is relayed from one of the named outlets."""
    return e.source in names or e.via in names


def keep_without(e: "Evidence", names: frozenset[str]) -> bool:
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


def keep_evidence(statements: "Iterable[Statement]", trusted: Trusted) -> "tuple[Statement, ...]":
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


def keep(ledger: "Ledger", trusted: Trusted) -> "Ledger":
    """The ledger with the evidence that counts, and the statements that have some."""
    return replace(ledger, statements=keep_evidence(ledger.statements, trusted))
