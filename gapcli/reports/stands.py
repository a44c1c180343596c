"""Who stands where? Issue by issue what each of many parties wants, and how far it is from the others."""

from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.ledger.narrow import Chosen
from gapcli.measure.gaps import figure, level
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.reports.matrix import SeenPairs, SpreadRows, note, order_issues, say_side
from gapcli.reports.report import Change, Figure, Ids, Level, Status, ViewReport
from gapcli.words.positions import remember_words, say_wanted


class StandRow(NamedTuple):
    """Where a party stands on an issue, or on one of its dimensions."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str | None, "The dimension; null where the row speaks for the whole issue."]
    party: Annotated[str, "The party."]
    status: Annotated[Status, "What is known of it on the dimension; null on a whole issue."]
    says: Annotated[str, "What it wants and would accept, in words."]
    says_on: Annotated[
        str, "The dimension that the words are of; of an issue the largest of those on which it has a figure."
    ]
    distance: Annotated[Figure | None, "The mean of its gaps to the others that are known; null where none is."]
    level: Annotated[Level, "The distance as a word."]
    coverage: Annotated[Figure, "The share of its pairs that is known, the weighted mean over the questions."]
    statements: Annotated[Ids, "The statements that it rests on."]
    change: Annotated[
        Change | None, "With `since`: the distance now less then, over the pairs known on both days by the same kind."
    ] = None
    least: bool = False
    """Whether the distance is a lower bound."""
    wants: str = ""
    """What it wants, in a few words for a table."""


class StandsReport(ViewReport[StandRow]):
    """Where each of many parties stands, issue by issue."""

    spread: SpreadRows = ()
    sort: str | None = None
    """The order of the issues that was asked for."""
    words: str | None = None
    """Whether the page says what each party wants: `all` or `none`; None for where there is room."""
    agreement: bool = False
    """As of `MatrixReport`."""
    gaps: tuple[float, ...] = ()
    """The greatest gap of any pair, on each row and in all."""


def stands(
    view: View,
    *,
    dimensions: bool = False,
    sort: str | None = None,
    words: str | None = None,
    agreement: bool = False,
) -> StandsReport:
    """Where each party stands on each issue: by default the principals.

    `dimensions` opens the issues; `sort` is one of `SORTS`; `words` and `agreement` as in `StandsReport`.
    """
    view = view.show(view.ledger.principals, headline=True, sums=not dimensions)
    seen = SeenPairs(view)
    for _ in seen.compare_all(dimensions):
        pass
    spread = tuple(seen.list_rows())
    blocks = [_state_block(view, seen, chosen, dimensions) for chosen in view.chosen]
    if sort:
        of_issue = {chosen.issue.id: block for chosen, block in zip(view.chosen, blocks)}
        blocks = [of_issue[issue] for issue in order_issues(spread, sort)]
    return StandsReport(
        view=view,
        rows=tuple(row for block in blocks for row in block),
        spread=spread if len(view.parties) > 1 else (),
        sort=sort,
        words=words,
        agreement=agreement,
        gaps=tuple(seen.find(row.issue, row.dimension).greatest for row in spread),
        notes=tuple(note(view)),
    )


def _state_block(view: View, seen: SeenPairs, chosen: Chosen, dimensions: bool) -> Iterator[StandRow]:
    """The rows of an issue, one a party; then those of its dimensions."""
    say = remember_words(view.positions)
    yield from _state_rows(view, seen, chosen.dimensions, None, say)
    for d in chosen.dimensions if dimensions else ():
        yield from _state_rows(view, seen, (d,), d.id, say)


def _state_rows(
    view: View,
    seen: SeenPairs,
    dimensions: tuple[Dimension, ...],
    dimension: str | None,
    say: Callable[[Position], str],
) -> Iterator[StandRow]:
    """A row of each party on some questions of an issue: all of them, or the one that is named."""
    issue = dimensions[0].issue
    spread, changes = seen.spreads.sum_up(dimensions), seen.spreads.sum_up_changes(dimensions)
    least = seen.find(issue, dimension).least
    single = [d for d in dimensions if d.about in seen.spreads.weights]
    is_single = len(single) == len(dimensions)
    for party in view.parties:
        positions = [view.positions.find(party, d) for d in single]
        # Words belong to their figure: of the questions that make it, those of the largest. Columns have none.
        placed = [p for p in positions if seen.spreads.has_distance(party, p.dimension)] or positions
        largest = max(placed, key=lambda p: seen.spreads.weights[p.dimension.about]) if is_single else None
        distance, change = spread.distances[party], changes.distances[party]
        ids = {id for p in positions for id in p.statement_ids}
        yield StandRow(
            issue=issue,
            dimension=dimension,
            party=party,
            status=largest.status if largest and dimension else None,
            says=say_side(view, largest, dimension is None, say) if largest else "",
            says_on=largest.dimension.id if largest else "",
            distance=None if distance is None else figure(distance),
            level=None if distance is None else level(distance),
            coverage=figure(spread.coverages[party]),
            statements=tuple(sorted(ids, key=view.positions.ranks.__getitem__)),
            change=None if change is None else figure(change),
            least=party in least,
            wants=say_wanted(view.positions, largest) if largest else "",
        )
