"""One figure is the same in every report and on every page, whatever is left out and whoever is shown."""

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_ledgers import random_ledger
from shares import share
from small_ledgers import Data, data, graded, ledger, say

from gapcli.files.load import load_bytes
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.view import View, narrow
from gapcli.reports.brief import brief
from gapcli.reports.disputes import disputes
from gapcli.reports.issue import issue
from gapcli.reports.matrix import FigureRow, matrix
from gapcli.reports.moves import moves
from gapcli.reports.report import Report, fields
from gapcli.reports.robust import robust
from gapcli.reports.steps import steps

FIGURES = [f.key for f in fields(FigureRow)]
RELATIVE = ("weight", "part", "open")
"""What hangs on all that is shown."""
LENSES: list[Data] = [
    {},
    {"on_record": True},
    {"own_words": True},
    {"without": ("card-1",)},
    {"only": ("card-1",)},
    {"weights": "even"},
    {"weights": "questions"},
    {"weights": "salience"},
    {"as_of": "2026-01"},
    {"as_of": "2026-01-25", "on_record": True},
]
Place = tuple[str, str, str | None, str | None]


@cache
def random(seed: int) -> Ledger:
    made = load_bytes(random_ledger(seed).encode(), "random.yaml").ledger
    assert made
    return made


def by_place(rows: Any) -> dict[Place, Data]:
    """Rows by pair, issue and dimension."""
    return {(r["a"], r["b"], r["issue"], r["dimension"]): dict(r) for r in rows}


def pick(row: Data, keys: Any) -> Data:
    return {key: row[key] for key in keys}


def leave(row: Data, *keys: str) -> Data:
    return {key: value for key, value in row.items() if key not in keys}


@given(st.integers(0, 400), st.sampled_from(LENSES))
@settings(deadline=None, max_examples=share(60))
def test_every_report_has_the_figures_of_matrix(seed: int, lens: Data) -> None:
    """Of each cell, each issue and each pair, with the same day, lens and weights."""
    of = random(seed)

    def ask(**query: Any) -> View:
        return narrow(of, Query(**{"parties": ("all",), "issues": ("all",), **lens, **query}))

    table = matrix(ask(), dimensions=True)
    cells, totals = by_place(table.list_rows()), table.data()["totals"]
    assert by_place(issue(ask()).list_rows()) == cells
    for name in of.issues:
        for place, row in by_place(issue(ask(issues=()), name).list_rows()).items():
            assert leave(row, *RELATIVE) == leave(cells[place], *RELATIVE)
    for row in disputes(ask()).list_rows():
        stands = cells[row["a"], row["b"], row["issue"], row["dimension"]]
        assert pick(row, [*FIGURES, "least"]) == pick(stands, [*FIGURES, "least"])
    pairs = [(total["a"], total["b"]) for total in totals]
    tested = [robust(ask(parties=pair), dimensions=True).data() for pair in pairs[:2]]
    for row in (row for found in tested for row in (*found["rows"], *found["holds"])):
        if row["issue"] and row.get("left_out") is None:
            stands = cells[row["a"], row["b"], row["issue"], row["dimension"]]
            keys = FIGURES if "left_out" in row else ("gap",)
            assert pick(row, keys) == pick(stands, keys)
            assert row.get("bound", stands["least"]) == stands["least"]
    for total, left in zip(totals, steps(ask()).data()["totals"], strict=True):
        assert left == pick(total, ("a", "b", "bridge", "coverage"))
        short = brief(ask(parties=(total["a"], total["b"]))).data()
        (alone,) = short["totals"]
        assert alone == total
        assert all(row == cells[place] for place, row in by_place(short["rows"]).items())


def test_a_question_is_not_told_as_its_issue() -> None:
    """The page of one question says nothing of how far apart the two are on all of the issue."""
    questions = {"level": graded("none", "half", "all"), "length": graded("none", "half", "all")}
    said = [say("a", "talks.level", "asks", "none"), say("b", "talks.level", "asks", "half")]
    view = narrow(ledger(data({"talks": questions}, said)), Query(parties=("a", "b")))
    whole, one = (write_report("table", issue(view, name), Screen(120)) for name in ("talks", "talks.level"))
    above, _, below = whole.partition("1  What of it?")
    assert (above.count("a and b 0.50 apart"), below.count("0.50 apart")) == (1, 1)
    above, _, below = one.partition("What of it?")
    assert (above.count("0.50"), below.count("a and b 0.50 apart")) == (0, 1)


def test_a_lower_bound_is_printed_as_one_on_every_page() -> None:
    """Wherever the gap of a party that only offers stands, it stands with its sign."""
    of = ledger(
        data(
            {"talks": {"level": graded("none", "some", "half", "most", "all")}},
            [
                say("a", "talks.level", "accepts", "half"),
                say("b", "talks.level", "asks", "all", id="b-all", said="2026-02-02"),
                say("b", "talks.level", "asks", "most", said="2026-02-02", disputes=["b-all"]),
            ],
        )
    )
    both = Query(parties=("a", "b"))
    reports: list[Report] = [
        matrix(narrow(of, both)),
        brief(narrow(of, both)),
        issue(narrow(of, both), "talks"),
        issue(narrow(of, both), "talks.level"),
        disputes(narrow(of, both)),
        robust(narrow(of, both)),
    ]
    for report in reports:
        page = write_report("table", report, Screen(120))
        gap = "0.38" if report.kind == "disputes" else "0.38 apart"
        assert page.count(f"≥ {gap}") == page.count(gap) > 0, report
    page = write_report("table", moves(narrow(of, both), "talks"), Screen(120))
    assert "a ≥ 0.38, not known before" in page
    (row,) = disputes(narrow(of, both)).list_rows()
    assert (row["least"], row["first_least"], row["second_least"]) == (True, True, True)
