"""The page in a real browser: nothing is asked for, nothing sticks out, all can be found, read, reached and printed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from spellings import SPELLED

import gapcli
from gapcli.files.find import shipped
from gapcli.formats import Screen, write_report
from gapcli.text import fold

RULES = [*("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"), "best-practice"]
"""Which rules of axe the page keeps: those of WCAG 2.2 AA, which it leaves out unless they are named, too."""
EXAMPLES = Path(gapcli.__file__).parent / "examples"
WIDTHS = (360, 390, 768, 1100)
MOST_PAGES = 20
"""How many sheets of A4 the page of the shipped ledger may take."""
OPEN = "for (const e of document.querySelectorAll('details')) e.open = true"
STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  const within = e.closest('.scroll, .skip, svg, .headline > h2');
  return !within && box.width && (box.right > innerWidth + 1 || box.left < -1);
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages as files: of the shipped ledger, of all of its parties, of a small one, and single reports."""
    folder = tmp_path_factory.mktemp("pages")
    ledger = gapcli.load(shipped()).require()
    harbour, many = (gapcli.load(str(EXAMPLES / name / "positions.yaml")).require() for name in ("harbour", "many"))
    view, everybody = (gapcli.narrow(ledger, gapcli.Query(parties=p)) for p in ((), ("all",)))
    reports: dict[str, Any] = {
        "page": gapcli.page(view),
        "everybody": gapcli.page(everybody),
        "harbour": gapcli.page(gapcli.narrow(harbour, gapcli.Query())),
        "issue": gapcli.issue(view, "enrichment", sources=True),
        "moves": gapcli.moves(view, "guarantees"),
        "pairs": gapcli.matrix(everybody),
    }
    files = {name: folder / f"{name}.html" for name in reports}
    for name, report in reports.items():
        files[name].write_text(write_report("html", report, Screen()), encoding="utf-8")
    gapcli.speak("ar")
    try:
        for name, report in (
            ("arabic", gapcli.page(view)),
            ("arabic-many", gapcli.page(gapcli.narrow(many, gapcli.Query()))),
        ):
            files[name] = folder / f"{name}.html"
            files[name].write_text(write_report("html", report, Screen()), encoding="utf-8")
    finally:
        gapcli.speak("")
    return files


@pytest.fixture
def visit(browser: Any, files: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """`visit(name, fragment, **context)`: the page in the browser; that it asks for or complains of anything fails."""
    contexts, asked, said = [], [], []

    def visit(name: str, fragment: str = "", **context: Any) -> Any:
        contexts.append(browser.new_context(**context))
        tab = contexts[-1].new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.goto(files[name].as_uri() + fragment)
        return tab

    yield visit
    for context in contexts:
        context.close()
    assert said == []
    assert {re.sub("#.*", "", url) for url in asked} <= {path.as_uri() for path in files.values()}


PAGES = ("page", "everybody", "harbour", "issue", "moves", "pairs", "arabic", "arabic-many")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out(width: int, name: str, visit: Callable[..., Any]) -> None:
    """At every width, with everything open, no part is wider than the screen, but for tables that scroll."""
    tab = visit(name, viewport={"width": width, "height": 900})
    tab.evaluate(OPEN)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate(STICKS_OUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, scheme: str, visit: Callable[..., Any]) -> None:
    """No violation of WCAG 2.2 AA, nor of what axe holds good practice, with everything open."""
    axe = pytest.importorskip("axe_playwright_python", reason="the extra browser is not installed: no axe")
    tab = visit(name, color_scheme=scheme, viewport={"width": 1100, "height": 900})
    tab.evaluate(OPEN)
    tab.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = tab.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)[
        "violations"
    ]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found] == []


def test_a_link_opens_its_statement(visit: Callable[..., Any]) -> None:
    """An address with the id of a statement shows it, and so does a link on the page, also when it is asked twice."""
    tab = visit("page", "#us-zero-enrichment")
    statement = tab.locator("#us-zero-enrichment")
    assert statement.is_visible()
    assert tab.evaluate("Math.abs(document.getElementById('us-zero-enrichment').getBoundingClientRect().top) < 200")
    tab.get_by_role("button", name="Fold all").click()
    assert not statement.is_visible()
    tab.locator("a[href='#us-facility-inspections']").first.evaluate("e => e.click()")
    assert tab.locator("#us-facility-inspections").is_visible()


def list_found(tab: Any) -> list[str]:
    """The ids of the statements that are shown."""
    found: list[str] = tab.evaluate(
        "[...document.querySelectorAll('.group article')].filter(e => e.checkVisibility()).map(e => e.id)"
    )
    return found


