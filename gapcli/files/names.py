"""The names in a ledger, as far as they could be read: what is completed while it is still being written."""

from collections.abc import Iterator
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Ledger


class Names(NamedTuple):
    """The names in a ledger, in the order of the file."""

    parties: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    """Issues, and after each its dimensions as `issue.dimension`."""
    answers: tuple[str, ...] = ()
    """The options of dimensions, as `issue.dimension=option`."""
    sources: tuple[str, ...] = ()
    """Source cards and, after them, relayed outlets."""
    statements: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


def list_names(draft: Ledger) -> Names:
    """List the names in a draft; what could not be read is left out."""
    issues: list[str] = []
    answers: list[str] = []
    for id, issue in (draft.issues or {}).items():
        issues.append(id)
        for name, dimension in ((issue and issue.dimensions) or {}).items():
            issues.append(f"{id}.{name}")
            answers += _list_answers(f"{id}.{name}", dimension)
    statements = [s for s in draft.statements or () if s]
    pieces = [e for s in statements for e in s.evidence or () if e]
    return Names(
        tuple(draft.parties or ()),
        tuple(issues),
        tuple(answers),
        (*(draft.sources or ()), *sorted({e.via for e in pieces if e.via})),
        tuple(s.id for s in statements if s.id),
        tuple(draft.proposals or ()),
    )


def _list_answers(about: str, dimension: Dimension) -> Iterator[str]:
    for option in (dimension and dimension.options) or ():
        yield f"{about}={option}"
