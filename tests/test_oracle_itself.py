"""The oracle against the measure: figures worked by hand, and what must hold on random ledgers.

Nothing here knows the tool. Where what must hold does not follow from the rest of the measure, the
test says which case it leaves out; the sentence after "but" in its docstring is that case.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import permutations, product
from random import Random
from typing import Any

import oracle
import pytest
import yaml
from oracle import Cell, Dimension, Moment, Position, Value
from oracle_ledgers import Dumper, random_ledger
from shares import some

Data = dict[str, Any]
Cells = dict[tuple[str, str, str], Cell]
"""By the two parties, in both orders, and the question."""

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
SEEDS = some(range(12))
FEW = range(4)
"""Of those tests that leave out one statement after the other."""
EVERYTHING: Data = {"parties": ("all",), "issues": ("all",), "dimensions": True}


# --- small ledgers -------------------------------------------------------------------------------

CARDS = {"card": "Herald", "other": "Gazette", "third": "HERALD"}
FIVE = {"scale": "graded", "options": dict.fromkeys(("p0", "p25", "p50", "p75", "p100"), "of it"), "today": "p0"}
TWO = {"scale": "graded", "options": {"p0": "none", "p100": "all"}}
KINDS = {"scale": "choice", "options": dict.fromkeys(("x", "y", "z"), "of it")}
PERCENT = {"scale": "number", "range": ["0", "100"]}


def say(party: str | list[str], stance: str, value: Any = None, said: str = "2026-02-01", **more: Any) -> Data:
    """A statement on the question q; `id` is the party's name and the stance unless given."""
    name = party if isinstance(party, str) else "-".join(party)
    item = {"id": f"{name}-{stance}", "party": party, "about": "i.q", "stance": stance, "said": said}
    if value is not None:
        item["value"] = value
    return item | {"evidence": [told()]} | more


def told(source: str = "card", attribution: str = "named", teller: str = "own", **more: str) -> Data:
    """A piece of evidence."""
    return {"source": source, "attribution": attribution, "teller": teller} | more


def written(*statements: Data, parties: Data | None = None, **dimensions: Data) -> str:
    """The text of a ledger with the issue i, by default with the question q in five steps."""
    named: Data = {party: {} for one in statements for party in people(one)}
    everyone = {"a": {}, "b": {}} | named | (parties or {})
    return dumped(
        {
            "language": "en",
            "as_of": "2026-02-10",
            "sources": {card: {"outlet": outlet} for card, outlet in CARDS.items()},
            "parties": {name: {"role": "principal"} | more for name, more in everyone.items()},
            "issues": {"i": {"dimensions": dimensions or {"q": FIVE}}},
            "statements": list(statements),
        }
    )


def people(statement: Data) -> list[str]:
    """The parties of a statement."""
    party = statement["party"]
    return party if isinstance(party, list) else [party]


def dumped(data: Data) -> str:
    return yaml.dump(data, Dumper=Dumper, sort_keys=False, width=1000)


def between(text: str, a: str = "a", b: str = "b", **asked: Any) -> Data:
    """The row of the question q for two parties; figures are exact."""
    rows = oracle.exact_matrix(text, dimensions=True, **asked)["rows"]
    return next(one for one in rows if (one["dimension"], one["a"], one["b"]) == ("q", a, b))


def figures(row: Data) -> list[str | None]:
    """Gap, asks, bridge, low and high, as they are printed."""
    return [None if row[name] is None else oracle.printed(row[name]) for name in oracle.FIGURES]


# --- figures worked by hand ----------------------------------------------------------------------


def test_two_reports_at_both_poles_against_one_pole() -> None:
    """Gaps of 0 and of 1, each counting the same; so for the bridge, which is no longer the greater."""
    for link in ({"disputes": ["a-asks"]}, {}):
        again = say("a", "asks", "p100", id="again", **link)
        row = between(written(say("a", "asks", "p0"), again, say("b", "asks", "p0")))
        assert figures(row) == ["0.50", "0.50", "0.50", "0.00", "1.00"]
        assert (row["level"], row["possible"]) == ("apart", [0, 1])
        assert "disputed" in row["marks"]


def test_two_sides_each_reported_at_both_poles() -> None:
    """Gaps of 0, 1, 1 and 0."""
    said = [say(party, "asks", value, id=party + value) for party in "ab" for value in ("p0", "p100")]
    assert figures(between(written(*said))) == ["0.50", "0.50", "0.50", "0.00", "1.00"]


def test_asks_beside_each_other_are_one_zone() -> None:
    """From 0 to 1 against 0: the mean of 0 to 1; the furthest ask is 1 away, the nearest place 0."""
    said = [say("a", "asks", "p0"), say("a", "asks", "p100", id="too", beside=["a-asks"]), say("b", "asks", "p0")]
    assert figures(between(written(*said))) == ["0.50", "1.00", "0.00", "0.50", "0.50"]


def test_offers_only() -> None:
    """An offer of 0.50 against an ask of 1: with `today`, 0, as its ask it would be 0.75 away."""
    row = between(written(say("a", "accepts", "p50"), say("b", "asks", "p100")))
    assert figures(row) == ["0.50"] * 5
    assert row["least"] and "offer-only" in row["marks"]
    assert row["possible"] == [HALF, Fraction(3, 4)]
    assert not between(written(say("a", "asks", "p50"), say("b", "asks", "p100")))["least"]


@pytest.mark.parametrize(
    ("rejects", "high"),
    [(None, Fraction(5, 8)), ("p0", HALF), ("p25", Fraction(5, 8)), (["p0", "p50"], QUARTER)],
)
def test_offers_only_without_today(rejects: Any, high: Fraction) -> None:
    """An offer of 0.75 against 1: the furthest place is 0, or 0.25 if 0 is rejected."""
    scale = {key: one for key, one in FIVE.items() if key != "today"}
    said = [say("a", "accepts", "p75"), say("b", "asks", "p100")]
    said += [say("a", "rejects", rejects)] if rejects else []
    assert between(written(*said, q=scale))["possible"] == [QUARTER, high]


