"""All places of a text where some words stand, however their signs are written."""

from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from unicodedata import category

from gapcli.text import fold_letter, fold_sign

Read = Callable[[str], str]
"""What a character counts for; nothing, where it does not."""

read_signs: Read = lru_cache(maxsize=4096)(fold_sign)
"""All letters are themselves: only the forms of quotation marks and dashes are set aside."""
read_letters: Read = lru_cache(maxsize=4096)(fold_letter)
"""Set aside too: accents and vowel marks, tatweel, hamza on a letter, Persian letters, the script of digits."""


@lru_cache(maxsize=4096)
def read_any_case(character: str) -> str:
    """As `read_letters`, and in small letters."""
    return fold_letter(character).casefold()


MOST = 1_000
"""How many places are looked for: more are told from one by nobody."""


class ReadText:
    """A text in which words are found by what each of its characters counts for; all white space is one blank."""

    def __init__(self, whole: str, read: Read) -> None:
        self.whole = whole
        self._read = read
        self._text, self._places = _read_all(whole, read)

    def find_all(self, words: str) -> list[tuple[int, int]]:
        """The places where some words begin and end in the whole text, in order; none of words that say nothing."""
        sought = _read_all(words, self._read)[0].strip()
        found: list[tuple[int, int]] = []
        at = self._text.find(sought) if sought else -1
        while at >= 0 and len(found) < MOST:
            found.append((self._places[at], self._end(self._places[at + len(sought) - 1] + 1)))
            at = self._text.find(sought, at + 1)
        # Two places in what one character counts for are one.
        return [*dict.fromkeys(found)]

    def _end(self, end: int) -> int:
        """Where words end of which the last letter ends there: behind the marks that it bears."""
        whole = self.whole
        while end < len(whole) and category(whole[end]) in ("Mn", "Me") and not self._read(whole[end]):
            end += 1
        return end


def _read_all(text: str, read: Read) -> tuple[str, Sequence[int]]:
    """What the characters of a text count for, and the place of each of these."""
    signs: list[str] = []
    places = array("L")
    blank = True
    for place, character in enumerate(text):
        for sign in " " if character == "\ufeff" else read(character):
            if not (blank and sign.isspace()):
                signs.append(" " if sign.isspace() else sign)
                places.append(place)
            blank = sign.isspace()
    return "".join(signs), places
