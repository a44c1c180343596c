"""Each proposal against each party: how far it is from what the party asks, and which red lines it breaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension, Statement
from gapcli.ledger.names import Names, find_tabled
from gapcli.ledger.narrow import read_assumption
from gapcli.ledger.query import BadQuery
from gapcli.measure.budget import CELL, ROW, require_steps
from gapcli.measure.gaps import figure
from gapcli.measure.proposals import Against, AgainstEach, Tabled, beats, list_asked, table_proposals, table_terms
from gapcli.measure.view import View
from gapcli.reports.report import Count, Figure, Ids, Mark, ViewReport
from gapcli.text import split_list
from gapcli.words import phrases
from gapcli.words.positions import say_position

DRAFT = "(draft)"
"""What a draft of `--try` is called; no proposal of a file can be."""


class ProposalRow(NamedTuple):
    """A proposal against a party, on a dimension that it names."""

    proposal: Annotated[str, "The proposal; `(draft)` is that of `--try`."]
    party: Annotated[str, "The party that it is held against."]
    issue: Annotated[str, "The issue."]
    dimension: Annotated[str, "A dimension that the proposal names."]
    by: Annotated[Ids, "The parties whose statements it is made of; none of a draft."]
    says: Annotated[str, "What it puts forward there, in words."]
    distance: Annotated[
        Figure | None,
        "From what it puts forward to the hull of what the party wants (of one without asks, what it would accept); "
        "null where either has no place.",
    ]
    inside: Annotated[
        bool | None, "Whether all of it lies in what the party wants and would accept, as every report has it."
    ]
    breaks: Annotated[Ids, "The statements in which the party rules it out."]
    marks: Annotated[tuple[Mark, ...], "What qualifies the two sides."]
    statements: Annotated[Ids, "The live statements of both sides, and those that dispute them."]


class ProposalTotal(NamedTuple):
    """A proposal against a party, over all that is shown."""

    proposal: Annotated[str, "The proposal; `(draft)` is that of `--try`."]
    party: Annotated[str, "The party that it is held against."]
    distance: Annotated[
        Figure | None,
        "The weighted mean over the dimensions where both have a place; what is not named stays as today.",
    ]
    known: Annotated[Count, "How many dimensions that is."]
    unsaid: Annotated[Ids, "The dimensions where the party has a place or a red line and the proposal says nothing."]


class ProposalsQuestion(NamedTuple):
    """Which proposal, and which draft."""

    proposal: Annotated[str | None, "The proposal asked for."]
    try_: Annotated[str | None, "The draft that is tried."]


class ProposalsReport(ViewReport[ProposalRow]):
    """Each proposal against each party."""

    question = ProposalsQuestion

    dominated: Annotated[
        Mapping[str, Ids],
        "The proposals that others beat, each with those that do: as near to every principal by the mean over all "
        "that either names, and nearer to one, whatever what has no place turns out to be.",
    ]
    lapsed: Annotated[Mapping[str, Ids], "Terms that no longer count, by proposal: who said them has replaced them."]
    totals: Annotated[tuple[ProposalTotal, ...], "Each proposal against each party, over all that is shown."]
    names: Mapping[str, str]
    """What each proposal is called, those that are not shown too."""
    overall: Mapping[tuple[str, str], ProposalTotal]
    """By proposal and party, the totals, and those against each principal that is not shown."""
    opened: bool
    """Whether the page has each question."""


def proposals(
    view: View, name: str | None = None, *, draft: str | None = None, questions: bool = False
) -> ProposalsReport:
    """Each proposal, or the one named, or a draft, against each party, question by question.

    `name` is a proposal, or else an issue or a dimension, which is shown alone. `draft` is `issue.dimension=value,…`;
    with a proposal named, the two stand side by side. `questions`: the page has each question, as it has anyway where
    something is named or tried. Raises BadQuery, and TooLarge.
    """
    opened = questions or not (name is None and draft is None)
    if name is not None:
        name = find_tabled(Names(view.source), name)
        if name not in view.source.proposals:
            view, name = view.choose(issues=(name,)), None
    view = view.show(view.ledger.parties, headline=False)
    every = table_proposals(view)
    if draft is not None:
        every.append(_table_draft(view, draft))
    _require_few(view, every)
    chosen = _choose(view, every, name, draft)
    asked = ProposalsQuestion(name, draft)
    compared = _compare(view, every)
    beaten = {t.id: _list_better(view, t, every, compared) for t in chosen}
    overall = {key: _state_total(against) for key, against in compared.items() if key[0] in beaten}
    return ProposalsReport(
        view=view,
        rows=tuple(_list_rows(view, chosen, compared)),
        asked=asked,
        dominated={id: better for id, better in beaten.items() if better},
        lapsed={t.id: t.lapsed for t in chosen if t.lapsed},
        totals=tuple(total for total in overall.values() if total.party in view.parties),
        names={t.id: t.name for t in every},
        overall=overall,
        opened=opened,
        notes=tuple(_note(view, asked, every, chosen)),
    )


def _choose(view: View, every: Sequence[Tabled], name: str | None, draft: str | None) -> list[Tabled]:
    """The proposals shown: all that name a question shown, or of these the one named and the draft."""
    wanted = {t.id for t in every} if name is None and draft is None else {name, DRAFT}
    return [t for t in every if t.id in wanted and any(map(t.names, view.dimensions))]


def _require_few(view: View, every: Sequence[Tabled]) -> None:
    """Refuse more than can be held against each party and each other. Raises TooLarge."""
    size = {"proposals": len(every), "parties": len(view.ledger.parties), "questions": len(view.dimensions)}
    abouts = view.abouts
    named = sum(s.about in abouts for t in every for s in t.positions.live)
    # Each has a figure on each question and a row on each that it names, and stands beside each other one.
    figures = CELL**2 * len(every) * size["questions"] * size["parties"]
    rows = 2 * ROW * named * len(view.parties)
    beside = len(every) * (CELL * len(every) + named) * len(view.ledger.principals)
    require_steps(figures + rows + beside, "--issues", **size)


def _compare(view: View, every: Sequence[Tabled]) -> AgainstEach:
    if not every:
        return {}
    asked = {p: list_asked(view, p) for p in dict.fromkeys((*view.parties, *view.ledger.principals))}
    return {(t.id, p): Against(view, t, p, asked[p]) for t in every for p in asked}


def _list_better(view: View, worse: Tabled, every: Sequence[Tabled], compared: AgainstEach) -> tuple[str, ...]:
    return tuple(t.id for t in every if t is not worse and beats(t, worse, compared, view.ledger.principals))


def _list_rows(view: View, chosen: Sequence[Tabled], compared: AgainstEach) -> Iterator[ProposalRow]:
    for t in chosen:
        for d in filter(t.names, view.dimensions):
            says = _say_term(view, t, d)
            yield from (_state_row(compared[t.id, p], d, says) for p in view.parties)


def _say_term(view: View, t: Tabled, d: Dimension) -> str:
    # Conditions are those of the parties, among whom the proposal is none.
    # What one party alone puts forward is in the words of its own steps.
    term = t.find_term(d)
    return say_position(view.positions, replace(term, party=t.by[0]) if len(t.by) == 1 else term)


def _note(view: View, asked: ProposalsQuestion, every: Sequence[Tabled], chosen: Sequence[Tabled]) -> Iterator[str]:
    if not view.source.proposals and asked.try_ is None:
        yield phrases.NO_PROPOSALS
    elif asked.proposal is not None and asked.proposal not in {t.id for t in every}:
        yield phrases.NO_TERM_STANDS.format(name=asked.proposal, day=phrases.date(view.day))
    elif not chosen:
        yield phrases.NO_PROPOSAL_HERE


def _table_draft(view: View, text: str) -> Tabled:
    """The draft of `issue.dimension=value,…`. Raises BadQuery."""
    names = Names(view.ledger)
    terms: dict[str, Statement] = {}
    for part in split_list(text):
        try:
            term = read_assumption(names, part, with_party=False)
        except BadQuery as bad:
            raise BadQuery(f"--try: {bad}") from None
        if term.about in terms:
            raise BadQuery(f"--try: {term.about} is named twice: write a stretch as low..high")
        terms[term.about] = term.statement(view.ledger, view.day)
    return table_terms(view, DRAFT, phrases.DRAFT_NAME, list(terms.values()))


def _state_row(against: Against, d: Dimension, says: str) -> ProposalRow:
    """`says`: the term in words."""
    tabled, cell, ranks = against.tabled, against.cells[d.about], against.view.positions.ranks
    distance = figure(cell.figures.gap) if cell.figures else None
    breaks = tuple(s.id for s in against.find_broken(d))
    marks = tuple(sorted(cell.a.marks | cell.b.marks | ({"red-line"} if breaks else set())))
    ids = tuple(sorted(cell.statements & ranks.keys(), key=ranks.__getitem__))
    names = (tabled.id, against.party, d.issue, d.id)
    return ProposalRow(*names, tabled.by, says, distance, against.is_inside(d), breaks, marks, ids)


def _state_total(against: Against) -> ProposalTotal:
    known, unsaid, figures = len(against.sum.known), tuple(against.unsaid), against.sum.figures
    distance = figure(figures.gap) if figures else None
    return ProposalTotal(against.tabled.id, against.party, distance, known, unsaid)