@pytest.mark.parametrize(
    "spelled",
    ["تخصيب اليورانيوم", "تَخْصِيب اليورانيوم", "تخصيــب اليورانيوم", "ﺗﺨﺼﻴﺐ اليورانيوم", "تخصیب اليورانیوم"],
    ids=["plain", "vowels", "tatweel", "presentation forms", "Persian yeh"],
)
def test_the_search_finds_any_spelling(spelled: str, visit: Callable[..., Any]) -> None:
    """The words are found however they are spelled, as `statements --text` finds them: here in quotes alone."""
    ledger = gapcli.load(shipped()).require()
    words = "تخصيب اليورانيوم"
    found = gapcli.statements(gapcli.narrow(ledger, gapcli.Query()), text=words).rows
    quoted = {row.id: fold("\n".join(e.quote for e in row.evidence)) for row in found}
    expected = sorted(id for id, quotes in quoted.items() if all(word in quotes for word in fold(words).split()))
    tab = visit("page")
    assert list_found(tab) == []
    tab.locator("#search").fill(spelled)
    tab.locator(".group[hidden]").first.wait_for(state="attached")
    assert sorted(list_found(tab)) == expected != []
    tab.locator("#search").fill("no such words anywhere")
    tab.get_by_text("Nothing fits.").wait_for()
    assert list_found(tab) == []


def test_the_page_folds_as_the_command_does(visit: Callable[..., Any]) -> None:
    """Each spelling, and nearly every letter and sign up to those of Asia, is folded to the same by both."""
    spelled = [f"g{each}7" for group, _ in SPELLED.values() for each in group]
    # Cherokee is folded to capitals by the one, and to small letters by the other.
    codes = [*range(0x13A0), *range(0x1400, 0x3000), *range(0xF900, 0x10000), *range(0x1D400, 0x1D800)]
    letters = [chr(code) for code in codes if category(chr(code)) not in ("Cn", "Cs", "Co")]
    words = ["Straße", "ΌΣΟΣ", "إِيـرانُ ٢٠٢٦", "«هسته\u200cای»", "  two\u00a0 words "]
    fold_all = "texts => texts.map(makeFold(JSON.parse(document.getElementById('search').dataset.same)))"
    texts = [*spelled, *letters, *words]
    found = dict(zip(texts, visit("page").evaluate(fold_all, texts)))
    assert found == {text: fold(text) for text in texts}
    assert len(found) > 10_000


def test_a_link_leads_past_the_search(visit: Callable[..., Any]) -> None:
    """What the search, or the choice of named sources, left out is shown when a link leads there."""
    tab = visit("page")
    tab.get_by_label("Named sources only").check()
    tab.locator("#search").fill("no such words anywhere")
    tab.get_by_text("Nothing fits.").wait_for()
    tab.locator("a[href='#us-zero-enrichment']").first.evaluate("e => e.click()")
    tab.locator("#us-zero-enrichment").wait_for()
    assert tab.locator("#search").input_value() == ""


def test_named_sources_only(visit: Callable[..., Any]) -> None:
    """One box leaves the statements that a named voice or a document stands behind, also without the script."""
    ledger = gapcli.load(shipped()).require()
    said = gapcli.statements(gapcli.narrow(ledger, gapcli.Query())).rows
    named = {row.id for row in said if any(e.attribution in ("named", "document") for e in row.evidence)}
    tab = visit("page", java_script_enabled=False)
    # Without the script nothing can be evaluated: the browser itself opens what it is led to.
    box = tab.get_by_label("Named sources only")
    for summary in tab.locator(".group > summary").all():
        summary.click()
    box.check()
    shown = {article.get_attribute("id") for article in tab.locator(".group article:visible").all()}
    assert shown == named != {row.id for row in said}


def test_all_can_be_read_without_the_script(visit: Callable[..., Any]) -> None:
    """The parts fold and open, the colours change, and no button is shown that would do nothing."""
    tab = visit("page", java_script_enabled=False)
    assert tab.locator("button:visible").count() == 0
    tab.locator("#words\\:enrichment > summary").click()
    assert tab.locator("#us-zero-enrichment").is_visible()
    tab.get_by_label("Colours").select_option("dark")
    assert tab.locator("h1").is_visible()


@pytest.mark.parametrize(("chosen", "dark"), [("auto", True), ("light", False), ("dark", True)])
def test_the_reader_chooses_the_colours(chosen: str, dark: bool, visit: Callable[..., Any]) -> None:
    """The device has its say until the reader has one."""
    tab = visit("page", color_scheme="dark")
    tab.get_by_label("Colours").select_option(chosen)
    colour = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", colour)[:3])) < 128) == dark


