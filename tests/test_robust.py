"""Robustness: each case is what `matrix` says when that is left out or changed, and what flips is told."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from itertools import combinations
from math import fsum

import pytest
from conftest import Ran
from jsonschema import Draft202012Validator
from oracle_ledgers import random_data
from shares import some
from small_ledgers import Data, answers, choice, data, graded, ledger, number, say, told

from gapcli.files.find import shipped
from gapcli.files.load import load
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.robustness import DRAWS, LARGEST_MOVE, SEED
from gapcli.measure.view import narrow
from gapcli.reports.matrix import FigureRow
from gapcli.reports.report import fields
from gapcli.reports.robust import RobustReport, robust

SEEDS = some(range(25))
FIGURES = [f.key for f in fields(FigureRow)]
Key = tuple[str | None, ...]


SCHEMA = Draft202012Validator(RobustReport.schema())


def asked(of: Data | Ledger, *, dimensions: bool = False, valid: bool = True, **query: object) -> Data:
    """The JSON of `gapcli robust`; `valid`: whether its own schema is to accept it."""
    view = narrow(of if isinstance(of, Ledger) else ledger(of), Query(**query))  # type: ignore[arg-type]
    report = robust(view, dimensions=dimensions)
    made: Data = json.loads(json.dumps(report.data()))
    assert not valid or [e.json_path for e in SCHEMA.iter_errors(made)] == []
    return made


def cases(found: Data) -> dict[str | None, dict[Key, Data]]:
    """The rows by case, and in it by pair, issue and dimension."""
    made: dict[str | None, dict[Key, Data]] = {}
    for r in found["rows"]:
        made.setdefault(r["left_out"], {})[r["a"], r["b"], r["issue"], r["dimension"]] = r
    return made


def matrix(of: Data | Ledger, **query: object) -> dict[Key, Data]:
    """The figures of `matrix`, with its totals as rows without an issue."""
    found = answers(of, **query)
    totals = [{**t, "issue": None, "dimension": None, "level": None} for t in found["totals"]]
    return {(r["a"], r["b"], r["issue"], r["dimension"]): r for r in (*found["rows"], *totals)}


def figures(rows: dict[Key, Data]) -> dict[Key, Data]:
    """The figures alone."""
    return {key: {k: r[k] for k in FIGURES} for key, r in rows.items()}


def read(of: Data) -> Ledger:
    """Data as a ledger, with the mistakes that links into nothing are."""
    return ledger(of, mistakes=True)


@cache
def read_random(seed: int) -> Ledger:
    return read(random_data(seed))


def asked_by_pair(of: Ledger, *, dimensions: bool = True, **query: object) -> list[Data]:
    """The answers about some pairs of a ledger, each alone, on all its issues; the schema accepts the first."""
    pairs = list(combinations(of.parties, 2))[:: max(1, len(of.parties) - 2)]
    return [
        asked(of, dimensions=dimensions, valid=not i, parties=pair, issues=("all",), **query)
        for i, pair in enumerate(pairs)
    ]


def join_cases(found: list[Data]) -> dict[str | None, dict[Key, Data]]:
    """The rows of some answers by case."""
    made: dict[str | None, dict[Key, Data]] = {}
    for name, rows in (each for one in found for each in cases(one).items()):
        made.setdefault(name, {}).update(rows)
    return made


@cache
def random_found(seed: int) -> list[Data]:
    """The answers for pairs of a random ledger, on all dimensions of all issues."""
    return asked_by_pair(read_random(seed))


@cache
def random_cases(seed: int) -> dict[str | None, dict[Key, Data]]:
    return join_cases(random_found(seed))


def check_cases(rows: dict[Key, Data], by_matrix: dict[Key, Data]) -> None:
    """Each row has the figures that `matrix` has."""
    assert rows
    assert figures(rows) == figures({key: by_matrix[key] for key in rows})


def without_evidence(of: Data, gone: Callable[[Data], bool]) -> Data:
    """The ledger without some evidence; what is left with none is gone, and no link leads to it any more."""
    kept = []
    for s in of["statements"]:
        left = [e for e in s["evidence"] if not gone(e)]
        if left:
            kept.append({**s, "evidence": left})
    return {**of, "statements": kept}


# --- cases are what matrix says -------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_cases_are_those_of_matrix(seed: int) -> None:
    """As things stand, without a source or an outlet, and with other weights: what `matrix` prints with that option."""
    whole = read_random(seed)
    found = random_cases(seed)
    check_cases(found[None], matrix(whole))
    for name, rows in found.items():
        kind, _, what = (name or "").partition(":")
        if kind in ("source", "via"):
            check_cases(rows, matrix(whole, without=(what,)))
        elif kind == "weights" and what != "drawn":
            check_cases(rows, matrix(whole, weights=what))
    assert {f"source:{card}" for card in whole.cards} < set(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_voices_and_places(seed: int) -> None:
    """Without unnamed voices, without the counterpart's accounts, and with even places: as if the file were so."""
    raw = random_data(seed)
    found = random_cases(seed)
    for name, gone in (
        ("unnamed", lambda e: e["attribution"] == "unnamed"),
        ("counterpart", lambda e: e["teller"] == "counterpart"),
    ):
        # A statement that is gone still hands on what it replaces to those that replaced it.
        part = read(raw)
        left = read(without_evidence(raw, gone))
        left = left._replace(replaced_by=part.replaced_by)
        check_cases(found[name], matrix(left))
    even = deepcopy(raw)
    for issue in even["issues"].values():
        for d in issue["dimensions"].values():
            for option in d.get("options", {}).values():
                if isinstance(option, dict):
                    option.pop("at", None)
    check_cases(found["places:even"], matrix(read(even)))


