"""An independent, slow reading of the measure, to hold the real one against.

Everything is done by brute force from the sentences of the measure, and nothing is shared with
the tool. Inside, figures are exact fractions; what is handed out are floats that are not rounded.
What many questions to a ledger need is found once: a statement, a position or a ledger is equal to
itself alone (`eq=False`), and what follows from the very same ones is kept (`cache`).

Where the text leaves a choice, the choice is one small function, so that it can be changed alone.
The decisions, each with the sentence that it rests on:

Days and links

 1. `day_of`: "A partial date counts from its first day, "< DATE" from the day before DATE": the
    two together, so "< 2026-02" is 2026-01-31. `bound_of`: "as a bound that a person asks for …
    it stands for its last day": `as_of` of the file, too; "< DATE" stays the eve of its first day.
 2. `replaced_on`: "with them it replaces whatever those replaced": the chain runs over the whole
    file, also through statements that a lens left out; what counts is the day of its first link.
 3. `replaced_by`: "An `agrees` replaces all that its party said earlier on its dimension, by date":
    every stance, deeds too, of an earlier day; of the same day nothing. What is said on the issue as
    a whole is not said on the dimension. A later `asks` does not end an `agrees` by itself.
 4. `dispute`: "they dispute each other": a link named by one side holds for both, between live
    statements only, and for every party of a statement of several.
 5. `undeclared`: "where a lens took the link away, the two count as disputing each other": two live
    asks in words, or two in deeds, that both have a value, on one dimension. An `agrees` is an ask
    there ("the values of a live `agrees` are both"), an `off-agenda` is none; one-sided numbers
    have a value in common with others at their bound only ("stands at its bound").
 6. `copies`: "it is one for each": `replaces` and `beside` of a copy mean the copy of its own party;
    where the other statement is not of that party, that copy has no such link.

Positions

 7. `own_statements`: "only `off-agenda` and `silent` reach the dimensions": always, also beside
    `asks`. Whatever else is said on the issue is *elsewhere*, and a dispute with it is one with
    "the issue as a whole".
 8. `readings`: "for each live statement of the position that another of it disputes, the position
    without those that dispute it; for each that a live statement elsewhere disputes, the position
    as it stands and the position without it": one reading for each statement *elsewhere*, without
    all that this one disputes, or a second report of the same would change figures (A1); and made of
    each reading from inside, since two that dispute each other cannot both be right (A2).
 9. `elsewhere`: a copy of a statement that is in the position is not elsewhere: where [a, b] and
    [a, b] dispute each other, each position has two readings and not a third with both.
10. `counted_off_agenda`: "on the issue where the party has no `asks` or `accepts` in words on the
    dimension": live ones, nor `agrees`, with or without a value, judged anew in each reading. On the
    dimension it counts always, also beside `asks`.
11. `made_zones`: "a reading without a zone is left out where another has one"; words make the zones
    where they make one in any reading, else deeds where they do in any, else rejections.
12. `merged`: "Equal zones count once": equal as hulls. What their readings ask for, offer and rest
    on is put together, and the zone is conditional where one of its readings is.
13. `is_conditional`: "would be smaller, or none, without all the offers that have an `if`": the
    zone's own values without those offers, nothing else judged anew. A condition on an `asks`
    makes nothing conditional, nor one on an `agrees`.
14. `left_by_rejections`: "gives no value and rejects all answers … but one": all live `rejects` of the
    reading, in words or deeds, with or without `unless`. The zone is neither asked for nor offered.
15. `status_of`: where rejections make the zone, `rejects-only`, also beside words without a value.
    "words without a value": also a deed without a value, where nothing before it applies.
16. `acts_otherwise`: "where it lies outside every zone": each deed by itself, outside where it has
    nothing in common with any zone. A deed that `rejects` is none. A disputed deed counts.
17. `held_through`: "without any live statement on the dimension and on its issue": none on the one
    and none on the other, as a whole and of whatever stance. A group counts where it has a statement
    that reaches the dimension; of several, those with a zone; where their zones are not the same,
    none; else all, put together. A group may itself hold what its group holds.
18. `last_value`: "the last value that was live, where what replaced it has none": only where the
    party now gives no value in words; asks, offers and `agrees` in words; what replaced it is live,
    directly or by a chain, and without a value (a `rejects` has one). The latest; of one day asks
    before offers, then by its writing.

Figures

19. `figures_of`: "the mean over the pairs of zones, each pair counting the same".
20. `points`: "the greatest d(x, y) over an ask of each": over the ends of a stretch and the
    single options of a `choice`, so two asks for "any of p, q" are 1 apart in `asks`, 0 in gap.
    Of a zone without asks and offers (14) it is the zone.
21. `may_hold`: "values that the two sides do not reject": options on `graded` and `choice`; on
    `number` what is left of the range, single places too, since "a bound that a sign leaves out is
    not itself rejected". Every live `rejects` counts, disputed or with `unless`.
22. `offer_only`: "a side has offers and no ask": values, over all zones of the side, an `off-agenda`
    with `today` and an `agrees` being asks; of a conduct-only side its own asks and offers.
23. `would_be_gap`: "the gap that it would have if it asked for what holds `today`": each of its zones
    drawn out to it, the mean over the pairs, one side at a time; where it rejects `today`, as if there
    were none, since "a first answer within what a party may hold never widens `possible`" (A5).
    "the end of the scale further … that it does not reject": the furthest place that it does not
    reject (E4), by the mean distance from the zones of the other; none where it rejects all. On a
    `choice`, the option that it does not reject which makes the gap greatest. Where the other side
    has no zone: the greatest over the values that it may hold, since "a first answer … never widens `possible`".
24. `deeds_gap`: "the gap that its deeds give in place of its words": of all its deeds, in each
    reading; of each side that acts otherwise, at once. Of a row: the mean with it in place of the
    gap, where a known cell has one.
25. `red_line`: any ask of a zone that has something in common with any live `rejects` of the other, in
    words or deeds, with or without `unless`; an `off-agenda` asks for `today`. "< 60" asks for what is
    just below 60, and rejects all below it: "a bound that a sign leaves out is not itself …".
26. `agreed`: "both sides hold an `agrees`": every zone of both sides holds the value of one of each (C3).
27. `makers`: "statements that make its zones": those that give a value to one, also an inner one.
28. `outlet`: "its `via`, else its card's `outlet`": white space at the ends is none. The names of a
    text in several languages are one outlet, and so are texts that have a name in common.
29. `row_origins`: "the smaller count of the two sides, over the known cells of the row": of each
    side the different origins over all known cells together, then the smaller; 0 without any.
30. `row_marks`: "On a row over several cells": a row of one cell has the marks of the cell, known or
    not. "told once, on the issue's own row": there `disputed` stands for what either says on the
    whole issue too, and these statements are named there.
31. `summed`: `least` "on a row where any known cell is one": of a row of one cell as well.
32. `row_part`: "part = w·gap / Σ_known w": null where nothing in the row is known; `open` never.
33. `issue_weights`: "for a pair of which one side declares none on an issue shown, the declared
    weights stand": for all issues of that pair; of many parties likewise, with the mean of all.
    "share" as declared, also where `issues` names one dimension of an issue alone. `questions`: 1 for
    every dimension shown, whatever else is declared.
34. `level`, `printed`: "half up, from their six decimals": both times away from 0.
35. `changed`: "only over cells that are known on both days by the same kind": each side's kind, where
    rejections are words. `newly`: known now and not then, of whatever kind.
36. `most`: "at most n²/4 over n(n−1)/2": n²/4 without its fraction, or three would have 3/4; n are
    those with a zone. On a `choice`, the pairs of n dealt evenly over its options (A7). Of a sum, the
    mean over the questions that have a spread.

The rest

37. `speaking_parties`: every party with a statement, said on or before the day, on any issue, replaced or
    live; and every one for which such a party speaks, directly or through others.
38. `row_statements`: "all live ones of both sides' positions and those that dispute them": over all
    cells of the row, known or not; the disputing ones live, of any party and issue.
39. `narrowed`: "a statement left with none is gone, and what it alone replaced stands again": gone
    also as a link of a chain, save that what it replaced, whoever replaces it replaces (2).
40. `trusted`: "a card or an outlet": the id of the card, or any name of the outlet (28) of the piece.
41. `assumed`: "takes the place of the party's live `asks` and `off-agenda` there", and `agrees`: of
    those in words, on the dimension itself. It has no evidence, so it is no origin, and where a side
    has nothing else none of the three marks of evidence stands: they speak of evidence.
42. `weakest`: "the source without which the fewest figures are left", counted in issues; a card, with
    all that stands in it; of several the first, null where no loss takes an issue.
43. `matrix`: no issue, no rows and no totals.

Left out: tables, and what a ledger made from one alone leaves out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import yaml

ZERO = Fraction(0)
ONE = Fraction(1)
FIGURES = ("gap", "asks", "bridge", "low", "high")
EVIDENCE_MARKS = {"single-source", "unnamed", "told-by-others"}
HELD = ("asks", "accepts", "agrees")
STATUSES = ["stated", "conduct-only", "words-only", "rejects-only", "off-agenda", "silent", "unknown"]

Stretch = tuple[Fraction, Fraction]
Value = Stretch | frozenset[str]
Point = Fraction | str
Raw = str | list[str]
Key = tuple[str, str]
"""The id of a statement, and the party of the copy."""
Answered = dict[str, set[str]]


# --- the file ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class Statement:
    """What one party holds; `value` is placed on the scale of the dimension.

    `past` is where a sign leaves out its own bound: the place of the bound, and on which side of it
    the statement is, -1 below and 1 above.
    """

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
    raw: Raw | None = None
    past: tuple[Fraction, int] | None = None
    evidence: list[dict[str, str]] = field(default_factory=list)
    assumed: bool = False

    @property
    def key(self) -> Key:
        return self.id, self.party


@dataclass(frozen=True, eq=False)
class Ledger:
    """The file as read; `replaced` is what each statement of it replaces, also of those left out since."""

    as_of: date
    parties: dict[str, dict[str, Any]]
    issues: list[Issue]
    statements: list[Statement]
    sources: list[str]
    replaced: dict[Key, frozenset[Key]]


def day_of(said: str) -> date:
    """Decision 1: the day a date of a statement counts from."""
    before = said.lstrip().startswith("<")
    parts = [int(part) for part in said.strip("< ").split("-")]
    first = date(*[*parts, 1, 1][:3])
    return first - timedelta(days=1) if before else first


def bound_of(asked: str) -> date:
    """Decision 1: the day a bound stands for."""
    parts = [int(part) for part in asked.strip("< ").split("-")]
    if "<" in asked or len(parts) == 3:
        return day_of(asked)
    year, month = [*parts, 12][:2]
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


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


def sign_and_number(piece: str) -> tuple[str, str]:
    """The sign of a number, if any, and the number."""
    match = re.fullmatch(r"\s*([<>]?=?)\s*(-?\d+(?:\.\d+)?)\s*", piece)
    assert match, piece
    return match[1], match[2]


def placed(raw: Raw | None, dimension: Dimension, *, rejects: bool = False) -> Value | None:
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
        sign, number = sign_and_number(piece)
        places.append(number_place(number, dimension.ends))
        if sign and rejects:
            end = (min if sign[0] == "<" else max)(dimension.ends)
            places.append(number_place(str(end), dimension.ends))
    return min(places), max(places)


def left_out(raw: Raw | None, dimension: Dimension) -> tuple[Fraction, int] | None:
    """The bound that a sign leaves out, and on which side of it the value is."""
    if dimension.scale != "number" or not isinstance(raw, str):
        return None
    sign, number = sign_and_number(raw)
    if sign not in ("<", ">"):
        return None
    upwards = dimension.ends[0] < dimension.ends[1]
    return number_place(number, dimension.ends), 1 if (sign == ">") == upwards else -1


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
    return replace(dimension, today=placed(raw.get("today"), dimension))


def read_issue(name: str, raw: dict[str, Any]) -> Issue:
    """One issue of the file."""
    dimensions = raw["dimensions"]
    return Issue(
        name=name,
        headline=raw.get("headline", "true") != "false",
        weight=Fraction(raw.get("weight", "1")),
        dimensions=[read_dimension(name, key, one, len(dimensions)) for key, one in dimensions.items()],
    )


def copies(
    item: dict[str, Any], dimension: Dimension | None, outlets: Callable[..., frozenset[str]]
) -> list[Statement]:
    """Decision 6: a statement of the file, one of each of its parties."""
    parties = item["party"] if isinstance(item["party"], list) else [item["party"]]
    raw = item.get("value") if dimension is not None else None
    one = Statement(
        id=item["id"],
        party="",
        about=item["about"],
        stance=item["stance"],
        value=placed(raw, dimension, rejects=item["stance"] == "rejects") if dimension else None,
        words=item.get("basis", "words") == "words",
        has_if=bool(item.get("if")),
        day=day_of(item["said"]),
        replaces=frozenset(item.get("replaces", [])),
        disputes=frozenset(item.get("disputes", [])),
        beside=frozenset(item.get("beside", [])),
        raw=raw,
        past=left_out(raw, dimension) if dimension else None,
        evidence=[piece | {"outlet": outlets(piece)} for piece in item.get("evidence", [])],
    )
    return [replace(one, party=party) for party in parties]


def plain(text: str) -> str:
    """Decision 28: a name without regard to case, form and white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def names_of(text: str | dict[str, str]) -> frozenset[str]:
    """The names of a text, in one language or in several."""
    return frozenset(map(plain, text.values() if isinstance(text, dict) else [text]))


