"""What was typed → what it names in a ledger: the one place that every option and every argument asks.

An id wins, whatever its case; then a name or a short name, in any language and spelling (`fold`); then the beginning of
an id or a name that no other thing shares.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NoReturn

from gapcli.ledger.model import Dimension, Ledger, Text
from gapcli.ledger.outlets import name_outlet
from gapcli.ledger.query import BadQuery
from gapcli.text import LISTED, find_close, find_script, fold, list_some, make_id

Known = Mapping[str, Collection[str]]
"""What may be named: each id in the order of the file, with all of its names."""
Spelled = tuple[str, str, str]
"""A name as `fold` writes it, the id of what it names, and what it is to be called."""
NEAREST = 3
"""How many names that are spelled alike are offered."""


# --- what may be named ----------------------------------------------------------------------------

# A draft may be asked, too, of which whatever could not be read is false.


def name_parties(ledger: Ledger) -> Known:
    """The parties: by name, short name, and what tables call them."""
    coded = _list_codes(ledger, "party")
    return {
        id: (*_list_names(p and p.name, p and p.short), *coded.get(id, ())) for id, p in (ledger.parties or {}).items()
    }


def name_issues(ledger: Ledger) -> Known:
    """The issues, by name."""
    return {id: _list_names(issue and issue.name) for id, issue in (ledger.issues or {}).items()}


def name_dimensions(ledger: Ledger) -> Known:
    """The dimensions, `issue.dimension`: by the name of the issue in place of its id."""
    names = name_issues(ledger)
    abouts = (about.partition(".") for about in list_dimensions(ledger))
    return {f"{issue}.{id}": [f"{name}.{id}" for name in names[issue]] for issue, _, id in abouts}


def name_options(dimension: Dimension) -> Known:
    """The options of a scale, by name."""
    return {id: _list_names(option and option.name) for id, option in (dimension.options or {}).items()}


def name_cards(ledger: Ledger) -> Known:
    """The cards, by the name of the outlet."""
    sources = ledger.sources if isinstance(ledger.sources, dict) else {}
    return {id: _list_names(card and card.outlet) for id, card in sources.items()}


def name_tabled(ledger: Ledger) -> Known:
    """The proposals and the issues, by name; of two that have one id the proposal."""
    proposals = {id: _list_names(proposal and proposal.name) for id, proposal in (ledger.proposals or {}).items()}
    return {**name_issues(ledger), **proposals}


def name_asked(ledger: Ledger) -> Known:
    """The issues, and after them their dimensions."""
    return {**name_issues(ledger), **name_dimensions(ledger)}


def name_sources(ledger: Ledger) -> Known:
    """The cards, and after them the outlets that they relay."""
    pieces = (e for s in ledger.statements or () if s for e in s.evidence or () if e)
    relayed = {str(e.via): _list_names(e.via) for e in pieces if e.via}
    cards = name_cards(ledger)
    return {**cards, **{name: names for name, names in relayed.items() if name not in cards}}


def name_statements(ledger: Ledger) -> Known:
    """The statements, which have no other name than their ids."""
    return dict.fromkeys((s.id for s in ledger.statements or () if s and s.id), ())


def list_dimensions(ledger: Ledger) -> dict[str, Dimension]:
    """The dimensions, by `issue.dimension`."""
    issues = (ledger.issues or {}).items()
    return {
        f"{issue}.{id}": d for issue, each in issues for id, d in ((each and each.dimensions) or {}).items() if each
    }


def _list_names(*texts: Text | None) -> tuple[str, ...]:
    """All that some texts say: first what is shown, which is of the language that is spoken."""
    return tuple(dict.fromkeys(name for text in texts if text for name in (str(text), *text.values())))


def _list_codes(ledger: Ledger, kind: str) -> dict[str, list[str]]:
    """What the tables call parties or questions that is no id, by the ids."""
    coded: dict[str, list[str]] = {}
    for table in (ledger.tables or {}).values():
        for called, id in (getattr(table and getattr(table, kind), "names", None) or {}).items():
            coded.setdefault(id, []).append(called)
    return coded


NAMED: Mapping[str, Callable[[Ledger], Known]] = MappingProxyType(
    {
        "parties": name_parties,
        "issues": name_asked,
        "sources": name_sources,
        "cards": name_cards,
        "statements": name_statements,
        "tabled": lambda ledger: {**name_tabled(ledger), **name_dimensions(ledger)},
    }
)
"""What a shell completes, by what the parameters of a command line call it."""


# --- what was typed -------------------------------------------------------------------------------


def find_id(typed: str, kind: str, known: Known, before: str = "") -> str:
    """The id of what was typed. Raises BadQuery where nothing is called so, or several things are.

    `before`: what stands before each of the ids where they are printed.
    """
    if typed in known:
        return typed
    says, found = _match(typed, known)
    if not found:
        _refuse(typed, kind, known, before)
    return _take_one(typed, kind, known, says, found, before)


def _match(typed: str, known: Known) -> tuple[str, list[str]]:
    """The ids of what is called so, or else begins so, and which of the two it is; in the order of the file."""
    folded = fold(typed)
    if not folded:
        return "", []
    spelled = {id: [fold(word) for word in (id, *names)] for id, names in known.items()}
    called = [id for id, words in spelled.items() if folded == words[0]]
    called = called or [id for id, words in spelled.items() if folded in words]
    if called:
        return "is called", called
    return "begins with", [id for id, words in spelled.items() if any(word.startswith(folded) for word in words)]


def _take_one(typed: str, kind: str, known: Known, says: str, found: Sequence[str], before: str = "") -> str:
    """The only one of some ids. Raises BadQuery where there are several, which names them as they are asked for."""
    if len(found) == 1:
        return found[0]
    words = []
    for id in found[:LISTED]:
        fitting = (name for name in known[id] if fold(name).startswith(fold(typed)))
        name = next(fitting, next(iter(known[id]), id))
        words.append(before + id if fold(name) == fold(id) else f"{before}{id} ({name})")
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    raise BadQuery(f'more than one {kind} {says} "{before}{typed}": {", ".join(words)}{more}')


def _refuse(typed: str, kind: str, known: Known, before: str = "", more: Iterable[Spelled] = ()) -> NoReturn:
    """Raise BadQuery, with what may have been meant: in the language that it was asked in.

    The nearest stand first, then what holds the words, each in the order of the file; `more` may be meant, too.
    """
    folded = fold(typed)
    spelled: dict[str, tuple[str, str]] = {}
    words = ((fold(word), id, word) for id, names in known.items() for word in (id, *names))
    for word, id, shown in (*words, *more):
        spelled.setdefault(word, (id, shown))
    holding = [word for word in spelled if folded and folded in word]
    found: dict[str, str] = {}
    for word in (*find_close(folded, tuple(spelled))[:NEAREST], *holding):
        found.setdefault(*spelled[word])
    told = list_some([before + _name_in_script(id, names, find_script(folded)) for id, names in known.items()])
    if found:
        *others, last = [f'"{before}{word}"' for word in found.values()]
        if len(others) >= LISTED:
            others, last = others[:LISTED], f"{len(others) + 1 - LISTED} more"
        told = f"did you mean {', '.join(others)}{' or ' if others else ''}{last}?"
    raise BadQuery(f'no {kind} is called "{before}{typed}": {told}')


def _name_in_script(id: str, names: Iterable[str], script: str) -> str:
    """What a thing is called in a script; its id, where that is of the script or no name is."""
    if script in ("", find_script(id)):
        return id
    return next((name for name in names if find_script(fold(name)) == script), id)


# --- each kind ------------------------------------------------------------------------------------


def find_party(ledger: Ledger, typed: str) -> str:
    """The id of a party. Raises BadQuery."""
    return typed if typed in ledger.parties else find_id(typed, "party", name_parties(ledger))


def find_about(ledger: Ledger, typed: str) -> str:
    """The id of an issue, or of `ISSUE.DIMENSION`, in which the dimension goes by its id alone. Raises BadQuery.

    Where no issue is called so, a dimension goes by its own id, by what it asks, and by what a table calls it.
    """
    if typed in ledger.issues:
        # Of many that are named by their ids the names are not gathered each time.
        return typed
    issues = name_issues(ledger)
    head, dot, tail = typed.rpartition(".")
    if typed in ledger.parties:
        raise BadQuery(f'"{typed}" is a party, and no issue: write --parties {typed}')
    # A name may have a full stop of its own.
    if _match(typed, issues)[1]:
        return find_id(typed, "issue", issues)
    if dot and (head in issues or _match(head, issues)[1]):
        issue = find_id(head, "issue", issues)
        dimension = find_id(tail, "dimension", dict.fromkeys(ledger.issues[issue].dimensions, ()), f"{issue}.")
        return f"{issue}.{dimension}"
    asked = _find_asked(ledger, typed)
    if asked:
        return _take_one(typed, "question", asked, "is called", [*asked])
    if _match(typed, name_parties(ledger))[0] == "is called":
        raise BadQuery(f'"{typed}" is a party, and no issue: write --parties "{typed}"')
    dimensions = name_dimensions(ledger)
    alike = {about: (about, *names) if dot else (about.partition(".")[2],) for about, names in dimensions.items()}
    more = ((fold(word), about, word if dot else about) for about, words in alike.items() for word in words)
    _refuse(typed, "issue", issues, more=more)


def _find_asked(ledger: Ledger, typed: str) -> Known:
    """The dimensions that are called so by themselves, whatever their issue is; each with what it asks."""
    folded, id = fold(typed), make_id(typed)
    coded = _list_codes(ledger, "question")
    return {
        about: [*d.question.values()]
        for about, d in list_dimensions(ledger).items()
        if d.id in (typed, id) or folded in map(fold, (*d.question.values(), *coded.get(d.id, ())))
    }


def find_dimension(ledger: Ledger, typed: str) -> str:
    """The id of a dimension, `issue.dimension`. Raises BadQuery, also where a whole issue is named."""
    about = find_about(ledger, typed)
    if "." not in about:
        dimensions = [d.about for d in ledger.issues[about].dimensions.values()]
        raise BadQuery(f'no dimension is called "{typed}": {list_some(dimensions)}')
    return about


def find_option(dimension: Dimension, typed: str) -> str:
    """The id of an option of a scale, by that or by a whole name: of a value nothing is guessed. Raises BadQuery."""
    known, kind = name_options(dimension), f"option of {dimension.about}"
    says, found = _match(typed, known)
    if typed in known:
        return typed
    if says != "is called":
        _refuse(typed, kind, known)
    return _take_one(typed, kind, known, says, found)


def find_source(ledger: Ledger, typed: str) -> str:
    """The id of a card, or a name of an outlet. Raises BadQuery."""
    # As outlets are told apart: of two whose names are spelled much alike, each keeps its own.
    if typed in ledger.cards or name_outlet(typed) in ledger.outlets:
        return typed
    known: dict[str, list[str]] = {id: [] for id in ledger.cards}
    for name, outlet in ledger.outlets.items():
        known.setdefault(outlet, []).append(name)
    return find_id(typed, "source or outlet", known)


def find_card(ledger: Ledger, typed: str) -> str:
    """The id of a card, by that or by the name of its outlet. Raises BadQuery."""
    return find_id(typed, "source", name_cards(ledger))


def find_tabled(ledger: Ledger, typed: str) -> str:
    """The id of a proposal, or else of an issue or a dimension, as `find_about` has it. Raises BadQuery."""
    if typed in ledger.proposals:
        return typed
    known = name_tabled(ledger)
    if not _match(typed, known)[1] and ("." in typed or _find_asked(ledger, typed)):
        return find_about(ledger, typed)
    return find_id(typed, "proposal or issue", known)


def find_statements(ledger: Ledger, typed: Iterable[str]) -> list[str]:
    """The ids of statements, which have no other name. Raises BadQuery."""
    known = name_statements(ledger)
    return [find_id(id, "statement", known) for id in typed]