def test_every_option_of_matrix_counts() -> None:
    """Weights, lenses and days narrow what is computed anew, as they do `matrix`."""
    whole = read_random(3)
    for query in ({"weights": "even"}, {"on_record": True}, {"as_of": "2026-01-20"}, {"own_words": True}):
        found = join_cases(asked_by_pair(whole, **query))
        check_cases(found[None], matrix(whole, **query))
        assert ("weights:declared" in found) == ("weights" in query)
        assert f"weights:{query.get('weights', 'declared')}" not in found


# --- what nothing rests on ------------------------------------------------------------------------

LEVELS = graded("nothing", "little", "half", "most", "all", today="nothing")
TALKS = data(
    {"stop": {"length": LEVELS}, "access": {"sites": LEVELS}},
    [
        say("north", "stop.length", "asks", "all", evidence=[told("weekly")]),
        say("south", "stop.length", "asks", "nothing", evidence=[told("weekly"), told("daily")]),
        say("north", "access.sites", "asks", "half"),
        say("south", "access.sites", "asks", "nothing"),
    ],
)


@pytest.mark.parametrize("seed", SEEDS)
def test_leaving_out_what_nothing_rests_on_changes_nothing(seed: int) -> None:
    """A card without a statement, and one whose statements all have another: the same figures, and no flip."""
    raw = deepcopy(random_data(seed))
    raw["sources"]["spare"] = {**raw["sources"]["card-1"], "file": "spare.txt"}
    raw["sources"]["also"] = {**raw["sources"]["card-1"], "file": "also.txt"}
    for s in raw["statements"]:
        s["evidence"] = [*s["evidence"], {**s["evidence"][0], "source": "also", "via": "Somebody else"}]
    found = join_cases(asked_by_pair(read(raw), dimensions=False))
    for name in ("source:spare", "source:also", "via:Somebody else"):
        if name in found:
            assert figures(found[name]) == figures(found[None])
            assert not any(r["flips"] or r["flipped"] for r in found[name].values())


