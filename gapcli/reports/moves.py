"""Who moved or offered, when, how far, towards whom, and what it did to each gap.

A day is taken in rounds, so that a statement which replaces one of the same day finds it standing. In a round each
position takes up to four steps: what is replaced, and what takes its place; what is said beside it; what is offered
beyond it; what contradicts it. A step after which the party holds something else is a row, so that the rows of a pair
of parties on a question lead from their first gap to their last.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum
from typing import Any, NamedTuple

from gapcli.ledger.model import Dimension, Ledger, Statement, when
from gapcli.ledger.query import Query
from gapcli.ledger.scales import Zone
from gapcli.measure.compare import Narrowed, narrow
from gapcli.measure.gaps import Cell, figure, shown
from gapcli.measure.positions import EVIDENCE, Position, Positions, Stretch
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Page, Pieces, Row, bold, dim, plain
from gapcli.reports.contract import (
    DAY,
    FIGURE,
    IDS,
    MARK,
    STATUS,
    TEXT,
    Fields,
    by_id,
    document,
    many,
    maybe,
    one_of,
    record,
)
from gapcli.reports.issue import ZONE, axis, ruler
from gapcli.reports.matrix import title
from gapcli.reports.report import Report
from gapcli.words.en import TOLD, VOUCHED, conditions_words, count, date, listed, rules_out, says

MOVES = ("moved", "offered")
"""The kinds of change that are called moves."""
KINDS = (*MOVES, "stated", "contradicted", "withdrawn")

UNPLACED = {
    "words-only": "words without a place",
    "rejects-only": "only what it rejects",
    "off-agenda": "won't discuss it",
    "silent": "gave no answer",
    "unknown": "no report",
}
"""What a party without a place on the scale has, by its status."""

GAP: Fields = {
    "before": (maybe(FIGURE), "The gap before; null where it was not known."),
    "after": (maybe(FIGURE), "The gap after; null where it is no longer known."),
}
ROW: Fields = {
    "date": (DAY, "The day from which it counts."),
    "said": (DAY, "When, as precise as the source is."),
    "party": (TEXT, "Whose position changed."),
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "The dimension."),
    "kind": (
        one_of(*KINDS),
        "`moved`: it took the place of what stood. `offered`: it goes beyond what was asked for. `stated`: the first "
        "word, or said beside what stood. `contradicted`: a report disputes what stood. `withdrawn`: taken back, with "
        "nothing new in its place. The first two are moves.",
    ),
    "from": (maybe(TEXT), "What the party held before, in words; null where there was no report."),
    "to": (TEXT, "What it holds after."),
    "distance": (
        maybe(FIGURE),
        "How far on the scale: `moved`, from what was replaced to what took its place; `offered` and `stated`, beyond "
        "what stood; `contradicted`, from what stood to the report; `withdrawn`, beyond what is left. Null where "
        "either has no place.",
    ),
    "towards": (IDS, "The parties that it came nearer to, by the gap."),
    "away": (IDS, "The parties that it went away from."),
    "conditions": (maybe(TEXT), "Under which conditions, and whether they are on offer on the day asked about."),
    "word": (TEXT, "On whose word: the speaker, the outlet, who vouches for the account, who tells it."),
    "statements": (IDS, "The statements that made the change."),
    "replaced": (IDS, "The statements that they took the place of."),
    "contradicts": (IDS, "The statements that they dispute."),
    "marks": (many(MARK), "What qualifies the position after it, and the evidence of these statements."),
    "gaps": (by_id(record(GAP)), "The gap with each other party shown, where it was known or is."),
}
PLACE: Fields = {
    "date": (DAY, "From which day on."),
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "The dimension."),
    "party": (TEXT, "Whose position it is."),
    "status": (STATUS, "What is known of it."),
    "asks": (many(ZONE), "What it asks for: [low, high] places from 0 to 1, or options of a `choice`."),
    "offers": (many(ZONE), "What it offers, likewise."),
    "zones": (many(ZONE), "From what it asks for to the most it offers; several where reports dispute each other."),
}
SCHEMA = document(
    "moves",
    ROW,
    {"places": (maybe(many(record(PLACE))), "Of one issue, where each party stood from which day on; else null.")},
)


# --- what changed ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One step of one position."""

    day: str
    kind: str
    before: Position
    after: Position
    made: Position
    """What the party's statements that made the change hold by themselves."""
    replaced: Position
    """What those that went held by themselves."""
    contradicting: tuple[Statement, ...]
    """The reports, of whichever party, that dispute what stood."""
    contradicted: tuple[Statement, ...]
    """What stood and is disputed by them."""
    gaps: Mapping[str, tuple[float | None, float | None]]
    """Before and after, by each other party shown with which one of the two is known."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those that made the change."""
        return tuple({s.id: s for s in (*self.made.statements, *self.contradicting)}.values())

    @property
    def said(self) -> str:
        """When, as precise as the statements are together."""
        texts = {s.said.text for s in self.statements}
        return texts.pop() if len(texts) == 1 else self.day

    @property
    def distance(self) -> float | None:
        """How far on the scale, 0 to 1; None where there is no place to measure from or to."""
        if self.kind == "moved" and self.made.zones:
            return _gap(self.replaced, self.made)
        if self.kind == "contradicted":
            return _gap(self.before, self.made)
        if self.kind in ("moved", "withdrawn"):
            return _beyond(self.replaced, self.after)
        return _beyond(self.made, self.before)

    @property
    def towards(self) -> list[str]:
        """The parties that it came nearer to."""
        return [p for p, (x, y) in self.gaps.items() if x is not None and y is not None and figure(y) < figure(x)]

    @property
    def away(self) -> list[str]:
        """The parties that it went away from."""
        return [p for p, (x, y) in self.gaps.items() if x is not None and y is not None and figure(y) > figure(x)]

    @property
    def marks(self) -> frozenset[str]:
        """Those of the position after it, and of the evidence for the change."""
        evidence = self.made if self.made.statements else self.after
        return self.after.marks - EVIDENCE | evidence.marks & EVIDENCE


