"""How wide words are at most where nobody knows in which font they will be shown, and the lines that they make."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from gapcli.formats.layout import Laid, clean_text, fill, split_words
from gapcli.pages.grid import SIGNS, Piece
from gapcli.text import width_of
from gapcli.words import phrases

BOLD = 1.14
"""How much wider bold letters are at most."""
PADDING = 0.5
"""How much of the size of its letters stands on either side of the words of a badge."""
NO_BREAK = "\u00a0"
STROKES = frozenset({"━", "╍", SIGNS["barred"], phrases.HATCH})
"""Signs that are a stretch of a line, and wider than the others."""
DRAWN = STROKES | {"◆", "≠", *SIGNS.values(), *phrases.COVERS} - {SIGNS["deed"]}
"""Signs that are drawn, so that they look alike in every font."""

_SIGN = re.compile(f"((?<!\\S)[{''.join(sorted(DRAWN))}](?!\\S)|{phrases.HATCH})")
"""One that stands alone; that of too little known also behind what is written together with it, as “and” in Arabic."""


class _Ems(dict[str, float]):
    """The width of each character in em, that of the wider ones of common fonts; found when it is first met."""

    def __missing__(self, character: str) -> float:
        from unicodedata import category, normalize

        base = normalize("NFD", character)[0]
        cells = width_of(character)
        if not cells:
            em = 0.0
        elif base != character and base in self:
            em = self[base]
        elif cells == 2:
            # An emoji is larger than an ideograph.
            em = 1.4 if character >= "\U0001f000" else 1.02
        elif "\u0590" <= character < "\u0900":
            em = 0.64
        elif character < "\u2000":
            em = {"Lu": 0.84, "Ll": 0.72}.get(category(character), 0.64 if character < "\u0590" else 1.25)
        else:
            em = 1.0 if character < "\u2e00" else 1.3 if character < "\U00010000" else 2.0
        self[character] = em
        return em


_EMS = _Ems()
for _em, _characters in {
    0.34: " ijlI.,;:'‘’·",
    0.44: "-/\\ftr()[]!",
    0.56: 'csz?J"*`°“”–|_³²',
    0.64: "abdeghknopquvxy0123456789$«»",
    0.79: "ABCDEFGHKLNOPQRSTUVXYZ&",
    0.84: "w#+=<>^~{}≥≤≠−×",
    1.0: "mMW@%—…→½¼¾жшщюыфмдЖШЩЮЫФМД",
    # Letters of Arabic as they stand within a word.
    0.35: "اأإآٱلئىيبتثنپی",
    0.54: "ءؤهةدذرزوكعغگک",
    0.9: "سشصض",
    1.05: "طظ",
    1.6: "‱",
    3.0: "⸻",
    8.0: "﷽",
}.items():
    _EMS.update(dict.fromkeys(_characters, _em))
_TAILS = {**dict.fromkeys("بتثپ", 0.7), **dict.fromkeys("ئىيینلفقكسشصضمگک", 0.5)}
"""How much wider a letter of Arabic is at the end of a word."""
_TAIL = re.compile(f"[{''.join(_TAILS)}](?![\u064b-\u0652]*[\u0620-\u064a\u066e-\u06d3])")


def is_badge(piece: Piece) -> bool:
    """Whether a piece is a figure on the colour of its level."""
    return piece.tone not in ("", "unknown")


def is_drawn(piece: Piece) -> bool:
    """Whether a piece is a sign that is drawn: one that a line explains, or how much is known."""
    return piece.style in ("sign", "cover") and not piece.tone


def measure(pieces: Sequence[Piece], size: float) -> float:
    """How wide some pieces are at most, in letters of a size."""
    width = 0.0
    for piece in pieces:
        if is_drawn(piece):
            width += size * (2 if piece.text in STROKES else 1)
            continue
        bold = piece.style == "bold" or is_badge(piece)
        ems = sum(map(_EMS.__getitem__, piece.text))
        if not piece.text.isascii():
            ems += sum(_TAILS[tail] for tail in _TAIL.findall(piece.text))
        width += ems * size * (BOLD if bold else 1)
        width += 2 * PADDING * size if is_badge(piece) else 0
    return width


def clean(pieces: Iterable[Piece]) -> Laid:
    """Pieces as they can be drawn: on one line, badges without what pads them, each lone sign by itself."""
    cleaned: Laid = []
    for piece in pieces:
        text = clean_text(piece.text)
        if piece.tone:
            thin = phrases.HATCH if text.startswith(phrases.HATCH) else ""
            words = text.removeprefix(phrases.HATCH).strip(" ").replace(" ", NO_BREAK)
            cleaned.append(piece._replace(text=thin + words))
        elif piece.style in ("dim", "weak"):
            cleaned += _part_signs(piece._replace(text=text))
        elif text:
            cleaned.append(piece._replace(text=text))
    return cleaned


def _part_signs(piece: Piece) -> Iterator[Piece]:
    """A text that explains signs, with each of them in a piece of its own."""
    for i, part in enumerate(_SIGN.split(piece.text)):
        if part:
            yield Piece(part, "sign") if i % 2 else piece._replace(text=part)


def measure_longest(pieces: Laid, size: float) -> float:
    """How wide the longest word is."""
    return max((measure(word[1:], size) for word in split_words(pieces)), default=0.0)


def break_lines(pieces: Laid, room: float, size: float) -> list[Laid]:
    """The lines that pieces make; a word that is too long for any line is broken where the line ends."""
    words = [part for word in split_words(pieces) for part in _break_word(word, room, size)]
    # What was measured as a whole is a hair wider in parts.
    return fill(words, room + 0.01, partial(measure, size=size))


def _break_word(word: Laid, room: float, size: float) -> Iterator[Laid]:
    if measure(word[1:], size) <= room + 0.01:
        yield word
        return
    blanks, part, used = word[0], Laid(), 0.0
    for piece in word[1:]:
        if is_badge(piece) or is_drawn(piece):
            part.append(piece)
            used += measure([piece], size)
            continue
        begun = 0
        for i, character in enumerate(piece.text):
            width = measure([piece._replace(text=character)], size)
            if width and used + width > room and (part or i > begun):
                yield [blanks, *part, piece._replace(text=piece.text[begun:i])]
                blanks, part, used, begun = Piece(""), [], 0.0, i
            used += width
        part.append(piece._replace(text=piece.text[begun:]))
    yield [blanks, *part]
