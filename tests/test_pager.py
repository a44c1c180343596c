"""What is longer than the screen goes through a pager, on a terminal and nowhere else."""

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from select import select

import pytest
from forks import Forks
from test_terminal import SECONDARY, Terminal, fork_from, fork_on_terminal, seen

LONG = ("issue", "enrichment", "--source")
"""A command with a page of more than a hundred lines."""
MARKING = "sed 's/^/| /'"
"""A pager that shows which lines went through it."""


@pytest.fixture(scope="module", autouse=True)
def forked(forks: Forks) -> None:
    fork_from(forks)


def page(*arguments: str, height: int = 24, code: int = 0, **env: str) -> str:
    """What the terminal gets of a run that says nothing on standard error."""
    ended, text, errors = fork_on_terminal(*arguments, height=height, env=env)
    assert (ended, errors) == (code, "")
    return text


def mark(text: str) -> str:
    return "".join(f"| {line}" for line in text.splitlines(keepends=True))


def make_less(folder: Path, script: str) -> str:
    """A path on which `less` is a script."""
    less = folder / "less"
    less.write_text(f"#!/bin/sh\n{script}\n")
    less.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


# --- which pager, and when ------------------------------------------------------------------------


def test_a_long_page_goes_through_the_pager() -> None:
    """A pager gets what the terminal would have got, with its colours, to the byte."""
    assert page(*LONG, GAPCLI_PAGER=MARKING) == mark(seen(*LONG))


def test_only_what_is_longer_than_the_screen_does() -> None:
    """A page that leaves a line for the prompt is printed at once, one line more is not."""
    whole = seen("matrix")
    lines = whole.count("\n")
    assert page("matrix", height=lines + 1, GAPCLI_PAGER=MARKING) == whole
    assert page("matrix", height=lines, GAPCLI_PAGER=MARKING) == mark(whole)


def test_lines_that_the_terminal_folds_count_as_several() -> None:
    """A line takes as many lines of the screen as it is wide, without the codes of its colours."""
    whole = seen("matrix", "--json")
    lines = whole.count("\n")
    assert page("matrix", "--json", height=lines + 1, GAPCLI_PAGER=MARKING) == mark(whole)


def test_a_terminal_without_a_size_has_24_lines() -> None:
    """As less and others take it."""
    assert page(*LONG, height=0, GAPCLI_PAGER=MARKING).startswith("| ")


def test_which_pager(tmp_path: Path) -> None:
    """GAPCLI_PAGER before PAGER before less; LESS is FRX where it says nothing."""
    path = make_less(tmp_path, 'cat >/dev/null; echo "less: $LESS"')
    assert page(*LONG, PATH=path, PAGER="echo not this", GAPCLI_PAGER="echo this") == "this\n"
    assert page(*LONG, PATH=path, PAGER="echo this") == "this\n"
    assert page(*LONG, PATH=path) == "less: FRX\n"
    assert page(*LONG, PATH=path, LESS="-i") == "less: -i\n"
    assert page(*LONG, PATH=path, LESS="") == "less: \n"


@pytest.mark.parametrize(
    ("options", "env"),
    [
        ((), {"GAPCLI_PAGER": ""}),
        ((), {"GAPCLI_PAGER": "cat"}),
        ((), {"PAGER": ""}),
        ((), {"PAGER": " cat "}),
        (("--no-pager",), {}),
    ],
)
def test_no_pager_where_none_is_wanted(options: tuple[str, ...], env: dict[str, str]) -> None:
    """An empty GAPCLI_PAGER or PAGER, `cat`, and --no-pager print at once."""
    assert page(*LONG, *options, **{"PAGER": MARKING, **env}) == seen(*LONG)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_no_pager_on_a_dumb_terminal(term: str) -> None:
    """A terminal that cannot move its cursor has no use for a pager."""
    assert "| " not in page("sources", TERM=term, GAPCLI_PAGER=MARKING).splitlines()[0]


def test_no_pager_for_a_file(tmp_path: Path) -> None:
    """With -o nothing reaches the terminal."""
    assert page(*LONG, "-o", str(tmp_path / "page.txt"), GAPCLI_PAGER=MARKING) == ""


def test_every_command_takes_no_pager() -> None:
    """Of all that may be long, the mistakes of `check` too."""
    broken = str(Path(__file__).parent / "problems" / "broken-inside-a-text.yaml")
    whole = page("check", broken, code=1, GAPCLI_PAGER="")
    short = whole.count("\n")
    assert page("check", broken, code=1, height=short, GAPCLI_PAGER=MARKING) == mark(whole)
    assert page("check", broken, "--no-pager", code=1, height=short, GAPCLI_PAGER=MARKING) == whole


