"""The scale of a question, and the arithmetic of its figures."""

from collections.abc import Iterable, Iterator, Sequence

from gapcli.ledger.model import Dimension
from gapcli.ledger.scales import Zone
from gapcli.measure.view import View
from gapcli.pages.grid import Column, Grid, Line, Row, bold, dim, plain, weak
from gapcli.pages.parts import say_zone
from gapcli.reports.matrix import FigureRow, MatrixRow
from gapcli.text import write_number
from gapcli.words import phrases
from gapcli.words.figures import say_bound, say_exact, say_figure, say_signed
from gapcli.words.values import say_value


def lay_scale(d: Dimension) -> Grid:
    """The answers with their places, what binds today, and why they stand so."""
    head = Line(bold(phrases.SCALE_TITLE))
    below = (Line(dim(phrases.WHY.format(why=d.why))), *([Line(weak(str(d.note)))] if d.note else []))
    if d.range:
        pattern = phrases.NUMBER_SCALE_TODAY if d.today else phrases.NUMBER_SCALE
        ends = (phrases.measure(write_number(end), str(d.unit)) for end in d.range)
        low, high = (f"{end} ({pole})" for end, pole in zip(ends, d.poles))
        text = pattern.format(low=low, high=high, today=say_value(d, d.today) if d.today else "")
        return Grid(above=(head, Line(plain(text), indent=2), *below))
    places = d.measure.places
    rows = []
    for o in d.options.values():
        place = f"  {say_figure(places[o.id])}" if places else "  "
        rows.append(Row((*map(plain, (place, o.id, str(o.name))), dim(phrases.TODAY if d.today == o.id else ""))))
    columns = map(Column, (phrases.PLACE_HEAD if places else "", phrases.OPTION_HEAD, phrases.IN_WORDS_HEAD, ""))
    return Grid(tuple(columns), rows, above=(head,), below=below)


def lay_arithmetic(view: View, d: Dimension, rows: Sequence[MatrixRow]) -> Grid:
    """Each party's zone once, and how the figures of some pairs, all of which have some, come from these."""
    lines = [Line(bold(phrases.ARITHMETIC))]
    for party in dict.fromkeys(party for row in rows for party in (row.a, row.b)):
        p = view.positions.find(party, d)
        zones, asked = (_say_reports(d, each) for each in ([z.hull for z in p.zones], [z.asks for z in p.zones]))
        pattern = (
            phrases.ZONE_OFFERS if p.only_offers else phrases.ZONE_ACTS if p.kind == "deeds" else phrases.ZONE_ASKS
        )
        lines.append(Line(plain(pattern.format(zones=zones, asks=asked)), indent=2, label=view.label(party)))
    for row in rows:
        a, b = (view.positions.find(party, d).zones for party in (row.a, row.b))
        names = phrases.PAIR.format(a=view.label(row.a), b=view.label(row.b))
        texts = _say_arithmetic(d, row.figures, [(x.hull, y.hull) for x in a for y in b])
        lines.append(Line(plain("   ".join(texts)), indent=2, label=names))
        if row.least and row.figures.gap is not None:
            lines.append(Line(plain(phrases.LEAST_GAP.format(gap=say_bound(row.figures.gap, row.least))), indent=2))
    return Grid(above=(*lines, Line(dim(phrases.ASKS_BRIDGE), indent=2)))


def _say_reports(d: Dimension, zones: Iterable[Zone]) -> str:
    """A zone; of several, each by another report, one after the other."""
    first, *others = dict.fromkeys(say_zone(d, zone) for zone in zones)
    for other in others:
        first = phrases.BY_ANOTHER_REPORT.format(values=first, value=other)
    return first


def _say_arithmetic(d: Dimension, f: FigureRow, pairs: Sequence[tuple[Zone, Zone]]) -> Iterator[str]:
    distances = [say_figure(d.measure.apart(x, y)) for x, y in pairs]
    for (x, y), distance in zip(pairs, distances):
        form, (u, v) = d.measure.explain(x, y)
        low, high, signed_low, signed_high = *map(say_exact, (abs(u), abs(v))), *map(say_signed, (u, v))
        yield phrases.DISTANCES[form].format(
            u=u, v=v, signed_low=signed_low, signed_high=signed_high, low=low, high=high, gap=distance
        )
    if len(pairs) > 1 and f.gap is not None and f.low is not None and f.high is not None:
        gap, low, high = map(say_figure, (f.gap, f.low, f.high))
        yield phrases.MEAN_GAP.format(gaps=" + ".join(distances), n=len(pairs), gap=gap, low=low, high=high)
