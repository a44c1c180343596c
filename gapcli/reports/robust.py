"""Which figures hold: those of two parties, or the spread of more, computed anew without what they may rest on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, get_args

from gapcli.ledger.model import Teller
from gapcli.measure.compare import Losses
from gapcli.measure.gaps import figure
from gapcli.measure.robustness import DRAWS, FLIPS, SEED, TestedFigure, check_robustness, find_unnamed_voices
from gapcli.measure.together import ComparedShown
from gapcli.measure.view import View
from gapcli.reports.matrix import FigureRow, say_nothing_to_compare, state_figures
from gapcli.reports.report import Count, Figure, Ids, Inline, OneOf, ViewReport

Flip = Annotated[str, OneOf(FLIPS)]
Times = Mapping[str, Count]
"""How often, by case."""
FirstParty = Annotated[str | None, "Of two parties the one that the file declares first; null of more."]
OtherParty = Annotated[str | None, "The other party; null of more than two, whose spread is tested."]


class RobustRow(NamedTuple):
    """What comes out of one case for one figure: of two parties that of `matrix`, of more the spread as its gap."""

    left_out: Annotated[
        str | None,
        "What is left out or changed: `source:` and a card, `via:` and a relayed outlet, `unnamed`, `counterpart`, "
        "`weights:declared`, `weights:even`, `weights:questions`, `weights:salience`, `weights:drawn`, `places:even` "
        "or `places:moved`; null as things stand.",
    ]
    issue: Annotated[str | None, "The issue; null for all of them together."]
    dimension: Annotated[str | None, "The dimension; null where the row speaks for the whole issue."]
    a: FirstParty
    b: OtherParty
    figures: Annotated[FigureRow, Inline(after=" Of draws, the mean.")]
    least: Annotated[Figure | None, "The least gap of the draws; the gap, where nothing is drawn."]
    greatest: Annotated[Figure | None, "The greatest."]
    draws: Annotated[Count, "How many computations are behind the row: 1 where nothing is drawn."]
    flips: Annotated[
        tuple[Flip, ...],
        "What is not as things stand, in any draw: `status`, known or unknown; `level`; `ranking`, which of the issues "
        "known both times have a wider or a narrower gap.",
    ]
    flipped: Annotated[Count, "In how many of the computations something flips."]


class HoldsRow(NamedTuple):
    """What becomes of one figure over all cases."""

    issue: Annotated[str | None, "The issue; null for all of them together."]
    dimension: Annotated[str | None, "The dimension; null where the row speaks for the whole issue."]
    a: FirstParty
    b: OtherParty
    gap: Annotated[Figure | None, "The gap as things stand."]
    bound: Annotated[bool, "Whether that is a lower bound: a side of a known cell has offers and no ask."]
    least: Annotated[Figure | None, "The least gap of all computations."]
    greatest: Annotated[Figure | None, "The greatest."]
    holds: Annotated[tuple[Flip, ...], "What flips in no case."]
    status: Annotated[Times, "The cases, by `left_out`, in which `status` flips, and how often."]
    level: Annotated[Times, "The cases, by `left_out`, in which `level` flips, and how often."]
    ranking: Annotated[Times, "The cases, by `left_out`, in which `ranking` flips, and how often."]

    @property
    def cases(self) -> dict[str, Times]:
        """The cases in which each of `FLIPS` flips, and how often."""
        return {"status": self.status, "level": self.level, "ranking": self.ranking}


class OrderRow(NamedTuple):
    """That an issue has a wider gap than others, as things stand."""

    a: FirstParty
    b: OtherParty
    wider: Annotated[str, "The issue whose gap is wider, printed by 0.10 or more."]
    narrower: Annotated[
        Ids, "The issue whose gap is narrower; all others that are known, where it has the widest of all."
    ]
    holds: Annotated[bool, "Whether it is so in every computation."]
    lost: Annotated[Times, "The cases in which it is not so, of those that are known, and how often."]
    unknown: Annotated[Times, "The cases in which it cannot be said, one having no figure, and how often."]


class WeakestRow(NamedTuple):
    """The source whose loss leaves the fewest issues with a figure of some two of the parties."""

    a: FirstParty
    b: OtherParty
    source: Annotated[str, "The card without which the fewest issues have a figure."]
    issues: Annotated[Count, "How many still have one."]


class VoiceRow(NamedTuple):
    """The one unnamed voice that a side of a known cell rests on."""

    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    a: FirstParty
    b: OtherParty
    party: Annotated[str, "The side that rests on one unnamed voice."]
    origin: Annotated[str, "The source that has the voice, or `via` and the outlet that it relays."]
    teller: Annotated[Annotated[str, OneOf(get_args(Teller))], "Who tells of the stance."]
    statements: Annotated[Ids, "The statements that make the side's zone."]


class RobustReport(ViewReport[RobustRow]):
    """Which figures hold, whatever is left out or weighed anew."""

    draws: Annotated[Count, "How often places and weights are drawn."] = DRAWS
    seed: Annotated[Count, "What the draws begin from."] = SEED
    holds: Annotated[tuple[HoldsRow, ...], "What holds under all cases, figure by figure."]
    orders: Annotated[tuple[OrderRow, ...], "Each statement of order as things stand, and whether it holds."]
    weakest: Annotated[
        tuple[WeakestRow, ...],
        "The source whose loss leaves the fewest issues with a figure; none where no loss takes any.",
    ]
    unnamed: Annotated[tuple[VoiceRow, ...], "The known cells of which a side rests on one unnamed voice."]


def robust(view: View, name: str | None = None, *, dimensions: bool = False) -> RobustReport:
    """Every figure of two parties, or the spread of more, case by case, with what flips and what holds.

    `name` is an issue or a dimension; without it the issues of the headline are shown. `dimensions` opens the issues.
    Raises BadQuery.
    """
    if name is not None:
        view = view.choose(issues=(name,))
    view = view.show(view.ledger.principals, headline=True)
    if len(view.parties) < 2 or not view.chosen:
        return RobustReport(
            view=view, rows=(), holds=(), orders=(), weakest=(), unnamed=(), notes=(say_nothing_to_compare(view),)
        )
    tested, cases = check_robustness(view, dimensions=dimensions)
    baseline = tested.baseline
    pair = (baseline.a, baseline.b)
    weakest = Losses(view).find_weakest(view.parties)
    return RobustReport(
        view=view,
        rows=tuple(_state_outcome(case, each) for case in (None, *cases) for each in tested.figures),
        holds=tuple(map(_state_holds, tested.figures)),
        orders=tuple(
            OrderRow(*pair, o.issue, o.others, not (o.lost or o.unknown), o.lost, o.unknown)
            for o in tested.orders.list_orders()
        ),
        weakest=(WeakestRow(*pair, *weakest),) if weakest else (),
        unnamed=tuple(_state_voices(baseline)),
    )


def _state_span(gaps: Sequence[float]) -> tuple[float | None, float | None]:
    return (figure(min(gaps)), figure(max(gaps))) if gaps else (None, None)


def _state_outcome(case: str | None, each: TestedFigure) -> RobustRow:
    outcome = each.outcomes[case]
    figures = state_figures(*outcome.means)
    if not each.issue:
        # All issues together have no level: their mean says the least.
        figures = figures._replace(level=None)
    names = (each.issue, each.dimension, each.a, each.b)
    flips = tuple(flip for flip in FLIPS if flip in outcome.flips)
    return RobustRow(case, *names, figures, *_state_span(outcome.gaps), outcome.draws, flips, outcome.flipped)


def _state_holds(each: TestedFigure) -> HoldsRow:
    names = (each.issue, each.dimension, each.a, each.b)
    gap = None if each.gap is None else figure(each.gap)
    cases = {flip: each.count_flips(flip) for flip in FLIPS}
    holds = tuple(flip for flip in each.may_flip if not cases[flip])
    return HoldsRow(*names, gap, each.bound, *_state_span(each.gaps), holds, *cases.values())


def _state_voices(compared: ComparedShown) -> Iterator[VoiceRow]:
    for side, origin, teller, statements in find_unnamed_voices(compared):
        d, ids = side.dimension, tuple(s.id for s in statements)
        yield VoiceRow(d.issue, d.id, compared.a, compared.b, side.party, origin, teller, ids)
