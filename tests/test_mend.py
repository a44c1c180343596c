"""`check --fix`: places and quotes are put right, and every other byte of the ledger stays."""

import os
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import which
from typing import NamedTuple

import pytest
from conftest import Ran, complete
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gapcli.editing.mend import mend_quotes
from gapcli.files.load import load_bytes

TEXT = """The Daily – Monday
“We want four million”, said the mayor – «أربعة ملايين» – and that’s that.\r
The company pays\r
what it has always paid. It’s one million.
Nobody left the room. Nobody left the town.
"""
CARD = f"""
  daily:
    outlet: The Daily
    kind: report
    language: en
    published: 2026-02-09
    sha256: {sha256(TEXT.encode()).hexdigest()}
    characters: {len(TEXT)}
    file: daily.txt
    reliability: {{grade: B, why: Known for care.}}
    digest: A report."""
HEAD = f"""
sources:{CARD}
issues:
  talks:
    name: Talks
    dimensions:
      continuing:
        question: Do they go on?
        scale: choice
        options: {{go-on: more talks, end: an end}}
        why: They do or they do not.
        note: One side alone speaks on it.
statements:"""
STATEMENT = """
  - id: s{number}
    party: us
    about: talks.continuing
    stance: asks
    value: go-on
    said: 2026-02-06
    text: Said that talks go on.
    evidence:"""
PIECE = """
      - source: daily
        at: {at}
        quote: {quote}
        attribution: named
        teller: own
"""


@pytest.fixture
def mended(run: Callable[..., Ran], tmp_path: Path) -> Callable[..., tuple[Ran, str]]:
    """Runs `check --fix` on a ledger of one piece of evidence: how it ended, and the piece as it stands then."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "daily.txt").write_bytes(TEXT.encode())

    def mend(piece: str, *options: str) -> tuple[Ran, str]:
        head = complete(HEAD + STATEMENT.format(number=1))
        file = tmp_path / "positions.yaml"
        file.write_bytes((head + piece).encode())
        done = run("check", "--texts", "texts", *(options or ("--fix",)))
        text = file.read_bytes().decode()
        assert text.startswith(head)
        return done, text.removeprefix(head)

    return mend


def place(words: str) -> str:
    return f"[{TEXT.index(words)}, {TEXT.index(words) + len(words)}]"


MENDED = {
    "not filled in": ("[0, 0]", "four million", "four million"),
    "moved": ("[5, 9]", "four million", "four million"),
    "empty": ("[]", "four million", "four million"),
    "one number": ("[7]", "four million", "four million"),
    "no list": ("7", "four million", "four million"),
    "no numbers": ("[a, b]", "four million", "four million"),
    "quotation marks": ("[0, 0]", "'\"We want four million\"'", "“We want four million”"),
    "dashes": ("[0, 0]", "The Daily - Monday", "The Daily – Monday"),
    "an apostrophe, in its place": (place("that’s that"), "that's that", "that’s that"),
    "a line end": (place("pays\r\nwhat it has"), "pays what it has", "pays\r\nwhat it has"),
    "Arabic in quotation marks": ("[1, 2]", "'\"أربعة ملايين\"'", "«أربعة ملايين»"),
}
"""What stands in a ledger as a place and a quote, and the words that are meant."""


@pytest.mark.parametrize("name", MENDED)
def test_what_is_put_right(name: str, mended: Callable[..., tuple[Ran, str]]) -> None:
    """The place is that of the words, the quote the text's own, and the check that follows finds nothing."""
    at, quote, words = MENDED[name]
    done, piece = mended(PIECE.format(at=at, quote=quote))
    assert (done.code, done.stdout) == (0, b"1 statement, 1 source: no mistakes, 1 quote proved\n")
    done_to = " and ".join(["1 place"] * (at != place(words)) + ["1 quote"] * (quote != words))
    assert done.stderr.decode() == f"gapcli: positions.yaml: {done_to} put right\n"
    own = '"pays\\nwhat it has"' if "\r" in words else f"'{words}'" if quote[0] == "'" else words
    assert piece == PIECE.format(at=place(words), quote=own)


