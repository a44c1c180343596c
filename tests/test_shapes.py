"""The three shapes of `matrix` of more than two parties: who stands where, every pair, party by party."""

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from oracle_ledgers import random_ledger
from shares import some
from small_ledgers import compare_parties, data, graded, ledger, say

import gapcli
from gapcli.files.find import find_example
from gapcli.files.load import load_bytes
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.measure.gaps import printed
from gapcli.measure.spread import order_by_nearness
from gapcli.measure.view import View

FOLDER = Path(find_example("many"))
SHAPES = {"issue": "stands", "pair": "matrix", "party": "pairs"}
SINCE = "2026-03-15"


# --- which shape ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", SHAPES)
def test_each_shape_by_its_name(by: str, run: Callable[..., Ran]) -> None:
    """The document says which it is, and without a name more than two parties are shown by who stands where."""
    assert json.loads(run("matrix", "--by", by, "--json", cwd=FOLDER).stdout)["kind"] == SHAPES[by]


def test_who_stands_where_is_the_default_of_many(run: Callable[..., Ran]) -> None:
    """Of two parties it is their pair."""
    assert run("matrix", cwd=FOLDER).stdout == run("matrix", "--by", "issue", cwd=FOLDER).stdout
    pair = run("matrix", "--parties", "highmoor,midvale", "--json", cwd=FOLDER)
    assert json.loads(pair.stdout)["kind"] == "matrix"


@pytest.mark.parametrize(
    ("by", "option", "goes"),
    [
        ("party", ["--dimensions"], "--by issue or --by pair"),
        ("party", ["--words", "all"], "--by issue or --by pair"),
        ("issue", ["--rows"], "--by party"),
    ],
)
def test_an_option_of_another_shape_is_refused(by: str, option: list[str], goes: str, run: Callable[..., Ran]) -> None:
    """Nothing that was asked for is left out without a word."""
    done = run("matrix", "--by", by, *option, cwd=FOLDER)
    message = f"gapcli: {option[0]} goes with {goes}, and not with --by {by}\n"
    assert (done.code, done.stderr.decode()) == (2, message)


def test_rows_of_party_by_party_are_asked_for(run: Callable[..., Ran]) -> None:
    """They are those of every pair, pair by pair, and without asking no cell is kept."""
    whole = json.loads(run("matrix", "--by", "party", "--rows", "--json", cwd=FOLDER).stdout)
    pairs = json.loads(run("matrix", "--by", "pair", "--parties", "all", "--json", cwd=FOLDER).stdout)
    place = ("a", "b", "issue")
    assert sorted(whole["cells"], key=lambda row: [row[key] for key in place]) == sorted(
        pairs["rows"], key=lambda row: [row[key] for key in place]
    )
    bare = json.loads(run("matrix", "--by", "party", "--json", cwd=FOLDER).stdout)
    assert bare["cells"] == [] and bare["rows"] == whole["rows"]


@pytest.mark.parametrize(
    ("by", "form"), some([(by, form) for by in SHAPES for form in ("table", "json", "jsonl", "csv", "tsv", "md")])
)
def test_since_changes_every_shape_in_every_format(by: str, form: str, run: Callable[..., Ran]) -> None:
    """A change that was asked for is never left out without a word."""
    then, now = (run("matrix", "--by", by, "-O", form, *more, cwd=FOLDER) for more in (["--since", SINCE], []))
    assert then.code == now.code == 0
    assert then.stdout != now.stdout
    if form in ("table", "md"):
        assert re.search("−0\\.\\d\\d", then.stdout.decode())


@pytest.mark.parametrize("by", SHAPES)
def test_fail_over_looks_at_every_pair(by: str, run: Callable[..., Ran]) -> None:
    """The widest gap of the principals is 1.00 on an issue, and 0.58 over all."""
    widest = 0.58 if by == "party" else 1.0
    parties = ["--parties", "highmoor,midvale,lakeland,delta-union,sandholm"]
    for limit, code in ((widest, 0), (widest - 0.01, 1)):
        assert run("matrix", "--by", by, *parties, "--fail-over", str(limit), cwd=FOLDER).code == code