def test_the_end_further_from_the_other() -> None:
    """An offer of 90 against 55: the further end is 0, which brings the zone nearer, though 100 would not."""
    row = between(written(say("a", "accepts", "90"), say("b", "asks", "55"), q=PERCENT))
    assert row["possible"] == [Fraction(35, 100)] * 2


def test_offers_only_against_nobody() -> None:
    """The offer at 0.50 is at most 0.50 from any answer, and with an ask of 0 it would be 0.75 from 1."""
    assert between(written(say("a", "accepts", "p50")))["possible"] == [0, Fraction(3, 4)]


def test_a_refusal_on_two_options() -> None:
    """Who rejects one of two holds the other: 1.00 from who asks for it, and nothing is open."""
    row = between(written(say("a", "rejects", "p0"), say("b", "asks", "p0"), q=TWO))
    assert figures(row) == ["1.00"] * 5
    assert (row["a_status"], row["possible"], row["coverage"]) == ("rejects-only", [1, 1], 1)
    assert "red-line" in row["marks"] and not row["least"]


def test_what_rejections_leave() -> None:
    """All but one, on a choice and in stretches; two left are no zone, nor is a bound on a number scale."""
    row = between(written(say("a", "rejects", ["x", "y"]), say("b", "asks", ["y", "z"]), q=KINDS))
    assert figures(row)[0] == "0.50"
    row = between(written(say("a", "rejects", ["p25", "p100"]), say("b", "asks", "p50")))
    assert figures(row)[0] == "0.50"
    row = between(written(say("a", "rejects", ["p50", "p100"]), say("b", "asks", "p50")))
    assert figures(row)[0] is None and row["possible"] == [QUARTER, HALF]
    row = between(written(say("a", "rejects", "> 0"), say("b", "asks", "40"), q=PERCENT))
    assert figures(row)[0] is None and row["possible"] == [Fraction(2, 5), Fraction(2, 5)]


def test_half_up() -> None:
    """0.625 is printed 0.63, and 0.645 0.65, which is far; six decimals come first."""
    assert [oracle.printed(Fraction(x)) for x in ("0.625", "0.645", "0.6449995", "0.64499949")] == [
        "0.63",
        "0.65",
        "0.65",
        "0.64",
    ]
    assert oracle.printed(Fraction("-0.625")) == "-0.63"
    row = between(written(say("a", "accepts", "p25"), say("a", "asks", "p50"), say("b", "asks", "p100")))
    assert figures(row)[0] == "0.63"


@pytest.mark.parametrize(
    ("gap", "word"),
    [
        ("0", "same"),
        ("0.0949", "same"),
        ("0.095", "near"),
        ("0.3449", "near"),
        ("0.345", "apart"),
        ("0.6449", "apart"),
        ("0.645", "far"),
        ("0.8949", "far"),
        ("0.895", "opposite"),
        ("1", "opposite"),
    ],
)
def test_levels(gap: str, word: str) -> None:
    """The word is that of the gap as printed."""
    assert oracle.level(Fraction(gap)) == word
    assert oracle.level(None) is None


def test_agreed_by_date() -> None:
    """What was said before an `agrees` is gone, what is said the same day or later is not."""
    before, after = say("a", "asks", "p100", "2026-01-31"), say("a", "accepts", "p25", "2026-02-03", id="after")
    common = say(["a", "b"], "agrees", "p0")
    row = between(written(before, common, say("b", "rejects", "p0", "2026-01-01")))
    assert figures(row) == ["0.00"] * 5
    assert row["marks"] == ["agreed", "single-source"] and row["statements"] == ["a-b-agrees"]
    assert figures(between(written(before, common, after)))[0] == "0.13"
    assert figures(between(written(before | {"said": "2026-02-01"}, common)))[3:] == ["0.00", "1.00"]
    assert figures(between(written(before, common), as_of="2026-01-31"))[0] is None


def test_what_an_agreement_replaced_stays_replaced() -> None:
    """Through the middle one, also where a lens leaves it out; without the last one it stands again."""
    said = [
        say("a", "asks", "p100", "2026-01-01"),
        say("a", "agrees", "p50", "2026-01-10", evidence=[told("other")]),
        say("a", "asks", "p0", "2026-01-20", id="last", replaces=["a-agrees"]),
        say("b", "asks", "p0"),
    ]
    assert figures(between(written(*said), without=["other"]))[0] == "0.00"
    assert figures(between(written(*said), as_of="2026-01-15", parties=["a", "b"]))[0] is None
    assert figures(between(written(*said[:2], said[3]), without=["Gazette"]))[0] == "1.00"


def test_several_parties() -> None:
    """One for each: what one of them replaces later is its own copy."""
    said = [
        say("a", "asks", "p0", "2026-01-01"),
        say(["a", "b"], "asks", "p100", "2026-01-10", replaces=["a-asks"]),
        say("b", "asks", "p50", "2026-01-20", replaces=["a-b-asks"]),
    ]
    row = between(written(*said))
    assert figures(row)[0] == "0.50" and row["statements"] == ["a-b-asks", "b-asks"]


def test_disputes_between_statements_of_several() -> None:
    """Each position is the one or the other, and not both at once."""
    said = [
        say(["a", "b"], "asks", "p0", id="one"),
        say(["a", "b"], "asks", "p50", id="two", disputes=["one"]),
        say("c", "asks", "p0"),
    ]
    assert figures(between(written(*said), b="c"))[0] == "0.25"


def test_disputes_from_elsewhere() -> None:
    """Another question, another party or the issue: as it stands, and without the one that is disputed."""
    for against in (
        say("b", "asks", about="i.r"),
        say("c", "asks", "p50"),
        say("a", "asks", about="i"),
        say("a", "silent", about="i.r", basis="conduct"),
    ):
        said = [say("a", "asks", "p0", id="one"), say("a", "accepts", "p50", id="two"), say("b", "asks", "p100")]
        said.append(against | {"id": "against", "disputes": ["two"]})
        row = between(written(*said, q=FIVE, r=TWO))
        assert figures(row) == ["0.88", "1.00", "0.75", "0.75", "1.00"]
        assert "against" in row["statements"] and "disputed" in row["marks"]


