"""A report as one HTML file: nothing is loaded, nothing computed, and it can be read without its script."""

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from gapcli.formats import PALETTE, Screen
from gapcli.formats.colours import COLOURS
from gapcli.formats.html.graph import draw_graph
from gapcli.formats.html.grids import Drawing
from gapcli.formats.tree import Html, Node, tag
from gapcli.pages.document import (
    Card,
    Document,
    Fact,
    Graph,
    Headline,
    Holders,
    Part,
    Question,
    Quoted,
    Section,
    Spoken,
    Words,
)
from gapcli.pages.grid import SIGNS
from gapcli.pages.page import lay_document
from gapcli.reports.report import Report
from gapcli.text import SAME, reads_leftward
from gapcli.words import phrases

_HERE = Path(__file__).parent


def to_html(report: Report, screen: Screen) -> str:
    """A report as one HTML file."""
    document = lay_document(report)
    parts = [part for section in document.sections for part in section.parts]
    statements = (each.id for part in parts if isinstance(part, Words) for each in part.statements)
    drawing = Drawing([*statements, *(f"issue:{part.issue}" for part in parts if isinstance(part, Card))])
    body = _draw_body(document, drawing)
    style = _read("style.css") + _write_palette() + drawing.write_style()
    script = _read("fold.js") + "\n" + _read("script.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="generator", content="gapcli"),
        tag("title", document.title),
        tag("style", Html(style)),
    )
    direction = "rtl" if document.leftward else "ltr"
    page = tag("html", head, tag("body", body, tag("script", Html(script))), lang=document.language, dir=direction)
    return f"<!DOCTYPE html>\n{page}\n"


def _read(name: str) -> str:
    """A file of this folder, without the blanks and comments that only help who writes it."""
    lines = (line.strip() for line in (_HERE / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("/*", "//")))


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _write_palette() -> str:
    """The colours of both themes; and those of the levels, as a terminal has them."""
    themes = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in COLOURS.items())
    levels = "".join(f".{name}{{--back:{back};--fore:{fore}}}" for name, (back, fore) in PALETTE.items())
    return f":root{{{themes}}}{levels}"


def _draw_body(document: Document, drawing: Drawing) -> Node:
    titled = [section for section in document.sections if section.title]
    links = [tag("li", tag("a", section.title, href=f"#part:{section.id}")) for section in titled]
    contents = tag("nav", tag("ul", links), aria_label=phrases.CONTENTS) if len(links) > 1 else None
    beneath = [tag("p", drawing.write(line)) for line in document.beneath]
    header = tag("header", tag("h1", document.title), beneath, _draw_tools(document), contents)
    sections = [_draw_section(section, drawing) for section in document.sections]
    foot = tag("footer", tag("p", document.cite, id="cite", class_="cite")) if document.cite else None
    return [tag("a", phrases.SKIP, href="#main", class_="skip"), header, tag("main", sections, id="main"), foot]


def _draw_tools(document: Document) -> Html:
    """What the reader can change; without the script the colours alone."""
    values = ("", "light", "dark")
    options = [tag("option", words, value=value or "auto") for value, words in zip(values, phrases.THEMES)]
    theme = tag("label", tag("span", phrases.THEME), " ", tag("select", options, id="theme"))
    buttons = (
        (phrases.PRINT, "print"),
        *(((phrases.OPEN_ALL, "open"), (phrases.FOLD_ALL, "fold")) if document.cite else ()),
    )
    tools = [tag("button", words, type="button", data_does=does) for words, does in buttons]
    return tag("div", theme, tag("span", tools, class_="scripted"), class_="tools")


def _draw_section(section: Section, drawing: Drawing) -> Html:
    id = f"part:{section.id}"
    head = tag("h2", section.title) if section.title else None
    level = 3 if head else 2
    tools = _draw_search() if section.id == "words" else None
    parts: Node = [_draw_part(part, drawing, level) for part in section.parts]
    if section.folded:
        return tag("section", tag("details", tag("summary", head), parts), id=id, class_=section.id)
    return tag("section", head, tools, parts, id=id, class_=section.id)


def _draw_search() -> Html:
    """The search of the words, which the script makes work; and the choice of named sources, which needs none."""
    search = tag(
        "label",
        tag("span", phrases.SEARCH),
        tag("input", type="search", id="search", data_same=json.dumps({**SAME}, ensure_ascii=False)),
    )
    named = tag("label", tag("input", type="checkbox", id="named"), " ", phrases.NAMED_ONLY)
    none = tag("p", phrases.NO_MATCH, id="nothing", hidden=True)
    copy = tag(
        "template", tag("button", phrases.COPY, type="button", class_="copy", data_copied=phrases.COPIED), id="copy"
    )
    status = tag("div", none, role="status")
    return tag("div", tag("div", search, class_="scripted"), named, status, copy, class_="search")


def _draw_part(part: Part, drawing: Drawing, level: int) -> Node:
    match part:
        case Card():
            return _draw_card(part, drawing, level)
        case Words():
            return _draw_words(part, drawing)
        case Headline():
            return _draw_headline(part, drawing)
        case Graph():
            return draw_graph(part, drawing)
    return drawing.draw_grid(part, level)


