"""One page for a mediator, from the other reports, and the red lines that are crossed."""

from typing import Annotated

from gapcli.ledger.query import BadQuery
from gapcli.measure.view import View
from gapcli.reports.matrix import MatrixReport, TotalRow, matrix


class BriefReport(MatrixReport):
    """The matrix of two parties; the page adds all that stands behind it."""

    totals: Annotated[tuple[TotalRow, ...], "The sum of the pair."]


def brief(view: View, a: str | None = None, b: str | None = None) -> BriefReport:
    """The matrix of two parties, what waits for what, red lines crossed, disputes, and the sources.

    Without names, of the principals. Its data is that of `matrix`. Raises BadQuery.
    """
    if (a is None) != (b is None):
        raise BadQuery("a brief is of two parties: name both, or none")
    if a is not None and b is not None:
        view = view.choose(parties=(a, b))
    if len(view.show(view.ledger.principals, headline=True).parties) != 2:
        typed = " ".join(view.ledger.principals[:2])
        raise BadQuery(f"a brief is of two parties: name both, as gapcli brief {typed}")
    table = matrix(view)
    return BriefReport(view=table.view, rows=table.rows, totals=table.totals, notes=table.notes)
