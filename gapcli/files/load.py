"""A file and its source cards → a ledger and its problems. Never raises for bad data."""

import gc
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from errno import ENAMETOOLONG, ENOENT, ENOTDIR
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from gapcli.files import checks
from gapcli.files.problems import Finding, Path, Problem
from gapcli.files.reader import BAD, ID, build
from gapcli.files.tree import MOST_VALUES, Tree, read
from gapcli.ledger.model import Dimension, Ledger, Source
from gapcli.ledger.scales import BadValue

MIB = 1 << 20
LARGEST = 20
"""How many MiB of YAML a file may have."""
FORMAT = 1
"""The version of the format that is read."""


class Loaded(NamedTuple):
    """What loading gave: the ledger, None where the file is too broken to make one, and its problems."""

    ledger: Ledger | None
    problems: tuple[Problem, ...]
    quotes: int | None = None
    """How many quotes were proved against the texts of their sources; None where no texts were given."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are mistakes and not warnings."""
        return tuple(p for p in self.problems if p.severity == "error")


def read_bytes(file: BinaryIO, limit: float) -> bytes | None:
    """All of an open file, None where it has more than `limit` MiB. Raises OSError."""
    most = int(limit * MIB)
    data = file.read(most + 1)
    return None if len(data) > most else data


def load(path: str, name: str = "", limit: float = LARGEST, texts: str | None = None) -> Loaded:
    """Read the ledger at a path, and its source cards.

    `name` is how problems call the file, the path itself unless given. `limit` is the size in MiB
    up to which a file is read; the number of values it may hold goes with it. `texts` is a folder
    of source texts, to prove every quote against. Raises OSError where a file cannot be read.
    """
    with open(path, "rb") as file:
        data = read_bytes(file, limit)
    return load_bytes(data, name or path, os.path.dirname(path), limit, texts)


def load_bytes(
    data: bytes | None, name: str, folder: str = "", limit: float = LARGEST, texts: str | None = None
) -> Loaded:
    """Read a ledger from the bytes of a file; `folder` is where `sources` is seen from.

    Raises OSError where a source card or a text cannot be read.
    """
    with _undisturbed():
        return _load(data, name, folder, limit, texts)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Loading makes much and throws nothing away: looking for garbage meanwhile would take most of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _load(data: bytes | None, name: str, folder: str, limit: float, texts: str | None) -> Loaded:
    tree = _tree(data, name, limit)
    ledger: Ledger = build(Ledger, tree)
    if ledger is BAD:
        return Loaded(None, _placed((), tree, {}))
    if ledger.format is not BAD and ledger.format > FORMAT:
        # What else stands in it is for the newer one to judge.
        tree.problems.clear()
        message = f"this file needs a gapcli that reads format {ledger.format}"
        newer = Finding("newer-format", ("format",), message, f"this one reads format {FORMAT}: update gapcli")
        return Loaded(None, _placed((newer,), tree, {}))
    found: list[Finding] = []
    trees: dict[str, Tree] = {}
    if isinstance(ledger.sources, str):
        readable = not (tree.unprintable and "\ufffd" in ledger.sources)
        cards = _cards(ledger, folder, name, limit, trees, found) if readable else BAD
        ledger = replace(ledger, sources=cards)
    ledger = replace(ledger, file=name, sha256=sha256(data or b"").hexdigest())
    quotes = None
    if tree.stopped is None:
        found += _scales(ledger)
        found += checks.run(ledger)
        if texts is not None and BAD not in (ledger.statements, ledger.sources):
            from gapcli.files.quotes import prove

            unproved, quotes = prove(ledger, texts)
            found += unproved
    ledger = replace(ledger, replaced_by=checks.replaced_by(ledger))
    return Loaded(ledger, _placed(found, tree, trees), quotes)


def _tree(data: bytes | None, name: str, limit: float) -> Tree:
    if data is not None:
        return read(data, name, int(MOST_VALUES * limit / LARGEST))
    tree = Tree(name, "")
    tree.stopped = 1
    message, help = f"the file has more than {limit:g} MiB", "split it, or set $GAPCLI_MAX_MIB to more"
    tree.report("too-large", tree.at(0, 0), message, help)
    return tree


