"""The example of many parties: what it shows of the format, one page of it worked out by hand, and its pages."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran

import gapcli
from gapcli.files.find import find_example, shipped
from gapcli.ledger.model import Condition, Evidence, Ledger

FOLDER = Path(find_example("many"))
DOCS = Path(__file__).resolve().parent.parent / "docs" / "examples.md"


@pytest.fixture(scope="module")
def many() -> Ledger:
    return gapcli.load(str(FOLDER / "positions.yaml")).require()


# --- what it holds --------------------------------------------------------------------------------


def test_it_has_no_mistake_and_every_quote_is_proved(many: Ledger, run: Callable[..., Ran]) -> None:
    """It passes the strictest check, and each of its quotes stands in the texts that come with it."""
    done = run("check", "positions.yaml", "--strict", "--texts", "texts", "--json", cwd=FOLDER)
    assert done.code == 0, done.stdout.decode()
    written = {s.id: s.evidence for s in many.statements if not s.is_cell}
    assert json.loads(done.stdout)["quotes"] == sum(map(len, written.values()))


def test_two_articles_of_one_outlet_are_told_apart(run: Callable[..., Ran]) -> None:
    """Where one of them is left out, the page names it as it can be typed, and does not speak of the whole outlet."""
    page = run("matrix", "--without", "alder-gazette-march", cwd=FOLDER).stdout.decode()
    assert "without Alder Gazette (alder-gazette-march)" in " ".join(page.split())
    flips = " ".join(run("robust", cwd=FOLDER).stdout.decode().split())
    assert "without Alder Gazette (alder-gazette-april) " in flips
    assert not re.search(r"without Alder Gazette (?!\()", flips)


def test_a_brief_is_of_any_parties(run: Callable[..., Ran]) -> None:
    """By default of the principals, else of those named, two at least; in the order of the file."""
    every, three = (
        json.loads(run("brief", *names, "--json", cwd=FOLDER).stdout) for names in ((), ("Delta", "mid", "High"))
    )
    assert every["query"]["parties"] == ["highmoor", "midvale", "lakeland", "delta-union", "sandholm"]
    assert three["query"]["parties"] == ["highmoor", "midvale", "delta-union"]
    assert three == json.loads(run("brief", "--parties", "midvale,highmoor,delta-union", "--json", cwd=FOLDER).stdout)
    alone = run("brief", "highmoor", cwd=FOLDER)
    assert (alone.code, alone.stdout) == (2, b"")
    assert "two parties or more" in alone.stderr.decode()


def test_the_brief_has_the_figures_by_hand(run: Callable[..., Ran]) -> None:
    """Its spreads are means over the questions, its widest and nearest pair those of the issue, worked out below."""
    issues = {row["issue"]: row for row in json.loads(run("brief", "--json", cwd=FOLDER).stdout)["spread"]}
    assert [*issues] == ["water", "dam", "fish", "upkeep", "court", None]
    for issue, row in issues.items():
        abouts = [about for about in WEIGHTS if issue in (None, about.partition(".")[0])]
        spread = mean([(WEIGHTS[about], SPREADS[about][0] / SPREADS[about][1]) for about in abouts])
        sums = {pair: sum_up(pair, abouts) for pair in PAIRS}
        known = {pair: s["gap"] for pair, s in sums.items() if s["gap"] is not None and s["coverage"] >= 0.5}
        assert row["spread"] == pytest.approx(spread, abs=1e-6)
        # Sandholm speaks through the union on one question of each issue at least, so that the two are no pair.
        apart = {pair: gap for pair, gap in known.items() if pair != ("delta-union", "sandholm")}
        for end, gap in (("widest", max(known.values())), ("nearest", min(apart.values()))):
            assert row[end]["gap"] == pytest.approx(gap, abs=1e-6)
            assert known[row[end]["a"], row[end]["b"]] == pytest.approx(gap, abs=1e-6)
        assert row["coverage"] == pytest.approx(
            mean([(WEIGHTS[about], SPREADS[about][1] / 10) for about in abouts]), abs=1e-6
        )


@pytest.mark.parametrize("names", [[], ["-f", shipped()]], ids=["five", "two"])
def test_a_brief_fits_on_two_pages(names: list[str], run: Callable[..., Ran]) -> None:
    """At most 60 lines of 80 columns, for the five principals as for two parties."""
    lines = run("brief", *names, cwd=FOLDER, env={"COLUMNS": "80"}).stdout.decode().splitlines()
    assert len(lines) <= 60 and max(map(len, lines)) <= 80


def list_evidence(ledger: Ledger) -> list[Evidence]:
    return [e for s in ledger.statements for e in s.evidence]


def list_tests(ledger: Ledger) -> Iterator[str]:
    """Which test each condition makes; `words` of one that is given in words."""
    for condition in (c for s in ledger.statements for c in s.conditions):
        tests = ("reaches", "is_", "at_least", "at_most")
        yield (
            next(t for t in tests if getattr(condition, t) is not None) if isinstance(condition, Condition) else "words"
        )


def has_dissent(ledger: Ledger) -> bool:
    """Whether a member says itself what the group that speaks for it says otherwise."""
    said = {(s.party, s.about): s.value for s in ledger.statements}
    groups = [(g.id, member) for g in ledger.parties.values() for member in g.speaks_for]
    return any(said.get((m, about), v) != v for g, m in groups for (p, about), v in said.items() if p == g)


FEATURES: dict[str, Callable[[Ledger], bool]] = {
    "five parties or more": lambda x: len(x.parties) >= 5,
    "more than two principals": lambda x: len(x.principals) > 2,
    "every role": lambda x: {p.role for p in x.parties.values()} == {"principal", "mediator", "stakeholder"},
    "a group that speaks for its members": lambda x: any(p.speaks_for == p.members != () for p in x.parties.values()),
    "a member that says otherwise": has_dissent,
    "salience of two principals": lambda x: sum(p.salience is not None for p in x.parties.values()) == 2,
    "every scale": lambda x: (
        {d.scale for i in x.issues.values() for d in i.dimensions.values()} == {"number", "graded", "choice"}
    ),
    "a place of an option": lambda x: any(
        o.at for i in x.issues.values() for d in i.dimensions.values() for o in d.options.values()
    ),
    "a weight": lambda x: any(i.weight != 1 for i in x.issues.values()),
    "an issue that is no headline": lambda x: any(not i.headline for i in x.issues.values()),
    "every stance": lambda x: (
        {s.stance for s in x.statements} == {"asks", "accepts", "agrees", "rejects", "off-agenda", "silent"}
    ),
    "an adopted text of several": lambda x: sum(s.stance == "agrees" for s in x.statements) > 2,
    "a joint paper": lambda x: (
        len([s for s in x.statements if s.stance == "asks"]) > len({s.id for s in x.statements if s.stance == "asks"})
    ),
    "a refusal of a whole issue": lambda x: any(s.stance == "off-agenda" and not s.dimension for s in x.statements),
    "deeds": lambda x: any(s.basis == "conduct" for s in x.statements),
    "a direction without a place": lambda x: any(s.stance == "asks" and s.value is None for s in x.statements),
    "a bound": lambda x: any(isinstance(s.value, str) and s.value[0] in "<>" for s in x.statements),
    "a stretch": lambda x: any(isinstance(s.value, tuple) for s in x.statements),
    "every link": lambda x: all(any(getattr(s, f) for s in x.statements) for f in ("replaces", "disputes", "beside")),
    "every kind of condition": lambda x: {*list_tests(x)} == {"reaches", "is_", "at_least", "at_most", "words"},
    "an if and an unless": lambda x: all(any(getattr(s, f) for s in x.statements) for f in ("if_", "unless")),
    "dates as precise as known": lambda x: (
        {re.sub(r"\d", "0", s.said.text) for s in x.statements} == {"0000", "0000-00", "0000-00-00", "< 0000-00-00"}
    ),
    "moves over several weeks": lambda x: len({s.said.text[:7] for s in x.statements if s.said.text[0] == "2"}) > 3,
    "two articles of one outlet": lambda x: len({str(c.outlet) for c in x.cards.values()}) == len(x.cards) - 1,
    "an outlet that another relays": lambda x: (
        {str(e.via) for e in list_evidence(x) if e.via} <= {str(c.outlet) for c in x.cards.values()}
        and any(e.via for e in list_evidence(x))
    ),
    "a text without a day": lambda x: any(c.after and c.before for c in x.cards.values()),
    "three languages": lambda x: {c.language for c in x.cards.values()} == {"en", "fr", "ar"},
    "glosses for two kinds of readers": lambda x: (
        {(*e.gloss,) for e in list_evidence(x) if e.gloss} == {("en",), ("ar",), ("en", "ar")}
    ),
    "every attribution": lambda x: (
        {e.attribution for e in list_evidence(x)} == {"named", "unnamed", "document", "author"}
    ),
    "every teller": lambda x: {e.teller for e in list_evidence(x)} == {"own", "counterpart", "third-party", "author"},
    "two proposals": lambda x: len(x.proposals) == 2,
    "40 to 60 statements, and a table": lambda x: (
        40 <= len({s.id for s in x.statements if not s.is_cell}) <= 60 and bool(x.cells)
    ),
}
"""What a newcomer learns from it, and tests of many parties rest on."""


@pytest.mark.parametrize("feature", FEATURES)
def test_it_shows(feature: str, many: Ledger) -> None:
    """Each thing that it is there to show occurs in it."""
    assert FEATURES[feature](many)


def test_what_the_docs_name_is_in_it(many: Ledger) -> None:
    """Each id that the table of the docs sends a reader to is one of the example."""
    rows = re.findall(r"^\| .*? \| (.*) \|$", DOCS.read_text(encoding="utf-8"), re.M)[2:]
    known = {*many.parties, *many.issues, *many.cards, *many.proposals, *(s.id for s in many.statements)}
    known |= {d.about for i in many.issues.values() for d in i.dimensions.values()}
    named = {id for row in rows for id in re.findall(r"`([^`]+)`", row)}
    assert len(named) > 20
    assert named <= known


# --- one page by hand -----------------------------------------------------------------------------

Cell = tuple[float, float, float, float, float]
"""gap, asks, bridge, low, high."""
Unknown = tuple[float, float]
"""The least and the greatest gap that an answer could make."""


def apart(gap: float, asks: float, bridge: float, low: float | None = None, high: float | None = None) -> Cell:
    return (gap, asks, bridge, gap if low is None else low, gap if high is None else high)


WEIGHTS = {
    # water counts twice: 2 × 60 %, 2 × 20 %, 2 × 20 %
    "water.dry-year": 1.2,
    "water.shortfall": 0.4,
    "water.readings": 0.4,
    "dam.filling": 0.6,
    "dam.compensation": 0.4,
    "fish.catch": 0.6,
    "fish.season": 0.4,
    "upkeep.payer": 1.0,
    "court.body": 1.0,
}
SAME = apart(0, 0, 0)
# Where each stands, as (number − 100) / 400, number / 80 and number / 50, or the place of the option:
#
#                     Highmoor         Midvale                 Lakeland      Delta            Sandholm
#   dry-year          asks 200: .25    asks 300: .5            250 to 300:   asks 350: .625   as Delta
#                     takes 250: .375  takes 250: .375, denied .375 to .5    takes 300: .5
#   shortfall         alike            alike: the two others   alike, by-use upstream         as Delta
#                                      are ruled out
#   readings          daily, .5, by the common text, Sandholm through the union
#   filling           asks 3 years: .25  5 to 8 years:         no place      asks none: 1     as Delta
#                     takes 5: .5        .5 to .75                           takes 8: .75
#                     yet acts free: 0
#   compensation      asks 60: .75     silent                  nothing       takes 20: .25    as Delta
#   catch             nothing          nothing                 asks 10: .2   asks 30: .6      asks 40: .8
#                                                              takes 15: .3  takes 20: .4
#   season            nothing          nothing                 2 months: .8  1 month: .4      as Delta
#   payer             by-boats         equal                   equal         by-water, equal  as Delta
#   body              refuses: 0       panel: .4               .4 to 1       asks 1, takes .4 as Delta
HIGHMOOR_DELTA: dict[str, Cell | Unknown] = {
    # [.25, .375] and [.5, .625]
    "water.dry-year": apart((0.25 + 0.25) / 2, 0.625 - 0.25, 0.5 - 0.375),
    "water.shortfall": apart(1, 1, 1),
    "water.readings": SAME,
    # [.25, .5] and [.75, 1]
    "dam.filling": apart((0.5 + 0.5) / 2, 1 - 0.25, 0.75 - 0.5),
    "dam.compensation": apart(0.75 - 0.25, 0.75 - 0.25, 0.75 - 0.25),
    # Highmoor may hold anything: at most 0 and [.4, .6], the furthest places of which are .6 apart.
    "fish.catch": (0, 0.6),
    "fish.season": (0, 1 - 0.4),
    # by-boats is none of by-water and equal
    "upkeep.payer": apart(1, 1, 1),
    # 0 and [.4, 1]
    "court.body": apart((0.4 + 1) / 2, 1, 0.4),
}
MIDVALE_DELTA: dict[str, Cell | Unknown] = {
    # [.375, .5] and [.5, .625] if Midvale takes 250; .5 and [.5, .625] if it never would
    "water.dry-year": apart((0.125 + 0.0625) / 2, 0.625 - 0.5, 0, low=0.0625, high=0.125),
    "water.shortfall": apart(1, 1, 1),
    "water.readings": SAME,
    # [.5, .75] and [.75, 1]
    "dam.filling": apart((0.25 + 0.25) / 2, 1 - 0.5, 0),
    # What the delta asks for may be 0, as things are today: 1 and [0, .25] would be (1 + .75) / 2 apart.
    "dam.compensation": (0, (1 + 0.75) / 2),
    "fish.catch": (0, 0.6),
    "fish.season": (0, 0.6),
    # equal is one of the two
    "upkeep.payer": apart(1 - 0.5, 1, 0),
    # .4 and [.4, 1]
    "court.body": apart((0 + 0.6) / 2, 1 - 0.4, 0),
}
LAKELAND_DELTA: dict[str, Cell | Unknown] = {
    # [.375, .5] and [.5, .625]
    "water.dry-year": apart((0.125 + 0.125) / 2, 0.625 - 0.375, 0),
    "water.shortfall": apart(1, 1, 1),
    "water.readings": SAME,
    "dam.filling": (0, 1),
    "dam.compensation": (0, (1 + 0.75) / 2),
    # [.2, .3] and [.4, .6]
    "fish.catch": apart((0.2 + 0.3) / 2, 0.6 - 0.2, 0.4 - 0.3),
    "fish.season": apart(0.8 - 0.4, 0.8 - 0.4, 0.8 - 0.4),
    "upkeep.payer": apart(1 - 0.5, 1, 0),
    # [.4, 1] twice; Lakeland may mean .4, and the delta asks for 1
    "court.body": apart(0, 1 - 0.4, 0),
}
PAIRS: dict[tuple[str, str], dict[str, Cell | Unknown]] = {
    ("highmoor", "midvale"): {
        # [.25, .375] and [.375, .5], or .5
        "water.dry-year": apart((0.125 + 0.1875) / 2, 0.5 - 0.25, (0 + 0.125) / 2, low=0.125, high=0.1875),
        "water.shortfall": SAME,
        "water.readings": SAME,
        # [.25, .5] and [.5, .75]
        "dam.filling": apart((0.25 + 0.25) / 2, 0.75 - 0.25, 0),
        "dam.compensation": (0, 0.75),
        "fish.catch": (0, 1),
        "fish.season": (0, 1),
        "upkeep.payer": apart(1, 1, 1),
        "court.body": apart(0.4, 0.4, 0.4),
    },
    ("highmoor", "lakeland"): {
        # [.25, .375] and [.375, .5]
        "water.dry-year": apart((0.125 + 0.125) / 2, 0.5 - 0.25, 0),
        # alike, and half alike, half by-use
        "water.shortfall": apart(1 - 0.5, 1, 0),
        "water.readings": SAME,
        # Lakeland may mean anything: 1 and [.25, .5] are .75 apart at most.
        "dam.filling": (0, 1 - 0.25),
        "dam.compensation": (0, 0.75),
        "fish.catch": (0, 1 - 0.2),
        "fish.season": (0, 0.8),
        "upkeep.payer": apart(1, 1, 1),
        # 0 and [.4, 1]
        "court.body": apart((0.4 + 1) / 2, 1, 0.4),
    },
    ("highmoor", "delta-union"): HIGHMOOR_DELTA,
    # Sandholm speaks on the catch alone, and holds all else through the union.
    ("highmoor", "sandholm"): HIGHMOOR_DELTA | {"fish.catch": (0, 0.8)},
    ("midvale", "lakeland"): {
        # [.375, .5] and [.375, .5], or .5 and [.375, .5]
        "water.dry-year": apart((0 + 0.0625) / 2, 0.5 - 0.375, 0, low=0, high=0.0625),
        "water.shortfall": apart(1 - 0.5, 1, 0),
        "water.readings": SAME,
        "dam.filling": (0, 0.75),
        "dam.compensation": (0, 1),
        "fish.catch": (0, 0.8),
        "fish.season": (0, 0.8),
        "upkeep.payer": SAME,
        # .4 and [.4, 1]
        "court.body": apart((0 + 0.6) / 2, 1 - 0.4, 0),
    },
    ("midvale", "delta-union"): MIDVALE_DELTA,
    ("midvale", "sandholm"): MIDVALE_DELTA | {"fish.catch": (0, 0.8)},
    ("lakeland", "delta-union"): LAKELAND_DELTA,
    # [.2, .3] and .8
    ("lakeland", "sandholm"): LAKELAND_DELTA | {"fish.catch": apart((0.6 + 0.5) / 2, 0.8 - 0.2, 0.8 - 0.3)},
    # [.4, .6] and .8, where the nearest of the delta's is an ask
    ("delta-union", "sandholm"): dict.fromkeys(WEIGHTS, SAME) | {"fish.catch": apart((0.4 + 0.2) / 2, 0.2, 0.2)},
}
POSSIBLE: dict[tuple[str, str], Unknown] = {
    # The delta may ask for 0, as things are today, beside its offer of .25: [0, .25] and .75, or [0, .25] and .25.
    ("highmoor", "delta-union"): (0.5, (0.75 + 0.5) / 2),
    ("highmoor", "sandholm"): (0.5, (0.75 + 0.5) / 2),
    ("delta-union", "sandholm"): (0, (0.25 + 0) / 2),
}
"""Of the compensation, which the delta offers without an ask: what an ask could make of the gap."""
DEEDS = {
    # The gates are shut, at 0, against [.5, .75] and [.75, 1].
    ("highmoor", "midvale"): (0.5 + 0.75) / 2,
    ("highmoor", "delta-union"): (0.75 + 1) / 2,
    ("highmoor", "sandholm"): (0.75 + 1) / 2,
}
"""Of the filling: the gap by what Highmoor does."""
SPREADS = {
    # The sum of the known pairs, and how many; the most: 6 of 10 pairs can be 1 apart on a line, 8 of 10 with three
    # answers to choose from, 4 of 6 for four parties, 2 of 3 for three.
    "water.dry-year": (0.15625 + 0.125 + 2 * 0.25 + 0.03125 + 2 * 0.09375 + 2 * 0.125 + 0, 10, 6 / 10),
    "water.shortfall": (0 + 0.5 + 2 * 1 + 0.5 + 2 * 1 + 2 * 1 + 0, 10, 8 / 10),
    "water.readings": (0, 10, 6 / 10),
    "dam.filling": (0.25 + 2 * 0.5 + 2 * 0.25 + 0, 6, 4 / 6),
    "dam.compensation": (2 * 0.5 + 0, 3, 2 / 3),
    "fish.catch": (0.25 + 0.55 + 0.3, 3, 2 / 3),
    "fish.season": (2 * 0.4 + 0, 3, 2 / 3),
    "upkeep.payer": (1 + 1 + 2 * 1 + 0 + 2 * 0.5 + 2 * 0.5 + 0, 10, 8 / 10),
    "court.body": (0.4 + 0.7 + 2 * 0.7 + 0.3 + 2 * 0.3 + 0 + 0, 10, 6 / 10),
}


def mean(weighted: list[tuple[float, float]]) -> float:
    return sum(w * x for w, x in weighted) / sum(w for w, _ in weighted)


def sum_up(pair: tuple[str, str], abouts: list[str]) -> dict[str, Any]:
    """What the row of a pair over some questions says, from the figures above: weighted means of the known ones."""
    cells = {about: PAIRS[pair][about] for about in abouts}
    known = {about: cell for about, cell in cells.items() if len(cell) == 5}
    most = {about: (cell[3], cell[4]) if about in known else cell for about, cell in cells.items()}
    if "dam.compensation" in known:
        most["dam.compensation"] = POSSIBLE[pair]
    of_all, of_known = ([(WEIGHTS[about], about) for about in some] for some in (cells, known))
    row: dict[str, Any] = dict.fromkeys(("gap", "asks", "bridge", "low", "high", "deeds"))
    row["coverage"] = sum(w for w, _ in of_known) / sum(w for w, _ in of_all)
    row["possible"] = [mean([(w, most[about][end]) for w, about in of_all]) for end in (0, 1)]
    row["least"] = "dam.compensation" in known
    if known:
        for place, name in enumerate(("gap", "asks", "bridge", "low", "high")):
            row[name] = mean([(w, known[about][place]) for w, about in of_known])
    if "dam.filling" in known and pair in DEEDS:
        gaps = {about: cell[0] for about, cell in known.items()} | {"dam.filling": DEEDS[pair]}
        row["deeds"] = mean([(w, gaps[about]) for w, about in of_known])
    return row


def find_parts(pair: tuple[str, str], abouts: list[str]) -> dict[str, Any]:
    """What some questions put into the total of a pair, and what an answer could narrow it by."""
    known = [about for about in WEIGHTS if len(PAIRS[pair][about]) == 5]
    own, row = [about for about in abouts if about in known], sum_up(pair, abouts)
    weight = sum(WEIGHTS[about] for about in abouts)
    low, high = row["possible"]
    part = sum(WEIGHTS[about] * PAIRS[pair][about][0] for about in own) / sum(WEIGHTS[about] for about in known)
    return {
        "weight": weight / sum(WEIGHTS.values()),
        "part": part if own else None,
        "open": weight * (high - low) / sum(WEIGHTS.values()),
    }


def list_rows() -> dict[tuple[str, str | None], list[str]]:
    """The rows of the page with their questions: each issue, and under it each of its questions."""
    rows: dict[tuple[str, str | None], list[str]] = {}
    for about in WEIGHTS:
        issue, _, dimension = about.partition(".")
        rows.setdefault((issue, None), []).append(about)
        rows[issue, dimension] = [about]
    return rows


def check_figures(row: Mapping[str, Any], hand: Mapping[str, Any]) -> None:
    found = {name: row[name] for name in hand}
    assert found == {name: pytest.approx(x, abs=1e-6) if x is not None else None for name, x in hand.items()}


def print_gap(x: float | None, least: bool) -> str:
    """A gap as the page has it: two decimals, half up."""
    if x is None:
        return "–"
    two = Decimal(f"{x:.6f}").quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"≥{two}" if least else str(two)


@pytest.fixture(scope="module")
def page(many: Ledger) -> dict[str, Any]:
    view = gapcli.narrow(many, gapcli.Query())
    data: dict[str, Any] = gapcli.matrix(view, dimensions=True).data()
    return data


def test_the_page_has_the_rows_that_are_worked_out(page: dict[str, Any]) -> None:
    """No row and no pair is left out of what is worked out by hand."""
    rows = [(r["issue"], r["dimension"], r["a"], r["b"]) for r in page["rows"]]
    assert sorted(rows, key=str) == sorted(((*row, *pair) for row in list_rows() for pair in PAIRS), key=str)
    assert [(t["a"], t["b"]) for t in page["totals"]] == [*PAIRS]


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
def test_every_figure_by_hand(pair: tuple[str, str], page: dict[str, Any]) -> None:
    """Each figure of a pair, on each question, each issue and together, is the one worked out by hand."""
    for row in page["rows"]:
        if (row["a"], row["b"]) == pair:
            abouts = list_rows()[row["issue"], row["dimension"]]
            check_figures(row, sum_up(pair, abouts) | find_parts(pair, abouts))
    (total,) = (t for t in page["totals"] if (t["a"], t["b"]) == pair)
    check_figures(total, sum_up(pair, [*WEIGHTS]))


def test_the_spread_by_hand(page: dict[str, Any]) -> None:
    """The spread of the five principals, and the most that it could be, are the means over the questions."""
    spread = mean([(WEIGHTS[about], total / pairs) for about, (total, pairs, _) in SPREADS.items()])
    most = mean([(WEIGHTS[about], most) for about, (*_, most) in SPREADS.items()])
    check_figures(page["spread"][-1], {"spread": spread, "most": most})


def test_the_printed_page_by_hand(many: Ledger, run: Callable[..., Ran]) -> None:
    """The page prints these gaps, rounded as a hand would, pair by pair on each line."""
    done = run("matrix", "--by", "pair", "--dimensions", "--sort", "file", cwd=FOLDER, env={"COLUMNS": "300"})
    assert (done.code, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    heading = next(i for i, line in enumerate(lines) if "Highmoor – Midvale" in line)
    printed = [re.findall(r"≥\d\.\d\d|\d\.\d\d|–(?= )|–$", line) for line in lines[heading + 1 :] if line]
    questions = [*list_rows().values(), [*WEIGHTS]]
    rows = [[sum_up(pair, abouts) for pair in PAIRS] for abouts in questions]
    assert printed[: len(rows)] == [[print_gap(row["gap"], row["least"]) for row in each] for each in rows]


# --- its pages ------------------------------------------------------------------------------------

PAGES = {
    "matrix": ["matrix"],
    "matrix-all": ["matrix", "--parties", "all", "--issues", "all"],
    "matrix-by-party": ["matrix", "--by", "party", "--parties", "all"],
    "matrix-since": ["matrix", "--since", "2026-03-15"],
    "matrix-by-pair": ["matrix", "--by", "pair"],
    "matrix-by-party-since": ["matrix", "--by", "party", "--since", "2026-03-15"],
    "matrix-figures": ["matrix", "--words", "none", "--dimensions"],
    "matrix-pair": ["matrix", "--parties", "highmoor,delta-union", "--dimensions"],
    "agreement": ["matrix", "--agreement"],
    "agreement-by-pair": ["matrix", "--agreement", "--by", "pair", "--since", "2026-03-15"],
    "agreement-by-party": ["matrix", "--agreement", "--by", "party", "--parties", "all"],
    "agreement-pair": ["matrix", "--agreement", "--parties", "highmoor,delta-union", "--dimensions"],
    "issue-fish": ["issue", "fish"],
    "issue-court-source": ["issue", "court", "--source"],
    "party-sandholm": ["party", "sandholm"],
    "moves": ["moves"],
    "disputes": ["disputes", "--issues", "all"],
    "links": ["links"],
    "proposals": ["proposals"],
    "brief": ["brief"],
    "robust": ["robust"],
    "steps": ["proposals", "--steps"],
    "sources": ["sources"],
}


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The page of a report about many parties, at 120 columns."""
    done = run(*PAGES[name], cwd=FOLDER, env={"COLUMNS": "120"})
    assert (done.code, done.stderr) == (0, b"")
    golden(f"reports/many/{name}.txt", done.stdout.decode())