def test_party_by_party_of_two(run: Callable[..., Ran]) -> None:
    """There is a gap, and no spread of which the page could say that there is none; their own page comes next."""
    page = run("matrix", "--by", "party", "--parties", "highmoor,midvale", cwd=FOLDER).stdout.decode()
    assert "0.38◕" in page and "No gap is known" not in page
    assert page.endswith("\n\nNext: gapcli matrix --parties highmoor,midvale\n")


@pytest.mark.parametrize("dimensions", [[], ["--dimensions"]])
def test_the_words_of_pairs_stand_once(dimensions: list[str], run: Callable[..., Ran]) -> None:
    """What a party says on a question is the same beside whomever it stands."""
    asked = ["--parties", "highmoor,midvale,sandholm", "--issues", "dam", *dimensions]
    page = run("matrix", "--by", "pair", "--words", "all", *asked, cwd=FOLDER).stdout.decode()
    *_, words, _ = page.partition("Where they say nothing themselves")[2].split("\n\n")
    heads = [line for line in words.splitlines() if not line.startswith(" ")]
    assert len(heads) == len({*heads}) == (2 if dimensions else 1)
    assert all(head.startswith("Stonegate dam: ") for head in heads)
    for name in ("Highmoor", "Midvale", "Sandholm"):
        assert words.count(f"\n  {name}") == len(heads)


# --- its figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", some(range(12)))
def test_the_shapes_have_one_set_of_figures(seed: int) -> None:
    """A pair has the total that the page of every pair has, and a stand the distance that the spread has."""
    read = load_bytes(random_ledger(seed).encode(), "random.yaml").require()
    view = gapcli.narrow(read, gapcli.Query(parties=("all",), issues=("all",)))
    of_pairs = compare_parties(view, by_party=False, dimensions=True)
    parties, stands = gapcli.pairs(view).data(), gapcli.stands(view, dimensions=True).data()
    if len(view.parties) > 2:
        assert parties["rows"] == of_pairs["totals"]
        assert stands["spread"] == gapcli.matrix(view, dimensions=True).data()["spread"]
        assert parties["spread"] == [row for row in stands["spread"] if row["dimension"] is None]
    distances = {(row["issue"], row["dimension"]): row["distances"] for row in stands["spread"]}
    for row in stands["rows"]:
        (found,) = [d for d in distances[row["issue"], row["dimension"]] if d["party"] == row["party"]]
        assert [row[key] for key in ("distance", "coverage", "change")] == [
            found[key] for key in ("distance", "coverage", "change")
        ]
    for row in stands["spread"]:
        if row["issue"] is None:
            check_extremes(view, row, of_pairs["totals"])
        else:
            place = (row["issue"], row["dimension"])
            check_extremes(view, row, [r for r in of_pairs["rows"] if (r["issue"], r["dimension"]) == place])


def check_extremes(view: View, row: dict[str, Any], pairs: list[dict[str, Any]]) -> None:
    """The widest and the nearest are the first with that gap, of those of which half is known.

    Who speaks through a group is not near to it, or to another that does.
    """
    about = [d for d in view.dimensions if row["issue"] in (None, d.issue) and row["dimension"] in (None, d.id)]

    def share_voice(pair: dict[str, Any]) -> bool:
        sides = [[view.positions.find(pair[side], d) for d in about] for side in ("a", "b")]
        known = [(a, b) for a, b in zip(*sides) if a.zones and b.zones]
        return any({a.party, *a.through} & {b.party, *b.through} for a, b in known)

    known = [pair for pair in pairs if pair["gap"] is not None and pair["coverage"] >= 0.5]
    for key, choose in (("widest", max), ("nearest", min)):
        of = [pair for pair in known if key == "widest" or not share_voice(pair)]
        found = choose(of, key=lambda pair: printed(pair["gap"]), default=None)
        ties = sum(printed(pair["gap"]) == printed(found["gap"]) for pair in of) - 1 if found else 0
        assert row[key] == (found and {name: found[name] for name in ("a", "b", "gap", "least")} | {"ties": ties})
    assert row["least"] == any(pair["least"] for pair in pairs)


