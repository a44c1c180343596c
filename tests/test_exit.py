"""How the command ends: its exit codes, its messages, closed pipes, full disks, interrupts."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from fcntl import F_SETPIPE_SZ, fcntl
from itertools import product
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit
from typing import Any, NamedTuple

import pytest
from conftest import PATHS
from shares import some

HERE = Path(__file__).resolve().parent
LEDGER = str(HERE / "ledgers" / "awkward.yaml")
COMMAND = [sys.executable, "-m", "gapcli"]
ENV = {"PATH": os.environ["PATH"], **PATHS, "LANG": "C.UTF-8"}
Run = Callable[..., Any]


@pytest.fixture
def broken(tmp_path: Path) -> str:
    """A ledger with some mistakes."""
    text = (HERE / "ledgers" / "awkward.yaml").read_text(encoding="utf-8")
    file = tmp_path / "broken.yaml"
    file.write_text(text.replace("party: oman", "party: omam").replace("stance: silent", "stance: silnt"), "utf-8")
    return str(file)


# --- each code ------------------------------------------------------------------------------------


def test_0_for_an_answer(run: Run) -> None:
    """Done, and the answer is fine: exit 0, the answer on standard output and nothing on standard error."""
    for arguments in (["matrix"], ["check"], ["--version"], ["matrix", "--fail-over", "1"]):
        done = run(*arguments, *(["-f", LEDGER] if arguments != ["--version"] else []))
        assert (done.code, done.stderr) == (0, b"") and done.stdout


def test_no_arguments_is_a_call_for_help(run: Run) -> None:
    """`gapcli` alone prints its help on standard output, as `gapcli --help` does, and that is no failure."""
    bare, asked = run(), run("--help")
    assert (bare.code, bare.stderr) == (0, b"") and bare == asked
    assert b"Usage: gapcli [OPTIONS] COMMAND" in bare.stdout and b"matrix" in bare.stdout


def test_1_for_the_answer_no(run: Run, broken: str) -> None:
    """`check` that finds mistakes, and a printed gap over --fail-over, print their answer and end with 1."""
    done = run("check", broken)
    assert (done.code, done.stderr) == (1, b"") and done.stdout.count(b": error: ") == 3
    done = run("matrix", "-f", LEDGER, "--fail-over", "0.39")
    assert (done.code, done.stderr) == (1, b"") and b"0.40" in done.stdout
    assert run("matrix", "-f", LEDGER, "--fail-over", "0.4").code == 0
    assert run("matrix", "-f", LEDGER, "--fail-over", "0.4", "--dimensions").code == 1


WRONG = [
    (["matrx"], 'no command is called "matrx": did you mean "matrix"?'),
    (["frobnicate"], 'no command is called "frobnicate": one of: '),
    (["matrix", "--partis", "us"], 'no option is called "--partis": did you mean "--parties"?'),
    (["schema", "-z"], 'no option is called "-z": one of: --help'),
    (["--vershion"], 'no option is called "--vershion": did you mean "--version"?'),
    (["matrix", "us"], "got unexpected extra argument"),
    (["matrix", "--parties"], "option '--parties' requires an argument"),
    (["matrix", "--parties", "us,iram"], 'no party is called "iram": did you mean "iran"?'),
    (["party", "irna"], 'no party is called "irna": did you mean "iran"?'),
    (["matrix", "--issues", "enrichmnt"], 'no issue is called "enrichmnt": did you mean "enrichment"?'),
    (["issue", "enrichment.extnt"], 'no dimension is called "enrichment.extnt": did you mean "enrichment.extent"?'),
    (["matrix", "--without", "dayly"], 'no source or outlet is called "dayly": did you mean "daily"?'),
    (["statements", "--stance", "ask"], 'did you mean "asks"?'),
    (["proposals", "drafd"], 'did you mean "draft"?'),
    (["matrix", "--assume", "iran:enrichment.extent=stpo"], 'did you mean "stop"?'),
    (["matrix", "--as-of", "2026-02-30"], '--as-of: "2026-02-30" is no date: use YYYY-MM-DD, YYYY-MM or YYYY'),
    (["matrix", "--since", "2026-02-10"], "--since 2026-02-10 is not before 2026-02-10"),
    (["matrix", "--by", "month"], '--by: no "month": '),
    (["matrix", "--sort", "gaps"], '--sort: no "gaps": did you mean "gap"?'),
    (["matrix", "--weights", "evne"], '--weights: no "evne": did you mean "even"?'),
    (["matrix", "--color", "allways"], '--color: no "allways": did you mean "always"?'),
    (["matrix", "-O", "jsno"], '-O: no "jsno": did you mean "json"?'),
    (["matrix", "--fail-over", "high"], "invalid value for '--fail-over': 'high' is not a valid float"),
    (["matrix", "--fail-over", "nan"], "--fail-over nan: a gap is from 0 to 1"),
    (["matrix", "--fail-over", "40"], "--fail-over 40: a gap is from 0 to 1"),
    (["matrix", "--parties", "--json"], '--parties needs a value, and "--json" looks like the option --json'),
    (["matrix", "--as-of", "--isues"], '--as-of needs a value, and "--isues" looks like the option --issues'),
    (["statements", "--text", "--stanc"], '--text needs a value, and "--stanc" looks like the option --stance'),
    (["matrix", "--parties", ""], '--parties: "" names nothing: leave it out, or write all'),
    (["matrix", "--parties", "us", "--parties", " , "], '--parties: " , " names nothing: leave it out, or write all'),
    (["matrix", "--issues", ","], '--issues: "," names nothing: leave it out, or write all'),
    (["matrix", "--only", ""], 'no source or outlet is called "": one of: '),
    (["statements", "--text", ""], '"" holds no word to look for'),
    (["statements", "--text", " \u064e\u200c\u0640"], "holds no word to look for"),
    (["statements", "--stance", "asks", "--stance", "rejects"], "--stance is given 2 times: keep one"),
    (["matrix", "-O", "json", "-O", "csv"], "-O is given 2 times: keep one"),
    (["matrix", "--since", "2026"], "--since 2026 is 2026-12-31, which is not before 2026-02-10"),
    (["matrix", "--assume", "iran:enrichment.sites=8..4"], "enrichment.sites: 8 is above 4: write 4..8"),
    (["matrix", "--assume", "iran:enrichment.sites=4,8"], '"4,8" is no number: write it as 60 or 3.67'),
    (["schema", "matrx"], 'schema: no "matrx": did you mean "matrix"?'),
]


@pytest.mark.parametrize(
    ("arguments", "told"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_2_for_wrong_use(arguments: list[str], told: str, run: Run) -> None:
    """A typo in a command, an option, an id or a word is one line that says what would do, and exit 2."""
    more = ["-f", LEDGER] if arguments[0] in ("matrix", "issue", "party", "statements", "proposals") else []
    if arguments[-1] == "--parties":
        more = []
    done = run(*arguments, *more)
    assert (done.code, done.stdout) == (2, b"")
    assert re.fullmatch(f"gapcli: .*{re.escape(told)}.*\n", done.stderr.decode())


def test_lists_of_names_add_up(run: Run) -> None:
    """`--parties` and `--issues` given twice are one list, in whichever order."""
    for option, one, other in (("--parties", "us", "iran"), ("--issues", "enrichment.extent", "enrichment.sites")):
        whole = run("matrix", "-f", LEDGER, "--json", option, f"{one},{other}")
        assert (whole.code, whole.stderr) == (0, b"")
        assert run("matrix", "-f", LEDGER, "--json", option, one, option, other) == whole
        assert run("matrix", "-f", LEDGER, "--json", option, other, option, one) == whole


def test_2_for_a_bad_limit(run: Run) -> None:
    """$GAPCLI_MAX_MIB is a whole number."""
    for value in ("much", "0", "-1", "1.5", "٢"):
        done = run("matrix", "-f", LEDGER, env={"GAPCLI_MAX_MIB": value})
        assert done.code == 2 and done.stderr.decode().startswith(
            f'gapcli: $GAPCLI_MAX_MIB is "{value}": write a whole'
        )


def test_3_for_a_broken_ledger(run: Run, broken: str, tmp_path: Path) -> None:
    """Any other command prints what `check` prints, on standard error, and nothing else, anywhere."""
    found, _, count = run("check", broken).stdout.decode().rstrip("\n").rpartition("\n\n")
    assert count == "3 mistakes"
    (tmp_path / "out.json").write_text("old")
    for arguments in (["matrix"], ["matrix", "--json"], ["issue", "-o", "out.json"], ["statements", "-o", "new.csv"]):
        done = run(*arguments, "-f", broken)
        assert (done.code, done.stdout, done.stderr.decode()) == (3, b"", found + "\n")
    assert (tmp_path / "out.json").read_text() == "old" and not (tmp_path / "new.csv").exists()


def test_4_for_file_trouble(run: Run) -> None:
    """A file that is not there is exit 4 and one line; the other troubles are in test_output.py."""
    done = run("matrix", "-f", "nowhere.yaml")
    assert (done.code, done.stdout, done.stderr) == (
        4,
        b"",
        b"gapcli: cannot read nowhere.yaml: no such file or directory\n",
    )


BUG = """
import gapcli.reports.matrix, gapcli.cli.run, sys
def matrix(*_, **__): raise ZeroDivisionError("boom \\x1b[31m\\nsecond line")
gapcli.reports.matrix.matrix = matrix
sys.exit(gapcli.cli.run.run(["matrix", "-f", sys.argv[1], *sys.argv[2:]]))
"""


def test_70_for_a_bug(tmp_path: Path) -> None:
    """A bug is one line without a word of source; --debug adds the traceback; a file is left as it was."""
    command = [sys.executable, "-c", BUG, LEDGER]
    done = subprocess.run(command, env=ENV, capture_output=True)
    line = b"gapcli: a bug in gapcli: ZeroDivisionError: boom \\x1b[31m (--debug shows where)\n"
    assert (done.returncode, done.stdout, done.stderr) == (70, b"", line)
    (tmp_path / "out.json").write_text("old")
    done = subprocess.run([*command, "--debug", "-o", "out.json"], env=ENV, capture_output=True, cwd=tmp_path)
    assert done.returncode == 70 and done.stderr.startswith(b"Traceback") and done.stderr.endswith(line)
    assert (tmp_path / "out.json").read_text() == "old"


# --- streams that do not work ---------------------------------------------------------------------


WRITERS = [["matrix", "-f", LEDGER], ["matrix", "--json", "-f", LEDGER], ["check", LEDGER], ["--help"], ["--version"]]
WRITERS += [["schema"], ["matrix", "--help"], []]


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_full_disk(arguments: list[str]) -> None:
    """Output that cannot be written is exit 4 and says why, whoever writes it."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, *arguments], env=ENV, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (4, b"gapcli: cannot write output: no space left on device\n")


