"""Every report on the shipped ledger, as a page of 80 columns and as JSON, as a person has reviewed it."""

from collections.abc import Callable

import pytest
from conftest import Ran

REPORTS = {
    "matrix": ["matrix"],
    "matrix-even": ["matrix", "--weights", "even", "--sort", "open", "--dimensions"],
    "matrix-since": ["matrix", "--since", "2026-02-05"],
    "matrix-by-party": ["matrix", "--by", "party"],
    "matrix-pairs": ["matrix", "--parties", "us,iran,mediators"],
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
    "moves-guarantees": ["moves", "guarantees"],
    "disputes": ["disputes"],
    "links": ["links"],
    "proposals": ["proposals"],
    "robust": ["robust"],
    "brief": ["brief"],
    "check": ["check"],
}
PEOPLE = {"brief"}
"""What is for people alone, and has no data of its own."""


@pytest.mark.parametrize("name", REPORTS)
def test_page(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The page of a report at 80 columns."""
    done = run(*REPORTS[name], env={"COLUMNS": "80"})
    assert (done.code, done.stderr) == (0, b"")
    golden(f"reports/{name}.txt", done.stdout.decode())


@pytest.mark.parametrize("name", [n for n in REPORTS if n not in PEOPLE])
def test_data(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """The JSON of a report."""
    done = run(*REPORTS[name], "--json")
    assert done.code == 0
    golden(f"reports/{name}.json", done.stdout.decode())


def test_a_page_says_which_weights_it_has(run: Callable[..., Ran]) -> None:
    """Salience is called a judgement where it weighs, and where it cannot weigh the page does not claim it."""
    weighed = run("matrix", "--weights", "salience")
    assert b"weighted by salience, an analyst's judgement" in weighed.stdout
    assert weighed.stderr == b""
    fallen = run("matrix", "--weights", "salience", "--issues", "all")
    assert b"weighted by salience" not in fallen.stdout
    assert b"the declared weights stand" in fallen.stderr
