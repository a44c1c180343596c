"""Which single step would close most of what is left: one party, one dimension, to a value of the other side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gapcli.ledger.lenses import Assumption
from gapcli.ledger.model import Ledger, Statement
from gapcli.ledger.query import Query
from gapcli.measure.compare import Compared, Narrowed, compare_all, narrow
from gapcli.measure.gaps import Cell, Sum, figure, shown
from gapcli.measure.positions import Position, Positions
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Row, dim, plain
from gapcli.reports.contract import FIGURE, IDS, MARK, TEXT, Fields, document, many, maybe, record
from gapcli.reports.matrix import known_words, title
from gapcli.reports.proposals import broken, held, holding, red_line
from gapcli.reports.report import Report
from gapcli.words.en import conditions_words, listed

ROW: Fields = {
    "party": (TEXT, "The party that would move."),
    "towards": (TEXT, "The party that holds the value."),
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "The dimension."),
    "value": (TEXT, "What the party would accept, as the file has it."),
    "says": (TEXT, "The same in words."),
    "closes": (
        FIGURE,
        "How much less of the bridge of all that is shown would be left; 0 where the party offers the value already, "
        "since the bridge takes every offer.",
    ),
    "distance": (FIGURE, "How far the value is from what the party asks for and offers."),
    "breaks": (IDS, "The statements in which the party rules it out itself."),
    "offered": (IDS, "The offers under a condition without which one of the two would not hold the value."),
    "marks": (many(MARK), "What qualifies the figures of the two."),
    "statements": (IDS, "The statements that they rest on."),
}
TOTAL: Fields = {
    "a": (TEXT, "The party that the file declares first."),
    "b": (TEXT, "The other party."),
    "bridge": (maybe(FIGURE), "What is left when every offer is taken; null where nothing is known."),
    "coverage": (FIGURE, "The share of the weight that is known."),
}
SCHEMA = document("steps", ROW, {"totals": (many(record(TOTAL)), "What is left between each pair of parties.")})


def steps(ledger: Ledger, query: Query) -> Report:
    """Every single step that would close some of the bridge, the one that closes most first. Raises BadQuery.

    A step is one party that accepts one value, beside all that it says, on one dimension. Steps that a party offers
    already under a condition come last: the bridge counts them.
    """
    narrowed = narrow(ledger, query)
    compared = compare_all(narrowed) if narrowed.chosen else []
    rows = [r for pair in compared for r in _steps(narrowed, pair)]
    # A sort is stable: steps that close as much and are as long stand in the order of the file.
    rows.sort(key=lambda r: (-r["closes"], r["distance"]))
    totals = []
    for pair in compared:
        f = pair.total.figures
        bridge = figure(f.bridge) if f else None
        totals.append({"a": pair.a, "b": pair.b, "bridge": bridge, "coverage": figure(pair.total.coverage)})
    notes = [] if rows else ["no single step would close anything: nothing is known to be left between those shown"]

    def page() -> Page:
        return _page(narrowed, compared, rows) if rows else Page(())

    return Report("steps", narrowed.facts(), narrowed.asked(), rows, page, {"totals": totals}, tuple(ROW), tuple(notes))


def _steps(narrowed: Narrowed, pair: Compared) -> Iterator[dict[str, Any]]:
    order = narrowed.positions.order
    for cell in pair.total.known:
        d = cell.a.dimension
        for mover, other in ((cell.a, cell.b), (cell.b, cell.a)):
            for value in _values(other):
                closes = figure(_closes(narrowed, pair.total, cell, mover, other, value))
                own = _conditional(mover, value)
                if closes <= 0 and not own:
                    continue
                place = d.measure.read(value)
                yield {
                    "party": mover.party,
                    "towards": other.party,
                    "issue": d.issue,
                    "dimension": d.id,
                    "value": value,
                    "says": d.words(value),
                    "closes": max(0.0, closes),
                    "distance": figure(max(d.measure.least(z.hull, place) for z in mover.zones)),
                    "breaks": [s.id for s in broken(mover, (value,))],
                    "offered": [s.id for s in (*own, *_conditional(other, value))],
                    "marks": sorted(cell.marks),
                    "statements": sorted(cell.statements, key=order.__getitem__),
                }


def _values(side: Position) -> list[str]:
    """The single values that a side holds: options, of a number those that it names."""
    d = side.dimension
    named = (end for v in held(side) for end in ((v,) if isinstance(v, str) else v))
    known = d.options or dict.fromkeys(named)
    return [v for v in known if any(d.measure.meet(d.measure.read(v), z.hull) for z in side.zones)]


def _closes(narrowed: Narrowed, total: Sum, cell: Cell, mover: Position, other: Position, value: str) -> float:
    """How much smaller the bridge of a total is when a party accepts one value more."""
    d = mover.dimension
    step = Assumption(mover.party, d.about, value).statement(narrowed.ledger, narrowed.day, "accepts")
    said = replace(narrowed.ledger, statements=(*mover.statements, step))
    moved = Cell(Positions(said, narrowed.day).of(mover.party, d), other, cell.weight)
    now, then = total.figures, Sum(tuple(moved if c is cell else c for c in total.cells)).figures
    assert now and then
    return now.bridge - then.bridge


def _conditional(side: Position, value: str) -> list[Statement]:
    """The offers under a condition without which a side would not hold a value; none where it does not hold it."""
    d = side.dimension
    place = d.measure.read(value)
    offers = [s for s in holding(side) if s.stance == "accepts"]
    firm = (*side.asks, *(d.zone(s) for s in offers if not s.if_))
    holds = any(d.measure.meet(place, z.hull) for z in side.zones)
    if not holds or (firm and d.measure.meet(place, d.measure.hull(firm))):
        return []
    return [s for s in offers if s.if_]


# --- the page -------------------------------------------------------------------------------------

LEGEND = (
    "closes: of what is left when every offer is taken. length: from what the party asks for and offers. A step that "
    "is offered already closes nothing more: what is left counts it."
)


def _page(narrowed: Narrowed, compared: Sequence[Compared], rows: Sequence[dict[str, Any]]) -> Page:
    """The ranking; further values of the same dimension that close no more stand with the nearest."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for r in rows:
        groups.setdefault((r["party"], r["towards"], r["issue"], r["dimension"], shown(r["closes"])), []).append(r)
    said = {s.id: s for s in narrowed.positions.live}
    above = [*title(narrowed, "Single steps that would close some of the gap")]
    for pair in compared:
        f = pair.total.figures
        if f:
            names = f"{narrowed.label(pair.a)} and {narrowed.label(pair.b)}"
            left = f"{names}: {shown(f.bridge)} is left when every offer is taken"
            above.append(Line(plain(left), right=dim(f"{known_words(pair.total.coverage)} known")))
    laid = [_row(narrowed, said, group) for group in groups.values()]
    columns = (Column("step", folds=True), Column("on"), Column("closes", right=True), Column("length", right=True))
    return Page((Grid(columns, laid, above=(*above, BLANK), below=(BLANK, Line(dim(LEGEND)))),))


