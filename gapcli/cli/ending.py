"""How a command ends: its exit code, and what it writes to standard error, standard output and files."""

import io
import os
import re
import signal
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import IntEnum
from errno import EBUSY, EIO, ENOSPC, EROFS, EXDEV
from typing import Any, TextIO

from gapcli import __version__
from gapcli.text import break_commands, did_you_mean
from gapcli.text import shown as escape


class Code(IntEnum):
    """The exit code of a command."""

    DONE = 0
    NO = 1
    """The answer is no."""
    USAGE = 2
    BROKEN = 3
    """The ledger has mistakes."""
    TROUBLE = 4
    """A file could not be read or written."""
    BUG = 70
    INTERRUPTED = 130
    CLOSED = 141
    """Whoever reads standard output has closed it."""


class Stop(Exception):
    """Ends the command with an exit code, and a line on standard error where there is something to say."""

    def __init__(self, code: Code, message: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Trouble(Stop):
    """What could not be done with a file, and why: `cannot read x.yaml: no such file or directory`."""

    def __init__(self, what: str, path: str, error: OSError) -> None:
        reason = error.strerror or str(error)
        super().__init__(Code.TROUBLE, f"cannot {what} {quote_path(path)}: {reason[:1].lower()}{reason[1:]}")


def quote_path(path: str) -> str:
    """A path as it can be printed."""
    return escape(path) or '""'


def tell(text: str) -> None:
    """Say something on standard error; where that is closed or full, nobody is there to be told."""
    _tell("\n".join(map(_direct, text.split("\n"))))


def _tell(text: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            print(break_commands(text) if runs_on_github() else text, file=sys.stderr)


def _direct(line: str) -> str:
    """A line as standard error shows it: on a terminal no text from right to left moves what stands around it."""
    if line.isascii() or sys.stderr is None or not sys.stderr.isatty():
        return line
    from gapcli.formats.table import isolate_text

    return isolate_text(line)


def runs_on_github() -> bool:
    """Whether standard output and standard error are a log that GitHub reads for commands."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def complain(message: str) -> None:
    """Say on standard error what a person should know, in one line."""
    _tell(f"gapcli: {_direct(escape(message))}")


def require_word(value: str, words: tuple[str, ...], option: str) -> None:
    """Refuse a word that is none of those allowed. Raises Stop."""
    if value not in words:
        raise Stop(Code.USAGE, f'{option}: no "{value}": {did_you_mean(value, words)}')


def add_buffer(stream: TextIO) -> TextIO:
    """Put a buffer before a stream where Python gave it none, as under PYTHONUNBUFFERED=1; the stream is used up.

    A bare file may take a part of what it is given, and Python drops the rest; a buffer writes on until all is out.
    """
    if not isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        return stream
    encoding, errors = stream.encoding, stream.errors
    return io.TextIOWrapper(io.BufferedWriter(stream.detach()), encoding, errors, line_buffering=True)  # type: ignore[attr-defined]


_OWNER = re.compile(r"/proc/(\d+)(?:/task/\d+)?/fd", re.ASCII)
"""The folder of the descriptors of a process, or of one of its threads."""


def find_descriptor(file: str) -> int | None:
    """The descriptor of this process behind a name, as of `/dev/stdout` and `>(…)` of a shell; None of a file.

    Raises Stop of that of another process, which can be opened only from its beginning, over what stands there.
    """
    path = file
    for _ in range(8):
        folder, name = os.path.split(os.path.abspath(path))
        real = os.path.realpath(folder)
        owner = _OWNER.fullmatch(real)
        if name.isdigit() and (real == "/dev/fd" or owner):
            # Every thread of this process has its descriptors.
            if owner is None or os.path.isdir(f"/proc/self/task/{owner[1]}"):
                return int(name)
            if os.path.lexists(path):
                raise Stop(Code.USAGE, f"{quote_path(file)} is a descriptor of another process: name a file")
        if not os.path.islink(path):
            break
        path = os.path.join(folder, os.readlink(path))
    return None


def replace_file(data: bytes, file: str) -> None:
    """Write a file by way of a new one in the same folder, which then takes its place and its mode.

    A link is followed. What is no file is written to as it is, a device, a pipe or a descriptor, and a file that is a
    mount by itself in its place. Raises OSError, or Stop as `find_descriptor` does, and leaves all else as it was.
    """
    descriptor = find_descriptor(file)
    if descriptor is not None:
        # Opened by its name a file would be written from its beginning, over what stands there.
        with open(os.dup(descriptor), "wb") as stream:
            stream.write(data)
        return
    target = os.path.realpath(file) if os.path.islink(file) else file
    old = os.stat(target) if os.path.exists(target) else None
    if old and not os.path.isfile(target):
        with open(target, "wb") as device:
            device.write(data)
        return
    if old and not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13))
    folder = os.path.dirname(target)
    new = os.path.join(folder, f".gapcli-{os.urandom(8).hex()}")
    with _remove_unless_done([new]):
        mode = old.st_mode & 0o7777 if old else 0o666
        try:
            with open(new, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as whole:
                if old:
                    # Before there is anything to read in it.
                    os.chmod(new, mode)
                whole.write(data)
                whole.flush()
                os.fsync(whole.fileno())
            os.replace(new, target)
        except OSError as error:
            # A file that may be written where its folder may not is a mount by itself as well.
            if not old or error.errno not in (EBUSY, EROFS, EXDEV):
                raise
            with open(target, "wb") as mounted:
                mounted.write(data)
            if os.path.exists(new):
                os.unlink(new)
    _sync_folder(folder)


def _sync_folder(folder: str) -> None:
    """Let the new name of a file outlive a crash of the system, where that can be asked for. Raises OSError."""
    try:
        opened = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        # Not every system knows of this; a disk that fails is another thing.
        if error.errno in (EIO, ENOSPC):
            raise


def create_files(texts: Mapping[str, str]) -> None:
    """Write files that are not there yet, with the folders they need: all of them, or none. Raises Stop."""
    for file in texts:
        if os.path.lexists(file):
            raise Stop(Code.TROUBLE, f"{quote_path(file)} is there already: nothing was written")
    created: list[str] = []
    try:
        with _remove_unless_done(created):
            for file, text in texts.items():
                _make_folder(os.path.dirname(file), created)
                with open(file, "xb") as new:
                    created.append(file)
                    new.write(text.encode())
    except OSError as error:
        raise Trouble("write", error.filename or file, error) from error


def _make_folder(folder: str, created: list[str]) -> None:
    if folder and not os.path.isdir(folder):
        _make_folder(os.path.dirname(folder), created)
        os.mkdir(folder)
        created.append(folder)


ENDING = ("INT", "TERM", "HUP", "QUIT", "XCPU", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "POLL", "PWR", "ABRT")
"""The signals that others send, and that end a process which does not hear them."""


@contextmanager
def _remove_unless_done(created: list[str]) -> Iterator[None]:
    """Remove files and folders, the last first, after a failure, an interrupt and a termination."""

    def remove() -> None:
        for path in reversed(created):
            with suppress(OSError):
                os.rmdir(path) if os.path.isdir(path) else os.unlink(path)

    def stopped(number: int, frame: Any) -> None:
        remove()
        os._exit(128 + number)

    numbers = [getattr(signal, f"SIG{name}") for name in ENDING if hasattr(signal, f"SIG{name}")]
    # What is ignored, as under nohup, stays so.
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, stopped) for number in heard}
    try:
        yield
    except BaseException:
        remove()
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def write_text(
    text: str | bytes,
    file: str | None = None,
    inputs: tuple[str, ...] = (),
    *,
    for_people: bool = False,
    may_page: bool = False,
    is_log: bool = True,
) -> None:
    """Write to standard output, or to a file whole or not at all. Raises Stop, or OSError for standard output.

    Data is UTF-8 everywhere, and bytes are what they are; for people, what standard output cannot show is written out.
    `may_page`: it is a terminal, and a text that is longer than that goes through a pager. `is_log`: neither data nor
    made of commands, so that no command of it may be read in a log.
    """
    if file is not None:
        if os.path.isdir(file):
            raise Stop(Code.USAGE, f"{quote_path(file)} is a folder: name a file in it")
        if any(_is_same(file, path) for path in inputs):
            raise Stop(Code.USAGE, f"{quote_path(file)} is what was read: gapcli never writes to it; name another file")
        try:
            replace_file(text if isinstance(text, bytes) else text.encode(), file)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Trouble("write", file, error) from error
        return
    require_another(inputs)
    data, note = (text, "") if isinstance(text, bytes) else _encode(text, for_people, is_log)
    unpaged: str | None = ""
    if may_page:
        from gapcli.cli.pager import show_in_pager

        unpaged = show_in_pager(data)
    if unpaged is not None:
        # Past the encoding and the line ends of the text stream.
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    for words in filter(None, (note, unpaged)):
        complain(words)


def _encode(text: str, for_people: bool, is_log: bool) -> tuple[bytes, str]:
    """A text as standard output takes it, and what a person should know of that."""
    if is_log and runs_on_github():
        text = break_commands(text)
    if not for_people:
        return text.encode(), ""
    data, encoding = text.encode(sys.stdout.encoding, "backslashreplace"), sys.stdout.encoding
    lacks = f"standard output is {encoding}: what it lacks is written as \\uXXXX"
    return data, "" if data.decode(encoding) == text else lacks


def list_inputs(path: str, cards: Iterable[str], tables: Iterable[str], texts: str | None = None) -> tuple[str, ...]:
    """A ledger, its cards, tables and source texts, as far as they are files: what no output may replace."""
    folder = os.path.dirname(path)
    proofs = [os.path.join(texts, name) for name in os.listdir(texts)] if texts is not None else []
    return (path, *cards, *(os.path.join(folder, card) for card in cards), *tables, *proofs)


def require_another(inputs: tuple[str, ...]) -> None:
    """Refuse to add to a file that was read, by way of a shell. Raises Stop."""
    with suppress(OSError):
        output = sys.stdout.fileno()
        if stat.S_ISREG(os.fstat(output).st_mode) and (read := next((p for p in inputs if _is_same(output, p)), "")):
            name = "standard input" if read == "-" else quote_path(read)
            raise Stop(Code.USAGE, f"standard output is what was read, {name}: gapcli never writes to it")


def _is_same(file: str | int, path: str) -> bool:
    """Whether a file is one that was read; `-` is what standard input comes from."""
    with suppress(OSError):
        return os.path.samestat(os.stat(file), os.fstat(0) if path == "-" else os.stat(path))
    return False


def write_version() -> None:
    """Write the version to standard output. Raises Stop."""
    write_text(f"gapcli {__version__}\n", for_people=True)
