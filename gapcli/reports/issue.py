"""What does each say on an issue, and where do they differ? A diff, question by question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, NamedTuple

from gapcli.ledger.model import Dimension
from gapcli.measure.budget import POSITION, QUOTED, require_steps
from gapcli.measure.compare import Comparison
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.reports.matrix import MatrixRow, require_rows, state_blocks
from gapcli.reports.party import PositionRow, state_position
from gapcli.reports.report import Count, Figure, Ids, ViewReport
from gapcli.reports.statements import StatementRow, state_statements
from gapcli.words import phrases
from gapcli.words.positions import remember_words


class ScaleRow(NamedTuple):
    """The scale of a dimension."""

    question: Annotated[str, "The question."]
    scale: Annotated[str, "The kind of scale."]
    poles: Annotated[Ids, "The two ends in words; none of a `choice`."]
    options: Annotated[Mapping[str, str], "The answers in words, by id; none of a `number`."]
    places: Annotated[Mapping[str, Figure], "Where each option stands, from 0 to 1; of `graded` alone."]
    range: Annotated[tuple[float, ...], "The `number` at either pole."]
    unit: Annotated[str | None, "The unit of a `number`."]
    today: Annotated[str | None, "What binds as long as nothing is agreed."]
    share: Annotated[Figure | None, "Its declared share of the issue, from 0 to 1."]
    why: Annotated[str, "The reason for poles, order and today: an analyst's judgement."]
    note: Annotated[str | None, "What a reader must know."]
    parties: Annotated[Count, "How many parties say something on it, themselves or through a group."]


def _state_scale(d: Dimension, parties: int) -> ScaleRow:
    """`parties`: how many say something on it."""
    poles, options = tuple(map(str, d.poles)), {o.id: str(o.name) for o in d.options.values()}
    places = {id: round(place, 6) for id, place in d.measure.places.items()}
    share = None if d.share is None else round(d.share / 100, 6)
    note, unit = (str(text) if text else None for text in (d.note, d.unit))
    answers = (d.scale, poles, options, places, d.range, unit, d.today)
    return ScaleRow(str(d.question), *answers, share, str(d.why), note, parties)


class IssueReport(ViewReport[MatrixRow]):
    """What each party says on the issues shown, and how far apart they are."""

    positions: Annotated[tuple[PositionRow, ...], "One a dimension and party of the issue asked about."]
    scales: Annotated[Mapping[str, ScaleRow], "The scales by dimension; of all issues where none is asked about."]
    statements: Annotated[
        Mapping[str, StatementRow] | None, "With `--source` all statements behind it by id; else null."
    ]
    alone: bool
    """Whether one dimension was named."""
    noted: bool
    """Whether the page shows the notes of whoever coded the statements."""


def issue(
    view: View,
    name: str | None = None,
    *,
    sources: bool = False,
    notes: bool = False,
    stated: Sequence[MatrixRow] | None = None,
) -> IssueReport:
    """What each party says on an issue or on one dimension, and how far apart the principals are.

    Figures are of the principals, or of the parties named. `sources` adds every statement behind it, with the scale and
    the arithmetic; `notes` adds to these what whoever coded them noted. `stated`: the rows, where another report has
    them already.
    Without a name, and where the query names no issue, the issues and dimensions there are: no figure is computed.
    Raises BadQuery.
    """
    if name is not None:
        view = view.choose(issues=(name,))
    view = view.show(view.ledger.parties, headline=False, words=bool(view.query.issues))
    sources = sources or notes
    speakers = view.find_speakers()
    scales = {d.about: _state_scale(d, len(speakers[d.about])) for d in view.dimensions}
    if not view.query.issues:
        return IssueReport(
            view=view,
            rows=(),
            positions=(),
            scales=scales,
            statements={} if sources else None,
            alone=False,
            noted=notes,
        )
    paired: Sequence[str] = view.parties
    if not view.query.parties:
        paired = view.ledger.principals
        speaking = _find_speaking(view)
        view = view._replace(parties=tuple(p for p in view.parties if p in speaking))
    positions = [view.positions.find(p, d) for d in view.dimensions for p in view.parties]
    told = sum(map(bool, (p.statements for p in positions)))
    require_steps(POSITION * told, "--issues", "--parties", positions=told)
    if sources:
        count = sum(len(p.statements) for p in positions)
        require_steps(QUOTED * count, "--issues", "--parties", statements=count)
    say = remember_words(view.positions)
    rows = _state_rows(view._replace(parties=tuple(paired)), say) if stated is None else tuple(stated)
    return IssueReport(
        view=view,
        rows=rows,
        positions=tuple(state_position(view.positions, p, say(p)) for p in positions),
        scales=scales,
        statements=_list_statements(view, rows, positions) if sources else None,
        alone=name is not None and "." in view.query.issues[0],
        noted=notes,
        notes=() if view.parties else (phrases.NOBODY_SAYS,),
    )


def _state_rows(view: View, say: Callable[[Position], str]) -> tuple[MatrixRow, ...]:
    """The rows of every pair of the parties shown. Raises TooLarge."""
    require_rows(view, len(view.chosen) + len(view.dimensions))
    pairs = Comparison(view).compare_all()
    return tuple(row for pair in pairs for block in state_blocks(view, pair, say, None, True) for row in block)


def _find_speaking(view: View) -> set[str]:
    """The parties that say something on what is shown, or that a group speaks for there."""
    abouts, find = view.abouts, view.positions.find
    speaking = {s.party for s in view.positions.live if s.about in abouts}
    return speaking | {p for p in view.positions.speakers if any(find(p, d).through for d in view.dimensions)}


def _list_statements(view: View, rows: Sequence[MatrixRow], positions: Sequence[Position]) -> dict[str, StatementRow]:
    """What figures and positions rest on, and what the parties shown say on the issues as a whole."""
    used = {id for row in rows for id in row.statements} | {s.id for p in positions for s in p.statements}
    used |= {s.id for c in view.chosen for party in view.parties for s in view.positions.list_own(party, c.issue.id)}
    return {row.id: row for row in state_statements(view, (s for s in view.ledger.statements if s.id in used))}
