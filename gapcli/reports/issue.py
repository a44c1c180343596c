"""What does each say on an issue, and where do they differ? A diff, question by question."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from gapcli.ledger.model import Dimension, Ledger, Statement
from gapcli.ledger.query import Chosen, Query
from gapcli.ledger.scales import Places, Zone
from gapcli.measure.compare import Compared, Narrowed, compare, narrow
from gapcli.measure.gaps import Cell, Sum, shown
from gapcli.measure.positions import Position
from gapcli.pages.grid import BLANK, RULE, Axis, Column, Grid, Line, Mark, Page, Piece, Pieces, bold, dim, plain, weak
from gapcli.pages.grid import Row as GridRow
from gapcli.reports.contract import FIGURE, IDS, MARK, STATUS, TEXT, Fields, by_id, document, many, maybe, record
from gapcli.reports.matrix import ROW, badge, has_offers, known_words, row, spoken, title, weaknesses
from gapcli.reports.report import Report
from gapcli.reports.statements import BY_ID, statement_row, told
from gapcli.words.en import count, listed

ZONE = {"anyOf": [{"type": "array", "items": FIGURE}, {"type": "array", "items": TEXT}]}
POSITION: Fields = {
    "issue": (TEXT, "The issue."),
    "dimension": (TEXT, "The dimension."),
    "party": (TEXT, "Whose position it is."),
    "status": (STATUS, "What is known of it."),
    "says": (TEXT, "What it asks for and offers, in words."),
    "asks": (many(ZONE), "What it asks for: [low, high] places from 0 to 1, or options of a `choice`."),
    "offers": (many(ZONE), "What it offers, likewise."),
    "zones": (many(ZONE), "From what it asks for to the most it offers; several where reports dispute each other."),
    "rejects": (many(ZONE), "What it rules out."),
    "marks": (many(MARK), "What qualifies it."),
    "statements": (IDS, "The live statements it is made of."),
}
SCALE: Fields = {
    "question": (TEXT, "The question."),
    "scale": (TEXT, "The kind of scale."),
    "poles": (IDS, "The two ends in words; none of a `choice`."),
    "options": (by_id(TEXT), "The answers in words, by id; none of a `number`."),
    "places": (by_id(FIGURE), "Where each option stands, from 0 to 1; of `graded` alone."),
    "range": (many({"type": "number"}), "The `number` at either pole."),
    "unit": (maybe(TEXT), "The unit of a `number`."),
    "today": (maybe(TEXT), "What binds as long as nothing is agreed."),
    "share": (maybe(FIGURE), "Its declared share of the issue, from 0 to 1."),
    "why": (TEXT, "The reason for poles, order and today: an analyst's judgement."),
    "note": (maybe(TEXT), "What a reader must know."),
}
SCHEMA = document(
    "issue",
    ROW,
    {
        "positions": (many(record(POSITION)), "One a dimension and party."),
        "scales": (by_id(record(SCALE)), "The scales by dimension."),
        "statements": (maybe(BY_ID), "With `--source` all statements behind it by id; else null."),
    },
)


def position_row(narrowed: Narrowed, position: Position) -> dict[str, Any]:
    """A position as the JSON has it."""
    d = position.dimension
    return {
        "issue": d.issue,
        "dimension": d.id,
        "party": position.party,
        "status": position.status,
        "says": spoken(narrowed.positions, position),
        "asks": [d.measure.data(z) for z in position.asks],
        "offers": [d.measure.data(z) for z in position.offers],
        "zones": [d.measure.data(z.hull) for z in position.zones],
        "rejects": [d.measure.data(z) for z in position.rejected],
        "marks": sorted(position.marks),
        "statements": [s.id for s in position.statements],
    }


def scale_data(d: Dimension) -> dict[str, Any]:
    """A scale as the JSON has it."""
    return {
        "question": str(d.question),
        "scale": d.scale,
        "poles": [str(p) for p in d.poles],
        "options": {o.id: str(o.name) for o in d.options.values()},
        "places": {id: round(place, 6) for id, place in d.measure.places.items()},
        "range": list(d.range),
        "unit": d.unit,
        "today": d.today,
        "share": None if d.share is None else round(d.share / 100, 6),
        "why": str(d.why),
        "note": str(d.note) if d.note else None,
    }


def issue(ledger: Ledger, query: Query, name: str | None = None, *, sources: bool = False) -> Report:
    """What each party says on an issue or on one dimension, and how far apart the principals are.

    Figures are of the principals, or of the parties named. `sources` adds every statement behind it.
    Without a name, the issues and dimensions there are. Raises BadQuery.
    """
    if name is not None:
        query = replace(query, issues=(name,))
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    speaking = _speaking(narrowed)
    paired = narrowed.parties if query.parties else ledger.principals
    if not query.parties:
        narrowed = replace(narrowed, parties=tuple(p for p in narrowed.parties if p in speaking))
    pairs = [compare(narrowed, a, b) for i, a in enumerate(paired) for b in paired[i + 1 :]]
    rows = []
    for pair in pairs:
        for chosen, s in pair.issues:
            rows.append(row(narrowed, pair, chosen, s, None))
            rows += [row(narrowed, pair, chosen, Sum((c,)), c.a.dimension.id) for c in s.cells]
    positions = [narrowed.positions.of(p, d) for c in narrowed.chosen for d in c.dimensions for p in narrowed.parties]
    behind = None
    if sources:
        live = {s.id for s in narrowed.positions.live}
        used = {s.id for p in positions for s in p.statements} | {id for r in rows for id in r["statements"]}
        behind = {
            s.id: statement_row(narrowed.ledger, s, s.id in live) for s in narrowed.ledger.statements if s.id in used
        }
    beside = {
        "positions": [position_row(narrowed, p) for p in positions],
        "scales": {d.about: scale_data(d) for c in narrowed.chosen for d in c.dimensions},
        "statements": behind,
    }
    notes = () if narrowed.parties else ("nobody says anything here: try other parties, or another day",)

    def page() -> Page:
        if name is None and not query.issues:
            return Page((_overview(narrowed, pairs),))
        grids: list[Grid] = []
        for i, chosen in enumerate(narrowed.chosen):
            grids.append(_head(narrowed, pairs, i))
            alone = name is not None and "." in name
            for j, d in enumerate(chosen.dimensions):
                grids += _question(narrowed, pairs, i, j, d, alone, sources)
        return Page(tuple(grids))

    return Report("issue", narrowed.facts(), narrowed.asked(), rows, page, beside, tuple(ROW), notes)


def _speaking(narrowed: Narrowed) -> set[str]:
    wanted = {d.about for c in narrowed.chosen for d in c.dimensions} | {c.issue.id for c in narrowed.chosen}
    return {s.party for s in narrowed.positions.live if s.about in wanted}


def _overview(narrowed: Narrowed, pairs: Sequence[Compared]) -> Grid:
    """The issues and dimensions there are."""
    first = pairs[0] if pairs else None
    columns = [Column("name"), Column("question"), Column("share", right=True), Column("parties", right=True)]
    if first:
        columns.append(Column(f"{narrowed.label(first.a)} – {narrowed.label(first.b)}"))
    rows = []
    for i, chosen in enumerate(narrowed.chosen):
        name = chosen.issue.id + ("" if chosen.issue.headline else " *")
        cells: tuple[Pieces, ...] = (bold(name), bold(str(chosen.issue.name)), (), ())
        rows.append(GridRow((*cells, _level(first.issues[i][1])) if first else cells))
        for j, d in enumerate(chosen.dimensions):
            speaking = sum(1 for p in narrowed.ledger.parties if narrowed.positions.of(p, d).statements)
            cells = (plain(d.about), plain(str(d.question)), dim(_share(chosen, d)), plain(str(speaking)))
            rows.append(GridRow((*cells, _level(Sum((first.issues[i][1].cells[j],)))) if first else cells))
    below = (
        BLANK,
        Line(dim("* not in the headline: matrix shows it with --issues all. Next: gapcli issue NAME --source")),
    )
    return Grid(tuple(columns), rows, above=(*title(narrowed, "Issues and their questions"), BLANK), below=below)


def _level(s: Sum) -> tuple[Piece, ...]:
    return badge(s.figures.gap) if s.figures else (Piece("not known", tone="unknown"),)


def _share(chosen: Chosen, d: Dimension) -> str:
    share = 100 / len(chosen.issue.dimensions) if d.share is None else d.share
    return f"{share:.3g} %"


def _head(narrowed: Narrowed, pairs: Sequence[Compared], i: int) -> Grid:
    chosen = narrowed.chosen[i]
    lines = title(narrowed, str(chosen.issue.name)) if i == 0 else [BLANK, Line(bold(str(chosen.issue.name)))]
    for pair in pairs:
        s = pair.issues[i][1]
        names = f"{narrowed.label(pair.a)} and {narrowed.label(pair.b)}"
        if s.figures is None:
            lines.append(Line((Piece(f"{names}: "), Piece("not known", tone="unknown"))))
            continue
        told = f": asks {shown(s.figures.asks)} apart, {shown(s.figures.bridge)} with all offers"
        known = known_words(s.coverage)
        whole = "all of the issue is known" if known == "all" else f"{known} of the issue is known"
        lines.append(Line((Piece(f"{names} "), *badge(s.figures.gap), Piece(f"{told}; {whole}"))))
    if chosen.issue.note:
        lines.append(Line(weak(str(chosen.issue.note))))
    return Grid(above=(*lines, BLANK))


def _question(
    narrowed: Narrowed, pairs: Sequence[Compared], i: int, j: int, d: Dimension, alone: bool, sources: bool
) -> list[Grid]:
    chosen = narrowed.chosen[i]
    above = [RULE, Line(bold(str(d.question)), right=dim(f"{_share(chosen, d)} of the issue"))]
    for pair in pairs:
        above += _pair_lines(narrowed, pair, Sum((pair.issues[i][1].cells[j],)))
    above.append(BLANK)
    positions = [narrowed.positions.of(p, d) for p in narrowed.parties]
    grids = [_axes(narrowed, d, positions, above)]
    if alone:
        grids += _scale(narrowed, d)
        grids += [_arithmetic(narrowed, pair.issues[i][1].cells[j]) for pair in pairs]
    if sources:
        grids.append(Grid(above=tuple(_behind(narrowed, positions))))
    return grids


def _pair_lines(narrowed: Narrowed, pair: Compared, s: Sum) -> list[Line]:
    names = f"{narrowed.label(pair.a)} – {narrowed.label(pair.b)}"
    cell = s.cells[0]
    f = cell.figures
    if f is None:
        low, high = cell.possible
        silent = [f"{narrowed.label(p.party)} {_unknown(p)}" for p in (cell.a, cell.b) if not p.zones]
        text = f"; {listed(silent)}; an answer would put it between {shown(low)} and {shown(high)}"
        return [Line((Piece(f"{names}  "), Piece("not known", tone="unknown"), Piece(text)))]
    offered = f"asks {shown(f.asks)} → offers {shown(f.bridge)}" if has_offers(s) else f"asks {shown(f.asks)}, no offer"
    dispute = f"; {shown(f.high)} or {shown(f.low)}, as the dispute falls" if shown(f.low) != shown(f.high) else ""
    lines = [Line((Piece(f"{names}  "), *badge(f.gap), Piece(f"   {offered}{dispute}")))]
    weak_line = weaknesses(narrowed, pair.a, pair.b, s)
    lines += [weak_line] if weak_line else []
    return lines + red_lines(narrowed, cell) + _disputed(narrowed, cell) + _circled(narrowed, cell)


def _unknown(position: Position) -> str:
    return {
        "unknown": "has no report",
        "silent": "gave no answer",
        "words-only": "has words without a place",
        "rejects-only": "says only what it rejects",
        "off-agenda": "won't discuss it",
    }[position.status]


def red_lines(narrowed: Narrowed, cell: Cell) -> list[Line]:
    """Which red lines of the one side an ask of the other crosses, by the names of the statements."""
    lines = []
    dimension = cell.a.dimension
    for asker, refuser in ((cell.a, cell.b), (cell.b, cell.a)):
        crossed = [
            s.id
            for s in refuser.statements
            if s.stance == "rejects" and any(dimension.measure.meet(z, dimension.zone(s)) for z in asker.asks)
        ]
        if crossed:
            who = f"{narrowed.label(asker.party)} asks for what {narrowed.label(refuser.party)} rules out"
            lines.append(Line(weak(f"{who}: {', '.join(crossed)}"), indent=2))
    return lines


def _disputed(narrowed: Narrowed, cell: Cell) -> list[Line]:
    """Which reports of the two sides contradict which, by their names."""
    positions = narrowed.positions
    here = [s for p in (cell.a, cell.b) for s in p.statements]
    pairs = {
        tuple(sorted((s.id, foe), key=positions.order.__getitem__))
        for s in here
        for foe in positions.foes.get(s.id, ())
    }
    told = [" or ".join(pair) for pair in sorted(pairs, key=lambda pair: [positions.order[id] for id in pair])]
    return [Line(weak("≠ " + "; ".join(told)), indent=2)] if told else []


def _circled(narrowed: Narrowed, cell: Cell) -> list[Line]:
    """The circles that an offer with a condition sits in."""
    if "conditional" not in cell.marks:
        return []
    from gapcli.reports.links import circles, named, waiting

    here = {s.id for p in (cell.a, cell.b) for s in p.statements if s.if_}
    found, _ = circles(waiting(narrowed.positions))
    return [
        Line(weak(f"an offer sits in a {c.kind}: {named(narrowed.ledger, c)}"), indent=2)
        for c in found
        if here & {s.id for s in c.statements}
    ]


def _axes(narrowed: Narrowed, d: Dimension, positions: Sequence[Position], above: list[Line]) -> Grid:
    """Each party as a line from what it asks to what it offers, its words beside it."""
    drawn = bool(d.measure.ticks)
    rows = []
    if drawn:
        rows += [GridRow(((), line, ())) for line in ruler(d)]
    absent = []
    for position in positions:
        if position.status == "unknown":
            absent.append(narrowed.label(position.party))
            continue
        words = plain(spoken(narrowed.positions, position))
        label = plain(narrowed.label(position.party))
        rows.append(GridRow((label, axis(position), words) if drawn else (label, words)))
    columns = (Column(), Column(picture=True), Column(folds=True)) if drawn else (Column(), Column(folds=True))
    speaking = set(narrowed.parties)
    absent += [
        narrowed.label(p) for p in narrowed.ledger.principals if p not in speaking and not narrowed.query.parties
    ]
    below = [Line(dim(f"no report: {listed(absent)}"))] if absent else []
    return Grid(columns, rows, above=tuple(above), below=(*below, BLANK))


def ruler(d: Dimension) -> tuple[Axis, Axis]:
    """The names of the poles, and the scale under them; of a scale that can be drawn."""
    left, right = (str(p) for p in d.poles)
    return Axis(None, None, ends=(left, right)), Axis(None, None, ruler=d.measure.ticks)


def axis(position: Position) -> Axis:
    """One party's line on a scale: what it asks for, what it offers, what it refuses to discuss, what it does."""
    d = position.dimension
    marks: list[Mark] = []
    ends = [end for z in position.zones for end in _ends(d, z.hull)]
    middle = sum(_mid(d, z) for z in position.asks) / len(position.asks) if position.asks else None
    words = "conduct" if position.status == "conduct-only" else "words"
    for s in position.statements:
        if s.value is None or s.stance not in ("asks", "accepts"):
            continue
        zone = d.zone(s)
        if s.basis != words:
            marks.append(Mark(_mid(d, zone), "deed"))
        elif s.stance == "asks":
            marks += [Mark(place, "deed" if words == "conduct" else "ask") for place in dict.fromkeys(_ends(d, zone))]
        else:
            place = _mid(d, zone) if middle is None else max(_ends(d, zone), key=lambda p: abs(p - middle))
            up = middle is None or place >= middle
            marks.append(Mark(place, ("if-" if s.if_ else "offer-") + ("up" if up else "down")))
    if position.refuses and d.measure.today is not None:
        marks.append(Mark(_mid(d, d.measure.today), "refuses"))
    order = {"ask": 0, "refuses": 1}
    unique = sorted(dict.fromkeys(marks), key=lambda m: order.get(m.sign, 2))
    return Axis(min(ends) if ends else None, max(ends) if ends else None, tuple(unique))


