"""What leaves the command: every format says what the ledger says, and nothing that another program would obey."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PATHS, Ran, complete
from growing_ledgers import vote
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from oracle_ledgers import random_data, random_ledger
from rich.cells import cell_len
from shares import share, some
from workbooks import print_sheets, read_sheets

import gapcli
from gapcli.cli.app import build_app, build_command
from gapcli.cli.commands import COMMANDS
from gapcli.files.find import shipped
from gapcli.files.load import load, load_bytes
from gapcli.formats import Screen, list_formats, write_report
from gapcli.formats.layout import lay_out
from gapcli.formats.markdown import escape
from gapcli.formats.table import paint
from gapcli.ledger.model import Ledger
from gapcli.pages import lay_page
from gapcli.reports.report import Report
from gapcli.text import read_cell as read_text
from gapcli.text import shown, spell_cell

HERE = Path(__file__).resolve().parent
AWKWARD = HERE / "ledgers" / "awkward.yaml"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
ARABIC = re.compile("[\u0600-\u06ff]")
Run = Callable[..., Any]

ASKED = [
    ["matrix"],
    ["matrix", "--parties", "all"],
    ["matrix", "--by", "party"],
    ["matrix", "--dimensions", "--since", "2026-02-06"],
    ["issue"],
    ["issue", "enrichment", "--source", "--notes"],
    ["issue", "enrichment", "--source", "--as-of", "2026-02-05"],
    ["issue", "enrichment.extent"],
    ["issue", "enrichment.sites"],
    ["party"],
    ["party", "us"],
    ["party", "iran"],
    ["party", "oman"],
    ["statements"],
    ["sources"],
    ["sources", "daily", "other"],
    ["moves", "--since", "2026-02-06"],
    ["disputes"],
    ["links"],
    ["proposals"],
    ["proposals", "--questions"],
    ["proposals", "--steps"],
    ["robust"],
    ["brief"],
    ["page"],
]
"""How the awkward ledger is asked: every command that answers from a ledger."""


def test_every_command_is_asked() -> None:
    """What is proved below of all commands is proved of each that shows a ledger."""
    commands = set(COMMANDS)
    assert commands - {"check", "schema", "init", "card", "quote", "import"} == {asked[0] for asked in ASKED}


# --- formats --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """`answer(arguments, format)`: what the command writes of the awkward ledger; of a workbook its cells."""
    folder = tmp_path_factory.mktemp("out")

    def write(asked: list[str], form: str) -> str:
        file = folder / re.sub(r"\W", "_", " ".join([*asked, form]))
        if not file.exists():
            build_app().main([*asked, "-f", str(AWKWARD), "-O", form, "-o", str(file)], standalone_mode=False)
        return print_sheets(file.read_bytes()) if form == "xlsx" else file.read_bytes().decode()

    return write


def texts(value: Any) -> Iterator[str]:
    """Every text in some data."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _of_table(text: str) -> str:
    return _one_line(text)


def _of_json(text: str) -> str:
    return _one_line("\n".join(texts(json.loads(text))))


def _of_jsonl(text: str) -> str:
    return _one_line("\n".join(each for line in text.splitlines() for each in texts(json.loads(line))))


def _of_csv(text: str, separator: str = ",") -> str:
    rows = csv.reader(StringIO(text), delimiter=separator, strict=True)
    return _one_line("\n".join(cell for row in rows for cell in row))


def _of_markdown(text: str) -> str:
    said = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        for child in token.children or [token]:
            # What only keeps two letters apart is no text, and no blank.
            apart = child.content == "<!-- -->"
            said.append(child.content if child.type in ("text", "text_special", "fence") else "" if apart else " ")
            allowed = {
                "text",
                "softbreak",
                "text_special",
                "strong_open",
                "strong_close",
                "em_open",
                "em_close",
                "inline",
            }
            assert child.type in allowed | {"html_inline"} or child.block, (child.type, child.content)
            assert child.type != "html_inline" or child.content in ("<br>", "<!-- -->"), child.content
            assert child.type not in ("html_block", "code_block", "hr"), child.content
            assert child.type != "fence" or (child.info, child.markup[:3]) == ("text", "```"), child.content
    return _one_line("".join(said))


