"""Every quote against the text of its source: at its place, in a text of the hash that the card gives."""

import re
from collections import Counter
from collections.abc import Iterator

from gapcli.files.checks.rule import View, select
from gapcli.files.nearest import SourceText, join_blanks, name_difference
from gapcli.files.problems import Finding, Path
from gapcli.files.texts import LARGEST_TEXT, SavedText, TextFolder
from gapcli.ledger.model import Evidence, Source

SHOWN = 120
"""How many characters of a text are shown as the nearest words."""


def prove_quotes(view: View, folder: str) -> tuple[list[Finding], int]:
    """What is wrong with the quotes, and how many stand where they should. Raises OSError.

    A text is looked for by the card's `file`, else by its hash among the files of the folder. In a text that is another
    than the coded one, a quote that stands elsewhere is no mistake of the ledger: those are counted with the text.
    """
    findings: list[Finding] = []
    texts: dict[str, SourceText] = {}
    read: dict[str, SourceText] = {}
    """Each text once, of however many cards it is."""
    others: dict[str, tuple[Path, Source, SavedText]] = {}
    files = TextFolder(folder)
    cited = {piece.source for _, _, piece in select(view.evidence, "source")}
    # The file of a table was held against its card when it was read.
    tables = {table.card for _, table in view.tables} - cited
    for path, card in select(view.cards, "sha256", "file", "characters"):
        if card.id in tables:
            continue
        saved = files.find(card)
        if saved is None:
            message = f'the text of "{card.id}" is not in {folder}'
            help = "put it there under the name that the card gives; it is found by its hash too"
            findings.append(Finding((*path, "file" if card.file else "sha256"), message, help, id="missing-text"))
            continue
        if saved.is_too_large:
            message = f"{saved.name} has more than {LARGEST_TEXT >> 20} MiB"
            findings.append(Finding((*path, "file"), message, "give the text alone", id="too-large"))
            continue
        if saved.text is None:
            message = f"{saved.name}: byte {saved.bad_byte} is not UTF-8"
            findings.append(Finding((*path, "file"), message, "save it as UTF-8", id="not-utf8"))
            continue
        texts[card.id] = read.setdefault(saved.text, SourceText(saved.text))
        if saved.causes is None:
            others[card.id] = (path, card, saved)
        else:
            findings += _compare_saved(path, card, saved, saved.text)
    proved = 0
    moved: Counter[str] = Counter()
    for path, _, evidence in select(view.evidence, "source", "quote", "at"):
        # What could not be read of a quote is told already, and has a stand-in.
        readable = "\ufffd" not in evidence.quote
        if readable and evidence.source in texts and len(evidence.at) == 2:
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


def _compare_quote(path: Path, evidence: Evidence, text: SourceText) -> Finding | None:
    """What differs between a quote and the words at its place, and where the quote is now."""
    quote, (start, end) = evidence.quote, evidence.at
    there = text.whole[start:end]
    if join_blanks(there) == join_blanks(quote):
        if len(there) == len(quote) or "\n" in quote:
            return None
        message = "the text has a line end, or more blanks, where the quote has a blank"
        return Finding((*path, "quote"), message, 'write \\n for it, in double quotes: "two\\nlines"', id="other-quote")
    place = text.find(quote, start)
    if place:
        begin, end_now, count = place
        also = f", and at {count - 1} other place{'s' * (count > 2)}" if count > 1 else ""
        help = f"it stands at [{begin}, {end_now}] now{also}"
        return Finding((*path, "at"), f"the quote does not stand at {start}–{end}", help, id="moved-quote")
    message, help, shown = tell_nearest(text, quote, start)
    return Finding((*path, "quote"), message, help + shown, id="other-quote", shown=shown)


def tell_nearest(text: SourceText, quote: str, start: int = 0) -> tuple[str, str, str]:
    """What differs between a quote and the words that are most like it, near a start; where these stand; and they."""
    near = text.find_nearest(quote, start)
    if near is None:
        return "no such words in the text", "copy them exactly", ""
    # A line end that a quote has as a blank is no difference.
    quote, words = (re.sub(r"\s", " ", each) for each in (quote, text.whole[near[0] : near[1]]))
    short = words if len(words) <= SHOWN else words[:SHOWN] + "…"
    message = f"the quote differs from the text: {name_difference(quote, words)}"
    return message, f"the nearest words stand at [{near[0]}, {near[1]}]", f': "{short}"'
