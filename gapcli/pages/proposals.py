"""The page of `proposals`: question by question those that name it, side by side; then each of them as a whole."""

from collections.abc import Iterator, Mapping

from gapcli.ledger.model import Dimension, Statement
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_gap, lay_title
from gapcli.reports.proposals import ProposalRow, ProposalsReport, ProposalTotal, Verdict
from gapcli.words import en
from gapcli.words.figures import say_figure
from gapcli.words.positions import say_reference, say_refusal

FEW = 3
"""Up to how many questions are named where there is little room."""


def lay_page(report: ProposalsReport) -> Page:
    """The page of a report."""
    if not report.rows:
        return Page(())
    view, verdicts = report.view, report.verdicts
    title = verdicts[0].name if len(verdicts) == 1 else en.PROPOSALS_TITLE
    live = {s.id: s for s in view.positions.live}
    grids = [Grid(above=(*lay_title(view, title), BLANK))]
    for d in view.dimensions:
        rows = [row for row in report.rows if (row.issue, row.dimension) == (d.issue, d.id)]
        if rows:
            grids.append(_lay_question(report, d, rows, live))
    return Page((*grids, _lay_together(report)))


def _lay_question(
    report: ProposalsReport, d: Dimension, rows: list[ProposalRow], live: Mapping[str, Statement]
) -> Grid:
    """The proposals that name a question, with what each puts forward, and against whom."""
    view = report.view
    placed = [p for p in view.parties if view.positions.of(p, d).zones]
    laid = []
    for verdict in report.verdicts:
        against = {row.party: row for row in rows if row.proposal == verdict.id}
        if against:
            cells = (plain(verdict.name), *(_lay_distance(against[p]) for p in placed))
            laid.append(Row(cells, tuple(_lay_term(view, d, verdict, against, live))))
    absent = [view.label(p) for p in view.ledger.principals if p in view.parties and p not in placed]
    below = (Line(dim(en.NO_PLACE_OF.format(parties=en.join(absent)))),) if absent else ()
    head = Line(bold(str(d.question)), right=dim(d.about))
    columns = (Column(folds=True), *(Column(view.label(p)) for p in placed))
    return Grid(columns, laid, above=(head,), below=(*below, BLANK))


def _lay_term(
    view: View, d: Dimension, verdict: Verdict, against: dict[str, ProposalRow], live: Mapping[str, Statement]
) -> Iterator[Line]:
    """What a proposal puts forward on a question, and the red lines that it breaks."""
    by = en.join(map(view.label, verdict.by)) or en.DRAFT_LABEL
    yield Line(plain(next(iter(against.values())).says), indent=2, label=by)
    for party, row in against.items():
        for id in row.breaks:
            yield from lay_red_line(view, party, d, live[id])


def _lay_distance(row: ProposalRow) -> Pieces:
    """A distance with its level, and what qualifies it."""
    if row.distance is None:
        return (Piece("–", tone="unknown"),)
    words = [en.INSIDE] if row.inside else []
    words += [sign for mark, sign in en.DISTANCE_MARKS.items() if mark in row.party_marks]
    qualified = dim("  " + " ".join(words)) if words else ()
    return (*lay_gap(row.distance), *qualified)


def lay_red_line(view: View, party: str, d: Dimension, s: Statement) -> Iterator[Line]:
    """A red line that is broken, and where it is reported."""
    value = d.words(s.value or ())
    words = say_refusal(view.positions, en.BREAKS, (s,), party=view.label(party), value=value)
    yield Line(weak(words), indent=2)
    for e in s.evidence:
        yield Line(dim(f"{s.id} · {say_reference(view.ledger, s, e)}"), indent=4)


def _lay_together(report: ProposalsReport) -> Grid:
    """How near each is to the principals as a whole, which others beat it, and what it says nothing about."""
    view = report.view
    principals = view.ledger.principals
    rows = []
    for verdict in report.verdicts:
        totals = {total.party: total for total in verdict.totals}
        beaten = en.UNBEATEN
        if verdict.beaten_by:
            beaten = en.BEATEN_BY.format(others=en.join(verdict.beaten_by_names))
        cells = (plain(verdict.name), *(_lay_mean(totals[p]) for p in principals), plain(beaten))
        rows.append(Row(cells, tuple(_lay_remarks(report, verdict, totals))))
    head = Line(bold(en.TOGETHER_TITLE), right=dim(en.TOGETHER_RIGHT))
    columns = (Column(folds=True), *(Column(view.label(p)) for p in principals), Column(folds=True))
    return Grid(columns, rows, above=(head,), below=(Line(dim(en.PROPOSALS_LEGEND)),), spaced=True)


def _lay_mean(total: ProposalTotal) -> Pieces:
    """A mean distance, with how many of the party's questions it runs over."""
    mean = "–" if total.distance is None else say_figure(total.distance)
    return (Piece(mean), Piece(f"  {total.known}/{total.placed}", "dim"))


def _lay_remarks(report: ProposalsReport, verdict: Verdict, totals: dict[str, ProposalTotal]) -> Iterator[Line]:
    """What a proposal says nothing about, and which of its terms have lapsed."""
    alone = len(report.verdicts) == 1
    for p in report.view.parties if alone else report.view.ledger.principals:
        unsaid = totals[p].unsaid
        if unsaid:
            named = alone or len(unsaid) <= FEW
            words = en.join(unsaid) if named else en.count(len(unsaid), "question")
            yield Line(plain(en.NOTHING_ON.format(questions=words)), indent=2, label=report.view.label(p))
    if verdict.lapsed:
        yield Line(weak(en.LAPSED.format(terms=en.join(verdict.lapsed))), indent=2)