class _Words(HTMLParser):
    """Collects what a browser shows of some markup."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        if self.lasttag not in ("style", "script"):
            self.said.append(data)


def _of_html(text: str) -> str:
    words = _Words()
    words.feed(text)
    return _one_line(" ".join(words.said))


SAID = {
    "table": _of_table,
    "html": _of_html,
    "md": _of_markdown,
    "json": _of_json,
    "jsonl": _of_jsonl,
    "csv": _of_csv,
    "tsv": lambda text: _of_csv(text, "\t"),
    "xlsx": _one_line,
}
"""Of each format, the words that another program reads in it."""


def awkward(keys: Iterable[str]) -> list[str]:
    """The texts of the awkward ledger under some keys, in the order of the file."""
    found: list[str] = []

    def walk(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                walk(each, "options" if key == "options" else name)
        elif isinstance(value, list):
            for each in value:
                walk(each, key)
        elif isinstance(value, str) and key in keys and not re.fullmatch("[a-z0-9-]+", value):
            found.append(value.rstrip("\n"))  # The break at the end of a block of YAML is none of the text.

    walk(yaml.safe_load(AWKWARD.read_text(encoding="utf-8")))
    assert found
    return found


@pytest.mark.parametrize(
    "text", ["1.", "12)", "1. May", "2026. It ended.", "-", "+ more", "# one", "> two", "=", "a\n1."]
)
def test_no_text_begins_a_list(text: str) -> None:
    """What begins a list, a heading or a quote of Markdown is letters at the beginning of a line, or all of it."""
    tokens = MarkdownIt("commonmark").parse(escape(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert _of_markdown(escape(text)) == _one_line(text)


LINKED = {
    "@name": "@<!-- -->name",
    "of @a and @b-c": "of @<!-- -->a and @<!-- -->b-c",
    "#1 of o/r#23": "\\#<!-- -->1 of o/r\\#<!-- -->23",
    "GH-2": "GH-<!-- -->2",
    "https://example.org": "https:<!-- -->//example.org",
    "www.example.org": "www<!-- -->.example.org",
    "1f2e3d4": "1<!-- -->f2e3d4",
    ":smile: and 12:30:45": ":<!-- -->smile: and 12:<!-- -->30:45",
    "2^10^": "2\\^10\\^",
    "7)": "7\\)",
    "1234567 and facade": "1234567 and facade",
}
"""What GitHub, or Pandoc, makes something else of, and how it is written."""


@pytest.mark.parametrize("text", LINKED)
def test_github_links_nothing(text: str) -> None:
    """No name, number, address or commit of a ledger becomes a link, and each is read as it stands."""
    assert escape(text) == LINKED[text]
    assert _of_markdown(escape(text)) == text


TABLES = ("csv", "tsv", "xlsx")
FOR_PEOPLE = ("name", "question", "options", "why", "outlet", "digest", "text", "quote", "gloss", "note", "if", "words")
FOR_MACHINES = ("text", "quote", "gloss", "note", "outlet", "speaker", "via", "if", "words")


@pytest.mark.parametrize("form", list_formats())
def test_every_text_is_shown_as_it_is_written(form: str, answer: Callable[..., str]) -> None:
    """Brackets, markup, emoji codes, formulas and pipes of a ledger are letters in every format, and none is lost."""
    said = " ".join(SAID[form](answer(asked, form)) for asked in ASKED)
    keys = FOR_PEOPLE if form in ("table", "md", "html") else FOR_MACHINES
    for text in awkward(keys):
        if form in ("table", "md", "html"):
            text = shown(" ".join(text.split()))
        elif form in TABLES:
            text = text.rstrip("\n")  # A block of YAML ends in a line end, and its words before it.
            # As a cell of its own, or within a list or an object.
            cell = re.sub(r"[^\t\n]+", lambda part: shown(part[0]), text)
            if _one_line(cell) in said:
                continue
            text = json.dumps(text, ensure_ascii=False)[1:-1] if "\n" in text or '"' in text else shown(text)
        # A clause within a sentence begins small, and ends where the sentence does.
        assert any(_one_line(form_of) in said for form_of in (text, text[:1].lower() + text[1:])), text


@pytest.mark.parametrize("form", list_formats())
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_no_format_holds_what_cannot_be_seen(asked: list[str], form: str, answer: Callable[..., str]) -> None:
    """No control character and no change of direction stands raw in any format of any command."""
    text = answer(asked, form)
    # The list of the questions has no row.
    assert (text or (asked, form) == (["issue"], "jsonl")) and not UNSEEN.search(
        text.replace("\t", "") if form in TABLES else text
    )
    assert "\t" not in text or form in TABLES


@pytest.mark.parametrize("separator", [",", "\t"])
def test_no_text_of_a_table_begins_like_a_formula(separator: str, answer: Callable[..., str]) -> None:
    """A text cell that a spreadsheet would take for a formula gets a `'`; an id, a date and a figure never do."""
    form = "csv" if separator == "," else "tsv"
    quoted = set()
    for asked in ASKED:
        for row in csv.DictReader(StringIO(answer(asked, form)), delimiter=separator):
            for name, cell in row.items():
                figure = re.fullmatch(r"-?\d+(\.\d+)?(e-\d+)?", cell)
                assert not re.match("[=+@\t\r-]", cell) or figure, (name, cell)
                if cell.startswith("'"):
                    quoted.add(cell)
    texts = {"'+Reuters", "'=1+1", "'=HYPERLINK(1)"}
    assert quoted == texts | {"'=2+2 «x»", "'-1 <none>", "'=HYPERLINK(1), unnamed, as a third party tells it"}


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_rows_are_the_same_in_every_data_format(asked: list[str], answer: Callable[..., str]) -> None:
    """JSON lines are the rows of the JSON; CSV and TSV read back to the same cells."""
    rows = json.loads(answer(asked, "json"))["rows"]
    assert [json.loads(line) for line in answer(asked, "jsonl").splitlines()] == rows
    first, second = (
        list(csv.reader(StringIO(answer(asked, form)), delimiter=by, strict=True))
        for form, by in (("csv", ","), ("tsv", "\t"))
    )
    assert first == second
    flat = [row | piece for row in rows for piece in (row.get("evidence") or [{}]) if isinstance(piece, dict)]
    assert len(first) - 1 == len(flat)
    for cells, row in zip(first[1:], flat):
        values = {name: show_text(row.get(name)) for name in first[0]}
        assert {name: read_cell(cell, values[name]) for name, cell in zip(first[0], cells)} == values


def show_text(value: Any) -> Any:
    """Of a text by language the one that is shown, which comes first; any other value as it is."""
    by_language = isinstance(value, dict) and set(value) <= {"en", "ar", "fr", "fa"}
    return next(iter(value.values())) if by_language and value else value


def read_back(cell: str, like: Any) -> Any:
    """What a cell says, of any text, where it is of the type of a value: a text, else JSON, else null."""
    return read_text(cell) if isinstance(like, str) else json.loads(cell) if cell else None


def read_cell(cell: str, like: Any) -> Any:
    """As `read_back`, by what a reader of a table would undo by hand."""
    if not isinstance(like, str):
        return json.loads(cell) if cell else None
    plain = cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@", "'\t") else cell
    return re.sub(r"\\u(20[26][a-e6-9])", lambda m: chr(int(m[1], 16)), plain)


NESTED = """
issues:
  price:
    name: "a;=1+1;"
    dimensions:
      loaf: {question: Q, scale: choice, options: {rye: r, oats: o, wheat: w}, why: W}
      cost: {question: Q, scale: number, unit: u, range: [-10, 10], poles: [a, b], why: W}
statements:
  - {id: one, party: us, about: price.loaf, stance: asks, value: rye, said: 2026-02, text: "-4", evidence: [EVIDENCE]}
  - id: two
    party: us
    about: price.loaf
    stance: asks
    value: [oats, wheat]
    beside: [one]
    said: 2026-02-01
    text: "two;=1+1;\\nlines\\tand a tab"
    note: "=2+2"
    if: [The baker agrees., The miller agrees.]
    evidence: [EVIDENCE]
  - {id: three, party: us, about: price.cost, stance: asks, value: -4, said: 2026-02, text: T, evidence: [EVIDENCE]}
  - {id: four, party: iran, about: price.cost, stance: asks, value: [-2, 8], said: 2026, text: T, evidence: [EVIDENCE]}
