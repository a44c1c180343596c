"""Pairs of parties compared on everything shown, with the weights of the sums, and what the loss of a source takes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, combinations, product, starmap
from math import comb
from typing import NamedTuple

from gapcli.ledger.lenses import keep_evidence
from gapcli.ledger.model import VALUED, Dimension, PartyAbout, Statement, follow
from gapcli.ledger.narrow import Chosen
from gapcli.measure.budget import CELL, PAIR, READ, require_steps
from gapcli.measure.gaps import (
    NOTHING_TOLD,
    Figures,
    Measured,
    MeasuredCell,
    Sum,
    Told,
    measure_positions,
    printed,
    wider,
)
from gapcli.measure.positions import Position, Positions, find_declared
from gapcli.measure.view import View


def has_salience(view: View, *parties: str) -> bool:
    """Whether there are some parties, and each of them declares the salience of every issue shown."""
    return bool(parties) and all(
        c.issue.id in (view.ledger.parties[p].salience or {}) for p in parties for c in view.chosen
    )


def weigh(view: View, parties: Sequence[str], weights: str) -> dict[str, float]:
    """The weight of each dimension shown in the sums of a pair or of many; as declared where one lacks salience."""
    judged = [view.ledger.parties[p].salience or {} for p in parties]
    salient = weights == "salience" and has_salience(view, *parties)
    found: dict[str, float] = {}
    if weights == "questions":
        return dict.fromkeys((d.about for d in view.dimensions), 1.0)
    for issue, dimensions in view.chosen:
        weight = 1.0 if weights == "even" else issue.weight
        if salient:
            weight = sum(j[issue.id].value for j in judged) / len(judged)
        even = 100 / len(issue.dimensions)
        for d in dimensions:
            share = even if d.share is None or weights == "even" else d.share
            found[d.about] = weight * share / 100
    return found


class Compared:
    """One pair of parties, issue by issue."""

    def __init__(self, a: str, b: str, issues: tuple[tuple[Chosen, Sum], ...]) -> None:
        """`issues`: those shown, with the cells of their questions."""
        self.a = a
        self.b = b
        self.parties = (a, b)
        self.issues = issues

    @cached_property
    def total(self) -> Sum:
        """All cells together."""
        return Sum(tuple(c for _, s in self.issues for c in s.cells))

    @cached_property
    def order(self) -> frozenset[tuple[str, str]]:
        """Which issue has a wider gap than which; there is no order where the two are too close, or one is unknown."""
        return rank_issues((c.issue.id, s.figures) for c, s in self.issues)

    @cached_property
    def known(self) -> frozenset[str]:
        """The issues that have a figure."""
        return frozenset(c.issue.id for c, s in self.issues if s.known)

    @cached_property
    def _cells(self) -> Mapping[str, MeasuredCell]:
        return {c.a.dimension.about: c for c in self.total.cells}

    def find_cell(self, dimension: Dimension) -> MeasuredCell:
        """The cell of a dimension that is shown."""
        return self._cells[dimension.about]

    def list_sides(self) -> Iterator[Position]:
        """Each position of a known cell."""
        for cell in self.total.known:
            yield from (cell.a, cell.b)

    def change_cells(self, change: Callable[[MeasuredCell], MeasuredCell]) -> "Compared":
        """The same pair with other cells."""
        issues = tuple((chosen, Sum(tuple(map(change, s.cells)), s.told)) for chosen, s in self.issues)
        return Compared(self.a, self.b, issues)

    def reweigh(self, weights: Mapping[str, float]) -> "Compared":
        """The same pair with other weights, by dimension."""
        return self.change_cells(lambda c: c._replace(weight=weights[c.a.dimension.about]))


def rank_issues(issues: Iterable[tuple[str, Figures | None]]) -> frozenset[tuple[str, str]]:
    """Which issue has a wider gap than which, printed by 0.10 or more."""
    # As printed there are few gaps, however many issues.
    of_gap: dict[float, list[str]] = defaultdict(list)
    for issue, figures in issues:
        if figures:
            of_gap[printed(figures.gap)].append(issue)
    ranked = (product(of_gap[gap], of_gap[other]) for gap in of_gap for other in of_gap if wider(gap, other))
    return frozenset(chain.from_iterable(ranked))


Held = tuple[Position, int]
"""What a party holds on a question, with the number of its kind: equal kinds have the same figures."""


class Comparison:
    """The third step: any two of the parties shown, on everything shown. Two positions are measured once.

    Of many parties most hold the same as some other, so that there are few kinds of position to a question.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self._held: dict[str, dict[str, Held]] = {}
        self._kinds: dict[tuple[object, ...], int] = {}
        self._measured: dict[tuple[int, int], Measured] = {}
        self._abouts = [(chosen, [d.about for d in chosen.dimensions]) for chosen in view.chosen]
        # Only salience is of the pair.
        self._weights = None if view.query.weights == "salience" else weigh(view, (), view.query.weights)

    def _hold(self, party: str) -> dict[str, Held]:
        """What a party holds, by question."""
        if party not in self._held:
            find, kinds = self.view.positions.find, self._kinds
            found = {d.about: find(party, d) for d in self.view.dimensions}
            self._held[party] = {
                about: (position, kinds.setdefault((about, *position.measured), len(kinds)))
                for about, position in found.items()
            }
        return self._held[party]

    def find(self, party: str, dimension: Dimension) -> Held:
        """What a party holds on a question that is shown."""
        return self._hold(party)[dimension.about]

    def measure(self, one: Held, other: Held) -> Measured:
        """What two positions on one question come to."""
        key = (one[1], other[1])
        found = self._measured.get(key)
        if found is None:
            found = self._measured[key] = measure_positions(one[0], other[0])
        return found

    def measure_cell(self, a: str, b: str, dimension: Dimension, weight: float) -> MeasuredCell:
        """Two parties on one question that is shown; `weight`: of the cell in every sum, above 0."""
        one, other = self.find(a, dimension), self.find(b, dimension)
        return MeasuredCell(one[0], other[0], weight, *self.measure(one, other))

    def compare(self, a: str, b: str) -> Compared:
        """Two parties, issue by issue."""
        view, measure = self.view, self.measure
        weights = self._weights or weigh(view, (a, b), view.query.weights)
        ours, theirs = self._hold(a), self._hold(b)
        issues = []
        for chosen, abouts in self._abouts:
            held = [(about, ours[about], theirs[about]) for about in abouts]
            cells = tuple(
                MeasuredCell(one[0], other[0], weights[about], *measure(one, other)) for about, one, other in held
            )
            issues.append((chosen, Sum(cells, _find_told(view.positions, (a, b), chosen.issue.id))))
        return Compared(a, b, tuple(issues))

    def compare_all(self) -> Iterator[Compared]:
        """Every pair of the parties shown, the one declared first in front. Raises TooLarge."""
        pairs, questions = comb(len(self.view.parties), 2), len(self.view.dimensions)
        require_steps(CELL * pairs * (PAIR + questions), "--parties", "--issues", pairs=pairs, questions=questions)
        return starmap(self.compare, combinations(self.view.parties, 2))


