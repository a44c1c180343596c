"""Proposals, drafts, single steps and assumptions: each is a position like any other, measured the same way."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise, permutations
from random import Random
from typing import Any

import oracle
import pytest
import yaml
from conftest import Ran
from jsonschema import Draft202012Validator
from oracle_ledgers import Dumper, random_data
from shares import some
from small_ledgers import Data, answers, choice, data, graded, ledger, number, say, told

from gapcli.cli.commands import COMMANDS
from gapcli.files.find import shipped as shipped_path
from gapcli.files.load import load
from gapcli.formats import Screen, list_formats, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.positions import find_declared
from gapcli.measure.view import narrow
from gapcli.reports import find_schema
from gapcli.reports.matrix import matrix
from gapcli.reports.proposals import ProposalRow, proposals
from gapcli.reports.report import Report, fields
from gapcli.reports.steps import StepRow, steps

FIVE = graded("a0", "a25", "a50", "a75", "a100", today="a0")
CLOSE = 2e-6
SEEDS = some(range(25))


def bundles(**named: Iterable[str]) -> Data:
    """Proposals by id, each of some statements."""
    return {"proposals": {id: {"name": f"The {id}", "statements": list(ids)} for id, ids in named.items()}}


def rows(report: Report, **wanted: Any) -> list[Data]:
    """The rows of a report that have these values."""
    return [dict(r) for r in report.list_rows() if all(r[k] == v for k, v in wanted.items())]


def one(report: Report, **wanted: Any) -> Data:
    """The only row of a report that has these values."""
    (found,) = rows(report, **wanted)
    return found


def page(report: Report, width: int = 100) -> str:
    """What a person sees of a report, in one line."""
    return " ".join(write_report("table", report, Screen(width)).split())


def spoken(seed: int) -> tuple[Data, Ledger]:
    """A random ledger with statements, as data, and as gapcli reads it."""
    while True:
        of = random_data(seed)
        if of["statements"]:
            return of, read(of)
        seed += 1000


def written(of: Data) -> str:
    """The data as the text of a file."""
    return yaml.dump(of, Dumper=Dumper, sort_keys=False)


def read(of: Data) -> Ledger:
    """The data as gapcli reads it, with whatever mistakes `check` finds across statements."""
    return ledger(of, mistakes=True)


# --- the shipped ledger ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    made = load(shipped_path(), "positions.yaml").ledger
    assert made is not None
    return made


def test_three_lengths_side_by_side(shipped: Ledger) -> None:
    """The three lengths of a suspension stand side by side, with who proposed which and how near each is."""
    made = proposals(narrow(shipped, Query(issues=("enrichment.extent",))))
    found = {r["by"][0]: (r["says"], r["distance"]) for r in rows(made, party="us") if r["distance"] is not None}
    assert [p in found for p in ("us", "iran", "egypt")] == [True] * 3
    assert "a five-year stop" in found["us"][0]
    assert "would stop enrichment for one year" in found["iran"][0]
    assert "a three-year stop" in found["egypt"][0]
    assert found["us"][1] < found["egypt"][1] < found["iran"][1]
    text = page(made, 200)
    for name in (shipped.proposals[r["proposal"]].name for r in made.list_rows()):
        assert str(name) in text


def test_the_source_of_a_red_line(shipped: Ledger) -> None:
    """A red line that a proposal breaks is named with the place where it is reported."""
    made = proposals(narrow(shipped, Query(issues=("enrichment.extent",), parties=("iran",))), questions=True)
    broken = {id for r in made.list_rows() for id in r["breaks"]}
    assert broken
    text = page(made)
    by_id = {s.id: s for s in shipped.statements}
    for id in broken:
        assert by_id[id].stance == "rejects"
        for e in by_id[id].evidence:
            assert f"{e.at[0]}–{e.at[1]}" in text


@pytest.mark.parametrize(
    "name, arguments",
    {
        "steps": ["proposals", "--steps"],
        "proposals-one": ["proposals", "mediators-framework"],
        "proposals-try": ["proposals", "--try", "enrichment.extent=three-years,sanctions.relief=gradual-lifting"],
        "proposals-assume": ["proposals", "--issues", "enrichment", "--assume", "iran:enrichment.extent=three-years"],
    }.items(),
)
def test_goldens(name: str, arguments: list[str], run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The page at 80 columns, and the JSON."""
    done = run(*arguments, env={"COLUMNS": "80"})
    assert (done.code, done.stderr) == (0, b"")
    golden(f"reports/{name}.txt", done.stdout.decode())
    golden(f"reports/{name}.json", run(*arguments, "--json").stdout.decode())


@pytest.mark.parametrize("kind", ["proposals", "steps"])
def test_every_format(kind: str, shipped: Ledger) -> None:
    """Each format has what the rows have, and the JSON is valid under its schema."""
    view = narrow(shipped, Query())
    made = proposals(view, questions=True) if kind == "proposals" else steps(view)
    assert [e.json_path for e in Draft202012Validator(find_schema(kind)).iter_errors(made.data())] == []
    assert made.columns() == tuple(f.key for f in fields(ProposalRow if kind == "proposals" else StepRow))
    texts = {name: write_report(name, made, Screen()) for name in list_formats()}
    assert json.loads(texts["json"])["kind"] == kind
    assert [json.loads(line) for line in texts["jsonl"].splitlines()] == list(made.list_rows())
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        table = list(csv.DictReader(io.StringIO(texts[name]), delimiter=delimiter))
        assert [r["issue"] for r in table] == [r["issue"] for r in made.list_rows()]
    for name in ("table", "md"):
        assert "enrichment.extent" in texts[name]


# --- the distance ---------------------------------------------------------------------------------


