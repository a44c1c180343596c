"""Everything that one party holds: its line on every question, its red lines, and what nobody reports."""

from typing import Annotated, NamedTuple

from gapcli.ledger.names import find_party
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.reports.report import Ids, Mark, Status, ViewReport, Zone
from gapcli.words.positions import remember_words


class PositionRow(NamedTuple):
    """What one party holds on one dimension."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    party: Annotated[str, "Whose position it is."]
    status: Annotated[Status, "What is known of it."]
    says: Annotated[str, "What it wants and would accept, in words."]
    asks: Annotated[tuple[Zone, ...], "What it wants: [low, high] places from 0 to 1, or options of a `choice`."]
    offers: Annotated[tuple[Zone, ...], "What it would accept, likewise."]
    zones: Annotated[
        tuple[Zone, ...], "From what it wants to the most it would accept; several where reports dispute each other."
    ]
    rejects: Annotated[tuple[Zone, ...], "What it rules out."]
    marks: Annotated[tuple[Mark, ...], "What qualifies it."]
    statements: Annotated[Ids, "The live statements it is made of."]


def state_position(position: Position, says: str) -> PositionRow:
    """A position as the JSON has it, with its words."""
    p, d = position, position.dimension
    sides = (p.asks, p.offers, [z.hull for z in p.zones], p.rejected)
    asks, offers, zones, rejects = (tuple(map(d.measure.data, side)) for side in sides)
    marks, ids = tuple(sorted(p.marks)), tuple(s.id for s in p.statements)
    return PositionRow(d.issue, d.id, p.party, p.status, says, asks, offers, zones, rejects, marks, ids)


class PartyReport(ViewReport[PositionRow]):
    """The positions of a party, or of all."""

    name: str | None
    """The party asked about; None where the page lists all."""


def party(view: View, name: str | None = None) -> PartyReport:
    """The positions of a party on every question; without a name, of every party. Raises BadQuery."""
    if name is not None:
        name = find_party(view.source, name)
        view = view.choose(parties=(name,))
    view = view.show(view.ledger.parties, headline=False)
    say = remember_words(view.positions)
    positions = (view.positions.find(p, d) for p in view.parties for d in view.dimensions)
    return PartyReport(view=view, rows=tuple(state_position(p, say(p)) for p in positions), name=name)
