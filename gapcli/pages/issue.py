"""The page of `issue`: question by question what each party says, and where they differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gapcli.ledger.model import VALUED, Dimension, Statement
from gapcli.ledger.narrow import Chosen
from gapcli.ledger.scales import Zone
from gapcli.measure.chains import Chain, Link, find_chains, find_waiting
from gapcli.measure.positions import Position, find_crossings
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Piece, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_axis, lay_crossing, lay_gap, lay_ruler, lay_title, lay_weaknesses, say_zone
from gapcli.pages.statements import lay_statement
from gapcli.reports.issue import IssueReport
from gapcli.reports.links import say_loop, say_stand
from gapcli.reports.matrix import FigureRow, MatrixRow
from gapcli.text import write_number
from gapcli.words import en
from gapcli.words.figures import say_bound, say_figure, say_known, say_signed
from gapcli.words.positions import say_position
from gapcli.words.values import say_value

UNKNOWN = Piece(en.NOT_KNOWN, tone="unknown")


class _Waiting(NamedTuple):
    """What waits, in the whole ledger."""

    links: Sequence[Link]
    loops: Sequence[Chain]


def lay_page(report: IssueReport) -> Iterator[Grid]:
    """The page of a report: the index where no issue was named, else issue by issue."""
    view = report.view
    rows: dict[tuple[str, str | None], list[MatrixRow]] = defaultdict(list)
    for row in report.rows:
        rows[row.issue, row.dimension].append(row)
    if not view.query.issues:
        yield _lay_index(report)
        return
    links = find_waiting(view.positions)
    waiting = _Waiting(links, find_chains(view.positions, links).loops)
    for chosen in view.chosen:
        yield _lay_head(view, chosen, rows[chosen.issue.id, None])
        for d in chosen.dimensions:
            yield from _lay_question(report, d, rows[d.issue, d.id], waiting)


def list_next(report: IssueReport) -> Iterator[str]:
    view = report.view
    for chosen in view.chosen[:1] if any(scale.parties for scale in report.scales.values()) else ():
        issue, (first, *_) = chosen.issue, chosen.dimensions
        shown = issue.id if len(chosen.dimensions) == len(issue.dimensions) and not report.alone else first.about
        if report.statements is None:
            yield en.GO_ON["sources-of"].format(about=shown)
        if view.query.issues:
            yield en.GO_ON["moves"].format(about=shown) if report.alone else en.GO_ON["issue"].format(about=first.about)


def _lay_index(report: IssueReport) -> Grid:
    """The issues and their questions, and how many parties say something on each."""
    view, laid = report.view, []
    for chosen in view.chosen:
        name = chosen.issue.id if chosen.issue.headline else f"{chosen.issue.id} *"
        laid.append(Row((bold(name), bold(str(chosen.issue.name)), (), ())))
        for d in chosen.dimensions:
            parties = str(report.scales[d.about].parties)
            laid.append(Row((plain(d.about), plain(str(d.question)), dim(_say_share(view, d)), plain(parties))))
    columns = tuple(Column(head, right=right) for head, right in en.INDEX_HEADS)
    above = (*lay_title(view, en.INDEX_TITLE), BLANK)
    legend = () if all(c.issue.headline for c in view.chosen) else (BLANK, Line(dim(en.INDEX_LEGEND)))
    return Grid(columns, laid, above=above, below=legend)


def _say_share(view: View, d: Dimension) -> str:
    even = round(100 / len(view.ledger.issues[d.issue].dimensions), 1)
    return en.PERCENT.format(percent=write_number(even if d.share is None else d.share))


def _lay_head(view: View, chosen: Chosen, rows: Sequence[MatrixRow]) -> Grid:
    name = str(chosen.issue.name)
    lines = lay_title(view, name) if chosen is view.chosen[0] else [BLANK, Line(bold(name))]
    # Of some of its questions the figures are none of the issue, and stand with each question.
    for row in rows if len(chosen.dimensions) == len(chosen.issue.dimensions) else ():
        names = en.join((view.label(row.a), view.label(row.b)))
        f = row.figures
        if f.gap is None:
            lines.append(Line((Piece(f"{names}: "), UNKNOWN)))
            continue
        known = en.AND_KNOWN.format(words=_say_start(row), known=say_known(row.known, f.coverage))
        lines.append(Line((Piece(f"{names} "), *lay_gap(f.gap, row.least), Piece(f"   {known}"))))
    if chosen.issue.note:
        lines.append(Line(weak(str(chosen.issue.note))))
    return Grid(above=(*lines, BLANK))


def _say_start(row: MatrixRow) -> str:
    """How far apart the two were at first, and what is left with all offers; of a row that has a figure."""
    asks, bridge = row.figures.asks or 0.0, say_figure(row.figures.bridge or 0.0)
    pattern = en.AT_FIRST if row.offers or bridge != say_figure(asks) else en.AT_FIRST_NO_OFFER
    return pattern.format(asks=say_bound(asks, row.least), bridge=bridge)


def _lay_question(report: IssueReport, d: Dimension, rows: Sequence[MatrixRow], waiting: _Waiting) -> Iterator[Grid]:
    view = report.view
    above = [RULE, Line(bold(str(d.question)), right=dim(en.SHARE_OF_ISSUE.format(share=_say_share(view, d))))]
    above += [line for row in rows for line in _lay_pair(view, d, row, waiting)]
    yield _lay_axes(view, d, (*above, BLANK))
    if report.alone:
        yield _lay_scale(d)
        yield from (_lay_arithmetic(view, d, row) for row in rows)
    if report.statements is not None:
        positions = [view.positions.find(p, d) for p in view.parties]
        # What a group says for others stands once, under the group where it is shown.
        told = {p.party for p in positions if not p.through}
        own = [p for p in positions if not p.through or told.isdisjoint(s.party for s in p.statements)]
        yield Grid(above=tuple(line for position in own for line in _lay_sources(view, position)))


def _lay_pair(view: View, d: Dimension, row: MatrixRow, waiting: _Waiting) -> Iterator[Line]:
    f, names = row.figures, Piece(f"{view.label(row.a)} – {view.label(row.b)}  ")
    sides = [view.positions.find(party, d) for party in (row.a, row.b)]
    if f.gap is None or f.low is None or f.high is None:
        low, high = map(say_figure, f.possible)
        silent = _say_unplaced(view, [p for p in sides if not p.zones])
        pattern = en.WOULD_BE_EXACTLY if low == high else en.WOULD_BE
        yield Line((names, UNKNOWN, Piece(pattern.format(silent=silent, low=low, high=high))))
        return
    words, low, high = _say_start(row), say_figure(f.low), say_figure(f.high)
    if low != high:
        words = en.AS_DISPUTE_FALLS.format(words=words, high=high, low=low)
    yield Line((names, *lay_gap(f.gap, row.least), Piece(f"   {words}")))
    yield from lay_weaknesses(view, row, ("red-line", "disputed"))
    yield from (lay_crossing(view, d, crossing) for crossing in find_crossings(*sides))
    statements = [s for p in sides for s in p.statements]
    yield from _lay_disputes(view, d, statements)
    for position in sides:
        yield from _lay_waiting(view, position, waiting)


def _lay_waiting(view: View, position: Position, waiting: _Waiting) -> Iterator[Line]:
    """What the offers of a party wait for, where they are not made without a condition too."""
    firm = {s.value for s in position.makers if not s.if_}
    keys = {s.key for s in position.makers if s.stance == "accepts" and s.value not in firm}
    party = view.label(position.party)
    own = [link for link in waiting.links if link.statement.key in keys and not link.offered]
    stands = dict.fromkeys(say_stand(view.ledger, link.awaited) for link in own if link.awaited)
    if stands:
        yield Line(weak(en.WAITS_ON.format(party=party, stands=en.join(stands))), indent=2)
    for loop in waiting.loops:
        if any(link.statement.key in keys for link in loop.links):
            chain = say_loop(view.ledger, loop.stands)
            yield Line(weak(en.IN_LOOP[loop.ends].format(party=party, chain=chain)), indent=2)


def _say_unplaced(view: View, sides: Sequence[Position]) -> str:
    if len(sides) == 2 and all(en.UNPLACED_FIGURES[p.status] == en.NO_POSITION for p in sides):
        a, b = (view.label(p.party) for p in sides)
        return en.NO_POSITION_OF_EITHER.format(a=a, b=b)
    return en.join(en.UNPLACED[p.status].format(party=view.label(p.party)) for p in sides)


def _lay_disputes(view: View, d: Dimension, statements: Iterable[Statement]) -> Iterator[Line]:
    opponents = view.positions.opponents
    pairs = {frozenset((s.id, other)) for s in statements for other, _ in opponents.get(s.key, ())}
    if pairs:
        yield Line(weak(en.CONFLICTS.format(pairs=en.count(len(pairs), *en.CONFLICT), about=d.about)), indent=2)


def _lay_axes(view: View, d: Dimension, above: tuple[Line, ...]) -> Grid:
    drawn = bool(d.measure.ticks)
    rows = [Row(((), line, ())) for line in lay_ruler(d)] if drawn else []
    absent = []
    for party in view.parties:
        position = view.positions.find(party, d)
        if position.status == "unknown":
            absent.append(view.label(party))
        else:
            label, words = plain(view.label(party)), plain(say_position(view.positions, position))
            rows.append(Row((label, lay_axis(position), words) if drawn else (label, words)))
    if not view.query.parties:
        absent += [view.label(p) for p in view.ledger.principals if p not in view.parties]
    below = (Line(dim(en.NO_REPORT_OF.format(parties=en.join(absent)))),) if absent else ()
    picture = (Column(picture=True),) if drawn else ()
    return Grid((Column(), *picture, Column(folds=True)), rows, above=above, below=(*below, BLANK))


def _lay_scale(d: Dimension) -> Grid:
    head = Line(bold(en.SCALE_TITLE))
    below = (Line(dim(en.WHY.format(why=d.why))), *([Line(weak(str(d.note)))] if d.note else []), BLANK)
    if d.range:
        pattern = en.NUMBER_SCALE_TODAY if d.today else en.NUMBER_SCALE
        low, high = (f"{write_number(end)} {d.unit} ({pole})" for end, pole in zip(d.range, d.poles))
        text = pattern.format(low=low, high=high, today=say_value(d, d.today) if d.today else "")
        return Grid(above=(head, Line(plain(text), indent=2), *below))
    places = d.measure.places
    rows = []
    for o in d.options.values():
        place = f"  {say_figure(places[o.id])}" if places else "  "
        rows.append(Row((*map(plain, (place, o.id, str(o.name))), dim(en.TODAY if d.today == o.id else ""))))
    columns = map(Column, (en.PLACE_HEAD if places else "", en.OPTION_HEAD, en.IN_WORDS_HEAD, ""))
    return Grid(tuple(columns), rows, above=(head,), below=below)


def _lay_arithmetic(view: View, d: Dimension, row: MatrixRow) -> Grid:
    sides = a, b = [view.positions.find(party, d) for party in (row.a, row.b)]
    lines = [Line(bold(en.ARITHMETIC.format(a=view.label(row.a), b=view.label(row.b))))]
    for p in sides:
        zones = en.either(say_zone(d, z.hull) for z in p.zones)
        asked = en.either(dict.fromkeys(say_zone(d, z.asks) for z in p.zones))
        pattern = en.ZONE_ASKS if asked else en.NO_ZONE
        lines.append(Line(plain(pattern.format(zones=zones, asks=asked)), indent=2, label=view.label(p.party)))
    texts = _say_arithmetic(d, row.figures, [(x.hull, y.hull) for x in a.zones for y in b.zones])
    return Grid(above=(*lines, *(Line(plain(text), indent=2) for text in texts), BLANK))


def _say_arithmetic(d: Dimension, f: FigureRow, pairs: Sequence[tuple[Zone, Zone]]) -> Iterator[str]:
    if f.gap is None or f.asks is None or f.bridge is None or f.low is None or f.high is None:
        low, high = map(say_figure, f.possible)
        yield en.POSSIBLE.format(low=low, high=high)
        return
    distances = [say_figure(d.measure.apart(x, y)) for x, y in pairs]
    for (x, y), distance in zip(pairs, distances):
        form, (u, v) = d.measure.explain(x, y)
        low, high, signed_low, signed_high = *map(say_figure, (abs(u), abs(v))), *map(say_signed, (u, v))
        yield en.DISTANCES[form].format(
            u=u, v=v, signed_low=signed_low, signed_high=signed_high, low=low, high=high, gap=distance
        )
    gap, asks, bridge, low, high = map(say_figure, (f.gap, f.asks, f.bridge, f.low, f.high))
    if len(pairs) > 1:
        yield en.MEAN_GAP.format(gaps=" + ".join(distances), n=len(pairs), gap=gap, low=low, high=high)
    yield en.ASKS_BRIDGE.format(asks=asks, bridge=bridge)


def _lay_sources(view: View, position: Position) -> Iterator[Line]:
    groups: dict[str, list[Statement]] = defaultdict(list)
    for s in position.statements:
        groups[_say_heading(view, position.dimension, s)].append(s)
    for heading, statements in groups.items():
        origins = {e.outlet for s in statements for e in s.evidence}
        yield Line(bold(heading), right=dim(en.count(len(origins), "outlet")))
        for s in statements:
            yield from lay_statement(view, s)
        yield BLANK


def _say_heading(view: View, d: Dimension, s: Statement) -> str:
    stance = "acts" if s.basis == "conduct" and s.stance in (*VALUED, "rejects") else s.stance
    placed = s.value is not None or s.stance in ("off-agenda", "silent")
    return en.HEADINGS[stance if placed else f"{stance}-unplaced"].format(
        party=view.label(s.party), value="" if s.value is None else say_value(d, s.value)
    )