def test_distance_and_inside() -> None:
    """The distance runs to the hull of the asks, and inside is within what is asked for and offered."""
    said = [
        say("us", "x.q", "asks", "a75", beside=["us-x-q-asks-a100"]),
        say("us", "x.q", "asks", "a100"),
        say("us", "x.q", "accepts", "a50"),
        say("iran", "x.q", "accepts", "a25"),
        say("oman", "x.q", "asks", "a50"),
        say("oman", "x.q", "asks", "a0", id="low", beside=["oman-x-q-asks-a50"]),
    ]
    made = proposals(narrow(ledger(data({"x": {"q": FIVE}}, said, **bundles(middle=["oman-x-q-asks-a50"]))), Query()))
    us, iran, oman = (one(made, party=p) for p in ("us", "iran", "oman"))
    # A point at .5 and the stretch from .75 to 1: (.25 + .5) / 2.
    assert (us["distance"], us["inside"], us["by"]) == (0.375, True, ["oman"])
    # Of a party without asks, its offers.
    assert (iran["distance"], iran["inside"]) == (0.25, False)
    # A point in the middle of a stretch of half a scale: (.5² + 0) / (2 · .5).
    assert (oman["distance"], oman["inside"]) == (0.25, True)


def test_words_without_a_place() -> None:
    """A term without a value, and a party without a position, have no distance: null, and never 0."""
    said = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "accepts"), say("us", "x.r", "asks", "a0")]
    of = data({"x": {"q": FIVE, "r": FIVE}}, said, **bundles(vague=["iran-x-q-accepts"], firm=["us-x-r-asks-a0"]))
    made = proposals(narrow(ledger(of), Query()))
    for proposal, party in (("vague", "us"), ("vague", "iran"), ("firm", "iran")):
        row = one(made, proposal=proposal, party=party)
        assert (row["distance"], row["inside"]) == (None, None)
    assert "too general to place" in one(made, proposal="vague", party="us")["says"]


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_of_an_independent_reading(seed: int) -> None:
    """On random ledgers each distance is the one that a second implementation of the measure gives."""
    rng = Random(seed)
    of, _ = spoken(seed)
    ids = [s["id"] for s in of["statements"]]
    of |= bundles(**{f"p{i}": rng.sample(ids, rng.randint(1, min(6, len(ids)))) for i in range(3)})
    made = proposals(narrow(read(of), Query()))
    told = oracle.read(written(of))
    now = oracle.moment(told, told.as_of)
    live = now.live
    dimensions = {d.about: d for issue in told.issues for d in issue.dimensions}
    expected = {}
    for name, proposal in of["proposals"].items():
        terms = [replace(s, party="") for s in live if s.id in proposal["statements"]]
        others = [s for s in live if s.id not in proposal["statements"]]
        for about, d in dimensions.items():
            term = oracle.position([*others, *terms], "", d)
            if term.status == "unknown":
                continue
            for party in told.parties:
                side = oracle.held(now, party, d)
                # Where rejections leave one answer, that is what it holds.
                put = oracle.hull([*term.asks, *term.offers] or term.hulls)
                asked = oracle.hull(side.asks or side.offers or side.hulls)
                known = put is not None and asked is not None
                expected[name, about, party] = oracle.zone_gap(put, asked) if known else None
    found = {(r["proposal"], f"{r['issue']}.{r['dimension']}", r["party"]): r["distance"] for r in made.list_rows()}
    assert found.keys() == expected.keys()
    wrong = {k: (found[k], v) for k, v in expected.items() if (found[k] is None) != (v is None)}
    assert not wrong
    assert {k: (found[k], v) for k, v in expected.items() if v is not None and abs(found[k] - v) > CLOSE} == {}


def parties(s: Data) -> list[str]:
    """Those of a statement."""
    return s["party"] if isinstance(s["party"], list) else [s["party"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_partys_own_asks_are_at_no_distance(seed: int) -> None:
    """A proposal of what a party asks for has distance 0 to it, and breaks none of its red lines."""
    of, plain = spoken(seed)
    live = {s.key for s in oracle.live_on(oracle.read(written(of)), oracle.day_of(of["as_of"]))}
    own: dict[str, list[str]] = {}
    refusals = [s for s in of["statements"] if s["stance"] == "off-agenda"]
    refused = {(party, s["about"]) for s in refusals for party in parties(s) if (s["id"], party) in live}
    for s in of["statements"]:
        words = s.get("basis", "words") == "words"
        if words and s["stance"] in ("asks", "agrees", "off-agenda") and "." in s["about"]:
            for party in (party for party in parties(s) if (s["id"], party) in live):
                own.setdefault(f"of-{party}", []).append(s["id"])
    made = proposals(narrow(read(of | bundles(**own)), Query()))
    by_id = {s["id"]: s for s in of["statements"]}
    for r in made.list_rows():
        asked = {
            by_id[id]["about"]
            for id in own[r["proposal"]]
            if by_id[id]["stance"] == "off-agenda" or "value" in by_id[id]
        }
        # A refusal of the whole issue is no term here, though a party may be held to it as to an ask.
        whole = (r["party"], r["issue"]) in refused
        if r["proposal"] == f"of-{r['party']}" and f"{r['issue']}.{r['dimension']}" in asked and not whole:
            assert r["distance"] in (0, None)
            assert not r["breaks"]
    assert plain.statements


# --- red lines ------------------------------------------------------------------------------------

PERCENT = number("0", "100", today="100")


@pytest.mark.parametrize(
    "question, value, rejected, breaks",
    [
        (FIVE, "a50", ["a50", "a100"], True),
        (FIVE, "a25", ["a50", "a100"], False),
        (choice("one", "two", "three"), "one", ["one", "two"], True),
        (choice("one", "two", "three"), "three", ["one", "two"], False),
        (PERCENT, "70", ">= 60", True),
        (PERCENT, "60", ">= 60", True),
        # 60 itself is left out of both, so that the two have no number in common.
        (PERCENT, "< 60", ">= 60", False),
        (PERCENT, "60", "> 60", False),
    ],
)
def test_red_lines(question: Data, value: str, rejected: Any, breaks: bool) -> None:
    """A proposal breaks a red line where the two have a value in common."""
    said = [say("us", "x.q", "asks", value), say("iran", "x.q", "rejects", rejected, id="red")]
    made = proposals(
        narrow(ledger(data({"x": {"q": question}}, said, **bundles(p=["us-" + said[0]["id"][3:]]))), Query()),
        questions=True,
    )
    row = one(made, party="iran")
    assert row["breaks"] == (["red"] if breaks else [])
    assert ("red-line" in row["marks"]) == breaks
    assert ("breaks a red line of iran" in page(made)) == breaks


def test_the_condition_of_a_red_line() -> None:
    """A red line that would fall under a condition is shown with it."""
    unless = ["They stop."]
    said = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "rejects", "a100", id="red", unless=unless)]
    made = proposals(narrow(ledger(data({"x": {"q": FIVE}}, said, **bundles(p=[said[0]["id"]]))), Query()), "p")
    assert "which rules out answer a100, unless this holds: They stop" in page(made)


