"""What waits for what: how each condition stands, which loops and chains they make, and how the graph is drawn."""

import json
import re
from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from small_ledgers import Data, data, graded, ledger, say

from gapcli.formats import Screen, write_report
from gapcli.formats.graph import to_dot, to_mermaid
from gapcli.formats.network import to_graphml
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.view import narrow
from gapcli.reports.links import LinksReport, links

STEPS = ("none", "some", "all")
ISSUES = {issue: {name: graded(*STEPS, today="none") for name in "de"} for issue in "xyz"}


PARTIES = {name: {"name": name, "role": "principal"} for name in "abc"}


def until(party: str, about: str, reaches: str) -> Data:
    """A condition on another party's position."""
    return {"party": party, "about": about, "reaches": reaches}


def offer(party: str, about: str, value: str | None, *conditions: Data | str, **more: Any) -> Data:
    """An offer under conditions."""
    return say(party, about, "accepts", value, **({"if": list(conditions)} if conditions else {}), **more)


def refusal(party: str, about: str, value: str, *conditions: Data | str) -> Data:
    """A red line that falls under conditions."""
    return say(party, about, "rejects", value, unless=list(conditions))


def found(*statements: Data, **query: Any) -> Data:
    """The JSON of `links` on these statements."""
    return links(narrow(ledger(data(ISSUES, statements, parties=PARTIES)), Query(**query))).data()


def draw(write: Callable[[LinksReport, Screen], str], read: Ledger, query: Query) -> str:
    """The graph of a ledger, as one of the formats writes it."""
    return write(links(narrow(read, query)), Screen())


def rows_of(kind: str, key: str, *statements: Data, **query: Any) -> list[tuple[str, str]]:
    """Loops or chains: of each what it is, and its stands."""

    def stand(s: Data) -> str:
        return f"{s['party']}:{s['issue']}" + (f".{s['dimension']}" if s["dimension"] else "")

    return [(row[key], " ".join(map(stand, row["stands"]))) for row in found(*statements, **query)[kind]]


def loops(*statements: Data, **query: Any) -> list[tuple[str, str]]:
    """The kind and the stands of each loop."""
    return rows_of("loops", "kind", *statements, **query)


def chains(*statements: Data, **query: Any) -> list[tuple[str, str]]:
    """How each chain ends, and its stands."""
    return rows_of("chains", "ends", *statements, **query)


def tied(*waits: str) -> list[Data]:
    """Offers of some that wait for some: `a:x.d b:y.d` is of a on x.d, and waits for b on y.d."""
    pairs = (wait.replace(":", " ").split() for wait in waits)
    return [
        offer(p, about, "some", until(q, other, "some"), id=f"s{i}") for i, (p, about, q, other) in enumerate(pairs)
    ]


# --- conditions -----------------------------------------------------------------------------------


def test_states() -> None:
    """A condition is met by what satisfies it, short by what is missing, unanswered, or in words."""
    waits = offer("a", "x.d", "some", until("b", "y.d", "some"), until("b", "z.d", "all"), until("b", "x.d", "all"))
    rows = found(waits, offer("a", "x.e", None, "It rains."), offer("b", "y.d", "all"), offer("b", "z.d", "some"))[
        "rows"
    ]
    assert [(r["what"], r["words"], r["state"], r["short"], r["statements"]) for r in rows] == [
        ("answer some", "b accepts at least answer some", "met", None, ["b-y-d-accepts-all"]),
        ("answer some", "b accepts answer all", "not-on-offer", 0.5, []),
        ("answer some", "b accepts answer all", "unanswered", None, []),
        ("any movement on “What of it?”", "It rains", "words", None, []),
    ]
    assert [r["waits_for"]["about"] for r in rows] == ["y.d", "z.d", "x.d", None]
    assert rows[3]["waits_for"]["words"] == {"en": "It rains."}


def test_a_condition_in_its_own_words() -> None:
    """The words of a condition are printed in place of its clause, and it stands as it would without them."""
    calm = until("b", "y.d", "some") | {"words": {"ar": "يهدأ البحر", "en": "The sea is calm."}}
    plain = until("b", "z.d", "all")
    told = found(offer("a", "x.d", "some", calm, plain), offer("b", "y.d", "none"), offer("b", "z.d", "all"))
    assert [(r["words"], r["state"]) for r in told["rows"]] == [
        ("The sea is calm", "not-on-offer"),
        ("b accepts answer all", "met"),
    ]
    assert [*told["rows"][0]["waits_for"]["words"].items()] == [("en", "The sea is calm."), ("ar", "يهدأ البحر")]
    assert told["rows"][0]["waits_for"]["reaches"] == "some" and told["rows"][1]["waits_for"]["words"] is None