def test_the_names_of_the_cases() -> None:
    """Each card, each relayed outlet of the parties shown, voices, weights and places, in this order."""
    more = deepcopy(TALKS)
    more["statements"][2]["evidence"] = [told(via="Reuters"), told(via="AP")]
    more["parties"]["west"] = {"name": "West", "role": "mediator"}
    more["statements"].append(say("west", "stop.length", "asks", "half", evidence=[told(via="Tass")]))
    assert list(cases(asked(more))) == [
        None,
        "source:daily",
        "source:weekly",
        "via:AP",
        "via:Reuters",
        "unnamed",
        "counterpart",
        "weights:even",
        "weights:questions",
        "weights:salience",
        "weights:drawn",
        "places:even",
        "places:moved",
    ]


# --- draws ----------------------------------------------------------------------------------------


def test_places_are_moved_within_the_largest_move() -> None:
    """An inner place is moved by up to ten points, keeps its rank, and the ends and other scales stay."""
    options = [f"o{i}" for i in range(21)]
    many = graded(*options, today="o0")
    asks = {"near": ("o10", many), "crowded": ("o1", many), "ends": ("o20", many)}
    asks |= {"two": ("b", graded("a", "b")), "figure": ("5", number("0", "10")), "any": ("x", choice("x", "y"))}
    first = {"two": "a", "figure": "0", "any": "y"}
    placed = data(
        {issue: {"q": scale} for issue, (_, scale) in asks.items()},
        [say("north", f"{issue}.q", "asks", value) for issue, (value, _) in asks.items()]
        + [say("south", f"{issue}.q", "asks", first.get(issue, "o0")) for issue in asks],
    )
    moved = {r["issue"]: r for r in cases(asked(placed))["places:moved"].values()}
    most = LARGEST_MOVE / 100
    assert 0.5 - most <= moved["near"]["least"] < 0.5 < moved["near"]["greatest"] <= 0.5 + most
    assert abs(moved["near"]["gap"] - 0.5) < 0.02
    assert 0 < moved["crowded"]["least"] < 0.05 < moved["crowded"]["greatest"] <= 0.05 + most
    for still in ("ends", "two", "figure", "any"):
        assert moved[still]["least"] == moved[still]["greatest"] == moved[still]["gap"]
    assert {r["draws"] for r in moved.values()} == {DRAWS}


def test_weights_are_drawn_from_all_there_could_be() -> None:
    """A mean of drawn weights runs between its cells, evenly about their middle."""
    shared = data(
        {"stop": {"length": LEVELS, "sites": LEVELS, "start": LEVELS}},
        [say("north", "stop.length", "asks", "all"), say("north", "stop.sites", "asks", "nothing")]
        + [say("south", f"stop.{name}", "asks", "nothing") for name in ("length", "sites", "start")],
    )
    (drawn, total) = cases(asked(shared))["weights:drawn"].values()
    assert drawn["least"] < 0.1
    assert drawn["greatest"] > 0.9
    assert abs(drawn["gap"] - 0.5) < 0.1
    assert abs(drawn["coverage"] - 2 / 3) < 0.05
    assert (total["issue"], total["gap"]) == (None, drawn["gap"])
    assert drawn["draws"] == total["draws"] == DRAWS


def test_draws_are_the_same_ones_always() -> None:
    """The same answer twice; and what else is shown changes no draw of an issue."""
    talks = deepcopy(TALKS)
    talks["issues"]["access"]["dimensions"]["staff"] = talks["issues"]["access"]["dimensions"]["sites"]
    talks["statements"] += [say("north", "access.staff", "asks", "little"), say("south", "access.staff", "asks", "all")]
    found = asked(talks)
    assert found == asked(talks)
    assert (found["draws"], found["seed"]) == (DRAWS, SEED)
    for case in ("places:moved", "weights:drawn"):
        together, alone = (
            {k: cases(each)[case]["north", "south", "access", None][k] for k in (*FIGURES, "least", "greatest")}
            for each in (found, asked(talks, issues=("access",)))
        )
        assert together == alone
        assert together["least"] < together["greatest"]


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_are_consistent(seed: int) -> None:
    """Means keep their order, lie between the least and the greatest, and count what flips."""
    for name, rows in random_cases(seed).items():
        drawn = name in ("weights:drawn", "places:moved")
        for row in rows.values():
            assert row["draws"] == (DRAWS if drawn else 1)
            assert bool(row["flips"]) == bool(row["flipped"])
            assert row["flipped"] <= row["draws"]
            if row["gap"] is not None:
                assert row["least"] - 1e-6 <= row["gap"] <= row["greatest"] + 1e-6
                assert row["low"] - 1e-6 <= row["gap"] <= row["high"] + 1e-6
                assert row["bridge"] <= row["asks"] + 1e-6


