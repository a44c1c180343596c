"""Moves: every change of a position, what kind it is, how far it goes, and what it does to each gap."""

import json
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from conftest import Ran
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from oracle_ledgers import random_ledger
from shares import share
from small_ledgers import Data, answers, choice, data, graded, ledger, say, told

from gapcli.files.find import shipped
from gapcli.files.load import load, load_bytes
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.changes import MOVES
from gapcli.measure.view import narrow
from gapcli.reports.moves import MovesReport, moves

STEPS = ("none", "some", "half", "most", "all")
"""At 0, 0.25, 0.5, 0.75 and 1."""
ISSUES = {"x": {"d": graded(*STEPS, today="none"), "e": graded(*STEPS)}, "y": {"c": choice("left", "right", "both")}}
PARTIES = {name: {"name": name.upper(), "role": "principal"} for name in "abc"}


SCHEMA = Draft202012Validator(MovesReport.schema())


def found(*statements: Data, name: str | None = None, **query: Any) -> Data:
    """The JSON of `gapcli moves` on these statements, which its own schema accepts."""
    return valid(moves(narrow(ledger(data(ISSUES, statements, parties=PARTIES)), Query(**query)), name).data())


def valid(document: Data) -> Data:
    made: Data = json.loads(json.dumps(document))
    assert [e.json_path for e in SCHEMA.iter_errors(made)] == []
    return made


def rows(*statements: Data, **query: Any) -> list[Data]:
    """The changes, each with its gaps by the other party."""
    made: list[Data] = found(*statements, **query)["rows"]
    return [{**row, "gaps": {gap.pop("party"): gap for gap in row["gaps"]}} for row in made]


def only(*statements: Data, **query: Any) -> Data:
    """The one change there is."""
    (row,) = rows(*statements, **query)
    return row


def kinds(*statements: Data, **query: Any) -> list[tuple[str, str, str]]:
    """Date, party and kind of each change."""
    return [(r["date"][5:], r["party"], r["kind"]) for r in rows(*statements, **query)]


def on(day: int, *statement: Any, id: str, **more: Any) -> Data:
    """A statement of a day of February."""
    return say(*statement, id=id, said=f"2026-02-{day:02}", **more)


def became(before: float | None, after: float | None, *, least: tuple[bool, bool] = (False, False)) -> Data:
    """What became of a gap; `least`: whether either figure is a lower bound."""
    return {"before": before, "after": after, "before_least": least[0], "after_least": least[1]}


ASK = on(1, "a", "x.d", "asks", "none", id="ask")
OTHER = on(1, "b", "x.d", "asks", "all", id="other")
THIRD = on(1, "c", "x.d", "asks", "none", id="third")


# --- the kinds ------------------------------------------------------------------------------------


def test_moved() -> None:
    """A statement that replaces another is a move: from what to what, how far, towards and away from whom."""
    step = on(3, "a", "x.d", "asks", "some", id="step", replaces=["ask"], speaker="A Speaker")
    row = only(ASK, OTHER, THIRD, step, since="2026-02-01")
    assert row == {
        "date": "2026-02-03",
        "said": "2026-02-03",
        "party": "a",
        "issue": "x",
        "dimension": "d",
        "kind": "moved",
        "from": "wants answer none",
        "to": "wants answer some",
        "distance": 0.25,
        "towards": ["b"],
        "away": ["c"],
        "conditions": None,
        "word": "A Speaker, The daily, named, in its own words",
        "statements": ["step"],
        "replaced": ["ask"],
        "contradicts": [],
        "marks": ["single-source"],
        "gaps": {"b": became(1.0, 0.75), "c": became(0.0, 0.25)},
    }


def test_neither_nearer_nor_further() -> None:
    """Who moves and is as far from a party as before went neither towards it nor away from it."""
    half = on(1, "c", "x.d", "asks", "half", id="third")
    row = only(ASK, half, on(3, "a", "x.d", "asks", "all", id="step", replaces=["ask"]), since="2026-02-01")
    assert row["gaps"] == {"c": became(0.5, 0.5)}
    assert (row["towards"], row["away"]) == ([], [])


