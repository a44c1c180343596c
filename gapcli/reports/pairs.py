"""Party by party: how far apart each pair is, on everything together."""

from gapcli.measure.compare import Losses
from gapcli.measure.view import View
from gapcli.reports.matrix import SeenPairs, SpreadRows, TotalRow, note, state_total
from gapcli.reports.report import ViewReport


class PairsReport(ViewReport[TotalRow]):
    """How far apart each pair of parties is, on everything together."""

    spread: SpreadRows = ()
    sort: str | None = None
    """The order of the parties on the page: `file`, or None for one in which neighbours are near."""

    @property
    def gaps(self) -> list[float]:
        """Every gap that it has."""
        return [row.figures.gap for row in self.rows if row.figures.gap is not None]


def pairs(view: View, *, sort: str | None = None) -> PairsReport:
    """How far apart each pair of parties is: of all that have a statement, or whose group has one.

    The cells of a pair are let go as soon as its sum is known.
    """
    view = view.show(view.speaking, headline=True)
    seen = SeenPairs(view)
    losses = Losses(view)
    rows = tuple(state_total(pair, seen.earlier, losses) for pair in seen.compare_all())
    return PairsReport(
        view=view,
        rows=rows,
        spread=tuple(seen.list_rows()) if len(rows) > 1 else (),
        sort=sort,
        notes=tuple(note(view)),
    )
