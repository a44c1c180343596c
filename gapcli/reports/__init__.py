"""What the commands answer: typed rows, and one function a command, which takes the narrowed ledger."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from gapcli.reports.report import Report, Schema


class Entry(NamedTuple):
    """A kind of report, as it is listed."""

    help: str
    """What its command does: a line, and more below it; empty where a command of another name shows it."""
    example: str
    """A line that a user can type."""
    group: str
    """Under which of `GROUPS` the help lists its command."""
    takes: tuple[str, ...] = ()
    """What its command takes beside what all take, by the names of the command line."""
    form: str = "table"
    """The format in which it is given where none is asked for."""


LOOK, UNDERSTAND, HAND_ON, WRITE = GROUPS = ("Look", "Understand", "Hand on", "Write")
"""What commands are for, in the order of the help."""
REPORTS: Mapping[str, Entry] = MappingProxyType(
    {
        "matrix": Entry(
            "Show how far apart the parties are, issue by issue.\n\n"
            "-O svg makes a picture of it; --by party -O dot, graphml and gexf draw it as a network.",
            "gapcli matrix --parties us,iran,israel --as-of 2026-02-06",
            LOOK,
            ("by", "dimensions", "since", "sort", "weights", "words", "agreement", "rows", "fail_over", "engine"),
        ),
        "stands": Entry(
            "", "gapcli matrix --by issue", LOOK, ("dimensions", "since", "sort", "weights", "words", "agreement")
        ),
        "pairs": Entry("", "gapcli matrix --by party", LOOK, ("since", "sort", "weights", "agreement", "rows")),
        "issue": Entry(
            "Show what each party says on an issue, and where they differ.\n\n-O svg makes a picture of it.",
            "gapcli issue enrichment.extent --source",
            LOOK,
            ("issue", "source", "notes", "weights"),
        ),
        "party": Entry("Show everything that one party holds.", "gapcli party iran --own-words", LOOK, ("party",)),
        "statements": Entry(
            "List the statements of the ledger.",
            "gapcli statements --parties iran --text guarantees",
            LOOK,
            ("ids", "stance", "text"),
        ),
        "sources": Entry(
            "List the sources, and what rests on each alone.", "gapcli sources --parties iran", LOOK, ("cards",)
        ),
        "moves": Entry(
            "Show who moved or offered, how far, and what it closed.",
            "gapcli moves guarantees --since 2026-02-01",
            UNDERSTAND,
            ("issue", "changed_since"),
        ),
        "disputes": Entry(
            "Show the reports that cannot both be right.\n\nAnd what each gap would be if the one or the other were.",
            "gapcli disputes format --parties us,iran",
            UNDERSTAND,
            ("issue", "weights"),
        ),
        "links": Entry(
            "Show what waits for what, and where that ends.\n\n-O dot, mermaid, graphml and gexf draw it.",
            "gapcli links enrichment -O mermaid -o links.mmd",
            UNDERSTAND,
            ("issue",),
        ),
        "proposals": Entry(
            "Hold each proposal against each party.\n\n"
            "How near it is, whether inside the zone, and which red lines it breaks.",
            "gapcli proposals --try 'enrichment.extent=three-years'",
            UNDERSTAND,
            ("tabled", "draft", "questions", "steps"),
        ),
        "steps": Entry("", "gapcli proposals --steps", UNDERSTAND),
        "robust": Entry(
            "Show which figures hold, and on whose word.\n\n"
            "Without each source and voice, with other weights, and with other places on the scales.",
            "gapcli robust --on-record -O csv -o robust.csv",
            UNDERSTAND,
            ("issue", "dimensions", "weights"),
        ),
        "brief": Entry(
            "Print two pages for a mediator, of any parties.",
            "gapcli brief us iran -O md -o brief.md",
            HAND_ON,
            ("among", "weights"),
        ),
        "page": Entry(
            "Write one HTML file to share, with every word behind the figures.\n\n"
            "It opens anywhere, asks nobody for anything, and needs no script to be read.",
            "gapcli page -o muscat.html",
            HAND_ON,
            ("since", "sort", "weights"),
            form="html",
        ),
        "check": Entry(
            "Find every mistake in a ledger.\n\n"
            "For people -O full, for editors -O concise, for reviews on GitHub -O github.",
            "gapcli check data/positions.yaml --strict",
            WRITE,
        ),
    }
)
"""Every kind of report by its name: of its module, its function, its page and its JSON."""


class Shape(NamedTuple):
    """One of the reports that `matrix` gives."""

    kind: str
    takes: tuple[str, ...]
    """The options of `matrix` that it takes, as `Entry` has them."""


_EACH_ISSUE = ("dimensions", "since", "sort", "weights", "words", "agreement")
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "issue": Shape("stands", _EACH_ISSUE),
        "pair": Shape("matrix", _EACH_ISSUE),
        "party": Shape("pairs", ("since", "sort", "weights", "agreement", "rows")),
    }
)
"""What `matrix` compares: who stands where issue by issue, every pair, or party by party."""


def list_kinds(command: str) -> tuple[str, ...]:
    """The kinds of report that a command gives."""
    return tuple(shape.kind for shape in SHAPES.values()) if command == "matrix" else (command,)


def find_report(kind: str) -> "Callable[..., Report]":
    """The function that makes a report. Raises KeyError where there is no such kind."""
    REPORTS[kind]
    function: Callable[..., Report] = getattr(import_module(f"gapcli.reports.{kind}"), kind)
    return function


def find_schema(kind: str | None = None) -> "Schema":
    """The JSON Schema of the file (`ledger` or none), of a card (`card`), or of what a command prints.

    Raises KeyError where there is no such kind.
    """
    from gapcli.files.fields import file_schema
    from gapcli.ledger.model import Ledger, Source

    if kind in (None, "ledger", "card"):
        return file_schema(Source if kind == "card" else Ledger)
    report: type[Report] = find_report(str(kind)).__annotations__["return"]
    return report.schema()