def _ends(d: Dimension, zone: Zone) -> Places:
    places = d.measure.drawn(zone)
    assert places is not None
    return places


def _mid(d: Dimension, zone: Zone) -> float:
    low, high = _ends(d, zone)
    return (low + high) / 2


def _scale(narrowed: Narrowed, d: Dimension) -> list[Grid]:
    """The scale with its options, their places, and why."""
    above = [Line(bold("The scale"))]
    below = [Line(dim(f"Why: {d.why}"))]
    if d.note:
        below.append(Line(weak(str(d.note))))
    if d.range:
        today = f"; today {d.words(d.today)}" if d.today else ""
        text = f"{d.range[0]:g} {d.unit} ({d.poles[0]}) to {d.range[1]:g} {d.unit} ({d.poles[1]}), linear{today}"
        return [Grid(above=(*above, Line(plain(text), indent=2), *below, BLANK))]
    places = d.measure.places
    rows = []
    for o in d.options.values():
        cells = (plain(f"  {shown(places[o.id])}" if places else "  "), plain(o.id), plain(str(o.name)))
        rows.append(GridRow((*cells, dim("today" if d.today == o.id else ""))))
    columns = (Column("place" if places else "", right=False), Column("option"), Column("in words"), Column())
    return [Grid(columns, rows, above=tuple(above), below=(*below, BLANK))]


