"""What a report shows a person, before any format: a page for each kind of report, found by its name."""

from collections.abc import Callable, Iterable
from importlib import import_module

from gapcli.pages.grid import Grid, Page
from gapcli.reports.report import Report


def lay_page(report: Report) -> Page:
    """The page of a report."""
    lay: Callable[[Report], Iterable[Grid]] = import_module(f"gapcli.pages.{report.kind}").lay_page
    return tuple(lay(report))
