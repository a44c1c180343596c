"""Pairs of parties compared on everything shown, with the weights of the sums, and what the loss of a source takes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations, product, starmap
from math import comb
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from gapcli.ledger.lenses import keep_evidence
from gapcli.ledger.model import VALUED, Dimension, PartyAbout, Statement, follow
from gapcli.ledger.narrow import Chosen
from gapcli.measure.budget import COMPARED, MEASURED, PAIR, READ, ZONES, find_most_steps, require_steps
from gapcli.measure.gaps import (
    NO_LUMP,
    NOTHING_TOLD,
    Lump,
    Measured,
    MeasuredCell,
    Sum,
    Told,
    add_lumps,
    measure_cell,
    measure_positions,
    once,
)
from gapcli.measure.order import Order
from gapcli.measure.positions import Position, Positions, find_declared
from gapcli.measure.view import View

if TYPE_CHECKING:
    from gapcli.measure.columns import Columns


def has_salience(view: View, *parties: str) -> bool:
    """Whether there are some parties, and each of them declares the salience of every issue shown."""
    return bool(parties) and all(
        c.issue.id in (view.ledger.parties[p].salience or {}) for p in parties for c in view.chosen
    )


def weigh(view: View, parties: Sequence[str], weights: str) -> dict[str, float]:
    """The weight of each dimension shown that is measured by itself, in the sums of a pair or of many.

    As declared where one lacks salience.
    """
    of_issues = weigh_issues(view, parties, weights)
    return {d.about: of_issues[d.issue] * view.find_share(d, weights) for d in view.single}


def weigh_issues(view: View, parties: Sequence[str], weights: str) -> dict[str, float]:
    """The weight of each issue shown in the sums of a pair or of many; as declared where one lacks salience."""
    judged = [view.ledger.parties[p].salience or {} for p in parties]
    if weights == "salience" and has_salience(view, *parties):
        return {c.issue.id: sum(j[c.issue.id].value for j in judged) / len(judged) for c in view.chosen}
    if weights == "questions":
        return {c.issue.id: float(len(c.issue.dimensions)) for c in view.chosen}
    return {c.issue.id: 1.0 if weights == "even" else c.issue.weight for c in view.chosen}


class Compared:
    """One pair of parties, issue by issue."""

    def __init__(self, a: str, b: str, issues: tuple[tuple[Chosen, Sum], ...]) -> None:
        """`issues`: those shown, with the cells of their questions."""
        self.a = a
        self.b = b
        self.parties = (a, b)
        self.issues = issues

    @once
    def total(self) -> Sum:
        """All cells together."""
        if len(self.issues) == 1 and self.issues[0][1].told is NOTHING_TOLD:
            return self.issues[0][1]
        return Sum(tuple(c for _, s in self.issues for c in s.cells), lump=add_lumps(s.lump for _, s in self.issues))

    @once
    def order(self) -> Order:
        """Which issue has a wider gap than which."""
        return Order((c.issue.id, s.figures) for c, s in self.issues)

    @once
    def known(self) -> frozenset[str]:
        """The issues that have a figure."""
        return frozenset(c.issue.id for c, s in self.issues if s.known_count)

    @once
    def tabled(self) -> Mapping[str, Set[str]]:
        """The issues that are known by columns, each with the cards of the tables."""
        return {c.issue.id: {t.card for t in s.lump.tables} for c, s in self.issues if s.lump.known}

    @once
    def _cells(self) -> Mapping[str, MeasuredCell]:
        return {c.a.dimension.about: c for c in self.total.cells}

    def find_cell(self, dimension: Dimension) -> MeasuredCell:
        """The cell of a dimension that is shown."""
        return self._cells[dimension.about]

    def list_sides(self) -> Iterator[Position]:
        """Each position of a known cell."""
        for cell in self.total.known:
            yield from (cell.a, cell.b)

    def change_positions(self, change: Callable[[Position], Position]) -> "Compared":
        """The same pair with other positions; what rests on the same ones is the same, and not computed again."""

        def change_cell(cell: MeasuredCell) -> MeasuredCell:
            a, b = change(cell.a), change(cell.b)
            return cell if a is cell.a and b is cell.b else measure_cell(a, b, cell.weight)

        return self._change_cells(change_cell)

    change_alike = change_positions
    """The same: what one of two holds nobody else does."""

    def reweigh(self, weights: Mapping[str, float]) -> "Compared":
        """The same pair with other weights, by dimension."""
        return self._change_cells(lambda c: c.reweigh(weights[c.a.dimension.about]))

    def _change_cells(self, change: Callable[[MeasuredCell], MeasuredCell]) -> "Compared":
        issues = []
        for chosen, s in self.issues:
            cells = tuple(map(change, s.cells))
            issues.append((chosen, s if all(map(is_, cells, s.cells)) else Sum(cells, s.told, s.lump)))
        return Compared(self.a, self.b, tuple(issues))


def require_pairs(view: View) -> None:
    """Refuse more pairs and questions than can be compared. Raises TooLarge."""
    pairs, questions = comb(len(view.parties), 2), len(view.dimensions)
    each = PAIR + COMPARED * len(view.single) + (view.columns.steps if view.columns else 0)
    steps = pairs * each
    # Those are looked at for it, which is of no use where there are too many of them anyway.
    for d in view.single if steps <= find_most_steps() else ():
        steps += count_measuring([view.positions.find(party, d) for party in view.parties])
    require_steps(steps, "--parties", "--issues", pairs=pairs, questions=questions)


def count_measuring(sides: Sequence[Position]) -> int:
    """How many steps it takes to measure all pairs of some positions on a question; those that are equal once."""
    kinds = {side.measured: len(side.zones) for side in sides}
    pairs = comb(len(sides), 2)
    both = (sum(kinds.values()) ** 2 - sum(zones**2 for zones in kinds.values())) // 2
    return MEASURED * min(pairs, len(kinds) ** 2) + ZONES * both


Held = tuple[Position, int]
"""What a party holds on a question, with the number of its kind: equal kinds have the same figures."""


class Comparison:
    """The third step: any two of the parties shown, on everything shown. Two positions are measured once.

    Of many parties most hold the same as some other, so that there are few kinds of position to a question.
    """

    def __init__(self, view: View, earlier: "Comparison | None" = None) -> None:
        """`earlier`: the same comparison on the day compared with."""
        self.view = view
        self.columns = view.columns
        self.both: tuple[Columns, Columns] | None = None
        """What is known of the columns on both days, now and then."""
        if view.columns and earlier and earlier.columns:
            self.both = (view.columns.keep_known(earlier.columns), earlier.columns.keep_known(view.columns))
        self._held: dict[str, dict[str, Held]] = {}
        self._kinds: dict[tuple[object, ...], int] = {}
        self._measured: dict[tuple[int, int], Measured] = {}
        self._single = view.single
        single = {d.about for d in self._single}
        self._abouts = [(c, [d.about for d in c.dimensions if d.about in single]) for c in view.chosen]
        self._has_told = any(s.dimension is None for s in view.positions.live)
        # Only salience is of the pair.
        by_pair = view.query.weights == "salience"
        self._weights = None if by_pair else weigh(view, (), view.query.weights)
        self._issue_weights = None if by_pair else weigh_issues(view, (), view.query.weights)

    def _hold(self, party: str) -> dict[str, Held]:
        """What a party holds, by question."""
        if party not in self._held:
            find, kinds = self.view.positions.find, self._kinds
            found = {d.about: find(party, d) for d in self._single}
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
        weights = weigh(view, (a, b), view.query.weights) if self._weights is None else self._weights
        lumps = self._sum_columns(a, b)
        ours, theirs, known, make = self._hold(a), self._hold(b), self._measured, MeasuredCell._make
        issues = []
        for chosen, abouts in self._abouts:
            held = [(weights[about], ours[about], theirs[about]) for about in abouts]
            # Of many pairs nearly all cells are alike: those that are measured are not asked for again.
            cells = tuple(
                [
                    make((one[0], other[0], weight, *(known.get((one[1], other[1])) or measure(one, other))))
                    for weight, one, other in held
                ]
            )
            told = _find_told(view.positions, (a, b), chosen.issue.id) if self._has_told else NOTHING_TOLD
            issues.append((chosen, Sum(cells, told, lumps.get(chosen.issue.id, NO_LUMP))))
        return Compared(a, b, tuple(issues))

    def _sum_columns(self, a: str, b: str) -> dict[str, Lump]:
        """What two parties come to on the questions that are columns, issue by issue."""
        if self.columns is None:
            return {}
        weights = self._issue_weights or weigh_issues(self.view, (a, b), self.view.query.weights)
        lumps = self.columns.compare(a, b, weights)
        if self.both:
            now, then = (columns.compare(a, b, weights) for columns in self.both)
            return {issue: lump._replace(change=(now[issue], then[issue])) for issue, lump in lumps.items()}
        return lumps

    def compare_all(self) -> Iterator[Compared]:
        """Every pair of the parties shown, the one declared first in front. Raises TooLarge."""
        require_pairs(self.view)
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
        self._single = view.single
        self._issues = {d.about: d.issue for d in self._single}
        positions = view.positions
        self.known = {p: {d.about for d in self._single if positions.find(p, d).zones} for p in view.parties}
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
        # Of each party the sources that change something for it, with their places in the file.
        self._ranks: dict[str, dict[str, int]] = defaultdict(dict)
        for rank, (source, changed) in enumerate(self.changed.items()):
            for party in changed:
                self._ranks[party][source] = rank

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
        for party, d in product(self.view.parties, self._single):
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

    def find_weakest(
        self, parties: Sequence[str], tabled: Mapping[str, Set[str]] = MappingProxyType({})
    ) -> tuple[str, int] | None:
        """The source whose loss leaves the fewest issues with a figure of some two, and how many.

        None where no loss takes any. `tabled`: the issues known by columns, each with the cards of their tables: they
        go with these and with no other.
        """
        if not self.changed:
            # Of an issue that rests on several tables no loss takes the figure.
            lost = Counter([card for cards in tabled.values() if len(cards) == 1 for card in cards])
            first = [*lost] if len(lost) < 2 else [card for card in self.view.ledger.cards if card in lost]
            card = max(first, key=lost.__getitem__, default=None)
            return None if card is None else (card, len(tabled) - lost[card])
        whole = len(tabled.keys() | self._find_issues(self.known[p] for p in parties))
        counts = {}
        # A source that neither of them rests on takes nothing.
        named = set[str]().union(*tabled.values(), *(self._ranks.get(p, ()) for p in parties))
        for source in filter(named.__contains__, self.view.ledger.cards) if named else ():
            changed = self.changed.get(source, {})
            left = {issue for issue, cards in tabled.items() if cards != {source}}
            counts[source] = len(left | self._find_issues(self.known[p] ^ changed.get(p, set()) for p in parties))
        found = min(counts, key=counts.__getitem__, default=None)
        return None if found is None or counts[found] >= whole else (found, counts[found])

    def _find_issues(self, known: Iterable[Set[str]]) -> set[str]:
        """The issues that have a question on which two are known; `known`: of each party the questions."""
        once, twice = set[str](), set[str]()
        for abouts in known:
            twice |= once & abouts
            once |= abouts
        return {self._issues[about] for about in twice}


class _Stand(NamedTuple):
    """A position, with what its being known hangs on."""

    party: str
    dimension: Dimension
    places: set[PartyAbout]
    """Where its own statements stand, and what disputes them."""
    alone: set[str | None]
    """On which source each statement rests that gives it a value; None of one that rests on several, or on none."""
