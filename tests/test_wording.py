"""What a position says in words, as every page and `a_says` of the JSON have it."""

from typing import Any

import pytest
from small_ledgers import answers, choice, data, graded, number, say

from gapcli.words.figures import say_figure, say_signed

ISSUES = {
    "x": {
        "d": graded("none", "some", "all", today="none"),
        "w": graded("a", "b", "c", "d", today="a"),
        "n": number("0", "100"),
        "c": choice("p", "q", "r"),
    }
}

RAIN = {"if": ["It rains.", "The U.N."]}
CASES: list[tuple[str, list[dict[str, Any]], str]] = [
    ("d", [], "no position reported"),
    ("d", [say("a", "x.d", "silent")], "no position reported"),
    ("d", [say("a", "x.d", "asks", "all")], "wants answer all"),
    ("d", [say("a", "x.d", "agrees", "all")], "has agreed to answer all"),
    (
        "d",
        [say("a", "x.d", "agrees", "all"), say("a", "x.d", "accepts", "all"), say("a", "x.d", "accepts", "none")],
        "has agreed to answer all; would accept answer none",
    ),
    (
        "d",
        [
            say("a", "x.d", "agrees", "all"),
            say("a", "x.d", "asks", "all", beside=["a-x-d-agrees-all"]),
            say("a", "x.d", "accepts", "some"),
        ],
        "wants and has agreed to answer all; would accept answer some",
    ),
    ("d", [say("a", "x.d", "accepts", "some")], "would accept answer some"),
    ("d", [say("a", "x.d", "asks", ["some", "all"])], "wants anything from answer some to answer all"),
    ("d", [say("a", "x.d", "rejects", ["some", "all"])], "rules out anything from answer some to answer all"),
    ("d", [say("a", "x.d", "rejects", ["none", "some"])], "rules out everything but answer all"),
    ("w", [say("a", "x.w", "rejects", "d")], "rules out answer d"),
    ("w", [say("a", "x.w", "rejects", "d"), say("a", "x.w", "rejects", "c")], "rules out anything beyond answer b"),
    ("w", [say("a", "x.w", "rejects", ["a", "b"])], "rules out anything short of answer c"),
    ("w", [say("a", "x.w", "rejects", ["b", "c"])], "rules out anything from answer b to answer c"),
    ("w", [say("a", "x.w", "rejects", "b"), say("a", "x.w", "rejects", "d")], "rules out answer b or answer d"),
    (
        "w",
        [say("a", "x.w", "rejects", ["c", "d"]), say("a", "x.w", "rejects", "b", unless=["It rains."])],
        "rules out anything beyond answer b; rules out answer b, unless this holds: It rains",
    ),
    ("n", [say("a", "x.n", "rejects", ">= 60"), say("a", "x.n", "rejects", ">= 20")], "rules out 20 units or more"),
    ("c", [say("a", "x.c", "rejects", "p"), say("a", "x.c", "rejects", "q")], "rules out answer p or answer q"),
    (
        "d",
        [say("a", "x.d", "asks", id="one", text="Backed less."), say("a", "x.d", "asks", text="Berlin calls it much")],
        "too general to place: Backed less. Berlin calls it much",
    ),
    ("d", [say("a", "x.d", "off-agenda")], "refuses to discuss it, which leaves: answer none"),
    ("n", [say("a", "x.n", "off-agenda")], "refuses to discuss it"),
    ("n", [say("a", "x.n", "asks", "< 60")], "wants below 60 units"),
    ("n", [say("a", "x.n", "asks", ["1", "5"])], "wants 1 to 5 units"),
    ("c", [say("a", "x.c", "accepts", ["p", "q"])], "would accept answer p or answer q"),
    ("d", [say("a", "x.d", "asks", "all", basis="conduct")], "in practice: answer all"),
    ("d", [say("a", "x.d", "accepts", "all", basis="conduct")], "in practice: answer all"),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "asks", "some", beside=["a-x-d-asks-all"])],
        "wants answer all, and also answer some",
    ),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "asks", "some", disputes=["a-x-d-asks-all"])],
        "wants answer all, or by another report answer some",
    ),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "accepts", "some", **RAIN)],
        "wants answer all; would accept answer some, if this holds: It rains. The U.N.",
    ),
    (
        "d",
        [say("a", "x.d", "accepts", "some", **{"if": [{"party": "b", "about": "x.c", "is": "p"}]})],
        "would accept answer some, if B accepts answer p (no word from B)",
    ),
    (
        "d",
        [
            say("a", "x.d", "accepts", "some", **{"if": [{"party": "b", "about": "x.c", "is": "p"}]}),
            say("b", "x.c", "asks", text="Spoke of a part."),
        ],
        "would accept answer some, if B accepts answer p (no clear word from B)",
    ),
    (
        "d",
        [say("a", "x.d", "accepts", "some", **{"if": ["the sea is calm", "Bonn pays.", "no dog barks."]})],
        "would accept answer some, if the sea is calm and no dog barks, and this holds: Bonn pays",
    ),
    (
        "d",
        [say("a", "x.d", "off-agenda", unless=[{"party": "b", "about": "x.n", "at_least": 5}, "It rains."])],
        "refuses to discuss it, which leaves: answer none; unless B accepts at least 5 units (no word from B), and "
        "this holds: It rains",
    ),
    (
        "d",
        [
            say("a", "x.d", "off-agenda"),
            say("a", "x.d", "off-agenda", id="two", unless=[{"party": "b", "about": "x.n", "at_least": 5}]),
        ],
        "refuses to discuss it, which leaves: answer none; by another report, unless B accepts at least 5 units (no "
        "word from B)",
    ),
    (
        "n",
        [
            say("a", "x.n", "off-agenda"),
            say("a", "x.n", "off-agenda", id="two", unless=["it rains"]),
            say("a", "x.n", "off-agenda", id="three", unless=["it rains"]),
        ],
        "refuses to discuss it; by another report, unless it rains",
    ),
    (
        "d",
        [
            say(
                "a",
                "x.d",
                "accepts",
                "some",
                **{
                    "if": [
                        {"party": "b", "about": "x.n", "at_least": 5, "words": "Bonn pays five."},
                        {"party": "b", "about": "x.c", "is": "p", "words": {"ar": "ب", "en": "the sea is calm"}},
                    ]
                },
            )
        ],
        "would accept answer some, if Bonn pays five (no word from B) and the sea is calm (no word from B)",
    ),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "asks", "none", basis="conduct")],
        "wants answer all; but in practice: answer none",
    ),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "off-agenda", basis="conduct")],
        "wants answer all; but in practice: refuses to discuss it",
    ),
    (
        "n",
        [
            say("a", "x.n", "asks", ">= 15", id="before", said="2026-01-05"),
            say("a", "x.n", "asks", text="Spoke of a substantial cut.", replaces=["before"]),
        ],
        "too general to place: Spoke of a substantial cut; before that: at least 15 units (5 Jan 2026)",
    ),
]


