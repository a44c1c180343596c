"""The page of `proposals`: each of them as a whole; then, where asked for, question by question those that name it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gapcli.ledger.model import Dimension, Statement
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_gap, lay_title, say_questions
from gapcli.reports.proposals import DRAFT, ProposalRow, ProposalsReport, ProposalTotal
from gapcli.words import phrases
from gapcli.words.conditions import say_refusal
from gapcli.words.figures import say_figure
from gapcli.words.positions import say_reference, say_texts
from gapcli.words.values import say_rejected


def lay_page(report: ProposalsReport) -> Iterator[Grid]:
    if not report.rows:
        return
    view, names = report.view, report.names
    questions: dict[str, dict[str, list[ProposalRow]]] = defaultdict(lambda: defaultdict(list))
    for row in report.rows:
        questions[f"{row.issue}.{row.dimension}"][row.proposal].append(row)
    shown = list(dict.fromkeys(row.proposal for row in report.rows))
    yield Grid(above=tuple(lay_title(view, names[shown[0]] if len(shown) == 1 else phrases.PROPOSALS_TITLE)))
    yield _lay_together(report, shown)
    if report.opened:
        yield from (_lay_question(report, d, questions[d.about]) for d in view.dimensions if d.about in questions)
    if len(shown) == 1:
        yield Grid(above=tuple(_lay_unsaid(report, shown[0])))


def list_next(report: ProposalsReport) -> Iterator[str]:
    shown = list(dict.fromkeys(row.proposal for row in report.rows))
    if shown:
        yield from (phrases.GO_ON["proposal"].format(id=id) for id in shown[:1] if len(shown) > 1 and id != DRAFT)
        yield phrases.GO_ON["steps"]


def _lay_unsaid(report: ProposalsReport, id: str) -> Iterator[Line]:
    """What one proposal says nothing on, where a party has a place or a red line."""
    view, against = report.view, _list_against(report.view)
    for p in against:
        if unsaid := report.overall[id, p].unsaid:
            names = say_questions(view, [view.ledger.dimension(about) for about in unsaid])
            yield from (BLANK,) if p == against[0] else ()
            yield Line(plain(phrases.NOTHING_ON.format(questions=names)), label=view.label(p))


def _list_against(view: View) -> tuple[str, ...]:
    """The parties that proposals are held against as a whole: those named, else the principals."""
    return view.parties if view.query.parties else tuple(view.ledger.principals)


def _lay_question(report: ProposalsReport, d: Dimension, proposals: Mapping[str, Sequence[ProposalRow]]) -> Grid:
    view = report.view
    sides = {p: view.positions.find(p, d) for p in view.parties}
    live = {s.id: s for s in view.positions.live}
    grid_rows = []
    for id, rows in proposals.items():
        distances = (_lay_distance(sides[row.party], row) for row in rows if sides[row.party].zones)
        lines = [
            Line(plain(rows[0].says), indent=2, label=phrases.join(map(view.label, rows[0].by)) or phrases.DRAFT_LABEL)
        ]
        lines += [line for row in rows for s in row.breaks for line in lay_red_line(view, row.party, d, live[s])]
        grid_rows.append(Row((plain(report.names[id]), *distances), tuple(lines)))
    absent = [view.label(p) for p in view.ledger.principals if p in sides and not sides[p].zones]
    below = (Line(dim(phrases.NO_PLACE_OF.format(parties=phrases.join(absent)))),) if absent else ()
    head = Line(bold(str(d.question)), right=dim(d.about))
    columns = (Column(folds=True), *(Column(view.label(p)) for p, side in sides.items() if side.zones))
    return Grid(columns, grid_rows, above=(BLANK, head), below=below)


def _lay_distance(side: Position, row: ProposalRow) -> Pieces:
    if row.distance is None:
        return (Piece("–", tone="unknown"),)
    words = [phrases.INSIDE] if row.inside else []
    words += [sign for mark, sign in phrases.DISTANCE_MARKS.items() if mark in side.marks]
    return (*lay_gap(row.distance), *(dim("  " + " ".join(words)) if words else ()))


def lay_red_line(view: View, party: str, d: Dimension, s: Statement) -> Iterator[Line]:
    """A red line that is broken, and where it is reported."""
    value = say_rejected(d, (s.value or (),))
    words = say_refusal(view.positions, phrases.BREAKS, (s,), party=view.label(party), value=value)
    yield Line(weak(words), indent=2)
    for e in s.evidence:
        yield Line(dim(f"{s.id} · {say_reference(view.ledger, s, e)}"), indent=4)


def _lay_together(report: ProposalsReport, shown: Sequence[str]) -> Grid:
    view = report.view
    against = _list_against(view)
    placed = {p: sum(1 for d in view.dimensions if view.positions.find(p, d).zones) for p in against}
    broken = Counter((row.proposal, row.party) for row in report.rows if row.breaks)
    rows = []
    for id in shown:
        means = (_lay_mean(report.overall[id, p], placed[p]) for p in against)
        lines = _lay_remarks(report, id, against, broken)
        rows.append(Row((plain(report.names[id]), *means), tuple(lines)))
    nearest = (Line(plain(words)) for words in _say_nearest(report, shown, against))
    columns = (Column(folds=True), *(Column(view.label(p)) for p in against))
    above = (*nearest, Line(dim(phrases.PROPOSALS_MEAN)), BLANK)
    return Grid(columns, rows, above=above, below=(BLANK, Line(dim(phrases.PROPOSALS_LEGEND))))


def _say_nearest(report: ProposalsReport, shown: Sequence[str], against: Sequence[str]) -> Iterator[str]:
    """Of several proposals the one whose greatest distance is the least, from whom it is that far."""
    greatest = []
    for id in shown:
        distances = [(report.overall[id, p].distance, p) for p in against]
        known = [(distance, p) for distance, p in distances if distance is not None]
        if len(known) == len(against) > 1:
            greatest.append((*max(known), id))
    if len(greatest) > 1:
        distance, party, id = min(greatest)
        slots = {"proposal": report.names[id], "party": report.view.label(party)}
        yield phrases.NEAREST_TO_ALL.format(distance=say_figure(distance), **slots)


def _lay_mean(total: ProposalTotal, placed: int) -> Pieces:
    """A mean distance, with how many of the questions where the party has a place it runs over."""
    mean = "–" if total.distance is None else say_figure(total.distance)
    return (Piece(mean), Piece(f"  {total.known}/{placed}", "dim"))


def _lay_remarks(
    report: ProposalsReport, id: str, against: Sequence[str], broken: Mapping[tuple[str, str], int]
) -> Iterator[Line]:
    """How it is typed, whose red lines it breaks, and what beats it; `broken`: how many, by proposal and party."""
    view = report.view
    parts = [dim(id)] if id != DRAFT else []
    if any(broken[id, p] for p in against):
        counts = (phrases.PARTY_COUNT.format(party=view.label(p), n=broken[id, p]) for p in against if broken[id, p])
        parts.append(weak(phrases.BREAKS_COUNT.format(parties=phrases.join(counts))))
    if parts:
        yield Line(tuple(piece for part in parts for piece in (*dim(" · "), *part))[1:], indent=2)
    better = [report.names[other] for other in report.dominated.get(id, ())]
    if better:
        yield Line(plain(phrases.BEATEN_BY.format(others=phrases.join(better))), indent=2)
    if id in report.lapsed:
        lapsed = (s for s in report.view.source.statements if s.id in report.lapsed[id])
        yield Line(weak(phrases.LAPSED.format(terms=say_texts(lapsed))), indent=2)
