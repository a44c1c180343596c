"""Work that grows by what stands in a ledger, and not by the square of it: steps of Python are counted, not time."""

import gc
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from growing_ledgers import (
    BESIDE,
    BROKEN,
    LINKED,
    SOUND,
    SQUARE,
    Grow,
    asks_that_replace_what_is_replaced,
    chain_beside_a_loop,
    chain_of_groups,
    choice,
    circle_of_groups,
    graded,
    issues,
    ledger,
    number,
    offers_that_dispute_the_one_before,
    say,
)
from shares import some

from gapcli.editing.look import look_at
from gapcli.files.find import shipped
from gapcli.files.load import load, load_bytes
from gapcli.files.rows import read_rows
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure import budget
from gapcli.measure.chains import find_chains, find_waiting
from gapcli.measure.view import narrow
from gapcli.reports import REPORTS, find_report
from gapcli.reports.check import check
from gapcli.reports.issue import issue
from gapcli.reports.statements import statements

FACTOR = 2.6
"""By how much more steps may be added when as much is added again, twice: 2 where they grow evenly, 4 by the square."""
LEAST = 5_000
"""Below so many steps all is taken for what every run takes."""
SIZES: dict[str, int] = {
    "wrong_options": 60,
    "unknown_parties": 60,
    "robust": 6,
    "page": 6,
    "matrix-one_sided_questions": 100,
    "brief-one_sided_questions": 100,
    "notes-options_of_which_one_is_rejected": 150,
}
"""From how many a ledger, or a report, is made larger, where a few more make no difference; else from `SIZE`."""
SIZE = 12
LINKS = 100
"""From how many links one is made larger whose statements each have a list of them."""

ANSWERED = {
    # What is asked for has a row, or a line of the order, for each pair.
    ("disputes", "issues_with_a_dispute_each"),
    ("brief", "issues_with_a_dispute_each"),
    ("proposals", "proposals"),
    ("moves", "mediators"),
    ("moves", "parties_of_one_statement"),
    *(("pairs", ledger) for ledger in ("mediators", "members_of_a_group", "parties_of_one_statement")),
    ("steps", "offers_that_dispute_one"),
    ("steps", "others_that_dispute_one"),
    # Each source is left out of all, and each issue is put in order with each other.
    ("robust", "cards_used_once"),
    ("robust", "cards_beside_a_speaker"),
    *((kind, "cards_of_silences") for kind in ("matrix", "pairs", "robust", "brief")),
    ("robust", "issues_of_many_gaps"),
    # It holds the answers of others.
    *(("page", ledger) for ledger in ("mediators", "parties_of_one_statement", "cards_used_once", "cards_of_silences")),
    *(("page", ledger) for ledger in ("cards_beside_a_speaker", "issues_with_a_dispute_each")),
}
"""Where an answer itself grows by the square, so that it has a budget; by report and ledger."""


def count_steps(work: Callable[[], object], closely: bool = False) -> int:
    """How many lines and calls of Python some work takes; `closely`: how many instructions, also within a line."""
    steps = 0

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        frame.f_trace_opcodes = closely
        return step

    collecting, tracing = gc.isenabled(), sys.gettrace()
    gc.disable()
    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(tracing)
        if collecting:
            gc.enable()
    return steps


def grows_evenly(make: Callable[[int], Callable[[], object]], size: int, closely: bool = False) -> None:
    """What is added by going from twice the size to four times takes no more than twice what was added before."""
    # Once before, so that nothing is counted that is made once.
    for n in (size, 4 * size):
        make(n)()
    one, two, four = (count_steps(make(n), closely) for n in (size, 2 * size, 4 * size))
    assert four < LEAST or four - two <= FACTOR * max(two - one, LEAST / 4), (one, two, four)


def find_size(grow: Grow, kind: str = "") -> int:
    if grow.__name__ in LINKED:
        return LINKS
    return SIZES.get(f"{kind}-{grow.__name__}") or SIZES.get(kind) or SIZES.get(grow.__name__, SIZE)


@pytest.mark.parametrize("grow", some([*SOUND.values(), *LINKED.values(), *BROKEN.values()]), ids=lambda g: g.__name__)
def test_reading_grows_evenly(grow: Grow) -> None:
    """To read a ledger, to check it, and to print every mistake and warning of it."""

    def make(n: int) -> Callable[[], object]:
        data = grow(n).encode()

        def run() -> object:
            report = check(load_bytes(data, "grown.yaml"), strict=True)
            return [write_report(form, report, Screen()) for form in ("full", "json")]

        return run

    grows_evenly(make, find_size(grow))


