"""The page of `proposals --steps`: the ranking of single steps."""

from collections.abc import Iterator, Mapping, Sequence

from gapcli.ledger.model import Statement
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Row, dim, plain
from gapcli.pages.parts import lay_title
from gapcli.pages.proposals import lay_red_line
from gapcli.reports.steps import StepRow, StepsReport
from gapcli.words import en
from gapcli.words.figures import say_figure, say_known
from gapcli.words.positions import say_conditions


def lay_page(report: StepsReport) -> Page:
    """The page of a report; further values of the same dimension that close no more stand with the nearest."""
    if not report.rows:
        return Page(())
    view = report.view
    above = lay_title(view, en.STEPS_TITLE)
    for total in report.totals:
        if total.bridge is not None:
            names = en.join((view.label(total.a), view.label(total.b)))
            left = en.IS_LEFT.format(names=names, bridge=say_figure(total.bridge))
            known = en.KNOWN_NARROW.format(say_known(1, total.coverage))
            above.append(Line(plain(left), right=dim(known)))
    groups: dict[tuple[str, ...], list[StepRow]] = {}
    for row in report.rows:
        groups.setdefault((row.party, row.towards, row.issue, row.dimension, say_figure(row.closes)), []).append(row)
    statements = {s.id: s for s in view.positions.live}
    rows = [_lay_step(view, statements, group) for group in groups.values()]
    columns = (
        Column(en.STEP_HEAD, folds=True),
        Column(en.ON_HEAD),
        Column(en.CLOSES_HEAD, right=True),
        Column(en.LENGTH_HEAD, right=True),
    )
    return Page((Grid(columns, rows, above=(*above, BLANK), below=(BLANK, Line(dim(en.STEPS_LEGEND)))),))


def _lay_step(view: View, statements: Mapping[str, Statement], group: Sequence[StepRow]) -> Row:
    row = group[0]
    cells = (
        plain(en.ACCEPTS.format(party=view.label(row.party), value=row.says)),
        dim(f"{row.issue}.{row.dimension}"),
        plain(say_figure(row.closes)),
        plain(say_figure(row.distance)),
    )
    return Row(cells, tuple(_lay_remarks(view, statements, group)))


def _lay_remarks(view: View, statements: Mapping[str, Statement], group: Sequence[StepRow]) -> Iterator[Line]:
    """The red lines that a step breaks, the offers that hold it already, and further values."""
    row, *further = group
    d = view.ledger.dimension(f"{row.issue}.{row.dimension}")
    for id in row.breaks:
        yield from lay_red_line(view, row.party, d, statements[id])
    for s in (statements[id] for id in row.offered):
        conditions = say_conditions(view.positions, s.if_)
        words = en.OFFERS_IF.format(party=view.label(s.party), value=d.words(s.value or ()), conditions=conditions)
        yield Line(plain(words), indent=2)
    if "assumed" in row.marks:
        yield Line(dim(en.MARKS["assumed"]), indent=2)
    if further:
        yield Line(dim(en.NO_MORE.format(values=en.join((f.says for f in further), en.OR))), indent=2)
