"""Positions drawn on a scale: the ruler, and each party's line on it."""

from gapcli.ledger.model import Dimension, Statement
from gapcli.ledger.scales import Places, Zone
from gapcli.measure.positions import Position
from gapcli.pages.grid import Axis, Mark
from gapcli.words import en
from gapcli.words.figures import say_figure


def lay_ruler(d: Dimension) -> tuple[Axis, Axis]:
    """The names of the poles, and the scale under them; of a scale that can be drawn."""
    left, right = (str(p) for p in d.poles)
    return Axis(None, None, ends=(left, right)), Axis(None, None, ruler=d.measure.ticks)


def lay_axis(position: Position) -> Axis:
    """One party's line on a scale: what it asks for, what it offers, what it refuses to discuss, what it does."""
    d = position.dimension
    ends = [end for z in position.zones for end in _ends(d, z.hull)]
    middle = sum(_middle(d, z) for z in position.asks) / len(position.asks) if position.asks else None
    marks = [mark for s in position.statements for mark in _mark(position, s, middle)]
    if position.refuses and d.measure.today is not None:
        marks.append(Mark(_middle(d, d.measure.today), "refuses"))
    order = {"ask": 0, "refuses": 1}
    unique = sorted(dict.fromkeys(marks), key=lambda m: order.get(m.sign, 2))
    return Axis(min(ends) if ends else None, max(ends) if ends else None, tuple(unique))


def say_zone(d: Dimension, zone: Zone) -> str:
    """A zone by its places; by its options where it has none."""
    places = d.measure.drawn(zone)
    if places is None:
        return f" {en.OR} ".join(map(str, d.measure.data(zone)))
    low, high = map(say_figure, places)
    return low if low == high else en.FROM_TO.format(low=low, high=high)


def _mark(position: Position, s: Statement, middle: float | None) -> list[Mark]:
    """The signs of a statement; `middle`: of what the party asks for."""
    if s.value is None or s.stance not in ("asks", "accepts"):
        return []
    d = position.dimension
    zone = d.zone(s)
    by_deeds = position.status == "conduct-only"
    if s.basis != ("conduct" if by_deeds else "words"):
        return [Mark(_middle(d, zone), "deed")]
    if s.stance == "asks":
        return [Mark(place, "deed" if by_deeds else "ask") for place in dict.fromkeys(_ends(d, zone))]
    place = _middle(d, zone) if middle is None else max(_ends(d, zone), key=lambda p: abs(p - middle))
    up = middle is None or place >= middle
    return [Mark(place, ("if-" if s.if_ else "offer-") + ("up" if up else "down"))]


def _ends(d: Dimension, zone: Zone) -> Places:
    places = d.measure.drawn(zone)
    assert places is not None
    return places


def _middle(d: Dimension, zone: Zone) -> float:
    return sum(_ends(d, zone)) / 2
