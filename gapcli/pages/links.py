"""The page of `links`: the loops and the chains, then every condition with how it stands, under what waits for it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from gapcli.pages.grid import BLANK, Column, Grid, Line, Piece, Row, bold, dim, plain
from gapcli.pages.parts import lay_title, list_reported
from gapcli.reports.links import ChainRow, LinkRow, LinksReport, LoopRow
from gapcli.words import phrases

MOST = 8
"""How many ids of a chain are listed."""


def lay_page(report: LinksReport) -> Iterator[Grid]:
    if not (report.rows or report.loops or report.chains):
        return
    view = report.view
    some = report.loops or report.chains or report.longest is not None
    none = () if some else (Line(dim(phrases.NO_CHAIN)), BLANK)
    yield Grid(above=(*lay_title(view, phrases.LINKS_TITLE), Line(plain(say_count(report))), BLANK, *none))
    yield from lay_chains(report)
    rows: list[Row] = []
    for party, of_party in groupby(report.rows, key=lambda row: row.party):
        rows.append(Row((bold(view.label(party)), ())))
        for _, of_statement in groupby(of_party, key=lambda row: row.statement):
            rows += _lay_statement(list(of_statement))
    columns = (Column(phrases.WAITING_HEAD, folds=True), Column(phrases.NOW_HEAD))
    legend = (BLANK, Line(dim(phrases.SHORT_LEGEND))) if any(row.short for row in report.rows) else ()
    yield Grid(columns, rows, below=legend)


def list_next(report: LinksReport) -> Iterator[str]:
    """The words of the first condition, and the graph of all."""
    yield from (
        phrases.GO_ON["statement"].format(id=id) for id in list_reported(row.statement for row in report.rows)[:1]
    )
    if report.rows:
        yield phrases.GO_ON["graph"]


def say_count(report: LinksReport) -> str:
    """How many conditions there are, and how many stand how."""
    counts = Counter(row.state for row in report.rows)
    states = [pattern.format(n=counts[state]) for state, pattern in phrases.LINKS_COUNT_STATES.items() if counts[state]]
    return phrases.LINKS_COUNT.format(
        conditions=phrases.count(len(report.rows), "condition"), states=phrases.join(states)
    )


def lay_chains(report: LinksReport) -> Iterator[Grid]:
    """The loops, then the chains, numbered through, each with the statements that it passes."""
    groups: tuple[tuple[str, int, tuple[LoopRow | ChainRow, ...]], ...] = (
        (phrases.LOOPS, 1, report.loops),
        (phrases.CHAINS, len(report.loops) + 1, report.chains),
    )
    for head, first, found in groups:
        for number, each in enumerate(found, first):
            above = (Line(bold(head)),) if number == first else ()
            yield Grid(above=(*above, Line(plain(each.says), label=str(number))))
            yield Grid(above=(Line(dim(_list_ids(each.statements)), indent=3), BLANK))


def _list_ids(ids: Sequence[str]) -> str:
    """The ids of some statements, the first of them where there are many."""
    words, more = " · ".join(ids[:MOST]), len(ids) - MOST
    return phrases.AND_MORE.fill(more, id=words) if more > 0 else words


def say_waiting(row: LinkRow) -> str:
    """What waits for a condition; of a refusal, that it is ruled out until then."""
    return phrases.RULES_OUT.fill(values=row.what) if row.link.statement.unless else row.what


def _lay_statement(rows: list[LinkRow]) -> Iterator[Row]:
    """What waits, with its id; and under it each condition, with how it stands."""
    first = rows[0]
    ids = (Piece(f" · {id}", "dim") for id in list_reported([first.statement]))
    yield Row(((*plain(f"  {say_waiting(first)}"), *ids), ()))
    pattern = phrases.UNLESS if first.link.statement.unless else phrases.IF
    for row in rows:
        clause = row.link.awaited or phrases.is_clause(row.words)
        words = row.words if clause else phrases.THIS_HOLDS.format(texts=row.words)
        yield Row((plain(f"    {pattern.format(conditions=words)}"), plain(row.says_state)))