def test_order_and_filters() -> None:
    """Rows stand by party and question of the file; a filter keeps the rows of its parties and issues."""
    said = [
        offer("b", "y.d", "some", "It snows."),
        offer("a", "z.d", "some", "It rains."),
        say("a", "x", "off-agenda", unless=["It thaws."]),
    ]
    read = ledger(data(ISSUES, said, parties=PARTIES))

    def words(**query: Any) -> list[str]:
        return [r.words for r in links(narrow(read, Query(**query))).rows]

    assert words() == ["It thaws", "It rains", "It snows"]
    assert words(parties=("b",)) == ["It snows"]
    assert words(issues=("x",)) == ["It thaws"]
    assert words(issues=("y.e",)) == []


def test_silent_parties_are_left_out() -> None:
    """By default the parties are those with a statement, and the issues all there are."""
    of = data(ISSUES, [offer("a", "x.d", "some"), offer("c", "x.d", "all")], parties=PARTIES)
    of["issues"]["z"]["headline"] = False
    asked = links(narrow(ledger(of), Query())).data()["query"]
    assert (asked["parties"], asked["issues"]) == (["a", "c"], ["x", "y", "z"])


def test_only_live_statements_wait() -> None:
    """A condition goes with the statement that it belongs to."""
    first = offer("a", "x.d", "some", "It rains.")
    later = offer("a", "x.d", "all", replaces=[first["id"]], said="2026-02-05")
    assert found(first, later)["rows"] == []
    assert len(found(first, later, as_of="2026-02-04")["rows"]) == 1


# --- loops ----------------------------------------------------------------------------------------


def test_exchange_of_two() -> None:
    """Two offers that wait for each other close at once; the loop is told from the stand declared first."""
    said = offer("b", "y.d", "all", until("a", "x.d", "some")), offer("a", "x.d", "some", until("b", "y.d", "some"))
    assert loops(*said) == [("exchange", "a:x.d b:y.d")]
    assert found(*said)["loops"][0]["statements"] == ["a-x-d-accepts-some", "b-y-d-accepts-all"]
    assert chains(*said) == []


def test_deadlock_of_two() -> None:
    """Two offers that fall short of what the other waits for are a deadlock."""
    said = offer("a", "x.d", "some", until("b", "y.d", "all")), offer("b", "y.d", "some", until("a", "x.d", "some"))
    assert loops(*said) == [("deadlock", "a:x.d b:y.d")]
    assert chains(*said) == []


def test_a_loop_closes_at_the_stand() -> None:
    """A row of conditions that comes back to the party on another question is a chain."""
    assert loops(*tied("a:x.d b:y.d", "b:y.d a:x.e")) == []
    assert chains(*tied("a:x.d b:y.d", "b:y.d a:x.e")) == [("unanswered", "a:x.d b:y.d a:x.e")]


def test_loop_of_three() -> None:
    """Three stands make one loop, though it can be read from each; it is shown with all who wait in it."""
    said = tied("b:y.d c:z.d", "c:z.d a:x.d", "a:x.d b:y.d")
    assert loops(*said) == [("exchange", "a:x.d b:y.d c:z.d")]
    assert loops(*said, parties=("a", "b")) == []
    assert loops(*said, issues=("z",)) == [("exchange", "a:x.d b:y.d c:z.d")]
    assert loops(*said, issues=("z.e",)) == []


def test_a_loop_may_pass_a_party_twice() -> None:
    """A loop passes no stand twice, and a party as often as it waits."""
    assert loops(*tied("a:x.d b:y.d", "b:y.d a:z.d", "a:z.d b:y.e", "b:y.e a:x.d")) == [
        ("exchange", "a:x.d b:y.d a:z.d b:y.e")
    ]
    assert loops(*tied("a:x.d b:y.d", "b:y.d a:x.d", "b:y.d a:z.d", "a:z.d b:y.d")) == [
        ("exchange", "a:x.d b:y.d"),
        ("exchange", "a:z.d b:y.d"),
    ]


def test_a_condition_elsewhere_blocks() -> None:
    """An offer that waits for a third party too closes a loop only with it; one that also waits for words does."""
    other = offer("b", "y.d", "some", until("a", "x.d", "some"))
    back = until("b", "y.d", "some")
    waiting = offer("a", "x.d", "some", back, until("c", "z.d", "some")), other
    assert loops(*waiting) == [("deadlock", "a:x.d b:y.d")]
    assert loops(offer("a", "x.d", "some", back, "It rains."), other) == [("exchange", "a:x.d b:y.d")]
    assert loops(*waiting, offer("c", "z.d", "some")) == [("exchange", "a:x.d b:y.d")]
    third = offer("c", "z.d", "some", until("b", "z.d", "some"))
    assert loops(*waiting, third) == [("deadlock", "a:x.d b:y.d")]
    assert loops(*waiting, third, offer("b", "z.d", "some")) == [("exchange", "a:x.d b:y.d")]


def test_one_report_in_a_loop_may_close_it() -> None:
    """Of several offers on a stand those that can stand make the exchange, and they alone are named."""
    back = until("a", "x.d", "some")
    said = [
        offer("a", "x.d", "some", until("b", "y.d", "some")),
        offer("b", "y.d", "some", back, until("c", "z.d", "some")),
        offer("b", "y.d", "all", back),
    ]
    assert loops(*said) == [("exchange", "a:x.d b:y.d")]
    assert found(*said)["loops"][0]["statements"] == ["a-x-d-accepts-some", "b-y-d-accepts-all"]


