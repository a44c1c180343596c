"""The page of `check`, as a table; what people read by default is the format `full`."""

from gapcli.pages.grid import Column, Grid, Page, Row, plain
from gapcli.reports.check import CheckReport
from gapcli.words import en


def lay_page(report: CheckReport) -> Page:
    """The page of a report."""
    rows = [Row(tuple(map(plain, (f"{r.file}:{r.line}:{r.column}", r.severity, r.id, r.message)))) for r in report.rows]
    return Page((Grid(tuple(map(Column, en.CHECK_HEADS)), rows),))
