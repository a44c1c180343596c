"""What waits for what: every condition, whether the other party offers it, and the loops and chains they make."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Condition, Ledger, Statement, Text
from gapcli.measure.chains import Chain, Link, find_chains, find_waiting
from gapcli.measure.gaps import figure
from gapcli.measure.positions import CONDITION_STATES, Met
from gapcli.measure.view import View
from gapcli.reports.report import Count, Figure, Ids, OneOf, ViewReport
from gapcli.reports.statements import ConditionRow, state_condition
from gapcli.words import phrases
from gapcli.words.conditions import say_condition, say_state
from gapcli.words.figures import say_figure
from gapcli.words.values import say_value

ConditionState = Annotated[str, OneOf(CONDITION_STATES)]


class LinkRow(NamedTuple):
    """One condition of a live statement."""

    statement: Annotated[str, "The statement that waits."]
    party: Annotated[str, "Whose statement it is."]
    about: Annotated[str, "Its dimension, or its issue as a whole."]
    what: Annotated[str, "What waits, in words."]
    waits_for: Annotated[ConditionRow, "The condition: words, or a party, a dimension and one of the four tests."]
    words: Annotated[str, "The condition in words."]
    state: Annotated[ConditionState, "How the condition stands on the day."]
    short: Annotated[Figure | None, "Where it has not been offered: how far what is held is from what would do."]
    statements: Annotated[Ids, "The statements that meet it."]
    says_state: str
    """How the condition stands, in words."""
    link: Link
    """The condition itself, with the stands that wait and are waited for."""
    in_loop: bool
    """Whether a loop that is shown passes it."""


class StandRow(NamedTuple):
    """What one party holds on one question."""

    party: Annotated[str, "The party."]
    issue: Annotated[str, "The issue."]
    dimension: Annotated[str | None, "The dimension; null where the issue as a whole waits."]


class LoopRow(NamedTuple):
    """A row of conditions that comes back to the stand it began with."""

    kind: Annotated[Annotated[str, OneOf(("exchange", "deadlock"))], "Whether all of it can be made good at once."]
    stands: Annotated[tuple[StandRow, ...], "The stands it passes, each once; the last waits for the first."]
    statements: Annotated[Ids, "Along it, the statements that wait and those that meet what they wait for."]
    says: Annotated[str, "What waits for what along it, in words."]


class ChainRow(NamedTuple):
    """A row of conditions that no loop has, from where it begins to where it ends."""

    ends: Annotated[Annotated[str, OneOf((*CONDITION_STATES, "loop"))], "How its last condition stands; or `loop`."]
    stands: Annotated[tuple[StandRow, ...], "The stands it passes; the last is where it ends."]
    statements: Annotated[Ids, "Along it, the statements that wait and those that meet what they wait for."]
    says: Annotated[str, "What waits for what along it, and where that ends, in words."]


class LinksReport(ViewReport[LinkRow]):
    """What waits for what, the loops, and the chains."""

    loops: Annotated[tuple[LoopRow, ...], "What waits, in the end, for itself; shortest first."]
    chains: Annotated[tuple[ChainRow, ...], "What waits for what waits in turn; shortest first."]
    longest: Annotated[
        Count | None,
        "Where there are too many to follow: all loops and chains of up to this many steps are here; else null.",
    ]


def links(view: View, name: str | None = None) -> LinksReport:
    """Every condition shown and how it stands; and the loops and chains of those who are shown and of an issue that is.

    A chain may end at a party that is not shown. `name` is an issue or a dimension; without it all are shown. Raises
    BadQuery.
    """
    if name is not None:
        view = view.choose(issues=(name,))
    view = view.show(view.speaking, headline=False)
    every = find_waiting(view.positions)
    found = find_chains(view.positions, every)
    parties, abouts = set(view.parties), view.abouts

    def is_shown(chain: Chain) -> bool:
        # All who wait along it are shown, and one of its questions.
        waiting = {link.statement.party for link in chain.links}
        return waiting <= parties and any(stand.about in abouts for stand in chain.stands)

    loops = [loop for loop in found.loops if is_shown(loop)]
    looped = {id(link) for loop in loops for link in loop.links}
    shown = [link for link in every if link.statement.party in parties and link.statement.about in abouts]
    return LinksReport(
        view=view,
        rows=tuple(_state_link(view, link, id(link) in looped) for link in shown),
        loops=tuple(LoopRow(*_state_chain(view, loop)) for loop in loops),
        chains=tuple(ChainRow(*_state_chain(view, chain)) for chain in found.chains if is_shown(chain)),
        longest=found.longest,
        notes=tuple(_note(view, shown, found.longest)),
    )


def _state_chain(view: View, chain: Chain) -> tuple[str, tuple[StandRow, ...], Ids, str]:
    stands = tuple(StandRow(*stand) for stand in chain.stands)
    return chain.ends, stands, tuple(dict.fromkeys(s.id for s in chain.statements)), _say_chain(view, chain)


def _say_chain(view: View, chain: Chain) -> str:
    """A chain in words, by the first condition of each step, and how it ends; or a loop."""
    steps = phrases.SEMICOLON.join(_say_step(view, step[0]) for step in chain.steps)
    return phrases.CHAIN_ENDS[chain.ends].format(chain=steps, party=view.label(chain.stands[-1].party))


def _say_step(view: View, link: Link) -> str:
    s, condition = link.statement, say_condition(view.positions, link.condition)
    clause = link.awaited or phrases.is_clause(condition)
    pattern = phrases.ONLY_IF if clause else phrases.ONLY_IF_THIS
    return pattern.format(party=view.label(s.party), what=say_waiting(view.ledger, s), condition=condition)


def _note(view: View, shown: list[Link], longest: int | None) -> Iterator[str]:
    if not view.positions.live:
        yield phrases.NO_LIVE_STATEMENT.format(day=phrases.date(view.day))
    elif not shown:
        yield phrases.NOTHING_WAITS
    if longest is not None:
        yield phrases.TOO_MANY_CHAINS.format(steps=phrases.count(longest, "step"))


def _state_link(view: View, link: Link, in_loop: bool) -> LinkRow:
    s, condition, met = link
    what, words = say_waiting(view.ledger, s), say_condition(view.positions, condition)
    short = None if met.short is None else figure(met.short)
    how = (met.state, short, tuple(s.id for s in met.statements), _say_state(view, condition, met))
    return LinkRow(s.id, s.party, s.about, what, state_condition(condition), words, *how, link, in_loop)


def say_waiting(ledger: Ledger, s: Statement) -> str:
    """What waits: a value, or a movement or a talk where none is named."""
    if s.value is not None:
        return say_value(ledger.dimension(s.about), s.value)
    about = ledger.dimension(s.about).question if s.dimension else ledger.issues[s.issue].name
    return (phrases.ANY_TALK if s.stance == "off-agenda" else phrases.ANY_MOVEMENT).format(about=about)


def _say_state(view: View, condition: Condition | Text, met: Met) -> str:
    if met.short is not None and float(say_figure(met.short)):
        return phrases.SHORT_OF.format(short=say_figure(met.short))
    return say_state(view.positions, condition, met) or phrases.IN_WORDS_ONLY