def test_what_is_offered_as_it_is_closes_no_loop() -> None:
    """Who waits for what is offered without a condition waits for nothing that comes back."""
    said = tied("a:x.d b:y.d", "b:y.d a:x.d")
    assert loops(*said, offer("b", "y.d", "all")) == []
    assert chains(*said, offer("b", "y.d", "all")) == [("met", "b:y.d a:x.d b:y.d")]
    assert loops(*said, offer("b", "y.d", "none")) == [("exchange", "a:x.d b:y.d")]


def test_the_way_goes_through_what_is_waited_for() -> None:
    """Where offers meet a condition, they lead on, and not what else the party holds there."""
    said = [
        offer("a", "x.d", "some", until("b", "y.d", "all")),
        offer("b", "y.d", "some", until("a", "x.d", "some")),
        offer("b", "y.d", "all", until("c", "z.d", "some")),
    ]
    assert loops(*said) == []
    assert chains(*said) == [("unanswered", "b:y.d a:x.d b:y.d c:z.d")]
    assert loops(*said[:2]) == [("deadlock", "a:x.d b:y.d")]


def test_a_lesser_offer_under_the_same_condition_leads_nowhere() -> None:
    """Of two offers that wait for the same, only the one that meets what is waited for is passed."""
    lesser, other = (offer("b", "y.d", value, until("c", "z.d", "some")) for value in ("some", "all"))
    for said in ([lesser, other], [other, lesser]):
        (chain,) = found(offer("a", "x.d", "some", until("b", "y.d", "all")), *said)["chains"]
        assert chain["statements"] == ["a-x-d-accepts-some", "b-y-d-accepts-all"]


def test_refusals_make_loops() -> None:
    """A refusal waits for what would lift it, and by itself gives nothing."""
    said = refusal("a", "x.d", "all", until("b", "y.d", "all")), refusal("b", "y.d", "all", until("a", "x.d", "all"))
    assert loops(*said) == [("deadlock", "a:x.d b:y.d")]
    assert [r["state"] for r in found(*said)["rows"]] == ["unanswered", "unanswered"]


def test_a_refusal_of_an_issue_is_one_of_its_questions() -> None:
    """Who waits for a question waits for the refusal to talk about its issue; without that the issue itself waits."""
    other = offer("a", "x.d", "some", until("b", "y.d", "some"))
    assert loops(other, say("b", "y", "off-agenda", unless=[until("a", "x.d", "some")])) == [
        ("deadlock", "a:x.d b:y.d")
    ]
    assert loops(other, offer("b", "y.e", "some", until("a", "x.d", "some"))) == []
    said = say("b", "y", "off-agenda", unless=[until("a", "x.d", "some")]), tied("a:x.d c:z.d")[0]
    assert chains(*said) == [("unanswered", "b:y a:x.d c:z.d")]


def test_a_stand_may_wait_for_itself() -> None:
    """A group whose offer waits for a party that it speaks for waits for its own words."""
    said = [offer("b", "y.d", "some", until("c", "y.d", "all"))]
    parties = PARTIES | {"b": PARTIES["b"] | {"speaks_for": ["c"]}}
    report = links(narrow(ledger(data(ISSUES, said, parties=parties)), Query(parties=("a", "b")))).data()
    assert [(loop["kind"], [s["party"] for s in loop["stands"]]) for loop in report["loops"]] == [("deadlock", ["c"])]


def test_the_way_goes_through_a_group() -> None:
    """Who waits for a party waits for what the group that speaks for it waits for."""
    said = tied("a:x.d c:y.d", "b:y.d a:x.d")
    parties = PARTIES | {"b": PARTIES["b"] | {"speaks_for": ["c"]}}
    assert loops(*said) == []
    report = links(narrow(ledger(data(ISSUES, said, parties=parties)), Query())).data()
    assert [(loop["kind"], [s["party"] for s in loop["stands"]]) for loop in report["loops"]] == [
        ("exchange", ["a", "c"])
    ]


# --- chains ---------------------------------------------------------------------------------------


def test_how_a_chain_ends() -> None:
    """A chain ends with how its last condition stands."""
    said = tied("a:x.d b:y.d", "b:y.d c:z.d")
    stands = "a:x.d b:y.d c:z.d"
    assert chains(*said) == [("unanswered", stands)]
    assert chains(*said, offer("c", "z.d", "none")) == [("not-on-offer", stands)]
    assert chains(*said, offer("c", "z.d", "all")) == [("met", stands)]
    assert chains(*said, offer("c", "z.d", "all", "It rains.")) == [("words", stands)]
    assert chains(said[0], offer("b", "y.d", "some", "It rains.")) == [("words", "a:x.d b:y.d")]
    assert [c["statements"] for c in found(*said, offer("c", "z.d", "all"))["chains"]] == [
        ["s0", "s1", "c-z-d-accepts-all"]
    ]


