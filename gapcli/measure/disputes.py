"""Reports that cannot both be right, and what each gap would be if the one or the other were."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Statement
from gapcli.measure.compare import Compared, compare
from gapcli.measure.gaps import Cell, Sum
from gapcli.measure.positions import Positions
from gapcli.measure.view import View

Touched = tuple[str, str, Dimension]
"""Two parties, the one declared first in front, and a dimension on which a dispute changes their gap."""


class Dispute(NamedTuple):
    """Two live reports that cannot both be right, in the order of the file, with what they touch."""

    first: Statement
    second: Statement
    touched: tuple[Touched, ...]

    @property
    def declared(self) -> bool:
        """Whether one of the two says that it disputes the other."""
        return self.second.id in self.first.disputes or self.first.id in self.second.disputes

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of parties that it touches."""
        return list(dict.fromkeys((a, b) for a, b, _ in self.touched))


def list_disputes(view: View, partners: Sequence[str]) -> list[Dispute]:
    """The disputes of the parties shown that touch a gap with one of the partners, in the order of the file."""
    positions = view.positions
    by_id = {s.id: s for s in positions.live}
    named: dict[str, list[int]] = defaultdict(list)
    for i, d in enumerate(view.dimensions):
        named[d.about].append(i)
        named[d.issue].append(i)
    parties = list(view.ledger.parties)
    ranks = {p: i for i, p in enumerate(parties)}
    others = [ranks[p] for p in partners]
    found = []
    for s in positions.live:
        later = (by_id[id] for id in positions.foes.get(s.id, ()) if positions.order[id] > positions.order[s.id])
        for t in sorted(later, key=lambda each: positions.order[each.id]):
            touched = {
                (min(ranks[each.party], other), max(ranks[each.party], other), d)
                for each in (s, t)
                if each.party in view.parties
                for d in named.get(each.about, ())
                for other in others
                if other != ranks[each.party]
            }
            if touched:
                each = tuple((parties[a], parties[b], view.dimensions[d]) for a, b, d in sorted(touched))
                found.append(Dispute(s, t, each))
    return found


class Outcomes:
    """Pairs of parties compared as things stand, and as if those that dispute a statement had not been said."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._live: dict[str, list[Statement]] = defaultdict(list)
        self._abouts: dict[str, str] = {}
        for s in view.positions.live:
            self._live[s.party].append(s)
            self._abouts[s.id] = s.about
        self._compared: dict[tuple[str, str, frozenset[str]], Compared] = {}

    def opponents(self, s: Statement) -> frozenset[str]:
        """The ids of those that dispute a statement."""
        return frozenset(self.view.positions.foes[s.id])

    def compare(self, a: str, b: str, without: frozenset[str] = frozenset()) -> Compared:
        """A pair as if some of the live statements, by their ids, had not been said."""
        key = (a, b, without)
        if key not in self._compared:
            self._compared[key] = self._leave_out(self.compare(a, b), without) if without else compare(self.view, a, b)
        return self._compared[key]

    def compare_outcomes(self, a: str, b: str, first: Statement, second: Statement) -> tuple[Compared, ...]:
        """A pair as it stands, if the first of two reports holds, and if the second does."""
        held = (self.compare(a, b, self.opponents(s)) for s in (first, second))
        return (self.compare(a, b), *held)

    def _leave_out(self, stands: Compared, without: frozenset[str]) -> Compared:
        abouts = {self._abouts[id] for id in without}
        touched = {d.about for d in self.view.dimensions if d.about in abouts or d.issue in abouts}
        near = touched | {about.partition(".")[0] for about in touched}
        # Of the live ones alone: what they replaced is not brought back, as in the zones of a dispute.
        left = [s for p in (stands.a, stands.b) for s in self._live[p] if s.about in near and s.id not in without]
        positions = Positions(self.view.ledger, self.view.day, statements=left)

        def compare_again(cell: Cell) -> Cell:
            d = cell.a.dimension
            if d.about not in touched:
                return cell
            return Cell(positions.of(stands.a, d), positions.of(stands.b, d), cell.weight)

        issues = tuple((chosen, Sum(tuple(map(compare_again, s.cells)))) for chosen, s in stands.issues)
        return replace(stands, issues=issues)


class Block(NamedTuple):
    """Reports that the same ones dispute, against those: all of a block has one outcome."""

    sides: tuple[list[Statement], list[Statement]]
    touched: dict[tuple[str, str, str], Touched]


def group_disputes(disputes: Sequence[Dispute], outcomes: Outcomes) -> list[Block]:
    """The disputes, those with one outcome together."""
    blocks: dict[frozenset[frozenset[str]], Block] = {}
    for dispute in disputes:
        reports = (dispute.first, dispute.second)
        opponents = [outcomes.opponents(s) for s in reports]
        block = blocks.setdefault(frozenset(opponents), Block(([], []), {}))
        leading = outcomes.opponents(block.sides[0][0]) if block.sides[0] else opponents[0]
        for s, those in zip(reports, opponents):
            side = block.sides[those != leading]
            if s not in side:
                side.append(s)
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


def reorder(stands: Compared, held: Compared) -> Iterator[Reordered]:
    """What the order of the issues would be otherwise, issue by issue."""
    gained, lost = held.order - stands.order, stands.order - held.order
    known = {c.issue.id for c, s in held.issues if s.known}
    for issue in (c.issue.id for c, _ in held.issues):
        lost_figure = issue not in known and any(issue in pair for pair in lost)
        wider = tuple(y for x, y in sorted(gained) if x == issue)
        closer = tuple(y for x, y in sorted(lost) if x == issue and y in known and (y, x) not in gained)
        found = Reordered(issue, lost_figure, wider, closer if issue in known else ())
        if lost_figure or wider or found.no_longer_wider:
            yield found