# --- which proposals others beat ------------------------------------------------------------------


def beaten(of: Data, **query: Any) -> dict[str, list[str]]:
    """The proposals that others beat."""
    found: dict[str, list[str]] = proposals(narrow(ledger(of), Query(**query))).data()["dominated"]
    return found


def put(name: str, **terms: str | None) -> list[Data]:
    """Terms of a third party: a value of each dimension of issue x, words where it is None."""
    return [say("oman", f"x.{d}", "accepts", v, id=f"{name}-{d}") for d, v in terms.items()]


def table(*terms: Data, dimensions: dict[str, Data], asked: list[Data]) -> Data:
    """A ledger of two principals, and of proposals named by what stands before the hyphen of their terms."""
    named: dict[str, list[str]] = {}
    for term in terms:
        named.setdefault(term["id"].partition("-")[0], []).append(term["id"])
    of = data({"x": dimensions}, [*asked, *terms], **bundles(**named))
    of["parties"]["oman"]["role"] = "mediator"
    return of


ASKED = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "asks", "a50")]


def test_beaten_where_nearer_to_one_and_as_near_to_the_other() -> None:
    """A proposal is beaten by one that is as near to every principal and nearer to one, not by a trade between them."""
    low, mid, high, top = (put(n, q=v) for n, v in (("low", "a25"), ("mid", "a50"), ("high", "a75"), ("top", "a100")))
    of = table(*low, *mid, *high, *top, dimensions={"q": FIVE}, asked=ASKED)
    # low is further from both than mid, and further from the US than high at the same distance from Iran.
    assert beaten(of) == {"low": ["mid", "high"]}


def test_equal_proposals_do_not_beat_each_other() -> None:
    """Two that are as near to everybody beat neither one the other."""
    assert beaten(table(*put("one", q="a75"), *put("two", q="a75"), dimensions={"q": FIVE}, asked=ASKED)) == {}


def test_what_is_not_named_stays_as_today() -> None:
    """A proposal that says nothing on a question leaves it as it is today, near to one and far from the other."""
    asked = [*ASKED, say("us", "x.r", "asks", "a0"), say("iran", "x.r", "asks", "a0")]
    short, long = put("short", q="a75"), put("long", q="a75", r="a50")
    of = table(*short, *long, dimensions={"q": FIVE, "r": FIVE}, asked=asked)
    assert beaten(of) == {"long": ["short"]}
    of["issues"]["x"]["dimensions"]["r"]["today"] = "a100"
    assert beaten(of) == {"short": ["long"]}
    made = proposals(narrow(ledger(of), Query()))
    total = {(t["proposal"], t["party"]): t for t in made.data()["totals"]}
    # (.25 + 1) / 2
    assert total["short", "us"] == {
        "proposal": "short",
        "party": "us",
        "distance": 0.625,
        "known": 2,
        "unsaid": ["x.r"],
    }
    assert total["long", "us"] == {"proposal": "long", "party": "us", "distance": 0.375, "known": 2, "unsaid": []}
    # Only shown, the question is one that both leave as it is.
    assert beaten(of, issues=("x.q",)) == {}


def test_words_without_a_place_beat_nothing_by_themselves() -> None:
    """What a vague term may turn out to mean decides neither way, unless it cannot matter."""
    vague, firm = put("vague", q="a100", r=None), put("firm", q="a75", r="a50")
    asked = [*ASKED, say("us", "x.r", "asks", "a50"), say("iran", "x.r", "asks", "a50")]
    dimensions = {"q": FIVE, "r": FIVE}
    assert beaten(table(*vague, *firm, dimensions=dimensions, asked=asked)) == {}
    # Whatever it means, it is no nearer than the very thing that both ask for.
    worse = put("vague", q="a75", r=None)
    near = put("firm", q="a100", r="a50")
    only_us = [say("us", "x.q", "asks", "a100"), say("iran", "x.r", "asks", "a50")]
    assert beaten(table(*worse, *near, dimensions=dimensions, asked=only_us)) == {"vague": ["firm"]}


def test_a_question_without_today() -> None:
    """Where nothing is known to bind, what is not named could be anything."""
    dimensions = {"q": FIVE, "r": graded("a0", "a50", "a100")}
    asked = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "asks", "a100"), say("us", "x.r", "asks", "a100")]
    short = put("short", q="a75")
    for r, expected in (("a100", {"short": ["long"]}), ("a50", {})):
        long = put("long", q="a100", r=r)
        assert beaten(table(*short, *long, dimensions=dimensions, asked=asked)) == expected


