"""Pairs of parties compared on everything shown, with the weights of the sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.ledger.narrow import Chosen
from gapcli.measure.gaps import Cell, Sum, printed, wider
from gapcli.measure.view import View


class Weights(NamedTuple):
    """The weight of each dimension shown, in every sum."""

    of: Mapping[str, float]
    fell_back: bool
    """Whether salience was asked for and a side declares none, so that the declared weights stand."""


def weigh(view: View, a: str, b: str, weights: str) -> Weights:
    """The weights of the dimensions shown, for one pair of parties."""
    of: dict[str, float] = {}
    judged = [view.ledger.parties[p].salience or {} for p in (a, b)]
    shown = [c.issue.id for c in view.chosen]
    salient = weights == "salience" and all(i in j for j in judged for i in shown)
    for issue, dimensions in view.chosen:
        weight = issue.weight
        if weights == "even":
            weight = 1.0
        elif salient:
            weight = sum(j[issue.id].value for j in judged) / 2
        even = 100 / len(issue.dimensions)
        for d in dimensions:
            share = even if d.share is None or weights == "even" else d.share
            of[d.about] = weight * share / 100
    return Weights(of, weights == "salience" and not salient)


@dataclass(frozen=True)
class Compared:
    """One pair of parties, issue by issue."""

    a: str
    b: str
    issues: tuple[tuple[Chosen, Sum], ...]
    fell_back: bool

    @cached_property
    def total(self) -> Sum:
        """All cells together."""
        return Sum(tuple(c for _, s in self.issues for c in s.cells))

    def find_cell(self, dimension: Dimension) -> Cell:
        """The cell of a dimension that is shown."""
        return next(c for c in self.total.cells if c.a.dimension is dimension)

    @cached_property
    def order(self) -> frozenset[tuple[str, str]]:
        """Which issue has a wider gap than which; there is no order where the two are too close, or one is unknown."""
        gaps = [(c.issue.id, printed(s.figures.gap)) for c, s in self.issues if s.figures]
        return frozenset((x, y) for x, gap in gaps for y, other in gaps if wider(gap, other))


def compare(view: View, a: str, b: str, weights: Weights | None = None) -> Compared:
    """The third step: two parties on everything shown. `weights` may be given where all pairs share them."""
    weights = weights or weigh(view, a, b, view.query.weights)
    of = view.positions.of
    issues = tuple(
        (chosen, Sum(tuple(Cell(of(a, d), of(b, d), weights.of[d.about]) for d in chosen.dimensions)))
        for chosen in view.chosen
    )
    return Compared(a, b, issues, weights.fell_back)


def reweigh(pair: Compared, weights: Weights) -> Compared:
    """The same cells with other weights."""
    issues = tuple(
        (chosen, Sum(tuple(c.weighing(weights.of[c.a.dimension.about]) for c in s.cells))) for chosen, s in pair.issues
    )
    return Compared(pair.a, pair.b, issues, weights.fell_back)


def pairs(view: View) -> list[tuple[str, str]]:
    """The pairs of the parties shown, the one declared first in front."""
    p = view.parties
    return [(a, b) for i, a in enumerate(p) for b in p[i + 1 :]]


def compare_all(view: View) -> list[Compared]:
    """Every pair of the parties shown."""
    every = pairs(view)
    shared = None
    if every and view.query.weights != "salience":
        shared = weigh(view, *every[0], view.query.weights)
    return [compare(view, a, b, shared) for a, b in every]