# --- what flips, and what holds -------------------------------------------------------------------


def by_issue(found: Data, case: str) -> dict[str | None, list[str]]:
    return {r["issue"]: r["flips"] for r in cases(found)[case].values()}


def test_what_flips() -> None:
    """A figure goes with its source; another level and another order come with another report."""
    talks = deepcopy(TALKS)
    talks["statements"] += [
        say("north", "access.sites", "accepts", "nothing", id="north-gives", evidence=[told("monthly")])
    ]
    talks["statements"][2]["value"] = "all"
    talks["statements"][0]["value"] = "most"
    talks["sources"]["monthly"] = talks["sources"]["daily"]
    found = asked(talks)
    assert [(r["issue"], r["gap"]) for r in cases(found)[None].values()] == [
        ("stop", 0.75),
        ("access", 0.5),
        (None, 0.625),
    ]
    assert by_issue(found, "source:weekly") == {"stop": ["status"], "access": [], None: []}
    assert by_issue(found, "source:daily") == {"stop": [], "access": ["status"], None: []}
    assert by_issue(found, "source:monthly") == {"stop": ["ranking"], "access": ["level", "ranking"], None: []}
    assert found["orders"] == [
        {
            "a": "north",
            "b": "south",
            "wider": "stop",
            "narrower": ["access"],
            "holds": False,
            "lost": {"source:monthly": 1},
            "unknown": {"source:daily": 1, "source:weekly": 1},
        }
    ]
    stop = found["holds"][0]
    assert (stop["holds"], stop["status"], stop["ranking"]) == (["level"], {"source:weekly": 1}, {"source:monthly": 1})
    assert stop["least"] < 0.75 < stop["greatest"]


def test_an_issue_that_becomes_known_reorders_no_other() -> None:
    """Without the report that took an ask back, there is a figure more; the order of those known before is the same."""
    talks = deepcopy(TALKS)
    ask = talks["statements"][2]
    back = say("north", "access.sites", "accepts", id="north-takes-back", evidence=[told("monthly")])
    talks["statements"].append({**back, "said": "2026-02-02", "replaces": [ask["id"]]})
    talks["sources"]["monthly"] = talks["sources"]["daily"]
    assert by_issue(asked(talks), "source:monthly") == {"stop": [], "access": ["status"], None: []}
    page = write_report("table", robust(narrow(ledger(talks), Query())), Screen())
    assert "known: access" in page and "not known: access" not in page


def test_what_holds_under_all() -> None:
    """Two issues at either end of their scales, told by two sources each, keep figure, level and order."""
    firm = deepcopy(TALKS)
    for s in firm["statements"]:
        s["evidence"] = [told("daily"), told("weekly")]
    firm["statements"][2]["value"] = "nothing"
    found = asked(firm)
    assert [(h["issue"], h["least"], h["greatest"], h["holds"]) for h in found["holds"]] == [
        ("stop", 1.0, 1.0, ["status", "level", "ranking"]),
        ("access", 0.0, 0.0, ["status", "level", "ranking"]),
        (None, *(found["holds"][2][k] for k in ("least", "greatest")), ["status"]),
    ]
    assert [(o["wider"], o["narrower"], o["holds"], o["lost"], o["unknown"]) for o in found["orders"]] == [
        ("stop", ["access"], True, {}, {})
    ]
    assert found["weakest"] == []
    page = write_report("table", robust(narrow(ledger(firm), Query())), Screen())
    assert "stop is wider than access in all cases" in page
    assert "All figures keep their level in all " in page