FIGURE = re.compile(r"([≥≤+−]?) ?(\d\.\d\d)●?( (?:same|near|apart|far|opposite))?")
TURNED = str.maketrans("≥+−", "≤−+")


@pytest.mark.parametrize("since", [(), ("--since", "2026-03-15")], ids=["now", "since"])
@pytest.mark.parametrize("name", ["matrix", "matrix-all", "matrix-by-pair", "matrix-by-party", "matrix-pair"])
def test_agreement_in_every_shape(name: str, since: tuple[str, ...], run: Callable[..., Ran]) -> None:
    """Each figure in its place is 1 less that of the gap, with its level; bounds and changes are turned round."""
    asked = [*PAGES[name], *since]
    gaps, agreements = (
        FIGURE.findall(run(*asked, *flag, cwd=FOLDER, env={"COLUMNS": "300"}).stdout.decode())
        for flag in ((), ("--agreement",))
    )
    assert len(gaps) > 10
    for (sign, gap, level), (turned, agreement, same_level) in zip(gaps, agreements, strict=True):
        assert (turned, same_level) == (sign.translate(TURNED), level)
        expected = float(gap) if sign in ("+", "−") else 1 - float(gap)
        # Each is rounded by itself.
        assert float(agreement) == pytest.approx(expected, abs=0.0101)


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize("name", ["issue-fish", "issue-court-source", "party-sandholm"])
def test_page_of_another_width(
    name: str, width: int, run: Callable[..., Ran], golden: Callable[[str, str], None]
) -> None:
    """The pages with pictures where words stand below them, and where they stand beside them."""
    done = run(*PAGES[name], cwd=FOLDER, env={"COLUMNS": str(width)})
    assert (done.code, done.stderr) == (0, b"")
    golden(f"reports/many/{name}.{width}.txt", done.stdout.decode())
