"""Which statements are live on a day, and the position that they make. Derived, never stored.

The rules are those of docs/measure.md, “From statements to a position” and “Conditions”.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from gapcli.ledger.lenses import LENSES, NO_NAMES
from gapcli.ledger.model import VALUED, Condition, Dimension, Key, Ledger, PartyAbout, Statement, Text
from gapcli.ledger.scales import Raw, Zone
from gapcli.measure.budget import CIRCLE, READ, SEVERAL, require_steps

T = TypeVar("T")

STATUSES = ("stated", "conduct-only", "words-only", "rejects-only", "off-agenda", "silent", "unknown")
"""What may be known of a position, from most to least; each is explained in docs/measure.md."""
ASKING = ("asks", "agrees", "off-agenda")
"""The stances that ask for something; a refusal to discuss asks for what holds today."""


class Stretch(NamedTuple):
    """What a party may settle for, if one set of its reports is right."""

    hull: Zone
    """From what it asks for to the most it offers; of a `choice` all of these options."""
    asks: Zone
    """What it asks for; of a party without asks, its offers; where rejections leave one answer, that one."""
    asking: bool = True
    """Whether it asks for that."""


@dataclass(frozen=True, eq=False, repr=False)
class Position:
    """What one party holds on one dimension, on one day."""

    party: str
    dimension: Dimension
    status: str = "unknown"
    """One of `STATUSES`."""
    statements: tuple[Statement, ...] = ()
    """All live ones that reach the dimension, in the order of the file."""
    zones: tuple[Stretch, ...] = ()
    """One; several where reports dispute each other; none where nothing gives a value."""
    makers: tuple[Statement, ...] = ()
    """Those of the statements that give a value to a zone."""
    deeds: tuple[Stretch, ...] = ()
    """The zones that its conduct would make by itself, beside words too."""
    asks: tuple[Zone, ...] = ()
    """The different values of its asks, with `today` for a refusal to discuss; of conduct where words give none."""
    offers: tuple[Zone, ...] = ()
    """The different values of its offers, likewise; what it agrees to is both."""
    rejected: tuple[Zone, ...] = ()
    refuses: bool = False
    """Whether a refusal to discuss stands here."""
    conditional: bool = False
    """Whether a zone would be smaller without the offers under a condition."""
    acts_otherwise: bool = False
    """Whether it asks for or offers something by its conduct that lies outside of every zone of its words."""
    opponents: frozenset[str] = frozenset()
    """The ids of the live statements, of anybody, that dispute one of these."""
    last: Statement | None = None
    """The last that gave a value in words, where what replaced it has none: shown beside the words, never measured."""
    through: tuple[str, ...] = ()
    """The groups that speak for it here, whose statements these are; none where it speaks for itself."""
    readings: int = 1
    """In how many ways it was read, by whichever of its reports may be wrong: what it takes to derive it."""

    @property
    def only_offers(self) -> bool:
        """Whether it has offers and no ask, so that its distances are lower bounds."""
        return bool(self.offers) and not self.asks

    @property
    def kind(self) -> str:
        """What makes its zones: `words`, or `deeds`; rejections are words."""
        return "deeds" if self.status == "conduct-only" else "words"

    @property
    def rejections(self) -> list[Raw]:
        """The values that it rejects, as the file has them."""
        return [s.value for s in self.statements if s.stance == "rejects" and s.value is not None]

    @cached_property
    def asked(self) -> Sequence[Raw]:
        """The different values that make its zones and are asked for, as the file has them; of a refusal `today`."""
        asking = (s for s in self.makers if s.stance in ASKING)
        values = (self.dimension.today if s.stance == "off-agenda" else s.value for s in asking)
        return [value for value in dict.fromkeys(values) if value is not None]

    @cached_property
    def crossed(self) -> "dict[Position, tuple[Statement, ...]]":
        """Of its statements those that rule out what another position asks for, as far as they were looked for."""
        return {}

    @cached_property
    def agreed(self) -> Sequence[Zone]:
        """The different values that it has agreed to."""
        agreed = (s for s in self.statements if s.stance == "agrees" and s.value is not None)
        return [*dict.fromkeys(map(self.dimension.zone, agreed))]

    @property
    def measured(self) -> tuple[object, ...]:
        """All that its figures follow from: two positions on a dimension that are equal in it have the same ones."""
        deeds = self.deeds if self.acts_otherwise else ()
        return self.zones, deeds, self.only_offers, self.rejected, tuple(map(str, self.rejections))

    @cached_property
    def origins(self) -> frozenset[str]:
        """The independent outlets that what makes its zones rests on."""
        return frozenset(e.outlet for s in self.makers for e in s.evidence)

    @cached_property
    def statement_ids(self) -> frozenset[str]:
        """The ids of its statements and of those that dispute them."""
        return self.opponents.union(s.id for s in self.statements)

    @cached_property
    def marks(self) -> frozenset[str]:
        """What qualifies this side: names of `MARKS`, without those of a pair."""
        return frozenset(mark.name for mark in MARKS.values() if mark.holds and mark.holds(self))

    def move(self, dimension: Dimension) -> "Position":
        """The same position, on the same question of which options stand elsewhere, in the same order."""
        carry = self.dimension.measure.carry_to(dimension.measure)

        def carry_stretches(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
            return tuple([Stretch(carry(s.hull), carry(s.asks), s.asking) for s in stretches])

        return replace(
            self,
            dimension=dimension,
            zones=carry_stretches(self.zones),
            deeds=carry_stretches(self.deeds),
            asks=tuple(map(carry, self.asks)),
            offers=tuple(map(carry, self.offers)),
            rejected=tuple(map(carry, self.rejected)),
        )


class Crossing(NamedTuple):
    """What one side asks for and another rules out."""

    asker: str
    refuser: str
    statements: tuple[Statement, ...]
    """Those in which the refuser rules it out."""


def find_crossings(a: Position, b: Position) -> Iterator[Crossing]:
    """The red lines of either side that an ask of the other crosses; what only rejections leave is no ask."""
    d = a.dimension
    for asker, refuser in ((a, b), (b, a)):
        if not (refuser.rejected and asker.asked):
            continue
        crossed = refuser.crossed.get(asker)
        if crossed is None:
            refused = ((s, s.value) for s in refuser.statements if s.stance == "rejects" and s.value is not None)
            crossed = tuple(s for s, no in refused if any(d.measure.clashes(x, no) for x in asker.asked))
            refuser.crossed[asker] = crossed
        if crossed:
            yield Crossing(asker.party, refuser.party, crossed)


def have_agreed(a: Position, b: Position) -> bool:
    """Whether the zones of both sides hold what each of them has agreed to."""
    if not (a.agreed and b.agreed and a.zones and b.zones):
        return False
    hulls = {zone.hull for side in (a, b) for zone in side.zones}
    within = a.dimension.measure.within
    return all(any(all(within(agreed, hull) for hull in hulls) for agreed in side.agreed) for side in (a, b))


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
    """Whether a lens would leave what makes the zones of a position without any of its evidence."""
    evidence = [e for s in position.makers for e in s.evidence]
    return bool(evidence) and not any(LENSES[lens].keeps(e, NO_NAMES) for e in evidence)


MARKS: Mapping[str, MarkKind] = MappingProxyType(
    {
        mark.name: mark
        for mark in (
            MarkKind("disputed", lambda p: bool(p.opponents)),
            MarkKind("conditional", lambda p: p.conditional),
            MarkKind("off-agenda", lambda p: p.refuses),
            MarkKind("offer-only", lambda p: p.only_offers),
            MarkKind("agreed", None, have_agreed),
            MarkKind("conduct-only", lambda p: p.status == "conduct-only"),
            MarkKind("acts-otherwise", lambda p: p.acts_otherwise),
            MarkKind("single-source", lambda p: len(p.origins) == 1, of_evidence=True),
            MarkKind("unnamed", lambda p: _fails_lens(p, "on_record"), of_evidence=True),
            MarkKind("told-by-others", lambda p: _fails_lens(p, "own_words"), of_evidence=True),
            MarkKind("through-group", lambda p: bool(p.through)),
            MarkKind("assumed", lambda p: any(s.assumed for s in p.statements)),
            MarkKind("red-line", None, lambda a, b: any(find_crossings(a, b))),
        )
    }
)
"""Every mark by its name."""

_OF_PAIRS = [(mark.name, mark.holds_between) for mark in MARKS.values() if mark.holds_between]
EVIDENCE = frozenset(mark.name for mark in MARKS.values() if mark.of_evidence)
"""The marks that speak of evidence."""


def mark_pair(a: Position, b: Position) -> frozenset[str]:
    """What qualifies the figures of two positions: the marks of either, and those of the pair."""
    return (a.marks | b.marks).union(name for name, holds in _OF_PAIRS if holds(a, b))


def find_live(ledger: Ledger, statements: Iterable[Statement], day: str) -> list[Statement]:
    """Those of some statements that were said by a day, and that none of them replaces."""
    said = [s for s in statements if s.said.day <= day]
    gone = ledger.replaced(s.key for s in said)
    return [s for s in said if s.key not in gone]


def _group(statements: Iterable[Statement]) -> dict[PartyAbout, list[Statement]]:
    """Some statements by party, and by what they are about."""
    groups: dict[PartyAbout, list[Statement]] = defaultdict(list)
    for s in statements:
        groups[s.party, s.about].append(s)
    return dict(groups)


def reaches(statement: Statement, dimension: Dimension) -> bool:
    """Whether a statement belongs to a position: one on the dimension, or a refusal or silence on its whole issue.

    All else that is said on an issue as a whole is told once, on the row of the issue.
    """
    if statement.about == dimension.about:
        return True
    return statement.about == dimension.issue and statement.stance in ("off-agenda", "silent")


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
        self._said = ledger.statements if live is None else live
        self.live: Sequence[Statement]
        self.ranks: Mapping[str, int]
        """The place of each statement, live or not, in the file."""
        self._groups: Mapping[PartyAbout, list[Statement]]
        if earlier and self._said is earlier._said and day == earlier.day:
            # Only the scales are others, or the weights: the same statements are live.
            self.live, self.ranks, self._groups = earlier.live, earlier.ranks, earlier._groups
        else:
            self.live = find_live(ledger, ledger.statements, day) if live is None else live
            self.ranks = {s.id: i for i, s in enumerate(self._said)}
            self._groups = _group(self.live)
        self.judged: dict[Condition, Met] = {}
        """How each condition stands that was asked for, without its words."""
        self._spoken: dict[PartyAbout, list[tuple[Statement, Zone]]] = {}
        self._own: dict[PartyAbout, Position] = {}
        self._found: dict[PartyAbout, Position] = {}
        # Of these the ones that are the same on behalf of whomever they are looked for.
        self._free: set[PartyAbout] = set()
        self._steps = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Positions):
            return False
        return (self.live, self.day, self.ledger) == (other.live, other.day, other.ledger)

    @cached_property
    def cards_of_outlet(self) -> Counter[str]:
        """How many source cards there are of each outlet, by the name that comes first on a card, in every language."""
        return Counter(next(iter(card.outlet.values())) for card in self.ledger.cards.values())

    @cached_property
    def opponents(self) -> Mapping[Key, set[Key]]:
        """For each live statement that is disputed, the live ones that dispute it."""
        earlier = self._earlier
        if earlier and self.live == earlier.live and self._asked == earlier._asked:
            return earlier.opponents
        return find_disputes(self.ledger, self.live)

    @cached_property
    def _asked(self) -> list[Dimension]:
        """The dimensions on which asks may dispute each other."""
        asked = (s.about for s in self.live if s.stance in ("asks", "agrees") and s.value is not None)
        return [self.ledger.dimension(about) for about in dict.fromkeys(asked)]

    @cached_property
    def speakers(self) -> Mapping[str, list[str]]:
        """For each party that a group speaks for, these groups."""
        speakers: dict[str, list[str]] = defaultdict(list)
        for group in self.ledger.parties.values():
            for party in group.speaks_for:
                speakers[party].append(group.id)
        return dict(speakers)

    @cached_property
    def _replaced_values(self) -> Mapping[PartyAbout, list[Statement]]:
        """What was held in words and is replaced by a live statement without a value, by party and dimension."""
        wordless = (s.key for s in self.live if s.value is None)
        gone = self.ledger.replaced(wordless)
        replaced: dict[PartyAbout, list[Statement]] = defaultdict(list)
        for s in self.ledger.statements if gone else ():
            if s.key in gone and s.said.day <= self.day and _has_value(s, VALUED, "words"):
                replaced[s.party, s.about].append(s)
        return dict(replaced)

    def find(self, party: str, dimension: Dimension) -> Position:
        """The position of a party on a dimension; its status is `unknown` where it has no statement.

        Where it says nothing, on the issue as a whole neither, it holds what a group holds that speaks for it.
        """
        key = (party, dimension.about)
        if key not in self._found:
            # Most parties have nobody who speaks for them.
            for name in self._list_speakers(party, dimension) if party in self.speakers else (party,):
                self._found[name, dimension.about] = self._find(name, dimension, frozenset())[0]
        return self._found[key]

    def _list_speakers(self, party: str, dimension: Dimension) -> Iterator[str]:
        """All whose positions make that of a party, each before those that it speaks for; the party is the last."""

        def ask(name: str) -> tuple[str, Iterator[str]]:
            seen.add(name)
            return name, iter(() if self._speaks(name, dimension) else self.speakers.get(name, ()))

        seen = set[str]()
        todo = [ask(party)]
        while todo:
            name, groups = todo[-1]
            group = next((group for group in groups if group not in seen), None)
            if group is None:
                yield name
                todo.pop()
            else:
                todo.append(ask(group))

    def _find(self, party: str, dimension: Dimension, asking: frozenset[str]) -> tuple[Position, bool]:
        """The position of a party, of its own or through a group; `asking`: those on whose behalf it is looked for.

        With whether it is the same on behalf of anybody, which it is but where groups speak for each other in a circle.
        Raises TooLarge.
        """
        key = (party, dimension.about)
        if key in self._free:
            return self._found[key], True
        if asking:
            steps = CIRCLE * len(asking) ** 2
            require_steps(steps, "--issues", "--parties", before=self._steps, groups=len(self.speakers))
            self._steps += steps
        is_free = True
        held = []
        groups = self.speakers.get(party, ())
        for group in groups if groups and not self._speaks(party, dimension) else ():
            if group in asking:
                is_free = False
                continue
            position, is_same = self._find(group, dimension, asking | {party})
            is_free = is_free and is_same
            held += [position] if position.statements else []
        found = _join_groups(party, held) if held else None
        if not found:
            found = self.find_own(party, dimension)
            last = self._find_last(found)
            found = found if last is None else replace(found, last=last)
        if is_free:
            self._found[key] = found
            self._free.add(key)
        return found, is_free

    def list_own(self, party: str, about: str) -> Sequence[Statement]:
        """The live statements of a party about a dimension, or about an issue as a whole."""
        return self._groups.get((party, about), ())

    def _speaks(self, party: str, dimension: Dimension) -> bool:
        return bool(self.list_own(party, dimension.about) or self.list_own(party, dimension.issue))

    def find_own(self, party: str, dimension: Dimension) -> Position:
        """The position that a party's own statements make; that of `earlier` where it comes out the same."""
        key = (party, dimension.about)
        if key not in self._own:
            here = self._groups.get(key, ())
            whole = [s for s in self.list_own(party, dimension.issue) if reaches(s, dimension)]
            statements = tuple(sorted((*here, *whole), key=lambda s: self.ranks[s.id]) if whole else here)
            position = self._earlier._own.get(key) if self._earlier else None
            # What a position is made of is its dimension, its statements and those that dispute them.
            if (
                not position
                or position.dimension is not dimension
                or position.statements != statements
                or position.opponents != {id for s in statements for id, _ in self.opponents.get(s.key, ())}
            ):
                position = derive(party, dimension, statements, self.opponents)
            self._own[key] = position
        return self._own[key]

    def list_spoken(self, party: str, dimension: Dimension) -> Sequence[tuple[Statement, Zone]]:
        """What may meet a condition on a position: its live asks and offers in words, each with its value."""
        key = (party, dimension.about)
        if key not in self._spoken:
            spoken = (s for s in self.find(party, dimension).statements if _has_value(s, VALUED, "words"))
            self._spoken[key] = [(s, dimension.zone(s)) for s in spoken]
        return self._spoken[key]

    def _find_last(self, position: Position) -> Statement | None:
        """What last gave a party a value, where what replaced it has none; None where it holds one in words."""
        had = self._replaced_values.get((position.party, position.dimension.about), ())
        if not had or any(_has_value(s, VALUED, "words") for s in position.statements):
            return None
        day = max(s.said.day for s in had)

        def rank(s: Statement) -> tuple[bool, str]:
            # Of one day the ask, then by the writing: the order of the file changes nothing.
            return s.stance == "accepts", s.value if isinstance(s.value, str) else str([*(s.value or ())])

        return min((s for s in had if s.said.day == day), key=rank)