""".replace("EVIDENCE", r'{source: daily, at: [0, 9], quote: "two\nlines", attribution: named, teller: own}')
"""Lists in lists, two conditions, numbers below 0, line ends, tabs and what separates cells elsewhere."""


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize(
    "command", ["party us", "statements", "issue price", "matrix --dimensions", "links", "sources"]
)
def test_nothing_is_lost_in_a_table(command: str, form: str, run: Run, tmp_path: Path) -> None:
    """Read back, the rows are those of the JSON, to the last character."""
    (tmp_path / "positions.yaml").write_text(complete(NESTED), encoding="utf-8")
    assert run("check", "positions.yaml").code == 0
    rows = json.loads(run(*command.split(), "--json").stdout)["rows"]
    text = run(*command.split(), "-O", form).stdout.decode()
    by = "," if form == "csv" else "\t"
    flat = [row | piece for row in rows for piece in row.get("evidence") or [{}]]
    read = [*csv.DictReader(StringIO(text, newline=""), delimiter=by, strict=True)]
    assert len(read) == len(flat)
    for cells, row in zip(read, flat):
        values = {name: show_text(row[name]) for name in cells}
        assert {name: read_cell(cell, values[name]) for name, cell in cells.items()} == values
    if command == "statements":
        assert text.count('"[""-4""]"') == 1 and text.count('"[""-2"", ""8""]"') == 1
        assert '"two\nlines"' in text


@pytest.mark.parametrize("form", list_formats())
def test_an_answer_of_no_rows_is_a_valid_one(form: str, run: Run) -> None:
    """One party alone has no gap: exit 0, a word on standard error, and a header, an empty list, or that word again."""
    done = run("matrix", "--parties", "us", "-O", form, "-f", str(AWKWARD))
    assert done.code == 0
    assert done.stderr.startswith(b"gapcli: nothing to compare: 1 party after the filter")
    if form == "xlsx":
        (header,) = read_sheets(done.stdout)["matrix"]
        assert header[0] == "issue"
        return
    text = done.stdout.decode()
    if form == "json":
        assert json.loads(text)["rows"] == []
    elif form in ("csv", "tsv"):
        assert text.count("\n") == 1 and text.startswith("issue")
    elif form == "html":
        assert "nothing to compare: 1 party after the filter" in _of_html(text)
    else:
        assert text == ""


def test_nothing_before_the_first_statement(run: Run) -> None:
    """A day before the first statement has no figures, a word on standard error, and exit 0."""
    done = run("matrix", "--as-of", "2020", "--json", "-f", str(AWKWARD))
    assert done.code == 0 and b"gapcli: no statement stands on 31 Dec 2020" in done.stderr
    assert {row["gap"] for row in json.loads(done.stdout)["rows"]} == {None}


# --- every width ----------------------------------------------------------------------------------


def reports(ledger: Ledger) -> Iterator[Report]:
    """What every command answers of a ledger."""
    every = gapcli.Query(issues=("all",), parties=("all",))
    issues, parties = list(ledger.issues), list(ledger.parties)
    yield gapcli.matrix(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.matrix(gapcli.narrow(ledger, gapcli.Query()), dimensions=True)
    yield gapcli.matrix(gapcli.narrow(ledger, every))
    yield gapcli.stands(gapcli.narrow(ledger, every), dimensions=True, words="all")
    yield gapcli.pairs(gapcli.narrow(ledger, every))
    yield gapcli.issue(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.issue(gapcli.narrow(ledger, gapcli.Query()), issues[0], sources=True)
    yield gapcli.issue(
        gapcli.narrow(ledger, gapcli.Query()), next(iter(ledger.issues[issues[-1]].dimensions.values())).about
    )
    yield gapcli.party(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.party(gapcli.narrow(ledger, gapcli.Query()), parties[0])
    yield gapcli.statements(gapcli.narrow(ledger, gapcli.Query(issues=(issues[0],))))
    yield gapcli.sources(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.moves(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.disputes(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.links(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.proposals(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.robust(gapcli.narrow(ledger, gapcli.Query()))
    yield gapcli.brief(gapcli.narrow(ledger, gapcli.Query()), parties[:2])


FIGURE = re.compile(r"(?<![\w.])[+−-]?\d+(?:\.\d+)?(?: %)?(?![\w.]*\w)")
POLES = re.compile("^ +0(?: same)? +(?:opposite )?1(?=  )")
"""The ends of a bar above it: a part of a picture, which goes where there is no room for it."""
RULER = re.compile("[^·●▶◀▷◁✕▒◆]*─[^·●▶◀▷◁✕▒◆]*")
"""A scale: no line of a party or of a figure, which has a sign at least, and words beside it."""
BREAK = re.compile(" +(?![·%→ ]|->? )(?<!→ )(?<!-> )")
WORD = re.compile(r"[\w.:/-]*\w")


def _whole(text: str, ids: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
    """The ids in a page, and its figures, each with how often it stands there whole on one line.

    Without the words on a scale itself, which are a picture's, and stand there only where they have room.
    """
    named: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for line in (POLES.sub("", line) for line in text.splitlines() if not RULER.fullmatch(line)):
        named.update(word for word in WORD.findall(line) if word in ids)
        figures.update(FIGURE.findall(line))
    return named, figures


def _names(ledger: Ledger) -> frozenset[str]:
    abouts = (d.about for issue in ledger.issues.values() for d in issue.dimensions.values())
    every = (*abouts, *ledger.cards, *(s.id for s in ledger.statements))
    return frozenset(name for name in every if not name.isalpha())


def holds_at(report: Report, ledger: Ledger, widths: Iterable[int]) -> None:
    """Fails where a page is cut, or wider than the screen for no word's sake."""
    page = lay_page(report)

    def table(screen: Screen) -> str:
        return paint(lay_out(page, screen), screen).replace("\u2068", "").replace("\u2069", "")

    ids = _names(ledger)
    quotes = {f"«{e.quote}»" for s in ledger.statements for e in s.evidence}
    titles = {c.title or "" for c in ledger.cards.values()}
    whole = {shown(each).strip(" ") for each in quotes | titles}
    named, figures = _whole(table(Screen(10_000, terminal=True)), ids)
    for width in widths:
        text = table(Screen(width, terminal=True))
        here, there = _whole(text, ids)
        assert not named - here, (report.kind, width, named - here)
        assert not figures - there, (report.kind, width, figures - there)
        for line in text.splitlines():
            if cell_len(line) > width and len(BREAK.split(line.strip(" "))) > 1:
                assert line.strip(" ") in whole, (report.kind, width, line)


@pytest.mark.parametrize("ledger", ["awkward", "shipped", "random"])
def test_no_width_cuts_an_id_or_a_figure(ledger: str) -> None:
    """From 1 column to 300 each id and each figure stands whole on a line, as often as on an endless one."""
    if ledger == "random":
        found = load_bytes(random_ledger(7).encode(), "random.yaml").ledger
    else:
        found = load(str(AWKWARD) if ledger == "awkward" else shipped()).ledger
    assert found
    step = 1 if ledger == "awkward" else 13
    for report in reports(found):
        holds_at(report, found, some(range(1, 301, step)))


# --- any ledger -----------------------------------------------------------------------------------

LETTERS = "ab Z09.,:;!?'\"()[]{}<>|\\/*_`~#$&%@=+-^\t\n\u202e\u2066\u2069\u200c\u200f\u00a0é\u0301«»…→·–تخصيبّ٦中😀"
FREE = {"name", "short", "question", "digest", "text", "title", "note", "why", "words", "would"}
FREE |= {"outlet", "speaker", "via"}


def strewn(value: Any, words: Iterator[str], key: str = "") -> Any:
    """The data of a ledger with other texts in it, and its places to match."""
    if isinstance(value, dict):
        made = {name: strewn(each, words, name) for name, each in value.items()}
        if "quote" in made:
            made["quote"] = " ".join(next(words).split()[:15]) or "x"
            made["at"] = [0, len(made["quote"])]
        return made
    if isinstance(value, list):
        return [strewn(each, words, key) for each in value]
    return next(words) if key in FREE and isinstance(value, str) else value


@given(st.integers(0, 500), st.text(st.sampled_from(LETTERS), min_size=1, max_size=80), st.integers(1, 300))
@settings(max_examples=share(12), deadline=None, derandomize=True, phases=[Phase.generate])
def test_any_ledger_gives_every_report_in_every_format(seed: int, text: str, width: int) -> None:
    """Whatever its texts are, no format breaks or loses any, none holds a hidden character, and no page is cut."""
    # No text is a figure by itself: a narrow page goes without the name of a column in which nothing stands.
    spelled = re.sub(r"\d", r"x\g<0>", text)
    turned = (spelled[i:] + spelled[:i] for i in cycle(range(len(spelled))) if not spelled[i].isdigit())
    words = (part[:24] if part[:24].strip() else f"x{part[:24]}x" for part in turned)
    data = strewn(random_data(seed), words)
    found = load_bytes(yaml.safe_dump(data, allow_unicode=False, sort_keys=False).encode(), "any.yaml")
    assume(not found.errors)
    assert found.ledger
    for report in reports(found.ledger):
        written = {form: write_report(form, report, Screen(width)) for form in list_formats(report.kind)}
        for form, text in written.items():
            text = print_sheets(text) if isinstance(text, bytes) else text
            assert not UNSEEN.search(text.replace("\t", "") if form in ("tsv", "xlsx") else text), form
        rows = json.loads(written["json"])["rows"]
        assert rows == json.loads(json.dumps(report.list_rows()))
        flat = [row | piece for row in rows for piece in (report.lines and row[report.lines]) or [{}]]
        for form, by in (("csv", ","), ("tsv", "\t")):
            read = [*csv.DictReader(StringIO(written[form], newline=""), delimiter=by, strict=True)]
            assert len(read) == len(flat)
            for cells, row in zip(read, flat):
                values = {name: show_text(row.get(name)) for name in cells}
                assert {name: read_back(cell, values[name]) for name, cell in cells.items()} == values
        _of_markdown(written["md"])
        holds_at(report, found.ledger, [width])


ESCAPES = [r"\u202e", r"\x5c", "\\", "'=", "'", "=", "-4", "\n::", "::", "##[", "\t", "\n", "\u202e", " ", "a", "ب"]
"""What the text of a cell is escaped for, and what reads like an escape."""