def test_a_reading_without_a_zone_is_left_out() -> None:
    """An only ask that somebody else disputes is still the only zone there is."""
    said = [say("a", "asks", "p0"), say("b", "asks", "p100", disputes=["a-asks"])]
    assert figures(between(written(*said))) == ["1.00"] * 5


def test_on_the_issue() -> None:
    """Only a refusal to discuss and a silence reach the question; the rest is told on the issue's own row."""
    said = [say("a", "off-agenda", about="i"), say("b", "asks", about="i"), say("b", "asks", "p100", id="place")]
    rows = oracle.exact_matrix(written(*said), dimensions=True)["rows"]
    assert [row["statements"] for row in rows] == [["a-off-agenda", "b-asks", "place"], ["a-off-agenda", "place"]]
    assert rows[1]["gap"] == 1 and "off-agenda" in rows[1]["marks"]
    against = say("c", "silent", about="i", disputes=["b-asks"])
    rows = oracle.exact_matrix(written(*said, against), parties=["a", "b"], dimensions=True)["rows"]
    assert ["disputed" in row["marks"] for row in rows] == [True, False]
    assert "c-silent" in rows[0]["statements"]
    for stance in ("asks", "accepts", "agrees"):
        row = between(written(*said, say("a", stance, "p50")))
        assert row["gap"] == HALF and "off-agenda" not in row["marks"]


def test_deeds_beside_words() -> None:
    """The gap of words stands; that of the deeds beside it, where one lies outside the words."""
    words = [say("a", "asks", "p50"), say("b", "asks", "p100")]
    row = between(written(*words, say("a", "asks", "p0", id="deed", basis="conduct")))
    assert (row["gap"], row["deeds"]) == (HALF, 1) and "acts-otherwise" in row["marks"]
    row = between(written(*words, say("a", "asks", ["p0", "p50"], id="deed", basis="conduct")))
    assert row["deeds"] is None and "acts-otherwise" not in row["marks"]
    row = between(written(words[1], say("a", "off-agenda", basis="conduct")))
    assert row["gap"] == 1 and {"off-agenda", "conduct-only"} <= set(row["marks"])
    row = between(written(*words, say("a", "off-agenda", basis="conduct")))
    assert row["deeds"] == 1 and "off-agenda" not in row["marks"]
    row = between(written(words[1], say("a", "asks", "p0", basis="conduct")))
    assert (row["gap"], row["deeds"], row["a_status"]) == (1, None, "conduct-only")


def test_deeds_of_a_row() -> None:
    """Beside the mean by words the mean by deeds, of the questions that are known."""
    said = [say("a", "asks", "p50"), say("b", "asks", "p100"), say("a", "asks", "p0", id="deed", basis="conduct")]
    said += [say("a", "asks", "p0", id="r-a", about="i.r"), say("b", "asks", "p0", id="r-b", about="i.r")]
    row = oracle.exact_matrix(written(*said, q=FIVE, r=TWO))["rows"][0]
    assert (row["gap"], row["deeds"]) == (QUARTER, HALF)


def test_change_by_the_same_kind() -> None:
    """From a deed to a word is no change, and nothing newly known."""
    said = [say("a", "asks", "p0", "2026-01-01", basis="conduct"), say("b", "asks", "p100", "2026-01-01")]
    said.append(say("a", "asks", "p50", "2026-01-20", id="words"))
    row = between(written(*said), since="2026-01-10")
    assert (row["gap"], row["change"], row["newly"]) == (HALF, None, 0)
    said.append(say("a", "asks", "p75", "2026-02-02", id="moved", replaces=["words"]))
    assert between(written(*said), since="2026-01")["change"] == -QUARTER


def test_the_last_value() -> None:
    """Shown where a value gave way to words without one, and not where another value stands."""
    said = [
        say("a", "asks", "p25", "2026-01-01", id="first"),
        say("a", "accepts", ["p25", "p50"], "2026-01-10", id="second", replaces=["first"]),
        say("a", "asks", None, "2026-01-20", id="third", replaces=["second"]),
    ]
    row = between(written(*said))
    assert (row["a_status"], row["a_last"], row["b_last"]) == ("words-only", ["p25", "p50"], None)
    assert between(written(*said), as_of="2026-01-10")["a_last"] is None
    assert between(written(*said, say("a", "accepts", "p0")))["a_last"] is None
    away = say("a", "rejects", "p25", "2026-02-01", replaces=["first"])
    assert between(written(said[0], away))["a_last"] is None


@pytest.mark.parametrize(
    ("stance", "value", "beside", "holds"),
    [
        ("accepts", "p50", "asks", True),
        ("accepts", "p50", None, True),
        ("accepts", "p0", "asks", False),
        ("accepts", "p50", "accepts", True),
        ("asks", "p50", "accepts", False),
    ],
)
def test_conditional(stance: str, value: str, beside: str | None, holds: bool) -> None:
    """The zone would be smaller, or none, without the offers that have an `if`."""
    said = [say("a", stance, value, id="it", **{"if": ["It rains."]}), say("b", "asks", "p100")]
    said += [say("a", beside, "p0")] if beside else []
    assert ("conditional" in between(written(*said))["marks"]) == holds


UNION: Data = {"union": {"speaks_for": ["a"]}}


def test_through_a_group() -> None:
    """Who says nothing holds what its group holds; with a word of its own, even on the issue, it does not."""
    said = [say("union", "asks", "p0"), say("b", "asks", "p100")]
    row = between(written(*said, parties=UNION))
    assert (row["gap"], row["a_status"]) == (1, "stated")
    assert "through-group" in row["marks"] and "union-asks" in row["statements"]
    for about in ("i", "i.q"):
        row = between(written(*said, say("a", "silent", about=about), parties=UNION))
        assert (row["gap"], row["a_status"]) == (None, "silent") and "through-group" not in row["marks"]
    row = between(written(*said, say("a", "silent", about="i.r"), parties=UNION, q=FIVE, r=TWO))
    assert row["gap"] == 1


