"""Parts that several pages share."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from gapcli.ledger.model import Dimension, Statement, follow
from gapcli.ledger.scales import Zone
from gapcli.measure.gaps import level, printed
from gapcli.measure.view import View
from gapcli.pages.grid import Line, Piece, Pieces, bold, dim, plain, weak
from gapcli.reports.matrix import MatrixRow
from gapcli.words import phrases
from gapcli.words.figures import say_bound, say_figure
from gapcli.words.positions import say_query


def lay_title(view: View, title: str, resting: Iterable[Statement] | None = None, *, short: str = "") -> list[Line]:
    """The first lines of a page: what it is, its day, how much of its ledger it rests on, and what was left out.

    `short`: the title where there is little room. `resting`: the statements that it rests on; by default those that
    stand, of the parties and issues shown.
    """
    ledger = view.source
    columns = view.columns if resting is None else None
    reported = [s for s in (_list_resting(view) if resting is None else resting) if not s.assumed]
    count = len({s.id for s in reported}) + (columns.count if columns else 0)
    cards = {e.source for s in reported for e in s.evidence} | (columns.cards if columns else set())
    right = phrases.STATEMENTS_SOURCES.format(
        date=phrases.date(view.day),
        statements=_count_of_all(count, ledger.size, "statement"),
        sources=_count_of_all(len(cards), len(ledger.cards), "source"),
    )
    lines = [Line(bold(title), right=dim(right), short=bold(short) if short else ())]
    lens = say_query(view)
    if lens:
        lines.append(Line(weak(phrases.join(lens))))
    return lines


def _list_resting(view: View) -> Iterator[Statement]:
    """The live statements of the parties shown, and of groups that speak for them, on the issues shown."""
    parties, abouts = {*view.parties} | follow(view.positions.speakers, view.parties), view.abouts
    return (s for s in view.positions.live if s.party in parties and s.about in abouts)


def _count_of_all(n: int, all: int, noun: str) -> str:
    return phrases.count(all, noun) if n == all else phrases.count_part(n, all, noun)


def say_questions(view: View, dimensions: Sequence[Dimension]) -> str:
    """Some questions, issue by issue, in their own words; all of an issue by its name alone."""
    words = []
    for issue, group in groupby(dimensions, key=lambda d: view.ledger.issues[d.issue]):
        questions = [str(d.question) for d in group]
        whole = len(questions) == len(issue.dimensions)
        words.append(
            str(issue.name) if whole else phrases.QUESTION_OF.format(issue=issue.name, question=" ".join(questions))
        )
    return " · ".join(words)


def lay_name(view: View, issue: str, dimension: str | None) -> Pieces:
    """The name of an issue, or of one of its dimensions below it."""
    return plain(f"  {dimension}") if dimension else (Piece(view.name_issue(issue), "bold", link=issue),)


def lay_gap(gap: float | None, least: bool = False, agreement: bool = False) -> Pieces:
    """Figure and level of a gap, in its colour, as a lower bound where it is one; of an unknown one neither.

    `agreement`: whether the figure is that in place of the gap.
    """
    if gap is None:
        return (Piece(f"   – {phrases.NOT_KNOWN}", tone="unknown"),)
    if least and not printed(gap):
        # At least nothing: no level is known.
        return (Piece(say_bound(gap, least, agreement), tone="unknown"),)
    return (Piece(f"{say_bound(gap, least, agreement)} {phrases.LEVELS[level(gap)]}", tone=level(gap)),)


def say_beside(view: View, row: MatrixRow, agreement: bool = False) -> Iterator[str]:
    """What belongs to the words of a row: the gap by deeds, and through which groups either side speaks elsewhere.

    On the question of the words they say so themselves.
    """
    if row.deeds is not None and row.figures.gap is not None:
        gap = say_bound(row.figures.gap, row.least, agreement)
        yield phrases.BY_WORDS_AND_DEEDS.format(gap=gap, deeds=say_bound(row.deeds, False, agreement))
    if row.dimension or not view.positions.speakers:
        return
    chosen = next(c for c in view.chosen if c.issue.id == row.issue)
    others = [d for d in chosen.dimensions if d.id != row.says_on]
    for party in (row.a, row.b):
        groups = say_groups(view, party, others)
        if groups:
            yield phrases.SIDE_THROUGH.format(who=view.label(party), groups=groups)


def say_groups(view: View, party: str, dimensions: Iterable[Dimension]) -> str:
    """The groups through which a party speaks on some questions; empty where there are none."""
    # Most parties have nobody who speaks for them, and of a large table no position is ever derived.
    asked = dimensions if party in view.positions.speakers else ()
    return phrases.join(map(view.label, dict.fromkeys(g for d in asked for g in view.positions.find(party, d).through)))


def list_reported(ids: Iterable[str]) -> list[str]:
    """Those of some statements that the file has, which can be asked for: the id of an assumption has a colon."""
    return [id for id in ids if ":" not in id]


def say_zone(d: Dimension, zone: Zone) -> str:
    """A zone by its places; by its options where it has none."""
    places = d.measure.drawn(zone)
    if places is None:
        return phrases.either(map(str, d.measure.data(zone)))
    low, high = map(say_figure, places)
    return low if low == high else phrases.FROM_TO.format(low=low, high=high)
