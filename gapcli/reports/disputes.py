"""The reports that cannot both be right, and what each gap would be if the one or the other were."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from gapcli.ledger.model import Dimension, Ledger, Statement
from gapcli.ledger.query import Query
from gapcli.measure.compare import Compared, Narrowed, compare, narrow
from gapcli.measure.gaps import Cell, Sum
from gapcli.measure.positions import Positions
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Page, Row, bold, dim, plain, weak
from gapcli.reports.contract import IDS, TEXT, TRUTH, Fields, document, many, record
from gapcli.reports.matrix import FIGURES, badge, figures, title
from gapcli.reports.report import Report
from gapcli.words.en import listed, reference


def _if(which: str) -> Fields:
    """The figures if a report holds, each under its own key."""
    return {f"{which}_{k}": (s, f"If the {which} holds: {d[0].lower()}{d[1:]}") for k, (s, d) in FIGURES.items()}


ROW: Fields = {
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "The dimension that a report of the dispute is about."),
    "a": (TEXT, "The party that the file declares first."),
    "b": (TEXT, "The other party."),
    "statements": (IDS, "The two reports that cannot both be right, in the order of the file."),
    "declared": (TRUTH, "Whether the ledger says so; else a lens took away what links two asks of no common value."),
    "first_sources": (IDS, "The sources of the first report."),
    "second_sources": (IDS, "The sources of the second."),
    **FIGURES,
    **_if("first"),
    **_if("second"),
    "reorders": (TRUTH, "Whether the order of the issues shown, by their gaps, depends on the dispute."),
}
ORDER = many({"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2})
ORDERS: Fields = {
    "statements": ROW["statements"],
    "a": ROW["a"],
    "b": ROW["b"],
    "stands": (ORDER, "As it stands: which issue has a wider gap than which, printed 0.10 apart or more."),
    "first": (ORDER, "If the first holds."),
    "second": (ORDER, "If the second holds."),
}
SCHEMA = document(
    "disputes", ROW, {"orders": (many(record(ORDERS)), "The order of the issues, where it depends on a dispute.")}
)


class Dispute(NamedTuple):
    """Two live reports that cannot both be right, with the cells that they touch."""

    first: Statement
    second: Statement
    cells: tuple[tuple[str, str, Dimension], ...]

    @property
    def declared(self) -> bool:
        """Whether one of the two says that it disputes the other."""
        return self.second.id in self.first.disputes or self.first.id in self.second.disputes


class _Readings:
    """Pairs of parties compared as things stand, and as if those that dispute a statement had not been said."""

    def __init__(self, narrowed: Narrowed) -> None:
        self.narrowed = narrowed
        self.live: dict[str, list[Statement]] = defaultdict(list)
        self.about: dict[str, str] = {}
        for s in narrowed.positions.live:
            self.live[s.party].append(s)
            self.about[s.id] = s.about
        self._made: dict[tuple[str, str, frozenset[str]], Compared] = {}

    def foes(self, s: Statement) -> frozenset[str]:
        """Those that dispute a statement."""
        return frozenset(self.narrowed.positions.foes[s.id])

    def of(self, a: str, b: str, without: frozenset[str] = frozenset()) -> Compared:
        """A pair as if some of the live statements had not been said."""
        key = (a, b, without)
        if key not in self._made:
            self._made[key] = self._without(self.of(a, b), without) if without else compare(self.narrowed, a, b)
        return self._made[key]

    def _without(self, stands: Compared, without: frozenset[str]) -> Compared:
        abouts = {self.about[id] for id in without}
        touched = {
            d.about for c in self.narrowed.chosen for d in c.dimensions if d.about in abouts or d.issue in abouts
        }
        near = touched | {about.partition(".")[0] for about in touched}
        # Of the live ones alone: what they replaced is not brought back, as in the zones of a dispute.
        left = [s for p in (stands.a, stands.b) for s in self.live[p] if s.about in near and s.id not in without]
        positions = Positions(replace(self.narrowed.ledger, statements=tuple(left)), self.narrowed.day)

        def anew(cell: Cell) -> Cell:
            d = cell.a.dimension
            if d.about not in touched:
                return cell
            return Cell(positions.of(stands.a, d), positions.of(stands.b, d), cell.weight)

        issues = tuple((chosen, Sum(tuple(map(anew, s.cells)))) for chosen, s in stands.issues)
        return replace(stands, issues=issues)


def disputes(ledger: Ledger, query: Query) -> Report:
    """The disputes of the issues shown; figures are of each disputed party and the principals, or the parties named.

    Raises BadQuery where the query names what the ledger does not have.
    """
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    found = _disputes(narrowed, narrowed.parties if query.parties else tuple(ledger.principals))
    readings = _Readings(narrowed)
    rows: list[dict[str, Any]] = []
    orders: list[dict[str, Any]] = []
    for dispute in found:
        for a, b in dict.fromkeys((a, b) for a, b, _ in dispute.cells):
            stands = readings.of(a, b)
            held = [readings.of(a, b, readings.foes(s)) for s in (dispute.first, dispute.second)]
            reorders = any(each.order != stands.order for each in held)
            if reorders:
                orders.append(_order(dispute, a, b, stands, *held))
            dimensions = [d for x, y, d in dispute.cells if (x, y) == (a, b)]
            rows += [_row(dispute, a, b, d, (stands, *held), reorders) for d in dimensions]
    involved = {p for r in rows for p in (r["a"], r["b"])}
    if not query.parties:
        narrowed = replace(narrowed, parties=tuple(p for p in narrowed.parties if p in involved))
    notes = () if rows else ("no reports that dispute each other",)

    def page() -> Page:
        blocks = _blocks(found, readings)
        return Page((_head(narrowed, found), *(_block(narrowed, readings, block) for block in blocks)))

    return Report("disputes", narrowed.facts(), narrowed.asked(), rows, page, {"orders": orders}, tuple(ROW), notes)


def _disputes(narrowed: Narrowed, partners: Sequence[str]) -> list[Dispute]:
    """All disputes that touch a cell of a partner, in the order of the file."""
    positions = narrowed.positions
    by_id = {s.id: s for s in positions.live}
    dimensions = [d for c in narrowed.chosen for d in c.dimensions]
    on: dict[str, list[int]] = defaultdict(list)
    for i, d in enumerate(dimensions):
        on[d.about].append(i)
        on[d.issue].append(i)
    parties = list(narrowed.ledger.parties)
    place = {p: i for i, p in enumerate(parties)}
    others = [place[p] for p in partners]
    found = []
    for s in positions.live:
        later = (by_id[id] for id in positions.foes.get(s.id, ()) if positions.order[id] > positions.order[s.id])
        for t in sorted(later, key=lambda each: positions.order[each.id]):
            cells = {
                (min(place[each.party], q), max(place[each.party], q), d)
                for each in (s, t)
                if each.party in narrowed.parties
                for d in on.get(each.about, ())
                for q in others
                if q != place[each.party]
            }
            if cells:
                named = tuple((parties[a], parties[b], dimensions[d]) for a, b, d in sorted(cells))
                found.append(Dispute(s, t, named))
    return found


def _row(
    dispute: Dispute, a: str, b: str, d: Dimension, readings: Sequence[Compared], reorders: bool
) -> dict[str, Any]:
    stands, first, second = (figures(Sum((_cell(each, d),))) for each in readings)
    return {
        "issue": d.issue,
        "dimension": d.id,
        "a": a,
        "b": b,
        "statements": [dispute.first.id, dispute.second.id],
        "declared": dispute.declared,
        "first_sources": _sources(dispute.first),
        "second_sources": _sources(dispute.second),
        **stands,
        **{f"first_{k}": v for k, v in first.items()},
        **{f"second_{k}": v for k, v in second.items()},
        "reorders": reorders,
    }


def _cell(compared: Compared, d: Dimension) -> Cell:
    return next(c for _, s in compared.issues for c in s.cells if c.a.dimension is d)


def _sources(s: Statement) -> list[str]:
    return list(dict.fromkeys(e.source for e in s.evidence))


def _order(dispute: Dispute, a: str, b: str, stands: Compared, first: Compared, second: Compared) -> dict[str, Any]:
    issues = [c.issue.id for c, _ in stands.issues]
    listed = [[[x, y] for x in issues for y in issues if (x, y) in each.order] for each in (stands, first, second)]
    return {
        "statements": [dispute.first.id, dispute.second.id],
        "a": a,
        "b": b,
        **dict(zip(("stands", "first", "second"), listed)),
    }


# --- the page -------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """Reports that the same ones dispute stand together, against those: all of a block has one outcome."""

    sides: tuple[list[Statement], list[Statement]]
    cells: dict[tuple[str, str, str], tuple[str, str, Dimension]]


def _blocks(found: Sequence[Dispute], readings: _Readings) -> list[_Block]:
    blocks: dict[frozenset[frozenset[str]], _Block] = {}
    for dispute in found:
        against = [readings.foes(s) for s in dispute[:2]]
        block = blocks.setdefault(frozenset(against), _Block(([], []), {}))
        leading = readings.foes(block.sides[0][0]) if block.sides[0] else against[0]
        for s, foes in zip(dispute[:2], against):
            side = block.sides[foes != leading]
            if s not in side:
                side.append(s)
        block.cells.update({(a, b, d.about): (a, b, d) for a, b, d in dispute.cells})
    return list(blocks.values())


def _head(narrowed: Narrowed, found: Sequence[Dispute]) -> Grid:
    lines = title(narrowed, "Reports that cannot both be right")
    if not found:
        lines.append(Line(plain("No report that counts here disputes another.")))
    return Grid(above=tuple(lines))


def _block(narrowed: Narrowed, readings: _Readings, block: _Block) -> Grid:
    """The reports on either side, with their sources, and the gaps as the dispute falls."""
    dimensions = {d.about: d for _, _, d in block.cells.values()}
    names = dict.fromkeys(str(narrowed.ledger.issues[d.issue].name) for d in dimensions.values())
    if len(dimensions) == 1:
        name = str(next(iter(dimensions.values())).question)
    else:
        name = listed(names)
    above = [BLANK, RULE, Line(bold(name), right=dim(next(iter(dimensions)) if len(dimensions) == 1 else ""))]
    for number, side in enumerate(block.sides, 1):
        for s in side:
            above.append(Line(plain(str(s.text)), indent=2, label=f"{number} {narrowed.label(s.party)}"))
            above += [Line(dim(reference(narrowed.ledger, s, e)), indent=6) for e in s.evidence]
    if not all(t.id in s.disputes or s.id in t.disputes for s in block.sides[0] for t in block.sides[1]):
        above.append(Line(weak("no common value, and nothing that counts here says how the two relate"), indent=2))
    above.append(BLANK)
    without = [frozenset[str](), *(readings.foes(side[0]) for side in block.sides)]
    gaps: list[list[float | None]] = []
    rows = []
    for a, b, d in block.cells.values():
        found = [_cell(readings.of(a, b, each), d).figures for each in without]
        gaps.append([f.gap if f else None for f in found])
        pair = f"{narrowed.label(a)} – {narrowed.label(b)}"
        cells = (plain(pair if len(dimensions) == 1 else f"{pair}, {d.about}"), *map(badge, gaps[-1]))
        rows.append(Row(cells))
    columns = (Column(), Column("as it stands"), Column("if 1 holds"), Column("if 2 holds"))
    below = []
    if all(len(set(each)) == 1 for each in gaps):
        below.append(Line(dim("No gap depends on it.")))
    for a, b in dict.fromkeys((a, b) for a, b, _ in block.cells):
        below += [Line(weak(text)) for text in _reordered(narrowed, *(readings.of(a, b, each) for each in without))]
    return Grid(columns, rows, above=tuple(above), below=tuple(below))


def _reordered(narrowed: Narrowed, stands: Compared, *held: Compared) -> Iterable[str]:
    """What the order of the issues would be otherwise."""

    def name(issue: str) -> str:
        return str(narrowed.ledger.issues[issue].name)

    for number, each in enumerate(held, 1):
        gained, lost = each.order - stands.order, stands.order - each.order
        known = {c.issue.id for c, s in each.issues if s.known}
        parts = []
        for issue in (c.issue.id for c, _ in each.issues):
            if issue not in known and any(issue in pair for pair in lost):
                parts.append(f"{name(issue)} has no figure, and so no place in the order")
            wider = [name(y) for x, y in sorted(gained) if x == issue]
            closer = [name(y) for x, y in sorted(lost) if x == issue and y in known and (y, x) not in gained]
            if wider:
                parts.append(f"{name(issue)} is wider than {listed(wider)}")
            if closer and issue in known:
                parts.append(f"{name(issue)} is no longer wider than {listed(closer)}")
        if parts:
            yield f"If {number} holds, {'; '.join(parts)}."
