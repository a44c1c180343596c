"""Texts → YAML to be filled in: the card of a source, and the evidence that some words of it are."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from textwrap import wrap
from typing import NamedTuple

from yaml import ScalarNode

from gapcli.files.fields import list_fields
from gapcli.files.kinds import ENDINGS, TIMES_LARGER
from gapcli.files.parse import PURE_PARSER, parse_text
from gapcli.files.texts import LARGEST_TEXT, decode, measure_file
from gapcli.files.tree import BAD, Collection, Scalar
from gapcli.files.values import ID, read_file_name
from gapcli.ledger.model import MEANINGS, Evidence, Reliability, Source
from gapcli.text import BIDI, CONTROL, UNSEEN

WIDE = 100
"""How wide a comment is, in columns."""
_CONTROL = re.compile(f"[{CONTROL}]")
_HIDDEN = re.compile(f"[{BIDI}{UNSEEN}]")


class BadText(ValueError):
    """A file that no card can be made of."""


class FoundText(NamedTuple):
    """A text, as it was read."""

    path: str
    text: str
    hash: str
    """The SHA-256 of its bytes."""
    length: int
    """How many characters it has; of a file that is no UTF-8 how many bytes, and `text` is empty."""
    is_table: bool = False

    @property
    def id(self) -> str:
        """The id that its card has unless somebody names another: of its name, else of its hash."""
        stem = os.path.splitext(os.path.basename(self.path))[0].lower()
        id = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:64].strip("-")
        return id if ID.fullmatch(id) else f"text-{self.hash[:12]}"


def read_found(path: str, may_be_table: bool = False) -> FoundText:
    """Read a text, or a table of any kind. Raises BadText, and OSError where it cannot be read."""
    is_table = may_be_table and os.path.splitext(path)[1].lower() in ENDINGS
    most = LARGEST_TEXT * (TIMES_LARGER if is_table else 1)
    with open(path, "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise BadText(f"it has more than {most >> 20} MiB: give the text alone")
    text, bad_byte = decode(data)
    if text is None and not is_table:
        raise BadText(f"byte {bad_byte} is not UTF-8: save it as UTF-8")
    if text is not None and not text.strip("\ufeff \t\r\n"):
        raise BadText("there is no text in it")
    return FoundText(path, text or "", sha256(data).hexdigest(), measure_file(data)[0], is_table)


# --- scalars --------------------------------------------------------------------------------------


_SOUND = re.compile(r"(?:[^\W_]|[«“”‘’])(?:[\w .,;()'’‘“”«»%/–—…-]*[\w.,;)'’‘“”«»%/–—…-])?")
"""What may stand without quotation marks, whoever reads it."""


def write_scalar(text: str, style: str | None = None, flow: bool = False) -> str | None:
    """A text as YAML that reads back as it: plain, or in the quotation marks `style`, and else in double ones.

    What nobody sees, and what turns the order of a text, is written as an escape. `flow`: it is to stand inside
    brackets. None where no file may hold it.
    """
    if _CONTROL.search(text):
        return None
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    escaped = _HIDDEN.sub(lambda m: f"\\U{ord(m[0]):08x}", escaped)
    forms = {None: text, "'": "'" + text.replace("'", "''") + "'", '"': f'"{escaped}"'}
    # Other readers take a plain 60 for a number, no for false, and some signs for more than letters.
    sound = _SOUND.fullmatch(text) and not (flow and "," in text)
    plain = sound and PURE_PARSER("").resolve(ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    order = [style] if style in ("'", '"') else [None] if plain else []
    if _HIDDEN.search(text):
        order = []
    for form in [*order, '"']:
        written = forms[form]
        tree = parse_text(f"{{quote: {written}, at: 1}}" if flow else f"quote: {written}\n", "")
        root = tree.root
        if tree.problems or "\n" in written or type(root) is not Collection or len(root.children) != (4 if flow else 2):
            continue
        value = root.children[1]
        if type(value) is Scalar and value.value == text:
            return written
    return None


def spell_quote(words: str) -> str:
    r"""The words of a text as a quote holds them: a blank for a line end, `\n` for one of several characters."""

    def spell(run: re.Match[str]) -> str:
        ends = "\n" in run[0] or _CONTROL.search(run[0])
        return run[0] if not ends else " " if len(run[0]) == 1 else "\n"

    return re.sub(r"[\s\ufeff]+", spell, words)


# --- a card ---------------------------------------------------------------------------------------

_LETTERS = {"fa": "پچژگکی", "ur": "ٹڈڑےں"}
"""Letters of languages in Arabic script that Arabic has not."""
_COMMON = {
    "en": "the of and to in that is was for on with by said has from",
    "fr": "le la les de des du et est une dans que qui pour sur au",
    "de": "der die das und ist nicht mit von dem den ein eine zu auf",
    "es": "el la los las de y que en una por con del para se su",
}
"""The commonest words of some languages in Latin script."""
LIKELY = 3
"""How many of those a text has at least that is guessed to be in the language."""


def guess_language(text: str) -> tuple[str, str]:
    """The code of the language that a text seems to be in, and by what; both empty where nothing tells it."""
    arabic = len(re.findall(r"[\u0621-\u064a\u0671-\u06d3]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    if arabic > latin:
        counts = {code: sum(map(text.count, letters)) for code, letters in _LETTERS.items()}
        # A text has a foreign name here and there.
        code = max(counts, key=lambda c: counts[c])
        return (code if counts[code] * 50 > arabic else "ar"), "its letters"
    words = Counter(re.findall(r"[a-zà-ÿ]+", text.lower()))
    votes = sorted((sum(words[w] for w in common.split()), code) for code, common in _COMMON.items())
    return (votes[-1][1], "its commonest words") if LIKELY <= votes[-1][0] > votes[-2][0] else ("", "")


_CARD_HEAD = (
    "A source card: write what is empty, then gapcli check tells what is amiss. In a folder of cards the name of the "
    "file is the id, as in {id}.yaml; in a ledger a card stands under `sources`, indented below its id."
)
_DATED = (
    "When it was published, as precise as the document shows: YYYY-MM-DD, YYYY-MM or YYYY. Where it shows none, one or "
    "both of these in its place: `after`, the day that it tells of, and `before`, one that it does not know of."
)
_OPTIONAL = ("title", "author", "url", "retrieved", "archived")


def draft_card(found: FoundText) -> str:
    """The card of a text as YAML, with what only a reader knows left empty under what belongs there."""
    fields = {f.name: f for f in (*list_fields(Source), *list_fields(Reliability))}
    meaning = {name: f.meaning for name, f in fields.items()}
    language, by = guess_language(found.text)
    if language:
        meaning["language"] += f" {language} is a guess, by {by}."
    lines = [
        *write_comment(_CARD_HEAD.format(id=found.id)),
        *_ask(meaning["outlet"], "outlet"),
        "# Only where known; take the # off:",
        *(f"# {name + ':':11} # {meaning[name]}" for name in _OPTIONAL),
        *_ask(meaning["kind"], "kind", "dataset" if found.is_table else "", words=fields["kind"].words),
        *_ask(meaning["language"], "language", language),
        *_ask(_DATED, "published"),
        "# after:",
        "# before:",
        *_ask(meaning["sha256"], "sha256", write_scalar(found.hash) or ""),
        f"characters: {found.length}",
        *_name_file(os.path.basename(found.path), meaning["file"]),
        *write_comment(meaning["reliability"]),
        "reliability:",
        *("  " + line for line in _ask(meaning["grade"], "grade", words=fields["grade"].words)),
        *("  " + line for line in _ask(meaning["why"], "why")),
        *_ask(meaning["digest"], "digest"),
    ]
    return "\n".join(lines) + "\n"


def _ask(meaning: str, name: str, value: str = "", words: Mapping[str, str] = {}) -> list[str]:
    """A key under its meaning and the words that it takes."""
    each = [f"#   {word}: {meant}" for word, meant in words.items()]
    return [*write_comment(meaning), *each, f"{name}: {value}".rstrip()]


def _name_file(name: str, meaning: str) -> list[str]:
    """The key `file`; none where a card may not hold that name, for then the text is found by its hash."""
    written = write_scalar(name)
    tree = parse_text(f"file: {written}\n", "")
    root = tree.root
    fits = written and type(root) is Collection and read_file_name(root.children[1], tree) is not BAD
    return _ask(meaning, "file", written or "") if fits and not _HIDDEN.search(name) else []


def write_comment(text: str) -> list[str]:
    """A text as the lines of a comment."""
    return wrap(text, WIDE, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def name_words(text: str) -> str:
    """A file of YAML in which each field that takes a few words alone names them, where it first has a line."""
    for name, words in MEANINGS.items():
        line = rf"^(?P<line> *{name}: (?:{'|'.join(words)}))$"
        text = re.sub(line, rf"\g<line>  # {' | '.join(words)}", text, count=1, flags=re.M)
    return text


# --- evidence -------------------------------------------------------------------------------------

_EVIDENCE = {f.name: f for f in list_fields(Evidence)}
INDENT = " " * 6
"""What stands before an item of `evidence` in a ledger that is indented by two blanks at a time."""


def draft_evidence(card: str, found: FoundText, place: tuple[int, int]) -> list[str]:
    """The lines of the evidence that some words of a text are, with what only a reader knows left empty.

    Raises BadText where the words hold what no file may hold.
    """
    start, end = place
    quote = write_scalar(spell_quote(found.text[start:end]))
    if quote is None:
        raise BadText(f"the words at [{start}, {end}] hold a control character, which no ledger may hold")
    foreign = guess_language(found.text)[0] != "en"
    lines = [
        f"- source: {card}",
        f"  at: [{start}, {end}]",
        f"  quote: {quote}",
        *([f"  # gloss: {_EVIDENCE['gloss'].meaning}"] if foreign else []),
        *(f"  {name}: # {' | '.join(_EVIDENCE[name].words)}" for name in ("attribution", "teller")),
    ]
    return [INDENT + line for line in lines]
