"""Everything that one party holds: its line on every question, its red lines, and what nobody reports."""

from dataclasses import replace

from gapcli.ledger.model import Ledger, Party
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.compare import Narrowed, narrow
from gapcli.measure.positions import Position
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Row, bold, dim, plain, weak
from gapcli.reports.contract import document
from gapcli.reports.issue import POSITION, position_row
from gapcli.reports.matrix import spoken, title
from gapcli.reports.report import Report
from gapcli.text import did_you_mean
from gapcli.words.en import count, listed, rules_out

SCHEMA = document("party", POSITION)


def party(ledger: Ledger, query: Query, name: str | None = None) -> Report:
    """The positions of a party on every question; without a name, of every party. Raises BadQuery."""
    if name is not None:
        if name not in ledger.parties:
            raise BadQuery(f'no party is called "{name}": {did_you_mean(name, ledger.parties)}')
        query = replace(query, parties=(name,))
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    positions = [narrowed.positions.of(p, d) for p in narrowed.parties for c in narrowed.chosen for d in c.dimensions]
    rows = [position_row(narrowed, p) for p in positions]

    def page() -> Page:
        if name is None:
            return Page((_overview(narrowed),))
        return Page(tuple(_holds(narrowed, ledger.parties[name])))

    return Report("party", narrowed.facts(), narrowed.asked(), rows, page, {}, tuple(POSITION))


def _overview(narrowed: Narrowed) -> Grid:
    """The parties there are."""
    columns = (
        Column("party"),
        Column("name"),
        Column("role"),
        Column("statements", right=True),
        Column("questions", right=True),
    )
    rows = []
    dimensions = [d for c in narrowed.chosen for d in c.dimensions]
    for id in narrowed.parties:
        each = narrowed.ledger.parties[id]
        live = sum(1 for s in narrowed.positions.live if s.party == id)
        known = sum(1 for d in dimensions if narrowed.positions.of(id, d).zones)
        cells = (
            bold(id),
            plain(str(each.name)),
            plain(each.role),
            plain(str(live)),
            plain(f"{known}/{len(dimensions)}"),
        )
        lines = (
            (Line(dim(f"together: {listed(narrowed.label(m) for m in each.members)}"), indent=2),)
            if each.members
            else ()
        )
        rows.append(Row(cells, lines))
    below = (BLANK, Line(dim("questions: on how many it has a position. Next: gapcli party NAME")))
    return Grid(columns, rows, above=(*title(narrowed, "Parties"), BLANK), below=below)


def _holds(narrowed: Narrowed, each: Party) -> list[Grid]:
    """A page for one party, issue by issue."""
    lines = title(narrowed, str(each.name))
    about: list[str] = [each.role]
    if each.members:
        about.append(f"together: {listed(narrowed.label(m) for m in each.members)}")
    lines.append(Line(dim("; ".join(about))))
    grids = [Grid(above=(*lines, BLANK))]
    unreported = []
    for chosen in narrowed.chosen:
        told: list[Line] = []
        missing = []
        for d in chosen.dimensions:
            position = narrowed.positions.of(each.id, d)
            if position.status == "unknown":
                missing.append(d.about)
            else:
                told += _question(narrowed, position)
        if told:
            judged = (each.salience or {}).get(chosen.issue.id)
            right = dim(f"salience {judged.value:g}, an analyst's judgement") if judged else ()
            grids.append(Grid(above=(Line(bold(str(chosen.issue.name)), right=right), *told, BLANK)))
            unreported += missing
        else:
            unreported.append(chosen.issue.id)
    if unreported:
        grids.append(Grid(above=(Line(bold("Nobody reports a stance on")), Line(plain(listed(unreported)), indent=2))))
    return grids


def _question(narrowed: Narrowed, position: Position) -> list[Line]:
    """One question, what the party says on it, its red lines, and what weakens that."""
    positions = narrowed.positions
    lines = [Line(dim(str(position.dimension.question)), indent=2)]
    lines.append(Line(plain(spoken(positions, position)), indent=4))
    red_lines = rules_out(positions, position)
    if red_lines:
        lines.append(Line(plain(red_lines), indent=4))
    if position.status == "stated":
        open_ended = [s for s in position.statements if s.stance in ("asks", "accepts") and s.value is None]
        lines += [
            Line(plain(f"and without a place: {str(s.text)[:1].lower()}{str(s.text)[1:]}"), indent=4)
            for s in open_ended
        ]
    weaknesses = []
    marks = position.marks
    if "disputed" in marks:
        weaknesses.append("≠ contradicted by " + ", ".join(sorted(position.foes, key=positions.order.__getitem__)))
    if "single-source" in marks:
        weaknesses.append("rests on one outlet")
    if "unnamed" in marks:
        weaknesses.append("no named voice")
    if "told-by-others" in marks:
        weaknesses.append("only as others tell it")
    if "assumed" in marks:
        weaknesses.append("assumed")
    weaknesses.append(count(len(position.statements), "statement"))
    lines.append(Line(weak(" · ".join(weaknesses)), indent=4))
    return lines
