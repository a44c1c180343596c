"""Which statements are live on a day, and the position that they make. Derived, never stored.

The rules are those of docs/measure.md, “From statements to a position”.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from gapcli.model import Dimension, Ledger, Statement
from gapcli.scales import Zone


class Stretch(NamedTuple):
    """What a party may settle for, if one set of its reports is right."""

    hull: Zone
    """From what it asks for to the most it offers; of a `choice` all of these options."""
    asks: Zone
    """What it asks for; of a party without asks, its offers."""


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """What one party holds on one dimension, on one day."""

    party: str
    dimension: Dimension
    status: str
    """`stated`, `conduct-only`, `words-only`, `rejects-only`, `off-agenda`, `silent` or `unknown`."""
    statements: tuple[Statement, ...]
    """All live ones, on the dimension and on its issue as a whole, in the order of the file."""
    zones: tuple[Stretch, ...]
    """One; several where reports dispute each other; none where nothing gives a value."""
    asks: tuple[Zone, ...]
    """The zones of its asks, with `today` for a refusal to discuss; of conduct where words give none."""
    offers: tuple[Zone, ...]
    rejected: tuple[Zone, ...]
    refuses: bool
    """Whether a refusal to discuss stands here."""
    marks: frozenset[str]
    """What qualifies this side, in the words of docs/measure.md; `red-line` is of a pair alone."""
    foes: frozenset[str]
    """The live statements, of anybody, that dispute one of these."""
    origins: int
    """How many independent origins it rests on."""


EVIDENCE = frozenset({"single-source", "unnamed", "told-by-others"})
"""The marks that speak of evidence: on a row they stand only where every known cell has them."""


class Positions:
    """All the positions of a ledger on one day."""

    def __init__(self, ledger: Ledger, day: str) -> None:
        self.ledger = ledger
        self.day = day
        said = [s for s in ledger.statements if s.said.day <= day]
        gone: set[str] = set()
        for s in said:
            gone.update(ledger.replaced_by.get(s.id, ()))
        self.live = [s for s in said if s.id not in gone]
        self.order = {s.id: i for i, s in enumerate(ledger.statements)}
        self._groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for s in self.live:
            self._groups[s.party, s.issue].append(s)
        self._made: dict[tuple[str, str], Position] = {}
        self.said: dict[tuple[str, str], str] = {}
        """What has been put into words, by party and dimension."""

    @cached_property
    def foes(self) -> Mapping[str, set[str]]:
        """For each live statement the live ones that dispute it, whoever of the two says so."""
        live = {s.id for s in self.live}
        foes: dict[str, set[str]] = defaultdict(set)
        for s in self.live:
            for other in s.disputes:
                if other in live:
                    foes[s.id].add(other)
                    foes[other].add(s.id)
        return foes

    def parties(self) -> list[str]:
        """The parties that have a statement, in the order of the file."""
        speaking = {s.party for s in self.ledger.statements}
        return [p for p in self.ledger.parties if p in speaking]

    def of(self, party: str, dimension: Dimension) -> Position:
        """The position of a party on a dimension; its status is `unknown` where it has no statement."""
        key = (party, dimension.about)
        made = self._made.get(key)
        if made is None:
            about = (dimension.about, dimension.issue)
            group = self._groups.get((party, dimension.issue), ())
            statements = tuple(s for s in group if s.about in about)
            made = self._made[key] = _derive(party, dimension, statements, self.foes)
        return made


class _Sides(NamedTuple):
    """What some statements ask for and offer, in words or by deeds."""

    asks: list[Zone]
    offers: list[Zone]
    firm: list[Zone]
    """The offers without a condition."""
    refuses: bool
    """Whether a refusal to discuss counts among them."""


def _sides(dimension: Dimension, statements: Iterable[Statement], basis: str) -> _Sides:
    scale = dimension.measure
    asks: list[Zone] = []
    offers: list[Zone] = []
    firm: list[Zone] = []
    answers, refuses, refuses_whole = False, False, False
    for s in statements:
        if s.stance == "asks" or s.stance == "accepts":
            if s.basis == "words" and s.dimension:
                answers = True
            if s.basis == basis and s.value is not None:
                zone = dimension.zone(s)
                (asks if s.stance == "asks" else offers).append(zone)
                if s.stance == "accepts" and not s.if_:
                    firm.append(zone)
        elif s.stance == "off-agenda" and s.basis == basis:
            if s.dimension:
                refuses = True
            else:
                refuses_whole = True
    refuses = refuses or (refuses_whole and not answers)
    if refuses and scale.today is not None:
        asks.append(scale.today)
    return _Sides(asks, offers, firm, refuses)


def _undeclared(dimension: Dimension, statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """Asks without a common value and without a link, which a lens can leave behind."""
    asks = [s for s in statements if s.stance == "asks" and s.value is not None]
    pairs = []
    for s, t in combinations(asks, 2):
        if s.basis != t.basis:
            continue
        linked = t.id in s.beside or s.id in t.beside or t.id in s.disputes or s.id in t.disputes
        if not linked and not dimension.measure.meet(dimension.zone(s), dimension.zone(t)):
            pairs.append((s.id, t.id))
    return pairs


def _derive(
    party: str, dimension: Dimension, statements: tuple[Statement, ...], foes: Mapping[str, set[str]]
) -> Position:
    if not statements:
        return Position(party, dimension, "unknown", (), (), (), (), (), False, frozenset(), frozenset(), 0)
    scale = dimension.measure
    here = {s.id for s in statements}
    against = {s.id: foes[s.id] for s in statements if s.id in foes}
    for one, other in _undeclared(dimension, statements):
        against[one] = against.get(one, set()) | {other}
        against[other] = against.get(other, set()) | {one}
    disputing = [s for s in statements if against.get(s.id, set()) & here]
    branches = [[t for t in statements if t.id not in against[s.id]] for s in disputing] or [list(statements)]
    readings = [_sides(dimension, branch, "words") for branch in branches]
    by_deeds = not any(r.asks or r.offers for r in readings)
    if by_deeds:
        readings = [_sides(dimension, branch, "conduct") for branch in branches]
    zones: dict[Zone, Stretch] = {}
    conditional = False
    for asks, offers, firm, _ in readings:
        if not (asks or offers):
            continue
        hull, asked = scale.hull(asks + offers), scale.hull(asks or offers)
        conditional = conditional or not (asks or firm) or scale.hull(asks + firm) != hull
        zones[hull] = Stretch(hull, scale.hull((zones[hull].asks, asked)) if hull in zones else asked)
    whole = _sides(dimension, statements, "conduct" if by_deeds else "words")
    done = _sides(dimension, statements, "conduct")
    deeds = [] if by_deeds else done.asks + done.offers
    stances = {s.stance for s in statements}
    if zones:
        status = "conduct-only" if by_deeds else "stated"
    elif "asks" in stances or "accepts" in stances:
        status = "words-only"
    else:
        status = {"rejects": "rejects-only", "off-agenda": "off-agenda", "silent": "silent"}[
            next(s for s in ("rejects", "off-agenda", "silent") if s in stances)
        ]
    evidence = [e for s in statements for e in s.evidence]
    origins = len({e.origin for e in evidence})
    marks = {
        "disputed": bool(against),
        "conditional": conditional,
        "off-agenda": whole.refuses,
        "offer-only": bool(whole.offers) and not whole.asks,
        "conduct-only": status == "conduct-only",
        "acts-otherwise": any(not any(scale.meet(deed, z.hull) for z in zones.values()) for deed in deeds),
        "single-source": origins == 1,
        "unnamed": bool(evidence) and not any(e.attribution in ("named", "document") for e in evidence),
        "told-by-others": bool(evidence) and not any(e.teller == "own" for e in evidence),
        "assumed": any(s.assumed for s in statements),
    }
    return Position(
        party=party,
        dimension=dimension,
        status=status,
        statements=statements,
        zones=tuple(zones.values()),
        asks=tuple(whole.asks),
        offers=tuple(whole.offers),
        rejected=tuple(dimension.zone(s) for s in statements if s.stance == "rejects" and s.value is not None),
        refuses=whole.refuses,
        marks=frozenset(m for m, holds in marks.items() if holds),
        foes=frozenset().union(*against.values()) if against else frozenset(),
        origins=origins,
    )
