"""What people see on a real terminal: width, colour, direction, and what a terminal must never be told."""

import os
import pty
import re
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from fcntl import ioctl
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import PLAIN, complete
from forks import Forks
from rich.cells import cell_len
from shares import some

from gapcli.files.find import shipped
from gapcli.formats.table import turn_runs
from gapcli.formats.visual import put_in_visual_order, put_line_in_visual_order

HERE = Path(__file__).resolve().parent
TALL = 10_000
"""How many lines a terminal has on which no page is too long."""
AWKWARD = str(HERE / "ledgers" / "awkward.yaml")
ISOLATE, LEFTWARD, RIGHTWARD, POP, LETTER = "\u2068", "\u2067", "\u2066", "\u2069", "\u200f"
LOOK = re.compile(r"\x1b\[([0-9;]*)m")
ARABIC = re.compile("[\u0600-\u06ff]")
SECONDARY = "38;5;243"
CIVIDIS = {
    "same": ("0;32;77", "255;255;255"),
    "near": ("65;77;107", "255;255;255"),
    "apart": ("124;123;120", "0;0;0"),
    "far": ("188;175;111", "0;0;0"),
    "opposite": ("255;234;70", "0;0;0"),
}
HEAT = ("matrix", "--by", "pair", "--parties", "us,iran,israel,russia,mediators")
SOURCED = ("issue", "enrichment", "--source")
PAGES = [
    ("matrix",),
    ("matrix", "--dimensions"),
    HEAT,
    ("matrix", "--by", "party"),
    ("matrix", "--by", "issue", "--parties", "us,iran,mediators"),
    ("issue",),
    ("issue", "enrichment", "--source"),
    ("issue", "enrichment.extent"),
    ("party", "iran"),
    ("statements", "--issues", "enrichment"),
    ("sources",),
    ("matrix", "-f", AWKWARD),
    ("issue", "enrichment", "--source", "-f", AWKWARD),
]


ENV = {**PLAIN, "TERM": "xterm-256color"}
"""The environment of a run."""


LATE = {"COLORTERM", "COLUMNS", "FORCE_HYPERLINK"}
"""The variables that are looked at only when a page is written."""
FORKS: list[Forks] = []


def fork_from(forks: Forks) -> None:
    """Fork runs from what has read the modules; a ledger that was read once is read no more, as a user has it."""
    FORKS[:] = [forks]
    ENV["XDG_CACHE_HOME"] = forks.env["XDG_CACHE_HOME"]


@pytest.fixture(scope="module", autouse=True)
def forked(forks: Forks) -> None:
    fork_from(forks)


