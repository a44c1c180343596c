"""Party by party: how far apart each pair is, on everything together."""

from collections.abc import Iterable
from typing import Annotated

from gapcli.measure.compare import Losses
from gapcli.measure.engine import PairSum
from gapcli.measure.spread import HALF, order_by_nearness
from gapcli.measure.view import View
from gapcli.reports.matrix import (
    MatrixRow,
    SeenPairs,
    SpreadRows,
    TotalRow,
    Weakest,
    note,
    require_rows,
    say_nothing_to_compare,
    state_blocks,
    state_row,
    state_total,
)
from gapcli.reports.report import ViewReport
from gapcli.words.positions import remember_words


class PairsReport(ViewReport[TotalRow]):
    """How far apart each pair of parties is, on everything together."""

    spread: SpreadRows = ()
    cells: Annotated[tuple[MatrixRow, ...], "With `--rows` each pair issue by issue, as the rows of `matrix`."] = ()
    sort: str | None = None
    """The order of the parties on the page: `file`, or None for one in which neighbours are near."""
    agreement: bool = False
    """As of `MatrixReport`."""

    @property
    def gaps(self) -> list[float]:
        """Every gap that it has."""
        return [row.figures.gap for row in self.rows if row.figures.gap is not None]

    def order_parties(self) -> list[str]:
        """The parties that have a figure with anybody, in the order asked for: by default neighbours are near."""
        known = [row for row in self.rows if row.known]
        placed = {party for row in known for party in (row.a, row.b)}
        parties = [party for party in self.view.parties if party in placed]
        if self.sort == "file" or not parties:
            return parties
        gaps = {(r.a, r.b): r.figures.gap if r.figures.coverage >= HALF else None for r in known}
        return order_by_nearness(parties, gaps)


def state_sums(view: View, sums: Iterable[PairSum], card: str, sort: str | None) -> PairsReport:
    """The same of sums that an engine made of a table, without the spread; `card`: that of the table."""
    rows = tuple(
        state_row(pair.a, pair.b, pair.total, pair.issues, Weakest(card, 0) if pair.issues else None) for pair in sums
    )
    return PairsReport(view=view, rows=rows, sort=sort, notes=() if rows else (say_nothing_to_compare(view),))


def pairs(view: View, *, sort: str | None = None, rows: bool = False, agreement: bool = False) -> PairsReport:
    """How far apart each pair of parties is: of all that have a statement, or whose group has one.

    The cells of a pair are let go as soon as its sum is known; `rows` keeps what they say issue by issue.
    `agreement` as in `PairsReport`. Raises TooLarge.
    """
    view = view.show(view.speaking, headline=True, sums=True)
    seen = SeenPairs(view)
    losses = Losses(view)
    say = remember_words(view.positions)
    require_rows(view, len(view.chosen) if rows else 0)
    totals: list[TotalRow] = []
    cells: list[MatrixRow] = []
    for pair in seen.compare_all():
        totals.append(state_total(pair, seen.earlier, losses))
        if rows:
            cells += (row for block in state_blocks(view, pair, say, seen.earlier, False) for row in block)
    return PairsReport(
        view=view,
        rows=tuple(totals),
        spread=tuple(seen.list_rows()) if totals else (),
        cells=tuple(cells),
        sort=sort,
        agreement=agreement,
        notes=tuple(note(view)),
    )
