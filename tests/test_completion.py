"""What the tab key does in real shells: what it offers can be run, and it runs nothing that a ledger says."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import PATHS, Ran, complete
from shares import some

SETUPS = {
    "bash": r"""
        PS1='> '
        eval "$(cat "$HOME/completion")"
        show() { printf '%s' "$READLINE_LINE" > line.new; mv line.new line; }
        bind -x '"\C-xp": show'
        touch ready
        """,
    "zsh": r"""
        PS1='> '
        autoload -Uz compinit
        compinit -u -C -d ~/.zcompdump
        eval "$(cat "$HOME/completion")"
        show() { print -rn -- "$BUFFER" > line.new; mv line.new line }
        zle -N show
        bindkey '^Xp' show
        touch ready
        """,
    "fish": r"""
        function fish_prompt; echo -n '> '; end
        cat ~/completion | source
        function show
            commandline > line.new
            mv line.new line
        end
        bind \cxp show
        touch ready
        """,
}
"""What a shell reads first: gapcli's completion, and a key that writes the line being typed to a file."""
PATIENCE = 100
"""After how many seconds a shell that does nothing fails the test."""

HOSTILE = r"""
    parties:
      us: {name: {en: United States, ar: الولايات المتحدة}, role: principal}
      iran: {name: {en: Iran, ar: إيران}, role: principal}
      kuwait: {name: {en: Kuwait, ar: الكويت}, role: principal}
      four: {name: {en: "$(touch made)", ar: "ال$(touch made)"}, role: principal}
      five: {name: {en: "`touch made`", ar: "ال`touch made`"}, role: principal}
      eight: {name: '\$(touch made)', role: principal}
      nine: {name: '\\\$(touch made)', role: principal}
      ten: {name: "'$(touch made)'", role: principal}
      six: {name: {en: "'; touch made; '", ar: "ال'; touch made; '"}, role: principal}
      seven: {name: {en: '")); touch made; ((', ar: 'ال")); touch made; (('}, role: principal}
      "$(touch made)": {name: One, role: principal}
      "`touch made`": {name: Two, role: principal}
      [us]: {name: Three, role: principal}
    issues:
      price:
        name: {en: Price, ar: سعر الخبز}
        dimensions:
          loaf:
            question: What does a loaf cost?
            scale: graded
            options:
              none: {name: {en: nothing, ar: لا شيء}}
              "$(touch made)": some
              all: {name: {en: everything, ar: كل شيء}}
            poles: [nothing, dear]
            why: From nothing to the dearest.
    statements:
"""
VIAS = [
    "Wire",
    "Second Wire",
    "$(touch made)",
    r"\$(touch made)",
    r"\\$(touch made)",
    "`touch made`",
    r"\`touch made\`",
    "$(touch${IFS}made)",
    r"\$(touch${IFS}made)",
    "<(touch made)",
    "=(touch made)",
    "'$(touch made)'",
    '"$(touch made)"',
    "'; touch made; '",
    '")); touch made; ((',
    "W$(touch made)",
    r"W\$(touch made)",
    "W;touch made",
    "W|touch${IFS}made",
    "~root",
    "*",
    "--help",
    "${(e):-\\$(touch made)}",
    "W\\x0atouch made",
]


def make_hostile() -> str:
    """A ledger whose outlets, ids and options are commands."""
    evidence = "{source: daily, at: [1, 3], quote: no, attribution: named, teller: own, via: %s}"
    statements = "".join(
        f"  - id: s-{i}\n    party: us\n    about: price.loaf\n    stance: asks\n    value: none\n"
        f"    said: 2026-02-01\n    text: Asked {i}.\n    evidence:\n      - {evidence % quote(via)}\n"
        for i, via in enumerate(VIAS)
    )
    return complete(HOSTILE) + statements


def make_sound() -> str:
    """The same ledger without the ids that are none, so that a command answers from it."""
    return re.sub(r'(?m)^ +("\$\(touch made\)"|"`touch made`"|\[us\]): .*\n', "", make_hostile())


def quote(text: str) -> str:
    """A text as YAML writes it."""
    return "'" + text.replace("'", "''") + "'"


Press = Callable[[str], str]