@given(st.lists(st.sampled_from(ESCAPES)).map("".join))
def test_every_text_of_a_cell_reads_back(text: str) -> None:
    """Whatever begins like a formula or a command, turns the order of a text, or is written like an escape of these."""
    assert read_text(spell_cell(text)) == text


# --- names on the command line --------------------------------------------------------------------

EVIL = "\x1b]0;pwned\x07\x1b[31m\u202e\x9b1m[red]"


def _options() -> list[list[str]]:
    """Every option and argument that takes a text, once, with a text that would do harm."""
    found: dict[str, list[str]] = {"command": [EVIL], "option": ["matrix", f"--{EVIL}"]}
    for name in COMMANDS:
        parameters: Any = build_command(name).params
        for parameter in parameters:
            if parameter.param_type_name == "argument":
                evil = [f"/dev/null/{EVIL}"] if name == "init" else [EVIL, EVIL] if name == "quote" else [EVIL]
                found[f"{name} {parameter.name}"] = [name, *evil]
            elif not parameter.is_flag:
                found.setdefault(parameter.opts[0], [name, parameter.opts[0], EVIL])
    return list(found.values())


@pytest.mark.parametrize("arguments", _options(), ids=lambda a: " ".join(a).replace(EVIL, "EVIL"))
def test_no_argument_reaches_the_terminal_as_it_is(arguments: list[str], run: Run) -> None:
    """A sequence in a name, an option or a value is written out in the message, which is one line."""
    more = [] if arguments[0] in ("init", "schema", "card", "quote") or EVIL in arguments[0] else ["-f", str(AWKWARD)]
    done = run(*arguments, *(more if "-f" not in arguments else []))
    told, said = done.stderr.decode(), done.stdout.decode()
    assert not UNSEEN.search(told) and not UNSEEN.search(said)
    assert done.code in (2, 4) or "--text" in arguments
    assert re.fullmatch("gapcli: .+\n", told), told


NAMES = ["a b", "أ", "a\nb", "\x1b[31mred", "\u202egnp", "-f", "--help", os.fsdecode(b"\xff\xfe")]


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_works_and_is_shown_escaped(name: str, run: Run, tmp_path: Path) -> None:
    """A ledger may be called anything; every message and every format writes what its name hides."""
    for file, text in ((name, AWKWARD.read_bytes()), (f"{name}.bad", b"format: 2000\n")):
        (tmp_path / file).write_bytes(text)
    outputs = [
        run("matrix", "-v", "-f", name),
        run("check", "--json", "--", f"{name}.bad"),
        run("check", "--", f"{name}.bad"),
        run("statements", "--json", "-f", name),
        run("matrix", "-f", f"{name}.not-there"),
    ]
    assert [done.code for done in outputs] == [0, 1, 1, 0, 4]
    for done in outputs:
        assert not UNSEEN.search(done.stdout.decode()) and not UNSEEN.search(done.stderr.decode())
    escaped = shown(name)
    assert outputs[0].stderr.decode() == f"read {escaped}: 9 statements\n"
    assert outputs[4].stderr.decode() == f"gapcli: cannot read {escaped}.not-there: no such file or directory\n"
    assert outputs[2].stdout.decode().startswith(f"{escaped}.bad:1:")
    assert json.loads(outputs[3].stdout)["rows"][0]["file"].encode(errors="surrogatepass")


# --- -o FILE --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list_formats())
def test_a_file_gets_what_standard_output_gets(form: str, run: Run, tmp_path: Path) -> None:
    """`-o` writes the same bytes as a pipe gets, and the extension picks the format where -O does not."""
    extension = {"table": "txt"}.get(form, form)
    wanted = run("matrix", "-O", form, "-f", str(AWKWARD)).stdout
    assert wanted
    done = run("matrix", "-f", str(AWKWARD), "-o", f"a.{extension}")
    assert (done.code, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / f"a.{extension}").read_bytes() == wanted
    assert run("matrix", "-f", str(AWKWARD), "-O", form, "-o", "b.whatever").code == 0
    assert (tmp_path / "b.whatever").read_bytes() == wanted


def test_a_file_is_replaced_whole_and_keeps_its_mode(run: Run, tmp_path: Path) -> None:
    """An existing file keeps its mode, a new one gets that of the umask; a link is followed; nothing is left beside."""
    old, link = tmp_path / "old.json", tmp_path / "link.json"
    old.write_text("x" * 100_000)
    old.chmod(0o640)
    link.symlink_to("old.json")
    for name in ("old.json", "link.json", "new.json"):
        assert run("matrix", "-f", str(AWKWARD), "-o", name).code == 0
    assert json.loads(old.read_bytes()) == json.loads((tmp_path / "new.json").read_bytes())
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o666 & ~mask
    assert link.is_symlink() and sorted(p.name for p in tmp_path.iterdir()) == ["link.json", "new.json", "old.json"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a ledger of one's own that has a source card in a file."""
    text = AWKWARD.read_text(encoding="utf-8")
    cards = yaml.load(text, yaml.BaseLoader)["sources"]
    (tmp_path / "cards").mkdir()
    for name, card in cards.items():
        (tmp_path / "cards" / f"{name}.yaml").write_text(yaml.safe_dump(card, allow_unicode=True), encoding="utf-8")
    head, _, rest = text.partition("sources:\n")
    rest = rest[rest.index("parties:\n") :]
    (tmp_path / "mine.yaml").write_text(f"{head}sources: cards\n{rest}", encoding="utf-8")
    (tmp_path / "soft.json").symlink_to("mine.yaml")
    os.link(tmp_path / "mine.yaml", tmp_path / "hard.json")
    (tmp_path / "folder.json").mkdir()
    return tmp_path


READ = ["mine.yaml", "./mine.yaml", "soft.json", "hard.json", "cards/daily.yaml", "cards/../cards/other.yaml"]


@pytest.mark.parametrize("name", READ)
def test_nothing_that_was_read_is_written(name: str, run: Run, own: Path) -> None:
    """A ledger and its cards are never replaced, by whatever name they go."""
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    done = run("matrix", "-f", "mine.yaml", "-O", "json", "-o", name)
    assert done.code == 2 and done.stderr.decode().startswith(
        f"gapcli: {name} is what was read: gapcli never writes to it"
    )
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["mine.yaml", "cards/daily.yaml", "texts/daily.txt"])
def test_check_writes_over_nothing_that_it_has_read(name: str, run: Run, own: Path) -> None:
    """The source texts that quotes are proved against are read, too."""
    (own / "texts").mkdir()
    (own / "texts" / "daily.txt").write_text("a text")
    before = (own / name).read_bytes()
    done = run("check", "mine.yaml", "--texts", "texts", "-O", "json", "-o", name)
    assert done.code == 2 and b"is what was read" in done.stderr
    assert (own / name).read_bytes() == before


def test_no_table_of_a_ledger_is_written(run: Run, tmp_path: Path) -> None:
    """The file of a table was read as the ledger was, also where that has a mistake."""
    for name, text in vote(3, 3).items():
        (tmp_path / name).write_text(text)
    (table,) = (path for path in tmp_path.iterdir() if path.suffix == ".csv")
    (ledger,) = (path for path in tmp_path.iterdir() if path.suffix == ".yaml")
    before = table.read_bytes()
    (tmp_path / "broken.yaml").write_text(ledger.read_text() + "more: 1\n")
    for asked in (("matrix", "-f", ledger.name), ("check", ledger.name), ("check", "broken.yaml")):
        done = run(*asked, "-O", "json", "-o", table.name)
        assert (done.code, table.read_bytes()) == (2, before) and b"is what was read" in done.stderr


