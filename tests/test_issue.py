"""The page of an issue: what it draws, tells once and leaves out, and that it computes no more than it shows."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from small_ledgers import Data, data, graded, ledger, number, say, told

import gapcli
from gapcli.files.find import find_example, shipped
from gapcli.formats import Screen, write_report
from gapcli.pages.grid import SIGNS

LEDGERS = {"many": str(Path(find_example("many")) / "positions.yaml"), "shipped": shipped()}
SCALE = graded("none", "few@20", "some@50", "most@80", "all", today="none")


def show(of: Data, *names: str, width: int = 200, ascii: bool = False, **options: Any) -> str:
    """The page of an issue, of all its principals, on a terminal of a width."""
    report = gapcli.issue(gapcli.narrow(ledger(of), gapcli.Query()), *names, **options)
    return write_report("table", report, Screen(width, terminal=True, ascii=ascii))


def find_line(page: str, party: str) -> str:
    """The picture of one party, beside which its words stand."""
    (line,) = (line for line in page.splitlines() if line.startswith(f"{party}  "))
    return line.removeprefix(party).strip().split("  ")[0]


# --- what is computed -----------------------------------------------------------------------------


def count_calls(parties: int, *names: str) -> int:
    """How many calls of functions the report takes, of as many principals, each of which wants something."""
    view = gapcli.narrow(ledger(make_many(parties)), gapcli.Query())
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        gapcli.issue(view, *names)
    finally:
        sys.setprofile(before)
    return calls


def make_many(parties: int) -> Data:
    """A ledger of as many principals, each of which wants an answer of its own."""
    every = {f"p{i:02}": {"name": f"P{i:02}", "role": "principal"} for i in range(parties)}
    said = [say(party, "x.n", "asks", str(i)) for i, party in enumerate(every)]
    return data({"x": {"n": number("0", "99")}}, said, parties=every)


def test_the_index_compares_nobody() -> None:
    """Without an issue the work grows with the parties, and with one as their pairs do: no pair is looked at."""
    count_calls(2)  # What a first run alone does is not counted.
    assert count_calls(80) < 8.8 * count_calls(10)
    assert count_calls(80, "x") > 20 * count_calls(10, "x")


@pytest.mark.parametrize(
    ("weights", "shares"),
    [("declared", ["75", "25"]), ("salience", ["75", "25"]), ("even", ["50", "50"]), ("questions", ["50", "50"])],
)
def test_the_share_is_that_which_counts(weights: str, shares: list[str]) -> None:
    """With weights that take no account of the declared shares each question has an even one, on every page."""
    questions = {"n": {**number("0", "9"), "share": "75"}, "m": {**number("0", "9"), "share": "25"}}
    of = ledger(data({"x": questions}, [say(party, f"x.{d}", "asks", "1") for party in "ab" for d in questions]))
    view = gapcli.narrow(of, gapcli.Query(weights=weights))
    for page in (write_report("table", gapcli.issue(view, *named), Screen()) for named in ([], ["x"])):
        assert re.findall(r"(\d+) %", page) == shares


def test_the_index_as_data() -> None:
    """It has the questions with their scales, and no figures and no positions, which are of an issue."""
    report = gapcli.issue(gapcli.narrow(ledger(make_many(3)), gapcli.Query()))
    answer: Any = report.data()
    assert (answer["rows"], answer["positions"], answer["statements"]) == ([], [], None)
    assert [(name, scale["parties"]) for name, scale in answer["scales"].items()] == [("x.n", 3)]


# --- pairs ----------------------------------------------------------------------------------------

PAIR = re.compile(r"^P(\d\d) – P(\d\d) +(\d\.\d\d) ", re.MULTILINE)


def test_many_pairs_are_the_widest_and_the_nearest(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Of 45 pairs six are shown, sorted by gap, with the count of the others, and the command that shows all."""
    (tmp_path / "positions.yaml").write_text(json.dumps(make_many(10)))
    page = run("issue", "x").stdout.decode()
    shown = PAIR.findall(page)
    assert [f"{a}-{b}" for a, b, _ in shown] == ["00-09", "00-08", "01-09", "06-07", "07-08", "08-09"]
    words = " ".join(page.split())
    (command,) = re.findall(r"… 39 pairs between these: (gapcli issue x\.n --parties \S+)", words)
    every = PAIR.findall(run(*command.split()[1:]).stdout.decode())
    assert len(every) == 45 and set(shown) < set(every)
    assert [gap for *_, gap in every] == sorted((gap for *_, gap in every), reverse=True)


