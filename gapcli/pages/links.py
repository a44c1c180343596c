"""The page of `links`: the loops and the chains, then every condition with how it stands."""

from collections.abc import Iterator
from itertools import chain

from gapcli.ledger.model import Statement
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, bold, dim, plain
from gapcli.pages.parts import lay_title, list_reported
from gapcli.reports.links import LinksReport, say_chain, say_loop, say_waiting
from gapcli.words import en
from gapcli.words.conditions import say_conditions


def lay_page(report: LinksReport) -> Iterator[Grid]:
    if not (report.rows or report.loops or report.chains):
        return
    view = report.view
    some = report.loops or report.chains or report.longest is not None
    none = () if some else (Line(dim(en.NO_CHAIN)), BLANK)
    yield Grid(above=(*lay_title(view, en.LINKS_TITLE), BLANK, *none))
    yield from _lay_chains(report)
    rows = []
    for row in report.rows:
        rows.append(Row((bold(view.label(row.party)), *map(plain, (row.what, row.words, row.says_state)))))
    waiting = (Column(head, folds=True) for head in (en.WHAT_HEAD, en.ONLY_IF_HEAD))
    columns = (Column(en.PARTY_HEAD), *waiting, Column(en.NOW_HEAD))
    legend = (BLANK, Line(dim(en.SHORT_LEGEND))) if any(row.short for row in report.rows) else ()
    yield Grid(columns, rows, below=legend)


def list_next(report: LinksReport) -> Iterator[str]:
    """The words of the first condition, and the graph of all."""
    yield from (en.GO_ON["statement"].format(id=id) for id in list_reported(row.statement for row in report.rows)[:1])
    if report.rows:
        yield en.GO_ON["graph"]


def _lay_chains(report: LinksReport) -> Iterator[Grid]:
    """The loops, then the chains, numbered through."""
    ledger = report.view.ledger
    passing = chain((s for x in report.loops for s in x.passed), (s for x in report.chains for s in x.passed))
    lines = {key: _lay_passed(report.view, s) for key, s in {s.key: s for s in passing}.items()}
    loops = [(en.LOOP_KINDS[x.kind].format(chain=say_loop(ledger, x.stands)), x.passed) for x in report.loops]
    chains = [(say_chain(ledger, x), x.passed) for x in report.chains]
    for head, first, found in ((en.LOOPS, 1, loops), (en.CHAINS, len(loops) + 1, chains)):
        if found:
            yield Grid(above=(Line(bold(head)), BLANK))
        for number, (words, passed) in enumerate(found, first):
            yield Grid(above=(Line(plain(words), label=str(number)),))
            yield Grid(above=(*(lines[s.key] for s in passed), BLANK))


def _lay_passed(view: View, s: Statement) -> Line:
    """A statement that a loop or a chain passes: what waits, for what, and on whose word."""
    tie = en.ONLY_IF.fill(say_conditions(view.positions, s.conditions), what=say_waiting(view.ledger, s))
    return Line((*plain(tie), *dim(f" · {_say_word(s)}")), indent=3, label=view.label(s.party))


def _say_word(s: Statement) -> str:
    """On whose word a statement rests: of its tellers, the first of the list."""
    tellers = {e.teller for e in s.evidence}
    word = en.ASSUMED_WORD if s.assumed else next(words for teller, words in en.TELLERS.items() if teller in tellers)
    return f"{s.speaker}, {word}" if s.speaker else word
