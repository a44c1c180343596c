"""An independent, slow reading of the measure, to hold the real one against.

Everything is done by brute force from the sentences of the measure, and nothing is shared with
the tool. Figures are floats and not rounded; those that rest on the grid are off by up to 2e-7.

Where the text leaves a choice, the choice is one small function, so that it can be changed alone.
The decisions, each with the sentence that it rests on:

 1. `day_of`: "A partial date counts from its first day, "< DATE" from the day before DATE": the
    two together, so "< 2026-02" is 2026-01-31.
 2. `replaced_on`: "with them it replaces whatever those replaced": the chain runs over the whole
    file; what counts is the day of the statement at its end.
 3. `dispute`: "they dispute each other": a link named by one side holds for both. It counts
    between live statements only ("live statements of the position dispute each other"), for the
    mark and for `statements` too.
 4. `undeclared`: "where a lens took the link away, the two count as disputing each other": two live
    `asks` that both have a value, on the same dimension and of one basis ("No pair of words and
    conduct has to say how it relates"). An `off-agenda` is no `asks` there; one-sided numbers
    have a value in common with others at their bound only ("stands at its bound").
 5. `own_statements`: "from what the party says on the dimension and on its issue as a whole": all
    live ones of any stance, an issue-wide `off-agenda` that gives nothing included. They count
    for `statements`, `origins` and the evidence marks alike.
 6. `readings`: "one for each of them, made as if those that dispute it had not been said": any
    stance, any basis and words without a value give a reading; what else is disputed stays in.
 7. `counted_off_agenda`: "on the issue where the party has no `asks` or `accepts` in words on the
    dimension": live ones, with or without a value, judged anew in each reading ("as if … had not
    been said"). On the dimension it counts always, also beside `asks`.
 8. `made_zones`: a reading without any value makes no zone and is left out ("Null where a side has
    no zone"): a disputed ask against a reported silence leaves one zone.
 9. `made_zones`: "a statement with `basis: conduct` makes a zone … only where words make none": of
    the position as a whole. A reading without words gets no zone from conduct where another
    reading has one of words.
10. `distinct`: "equal zones count once": equal as hulls, whatever their asks. The figure `asks` and
    the mark `conditional` look at each reading behind them ("over all pairs of zones", "where a
    zone is").
11. `is_conditional`: "would be smaller, or none, without all the offers that have an `if`": the
    zone's own values without those offers, nothing else judged anew (an issue-wide `off-agenda`
    does not step in, nor does conduct). A condition on an `asks` makes nothing conditional.
12. `acts_otherwise`: "where it lies outside every zone": each deed by itself, outside where it has
    nothing in common with any zone. A deed that `rejects` is none. A disputed deed counts.
13. `status_of`: "words without a value": also a deed without a value, where nothing before it in
    the list applies, since `unknown` is "no statement". `rejects` counts in deeds as well.
14. `shows_off_agenda`: "the zone, with its mark": wherever a live `off-agenda` counts (7), with or
    without `today`, whether the cell is known or not; one in deeds only where words make no zone.
15. `offer_only`: "a side has offers and no ask": values, over all zones of the side, an
    `off-agenda` with `today` being an ask; of a conduct-only side its own asks and offers.
16. `red_line`: "one side asks for what the other rejects": any ask of a zone that shares a place
    with any live `rejects`, in words or deeds, with or without `unless`; an `off-agenda` asks
    for `today`. "Places are closed": rejecting "< 60" touches an ask for 60.
17. `may_hold`: "values that the two sides do not reject (… one that rejects all: over all)":
    options on `graded` and `choice`; on `number` the closed rest of the range, so that a rejected
    point takes nothing away, and a rest of no length is none. Every live `rejects` counts,
    disputed or with `unless`.
18. `points`: "the greatest d(x, y) over an ask of each": over the points of a stretch and the
    single options of a `choice`, so two asks for "any of p, q" are 1 apart in `asks`, 0 in gap.
19. `origin`: "its `via`, else its source": the text of `via`, else the id of the card; a card of
    an outlet and a `via` of the same name are two.
20. `row_origins`: "the smaller count of the two sides, over the known cells of the row": of each
    side the different origins over all known cells together, then the smaller; 0 without known
    cells.
21. `row_marks`: "On a row over several cells, the three of evidence … where there are known cells
    and all have them": all known ones. A row of one cell has the marks of the cell, known or not.
22. `cell_marks`: "Marks on a cell": the others too stand on unknown cells, where they can.
23. `row_part`: "part = w·gap / Σ_known w": null where nothing in the row is known; `open` never.
24. `issue_weights`: "for a pair of which one side declares none on an issue shown, the declared
    weights stand": for all issues of that pair. "share" as declared, also where `issues` names
    one dimension of an issue alone.
25. `speaking_parties`: "every party with a statement": said on or before the day, on any issue
    shown or not, replaced or live.
26. `level`: "of the gap as printed with two decimals": of the figure rounded to six, as Python's
    `.2f` prints it.
27. `matrix`: "only one party, or no issue": no rows and no totals.
28. `row_statements`: "all live ones of both sides' positions and those that dispute them": over all
    cells of the row, known or not; the disputing ones live, of any party and issue.
29. `narrowed`: "a statement left with none is gone, and what it alone replaced stands again": gone
    also as a link of a chain, save that what it replaced, whoever replaces it replaces (2).
30. `assumed`: "takes the place of the party's live `asks` and `off-agenda` there": of those in words,
    on the dimension itself. It has no evidence, so it is no origin, and where a side has nothing
    else none of the three marks of evidence stands: they speak of evidence.
31. `changed`: "over the cells known on both days, the newly known apart": the two days in the same
    lenses; null where no cell is known on both.
32. `weakest`: "the source without which the fewest figures are left", counted in issues; evidence that
    stands in it, whatever it relays; of several the first, null where no loss takes an issue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, product
from math import fsum
from pathlib import Path
from typing import Any

import yaml

GRID = 2000
ZERO = Fraction(0)
FIGURES = ("gap", "asks", "bridge", "low", "high")
EVIDENCE_MARKS = {"single-source", "unnamed", "told-by-others"}

Stretch = tuple[Fraction, Fraction]
Value = Stretch | frozenset[str]
Point = Fraction | str
Answered = dict[str, set[str]]


# --- the file ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dimension:
    """One question of an issue, with its scale."""

    issue: str
    name: str
    share: Fraction
    even_share: Fraction
    scale: str
    places: dict[str, Fraction]
    ends: Stretch
    today: Value | None = None

    @property
    def about(self) -> str:
        return f"{self.issue}.{self.name}"


@dataclass(frozen=True)
class Issue:
    """One issue, with its dimensions in the order of the file."""

    name: str
    headline: bool
    weight: Fraction
    dimensions: list[Dimension]


@dataclass(frozen=True)
class Statement:
    """What one party holds; `value` is placed on the scale of the dimension."""

    id: str
    party: str
    about: str
    stance: str
    value: Value | None
    words: bool
    has_if: bool
    day: date
    replaces: frozenset[str]
    disputes: frozenset[str]
    beside: frozenset[str]
    evidence: list[dict[str, str]] = field(default_factory=list)
    assumed: bool = False


@dataclass(frozen=True)
class Ledger:
    """The file as read; `replaces` is what each statement of it names, also of those left out since."""

    as_of: date
    parties: dict[str, dict[str, Any]]
    issues: list[Issue]
    statements: list[Statement]
    sources: list[str]
    replaces: dict[str, frozenset[str]]


def day_of(said: str) -> date:
    """Decision 1: the day a date counts from."""
    before = said.lstrip().startswith("<")
    parts = [int(part) for part in said.strip("< ").split("-")]
    first = date(*[*parts, 1, 1][:3])
    return first - timedelta(days=1) if before else first


def places_of(options: dict[str, Any]) -> dict[str, Fraction]:
    """The places of the options of a graded scale, from 0 to 1."""
    names = list(options)
    fixed = {0: Fraction(0), len(names) - 1: Fraction(100)}
    for index, name in enumerate(names):
        if isinstance(options[name], dict) and "at" in options[name]:
            fixed[index] = Fraction(options[name]["at"])
    places = {}
    for index, name in enumerate(names):
        left = max(known for known in fixed if known <= index)
        right = min(known for known in fixed if known >= index)
        steps = Fraction(index - left, right - left) if right > left else Fraction(0)
        places[name] = (fixed[left] + steps * (fixed[right] - fixed[left])) / 100
    return places


def number_place(number: str, ends: Stretch) -> Fraction:
    """The place of a number within a range that may run downwards."""
    return (Fraction(number) - ends[0]) / (ends[1] - ends[0])


def placed(raw: str | list[str] | None, dimension: Dimension, *, rejects: bool = False) -> Value | None:
    """A value of the file on its scale: a set of options, or a closed stretch of [0, 1]."""
    if raw is None:
        return None
    pieces = raw if isinstance(raw, list) else [raw]
    if dimension.scale == "choice":
        return frozenset(pieces)
    places: list[Fraction] = []
    for piece in pieces:
        if dimension.scale == "graded":
            places.append(dimension.places[piece])
            continue
        match = re.fullmatch(r"\s*([<>]?)=?\s*(-?\d+(?:\.\d+)?)\s*", piece)
        assert match, piece
        places.append(number_place(match[2], dimension.ends))
        if match[1] and rejects:
            end = (min if match[1] == "<" else max)(dimension.ends)
            places.append(number_place(str(end), dimension.ends))
    return min(places), max(places)


def read_dimension(issue: str, name: str, raw: dict[str, Any], count: int) -> Dimension:
    """One dimension of the file."""
    even = Fraction(100, count)
    options = raw.get("options", {})
    ends = tuple(Fraction(end) for end in raw.get("range", ["0", "1"]))
    dimension = Dimension(
        issue=issue,
        name=name,
        share=Fraction(raw["share"]) if "share" in raw else even,
        even_share=even,
        scale=raw["scale"],
        places=places_of(options) if raw["scale"] == "graded" else dict.fromkeys(options, ZERO),
        ends=(ends[0], ends[1]),
    )
    today = placed(raw.get("today"), dimension)
    return Dimension(**{**vars(dimension), "today": today})


@cache
def read(source: str) -> Ledger:
    """A ledger from the path of a file, or from its text (which has more than one line)."""
    text = source if "\n" in source else Path(source).read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    issues = []
    for name, issue in raw["issues"].items():
        dimensions = issue["dimensions"]
        issues.append(
            Issue(
                name=name,
                headline=issue.get("headline", "true") != "false",
                weight=Fraction(issue.get("weight", "1")),
                dimensions=[
                    read_dimension(name, key, dimension, len(dimensions)) for key, dimension in dimensions.items()
                ],
            )
        )
    by_about = {dimension.about: dimension for issue in issues for dimension in issue.dimensions}
    statements = []
    for item in raw.get("statements") or []:
        dimension = by_about.get(item["about"])
        value = None
        if dimension is not None:
            value = placed(item.get("value"), dimension, rejects=item["stance"] == "rejects")
        statements.append(
            Statement(
                id=item["id"],
                party=item["party"],
                about=item["about"],
                stance=item["stance"],
                value=value,
                words=item.get("basis", "words") == "words",
                has_if=bool(item.get("if")),
                day=day_of(item["said"]),
                replaces=frozenset(item.get("replaces", [])),
                disputes=frozenset(item.get("disputes", [])),
                beside=frozenset(item.get("beside", [])),
                evidence=item.get("evidence", []),
            )
        )
    return Ledger(
        as_of=day_of(raw["as_of"]),
        parties=raw["parties"],
        issues=issues,
        statements=statements,
        sources=read_sources(raw["sources"], source),
        replaces={one.id: one.replaces for one in statements},
    )


def read_sources(raw: dict[str, Any] | str, path: str) -> list[str]:
    """The ids of the source cards: the keys of the file, or the names of the files in a folder."""
    if isinstance(raw, dict):
        return list(raw)
    return sorted(card.stem for card in (Path(path).parent / raw).glob("*.yaml"))


# --- what is left of it --------------------------------------------------------------------------


def narrowed(ledger: Ledger, trusted: Callable[[dict[str, str]], bool]) -> Ledger:
    """Decision 29: the ledger with the evidence that is trusted."""
    left = [replace(one, evidence=[piece for piece in one.evidence if trusted(piece)]) for one in ledger.statements]
    return replace(ledger, statements=[one for one in left if one.evidence])


def assumed(ledger: Ledger, day: date, text: str) -> Ledger:
    """Decision 30: the ledger where a party asks for something on the day."""
    party, about, raw = re.fullmatch(r"(.+?):(.+?)=(.+)", text).groups()  # type: ignore[union-attr]
    dimension = next(one for issue in ledger.issues for one in issue.dimensions if one.about == about)
    pieces = re.split(r"\.\.|\|", raw)
    value = placed(pieces if len(pieces) > 1 else raw, dimension)
    taken = frozenset(
        one.id
        for one in live_on(ledger, day)
        if one.party == party and one.about == about and one.stance in ("asks", "off-agenda") and one.words
    )
    none: frozenset[str] = frozenset()
    it = Statement(text, party, about, "asks", value, True, False, day, taken, none, none, assumed=True)
    return replace(ledger, statements=[*ledger.statements, it], replaces=ledger.replaces | {it.id: taken})


# --- which statements count ----------------------------------------------------------------------


def replaced_on(ledger: Ledger, day: date) -> set[str]:
    """Decision 2: the ids that a statement said by the day replaces, through any chain."""
    gone: set[str] = set()
    for statement in ledger.statements:
        todo = list(statement.replaces) if statement.day <= day else []
        while todo:
            current = todo.pop()
            if current not in gone:
                gone.add(current)
                todo.extend(ledger.replaces.get(current, ()))
    return gone


def live_on(ledger: Ledger, day: date) -> list[Statement]:
    """The statements that are live on a day."""
    gone = replaced_on(ledger, day)
    return [one for one in ledger.statements if one.day <= day and one.id not in gone]


def meet(x: Value, y: Value) -> bool:
    """Whether two values have something in common; places are closed."""
    if isinstance(x, frozenset):
        assert isinstance(y, frozenset)
        return bool(x & y)
    assert isinstance(y, tuple)
    return max(x[0], y[0]) <= min(x[1], y[1])


def undeclared(x: Statement, y: Statement) -> bool:
    """Decision 4: two asks without a value in common that do not say how they relate."""
    if x.id == y.id or not x.stance == y.stance == "asks":
        return False
    if x.party != y.party or x.about != y.about or x.words != y.words:
        return False
    if x.value is None or y.value is None or meet(x.value, y.value):
        return False
    return not (y.id in x.beside or x.id in y.beside)


def dispute(x: Statement, y: Statement) -> bool:
    """Decision 3: whether two live statements dispute each other."""
    return y.id in x.disputes or x.id in y.disputes or undeclared(x, y)


def own_statements(live: list[Statement], party: str, dimension: Dimension) -> list[Statement]:
    """Decision 5: the statements of a position."""
    abouts = (dimension.about, dimension.issue)
    return [one for one in live if one.party == party and one.about in abouts]


# --- positions -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Zone:
    """What one reading of a position makes."""

    hull: Value
    asks: list[Value]
    offers: list[Value]
    conditional: bool


@dataclass(frozen=True)
class Position:
    """What a party holds on a dimension."""

    dimension: Dimension
    statements: list[Statement]
    zones: list[Zone]
    of_words: bool
    status: str
    off_agenda: bool
    acts_otherwise: bool

    @property
    def asks(self) -> list[Value]:
        return [value for zone in self.zones for value in zone.asks]

    @property
    def offers(self) -> list[Value]:
        return [value for zone in self.zones for value in zone.offers]

    @property
    def rejects(self) -> list[Value]:
        values = [one.value for one in self.statements if one.stance == "rejects"]
        return [value for value in values if value is not None]


def readings(own: list[Statement]) -> list[list[Statement]]:
    """Decision 6: the position as it stands, or as each of the disputing statements has it."""
    disputing = [one for one in own if any(dispute(one, other) for other in own)]
    if not disputing:
        return [own]
    return [[other for other in own if not dispute(one, other)] for one in disputing]


def counted_off_agenda(reading: list[Statement], dimension: Dimension, *, words: bool) -> list[Statement]:
    """Decision 7: the refusals to discuss that ask for what holds today."""
    spoken = any(one.stance in ("asks", "accepts") and one.words and one.about == dimension.about for one in reading)
    return [
        one
        for one in reading
        if one.stance == "off-agenda" and one.words == words and (one.about == dimension.about or not spoken)
    ]


def hull(values: list[Value]) -> Value | None:
    """The hull of values; on a choice, all their options."""
    if not values:
        return None
    sets = [value for value in values if isinstance(value, frozenset)]
    if sets:
        return frozenset[str]().union(*sets)
    stretches = [value for value in values if isinstance(value, tuple)]
    return min(low for low, _ in stretches), max(high for _, high in stretches)


def valued(statements: Iterable[Statement], stance: str, *, words: bool) -> list[Statement]:
    """The statements of one stance and basis that have a value."""
    return [one for one in statements if one.stance == stance and one.words == words and one.value is not None]


def values_of(statements: Iterable[Statement]) -> list[Value]:
    """The values of statements that have one."""
    return [one.value for one in statements if one.value is not None]


def is_conditional(asks: list[Value], offers: list[Statement]) -> bool:
    """Decision 11: whether the zone is smaller, or none, without the offers that have an `if`."""
    firm = values_of(one for one in offers if not one.has_if)
    return hull(asks + firm) != hull(asks + values_of(offers))


def made_zone(reading: list[Statement], dimension: Dimension, *, words: bool) -> Zone | None:
    """The zone that the words, or the deeds, of one reading make."""
    asks = values_of(valued(reading, "asks", words=words))
    if dimension.today is not None and counted_off_agenda(reading, dimension, words=words):
        asks = [*asks, dimension.today]
    offers = valued(reading, "accepts", words=words)
    whole = hull(asks + values_of(offers))
    if whole is None:
        return None
    return Zone(whole, asks, values_of(offers), is_conditional(asks, offers))


def made_zones(own: list[Statement], dimension: Dimension) -> tuple[list[Zone], bool]:
    """Decisions 8 and 9: the zones of all readings, and whether words make them."""
    for words in (True, False):
        made = [made_zone(reading, dimension, words=words) for reading in readings(own)]
        zones = [zone for zone in made if zone is not None]
        if zones:
            return zones, words
    return [], False


def acts_otherwise(own: list[Statement], zones: list[Zone], dimension: Dimension) -> bool:
    """Decision 12: whether a deed lies outside every zone of words."""
    deeds = valued(own, "asks", words=False) + valued(own, "accepts", words=False)
    done = values_of(deeds)
    if dimension.today is not None and counted_off_agenda(own, dimension, words=False):
        done.append(dimension.today)
    return any(not any(meet(value, zone.hull) for zone in zones) for value in done)


def status_of(own: list[Statement], zones: list[Zone], *, of_words: bool) -> str:
    """Decision 13: the first status that applies."""
    stances = {one.stance for one in own}
    if zones:
        return "stated" if of_words else "conduct-only"
    if stances & {"asks", "accepts"}:
        return "words-only"
    if "rejects" in stances:
        return "rejects-only"
    if "off-agenda" in stances:
        return "off-agenda"
    return "silent" if "silent" in stances else "unknown"


def shows_off_agenda(own: list[Statement], dimension: Dimension, *, of_words: bool) -> bool:
    """Decision 14: whether the side brings the mark `off-agenda`."""
    bases = (True,) if of_words else (True, False)
    return any(counted_off_agenda(reading, dimension, words=words) for reading in readings(own) for words in bases)


def position(live: list[Statement], party: str, dimension: Dimension) -> Position:
    """The position of a party on a dimension."""
    own = own_statements(live, party, dimension)
    zones, of_words = made_zones(own, dimension)
    return Position(
        dimension=dimension,
        statements=own,
        zones=zones,
        of_words=of_words,
        status=status_of(own, zones, of_words=of_words),
        off_agenda=shows_off_agenda(own, dimension, of_words=of_words),
        acts_otherwise=of_words and acts_otherwise(own, zones, dimension),
    )


# --- distances -----------------------------------------------------------------------------------


def distinct(zones: list[Zone]) -> list[Value]:
    """Decision 10: equal zones count once."""
    return list(dict.fromkeys(zone.hull for zone in zones))


def points(value: Value) -> list[Point]:
    """Decision 18: the points among which the furthest one of a value is."""
    return list(value)


def apart(x: Point, y: Point) -> float:
    """The distance d of two points."""
    if isinstance(x, str) or isinstance(y, str):
        return 0.0 if x == y else 1.0
    return float(abs(x - y))


def greatest(xs: Iterable[Value], ys: Iterable[Value]) -> float:
    """The greatest d over a point of each."""
    return max(apart(p, q) for x, y in product(list(xs), list(ys)) for p in points(x) for q in points(y))


def least(xs: Iterable[Value], ys: Iterable[Value]) -> float:
    """The least d over a point of each."""
    return min(
        0.0 if meet(x, y) else min(apart(p, q) for p in points(x) for q in points(y))
        for x, y in product(list(xs), list(ys))
    )


@cache
def wasserstein(x: Stretch, y: Stretch) -> float:
    """The mean distance of the quantiles of two uniform distributions, on a grid of midpoints."""
    low_x, high_x, low_y, high_y = (float(end) for end in (*x, *y))
    return (
        fsum(
            abs(low_x + (high_x - low_x) * q - low_y - (high_y - low_y) * q)
            for q in ((step + 0.5) / GRID for step in range(GRID))
        )
        / GRID
    )


def zone_gap(x: Value, y: Value) -> float:
    """The Wasserstein-1 distance under d of two zones, each uniform over itself."""
    if isinstance(x, frozenset):
        assert isinstance(y, frozenset)
        return 1 - fsum(min((option in x) / len(x), (option in y) / len(y)) for option in sorted(x | y))
    assert isinstance(y, tuple)
    return wasserstein(x, y)


def started(zone: Zone) -> list[Value]:
    """The asks of a zone; of one without asks, its offers."""
    return zone.asks or zone.offers


def may_hold(side: Position) -> list[Value]:
    """Decision 17: what a side may hold: its zones, else what it does not reject, else all."""
    if side.zones:
        return distinct(side.zones)
    rejected = side.rejects
    if side.dimension.scale == "number":
        cuts = {Fraction(0), Fraction(1)}
        cuts.update(end for value in rejected if isinstance(value, tuple) for end in value)
        steps = sorted(cuts)
        everything: list[Value] = list(pairwise(steps))
        middles = [((low + high) / 2, (low + high) / 2) for low, high in pairwise(steps)]
        rest = [
            value
            for value, middle in zip(everything, middles, strict=True)
            if not any(meet(middle, no) for no in rejected)
        ]
        return rest or everything
    if side.dimension.scale == "graded":
        everything = [(place, place) for place in side.dimension.places.values()]
    else:
        everything = [frozenset([option]) for option in side.dimension.places]
    rest = [value for value in everything if not any(meet(value, no) for no in rejected)]
    return rest or everything


# --- cells ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """Two positions on one dimension, and their figures."""

    a: Position
    b: Position
    figures: dict[str, float] | None
    possible: tuple[float, float]
    marks: set[str]
    statements: set[str]


def origin(evidence: dict[str, str]) -> str:
    """Decision 19: the origin of a piece of evidence."""
    return evidence.get("via", evidence["source"])


def origins(side: Position) -> set[str]:
    """The independent origins that a side rests on."""
    return {origin(piece) for one in side.statements for piece in one.evidence}


def offer_only(side: Position) -> bool:
    """Decision 15: offers and no ask."""
    return bool(side.offers) and not side.asks


def red_line(one: Position, other: Position) -> bool:
    """Decision 16: whether one side asks for what the other rejects."""
    return any(meet(ask, no) for ask in one.asks for no in other.rejects)


def lacks(side: Position, key: str, *good: str) -> bool:
    """A side with statements, none of whose evidence is one of the good ones; 30 where it has none at all."""
    pieces = [piece for one in side.statements for piece in one.evidence]
    return bool(pieces) and not any(piece.get(key) in good for piece in pieces)


def cell_marks(a: Position, b: Position, *, disputed: bool) -> set[str]:
    """Decision 22: the marks of a cell, known or not."""
    sides = (a, b)
    stand = {
        "disputed": disputed,
        "conditional": any(zone.conditional for side in sides for zone in side.zones),
        "off-agenda": any(side.off_agenda for side in sides),
        "offer-only": any(offer_only(side) for side in sides),
        "conduct-only": any(side.status == "conduct-only" for side in sides),
        "acts-otherwise": any(side.acts_otherwise for side in sides),
        "red-line": red_line(a, b) or red_line(b, a),
        "single-source": any(len(origins(side)) == 1 for side in sides),
        "unnamed": any(lacks(side, "attribution", "named", "document") for side in sides),
        "told-by-others": any(lacks(side, "teller", "own") for side in sides),
        "assumed": any(one.assumed for side in sides for one in side.statements),
    }
    return {mark for mark, stands in stand.items() if stands}


def cell(live: list[Statement], a: Position, b: Position) -> Cell:
    """The figures of two positions."""
    own = a.statements + b.statements
    against = {other.id for other in live for one in own if dispute(one, other)}
    figures = None
    if a.zones and b.zones:
        zones_a, zones_b = distinct(a.zones), distinct(b.zones)
        gaps = [zone_gap(x, y) for x, y in product(zones_a, zones_b)]
        figures = {
            "gap": fsum(gaps) / len(gaps),
            "asks": max(greatest(started(x), started(y)) for x, y in product(a.zones, b.zones)),
            "bridge": max(least([x], [y]) for x, y in product(zones_a, zones_b)),
            "low": min(gaps),
            "high": max(gaps),
        }
        possible = (figures["low"], figures["high"])
    else:
        side_a, side_b = may_hold(a), may_hold(b)
        possible = (least(side_a, side_b), greatest(side_a, side_b))
    return Cell(
        a=a,
        b=b,
        figures=figures,
        possible=possible,
        marks=cell_marks(a, b, disputed=bool(against)),
        statements={one.id for one in own} | against,
    )


# --- sums ----------------------------------------------------------------------------------------


def issue_weights(
    ledger: Ledger, shown: list[tuple[Issue, list[Dimension]]], a: str, b: str, weights: str
) -> dict[str, Fraction]:
    """Decision 24: w of every dimension shown, for one pair."""
    said = {party: ledger.parties[party].get("salience", {}) for party in (a, b)}
    if weights == "salience" and any(issue.name not in said[party] for issue, _ in shown for party in (a, b)):
        weights = "declared"
    result = {}
    for issue, dimensions in shown:
        weight = issue.weight
        if weights == "even":
            weight = Fraction(1)
        if weights == "salience":
            values = [Fraction(said[party][issue.name]["value"]) for party in (a, b)]
            weight = sum(values, ZERO) / 2
        for one in dimensions:
            share = one.even_share if weights == "even" else one.share
            result[one.about] = weight * share / 100
    return result


def mean(pairs: list[tuple[Fraction, float]]) -> float | None:
    """The weighted mean; null of nothing."""
    if not pairs:
        return None
    return fsum(float(w) * x for w, x in pairs) / float(sum(w for w, _ in pairs))


def level(gap: float | None) -> str | None:
    """Decision 26: the word for a gap."""
    if gap is None:
        return None
    printed = Fraction(f"{round(gap, 6):.2f}")
    for word, below in (("agreed", 10), ("near", 35), ("apart", 65), ("far", 90)):
        if printed < Fraction(below, 100):
            return word
    return "opposed"


def known(cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells that have a gap."""
    return {about: one for about, one in cells.items() if one.figures is not None}


