"""The page of `party`: the parties there are, or all that one of them holds."""

from collections.abc import Iterator

from gapcli.ledger.model import Dimension, Party
from gapcli.measure.positions import Position
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_title, say_questions
from gapcli.reports.party import PartyReport
from gapcli.text import write_number
from gapcli.words import en
from gapcli.words.positions import say_position, say_red_lines, say_told


def lay_page(report: PartyReport) -> Iterator[Grid]:
    if report.name is None:
        yield _lay_index(report.view)
    else:
        yield from _lay_party(report.view, report.view.ledger.parties[report.name])


def list_next(report: PartyReport) -> Iterator[str]:
    if report.name is None:
        yield from (en.GO_ON["party"].format(party=party) for party in report.view.parties[:1])
    else:
        yield en.GO_ON["statements-of"].format(party=report.name)
        yield en.GO_ON["moves-of"].format(party=report.name)


def _say_members(view: View, party: Party) -> str:
    return en.TOGETHER.format(members=en.join(map(view.label, party.members)))


def _lay_index(view: View) -> Grid:
    rows = []
    for id in view.parties:
        party = view.ledger.parties[id]
        live = sum(1 for s in view.positions.live if s.party == id)
        known = sum(1 for d in view.dimensions if view.positions.find(id, d).zones)
        words = (str(party.name), party.role, str(live), f"{known}/{len(view.dimensions)}")
        lines = (Line(dim(_say_members(view, party)), indent=2),) if party.members else ()
        rows.append(Row((bold(id), *map(plain, words)), lines))
    columns = tuple(Column(head, right=right) for head, right in en.PARTIES_HEADS)
    above = (*lay_title(view, en.PARTIES_TITLE), BLANK)
    return Grid(columns, rows, above=above, below=(BLANK, Line(dim(en.PARTIES_LEGEND))))


def _lay_party(view: View, party: Party) -> Iterator[Grid]:
    about = [party.role, *([_say_members(view, party)] if party.members else [])]
    yield Grid(above=(*lay_title(view, str(party.name)), Line(dim("; ".join(about))), BLANK))
    unreported: list[Dimension] = []
    judges = False
    for chosen in view.chosen:
        positions = [view.positions.find(party.id, d) for d in chosen.dimensions]
        known = [p for p in positions if p.status != "unknown"]
        unknown = [p.dimension for p in positions if p.status == "unknown"]
        told = say_told(view.positions, party.id, chosen.issue.id)
        # Where it speaks of the issue as a whole, that is shown.
        unreported += unknown if known or not told else []
        if not (known or told):
            continue
        judges = judges or chosen.issue.id in (party.salience or {})
        judged = (party.salience or {}).get(chosen.issue.id)
        right = dim(en.SALIENCE.format(salience=write_number(judged.value))) if judged else ()
        lines = [line for p in known for line in _lay_question(view, p)]
        if told:
            lines.insert(0, Line(plain(told), indent=4))
        yield Grid(above=(Line(bold(str(chosen.issue.name)), right=right), *lines, BLANK))
    if unreported:
        yield Grid(above=(Line(bold(en.NOBODY_REPORTS)), Line(plain(say_questions(view, unreported)), indent=2), BLANK))
    if judges:
        yield Grid(above=(Line(dim(en.SALIENCE_LEGEND)),))


def _lay_question(view: View, position: Position) -> Iterator[Line]:
    positions = view.positions
    yield Line(dim(str(position.dimension.question)), indent=2)
    yield Line(plain(say_position(positions, position)), indent=4)
    red_lines = say_red_lines(positions, position)
    if red_lines:
        yield Line(plain(red_lines), indent=4)
    for s in position.statements if position.status == "stated" else ():
        if s.stance in ("asks", "accepts") and s.value is None:
            yield Line(plain(en.ALSO_TOO_GENERAL.format(text=en.strip_stop(str(s.text)))), indent=4)
    words = [words for mark, words in en.PARTY_MARKS.items() if mark in position.marks]
    words.append(en.count(len(position.statements), "statement"))
    yield Line(weak(" · ".join(words)), indent=4)
