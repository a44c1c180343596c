"""Every quote against the text of its source: at its place, in a text of the hash that the card gives."""

import os
from collections.abc import Iterator
from hashlib import sha256

from gapcli.files.problems import Finding, Path
from gapcli.files.reader import BAD
from gapcli.ledger.model import Evidence, Ledger, Source
from gapcli.text import code_point


def prove(ledger: Ledger, folder: str) -> tuple[list[Finding], int]:
    """What is wrong with the quotes, and how many stand where they should. Raises OSError.

    A text is looked for by the card's `file`, else by its hash among the files of the folder.
    """
    found: list[Finding] = []
    texts: dict[str, str] = {}
    names = sorted(e.name for e in os.scandir(folder) if e.is_file())
    hashes: dict[str, str] = {}
    for id, card in ledger.cards.items():
        if card is BAD or BAD in (card.sha256, card.file, card.characters):
            continue
        name = card.file if card.file in names else _by_hash(folder, names, card, hashes)
        if name is None:
            found.append(
                Finding(
                    "missing-text",
                    ("sources", id, "file" if card.file else "sha256"),
                    f'the text of "{id}" is not in {folder}',
                    "put it there under the name that the card gives; it is found by its hash too",
                )
            )
            continue
        data = _read(folder, name)
        try:
            texts[id] = data.decode()
        except UnicodeDecodeError as error:
            found.append(
                Finding(
                    "not-utf8", ("sources", id, "file"), f"{name}: byte {error.start} is not UTF-8", "save it as UTF-8"
                )
            )
            continue
        found += _card(id, card, name, data, texts[id])
    proved = 0
    for i, s in enumerate(ledger.statements):
        for j, e in enumerate((s and s.evidence) or ()):
            if e and e.source in texts and e.quote and e.at and BAD not in e.at and len(e.at) == 2:
                wrong = list(_quote(("statements", i, "evidence", j), e, texts[e.source]))
                found += wrong
                proved += not wrong
    return found, proved


def _read(folder: str, name: str) -> bytes:
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def _by_hash(folder: str, names: list[str], card: Source, hashes: dict[str, str]) -> str | None:
    for name in names:
        if name not in hashes:
            hashes[name] = sha256(_read(folder, name)).hexdigest()
        if hashes[name] == card.sha256:
            return name
    return None


def _card(id: str, card: Source, name: str, data: bytes, text: str) -> Iterator[Finding]:
    digest = sha256(data).hexdigest()
    if digest != card.sha256:
        yield Finding(
            "other-text",
            ("sources", id, "sha256"),
            f"{name} has the hash {digest[:12]}…",
            "it is not the text that was coded",
        )
    if len(text) != card.characters:
        yield Finding(
            "other-text",
            ("sources", id, "characters"),
            f"{name} has {len(text)} characters",
            "count the text that was coded",
        )


def _quote(path: Path, e: Evidence, text: str) -> Iterator[Finding]:
    """What differs between a quote and the words at its place, and where the quote is now."""
    start, end = e.at
    there = text[start:end]
    if there == e.quote:
        return
    places = _places(text, e.quote)
    if places:
        at = min(places, key=lambda p: abs(p - start))
        yield Finding(
            "moved-quote", (*path, "at"), f"the quote does not stand at {start}–{end}",
            f"it stands at [{at}, {at + len(e.quote)}] now",
        )  # fmt: skip
        return
    near = _nearest(text, e.quote)
    if near is not None:
        there = text[near : near + len(e.quote)]
    k = next((k for k, (x, y) in enumerate(zip(e.quote, there)) if x != y), min(len(e.quote), len(there)))
    if k >= len(there):
        said = "the text ends before it"
    elif k >= len(e.quote):
        said = f"the text goes on with {code_point(there[k])}"
    else:
        said = f"character {k + 1} is {code_point(e.quote[k])} here and {code_point(there[k])} in the text"
    where = f"the words nearest to it begin at {near}: " if near is not None else "no such words in the text: "
    yield Finding(
        "other-quote", (*path, "quote"), f"the quote differs from the text: {said}", f"{where}copy them exactly"
    )


def _places(text: str, quote: str) -> list[int]:
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _nearest(text: str, quote: str) -> int | None:
    """Where the longest beginning or end of the quote stands, of half of it or more."""
    least = max(4, len(quote) // 2)
    for size in range(len(quote) - 1, least - 1, -1):
        at = text.find(quote[:size])
        if at >= 0:
            return at
        at = text.find(quote[-size:])
        if at >= len(quote) - size:
            return at - (len(quote) - size)
    return None