def test_moved_beside_an_offer() -> None:
    """A move is as long as the way from what was replaced to what took its place, whatever stands beside it."""
    offer = on(2, "a", "x.d", "accepts", "half", id="offer")
    further = on(3, "a", "x.d", "accepts", "most", id="further", replaces=["offer"])
    row = only(ASK, OTHER, offer, further, since="2026-02-02")
    assert (row["kind"], row["distance"]) == ("moved", 0.25)
    assert row["gaps"]["b"] == became(0.75, 0.625)


def test_moved_to_a_red_line() -> None:
    """Who rules out what it asked for has moved, to no place."""
    row = only(ASK, on(2, "a", "x.d", "rejects", "none", id="no", replaces=["ask"]), since="2026-02-01")
    assert (row["kind"], row["distance"], row["to"]) == ("moved", None, "rules out answer none")


def test_agreed() -> None:
    """An agreement is told as one, and how far it goes beyond what stood; of its day it comes last."""
    ask = on(2, "a", "x.d", "asks", "none", id="again", beside=["deal"])
    row = only(ASK, on(2, "a", "x.d", "agrees", "half", id="deal"), since="2026-02-01")
    assert (row["kind"], row["distance"], row["replaced"]) == ("agreed", 0.5, ["ask"])
    assert row["to"] == "has agreed to answer half"
    deal = on(2, "a", "x.d", "agrees", "half", id="deal")
    assert kinds(deal, ask) == [("02-02", "a", "stated"), ("02-02", "a", "agreed")]
    first = only(on(2, "a", "x.d", "agrees", "half", id="deal"))
    assert (first["kind"], first["distance"], first["from"]) == ("agreed", None, None)


def test_offered() -> None:
    """An offer beyond a standing ask is a move, with its length and condition, though no gap is known."""
    offer = on(2, "a", "x.d", "accepts", "half", id="offer", **{"if": ["It is kept secret.", "Talks go on."]})
    row = only(ASK, offer, since="2026-02-01")
    assert (row["kind"], row["distance"], row["gaps"]) == ("offered", 0.5, {})
    assert row["conditions"] == "this holds: It is kept secret. Talks go on"
    assert row["marks"] == ["conditional", "single-source"]


def test_offered_on_the_day_of_the_ask() -> None:
    """An ask and an offer of one day are two rows, and only the offer is a move."""
    offer = on(1, "a", "x.d", "accepts", "some", id="offer")
    assert kinds(ASK, offer) == [("02-01", "a", "stated"), ("02-01", "a", "offered")]


def test_offered_further() -> None:
    """An offer beyond an offer is as long as the step between them."""
    offers = [on(2, "a", "x.d", "accepts", "some", id="o1"), on(3, "a", "x.d", "accepts", "most", id="o2")]
    assert [r["distance"] for r in rows(ASK, *offers, since="2026-02-01")] == [0.25, 0.5]


def test_offer_without_an_ask() -> None:
    """An offer of a party that asks for nothing is stated, the first and a further one."""
    offers = [on(2, "a", "x.d", "accepts", "some", id="o1"), on(3, "a", "x.d", "accepts", "most", id="o2")]
    assert [r["kind"] for r in rows(*offers)] == ["stated", "stated"]


def test_a_gap_with_who_only_offers_is_a_lower_bound() -> None:
    """As long as it asks for nothing; it is printed as in `matrix`."""
    offer = on(2, "a", "x.d", "accepts", "some", id="offer")
    asks = on(3, "a", "x.d", "asks", "none", id="demand")
    said = (OTHER, offer, asks)
    assert [r["gaps"] for r in rows(*said)[1:]] == [
        {"b": became(None, 0.75, least=(False, True))},
        {"b": became(0.75, 0.875, least=(True, False))},
    ]
    page = write_report("table", moves(narrow(ledger(data(ISSUES, said, parties=PARTIES)), Query()), "x"), Screen(100))
    assert f"{PARTIES['b']['name']} ≥ 0.75 → 0.88" in page


