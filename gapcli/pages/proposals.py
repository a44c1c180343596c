"""The page of `proposals`: question by question those that name it, side by side; then each of them as a whole."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gapcli.ledger.model import Dimension, Statement
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_gap, lay_title, say_questions
from gapcli.reports.proposals import DRAFT, ProposalRow, ProposalsReport, ProposalTotal
from gapcli.words import en
from gapcli.words.conditions import say_refusal
from gapcli.words.figures import say_figure
from gapcli.words.positions import say_reference, say_texts
from gapcli.words.values import say_rejected

FEW = 3
"""Up to how many questions are named where there is little room."""


def lay_page(report: ProposalsReport) -> Iterator[Grid]:
    if not report.rows:
        return
    view, names = report.view, report.names
    questions: dict[str, dict[str, list[ProposalRow]]] = defaultdict(lambda: defaultdict(list))
    for row in report.rows:
        questions[f"{row.issue}.{row.dimension}"][row.proposal].append(row)
    shown = list(dict.fromkeys(row.proposal for row in report.rows))
    yield Grid(above=(*lay_title(view, names[shown[0]] if len(shown) == 1 else en.PROPOSALS_TITLE), BLANK))
    yield from (_lay_question(report, d, questions[d.about]) for d in view.dimensions if d.about in questions)
    yield _lay_together(report, shown)


def list_next(report: ProposalsReport) -> Iterator[str]:
    shown = list(dict.fromkeys(row.proposal for row in report.rows))
    if shown:
        yield from (en.GO_ON["proposal"].format(id=id) for id in shown[:1] if len(shown) > 1 and id != DRAFT)
        yield en.GO_ON["steps"]


def _lay_question(report: ProposalsReport, d: Dimension, proposals: Mapping[str, Sequence[ProposalRow]]) -> Grid:
    view = report.view
    sides = {p: view.positions.find(p, d) for p in view.parties}
    live = {s.id: s for s in view.positions.live}
    grid_rows = []
    for id, rows in proposals.items():
        distances = (_lay_distance(sides[row.party], row) for row in rows if sides[row.party].zones)
        lines = [Line(plain(rows[0].says), indent=2, label=en.join(map(view.label, rows[0].by)) or en.DRAFT_LABEL)]
        lines += [line for row in rows for s in row.breaks for line in lay_red_line(view, row.party, d, live[s])]
        grid_rows.append(Row((plain(report.names[id]), *distances), tuple(lines)))
    absent = [view.label(p) for p in view.ledger.principals if p in sides and not sides[p].zones]
    below = (Line(dim(en.NO_PLACE_OF.format(parties=en.join(absent)))),) if absent else ()
    head = Line(bold(str(d.question)), right=dim(d.about))
    columns = (Column(folds=True), *(Column(view.label(p)) for p, side in sides.items() if side.zones))
    return Grid(columns, grid_rows, above=(head,), below=(*below, BLANK))


def _lay_distance(side: Position, row: ProposalRow) -> Pieces:
    if row.distance is None:
        return (Piece("–", tone="unknown"),)
    words = [en.INSIDE] if row.inside else []
    words += [sign for mark, sign in en.DISTANCE_MARKS.items() if mark in side.marks]
    return (*lay_gap(row.distance), *(dim("  " + " ".join(words)) if words else ()))


def lay_red_line(view: View, party: str, d: Dimension, s: Statement) -> Iterator[Line]:
    """A red line that is broken, and where it is reported."""
    value = say_rejected(d, (s.value or (),))
    words = say_refusal(view.positions, en.BREAKS, (s,), party=view.label(party), value=value)
    yield Line(weak(words), indent=2)
    for e in s.evidence:
        yield Line(dim(f"{s.id} · {say_reference(view.ledger, s, e)}"), indent=4)


def _lay_together(report: ProposalsReport, shown: Sequence[str]) -> Grid:
    view = report.view
    principals = view.ledger.principals
    placed = {p: sum(1 for d in view.dimensions if view.positions.find(p, d).zones) for p in principals}
    rows = []
    for id in shown:
        better = [report.names[other] for other in report.dominated.get(id, ())]
        beaten = en.BEATEN_BY.format(others=en.join(better)) if better else en.UNBEATEN
        means = (_lay_mean(report.overall[id, p], placed[p]) for p in principals)
        lines = _lay_remarks(report, id, alone=len(shown) == 1)
        rows.append(Row((plain(report.names[id]), *means, plain(beaten)), tuple(lines)))
    head = Line(bold(en.TOGETHER_TITLE), right=dim(en.TOGETHER_RIGHT))
    columns = (Column(folds=True), *(Column(view.label(p)) for p in principals), Column(folds=True))
    return Grid(columns, rows, above=(head,), below=(Line(dim(en.PROPOSALS_LEGEND)),), spaced=True)


def _lay_mean(total: ProposalTotal, placed: int) -> Pieces:
    """A mean distance, with how many of the questions where the party has a place it runs over."""
    mean = "–" if total.distance is None else say_figure(total.distance)
    return (Piece(mean), Piece(f"  {total.known}/{placed}", "dim"))


def _lay_remarks(report: ProposalsReport, id: str, *, alone: bool) -> Iterator[Line]:
    for p in report.view.parties if alone else report.view.ledger.principals:
        unsaid = report.overall[id, p].unsaid
        if unsaid:
            few = alone or len(unsaid) <= FEW
            names = say_questions(report.view, [report.view.ledger.dimension(about) for about in unsaid])
            words = names if few else en.count(len(unsaid), "question")
            yield Line(plain(en.NOTHING_ON.format(questions=words)), indent=2, label=report.view.label(p))
    if id in report.lapsed:
        lapsed = (s for s in report.view.source.statements if s.id in report.lapsed[id])
        yield Line(weak(en.LAPSED.format(terms=say_texts(lapsed))), indent=2)
