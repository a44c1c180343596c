"""Parts that several pages share; and positions drawn on a scale, the ruler and each party's line on it."""

from collections.abc import Iterator

from gapcli.ledger.model import VALUED, Dimension, Statement
from gapcli.ledger.scales import Places, Zone
from gapcli.measure.gaps import level
from gapcli.measure.positions import Crossing, Position
from gapcli.measure.view import View
from gapcli.pages.grid import Axis, Line, Mark, Piece, Pieces, bold, dim, plain, weak
from gapcli.reports.matrix import MatrixRow
from gapcli.words import en
from gapcli.words.figures import say_bound, say_figure
from gapcli.words.positions import say_query


def lay_title(view: View, title: str) -> list[Line]:
    """The first lines of a page: what it is, its day and its ledger, and what was left out."""
    ledger = view.source
    right = en.STATEMENTS_SOURCES.format(
        date=en.date(view.day),
        statements=en.count(ledger.size, "statement"),
        sources=en.count(len(ledger.cards), "source"),
    )
    lines = [Line(bold(title), right=dim(right))]
    lens = say_query(view)
    if lens:
        lines.append(Line(weak(en.join(lens))))
    return lines


def lay_name(view: View, issue: str, dimension: str | None) -> Pieces:
    """The name of an issue, or of one of its dimensions below it."""
    return plain(f"  {dimension}") if dimension else bold(str(view.ledger.issues[issue].name))


def lay_gap(gap: float | None, least: bool = False) -> Pieces:
    """Figure and level of a gap, in its colour, as a lower bound where it is one; of an unknown one neither."""
    if gap is None:
        return (Piece(f"   – {en.NOT_KNOWN}", tone="unknown"),)
    return (Piece(f"{say_bound(gap, least)} {level(gap)}", tone=level(gap)),)


def lay_weaknesses(view: View, row: MatrixRow) -> list[Line]:
    """What weakens the figures of a pair, in words, as a line; none where nothing does."""
    sides = {mark: (first, second) for mark, first, second in row.sides}
    a, b = view.label(row.a), view.label(row.b)
    parts = list(_say_through(view, row))
    for mark, words in en.MARKS.items():
        if mark in row.marks:
            match sides.get(mark, (True, True)):
                case (True, False):
                    parts.append(words.one.format(who=a, other=b))
                case (False, True):
                    parts.append(words.one.format(who=b, other=a))
                case (True, True):
                    parts.append(words.both)
                case _:
                    parts.append(words.either)
    parts = [part for part in parts if part]
    return [Line(weak(" · ".join(parts)), indent=2)] if parts else []


def _say_through(view: View, row: MatrixRow) -> Iterator[str]:
    """Through which groups either side speaks."""
    dimensions = [d for d in view.dimensions if d.issue == row.issue and row.dimension in (None, d.id)]
    for party in (row.a, row.b):
        groups = dict.fromkeys(group for d in dimensions for group in view.positions.find(party, d).through)
        if groups:
            yield en.THROUGH.format(who=view.label(party), groups=en.join(map(view.label, groups)))


def lay_crossing(view: View, crossing: Crossing) -> Line:
    """Which red lines of the one side an ask of the other crosses, by the names of the statements."""
    asker, refuser = view.label(crossing.asker), view.label(crossing.refuser)
    ids = ", ".join(s.id for s in crossing.statements)
    return Line(weak(en.CROSSES.format(asker=asker, refuser=refuser, ids=ids)), indent=2)


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
    if s.value is None or s.stance not in VALUED:
        return []
    d = position.dimension
    zone = d.zone(s)
    by_deeds = position.status == "conduct-only"
    if s.basis != ("conduct" if by_deeds else "words"):
        return [Mark(_middle(d, zone), "deed")]
    if s.stance in ("asks", "agrees"):
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