def _gap(x: Position, y: Position) -> float | None:
    figures = Cell(x, y, 1.0).figures if x.zones and y.zones else None
    return figures.gap if figures else None


def _beyond(x: Position, y: Position) -> float | None:
    """How far x reaches beyond y, the mean over their zones; None where one has none."""
    reach = [x.dimension.measure.beyond(a.hull, b.hull) for a in x.zones for b in y.zones]
    return fsum(reach) / len(reach) if reach else None


class Step(NamedTuple):
    """What comes and what goes in one step of a position."""

    kind: str
    came: Sequence[Statement] = ()
    went: Sequence[Statement] = ()
    contradicting: Sequence[Statement] = ()
    contradicted: Sequence[Statement] = ()


Key = tuple[str, str]
"""A party, and an issue or a dimension."""


class Days:
    """The positions of a ledger as the days go by; only what a day touches is derived anew."""

    def __init__(self, narrowed: Narrowed, since: str) -> None:
        """`since`: the day after which changes are told; empty for all."""
        self.narrowed = narrowed
        self.ledger = narrowed.ledger
        self.since = since
        self.start = Positions(self.ledger, since)
        self._now: dict[Key, Position] = {}
        self._worded: dict[Position, tuple[str, str]] = {}
        self._measured: dict[tuple[tuple[Stretch, ...], ...], float | None] = {}
        self._live = {s.id: s for s in self.start.live}
        self._groups: dict[Key, list[Statement]] = defaultdict(list)
        for s in self.start.live:
            self._groups[s.party, s.issue].append(s)
        self._foes: dict[str, set[str]] = defaultdict(set)
        for s in self.ledger.statements:
            for other in s.disputes:
                self._foes[s.id].add(other)
                self._foes[other].add(s.id)

    def changes(self) -> Iterator[Change]:
        """Every change up to the day asked about, day by day; those of a day by issue and dimension."""
        said = [s for s in self.ledger.statements if self.since < s.said.day <= self.narrowed.day]
        said.sort(key=lambda s: s.said.day)
        place = {d.about: i for i, d in enumerate(d for c in self.narrowed.chosen for d in c.dimensions)}
        for day, group in groupby(said, key=lambda s: s.said.day):
            found = [change for each in self._rounds(list(group)) for change in self._round(day, each)]
            yield from sorted(found, key=lambda change: place[change.after.dimension.about])

    def told(self, change: Change) -> tuple[str | None, str]:
        """From what to what, in words; red lines beside it only where they change."""
        (before, was), (after, now) = self._words(change.before), self._words(change.after)
        if was != now:
            before, after = ("; ".join(w for w in pair if w) for pair in ((before, was), (after, now)))
        return before if self.held(change.before) else None, after

    def _words(self, position: Position) -> tuple[str, str]:
        """What a party says, and what it rules out beside it."""
        if position not in self._worded:
            positions = self.narrowed.positions
            self._worded[position] = (says(positions, position), rules_out(positions, position))
        return self._worded[position]

    def _rounds(self, said: list[Statement]) -> Iterator[list[Statement]]:
        """The statements of a day, each after those that it replaces."""
        while said:
            left = {s.id for s in said}
            # A circle, which `check` refuses, has no first.
            first = [s for s in said if left.isdisjoint(self._replaces(s))] or said
            yield first
            left.difference_update(s.id for s in first)
            said = [s for s in said if s.id in left]

    def _place(self, s: Statement) -> int:
        return self.start.order[s.id]

    def _replaces(self, s: Statement) -> set[str]:
        return self.ledger.replaced((s.id,))

    def _round(self, day: str, said: Sequence[Statement]) -> Iterator[Change]:
        came: dict[Key, list[Statement]] = defaultdict(list)
        went: dict[Key, list[Statement]] = defaultdict(list)
        against: dict[Key, list[Statement]] = defaultdict(list)
        for s in said:
            came[s.party, s.issue].append(s)
            for old in [self._live.pop(id) for id in self._replaces(s) if id in self._live]:
                went[old.party, old.issue].append(old)
        for s in said:
            for other in [self._live[id] for id in self._foes.get(s.id, ()) if id in self._live]:
                against[other.party, other.issue].append(s)
        self._live |= {s.id: s for s in said}
        touched = {*came, *went, *against}
        for party in self.narrowed.parties:
            for chosen in self.narrowed.chosen:
                key = (party, chosen.issue.id)
                if key in touched:
                    for d in chosen.dimensions:
                        yield from self._position(day, party, d, came[key], went[key], against[key])
        for key in touched:
            stay = [s for s in self._groups[key] if s.id in self._live]
            self._groups[key] = sorted(stay + came[key], key=self._place)

    def _position(
        self,
        day: str,
        party: str,
        d: Dimension,
        came: Iterable[Statement],
        went: Iterable[Statement],
        against: Iterable[Statement],
    ) -> Iterator[Change]:
        """The changes of one position in one round; `against` may dispute what stands there."""
        about = (d.about, d.issue)
        stood = [s for s in self._groups[party, d.issue] if s.about in about]
        came = [s for s in came if s.about in about]
        went = [s for s in went if s.about in about]
        own = {s.id for s in came}
        kept = {s.id for s in stood if s.id in self._live}
        strangers = [s for s in against if s.id not in own and not self._foes[s.id].isdisjoint(kept)]
        if not (came or went or strangers):
            return
        before = self._now.get((party, d.about)) or self._derive(party, d, stood, strangers)
        for step in self._steps(party, d, stood, came, went, strangers):
            gone = {s.id for s in step.went}
            stood = [s for s in stood if s.id not in gone] + [*step.came]
            after = self._derive(party, d, stood, () if step.contradicting else strangers)
            held = self.held(after)
            if held != self.held(before) or (held and self._first_doubted(step)):
                yield Change(
                    day=day,
                    kind="stated" if step.kind in MOVES and self._no_move(before, after) else step.kind,
                    before=before,
                    after=after,
                    made=self._derive(party, d, step.came, strangers),
                    replaced=self._derive(party, d, step.went, strangers),
                    contradicting=tuple(step.contradicting),
                    contradicted=tuple(step.contradicted),
                    gaps=self._gaps(before, after),
                )
            self._now[party, d.about] = before = after

    def _steps(
        self,
        party: str,
        d: Dimension,
        before: Sequence[Statement],
        came: Sequence[Statement],
        went: Sequence[Statement],
        strangers: Sequence[Statement],
    ) -> Iterator[Step]:
        """What a round does to one position, in order."""

        def clash(s: Statement, t: Statement) -> bool:
            # A lens can leave two asks without a link; they dispute each other then, as the position tells.
            asks = s.stance == t.stance == "asks" and (s.party, s.about) == (t.party, t.about)
            return t.id in self._foes.get(s.id, ()) or (asks and t.id in self._derive(party, d, (s, t), ()).foes)

        stood = [s for s in before if s.id in self._live]
        if went:
            # A silence that ends is no word that was taken back.
            taken = {s.id for s in went if s.stance != "silent"}
            replacing = [s for s in came if not taken.isdisjoint(self._replaces(s))]
            came = [s for s in came if taken.isdisjoint(self._replaces(s))]
            stood += replacing
            yield Step(_replacement(d, before, stood, replacing, went), replacing, went)
        disputing = [s for s in came if any(clash(s, t) for t in stood)]
        came = [s for s in came if s not in disputing]
        offered = self._offered(party, d, stood, came)
        if len(offered) < len(came):
            yield Step("stated", [s for s in came if s not in offered])
        if offered:
            yield Step("offered", offered)
        doubted = [t for t in stood if any(clash(t, s) for s in (*disputing, *strangers))]
        if doubted:
            yield Step("contradicted", disputing, (), [*disputing, *strangers], doubted)

    def _offered(
        self, party: str, d: Dimension, stood: Sequence[Statement], came: Sequence[Statement]
    ) -> list[Statement]:
        """The offers among what comes that go beyond what is asked for."""
        heard = _stances(d, stood)
        offers = [
            s
            for s in came
            if s.stance == "accepts"
            and s.basis == "words"
            and s.value is not None
            and heard.isdisjoint(_stances(d, (s,)))
        ]
        if not offers:
            return []
        base = self._derive(party, d, [*stood, *(s for s in came if s not in offers)], ())
        asked = [z.asks for z in base.zones] if base.status == "stated" and base.asks else []
        return [s for s in offers if any(not d.measure.within(d.zone(s), zone) for zone in asked)]

    def _derive(
        self, party: str, d: Dimension, statements: Iterable[Statement], unheard: Iterable[Statement]
    ) -> Position:
        """The position that some statements make, with what disputes them but for what is `unheard`."""
        # Along the scale, and of one value the first report in front: a new one of the same changes no word.
        own = sorted(statements, key=lambda s: (*_along(d, s), s.said.day, self._place(s)))
        foes = {id for s in own for id in self._foes.get(s.id, ()) if id in self._live}
        foes.difference_update(s.id for s in unheard)
        others = (self._live[id] for id in sorted(foes))
        hostile = (s for s in others if s.party != party or s.about not in (d.about, d.issue))
        return Positions(replace(self.ledger, statements=(*own, *hostile)), self.narrowed.day).of(party, d)

    def held(self, position: Position) -> Any:
        """What makes a position another one; a silence is none."""
        if position.status in ("unknown", "silent"):
            return None
        return self._words(position), {z.hull for z in position.zones}

    def _no_move(self, before: Position, after: Position) -> bool:
        """Whether it is a new report of the same, which may settle a dispute, or a deed alone."""
        return after.status == "conduct-only" or self._words(before) == self._words(after)

    def _first_doubted(self, step: Step) -> bool:
        """Whether something is disputed that was not before."""
        new = {s.id for s in step.contradicting}
        return any(not any(id in self._live and id not in new for id in self._foes[s.id]) for s in step.contradicted)

    def _gaps(self, before: Position, after: Position) -> dict[str, tuple[float | None, float | None]]:
        if not (before.zones or after.zones):
            return {}
        d = after.dimension
        others = {party: self._at(party, d) for party in self.narrowed.parties if party != after.party}
        return {
            p: (self._measure(before, other), self._measure(after, other)) for p, other in others.items() if other.zones
        }

    def _at(self, party: str, d: Dimension) -> Position:
        """The position that stands."""
        return self._now.get((party, d.about)) or self.start.of(party, d)

    def _measure(self, x: Position, y: Position) -> float | None:
        """The gap, measured once for the same zones: a place is taken by many parties."""
        key = (x.zones, y.zones)
        if key not in self._measured:
            self._measured[key] = _gap(x, y)
        return self._measured[key]


