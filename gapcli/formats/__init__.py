"""Reports → text, in every format. Nothing here computes a figure."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from gapcli.formats.table.screen import Screen
    from gapcli.reports.report import Report

Write: TypeAlias = "Callable[[Report, Screen], str]"


class Format(NamedTuple):
    """A way to write a report."""

    module: str
    """Where its function is, below `gapcli.formats`."""
    function: str
    endings: tuple[str, ...] = ()
    """The extensions of a file that pick it, beside its name."""
    for_people: bool = False
    """Whether what standard output lacks is written out, since a person reads it."""
    kinds: tuple[str, ...] = ()
    """The only kinds of report that have it; all, where none are listed."""

    @property
    def write(self) -> Write:
        """The function that writes a report; its module is imported now."""
        function: Write = getattr(import_module(f"gapcli.formats.{self.module}"), self.function)
        return function


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "table": Format("table.write", "to_table", ("txt", "text"), for_people=True),
        "json": Format("json", "to_json"),
        "jsonl": Format("json", "to_jsonl"),
        "csv": Format("csv", "to_csv"),
        "tsv": Format("csv", "to_tsv"),
        "md": Format("markdown", "to_markdown", ("markdown",)),
        "dot": Format("graph", "to_dot", ("gv",), kinds=("links",)),
        "mermaid": Format("graph", "to_mermaid", ("mmd",), kinds=("links",)),
        "full": Format("mistakes", "to_full", for_people=True, kinds=("check",)),
        "concise": Format("mistakes", "to_concise", for_people=True, kinds=("check",)),
        "github": Format("mistakes", "to_github", for_people=True, kinds=("check",)),
    }
)
"""Every format by its name."""


def write_report(name: str, report: "Report", screen: "Screen") -> str:
    """A report in a format. Raises KeyError where there is no such format."""
    return FORMATS[name].write(report, screen)