def test_check_writes_over_no_card_of_a_broken_ledger(run: Run, own: Path) -> None:
    """Where a ledger and a card have mistakes, the cards were read all the same."""
    card, ledger = own / "cards" / "daily.yaml", own / "mine.yaml"
    before = card.read_bytes() + b"surprise: x\n"
    card.write_bytes(before)
    ledger.write_text(ledger.read_text(encoding="utf-8") + "surprise: x\n", encoding="utf-8")
    done = run("check", "mine.yaml", "-O", "json", "-o", "cards/daily.yaml")
    assert done.code == 2 and b"is what was read" in done.stderr
    assert card.read_bytes() == before


@pytest.mark.parametrize("asked", ["matrix -f mine.yaml", "check mine.yaml --strict", "sources -f - --json"])
@pytest.mark.parametrize("name", ["mine.yaml", "cards/daily.yaml", "other.txt"])
def test_nothing_is_added_to_what_was_read(asked: str, name: str, own: Path) -> None:
    """A shell that adds the output to a file of the ledger gets none of it, to any other file all."""
    (own / "other.txt").write_text("before\n", encoding="utf-8")
    before = (own / name).read_bytes()
    command = [sys.executable, "-m", "gapcli", *asked.split()]
    with open(own / "mine.yaml", "rb") as ledger, open(own / name, "ab") as file:
        env, errors = os.environ | PATHS, subprocess.PIPE
        done = subprocess.run(command, stdin=ledger, stdout=file, stderr=errors, cwd=own, env=env)
    added = (own / name).read_bytes().removeprefix(before)
    if name == "other.txt":
        assert done.returncode in (0, 1) and added and (own / name).read_bytes().startswith(before)
    else:
        assert (done.returncode, added) == (2, b"")
        read = "standard input" if "-f -" in asked and name == "mine.yaml" else name
        assert done.stderr == f"gapcli: standard output is what was read, {read}: gapcli never writes to it\n".encode()


ADDED = {
    "card texts/delta-post.txt": ["texts/delta-post.txt"],
    "card texts/delta-post.txt -o new.yaml": ["texts/delta-post.txt"],
    "card questionnaire.csv": ["questionnaire.csv"],
    "quote texts/radio-highmoor.txt the": ["texts/radio-highmoor.txt"],
    "check positions.yaml --texts texts --diff": ["positions.yaml", "seeds/delta-post.yaml", "texts/delta-post.txt"],
    "check --texts texts --diff": ["questionnaire.csv"],
    "import s.csv -f positions.yaml": ["positions.yaml", "s.csv", "seeds/delta-post.yaml", "questionnaire.csv"],
    "import s.csv --texts texts": ["texts/delta-post.txt"],
    "import s.csv --dry-run": ["positions.yaml", "s.csv"],
    "import s.csv -o new.yaml": ["positions.yaml", "s.csv"],
    "import - -f positions.yaml": ["-"],
    "import questionnaire.csv --said 2026-01-01": ["questionnaire.csv"],
    "import questionnaire.csv --said 2026-01-01 --dry-run": ["questionnaire.csv"],
    "import questionnaire.csv --said 2026-01-01 -o new.yaml": ["questionnaire.csv"],
}
"""What the commands that help to write a ledger have read."""


@pytest.fixture
def river(run: Run, tmp_path: Path) -> Path:
    """A folder with a ledger, its cards, texts and table; one place in it is wrong, and `s.csv` has its statements."""
    run("init", "--example", "many", ".", cwd=tmp_path)
    (tmp_path / "s.csv").write_bytes(run("statements", "-O", "csv", "-f", "positions.yaml", cwd=tmp_path).stdout)
    ledger = tmp_path / "positions.yaml"
    ledger.write_bytes(ledger.read_bytes().replace(b"at: [784, 831]", b"at: [783, 830]"))
    return tmp_path


@pytest.mark.parametrize(("asked", "name"), [(asked, name) for asked, names in ADDED.items() for name in names])
def test_nothing_is_added_to_what_a_writing_command_read(asked: str, name: str, river: Path) -> None:
    """`>>` of a shell changes no text, table, card or ledger; and nothing is made beside them."""
    before = {path: path.read_bytes() for path in river.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "gapcli", *asked.split()]
    env, errors = os.environ | PATHS, subprocess.PIPE
    with open(river / "s.csv", "rb") as table, open(river / ("s.csv" if name == "-" else name), "ab") as file:
        done = subprocess.run(command, stdin=table, stdout=file, stderr=errors, cwd=river, env=env)
    assert {path: path.read_bytes() for path in river.rglob("*") if path.is_file()} == before
    read = "standard input" if name == "-" else name
    told = f"gapcli: standard output is what was read, {read}: gapcli never writes to it\n"
    assert (done.returncode, done.stderr.decode()) == (2, told)


@pytest.mark.parametrize("asked", ADDED)
def test_any_other_file_is_added_to(asked: str, river: Path) -> None:
    """What stands in it stays."""
    (river / "other.txt").write_bytes(b"before\n")
    command = [sys.executable, "-m", "gapcli", *asked.split()]
    with open(river / "s.csv", "rb") as table, open(river / "other.txt", "ab") as file:
        done = subprocess.run(command, stdin=table, stdout=file, cwd=river, env=os.environ | PATHS)
    assert done.returncode == (1 if "--diff" in asked else 0)
    assert re.match(rb"before\n.", (river / "other.txt").read_bytes())