def _join_groups(party: str, held: Sequence[Position]) -> Position | None:
    """What a party holds through groups; None where there are none, or where they hold different zones."""
    held = [p for p in held if p.zones] or held
    if len({frozenset(z.hull for z in p.zones) for p in held}) != 1:
        return None
    zones = _merge_zones(held[0].dimension, (z for p in held for z in p.zones))
    lasts = [p.last for p in held if p.last is not None]
    # A group may itself hold what another says: named is the one that says it.
    through = tuple(dict.fromkeys(group for p in held for group in p.through or (p.party,)))
    if len(held) == 1:
        return replace(held[0], party=party, through=through)
    return Position(
        party=party,
        dimension=held[0].dimension,
        status=min((p.status for p in held), key=STATUSES.index),
        statements=_unite(held, lambda p: p.statements),
        zones=zones,
        makers=_unite(held, lambda p: p.makers),
        deeds=_unite(held, lambda p: p.deeds),
        asks=_unite(held, lambda p: p.asks),
        offers=_unite(held, lambda p: p.offers),
        rejected=_unite(held, lambda p: p.rejected),
        refuses=any(p.refuses for p in held),
        conditional=any(p.conditional for p in held),
        acts_otherwise=any(p.acts_otherwise for p in held),
        opponents=frozenset().union(*(p.opponents for p in held)),
        last=min(lasts, key=lambda s: str(s.value), default=None),
        through=through,
    )


