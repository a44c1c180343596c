"""Which single step would close most of what is left: one party, one dimension, to a value of the other side."""

from collections.abc import Iterator
from typing import NamedTuple

from gapcli.ledger.model import Statement
from gapcli.ledger.narrow import Assumption
from gapcli.measure.compare import Compared
from gapcli.measure.gaps import Cell, Sum, figure
from gapcli.measure.positions import Position, Positions
from gapcli.measure.proposals import find_broken, list_placed, list_values
from gapcli.measure.view import View


class Step(NamedTuple):
    """One party that accepts one value, beside all that it says, on one dimension."""

    mover: Position
    other: Position
    """The position that holds the value."""
    cell: Cell
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
                closes = figure(_measure_closed(view, pair.total, cell, mover, other, value))
                own = _list_conditional(mover, value)
                if closes <= 0 and not own:
                    continue
                place = d.measure.read(value)
                yield Step(
                    mover=mover,
                    other=other,
                    cell=cell,
                    value=value,
                    closes=max(0.0, closes),
                    distance=figure(max(d.measure.least(z.hull, place) for z in mover.zones)),
                    breaks=tuple(find_broken(mover, (value,))),
                    offered=(*own, *_list_conditional(other, value)),
                )


def _list_single_values(side: Position) -> list[str]:
    """The single values that a side holds: options, of a number those that it names."""
    d = side.dimension
    named = (end for v in list_values(side) for end in ((v,) if isinstance(v, str) else v))
    known = d.options or dict.fromkeys(named)
    return [v for v in known if any(d.measure.meet(d.measure.read(v), z.hull) for z in side.zones)]


def _measure_closed(view: View, total: Sum, cell: Cell, mover: Position, other: Position, value: str) -> float:
    """How much smaller the bridge of a total is when a party accepts one value more."""
    d = mover.dimension
    accepted = Assumption(mover.party, d.about, value).statement(view.ledger, view.day, "accepts")
    positions = Positions(view.ledger, view.day, statements=(*mover.statements, accepted))
    moved = Cell(positions.of(mover.party, d), other, cell.weight)
    now, then = total.figures, Sum(tuple(moved if c is cell else c for c in total.cells)).figures
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
