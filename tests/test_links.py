"""What waits for what: how each condition stands, which circles they make, and how the graph is drawn."""

import json
import re
from collections.abc import Callable
from itertools import chain as joined
from itertools import pairwise, permutations, product
from pathlib import Path
from typing import Any

from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from small_ledgers import Data, data, graded, ledger, say

from gapcli.formats import Screen
from gapcli.formats.graph import to_dot, to_mermaid
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


def circles(*statements: Data, **query: Any) -> list[tuple[str, str]]:
    """The kind and the chain of each circle."""
    return [
        (c["kind"], " ".join(f"{s['party']}:{s['issue']}" for s in c["chain"]))
        for c in found(*statements, **query)["circles"]
    ]


# --- conditions -----------------------------------------------------------------------------------


def test_states() -> None:
    """A condition is met by what satisfies it, short by what is missing, unanswered, or in words."""
    waits = offer("a", "x.d", "some", until("b", "y.d", "some"), until("b", "z.d", "all"), until("b", "x.d", "all"))
    rows = found(waits, offer("a", "x.e", None, "It rains."), offer("b", "y.d", "all"), offer("b", "z.d", "some"))[
        "rows"
    ]
    assert [(r["what"], r["words"], r["state"], r["short"], r["statements"]) for r in rows] == [
        ("answer some", "b accepts answer some or more", "met", None, ["b-y-d-accepts-all"]),
        ("answer some", "b accepts answer all", "not-on-offer", 0.5, []),
        ("answer some", "b accepts answer all", "unanswered", None, []),
        ("any step on x.e", "It rains", "words", None, []),
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


# --- circles --------------------------------------------------------------------------------------


def test_exchange_of_two() -> None:
    """Two offers that wait for each other close at once; the circle is told from the party declared first."""
    said = offer("a", "x.d", "some", until("b", "y.d", "some")), offer("b", "y.d", "all", until("a", "x.d", "some"))
    assert circles(*said) == [("exchange", "a:x b:y a:x")]
    assert found(*said)["circles"][0]["statements"] == ["a-x-d-accepts-some", "b-y-d-accepts-all"]


def test_circle_closes_at_the_party() -> None:
    """The chain comes back to the party on whichever issue, and what it offers there decides."""
    said = [offer("a", "x.d", "some", until("b", "y.d", "some")), offer("b", "y.d", "some", until("a", "z.d", "some"))]
    assert circles(*said) == [("deadlock", "a:x b:y a:z")]
    assert circles(*said, offer("a", "z.d", "none")) == [("deadlock", "a:x b:y a:z")]
    assert circles(*said, offer("a", "z.d", "all")) == [("exchange", "a:x b:y a:z")]


def test_chain_goes_through_the_issue() -> None:
    """A chain goes on from another question of the same issue, and not from another issue."""
    waits = offer("a", "x.d", "some", until("b", "y.d", "some"))
    assert circles(waits, offer("b", "y.e", "some", until("a", "z.d", "some"))) == [("deadlock", "a:x b:y a:z")]
    assert circles(waits, say("b", "y", "off-agenda", unless=[until("a", "z.d", "some")])) == [
        ("deadlock", "a:x b:y a:z")
    ]
    assert circles(waits, offer("b", "z.d", "some", until("a", "z.d", "some"))) == []


def test_circle_of_three() -> None:
    """Three parties make one circle, though it can be read from each of them."""
    said = [offer(p, f"{i}.d", "some", until(q, f"{j}.d", "some")) for p, i, q, j in ("axby", "bycz", "czax")]
    assert circles(*said) == [("exchange", "a:x b:y c:z a:x")]
    assert circles(*said, parties=("a", "b")) == []
    assert circles(*said, issues=("z.e",)) == [("exchange", "a:x b:y c:z a:x")]


def test_a_condition_elsewhere_blocks() -> None:
    """An offer that waits for a third party too does not close a circle; one that also waits for words does."""
    other = offer("b", "y.d", "some", until("a", "x.d", "some"))
    back = until("b", "y.d", "some")
    third = until("c", "z.d", "some")
    assert circles(offer("a", "x.d", "some", back, third), other) == [("deadlock", "a:x b:y a:x")]
    assert circles(offer("a", "x.d", "some", back, "It rains."), other) == [("exchange", "a:x b:y a:x")]
    waiting = offer("a", "x.d", "some", back, third), other
    assert circles(*waiting, offer("c", "z.d", "some")) == [("exchange", "a:x b:y a:x")]
    assert ("deadlock", "a:x b:y a:x") in circles(*waiting, offer("c", "z.d", "some", until("b", "z.d", "some")))


def test_an_offer_falls_with_what_it_rests_on() -> None:
    """An offer that rests on one which cannot be made cannot be made either, and so on along the chain."""
    said = [
        offer("a", "x.d", "some", until("b", "y.d", "some")),
        offer("b", "y.d", "some", until("c", "z.d", "some")),
        offer("b", "y.e", "some", until("a", "x.d", "some")),
    ]
    assert circles(*said) == [("deadlock", "a:x b:y a:x")]
    assert circles(*said, offer("c", "z.d", "some")) == [("exchange", "a:x b:y a:x")]


def test_the_last_stand_is_part_of_the_circle() -> None:
    """What the party offers where the chain ends may itself wait for the others in it."""
    said = [
        offer("a", "x.d", "some", until("b", "y.d", "some")),
        offer("b", "y.d", "some", until("a", "z.d", "some")),
        offer("a", "z.d", "some", until("b", "y.d", "some")),
    ]
    assert circles(*said) == [("exchange", "a:x b:y a:z"), ("exchange", "a:z b:y a:z")]


def test_refusals_make_circles() -> None:
    """A refusal waits for what would lift it, and by itself gives nothing."""
    said = refusal("a", "x.d", "all", until("b", "y.d", "all")), refusal("b", "y.d", "all", until("a", "z.d", "all"))
    assert circles(*said) == [("deadlock", "a:x b:y a:z")]
    assert [r["state"] for r in found(*said)["rows"]] == ["unanswered", "unanswered"]


def test_assumption_meets_a_condition() -> None:
    """What is assumed meets conditions, turns a deadlock into an exchange, and is named as assumed."""
    said = offer("a", "x.d", "some", until("b", "y.d", "some")), offer("b", "y.d", "some", until("a", "z.d", "all"))
    assumed = found(*said, assume=("a:z.d=all",))
    assert [r["state"] for r in found(*said)["rows"]] == ["met", "unanswered"]
    assert [(r["state"], r["statements"]) for r in assumed["rows"]][1] == ("met", ["assumed-a:z.d"])
    assert assumed["circles"][0]["kind"] == "exchange"
    assert assumed["circles"][0]["statements"] == ["a-x-d-accepts-some", "b-y-d-accepts-some", "assumed-a:z.d"]
    for write in (to_dot, to_mermaid):
        text = draw(write, ledger(data(ISSUES, said)), Query(assume=("a:z.d=all",)))
        assert "on offer, assumed" in text and "assuming a asks for answer all" in text


def test_too_many_chains() -> None:
    """Where there are too many chains to follow, the answer says up to which length the circles are all there."""
    names = [f"p{i:02}" for i in range(20)]
    said = [offer(p, "x.d", "some", *(until(q, "x.d", "some") for q in names[i + 1 :])) for i, p in enumerate(names)]
    report = links(narrow(ledger(data(ISSUES, said)), Query()))
    assert (report.circles, report.longest) == ((), 7)
    assert report.notes == ("too many chains to follow: circles of more than 7 parties are left out",)


CONDITION = st.one_of(
    st.just("It rains."),
    st.builds(until, st.sampled_from("abc"), st.sampled_from(["x.d", "x.e", "y.d"]), st.just("all")),
)


@st.composite
def stated(draw: st.DrawFn) -> list[Data]:
    """Statements of three parties on two issues, with conditions on each other."""
    said = []
    for i in range(draw(st.integers(0, 8))):
        party, about = draw(st.sampled_from("abc")), draw(st.sampled_from(["x.d", "x.e", "y.d"]))
        conditions = [c for c in draw(st.lists(CONDITION, max_size=2)) if isinstance(c, str) or c["party"] != party]
        if draw(st.booleans()) or not conditions:
            said.append(offer(party, about, draw(st.sampled_from(["some", "all", "all"])), *conditions, id=f"s{i}"))
        else:
            said.append(refusal(party, about, "all", *conditions) | {"id": f"s{i}"})
    return said


def by_hand(said: list[Data]) -> dict[frozenset[tuple[Any, Any]], str]:
    """Every circle by its steps, with its kind: all orders of parties, all issues, all sets of offers tried."""

    def conditions(s: Data) -> list[Data]:
        return [c for c in s.get("if", []) + s.get("unless", []) if not isinstance(c, str)]

    def stand(s: Data) -> tuple[str, str]:
        return s["party"], s["about"][0]

    def makes(s: Data, a: tuple[str, str], b: tuple[str, str]) -> bool:
        return stand(s) == a and any(stand(c) == b for c in conditions(s))

    def meets(s: Data, c: Data) -> bool:
        return (s["party"], s["about"], s["stance"], s["value"]) == (c["party"], c["about"], "accepts", "all")

    free = [s for s in said if "if" not in s and "unless" not in s]
    every = {}
    for n in (2, 3):
        for parties, issues in product(permutations("abc", n), product("xy", repeat=n + 1)):
            steps = list(pairwise(zip((*parties, parties[0]), issues)))
            if not all(any(makes(s, *step) for s in said) for step in steps):
                continue
            around = [s for s in said if s not in free and stand(s) in set(joined(*steps))]
            sets = [[s for s, taken in zip(around, bits) if taken] for bits in product((0, 1), repeat=len(around))]
            closes = any(
                all(any(makes(s, *step) for s in chosen) for step in steps)
                and all(any(meets(t, c) for t in chosen + free) for s in chosen for c in conditions(s))
                for chosen in sets
            )
            every[frozenset(steps)] = "exchange" if closes else "deadlock"
    return every


@given(stated())
def test_circles_are_those_found_by_hand(said: list[Data]) -> None:
    """The circles and their kinds are those that trying everything finds, each once."""
    report = links(narrow(ledger(data(ISSUES, said, parties=PARTIES), mistakes=True), Query()))
    steps = [
        (frozenset(pairwise((s["party"], s["issue"]) for s in c["chain"])), c["kind"]) for c in report.data()["circles"]
    ]
    assert len(steps) == len(dict(steps))
    assert dict(steps) == by_hand(said)


# --- the graph ------------------------------------------------------------------------------------

HOSTILE = '"]; end; x --> y %% <b>&lt; \\" \\N |`a` #35; {{ }} [/ /] \\'
STRING = r'"(?:[^"\\\n]|\\["\\n])*"'
ATTRIBUTES = rf"\[\w+=(?:{STRING}|\w+)(?:, \w+=(?:{STRING}|\w+))*\];"
DOT = re.compile(rf"digraph links {{|  subgraph cluster_\d+ {{| *}}| *(?:n\d+(?: -> n\d+)?|graph|node) {ATTRIBUTES}")
LABEL = r"""\["(?:[\w ,.'%()/→–-]|#\d+;)*"\]"""
EDGE = LABEL.replace(r"\[", r"\|").replace(r"\]", r"\|").replace("|#", "|<br>|#")
MERMAID = re.compile(
    rf"---|title: .*|flowchart LR|  subgraph p\d+{LABEL}|  end| +n\d+{LABEL}|  n\d+\({LABEL}\)"
    rf"|  n\d+ (?:-->|-\.->){EDGE} n\d+|  linkStyle [\d,]+ stroke-width:3px"
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
    assert drawn.count(HOSTILE) == 9


def test_mermaid_holds_any_text() -> None:
    """No text of the ledger gets out of its quotes in a drawing for Mermaid, and all of it is there."""
    text = draw(to_mermaid, ledger(hostile()), Query(assume=("b:y.d=all",)))
    for line in text.splitlines():
        assert MERMAID.fullmatch(line), line
    title = text.splitlines()[1].removeprefix("title: ")
    assert HOSTILE in json.loads(title)
    drawn = re.sub(r"#(\d+);", lambda m: chr(int(m[1])), text.replace(title, ""))
    assert drawn.count(HOSTILE) == 9


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
        "  n0 -> n1 [style=solid, penwidth=3];",
        "  n0 -> n2 [style=dotted];",
        "  n1 -> n0 [style=dashed, penwidth=3];",
        "  n3 -> n4 [style=dotted];",
    ]
    assert '  n2 [label="It rains", shape=note];' in draw(to_dot, read, Query())
    assert draw(to_mermaid, read, Query()).endswith(
        '  n0 -->|"answer some<br>b accepts answer some or more<br>on offer"| n1\n'
        '  n0 -.->|"answer some"| n2\n'
        '  n1 -.->|"answer some<br>a accepts answer all<br>short by 0.50"| n0\n'
        '  n3 -.->|"answer some<br>a accepts answer some or more<br>no answer"| n4\n'
        "  linkStyle 0,2 stroke-width:3px\n"
    )


# --- the command ----------------------------------------------------------------------------------


def test_command(run: Callable[..., Ran], tmp_path: Path) -> None:
    """The command draws in every format, picks it by the extension, and refuses what it does not know."""
    said = [offer("a", "x.d", "some", until("b", "y.d", "some"), "=1+1"), offer("b", "y.d", "some")]
    (tmp_path / "positions.yaml").write_text(json.dumps(data(ISSUES, said)))
    done = run("links")
    assert (done.code, done.stderr) == (0, b"")
    assert "No circle" in done.stdout.decode()
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
    assert (early.code, early.stderr) == (0, b"gapcli: no statement is live on 2020-12-31\n")
    none = run("links", "--issues", "z")
    assert (none.code, none.stderr) == (0, b"gapcli: nothing shown waits for anything\n")