def test_a_citation_is_copied(visit: Callable[..., Any]) -> None:
    """What is copied has the exact words, where they stand, the id, and the hash of the ledger."""
    ledger = gapcli.load(shipped()).require()
    tab = visit("page", "#us-zero-enrichment", permissions=["clipboard-read", "clipboard-write"])
    tab.locator("#us-zero-enrichment .copy").click()
    tab.get_by_text("Copied").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    (statement,) = (s for s in ledger.statements if s.id == "us-zero-enrichment")
    for words in (statement.evidence[0].quote, "Arabi Post", "us-zero-enrichment", ledger.sha256):
        assert words in copied


def test_a_table_of_many_is_sorted(visit: Callable[..., Any]) -> None:
    """The head of a column puts the rows in the order of its figures, and the other way round when asked again."""
    tab = visit("everybody")
    table = tab.locator(".stands table")
    head = table.locator("thead th").nth(1)
    cell = "rows => rows.map(e => e.cells[2].textContent)"
    orders = []
    for _ in range(2):
        head.get_by_role("button").click()
        orders.append(table.locator("tbody tr").evaluate_all(cell))
    figures = [[float((re.findall(r"\d\.\d\d", text) or [-1])[0]) for text in order] for order in orders]
    assert figures == [sorted(figures[0], reverse=True), sorted(figures[0])] and figures[0] != figures[1]
    assert head.get_attribute("aria-sort") == "ascending"


def test_the_keyboard_reaches_everything(visit: Callable[..., Any]) -> None:
    """The first stop leads past the head, and a part opens with a key; what has the focus shows it."""
    tab = visit("page")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["y"] >= 0
    tab.locator("#words\\:enrichment > summary").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#us-zero-enrichment").is_visible()


def test_a_page_from_right_to_left_is_mirrored(visit: Callable[..., Any]) -> None:
    """What stands at one end of a line stands at the other, by the direction of the page alone."""
    tab = visit("page", viewport={"width": 1100, "height": 900})
    places = "[...document.querySelectorAll('.bar .at, .axis > b, .scale > i')].map(e => e.getBoundingClientRect())"
    middles = f"{places}.map(box => box.left + box.width / 2)"
    before = tab.evaluate(middles)
    tab.evaluate("document.documentElement.dir = 'rtl'")
    after = tab.evaluate(middles)
    assert len(before) > 50
    assert all(abs(x + y - 1100) < 2 for x, y in zip(before, after))


def test_the_page_in_arabic_reads_from_the_right(visit: Callable[..., Any]) -> None:
    """Its direction is that of the language, its letters are made for it, and no bar begins at the left."""
    tab = visit("arabic", viewport={"width": 1100, "height": 900})
    assert tab.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    assert "Naskh" in tab.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    bars = "[...document.querySelectorAll('.bar')].filter(e => e.querySelector('.left'))"
    ends = "e => [e, e.querySelector('.left')].map(x => x.getBoundingClientRect().right)"
    found = tab.evaluate(f"{bars}.map({ends})")
    assert found and all(abs(bar - left) < 1 for bar, left in found)


def test_no_sign_of_arithmetic_is_mirrored(visit: Callable[..., Any]) -> None:
    """A line from right to left would show `≥` as `≤`, and a sum backwards."""
    tab = visit("arabic")
    signs = tab.evaluate("""() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
      while (walk.nextNode())
        if (/[≥≤]|\\d \\+ \\d/.test(walk.currentNode.data))
          found.push(getComputedStyle(walk.currentNode.parentNode).direction);
      return found;
    }""")
    assert len(signs) > 10 and set(signs) == {"ltr"}


def test_the_quotes_run_from_right_to_left(visit: Callable[..., Any]) -> None:
    """An Arabic quote stands at the right of its block, in a face with its letters."""
    tab = visit("page", "#us-zero-enrichment")
    quote = tab.locator("#us-zero-enrichment blockquote").first
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert "Naskh" in quote.evaluate("e => getComputedStyle(e).fontFamily")


@pytest.mark.parametrize("name", ["page", "arabic"])
def test_it_prints_on_few_sheets(name: str, visit: Callable[..., Any]) -> None:
    """As it lies there the page of the shipped ledger takes no more sheets than a reader would hold."""
    sheets = visit(name).pdf(prefer_css_page_size=True, print_background=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) <= MOST_PAGES