def joined(texts: Iterable[str | dict[str, str]]) -> list[frozenset[str]]:
    """Decision 28: the outlets that some texts name, each as all of its names."""
    outlets: list[frozenset[str]] = []
    for text in texts:
        names = names_of(text)
        alike = [each for each in outlets if each & names]
        outlets = [each for each in outlets if not each & names] + [names.union(*alike)]
    return outlets


def replaced_by(one: Statement, everyone: list[Statement]) -> frozenset[Key]:
    """Decisions 3 and 6: what a statement replaces by itself, by name or by date."""
    own = [other for other in everyone if other.party == one.party]
    named = {other.key for other in own if other.id in one.replaces}
    if one.stance == "agrees":
        named |= {other.key for other in own if other.about == one.about and other.day < one.day}
    return frozenset(named)


def load(text: str) -> Any:
    """YAML, with every scalar as text."""
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@cache
def read(source: str) -> Ledger:
    """A ledger from the path of a file, or from its text (which has more than one line)."""
    text = source if "\n" in source else Path(source).read_text(encoding="utf-8")
    raw = load(text)
    issues = [read_issue(name, one) for name, one in raw["issues"].items()]
    by_about = {dimension.about: dimension for issue in issues for dimension in issue.dimensions}
    cards = read_cards(raw["sources"], source)

    items = raw.get("statements") or []
    pieces = [piece for item in items for piece in item.get("evidence", [])]
    outlets = joined([card["outlet"] for card in cards.values()] + [p["via"] for p in pieces if "via" in p])

    def outlet(piece: dict[str, Any]) -> frozenset[str]:
        """Decision 28: the outlet of a piece of evidence, by all of its names."""
        names = names_of(piece.get("via") or cards[piece["source"]]["outlet"])
        return next(each for each in outlets if names <= each)

    statements = [one for item in items for one in copies(item, by_about.get(item["about"]), outlet)]
    return Ledger(
        as_of=bound_of(raw["as_of"]),
        parties=raw["parties"],
        issues=issues,
        statements=statements,
        sources=list(cards),
        replaced={one.key: replaced_by(one, statements) for one in statements},
    )


