"""What a shell offers after the tab key: ids of the ledger; silent and quick, whatever the ledger is like."""

import os
import re
from collections.abc import Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING

from typer import Context

if TYPE_CHECKING:
    from gapcli.files.names import Names

MILLISECONDS = 200
"""After how long nothing is offered rather than waited for, unless $GAPCLI_COMPLETION_MS says otherwise."""
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._,:=-]*")
"""What every shell reads as one word; anything else in a ledger could be run by the tab key, and is not offered."""
BEGUN = "_GAPCLI_BEGUN"
"""The variable that keeps the beginning of a word, of which bash has the last piece completed alone."""


def _assumptions(names: "Names") -> Iterable[str]:
    return (f"{party}:{answer}" for party in names.parties for answer in names.answers)


def _offered(choose: Callable[["Names"], Iterable[str]], several: bool) -> Callable[[Context, str], list[str]]:
    def complete(context: Context, incomplete: str) -> list[str]:
        begun = os.environ.get(BEGUN, "")
        before, comma, last = (begun + incomplete).rpartition(",") if several else ("", "", begun + incomplete)
        taken = before.split(",")
        try:
            known = _quickly(lambda: list(choose(_read_names(context.params.get("file")))))
            words = [before + comma + name for name in known if name.startswith(last) and name not in taken]
            return [word[len(begun) :] for word in words if SAFE.fullmatch(word)]
        except BaseException:  # Whatever is wrong, a shell must not see it.
            return []

    return complete


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


def _read_names(file: str | None) -> "Names":
    from gapcli.files.find import find_ledger
    from gapcli.files.load import load_names

    path, _ = find_ledger(file)
    return load_names(path)


def _quickly(make: Callable[[], list[str]]) -> list[str]:
    """The list, or TimeoutError where it takes too long to make and the system can tell."""
    import signal

    text = os.environ.get("GAPCLI_COMPLETION_MS", "")
    limit = int(text[:9]) if text.isascii() and text.isdigit() else MILLISECONDS

    def late(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        return make()
    signal.signal(signal.SIGALRM, late)
    # A time of 0 sets no timer.
    signal.setitimer(signal.ITIMER_REAL, limit / 1000)
    try:
        return make()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


parties = _offered(lambda names: names.parties, True)
issues = _offered(lambda names: names.issues, True)
issue = _offered(lambda names: names.issues, False)
party = _offered(lambda names: names.parties, False)
sources = _offered(lambda names: names.sources, False)
statements = _offered(lambda names: names.statements, False)
proposals = _offered(lambda names: names.proposals, False)
assumptions = _offered(_assumptions, False)
