"""The page of `check`, as a table; what people read by default is the format `full`."""

from collections.abc import Iterator

from gapcli.pages.grid import Column, Grid, Row, plain
from gapcli.reports.check import CheckReport
from gapcli.words import phrases


def lay_page(report: CheckReport) -> Iterator[Grid]:
    rows = [Row(tuple(map(plain, (f"{r.file}:{r.line}:{r.column}", r.severity, r.id, r.message)))) for r in report.rows]
    yield Grid(tuple(map(Column, phrases.CHECK_HEADS)), rows)


def list_next(report: CheckReport) -> Iterator[str]:
    """None: each mistake says its cure."""
    return iter(())
