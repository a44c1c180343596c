"""`check --texts`: every kind of difference between a quote and the text of its source, on a text of our own."""

import json
import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest
from conftest import Ran, complete
from growing_ledgers import TWO, cards, issues, ledger, say
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gapcli.files.load import load_bytes
from gapcli.files.nearest import SourceText

TEXT = "قال الوزير إن المحادثات «جيدة جدا».\nThe minister said that talks go on, and that talks go on tomorrow.\n"
QUOTE = "talks go on"
AT = TEXT.index(QUOTE)

LEDGER = """
sources:
  daily:
    outlet: The Daily
    kind: report
    language: en
    published: 2026-02-09
    sha256: {sha}
    characters: {characters}
    file: {file}
    reliability: {{grade: B, why: Known for care.}}
    digest: A report.
issues:
  talks:
    name: Talks
    dimensions:
      continuing:
        question: Do they go on?
        scale: choice
        options: {{go-on: more talks, end: an end}}
        why: They do or they do not.
statements:
  - id: us-go-on
    party: us
    about: talks.continuing
    stance: asks
    value: go-on
    said: 2026-02-06
    text: Said that talks go on.
    evidence:
      - source: daily
        at: [{start}, {end}]
        quote: {quote}
        attribution: named
        teller: own
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "daily.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def checked(run: Callable[..., Ran], tmp_path: Path, texts: Path) -> Callable[..., Ran]:
    """Checks the ledger, with something changed, against the texts."""

    def check(*, quote: str = QUOTE, start: int = AT, end: int | None = None, file: str = "daily.txt",
              characters: int = len(TEXT), sha: str = sha256(TEXT.encode()).hexdigest()) -> Ran:  # fmt: skip
        end = start + len(quote) if end is None else end
        text = LEDGER.format(quote=quote, start=start, end=end, file=file, characters=characters, sha=sha)
        (tmp_path / "ledger.yaml").write_text(complete(text), encoding="utf-8")
        return run("check", "ledger.yaml", "--texts", "texts")

    return check


def found(done: Ran, id: str, line: str, help: str) -> None:
    """One mistake of the id, at the line of the ledger that holds some words, with its cure."""
    assert done.code == 1
    out = done.stdout.decode()
    assert out.count("error:") == 1
    assert f"[{id}]" in out
    assert line in out
    assert help in out


def test_all_quotes_stand(checked: Callable[..., Ran]) -> None:
    """Where every quote stands at its place, the check says how many it proved."""
    done = checked()
    assert done.code == 0
    assert b"1 quote proved" in done.stdout


def test_an_arabic_quote_stands(checked: Callable[..., Ran]) -> None:
    """Places count characters, not bytes, in any script."""
    quote = "المحادثات «جيدة جدا»"
    assert checked(quote=quote, start=TEXT.index(quote)).code == 0


def test_a_quote_that_has_moved(checked: Callable[..., Ran]) -> None:
    """The place of the nearest same words is named."""
    found(checked(start=AT + 2), "moved-quote", f"at: [{AT + 2}", f"it stands at [{AT}, {AT + len(QUOTE)}] now")


def test_any_place_will_do_to_find_a_quote(checked: Callable[..., Ran]) -> None:
    """Where the text shows the place, no other is suggested by the length, nor for words that it does not have."""
    found(checked(start=0, end=1), "moved-quote", "at: [0, 1]", f"it stands at [{AT}, {AT + len(QUOTE)}] now")
    found(checked(quote="quite another matter", start=0, end=1), "other-quote", "quote: quite", "no such words")


def test_the_nearest_of_two_places(checked: Callable[..., Ran]) -> None:
    """Of two places with the same words the nearer one is named, and that there is another."""
    later = TEXT.index(QUOTE, AT + 1)
    help = f"it stands at [{later}, {later + len(QUOTE)}] now, and at 1 other place\n"
    found(checked(start=later - 1), "moved-quote", "at:", help)


WORDS = st.sampled_from(["talks", "TALKS", "İstanbul", "ΟΔΟΣ", "οδος'", "go", "on", "negotiations", "«جيدة", "a"])
BLANKS = st.sampled_from(
    [" ", "  ", "\n", " \t\n", "\ufeff ", ", ", "\u00a0", "\u3000", "\r\n\f", "\v", "\x85", "\u2028"]
)


@given(st.lists(st.tuples(WORDS, BLANKS), min_size=1, max_size=30), st.data())
def test_words_are_found_as_by_reading_the_text_through(pieces: list[tuple[str, str]], data: st.DataObject) -> None:
    """Whatever their white space, of several places the nearest to a start, and at how many they stand."""
    text = "".join(word + blank for word, blank in pieces)
    low = data.draw(st.integers(0, len(text) - 1))
    high = data.draw(st.integers(low + 1, len(text)))
    start = data.draw(st.integers(0, len(text)))
    words = " ".join(text[low:high].replace("\ufeff", " ").split()) or "negotiations"
    spans = [
        (begin, end)
        for begin in range(len(text))
        for end in range(begin + 1, len(text) + 1)
        if " ".join(text[begin:end].replace("\ufeff", " ").split()) == words
        and not any(edge.isspace() or edge == "\ufeff" for edge in (text[begin], text[end - 1]))
    ]
    found = SourceText(text).find(words, start)
    if found is None or not spans:
        assert (found, spans) == (None, [])
    else:
        assert found[:2] == min(spans, key=lambda span: abs(span[0] - start))
        assert found[2] == len(spans) or any(second[0] < first[1] for first, second in pairwise(spans))


def test_a_quote_with_another_letter(checked: Callable[..., Ran]) -> None:
    """The first character that differs is named, with the code points of both."""
    done = checked(quote="talks gо on")  # A Cyrillic letter that looks like a Latin one.
    found(done, "other-quote", "quote: talks", "character 8 is U+043E here and U+006F in the text")


def test_words_that_are_nowhere(checked: Callable[..., Ran]) -> None:
    """Words that the text does not have are said to be nowhere."""
    found(checked(quote="quite another matter"), "other-quote", "quote: quite", "no such words in the text")


def test_another_text(checked: Callable[..., Ran]) -> None:
    """A text with another hash is not the text that was coded, and its quotes are proved all the same."""
    found(checked(sha="0" * 64), "other-text", "sha256:", "it is not the text that was coded")


CODED = TEXT + "Café, un café.\n"
SAVED = {
    "its line ends (they were LF)": CODED.replace("\n", "\r\n").encode(),
    "a byte order mark": b"\xef\xbb\xbf" + CODED.encode(),
    "its encoding (UTF-16)": CODED.encode("utf-16"),
    "a last line end that is missing": CODED.rstrip().encode(),
    "a last line end that it had not": f"{CODED}\n".encode(),
    "its normal form (it was NFC)": normalize("NFD", CODED).encode(),
    "a byte order mark, its line ends (they were LF), a last line end that is missing": b"\xef\xbb\xbf"
    + CODED.rstrip().replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("name", ["daily.txt", "another.txt"])
@pytest.mark.parametrize("cause", SAVED)
def test_a_text_saved_otherwise(checked: Callable[..., Ran], texts: Path, cause: str, name: str) -> None:
    """What became of the coded text is one mistake, wherever it stands, and its quotes are proved in what was coded."""
    (texts / "daily.txt").unlink()
    (texts / name).write_bytes(SAVED[cause])
    later = CODED.rindex("café")
    done = checked(quote="café", start=later, characters=len(CODED), sha=sha256(CODED.encode()).hexdigest())
    found(done, "other-text", "sha256:", "*.txt -text")
    assert f"{name} is the text that was coded but for {cause} [" in done.stdout.decode()


SIGNS = st.lists(
    st.sampled_from(
        ["e\u0301", "ü", "ﬁ", "Å", "각", "إ", "ۀ", "ي\u064e", "x", "«", " ", "\t", "\u00a0", "\u2029", "\n"]
    )
)


@given(
    SIGNS, SIGNS, SIGNS, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]), st.booleans(), st.booleans()
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_quotes_stand_in_any_saving_of_their_text(
    tmp_path: Path, before: list[str], words: list[str], after: list[str], form: str, other: str, was: bool, now: bool
) -> None:
    """In whichever normal form and with whichever line ends a text is saved, a quote stands where it was coded."""
    head, inner = normalize(form, "".join(["a ", *before])), normalize(form, "".join(["x", *words, "x"]))
    end = "\r\n" if was else "\n"
    coded = normalize(form, head + inner + "".join([" ", *after]) + "\n").replace("\n", end)
    start, length = len(head.replace("\n", end)), len(inner.replace("\n", end))
    saved = normalize(other, coded).replace(end, "\r\n" if now else "\n")
    folder = tmp_path / "texts"
    folder.mkdir(exist_ok=True)
    (folder / "daily.txt").write_bytes(saved.encode())
    quote = "\n".join(inner.split())
    ledger = LEDGER.format(quote=json.dumps(quote), start=start, end=start + length, file="daily.txt",
                           characters=len(coded), sha=sha256(coded.encode()).hexdigest())  # fmt: skip
    done = load_bytes(complete(ledger).encode(), "ledger.yaml", texts=str(folder))
    assert done.quotes == 1
    assert [p.id for p in done.errors] == ["other-text"] * (saved != coded)


def test_a_text_whose_line_ends_were_lost(checked: Callable[..., Ran], texts: Path) -> None:
    """The coded text had those of Windows, and the file has not."""
    coded = CODED.replace("\n", "\r\n")
    (texts / "daily.txt").write_text(CODED, encoding="utf-8")
    later = coded.rindex("café")
    done = checked(quote="café", start=later, characters=len(coded), sha=sha256(coded.encode()).hexdigest())
    found(done, "other-text", "sha256:", "*.txt -text")
    assert "but for its line ends (they were CRLF) [" in done.stdout.decode()


def test_quotes_that_moved_in_another_text(checked: Callable[..., Ran], texts: Path) -> None:
    """They are no mistakes of the ledger: the one of the text counts them, and no place is offered."""
    (texts / "daily.txt").write_text("New. " + TEXT, encoding="utf-8")
    done = checked()
    found(done, "other-text", "sha256:", "1 quote stands elsewhere in it")
    assert f"and {len(TEXT) + 5} characters instead of {len(TEXT)}" in done.stdout.decode()


def test_another_length(checked: Callable[..., Ran]) -> None:
    """The count of characters is that of the text."""
    found(checked(characters=len(TEXT) + 5), "other-text", "characters:", f"write {len(TEXT)}: characters, not bytes")


def test_a_text_found_by_its_hash(checked: Callable[..., Ran]) -> None:
    """A text under another name is found by its hash."""
    assert checked(file="renamed.txt").code == 0


def test_a_text_that_is_not_there(checked: Callable[..., Ran], texts: Path) -> None:
    """A text that is found neither by name nor by hash is a mistake."""
    (texts / "daily.txt").unlink()
    found(checked(), "missing-text", "file: daily.txt", "put it there")


def test_a_text_that_is_no_utf8(checked: Callable[..., Ran], texts: Path) -> None:
    """A text in another encoding is said to be one."""
    (texts / "daily.txt").write_bytes("قال".encode("cp1256"))
    found(checked(), "not-utf8", "file: daily.txt", "save it as UTF-8")


def test_no_folder(checked: Callable[..., Ran], run: Callable[..., Ran]) -> None:
    """A folder that is not there is file trouble."""
    checked()
    done = run("check", "ledger.yaml", "--texts", "nowhere")
    assert done.code == 4
    assert b"nowhere" in done.stderr


def test_as_json(checked: Callable[..., Ran], run: Callable[..., Ran]) -> None:
    """The JSON counts the quotes that were proved."""
    checked()
    data = json.loads(run("check", "ledger.yaml", "--texts", "texts", "--json").stdout)
    assert data["quotes"] == 1
    assert data["query"]["texts"] == "texts"


OTHERWISE = {
    "one more, inside": ("The mini\u00adster", 36, "character 9 is U+00AD here and is not in the text", "The minister"),
    "one more, at the end": ("talks go ons", 59, "character 12 is U+0073 here and is not in the text", "talks go on"),
    "one less, inside": ("The mnister", 36, "U+0069 of the text is missing after character 5", "The minister"),
    "other at both ends": ("talks go On", 59, "character 10 is U+004F here and U+006F in the text", "talks go on"),
    "marks around it": (
        "“said that talks”",
        49,
        "character 1 is U+201C here and is not in the text",
        "said that talks",
    ),
    "a word too many": ("talks will go on", 59, "character 7 is U+0077 here and is not in the text", "talks go on"),
    "far from its place": ("tomorow", 2, "U+0072 of the text is missing after character 5", "tomorrow"),
    "Arabic": ("الوزير ان المحادثات", 4, "character 8 is U+0627 here and U+0625 in the text", "الوزير إن المحادثات"),
}
"""What a quote is, where it should stand, the first difference, and the words that are meant."""


@pytest.mark.parametrize("name", OTHERWISE)
def test_the_first_difference(checked: Callable[..., Ran], name: str) -> None:
    """It is found by laying the two beside each other, and the words that are meant are shown with their place."""
    quote, start, difference, meant = OTHERWISE[name]
    places = [i for i in range(len(TEXT)) if TEXT.startswith(meant, i)]
    place = min(places, key=lambda p: abs(p - start))
    done = checked(quote=json.dumps(quote), start=start, end=start + len(quote))
    found(done, "other-quote", difference, f'the nearest words stand at [{place}, {place + len(meant)}]: "{meant}"')


@pytest.mark.parametrize("style", ["full", "github", "json", "csv"])
def test_no_excerpts_of_a_text(checked: Callable[..., Ran], run: Callable[..., Ran], style: str) -> None:
    """`--no-excerpts` leaves out the words of a text as it does the lines of a ledger; their place stands there."""
    quote, start, _, meant = OTHERWISE["Arabic"]
    checked(quote=json.dumps(quote), start=start, end=start + len(quote))
    asked = ("check", "ledger.yaml", "--texts", "texts", "-O", style)
    assert meant in run(*asked).stdout.decode()
    shown = run(*asked, "--no-excerpts").stdout.decode()
    assert "the nearest words stand at [" in shown and meant not in shown


ENDS = ("\n", "\r\n", "\r", "\n\n", "\r\n\f", "\v", "\x85", "\u2028", "\u2029", "\ufeff", " \t ", "\u00a0")
"""How a text may go over to its next line."""


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_a_quote_over_a_line_end(checked: Callable[..., Ran], texts: Path, end: str) -> None:
    r"""Whatever a text has between two words, `\n` stands for it; its place is that of the text's own."""
    text = f"He said:{end}four, and no more."
    (texts / "daily.txt").write_bytes(text.encode())
    given = {"sha": sha256(text.encode()).hexdigest(), "characters": len(text)}
    place = {"start": 3, "end": text.index(",")}
    assert checked(quote='"said:\\nfour"', **place, **given).code == 0
    moved = checked(quote='"said:\\nfour"', start=4, end=4 + len(f"said:{end}four"), **given)
    found(moved, "moved-quote", "at:", f"it stands at [3, {text.index(',')}] now")
    blank = checked(quote='"said: four"', **place, **given)
    if len(end) == 1:
        assert blank.code == 0
    else:
        found(blank, "other-quote", "where the quote has a blank", "write \\n for it, in double quotes")


