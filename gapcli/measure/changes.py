"""Every change of a position: when, how far, towards whom, and what it did to each gap.

A day is taken in rounds, so that a statement which replaces one of the same day finds it standing, and what is agreed
comes at its end. In a round each position takes up to five turns: what is replaced, and what takes its place; what is
said beside it; what is offered beyond it; what is agreed beside it; what contradicts it. A turn after which the party
holds something else is a change. Its gaps are those with the others as they stand when the day is over, so that the
last change of a day on either side of a pair ends at the gap of that day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from math import fsum
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Key, PartyAbout, Statement
from gapcli.ledger.scales import Scale, Zone
from gapcli.measure.budget import CELL, CHANGED, CHANGED_GAP, CHANGED_STATEMENT, require_steps
from gapcli.measure.gaps import figure, measure_zones
from gapcli.measure.positions import (
    EVIDENCE,
    Position,
    Positions,
    Stretch,
    derive,
    find_declared,
    find_disputes,
    reaches,
)
from gapcli.measure.view import View

Statements = Sequence[Statement]

MOVES = ("moved", "offered", "agreed")
"""The kinds of change that are told first: moves, offers and agreements."""
KINDS = (*MOVES, "stated", "contradicted", "withdrawn")
"""Every kind of change."""


class KnownGap(NamedTuple):
    """A gap on one side of a change."""

    gap: float | None
    """From 0 to 1; None where it is not known."""
    least: bool
    """Whether it is a lower bound."""


@dataclass(frozen=True, slots=True, eq=False)
class PositionChange:
    """A change of one position, in one turn."""

    day: str
    """The day from which it counts, as YYYY-MM-DD."""
    kind: str
    """One of `KINDS`."""
    before: Position
    after: Position
    added: Position
    """What the party's statements that made the change come to by themselves."""
    replaced: Position
    """What those that they took the place of came to by themselves."""
    contradicting: tuple[Statement, ...]
    """The reports, of whichever party, that dispute what stood."""
    contradicted: tuple[Statement, ...]
    """What stood and is disputed by them."""
    gaps: Mapping[str, tuple[KnownGap, KnownGap]] = field(default_factory=dict)
    """Before and after, by each other party shown that has a place when the day is over, with which one is known."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those that made the change."""
        return tuple({s.id: s for s in (*self.added.statements, *self.contradicting)}.values())

    @property
    def dated(self) -> str:
        """When, as precise as the statements are together."""
        texts = {s.said.text for s in self.statements}
        return texts.pop() if len(texts) == 1 else self.day

    @property
    def crosses(self) -> bool:
        """Whether it goes from deeds to words or back: what was done, and then said, is no way that was gone."""
        held = [p.status == "conduct-only" for p in (self.before, self.after) if p.zones]
        return len(set(held)) == 2

    @property
    def distance(self) -> float | None:
        """How far on the scale, 0 to 1; None where there is no place to measure from or to, nor from deeds to words."""
        if self.crosses:
            return None
        if self.kind == "contradicted" or (self.kind == "moved" and self.added.zones):
            stood = self.before if self.kind == "contradicted" else self.replaced
            return _measure_gap(stood.dimension.measure, stood.zones, self.added.zones)
        if self.kind in ("moved", "withdrawn"):
            return _measure_reach(self.replaced, self.after)
        return _measure_reach(self.added, self.before)

    @property
    def differences(self) -> dict[str, float]:
        """How much wider each gap became that was known before and after, of deeds or of words; below 0 if nearer."""
        if self.crosses:
            return {}
        known = ((p, x.gap, y.gap) for p, (x, y) in self.gaps.items() if x.gap is not None and y.gap is not None)
        return {p: figure(y) - figure(x) for p, x, y in known}

    @property
    def pole(self) -> int | None:
        """Which pole it went towards, 0 or 1; None where neither, or where a side has no place."""
        before, after = map(_list_hulls, (self.before, self.after))
        return self.after.dimension.measure.pole(before, after)

    @property
    def marks(self) -> frozenset[str]:
        """Those of the position after it, and of the evidence for the change."""
        evidence = self.added if self.added.statements else self.after
        return self.after.marks - EVIDENCE | evidence.marks & EVIDENCE