@pytest.mark.parametrize("name", BESIDE)
def test_reading_a_table_grows_evenly(name: str, tmp_path: Path) -> None:
    """To read a ledger of a table, and to look at the table for the ledger of it."""

    def make(n: int) -> Callable[[], object]:
        folder = tmp_path / str(n)
        folder.mkdir(exist_ok=True)
        for file, text in BESIDE[name](n).items():
            (folder / file).write_text(text, encoding="utf-8")
        data = (folder / "votes.csv").read_bytes()

        def run() -> object:
            loaded = load(str(folder / "positions.yaml"))
            assert not loaded.errors
            return check(loaded, strict=True), look_at(read_rows(data, "votes.csv", 20))

        return run

    grows_evenly(make, 100)


def test_a_search_grows_evenly() -> None:
    """To fold what many statements say, and to look for words in it."""
    ledger = load(shipped()).require()

    def make(n: int) -> Callable[[], object]:
        view = narrow(ledger._replace(statements=ledger.statements * n), Query(parties=("all",)))
        return lambda: statements(view, text="التخصيب دون سقف")

    grows_evenly(make, 2)


def test_the_ledgers_are_what_they_should_be() -> None:
    """Those of the one kind have no mistake, the others have mistakes or warnings; there are forty or more of them."""
    for name, grow in {**SOUND, **LINKED, **SQUARE}.items():
        assert load_bytes(grow(20).encode(), name).errors == (), name
    for name, grow in BROKEN.items():
        assert load_bytes(grow(20).encode(), name).problems, name
    assert len(SOUND) + len(BROKEN) >= 40


KINDS = [kind for kind in REPORTS if kind != "check"]
ASKED = [
    pytest.param(kind, grow, id=f"{kind}-{grow.__name__}")
    for kind in KINDS
    for grow in SOUND.values()
    if (kind, grow.__name__) not in ANSWERED
] + [
    pytest.param(kind, LINKED[name], id=f"{kind}-{name}")
    for name, kinds in (
        ("asks_beside_each_other", ("matrix", "issue", "moves", "robust")),
        ("reports_that_dispute_each_other", ("matrix", "issue", "moves", "disputes", "robust", "brief", "page")),
        ("offers_that_dispute_each_other", ("matrix", "issue", "moves", "disputes", "robust", "brief")),
        ("proposals_of_all_terms", ("proposals",)),
        ("groups_of_groups", ("matrix", "issue")),
    )
    for kind in kinds
]


@cache
def read(grow: Grow, n: int) -> Ledger:
    """A ledger of a size, which many reports are asked of."""
    return load_bytes(grow(n).encode(), "grown.yaml").require()


@pytest.mark.parametrize(("kind", "grow"), some(ASKED))
def test_each_answer_grows_evenly(kind: str, grow: Grow) -> None:
    """Every report, as a page and as JSON; what is a file to hand on as one too."""
    forms = (*("table", "json"), *(("html",) if REPORTS[kind].form == "html" else ()))

    def make(n: int) -> Callable[[], object]:
        ledger = read(grow, n)

        def run() -> object:
            report: Any = find_report(kind)(narrow(ledger, Query()))
            return [write_report(form, report, Screen()) for form in forms]

        return run

    grows_evenly(make, find_size(grow, kind))


def test_loops_beside_a_long_chain_grow_evenly() -> None:
    """What cannot be made good is dropped with what waits for it, and not one layer of all conditions at a time."""

    def make(n: int) -> Callable[[], object]:
        positions = narrow(read(chain_beside_a_loop, n), Query()).positions
        return lambda: find_chains(positions, find_waiting(positions))

    grows_evenly(make, 100)


def test_moves_through_what_a_lens_takes_away_grow_evenly() -> None:
    """What was taken away is walked once, and not anew by each statement that replaces it."""

    def make(n: int) -> Callable[[], object]:
        view = narrow(read(asks_that_replace_what_is_replaced, n), Query(on_record=True))
        return lambda: find_report("moves")(view)

    grows_evenly(make, LINKS)