LEFT = {
    "several places": ("[0, 0]", "Nobody left the", "moved-quote"),
    "other words": ("[0, 0]", "five million", "other-quote"),
    "another case": ("[0, 0]", "the daily", "other-quote"),
    "a letter that looks alike": ("[0, 0]", "fоur million", "other-quote"),
    "a block with a blank line in it": ("[0, 0]", ">\n          that's\n\n          that", "other-quote"),
    "right": (place("four million"), "four million", ""),
    "right, and there again": (place("Nobody left the town").replace("[", "[ "), "Nobody left the town", ""),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left(name: str, mended: Callable[..., tuple[Ran, str]]) -> None:
    """What is doubtful is told by the check, and what is right is not touched."""
    at, quote, id = LEFT[name]
    done, piece = mended(PIECE.format(at=at, quote=quote))
    assert piece == PIECE.format(at=at, quote=quote)
    assert done.stderr == b""
    assert done.stdout.decode().count("error:") == done.code == bool(id)
    assert f"[{id}]" in done.stdout.decode() or not id


def test_no_place_of_several(mended: Callable[..., tuple[Ran, str]]) -> None:
    """Where a place is missing, all that it may be are named."""
    first, later = (TEXT.index(f"Nobody left the {word}") for word in ("room", "town"))
    done, piece = mended(PIECE.format(at="", quote="Nobody left the"))
    assert piece == PIECE.format(at="", quote="Nobody left the")
    told = f"the quote stands at 2 places, [{first}, {first + 15}], [{later}, {later + 15}]\n"
    assert done.stderr.decode().endswith(told)
    done, _ = mended(PIECE.format(at="", quote="five million"))
    assert done.stderr.endswith(b": no such words in the text\n")


def test_another_text(mended: Callable[..., tuple[Ran, str]], run: Callable[..., Ran], tmp_path: Path) -> None:
    """In a text that is not the coded one no place means anything; one that was saved otherwise is the coded one."""
    piece = PIECE.format(at="[0, 0]", quote="four million")
    (tmp_path / "texts" / "daily.txt").write_bytes(TEXT.replace("Monday", "Friday").encode())
    assert mended(piece)[1] == piece
    (tmp_path / "texts" / "daily.txt").write_bytes(TEXT.replace("\n", "\r\n").replace("\r\r", "\r").encode())
    assert mended(piece)[1] == piece
    (tmp_path / "texts" / "daily.txt").write_bytes(TEXT[:-1].encode())
    assert mended(piece)[1] == PIECE.format(at=place("four million"), quote="four million")


@pytest.mark.skipif(which("patch") is None, reason="there is no patch here")
def test_the_patch(mended: Callable[..., tuple[Ran, str]], run: Callable[..., Ran], tmp_path: Path) -> None:
    """`--diff` prints what `--fix` would write, as `patch` reads it, and writes nothing."""
    for end in ("", "\n"):
        piece = PIECE.format(at="[0, 0]", quote="'\"We want four million\"'").rstrip("\n") + end
        done, left = mended(piece, "--diff")
        assert (done.code, left) == (1, piece)
        assert done.stderr == b"gapcli: positions.yaml: 1 place and 1 quote would be put right\n"
        patched = subprocess.run(["patch", "-p0"], input=done.stdout, cwd=tmp_path, capture_output=True)
        assert patched.returncode == 0, patched.stderr
        by_hand = (tmp_path / "positions.yaml").read_bytes()
        assert run("check", "--texts", "texts", "--diff").stdout == b""
        mended(piece, "--fix")
        assert (tmp_path / "positions.yaml").read_bytes() == by_hand
    assert run("check", "--texts", "texts", "--diff").code == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--fix",),
        ("--fix", "--texts", "texts", "-f", "-"),
        ("--diff", "--texts", "texts", "--json"),
        ("--diff", "--texts", "texts", "-o", "x.txt"),
    ],
)
def test_wrong_use(options: tuple[str, ...], mended: Callable[..., tuple[Ran, str]], run: Callable[..., Ran]) -> None:
    """Without texts there is nothing to look in, standard input is not written to, and a patch is no JSON."""
    mended(PIECE.format(at="[0, 0]", quote="four million"), "--diff")
    assert run("check", *options).code == 2