@pytest.mark.parametrize("arguments", some([*WRITERS, ["statements", "--json", "-f", LEDGER]]), ids=" ".join)
def test_a_limit_in_the_middle_of_a_write(arguments: list[str], tmp_path: Path) -> None:
    """Where the system takes a part of the output and no more, it is exit 4 and says why, buffered by Python or not."""
    whole = subprocess.run([*COMMAND, *arguments], env=ENV, capture_output=True).stdout
    for unbuffered in ("", "1"):
        with open(tmp_path / "out", "wb") as file:
            done = subprocess.run(
                [*COMMAND, *arguments],
                env=ENV | {"PYTHONUNBUFFERED": unbuffered},
                stdout=file,
                stderr=subprocess.PIPE,
                preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (len(whole) - 3, len(whole) - 3)),
            )
        assert (done.returncode, done.stderr) == (4, b"gapcli: cannot write output: file too large\n")
        assert (tmp_path / "out").read_bytes() == whole[:-3]


@pytest.mark.parametrize("arguments", [["statements", "--json", "-f", LEDGER], ["schema"]], ids=" ".join)
def test_a_pipe_that_takes_a_part_of_a_write(arguments: list[str]) -> None:
    """Into a pipe that does not wait, all is written or it is exit 4; into a slow one all of it is."""
    whole = subprocess.run([*COMMAND, *arguments], env=ENV, capture_output=True).stdout
    for waits in (True, False):
        out, into = os.pipe()
        fcntl(into, F_SETPIPE_SZ, 4096)
        os.set_blocking(into, waits)
        with subprocess.Popen(
            [*COMMAND, *arguments], env=ENV | {"PYTHONUNBUFFERED": "1"}, stdout=into, stderr=subprocess.PIPE
        ) as process:
            os.close(into)
            if not waits:
                process.wait(timeout=60)
            with open(out, "rb") as reader:
                got = reader.read()
            _, errors = process.communicate(timeout=60)
        if waits:
            assert (process.returncode, got, errors) == (0, whole, b"")
        else:
            assert process.returncode == 4 and errors.startswith(b"gapcli: cannot write output: "), errors
            assert whole.startswith(got) and len(got) < len(whole)