STEPS = {"talks": {"level": graded("none", "some", "half", "most", "all")}}


def test_a_change_of_many_by_hand() -> None:
    """From 0, 0 and 1 to 0, 0.5 and 1: the spread stays 2/3; who moved is nearer to one and further from another."""
    before = [say(party, "talks.level", "asks", value) for party, value in (("a", "none"), ("b", "none"), ("c", "all"))]
    moved = say("b", "talks.level", "asks", "half", said="2026-02-05", replaces=[before[1]["id"]])
    of = ledger(data(STEPS, [*before, moved]))
    report = gapcli.stands(gapcli.narrow(of, gapcli.Query(parties=("a", "b", "c"), since="2026-02-03"))).data()
    assert [row["change"] for row in report["rows"]] == [0.25, 0.0, -0.25]
    assert [row["distance"] for row in report["rows"]] == [0.75, 0.5, 0.75]
    assert [row["change"] for row in report["spread"]] == [0.0, 0.0]


# --- its page -------------------------------------------------------------------------------------


def conference(parties: int, issues: int, seed: int = 1) -> Ledger:
    """Many parties, each with an ask on nearly every issue of one question."""
    random = Random(seed)
    steps = graded("nothing", "first-step", "half", "nearly-all", "all")
    questions = {f"issue-{i}": {"level": steps} for i in range(issues)}
    names = [f"p{i}" for i in range(parties)]
    values = ["nothing", "first-step", "half", "nearly-all", "all"]
    said = [
        say(name, f"issue-{i}.level", "asks", random.choice(values))
        for name in names
        for i in range(issues)
        if random.random() < 0.9
    ]
    return ledger(data(questions, said))


@pytest.mark.parametrize("words", [None, "none"])
def test_ten_parties_and_twelve_issues_fit_120_columns(words: str | None) -> None:
    """One table, a line or two an issue."""
    view = gapcli.narrow(conference(10, 12), gapcli.Query(parties=("all",)))
    lines = write_report("table", gapcli.stands(view, words=words), Screen(120, terminal=True)).splitlines()
    assert max(map(len, lines)) <= 120
    heading = next(line for line in lines if "spread" in line and "p0" in line)
    assert all(f"p{i}" in heading for i in range(10))
    assert sum("●" in line or "◕" in line for line in lines) >= 13


@pytest.mark.parametrize("width", [20, 40, 60, 79, 80, 100, 160])
@pytest.mark.parametrize("words", [None, "all", "none"])
def test_no_word_is_cut(width: int, words: str | None) -> None:
    """Whatever the width, what a party wants stands there whole, but where its words are left out altogether."""
    many = gapcli.load(str(FOLDER / "positions.yaml")).require()
    view = gapcli.narrow(many, gapcli.Query())
    report = gapcli.stands(view, words=words)
    page = write_report("table", report, Screen(width, terminal=True))
    assert "…" not in page
    if words == "none":
        assert "refuses" not in page
    else:
        wanted = Counter(word for row in report.rows if row.wants != "?" for word in row.wants.split())
        assert not wanted - Counter(page.split())


def test_a_pair_with_its_legend_fits_80_by_40(run: Callable[..., Ran]) -> None:
    """The page of the shipped ledger is one screen."""
    lines = run("matrix", env={"COLUMNS": "80"}).stdout.decode().splitlines()
    assert len(lines) <= 38, "with the prompts before and after it"
    assert max(map(len, lines)) <= 80


