"""Two pages for a mediator, of any parties: how far apart, what each wants, what is ruled out or waits for what."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.ledger.query import BadQuery
from gapcli.measure.compare import weigh
from gapcli.measure.positions import find_crossings
from gapcli.measure.view import View
from gapcli.reports.disputes import DisputesReport, disputes
from gapcli.reports.links import LinksReport, links
from gapcli.reports.matrix import MatrixRow, SpreadRows, TotalRow, matrix
from gapcli.reports.report import Ids, ViewReport, name_issues
from gapcli.words.positions import say_briefly
from gapcli.words.values import say_rejected


class SaysRow(NamedTuple):
    """What some parties say alike."""

    parties: Annotated[Ids, "The parties."]
    says: Annotated[str, "What they want and would accept, in a few words."]


class IssueRow(NamedTuple):
    """What the parties say on an issue."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension that the words are of: the largest of those that make a figure."]
    says: Annotated[tuple[SaysRow, ...], "What they say there, those that say the same together."]


class CrossingRow(NamedTuple):
    """What one side wants and the other rules out."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    asker: Annotated[str, "The party that wants it."]
    refuser: Annotated[str, "The party that rules it out."]
    values: Annotated[str, "What it rules out, in words."]
    statements: Annotated[Ids, "The statements in which it does."]


class BriefReport(ViewReport[MatrixRow]):
    """The rows and totals of `matrix`, with what is wanted and ruled out beside them."""

    totals: Annotated[tuple[TotalRow, ...], "The sum of each pair of parties."]
    spread: SpreadRows = ()
    issues: Annotated[tuple[IssueRow, ...], "What is said on each issue."]
    crossings: Annotated[tuple[CrossingRow, ...], "What one side wants and the other rules out."]
    linked: LinksReport
    """What waits for what, of the same parties and issues."""
    disputed: DisputesReport
    """The reports that cannot both be right, likewise."""


def brief(view: View, names: Sequence[str] = ()) -> BriefReport:
    """How far apart some parties are, by default the principals, with what else a mediator has to know.

    Raises BadQuery.
    """
    if names:
        view = view.choose(parties=tuple(names))
        if len(view.parties) < 2:
            raise BadQuery("a brief is of two parties or more: name another, or none for the principals")
    view = view.show(view.ledger.principals, headline=True)
    table = matrix(view)
    are_compared = len(view.parties) > 1 and bool(view.chosen)
    # Of these parties and issues alone: by default the other reports show more.
    same = view.choose(parties=view.parties, issues=name_issues(view)) if are_compared else view
    return BriefReport(
        view=view,
        rows=table.rows,
        totals=table.totals,
        spread=table.spread,
        issues=tuple(_list_issues(view)) if are_compared else (),
        crossings=tuple(_list_crossings(view)) if are_compared else (),
        linked=links(same),
        disputed=disputes(same),
        notes=table.notes,
    )


def _list_issues(view: View) -> Iterator[IssueRow]:
    find, weights = view.positions.find, weigh(view, view.parties[:2], view.query.weights)
    for chosen in view.chosen:
        # Two that are known have a gap.
        making = [d for d in chosen.dimensions if sum(bool(find(p, d).zones) for p in view.parties) > 1]
        largest = max(making or chosen.dimensions, key=lambda d: weights[d.about])
        yield IssueRow(chosen.issue.id, largest.id, tuple(_list_says(view, largest)))


def _list_says(view: View, d: Dimension) -> Iterator[SaysRow]:
    alike: dict[str, list[str]] = {}
    for party in view.parties:
        alike.setdefault(say_briefly(view.positions.find(party, d)), []).append(party)
    yield from (SaysRow(tuple(parties), words) for words, parties in alike.items())


def _list_crossings(view: View) -> Iterator[CrossingRow]:
    for d in view.dimensions:
        for a, b in combinations([view.positions.find(p, d) for p in view.parties], 2):
            for crossing in find_crossings(a, b):
                values = say_rejected(d, [s.value for s in crossing.statements if s.value is not None])
                ids = tuple(s.id for s in crossing.statements)
                yield CrossingRow(d.issue, d.id, crossing.asker, crossing.refuser, values, ids)
