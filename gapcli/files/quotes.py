"""Every quote against the text of its source: at its place, in a text of the hash that the card gives."""

import re
from collections import Counter
from collections.abc import Iterator

from gapcli.files.checks.rule import View, select
from gapcli.files.problems import Finding, Path
from gapcli.files.texts import SavedText, TextFolder
from gapcli.ledger.model import Evidence, Source
from gapcli.text import code_point


def prove_quotes(view: View, folder: str) -> tuple[list[Finding], int]:
    """What is wrong with the quotes, and how many stand where they should. Raises OSError.

    A text is looked for by the card's `file`, else by its hash among the files of the folder. In a text that is another
    than the coded one, a quote that stands elsewhere is no mistake of the ledger: those are counted with the text.
    """
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    others: dict[str, tuple[Path, Source, SavedText]] = {}
    files = TextFolder(folder)
    for path, card in select(view.cards, "sha256", "file", "characters"):
        saved = files.find(card)
        if saved is None:
            message = f'the text of "{card.id}" is not in {folder}'
            help = "put it there under the name that the card gives; it is found by its hash too"
            findings.append(Finding((*path, "file" if card.file else "sha256"), message, help, id="missing-text"))
            continue
        if saved.text is None:
            message = f"{saved.name}: byte {saved.bad_byte} is not UTF-8"
            findings.append(Finding((*path, "file"), message, "save it as UTF-8", id="not-utf8"))
            continue
        texts[card.id] = saved.text
        if saved.causes is None:
            others[card.id] = (path, card, saved)
        else:
            findings += _compare_saved(path, card, saved, saved.text)
    proved = 0
    moved: Counter[str] = Counter()
    for path, _, evidence in select(view.evidence, "source", "quote", "at"):
        if evidence.source in texts and len(evidence.at) == 2:
            wrong = _compare_quote(path, evidence, texts[evidence.source])
            if wrong and wrong.id == "moved-quote" and evidence.source in others:
                moved[evidence.source] += 1
            else:
                findings += [wrong] if wrong else []
            proved += wrong is None
    findings += [_refuse_other(*other, moved[id]) for id, other in others.items()]
    return findings, proved


def _compare_saved(path: Path, card: Source, saved: SavedText, text: str) -> Iterator[Finding]:
    """What is wrong with the text that was coded: how it was saved, or that the card counts it otherwise."""
    if saved.causes:
        message = f"{saved.name} is the text that was coded but for {', '.join(saved.causes)}"
        help = "save it as it was; in git, the line `*.txt -text` in .gitattributes keeps a text as it is"
        yield Finding((*path, "sha256"), message, help, id="other-text")
    if len(text) != card.characters:
        message = f"{saved.name} has {len(text)} characters"
        help = f"write {len(text)}: characters, not bytes"
        yield Finding((*path, "characters"), message, help, id="other-text")


def _refuse_other(path: Path, card: Source, saved: SavedText, moved: int) -> Finding:
    """A text that is not the coded one, with how many of the quotes stand elsewhere in it."""
    length = len(saved.text or "")
    message = f"{saved.name} has the hash {saved.hash[:12]}…"
    if length != card.characters:
        message += f", and {length} characters instead of {card.characters}"
    help = "it is not the text that was coded"
    if moved:
        quotes = "1 quote stands" if moved == 1 else f"{moved} quotes stand"
        help += f": {quotes} elsewhere in it; look for the coded one before you move any"
    return Finding((*path, "sha256"), message, help, id="other-text")


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