@pytest.mark.parametrize("arguments", WRITERS[:4], ids=" ".join)
def test_standard_output_closed(arguments: list[str]) -> None:
    """`>&-` is exit 4 and a word, not silence and success."""
    done = subprocess.run(["bash", "-c", '"$@" >&-', "-", *COMMAND, *arguments], env=ENV, capture_output=True)
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr == b"gapcli: cannot write output: standard output is closed\n"


def test_standard_input_closed() -> None:
    """`<&-` harms nobody who reads a file, and is exit 4 for who reads standard input."""
    shell = ["bash", "-c", '"$@" <&-', "-", *COMMAND, "matrix", "-f"]
    done = subprocess.run([*shell, LEDGER], env=ENV, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    done = subprocess.run([*shell, "-"], env=ENV, capture_output=True)
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr == b"gapcli: cannot read standard input: it is closed\n"


@pytest.mark.parametrize(
    ("arguments", "code"), [(["matrix", "-f", LEDGER], 0), (["matrx"], 2), (["matrix", "-f", "x"], 4)]
)
@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_standard_error_closed_or_full(redirection: str, arguments: list[str], code: int) -> None:
    """Where nobody can be told, the exit code still tells, and no message strays into the output."""
    shell = ["bash", "-c", f'"$@" {redirection}', "-", *COMMAND, *arguments, *(["-v"] if code == 0 else [])]
    done = subprocess.run(shell, env=ENV, capture_output=True)
    assert done.returncode == code
    assert done.stdout == (subprocess.run([*COMMAND, *arguments], env=ENV, capture_output=True).stdout)


# --- pipes ----------------------------------------------------------------------------------------


class End(NamedTuple):
    """How a run with a reader that leaves early ended."""

    code: int
    errors: bytes


def read_and_leave(arguments: list[str], size: int) -> End:
    """Read some bytes of what the command writes, and close the pipe."""
    out, into = os.pipe()
    fcntl(into, F_SETPIPE_SZ, 4096)
    with subprocess.Popen([*COMMAND, *arguments], env=ENV, stdout=into, stderr=subprocess.PIPE) as process:
        os.close(into)
        while size > 0:
            size -= len(os.read(out, size)) or size
        os.close(out)
        _, errors = process.communicate(timeout=30)
        return End(process.returncode, errors)


@pytest.mark.parametrize("form", ["json", "table"])
def test_a_pipe_closed_at_every_kilobyte(form: str) -> None:
    """Wherever the reader leaves, it is quiet: exit 141, or 0 where all was written already, and not a word."""
    arguments = (
        ["statements", "-f", LEDGER, "-O", form]
        if form == "json"
        else ["issue", "enrichment", "--source", "-f", LEDGER]
    )
    whole = len(subprocess.run([*COMMAND, *arguments], env=ENV, capture_output=True, check=True).stdout)
    sizes = range(0, whole, 1024)
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda size: read_and_leave(arguments, size), sizes))
    assert len(ends) > 3
    for size, end in zip(sizes, ends):
        assert end.errors == b""
        assert end.code == 141 or (end.code == 0 and whole - size <= 4096), size


