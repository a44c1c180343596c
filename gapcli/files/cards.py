"""The folder of source cards: one file a card, and its name is the id."""

import os
import re
from collections.abc import Mapping
from errno import ENAMETOOLONG, ENOENT, ENOTDIR
from typing import Any, NamedTuple

from gapcli.files.fields import build_noun
from gapcli.files.find import hash_bytes, read_bytes
from gapcli.files.parse import read_tree
from gapcli.files.problems import Finding
from gapcli.files.tree import BAD, Tree
from gapcli.files.values import ID
from gapcli.ledger.model import Ledger, Source


class Cards(NamedTuple):
    """What a folder of cards holds."""

    sources: Any
    """The cards by id, BAD in place of one that could not be read; BAD where there is no folder."""
    trees: Mapping[str, Tree] = {}
    """The file of each."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with the folder itself."""


def read_cards(draft: Ledger, tree: Tree, folder: str, limit: float) -> Cards:
    """Read the cards of a draft, from their files where they have files of their own. Raises OSError.

    `tree` is that of the draft, and `folder` where its file lies.
    """
    named = draft.sources
    if not isinstance(named, str) or (tree.unprintable and "\ufffd" in named):
        return Cards(BAD if isinstance(named, str) else named)
    if re.match(r"[/~]|[A-Za-z]:", named) or "\\" in named:
        message = f'"{named[:70]}" is no folder seen from the file'
        return Cards(BAD, findings=(Finding(("sources",), message, "write it like ../seeds", id="bad-file"),))
    path, called = os.path.join(folder, named), _name_folder(named, tree.file, folder)
    try:
        entries = sorted(e for e in os.listdir(path) if e.endswith(".yaml"))
    except OSError as error:
        if error.errno not in (ENOENT, ENOTDIR, ENAMETOOLONG):
            raise
        message = f"there is no folder {called if len(called) <= 70 else called[:70] + '…'}"
        finding = Finding(("sources",), message, "it is seen from the ledger file", id="missing-sources")
        return Cards(BAD, findings=(finding,))
    sources: dict[str, Any] = {}
    trees: dict[str, Tree] = {}
    for entry in entries:
        id = entry.removesuffix(".yaml")
        card_tree = trees[id] = _read_card(path, entry, os.path.join(called, entry), limit)
        card = build_noun(Source, card_tree, draft.language or "en", id)
        sources[id] = card._replace(card=card_tree.file) if card and card_tree.stopped is None else BAD
    return Cards(sources, trees)


def _name_folder(named: str, file: str, folder: str) -> str:
    """What messages call the folder: seen from where the user is, as the ledger is."""
    called = os.path.normpath(os.path.join(os.path.dirname(file), named))
    return called.removeprefix("../") if os.path.dirname(file) == "" and folder else called


def _read_card(folder: str, entry: str, called: str, limit: float) -> Tree:
    """Read a file of the folder as a card; what is none is not opened. Raises OSError."""
    path, inside = os.path.join(folder, entry), os.path.join(os.path.realpath(folder), "")
    if not os.path.realpath(path).startswith(inside):
        message = "this card is a link that leads out of the folder of cards"
        return Tree.refuse_file(called, "card-file", message, "put the file itself there")
    if os.path.exists(path) and not os.path.isfile(path):
        help = "a card is a file of its own: take this away, or give it another ending"
        return Tree.refuse_file(called, "card-file", "this card is no file", help)
    with open(path, "rb") as file:
        data = read_bytes(file, limit)
    tree = read_tree(data, called, limit)
    tree.hash = hash_bytes(data or b"")
    id = entry.removesuffix(".yaml")
    if not ID.fullmatch(id):
        tree.report("bad-id", tree.span_at(0, 0), f'"{id[:70]}" is no id', "name the file like example-daily.yaml")
    return tree