def test_one_step_is_no_chain() -> None:
    """What is waited for must wait itself; else the table says it all."""
    assert chains(*tied("a:x.d b:y.d")) == []
    assert chains(offer("a", "x.d", "some", "It rains.")) == []
    assert chains(*tied("a:x.d b:y.d", "b:y.d c:z.d"), offer("b", "y.d", "some")) == []


def test_words_are_followed_where_there_is_nothing_else() -> None:
    """Where a statement waits for a position and for words, the words stand beside it."""
    first = tied("a:x.d b:y.d")[0]
    both = offer("b", "y.d", "some", until("c", "z.d", "some"), "It rains.")
    assert chains(first, both) == [("unanswered", "a:x.d b:y.d c:z.d")]


def test_two_chains_share_their_steps() -> None:
    """Where two ways part or meet there is a chain for each, and each is as long as it can be."""
    parting = tied("a:x.d b:y.d", "b:y.d c:z.d", "b:y.d c:z.e")
    assert chains(*parting) == [("unanswered", "a:x.d b:y.d c:z.d"), ("unanswered", "a:x.d b:y.d c:z.e")]
    meeting = tied("a:x.d b:y.d", "a:x.e b:y.d", "b:y.d c:z.d")
    assert chains(*meeting) == [("unanswered", "a:x.d b:y.d c:z.d"), ("unanswered", "a:x.e b:y.d c:z.d")]


def test_several_reports_make_one_chain() -> None:
    """Reports on the same stands with the same end are one chain; another end is another chain."""
    first = offer("a", "x.d", "some", until("b", "y.d", "all"))
    said = [first, *(offer("b", "y.d", v, until("c", "z.d", r)) for v, r in (("none", "some"), ("some", "all")))]
    assert [(c["ends"], c["statements"]) for c in found(*said)["chains"]] == [
        ("unanswered", ["a-x-d-accepts-some", "b-y-d-accepts-none", "b-y-d-accepts-some"])
    ]
    assert [(c["ends"], c["statements"]) for c in found(*said, offer("c", "z.d", "some"))["chains"]] == [
        ("met", ["a-x-d-accepts-some", "b-y-d-accepts-none", "c-z-d-accepts-some"]),
        ("not-on-offer", ["a-x-d-accepts-some", "b-y-d-accepts-some"]),
    ]


def test_a_chain_ends_at_a_loop() -> None:
    """A chain runs to the first stand of a loop, and another from a loop to where it ends."""
    said = tied("c:z.d a:x.d", "a:x.d b:y.d", "b:y.d a:x.d", "b:y.d a:z.d", "a:z.d c:x.d")
    assert loops(*said) == [("exchange", "a:x.d b:y.d")]
    assert chains(*said) == [("loop", "c:z.d a:x.d"), ("unanswered", "b:y.d a:z.d c:x.d")]


def test_a_chain_may_end_with_who_is_not_shown() -> None:
    """A chain is shown where all who wait in it are, and one of its questions."""
    said = tied("a:x.d b:y.d", "b:y.d c:z.d")
    shown = [("unanswered", "a:x.d b:y.d c:z.d")]
    assert chains(*said, parties=("a", "b")) == chains(*said, issues=("z.d",)) == shown
    assert chains(*said, parties=("a", "c")) == chains(*said, issues=("z.e",)) == []


def test_an_assumption_moves_the_end() -> None:
    """What is assumed meets conditions, moves the end of a chain, and is named as assumed."""
    said = offer("a", "x.d", "some", until("b", "y.d", "some")), offer("b", "y.d", "some", until("a", "z.d", "all"))
    assumed = found(*said, assume=("a:z.d=all",))
    assert [r["state"] for r in found(*said)["rows"]] == ["met", "unanswered"]
    assert [(r["state"], r["statements"]) for r in assumed["rows"]][1] == ("met", ["assumed-a:z.d"])
    assert chains(*said, assume=("a:z.d=all",)) == [("met", "a:x.d b:y.d a:z.d")]
    assert assumed["chains"][0]["statements"] == ["a-x-d-accepts-some", "b-y-d-accepts-some", "assumed-a:z.d"]
    for write in (to_dot, to_mermaid):
        text = draw(write, ledger(data(ISSUES, said)), Query(assume=("a:z.d=all",)))
        assert "is assumed to want this" in text and "assuming a wants answer all" in text


# --- bounds ---------------------------------------------------------------------------------------

NAMES = [f"p{i:02}" for i in range(20)]


def test_too_many_chains() -> None:
    """Where there are too many chains to follow, those there are have up to so many steps, and they are all there."""
    said = [offer(p, "x.d", "some", *(until(q, "x.d", "some") for q in NAMES[i + 1 :])) for i, p in enumerate(NAMES)]
    report = links(narrow(ledger(data(ISSUES, said)), Query()))
    # From the first to the last by way of none, of one, … of three of those between; of one step there is no chain.
    assert (len(report.loops), len(report.chains), report.longest) == (0, 18 + 153 + 816, 4)
    assert report.notes == ("too many chains to follow: those of more than 4 steps are left out",)


