"""Each source: how far it is to be trusted, and what rests on it, and on it alone."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, NamedTuple, get_args

from gapcli.ledger.model import Grade
from gapcli.measure.view import View
from gapcli.reports.contract import Count, OneOf
from gapcli.reports.report import ViewReport


class SourceRow(NamedTuple):
    """A source card, with the count of the statements that rest on it."""

    id: Annotated[str, "The card."]
    outlet: Annotated[str, "Who published it."]
    published: Annotated[str, "When, as precise as the document shows."]
    grade: Annotated[Annotated[str, OneOf(get_args(Grade))], "Its reliability, NATO / Admiralty."]
    statements: Annotated[Count, "How many of the statements shown rest on it."]
    alone: Annotated[Count, "How many rest on it alone."]
    relayed: tuple[tuple[str, int], ...]
    """The outlets that it relays, with the count of statements, by name."""


@dataclass(frozen=True, kw_only=True)
class SourcesReport(ViewReport):
    """The source cards."""

    kind = "sources"
    row = SourceRow

    rows: tuple[SourceRow, ...]


def sources(view: View) -> SourcesReport:
    """The source cards, with the count of the statements of the parties and issues shown that rest on each."""
    view = view.show(view.ledger.parties, headline=False)
    cards = view.source.cards
    resting: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    relayed: dict[str, Counter[str]] = {id: Counter() for id in cards}
    for s in view.statements:
        used = {e.source for e in s.evidence}
        resting.update(used)
        if len(used) == 1:
            alone.update(used)
        for source, via in {(e.source, e.via) for e in s.evidence if e.via}:
            relayed[source][str(via)] += 1
    rows = (
        SourceRow(
            id=card.id,
            outlet=card.outlet,
            published=card.dated,
            grade=card.reliability.grade,
            statements=resting[card.id],
            alone=alone[card.id],
            relayed=tuple(sorted(relayed[card.id].items())),
        )
        for card in cards.values()
    )
    return SourcesReport(view=view, rows=tuple(rows))
