"""Each proposal against each party: how far it is from what the party asks, and which red lines it breaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum
from typing import Any

from gapcli.ledger.lenses import BadAssumption, read_assumption
from gapcli.ledger.model import Dimension, Ledger, Statement
from gapcli.ledger.query import BadQuery, Query
from gapcli.ledger.scales import Raw, Zone
from gapcli.measure.compare import Narrowed, narrow, weigh
from gapcli.measure.gaps import Cell, Sum, figure, level, shown
from gapcli.measure.positions import Position, Positions, Stretch
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.reports.contract import (
    COUNT,
    FIGURE,
    IDS,
    MARK,
    QUERY,
    TEXT,
    TRUTH,
    Fields,
    by_id,
    document,
    many,
    maybe,
    record,
)
from gapcli.reports.matrix import title
from gapcli.reports.report import Report
from gapcli.text import did_you_mean
from gapcli.words.en import conditions_words, count, listed, reference, says

DRAFT = "(draft)"
"""What a draft of `--try` is called; no proposal of a file can be."""
SPEAKER = ""
"""The party that a proposal is, while it is compared; no party of a file is called so."""

ROW: Fields = {
    "proposal": (TEXT, "The proposal; `(draft)` is that of `--try`."),
    "party": (TEXT, "The party that it is held against."),
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "A dimension that the proposal names."),
    "by": (IDS, "The parties whose statements it is made of; none of a draft."),
    "says": (TEXT, "What it puts forward there, in words."),
    "distance": (
        maybe(FIGURE),
        "From what it puts forward to the hull of what the party asks for (of one without asks, what it offers); "
        "null where either has no place.",
    ),
    "inside": (maybe(TRUTH), "Whether all of it lies in what the party asks for and offers, as every report has it."),
    "breaks": (IDS, "The statements in which the party rules it out."),
    "marks": (many(MARK), "What qualifies the two sides."),
    "statements": (IDS, "The live statements of both sides, and those that dispute them."),
}
TOTAL: Fields = {
    "proposal": ROW["proposal"],
    "party": ROW["party"],
    "distance": (
        maybe(FIGURE),
        "The weighted mean over the dimensions where both have a place; what is not named stays as today.",
    ),
    "known": (COUNT, "How many dimensions that is."),
    "unsaid": (IDS, "The dimensions where the party has a place or a red line and the proposal says nothing."),
}
SCHEMA = document(
    "proposals",
    ROW,
    {
        "dominated": (
            by_id(IDS),
            "The proposals that others beat, each with those that do: as near to every principal by the mean over all "
            "that either names, and nearer to one, whatever what has no place turns out to be.",
        ),
        "lapsed": (by_id(IDS), "Terms that no longer count, by proposal: who said them has replaced them."),
        "totals": (many(record(TOTAL)), "Each proposal against each party, over all that is shown."),
    },
    {**QUERY, "proposal": (maybe(TEXT), "The proposal asked for."), "try": (maybe(TEXT), "The draft that is tried.")},
)


@dataclass(frozen=True, eq=False)
class Tabled:
    """A proposal, or a draft of one, as a party of its own: a position like any other."""

    id: str
    name: str
    by: tuple[str, ...]
    """The parties whose statements it is made of."""
    lapsed: tuple[str, ...]
    """The statements of it that their party has replaced."""
    positions: Positions
    """Those of the ledger in which it says its terms itself."""

    def term(self, dimension: Dimension) -> Position:
        """What it says on a dimension."""
        return self.positions.of(SPEAKER, dimension)

    def names(self, dimension: Dimension) -> bool:
        """Whether it says anything there, be it words without a place."""
        return self.term(dimension).status != "unknown"

    def leaves(self, dimension: Dimension) -> Position:
        """What holds on a dimension if it is agreed: its term, and what binds today where it names nothing."""
        term, today = self.term(dimension), dimension.measure.today
        if self.names(dimension):
            return _as_one(term, (*term.asks, *term.offers))
        return _as_one(term, () if today is None else (today,))


def _as_one(position: Position, zones: Sequence[Zone]) -> Position:
    """A position whose one zone is the hull of some zones; none where there are none."""
    if not zones:
        return position
    hull = position.dimension.measure.hull(zones)
    return replace(position, zones=(Stretch(hull, hull),))


def holding(position: Position) -> list[Statement]:
    """The asks and offers that give a position its values."""
    basis = "conduct" if position.status == "conduct-only" else "words"
    given = (s for s in position.statements if s.value is not None and s.basis == basis)
    return [s for s in given if s.stance in ("asks", "accepts")]


def held(position: Position) -> list[Raw]:
    """The values that a position puts forward, as the file has them, with `today` for a refusal to discuss."""
    today = position.dimension.today if position.refuses else None
    return list(dict.fromkeys(v for v in (*(s.value for s in holding(position)), today) if v is not None))


def broken(position: Position, values: Iterable[Raw]) -> list[Statement]:
    """The statements of a position that rule out one of some values: the red lines that it would break."""
    clashes = position.dimension.measure.clashes
    values = list(values)
    rejecting = [s for s in position.statements if s.stance == "rejects" and s.value is not None]
    return [s for s in rejecting if any(clashes(v, s.value) for v in values)]  # type: ignore[arg-type]


class Against:
    """A proposal held against a party, on everything shown."""

    def __init__(self, narrowed: Narrowed, tabled: Tabled, party: str) -> None:
        self.tabled = tabled
        self.party = party
        self.narrowed = narrowed

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """What it leaves beside what the party asks for, by dimension."""
        weights = weigh(self.narrowed, self.party, self.party, self.narrowed.query.weights).of
        cells = {}
        for chosen in self.narrowed.chosen:
            for d in chosen.dimensions:
                side = self.narrowed.positions.of(self.party, d)
                asked = _as_one(side, side.asks or side.offers)
                cells[d.about] = Cell(self.tabled.leaves(d), asked, weights[d.about])
        return cells

    @cached_property
    def sum(self) -> Sum:
        """All cells together; its gap is the mean distance."""
        return Sum(tuple(self.cells.values()))

    @property
    def distance(self) -> float | None:
        """The mean distance, 0 to 1, as it is given away."""
        return figure(self.sum.figures.gap) if self.sum.figures else None

    def broken(self, dimension: Dimension) -> list[Statement]:
        """The red lines of the party that it breaks there."""
        return broken(self.narrowed.positions.of(self.party, dimension), held(self.tabled.term(dimension)))

    def inside(self, dimension: Dimension) -> bool | None:
        """Whether it lies in every zone of the party; None where either has none."""
        term, side = self.cells[dimension.about].a, self.narrowed.positions.of(self.party, dimension)
        if not (term.zones and side.zones):
            return None
        return all(dimension.measure.within(term.zones[0].hull, z.hull) for z in side.zones)

    def row(self, dimension: Dimension) -> dict[str, Any]:
        """A dimension that it names, as the JSON has it."""
        cell = self.cells[dimension.about]
        order = self.narrowed.positions.order
        breaks = [s.id for s in self.broken(dimension)]
        return {
            "proposal": self.tabled.id,
            "party": self.party,
            "issue": dimension.issue,
            "dimension": dimension.id,
            "by": list(self.tabled.by),
            # Conditions are those of the parties, among whom the proposal is none.
            "says": says(self.narrowed.positions, self.tabled.term(dimension)),
            "distance": figure(cell.figures.gap) if cell.figures else None,
            "inside": self.inside(dimension),
            "breaks": breaks,
            "marks": sorted(cell.a.marks | cell.b.marks | ({"red-line"} if breaks else set())),
            "statements": sorted((id for id in cell.statements if id in order), key=order.__getitem__),
        }

    @property
    def unsaid(self) -> list[str]:
        """The dimensions where the party has a place or a red line and the proposal says nothing."""
        unnamed = (c.b for c in self.cells.values() if not self.tabled.names(c.b.dimension))
        return [side.dimension.about for side in unnamed if side.zones or side.rejected]

    def total(self) -> dict[str, Any]:
        """Everything together, as the JSON has it."""
        return {
            "proposal": self.tabled.id,
            "party": self.party,
            "distance": self.distance,
            "known": len(self.sum.known),
            "unsaid": self.unsaid,
        }


Held = Mapping[tuple[str, str], Against]
"""By proposal and party."""


def _tabled(narrowed: Narrowed, id: str, name: str, terms: Sequence[Statement], lapsed: Sequence[str] = ()) -> Tabled:
    """A proposal that says some terms itself, in the place of those who said them."""
    live = narrowed.positions.live
    own = {s.id: s._replace(party=SPEAKER) for s in terms}
    others = (s for s in live if s.id not in own)
    # All of them are live: nothing is left to be replaced, a term by what is assumed of its party least of all.
    ledger = replace(narrowed.ledger, statements=(*others, *own.values()), replaced_by={})
    by = tuple(dict.fromkeys(s.party for s in terms if s.party))
    return Tabled(id, name, by, tuple(lapsed), Positions(ledger, narrowed.day))


def _on_the_table(narrowed: Narrowed) -> list[Tabled]:
    """The proposals of the file of which a term is live, whatever is assumed of those who put them forward."""
    reported = tuple(s for s in narrowed.ledger.statements if not s.assumed)
    positions = Positions(replace(narrowed.ledger, statements=reported), narrowed.day)
    live = {s.id: s for s in positions.live}
    said = {s.id for s in reported if s.said.day <= narrowed.day}
    tabled = []
    for proposal in narrowed.ledger.proposals.values():
        terms = [live[id] for id in proposal.statements if id in live]
        lapsed = [id for id in proposal.statements if id in said and id not in live]
        if terms:
            tabled.append(_tabled(narrowed, proposal.id, str(proposal.name), terms, lapsed))
    return tabled


def _draft(narrowed: Narrowed, text: str) -> Tabled:
    """The draft of `issue.dimension=value,…`. Raises BadQuery."""
    terms: dict[str, Statement] = {}
    for part in text.split(","):
        try:
            term = read_assumption(narrowed.ledger, part, with_party=False)
        except BadAssumption as bad:
            raise BadQuery(f"--try: {bad}") from None
        if term.about in terms:
            raise BadQuery(f"--try: {term.about} is named twice: write a stretch as low..high")
        terms[term.about] = term.statement(narrowed.ledger, narrowed.day)
    return _tabled(narrowed, DRAFT, "Your draft", list(terms.values()))


def _beats(better: Tabled, worse: Tabled, against: Held, principals: Sequence[str]) -> bool:
    """Whether one is as near to every principal as another and nearer to one (Pareto), whatever is unknown.

    What neither names is the same under both, known or not; so the sums run over what either names.
    """
    nearer = False
    for party in principals:
        pairs = zip(against[better.id, party].sum.cells, against[worse.id, party].sum.cells)
        named = [(x, y) for x, y in pairs if x.b.zones and any(t.names(x.b.dimension) for t in (better, worse))]
        at_most = figure(fsum(x.weight * x.possible[1] for x, _ in named))
        at_least = figure(fsum(y.weight * y.possible[0] for _, y in named))
        if at_most > at_least:
            return False
        nearer = nearer or at_most < at_least
    return nearer


def proposals(ledger: Ledger, query: Query, name: str | None = None, *, draft: str | None = None) -> Report:
    """Each proposal, or the one named, or a draft, against each party, question by question.

    `draft` is `issue.dimension=value,…`; with a name, the two stand side by side. Raises BadQuery.
    """
    if name is not None and name not in ledger.proposals:
        known = did_you_mean(name, ledger.proposals) or "the ledger has none, but --try scores a draft"
        raise BadQuery(f'no proposal is called "{name}": {known}')
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    every = _on_the_table(narrowed)
    if draft is not None:
        every.append(_draft(narrowed, draft))
    wanted = {name, DRAFT} if name is not None or draft is not None else {t.id for t in every}
    dimensions = [d for c in narrowed.chosen for d in c.dimensions]
    chosen = [t for t in every if t.id in wanted and any(t.names(d) for d in dimensions)]
    principals = narrowed.ledger.principals
    asked = dict.fromkeys((*narrowed.parties, *principals))
    against = {(t.id, p): Against(narrowed, t, p) for t in every for p in asked}
    rows = [against[t.id, p].row(d) for t in chosen for d in dimensions if t.names(d) for p in narrowed.parties]
    beaten = {t.id: [o.id for o in every if o is not t and _beats(o, t, against, principals)] for t in chosen}
    beside = {
        "dominated": {id: by for id, by in beaten.items() if by},
        "lapsed": {t.id: list(t.lapsed) for t in chosen if t.lapsed},
        "totals": [against[t.id, p].total() for t in chosen for p in narrowed.parties],
    }
    notes = []
    if not ledger.proposals and draft is None:
        notes.append("the ledger has no proposals: --try scores a draft")
    elif name is not None and name not in {t.id for t in every}:
        notes.append(f'no term of "{name}" stands on {narrowed.day}')
    elif not rows:
        notes.append("no proposal says anything here: try other issues or parties, or another day")

    def page() -> Page:
        return _page(narrowed, every, chosen, against, beaten) if rows else Page(())

    question = {**narrowed.asked(), "proposal": name, "try": draft}
    return Report("proposals", narrowed.facts(), question, rows, page, beside, tuple(ROW), tuple(notes))


# --- the page -------------------------------------------------------------------------------------

FEW = 3
"""Up to how many questions are named where there is little room."""
LEGEND = (
    "A distance runs from what is put forward to what a party asks for; of one without asks, to what it offers. "
    "inside: within what it asks for and offers, as every report has it. ≠ another report contradicts this. k/n: "
    "questions where both have a place, of those where the party has. One proposal beats another where it is as near "
    "to each principal and nearer to one, whatever words without a place turn out to mean."
)


def _page(
    narrowed: Narrowed,
    every: Sequence[Tabled],
    chosen: Sequence[Tabled],
    against: Held,
    beaten: Mapping[str, Sequence[str]],
) -> Page:
    """Question by question the proposals that name it, side by side; then each of them as a whole."""
    left = chosen[0].name if len(chosen) == 1 else "Proposals, side by side"
    grids = [Grid(above=(*title(narrowed, left), BLANK))]
    for c in narrowed.chosen:
        for d in c.dimensions:
            naming = [t for t in chosen if t.names(d)]
            if naming:
                grids.append(_question(narrowed, d, naming, against))
    return Page((*grids, _together(narrowed, every, chosen, against, beaten)))


def _question(narrowed: Narrowed, d: Dimension, naming: Sequence[Tabled], against: Held) -> Grid:
    """The proposals that name a question, with what each puts forward, and against whom."""
    placed = [p for p in narrowed.parties if narrowed.positions.of(p, d).zones]
    rows = []
    for t in naming:
        held_against = {p: against[t.id, p] for p in narrowed.parties}
        by = listed(narrowed.label(p) for p in t.by) or "draft"
        lines = [Line(plain(says(narrowed.positions, t.term(d))), indent=2, label=by)]
        for p, each in held_against.items():
            lines += [line for s in each.broken(d) for line in red_line(narrowed, p, d, s)]
        rows.append(Row((plain(t.name), *(_distance(held_against[p], d) for p in placed)), tuple(lines)))
    absent = [narrowed.label(p) for p in narrowed.ledger.principals if p in narrowed.parties and p not in placed]
    below = (Line(dim(f"no place to measure from: {listed(absent)}")),) if absent else ()
    head = Line(bold(str(d.question)), right=dim(d.about))
    columns = (Column(folds=True), *(Column(narrowed.label(p)) for p in placed))
    return Grid(columns, rows, above=(head,), below=(*below, BLANK))


def _distance(against: Against, d: Dimension) -> Pieces:
    """A distance with its level, and what qualifies it."""
    cell = against.cells[d.about]
    if cell.figures is None:
        return (Piece("–", tone="unknown"),)
    gap = cell.figures.gap
    words = ["inside"] if against.inside(d) else []
    words += [sign for mark, sign in (("disputed", "≠"), ("assumed", "assumed")) if mark in cell.b.marks]
    qualified = dim("  " + " ".join(words)) if words else ()
    return (Piece(f"{shown(gap)} {level(gap)}", tone=level(gap)), *qualified)


def red_line(narrowed: Narrowed, party: str, d: Dimension, s: Statement) -> Iterable[Line]:
    """A red line that is broken, and where it is reported."""
    assert s.value is not None
    unless = f", unless {conditions_words(narrowed.positions, s.unless)}" if s.unless else ""
    rejected = f"{narrowed.label(party)}, which rejects {d.words(s.value)}{unless}"
    yield Line(weak(f"breaks a red line of {rejected}"), indent=2)
    for e in s.evidence:
        yield Line(dim(f"{s.id} · {reference(narrowed.ledger, s, e)}"), indent=4)


def _together(
    narrowed: Narrowed,
    every: Sequence[Tabled],
    chosen: Sequence[Tabled],
    against: Held,
    beaten: Mapping[str, Sequence[str]],
) -> Grid:
    """How near each is to the principals as a whole, which others beat it, and what it says nothing about."""
    principals = narrowed.ledger.principals
    names = {t.id: t.name for t in every}
    rows = []
    for t in chosen:
        others = listed(names[id] for id in beaten[t.id])
        verdict = f"beaten by {others}" if others else "no other beats it"
        cells = (plain(t.name), *(_mean(against[t.id, p]) for p in principals), plain(verdict))
        rows.append(Row(cells, tuple(_remarks(narrowed, t, against, len(chosen) == 1))))
    head = Line(bold("Taken together"), right=dim("mean distance; what is not named stays as today"))
    columns = (Column(folds=True), *(Column(narrowed.label(p)) for p in principals), Column(folds=True))
    return Grid(columns, rows, above=(head,), below=(Line(dim(LEGEND)),), spaced=True)


def _mean(against: Against) -> Pieces:
    """A mean distance, with how many of the party's questions it runs over."""
    placed = sum(1 for c in against.sum.cells if c.b.zones)
    mean = "–" if against.distance is None else shown(against.distance)
    return (Piece(mean), Piece(f"  {len(against.sum.known)}/{placed}", "dim"))


def _remarks(narrowed: Narrowed, t: Tabled, against: Held, alone: bool) -> Iterable[Line]:
    """What a proposal says nothing about, and which of its terms have lapsed."""
    for p in narrowed.parties if alone else narrowed.ledger.principals:
        unsaid = against[t.id, p].unsaid
        if unsaid:
            words = listed(unsaid) if alone or len(unsaid) <= FEW else count(len(unsaid), "question")
            yield Line(plain(f"nothing on {words}"), indent=2, label=narrowed.label(p))
    if t.lapsed:
        yield Line(weak(f"no longer stands: {listed(t.lapsed)}"), indent=2)
