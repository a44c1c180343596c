"""Contradictions: what one party says on one dimension, live on a common day and not linked."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from heapq import heappop, heappush
from itertools import islice
from typing import NamedTuple

from gapcli.files.checks.links import are_linked
from gapcli.files.checks.rule import FOREVER, LINKS, Found, View, rule, select
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import VALUED, Statement
from gapcli.ledger.scales import BadValue, Raw, Scale, Zone

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


@rule("""
    # unlinked-asks
    Two asks of one party on one dimension have no value in common, and do not say how they relate.

    One `replaces` the other (the party moved), they `dispute` each other (two reports that cannot both be right), or
    they stand `beside` each other (alternatives, or two occasions). Nothing is averaged in silence. What a party agrees
    to it asks for, and it replaces by its date what that party said before.
    · - id: town-four-million
    ·   party: town
    ·   about: rent.level
    ·   stance: asks
    ·   value: 4
    ✓   replaces: [town-five-million]
    """)
def _unlinked_asks(view: View) -> Found:
    def clash(scale: Scale[Zone], one: _Live, other: _Live) -> bool:
        return not scale.meet(one.zone, other.zone)

    for live, others in _find_clashes(view, ("asks", "agrees"), ("asks", "agrees"), clash, LINKS):
        names = " and ".join(f'"{other.statement.id}"' for other in others)
        message = f'"{live.statement.id}" has no value in common with {names}'
        yield _report(live, others[0], message, "link them with replaces, disputes or beside")


@rule("""
    # rejects-own
    A party asks, accepts or agrees to what it rejects, and the two statements do not dispute each other.
    ✗ value: ">= 2"
    ✓ value: ">= 3"
    """)
def _rejects_own(view: View) -> Found:
    def clash(scale: Scale[Zone], one: _Live, other: _Live) -> bool:
        wants, rejects = (one, other) if other.rejects else (other, one)
        # Of many most are far from each other, which their zones tell without a value being read again.
        return scale.meet(wants.zone, rejects.zone) and scale.clashes(wants.value, rejects.value)

    for live, others in _find_clashes(view, (*VALUED, "rejects"), ("rejects",), clash, ("disputes",)):
        for other in others:
            wants, rejects = (other, live) if live.rejects else (live, other)
            message = f'"{rejects.statement.id}" rejects what "{wants.statement.id}" {wants.statement.stance}'
            yield _report(live, other, message, "say only what is ruled out, or link them with disputes")


def _report(later: _Live, earlier: _Live, message: str, help: str) -> Finding:
    first = (*earlier.path, "value")
    return Finding((*later.path, "value"), message, help, first=first, first_says="the other is")


def _group_statements(
    view: View, stances: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[Scale[Zone], list[_Live]]]:
    """What one party says on one dimension, in words or in deeds, with a value and of these stances, by its days.

    Only where there is one of the stances that are needed.
    """
    whole = select(view.statements, "id", "party", "about", "stance", "said", "value", "basis", *LINKS)
    valued = [(path, s, (s.party, s.about, s.basis)) for path, s in whole if s.value is not None]
    wanted = {key for _, s, key in valued if s.stance in needed}
    groups = defaultdict(list)
    for path, s, key in valued:
        if key not in wanted or s.stance not in stances:
            continue
        dimension, end = view.measured.get(s.about), view.ends.get(s.key, FOREVER)
        # One that is replaced on its own day is never live.
        if dimension and s.value is not None and s.said.day < end:
            with suppress(BadValue):
                groups[key].append(_Live(path, s, s.value, dimension.zone(s), s.said.day, end))
    for (_, about, _), group in groups.items():
        yield view.measured[about].measure, sorted(group, key=lambda live: live.start)


def _find_clashes(
    view: View, stances: tuple[str, ...], needed: tuple[str, ...], clash: Clash, links: tuple[str, ...]
) -> Iterator[tuple[_Live, list[_Live]]]:
    """Each statement that clashes with earlier ones, live on a common day and not linked to it, and the first of those.

    Those of one value are judged together, so that a long ledger takes no longer than its links make it; where there
    are rejections, each with what is no rejection.
    """
    for scale, group in _group_statements(view, stances, needed):
        # By whether they reject, those of one value.
        live: dict[bool, dict[Raw, dict[str, _Live]]] = {True: defaultdict(dict), False: defaultdict(dict)}
        ends: list[tuple[str, int, _Live]] = []
        for count, one in enumerate(group):
            while ends and ends[0][0] <= one.start:
                _, _, gone = heappop(ends)
                same = live[gone.rejects][gone.value]
                same.pop(gone.statement.id, None)
                if not same:
                    del live[gone.rejects][gone.value]
            me = one.statement
            facing = live["rejects" in stances and not one.rejects]
            alike = (same for same in facing.values() if clash(scale, one, next(iter(same.values()))))
            each = (other for same in alike for other in same.values() if other.statement.id != me.id)
            others = list(islice((other for other in each if not are_linked(me, other.statement, *links)), NAMED))
            if others:
                yield one, others
            live[one.rejects][one.value].setdefault(me.id, one)
            heappush(ends, (one.end, count, one))