def test_through_two_groups() -> None:
    """Neither counts where they hold different zones; a group without a zone is none; a group may have a group."""
    said = [say("union", "asks", "p0"), say("league", "asks", "p25"), say("b", "asks", "p100")]
    both = UNION | {"league": {"speaks_for": ["a", "b"]}}
    row = between(written(*said, parties=both))
    assert (row["gap"], row["a_status"], row["marks"]) == (None, "unknown", ["single-source"])
    assert between(written(said[0], said[2], parties=both))["gap"] == 1
    assert between(written(said[0], said[2], say("league", "accepts", "p0"), parties=both))["gap"] == 1
    assert between(written(said[0], said[2], say("league", "silent"), parties=both))["gap"] == 1
    circle = {"union": {"speaks_for": ["a", "league"]}, "league": {"speaks_for": ["union"]}}
    assert between(written(*said[1:], parties=circle))["gap"] == Fraction(3, 4)
    assert between(written(said[2], parties=circle))["a_status"] == "unknown"


def test_outlets() -> None:
    """Case, form and white space do not part an outlet, nor do its cards; `via` goes before the card."""

    def marks(*evidence: Data) -> bool:
        own = [told("other"), told("card")]
        said = [say("a", "asks", "p0", evidence=list(evidence)), say("b", "asks", "p0", evidence=own)]
        return "single-source" in between(written(*said))["marks"]

    assert marks(told("card"), told("third"))
    assert marks(told("card", via="The  Wire "), told("other", via="ｔhe\u00a0WIRE"))
    assert marks(told("other", via="herald"), told("card"))
    assert not marks(told("card"), told("card", via="The Wire"))
    assert marks(told("card", via="Fars"), told("other", via={"fa": "فارس", "en": "FARS"}), told("card", via="فارس"))
    assert not marks(told("card", via="Fars"), told("card", via="فارس"))


def test_evidence_is_of_what_makes_the_zone() -> None:
    """A red line, a silence, a deed beside words and words without a value make no demand better known."""
    poor = [told(attribution="unnamed", teller="counterpart")]
    said = [say("a", "asks", "p0", evidence=poor), say("b", "asks", "p0", evidence=[told(), told("other")])]
    beside = [
        say("a", "rejects", "p100"),
        say("a", "silent"),
        say("a", "accepts"),
        say("a", "asks", "p0", id="deed", basis="conduct"),
    ]
    rich = [one | {"evidence": [told("other")]} for one in beside]
    row = between(written(*said, *rich))
    assert row["marks"] == ["single-source", "told-by-others", "unnamed"] and row["origins"] == 1
    row = between(written(*said, say("a", "asks", "p0", id="too", evidence=[told("other")])))
    assert row["marks"] == [] and row["origins"] == 2


@pytest.mark.parametrize(
    ("ask", "reject", "crossed"),
    [
        ("60", "60", True),
        ("60", "< 60", False),
        ("60", "<= 60", True),
        ("60", "> 60", False),
        ("< 60", "60", False),
        ("< 60", ">= 60", False),
        ("< 60", "< 60", True),
        ("< 60", "<= 60", True),
        ("<= 60", ">= 60", True),
        (["40", "60"], "> 60", False),
        (["40", "60"], "> 50", True),
        ("> 60", "< 60", False),
        ("> 60", ">= 60", True),
    ],
)
def test_red_lines_at_a_bound(ask: Any, reject: Any, crossed: bool) -> None:
    """A bound that a sign leaves out is not itself rejected or asked for, whichever way the range runs."""
    for ends in (["0", "100"], ["100", "0"]):
        row = between(written(say("a", "asks", ask), say("b", "rejects", reject), q=PERCENT | {"range": ends}))
        assert ("red-line" in row["marks"]) == crossed


def test_one_sided_numbers_stand_at_their_bound() -> None:
    """At least 6 against at most 6 is 0."""
    assert between(written(say("a", "asks", ">= 6"), say("b", "asks", "<= 6"), q=PERCENT))["gap"] == 0


def test_a_month_as_a_bound_is_its_last_day() -> None:
    """A statement of the month is in; as a date of a statement the month is its first day."""
    said = [say("a", "asks", "p0", "2026-01-31"), say("b", "asks", "p0", "2026-01")]
    assert between(written(*said), as_of="2026-01")["gap"] == 0
    assert between(written(*said), as_of="2026-01-30")["b_status"] == "stated"
    assert [str(oracle.bound_of(x)) for x in ("2024-02", "2025", "2026-12", "2026-02-03")] == [
        "2024-02-29",
        "2025-12-31",
        "2026-12-31",
        "2026-02-03",
    ]


def test_many_parties() -> None:
    """Three at 0, 0.50 and 1 are 2/3 apart on the mean; the fourth is not known, with half of the pairs."""
    said = [say("a", "asks", "p0"), say("b", "asks", "p50"), say("c", "asks", "p100"), say("d", "silent")]
    (issue, of_all) = oracle.exact_matrix(written(*said))["spread"]
    assert issue["spread"] == of_all["spread"] == Fraction(2, 3) == of_all["most"]
    assert of_all["coverage"] == HALF
    assert of_all["distances"] == {"a": Fraction(3, 4), "b": HALF, "c": Fraction(3, 4), "d": None}


def test_most() -> None:
    """Two camps at the poles: two thirds of three or four, 3/5 of five or six, towards a half."""
    for count, expected in ((2, "1"), (3, "2/3"), (4, "2/3"), (5, "3/5"), (6, "3/5"), (101, "51/101")):
        names = [f"n{index}" for index in range(count)]
        camps = {name: index % 2 for index, name in enumerate(names)}
        gaps = {(a, b): Fraction(camps[a] != camps[b]) for a, b in product(names, names) if a < b}
        assert oracle.most(gaps, question("graded")) == Fraction(expected) == oracle.average(gaps.values())


def test_most_of_a_choice() -> None:
    """Dealt evenly over three options, three are all apart, and of four one pair is of one option."""
    for count, expected in ((2, "1"), (3, "1"), (4, "5/6"), (6, "4/5")):
        names = [f"n{index}" for index in range(count)]
        gaps = {(a, b): oracle.ONE for a, b in product(names, names) if a < b}
        assert oracle.most(gaps, question("choice")) == Fraction(expected)


def question(scale: str) -> oracle.Dimension:
    ends = (oracle.ZERO, oracle.ONE)
    return oracle.Dimension("i", "q", oracle.ONE, oracle.ONE, scale, dict.fromkeys("xyz", oracle.ZERO), ends)