def open_terminal(width: int, height: int) -> tuple[int, int]:
    """Both ends of a pseudo-terminal: that of who types and looks, and that of a run."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    return master, slave


def read_terminal(master: int) -> str:
    """All that a terminal gets until the command ends."""
    got = b""
    with suppress(OSError):  # The end of a pseudo-terminal is an error.
        while more := os.read(master, 1 << 16):
            got += more
    os.close(master)
    return got.decode().replace("\r\n", "\n")


class Terminal:
    """A run of the real command with a pseudo-terminal as its input, output and controlling terminal.

    Standard error is a pipe of its own, unless it is to be seen there too.
    """

    def __init__(
        self,
        *arguments: str,
        width: int = 80,
        height: int = TALL,
        env: dict[str, str] | None = None,
        shows_errors: bool = False,
    ) -> None:
        self.master, slave = open_terminal(width, height)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gapcli", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave if shows_errors else subprocess.PIPE,
            env=ENV | (env or {}),
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def read(self) -> str:
        """All that the terminal gets until the command ends."""
        got = read_terminal(self.master)
        self.errors = self.process.stderr.read().decode() if self.process.stderr else ""
        self.code = self.process.wait(timeout=30)
        if self.process.stderr:
            self.process.stderr.close()
        return got


def seen(*arguments: str, width: int = 80, env: dict[str, str] | None = None) -> str:
    """What the terminal gets of a run that goes well."""
    return _seen(arguments, width, tuple(sorted((env or {}).items())))


@cache
def _seen(arguments: tuple[str, ...], width: int, env: tuple[tuple[str, str], ...]) -> str:
    if {name for name, _ in env} <= LATE:
        code, text, errors = fork_on_terminal(*arguments, width=width, env=dict(env))
    else:
        terminal = Terminal(*arguments, width=width, env=dict(env))
        text = terminal.read()
        code, errors = terminal.code, terminal.errors
    assert (code, errors) == (0, "")
    return text


def fork_on_terminal(*arguments: str, width: int = 80, height: int = TALL, env: dict[str, str]) -> tuple[int, str, str]:
    """The exit code of a run on a terminal, what that gets, and the errors; without the start of Python."""
    master, slave = open_terminal(width, height)
    errors, stderr = os.pipe()
    FORKS[0].start(arguments, {"TERM": ENV["TERM"], **env}, Path.cwd(), [slave, os.dup(slave), stderr])
    text = read_terminal(master)
    with open(errors) as told:
        return FORKS[0].wait(), text, told.read()


def piped(*arguments: str, env: dict[str, str] | None = None) -> str:
    """What a pipe gets of a run that goes well."""
    return _piped(arguments, tuple(sorted((env or {}).items())))


@cache
def _piped(arguments: tuple[str, ...], env: tuple[tuple[str, str], ...]) -> str:
    if {name for name, _ in env} <= LATE:
        code, stdout, _ = FORKS[0].run(arguments, {"TERM": ENV["TERM"], **dict(env)}, Path.cwd())
        assert code == 0
        return stdout.decode()
    command = [sys.executable, "-m", "gapcli", *arguments]
    return subprocess.run(command, env=ENV | dict(env), capture_output=True, check=True).stdout.decode()


def bare(text: str) -> str:
    """The text without its look and its isolates."""
    return re.sub(f"[{ISOLATE}{LEFTWARD}{POP}]", "", LOOK.sub("", text))


def badges(text: str) -> Iterator[tuple[str, list[str], str]]:
    """Each figure with a level: its level, and the look that it is drawn in."""
    for (_, codes, before), (_, _, _) in pairwise([*_runs(text), (0, "", "")]):
        if found := re.fullmatch(r" *\d\.\d\d (\w+) *", before):
            yield found[1], codes.split(";"), codes


def _runs(text: str) -> Iterator[tuple[int, str, str]]:
    """Stretches of one look: where they begin, the codes before them, their text."""
    codes, at = "", 0
    for found in LOOK.finditer(text):
        if text[at : found.start()]:
            yield at, codes, text[at : found.start()]
        codes, at = found[1], found.end()
    yield at, codes, text[at:]


# --- width ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "width"), some([(arguments, width) for arguments in PAGES for width in (40, 80, 200)])
)
def test_a_page_fits_the_terminal(arguments: tuple[str, ...], width: int) -> None:
    """At 40, 80 and 200 columns no line is wider than the terminal, but a word that is wider itself."""
    text = bare(seen(*arguments, width=width))
    assert text.count("\n") > 3
    for line in text.splitlines():
        assert cell_len(line) <= width or len(line.split()) == 1, line


def test_a_wide_terminal_shows_a_heat_matrix_and_a_narrow_one_every_pair_of_it() -> None:
    """The heat matrix is one line an issue where it fits, else the same cells below each other."""
    wide, narrow, least = (bare(seen(*HEAT, width=width)) for width in (250, 80, 20))
    cells = re.compile("[░≥]*\\d\\.\\d\\d[●◕◑◔]")
    words = [sorted(cells.findall(" ".join(text.split()))) for text in (wide, narrow, least)]
    assert len(words[0]) > 10 and words[0] == words[1] == words[2]
    assert len(wide.splitlines()) < 16 < len(narrow.splitlines()) < len(least.splitlines())
    for a, b in (("US –", "Iran"), ("Israel –", "Mediators")):
        assert f"{a} {b}" in wide
        assert a in narrow and b in narrow and a in least and b in least


def test_a_pipe_gets_the_page_of_a_hundred_columns_whatever_the_terminal() -> None:
    """In a pipe it is the table of a terminal of 100 columns, uncoloured, with quotes whole and not isolated."""
    assert piped("matrix") == bare(seen("matrix", width=100))
    page, screen = piped(*SOURCED), bare(seen(*SOURCED, width=100))
    assert page.split() == screen.split()
    assert {line for line in page.splitlines() if "«" not in line} <= set(screen.splitlines())


def test_a_heat_matrix_in_a_pipe_is_uncut_and_unfolded() -> None:
    """A wide table goes into a pipe with one line a row."""
    assert piped(*HEAT) == bare(seen(*HEAT, width=500))


@pytest.mark.parametrize("columns", ["abc", "0", "-5", "80.5", "٨٠", "", " "])
def test_a_bad_columns_is_ignored(columns: str) -> None:
    """A COLUMNS that is no number above 0 changes nothing, on a terminal and in a pipe."""
    env = {"COLUMNS": columns}
    assert seen("matrix", width=70, env=env) == seen("matrix", width=70)
    assert piped("matrix", env=env) == piped("matrix")


def test_columns_is_honoured() -> None:
    """COLUMNS says the width where it is a number, as the size of the terminal does without it."""
    assert seen("matrix", width=200, env={"COLUMNS": "61"}) == seen("matrix", width=61)
    assert max(map(cell_len, piped("matrix", env={"COLUMNS": "61"}).splitlines())) <= 61


# --- colour ---------------------------------------------------------------------------------------


def test_each_level_has_its_step_of_cividis_with_its_own_text_colour() -> None:
    """With true colour every badge is background and text as declared, so that no theme makes it unreadable."""
    text = seen("matrix", "--issues", "all", "--dimensions", width=250, env={"COLORTERM": "truecolor"})
    levels = {}
    for level, _, codes in badges(text):
        if codes != SECONDARY:  # Where coverage is under half.
            levels[level] = codes
    assert levels == {level: f"38;2;{front};48;2;{back}" for level, (back, front) in CIVIDIS.items()}


def test_no_word_is_coloured_on_the_ground_of_the_terminal() -> None:
    """Colour is a background with its own text colour; all else is bold, italic, or the grey that is read on both."""
    for arguments in PAGES:
        for _, codes, words in _runs(seen(*arguments, env={"COLORTERM": "truecolor"})):
            assert codes in ("", "0", "1", SECONDARY, f"3;{SECONDARY}") or codes.startswith("38;2;"), (codes, words)
            assert not codes.startswith("38;2;") or ";48;2;" in codes


@pytest.mark.parametrize(
    ("env", "looks"),
    [
        ({"COLORTERM": "truecolor"}, {SECONDARY, f"3;{SECONDARY}"}),
        ({}, {SECONDARY, f"3;{SECONDARY}"}),
        ({"TERM": "screen"}, {SECONDARY, f"3;{SECONDARY}"}),
        ({"TERM": "linux"}, {"3"}),
    ],
)
def test_secondary_text_is_grey_where_there_is_a_grey(env: dict[str, str], looks: set[str]) -> None:
    """What qualifies is in colour 243, never faint, which several terminals do not show; plain with 16 colours."""
    found = {codes for _, codes, _ in _runs(seen("issue", "enrichment", env=env))}
    badges = {codes for codes in found if re.search(r";(48|4\d|10\d)(;|$)", codes)}
    assert found - badges - {"", "0", "1"} == looks


def test_the_grey_can_be_read_on_black_and_on_white() -> None:
    """Colour 243 is #767676; its contrast as WCAG 2 has it, 4.5 to 1 at least."""
    channel = 8 + 10 * (int(SECONDARY.split(";")[2]) - 232)
    light = ((channel / 255 + 0.055) / 1.055) ** 2.4
    assert (light + 0.05) / 0.05 >= 4.5 and 1.05 / (light + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("env", "pattern"),
    [
        ({"COLORTERM": "truecolor"}, r"38;2;\d+;\d+;\d+;48;2;\d+;\d+;\d+"),
        ({}, r"38;5;\d+;48;5;\d+"),
        ({"TERM": "screen"}, r"38;5;\d+;48;5;\d+"),
        ({"TERM": "linux"}, r"(3|9)\d;(4|10)\d"),
    ],
)
def test_a_lesser_terminal_gets_the_nearest_colours_that_it_has(env: dict[str, str], pattern: str) -> None:
    """True colour, 256 or 16 colours: as many as the terminal says it has."""
    found = [codes for _, _, codes in badges(seen("matrix", env=env))]
    assert found and all(re.fullmatch(pattern, codes) for codes in found), found