def test_what_standard_input_comes_from_is_not_written(own: Path) -> None:
    """`< mine.yaml` is a ledger that was read, too."""
    before = (own / "mine.yaml").read_bytes()
    command = [sys.executable, "-m", "gapcli", "matrix", "-f", "-", "-O", "json", "-o", "mine.yaml"]
    with open(own / "mine.yaml", "rb") as file:
        env = os.environ | PATHS
        done = subprocess.run(command, stdin=file, cwd=own, env=env, capture_output=True)
    assert done.returncode == 2 and b"is what was read" in done.stderr
    assert (own / "mine.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-o", "out.xyz"], 2, "out.xyz: its extension names no format: give -O, one of table, json"),
        (["-o", "out"], 2, "out: its extension names no format"),
        (["-o", ""], 2, '"": its extension names no format'),
        (["-o", "folder.json"], 2, "folder.json is a folder: name a file in it"),
        (["-O", "json", "-o", "."], 2, ". is a folder: name a file in it"),
        (["-o", "nowhere/out.json"], 4, "cannot write nowhere/out.json: no such file or directory"),
        (["-o", "mine.yaml/out.json"], 4, "cannot write mine.yaml/out.json: not a directory"),
        (["-o", "/proc/out.json"], 4, "cannot write /proc/out.json: no such file or directory"),
        (["-o", f"{'x' * 300}.json"], 4, f"cannot write {'x' * 300}.json: file name too long"),
        (["-O", "jsn"], 2, '-O: no "jsn": did you mean "json"?'),
    ],
)
def test_a_file_that_cannot_be_written(arguments: list[str], code: int, told: str, run: Run, own: Path) -> None:
    """A wrong name is wrong use, one that the system refuses is file trouble: one line, and nothing is written."""
    before = sorted(own.rglob("*"))
    done = run("matrix", "-f", "mine.yaml", *arguments)
    assert done.code == code and done.stdout == b""
    assert done.stderr.decode().startswith(f"gapcli: {told}") and done.stderr.count(b"\n") == 1
    assert sorted(own.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to what is read-only")
def test_a_read_only_place_is_left_alone(run: Run, own: Path) -> None:
    """A read-only file and a file in a read-only folder are refused before anything changes."""
    old = own / "old.json"
    old.write_text("old")
    old.chmod(0o400)
    done = run("matrix", "-f", "mine.yaml", "-o", "old.json")
    assert (done.code, done.stderr) == (4, b"gapcli: cannot write old.json: permission denied\n")
    own.chmod(0o500)
    done = run("matrix", "-f", "mine.yaml", "-o", "new.json")
    own.chmod(0o700)
    assert (done.code, done.stderr) == (4, b"gapcli: cannot write new.json: permission denied\n")
    assert old.read_text() == "old" and not (own / "new.json").exists()


def test_a_pipe_is_written_to_as_it_is(run: Run, own: Path) -> None:
    """What is no file is not replaced by one."""
    os.mkfifo(own / "pipe.json")
    with ThreadPoolExecutor(1) as reader:
        got = reader.submit((own / "pipe.json").read_bytes)
        assert run("matrix", "-f", "mine.yaml", "-o", "pipe.json").code == 0
        assert json.loads(got.result(timeout=10))["kind"] == "matrix"
    assert stat.S_ISFIFO((own / "pipe.json").stat().st_mode)


@pytest.mark.parametrize(("name", "minor", "code"), [("null", 3, 0), ("full", 7, 4)])
def test_a_device_is_written_to_as_it_is(name: str, minor: int, code: int, run: Run, own: Path) -> None:
    """A device stays one, and a full one is exit 4 and a line."""
    device = f"/dev/{name}"
    if os.geteuid() == 0:
        # Root could lose the real one to the very fault that this looks for.
        device = str(own / name)
        try:
            os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
            open(device, "wb").close()
        except OSError as error:
            pytest.skip(f"no device can be made here: {error.strerror}")
    done = run("matrix", "-f", "mine.yaml", "-O", "json", "-o", device)
    told = f"gapcli: cannot write {device}: no space left on device\n" if code else ""
    assert (done.code, done.stdout, done.stderr.decode()) == (code, b"", told)
    assert stat.S_ISCHR(os.stat(device).st_mode)


# --- the ledger as a file -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere.yaml", "no such file or directory"),
        ("folder.json", "is a directory"),
        ("dangling", "no such file or directory"),
        ("loop", "too many levels of symbolic links"),
        ("mine.yaml/x", "not a directory"),
    ],
)
def test_a_ledger_that_cannot_be_read(name: str, reason: str, run: Run, own: Path) -> None:
    """What cannot be opened is exit 4 and a line in plain words, of every way to name it."""
    (own / "dangling").symlink_to("gone")
    (own / "loop").symlink_to("loop")
    for done in (run("matrix", "-f", name), run("check", name), run("issue", env={"GAPCLI_FILE": name})):
        assert (done.code, done.stdout) == (4, b"")
        assert done.stderr.decode() == f"gapcli: cannot read {name}: {reason}\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_ledger_without_permission(run: Run, own: Path) -> None:
    """No permission is exit 4, of the ledger as of its cards."""
    (own / "cards" / "daily.yaml").chmod(0)
    done = run("matrix", "-f", "mine.yaml")
    assert (done.code, done.stderr) == (4, b"gapcli: cannot read cards/daily.yaml: permission denied\n")


@pytest.mark.parametrize(("device", "code"), [("/dev/null", 3), ("/dev/zero", 3)])
def test_a_device_is_read_up_to_the_limit(device: str, code: int, run: Run) -> None:
    """An empty device is an empty ledger, an endless one too large a file."""
    done = run("matrix", "-f", device, env={"GAPCLI_MAX_MIB": "1"})
    assert done.code == code and done.stdout == b""
    assert done.stderr.decode().startswith(f"{device}:1:1: error: ")


def test_a_pipe_is_read(own: Path) -> None:
    """The output of another program may be the ledger, by the name that a shell gives it."""
    script = f'"{sys.executable}" -m gapcli matrix --json -f <(cat "{AWKWARD}")'
    done = subprocess.run(["bash", "-c", script], env=os.environ | PATHS, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"") and json.loads(done.stdout)["ledger"]["statements"] == 9


def test_where_a_ledger_is_looked_for(run: Run, own: Path) -> None:
    """-f, then $GAPCLI_FILE, then positions.yaml, then data/positions.yaml, then the shipped one; -v says which."""
    named = {"GAPCLI_FILE": "mine.yaml"}
    assert run("matrix", "-v", "-f", str(AWKWARD), env=named).stderr == f"read {AWKWARD}: 9 statements\n".encode()
    assert run("matrix", "-v", env=named).stderr == b"read mine.yaml: 9 statements\n"
    assert run("matrix", "-v").stderr.startswith(b"read positions.yaml, the ledger that ships with gapcli: ")
    (own / "data").mkdir()
    (own / "data" / "positions.yaml").write_bytes(AWKWARD.read_bytes())
    assert run("matrix", "-v").stderr == b"read data/positions.yaml: 9 statements\n"
    (own / "positions.yaml").write_bytes(AWKWARD.read_bytes())
    assert run("matrix", "-v").stderr == b"read positions.yaml: 9 statements\n"


NEAR = {
    "": "",
    "positions.yml": " (positions.yml is called otherwise: name it with -f)",
    "Positions.YAML": " (Positions.YAML is called otherwise: name it with -f)",
    "data/positions.yml": " (data/positions.yml is called otherwise: name it with -f)",
    "positions.yaml": " (positions.yaml is a link that leads nowhere)",
    "a pipe": " (positions.yaml is no file)",
    "a terminal": " (positions.yaml is no file)",
    "a folder": " (positions.yaml is no file)",
    "other.yaml": "",
}
"""What lies in a folder without a ledger, a name of which only one is a link; and what is said of it."""


@pytest.mark.parametrize("name", NEAR)
def test_no_ledger_in_the_folder(name: str, run: Run, tmp_path: Path) -> None:
    """`check` does not pass on the ledger that ships with gapcli, and every other command says that it is that one."""
    (tmp_path / "data").mkdir()
    if name == "positions.yaml":
        (tmp_path / name).symlink_to("nowhere.yaml")
    elif name == "a pipe":
        os.mkfifo(tmp_path / "positions.yaml")
    elif name == "a terminal":
        (tmp_path / "positions.yaml").symlink_to("/dev/ptmx")
    elif name == "a folder":
        (tmp_path / "positions.yaml").mkdir()
    elif name:
        (tmp_path / name).write_bytes(AWKWARD.read_bytes())
    looked = f"gapcli: no positions.yaml or data/positions.yaml here{NEAR[name]}: "
    for options in ([], ["--strict"], ["--json"]):
        done = run("check", *options)
        assert (done.code, done.stdout, done.stderr.decode()) == (4, b"", f"{looked}nothing to check\n")
    told = f"{looked}this is the ledger that ships with gapcli\n"
    for arguments in (["matrix"], ["sources", "--json"], ["statements", "us-zero-enrichment"]):
        done = run(*arguments, noted=True)
        assert (done.code, done.stderr.decode()) == (0, told) and done.stdout


def test_a_name_that_is_empty(run: Run) -> None:
    """An empty variable of a script is no wish for another ledger, nor for the folder one stands in."""
    for arguments in (["check", ""], ["check", "-f", ""], ["matrix", "-f", ""]):
        done = run(*arguments)
        assert (done.code, done.stderr) == (4, b'gapcli: cannot read "": no such file or directory\n')
    done = run("init", "")
    assert (done.code, done.stderr) == (2, b"gapcli: DIR is empty: name a folder, or . for this one\n")


def test_two_ledgers_to_check(run: Run, own: Path) -> None:
    """`check FILE -f OTHER` checks neither in silence."""
    done = run("check", "mine.yaml", "-f", str(AWKWARD))
    told = f"gapcli: two ledgers, mine.yaml and {AWKWARD}: check one at a time\n"
    assert (done.code, done.stdout, done.stderr.decode()) == (2, b"", told)