@pytest.mark.parametrize("grow", some([grow for name, grow in SOUND.items() if ("issue", name) not in ANSWERED]))
def test_an_issue_with_all_behind_it_grows_evenly(grow: Grow) -> None:
    """Every statement, the scale and the arithmetic of the first issue, as a page and as JSON."""

    def make(n: int) -> Callable[[], object]:
        ledger = read(grow, n)

        def run() -> object:
            report = issue(narrow(ledger, Query()), next(iter(ledger.issues)), notes=True)
            return [write_report(form, report, Screen()) for form in ("table", "json", "html")]

        return run

    grows_evenly(make, find_size(grow, "notes"))


@pytest.mark.parametrize("kind", some(["party", "robust"]))
def test_an_answer_of_a_table_grows_evenly(kind: str, tmp_path: Path) -> None:
    """Of twice as many votes, by more parties: looked at closely, so that no loop of Python is missed."""

    def make(n: int) -> Callable[[], object]:
        folder = tmp_path / str(n)
        folder.mkdir(exist_ok=True)
        for file, text in BESIDE["votes_on_few_questions"](n).items():
            (folder / file).write_text(text, encoding="utf-8")
        ledger = load(str(folder / "positions.yaml")).require()

        def run() -> object:
            return write_report("table", find_report(kind)(narrow(ledger, Query())), Screen())

        return run

    grows_evenly(make, 400, closely=True)


@pytest.mark.parametrize("scale", [choice, graded])
@pytest.mark.parametrize("other", ["rejects", "silent"])
def test_what_two_sides_may_hold_grows_evenly(scale: Callable[[list[str]], str], other: str) -> None:
    """Where one side rules out an option, and the other another one or says nothing, all others may be held."""

    def make(n: int) -> Callable[[], object]:
        said = [say("us", "us", "x.d", "rejects", "o1")]
        said.append(say("iran", "iran", "x.d", other, *(["o2"] if other == "rejects" else [])))
        data = ledger(issues(x=scale([f"o{i}" for i in range(n)])), said).encode()
        read = load_bytes(data, "grown.yaml").require()
        return lambda: write_report("table", find_report("matrix")(narrow(read, Query())), Screen())

    grows_evenly(make, 100)


# --- what is named ------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["x{}.d", "Issue X{}.d", "Issue x{}"])
def test_many_names_are_found_evenly(named: str) -> None:
    """The names of a ledger are folded once for all that are typed, and not once for each."""

    def make(n: int) -> Callable[[], object]:
        ledger = read(SOUND["issues_of_one_gap"], n)
        return lambda: narrow(ledger, Query(issues=tuple(named.format(i) for i in range(n))))

    grows_evenly(make, 100)


def test_many_assumptions_are_found_evenly() -> None:
    """Also what each of them replaces is looked for once."""

    def make(n: int) -> Callable[[], object]:
        ledger = read(SOUND["issues_of_one_gap"], n)
        return lambda: narrow(ledger, Query(assume=tuple(f"us:x{i}.d=Option b" for i in range(n))))

    grows_evenly(make, 100)


# --- what is too large --------------------------------------------------------------------------------

