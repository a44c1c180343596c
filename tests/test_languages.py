"""A ledger in several languages: every text may stand by language, and nothing else is taken for one."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Ran, complete

import gapcli
from gapcli import Loaded
from gapcli.files.fields import list_fields
from gapcli.files.find import find_example, shipped
from gapcli.ledger.model import NOUNS, Condition, Text

TABLE = b"party,one,two\nus,a,3\niran,b,4\n"


def holds_text(annotation: Any) -> bool:
    """Whether a type is a text, or has one among its parts that is no part of another noun."""
    return annotation is Text or any(map(holds_text, get_args(annotation)))


FIELDS = [
    f"{noun.__name__}.{field.attribute}" for noun in NOUNS for field in list_fields(noun) if holds_text(field.type)
]
"""Every field of the model that holds texts."""


def by(field: str) -> str:
    """A text in two languages that says which field it stands in; not in the order in which a ledger keeps it."""
    return f'{{ar: "{field} بالعربية", en: "{field}"}}'


LEDGER = f"""\
format: 1
language: en
title: {by("Ledger.title")}
as_of: 2026-02-10
sources:
  daily:
    outlet: {by("Source.outlet")}
    kind: report
    language: ar
    published: 2026-02-09
    sha256: {"0" * 64}
    characters: 900
    reliability: {{grade: B, why: {by("Reliability.why")}}}
    digest: {by("Source.digest")}
  votes:
    outlet: Votes
    kind: dataset
    language: en
    published: 2026-02-09
    sha256: {sha256(TABLE).hexdigest()}
    characters: {len(TABLE)}
    reliability: {{grade: B, why: It counts.}}
    digest: Votes.
parties:
  us:
    name: {by("Party.name")}
    short: {by("Party.short")}
    role: principal
    salience: {{x: {{value: 90, why: {by("Judgement.why")}}}}}
  iran: {{name: Iran, role: principal}}
issues:
  x:
    name: {by("Issue.name")}
    note: {by("Issue.note")}
    dimensions:
      line:
        question: {by("Dimension.question")}
        scale: graded
        poles: [{by("Dimension.poles")}, all]
        options:
          none: {by("Option.name")}
          half: {{name: {by("Option.name")}, at: 40, would: {{us: {by("Option.would")}}}}}
          all: all
        today: none
        why: {by("Dimension.why")}
        note: {by("Dimension.note")}
      sum:
        question: How much?
        scale: number
        poles: [nothing, all]
        unit: {by("Dimension.unit")}
        range: [0, 10]
        why: By number.
        note: Nobody speaks on it.
statements:
  - id: one
    party: us
    about: x.line
    stance: asks
    value: half
    said: 2026-02-01
    speaker: {by("Statement.speaker")}
    text: {by("Statement.text")}
    if:
      - {by("Statement.if_")}
      - {{party: iran, about: x.line, reaches: half, words: {by("Condition.words")}}}
    evidence:
      - source: daily
        at: [0, 7]
        quote: a quote
        gloss: {by("Evidence.gloss")}
        attribution: named
        teller: own
        via: {by("Evidence.via")}
    note: {by("Statement.note")}
  - id: two
    party: us
    about: x.sum
    stance: rejects
    value: 5
    said: 2026-02-01
    text: Would not have it.
    unless: [{by("Statement.unless")}]
    evidence: [{{source: daily, at: [0, 7], quote: a quote, gloss: a quote, attribution: named, teller: own}}]
proposals:
  bundle:
    name: {by("Proposal.name")}
    statements: [one]
    note: {by("Proposal.note")}
tables:
  options:
    file: votes.csv
    card: votes
    shape: parties
    name: {by("Table.name")}
    said: 2026-02-01
    party: {{id: party}}
    ignore: [two]
    value:
      scale: graded
      why: {by("ValueColumns.why")}
      poles: [{by("ValueColumns.poles")}, b]
      options:
        a: {by("Answer.name")}
        b: {{name: {by("Answer.name")}, codes: [b]}}
  numbers:
    file: votes.csv
    card: votes
    shape: parties
    said: 2026-02-01
    party: {{id: party}}
    ignore: [one]
    value:
      scale: number
      why: By number.
      poles: [nothing, all]
      unit: {by("ValueColumns.unit")}
      range: [0, 10]