def test_the_widest_of_all() -> None:
    """That an issue has the widest gap is one statement about all others: lost with one of them, unknown without."""
    three = deepcopy(TALKS)
    three["issues"]["staff"] = {**three["issues"]["access"], "name": "staff"}
    three["statements"] += [
        say("north", "staff.sites", "asks", "little", id="north-staff", evidence=[told("monthly")]),
        say("north", "staff.sites", "asks", "all", id="north-more", disputes=["north-staff"], evidence=[told("spare")]),
        say("south", "staff.sites", "asks", "nothing"),
    ]
    three["statements"][1]["evidence"] = three["statements"][0]["evidence"] = [told("weekly")]
    three["sources"] |= {"monthly": three["sources"]["daily"], "spare": three["sources"]["daily"]}
    orders = {(o["wider"], *o["narrower"]): o for o in asked(three)["orders"]}
    assert set(orders) == {("stop", "access", "staff"), ("stop", "access"), ("stop", "staff"), ("staff", "access")}
    widest = orders["stop", "access", "staff"]
    assert widest["lost"] == {"source:monthly": 1}  # By the other report alone, the two are equal.
    assert widest["unknown"] == {"source:daily": 1, "source:weekly": 1}
    assert orders["stop", "access"]["lost"] == {}
    page = write_report("table", robust(narrow(ledger(three), Query())), Screen())
    assert "stop has the widest gap: not so without The daily" in page


@pytest.mark.parametrize("seed", SEEDS)
def test_holds_sums_the_cases_up(seed: int) -> None:
    """What `holds` says of a figure is what its rows say together."""
    for held, rows in ((held, cases(found)) for found in random_found(seed) for held in found["holds"]):
        key = (held["a"], held["b"], held["issue"], held["dimension"])
        gaps = [g for case in rows.values() for g in (case[key]["least"], case[key]["greatest"]) if g is not None]
        assert [held["least"], held["greatest"]] == ([min(gaps), max(gaps)] if gaps else [None, None])
        for flip in ("status", "level", "ranking"):
            assert list(held[flip]) == [name for name, case in rows.items() if flip in case[key]["flips"]]
            assert all(0 < times <= rows[name][key]["flipped"] for name, times in held[flip].items())
            assert not (held[flip] and flip in held["holds"])


def test_an_outlet_called_like_a_source() -> None:
    """The weakest source is one in whose text the evidence stands, not one that another text relays."""
    of = data(
        {"x": {"d": graded("none", "all")}},
        [
            say("a", "x.d", "asks", "all", evidence=[told("weekly", via="daily")]),
            say("b", "x.d", "asks", "none", evidence=[told("weekly")]),
        ],
    )
    (total,) = answers(of)["totals"]
    assert total["weakest"] == {"source": "weekly", "issues": 0}
    assert asked(of)["weakest"] == [{"a": "a", "b": "b", "source": "weekly", "issues": 0}]


def test_a_dispute_that_somebody_else_ended() -> None:
    """What a party that is not shown has taken back disputes nothing."""
    of = data(
        {"x": {"d": graded("none", "some", "all")}},
        [
            say("a", "x.d", "asks", "none"),
            say("b", "x.d", "asks", "all"),
            say("b", "x.d", "accepts", "none", id="b-offer"),
            say("c", "x.d", "asks", "none", id="c-denial", disputes=["b-offer"]),
            say("c", "x.d", "asks", "all", replaces=["c-denial"]),
        ],
    )
    shown = {"parties": ("a", "b"), "issues": ("all",)}
    check_cases(cases(asked(of, dimensions=True, **shown))[None], matrix(of, **shown))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weakest_source_is_that_of_matrix(seed: int) -> None:
    """The source whose loss leaves the fewest figures is the one that `matrix` names, by another way."""
    totals = {(t["a"], t["b"]): t["weakest"] for t in answers(read_random(seed))["totals"]}
    for found in random_found(seed):
        (pair,) = {(held["a"], held["b"]) for held in found["holds"]}
        named = totals[pair]
        assert found["weakest"] == ([{"a": pair[0], "b": pair[1], **named}] if named else [])


