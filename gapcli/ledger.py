"""A file and its source cards → a ledger and its problems. Never raises for bad data."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

from gapcli import checks
from gapcli.model import Dimension, Ledger, Source
from gapcli.problems import Finding, Path, Problem
from gapcli.reader import BAD, ID, MOST_VALUES, Tree, build, decode, parse
from gapcli.scales import BadValue

MIB = 1 << 20
LARGEST = 20
"""How many MiB of YAML a file may have."""
FORMAT = 1
"""The version of the format that is read."""


@dataclass(frozen=True, slots=True)
class Loaded:
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

    Raises OSError where a source card cannot be read.
    """
    tree = _tree(data, name, limit)
    ledger, found = build(Ledger, tree)
    trees: dict[str, Tree] = {}
    if ledger is BAD:
        return Loaded(None, _placed(found, tree, trees, ()))
    if ledger.format is not BAD and ledger.format > FORMAT:
        newer = Finding(
            "newer-format",
            ("format",),
            f"this file needs a gapcli that reads format {ledger.format}",
            f"this one reads format {FORMAT}: update gapcli",
        )
        return Loaded(None, _placed([newer], tree, trees, ()))
    folder_names: list[str] = []
    if isinstance(ledger.sources, str):
        found_cards, more, folder_names = _cards(ledger, folder, name, limit, trees)
        found += more
        ledger = replace(ledger, sources=found_cards)
    digest = sha256(data or b"").hexdigest()
    ledger = replace(ledger, file=name, sha256=digest)
    found += _scales(ledger)
    if not tree.broken:
        found += checks.run(ledger)
    quotes = None
    if texts is not None and not tree.broken and BAD not in (ledger.statements, ledger.sources):
        from gapcli.texts import prove

        unproved, quotes = prove(ledger, texts)
        found += unproved
    ledger = replace(ledger, replaced_by=checks.replaced_by(ledger))
    return Loaded(ledger, _placed(found, tree, trees, folder_names), quotes)


def _tree(data: bytes | None, name: str, limit: float) -> Tree:
    if data is None:
        tree = Tree(name, "")
        tree.broken = True
        tree.note(
            "too-large", 0, 0, f"the file has more than {limit:g} MiB", "split it, or set $GAPCLI_MAX_MIB to more"
        )
        return tree
    text, wrong = decode(data)
    if wrong:
        line, message, help = wrong
        tree = Tree(name, data.decode("latin-1"))
        tree.broken = True
        tree.note("not-utf8", line, 0, message, help)
        tree.lines = [""] * (line + 1)
        return tree
    return parse(text, name, int(MOST_VALUES * limit / LARGEST))


def _cards(
    ledger: Ledger, folder: str, name: str, limit: float, trees: dict[str, Tree]
) -> tuple[dict[str, Source], list[Finding], list[str]]:
    """The cards of a folder, by the names of their files."""
    named = str(ledger.sources)
    if "\0" in named or "\\" in named or named.startswith(("~", "/")):
        bad = Finding("bad-file", ("sources",), f'"{named}" is no folder seen from the file', "write it like ../seeds")
        return {}, [bad], []
    path = os.path.join(folder, named)
    shown = os.path.normpath(os.path.join(os.path.dirname(name), named))
    shown = shown.removeprefix("../") if os.path.dirname(name) == "" and folder else shown
    try:
        entries = sorted(e for e in os.listdir(path) if e.endswith(".yaml"))
    except (FileNotFoundError, NotADirectoryError):
        bad = Finding("missing-sources", ("sources",), f"there is no folder {shown}", "it is seen from the ledger file")
        return {}, [bad], []
    cards: dict[str, Source] = {}
    found = []
    for entry in entries:
        id = entry.removesuffix(".yaml")
        with open(os.path.join(path, entry), "rb") as file:
            data = read_bytes(file, limit)
        tree = _tree(data, os.path.join(shown, entry), limit)
        trees[id] = tree
        if not ID.fullmatch(id):
            tree.note("bad-id", 0, 0, f'"{id[:70]}" is no id', "name the file like example-daily.yaml")
            continue
        language = ledger.language if ledger.language is not BAD else "en"
        card, mistakes = build(Source, tree, language, id)
        if card is not BAD:
            cards[id] = replace(card, card=tree.file)
        found += [replace(f, path=("sources", id, *f.path)) for f in mistakes]
    return cards, found, list(trees)


def _dimensions(ledger: Ledger) -> Iterable[tuple[Path, str, Dimension]]:
    if isinstance(ledger.issues, Mapping):
        for name, issue in ledger.issues.items():
            if issue is not BAD and isinstance(issue.dimensions, Mapping):
                for id, dimension in issue.dimensions.items():
                    if dimension is not BAD:
                        yield ("issues", name, "dimensions", id), name, dimension


def _scales(ledger: Ledger) -> list[Finding]:
    """Give each dimension its issue and its scale; the scales that cannot be made are found."""
    found = []
    for path, issue, dimension in _dimensions(ledger):
        object.__setattr__(dimension, "issue", issue)
        if not _readable(dimension):
            continue
        mistakes = list(checks.scale_fields(path, dimension))
        if not mistakes:
            try:
                object.__setattr__(dimension, "scale_", dimension.build_scale())
            except BadValue as bad:
                mistakes.append(Finding("bad-scale", path, bad.message, bad.help))
        found += mistakes
    return found


def _readable(dimension: Dimension) -> bool:
    """Whether all that makes the scale could be read."""
    parts = (dimension.scale, dimension.poles, dimension.options, dimension.range, dimension.unit)
    if BAD in (*parts, dimension.today, *(dimension.poles or ()), *(dimension.range or ())):
        return False
    return all(o is not BAD and BAD not in (o.name, o.at) for o in dimension.options.values())


def _placed(
    found: Iterable[Finding], tree: Tree, trees: Mapping[str, Tree], order: Iterable[str]
) -> tuple[Problem, ...]:
    """Findings → problems in their places, in the order of the files and their lines."""
    files = {tree.file: -1} | {trees[name].file: i for i, name in enumerate(order)}
    placed = []
    for t in (tree, *trees.values()):
        placed += [(t, finding, span) for finding, span in t.mistakes]
    for finding in found:
        t, path = tree, finding.path
        if len(path) > 1 and path[0] == "sources" and path[1] in trees:
            t, path = trees[str(path[1])], path[2:]
        if finding.first is not None:
            line = tree.span(finding.first).line
            said = f"{finding.first_says} at line {line}"
            finding = replace(finding, help=f"{said}; {finding.help}" if finding.help else said)
        placed.append((t, finding, t.span(path, finding.on_key)))
    problems = [Problem(f.id, s, f.message, f.help, f.severity, t.excerpt(s)) for t, f, s in placed]
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda p: (files.get(p.span.file, 0), p.span.line, p.span.column, p.id))
    )