def _unite(held: Iterable[Position], list_items: Callable[[Position], tuple[T, ...]]) -> tuple[T, ...]:
    """What any of some positions has, each once."""
    items = (item for p in held for item in list_items(p))
    return tuple({item.key if isinstance(item, Statement) else item: item for item in items}.values())


def find_declared(statements: Iterable[Statement]) -> dict[Key, set[Key]]:
    """For each statement that another says it disputes, or that says so itself, those others: of every party."""
    statements = list(statements)
    disputing = [s for s in statements if s.disputes]
    disputed = {id for s in disputing for id in s.disputes}
    copies: dict[str, list[Key]] = defaultdict(list)
    for s in statements:
        if s.id in disputed:
            copies[s.id].append(s.key)
    disputes: dict[Key, set[Key]] = defaultdict(set)
    for s in disputing:
        for other in (key for id in s.disputes for key in copies.get(id, ())):
            disputes[s.key].add(other)
            disputes[other].add(s.key)
    return dict(disputes)


def find_disputes(ledger: Ledger, live: Sequence[Statement]) -> dict[Key, set[Key]]:
    """For each live statement that is disputed, the live ones that dispute it.

    One of the two says so; or they are asks of one party without a common value, whose link a lens took away.
    """
    disputes = find_declared(live)
    asks: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for s in live:
        if s.stance in ("asks", "agrees") and s.value is not None:
            asks[s.party, s.about, s.basis].append(s)
    for (_, about, _), group in asks.items():
        if len({s.value for s in group}) < 2:
            continue
        d = ledger.dimension(about)
        # Those of one value are judged together: many reports of the same make no more work than one.
        of_zone: dict[Zone, list[Statement]] = defaultdict(list)
        beside: dict[str, set[str]] = defaultdict(set)
        for s in group:
            of_zone[d.zone(s)].append(s)
            for id in s.beside:
                beside[s.id].add(id)
                beside[id].add(s.id)
        for zone, others in d.measure.list_apart(of_zone):
            apart = {t.id: t.key for other in others for t in of_zone[other]}
            for s in of_zone[zone] if apart else ():
                for key in map(apart.__getitem__, apart.keys() - beside[s.id]):
                    disputes.setdefault(s.key, set()).add(key)
                    disputes.setdefault(key, set()).add(s.key)
    return disputes