@pytest.mark.parametrize("dimension, statements, words", CASES, ids=[words for _, _, words in CASES])
def test_says(dimension: str, statements: list[dict[str, Any]], words: str) -> None:
    """A position is worded as a person would say it, whatever it is made of."""
    rows = answers(data(ISSUES, statements, parties={n: {"name": n.upper(), "role": "principal"} for n in "ab"}))[
        "rows"
    ]
    assert next(r["a_says"] for r in rows if r["dimension"] == dimension) == words


def test_a_difference_is_rounded_like_its_figure() -> None:
    """A difference is printed as the figure beside it is, whatever binary fractions make of it, never as minus 0."""
    assert (say_figure(0.7 - 0.325), say_signed(0.7 - 0.325)) == ("0.38", "+0.38")
    assert (say_signed(-0.12), say_signed(-1e-17)) == ("−0.12", "+0.00")


def say_a(statements: list[dict[str, Any]], issues: dict[str, Any] = ISSUES, **query: Any) -> str:
    """What A says on `x.d`."""
    parties = {n: {"name": n.upper(), "role": "principal"} for n in "ab"}
    rows = answers(data(issues, statements, parties=parties), **query)["rows"]
    return str(next(r["a_says"] for r in rows if r["dimension"] == "d"))


IF_B = {"if": [{"party": "b", "about": "x.w", "reaches": "c"}]}
STATES: dict[str, list[dict[str, Any]]] = {
    "no word from B": [],
    "B has not offered it": [say("b", "x.w", "asks", "b")],
    "B offers this": [say("b", "x.w", "asks", "a"), say("b", "x.w", "accepts", "c")],
    "B wants this itself": [say("b", "x.w", "asks", "d")],
}


@pytest.mark.parametrize("state", STATES)
def test_a_condition_tells_who_offers_it(state: str) -> None:
    """Beside a condition stands by name whether the party that it waits for offers it."""
    said = [say("a", "x.d", "accepts", "some", **IF_B), *STATES[state]]
    assert say_a(said) == f"would accept answer some, if B accepts at least answer c ({state})"


def test_a_condition_that_is_assumed() -> None:
    """What is assumed of a party is not said to be offered by it."""
    said = [say("a", "x.d", "accepts", "some", **IF_B), say("b", "x.c", "asks", "p")]
    assert say_a(said, assume=("b:x.w=d",)).endswith("(B is assumed to want this)")


STEPS = {
    "x": {
        "d": graded("none", "some", "all", today="none"),
        "w": graded("a", "b", "c", today="a"),
        "c": choice("p", "q"),
        "n": number("0", "9"),
    }
}
WANTS_NONE = say("a", "x.d", "asks", "none")
STEPS["x"]["d"]["options"]["some"]["would"] = {"a": "open some of it"}
STEPS["x"]["d"]["options"]["all"]["would"] = {"b": "open all of it"}
STEPS["x"]["w"]["options"]["b"]["would"] = {"b": "go as far as B"}


@pytest.mark.parametrize(
    "statements, words",
    [
        ([say("a", "x.d", "accepts", "some")], "would open some of it"),
        ([WANTS_NONE, say("a", "x.d", "accepts", "some")], "wants answer none; would open some of it"),
        # It is no step of its own: it takes what another does.
        ([say("a", "x.d", "accepts", "all")], "would accept answer all"),
        ([say("a", "x.d", "asks", "some")], "wants answer some"),
        (
            [say("a", "x.d", "asks", "none", **{"if": [{"party": "b", "about": "x.w", "reaches": "b"}]})],
            "wants answer none, if B would at least go as far as B (no word from B)",
        ),
        (
            [say("a", "x.d", "asks", "none", **{"if": [{"party": "b", "about": "x.w", "is": "b"}]})],
            "wants answer none, if B would go as far as B (no word from B)",
        ),
    ],
)  # fmt: skip
def test_a_step_of_ones_own(statements: list[dict[str, Any]], words: str) -> None:
    """An option that says what granting it is says so of who would grant it, and of nobody else."""
    assert say_a(statements, STEPS) == words
