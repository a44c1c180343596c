"""The ledger in, the answer out: opening files, choosing the format, writing."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from gapcli.cli.ending import (
    BROKEN,
    FILE,
    USAGE,
    Stop,
    complain,
    describe_trouble,
    quote_path,
    require_word,
    tell,
)
from gapcli.cli.write import write_text
from gapcli.files.find import LARGEST, read_bytes
from gapcli.formats import FORMATS, find_screen, list_formats, write_report

if TYPE_CHECKING:
    from gapcli.files.load import Loaded
    from gapcli.ledger.model import Ledger
    from gapcli.reports.report import Report


# --- in -------------------------------------------------------------------------------------------


def read_limit() -> float:
    """How many MiB a file may have. Raises Stop."""
    text = os.environ.get("GAPCLI_MAX_MIB", "")
    if not text:
        return LARGEST
    if not text.isascii() or not text.isdigit() or not int(text[:9]) > 0:
        raise Stop(USAGE, f'$GAPCLI_MAX_MIB is "{text[:40]}": write a whole number of MiB')
    return int(text[:9])


def read_file(path: str, name: str, limit: float, texts: str | None = None) -> "Loaded":
    """What loading a ledger gave; `path` and `name` as `find_ledger` gives them. Raises Stop."""
    from gapcli.files.load import load, load_bytes

    try:
        if path == "-":
            if sys.stdin is None:
                raise Stop(FILE, "cannot read standard input: it is closed")
            if sys.stdin.isatty():
                tell("reading from the terminal, Ctrl-D ends")
            return load_bytes(read_bytes(sys.stdin.buffer, limit), "-", "", limit, texts)
        return load(path, name, limit, texts)
    except OSError as error:
        if path == "-":
            raise Stop(FILE, describe_trouble("read", "standard input", error)) from error
        if path != name and error.filename == path:
            looked = "a ledger: no positions.yaml or data/positions.yaml here, nor the one that ships with gapcli"
            raise Stop(FILE, describe_trouble("find", looked, error)) from error
        raise Stop(FILE, describe_trouble("read", error.filename or name, error)) from error
    except ValueError as error:  # A name with a NUL is no file.
        raise Stop(FILE, f"cannot read {quote_path(name)}: {error}") from error


def load_ledger(path: str, name: str, verbose: bool, no_cache: bool) -> "Ledger":
    """The ledger of a command, kept for the next run; a mistake in it ends the command. Raises Stop."""
    from gapcli.files import cache

    cached, limit = path != "-" and not no_cache, read_limit()
    ledger = cache.restore(path, name, limit) if cached else None
    if ledger is not None:
        if verbose:
            _tell_what_was_read(path, name, ledger)
        return ledger

    from gapcli.files.load import BrokenLedger

    loaded = read_file(path, name, limit)
    if verbose:
        _tell_what_was_read(path, name, loaded.ledger)
    try:
        ledger = loaded.require()
    except BrokenLedger as broken:
        tell(str(broken))
        raise Stop(BROKEN) from broken
    if cached:
        cache.store(path, name, limit, ledger, loaded.folder, loaded.hashes)
    return ledger


def _tell_what_was_read(path: str, name: str, ledger: "Ledger | None") -> None:
    where = path if path == name else f"{name}, the ledger that ships with gapcli"
    tell(f"read {quote_path(where)}" + (f": {len(ledger.statements)} statements" if ledger else ""))


def list_inputs(path: str, cards: Iterable[str], texts: str | None = None) -> tuple[str, ...]:
    """A ledger, its cards and source texts, as far as they are files: what no output may replace."""
    folder = os.path.dirname(path)
    cards = tuple(cards)
    proofs = [os.path.join(texts, name) for name in os.listdir(texts)] if texts is not None else []
    return (path, *cards, *(os.path.join(folder, card) for card in cards), *proofs)


# --- out ------------------------------------------------------------------------------------------


class Output(NamedTuple):
    """How an answer is given."""

    format: str
    file: str | None
    """Where it goes; None for standard output."""
    color: str

    @classmethod
    def choose(cls, values: Mapping[str, Any], kind: str) -> "Output":
        """The format that is asked for, by name or by the extension of the file. Raises Stop."""
        names, file = list_formats(kind), values["out"]
        if values["format"] is not None:
            require_word(values["format"], names, "-O")
            name = values["format"]
        elif values["json"]:
            name = "json"
        elif file is None:
            name = "table"
        else:
            ending = os.path.splitext(file)[1].lstrip(".").lower()
            name = next((n for n in names if ending in (n, *FORMATS[n].endings)), "")
            if not name:
                told = f"its extension names no format: give -O, one of {', '.join(names)}"
                raise Stop(USAGE, f"{quote_path(file)}: {told}")
        return cls(name, file, values["color"])

    def deliver(self, report: "Report", inputs: tuple[str, ...]) -> None:
        """Show a report, or write it to a file that is none of the inputs. Raises Stop."""
        form = FORMATS[self.format]
        screen = find_screen(sys.stdout, self.color, os.environ, to_file=self.file is not None)
        text = write_report(self.format, report, screen)
        for note in report.notes:
            complain(note)
        write_text(text, self.file, inputs, for_people=form.for_people)
