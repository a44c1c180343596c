"""The reports that cannot both be right, and what each gap would be if the one or the other were."""

from collections.abc import Sequence
from dataclasses import field
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.measure.budget import CELL, ROW, require_steps
from gapcli.measure.compare import Compared
from gapcli.measure.disputes import EFFECTS, Dispute, Fall, Outcomes, list_disputes
from gapcli.measure.gaps import Sum
from gapcli.measure.view import View
from gapcli.reports.matrix import FigureRow, Least, state_sum
from gapcli.reports.report import Ids, Inline, OneOf, ViewReport
from gapcli.words import phrases

Order = tuple[tuple[str, str], ...]
"""Pairs of issues, the one with the wider gap in front."""


class DisputeRow(NamedTuple):
    """A dispute, on one dimension of one pair of parties."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension that a report of the dispute is about."]
    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    statements: Annotated[Ids, "The two reports that cannot both be right, in the order of the file."]
    declared: Annotated[
        bool, "Whether the ledger says so; else a lens took away what links two asks of no common value."
    ]
    first_sources: Annotated[Ids, "The sources of the first report."]
    second_sources: Annotated[Ids, "The sources of the second."]
    figures: Annotated[FigureRow, Inline()]
    least: Least
    first: Annotated[FigureRow, Inline("first_", "If the first holds: ")]
    first_least: Annotated[bool, "If the first holds: whether gap and asks are lower bounds."]
    second: Annotated[FigureRow, Inline("second_", "If the second holds: ")]
    second_least: Annotated[bool, "If the second holds: whether gap and asks are lower bounds."]
    effect: Annotated[
        Annotated[str, OneOf(EFFECTS)],
        "What the dispute does to this gap. `takes`: it has no figure if one of the two holds. `changes`: it is "
        "printed otherwise if one does. `none`.",
    ]
    reorders: Annotated[bool, "Whether the order of the issues shown, by their gaps, depends on the dispute."]


class OrderRow(NamedTuple):
    """The order of the issues of a pair, where it depends on a dispute."""

    statements: Annotated[Ids, "The two reports that cannot both be right, in the order of the file."]
    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    stands: Annotated[Order, "As it stands: which issue has a wider gap than which, printed 0.10 apart or more."]
    first: Annotated[Order, "If the first holds."]
    second: Annotated[Order, "If the second holds."]


class DisputesReport(ViewReport[DisputeRow]):
    """The reports that cannot both be right."""

    orders: Annotated[tuple[OrderRow, ...], "The order of the issues, where it depends on a dispute."]
    found: tuple[Dispute, ...]
    """The disputes that the rows are of."""
    outcomes: Outcomes = field(compare=False, repr=False)
    """What has been compared for the rows, for the page to take."""


def disputes(view: View, name: str | None = None) -> DisputesReport:
    """The disputes of the issues shown; figures are of each disputed party and the principals, or the parties named.

    One party that is named alone is compared with the principals. `name` is an issue or a dimension; without it, as
    without `issues`, all are shown. Raises BadQuery.
    """
    if name is not None:
        view = view.choose(issues=(name,))
    view = view.show(view.ledger.parties, headline=False).beside_principals()
    found = list(list_disputes(view, view.parties if view.query.parties else view.ledger.principals))
    each = CELL * len(view.dimensions) + 3 * len(view.chosen) ** 2 // 2
    steps = sum(2 * each * len({(a, b) for a, b, _ in of.touched}) + ROW * len(of.touched) for of in found)
    require_steps(steps, "--issues", "--parties", disputes=len(found), questions=len(view.dimensions))
    outcomes = Outcomes(view)
    rows: list[DisputeRow] = []
    orders: list[OrderRow] = []
    for dispute in found:
        for a, b in dict.fromkeys((a, b) for a, b, _ in dispute.touched):
            compared = outcomes.compare_outcomes(a, b, dispute.first, dispute.second)
            reorders = any(each.order != compared[0].order for each in compared[1:])
            if reorders:
                orders.append(_state_order(dispute, compared))
            rows += [_state_dispute(dispute, d, compared, reorders) for *pair, d in dispute.touched if pair == [a, b]]
    if not view.query.parties:
        involved = {p for row in rows for p in (row.a, row.b)}
        view = view._replace(parties=tuple(p for p in view.parties if p in involved))
    return DisputesReport(
        view=view,
        rows=tuple(rows),
        orders=tuple(orders),
        found=tuple(found),
        outcomes=outcomes,
        notes=() if rows else (phrases.NO_DISPUTES,),
    )


def _state_dispute(dispute: Dispute, d: Dimension, compared: Sequence[Compared], reorders: bool) -> DisputeRow:
    reports = (dispute.first, dispute.second)
    cells = tuple(each.find_cell(d) for each in compared)
    stands, first, second = (Sum((cell,)) for cell in cells)
    sources, others = (tuple(dict.fromkeys(e.source for e in s.evidence)) for s in reports)
    ids = tuple(s.id for s in reports)
    return DisputeRow(
        issue=d.issue,
        dimension=d.id,
        a=compared[0].a,
        b=compared[0].b,
        statements=ids,
        declared=dispute.declared,
        first_sources=sources,
        second_sources=others,
        figures=state_sum(stands),
        least=stands.least,
        first=state_sum(first),
        first_least=first.least,
        second=state_sum(second),
        second_least=second.least,
        effect=Fall(compared[0].a, compared[0].b, cells).effect,
        reorders=reorders,
    )


def _state_order(dispute: Dispute, compared: Sequence[Compared]) -> OrderRow:
    stands = compared[0]
    return OrderRow((dispute.first.id, dispute.second.id), stands.a, stands.b, *(tuple(c.order) for c in compared))
