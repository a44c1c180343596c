"""Wherever it runs, the same ledger gives the same bytes, or a clear word."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from conftest import PATHS
from shares import some

import gapcli

HERE = Path(__file__).resolve().parent
PACKAGE = Path(gapcli.__file__).resolve().parent
AWKWARD = HERE / "ledgers" / "awkward.yaml"
PLAIN = {"PATH": os.environ["PATH"], **PATHS, "LANG": "C.UTF-8", "HOME": "/nowhere"}


class Ran(NamedTuple):
    """What a run gave."""

    code: int
    stdout: bytes
    stderr: bytes


def ran(arguments: Sequence[str], env: dict[str, str], python: str = sys.executable, cwd: str | None = None) -> Ran:
    """Run the real command in an environment that holds nothing else."""
    done = subprocess.run([python, "-m", "gapcli", *arguments], env=env, capture_output=True, cwd=cwd, timeout=60)
    return Ran(done.returncode, done.stdout, done.stderr)


QUESTIONS = [
    ("matrix", "--json"),
    ("matrix", "--by", "party", "-O", "csv"),
    ("issue", "enrichment", "--source", "-O", "jsonl"),
    ("statements", "-O", "tsv"),
    ("moves", "--json"),
    ("links", "-O", "dot"),
    ("robust", "--json"),
    ("brief", "-O", "md"),
    ("page",),
]
"""What a program asks: of several kinds, in every data format."""


@cache
def wanted(question: tuple[str, ...]) -> Ran:
    """The answer in a plain environment."""
    answer = ran([*question, "-f", str(AWKWARD)], PLAIN)
    assert answer.code == 0 and answer.stdout and answer.stderr == b""
    return answer


UTF8_OFF = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
ENVIRONMENTS = {
    "LC_ALL=C": {"LC_ALL": "C"},
    "LC_ALL=POSIX without coercion": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
    "without UTF-8 mode": UTF8_OFF,
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "latin-1, strict": {"PYTHONIOENCODING": "latin-1:strict"},
    "utf-16": {"PYTHONIOENCODING": "utf-16"},
    "an unknown locale": {"LC_ALL": "xx_YY.UTF-99"},
    "an empty environment": {"HOME": "", "LANG": "", "PATH": ""},
    "a far time zone": {"TZ": "Pacific/Kiritimati"},
    "a wrong time zone": {"TZ": ":nonsense"},
    "TERM=dumb": {"TERM": "dumb"},
    "a narrow terminal": {"COLUMNS": "20", "LINES": "5", "TERM": "xterm-256color"},
    "colour": {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"},
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "without assertions": {"PYTHONOPTIMIZE": "1"},
    "without docstrings": {"PYTHONOPTIMIZE": "2"},
    "development mode": {"PYTHONDEVMODE": "1"},
}


@pytest.mark.parametrize("name", some([*ENVIRONMENTS]))
def test_the_same_bytes_everywhere(name: str) -> None:
    """Locale, encoding, time zone, terminal and colour change no byte of any data."""
    # Another question in each, but all in the one that changes the encoding of everything.
    every = name == "without UTF-8 mode"
    for question in QUESTIONS if every else QUESTIONS[len(name) % len(QUESTIONS) :][:1]:
        env = {key: value for key, value in (PLAIN | ENVIRONMENTS[name]).items() if value}
        assert ran([*question, "-f", str(AWKWARD)], env) == wanted(question), question


ALL_AT_ONCE = """
import sys
from gapcli.cli.app import build_app
from gapcli.cli.ending import Stop
for question in sys.argv[2].split("|"):
    try:
        file = [*(["-f"] if question[:5] != "check" else []), sys.argv[1]]
        build_app().main([*question.split(), *file], standalone_mode=False)
    except Stop as stop:
        print(stop.code, stop.message)
"""


def test_no_order_comes_from_a_hash() -> None:
    """At the hash seeds 0 to 4 all data, pages and mistakes are the same bytes."""
    asked = [*map(" ".join, QUESTIONS), "matrix", "issue enrichment --source", "party iran", "disputes", "proposals"]
    command = [sys.executable, "-c", ALL_AT_ONCE, str(AWKWARD), "|".join([*asked, "check --strict"])]
    answers = set()
    for seed in range(5):
        done = subprocess.run(command, env=PLAIN | {"PYTHONHASHSEED": str(seed)}, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"") and b"hidden-direction" in done.stdout
        answers.add(done.stdout)
    assert len(answers) == 1


EVERY_MISTAKE = """
import os, sys
from gapcli.files.load import load
from gapcli.files.problems import frame
for name in sorted(n for n in os.listdir(sys.argv[1]) if n.endswith(".yaml")):
    print(name, *map(frame, load(os.path.join(sys.argv[1], name), name).problems), sep="\\n")
