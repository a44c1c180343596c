"""What a shell offers after the tab key: words of an option, ids and names of the ledger, silently and quickly."""

import os
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from typer import Context

from gapcli.files.find import find_ledger
from gapcli.text import COMMAS, fold, split_list

if TYPE_CHECKING:
    from gapcli.ledger.model import Ledger
    from gapcli.ledger.names import Known

MILLISECONDS = 200
"""After how long nothing is offered rather than waited for, unless $GAPCLI_COMPLETION_MS says otherwise."""
SAFE = "[A-Za-z0-9._,:=-]"
"""Those signs of ASCII that every shell reads as part of one word; others in a ledger could be run by the tab key."""
PLAIN = "[A-Za-z0-9 .,/%+-]"
"""Those that may stand in what is said of a word."""
LONGEST = 60
"""How many characters of it are shown."""
JOINERS = "\u200c\u200d"
"""What keeps letters of a word apart or together, as Persian has it."""
BEGUN = "_GAPCLI_BEGUN"
"""The variable that keeps the beginning of a word, of which bash has the last piece completed alone."""


class Offer(NamedTuple):
    """A word that a shell offers, in the form that typer hands on."""

    value: str
    help: str = ""
    """What is said of it where the shell shows such."""
    type: str = "plain"


class TooSlow(BaseException):
    """Nobody would wait any longer; no OSError, as TimeoutError is, which an import of a module passes over."""


Complete: TypeAlias = Callable[[Context, str], list[Offer]]


class Completed:
    """A parameter that completes itself: typer drops what is no continuation of what was typed, letter by letter."""

    complete: Complete | None = None

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What may stand in place of what was typed."""
        if self.complete is None:
            return super().shell_complete(ctx, incomplete)  # type: ignore[misc,no-any-return]
        return self.complete(ctx, incomplete)


def join_words(environment: MutableMapping[str, str]) -> None:
    """Undo how shells break words, where one asks for a completion; else nothing is done.

    bash hands on `--assume iran:x` as four words, and has the last piece completed alone. A blank at the end that
    belongs to a word would begin another one.
    """
    line = environment.get("_TYPER_COMPLETE_ARGS", "")
    if line.endswith("\\ "):
        environment["_TYPER_COMPLETE_ARGS"] = line[:-2] + '" "'
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
    environment[BEGUN] = re.sub(r"\\(.)", r"\1", begun)


def offer(kind: str, several: bool = False) -> Complete:
    """Make what completes a name of one of `NAMED`, or an assumption, or the last of several with commas between."""

    def complete(context: Context, incomplete: str) -> list[Offer]:
        begun = os.environ.get(BEGUN, "")
        typed = begun + incomplete
        at = max(map(typed.rfind, COMMAS)) + 1 if several else 0
        taken = {fold(name) for name in split_list(typed[:at])}
        try:
            found = _list_quickly(kind, _find_file(context), _find_language(context), typed[at:])
            if several:
                # In a list a comma would end the name.
                found = [(name, says) for name, says in found if not set(COMMAS).intersection(name)]
            words = {typed[:at] + name: says for name, says in found if fold(name) not in taken}
            return [Offer(_quote(word[len(begun) :]), _tidy(says)) for word, says in words.items() if _is_safe(word)]
        except BaseException:  # Whatever is wrong, a shell must not see it.
            return []

    return complete


def offer_words(words: tuple[str, ...]) -> Complete:
    """Make what completes one of the words that an option takes."""

    def complete(context: Context, incomplete: str) -> list[Offer]:
        begun = os.environ.get(BEGUN, "")
        return [Offer(word[len(begun) :]) for word in words if word.startswith(begun + incomplete)]

    return complete


# --- what a shell reads ---------------------------------------------------------------------------


def _is_safe(word: str) -> bool:
    """Whether a word is one to every shell once its blanks are quoted: letters of any script, and some signs."""
    from unicodedata import category

    def fits(c: str) -> bool:
        return bool(re.match(SAFE, c)) if c.isascii() else category(c)[0] in "LMN" or c in (*JOINERS, "،")

    return word[:1].isalnum() and word == " ".join(word.split()) and all(map(fits, word.replace(" ", "")))


def _quote(word: str) -> str:
    """A word as it has to stand on the line: of the shells bash alone leaves that to who offers it."""
    # What was typed last, as bash has it.
    piece = os.environ.get("COMP_WORDS", "").rpartition("\n")[2]
    is_bare = os.environ.get("_GAPCLI_COMPLETE") == "complete_bash" and piece[:1] not in ("'", '"')
    return word.replace(" ", "\\ ") if is_bare else word


def _tidy(says: str) -> str:
    """What is said of a word on one short line, without what a shell could run."""
    spelled = says.translate({ord("'"): "’", ord('"'): "”"})
    kept = "".join(c if (re.match(PLAIN, c) if c.isascii() else c.isprintable()) else " " for c in spelled)
    line = " ".join(kept.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


# --- what may be named ----------------------------------------------------------------------------


def _find_file(context: Context) -> str | None:
    """The ledger that a line names; what the shell would put in place of `~` and `$` is there as it was typed."""
    named = context.params.get("file") or ()
    return os.path.expanduser(os.path.expandvars(named[0])) if named else None


def _find_language(context: Context) -> str:
    """The language in which to say what is offered: that of the line, or of $GAPCLI_LANG; empty for the ledger's."""
    named = context.params.get("lang") or ()
    return named[0] if named else os.environ.get("GAPCLI_LANG", "")