def test_only_principals_decide() -> None:
    """A proposal that is nearer to a party that is no principal beats nothing by it."""
    of = table(*put("one", q="a75"), *put("two", q="a75", r="a100"), dimensions={"q": FIVE, "r": FIVE}, asked=ASKED)
    of["statements"].append(say("oman", "x.r", "asks", "a100"))
    assert beaten(of) == {}
    of["parties"]["oman"]["role"] = "principal"
    assert beaten(of) == {"one": ["two"]}


def test_the_page_begins_with_the_whole() -> None:
    """Each proposal against each principal, whom it is furthest from, and red lines; questions where asked for."""
    asked = [*ASKED, say("iran", "x.q", "rejects", "a100", id="red")]
    of = ledger(table(*put("mid", q="a75"), *put("top", q="a100"), dimensions={"q": FIVE}, asked=asked))
    shown = page(proposals(narrow(of, Query())))
    assert "Nearest to all: The mid, at most 0.25 away, from" in shown
    assert (
        "The mid 0.25 1/1 0.25 1/1 mid The top 0.00 1/1 0.50 1/1 top · questions on which it breaks a red line: iran 1"
        in shown
    )
    assert "breaks a red line of iran" not in shown
    for opened in (proposals(narrow(of, Query()), questions=True), proposals(narrow(of, Query()), "top")):
        assert "breaks a red line of iran" in page(opened)
        assert opened.rows


# --- which terms count ----------------------------------------------------------------------------


def test_terms_as_of_a_day_and_through_a_lens() -> None:
    """A term counts from the day it was said, as long as a lens leaves it some evidence."""
    said = [
        say("us", "x.q", "asks", "a100", id="early", evidence=[told("weekly")]),
        say("us", "x.r", "asks", "a100", id="late", said="2026-02-09"),
    ]
    made = ledger(data({"x": {"q": FIVE, "r": FIVE}}, said, **bundles(p=["early", "late"])))

    def named(**query: Any) -> list[str]:
        return [r["dimension"] for r in rows(proposals(narrow(made, Query(parties=("us",), **query))))]

    assert named() == ["q", "r"]
    assert named(as_of="2026-02-05") == ["q"]
    assert named(without=("weekly",)) == ["r"]
    assert named(as_of="2026-01-01") == []
    # What was not yet said, or has no evidence left, is no term that its party took back.
    for query in (Query(as_of="2026-02-05"), Query(without=("weekly",))):
        assert proposals(narrow(made, query)).data()["lapsed"] == {}


@pytest.mark.parametrize("first", ["2026-02-01", "2026-02-09"])
def test_a_term_that_was_replaced(first: str) -> None:
    """A term that its party has replaced no longer counts, and is named: from its own day on."""
    said = [
        say("us", "x.q", "asks", "a100", id="first", said=first),
        say("us", "x.r", "asks", "a100", id="other"),
        say("us", "x.q", "asks", "a75", id="second", replaces=["first"], said="2026-02-09"),
    ]
    of = data({"x": {"q": FIVE, "r": FIVE}}, said, **bundles(p=["first", "other"]))
    made = proposals(narrow(ledger(of), Query(as_of="2026-02-09")))
    assert [r["dimension"] for r in made.list_rows()] == ["r"]
    assert made.data()["lapsed"] == {"p": ["first"]}
    assert "no longer stands: Said so" in page(made)


def test_a_proposal_that_is_called_like_a_party() -> None:
    """A proposal has a name of its own: it changes nothing of a party that is called the same."""
    said = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "asks", "a0")]
    made = proposals(narrow(ledger(data({"x": {"q": FIVE}}, said, **bundles(iran=["us-x-q-asks-a100"]))), Query()))
    assert one(made, proposal="iran", party="iran")["distance"] == 1
    assert one(made, proposal="iran", party="us")["distance"] == 0


def test_a_ledger_without_proposals() -> None:
    """Without proposals there are no rows, and a hint."""
    made = proposals(narrow(ledger(data({"x": {"q": FIVE}}, ASKED)), Query()))
    assert made.list_rows() == [] and "--try" in made.notes[0]


# --- drafts ---------------------------------------------------------------------------------------


def small() -> Data:
    """A ledger of every kind of scale, with a proposal."""
    dimensions = {"q": FIVE, "n": number("60", "0", today="60"), "c": choice("one", "two", "three", today="one")}
    said = [
        say("us", "x.q", "asks", "a100"),
        say("iran", "x.q", "asks", "a25"),
        say("iran", "x.q", "accepts", "a50", **{"if": [{"party": "us", "about": "x.n", "reaches": "x"}]}),
        say("us", "x.n", "asks", ["0", "15"]),
        say("iran", "x.n", "asks", "< 60"),
        say("us", "x.c", "asks", ["one", "two"]),
        say("iran", "x.c", "asks", "three"),
    ]
    said[2]["if"] = ["It stays secret."]
    return data({"x": dimensions}, said, **bundles(offer=["iran-x-q-accepts-a50"]))


def test_a_draft_is_measured_like_a_proposal() -> None:
    """A draft of a proposal's own terms gets the proposal's own figures."""
    read = ledger(small())
    own, draft = proposals(narrow(read, Query()), "offer"), proposals(narrow(read, Query()), draft="x.q=a50")
    figures = ("party", "issue", "dimension", "distance", "inside", "breaks")
    assert [[r[k] for k in figures] for r in draft.list_rows()] == [[r[k] for k in figures] for r in own.list_rows()]
    assert {r["proposal"] for r in draft.list_rows()} == {"(draft)"}
    assert [t["distance"] for t in draft.data()["totals"]] == [t["distance"] for t in own.data()["totals"]]
    assert draft.data()["query"]["try"] == "x.q=a50"


