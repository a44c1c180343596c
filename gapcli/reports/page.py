"""One page to hand to somebody: how far apart the parties are, and every word behind it."""

from typing import Annotated

from gapcli.measure.budget import share_budget
from gapcli.measure.compare import require_pairs
from gapcli.measure.view import View
from gapcli.reports.disputes import DisputesReport, disputes
from gapcli.reports.issue import IssueReport, issue
from gapcli.reports.links import LinksReport, links
from gapcli.reports.matrix import MatrixReport, MatrixRow, SpreadRows, TotalRow, matrix, require_rows
from gapcli.reports.moves import MovesReport, moves
from gapcli.reports.pairs import PairsReport, pairs
from gapcli.reports.report import ViewReport, name_issues
from gapcli.reports.robust import RobustReport, robust
from gapcli.reports.sources import SourcesReport, sources
from gapcli.reports.stands import StandsReport, stands
from gapcli.reports.statements import StatementsReport, statements


class PageReport(ViewReport[MatrixRow]):
    """The rows and totals of `matrix` with their questions; and for the page all that other commands answer."""

    totals: Annotated[tuple[TotalRow, ...], "The sum of each pair of parties."]
    spread: SpreadRows = ()
    table: MatrixReport
    """How far apart each pair is, issue by issue."""
    standing: StandsReport | None
    """Who stands where, of more than two parties; else None."""
    paired: PairsReport | None
    """Party by party, likewise."""
    held: IssueReport
    """What each party says on every issue shown."""
    changed: MovesReport
    linked: LinksReport
    disputed: DisputesReport
    tested: RobustReport
    cited: SourcesReport
    said: StatementsReport
    """Every statement of the parties and issues shown, whether it still stands or not."""


def page(view: View, *, sort: str | None = None) -> PageReport:
    """How far apart some parties are, by default the principals, and everything behind it.

    The issues of the headline make the figures; what is said on others has its place too, where none are named.
    Narrowed once: each part shows what its command shows by default. Raises BadQuery and TooLarge.
    """
    shown = view.show(view.ledger.principals, headline=True)
    _require_parts(shown)
    table = matrix(view, dimensions=True, sort=sort)
    many = len(shown.parties) > 2
    # Named, as otherwise the report is a list of the issues there are.
    whole = view.show(view.ledger.parties, headline=False)
    named = view.choose(issues=name_issues(whole)) if whole.chosen else whole
    # Of the same issues its rows are those of the table, of which there may be many.
    is_same = table.view.chosen == whole.chosen and not view.query.since
    return PageReport(
        view=table.view,
        rows=table.rows,
        totals=table.totals,
        spread=table.spread,
        table=table,
        standing=stands(view, sort=sort) if many else None,
        paired=pairs(view) if many else None,
        held=issue(named, stated=table.rows if is_same else None),
        changed=moves(view),
        linked=links(view),
        disputed=disputes(view),
        tested=robust(view),
        cited=sources(view),
        said=statements(view),
        notes=table.notes,
    )


def _require_parts(view: View) -> None:
    """Refuse at once the pairs that the parts would refuse in turn, and those of the page alone. Raises TooLarge."""
    # Of parties that are named the card of an issue has two lines for each pair on each question.
    lines = 2 * len(view.dimensions) if view.query.parties else 0
    require_rows(view, lines)
    with share_budget(view.source):
        require_rows(view, lines + len(view.chosen) + len(view.dimensions))
        for _ in range(3 if len(view.parties) > 2 else 1):
            require_pairs(view)