def _along(d: Dimension, s: Statement) -> tuple[bool, tuple[float, ...]]:
    """Where the value of a statement stands; what has none comes last."""
    if s.value is None:
        return True, ()
    return False, d.measure.sort_key(d.zone(s))


def _stances(d: Dimension, statements: Iterable[Statement]) -> set[tuple[Any, ...]]:
    """What some statements say, whoever reports it."""
    return {(s.stance, s.basis, str(s.text) if s.value is None else d.zone(s)) for s in statements}


def _replacement(
    d: Dimension,
    before: Sequence[Statement],
    stood: Sequence[Statement],
    replacing: Sequence[Statement],
    went: Sequence[Statement],
) -> str:
    """The kind of change where something is replaced."""
    had = _stances(d, before)
    lost = _stances(d, went) - _stances(d, stood)
    put = [s for s in replacing if s.stance != "silent" and _stances(d, (s,)).isdisjoint(had)]
    if lost and not put:
        return "withdrawn"
    return "stated" if put and all(s.basis == "conduct" for s in put) else "moved"


# --- the report -----------------------------------------------------------------------------------


def moves(ledger: Ledger, query: Query, name: str | None = None) -> Report:
    """Every change of a position after `since` and up to `as_of`, and what it did to the gaps.

    `name` is an issue or a dimension; without it, as without `issues`, all are shown. Of the parties shown (by default
    all) each one's changes are told, with its gap to each other one. Raises BadQuery.
    """
    if name is not None:
        query = replace(query, issues=(name,))
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    since = when(query.since) if query.since else None
    days = Days(narrowed, since.day if since else "")
    changes = list(days.changes())
    rows = [_row(days, change) for change in changes]
    places = _places(days, changes) if len(narrowed.chosen) == 1 else None

    def page() -> Page:
        if not rows:
            return Page(())
        return Page((_head(narrowed, changes), *_charts(days, places or []), *_told(days, changes, rows)))

    return Report(
        "moves",
        narrowed.facts(),
        narrowed.asked(),
        rows,
        page,
        {"places": None if places is None else [place.data() for place in places]},
        tuple(ROW),
        () if rows else (_nothing(narrowed),),
    )