def _measure_gap(scale: Scale[Zone], x: Sequence[Stretch], y: Sequence[Stretch]) -> float | None:
    figures = measure_zones(scale, x, y)
    return figures.gap if figures else None


def _measure_reach(x: Position, y: Position) -> float | None:
    """How far x reaches beyond y, the mean over their zones; None where one has none."""
    reach = [x.dimension.measure.beyond(a.hull, b.hull) for a in x.zones for b in y.zones]
    return fsum(reach) / len(reach) if reach else None


class _Turn(NamedTuple):
    """What comes and what goes at once in a position."""

    kind: str
    came: Statements = ()
    went: Statements = ()
    contradicting: Statements = ()
    contradicted: Statements = ()
    """What stands and is disputed by the former."""


class History:
    """The positions of a ledger as the days go by; only what a day touches is derived anew."""

    def __init__(self, view: View, since: str, say: Callable[[Position], tuple[str, str]]) -> None:
        """`since`: the day after which changes are listed; empty for all.

        `say`: what a party says and what it rules out beside it, in words. Two positions of other words are two.
        """
        self.view = view
        self.say = say
        self.ledger = view.ledger
        self.since = since
        self.start = Positions(self.ledger, since)
        self._now: dict[PartyAbout, Position] = {}
        # Measured once for the same zones: a place is taken by many parties.
        self._measure = cache(_measure_gap)
        self._live = {s.key: s for s in self.start.live}
        # What ceased to stand in the round that is being taken.
        self._gone: list[Statement] = []
        self._groups: dict[PartyAbout, list[Statement]] = defaultdict(list)
        for s in self.start.live:
            self._groups[s.party, s.about].append(s)
        self._parties = {party: i for i, party in enumerate(view.parties)}
        self._dimensions = view.dimensions
        self._places: dict[str, list[int]] = defaultdict(list)
        """Of a dimension, and of each issue, the places of the dimensions that it is, or has."""
        for i, d in enumerate(self._dimensions):
            self._places[d.about].append(i)
            self._places[d.issue].append(i)
        self._opponents = find_declared(self.ledger.statements)
        self._keys = {s.key for s in self.ledger.statements}
        self._behind: dict[Key, frozenset[Key]] = {}
        self._steps = 0

    def list_changes(self) -> Iterator[PositionChange]:
        """Every change up to the day asked about, day by day; those of a day by issue and dimension."""
        said = [s for s in self.ledger.statements if self.since < s.said.day <= self.view.day]
        said.sort(key=lambda s: s.said.day)
        parties = {*self.view.parties}
        changing = sum(len(self._places.get(s.about, ())) for s in said if s.party in parties)
        self._spend(changing * (CHANGED + CHANGED_GAP * len(parties)))
        ranks = {d.about: i for i, d in enumerate(self._dimensions)}
        for day, group in groupby(said, key=lambda s: s.said.day):
            found = [change for each in self._split_day(list(group)) for change in self._take_round(day, each)]
            # Against the others as they stand when the day is over, whoever spoke first on it.
            found = [replace(change, gaps=self._measure_gaps(change.before, change.after)) for change in found]
            yield from sorted(found, key=lambda change: ranks[change.after.dimension.about])

    def _split_day(self, said: list[Statement]) -> Iterator[list[Statement]]:
        """The statements of a day, each after those that it replaces, and agreements after all that can come first."""
        order = {s.key: i for i, s in enumerate(said)}
        # How many of the day each waits for, and which wait for it.
        waits = {s.key: 0 for s in said}
        after: dict[Key, list[Statement]] = defaultdict(list)
        for s in said:
            for old in self._list_replaced(s) & order.keys():
                waits[s.key] += 1
                after[old].append(s)
        ready = [s for s in said if not waits[s.key]]
        while ready:
            first = [s for s in ready if s.stance != "agrees"] or ready
            yield first
            ready = _leave_out(ready, first)
            for s in (s for old in first for s in after[old.key]):
                waits[s.key] -= 1
                if not waits[s.key]:
                    ready.append(s)
            ready.sort(key=lambda s: order[s.key])

    def _list_replaced(self, s: Statement) -> frozenset[Key]:
        """What a statement replaces, also through what a lens took away; what that replaced is gone before it comes."""
        old = self.ledger.replaced_by.get(s.key, frozenset())
        left = old & self._keys
        return left.union(*map(self._find_behind, old - left))

    def _find_behind(self, taken: Key) -> frozenset[Key]:
        """What is left of all that a statement replaced which a lens took away: each is walked once for all."""
        todo, opened = [taken], set[Key]()
        while todo:
            key = todo[-1]
            if key in self._behind:
                todo.pop()
                continue
            old = self.ledger.replaced_by.get(key, frozenset())
            left = old & self._keys
            if key not in opened:
                # First what it replaced. Nothing replaces itself, however far.
                opened.add(key)
                todo += [other for other in old - left if other not in self._behind]
            else:
                self._behind[key] = left.union(*(self._behind[other] for other in old - left))
        return self._behind[taken]

    def _take_round(self, day: str, said: Statements) -> Iterator[PositionChange]:
        came: dict[PartyAbout, list[Statement]] = defaultdict(list)
        went: dict[PartyAbout, list[Statement]] = defaultdict(list)
        self._gone = []
        for s in said:
            came[s.party, s.about].append(s)
            for old in [self._live.pop(key) for key in self._list_replaced(s) if key in self._live]:
                went[old.party, old.about].append(old)
                self._gone.append(old)
        against = self._group_opponents(said)
        ended = self._group_opponents(s for each in went.values() for s in each)
        self._live |= {s.key: s for s in said}
        touched = {*came, *went, *against, *ended}
        for party, d in self._list_touched(touched):
            here, gone = ([s for s in self._gather(each, party, d) if reaches(s, d)] for each in (came, went))
            others = (self._gather(each, party, d) for each in (against, ended))
            yield from self._change_position(day, party, d, here, gone, *others)
        for key in touched:
            stay = [s for s in self._groups[key] if s.key in self._live]
            self._groups[key] = sorted(stay + came[key], key=lambda s: self.start.ranks[s.id])

    def _list_touched(self, keys: Iterable[PartyAbout]) -> list[tuple[str, Dimension]]:
        """The positions shown that statements of some parties about some questions may reach, in their order."""
        shown = ((self._parties[party], about) for party, about in keys if party in self._parties)
        found = {(place, i) for place, about in shown for i in self._places.get(about, ())}
        return [(self.view.parties[place], self._dimensions[i]) for place, i in sorted(found)]

    def _gather(self, groups: Mapping[PartyAbout, Statements], party: str, d: Dimension) -> list[Statement]:
        """Those of some statements that are of a party about a dimension or its issue; both in order of the file."""
        here, whole = groups.get((party, d.about), ()), groups.get((party, d.issue), ())
        return sorted([*here, *whole], key=lambda s: self.start.ranks[s.id]) if whole else [*here]

    def _group_opponents(self, statements: Iterable[Statement]) -> Mapping[PartyAbout, list[Statement]]:
        """Those of some statements that dispute what is live, by the party and the question of that."""
        found: dict[PartyAbout, list[Statement]] = defaultdict(list)
        for s in statements:
            for other in [self._live[key] for key in self._opponents.get(s.key, ()) if key in self._live]:
                found[other.party, other.about].append(s)
        return found

    def _change_position(
        self,
        day: str,
        party: str,
        d: Dimension,
        came: Statements,
        went: Statements,
        against: Statements,
        ended: Statements,
    ) -> Iterator[PositionChange]:
        """The changes of one position in one round.

        `against`: what may dispute what stands there; `ended`: what may have disputed it until now.
        """
        stood = [s for s in self._gather(self._groups, party, d) if reaches(s, d)]
        kept = {s.key for s in stood if s.key in self._live}
        strangers = self._select_opponents(_leave_out(against, came), kept)
        heard = self._select_opponents(_leave_out(ended, went), kept)
        if not (came or went or strangers or heard):
            return
        before = self._now.get((party, d.about)) or self._derive(
            party, d, stood, strangers, self._select_opponents(self._gone, {s.key for s in stood})
        )
        # What disputed it elsewhere no longer stands: a report more or less, and no move.
        turns = [_Turn("stated")] if heard else []
        for turn in (*turns, *self._list_turns(party, d, stood, came, went, strangers)):
            stood = [*_leave_out(stood, turn.went), *turn.came]
            after = self._derive(party, d, stood, () if turn.contradicting else strangers)
            state = self.find_state(after)
            if state != self.find_state(before) or (state and self._is_first_doubt(turn)):
                yield PositionChange(
                    day=day,
                    kind=turn.kind if self._is_move(turn.kind, before, after) else "stated",
                    before=before,
                    after=after,
                    added=self._derive(party, d, turn.came, strangers),
                    replaced=self._derive(party, d, turn.went, strangers),
                    contradicting=tuple(turn.contradicting),
                    contradicted=tuple(turn.contradicted),
                )
            self._now[party, d.about] = before = after

    def _is_move(self, kind: str, before: Position, after: Position) -> bool:
        """Whether a change is of its kind; else it is one of the reports alone.

        A new report of the same, which may settle a dispute, or a deed alone is no move; nor is another word for the
        place that was held, as an offer of it under another condition.
        """
        if kind not in MOVES:
            return True
        if after.status == "conduct-only" or self.say(before) == self.say(after):
            return False
        return kind == "agreed" or not before.zones or {*_list_hulls(before)} != {*_list_hulls(after)}

    def _select_opponents(self, statements: Statements, keys: Set[Key]) -> list[Statement]:
        """Those of some statements that dispute one of these."""
        return [s for s in statements if not self._opponents.get(s.key, set()).isdisjoint(keys)]

    def _list_turns(
        self, party: str, d: Dimension, before: Statements, came: Statements, went: Statements, strangers: Statements
    ) -> Iterator[_Turn]:
        """What a round does to one position, in order."""
        stood = [s for s in before if s.key in self._live]
        # A silence that ends is no word that was taken back.
        taken = {s.key for s in went if s.stance != "silent"}
        replacing = [s for s in came if not taken.isdisjoint(self._list_replaced(s))]
        if went:
            stood += replacing
            yield _Turn(_name_replacement(d, before, stood, replacing, went), replacing, went)
        came = _leave_out(came, replacing)
        # As the position has it: a lens can leave two asks without a link, which dispute each other then.
        disputing = self._select_disputed(came, stood)
        came = _leave_out(came, disputing)
        offered = self._list_offered(party, d, stood, came)
        agreed = [s for s in came if s.stance == "agrees"]
        turns = (("stated", _leave_out(came, [*offered, *agreed])), ("offered", offered), ("agreed", agreed))
        yield from (_Turn(kind, added) for kind, added in turns if added)
        doubting = [*disputing, *strangers]
        doubted = self._select_disputed(stood, doubting)
        if doubted:
            yield _Turn("contradicted", disputing, (), doubting, doubted)

    def _select_disputed(self, statements: Statements, others: Statements) -> list[Statement]:
        """Those of some statements that cannot be right if one of the others is."""
        keys = {s.key for s in others}
        disputes = find_disputes(self.ledger, [*statements, *others]) if statements and others else {}
        return [s for s in statements if not keys.isdisjoint(disputes.get(s.key, ()))]

    def _list_offered(self, party: str, d: Dimension, stood: Statements, came: Statements) -> list[Statement]:
        """The offers among what comes that go beyond what is asked for."""
        heard = _list_stances(d, stood)
        offers = [s for s in came if (s.stance, s.basis) == ("accepts", "words") and s.value is not None]
        offers = [s for s in offers if heard.isdisjoint(_list_stances(d, (s,)))]
        if not offers:
            return []
        base = self._derive(party, d, [*stood, *_leave_out(came, offers)], ())
        asked = [z.asks for z in base.zones] if base.status == "stated" and base.asks else []
        return [s for s in offers if any(not d.measure.within(d.zone(s), zone) for zone in asked)]

    def _derive(
        self, party: str, d: Dimension, statements: Iterable[Statement], unheard: Statements, heard: Statements = ()
    ) -> Position:
        """The position that some statements make, with what disputes them: `heard`, and not what is `unheard`."""

        def find_rank(s: Statement) -> tuple[bool, tuple[float, ...], str, int]:
            # Along the scale, and of one value the first report in front: a new one of the same changes no word.
            place = () if s.value is None else d.measure.sort_key(d.zone(s))
            return s.value is None, place, s.said.day, self.start.ranks[s.id]

        own = sorted(statements, key=find_rank)
        self._spend(CELL + CHANGED_STATEMENT * len(own))
        opponents = {key for s in own for key in self._opponents.get(s.key, ())} & self._live.keys()
        others = [self._live[key] for key in opponents.difference(s.key for s in unheard)]
        strangers = (s for s in (*others, *heard) if s.party != party or not reaches(s, d))
        return derive(party, d, tuple(own), find_disputes(self.ledger, (*own, *strangers)))

    def _spend(self, steps: int) -> None:
        """Count some steps. Raises TooLarge."""
        size = {"statements": len(self.ledger.statements), "parties": len(self.view.parties)}
        require_steps(steps, "--issues", "--parties", "--since", before=self._steps, **size)
        self._steps += steps

    def find_state(self, position: Position) -> tuple[tuple[str, str], set[Zone], bool] | None:
        """What makes a position another one; a silence is none."""
        if position.status in ("unknown", "silent"):
            return None
        # A deed that asks has the words of one that offers, and makes of a lower bound a gap.
        return self.say(position), {z.hull for z in position.zones}, position.only_offers

    def _is_first_doubt(self, turn: _Turn) -> bool:
        """Whether something is disputed that was not before."""
        new = {s.key for s in turn.contradicting}
        return any(self._opponents.get(s.key, set()) & self._live.keys() <= new for s in turn.contradicted)

    def _measure_gaps(self, before: Position, after: Position) -> dict[str, tuple[KnownGap, KnownGap]]:
        d = after.dimension

        def measure(side: Position, other: Position) -> KnownGap:
            gap = self._measure(d.measure, side.zones, other.zones)
            return KnownGap(gap, gap is not None and (side.only_offers or other.only_offers))

        gaps = {}
        # Each gap is told in words. Of many parties that outweighs the reading of what changes it.
        self._spend(CELL * len(self.view.parties) * (1 + len(self.view.parties) // 8))
        for party in self.view.parties if before.zones or after.zones else ():
            other = self._now.get((party, d.about)) or self.start.find_own(party, d)
            if party != after.party and other.zones:
                gaps[party] = (measure(before, other), measure(after, other))
        return gaps


def _list_hulls(position: Position) -> list[Zone]:
    return [z.hull for z in position.zones]


def _leave_out(statements: Statements, others: Statements) -> list[Statement]:
    keys = {s.key for s in others}
    return [s for s in statements if s.key not in keys]


def _list_stances(d: Dimension, statements: Iterable[Statement]) -> set[tuple[str, str, str | Zone]]:
    """What some statements say, whoever reports it."""
    return {(s.stance, s.basis, str(s.text) if s.value is None else d.zone(s)) for s in statements}


def _name_replacement(
    d: Dimension, before: Statements, stood: Statements, replacing: Statements, went: Statements
) -> str:
    """The kind of change where something is replaced."""
    had = _list_stances(d, before)
    lost = _list_stances(d, went) - _list_stances(d, stood)
    put = [s for s in replacing if s.stance != "silent" and _list_stances(d, (s,)).isdisjoint(had)]
    if lost and not put:
        return "withdrawn"
    if put and all(s.basis == "conduct" for s in put):
        return "stated"
    return "agreed" if any(s.stance == "agrees" for s in put) else "moved"
