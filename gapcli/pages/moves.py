"""The page of `moves`: where each party stood over time, then the moves, then all other changes."""

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
from gapcli.words import en
from gapcli.words.figures import say_bound, say_figure
from gapcli.words.positions import say_position


def lay_page(report: MovesReport) -> Iterator[Grid]:
    view, rows = report.view, report.rows
    if not rows:
        return
    moved, since = sum(1 for row in rows if row.kind in MOVES), view.query.since
    moves, others = en.count(moved, en.MOVE), en.count(len(rows) - moved, en.OTHER_CHANGE)
    pattern = en.MOVES_COUNT_SINCE if since else en.MOVES_COUNT
    words = pattern.format(moves=moves, others=others, since=en.date(since or ""))
    yield Grid(above=(*lay_title(view, en.MOVES_TITLE, view.statements), Line(dim(words)), BLANK))
    yield from _lay_charts(view, report.places or ())
    yield from _lay_changes(view, rows)


def list_next(report: MovesReport) -> Iterator[str]:
    """The words behind the first move, or the first change."""
    rows = sorted(report.rows, key=lambda row: row.kind not in MOVES)
    yield from (
        en.GO_ON["statement"].format(id=id) for id in list_reported(id for row in rows for id in row.statements)[:1]
    )


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
                rows.append(Row((dim(f"  {en.date(place.said)}"), line, plain(words))))
        head = Column(en.PLACE_HEAD if drawn else en.POSITION_HEAD, folds=True)
        columns = (Column(en.FROM_HEAD), Column(picture=True), head)
        yield Grid(columns, rows, above=(Line(bold(str(d.question))), BLANK), below=(BLANK,), heads=False, chart=drawn)


def _say_places(position: Position) -> str:
    if not position.zones:
        return en.UNPLACED_FIGURES[position.status]
    sides = (map(partial(say_zone, position.dimension), side) for side in (position.asks, position.offers) if side)
    words = " → ".join(map(en.either, sides))
    return en.DISPUTED_FIGURES.format(places=words) if len(position.zones) > 1 else words


def _lay_changes(view: View, changes: Sequence[MoveRow]) -> Iterator[Grid]:
    """The moves first, then all other changes; those of several issues would bury the moves."""
    columns = (Column(en.WHEN_HEAD), Column(en.ON_HEAD, folds=True), Column(en.FAR_HEAD, folds=True))
    for name, are_moves in ((en.MOVES_AND_OFFERS, True), (en.OTHER_CHANGES, False)):
        groups: dict[tuple[str, str, str, str, str, tuple[Line, ...]], list[MoveRow]] = defaultdict(list)
        for row in changes:
            if (row.kind in MOVES) == are_moves:
                # What is said of an issue as a whole is the same on each of its questions: shown once.
                far, lines = _say_far(view, row), tuple(_lay_change(view, row))
                groups[row.date, row.party, row.issue, row.kind, far, lines].append(row)
        rows = [_lay_group(view, group, far, lines) for (*_, far, lines), group in groups.items()]
        if rows and (are_moves or len(view.chosen) == 1):
            yield Grid(columns, rows, above=(RULE, Line(bold(name))), spaced=are_moves)
        elif rows:
            yield Grid(above=(RULE, Line(dim(en.MORE_CHANGES))))


def _lay_group(view: View, group: Sequence[MoveRow], far: str, lines: tuple[Line, ...]) -> Row:
    first = group[0]
    dimensions = view.ledger.issues[first.issue].dimensions
    on = say_questions(view, [dimensions[row.dimension] for row in group])
    who = en.CHANGES[first.kind].format(date=en.date(first.said), party=view.label(first.party))
    return Row((bold(who), plain(on), plain(far)), lines)


def _lay_change(view: View, row: MoveRow) -> Iterator[Line]:
    if row.from_ is not None and row.from_ != row.to:
        yield Line(plain(row.from_), indent=2, label=en.FROM_LABEL)
    yield Line(plain(row.to), indent=2, label=en.TO_LABEL)
    if row.kind == "contradicted":
        yield Line(plain("; ".join(row.contradicting)), indent=2, label="≠")
    gaps = [words for party, gap in row.gaps.items() if (words := _say_gap(view.label(party), gap, row.crosses))]
    if gaps:
        yield Line(plain(", ".join(gaps)), indent=2, label=en.GAP_HEAD)
    elif row.kind in MOVES:
        yield Line(dim(en.UNCHANGED if row.gaps else en.NOBODY_ELSE), indent=2, label=en.GAP_HEAD)
    yield Line(dim(row.word), indent=2, label=en.BY_LABEL)


def _say_gap(party: str, gap: GapRow, crosses: str) -> str:
    """What became of the gap with a party; empty where its figure is printed as before, be it a bound or not."""
    if gap.after is None:
        return en.GAP_NO_LONGER_KNOWN.format(party=party)
    after = say_bound(gap.after, gap.after_least)
    if gap.before is None:
        return en.GAP_NEWLY_KNOWN.format(party=party, after=after)
    before = say_bound(gap.before, gap.before_least)
    if crosses:
        return en.GAP_CROSSED[crosses].format(party=party, before=before, after=after)
    if say_figure(gap.before) == say_figure(gap.after):
        return ""
    return en.GAP_CHANGED.format(party=party, before=before, after=after)


def _say_far(view: View, row: MoveRow) -> str:
    """How far, and towards whom; where no gap tells, towards which pole."""
    if row.distance is None:
        return ""
    distance = say_figure(row.distance)
    if row.kind in ("stated", "agreed") and distance == "0.00":
        return ""
    sides = ((en.TOWARDS, row.towards), (en.AWAY_FROM, row.away))
    words = [pattern.format(parties=en.join(map(view.label, parties))) for pattern, parties in sides if parties]
    if row.pole and not words:
        words = [en.TOWARDS_POLE.format(pole=row.pole)]
    return f"{distance} {', '.join(words)}".rstrip()
