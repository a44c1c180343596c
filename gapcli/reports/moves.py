"""Who moved or offered, when, how far, towards whom, and what it did to each gap."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Annotated, NamedTuple

from gapcli.ledger.model import VALUED, Ledger, Statement
from gapcli.ledger.narrow import read_day
from gapcli.measure.changes import KINDS, History, KnownGap, PositionChange
from gapcli.measure.gaps import figure
from gapcli.measure.positions import Position
from gapcli.measure.together import compare_shown
from gapcli.measure.view import View
from gapcli.reports.party import PositionRow, state_position
from gapcli.reports.report import Day, Figure, Ids, Inline, Mark, OneOf, ViewReport
from gapcli.words import phrases
from gapcli.words.conditions import say_conditions
from gapcli.words.positions import say_briefly, say_outlet, say_position, say_red_lines, say_word


class GapRow(NamedTuple):
    """What became of a gap with another party, as that stands when the day is over."""

    party: Annotated[str, "The other party."]
    before: Annotated[Figure | None, "The gap before; null where it was not known."]
    after: Annotated[Figure | None, "The gap after; null where it is no longer known."]
    before_least: Annotated[bool, "Whether the gap before is a lower bound: a side had offers and no ask."]
    after_least: Annotated[bool, "Whether the gap after is one."]


class MoveRow(NamedTuple):
    """A change of a position."""

    date: Annotated[Day, "The day from which it counts."]
    said: Annotated[Day, "When, as precise as the source is."]
    party: Annotated[str, "Whose position changed."]
    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "The dimension."]
    kind: Annotated[
        Annotated[str, OneOf(KINDS)],
        "`moved`: it took the place of what stood. `offered`: it goes beyond what was asked for. `agreed`: adopted "
        "without reserve, alone or with others. `stated`: the first word, or said beside what stood. `contradicted`: a "
        "report disputes what stood. `withdrawn`: taken back, with nothing new in its place. The first three are told "
        "first.",
    ]
    from_: Annotated[str | None, "What the party held before, in words; null where there was no report."]
    to: Annotated[str, "What it holds after."]
    distance: Annotated[
        Figure | None,
        "How far on the scale: `moved`, from what was replaced to what took its place; `offered`, `agreed` and "
        "`stated`, beyond what stood; `contradicted`, from what stood to the report; `withdrawn`, beyond what is "
        "left. Null where either has no place, and from deeds to words or back.",
    ]
    towards: Annotated[Ids, "The parties that it came nearer to, by the gap."]
    away: Annotated[Ids, "The parties that it went away from."]
    conditions: Annotated[str | None, "Under which conditions, and whether they are offered on the day asked about."]
    word: Annotated[str, "On whose word: the speaker, the outlet, who vouches for the account, who tells it."]
    statements: Annotated[Ids, "The statements that made the change."]
    replaced: Annotated[Ids, "The statements that they took the place of."]
    contradicts: Annotated[Ids, "The statements that they dispute."]
    marks: Annotated[tuple[Mark, ...], "What qualifies the position after it, and the evidence of these statements."]
    gaps: Annotated[tuple[GapRow, ...], "The gap with each other party shown, where it was known or is."]
    contradicting: tuple[str, ...]
    """The texts of the reports that dispute what stood."""
    pole: str
    """The pole in words that it went towards; empty where that cannot be said."""
    crosses: str
    """Where it goes from deeds to words, `deeds`; from words to deeds, `words`; else empty."""
    brief: str
    """What it holds after, in a few words."""
    placed: bool
    """Whether it has a place on the scale, before or after."""


class ClosedRow(NamedTuple):
    """What the offers of some parties close on an issue, as things stand on the day."""

    issue: Annotated[str, "The issue."]
    asks: Annotated[Figure | None, "How far apart their asks are; of more than two the mean of all pairs."]
    bridge: Annotated[Figure | None, "What is left when every offer is taken, likewise."]
    least: Annotated[bool, "Whether the first is a lower bound."]


class PlaceRow(NamedTuple):
    """Where a party stood from a day on."""

    date: Annotated[Day, "From which day on."]
    position: Annotated[PositionRow, Inline(without=("says", "rejects", "marks", "statements"))]
    said: str
    """The same day, as precise as the source is."""
    statements: tuple[Statement, ...]
    """Those that it is made of, in the order in which they are put into words."""


class MovesReport(ViewReport[MoveRow]):
    """Every change of a position."""

    closed: Annotated[tuple[ClosedRow, ...], "Between the principals shown, by default on the issues of the headline."]
    between: tuple[str, ...]
    """The parties of these."""
    places: Annotated[tuple[PlaceRow, ...] | None, "Of one issue, where each party stood from which day on; else null."]


def moves(view: View, name: str | None = None) -> MovesReport:
    """Every change of a position after `since` and up to `as_of`, and what it did to the gaps.

    `name` is an issue or a dimension; without it, as without `issues`, all are shown. Of the parties shown (by default
    all) each one's changes are listed, with its gap to each other one, of one alone to the principals. Raises BadQuery.
    """
    if name is not None:
        view = view.choose(issues=(name,))
    view = view.show(view.ledger.parties, headline=False)
    named, since = view.parties, view.query.since
    view = view.beside_principals()

    @cache
    def say(position: Position) -> tuple[str, str]:
        return say_position(view.positions, position), say_red_lines(view.positions, position)

    history = History(view, read_day(since, "--since") if since else "", say)
    changes = [change for change in history.list_changes() if change.after.party in named]
    between = find_main(view)
    nothing = phrases.NOTHING_CHANGED_SINCE if since else phrases.NOTHING_CHANGED
    return MovesReport(
        view=view,
        rows=tuple(_state_change(history, change) for change in changes),
        places=tuple(_list_places(history, changes, named)) if len(view.chosen) == 1 else None,
        closed=tuple(_list_closed(view, between)) if len(between) > 1 else (),
        between=between,
        notes=() if changes else (nothing.format(since=phrases.date(since or ""), day=phrases.date(view.day)),),
    )


def find_main(view: View) -> tuple[str, ...]:
    """The parties that a page is about: the principals shown, or all where those are fewer than two."""
    main = tuple(p for p in view.ledger.principals if p in view.parties)
    return main if len(main) > 1 else view.parties


def _list_closed(view: View, between: tuple[str, ...]) -> Iterator[ClosedRow]:
    headline = tuple(c for c in view.chosen if c.issue.headline) if not view.query.issues else ()
    view = view._replace(parties=between, chosen=headline or view.chosen)
    for chosen, s in compare_shown(view).issues:
        f = s.figures
        yield ClosedRow(chosen.issue.id, f and figure(f.asks), f and figure(f.bridge), s.least)


def _state_change(history: History, change: PositionChange) -> MoveRow:
    positions = history.view.positions
    d = change.after.dimension
    distance = change.distance
    before, after = _say_change(history, change)
    conditions = (say_conditions(positions, s.conditions, bool(s.unless)) for s in change.statements if s.conditions)
    return MoveRow(
        date=change.day,
        said=change.dated,
        party=change.after.party,
        issue=d.issue,
        dimension=d.id,
        kind=change.kind,
        from_=before,
        to=after,
        distance=None if distance is None else figure(distance),
        towards=tuple(p for p, difference in change.differences.items() if difference < 0),
        away=tuple(p for p, difference in change.differences.items() if difference > 0),
        conditions=phrases.SEMICOLON.join(dict.fromkeys(conditions)) or None,
        word=phrases.SEMICOLON.join(dict.fromkeys(_list_words(positions.ledger, change))),
        statements=tuple(s.id for s in change.statements),
        replaced=tuple(s.id for s in change.replaced.statements),
        contradicts=tuple(s.id for s in change.contradicted),
        marks=tuple(sorted(change.marks)),
        gaps=tuple(_state_gaps(party, *both) for party, both in change.gaps.items()),
        contradicting=tuple(dict.fromkeys(str(s.text) for s in change.contradicting)),
        pole="" if change.pole is None else str(d.poles[change.pole]),
        crosses="" if not change.crosses else "deeds" if change.before.status == "conduct-only" else "words",
        brief=say_briefly(change.after),
        placed=bool(change.before.zones or change.after.zones),
    )


def _list_words(ledger: Ledger, change: PositionChange) -> Iterator[str]:
    """On whose word it is; a direction told beside a place is nobody's word for the place."""
    placed = [s for s in change.statements if s.value is not None or s.stance not in VALUED]
    for s in placed if placed and change.kind != "contradicted" else change.statements:
        yield from [say_word(s, e, say_outlet(ledger, e)) for e in s.evidence] or [phrases.ASSUMED_WORD]


