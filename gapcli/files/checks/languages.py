"""Languages: a text of a ledger for readers of several is there for each of them."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from gapcli.files.checks.rule import Found, View, rule, select
from gapcli.files.fields import list_fields
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import NOUNS, Text
from gapcli.ledger.outlets import list_outlets, name_outlet

LISTED = 5
"""How many of those that lack a language are named."""


class _Placed(NamedTuple):
    """A text, or a gloss that is not there."""

    part: str
    """The part of the file that it is in, as the file calls it; empty of the file itself."""
    field: str
    id: str
    """What it is a field of."""
    path: Path
    languages: tuple[str, ...]
    """Those that it has, that of the file first."""
    needless: frozenset[str] = frozenset()
    """Those in which it is not needed, or told of by another rule."""


@rule("""
    # missing-language (warning)
    A text lacks a language that most texts of the ledger and its cards have. A warning: whoever reads that language
    meets another one there.

    What counts is more than half of all texts. A quote in the reader's own language needs no gloss, and an outlet no
    second name where it has one elsewhere. Texts of one field that lack the same language are one warning, at the first
    of them.
    · province:
    ✗   name: {ar: إقليم الساحل}
    ✓   name: {en: Province of the Coast, ar: إقليم الساحل}
    ·   role: mediator
    """)
def _missing_language(view: View) -> Found:
    placed = [*_list_texts(view.declared), *_list_glosses(view.declared)]
    counts = Counter(language for each in placed for language in each.languages)
    for language in sorted(counts):
        asked = [each for each in placed if language not in each.needless]
        if 2 * sum(language in each.languages for each in asked) <= sum(bool(each.languages) for each in asked):
            continue
        lacking: dict[tuple[str, str], list[_Placed]] = {}
        for each in asked:
            if language not in each.languages:
                lacking.setdefault((each.part, each.field), []).append(each)
        for group in lacking.values():
            yield _tell(language, group)


def _tell(language: str, group: list[_Placed]) -> Finding:
    """That the texts of one field lack a language."""
    part, field, id, path, languages, _ = group[0]
    ids = list(dict.fromkeys(each.id for each in group))
    of = f'`{field}` of "{id}"' if part else f"`{field}` of the file"
    write = f"{{{languages[0]}: …, {language}: …}}" if languages else f"`{field}`: {{{language}: …}}"
    help = f"write {write}"
    if len(ids) > 1:
        of = f"`{field}` of {len(ids):,} {part}"
        named = ", ".join(ids[:LISTED]) + (f" and {len(ids) - LISTED:,} more" if len(ids) > LISTED else "")
        help = f"{help}; these are {named}"
    return Finding(path, f"{of} lacks {language}, which most texts have", help)


def _list_texts(view: View) -> Iterator[_Placed]:
    """Every text of the file and its cards but for the glosses."""
    nouns: list[tuple[str, str, Path, Any]] = [
        *(("", "", (), {"title": file.title}) for _, file in view.file),
        *(("parties", party.id, path, party) for path, party in view.parties),
        *(("issues", issue.id, path, issue._replace(dimensions={})) for path, issue in view.issues),
        *(("dimensions", dimension.about, path, dimension) for path, _, dimension in view.dimensions),
        *(("sources", card.id, path, card) for path, card in view.cards),
        *(("statements", s.id, path, s._replace(evidence=())) for path, s in select(view.written, "id")),
        *(("statements", s.id, path, e._replace(gloss=None)) for path, s, e in view.evidence),
        *(("proposals", proposal.id, path, proposal) for path, proposal in view.proposals),
        *(("tables", table.id, path, table) for path, table in view.tables),
    ]
    names = _name_outlets(view)
    for part, id, path, noun in nouns:
        for at, text in _find_texts(path, noun):
            field = str(at[len(path)])
            known = names[name_outlet(str(text))] if field in ("outlet", "via") else text
            yield _Placed(part, field, id, at, tuple(known))


def _name_outlets(view: View) -> dict[str, dict[str, None]]:
    """The languages in which an outlet has a name anywhere, by every name that it has."""
    cards = [card.outlet for _, card in select(view.cards, "outlet")]
    relayed = [piece.via for _, _, piece in view.evidence if piece.via]
    outlets = list_outlets("", cards, relayed)
    spoken: dict[str, dict[str, None]] = {}
    for text in (*cards, *relayed):
        spoken.setdefault(outlets[name_outlet(str(text))], {}).update(dict.fromkeys(text))
    return {name: spoken[called] for name, called in outlets.items()}


def _find_texts(path: Path, value: Any) -> Iterator[tuple[Path, Text]]:
    """The texts in a value, each with its path."""
    if type(value) is Text:
        yield path, value
        return
    noun: type = type(value)
    if noun in NOUNS:
        for attribute, name in _list_holding(noun):
            if part := getattr(value, attribute):
                yield from _find_texts((*path, name), part)
    elif isinstance(value, (dict, tuple)):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _find_texts((*path, key), each)


@cache
def _list_holding(noun: type) -> list[tuple[str, str]]:
    """The fields of a noun in which there may be texts, each with its name in the file."""

    def holds(annotation: Any) -> bool:
        return annotation is Text or annotation in NOUNS or any(map(holds, get_args(annotation)))

    return [(field.attribute, field.name) for field in list_fields(noun) if holds(field.type)]


def _list_glosses(view: View) -> Iterator[_Placed]:
    """The gloss of each quote, or that there is none: of which `missing-gloss` tells in the language of the file."""
    languages = {card.id: card.language for _, card in select(view.cards, "language")}
    for _, file in select(view.file, "language"):
        for path, s, piece in select(view.evidence, "source", "gloss"):
            original = languages.get(piece.source, file.language)
            at = (*path, "gloss" if piece.gloss else "quote")
            needless = frozenset((original, file.language))
            yield _Placed("statements", "gloss", s.id, at, tuple(piece.gloss or ()), needless)