@pytest.mark.parametrize("arguments", [["--help"], ["matrix", "--help"], ["schema"], ["check", LEDGER]], ids=" ".join)
def test_a_reader_that_never_reads(arguments: list[str]) -> None:
    """A pipe closed before the first byte is 141, whoever writes: help and schema too."""
    out, into = os.pipe()
    os.close(out)
    done = subprocess.run([*COMMAND, *arguments], env=ENV, stdout=into, stderr=subprocess.PIPE)
    os.close(into)
    assert (done.returncode, done.stderr) == (141, b"")


# --- signals --------------------------------------------------------------------------------------


def listening(process: "subprocess.Popen[bytes]") -> None:
    """Wait until the command has its own way to be terminated, which it sets up before anything else."""
    caught = 1 << (signal.SIGTERM - 1)
    for _ in range(10_000):
        status = Path(f"/proc/{process.pid}/status").read_text()
        if int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16) & caught:  # type: ignore[index]
            return
        time.sleep(0.001)
    raise AssertionError("it never listened")


needs_proc = pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="there is no /proc to see it listen")
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@needs_proc
@pytest.mark.parametrize("number", CODES)
def test_a_signal_at_any_moment(number: signal.Signals) -> None:
    """While it imports, reads a slow standard input and waits, it ends at once with 130 or 143, without a word."""

    def stop(after: float) -> tuple[int, bytes, bytes]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen([*COMMAND, "matrix", "-f", "-"], env=ENV, **pipes) as process:  # type: ignore[call-overload]
            assert process.stdin
            process.stdin.write(b"format: 1\n")
            process.stdin.flush()
            listening(process)
            time.sleep(after)
            process.send_signal(number)
            with suppress(BrokenPipeError):
                out, errors = process.communicate(timeout=10)
            return process.returncode, out, errors

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(stop, [i * 0.02 for i in range(12)])) == {(CODES[number], b"", b"")}


