"""What was typed → what it names in a ledger: the one place that every option and every argument asks.

An id wins, whatever its case; then a name or a short name, in any language and spelling (`fold`); then the beginning of
an id or a name that no other thing shares.
"""

from collections.abc import Iterable, Mapping, Sequence

from gapcli.ledger.model import Ledger
from gapcli.ledger.outlets import name_outlet
from gapcli.ledger.query import BadQuery
from gapcli.text import LISTED, find_close, fold, list_some

Known = Mapping[str, Iterable[str]]
"""What may be named: each id in the order of the file, with all of its names."""
NEAREST = 3
"""How many names that are spelled alike are offered."""


def find_id(typed: str, kind: str, known: Known, before: str = "") -> str:
    """The id of what was typed. Raises BadQuery where nothing is called so, or several things are.

    `before`: what stands before each of the ids where they are printed.
    """
    if typed in known:
        return typed
    says, found = _match(typed, known)
    if len(found) == 1:
        return found[0]
    shown = before + typed
    if found:
        raise BadQuery(f'more than one {kind} {says} "{shown}": {_list_named(found, known, before)}')
    raise BadQuery(f'no {kind} is called "{shown}": {_suggest(fold(typed), known, before)}')


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


def _list_named(ids: Sequence[str], known: Known, before: str) -> str:
    """`egypt, eu (European Union)`: some ids, each with its first name where that says more."""
    words = []
    for id in ids[:LISTED]:
        name = next(iter(known[id]), id)
        words.append(before + id if fold(name) == fold(id) else f"{before}{id} ({name})")
    return ", ".join(words) + (f" and {len(ids) - LISTED} more" if len(ids) > LISTED else "")


def _suggest(folded: str, known: Known, before: str) -> str:
    """`did you mean "iran" or "iraq"?`: the nearest first, then what holds the words, each in the order of the file."""
    spelled: dict[str, tuple[str, str]] = {}
    for id, names in known.items():
        for word in (id, *names):
            spelled.setdefault(fold(word), (id, word))
    holding = [word for word in spelled if folded and folded in word]
    found: dict[str, str] = {}
    for word in (*find_close(folded, tuple(spelled))[:NEAREST], *holding):
        found.setdefault(*spelled[word])
    if not found:
        return list_some([before + id for id in known])
    *words, last = [f'"{before}{word}"' for word in found.values()]
    if len(words) >= LISTED:
        words, last = words[:LISTED], f"{len(words) + 1 - LISTED} more"
    return f"did you mean {', '.join(words)}{' or ' if words else ''}{last}?"


def find_party(ledger: Ledger, typed: str) -> str:
    """The id of a party. Raises BadQuery."""
    if typed in ledger.parties:
        return typed
    names = {p.id: (*p.name.values(), *(p.short or {}).values()) for p in ledger.parties.values()}
    return find_id(typed, "party", names)


def find_about(ledger: Ledger, typed: str) -> str:
    """The id of an issue, or of `ISSUE.DIMENSION`, in which the dimension goes by its id alone. Raises BadQuery."""
    issues = {issue.id: issue.name.values() for issue in ledger.issues.values()}
    head, dot, tail = typed.rpartition(".")
    if typed in ledger.parties and typed not in issues:
        raise BadQuery(f'"{typed}" is a party, and no issue: write --parties {typed}')
    # A name may have a full stop of its own.
    if not dot or typed in issues or (head not in issues and _match(typed, issues)[1]):
        return find_id(typed, "issue", issues)
    issue = find_id(head, "issue", issues)
    dimension = find_id(tail, "dimension", dict.fromkeys(ledger.issues[issue].dimensions, ()), f"{issue}.")
    return f"{issue}.{dimension}"


def find_dimension(ledger: Ledger, typed: str) -> str:
    """The id of a dimension, `issue.dimension`. Raises BadQuery, also where a whole issue is named."""
    about = find_about(ledger, typed)
    if "." not in about:
        dimensions = [d.about for d in ledger.issues[about].dimensions.values()]
        raise BadQuery(f'no dimension is called "{typed}": {list_some(dimensions)}')
    return about


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
    return find_id(typed, "source", {id: card.outlet.values() for id, card in ledger.cards.items()})


def find_tabled(ledger: Ledger, typed: str) -> str:
    """The id of a proposal, or else of an issue or a dimension, as `find_about` has it. Raises BadQuery."""
    if typed in ledger.proposals:
        return typed
    issues = {issue.id: issue.name.values() for issue in ledger.issues.values()}
    known = issues | {p.id: p.name.values() for p in ledger.proposals.values()}
    if "." in typed and not _match(typed, known)[1]:
        return find_about(ledger, typed)
    return find_id(typed, "proposal or issue", known)


def find_statements(ledger: Ledger, typed: Iterable[str]) -> list[str]:
    """The ids of statements, which have no other name. Raises BadQuery."""
    known = dict.fromkeys((s.id for s in ledger.statements), ())
    return [find_id(id, "statement", known) for id in typed]
