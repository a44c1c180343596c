"""The page of `proposals --steps`: the ranking of single steps."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from gapcli.ledger.model import Statement
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, dim, plain
from gapcli.pages.parts import lay_title
from gapcli.pages.proposals import lay_red_line
from gapcli.reports.steps import StepRow, StepsReport
from gapcli.words import phrases
from gapcli.words.conditions import say_conditions
from gapcli.words.figures import say_figure, say_known
from gapcli.words.values import say_value


def lay_page(report: StepsReport) -> Iterator[Grid]:
    """The page of a report; further values of the same dimension that close no more stand with the nearest.

    Of a pair its steps; of more parties a step counts over all pairs, and says towards whom it goes.
    """
    if not report.rows:
        return
    view, many = report.view, len(report.totals) > 1
    groups: dict[tuple[str, ...], dict[str, list[StepRow]]] = defaultdict(lambda: defaultdict(list))
    for row in _sort_rows(report):
        towards = "" if many else row.towards
        groups[row.party, towards, row.issue, row.dimension, say_figure(_find_closes(row, many))][row.value].append(row)
    live = {s.id: s for s in view.positions.live}
    rows = [_lay_step(view, live, list(group.values()), many) for group in groups.values()]
    pair = (Column(phrases.TOWARDS_HEAD, folds=True, narrow=phrases.TOWARDS_WHOM),) if many else ()
    figures = (Column(head, right=True) for head in (phrases.CLOSES_HEAD, phrases.LENGTH_HEAD))
    columns = (Column(phrases.STEP_HEAD, folds=True), Column(phrases.ON_HEAD), *pair, *figures)
    above = (*lay_title(view, phrases.STEPS_TITLE), *_lay_left(report), BLANK)
    legend = phrases.STEPS_LEGEND_OF_MANY if many else phrases.STEPS_LEGEND
    yield Grid(columns, rows, above=above, below=(BLANK, Line(dim(legend))))


def _lay_left(report: StepsReport) -> Iterator[Line]:
    """What is left between two, or on average over the pairs of more."""
    view = report.view
    known = [(total.bridge, total.coverage) for total in report.totals if total.bridge is not None]
    bridge, coverage = (fsum(column) / len(known) for column in zip(*known))
    pattern = phrases.IS_LEFT if len(report.totals) == 1 else phrases.IS_LEFT_OF_MANY
    words = pattern.format(names=phrases.join(map(view.label, view.parties)), bridge=say_figure(bridge), n=len(known))
    yield Line(plain(words), right=dim(phrases.KNOWN_NARROW.format(say_known(1, coverage))))


def _sort_rows(report: StepsReport) -> Sequence[StepRow]:
    """The steps in the order of the page: of more than two parties what closes most over all pairs first."""
    if len(report.totals) < 2:
        return report.rows
    return sorted(report.rows, key=lambda row: (-row.closes_of_all, row.distance))


def _find_closes(row: StepRow, many: bool) -> float:
    return row.closes_of_all if many else row.closes


def list_next(report: StepsReport) -> Iterator[str]:
    """How far apart they would be after the first step, and what the question is."""
    for row in _sort_rows(report)[:1]:
        about = f"{row.issue}.{row.dimension}"
        yield phrases.GO_ON["assume"].format(party=row.party, about=about, value=row.value)
        yield phrases.GO_ON["issue"].format(about=about)


def _lay_step(view: View, live: Mapping[str, Statement], values: Sequence[Sequence[StepRow]], many: bool) -> Row:
    """A step, with the parties that hold the value; `values`: its own, then those that close no more."""
    (row, *alike), *further = values
    d = view.ledger.dimension(f"{row.issue}.{row.dimension}")
    lines = [line for id in row.breaks for line in lay_red_line(view, row.party, d, live[id])]
    offered = dict.fromkeys(id for each in (row, *alike) for id in each.offered)
    for s in (live[id] for id in offered):
        value, conditions = say_value(d, s.value or ()), say_conditions(view.positions, s.if_)
        words = phrases.WOULD_ACCEPT_IF.format(party=view.label(s.party), value=value, conditions=conditions)
        lines.append(Line(plain(words), indent=2))
    if "assumed" in row.marks:
        lines.append(Line(dim(phrases.MARKS["assumed"].meaning), indent=2))
    if further:
        lines.append(
            Line(dim(phrases.NO_MORE.format(values=phrases.join((f[0].says for f in further), phrases.OR))), indent=2)
        )
    accepts = phrases.STEP.format(party=view.label(row.party), value=row.says)
    holders = (plain(phrases.join(view.label(each.towards) for each in (row, *alike))),) if many else ()
    figures = map(plain, map(say_figure, (_find_closes(row, many), row.distance)))
    return Row((plain(accepts), dim(d.about), *holders, *figures), tuple(lines))
