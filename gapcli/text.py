"""Text of any language: which characters may not reach a terminal as they are, spelling, widths, "did you mean"."""

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice
from types import MappingProxyType
from typing import NamedTuple

CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
"""Control characters, other line ends, a byte order mark, lone surrogates: never part of a text."""

_TERM = r"[(]*[+−]?\d(?:[\d.]*\d)?²?[)]*"
SIGNED = rf"(?<![\w.])(?:{_TERM}(?: [+−×/=] {_TERM})+|[+−≥≤] ?\d(?:[\d.]*\d)?|[≥≤])"
"""Arithmetic, a figure after a sign, and a sign that would be mirrored: what keeps its order in a line from right to
left (a pattern)."""
BIDI = "\u202a-\u202e\u2066-\u2069"
"""Overrides, embeddings and isolates, which can make a text read other than it is (CVE-2021-42574)."""

LEFTWARD_LETTER = "\u200f"
"""A letter that nobody sees, which reads from right to left."""

FORMS = "\ufb50-\ufdff\ufe70-\ufefc"
"""Arabic presentation forms: shapes for one look of a letter, which no search finds."""


def code_point(character: str) -> str:
    """The name of a character as `U+001B`."""
    return f"U+{ord(character):04X}"


UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode calls ignorable and is no part of a word: zero-width spaces, soft hyphens, fillers, tags; no joiners of
letters, and nothing that chooses between the forms of one."""
NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(1, 17))
"""Code points that no character will ever have."""

_QUOTES = {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′ʼ´", "'")}
"""Quotation marks and apostrophes, each with the one of ASCII."""
_ALIKE = {
    **dict(zip("аеорсухіѕјһԁԛԝοναυι", "aeopcyxisjhdqwovaui")),
    **_QUOTES,
    **{"\u2212": "-", "\u2022": "-", "،": ",", "؛": ";", "؟": "?", "٫": ".", "∶": ":", "ː": ":", "꞉": ":"},
}
"""What is easily taken for a sign of ASCII: letters of other alphabets, and marks as word processors set them."""


def make_id(text: str) -> str:
    """The id that a name makes, in letters and digits of ASCII without their accents; empty where any would be lost."""
    from unicodedata import combining, normalize

    plain = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
    if any(c.isalnum() and not c.isascii() for c in plain):
        return ""
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def name_character(character: str) -> str:
    """A character by its number and its name: `U+00A0 (no-break space)`."""
    from unicodedata import name

    named = name(character, "").lower()
    return code_point(character) + (f" ({named})" if named else "")


def read_as_ascii(text: str) -> str:
    """The ASCII that a text looks like, without blanks at its ends; what looks like none stays."""
    from unicodedata import category, decimal, normalize

    def read(c: str) -> str:
        kind = category(c)
        return "" if kind == "Cf" else "-" if kind == "Pd" else " " if kind == "Zs" else str(decimal(c, c))

    return "".join(map(read, "".join(_ALIKE.get(c, c) for c in normalize("NFKC", text)))).strip()


def name_odd(text: str) -> str:
    """Which character of a text is not what it looks like: `character 6 is U+00A0 (no-break space)`; empty of none.

    Letters and digits that anybody sees to be of another script are none.
    """
    if text.isascii():
        return ""
    from unicodedata import category

    odd = ((i, c) for i, c in enumerate(text, 1) if c > "~" and (c in _ALIKE or category(c)[0] not in "LMN"))
    return next((f"character {i} is {name_character(c)}" for i, c in odd), "")


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(text: str) -> str:
    r"""The text on one line, with each control and bidi control written out as `\x1b` or `\u202e`."""
    # Few texts hold anything of the kind, and a pattern takes a while to make.
    return text if text.isprintable() else re.sub(f"[{CONTROL}{BIDI}\t\n]", _shown, text)


def spelled_out(text: str) -> str:
    r"""As `shown`, with what nobody sees written out too, `\u200b`: of a text in which a person looks for a mistake.

    So are heaps of marks.
    """
    if text.isascii():
        return shown(text)
    parts, done = [], 0
    for start, end in list_heaps(text):
        parts += [text[done:start], re.sub(".", _shown, text[start:end])]
        done = end
    return re.sub(f"[{UNSEEN}{NO_CHARACTERS}]", _shown, shown("".join((*parts, text[done:]))))


MOST_MARKS = 4
"""How many marks a letter may bear; more cover the lines around it."""
_NO_LETTERS = rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}"


def list_heaps(text: str) -> Iterator[tuple[int, int]]:
    """Where a letter bears more marks than it may, of any script: from the first of them to behind the last."""
    from unicodedata import category

    for found in re.finditer(_NO_LETTERS, text):
        for are_marks, places in groupby(range(*found.span()), lambda i: category(text[i]) in ("Mn", "Me")):
            first, *others = places
            if are_marks and len(others) >= MOST_MARKS:
                yield first, others[-1] + 1


_FORMULA = "'*[=+\\-@\t\r]"
_SPELLED = r"\\(x5c|x3a|x23|u202[a-e]|u206[6-9])"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula, with or without a `'` before it."""
    return re.match(_FORMULA, text) is not None


