"""Which statements are live on a day, and the position that they make. Derived, never stored.

The rules are those of docs/measure.md, “From statements to a position”.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Ledger, Statement
from gapcli.ledger.scales import Zone


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
    """The different values of its asks, with `today` for a refusal to discuss; of conduct where words give none."""
    offers: tuple[Zone, ...]
    """The different values of its offers; of conduct where words give none."""
    rejected: tuple[Zone, ...]
    refuses: bool
    """Whether a refusal to discuss stands here."""
    marks: frozenset[str]
    """What qualifies this side, in the words of docs/measure.md; `red-line` is of a pair alone."""
    foes: frozenset[str]
    """The live statements, of anybody, that dispute one of these."""
    origins: frozenset[str]
    """The independent origins that it rests on."""
    behind: frozenset[str]
    """The ids of its statements and of those that dispute them."""


EVIDENCE = frozenset({"single-source", "unnamed", "told-by-others"})
"""The marks that speak of evidence: on a row they stand only where every known cell has them."""


class Positions:
    """All the positions of a ledger on one day."""

    def __init__(self, ledger: Ledger, day: str, like: "Positions | None" = None) -> None:
        """`like`: those of a ledger that differs in little; a position that comes out the same is taken over."""
        self.ledger = ledger
        self.day = day
        self._like = like
        spoken = [s for s in ledger.statements if s.said.day <= day]
        gone = ledger.replaced(s.id for s in spoken)
        self.live = [s for s in spoken if s.id not in gone]
        self.speaking = frozenset(s.party for s in spoken)
        """The parties that have said something by the day."""
        self.order = {s.id: i for i, s in enumerate(ledger.statements)}
        self._groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for s in self.live:
            self._groups[s.party, s.about].append(s)
        self._made: dict[tuple[str, str], Position] = {}
        self.said: dict[tuple[str, str], str] = {}
        """What has been put into words, by party and dimension."""

    @cached_property
    def foes(self) -> Mapping[str, set[str]]:
        """For each live statement that is disputed, the live ones that dispute it."""
        return find_disputes(self.ledger, self.live)

    def parties(self) -> list[str]:
        """The parties that have said something by the day, in the order of the file."""
        return [p for p in self.ledger.parties if p in self.speaking]

    def of(self, party: str, dimension: Dimension) -> Position:
        """The position of a party on a dimension; its status is `unknown` where it has no statement."""
        key = (party, dimension.about)
        made = self._made.get(key)
        if made is None:
            statements = self._on(party, dimension)
            old = self._like._made.get(key) if self._like else None
            # What a position is made of is its dimension, its statements and those that dispute them.
            if (
                old
                and old.dimension is dimension
                and old.statements == statements
                and old.foes == frozenset().union(*(self.foes[s.id] for s in statements if s.id in self.foes))
            ):
                made = old
            else:
                made = derive(party, dimension, statements, self.foes)
            self._made[key] = made
        return made

    def _on(self, party: str, dimension: Dimension) -> tuple[Statement, ...]:
        """The live statements of a party on a dimension and on its issue as a whole, in the order of the file."""
        here = self._groups.get((party, dimension.about), ())
        whole = self._groups.get((party, dimension.issue), ())
        return tuple(sorted((*here, *whole), key=lambda s: self.order[s.id]) if whole else here)


def find_disputes(ledger: Ledger, live: Sequence[Statement]) -> dict[str, set[str]]:
    """For each live statement that is disputed, the live ones that dispute it.

    One of the two says so; or they are asks of one party without a common value, whose link a lens took away.
    """
    ids = {s.id for s in live}
    pairs = [(s.id, other) for s in live for other in s.disputes if other in ids]
    asks: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in live:
        if s.stance == "asks" and s.value is not None:
            asks[s.party, s.about].append(s)
    for (_, about), group in asks.items():
        if len(group) > 1:
            pairs += _undeclared(ledger.dimension(about), group)
    disputes: dict[str, set[str]] = {}
    for one, other in pairs:
        disputes.setdefault(one, set()).add(other)
        disputes.setdefault(other, set()).add(one)
    return disputes


def _undeclared(dimension: Dimension, asks: Iterable[Statement]) -> list[tuple[str, str]]:
    """Asks of one party without a common value and without a link, which a lens can leave behind."""
    pairs = []
    for s, t in combinations(asks, 2):
        if s.basis != t.basis:
            continue
        linked = t.id in s.beside or s.id in t.beside or t.id in s.disputes or s.id in t.disputes
        if not linked and not dimension.measure.meet(dimension.zone(s), dimension.zone(t)):
            pairs.append((s.id, t.id))
    return pairs


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


def derive(
    party: str, dimension: Dimension, statements: tuple[Statement, ...], disputes: Mapping[str, set[str]]
) -> Position:
    """The position that the live statements of a party make on a dimension.

    `disputes`: for each disputed statement, those that dispute it, as `find_disputes` gives them.
    """
    none: frozenset[str] = frozenset()
    if not statements:
        return Position(party, dimension, "unknown", (), (), (), (), (), False, none, none, none, none)
    scale = dimension.measure
    here = frozenset(s.id for s in statements)
    against = {s.id: disputes[s.id] for s in statements if s.id in disputes}
    foes = none.union(*against.values())
    disputing = [s for s in statements if s.id in against and against[s.id] & here]
    branches = [[t for t in statements if t.id not in against[s.id]] for s in disputing] or [list(statements)]
    worded = readings = [_sides(dimension, branch, "words") for branch in branches]
    by_deeds = not any(r.asks or r.offers for r in worded)
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
    # A refusal of the whole issue may count in one reading and not in another, so that no one of them has all.
    all_asks = tuple(dict.fromkeys(zone for r in readings for zone in r.asks))
    all_offers = tuple(dict.fromkeys(zone for r in readings for zone in r.offers))
    refuses = any(r.refuses for r in (*worded, *readings))
    deeds: list[Zone] = []
    if not by_deeds and any(s.basis == "conduct" for s in statements):
        done = _sides(dimension, statements, "conduct")
        deeds = done.asks + done.offers
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
    origins = frozenset(e.origin for e in evidence)
    marks = {
        "disputed": bool(against),
        "conditional": conditional,
        "off-agenda": refuses,
        "offer-only": bool(all_offers) and not all_asks,
        "conduct-only": status == "conduct-only",
        "acts-otherwise": any(not any(scale.meet(deed, z.hull) for z in zones.values()) for deed in deeds),
        "single-source": len(origins) == 1,
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
        asks=all_asks,
        offers=all_offers,
        rejected=tuple(dimension.zone(s) for s in statements if s.stance == "rejects" and s.value is not None),
        refuses=refuses,
        marks=frozenset(m for m, holds in marks.items() if holds),
        foes=foes,
        origins=origins,
        behind=here | foes,
    )
