"""Every report on the shipped ledger, as a page of 80 columns and as JSON, as a person has reviewed it."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Ran

import gapcli
from gapcli.files.find import shipped
from gapcli.pages import lay_page

REPORTS = {
    "matrix": ["matrix"],
    "matrix-even": ["matrix", "--weights", "even", "--sort", "open", "--dimensions"],
    "matrix-since": ["matrix", "--since", "2026-02-05"],
    "matrix-by-party": ["matrix", "--by", "party"],
    "matrix-stands": ["matrix", "--parties", "us,iran,mediators"],
    "matrix-by-pair": ["matrix", "--parties", "us,iran,mediators", "--by", "pair"],
    "matrix-on-record": ["matrix", "--on-record"],
    "matrix-assume": ["matrix", "--assume", "iran:enrichment.extent=three-years", "--issues", "enrichment"],
    "issue": ["issue"],
    "issue-enrichment": ["issue", "enrichment"],
    "issue-sanctions-source": ["issue", "sanctions", "--source"],
    "issue-extent": ["issue", "enrichment.extent"],
    "party": ["party"],
    "party-russia": ["party", "russia"],
    "statements-guarantees": ["statements", "--issues", "guarantees"],
    "statements-search": ["statements", "--text", "ضمانات"],
    "sources": ["sources"],
    "sources-one": ["sources", "arabi-post-muscat"],
    "moves": ["moves"],
    "moves-guarantees": ["moves", "guarantees"],
    "disputes": ["disputes"],
    "links": ["links"],
    "proposals": ["proposals"],
    "robust": ["robust"],
    "brief": ["brief"],
    "check": ["check", shipped()],
}
WIDE = ("issue-enrichment", "issue-sanctions-source", "party-russia")
"""Pages that are kept at 160 columns too, where words stand beside the pictures."""


@pytest.mark.parametrize("name", REPORTS)
def test_page(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The page of a report at 80 columns."""
    done = run(*REPORTS[name], env={"COLUMNS": "80"})
    assert (done.code, done.stderr) == (0, b"")
    golden(f"reports/{name}.txt", done.stdout.decode())


@pytest.mark.parametrize("name", WIDE)
def test_wide_page(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The page of a report at 160 columns."""
    done = run(*REPORTS[name], env={"COLUMNS": "160"})
    assert (done.code, done.stderr) == (0, b"")
    golden(f"reports/{name}.160.txt", done.stdout.decode())


@pytest.mark.parametrize("name", REPORTS)
def test_data(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The JSON of a report."""
    done = run(*REPORTS[name], "--json")
    assert done.code == 0
    golden(f"reports/{name}.json", done.stdout.decode())


def test_a_page_says_which_weights_it_has(run: Callable[..., Ran]) -> None:
    """Salience is called a judgement where it weighs, and where it cannot weigh the page does not claim it."""
    assert b"every question counts once" in run("matrix", "--weights", "questions").stdout
    weighed = run("matrix", "--weights", "salience")
    assert b"weighted by salience, an analyst's judgement" in weighed.stdout
    assert weighed.stderr == b""
    fallen = run("matrix", "--weights", "salience", "--parties", "us,israel")
    assert b"weighted by salience" not in fallen.stdout
    assert b"the declared weights stand" in fallen.stderr


VALUES: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    "issue": (gapcli.issue, (), {}),
    "issue-enrichment-source": (gapcli.issue, ("enrichment",), {"sources": True}),
    "party": (gapcli.party, (), {}),
    "party-russia": (gapcli.party, ("russia",), {}),
    "statements": (gapcli.statements, (), {}),
    "statements-one": (gapcli.statements, (("us-zero-enrichment",),), {}),
    "sources": (gapcli.sources, (), {}),
    "sources-one": (gapcli.sources, (("arabi",),), {}),
}
"""Reports by a name, each as its function and what it takes after the view."""


@pytest.mark.parametrize("name", VALUES)
def test_a_report_is_a_value(name: str) -> None:
    """A report equals another of the same view, and itself pickled and read back, in its page and its data too."""
    function, names, options = VALUES[name]
    ledger = gapcli.load(shipped()).ledger
    assert ledger is not None
    view = gapcli.narrow(ledger, gapcli.Query())
    report = function(view, *names, **options)
    page = lay_page(report)
    for other in (function(view, *names, **options), pickle.loads(pickle.dumps(report))):
        assert other == report
        assert (lay_page(other), other.data()) == (page, report.data())


def test_an_unknown_statement_is_answered_in_the_order_of_the_file(run: Callable[..., Ran]) -> None:
    """The known names that an error lists are the first of the file, whatever the hashes of a run."""
    ledger = gapcli.load(shipped()).ledger
    assert ledger is not None
    first = ", ".join(s.id for s in ledger.statements[:12])
    for seed in "123":
        done = run("statements", "nope", env={"PYTHONHASHSEED": seed})
        assert done.code == 2 and f"one of: {first} and " in done.stderr.decode()
