"""Positions drawn on a scale: the ruler, each party's line under it, and what its signs mean."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from gapcli.ledger.model import VALUED, Dimension, Statement
from gapcli.ledger.scales import Places, Zone
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.pages.grid import SIGNS, Axis, Column, Grid, Line, Mark, Row, Ruler, Tick, dim, plain
from gapcli.words import phrases
from gapcli.words.positions import say_position, say_red_lines


def lay_ruler(d: Dimension) -> Ruler:
    """The poles in words, and the scale under them; of a scale that can be drawn."""
    measure = d.measure
    left, right = map(str, d.poles)
    # The words of the poles stand over the ends, and say what an option there says.
    words = {place: name for place, name in measure.ticks.items() if 0 < place < 1 or name not in d.options}
    names = {id: str(option.name) for id, option in d.options.items()}
    ticks = [Tick(at, words.get(at, ""), name=names.get(words.get(at, ""), "")) for at in measure.ticks]
    if measure.today is not None and d.today is not None:
        place = _middle(d, measure.today)
        name = "" if d.today in d.options and place in (0, 1) else d.today
        today = Tick(place, name, today=True, name=names.get(name, ""))
        ticks = [today, *(tick for tick in ticks if tick.place != place)]
    return Ruler((left, right), tuple(ticks))


def lay_axis(position: Position) -> Axis:
    """One party's line on a scale: what it wants, what it would accept, what it rules out, and what it does."""
    d = position.dimension
    middle = sum(_middle(d, z) for z in position.asks) / len(position.asks) if position.asks else None
    marks = [mark for s in position.statements for mark in _mark(position, s, middle)]
    if position.refuses and d.measure.today is not None:
        marks.append(Mark(_middle(d, d.measure.today), "refuses"))
    order = {"ask": 0, "refuses": 1}
    unique = sorted(dict.fromkeys(marks), key=lambda m: order.get(m.sign, 2))
    stretches = sorted(_ends(d, z.hull) for z in position.zones)
    # Reports that dispute each other are read one by one: a line through both would be a stretch that no report gives.
    apart = all(left[1] < right[0] for left, right in pairwise(stretches))
    barred = d.measure.drawn_rejected(position.rejections)
    return Axis(tuple(stretches) if apart else (), tuple(unique), tuple(barred))


def lay_chart(view: View, d: Dimension, parties: Sequence[str]) -> Grid:
    """One line a party under the scale, with its words; what has no place on it in words alone, the silent last."""
    drawn = bool(d.measure.ticks)
    rows = [Row(((), lay_ruler(d), ()))] if drawn else []
    wordless: list[Row] = []
    absent = []
    for party in parties:
        position = view.positions.find(party, d)
        if position.status in ("unknown", "silent"):
            absent.append(view.label(party))
            continue
        label, words = plain(view.label(party)), plain(_say_line(view, position, parties))
        axis = lay_axis(position) if drawn else Axis()
        if axis.marks or axis.barred:
            rows.append(Row((label, axis, words)))
        else:
            wordless.append(Row((label, (), words)))
    rows += wordless
    if absent:
        rows.append(Row(((), (), dim(phrases.NO_REPORT_OF.format(parties=phrases.join(absent))))))
    return Grid((Column(), Column(picture=True), Column(folds=True)), rows, chart=True)


def lay_alone(position: Position) -> Grid | None:
    """The line of one party under the scale, without its words; None where it has nothing on it."""
    if not position.dimension.measure.ticks:
        return None
    axis = lay_axis(position)
    rows = [Row((plain("  "), cell, ())) for cell in (lay_ruler(position.dimension), axis)]
    columns = (Column(), Column(picture=True), Column(folds=True))
    return Grid(columns, rows, chart=True) if axis.marks or axis.barred else None


def _say_line(view: View, position: Position, parties: Sequence[str]) -> str:
    """What a party holds, with what it rules out; of one that speaks through parties shown, that it is the same."""
    if position.through and set(position.through) <= set(parties):
        return phrases.THE_SAME.format(groups=phrases.join(map(view.label, position.through)))
    said = (say_position(view.positions, position), say_red_lines(view.positions, position))
    return phrases.SEMICOLON.join(filter(None, said))


def lay_legend(charts: Iterable[Grid]) -> Line:
    """What the signs mean that occur on some pictures; an empty line where there are none."""
    cells = [cell for chart in charts for row in chart.rows for cell in row.cells]
    axes = [cell for cell in cells if isinstance(cell, Axis)]
    found = {mark.sign for axis in axes for mark in axis.marks}
    found |= {"barred" for axis in axes if axis.barred}
    found |= {"today" for cell in cells if isinstance(cell, Ruler) and any(tick.today for tick in cell.ticks)}
    meanings: dict[str, list[str]] = {}
    for sign, glyph in SIGNS.items():
        if sign in found:
            meanings.setdefault(phrases.SIGNS[sign], []).append(glyph)
    words = (phrases.SIGN_MEANS.format(signs=" ".join(glyphs), meaning=meaning) for meaning, glyphs in meanings.items())
    return Line(dim("   ".join(words)), picture=True)


def _mark(position: Position, s: Statement, middle: float | None) -> list[Mark]:
    """The signs of a statement; `middle`: of what the party asks for."""
    if s.value is None or s.stance not in VALUED:
        return []
    d = position.dimension
    zone = d.zone(s)
    by_deeds = position.status == "conduct-only"
    if by_deeds or s.basis != "words":
        return [Mark(place, "deed") for place in dict.fromkeys(_ends(d, zone) if by_deeds else [_middle(d, zone)])]
    if s.stance in ("asks", "agrees"):
        return [Mark(place, "ask") for place in dict.fromkeys(_ends(d, zone))]
    place = _middle(d, zone) if middle is None else max(_ends(d, zone), key=lambda p: abs(p - middle))
    up = middle is None or place >= middle
    return [Mark(place, ("if-" if s.if_ else "offer-") + ("up" if up else "down"))]


def _ends(d: Dimension, zone: Zone) -> Places:
    places = d.measure.drawn(zone)
    assert places is not None
    return places


def _middle(d: Dimension, zone: Zone) -> float:
    return sum(_ends(d, zone)) / 2
