"""A file and its source cards → a ledger, whole or none, and its problems. Never raises for bad data."""

import gc
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import ENAMETOOLONG, ENOENT, ENOTDIR
from functools import cache
from typing import Any, NamedTuple

from gapcli.files import checks
from gapcli.files.checks.rule import View
from gapcli.files.checks.scales import attach_scales
from gapcli.files.fields import build_noun
from gapcli.files.find import LARGEST, list_beside, read_bytes
from gapcli.files.parse import MOST_VALUES, read_tree
from gapcli.files.problems import Finding, Problem, frame
from gapcli.files.tree import BAD, Tree
from gapcli.files.values import ID
from gapcli.ledger.model import Ledger, Source, Statement, list_replaced, split_parties
from gapcli.ledger.outlets import list_outlets, name_outlet
from gapcli.ledger.stating import MOST_STATED, state_cells

try:
    # As `hashlib` has it, without the library that it loads.
    if sys.version_info >= (3, 12):
        from _sha2 import sha256  # type: ignore[import-not-found]
    else:
        from _sha256 import sha256  # type: ignore[import-not-found]
except ImportError:  # Another Python.
    from hashlib import sha256

LARGEST_NAMED = 1
"""How many MiB a table may have of which the names are completed: of a larger one nobody would wait for them."""
FORMAT = 1
"""The version of the format that is read."""


class BrokenLedger(ValueError):
    """A ledger with mistakes; the text of the exception is what `gapcli check` prints of them."""


class Loaded(NamedTuple):
    """What loading gave: the ledger, None where there is any mistake in it, and its problems."""

    ledger: Ledger | None
    problems: tuple[Problem, ...]
    quotes: int | None = None
    """How many quotes were proved against the texts of their sources; None where no texts were given."""
    cards: Mapping[str, str] = {}
    """The files of source cards that were read, as problems call them, each with its hash."""
    folder: str | None = None
    """The folder of the cards as the ledger names it; None where they stand in the ledger."""
    hash: str = ""
    """What tells the bytes of the ledger from any others."""
    tables: tuple[str, ...] = ()
    """The paths of the files of its tables."""

    def __repr__(self) -> str:
        return f"Loaded(ledger={self.ledger!r}, problems={len(self.problems)})"

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are mistakes and not warnings."""
        return tuple(p for p in self.problems if p.severity == "error")

    def require(self) -> Ledger:
        """The ledger. Raises BrokenLedger where there is any mistake in it."""
        if self.ledger is None:
            raise BrokenLedger("\n\n".join(frame(p) for p in self.errors))
        return self.ledger


def load(
    path: str, name: str = "", limit: float = LARGEST, texts: str | None = None, with_tables: bool = True
) -> Loaded:
    """Read the ledger at a path, and its source cards. Raises OSError where a file cannot be read.

    `name` is how problems call the file, `limit` how many MiB it may have (how many values goes with that), and `texts`
    a folder of source texts, to prove every quote against. Without `with_tables` the files of its tables are left to
    somebody else.
    """
    with open(path, "rb") as file:
        data = read_bytes(file, limit)
    folder, behind = find_folders(path)
    return load_bytes(data, name or path, folder, limit, texts, behind, with_tables=with_tables)


def find_folders(path: str) -> tuple[str, str | None]:
    """Where the cards of a ledger are seen from, and of a link where they may be too: beside what it leads to."""
    # A pipe, and a file that is standard input, which a shell calls by some number, lie in no folder of the user's.
    if not os.path.isfile(path) or os.path.realpath(os.path.dirname(path) or ".").startswith(("/dev", "/proc/")):
        return "", None
    return os.path.dirname(path), os.path.dirname(os.path.realpath(path)) if os.path.islink(path) else None


@contextmanager
def _pause_garbage_collection() -> Iterator[None]:
    """Loading makes much and throws nothing away: looking for garbage meanwhile would take most of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_pause_garbage_collection()
