"""The page of `party`: the parties there are, or all that one of them holds."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from gapcli.ledger.model import Dimension, Party
from gapcli.ledger.narrow import Chosen
from gapcli.measure.positions import EVIDENCE, Position
from gapcli.measure.view import View
from gapcli.pages.axis import lay_alone, lay_legend
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_title, say_questions
from gapcli.reports.party import PartyReport
from gapcli.text import write_number
from gapcli.words import phrases
from gapcli.words.positions import say_position, say_red_lines, say_texts, say_told


def lay_page(report: PartyReport) -> Iterator[Grid]:
    if report.name is None:
        yield _lay_index(report.view)
    else:
        yield from _lay_party(report.view, report.view.ledger.parties[report.name])


def list_next(report: PartyReport) -> Iterator[str]:
    if report.name is None:
        yield from (phrases.GO_ON["party"].format(party=party) for party in report.view.parties[:1])
    else:
        # Who says nothing itself is heard through its groups.
        positions = report.view.positions
        speaks = any(s.party == report.name for s in positions.live)
        for party in (report.name,) if speaks else positions.speakers.get(report.name, ()):
            yield phrases.GO_ON["statements-of"].format(party=party)
            yield phrases.GO_ON["moves-of"].format(party=party)


def _say_members(view: View, party: Party) -> str:
    return phrases.TOGETHER.format(members=phrases.join(map(view.label, party.members)))


def _lay_index(view: View) -> Grid:
    rows, live = [], Counter(s.party for s in view.positions.live)
    for id in view.parties:
        party = view.ledger.parties[id]
        known = sum(1 for d in view.dimensions if view.positions.find(id, d).zones)
        words = (str(party.name), phrases.ROLES[party.role], str(live[id]), f"{known}/{len(view.dimensions)}")
        lines = (Line(dim(_say_members(view, party)), indent=2),) if party.members else ()
        rows.append(Row((bold(id), *map(plain, words)), lines))
    columns = tuple(Column(head, right=right) for head, right in phrases.PARTIES_HEADS)
    above = (*lay_title(view, phrases.PARTIES_TITLE), BLANK)
    return Grid(columns, rows, above=above, below=(BLANK, Line(dim(phrases.PARTIES_LEGEND))))


def _lay_party(view: View, party: Party) -> Iterator[Grid]:
    """Issue by issue what the party says, in words and on the scale; on what it says nothing last."""
    about = [phrases.ROLES[party.role], *([_say_members(view, party)] if party.members else [])]
    charts = {d.about: lay_alone(view.positions.find(party.id, d)) for d in view.dimensions}
    legend = lay_legend(chart for chart in charts.values() if chart)
    head = (
        *lay_title(view, str(party.name)),
        Line(dim(phrases.SEMICOLON.join(about))),
        *([legend] if legend.pieces else []),
    )
    yield Grid(above=(*head, BLANK))
    shared = _find_shared(view, party)
    unreported: list[Dimension] = []
    for chosen in view.chosen:
        unknown = [d for d in chosen.dimensions if view.positions.find(party.id, d).status == "unknown"]
        told = say_told(view.positions, party.id, chosen.issue.id)
        # Where it speaks of the issue as a whole, that is shown.
        unreported += unknown if len(unknown) < len(chosen.dimensions) or not told else []
        if told or len(unknown) < len(chosen.dimensions):
            yield from _lay_issue(view, party, chosen, charts, shared)
    if unreported:
        yield Grid(
            above=(Line(bold(phrases.NOBODY_REPORTS)), Line(plain(say_questions(view, unreported)), indent=2), BLANK)
        )
    if shared:
        marks = " · ".join(words for mark, words in phrases.PARTY_MARKS.items() if mark in shared)
        yield Grid(above=(Line(weak(phrases.EVERY_POSITION.format(marks=marks))),))
    if any(chosen.issue.id in (party.salience or {}) for chosen in view.chosen):
        yield Grid(above=(Line(dim(phrases.SALIENCE_LEGEND)),))


def _find_shared(view: View, party: Party) -> frozenset[str]:
    """The marks of evidence of all its positions, where it has several: they tell none from another."""
    placed = [p for p in (view.positions.find(party.id, d) for d in view.dimensions) if p.zones]
    return EVIDENCE.intersection(*(p.marks for p in placed)) if len(placed) > 1 else frozenset()


def _lay_issue(
    view: View, party: Party, chosen: Chosen, charts: Mapping[str, Grid | None], shared: Set[str]
) -> Iterator[Grid]:
    """What the party says on the questions of an issue, and then on the issue as a whole."""
    judged = (party.salience or {}).get(chosen.issue.id)
    right = dim(phrases.SALIENCE.format(salience=write_number(judged.value))) if judged else ()
    yield Grid(above=(Line(bold(str(chosen.issue.name)), right=right),))
    for d in chosen.dimensions:
        position = view.positions.find(party.id, d)
        if position.status != "unknown":
            yield from _lay_question(view, position, charts[d.about], shared)
    told = say_told(view.positions, party.id, chosen.issue.id)
    yield Grid(above=(*([Line(plain(told), indent=2)] if told else []), BLANK))


def _lay_question(view: View, position: Position, chart: Grid | None, shared: Set[str]) -> Iterator[Grid]:
    """What the party says on a question, in words, then on the scale; and on whose word, but for what all share."""
    yield Grid(above=(Line(bold(str(position.dimension.question)), indent=2), *_lay_words(view, position)))
    if chart:
        yield chart
    words = [words for mark, words in phrases.PARTY_MARKS.items() if mark in position.marks - shared]
    words.append(phrases.count(len(position.statements), "statement"))
    yield Grid(above=(Line(weak(" · ".join(words)), indent=4),))


def _lay_words(view: View, position: Position) -> Iterator[Line]:
    yield Line(plain(say_position(view.positions, position)), indent=4)
    red_lines = say_red_lines(view.positions, position)
    if red_lines:
        yield Line(plain(red_lines), indent=4)
    besides = (s for s in position.statements if s.stance in ("asks", "accepts") and s.value is None)
    texts = say_texts(besides) if position.status == "stated" else ""
    if texts:
        yield Line(plain(phrases.ALSO_TOO_GENERAL.format(texts=texts)), indent=4)
