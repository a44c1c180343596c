"""The page of `moves`: what the offers close, and a line a move.

Of one issue also where each party stood over time, and every change in full.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from gapcli.measure.changes import MOVES
from gapcli.measure.positions import Position, Positions
from gapcli.measure.view import View
from gapcli.pages.axis import lay_axis, lay_ruler
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Row, bold, dim, plain
from gapcli.pages.parts import lay_title, list_reported, say_questions, say_zone
from gapcli.reports.moves import GapRow, MoveRow, MovesReport, PlaceRow
from gapcli.words import phrases
from gapcli.words.figures import say_bound, say_figure
from gapcli.words.positions import say_position

FEW = 3
"""Up to how many other parties are named where none has a position."""


def lay_page(report: MovesReport) -> Iterator[Grid]:
    view, rows = report.view, report.rows
    if not rows:
        return
    moved, since = sum(1 for row in rows if row.kind in MOVES), view.query.since
    moves, others = phrases.count(moved, "move"), phrases.count(len(rows) - moved, "change")
    pattern = phrases.MOVES_COUNT_SINCE if since else phrases.MOVES_COUNT
    words = pattern.format(moves=moves, others=others, since=phrases.date(since or ""))
    closed = (Line(plain(text)) for text in say_closed(report))
    yield Grid(above=(*lay_title(view, phrases.MOVES_TITLE, view.statements), *closed, Line(dim(words)), BLANK))
    if report.places is None:
        yield lay_lines(report)
    else:
        yield from _lay_charts(view, report.places)
        yield from _lay_changes(report)


def list_next(report: MovesReport) -> Iterator[str]:
    """The words behind the first move, or the first change."""
    rows = sorted(report.rows, key=lambda row: row.kind not in MOVES)
    yield from (
        phrases.GO_ON["statement"].format(id=id)
        for id in list_reported(id for row in rows for id in row.statements)[:1]
    )


def say_closed(report: MovesReport) -> Iterator[str]:
    """What is closed by the offers, issue by issue, and where nothing is."""
    view, names = report.view, phrases.join(map(report.view.label, report.between))
    closing, nothing = [], []
    for row in report.closed:
        issue = view.name_issue(row.issue)
        if row.asks is None or row.bridge is None:
            continue
        asks, bridge = say_bound(row.asks, row.least), say_figure(row.bridge)
        if say_figure(row.asks) == bridge:
            nothing.append(issue)
        else:
            closing.append(phrases.CLOSED_ON.format(issue=issue, asks=asks, bridge=bridge))
    if closing:
        yield phrases.CLOSED.format(names=names, issues=phrases.join(closing))
    if nothing:
        yield phrases.NOT_CLOSED.format(names=names, issues=phrases.join(nothing))


def lay_lines(report: MovesReport) -> Grid:
    """A line a move, with the gap of the pair that it is about; what is the same on several questions once."""
    view = report.view
    groups: dict[tuple[str, str, str, str, str, str], list[MoveRow]] = defaultdict(list)
    for row in report.rows:
        if row.kind in MOVES:
            gap = _say_main_gap(report, row)
            groups[row.date, row.party, row.issue, row.kind, row.brief, gap].append(row)
    rows = []
    for (_, party, issue, kind, brief, gap), (first, *_) in groups.items():
        slots = {"party": view.label(party), "issue": view.name_issue(issue), "position": brief}
        rows.append(Row((bold(phrases.date(first.said)), plain(phrases.MOVES_ON[kind].format(**slots)), plain(gap))))
    columns = (
        Column(phrases.DATE_HEAD),
        Column(phrases.TO_HEAD, folds=True),
        Column(phrases.GAP_WITH_HEAD, folds=True, narrow=phrases.GAP_WITH),
    )
    return Grid(columns, rows, below=(BLANK, Line(dim(phrases.MORE_CHANGES))))


def _say_main_gap(report: MovesReport, row: MoveRow) -> str:
    """The gap of the pair that a move is about: of the principals the one whose gap it changed most; or why none."""
    view = report.view
    main = [gap for gap in row.gaps if gap.party in report.between]
    gaps = sorted(main or row.gaps, key=_measure_change)
    if not gaps:
        others = [view.label(p) for p in report.between if p != row.party]
        if not row.placed:
            return phrases.NO_PLACE
        if not others:
            return phrases.NO_OTHER_SHOWN
        pattern = phrases.NOBODY_YET if len(others) > FEW else phrases.NO_POSITION_BY_THEN
        return pattern.format(others=phrases.join(others, phrases.OR))
    words = _say_gap(view.label(gaps[0].party), gaps[0], "")
    if row.crosses and gaps[0].before is not None:
        words = phrases.GAP_NOW[row.crosses].format(party=view.label(gaps[0].party), after=_say_after(gaps[0]))
    words = words or phrases.GAP_UNCHANGED.format(party=view.label(gaps[0].party), gap=_say_after(gaps[0]))
    return phrases.AND_PAIRS_MORE.fill(len(gaps) - 1, words=words) if gaps[1:] else words


def _measure_change(gap: GapRow) -> tuple[bool, float]:
    """What is least for the gap that changed most; last are those that became known, or no longer are."""
    if gap.before is None or gap.after is None:
        return True, 0.0
    return False, -abs(gap.after - gap.before)


def _say_after(gap: GapRow) -> str:
    return "–" if gap.after is None else say_bound(gap.after, gap.after_least)


def _lay_charts(view: View, places: Sequence[PlaceRow]) -> Iterator[Grid]:
    for about, group in groupby(places, key=lambda place: f"{place.position.issue}.{place.position.dimension}"):
        d = view.ledger.dimension(about)
        drawn = bool(d.measure.ticks)
        rows = [Row(((), lay_ruler(d), ()))] if drawn else []
        for party, path in groupby(group, key=lambda place: place.position.party):
            rows.append(Row((bold(view.label(party)), (), ())))
            for place in path:
                position = Positions(view.ledger, view.day, place.statements).find(party, d)
                words = _say_places(position) if drawn else say_position(view.positions, position)
                line = lay_axis(position) if drawn else ()
                rows.append(Row((dim(f"  {phrases.date(place.said)}"), line, plain(words))))
        head = Column(phrases.PLACE_HEAD if drawn else phrases.POSITION_HEAD, folds=True)
        columns = (Column(phrases.FROM_HEAD), Column(picture=True), head)
        yield Grid(columns, rows, above=(Line(bold(str(d.question))), BLANK), below=(BLANK,), heads=False, chart=drawn)


def _say_places(position: Position) -> str:
    if not position.zones:
        return phrases.UNPLACED_FIGURES[position.status]
    sides = (map(partial(say_zone, position.dimension), side) for side in (position.asks, position.offers) if side)
    words = phrases.ARROW.join(map(phrases.either, sides))
    return phrases.DISPUTED_FIGURES.format(places=words) if len(position.zones) > 1 else words


def _lay_changes(report: MovesReport) -> Iterator[Grid]:
    """The moves first, then all other changes."""
    view, changes = report.view, report.rows
    columns = (Column(phrases.WHEN_HEAD), Column(phrases.ON_HEAD, folds=True), Column(phrases.FAR_HEAD, folds=True))
    for name, are_moves in ((phrases.MOVES_AND_OFFERS, True), (phrases.OTHER_CHANGES, False)):
        groups: dict[tuple[str, str, str, str, str, tuple[Line, ...]], list[MoveRow]] = defaultdict(list)
        for row in changes:
            if (row.kind in MOVES) == are_moves:
                # What is said of an issue as a whole is the same on each of its questions: shown once.
                far, lines = _say_far(view, row), tuple(_lay_change(report, row))
                groups[row.date, row.party, row.issue, row.kind, far, lines].append(row)
        rows = [_lay_group(view, group, far, lines) for (*_, far, lines), group in groups.items()]
        if rows:
            yield Grid(columns, rows, above=(RULE, Line(bold(name))), spaced=are_moves)


def _lay_group(view: View, group: Sequence[MoveRow], far: str, lines: tuple[Line, ...]) -> Row:
    first = group[0]
    dimensions = view.ledger.issues[first.issue].dimensions
    on = say_questions(view, [dimensions[row.dimension] for row in group])
    who = phrases.CHANGES[first.kind].format(date=phrases.date(first.said), party=view.label(first.party))
    return Row((bold(who), plain(on), plain(far)), lines)


def _lay_change(report: MovesReport, row: MoveRow) -> Iterator[Line]:
    view = report.view
    if row.from_ is not None and row.from_ != row.to:
        yield Line(plain(row.from_), indent=2, label=phrases.FROM_LABEL)
    yield Line(plain(row.to), indent=2, label=phrases.TO_LABEL)
    if row.kind == "contradicted":
        yield Line(plain(phrases.SEMICOLON.join(row.contradicting)), indent=2, label="≠")
    gaps = [words for gap in row.gaps if (words := _say_gap(view.label(gap.party), gap, row.crosses))]
    if gaps:
        yield Line(plain(phrases.COMMA.join(gaps)), indent=2, label=phrases.GAP_HEAD)
    elif row.kind in MOVES:
        yield Line(dim(_say_main_gap(report, row)), indent=2, label=phrases.GAP_HEAD)
    yield Line(dim(row.word), indent=2, label=phrases.BY_LABEL)


def _say_gap(party: str, gap: GapRow, crosses: str) -> str:
    """What became of the gap with a party; empty where its figure is printed as before, be it a bound or not."""
    if gap.after is None:
        return phrases.GAP_NO_LONGER_KNOWN.format(party=party)
    after = say_bound(gap.after, gap.after_least)
    if gap.before is None:
        return phrases.GAP_NEWLY_KNOWN.format(party=party, after=after)
    before = say_bound(gap.before, gap.before_least)
    if crosses:
        return phrases.GAP_CROSSED[crosses].format(party=party, before=before, after=after)
    if say_figure(gap.before) == say_figure(gap.after):
        return ""
    return phrases.GAP_CHANGED.format(party=party, before=before, after=after)


def _say_far(view: View, row: MoveRow) -> str:
    """How far, and towards whom; where no gap tells, towards which pole."""
    if row.distance is None:
        return ""
    distance = say_figure(row.distance)
    if row.kind in ("stated", "agreed") and distance == "0.00":
        return ""
    sides = ((phrases.TOWARDS, row.towards), (phrases.AWAY_FROM, row.away))
    words = [pattern.format(parties=phrases.join(map(view.label, parties))) for pattern, parties in sides if parties]
    if row.pole and not words:
        words = [phrases.TOWARDS_POLE.format(pole=row.pole)]
    return f"{distance} {phrases.COMMA.join(words)}".rstrip()
