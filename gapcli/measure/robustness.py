"""Which figures hold: every figure of `matrix`, computed anew without what it may rest on too much.

A case leaves out evidence (a source, a relayed outlet, unnamed voices, the counterpart's accounts), weighs anew, or
moves the places on the scales. Nothing is compared anew but what rests on other positions than before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import comb, fsum, log
from random import Random

from gapcli.ledger.lenses import Names, Trusted, keep_evidence
from gapcli.ledger.model import Dimension, Evidence, Statement
from gapcli.ledger.query import WEIGHTS
from gapcli.measure.budget import (
    FIGURE,
    LINKED,
    MOVED,
    OPTION,
    ORDERED,
    PIECE,
    READ,
    ROW,
    SCALE,
    WEIGHED,
    require_steps,
)
from gapcli.measure.compare import count_measuring, weigh
from gapcli.measure.gaps import Figures, MeasuredCell, Sum, level
from gapcli.measure.order import Order
from gapcli.measure.positions import Position, Positions, find_declared
from gapcli.measure.together import ComparedShown, SpreadCell, SpreadSum, compare_shown
from gapcli.measure.view import View

DRAWS = 100
"""How often places and weights are drawn."""
SEED = 1
"""What the draws begin from, so that they come out the same."""
LARGEST_MOVE = 10
"""By how much an inner place is moved at most, on a scale of 0 to 100."""

FLIPS = ("status", "level", "ranking")
"""What may flip."""
DRAWN = ("weights:drawn", "places:moved")
"""The cases that are drawn."""

Times = Counter[str]
"""How often something comes out otherwise, by case."""


def run_cases(view: View, baseline: ComparedShown) -> Iterator[tuple[str, Iterable[ComparedShown]]]:
    """Each case by its name, with what comes out of it: once, or as often as it is drawn."""
    ledger = view.ledger

    def trust(trusted: Trusted) -> Iterable[ComparedShown]:
        kept = keep_evidence(ledger.statements, trusted)
        left = Positions(ledger._replace(statements=kept), view.day, earlier=view.positions)
        return (baseline.change_positions(lambda p: left.find(p.party, p.dimension)),)

    def leave_out(names: Names) -> Iterable[ComparedShown]:
        return trust(lambda e: not names.match(e))

    for source in ledger.cards:
        yield f"source:{source}", leave_out(Names(given=frozenset({source})))
    for outlet in sorted({e.outlet for s in ledger.statements for e in s.evidence if e.via}):
        yield f"via:{outlet}", leave_out(Names(outlets=frozenset({outlet})))
    yield "unnamed", trust(lambda e: e.attribution != "unnamed")
    yield "counterpart", trust(lambda e: e.teller != "counterpart")
    for how in WEIGHTS:
        if how != view.query.weights:
            yield f"weights:{how}", (baseline.reweigh(weigh(view, view.parties, how)),)
    yield "weights:drawn", (baseline.reweigh(weights) for weights in _draw_weights(view))
    inner = {d.about: (d, places) for d in view.dimensions if (places := [*d.measure.places.values()][1:-1])}
    even = {
        about: d.move_inner([100 * i / (len(places) + 1) / 100 for i in range(1, len(places) + 1)])
        for about, (d, places) in inner.items()
    }
    yield "places:even", (_move(baseline, even),)
    yield "places:moved", (_move(baseline, moved) for moved in _draw_places(inner))


def _move(baseline: ComparedShown, moved: Mapping[str, Dimension]) -> ComparedShown:
    """What comes out where options of some questions stand elsewhere, in the same order: nobody says anything else."""

    def move(position: Position) -> Position:
        dimension = moved.get(position.dimension.about)
        return position.move(dimension) if dimension else position

    return baseline.change_alike(move) if moved else baseline


def _draw_places(inner: Mapping[str, tuple[Dimension, Sequence[float]]]) -> Iterator[dict[str, Dimension]]:
    """The questions with inner places drawn anew, each evenly from within the largest move of where it stands."""
    draws = []
    for about, (d, places) in inner.items():
        ends = [(max(0.0, 100 * x - LARGEST_MOVE), min(100.0, 100 * x + LARGEST_MOVE)) for x in places]
        # Each question has draws of its own, so that what else is shown does not change them.
        draws.append((about, d, [(low, high - low) for low, high in ends], Random(f"{SEED} {about}").random))
    for _ in range(DRAWS):
        # In order again: sorted, none is further from where it stood than the largest move.
        yield {
            about: d.move_inner(sorted([(low + width * draw()) / 100 for low, width in spans]))
            for about, d, spans, draw in draws
        }


def _draw_weights(view: View) -> Iterator[Mapping[str, float]]:
    """The weights of the issues, and the shares within each, drawn evenly from all there could be."""

    def draw_variates(name: str) -> Iterator[float]:
        # Exponential variates over their sum are even on the simplex.
        random = Random(f"{SEED} {name}")
        while True:
            yield -log(1 - random.random())

    issues = [
        (draw_variates(c.issue.id), [(d.about, draw_variates(d.about)) for d in c.issue.dimensions.values()])
        for c in view.chosen
    ]
    for _ in range(DRAWS):
        drawn: dict[str, float] = {}
        for weights, shares in issues:
            parts = {about: next(variates) for about, variates in shares}
            unit = next(weights) / fsum(parts.values())
            drawn.update({about: unit * part for about, part in parts.items()})
        yield drawn


class Outcome:
    """What comes out of one case for one figure, over its computations."""

    def __init__(self) -> None:
        self.draws = 0
        """How many computations there are."""
        self.flipped = 0
        """In how many of them something flips."""
        self.flips: Times = Counter()
        """What flips, and in how many of them."""
        self.gaps: list[float] = []
        """The gap of each, 0 to 1; none where unknown."""
        self._sums = [0.0] * 8

    def add(self, s: Sum | SpreadSum, flips: Sequence[str]) -> None:
        """Add a computation, with what flips in it."""
        figures = s.figures or Figures(0.0, 0.0, 0.0, 0.0, 0.0)
        self.draws += 1
        self.flipped += bool(flips)
        self.flips.update(flips)
        self._sums = [x + y for x, y in zip(self._sums, (*figures, *s.possible, s.coverage))]
        if s.figures:
            self.gaps.append(s.figures.gap)

    @property
    def means(self) -> tuple[Figures | None, tuple[float, float], float]:
        """The mean figures, None where unknown; the mean bounds of the gap; the mean coverage."""
        *figures, low, high, coverage = (x / self.draws for x in self._sums)
        # No draw makes a figure known or unknown.
        return Figures(*figures) if self.gaps else None, (low, high), coverage


class TestedFigure:
    """One figure of `matrix`, and what becomes of it case by case."""

    def __init__(self, compared: ComparedShown, issue: str | None, dimension: str | None, s: Sum | SpreadSum) -> None:
        self.issue = issue
        """None for all issues together."""
        self.dimension = dimension
        """None for a whole issue."""
        self.a, self.b = compared.a, compared.b
        """The pair; None of more parties."""
        self.gap = s.figures.gap if s.figures else None
        """As things stand, 0 to 1; None where unknown."""
        self._level = None if self.gap is None else level(self.gap)
        self.bound = s.least
        """Whether that is a lower bound."""
        self.may_flip = FLIPS[: 1 if issue is None or self.gap is None else 2 if dimension else 3]
        self.outcomes: dict[str | None, Outcome] = defaultdict(Outcome)
        """By case; None as things stand."""
        self.add(None, s)

    def add(self, case: str | None, s: Sum | SpreadSum, reordered: Set[str | None] = frozenset()) -> None:
        """Add a computation of a case; `reordered`: the issues that have another place in the order."""
        gap = s.figures.gap if s.figures else None
        changed = (
            (gap is None) != (self.gap is None),
            gap is not None and self._level is not None and level(gap) != self._level,
            self.issue in reordered,
        )
        flips = [flip for flip, flipped in zip(self.may_flip, changed) if flipped]
        self.outcomes[case].add(s, flips)

    @property
    def gaps(self) -> list[float]:
        """All gaps that come out of any case, 0 to 1."""
        return [gap for outcome in self.outcomes.values() for gap in outcome.gaps]

    def count_flips(self, flip: str) -> dict[str, int]:
        """The cases in which something flips, and in how many of their computations."""
        return {case: o.flips[flip] for case, o in self.outcomes.items() if case and o.flips[flip]}


@dataclass
class TestedOrder:
    """That an issue has a wider gap than others, as things stand, and the cases in which that does not hold."""

    issue: str
    others: tuple[str, ...]
    lost: dict[str, int] = field(default_factory=dict)
    """The cases in which it is not so, of those that are known, and in how many of their computations."""
    unknown: dict[str, int] = field(default_factory=dict)
    """The cases in which it cannot be said, one having no figure, likewise."""


class _Missing:
    """In how many computations of a case an issue is not wider than others: of each, and of any of them."""

    def __init__(self) -> None:
        self.lost = self.unknown = 0
        """Sums of rows of `Order`, as the two of `TestedOrder`: no case has over 255 computations."""
        self.any_lost = self.any_unknown = 0

    def add(self, lost: int, unknown: int) -> None:
        """Add a computation, as rows."""
        self.lost += lost
        self.unknown += unknown
        self.any_lost += bool(lost)
        self.any_unknown += bool(unknown and not lost)


class TestedOrders:
    """The order of the issues as things stand, and what becomes of each two."""

    def __init__(self, baseline: Order) -> None:
        self._baseline = baseline
        self._missing: dict[str, list[_Missing]] = defaultdict(lambda: [_Missing() for _ in baseline.issues])

    def add(self, case: str, order: Order) -> Set[str]:
        """Add a computation of a case. The issues, known both times, that have another place."""
        stands, issues = self._baseline, self._baseline.issues
        both = stands.known & order.known
        reordered, others = set[str](), 0
        for i, (missing, before, now) in enumerate(zip(self._missing[case], stands.rows, order.rows)):
            known = order.known if order.known >> 8 * i & 1 else 0
            if before & ~now:
                missing.add(before & known & ~now, before & ~known)
            if before != now and both >> 8 * i & 1 and (changed := (before ^ now) & both):
                reordered.add(issues[i])
                others |= changed
        return reordered.union(issues[i] for i, _ in stands.count(others))

    def list_orders(self) -> list[TestedOrder]:
        """Every statement of order, issue by issue; first of the one that is wider than all others that are known."""
        orders: list[TestedOrder] = []
        issues, known = self._baseline.issues, self._baseline.known.bit_count()
        for i, (issue, row) in enumerate(zip(issues, self._baseline.rows)):
            ones = {j: TestedOrder(issue, (issues[j],)) for j, _ in self._baseline.count(row)}
            widest = TestedOrder(issue, tuple(other for one in ones.values() for other in one.others))
            for case, missing in ((case, each[i]) for case, each in self._missing.items()):
                for j, times in self._baseline.count(missing.lost):
                    ones[j].lost[case] = times
                for j, times in self._baseline.count(missing.unknown):
                    ones[j].unknown[case] = times
                if missing.any_lost:
                    widest.lost[case] = missing.any_lost
                if missing.any_unknown:
                    widest.unknown[case] = missing.any_unknown
            orders += [widest, *ones.values()] if len(ones) == known - 1 > 1 else ones.values()
        return orders


class Tested:
    """Some parties, with all their figures and the order of their issues, and what becomes of them."""

    def __init__(self, baseline: ComparedShown, dimensions: bool) -> None:
        self.baseline = baseline
        self._dimensions = dimensions
        self.figures = [TestedFigure(baseline, *names, s) for names, s in self._list_sums(baseline)]
        self.orders = TestedOrders(baseline.order)

    def _list_sums(self, compared: ComparedShown) -> Iterator[tuple[tuple[str | None, str | None], Sum | SpreadSum]]:
        for chosen, s in compared.issues:
            yield (chosen.issue.id, None), s
            cells: Sequence[MeasuredCell | SpreadCell] = s.cells
            for d, c in zip(chosen.dimensions, cells) if self._dimensions else ():
                yield (chosen.issue.id, d.id), Sum((c,)) if isinstance(c, MeasuredCell) else SpreadSum((c,))
        yield (None, None), compared.total

    def add(self, case: str, compared: ComparedShown) -> None:
        """Add a computation of a case."""
        reordered = self.orders.add(case, compared.order)
        for each, (_, s) in zip(self.figures, self._list_sums(compared)):
            each.add(case, s, reordered)


def check_robustness(view: View, *, dimensions: bool) -> tuple[Tested, list[str]]:
    """Compute every figure anew in every case: of two parties or more, on an issue at least.

    With the names of the cases; `dimensions` opens the issues. Raises TooLarge.
    """
    # What others say makes no figure of the parties shown, but where it disputes them, or speaks for them.
    groups = {p.id for p in view.ledger.parties.values() if p.speaks_for}
    shown = {*view.parties, *groups}
    disputes = find_declared(view.ledger.statements).items()
    # All of theirs, since what replaces a report ends its dispute.
    disputing = {party for (_, disputed), others in disputes if disputed in shown for _, party in others}
    statements = tuple(s for s in view.ledger.statements if s.party in shown | disputing)
    view = view.exchange(view.ledger._replace(statements=statements))
    _require_few_cases(view, dimensions)
    baseline = compare_shown(view)
    tested = Tested(baseline, dimensions)
    cases = []
    for case, comparisons in run_cases(view, baseline):
        cases.append(case)
        for compared in comparisons:
            tested.add(case, compared)
    return tested, cases


def _require_few_cases(view: View, dimensions: bool) -> None:
    """Refuse more than can be computed anew in all cases. Raises TooLarge."""
    statements, parties, issues = view.ledger.statements, view.parties, len(view.chosen)
    relayed = {e.outlet for s in statements for e in s.evidence if e.via}
    questions, sources = len(view.dimensions), len(view.ledger.cards) + len(relayed)
    figures = 1 + issues + (questions if dimensions else 0)
    # Without each source all is read and linked anew, and each position is looked for.
    asked: dict[tuple[str, str], set[object]] = defaultdict(set)
    for s in statements:
        asked[s.party, s.about].add(s.value)
    linked = sum(map(len, view.positions.opponents.values())) + sum(len(values) ** 2 for values in asked.values())
    more = sum(len(s.evidence) - 1 for s in statements if s.evidence)
    read = READ * (len(statements) + len(parties) * questions) + PIECE * more
    steps = sources * (ROW * figures + read + LINKED * linked)
    steps += DRAWS * (WEIGHED * questions + 2 * FIGURE * figures + issues**2 // 10) + ORDERED * issues**2
    for d in view.dimensions:
        sides = [view.positions.find(party, d) for party in parties]
        measured, placed = count_measuring(sides), len(d.measure.places)
        if placed > 2:
            kinds = len({side.measured for side in sides}) if len(sides) > 2 else len(sides)
            steps += DRAWS * (SCALE + OPTION * placed + MOVED * kinds + measured)
        evidence = [[name for s in side.statements for e in s.evidence for name in _list_lost(e)] for side in sides]
        steps += measured * len({name for names in evidence for name in names})
        steps += READ * sum(len({*names}) * p.readings * len(p.statements) for p, names in zip(sides, evidence))
    size = {"issues": issues, "questions": questions, "sources": sources, "statements": len(statements)}
    require_steps(steps, "--parties", "--issues", pairs=comb(len(parties), 2), **size)


def _list_lost(evidence: Evidence) -> Iterator[str]:
    """The source, and the outlet, without which a piece of evidence is lost."""
    yield evidence.source
    if evidence.via:
        yield evidence.outlet


def find_unnamed_voices(compared: ComparedShown) -> Iterator[tuple[Position, str, str, Sequence[Statement]]]:
    """Each side of a known cell that rests on one unnamed voice: its position, origin, teller and statements."""
    for side in compared.list_sides():
        evidence = [e for s in side.makers for e in s.evidence]
        voices = {(e.outlet, e.teller, e.attribution) for e in evidence}
        if len(voices) != 1 or any(s.assumed for s in side.makers):
            continue
        if evidence[0].attribution == "unnamed":
            yield side, evidence[0].origin, evidence[0].teller, side.makers