def test_a_ledger_that_does_not_parse(mended: Callable[..., tuple[Ran, str]]) -> None:
    """Nothing is written into it, and its mistakes are told."""
    piece = PIECE.format(at="[0, 0]", quote="{")
    done, left = mended(piece)
    assert (done.code, left, done.stderr) == (1, piece, b"")
    assert b"error:" in done.stdout


def test_a_link_to_a_ledger(mended: Callable[..., tuple[Ran, str]], run: Callable[..., Ran], tmp_path: Path) -> None:
    """The file is written, with its mode, and the link stays one."""
    mended(PIECE.format(at="[0, 0]", quote="four million"), "--diff")
    (tmp_path / "positions.yaml").rename(tmp_path / "own.yaml")
    (tmp_path / "own.yaml").chmod(0o600)
    (tmp_path / "positions.yaml").symlink_to("own.yaml")
    assert run("check", "--texts", "texts", "--fix").code == 0
    assert (tmp_path / "positions.yaml").is_symlink()
    assert os.stat(tmp_path / "own.yaml").st_mode & 0o777 == 0o600
    assert place("four million") in (tmp_path / "own.yaml").read_text(encoding="utf-8")


# --- every other byte stays -----------------------------------------------------------------------


class Piece(NamedTuple):
    """A piece of evidence before and after."""

    before: str
    after: str


QUOTES = {
    "four million": "four million",
    "said the mayor - ": "said the mayor –",
    '"We want': "“We want",
    "that's that.": "that’s that.",
    "pays what it has": "pays\r\nwhat it has",
    "has always  paid": "has always paid",
    "Nobody left the": None,
    "nobody at all": None,
    "The Daily – Monday": "The Daily – Monday",
}
"""Quotes as they may stand in a ledger, and the words of the text that are meant; None where that is in doubt."""
COMMENTS = st.sampled_from(["", " # a note", " # at: [3, 4]", "  #quote: x"])
PLACES = (
    "at: [{}, {}]",
    "at: [{},{}]",
    "at:   [  {}   ,{} ]",
    '"at": [{}, "{}"]',
    "'at': [{}, {}, ]",
    "at: [{}, # the start\n\n              {} # the end\n          ]",
)
BLOCK_PLACES = (
    "at:\n          - {} # the start\n          # and\n\n          - {}",
    "at:\n        - {}\n        -   {}",
)
EMPTY = ("at: ", "at: ~", "at: []", "at: [1]", "at: 7", "at: null")