def test_a_second_report_of_what_is_disputed_elsewhere() -> None:
    """One reading for each statement elsewhere, without all that it disputes: (1/4 + 1/2) / 2, told once or twice."""
    said = [say("a", "asks", "p0", id="s"), say("a", "accepts", "p50"), say("b", "asks", "p0")]
    once = [*said, say("c", "silent", disputes=["s"])]
    twice = [*said, say("a", "asks", "p0", id="s2"), say("c", "silent", disputes=["s", "s2"])]
    assert between(written(*once))["gap"] == between(written(*twice))["gap"] == Fraction(3, 8)


def test_a_dispute_elsewhere_beside_one_inside() -> None:
    """No reading holds both of two that dispute each other: [0, 1/4] and [1/4, 1], and without the offer 0 and 1."""
    said = [say("a", "asks", "p0", id="x"), say("a", "asks", "p100", id="y", disputes=["x"])]
    said += [say("a", "accepts", "p25", id="z"), say("b", "asks", "p0"), say("c", "silent", disputes=["z"])]
    assert between(written(*said))["gap"] == (Fraction(1, 8) + Fraction(5, 8) + 0 + 1) / 4


def test_a_first_offer_of_who_rejects_today() -> None:
    """Who rejects 0, which holds today, and offers 1/4 may ask for no more than that: the gap to 1 is 3/4."""
    said = [say("a", "rejects", "p0"), say("b", "asks", "p100")]
    assert between(written(*said))["possible"] == [0, Fraction(3, 4)]
    assert between(written(*said, say("a", "accepts", "p25")))["possible"] == [Fraction(3, 4), Fraction(3, 4)]


def test_agreed_on_different_things() -> None:
    """Two that agreed on different things have not agreed, nor has one that asks for something else since."""
    both = say("a", "agrees", "p0"), say("b", "agrees", "p0")
    assert "agreed" in between(written(*both))["marks"]
    assert "agreed" not in between(written(both[0], say("b", "agrees", "p100")))["marks"]
    later = say("a", "asks", "p50", "2026-02-02", replaces=[both[0]["id"]])
    assert "agreed" not in between(written(*both, later))["marks"]


def test_two_cards_of_one_outlet() -> None:
    """Two reports of the Herald's at both poles against one: half apart, from one outlet, with nothing to rank."""
    said = [say("a", "asks", "p0", id="a1"), say("a", "asks", "p100", id="a2", disputes=["a1"])]
    said[1]["evidence"] = [told("third")]
    row = between(written(*said, say("b", "asks", "p0")))
    assert figures(row) == ["0.50", "0.50", "0.50", "0.00", "1.00"]
    assert (row["marks"], row["origins"]) == (["disputed", "single-source"], 1)


def test_three_parties_of_whom_one_moved() -> None:
    """One is reported at both poles, one moved from the middle to the low end."""
    said = [
        say("a", "asks", "p0", id="a1"),
        say("a", "asks", "p100", id="a2", disputes=["a1"]),
        say("b", "asks", "p0"),
        say("c", "asks", "p0", "2026-02-10"),
        say("a", "asks", "p0", about="i.r", id="a3"),
        say("b", "asks", "p50", about="i.r", id="b2"),
        say("c", "asks", "p50", about="i.r", id="c2"),
        say("c", "asks", "p0", "2026-02-10", about="i.r", id="c3", replaces=["c2"]),
    ]
    told = oracle.exact_matrix(written(*said, q=FIVE, r=FIVE), since="2026-02-05")
    pairs = {(one["a"], one["b"]): one for one in told["totals"]}
    # a and b: the means of 0.50 and 0.50; a and c: of 0.50 and 0; b and c: of 0 and 0.50.
    assert {pair: one["gap"] for pair, one in pairs.items()} == {
        ("a", "b"): HALF,
        ("a", "c"): QUARTER,
        ("b", "c"): QUARTER,
    }
    # What c says on q is new; what can be compared is r alone, where c moved to a and away from b.
    assert [pairs["a", "c"][key] for key in ("change", "newly")] == [-HALF, 1]
    assert [pairs["b", "c"][key] for key in ("change", "newly")] == [HALF, 1]
    assert told["spread"][-1]["spread"] == Fraction(1, 3)


def test_words_without_a_place_leave_a_question_open() -> None:
    """The row is that of the other question alone; what is open is the share of this one."""
    said = [
        say("a", "asks", "60", id="a1"),
        say("b", "asks", id="b1"),
        say("a", "asks", "p0", about="i.r", id="a2"),
        say("b", "asks", "p100", about="i.r", id="b2"),
    ]
    rows = oracle.exact_matrix(written(*said, q=PERCENT | {"share": "60"}, r=TWO | {"share": "40"}))["rows"]
    assert (rows[0]["gap"], rows[0]["coverage"], rows[0]["open"]) == (1, Fraction(2, 5), Fraction(9, 25))
    assert rows[0]["possible"] == [Fraction(2, 5), Fraction(19, 25)]


def test_assumptions() -> None:
    """An assumption takes the place of what the party asks for or agreed to, and has no evidence."""
    for stance in ("asks", "agrees", "off-agenda"):
        said = [say("a", stance, None if stance == "off-agenda" else "p0"), say("b", "asks", "p100")]
        row = between(written(*said), assume=["a:i.q=p50"])
        assert row["gap"] == HALF and row["marks"] == ["assumed", "single-source"]


# --- random ledgers ------------------------------------------------------------------------------


@cache
def text_of(seed: int) -> str:
    return random_ledger(seed)


def data_of(seed: int) -> Data:
    """The tree of a random ledger; each call gives a new one."""
    made: Data = oracle.load(text_of(seed))
    return made


def moment_of(text: str) -> Moment:
    ledger = oracle.read(text)
    return oracle.moment(ledger, ledger.as_of)


def dimensions_of(now: Moment) -> list[Dimension]:
    return [one for issue in now.ledger.issues for one in issue.dimensions]


