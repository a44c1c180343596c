"""The reports that cannot both be right, and what each gap would be if the one or the other were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension, Statement
from gapcli.measure.compare import Compared
from gapcli.measure.disputes import (
    Block,
    Dispute,
    Outcomes,
    Reordered,
    group_disputes,
    list_disputes,
    reorder,
)
from gapcli.measure.gaps import Sum
from gapcli.measure.view import View
from gapcli.reports.contract import Ids, Inline
from gapcli.reports.matrix import FigureRow, state_sum
from gapcli.reports.report import ViewReport
from gapcli.words import en

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
    first: Annotated[FigureRow, Inline("first_", "If the first holds: ")]
    second: Annotated[FigureRow, Inline("second_", "If the second holds: ")]
    reorders: Annotated[bool, "Whether the order of the issues shown, by their gaps, depends on the dispute."]


class OrderRow(NamedTuple):
    """The order of the issues of a pair, where it depends on a dispute."""

    statements: Annotated[Ids, "The two reports that cannot both be right, in the order of the file."]
    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    stands: Annotated[Order, "As it stands: which issue has a wider gap than which, printed 0.10 apart or more."]
    first: Annotated[Order, "If the first holds."]
    second: Annotated[Order, "If the second holds."]


class GapsRow(NamedTuple):
    """A gap as it stands, and as the dispute falls, for the page."""

    a: str
    b: str
    about: str
    gaps: tuple[float | None, ...]
    """As it stands, if the first side holds, if the second does; not rounded."""


class BlockRow(NamedTuple):
    """Reports with one outcome, for the page."""

    sides: tuple[tuple[Statement, ...], tuple[Statement, ...]]
    declared: bool
    """Whether the ledger says so of each report of the one side and each of the other."""
    gaps: tuple[GapsRow, ...]
    reordered: tuple[tuple[int, tuple[Reordered, ...]], ...]
    """The side that would hold, 1 or 2, and what becomes of the order of the issues then."""


@dataclass(frozen=True, kw_only=True)
class DisputesReport(ViewReport):
    """The reports that cannot both be right."""

    kind = "disputes"
    row = DisputeRow

    rows: tuple[DisputeRow, ...]
    orders: Annotated[tuple[OrderRow, ...], "The order of the issues, where it depends on a dispute."]
    blocks: tuple[BlockRow, ...]


def disputes(view: View) -> DisputesReport:
    """The disputes of the issues shown; figures are of each disputed party and the principals, or the parties named."""
    view = view.show(view.ledger.parties, headline=False)
    found = list_disputes(view, view.parties if view.query.parties else view.ledger.principals)
    outcomes = Outcomes(view)
    rows: list[DisputeRow] = []
    orders: list[OrderRow] = []
    for dispute in found:
        for a, b in dispute.pairs:
            compared = outcomes.compare_outcomes(a, b, dispute.first, dispute.second)
            reorders = any(each.order != compared[0].order for each in compared[1:])
            if reorders:
                orders.append(_state_order(dispute, a, b, compared))
            dimensions = [d for x, y, d in dispute.touched if (x, y) == (a, b)]
            rows += [_state_dispute(dispute, a, b, d, compared, reorders) for d in dimensions]
    if not view.query.parties:
        involved = {p for row in rows for p in (row.a, row.b)}
        view = replace(view, parties=tuple(p for p in view.parties if p in involved))
    return DisputesReport(
        view=view,
        rows=tuple(rows),
        orders=tuple(orders),
        blocks=tuple(_state_block(block, outcomes) for block in group_disputes(found, outcomes)),
        notes=() if rows else (en.NO_DISPUTES,),
    )


def _state_dispute(
    dispute: Dispute, a: str, b: str, d: Dimension, compared: Sequence[Compared], reorders: bool
) -> DisputeRow:
    stands, first, second = (state_sum(Sum((each.find_cell(d),))) for each in compared)
    return DisputeRow(
        issue=d.issue,
        dimension=d.id,
        a=a,
        b=b,
        statements=(dispute.first.id, dispute.second.id),
        declared=dispute.declared,
        first_sources=_list_sources(dispute.first),
        second_sources=_list_sources(dispute.second),
        figures=stands,
        first=first,
        second=second,
        reorders=reorders,
    )


def _list_sources(s: Statement) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.source for e in s.evidence))


def _state_order(dispute: Dispute, a: str, b: str, compared: Sequence[Compared]) -> OrderRow:
    issues = [c.issue.id for c, _ in compared[0].issues]
    orders = (tuple((x, y) for x in issues for y in issues if (x, y) in each.order) for each in compared)
    return OrderRow((dispute.first.id, dispute.second.id), a, b, *orders)


def _state_block(block: Block, outcomes: Outcomes) -> BlockRow:
    first, second = (side[0] for side in block.sides)
    gaps = []
    for a, b, d in block.touched.values():
        figures = [each.find_cell(d).figures for each in outcomes.compare_outcomes(a, b, first, second)]
        gaps.append(GapsRow(a, b, d.about, tuple(f.gap if f else None for f in figures)))
    reordered = []
    for a, b in dict.fromkeys((a, b) for a, b, _ in block.touched):
        stands, *held = outcomes.compare_outcomes(a, b, first, second)
        reordered += [(number, tuple(reorder(stands, each))) for number, each in enumerate(held, 1)]
    return BlockRow(
        sides=(tuple(block.sides[0]), tuple(block.sides[1])),
        declared=all(t.id in s.disputes or s.id in t.disputes for s in block.sides[0] for t in block.sides[1]),
        gaps=tuple(gaps),
        reordered=tuple((number, parts) for number, parts in reordered if parts),
    )
