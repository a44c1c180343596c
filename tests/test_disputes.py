"""Disputes: the two reports, and each gap as it stands, if the one holds, and if the other does."""

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from conftest import Ran
from jsonschema import Draft202012Validator
from oracle_ledgers import random_data
from shares import share, some
from small_ledgers import Data, answers, data, graded, ledger, say, told

from gapcli.files.find import shipped
from gapcli.files.load import load
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.positions import Positions
from gapcli.measure.view import narrow
from gapcli.reports.disputes import DisputesReport, disputes
from gapcli.reports.matrix import FigureRow
from gapcli.reports.report import fields

FIGURES = [f.key for f in fields(FigureRow)]
SEEDS = some(range(60))
SCHEMA = Draft202012Validator(DisputesReport.schema())


def asked(of: Data | Ledger, **query: Any) -> Data:
    """The JSON of `gapcli disputes`, which its own schema accepts."""
    report = disputes(narrow(of if isinstance(of, Ledger) else ledger(of), Query(**query)))
    made = json.loads(json.dumps(report.data()))
    assert [e.json_path for e in SCHEMA.iter_errors(made)] == []
    return {"rows": made["rows"], "orders": made["orders"], "parties": made["query"]["parties"]}


def page(of: Data, width: int = 100, **query: Any) -> str:
    return write_report("table", disputes(narrow(ledger(of), Query(**query))), Screen(width))


def read(of: Data) -> Ledger:
    """Data as a ledger, with the mistakes that links into nothing are."""
    return ledger(of, mistakes=True)


@cache
def read_random(seed: int) -> Ledger:
    return read(random_data(seed))


@cache
def random_rows(seed: int) -> list[Data]:
    """The disputes of a random ledger, of every pair."""
    rows: list[Data] = asked(read_random(seed), parties=("all",))["rows"]
    return rows


def cells(of: Ledger) -> dict[tuple[str, ...], Data]:
    """What `matrix` says of every cell of every pair."""
    return {place(r): r for r in answers(of)["rows"]}


def place(row: Data) -> tuple[str, ...]:
    return (row["a"], row["b"], row["issue"], row["dimension"])


LEVELS = graded("nothing", "little", "half", "most", "all", today="nothing")
TALKS = data(
    {"stop": {"length": LEVELS}, "access": {"sites": LEVELS}},
    [
        say("north", "stop.length", "asks", "all", id="north-all", disputes=["north-half"]),
        say("north", "stop.length", "asks", "half", id="north-half", evidence=[told("weekly"), told("daily")]),
        say("south", "stop.length", "asks", "nothing"),
        say("north", "access.sites", "asks", "most"),
        say("south", "access.sites", "asks", "nothing"),
    ],
)


def test_each_gap_if_the_one_or_the_other_holds() -> None:
    """A gap of 1.00 by the one report and of 0.50 by the other stands at their mean."""
    (row,) = asked(TALKS)["rows"]
    assert (row["issue"], row["dimension"], row["a"], row["b"]) == ("stop", "length", "north", "south")
    assert (row["statements"], row["declared"]) == (["north-all", "north-half"], True)
    assert (row["first_sources"], row["second_sources"]) == (["daily"], ["weekly", "daily"])
    assert (row["gap"], row["low"], row["high"]) == (0.75, 0.5, 1.0)
    assert (row["first_gap"], row["first_level"], row["first_high"]) == (1.0, "opposite", 1.0)
    assert (row["second_gap"], row["second_level"], row["second_low"]) == (0.5, "apart", 0.5)


def test_whether_the_order_of_the_issues_depends_on_it() -> None:
    """With access at 0.75, the stop is wider by the one report, narrower by the other, and neither as it stands."""
    found = asked(TALKS)
    assert [r["reorders"] for r in found["rows"]] == [True]
    (order,) = found["orders"]
    assert (order["stands"], order["first"], order["second"]) == ([], [["stop", "access"]], [["access", "stop"]])
    assert "north and south, if A holds: stop is wider than access." in page(TALKS)
    apart = deepcopy(TALKS)
    apart["statements"][3]["value"] = "nothing"
    assert asked(apart)["orders"] == []
    assert [r["reorders"] for r in asked(apart)["rows"]] == [False]


def test_an_issue_that_loses_its_figure_has_no_place_in_the_order() -> None:
    """Where a report says that nothing was asked, the order depends on it."""
    silent = deepcopy(TALKS)
    silent["statements"][1] = say("north", "stop", "silent", id="north-silent")
    silent["statements"][0]["disputes"] = ["north-silent"]
    silent["statements"][3]["value"] = "little"
    found = asked(silent)
    (row,) = found["rows"]
    assert (row["gap"], row["first_gap"], row["second_gap"], row["second_coverage"]) == (1.0, 1.0, None, 0.0)
    assert found["orders"][0]["second"] == []
    assert "north and south, if B holds: stop has no figure, and so no rank." in page(silent)