def test_a_draft_of_every_kind_of_value() -> None:
    """A draft takes what the file takes: an option, a stretch, several of a choice, a number with its sign."""
    read = ledger(small())
    made = proposals(narrow(read, Query(parties=("us",))), draft="x.q=a50..a100, x.n=0..15,x.c=one|two")
    assert [(r["dimension"], r["distance"]) for r in made.list_rows()] == [("q", 0.25), ("n", 0), ("c", 0)]
    bound = proposals(narrow(read, Query(parties=("iran",))), draft="x.n=< 60")
    assert one(bound)["distance"] == 0
    assert "below 60 units" in one(bound)["says"]


def test_a_draft_beside_a_proposal() -> None:
    """With a name, the draft and the proposal stand side by side; alone, the draft is compared with all."""
    read = ledger(small())
    made = proposals(narrow(read, Query()), "offer", draft="x.q=a75")
    assert list(dict.fromkeys(r["proposal"] for r in made.list_rows())) == ["offer", "(draft)"]
    worse = proposals(narrow(read, Query()), draft="x.q=a50,x.c=one")
    assert worse.data()["dominated"] == {}
    worse = proposals(narrow(read, Query()), draft="x.q=a0")
    assert worse.data()["dominated"] == {"(draft)": ["offer"]}
    assert "beaten by The offer" in page(worse)


WRONG = {
    "no value": ("x.q", "x.q"),
    "empty": ("", "write issue.dimension=value"),
    "no term": ("x.q=a50,", "write issue.dimension=value"),
    "unknown dimension": ("x.p=a50", 'no dimension is called "x.p"'),
    "whole issue": ("x=a50", 'no dimension is called "x"'),
    "unknown option": ("x.q=a10", 'no option of x.q is called "a10": did you mean "a100", '),
    "no option": ("x.q=", "no option"),
    "downwards": ("x.q=a100..a0", "stands above"),
    "outside": ("x.n=61", "outside the range"),
    "no number": ("x.n=sixty", "write it as 60"),
    "no number in other digits": ("x.n=٦٠١", "outside the range"),
    "unknown choice": ("x.c=one|four", "no option"),
    "a stretch of a choice": ("x.c=one..two", "no option"),
    "alternatives on a line": ("x.q=a0|a50", "no option"),
}


@pytest.mark.parametrize("text, told", WRONG.values(), ids=WRONG)
def test_a_bad_draft(text: str, told: str) -> None:
    """A draft that the ledger cannot hold is refused, with what would do."""
    with pytest.raises(BadQuery, match="--try: ") as bad:
        proposals(narrow(ledger(small()), Query()), draft=text)
    assert told in str(bad.value)


def test_a_draft_that_names_a_question_twice() -> None:
    """Two values of one question are no stretch and no choice."""
    with pytest.raises(BadQuery, match="named twice"):
        proposals(narrow(ledger(small()), Query()), draft="x.q=a0,x.q=a50")


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["mediators-framwrok"], b'did you mean "mediators-framework" or "mediators-draft"?'),
        (["--try", "enrichment.extent=three-yeas"], b'did you mean "three-years" or "five-years"?'),
        (["--steps", "mediators-framework"], b"--steps"),
        (["--steps", "--try", "enrichment.extent=none"], b"--steps"),
        (["--try"], b"requires an argument"),
        (["--assume", "us:enrichment.extent"], b"write party:issue.dimension=value"),
    ],
)
def test_wrong_use(arguments: list[str], told: bytes, run: Callable[..., Ran]) -> None:
    """Wrong use ends in exit 2, with nothing on standard output."""
    done = run("proposals", *arguments)
    assert (done.code, done.stdout) == (2, b"")
    assert told in done.stderr and b"Traceback" not in done.stderr


def test_help_has_an_example(run: Callable[..., Ran]) -> None:
    """The help shows a draft."""
    assert b"gapcli proposals --try 'enrichment.extent=" in run("proposals", "--help").stdout


# --- single steps ---------------------------------------------------------------------------------


def bridge(of: Data, pair: Query) -> float:
    """What `matrix` prints as left between two parties when every offer is taken; 0 where nothing is known."""
    (total,) = matrix(narrow(read(of), pair)).data()["totals"]
    return total["bridge"] or 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_closes_what_the_matrix_says(seed: int) -> None:
    """Each step closes what is gone from the matrix once the offer stands in the file, and no step is missing."""
    of, made = spoken(seed)
    reading = oracle.read(written(of))
    moment = oracle.moment(reading, reading.as_of)
    pair = Query(parties=tuple(made.parties)[:2])
    now, expected = bridge(of, pair), {}
    for party, other in permutations(pair.parties):
        for d in (d for issue in reading.issues for d in issue.dimensions if issue.headline):
            mover, side = (oracle.held(moment, p, d) for p in (party, other))
            if not (mover.zones and side.zones):
                continue
            said = (s for s in of["statements"] if s["id"] in {one.id for one in side.statements} and "value" in s)
            named = [end for s in said if s["stance"] in ("asks", "accepts", "agrees") for end in ends(s["value"])]
            today = made.dimension(d.about).today
            named += [today] if today and side.off_agenda else []
            for value in made.dimension(d.about).options or dict.fromkeys(named):
                if any(oracle.meet(oracle.placed(value, d), z.hull) for z in side.zones):
                    offer = say(party, d.about, "accepts", value, id="the-step", said=of["as_of"])
                    offer["evidence"] = of["statements"][0]["evidence"]
                    expected[party, d.about, value] = now - bridge(
                        of | {"statements": [*of["statements"], offer]}, pair
                    )
    found = {
        (r["party"], f"{r['issue']}.{r['dimension']}", r["value"]): r["closes"]
        for r in steps(narrow(made, pair)).list_rows()
    }
    assert found.keys() <= expected.keys()
    assert [k for k, closes in expected.items() if closes > CLOSE and k not in found] == []
    assert {k: v for k, v in found.items() if abs(v - max(0, expected[k])) > CLOSE} == {}


