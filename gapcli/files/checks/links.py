"""Links: which statements `replaces`, `disputes` and `beside` may join."""

from collections import defaultdict

from gapcli.files.checks.rule import LINKS, Found, View, rule, select
from gapcli.files.problems import Finding
from gapcli.ledger.model import Statement


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
    done: set[str] = set()
    for start in edges:
        # The way from the start, with what is left to look at of each statement on it.
        way = {start: iter(edges[start])} if start not in done else {}
        while way:
            here = next(reversed(way))
            for other in way[here]:
                if other in way and other != here:
                    names = list(way)
                    circle = names[names.index(other) :]
                    message = "a circle of replaces: " + " → ".join([*circle[:5], *["…"][: len(circle) > 5], other])
                    yield Finding((*paths[here], "replaces"), message, "take one of them out")
                elif other in edges and other not in done and other not in way:
                    way[other] = iter(edges[other])
                    break
            else:
                done.add(here)
                del way[here]
