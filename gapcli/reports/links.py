"""What waits for what: every condition, whether it is on offer, and the circles that conditions make."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Ledger, Statement
from gapcli.measure.circles import Link, Stand, find_circles, find_waiting
from gapcli.measure.gaps import figure
from gapcli.measure.positions import Met
from gapcli.measure.view import View
from gapcli.reports.report import Count, Figure, Ids, OneOf, ViewReport
from gapcli.reports.statements import ConditionRow, state_condition
from gapcli.words import en
from gapcli.words.figures import say_figure
from gapcli.words.positions import say_condition
from gapcli.words.values import say_value

ConditionState = Annotated[str, OneOf(("met", "not-on-offer", "unanswered", "words"))]


class LinkRow(NamedTuple):
    """One condition of a live statement."""

    statement: Annotated[str, "The statement that waits."]
    party: Annotated[str, "Whose statement it is."]
    about: Annotated[str, "Its dimension, or its issue as a whole."]
    what: Annotated[str, "What waits, in words."]
    waits_for: Annotated[ConditionRow, "The condition: words, or a party, a dimension and one of the four tests."]
    words: Annotated[str, "The condition in words."]
    state: Annotated[ConditionState, "How the condition stands on the day."]
    short: Annotated[Figure | None, "Where it is not on offer: how far what is held is from what would do."]
    statements: Annotated[Ids, "The statements that meet it."]
    says_state: str
    """How the condition stands, in words."""
    link: Link
    """The condition itself, with the stands that wait and are waited for."""
    in_circle: bool
    """Whether a circle that is shown passes it."""


class StandRow(NamedTuple):
    """A stand that a circle passes."""

    party: Annotated[str, "The party."]
    issue: Annotated[str, "The issue."]


class CircleRow(NamedTuple):
    """A chain of conditions that comes back to the party it started from."""

    kind: Annotated[Annotated[str, OneOf(("exchange", "deadlock"))], "Whether all of it can be made good at once."]
    chain: Annotated[tuple[StandRow, ...], "The stands it passes; the last is of the party of the first."]
    statements: Annotated[Ids, "Along the chain, the statements that wait and those that meet what they wait for."]


class LinksReport(ViewReport[LinkRow]):
    """What waits for what, and the circles."""

    circles: Annotated[
        tuple[CircleRow, ...], "The chains that come back to the party they started from, shortest first."
    ]
    longest: Annotated[
        Count | None,
        "Where there are too many chains to follow: all circles of up to this many parties are here; else null.",
    ]


def links(view: View) -> LinksReport:
    """Every condition shown, how it stands, and the circles of which all parties and one issue or more are shown."""
    view = view.show(view.speaking, headline=False)
    every = find_waiting(view.positions)
    found, longest = find_circles(every)
    parties, issues = set(view.parties), {c.issue.id for c in view.chosen}
    around = [c for c in found if all(s.party in parties for s in c.chain) and any(s.issue in issues for s in c.chain)]
    passed = {(link.statement.id, link.awaited) for circle in around for link in circle.links}
    abouts = view.abouts
    shown = [link for link in every if link.statement.party in parties and link.statement.about in abouts]
    return LinksReport(
        view=view,
        rows=tuple(_state_link(view, link, (link.statement.id, link.awaited) in passed) for link in shown),
        circles=tuple(
            CircleRow(c.kind, tuple(StandRow(*stand) for stand in c.chain), tuple(s.id for s in c.statements))
            for c in around
        ),
        longest=longest,
        notes=tuple(_note(view, shown, longest)),
    )


def _note(view: View, shown: list[Link], longest: int | None) -> Iterator[str]:
    if not view.positions.live:
        yield en.NO_LIVE_STATEMENT.format(day=view.day)
    elif not shown:
        yield en.NOTHING_WAITS
    if longest is not None:
        yield en.TOO_MANY_CHAINS.format(n=longest)


def _state_link(view: View, link: Link, in_circle: bool) -> LinkRow:
    s, condition, met = link
    what, words = say_waiting(view.ledger, s), say_condition(view.positions, condition)
    short = None if met.short is None else figure(met.short)
    how = (met.state, short, tuple(s.id for s in met.statements), _say_state(met))
    return LinkRow(s.id, s.party, s.about, what, state_condition(condition), words, *how, link, in_circle)


def say_waiting(ledger: Ledger, s: Statement) -> str:
    """What waits: a value, or a step or a talk where none is named."""
    if s.value is not None:
        return say_value(ledger.dimension(s.about), s.value)
    return (en.ANY_TALK if s.stance == "off-agenda" else en.ANY_STEP).format(about=s.about)


def _say_state(met: Met) -> str:
    if met.short is not None and float(say_figure(met.short)):
        return en.SHORT_BY.format(short=say_figure(met.short))
    if met.statements and all(s.assumed for s in met.statements):
        return en.MET_ASSUMED
    return en.STATES[met.state] or en.IN_WORDS_ONLY


def say_chain(ledger: Ledger, chain: tuple[Stand | StandRow, ...]) -> str:
    """A chain in words: `US Enrichment → Iran Allies → US Guarantees`."""
    return " → ".join(f"{ledger.parties[s.party].label} {ledger.issues[s.issue].name}" for s in chain)