def test_a_pair_that_a_lens_leaves_counts() -> None:
    """An ask that its successor hid disputes a later one, when a lens takes the successor away."""
    first, second = TALKS["statements"][0], TALKS["statements"][1]
    later = deepcopy(TALKS)
    later["statements"][:2] = [
        {**first, "disputes": []},
        {**second, "id": "north-moves", "said": "2026-02-02", "replaces": ["north-all"], "evidence": [told("weekly")]},
        {**second, "said": "2026-02-03", "evidence": [told("daily")]},
    ]
    assert asked(later)["rows"] == []
    (row,) = asked(later, without=("weekly",))["rows"]
    assert (row["statements"], row["declared"]) == (["north-all", "north-half"], False)
    assert (row["gap"], row["first_gap"], row["second_gap"]) == (0.75, 1.0, 0.5)
    assert "nothing that counts here says how the two relate" in page(later, without=("weekly",))


def test_reports_of_two_parties() -> None:
    """What one side says of the talks may dispute what the other asked: both sides' cells are touched."""
    both = deepcopy(TALKS)
    both["statements"][0]["disputes"] = ["south-sites"]
    both["statements"][1:3] = [say("south", "stop.length", "asks", "nothing")]
    both["statements"][-1] = say("south", "access.sites", "asks", "nothing", id="south-sites")
    rows = asked(both)["rows"]
    assert [(r["issue"], r["gap"], r["first_gap"], r["second_gap"]) for r in rows] == [
        ("stop", 1.0, 1.0, None),
        ("access", 0.75, None, 0.75),
    ]


def test_which_parties_are_shown() -> None:
    """By default a disputed party with each principal; with --parties the pairs of those named."""
    third = deepcopy(TALKS)
    third["parties"]["west"] = {"name": "West", "role": "mediator"}
    third["parties"]["east"] = {"name": "East", "role": "mediator"}
    for s in third["statements"][:2]:
        s["party"] = "west"
    third["statements"] += [say("east", "stop.length", "asks", "half"), say("north", "stop.length", "asks", "all")]
    assert [(r["a"], r["b"]) for r in asked(third)["rows"]] == [("north", "west"), ("south", "west")]
    assert asked(third)["parties"] == ["north", "south", "west"]
    assert [(r["a"], r["b"]) for r in asked(third, parties=("west", "east"))["rows"]] == [("west", "east")]
    assert asked(third, parties=("north", "south"))["rows"] == []
    assert asked(third, issues=("access",))["rows"] == []


def test_reports_that_the_same_ones_dispute_stand_together() -> None:
    """Two reports against two are one block of the page, and four rows of the data."""
    more = deepcopy(TALKS)
    more["statements"] += [
        say("north", "stop.length", "asks", "all", id="north-all-too", disputes=["north-half", "north-half-too"]),
        say("north", "stop.length", "asks", "half", id="north-half-too", disputes=["north-all"]),
    ]
    rows = asked(more)["rows"]
    assert len(rows) == 4
    assert {(r["gap"], r["first_gap"] + r["second_gap"]) for r in rows} == {(0.75, 1.5)}
    shown = page(more)
    assert [shown.count(words) for words in ("\n1  north – south: ", "  A north  ", "  B north  ")] == [1, 2, 2]
    assert "A north-all and 1 more ≠ B north-half and 1 more" in shown


