"""Each proposal against each party: how far it is from what the party asks, and which red lines it breaks.

And which single step would close most of what is left: one party, one dimension, to a value of the other side.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum
from typing import NamedTuple

from gapcli.ledger.model import VALUED, Dimension, Statement
from gapcli.ledger.narrow import Assumption
from gapcli.ledger.scales import Raw, Zone
from gapcli.measure.compare import Compared, weigh
from gapcli.measure.gaps import MeasuredCell, Sum, figure, measure_cell
from gapcli.measure.positions import Position, Positions, Stretch, derive, find_live
from gapcli.measure.view import View

PROPOSER = ""
"""The party that a proposal is, while it is compared; no party of a file is called so."""


def list_placed(position: Position) -> list[Statement]:
    """The asks and offers that give a position its values."""
    return [s for s in position.makers if s.stance in VALUED]


def list_values(position: Position) -> list[Raw]:
    """The values that a position puts forward, as the file has them, with `today` for a refusal to discuss."""
    today = position.dimension.today if position.refuses else None
    return list(dict.fromkeys(v for v in (*(s.value for s in list_placed(position)), today) if v is not None))


def find_broken(position: Position, values: Sequence[Raw]) -> list[Statement]:
    """The statements of a position that rule out one of some values: the red lines that it would break."""
    clashes = position.dimension.measure.clashes
    rejecting = ((s, s.value) for s in position.statements if s.stance == "rejects")
    return [s for s, rejected in rejecting if rejected is not None and any(clashes(v, rejected) for v in values)]


def _as_one(position: Position, zones: Sequence[Zone]) -> Position:
    """A position whose one zone is the hull of some zones; none where there are none."""
    if not zones:
        return position
    hull = position.dimension.measure.hull(zones)
    # What is looked at is this zone alone: nothing is left to be demanded, and no deed counts beside it.
    return replace(position, zones=(Stretch(hull, hull),), asks=(hull,), acts_otherwise=False)


@dataclass(frozen=True, eq=False)
class Tabled:
    """A proposal, or a draft of one, as a party of its own: a position like any other."""

    id: str
    name: str
    by: tuple[str, ...]
    """The parties whose statements it is made of."""
    lapsed: tuple[str, ...]
    """The statements of it that their party has replaced."""
    positions: Positions
    """Those of the statements in which it says its terms itself."""

    @cached_property
    def outcomes(self) -> dict[str, Position]:
        """What was found to hold if it is agreed, by dimension."""
        return {}

    def find_term(self, dimension: Dimension) -> Position:
        """What it says on a dimension."""
        return self.positions.find(PROPOSER, dimension)

    def names(self, dimension: Dimension) -> bool:
        """Whether it says anything there, be it words without a place."""
        return self.find_term(dimension).status != "unknown"

    def find_outcome(self, dimension: Dimension) -> Position:
        """What holds on a dimension if it is agreed: its term, and what binds today where it names nothing."""
        if dimension.about not in self.outcomes:
            term, today = self.find_term(dimension), dimension.measure.today
            bound = () if today is None else (today,)
            zones = (*term.asks, *term.offers) if self.names(dimension) else bound
            self.outcomes[dimension.about] = _as_one(term, zones)
        return self.outcomes[dimension.about]


def table_terms(view: View, id: str, name: str, terms: Sequence[Statement], lapsed: Sequence[str] = ()) -> Tabled:
    """A proposal that says some terms itself, in the place of those who said them."""
    own = {s.id: s._replace(party=PROPOSER) for s in terms}
    # Of all else that stands only what disputes a term says something about it.
    disputed = {id for s in terms for id in s.disputes}
    against = (s for s in view.positions.live if s.id in disputed or not own.keys().isdisjoint(s.disputes))
    others = (s for s in against if s.id not in own)
    by = tuple(dict.fromkeys(s.party for s in terms if s.party))
    # All of them are live: nothing is left to be replaced, a term by what is assumed of its party least of all.
    return Tabled(id, name, by, tuple(lapsed), Positions(view.ledger, view.day, (*others, *own.values())))


def table_proposals(view: View) -> list[Tabled]:
    """The proposals of the file of which a term is live, whatever is assumed of those who put them forward."""
    reported = [s for s in view.ledger.statements if not s.assumed]
    live: dict[str, list[Statement]] = {}
    for s in find_live(view.ledger, reported, view.day):
        live.setdefault(s.id, []).append(s)
    by_day = {s.id for s in reported if s.said.day <= view.day}
    tabled = []
    for proposal in view.ledger.proposals.values():
        terms = [s for id in proposal.statements for s in live.get(id, ())]
        lapsed = [id for id in proposal.statements if id in by_day and id not in live]
        if terms:
            tabled.append(table_terms(view, proposal.id, str(proposal.name), terms, lapsed))
    return tabled


class Asked(NamedTuple):
    """What a party asks for on a question, as one place."""

    position: Position
    weight: float
    """Of the question, in the sums over all that is shown."""


def list_asked(view: View, party: str) -> Sequence[Asked]:
    """What a party asks for, or else offers, on everything shown: what each proposal is held against."""
    weights = weigh(view, (party,), view.query.weights)
    sides = (view.positions.find(party, d) for d in view.dimensions)
    return [Asked(_as_one(side, side.asks or side.offers), weights[side.dimension.about]) for side in sides]


class Against:
    """A proposal against a party, on everything shown."""

    def __init__(self, view: View, tabled: Tabled, party: str, asked: Sequence[Asked]) -> None:
        """`asked`: what the party asks for."""
        self.view = view
        self.tabled = tabled
        self.party = party
        self._asked = asked

    @cached_property
    def cells(self) -> Mapping[str, MeasuredCell]:
        """What it leaves beside what the party asks for, by dimension."""
        pairs = ((self.tabled.find_outcome(side.dimension), side, weight) for side, weight in self._asked)
        return {side.dimension.about: measure_cell(outcome, side, weight) for outcome, side, weight in pairs}

    @cached_property
    def sum(self) -> Sum:
        """All cells together; its gap is the mean distance."""
        return Sum(tuple(self.cells.values()))

    @cached_property
    def named(self) -> frozenset[str]:
        """The dimensions that it names and on which the party has a zone."""
        return frozenset(a for a, c in self.cells.items() if c.b.zones and self.tabled.names(c.b.dimension))

    @cached_property
    def least(self) -> Mapping[str, float]:
        """By dimension what at least is left of it, in the weights of the sum."""
        return {about: c.weight * c.possible[0] for about, c in self.cells.items()}

    @cached_property
    def most(self) -> Mapping[str, float]:
        """By dimension what at most is left of it, in the weights of the sum."""
        return {about: c.weight * c.possible[1] for about, c in self.cells.items()}

    @cached_property
    def named_least(self) -> float:
        """What at least is left of all that it names, in the weights of the sum."""
        return figure(fsum(map(self.least.__getitem__, self.named)))

    @cached_property
    def named_most(self) -> float:
        """What at most is left of it."""
        return figure(fsum(map(self.most.__getitem__, self.named)))

    def find_broken(self, dimension: Dimension) -> list[Statement]:
        """The red lines of the party that it breaks there."""
        side = self.view.positions.find(self.party, dimension)
        return find_broken(side, list_values(self.tabled.find_term(dimension)))

    def is_inside(self, dimension: Dimension) -> bool | None:
        """Whether it lies in every zone of the party; None where either has none."""
        term, side = self.cells[dimension.about].a, self.view.positions.find(self.party, dimension)
        if not (term.zones and side.zones):
            return None
        return all(dimension.measure.within(term.zones[0].hull, z.hull) for z in side.zones)

    @property
    def unsaid(self) -> list[str]:
        """The dimensions where the party has a place or a red line and the proposal says nothing."""
        unnamed = (c.b for c in self.cells.values() if not self.tabled.names(c.b.dimension))
        return [side.dimension.about for side in unnamed if side.zones or side.rejected]


AgainstEach = Mapping[tuple[str, str], Against]
"""By proposal and party."""


def beats(better: Tabled, worse: Tabled, compared: AgainstEach, principals: Sequence[str]) -> bool:
    """Whether one is as near to every principal as another and nearer to one (Pareto), whatever is unknown.

    What neither names is the same under both, known or not; so the sums run over what either names.
    """
    is_nearer = False
    for party in principals:
        x, y = compared[better.id, party], compared[worse.id, party]
        if x.named == y.named:
            by = y.named_least - x.named_most
        else:
            named = x.named | y.named
            by = figure(fsum(map(y.least.__getitem__, named))) - figure(fsum(map(x.most.__getitem__, named)))
        if by < 0:
            return False
        is_nearer = is_nearer or by > 0
    return is_nearer


class Step(NamedTuple):
    """One party that accepts one value, beside all that it says, on one dimension."""

    mover: Position
    moved: Position
    """What the mover would hold then."""
    other: Position
    """The position that holds the value."""
    cell: MeasuredCell
    value: str
    closes: float
    """How much less of the bridge of all that is shown would be left, 0 to 1."""
    distance: float
    """How far the value is from what the mover asks for and offers, 0 to 1."""
    breaks: tuple[Statement, ...]
    """Those in which the mover rules the value out itself."""
    offered: tuple[Statement, ...]
    """The offers under a condition without which one of the two would not hold the value."""


def list_steps(view: View, pair: Compared) -> Iterator[Step]:
    """Every single step of a pair that would close some of the bridge, or that is offered already."""
    for cell in pair.total.known:
        d = cell.a.dimension
        for mover, other in ((cell.a, cell.b), (cell.b, cell.a)):
            for value in _list_single_values(other):
                moved = _accept(view, mover, value)
                closes = figure(_measure_closed(pair.total, cell, moved, other))
                own = _list_conditional(mover, value)
                if closes > 0 or own:
                    place = d.measure.read(value)
                    yield Step(
                        mover=mover,
                        moved=moved,
                        other=other,
                        cell=cell,
                        value=value,
                        closes=max(0.0, closes),
                        distance=figure(max(d.measure.least(z.hull, place) for z in mover.zones)),
                        breaks=tuple(find_broken(mover, (value,))),
                        offered=(*own, *_list_conditional(other, value)),
                    )


def sum_closed(pairs: Iterable[Compared], step: Step) -> float:
    """How much less would be left, summed over some known pairs of the mover, if it accepted the value."""
    moved, closed = step.moved, []
    for pair in pairs:
        cell = pair.find_cell(moved.dimension)
        if cell.figures:
            other = cell.b if cell.a.party == moved.party else cell.a
            closed.append(max(0.0, _measure_closed(pair.total, cell, moved, other)))
    return fsum(closed)


def _list_single_values(side: Position) -> list[str]:
    """The single values that a side holds: options, of a number those that it names."""
    d = side.dimension
    named = (end for v in list_values(side) for end in ((v,) if isinstance(v, str) else v))
    known = d.options or dict.fromkeys(named)
    return [v for v in known if any(d.measure.meet(d.measure.read(v), z.hull) for z in side.zones)]


def _accept(view: View, mover: Position, value: str) -> Position:
    """What a party holds that accepts one value more."""
    d = mover.dimension
    accepted = Assumption(mover.party, d.about, value).statement(view.ledger, view.day, "accepts")
    # An offer disputes nothing by itself.
    return derive(mover.party, d, (*mover.statements, accepted), view.positions.opponents)


def _measure_closed(total: Sum, cell: MeasuredCell, moved: Position, other: Position) -> float:
    """How much smaller the bridge of a total is where one side of a cell holds something else."""
    measured = measure_cell(moved, other, cell.weight)
    now, then = total.figures, Sum(tuple(measured if c is cell else c for c in total.cells)).figures
    assert now and then
    return now.bridge - then.bridge


def _list_conditional(side: Position, value: str) -> list[Statement]:
    """The offers under a condition without which a side would not hold a value; none where it does not hold it."""
    d = side.dimension
    place = d.measure.read(value)
    offers = [s for s in list_placed(side) if s.stance == "accepts"]
    firm = (*side.asks, *(d.zone(s) for s in offers if not s.if_))
    holds = any(d.measure.meet(place, z.hull) for z in side.zones)
    if not holds or (firm and d.measure.meet(place, d.measure.hull(firm))):
        return []
    return [s for s in offers if s.if_]