def read_cards(raw: dict[str, Any] | str, path: str) -> dict[str, Any]:
    """The source cards by id: of the file, or the files of a folder."""
    if isinstance(raw, dict):
        return raw
    found = sorted(card for card in (Path(path).parent / raw).glob("*.yaml") if not card.name.startswith("."))
    return {card.stem: load(card.read_text(encoding="utf-8")) for card in found}


# --- what is left of it --------------------------------------------------------------------------


def narrowed(ledger: Ledger, trusted: Callable[[dict[str, str]], bool]) -> Ledger:
    """Decision 39: the ledger with the evidence that is trusted."""
    left = []
    for one in ledger.statements:
        evidence = [piece for piece in one.evidence if trusted(piece)]
        if evidence:
            left.append(one if evidence == one.evidence else replace(one, evidence=evidence))
    return replace(ledger, statements=left)


def assumed(ledger: Ledger, day: date, text: str) -> Ledger:
    """Decision 41: the ledger where a party asks for something on the day."""
    match = re.fullmatch(r"(.+?):(.+?)=(.+)", text)
    assert match, text
    party, about, written = match.groups()
    dimension = next(one for issue in ledger.issues for one in issue.dimensions if one.about == about)
    pieces = re.split(r"\.\.|\|", written)
    raw = pieces if len(pieces) > 1 else written
    taken = frozenset(
        one.key
        for one in live_on(ledger, day)
        if one.party == party and one.about == about and one.stance in ("asks", "agrees", "off-agenda") and one.words
    )
    none: frozenset[str] = frozenset()
    it = Statement(text, party, about, "asks", placed(raw, dimension), True, False, day, none, none, none)
    it = replace(it, raw=raw, past=left_out(raw, dimension), assumed=True)
    return replace(ledger, statements=[*ledger.statements, it], replaced=ledger.replaced | {it.key: taken})


# --- which statements count ----------------------------------------------------------------------


def chain(ledger: Ledger, key: Key) -> set[Key]:
    """Decision 2: all that a statement replaces, with whatever those replaced."""
    gone: set[Key] = set()
    todo = list(ledger.replaced[key])
    while todo:
        current = todo.pop()
        if current not in gone:
            gone.add(current)
            todo.extend(ledger.replaced[current])
    return gone


def replaced_on(ledger: Ledger, day: date) -> set[Key]:
    """What a statement said by the day replaces."""
    return set[Key]().union(*(chain(ledger, one.key) for one in ledger.statements if one.day <= day))


def live_on(ledger: Ledger, day: date) -> list[Statement]:
    """The statements that are live on a day."""
    gone = replaced_on(ledger, day)
    return [one for one in ledger.statements if one.day <= day and one.key not in gone]


def meet(x: Value, y: Value) -> bool:
    """Whether two values have something in common; places are closed."""
    if isinstance(x, frozenset):
        assert isinstance(y, frozenset)
        return bool(x & y)
    assert isinstance(y, tuple)
    return max(x[0], y[0]) <= min(x[1], y[1])


def undeclared(x: Statement, y: Statement) -> bool:
    """Decision 5: two asks without a value in common that do not say how they relate."""
    if x.party != y.party or x.about != y.about or x.words != y.words:
        return False
    if x.id == y.id or not {x.stance, y.stance} <= {"asks", "agrees"}:
        return False
    if x.value is None or y.value is None or meet(x.value, y.value):
        return False
    return not (y.id in x.beside or x.id in y.beside)


def dispute(x: Statement, y: Statement) -> bool:
    """Decision 4: whether two live statements dispute each other."""
    return y.id in x.disputes or x.id in y.disputes or undeclared(x, y)


def disputing(live: list[Statement], own: list[Statement]) -> list[Statement]:
    """The live statements that dispute any of some."""
    ids, named = {one.id for one in own}, {id for one in own for id in one.disputes}
    places = {(one.party, one.about) for one in own}

    def is_told(other: Statement) -> bool:
        declared = other.id in named or not ids.isdisjoint(other.disputes)
        return declared or ((other.party, other.about) in places and any(undeclared(one, other) for one in own))

    return [other for other in live if is_told(other)]


def own_statements(live: list[Statement], party: str, dimension: Dimension) -> list[Statement]:
    """Decision 7: the statements of a position."""

    def reaches(one: Statement) -> bool:
        on_issue = one.about == dimension.issue and one.stance in ("off-agenda", "silent")
        return one.about == dimension.about or on_issue

    return [one for one in live if one.party == party and reaches(one)]


def elsewhere(live: list[Statement], own: list[Statement]) -> list[Statement]:
    """Decision 9: the live statements that are not of a position, nor copies of its own."""
    ids = {one.id for one in own}
    return [one for one in live if one.id not in ids]


# --- positions -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Zone:
    """What one reading of a position makes, or several that make the same."""

    hull: Value
    asks: list[Value]
    offers: list[Value]
    conditional: bool
    makers: list[Statement]


@dataclass(frozen=True, eq=False)
class Position:
    """What a party holds on a dimension; `deeds` are the zones that its conduct makes."""

    dimension: Dimension
    statements: list[Statement]
    zones: list[Zone]
    deeds: list[Zone]
    status: str
    off_agenda: bool
    acts_otherwise: bool
    last: Raw | None = None
    through_group: bool = False

    @property
    def asks(self) -> list[Value]:
        return [value for zone in self.zones for value in zone.asks]

    @property
    def offers(self) -> list[Value]:
        return [value for zone in self.zones for value in zone.offers]

    @property
    def hulls(self) -> list[Value]:
        return [zone.hull for zone in self.zones]

    @property
    def rejections(self) -> list[Statement]:
        return rejections(self.statements)

    @property
    def makers(self) -> list[Statement]:
        return [one for zone in self.zones for one in zone.makers]

    @property
    def kind(self) -> str:
        return "deeds" if self.status == "conduct-only" else "words"


