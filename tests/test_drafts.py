"""`card` and `quote`: what they print of texts of our own, filled in, is a ledger that the strictest check passes."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest
import yaml
from conftest import Ran, complete
from hypothesis import given
from hypothesis import strategies as st

from gapcli.editing.drafts import spell_quote, write_scalar
from gapcli.files.nearest import join_blanks
from gapcli.files.places import ReadText, read_any_case, read_letters, read_signs

HERALD = """Harbour talks

The mayor said that the town wants four million a year.\r
“We shall pay what we\r
have always paid,” said the company – and no more.
The mayor said that, and left.
"""
TEXTS = {
    "herald.txt": HERALD,
    "Le Courrier 2.txt": "La ville veut quatre millions, et le port ne veut pas de la hausse des loyers.\n",
    "النهار.txt": "قالَ الوزيرُ إنَّ المدينةَ تريدُ أربعةَ ملايين في السنة، لا أقل.\n",
    "shargh.txt": "شهردار گفت که شهر چهار میلیون در سال می‌خواهد و کمتر از آن را نمی‌پذیرد.\n",
    "short.txt": "Vier.",
    "marked.txt": "\ufeffThe town and the port talk of the rent.",
}
LANGUAGES = dict(zip(TEXTS, ["en", "fr", "ar", "fa", "", "en"]))
FILLED = {
    "outlet": "The Herald",
    "kind": "report",
    "published": "2026-02-09",
    "grade": "B",
    "why": "Known for care.",
    "digest": "What both sides want.",
    "language": "de",
    "attribution": "named",
    "teller": "own",
}
LEDGER = """
sources: seeds
issues:
  talks:
    name: Talks
    dimensions:
      continuing:
        question: Do they go on?
        scale: choice
        options: {go-on: more talks, end: an end}
        why: They do or they do not.
        note: One side alone speaks on it.
statements:
  - id: us-go-on
    party: us
    about: talks.continuing
    stance: asks
    value: go-on
    said: 2026-02-06
    text: Said that talks go on.
    evidence:
"""


def fill_in(text: str) -> str:
    """What a person makes of a draft: each empty key has a value, and the gloss is there."""
    lines = text.replace("# gloss: ", "gloss: ").splitlines()
    empty = [re.fullmatch(r"( *)(\w+):( #.*)?", line) for line in lines]
    return "".join(
        f"{m[1]}{m[2]}: {FILLED[m[2]]}\n" if m and m[2] in FILLED else f"{line}\n" for line, m in zip(lines, empty)
    )


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_bytes(text.encode())
    return folder


# --- card -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_a_card_that_is_filled_in_passes(name: str, run: Callable[..., Ran], texts: Path, tmp_path: Path) -> None:
    """A card, and evidence that `quote` prints, pass the strictest check against the text."""
    made = run("card", f"texts/{name}", "-o", "seeds/")
    assert (made.code, made.stderr) == (0, b"")
    (card,) = (tmp_path / "seeds").iterdir()
    assert made.stdout.decode() == f"made seeds/{card.name}: fill it in\n"
    assert run("card", f"texts/{name}").stdout == card.read_bytes()
    drafted = yaml.load(card.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert drafted["characters"] == str(len(TEXTS[name]))
    assert drafted["sha256"] == sha256(TEXTS[name].encode()).hexdigest()
    assert (drafted["file"], drafted["language"]) == (name, LANGUAGES[name])
    words = TEXTS[name].split()[:3]
    quoted = run("quote", f"texts/{name}", *words, "--card", card.stem)
    assert quoted.code == 0
    (tmp_path / "positions.yaml").write_text(complete(LEDGER) + fill_in(quoted.stdout.decode()), encoding="utf-8")
    # As it is drafted, each key that is left empty is a mistake of its own.
    empty = run("check", "--strict").stdout.decode()
    assert empty.count("no value") == sum(not value for value in drafted.values()) + 2
    card.write_text(fill_in(card.read_text(encoding="utf-8")), encoding="utf-8")
    checked = run("check", "--strict", "--texts", "texts")
    assert (checked.code, checked.stdout) == (0, b"1 statement, 1 source: no mistakes, 1 quote proved\n")


def test_cards_of_many_texts(run: Callable[..., Ran], texts: Path, tmp_path: Path) -> None:
    """Each has a file of its own, called like its text, in small letters of ASCII, or else by its hash."""
    paths = [f"texts/{name}" for name in TEXTS]
    assert run("card", *paths).code == 2
    assert run("card", *paths, "-o", "seeds").code == 0
    hashed = sha256(TEXTS["النهار.txt"].encode()).hexdigest()[:12]
    expected = {"herald", "le-courrier-2", f"text-{hashed}", "shargh", "short", "marked"}
    assert {p.stem for p in (tmp_path / "seeds").iterdir()} == expected


def test_a_card_overwrites_nothing(run: Callable[..., Ran], texts: Path, tmp_path: Path) -> None:
    """Where one of the cards is there, none is written."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "short.yaml").write_text("mine")
    done = run("card", "texts/herald.txt", "texts/short.txt", "-o", "seeds")
    assert (done.code, done.stdout) == (4, b"")
    assert done.stderr == b"gapcli: seeds/short.yaml is there already: nothing was written\n"
    assert [p.name for p in (tmp_path / "seeds").iterdir()] == ["short.yaml"]
    assert run("card", "texts/herald.txt", "-o", "seeds/short.yaml").code == 4
    assert (tmp_path / "seeds" / "short.yaml").read_text() == "mine"