def test_too_many_loops() -> None:
    """Where all wait for all, the loops of two are there, and the longer ones are said to be left out."""
    said = [offer(p, "x.d", "some", *(until(q, "x.d", "some") for q in NAMES if q != p)) for p in NAMES]
    report = links(narrow(ledger(data(ISSUES, said)), Query()))
    assert (len(report.loops), len(report.chains), report.longest) == (190, 0, 2)


def test_too_many_for_any() -> None:
    """Where even those of two steps are too many, the page does not say that there is none."""
    said = [
        offer(p, f"x.{i}", "some", *(until(q, f"x.{j}", "some") for j in range(40)))
        for p, q in ("ab", "ba")
        for i in range(40)
    ]
    read = ledger(data({"x": {str(i): graded(*STEPS, today="none") for i in range(40)}}, said))
    report = links(narrow(read, Query()))
    assert (len(report.loops), len(report.chains), report.longest) == (0, 0, 1)
    assert report.notes == ("too many chains to follow: those of more than 1 step are left out",)
    assert "No loop" not in write_report("table", report, Screen())


def test_many_reports_of_one_loop() -> None:
    """A thousand reports on two stands are one loop, found without going through each way between them."""
    said = [
        offer(p, about, "some", until(q, other, "all"), id=f"s{p}{i}")
        for i in range(500)
        for p, about, q, other in (("a", "x.d", "b", "y.d"), ("b", "y.d", "a", "x.d"))
    ]
    report = links(narrow(ledger(data(ISSUES, said)), Query()))
    assert [(loop.kind, len(loop.statements)) for loop in report.loops] == [("deadlock", 1000)]
    assert (report.chains, report.longest) == ((), None)
    assert " · sa7 and 992 more" in write_report("table", report, Screen())


def test_a_long_chain() -> None:
    """A chain is as long as it is."""
    issues = {f"i{i}": {"d": graded(*STEPS, today="none")} for i in range(301)}
    said = tied(*(f"{'ab'[i % 2]}:i{i}.d {'ba'[i % 2]}:i{i + 1}.d" for i in range(300)))
    report = links(narrow(ledger(data(issues, said)), Query()))
    assert [(c.ends, len(c.stands)) for c in report.chains] == [("unanswered", 301)]


# --- all of them ----------------------------------------------------------------------------------

QUESTIONS = ["x.d", "x.e", "y.d"]
CONDITION = st.one_of(
    st.just("It rains."), st.builds(until, st.sampled_from("abc"), st.sampled_from(QUESTIONS), st.just("all"))
)


@st.composite
def stated(draw: st.DrawFn) -> list[Data]:
    """Statements of three parties on two issues, with conditions on each other."""
    said = []
    for i in range(draw(st.integers(0, 8))):
        party, about = draw(st.sampled_from("abc")), draw(st.sampled_from(QUESTIONS))
        conditions = [c for c in draw(st.lists(CONDITION, max_size=2)) if isinstance(c, str) or c["party"] != party]
        if draw(st.booleans()) or not conditions:
            said.append(offer(party, about, draw(st.sampled_from(["some", "all", "all"])), *conditions, id=f"s{i}"))
        elif draw(st.booleans()):
            said.append(refusal(party, about, "all", *conditions) | {"id": f"s{i}"})
        else:
            said.append(say(party, about[0], "off-agenda", unless=conditions, id=f"s{i}"))
    return said


def positions_of(s: Data) -> list[Data]:
    """The conditions of a statement on positions."""
    return [c for c in s.get("if", []) + s.get("unless", []) if not isinstance(c, str)]


def waits(s: Data) -> bool:
    return bool(s.get("if") or s.get("unless"))


def belongs(s: Data, c: Data) -> bool:
    """Whether a statement is of the stand that a condition waits for."""
    return s["party"] == c["party"] and (s["about"] == c["about"] or s["about"] == c["about"][0])


def meets(s: Data, c: Data) -> bool:
    return (s["party"], s["about"], s["stance"], s.get("value")) == (c["party"], c["about"], "accepts", "all")


Wait = tuple[int, int, str]
"""A condition on a position: the place of its statement, its own in the statement, and what is waited with it on."""
Stand = tuple[str, str]