def test_a_bound_that_becomes_exact() -> None:
    """A gap whose figure stays the same is no change to read, though it was a bound before; the data has it."""
    offer = on(2, "a", "x.d", "accepts", "all", id="offer")
    agreed = on(3, "a", "x.d", "agrees", "all", id="agreed")
    said = (OTHER, offer, agreed)
    assert rows(*said)[-1]["gaps"] == {"b": became(0, 0, least=(True, False))}
    page = write_report("table", moves(narrow(ledger(data(ISSUES, said, parties=PARTIES)), Query()), "x"), Screen(100))
    assert "gap   B 0.00, unchanged" in page and "0.00 → 0.00" not in page


def test_offer_beyond_a_refusal() -> None:
    """A refusal to discuss asks for what holds today, so that an offer beside it goes beyond."""
    row = only(
        on(1, "a", "x.d", "off-agenda", id="no"), on(2, "a", "x.d", "accepts", "some", id="offer"), since="2026-02-01"
    )
    assert (row["kind"], row["distance"]) == ("offered", 0.25)


def test_stated() -> None:
    """The first word comes from nothing, and makes the gap known."""
    row = rows(OTHER, on(2, "a", "x.d", "asks", "some", id="first"))[1]
    assert (row["kind"], row["from"], row["distance"]) == ("stated", None, None)
    assert row["gaps"] == {"b": became(None, 0.75)}
    assert (row["towards"], row["away"]) == ([], [])


def test_stated_beside() -> None:
    """An ask that stands beside another replaces nothing, and is no move."""
    row = only(ASK, on(2, "a", "x.d", "asks", "half", id="also", beside=["ask"]), since="2026-02-01")
    assert (row["kind"], row["distance"]) == ("stated", 0.5)


def test_red_line() -> None:
    """A red line beside an ask is told, and only there: not in the rows that leave it as it is."""
    line = on(2, "a", "x.d", "rejects", "all", id="no")
    first, second = rows(ASK, line, on(3, "a", "x.d", "accepts", "some", id="offer"), since="2026-02-01")
    assert (first["kind"], first["to"]) == ("stated", "wants answer none; rules out answer all")
    assert second["from"] == "wants answer none"


@pytest.mark.parametrize("replaces", [{}, {"replaces": ["deed"]}])
def test_conduct(replaces: Data) -> None:
    """A zone of conduct alone is stated, also where one deed replaces another."""
    deeds = [
        on(1, "a", "x.d", "asks", "none", id="deed", basis="conduct"),
        on(2, "a", "x.d", "accepts", "some", id="next", basis="conduct", **replaces),
    ]
    assert [r["kind"] for r in rows(*deeds)] == ["stated", "stated"]


def test_words_after_a_deed() -> None:
    """What was done and what is then said are no way that was gone, and the page says which gap is of which."""
    deed = on(1, "a", "x.d", "asks", "all", id="deed", basis="conduct")
    said = (deed, THIRD, on(2, "a", "x.d", "accepts", "some", id="said"))
    row = only(*said, since="2026-02-01")
    assert (row["kind"], row["distance"], row["towards"], row["away"]) == ("stated", None, [], [])
    read = ledger(data(ISSUES, list(said), parties=PARTIES))
    report = moves(narrow(read, Query(since="2026-02-01")), "x")
    page = " ".join(str(write_report("table", report, Screen())).split())
    assert " 1.00 by deeds, ≥ 0.25 by words" in page


def test_words_give_way_to_conduct() -> None:
    """Words taken back without a place leave the deed, which is stated."""
    deed = on(1, "a", "x.d", "asks", "all", id="deed", basis="conduct")
    words = on(2, "a", "x.d", "asks", None, id="words", replaces=["ask"])
    row = only(ASK, deed, words, since="2026-02-01")
    assert (row["kind"], row["to"]) == ("stated", "in practice: answer all")


def test_contradicted() -> None:
    """A report of the same party that disputes what stood: which, and how far from it."""
    report = on(2, "a", "x.d", "asks", "half", id="report", disputes=["ask"])
    row = only(ASK, OTHER, report, since="2026-02-01")
    assert (row["kind"], row["distance"], row["contradicts"]) == ("contradicted", 0.5, ["ask"])
    assert row["gaps"]["b"] == became(1.0, 0.75)
    assert "disputed" in row["marks"]


