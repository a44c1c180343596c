"""The page of `issue`: question by question what each party says, and where they differ."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gapcli.ledger.model import Dimension, Statement
from gapcli.ledger.narrow import Chosen
from gapcli.ledger.scales import Zone
from gapcli.measure.crossings import find_crossings
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.pages.axes import lay_axis, lay_ruler, say_zone
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Page, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_crossing, lay_gap, lay_title, lay_weaknesses
from gapcli.pages.statements import lay_statement
from gapcli.reports.issue import IssueReport
from gapcli.reports.matrix import MatrixRow
from gapcli.words import en
from gapcli.words.figures import say_figure, say_known, say_signed
from gapcli.words.positions import say_position


def lay_page(report: IssueReport) -> Page:
    """The page of a report: the index where no issue was named, else issue by issue."""
    if report.index:
        return Page((_lay_index(report),))
    grids: list[Grid] = []
    for i, chosen in enumerate(report.view.chosen):
        grids.append(_lay_head(report, chosen, first=i == 0))
        for d in chosen.dimensions:
            grids += _lay_question(report, chosen, d)
    return Page(tuple(grids))


def _name_pair(view: View, row: MatrixRow) -> str:
    return f"{view.label(row.a)} – {view.label(row.b)}"


def _unknown() -> Piece:
    return Piece(en.NOT_KNOWN, tone="unknown")


# --- the index ------------------------------------------------------------------------------------


def _lay_index(report: IssueReport) -> Grid:
    """The issues and dimensions there are."""
    view = report.view
    columns = [Column(head, right=right) for head, right in en.INDEX_HEADS]
    if report.rows:
        columns.append(Column(_name_pair(view, report.rows[0])))
    rows = []
    for chosen in view.chosen:
        name = chosen.issue.id + ("" if chosen.issue.headline else " *")
        cells: tuple[Pieces, ...] = (bold(name), bold(str(chosen.issue.name)), (), ())
        rows.append(Row((*cells, *_lay_level(report, chosen.issue.id, None))))
        for d in chosen.dimensions:
            speaking = sum(1 for p in view.ledger.parties if view.positions.of(p, d).statements)
            cells = (plain(d.about), plain(str(d.question)), dim(_say_share(chosen, d)), plain(str(speaking)))
            rows.append(Row((*cells, *_lay_level(report, d.issue, d.id))))
    above = (*lay_title(view, en.INDEX_TITLE), BLANK)
    return Grid(tuple(columns), rows, above=above, below=(BLANK, Line(dim(en.INDEX_NEXT))))


def _lay_level(report: IssueReport, issue: str, dimension: str | None) -> list[Pieces]:
    """The gap of the first pair, where there is one."""
    gaps = [row.figures.gap for row in report.rows_by_question.get((issue, dimension), ())[:1]]
    return [(_unknown(),) if gap is None else lay_gap(gap) for gap in gaps]


def _say_share(chosen: Chosen, d: Dimension) -> str:
    share = 100 / len(chosen.issue.dimensions) if d.share is None else d.share
    return en.PERCENT.format(percent=f"{share:.3g}")


# --- an issue -------------------------------------------------------------------------------------


def _lay_head(report: IssueReport, chosen: Chosen, first: bool) -> Grid:
    view, name = report.view, str(chosen.issue.name)
    lines = lay_title(view, name) if first else [BLANK, Line(bold(name))]
    for row in report.rows_by_question.get((chosen.issue.id, None), ()):
        names = en.join((view.label(row.a), view.label(row.b)))
        f = row.figures
        if f.gap is None or f.asks is None or f.bridge is None:
            lines.append(Line((Piece(f"{names}: "), _unknown())))
            continue
        known = say_known(row.known, f.coverage)
        whole = en.WHOLE_KNOWN if known == en.ALL else en.PART_KNOWN.format(known=known)
        words = en.APART.format(asks=say_figure(f.asks), bridge=say_figure(f.bridge), known=whole)
        lines.append(Line((Piece(f"{names} "), *lay_gap(f.gap), Piece(words))))
    if chosen.issue.note:
        lines.append(Line(weak(str(chosen.issue.note))))
    return Grid(above=(*lines, BLANK))


def _lay_question(report: IssueReport, chosen: Chosen, d: Dimension) -> Iterator[Grid]:
    view = report.view
    rows = report.rows_by_question.get((d.issue, d.id), ())
    above = [RULE, Line(bold(str(d.question)), right=dim(en.SHARE_OF_ISSUE.format(share=_say_share(chosen, d))))]
    above += [line for row in rows for line in _lay_pair(report, d, row)]
    yield _lay_axes(view, d, [*above, BLANK])
    if report.alone:
        yield _lay_scale(d)
        yield from (_lay_arithmetic(view, d, row) for row in rows)
    if report.statements is not None:
        yield Grid(above=tuple(_lay_behind(view, [view.positions.of(p, d) for p in view.parties])))


def _lay_pair(report: IssueReport, d: Dimension, row: MatrixRow) -> Iterator[Line]:
    """The gap of a pair on a question, and what qualifies it."""
    view, f, names = report.view, row.figures, f"{_name_pair(report.view, row)}  "
    sides = [view.positions.of(party, d) for party in (row.a, row.b)]
    if f.gap is None or f.asks is None or f.bridge is None or f.low is None or f.high is None:
        low, high = map(say_figure, f.possible)
        silent = [f"{view.label(p.party)} {en.UNPLACED[p.status]}" for p in sides if not p.zones]
        words = en.WOULD_BE.format(silent=en.join(silent), low=low, high=high)
        yield Line((Piece(names), _unknown(), Piece(words)))
        return
    asks, bridge, low, high = map(say_figure, (f.asks, f.bridge, f.low, f.high))
    words = (en.ASKS_OFFERS if row.offers else en.ASKS_NO_OFFER).format(asks=asks, bridge=bridge)
    if low != high:
        words = en.AS_DISPUTE_FALLS.format(words=words, high=high, low=low)
    yield Line((Piece(names), *lay_gap(f.gap), Piece(f"   {words}")))
    yield from lay_weaknesses(view, row)
    yield from (lay_crossing(view, crossing) for crossing in find_crossings(*sides))
    yield from _lay_disputes(view, sides)
    yield from _lay_circles(report, row, sides)


def _lay_disputes(view: View, sides: Iterable[Position]) -> Iterator[Line]:
    """Which reports of the two sides contradict which, by their names."""
    positions = view.positions
    statements = [s for p in sides for s in p.statements]
    pairs = {
        tuple(sorted((positions.order[s.id], positions.order[other])))
        for s in statements
        for other in positions.foes.get(s.id, ())
    }
    if pairs:
        ids = list(positions.order)
        words = (f" {en.OR} ".join(ids[place] for place in pair) for pair in sorted(pairs))
        yield Line(weak(f"≠ {'; '.join(words)}"), indent=2)


def _lay_circles(report: IssueReport, row: MatrixRow, sides: Iterable[Position]) -> Iterator[Line]:
    """The circles that an offer with a condition sits in."""
    if "conditional" in row.marks:
        waiting = {s.id for p in sides for s in p.statements if s.if_}
        for kind, chain, statements in report.circles:
            if not waiting.isdisjoint(statements):
                yield Line(weak(en.SITS_IN.format(kind=kind, chain=chain)), indent=2)


def _lay_axes(view: View, d: Dimension, above: Sequence[Line]) -> Grid:
    """Each party as a line from what it asks to what it offers, its words beside it."""
    drawn = bool(d.measure.ticks)
    rows = [Row(((), line, ())) for line in lay_ruler(d)] if drawn else []
    absent = []
    for party in view.parties:
        position = view.positions.of(party, d)
        if position.status == "unknown":
            absent.append(view.label(party))
            continue
        label, words = plain(view.label(party)), plain(say_position(view.positions, position))
        rows.append(Row((label, lay_axis(position), words) if drawn else (label, words)))
    if not view.query.parties:
        absent += [view.label(p) for p in view.ledger.principals if p not in view.parties]
    below = [Line(dim(en.NO_REPORT_OF.format(parties=en.join(absent))))] if absent else []
    columns = (Column(), Column(picture=True), Column(folds=True)) if drawn else (Column(), Column(folds=True))
    return Grid(columns, rows, above=tuple(above), below=(*below, BLANK))


# --- the scale and the arithmetic -----------------------------------------------------------------


def _lay_scale(d: Dimension) -> Grid:
    """The scale with its options, their places, and why."""
    above = [Line(bold(en.SCALE_TITLE))]
    below = [Line(dim(en.WHY.format(why=d.why)))]
    if d.note:
        below.append(Line(weak(str(d.note))))
    if d.range:
        pattern = en.NUMBER_SCALE_TODAY if d.today else en.NUMBER_SCALE
        low, high = (f"{end:g} {d.unit} ({pole})" for end, pole in zip(d.range, d.poles))
        text = pattern.format(low=low, high=high, today=d.words(d.today) if d.today else "")
        return Grid(above=(*above, Line(plain(text), indent=2), *below, BLANK))
    places = d.measure.places
    rows = []
    for o in d.options.values():
        place = plain(f"  {say_figure(places[o.id])}" if places else "  ")
        rows.append(Row((place, plain(o.id), plain(str(o.name)), dim(en.TODAY if d.today == o.id else ""))))
    columns = (Column(en.PLACE_HEAD if places else ""), Column(en.OPTION_HEAD), Column(en.IN_WORDS_HEAD), Column())
    return Grid(columns, rows, above=tuple(above), below=(*below, BLANK))


def _lay_arithmetic(view: View, d: Dimension, row: MatrixRow) -> Grid:
    """From zones to figures, with the numbers filled in."""
    a, b = (view.positions.of(party, d) for party in (row.a, row.b))
    lines = [Line(bold(en.ARITHMETIC.format(a=view.label(a.party), b=view.label(b.party))))]
    for p in (a, b):
        zones = f" {en.OR} ".join(say_zone(d, z.hull) for z in p.zones)
        asked = f" {en.OR} ".join(dict.fromkeys(say_zone(d, z.asks) for z in p.zones))
        pattern = en.ZONE_ASKS if asked else en.NO_ZONE
        lines.append(Line(plain(pattern.format(zones=zones, asks=asked)), indent=2, label=view.label(p.party)))
    texts = _say_arithmetic(d, row, [(x.hull, y.hull) for x in a.zones for y in b.zones])
    return Grid(above=(*lines, *(Line(plain(text), indent=2) for text in texts), BLANK))


def _say_arithmetic(d: Dimension, row: MatrixRow, pairs: Sequence[tuple[Zone, Zone]]) -> Iterator[str]:
    f = row.figures
    if f.gap is None or f.asks is None or f.bridge is None or f.low is None or f.high is None:
        low, high = map(say_figure, f.possible)
        yield en.POSSIBLE.format(low=low, high=high)
        return
    yield from (_say_distance(d, x, y) for x, y in pairs)
    gap, asks, bridge, low, high = map(say_figure, (f.gap, f.asks, f.bridge, f.low, f.high))
    if len(pairs) > 1:
        gaps = " + ".join(say_figure(d.measure.apart(x, y)) for x, y in pairs)
        yield en.MEAN_GAP.format(gaps=gaps, n=len(pairs), gap=gap, low=low, high=high)
    yield en.ASKS_BRIDGE.format(asks=asks, bridge=bridge)


def _say_distance(d: Dimension, x: Zone, y: Zone) -> str:
    gap = say_figure(d.measure.apart(x, y))
    form, (u, v) = d.measure.explain(x, y)
    low, high = say_figure(abs(u)), say_figure(abs(v))
    signed_low, signed_high = say_signed(u), say_signed(v)
    return en.DISTANCES[form].format(
        u=u, v=v, signed_low=signed_low, signed_high=signed_high, low=low, high=high, gap=gap
    )


# --- the statements behind it ---------------------------------------------------------------------


def _lay_behind(view: View, positions: Iterable[Position]) -> Iterator[Line]:
    """Every statement behind a question, under what it says."""
    for position in positions:
        headed = [(_say_heading(view, position.dimension, s), s) for s in position.statements]
        order = list(dict.fromkeys(heading for heading, _ in headed))
        headed.sort(key=lambda pair: order.index(pair[0]))
        for heading, group in groupby(headed, key=lambda pair: pair[0]):
            statements = [s for _, s in group]
            origins = len({e.origin for s in statements for e in s.evidence})
            yield Line(bold(heading), right=dim(en.count(origins, "outlet")))
            for s in statements:
                yield from lay_statement(view, s)
            yield BLANK


def _say_heading(view: View, d: Dimension, s: Statement) -> str:
    """Who says what: the party, its stance, and the value."""
    kind = s.stance if s.value is not None or s.stance in ("off-agenda", "silent") else f"{s.stance}-unplaced"
    if s.basis == "conduct" and s.stance in ("asks", "accepts", "rejects"):
        kind = "acts" if s.value is not None else "acts-unplaced"
    return en.HEADINGS[kind].format(party=view.label(s.party), value=d.words(s.value) if s.value is not None else "")
