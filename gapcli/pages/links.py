"""The page of `links`: every condition with how it stands, then the circles."""

from collections.abc import Iterator, Sequence

from gapcli.ledger.model import Statement
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, bold, dim, plain
from gapcli.pages.parts import lay_title
from gapcli.reports.links import CircleRow, LinksReport, say_chain, say_waiting
from gapcli.words import en
from gapcli.words.positions import say_conditions


def lay_page(report: LinksReport) -> Iterator[Grid]:
    if not report.rows and not report.circles:
        return
    view = report.view
    rows = []
    for row in report.rows:
        rows.append(Row((bold(view.label(row.party)), *map(plain, (row.what, row.words, row.says_state)))))
    waiting = (Column(head, folds=True) for head in (en.WHAT_HEAD, en.WAITS_FOR_HEAD))
    columns = (Column(en.PARTY_HEAD), *waiting, Column(en.NOW_HEAD))
    legend = (BLANK, Line(dim(en.SHORT_LEGEND))) if any(row.short for row in report.rows) else ()
    yield Grid(columns, rows, above=(*lay_title(view, en.LINKS_TITLE), BLANK), below=(*legend, BLANK))
    yield Grid(above=tuple(_lay_circles(view, report.circles)))


def _lay_circles(view: View, circles: Sequence[CircleRow]) -> Iterator[Line]:
    yield Line(bold(en.CIRCLES)) if circles else Line(dim(en.NO_CIRCLE))
    live = {s.id: s for s in view.positions.live}
    for number, circle in enumerate(circles, 1):
        yield BLANK
        yield Line(plain(f"{number}  {circle.kind}: {say_chain(view.ledger, circle.chain)}"))
        for s in (live[id] for id in circle.statements):
            tie = en.ONLY_IF.fill(say_conditions(view.positions, s.conditions), what=say_waiting(view.ledger, s))
            yield Line((*plain(tie), *dim(f" · {_say_word(s)}")), indent=3, label=view.label(s.party))


def _say_word(s: Statement) -> str:
    """On whose word a statement rests: of its tellers, the first of the list."""
    tellers = {e.teller for e in s.evidence}
    word = en.ASSUMED_WORD if s.assumed else next(words for teller, words in en.TELLERS.items() if teller in tellers)
    return f"{s.speaker}, {word}" if s.speaker else word