@dataclass(frozen=True, eq=False)
class Moment:
    """A ledger on a day."""

    ledger: Ledger
    day: date
    live: list[Statement]


def moment(ledger: Ledger, day: date) -> Moment:
    """The ledger on a day, with what is live then."""
    return Moment(ledger, day, live_on(ledger, day))


def readings(own: Iterable[Statement], against: Iterable[Statement]) -> list[list[Statement]]:
    """Decision 8: what is left of a position when one side of a dispute is taken as wrong."""
    doubted = [one for one in own if any(dispute(one, other) for other in own)]
    inside = [[each for each in own if not dispute(one, each)] for one in doubted] or [[*own]]
    left = list(inside)
    for one in against:
        left += [[each for each in reading if not dispute(each, one)] for reading in inside]
    return left


def counted_off_agenda(reading: list[Statement], dimension: Dimension, *, words: bool) -> list[Statement]:
    """Decision 10: the refusals to discuss that ask for what holds today."""
    spoken = any(one.stance in HELD and one.words and one.about == dimension.about for one in reading)
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


def valued(statements: Iterable[Statement], *stances: str, words: bool) -> list[Statement]:
    """The statements of some stances and one basis that have a value."""
    return [one for one in statements if one.stance in stances and one.words == words and one.value is not None]


def values_of(statements: Iterable[Statement]) -> list[Value]:
    """The values of statements that have one."""
    return [one.value for one in statements if one.value is not None]


def is_conditional(asks: list[Value], offers: list[Statement]) -> bool:
    """Decision 13: whether the zone is smaller, or none, without the offers that have an `if`."""
    firm = values_of(one for one in offers if not (one.has_if and one.stance == "accepts"))
    return hull(asks + firm) != hull(asks + values_of(offers))


def made_zone(reading: list[Statement], dimension: Dimension, *, words: bool) -> Zone | None:
    """The zone that the words, or the deeds, of one reading make."""
    asking = valued(reading, "asks", "agrees", words=words)
    refusing = counted_off_agenda(reading, dimension, words=words) if dimension.today is not None else []
    offering = valued(reading, "accepts", "agrees", words=words)
    asks = values_of(asking)
    if refusing and dimension.today is not None:
        asks.append(dimension.today)
    offers = values_of(offering)
    whole = hull(asks + offers)
    if whole is None:
        return None
    agreed = {one.key for one in asking}
    makers = asking + refusing + [one for one in offering if one.key not in agreed]
    return Zone(whole, asks, offers, is_conditional(asks, offering), makers)


def rejections(statements: Iterable[Statement]) -> list[Statement]:
    """The statements that rule something out."""
    return [one for one in statements if one.stance == "rejects" and one.value is not None]


def rejected(no: Statement, point: Point) -> bool:
    """Whether a statement rules out a place or an option; not the bound that its sign leaves out."""
    if isinstance(no.value, frozenset):
        return point in no.value
    assert no.value is not None and isinstance(point, Fraction)
    return no.value[0] <= point <= no.value[1] and not (no.past and no.past[0] == point)


def answers(dimension: Dimension) -> list[Value]:
    """The options of a scale, as values."""
    if dimension.scale == "choice":
        return [frozenset([option]) for option in dimension.places]
    return [(place, place) for place in dimension.places.values()]


def left_by_rejections(reading: list[Statement], dimension: Dimension) -> Zone | None:
    """Decision 14: the one answer that is not rejected."""
    if dimension.scale == "number":
        return None
    nos = rejections(reading)
    rest = [value for value in answers(dimension) if not any(rejected(no, *set(value)) for no in nos)]
    return Zone(rest[0], [], [], False, nos) if nos and len(rest) == 1 else None


def merged(made: Iterable[Zone | None]) -> list[Zone]:
    """Decision 12: the zones of readings, equal ones once."""
    zones: dict[Value, Zone] = {}
    for zone in made:
        if zone is None:
            continue
        old = zones.get(zone.hull, Zone(zone.hull, [], [], False, []))
        more = [one for one in zone.makers if one.key not in {each.key for each in old.makers}]
        zones[zone.hull] = Zone(
            zone.hull,
            old.asks + zone.asks,
            old.offers + zone.offers,
            old.conditional or zone.conditional,
            old.makers + more,
        )
    return list(zones.values())


def made_zones(kept: list[list[Statement]], dimension: Dimension) -> tuple[list[Zone], str]:
    """Decision 11: the zones of all readings, and what makes them."""
    for kind, words in (("stated", True), ("conduct-only", False)):
        zones = merged(made_zone(reading, dimension, words=words) for reading in kept)
        if zones:
            return zones, kind
    return merged(left_by_rejections(reading, dimension) for reading in kept), "rejects-only"


def acts_otherwise(own: list[Statement], zones: list[Zone], dimension: Dimension) -> bool:
    """Decision 16: whether a deed lies outside every zone of words."""
    done = values_of(valued(own, *HELD, words=False))
    if dimension.today is not None and counted_off_agenda(own, dimension, words=False):
        done.append(dimension.today)
    return any(not any(meet(value, zone.hull) for zone in zones) for value in done)


def status_of(own: list[Statement], zones: list[Zone], kind: str) -> str:
    """Decision 15: the first status that applies."""
    stances = {one.stance for one in own}
    if zones:
        return kind
    if stances & set(HELD):
        return "words-only"
    if "rejects" in stances:
        return "rejects-only"
    if "off-agenda" in stances:
        return "off-agenda"
    return "silent" if "silent" in stances else "unknown"


def last_value(now: Moment, party: str, dimension: Dimension) -> Raw | None:
    """Decision 18: the last value that was live, where what replaced it has none."""
    own = own_statements(now.live, party, dimension)
    if valued(own, *HELD, words=True):
        return None
    without = [one for one in now.live if one.party == party and one.value is None]
    gone = set[Key]().union(*(chain(now.ledger, one.key) for one in without))
    on_it = [one for one in now.ledger.statements if one.about == dimension.about and one.key in gone]
    had = [one for one in valued(on_it, *HELD, words=True) if one.day <= now.day]
    if not had:
        return None
    latest = [one for one in had if one.day == max(each.day for each in had)]
    return min(latest, key=lambda one: (one.stance == "accepts", str(one.raw))).raw


def position(live: list[Statement], party: str, dimension: Dimension) -> Position:
    """The position that a party has by what it says itself."""
    own = own_statements(live, party, dimension)
    against = disputing(elsewhere(live, own), own)
    return read_position(tuple(own), tuple(against), dimension)


