"""Figures worked out by hand, with the arithmetic beside them."""

from typing import Any

import pytest
from small_ledgers import Data, answers, choice, data, graded, ledger, number, say, told

from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.gaps import printed
from gapcli.measure.view import narrow
from gapcli.reports.sources import sources
from gapcli.reports.statements import statements
from gapcli.words.figures import say_known

# --- a whole ledger -------------------------------------------------------------------------------

#        level:  none 0    little .25   half .5    most .75    all 1
#        years:  60 0      45 .25       30 .5                  0 1
#        term:   short 0   medium .2                           long 1
#        tariff: free 0                 some .5                high 1
ISSUES = {
    "water": {
        "level": graded("none", "little", "half", "most", "all", today="none", share=60),
        "years": number("60", "0", share=40),
    },
    "land": {"owner": choice("north", "south", "shared"), "term": graded("short", "medium@20", "long", today="medium")},
    "trade": {"tariff": graded("free", "some", "high")},
    "scope": {"first": graded("water-first", "both", "land-first")},
}
SAID = [
    # level: north [.75, 1], south [0, .25]
    say("north", "water.level", "asks", "all", evidence=[told("daily"), told("daily", via="Agency")]),
    say("north", "water.level", "accepts", "most", **{"if": ["It rains."]}),
    say("south", "water.level", "asks", "none", evidence=[told("weekly", "unnamed", "counterpart")]),
    say("south", "water.level", "accepts", "little", evidence=[told("weekly", "unnamed", "third-party")]),
    # years: north 1; of south one report has .5, another .25
    say("north", "water.years", "asks", "0"),
    say("south", "water.years", "asks", "< 30", evidence=[told("weekly", "unnamed")]),
    say("south", "water.years", "asks", "45", disputes=["south-water-years-asks---30"]),
    # owner: north one of two, south one of them
    say("north", "land.owner", "asks", ["north", "shared"]),
    say("south", "land.owner", "asks", "shared"),
    # term: north will not discuss land (but asks for an owner), so what holds today: .2; south does 1, and rejects .2
    say("north", "land", "off-agenda"),
    say("south", "land.term", "asks", "long", basis="conduct"),
    say("south", "land.term", "rejects", "medium"),
    # tariff: north 1; south rejects that, and no more is known of it
    say("north", "trade.tariff", "asks", "high"),
    say("south", "trade.tariff", "rejects", "high"),
    # what comes first is no headline
    say("north", "scope.first", "asks", "water-first"),
    say("south", "scope.first", "asks", "both"),
    say("guests", "trade.tariff", "silent"),
]


def judged(water: int, land: int, trade: int) -> Data:
    """The salience that a party declares."""
    given = {"water": water, "land": land, "trade": trade}
    return {issue: {"value": value, "why": "Made for a test."} for issue, value in given.items()}


@pytest.fixture(scope="module")
def worked() -> Ledger:
    made = data(ISSUES, SAID)
    made["issues"]["water"]["weight"] = 2
    made["issues"]["scope"]["headline"] = "false"
    made["parties"]["north"]["salience"] = judged(80, 50, 60)
    made["parties"]["south"]["salience"] = judged(40, 40, 40)
    made["parties"]["guests"]["role"] = "mediator"
    return ledger(made)


def ask(of: Ledger, **query: Any) -> tuple[dict[str, Data], Data]:
    """The rows of north and south by their names, and their total."""
    got = answers(of, **({"parties": ("north", "south"), "issues": ()} | query))
    rows = {".".join(filter(None, (row["issue"], row["dimension"]))): row for row in got["rows"]}
    return rows, got["totals"][0]


FIGURES = ("gap", "level", "asks", "bridge", "low", "high", "possible", "coverage", "weight", "part", "open")
KNOWN_WEIGHT = 1.2 + 0.8 + 0.5 + 0.5  # water 2 × 60 % and 2 × 40 %, land 1 × 50 % twice
WEIGHT = KNOWN_WEIGHT + 1  # and trade
WORKED: dict[str, tuple[Any, ...]] = {
    # u = .75 − 0, v = 1 − .25, of one sign: (.75 + .75) / 2. All offers taken: .75 − .25.
    "water.level": (0.75, "far", 1, 0.5, 0.75, 0.75, [0.75, 0.75], 1, 1.2 / WEIGHT, 0.9 / KNOWN_WEIGHT, 0),
    # 1 − .5 or 1 − .25, as the dispute falls; the means of the two; a possible answer narrows it by .25 × .8 / 4.
    "water.years": (0.625, "apart", 0.625, 0.625, 0.5, 0.75, [0.5, 0.75], 1, 0.8 / WEIGHT, 0.5 / KNOWN_WEIGHT, 0.05),
    # gap (1.2 × .75 + .8 × .625) / 2, asks (1.2 × 1 + .8 × .625) / 2, bridge (1.2 × .5 + .8 × .625) / 2,
    # low (1.2 × .75 + .8 × .5) / 2, high (1.2 × .75 + .8 × .75) / 2
    "water": (0.7, "far", 0.85, 0.55, 0.65, 0.75, [0.65, 0.75], 1, 2 / WEIGHT, 1.4 / KNOWN_WEIGHT, 0.05),
    # ½ north, ½ shared against 1 shared: 1 − ½. North could mean north alone: asks 1; both could mean shared: bridge 0.
    "land.owner": (0.5, "apart", 1, 0, 0.5, 0.5, [0.5, 0.5], 1, 0.5 / WEIGHT, 0.25 / KNOWN_WEIGHT, 0),
    "land.term": (0.8, "far", 0.8, 0.8, 0.8, 0.8, [0.8, 0.8], 1, 0.5 / WEIGHT, 0.4 / KNOWN_WEIGHT, 0),
    # (.5 × .5 + .5 × .8) / 1; .65 is far
    "land": (0.65, "far", 0.9, 0.4, 0.65, 0.65, [0.65, 0.65], 1, 1 / WEIGHT, 0.65 / KNOWN_WEIGHT, 0),
    # South may hold free or some: 1 − .5 to 1 − 0. An answer narrows the total by 1 × .5 / 4 at most.
    "trade.tariff": (None, None, None, None, None, None, [0.5, 1], 0, 1 / WEIGHT, None, 0.125),
    "trade": (None, None, None, None, None, None, [0.5, 1], 0, 1 / WEIGHT, None, 0.125),
}
MARKS = {
    "water.level": {"conditional", "told-by-others", "unnamed", "single-source"},
    "water.years": {"disputed", "single-source"},
    # Both cells rest on one origin on a side; what is unnamed on the first is named on the second.
    "water": {"conditional", "disputed", "single-source"},
    "land.owner": {"single-source"},
    # South's deed alone makes its zone, and north asks for what south rejects.
    "land.term": {"off-agenda", "conduct-only", "red-line", "single-source"},
    "land": {"off-agenda", "conduct-only", "red-line", "single-source"},
    "trade.tariff": {"red-line", "single-source"},
    # One cell, so its own marks, though nothing is known.
    "trade": {"red-line", "single-source"},
}