"""


def list_texts(value: Any, field: str) -> Iterator[tuple[str, Text]]:
    """Every text in a value of the model, with the field of the nearest noun that it stands in."""
    if isinstance(value, Text):
        yield field, value
    elif isinstance(value, NOUNS):
        for name in value._fields:
            yield from list_texts(getattr(value, name), f"{type(value).__name__}.{name}")
    elif isinstance(value, (tuple, Mapping)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from list_texts(part, field)


@cache
def load_all(folder: Path) -> Loaded:
    (folder / "votes.csv").write_bytes(TABLE)
    (folder / "positions.yaml").write_text(LEDGER, encoding="utf-8")
    return gapcli.load(str(folder / "positions.yaml"))


@pytest.mark.parametrize("field", FIELDS)
def test_each_text_may_stand_by_language(field: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each field of the model that holds a text takes one in several languages; that of the file comes first."""
    loaded = load_all(tmp_path_factory.getbasetemp())
    texts = [text for name, text in list_texts(loaded.require(), "") if name == field and str(text) == field]
    assert texts and all([*text.items()] == [("en", field), ("ar", f"{field} بالعربية")] for text in texts)
    # An option that is a text alone has the name that one with other keys has.
    assert len(texts) == LEDGER.count(by(field))
    # What is a text alone is in one language.
    assert {p.id for p in loaded.problems} == {"missing-language"}


def test_what_a_table_makes_stands_in_each_language(tmp_path: Path) -> None:
    """An issue of a table has the name of that, and a number its unit, in every language that they have."""
    ledger = load_all(tmp_path).require()
    assert ledger.issues["options"].name == {"en": "Table.name", "ar": "Table.name بالعربية"}
    texts = [s.text for s in ledger.statements if s.about == "numbers.two"]
    unit = "ValueColumns.unit"
    assert texts == [{"en": f"{n} {unit}", "ar": f"{n} {unit} بالعربية"} for n in (3, 4)]


# --- the ledgers that ship --------------------------------------------------------------------------

LETTERS = {"en": re.compile("[A-Za-z]"), "ar": re.compile("[\u0600-\u06ff]")}


@pytest.mark.parametrize("path", [shipped(), f"{find_example('many')}/positions.yaml"], ids=["shipped", "many"])
def test_they_are_whole_in_either_language(path: str) -> None:
    """Every text stands in English and in Arabic, each in its own letters; a quote has a gloss in the other ones."""
    ledger = gapcli.load(path).require()
    # What a table holds stays in the language of the table.
    own = {id: issue for id, issue in ledger.issues.items() if not any(d.table for d in issue.dimensions.values())}
    ledger = ledger._replace(statements=tuple(s for s in ledger.statements if not s.is_cell), issues=own)
    for field, text in list_texts(ledger, ""):
        assert field == "Evidence.gloss" or [*text] == ["en", "ar"], text
        assert all(LETTERS[language].search(words) for language, words in text.items()), text
    for e in (e for s in ledger.statements for e in s.evidence):
        assert {*(e.gloss or ())} == {"en", "ar"} - {ledger.cards[e.source].language}, e.quote


# --- what a mapping is ------------------------------------------------------------------------------

DIMENSION = """
issues:
  x:
    name: An issue
    dimensions:
      line:
        question: What of it?
        scale: graded
        poles: [a, c]
        options: {{a: a, b: {option}, c: c}}
        today: a
        why: For a test.
        note: For a test.
"""
STATEMENT = """
statements:
  - id: one
    party: us
    about: x.line
    stance: asks
    value: b
    said: 2026-02-01
    text: Said so.
    if:
      - {condition}
    evidence: [{{source: daily, at: [0, 7], quote: a quote, attribution: named, teller: own}}]
"""

OPTIONS = {
    "a cap": {"en": "a cap"},
    "none": {"en": "none"},
    "{en: a cap, ar: سقف}": {"en": "a cap", "ar": "سقف"},
    "{ar: سقف}": {"ar": "سقف"},
    "{en: none}": {"en": "none"},
    "{is: hámark, en: a cap}": {"en": "a cap", "is": "hámark"},
    "{is: hámark}": {"is": "hámark"},
    "{en-GB: a cap, en: a limit}": {"en": "a limit", "en-GB": "a cap"},
    "{name: a cap, at: 40}": {"en": "a cap"},
    "{name: {en: a cap, ar: سقف}, at: 40}": {"en": "a cap", "ar": "سقف"},
    "{at: 40}": ["missing-key"],
    "{at: 40, en: a cap}": ["missing-key", "unknown-key"],
    "{name: a cap, att: 40}": ["unknown-key"],
    "{en: a cap, below 60}": ["unknown-key"],
    "{en: a cap, english: a cap}": ["unknown-key"],
    "{EN: a cap}": ["missing-key", "unknown-key"],
    "{}": ["missing-key"],
}


