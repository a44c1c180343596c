"""The texts of sources: found in a folder, and known again however they were saved."""

import codecs
import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import product
from typing import NamedTuple
from unicodedata import normalize

from gapcli.ledger.model import Source


class SavedText(NamedTuple):
    """The file of a text."""

    name: str
    """Of the file."""
    text: str | None
    """What was coded where it is that, else what the file holds; None where it is in no encoding that is known."""
    causes: tuple[str, ...] | None = None
    """In what it differs from the text that was coded, beyond its words: empty in nothing; None where it is another."""
    hash: str = ""
    """The SHA-256 of the file."""
    bad_byte: int = 0
    """Where it has no text: the first byte that is not UTF-8."""
    is_too_large: bool = False
    """Whether it was not read."""


LARGEST_TEXT = 20 << 20
"""How many bytes a text may have."""


class TextFolder:
    """A folder of texts. Raises OSError where it, or a file of it, cannot be read."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        files = sorted((e.name, e.stat().st_size) for e in os.scandir(folder) if e.is_file())
        self._names = {name for name, _ in files}
        self._sizes = {name: size for name, size in files if size <= LARGEST_TEXT}

    def find(self, card: Source) -> SavedText | None:
        """The text of a card: by its `file`, else by its hash, else saved otherwise; None where it is not there."""
        if card.file in self._names:
            return (
                self._recognize(card, card.file)
                if card.file in self._sizes
                else SavedText(card.file, None, is_too_large=True)
            )
        # A card may be wrong in how many characters it has, and its text is found by its hash all the same.
        same = (name for name in self._sizes if self._hash(name) == card.sha256)
        # No way of saving a text makes it half as long, or more than twice.
        likely = (n for n, size in self._sizes.items() if card.characters <= 2 * size and size <= 8 * card.characters)
        name = next(same, None) or next((n for n in likely if card.sha256 in self._list_savings(n)), None)
        return self._recognize(card, name) if name else None

    def _read(self, name: str) -> bytes:
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read(LARGEST_TEXT)

    @cache  # noqa: B019
    def _decode(self, name: str) -> tuple[str | None, int]:
        return decode(self._read(name))

    @cache  # noqa: B019
    def _hash(self, name: str) -> str:
        return sha256(self._read(name)).hexdigest()

    @cache  # noqa: B019
    def _list_savings(self, name: str) -> dict[str, tuple[str, ...]]:
        """What may have been done to the text that a file holds, by the hash of what it was before."""
        data = self._read(name)
        found: dict[str, tuple[str, ...]] = {}
        for causes, text in list_savings(data, decode(data)[0]):
            found.setdefault(sha256(text.encode()).hexdigest(), causes)
        return found

    def _recognize(self, card: Source, name: str) -> SavedText:
        plain, bad_byte = self._decode(name)
        if self._hash(name) == card.sha256:
            return SavedText(name, plain, (), card.sha256, bad_byte)
        causes = self._list_savings(name).get(card.sha256)
        if causes is None:
            return SavedText(name, plain, None, self._hash(name), bad_byte)
        text = next(text for each, text in list_savings(self._read(name), plain) if each == causes)
        return SavedText(name, text, causes, self._hash(name))


def decode(data: bytes) -> tuple[str | None, int]:
    """The text of some bytes, None where they are not UTF-8, and then the place of the first that is not."""
    try:
        return data.decode(), 0
    except UnicodeDecodeError as error:
        return None, error.start


def measure_file(data: bytes) -> tuple[int, str]:
    """How long a file is, as its card says: in characters where it is a text in UTF-8, else in bytes; and which."""
    text, _ = decode(data)
    return (len(data), "bytes") if text is None else (len(text), "characters")


_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16-LE"), (codecs.BOM_UTF16_BE, "UTF-16-BE"))
"""The byte order marks that a text may begin with, and the encoding that each is of."""


def list_savings(data: bytes, plain: str | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts that may have become these bytes by how they were saved, each with what was done to it."""
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "UTF-8"))
    if mark:
        head = "a byte order mark" if encoding == "UTF-8" else f"its encoding ({encoding[:6]})"
        begun = [(head, data.removeprefix(mark).decode(encoding, "replace"))]
    elif plain is not None:
        begun = [("", plain), ("a byte order mark that is missing", f"\ufeff{plain}")]
    else:
        return
    for begin, text in begun:
        for (last, whole), ends, form in product(_list_last_ends(text), _LINE_ENDS, ("", "NFC", "NFD")):
            causes = (begin, ends, last, form and f"its normal form (it was {form})")
            yield tuple(filter(None, causes)), _set_form(_set_line_ends(whole, _LINE_ENDS[ends]), form)


_LINE_ENDS = {"": "", "its line ends (they were LF)": "\n", "its line ends (they were CRLF)": "\r\n"}
"""What may have become of the line ends, with those that there were; empty where they are as they were."""


def _set_line_ends(text: str, ends: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", ends) if ends else text


def _set_form(text: str, form: str) -> str:
    return normalize("NFC" if form == "NFC" else "NFD", text) if form else text


def _list_last_ends(text: str) -> Iterator[tuple[str, str]]:
    """A text as it is, then without its last line end or with one, each with the difference."""
    yield "", text
    if text.endswith("\n"):
        yield "a last line end that it had not", text.removesuffix("\n").removesuffix("\r")
    else:
        yield "a last line end that is missing", text + "\n"