def test_two_texts_of_one_name(run: Callable[..., Ran], texts: Path) -> None:
    """They would have one card."""
    done = run("card", "texts/herald.txt", "texts/herald.txt", "-o", "seeds")
    assert (done.code, done.stdout) == (2, b"")


@pytest.mark.parametrize(
    "data, told", [("قال".encode("cp1256"), "byte 0 is not UTF-8"), (b"", "no text in it"), (None, "no such file")]
)
def test_what_is_no_text(data: bytes | None, told: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """It is file trouble, for both commands."""
    if data is not None:
        (tmp_path / "a.txt").write_bytes(data)
    for command in (["card", "a.txt"], ["quote", "a.txt", "a"]):
        done = run(*command)
        assert (done.code, done.stdout) == (4, b"")
        assert told in done.stderr.decode()


@pytest.mark.parametrize("name", ["-a.txt", "a:b.txt", ".a.txt", "a\nb.txt", "a\u202eb.txt", "no"])
def test_a_name_that_no_card_may_hold(name: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """The card has none then, since the text is found by its hash; any other is written so that it reads back."""
    (tmp_path / name).write_text("the town and the port of the bay")
    card = yaml.load(run("card", "--", name).stdout, yaml.BaseLoader)
    assert card.get("file") == (name if name in ("no", "a\nb.txt") else None)
    assert card["language"] == "en"


# --- quote ----------------------------------------------------------------------------------------

SOUGHT = {
    "the very words": (["the", "town", "wants"], ["the town wants"]),
    "more than one place": (["The mayor said that"], ["The mayor said that", "The mayor said that"]),
    "over a line end": (["what we have always"], ["what we\r\nhave always"]),
    "other quotes and dashes": (['paid," said the company - and'], ["paid,” said the company – and"]),
}


@pytest.mark.parametrize("name", SOUGHT)
def test_words_are_found(name: str, run: Callable[..., Ran], texts: Path) -> None:
    """Every place is printed with the text's own words, ready to be pasted below `evidence:`."""
    words, found = SOUGHT[name]
    done = run("quote", "texts/herald.txt", *words)
    assert (done.code, done.stderr) == (0, b"")
    pieces = yaml.load(done.stdout, yaml.BaseLoader)
    assert [piece["source"] for piece in pieces] == ["herald"] * len(found)
    assert [HERALD[slice(*map(int, piece["at"]))] for piece in pieces] == found
    assert [piece["quote"] for piece in pieces] == [words.replace("\r", "") for words in found]
    assert all(line.startswith("      ") for line in done.stdout.decode().splitlines() if line)
    assert b"attribution: # named | unnamed | document | author\n" in done.stdout


def test_arabic_words_are_found(run: Callable[..., Ran], texts: Path) -> None:
    """Vowel marks and hamza may be left out, and letters be Persian: what is printed has them all, to the last mark."""
    text = TEXTS["النهار.txt"]
    piece = yaml.load(run("quote", "texts/النهار.txt", "ان المدینة ترید").stdout, yaml.BaseLoader)[0]
    assert piece["quote"] == "إنَّ المدينةَ تريدُ" == text[slice(*map(int, piece["at"]))]


def test_what_is_printed_is_data(run: Callable[..., Ran], texts: Path) -> None:
    """Whatever a terminal can show, YAML is UTF-8: into a file it goes as it is."""
    for command in (["card", "texts/النهار.txt"], ["quote", "texts/النهار.txt", "المدينة"]):
        done = run(*command, env={"PYTHONIOENCODING": "ascii"})
        assert (done.code, done.stderr, done.stdout) == (0, b"", run(*command).stdout)


def test_the_case_is_set_aside_on_request(run: Callable[..., Ran], texts: Path) -> None:
    """Without `-i` words in another case are not there, and are the nearest."""
    done = run("quote", "texts/herald.txt", "THE TOWN")
    at = HERALD.index("the town")
    assert (done.code, done.stdout) == (1, b"")
    assert f'nearest stand at [{at}, {at + 8}]: "the town" (-i sets the case aside)' in done.stderr.decode()
    assert b"quote: the town\n" in run("quote", "texts/herald.txt", "THE TOWN", "-i").stdout


def test_words_that_are_not_there(run: Callable[..., Ran], texts: Path) -> None:
    """The nearest are named with their place, or said not to be."""
    done = run("quote", "texts/herald.txt", "the town wanted four million")
    at = HERALD.index("the town")
    assert (done.code, done.stdout) == (1, b"")
    assert f'nearest stand at [{at}, {at + 27}]: "the town wants four million"' in done.stderr.decode()
    done = run("quote", "texts/herald.txt", "zebras")
    assert (done.code, done.stderr) == (1, b"gapcli: no such words in herald.txt, nor any that are like them\n")


def test_too_many_words(run: Callable[..., Ran], texts: Path) -> None:
    """The place is printed, and where to cut it; the exit code says that no ledger may hold the quote."""
    words = HERALD[HERALD.index("The mayor") :][:140].rstrip()
    done = run("quote", "texts/herald.txt", words)
    assert done.code == 1
    cut = [m.end() for m in re.finditer(r"\S+", HERALD) if m.start() >= HERALD.index("The mayor")][14]
    assert f"a quote has at most 15: cut it at {cut}," in done.stdout.decode()
    assert len(HERALD[HERALD.index("The mayor") : cut].split()) == 15
    assert b"at most 15 words" in done.stderr


@pytest.mark.slow
def test_places_beyond_those_that_are_printed(run: Callable[..., Ran], texts: Path) -> None:
    """It is said that there are some, and however many there are, it takes no longer."""
    (texts / "many.txt").write_text("yes and no " * 10_000)
    done = run("quote", "texts/many.txt", "yes and")
    assert done.code == 0
    assert len(yaml.load(done.stdout, yaml.BaseLoader)) == 20
    assert done.stderr == b"gapcli: there are more places than 20: give more of the words\n"


@pytest.mark.parametrize(
    "text, written", [("ask \x1b[31m for", None), ("ask \u202efor it", b'"ask \\U0000202efor it"')]
)
def test_what_would_do_harm_on_a_terminal(
    text: str, written: bytes | None, run: Callable[..., Ran], texts: Path
) -> None:
    """What no ledger may hold is said to be that, and what nobody sees is written out, also in what stands around."""
    (texts / "evil.txt").write_text(f"before {text} after")
    done = run("quote", "texts/evil.txt", text)
    assert b"\x1b" not in done.stdout + done.stderr and "\u202e" not in done.stdout.decode() + done.stderr.decode()
    assert written in done.stdout if written else done.code == 1
    assert run("quote", "texts/evil.txt", "after").code == 0


def test_the_id_of_a_card(run: Callable[..., Ran], texts: Path) -> None:
    """It has to be one."""
    assert run("quote", "texts/herald.txt", "town", "--card", "The Herald").code == 2


SIGNS = st.text("aAbإ ا\u064eیي\n\r\t\u00a0\ufeff'’\"«»-–—ـ.…،\u200c", max_size=12)


@given(before=SIGNS, words=SIGNS, after=SIGNS)
def test_words_are_found_however_they_are_written(before: str, words: str, after: str) -> None:
    """Words of a text, written in any of the ways that count for the same, are found where they stand."""
    text = before + words + after
    if not "".join(map(read_letters, words.replace("\ufeff", " "))).strip():
        return
    for read in (read_signs, read_letters, read_any_case):
        found = ReadText(text, read)
        otherwise = [words, "\n ".join(words.replace("\ufeff", " ").split())]
        if read is not read_signs:
            otherwise.append(normalize("NFKD", words))
        if read is read_any_case:
            otherwise.append(words.upper())
        for sought in otherwise:
            places = found.find_all(sought)
            assert places == sorted(set(places))
            assert any(start < len(before + words) and end > len(before) for start, end in places)


@given(SIGNS)
def test_a_quote_is_as_the_text_has_it(words: str) -> None:
    """It differs from its text in white space alone, and is as long, unless the break of a line stands in it."""
    quote = spell_quote(words)
    assert join_blanks(quote) == join_blanks(words)
    assert len(quote) == len(words) or "\n" in quote


@given(st.text(max_size=30), st.sampled_from([None, "'", '"']), st.booleans())
def test_a_scalar_reads_back(text: str, style: str | None, flow: bool) -> None:
    """What is written of a text is YAML for it, to us and to other readers; nothing where no file may hold it."""
    quote = spell_quote(text)
    written = write_scalar(quote, style, flow)
    if written is None:
        assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]", quote)
        return
    assert yaml.safe_load(f"{{quote: {written}, at: 1}}" if flow else f"quote: {written} # no")["quote"] == quote