TOO_LARGE = [
    (
        "robust",
        "issues_of_many_gaps",
        700,
        "1 pairs, 700 issues, 700 questions, 1 sources, 1,400 statements",
        "--parties or --issues",
    ),
    ("disputes", "issues_with_a_dispute_each", 300, "300 disputes, 300 questions", "--issues or --parties"),
    ("links", "conditions_that_one_may_meet", 4000, "4,000 conditions, 16,000,000 statements", "--as-of"),
    (
        "robust",
        "cards_beside_a_speaker",
        1200,
        "1 pairs, 1 issues, 1 questions, 1,201 sources, 1,201 statements",
        "--parties or --issues",
    ),
    ("proposals --steps", "groups_that_offer", 1600, "1 pairs, 1 questions, 1,600 values", "--issues or --parties"),
    ("proposals --steps", "numbers_in_a_table", 400, "190 pairs, 20 questions, 400 values", "--issues or --parties"),
    (
        "proposals --steps --parties all",
        "conditions_among_all",
        8000,
        "648 values, 52,488 conditions",
        "--issues or --parties",
    ),
    ("moves", "mediators", 500, "502 statements, 502 parties", "--issues or --parties or --since"),
    ("matrix --parties all", "mediators", 500, "125,751 pairs, 1 questions", "--parties or --issues"),
    ("matrix", "cards_of_silences", 1200, "1,201 sources, 1,201 statements", "--issues or --parties"),
    ("proposals", "proposals_of_all_terms", 200**2, "200 proposals, 2 parties, 200 questions", "--issues"),
    (
        "proposals --steps",
        "offers_that_dispute_each_other",
        200**2,
        "1 pairs, 1 questions, 400 values",
        "--issues or --parties",
    ),
    (
        "matrix --by pair --parties all --dimensions --since 2026-01-10",
        "groups_for_all",
        50**2,
        "5,151 pairs, 100 rows_of_a_pair",
        "--parties or --issues",
    ),
    (
        "matrix --parties all --dimensions",
        "votes",
        100**2,
        "9,730 pairs, 70 questions",
        "--parties or --issues",
    ),
    (
        "issue x --parties all",
        "parties_that_rule_out",
        200**2,
        "20,301 pairs, 2 rows_of_a_pair",
        "--parties or --issues",
    ),
    # Neither the rows nor what is compared for them would be too much by itself, and none of the parts of a page.
    ("matrix --by pair --parties all", "mediators", 250, "31,626 pairs, 1 questions", "--parties or --issues"),
    ("page --parties all", "mediators", 130, "8,646 pairs, 1 questions", "--parties or --issues"),
    ("issue votes --notes", "votes_of_few_parties", 9000, "9,000 statements", "--issues or --parties"),
    ("proposals", "proposals_of_some_terms", 25_000, "250 proposals, 2 parties, 100 questions", "--issues"),
    ("proposals", "proposals", 7100, "7,100 proposals, 2 parties, 1 questions", "--issues"),
]
"""A command, a ledger that is too large for it, how large, the size as it is told, and what narrows it."""


@pytest.mark.parametrize(("kind", "name", "size", "told", "narrow_by"), some(TOO_LARGE))
def test_a_question_that_is_too_large(
    kind: str, name: str, size: int, told: str, narrow_by: str, run: Callable[..., Any], tmp_path: Any
) -> None:
    """It is refused before it is computed: exit 2, the size, and the option that asks for less."""
    files = BESIDE[name](size) if name in BESIDE else {"positions.yaml": {**SOUND, **LINKED, **SQUARE}[name](size)}
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    done = run(*kind.split())
    assert (done.code, done.stdout) == (2, b"")
    message = done.stderr.decode()
    assert message.startswith("gapcli: too much to compute: ") and message.count("\n") == 1
    assert re.search(rf" steps \({told}\), and at most [\d,]+ are taken: ask for less with {narrow_by}\n", message)


@pytest.mark.parametrize(
    ("kind", "name", "size"),
    [("moves votes.q0", "votes", 20_000), ("proposals", "offers_that_dispute_the_one_before", 2400)],
)
def test_what_is_not_asked_for_is_not_counted(
    kind: str, name: str, size: int, run: Callable[..., Any], tmp_path: Path
) -> None:
    """One question of many, and proposals where there are none."""
    files = BESIDE[name](size) if name in BESIDE else {"positions.yaml": offers_that_dispute_the_one_before(size)}
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert run(*kind.split()).code == 0


WIDE = [f"o{i}" for i in range(900)]
ALONE = {
    # What a side that only offers may ask for, against all that a silent one may hold.
    "matrix": (
        ledger(issues(x=choice(WIDE)), [say("u", "us", "x.d", "accepts", "o1"), say("i", "iran", "x.d", "silent")]),
        "900 values",
    ),
    # Each of many readings has hundreds of options.
    "issue x": (
        ledger(
            issues(x=choice(WIDE)),
            [
                *(
                    say(f"s{i}", "us", "x.d", "accepts", f"[{', '.join(WIDE[i : i + 700])}]", **against)
                    for i in range(50)
                    for against in [{"disputes": f"[s{i - 1}]"} if i else {}]
                ),
                *(say(f"e{i}", "iran", "x.d", "asks", "o0", disputes=f"[s{i}]") for i in range(20)),
            ],
        ),
        "1,050 readings, 50 statements",
    ),
    # Each change is told with all that was offered before.
    "moves": (
        ledger(
            issues(x=number(0, 1000)),
            [
                *(
                    say(f"s{i}", "us", "x.d", "accepts", str(i), f"{1900 + i // 28}-01-{1 + i % 28:02}")
                    for i in range(400)
                ),
                say("i", "iran", "x.d", "asks", "900"),
            ],
        ),
        "401 statements, 2 parties",
    ),
}
"""A command, and a ledger that grows in two things, with the size as it is told."""


