"""A report as a document to hand on: sections of typed parts, where a page for a screen has lines alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gapcli import __version__
from gapcli.ledger.model import Statement, Text
from gapcli.measure.view import View
from gapcli.pages.evidence import list_opponents, say_heading
from gapcli.pages.grid import Bar, Grid, Pieces
from gapcli.reports.report import Ids
from gapcli.words import phrases
from gapcli.words.conditions import say_conditions
from gapcli.words.positions import choose_gloss, say_evidence, say_query


class Spoken(NamedTuple):
    """Words in a language of their own."""

    words: str
    language: str
    """As a code."""


class Quote(NamedTuple):
    """A piece of evidence."""

    quote: Spoken
    gloss: Spoken | None
    where: str
    """The outlet and the place in it, who vouches for the account, and who tells it."""


class Quoted(NamedTuple):
    """A statement with every word behind it."""

    id: str
    """Empty of what is assumed, which no link leads to."""
    number: str
    heading: str
    """Whose it is, and what it does: `US wants zero enrichment`."""
    said: str
    """When, and who said it."""
    text: Spoken
    conditions: tuple[str, ...]
    quotes: tuple[Quote, ...]
    related: tuple[tuple[str, Ids], ...]
    """What others are to it, each with their ids: `reports conflict`."""
    remarks: tuple[str, ...]
    """That it no longer stands, or is assumed."""
    place: str
    """The line of the ledger."""
    named: bool
    """Whether a named voice or a document stands behind it."""


class Words(NamedTuple):
    """The statements on an issue."""

    issue: str
    name: str
    counted: str
    statements: tuple[Quoted, ...]


class Holders(NamedTuple):
    """An answer of a `choice`, and who holds it."""

    name: str
    today: bool
    parties: tuple[tuple[tuple[str, ...], str], ...]
    """The signs of how each holds it, as `SIGNS` has them, and its name."""


class Claimed(NamedTuple):
    """What a party holds, and by which statements."""

    words: str
    statements: tuple[tuple[str, str], ...]
    """The id and the number of each."""


class Question(NamedTuple):
    """One question of an issue."""

    about: str
    head: str
    share: str
    figures: Pieces
    chart: Grid
    choices: tuple[Holders, ...]
    below: tuple[Grid, ...]
    """Several pairs of parties, and what weakens the figures."""
    scale: tuple[Grid, ...]
    """The scale with its reasons, and the arithmetic."""
    claims: tuple[Claimed, ...]


class Card(NamedTuple):
    """An issue: what each says, side by side, and each of its questions."""

    issue: str
    name: str
    figures: Pieces
    bar: Bar | None
    note: str
    sides: tuple[tuple[str, str], ...]
    """Each party with its words."""
    on: str
    """The question that the words are of, where the issue has several."""
    chips: tuple[str, ...]
    questions: tuple[Question, ...]


class Node(NamedTuple):
    """What waits, or what it waits for."""

    words: str
    below: str
    """Whose it is, or how it stands."""
    statement: str = ""
    """Where it leads; empty where nowhere."""


class Graph(NamedTuple):
    """What waits in one column, what it waits for in the other, and the lines between."""

    waiting: tuple[Node, ...]
    awaited: tuple[Node, ...]
    edges: tuple[tuple[int, int, str], ...]
    """From which to which, each by its place in its column, with how the condition stands."""


class Fact(NamedTuple):
    """A figure of the headline."""

    label: str
    name: str
    issue: str
    """The issue that it is of; empty where it is of none."""
    figure: Pieces


class Headline(NamedTuple):
    """The first thing to read."""

    facts: tuple[Fact, ...]
    sentences: tuple[str, ...]
    resting: tuple[str, ...]
    """What the figures rest on."""


Part = Grid | Card | Words | Graph | Headline


class Section(NamedTuple):
    """A part of the document that can be led to."""

    id: str
    title: str
    """Empty of the first, over which that of the document stands."""
    parts: tuple[Part, ...]
    folded: bool = False
    """Whether it is shown when it is asked for."""


class Document(NamedTuple):
    """All that is handed on."""

    title: str
    beneath: tuple[str, ...]
    """The day and what it rests on; and what was left out or assumed."""
    sections: tuple[Section, ...]
    language: str
    leftward: bool
    """Whether it is written from right to left."""
    cite: str = ""


def speak(text: Text) -> Spoken:
    """A text of the ledger in the language that is shown."""
    return Spoken(str(text), text.shown)


def say_cite(view: View) -> str:
    """How the document is cited: the ledger by its title, its day and its hash, and what made it."""
    return phrases.CITE.format(
        title=view.source.title, date=phrases.date(view.day), version=__version__, sha256=view.source.sha256
    )


def lay_sections(view: View, title: str, sections: Iterable[Section]) -> Document:
    """A document of some sections, with the day, the lenses and how it is cited; `title`: its own."""
    lens = say_query(view)
    named = str(view.source.title)
    beneath = ([] if named in title else [named]) + [phrases.REPORTED_UP_TO.format(date=phrases.date(view.day))]
    beneath += [phrases.join(lens)] if lens else []
    return Document(title, tuple(beneath), tuple(sections), phrases.LANGUAGE, phrases.LEFTWARD, say_cite(view))


def number_statements(view: View) -> dict[str, str]:
    """The number of each statement of the document, by id."""
    return {s[0].id: str(n) for n, s in enumerate(_order(view), start=1)}


def _order(view: View) -> list[list[Statement]]:
    """The statements issue by issue, in the order of the file; what several parties said together is one."""
    issues = {issue: n for n, issue in enumerate(view.ledger.issues)}
    said: dict[str, list[Statement]] = defaultdict(list)
    for s in sorted(view.statements, key=lambda s: issues[s.issue]):
        said[s.id].append(s)
    return [*said.values()]


def lay_words(view: View) -> Iterator[Words]:
    """Every statement of the parties and issues shown, once, under its issue."""
    live = {s.key for s in view.positions.live}
    groups: dict[str, list[Quoted]] = defaultdict(list)
    for number, alike in enumerate(_order(view), start=1):
        groups[alike[0].issue].append(_quote(view, alike, str(number), any(s.key in live for s in alike)))
    for issue, quoted in groups.items():
        yield Words(issue, view.name_issue(issue), phrases.count(len(quoted), "statement"), tuple(quoted))


def _quote(view: View, alike: Sequence[Statement], number: str, live: bool) -> Quoted:
    s, parties = alike[0], phrases.join(view.label(s.party) for s in alike)
    conditions = (
        pattern.format(conditions=say_conditions(view.positions, each, unless))
        for pattern, each, unless in ((phrases.IF, s.if_, False), (phrases.UNLESS, s.unless, True))
        if each
    )
    related = (
        (phrases.MARKS["disputed"].meaning, list_opponents(view, s)),
        (phrases.REPLACED, s.replaces),
        (phrases.BESIDE_WORD, s.beside),
    )
    remarks = [*([] if live else [phrases.NO_LONGER_STANDS]), *([phrases.ASSUMED_LINE] if s.assumed else [])]
    return Quoted(
        id="" if s.assumed else s.id,
        number=number,
        heading=phrases.PARTY_DOES.format(party=parties, does=say_heading(view, s)),
        said=phrases.SAID_BY.format(date=phrases.date(s.said), speaker=s.speaker)
        if s.speaker
        else phrases.date(s.said),
        text=speak(s.text),
        conditions=tuple(conditions),
        quotes=tuple(
            Quote(
                Spoken(e.quote, view.ledger.cards[e.source].language),
                speak(gloss) if gloss else None,
                say_evidence(view.ledger, e),
            )
            for e, gloss in ((e, choose_gloss(view.ledger, e)) for e in s.evidence)
        ),
        related=tuple((what, ids) for what, ids in related if ids),
        remarks=(*remarks, *([str(s.note)] if s.note else [])),
        place="" if s.assumed else phrases.PLACE.format(file=view.ledger.find_file(s), line=s.line),
        named=any(e.attribution in ("named", "document") for e in s.evidence),
    )