def test_the_page_begins_with_what_each_dispute_does() -> None:
    """Those that take a figure away stand first, then those that change one, each in a line with ids to type."""
    three = deepcopy(TALKS)
    three["statements"] += [
        say("south", "access.sites", "asks", "nothing", id="south-again", disputes=["south-silent"]),
        say("south", "access.sites", "silent", id="south-silent"),
        say("north", "access.sites", "rejects", "all", id="north-never", disputes=["north-not-so"]),
        say("north", "access.sites", "silent", id="north-not-so"),
    ]
    del three["statements"][4]
    assert {r["statements"][0]: r["effect"] for r in asked(three)["rows"]} == {
        "north-all": "changes",
        "south-again": "takes",
        "north-never": "none",
    }
    lines = page(three, width=120).splitlines()
    assert " ".join(lines[1:3]) == (
        "1 dispute would take figures away. 1 dispute changes a figure. 1 dispute changes nothing that is measured."
    )
    heads = ("Would take figures away", "Changes a figure", "Changes nothing that is measured")
    places = [lines.index(head) for head in heads]
    assert places == sorted(places)
    for number, (at, ids) in enumerate(
        zip(places, ("south-again ≠ B south-silent", "north-all ≠ B north-half", "north-never ≠ B north-not-so")), 1
    ):
        assert lines[at + 2].startswith(f"{number}  north – south: ")
        assert lines[at + 3] == f"   A {ids}"
    assert lines[places[0] + 2].split()[-3:] == ["0.75", "0.75", "–"]
    assert lines[places[1] + 2].split()[-3:] == ["0.75", "1.00", "0.50"]


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_those_of_matrix(seed: int) -> None:
    """As it stands a row says what `matrix` says; if a report holds, what it says without those that dispute it."""
    raw = random_data(seed)
    whole = read_random(seed)
    live = {s.id for s in Positions(whole, whole.as_of.day).live}
    by_id = {s["id"]: s for s in raw["statements"]}
    without: dict[frozenset[str], dict[tuple[str, ...], Data]] = {frozenset(): cells(whole)}
    for row in random_rows(seed):
        stands = without[frozenset()][place(row)]
        assert {k: row[k] for k in FIGURES} == {k: stands[k] for k in FIGURES}
        assert row["declared"]
        for side, id in zip(("first", "second"), row["statements"], strict=True):
            told_by = {t for t in live if t in by_id[id].get("disputes", ()) or id in by_id[t].get("disputes", ())}
            if any(by_id[t].get("replaces") or by_id[t]["stance"] == "agrees" for t in told_by):
                continue  # What they replaced would stand again; here it does not, as in the zones of a dispute.
            foes = frozenset(told_by)
            if foes not in without:
                left = [s for s in raw["statements"] if s["id"] not in foes]
                without[foes] = cells(read({**raw, "statements": left}))
            assert {k: row[f"{side}_{k}"] for k in FIGURES} == {k: without[foes][place(row)][k] for k in FIGURES}


def test_some_ledgers_have_disputes() -> None:
    """The property above is not empty."""
    rows = [row for seed in SEEDS for row in random_rows(seed)]
    assert len(rows) > 100
    assert sum(row["first_gap"] != row["second_gap"] for row in rows) > 20


def test_of_one_dispute_the_two_are_low_and_high() -> None:
    """Where nothing else is disputed in a cell, and each report gives a figure, the two are `low` and `high`."""
    tried = 0
    # They are rare; 83 has two.
    for seed in {*some(range(240)), 83}:
        data = random_data(seed)
        # Two sides may hold what one group does, or what both said: its reports are on either side then.
        if any(party.get("speaks_for") for party in data["parties"].values()):
            continue
        by_id = {s["id"]: s for s in data["statements"]}
        touching = Counter(map(place, random_rows(seed)))
        for row in random_rows(seed):
            s, t = (by_id[id] for id in row["statements"])
            gaps = (row["first_gap"], row["second_gap"])
            # Where its words do not hold, what a party does may take their place: these are no two readings.
            alike = {each.get("basis", "words") for each in (s, t)} == {"words"} and "value" in s and "value" in t
            alone = touching[place(row)] == 1 and isinstance(s["party"], str) and alike
            if alone and (s["party"], s["about"]) == (t["party"], t["about"]) and None not in gaps:
                tried += 1
                assert (min(gaps), max(gaps)) == (row["low"], row["high"])
    assert tried >= max(2, share(8))


def test_the_shipped_ledger() -> None:
    """Whether the talks were direct, and whether missiles were raised, with both sides' sources."""
    loaded = load(shipped()).ledger
    assert loaded
    rows = asked(loaded)["rows"]
    direct = [r for r in rows if r["dimension"] == "directness"]
    assert {s for r in direct for s in r["first_sources"] + r["second_sources"]} == {
        "arabi-post-muscat",
        "muscat-analysis",
    }
    raised = [r for r in rows if "us-missiles-not-raised-analysis" in r["statements"]]
    assert {r["dimension"] for r in raised} >= {"limits", "monitoring"}
    assert all(r["first_sources"] == ["muscat-analysis"] for r in raised)
    assert {s for r in raised for s in r["second_sources"]} == {"arabi-post-muscat"}


def test_what_is_not_there_is_named() -> None:
    """An unknown name is refused, and says what would do; a ledger without disputes says so."""
    with pytest.raises(BadQuery, match='did you mean "north"'):
        narrow(ledger(TALKS), Query(parties=("nroth",)))
    calm = deepcopy(TALKS)
    del calm["statements"][0]
    report = disputes(narrow(ledger(calm), Query()))
    assert (report.rows, report.notes) == ((), ("no reports that dispute each other",))


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "tsv", "md"])
def test_every_format(form: str, run: Callable[..., Ran]) -> None:
    """The command answers in every format."""
    done = run("disputes", "--issues", "format", "-O", form, "--weights", "even")
    assert (done.code, done.stderr) == (0, b"")
    assert b"directness" in done.stdout
