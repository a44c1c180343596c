"""The narrowed ledger, its weights, and pairs of parties compared on everything shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from gapcli.ledger import lenses
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Chosen, Query, choose_issues, choose_parties, read_day, through
from gapcli.measure.gaps import Cell, Sum, printed, wider
from gapcli.measure.positions import Positions


@dataclass(frozen=True)
class Narrowed:
    """A ledger after the first step, and what is to be shown of it."""

    ledger: Ledger
    day: str
    parties: tuple[str, ...]
    chosen: tuple[Chosen, ...]
    query: Query
    source: Ledger
    """The ledger before the lenses."""
    like: Positions | None = None
    """The positions of a ledger that differs in little."""

    @cached_property
    def positions(self) -> Positions:
        """The positions on the day."""
        return Positions(self.ledger, self.day, self.like)

    def label(self, party: str) -> str:
        """The short name of a party."""
        return self.ledger.parties[party].label

    def facts(self) -> dict[str, Any]:
        """The `ledger` of every JSON document."""
        source = self.source
        return facts(source)

    def asked(self) -> dict[str, Any]:
        """The `query` of every JSON document."""
        q = self.query
        return {
            "issues": [
                name
                for c in self.chosen
                for name in (
                    [c.issue.id] if len(c.dimensions) == len(c.issue.dimensions) else [d.about for d in c.dimensions]
                )
            ],
            "parties": list(self.parties),
            "as_of": self.day,
            "since": q.since,
            "weights": q.weights,
            "on_record": q.on_record,
            "own_words": q.own_words,
            "only": list(q.only),
            "without": list(q.without),
            "assume": list(q.assume),
        }

    def lens_words(self) -> list[str]:
        """What was left out or assumed, in words, so that no output hides it."""
        q = self.query
        words = []
        if q.on_record:
            words.append("named voices and documents only")
        if q.own_words:
            words.append("each side's own words only")
        if q.only:
            words.append("only " + ", ".join(self.source_name(n) for n in q.only))
        if q.without:
            words.append("without " + ", ".join(self.source_name(n) for n in q.without))
        for text in q.assume:
            a = lenses.read_assumption(self.source, text)
            words.append(f"assuming {self.label(a.party)} asks for {self.ledger.dimension(a.about).words(a.value)}")
        if q.weights == "even":
            words.append("all weights even")
        if q.weights == "salience":
            fell_back = [weigh(self, a, b, "salience").fell_back for a, b in pairs(self)]
            if not all(fell_back):
                where = " where both sides declare it on every issue shown" if any(fell_back) else ""
                words.append(f"weighted by salience{where}, an analyst's judgement")
        return words

    def source_name(self, name: str) -> str:
        """The outlet of a card's id, else the name itself."""
        card = self.source.cards.get(name)
        return card.outlet if card else name


def facts(ledger: Ledger) -> dict[str, Any]:
    """What a JSON document says of its ledger."""
    return {
        "title": dict(ledger.title),
        "sha256": ledger.sha256,
        "as_of": ledger.as_of.text,
        "statements": len(ledger.statements),
        "sources": len(ledger.cards),
    }


def narrow(
    ledger: Ledger,
    query: Query,
    parties: Callable[[Ledger], Iterable[str]] = lambda ledger: ledger.principals,
    headline: bool = True,
) -> Narrowed:
    """The first step: lenses, day, and what is shown. Raises BadQuery.

    `parties` gives those shown by default, of what was said by the day; `headline` whether only headline issues are.
    """
    day = ledger.as_of.day
    if query.as_of is not None:
        day = read_day(query.as_of, "--as-of")
    if query.since is not None and read_day(query.since, "--since") >= day:
        raise BadQuery(f"--since {query.since} is not before {day}")
    left = through(ledger, query, day)
    said = replace(left, statements=tuple(s for s in left.statements if s.said.day <= day))
    chosen_parties = choose_parties(ledger, query.parties) or tuple(parties(said))
    return Narrowed(left, day, chosen_parties, choose_issues(ledger, query.issues, headline), query, ledger)


class Weights(NamedTuple):
    """The weight of each dimension shown, in every sum."""

    of: Mapping[str, float]
    fell_back: bool
    """Whether salience was asked for and a side declares none, so that the declared weights stand."""


def weigh(narrowed: Narrowed, a: str, b: str, weights: str) -> Weights:
    """The weights of the dimensions shown, for one pair of parties."""
    of: dict[str, float] = {}
    judged = [narrowed.ledger.parties[p].salience or {} for p in (a, b)]
    shown = [c.issue.id for c in narrowed.chosen]
    salient = weights == "salience" and all(i in j for j in judged for i in shown)
    for issue, dimensions in narrowed.chosen:
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

    @cached_property
    def order(self) -> frozenset[tuple[str, str]]:
        """Which issue has a wider gap than which; there is no order where the two are too close, or one is unknown."""
        gaps = [(c.issue.id, printed(s.figures.gap)) for c, s in self.issues if s.figures]
        return frozenset((x, y) for x, gap in gaps for y, other in gaps if wider(gap, other))


def compare(narrowed: Narrowed, a: str, b: str, weights: Weights | None = None) -> Compared:
    """The third step: two parties on everything shown. `weights` may be given where all pairs share them."""
    weights = weights or weigh(narrowed, a, b, narrowed.query.weights)
    of = narrowed.positions.of
    issues = tuple(
        (chosen, Sum(tuple(Cell(of(a, d), of(b, d), weights.of[d.about]) for d in chosen.dimensions)))
        for chosen in narrowed.chosen
    )
    return Compared(a, b, issues, weights.fell_back)


def reweigh(pair: Compared, weights: Weights) -> Compared:
    """The same cells with other weights."""
    issues = tuple(
        (chosen, Sum(tuple(c.weighing(weights.of[c.a.dimension.about]) for c in s.cells))) for chosen, s in pair.issues
    )
    return Compared(pair.a, pair.b, issues, weights.fell_back)


def pairs(narrowed: Narrowed) -> list[tuple[str, str]]:
    """The pairs of the parties shown, the one declared first in front."""
    p = narrowed.parties
    return [(a, b) for i, a in enumerate(p) for b in p[i + 1 :]]


def compare_all(narrowed: Narrowed) -> list[Compared]:
    """Every pair of the parties shown."""
    every = pairs(narrowed)
    shared = None
    if every and narrowed.query.weights != "salience":
        shared = weigh(narrowed, *every[0], narrowed.query.weights)
    return [compare(narrowed, a, b, shared) for a, b in every]


def with_lens(narrowed: Narrowed, ledger: Ledger, day: str | None = None) -> Narrowed:
    """The same question to another ledger, or about another day."""
    chosen = narrowed.chosen
    if ledger.issues is not narrowed.ledger.issues:
        chosen = tuple(
            Chosen(i := ledger.issues[c.issue.id], tuple(i.dimensions[d.id] for d in c.dimensions)) for c in chosen
        )
    return replace(narrowed, ledger=ledger, day=day or narrowed.day, chosen=chosen, like=narrowed.positions)