# --- names that lead to no file -----------------------------------------------------------------------


def shell(script: str, folder: Path) -> Ran:
    """What bash makes of a script in a folder, with `gapcli` as a command of it."""
    gapcli = f'gapcli() {{ "{sys.executable}" -m gapcli "$@"; }}\n'
    done = subprocess.run(["bash", "-c", gapcli + script], cwd=folder, env=os.environ | PATHS, capture_output=True)
    return Ran(done.returncode, done.stdout, done.stderr)


DESCRIPTORS = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1", "to-stdout", "-"]


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_a_descriptor_is_written_to_where_it_stands(name: str, own: Path) -> None:
    """What stood in the file behind it stays, before and behind what is written; a pipe is written to as well."""
    (own / "to-stdout").symlink_to("/dev/stdout")
    sources = f"gapcli sources -f mine.yaml -O csv -o {name}"
    wanted = shell("gapcli sources -f mine.yaml -O csv", own).stdout
    assert wanted.startswith(b"id,") and wanted.count(b"\n") == 3
    for open_by in (">>", ">"):
        script = f"echo before > file; {{ echo first; {sources}; echo last; }} {open_by} file; cat file"
        kept = b"before\n" if open_by == ">>" else b""
        assert shell(script, own) == Ran(0, kept + b"first\n" + wanted + b"last\n", b"")
    assert shell(f"set -o pipefail; {sources} | cat", own) == Ran(0, wanted, b"")
    assert not (own / "-").exists()


@pytest.mark.parametrize("name", ["/proc/$BASHPID/fd/5", "/proc/$BASHPID/task/$BASHPID/fd/5"])
def test_a_descriptor_goes_by_the_number_of_its_process(name: str, own: Path) -> None:
    """Of this process it is written to where it stands; of another it is refused, also behind a link."""
    asked = "gapcli sources -f mine.yaml -O csv -o"
    wanted = shell("gapcli sources -f mine.yaml -O csv", own).stdout
    opened = "echo before > file; exec 5>> file; "
    script = f'{opened}(exec "{sys.executable}" -m {asked} {name}); cat file'
    assert shell(script, own) == Ran(0, b"before\n" + wanted, b"")
    for other in (name, "to-other"):
        done = shell(f"{opened}ln -sf {name} to-other; {asked} {other}; code=$?; cat file; exit $code", own)
        assert (done.code, done.stdout) == (2, b"before\n")
        told = rb"gapcli: (/proc/[\d/fdtask]+/fd/5|to-other) is a descriptor of another process: name a file\n"
        assert re.fullmatch(told, done.stderr)


def test_standard_error_and_a_process_of_the_shell_are_written_to(own: Path) -> None:
    """`-o /dev/stderr`, and `-o >(…)` of bash."""
    wanted = shell("gapcli sources -f mine.yaml -O csv", own).stdout
    assert shell("gapcli sources -f mine.yaml -O csv -o /dev/stderr", own) == Ran(0, b"", wanted)
    assert shell("gapcli sources -f mine.yaml -O csv -o >(cat >&2); sleep 0.3", own) == Ran(0, b"", wanted)


def test_a_descriptor_whose_reader_leaves(own: Path) -> None:
    """As of standard output: quiet, and 141."""
    script = "gapcli statements -f mine.yaml -O json -o /dev/stdout | :; exit ${PIPESTATUS[0]}"
    assert shell(script, own) in (Ran(141, b"", b""), Ran(0, b"", b""))
    assert shell("gapcli sources -f mine.yaml -O csv -o /dev/stdout >&-", own).code == 4