@given(st.integers(0, 10_000), st.integers(2, 7))
def test_neighbours_are_near(seed: int, size: int) -> None:
    """On a line the parties are put in order of their places; each stands there once, whatever order they came in."""
    random = Random(seed)
    places = {f"p{i}": random.random() for i in range(size)}
    names = random.sample(list(places), size)
    gaps: dict[tuple[str, str], float | None] = {(a, b): abs(places[a] - places[b]) for a, b in combinations(names, 2)}
    line = order_by_nearness(names, gaps)
    assert line in (sorted(names, key=places.__getitem__), sorted(names, key=places.__getitem__, reverse=True))


def test_an_unknown_pair_is_no_neighbour() -> None:
    """It counts as the mean of the known ones: neither as the same nor as opposed."""
    gaps: dict[tuple[str, str], float | None] = {("a", "b"): 0.1, ("a", "c"): 1.0, ("b", "c"): 0.9}
    gaps |= {("a", "d"): None, ("b", "d"): None, ("c", "d"): 0.1}
    line = order_by_nearness(["a", "b", "c", "d"], gaps)
    assert abs(line.index("c") - line.index("d")) == 1
    assert abs(line.index("a") - line.index("b")) == 1


def test_the_order_of_the_file_is_kept_on_request(run: Callable[..., Ran]) -> None:
    """`--sort file` for the parties and for the issues."""
    heading = (
        run("matrix", "--by", "party", "--sort", "file", cwd=FOLDER).stdout.decode().split("\n\n")[1].splitlines()[0]
    )
    assert heading.split() == ["Midvale", "Lakeland", "Delta", "Sandholm", "Eastmere", "Westmere", "Secretariat"]
    page = run("matrix", "--sort", "file", "--words", "none", cwd=FOLDER, env={"COLUMNS": "160"}).stdout.decode()
    names = ("Water", "Stonegate dam", "Fishing", "Locks", "Settling quarrels", "Mean")
    assert find_names(page, names) == [*names]


def find_names(page: str, names: tuple[str, ...]) -> list[str]:
    """Those of some names that begin a line, in the order of the page."""
    return [name for line in page.splitlines() for name in names if line.startswith(name)]


@pytest.mark.parametrize("by", ["issue", "pair"])
def test_the_most_open_issue_stands_first_on_request(by: str, run: Callable[..., Ran]) -> None:
    """In the order of how far answers could narrow the gap, over all pairs; party by party there are no issues."""
    asked = ["matrix", "--by", by, "--sort", "open", "--parties", "highmoor,midvale,delta-union"]
    spread = json.loads(run(*asked, "--json", cwd=FOLDER).stdout)["spread"]
    names = {
        "water": "Water",
        "dam": "Stonegate dam",
        "fish": "Fishing",
        "upkeep": "Locks",
        "court": "Settling quarrels",
    }
    page = run(*asked, cwd=FOLDER, env={"COLUMNS": "160"}).stdout.decode()
    most_open = sorted(spread[:-1], key=lambda row: -row["open"])
    assert most_open[0]["open"] > 0
    assert find_names(page, tuple(names.values())) == [names[row["issue"]] for row in most_open]
    done = run("matrix", "--by", "party", "--sort", "open", cwd=FOLDER)
    message = "gapcli: --sort open is of issues: --by party has --sort file alone\n"
    assert (done.code, done.stdout, done.stderr.decode()) == (2, b"", message)


def test_thin_evidence_keeps_its_colour_and_is_hatched(run: Callable[..., Ran]) -> None:
    """A gap of which under half is known stands on the colour of its level, and the legend says not to compare it."""
    page = run(
        "matrix", "--by", "party", "--color", "always", cwd=FOLDER, env={"COLORTERM": "truecolor"}
    ).stdout.decode()
    assert "\x1b[38;2;255;255;255;48;2;65;77;107m░0.18\x1b[0m" in page
    assert "░ under half: do not compare" in page