def test_contradicted_by_somebody_else() -> None:
    """A statement of another party, linked from either side, contradicts, and moves no gap."""
    denial = on(2, "b", "y.c", "asks", "left", id="denial", disputes=["ask"])
    row = rows(ASK, OTHER, denial, since="2026-02-01", issues=("x",))[0]
    assert (row["party"], row["kind"], row["distance"]) == ("a", "contradicted", None)
    assert (row["statements"], row["contradicts"]) == (["denial"], ["ask"])
    assert row["gaps"]["b"] == became(1.0, 1.0)
    older = ASK | {"disputes": ["denial"]}
    del denial["disputes"]
    assert rows(older, OTHER, denial, since="2026-02-01", issues=("x",)) == [row]


def test_contradicted_once() -> None:
    """More reports for either side of a dispute are no news."""
    dispute = on(2, "a", "x.d", "asks", "half", id="report", disputes=["ask"])
    again = on(3, "a", "x.d", "asks", "none", id="again", disputes=["report"])
    more = on(4, "a", "x.d", "asks", "half", id="more", disputes=["ask", "again"])
    assert kinds(ASK, dispute, again, more, since="2026-02-01") == [("02-02", "a", "contradicted")]


def test_withdrawn() -> None:
    """What a silence replaces is withdrawn, and the gap no longer known."""
    row = only(ASK, OTHER, on(2, "a", "x.d", "silent", id="quiet", replaces=["ask"]), since="2026-02-01")
    assert (row["kind"], row["to"], row["distance"]) == ("withdrawn", "no position reported", None)
    assert row["gaps"]["b"] == became(1.0, None)


def test_offer_withdrawn() -> None:
    """An ask that stood and is said again in place of an offer puts nothing new in its place."""
    offer = on(2, "a", "x.d", "accepts", "half", id="offer")
    back = on(3, "a", "x.d", "asks", "none", id="back", replaces=["offer"])
    row = only(ASK, OTHER, offer, back, since="2026-02-02")
    assert (row["kind"], row["distance"], row["away"]) == ("withdrawn", 0.5, ["b"])


# --- what is no row, and what is one ----------------------------------------------------------------


@pytest.mark.parametrize("link", [{}, {"replaces": ["ask"]}, {"beside": ["ask"]}])
def test_the_same_again(link: Data) -> None:
    """A new report of the same stance is no row, whatever it is linked by."""
    assert rows(ASK, on(2, "a", "x.d", "asks", "none", id="again", **link), since="2026-02-01") == []


def test_a_silence_is_no_position() -> None:
    """A silence is no change, and what comes after it is the first word."""
    quiet = on(1, "a", "x.d", "silent", id="quiet")
    row = only(quiet, on(2, "a", "x.d", "asks", "none", id="word", replaces=["quiet"]))
    assert (row["kind"], row["from"], row["date"]) == ("stated", None, "2026-02-02")


def test_replaced_on_the_same_day() -> None:
    """Of two statements of one day the one that replaces the other is a move, in whichever order they stand."""
    later = on(1, "a", "x.d", "asks", "some", id="later", replaces=["ask"])
    for statements in ((ASK, later), (later, ASK)):
        first, second = rows(*statements)
        assert (first["kind"], first["statements"]) == ("stated", ["ask"])
        assert (second["kind"], second["from"], second["date"]) == ("moved", "wants answer none", "2026-02-01")


def test_the_same_again_beside_others() -> None:
    """A new report is no row either where it stands elsewhere in the file, or ties the offer to something else."""
    beside = on(1, "a", "x.d", "asks", "all", id="beside", beside=["ask"])
    again = on(2, "a", "x.d", "asks", "none", id="again", replaces=["ask"], beside=["beside"])
    for statements in ((ASK, beside, again), (again, beside, ASK)):
        assert rows(*statements, since="2026-02-01") == []
    offer = on(1, "a", "x.d", "accepts", "half", id="offer", **{"if": ["It rains."]})
    other = on(2, "a", "x.d", "accepts", "half", id="other", **{"if": ["A moon shines."]})
    for statements in ((ASK, offer, other), (other, offer, ASK)):
        assert rows(*statements, since="2026-02-01") == []


