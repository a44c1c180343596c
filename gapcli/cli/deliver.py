"""The ledger in, the answer out: opening files, choosing the format, writing."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from gapcli.cli.ending import BROKEN, FILE, USAGE, Stop, complain, describe_trouble, quote_path, require_word, tell
from gapcli.cli.write import write_text
from gapcli.files.find import LARGEST, read_bytes
from gapcli.formats import FORMATS, find_screen, list_formats, write_report

if TYPE_CHECKING:
    from gapcli.files.load import Loaded
    from gapcli.ledger.model import Ledger
    from gapcli.reports.report import Report

Values = Mapping[str, Any]
"""What stands on a command line, by the names of its parameters."""


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


def load_ledger(path: str, name: str, values: Values) -> "Ledger":
    """The ledger of a command, kept for the next run; a mistake in it ends the command. Raises Stop."""
    from gapcli.files import cache

    cached, limit = path != "-" and not values["no_cache"], read_limit()
    ledger = cache.restore(path, name, limit) if cached else None
    if ledger is None:
        loaded = read_file(path, name, limit)
        ledger = loaded.ledger
        if ledger is not None and cached:
            cache.store(path, name, limit, ledger, loaded.folder, loaded.hashes)
    if values["verbose"]:
        where = path if path == name else f"{name}, the ledger that ships with gapcli"
        tell(f"read {quote_path(where)}" + (f": {len(ledger.statements)} statements" if ledger else ""))
    if ledger is None:
        from gapcli.files.problems import frame

        tell("\n\n".join(map(frame, loaded.errors)))
        raise Stop(BROKEN)
    return ledger


def list_inputs(path: str, cards: Iterable[str], texts: str | None = None) -> tuple[str, ...]:
    """A ledger, its cards and source texts, as far as they are files: what no output may replace."""
    folder = os.path.dirname(path)
    cards = tuple(cards)
    proofs = [os.path.join(texts, name) for name in os.listdir(texts)] if texts is not None else []
    return (path, *cards, *(os.path.join(folder, card) for card in cards), *proofs)


def choose_format(kind: str, values: Values) -> str:
    """The format that is asked for, by name or by the extension of the file. Raises Stop."""
    names = list_formats(kind)
    name: str | None = values["format"]
    file: str | None = values["out"]
    if name is not None:
        require_word(name, names, "-O")
        return name
    if values["json"]:
        return "json"
    if file is None:
        return "table"
    ending = os.path.splitext(file)[1].lstrip(".").lower()
    for name in names:
        if ending in (name, *FORMATS[name].endings):
            return name
    reason = f"its extension names no format: give -O, one of {', '.join(names)}"
    raise Stop(USAGE, f"{quote_path(file)}: {reason}")


def deliver(report: "Report", form: str, values: Values, inputs: tuple[str, ...]) -> None:
    """Show a report in a format, or write it to a file that is none of the inputs. Raises Stop."""
    file = values["out"]
    screen = find_screen(sys.stdout, values["color"], os.environ, to_file=file is not None)
    text = write_report(form, report, screen)
    for note in report.notes:
        complain(note)
    write_text(text, file, inputs, for_people=FORMATS[form].for_people)
