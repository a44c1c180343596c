"""Parts that several pages share."""

from gapcli.measure.gaps import level
from gapcli.measure.positions import Crossing
from gapcli.measure.view import View
from gapcli.pages.grid import Line, Piece, Pieces, bold, dim, plain, weak
from gapcli.reports.matrix import MatrixRow
from gapcli.words import en
from gapcli.words.figures import say_figure
from gapcli.words.query import say_query


def lay_title(view: View, title: str) -> list[Line]:
    """The first lines of a page: what it is, its day and its ledger, and what was left out."""
    ledger = view.source
    right = en.STATEMENTS_SOURCES.format(
        date=en.date(view.day),
        statements=en.count(len(ledger.statements), "statement"),
        sources=en.count(len(ledger.cards), "source"),
    )
    lines = [Line(bold(title), right=dim(right))]
    lens = say_query(view)
    if lens:
        lines.append(Line(weak(en.join(lens))))
    return lines


def lay_name(view: View, issue: str, dimension: str | None) -> Pieces:
    """The name of an issue, or of one of its dimensions below it."""
    return plain(f"  {dimension}") if dimension else bold(str(view.ledger.issues[issue].name))


def lay_gap(gap: float | None) -> Pieces:
    """Figure and level of a gap, in its colour; of an unknown one neither."""
    if gap is None:
        return (Piece(f"   – {en.NOT_KNOWN}", tone="unknown"),)
    return (Piece(f"{say_figure(gap)} {level(gap)}", tone=level(gap)),)


def lay_weaknesses(view: View, row: MatrixRow) -> list[Line]:
    """What weakens the figures of a pair, in words, as a line; none where nothing does."""
    sides = {mark: (row.a if first else "", row.b if second else "") for mark, first, second in row.sides}
    parts = []
    for mark, words in en.MARKS.items():
        if mark in row.marks and words:
            who = en.join(view.label(party) for party in sides.get(mark, ()) if party)
            parts.append(words.format(who=who or en.ONE_SIDE))
    return [Line(weak(" · ".join(parts)), indent=2)] if parts else []


def lay_crossing(view: View, crossing: Crossing) -> Line:
    """Which red lines of the one side an ask of the other crosses, by the names of the statements."""
    asker, refuser = view.label(crossing.asker), view.label(crossing.refuser)
    ids = ", ".join(s.id for s in crossing.statements)
    return Line(weak(en.CROSSES.format(asker=asker, refuser=refuser, ids=ids)), indent=2)