@cache
def read_position(own: tuple[Statement, ...], against: tuple[Statement, ...], dimension: Dimension) -> Position:
    """The position of some statements that others, elsewhere, dispute."""
    kept = readings(own, against)
    zones, kind = made_zones(kept, dimension)
    of_words = bool(zones) and kind == "stated"
    bases = (True,) if of_words else (True, False)
    return Position(
        dimension=dimension,
        statements=[*own],
        zones=zones,
        deeds=merged(made_zone(reading, dimension, words=False) for reading in kept),
        status=status_of(own, zones, kind),
        off_agenda=any(counted_off_agenda(reading, dimension, words=words) for reading in kept for words in bases),
        acts_otherwise=of_words and acts_otherwise(own, zones, dimension),
    )


def speaks(now: Moment, party: str, dimension: Dimension) -> bool:
    """Whether a party has any live statement on the dimension or on its issue as a whole."""
    return any(one.party == party and one.about in (dimension.about, dimension.issue) for one in now.live)


def put_together(found: list[Position]) -> Position:
    """Decision 17: the position of several groups that hold the same."""
    statements = {one.key: one for each in found for one in each.statements}
    return Position(
        dimension=found[0].dimension,
        statements=list(statements.values()),
        zones=merged(zone for each in found for zone in each.zones),
        deeds=merged(zone for each in found for zone in each.deeds),
        status=min((each.status for each in found), key=STATUSES.index),
        off_agenda=any(each.off_agenda for each in found),
        acts_otherwise=any(each.acts_otherwise for each in found),
        last=min((each.last for each in found if each.last is not None), key=str, default=None),
        through_group=True,
    )


def held_through(now: Moment, party: str, dimension: Dimension, seen: frozenset[str]) -> Position | None:
    """Decision 17: the position of the groups that speak for a party."""
    groups = [name for name, raw in now.ledger.parties.items() if party in raw.get("speaks_for", [])]
    found = [held(now, group, dimension, seen | {party}) for group in groups if group not in seen]
    found = [one for one in found if one.statements]
    found = [one for one in found if one.zones] or found
    if len({frozenset(one.hulls) for one in found}) != 1:
        return None
    return put_together(found)


def held(now: Moment, party: str, dimension: Dimension, seen: frozenset[str] = frozenset()) -> Position:
    """The position of a party on a dimension, of its own or through a group."""
    own = position(now.live, party, dimension)
    through_group = None if speaks(now, party, dimension) else held_through(now, party, dimension, seen)
    if through_group is not None:
        return through_group
    last = last_value(now, party, dimension)
    return own if last is None else replace(own, last=last)


# --- distances -----------------------------------------------------------------------------------


def points(value: Value) -> list[Point]:
    """Decision 20: the points among which the furthest one of a value is, each once."""
    return list(dict.fromkeys(value))


def apart(x: Point, y: Point) -> Fraction:
    """The distance d of two points."""
    if isinstance(x, str) or isinstance(y, str):
        return ZERO if x == y else ONE
    return abs(x - y)


def greatest(xs: Iterable[Value], ys: Iterable[Value]) -> Fraction:
    """The greatest d over a point of each."""
    return max(apart(p, q) for x, y in product(list(xs), list(ys)) for p in points(x) for q in points(y))


def least(xs: Iterable[Value], ys: Iterable[Value]) -> Fraction:
    """The least d over a point of each."""
    return min(
        ZERO if meet(x, y) else min(apart(p, q) for p in points(x) for q in points(y))
        for x, y in product(list(xs), list(ys))
    )


def wasserstein(x: Stretch, y: Stretch) -> Fraction:
    """The area between the quantiles of two uniform distributions: both are straight lines.

    Their difference is one too; where it crosses 0, there are two triangles.
    """
    u, v = y[0] - x[0], y[1] - x[1]
    if u * v >= 0:
        return (abs(u) + abs(v)) / 2
    crossing = u / (u - v)
    return abs(u) * crossing / 2 + abs(v) * (1 - crossing) / 2


def variation(x: frozenset[str], y: frozenset[str]) -> Fraction:
    """The total variation of two uniform distributions over options."""
    shared = [min(Fraction(1, len(x)), Fraction(1, len(y))) for _ in x & y]
    return ONE - sum(shared, ZERO)


def zone_gap(x: Value, y: Value) -> Fraction:
    """The Wasserstein-1 distance under d of two zones, each uniform over itself."""
    if isinstance(x, frozenset):
        assert isinstance(y, frozenset)
        return variation(x, y)
    assert isinstance(y, tuple)
    return wasserstein(x, y)


def average(figures: Iterable[Fraction]) -> Fraction:
    """The mean, each counting the same."""
    them = list(figures)
    return sum(them, ZERO) / len(them)


def mean_gap(xs: Iterable[Value], ys: Iterable[Value]) -> Fraction:
    """The mean gap over the pairs of zones."""
    return average(zone_gap(x, y) for x, y in product(list(xs), list(ys)))


def started(zone: Zone) -> list[Value]:
    """Decision 20: the asks of a zone; of one without asks, its offers; else itself."""
    return zone.asks or zone.offers or [zone.hull]


# --- what an answer could be ---------------------------------------------------------------------


def not_rejected(side: Position) -> list[Value]:
    """Decision 21: the values that a side does not reject."""
    nos = side.rejections
    if side.dimension.scale != "number":
        return [value for value in answers(side.dimension) if not any(rejected(no, *set(value)) for no in nos)]
    cuts = {ZERO, ONE}.union(*(no.value for no in nos if isinstance(no.value, tuple)))
    cuts.update(no.past[0] for no in nos if no.past)
    steps = sorted(cuts)
    places: list[Value] = [(place, place) for place in steps if not any(rejected(no, place) for no in nos)]
    between: list[Value] = [
        (low, high) for low, high in pairwise(steps) if not any(rejected(no, (low + high) / 2) for no in nos)
    ]
    return places + between


def may_hold(side: Position) -> list[Value]:
    """What a side may hold: its zones, else what it does not reject, else all."""
    if side.zones:
        return side.hulls
    everything: list[Value] = [(ZERO, ONE)] if side.dimension.scale == "number" else answers(side.dimension)
    return not_rejected(side) or everything


def offer_only(side: Position) -> bool:
    """Decision 22: offers and no ask."""
    return bool(side.offers) and not side.asks


def might_ask(side: Position, other: list[Value]) -> list[Value]:
    """Decision 23: what a side that only offers might ask for: what holds today, or the furthest place."""
    today = side.dimension.today
    if today is not None and not any(rejected(no, point) for no in side.rejections for point in points(today)):
        return [today]
    if side.dimension.scale == "choice":
        return not_rejected(side)
    ends = {end for value in not_rejected(side) for end in value if isinstance(end, Fraction)}
    far = {end: mean_gap([(end, end)], other) for end in ends}
    return [(end, end) for end in ends if far[end] == max(far.values())]


def would_be_gap(side: Position, other: list[Value]) -> Fraction:
    """Decision 23: the greatest gap that a side might have with an ask beside its offers."""
    gaps = [ZERO]
    for ask in might_ask(side, other):
        drawn_out = [hull([zone, ask]) for zone in side.hulls]
        gaps.append(mean_gap(dict.fromkeys(zone for zone in drawn_out if zone is not None), other))
    return max(gaps)


