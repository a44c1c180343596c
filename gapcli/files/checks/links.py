"""Links: which statements `replaces`, `disputes` and `beside` may join, and what `agrees` replaces by its date."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from gapcli.files.checks.rule import LINKS, Found, View, find_circles, rule, say_circle, select
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import PartyAbout, Statement


def are_linked(one: Statement, other: Statement, *fields: str) -> bool:
    """Whether one of two statements names the other in one of the fields."""
    return any(other.id in getattr(one, field) or one.id in getattr(other, field) for field in fields)


def _refuse(field: str, one: Statement, other: Statement) -> tuple[str, str] | None:
    """Why a link cannot join two statements, and what to do; None where it can."""
    if other.id == one.id:
        itself = {"replaces": "that replaces itself", "disputes": "that disputes itself", "beside": "beside itself"}
        return f"a statement {itself[field]}", "name another"
    if field == "disputes":
        linked = are_linked(one, other, "beside")
        help = "either both are right, or they dispute each other"
        return (f'"{other.id}" stands beside it too', help) if linked else None
    if other.party != one.party:
        help = "only reports that dispute each other may be of different parties"
        return f'"{other.id}" is a statement of {other.party}, not of {one.party}', help
    if other.about != one.about and not (field == "replaces" and other.issue == one.about):
        return f'"{other.id}" is about {other.about}, not {one.about}', "name one about the same"
    if field == "replaces" and other.said.day > one.said.day:
        return f'"{other.id}" was said later, on {other.said}', "a statement replaces earlier ones"
    for each in (one, other) if field == "beside" else ():
        if each.stance not in ("asks", "agrees"):
            return f'"{each.id}" {each.stance}, and only asks stand beside each other', "leave the link out"
    return None


@rule("""
    # bad-link
    `replaces`, `disputes` and `beside` join statements that can be joined so.

    A statement replaces earlier or same-day ones of its own party on its own dimension, or in the issue that it is
    about; only an `agrees` replaces by its date, without a link. It stands `beside` asks of its own party on its own
    dimension. It disputes any statement that cannot be right if it is, but none that it stands beside.
    ✗ beside: [town-fishing, town-three-million]
    ✓ beside: [town-fishing]
    """)
def _bad_link(view: View) -> Found:
    needed = (("party", "about", "said"), ("id", "beside"), ("id", "party", "about", "stance"))
    for field, fields in zip(LINKS, needed):
        copies: dict[str, dict[str, Statement]] = defaultdict(dict)
        for _, s in select(view.statements, "id", *fields):
            copies[s.id][s.party] = s
        for path, s, name in view.links(field, *fields):
            others = copies.get(name, {})
            # Of two statements of several parties, those of one party are joined; one such party is enough.
            other = others.get(s.party) or next((o for o in others.values() if not copies[s.id].keys() & others), None)
            why = _refuse(field, s, other) if other else None
            if why:
                yield Finding(path, *why)


@rule("""
    # replace-circle
    Statements that replace each other in a circle, so that none of them stands.
    · value: 5
    ✗ replaces: [town-four-million]
    """)
def _replace_circle(view: View) -> Found:
    replaced: dict[str, set[str]] = {}
    for _, s, name in view.links("replaces", "id"):
        replaced.setdefault(s.id, set()).add(name)
    edges = {id: sorted(names) for id, names in replaced.items()}
    paths = {s.id: path for path, s in select(view.statements, "id")}
    for circle in find_circles(edges):
        message = f"a circle of replaces: {say_circle(circle)}"
        yield Finding((*paths[circle[-2]], "replaces"), message, "take one of them out")


@rule("""
    # vague-agreement (warning)
    What a party agrees to, and another value that it has on the dimension, have dates of which either may be the
    earlier: one is a month, a year or `< DATE`, and the other lies in it.

    An `agrees` replaces what its party said before. A warning: a month and a year count from their first day, and
    `< DATE` from its eve, so that more may be replaced than should be, or less.
    · value: [five-years, yearly]
    ✗ said: 2026-02
    ✓ said: 2026-02-28
    """)
def _vague_agreement(view: View) -> Found:
    groups: dict[PartyAbout, list[_Dated]] = defaultdict(list)
    dated = [*select(view.statements, "id", "party", "about", "stance", "value", "said", "replaces")]
    agreed_on = {(s.party, s.about) for _, s in dated if s.stance == "agrees"}
    for path, s in (each for each in dated if (each[1].party, each[1].about) in agreed_on):
        first = "" if s.said.text.startswith("<") else s.said.day
        groups[s.party, s.about].append(_Dated((*path, "said"), s, first, s.said.last))
    for group in groups.values():
        for agreed, other in _find_vague(group):
            message = f'"{agreed.statement.id}" may be earlier or later than "{other.statement.id}"'
            help = 'give both days, or write "< DATE" and name in replaces what is earlier'
            yield Finding(agreed.path, message, help, first=other.path, first_says="the other is")


class _Dated(NamedTuple):
    """A statement with the place of its date, and the first and the last day on which it can have been said."""

    path: Path
    statement: Statement
    first: str
    last: str

    @property
    def is_vague(self) -> bool:
        return self.first != self.last


def _find_vague(group: list[_Dated]) -> Iterator[tuple[_Dated, _Dated]]:
    """Each agreement, with another value of which the dates do not say whether it is earlier, nor does a link."""
    valued = [d for d in group if d.statement.value is not None]
    of_value: dict[object, list[_Dated]] = defaultdict(list)
    for d in valued:
        of_value[d.statement.value].append(d)
    every = {True: _Days(valued), False: _Days([d for d in valued if d.is_vague])}
    for (value, same), is_vague in product(of_value.items(), (True, False)):
        agreed_to = [d for d in same if d.statement.stance == "agrees" and d.is_vague == is_vague]
        own = _Days([d for d in same if is_vague or d.is_vague])
        wide = every[is_vague]
        for agreed in (d for d in agreed_to if wide.count_meeting(d) > own.count_meeting(d)):
            meeting = (d for d in wide.list_meeting(agreed) if d.statement.value != value)
            unlinked = (d for d in meeting if not are_linked(agreed.statement, d.statement, "replaces"))
            yield from ((agreed, other) for other in islice(unlinked, 1))


class _Days:
    """Statements of which the dates are counted."""

    def __init__(self, dated: list[_Dated]) -> None:
        self.dated = dated
        self._firsts = sorted(d.first for d in dated)
        self._lasts = sorted(d.last for d in dated)

    def list_meeting(self, other: _Dated) -> Iterator[_Dated]:
        """Those that have begun by the last day of another and not ended before its first."""
        return (d for d in self.dated if d.first <= other.last and d.last >= other.first)

    def count_meeting(self, other: _Dated) -> int:
        """How many of them there are."""
        return bisect_right(self._firsts, other.last) - bisect_left(self._lasts, other.first)