def _row(narrowed: Narrowed, said: Mapping[str, Statement], group: Sequence[dict[str, Any]]) -> Row:
    nearest, *further = group
    party, about = nearest["party"], f"{nearest['issue']}.{nearest['dimension']}"
    cells = (
        plain(f"{narrowed.label(party)} accepts {nearest['says']}"),
        dim(about),
        plain(shown(nearest["closes"])),
        plain(shown(nearest["distance"])),
    )
    return Row(cells, tuple(_lines(narrowed, said, nearest, further)))


def _lines(
    narrowed: Narrowed, said: Mapping[str, Statement], r: dict[str, Any], further: Sequence[dict[str, Any]]
) -> Iterable[Line]:
    dimension = narrowed.ledger.dimension(f"{r['issue']}.{r['dimension']}")
    for id in r["breaks"]:
        yield from red_line(narrowed, r["party"], dimension, said[id])
    for s in (said[id] for id in r["offered"]):
        offered = f"{narrowed.label(s.party)} offers {dimension.words(s.value or ())}"
        yield Line(plain(f"{offered}, if {conditions_words(narrowed.positions, s.if_)}"), indent=2)
    if "assumed" in r["marks"]:
        yield Line(dim("rests on an assumption"), indent=2)
    if further:
        yield Line(dim("would close no more: " + listed((f["says"] for f in further), "or")), indent=2)