def spell_text(text: str) -> str:
    r"""A text of a table, in which what turns its order stands as `\u202e`."""
    return re.sub(r"[^\t\n]+", lambda part: shown(part[0]), re.sub(_SPELLED, r"\\x5c\1", text))


def spell_cell(text: str) -> str:
    r"""As `spell_text`, in a table that is a text itself: a command of a log stands as `\x3a:`.

    What looks like a formula gets a `'`.
    """
    text = break_commands(spell_text(text))
    return f"'{text}" if looks_like_formula(text) else text


def read_cell(text: str) -> str:
    """The text of a cell that `spell_cell` wrote; others stay, but for the `'` before what looks like a formula."""
    text = text[1:] if text[:1] == "'" and looks_like_formula(text) else text
    return re.sub(_SPELLED, lambda m: chr(int(m[1][1:], 16)), text)


def break_commands(text: str, colon: str = r"\x3a", hash: str = r"\x23") -> str:
    r"""A text in which GitHub's log finds no command: `\x3a:` stands where a line begins so, `\x23#[` anywhere."""
    commands = r"(?m)^([^\S\n]*):(?=:)|#(?=#\[)"
    return re.sub(commands, lambda m: hash if m[1] is None else m[1] + colon, text)


def width_of(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(c) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(c) in "WF") for c in text)


def reads_leftward(text: str) -> bool:
    """Whether the first letter of a text is of a script that is written from right to left."""
    if text.isascii():
        return False
    from unicodedata import bidirectional

    return next((d != "L" for d in map(bidirectional, text) if d in ("L", "R", "AL")), False)


def write_number(x: float) -> str:
    """A number with all of its digits and without an exponent: `1234567`, `0.00005`, `3.1234567`."""
    text = repr(x or 0)  # There is no -0.
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")


_LETTERS = {
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةۃەہھ", "ه"),
    # The tatweel and the high hamza are no letters by themselves.
    **dict.fromkeys("\u0640\u0674", ""),
    "ı": "i",
    "ß": "ss",
}
"""Letters that are one letter to who types them, mostly of Arabic script; the rest is told by what Unicode says."""
SAME: Mapping[str, str] = MappingProxyType(_LETTERS | {c: sign for c, sign in _ALIKE.items() if not c.isalpha()})
"""Letters and signs of a decomposed text, each with what `fold` makes of it; a page in HTML folds by them, too."""


