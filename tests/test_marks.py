"""The tables of marks, statuses and levels, and the contract of the JSON that follows them."""

from typing import Any

import pytest
from small_ledgers import choice, data, ledger, say, told

from gapcli.formats import Screen, write_report
from gapcli.ledger.query import Query
from gapcli.measure.gaps import LEVELS, level
from gapcli.measure.positions import EVIDENCE, MARKS, STATUSES, Positions, mark_pair
from gapcli.measure.view import narrow
from gapcli.reports import find_report, find_schema
from gapcli.words import phrases


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


# --- marks that every row has ---------------------------------------------------------------------

ALIKE = [told(attribution="unnamed", teller="third-party")]
"""All three marks of evidence, as the cells of a table have them."""


def make_page(kind: str, a: list[Any], b: list[Any], **asked: Any) -> str:
    """The page of a report about a and b, with the evidence of each on each of three questions."""
    questions = {name: {"q": choice("p", "r")} for name in "xyz"}
    said = [
        say(party, f"{issue}.q", "asks", value, evidence=evidence)
        for party, value, each in (("a", "p", a), ("b", "r", b))
        for issue, evidence in zip("xyz", each)
        if evidence
    ]
    view = narrow(ledger(data(questions, said)), Query(issues=("all",)))
    return write_report("table", find_report(kind)(view, **asked), Screen(200))


def list_signs(page: str) -> list[str]:
    """What stands in the last column, issue by issue."""
    return [line.partition("all")[2].strip() for line in page.splitlines() if line.startswith(("x  ", "y  ", "z  "))]


@pytest.mark.parametrize("kind", ["matrix", "brief"])
def test_a_sign_of_every_row_is_a_sentence(kind: str) -> None:
    """What the evidence of all figures has in common tells none from another: it is said once, and is no sign."""
    page = make_page(kind, [ALIKE] * 3, [ALIKE] * 3)
    assert list_signs(page)[:3] == ["", "", ""]
    assert "evidence" not in page
    for mark in EVIDENCE:
        assert page.count(phrases.EVERY_FIGURE[mark][0]) == 1
        assert f"{phrases.MARKS[mark].sign} {phrases.MARKS[mark].meaning}" not in page


def test_a_sign_of_some_rows_stays() -> None:
    """Where one row differs, or the side does, each row has its sign; so has a single row, and one without a figure."""
    named = SAYS_NOTHING["evidence"]
    assert list_signs(make_page("matrix", [ALIKE, ALIKE, named], [ALIKE] * 3)) == ["1 u o", "1 u o", "1b ub ob"]
    assert list_signs(make_page("matrix", [ALIKE, ALIKE, named], [named, named, ALIKE])) == [
        "1a ua oa",
        "1a ua oa",
        "1b ub ob",
    ]
    assert list_signs(make_page("matrix", [ALIKE, [], []], [ALIKE, [], []]))[0] == "1 u o"
    page = make_page("matrix", [ALIKE] * 3, [ALIKE, ALIKE, []])
    assert list_signs(page)[:2] == ["", ""]
    assert "1a ua oa" in next(line for line in page.splitlines() if line.startswith("z  "))


def test_a_sign_of_one_side_on_every_row() -> None:
    """Of one side alone the sentence has its name."""
    page = make_page("matrix", [ALIKE] * 3, [SAYS_NOTHING["evidence"]] * 3)
    assert list_signs(page) == ["", "", ""]
    assert all(page.count(phrases.EVERY_FIGURE[mark][1].format(party="a")) == 1 for mark in EVIDENCE)


def test_every_question_and_every_position() -> None:
    """On the pages of issues and of a party, too, it is said once where all have it, and of each where one has not."""
    named, once = SAYS_NOTHING["evidence"], "from one outlet"
    for some, times in (([ALIKE] * 3, 1), ([ALIKE, ALIKE, named], 2)):
        page = make_page("party", some, some, name="a")
        assert page.count(once) == times
        page = make_page("issue", some, some)
        assert page.count(once) == times
    page = make_page("issue", [ALIKE] * 3, [named] * 3)
    assert page.count(once) == page.count(phrases.EVERY_FIGURE["single-source"][1].format(party="a")) == 1


def test_every_mark_of_evidence_has_its_sentences() -> None:
    assert set(phrases.EVERY_FIGURE) == EVIDENCE