@needs_proc
@pytest.mark.parametrize("number", CODES)
def test_a_signal_while_a_slow_pipe_is_written(number: signal.Signals) -> None:
    """A reader that does not read cannot hold it: it ends with 130 or 143, without a word."""
    out, into = os.pipe()
    fcntl(into, F_SETPIPE_SZ, 4096)
    with subprocess.Popen(
        [*COMMAND, "statements", "--json", "-f", LEDGER], env=ENV, stdout=into, stderr=subprocess.PIPE
    ) as process:
        os.close(into)
        assert os.read(out, 1) == b"{"
        time.sleep(0.02)
        assert process.poll() is None
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    os.close(out)
    assert (process.returncode, errors) == (CODES[number], b"")


STOPPED = """
import os, signal, sys
from gapcli.__main__ import main
_, moment, number, ledger = sys.argv
real = getattr(os, moment)
signal.signal(int(number), signal.SIG_DFL)  # Where the tests run under nohup it would be ignored.
def after_a_signal(*arguments):
    os.kill(os.getpid(), int(number))
    return real(*arguments)
setattr(os, moment, after_a_signal)
sys.argv = ["gapcli", "matrix", "-f", ledger, "-o", "out.json"]
main()
"""


KEPT = "SIG(KILL|STOP|TSTP|TTIN|TTOU|CONT|CHLD|CLD|URG|WINCH|PIPE|XFSZ|RTMIN|RTMAX|STKFLT|SEGV|BUS|ILL|FPE|TRAP|SYS)"
"""Signals that cannot be heard, that end no process or are passed over by Python, and faults of the process itself."""
OTHERS = sorted({number for number in signal.Signals if not re.fullmatch(KEPT, number.name)})


@pytest.mark.parametrize(
    "moment, number", some([*product(["urandom", "fsync", "chmod", "replace"], CODES), *product(["fsync"], OTHERS)])
)
def test_a_signal_while_a_file_is_written(moment: str, number: signal.Signals, tmp_path: Path) -> None:
    """Before, in and after the writing of a file a signal leaves the old one, and nothing beside it."""
    (tmp_path / "out.json").write_text("old")
    command = [sys.executable, "-c", STOPPED, moment, str(int(number)), LEDGER]
    done = subprocess.run(command, env=ENV, cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, b"", b"")
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"] and (tmp_path / "out.json").read_text() == "old"


@needs_proc
def test_a_termination_at_any_moment_leaves_a_whole_file_or_none(tmp_path: Path) -> None:
    """Terminated at any moment of a run, `-o` leaves no file or the whole of it, and never a part or a rest."""
    whole = subprocess.run([*COMMAND, "matrix", "--json", "-f", LEDGER], env=ENV, capture_output=True).stdout

    def stop(i: int) -> int:
        arguments = ["matrix", "-f", LEDGER, "-o", f"{i}.json"]
        with subprocess.Popen([*COMMAND, *arguments], env=ENV, cwd=tmp_path) as process:
            listening(process)
            time.sleep(i * 0.01)
            process.terminate()
        return process.returncode

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(stop, range(16)))
    assert set(codes) <= {0, 143} and 143 in codes
    left = sorted(tmp_path.iterdir())
    assert all(file.suffix == ".json" and file.read_bytes() == whole for file in left)
    assert {f"{i}.json" for i, code in enumerate(codes) if code == 0} <= {file.name for file in left}
