"""Where words stand in a text: the same but for white space, or those that are most like them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cached_property

from gapcli.text import code_point

_BLANKS = re.compile(r"[\s\ufeff]+")
"""A run of white space; a line end of a text is one, however it is written."""
_WORDS = re.compile(r"\w{3,}")
SEEDS = 15
"""How many words of a quote are looked for."""
PLACES = 100
"""How many places of each are looked at."""
SLACK = 8
"""By how many characters words of a quote may stand nearer to each other in the text, or farther."""
COMPARED = 200
"""How many characters are laid beside each other."""
LIKE = 0.5
"""Which share of those is the same in what is called like a quote, from 0 to 1."""


def join_blanks(text: str) -> str:
    """A text with each run of white space as one blank."""
    return _BLANKS.sub(" ", text)


class SourceText:
    """The text of a source, in which words are found without regard to their white space."""

    def __init__(self, whole: str) -> None:
        self.whole = whole

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        """The text with its white space joined, and where each of these characters, and the end, is in the whole."""
        places: list[int] = []
        end = 0
        for run in _BLANKS.finditer(self.whole):
            places += range(end, run.start() + 1)
            end = run.end()
        places += range(end, len(self.whole) + 1)
        return join_blanks(self.whole), places

    def find(self, words: str, start: int) -> tuple[int, int] | None:
        """Where some words begin and end, of several places the nearest to a start; None where they do not stand."""
        text, places = self._joined
        sought = join_blanks(words)
        at = bisect_left(places, start)
        found = [p for p in (text.rfind(sought, 0, at + len(sought)), text.find(sought, at)) if p >= 0]
        if not found:
            return None
        place = min(found, key=lambda p: abs(places[p] - start))
        return places[place], places[place + len(sought)]

    def count(self, words: str) -> int:
        """At how many places some words stand."""
        return self._joined[0].count(join_blanks(words))


def find_nearest(text: str, quote: str, start: int) -> tuple[int, int] | None:
    """Where those words begin and end that are most like a quote, near a start where some are alike; None of none."""
    votes = Counter(_guess_starts(text, quote))
    if not votes:
        return None
    sums = {g: sum(votes[g + k] for k in range(-SLACK, SLACK + 1)) for g in votes}
    guess = max(sums, key=lambda g: (sums[g], votes[g], -abs(g - start)))
    low = max(0, guess - SLACK)
    head, near = quote[:COMPARED], text[low : max(0, guess + min(len(quote), COMPARED) + SLACK)]
    blocks = [b for b in SequenceMatcher(None, head, near, autojunk=False).get_matching_blocks() if b.size]
    if sum(b.size for b in blocks) < LIKE * len(head):
        return None
    first, last = blocks[0], blocks[-1]
    begin = low + first.b - _count_words(reversed(head[: first.a]), reversed(near[: first.b]))
    if len(quote) > COMPARED:
        return begin, min(len(text), begin + len(quote))
    after = _count_words(iter(head[last.a + last.size :]), iter(near[last.b + last.size :]))
    return begin, low + last.b + last.size + after


def _guess_starts(text: str, quote: str) -> Iterator[int]:
    """Where the quote would begin, by where each of its longer words stands in the text: as often as its letters."""
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text
    words = sorted(_WORDS.finditer(quote), key=lambda w: -len(w[0]))[:SEEDS]
    seeds = [(word.start(), word[0]) for word in words]
    if len(seeds) < 2:
        half = max(2, len(quote) // 2)
        seeds += [(0, quote[:half]), (max(0, len(quote) - half), quote[-half:])]
    for offset, seed in seeds:
        sought = seed.lower()
        place = lower.find(sought)
        for _ in range(PLACES):
            if place < 0:
                break
            yield from [place - offset] * len(sought[:SLACK])
            place = lower.find(sought, place + 1)


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
