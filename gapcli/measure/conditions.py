"""How a condition stands: whether somebody offers what it waits for."""

from typing import NamedTuple

from gapcli.ledger.model import Condition, Statement, Text
from gapcli.measure.positions import Positions


class Met(NamedTuple):
    """How a condition stands on a day."""

    state: str
    """`met`, `not-on-offer`, `unanswered` or `words`."""
    short: float | None
    """The least distance, 0 to 1, from what is held to what would satisfy it, where not on offer."""
    statements: tuple[Statement, ...]
    """Those that meet it."""


def judge_condition(positions: Positions, condition: Condition | Text) -> Met:
    """Whether a condition is met: by a live ask or offer in words all of whose values satisfy it."""
    if not isinstance(condition, Condition):
        return Met("words", None, ())
    dimension = positions.ledger.dimension(condition.about)
    scale = dimension.measure
    wanted = dimension.satisfying(condition)
    position = positions.of(condition.party, dimension)
    meeting = tuple(
        s
        for s in position.statements
        if s.stance in ("asks", "accepts")
        and s.basis == "words"
        and s.value is not None
        and scale.within(dimension.zone(s), wanted)
    )
    if meeting:
        return Met("met", None, meeting)
    if not position.zones:
        return Met("unanswered", None, ())
    short = min(scale.least(z.hull, wanted) for z in position.zones)
    return Met("not-on-offer", short, ())