class ByHand:
    """The loops and chains of some statements, found by trying every row of conditions."""

    def __init__(self, said: list[Data]) -> None:
        self.said = said
        self.waits = [
            (i, j, about) for i, s in enumerate(said) for j in range(len(positions_of(s))) for about in self.list_on(s)
        ]
        self.follow = {w: self.list_next(w) for w in self.waits}
        self.best = self.find_best()

    def list_on(self, s: Data) -> list[str]:
        """The questions on which a statement is waited for; else what it is about."""
        awaited = [c for t in self.said for c in positions_of(t) if belongs(s, c)]
        return sorted({c["about"] for c in awaited}) or [s["about"]]

    def condition(self, w: Wait) -> Data:
        return positions_of(self.said[w[0]])[w[1]]

    def awaited(self, w: Wait) -> Stand:
        c = self.condition(w)
        return c["party"], c["about"]

    def list_leading(self, w: Wait) -> list[Data]:
        """The statements that a condition leads on to, those that wait for words only too."""
        c = self.condition(w)
        meeting = [t for t in self.said if meets(t, c)]
        if any(not waits(t) for t in meeting):
            return []
        return [t for t in meeting or self.said if waits(t) and belongs(t, c)]

    def list_next(self, w: Wait) -> list[Wait]:
        leading = self.list_leading(w)
        return [v for v in self.waits if self.said[v[0]] in leading and v[2] == self.condition(w)["about"]]

    def find_best(self) -> set[int]:
        """The statements of which some set can stand: each set is tried."""
        waiting = sorted({i for i, _, _ in self.waits})
        best: set[int] = set()
        for bits in product((0, 1), repeat=len(waiting)):
            chosen = {i for i, taken in zip(waiting, bits) if taken}
            can = [t for i, t in enumerate(self.said) if i in chosen or not positions_of(t)]
            if all(any(meets(t, c) for t in can) for i in chosen for c in positions_of(self.said[i])):
                best |= chosen
        return best

    def loops(self) -> dict[frozenset[Any], tuple[str, set[Wait]]]:
        """Every loop by its steps from stand to stand, with its kind and its conditions."""
        every: dict[frozenset[Any], tuple[str, set[Wait]]] = {}

        def walk(row: list[Wait], passed: list[Stand]) -> None:
            stand = self.awaited(row[-1])
            for after in self.follow[row[-1]]:
                if after == row[0]:
                    steps = frozenset(pairwise([*passed, stand]))
                    kind, links = every.get(steps, ("deadlock", set()))
                    closes = all(i in self.best for i, _, _ in row)
                    every[steps] = ("exchange" if closes else kind, links | set(row))
                elif stand not in passed:
                    walk([*row, after], [*passed, stand])

        for w in self.waits:
            walk([w], [(self.said[w[0]]["party"], w[2])])
        return every

    def chains(self, looped: set[Wait]) -> set[tuple[str, tuple[Stand, ...]]]:
        """Every chain outside of the loops: how it ends, and its stands."""
        every: set[tuple[str, tuple[Stand, ...]]] = set()

        def walk(row: list[Wait], stands: tuple[Stand, ...]) -> None:
            w = row[-1]
            stands = (*stands, self.awaited(w))
            leading = self.list_leading(w)
            onward = [v for v in self.follow[w] if v not in looped]
            for v in onward:
                walk([*row, v], stands)
            if len(onward) < len(self.follow[w]):
                every.add(("loop", stands))
            if any(not positions_of(t) for t in leading):
                every.add(("words", stands))
            if not leading and len(row) > 1:
                every.add((self.state(w), stands))

        outside = [w for w in self.waits if w not in looped]
        for w in outside:
            if not any(w in self.follow[v] for v in outside):
                walk([w], ((self.said[w[0]]["party"], w[2]),))
        return every

    def state(self, w: Wait) -> str:
        here = [t for t in self.said if belongs(t, self.condition(w))]
        if any(meets(t, self.condition(w)) for t in here):
            return "met"
        # A refusal to discuss asks for what holds today.
        return "not-on-offer" if any(t["stance"] in ("accepts", "off-agenda") for t in here) else "unanswered"


@given(stated())
def test_all_are_those_found_by_hand(said: list[Data]) -> None:
    """The loops, their kinds and the chains are those that trying everything finds, each once."""
    report = links(narrow(ledger(data(ISSUES, said, parties=PARTIES), mistakes=True), Query())).data()

    def stands(row: Data) -> list[tuple[str, str]]:
        return [(s["party"], f"{s['issue']}.{s['dimension']}" if s["dimension"] else s["issue"]) for s in row["stands"]]

    by_hand = ByHand(said)
    closed = by_hand.loops()
    loops = [(frozenset(pairwise([*stands(r), stands(r)[0]])), r["kind"]) for r in report["loops"]]
    assert len(loops) == len(dict(loops))
    assert dict(loops) == {steps: kind for steps, (kind, _) in closed.items()}
    chains = [(r["ends"], tuple(stands(r))) for r in report["chains"]]
    assert len(chains) == len(set(chains))
    assert set(chains) == by_hand.chains({w for _, row in closed.values() for w in row})


# --- the graph ------------------------------------------------------------------------------------

HOSTILE = '"]; end; x --> y %% <b>&lt; \\" \\N |`a` #35; {{ }} [/ /] \\'
STRING = r'"(?:[^"\\\n]|\\["\\n])*"'
ATTRIBUTES = rf"\[\w+=(?:{STRING}|\w+)(?:, \w+=(?:{STRING}|\w+))*\];"
DOT = re.compile(rf"digraph links {{|}}|  (?:n\d+(?: -> c\d+)?|c\d+|graph|node) {ATTRIBUTES}")
LABEL = r"""\["(?:[\w ,.'%()/→–-]|#\d+;|<br>)*"\]"""
MERMAID = re.compile(
    rf"---|title: .*|flowchart LR|  n\d+{LABEL}|  c\d+\({LABEL}\)|  n\d+ (?:-->|-\.->) c\d+"
    r"|  linkStyle [\d,]+ stroke-width:3px"
)


