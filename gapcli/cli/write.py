"""Text → standard output, or a file that is replaced whole or not at all."""

import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from gapcli.cli.ending import CLOSED, FILE, USAGE, Stop, complain, describe_trouble, quote_path


def add_buffer(stream: TextIO) -> TextIO:
    """Put a buffer before a stream where Python gave it none, as under PYTHONUNBUFFERED=1.

    A bare file may take a part of what it is given, and Python would drop the rest without a word; a buffer writes on
    until all is out or the system refuses. The stream that is handed in is of no more use.
    """
    if not isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        return stream
    encoding, errors = stream.encoding, stream.errors
    return io.TextIOWrapper(io.BufferedWriter(stream.detach()), encoding, errors, line_buffering=True)  # type: ignore[attr-defined]


def replace_file(text: str, file: str) -> None:
    """Write a file by way of a new one in the same folder, which then takes its place and its mode.

    A link is followed; a device or a pipe is written to as it is. Raises OSError, with the file as
    it was and nothing beside it.
    """
    data = text.encode()
    target = os.path.realpath(file) if os.path.islink(file) else file
    old = os.path.exists(target)
    if old and not os.path.isfile(target):
        with open(target, "wb") as device:
            device.write(data)
        return
    if old and not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13))
    new = os.path.join(os.path.dirname(target), f".gapcli-{os.urandom(8).hex()}")
    with _remove_unless_done([new]):
        with open(new, "xb") as whole:
            whole.write(data)
            whole.flush()
            os.fsync(whole.fileno())
        if old:
            os.chmod(new, os.stat(target).st_mode & 0o7777)
        os.replace(new, target)


def create_files(texts: Mapping[str, str]) -> None:
    """Write files that are not there yet, with the folders they need: all of them, or none. Raises OSError."""
    created: list[str] = []
    with _remove_unless_done(created):
        for file, text in texts.items():
            _make_folder(os.path.dirname(file), created)
            with open(file, "xb") as new:
                created.append(file)
                new.write(text.encode())


def _make_folder(folder: str, created: list[str]) -> None:
    if folder and not os.path.isdir(folder):
        _make_folder(os.path.dirname(folder), created)
        os.mkdir(folder)
        created.append(folder)


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

    before = {number: signal.signal(number, stopped) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except BaseException:
        remove()
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def write_text(text: str, file: str | None, inputs: tuple[str, ...] = (), *, for_people: bool = False) -> None:
    """Write to standard output, or to a file whole or not at all. Raises Stop.

    Data is UTF-8 everywhere; for people, what standard output cannot show is written out.
    """
    if file is not None:
        if os.path.isdir(file):
            raise Stop(USAGE, f"{quote_path(file)} is a folder: name a file in it")
        if any(_is_same(file, path) for path in inputs):
            raise Stop(USAGE, f"{quote_path(file)} is what was read: gapcli never writes to it; name another file")
        try:
            replace_file(text, file)
        except OSError as error:
            raise Stop(FILE, describe_trouble("write", file, error)) from error
        return
    data = text.encode()
    if for_people:
        data = text.encode(sys.stdout.encoding, "backslashreplace")
        if data.decode(sys.stdout.encoding) != text:
            complain(f"standard output is {sys.stdout.encoding}: what it lacks is written as \\uXXXX")
    try:
        # Past the encoding and the line ends of the text stream.
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise Stop(CLOSED) from None
    except OSError as error:
        raise Stop(FILE, describe_trouble("write", "output", error)) from error


def _is_same(file: str, path: str) -> bool:
    """Whether a file is one that was read; `-` is what standard input comes from."""
    with suppress(OSError):
        return os.path.samestat(os.stat(file), os.fstat(0) if path == "-" else os.stat(path))
    return False


def write_version() -> None:
    """Write the version to standard output. Raises Stop."""
    from gapcli import __version__

    write_text(f"gapcli {__version__}\n", None, for_people=True)
