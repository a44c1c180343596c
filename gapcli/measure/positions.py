"""Which statements are live on a day, and the position that they make. Derived, never stored.

The rules are those of docs/measure.md, “From statements to a position” and “Conditions”.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from gapcli.ledger.lenses import LENSES
from gapcli.ledger.model import Condition, Dimension, Ledger, Statement, Text
from gapcli.ledger.scales import Zone

STATUSES = ("stated", "conduct-only", "words-only", "rejects-only", "off-agenda", "silent", "unknown")
"""What may be known of a position, from most to least; each is explained in docs/measure.md."""


class Stretch(NamedTuple):
    """What a party may settle for, if one set of its reports is right."""

    hull: Zone
    """From what it asks for to the most it offers; of a `choice` all of these options."""
    asks: Zone
    """What it asks for; of a party without asks, its offers."""


@dataclass(frozen=True, eq=False, repr=False)
class Position:
    """What one party holds on one dimension, on one day."""

    party: str
    dimension: Dimension
    status: str = "unknown"
    """One of `STATUSES`."""
    statements: tuple[Statement, ...] = ()
    """All live ones, on the dimension and on its issue as a whole, in the order of the file."""
    zones: tuple[Stretch, ...] = ()
    """One; several where reports dispute each other; none where nothing gives a value."""
    asks: tuple[Zone, ...] = ()
    """The different values of its asks, with `today` for a refusal to discuss; of conduct where words give none."""
    offers: tuple[Zone, ...] = ()
    """The different values of its offers; of conduct where words give none."""
    rejected: tuple[Zone, ...] = ()
    refuses: bool = False
    """Whether a refusal to discuss stands here."""
    conditional: bool = False
    """Whether a zone would be smaller without the offers under a condition."""
    acts_otherwise: bool = False
    """Whether it asks for or offers something by its conduct that lies outside of every zone of its words."""
    opponents: frozenset[str] = frozenset()
    """The live statements, of anybody, that dispute one of these."""
    origins: frozenset[str] = frozenset()
    """The independent origins that it rests on."""
    statement_ids: frozenset[str] = frozenset()
    """The ids of its statements and of those that dispute them."""

    @cached_property
    def marks(self) -> frozenset[str]:
        """What qualifies this side: names of `MARKS`, without those of a pair."""
        return frozenset(mark.name for mark in MARKS.values() if mark.holds and mark.holds(self))


class Crossing(NamedTuple):
    """What one side asks for and another rules out."""

    asker: str
    refuser: str
    statements: tuple[Statement, ...]
    """Those in which the refuser rules it out."""


def find_crossings(a: Position, b: Position) -> Iterator[Crossing]:
    """The red lines of either side that an ask of the other crosses."""
    d = a.dimension
    for asker, refuser in ((a, b), (b, a)):
        refused = (s for s in refuser.statements if s.stance == "rejects")
        crossed = tuple(s for s in refused if any(d.measure.meet(z, d.zone(s)) for z in asker.asks))
        if crossed:
            yield Crossing(asker.party, refuser.party, crossed)


class MarkKind(NamedTuple):
    """Something that qualifies a position, or a pair of positions. The words of a mark stand in `words`."""

    name: str
    holds: Callable[[Position], bool] | None
    """Whether a position has it; None where a pair has it."""
    holds_between: Callable[[Position, Position], bool] | None = None
    """Whether a pair has it; None where a position has it."""
    of_evidence: bool = False
    """Whether it speaks of evidence: on a sum it stands only where every known comparison has it."""


def _fails_lens(position: Position, lens: str) -> bool:
    """Whether a lens would leave a position that has evidence without any."""
    evidence = [e for s in position.statements for e in s.evidence]
    return bool(evidence) and not any(LENSES[lens].keeps(e, ()) for e in evidence)


MARKS: Mapping[str, MarkKind] = MappingProxyType(
    {
        mark.name: mark
        for mark in (
            MarkKind("disputed", lambda p: bool(p.opponents)),
            MarkKind("conditional", lambda p: p.conditional),
            MarkKind("off-agenda", lambda p: p.refuses),
            MarkKind("offer-only", lambda p: bool(p.offers) and not p.asks),
            MarkKind("conduct-only", lambda p: p.status == "conduct-only"),
            MarkKind("acts-otherwise", lambda p: p.acts_otherwise),
            MarkKind("single-source", lambda p: len(p.origins) == 1, of_evidence=True),
            MarkKind("unnamed", lambda p: _fails_lens(p, "on_record"), of_evidence=True),
            MarkKind("told-by-others", lambda p: _fails_lens(p, "own_words"), of_evidence=True),
            MarkKind("assumed", lambda p: any(s.assumed for s in p.statements)),
            MarkKind("red-line", None, lambda a, b: any(find_crossings(a, b))),
        )
    }
)
"""Every mark by its name."""

EVIDENCE = frozenset(mark.name for mark in MARKS.values() if mark.of_evidence)
"""The marks that speak of evidence."""


def mark_pair(a: Position, b: Position) -> frozenset[str]:
    """What qualifies the figures of two positions: the marks of either, and those of the pair."""
    of_pair = (mark.name for mark in MARKS.values() if mark.holds_between and mark.holds_between(a, b))
    return (a.marks | b.marks).union(of_pair)


def find_live(ledger: Ledger, statements: Iterable[Statement], day: str) -> list[Statement]:
    """Those of some statements that were said by a day, and that none of them replaces."""
    said = [s for s in statements if s.said.day <= day]
    gone = ledger.replaced(s.id for s in said)
    return [s for s in said if s.id not in gone]


class Positions:
    """All the positions that statements make on one day, each derived when it is first asked for."""

    def __init__(
        self, ledger: Ledger, day: str, live: Sequence[Statement] | None = None, earlier: "Positions | None" = None
    ) -> None:
        """The positions of a ledger; or those of some `live` statements about its questions.

        `earlier`: those of a ledger that differs in little; a position that comes out the same is taken over.
        """
        self.ledger = ledger
        self.day = day
        self._earlier = earlier
        self.live = find_live(ledger, ledger.statements, day) if live is None else live
        self.ranks = {s.id: i for i, s in enumerate(ledger.statements if live is None else live)}
        """The place of each statement, live or not, in the file."""
        self._groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        for s in self.live:
            self._groups[s.party, s.about].append(s)
        self._found: dict[tuple[str, str], Position] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Positions):
            return False
        return (self.live, self.day, self.ledger) == (other.live, other.day, other.ledger)

    @cached_property
    def opponents(self) -> Mapping[str, set[str]]:
        """For each live statement that is disputed, the live ones that dispute it."""
        return find_disputes(self.ledger, self.live)

    def find(self, party: str, dimension: Dimension) -> Position:
        """The position of a party on a dimension; its status is `unknown` where it has no statement."""
        key = (party, dimension.about)
        if key not in self._found:
            here, whole = self._groups.get(key, ()), self._groups.get((party, dimension.issue), ())
            statements = tuple(sorted((*here, *whole), key=lambda s: self.ranks[s.id]) if whole else here)
            position = self._earlier._found.get(key) if self._earlier else None
            # What a position is made of is its dimension, its statements and those that dispute them.
            if (
                not position
                or position.dimension is not dimension
                or position.statements != statements
                or position.opponents != set().union(*(self.opponents.get(s.id, ()) for s in statements))
            ):
                position = derive(party, dimension, statements, self.opponents)
            self._found[key] = position
        return self._found[key]


def find_disputes(ledger: Ledger, live: Sequence[Statement]) -> dict[str, set[str]]:
    """For each live statement that is disputed, the live ones that dispute it.

    One of the two says so; or they are asks of one party without a common value, whose link a lens took away.
    """
    ids = {s.id for s in live}
    pairs = [(s.id, other) for s in live for other in s.disputes if other in ids]
    asks: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for s in live:
        if s.stance == "asks" and s.value is not None:
            asks[s.party, s.about, s.basis].append(s)
    for (_, about, _), group in asks.items():
        d = ledger.dimension(about)
        for s, t in combinations(group, 2):
            linked = t.id in s.beside or s.id in t.beside or t.id in s.disputes or s.id in t.disputes
            if not linked and not d.measure.meet(d.zone(s), d.zone(t)):
                pairs.append((s.id, t.id))
    disputes: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        disputes[one].add(other)
        disputes[other].add(one)
    return dict(disputes)


class _Sides(NamedTuple):
    """What some statements ask for and offer, in words or by deeds."""

    asks: list[Zone]
    """Their asks, with `today` for a refusal to discuss."""
    offers: list[Zone]
    firm: list[Zone]
    """The offers without a condition."""
    refuses: bool
    """Whether a refusal to discuss counts among them."""


def _list_zones(dimension: Dimension, statements: Iterable[Statement], stance: str) -> list[Zone]:
    return [dimension.zone(s) for s in statements if s.stance == stance and s.value is not None]


def _find_sides(dimension: Dimension, statements: Sequence[Statement], basis: str) -> _Sides:
    """The asks and the offers among some statements; `basis`: `words` or `conduct`."""
    counted = [s for s in statements if s.basis == basis]
    asks = _list_zones(dimension, counted, "asks")
    firm = _list_zones(dimension, (s for s in counted if not s.if_), "accepts")
    refusals = [s for s in counted if s.stance == "off-agenda"]
    words = (s for s in statements if s.basis == "words" and s.stance in ("asks", "accepts"))
    # A refusal of the whole issue gives way to any word on the dimension.
    refuses = any(s.dimension for s in refusals) or (bool(refusals) and not any(s.dimension for s in words))
    if refuses and dimension.measure.today is not None:
        asks.append(dimension.measure.today)
    return _Sides(asks, _list_zones(dimension, counted, "accepts"), firm, refuses)


def _split_readings(statements: Sequence[Statement], against: Mapping[str, set[str]]) -> Sequence[Sequence[Statement]]:
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


def _acts_outside(dimension: Dimension, statements: Sequence[Statement], zones: Sequence[Stretch]) -> bool:
    """Whether a deed lies outside of all zones; deeds beside words count in none."""
    deeds = _find_sides(dimension, statements, "conduct")
    meet = dimension.measure.meet
    return any(not any(meet(deed, zone.hull) for zone in zones) for deed in deeds.asks + deeds.offers)


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
    if not statements:
        return Position(party, dimension)
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
    opponents = frozenset[str]().union(*against.values())
    return Position(
        party=party,
        dimension=dimension,
        status=_find_status(statements, zones, by_deeds),
        statements=statements,
        zones=zones,
        # A refusal of the whole issue may count in one reading and not in another, so that no one of them has all.
        asks=tuple(dict.fromkeys(zone for sides in counted for zone in sides.asks)),
        offers=tuple(dict.fromkeys(zone for sides in counted for zone in sides.offers)),
        rejected=tuple(_list_zones(dimension, statements, "rejects")),
        refuses=any(sides.refuses for sides in (*worded, *counted)),
        conditional=conditional,
        acts_otherwise=acts and not by_deeds and _acts_outside(dimension, statements, zones),
        opponents=opponents,
        origins=frozenset(e.origin for s in statements for e in s.evidence),
        statement_ids=opponents.union(s.id for s in statements),
    )


def find_zone_statements(position: Position) -> list[Statement]:
    """The statements that the zones of a position are made of: asks, offers, and refusals that count here."""
    basis = "conduct" if position.status == "conduct-only" else "words"
    stances = ("asks", "accepts", "off-agenda") if position.refuses else ("asks", "accepts")
    counted = (s for s in position.statements if s.basis == basis and s.stance in stances)
    return [s for s in counted if s.value is not None or s.stance == "off-agenda"]


class Met(NamedTuple):
    """How a condition stands on a day."""

    state: str
    """`met`, `not-on-offer`, `unanswered` or `words`."""
    short: float | None = None
    """The least distance, 0 to 1, from what is held to what would satisfy it, where not on offer."""
    statements: tuple[Statement, ...] = ()
    """Those that meet it."""


def judge_condition(positions: Positions, condition: Condition | Text) -> Met:
    """Whether a condition is met: by a live ask or offer in words all of whose values satisfy it."""
    if not isinstance(condition, Condition):
        return Met("words")
    d = positions.ledger.dimension(condition.about)
    wanted = d.satisfying(condition)
    position = positions.find(condition.party, d)
    spoken = (s for s in position.statements if s.basis == "words" and s.stance in ("asks", "accepts"))
    meeting = tuple(s for s in spoken if s.value is not None and d.measure.within(d.zone(s), wanted))
    if meeting:
        return Met("met", statements=meeting)
    if not position.zones:
        return Met("unanswered")
    return Met("not-on-offer", min(d.measure.least(z.hull, wanted) for z in position.zones))