def test_a_few_pairs_are_all_shown(run: Callable[..., Ran]) -> None:
    """Up to ten there is one line for each, and those without a figure are counted."""
    page = run("issue", "fish", "-f", LEDGERS["many"]).stdout.decode()
    assert page.count("not known: 7 pairs, of which a side has no place here") == 3
    assert page.count("Lakeland – Sandholm") == 3 and "between these" not in page


# --- pictures -------------------------------------------------------------------------------------

OPTIONS = ("none", "few", "some", "most", "all")
GLYPHS = {"asks": "●", "if": "▷◁", "accepts": "▶◀", "conduct": "!"}


@given(st.lists(st.tuples(st.sampled_from(OPTIONS), st.sampled_from(tuple(GLYPHS))), min_size=1, unique=True))
def test_no_sign_covers_another(said: list[tuple[str, str]]) -> None:
    """On the line of a party each thing that it wants, would accept or does has a sign, whatever else stands there."""
    statements = []
    for i, (value, kind) in enumerate(said):
        more: Data = {"if": ["It rains."]} if kind == "if" else {"basis": "conduct"} if kind == "conduct" else {}
        stance = "accepts" if kind in ("if", "accepts") else "asks"
        # Two things that it wants stand beside each other, as do two that it does.
        beside = [f"s{j}" for j, (_, other) in enumerate(said[:i]) if other == kind and stance == "asks"]
        statements.append(say("a", "x.d", stance, value, id=f"s{i}", **more, **({"beside": beside} if beside else {})))
    line = find_line(show(data({"x": {"d": SCALE}}, [*statements, say("b", "x.d", "asks", "none")]), "x"), "a")
    for kind, glyphs in GLYPHS.items():
        assert sum(map(line.count, glyphs)) == sum(1 for _, each in said if each == kind), line


DISPUTED = {
    "apart": [("asks", "none"), ("accepts", "few"), ("asks", "all"), ("accepts", "most")],
    "meeting": [("asks", "none"), ("accepts", "some"), ("asks", "all")],
}


@pytest.mark.parametrize("case", DISPUTED)
def test_readings_are_no_stretch_together(case: str) -> None:
    """What two reports say of which one is wrong stands as marks, and no line runs from the one to the other."""
    statements = [
        say("a", "x.d", stance, value, id=f"s{i}", **({"disputes": ["s0"]} if i and stance == "asks" else {}))
        for i, (stance, value) in enumerate(DISPUTED[case])
    ]
    page = show(data({"x": {"d": SCALE}}, [*statements, say("b", "x.d", "asks", "all")]), "x")
    line = find_line(page, "a")
    assert line.count("●") == 2 and "─" not in line
    # One report by itself has its stretch.
    page = show(data({"x": {"d": SCALE}}, [*statements[:2], say("b", "x.d", "asks", "all")]), "x")
    assert "●─" in find_line(page, "a")


def test_what_is_ruled_out_is_hatched() -> None:
    """From the first answer that is ruled out to the last beside it; of a number to the end; and under a mark aside."""
    issues = {"x": {"d": SCALE, "n": number("0", "100")}}
    said = [
        say("a", "x.d", "asks", "none"),
        *(say("a", "x.d", "rejects", value) for value in ("some", "most")),
        say("b", "x.n", "rejects", "> 50"),
        say("c", "x.d", "asks", "few", id="wants"),
        say("c", "x.d", "rejects", "few", disputes=["wants"]),
    ]
    page = show(data(issues, said), "x")
    lines = {party: find_line(page, party) for party in "abc"}
    assert lines["a"] == "●····················▒▒▒▒▒▒▒▒▒▒▒▒▒▒········"
    assert lines["b"] == "·····················▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒"
    assert lines["c"].count("●") == lines["c"].count("▒") == 1
    assert "rules out anything from answer some to answer most" in page


