"""The page of `links`: every condition with how it stands, then the circles."""

from collections.abc import Iterator

from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Row, bold, dim, plain
from gapcli.pages.parts import lay_title
from gapcli.reports.links import CircleRow, LinksReport, say_chain
from gapcli.words import en


def lay_page(report: LinksReport) -> Page:
    """The page of a report."""
    if not report.rows and not report.circles:
        return Page(())
    return Page((_lay_conditions(report), Grid(above=tuple(_lay_circles(report)))))


def _lay_conditions(report: LinksReport) -> Grid:
    view = report.view
    rows = [
        Row((bold(view.label(row.party)), plain(row.what), plain(row.words), plain(row.says_state)))
        for row in report.rows
    ]
    columns = (
        Column(en.PARTY_HEAD),
        Column(en.WHAT_HEAD, folds=True),
        Column(en.WAITS_FOR_HEAD, folds=True),
        Column(en.NOW_HEAD),
    )
    legend = (BLANK, Line(dim(en.SHORT_LEGEND))) if any(row.short for row in report.rows) else ()
    return Grid(columns, rows, above=(*lay_title(view, en.LINKS_TITLE), BLANK), below=(*legend, BLANK))


def _lay_circles(report: LinksReport) -> Iterator[Line]:
    if not report.circles:
        yield Line(dim(en.NO_CIRCLE))
        return
    yield Line(bold(en.CIRCLES))
    for number, circle in enumerate(report.circles, 1):
        yield BLANK
        yield from _lay_circle(report.view, number, circle)


def _lay_circle(view: View, number: int, circle: CircleRow) -> Iterator[Line]:
    """A circle: its kind and its chain, then who ties what to what, and on whose word."""
    yield Line(plain(f"{number}  {circle.kind}: {say_chain(view.ledger, circle.chain)}"))
    for tie in circle.ties:
        yield Line((*plain(tie.says), *dim(f" · {tie.word}")), indent=3, label=view.label(tie.party))
