"""Which figures hold: every figure of `matrix`, computed anew without what it may rest on too much.

A case leaves out evidence (a source, a relayed outlet, unnamed voices, the counterpart's accounts), weighs anew, or
moves the places on the scales. Each goes the way of any other question: another ledger, or other weights.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from math import fsum, log
from typing import Any, get_args

from gapcli.ledger.lenses import Trusted, comes_from, keep
from gapcli.ledger.model import Ledger, Statement, Teller
from gapcli.ledger.query import WEIGHTS, Query
from gapcli.measure.compare import Compared, Narrowed, Weights, compare_all, narrow, reweigh, weigh, with_lens
from gapcli.measure.gaps import Figures, Sum, figure, level, shown
from gapcli.measure.positions import Position
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Page, Pieces, Row, bold, dim, plain, weak
from gapcli.reports.contract import (
    COUNT,
    FIGURE,
    IDS,
    TEXT,
    TRUTH,
    Fields,
    by_id,
    document,
    many,
    maybe,
    one_of,
    record,
)
from gapcli.reports.matrix import FIGURES, badge, given, nothing_to_compare, title, without_weakest
from gapcli.reports.report import Report
from gapcli.words.en import TOLD, count, listed

DRAWS = 100
"""How often places and weights are drawn."""
SEED = 1
"""What the draws begin from, so that they come out the same."""
STEP = 10
"""By how much an inner place is moved at most, on a scale of 0 to 100."""

FLIPS = ("status", "level", "ranking")
"""What may flip."""

ROW: Fields = {
    "left_out": (
        maybe(TEXT),
        "What is left out or changed: `source:` and a card, `via:` and a relayed outlet, `unnamed`, `counterpart`, "
        "`weights:declared`, `weights:even`, `weights:salience`, `weights:drawn`, `places:even` or `places:moved`; "
        "null as things stand.",
    ),
    "issue": (maybe(TEXT), "The issue; null for all of them together."),
    "dimension": (maybe(TEXT), "The dimension; null where the row speaks for the whole issue."),
    "a": (TEXT, "The party that the file declares first."),
    "b": (TEXT, "The other party."),
    **{k: (s, f"{d} Of draws, the mean.") for k, (s, d) in FIGURES.items()},
    "least": (maybe(FIGURE), "The least gap of the draws; the gap, where nothing is drawn."),
    "greatest": (maybe(FIGURE), "The greatest."),
    "draws": (COUNT, "How many computations are behind the row: 1 where nothing is drawn."),
    "flips": (
        many(one_of(*FLIPS)),
        "What is not as things stand, in any draw: `status`, known or unknown; `level`; `ranking`, which of the issues "
        "known both times have a wider or a narrower gap.",
    ),
    "flipped": (COUNT, "In how many of the computations something flips."),
}
TIMES = by_id(COUNT)
HOLDS: Fields = {
    **{k: ROW[k] for k in ("issue", "dimension", "a", "b")},
    "gap": (maybe(FIGURE), "The gap as things stand."),
    "least": (maybe(FIGURE), "The least gap of all computations."),
    "greatest": (maybe(FIGURE), "The greatest."),
    "holds": (many(one_of(*FLIPS)), "What flips in no case."),
    **{flip: (TIMES, f"The cases, by `left_out`, in which `{flip}` flips, and how often.") for flip in FLIPS},
}
ORDER: Fields = {
    "a": ROW["a"],
    "b": ROW["b"],
    "wider": (TEXT, "The issue whose gap is wider, printed by 0.10 or more."),
    "narrower": (IDS, "The issue whose gap is narrower; all others that are known, where it has the widest of all."),
    "holds": (TRUTH, "Whether it is so in every computation."),
    "lost": (TIMES, "The cases in which it is not so, of those that are known, and how often."),
    "unknown": (TIMES, "The cases in which it cannot be said, one having no figure, and how often."),
}
WEAKEST: Fields = {
    "a": ROW["a"],
    "b": ROW["b"],
    "source": (TEXT, "The card without which the fewest issues have a figure."),
    "issues": (COUNT, "How many still have one."),
}
VOICE: Fields = {
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "The dimension."),
    "a": ROW["a"],
    "b": ROW["b"],
    "party": (TEXT, "The side that rests on one unnamed voice."),
    "origin": (TEXT, "The source that has the voice, or `via` and the outlet that it relays."),
    "teller": (one_of(*get_args(Teller)), "Who tells of the stance."),
    "statements": (IDS, "The statements that make the side's zone."),
}
SCHEMA = document(
    "robust",
    ROW,
    {
        "draws": (COUNT, "How often places and weights are drawn."),
        "seed": (COUNT, "What the draws begin from."),
        "holds": (many(record(HOLDS)), "What holds under all cases, figure by figure."),
        "orders": (many(record(ORDER)), "Each statement of order as things stand, and whether it holds."),
        "weakest": (many(record(WEAKEST)), "Of each pair the source whose loss leaves the fewest figures."),
        "unnamed": (many(record(VOICE)), "The known cells of which a side rests on one unnamed voice."),
    },
)


def robust(ledger: Ledger, query: Query, *, dimensions: bool = False) -> Report:
    """Every figure that `matrix` shows, case by case, with what flips and what holds.

    `dimensions` opens the issues. Raises BadQuery where the query names what the ledger does not have.
    """
    asked = narrow(ledger, query)
    # What others say makes no figure of the parties shown.
    own = tuple(s for s in asked.ledger.statements if s.party in asked.parties)
    narrowed = with_lens(asked, replace(asked.ledger, statements=own))
    stands = compare_all(narrowed) if narrowed.chosen else []
    pairs = [_Pair(pair, dimensions) for pair in stands]
    rows = _closed(pairs, None)
    cases = []
    for name, readings in _cases(narrowed, stands) if stands else ():
        cases.append(name)
        for reading in readings:
            for pair, compared in zip(pairs, reading):
                pair.add(name, compared)
        rows += _closed(pairs, name)
    beside = {
        "draws": DRAWS,
        "seed": SEED,
        "holds": [each.holds() for each in _in_order(pairs)],
        "orders": [order for pair in pairs for order in pair.order_rows()],
        "weakest": [
            {"a": pair.stands.a, "b": pair.stands.b, "source": source, "issues": left}
            for pair in pairs
            for left, source in [pair.weakest]
            if source
        ],
        "unnamed": [voice for pair in stands for voice in _voices(pair)],
    }
    notes = () if stands else (nothing_to_compare(narrowed),)

    def page() -> Page:
        if not pairs:
            return Page(())
        return Page((_head(narrowed, pairs, cases), *(g for pair in pairs for g in _grids(narrowed, pair, cases))))

    return Report("robust", asked.facts(), asked.asked(), rows, page, beside, tuple(ROW), notes)


# --- the cases ------------------------------------------------------------------------------------

Reading = Sequence[Compared]
"""Every pair shown, compared once."""


def _cases(narrowed: Narrowed, stands: Reading) -> Iterator[tuple[str, Iterable[Reading]]]:
    """Each case by its name, with what comes out of it: once, or as often as it is drawn."""
    ledger = narrowed.ledger

    def left(trusted: Trusted) -> Iterable[Reading]:
        return (compare_all(with_lens(narrowed, keep(ledger, trusted))),)

    def without(name: str) -> Iterable[Reading]:
        names = frozenset((name,))
        return left(lambda e: not comes_from(e, names))

    for source in ledger.cards:
        yield f"source:{source}", without(source)
    for via in sorted({e.via for s in ledger.statements for e in s.evidence if e.via}):
        yield f"via:{via}", without(via)
    yield "unnamed", left(lambda e: e.attribution != "unnamed")
    yield "counterpart", left(lambda e: e.teller != "counterpart")
    for how in WEIGHTS:
        if how != narrowed.query.weights:
            yield f"weights:{how}", ([reweigh(p, weigh(narrowed, p.a, p.b, how)) for p in stands],)
    yield "weights:drawn", ([reweigh(p, weights) for p in stands] for weights in _drawn_weights(narrowed))
    inner = {d.about: d.measure.inner for c in narrowed.chosen for d in c.dimensions if d.measure.inner}
    even = {about: [None] * len(places) for about, places in inner.items()}
    yield "places:even", (compare_all(with_lens(narrowed, _respaced(ledger, even))),)
    yield "places:moved", (compare_all(with_lens(narrowed, _respaced(ledger, at))) for at in _moved(inner))


def _respaced(ledger: Ledger, places: Mapping[str, Sequence[float | None]]) -> Ledger:
    """The ledger with the inner options of some scales at other places, from 0 to 100; None for evenly."""
    issues = dict(ledger.issues)
    for about, inner in places.items():
        d = ledger.dimension(about)
        options = {o.id: o._replace(at=at) for o, at in zip(d.options.values(), (None, *inner, None))}
        if any(o.at != d.options[o.id].at for o in list(options.values())[1:-1]):
            other = replace(d, options=options)
            issue = issues[d.issue]
            dimensions = {**issue.dimensions, d.id: replace(other, scale_=other.build_scale())}
            issues[d.issue] = issue._replace(dimensions=dimensions)
    return replace(ledger, issues=issues)


def _moved(inner: Mapping[str, Sequence[float]]) -> Iterator[dict[str, Sequence[float | None]]]:
    """Inner places drawn anew, again and again, each evenly from within STEP of where it stands."""
    from random import Random

    # Each question has draws of its own, so that what else is shown does not change them.
    randoms = {about: Random(f"{SEED} {about}") for about in inner}
    for _ in range(DRAWS):
        drawn: dict[str, Sequence[float | None]] = {}
        for about, places_now in inner.items():
            places = []
            for place in places_now:
                low, high = max(0.0, 100 * place - STEP), min(100.0, 100 * place + STEP)
                places.append(low + (high - low) * randoms[about].random())
            # In order again: sorted, none is further from where it stood than the largest move.
            drawn[about] = sorted(places)
        yield drawn


def _drawn_weights(narrowed: Narrowed) -> Iterator[Weights]:
    """The weights of the issues, and the shares within each, drawn evenly from all there could be."""
    from random import Random

    def variates(name: str) -> Iterator[float]:
        # Exponential variates over their sum are even on the simplex.
        random = Random(f"{SEED} {name}")
        while True:
            yield -log(1 - random.random())

    issues = [c.issue for c in narrowed.chosen]
    weights = {i.id: variates(i.id) for i in issues}
    shares = {d.about: variates(d.about) for i in issues for d in i.dimensions.values()}
    for _ in range(DRAWS):
        of: dict[str, float] = {}
        for i in issues:
            parts = {d.about: next(shares[d.about]) for d in i.dimensions.values()}
            unit = next(weights[i.id]) / fsum(parts.values())
            of.update({about: unit * part for about, part in parts.items()})
        yield Weights(of, False)


# --- what becomes of a figure ---------------------------------------------------------------------


class _Span:
    """The least and the greatest of some gaps."""

    def __init__(self) -> None:
        self.ends: tuple[float, float] | None = None

    def add(self, *gaps: float) -> None:
        """Hold these too."""
        if gaps:
            every = (*(self.ends or ()), *gaps)
            self.ends = (min(every), max(every))

    def row(self) -> dict[str, float | None]:
        """The two, as the JSON has them; null where there is no gap."""
        least, greatest = map(figure, self.ends) if self.ends else (None, None)
        return {"least": least, "greatest": greatest}


class _Tally:
    """What comes out of one case for one figure, over its draws."""

    def __init__(self) -> None:
        self.draws = self.flipped = 0
        self.sums = [0.0] * 8
        self.span = _Span()
        self.flips: dict[str, int] = {}
        """What flips, and how often."""

    def add(self, s: Sum, flips: Sequence[str]) -> None:
        """One more computation, with what flips in it."""
        f = s.figures
        self.draws += 1
        self.flipped += bool(flips)
        self.flips.update((flip, self.flips.get(flip, 0) + 1) for flip in flips)
        self.sums = [x + y for x, y in zip(self.sums, (*(f or [0.0] * 5), *s.possible, s.coverage))]
        self.span.add(*(f[:1] if f else ()))

    def row(self) -> dict[str, Any]:
        """The figures and what flips, as the JSON has them."""
        means = [x / self.draws for x in self.sums]
        # No draw makes a figure known or unknown.
        f = Figures(*means[:5]) if self.span.ends else None
        return {
            **given(f, (means[5], means[6]), means[7]),
            **self.span.row(),
            "draws": self.draws,
            "flips": [flip for flip in FLIPS if flip in self.flips],
            "flipped": self.flipped,
        }


class _Figure:
    """One figure of `matrix`, and what becomes of it case by case."""

    def __init__(self, pair: Compared, issue: str | None, dimension: str | None, stands: Sum) -> None:
        self.names = {"issue": issue, "dimension": dimension, "a": pair.a, "b": pair.b}
        self.gap = stands.figures.gap if stands.figures else None
        self.may_flip = FLIPS[: 1 if issue is None or self.gap is None else 2 if dimension else 3]
        self.span = _Span()
        self.by: dict[str, dict[str, int]] = {flip: {} for flip in FLIPS}
        """Of all that flips, the cases in which it does, and in how many of their computations."""
        self.tally = _Tally()
        self.add(stands)

    def add(self, s: Sum, reordered: Set[str | None] = frozenset()) -> None:
        """One more computation; `reordered`: the issues that have another place in the order."""
        gap = s.figures.gap if s.figures else None
        changed = (
            (gap is None) != (self.gap is None),
            gap is not None and self.gap is not None and level(gap) != level(self.gap),
            self.names["issue"] in reordered,
        )
        self.tally.add(s, [flip for flip, flips in zip(self.may_flip, changed) if flips])

    def close(self, name: str | None) -> dict[str, Any]:
        """The row of a case, once all of it is added."""
        tally, self.tally = self.tally, _Tally()
        self.span.add(*(tally.span.ends or ()))
        if name is not None:
            for flip, times in tally.flips.items():
                self.by[flip][name] = times
        row = {"left_out": name, **self.names, **tally.row()}
        # All issues together have no level: their mean says the least.
        return row if self.names["issue"] else row | {"level": None}

    def holds(self) -> dict[str, Any]:
        """What holds of it, as the JSON has it."""
        return {
            **self.names,
            "gap": None if self.gap is None else figure(self.gap),
            **self.span.row(),
            "holds": [flip for flip in self.may_flip if not self.by[flip]],
            **self.by,
        }


class _Order:
    """That an issue has a wider gap than others, as things stand, and the cases in which that does not hold."""

    def __init__(self, issue: str, others: Sequence[str]) -> None:
        self.issue = issue
        self.others = others
        self.lost: dict[str, int] = {}
        self.unknown: dict[str, int] = {}

    def add(self, case: str, order: Set[tuple[str, str]], known: Set[str]) -> None:
        """One more computation of a case."""
        here = {other for other in self.others if self.issue in known and other in known}
        if any((self.issue, other) not in order for other in here):
            self.lost[case] = self.lost.get(case, 0) + 1
        elif len(here) < len(self.others):
            self.unknown[case] = self.unknown.get(case, 0) + 1


class _Pair:
    """Two parties, with all their figures and the order of their issues, and what becomes of them."""

    def __init__(self, stands: Compared, dimensions: bool) -> None:
        self.stands = stands
        self.dimensions = dimensions
        self.known = _known(stands)
        self.figures = [_Figure(stands, *names, s) for names, s in self._sums(stands)]
        issues = [c.issue.id for c, _ in stands.issues]
        self.orders: list[_Order] = []
        for x in issues:
            narrower = [y for y in issues if (x, y) in stands.order]
            if len(narrower) == len(self.known) - 1 > 1:
                self.orders.append(_Order(x, narrower))
            self.orders += [_Order(x, (y,)) for y in narrower]
        self.weakest: tuple[int, str | None] = (len(self.known), None)
        """How many issues have a figure without the source that leaves the fewest; None where none takes any."""

    def _sums(self, pair: Compared) -> Iterator[tuple[tuple[str | None, str | None], Sum]]:
        for chosen, s in pair.issues:
            yield (chosen.issue.id, None), s
            if self.dimensions:
                for c in s.cells:
                    yield (chosen.issue.id, c.a.dimension.id), Sum((c,))
        yield (None, None), pair.total

    def add(self, case: str, pair: Compared) -> None:
        """One more computation."""
        known = _known(pair)
        changed = pair.order ^ self.stands.order
        reordered = {x for both in changed if self.known.issuperset(both) and known.issuperset(both) for x in both}
        for each, (_, s) in zip(self.figures, self._sums(pair)):
            each.add(s, reordered)
        for order in self.orders:
            order.add(case, pair.order, known)
        kind, _, source = case.partition(":")
        if kind == "source" and len(known) < self.weakest[0]:
            self.weakest = (len(known), source)

    def order_rows(self) -> Iterator[dict[str, Any]]:
        """The statements of order, as the JSON has them."""
        for order in self.orders:
            yield {
                "a": self.stands.a,
                "b": self.stands.b,
                "wider": order.issue,
                "narrower": list(order.others),
                "holds": not (order.lost or order.unknown),
                "lost": order.lost,
                "unknown": order.unknown,
            }


def _known(pair: Compared) -> set[str]:
    return {c.issue.id for c, s in pair.issues if s.known}


def _in_order(pairs: Sequence[_Pair]) -> Iterator[_Figure]:
    """All figures as `matrix` has them: issue by issue, and of each issue pair by pair."""
    for of_pairs in zip(*(pair.figures for pair in pairs)):
        yield from of_pairs


def _closed(pairs: Sequence[_Pair], name: str | None) -> list[dict[str, Any]]:
    return [each.close(name) for each in _in_order(pairs)]


# --- unnamed voices -------------------------------------------------------------------------------


def _voices(pair: Compared) -> Iterator[dict[str, Any]]:
    """The known cells of a pair of which a side rests on one unnamed voice, once for each such side."""
    for cell in pair.total.known:
        for side in (cell.a, cell.b):
            behind = _behind(side)
            voices = {(e.origin, e.teller, e.attribution) for s in behind for e in s.evidence}
            if len(voices) != 1 or any(s.assumed for s in behind):
                continue
            origin, teller, attribution = voices.pop()
            if attribution == "unnamed":
                yield {
                    "issue": side.dimension.issue,
                    "dimension": side.dimension.id,
                    "a": pair.a,
                    "b": pair.b,
                    "party": side.party,
                    "origin": origin,
                    "teller": teller,
                    "statements": [s.id for s in behind],
                }


def _behind(position: Position) -> list[Statement]:
    """The statements that the zones of a position are made of."""
    basis = "conduct" if position.status == "conduct-only" else "words"
    return [
        s
        for s in position.statements
        if s.basis == basis
        and (
            (s.stance in ("asks", "accepts") and s.value is not None) or (s.stance == "off-agenda" and position.refuses)
        )
    ]


# --- the page -------------------------------------------------------------------------------------


CASES = {
    "source": "without {}",
    "via": "without what is relayed from {}",
    "unnamed": "without unnamed voices",
    "counterpart": "without the other side's accounts",
    "weights:even": "with all weights even",
    "weights:declared": "with the declared weights",
    "weights:salience": "with weights by salience",
    "weights:drawn": "with weights drawn",
    "places:even": "with options evenly spaced",
    "places:moved": "with inner places moved",
}
"""The cases in words."""
DRAWN = ("weights:drawn", "places:moved")
"""The cases that are drawn."""


def _told(narrowed: Narrowed, cases: Mapping[str, int]) -> str:
    """Some cases in words, those of one kind together; of those drawn, with how often."""
    kinds: dict[str, list[str]] = {}
    for case, times in cases.items():
        kind, _, what = case.partition(":")
        words = CASES.get(case, CASES.get(kind, ""))
        kinds.setdefault(words + _often(case, times), []).append(narrowed.source_name(what))
    return listed([words.format(listed(names, "or")) for words, names in kinds.items()], "or")


def _often(case: str, times: int) -> str:
    return f" ({times} of {DRAWS})" if case in DRAWN and times else ""


def _head(narrowed: Narrowed, pairs: Sequence[_Pair], cases: Sequence[str]) -> Grid:
    name = "How far the figures hold"
    if len(pairs) == 1:
        name = f"{_names(narrowed, pairs[0])}: how far the figures hold"
    how = (
        f"Each figure is computed anew in {len(cases)} cases: without a source or an outlet, without some voices, with "
        f"other weights, with other places on the scales. Weights and places are drawn {DRAWS} times (seed {SEED}), "
        f"inner places within {STEP} points of where they stand."
    )
    return Grid(above=(*title(narrowed, name), Line(dim(how))))


def _names(narrowed: Narrowed, pair: _Pair) -> str:
    return listed(str(narrowed.ledger.parties[p].name) for p in (pair.stands.a, pair.stands.b))


def _grids(narrowed: Narrowed, pair: _Pair, cases: Sequence[str]) -> Iterator[Grid]:
    """What becomes of the figures of a pair: figure by figure, case by case, and of their order."""
    rows = []
    for each in pair.figures:
        span = each.span.ends
        between = f"{shown(span[0])} to {shown(span[1])}" if span else "–"
        counts = (plain(_of(len(each.by[flip]))) if flip in each.may_flip else () for flip in FLIPS)
        gap = badge(each.gap) if each.names["issue"] or each.gap is None else plain(shown(each.gap))
        rows.append(Row((_name(narrowed, each), gap, plain(between), *counts)))
    columns = (
        Column(),
        Column("gap"),
        Column("between", narrow="between {}"),
        Column("known or not", narrow="known or not: {}"),
        Column("level", narrow="level: {}"),
        Column("order", narrow="order: {}"),
    )
    below = (Line(dim("The last three: in how many cases a figure comes or goes, has another level, another place.")),)
    above = (BLANK, RULE, Line(bold(_names(narrowed, pair)))) if len(narrowed.parties) > 2 else (BLANK,)
    yield Grid(columns, rows, above=above, below=(*below, BLANK))
    flipping = {case: words for case in cases if (words := _flipping(narrowed, pair, case))}
    idle = {case: 0 for case in cases if case not in flipping}
    ends = (Line(dim(f"Nothing flips {_told(narrowed, idle)}.")), BLANK) if idle else (BLANK,)
    listed_cases = [Row((plain(_told(narrowed, {case: 0})), plain(words))) for case, words in flipping.items()]
    heads = (Line(bold("What flips")),) if flipping else ()
    yield Grid((Column(), Column(folds=True)), listed_cases, above=heads, below=ends)
    yield Grid(above=(*_order_lines(narrowed, pair), *_voice_lines(narrowed, pair)))


def _of(n: int) -> str:
    return count(n, "case") if n else "–"


def _name(narrowed: Narrowed, each: _Figure) -> Pieces:
    issue, dimension = each.names["issue"], each.names["dimension"]
    if issue is None:
        return bold("Mean")
    return plain(f"  {dimension}") if dimension else bold(str(narrowed.ledger.issues[issue].name))


def _flipping(narrowed: Narrowed, pair: _Pair, case: str) -> str:
    """What flips in a case, in words; nothing where nothing does."""
    parts: dict[str, list[str]] = {}
    for flip, words in zip(FLIPS, ("not known", "another level", "another place in the order")):
        for each in pair.figures:
            if case in each.by[flip]:
                name = "".join(piece.text for piece in _name(narrowed, each)).strip()
                name += _often(case, each.by[flip][case])
                parts.setdefault("known" if each.gap is None else words, []).append(name)
    return "; ".join(f"{words}: {', '.join(names)}" for words, names in parts.items())


def _order_lines(narrowed: Narrowed, pair: _Pair) -> Iterator[Line]:
    """Which statements of order hold."""
    left, source = pair.weakest
    if pair.orders or source:
        yield Line(bold("Which gap is wider" if pair.orders else "What is left"))
    # What holds in the same cases is said together.
    groups: dict[tuple[object, ...], list[_Order]] = {}
    for order in pair.orders:
        alike = (order.issue, len(order.others), tuple(order.lost.items()), tuple(order.unknown.items()))
        groups.setdefault(alike, []).append(order)
    for first, *more in groups.values():
        others = [_issue(narrowed, other) for order in (first, *more) for other in order.others]
        words = f"{_issue(narrowed, first.issue)} is wider than {listed(others)}"
        if len(first.others) > 1:
            words = f"{_issue(narrowed, first.issue)} has the widest gap"
        if first.lost:
            yield Line(weak(f"{words}: not so {_told(narrowed, first.lost)}"), indent=2)
        elif first.unknown:
            unknown = _told(narrowed, first.unknown)
            yield Line(plain(f"{words}, where they have figures: not all do {unknown}"), indent=2)
        else:
            yield Line(plain(f"{words} in all cases"), indent=2)
    if source:
        yield Line(plain(without_weakest(narrowed, source, left, len(pair.stands.issues))), indent=2)


def _issue(narrowed: Narrowed, issue: str) -> str:
    return str(narrowed.ledger.issues[issue].name)


def _voice_lines(narrowed: Narrowed, pair: _Pair) -> Iterator[Line]:
    """The cells that rest on one unnamed voice."""
    voices = list(_voices(pair.stands))
    if voices:
        yield from (BLANK,) if pair.orders or pair.weakest[1] else ()
        yield Line(bold("Resting on one unnamed voice"))
    for voice in voices:
        origin = narrowed.source_name(voice["origin"].removeprefix("via "))
        where = f"{_issue(narrowed, voice['issue'])}, {voice['dimension']}: {narrowed.label(voice['party'])}"
        yield Line(weak(f"{where}, in {origin}, {TOLD[voice['teller']]}"), indent=2)
