"""What waits for what: every condition, whether it is on offer, and the circles that conditions make.

A *stand* is what one party holds on one issue. A live statement that waits for a position of another party makes a
*step*, from its own stand to that party's stand on the issue of that position: from stand to stand and not from
question to question, since who waits for inspections waits for a party that may let nothing on enrichment go without
relief. A *circle* is a chain of two steps or more that comes back to the party it started from, on whichever issue,
and passes no other party twice. One that ends at the very stand it started from is told once, from the party declared
first.

A circle is an *exchange* where each of its steps is made by a statement that can stand with the others. To find these,
take what is stated on its stands, and from anywhere what waits for nothing; drop each statement with a condition on a
position that no ask or offer among them meets, until there is none to drop: what is left can all be made good at once.
Any other circle is a *deadlock*. Conditions in words cannot be judged: they drop nothing, and are told beside it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from gapcli.ledger.model import Condition, Statement, Text
from gapcli.measure.positions import Met, Positions, judge_condition

MOST = 100_000
"""How many chains are followed at once: a bound for ledgers in which almost everything waits for everything."""


class Stand(NamedTuple):
    """What one party holds on one issue."""

    party: str
    issue: str


class Link(NamedTuple):
    """One condition of a live statement."""

    statement: Statement
    condition: Condition | Text
    met: Met

    @property
    def stand(self) -> Stand:
        """The stand that waits."""
        return Stand(self.statement.party, self.statement.issue)

    @property
    def awaited(self) -> Stand | None:
        """The stand that is waited for; None where it is words."""
        c = self.condition
        return Stand(c.party, c.about.partition(".")[0]) if isinstance(c, Condition) else None


class Circle(NamedTuple):
    """A chain of conditions that comes back to the party it started from."""

    kind: str
    """`exchange` or `deadlock`."""
    chain: tuple[Stand, ...]
    """The stands it passes; the last is of the party of the first."""
    links: tuple[Link, ...]
    """The conditions that make its steps, in the order of the chain; of an exchange those that can stand."""
    statements: tuple[Statement, ...]
    """Those that wait, each followed by those that meet its condition; of an exchange those that can stand."""


def find_waiting(positions: Positions) -> list[Link]:
    """Every condition of every live statement; parties, and of each its questions, in the order of the file."""
    ledger, parties = positions.ledger, list(positions.ledger.parties)
    abouts = [n for i in ledger.issues.values() for n in (i.id, *(d.about for d in i.dimensions.values()))]
    conditional = [s for s in positions.live if s.conditions]
    conditional.sort(key=lambda s: (parties.index(s.party), abouts.index(s.about)))
    return [Link(s, c, judge_condition(positions, c)) for s in conditional for c in s.conditions]


def find_circles(links: Sequence[Link]) -> tuple[list[Circle], int | None]:
    """The circles that the conditions make, shortest first; and up to how many parties where there are too many."""
    by_stand: dict[Stand, list[Link]] = {}
    for link in links:
        by_stand.setdefault(link.stand, []).append(link)
    steps = {stand: list(dict.fromkeys(k.awaited for k in own if k.awaited)) for stand, own in by_stand.items()}
    chains, longest = _follow_chains(steps)
    return [_judge_circle(chain, by_stand) for chain in chains], longest


def _follow_chains(steps: Mapping[Stand, Sequence[Stand]]) -> tuple[list[tuple[Stand, ...]], int | None]:
    # A search of its own: these chains close at a party and not at a vertex, so a library's cycles are others.
    found: dict[frozenset[tuple[Stand, Stand]], tuple[Stand, ...]] = {}
    chains: list[tuple[Stand, ...]] = [(stand,) for stand in steps]
    while chains:
        longer: list[tuple[Stand, ...]] = []
        for chain in chains:
            passed = {stand.party for stand in chain}
            for stand in steps.get(chain[-1], ()):
                if stand.party == chain[0].party:
                    closed = (*chain, stand)
                    found.setdefault(frozenset(pairwise(closed)), closed)
                elif stand.party not in passed and len(longer) <= MOST:
                    longer.append((*chain, stand))
        if len(longer) > MOST:
            return list(found.values()), len(chains[0])
        chains = longer
    return list(found.values()), None


def _judge_circle(chain: tuple[Stand, ...], links: Mapping[Stand, Sequence[Link]]) -> Circle:
    standing = _find_standing([link for stand in dict.fromkeys(chain) for link in links.get(stand, ())])
    making = [[link for link in links[a] if link.awaited == b] for a, b in pairwise(chain)]
    closing = [[link for link in step if link.statement.id in standing] for step in making]
    closes = all(closing)
    along = tuple(link for step in (closing if closes else making) for link in step)
    passed: dict[str, Statement] = {}
    for link in along:
        meeting = (s for s in link.met.statements if not closes or s.id in standing or not s.conditions)
        passed.update((s.id, s) for s in (link.statement, *meeting))
    return Circle("exchange" if closes else "deadlock", chain, along, tuple(passed.values()))


def _find_standing(links: Sequence[Link]) -> set[str]:
    """The statements that can all be made good at once: one is dropped where no other meets what it waits for."""
    standing = dropped = {link.statement.id for link in links}
    while dropped:
        dropped = {
            link.statement.id
            for link in links
            if link.awaited
            and link.statement.id in standing
            and not any(s.id in standing or not s.conditions for s in link.met.statements)
        }
        standing = standing - dropped
    return standing