def _nothing(narrowed: Narrowed) -> str:
    since = narrowed.query.since
    return f"no position changed {f'after {since} and ' if since else ''}up to {narrowed.day}"


def _row(days: Days, change: Change) -> dict[str, Any]:
    positions = days.narrowed.positions
    d = change.after.dimension
    distance = change.distance
    before, after = days.told(change)
    conditions = (conditions_words(positions, s.conditions) for s in change.statements if s.conditions)
    return {
        "date": change.day,
        "said": change.said,
        "party": change.after.party,
        "issue": d.issue,
        "dimension": d.id,
        "kind": change.kind,
        "from": before,
        "to": after,
        "distance": None if distance is None else figure(distance),
        "towards": change.towards,
        "away": change.away,
        "conditions": "; ".join(dict.fromkeys(conditions)) or None,
        "word": "; ".join(dict.fromkeys(w for s in change.statements for w in _word(days.ledger, s))),
        "statements": [s.id for s in change.statements],
        "replaced": [s.id for s in change.replaced.statements],
        "contradicts": [s.id for s in change.contradicted],
        "marks": sorted(change.marks),
        "gaps": {
            party: {"before": x if x is None else figure(x), "after": y if y is None else figure(y)}
            for party, (x, y) in change.gaps.items()
        },
    }