@pytest.mark.parametrize("name", WORKED)
def test_each_row(worked: Ledger, name: str) -> None:
    """Each row, of an issue or a dimension, has the figures that the measure gives by hand."""
    row = ask(worked)[0][name]
    for key, expected in zip(FIGURES, WORKED[name], strict=True):
        close = expected is None or isinstance(expected, str)
        assert row[key] == (expected if close else pytest.approx(expected, abs=5e-7)), key
    assert row["marks"] == sorted(MARKS[name])


def test_the_total(worked: Ledger) -> None:
    """The total is the weighted mean of the known cells, and possible that of all."""
    rows, total = ask(worked)
    assert list(rows) == list(dict.fromkeys(n for name in WORKED for n in (name.split(".")[0], name)))
    expected = {
        "gap": (1.2 * 0.75 + 0.8 * 0.625 + 0.5 * 0.5 + 0.5 * 0.8) / 3,  # 2.05 / 3
        "asks": (1.2 * 1 + 0.8 * 0.625 + 0.5 * 1 + 0.5 * 0.8) / 3,  # 2.6 / 3
        "bridge": (1.2 * 0.5 + 0.8 * 0.625 + 0.5 * 0 + 0.5 * 0.8) / 3,  # 1.5 / 3
        "low": (1.2 * 0.75 + 0.8 * 0.5 + 0.5 * 0.5 + 0.5 * 0.8) / 3,  # 1.95 / 3
        "high": (1.2 * 0.75 + 0.8 * 0.75 + 0.5 * 0.5 + 0.5 * 0.8) / 3,  # 2.15 / 3
        "possible": [(1.95 + 1 * 0.5) / 4, (2.15 + 1 * 1) / 4],
        "coverage": 3 / 4,
    }
    for key, value in expected.items():
        assert total[key] == pytest.approx(value, abs=5e-7), key
    assert (total["issues"], total["known"], total["questions"]) == (2, 4, 5)
    # The parts: 1.4 / 3 + .65 / 3 is the gap. What is open: .05 + .125 is the width of possible, .7875 − .6125.
    assert rows["water"]["part"] + rows["land"]["part"] == pytest.approx(total["gap"], abs=2e-6)
    width = total["possible"][1] - total["possible"][0]
    assert rows["water"]["open"] + rows["trade"]["open"] == pytest.approx(width) == pytest.approx(0.175)


def test_even_weights(worked: Ledger) -> None:
    """Even weights take every issue and every share as even."""
    rows, total = ask(worked, weights="even")
    assert rows["water"]["gap"] == pytest.approx((0.75 + 0.625) / 2)
    assert [rows[issue]["weight"] for issue in ("water", "land", "trade")] == pytest.approx([1 / 3] * 3, abs=5e-7)
    assert total["gap"] == pytest.approx((0.5 * 0.75 + 0.5 * 0.625 + 0.5 * 0.5 + 0.5 * 0.8) / 2)  # .66875
    assert total["coverage"] == pytest.approx(2 / 3, abs=5e-7)


@pytest.fixture(scope="module")
def uneven() -> Ledger:
    """Two issues, of one question and of three, on which a, b and c hold no (0), half (.5) or yes (1)."""
    made = data(
        {
            "one": {"q": graded("no", "half", "yes")},
            "three": {
                "p": graded("no", "half", "yes", share=60),
                "q": graded("no", "half", "yes", share=30),
                "r": graded("no", "half", "yes", share=10),
            },
        },
        [
            *(say("a", about, "asks", "no") for about in ("one.q", "three.p", "three.q", "three.r")),
            *(say("b", about, "asks", "yes") for about in ("one.q", "three.p")),
            say("b", "three.q", "asks", "no"),
            *(say("c", about, "asks", "half") for about in ("one.q", "three.p", "three.q", "three.r")),
        ],
    )
    made["issues"]["one"]["weight"] = 4
    return ledger(made)


# a and b are 1 apart on one.q and three.p, 0 on three.q, and on three.r b says nothing; weights of q, p, q, r:
@pytest.mark.parametrize(
    "weights, gap, coverage, three, shares",
    [
        # 4, .6, .3, .1: (4 + .6) / 4.9 of 5; of three .6 / .9
        ("declared", 4.6 / 4.9, 4.9 / 5, 0.6 / 0.9, [4 / 5, 1 / 5]),
        # 1, ⅓, ⅓, ⅓: (1 + ⅓) / (5 / 3) of 2
        ("even", (4 / 3) / (5 / 3), 5 / 6, 1 / 2, [1 / 2, 1 / 2]),
        # 1, 1, 1, 1: 2 / 3 of 4
        ("questions", 2 / 3, 3 / 4, 1 / 2, [1 / 4, 3 / 4]),
    ],
)
def test_every_question_once(
    uneven: Ledger, weights: str, gap: float, coverage: float, three: float, shares: list[float]
) -> None:
    """By `questions` each weighs the same, whatever its issue weighs, however many it has, and whatever its share."""
    got = answers(uneven, weights=weights, parties=("a", "b"))
    rows = {row["issue"]: row for row in got["rows"] if row["dimension"] is None}
    assert (got["totals"][0]["gap"], got["totals"][0]["coverage"]) == pytest.approx((gap, coverage), abs=5e-7)
    assert rows["three"]["gap"] == pytest.approx(three, abs=5e-7)
    assert [rows[issue]["weight"] for issue in ("one", "three")] == pytest.approx(shares, abs=5e-7)


