"""What waits for what: every condition, whether it is on offer, and the loops and chains that conditions make.

A *stand* is what one party holds on one question. Each condition is a *step*, from the stand of the statement that
waits to the stand that it waits for. From there the statements go on that wait in turn: those that meet the condition,
where one does, else all that the party holds there. Where one meets it that waits for nothing, it is offered as it is,
and no step follows.

A *loop* is a row of steps that comes back to the stand it began with and passes no stand twice. It is an *exchange*
where all its steps are made by statements that can stand together. To find these, drop from all that wait each that
waits for a position which nothing left meets, until there is none to drop. Any other loop is a *deadlock*.
A *chain* is a row of steps of which no loop has any, as long as it can be. Conditions in words cannot be judged: they
drop nothing, and end a chain where a statement waits for nothing else.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from gapcli.ledger.model import Condition, Key, Statement, Text
from gapcli.measure.budget import CELL, require_steps
from gapcli.measure.positions import Met, Positions, judge_condition

MOST = 10_000
"""How many rows of two steps or more are followed, where almost everything waits for everything."""


class Stand(NamedTuple):
    """What one party holds on one question; or on an issue as a whole, where nobody waits for one of its questions."""

    party: str
    issue: str
    dimension: str | None

    @property
    def about(self) -> str:
        """The question, or the issue, as statements name it."""
        return f"{self.issue}.{self.dimension}" if self.dimension else self.issue


class Link(NamedTuple):
    """One condition of a live statement."""

    statement: Statement
    condition: Condition | Text
    met: Met

    @property
    def stand(self) -> Stand:
        """The stand that waits."""
        s = self.statement
        return Stand(s.party, s.issue, s.dimension)

    @property
    def awaited(self) -> Stand | None:
        """The stand that is waited for; None where it is words."""
        c = self.condition
        if not isinstance(c, Condition):
            return None
        issue, _, dimension = c.about.partition(".")
        return Stand(c.party, issue, dimension)

    @property
    def offered(self) -> bool:
        """Whether it is met by what waits for nothing itself."""
        return any(not s.conditions for s in self.met.statements)


class Chain(NamedTuple):
    """A loop, or a chain."""

    ends: str
    """Of a loop `exchange` or `deadlock`; of a chain how its last condition stands, as `Met`, or `loop`."""
    stands: tuple[Stand, ...]
    """Those it passes; the last of a loop waits for the first, that of a chain is where it ends."""
    steps: tuple[tuple[Link, ...], ...]
    """The conditions that make each of its steps; of an exchange those that can stand."""
    statements: tuple[Statement, ...]
    """Those that wait, each followed by those that meet its condition; of an exchange those that can stand."""

    @property
    def links(self) -> list[Link]:
        """The conditions of all its steps."""
        return [link for step in self.steps for link in step]


class Chains(NamedTuple):
    """All loops and chains, the shortest first."""

    loops: Sequence[Chain]
    chains: Sequence[Chain]
    longest: int | None
    """Up to how many steps all are there, where there are too many to follow."""


class _Step(NamedTuple):
    """Conditions of one stand that lead on alike, and that are led to alike."""

    stand: Stand
    links: list[Link]

    @property
    def link(self) -> Link:
        return self.links[0]


_Path = tuple[int, ...]
"""A row of steps, by their places among all."""


def find_waiting(positions: Positions) -> list[Link]:
    """Every condition of every live statement; parties, and of each its questions, in the order of the file."""
    links = [Link(s, c, judge_condition(positions, c)) for s in positions.live for c in s.conditions]
    rank = _rank_stands(positions)
    return sorted(links, key=lambda link: rank(link.stand))


def find_chains(positions: Positions, links: Sequence[Link]) -> Chains:
    """The loops and chains that conditions make; a loop is told from the stand declared first. Raises TooLarge."""
    met = sum(len(link.met.statements) for link in links)
    require_steps(CELL * met, "--as-of", conditions=len(links), statements=met)
    steps = _find_steps(positions, links)
    ahead = _find_ahead(steps)
    closed, longest = _find_loops(steps, ahead)
    ended, longest_ended = _find_ends(steps, ahead, {i for path in closed for i in path})
    standing = _find_standing(links) if closed else set()
    rows: dict[tuple[str, tuple[Stand, ...]], list[list[_Step]]] = {}
    for ends, path in [("", path) for path in closed] + ended:
        row = [steps[i] for i in path]
        last = row[-1].link.awaited if ends else None
        stands = (*(step.stand for step in row), *([last] if last else ()))
        rows.setdefault((ends, stands), []).append(row)
    loops, chains = [], []
    for (ends, stands), same in rows.items():
        if ends:
            chains.append(_tell(ends, stands, same))
        else:
            loops.append(_judge_loop(stands, same, standing))
    return Chains(loops, chains, min((n for n in (longest, longest_ended) if n is not None), default=None))


def _rank_stands(positions: Positions) -> Callable[[Stand], tuple[int, int]]:
    """The place of a stand: parties, and of each its questions, in the order of the file."""
    issues = positions.ledger.issues.values()
    abouts = [name for i in issues for name in (i.id, *(d.about for d in i.dimensions.values()))]
    party, about = ({name: n for n, name in enumerate(names)} for names in (positions.ledger.parties, abouts))
    return lambda stand: (party[stand.party], about[stand.about])


def _find_steps(positions: Positions, links: Sequence[Link]) -> list[_Step]:
    """The steps that conditions make, by their stands; one in words only where its statement has no other."""
    # Those who wait for a party wait for what a group says for it, and for a refusal of the whole issue.
    stands: dict[Key, list[Stand]] = {}
    for stand in dict.fromkeys(link.awaited for link in links if link.awaited):
        for s in positions.find(stand.party, positions.ledger.dimension(stand.about)).statements:
            stands.setdefault(s.key, []).append(stand)
    # Conditions on one stand lead on alike where the same statements meet them, and to alike what meets the same ones.
    judged: dict[int, tuple[Key, ...]] = {}
    ways: dict[object, int] = {}
    way_of = []
    meets: dict[Key, set[int]] = {}
    for k in links:
        # One judgement stands for all that were judged together.
        if id(k.met) not in judged:
            judged[id(k.met)] = tuple(s.key for s in k.met.statements)
        new = len(ways)
        way_of.append(ways.setdefault((k.awaited, k.met.state, judged[id(k.met)]), new))
        for key in judged[id(k.met)] if way_of[-1] == new else ():
            meets.setdefault(key, set()).add(new)
    steps: dict[object, _Step] = {}
    for link, way in zip(links, way_of):
        s = link.statement
        if link.awaited or not any(isinstance(c, Condition) for c in s.conditions):
            for stand in stands.get(s.key) or [link.stand]:
                alike = (stand, way, frozenset(meets.get(s.key, ())))
                steps.setdefault(alike, _Step(stand, [])).links.append(link)
    rank = _rank_stands(positions)
    return sorted(steps.values(), key=lambda step: rank(step.stand))


def _find_ahead(steps: Sequence[_Step]) -> list[list[int]]:
    """The steps that follow each step."""
    starting: dict[Stand, list[int]] = {}
    for i, step in enumerate(steps):
        starting.setdefault(step.stand, []).append(i)
    ahead = []
    for step in steps:
        link = step.link
        following = starting.get(link.awaited, []) if link.awaited and not link.offered else []
        if link.met.statements:
            meeting = {s.key for s in link.met.statements}
            following = [i for i in following if steps[i].link.statement.key in meeting]
        ahead.append(following)
    return ahead


def _follow(starts: Iterable[int], go_on: Callable[[_Path], Iterable[int]]) -> tuple[list[_Path], int | None]:
    """The rows of steps that begin so, shortest first; and up to how many steps where there are too many."""
    paths: list[_Path] = [(i,) for i in starts]
    found = [*paths]
    most = len(found) + MOST
    while paths:
        longer = ((*path, i) for path in paths for i in go_on(path))
        length, paths = len(paths[0]), list(islice(longer, most + 1 - len(found)))
        if len(found) + len(paths) > most:
            return found, length
        found += paths
    return found, None


def _find_loops(steps: Sequence[_Step], ahead: Sequence[Sequence[int]]) -> tuple[list[_Path], int | None]:
    """The loops, each from its first step; and up to how many steps where there are too many."""
    behind: list[list[int]] = [[] for _ in steps]
    for i, following in enumerate(ahead):
        for j in following:
            behind[j].append(i)
    # What nothing left leads to, and what leads to nothing left, is in no loop.
    left = _keep_led(_keep_led({*range(len(steps))}, behind, ahead), ahead, behind)

    def go_on(path: _Path) -> Iterable[int]:
        passed = {steps[i].stand for i in path}
        return (i for i in ahead[path[-1]] if i > path[0] and i in left and steps[i].stand not in passed)

    paths, longest = _follow(sorted(left), go_on)
    return [path for path in paths if path[0] in ahead[path[-1]]], longest


def _keep_led(among: set[int], to: Sequence[Sequence[int]], back: Sequence[Sequence[int]]) -> set[int]:
    """Those of some steps from which `to` leads on among them, however far; `back` leads the other way."""
    left = {*among}
    counts = {i: sum(j in left for j in to[i]) for i in left}
    ended = [i for i, count in counts.items() if not count]
    while ended:
        last = ended.pop()
        left.remove(last)
        for i in back[last]:
            if i in left:
                counts[i] -= 1
                if not counts[i]:
                    ended.append(i)
    return left


def _find_ends(
    steps: Sequence[_Step], ahead: Sequence[Sequence[int]], looped: set[int]
) -> tuple[list[tuple[str, _Path]], int | None]:
    """The chains, each with how it ends; and up to how many steps where there are too many."""
    outside = [i for i in range(len(steps)) if i not in looped]
    reached = {j for i in outside for j in ahead[i]}

    def go_on(path: _Path) -> Iterable[int]:
        # Where loops are too long to be found, a row of steps may come back to itself.
        return (i for i in ahead[path[-1]] if i not in looped and i not in path)

    paths, longest = _follow((i for i in outside if i not in reached), go_on)
    ended = []
    for path in paths:
        if not ahead[path[-1]] and len(path) > 1:
            ended.append((steps[path[-1]].link.met.state, path))
        elif not looped.isdisjoint(ahead[path[-1]]):
            ended.append(("loop", path))
    return ended, longest


def _tell(
    ends: str, stands: tuple[Stand, ...], rows: Sequence[Sequence[_Step]], among: set[Key] | None = None
) -> Chain:
    """Some rows of steps through the same stands; `among`: the only statements that wait, where not all may."""
    steps: list[tuple[Link, ...]] = []
    statements: dict[Key, Statement] = {}
    for same in zip(*rows):
        links = {id(link): link for step in same for link in step.links}
        steps.append(tuple(link for link in links.values() if among is None or link.statement.key in among))
        for link in steps[-1]:
            meeting = (s for s in link.met.statements if among is None or s.key in among or not s.conditions)
            statements.update((s.key, s) for s in (link.statement, *meeting))
    return Chain(ends, stands, tuple(steps), tuple(statements.values()))


def _judge_loop(stands: tuple[Stand, ...], rows: Sequence[Sequence[_Step]], standing: set[Key]) -> Chain:
    def can_stand(step: _Step) -> bool:
        return any(link.statement.key in standing for link in step.links)

    closing = [row for row in rows if all(map(can_stand, row))]
    return _tell("exchange", stands, closing, standing) if closing else _tell("deadlock", stands, rows)


def _find_standing(links: Sequence[Link]) -> set[Key]:
    """The statements that can all be made good at once: one is dropped where no other meets what it waits for."""
    standing = {link.statement.key for link in links}
    # One judgement stands for all that were judged together: who waits for it, by whom it can be met, and what each
    # statement meets.
    waiting: dict[int, set[Key]] = {}
    left: dict[int, int] = {}
    meets: dict[Key, list[int]] = {}
    for link in links:
        if not isinstance(link.condition, Condition):
            continue
        met = id(link.met)
        if met not in waiting:
            waiting[met] = set()
            meeting = {s.key for s in link.met.statements} & standing
            # What waits for nothing is never dropped.
            left[met] = len(meeting) + link.offered
            for key in meeting:
                meets.setdefault(key, []).append(met)
        waiting[met].add(link.statement.key)
    unmet = [met for met, count in left.items() if not count]
    while unmet:
        for key in waiting[unmet.pop()] & standing:
            standing.remove(key)
            for met in meets.get(key, ()):
                left[met] -= 1
                if not left[met]:
                    unmet.append(met)
    return standing