def write_quote(quote: str, style: str) -> str:
    escaped = quote.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"' if style == '"' or "\n" in quote else "'" + quote.replace("'", "''") + "'" if style else quote


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    """A piece of evidence in any style, with comments, blank lines and an order of keys of its own."""
    flow = draw(st.booleans())
    quote = draw(st.sampled_from([*QUOTES]))
    words = QUOTES[quote]
    style = draw(st.sampled_from(['"', "'", ""] if quote.strip() == quote and quote[0] != '"' else ['"', "'"]))
    key = draw(st.sampled_from(["quote", '"quote"'])) if flow else "quote"
    own = quote if words is None or words == quote else words.replace("\r\n", "\n")
    kind = draw(st.sampled_from(["right", "wrong", "missing", "empty"]))
    right = (TEXT.index(words), TEXT.index(words) + len(words)) if words else (2, 3)
    form = draw(st.sampled_from(PLACES if flow else PLACES + BLOCK_PLACES))
    wrong = draw(st.tuples(st.integers(0, 3), st.integers(0, 9)))
    before_quote, after_quote = (f"{key}: {write_quote(q, style)}" for q in (quote, own))
    is_block = not flow and draw(st.booleans())
    if is_block:
        # A block of text, which may go over several lines, and is one line afterwards.
        lines = draw(st.sampled_from([quote, quote.replace(" ", "\n          ", 1)]))
        sign, comment = draw(st.sampled_from(["|", ">", "|-", ">-"])), draw(COMMENTS)
        before_quote = f"{key}: {sign}{comment}\n          {lines}"
        # A line end stands for any white space already.
        same = own == quote or ("|" in sign and "\n" in lines and own.split() == quote.split())
        after_quote = before_quote if same else f"{key}: {write_quote(own, '')}{comment}"
    if kind in ("right", "wrong"):
        at, mended = form.format(*(right if kind == "right" else wrong)), form.format(*right)
    else:
        at = draw(st.sampled_from(EMPTY)) if kind == "empty" else ""
        mended = f"at: [{right[0]}, {right[1]}]" + " " * (at == "at: ")
    if words is None:
        mended = at
    if kind == "missing" and words:
        name = '"at"' if key[0] == '"' else "at"
        after_quote = f"{name}: [{right[0]}, {right[1]}]" + (", " if flow else "\n        ") + after_quote
    fields = [
        (x, x) for x in ("source: daily", "attribution: named", "teller: own", "note: [1, 0]", "via: {en: A, ar: ب}")
    ]
    fields.append((before_quote, after_quote))
    if kind != "missing":
        fields.append((at, mended))
    order = draw(st.permutations(fields))
    if flow:
        joint = draw(st.sampled_from([", ", " , ", ",\n            # at: [1, 2]\n\n            "]))
        lines = "{ " + joint.join("{}" for _ in order) + draw(st.sampled_from([" }", ", }"]))
        text = "\n      - " + lines.replace("{ ", "{{ ", 1).replace(" }", " }}") + draw(COMMENTS)
    else:
        gaps = [draw(st.sampled_from(["\n", "\n\n", "\n        # said: x\n", "\n# quote\n   \n"])) for _ in order]
        text = draw(st.sampled_from(["\n      - ", "\n      -\n        ", "\n      - # one\n\n        "]))
        comments = ["" if is_block and field[0] == before_quote else draw(COMMENTS) for field in order]
        text += "        ".join(f"{{}}{comment}{gap}" for comment, gap in zip(comments, gaps)).removesuffix("\n")
    return Piece(*(text.format(*(field[i] for field in order)) for i in (0, 1)))


@given(st.lists(pieces(), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_other_byte_stays(texts: str, pieces: list[Piece], end: str, marked: bool, ended: bool) -> None:
    """Whatever comments, blank lines, orders and styles a ledger has, nothing but places and quotes is written."""
    before, after = (complete(HEAD + STATEMENT.format(number=1) + "".join(p[i] for p in pieces)) for i in (0, 1))
    data, expected = (
        (b"\xef\xbb\xbf" * marked) + (text.rstrip("\n") + "\n" * ended).replace("\n", end).encode()
        for text in (before, after)
    )
    mended = mend_quotes(data, "x.yaml", "", 20, texts)
    assert mended.data.decode() == expected.decode()
    assert (mended.data != data) == bool(mended.places + mended.quotes)
    again = mend_quotes(mended.data, "x.yaml", "", 20, texts)
    assert (again.data, again.places, again.quotes) == (mended.data, 0, 0)
    found = load_bytes(mended.data, "x.yaml", texts=texts).problems
    doubts = [quote for quote, words in QUOTES.items() if words is None]
    in_doubt = [p for p in pieces if any(quote in " ".join(p.before.split()) for quote in doubts)]
    assert len([p for p in found if p.id in ("moved-quote", "other-quote")]) <= len(in_doubt)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "daily.txt").write_bytes(TEXT.encode())
    return str(folder)