@pytest.mark.parametrize("option, expected", OPTIONS.items(), ids=OPTIONS)
def test_an_option_or_its_name(option: str, expected: Any, loaded: Callable[[str], Loaded]) -> None:
    """A mapping that names a language and no key of an option is its name; one slip is told once."""
    found = loaded(DIMENSION.format(option=option))
    problems = [p.id for p in found.problems if p.severity == "error"]
    if isinstance(expected, list):
        assert problems == expected
    else:
        assert found.require().issues["x"].dimensions["line"].options["b"].name == expected


CONDITIONS = {
    "{en: It ends., ar: أن ينتهي}": {"en": "It ends.", "ar": "أن ينتهي"},
    "{is: Því lýkur., en: It ends.}": {"en": "It ends.", "is": "Því lýkur."},
    "{ar: أن ينتهي}": {"ar": "أن ينتهي"},
    "{party: iran, about: x.line, is: b}": Condition("iran", "x.line", is_="b"),
    "{is: b}": ["missing-key"],
    "{en: It ends, at last}": ["unknown-key"],
    "{}": ["bad-condition", "missing-key"],
}


@pytest.mark.parametrize("condition, expected", CONDITIONS.items(), ids=CONDITIONS)
def test_a_condition_or_its_words(condition: str, expected: Any, loaded: Callable[[str], Loaded]) -> None:
    """`is` is a key of a condition, and beside another language Icelandic."""
    found = loaded(DIMENSION.format(option="b") + STATEMENT.format(condition=condition))
    problems = [p.id for p in found.problems if p.severity == "error"]
    if isinstance(expected, list):
        assert problems == expected
    else:
        assert found.require().statements[0].if_ == (expected,)


def test_at_is_no_language(loaded: Callable[[str], Loaded]) -> None:
    """The key of the place of an option is the code of no language."""
    for text, told in (("language: at", "bad-language"), ("title: {at: A title}", "unknown-key")):
        assert told in [p.id for p in loaded(DIMENSION.format(option="b") + text).problems]


# --- glosses ----------------------------------------------------------------------------------------

GLOSSED = """
sources:
  daily:
    outlet: The Daily
    kind: report
    language: {language}
    published: 2026-02-09
    sha256: {hash}
    characters: 900
    reliability: {{grade: B, why: Known for care.}}
    digest: A report.
issues:
  x:
    name: An issue
    dimensions:
      line:
        {{question: What of it?, scale: graded, poles: [a, b], options: {{a: a, b: b}}, why: W, note: N}}
statements:
  - id: one
    party: us
    about: x.line
    stance: asks
    value: b
    said: 2026-02-01
    text: Said so.
    evidence: [{{source: daily, at: [0, 7], quote: a quote, gloss: {gloss}, attribution: named, teller: own}}]
"""


@pytest.mark.parametrize(
    "language, gloss, warned",
    [
        ("en", "{ar: اقتباس}", False),
        ("fr", "{ar: اقتباس}", True),
        ("fr", "{ar: اقتباس, en: so quoted}", False),
        ("ar", "so quoted", False),
    ],
)
def test_a_gloss_is_for_whoever_does_not_read_the_quote(
    language: str, gloss: str, warned: bool, run: Callable[..., Ran], tmp_path: Path
) -> None:
    """A quote in the language of the file needs no gloss in it; beside it, a page in that language shows none."""
    file = tmp_path / "positions.yaml"
    file.write_text(complete(GLOSSED.format(language=language, hash="0" * 64, gloss=gloss)), encoding="utf-8")
    checked = run("check", "--strict", str(file))
    assert (checked.code, b"[missing-gloss]" in checked.stdout) == (int(warned), warned), checked.stdout.decode()
    for command in (["issue", "x", "--source"], ["page"], ["page", "-O", "html"]):
        page = run(*command, "-f", str(file)).stdout.decode()
        assert "a quote" in page
        assert ("اقتباس" in page) == warned
        assert ("so quoted" in page) == ("so quoted" in gloss)
