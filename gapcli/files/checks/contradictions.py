"""Contradictions: what one party says on one dimension, live on a common day and not linked."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import islice
from typing import NamedTuple

from gapcli.files.checks.links import are_linked
from gapcli.files.checks.rule import Found, rule
from gapcli.files.checks.view import LINKS, View
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import Dimension, Statement
from gapcli.ledger.scales import BadValue, Raw, Scale, Zone

FOREVER = "9999-99"
"""After the last day that a date can have."""
NAMED = 3
"""How many statements that contradict one are named."""


class _Live(NamedTuple):
    """A statement with a value, and from which day to before which day it is live."""

    path: Path
    statement: Statement
    value: Raw
    zone: Zone
    start: str
    end: str

    @property
    def rejects(self) -> bool:
        return self.statement.stance == "rejects"


Clash = Callable[[Scale[Zone], _Live, _Live], bool]
Kind = tuple[bool, Raw]
"""Whether a statement rejects, and its value: statements of one kind clash with the same others."""


@rule(
    "unlinked-asks",
    """
    Two asks of one party on one dimension have no value in common, and do not say how they relate.

    One `replaces` the other (the party moved), they `dispute` each other (two reports that cannot both be right), or
    they stand `beside` each other (alternatives, or two occasions). Nothing is averaged in silence.
    """,
    wrong="""
        - id: town-four-million
          party: town
          about: rent.level
          stance: asks
          value: 4
        """,
    right="""
        - id: town-four-million
          party: town
          about: rent.level
          stance: asks
          value: 4
          replaces: [town-five-million]
        """,
)
def _unlinked_asks(view: View) -> Found:
    for dimension, asks in _groups(view, "asks"):
        for live, others in _clashes(dimension, asks, _have_nothing_in_common, *LINKS):
            names = " and ".join(f'"{other.statement.id}"' for other in others)
            message = f'"{live.statement.id}" has no value in common with {names}'
            yield _contradiction(
                "unlinked-asks", live, others[0], message, "link them with replaces, disputes or beside"
            )


def _have_nothing_in_common(scale: Scale[Zone], one: _Live, other: _Live) -> bool:
    return not scale.meet(one.zone, other.zone)


@rule(
    "rejects-own",
    "A party asks for or offers what it rejects, and the two statements do not dispute each other.",
    wrong='value: ">= 2"',
    right='value: ">= 3"',
)
def _rejects_own(view: View) -> Found:
    for dimension, group in _groups(view, "asks", "accepts", "rejects"):
        for live, others in _clashes(dimension, group, _one_rejects_the_other, "disputes"):
            for other in others:
                wants, rejects = (other, live) if live.rejects else (live, other)
                wanted = f'"{wants.statement.id}" {wants.statement.stance}'
                message = f'"{rejects.statement.id}" rejects what {wanted}'
                help = "say only what is ruled out, or link them with disputes"
                yield _contradiction("rejects-own", live, other, message, help)


def _one_rejects_the_other(scale: Scale[Zone], one: _Live, other: _Live) -> bool:
    wants, rejects = (one, other) if other.rejects else (other, one)
    return one.rejects != other.rejects and scale.clashes(wants.value, rejects.value)


def _contradiction(id: str, later: _Live, earlier: _Live, message: str, help: str) -> Finding:
    at, first = (*later.path, "value"), (*earlier.path, "value")
    return Finding(id, at, message, help, first=first, first_says="the other is")


def _groups(view: View, *stances: str) -> Iterator[tuple[Dimension, list[_Live]]]:
    """What one party says on one dimension, in words or in deeds, with a value; in the order of the days.

    Of these stances, and only where there is one of the last of them.
    """
    ends: dict[str, str] = {}
    for _, s, old in view.links("replaces", "said"):
        ends[old] = min(ends.get(old, FOREVER), s.said.day)
    groups = defaultdict(list)
    for path, s in view.statements("id", "party", "about", "stance", "said", "value", "basis", *LINKS):
        if s.value is not None and s.stance in stances:
            groups[s.party, s.about, s.basis].append((path, s, s.value))
    for (_, about, _), group in groups.items():
        worth = len(group) > 1 and any(s.stance == stances[-1] for _, s, _ in group)
        dimension = view.dimension(about) if worth else None
        if dimension:
            every = []
            for path, s, value in group:
                try:
                    every.append(_Live(path, s, value, dimension.zone(s), s.said.day, ends.get(s.id, FOREVER)))
                except BadValue:
                    continue
            # One that is replaced on its own day is never live.
            yield dimension, sorted((x for x in every if x.start < x.end), key=lambda x: x.start)


def _clashes(
    dimension: Dimension, group: list[_Live], clash: Clash, *links: str
) -> Iterator[tuple[_Live, list[_Live]]]:
    """Each statement that clashes with earlier ones, live on a common day and not linked to it, and the first of those.

    Those of one value are judged together, so that a long ledger takes no longer than its links make it.
    """
    live: dict[Kind, dict[str, _Live]] = defaultdict(dict)
    ends: list[tuple[str, str, Kind]] = []
    for one in group:
        while ends and ends[0][0] <= one.start:
            _, id, kind = heappop(ends)
            live[kind].pop(id, None)
            if not live[kind]:
                del live[kind]
        me = one.statement
        alike = (same for same in live.values() if clash(dimension.measure, one, next(iter(same.values()))))
        each = (other for same in alike for other in same.values() if other.statement.id != me.id)
        others = list(islice((other for other in each if not are_linked(me, other.statement, *links)), NAMED))
        if others:
            yield one, others
        kind = (one.rejects, one.value)
        live[kind].setdefault(me.id, one)
        heappush(ends, (one.end, me.id, kind))


RULES = (_unlinked_asks, _rejects_own)