PLAIN = [
    ({"NO_COLOR": "1"}, ()),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, ()),
    ({"TERM": "dumb"}, ()),
    ({"TERM": ""}, ()),
    ({}, ("--color", "never")),
    ({"FORCE_COLOR": "1"}, ("--color", "never")),
]


@pytest.mark.parametrize(("env", "options"), PLAIN)
def test_no_colour_where_it_is_not_wanted(env: dict[str, str], options: tuple[str, ...]) -> None:
    """NO_COLOR, a dumb or unknown terminal and --color never: the same page without any escape sequence."""
    text = seen("matrix", *options, env=env)
    assert "\x1b" not in text
    assert text == bare(seen("matrix"))


@pytest.mark.parametrize(
    ("env", "options"),
    [({"FORCE_COLOR": "1"}, ()), ({}, ("--color", "always")), ({"NO_COLOR": "1"}, ("--color", "always"))],
)
def test_colour_in_a_pipe_where_it_is_asked_for(env: dict[str, str], options: tuple[str, ...]) -> None:
    """FORCE_COLOR and --color always colour a pipe; the words stay the same."""
    text = piped("matrix", *options, env=env)
    assert "\x1b[" in text and LOOK.sub("", text) == piped("matrix")


def test_an_empty_no_color_says_nothing() -> None:
    """NO_COLOR counts where it is not empty, as its standard says."""
    assert seen("matrix", env={"NO_COLOR": ""}) == seen("matrix")


