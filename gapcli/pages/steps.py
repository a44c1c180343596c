"""The page of `proposals --steps`: the ranking of single steps."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from gapcli.ledger.model import Statement
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, dim, plain
from gapcli.pages.parts import lay_title
from gapcli.pages.proposals import lay_red_line
from gapcli.reports.steps import StepRow, StepsReport
from gapcli.words import en
from gapcli.words.conditions import say_conditions
from gapcli.words.figures import say_figure, say_known
from gapcli.words.values import say_value


def lay_page(report: StepsReport) -> Iterator[Grid]:
    """The page of a report; further values of the same dimension that close no more stand with the nearest."""
    if not report.rows:
        return
    view = report.view
    above = lay_title(view, en.STEPS_TITLE)
    for total in report.totals:
        if total.bridge is not None:
            names = en.join((view.label(total.a), view.label(total.b)))
            left = en.IS_LEFT.format(names=names, bridge=say_figure(total.bridge))
            known = en.KNOWN_NARROW.format(say_known(1, total.coverage))
            above.append(Line(plain(left), right=dim(known)))
    groups: dict[tuple[str, ...], list[StepRow]] = defaultdict(list)
    for row in report.rows:
        groups[row.party, row.towards, row.issue, row.dimension, say_figure(row.closes)].append(row)
    live = {s.id: s for s in view.positions.live}
    rows = [_lay_step(view, live, *group) for group in groups.values()]
    figures = (Column(head, right=True) for head in (en.CLOSES_HEAD, en.LENGTH_HEAD))
    columns = (Column(en.STEP_HEAD, folds=True), Column(en.ON_HEAD), *figures)
    yield Grid(columns, rows, above=(*above, BLANK), below=(BLANK, Line(dim(en.STEPS_LEGEND))))


def list_next(report: StepsReport) -> Iterator[str]:
    """How far apart the two would be after the first step, and what the question is."""
    for row in report.rows[:1]:
        about = f"{row.issue}.{row.dimension}"
        yield en.GO_ON["assume"].format(party=row.party, about=about, value=row.value)
        yield en.GO_ON["issue"].format(about=about)


def _lay_step(view: View, live: Mapping[str, Statement], row: StepRow, *further: StepRow) -> Row:
    d = view.ledger.dimension(f"{row.issue}.{row.dimension}")
    lines = [line for id in row.breaks for line in lay_red_line(view, row.party, d, live[id])]
    for s in (live[id] for id in row.offered):
        value, conditions = say_value(d, s.value or ()), say_conditions(view.positions, s.if_)
        words = en.WOULD_ACCEPT_IF.format(party=view.label(s.party), value=value, conditions=conditions)
        lines.append(Line(plain(words), indent=2))
    if "assumed" in row.marks:
        lines.append(Line(dim(en.MARKS["assumed"].both), indent=2))
    if further:
        lines.append(Line(dim(en.NO_MORE.format(values=en.join((f.says for f in further), en.OR))), indent=2))
    accepts = en.ACCEPTS.format(party=view.label(row.party), value=row.says)
    figures = map(plain, map(say_figure, (row.closes, row.distance)))
    return Row((plain(accepts), dim(d.about), *figures), tuple(lines))
