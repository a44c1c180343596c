"""What is longer than the screen goes through a pager, as git does it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

from gapcli.text import width_of

LESS = "FRX"
"""What less does where $LESS says nothing: end where the page fits, keep colours, leave the page on the screen."""
NO_SIZE = os.terminal_size((80, 24))
"""The size of a terminal that does not tell its own."""
_SHELL = re.compile(r"[|&;<>()$`\\\"' \t\n*?\[#~=%]")
"""What only a shell understands; a command without it is started as it is."""
_LOOK = re.compile(r"\x1b\[[0-9;]*m")


def find_pager(env: Mapping[str, str]) -> str:
    """The command of the pager; empty where there shall be none, as on a terminal that cannot move its cursor."""
    if env.get("TERM", "dumb") in ("dumb", ""):
        return ""
    command = env.get("GAPCLI_PAGER", env.get("PAGER", "less")).strip()
    return "" if command == "cat" else command


def is_longer(text: str, size: os.terminal_size) -> bool:
    """Whether a text takes more lines of a terminal than it shows above the next prompt."""
    lines = 0
    for line in text.splitlines():
        lines += max(1, -(-width_of(_LOOK.sub("", line)) // size.columns))
        if lines >= size.lines:
            return True
    return False


def show_in_pager(data: bytes) -> str | None:
    """Show what would go to the terminal in a pager, and wait until it is closed; leaving it early is no error.

    None where it was shown; else nothing was, and this is what a person should know of it, mostly nothing.
    """
    command = find_pager(os.environ)
    size = NO_SIZE
    with suppress(OSError):
        size = os.get_terminal_size(sys.stdout.fileno())
    if not command or not is_longer(data.decode(sys.stdout.encoding, "replace"), size if all(size) else NO_SIZE):
        return ""
    sys.stdout.flush()
    try:
        code = _run(command, data)
    except (OSError, ValueError) as error:  # A name with a NUL is no command.
        reason = getattr(error, "strerror", None) or str(error)
    else:
        # What a shell gives where it cannot start a command; it says why itself.
        if code not in (126, 127):
            return None
        reason = f"exit code {code}"
    # Nobody asked for the pager that is tried where none is named.
    named = "GAPCLI_PAGER" in os.environ or "PAGER" in os.environ
    return f'cannot start the pager "{command}": {reason[:1].lower()}{reason[1:]}' if named else ""


def _run(command: str, data: bytes) -> int:
    """Run a pager on some text, and give its exit code. Raises OSError where it cannot be started."""
    arguments = ["/bin/sh", "-c", command] if _SHELL.search(command) else [command]
    with _leave_keys_to_pager() as pids:
        pager = subprocess.Popen(arguments, stdin=subprocess.PIPE, env={"LESS": LESS, **os.environ})
        pids.append(pager.pid)
        assert pager.stdin
        with suppress(BrokenPipeError), pager.stdin:
            pager.stdin.write(data)
        return pager.wait()


@contextmanager
def _leave_keys_to_pager() -> Iterator[list[int]]:
    """Leave Ctrl-C to the pager, and pass a termination on to it, so that the terminal is not left as it has it.

    Gives a list for the id of its process.
    """
    pids: list[int] = []
    stopped: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        stopped.append(number)
        for pid in pids:
            with suppress(OSError):
                os.kill(pid, number)

    # Not SIG_IGN, which the pager would inherit.
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda number, frame: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
    }
    try:
        yield pids
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if stopped:
        os._exit(128 + stopped[0])