def test_every_question_once_of_many(uneven: Ledger) -> None:
    """The spread by `questions` is the plain mean over the questions, of those shown alone too."""
    # One.q and three.p (1 + .5 + .5) / 3, three.q (0 + .5 + .5) / 3, three.r .5 of the one pair that is known.
    spreads = {(row["issue"], row["dimension"]): row for row in answers(uneven, weights="questions")["spread"]}
    assert spreads[None, None]["spread"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2) / 4, abs=5e-7)
    assert spreads["three", None]["spread"] == pytest.approx((2 / 3 + 1 / 3 + 1 / 2) / 3, abs=5e-7)
    some = answers(uneven, weights="questions", parties=("a", "b"), issues=("one", "three.q"))
    assert some["totals"][0]["gap"] == 0.5


def test_agreement_of_votes() -> None:
    """On a choice with one answer each, every question counted once, it is the share of equal answers."""
    # On the last b cast no vote.
    cast = {"a": ("yes", "yes", "no", "abstain", "no"), "b": ("yes", "no", "no", "abstain")}
    cast["c"] = ("no", "yes", "yes", "abstain", "no")
    abouts = ("rolls.i", "rolls.j", "rolls.k", "rolls.l", "last.m")
    vote = choice("yes", "no", "abstain")
    said = [say(party, about, "asks", v) for party, votes in cast.items() for about, v in zip(abouts, votes)]
    got = answers(data({"rolls": dict.fromkeys("ijkl", vote), "last": {"m": vote}}, said), weights="questions")
    totals = {(row["a"], row["b"]): (row["agreement"], row["gap"]) for row in got["totals"]}
    assert totals == {("a", "b"): (0.75, 0.25), ("a", "c"): (0.6, 0.4), ("b", "c"): (0.25, 0.75)}
    whole = {row["issue"]: row["agreement"] for row in got["rows"] if row["b"] == "b" and row["dimension"] is None}
    assert whole == {"rolls": 0.75, "last": None}


def test_agreement_in_part(worked: Ledger) -> None:
    """An abstention between yes and no agrees by half with either; whatever the scale, it is 1 less the gap."""
    said = [say(party, "x.d", "asks", vote) for party, vote in (("a", "yes"), ("b", "abstain"), ("c", "no"))]
    totals = answers(data({"x": {"d": graded("yes", "abstain", "no")}}, said))["totals"]
    assert [row["agreement"] for row in totals] == [0.5, 0, 0.5]
    total = ask(worked)[1]
    assert (total["gap"], total["agreement"]) == (0.683333, 0.316667)


def test_salience(worked: Ledger) -> None:
    """Salience weighs an issue by the mean of what both sides declare: water 60, land 45, trade 50."""
    rows, total = ask(worked, weights="salience")
    # 60 × 60 % = 36, 60 × 40 % = 24, 45 × 50 % = 22.5 twice, 50
    assert total["gap"] == pytest.approx((36 * 0.75 + 24 * 0.625 + 22.5 * 0.5 + 22.5 * 0.8) / 105, abs=5e-7)
    assert total["coverage"] == pytest.approx(105 / 155, abs=5e-7)
    assert rows["land"]["weight"] == pytest.approx(45 / 155, abs=5e-7)
    assert rows["water"]["part"] == pytest.approx((36 * 0.75 + 24 * 0.625) / 105, abs=5e-7)


def test_salience_of_one_side_alone(worked: Ledger) -> None:
    """Where a side declares no salience on an issue shown, the declared weights stand."""
    with_guests = {"parties": ("north", "guests"), "issues": ("water", "trade")}
    assert answers(worked, weights="salience", **with_guests) == answers(worked, **with_guests)
    # Scope is shown, and nobody declares its salience.
    assert ask(worked, weights="salience", issues=("all",))[1] == ask(worked, issues=("all",))[1]


def test_salience_of_nobody(worked: Ledger) -> None:
    """Before anybody has said anything there is nothing to weigh."""
    assert answers(worked, by_party=True, parties=(), weights="salience", as_of="2020") == {
        "rows": [],
        "totals": [],
        "spread": [],
    }


def test_an_issue_shown_in_part(worked: Ledger) -> None:
    """A dimension shown alone keeps its weight, and the sums run over what is shown."""
    rows, total = ask(worked, issues=("water.years", "scope"))
    assert list(rows) == ["water", "water.years", "scope", "scope.first"]
    # .8 of years, 1 of scope: (.8 × .625 + 1 × .5) / 1.8
    assert total["gap"] == pytest.approx(1 / 1.8, abs=5e-7)
    assert rows["water"]["weight"] == pytest.approx(0.8 / 1.8, abs=5e-7)
    # Term keeps the half of land that it has beside owner: (.5 × .8 + 1 × .5) / 1.5
    assert ask(worked, issues=("land.term", "scope"))[1]["gap"] == pytest.approx(0.6)


def test_what_a_row_rests_on(worked: Ledger) -> None:
    """A row names all live statements of both sides, and counts the origins of the side with fewer."""
    rows, _ = ask(worked)
    term = ["north-land-off-agenda", "south-land-term-asks-long", "south-land-term-rejects-medium"]
    assert rows["land.term"]["statements"] == term
    assert rows["trade"]["statements"] == ["north-trade-tariff-asks-high", "south-trade-tariff-rejects-high"]
    # North rests on the daily and the agency, south on the weekly alone; on years south on both papers, north on one.
    assert (rows["water.level"]["origins"], rows["water.years"]["origins"]) == (1, 1)
    # Over both: north on the daily and the agency, south on the weekly and the daily.
    assert rows["water"]["origins"] == 2
    # Nothing is known, so nothing rests on anything.
    assert rows["trade"]["origins"] == 0


def test_status(worked: Ledger) -> None:
    """Each side's status stands on the row of a dimension, and on no other."""
    rows, _ = ask(worked)
    status = {name: (row["a_status"], row["b_status"]) for name, row in rows.items()}
    assert status["land"] == (None, None)
    assert status["water.level"] == ("stated", "stated")
    assert status["land.term"] == ("stated", "conduct-only")
    assert status["trade.tariff"] == ("stated", "rejects-only")
    guests = answers(worked, parties=("north", "guests"), issues=("land.owner", "trade"))["rows"]
    assert [row["b_status"] for row in guests if row["dimension"]] == ["unknown", "silent"]


