"""Everything that one party holds: its line on every question, its red lines, and what nobody reports."""

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from gapcli.ledger.model import Condition
from gapcli.ledger.names import Names, find_party
from gapcli.measure.positions import CONDITION_STATES, Position, Positions, judge_condition
from gapcli.measure.view import View
from gapcli.reports.report import Ids, Mark, OneOf, Span, Status, ViewReport
from gapcli.words.conditions import say_condition
from gapcli.words.positions import remember_words
from gapcli.words.values import say_value

Stretches = tuple[Span, ...]
OptionLists = tuple[Ids, ...]


class ConditionRow(NamedTuple):
    """A condition of an offer."""

    statement: Annotated[str, "The statement that makes the offer."]
    offers: Annotated[str, "What it would accept, in words."]
    says: Annotated[str, "What has to hold, in words."]
    party: Annotated[str | None, "Whose position it waits for; null of a condition in words alone."]
    about: Annotated[str | None, "The dimension of that position, likewise."]
    state: Annotated[Annotated[str, OneOf(CONDITION_STATES)], "How it stands, as in `links`."]


class PositionRow(NamedTuple):
    """What one party holds on one dimension."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    party: Annotated[str, "Whose position it is."]
    status: Annotated[Status, "What is known of it."]
    says: Annotated[str, "What it wants and would accept, in words."]
    asks: Annotated[Stretches, "What it wants: [low, high] places from 0 to 1; of a `choice` none."]
    asks_options: Annotated[OptionLists, "The same of a `choice`: any of these options."]
    offers: Annotated[Stretches, "What it would accept."]
    offers_options: Annotated[OptionLists, "The same of a `choice`."]
    conditions: Annotated[tuple[ConditionRow, ...], "The conditions of its offers, one by one."]
    zones: Annotated[
        Stretches, "From what it wants to the most it would accept; several where reports dispute each other."
    ]
    zones_options: Annotated[OptionLists, "The same of a `choice`."]
    rejects: Annotated[Stretches, "What it rules out."]
    rejects_options: Annotated[OptionLists, "The same of a `choice`."]
    acts: Annotated[Stretches, "What it does, beside its words too."]
    acts_options: Annotated[OptionLists, "The same of a `choice`."]
    last: Annotated[
        str | Ids | None, "The last value that it held, as the file has it, where what replaced it has none."
    ]
    marks: Annotated[tuple[Mark, ...], "What qualifies it."]
    statements: Annotated[Ids, "The live statements it is made of."]


def state_position(positions: Positions, position: Position, says: str) -> PositionRow:
    """A position as the JSON has it, with its words; `positions`: those that its conditions are judged by."""
    p, d = position, position.dimension
    sides = {
        "asks": p.asks,
        "offers": p.offers,
        "zones": [z.hull for z in p.zones],
        "rejects": p.rejected,
        "acts": [z.hull for z in p.deeds],
    }
    zones: dict[str, Any] = {}
    for name, side in sides.items():
        data = [*map(d.measure.data, side)]
        zones[name] = tuple(each for each in data if not isinstance(each[0], str))
        zones[f"{name}_options"] = tuple(each for each in data if isinstance(each[0], str))
    return PositionRow(
        issue=d.issue,
        dimension=d.id,
        party=p.party,
        status=p.status,
        says=says,
        conditions=tuple(_list_conditions(positions, p)),
        last=p.last.value if p.last else None,
        marks=tuple(sorted(p.marks)),
        statements=tuple(s.id for s in p.statements),
        **zones,
    )


def _list_conditions(positions: Positions, position: Position) -> Iterator[ConditionRow]:
    for s in position.statements:
        if s.stance != "accepts" or s.value is None:
            continue
        for condition in s.if_:
            named = condition if isinstance(condition, Condition) else None
            yield ConditionRow(
                statement=s.id,
                offers=say_value(position.dimension, s.value),
                says=say_condition(positions, condition),
                party=named and named.party,
                about=named and named.about,
                state=judge_condition(positions, condition).state,
            )


class PartyReport(ViewReport[PositionRow]):
    """The positions of a party, or of all."""

    name: str | None
    """The party asked about; None where the page lists all."""


def party(view: View, name: str | None = None) -> PartyReport:
    """The positions of a party on every question; without a name, of every party. Raises BadQuery."""
    if name is not None:
        name = find_party(Names(view.source), name)
        view = view.choose(parties=(name,))
    view = view.show(view.ledger.parties, headline=False)
    say = remember_words(view.positions)
    positions = (view.positions.find(p, d) for p in view.parties for d in view.dimensions)
    return PartyReport(view=view, rows=tuple(state_position(view.positions, p, say(p)) for p in positions), name=name)
