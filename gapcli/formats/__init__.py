"""Reports → text or bytes, in every format. Nothing here computes a figure."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gapcli.reports.report import Report

PAGE = 100
"""How wide a page is where no terminal says otherwise."""
PALETTE = {
    "same": ("#00204D", "#FFFFFF"),
    "near": ("#414D6B", "#FFFFFF"),
    "apart": ("#7C7B78", "#000000"),
    "far": ("#BCAF6F", "#000000"),
    "opposite": ("#FFEA46", "#000000"),
}
"""Five steps of cividis, each with its own text colour: background, text."""


class Screen(NamedTuple):
    """The place that a page goes to."""

    width: int = PAGE
    terminal: bool = False
    """Whether a person looks at it now, so that it fits the width and isolates Arabic."""
    colour: bool = False
    ascii: bool = False
    """Whether only ASCII can be shown."""
    visual: bool = False
    """Whether the terminal knows no direction of text, so that Arabic is put in the order in which it is seen."""
    ledger: str = ""
    """The file of the ledger, where the terminal shows links to it; else empty."""
    theme: str = ""
    """The colours of a picture, `light` or `dark`; empty where the device of who looks at it chooses."""


def find_screen(colour: str, to_file: bool) -> Screen:
    """The screen behind standard output, or that of a file. `colour` is `auto`, `always` or `never`.

    NO_COLOR, FORCE_COLOR, TERM=dumb and COLUMNS are honoured; a bad COLUMNS is ignored.
    """
    env = os.environ
    terminal = not to_file and sys.stdout.isatty()
    if colour != "auto":
        on = colour == "always"
    elif env.get("NO_COLOR"):
        on = False
    elif env.get("FORCE_COLOR"):
        on = not to_file
    else:
        on = terminal and env.get("TERM", "dumb") not in ("dumb", "")
    width = PAGE
    columns = env.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        width = int(columns[:6])
    elif terminal:
        with suppress(OSError, ValueError):
            width = os.get_terminal_size(sys.stdout.fileno()).columns or PAGE
    return Screen(width, terminal, on, ascii=not to_file and "utf" not in sys.stdout.encoding.lower())


class Format(NamedTuple):
    """A way to write a report."""

    module: str
    """The file of this folder with its function, which is called `to_` and the name of the format."""
    endings: tuple[str, ...] = ()
    """The extensions of a file that pick it, beside its name."""
    for_people: bool = False
    """Whether what standard output lacks is written out, since a person reads it."""
    kinds: tuple[str, ...] = ()
    """The only kinds of report that have it; all, where none are listed."""
    library: str = ""
    """What has to be installed for it, of the extra that is called like the format; empty where nothing has."""
    is_text: bool = True
    """Whether a terminal can show it."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "table": Format("table", ("txt", "text"), for_people=True),
        "json": Format("json"),
        "jsonl": Format("json"),
        "csv": Format("csv"),
        "tsv": Format("csv"),
        "xlsx": Format("xlsx", library="xlsxwriter", is_text=False),
        "md": Format("markdown", ("markdown",)),
        "html": Format("html", ("htm",)),
        "svg": Format("svg", kinds=("matrix", "stands", "pairs", "issue")),
        "dot": Format("graph", ("gv",), kinds=("links", "pairs")),
        "mermaid": Format("graph", ("mmd",), kinds=("links",)),
        "graphml": Format("network", kinds=("links", "pairs")),
        "gexf": Format("network", kinds=("links", "pairs")),
        "full": Format("mistakes", for_people=True, kinds=("check",)),
        "concise": Format("mistakes", for_people=True, kinds=("check",)),
        "github": Format("mistakes", for_people=True, kinds=("check",)),
    }
)


def list_formats(*kinds: str) -> tuple[str, ...]:
    """The names of the formats that every report has; with kinds, also those of one of them."""
    return tuple(name for name, f in FORMATS.items() if not f.kinds or set(kinds) & set(f.kinds))


def write_report(name: str, report: "Report", screen: Screen) -> str | bytes:
    """A report in a format, bytes where that is no text. Raises KeyError where it is none, and TooLarge."""
    module = import_module(f"gapcli.formats.{FORMATS[name].module}")
    written: str | bytes = getattr(module, f"to_{name}")(report, screen)
    return written