@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_a_terminal_is_told_colours_and_nothing_else(arguments: tuple[str, ...]) -> None:
    """No escape sequence but looks, no link, no title; every look ends on its line."""
    text = seen(*arguments, env={"COLORTERM": "truecolor"})
    rest = bare(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)
    for line in text.splitlines():
        codes = LOOK.findall(line)
        assert not codes or codes[-1] in ("", "0"), line


@pytest.mark.parametrize("arguments", [("--help",), ("matrix", "--help"), ()])
def test_help_is_plain_text(arguments: tuple[str, ...]) -> None:
    """Help has no colours and no boxes, on a terminal as elsewhere."""
    text = seen(*arguments)
    assert "Usage: gapcli" in text and not re.search("[\x1b╭│─]", text)


@pytest.mark.parametrize("arguments", [("--help",), ("matrix", "--help"), ("init", "--help")])
def test_help_fits_a_narrow_terminal(arguments: tuple[str, ...]) -> None:
    """No line of the help is wider than the terminal, and nothing is cut off."""
    text = seen(*arguments, width=40)
    assert max(map(len, text.splitlines())) <= 40 and ".." not in text.replace("[ARGS]...", "")


def test_help_names_the_formats_of_each_command() -> None:
    """Those of every report, and those of this one alone."""
    assert "csv, tsv, xlsx, md or html." in " ".join(seen("party", "--help").split())
    assert "xlsx, md, html, svg, dot, graphml or gexf." in " ".join(seen("matrix", "--help").split())
    assert "md, html, dot, mermaid, graphml or gexf." in " ".join(seen("links", "--help").split())
    assert "full, concise or github." in " ".join(seen("check", "--help").split())


@pytest.mark.parametrize("arguments", [("matix",), ("matrix", "--partis", "x"), ("matrix", "--fail-over", "x")])
def test_a_mistake_in_use_is_one_plain_line(arguments: tuple[str, ...]) -> None:
    """A usage error is a line of text on standard error, also where a terminal could show more."""
    terminal = Terminal(*arguments)
    assert terminal.read() == ""
    assert terminal.code == 2 and re.fullmatch("gapcli: [^\x1b╭│─]+\n", terminal.errors)


def test_heads_read_on_in_a_narrow_list() -> None:
    """Below each other, a head and its cell are words of one line, with single blanks."""
    text = LOOK.sub("", seen("robust", width=40))
    assert "Guarantees  – not known\n" in text and "  from 0.56 to 0.98, not known in 1 case\n" in text
    assert "    nuclear facilities\n  now 0.35 short of it\n" in LOOK.sub("", seen("links", width=40))


# --- direction ------------------------------------------------------------------------------------


def test_arabic_is_isolated_on_a_terminal_only() -> None:
    """Each Arabic text stands between isolates that close on its line; without a terminal there are none."""
    opened, inner = f"[{ISOLATE}{LEFTWARD}]", f"[^{ISOLATE}{LEFTWARD}{POP}]"
    for arguments in (("issue", "enrichment", "--source"), ("sources", "muscat-live-blog")):
        text = seen(*arguments, width=60)
        lines = [LOOK.sub("", line) for line in text.splitlines() if ARABIC.search(line)]
        assert lines
        for line in lines:
            assert re.fullmatch(f"{inner}*({opened}{inner}+{POP}{inner}*)+", line), line
            assert not ARABIC.search(re.sub(f"{opened}.*?{POP}", "", line))
        for words in (piped(*arguments), piped(*arguments, "--color", "always")):
            assert ISOLATE not in words and LEFTWARD not in words


