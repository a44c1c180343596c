"""A tree → a noun of the model, with every mistake in its place."""

from typing import Any

from gapcli.files.fields import expect_keys, list_fields, make_noun_reader
from gapcli.files.problems import Problem
from gapcli.files.tree import BAD, Collection, Scalar, TooMany, Tree
from gapcli.files.values import LANGUAGE, name_node


def build_noun(noun: type, tree: Tree, language: str = "en", id: str | None = None) -> Any:
    """Build the noun that a tree holds, BAD where it holds none; its mistakes are noted in the tree.

    A field that could not be read is BAD too. `language` is that of bare texts, unless the file names its own.
    """
    if not _is_recognized(noun, tree):
        _hide_text(noun, tree)
    root = tree.root
    if root is None or not tree.quotable:
        return BAD
    tree.language = language
    # The texts of the file are in the language that it names; those of a card in the ledger's.
    if id is None and type(root) is Collection:
        for key, value in root.pairs:
            if type(key) is Scalar and type(value) is Scalar and key.value == "language":
                tree.language = value.value if LANGUAGE.fullmatch(value.value) else tree.language
    try:
        return make_noun_reader(noun)(root, tree, id)
    except TooMany:
        return BAD


def _is_recognized(noun: type, tree: Tree) -> bool:
    """Whether a file has at least one key of a noun at its top, as far as it could be read."""
    root, names = tree.root, {f.name for f in list_fields(noun)}
    if type(root) is Collection and root.mapping:
        return any(type(key) is Scalar and key.value in names for key in root.children[::2])
    if root is None and tree.stopped is not None:
        return any(line.partition(":")[0] in names for line in tree.lines[: tree.stopped])
    return False


_UNQUOTED = {"yaml", "not-utf8", "too-deep", "too-large", "card-file", "bad-id"}
"""What is said also of a file that is not to be shown: none of it quotes the file."""


def _hide_text(noun: type, tree: Tree) -> None:
    """Take every line and word of a file out of what is said about it.

    It may be a link to a file of secrets, and what is said may stand in a public log.
    """
    tree.quotable = False
    tree.problems = [p._replace(lines=()) for p in tree.problems if p.id in _UNQUOTED]
    if any(p.id != "bad-id" for p in tree.problems):
        return
    root, start = tree.root, tree.span_at(0, 0)
    if root is None:
        required = ", ".join(f.name for f in list_fields(noun) if f.required)
        problem = Problem("empty", start, f"the file is empty: expected a mapping with keys {required}")
    else:
        instead = "one without any of them" if type(root) is Collection and root.mapping else name_node(root)
        problem = Problem("wrong-type", start, *expect_keys(noun, instead))
    tree.problems.append(problem)
