"""Every read, write, flush and close that a command makes fails once, in turn."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from conftest import PATHS, complete
from shares import share, some

HERE = Path(__file__).resolve().parent
AWKWARD = HERE / "ledgers" / "awkward.yaml"

INJECTOR = r'''
"""Runs commands again and again, each time in a process of its own in which the next call to the system fails."""

import builtins, errno, gc, io, json, os, pkgutil, shutil, signal, sys
from contextlib import suppress
from importlib import import_module
import gapcli
from gapcli.cli.run import run
for module in pkgutil.walk_packages(gapcli.__path__, "gapcli.", onerror=lambda name: None):
    with suppress(Exception):  # What an extra would bring.
        import_module(module.name)
for name in gapcli.__all__:
    getattr(gapcli, name)

calls = []
failing = shortened = 0


def tick(what, name):
    calls.append([what, str(name)])
    if len(calls) == failing:
        raise OSError(errno.EIO, os.strerror(errno.EIO), *([name] if isinstance(name, str) else []))


class Raw(io.FileIO):
    def readinto(self, buffer):
        tick("read", self.name)
        return super().readinto(buffer)
    def readall(self):
        tick("read", self.name)
        return super().readall()
    def write(self, data):
        tick("write", self.name)
        return super().write(data[: (len(data) + 1) // 2] if len(calls) == shortened else data)
    def close(self):
        if not self.closed:
            open_here = self.name
            super().close()
            tick("close", open_here)


class Writer(io.BufferedWriter):
    def flush(self):
        tick("flush", self.raw.name)
        super().flush()


def failing_open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    tick("open", file)
    raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd=closefd, opener=opener)
    binary = Writer(raw) if set(mode) & set("wxa") else io.BufferedReader(raw)
    return binary if "b" in mode else io.TextIOWrapper(binary, encoding, errors, newline)


def also(name):
    real = getattr(os, name)
    def call(*given, **more):
        tick(name, given[0])
        return real(*given, **more)
    setattr(os, name, call)


def child(folder, stdin, bare, arguments, number, short):
    """The command itself, with its standard streams in files; `bare`: whether these are without a buffer."""
    global failing, shortened
    signal.alarm(60)
    for fd, name, flags in ((0, stdin, os.O_RDONLY), (1, "stdout", os.O_WRONLY), (2, "stderr", os.O_WRONLY)):
        os.dup2(os.open(name if fd == 0 else f"{folder}.{name}", flags | os.O_CREAT | os.O_TRUNC * (fd > 0)), fd)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(Raw(0, "r", closefd=False)))
    out, err = (Raw(fd, "w", closefd=False) if bare else Writer(Raw(fd, "w", closefd=False)) for fd in (1, 2))
    sys.stdout = io.TextIOWrapper(out, "utf-8", write_through=bare)
    sys.stderr = io.TextIOWrapper(err, "utf-8", "backslashreplace", line_buffering=True, write_through=bare)
    builtins.open = io.open = failing_open
    for name in ("listdir", "scandir", "fsync", "chmod", "replace", "mkdir"):
        also(name)
    calls.clear()
    failing, shortened = (0, number) if short else (number, 0)
    code = run(arguments)
    with io.FileIO(f"{folder}.calls", "w") as file:
        file.write(json.dumps(calls).encode())
    os._exit(code)


def once(folder, stdin, bare, arguments, number, short):
    """Run it with one call failing or one write cut short (none for 0), and say how it ended and what it left."""
    work = f"{folder}.work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    os.chdir(work)
    process = os.fork()
    if not process:
        child(folder, stdin, bare, arguments, number, short)
    _, status = os.waitpid(process, 0)
    def read(path):
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "backslashreplace")
    paths = [os.path.join(at, name) for at, _, names in os.walk(work) for name in names]
    files = {os.path.relpath(path, work): read(path) for path in paths}
    return {
        "code": os.waitstatus_to_exitcode(status),
        "stdout": read(f"{folder}.stdout"),
        "stderr": read(f"{folder}.stderr"),
        "calls": json.loads(read(f"{folder}.calls")),
        "files": files,
    }


gc.disable()  # As the command does.
gc.freeze()
for line in sys.stdin:
    print(json.dumps(once(*json.loads(line))), flush=True)
'''

WAYS = {
    "table": ["matrix", "-f", "mine.yaml"],
    "json to a file that is there": ["matrix", "-f", "mine.yaml", "-o", "old.json"],
    "csv to a new file": ["statements", "-f", "mine.yaml", "-o", "new.csv"],
    "what was read, and a table": ["issue", "enrichment", "--source", "-v", "-f", "mine.yaml"],
    "a note, and no rows": ["matrix", "--parties", "us", "--json", "-f", "mine.yaml"],
    "standard input": ["matrix", "--json", "-f", "-"],
    "check": ["check", "mine.yaml", "--strict"],
    "check with mistakes": ["check", "broken.yaml"],
    "check with texts": ["check", "mine.yaml", "--texts", "texts"],
    "check that mends a place": ["check", "moved.yaml", "--texts", "texts", "--fix"],
    "check that shows how": ["check", "moved.yaml", "--texts", "texts", "--diff"],
    "a broken ledger": ["matrix", "-f", "broken.yaml"],
    "explain": ["check", "--explain", "unknown-party"],
    "schema": ["schema", "matrix"],
    "init": ["init", "a/b"],
    "init of another example": ["init", "a/b", "--example", "many"],
    "a card": ["card", "mine.yaml"],
    "cards in new files": ["card", "mine.yaml", "broken.yaml", "-o", "new/"],
    "a quote": ["quote", "mine.yaml", "party:", "oman"],
    "help": ["matrix", "--help"],
    "version": ["--version"],
    "wrong use": ["matrix", "--partis"],
}


MOVED = f"""
sources:
  daily:
    outlet: The Daily
    kind: report
    language: en
    published: 2026-02-09
    sha256: {sha256(b"another text").hexdigest()}
    characters: 12
    reliability: {{grade: B, why: Known for care.}}
    digest: A report.