@pytest.mark.parametrize("command", ALONE)
def test_a_ledger_that_grows_in_two_things(command: str, run: Callable[..., Any], tmp_path: Path) -> None:
    """It is refused likewise."""
    text, told = ALONE[command]
    (tmp_path / "positions.yaml").write_text(text, encoding="utf-8")
    done = run(*command.split())
    assert (done.code, done.stdout) == (2, b"")
    assert f"({told}), and at most" in done.stderr.decode()


def test_a_workbook_that_is_too_large(run: Callable[..., Any], tmp_path: Path) -> None:
    """A cell of it takes twenty times as long to write as to read."""
    for file, text in BESIDE["votes"](20_000).items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    done = run("statements", "-o", "votes.xlsx")
    assert done.code == 2 and b"31 columns), and at most" in done.stderr
    assert not (tmp_path / "votes.xlsx").exists()


def test_a_command_has_one_budget() -> None:
    """What its parts require is summed; of answers that are asked for by themselves it is not."""
    half = budget.MOST_STEPS // 2
    for _ in range(3):
        budget.require_steps(half + 1, "--issues", parties=2)
    ledger = load_bytes(SOUND["equal_asks"](0).encode(), "positions.yaml").ledger
    assert ledger
    with budget.share_budget(ledger._replace(statements=())):
        budget.require_steps(half, "--issues", parties=2)
        budget.require_steps(half, "--issues", before=half, parties=2)
        with pytest.raises(budget.TooLarge, match=r"34,000,001 steps \(2 parties\)"):
            budget.require_steps(1, "--issues", parties=2)
    with pytest.raises(budget.TooLarge):
        budget.require_steps(1, "--issues", before=2 * half, parties=2)


@pytest.mark.parametrize(
    ("name", "sizes", "each"),
    [
        ("equal_asks", (10**2, 20**2), budget.FOR_STATEMENT),
        ("votes", (10**2, 20**2), budget.FOR_CELL),
        ("votes", (52_000, 54_000), budget.FOR_COLUMN),
    ],
)
def test_a_budget_grows_with_what_is_read(name: str, sizes: tuple[int, int], each: int, tmp_path: Path) -> None:
    """A statement that is written takes longer to read than a cell of a table, and that than one of very many."""
    found = []
    for size in sizes:
        files = BESIDE[name](size) if name in BESIDE else {"positions.yaml": SOUND[name](size)}
        for file, text in files.items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        ledger = load(str(tmp_path / "positions.yaml")).ledger
        assert ledger
        with budget.share_budget(ledger):
            found.append((budget.find_most_steps(), ledger.size))
    (less, few), (more, many) = found
    assert more - less == each * (many - few) > 0 and less > budget.MOST_STEPS


@pytest.mark.parametrize("kind", ["matrix", "issue", "brief"])
def test_a_position_of_too_many_readings(kind: str, run: Callable[..., Any], tmp_path: Any) -> None:
    """Every report that needs it refuses it."""
    text = offers_that_dispute_the_one_before(1800)
    (tmp_path / "positions.yaml").write_text(text, encoding="utf-8")
    done = run(kind)
    assert (done.code, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "gapcli: too much to compute: 129,600,000 steps (1,800 readings, 1,800 statements), "
        "and at most 55,612,000 are taken: ask for less with --issues or --only\n"
    )


@pytest.mark.parametrize("grow, count", [(circle_of_groups, 60), (circle_of_groups, 9), (chain_of_groups, 2000)])
def test_groups_of_groups(grow: Grow, count: int, run: Callable[..., Any], tmp_path: Any) -> None:
    """However they speak for each other, there is an answer, or a refusal."""
    (tmp_path / "positions.yaml").write_text(grow(count), encoding="utf-8")
    done = run("matrix")
    if grow is chain_of_groups:
        assert done.code == 0 and b"through G" in done.stdout
    else:
        told = f" ({count} groups), and at most 34,024,000 are taken: ask for less with --issues or --parties\n"
        assert done.code == 2 and told in done.stderr.decode().replace(f"{count + 1} groups", f"{count} groups")


def test_an_answer_that_is_too_long() -> None:
    """It is refused at the limit, and nothing of it is printed."""
    budget.require_characters(budget.MOST_CHARACTERS)
    with pytest.raises(budget.TooLarge, match="more than 200,000,000 characters: ask for less with --parties"):
        budget.require_characters(budget.MOST_CHARACTERS + 1)