class _Folds(dict[int, str]):
    """What each character of a decomposed text is folded to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        from unicodedata import category, decimal

        character = chr(code)
        kind = category(character)
        if character in SAME:
            folded = SAME[character]
        elif kind in ("Mn", "Me", "Cf"):
            folded = ""
        else:
            folded = "-" if kind == "Pd" else str(decimal(character, character))
        self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """A text as names and searches are compared: in small letters, with single spaces, whatever its spelling.

    Set aside are form (NFKD), accents and vowel marks, tatweel, what nobody sees (soft hyphen, joiners, marks of
    direction), the forms of alef, yeh, heh and kaf, hamza on a letter, the script of digits, and the forms of quotation
    marks, dashes and commas. Folding it again changes nothing.
    """
    if not text.isascii():
        # Most names need no table of characters.
        from unicodedata import normalize

        text = normalize("NFKD", normalize("NFKD", read_argument(text)).casefold()).translate(_FOLDS)
    return " ".join(text.casefold().split())


def find_script(text: str) -> str:
    """The script of the first letter of a folded text, as Unicode calls it: `LATIN`, `ARABIC`; empty of no letter."""
    letter = next(filter(str.isalpha, text), "")
    if letter.isascii():
        return "LATIN" if letter else ""
    from unicodedata import name

    return name(letter, "").partition(" ")[0]


def fold_letter(character: str) -> str:
    """What `fold` makes of a character by itself, in its own case: nothing of a vowel mark, of some several letters."""
    from unicodedata import normalize

    return normalize("NFKD", character).translate(_FOLDS)


def fold_sign(character: str) -> str:
    """A character, of a dash and a quotation mark that of ASCII."""
    from unicodedata import category

    return _QUOTES.get(character) or ("-" if character == "\u2212" or category(character) == "Pd" else character)


COMMAS = ",،，"
"""What stands between the names of a list, by the keyboard that it is typed on."""


def split_list(text: str) -> list[str]:
    """The names of a list that was typed, with the blanks around them."""
    for comma in COMMAS[1:]:
        text = text.replace(comma, COMMAS[0])
    return text.split(COMMAS[0])


def read_argument(text: str) -> str:
    """A text of the command line where the locale has no UTF-8: it is handed over as bytes, which are UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape").decode()
    except UnicodeError:
        return text


NEAR = 20
"""Of a long list of names, how many on either side in the order of the alphabet are compared with a name."""
LISTED = 12
"""How many names are listed where any would do."""
CLOSE = 0.6
"""From which share of common letters on a name is much like another, from 0 to 1."""
LONGEST = 80
"""How much of a name is compared."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean "iran"?` where a known name is close, else the known ones, as far as they fit."""
    names = tuple(known)
    close = find_close(name, names)
    return f'did you mean "{close[0]}"?' if close else list_some(_sort_names(names).places)


def list_some(names: Collection[str]) -> str:
    """`one of: us, iran`, as far as they fit; empty where there are none."""
    listed = ", ".join(islice(names, LISTED))
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"one of: {listed}{more}" if names else ""


def find_close(name: str, names: Sequence[str]) -> list[str]:
    """The names that are spelled much like a name, the nearest first, as near ones in their own order."""
    from difflib import SequenceMatcher

    name = name[:LONGEST]
    known = _sort_names(tuple(names))
    near: Iterable[str] = known.places
    if len(known.places) > 2 * NEAR:
        ends = (n[::-1] for n in _list_near(name[::-1], known.backwards))
        near = sorted({*_list_near(name, known.forwards), *ends}, key=known.places.__getitem__)
    matcher = SequenceMatcher(b=name)
    found = []
    for other in near:
        matcher.set_seq1(other[:LONGEST])
        found.append((matcher.ratio(), other))
    return [other for ratio, other in sorted(found, key=lambda each: -each[0]) if ratio >= CLOSE]


class _Sorted(NamedTuple):
    """Some names, each once, in every order that is asked for; many mistakes in a row ask for those of the same."""

    places: Mapping[str, int]
    """In their own order, with the place of each in it."""
    forwards: Sequence[str]
    """In that of the alphabet."""
    backwards: Sequence[str]
    """Each read from its end, in that of the alphabet."""


@lru_cache(maxsize=8)
def _sort_names(names: tuple[str, ...]) -> _Sorted:
    once = dict.fromkeys(names)
    return _Sorted({n: i for i, n in enumerate(once)}, sorted(once), sorted(n[::-1] for n in once))


def _list_near(name: str, ordered: Sequence[str]) -> Sequence[str]:
    """The names that begin most like a name, of some in the order of the alphabet."""
    at = bisect(ordered, name)
    return ordered[max(0, at - NEAR) : at + NEAR]