def ends(raw: Any) -> list[str]:
    """The single values of a value as the file has it."""
    return raw if isinstance(raw, list) else [raw]


def test_steps_are_ranked() -> None:
    """The step that closes most comes first, of those that close as much the shortest, each with its own red line."""
    said = [
        say("us", "x.q", "asks", "a100"),
        say("us", "x.q", "accepts", "a75"),
        say("iran", "x.q", "asks", "a0"),
        say("iran", "x.q", "rejects", "a100", id="iran-red"),
        say("us", "x.r", "asks", "a0"),
        say("iran", "x.r", "asks", "a25"),
    ]
    made = steps(narrow(ledger(data({"x": {"q": FIVE, "r": FIVE}}, said)), Query()))
    assert made.data()["totals"] == [{"a": "us", "b": "iran", "bridge": 0.5, "coverage": 1}]
    keys = ("party", "towards", "dimension", "value", "closes", "distance", "breaks")
    assert [tuple(r[k] for k in keys) for r in made.list_rows()] == [
        ("us", "iran", "q", "a0", 0.375, 0.75, []),
        ("iran", "us", "q", "a75", 0.375, 0.75, []),
        ("iran", "us", "q", "a100", 0.375, 1, ["iran-red"]),
        ("us", "iran", "r", "a25", 0.125, 0.25, []),
        ("iran", "us", "r", "a0", 0.125, 0.25, []),
    ]
    assert "0.50 is left when every offer is taken" in page(made)


def test_steps_that_are_offered_under_a_condition() -> None:
    """What a side offers only under a condition is said to be so, and closes nothing more than the bridge counts."""
    secret = {"if": ["It stays secret."]}
    said = [
        say("us", "x.q", "asks", "a100"),
        say("us", "x.q", "accepts", "a75", id="us-if", **secret),
        say("iran", "x.q", "asks", "a0"),
        say("us", "x.r", "asks", "a100"),
        say("us", "x.r", "accepts", "a0", id="us-if-too", **secret),
        say("iran", "x.r", "asks", "a0"),
    ]
    made = steps(narrow(ledger(data({"x": {"q": FIVE, "r": FIVE}}, said)), Query()))
    found = {(r["party"], r["dimension"], r["value"]): (r["closes"], r["offered"]) for r in made.list_rows()}
    assert found == {
        ("us", "q", "a0"): (0.375, []),
        # Without its own condition the other side holds no more than its ask.
        ("iran", "q", "a75"): (0.375, ["us-if"]),
        ("iran", "q", "a100"): (0.375, []),
        # The bridge of this question is 0, as every offer is taken for it.
        ("us", "r", "a0"): (0, ["us-if-too"]),
    }
    assert "us would accept answer a75, if this holds: It stays secret" in page(made)


def test_a_term_is_worded_as_its_authors_own_step() -> None:
    """As on every other page; of several authors none is the one whose step it is."""
    question = graded("a0", "a50", "a100")
    question["options"]["a50"]["would"] = {"us": "go half the way"}
    said = [say("us", "x.q", "accepts", "a50"), say("iran", "x.q", "accepts", "a50")]
    for terms, words in ((said[:1], "would go half the way"), (said, "would accept answer a50")):
        of = data({"x": {"q": question}}, said, **bundles(plan=[s["id"] for s in terms]))
        assert {r["says"] for r in rows(proposals(narrow(ledger(of), Query())))} == {words}


def test_no_step() -> None:
    """Where nothing is left, or nothing is known, there is no step and a word why."""
    for said in ([say("us", "x.q", "asks", "a0"), say("iran", "x.q", "asks", "a0")], [say("us", "x.q", "asks", "a0")]):
        of = data({"x": {"q": FIVE}}, said)
        of["parties"]["iran"] = {"name": "Iran", "role": "principal"}
        made = steps(narrow(ledger(of), Query()))
        assert made.list_rows() == [] and made.notes


def test_steps_of_other_parties() -> None:
    """The parties named are the ones that move, each pair of them with a bridge of its own."""
    said = [say("us", "x.q", "asks", "a0"), say("iran", "x.q", "asks", "a50"), say("oman", "x.q", "asks", "a100")]
    made = steps(narrow(ledger(data({"x": {"q": FIVE}}, said)), Query(parties=("all",))))
    assert [(t["a"], t["b"], t["bridge"]) for t in made.data()["totals"]] == [
        ("us", "iran", 0.5),
        ("us", "oman", 1),
        ("iran", "oman", 0.5),
    ]
    assert [(r["party"], r["towards"], r["closes"]) for r in made.list_rows()][:2] == [
        ("us", "oman", 1),
        ("oman", "us", 1),
    ]