def _word(ledger: Ledger, s: Statement) -> Iterator[str]:
    """On whose word a statement rests."""
    if s.assumed:
        yield "assumed"
    for e in s.evidence:
        outlet = ledger.cards[e.source].outlet + (f" via {e.via}" if e.via else "")
        yield ", ".join(w for w in (s.speaker, outlet, VOUCHED[e.attribution], TOLD[e.teller]) if w)


class Place(NamedTuple):
    """Where a party stood from a day on."""

    day: str
    said: str
    position: Position

    def stands(self) -> dict[str, Any]:
        """Where that is, as the JSON has it."""
        p = self.position
        return {
            "status": p.status,
            "asks": [p.dimension.measure.data(z) for z in p.asks],
            "offers": [p.dimension.measure.data(z) for z in p.offers],
            "zones": [p.dimension.measure.data(z.hull) for z in p.zones],
        }

    def data(self) -> dict[str, Any]:
        """As the JSON has it."""
        d = self.position.dimension
        return {"date": self.day, "issue": d.issue, "dimension": d.id, "party": self.position.party, **self.stands()}


def _places(days: Days, changes: Sequence[Change]) -> list[Place]:
    """Where each party stood at first, and at the end of each day on which that changed."""
    ends: dict[Key, dict[str, Place]] = defaultdict(dict)
    for change in changes:
        position = change.after
        ends[position.party, position.dimension.about][change.day] = Place(change.day, change.said, position)
    places = []
    for d in (d for c in days.narrowed.chosen for d in c.dimensions):
        for party in days.narrowed.parties:
            first = days.start.of(party, d)
            path = [Place(days.since, days.since, first)] if days.held(first) else []
            for place in ends[party, d.about].values():
                if not path or place.stands() != path[-1].stands():
                    path.append(place)
            places += path
    return places


