"""Links on a terminal (OSC 8): each id of a statement, and each place in the ledger, leads to its line in the file."""

import os
import re
from collections.abc import Callable

from gapcli.ledger.model import Ledger

# What shows a link as one, by what it says of itself; any other terminal gets none, since some print the code.
_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"}
_TERMS = re.compile("xterm-kitty|xterm-ghostty|alacritty|foot|contour|wezterm")
_MARKS = ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
_LEAST_VTE = 5000
"""The version of VTE (GNOME Terminal and others) that was the first to show links."""
_ID = r"(?<![\w.:/-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w.:/-])"
"""What may be the id of a statement: with a hyphen, since a bare word is rather a word."""


def shows_links() -> bool:
    """Whether the terminal is known to show links; `$FORCE_HYPERLINK` says so (1) or not (0)."""
    env = os.environ
    if "FORCE_HYPERLINK" in env:
        return env["FORCE_HYPERLINK"] not in ("0", "")
    vte = env.get("VTE_VERSION", "")
    return bool(
        env.get("TERM_PROGRAM") in _PROGRAMS
        or _TERMS.match(env.get("TERM", ""))
        or any(env.get(mark) for mark in _MARKS)
        or (vte.isascii() and vte.isdigit() and int(vte[:6]) >= _LEAST_VTE)
    )


def make_linker(ledger: Ledger, path: str) -> Callable[[str], str]:
    """A function that makes links of what a text names; `path`: of the file that the ledger was read from.

    The address has the name of the machine, so that a terminal knows whether the file is its own.
    """
    import socket
    from urllib.parse import quote

    address = f"file://{quote(socket.gethostname())}{quote(os.path.realpath(path))}"
    lines = {s.id: s.line for s in ledger.statements if not (s.assumed or s.is_cell)}
    named = re.compile(rf"{re.escape(ledger.file)}:(?P<line>\d+)(?!\d)|{_ID}")

    def wrap(found: re.Match[str]) -> str:
        line = found["line"] or lines.get(found[0])
        return f"\x1b]8;;{address}#{line}\x1b\\{found[0]}\x1b]8;;\x1b\\" if line else found[0]

    return lambda text: named.sub(wrap, text)
