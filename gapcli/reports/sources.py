"""Each source: how far it is to be trusted, and what rests on it, and on it alone."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Annotated, NamedTuple, get_args

from gapcli.ledger.model import Grade, Source, Statement
from gapcli.ledger.names import Names, find_card
from gapcli.measure.view import View
from gapcli.reports.report import Count, Dated, OneOf, Texts, ViewReport


class SourceRow(NamedTuple):
    """A source card, with the count of the statements that rest on it."""

    id: Annotated[str, "The card."]
    outlet: Annotated[Texts, "Who published it, by language."]
    published: Annotated[Annotated[str, Dated(type="string")], "When, as precise as the document shows."]
    grade: Annotated[Annotated[str, OneOf(get_args(Grade))], "Its reliability, NATO / Admiralty."]
    statements: Annotated[Count, "How many of the statements shown rest on it."]
    alone: Annotated[Count, "How many rest on it alone."]
    relayed: tuple[tuple[str, int], ...]
    """The outlets that it relays, with the count of statements, by name."""


class SourcesReport(ViewReport[SourceRow]):
    """The source cards."""

    whole: bool
    """Whether the page shows what is noted of them."""


def sources(view: View, ids: Sequence[str] = ()) -> SourcesReport:
    """The source cards, with the count of the statements of the parties and issues shown that rest on each.

    `ids` keeps those named, and shows what is noted of them. Raises BadQuery.
    """
    names = Names(view.source)
    named = {find_card(names, id) for id in ids}
    view = view.show(view.ledger.parties, headline=False)
    resting: dict[str, list[Statement]] = defaultdict(list)
    for s in view.statements:
        for source in {e.source for e in s.evidence}:
            resting[source].append(s)
    rows = (_state_card(card, resting[id]) for id, card in view.source.cards.items() if not ids or id in named)
    return SourcesReport(view=view, rows=tuple(rows), whole=bool(ids))


def _state_card(card: Source, resting: Sequence[Statement]) -> SourceRow:
    vias = ({e.outlet for e in s.evidence if e.source == card.id and e.via} for s in resting)
    relayed = Counter(outlet for outlets in vias for outlet in outlets)
    alone = sum(1 for s in resting if all(e.source == card.id for e in s.evidence))
    counts = (len(resting), alone, tuple(sorted(relayed.items())))
    return SourceRow(card.id, card.outlet, card.dated, card.reliability.grade, *counts)
