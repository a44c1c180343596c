"""Two pages for a mediator, of any parties: how far apart, what each wants, what is ruled out or waits for what."""

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.ledger.query import BadQuery
from gapcli.measure.compare import Compared, compare_all
from gapcli.measure.gaps import figure
from gapcli.measure.positions import find_crossings
from gapcli.measure.spread import measure_spread
from gapcli.measure.view import View
from gapcli.reports.disputes import DisputesReport, disputes
from gapcli.reports.links import LinksReport, links
from gapcli.reports.matrix import MatrixRow, TotalRow, matrix
from gapcli.reports.report import Figure, Ids, Inline, ViewReport, name_issues
from gapcli.words.positions import say_briefly
from gapcli.words.values import say_rejected


class PairGap(NamedTuple):
    """A pair of parties and its gap; all null where no pair is known."""

    a: Annotated[str | None, "The party that the file declares first."]
    b: Annotated[str | None, "The other party."]
    gap: Annotated[Figure | None, "How far apart they are."]


class SaysRow(NamedTuple):
    """What some parties say alike."""

    parties: Annotated[Ids, "The parties."]
    says: Annotated[str, "What they want and would accept, in a few words."]


class SpreadRow(NamedTuple):
    """How far apart the parties are on an issue, or on all."""

    issue: Annotated[str | None, "The issue; null for all of them together."]
    spread: Annotated[Figure | None, "The mean of the gaps of all pairs; of two parties their gap. Null where unknown."]
    coverage: Annotated[Figure, "The share of the pairs that is known, the weighted mean over the questions."]
    widest: Annotated[PairGap, Inline("widest_", "Of the pair with the widest gap: ")]
    nearest: Annotated[PairGap, Inline("nearest_", "Of the pair with the narrowest gap: ")]
    dimension: Annotated[str | None, "The dimension that the words are of: the largest of those that make the figure."]
    says: Annotated[tuple[SaysRow, ...], "What they say there, those that say the same together."]


class CrossingRow(NamedTuple):
    """What one side wants and the other rules out."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    asker: Annotated[str, "The party that wants it."]
    refuser: Annotated[str, "The party that rules it out."]
    values: Annotated[str, "What it rules out, in words."]
    statements: Annotated[Ids, "The statements in which it does."]


class BriefReport(ViewReport[MatrixRow]):
    """The rows and totals of `matrix`, with what is wanted and ruled out beside them."""

    totals: Annotated[tuple[TotalRow, ...], "The sum of each pair of parties."]
    issues: Annotated[tuple[SpreadRow, ...], "Each issue, and all of them together, over all pairs."]
    crossings: Annotated[tuple[CrossingRow, ...], "What one side wants and the other rules out."]
    linked: LinksReport
    """What waits for what, of the same parties and issues."""
    disputed: DisputesReport
    """The reports that cannot both be right, likewise."""


def brief(view: View, names: Sequence[str] = ()) -> BriefReport:
    """How far apart some parties are, by default the principals, with what else a mediator has to know.

    Raises BadQuery.
    """
    if names:
        view = view.choose(parties=tuple(names))
        if len(view.parties) < 2:
            raise BadQuery("a brief is of two parties or more: name another, or none for the principals")
    view = view.show(view.ledger.principals, headline=True)
    table = matrix(view)
    pairs = compare_all(view) if view.chosen else []
    # Of these parties and issues alone: by default the other reports show more.
    same = view.choose(parties=view.parties, issues=name_issues(view)) if pairs else view
    return BriefReport(
        view=view,
        rows=table.rows,
        totals=table.totals,
        issues=tuple(_list_spreads(view, pairs)) if pairs else (),
        crossings=tuple(_list_crossings(view, pairs)),
        linked=links(same),
        disputed=disputes(same),
        notes=table.notes,
    )


def _list_spreads(view: View, pairs: Sequence[Compared]) -> Iterator[SpreadRow]:
    for i, chosen in enumerate(view.chosen):
        found = measure_spread(view, pairs, chosen.dimensions)
        gaps = [(pair, pair.issues[i][1].figures) for pair in pairs]
        known = [PairGap(pair.a, pair.b, figure(f.gap)) for pair, f in gaps if f]
        making = [d for d in chosen.dimensions if any(pair.find_cell(d).figures for pair in pairs)]
        largest = max(making or chosen.dimensions, key=lambda d: pairs[0].find_cell(d).weight)
        says = tuple(_list_says(view, largest))
        spread = None if found.spread is None else figure(found.spread)
        yield SpreadRow(chosen.issue.id, spread, figure(found.coverage), *_find_ends(known), largest.id, says)
    found = measure_spread(view, pairs)
    known = [PairGap(pair.a, pair.b, figure(f.gap)) for pair in pairs for f in (pair.total.figures,) if f]
    spread = None if found.spread is None else figure(found.spread)
    yield SpreadRow(None, spread, figure(found.coverage), *_find_ends(known), None, ())


def _find_ends(known: Sequence[PairGap]) -> tuple[PairGap, PairGap]:
    """The widest and the nearest of some pairs, the first where several are."""
    if not known:
        return PairGap(None, None, None), PairGap(None, None, None)
    by_gap = sorted(known, key=lambda pair: pair.gap or 0.0)
    return max(known, key=lambda pair: pair.gap or 0.0), by_gap[0]


def _list_says(view: View, d: Dimension) -> Iterator[SaysRow]:
    alike: dict[str, list[str]] = {}
    for party in view.parties:
        alike.setdefault(say_briefly(view.positions.find(party, d)), []).append(party)
    yield from (SaysRow(tuple(parties), words) for words, parties in alike.items())


def _list_crossings(view: View, pairs: Sequence[Compared]) -> Iterator[CrossingRow]:
    for d in view.dimensions if pairs else ():
        for pair in pairs:
            cell = pair.find_cell(d)
            for crossing in find_crossings(cell.a, cell.b):
                values = say_rejected(d, [s.value for s in crossing.statements if s.value is not None])
                ids = tuple(s.id for s in crossing.statements)
                yield CrossingRow(d.issue, d.id, crossing.asker, crossing.refuser, values, ids)