issues: {{}}
statements:
  - id: us-another
    party: us
    about: talks
    stance: silent
    said: 2026-02-06
    text: Another text.
    evidence:
      - {{source: daily, quote: another text, attribution: named, teller: own}}
"""
"""A ledger of one quote, which has no place."""


MEMORY = "/dev/shm"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A ledger with cards in files, a broken one, texts, and a file to be replaced."""
    # Thousands of files are written for good, and a disk would be waited for each time.
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as place:
        folder = Path(place, "own")
        _fill(folder)
        yield folder


def _fill(folder: Path) -> None:
    text = AWKWARD.read_text(encoding="utf-8")
    for name in ("cards", "texts"):
        (folder / name).mkdir(parents=True)
    for name, card in yaml.load(text, yaml.BaseLoader)["sources"].items():
        (folder / "cards" / f"{name}.yaml").write_text(yaml.safe_dump(card, allow_unicode=True), encoding="utf-8")
        (folder / "texts" / f"{name}.txt").write_text("another text", encoding="utf-8")
    text = text.partition("sources:\n")[0] + "sources: cards\n" + text[text.index("parties:\n") :]
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    (folder / "broken.yaml").write_text(text.replace("party: oman", "party: omam"), encoding="utf-8")
    (folder / "moved.yaml").write_text(complete(MOVED), encoding="utf-8")
    (folder / "old.json").write_text("old")


@pytest.fixture(scope="module")
def inject() -> Iterator[Callable[..., Any]]:
    """Asks one process, which has read the modules, for how a command ends: as `once` of INJECTOR."""
    env = {"PATH": os.environ["PATH"], **PATHS, "LANG": "C.UTF-8"}
    with subprocess.Popen([sys.executable, "-c", INJECTOR], env=env, stdin=PIPE, stdout=PIPE) as process:
        assert process.stdin and process.stdout
        asking, told = process.stdin, process.stdout

        def inject(*asked: Any) -> Any:
            asking.write(json.dumps(asked).encode() + b"\n")
            asking.flush()
            return json.loads(told.readline())

        yield inject


@pytest.fixture(scope="module")
def counted() -> Counter[str]:
    """How many calls of each kind have failed in the tests of this file."""
    return Counter()


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="each failure needs a process forked from one that has read the modules"
)
@pytest.mark.parametrize("unbuffered", [False, True], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("way", WAYS)
def test_each_call_to_the_system_fails_once(
    way: str, unbuffered: bool, folder: Path, inject: Callable[..., Any], counted: Counter[str]
) -> None:
    """Each failure is exit 4 and one line, without a traceback, and leaves every file whole, as it was or not at all.

    Where standard error itself fails, nobody can be told, and the exit code is what it would have been. A write that
    takes only a part of what it is given is no failure: the rest follows.
    """
    ledger = AWKWARD if way == "standard input" else Path(os.devnull)
    asked = (str(folder), str(ledger), unbuffered, WAYS[way])
    whole = inject(*asked, 0, False)
    before = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert whole["calls"] and whole["code"] in (0, 1, 2, 3)
    places = defaultdict(list)
    for number, (what, name) in enumerate(whole["calls"], 1):
        places[what].append((number, name))
    for what, calls in places.items():
        for number, name in some(calls):
            end = inject(*asked, number, False)
            _ends_well(f"{what} {name}", whole, end, before, to_stderr=name == "2")
            counted[what] += 1
    assert places["write"]
    for number, _ in some(places["write"]):
        end = inject(*asked, number, True)
        assert {**end, "calls": []} == {**whole, "calls": []}
        assert len(end["calls"]) >= len(whole["calls"])


def _ends_well(call: str, whole: dict[str, Any], end: dict[str, Any], before: dict[str, str], to_stderr: bool) -> None:
    assert "Traceback" not in end["stderr"] and "gapcli: a bug" not in end["stderr"], (call, end["stderr"])
    if to_stderr:
        assert (end["code"], end["stdout"]) == (whole["code"], whole["stdout"]), call
        assert end["files"] == whole["files"], call
        return
    lines = [line for line in end["stderr"].splitlines() if line.startswith("gapcli: ")]
    assert end["code"] == 4 and lines[-1].endswith(": input/output error"), (call, end)
    assert end["stderr"].splitlines()[:-1] == whole["stderr"].splitlines()[: end["stderr"].count("\n") - 1], call
    assert whole["stdout"].startswith(end["stdout"]), call
    assert end["files"] in (before, whole["files"]), (call, end["files"].keys())


def test_enough_failed(counted: Counter[str]) -> None:
    """The failures above are of every kind, and many."""
    if sum(counted.values()):
        print(f"{sum(counted.values())} injected failures: {dict(counted)}")
        assert set(counted) >= {
            "open",
            "read",
            "write",
            "flush",
            "close",
            "listdir",
            "fsync",
            "replace",
            "chmod",
            "mkdir",
        }
        assert sum(counted.values()) > share(800)