def _list_quickly(kind: str, file: str | None, language: str, typed: str) -> list[tuple[str, str]]:
    """Some names of a ledger, each with what is said of it.

    Raises TooSlow where they take too long to find and the system can tell.
    """

    def stop(*_: object) -> None:
        raise TooSlow

    # Before the timer: what is raised in the middle of an import may be lost, and nothing would end the wait.
    from gapcli.files.load import load_draft
    from gapcli.ledger.model import Text

    if hasattr(signal, "setitimer"):
        text = os.environ.get("GAPCLI_COMPLETION_MS", "")
        limit = int(text[:9]) if text.isascii() and text.isdigit() else MILLISECONDS
        signal.signal(signal.SIGALRM, stop)
        # A time of 0 sets no timer.
        signal.setitimer(signal.ITIMER_REAL, limit / 1000)
    try:
        Text.spoken = language
        draft = load_draft(find_ledger(file)[0])
        return [] if draft is None else [*_list_fitting(kind, draft, typed)]
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


def _list_fitting(kind: str, draft: "Ledger", typed: str) -> Iterator[tuple[str, str]]:
    """What begins as it was typed, of one of `NAMED` or of what may be assumed, each with what is said of it."""
    from gapcli.ledger.names import NAMED, list_dimensions

    if kind == "assumptions":
        yield from _list_assumptions(draft, typed)
        return
    known = NAMED[kind](draft)
    says = {id: next(iter(names), "") for id, names in known.items()}
    if kind in ("issues", "tabled"):
        says |= {about: str(d.question or "") for about, d in list_dimensions(draft).items()}
    elif kind == "statements":
        says |= {s.id: str(s.text or "") for s in draft.statements if s and s.id}
    # Several cards of an outlet are left out by its one name.
    for word, id in _fit(known, typed, alone=kind != "sources"):
        shown = says[id] if word == id else id
        yield word, shown if shown != word else ""


def _list_assumptions(draft: "Ledger", typed: str) -> Iterator[tuple[str, str]]:
    """The ways to go on with an assumption: a party, a question and an answer, each that is there as it was typed."""
    from gapcli.ledger.names import list_dimensions, name_dimensions, name_options, name_parties

    party, colon, rest = typed.partition(":")
    about, equals, answer = rest.partition("=")
    parties = _fit(name_parties(draft), party, whole=bool(colon))
    questions = _fit(name_dimensions(draft), about, whole=bool(equals)) if parties else []
    options = {id: name_options(list_dimensions(draft)[id]) for _, id in questions}
    answers = [
        (f"{called}={word}", next(iter(options[id][option]), ""))
        for called, id in questions
        for word, option in _fit(options[id], answer)
    ]
    yield from ((f"{called}:{words}", says) for called, _ in parties for words, says in answers)


def _fit(known: "Known", typed: str, whole: bool = False, alone: bool = True) -> list[tuple[str, str]]:
    """The ids that begin so; of what is not ASCII the names, spelled so or else in any way. Each with its id.

    `whole`: what is called so, as it was typed; `alone`: no name that several have, and which is refused.
    """
    if typed.isascii() and not whole:
        return [(id, id) for id in known if id.startswith(typed)]
    folded = fold(typed)
    words = [(word, fold(word), id) for id, names in known.items() for word in dict.fromkeys((id, *names))]
    if alone:
        words = _leave_out_shared(words)
    if whole:
        return [(typed, id) for _, spelled, id in words if spelled == folded][:1]
    found = [(word, id) for word, spelled, id in words if not word.isascii() and spelled.startswith(folded)]
    # Several that are spelled otherwise have less in common than what was typed, of which a shell leaves that alone.
    return [(word, id) for word, id in found if word.startswith(typed)] or found


def _leave_out_shared(words: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Those words that name one thing alone: each as it is written, as it is compared, and the id of what it names."""
    named = Counter(spelled for spelled, _ in {(spelled, id) for _, spelled, id in words})
    return [(word, spelled, id) for word, spelled, id in words if word == id or named[spelled] == 1]