def test_the_same_again_settles_a_dispute() -> None:
    """A report of the same that leaves a dispute behind moves a gap, so it is a row, and is no move."""
    ask = on(1, "a", "x.d", "asks", ["none", "half"], id="ask")
    report = on(1, "a", "x.d", "asks", ["some", "all"], id="report", disputes=["ask"])
    again = on(2, "a", "x.d", "asks", ["none", "half"], id="again", replaces=["ask"])
    row = only(ask, report, OTHER, again, since="2026-02-01")
    assert (row["kind"], row["from"]) == ("stated", row["to"])
    assert row["gaps"]["b"] == became(0.5625, 0.5)


def test_condition_changed() -> None:
    """An offer of the same place under another condition is told, and is no move."""
    offer = on(2, "a", "x.d", "accepts", "half", id="offer", **{"if": ["It rains."]})
    firm = on(3, "a", "x.d", "accepts", "half", id="firm", replaces=["offer"])
    row = only(ASK, offer, firm, since="2026-02-02")
    assert (row["kind"], row["distance"]) == ("stated", 0.0)


def test_a_move_is_measured_against_the_other_side_at_the_end_of_its_day() -> None:
    """Whoever spoke first that day: the offer meets the first word of the other, in whichever order they stand."""
    offer = on(2, "a", "x.d", "accepts", "half", id="offer")
    first = on(2, "b", "x.d", "asks", "all", id="first")
    for said in ((ASK, offer, first), (ASK, first, offer)):
        (offered,) = (r for r in rows(*said, since="2026-02-01") if r["party"] == "a")
        assert (offered["kind"], offered["gaps"], offered["towards"]) == ("offered", {"b": became(1.0, 0.75)}, ["b"])
        (stated,) = (r for r in rows(*said, since="2026-02-01") if r["party"] == "b")
        assert stated["gaps"] == {"a": became(None, 0.75)}


def test_whole_issue() -> None:
    """A refusal of the issue as a whole is a row of each of its questions.

    A direction on all of it is of no question, and so no row.
    """
    assert rows(on(1, "a", "x", "asks", None, id="words", text="Asked for less.")) == []
    words = on(1, "a", "x", "off-agenda", None, id="words")
    made = rows(words)
    assert [(r["dimension"], r["kind"], r["distance"]) for r in made] == [("d", "stated", None), ("e", "stated", None)]


def test_whole_issue_beside_an_answer() -> None:
    """A refusal of the whole issue says nothing on a question that the party answers."""
    refusal = on(2, "a", "x", "off-agenda", id="no")
    assert [r["dimension"] for r in rows(ASK, refusal, since="2026-02-01")] == ["e"]


def test_choice() -> None:
    """On a choice the distance is whether it is another answer."""
    first = on(1, "a", "y.c", "asks", "left", id="left")
    other = on(2, "a", "y.c", "asks", "right", id="right", replaces=["left"])
    assert only(first, other, since="2026-02-01")["distance"] == 1.0


def test_dates() -> None:
    """After `since`, up to `as_of`; a partial date counts from its first day, and is told as it is."""
    month = say("a", "x.d", "asks", "none", id="month", said="2026-02")
    eve = say("b", "x.d", "asks", "all", id="eve", said="< 2026-02-06")
    assert [(r["date"], r["said"]) for r in rows(month, eve)] == [
        ("2026-02-01", "2026-02"),
        ("2026-02-05", "< 2026-02-06"),
    ]
    assert [r["party"] for r in rows(month, eve, since="2026-02-01", as_of="2026-02-05")] == ["b"]
    assert rows(month, eve, as_of="2026-01-31") == []
    assert rows(month, eve, since="2026-02-05") == []


# --- filters and lenses ---------------------------------------------------------------------------


def test_parties() -> None:
    """Only the parties named, as movers and on the other side of a gap; of one alone the principals are there."""
    step = on(3, "a", "x.d", "asks", "some", id="step", replaces=["ask"])
    row = only(ASK, OTHER, THIRD, step, parties=("a", "c"), since="2026-02-01")
    assert (list(row["gaps"]), row["towards"]) == (["c"], [])
    assert list(only(ASK, OTHER, parties=("a",))["gaps"]) == ["b"]


