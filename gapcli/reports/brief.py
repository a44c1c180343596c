"""One page for a mediator, from the other reports, and the red lines that are crossed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

from gapcli.ledger.query import BadQuery
from gapcli.measure.crossings import Crossing, find_crossings
from gapcli.measure.view import View
from gapcli.reports.disputes import DisputesReport, disputes
from gapcli.reports.links import LinksReport, links
from gapcli.reports.matrix import MatrixReport, MatrixRow, TotalRow, matrix
from gapcli.reports.report import ViewReport, name_issues
from gapcli.reports.sources import SourcesReport, sources


class CrossingRow(NamedTuple):
    """The red lines crossed on a question, for the page."""

    about: str
    crossing: Crossing


@dataclass(frozen=True, kw_only=True)
class BriefReport(ViewReport):
    """The matrix of two parties, and on the page all that stands behind it."""

    kind = "brief"
    row = MatrixRow

    rows: tuple[MatrixRow, ...]
    totals: Annotated[tuple[TotalRow, ...], "The sum of the pair."]
    matrix: MatrixReport
    crossings: tuple[CrossingRow, ...]
    asked_view: View
    """The view that the sources are of."""

    @cached_property
    def _same(self) -> View:
        """The pair and its issues: the other reports show more by default."""
        return self.view.choose(parties=self.view.parties, issues=name_issues(self.view))

    @cached_property
    def links(self) -> LinksReport:
        """What waits for what."""
        return links(self._same)

    @cached_property
    def disputes(self) -> DisputesReport:
        """The disputes."""
        return disputes(self._same)

    @cached_property
    def sources(self) -> SourcesReport:
        """The sources."""
        return sources(self.asked_view)


def brief(view: View, a: str | None = None, b: str | None = None) -> BriefReport:
    """The matrix of two parties, what waits for what, red lines crossed, disputes, and the sources.

    Without names, of the principals. Its data is that of `matrix`. Raises BadQuery.
    """
    if (a is None) != (b is None):
        raise BadQuery("a brief is of two parties: name both, or none")
    if a is not None and b is not None:
        view = view.choose(parties=(a, b))
    pair = view.show(view.ledger.principals, headline=True)
    if len(pair.parties) != 2:
        raise BadQuery("a brief is of two parties: name both, as gapcli brief us iran")
    table = matrix(view)
    return BriefReport(
        view=table.view,
        rows=table.rows,
        totals=table.totals,
        notes=table.notes,
        matrix=table,
        crossings=tuple(_list_crossings(pair)),
        asked_view=view,
    )


def _list_crossings(pair: View) -> Iterator[CrossingRow]:
    """Each red line that an ask of the other side crosses."""
    a, b = pair.parties
    for d in pair.dimensions:
        crossings = find_crossings(pair.positions.of(a, d), pair.positions.of(b, d))
        yield from (CrossingRow(d.about, crossing) for crossing in crossings)
