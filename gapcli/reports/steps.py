"""Which single step would close most of what is left: one party, one dimension, to a value of the other side."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from gapcli.ledger.names import Names, find_tabled
from gapcli.ledger.query import BadQuery
from gapcli.measure.budget import CONDITION, DERIVED, LINKED, SUMMED, TRIED, ZONES, require_steps
from gapcli.measure.compare import Compared, compare_all
from gapcli.measure.gaps import figure
from gapcli.measure.proposals import Step, list_steps, list_values, sum_closed
from gapcli.measure.view import View
from gapcli.reports.report import Figure, Ids, Mark, ViewReport
from gapcli.words import phrases
from gapcli.words.values import say_value


class StepRow(NamedTuple):
    """A single step that would close some of the gap."""

    party: Annotated[str, "The party that would move."]
    towards: Annotated[str, "The party that holds the value."]
    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    value: Annotated[str, "What the party would accept, as the file has it."]
    says: Annotated[str, "The same in words."]
    closes: Annotated[
        Figure,
        "How much less of the bridge of all that is shown would be left; 0 where the party offers the value already, "
        "since the bridge takes every offer.",
    ]
    closes_of_all: Annotated[
        Figure, "How much less would be left on average over all pairs of the parties shown; of two parties the same."
    ]
    distance: Annotated[Figure, "How far the value is from what the party wants and would accept."]
    breaks: Annotated[Ids, "The statements in which the party rules it out itself."]
    offered: Annotated[Ids, "The offers under a condition without which one of the two would not hold the value."]
    marks: Annotated[tuple[Mark, ...], "What qualifies the figures of the two."]
    statements: Annotated[Ids, "The statements that they rest on."]


class StepsTotal(NamedTuple):
    """What is left between a pair of parties."""

    a: Annotated[str, "The party that the file declares first."]
    b: Annotated[str, "The other party."]
    bridge: Annotated[Figure | None, "What is left when every offer is taken; null where nothing is known."]
    coverage: Annotated[Figure, "The share of the weight that is known."]


class StepsReport(ViewReport[StepRow]):
    """Every single step that would close some of the bridge."""

    totals: Annotated[tuple[StepsTotal, ...], "What is left between each pair of parties."]


def steps(view: View, name: str | None = None) -> StepsReport:
    """Every single step that would close some of the bridge, the one that closes most first.

    A step is one party that accepts one value, beside all that it says, on one dimension. Steps that a party offers
    already under a condition come last: the bridge counts them.

    `name` is an issue or a dimension, which is shown alone. Raises BadQuery.
    """
    if name is not None:
        name = find_tabled(Names(view.source), name)
        if name in view.source.proposals:
            raise BadQuery(f'--steps are of the parties: leave out the proposal "{name}", or name an issue')
        view = view.choose(issues=(name,))
    view = view.show(view.ledger.principals, headline=True)
    pairs = compare_all(view) if view.chosen else []
    _require_few(view, len(pairs))
    # A sort is stable: steps that close as much and are as long stand in the order of the file.
    found = sorted((step for pair in pairs for step in list_steps(view, pair)), key=lambda s: (-s.closes, s.distance))
    _require_few_conditions(found)
    # What a party accepts counts with everybody, whoever it is that holds the value.
    closed = {(s.mover.party, s.mover.dimension.about, s.value): s for s in found}
    known = [pair for pair in pairs if pair.known]
    own: dict[str, list[Compared]] = defaultdict(list)
    for pair in known:
        own[pair.a].append(pair)
        own[pair.b].append(pair)
    by_all = {key: sum_closed(own[step.mover.party], step) for key, step in closed.items()}
    of_all = {key: figure(closes / len(known)) for key, closes in by_all.items()}
    rows = (_state_step(view, s, of_all[s.mover.party, s.mover.dimension.about, s.value]) for s in found)
    return StepsReport(
        view=view, rows=tuple(rows), totals=tuple(map(_state_total, pairs)), notes=() if found else (phrases.NO_STEP,)
    )


def _require_few(view: View, pairs: int) -> None:
    """Refuse more steps than can be tried. Raises TooLarge."""
    # Each value that a side holds is put into the position of the other, and that into the sum of their questions; then
    # it is measured with all others, whoever holds the value.
    sides, steps, values = 2 * pairs, 0, 0
    for d in view.dimensions:
        positions = [view.positions.find(party, d) for party in view.parties]
        held = [position.statements for position in positions]
        most = max(map(len, held), default=0)
        linked = max((sum(len(view.positions.opponents.get(s.key, ())) for s in each) for each in held), default=0)
        of_one = of_all = len(d.options)
        if not d.options:
            named = [{end for v in list_values(p) for end in ((v,) if isinstance(v, str) else v)} for p in positions]
            of_one, of_all = max(map(len, named), default=0), len({end for ends in named for end in ends})
        values += of_all
        closing = TRIED + SUMMED * len(view.dimensions) + ZONES * max((len(p.zones) for p in positions), default=0) ** 2
        steps += sides * of_one * (closing + TRIED + DERIVED * most + LINKED * linked)
        steps += sides * (of_all if pairs > 1 else of_one) * closing
    size = {"pairs": pairs, "questions": len(view.dimensions), "values": values}
    require_steps(steps, "--issues", "--parties", **size)


def _require_few_conditions(found: Sequence[Step]) -> None:
    """Refuse more conditions of what is offered already than can be said. Raises TooLarge."""
    # A step towards several is told once.
    told = {(s.mover.party, s.mover.dimension.about, s.value, o.key): len(o.if_) for s in found for o in s.offered}
    conditions = sum(told.values())
    require_steps(CONDITION * conditions, "--issues", "--parties", values=len(found), conditions=conditions)


def _state_step(view: View, step: Step, of_all: float) -> StepRow:
    d, value = step.mover.dimension, step.value
    names = (step.mover.party, step.other.party, d.issue, d.id)
    breaks, offered = (tuple(s.id for s in found) for found in (step.breaks, step.offered))
    marks = tuple(sorted(step.cell.marks))
    ids = tuple(sorted(step.cell.statements, key=view.positions.ranks.__getitem__))
    figures = (step.closes, of_all, step.distance)
    return StepRow(*names, value, say_value(d, value), *figures, breaks, offered, marks, ids)


def _state_total(pair: Compared) -> StepsTotal:
    f = pair.total.figures
    return StepsTotal(pair.a, pair.b, figure(f.bridge) if f else None, figure(pair.total.coverage))
