"""Everything that one party holds: its line on every question, its red lines, and what nobody reports."""

from gapcli.ledger.query import BadQuery
from gapcli.measure.view import View
from gapcli.reports.issue import PositionRow, state_position
from gapcli.reports.report import ViewReport
from gapcli.text import did_you_mean
from gapcli.words.positions import remember_words


class PartyReport(ViewReport[PositionRow]):
    """The positions of a party, or of all."""

    name: str | None
    """The party asked about; None where the page lists all."""


def party(view: View, name: str | None = None) -> PartyReport:
    """The positions of a party on every question; without a name, of every party. Raises BadQuery."""
    if name is not None:
        if name not in view.source.parties:
            raise BadQuery(f'no party is called "{name}": {did_you_mean(name, view.source.parties)}')
        view = view.choose(parties=(name,))
    view = view.show(view.ledger.parties, headline=False)
    say = remember_words(view.positions)
    positions = (view.positions.find(p, d) for p in view.parties for d in view.dimensions)
    return PartyReport(view=view, rows=tuple(state_position(p, say) for p in positions), name=name)
