"""Every quote against the text of its source: at its place, in a text of the hash that the card gives."""

import os
import re
from collections.abc import Iterator
from hashlib import sha256

from gapcli.files.checks.rule import View, select
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import Evidence, Source
from gapcli.text import code_point


def prove_quotes(view: View, folder: str) -> tuple[list[Finding], int]:
    """What is wrong with the quotes, and how many stand where they should. Raises OSError.

    A text is looked for by the card's `file`, else by its hash among the files of the folder.
    """
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    # The hash of each file; empty until one is looked for by it.
    hashes = dict.fromkeys(sorted(e.name for e in os.scandir(folder) if e.is_file()), "")
    for path, card in select(view.cards, "sha256", "file", "characters"):
        name = _find_text(card, folder, hashes)
        if name is not None:
            findings += _read_text(path, card, name, _read_file(folder, name), texts)
            continue
        message = f'the text of "{card.id}" is not in {folder}'
        help = "put it there under the name that the card gives; it is found by its hash too"
        findings.append(Finding((*path, "file" if card.file else "sha256"), message, help, id="missing-text"))
    proved = 0
    for path, _, evidence in select(view.evidence, "source", "quote", "at"):
        if evidence.source in texts and len(evidence.at) == 2:
            wrong = _compare_quote(path, evidence, texts[evidence.source])
            findings += [wrong] if wrong else []
            proved += wrong is None
    return findings, proved


def _read_file(folder: str, name: str) -> bytes:
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def _find_text(card: Source, folder: str, hashes: dict[str, str]) -> str | None:
    """The name of the file that holds the text of a card, None where none does. Raises OSError."""
    if card.file in hashes:
        return card.file
    for name in hashes:
        hashes[name] = hashes[name] or sha256(_read_file(folder, name)).hexdigest()
        if hashes[name] == card.sha256:
            return name
    return None


def _read_text(path: Path, card: Source, name: str, data: bytes, texts: dict[str, str]) -> Iterator[Finding]:
    """Add the text of a card to the texts; what is wrong with it is found."""
    try:
        text = texts[card.id] = data.decode()
    except UnicodeDecodeError as error:
        message = f"{name}: byte {error.start} is not UTF-8"
        yield Finding((*path, "file"), message, "save it as UTF-8", id="not-utf8")
        return
    digest = sha256(data).hexdigest()
    if digest != card.sha256:
        message = f"{name} has the hash {digest[:12]}…"
        yield Finding((*path, "sha256"), message, "it is not the text that was coded", id="other-text")
    if len(text) != card.characters:
        message = f"{name} has {len(text)} characters"
        yield Finding((*path, "characters"), message, "count the text that was coded", id="other-text")


def _compare_quote(path: Path, evidence: Evidence, text: str) -> Finding | None:
    """What differs between a quote and the words at its place, and where the quote is now."""
    quote, (start, end) = evidence.quote, evidence.at
    if text[start:end] == quote:
        return None
    # The same words elsewhere, where they may overlap: the nearest are meant.
    places = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)]
    if places:
        place = min(places, key=lambda p: abs(p - start))
        help = f"it stands at [{place}, {place + len(quote)}] now"
        return Finding((*path, "at"), f"the quote does not stand at {start}–{end}", help, id="moved-quote")
    # Other words: the first character that differs from what stands there, or from what is most like it.
    near = _find_nearest(text, quote)
    there = text[start:end] if near is None else text[near : near + len(quote)]
    where = "no such words in the text: " if near is None else f"the words nearest to it begin at {near}: "
    message = f"the quote differs from the text: {_name_difference(quote, there)}"
    return Finding((*path, "quote"), message, f"{where}copy them exactly", id="other-quote")


def _name_difference(quote: str, there: str) -> str:
    """The first difference between a quote and the words of the text."""
    k = next((k for k, (x, y) in enumerate(zip(quote, there)) if x != y), min(len(quote), len(there)))
    if k >= len(there):
        return "the text ends before it"
    if k >= len(quote):
        return f"the text goes on with {code_point(there[k])}"
    return f"character {k + 1} is {code_point(quote[k])} here and {code_point(there[k])} in the text"


def _find_nearest(text: str, quote: str) -> int | None:
    """Where the longest beginning or end of the quote stands, of half of it or more."""
    least = max(4, len(quote) // 2)
    for size in range(len(quote) - 1, least - 1, -1):
        place = text.find(quote[:size])
        if place >= 0:
            return place
        place = text.find(quote[-size:])
        if place >= len(quote) - size:
            return place - (len(quote) - size)
    return None