def _cards(ledger: Ledger, folder: str, name: str, limit: float, trees: dict[str, Tree], found: list[Finding]) -> Any:
    """The cards of a folder, by the names of their files; BAD where it is none. Raises OSError."""
    named = str(ledger.sources)
    if re.match(r"[/~]|[A-Za-z]:", named) or "\\" in named:
        message = f'"{named[:70]}" is no folder seen from the file'
        found.append(Finding("bad-file", ("sources",), message, "write it like ../seeds"))
        return BAD
    path = os.path.join(folder, named)
    shown = os.path.normpath(os.path.join(os.path.dirname(name), named))
    shown = shown.removeprefix("../") if os.path.dirname(name) == "" and folder else shown
    try:
        entries = sorted(e for e in os.listdir(path) if e.endswith(".yaml"))
    except OSError as error:
        if error.errno not in (ENOENT, ENOTDIR, ENAMETOOLONG):
            raise
        message = f"there is no folder {shown if len(shown) <= 70 else shown[:70] + '…'}"
        found.append(Finding("missing-sources", ("sources",), message, "it is seen from the ledger file"))
        return BAD
    cards: dict[str, Source] = {}
    for entry in entries:
        id, file = entry.removesuffix(".yaml"), os.path.join(path, entry)
        fault = _find_fault(file, path)
        if fault:
            tree = trees[id] = Tree(os.path.join(shown, entry), "")
            tree.report("card-file", tree.at(0, 0), *fault)
            cards[id] = BAD
            continue
        with open(file, "rb") as opened:
            data = read_bytes(opened, limit)
        tree = trees[id] = _tree(data, os.path.join(shown, entry), limit)
        if not ID.fullmatch(id):
            tree.report("bad-id", tree.at(0, 0), f'"{id[:70]}" is no id', "name the file like example-daily.yaml")
        card = build(Source, tree, ledger.language or "en", id)
        cards[id] = card._replace(card=tree.file) if card and tree.stopped is None else BAD
    return cards


def _find_fault(file: str, folder: str) -> tuple[str, str] | None:
    """What is wrong with a file as a card, before it is opened, and the cure; None where nothing is."""
    inside = os.path.join(os.path.realpath(folder), "")
    if not os.path.realpath(file).startswith(inside):
        return "this card is a link that leads out of the folder of cards", "put the file itself there"
    if os.path.exists(file) and not os.path.isfile(file):
        return "this card is no file", "a card is a file of its own: take this away, or give it another ending"
    return None


def _dimensions(ledger: Ledger) -> Iterator[tuple[Path, str, Dimension]]:
    for name, issue in (ledger.issues or {}).items():
        for id, dimension in ((issue and issue.dimensions) or {}).items():
            if dimension:
                yield ("issues", name, "dimensions", id), name, dimension


def _scales(ledger: Ledger) -> Iterator[Finding]:
    """Give each dimension its issue and its scale; the scales that cannot be made are found."""
    for path, issue, dimension in _dimensions(ledger):
        object.__setattr__(dimension, "issue", issue)
        if not _readable(dimension):
            continue
        mistakes = list(checks.scale_fields(path, dimension))
        yield from mistakes
        if not mistakes:
            try:
                object.__setattr__(dimension, "scale_", dimension.build_scale())
            except BadValue as bad:
                yield Finding("bad-scale", (*path, _culprit(dimension)), bad.message, bad.help)


def _culprit(dimension: Dimension) -> str:
    """The field that makes it impossible to build a scale."""
    try:
        replace(dimension, today=None).build_scale()
    except BadValue:
        return "range" if dimension.scale == "number" else "options"
    return "today"


def _readable(dimension: Dimension) -> bool:
    """Whether all that makes the scale could be read."""
    parts = (dimension.scale, dimension.poles, dimension.options, dimension.range, dimension.unit)
    if BAD in (*parts, dimension.today, *(dimension.poles or ()), *(dimension.range or ())):
        return False
    return all(o is not BAD and BAD not in (o.name, o.at) for o in dimension.options.values())


def _placed(found: Iterable[Finding], tree: Tree, trees: Mapping[str, Tree]) -> tuple[Problem, ...]:
    """What the rules found in its place, with what reading found, by files and in the order of their lines."""
    every = (tree, *trees.values())
    problems = [p for t in every for p in t.problems]
    for f in found:
        t, path, help = tree, f.path, f.help
        if len(path) > 1 and path[0] == "sources" and path[1] in trees:
            t, path = trees[str(path[1])], path[2:]
        if f.first is not None:
            help = f"{f.first_says} at line {tree.span(f.first).line}; {help}"
        span = t.span(path, f.on_key)
        problems.append(Problem(f.id, span, f.message, help, f.severity, t.excerpt(span)))
    files = {t.file: i for i, t in enumerate(every)}
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (files[p.span.file], p.span.line, p.span.column, p.id)))
