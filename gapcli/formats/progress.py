"""A sign of life on standard error, while something takes long at a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

AFTER = 2.0
"""How many seconds a job may take before it shows that it is at work."""


@contextmanager
def show_progress(words: str) -> Iterator[None]:
    """Say what is done, from two seconds on, until it is done; nothing where standard error is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    from rich.console import Console
    from rich.text import Text

    status = Console(stderr=True).status(Text(words))
    timer = Timer(AFTER, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        status.stop()