def test_a_step_of_many_counts_over_all_pairs() -> None:
    """What a party accepts counts with everybody; the page has it once, ranked by that, with who holds it."""
    said = [say("us", "x.q", "asks", "a0"), say("iran", "x.q", "asks", "a50"), say("oman", "x.q", "asks", "a100")]
    made = steps(narrow(ledger(data({"x": {"q": FIVE}}, said)), Query(parties=("all",))))
    of_all = {(r["party"], r["value"]): r["closes_of_all"] for r in made.list_rows()}
    # Of 0.5, 1 and 0.5 that are left, over three pairs.
    assert of_all["us", "a50"] == pytest.approx((0.5 + 0.5) / 3, abs=CLOSE)
    assert of_all["us", "a100"] == pytest.approx((0.5 + 1) / 3, abs=CLOSE)
    assert of_all["iran", "a100"] == pytest.approx(0.5 / 3, abs=CLOSE)
    shown = page(made)
    assert "us, iran and oman: 0.67 is left on average over 3 pairs" in shown
    assert "step on towards closes length us accepts answer a100 x.q oman 0.50 1.00" in shown
    assert shown.count("us accepts answer a50") == 1
    alone = steps(narrow(ledger(data({"x": {"q": FIVE}}, said)), Query(parties=("us", "iran"))))
    assert all(r["closes"] == r["closes_of_all"] for r in alone.list_rows())


def test_the_step_to_go_on_with_is_the_first_of_the_page() -> None:
    """Of many parties not the one that closes most of its own pair, which is that on a question of two alone."""
    said = [say("us", "x.q", "asks", "a0"), say("iran", "x.q", "asks", "a100")]
    said += [say("us", "y.q", "asks", "a0"), *(say(party, "y.q", "asks", "a75") for party in ("iran", "oman"))]
    said += [say(party, "z.q", "asks", "a0") for party in ("us", "oman")]
    issues = {name: {"q": FIVE} for name in "xyz"}
    made = steps(narrow(ledger(data(issues, said)), Query(parties=("all",))))
    assert made.rows[0].issue == "x"
    lines = write_report("table", made, Screen(200)).splitlines()
    (first,) = (below for line, below in pairwise(lines) if line.startswith("step "))
    assert " y.q " in first and "--assume 'us:y.q=a75'" in lines[-1]


# --- what if --------------------------------------------------------------------------------------

WITH_ASSUME = sorted(name for name, c in COMMANDS.items() if any(p.name == "assume" for p in c.parameters))
ASSUMED = "iran:enrichment.extent=three-years"
FIGURES = ("gap", "asks", "bridge", "low", "high", "possible", "coverage", "weight", "part", "open")


def assumption(rng: Random, of: Ledger) -> tuple[str, str, Any]:
    """A party, a dimension, and a value as the file has it."""
    d = rng.choice([d for issue in of.issues.values() for d in issue.dimensions.values()])
    if not d.options:
        return rng.choice(list(of.parties)), d.about, f"{rng.choice(d.range):g}"
    names = sorted(rng.sample(range(len(d.options)), rng.randint(1, 2)))
    value = [list(d.options)[i] for i in names]
    return rng.choice(list(of.parties)), d.about, value if len(value) > 1 else value[0]


def as_typed(of: Ledger, party: str, about: str, value: Any) -> str:
    """The assumption as `--assume` takes it."""
    sign = "|" if of.dimension(about).scale == "choice" else ".."
    return f"{party}:{about}={value if isinstance(value, str) else sign.join(value)}"


@pytest.mark.parametrize("seed", SEEDS)
def test_an_assumption_changes_no_other_pair(seed: int) -> None:
    """No assumption about a party changes a figure of a pair that it is not in, nor speaks for, nor disputes."""
    of, made = spoken(seed)
    party, about, value = assumption(Random(seed), made)
    typed = as_typed(made, party, about, value)
    before, after = (answers(made, assume=a) for a in ((), (typed,)))
    copies = {s.key for s in made.statements if s.party == party}
    disputing = {key for own, others in find_declared(made.statements).items() if own in copies for key in others}
    touched = {party, *made.parties[party].speaks_for, *(other for _, other in disputing)}
    for kind, names in (("rows", FIGURES), ("totals", FIGURES[:7])):
        others = [
            [{k: r[k] for k in ("a", "b", *names)} for r in each[kind] if touched.isdisjoint((r["a"], r["b"]))]
            for each in (before, after)
        ]
        assert others[0] == others[1]
    assert of["statements"]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_assumption_is_an_ask_in_their_place(seed: int) -> None:
    """The figures are those of a ledger where the party said so, in place of what it asks for or will not discuss."""
    of, made = spoken(seed)
    party, about, value = assumption(Random(seed), made)
    said = say(party, about, "asks", value, id="the-assumption", said=of["as_of"])
    said["evidence"] = of["statements"][0]["evidence"]
    said["replaces"] = [
        s["id"]
        for s in of["statements"]
        if party in parties(s)
        and s["about"] == about
        and s["stance"] in ("asks", "agrees", "off-agenda")
        and s.get("basis", "words") == "words"
    ]
    written = answers(read(of | {"statements": [*of["statements"], said]}))
    assumed = answers(made, assume=(as_typed(made, party, about, value),))
    for kind, names in (("rows", FIGURES), ("totals", FIGURES[:7])):
        assert [{k: r[k] for k in names} for r in assumed[kind]] == [{k: r[k] for k in names} for r in written[kind]]


def test_a_refusal_gives_way() -> None:
    """An assumption takes the place of a refusal to discuss the question, or its issue as a whole."""
    for refused in ("x.q", "x"):
        of = data({"x": {"q": FIVE, "r": FIVE}}, [say("us", "x.q", "asks", "a100"), say("iran", refused, "off-agenda")])
        row = next(r for r in answers(of, assume=("iran:x.q=a75",))["rows"] if r["dimension"] == "q")
        assert (row["gap"], row["asks"]) == (0.25, 0.25)
        assert "assumed" in row["marks"] and "off-agenda" not in row["marks"]