def hostile() -> Data:
    """A ledger whose every text would break a drawing."""
    said = [offer("a", "x.d", "some", until("b", "y.d", "some"), HOSTILE), offer("b", "y.d", "some")]
    of = data({issue: {"d": graded(*STEPS, today="none")} for issue in "xy"}, said)
    for party in of["parties"].values():
        party["name"] = HOSTILE
    for issue in of["issues"].values():
        issue["name"] = HOSTILE
        for option in issue["dimensions"]["d"]["options"].values():
            option["name"] = HOSTILE
    return of


def test_dot_holds_any_text() -> None:
    """No text of the ledger gets out of its quotes in a drawing for Graphviz, and all of it is there."""
    text = draw(to_dot, ledger(hostile()), Query())
    for line in text.splitlines():
        assert DOT.fullmatch(line), line
    assert "&lt;" not in text
    drawn = text.replace("&amp;", "&").replace('\\"', '"').replace("\\\\", "\\")
    assert drawn.count(HOSTILE) == 6


def test_mermaid_holds_any_text() -> None:
    """No text of the ledger gets out of its quotes in a drawing for Mermaid, and all of it is there."""
    text = draw(to_mermaid, ledger(hostile()), Query(assume=("b:y.d=all",)))
    for line in text.splitlines():
        assert MERMAID.fullmatch(line), line
    title = text.splitlines()[1].removeprefix("title: ")
    assert HOSTILE in json.loads(title)
    drawn = re.sub(r"#(\d+);", lambda m: chr(int(m[1])), text.replace(title, ""))
    assert drawn.count(HOSTILE) == 6


def test_graphml_holds_any_text() -> None:
    """A reader of XML finds every text whole, and each edge leads from an offer to a condition."""
    graph = ElementTree.fromstring(draw(to_graphml, ledger(hostile()), Query()))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    texts = [e.text or "" for e in graph.findall(".//g:node/g:data[@key='label']", space)]
    assert "".join(texts).count(HOSTILE) == 6
    columns = {n.get("id"): n.findtext("g:data[@key='column']", "", space) for n in graph.findall(".//g:node", space)}
    edges = graph.findall(".//g:edge", space)
    assert [(columns[e.get("source")], columns[e.get("target")]) for e in edges] == [("offer", "condition")] * 2
    assert [e.findtext("g:data[@key='state']", "", space) for e in edges] == ["met", "words"]


def test_drawings_break_lines_where_a_text_does() -> None:
    """A text of two lines has two in a drawing; no line holds the code of a line end."""
    read = ledger(data(ISSUES, [offer("a", "x.d", "some", "It rains\nor snows.")]))
    assert '  c0 [label="It rains\\nor snows", shape=note];' in draw(to_dot, read, Query()).splitlines()
    assert '  c0(["It rains<br>or snows"])' in draw(to_mermaid, read, Query()).splitlines()


def test_drawings_show_states_and_circles() -> None:
    """What is on offer is drawn solid, what is not dashed, what a circle passes thick; words are notes."""
    said = [
        offer("a", "x.d", "some", until("b", "y.d", "some"), "It rains."),
        offer("b", "y.d", "some", until("a", "x.d", "all")),
        offer("b", "z.d", "some", until("a", "z.d", "some")),
    ]
    read = ledger(data(ISSUES, said))
    assert [
        re.sub("label=.*style", "style", line) for line in draw(to_dot, read, Query()).splitlines() if " -> " in line
    ] == [
        "  n0 -> c0 [style=solid, penwidth=3];",
        "  n0 -> c1 [style=dotted];",
        "  n1 -> c2 [style=dashed, penwidth=3];",
        "  n2 -> c3 [style=dotted];",
    ]
    assert '  c1 [label="It rains", shape=note];' in draw(to_dot, read, Query())
    assert draw(to_mermaid, read, Query()).endswith(
        '  n0["a<br>answer some"]\n'
        '  n1["b<br>answer some"]\n'
        '  n2["b<br>answer some"]\n'
        '  c0(["b accepts at least answer some<br>b offers this"])\n'
        '  c1(["It rains"])\n'
        '  c2(["a accepts answer all<br>0.50 short of it"])\n'
        '  c3(["a accepts at least answer some<br>no word from a"])\n'
        "  n0 --> c0\n"
        "  n0 -.-> c1\n"
        "  n1 -.-> c2\n"
        "  n2 -.-> c3\n"
        "  linkStyle 0,2 stroke-width:3px\n"
    )


def test_two_offers_of_one_condition_lead_to_it() -> None:
    """A condition that two offers share is drawn once."""
    said = [offer(party, "x.d", "some", until("b", "y.d", "some")) for party in "ac"]
    drawn = draw(to_dot, ledger(data(ISSUES, said, parties=PARTIES)), Query()).splitlines()
    assert [line for line in drawn if " -> " in line] == ["  n0 -> c0 [style=dotted];", "  n1 -> c0 [style=dotted];"]


