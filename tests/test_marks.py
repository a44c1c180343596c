"""The tables of marks, statuses and levels, and the contract of the JSON that follows them."""

from typing import Any

import pytest
from small_ledgers import choice, data, ledger, say, told

from gapcli.measure.gaps import LEVELS, level
from gapcli.measure.positions import MARKS, STATUSES, Positions, mark_pair
from gapcli.reports import find_schema


def found_enums(part: Any) -> set[tuple[str | None, ...]]:
    """Every list of words that a JSON Schema allows, at whatever depth."""
    if isinstance(part, list):
        return set().union(*map(found_enums, part))
    if not isinstance(part, dict):
        return set()
    own = {tuple(part["enum"])} if isinstance(part.get("enum"), list) else set()
    return own.union(*(found_enums(value) for value in part.values()))


def test_the_contract_follows_the_tables() -> None:
    """The words that the JSON may hold are those of the tables, in the order that they always had."""
    words = found_enums(find_schema("issue"))
    assert tuple(sorted(MARKS)) in words
    assert (*STATUSES, None) in words
    assert (*(name for _, name in LEVELS), None) in words


def test_each_mark_is_of_a_position_or_of_a_pair() -> None:
    """A mark stands under its own name, and has one test."""
    for name, mark in MARKS.items():
        assert mark.name == name
        assert (mark.holds is None) != (mark.holds_between is None)
    with pytest.raises(TypeError):
        MARKS["of-late"] = MARKS["red-line"]  # type: ignore[index]


SAYS_NOTHING: dict[str, Any] = {"evidence": [told(), told("weekly")]}
"""Two named sources, in its own words: no mark of evidence."""
IF = {"if": ["The weather holds."]}


def statement(stance: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    return say("a", "x.q", stance, value, **{**SAYS_NOTHING, **more})


CASES: dict[str, list[dict[str, Any]]] = {
    "": [statement("asks", "p")],
    "disputed": [statement("asks", "p"), statement("asks", "q", disputes=["a-x-q-asks-p"])],
    "conditional": [statement("asks", "p"), statement("accepts", "q", **IF)],
    "off-agenda": [statement("asks", "p"), statement("off-agenda")],
    "offer-only": [statement("accepts", "p")],
    "conduct-only": [statement("asks", "p", basis="conduct")],
    "acts-otherwise": [statement("asks", "p"), statement("asks", "q", basis="conduct")],
    "single-source": [statement("asks", "p", evidence=[told(), told()])],
    "unnamed": [statement("asks", "p", evidence=[told(attribution="unnamed"), told("weekly", "unnamed")])],
    "told-by-others": [
        statement("asks", "p", evidence=[told(teller="author"), told("weekly", teller="counterpart")]),
    ],
}


@pytest.mark.parametrize("mark", CASES)
def test_a_position_has_its_mark_alone(mark: str) -> None:
    """Each mark has a position that it alone qualifies."""
    read = ledger(data({"x": {"q": choice("p", "q", "r", today="r")}}, CASES[mark]), mistakes=True)
    position = Positions(read, "2026-02-10").find("a", read.dimension("x.q"))
    assert position.marks == ({mark} if mark else set())
    assert position.status in STATUSES


def test_a_red_line_is_of_the_pair() -> None:
    """What one side asks for and the other rejects marks the pair, from either side, and neither position."""
    said = [say("a", "x.q", "asks", "p"), say("b", "x.q", "asks", "q"), say("b", "x.q", "rejects", "p")]
    read = ledger(data({"x": {"q": choice("p", "q", "r")}}, said))
    a, b = (Positions(read, "2026-02-10").find(party, read.dimension("x.q")) for party in "ab")
    assert "red-line" not in a.marks | b.marks
    assert "red-line" in mark_pair(a, b)
    assert mark_pair(a, b) == mark_pair(b, a)


@pytest.mark.parametrize(
    ("gap", "name"), [(0, "same"), (0.094, "same"), (0.1, "near"), (0.35, "apart"), (0.65, "far"), (0.9, "opposite")]
)
def test_a_level_ends_below_its_figure(gap: float, name: str) -> None:
    """A figure as printed that is where a level ends belongs to the next."""
    assert level(gap) == name
