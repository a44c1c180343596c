"""The words of the page: none that readers found odd, what somebody wrote as it was written, and whole tables."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from conftest import HERE, Ran
from hypothesis import given
from hypothesis import strategies as st
from small_ledgers import answers, data, graded, ledger, number, say

from gapcli.cli.commands import COMMANDS
from gapcli.files.load import load_bytes
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Attribution, Role, SourceKind, Stance, Teller
from gapcli.ledger.query import Query
from gapcli.ledger.scales import FORMS
from gapcli.measure.changes import KINDS
from gapcli.measure.gaps import LEVELS
from gapcli.measure.positions import MARKS, STATUSES
from gapcli.measure.robustness import FLIPS
from gapcli.measure.view import narrow
from gapcli.reports import REPORTS, find_report, find_schema
from gapcli.text import write_number
from gapcli.words import en, phrases

ROOT = HERE.parent
RETIRED = (
    "asks for ",
    "words without a place",
    "and without a place",
    ", without a place",
    "won't discuss",
    "(today:",
    "gave no answer",
    "no report:",
    "has no report",
    "yet acts",
    "by its deeds",
    "a red line is crossed",
    "Red lines crossed",
    "no named voice",
    " on one outlet",
    "only as others tell it, ",
    "another report contradicts",
    "contradicted by",
    "(on offer)",
    "(not on offer)",
    "(no answer)",
    "on offer, assumed",
    "short by ",
    "any step on ",
    "gap: about halfway",
    "asks → offers",
    "known 80 %",
    "no alignment",
    "No order ",
    "another place in the order",
    "no place in the order",
    "a side speaks through",
)
"""What readers of the first pages found odd or misleading: what stands in its place is in `words/en.py`."""
STORIES = {"coding.md"}
"""What tells of how the shipped ledger was coded, in the words that a coder uses."""


SEPARATORS = {"COMMA", "SEMICOLON", "STOP", "ARROW"}

SAYS = {"a_says", "b_says", "says", "what", "words", "from", "to", "conditions", "word"}
"""The keys of the JSON that hold sentences of ours."""


def list_sayings(part: Any) -> Iterator[str]:
    """Every sentence of ours in a document of JSON."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, (dict, list)):
            yield from list_sayings(value)
        elif key in SAYS and value:
            yield value


def find_retired(text: str) -> list[str]:
    folded = " ".join(text.split())
    return [phrase for phrase in RETIRED if phrase in folded]


PAGES = [
    *(HERE / "reports").rglob("*.txt"),
    *(path for path in (ROOT / "docs").glob("*.md") if path.name not in STORIES),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    Path(phrases.__file__),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: "-".join(path.parts[-2:]))