# --- pages ----------------------------------------------------------------------------------------


def _head(narrowed: Narrowed, changes: Sequence[Change]) -> Grid:
    moved = sum(1 for c in changes if c.kind in MOVES)
    since = narrowed.query.since
    told = f"{count(moved, 'move')}, {count(len(changes) - moved, 'other change')}"
    told += f" after {date(since)}" if since else ""
    return Grid(above=(*title(narrowed, "Who moved, and what it did"), Line(dim(told)), BLANK))


def _charts(days: Days, places: Sequence[Place]) -> Iterator[Grid]:
    """The places of each party over time, a line a day, one grid a question."""
    for d, group in groupby(places, key=lambda place: place.position.dimension):
        drawn = bool(d.measure.ticks)
        rows = [Row(((), line, ())) for line in ruler(d)] if drawn else []
        for party, path in groupby(group, key=lambda place: place.position.party):
            rows.append(Row((bold(days.narrowed.label(party)), (), ())))
            for place in path:
                position = place.position
                words = _figures(position) if drawn else says(days.narrowed.positions, position)
                line = axis(position) if drawn else ()
                rows.append(Row((dim(f"  {date(place.said)}"), line, plain(words))))
        columns = (Column("from"), Column(picture=True), Column("place" if drawn else "position", folds=True))
        yield Grid(columns, rows, above=(Line(bold(str(d.question))), BLANK), below=(BLANK,), heads=False)