def load_bytes(
    data: bytes | None,
    name: str,
    folder: str = "",
    limit: float = LARGEST,
    texts: str | None = None,
    behind: str | None = None,
    most_stated: int = MOST_STATED,
    with_tables: bool = True,
) -> Loaded:
    """Read a ledger from the bytes of a file, None where it has more than `limit` MiB.

    `folder` is where `sources` is seen from, or `behind` where it is not there; `most_stated` is how many cells of
    tables become statements at most; `with_tables` as of `load`. Raises OSError where a source card or a text cannot
    be read.
    """
    tree = read_tree(data, name, limit)
    # Until every rule has passed it is a draft, in which BAD stands for what could not be read.
    draft = build_noun(Ledger, tree)
    if draft is BAD:
        return Loaded(None, _place_findings((), tree, {}))
    if draft.format is not BAD and draft.format > FORMAT:
        # What else stands in it is for the newer one to judge.
        tree.problems.clear()
        message = f"this file needs a gapcli that reads format {draft.format}"
        help = f"this one reads format {FORMAT}: update gapcli"
        newer = Finding(("format",), message, help, id="newer-format")
        return Loaded(None, _place_findings((newer,), tree, {}))
    named = draft.sources if isinstance(draft.sources, str) else None
    sources, cards, findings = read_cards(draft, tree, folder, limit, behind)
    draft = draft._replace(sources=sources, file=name, sha256=sha256(data or b"").hexdigest())
    # The rules, where the whole of it could be parsed.
    quotes = None
    of_tables: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    if tree.stopped is None:
        draft, unscaled = attach_scales(draft)
        whole = draft.tables is not BAD and (with_tables or not draft.tables)
        declared = draft
        if draft.tables and with_tables:
            from gapcli.files.tables import list_files, read_tables

            files = list_files(draft, folder)
            draft, whole, found, of_tables = read_tables(draft, folder, limit)
            findings += found
        view = View(draft, whole, declared)
        findings += (*unscaled, *checks.run(view))
        if texts is not None and BAD not in (draft.statements, draft.sources):
            from gapcli.files.quotes import prove_quotes

            unproved, quotes = prove_quotes(view, texts)
            # What the text says of a quote and its place is the cure: the length alone would suggest another.
            told = {(*f.path[:-1], "at") for f in unproved if f.id in ("moved-quote", "other-quote")}
            findings = [f for f in findings if f.path not in told] + unproved
    problems = (*_place_findings(findings, tree, cards), *of_tables)
    broken = any(p.severity == "error" for p in problems)
    ledger = None if broken else complete(draft, most_stated)
    hashes = {t.file: t.hash for t in cards.values()}
    return Loaded(ledger, problems, quotes, hashes, named, tree.hash, files)


def complete(draft: Ledger, most_stated: int = MOST_STATED) -> Ledger:
    """The ledger of a draft without a mistake: a statement a party, its outlets, and what each of them replaces.

    `most_stated`: how many cells of tables become statements at most.
    """
    cards = draft.cards
    relayed = (e.via for s in draft.statements for e in s.evidence if e.via)
    outlets = list_outlets(draft.language, (card.outlet for card in cards.values()), relayed)

    @cache
    def find_outlet(name: str) -> str:
        return outlets[name_outlet(name)]

    for cells in draft.cells:
        cells.outlet = find_outlet(str(cards[cells.card].outlet))
    written: list[Statement] = []
    for s in draft.statements:
        evidence = (e._replace(outlet=find_outlet(str(e.via or cards[e.source].outlet))) for e in s.evidence)
        written += split_parties(s._replace(evidence=tuple(evidence)))
    statements = [*written, *state_cells(draft.cells, written, most_stated)]
    return draft._replace(
        statements=tuple(statements),
        replaced_by=list_replaced(statements),
        outlets=outlets,
        most_stated=most_stated,
    )


@_pause_garbage_collection()
def load_draft(path: str) -> Ledger | None:
    """Read what a tab key offers of the ledger at a path, whatever mistakes it has; None where there is nothing.

    What could not be read is BAD. Raises OSError where a file cannot be read.
    """
    with open(path, "rb") as file:
        tree = read_tree(read_bytes(file, LARGEST), path)
    draft = build_noun(Ledger, tree)
    if draft is BAD:
        return None
    folder, behind = find_folders(path)
    sources, _, _ = read_cards(draft, tree, folder, LARGEST, behind)
    return _add_tables(draft._replace(sources=sources, file=path), folder)


def _add_tables(draft: Ledger, folder: str) -> Ledger:
    """The draft with what its tables bring, as far as they are not too large to be waited for."""
    if not draft.tables:
        return draft
    from gapcli.files.kinds import TIMES_LARGER
    from gapcli.files.tables import read_tables

    return read_tables(attach_scales(draft)[0], folder, LARGEST_NAMED / TIMES_LARGER).draft


def read_cards(
    draft: Ledger, tree: Tree, folder: str, limit: float, behind: str | None = None
) -> tuple[Any, dict[str, Tree], list[Finding]]:
    """Read the cards of a draft, where `sources` names a folder from a file each, the name of which is the id.

    Gives them by id, BAD for each and for all that could not be read; their trees; and what is wrong with the folder.
    """
    named = draft.sources
    if not isinstance(named, str) or (tree.unprintable and "\ufffd" in named):
        return BAD if isinstance(named, str) else named, {}, []
    if re.match(r"[/~]|[A-Za-z]:", named) or "\\" in named:
        message = f'"{named[:70]}" is no folder seen from the file'
        return BAD, {}, [Finding(("sources",), message, "write it like ../seeds", id="bad-file")]
    path, called = _find_form(os.path.join(folder, named)), _name_folder(named, tree.file, folder)
    other = _find_form(os.path.join(behind, named)) if behind is not None else ""
    if other and not os.path.isdir(path) and os.path.isdir(other):
        path = called = os.path.relpath(other)
    try:
        listed = list_beside(path, os.path.join(folder, os.path.basename(tree.file)))
    except OSError as error:
        if error.errno not in (ENOENT, ENOTDIR, ENAMETOOLONG):
            raise
        return BAD, {}, [_say_no_folder(called, other, piped=folder == "" and bool(os.path.dirname(tree.file)))]
    sources: dict[str, Any] = {}
    trees: dict[str, Tree] = {}
    # All cards together have no more than a file may have.
    left = int(MOST_VALUES * limit / LARGEST)
    for entry in (e for e in listed if e.endswith(".yaml")):
        id = entry.removesuffix(".yaml")
        card_tree = _read_card(path, entry, os.path.join(called, entry), limit, left)
        if card_tree.hash == tree.hash:
            # The ledger itself, which came by a link or through a pipe.
            continue
        trees[id] = card_tree
        left = max(0, left - card_tree.values)
        card = build_noun(Source, card_tree, draft.language or "en", id)
        sources[id] = card._replace(card=card_tree.file) if card and card_tree.stopped is None else BAD
    return sources, trees, [*_find_near_cards(draft, sources, listed, called)]


