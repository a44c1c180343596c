"""Reports that cannot both be right, and what each gap would be if the one or the other were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Key, Statement
from gapcli.measure.compare import Compared, compare
from gapcli.measure.gaps import MeasuredCell, printed
from gapcli.measure.positions import Position, Positions
from gapcli.measure.view import View

Touched = tuple[str, str, Dimension]
"""Two parties, the one declared first in front, and a dimension on which a dispute changes their gap."""
EFFECTS = ("takes", "changes", "none")
"""What a dispute may do to a gap, the gravest first: take its figure away, change it as printed, or neither."""


class Dispute(NamedTuple):
    """Two live reports that cannot both be right, in the order of the file, with what they touch."""

    first: Statement
    second: Statement
    touched: tuple[Touched, ...]

    @property
    def declared(self) -> bool:
        """Whether one of the two says that it disputes the other."""
        return self.second.id in self.first.disputes or self.first.id in self.second.disputes


def list_disputes(view: View, partners: Sequence[str]) -> Iterator[Dispute]:
    """The disputes of the parties shown that touch a gap with one of the partners, in the order of the file."""
    positions = view.positions
    copies: dict[str, list[Statement]] = defaultdict(list)
    opponents: dict[str, set[str]] = defaultdict(set)
    for s in positions.live:
        copies[s.id].append(s)
        opponents[s.id].update(id for id, _ in positions.opponents.get(s.key, ()))
    # Statements of several parties dispute each other once, and touch the gaps of all of these.
    for first, others in opponents.items():
        later = [id for id in others if positions.ranks[id] > positions.ranks[first]]
        for second in sorted(later, key=positions.ranks.__getitem__):
            touched = tuple(_list_touched(view, partners, (*copies[first], *copies[second])))
            if touched:
                yield Dispute(copies[first][0], copies[second][0], touched)


def _list_touched(view: View, partners: Sequence[str], reports: Sequence[Statement]) -> Iterator[Touched]:
    shown = [s for s in reports if s.party in view.parties]
    told = {s.about for s in shown}
    dimensions = [d for d in view.dimensions if d.about in told or d.issue in told]
    for a, b in combinations(view.ledger.parties, 2):
        abouts = {s.about for s in shown for p, other in ((a, b), (b, a)) if s.party == p and other in partners}
        yield from ((a, b, d) for d in dimensions if {d.about, d.issue} & abouts)


class Outcomes:
    """Pairs of parties compared as things stand, and as if those that dispute a statement had not been said."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._compared: dict[tuple[str, str, frozenset[str]], Compared] = {}
        self._left: dict[frozenset[str], tuple[Positions, set[str]]] = {}

    def find_opponents(self, s: Statement) -> frozenset[str]:
        """The ids of those that dispute a statement, whichever of its parties it is of."""
        return self._opponents.get(s.id, frozenset())

    @cached_property
    def _opponents(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for (disputed, _), others in self.view.positions.opponents.items():
            found[disputed].update(id for id, _ in others)
        return {id: frozenset(ids) for id, ids in found.items()}

    def compare_outcomes(self, a: str, b: str, first: Statement, second: Statement) -> tuple[Compared, ...]:
        """A pair as it stands, if the first of two reports holds, and if the second does."""
        without = (frozenset[str](), self.find_opponents(first), self.find_opponents(second))
        return tuple(self._compare(a, b, ids) for ids in without)

    def _compare(self, a: str, b: str, without: frozenset[str]) -> Compared:
        """A pair as if some of the live statements, by their ids, had not been said."""
        key = (a, b, without)
        if key not in self._compared:
            self._compared[key] = self._leave_out(a, b, without) if without else compare(self.view, a, b)
        return self._compared[key]

    def _leave_out(self, a: str, b: str, without: frozenset[str]) -> Compared:
        if without not in self._left:
            self._left[without] = self._find_left(without)
        positions, touched = self._left[without]

        def find_left(p: Position) -> Position:
            return positions.find(p.party, p.dimension) if p.dimension.about in touched else p

        return self._compare(a, b, frozenset()).change_positions(find_left)

    def _find_left(self, without: frozenset[str]) -> tuple[Positions, set[str]]:
        """The positions without some statements, on the questions that these and their opponents touch: those alone."""
        whole, said = self.view.positions, self._said

        def list_opponents(statements: Iterable[Statement]) -> list[Statement]:
            return [said[key] for s in statements for key in whole.opponents.get(s.key, ())]

        gone = [s for s in whole.live if s.id in without]
        abouts = {s.about for s in (*gone, *list_opponents(gone))}
        touched = [d for d in self.view.dimensions if d.about in abouts or d.issue in abouts]
        here = [s for place in {p for d in touched for p in (d.about, d.issue)} for s in self._places.get(place, ())]
        # Of the live ones alone: what they replaced is not brought back, as in the zones of a dispute.
        left = {s.key: s for s in (*here, *list_opponents(here)) if s.id not in without}
        live = sorted(left.values(), key=lambda s: whole.ranks[s.id])
        return Positions(self.view.ledger, self.view.day, live, earlier=whole), {d.about for d in touched}

    @cached_property
    def _said(self) -> Mapping[Key, Statement]:
        return {s.key: s for s in self.view.positions.live}

    @cached_property
    def _places(self) -> Mapping[str, list[Statement]]:
        """The live statements by what they are about."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for s in self.view.positions.live:
            found[s.about].append(s)
        return found


class Fall(NamedTuple):
    """A gap as it stands, and as a dispute falls."""

    a: str
    b: str
    cells: tuple[MeasuredCell, ...]
    """As it stands, if the first report holds, and if the second does."""

    @property
    def dimension(self) -> Dimension:
        """The dimension of the gap."""
        return self.cells[0].a.dimension

    @property
    def gaps(self) -> list[float | None]:
        """The three gaps as printed, 0 to 1; None where unknown."""
        return [printed(c.figures.gap) if c.figures else None for c in self.cells]

    @property
    def effect(self) -> str:
        """One of `EFFECTS`."""
        stands, *others = self.gaps
        if None in others and {stands, *others} != {None}:
            return "takes"
        return "changes" if any(gap != stands for gap in others) else "none"

    @property
    def weight(self) -> tuple[int, float]:
        """By which the gravest of some falls is the least: what the dispute does, and by how much."""
        known = [gap for gap in self.gaps if gap is not None]
        return EFFECTS.index(self.effect), min(known, default=0.0) - max(known, default=0.0)


class Block(NamedTuple):
    """Reports that the same ones dispute, against those: all of a block has one outcome."""

    sides: tuple[list[Statement], list[Statement]]
    touched: dict[tuple[str, str, str], Touched]

    def list_falls(self, outcomes: Outcomes) -> list[Fall]:
        """What becomes of each gap that it touches, the gravest first, else in the order of the file."""
        first, second = (side[0] for side in self.sides)
        falls = []
        for a, b, d in self.touched.values():
            compared = outcomes.compare_outcomes(a, b, first, second)
            falls.append(Fall(a, b, tuple(each.find_cell(d) for each in compared)))
        return sorted(falls, key=lambda fall: fall.weight)


def group_disputes(disputes: Sequence[Dispute], outcomes: Outcomes) -> list[Block]:
    """The disputes, those with one outcome together."""
    blocks: dict[frozenset[frozenset[str]], Block] = {}
    told: dict[frozenset[frozenset[str]], set[Key]] = defaultdict(set)
    for dispute in disputes:
        reports = (dispute.first, dispute.second)
        opponents = [outcomes.find_opponents(s) for s in reports]
        block = blocks.setdefault(frozenset(opponents), Block(([], []), {}))
        known = told[frozenset(opponents)]
        leading = outcomes.find_opponents(block.sides[0][0]) if block.sides[0] else opponents[0]
        for s, ids in zip(reports, opponents):
            if s.key not in known:
                known.add(s.key)
                block.sides[ids != leading].append(s)
        block.touched.update({(a, b, d.about): (a, b, d) for a, b, d in dispute.touched})
    return list(blocks.values())


class Reordered(NamedTuple):
    """What becomes of the order of one issue if a report holds."""

    issue: str
    lost_figure: bool
    """Whether it has no figure then, and so no place in the order."""
    wider: tuple[str, ...]
    """The issues that its gap is wider than, and was not."""
    no_longer_wider: tuple[str, ...]
    """The issues that its gap was wider than, and neither is the wider one now."""


def reorder(stands: Compared, outcome: Compared) -> Iterator[Reordered]:
    """What the order of the issues would be otherwise, issue by issue."""
    gained, lost = _by_wider(outcome.order - stands.order), _by_wider(stands.order - outcome.order)
    losers = {issue for x, ys in lost.items() for issue in (x, *ys)}
    for issue in (c.issue.id for c, _ in stands.issues):
        known = outcome.known if issue in outcome.known else ()
        lost_figure = not known and issue in losers
        wider = tuple(gained.get(issue, ()))
        closer = tuple(y for y in lost.get(issue, ()) if y in known and issue not in gained.get(y, ()))
        if lost_figure or wider or closer:
            yield Reordered(issue, lost_figure, wider, closer)


def _by_wider(order: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
    """For each issue those that it is wider than, in the order of their ids."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for x, y in sorted(order):
        found[x][y] = None
    return dict(found)