def summed(cells: dict[str, Cell], w: dict[str, Fraction]) -> dict[str, Any]:
    """The figures of a sum over cells of one pair."""
    have = [(w[about], one.figures) for about, one in cells.items() if one.figures is not None]
    every = sum(w[about] for about in cells)
    return {
        **{name: mean([(weight, each[name]) for weight, each in have]) for name in FIGURES},
        "possible": [mean([(w[about], one.possible[end]) for about, one in cells.items()]) for end in (0, 1)],
        "coverage": float(sum(weight for weight, _ in have) / every),
    }


def row_marks(cells: dict[str, Cell]) -> list[str]:
    """Decision 21: the marks of a row, sorted."""
    everyone = set().union(*(one.marks for one in cells.values()))
    if len(cells) == 1:
        return sorted(everyone)
    of_known = [one.marks for one in known(cells).values()]
    evidence = EVIDENCE_MARKS.intersection(*of_known) if of_known else set()
    return sorted((everyone - EVIDENCE_MARKS) | evidence)


def row_origins(cells: dict[str, Cell]) -> int:
    """Decision 20: the smaller count of the two sides over the known cells."""
    have = known(cells).values()
    side_a = set().union(*(origins(one.a) for one in have))
    side_b = set().union(*(origins(one.b) for one in have))
    return min(len(side_a), len(side_b))