def at_least(side: Position, other: Position) -> Fraction:
    """Decision 23: what `hi` is at least, seen from a side."""
    if not offer_only(side):
        return ZERO
    if other.zones:
        return would_be_gap(side, other.hulls)
    singles: list[Value] = [
        frozenset([point]) if isinstance(point, str) else (point, point)
        for value in may_hold(other)
        for point in points(value)
    ]
    return max(would_be_gap(side, [single]) for single in singles)


def possible_of(a: Position, b: Position) -> tuple[Fraction, Fraction]:
    """The bounds of what an answer could turn out to be."""
    if a.zones and b.zones:
        gaps = [zone_gap(x, y) for x, y in product(a.hulls, b.hulls)]
        low, high = min(gaps), max(gaps)
    else:
        low, high = least(may_hold(a), may_hold(b)), greatest(may_hold(a), may_hold(b))
    return low, max(high, at_least(a, b), at_least(b, a))


# --- cells ---------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Cell:
    """Two positions on one dimension, and their figures."""

    a: Position
    b: Position
    figures: dict[str, Fraction] | None
    deeds: Fraction | None
    possible: tuple[Fraction, Fraction]
    marks: set[str]
    statements: set[str]

    @property
    def least(self) -> bool:
        """Gap and asks are lower bounds."""
        return self.figures is not None and (offer_only(self.a) or offer_only(self.b))

    @property
    def kind(self) -> tuple[str, str]:
        """Decision 35: whether each side is known by words or by deeds."""
        return self.a.kind, self.b.kind


def origins(side: Position) -> set[str]:
    """The independent outlets that the statements rest on that make its zones."""
    return {piece["outlet"] for one in side.makers for piece in one.evidence}


def touches(ask: Statement, no: Statement) -> bool:
    """Decision 25: whether what is asked for has something in common with what is rejected."""
    assert ask.value is not None and no.value is not None
    if isinstance(ask.value, frozenset) or isinstance(no.value, frozenset):
        return meet(ask.value, no.value)
    low, high = no.value
    if ask.past is not None:
        place, side = ask.past
        return low < place <= high if side < 0 else low <= place < high
    first, last = max(ask.value[0], low), min(ask.value[1], high)
    return first < last or (first == last and rejected(no, first))


def red_line(one: Position, other: Position) -> bool:
    """Decision 25: whether one side asks for what the other rejects."""
    today = one.dimension.today
    asking = [each for each in one.makers if each.stance in ("asks", "agrees")]
    asking += [replace(each, value=today) for each in one.makers if each.stance == "off-agenda"]
    return any(touches(ask, no) for ask in asking for no in other.rejections)


def lacks(side: Position, key: str, *good: str) -> bool:
    """Decision 41: a side with zones none of whose evidence is one of the good ones."""
    pieces = [piece for one in side.makers for piece in one.evidence]
    return bool(pieces) and not any(piece.get(key) in good for piece in pieces)


def inside(x: Value, y: Value) -> bool:
    """Whether all of a value is in another."""
    if isinstance(x, frozenset):
        return isinstance(y, frozenset) and x <= y
    assert isinstance(y, tuple)
    return y[0] <= x[0] and x[1] <= y[1]


def agreed(a: Position, b: Position) -> bool:
    """Decision 26: the zones of both sides hold what each of them agrees to."""

    def holds(one: Statement) -> bool:
        value = one.value
        return one.stance == "agrees" and value is not None and all(inside(value, each) for each in a.hulls + b.hulls)

    return bool(a.zones and b.zones) and all(any(map(holds, side.statements)) for side in (a, b))


def cell_marks(a: Position, b: Position, *, disputed: bool) -> set[str]:
    """The marks of a cell, known or not."""
    sides = (a, b)
    stand = {
        "disputed": disputed,
        "conditional": any(zone.conditional for side in sides for zone in side.zones),
        "off-agenda": any(side.off_agenda for side in sides),
        "offer-only": any(offer_only(side) for side in sides),
        "agreed": agreed(a, b),
        "conduct-only": any(side.status == "conduct-only" for side in sides),
        "acts-otherwise": any(side.acts_otherwise for side in sides),
        "red-line": red_line(a, b) or red_line(b, a),
        "through-group": any(side.through_group for side in sides),
        "single-source": any(len(origins(side)) == 1 for side in sides),
        "unnamed": any(lacks(side, "attribution", "named", "document") for side in sides),
        "told-by-others": any(lacks(side, "teller", "own") for side in sides),
        "assumed": any(one.assumed for side in sides for one in side.statements),
    }
    return {mark for mark, stands in stand.items() if stands}


def figures_of(a: Position, b: Position) -> dict[str, Fraction] | None:
    """The figures of a cell, the means over the pairs of zones; null where a side has none."""
    if not (a.zones and b.zones):
        return None
    pairs = list(product(a.zones, b.zones))
    gaps = [zone_gap(x.hull, y.hull) for x, y in pairs]
    return {
        "gap": average(gaps),
        "asks": average(greatest(started(x), started(y)) for x, y in pairs),
        "bridge": average(least([x.hull], [y.hull]) for x, y in pairs),
        "low": min(gaps),
        "high": max(gaps),
    }


def deeds_gap(a: Position, b: Position) -> Fraction | None:
    """Decision 24: the gap that deeds give in place of words, where a side acts otherwise."""
    if not (a.acts_otherwise or b.acts_otherwise):
        return None
    sides = [side.deeds if side.acts_otherwise else side.zones for side in (a, b)]
    if not all(sides):
        return None
    x, y = ([zone.hull for zone in zones] for zones in sides)
    return mean_gap(x, y)


def cell(live: list[Statement], a: Position, b: Position) -> Cell:
    """Two positions, compared."""
    return compare(a, b, frozenset(one.id for one in disputing(live, [*a.statements, *b.statements])))


@cache
def compare(a: Position, b: Position, against: frozenset[str]) -> Cell:
    """Two positions, compared, and what disputes their statements."""
    return Cell(
        a=a,
        b=b,
        figures=figures_of(a, b),
        deeds=deeds_gap(a, b),
        possible=possible_of(a, b),
        marks=cell_marks(a, b, disputed=bool(against)),
        statements={one.id for one in (*a.statements, *b.statements)} | against,
    )


# --- sums ----------------------------------------------------------------------------------------


def salience_of(ledger: Ledger, names: Iterable[str], issue: str) -> list[Fraction] | None:
    """What the parties declare on an issue; null where one declares none."""
    said = [ledger.parties[party].get("salience", {}).get(issue) for party in names]
    return None if None in said else [Fraction(one["value"]) for one in said]


def issue_weights(
    ledger: Ledger, shown: list[tuple[Issue, list[Dimension]]], names: Iterable[str], weights: str
) -> dict[str, Fraction]:
    """Decision 33: w of every dimension shown, for a pair or for several parties."""
    said = {issue.name: salience_of(ledger, names, issue.name) for issue, _ in shown}
    if weights == "salience" and not all(said.values()):
        weights = "declared"
    if weights == "questions":
        return {one.about: ONE for _, dimensions in shown for one in dimensions}
    result = {}
    for issue, dimensions in shown:
        weight = ONE if weights == "even" else issue.weight
        if weights == "salience":
            weight = average(said[issue.name] or [])
        for one in dimensions:
            share = one.even_share if weights == "even" else one.share
            result[one.about] = weight * share / 100
    return result


def mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The weighted mean; null of nothing."""
    if len(pairs) < 2:
        return pairs[0][1] if pairs else None
    return sum((w * x for w, x in pairs), ZERO) / sum((w for w, _ in pairs), ZERO)


def half_up(figure: Fraction, digits: int) -> Fraction:
    """Decision 34: a figure rounded as a hand would."""
    scale = 10**digits
    size = Fraction(int(abs(figure) * scale + Fraction(1, 2)), scale)
    return size if figure >= 0 else -size


def printed(figure: Fraction) -> str:
    """A figure with two decimals, from its six."""
    hundredths = int(half_up(half_up(figure, 6), 2) * 100)
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def level(gap: Fraction | None) -> str | None:
    """Decision 34: the word for a gap."""
    if gap is None:
        return None
    shown = Fraction(printed(gap))
    for word, below in (("same", 10), ("near", 35), ("apart", 65), ("far", 90)):
        if shown < Fraction(below, 100):
            return word
    return "opposite"


def known(cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells that have a gap."""
    return {about: one for about, one in cells.items() if one.figures is not None}


def deeds_of(cells: dict[str, Cell], w: dict[str, Fraction]) -> Fraction | None:
    """Decision 24: the mean by deeds, where a known cell has one."""
    have = known(cells)
    if all(one.deeds is None for one in have.values()):
        return None
    return mean(
        [
            (w[about], one.figures["gap"] if one.deeds is None else one.deeds)  # type: ignore[index]
            for about, one in have.items()
        ]
    )


def summed(cells: dict[str, Cell], w: dict[str, Fraction]) -> dict[str, Any]:
    """The figures of a sum over cells of one pair."""
    have = [(w[about], one.figures) for about, one in cells.items() if one.figures is not None]
    every = sum((w[about] for about in cells), ZERO)
    agreement = mean([(weight, ONE - each["gap"]) for weight, each in have])
    return {
        **{name: mean([(weight, each[name]) for weight, each in have]) for name in FIGURES},
        "agreement": agreement,
        "possible": [mean([(w[about], one.possible[end]) for about, one in cells.items()]) for end in (0, 1)],
        "coverage": sum((weight for weight, _ in have), ZERO) / every,
        "least": any(one.least for one in cells.values()),
        "deeds": deeds_of(cells, w),
    }


def row_marks(cells: dict[str, Cell]) -> set[str]:
    """Decision 30: the marks of a row."""
    everyone = set[str]().union(*(one.marks for one in cells.values()))
    if len(cells) == 1:
        return everyone
    of_known = [one.marks for one in known(cells).values()]
    evidence = EVIDENCE_MARKS.intersection(*of_known) if of_known else set()
    return (everyone - EVIDENCE_MARKS) | evidence


def told_on_issue(live: list[Statement], pair: tuple[str, str], issue: str) -> tuple[set[str], bool]:
    """Decision 30: what two parties say on an issue as a whole, with what disputes it, and whether any does."""
    own = [one for one in live if one.party in pair and one.about == issue]
    against = {one.id for one in disputing(live, own)}
    return {one.id for one in own} | against, bool(against)


def row_origins(cells: dict[str, Cell]) -> int:
    """Decision 29: the smaller count of the two sides over the known cells."""
    have = known(cells).values()
    side_a = set[str]().union(*(origins(one.a) for one in have))
    side_b = set[str]().union(*(origins(one.b) for one in have))
    return min(len(side_a), len(side_b))


def row_part(cells: dict[str, Cell], w: dict[str, Fraction], known_w: Fraction) -> Fraction | None:
    """Decision 32: what the row adds to the gap of the total."""
    have = [(w[about], one.figures) for about, one in cells.items() if one.figures is not None]
    return sum((weight / known_w * each["gap"] for weight, each in have), ZERO) if have else None


def says_on(cells: dict[str, Cell], w: dict[str, Fraction]) -> str:
    """The question that the words of a row are of: of those that make its figure, else of all, the largest."""
    return max(known(cells) or cells, key=lambda about: w[about]).partition(".")[2]


def row(
    issue: str,
    dimension: str | None,
    pair: tuple[str, str],
    cells: dict[str, Cell],
    every: dict[str, Cell],
    w: dict[str, Fraction],
    live: list[Statement],
) -> dict[str, Any]:
    """One row, over some of the cells of a pair."""
    figures = summed(cells, w)
    all_w = sum((w[about] for about in every), ZERO)
    known_w = sum((w[about] for about in known(every)), ZERO)
    single = next(iter(cells.values())) if dimension is not None else None
    told, disputed = told_on_issue(live, pair, issue) if single is None else (set[str](), False)
    return {
        "issue": issue,
        "dimension": dimension,
        "a": pair[0],
        "b": pair[1],
        "a_status": single.a.status if single else None,
        "b_status": single.b.status if single else None,
        "says_on": says_on(cells, w),
        "a_last": single.a.last if single else None,
        "b_last": single.b.last if single else None,
        **figures,
        "level": level(figures["gap"]),
        "weight": sum((w[about] for about in cells), ZERO) / all_w,
        "part": row_part(cells, w, known_w),
        "open": sum(
            (w[about] / all_w * (one.possible[1] - one.possible[0]) for about, one in cells.items()),
            ZERO,
        ),
        "origins": row_origins(cells),
        "marks": sorted(row_marks(cells) | ({"disputed"} if disputed else set())),
        "statements": sorted(told.union(*(one.statements for one in cells.values()))),
    }


# --- many parties --------------------------------------------------------------------------------

Pairs = dict[tuple[str, str], Fraction]


def gaps_on(cells: dict[tuple[str, str], dict[str, Cell]], about: str) -> Pairs:
    """The known gaps of all pairs on a question."""
    return {pair: of[about].figures["gap"] for pair, of in known_pairs(cells, about).items()}  # type: ignore[index]


def known_pairs(cells: dict[tuple[str, str], dict[str, Cell]], about: str) -> dict[tuple[str, str], dict[str, Cell]]:
    """The pairs that have a gap on a question."""
    return {pair: of for pair, of in cells.items() if of[about].figures is not None}


