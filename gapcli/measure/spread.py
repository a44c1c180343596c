"""How far apart many parties are: the mean of their pairs, and of each its distance to the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.measure.compare import Compared, weigh
from gapcli.measure.view import View


class Spread(NamedTuple):
    """How far apart some parties are on some questions, each figure from 0 to 1; None where no pair is known."""

    spread: float | None
    """The mean of the gaps of all known pairs."""
    most: float | None
    """The greatest that it could be for as many parties as have a zone."""
    coverage: float
    """The share of the pairs that are known."""
    distances: Mapping[str, float | None]
    """Of each party the mean of its gaps to the others that are known."""


def measure_spread(view: View, pairs: Sequence[Compared], dimensions: Iterable[Dimension] | None = None) -> Spread:
    """The spread of the parties shown, the weighted mean over some questions, by default all that are shown.

    `pairs`: every pair of these parties. A question on which no pair is known enters no mean.
    """
    weights = weigh(view, view.parties, view.query.weights)
    spreads, mosts, shares = [], [], []
    distances: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for d in view.dimensions if dimensions is None else dimensions:
        weight = weights[d.about]
        gaps = {(p.a, p.b): c.figures.gap for p in pairs for c in (p.find_cell(d),) if c.figures}
        shares.append((weight, len(gaps) / len(pairs) if pairs else 0.0))
        if not gaps:
            continue
        own: dict[str, list[float]] = defaultdict(list)
        for pair, gap in gaps.items():
            for party in pair:
                own[party].append(gap)
        spreads.append((weight, fsum(gaps.values()) / len(gaps)))
        mosts.append((weight, d.measure.most(len(own))))
        for party, each in own.items():
            distances[party].append((weight, fsum(each) / len(each)))
    means = {party: _find_mean(distances[party]) for party in view.parties}
    return Spread(_find_mean(spreads), _find_mean(mosts), _find_mean(shares) or 0.0, means)


def _find_mean(weighted: Sequence[tuple[float, float]]) -> float | None:
    """The weighted mean of some figures; None of none."""
    if not weighted:
        return None
    return min(1.0, fsum(weight * x for weight, x in weighted) / fsum(weight for weight, _ in weighted))