# --- how it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize("pager", ["head -n 1", "true", "exit 3", "kill -9 $$"])
def test_leaving_the_pager_is_no_error(pager: str) -> None:
    """Whatever the pager does, the exit code is that of the command; a page is never printed after it."""
    text = page(*LONG, GAPCLI_PAGER=pager)
    assert text.count("\n") == (1 if pager == "head -n 1" else 0)
    page("matrix", "--fail-over", "0.1", code=1, GAPCLI_PAGER=pager)


@pytest.mark.parametrize("pager", ["no-such-pager", "no-such-pager -R", "/", "/ -x"])
@pytest.mark.parametrize("name", ["GAPCLI_PAGER", "PAGER"])
def test_a_pager_that_cannot_be_started(pager: str, name: str) -> None:
    """The page is printed, and a line on standard error says why without a pager."""
    terminal = Terminal(*LONG, height=24, env={name: pager})
    assert terminal.read() == seen(*LONG)
    assert terminal.code == 0
    assert terminal.errors.splitlines()[-1].startswith(f'gapcli: cannot start the pager "{pager}": ')
    assert "Traceback" not in terminal.errors


def test_where_there_is_no_less() -> None:
    """Where nobody named a pager, nobody is told that less is not there."""
    assert page(*LONG, PATH="/nowhere") == seen(*LONG)


def test_the_name_of_a_pager_commands_no_terminal() -> None:
    """What stands in the environment is written out where it is told."""
    terminal = Terminal(*LONG, height=24, env={"PAGER": "/no/\x1bcpager"})
    assert terminal.read() == seen(*LONG)
    assert "\x1b" not in terminal.errors and "\\x1bcpager" in terminal.errors


def test_what_is_told_comes_after_the_page() -> None:
    """A note on standard error is written when the pager is closed."""
    env = {"GAPCLI_PAGER": "cat >/dev/null; sleep 0.2; echo closed >&2", "LC_ALL": "C"}
    env |= {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    terminal = Terminal(*LONG, height=24, env=env)
    terminal.read()
    assert terminal.errors.startswith("closed\ngapcli: standard output is ")
    assert terminal.code == 0


WAITING = "trap 'echo caught; exit 0' INT TERM; cat > /dev/null; echo ready; for i in $(seq 200); do sleep 0.05; done"
"""A pager that waits for a signal, ten seconds at most."""


def _wait_for(terminal: Terminal, words: bytes) -> bytes:
    got = b""
    while words not in got:
        assert select([terminal.master], [], [], 30)[0], got
        got += os.read(terminal.master, 1 << 12)
    return got


def test_ctrl_c_is_the_pager_s() -> None:
    """Ctrl-C reaches the pager, and gapcli waits for it: no trace, no prompt over a pager that still runs."""
    terminal = Terminal(*LONG, height=24, env={"GAPCLI_PAGER": WAITING})
    _wait_for(terminal, b"ready")
    terminal.type(b"\x03")
    assert "caught" in terminal.read()
    assert (terminal.code, terminal.errors) == (0, "")


def test_a_termination_ends_the_pager_too() -> None:
    """A pager left behind would keep the terminal as it has set it."""
    terminal = Terminal(*LONG, height=24, env={"GAPCLI_PAGER": WAITING})
    _wait_for(terminal, b"ready")
    os.kill(terminal.process.pid, signal.SIGTERM)
    assert "caught" in terminal.read()
    assert (terminal.code, terminal.errors) == (128 + signal.SIGTERM, "")


@pytest.mark.skipif(not shutil.which("less"), reason="less is not installed")
def test_in_less() -> None:
    """In less itself: colours and Arabic come through, Ctrl-C does not end it, q does."""
    terminal = Terminal(*LONG, height=24)
    first = _wait_for(terminal, b":\x1b[K").decode()
    assert f"\x1b[{SECONDARY}m" in first and "<U+" not in first and "ESC" not in first
    terminal.type(b"\x03")
    # The bell says that it was heard; less may then wait with what it had drawn, and drop what was typed meanwhile.
    _wait_for(terminal, b"\x07")
    while terminal.process.poll() is None:
        with suppress(OSError):  # It may have ended in between.
            terminal.type(b"q")
        if select([terminal.master], [], [], 0.1)[0]:
            with suppress(OSError):
                os.read(terminal.master, 1 << 16)
    terminal.read()
    assert (terminal.code, terminal.errors) == (0, "")