def _figures(position: Position) -> str:
    """The places of what a party asks for and, after an arrow, of what it offers; or why it has none."""

    def one(zone: Zone) -> str:
        places = position.dimension.measure.drawn(zone)
        assert places is not None
        low, high = map(shown, places)
        return low if low == high else f"{low} to {high}"

    if not position.zones:
        return UNPLACED[position.status]
    words = " → ".join(" or ".join(map(one, side)) for side in (position.asks, position.offers) if side)
    return f"{words}, disputed" if len(position.zones) > 1 else words


def _told(days: Days, changes: Sequence[Change], rows: Sequence[dict[str, Any]]) -> Iterator[Grid]:
    """The moves first, then all other changes; those of several issues would bury the moves."""
    columns = (Column("when and who"), Column("on"), Column("how far", folds=True))
    for name, moves in (("Moves and offers", True), ("What else was said", False)):
        told: dict[tuple[Any, ...], list[Change]] = defaultdict(list)
        for change, row in zip(changes, rows):
            if (change.kind in MOVES) == moves:
                # What is said of an issue as a whole is the same on each of its questions: told once.
                far, lines = _far(days.narrowed, change), tuple(_lines(days.narrowed, change, row))
                told[change.day, change.after.party, row["issue"], change.kind, far, lines].append(change)
        shown_rows = [Row(_cells(days.narrowed, group), lines) for (*_, lines), group in told.items()]
        if shown_rows and (moves or len(days.narrowed.chosen) == 1):
            yield Grid(columns, shown_rows, above=(RULE, Line(bold(name))), spaced=moves)
        elif shown_rows:
            more = "First words, contradictions and what was taken back: gapcli moves ISSUE."
            yield Grid(above=(RULE, Line(dim(more))))


def _cells(narrowed: Narrowed, group: Sequence[Change]) -> tuple[Pieces, ...]:
    change = group[0]
    issue = narrowed.ledger.issues[change.after.dimension.issue]
    dimensions = [c.after.dimension.id for c in group]
    on = str(issue.name) + ("" if len(dimensions) == len(issue.dimensions) > 1 else f": {', '.join(dimensions)}")
    who = f"{date(change.said)}: {narrowed.label(change.after.party)} {change.kind}"
    return bold(who), plain(on), plain(_far(narrowed, change))


def _lines(narrowed: Narrowed, change: Change, row: dict[str, Any]) -> Iterator[Line]:
    """From what to what, what became of the gaps, and on whose word."""
    if row["from"] is not None and row["from"] != row["to"]:
        yield Line(plain(row["from"]), indent=2, label="from")
    yield Line(plain(row["to"]), indent=2, label="to")
    if change.kind == "contradicted":
        reports = "; ".join(dict.fromkeys(str(s.text) for s in change.contradicting))
        yield Line(plain(reports), indent=2, label="≠")
    gaps = [
        f"{narrowed.label(party)} {_change(x, y)}"
        for party, (x, y) in change.gaps.items()
        if x is None or y is None or shown(x) != shown(y)
    ]
    if gaps:
        yield Line(plain(", ".join(gaps)), indent=2, label="gap")
    elif change.kind in MOVES:
        words = "unchanged" if change.gaps else "not known: nobody else has a place here"
        yield Line(dim(words), indent=2, label="gap")
    yield Line(dim(row["word"]), indent=2, label="by")


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return f"newly known, {shown(after)}" if after is not None else "no longer known"
    return f"{shown(before)} → {shown(after)}"


def _far(narrowed: Narrowed, change: Change) -> str:
    """How far, and towards whom; where no gap tells, towards which pole."""
    distance = change.distance
    if distance is None or (change.kind == "stated" and shown(distance) == "0.00"):
        return ""
    sides = (("towards", change.towards), ("away from", change.away))
    told = [f"{word} {listed(map(narrowed.label, parties))}" for word, parties in sides if parties]
    return f"{shown(distance)} {', '.join(told) or _pole(change)}".rstrip()


def _pole(change: Change) -> str:
    d = change.after.dimension
    pole = d.measure.pole(*([z.hull for z in p.zones] for p in (change.before, change.after)))
    return "" if pole is None else f"towards “{d.poles[pole]}”"