def compare(view: View, a: str, b: str) -> Compared:
    """Two parties on everything shown."""
    return Comparison(view).compare(a, b)


def _find_told(positions: Positions, pair: tuple[str, str], issue: str) -> Told:
    """What two parties say on an issue as a whole."""
    keys = [s.key for party in pair for s in positions.list_own(party, issue)]
    against = {id for key in keys for id, _ in positions.opponents.get(key, ())}
    return Told(frozenset(id for id, _ in keys) | against, bool(against)) if keys else NOTHING_TOLD


def compare_all(view: View) -> list[Compared]:
    """Every pair of the parties shown, the one declared first in front, with all cells. Raises TooLarge."""
    return [*Comparison(view).compare_all()]


class Losses:
    """Which positions are left without a zone when a source is lost, for every source at once."""

    def __init__(self, view: View) -> None:
        """Raises TooLarge."""
        self.view = view
        self._issues = {d.about: d.issue for d in view.dimensions}
        positions = view.positions
        self.known = {p: {d.about for d in view.dimensions if positions.find(p, d).zones} for p in view.parties}
        self._statements: dict[PartyAbout, list[Statement]] = defaultdict(list)
        resting: dict[str, set[PartyAbout]] = {source: set() for source in view.ledger.cards}
        for s in view.ledger.statements:
            self._statements[s.party, s.about].append(s)
            sources = {e.source for e in s.evidence}
            if len(sources) == 1:
                resting[sources.pop()].add((s.party, s.about))
        self._hanging: dict[PartyAbout, list[_Stand]] = defaultdict(list)
        for stand in self._list_stands():
            for place in stand.places:
                self._hanging[place].append(stand)
        hit = {source: self._find_hit(source, gone) for source, gone in resting.items() if gone}
        read = READ * sum(len(self._statements[place]) for _, places in hit.values() for place in places)
        size = {"sources": len(view.ledger.cards), "statements": len(view.ledger.statements)}
        require_steps(read, "--issues", "--parties", **size)
        self.changed = {source: self._lose(source, *each) for source, each in hit.items()}
        """By source and party, the questions on which its loss makes the party unknown, or known."""

    def _list_stands(self) -> Iterator["_Stand"]:
        """Each position shown, with what its being known hangs on."""
        said = {s.key: s for s in self.view.ledger.statements}
        disputing: dict[PartyAbout, set[PartyAbout]] = defaultdict(set)
        for key, others in find_declared(said.values()).items():
            for other in map(said.__getitem__, others):
                disputing[key[1], said[key].about].update(((other.party, other.about), (other.party, other.issue)))
        positions = self.view.positions
        # What a group says that speaks for a party, or for such a group, counts for the party too.
        voices = {party: {party} | follow(positions.speakers, (party,)) for party in self.view.parties}
        for party, d in product(self.view.parties, self.view.dimensions):
            own = {(v, about) for v in voices[party] for about in (d.about, d.issue)} & self._statements.keys()
            position = positions.find(party, d)
            valued = (s for s in position.makers if s.stance in VALUED and s.value is not None)
            sources = ({e.source for e in s.evidence} for s in valued)
            alone = {next(iter(each)) if len(each) == 1 else None for each in sources}
            if position.through and len({voice for voice, _ in own}) > 1:
                # Groups that no longer hold the same, or a word of its own that is no longer replaced, undo it.
                alone = set()
            yield _Stand(party, d, own.union(*(disputing.get(stand, ()) for stand in own)), alone)

    def _find_hit(self, source: str, gone: set[PartyAbout]) -> "tuple[Sequence[_Stand], Set[PartyAbout]]":
        """The positions that the loss of a source may make unknown, or known, and where all stands that makes them.

        `gone`: where the statements stand that go.
        """
        hanging = {(s.party, s.dimension.about): s for place in gone for s in self._hanging[place]}
        # A value that another source reports too stands, and is live, whatever else goes.
        stands = [s for s in hanging.values() if s.alone <= {source}]
        return stands, set[PartyAbout]().union(*(s.places for s in stands))

    def _lose(self, source: str, stands: "Iterable[_Stand]", places: Set[PartyAbout]) -> Mapping[str, set[str]]:
        """What becomes unknown, or known, without a source, by party; the others as `_find_hit` gives them."""
        view = self.view
        kept = keep_evidence((s for place in places for s in self._statements[place]), lambda e: e.source != source)
        left = Positions(view.ledger._replace(statements=kept), view.day, earlier=view.positions)
        found = ((s.party, s.dimension.about, bool(left.find(s.party, s.dimension).zones)) for s in stands)
        changed: dict[str, set[str]] = defaultdict(set)
        for party, about, known in found:
            if known != (about in self.known[party]):
                changed[party].add(about)
        return changed

    def find_weakest(self, parties: Sequence[str]) -> tuple[str, int] | None:
        """The source whose loss leaves the fewest issues with a figure of some two, and how many.

        None where no loss takes any.
        """
        whole = self._count_issues(self.known[p] for p in parties)
        counts = {
            source: self._count_issues(self.known[p] ^ changed.get(p, set()) for p in parties)
            if not changed.keys().isdisjoint(parties)
            else whole
            for source, changed in self.changed.items()
        }
        source = min(counts, key=counts.__getitem__, default=None)
        return None if source is None or counts[source] >= whole else (source, counts[source])

    def _count_issues(self, known: Iterable[Set[str]]) -> int:
        """How many issues have a question on which two are known; `known`: of each party the questions."""
        once, twice = set[str](), set[str]()
        for abouts in known:
            twice |= once & abouts
            once |= abouts
        return len({self._issues[about] for about in twice})


class _Stand(NamedTuple):
    """A position, with what its being known hangs on."""

    party: str
    dimension: Dimension
    places: set[PartyAbout]
    """Where its own statements stand, and what disputes them."""
    alone: set[str | None]
    """On which source each statement rests that gives it a value; None of one that rests on several, or on none."""
