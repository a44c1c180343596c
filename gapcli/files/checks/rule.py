"""What a rule is, and what it sees: all that could be read of a ledger, so that no rule guards against what could not.

A rule selects those nouns of which the fields that it uses could be read. A list counts as read although single items
were not: those are left out where its items are placed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from types import ModuleType
from typing import Any, TypeVar

from gapcli.files.problems import Finding, Path
from gapcli.files.tree import BAD
from gapcli.ledger.model import (
    Condition,
    Dimension,
    Evidence,
    Issue,
    Key,
    Ledger,
    Party,
    Proposal,
    Source,
    Statement,
    Table,
    list_replaced,
    split_parties,
)

Noun = TypeVar("Noun")
Placed = list[tuple[Path, Noun]]
"""Nouns with their paths."""
Part = TypeVar("Part", bound=tuple[object, ...])
"""A noun with its path before it, and between them that of which it is a part."""
LINKS = ("replaces", "disputes", "beside")
"""The fields by which a statement names others."""
FOREVER = "9999-99"
"""After the last day that a date can have."""


class View:
    """A ledger as the rules see it: its nouns with their paths, a part after the noun of which it is one."""

    def __init__(self, ledger: Ledger, named: bool = True, declared: Ledger | None = None) -> None:
        """`named`: whether all of its tables could be read, so that every party and every question is known.

        `declared`: the ledger without what its tables bring, if they do.
        """
        self._declared = ledger if declared is None else declared
        self.file: Placed[Ledger] = [((), ledger)]
        self.parties: Placed[Party] = _place(("parties",), ledger.parties)
        issues: Placed[Issue] = _place(("issues",), ledger.issues)
        self.issues = list(select(issues, "dimensions"))
        """Those issues of which the dimensions could be read."""
        self.dimensions: list[tuple[Path, Issue, Dimension]] = place_parts(self.issues, "dimensions")
        self.cards: Placed[Source] = _place(("sources",), ledger.cards)
        self.tables: Placed[Table] = _place(("tables",), ledger.tables)
        self.asked = {about for cells in ledger.cells for about in cells.abouts}
        """The questions of the tables, as statements name them."""
        self.latest = {cells.table: max((day for _, day in cells.days), default="") for cells in ledger.cells}
        """The last day of the values of each table, as YYYY-MM-DD."""
        self.proposals: Placed[Proposal] = _place(("proposals",), ledger.proposals)
        self.written: Placed[Statement] = _place(("statements",), ledger.statements)
        """As they stand in the file: one of several parties is one."""
        own = [(path, own) for path, s in self.written for own in split_parties(s)]
        self.statements = _note_whole([*own, *_place_cells(ledger, own)])
        """One of each party, where a statement is of several: those have one path, and one mistake is found once."""
        self.evidence: list[tuple[Path, Statement, Evidence]] = _note_whole(place_parts(self.written, "evidence"))
        every = place_parts(self.statements, "if_") + place_parts(self.statements, "unless")
        self.conditions: list[tuple[Path, Statement, Condition]] = sorted(
            (part for part in every if isinstance(part[-1], Condition)), key=lambda part: part[0]
        )
        """Those that are not given in words."""
        ids = {s.id: None for _, s in self.statements}
        whole = ledger.statements is not BAD and BAD not in ledger.statements and BAD not in ids
        self.names: Mapping[str, Collection[str]] = {
            "party": ledger.parties if named else BAD,
            "issue": ledger.issues if named else BAD,
            "source": ledger.cards,
            "statement": ids if whole else BAD,
        }
        """What is declared; BAD where some of it could not be read, since any name may be one of those."""

    def links(self, field: str, *fields: str) -> list[tuple[Path, Statement, str]]:
        """Each name in a list of a statement, of which the named fields could be read."""
        return place_parts(select(self.statements, *fields), field)

    @cached_property
    def declared(self) -> "View":
        """The ledger without what its tables bring."""
        return self if self._declared is self.file[0][1] else View(self._declared)

    @cached_property
    def measured(self) -> Mapping[str, Dimension]:
        """The dimensions that have a scale, by the names that statements use."""
        return {d.about: d for _, _, d in self.dimensions if d.scale_}

    @cached_property
    def ends(self) -> Mapping[Key, str]:
        """Before which day each statement is live that another replaces, as YYYY-MM-DD."""
        said = {s.key: s for _, s in select(self.statements, "id", "party", "about", "stance", "said", "replaces")}
        ends: dict[Key, str] = {}
        for new, replaced in list_replaced([*said.values()]).items():
            for old in replaced:
                ends[old] = min(ends.get(old, FOREVER), said[new].said.day)
        return ends


def _place_cells(ledger: Ledger, statements: Placed[Statement]) -> Placed[Statement]:
    """The cells of tables that some statements are held against, each at its table."""
    if not ledger.cells:
        return []
    from gapcli.ledger.stating import find_beside

    said = [s for _, s in select(statements, "party", "about", "stance", "said")]
    lists = (names for s in said for names in (getattr(s, link) for link in LINKS) if names is not BAD)
    bundles = (p.statements for p in (ledger.proposals or {}).values() if p and p.statements is not BAD)
    named = {id for names in (*lists, *bundles) for id in names if id is not BAD and ":" in id}
    return [(("tables", s.id.partition(":")[0]), s) for s in find_beside(ledger.cells, said, named)]


def select(parts: Iterable[Part], *fields: str) -> Iterator[Part]:
    """Those parts of which these fields of the noun, which comes last, could be read."""
    if not fields or type(parts) is _Whole:
        return iter(parts)
    values = attrgetter(*fields)
    if len(fields) == 1:
        return (part for part in parts if values(part[-1]) is not BAD)
    return (part for part in parts if BAD not in values(part[-1]))


def place_parts(nouns: Iterable[tuple[Path, Noun]], field: str) -> list[tuple[Path, Noun, Any]]:
    """Each part that is in a field of these nouns, after the noun itself."""
    name = field.removesuffix("_")
    having = ((path, noun, parts) for path, noun in nouns if (parts := getattr(noun, field)))
    return [(at, noun, part) for path, noun, parts in having for at, part in _place((*path, name), parts)]


def find_circles(edges: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """The circles that names make which name others: each from where it is entered, and that name again at its end.

    A name that names itself makes none.
    """
    done: set[str] = set()
    for start in edges:
        # The way from the start, with what is left to look at of each name on it.
        way = {start: iter(edges[start])} if start not in done else {}
        while way:
            here = next(reversed(way))
            for other in way[here]:
                if other in way and other != here:
                    names = list(way)
                    yield [*names[names.index(other) :], other]
                elif other in edges and other not in done and other not in way:
                    way[other] = iter(edges[other])
                    break
            else:
                done.add(here)
                del way[here]


def say_circle(circle: list[str]) -> str:
    """A circle in words, the first names of a long one."""
    *names, again = circle
    return " → ".join([*names[:5], *["…"][: len(names) > 5], again])


class _Whole(list[Part]):
    """Parts of which every field could be read, as of nearly every ledger: selecting leaves none of them out."""


def _note_whole(parts: list[Part]) -> list[Part]:
    return parts if any(BAD in part[-1] for part in parts) else _Whole(parts)  # type: ignore[operator]


def _place(path: Path, nouns: Any) -> Placed[Any]:
    """What is in a list or a mapping, as far as it could be read."""
    items = nouns.items() if isinstance(nouns, dict) else enumerate(nouns or ())
    return [((*path, key), noun) for key, noun in items if noun is not BAD]


Found = Iterator[Finding]
Check = Callable[[View], Found]


class Rule:
    """A kind of mistake, as a user looks it up by the id that stands after a message.

    Its text is `# id`, with `(warning)` after it where it is none but one; what it means; and lines of a ledger or a
    card, which begin with ✗ in the wrong example alone, with ✓ in the right one alone, and with · in both.
    """

    def __init__(self, text: str, check: Check | None = None) -> None:
        head, _, self._text = text.strip().partition("\n")
        self.id = head.split()[1]
        self.severity = "warning" if head.endswith("(warning)") else "error"
        self.check = check
        """What finds it in a ledger that is read; None where the mistake is found before."""

    @property
    def meaning(self) -> str:
        """What it says of the ledger, and why it matters; paragraphs stand apart by an empty line."""
        return "\n".join(line for line in self._list_lines() if line[:2] not in ("✗ ", "✓ ", "· ")).strip()

    @property
    def wrong(self) -> str:
        """Lines of a ledger or a card with the mistake; empty where no line can show it."""
        return "\n".join(line[2:] for line in self._list_lines() if line[:2] in ("✗ ", "· "))

    @property
    def right(self) -> str:
        """The same lines without it."""
        return "\n".join(line[2:] for line in self._list_lines() if line[:2] in ("✓ ", "· "))

    def _list_lines(self) -> list[str]:
        return [line.strip() for line in self._text.split("\n")]


def rule(text: str) -> Callable[[Check], Rule]:
    """Make a rule out of the function under it."""
    return lambda check: Rule(text, check)


def list_rules(family: ModuleType) -> list[Rule]:
    """The rules of a family, in the order of its file."""
    return [value for value in vars(family).values() if isinstance(value, Rule)]