def test_each_letter_from_right_to_left_is_isolated(tmp_path: Path) -> None:
    """Of any script that Unicode has, and the mark that nobody sees: at the end of a name it moves no figure."""
    leftward = [c for c in map(chr, range(0x110000)) if unicodedata.bidirectional(c) in ("R", "AL", "AN")]
    assert len(leftward) > 2000
    ledger = tmp_path / "letters.yaml"
    text = " ".join(f"x{c}" for c in leftward)
    ledger.write_text(complete(QUOTES.replace("text: Muscat.,", f"text: {text},")), encoding="utf-8")
    shown = seen("statements", "where", "-f", str(ledger), width=200)
    assert [c for c in leftward if f"x{ISOLATE}{c}{POP}" not in shown] == []
    html = piped("statements", "where", "-f", str(ledger), "-O", "html")
    assert [c for c in leftward if f"x<bdi>{c}</bdi>" not in html] == []


def test_what_is_said_beside_a_page_is_isolated_too(tmp_path: Path) -> None:
    """A refusal, a note and an excerpt on a terminal: each Arabic name, or the whole line from right to left."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("sources: {الأول: 1 → 2}\n")
    for arguments, line in (
        (("party", "الشمالال"), f'gapcli: no party is called "{ISOLATE}الشمالال{POP}"'),
        (("statements", "--text", "zzz", "--lang", "ar"), f"gapcli: {LEFTWARD}لا "),
        (("matrix", "-f", str(wrong)), f"sources: {{{ISOLATE}الأول{POP}: 1 → 2}}"),
    ):
        text = Terminal(*arguments, shows_errors=True).read()
        assert line in text and text.count(POP) == len(re.findall(f"[{ISOLATE}{LEFTWARD}\u2066]", text))
        terminal = Terminal(*arguments)
        terminal.read()
        assert terminal.errors and not re.search(f"[{ISOLATE}{LEFTWARD}{POP}]", terminal.errors)


QUOTES = """
issues:
  talks:
    name: Talks
    dimensions:
      place: {question: Where?, why: It is asked., scale: choice, options: {muscat: Muscat, doha: Doha}}
statements:
  - {id: where, party: us, about: talks.place, stance: asks, value: muscat, said: 2026-02-09, text: Muscat., evidence: [
      {source: daily, at: [0, 54], quote: "قال إن 60 (IAEA) CNN BBC Reuters 1701 تخصيب اليورانيوم",
       attribution: named, teller: own, gloss: One.},
      {source: daily, at: [100, 146], quote: "in Muscat, قال and nowhere else than in Muscat",
       attribution: named, teller: own}]}
