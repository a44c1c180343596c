"""What a position says in words, as every page and `a_says` of the JSON have it."""

from typing import Any

import pytest
from small_ledgers import answers, choice, data, graded, number, say

from gapcli.words.figures import say_figure, say_signed

ISSUES = {
    "x": {
        "d": graded("none", "some", "all", today="none"),
        "n": number("0", "100"),
        "c": choice("p", "q", "r"),
    }
}

CASES: list[tuple[str, list[dict[str, Any]], str]] = [
    ("d", [], "no report"),
    ("d", [say("a", "x.d", "silent")], "gave no answer"),
    ("d", [say("a", "x.d", "asks", "all")], "asks for answer all"),
    ("d", [say("a", "x.d", "accepts", "some")], "offers answer some"),
    ("d", [say("a", "x.d", "rejects", ["some", "all"])], "rejects anything from answer some to answer all"),
    ("d", [say("a", "x.d", "asks", text="Backed less.")], "words without a place: backed less"),
    ("d", [say("a", "x.d", "off-agenda")], "won't discuss it (today: answer none)"),
    ("n", [say("a", "x.n", "off-agenda")], "won't discuss it"),
    ("n", [say("a", "x.n", "asks", "< 60")], "asks for below 60 units"),
    ("n", [say("a", "x.n", "asks", ["1", "5"])], "asks for 1 to 5 units"),
    ("c", [say("a", "x.c", "accepts", ["p", "q"])], "offers answer p or answer q"),
    ("d", [say("a", "x.d", "asks", "all", basis="conduct")], "by its deeds asks for answer all"),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "accepts", "some", **{"if": ["It rains."]})],
        "asks for answer all; offers answer some, if it rains",
    ),
    (
        "d",
        [say("a", "x.d", "accepts", "some", **{"if": [{"party": "b", "about": "x.c", "is": "p"}]})],
        "offers answer some, if B accepts answer p (no answer)",
    ),
    (
        "d",
        [say("a", "x.d", "off-agenda", unless=[{"party": "b", "about": "x.n", "at_least": 5}, "It rains."])],
        "won't discuss it (today: answer none), unless B accepts at least 5 units (no answer) and it rains",
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
                        {"party": "b", "about": "x.c", "is": "p", "words": {"ar": "ب", "en": "The sea is calm"}},
                    ]
                },
            )
        ],
        "offers answer some, if Bonn pays five (no answer) and the sea is calm (no answer)",
    ),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "asks", "none", basis="conduct")],
        "asks for answer all; yet acts: answer none",
    ),
    (
        "d",
        [say("a", "x.d", "asks", "all"), say("a", "x.d", "off-agenda", basis="conduct")],
        "asks for answer all; yet acts: won't discuss it",
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