class _Sides(NamedTuple):
    """What the words, or the deeds, of one reading ask for and offer."""

    asks: list[Zone]
    """Their asks, with `today` for a refusal to discuss."""
    offers: list[Zone]
    firm: list[Zone]
    """The offers without a condition."""
    refuses: bool
    """Whether a refusal to discuss counts among them."""
    makers: list[Statement]
    """The statements that give these values."""


def _has_value(s: Statement, stances: Sequence[str], basis: str) -> bool:
    return s.stance in stances and s.basis == basis and s.value is not None


def _list_refusals(statements: Sequence[Statement], basis: str) -> list[Statement]:
    """The refusals to discuss that count: one of the whole issue gives way to any word on the dimension."""
    refusals = [s for s in statements if s.stance == "off-agenda" and s.basis == basis]
    if refusals and any(s.dimension and s.stance in VALUED and s.basis == "words" for s in statements):
        refusals = [s for s in refusals if s.dimension]
    return refusals


def _find_sides(dimension: Dimension, statements: Sequence[Statement], basis: str) -> _Sides:
    """The asks and the offers among some statements; `basis`: `words` or `conduct`."""
    asking = [s for s in statements if _has_value(s, ("asks", "agrees"), basis)]
    offering = [s for s in statements if _has_value(s, ("accepts", "agrees"), basis)]
    refusals = _list_refusals(statements, basis)
    asks = [dimension.zone(s) for s in asking]
    makers = asking + offering
    if refusals and dimension.measure.today is not None:
        asks.append(dimension.measure.today)
        makers += refusals
    firm = [dimension.zone(s) for s in offering if s.stance == "agrees" or not s.if_]
    return _Sides(asks, [dimension.zone(s) for s in offering], firm, bool(refusals), makers)


