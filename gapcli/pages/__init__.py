"""What a report shows a person, before any format: a page for each kind of report, found by its name.

The module of a kind has `lay_page`, and `list_next`: the commands that go on from the page, which can be typed as they
stand.
"""

from collections.abc import Callable, Iterable
from importlib import import_module

from gapcli.pages.grid import BLANK, Grid, Line, Page, dim, plain
from gapcli.reports.report import Report
from gapcli.words import phrases


def lay_page(report: Report) -> Page:
    """The page of a report."""
    lay: Callable[[Report], Iterable[Grid]] = import_module(f"gapcli.pages.{report.kind}").lay_page
    return tuple(lay(report))


def lay_file(report: Report) -> Page:
    """The page of a report in a file, which says itself what a command says beside a page of nothing."""
    return lay_page(report) or (Grid(above=tuple(Line(plain(note)) for note in report.notes)),)


def lay_next(report: Report) -> Page:
    """The last line of a page for who types: which commands come next; of a page that shows nothing, none."""
    list_next: Callable[[Report], Iterable[str]] = import_module(f"gapcli.pages.{report.kind}").list_next
    commands = " · ".join(dict.fromkeys(list_next(report)))
    return (Grid(above=(BLANK, Line(dim(phrases.NEXT.format(commands=commands))))),) if commands else ()