def _state_gaps(party: str, before: KnownGap, after: KnownGap) -> GapRow:
    was, now = (None if each.gap is None else figure(each.gap) for each in (before, after))
    return GapRow(party, was, now, before.least, after.least)


def _say_change(history: History, change: PositionChange) -> tuple[str | None, str]:
    """From what to what, in words; red lines beside it only where they change."""
    (before, was), (after, now) = history.say(change.before), history.say(change.after)
    if was != now:
        before, after = (phrases.SEMICOLON.join(filter(None, pair)) for pair in ((before, was), (after, now)))
    return before if history.find_state(change.before) else None, after


def _list_places(history: History, changes: Sequence[PositionChange], parties: Sequence[str]) -> Iterator[PlaceRow]:
    """Where each of some parties stood at first, and at the end of each day on which that changed."""
    ends: dict[tuple[str, str], dict[str, PositionChange]] = defaultdict(dict)
    for change in changes:
        ends[change.after.party, change.after.dimension.about][change.day] = change
    view, say = history.view, history.say
    for d in view.dimensions:
        for party in parties:
            first = history.start.find_own(party, d)
            states = [(history.since, history.since, first)] if history.find_state(first) else []
            states += [(end.day, end.dated, end.after) for end in ends[party, d.about].values()]
            rows = (
                PlaceRow(day, state_position(view.positions, p, say(p)[0]), dated, p.statements)
                for day, dated, p in states
            )
            sides = (f"position.{side}{of}" for side in ("asks", "offers", "zones") for of in ("", "_options"))
            same = attrgetter("position.status", *sides)
            yield from (next(alike) for _, alike in groupby(rows, key=same))