def test_the_day_itself_counts() -> None:
    """What is said on the day asked about is listed, and what is said the day after is not."""
    said = [say("a", "x.d", "asks", "all", said=f"2026-02-0{day}", id=f"on-{day}") for day in (4, 5, 6)]
    said.append(say("b", "x.d", "asks", "none", said="2026-02-01", id="other"))
    view = narrow(ledger(data({"x": {"d": graded("none", "all")}}, said)), Query(as_of="2026-02-05"))
    assert [row.id for row in statements(view).rows] == ["on-4", "on-5", "other"]
    assert [row.statements for row in sources(view).rows if row.statements] == [3]


def test_the_weakest_source(worked: Ledger) -> None:
    """Without the daily no issue has a figure: north has no other."""
    assert ask(worked)[1]["weakest"] == {"source": "daily", "issues": 0}


def test_a_source_whose_loss_ends_a_dispute() -> None:
    """A refusal of the issue counts only where the word on the question is disputed, so what disputes it is missed."""
    twice = [told("daily"), told("third")]
    of = data(
        {"x": {"q": FIVE}},
        [
            say("a", "x", "off-agenda", evidence=twice),
            say("a", "x.q", "asks", id="a-word", evidence=twice),
            say("b", "x.q", "asks", "a100", evidence=twice),
            say("b", "x", "asks", disputes=["a-word"], evidence=[told("weekly")]),
        ],
    )
    assert answers(of, without=("weekly",))["totals"][0]["issues"] == 0
    assert answers(of)["totals"][0]["weakest"] == {"source": "weekly", "issues": 0}


# --- cells, one rule at a time --------------------------------------------------------------------

FIVE = graded("a0", "a25", "a50", "a75", "a100", today="a50")
YEARS = number("0", "100")
COLOURS = choice("red", "green", "blue", "grey", today="grey")


def cell(question: Data, *said: Data, more: tuple[Data, ...] = (), mistakes: bool = False) -> Data:
    """The row of a pair on one question: `a` and `b`, whoever else speaks."""
    made = data({"x": {"q": question}}, [*said, *more])
    made["parties"] = {name: {"name": name, "role": "principal"} for name in ("a", "b", "c")}
    got = answers(ledger(made, mistakes), parties=("a", "b"))
    return next(row for row in got["rows"] if row["dimension"])


def a(stance: str, value: Any = None, **more: Any) -> Data:
    return say("a", more.pop("about", "x.q"), stance, value, **more)


def b(stance: str, value: Any = None, **more: Any) -> Data:
    return say("b", more.pop("about", "x.q"), stance, value, **more)


def figures(row: Data) -> list[Any]:
    return [row[key] for key in ("gap", "asks", "bridge", "low", "high")]