def test_no_page_has_a_retired_phrase(page: Path) -> None:
    """No page of any report, no documentation and no pattern has a phrase that was given up."""
    assert find_retired(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", [*(HERE / "reports").rglob("*.json")], ids=lambda path: "-".join(path.parts[-2:]))
def test_no_document_has_a_retired_phrase(document: Path) -> None:
    """What the JSON says in words it says as the page does."""
    sayings = list_sayings(json.loads(document.read_text(encoding="utf-8")))
    assert [phrase for saying in sayings for phrase in find_retired(saying)] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_no_help_has_a_retired_phrase(command: str, run: Any) -> None:
    """No help of a command has a phrase that was given up, nor has the schema of its JSON."""
    shown: Ran = run(*filter(None, [command]), "--help")
    assert shown.code == 0
    assert find_retired(shown.stdout.decode()) == []


def test_a_retired_phrase_is_found() -> None:
    """Also where a page breaks its line."""
    assert find_retired("  US  asks\n      for zero") == ["asks for "]


# --- what somebody wrote ----------------------------------------------------------------------------

WRITTEN = (
    "Berlin agrees",
    "UK delegates stay out of it.",
    "Asked for the file of the U.N.",
    "de Gaulle's terms are met",
    "إيران توافق",
    "It stays secret.",
    "The Hague rules",
)
"""Texts whose first letter, and last, must stay as they are."""


def show_pages(of: dict[str, Any], *kinds: str) -> str:
    """The pages of some reports about all parties and issues, with single blanks."""
    view = narrow(ledger(of), Query(parties=("all",), issues=("all",)))
    reports = (find_report(kind)(view) for kind in kinds)
    return " ".join(" ".join(str(write_report("table", report, Screen())) for report in reports).split())


@pytest.mark.parametrize("text", WRITTEN)
def test_a_text_keeps_its_letters(text: str) -> None:
    """A text of a statement and a condition in words stand on the page as they were written, but for the full stop."""
    said = [
        say("a", "x.d", "accepts", "some", **{"if": [text, {"party": "b", "about": "x.d", "is": "all"}]}),
        say("b", "x.d", "asks", text=text),
        say("b", "y", "asks", text=text, id="whole"),
        say("a", "z.d", "off-agenda", unless=[text]),
    ]
    issues = {name: {"d": graded("none", "some", "all", today="none")} for name in "xyz"}
    shown = text if text.endswith("U.N.") else text.removesuffix(".")
    page = show_pages(data(issues, said), "matrix", "issue", "party", "links", "brief")
    clause = shown if shown[0].islower() else f"this holds: {shown}"
    assert f"and {clause}" in page or f"if {clause}" in page
    assert f"; unless {clause}" in page
    assert f"too general to place: {shown}" in page
    assert f"on the issue as a whole: {shown}" in page
    lowered = shown[:1].lower() + shown[1:]
    assert lowered == shown or lowered not in page


@pytest.mark.parametrize("style", [">", "|", ">-", "|+"])
def test_a_text_ends_before_the_line_does(style: str) -> None:
    """The break at the end of a block of YAML is none of the text, which goes on in its sentence."""
    conditions = ["no dog barks.", "Bonn pays.", "It is calm."]
    said = [say("a", "x.d", "accepts", "some", **{"if": conditions}), say("b", "x.d", "asks")]
    of = data({"x": {"d": graded("none", "some")}}, said)
    text = yaml.safe_dump(json.loads(json.dumps(of)))  # Of which no part stands twice, so that none is an alias.
    for words in conditions:
        text = text.replace(f"  - {words}\n", f"  - {style}\n    {words}\n")
    assert text.count(f" {style}\n") == 3
    rows = answers(load_bytes(text.encode(), "x.yaml").require())["rows"]
    assert rows[0]["a_says"] == "would accept answer some, if no dog barks, and this holds: Bonn pays. It is calm"


def test_a_text_of_a_stop_keeps_it() -> None:
    """Nothing but a full stop is not nothing."""
    assert [phrases.strip_stop(text) for text in (".", "It rains.", "the U.N.", "…")] == [
        ".",
        "It rains",
        "the U.N.",
        "…",
    ]


@pytest.mark.parametrize("name", ["deLisle", "Österreich", "iRAN", "UK delegates"])
def test_a_name_keeps_its_letters(name: str) -> None:
    """The names of parties, issues and answers stand as they were written wherever they stand."""
    issues = {"x": {"d": graded("none", "some", "all", today="none")}}
    issues["x"]["d"]["options"]["all"]["name"] = name
    said = [
        say("a", "x.d", "asks", "all", **{"if": [{"party": "b", "about": "x.d", "is": "all"}]}),
        say("b", "x.d", "rejects", "all"),
    ]
    of = data(issues, said)
    of["parties"]["b"]["name"] = of["issues"]["x"]["name"] = name
    page = show_pages(of, "matrix", "issue", "party", "links", "brief", "robust", "disputes", "moves")
    assert f"wants {name}, if {name} accepts {name} ({name} has not offered it)" in page
    assert f"rules out {name}" in page
    assert name.swapcase() not in page and name.lower() not in page.replace(name, "")


DIGITS = st.builds(
    lambda whole, part: f"{whole}.{part}" if part else str(whole),
    st.integers(0, 99_999_999),
    st.from_regex(r"([0-9]{0,6}[1-9])?", fullmatch=True),
)
"""Numbers of up to 15 digits, without a 0 that says nothing."""


@given(DIGITS, DIGITS)
def test_a_number_keeps_its_digits(value: str, bound: str) -> None:
    """A number has on the page the digits that it has in the file, as a value and as a bound, and no exponent."""
    issues = {"x": {"n": number("0", "100000000")}}
    said = [
        say("a", "x.n", "asks", f">= {value}", **{"if": [{"party": "b", "about": "x.n", "at_most": bound}]}),
        say("b", "x.n", "rejects", f"< {value}") if float(value) else say("b", "x.n", "asks", value),
    ]
    (whole, row) = answers(data(issues, said))["rows"]
    assert row["a_says"].startswith(f"wants at least {value} units, if b accepts at most {bound} units (")
    assert f" {value} units" in row["b_says"]
    assert whole["a_says"] == row["a_says"]


@given(DIGITS)
def test_write_number(text: str) -> None:
    """A number is written as it was read, however small or large."""
    assert write_number(float(text)) == text
    assert write_number(-float(text)) == (f"-{text}" if text != "0" else "0")
    assert write_number(float(text) / 10**9).count("e") == write_number(float(text) * 10**12).count("e") == 0


def test_a_trailing_zero_stays() -> None:
    """Of a value even a 0 that adds nothing."""
    rows = answers(
        data({"x": {"n": number("0", "10")}}, [say("a", "x.n", "asks", "3.670"), say("b", "x.n", "asks", "1")])
    )
    assert rows["rows"][1]["a_says"] == "wants 3.670 units"


# --- whole tables -----------------------------------------------------------------------------------


def test_every_table_of_phrases_is_whole() -> None:
    """Each thing that has a table of phrases has one for every kind of it, and none for what there is not."""
    assert {"options", *phrases.VALUES} == {"options", *phrases.RULED_OUT} == set(FORMS)
    assert set(phrases.MARKS) == set(MARKS) and set(phrases.PARTY_MARKS) < set(MARKS)
    assert set(phrases.UNANSWERED) == set(phrases.UNPLACED_FIGURES) == set(STATUSES) - {"stated", "conduct-only"}
    assert set(phrases.TELLERS) == set(get_args(Teller)) and set(phrases.ATTRIBUTIONS) == set(get_args(Attribution))
    assert {heading.removesuffix("-unplaced") for heading in phrases.HEADINGS} == {*get_args(Stance), "acts"}
    assert set(phrases.ROLES) == set(get_args(Role)) and set(phrases.KINDS) == set(get_args(SourceKind))
    assert set(phrases.STANCES) == set(get_args(Stance)) and [*phrases.LEVELS] == [name for _, name in LEVELS]
    assert set(phrases.PAGES) == set(REPORTS)
    assert set(phrases.CHANGES) == set(KINDS) and set(phrases.FLIPS) == set(FLIPS)
    schema = json.dumps(find_schema("links"))
    assert json.dumps([*phrases.STATES]) in schema


def test_patterns_are_whole() -> None:
    """No pattern begins or ends with a blank, so that none is glued to another."""
    named = (value for name, value in vars(phrases).items() if name.isupper() and name not in SEPARATORS)
    patterns = [text for text in _list_patterns(named) if isinstance(text, str)]
    assert len(patterns) > 200
    assert [text for text in patterns if text != text.strip()] == []


def test_no_pattern_is_left_over() -> None:
    """Each is said by something."""
    said = "".join(path.read_text() for path in Path(phrases.__file__).parents[1].rglob("*.py"))
    names = [name for name in vars(phrases) if re.fullmatch("[A-Z_]+", name) and name not in ("MONTHS", "AND", "NOUNS")]
    assert set(names) <= set(re.findall(r"\bphrases\.(\w+)", said))


def _list_patterns(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, (tuple, dict)):
            yield from _list_patterns(value.values() if isinstance(value, dict) else value)
        else:
            yield value


def test_each_phrase_has_a_name_of_its_own() -> None:
    """A second phrase of one name would take the place of the first on every page that has it."""
    tree = ast.parse(Path(en.__file__).read_text(encoding="utf-8"))
    targets: list[ast.expr] = []
    for s in tree.body:
        targets += s.targets if isinstance(s, ast.Assign) else [s.target] if isinstance(s, ast.AnnAssign) else []
    names = Counter(name.id for t in targets for name in ast.walk(t) if isinstance(name, ast.Name))
    assert [name for name, n in names.items() if n > 1] == []