def _split_readings(statements: Sequence[Statement], against: Mapping[Key, set[Key]]) -> list[Sequence[Statement]]:
    """The ways to read a position: what is left of it when one side of a dispute is taken as wrong.

    Of its own reports that dispute each other each is right in one reading; and each statement elsewhere that disputes
    some of them is wrong in all of these readings, and right in one more for each. Raises TooLarge.
    """
    if not against:
        return [statements]
    here = {s.key for s in statements}
    ids = {s.id for s in statements}
    # What the same ones dispute is left out in one reading, however many they are.
    wrong = dict.fromkeys(frozenset(here.intersection(against.get(s.key, ()))) for s in statements)
    # A copy of a statement of several parties is not elsewhere.
    disputed: dict[Key, set[Key]] = defaultdict(set)
    for s in statements:
        for other in against.get(s.key, ()):
            if other[0] not in ids:
                disputed[other].add(s.key)
    elsewhere = dict.fromkeys(frozenset(disputed[other]) for other in sorted(disputed))
    count = max(1, sum(map(bool, wrong))) * (1 + len(elsewhere))
    # Of several options each is put into the zone of each reading.
    several = sum(len(s.value) for s in statements if isinstance(s.value, tuple))
    steps = count * (READ * len(statements) + SEVERAL * several) if count > 1 else 0
    require_steps(steps, "--issues", "--only", readings=count, statements=len(statements))
    inside: list[Sequence[Statement]] = [[t for t in statements if t.key not in keys] for keys in wrong if keys] or [
        statements
    ]
    outside = [[s for s in reading if s.key not in keys] for keys in elsewhere for reading in inside]
    return [*inside, *outside]