def most(gaps: Pairs, dimension: Dimension) -> Fraction:
    """Decision 36: the spread where the parties split into two camps at the poles, or over all options."""
    count = len({party for pair in gaps for party in pair})
    every = Fraction(count * (count - 1), 2)
    if dimension.scale != "choice":
        return Fraction(count**2 // 4) / every
    options = len(dimension.places)
    camps = [len(range(first, count, options)) for first in range(options)]
    return ONE - sum(Fraction(camp * (camp - 1), 2) for camp in camps) / every


def distance_on(gaps: Pairs, party: str) -> Fraction | None:
    """The mean of a party's gaps to the others that are known."""
    own = [gap for pair, gap in gaps.items() if party in pair]
    return average(own) if own else None


def spread_of(
    cells: dict[tuple[str, str], dict[str, Cell]],
    names: list[str],
    questions: list[Dimension],
    w: dict[str, Fraction],
) -> dict[str, Any]:
    """Spread, most, coverage and each party's distance, over some questions."""
    gaps = {one.about: gaps_on(cells, one.about) for one in questions}
    mosts = [(w[one.about], most(gaps[one.about], one)) for one in questions if gaps[one.about]]

    def over(figure: Callable[[Pairs], Fraction | None]) -> Fraction | None:
        figures = [(w[about], figure(gaps[about])) for about in gaps]
        return mean([(weight, one) for weight, one in figures if one is not None])

    return {
        "spread": over(lambda of: average(of.values()) if of else None),
        "most": mean(mosts),
        "coverage": over(lambda of: Fraction(len(of), len(cells))) if cells else None,
        "distances": {party: over(lambda of, party=party: distance_on(of, party)) for party in names},
    }


# --- the whole -----------------------------------------------------------------------------------


def speaking_parties(ledger: Ledger, day: date) -> list[str]:
    """Decision 37: every party with a statement, or with a group that has one."""
    speakers = {one.party for one in ledger.statements if one.day <= day}

    def is_heard(party: str, seen: frozenset[str] = frozenset()) -> bool:
        groups = [name for name, raw in ledger.parties.items() if party in raw.get("speaks_for", [])]
        return party in speakers or any(is_heard(group, seen | {party}) for group in groups if group not in seen)

    return [party for party in ledger.parties if is_heard(party)]


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
    now: Moment, names: list[str], shown: list[tuple[Issue, list[Dimension]]]
) -> dict[tuple[str, str], dict[str, Cell]]:
    """The cells of every pair, by dimension."""
    chosen = [one for _, dimensions in shown for one in dimensions]
    sides = {(party, one.about): held(now, party, one) for party in names for one in chosen}
    return {
        (a, b): {one.about: cell(now.live, sides[a, one.about], sides[b, one.about]) for one in chosen}
        for a, b in combinations(names, 2)
    }


def changed(now: dict[str, Cell], then: dict[str, Cell] | None, w: dict[str, Fraction]) -> dict[str, Any]:
    """Decision 35: the change of the gap since another day."""
    if then is None:
        return {"change": None, "newly": None}
    both = [about for about in known(now) if about in known(then) and now[about].kind == then[about].kind]
    gaps = [
        mean([(w[about], of[about].figures["gap"]) for about in both])  # type: ignore[index]
        for of in (now, then)
    ]
    change = None if gaps[0] is None or gaps[1] is None else gaps[0] - gaps[1]
    return {"change": change, "newly": len([about for about in known(now) if about not in known(then)])}


def stands_elsewhere(source: str) -> Callable[[dict[str, str]], bool]:
    """Whether a piece of evidence is left when a source is lost."""
    return lambda piece: piece["source"] != source


def answered(now: Moment, names: list[str], shown: list[tuple[Issue, list[Dimension]]]) -> Answered:
    """The dimensions on which each party has a zone."""
    chosen = [one for _, dimensions in shown for one in dimensions]
    return {party: {one.about for one in chosen if held(now, party, one).zones} for party in names}


def weakest(a: str, b: str, now: Answered, lost: dict[str, Answered]) -> dict[str, Any] | None:
    """Decision 42: the source whose loss leaves the fewest issues with a figure."""

    def issues(has: Answered) -> int:
        return len({about.split(".")[0] for about in has[a] & has[b]})

    source = min(lost, key=lambda card: issues(lost[card]), default=None)
    if source is None or issues(lost[source]) >= issues(now):
        return None
    return {"source": source, "issues": issues(lost[source])}


def trusted(
    piece: dict[str, Any], *, on_record: bool, own_words: bool, only: Iterable[str], without: Iterable[str]
) -> bool:
    """Decision 40: whether a piece of evidence passes the lenses."""

    def named(names: Iterable[str]) -> bool:
        return any(name == piece["source"] or plain(name) in piece["outlet"] for name in names)

    return (
        not (on_record and piece["attribution"] not in ("named", "document"))
        and not (own_words and piece["teller"] != "own")
        and not (only and not named(only))
        and not named(without)
    )


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
    asked = {"on_record": on_record, "own_words": own_words, "only": list(only), "without": list(without)}
    ledger = narrowed(ledger, lambda piece: trusted(piece, **asked))  # type: ignore[arg-type]
    for text in assume:
        ledger = assumed(ledger, day, text)
    return ledger


def as_floats(data: Any) -> Any:
    """The same with floats in place of fractions."""
    if isinstance(data, dict):
        return {key: as_floats(one) for key, one in data.items()}
    if isinstance(data, list):
        return [as_floats(one) for one in data]
    return float(data) if isinstance(data, Fraction) else data


def exact_matrix(
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
    """The rows, the totals, and the spread of each issue, question and of all; figures are fractions."""
    whole = read(source)
    day = bound_of(as_of) if as_of else whole.as_of
    ledger = through(whole, day, **lenses)
    names = shown_parties(ledger, day, list(parties), by_party=by_party)
    shown = shown_issues(ledger, list(issues))
    if not shown:
        return {"rows": [], "totals": [], "spread": []}
    pairs = list(combinations(names, 2))
    w = {pair: issue_weights(ledger, shown, pair, weights) for pair in pairs}
    today = moment(ledger, day)
    cells = compared(today, names, shown)
    then = compared(moment(ledger, bound_of(since)), names, shown) if since else None
    lost = {
        card: answered(moment(through(narrowed(whole, stands_elsewhere(card)), day, **lenses), day), names, shown)
        for card in ledger.sources
    }
    all_w = issue_weights(ledger, shown, names, weights)
    rows, spreads = [], []
    for issue, chosen in shown:
        parts = [(None, chosen), *[(one.name, [one]) for one in chosen if dimensions]]
        for pair in pairs:
            for name, some in parts:
                of = {one.about: cells[pair][one.about] for one in some}
                was = then and {one.about: then[pair][one.about] for one in some}
                made = row(issue.name, name, pair, of, cells[pair], w[pair], today.live)
                rows.append(made | changed(of, was, w[pair]))
        for name, some in parts:
            spread = spread_of(cells, names, some, all_w)
            spreads.append({"issue": issue.name, "dimension": name} | spread)
    now = answered(today, names, shown)
    of_all = spread_of(cells, names, [one for _, chosen in shown for one in chosen], all_w)
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
    return {"rows": rows, "totals": totals, "spread": [*spreads, {"issue": None, "dimension": None} | of_all]}


def matrix(source: str, **asked: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows and totals of a ledger, given by its path or its text; and of more than one pair the spread."""
    told = exact_matrix(source, **asked)
    spread = told["spread"] if len(told["totals"]) > 1 else []
    return as_floats({"rows": told["rows"], "totals": told["totals"], "spread": spread})  # type: ignore[no-any-return]


def spreads(source: str, **asked: Any) -> list[dict[str, Any]]:
    """The spread of all parties shown, by issue and question, and last of all; and each party's distance."""
    return as_floats(exact_matrix(source, **asked)["spread"])  # type: ignore[no-any-return]
