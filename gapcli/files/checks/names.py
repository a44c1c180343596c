"""Names: each is declared once, and means one thing."""

from collections.abc import Iterable, Iterator
from itertools import chain

from gapcli.files.checks.rule import Found, rule
from gapcli.files.checks.view import LINKS, Names, View, names_in
from gapcli.files.problems import Finding, Path
from gapcli.files.values import LANGUAGE
from gapcli.text import did_you_mean

_DECLARED = """
    A name that the file does not declare: of a party, an issue, a dimension, a source or a statement.

    Names are declared once, under `parties`, `issues`, `sources` (or as the name of a card's file) and by the `id` of a
    statement; everywhere else they are spelled exactly so.
    """


def _unknown(id: str, mentions: Iterable[tuple[Path, str]], known: Names, on_key: bool = False) -> Found:
    kind = id.removeprefix("unknown-")
    for path, name in mentions:
        if name not in known:
            yield Finding(id, path, f'no {kind} is called "{name}"', did_you_mean(name, known), on_key=on_key)


@rule(
    "unknown-party",
    _DECLARED,
    wrong="""
        - id: province-five-years
          party: provincce
        """,
    right="""
        - id: province-five-years
          party: province
        """,
)
def _unknown_party(view: View) -> Found:
    yield from _unknown("unknown-party", _mentioned_parties(view), view.names("parties"))


def _mentioned_parties(view: View) -> Iterator[tuple[Path, str]]:
    for path, statement in view.statements("party"):
        yield (*path, "party"), statement.party
    for path, _, condition in view.conditions("party"):
        yield (*path, "party"), condition.party
    for path, party in view.parties():
        yield from names_in(path, party, "members")


@rule(
    "unknown-issue",
    _DECLARED,
    wrong="""
        party: province
        about: berth
        """,
    right="""
        party: province
        about: berths
        """,
)
def _unknown_issue(view: View) -> Found:
    known = view.names("issues")
    yield from _unknown("unknown-issue", ((path, about.partition(".")[0]) for path, about, _ in _abouts(view)), known)
    weighed = (key for path, party in view.parties() for key in names_in(path, party, "salience"))
    yield from _unknown("unknown-issue", weighed, known, on_key=True)


@rule(
    "unknown-dimension",
    _DECLARED,
    wrong="- {party: harbour, about: rent.index, reaches: yearly}",
    right="- {party: harbour, about: rent.indexation, reaches: yearly}",
)
def _unknown_dimension(view: View) -> Found:
    for path, about, may_be_issue in _abouts(view):
        issue, dot, dimension = about.partition(".")
        if not dot and may_be_issue:
            continue
        known = view.dimension_names(issue)
        if dimension not in known:
            message = f'"{issue}" has no dimension "{dimension}"'
            if not dot:
                message = f'"{issue}" is a whole issue, a dimension is needed'
            help = did_you_mean(about, [f"{issue}.{name}" for name in known])
            yield Finding("unknown-dimension", path, message, help)


def _abouts(view: View) -> Iterator[tuple[Path, str, bool]]:
    """What each statement and each condition is about, and whether that may be an issue as a whole."""
    for path, statement in view.statements("about"):
        yield (*path, "about"), statement.about, True
    for path, _, condition in view.conditions("about"):
        yield (*path, "about"), condition.about, False


@rule("unknown-source", _DECLARED, wrong="- source: radio", right="- source: coast-radio")
def _unknown_source(view: View) -> Found:
    cited = (((*path, "source"), piece.source) for path, _, piece in view.evidence("source"))
    yield from _unknown("unknown-source", cited, view.names("sources"))


@rule(
    "unknown-statement",
    _DECLARED,
    wrong="statements: [province-five]",
    right="statements: [province-five-years]",
)
def _unknown_statement(view: View) -> Found:
    linked = ((path, name) for field in LINKS for path, _, name in view.links(field))
    terms = (term for path, proposal in view.proposals() for term in names_in(path, proposal, "statements"))
    yield from _unknown("unknown-statement", chain(linked, terms), view.statement_names())


@rule(
    "duplicate-id",
    "Two statements have the same id, so that nothing can tell which of them is meant.",
    wrong="""
        - id: company-no-more
          party: harbour
          about: rent.indexation
        """,
    right="""
        - id: company-fixed-rent
          party: harbour
          about: rent.indexation
        """,
)
def _duplicate_id(view: View) -> Found:
    first: dict[str, Path] = {}
    for path, statement in view.statements("id"):
        at = (*path, "id")
        if statement.id in first:
            message = f'two statements are called "{statement.id}"'
            help = "give this one a name of its own"
            yield Finding("duplicate-id", at, message, help, first=first[statement.id])
        first.setdefault(statement.id, at)


@rule(
    "reserved-id",
    """
    No party and no issue is called `all`: on the command line `--parties all` and `--issues all` show every one.
    """,
    wrong="""
        all: {name: All of them, role: stakeholder}
        province:
          name: {en: Province of the Coast, ar: إقليم الساحل}
        """,
    right="""
        province:
          name: {en: Province of the Coast, ar: إقليم الساحل}
        """,
)
def _reserved_id(view: View) -> Found:
    for part, names in (("parties", view.names("parties")), ("issues", view.names("issues"))):
        if "all" in list(names):
            yield Finding("reserved-id", (part, "all"), '"all" means every one', "give it another id", on_key=True)


@rule(
    "bad-language",
    "A language is a code of two or three letters, such as `en`, `ar` or `fa`, and not its name.",
    wrong="""
        kind: report
        language: Arabic
        """,
    right="""
        kind: report
        language: ar
        """,
)
def _bad_language(view: View) -> Found:
    named = [(path, file.language) for path, file in view.file("language")]
    named += [(path, card.language) for path, card in view.cards("language")]
    for path, language in named:
        if not LANGUAGE.fullmatch(language):
            message = f'"{language[:40]}" is no code'
            yield Finding("bad-language", (*path, "language"), message, "write one: en, ar, fa")


RULES = (
    _unknown_party,
    _unknown_issue,
    _unknown_dimension,
    _unknown_source,
    _unknown_statement,
    _duplicate_id,
    _reserved_id,
    _bad_language,
)
