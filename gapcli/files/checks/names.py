"""Names: each is declared once, and means one thing."""

from collections.abc import Iterable, Iterator

from gapcli.files.checks.rule import LINKS, Found, View, place_parts, rule, select
from gapcli.files.problems import Finding, Path
from gapcli.files.tree import BAD
from gapcli.files.values import LANGUAGE
from gapcli.ledger.outlets import list_outlets, name_outlet
from gapcli.text import did_you_mean, name_odd

_DECLARED = """
    A name that the file does not declare: of a party, an issue, a dimension, a source or a statement.

    Names are declared once, under `parties`, `issues`, `sources` (or as the name of a card's file) and by the `id` of a
    statement; everywhere else they are spelled exactly so.
    """


def _find_unknown(view: View, kind: str, mentions: Iterable[tuple[Path, str]], on_key: bool = False) -> Found:
    known = view.names[kind]
    for path, name in mentions:
        if known is not BAD and name not in known:
            help = did_you_mean(name, known) or f"there is no {kind} yet: declare it"
            yield Finding(path, f'no {kind} is called "{name}"', help, on_key)


@rule(f"""
    # unknown-party
    {_DECLARED}
    · - id: province-five-years
    ✗   party: provincce
    ✓   party: province
    """)
def _unknown_party(view: View) -> Found:
    mentions = [*_place_parties(view)]
    mentions += [((*path, "party"), condition.party) for path, _, condition in select(view.conditions, "party")]
    mentions += [
        (path, name) for field in ("members", "speaks_for") for path, _, name in place_parts(view.parties, field)
    ]
    yield from _find_unknown(view, "party", mentions)
    options = place_parts(((path, d) for path, _, d in view.dimensions), "options")
    steps = place_parts(((path, option) for path, _, option in options), "would")
    yield from _find_unknown(view, "party", ((path, str(path[-1])) for path, _, _ in steps), on_key=True)


def _place_parties(view: View) -> Iterator[tuple[Path, str]]:
    """Each party of a statement in its place, of several in that of the list."""
    for path, s in select(view.written, "party"):
        party: object = s.party
        at = (*path, "party")
        yield from [((*at, i), name) for i, name in enumerate(party)] if isinstance(party, tuple) else [(at, s.party)]


@rule(f"""
    # unknown-issue
    {_DECLARED}
    · party: province
    ✗ about: berth
    ✓ about: berths
    """)
def _unknown_issue(view: View) -> Found:
    yield from _find_unknown(view, "issue", ((path, about.partition(".")[0]) for path, about, _ in _abouts(view)))
    weighed = (((*path, "salience", id), id) for path, party in view.parties for id in party.salience or ())
    yield from _find_unknown(view, "issue", weighed, on_key=True)


@rule(f"""
    # unknown-dimension
    {_DECLARED}
    ✗ - {{party: harbour, about: rent.index, reaches: yearly}}
    ✓ - {{party: harbour, about: rent.indexation, reaches: yearly}}
    """)
def _unknown_dimension(view: View) -> Found:
    dimensions = {issue.id: issue.dimensions for _, issue in view.issues}
    for path, about, may_be_issue in _abouts(view):
        issue, dot, dimension = about.partition(".")
        if not dot and may_be_issue:
            continue
        known = dimensions.get(issue)
        # An issue without any is a mistake of its own.
        if known and dimension not in known:
            fault = f'has no dimension "{dimension}"' if dot else "is a whole issue, a dimension is needed"
            yield Finding(path, f'"{issue}" {fault}', did_you_mean(about, [f"{issue}.{name}" for name in known]))


def _abouts(view: View) -> Iterator[tuple[Path, str, bool]]:
    """What each statement and each condition is about, and whether that may be an issue as a whole."""
    for path, statement in select(view.statements, "about"):
        yield (*path, "about"), statement.about, True
    for path, _, condition in select(view.conditions, "about"):
        yield (*path, "about"), condition.about, False


@rule(f"""
    # unknown-source
    {_DECLARED}
    ✗ - source: radio
    ✓ - source: coast-radio
    """)