@given(
    st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True),
    st.lists(st.integers(1, 20), min_size=8, max_size=8),
    st.integers(40, 200),
)
def test_every_answer_is_on_the_scale(places: list[int], lengths: list[int], width: int) -> None:
    """Each is a tick, or its whole id over its place; the one that holds today has its sign in any case."""
    named = {f"{chr(97 + i) * length}": at for i, (at, length) in enumerate(zip(sorted(places), lengths))}
    scale = graded("start", *(f"{name}@{at}" for name, at in named.items()), "end", today=next(iter(named)))
    said = [say("p", "x.d", "asks", "start"), say("q", "x.d", "asks", "end")]
    page = show(data({"x": {"d": scale}}, said), "x", width=width)
    (ruler,) = (line.strip() for line in page.splitlines() if line.strip().startswith(("├", "│")))
    today, *others = named
    columns = {round(at / 100 * (len(ruler) - 1)) for at in (0, *named.values(), 100)}
    crowded = len(columns) < len(named) + 2
    written = [word for word in re.split("[─┬├┤│]+", ruler) if word]
    assert set(written) <= set(named) and len(written) == len(set(written))
    assert ruler.count("│") == 1 or crowded
    assert crowded or ruler.count("┬") + len(set(written) - {today}) == len(others)


@pytest.mark.parametrize("party", ["us", "iran", "russia"])
def test_a_party_has_the_lines_of_its_issues(party: str, run: Callable[..., Ran]) -> None:
    """The page of a party draws it as the pages of the issues do, each line after the words of its question."""
    read = gapcli.load(LEDGERS["shipped"]).require()
    name, wide = read.parties[party].label, {"COLUMNS": "250"}
    lines: list[str] = []
    for issue in read.issues:
        page = run("issue", issue, env=wide).stdout.decode()
        lines += re.findall(f"^{name} +([·─●▶◀▷◁✕!▒]{{43}})", page, re.MULTILINE)
    page = run("party", party, env=wide).stdout.decode()
    assert re.findall(r"^    ([·─●▶◀▷◁✕!▒]{43})$", page, re.MULTILINE) == lines
    assert re.search(r"\n    (wants|would|refuses|in practice|rules out)[^\n]*\n(    \w[^\n]*\n)*    [├│]", page)


def test_the_legend_has_the_signs_that_occur(run: Callable[..., Ran]) -> None:
    """Each page with pictures says above them what their signs mean, and of no other sign."""
    seen: set[str] = set()
    for file in LEDGERS.values():
        read = gapcli.load(file).require()
        for issue in read.issues:
            page = run("issue", issue, "-f", file, env={"COLUMNS": "200"}).stdout.decode()
            head, _, rest = page.partition("\n\n")
            runs = "".join(re.findall("[·─●▶◀▷◁✕!▒]{30,}", rest))
            drawn = {sign for sign in SIGNS.values() if sign in runs}
            drawn |= {sign for line in rest.splitlines() if "──" in line for sign in line if sign == SIGNS["today"]}
            legend = {sign for sign in SIGNS.values() if f"{sign} " in head}
            assert legend == drawn, issue
            seen |= legend
    assert seen == set(SIGNS.values())


def test_only_ascii(run: Callable[..., Ran]) -> None:
    """On a screen of ASCII a picture is drawn with signs of its own."""
    issues = {"x": {"d": SCALE}}
    said = [
        say("a", "x.d", "asks", "none"),
        say("a", "x.d", "accepts", "few", **{"if": ["It rains."]}),
        say("a", "x.d", "rejects", ["most", "all"]),
        say("b", "x.d", "asks", "all"),
        say("b", "x.d", "accepts", "some"),
        say("b", "x.d", "asks", "few", basis="conduct"),
        say("c", "x.d", "off-agenda"),
    ]
    page = show(data(issues, said), "x", ascii=True)
    assert page.isascii()
    assert [find_line(page, party) for party in "abc"] == [
        "o-------).........................=========",
        "........!............<--------------------o",
        "x..........................................",
    ]
    legend = "o wants < would accept ) would accept, if ... x refuses to discuss ! in practice = rules out : status quo"
    assert legend in " ".join(page.split())


# --- what stands behind it ------------------------------------------------------------------------


