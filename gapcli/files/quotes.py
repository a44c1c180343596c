"""Every quote against the text of its source: at its place, in a text of the hash that the card gives."""

import os
import re
from collections.abc import Iterator
from hashlib import sha256

from gapcli.files.checks.view import View, select
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import Evidence, Source
from gapcli.text import code_point


def prove_quotes(view: View, folder: str) -> tuple[list[Finding], int]:
    """What is wrong with the quotes, and how many stand where they should. Raises OSError.

    A text is looked for by the card's `file`, else by its hash among the files of the folder.
    """
    findings: list[Finding] = []
    library = _Library(folder)
    texts: dict[str, str] = {}
    for _, card in select(view.cards, "sha256", "file", "characters"):
        findings += _read_source(card.id, card, library, texts)
    proved = 0
    for path, _, evidence in select(view.evidence, "source", "quote", "at"):
        if evidence.source in texts and len(evidence.at) == 2:
            wrong = _compare_quote(path, evidence, texts[evidence.source])
            findings += [wrong] if wrong else []
            proved += wrong is None
    return findings, proved


class _Library:
    """The files of a folder, by name and by hash."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.names = sorted(e.name for e in os.scandir(folder) if e.is_file())
        self._hashes: dict[str, str] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def find(self, card: Source) -> str | None:
        """The name of the file that holds the text of a card, None where none does. Raises OSError."""
        if card.file in self.names:
            return card.file
        for name in self.names:
            if name not in self._hashes:
                self._hashes[name] = sha256(self.read(name)).hexdigest()
            if self._hashes[name] == card.sha256:
                return name
        return None


def _read_source(id: str, card: Source, library: _Library, texts: dict[str, str]) -> Iterator[Finding]:
    """Add the text of a card to the texts; what is wrong with it is found. Raises OSError."""
    path: Path = ("sources", id)
    name = library.find(card)
    if name is None:
        message = f'the text of "{id}" is not in {library.folder}'
        help = "put it there under the name that the card gives; it is found by its hash too"
        yield Finding((*path, "file" if card.file else "sha256"), message, help, id="missing-text")
        return
    data = library.read(name)
    try:
        text = texts[id] = data.decode()
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