def _find_zones(dimension: Dimension, readings: Iterable[_Sides]) -> tuple[tuple[Stretch, ...], bool]:
    """The zones of some readings, each once, and whether one of them hangs on a condition."""
    hull = dimension.measure.hull
    zones = []
    conditional = False
    for asks, offers, firm, _, _ in readings:
        if not (asks or offers):
            continue
        zone = hull(asks + offers)
        conditional = conditional or not (asks or firm) or hull(asks + firm) != zone
        zones.append(Stretch(zone, hull(asks or offers), bool(asks)))
    return _merge_zones(dimension, zones), conditional


def _merge_zones(dimension: Dimension, zones: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Some zones, equal ones once: one that asks goes before one that only offers."""
    merged: dict[Zone, Stretch] = {}
    for z in zones:
        old = merged.get(z.hull, z)
        if old.asking == z.asking:
            merged[z.hull] = z._replace(asks=dimension.measure.hull((old.asks, z.asks)))
        else:
            merged[z.hull] = old if old.asking else z
    return tuple(merged.values())


def _find_left(
    dimension: Dimension, readings: Iterable[Sequence[Statement]]
) -> tuple[tuple[Stretch, ...], list[Statement]]:
    """The one answer that rejections leave in each reading, and the statements that leave it."""
    zones: dict[Zone, Stretch] = {}
    makers: list[Statement] = []
    for reading in readings if dimension.options else ():
        rejecting = [s for s in reading if s.stance == "rejects" and s.value is not None]
        left = dimension.measure.left([s.value for s in rejecting if s.value is not None]) if rejecting else ()
        if len(left) == 1:
            zones[left[0]] = Stretch(left[0], left[0])
            makers += rejecting
    return tuple(zones.values()), makers


def _acts_outside(dimension: Dimension, statements: Sequence[Statement], zones: Sequence[Stretch]) -> bool:
    """Whether a deed lies outside of all zones; deeds beside words count in none."""
    deeds = _find_sides(dimension, statements, "conduct")
    meet = dimension.measure.meet
    return any(not any(meet(deed, zone.hull) for zone in zones) for deed in deeds.asks + deeds.offers)


def _find_status(statements: Iterable[Statement]) -> str:
    """What is known of a position that has some statements and no zone."""
    stances = {s.stance for s in statements}
    if not stances.isdisjoint(VALUED):
        return "words-only"
    if "rejects" in stances:
        return "rejects-only"
    return "off-agenda" if "off-agenda" in stances else "silent"


class _Held(NamedTuple):
    """What the readings of a position come to."""

    status: str
    zones: tuple[Stretch, ...]
    deeds: tuple[Stretch, ...] = ()
    conditional: bool = False
    sides: Sequence[_Sides] = ()
    """What makes the zones, reading by reading; none where only rejections do."""
    makers: Sequence[Statement] = ()
    refuses: bool = False


def _find_held(dimension: Dimension, statements: Sequence[Statement], readings: Sequence[Sequence[Statement]]) -> _Held:
    """Words give the values of a position; deeds do where its words give none, and rejections where neither does."""
    words = [_find_sides(dimension, reading, "words") for reading in readings]
    refuses = any(sides.refuses for sides in words)
    done: list[_Sides] = []
    if any(s.basis == "conduct" for s in statements):
        done = [_find_sides(dimension, reading, "conduct") for reading in readings]
    zones, conditional = _find_zones(dimension, words)
    deeds, conditional_deeds = _find_zones(dimension, done)
    if zones:
        return _Held("stated", zones, deeds, conditional, words, _list_makers(words), refuses)
    refuses = refuses or any(sides.refuses for sides in done)
    if deeds:
        return _Held("conduct-only", deeds, deeds, conditional_deeds, done, _list_makers(done), refuses)
    zones, rejecting = _find_left(dimension, readings)
    status = "rejects-only" if zones else _find_status(statements)
    return _Held(status, zones, makers=rejecting, refuses=refuses)


def _list_makers(sides: Iterable[_Sides]) -> list[Statement]:
    return [s for each in sides for s in each.makers]


def derive(
    party: str, dimension: Dimension, statements: tuple[Statement, ...], disputes: Mapping[Key, set[Key]]
) -> Position:
    """The position that the live statements of a party make on a dimension.

    `disputes`: for each disputed statement, those that dispute it, as `find_disputes` gives them.
    """
    if not statements:
        return Position(party, dimension)
    against = {s.key: disputes[s.key] for s in statements if s.key in disputes}
    readings = _split_readings(statements, against)
    held = _find_held(dimension, statements, readings)
    makers = {s.key for s in held.makers}
    acts = held.status == "stated" and any(s.basis == "conduct" for s in statements)
    return Position(
        party=party,
        dimension=dimension,
        status=held.status,
        statements=statements,
        zones=held.zones,
        makers=tuple(s for s in statements if s.key in makers),
        deeds=held.deeds,
        # A refusal of the whole issue may count in one reading and not in another, so that no one of them has all.
        asks=tuple(dict.fromkeys(zone for sides in held.sides for zone in sides.asks)),
        offers=tuple(dict.fromkeys(zone for sides in held.sides for zone in sides.offers)),
        rejected=tuple(dimension.zone(s) for s in statements if s.stance == "rejects" and s.value is not None),
        refuses=held.refuses,
        conditional=held.conditional,
        acts_otherwise=acts and _acts_outside(dimension, statements, held.zones),
        opponents=frozenset(id for others in against.values() for id, _ in others),
        readings=len(readings),
    )


CONDITION_STATES = ("met", "not-on-offer", "unanswered", "words")
"""How a condition may stand."""


class Met(NamedTuple):
    """How a condition stands on a day."""

    state: str
    """One of `CONDITION_STATES`."""
    short: float | None = None
    """The least distance, 0 to 1, from what is held to what would satisfy it, where not on offer."""
    statements: tuple[Statement, ...] = ()
    """Those that meet it."""


def judge_condition(positions: Positions, condition: Condition | Text) -> Met:
    """Whether a condition is met: by a live ask or offer in words all of whose values satisfy it."""
    if not isinstance(condition, Condition):
        return Met("words")
    # Many may wait for the same, which is judged once.
    same = condition._replace(words=None)
    if same not in positions.judged:
        positions.judged[same] = _judge(positions, condition)
    return positions.judged[same]


def _judge(positions: Positions, condition: Condition) -> Met:
    d = positions.ledger.dimension(condition.about)
    wanted = d.satisfying(condition)
    position = positions.find(condition.party, d)
    spoken = positions.list_spoken(condition.party, d)
    meeting = tuple(s for s, zone in spoken if d.measure.within(zone, wanted))
    if meeting:
        return Met("met", statements=meeting)
    if not position.zones:
        return Met("unanswered")
    return Met("not-on-offer", min(d.measure.least(z.hull, wanted) for z in position.zones))
