"""Names in any script → ids: by tables of sounds, else by what Unicode calls a letter, which never changes."""

import re
from collections.abc import Iterable
from unicodedata import combining, decimal, name, normalize

from gapcli.files.values import ID
from gapcli.text import LONGEST, fold, make_id


def _pair(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters, (sound.strip("'") for sound in sounds.split())))


_SOUNDS = {
    # The apostrophe alone is a letter without a sound of its own.
    **_pair("абвгдежзиклмнопрст", "a b v g d e zh z i k l m n o p r s t"),
    **_pair("уфхцчшщъыьэюяіјљњђћџєґ", "u f kh ts ch sh shch ' y ' e yu ya i j lj nj dj c dz ye g"),
    **_pair("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
    **_pair("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةء", "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a '"),
    **_pair("پچژگکیٹڈڑںہھےٱ", "p ch zh g k y t d r n h h e a"),
    **_pair(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
    ),
    **_pair(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts w p k o f",
    ),
    **_pair("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "a b g d h v z h t y k k l m m n n s a p f ts ts k r sh t"),
}
_LETTER = re.compile(
    "(?:LETTER|SYLLABLE|CHARACTER|SIGN)(?: (?:SMALL|CAPITAL|DOTLESS|VOWEL|FINAL))* ([A-Z]{1,5})(?: WITH.*)?"
)
"""What a letter is called by Unicode, with its sound."""


def spell(text: str) -> str:
    """A text in letters of ASCII, as near to its sound as a letter by itself tells; the rest by its number."""
    return "".join(map(_spell_letter, normalize("NFC", text.casefold())))


def _spell_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    parts = [part for part in normalize("NFKD", letter) if not combining(part)]
    if all(part.isascii() or part in _SOUNDS for part in parts):
        return "".join(_SOUNDS.get(part, part) for part in parts)
    if decimal(letter, None) is not None:
        return str(decimal(letter))
    named = _LETTER.search(name(letter, ""))
    if named:
        return named[1].lower()
    return f"u{ord(letter):04x}" if letter.isalnum() else "" if combining(letter) else "-"


def choose_ids(names: Iterable[str], otherwise: str) -> dict[str, str]:
    """An id of each name, no two alike: the later of two gets -2, and a name of no letter the word `otherwise`.

    Those that make an id of themselves have it before any other.
    """
    once = [*dict.fromkeys(names)]
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for called in once:
        id = make_id(called)
        if ID.fullmatch(id) and id not in taken:
            ids[called] = id
            taken.add(id)
    counts: dict[str, int] = {}
    for called in (each for each in once if each not in ids):
        base = make_id(spell(called)) or otherwise
        id = base
        while id in taken:
            counts[base] = counts.get(base, 1) + 1
            ending = f"-{counts[base]}"
            id = base[: 64 - len(ending)] + ending
        ids[called] = id
        taken.add(id)
    return {called: ids[called] for called in once}


def share_ids(names: Iterable[str], otherwise: str) -> dict[str, str]:
    """The same, but that names have one id which differ in nothing but case, accents and white space."""
    once = [*dict.fromkeys(names)]
    firsts: dict[str, str] = {}
    for called in once:
        firsts.setdefault(fold(called) or called, called)
    ids = choose_ids(firsts.values(), otherwise)
    return {called: ids[firsts[fold(called) or called]] for called in once}


def find_alike(names: Iterable[str], least: int) -> list[tuple[str, str]]:
    """The pairs of names that differ in a letter, of those with a least number of them, or in none.

    What differs in a digit, or in a word of one letter, is told apart by it.
    """
    met: dict[tuple[str, ...], dict[str, str]] = {}
    pairs: dict[tuple[str, str], None] = {}
    for called in dict.fromkeys(names):
        word = (fold(called) or called)[:LONGEST]
        apart = re.findall(r"\d|\b\w\b", word)
        for key in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
            others = met.setdefault((key, *apart), {})
            pairs |= {
                (other, called): None
                for other, spelled in others.items()
                if max(len(word), len(spelled)) >= least or word == spelled
            }
            others[called] = word
    return [*pairs]