def _unknown_source(view: View) -> Found:
    cited = [((*path, "source"), piece.source) for path, _, piece in select(view.evidence, "source")]
    cited += [((*path, "card"), table.card) for path, table in select(view.tables, "card")]
    yield from _find_unknown(view, "source", cited)


@rule(f"""
    # unknown-statement
    {_DECLARED}
    ✗ statements: [province-five]
    ✓ statements: [province-five-years]
    """)
def _unknown_statement(view: View) -> Found:
    mentions = [(path, name) for field in LINKS for path, _, name in view.links(field)]
    mentions += [(path, name) for path, _, name in place_parts(view.proposals, "statements")]
    yield from _find_unknown(view, "statement", mentions)


@rule("""
    # duplicate-id
    Two statements have the same id, so that nothing can tell which of them is meant.
    ✗ - id: company-no-more
    ✓ - id: company-fixed-rent
    ·   party: harbour
    ·   about: rent.indexation
    """)
def _duplicate_id(view: View) -> Found:
    first: dict[str, Path] = {}
    for path, statement in select(view.statements, "id"):
        at = (*path, "id")
        if first.get(statement.id, at) != at:
            message = f'two statements are called "{statement.id}"'
            yield Finding(at, message, "give this one a name of its own", first=first[statement.id])
        first.setdefault(statement.id, at)


@rule("""
    # reserved-id
    No party and no issue is called `all`: on the command line `--parties all` and `--issues all` show every one.
    ✗ all: {name: All of them, role: stakeholder}
    · province:
    ·   name: {en: Province of the Coast, ar: إقليم الساحل}
    """)
def _reserved_id(view: View) -> Found:
    for part, kind in (("parties", "party"), ("issues", "issue")):
        if "all" in (view.names[kind] or ()):
            yield Finding((part, "all"), '"all" means every one', "give it another id", on_key=True)


@rule("""
    # outlet-names (warning)
    An outlet has two names in one language, or one that is spelled in two ways; or `via` names a card, and no outlet.

    It is one outlet all the same: its names are compared without regard to case, form, white space and what nobody sees
    (joiners, soft hyphens), and a text in
    several languages joins the names that it has. A warning: the page shows each as it stands, and what are two outlets
    may have been taken for one.
    ✗ via: Coast  radio
    ✓ via: Coast Radio
    """)
def _outlet_names(view: View) -> Found:
    placed = [((*path, "outlet"), card.outlet) for path, card in select(view.cards, "outlet")]
    placed += [((*path, "via"), piece.via) for path, _, piece in select(view.evidence, "via") if piece.via]
    outlets = list_outlets("", (), (text for _, text in placed))
    names: dict[tuple[str, str], str] = {}
    for path, text in placed:
        outlet = outlets[name_outlet(str(text))]
        for language, name in text.items():
            first = names.setdefault((outlet, language), name)
            if name != first:
                message = f'"{name}" is the outlet that is called "{first}" elsewhere'
                odd = name_odd(name)
                message = f"{message}: {odd}" if odd else message
                yield Finding((*path, language), message, "give it one name, or two if they are two")
    # The id of a card is easily taken for the outlet of its text.
    known = {name_outlet(name) for path, text in placed if path[-1] == "outlet" for name in text.values()}
    ids = {card.id: card.outlet for _, card in select(view.cards, "outlet") if card.id not in known}
    for path, text in placed:
        if path[-1] == "via" and str(text) in ids:
            yield Finding(path, f'"{text}" is a source, and no outlet', f"write its outlet: {ids[str(text)]}")


@rule("""
    # bad-language
    A language is a code of two or three letters, such as `en`, `ar` or `fa`, and not its name.
    · kind: report
    ✗ language: Arabic
    ✓ language: ar
    """)
def _bad_language(view: View) -> Found:
    named = [(path, file.language) for path, file in select(view.file, "language")]
    named += [(path, card.language) for path, card in select(view.cards, "language")]
    for path, language in named:
        if not LANGUAGE.fullmatch(language):
            yield Finding((*path, "language"), f'"{language[:40]}" is no code', "write one: en, ar, fa")