def test_a_line_end_that_no_text_may_hold(checked: Callable[..., Ran]) -> None:
    """An escape for it is one mistake, whose cure is the line end that stands for every other."""
    done = checked(quote='"talks\\r\\ngo on"', end=AT + 11)
    found(done, "unprintable", "an escape makes U+000D", "write \\n for it, which stands for any white space of a text")


def test_a_text_that_is_too_large(checked: Callable[..., Ran], texts: Path) -> None:
    """It is not read, where the card names it, and passed over where it is looked for by its hash."""
    with open(texts / "large.txt", "wb") as file:
        file.truncate(6 << 30)
    assert checked(file="elsewhere.txt").code == 0
    found(checked(file="large.txt"), "too-large", "large.txt has more than 20 MiB", "give the text alone")


def test_many_cards_of_texts_that_are_not_there(run: Callable[..., Ran], tmp_path: Path, texts: Path) -> None:
    """Each file is read and hashed once, however many cards look for their texts."""
    from gapcli.files.texts import TextFolder
    from gapcli.ledger.model import Source

    class Counting(TextFolder):
        """A folder that counts how often a file of it is read."""

        reads = 0

        def _read(self, name: str) -> bytes:
            Counting.reads += 1
            return super()._read(name)

    folder = Counting(str(texts))
    card: Source = Source._make([None] * len(Source._fields))._replace(file=None, characters=len(TEXT))  # type: ignore[arg-type]
    for i in range(100):
        assert folder.find(card._replace(sha256=f"{i:064}")) is None
    assert Counting.reads <= 2


def test_a_quote_that_would_begin_before_its_text() -> None:
    """What would begin so far before the text that none of it is in it is like none, and the text is not laid by it."""
    assert SourceText("abcd").find_nearest("x" * 150 + " abcd", 0) is None


def test_a_text_of_many_cards(texts: Path) -> None:
    """It is read and kept once, of however many cards it is: fifty of them take no more memory than five."""
    (texts / "daily.txt").write_text("ab " * 300_000)

    def measure(count: int) -> int:
        ids = [f"c{i}" for i in range(count)]
        said = [say(f"s{id}", "us", "x.d", "asks", "a", source=id) for id in ids]
        text = ledger(issues(x=TWO), said, cards=cards(ids)).replace("digest: D", "digest: D\n    file: daily.txt")
        tracemalloc.start()
        problems = load_bytes(text.encode(), "many.yaml", texts=str(texts)).problems
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sum(p.id == "other-text" for p in problems) == count
        return peak

    assert measure(50) < 1.5 * measure(5)