def _say_no_folder(called: str, other: str, piped: bool) -> Finding:
    """That there is no folder of cards; `other`: that which a link to the ledger leads to, `piped`: of a pipe."""
    message = f"there is no folder {called if len(called) <= 70 else called[:70] + '…'}"
    help = "it is seen from the ledger file"
    if piped:
        help = "of a ledger that comes through a pipe it is seen from the folder where you are"
    elif other:
        help += f", here a link, and from what it leads to: {os.path.relpath(other)}"
    return Finding(("sources",), message, help, id="missing-sources")


def _find_near_cards(draft: Ledger, sources: dict[str, Any], listed: Sequence[str], called: str) -> Iterator[Finding]:
    """What would be a cited card but for the ending of its name; it is one that could not be read."""
    endings = (entry.rpartition(".") for entry in listed)
    near = {
        id: f"{id}.{ending}" for id, _, ending in endings if ending.lower() in ("yml", "yaml") and id not in sources
    }
    cited = {e.source for _, _, e in View(draft._replace(sources={})).evidence} if near else ()
    for id, entry in near.items():
        if id in cited:
            sources[id] = BAD
            message = f"{os.path.join(called, entry)} is not read: the name of a card ends in .yaml"
            yield Finding(("sources",), message, f"call it {id}.yaml", id="near-card")


def _find_form(path: str) -> str:
    """A folder of a name that the disk has in another normal form, or below such a one; else the path as it is."""
    if path.isascii() or os.path.isdir(path):
        return path
    from unicodedata import normalize

    above, name = os.path.split(path)
    folder = _find_form(above)
    with suppress(OSError):
        for entry in sorted(os.listdir(folder or ".")):
            if normalize("NFC", entry) == normalize("NFC", name):
                return os.path.join(folder, entry)
    return path if folder == above else os.path.join(folder, name)


def _name_folder(named: str, file: str, folder: str) -> str:
    """What messages call the folder: seen from where the user is, as the ledger is."""
    # A pipe lies in no folder.
    seen = os.path.join(os.path.dirname(file) if folder else "", named)
    called = os.path.normpath(seen)
    # What stands before `..` may be a link to elsewhere.
    if os.path.realpath(called) != os.path.realpath(seen):
        called = seen
    return called.removeprefix("../") if os.path.dirname(file) == "" and folder else called


def _read_card(folder: str, entry: str, called: str, limit: float, most: int) -> Tree:
    """Read a file of the folder as a card, with so many values at most; what is none is not opened."""
    path, inside = os.path.join(folder, entry), os.path.join(os.path.realpath(folder), "")
    if not os.path.realpath(path).startswith(inside):
        message = "this card is a link that leads out of the folder of cards"
        return Tree.refuse_file(called, "card-file", message, "put the file itself there")
    if os.path.exists(path) and not os.path.isfile(path):
        help = "a card is a file of its own: take this away, or give it another ending"
        return Tree.refuse_file(called, "card-file", "this card is no file", help)
    with open(path, "rb") as file:
        data = read_bytes(file, limit)
    tree = read_tree(data, called, limit, most)
    id = entry.removesuffix(".yaml")
    if not ID.fullmatch(id):
        tree.report("bad-id", tree.span_at(0, 0), f'"{id[:70]}" is no id', "name the file like example-daily.yaml")
    return tree


def _place_findings(findings: Iterable[Finding], tree: Tree, cards: Mapping[str, Tree]) -> tuple[Problem, ...]:
    """What the rules found in its place, with what reading found, by files and in the order of their lines."""
    trees = (tree, *cards.values())
    problems = [p for t in trees for p in t.problems]
    for finding in findings:
        home, path, help = tree, finding.path, finding.help
        if len(path) > 1 and path[0] == "sources" and path[1] in cards:
            home, path = cards[str(path[1])], path[2:]
        if finding.first is not None:
            help = f"{finding.first_says} at line {tree.span_of_path(finding.first).line}; {help}"
        span = home.span_of_path(path, finding.on_key)
        lines = home.excerpt(span)
        problems.append(Problem(finding.id, span, finding.message, help, finding.severity, lines, finding.shown))
    files = {t.file: i for i, t in enumerate(trees)}
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (files[p.span.file], p.span.line, p.span.column, p.id)))