# --- many parties ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_of_many_parties_the_spread_is_tested(seed: int) -> None:
    """Of more than two there are no pairs: each figure is the weighted mean of the means of all known pairs."""
    whole = read_random(seed)
    if len(whole.parties) < 3:
        return
    found = cases(asked(whole, dimensions=True, parties=("all",), issues=("all",)))
    others = ((f"weights:{how}", {"weights": how}) for how in ("even", "questions"))
    for name, query in ((None, {}), *others, *without_cards(whole)):
        pairs = [r for r in matrix(whole, **query).values() if r["dimension"]]
        for (a, b, issue, dimension), row in found[name].items():
            assert (a, b) == (None, None)
            here = [r for r in pairs if issue in (None, r["issue"]) and dimension in (None, r["dimension"])]
            questions = {(r["issue"], r["dimension"]): [] for r in here}
            for r in here:
                questions[r["issue"], r["dimension"]].append(r)
            known = {q: [r["gap"] for r in each if r["gap"] is not None] for q, each in questions.items()}
            weights = {q: questions[q][0]["weight"] for q, gaps in known.items() if gaps}
            spread = fsum(w * fsum(known[q]) / len(known[q]) for q, w in weights.items())
            expected = spread / fsum(weights.values()) if weights else None
            assert row["gap"] == (None if expected is None else pytest.approx(expected, abs=3e-6))
            shares = [(each[0]["weight"], len(known[q]) / len(each)) for q, each in questions.items()]
            share = fsum(w * x for w, x in shares) / fsum(w for w, _ in shares)
            assert row["coverage"] == pytest.approx(share, abs=3e-6)


def without_cards(of: Ledger) -> list[tuple[str, dict[str, object]]]:
    return [(f"source:{card}", {"without": (card,)}) for card in of.cards]


def test_the_page_of_many_says_what_it_leaves_out() -> None:
    """It is of the spread, says that single pairs are left out, and how to ask for one."""
    three = deepcopy(TALKS)
    three["parties"]["west"] = {"name": "West", "role": "principal"}
    three["statements"].append(say("west", "stop.length", "asks", "half"))
    page = write_report("table", robust(narrow(ledger(three), Query())), Screen())
    assert page.startswith("north, south and West: how far the spread holds")
    assert "single pairs are left out" in page.replace("\n", " ")
    assert "gapcli robust --parties north,south" in page
    # The spread of the stop: north at 1, south at 0, West between them.
    assert next(r["gap"] for r in asked(three)["rows"]) == pytest.approx((1 + 0.5 + 0.5) / 3, abs=1e-6)


@pytest.mark.parametrize("parties", [2, 3])
def test_a_verdict_on_nothing(parties: int) -> None:
    """Where no figure is known the page says so first."""
    of = deepcopy(TALKS)
    if parties == 3:
        of["parties"]["west"] = {"name": "West", "role": "principal"}
    page = write_report("table", robust(narrow(ledger(of), Query(as_of="2000"))), Screen())
    assert page.splitlines()[1].startswith("No gap is known: on no question do ")


def test_the_interval_stands_beside_the_figure() -> None:
    """A line from the least to the greatest of all cases, with the figure in its place."""
    page = write_report("table", robust(narrow(ledger(TALKS), Query()), "access"), Screen())
    (line,) = (line for line in page.splitlines() if line.startswith("access "))
    bar = line.split()[1]
    assert (len(bar), bar[12]) == (25, "◆")
    assert "├" in bar and "┤" in bar and bar.index("├") < 12 < bar.index("┤")
    assert "No figure keeps its level" in page or "keep their level" in page


# --- unnamed voices -------------------------------------------------------------------------------


def voices(of: Data) -> list[tuple[str, str, str, str]]:
    return [(v["issue"], v["party"], v["origin"], v["teller"]) for v in asked(of)["unnamed"]]


