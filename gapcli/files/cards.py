"""The folder of source cards: one file a card, and its name is the id."""

import os
import re
from collections.abc import Mapping
from errno import ENAMETOOLONG, ENOENT, ENOTDIR
from hashlib import sha256
from typing import Any, NamedTuple

from gapcli.files.find import read_bytes
from gapcli.files.parse import read_tree
from gapcli.files.problems import Finding
from gapcli.files.reader import build_noun
from gapcli.files.tree import BAD, Tree
from gapcli.files.values import ID
from gapcli.ledger.model import Source


class Cards(NamedTuple):
    """What a folder of cards holds."""

    sources: Any
    """The cards by id, BAD in place of one that could not be read; BAD where there is no folder."""
    trees: Mapping[str, Tree] = {}
    """The file of each."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with the folder itself."""


def read_cards(named: str, file: str, folder: str, language: str, limit: float) -> Cards:
    """Read the cards of a folder. Raises OSError.

    `named` is what the ledger calls it, `file` what messages call the ledger, `folder` where the ledger lies;
    `language` is that of bare texts.
    """
    if re.match(r"[/~]|[A-Za-z]:", named) or "\\" in named:
        message = f'"{named[:70]}" is no folder seen from the file'
        return Cards(BAD, findings=(Finding(("sources",), message, "write it like ../seeds", id="bad-file"),))
    path, shown = os.path.join(folder, named), _name_folder(named, file, folder)
    try:
        entries = sorted(e for e in os.listdir(path) if e.endswith(".yaml"))
    except OSError as error:
        if error.errno not in (ENOENT, ENOTDIR, ENAMETOOLONG):
            raise
        message = f"there is no folder {shown if len(shown) <= 70 else shown[:70] + '…'}"
        finding = Finding(("sources",), message, "it is seen from the ledger file", id="missing-sources")
        return Cards(BAD, findings=(finding,))
    sources: dict[str, Any] = {}
    trees: dict[str, Tree] = {}
    for entry in entries:
        id, card_file, called = entry.removesuffix(".yaml"), os.path.join(path, entry), os.path.join(shown, entry)
        fault = _find_fault(card_file, path)
        if fault:
            trees[id] = tree = Tree(called, "")
            tree.report("card-file", tree.span_at(0, 0), *fault)
            sources[id] = BAD
            continue
        trees[id] = tree = _read_card(card_file, called, limit)
        if not ID.fullmatch(id):
            help = "name the file like example-daily.yaml"
            tree.report("bad-id", tree.span_at(0, 0), f'"{id[:70]}" is no id', help)
        card = build_noun(Source, tree, language, id)
        sources[id] = card._replace(card=tree.file) if card and tree.stopped is None else BAD
    return Cards(sources, trees)


def _find_fault(file: str, folder: str) -> tuple[str, str] | None:
    """What is wrong with a file as a card, before it is opened, and the cure; None where nothing is."""
    inside = os.path.join(os.path.realpath(folder), "")
    if not os.path.realpath(file).startswith(inside):
        return "this card is a link that leads out of the folder of cards", "put the file itself there"
    if os.path.exists(file) and not os.path.isfile(file):
        return "this card is no file", "a card is a file of its own: take this away, or give it another ending"
    return None


def _name_folder(named: str, file: str, folder: str) -> str:
    """What messages call the folder: seen from where the user is, as the ledger is."""
    shown = os.path.normpath(os.path.join(os.path.dirname(file), named))
    return shown.removeprefix("../") if os.path.dirname(file) == "" and folder else shown


def _read_card(path: str, shown: str, limit: float) -> Tree:
    with open(path, "rb") as file:
        data = read_bytes(file, limit)
    tree = read_tree(data, shown, limit)
    tree.sha256 = sha256(data or b"").hexdigest()
    return tree
