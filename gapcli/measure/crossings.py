"""Red lines that an ask of the other side crosses."""

from collections.abc import Iterator
from typing import NamedTuple

from gapcli.ledger.model import Statement
from gapcli.measure.positions import Position


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