def cells_of(now: Moment) -> Cells:
    """The cells of all pairs, in both orders."""
    names, chosen = list(now.ledger.parties), dimensions_of(now)
    sides = {(party, one.about): oracle.held(now, party, one) for party in names for one in chosen}
    return {
        (a, b, one.about): oracle.cell(now.live, sides[a, one.about], sides[b, one.about])
        for a, b in permutations(names, 2)
        for one in chosen
    }


def content(cell: Cell) -> tuple[Any, ...]:
    """All that a cell says but which statements."""
    return cell.figures, cell.possible, cell.deeds, cell.least, cell.marks


def fixed(side: Position) -> bool:
    """Whether nothing that is disputed makes different zones."""
    return len(side.zones) == 1


def answer(text: str, **asked: Any) -> list[Data]:
    """The rows and totals with all that is no name, in an order of their own."""
    told = oracle.exact_matrix(text, **(EVERYTHING | asked))
    rows = [
        {key: one for key, one in row.items() if key not in ("statements", "weakest")}
        for row in told["rows"] + told["totals"]
    ]
    return sorted(rows, key=lambda row: [str(row.get(key)) for key in ("issue", "dimension", "a", "b")])


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds(seed: int) -> None:
    """0 ≤ low ≤ gap ≤ high ≤ 1, bridge ≤ gap and asks, lo ≤ gap ≤ hi, of cells and of every sum."""
    told = oracle.exact_matrix(text_of(seed), **EVERYTHING)
    for one in told["rows"] + told["totals"]:
        lo, hi = one["possible"]
        assert 0 <= lo <= hi <= 1 and 0 <= one["coverage"] <= 1
        if one["gap"] is None:
            assert all(one[name] is None for name in (*oracle.FIGURES, "deeds")) and not one["least"]
            continue
        assert 0 <= one["low"] <= one["gap"] <= one["high"] <= 1
        assert 0 <= one["bridge"] <= one["gap"] and one["bridge"] <= one["asks"] <= 1
        if one["coverage"] == 1:
            assert lo <= one["gap"] <= hi
            assert lo == one["low"] and (hi == one["high"] or one["least"])


@pytest.mark.parametrize("seed", SEEDS)
def test_sums(seed: int) -> None:
    """The parts add up to the gap, the open parts to the width of `possible`; of issues and of questions."""
    told = oracle.exact_matrix(text_of(seed), **EVERYTHING)
    for total in told["totals"]:
        of_pair = [row for row in told["rows"] if (row["a"], row["b"]) == (total["a"], total["b"])]
        for rows in ([r for r in of_pair if r["dimension"]], [r for r in of_pair if not r["dimension"]]):
            parts = [row["part"] for row in rows if row["part"] is not None]
            assert (sum(parts) if parts else None) == total["gap"]
            assert sum(row["open"] for row in rows) == total["possible"][1] - total["possible"][0]
            assert sum(row["weight"] for row in rows) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_spread(seed: int) -> None:
    """Spread is at most its most, but on a choice; where all is known it is the mean of the distances."""
    scales = {one.about: one.scale for one in dimensions_of(moment_of(text_of(seed)))}
    for one in oracle.exact_matrix(text_of(seed), **EVERYTHING)["spread"]:
        if one["spread"] is None:
            assert one["most"] is None and set(one["distances"].values()) == {None}
            continue
        assert 0 <= one["spread"] <= 1
        if one["dimension"] is not None and scales[f"{one['issue']}.{one['dimension']}"] != "choice":
            assert one["spread"] <= one["most"] <= 1
        if one["dimension"] is not None and one["coverage"] == 1:
            assert oracle.average(one["distances"].values()) == one["spread"]


@pytest.mark.parametrize("seed", SEEDS)
def test_symmetry(seed: int) -> None:
    """A cell says the same from both sides."""
    cells = cells_of(moment_of(text_of(seed)))
    for (a, b, about), one in cells.items():
        assert content(one) == content(cells[b, a, about])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_party_and_itself(seed: int) -> None:
    """gap(a, a) = 0 where nothing is disputed; with two zones it is 0 on one pair in two only."""
    now = moment_of(text_of(seed))
    for party, one in product(now.ledger.parties, dimensions_of(now)):
        side = oracle.held(now, party, one)
        figures = oracle.figures_of(side, side)
        assert figures is None or (figures["gap"] == 0) == fixed(side)


@pytest.mark.parametrize("seed", SEEDS)
def test_triangles(seed: int) -> None:
    """No way round is shorter, where nothing is disputed."""
    now = moment_of(text_of(seed))
    cells = cells_of(now)
    for a, b, c in permutations(now.ledger.parties, 3):
        for one in dimensions_of(now):
            three = [cells[pair[0], pair[1], one.about] for pair in ((a, b), (b, c), (a, c))]
            if all(fixed(side) for each in three for side in (each.a, each.b)):
                ab, bc, ac = (each.figures["gap"] for each in three if each.figures)
                assert ac <= ab + bc