IF = {"if": ["It rains."]}
DISPUTED_ELSEWHERE = [a("asks", "a0"), a("accepts", "a50"), b("asks", "a100")]
CELLS: dict[str, tuple[Data, list[Data], list[Any], str]] = {
    # name: scale, statements, [gap, asks, bridge, low, high], marks besides single-source
    "points": (FIVE, [a("asks", "a0"), b("asks", "a75")], [0.75, 0.75, 0.75, 0.75, 0.75], ""),
    "the same": (FIVE, [a("asks", "a25"), b("asks", "a25")], [0, 0, 0, 0, 0], ""),
    # [0, 1] and .5: u = −.5, v = .5, of two signs: (.25 + .25) / (2 × 1). They meet, so bridge 0.
    "inside": (FIVE, [a("asks", ["a0", "a100"]), b("asks", "a50")], [0.25, 0.5, 0, 0.25, 0.25], ""),
    # [0, .5] and [.25, 1]: u = −.25, v = −.5: .75 / 2
    "overlap": (FIVE, [a("asks", ["a0", "a50"]), b("asks", ["a25", "a100"])], [0.375, 1, 0, 0.375, 0.375], ""),
    # [.25, .75] and [0, 1]: u = .25, v = −.25: (.0625 + .0625) / (2 × .5)
    "nested": (FIVE, [a("asks", ["a25", "a75"]), b("asks", ["a0", "a100"])], [0.125, 0.75, 0, 0.125, 0.125], ""),
    # An offer away from the other: [0, .5] and 1; asks .5 to 1, the gap is from the middle of [0, .5].
    "an offer away": (
        FIVE,
        [a("asks", "a50"), a("accepts", "a0"), b("asks", "a100")],
        [0.75, 0.5, 0.5, 0.75, 0.75],
        "",
    ),
    "offer without ask": (FIVE, [a("accepts", "a25"), b("asks", "a100")], [0.75] * 5, "offer-only"),
    "conditional offer": (
        FIVE,
        [a("asks", "a0"), a("accepts", "a50", **IF), b("asks", "a100")],
        [0.75, 1, 0.5, 0.75, 0.75],
        "conditional",
    ),
    # The offer with the condition adds nothing to the zone.
    "condition inside": (
        FIVE,
        [a("asks", "a0"), a("accepts", "a50"), a("accepts", "a25", **IF), b("asks", "a100")],
        [0.75, 1, 0.5, 0.75, 0.75],
        "",
    ),
    "only a conditional offer": (
        FIVE,
        [a("accepts", "a50", **IF), b("asks", "a100")],
        [0.5] * 5,
        "conditional offer-only",
    ),
    # A condition on an ask makes nothing conditional.
    "conditional ask": (FIVE, [a("asks", "a50", **IF), b("asks", "a100")], [0.5] * 5, ""),
    # Two asks that both stand: the hull [0, 1] against 1.
    "asks beside each other": (
        FIVE,
        [a("asks", "a0"), a("asks", "a100", beside=["a-x-q-asks-a0"]), b("asks", "a100")],
        [0.5, 1, 0, 0.5, 0.5],
        "",
    ),
    # One of the two reports is wrong: 0 or 1 against 1.
    "disputed asks": (
        FIVE,
        [a("asks", "a0"), a("asks", "a100", disputes=["a-x-q-asks-a0"]), b("asks", "a100")],
        [0.5, 0.5, 0.5, 0, 1],
        "disputed",
    ),
    # Each side reported at both poles: 0, 1, 1, 0.
    "both at both poles": (
        FIVE,
        [
            *(a("asks", "a0"), a("asks", "a100", disputes=["a-x-q-asks-a0"])),
            *(b("asks", "a0"), b("asks", "a100", disputes=["b-x-q-asks-a0"])),
        ],
        [0.5, 0.5, 0.5, 0, 1],
        "disputed",
    ),
    # One dispute of an ask, with an offer that stands in both readings: [0, .5] or [.5, 1] against 1.
    "what is not disputed stays": (
        FIVE,
        [a("asks", "a0"), a("asks", "a100", disputes=["a-x-q-asks-a0"]), a("accepts", "a50"), b("asks", "a100")],
        [0.5, 0.5, 0.25, 0.25, 0.75],
        "disputed",
    ),
    # Three reports, two of them the same: equal zones count once, (0 + 1) / 2 and not (0 + 0 + 1) / 3.
    "equal zones count once": (
        FIVE,
        [
            a("asks", "a100", id="first"),
            a("asks", "a100", id="second"),
            a("asks", "a0", disputes=["first", "second"]),
            b("asks", "a100"),
        ],
        [0.5, 0.5, 0.5, 0, 1],
        "disputed",
    ),
    # A report that it was silent leaves one zone.
    "ask against silence": (
        FIVE,
        [a("asks", "a0"), a("silent", disputes=["a-x-q-asks-a0"]), b("asks", "a25")],
        [0.25] * 5,
        "disputed",
    ),
    # A third party's report disputes it: the mark, and no other zone, since without it there is none.
    "disputed from elsewhere": (
        FIVE,
        [a("asks", "a0"), b("asks", "a25"), say("c", "x.q", "silent", disputes=["a-x-q-asks-a0"])],
        [0.25] * 5,
        "disputed",
    ),
    # [0, .25] or [.25, .75] against 1; somebody else disputes the offer, without which it is 0 or .75.
    # gap (.875 + .5 + 1 + .25) / 4, asks (1 + .25 + 1 + .25) / 4, bridge (.75 + .25 + 1 + .25) / 4
    "disputed here and from elsewhere": (
        FIVE,
        [
            *(a("asks", "a0"), a("asks", "a75", disputes=["a-x-q-asks-a0"]), a("accepts", "a25")),
            *(b("asks", "a100"), say("c", "x.q", "silent", disputes=["a-x-q-accepts-a25"])),
        ],
        [0.65625, 0.625, 0.5625, 0.25, 1],
        "disputed",
    ),
    # No one told how they relate, as after a lens: they dispute each other.
    "no link": (FIVE, [a("asks", "a0"), a("asks", "a100"), b("asks", "a100")], [0.5, 0.5, 0.5, 0, 1], "disputed"),
    # Who will not discuss it asks for what holds today: .5.
    "off the agenda": (FIVE, [a("off-agenda"), b("asks", "a100")], [0.5] * 5, "off-agenda"),
    "off the agenda, yet an offer": (
        FIVE,
        [a("off-agenda"), a("accepts", "a75"), b("asks", "a100")],
        [0.375, 0.5, 0.25, 0.375, 0.375],
        "off-agenda",
    ),
    "issue off the agenda": (FIVE, [a("off-agenda", about="x"), b("asks", "a100")], [0.5] * 5, "off-agenda"),
    # It answers on the dimension, so the refusal of the whole issue is not about it.
    "issue off the agenda, but an answer": (
        FIVE,
        [a("off-agenda", about="x"), a("asks", "a75"), b("asks", "a100")],
        [0.25] * 5,
        "",
    ),
    # So does a direction without a place, which leaves no zone.
    "issue off the agenda, but words": (
        FIVE,
        [a("off-agenda", about="x"), a("accepts"), b("asks", "a100")],
        [None] * 5,
        "",
    ),
    # A deed is no answer, and neither are words about the issue as a whole: it asks for .5.
    "issue off the agenda, but a deed": (
        FIVE,
        [a("off-agenda", about="x"), a("asks", "a100", basis="conduct"), b("asks", "a100")],
        [0.5] * 5,
        "off-agenda acts-otherwise",
    ),
    "issue off the agenda, and words about it": (
        FIVE,
        [a("off-agenda", about="x"), a("accepts", about="x"), b("asks", "a100")],
        [0.5] * 5,
        "off-agenda",
    ),
    # On the dimension itself it counts beside an ask: [.5, .75] against 1.
    "off the agenda, and an ask": (
        FIVE,
        [a("off-agenda"), a("asks", "a75"), b("asks", "a100")],
        [0.375, 0.5, 0.25, 0.375, 0.375],
        "off-agenda",
    ),
    # Either it asks for .75, or it refuses the whole issue: .25 or .5.
    "answer or refusal": (
        FIVE,
        [a("off-agenda", about="x"), a("asks", "a75", disputes=["a-x-off-agenda"]), b("asks", "a100")],
        [0.375, 0.375, 0.375, 0.25, 0.5],
        "disputed off-agenda",
    ),
    "nothing holds today": (YEARS, [a("off-agenda"), b("asks", "100")], [None] * 5, "off-agenda"),
    "deeds alone": (
        FIVE,
        [a("asks", "a0", basis="conduct"), a("accepts", "a50", basis="conduct"), b("asks", "a100")],
        [0.75, 1, 0.5, 0.75, 0.75],
        "conduct-only",
    ),
    "deeds unlike words": (
        FIVE,
        [a("asks", "a0", basis="conduct"), a("asks", "a50"), b("asks", "a100")],
        [0.5] * 5,
        "acts-otherwise",
    ),
    "deeds like words": (
        FIVE,
        [a("asks", "a50", basis="conduct"), a("asks", ["a25", "a75"]), b("asks", "a100")],
        [0.5, 0.75, 0.25, 0.5, 0.5],
        "",
    ),
    # What it rejects neither gives nor cuts a zone; the other asks for it.
    "a red line": (FIVE, [a("asks", "a0"), a("rejects", ["a75", "a100"]), b("asks", "a75")], [0.75] * 5, "red-line"),
    # An offer of what the other rejects crosses nothing.
    "no red line": (
        FIVE,
        [a("asks", "a0"), a("rejects", "a75"), b("asks", "a100"), b("accepts", "a75")],
        [0.875, 1, 0.75, 0.875, 0.875],
        "",
    ),
    # Rejected from 60 on, and the other asks for 80.
    "a red line of numbers": (YEARS, [a("asks", "20"), a("rejects", "> 60"), b("asks", "80")], [0.6] * 5, "red-line"),
    "a cap stands at its bound": (YEARS, [a("asks", "< 60"), b("asks", ">= 80")], [0.2] * 5, ""),
    "numbers downwards": (
        number("60", "0"),
        [a("asks", "45"), b("asks", ["0", "30"])],
        [0.5, 0.75, 0.25, 0.5, 0.5],
        "",
    ),
    "one or another": (COLOURS, [a("asks", "red"), b("asks", "green")], [1] * 5, ""),
    # ½ red, ½ green against ⅓ each: 1 − ⅓ − ⅓
    "some in common": (
        COLOURS,
        [a("asks", ["red", "green"]), b("asks", ["red", "green", "blue"])],
        [1 / 3, 1, 0, 1 / 3, 1 / 3],
        "",
    ),
    # Red, and it would settle for green: ½ each against green.
    "an offer of another colour": (
        COLOURS,
        [a("asks", "red"), a("accepts", "green"), b("asks", "green")],
        [0.5, 1, 0, 0.5, 0.5],
        "",
    ),
    # ½ red, ½ green against ½ green, ½ blue: 1 − ½
    "one of two in common": (
        COLOURS,
        [a("asks", ["red", "green"]), b("asks", ["green", "blue"])],
        [0.5, 1, 0, 0.5, 0.5],
        "",
    ),
    "the same two": (COLOURS, [a("asks", ["red", "green"]), b("asks", ["green", "red"])], [0, 1, 0, 0, 0], ""),
    # The later agreement replaces the ask without a link: .5 against 1.
    "an agreement replaces by its date": (
        FIVE,
        [a("asks", "a0", said="2026-01-31"), a("agrees", "a50"), b("asks", "a100")],
        [0.5] * 5,
        "",
    ),
    "agreed by both": (FIVE, [a("agrees", "a50"), b("agrees", "a50")], [0] * 5, "agreed"),
    "agreed, each with somebody else": (FIVE, [a("agrees", "a0"), b("agrees", "a100")], [1] * 5, ""),
    # All but .0 is rejected: that it holds, and it asks for nothing.
    "one answer is left": (FIVE, [a("rejects", ["a25", "a100"]), b("asks", "a25")], [0.25] * 5, "red-line"),
    # [0, .5], or .5 without the ask: gap (.75 + .5) / 2, asks (1 + .5) / 2
    "an ask disputed elsewhere": (
        FIVE,
        [*DISPUTED_ELSEWHERE, say("c", "x.q", "silent", disputes=["a-x-q-asks-a0"])],
        [0.625, 0.75, 0.5, 0.5, 0.75],
        "disputed",
    ),
    # A second report of the ask, which is disputed too, changes nothing.
    "an ask told twice, disputed elsewhere": (
        FIVE,
        [
            *DISPUTED_ELSEWHERE,
            a("asks", "a0", id="again"),
            say("c", "x.q", "silent", disputes=["a-x-q-asks-a0", "again"]),
        ],
        [0.625, 0.75, 0.5, 0.5, 0.75],
        "disputed",
    ),
    "grey holds today": (COLOURS, [a("off-agenda"), b("asks", "grey")], [0] * 5, "off-agenda"),
}


