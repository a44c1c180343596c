"""The page: one file that loads nothing, holds every figure, and is markup of our own alone, whatever a ledger says."""

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SHIPPED_NOTE, Ran
from forks import Forks
from shares import some
from test_output import strewn

import gapcli
from gapcli.files.find import shipped
from gapcli.files.load import load_bytes
from gapcli.formats import Screen, list_formats, write_report
from gapcli.ledger.model import Ledger
from gapcli.words.figures import say_bound, say_figure

AWKWARD = Path(__file__).resolve().parent / "ledgers" / "awkward.yaml"
BUDGET = 450_000
"""How many bytes the page of the shipped ledger may have."""
ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)(?P<attributes>(?: [a-zA-Z-]+(?:=\"[^\"<>]*\")?)*)>")
PAGES: dict[str, list[str]] = {
    "page": ["page"],
    "everybody": ["page", "--parties", "all", "--since", "2026-02-05"],
    "matrix": ["matrix", "-O", "html"],
    "by pair": ["matrix", "--parties", "us,iran,israel", "--by", "pair", "-O", "html"],
    "issue": ["issue", "enrichment", "--source", "-O", "html"],
    "moves": ["moves", "enrichment", "-O", "html"],
    "brief": ["brief", "-O", "html"],
}


def test_what_several_do_needs_no_agreement() -> None:
    """Over statements a colon stands between whoever they are of, who may be several, and what is done."""
    ledger = gapcli.load(shipped()).require()
    text = write_report("html", gapcli.page(gapcli.narrow(ledger, gapcli.Query(parties=("all",)))), Screen())
    assert "Mediators: wants " in text and "US: wants " in text
    assert not re.search(r">(Mediators|Gulf states|Iran|US) (wants|rules out|would accept) (?!what)", text)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return gapcli.load(shipped()).require()


def make(ledger: Ledger, **asked: Any) -> str:
    """The page of a ledger."""
    return write_report("html", gapcli.page(gapcli.narrow(ledger, gapcli.Query(**asked))), Screen())


@pytest.fixture(scope="module")
def page(ledger: Ledger) -> str:
    """The page of the shipped ledger."""
    return make(ledger)


@pytest.fixture(scope="module")
def printed(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """`printed(name)`: what the command of PAGES prints."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def print_page(name: str) -> str:
        code, stdout, stderr = forks.run(PAGES[name], {}, folder)
        assert (code, stderr) == (0, SHIPPED_NOTE)
        return stdout.decode()

    return print_page


def list_attributes(page: str, name: str) -> list[str]:
    """Every value of an attribute."""
    return re.findall(rf' {name}="([^"]*)"', re.sub("(?s)<(style|script)>.*?</", "</", page))


def text_of(markup: str) -> str:
    """The text of some markup, its elements as blanks."""
    words = re.sub("<[^>]*>", " ", markup)
    return " ".join(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


@pytest.mark.parametrize("name", PAGES)
def test_the_page_loads_nothing(name: str, printed: Callable[[str], str]) -> None:
    """It names no address to load from, its policy forbids every load, and style and script are those of its hashes."""
    page = printed(name)
    assert page.startswith("<!DOCTYPE html>\n<html")
    elements = Counter(match["name"] for match in ELEMENT.finditer(page))
    assert not elements.keys() & {"link", "img", "iframe", "object", "embed", "audio", "video", "form", "base"}
    assert not list_attributes(page, "src") + list_attributes(page, "style") + list_attributes(page, "on[a-z]+")
    assert all(address.startswith("#") for address in list_attributes(page, "href"))
    (policy,) = [value for value in list_attributes(page, "content") if "default-src" in value]
    assert policy.startswith("default-src &#x27;none&#x27;; ")
    for name in ("style", "script"):
        (content,) = re.findall(f"<{name}>(.*?)</{name}>", page, re.S)
        assert b64encode(sha256(content.encode()).digest()).decode() in policy
        assert not re.search(r"url\(|@import|fetch|XMLHttp|\bimport\b(?!ant)", content)


@pytest.mark.parametrize("name", PAGES)
def test_the_markup_is_whole(name: str, printed: Callable[[str], str]) -> None:
    """Every element ends where it should, no id stands twice, and every link leads somewhere."""
    page = printed(name).removeprefix("<!DOCTYPE html>\n")
    open_: list[str] = []
    body = re.sub("(?s)<(style|script)>.*?</", r"<\1></", page)
    for match in ELEMENT.finditer(body):
        if match["end"]:
            assert open_.pop() == match["name"]
        elif match["name"] not in ("meta", "input", "br"):
            open_.append(match["name"])
    assert not open_ and not re.search("[<>]", ELEMENT.sub("", body))
    ids = list_attributes(body, "id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in list_attributes(body, "href")} <= set(ids)


def test_the_page_keeps_its_budget(page: str) -> None:
    """The page of the shipped ledger is small enough to send."""
    assert len(page.encode()) <= BUDGET


def list_rows(page: str, part: str) -> list[list[str]]:
    """The cells of the tables of a part."""
    section = page.partition(f'id="part:{part}"')[2].partition("</section>")[0]
    rows = re.findall("<tr[^>]*>(.*?)</tr>", section)
    return [[text_of(cell) for cell in re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_every_figure_of_the_json_stands_on_the_page(ledger: Ledger) -> None:
    """Each row of the JSON has a row of the page, with all of its figures as they are printed; so have the totals."""
    report = gapcli.page(gapcli.narrow(ledger, gapcli.Query()))
    page = write_report("html", report, Screen())
    document: dict[str, Any] = report.data()  # type: ignore[assignment]
    rows = {tuple(cells[:3]): cells[3:] for cells in list_rows(page, "figures")}
    assert document["rows"]
    for row in document["rows"]:
        issue = ledger.issues[row["issue"]]
        question = str(issue.dimensions[row["dimension"]].question) if row["dimension"] else ""
        cells = rows["US – Iran", str(issue.name), question]
        for figure, cell in zip((row["gap"], row["asks"], row["bridge"]), cells):
            assert cell == "–" if figure is None else cell.endswith(say_figure(figure))
        for span, cell in zip(((row["low"], row["high"]), row["possible"]), cells[3:]):
            assert cell == "–" if None in span else cell == " to ".join(map(say_figure, span))
        for figure, cell in zip((row["coverage"], row["weight"], row["part"], row["open"]), cells[5:]):
            assert cell == "–" if figure is None else cell == say_figure(figure)
    (total,) = document["totals"]
    overview = " ".join(cell for cells in list_rows(page, "overview") for cell in cells)
    for figure in (total["gap"], total["asks"], total["bridge"]):
        assert say_figure(figure) in overview


def test_the_other_parts_hold_their_figures(ledger: Ledger, page: str) -> None:
    """The figures that `robust` and `disputes` give stand in their parts, and every pair in that of the parties."""
    view = gapcli.narrow(ledger, gapcli.Query())
    robust = text_of(page.partition('id="part:robust"')[2].partition("</section>")[0])
    for row in gapcli.robust(view).holds:
        for figure in (row.gap, row.least, row.greatest):
            assert figure is None or say_figure(figure) in robust
    disputes = text_of(page.partition('id="part:disputes"')[2].partition("</section>")[0])
    for dispute in gapcli.disputes(view).rows:
        if dispute.effect != "none" and dispute.figures.gap is not None:
            assert say_figure(dispute.figures.gap) in disputes
    everybody = list_rows(make(ledger, parties=("all",)), "pairs")
    cells = [cell for row in everybody for cell in row]
    for pair in gapcli.pairs(gapcli.narrow(ledger, gapcli.Query(parties=("all",)))).rows:
        if pair.figures.gap is not None:
            words = say_bound(pair.figures.gap, pair.least, patterns=("≥{gap}", "≤{gap}"))
            assert any(cell.startswith(words) for cell in cells)


def test_every_statement_stands_once_with_its_words(ledger: Ledger, page: str) -> None:
    """Each has its id as an anchor, its quotes in their language and direction, the gloss, and where they stand."""
    said = gapcli.statements(gapcli.narrow(ledger, gapcli.Query())).rows
    articles = dict(re.findall('<article id="([^":]+)"[^>]*>(.*?)</article>', page))
    assert {row.id for row in said} == articles.keys()
    for row in said:
        article = articles[row.id]
        shown = re.findall('<blockquote lang="(.*?)" dir="(.*?)">(.*?)</blockquote>', article)
        assert [(lang, way) for lang, way, _ in shown] == [("ar", "rtl")] * len(row.evidence)
        for e, (*_, words) in zip(row.evidence, shown):
            assert text_of(words) == " ".join(e.quote.split())
            assert f"{e.start}–{e.end}" in article
            assert not e.gloss or e.gloss["en"] in text_of(article)


def test_a_cell_of_a_table_is_told_by_line_and_column() -> None:
    """A statement that stands in a table is shown with its row and its column."""
    folder = Path(gapcli.__file__).parent / "examples" / "many"
    loaded = gapcli.load(str(folder / "positions.yaml")).require()
    if not any(e.cell for s in loaded.statements for e in s.evidence):
        pytest.fail("the example has no table any more")
    page = make(loaded)
    assert re.search(r"line \d+, column \w", page)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"lenses": {"on_record": True}}, "named voices and documents only"),
        ({"assume": ("iran:enrichment.extent=three-years",)}, "assuming Iran wants a three-year stop"),
        ({"as_of": "2026-02-06"}, "6 Feb 2026"),
    ],
)
def test_the_head_tells_what_was_asked(asked: dict[str, Any], said: str, ledger: Ledger) -> None:
    """Lenses, assumptions and the day stand at the head."""
    head = make(ledger, **asked).partition("<header>")[2].partition("</header>")[0]
    assert said in text_of(head)


def test_the_extension_picks_the_format(run: Callable[..., Ran], printed: Callable[[str], str], tmp_path: Path) -> None:
    """A file that ends in .html is the page; without a file it is printed, and --json is the rows of `matrix`."""
    assert run("page", "-o", "page.html").code == 0
    assert (tmp_path / "page.html").read_bytes() == printed("page").encode()
    assert {"html"} <= set(list_formats("matrix"))
    document = json.loads(run("page", "--json").stdout)
    assert document["rows"] == json.loads(run("matrix", "--dimensions", "--json").stdout)["rows"]


# --- hostile ledgers ------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "--><!--<b>&lt;</article></details>",
    "</title></textarea></template>",
    "{{7*7}} {% raw %} ${x} <%= y %>",
    "abc\u202edef\u2066ghi\u2069",
    "x]]>y&#x3c;z",
)


def soften(text: str) -> str:
    """A text of the same length and blanks that holds nothing but letters."""
    return re.sub(r"\S", "x", text)


def tree(page: str) -> Iterator[tuple[str, str]]:
    """The elements of a page as a browser makes them of it, each with the names of its attributes."""
    html5lib: Any = pytest.importorskip("html5lib", reason="the extra browser is not installed: no parser of HTML")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    for element in parser.parse(page).iter():
        yield str(element.tag), " ".join(sorted(element.attrib))


def read(words: Iterator[str]) -> Ledger:
    data = strewn(yaml.safe_load(AWKWARD.read_text(encoding="utf-8")), words)
    for card in data["sources"].values():
        card["characters"] = 100_000
    loaded = load_bytes(yaml.safe_dump(data, allow_unicode=False, sort_keys=False).encode(), "hostile.yaml")
    return loaded.require()


@pytest.mark.parametrize(
    ("hostile", "asked"), some([(hostile, asked) for hostile in HOSTILE for asked in ({}, {"parties": ("all",)})])
)
def test_no_word_of_a_ledger_becomes_markup(hostile: str, asked: dict[str, Any]) -> None:
    """With hostile words in every field a browser makes the same tree as with harmless ones, and no words are lost."""
    evil, tame = (make(read(repeat(words)), **asked) for words in (hostile, soften(hostile)))
    assert list(tree(evil)) == list(tree(tame))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", evil)
