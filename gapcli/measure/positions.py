"""Which statements are live on a day, and the position that they make. Derived, never stored.

The rules are those of docs/measure.md, “From statements to a position”.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Ledger, Statement
from gapcli.ledger.scales import Zone

STATUSES = ("stated", "conduct-only", "words-only", "rejects-only", "off-agenda", "silent", "unknown")
"""What may be known of a position, from most to least; each is explained in docs/measure.md."""


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
    """One of `STATUSES`."""
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
    conditional: bool
    """Whether a zone would be smaller without the offers under a condition."""
    acts_otherwise: bool
    """Whether it asks for or offers something by its conduct that lies outside of every zone of its words."""
    foes: frozenset[str]
    """The live statements, of anybody, that dispute one of these."""
    origins: frozenset[str]
    """The independent origins that it rests on."""
    behind: frozenset[str]
    """The ids of its statements and of those that dispute them."""
    marks: frozenset[str] = field(init=False)
    """What qualifies this side: names of `MARKS`, without those of a pair."""

    def __post_init__(self) -> None:
        """Find the marks."""
        marks = frozenset(name for name, holds in _OF_POSITIONS if holds(self)) if self.statements else frozenset()
        object.__setattr__(self, "marks", marks)


class MarkKind(NamedTuple):
    """Something that qualifies a position, or a pair of positions. The words of a mark stand in `words`."""

    name: str
    holds: Callable[[Position], bool] | None
    """Whether a position has it; None where a pair has it."""
    holds_between: Callable[[Position, Position], bool] | None = None
    """Whether a pair has it; None where a position has it."""
    of_evidence: bool = False
    """Whether it speaks of evidence: on a sum it stands only where every known comparison has it."""


def _has_no_name(p: Position) -> bool:
    evidence = [e for s in p.statements for e in s.evidence]
    return bool(evidence) and not any(e.attribution in ("named", "document") for e in evidence)


def _is_told_by_others(p: Position) -> bool:
    evidence = [e for s in p.statements for e in s.evidence]
    return bool(evidence) and not any(e.teller == "own" for e in evidence)


def _crosses_red_line(a: Position, b: Position) -> bool:
    return _asks_for_rejected(a, b) or _asks_for_rejected(b, a)


def _asks_for_rejected(asking: Position, rejecting: Position) -> bool:
    meet = asking.dimension.measure.meet
    return any(meet(ask, rejected) for ask in asking.asks for rejected in rejecting.rejected)


MARKS: Mapping[str, MarkKind] = MappingProxyType(
    {
        mark.name: mark
        for mark in (
            MarkKind("disputed", lambda p: bool(p.foes)),
            MarkKind("conditional", lambda p: p.conditional),
            MarkKind("off-agenda", lambda p: p.refuses),
            MarkKind("offer-only", lambda p: bool(p.offers) and not p.asks),
            MarkKind("conduct-only", lambda p: p.status == "conduct-only"),
            MarkKind("acts-otherwise", lambda p: p.acts_otherwise),
            MarkKind("single-source", lambda p: len(p.origins) == 1, of_evidence=True),
            MarkKind("unnamed", _has_no_name, of_evidence=True),
            MarkKind("told-by-others", _is_told_by_others, of_evidence=True),
            MarkKind("assumed", lambda p: any(s.assumed for s in p.statements)),
            MarkKind("red-line", None, _crosses_red_line),
        )
    }
)
"""Every mark by its name."""

EVIDENCE = frozenset(mark.name for mark in MARKS.values() if mark.of_evidence)
"""The marks that speak of evidence."""
_OF_POSITIONS = tuple((mark.name, mark.holds) for mark in MARKS.values() if mark.holds)
_OF_PAIRS = tuple((mark.name, mark.holds_between) for mark in MARKS.values() if mark.holds_between)


def mark_pair(a: Position, b: Position) -> frozenset[str]:
    """What qualifies the figures of two positions: the marks of either, and those of the pair."""
    return (a.marks | b.marks).union(name for name, holds in _OF_PAIRS if holds(a, b))


class Positions:
    """All the positions that statements make on one day, each derived when it is first asked for."""

    def __init__(
        self,
        ledger: Ledger,
        day: str,
        like: "Positions | None" = None,
        statements: Sequence[Statement] | None = None,
        live: Sequence[Statement] | None = None,
    ) -> None:
        """The positions of a ledger, or of some `statements` about its questions, or of those that are `live`.

        `like`: those of a ledger that differs in little; a position that comes out the same is taken over.
        """
        self.ledger = ledger
        self.day = day
        self._like = like
        every = next(each for each in (live, statements, ledger.statements) if each is not None)
        spoken = [s for s in every if s.said.day <= day]
        gone = ledger.replaced(s.id for s in spoken) if live is None else set()
        self.live = [s for s in spoken if s.id not in gone]
        self.order = {s.id: i for i, s in enumerate(every)}
        self._groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for s in self.live:
            self._groups[s.party, s.about].append(s)
        self._made: dict[tuple[str, str], Position] = {}

    @cached_property
    def foes(self) -> Mapping[str, set[str]]:
        """For each live statement that is disputed, the live ones that dispute it."""
        return find_disputes(self.ledger, self.live)

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
    """Their asks, with `today` for a refusal to discuss."""
    offers: list[Zone]
    firm: list[Zone]
    """The offers without a condition."""
    refuses: bool
    """Whether a refusal to discuss counts among them."""


def _find_sides(dimension: Dimension, statements: Sequence[Statement], basis: str) -> _Sides:
    """The asks and the offers among some statements; `basis`: `words` or `conduct`."""
    valued = [s for s in statements if s.basis == basis and s.value is not None]
    asks = [dimension.zone(s) for s in valued if s.stance == "asks"]
    offers = [(dimension.zone(s), not s.if_) for s in valued if s.stance == "accepts"]
    refuses = _refuses(statements, basis)
    today = dimension.measure.today
    if refuses and today is not None:
        asks.append(today)
    return _Sides(asks, [zone for zone, _ in offers], [zone for zone, firm in offers if firm], refuses)


def _refuses(statements: Sequence[Statement], basis: str) -> bool:
    """Whether a refusal to discuss counts; one of the whole issue gives way to any word on the dimension."""
    refusals = [s for s in statements if s.stance == "off-agenda" and s.basis == basis]
    if not refusals or any(s.dimension for s in refusals):
        return bool(refusals)
    return not any(s.stance in ("asks", "accepts") and s.basis == "words" and s.dimension for s in statements)


def _split_readings(
    statements: tuple[Statement, ...], against: Mapping[str, set[str]]
) -> Sequence[Sequence[Statement]]:
    """The ways to read the reports of one party: where they dispute each other, one for each of those that do."""
    here = {s.id for s in statements}
    disputing = [s for s in statements if s.id in against and not against[s.id].isdisjoint(here)]
    return [[t for t in statements if t.id not in against[s.id]] for s in disputing] or [statements]


def _find_zones(dimension: Dimension, readings: Iterable[_Sides]) -> tuple[tuple[Stretch, ...], bool]:
    """The zones of some readings, each once, and whether one of them hangs on a condition."""
    hull = dimension.measure.hull
    zones: dict[Zone, Stretch] = {}
    conditional = False
    for asks, offers, firm, _ in readings:
        if not (asks or offers):
            continue
        zone, asked = hull(asks + offers), hull(asks or offers)
        conditional = conditional or not (asks or firm) or hull(asks + firm) != zone
        zones[zone] = Stretch(zone, hull((zones[zone].asks, asked)) if zone in zones else asked)
    return tuple(zones.values()), conditional


def _find_rejected(dimension: Dimension, statements: Iterable[Statement]) -> tuple[Zone, ...]:
    """What a party rules out of the scale."""
    return tuple(dimension.zone(s) for s in statements if s.stance == "rejects" and s.value is not None)


def _acts_outside(dimension: Dimension, statements: Sequence[Statement], zones: Sequence[Stretch]) -> bool:
    """Whether a deed lies outside of all zones; deeds beside words count in none."""
    done = _find_sides(dimension, statements, "conduct")
    meet = dimension.measure.meet
    return any(not any(meet(deed, zone.hull) for zone in zones) for deed in done.asks + done.offers)


def _find_status(statements: Iterable[Statement], zones: Sequence[Stretch], by_deeds: bool) -> str:
    """What is known of a position that has some statements."""
    if zones:
        return "conduct-only" if by_deeds else "stated"
    stances = {s.stance for s in statements}
    if "asks" in stances or "accepts" in stances:
        return "words-only"
    if "rejects" in stances:
        return "rejects-only"
    return "off-agenda" if "off-agenda" in stances else "silent"


def derive(
    party: str, dimension: Dimension, statements: tuple[Statement, ...], disputes: Mapping[str, set[str]]
) -> Position:
    """The position that the live statements of a party make on a dimension.

    `disputes`: for each disputed statement, those that dispute it, as `find_disputes` gives them.
    """
    none: frozenset[str] = frozenset()
    if not statements:
        return Position(party, dimension, "unknown", (), (), (), (), (), False, False, False, none, none, none)
    # Where its reports dispute each other, each of these is one reading.
    against = {s.id: disputes[s.id] for s in statements if s.id in disputes}
    readings = _split_readings(statements, against)
    # Its words give the values; its deeds do where its words give none.
    worded = counted = [_find_sides(dimension, reading, "words") for reading in readings]
    by_deeds = not any(sides.asks or sides.offers for sides in worded)
    acts = any(s.basis == "conduct" for s in statements)
    if by_deeds and acts:
        counted = [_find_sides(dimension, reading, "conduct") for reading in readings]
    zones, conditional = _find_zones(dimension, counted)
    foes = none.union(*against.values())
    return Position(
        party=party,
        dimension=dimension,
        status=_find_status(statements, zones, by_deeds),
        statements=statements,
        zones=zones,
        # A refusal of the whole issue may count in one reading and not in another, so that no one of them has all.
        asks=tuple(dict.fromkeys(zone for sides in counted for zone in sides.asks)),
        offers=tuple(dict.fromkeys(zone for sides in counted for zone in sides.offers)),
        rejected=_find_rejected(dimension, statements),
        refuses=any(sides.refuses for sides in (*worded, *counted)),
        conditional=conditional,
        acts_otherwise=acts and not by_deeds and _acts_outside(dimension, statements, zones),
        foes=foes,
        origins=frozenset(e.origin for s in statements for e in s.evidence),
        behind=foes.union(s.id for s in statements),
    )


def find_zone_statements(position: Position) -> list[Statement]:
    """The statements that the zones of a position are made of: asks, offers, and refusals that count here."""
    basis = "conduct" if position.status == "conduct-only" else "words"
    return [
        s
        for s in position.statements
        if s.basis == basis
        and (position.refuses if s.stance == "off-agenda" else s.stance in ("asks", "accepts") and s.value is not None)
    ]