"""


def test_no_message_comes_from_a_hash() -> None:
    """At ten hash seeds every mistake and warning of the corpus, with its cure, is the same and in the same order."""
    corpus = Path(__file__).parent / "problems"
    command = [sys.executable, "-c", EVERY_MISTAKE, str(corpus)]
    answers = set()
    for seed in range(10):
        done = subprocess.run(command, env=PLAIN | {"PYTHONHASHSEED": str(seed)}, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"") and done.stdout.count(b": error: ") > 300
        answers.add(done.stdout)
    assert len(answers) == 1


WRONG = """
import sys
from gapcli.cli.run import run
for asked in sys.argv[2].split("|"):
    print(run([*asked.split(), "-f", sys.argv[1]]), flush=True)
"""


def test_no_suggestion_comes_from_a_hash() -> None:
    """At ten hash seeds what is suggested for a slip on the command line is the same, too."""
    asked = ["matrix --parties u", "party x", "issue e.s", "statements s", "matrix --without o", "matrix --only zz",
             "proposals d", "issue enrichment.ext", "statements --stance a", "matrix --wieghts x", "mtrix"]  # fmt: skip
    answers = set()
    for seed in range(10):
        command = [sys.executable, "-c", WRONG, str(AWKWARD), "|".join(asked)]
        done = subprocess.run(command, env=PLAIN | {"PYTHONHASHSEED": str(seed)}, capture_output=True)
        assert done.returncode == 0 and done.stderr.count(b"gapcli: ") > 6
        answers.add((done.stdout, done.stderr))
    assert len(answers) == 1


WARNING = "gapcli: standard output is {}: what it lacks is written as \\uXXXX\n"


@pytest.mark.parametrize(
    ("encoding", "env"),
    [
        ("ascii", {"PYTHONIOENCODING": "ascii"}),
        ("cp1252", {"PYTHONIOENCODING": "cp1252:strict"}),
        ("ascii", UTF8_OFF),
        ("koi8-r", {"PYTHONIOENCODING": "koi8-r"}),
    ],
)
def test_a_page_on_a_lesser_encoding(encoding: str, env: dict[str, str]) -> None:
    """Signs become ASCII, what the encoding lacks is written out, one warning says so, and no figure changes."""
    page = ran(("matrix", "-f", str(AWKWARD)), PLAIN | env)
    assert (page.code, page.stderr) == (0, b"") and page.stdout.isascii()
    figures = re.findall(rb"\d\.\d\d", page.stdout)
    assert figures == re.findall(rb"\d\.\d\d", ran(("matrix", "-f", str(AWKWARD)), PLAIN).stdout)
    assert b"######=*==" in page.stdout and b">= 0.50 -> 0.30" in page.stdout
    quotes = ran(("issue", "enrichment", "--source", "-f", str(AWKWARD)), PLAIN | env)
    assert quotes.code == 0 and "[\\u062a\\u062e" in quotes.stdout.decode(encoding)
    told = quotes.stderr.decode()
    assert told.count("\n") == 1 and told.lower() in (
        WARNING.format(encoding).lower(),
        WARNING.format("ansi_x3.4-1968").lower(),
    )
    for line in quotes.stdout.decode(encoding).splitlines():
        assert "\u2068" not in line and "●" not in line


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_columns_stay_in_line_in_ascii(encoding: str) -> None:
    """A sign that takes two letters in ASCII moves no column."""
    env = PLAIN | {"PYTHONIOENCODING": encoding}
    lines = ran(("matrix", "--dimensions", "-f", str(AWKWARD)), env).stdout.decode(encoding).splitlines()
    (at,) = (line.index("known") for line in lines if "known  evidence" in line)
    assert [row[at : at + 5].strip() for row in lines if re.search(r" \d\.\d\d \w+ ", row)] == ["all", "all", "all"]


@pytest.mark.parametrize(
    "arguments", [("--help",), ("statements", "--help"), ("matrx",), ("matrix", "--parties", "إيران")]
)
def test_help_and_messages_on_ascii(arguments: tuple[str, ...]) -> None:
    """Help and mistakes in use are readable where only ASCII is, and end as they always do."""
    plain, ascii_ = ran(arguments, PLAIN), ran(arguments, PLAIN | {"PYTHONIOENCODING": "ascii"} | UTF8_OFF)
    assert ascii_.code == plain.code
    assert ascii_.stdout.isascii() and ascii_.stderr.isascii()
    assert bool(ascii_.stdout) == bool(plain.stdout) and b"Traceback" not in ascii_.stderr


# --- places ---------------------------------------------------------------------------------------


@pytest.fixture
def cards(tmp_path: Path) -> dict[str, str]:
    """The files of a ledger with its cards beside it, by their paths."""
    text = AWKWARD.read_text(encoding="utf-8")
    files = {
        f"seeds/{name}.yaml": yaml.safe_dump(card, allow_unicode=True)
        for name, card in yaml.load(text, yaml.BaseLoader)["sources"].items()
    }
    files["data/positions.yaml"] = f"{text.partition('sources:')[0]}sources: ../seeds\n{text[text.index('parties:') :]}"
    return files


FOLDERS = [
    "a folder with spaces",
    "مجلد",
    "two\nlines",
    "-dash",
    'quo\'te "x"',
    "100%",
    "[brackets]*?",
    "~",
    "\x1b[31m",
    os.fsdecode(b"\xff"),
]


@pytest.mark.parametrize("name", FOLDERS)
def test_any_folder(name: str, cards: dict[str, str], run: Callable[..., Any], tmp_path: Path) -> None:
    """A ledger and its cards are read in a folder of any name, from within and from without, with the same result."""
    folder = tmp_path / name
    for path, text in cards.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    home = {"GAPCLI_FILE": str(folder / "data" / "positions.yaml")}
    within = run("matrix", "--json", cwd=folder)
    named = run("matrix", "--json", "-f", os.path.join(name, "data", "positions.yaml"))
    written = run("matrix", "-o", os.path.join(name, "out.json"), env=home)
    assert (within.code, within.stderr) == (written.code, written.stderr) == (0, b"")
    assert within == named and (folder / "out.json").read_bytes() == within.stdout
    assert json.loads(within.stdout)["rows"] == json.loads(wanted(("matrix", "--json")).stdout)["rows"]


def test_a_working_directory_that_nobody_may_write() -> None:
    """Where nothing can be written, all answers are there, and only -o fails."""
    assert ran(QUESTIONS[0], PLAIN, cwd="/proc").code == 0
    answer = ran((*QUESTIONS[0], "-f", str(AWKWARD)), PLAIN, cwd="/proc")
    assert answer == wanted(QUESTIONS[0])
    refused = ran(("matrix", "-o", "out.json"), PLAIN, cwd="/proc")
    assert refused == (4, b"", b"gapcli: cannot write out.json: no such file or directory\n")


def test_a_working_directory_that_is_gone(tmp_path: Path) -> None:
    """In a folder that has been deleted it still answers."""
    (tmp_path / "gone").mkdir()
    script = 'cd gone && rmdir ../gone && "$@"'
    command = ["sh", "-c", script, "-", sys.executable, "-m", "gapcli", *QUESTIONS[0], "-f", str(AWKWARD)]
    done = subprocess.run(command, env=PLAIN, cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == wanted(QUESTIONS[0])


# --- other versions of Python ---------------------------------------------------------------------


def _works(python: str) -> bool:
    found = subprocess.run([python, "-c", "import yaml, typer, rich"], capture_output=True)
    return found.returncode == 0


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_another_python_gives_the_same_bytes(version: str) -> None:
    """Every Python that is at hand with the dependencies answers alike: data, pages, mistakes and codes."""
    if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        pytest.skip("it is the one that runs the tests")
    python = shutil.which(f"python{version}")
    if python is None or not _works(python):
        pytest.skip(f"there is no Python {version} with the dependencies")
    questions = [(*question, "-f", str(AWKWARD)) for question in QUESTIONS]
    questions += [("matrix", "-f", str(AWKWARD)), ("check", str(AWKWARD), "--strict"), ("matrx",), ("matrix", "--help")]
    env = PLAIN | {"PYTHONWARNINGS": "error"}
    with ThreadPoolExecutor(2) as pool:
        theirs = list(pool.map(lambda question: ran(question, env, python), questions))
        ours = list(pool.map(lambda question: ran(question, env), questions))
    assert theirs == ours


# --- which copy is tested ---------------------------------------------------------------------------


def run_pytest(folder: Path, *arguments: str) -> Ran:
    """Run pytest where a copy of the package is installed in a folder."""
    shutil.copytree(PACKAGE, folder / "gapcli", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_marks.py", *arguments]
    env = os.environ | PATHS | {"PYTHONPATH": str(folder)}
    done = subprocess.run(command, env=env, cwd=HERE.parent, capture_output=True, timeout=120)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(("arguments", "copy"), [([], "the tree"), (["-o", "pythonpath="], "the installed one")])
def test_a_run_says_what_was_tested(arguments: list[str], copy: str, tmp_path: Path) -> None:
    """A run tests the tree, or with an empty path what is installed; its last line but one says which."""
    done = run_pytest(tmp_path, *arguments)
    tested = HERE.parent if copy == "the tree" else tmp_path
    *_, line, last = done.stdout.decode().splitlines()
    assert (done.code, line) == (0, f"tested: gapcli {gapcli.__version__} in {tested}")
    assert " passed" in last


def test_what_is_installed_rewrites_nothing(tmp_path: Path) -> None:
    """Goldens are rewritten by what the tree makes alone."""
    done = run_pytest(tmp_path, "-o", "pythonpath=", "--update")
    assert done.code == pytest.ExitCode.USAGE_ERROR and b"--update writes what the tree makes" in done.stderr