@pytest.mark.parametrize("folder", [".", "sealed"])
def test_a_file_that_is_a_mount_is_written_in_its_place(folder: str, own: Path) -> None:
    """As a container has it of `docker -v file:file`, also with `--read-only`, where its folder takes no new file."""
    (own / "old.csv").write_text("old")
    (own / "other.csv").write_text("other\n" * 100)
    (own / "sealed").mkdir()
    seal = "mount -t tmpfs none sealed && touch sealed/old.csv" if folder == "sealed" else "true"
    mount = f"{seal} && mount --bind other.csv {folder}/old.csv"
    mount += " && mount -o remount,ro sealed" if folder == "sealed" else ""
    inside = ["unshare", "--mount", "--map-root-user", "bash", "-c"]
    if subprocess.run([*inside, mount], cwd=own, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    gapcli = f'gapcli() {{ "{sys.executable}" -m gapcli "$@"; }}\n'
    write = f"{mount} && gapcli sources -f mine.yaml -o {folder}/old.csv"
    done = subprocess.run([*inside, gapcli + write], cwd=own, env=os.environ | PATHS, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"") and (own / "old.csv").read_text() == "old"
    assert (own / "other.csv").read_bytes() == shell("gapcli sources -f mine.yaml -O csv", own).stdout
    assert not [*own.glob(".gapcli-*")]


def test_a_private_file_stays_private(own: Path) -> None:
    """What replaces a file of mode 0600 has that mode before there is anything in it."""
    (own / "old.json").write_text("old")
    (own / "old.json").chmod(0o600)
    watched = """
import os, sys
from gapcli.__main__ import main
real, found = os.open, []
def watch(path, flags, mode=0o777, **more):
    opened = real(path, flags, mode, **more)
    if ".gapcli-" in str(path):
        found.append(os.fstat(opened).st_mode & 0o077)
    return opened
os.open = watch
leave = os._exit
os._exit = lambda code: leave(code if found == [0] else 99)
sys.argv = ["gapcli", "matrix", "-f", "mine.yaml", "-o", "old.json"]
os.umask(0)
main()
"""
    done = subprocess.run([sys.executable, "-c", watched], cwd=own, env=os.environ | PATHS, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (own / "old.json").stat().st_mode & 0o777 == 0o600


def test_what_explains_writes_no_file(run: Run, own: Path) -> None:
    """`check --explain` reads no ledger, so that nothing could keep it from writing over one."""
    before = (own / "mine.yaml").read_bytes()
    done = run("check", "--explain", "yaml", "-o", "mine.yaml", env={"GAPCLI_FILE": "mine.yaml"})
    assert (done.code, done.stdout) == (2, b"")
    assert done.stderr == b"gapcli: --explain is for standard output: leave -o out\n"
    assert (own / "mine.yaml").read_bytes() == before


def test_cards_behind_a_link_are_not_written(run: Run, own: Path) -> None:
    """`..` behind a link is beside what the link leads to, as the system has it, in the guard and in messages."""
    (own / "far" / "away").mkdir(parents=True)
    (own / "cards").rename(own / "far" / "cards")
    (own / "link").symlink_to("far/away")
    text = (own / "mine.yaml").read_text(encoding="utf-8").replace("sources: cards", "sources: link/../cards")
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    card = own / "far" / "cards" / "daily.yaml"
    before = card.read_bytes()
    for name in ("far/cards/daily.yaml", "link/../cards/daily.yaml"):
        for command in (["matrix", "-f", "mine.yaml"], ["check", "mine.yaml"]):
            done = run(*command, "-O", "json", "-o", name)
            assert done.code == 2 and b"is what was read" in done.stderr
    assert card.read_bytes() == before
    card.write_bytes(before + b"surprise: x\n")
    told = run("check", "mine.yaml", "-O", "concise").stdout.decode()
    assert told.startswith("link/../cards/daily.yaml:")


# --- where cards are looked for, and whose log it is --------------------------------------------------


@pytest.mark.parametrize(
    "command", ["check /dev/stdin < mine.yaml", "check - < mine.yaml", "check <(cat mine.yaml)", "check pipe.yaml"]
)
def test_cards_of_a_ledger_from_a_pipe(command: str, own: Path) -> None:
    """They are seen from the folder where one is, by whatever name the pipe goes."""
    os.mkfifo(own / "pipe.yaml")
    script = "cat mine.yaml > pipe.yaml & " if "pipe" in command else ""
    assert shell(script + f"gapcli {command}", own).code == 0
    (own / "cards").rename(own / "elsewhere")
    done = shell(script + f"gapcli {command} -O concise", own)
    assert done.code == 1 and b": error: there is no folder cards [missing-sources]" in done.stdout


def test_cards_of_a_ledger_that_is_a_link(run: Run, own: Path) -> None:
    """They lie beside the link, or else beside what it leads to; where neither is there, both are named."""
    (own / "far").mkdir()
    (own / "far" / "link.yaml").symlink_to("../mine.yaml")
    assert run("check", "far/link.yaml").code == 0
    broken = own / "cards" / "daily.yaml"
    broken.write_bytes(broken.read_bytes() + b"surprise: x\n")
    done = run("check", "far/link.yaml", "-O", "concise")
    assert done.stdout.startswith(b"cards/daily.yaml:") and done.stdout.count(b"\n") == 1
    before = broken.read_bytes()
    assert run("check", "far/link.yaml", "-O", "json", "-o", "cards/daily.yaml").code == 2
    assert broken.read_bytes() == before
    (own / "cards").rename(own / "elsewhere")
    done = run("check", "far/link.yaml")
    assert b"there is no folder far/cards [missing-sources]" in done.stdout
    assert b"help: it is seen from the ledger file, here a link, and from what it leads to: cards\n" in done.stdout


def test_a_folder_of_cards_in_another_normal_form(run: Run, own: Path) -> None:
    """As some systems write the names of files, and a ledger does not."""
    (own / "cards").rename(own / "carde\u0301s")
    text = (own / "mine.yaml").read_text(encoding="utf-8").replace("sources: cards", "sources: card\u00e9s")
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    assert run("check", "mine.yaml").code == 0
    (own / "carde\u0301s").rename(own / "seeds")
    (own / "carde\u0301s").mkdir()
    (own / "seeds").rename(own / "carde\u0301s" / "seeds")
    for below in ("seeds", "seeds/"):
        deeper = text.replace("sources: card\u00e9s", f"sources: card\u00e9s/{below}")
        (own / "mine.yaml").write_text(deeper, encoding="utf-8")
        assert run("check", "mine.yaml").code == 0


READ_AS_COMMANDS = ["::stop-commands::t", "  ::error::x", "##[add-mask]x", "a ##[group]x"]
"""What GitHub's log takes for a command: `::` where a line begins, after blanks too, and `##[` anywhere."""


@pytest.mark.parametrize("name", READ_AS_COMMANDS)
def test_a_log_of_github_finds_no_command(name: str, run: Run, tmp_path: Path) -> None:
    """No text of a ledger begins one, in any page, in any mistake, on standard error; data stay what they are."""
    text = AWKWARD.read_text(encoding="utf-8").replace('"I1 [bold]x[/bold]"', json.dumps(name))
    (tmp_path / "positions.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(f"title: x\n{json.dumps(name)}: x\n", encoding="utf-8")
    wrong = (["check", "wrong.yaml"], ["matrix", "-f", "wrong.yaml"], ["matrix", "-f", name])
    for asked in (["matrix"], ["issue"], ["matrix", "-O", "md"], *wrong):
        done = run(*asked, env={"GITHUB_ACTIONS": "true"})
        for line in (done.stdout + done.stderr).decode().splitlines():
            assert not line.strip().startswith("::") and "##[" not in line, line
    for form in ("json", "jsonl"):
        data = run("issue", "-O", form, env={"GITHUB_ACTIONS": "true"}).stdout.decode()
        assert "##[" not in data and data == run("issue", "-O", form).stdout.decode()
    assert name.strip() in run("matrix").stdout.decode() or "##" in name


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("name", READ_AS_COMMANDS)
def test_a_table_in_a_log_of_github_holds_no_command(name: str, form: str, run: Run, tmp_path: Path) -> None:
    """A table has no escape of its own, so it is broken as on a page; undone, the rows are those of the JSON."""
    text = json.dumps(f"{name}\nand\n{name}")
    (tmp_path / "positions.yaml").write_text(complete(NESTED.replace("text: T,", f"text: {text},")), encoding="utf-8")
    table = run("statements", "-O", form, env={"GITHUB_ACTIONS": "true"}).stdout.decode()
    assert table == run("statements", "-O", form).stdout.decode()
    assert not any(line.strip().startswith("::") or "##[" in line for line in table.splitlines())
    back = table.replace(r"\x3a:", "::").replace(r"\x23#[", "##[")
    read = csv.DictReader(StringIO(back, newline=""), delimiter="," if form == "csv" else "\t", strict=True)
    rows = json.loads(run("statements", "--json").stdout)["rows"]
    assert [read_cell(row["text"], row["text"]) for row in read] == [
        show_text(row["text"]) for row in rows for _ in row["evidence"]
    ]


@pytest.mark.parametrize("form", ["html", "svg"])
@pytest.mark.parametrize("name", READ_AS_COMMANDS)
def test_a_document_in_a_log_of_github_holds_no_command(name: str, form: str, run: Run, tmp_path: Path) -> None:
    """Markup has a reference for every sign: what is read of it is the name, and no line of it is a command."""
    text = AWKWARD.read_text(encoding="utf-8").replace('"I1 [bold]x[/bold]"', json.dumps(name))
    (tmp_path / "positions.yaml").write_text(text, encoding="utf-8")
    document = run("matrix", "-O", form, env={"GITHUB_ACTIONS": "true"}).stdout.decode()
    assert name.strip() in unescape(document)
    assert not any(line.strip().startswith("::") or "##[" in line for line in document.splitlines())


def test_every_place_stands_in_a_log_of_github(run: Run, tmp_path: Path) -> None:
    """A review shows ten annotations of a step; the log has the places of all, a line each as `-O concise` has them."""
    lines = "".join(f"key-{i}: x\n" for i in range(15))
    (tmp_path / "wrong.yaml").write_text(f"title: x\nlanguage: en\n{lines}")
    told = run("check", "wrong.yaml", "-O", "github").stdout.decode().splitlines()
    concise = run("check", "wrong.yaml", "-O", "concise").stdout.decode().splitlines()
    assert len(concise) > 15 and told[: len(concise)] == concise
    assert len(told) == 2 * len(concise) and all(line.startswith("::error file=") for line in told[len(concise) :])


def test_long_runs_of_blanks_hold_nothing_up(run: Run, tmp_path: Path) -> None:
    """As long as a text may be, before what a line is not broken at: no pattern goes back over them again and again."""
    blanks = " " * 9_990
    source = "{source: daily, at: [0, 4], quote: abcd, attribution: named, teller: own}"
    said = "".join(
        f'  - {{id: s{i}, party: {party}, about: x.d, stance: silent, said: 2026-02-01, text: "a{blanks}{end}",'
        f" evidence: [{source}]}}\n"
        for i, (party, end) in enumerate(
            (p, end) for p in ("us", "iran") for end in ("%b", "·b", "b", "→ b") for _ in range(8)
        )
    )
    issue = "issues: {x: {name: X, dimensions: {d: {question: Q, scale: choice, options: {a: a, b: b}, why: W}}}}\n"
    (tmp_path / "positions.yaml").write_text(complete(f"{issue}statements:\n{said}"), encoding="utf-8")
    for asked in (["issue", "--source"], ["statements"], ["statements", "-O", "md"], ["check", "--strict"]):
        assert run(*asked).code == 0
