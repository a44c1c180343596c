"""How a command ends: its exit codes, and what it says on standard error."""

import os
import sys
from contextlib import suppress

from gapcli.text import did_you_mean
from gapcli.text import shown as escape

DONE, NO, USAGE, BROKEN, FILE, BUG, INTERRUPTED, CLOSED = 0, 1, 2, 3, 4, 70, 130, 141
"""Done; the answer is no; wrong use; the ledger has mistakes; file trouble; a bug; interrupted; the reader closed."""


class Stop(Exception):
    """Ends the command with an exit code, and a line on standard error where there is something to say."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def tell(text: str) -> None:
    """Say something on standard error; where that is closed or full, nobody is there to be told."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr)


def complain(message: str) -> None:
    """Say on standard error what a person should know, in one line."""
    tell(f"gapcli: {escape(message)}")


def quote_path(path: object) -> str:
    """A path as it can be printed."""
    text = os.fsdecode(path) if isinstance(path, (str, bytes)) else str(path)
    return escape(text) or '""'


def describe_trouble(what: str, path: object, error: OSError | ValueError) -> str:
    """What could not be done with a file, and why: `cannot read x.yaml: no such file or directory`."""
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot {what} {quote_path(path)}: {reason[:1].lower()}{reason[1:]}"


def require_word(value: str, words: tuple[str, ...], option: str) -> None:
    """Refuse a word that is none of those allowed. Raises Stop."""
    if value not in words:
        raise Stop(USAGE, f'{option}: no "{value}": {did_you_mean(value, words)}')
