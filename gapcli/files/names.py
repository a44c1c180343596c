"""The names in a ledger, as far as they could be read: what is completed while it is still being written."""

import os
from dataclasses import replace
from typing import NamedTuple

from gapcli.files.cards import read_cards
from gapcli.files.checks.view import View
from gapcli.files.find import LARGEST, read_bytes
from gapcli.files.load import pause_garbage_collection
from gapcli.files.parse import read_tree
from gapcli.files.reader import build_noun
from gapcli.files.tree import BAD
from gapcli.ledger.model import Ledger


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


@pause_garbage_collection()
def load_names(path: str) -> Names:
    """Read the names in the ledger at a path, whatever mistakes it has. Raises OSError where a file cannot be read."""
    with open(path, "rb") as file:
        tree = read_tree(read_bytes(file, LARGEST), path)
    draft = build_noun(Ledger, tree)
    if draft is BAD:
        return Names()
    sources = read_cards(draft, tree, os.path.dirname(path), LARGEST).sources
    view = View(replace(draft, sources=sources))
    issues: list[str] = []
    answers: list[str] = []
    for id, issue in (draft.issues or {}).items():
        dimensions = (issue and issue.dimensions) or {}
        issues += [id, *(f"{id}.{name}" for name in dimensions)]
        answers += [f"{id}.{name}={option}" for name, d in dimensions.items() for option in (d and d.options) or ()]
    return Names(
        tuple(draft.parties or ()),
        tuple(issues),
        tuple(answers),
        (*(sources or ()), *sorted({piece.via for _, _, piece in view.evidence if piece.via})),
        tuple(s.id for _, s in view.statements if s.id),
        tuple(draft.proposals or ()),
    )