def _draw_headline(headline: Headline, drawing: Drawing) -> Node:
    facts = [_draw_fact(fact, drawing) for fact in headline.facts]
    lines = [tag("p", drawing.write(line)) for line in headline.resting]
    resting = tag("div", tag("h3", phrases.RESTS_ON), lines, class_="resting")
    lead = [tag("p", drawing.write(sentence), class_="lead") for sentence in headline.sentences]
    return [tag("dl", facts, class_="facts"), lead, resting]


def _draw_fact(fact: Fact, drawing: Drawing) -> Html:
    name = tag("a", fact.name, href=f"#issue:{fact.issue}") if fact.issue else fact.name
    return tag("div", tag("dt", fact.label), tag("dd", tag("span", name), " ", drawing.draw_pieces(fact.figure)))


# --- issues ---------------------------------------------------------------------------------------


def _draw_card(card: Card, drawing: Drawing, level: int) -> Html:
    head = tag(f"h{level}", card.name)
    figures = tag("p", drawing.draw_pieces(card.figures), class_="figures") if card.figures else None
    bar = drawing.draw_bar(card.bar) if card.bar else None
    chips = tag("ul", [tag("li", chip) for chip in card.chips], class_="chips") if card.chips else None
    sides = [tag("div", tag("dt", party), tag("dd", words)) for party, words in card.sides]
    said = [
        tag("p", phrases.SAYS_ON.format(question=card.on), class_="dim") if card.on else None,
        tag("dl", sides, class_="sides") if sides else None,
    ]
    note = tag("p", card.note, class_="weak") if card.note else None
    questions = [_draw_question(question, drawing, level + 1) for question in card.questions]
    return tag("article", head, figures, bar, chips, said, note, questions, id=f"issue:{card.issue}", class_="card")


def _draw_question(question: Question, drawing: Drawing, level: int) -> Html:
    right = tag("span", question.share, " ", drawing.draw_pieces(question.figures), class_="right")
    head = tag(f"h{level}", tag("span", question.head), right, id=question.about)
    parts: list[Node] = [head, drawing.draw_grid(question.chart)]
    if question.choices:
        parts.append(tag("ul", [_draw_holders(each, drawing) for each in question.choices], class_="choices"))
    parts += [drawing.draw_grid(grid, level + 1) for grid in question.below]
    scale = [drawing.draw_grid(grid, level + 1) for grid in question.scale]
    more = [tag("details", tag("summary", phrases.SCALE_AND_WHY), scale)]
    if question.claims:
        claims = (
            tag("li", claim.words, " ", [[tag("a", number, href=f"#{id}"), " "] for id, number in claim.statements])
            for claim in question.claims
        )
        more.append(tag("details", tag("summary", phrases.STATEMENTS_BEHIND), tag("ul", claims, class_="claims")))
    return tag("div", parts, tag("div", more, class_="more"), class_="question")


def _draw_holders(answer: Holders, drawing: Drawing) -> Html:
    """An answer of a `choice`, with the signs of who holds it."""
    today = tag("span", phrases.TODAY, class_="dim") if answer.today else None
    holders = (
        tag("span", map(drawing.draw_sign, map(SIGNS.__getitem__, signs)), " ", name) for signs, name in answer.parties
    )
    parties = tag("span", [[each, " "] for each in holders])
    return tag("li", tag("span", answer.name, " ", today), parties, class_="held" if answer.parties else None)


# --- the words ------------------------------------------------------------------------------------


def _draw_words(words: Words, drawing: Drawing) -> Html:
    name = phrases.WORDS_OF.format(name=words.name, count=words.counted)
    statements = [_draw_statement(statement, drawing) for statement in words.statements]
    return tag("details", tag("summary", tag("h3", name)), statements, id=f"words:{words.issue}", class_="group")


def _draw_statement(statement: Quoted, drawing: Drawing) -> Html:
    number = tag("a", statement.number, href=f"#{statement.id}") if statement.id else statement.number
    head = [tag("span", number, class_="n"), " ", statement.heading]
    quotes = [
        [
            _speak("blockquote", quote.quote, always=True),
            _speak("p", quote.gloss, class_="gloss") if quote.gloss else None,
            tag("p", quote.where, class_="where"),
        ]
        for quote in statement.quotes
    ]
    related = [
        tag(
            "p",
            tag("i", what),
            " ",
            [[tag("a", id, href=f"#{id}") if id in drawing.anchors else id, " "] for id in ids],
        )
        for what, ids in statement.related
    ]
    id = tag("p", " · ".join(filter(None, (statement.id, statement.place))), class_="id")
    return tag(
        "article",
        tag("h4", head),
        tag("p", statement.said, class_="said"),
        _speak("p", statement.text),
        [tag("p", each, class_="if") for each in statement.conditions],
        quotes,
        related,
        [tag("p", each, class_="weak") for each in statement.remarks],
        id,
        id=statement.id or None,
        class_="named" if statement.named else None,
    )


def _speak(name: str, spoken: Spoken, always: bool = False, **attributes: str) -> Html:
    """Words in an element that says their language and direction, where these are not the page's own."""
    if always or spoken.language != phrases.LANGUAGE:
        leftward = reads_leftward(spoken.words)
        attributes |= {"lang": spoken.language, "dir": "rtl" if leftward else "ltr"}
    return tag(name, spoken.words, **attributes)
