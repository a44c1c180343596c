"""Pairs of parties on an issue or a question: a table of several, and what weakens the figures of all of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gapcli.ledger.model import Dimension, Ledger
from gapcli.measure.chains import Chain, Link, Stand
from gapcli.measure.positions import EVIDENCE, Position, find_crossings
from gapcli.measure.view import View
from gapcli.pages.grid import Column, Grid, Line, Pieces, Row, dim, plain
from gapcli.pages.parts import lay_gap
from gapcli.reports.matrix import MatrixRow
from gapcli.words import phrases
from gapcli.words.figures import say_asks_and_bridge, say_figure, say_known

MANY, ENDS = 10, 3
"""Of more pairs than this only so many of the widest and of the nearest are shown, unless the parties are named."""


def lay_pairs(view: View, about: str, rows: Sequence[MatrixRow], above: tuple[Line, ...] = ()) -> Grid:
    """One line a pair, the widest gap first; of very many the widest and the nearest, and how to see all."""
    shown, left = choose_pairs(view, rows)
    laid = [Row(_lay_cells(view, row)) for row in shown]
    if left:
        parties = dict.fromkeys(party for row in rows for party in (row.a, row.b))
        command = phrases.GO_ON["all-pairs"].format(about=about, parties=",".join(parties))
        rest = Line(dim(phrases.PAIRS_BETWEEN.format(pairs=phrases.count(left, "pair"), command=command)), indent=2)
        laid[ENDS - 1] = laid[ENDS - 1]._replace(lines=(rest,))
    # Only what some pair has needs a column: what its figure also could be, and how much of an issue is known.
    which = [i for i in range(len(phrases.PAIR_HEADS)) if i < 3 or any(row.cells[i] for row in laid)]
    laid = [row._replace(cells=tuple(row.cells[i] for i in which)) for row in laid]
    unknown = len(rows) - len(shown) - left
    below = (Line(dim(phrases.PAIRS_UNKNOWN.format(pairs=phrases.count(unknown, "pair")))),) if unknown else ()
    return Grid(tuple(Column(phrases.PAIR_HEADS[i]) for i in which), laid, above=above, below=below)


def choose_pairs(view: View, rows: Sequence[MatrixRow]) -> tuple[list[MatrixRow], int]:
    """The pairs that have a figure, the widest gap first; and of how many between the widest and the nearest none is.

    None is left out where the parties are named, so that this is how to see all.
    """
    known = sorted((row for row in rows if row.figures.gap is not None), key=lambda row: -(row.figures.gap or 0))
    if len(known) <= MANY or view.query.parties:
        return known, 0
    return [*known[:ENDS], *known[-ENDS:]], len(known) - 2 * ENDS


def _lay_cells(view: View, row: MatrixRow) -> tuple[Pieces, ...]:
    f = row.figures
    return (
        plain(phrases.PAIR.format(a=view.label(row.a), b=view.label(row.b))),
        lay_gap(f.gap, row.least),
        plain(say_asks_and_bridge(f.asks, f.bridge, row.offers, row.least)),
        () if row.dimension else dim(say_known(row.known, f.coverage)),
        plain(" · ".join(say_other_gaps(row))),
    )


def say_other_gaps(row: MatrixRow) -> Iterator[str]:
    """What the gap of a pair would be by deeds, and how far it hangs on disputes, or on an answer."""
    f = row.figures
    if f.gap is None:
        low, high = map(say_figure, f.possible)
        # That it may be anything is said by that it is not known.
        if (low, high) != (say_figure(0), say_figure(1)):
            yield (phrases.WOULD_BE_EXACTLY if low == high else phrases.WOULD_BE).format(low=low, high=high)
    if row.deeds is not None:
        yield phrases.BY_DEEDS.format(deeds=say_figure(row.deeds))
    if f.low is not None and f.high is not None and say_figure(f.low) != say_figure(f.high):
        yield phrases.AS_DISPUTE_FALLS.format(low=say_figure(f.low), high=say_figure(f.high))


class Waiting(NamedTuple):
    """What waits, in the whole ledger."""

    links: Sequence[Link]
    loops: Sequence[Chain]


def say_weaknesses(
    view: View, d: Dimension, parties: Sequence[str], waiting: Waiting, shared: Collection[str]
) -> Iterator[str]:
    """What weakens the figures of some parties on a question, each thing once, by the parties that it is of.

    `shared`: the marks that every figure of the page has, which are told once.
    """
    positions = [view.positions.find(party, d) for party in parties]
    conflicts = count_conflicts(view, positions)
    if conflicts:
        yield phrases.CONFLICTS.fill(conflicts)
    yield from _say_crossings(view, positions)
    placed = [p for p in positions if p.zones]
    for mark, patterns in phrases.WEAK_POSITIONS.items():
        names = [view.label(p.party) for p in placed if mark in p.marks]
        if names and (mark not in shared or len(placed) < 2):
            one, several, every = patterns
            pattern = one if len(names) == 1 else every if len(names) == len(placed) > 2 else several
            yield pattern.format(parties=phrases.join(names))
    for position in positions:
        yield from _say_waiting(view, position, waiting)


def find_shared(view: View, questions: Iterable[tuple[Dimension, Sequence[str]]]) -> dict[str, str]:
    """The marks of evidence of the same sides on several questions, on all of them that have a figure.

    `questions`: each with the parties that are compared on it. Of each mark the name of the party that has it; empty
    where all have it that have a place.
    """
    positions = ([view.positions.find(party, d) for party in parties] for d, parties in questions)
    known = [placed for each in positions for placed in ([p for p in each if p.zones],) if len(placed) > 1]
    shared = {}
    for mark in sorted(EVIDENCE) if len(known) > 1 else ():
        if all(mark in p.marks for placed in known for p in placed):
            shared[mark] = ""
        elif all(len(placed) == 2 for placed in known):
            marked = {tuple(p.party for p in placed if mark in p.marks) for placed in known}
            first = marked.pop()
            if len(first) == 1 and not marked:
                shared[mark] = view.label(*first)
    return shared


def lay_shared(shared: Mapping[str, str]) -> Iterator[Line]:
    """A sentence for each mark of evidence that every figure has; `shared`: as `find_shared` finds them."""
    for mark, (each, one) in phrases.EVERY_FIGURE.items():
        if mark in shared:
            yield Line(dim(one.format(party=shared[mark]) if shared[mark] else each))


def count_conflicts(view: View, positions: Sequence[Position]) -> int:
    """How many pairs of reports dispute each other of which one makes one of some positions."""
    opponents = view.positions.opponents
    statements = (s for p in positions for s in p.statements)
    return len({frozenset((s.id, other)) for s in statements for other, _ in opponents.get(s.key, ())})


def _say_crossings(view: View, positions: Sequence[Position]) -> Iterator[str]:
    """What each party rules out of what others want, with all who want it."""
    askers: dict[str, dict[str, None]] = {}
    crossed: dict[str, set[str]] = {}
    for i, a in enumerate(positions):
        for crossing in (crossing for b in positions[i + 1 :] for crossing in find_crossings(a, b)):
            askers.setdefault(crossing.refuser, {})[crossing.asker] = None
            crossed.setdefault(crossing.refuser, set()).update(s.id for s in crossing.statements)
    for refuser, wanting in askers.items():
        statements = phrases.count(len(crossed[refuser]), "statement")
        names = phrases.join(map(view.label, wanting))
        yield phrases.WANTS_RULED_OUT.fill(
            len(wanting), askers=names, refuser=view.label(refuser), statements=statements
        )


def _say_waiting(view: View, position: Position, waiting: Waiting) -> Iterator[str]:
    """What the offers of a party wait for, where they are not made without a condition too."""
    firm = {s.value for s in position.makers if not s.if_}
    keys = {s.key for s in position.makers if s.stance == "accepts" and s.value not in firm}
    own = [link for link in waiting.links if link.statement.key in keys and not link.offered]
    stands = dict.fromkeys(_say_stand(view.ledger, link.awaited) for link in own if link.awaited)
    if stands and not position.through:
        ends = {loop.ends for loop in waiting.loops if any(link.statement.key in keys for link in loop.links)}
        kind = min(ends, default="", key=lambda end: end != "exchange")
        yield phrases.WAITS_ON[kind].format(party=view.label(position.party), stands=phrases.join(stands))


def _say_stand(ledger: Ledger, stand: Stand) -> str:
    """A stand in words: `US on “Who may inspect what?”`; of an issue with one question by the name of the issue."""
    issue, party = ledger.issues[stand.issue], ledger.parties[stand.party].label
    if stand.dimension is None or len(issue.dimensions) == 1:
        return phrases.STAND.format(party=party, about=issue.name)
    return phrases.STAND_ON.format(party=party, question=issue.dimensions[stand.dimension].question)