def row_part(cells: dict[str, Cell], w: dict[str, Fraction], known_w: Fraction) -> float | None:
    """Decision 23: what the row adds to the gap of the total."""
    have = [(w[about], one.figures) for about, one in cells.items() if one.figures is not None]
    if not have:
        return None
    return fsum(float(weight / known_w) * each["gap"] for weight, each in have)


def row_statements(cells: dict[str, Cell]) -> list[str]:
    """Decision 28: the statements behind a row, sorted."""
    return sorted(set().union(*(one.statements for one in cells.values())))


def row(
    issue: str,
    dimension: str | None,
    pair: tuple[str, str],
    cells: dict[str, Cell],
    every: dict[str, Cell],
    w: dict[str, Fraction],
) -> dict[str, Any]:
    """One row, over some of the cells of a pair."""
    figures = summed(cells, w)
    all_w = sum((w[about] for about in every), ZERO)
    known_w = sum((w[about] for about in known(every)), ZERO)
    single = next(iter(cells.values())) if dimension is not None else None
    return {
        "issue": issue,
        "dimension": dimension,
        "a": pair[0],
        "b": pair[1],
        "a_status": single.a.status if single else None,
        "b_status": single.b.status if single else None,
        **figures,
        "level": level(figures["gap"]),
        "weight": float(sum(w[about] for about in cells) / all_w),
        "part": row_part(cells, w, known_w),
        "open": fsum(float(w[about] / all_w) * (one.possible[1] - one.possible[0]) for about, one in cells.items()),
        "origins": row_origins(cells),
        "marks": row_marks(cells),
        "statements": row_statements(cells),
    }


