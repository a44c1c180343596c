"""Groups: for whom a party speaks that stands for others."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

from gapcli.files.checks.rule import Found, View, find_circles, place_parts, rule, say_circle, select
from gapcli.files.problems import Finding, Path
from gapcli.files.tree import BAD
from gapcli.ledger.model import VALUED, Dimension, PartyAbout, Statement, follow, list_replaced
from gapcli.ledger.scales import BadValue, Zone


@rule("""
    # odd-group (warning)
    A group has other parties, and speaks for those among its `members`, where it names them.

    A warning: one that speaks for itself, for a party that is none of its members, or in a circle with groups that
    speak for it, is mostly a slip of the pen. It is counted as it stands: a group stands for others only where they say
    nothing, by what it holds itself or through a group that speaks for it, and never by what they say.
    · name: Town of Eastport
    · role: principal
    · salience: {rent: {value: 80, why: Every speech begins with it.}}
    ✗ speaks_for: [town, coast-council]
    ✓ speaks_for: [coast-council]
    """)
def _odd_group(view: View) -> Found:
    for field, does in (("members", "is a member of"), ("speaks_for", "speaks for")):
        for path, party, name in place_parts(select(view.parties, field), field):
            if name == party.id:
                yield Finding(path, f'"{name}" {does} itself', "leave it out, or name another")
    for path, party, name in place_parts(select(view.parties, "members", "speaks_for"), "speaks_for"):
        members = party.members
        if members and BAD not in members and name not in (party.id, *members):
            message = f'"{party.id}" speaks for "{name}", which is none of its members'
            yield Finding(path, message, "add it to the members, or leave it out")
    speaking = {party.id: (path, party) for path, party in select(view.parties, "speaks_for") if party.speaks_for}
    for circle in find_circles({id: party.speaks_for for id, (_, party) in speaking.items()}):
        path, party = speaking[circle[-2]]
        at = (*path, "speaks_for", party.speaks_for.index(circle[-1]))
        yield Finding(at, f"a circle of speaks_for: {say_circle(circle)}", "let the group speak for its members alone")


@rule("""
    # split-groups (warning)
    Two groups speak for a party that says nothing itself, and hold different things on a dimension. A warning: neither
    counts, so that the party has no position there.
    · role: mediator
    ✗ speaks_for: [coast-council]
    """)
def _split_groups(view: View) -> Found:
    groups: dict[str, dict[str, Path]] = defaultdict(dict)
    for path, party in select(view.parties, "speaks_for"):
        for at, _, member in place_parts([(path, party)], "speaks_for"):
            groups[member][party.id] = at
    split = {member: of for member, of in groups.items() if len(of) > 1}
    live = _find_live(view) if split else {}
    for member, of in split.items():
        for _, issue, dimension in view.dimensions:
            about = dimension.about
            if live.get((member, about)) or live.get((member, issue.id)) or about not in view.measured:
                continue
            held = {}
            for group in of:
                hull = _find_hull(view.measured[about], live[group, about], live[group, issue.id])
                if hull is not None:
                    held[group] = hull
            if len(set(held.values())) > 1:
                names = " and ".join(f'"{group}"' for group in held)
                message = f'{names} speak for "{member}", and hold different things on "{about}"'
                yield Finding(of[[*held][-1]], message, "let one of them speak for it, or add what it says itself")


def _find_live(view: View) -> dict[PartyAbout, list[Statement]]:
    """The statements that are live on the day of the file, by party and what they are about."""
    said = [
        s for _, s in select(view.statements, "id", "party", "about", "stance", "said", "value", "replaces", "basis")
    ]
    for _, file in select(view.file, "as_of"):
        said = [s for s in said if s.said.day <= file.as_of.last]
    gone = follow(list_replaced(said), [s.key for s in said])
    live: dict[PartyAbout, list[Statement]] = defaultdict(list)
    for s in said:
        if s.key not in gone:
            live[s.party, s.about].append(s)
    return live


def _find_hull(dimension: Dimension, here: Iterable[Statement], whole: Iterable[Statement]) -> Zone | None:
    """What words come to together, or deeds where words give no value; None where neither does.

    `here`: what is said on the dimension; `whole`: on its issue, of which a refusal counts where no words are `here`.
    """
    here = list(here)
    today = dimension.measure.today
    for basis in ("words", "conduct"):
        zones = []
        worded = any(s.stance in VALUED and s.basis == "words" for s in here)
        for s in (s for s in (*here, *(() if worded else whole)) if s.basis == basis):
            if s.stance == "off-agenda" and today is not None:
                zones.append(today)
            elif s.stance in VALUED and s.value is not None:
                with suppress(BadValue):
                    zones.append(dimension.zone(s))
        if zones:
            return dimension.measure.hull(zones)
    return None
