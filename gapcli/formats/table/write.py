"""A report as the text of a terminal or a pipe."""

from gapcli.formats.table.layout import lay_out
from gapcli.formats.table.paint import paint
from gapcli.formats.table.screen import Screen
from gapcli.pages import lay_page
from gapcli.reports.report import Report


def to_table(report: Report, screen: Screen) -> str:
    """The page of a report, laid out for a screen."""
    return paint(lay_out(lay_page(report), screen), screen)