def test_lens_lets_stand_again() -> None:
    """Without the source of a move what it replaced stands, and nobody moved."""
    step = on(3, "a", "x.d", "asks", "some", id="step", replaces=["ask"], evidence=[told("weekly")])
    assert len(rows(ASK, step)) == 2
    assert [r["statements"] for r in rows(ASK, step, without=("weekly",))] == [["ask"]]


def test_lens_takes_the_link() -> None:
    """Two asks whose link a lens took contradict each other."""
    middle = on(2, "a", "x.d", "asks", "half", id="middle", evidence=[told("weekly")], replaces=["ask"])
    last = on(3, "a", "x.d", "asks", "all", id="last", beside=["middle"])
    assert kinds(ASK, middle, last)[2] == ("02-03", "a", "stated")
    row = rows(ASK, middle, last, without=("weekly",))[1]
    assert (row["kind"], row["contradicts"]) == ("contradicted", ["ask"])


def test_assumed() -> None:
    """An assumption is a row of the day asked about, and says what it is."""
    row = only(ASK, OTHER, since="2026-02-01", assume=("a:x.d=most",))
    assert (row["date"], row["kind"], row["word"]) == ("2026-02-10", "moved", "assumed")
    assert "assumed" in row["marks"]
    assert row["gaps"]["b"] == became(1.0, 0.25)


# --- all rows together ----------------------------------------------------------------------------

DAYS = ["2025-12-15", "2026-01-05", "2026-01-15", "2026-01-25", "2026-02-05", "2026-02-10", "2026-03-01"]
LENSES: list[Data] = [{}, {}, {"on_record": True}, {"own_words": True}, {"without": ("card-1",)}]


@cache
def random(seed: int) -> Ledger:
    """A random ledger; a mistake that is no more than a rejected ask does no harm here."""
    made = load_bytes(random_ledger(seed).encode(), "random.yaml").ledger
    assert made
    return made


def gaps(of: Ledger, day: str, lens: Data) -> dict[tuple[str, str, str, str], tuple[float | None, bool]]:
    """The gap of each cell on a day, and whether it is a lower bound, as `matrix` has it."""
    found = answers(of, as_of=day, **lens)["rows"]
    return {(r["a"], r["b"], r["issue"], r["dimension"]): (r["gap"], r["least"]) for r in found if r["dimension"]}


@example(59, ["2026-02-05", "2026-02-10"], {})  # a deed that asks for what another offers
@given(
    st.integers(0, 400), st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True), st.sampled_from(LENSES)
)
@settings(deadline=None, max_examples=share(150))
def test_all_rows_account_for_every_gap(seed: int, days: list[str], lens: Data) -> None:
    """Of each cell the last row of either side ends at the last gap, and a gap without a row is as it was.

    The rows of one side and one day lead, each from where the last one ended.
    """
    since, until = sorted(days)
    of = random(seed)
    # What a party holds only through a group is told of the group.
    of = of._replace(parties={id: party._replace(speaks_for=()) for id, party in of.parties.items()})
    now = gaps(of, since, lens)
    made = valid(moves(narrow(of, Query(parties=("all",), since=since, as_of=until, **lens))).data())["rows"]
    assert [r["date"] for r in made] == sorted(r["date"] for r in made)
    ended: dict[tuple[str, str, str, str, str], tuple[str, tuple[float | None, bool]]] = {}
    for row in made:
        for gap in row["gaps"]:
            about, mover, other = (row["issue"], row["dimension"]), row["party"], gap["party"]
            cell = (mover, other, *about) if (mover, other, *about) in now else (other, mover, *about)
            day, last = ended.get((*cell, mover), ("", None))
            assert day < row["date"] or last == (gap["before"], gap["before_least"])
            ended[*cell, mover] = (row["date"], (gap["after"], gap["after_least"]))
            now[cell] = (gap["after"], gap["after_least"])
    # Where both sides take theirs back on one day, neither has the other to be measured against.
    left = gaps(of, until, lens)
    assert {cell for cell in now if now[cell] != left[cell]} <= {cell for cell in left if left[cell][0] is None}


