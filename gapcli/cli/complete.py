"""What a shell offers after the tab key: words of an option and ids of the ledger, silently and quickly."""

import os
import re
import signal
from collections.abc import Callable, MutableMapping
from typing import TypeAlias

from typer import Context

from gapcli.files.find import find_ledger

Complete: TypeAlias = Callable[[Context, list[str], str], list[str]]

MILLISECONDS = 200
"""After how long nothing is offered rather than waited for, unless $GAPCLI_COMPLETION_MS says otherwise."""
SAFE = "[A-Za-z0-9][A-Za-z0-9._,:=-]*"
"""What every shell reads as one word; anything else in a ledger could be run by the tab key, and is not offered."""
BEGUN = "_GAPCLI_BEGUN"
"""The variable that keeps the beginning of a word, of which bash has the last piece completed alone."""


def join_bash_words(environment: MutableMapping[str, str]) -> None:
    """Undo how bash breaks words at `:` and `=`, where bash asks for a completion; else nothing is done.

    bash hands on `--assume iran:x` as four words, and has the last piece completed alone.
    """
    pieces = environment.get("COMP_WORDS", "").split("\n")
    at = environment.get("COMP_CWORD", "")
    if environment.get("_GAPCLI_COMPLETE") != "complete_bash" or not at.isdigit() or not 0 < int(at) < len(pieces):
        return
    pieces = pieces[: int(at) + 1]
    words: list[str] = []
    joins = False
    for piece in pieces:
        sign = bool(piece) and not piece.strip(":=")
        # An empty piece is a new word, after a blank.
        if words and piece and (sign or joins):
            words[-1] += piece
        else:
            words.append(piece)
        joins = sign
    last = pieces[-1].lstrip(":=")
    begun = words.pop().removesuffix(last)
    option, equals, value = begun.partition("=")
    if equals and option.startswith("--"):
        words.append(option)
        begun = value
    environment["COMP_WORDS"] = "\n".join((*words, last))
    environment["COMP_CWORD"] = str(len(words))
    environment[BEGUN] = begun


def offer(kind: str, several: bool = False) -> Complete:
    """Make what completes a name of a kind that `load_names` gives, or the last of several with commas between."""

    def complete(context: Context, arguments: list[str], incomplete: str) -> list[str]:
        begun = os.environ.get(BEGUN, "")
        before, comma, last = (begun + incomplete).rpartition(",") if several else ("", "", begun + incomplete)
        taken = before.split(",")
        try:
            known = _list_quickly(kind, _find_file(context))
            words = [before + comma + name for name in known if name.startswith(last) and name not in taken]
            return [word[len(begun) :] for word in words if re.fullmatch(SAFE, word)]
        except BaseException:  # Whatever is wrong, a shell must not see it.
            return []

    return complete


def offer_words(words: tuple[str, ...]) -> Complete:
    """Make what completes one of the words that an option takes."""

    def complete(context: Context, arguments: list[str], incomplete: str) -> list[str]:
        begun = os.environ.get(BEGUN, "")
        return [word[len(begun) :] for word in words if word.startswith(begun + incomplete)]

    return complete


def _find_file(context: Context) -> str | None:
    """The ledger that a line names; what the shell would put in place of `~` and `$` is there as it was typed."""
    named = context.params.get("file") or ()
    return os.path.expanduser(os.path.expandvars(named[0])) if named else None


def _list_quickly(kind: str, file: str | None) -> list[str]:
    """Some names of a ledger. Raises TimeoutError where they take too long to read and the system can tell."""

    def stop(*_: object) -> None:
        raise TimeoutError

    # Before the timer: what is raised in the middle of an import may be lost, and nothing would end the wait.
    from gapcli.files.load import load_names

    if hasattr(signal, "setitimer"):
        text = os.environ.get("GAPCLI_COMPLETION_MS", "")
        limit = int(text[:9]) if text.isascii() and text.isdigit() else MILLISECONDS
        signal.signal(signal.SIGALRM, stop)
        # A time of 0 sets no timer.
        signal.setitimer(signal.ITIMER_REAL, limit / 1000)
    try:
        return list(load_names(find_ledger(file)[0])[kind])
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