# --- the whole -----------------------------------------------------------------------------------


def speaking_parties(ledger: Ledger, day: date) -> list[str]:
    """Decision 25: every party with a statement."""
    speakers = {one.party for one in ledger.statements if one.day <= day}
    return [party for party in ledger.parties if party in speakers]


def shown_parties(ledger: Ledger, day: date, parties: list[str], *, by_party: bool) -> list[str]:
    """The parties to compare, in the order of the file."""
    if parties:
        return [party for party in ledger.parties if party in parties or "all" in parties]
    if by_party:
        return speaking_parties(ledger, day)
    return [party for party, raw in ledger.parties.items() if raw["role"] == "principal"]


def shown_issues(ledger: Ledger, issues: list[str]) -> list[tuple[Issue, list[Dimension]]]:
    """The issues to compare, each with its dimensions, in the order of the file."""
    shown = []
    for issue in ledger.issues:
        chosen = issue.dimensions
        if not issues:
            chosen = chosen if issue.headline else []
        elif issue.name not in issues and "all" not in issues:
            chosen = [one for one in chosen if one.about in issues]
        if chosen:
            shown.append((issue, chosen))
    return shown


def compared(
    ledger: Ledger, day: date, names: list[str], shown: list[tuple[Issue, list[Dimension]]]
) -> dict[tuple[str, str], dict[str, Cell]]:
    """The cells of every pair, by dimension."""
    live = live_on(ledger, day)
    chosen = [one for _, dimensions in shown for one in dimensions]
    sides = {(party, one.about): position(live, party, one) for party in names for one in chosen}
    return {
        (a, b): {one.about: cell(live, sides[a, one.about], sides[b, one.about]) for one in chosen}
        for a, b in combinations(names, 2)
    }


