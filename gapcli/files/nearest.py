"""Where words stand in a text: the same but for white space, or those that are most like them."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

from gapcli.text import code_point

_BLANKS = re.compile(r"[\s\ufeff]+")
"""A run of white space; a line end of a text is one, however it is written."""
_LONG_BLANKS = re.compile(r"[\s\ufeff]{2,}")
_PIECES = re.compile(r"\w{3,4}")
"""The pieces of a text that are kept: each word from its beginning, four letters by four."""
_ANY_PIECES = re.compile(r"(?=(\w{3,4}))")
"""Those of a quote, of which any letter may be missing: from every letter on."""
SEEDS = 15
"""How many pieces of a quote are looked for: the rarest."""
PLACES = 50
"""How many places of each are looked at: those nearest to where the quote should stand."""
RARE = 200
"""At how many places a piece stands at most that is rare."""
SLACK = 8
"""By how many characters words of a quote may stand nearer to each other in the text, or farther."""
COMPARED = 150
"""How many characters are laid beside each other."""
LIKE = 0.5
"""Which share of those is the same in what is called like a quote, from 0 to 1."""


def join_blanks(text: str) -> str:
    """A text with each run of white space as one blank."""
    return _BLANKS.sub(" ", text)


class SourceText:
    """The text of a source, in which words are found without regard to their white space, and those like them."""

    def __init__(self, whole: str) -> None:
        self.whole = whole

    @cached_property
    def _joined(self) -> str:
        return join_blanks(self.whole)

    @cached_property
    def _runs(self) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Where each run that became one blank ends, in the joined text and in the whole; and how much was left out.

        That is in characters: before each run, and in all.
        """
        spans = [run.span() for run in _LONG_BLANKS.finditer(self.whole)]
        more = [0, *accumulate(end - start - 1 for start, end in spans)]
        return [start + 1 - m for (start, _), m in zip(spans, more)], [end for _, end in spans], more

    def _place(self, joined: int) -> int:
        """Where a character of the joined text is in the whole."""
        ends, _, more = self._runs
        return joined + more[bisect_right(ends, joined)]

    def _join_place(self, place: int) -> int:
        """Where a character of the whole is in the joined text; of one within a run what comes after the run."""
        joined_ends, ends, more = self._runs
        run = bisect_right(ends, place)
        return min([place - more[run], *joined_ends[run : run + 1]])

    @cached_property
    def _pieces(self) -> Mapping[str, Sequence[int]]:
        """Where each piece of the text begins, so that no quote needs the text to be read through."""
        pieces: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for piece in _PIECES.finditer(_lower(self.whole)):
            pieces[piece[0]].append(piece.start())
        return dict(pieces)

    def find(self, words: str, start: int) -> tuple[int, int, int] | None:
        """Where some words begin and end, of several places the nearest to a start, and at how many they stand.

        None where they do not stand.
        """
        text, sought, near = self._joined, join_blanks(words), self._join_place(start)
        rarest = self._find_rarest(sought)
        if rarest:
            places, offset = rarest
            begins = (self._join_place(place) - offset for place in places)
            found = [begin for begin in begins if begin >= 0 and text.startswith(sought, begin)]
            count = len(found)
        else:
            found = [p for p in (text.rfind(sought, 0, near + len(sought)), text.find(sought, near)) if p >= 0]
            count = text.count(sought) if found else 0
        if not found:
            return None
        place = min(found, key=lambda p: abs(self._place(p) - start))
        return self._place(place), self._place(place + len(sought)), count

    def _find_rarest(self, sought: str) -> tuple[Sequence[int], int] | None:
        """Where the rarest piece of some words stands, and how far behind their beginning; None of common ones."""
        # The first word and the last may be parts of words of the text, which has other pieces of them.
        gaps = [gap.start() for gap in re.finditer(r"\W", sought)]
        inner = _PIECES.finditer(_lower(sought), gaps[0], gaps[-1]) if gaps else ()
        found = [(self._pieces.get(piece[0], ()), piece.start()) for piece in inner]
        rarest = min(found, key=lambda each: len(each[0]), default=None)
        return rarest if rarest and len(rarest[0]) <= RARE else None

    def find_nearest(self, quote: str, start: int) -> tuple[int, int] | None:
        """Where the words begin and end that are most like a quote, near a start where some are alike; None of none."""
        text, votes = self.whole, Counter(self._guess_starts(quote[:COMPARED], start))
        if not votes:
            return None
        order = sorted(votes)
        sums = [0, *accumulate(votes[g] for g in order)]

        def rank(g: int) -> tuple[int, int, int]:
            near = sums[bisect_right(order, g + SLACK)] - sums[bisect_left(order, g - SLACK)]
            return near, votes[g], -abs(g - start)

        guess = max(order, key=rank)
        low = max(0, guess - SLACK)
        head, near = quote[:COMPARED], text[low : guess + min(len(quote), COMPARED) + SLACK]
        blocks = [b for b in SequenceMatcher(None, head, near, autojunk=False).get_matching_blocks() if b.size]
        if sum(b.size for b in blocks) < LIKE * len(head):
            return None
        first, last = blocks[0], blocks[-1]
        begin = low + first.b - _count_words(reversed(head[: first.a]), reversed(near[: first.b]))
        if len(quote) > COMPARED:
            return begin, min(len(text), begin + len(quote))
        after = _count_words(iter(head[last.a + last.size :]), iter(near[last.b + last.size :]))
        return begin, low + last.b + last.size + after

    def _guess_starts(self, quote: str, start: int) -> Iterator[int]:
        """Where the quote would begin, by where each of its rarest pieces stands."""
        pieces = ((self._pieces.get(piece[1]), piece.start()) for piece in _ANY_PIECES.finditer(_lower(quote)))
        known = sorted(((places, offset) for places, offset in pieces if places), key=lambda each: len(each[0]))
        for places, offset in known[:SEEDS]:
            first = max(0, bisect_left(places, start + offset) - PLACES // 2)
            yield from (place - offset for place in places[first : first + PLACES])


def _lower(text: str) -> str:
    """A text in small letters, each where it was: there is one that would become two, and one of two forms."""
    return text.replace("İ", "i").lower().replace("ς", "σ")


def _count_words(one: Iterator[str], other: Iterator[str]) -> int:
    """How many letters stand against letters, one by one, before anything else does."""
    count = 0
    for x, y in zip(one, other):
        if not (x.isalnum() and y.isalnum()):
            break
        count += 1
    return count


def name_difference(quote: str, words: str) -> str:
    """The first difference between a quote and the words of the text, after the two are laid beside each other."""
    alike = next((k for k, (x, y) in enumerate(zip(quote, words)) if x != y), min(len(quote), len(words)))
    rest, other = quote[alike : alike + COMPARED], words[alike : alike + COMPARED]
    steps = SequenceMatcher(None, rest, other, autojunk=False).get_opcodes()
    kind, a, _, b, _ = next((step for step in steps if step[0] != "equal"), ("equal", 0, 0, 0, 0))
    place = alike + a
    if kind == "insert":
        where = f"after character {place}" if place else "at its beginning"
        return f"{code_point(other[b])} of the text is missing {where}"
    if kind == "delete":
        return f"character {place + 1} is {code_point(rest[a])} here and is not in the text"
    if kind == "replace":
        return f"character {place + 1} is {code_point(rest[a])} here and {code_point(other[b])} in the text"
    return "its white space"