@pytest.mark.parametrize("name", LEDGERS)
def test_each_statement_stands_once(name: str, run: Callable[..., Ran]) -> None:
    """By its number, with its id and place once; and each reference by number and id is to that statement."""
    asked = ("issue", "--issues", "all", "--source", "-f", LEDGERS[name])
    page, answer = run(*asked).stdout.decode(), json.loads(run(*asked, "--json").stdout)
    _, *parts = re.split(r"^  \[(\d+)\]  ", page, flags=re.MULTILINE)
    ids: dict[int, str] = {}
    for n, text in zip(map(int, parts[::2]), (" ".join(part.split()) for part in parts[1::2])):
        if n in ids:  # Another party made it too.
            assert text.startswith(ids[n])
            continue
        (place,) = re.findall(r"([a-z0-9:-]+) (\S+\.(?:yaml|csv):\d+)", text)
        statement = answer["statements"][place[0]]
        assert text.startswith(" ".join(statement["text"]["en"].split()))
        assert place[1] == f"{statement['file']}:{statement['line']}"
        ids[n] = statement["id"]
    assert [*ids] == [*range(1, len(ids) + 1)] and len({*ids.values()}) == len(ids)
    made = {id for position in answer["positions"] for id in position["statements"]}
    assert made <= {*ids.values()} <= {*answer["statements"]}
    references = re.findall(r"\[(\d+)\] ([a-z0-9-]+)", page)
    assert all(ids[int(n)] == id for n, id in references)
    disputed = {id for s in answer["statements"].values() for id in s["disputes"] if id in made}
    assert disputed <= {id for _, id in references}
    assert disputed or name == "many"


def test_notes_are_shown_where_they_are_asked_for() -> None:
    """The note of a statement is the coder's, and no part of what was said."""
    said = [say("a", "x.d", "asks", "all", note="Told twice."), say("b", "x.d", "asks", "none")]
    of = data({"x": {"d": SCALE}}, said)
    assert "Told twice." not in show(of, "x") + show(of, "x", sources=True)
    assert show(of, "x", notes=True).count("Told twice.") == 1


def test_the_statements_of_a_party_are_in_order() -> None:
    """What it wants, would accept, rules out, signals and does, each value once; parties in the order of the file."""
    said = [
        say("b", "x.d", "asks", "none", id="b1"),
        say("a", "x.d", "silent", id="a6"),
        say("a", "x.d", "asks", "some", id="a5", basis="conduct"),
        say("a", "x.d", "accepts", id="a4"),
        say("a", "x.d", "rejects", "none", id="a3"),
        say("a", "x.d", "accepts", "most", id="a2"),
        say("a", "x.d", "asks", "all", id="a1"),
        say("a", "x.d", "asks", "all", id="a1b", evidence=[told("weekly")]),
    ]
    of = data({"x": {"d": SCALE}}, said, parties={p: {"name": f"Party {p}", "role": "principal"} for p in "ab"})
    lines = [line.strip() for line in show(of, "x", sources=True).splitlines()]
    begin = lines.index("Party a")
    heads = [line for line in lines[begin:] if re.search("statements?, . outlets?$|^Party .$", line)]
    assert [re.sub("  +", "|", head) for head in heads] == [
        "Party a",
        "wants answer all|2 statements, 2 outlets",
        "would accept answer most|1 statement, 1 outlet",
        "rules out answer none|1 statement, 1 outlet",
        "signals openness (too general to place)|1 statement, 1 outlet",
        "in practice: answer some|1 statement, 1 outlet",
        "did not take it up|1 statement, 1 outlet",
        "Party b",
        "wants answer none|1 statement, 1 outlet",
    ]


def test_what_is_said_of_the_whole_issue_stands_once_at_the_end() -> None:
    """Whatever the questions are, also where every statement is shown."""
    said = [say("a", f"x.{d}", "asks", "all") for d in "de"] + [say("b", f"x.{d}", "asks", "none") for d in "de"]
    said += [say("a", "x", "asks", text="Wanted all of it."), say("b", "x", "silent", text="Kept silent.")]
    of = data({"x": {"d": SCALE, "e": SCALE}}, said)
    for page in (show(of, "x"), show(of, "x", sources=True)):
        before, _, after = page.partition("On the issue as a whole\n")
        assert "Wanted all" not in before and after.count("Wanted all") == 1
    assert after.count("Kept silent.") == 1 and "Kept silent." not in before