def changed(
    now: dict[str, Cell], then: dict[str, Cell] | None, w: dict[str, Fraction]
) -> dict[str, float | int | None]:
    """Decision 31: the change of the gap since another day."""
    if then is None:
        return {"change": None, "newly": None}
    both = [about for about in known(now) if about in known(then)]
    gaps = [
        mean([(w[about], of[about].figures["gap"]) for about in both])  # type: ignore[index]
        for of in (now, then)
    ]
    change = None if gaps[0] is None or gaps[1] is None else gaps[0] - gaps[1]
    return {"change": change, "newly": len(known(now)) - len(both)}


def stands_elsewhere(source: str) -> Callable[[dict[str, str]], bool]:
    """Whether a piece of evidence is left when a source is lost."""
    return lambda piece: piece["source"] != source


def answered(ledger: Ledger, day: date, names: list[str], shown: list[tuple[Issue, list[Dimension]]]) -> Answered:
    """The dimensions on which each party has a zone."""
    live = live_on(ledger, day)
    chosen = [one for _, dimensions in shown for one in dimensions]
    return {party: {one.about for one in chosen if position(live, party, one).zones} for party in names}


def weakest(a: str, b: str, now: Answered, lost: dict[str, Answered]) -> dict[str, Any] | None:
    """Decision 32: the source whose loss leaves the fewest issues with a figure."""

    def issues(has: Answered) -> int:
        return len({about.split(".")[0] for about in has[a] & has[b]})

    source = min(lost, key=lambda card: issues(lost[card]), default=None)
    if source is None or issues(lost[source]) >= issues(now):
        return None
    return {"source": source, "issues": issues(lost[source])}


