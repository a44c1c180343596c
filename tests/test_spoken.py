"""The languages that gapcli speaks: the same phrases in each, and pages of one language alone."""

import ast
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from string import Formatter
from types import FunctionType
from typing import Any

import pytest
from conftest import HERE, PLAIN, Ran
from shares import some

import gapcli
from gapcli.files.find import shipped
from gapcli.files.load import load
from gapcli.ledger.model import Dimension, Evidence, Issue, Ledger, Text
from gapcli.words import LANGUAGES, ar, en
from gapcli.words.forms import Conditional, MarkWords, Plural

PACKAGE = Path(gapcli.__file__).parent
OTHERS = [import_module(f"gapcli.words.{language}") for language in LANGUAGES if language != "en"]

# --- the same phrases -------------------------------------------------------------------------------


def list_public(module: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def find_slots(pattern: str) -> set[tuple[str, str]]:
    """The slots of a pattern, each with the form that it asks of what fills it."""
    return {(slot, str(form)) for _, slot, form, _ in Formatter().parse(pattern) if slot is not None}


def compare(ours: Any, theirs: Any, where: str) -> Iterator[str]:
    """Where a phrase of one language has another shape, or other slots, than that of English."""
    if type(ours) is not type(theirs):
        yield f"{where}: {type(theirs).__name__}, and not {type(ours).__name__}"
    elif isinstance(ours, Plural):
        yield from compare_plurals(ours, theirs, where)
    elif isinstance(ours, Mapping):
        if [*ours] != [*theirs]:
            yield f"{where}: other keys, or in another order"
        for key in {*ours} & {*theirs}:
            yield from compare(ours[key], theirs[key], f"{where}[{key!r}]")
    elif isinstance(ours, tuple):
        if len(ours) != len(theirs):
            yield f"{where}: {len(theirs)} parts, and not {len(ours)}"
        for i, (each, other) in enumerate(zip(ours, theirs)):
            yield from compare(each, other, f"{where}[{i}]")
    elif isinstance(ours, str):
        if find_slots(ours) != find_slots(theirs):
            yield f"{where}: other slots"
        if bool(ours) != bool(theirs):
            yield f"{where}: empty in one language alone"
    elif isinstance(ours, FunctionType):
        if [*inspect.signature(ours).parameters] != [*inspect.signature(theirs).parameters]:
            yield f"{where}: other parameters"
    elif ours != theirs and where not in ("LEFTWARD",):
        yield f"{where}: {theirs!r}, and not {ours!r}"


def compare_plurals(ours: Plural, theirs: Plural, where: str) -> Iterator[str]:
    """Each form has the slots of English; of none, one and two a word may stand for the number."""
    slots = {slot for pattern in ours.forms.values() for slot in find_slots(pattern)}
    for form, pattern in theirs.forms.items():
        missing, more = slots - find_slots(pattern), find_slots(pattern) - slots
        if more or (missing and (missing != {("n", "")} or form not in ("zero", "one", "two"))):
            yield f"{where}[{form}]: other slots"


@pytest.mark.parametrize("module", OTHERS, ids=lambda module: module.LANGUAGE)
def test_each_language_has_the_same_phrases(module: Any) -> None:
    """Every public name of English, of the same type, with the same keys, parts and slots; and no other name."""
    ours, theirs = list_public(en), list_public(module)
    assert set(ours) == set(theirs)
    assert [wrong for name in ours for wrong in compare(ours[name], theirs[name], name)] == []


def test_another_shape_is_found() -> None:
    """Whatever differs."""
    one = Plural(en.categorize, {"one": "{n} cat", "other": "{n} cats of {who}"})
    for ours, theirs in (
        ("{a} and {b}", "{a}"),
        ("{n:,} more", "{n} more"),
        ({"x": "{a}"}, {"x": ""}),
        ({"x": ""}, {"y": ""}),
        (("a", "b"), ("a",)),
        (("a", ("b", "{c}")), ("a", ("b", "c"))),
        (Conditional("a", "{b}"), ("a", "{b}", "")),
        (Conditional("a", "{b}"), Conditional("a", "{b}", "{c}")),
        (MarkWords("x", "y"), MarkWords("x")),
        (one, one._replace(forms={"few": "cats of {who}"})),
        (one, one._replace(forms={"two": "two cats"})),
        (en.join, en.either),
    ):
        assert [*compare(ours, theirs, "it")], (ours, theirs)
    assert [*compare(one, one._replace(forms={"two": "two cats of {who}", "other": "{n} of {who}"}), "it")] == []


# --- plurals, dates and lists -----------------------------------------------------------------------


def categorize_arabic(n: int) -> str:
    """By the table of CLDR, which goes by the last two digits."""
    if n < 3:
        return {0: "zero", 1: "one", 2: "two"}[n]
    last = str(n)[-2:].zfill(2)
    if last in ("03", "04", "05", "06", "07", "08", "09", "10"):
        return "few"
    return "other" if last in ("00", "01", "02") else "many"


def test_the_categories_of_numbers() -> None:
    """Of each number up to 1000 the category by CLDR."""
    numbers = range(1001)
    assert [ar.categorize(n) for n in numbers] == [categorize_arabic(n) for n in numbers]
    assert [en.categorize(n) for n in numbers] == ["one" if n == 1 else "other" for n in numbers]


@pytest.mark.parametrize("noun", ar.NOUNS)
def test_each_number_has_its_form(noun: str) -> None:
    """Six forms, of which the first three are words, and the others have the digits."""
    assert [*ar.NOUNS[noun].forms] == ["zero", "one", "two", "few", "many", "other"]
    for n in (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 200):
        words = ar.count(n, noun)
        assert re.findall(r"\d+", words) == ([str(n)] if n > 2 else []), words
    assert len({ar.count(n, noun) for n in (0, 1, 2)}) == 3


def test_words_of_arabic() -> None:
    """A date has both names of its month; a list joins its items by a letter, with commas where they have it too.

    A further condition begins as the first does.
    """
    assert [ar.date(text) for text in ("2026-02-06", "2026-12", "2026", "< 2026-07-01")] == [
        "6 فبراير/شباط 2026",
        "ديسمبر/كانون الأول 2026",
        "2026",
        "قبل 1 يوليو/تموز 2026",
    ]
    assert ar.join([]) == "" and ar.join(["مصر"]) == "مصر"
    assert ar.join(["مصر", "قطر", "عُمان"]) == "مصر وقطر وعُمان"
    assert ar.join(["مصر", "قطر"], ar.OR) == ar.either(["مصر", "قطر"]) == "مصر أو قطر"
    assert ar.join(["الصيغة والمكان", "القوة"]) == "الصيغة والمكان، والقوة"
    assert ar.join(["تعليق، بشرط", "رفع"], ar.OR) == "تعليق، بشرط، أو رفع"
    assert ar.join(["تعلق", "ترفع", "يهدأ"], ar.AND_IF) == "تعلق، وأن ترفع، وأن يهدأ"
    assert ar.join(["تعلق", "ترفع"], ar.AND_UNLESS) == "تعلق، وما لم ترفع"
    assert [ar.measure("40", unit) for unit in ("% من الصيد", "مليون")] == ["40% من الصيد", "40 مليون"]
    assert (ar.count(11, "source"), ar.count_part(2, 11, "source")) == ("11 مصدرًا", "مصدران من أصل 11")


LETTER = "[\u0621-\u064a]"

# --- pages of one language --------------------------------------------------------------------------

ARABIC = HERE / "ledgers" / "arabic.yaml"
"""A ledger whose every text is Arabic, of every scale, stance, condition and mark."""


LEDGERS: dict[str, tuple[str, dict[str, str]]] = {
    "made": (
        str(ARABIC),
        {"issue": "miyah", "other": "sadd", "party": "janub", "source": "qanat", "proposal": "waraqa"}
        | {"group": "kafr", "value": "shamal:sadd.raqaba=zyara", "since": "2026-03-09", "statement": "shamal-yaqbal"},
    ),
    "shipped": (
        shipped(),
        {"issue": "enrichment", "other": "guarantees", "party": "iran", "source": "muscat-analysis"}
        | {"group": "mediators", "value": "iran:enrichment.extent=five-years", "since": "2026-02-05"}
        | {"proposal": "russia-offer", "statement": "iran-one-year-stop"},
    ),
    "many": (
        str(PACKAGE / "examples" / "many" / "positions.yaml"),
        {"issue": "water", "other": "court", "party": "highmoor", "source": "radio-highmoor"}
        | {"group": "sandholm", "value": "highmoor:dam.filling=eight-years", "since": "2026-04-02"}
        | {"proposal": "delta-package", "statement": "delta-panel"},
    ),
}
"""Each with what is asked of it."""
COMMANDS = (
    "matrix",
    "matrix --dimensions --agreement --since {since}",
    "matrix --on-record --weights salience --assume {value} --without {source}",
    "matrix --parties all --issues all --weights questions",
    "matrix --parties all --by pair --words all --own-words",
    "matrix --parties all --by party --since {since} --weights even",
    "issue",
    "issue {issue} --source",
    "issue {other} --parties all --source",
    "issue all --only {source}",
    "party",
    "party {party}",
    "party {group}",
    "statements --issues all",
    "statements {statement}",
    "sources",
    "sources {source}",
    "moves --issues all",
    "moves {issue} --parties all",
    "moves {other} --since {since}",
    "disputes --issues all",
    "links --issues all --parties all",
    "proposals --issues all",
    "proposals {proposal} --issues {issue}",
    "proposals --try {draft} --issues all",
    "proposals --steps",
    "proposals --steps --parties all",
    "robust",
    "robust --parties all",
    "brief",
    "brief --parties all",
    "page",
)
"""Every kind of report, in each of its forms; `check` speaks English, as all mistakes do."""
FORMS = {
    "wide": (("-O", "table"), "100"),
    "narrow": (("-O", "table"), "40"),
    "md": (("-O", "md"), "80"),
    "html": (("-O", "html"), "80"),
}
SHOWN = [(name, form) for name in LEDGERS for form in FORMS if name == "made" or form in ("wide", "html")]
OWN = "SHA-256|[A-F]"
"""What is Latin in every language: what hashes are called, and the grades of sources."""


@cache
def read(path: str) -> Ledger:
    return load(path).require()


def is_made(part: Issue | Dimension) -> bool:
    """Whether only a table has it."""
    return bool(part.table) if isinstance(part, Dimension) else all(map(is_made, part.dimensions.values()))


def find_untold(part: Any, where: str = "") -> str:
    """The first text of a ledger that is not in Arabic; empty where there is none.

    A quote in Arabic needs no gloss; what only a table says, in its own words, stands as it is.
    """
    if isinstance(part, Text):
        return "" if "ar" in part else f"{where}: {part}"
    if isinstance(part, Evidence) and re.search(LETTER, part.quote):
        part = part._replace(gloss=None)
    if isinstance(part, (Issue, Dimension)) and is_made(part):
        return ""
    if isinstance(part, Mapping):
        parts = part.items()
    elif hasattr(part, "_fields"):
        parts = zip(part._fields, part)
    else:
        parts = enumerate(part) if isinstance(part, (tuple, list)) else ()
    return next((told for key, each in parts if (told := find_untold(each, f"{where}.{key}"))), "")


@cache
def ask(name: str) -> tuple[str, dict[str, str]]:
    """A ledger that is wholly in Arabic, with what is asked of it."""
    path, about = LEDGERS[name]
    assert find_untold(read(path)) == ""
    return path, about | {"draft": about["value"].partition(":")[2]}


class Reader(HTMLParser):
    """The text of a page of HTML, and of what is read out or shown of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("style", "script")
        shown = ("aria-label", "title", "alt", "placeholder", "data-copied")
        self.texts += [f" {value} " for name, value in attributes if name in shown and value]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        self.texts += [] if self.hidden else [data]


def read_html(page: str) -> str:
    reader = Reader()
    reader.feed(page)
    return "".join(reader.texts)


def list_names(ledger: Ledger) -> Iterator[str]:
    """Every id of a ledger, and what its files are called."""
    yield from (*ledger.parties, *ledger.cards, *ledger.proposals, *ledger.tables)
    yield from (s.id for s in ledger.statements)
    for issue in ledger.issues.values():
        yield issue.id
        for d in issue.dimensions.values():
            yield from (d.id, *d.options)
    yield from (ledger.sha256, *(table.file for table in ledger.tables.values()))
    yield from (choice for table in ledger.tables.values() for choice in table.unconfirmed)


def list_quoted(ledger: Ledger) -> Iterator[str]:
    """What stands on a page as somebody else wrote it: quotes, headlines, addresses, the columns of a table."""
    yield from (e.quote for s in ledger.statements for e in s.evidence)
    yield from (text for card in ledger.cards.values() for text in (card.title, card.url) if text)
    for issue in ledger.issues.values():
        yield from [str(issue.name)] if is_made(issue) else []
        yield from (str(d.question) for d in issue.dimensions.values() if is_made(d))


@cache
def find_foreign(path: str) -> tuple[list[str], re.Pattern[str]]:
    """What may be Latin on the pages of a ledger: what is quoted, the longest first, and a pattern of its names."""
    ledger = read(path)
    quoted = {" ".join(text.split()) for text in list_quoted(ledger)}
    names = "|".join(sorted(map(re.escape, {*list_names(ledger), Path(path).name}), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{names})(?:[.:](?:{names}|\d+))*(?![\w-])")
    return sorted(quoted, key=len, reverse=True), pattern


def find_latin(page: str, path: str = str(ARABIC)) -> list[str]:
    """The Latin words of a page but for ids, commands, names of files and what is quoted; `path`: of its ledger."""
    quoted, names = find_foreign(path)
    page = page.replace(f"{Path(path).parent}/", "")
    # Markdown sets a backslash before signs, and has some of HTML.
    page = re.sub(r"<[^<>]*>|&\w+;", " ", re.sub(r"\\(?=[!-/:-@\[-`{-~])|[\u200e\u2066-\u2069]", "", page))
    text = " ".join(page.split())
    for words in quoted:
        if words in text:
            text = re.sub(rf"(?<![\w-]){re.escape(words)}(?![\w-])", " ", text)
    # A command goes on as far as its letters are those of ASCII.
    text = names.sub(" ", re.sub(r"(?<![\w-])gapcli(?: [!-~]+)*", " ", text))
    return re.findall(r"[A-Za-z][A-Za-z'-]*", re.sub(rf"(?<![\w-])(?:{OWN})(?![\w-])", " ", text))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "name", "form"), some([(command, *shown) for command in COMMANDS for shown in SHOWN])
)
def test_a_page_is_of_one_language(name: str, form: str, command: str, run: Callable[..., Ran]) -> None:
    """A page in Arabic has no Latin word but for ids, commands, names of files and quotes; its notes have none."""
    path, about = ask(name)
    arguments, columns = FORMS[form]
    words = command.format_map(about).split()
    done = run(*words, "-f", path, *arguments, "--lang", "ar", env={"COLUMNS": columns})
    page = done.stdout.decode()
    assert done.code in (0, 1) and re.search(LETTER, page), done.stderr.decode()
    assert find_latin(read_html(page) if form == "html" else page, path) == []
    assert find_latin(done.stderr.decode().replace("gapcli: ", ""), path) == []


def test_a_latin_word_is_found() -> None:
    """Where one stands between Arabic ones, before a command, or in what is read out."""
    assert find_latin("موقف of الشمال: gapcli issue miyah --source · not shamal-yaqbal") == ["of", "not"]
    assert find_latin(read_html('<p title="Gap">فجوة <b>miyah.kammiya</b></p><style>p {}</style>')) == ["Gap"]


@pytest.mark.parametrize("command", ["matrix", "issue enrichment --source", "links", "moves", "robust", "statements"])
def test_the_data_is_of_no_language(command: str, run: Callable[..., Ran]) -> None:
    """The JSON is the same in each language, but for its sentences."""
    first, second = (json.loads(run(*command.split(), "--json", "--lang", lang).stdout) for lang in ("en", "ar"))
    assert [*find_different(first, second)] == []
    assert first != second or command in ("robust", "statements")


@pytest.mark.parametrize("variable", ["ar", "ar_EG", "ar_EG.UTF-8"])
def test_the_variable_may_be_a_locale(variable: str, run: Callable[..., Ran]) -> None:
    """As other programs have theirs."""
    assert run("party", env={"GAPCLI_LANG": variable}) == run("party", "--lang", "ar")


def test_no_language_is_left_over_from_another_run(run: Callable[..., Ran]) -> None:
    """Of two commands in one process the second speaks as if it were the first."""
    script = "from gapcli.cli.run import run; run(['party', '--lang', 'ar']); run(['party'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=PLAIN, check=True)
    assert done.stdout == run("party", "--lang", "ar").stdout + run("party").stdout


def test_a_name_from_right_to_left_moves_no_figure_of_an_english_page(run: Callable[..., Ran]) -> None:
    """Where a ledger has no English, its names stand apart from the figures and the arrows of the line."""
    path, _ = ask("made")
    page = run("moves", "-f", path, "--lang", "en", "-O", "html").stdout.decode()
    assert re.search(r"</bdi> (?:<[^>]+>)*[01]\.\d\d <[^>]+>→", page)
    assert not re.search(f"{LETTER} (?:<[^>]+>)*[≥≤]? ?[01]\\.\\d\\d", page)


def find_different(ours: Any, theirs: Any, key: object = "") -> Iterator[str]:
    """Where two documents differ, but in their sentences, of which the second are Arabic: no id and no key is."""
    if type(ours) is not type(theirs) or (isinstance(ours, list) and len(ours) != len(theirs)):
        yield str(key)
    elif isinstance(ours, dict):
        yield from [] if [*ours] == [*theirs] else [str(key)]
        yield from (each for name in ours for each in find_different(ours[name], theirs.get(name), name))
    elif isinstance(ours, list):
        yield from (each for one, other in zip(ours, theirs) for each in find_different(one, other, key))
    elif ours != theirs and not (isinstance(theirs, str) and re.search(LETTER, theirs)):
        yield f"{key}: {ours!r} {theirs!r}"


# --- no sentence elsewhere --------------------------------------------------------------------------

SENTENCE = re.compile("[a-z]{2,} [a-z]{2,}")


def find_sentences(tree: ast.Module) -> list[str]:
    """The texts in the functions of a module that look like words of a sentence, but for docstrings and errors."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
    passed = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    passed += [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    left_out = {id(each) for node in passed for each in ast.walk(node)}
    texts = (each for function in functions for each in ast.walk(function) if isinstance(each, ast.Constant))
    found = dict.fromkeys(each for each in texts if isinstance(each.value, str) and id(each) not in left_out)
    return [str(each.value) for each in found if SENTENCE.search(str(each.value))]


FILES = [
    *(path for path in (PACKAGE / "words").glob("*.py") if path.stem not in LANGUAGES),
    *(PACKAGE / "pages").glob("*.py"),
    *(path for path in (PACKAGE / "reports").glob("*.py") if path.stem != "report"),
]
"""What makes pages; `reports/report.py` makes the schema, which is English."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sentence_is_made_elsewhere(path: Path) -> None:
    """What a page says stands in the modules of the languages alone."""
    assert find_sentences(ast.parse(path.read_text(encoding="utf-8"))) == []
    assert "from gapcli.words.phrases import" not in path.read_text(encoding="utf-8")


def test_a_sentence_elsewhere_is_found() -> None:
    """In a text, also in one with slots, but not in a docstring or an error."""
    code = 'def lay(x):\n    "What it does."\n    if x:\n        raise KeyError("no such")\n    return f"as of {x}"\n'
    assert find_sentences(ast.parse(code)) == ["as of "]