"""


def test_a_quote_is_folded_at_words_in_its_own_order(tmp_path: Path) -> None:
    """On a terminal the lines of a quote, joined, are the quote; each is isolated, in the direction of the whole."""
    ledger = tmp_path / "quotes.yaml"
    ledger.write_text(complete(QUOTES), encoding="utf-8")
    leftward = "«قال إن 60 (IAEA) CNN BBC Reuters 1701 تخصيب اليورانيوم»"
    rightward = "«in Muscat, قال and nowhere else than in Muscat»"
    for width in (10, 20, 30, 40, 200):
        lines = [LOOK.sub("", line).strip() for line in _seen_of(ledger, width)]
        text = " ".join(map(bare, lines))
        assert leftward in text and rightward in text
    lines = [LOOK.sub("", line).strip() for line in _seen_of(ledger, 26)]
    quote = [line for line in lines if bare(line) and bare(line) in leftward]
    assert [bare(line) for line in quote] == ["«قال إن 60 (IAEA)", "CNN BBC Reuters 1701", "تخصيب اليورانيوم»"]
    assert [line[0] + line[-1] for line in quote] == [ISOLATE + POP, LEFTWARD + POP, ISOLATE + POP]
    # In a pipe a quote is whole.
    assert leftward in piped("statements", "where", "-f", str(ledger), env={"COLUMNS": "24"})


def _seen_of(ledger: Path, width: int) -> list[str]:
    return seen("statements", "where", "-f", str(ledger), width=width).splitlines()


def test_a_hidden_change_of_direction_is_shown() -> None:
    """An override in a quote is written out, and does not reach the terminal."""
    text = seen("issue", "enrichment", "--source", "-f", AWKWARD)
    assert "«abc \\u202edef\\u202c»" in text


# --- the terminal as input ------------------------------------------------------------------------


def _wait_for(terminal: Terminal, words: bytes) -> None:
    assert terminal.process.stderr
    got = b""
    while words not in got:
        more = os.read(terminal.process.stderr.fileno(), 1 << 12)
        assert more, got
        got += more


def test_a_ledger_may_be_typed() -> None:
    """With `-f -` on a terminal it says what it waits for, and Ctrl-D ends the ledger."""
    terminal = Terminal("check", "-f", "-", "--color", "never", env={"LC_ALL": "C.UTF-8"})
    _wait_for(terminal, b"reading from the terminal, Ctrl-D ends\n")
    terminal.type(b"format: 1\n\x04")
    text = terminal.read()
    assert terminal.code == 1 and "-:1:1: error:" in text


@pytest.mark.parametrize(("key", "code"), [(b"\x03", 128 + signal.SIGINT)])
def test_ctrl_c_ends_it(key: bytes, code: int) -> None:
    """Ctrl-C while a ledger is typed ends the command with 130 and without a word."""
    terminal = Terminal("matrix", "-f", "-")
    _wait_for(terminal, b"Ctrl-D ends\n")
    time.sleep(0.05)
    terminal.type(key)
    assert terminal.read().replace("^C", "").strip() == ""
    assert (terminal.code, terminal.errors) == (code, "")


# --- links ----------------------------------------------------------------------------------------

LINK = re.compile("\x1b]8;;([^\x1b]*)\x1b\\\\(.*?)\x1b]8;;\x1b\\\\")
SHOWS_LINKS = {"FORCE_HYPERLINK": "1"}


@pytest.mark.parametrize("arguments", [("statements", "us-zero-enrichment"), SOURCED, ("disputes",), ("links",)])
def test_ids_and_places_lead_to_their_line(arguments: tuple[str, ...]) -> None:
    """Each link is to the line of the file that its words name, and without the links the page is the same."""
    linked = seen(*arguments, "-f", shipped(), env=SHOWS_LINKS)
    assert LINK.sub(r"\2", linked) == seen(*arguments, "-f", shipped())
    found = LINK.findall(linked)
    assert len(found) > 1
    text = Path(shipped()).read_text(encoding="utf-8").splitlines()
    for address, words in found:
        path, _, line = address.partition("#")
        assert path == f"file://{socket.gethostname()}{os.path.realpath(shipped())}"
        id = re.search("id: ([a-z0-9-]+)", text[int(line) - 1])
        assert id is not None
        assert words == id[1] or words.endswith(f":{line}")


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({}, False),
        ({"VTE_VERSION": "7200"}, True),
        ({"VTE_VERSION": "4800"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"VTE_VERSION": "7200", "FORCE_HYPERLINK": "0"}, False),
        ({"VTE_VERSION": "7200", "NO_COLOR": "1"}, False),
        ({"VTE_VERSION": "7200", "TERM": "dumb"}, False),
    ],
)
def test_only_terminals_that_show_links_get_them(env: dict[str, str], shown: bool) -> None:
    """Some terminals print the code of a link, so none is written where it is not known to be one."""
    assert bool(LINK.search(seen("statements", "us-zero-enrichment", env=env))) == shown


def test_no_link_in_a_file_or_a_pipe(tmp_path: Path) -> None:
    """Whatever the environment says."""
    page = tmp_path / "page.txt"
    assert seen("statements", "us-zero-enrichment", "-o", str(page), env=SHOWS_LINKS) == ""
    assert "\x1b" not in page.read_text(encoding="utf-8")
    assert "\x1b" not in piped("statements", "us-zero-enrichment", env=SHOWS_LINKS)


# --- pages from right to left ---------------------------------------------------------------------

IN_ARABIC = [
    ("matrix",),
    ("matrix", "--by", "party"),
    ("issue", "enrichment", "--source"),
    ("moves",),
    ("statements", "us-zero-enrichment"),
    ("robust",),
]


def arabic(*arguments: str, width: int = 80, env: dict[str, str] | None = None) -> list[str]:
    """The lines that a terminal gets of a page in Arabic, without colours."""
    return LOOK.sub("", seen(*arguments, "--lang", "ar", width=width, env=env)).splitlines()


@pytest.mark.parametrize(
    ("arguments", "width"), some([(arguments, width) for arguments in IN_ARABIC for width in (40, 80, 200)])
)
def test_each_line_in_arabic_is_isolated_and_what_is_latin_in_it(arguments: tuple[str, ...], width: int) -> None:
    """A line is right to left from end to end; ids, commands and signed figures within it keep their own order."""
    lines = [line for line in arabic(*arguments, width=width) if line]
    assert lines
    for line in lines:
        assert line.startswith(LEFTWARD + LETTER) and line.endswith(LETTER + POP), line
        inner = line[2:-2]
        assert LEFTWARD not in inner and inner.count(RIGHTWARD) == inner.count(POP)
        left = re.sub(f"{RIGHTWARD}[^{RIGHTWARD}{POP}]+{POP}", "", inner)
        assert "»" in line or "«" in line or not re.search("[A-Za-z]|[+−≥≤] ?[0-9]", left), line
        words = re.sub(f"[{LEFTWARD}{RIGHTWARD}{POP}{LETTER}]", "", line)
        assert cell_len(words) <= min(width, 100) - 2 or " " not in words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("matrix",), "\n≥ على الأقل\n"),
        (("matrix", "--by", "pair", "--parties", "us,iran,qatar"), "واشنطن–إيران: "),
        (("matrix", "--parties", "all"), "– الأبعد: واشنطن–إيران 0.65؛ الأقرب: واشنطن–إسرائيل 0.20\n"),
        (("matrix", "--parties", "all"), "– عُمان: ؟\n"),
        (("proposals",), "– واشنطن: 0.44 (13/19)، إيران: 0.45 (16/24)\n"),
        (("proposals", "us-offer-muscat"), "تطابق (ضمن المقبول)، إيران: 1.00 تناقض\n"),
        (("proposals", "--steps", "--parties", "us,iran,qatar"), "– نحو: "),
        (("brief",), "– واشنطن–إيران: ما القيود على الصواريخ الباليستية؟\n· 0.40\n"),
        (("moves",), "– الفجوة: مع إيران 0.94 ← 0.44\n"),
        (("issue",), "في إيران؟ الحصة: 50%، الأطراف: 6\n"),
    ],
)
def test_what_stands_in_columns_is_told_apart_in_a_line(arguments: tuple[str, ...], said: str) -> None:
    """By its name, by brackets, or by a mark, since there are no columns and no bars."""
    lines = (re.sub(f"[{LEFTWARD}{RIGHTWARD}{POP}{LETTER}]", "", line) for line in arabic(*arguments, width=102))
    assert said in "\n".join(lines)


def test_arithmetic_keeps_its_order_in_a_line_from_the_right() -> None:
    """A sum is read from the left, and a sign that would be mirrored stands as it is."""
    (sum_,) = {
        found
        for line in arabic("issue", "enrichment.extent", "--source")
        for found in re.findall(r"[(]0[^،]*2 = [\d.]+", line)
    }
    assert f"{RIGHTWARD}{sum_}{POP}" in "\n".join(arabic("issue", "enrichment.extent", "--source"))
    assert f"{RIGHTWARD}≥ 0.70{POP}" in "\n".join(arabic("matrix", width=200))


@pytest.mark.parametrize("arguments", IN_ARABIC, ids=" ".join)
def test_a_page_in_arabic_is_the_same_text_in_a_pipe(arguments: tuple[str, ...]) -> None:
    """Without a mark; only where lines end may differ."""
    marks = f"[{ISOLATE}{LEFTWARD}{RIGHTWARD}{POP}{LETTER}]"
    text = piped(*arguments, "--lang", "ar")
    assert not re.search(marks, text)
    assert re.sub(marks, "", " ".join(arabic(*arguments))).split() == text.split()


def test_a_figure_that_would_be_gone_is_told_in_arabic() -> None:
    """Of a row that has figures a missing one is what it tells."""
    assert "إن صحت (أ): –، إن صحت (ب): 0.40" in piped("disputes", "--lang", "ar")


def test_a_link_in_a_line_from_the_right_has_no_mark_in_its_address() -> None:
    """Each id still leads to its line, as on the page in English."""
    pages = (seen("statements", "--lang", code, env=SHOWS_LINKS) for code in ("en", "ar"))
    english, translated = ([m[0] for m in LINK.finditer(LOOK.sub("", page))] for page in pages)
    assert english and not any(re.search(f"[{RIGHTWARD}{LEFTWARD}{POP}]", link) for link in translated)
    assert sorted(set(translated)) == sorted(set(english))


# --- terminals without direction ------------------------------------------------------------------


def test_visual_order_joins_letters_and_turns_them_round(tmp_path: Path) -> None:
    """The first letter of a word stands at its right, in the form that it has there; figures keep their order."""
    page = seen("statements", "us-zero-enrichment", "--bidi", "visual")
    assert not any(mark in page for mark in (ISOLATE, LEFTWARD, POP))
    assert not ARABIC.search(page), "a letter stands in no form that it takes beside others"
    quotes = [line.strip() for line in bare(seen("statements", "us-zero-enrichment")).splitlines() if "«" in line]
    turned = [line.strip() for line in LOOK.sub("", page).splitlines() if "«" in line or "»" in line]
    assert quotes and len(turned) >= len(quotes)
    for quote in quotes:
        first = unicodedata.normalize("NFKC", next(line for line in turned if line.endswith(("«", "»")))[-2])
        assert first in {quote.strip("«»")[0] for quote in quotes}


def test_visual_order_keeps_every_column() -> None:
    """What stands beside a name that is turned round moves nowhere."""
    plain, turned = (seen("party", "--bidi", how, "-f", AWKWARD) for how in ("logical", "visual"))
    assert [cell_len(bare(line)) for line in plain.splitlines()] == [
        cell_len(bare(line)) for line in turned.splitlines()
    ]


@pytest.mark.parametrize(
    ("arguments", "width"), some([(arguments, width) for arguments in IN_ARABIC for width in (40, 80)])
)
def test_a_page_in_visual_order_stands_at_the_right(arguments: tuple[str, ...], width: int) -> None:
    """Every line ends where the page ends, holds no mark and only joined letters; a command reads as it is typed."""
    lines = [line for line in arabic(*arguments, "--bidi", "visual", width=width) if line.strip()]
    text = "\n".join(lines)
    assert not re.search(f"[{ISOLATE}{LEFTWARD}{RIGHTWARD}{POP}{LETTER}]", text)
    assert not ARABIC.search(re.sub("[،؛؟ـ]", "", text)), "a letter stands in no form that it takes beside others"
    assert {cell_len(line) for line in lines if " " in line.strip()} == {width}
    for later, bound, earlier in re.findall("(0[.][0-9]+) ← ([≥≤]? ?)(0[.][0-9]+)", text):
        assert f"{bound}{earlier} ← {later}" in piped(*arguments, "--lang", "ar")
    typed = re.findall("gapcli .*[a-z]", piped(*arguments, "--lang", "ar"))
    assert typed and all(word in text for command in typed for word in command.split())


@pytest.mark.parametrize("more", [["--json"], ["-o", "page.txt"], ["-O", "md"]])
def test_visual_order_is_of_a_terminal_alone(more: list[str]) -> None:
    """What is kept or handed on stays in the order in which it is read."""
    done = subprocess.run([sys.executable, "-m", "gapcli", "matrix", "--bidi", "visual", *more], capture_output=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"gapcli: --bidi visual is of a page on the terminal")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("A and وفد ≥0.57; nearest", ["وفد"]),
        ("وفد (الجنوب) 12–B 0.50", ["وفد (الجنوب)"]),
        ("(وفد) and B", ["وفد"]),
        ("طلب 3 سنوات", ["طلب 3 سنوات"]),
        ("no Arabic", []),
        ("قبل → بعد ≥ 0.57", ["قبل", "بعد"]),
    ],
)
def test_a_name_from_right_to_left_is_isolated_alone(text: str, runs: list[str]) -> None:
    """With the bracket that closes one within it, and without the figures and names beside it."""
    found: list[str] = []
    assert turn_runs(text, lambda run: found.append(run) or run) == text
    assert found == runs


@pytest.mark.parametrize("text", ["\u200d لا", "هـ\u200d هلا", "👨\u200d👩\u200d👧 بلا"])
def test_a_joiner_is_no_stumbling_block(text: str) -> None:
    """What nobody sees goes, and the letters behind it are joined as without it."""
    plain = text.replace("\u200d", "")
    assert put_in_visual_order(text, leftward=True).strip() == put_in_visual_order(plain, leftward=True).strip()
    assert put_line_in_visual_order([text]) == put_line_in_visual_order([plain])


def test_brackets_are_mirrored_in_visual_order() -> None:
    """What opens stands at the right, and looks as if it opened to the left."""
    assert put_in_visual_order("«نعم»", leftward=True)[0] == "«"
    assert unicodedata.normalize("NFKC", put_in_visual_order("«نعم»", leftward=True)) == "«معن»"