def _arithmetic(narrowed: Narrowed, cell: Cell) -> Grid:
    """From zones to figures, with the numbers filled in."""
    a, b = cell.a, cell.b
    names = narrowed.label(a.party), narrowed.label(b.party)
    lines = [Line(bold(f"The arithmetic, {names[0]} and {names[1]}"))]
    for name, p in zip(names, (a, b)):
        zones = " or ".join(_zone_words(p.dimension, z.hull) for z in p.zones) or "no zone"
        asked = " or ".join(dict.fromkeys(_zone_words(p.dimension, z.asks) for z in p.zones))
        lines.append(Line(plain(f"zone {zones}" + (f", asks {asked}" if asked else "")), indent=2, label=name))
    if cell.figures is None:
        low, high = cell.possible
        text = f"not known: a side has no zone; possible from {shown(low)} to {shown(high)}"
        return Grid(above=(*lines, Line(plain(text), indent=2), BLANK))
    gaps = []
    for x in a.zones:
        for y in b.zones:
            text, gap = _w1(a.dimension, x.hull, y.hull)
            gaps.append(gap)
            lines.append(Line(plain(text), indent=2))
    f = cell.figures
    if len(gaps) > 1:
        mean = " + ".join(shown(g) for g in gaps)
        lines.append(
            Line(
                plain(f"gap = ({mean}) / {len(gaps)} = {shown(f.gap)}, from {shown(f.low)} to {shown(f.high)}"),
                indent=2,
            )
        )
    lines.append(
        Line(
            plain(
                f"asks = {shown(f.asks)}, the furthest asks; bridge = {shown(f.bridge)}, the nearest places of zones"
            ),
            indent=2,
        )
    )
    return Grid(above=(*lines, BLANK))