@pytest.fixture(scope="module")
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """How a shell is started, and its environment: its home has what it would make anew at each first start."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    if shell == "bash" and b"bind" not in subprocess.run(["bash", "-c", "help bind"], capture_output=True).stdout:
        pytest.skip("this bash has no line editor")
    home = tmp_path_factory.mktemp(shell)
    gapcli = home / "tools" / "gapcli"
    gapcli.parent.mkdir()
    gapcli.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gapcli "$@"\n')
    gapcli.chmod(0o755)
    # Without it, fish reads every page of the manual.
    (home / ".local/share/fish/generated_completions").mkdir(parents=True)
    setup = home / (".zshrc" if shell == "zsh" else "setup")
    setup.write_text("\n".join(line.strip() for line in SETUPS[shell].splitlines()) + "\n")
    start = {
        "bash": ["bash", "--noprofile", "--rcfile", str(setup), "-i"],
        "zsh": ["zsh", "-d", "-i"],
        "fish": ["fish", "-i", "-C", f"source {setup}"],
    }[shell]
    env = {
        "PATH": f"{gapcli.parent}{os.pathsep}{os.environ['PATH']}",
        **PATHS,
        "GAPCLI_COMPLETION_MS": "0",
        "HOME": str(home),
        "ZDOTDIR": str(home),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
    }
    script = subprocess.run(
        [gapcli], env={**env, "_GAPCLI_COMPLETE": f"source_{shell}"}, capture_output=True, check=True
    )
    (home / "completion").write_bytes(script.stdout)
    return start, env


@pytest.fixture
def press(shell: tuple[list[str], dict[str, str]], tmp_path: Path) -> Press:
    """`press(keys)` types keys into a new shell in the folder of a test, and gives the line that stands there then."""
    return lambda keys: type_keys(*shell, tmp_path, keys)


@pytest.fixture
def taken(shell: tuple[list[str], dict[str, str]], tmp_path: Path) -> Callable[[str], list[str]]:
    """`taken(line)`: what the shell hands on to the command where it runs a line."""
    (program, *_), env = shell
    folder = tmp_path / "echo"
    folder.mkdir()
    echo = folder / "gapcli"
    echo.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    echo.chmod(0o755)
    path = f"{folder}{os.pathsep}{env['PATH']}"

    def take(line: str) -> list[str]:
        done = subprocess.run([program, "-c", line], env={**env, "PATH": path}, capture_output=True, check=True)
        return done.stdout.decode().split("\0")[:-1]

    return take


def type_keys(start: list[str], env: dict[str, str], folder: Path, keys: str) -> str:
    """Type keys into a shell on a terminal of its own, and give the line that stands there then."""
    process, terminal = pty.fork()
    if not process:
        os.chdir(folder)
        os.execvpe(start[0], start, env)
    end = time.monotonic() + PATIENCE
    try:
        for sent, file in (("", "ready"), (f"{keys}\x18p", "line")):
            os.write(terminal, sent.encode())
            while not (folder / file).exists():
                # Each reading is either the answer of the shell or a look whether the file is there by now.
                assert time.monotonic() < end, f"{start[0]} does not answer"
                if select.select([terminal], [], [], 0.05)[0]:
                    os.read(terminal, 1 << 16)
        return (folder / "line").read_text().rstrip("\n")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process, 9)
        os.close(terminal)
        os.waitpid(process, 0)


BEGUN = ("matrix --without ", "matrix --without W", "matrix --parties ", "matrix --assume ", "party ا")


@pytest.mark.parametrize(
    ("shell", "words"), some([(shell, words) for words in BEGUN for shell in SETUPS]), indirect=["shell"]
)
def test_the_tab_key_runs_nothing(press: Press, tmp_path: Path, words: str) -> None:
    """Nothing that a ledger says is run, nor stands on the line in a form that the enter key would run."""
    (tmp_path / "positions.yaml").write_text(make_hostile(), encoding="utf-8")
    line = press(f"gapcli {words}\t\t")
    assert not (tmp_path / "made").exists()
    assert "touch" not in line


COMPLETED = [
    ("matrix --without Wi", "matrix --without Wire"),
    ("matrix --parties us,ir", "matrix --parties us,iran"),
    ("matrix --assume ir", "matrix --assume iran:price.loaf="),
    ("matrix --assume iran:pr", "matrix --assume iran:price.loaf="),
    ("matrix --assume iran:price.loaf=a", "matrix --assume iran:price.loaf=all"),
    ("issue price.l", "issue price.loaf"),
    ("statements s-1\t", "statements s-1"),
    ("proposals price.l", "proposals price.loaf"),
    ("matrix --without Sec", r"matrix --without Second\ Wire"),
    ("party إي", "party إيران"),
    ("party الو", r"party الولايات\ المتحدة"),
    ("party الولايات\\ الم", r"party الولايات\ المتحدة"),
    ("party الولايات\\ ", r"party الولايات\ المتحدة"),
    ("party 'الولايات الم", "party 'الولايات المتحدة'"),
    ("party ال", "party ال"),
    ("matrix --parties iran,الو", r"matrix --parties iran,الولايات\ المتحدة"),
    ("matrix --parties الولايات\\ المتحدة,إ", r"matrix --parties الولايات\ المتحدة,إيران"),
    ("issue سعر\\ الخبز.", r"issue سعر\ الخبز.loaf"),
    ("matrix --assume الو", r"matrix --assume الولايات\ المتحدة:price.loaf="),
    ("matrix --assume إيران:سع", r"matrix --assume إيران:سعر\ الخبز.loaf="),
    ("matrix --assume إيران:price.loaf=كل", r"matrix --assume إيران:price.loaf=كل\ شيء"),
]
"""What is typed, and what the tab key makes of it."""


@pytest.mark.parametrize(
    ("shell", "words", "line"), some([(shell, *case) for case in COMPLETED for shell in SETUPS]), indirect=["shell"]
)
def test_what_is_completed_can_be_run(
    press: Press, taken: Callable[[str], list[str]], run: Callable[..., Ran], tmp_path: Path, words: str, line: str
) -> None:
    """A word with `:`, `=` or blanks in it is completed as it has to be typed; a name in its own script."""
    (tmp_path / "positions.yaml").write_text(make_sound(), encoding="utf-8")
    typed = press(f"gapcli {words}\t").rstrip()
    assert typed == f"gapcli {line}"
    done = run(*taken(typed))
    # What there are several ways to go on from is no name yet, and no assumption without its value.
    assert done.code == (2 if line == words or line.endswith("=") else 0), done.stderr


@pytest.mark.parametrize("shell", ["bash"], indirect=True)
def test_an_option_with_its_value_in_bash(press: Press, tmp_path: Path) -> None:
    """Bash completes a value behind `=` by itself; in the other shells nothing is offered there."""
    (tmp_path / "positions.yaml").write_text(make_hostile(), encoding="utf-8")
    assert press("gapcli matrix --parties=us,ir\t").rstrip() == "gapcli matrix --parties=us,iran"
