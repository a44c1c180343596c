"""How far apart are they? The page of one pair, a heat matrix of several, or party by party."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gapcli.ledger.lenses import keep
from gapcli.ledger.model import Ledger, Statement, when
from gapcli.ledger.query import Chosen, Query, speaking
from gapcli.measure import gaps
from gapcli.measure.compare import Compared, Narrowed, compare_all, narrow, with_lens
from gapcli.measure.gaps import Figures, Sum, figure, level, printed, shown, wider
from gapcli.measure.positions import Position, Positions
from gapcli.pages.grid import BLANK, Bar, Cell, Column, Grid, Line, Page, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.reports.contract import (
    CHANGE,
    COUNT,
    FIGURE,
    IDS,
    LEVEL,
    MARK,
    SPAN,
    STATUS,
    TEXT,
    Fields,
    document,
    many,
    maybe,
    record,
)
from gapcli.reports.report import Report
from gapcli.words.en import count, date, listed, says, sides

SORTS = ("gap", "issue", "open")

FIGURES: Fields = {
    "gap": (maybe(FIGURE), "How far apart they are."),
    "level": (LEVEL, "The gap as a word."),
    "asks": (maybe(FIGURE), "How far apart their asks are: where they started."),
    "bridge": (maybe(FIGURE), "What is left when every offer is taken."),
    "low": (maybe(FIGURE), "The least gap, as the disputes fall."),
    "high": (maybe(FIGURE), "The greatest gap, as the disputes fall."),
    "possible": (SPAN, "What the gap could turn out to be, whatever is still unknown."),
    "coverage": (FIGURE, "The share of the weight that is known."),
}
ROW: Fields = {
    "issue": (TEXT, "The issue."),
    "dimension": (maybe(TEXT), "The dimension; null where the row speaks for the whole issue."),
    "a": (TEXT, "The party that the file declares first."),
    "b": (TEXT, "The other party."),
    "a_status": (STATUS, "What is known of a on the dimension; null on a whole issue."),
    "b_status": (STATUS, "What is known of b on the dimension; null on a whole issue."),
    "a_says": (TEXT, "What a asks for and offers, in words; of an issue, on its largest question."),
    "b_says": (TEXT, "What b asks for and offers, in words."),
    **FIGURES,
    "weight": (FIGURE, "Its share of the weight of all that is shown."),
    "part": (maybe(FIGURE), "What it puts into the gap of the total; the parts add up to it."),
    "open": (FIGURE, "How far an answer here could narrow the possible gap of the total."),
    "origins": (COUNT, "The smaller count of independent origins of the two sides."),
    "marks": (many(MARK), "What qualifies the figures."),
    "statements": (IDS, "The statements that the figures rest on."),
    "change": (maybe(CHANGE), "With `since`: the gap now less the gap then, over the cells known on both days."),
    "newly": (maybe(COUNT), "With `since`: how many cells are known now and were not then."),
}
TOTAL: Fields = {
    "a": ROW["a"],
    "b": ROW["b"],
    "issues": (COUNT, "How many issues have a figure."),
    **{k: v for k, v in FIGURES.items() if k != "level"},
    "questions": (COUNT, "How many dimensions are shown."),
    "known": (COUNT, "On how many of them both have a position."),
    "weakest": (
        maybe(record({"source": (TEXT, "A card."), "issues": (COUNT, "How many issues still have a figure.")})),
        "The source whose loss leaves the fewest issues with a figure; null where no loss takes any.",
    ),
    "change": ROW["change"],
    "newly": ROW["newly"],
}
SCHEMA = document("matrix", ROW, {"totals": (many(record(TOTAL)), "The sum of each pair of parties.")})


def figures(s: Sum) -> dict[str, Any]:
    """The figures of a sum, as the JSON has them."""
    return given(s.figures, s.possible, s.coverage)


def given(f: Figures | None, possible: tuple[float, float], coverage: float) -> dict[str, Any]:
    """Figures as the JSON has them, rounded to six decimals; null where unknown."""
    return {
        "gap": figure(f.gap) if f else None,
        "level": level(f.gap) if f else None,
        "asks": figure(f.asks) if f else None,
        "bridge": figure(f.bridge) if f else None,
        "low": figure(f.low) if f else None,
        "high": figure(f.high) if f else None,
        "possible": [figure(possible[0]), figure(possible[1])],
        "coverage": figure(coverage),
    }


def row(narrowed: Narrowed, pair: Compared, chosen: Chosen, s: Sum, dimension: str | None) -> dict[str, Any]:
    """One row of the JSON: an issue of a pair, or one of its dimensions."""
    head = headline(s)
    positions = narrowed.positions
    part = s.part(pair.total)
    order = positions.order
    return {
        "issue": chosen.issue.id,
        "dimension": dimension,
        "a": pair.a,
        "b": pair.b,
        "a_status": head[0].status if dimension else None,
        "b_status": head[1].status if dimension else None,
        "a_says": spoken(positions, head[0]),
        "b_says": spoken(positions, head[1]),
        **figures(s),
        "weight": figure(s.weight / pair.total.weight),
        "part": None if part is None else figure(part),
        "open": figure(s.open(pair.total)),
        "origins": s.origins,
        "marks": sorted(s.marks),
        "statements": sorted(s.statements, key=order.__getitem__),
        "change": None,
        "newly": None,
    }


def headline(s: Sum) -> tuple[Position, Position]:
    """The positions on the question with the largest share, the first of them where several have it."""
    cell = max(s.cells, key=lambda c: c.weight)
    return cell.a, cell.b


def spoken(positions: Positions, position: Position) -> str:
    """What a position says in words; said once for all pairs."""
    key = (position.party, position.dimension.about)
    said = positions.said
    if key not in said:
        said[key] = says(positions, position)
    return said[key]


def matrix(
    ledger: Ledger, query: Query, *, by_party: bool = False, dimensions: bool = False, sort: str | None = None
) -> Report:
    """How far apart the parties are, on each issue and together.

    `by_party` compares every party that has a statement; `dimensions` opens the issues; `sort` is
    `gap`, `issue` or `open`. Raises BadQuery where the query names what the ledger does not have.
    """
    narrowed = narrow(ledger, query, speaking if by_party else lambda each: each.principals)
    compared = compare_all(narrowed) if narrowed.chosen else []
    every: list[list[list[dict[str, Any]]]] = []
    totals = []
    lost = Losses(narrowed) if compared else None
    before = _then(narrowed)
    for pair in compared:
        blocks = []
        for chosen, s in pair.issues:
            block = [row(narrowed, pair, chosen, s, None)]
            if dimensions:
                block += [row(narrowed, pair, chosen, Sum((c,)), c.a.dimension.id) for c in s.cells]
            blocks.append(block)
        if before:
            _changes(before, pair, blocks)
        every.append(blocks)
        assert lost
        totals.append(_total(pair, lost.weakest(pair), before))
    # In the order of the file: issue by issue, and of each issue pair by pair.
    rows = [r for block in _sorted([b for of_issue in zip(*every) for b in of_issue], sort) for r in block]
    notes = []
    if not compared:
        notes.append(nothing_to_compare(narrowed))
    elif not narrowed.positions.live:
        notes.append(f"no statement is live on {narrowed.day}")
    if any(c.fell_back for c in compared):
        notes.append("a side declares no salience on an issue shown: for it the declared weights stand")

    def page() -> Page:
        if not compared:
            return Page(())
        if by_party:
            return _by_party(narrowed, compared)
        if len(compared) == 1:
            return _pair_page(narrowed, compared[0], rows, totals[0], sort, dimensions)
        return _heat(narrowed, compared, rows, dimensions)

    return Report(
        "matrix", narrowed.facts(), narrowed.asked(), rows, page, {"totals": totals}, tuple(ROW), tuple(notes)
    )


def nothing_to_compare(narrowed: Narrowed) -> str:
    """Why there is no pair, or nothing to compare it on."""
    what = "no issue" if not narrowed.chosen else count(len(narrowed.parties), "party", "parties")
    return f"nothing to compare: {what} after the filter; a gap needs two parties and an issue"


def _sorted(blocks: list[list[dict[str, Any]]], sort: str | None) -> list[list[dict[str, Any]]]:
    if sort == "gap":
        return sorted(blocks, key=lambda b: (b[0]["gap"] is None, -(b[0]["gap"] or 0)))
    if sort == "open":
        return sorted(blocks, key=lambda b: -b[0]["open"])
    return blocks


def _total(pair: Compared, weakest: dict[str, Any] | None, before: "Narrowed | None") -> dict[str, Any]:
    total = pair.total
    given = figures(total)
    del given["level"]
    change, newly = _change(before, pair.a, pair.b, total) if before else (None, None)
    return {
        "a": pair.a,
        "b": pair.b,
        "issues": sum(1 for _, s in pair.issues if s.known),
        **given,
        "questions": len(total.cells),
        "known": len(total.known),
        "weakest": weakest,
        "change": change,
        "newly": newly,
    }


class Losses:
    """Which positions are left without a zone when a source is lost, for every source at once."""

    def __init__(self, narrowed: Narrowed) -> None:
        self.narrowed = narrowed
        dimensions = [(c.issue.id, d) for c in narrowed.chosen for d in c.dimensions]
        self.issues: list[int] = []
        last = None
        for i, (issue, _) in enumerate(dimensions):
            if issue != last:
                self.issues.append(0)
            self.issues[-1] |= 1 << i
            last = issue
        self.of = narrowed.positions.of
        self.bit = {d.about: 1 << i for i, (_, d) in enumerate(dimensions)}
        self.dimensions = [d for _, d in dimensions]
        self.known = {
            p: sum(self.bit[d.about] for d in self.dimensions if self.of(p, d).zones) for p in narrowed.parties
        }
        self.resting: dict[str, set[tuple[str, str]]] = {source: set() for source in narrowed.ledger.cards}
        self.statements: dict[tuple[str, str], list[Statement]] = {}
        for s in narrowed.ledger.statements:
            if s.party in self.known:
                self.statements.setdefault((s.party, s.about), []).append(s)
                sources = {e.source for e in s.evidence}
                if len(sources) == 1:
                    self.resting[sources.pop()].add((s.party, s.about))
        self.without = {source: self._lose(source, resting) for source, resting in self.resting.items() if resting}

    def _lose(self, source: str, resting: set[tuple[str, str]]) -> dict[str, int]:
        """The known dimensions of every party without a source, as bits; `resting`: where statements go with it."""
        touched = [(p, d) for d in self.dimensions for p in self.known if {(p, d.about), (p, d.issue)} & resting]
        names = {(p, name) for p, d in touched for name in (d.about, d.issue)}
        # A dispute with a statement of somebody else makes no zone, so the part is enough.
        part = tuple(s for name in names for s in self.statements.get(name, ()))
        ledger = keep(replace(self.narrowed.ledger, statements=part), lambda e: e.source != source)
        left = Positions(ledger, self.narrowed.day)
        known = dict(self.known)
        for p, d in touched:
            known[p] &= ~self.bit[d.about]
            known[p] |= self.bit[d.about] if left.of(p, d).zones else 0
        return known

    def _issues(self, known: int) -> int:
        return sum(1 for issue in self.issues if known & issue)

    def weakest(self, pair: Compared) -> dict[str, Any] | None:
        """The source whose loss leaves this pair the fewest issues with a figure."""
        best = None
        least = self._issues(self.known[pair.a] & self.known[pair.b])
        for source, known in self.without.items():
            left = self._issues(known[pair.a] & known[pair.b])
            if left < least:
                least, best = left, source
        return {"source": best, "issues": least} if best else None


# --- change since a day ---------------------------------------------------------------------------


def _then(narrowed: Narrowed) -> Narrowed | None:
    """The same question on the day of `since`."""
    since = narrowed.query.since
    if since is None:
        return None
    day = when(since)
    assert day
    return with_lens(narrowed, narrowed.ledger, day.day)


def _change(before: Narrowed, a: str, b: str, s: Sum) -> tuple[float | None, int]:
    """The change of the gap over the cells known on both days, and how many are newly known."""
    then = [
        gaps.Cell(before.positions.of(a, c.a.dimension), before.positions.of(b, c.a.dimension), c.weight)
        for c in s.cells
    ]
    both = [(x, y) for x, y in zip(s.cells, then) if x.figures and y.figures]
    newly = sum(1 for x, y in zip(s.cells, then) if x.figures and not y.figures)
    if not both:
        return None, newly
    now = Sum(tuple(x for x, _ in both)).figures
    was = Sum(tuple(y for _, y in both)).figures
    assert now and was
    return figure(now.gap - was.gap), newly


def _changes(before: Narrowed, pair: Compared, blocks: list[list[dict[str, Any]]]) -> None:
    for block, (_, s) in zip(blocks, pair.issues):
        for r in block:
            cells = tuple(c for c in s.cells if r["dimension"] in (None, c.a.dimension.id))
            r["change"], r["newly"] = _change(before, pair.a, pair.b, Sum(cells))


def change_words(change: float | None, newly: int | None) -> str:
    """`−0.12`, `+0.08`, `no change`, and what is newly known."""
    parts = []
    if change is not None:
        printed = float(f"{change:.2f}")
        parts.append(f"{printed:+.2f}".replace("-", "−") if printed else "no change")
    if newly:
        parts.append(f"{newly} newly known")
    return ", ".join(parts) or "–"


# --- pages ----------------------------------------------------------------------------------------


def badge(gap: float | None) -> Pieces:
    """Figure and level of a gap, in its colour; of an unknown one neither."""
    if gap is None:
        return (Piece("   – not known", tone="unknown"),)
    return (Piece(f"{shown(gap)} {level(gap)}", tone=level(gap)),)


def known_words(coverage: float) -> str:
    """`all`, `none`, or how many per cent."""
    if coverage >= 1 - 1e-9:
        return "all"
    percent = round(coverage * 100)
    return "none" if coverage == 0 else f"{max(1, min(99, percent))} %"


def asks_to_offers(f: Figures | None, offers: bool) -> str:
    """`0.75 → 0.31`, or `0.75, no offer`."""
    if f is None:
        return "–"
    if shown(f.asks) == shown(f.bridge) and not offers:
        return f"{shown(f.asks)}, no offer"
    return f"{shown(f.asks)} → {shown(f.bridge)}"


def has_offers(s: Sum) -> bool:
    """Whether a side offers something on a known cell."""
    return any(c.a.offers or c.b.offers for c in s.known)


def weaknesses(narrowed: Narrowed, a: str, b: str, s: Sum) -> Line | None:
    """What weakens the figures of a row, in words; None where nothing does."""
    marks = s.marks
    names = narrowed.label(a), narrowed.label(b)
    cells = s.cells if len(s.cells) == 1 else s.known

    def who(mark: str) -> str:
        return sides(*names, *(all(mark in getattr(c, x).marks for c in cells) for x in "ab")) or "one side"

    parts = []
    if "disputed" in marks:
        parts.append("≠ another report contradicts this")
    if "red-line" in marks:
        parts.append("a red line is crossed")
    if "single-source" in marks:
        parts.append(f"{who('single-source')} on one outlet")
    if "unnamed" in marks:
        parts.append(f"no named voice for {who('unnamed')}")
    if "told-by-others" in marks:
        parts.append(f"{who('told-by-others')} only as others tell it")
    if "assumed" in marks:
        parts.append("rests on an assumption")
    return Line(weak(" · ".join(parts)), indent=2) if parts else None


def title(narrowed: Narrowed, left: str) -> list[Line]:
    """The first lines of a page: what it is, its day and its ledger, and what was left out."""
    ledger = narrowed.source
    right = f"{date(narrowed.day)} · {count(len(ledger.statements), 'statement')}, {count(len(ledger.cards), 'source')}"
    lines = [Line(bold(left), right=dim(right))]
    lens = narrowed.lens_words()
    if lens:
        lines.append(Line(weak(listed(lens))))
    return lines


def _pair_page(
    narrowed: Narrowed,
    pair: Compared,
    rows: list[dict[str, Any]],
    total: dict[str, Any],
    sort: str | None,
    dimensions: bool,
) -> Page:
    names = [str(narrowed.ledger.parties[p].name) for p in (pair.a, pair.b)]
    blocks = list(pair.issues)
    if sort == "open":
        blocks.sort(key=lambda b: -b[1].open(pair.total))
    elif sort in (None, "gap"):
        blocks.sort(key=lambda b: (b[1].figures is None, -(b[1].figures or (0,))[0]))
    since = narrowed.query.since
    shown_rows = []
    by_name = {(r["issue"], r["dimension"]): r for r in rows}
    for chosen, s in blocks:
        shown_rows.append(_pair_row(narrowed, pair, bold(str(chosen.issue.name)), s, by_name[chosen.issue.id, None]))
        if dimensions:
            for c in s.cells:
                d = c.a.dimension
                shown_rows.append(
                    _pair_row(narrowed, pair, plain(f"  {d.id}"), Sum((c,)), by_name[chosen.issue.id, d.id])
                )
    change = (Column("change", narrow="change {}"),) if since else ()
    columns = (
        Column(),
        Column("same            opposite", picture=True),
        Column("gap"),
        Column("asks → offers", narrow="asks {}"),
        Column("known", narrow="{} known"),
        *change,
    )
    below = []
    summed = pair.total
    if summed.figures and len(pair.issues) > 1:
        cells: tuple[Cell, ...] = (
            bold(f"Mean of {total['issues']}"),
            Bar(summed.figures.bridge, summed.figures.asks),
            plain(shown(summed.figures.gap)),
            plain(asks_to_offers(summed.figures, has_offers(summed))),
            dim(known_words(summed.coverage)),
        )
        if since:
            cells = (*cells, plain(change_words(total["change"], total["newly"])))
        shown_rows.append(Row(cells))
    below.append(
        Line(
            dim("█ left when every offer is taken   ▒ what the offers would close   gap: about halfway between"),
            picture=True,
        )
    )
    notes = [_no_order(blocks)]
    weakest = total["weakest"]
    if weakest:
        notes.append(without_weakest(narrowed, weakest["source"], weakest["issues"], len(pair.issues)))
    if since:
        notes.append(f"Change since {date(since)}, over the questions known on both days.")
    text = " ".join(n for n in notes if n)
    if text:
        below.append(Line(dim(text)))
    return Page(
        (
            Grid(
                columns,
                shown_rows,
                above=(*title(narrowed, f"{names[0]} and {names[1]}: how far apart"), BLANK),
                below=tuple(below),
                spaced=True,
            ),
        )
    )


def _pair_row(narrowed: Narrowed, pair: Compared, name: Pieces, s: Sum, r: dict[str, Any]) -> Row:
    f = s.figures
    cells: tuple[Cell, ...] = (
        name,
        Bar(f.bridge if f else None, f.asks if f else None),
        badge(f.gap if f else None),
        plain(asks_to_offers(f, has_offers(s))),
        dim(known_words(s.coverage)),
    )
    if narrowed.query.since:
        cells = (*cells, plain(change_words(r["change"], r["newly"])))
    lines = [
        Line(plain(r["a_says"]), indent=2, label=narrowed.label(pair.a)),
        Line(plain(r["b_says"]), indent=2, label=narrowed.label(pair.b)),
    ]
    weak_line = weaknesses(narrowed, pair.a, pair.b, s)
    return Row(cells, tuple(lines + ([weak_line] if weak_line else [])))


def without_weakest(narrowed: Narrowed, source: str, left: int, issues: int) -> str:
    """How few issues have a figure without a source."""
    of = count(issues, "issue")
    kept = f"only {left} of {of} {'has' if left == 1 else 'have'} a figure" if left else "no issue has a figure"
    return f"Without {narrowed.source_name(source)} {kept}."


def _no_order(blocks: Sequence[tuple[Chosen, Sum]]) -> str:
    """Which issues are too close to have an order: printed figures less than 0.10 apart."""
    known = sorted(((printed(s.figures.gap), str(c.issue.name)) for c, s in blocks if s.figures), key=lambda k: -k[0])
    groups: list[list[str]] = []
    end = 0
    for i, (top, _) in enumerate(known):
        j = i
        while j < len(known) and not wider(top, known[j][0]):
            j += 1
        if j - i > 1 and j > end:
            groups.append([name for _, name in known[i:j]])
            end = j
    if not groups:
        return ""
    parts = [("between " if len(g) == 2 else "among ") + listed(g) for g in groups]
    return f"No order {listed(parts, 'nor')}: under 0.10 the places on the scales decide."


def _heat(narrowed: Narrowed, compared: list[Compared], rows: list[dict[str, Any]], dimensions: bool) -> Page:
    """Issues × pairs."""
    columns = [Column()] + [Column(f"{narrowed.label(c.a)} – {narrowed.label(c.b)}") for c in compared]
    shown_rows = []
    order = [r["issue"] for r in rows if r["a"] == compared[0].a and r["b"] == compared[0].b and r["dimension"] is None]
    by_pair = [{chosen.issue.id: (chosen, s) for chosen, s in c.issues} for c in compared]
    for issue in order:
        chosen, first = by_pair[0][issue]
        shown_rows.append(Row((bold(str(chosen.issue.name)), *(heat_cell(pair[issue][1]) for pair in by_pair))))
        if dimensions:
            for i, c in enumerate(first.cells):
                shown_rows.append(
                    Row(
                        (
                            plain(f"  {c.a.dimension.id}"),
                            *(heat_cell(Sum((pair[issue][1].cells[i],))) for pair in by_pair),
                        )
                    )
                )
    if len(order) > 1:
        shown_rows.append(Row((bold("Mean"), *(heat_cell(c.total) for c in compared))))
    return Page(
        (
            Grid(
                tuple(columns),
                shown_rows,
                above=(*title(narrowed, "How far apart, issue by issue"), BLANK),
                below=(BLANK, Line(dim(HEAT))),
            ),
        )
    )


HEAT = "k/n: questions on which both have a position. In brackets where coverage is under half: no alignment."


def heat_cell(s: Sum) -> Pieces:
    """A badge with the count of known questions; dim and in brackets where under half is covered."""
    of = f"{len(s.known)}/{len(s.cells)}"
    if s.figures is None:
        return (Piece("–", tone="unknown"), Piece(f"  {of}", "dim"))
    gap = s.figures.gap
    if s.coverage < 0.5:
        return (Piece(f"({shown(gap)} {level(gap)})", "dim"), Piece(f"  {of}", "dim"))
    return (Piece(f"{shown(gap)} {level(gap)}", tone=level(gap)), Piece(f"  {of}", "dim"))


def _by_party(narrowed: Narrowed, compared: list[Compared]) -> Page:
    """Party × party; who has no figure with anybody is named below."""
    known = {p for c in compared if c.total.known for p in (c.a, c.b)}
    parties = [p for p in narrowed.parties if p in known]
    cells = {(c.a, c.b): heat_cell(c.total) for c in compared}
    columns = (Column(), *(Column(narrowed.label(p)) for p in parties[1:]))
    rows = [Row((bold(narrowed.label(a)), *(cells.get((a, b), ()) for b in parties[1:]))) for a in parties[:-1]]
    note = HEAT.replace("k/n", f"k/{len(compared[0].total.cells)}")
    rest = [narrowed.label(p) for p in narrowed.parties if p not in known]
    if rest:
        note += f" No figure with anybody: {listed(rest)}."
    return Page(
        (
            Grid(
                columns,
                rows,
                above=(*title(narrowed, "How far apart, party by party"), BLANK),
                below=(BLANK, Line(dim(note))),
            ),
        )
    )