# --- the command ----------------------------------------------------------------------------------


def test_command(run: Callable[..., Ran], tmp_path: Path) -> None:
    """The command draws in every format, picks it by the extension, and refuses what it does not know."""
    said = [offer("a", "x.d", "some", until("b", "y.d", "some"), "=1+1"), offer("b", "y.d", "some")]
    (tmp_path / "positions.yaml").write_text(json.dumps(data(ISSUES, said)))
    done = run("links")
    assert (done.code, done.stderr) == (0, b"")
    assert "No loop and no chain" in done.stdout.decode()
    assert run("links", "-O", "dot").stdout.startswith(b"digraph links {\n")
    assert run("links", "-o", "drawn.mmd").code == 0
    assert (tmp_path / "drawn.mmd").read_text().startswith('---\ntitle: "What waits for what, 10 Feb 2026"\n---\n')
    assert [line.split(b",")[0] for line in run("links", "-O", "csv").stdout.splitlines()] == [
        b"statement",
        b"a-x-d-accepts-some",
        b"a-x-d-accepts-some",
    ]
    assert b",'=1+1,words," in run("links", "-O", "csv").stdout
    wrong = run("links", "--issues", "w")
    assert (wrong.code, wrong.stdout) == (2, b"")
    early = run("links", "--as-of", "2020")
    assert (early.code, early.stderr) == (0, b"gapcli: no statement stands on 31 Dec 2020\n")
    none = run("links", "--issues", "z")
    assert (none.code, none.stderr) == (0, b"gapcli: nothing shown waits for anything\n")


def test_page(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Loops, then chains, stand before the conditions, which stand by party under what they are of."""
    said = [
        *tied("a:x.d b:y.d", "b:y.d a:x.d"),
        offer("c", "z.d", "some", until("b", "z.d", "some"), id="both") | {"party": ["c", "a"]},
        offer("b", "z.d", "some", until("a", "y.d", "some"), id="last", speaker="Bo"),
    ]
    (tmp_path / "positions.yaml").write_text(json.dumps(data(ISSUES, said, parties=PARTIES)))
    title, page = run("links", env={"COLUMNS": "60"}).stdout.decode().split("\n\n", 1)
    assert title.splitlines()[-1] == "5 conditions: 4 met and 1 without an answer."
    assert page.splitlines()[:-2] == [
        "Loops: what waits, in the end, for itself",
        "1  Exchange. a accepts answer some only if b accepts at",
        "   least answer some; b accepts answer some only if a",
        "   accepts at least answer some. All of this can be made",
        "   good at once",
        "   s0 · s1",
        "",
        "Chains: what is waited for waits in turn",
        "2  a accepts answer some only if b accepts at least answer",
        "   some; b accepts answer some only if a accepts at least",
        "   answer some, of which there is no word from a",
        "   both · last",
        "",
        "3  c accepts answer some only if b accepts at least answer",
        "   some; b accepts answer some only if a accepts at least",
        "   answer some, of which there is no word from a",
        "   both · last",
        "",
        "what, and under which condition        now",
        "a",
        "  answer some · s0",
        "    if b accepts at least answer some  b offers this",
        "  answer some · both",
        "    if b accepts at least answer some  b offers this",
        "b",
        "  answer some · s1",
        "    if a accepts at least answer some  a offers this",
        "  answer some · last",
        "    if a accepts at least answer some  no word from a",
        "c",
        "  answer some · both",
        "    if b accepts at least answer some  b offers this",
    ]


def test_page_of_an_issue_says_what_an_offer_waits_on(run: Callable[..., Ran], tmp_path: Path) -> None:
    """An offer waits for what is not offered as it is; of one in a loop the page says of which kind."""
    pair = [say("b", "x.d", "asks", "none"), say("a", "x.d", "asks", "all")]
    waits = offer("a", "x.d", "some", until("b", "y.d", "some"))

    def find_waits(*more: Data) -> list[str]:
        (tmp_path / "positions.yaml").write_text(json.dumps(data(ISSUES, [*pair, *more], parties=PARTIES)))
        words = " ".join(run("issue", "x.d").stdout.decode().replace("gapcli", " · ").split())
        return [part.strip() for part in words.split(" · ") if "offers here" in part]

    waiting = "what a offers here waits on b on “What of it?”"
    assert find_waits(waits) == [waiting]
    assert find_waits(waits, offer("b", "y.d", "none")) == [waiting]
    assert find_waits(waits, offer("b", "y.d", "some")) == []
    assert find_waits(waits, offer("a", "x.d", "some", id="firm")) == []
    assert find_waits(offer("a", "x.d", "some", "It rains.")) == []
    back = {"party": "a", "about": "x.d", "is": "some"}
    assert find_waits(waits, offer("b", "y.d", "some", back)) == [f"{waiting}, in an exchange"]
    assert find_waits(waits, offer("b", "y.d", "none", back)) == [f"{waiting}, in a deadlock"]