def test_deeds_stay_what_they_were() -> None:
    """An assumption is of words: what the party does stays, and is seen to be otherwise."""
    said = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "asks", "a0", basis="conduct")]
    row = answers(data({"x": {"q": FIVE}}, said), assume=("iran:x.q=a75",))["rows"][1]
    assert row["gap"] == 0.25
    assert {"acts-otherwise", "assumed"} <= set(row["marks"])


def test_an_assumption_is_applied_last() -> None:
    """No lens takes an assumption away: it has no evidence to lose."""
    said = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "asks", "a0", evidence=[told("weekly", "unnamed")])]
    made = ledger(data({"x": {"q": FIVE}}, said))
    for lens in ({"on_record": True}, {"own_words": True}, {"without": ("weekly",)}, {"only": ("daily",)}):
        row = answers(made, assume=("iran:x.q=a75",), **lens)["rows"][1]
        assert (row["gap"], row["a_status"], row["b_status"]) == (0.25, "stated", "stated")


def test_an_assumption_is_of_the_day() -> None:
    """It counts on the day asked about, whatever was said later."""
    said = [say("us", "x.q", "asks", "a100"), say("iran", "x.q", "asks", "a0", said="2026-02-09")]
    made = ledger(data({"x": {"q": FIVE}}, said))
    row = answers(made, assume=("iran:x.q=a75",), as_of="2026-02-02")["rows"][1]
    assert (row["gap"], row["b_status"]) == (0.25, "stated")


def test_two_assumptions_whose_names_run_together() -> None:
    """Each assumption stands, whatever parties and issues are called."""
    held = (("a", "b-c.d"), ("a-b", "c.d"), ("z", "c.d"), ("z", "b-c.d"))
    said = [say(party, about, "asks", "a0", id=f"s{i}") for i, (party, about) in enumerate(held)]
    of = data({"b-c": {"d": FIVE}, "c": {"d": FIVE}}, said)
    made = answers(of, assume=("a:b-c.d=a100", "a-b:c.d=a75"), dimensions=False)
    gaps = {(r["issue"], r["a"], r["b"]): r["gap"] for r in made["rows"]}
    assert (gaps["b-c", "a", "z"], gaps["c", "a-b", "z"]) == (1, 0.75)


def test_an_assumption_made_twice() -> None:
    """Two assumptions about one position are refused, since only one of them could count."""
    with pytest.raises(BadQuery, match="assumed twice"):
        answers(data({"x": {"q": FIVE}}, ASKED), assume=("iran:x.q=a0", "iran:x.q=a25"))


@pytest.mark.parametrize("value, told", [v for v in WRONG.values() if v[0].startswith("x.")], ids=str)
def test_a_bad_assumption(value: str, told: str) -> None:
    """A value that no file could have is refused."""
    with pytest.raises(BadQuery) as bad:
        answers(ledger(small()), assume=(f"iran:{value}",))
    if "," not in value and value != "x.q":
        assert told in str(bad.value)


def test_proposals_do_not_change_with_what_is_assumed_of_who_made_them() -> None:
    """A proposal stays what it was when its party is assumed to ask for something else."""
    read = ledger(data({"x": {"q": FIVE}}, ASKED, **bundles(p=["iran-x-q-asks-a50"])))
    for assume in ((), ("iran:x.q=a0",)):
        made = proposals(narrow(read, Query(assume=assume)), questions=True)
        assert one(made, party="us")["distance"] == 0.5
    moved = one(made, party="iran")
    assert moved["distance"] == 0.5
    assert "assumed" in moved["marks"]
    assert "0.50 apart assumed" in page(made)


@pytest.mark.parametrize("command", WITH_ASSUME)
def test_every_output_shows_what_is_assumed(command: str, run: Callable[..., Ran]) -> None:
    """Each command that reads positions says what is assumed, on its page and in its JSON."""
    told = json.loads(run(command, "--assume", ASSUMED, "--json").stdout)
    assert told["query"]["assume"] == [ASSUMED]
    shown = run(command, "--assume", ASSUMED)
    assert shown.code == 0
    assert "assuming Iran wants a three-year stop" in " ".join(shown.stdout.decode().split())


@pytest.mark.parametrize("command", WITH_ASSUME)
def test_every_command_refuses_a_bad_assumption(command: str, run: Callable[..., Ran]) -> None:
    """A bad value ends each command in exit 2, with the nearest name."""
    done = run(command, "--assume", "iran:enrichment.extent=three-yeas", "--json")
    assert (done.code, done.stdout) == (2, b"")
    assert b'did you mean "three-years" or "five-years"?' in done.stderr


@pytest.mark.parametrize("arguments", [["matrix"], ["proposals"], ["proposals", "--steps"]])
def test_the_rows_that_rest_on_it_are_marked(arguments: list[str], run: Callable[..., Ran]) -> None:
    """In CSV, as in JSON, the mark stands on the rows that rest on the assumption, and on no others."""
    done = run(*arguments, "--issues", "enrichment,sanctions", "--assume", ASSUMED, "-O", "csv")
    marked = {
        (r["issue"], r.get("party", "iran"))
        for r in csv.DictReader(io.StringIO(done.stdout.decode()))
        if "assumed" in json.loads(r["marks"])
    }
    assert marked and {issue for issue, _ in marked} == {"enrichment"}
    if "--steps" not in arguments:
        assert {party for _, party in marked} == {"iran"}


def test_nothing_is_written(run: Callable[..., Ran], tmp_path: Any) -> None:
    """An assumption and a draft leave the ledger and its folder as they were."""
    file = tmp_path / "positions.yaml"
    file.write_text(json.dumps(small()), encoding="utf-8")
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.iterdir()}
    for command in (["matrix"], ["proposals", "--try", "x.q=a75"], ["proposals", "--steps"], ["statements"]):
        assert run(*command, "--assume", "iran:x.q=a75").code == 0
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.iterdir()} == before