def through(
    ledger: Ledger,
    day: date,
    *,
    on_record: bool = False,
    own_words: bool = False,
    only: Iterable[str] = (),
    without: Iterable[str] = (),
    assume: Iterable[str] = (),
) -> Ledger:
    """The ledger through lenses."""

    def trusted(piece: dict[str, str]) -> bool:
        names = {piece["source"], piece.get("via", piece["source"])}
        return (
            not (on_record and piece["attribution"] not in ("named", "document"))
            and not (own_words and piece["teller"] != "own")
            and not (only and not names & set(only))
            and not names & set(without)
        )

    ledger = narrowed(ledger, trusted)
    for text in assume:
        ledger = assumed(ledger, day, text)
    return ledger


def matrix(
    source: str,
    *,
    parties: Iterable[str] = (),
    issues: Iterable[str] = (),
    as_of: str | None = None,
    since: str | None = None,
    weights: str = "declared",
    by_party: bool = False,
    dimensions: bool = False,
    **lenses: Any,
) -> dict[str, list[dict[str, Any]]]:
    """The rows and totals of a ledger, given by its path or its text."""
    whole = read(source)
    day = day_of(as_of) if as_of else whole.as_of
    ledger = through(whole, day, **lenses)
    names = shown_parties(ledger, day, list(parties), by_party=by_party)
    shown = shown_issues(ledger, list(issues))
    if not shown:
        return {"rows": [], "totals": []}
    pairs = list(combinations(names, 2))
    w = {pair: issue_weights(ledger, shown, *pair, weights) for pair in pairs}
    cells = compared(ledger, day, names, shown)
    then = compared(ledger, day_of(since), names, shown) if since else None
    lost = {
        card: answered(through(narrowed(whole, stands_elsewhere(card)), day, **lenses), day, names, shown)
        for card in ledger.sources
    }
    rows = []
    for issue, chosen in shown:
        for pair in pairs:
            for name, some in [(None, chosen), *[(one.name, [one]) for one in chosen if dimensions]]:
                of = {one.about: cells[pair][one.about] for one in some}
                was = then and {one.about: then[pair][one.about] for one in some}
                rows.append(row(issue.name, name, pair, of, cells[pair], w[pair]) | changed(of, was, w[pair]))
    now = answered(ledger, day, names, shown)
    totals = [
        {
            "a": pair[0],
            "b": pair[1],
            "issues": len({about.split(".")[0] for about in known(cells[pair])}),
            **summed(cells[pair], w[pair]),
            "questions": len(cells[pair]),
            "known": len(known(cells[pair])),
            "weakest": weakest(*pair, now, lost),
            **changed(cells[pair], then and then[pair], w[pair]),
        }
        for pair in pairs
    ]
    return {"rows": rows, "totals": totals}
