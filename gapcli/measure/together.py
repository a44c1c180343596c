"""All pairs of some parties compared at once, question by question, as one pair is."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import fsum
from typing import NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.ledger.narrow import Chosen
from gapcli.measure.compare import Compared, compare, compare_all, rank_issues, weigh
from gapcli.measure.gaps import Figures
from gapcli.measure.positions import Position
from gapcli.measure.spread import find_mean
from gapcli.measure.view import View


class SpreadCell(NamedTuple):
    """One question over all pairs of some parties."""

    dimension: Dimension
    weight: float
    """Of the question in every sum, above 0."""
    figures: Figures | None
    """The means over the known pairs; None where none is known."""
    possible: tuple[float, float]
    """The mean over all pairs of what the gap could turn out to be, 0 to 1."""
    coverage: float
    """The share of the pairs that is known, 0 to 1."""
    least: bool
    """Whether the gap of any known pair is a lower bound."""


class SpreadSum:
    """Some questions over all pairs: weighted means, as `Sum` has them for one pair."""

    def __init__(self, cells: Sequence[SpreadCell]) -> None:
        self.cells = cells

    @cached_property
    def known(self) -> Sequence[SpreadCell]:
        """The questions on which a pair is known."""
        return [c for c in self.cells if c.figures]

    @cached_property
    def figures(self) -> Figures | None:
        """The weighted means over the known questions; None where there is none. The gap is the spread."""
        columns = list(zip(*(c.figures for c in self.known if c.figures)))
        return Figures(*(self._find_mean(self.known, column) for column in columns)) if columns else None

    @cached_property
    def least(self) -> bool:
        """Whether it is a lower bound."""
        return any(c.least for c in self.known)

    @cached_property
    def possible(self) -> tuple[float, float]:
        """The bounds that hold whatever the unknown positions turn out to be, 0 to 1."""
        low, high = (self._find_mean(self.cells, column) for column in zip(*(c.possible for c in self.cells)))
        return low, high

    @cached_property
    def coverage(self) -> float:
        """The share of the pairs that is known, the weighted mean over all questions, 0 to 1."""
        return self._find_mean(self.cells, [c.coverage for c in self.cells])

    @staticmethod
    def _find_mean(cells: Sequence[SpreadCell], values: Sequence[float]) -> float:
        return find_mean([(c.weight, x) for c, x in zip(cells, values)]) or 0.0


class Together:
    """All pairs of some parties together, issue by issue, as `Compared` has one pair."""

    a = b = None
    """No pair alone."""

    def __init__(
        self, parties: tuple[str, ...], pairs: Sequence[Compared], issues: Sequence[tuple[Chosen, SpreadSum]]
    ) -> None:
        self.parties = parties
        self._pairs = pairs
        self.issues = issues

    @cached_property
    def total(self) -> SpreadSum:
        """All questions together."""
        return SpreadSum([c for _, s in self.issues for c in s.cells])

    @cached_property
    def order(self) -> frozenset[tuple[str, str]]:
        """Which issue has a wider spread than which; as of a pair."""
        return rank_issues((c.issue.id, s.figures) for c, s in self.issues)

    @cached_property
    def known(self) -> frozenset[str]:
        """The issues that have a figure."""
        return frozenset(c.issue.id for c, s in self.issues if s.known)

    def list_sides(self) -> Iterator[Position]:
        """Each position of a known pair, once."""
        sides = {(s.party, s.dimension.about): s for p in self._pairs for c in p.total.known for s in (c.a, c.b)}
        yield from sides.values()

    def reweigh(self, weights: Mapping[str, float]) -> "Together":
        """The same parties with other weights, by dimension."""
        issues = [
            (chosen, SpreadSum([c._replace(weight=weights[c.dimension.about]) for c in s.cells]))
            for chosen, s in self.issues
        ]
        return Together(self.parties, self._pairs, issues)


ComparedShown = Compared | Together
"""Two parties, or all pairs of more, compared once."""


def compare_shown(view: View) -> ComparedShown:
    """The parties shown, two at least, on everything shown: two of them as a pair, more by their spread."""
    return compare(view, *view.parties) if len(view.parties) == 2 else _compare_together(view)


def _compare_together(view: View) -> Together:
    pairs = compare_all(view)
    weights = weigh(view, view.parties, view.query.weights)
    issues = [
        (chosen, SpreadSum([_spread_over(pairs, d, weights[d.about]) for d in chosen.dimensions]))
        for chosen in view.chosen
    ]
    return Together(view.parties, pairs, issues)


def _spread_over(pairs: Sequence[Compared], d: Dimension, weight: float) -> SpreadCell:
    cells = [pair.find_cell(d) for pair in pairs]
    known = [c.figures for c in cells if c.figures]
    figures = Figures(*(fsum(column) / len(known) for column in zip(*known))) if known else None
    low, high = (fsum(column) / len(cells) for column in zip(*(c.possible for c in cells)))
    return SpreadCell(d, weight, figures, (low, high), len(known) / len(cells), any(c.least for c in cells))