def _zone_words(d: Dimension, zone: Zone) -> str:
    places = d.measure.drawn(zone)
    if places is None:
        return " or ".join(map(str, d.measure.data(zone)))
    low, high = places
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def _w1(d: Dimension, x: Zone, y: Zone) -> tuple[str, float]:
    gap = d.measure.apart(x, y)
    form, (u, v) = d.measure.explain(x, y)
    if form == "shared":
        return f"gap = 1 − {u} / {v} = {shown(gap)}", gap
    said = f"lower ends {_signed(u)}, upper ends {_signed(v)} apart: gap = "
    if form == "parallel":
        return f"{said}({shown(abs(u))} + {shown(abs(v))}) / 2 = {shown(gap)}", gap
    squares = f"({shown(abs(u))}² + {shown(abs(v))}²) / (2 × ({shown(abs(u))} + {shown(abs(v))}))"
    return f"{said}{squares} = {shown(gap)}", gap


def _signed(x: float) -> str:
    return f"{x:+.2f}".replace("-", "−")


_HEADINGS = {"rejects": "rejects", "off-agenda": "won't discuss it", "silent": "gave no answer"}


def _behind(narrowed: Narrowed, positions: Iterable[Position]) -> Iterable[Line]:
    """Every statement behind a question, under what it says."""
    for position in positions:
        keyed = [(_heading(narrowed, position.dimension, s), s) for s in position.statements]
        order = list(dict.fromkeys(k for k, _ in keyed))
        keyed.sort(key=lambda pair: order.index(pair[0]))
        for heading, group in groupby(keyed, key=lambda pair: pair[0]):
            behind = [s for _, s in group]
            origins = len({e.origin for s in behind for e in s.evidence})
            yield Line(bold(heading), right=dim(count(origins, "outlet")))
            for s in behind:
                yield from told(narrowed, narrowed.positions, s)
            yield BLANK


def _heading(narrowed: Narrowed, d: Dimension, s: Statement) -> str:
    name = narrowed.label(s.party)
    if s.stance in ("off-agenda", "silent"):
        return f"{name} {_HEADINGS[s.stance]}"
    verb = {"asks": "asks for", "accepts": "offers", "rejects": "rejects"}[s.stance]
    if s.value is None:
        done = (
            "acts, without a place"
            if s.basis == "conduct"
            else "is open"
            if s.stance == "accepts"
            else "asks, without a place"
        )
        return f"{name} {done}"
    return f"{name} {'acts: ' if s.basis == 'conduct' else verb + ' '}{d.words(s.value)}"
