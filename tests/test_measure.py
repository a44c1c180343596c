"""What must hold of the measure, whatever the statements: its properties, over every scale.

Scales are tried by themselves, cells and sums through ledgers of any statements with any links.
"""

from collections.abc import Callable
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, pairwise
from math import fsum
from random import Random
from typing import Any

import pytest
from conftest import Ran
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shares import share
from small_ledgers import Data, answers, choice, data, graded, ledger, number, say, told

from gapcli.files.find import shipped
from gapcli.files.load import load
from gapcli.ledger.scales import Choice, Graded, Number, Scale
from gapcli.measure.gaps import level
from gapcli.measure.positions import Positions

EXAMPLES = settings(max_examples=share(100), deadline=None, derandomize=True)


def holds(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A property that holds for all of them; tried on the same ones in every run."""
    return lambda test: EXAMPLES(given(*strategies)(test))


ROUNDED = 1e-6
"""What rounding to six decimals may put between two figures that are equal."""
FIGURES = ("gap", "asks", "bridge", "low", "high")

# --- scales ---------------------------------------------------------------------------------------


@st.composite
def lines(draw: st.DrawFn) -> tuple[Graded | Number, list[Any]]:
    """A scale with an order, and values that it has."""
    if draw(st.booleans()):
        inner = draw(st.lists(st.one_of(st.none(), st.integers(1, 99)), max_size=4))
        rising = iter(sorted({at for at in inner if at is not None}))
        given_places = [at if at is None else next(rising, None) for at in inner]
        names = [f"o{i}" for i in range(len(inner) + 2)]
        scale: Graded | Number = Graded(dict(zip(names, [None, *given_places, None], strict=True)), (), None, None)
        return scale, names
    ends = draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50)).filter(lambda e: e[0] != e[1]))
    halves = draw(st.sets(st.integers(2 * min(ends), 2 * max(ends)), max_size=4)) | {2 * end for end in ends}
    return Number({}, ends, "units", None), [f"{n / 2:g}" for n in sorted(halves)]


@st.composite
def line_zones(draw: st.DrawFn, count: int) -> tuple[Any, ...]:
    """A scale with an order, and zones on it: points and stretches."""
    scale, values = draw(lines())
    zones = []
    for _ in range(count):
        two = sorted((draw(st.integers(0, len(values) - 1)), draw(st.integers(0, len(values) - 1))))
        zones.append(scale.read(values[two[0]] if two[0] == two[1] else (values[two[0]], values[two[1]])))
    return (scale, *zones)


@st.composite
def choice_zones(draw: st.DrawFn, count: int) -> tuple[Any, ...]:
    """A scale without an order, and sets of its options."""
    names = [f"o{i}" for i in range(draw(st.integers(2, 5)))]
    some = st.sets(st.sampled_from(names), min_size=1)
    scale = Choice(dict.fromkeys(names), (), None, None)
    return (scale, *(scale.read(tuple(sorted(draw(some)))) for _ in range(count)))


def zones(count: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """A scale of any kind, and zones on it."""
    return line_zones(count) | choice_zones(count)


@holds(line_zones(2))
def test_the_closed_formula_is_the_integral(case: tuple[Any, ...]) -> None:
    """The closed formula equals the mean distance of the quantiles of the two zones, integrated on a grid."""
    scale, a, b = case
    steps = 4000
    middles = [(i + 0.5) / steps for i in range(steps)]
    integral = fsum(abs(a[0] + (a[1] - a[0]) * q - b[0] - (b[1] - b[0]) * q) for q in middles) / steps
    assert scale.apart(a, b) == pytest.approx(integral, abs=1e-6)


@holds(choice_zones(2))
def test_total_variation(case: tuple[Any, ...]) -> None:
    """On a choice the distance is 1 less what the two distributions share."""
    scale, a, b = case
    shared = fsum(min((o in a) / len(a), (o in b) / len(b)) for o in scale.options)
    assert scale.apart(a, b) == pytest.approx(1 - shared)


@holds(zones(3))
def test_distance_of_zones(case: tuple[Any, ...]) -> None:
    """The distance is symmetric, 0 to itself and only there, in [0, 1], and no way round is shorter."""
    scale, a, b, c = case
    assert 0 <= scale.apart(a, b) == scale.apart(b, a) <= 1
    assert (scale.apart(a, b) == 0) == (a == b)
    assert scale.apart(a, c) <= scale.apart(a, b) + scale.apart(b, c) + 1e-12
    assert scale.least(a, b) <= scale.apart(a, b) + 1e-12
    assert scale.apart(a, b) <= scale.greatest(a, b) + 1e-12
    assert scale.least(a, b) == scale.least(b, a)
    assert scale.greatest(a, b) == scale.greatest(b, a)


@holds(zones(6), st.integers(1, 5))
def test_the_bounds_of_several_zones(case: tuple[Any, ...], count: int) -> None:
    """The least and the greatest distance of two sides are those of all pairs of their zones."""
    scale, *zones = case
    some, others = zones[:count], zones[count:]
    least, greatest = scale.bound(some, others)
    assert least == min(scale.least(a, b) for a in some for b in others)
    assert greatest == max(scale.greatest(a, b) for a in some for b in others)


@holds(line_zones(2))
def test_apart_by_the_middles(case: tuple[Any, ...]) -> None:
    """Zones that do not meet are apart by the distance of their middles; the nearest and furthest points are ends."""
    scale, a, b = case
    ends = [abs(x - y) for x in a for y in b]
    assert scale.greatest(a, b) == max(ends)
    assert scale.least(a, b) == (0 if scale.meet(a, b) else min(ends))
    if not scale.meet(a, b):
        assert scale.apart(a, b) == pytest.approx(abs(sum(a) - sum(b)) / 2)


@holds(zones(2))
def test_distance_of_points(case: tuple[Any, ...]) -> None:
    """For two points it is d: the distance of their places, or on a choice 0 or 1."""
    scale, a, b = case
    x, y = (zone if isinstance(zone, frozenset) else (zone[0], zone[0]) for zone in (a, b))
    if isinstance(x, frozenset):
        x, y = frozenset([min(x)]), frozenset([min(y)])
        assert scale.apart(x, y) == scale.least(x, y) == scale.greatest(x, y) == (x != y)
    else:
        assert scale.apart(x, y) == scale.least(x, y) == scale.greatest(x, y) == abs(x[0] - y[0])


@holds(lines(), st.data())
def test_places(case: tuple[Graded | Number, list[str]], data: st.DataObject) -> None:
    """Places rise from 0 to 1 in the order of the scale, each option or number has one, and values are not moved."""
    scale, values = case
    places = [scale.read(v)[0] for v in values]
    assert all(0 <= p <= 1 for p in places)
    downwards = isinstance(scale, Number) and scale.ends[0] > scale.ends[1]
    assert places == sorted(set(places), reverse=downwards)
    if isinstance(scale, Number):
        x = data.draw(st.sampled_from(values))
        for sign in ("<", "<=", ">", ">="):
            assert scale.read(f"{sign} {x}") == scale.read(x)
            end = (min if sign[0] == "<" else max)(scale.ends)
            assert set(scale.read(f"{sign} {x}", True)) == {scale.find_place(float(x)), scale.find_place(end)}
    else:
        assert (places[0], places[-1]) == (0, 1)


@holds(zones(2))
def test_what_is_left(case: tuple[Any, ...]) -> None:
    """What a side may hold is no part of what it rejects."""
    scale, a, b = case
    raws = [_written(scale, zone) for zone in (a, b)]
    left = scale.left(raws)
    if isinstance(scale, Number):
        cuts = sorted({0.0, 1.0, *a, *b})
        for middle in [*((x + y) / 2 for x, y in pairwise(cuts)), *cuts]:
            free = not any(r[0] <= middle <= r[1] for r in (a, b))
            assert any(low < middle < high or low == middle == high for low, high in left) == free
    else:
        assert left == [x for x in scale.left([]) if not any(scale.meet(x, r) for r in (a, b))]


def _written(scale: Any, zone: Any) -> Any:
    """A value of the file that has a zone."""
    if isinstance(scale, Choice):
        return tuple(zone)
    if isinstance(scale, Graded):
        return tuple(next(o for o, place in scale.places.items() if place == end) for end in zone)
    low, high = scale.ends
    return tuple(f"{number:g}" for number in sorted(round(low + end * (high - low), 9) for end in zone))


# --- ledgers of any statements --------------------------------------------------------------------

PARTIES = ("a", "b", "c")
DAYS = ("2026-02-01", "2026-02-02", "2026-02-03")


@st.composite
def questions(draw: st.DrawFn) -> Data:
    """A question on any scale, with or without what holds today."""
    kind = draw(st.sampled_from(["graded", "graded", "number", "choice"]))
    if kind == "number":
        ends = draw(st.sampled_from([("0", "8"), ("60", "0"), ("-4", "4")]))
        made, values = number(*ends), [*ends]
    elif kind == "choice":
        values = [f"c{i}" for i in range(draw(st.integers(2, 4)))]
        made = choice(*values)
    else:
        values = [f"g{i}" for i in range(draw(st.integers(2, 5)))]
        at = draw(st.sampled_from(["", "", "@20", "@85"]))
        made = graded(*(v + at if i == 1 and len(values) > 2 else v for i, v in enumerate(values)))
    if draw(st.booleans()):
        made["today"] = draw(st.sampled_from(values))
    return made


def points(question: Data) -> list[str]:
    """The single values of a question, in the order of the scale; of a number nine of them."""
    if question["scale"] != "number":
        return list(question["options"])
    low, high = (float(end) for end in question["range"])
    return [f"{low + (high - low) * i / 8:g}" for i in range(9)]


@st.composite
def values(draw: st.DrawFn, question: Data) -> Any:
    """A value that a question has: a point, mostly; a stretch, a bound, some options."""
    names = points(question)
    one = draw(st.sampled_from(names))
    how = draw(st.integers(0, 9))
    if how < 7:
        return one
    other = draw(st.sampled_from(names))
    if question["scale"] == "number":
        if how == 7:
            return draw(st.sampled_from(["< ", ">= "])) + one
        return one if one == other else sorted((one, other), key=float)
    return one if one == other else sorted((one, other), key=names.index)


@st.composite
def statements(draw: st.DrawFn, issues: dict[str, dict[str, Data]], id: str, of: str | None = None) -> Data:
    """A statement of any party and stance, on a question or on a whole issue."""
    issue = draw(st.sampled_from(sorted(issues)))
    name = draw(st.sampled_from(sorted(issues[issue])))
    stances = ["asks", "asks", "asks", "accepts", "accepts", "accepts", "agrees", "rejects", "off-agenda", "silent"]
    stance = draw(st.sampled_from(stances))
    whole = stance not in ("rejects", "agrees") and draw(st.integers(0, 9)) < (
        4 if stance in ("off-agenda", "silent") else 1
    )
    value = None
    if not whole and (stance in ("rejects", "agrees") or (stance in ("asks", "accepts") and draw(st.integers(0, 9)))):
        value = draw(values(issues[issue][name]))
    more: Data = {"said": draw(st.sampled_from(DAYS))}
    if stance in ("asks", "accepts") and draw(st.booleans()):
        more["if"] = ["It rains."]
    if stance not in ("silent", "agrees") and not draw(st.integers(0, 7)):
        more["basis"] = "conduct"
    evidence = told(
        draw(st.sampled_from(["daily", "weekly"])),
        draw(st.sampled_from(["named", "unnamed"])),
        draw(st.sampled_from(["own", "counterpart"])),
    )
    party = of or draw(st.sampled_from(PARTIES))
    about = issue if whole else f"{issue}.{name}"
    return say(party, about, stance, value, id=id, evidence=[evidence], **more)


def link(how: int, one: Data, other: Data, disputes: bool) -> None:
    """Join two statements, or not, as the number says."""
    near = one["party"] == other["party"] and one["about"] == other["about"]
    if near and how < 2 and other["said"] <= one["said"]:
        one.setdefault("replaces", []).append(other["id"])
    elif near and one["stance"] == other["stance"] == "asks" and (how < 5 or not disputes):
        other.setdefault("beside", []).append(one["id"])
    elif disputes and how < (6 if near else 1):
        (one, other)[how % 2].setdefault("disputes", []).append((other, one)[how % 2]["id"])


@st.composite
def ledgers(draw: st.DrawFn, disputes: bool = True, issues: int = 2) -> Data:
    """A ledger of three parties, with any links between its statements; asks may lack the one they need."""
    names = [f"i{i}" for i in range(draw(st.integers(1, issues)))]
    asked = {name: {f"q{i}": draw(questions()) for i in range(draw(st.integers(1, 2)))} for name in names}
    said = [draw(statements(asked, f"s{i}")) for i in range(draw(st.integers(1, 9)))]
    for one, other in combinations(said, 2):
        link(draw(st.integers(0, 9)), one, other, disputes)
    made = data(asked, said, parties={name: {"name": name, "role": "principal"} for name in PARTIES})
    for name in names:
        made["issues"][name]["weight"] = draw(st.sampled_from([1, 1, 2, 0.3]))
        dimensions = list(made["issues"][name]["dimensions"].values())
        if len(dimensions) == 2 and draw(st.booleans()):
            dimensions[0]["share"], dimensions[1]["share"] = 70, 30
    return made


def figured(of: Data, **query: Any) -> Data:
    """What the matrix answers; a missing link between two asks is no mistake here."""
    return answers(ledger(of, mistakes=True), **query)


def by_name(rows: list[Data]) -> dict[tuple[Any, ...], Data]:
    """Rows by issue, dimension and pair, whoever of the pair is declared first."""
    return {(row.get("issue"), row.get("dimension"), frozenset((row["a"], row["b"]))): row for row in rows}


def numbers(row: Data) -> list[Any]:
    """All figures of a row or a total."""
    return [row[key] for key in (*FIGURES, "coverage")] + row["possible"] + [row.get("part"), row.get("open")]


def same(row: Data, other: Data, close: float = 0.0) -> bool:
    """Whether all figures of two rows are the same."""
    return all(
        x == y if x is None or y is None else abs(x - y) <= close
        for x, y in zip(numbers(row), numbers(other), strict=True)
    )


def cells(of: Data) -> list[Data]:
    """The rows of single dimensions."""
    return [row for row in figured(of)["rows"] if row["dimension"]]


# --- of cells and of every sum --------------------------------------------------------------------


@holds(ledgers())
def test_the_order_of_the_figures(of: Data) -> None:
    """Of cells and sums 0 ≤ low ≤ gap ≤ high ≤ 1, bridge ≤ gap, bridge ≤ asks, lo ≤ hi.

    Where all is known, lo ≤ gap ≤ hi; possible is [low, high] there, but where a side only offers.
    """
    answer = figured(of)
    for row in (*answer["rows"], *answer["totals"]):
        low, high = row["possible"]
        assert 0 <= low <= high <= 1
        assert 0 <= row["coverage"] <= 1
        if row["gap"] is not None:
            assert 0 <= row["low"] <= row["gap"] <= row["high"] <= 1
            assert 0 <= row["bridge"] <= row["asks"] <= 1
            assert row["bridge"] <= row["gap"]
        if row["coverage"] == 1:
            assert low <= row["gap"] <= high
            assert row["least"] or row["possible"] == [row["low"], row["high"]]


@holds(ledgers())
def test_the_parts_add_up(of: Data) -> None:
    """The parts add up to the gap and the open parts to the width of possible, by issue and by dimension."""
    answer = figured(of)
    for total in answer["totals"]:
        mine = [row for row in answer["rows"] if (row["a"], row["b"]) == (total["a"], total["b"])]
        for rows in ([r for r in mine if not r["dimension"]], [r for r in mine if r["dimension"]]):
            close = ROUNDED * (len(rows) + 1)
            parts = [row["part"] for row in rows if row["part"] is not None]
            assert bool(parts) == (total["gap"] is not None)
            assert sum(parts) == pytest.approx(total["gap"] or 0, abs=close)
            width = total["possible"][1] - total["possible"][0]
            assert sum(row["open"] for row in rows) == pytest.approx(width, abs=close)
            assert sum(row["weight"] for row in rows) == pytest.approx(1, abs=close)


@holds(ledgers())
def test_unknown_is_null_and_enters_no_mean(of: Data) -> None:
    """Where nothing is known all figures are null; where something is, they are those of the known alone."""
    answer = figured(of)
    for total in answer["totals"]:
        pair = {"parties": (total["a"], total["b"])}
        mine = [row for row in answer["rows"] if (row["a"], row["b"]) == (total["a"], total["b"])]
        known = [f"{row['issue']}.{row['dimension']}" for row in mine if row["dimension"] and row["gap"] is not None]
        assert total["known"] == len(known)
        assert (total["coverage"] == 0) == (not known)
        if known:
            alone = figured(of, issues=tuple(known), **pair)["totals"][0]
            assert [alone[key] for key in FIGURES] == pytest.approx([total[key] for key in FIGURES], abs=ROUNDED)
            assert alone["coverage"] == 1
        else:
            assert [total[key] for key in FIGURES] == [None] * 5
        for row in mine:
            assert (row["gap"] is None) == (row["coverage"] == 0) == (row["level"] is None) == (row["part"] is None)
            assert row["gap"] is None or row["level"] == level(row["gap"])


# --- of a cell ------------------------------------------------------------------------------------


def turned_parties(of: Data) -> Data:
    """The same ledger, its parties declared the other way round."""
    return {**of, "parties": dict(reversed(of["parties"].items()))}


@holds(ledgers())
def test_symmetric(of: Data) -> None:
    """Whoever is declared first, the figures and the marks are the same."""
    turned = by_name(figured(turned_parties(of))["rows"])
    for name, row in by_name(figured(of)["rows"]).items():
        other = turned[name]
        assert (row["a"], row["b"], row["a_status"]) == (other["b"], other["a"], other["b_status"])
        assert numbers(row) == numbers(other)
        assert (row["marks"], row["origins"]) == (other["marks"], other["origins"])


@holds(ledgers(disputes=False))
def test_a_party_and_its_like_are_not_apart(of: Data) -> None:
    """Where nothing is disputed, a party that says the same as another is 0 apart from it."""
    twin = deepcopy(of)
    mine = [s for s in of["statements"] if s["party"] == "a"]
    twin["statements"] = mine + [twin_of(s, "b") for s in mine]
    for row in cells(twin):
        if {row["a"], row["b"]} == {"a", "b"} and row["gap"] is not None:
            assert [row[key] for key in ("gap", "bridge", "low", "high")] == [0] * 4


def twin_of(s: Data, party: str) -> Data:
    """A statement as another party would make it, with its links among its own."""
    links = {key: [f"{id}-{party}" for id in s[key]] for key in ("replaces", "beside", "disputes") if key in s}
    return {**s, "id": f"{s['id']}-{party}", "party": party, **links}


@holds(ledgers(disputes=False, issues=1))
def test_no_way_round_is_shorter(of: Data) -> None:
    """Where nothing is disputed, the gaps of three parties obey the triangle inequality."""
    rows = by_name(cells(of))
    for dimension in of["issues"]["i0"]["dimensions"]:
        gaps = [rows["i0", dimension, frozenset(pair)]["gap"] for pair in (("a", "b"), ("b", "c"), ("a", "c"))]
        if None not in gaps:
            assert 2 * max(gaps) <= sum(gaps) + 2 * ROUNDED


@holds(questions(), st.data())
def test_points_are_apart_by_their_distance(question: Data, data_: st.DataObject) -> None:
    """Two single asks are d apart: the distance of their places, or on a choice 0 or 1."""
    names = points(question)
    i, j = (data_.draw(st.integers(0, len(names) - 1)) for _ in range(2))
    row = cells(data({"x": {"q": question}}, [say("a", "x.q", "asks", names[i]), say("b", "x.q", "asks", names[j])]))[0]
    if question["scale"] == "graded":
        scale = Graded(
            {name: o.get("at") and float(o["at"]) for name, o in question["options"].items()}, (), None, None
        )
        d = abs(scale.places[names[i]] - scale.places[names[j]])
    else:
        d = abs(i - j) / 8 if question["scale"] == "number" else float(i != j)
    assert [row[key] for key in FIGURES] == pytest.approx([d] * 5, abs=ROUNDED)


@holds(questions(), st.data())
def test_two_sides_reported_at_both_poles(question: Data, data_: st.DataObject) -> None:
    """Two sides each reported at both poles, where one report is wrong, are half apart and not 0."""
    ends = (points(question)[0], points(question)[-1])
    said = []
    for party in ("a", "b"):
        first = say(party, "x.q", "asks", ends[0])
        said += [first, say(party, "x.q", "asks", ends[1], disputes=[first["id"]])]
    row = cells(data({"x": {"q": question}}, data_.draw(st.permutations(said))))[0]
    assert [row[key] for key in FIGURES] == [0.5, 0.5, 0.5, 0, 1]


@st.composite
def facing(draw: st.DrawFn) -> Data:
    """A question on a scale with an order, and two parties that stand apart on it, by whatever statements."""
    question = draw(questions().filter(lambda q: q["scale"] != "choice" and len(points(q)) > 3))
    names = points(question)
    near = draw(st.integers(1, len(names) - 2))
    far = draw(st.integers(near + 1, len(names) - 1))
    parts = [names[:near], names[far:]]
    if draw(st.booleans()):
        parts.reverse()
    asked, said = {"i0": {"q0": question}}, []
    for party, part in zip("ab", parts):
        said.append(say(party, "i0.q0", draw(st.sampled_from(["asks", "accepts"])), draw(st.sampled_from(part))))
        for i in range(draw(st.integers(0, 3))):
            one = draw(statements(asked, f"{party}{i}", party))
            if "value" in one and one["stance"] != "rejects":
                one["value"] = draw(st.sampled_from(part))
            said.append(one)
    for one, other in combinations(said, 2):
        link(draw(st.integers(0, 9)), one, other, True)
    return data(asked, said, parties={name: {"name": name, "role": "principal"} for name in PARTIES})


@holds(facing(), st.data())
def test_an_offer_towards_the_other_lowers_the_gap(of: Data, data_: st.DataObject) -> None:
    """An offer beyond all of one's own zones towards the other, short of all of its, lowers the gap."""
    read = ledger(of, mistakes=True)
    dimension = read.dimension("i0.q0")
    positions = Positions(read, read.as_of.day)
    mine, theirs = ([z.hull for z in positions.find(party, dimension).zones] for party in ("a", "b"))
    question = of["issues"]["i0"]["dimensions"][dimension.id]
    between = [p for p in points(question) if _between(dimension.measure, p, mine, theirs)]
    assume(between)
    point = data_.draw(st.sampled_from(between))
    said = say("a", dimension.about, "accepts", point, id="more", said=DAYS[-1])
    before, after = (next(r for r in cells(one) if r["b"] == "b") for one in (of, with_more(of, said)))
    assert after["gap"] < before["gap"]


def _between(scale: Scale[Any], point: str, mine: list[Any], theirs: list[Any]) -> bool:
    """Whether a point lies beyond all of one side's zones towards the other, and short of all of its."""
    at = scale.read(point)[0]
    if not (mine and theirs):
        return False
    rising = max(z[1] for z in mine) < at < min(z[0] for z in theirs)
    falling = max(z[1] for z in theirs) < at < min(z[0] for z in mine)
    return rising or falling


def with_more(of: Data, *said: Data) -> Data:
    """The ledger with more statements, in front."""
    return {**of, "statements": [*said, *of["statements"]]}


@holds(ledgers(), st.data())
def test_an_offer_called_an_ask_changes_no_gap(of: Data, data_: st.DataObject) -> None:
    """Calling an offer an ask, beside the other asks, changes neither gap nor bridge."""
    offers = [s for s in of["statements"] if s["stance"] == "accepts"]
    assume(offers)
    offer = data_.draw(st.sampled_from(offers))
    asks = [s["id"] for s in of["statements"] if s["stance"] == "asks" and s["party"] == offer["party"]]
    called = {**offer, "stance": "asks", "beside": asks}
    changed = {**of, "statements": [called if s is offer else s for s in of["statements"]]}
    after = by_name(figured(changed)["rows"])
    for name, row in by_name(figured(of)["rows"]).items():
        for key in ("gap", "bridge", "low", "high", "part"):
            assert after[name][key] == row[key], key


@holds(ledgers(), st.data())
def test_what_is_rejected_or_silent_moves_no_zone(of: Data, data_: st.DataObject) -> None:
    """A rejection or a silence more, by whomever, changes no figure that words or deeds make."""
    asked = {name: issue["dimensions"] for name, issue in of["issues"].items()}
    more = data_.draw(statements(asked, "more").filter(lambda s: s["stance"] in ("rejects", "silent")))
    after = by_name(figured(with_more(of, more))["rows"])
    for name, row in by_name(cells(of)).items():
        if row["gap"] is not None and "rejects-only" not in (row["a_status"], row["b_status"]):
            assert [after[name][key] for key in FIGURES] == [row[key] for key in FIGURES]


# --- what changes nothing -------------------------------------------------------------------------


def shuffled_keys(value: Any, rng: Random, kept: frozenset[str] = frozenset({"options"}), name: str = "") -> Any:
    """The same data with its keys in another order, save those of a scale's options."""
    if isinstance(value, dict):
        keys = list(value)
        if name not in kept:
            rng.shuffle(keys)
        return {key: shuffled_keys(value[key], rng, kept, key) for key in keys}
    return [shuffled_keys(one, rng, kept) for one in value] if isinstance(value, list) else value


@holds(ledgers(), st.integers(0, 2**32))
def test_the_order_of_the_file_changes_no_figure(of: Data, seed: int) -> None:
    """The order of statements, and of keys other than options, changes the order of the rows and nothing else."""
    rng = Random(seed)
    other = shuffled_keys({**of, "statements": rng.sample(of["statements"], len(of["statements"]))}, rng)
    first, second = figured(of), figured(other)
    for before, after in ((first["rows"], second["rows"]), (first["totals"], second["totals"])):
        moved = by_name(after)
        for name, row in by_name(before).items():
            now = moved[name]
            assert numbers(now) == numbers(row)
            for key in ("marks", "origins", "weight", "level", "issues", "known", "questions"):
                assert now.get(key) == row.get(key)
            assert set(now.get("statements", ())) == set(row.get("statements", ()))


@holds(ledgers(), st.data())
def test_a_report_repeated_changes_nothing(of: Data, data_: st.DataObject) -> None:
    """Repeating a live statement, with the links from and to it, changes no figure and no mark."""
    read = ledger(of, mistakes=True)
    live = [s.id for s in Positions(read, read.as_of.day).live]
    id = data_.draw(st.sampled_from(live))
    said = []
    for s in of["statements"]:
        links = {k: [*s[k], "again"] for k in ("replaces", "disputes", "beside") if id in s.get(k, ())}
        said += [{**s, **links}, *([{**s, "id": "again"}] if s["id"] == id else [])]
    after = figured({**of, "statements": said})["rows"]
    for row, now in zip(figured(of)["rows"], after, strict=True):
        assert numbers(now) == numbers(row)
        assert (now["marks"], now["origins"]) == (row["marks"], row["origins"])


@holds(ledgers())
def test_a_scale_turned_round_changes_no_figure(of: Data) -> None:
    """Turning every scale round changes no figure and no mark."""
    turned = deepcopy(of)
    for issue in turned["issues"].values():
        for question in issue["dimensions"].values():
            if "range" in question:
                question["range"].reverse()
            else:
                for option in question["options"].values():
                    if isinstance(option, dict) and "at" in option:
                        option["at"] = f"{100 - int(option['at'])}"
                question["options"] = dict(reversed(question["options"].items()))
    for s in turned["statements"]:
        question = turned["issues"][s["about"].split(".")[0]]["dimensions"].get(s["about"].partition(".")[2])
        if question and question["scale"] == "graded" and isinstance(s.get("value"), list):
            s["value"].reverse()
    for row, now in zip(figured(of)["rows"], figured(turned)["rows"], strict=True):
        assert same(row, now, close=2 * ROUNDED)
        assert (now["marks"], now["a_status"], now["b_status"]) == (row["marks"], row["a_status"], row["b_status"])


@holds(ledgers())
def test_other_ids_change_no_figure(of: Data) -> None:
    """Renaming parties, issues, dimensions, options, statements and sources changes no figure and no mark."""
    renamed = rename(of, lambda id: f"x{id[::-1]}")
    for row, now in zip(figured(of)["rows"], figured(renamed)["rows"], strict=True):
        assert numbers(now) == numbers(row)
        assert (now["marks"], now["origins"], len(now["statements"])) == (
            row["marks"],
            row["origins"],
            len(row["statements"]),
        )


def rename(of: Data, name: Callable[[str], str]) -> Data:
    """The same ledger with other ids."""

    def value(raw: Any, question: Data) -> Any:
        if raw is None or question["scale"] == "number":
            return raw
        return [name(one) for one in raw] if isinstance(raw, list) else name(raw)

    def question(of: Data) -> Data:
        named = {"options": {name(k): v for k, v in of["options"].items()}} if "options" in of else {}
        return {**of, **named, **({"today": value(of["today"], of)} if "today" in of else {})}

    def statement(s: Data) -> Data:
        issue, dot, dimension = s["about"].partition(".")
        asked = of["issues"][issue]["dimensions"].get(dimension, {"scale": "number"})
        links = {k: [name(id) for id in s[k]] for k in ("replaces", "disputes", "beside") if k in s}
        evidence = [{**e, "source": name(e["source"])} for e in s["evidence"]]
        about = f"{name(issue)}{dot}{dot and name(dimension)}"
        given_value = {"value": value(s["value"], asked)} if "value" in s else {}
        changed = {"id": name(s["id"]), "party": name(s["party"]), "about": about, "evidence": evidence}
        return {**s, **changed, **links, **given_value}

    return {
        **of,
        "sources": {name(k): v for k, v in of["sources"].items()},
        "parties": {name(k): v for k, v in of["parties"].items()},
        "issues": {
            name(k): {**v, "dimensions": {name(d): question(q) for d, q in v["dimensions"].items()}}
            for k, v in of["issues"].items()
        },
        "statements": [statement(s) for s in of["statements"]],
    }


# --- who changes what -----------------------------------------------------------------------------


@holds(ledgers())
def test_nobody_moves_another_pair(of: Data) -> None:
    """Without the statements of a third party, which disputes none of theirs, the figures of a pair are the same."""
    parties = {s["id"]: s["party"] for s in of["statements"]}
    for s in of["statements"]:
        links = [id for id in s.get("disputes", ()) if (parties[id] == "c") == (s["party"] == "c")]
        s.update({"disputes": links} if "disputes" in s else {})
    alone = {**of, "statements": [s for s in of["statements"] if s["party"] != "c"]}
    without = by_name(figured(without_links(alone))["rows"])
    for name, row in by_name(figured(of)["rows"]).items():
        if "c" not in name[2]:
            assert numbers(without[name]) == numbers(row)


def without_links(of: Data) -> Data:
    """The ledger without links to statements that it does not have."""
    ids = {s["id"] for s in of["statements"]}
    kinds = ("replaces", "disputes", "beside")
    said = [{k: [i for i in v if i in ids] if k in kinds else v for k, v in s.items()} for s in of["statements"]]
    return {**of, "statements": said}


@holds(ledgers(), st.data())
def test_what_a_row_does_not_name_does_not_matter_to_it(of: Data, data_: st.DataObject) -> None:
    """Leaving out evidence for a statement that a row does not name changes neither its figures nor its marks.

    Save where that statement alone keeps a report of somebody else from disputing one of the row's.
    """
    out = data_.draw(st.sampled_from(of["statements"]))
    marked = {**out, "evidence": [told("gone")]}
    given_up = {**of, "statements": [marked if s is out else s for s in of["statements"]]}
    given_up["sources"] = {**of["sources"], "gone": next(iter(of["sources"].values()))}
    before, after = figured(given_up)["rows"], figured(given_up, without=("gone",))["rows"]
    held_down = {id for id, _ in ledger(of, mistakes=True).replaced(((out["id"], out["party"]),))}
    pairs = [(s["id"], id) for s in of["statements"] for id in s.get("disputes", ())]
    disputed = {y for pair in pairs for x, y in (pair, pair[::-1]) if x in held_down}
    for row, now in zip(before, after, strict=True):
        if not ({out["id"]} | disputed) & set(row["statements"]):
            assert numbers(now)[:8] == numbers(row)[:8]
            assert (now["marks"], now["origins"], now["open"]) == (row["marks"], row["origins"], row["open"])


@holds(ledgers(), st.data())
def test_a_first_answer_never_widens_what_is_possible(of: Data, data_: st.DataObject) -> None:
    """An answer of a side that had none, within what it may hold, never widens what is possible, of cell or sum."""
    read = ledger(of, mistakes=True)
    positions = Positions(read, read.as_of.day)
    dimension = data_.draw(st.sampled_from([d for i in read.issues.values() for d in i.dimensions.values()]))
    position = positions.find("a", dimension)
    assume(not position.zones)
    scale, question = dimension.measure, of["issues"][dimension.issue]["dimensions"][dimension.id]
    may = [p for p in points(question) if not any(scale.clashes(p, no) for no in position.rejections)]
    assume(may)
    stance = data_.draw(st.sampled_from(["asks", "accepts"]))
    said = say("a", dimension.about, stance, data_.draw(st.sampled_from(may)), id="first", said=DAYS[-1])
    first, second = figured(of), figured(with_more(of, said))
    for before, after in ((first["rows"], second["rows"]), (first["totals"], second["totals"])):
        for row, now in zip(before, after, strict=True):
            assert row["possible"][0] <= now["possible"][0] + ROUNDED
            assert now["possible"][1] <= row["possible"][1] + ROUNDED


# --- the screen -----------------------------------------------------------------------------------


def by_hand(figure: float) -> str:
    """A figure of the JSON rounded half up to two decimals, as a hand would."""
    return str(Decimal(str(figure)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_every_figure_on_the_screen_is_that_of_the_json(run: Callable[..., Ran]) -> None:
    """The page of the principals prints, for each issue, the gap, asks, bridge and level that the JSON has."""
    loaded = load(shipped())
    assert loaded.ledger is not None
    answer = answers(loaded.ledger, parties=(), issues=(), dimensions=False)
    lines = run("matrix", "-f", shipped()).stdout.decode().partition("◆ gap")[0].splitlines()
    known = [row for row in answer["rows"] if row["gap"] is not None]
    assert known
    for row in answer["rows"]:
        name = str(loaded.ledger.issues[row["issue"]].name)
        (line,) = [line for line in lines if line.startswith(f"{name}  ")]
        if row["gap"] is None:
            assert "not known" in line
            assert not any(c.isdigit() for c in line)
        else:
            assert f"{by_hand(row['gap'])} {row['level']}" in line
            assert by_hand(row["asks"]) in line.split(row["level"])[1]
            assert by_hand(row["bridge"]) in line.split(row["level"])[1] or "no offer" in line
    (mean,) = [line for line in lines if line.startswith(f"Mean of {answer['totals'][0]['issues']} ")]
    assert by_hand(answer["totals"][0]["gap"]) in mean