@pytest.mark.parametrize("name", CELLS)
def test_each_rule(name: str) -> None:
    """Each rule of the measure, alone in a cell, gives the figures and marks worked out by hand."""
    question, said, expected, marks = CELLS[name]
    row = cell(question, *said, mistakes=name == "no link")
    for got, wanted in zip(figures(row), expected, strict=True):
        assert got == (None if wanted is None else pytest.approx(wanted, abs=5e-7))
    assert set(row["marks"]) - {"single-source"} == set(marks.split())


POSSIBLE: dict[str, tuple[Data, list[Data], list[float], tuple[str, str]]] = {
    "nothing is known": (FIVE, [], [0, 1], ("unknown", "unknown")),
    # From .25 to each of 0, .25, .5, .75, 1
    "one side": (FIVE, [a("asks", "a25")], [0, 0.75], ("stated", "unknown")),
    "one side, disputed": (
        FIVE,
        [a("asks", "a0"), a("asks", "a25", disputes=["a-x-q-asks-a0"])],
        [0, 1],
        ("stated", "unknown"),
    ),
    "a silence": (FIVE, [a("asks", "a25"), b("silent")], [0, 0.75], ("stated", "silent")),
    "words without a place": (FIVE, [a("asks", "a25"), b("asks")], [0, 0.75], ("stated", "words-only")),
    # Left are 0 and 1, on either side of .25.
    "a red line": (FIVE, [a("asks", "a25"), b("rejects", ["a25", "a75"])], [0.25, 0.75], ("stated", "rejects-only")),
    # One that rejects all may hold all.
    "all is rejected": (FIVE, [a("asks", "a25"), b("rejects", ["a0", "a100"])], [0, 0.75], ("stated", "rejects-only")),
    # {0, .25} and {.75, 1}
    "two red lines": (
        FIVE,
        [a("rejects", ["a50", "a100"]), b("rejects", ["a0", "a50"])],
        [0.5, 1],
        ("rejects-only", "rejects-only"),
    ),
    # Left is all from 0 to .6, its end included.
    "a number": (YEARS, [a("asks", "80"), b("rejects", ">= 60")], [0.2, 0.8], ("stated", "rejects-only")),
    # Left are 0 to .2 and .6 to 1, and .8 lies in one of them.
    "a hole": (YEARS, [a("asks", "80"), b("rejects", ["20", "60"])], [0, 0.8], ("stated", "rejects-only")),
    "all numbers are rejected": (
        YEARS,
        [a("asks", "80"), b("rejects", ["0", "40"]), b("rejects", ">= 40")],
        [0, 0.8],
        ("stated", "rejects-only"),
    ),
    "a colour": (COLOURS, [a("asks", "red"), b("rejects", "green")], [0, 1], ("stated", "rejects-only")),
    "the colour": (COLOURS, [a("asks", "red"), b("rejects", "red")], [1, 1], ("stated", "rejects-only")),
    # Red and green are left.
    "two colours are left": (
        COLOURS,
        [a("asks", "red"), b("rejects", ["blue", "grey"])],
        [0, 1],
        ("stated", "rejects-only"),
    ),
    "off the agenda": (YEARS, [a("asks", "80"), b("off-agenda")], [0, 0.8], ("stated", "off-agenda")),
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_is_possible(name: str) -> None:
    """Where a side has no zone, nothing is known but the bounds of what an answer could turn out to be."""
    question, said, possible, status = POSSIBLE[name]
    row = cell(question, *said)
    assert row["possible"] == pytest.approx(possible)
    assert figures(row) == [None] * 5
    assert (row["level"], row["coverage"], row["part"], row["origins"]) == (None, 0, None, 0)
    assert (row["a_status"], row["b_status"]) == status


def test_all_known_is_possible_to_the_last_digit() -> None:
    """Where all is known, possible is low and high, also where the sum of a weighted figure ends otherwise."""
    made = data({"x": {"q": number("0", "128")}}, [a("asks", "0"), b("asks", "31")])
    made["issues"]["x"]["weight"] = "0.3"
    # 31 / 128 = .2421875; .3 × 31 / 128 / .3 is a little less in floating point, and is rounded down.
    for row in answers(made)["rows"]:
        assert row["possible"] == [row["low"], row["high"]] == [0.242188, 0.242188]


def test_a_contradicting_report_may_widen_what_is_possible() -> None:
    """A first answer narrows what is possible to a figure; a report that contradicts it opens it again."""
    first = [a("asks", "a0"), b("asks", "a100")]
    assert cell(FIVE, first[0])["possible"] == [0, 1]
    assert cell(FIVE, *first)["possible"] == [1, 1]
    assert cell(FIVE, *first, b("asks", "a25", disputes=["b-x-q-asks-a100"]))["possible"] == [0.25, 1]


def test_what_replaces() -> None:
    """A party that moved holds the new, from the day it said so, and never by date alone."""
    moved = [
        a("asks", "a0", said="2026-02-01"),
        a("asks", "a50", said="2026-02-05", replaces=["a-x-q-asks-a0"]),
        a("accepts", "a100", said="2026-01", evidence=[told("weekly")]),
        b("asks", "a100", said="< 2026-02-01"),
    ]
    made = data({"x": {"q": FIVE}}, moved)

    def gap(day: str) -> Any:
        return answers(made, as_of=day)["rows"][0]["gap"]

    assert gap("2026-01-30") is None  # b counts from the eve of 1 February
    assert gap("2026-01-31") == 0  # a's offer, of January, from its first day
    assert gap("2026-02-04") == 0.5  # [0, 1] against 1
    assert gap("2026-02-05") == 0.25  # [.5, 1] against 1


def test_what_a_lens_takes_out_of_the_middle() -> None:
    """A statement replaces what the one that it replaced did, also where a lens leaves that one out."""
    chain = [
        a("asks", "a0", said="2026-02-01", evidence=[told("daily")]),
        a("asks", "a50", said="2026-02-02", replaces=["a-x-q-asks-a0"], evidence=[told("weekly")]),
        a("asks", "a75", said="2026-02-03", replaces=["a-x-q-asks-a50"], evidence=[told("monthly")]),
        b("asks", "a100"),
    ]
    made = data({"x": {"q": FIVE}}, chain)
    assert answers(made)["rows"][0]["gap"] == 0.25
    assert answers(made, without=("weekly",))["rows"][0]["gap"] == 0.25
    # The last one lost, the one before it stands again.
    assert answers(made, without=("monthly",))["rows"][0]["gap"] == 0.5


@pytest.mark.parametrize(
    ("places", "level"),
    [
        ("0", "same"),
        ("9.4", "same"),
        ("9.6", "near"),  # printed 0.10
        ("34.4", "near"),
        ("34.6", "apart"),
        ("64.4", "apart"),
        ("64.6", "far"),
        ("89.4", "far"),
        ("89.6", "opposite"),
        ("100", "opposite"),
    ],
)
def test_levels(places: str, level: str) -> None:
    """The level is that of the gap as it is printed, with two decimals."""
    row = cell(YEARS, a("asks", "0"), b("asks", places))
    assert row["gap"] == pytest.approx(float(places) / 100)
    assert row["level"] == level


def test_an_offer_without_an_ask_is_a_lower_bound() -> None:
    """What it asks for would make the gap .7, from [0, 60] to 100; where .5 holds today, [.25, .5] no more than now."""
    row = cell(YEARS, a("accepts", "60"), b("asks", "100"))
    assert (row["gap"], row["least"], row["possible"]) == (0.4, True, [0.4, 0.7])
    row = cell(FIVE, a("accepts", "a25"), b("asks", "a100"))
    assert (row["gap"], row["least"], row["possible"]) == (0.75, True, [0.75, 0.75])
    # It rejects what holds today, and may ask for 0 at most: [0, .75] to 1.
    row = cell(FIVE, a("accepts", "a75"), a("rejects", "a50"), b("asks", "a100"))
    assert (row["gap"], row["possible"]) == (0.25, [0.25, 0.625])
    # The other has no zone, and may yet ask for 1: [.25, .5] to 1, as far as .25 itself to 1.
    row = cell(FIVE, a("accepts", "a25"))
    assert (row["gap"], row["least"], row["possible"]) == (None, False, [0, 0.75])


def test_deeds_beside_words() -> None:
    """By words .5 from 1, by deeds 1; of a row over two questions the mean, with the gap of the other."""
    said = [a("asks", "a50"), a("asks", "a0", basis="conduct"), b("asks", "a100")]
    assert (cell(FIVE, *said)["gap"], cell(FIVE, *said)["deeds"]) == (0.5, 1)
    more = [a("asks", "a0", about="x.r"), b("asks", "a25", about="x.r")]
    issue = answers(data({"x": {"q": FIVE, "r": FIVE}}, [*said, *more]))["rows"][0]
    assert (issue["gap"], issue["deeds"]) == (0.375, 0.625)


def test_the_last_value() -> None:
    """A direction that takes the place of an ask leaves its value to be shown, and nothing to be measured."""
    later = a("asks", said="2026-02-02", id="later", replaces=["a-x-q-asks-a25"])
    row = cell(FIVE, a("asks", "a25"), later, b("asks", "a100"))
    assert (row["gap"], row["a_last"], row["b_last"], row["a_status"]) == (None, "a25", None, "words-only")


def test_a_group_speaks() -> None:
    """A party that says nothing holds what its group holds; a word of its own ends that, and two groups that differ."""
    made = data({"x": {"q": FIVE}}, [say("union", "x.q", "asks", "a0"), b("asks", "a100")])
    made["parties"] |= {"a": {"name": "a", "role": "principal"}}
    made["parties"]["union"] |= {"speaks_for": ["a"]}

    def row(of: Data) -> Data:
        return answers(ledger(of), parties=("a", "b"))["rows"][1]

    assert (row(made)["gap"], row(made)["marks"]) == (1, ["single-source", "through-group"])
    silent = {**made, "statements": [*made["statements"], a("silent")]}
    assert (row(silent)["gap"], row(silent)["marks"]) == (None, ["single-source"])
    other = {**made, "statements": [*made["statements"], say("league", "x.q", "asks", "a25")]}
    other["parties"] = {**made["parties"], "league": {"name": "l", "role": "mediator", "speaks_for": ["a"]}}
    assert row(other)["gap"] is None


def test_a_statement_of_two_parties() -> None:
    """It is one of each, and an agreement replaces by its date what each of them said."""
    both = say("a", "x.q", "agrees", "a50", said="2026-02-02", id="both") | {"party": ["a", "b"]}
    row = cell(FIVE, a("asks", "a0"), b("asks", "a100"), both)
    assert (row["gap"], row["statements"], "agreed" in row["marks"]) == (0, ["both"], True)


def test_the_spread() -> None:
    """At 0, .5 and 1 three are 2/3 apart on the mean, the most that three can be; three colours all are."""
    said = [a("asks", "a0"), b("asks", "a50"), say("c", "x.q", "asks", "a100")]
    total = answers(data({"x": {"q": FIVE}}, said))["spread"][-1]
    assert (total["spread"], total["most"]) == (0.666667, 0.666667)
    said = [a("asks", "red"), b("asks", "green"), say("c", "x.q", "asks", "blue")]
    total = answers(data({"x": {"q": COLOURS}}, said))["spread"][-1]
    assert (total["spread"], total["most"]) == (1, 1)


def test_a_change_is_of_one_kind() -> None:
    """From deeds to words nothing has changed that could be told, and nothing is newly known."""
    said = [a("asks", "a0", basis="conduct"), a("asks", "a25", said="2026-02-05"), b("asks", "a100")]
    row = answers(data({"x": {"q": FIVE}}, said), since="2026-02-03")["rows"][0]
    assert (row["gap"], row["change"], row["newly"]) == (0.75, None, 0)
    said[0] |= {"basis": "words"}
    said[1] |= {"replaces": [said[0]["id"]]}
    row = answers(data({"x": {"q": FIVE}}, said), since="2026-02-03")["rows"][0]
    assert (row["gap"], row["change"], row["newly"]) == (0.75, -0.25, 0)


@pytest.mark.parametrize(
    ("x", "shown"), [(0.625, 0.63), (0.615, 0.62), (-0.625, -0.63), (0.0949994, 0.09), (1 / 3, 0.33)]
)
def test_rounding(x: float, shown: float) -> None:
    """Half up, as a hand would, from six decimals."""
    assert printed(x) == shown


def test_a_share_is_rounded_as_a_figure() -> None:
    """Half up too, and never to all or none of it."""
    assert [say_known(1, x) for x in (0.625, 0.615, 0.001, 0.999, 1.0)] == ["63 %", "62 %", "1 %", "99 %", "all"]


EVIDENCE = {
    "one outlet": ([told("daily"), told("daily")], "single-source"),
    "two outlets": ([told("daily"), told("weekly")], ""),
    "one outlet relayed twice": ([told("daily", via="Agency"), told("weekly", via="Agency")], "single-source"),
    "relayed and its own": ([told("daily"), told("daily", via="Agency")], ""),
    "unnamed": ([told("daily", "unnamed"), told("weekly", "author")], "unnamed"),
    "a document": ([told("daily", "unnamed"), told("weekly", "document")], ""),
    "as others tell": ([told("daily", teller="counterpart"), told("weekly", teller="third-party")], "told-by-others"),
    "once its own": ([told("daily", teller="counterpart"), told("weekly", teller="own")], ""),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_marks_of_evidence(name: str) -> None:
    """One origin, no named voice and no word of its own are marked, of either side."""
    evidence, marks = EVIDENCE[name]
    sound = [told("daily"), told("weekly")]
    for sides in ((evidence, sound), (sound, evidence)):
        row = cell(FIVE, a("asks", "a0", evidence=sides[0]), b("asks", "a0", evidence=sides[1]))
        assert row["marks"] == marks.split()
        assert row["origins"] == (1 if marks == "single-source" else 2)


def test_marks_of_evidence_over_several_cells() -> None:
    """On a row over several cells they stand where all known cells have them, the others where any has."""
    two = {"x": {"q": FIVE, "r": FIVE, "s": FIVE}}
    weak = [told("daily", "unnamed", "counterpart")]
    said = [
        *(a("asks", "a0", evidence=weak), b("asks", "a0")),
        *(a("accepts", "a0", about="x.r"), b("asks", "a0", about="x.r", evidence=weak)),
        # Nothing is known here, so that it takes nothing away from the row.
        a("asks", "a0", about="x.s", evidence=[told("daily"), told("weekly")]),
    ]
    rows = answers(data(two, said))["rows"]
    assert rows[0]["marks"] == ["offer-only", "single-source", "told-by-others", "unnamed"]
    said[2] = a("accepts", "a0", about="x.r", evidence=[told("daily"), told("weekly")])
    said[3] = b("asks", "a0", about="x.r", evidence=[told("daily"), told("weekly")])
    assert answers(data(two, said))["rows"][0]["marks"] == ["offer-only"]


def test_an_assumption() -> None:
    """An assumption takes the place of what the party asks for, is marked, and leaves its offers."""
    made = data({"x": {"q": FIVE}}, [a("asks", "a0"), a("accepts", "a25"), b("asks", "a100")])
    row = answers(made, assume=("a:x.q=a75",))["rows"][0]
    # [.25, .75] against 1
    assert (row["gap"], row["asks"], row["bridge"]) == (0.5, 0.25, 0.25)
    assert "assumed" in row["marks"]