def test_cells_that_rest_on_one_unnamed_voice() -> None:
    """A side whose zone has one origin, one teller, and nobody named; what makes no zone does not count."""
    unnamed = told("weekly", "unnamed", "counterpart", via="Reuters")
    talks = deepcopy(TALKS)
    talks["statements"][0]["evidence"] = [unnamed]
    talks["statements"].append(say("north", "stop.length", "rejects", "nothing"))
    assert voices(talks) == [("stop", "north", "via Reuters", "counterpart")]
    assert asked(talks)["unnamed"][0]["statements"] == ["north-stop-length-asks-all"]
    for other in (
        told("weekly", "named", "counterpart", via="Reuters"),
        told("weekly", "unnamed", "own", via="Reuters"),
        told("weekly", "unnamed", "counterpart"),
    ):
        talks["statements"][0]["evidence"] = [unnamed, other]
        assert voices(talks) == []
    talks["statements"][0]["evidence"] = [unnamed]
    deed = say("north", "stop.length", "asks", "half", basis="conduct")
    assert voices({**talks, "statements": [*talks["statements"], deed]}) == [
        ("stop", "north", "via Reuters", "counterpart")
    ]
    del talks["statements"][1]
    assert voices(talks) == []


def test_two_cards_of_one_outlet_are_one_voice() -> None:
    """An outlet is one, whichever cards it has, and whoever else relays it."""
    talks = deepcopy(TALKS)
    talks["sources"]["second"] = talks["sources"]["weekly"] | {"outlet": "the  WEEKLY"}
    for other in (told("second", "unnamed"), told("daily", "unnamed", via="The Weekly")):
        talks["statements"][0]["evidence"] = [told("weekly", "unnamed"), other]
        assert voices(talks) == [("stop", "north", "weekly", "own")]


def test_an_assumption_is_no_voice() -> None:
    """A zone that is partly assumed does not rest on one voice."""
    talks = deepcopy(TALKS)
    talks["statements"][0] = say("north", "stop.length", "accepts", "most", evidence=[told("weekly", "unnamed")])
    assert voices(talks) == [("stop", "north", "weekly", "own")]
    assert asked(talks, assume=("north:stop.length=all",))["unnamed"] == []


def test_a_refusal_of_one_unnamed_voice() -> None:
    """A refusal to discuss makes a zone where the question says what holds today."""
    talks = deepcopy(TALKS)
    talks["statements"][0] = say(
        "north", "stop", "off-agenda", evidence=[told("weekly", "unnamed", "third-party")], id="north-won-t"
    )
    assert voices(talks) == [("stop", "north", "weekly", "third-party")]


def test_the_shipped_ledger() -> None:
    """The cells that rest on one unnamed diplomat are named; without unnamed voices none of them has that figure."""
    loaded = load(shipped()).ledger
    assert loaded
    found = asked(loaded, dimensions=True)
    named = {(v["issue"], v["dimension"]) for v in found["unnamed"]}
    assert ("proxies", "support") in named
    stands, left = cases(found)[None], cases(found)["unnamed"]
    assert all(stands["us", "iran", *cell]["gap"] != left["us", "iran", *cell]["gap"] for cell in named)


# --- use ------------------------------------------------------------------------------------------


def test_nothing_to_compare() -> None:
    """One party alone has no rows, and is told so; an unknown name is refused."""
    report = robust(narrow(ledger(TALKS), Query(parties=("north",))))
    assert (report.rows, len(report.notes)) == ((), 1)
    assert "nothing to compare: 1 party" in report.notes[0]
    with pytest.raises(BadQuery, match='did you mean "access"'):
        robust(narrow(ledger(TALKS), Query(issues=("acess",))))


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "tsv", "md"])
def test_every_format(form: str, run: Callable[..., Ran]) -> None:
    """The command answers in every format."""
    done = run("robust", "--issues", "enrichment,sanctions", "--dimensions", "-O", form)
    assert (done.code, done.stderr) == (0, b"")
    assert b"isclosure" in done.stdout
