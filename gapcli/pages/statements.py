"""The page of `statements`, and a statement with all that stands behind it."""

from collections.abc import Iterator

from gapcli.ledger.model import Statement
from gapcli.measure.view import View
from gapcli.pages.evidence import lay_words, list_opponents
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_title, list_reported
from gapcli.reports.statements import StatementsReport
from gapcli.words import phrases
from gapcli.words.values import say_value


def lay_page(report: StatementsReport) -> Iterator[Grid]:
    if not report.rows:
        return
    view = report.view
    statements = {s.key: s for s in view.ledger.statements}
    rows = []
    for row in report.rows:
        s = statements[row.id, row.party]
        lines = list(_lay_statement(view, s)) if report.whole else [Line(plain(str(s.text)), indent=2)]
        if not row.live:
            lines.append(Line(weak(phrases.NO_LONGER_STANDS), indent=2))
        value = say_value(view.ledger.dimension(s.about), s.value) if s.value is not None else "–"
        words = map(plain, (view.label(s.party), s.about, phrases.STANCES[s.stance], value))
        rows.append(Row((bold(s.id), *words, dim(phrases.date(s.said))), tuple(lines)))
    above = (*lay_title(view, phrases.STATEMENTS_TITLE, (statements[row.id, row.party] for row in report.rows)), BLANK)
    yield Grid(tuple(map(Column, phrases.STATEMENTS_HEADS)), rows, above=above, spaced=True)


def list_next(report: StatementsReport) -> Iterator[str]:
    if report.whole:
        yield from (phrases.GO_ON["sources-of"].format(about=row.about) for row in report.rows[:1])
    else:
        yield from (phrases.GO_ON["statement"].format(id=id) for id in list_reported(row.id for row in report.rows)[:1])


def _lay_statement(view: View, s: Statement) -> Iterator[Line]:
    """A statement with all that stands behind it, as lines of a page."""
    yield Line(plain(str(s.text)), indent=2)
    place = () if s.assumed else dim(phrases.PLACE.format(file=view.ledger.find_file(s), line=s.line))
    yield Line(dim(str(s.speaker or "")), indent=4, right=place)
    yield from lay_words(view, s)
    opponents = list_opponents(view, s)
    if opponents:
        yield Line(weak(phrases.CONTRADICTS.format(ids=phrases.COMMA.join(opponents))), indent=4)
    if s.note:
        yield Line(weak(str(s.note)), indent=4)