@given(st.integers(0, 400))
@settings(deadline=None, max_examples=share(100))
def test_each_row_is_what_its_kind_says(seed: int) -> None:
    """A move replaces or offers, in other words; a withdrawal replaces; a contradiction names what it disputes."""
    of = random(seed)
    by_id = {s.id: s for s in of.statements}
    for row in moves(narrow(of, Query())).list_rows():
        kind = row["kind"]
        assert (kind == "contradicted") == bool(row["contradicts"])
        assert kind not in ("moved", "withdrawn") or row["replaced"]
        assert kind not in MOVES or row["from"] != row["to"]
        assert kind not in ("moved", "offered") or row["from"] is not None
        assert kind != "agreed" or "agrees" in {by_id[id].stance for id in row["statements"]}
        if kind == "offered":
            assert row["distance"] is not None and not row["replaced"]
            assert {by_id[id].stance for id in row["statements"]} == {"accepts"}


@example(9)  # a statement and what disputes it elsewhere are replaced on one day
@given(st.integers(0, 400))
@settings(deadline=None, max_examples=share(60))
def test_since_only_cuts(seed: int) -> None:
    """The rows after a day are those of all rows that are later, whatever day it is."""
    of = random(seed)
    every = moves(narrow(of, Query())).list_rows()
    for since in DAYS[1:5]:
        assert list(moves(narrow(of, Query(since=since))).list_rows()) == [r for r in every if r["date"] > since]


# --- places ---------------------------------------------------------------------------------------


def test_places() -> None:
    """Of one issue, where each party stood at first and from each day on which that changed."""
    step = on(3, "a", "x.d", "asks", "some", id="step", replaces=["ask"])
    offer = on(5, "b", "x.d", "accepts", "half", id="offer")
    asked = {"since": "2026-02-02", "name": "x.d"}
    made = found(ASK, OTHER, step, offer, **asked)["places"]
    assert [(p["date"][5:], p["party"], p["asks"], p["offers"], p["zones"]) for p in made] == [
        ("02-02", "a", [[0, 0]], [], [[0, 0]]),
        ("02-03", "a", [[0.25, 0.25]], [], [[0.25, 0.25]]),
        ("02-02", "b", [[1, 1]], [], [[1, 1]]),
        ("02-05", "b", [[1, 1]], [[0.5, 0.5]], [[0.5, 1]]),
    ]
    assert found(ASK, OTHER, step, since="2026-02-02")["places"] is None


def test_chart() -> None:
    """The places over time are drawn, a line a day, with the figures beside them for who does not see them."""
    step = on(3, "a", "x.d", "asks", "half", id="step", replaces=["ask"])
    of = ledger(data(ISSUES, [ASK, OTHER, step], parties=PARTIES))
    shown = page(of, name="x.d")
    lines = [line.split() for line in shown.splitlines() if "●" in line]
    assert [(line[:3], line[3].index("●"), line[4]) for line in lines] == [
        (["1", "Feb", "2026"], 0, "0.00"),
        (["3", "Feb", "2026"], 21, "0.50"),
        (["1", "Feb", "2026"], 42, "1.00"),
    ]
    assert "| 3 Feb 2026 | 0.50 |" in page(of, name="x.d", form="md")


def test_a_report_is_a_value() -> None:
    """Two reports made of one ledger are equal, and so is one that was pickled, with the places of an issue too."""
    offer = on(5, "b", "x.d", "accepts", "half", id="offer")
    view = narrow(ledger(data(ISSUES, [ASK, OTHER, offer], parties=PARTIES)), Query())
    for name in (None, "x"):
        report = moves(view, name)
        assert report.rows and report == moves(view, name) == pickle.loads(pickle.dumps(report))


def page(of: Ledger, name: str | None = None, form: str = "table", **query: Any) -> str:
    return write_report(form, moves(narrow(of, Query(**query)), name), Screen(100))


def test_page_says_how_far_and_towards_whom() -> None:
    """Towards a party where a gap tells, towards a pole where none does, and that no gap is known."""
    step = on(3, "a", "x.d", "asks", "half", id="step", replaces=["ask"])
    lonely = page(ledger(data(ISSUES, [ASK, step], parties=PARTIES)), name="x")
    assert "0.50 towards “the other”" in lonely
    assert "no position of B or C by then" in lonely
    paired = page(ledger(data(ISSUES, [ASK, OTHER, THIRD, step], parties=PARTIES)), name="x")
    assert "0.50 towards B, away from C" in paired
    assert "B 1.00 → 0.50, C 0.00 → 0.50" in paired


