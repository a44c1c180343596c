"""What is known of the place that a page goes to: its width, its colours, its characters."""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

PAGE = 100
"""How wide a page is where no terminal says otherwise."""


class Screen(NamedTuple):
    """Where a page goes."""

    width: int = PAGE
    terminal: bool = False
    """Whether a person looks at it now, so that it fits the width and isolates Arabic."""
    colour: bool = False
    ascii: bool = False
    """Whether only ASCII can be shown."""


def screen_of(stream: Any, colour: str, env: Mapping[str, str], to_file: bool = False) -> Screen:
    """The screen behind a text stream. `colour` is `auto`, `always` or `never`.

    NO_COLOR, FORCE_COLOR, TERM=dumb and COLUMNS are honoured; a bad COLUMNS is ignored.
    """
    terminal = not to_file and bool(getattr(stream, "isatty", lambda: False)())
    if colour == "auto":
        on = terminal and env.get("TERM", "dumb") not in ("dumb", "")
        if env.get("FORCE_COLOR"):
            on = not to_file
        if env.get("NO_COLOR"):
            on = False
    else:
        on = colour == "always"
    width = PAGE
    columns = env.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        width = int(columns[:6])
    elif terminal:
        try:
            width = os.get_terminal_size(stream.fileno()).columns or PAGE
        except (OSError, ValueError):
            width = PAGE
    encoding = "utf-8" if to_file else (getattr(stream, "encoding", None) or "utf-8")
    return Screen(width, terminal, on, "utf" not in encoding.lower())
