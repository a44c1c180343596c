"""What was typed → what it names in a ledger: the one place that every option and every argument asks.

An id wins, whatever its case; then a name or a short name, in any language and spelling (`fold`); then the beginning of
an id or a name that no other thing shares.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
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


class Spellings:
    """What may be named, by its names as `fold` writes them: these are made once for all that is looked up in it."""

    def __init__(self, known: Known) -> None:
        self.known = known

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each id in the order of the file."""
        return {id: place for place, id in enumerate(self.known)}

    @cached_property
    def _by_id(self) -> dict[str, list[str]]:
        """The ids, as each is folded."""
        found: dict[str, list[str]] = {}
        for id in self.known:
            found.setdefault(fold(id), []).append(id)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The ids, by themselves and by all names of them."""
        found: dict[str, list[str]] = {}
        for id, names in self.known.items():
            for word in dict.fromkeys(map(fold, (id, *names))):
                found.setdefault(word, []).append(id)
        return found

    @cached_property
    def _words(self) -> list[str]:
        """All ids and names, those together that begin alike."""
        return sorted(self._by_word)

    def match(self, typed: str) -> tuple[str, list[str]]:
        """The ids of what is called so, or else begins so, and which of the two it is; in the order of the file."""
        folded = fold(typed)
        if not folded:
            return "", []
        called = self._by_id.get(folded) or self._by_word.get(folded)
        if called:
            return "is called", called
        first = bisect_left(self._words, folded)
        words = takewhile(lambda i: self._words[i].startswith(folded), range(first, len(self._words)))
        found = {id for i in words for id in self._by_word[self._words[i]]}
        return "begins with", sorted(found, key=self._places.__getitem__)


class Names:
    """All that may be named in a ledger. Where many names are typed, one is made for all of them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._dimensions: dict[str, Spellings] = {}
        self._options: dict[str, Spellings] = {}

    @cached_property
    def parties(self) -> Spellings:
        """The parties."""
        return Spellings(name_parties(self.ledger))

    @cached_property
    def issues(self) -> Spellings:
        """The issues."""
        return Spellings(name_issues(self.ledger))

    @cached_property
    def cards(self) -> Spellings:
        """The cards."""
        return Spellings(name_cards(self.ledger))

    @cached_property
    def outlets(self) -> Spellings:
        """The cards by their ids, and the outlets."""
        known: dict[str, list[str]] = {id: [] for id in self.ledger.cards}
        for name, outlet in self.ledger.outlets.items():
            known.setdefault(outlet, []).append(name)
        return Spellings(known)

    @cached_property
    def tabled(self) -> Spellings:
        """The proposals and the issues."""
        return Spellings(name_tabled(self.ledger))

    @cached_property
    def dimensions(self) -> dict[str, Dimension]:
        """The dimensions, by `issue.dimension`."""
        return list_dimensions(self.ledger)

    def find_dimensions(self, issue: str) -> Spellings:
        """The dimensions of an issue, by their own ids alone."""
        if issue not in self._dimensions:
            self._dimensions[issue] = Spellings(dict.fromkeys(self.ledger.issues[issue].dimensions, ()))
        return self._dimensions[issue]

    def find_options(self, dimension: Dimension) -> Spellings:
        """The options of a dimension."""
        if dimension.about not in self._options:
            self._options[dimension.about] = Spellings(name_options(dimension))
        return self._options[dimension.about]

    def find_asked(self, typed: str) -> Known:
        """The dimensions that are called so by themselves, whatever their issue is; each with what it asks."""
        ids, words = self._asked
        found = {*ids.get(typed, ()), *ids.get(make_id(typed), ()), *words.get(fold(typed), ())}
        return {
            about: [*self.dimensions[about].question.values()] for about in sorted(found, key=self._places.__getitem__)
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each dimension in the order of the file."""
        return {about: place for place, about in enumerate(self.dimensions)}

    @cached_property
    def _asked(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The dimensions by their own ids, and by what they ask and what tables call them."""
        ids: dict[str, list[str]] = {}
        words: dict[str, list[str]] = {}
        coded = _list_codes(self.ledger, "question")
        for about, d in self.dimensions.items():
            ids.setdefault(d.id, []).append(about)
            for word in (*d.question.values(), *coded.get(d.id, ())):
                words.setdefault(fold(word), []).append(about)
        return ids, words


def find_id(typed: str, kind: str, spellings: Spellings, before: str = "") -> str:
    """The id of what was typed. Raises BadQuery where nothing is called so, or several things are.

    `before`: what stands before each of the ids where they are printed.
    """
    known = spellings.known
    if typed in known:
        return typed
    says, found = spellings.match(typed)
    if not found:
        _refuse(typed, kind, known, before)
    return _take_one(typed, kind, known, says, found, before)


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


def find_party(names: Names, typed: str) -> str:
    """The id of a party. Raises BadQuery."""
    return typed if typed in names.ledger.parties else find_id(typed, "party", names.parties)


def find_about(names: Names, typed: str) -> str:
    """The id of an issue, or of `ISSUE.DIMENSION`, in which the dimension goes by its id alone. Raises BadQuery.

    Where no issue is called so, a dimension goes by its own id, by what it asks, and by what a table calls it.
    """
    ledger = names.ledger
    if typed in ledger.issues:
        return typed
    head, dot, tail = typed.rpartition(".")
    if typed in ledger.parties:
        raise BadQuery(f'"{typed}" is a party, and no issue: write --parties {typed}')
    # A name may have a full stop of its own.
    if names.issues.match(typed)[1]:
        return find_id(typed, "issue", names.issues)
    if dot and (head in ledger.issues or names.issues.match(head)[1]):
        issue = find_id(head, "issue", names.issues)
        dimension = find_id(tail, "dimension", names.find_dimensions(issue), f"{issue}.")
        return f"{issue}.{dimension}"
    asked = names.find_asked(typed)
    if asked:
        return _take_one(typed, "question", asked, "is called", [*asked])
    if names.parties.match(typed)[0] == "is called":
        raise BadQuery(f'"{typed}" is a party, and no issue: write --parties "{typed}"')
    dimensions = name_dimensions(ledger)
    alike = {about: (about, *named) if dot else (about.partition(".")[2],) for about, named in dimensions.items()}
    more = ((fold(word), about, word if dot else about) for about, words in alike.items() for word in words)
    _refuse(typed, "issue", names.issues.known, more=more)


def find_dimension(names: Names, typed: str) -> str:
    """The id of a dimension, `issue.dimension`. Raises BadQuery, also where a whole issue is named."""
    about = find_about(names, typed)
    if "." not in about:
        dimensions = [d.about for d in names.ledger.issues[about].dimensions.values()]
        raise BadQuery(f'no dimension is called "{typed}": {list_some(dimensions)}')
    return about


def find_option(names: Names, dimension: Dimension, typed: str) -> str:
    """The id of an option of a scale, by that or by a whole name: of a value nothing is guessed. Raises BadQuery."""
    options, kind = names.find_options(dimension), f"option of {dimension.about}"
    if typed in options.known:
        return typed
    says, found = options.match(typed)
    if says != "is called":
        _refuse(typed, kind, options.known)
    return _take_one(typed, kind, options.known, says, found)


def find_source(names: Names, typed: str) -> str:
    """The id of a card, or a name of an outlet. Raises BadQuery."""
    # As outlets are told apart: of two whose names are spelled much alike, each keeps its own.
    if typed in names.ledger.cards or name_outlet(typed) in names.ledger.outlets:
        return typed
    return find_id(typed, "source or outlet", names.outlets)


def find_card(names: Names, typed: str) -> str:
    """The id of a card, by that or by the name of its outlet. Raises BadQuery."""
    return find_id(typed, "source", names.cards)


def find_tabled(names: Names, typed: str) -> str:
    """The id of a proposal, or else of an issue or a dimension, as `find_about` has it. Raises BadQuery."""
    if typed in names.ledger.proposals:
        return typed
    if not names.tabled.match(typed)[1] and ("." in typed or names.find_asked(typed)):
        return find_about(names, typed)
    return find_id(typed, "proposal or issue", names.tabled)


def find_statements(ledger: Ledger, typed: Iterable[str]) -> list[str]:
    """The ids of statements, which have no other name. Raises BadQuery."""
    known = Spellings(name_statements(ledger))
    return [find_id(id, "statement", known) for id in typed]