def test_page_of_all_has_a_line_a_move() -> None:
    """What the offers close stands first; then each move in a line, with the gap of the pair that it changed most."""
    offer = on(3, "a", "x.d", "accepts", "most", id="offer", **{"if": ["It rains."]})
    other = on(4, "b", "y.c", "asks", "left", id="left")
    lines = page(ledger(data(ISSUES, [ASK, OTHER, THIRD, offer, other], parties=PARTIES))).splitlines()
    # Of the three pairs the asks are 1, 0 and 1 apart; with the offer 0.25 is left between A and B.
    assert "The offers between A, B and C would close: x 0.67 → 0.42." in lines
    assert "1 move, 4 other changes" in lines
    (line,) = (line for line in lines if "offered" in line)
    assert line.split("  ")[0] == "3 Feb 2026"
    assert "A offered on x: answer none → answer most, under conditions" in line
    assert line.endswith("B 1.00 → 0.63 (and 1 more)")
    two = page(ledger(data(ISSUES, [ASK, OTHER, offer], parties=PARTIES)), parties=("a", "b"))
    assert "B 1.00 → 0.63\n" in two
    # The only party of a ledger has nobody to be compared with.
    alone = page(ledger(data(ISSUES, [ASK, offer], parties={"a": PARTIES["a"]})))
    assert "  no other party is shown\n" in alone


# --- the shipped ledger, and the command ----------------------------------------------------------


def test_iran_on_guarantees() -> None:
    """The shipped ledger: how Iran's line on guarantees changed, and what took its place."""
    read = load(shipped()).ledger
    assert read
    moved = [
        r for r in moves(narrow(read, Query()), "guarantees").list_rows() if r["party"] == "iran" and r["kind"] in MOVES
    ]
    assert [(r["dimension"], r["kind"], r["replaced"], r["statements"]) for r in moved] == [
        ("no-attack", "moved", ["iran-written-no-attack"], ["iran-regional-no-threat"]),
        ("no-exit", "moved", ["iran-no-exit-guarantee"], ["iran-regional-watch-no-exit"]),
    ]
    assert all("regional parties" in r["to"] and r["distance"] > 0.3 for r in moved)


def test_wrong_names() -> None:
    """What the ledger does not have is refused, with what it has."""
    of = ledger(data(ISSUES, [ASK], parties=PARTIES))
    with pytest.raises(BadQuery, match='no issue is called "z"'):
        moves(narrow(of, Query()), "z")
    with pytest.raises(BadQuery, match=r'no dimension is called "x\.z"'):
        moves(narrow(of, Query()), "x.z")
    with pytest.raises(BadQuery, match="is not before"):
        moves(narrow(of, Query(since="2026-02-10")))


def test_command(run: Callable[..., Ran]) -> None:
    """The command answers; a wrong name is wrong use; that nothing changed is said beside an empty answer."""
    assert run("moves", "guarantees", "--since", "2026-02-01").code == 0
    wrong = run("moves", "guarantes")
    assert (wrong.code, wrong.stdout) == (2, b"")
    assert b'did you mean "guarantees"?' in wrong.stderr
    empty = run("moves", "--as-of", "2020-01-01")
    assert (empty.code, empty.stdout) == (0, b"")
    assert empty.stderr == b"gapcli: no position changed up to 1 Jan 2020\n"
    assert json.loads(run("moves", "--as-of", "2020-01-01", "--json").stdout)["rows"] == []
    assert b"Example: gapcli moves guarantees" in run("moves", "--help").stdout


@pytest.mark.parametrize("form", ["csv", "jsonl", "md", "table", "tsv"])
def test_formats(form: str, run: Callable[..., Ran]) -> None:
    """Every format tells of the same move."""
    done = run("moves", "guarantees.no-exit", "-O", form)
    assert done.code == 0
    assert "wants regional parties watching over the deal" in done.stdout.decode()