def stretches(rng: Random, count: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Random stretches and points of [0, 1]."""
    for _ in range(count):
        low, high = sorted(Fraction(rng.randint(0, 24), 24) for _ in range(2))
        yield (low, low) if rng.random() < 0.3 else (low, high)


def test_gap_of_zones() -> None:
    """The area, the closed formula and a numerical integration agree; of points it is their distance."""
    rng = Random(0)
    grid = 500
    for x, y in zip(stretches(rng, 300), stretches(rng, 300)):
        u, v = y[0] - x[0], y[1] - x[1]
        closed = (abs(u) + abs(v)) / 2 if u * v >= 0 else (u**2 + v**2) / (2 * (abs(u) + abs(v)))
        assert oracle.zone_gap(x, y) == closed
        steps = [(2 * step + 1) / (2 * grid) for step in range(grid)]
        assert abs(sum(abs(float(u) + q * float(v - u)) for q in steps) / grid - closed) < 1e-5
        if x[0] == x[1] and y[0] == y[1]:
            assert closed == oracle.apart(x[0], y[0])
        if oracle.least([x], [y]) > 0:
            assert closed == abs(sum(x) - sum(y)) / 2
        assert oracle.least([x], [y]) <= closed <= oracle.greatest([x], [y])


def test_an_offer_towards_the_other() -> None:
    """Beyond the own zone and short of the other's, it lowers the gap; not so on a choice."""
    rng = Random(1)
    for x, y in zip(stretches(rng, 400), stretches(rng, 400)):
        if x[1] < y[0]:
            offer = x[1] + (y[0] - x[1]) * Fraction(rng.randint(1, 9), 10)
            assert oracle.zone_gap((x[0], offer), y) < oracle.zone_gap(x, y)
    assert oracle.zone_gap(frozenset("xy"), frozenset("z")) == oracle.zone_gap(frozenset("x"), frozenset("z")) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_an_offer_called_an_ask(seed: int) -> None:
    """Beside the party's other asks, it changes no gap, and neither low, high nor bridge."""
    data = data_of(seed)
    before = cells_of(moment_of(text_of(seed)))
    asking = [one for one in data["statements"] if one["stance"] in ("asks", "agrees")]
    for one in data["statements"]:
        if one["stance"] == "accepts" and "value" in one:
            one["stance"] = "asks"
            asking.append(one)
    for one in asking:
        others = [other["id"] for other in asking if other["about"] == one["about"] and other is not one]
        linked = {link for key in ("disputes", "replaces") for link in one.get(key, [])}
        one["beside"] = [other for other in others if other not in linked]
    after = cells_of(moment_of(dumped(data)))
    for key, one in before.items():
        was, now = one.figures, after[key].figures
        assert (was is None) == (now is None)
        assert was is None or now is None or all(was[name] == now[name] for name in ("gap", "low", "high", "bridge"))


def shuffled(tree: Any, rng: Random, *, ordered: bool = False) -> Any:
    """The same with its mappings and statements in another order; the options of a scale keep theirs."""
    if isinstance(tree, list):
        return [shuffled(one, rng) for one in tree]
    if not isinstance(tree, dict):
        return tree
    keys = list(tree)
    if not ordered:
        rng.shuffle(keys)
    return {key: shuffled(tree[key], rng, ordered=key == "options") for key in keys}


@pytest.mark.parametrize("seed", SEEDS)
def test_order(seed: int) -> None:
    """The order of keys and of statements changes no cell."""
    data = shuffled(data_of(seed), Random(seed))
    Random(seed).shuffle(data["statements"])
    before, after = cells_of(moment_of(text_of(seed))), cells_of(moment_of(dumped(data)))
    assert before.keys() == after.keys()
    for key, one in before.items():
        assert content(one) == content(after[key])
        assert one.statements == after[key].statements


def renamed(tree: Any, names: dict[str, str]) -> Any:
    """The same with other names, also within `issue.dimension`."""
    if isinstance(tree, dict):
        return {names.get(key, key): renamed(one, names) for key, one in tree.items()}
    if isinstance(tree, list):
        return [renamed(one, names) for one in tree]
    return names.get(tree, tree) if isinstance(tree, str) else tree


@pytest.mark.parametrize("seed", SEEDS)
def test_names(seed: int) -> None:
    """Renaming statements, cards, issues and questions changes nothing; they stay in their order."""
    data = data_of(seed)
    ids = [one["id"] for one in data["statements"]]
    names = {one: f"s{len(ids) - index}" for index, one in enumerate(ids)}
    names |= {one: f"z-{one}" for one in data["sources"]}
    names |= {one: f"a-{one}" for one in data["issues"]}
    names |= {
        f"{issue}.{key}": f"a-{issue}.{key}" for issue, one in data["issues"].items() for key in one["dimensions"]
    }
    before, after = answer(text_of(seed)), answer(dumped(renamed(data, names)))
    for row in after:
        row |= {"issue": str(row["issue"]).removeprefix("a-")} if isinstance(row.get("issue"), str) else {}
    assert before == after


def turned(data: Data) -> Data:
    """The same with every scale the other way round."""
    for issue in data["issues"].values():
        for one in issue["dimensions"].values():
            if "range" in one:
                one["range"] = one["range"][::-1]
                continue
            one["options"] = dict(reversed(one["options"].items()))
            for option in one["options"].values():
                if isinstance(option, dict):
                    option["at"] = str(100 - Fraction(option["at"]))
    return data


@pytest.mark.parametrize("seed", SEEDS)
def test_turning_the_scales_round(seed: int) -> None:
    """It changes nothing."""
    assert answer(text_of(seed)) == answer(dumped(turned(data_of(seed))))


def repeated(data: Data, id: str) -> Data:
    """The same with a statement that stands twice, with all links from and to it."""
    one = next(each for each in data["statements"] if each["id"] == id)
    for other in data["statements"]:
        for key in ("replaces", "disputes", "beside"):
            if id in other.get(key, []):
                other[key] = [*other[key], "again"]
    data["statements"].append(one | {"id": "again"})
    return data


@pytest.mark.parametrize("seed", SEEDS)
def test_a_statement_that_stands_twice(seed: int) -> None:
    """It changes no figure and no mark, but where a statement elsewhere disputes it."""
    now = moment_of(text_of(seed))
    before = cells_of(now)
    rng = Random(seed)
    for one in rng.sample(now.live, min(4, len(now.live))):
        copies = [each for each in now.live if each.id == one.id]
        against = [(each, other) for each in copies for other in now.live if oracle.dispute(each, other)]
        if any((each.party, each.about) != (other.party, other.about) for each, other in against):
            continue
        after = cells_of(moment_of(dumped(repeated(data_of(seed), one.id))))
        for key, cell in before.items():
            assert content(cell) == content(after[key]), one.id


def without(now: Moment, id: str) -> Moment:
    """The ledger as a lens leaves it that takes a statement away."""
    ledger = replace(now.ledger, statements=[one for one in now.ledger.statements if one.id != id])
    return oracle.moment(ledger, now.day)


def of_groups(now: Moment) -> set[str]:
    """The groups that speak for somebody, and those for whom they speak."""
    groups = {name: raw["speaks_for"] for name, raw in now.ledger.parties.items() if "speaks_for" in raw}
    return set(groups).union(*groups.values())


def left_out(now: Moment) -> Iterator[tuple[str, Moment]]:
    """Each live statement, and what is left without it; but where what it replaced comes back to life."""
    for id in dict.fromkeys(one.id for one in now.live):
        left = without(now, id)
        if {one.id for one in left.live} <= {one.id for one in now.live}:
            yield id, left


@pytest.mark.parametrize("seed", FEW)
def test_what_a_cell_does_not_name(seed: int) -> None:
    """Leaving it out changes nothing there, but of those for whom groups speak."""
    now = moment_of(text_of(seed))
    before, apart = cells_of(now), of_groups(now)
    for id, left in left_out(now):
        after = cells_of(left)
        for key, one in before.items():
            if id not in one.statements and not apart & set(key):
                assert content(one) == content(after[key]), (id, key)


@pytest.mark.parametrize("seed", FEW)
def test_what_makes_no_zone(seed: int) -> None:
    """Leaving it out changes no mark of evidence, but where it gives way to a zone or takes one with it."""
    now = moment_of(text_of(seed))
    before = cells_of(now)
    for id, left in left_out(now):
        after = cells_of(left)
        for key, one in before.items():
            if id in {each.id for side in (one.a, one.b) for each in side.makers}:
                continue
            if [side.hulls for side in (one.a, one.b)] == [side.hulls for side in (after[key].a, after[key].b)]:
                assert one.marks & oracle.EVIDENCE_MARKS == after[key].marks & oracle.EVIDENCE_MARKS, (id, key)


@pytest.mark.parametrize("seed", SEEDS)
def test_other_parties(seed: int) -> None:
    """What a party says changes no figure of another pair, but of whom it speaks for and whom it disputes."""
    now = moment_of(text_of(seed))
    before, apart = cells_of(now), of_groups(now)
    for party in now.ledger.parties:
        if party in apart:
            continue
        ledger = replace(now.ledger, statements=[one for one in now.ledger.statements if one.party != party])
        after = cells_of(oracle.moment(ledger, now.day))
        for key, one in before.items():
            own = one.a.statements + one.b.statements
            disputed = any(oracle.dispute(each, other) and other.party == party for each in own for other in now.live)
            if party not in key and not disputed:
                assert content(one) == content(after[key]), (party, key)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_that_agree(seed: int) -> None:
    """All that hold the same `agrees` are 0 apart on it, whatever they said before."""
    data = data_of(seed)
    chosen = [
        (f"{name}.{key}", one) for name, issue in data["issues"].items() for key, one in issue["dimensions"].items()
    ]
    for index, (about, one) in enumerate(chosen):
        value = list(one["options"])[-1] if "options" in one else one["range"][0]
        common = say(list(data["parties"]), "agrees", value, data["as_of"], about=about, id=f"common-{index}")
        data["statements"].append(common | {"evidence": [told("card-1")]})
    for cell in cells_of(moment_of(dumped(data))).values():
        assert cell.figures is not None and set(cell.figures.values()) == {Fraction(0)}
        assert "agreed" in cell.marks


def first_answers(side: Position) -> list[Value]:
    """Single answers within what a party without a zone may hold."""
    values = [point for value in oracle.may_hold(side) for point in oracle.points(value)]
    return [frozenset([one]) if isinstance(one, str) else (one, one) for one in values]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_first_answer(seed: int) -> None:
    """It never widens `possible`: an ask, or an offer, but of who rejects what holds today."""
    now = moment_of(text_of(seed))
    rng = Random(seed)
    for key, one in cells_of(now).items():
        if one.figures is not None or one.a.zones or one.a.through_group or one.b.through_group:
            continue
        today = one.a.dimension.today
        point = next(iter(today)) if today is not None else None
        barred = point is not None and any(oracle.rejected(no, point) for no in one.a.rejections)
        for stance in ["asks"] if barred else ["asks", "accepts"]:
            said = oracle.Statement(
                *("new", key[0], key[2], stance, rng.choice(first_answers(one.a)), True, False, now.day),
                *(frozenset[str](), frozenset[str](), frozenset[str]()),
            )
            side = oracle.position([*now.live, said], key[0], one.a.dimension)
            lo, hi = oracle.possible_of(side, one.b)
            assert one.possible[0] <= lo <= hi <= one.possible[1], (key, stance)


@pytest.mark.parametrize("seed", FEW)
@pytest.mark.parametrize(
    "asked",
    [
        {"on_record": True},
        {"own_words": True},
        {"without": ["herald"]},
        {"only": ["Reuters", "card-1"]},
        {"as_of": "2026-01", "since": "2026-01-10"},
        {"weights": "salience"},
        {"weights": "even", "by_party": True},
        {"weights": "questions", "by_party": True},
    ],
    ids=lambda asked: ",".join(asked),
)
def test_every_question_has_an_answer(seed: int, asked: Data) -> None:
    """Lenses, days and weights leave figures within their bounds, and never fail."""
    told = oracle.exact_matrix(text_of(seed), **(EVERYTHING | asked))
    for one in told["rows"] + told["totals"]:
        assert one["gap"] is None or one["bridge"] <= one["gap"] <= one["high"] <= 1


def test_the_ledgers_have_what_is_new() -> None:
    """Random ledgers are of no use for what they do not have."""
    asked = [oracle.exact_matrix(text_of(seed), **EVERYTHING)["rows"] for seed in range(12)]
    rows = [row for told in asked for row in told if row["dimension"]]

    def sides(row: Data) -> list[str]:
        return [row["a_status"], row["b_status"]]

    def at_least_three(what: str, holds: Callable[[Data], bool]) -> None:
        assert sum(holds(row) for row in rows) >= 3, what

    for mark in ("agreed", "through-group", "acts-otherwise", "conduct-only", "red-line", "disputed", "off-agenda"):
        at_least_three(mark, lambda row, mark=mark: mark in row["marks"])
    for status in ("rejects-only", "words-only", "silent", "off-agenda"):
        at_least_three(status, lambda row, status=status: status in sides(row))
    at_least_three("deeds", lambda row: row["deeds"] is not None)
    at_least_three("last", lambda row: row["a_last"] is not None or row["b_last"] is not None)
    at_least_three("left by rejections", lambda row: "rejects-only" in sides(row) and row["gap"] is not None)
    at_least_three("least", lambda row: row["least"])
    at_least_three("several readings", lambda row: row["low"] != row["high"])
