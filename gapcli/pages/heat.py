"""Parts of the pages of many parties: figures on their colour, with how much is known, and what they mean."""

from collections.abc import Iterable, Iterator

from gapcli.measure.gaps import level
from gapcli.measure.spread import HALF
from gapcli.measure.view import View
from gapcli.pages.grid import Line, Piece, Pieces, dim, plain
from gapcli.pages.parts import say_groups
from gapcli.reports.matrix import PairRow, SpreadRow
from gapcli.words import phrases
from gapcli.words.figures import say_bound, say_change


def lay_heat(
    gap: float | None,
    coverage: float,
    least: bool = False,
    change: float | None = None,
    *,
    since: bool = False,
    agreement: bool = False,
) -> Pieces:
    """A gap on its colour, hatched where under half is known, with a glyph of how much is; since a day its change.

    `agreement`: whether the figures are that in place of the gap.
    """
    if gap is None:
        return (Piece("–", tone="unknown"),)
    edge = phrases.HATCH if coverage < HALF else " "
    tone = level(gap)
    pieces = (
        Piece(f"{edge}{say_bound(gap, least, agreement, phrases.BOUND)}", tone=tone),
        Piece(say_coverage(coverage), "cover", tone),
    )
    if not since:
        return pieces
    return (*pieces, Piece(f"  {phrases.NEW if change is None else say_change(change, None, agreement)}"))


def say_coverage(coverage: float) -> str:
    """How much is known, 0 to 1, as a glyph: all, three quarters or half at least, or less."""
    if coverage >= 1 - 1e-9:
        return phrases.COVERS[0]
    return phrases.COVERS[1] if coverage >= 0.75 else phrases.COVERS[2] if coverage >= HALF else phrases.COVERS[3]


def lay_lead(view: View, spread: Iterable[SpreadRow], agreement: bool = False) -> Iterator[Line]:
    """What a reader needs first: who is furthest apart, who is nearest, and on what all are most divided.

    Of two parties only the last. `agreement`: whether the figures are that, which is said.
    """
    rows = [*spread]
    if not rows:
        return
    *issues, total = rows
    if total.spread is None:
        yield Line(plain(phrases.NO_GAP_OF_MANY))
        return
    if total.widest and total.nearest and len(view.parties) > 2:
        widest, nearest = (say_pair(view, pair, agreement=agreement) for pair in (total.widest, total.nearest))
        pattern = phrases.MANY_LEAD[agreement] if widest != nearest else phrases.MANY_LEAD_ONE
        yield Line(plain(pattern.format(widest=widest, nearest=nearest)))
    divided = [row for row in issues if row.dimension is None and row.coverage >= HALF]
    if len(divided) > 1:
        row = max(divided, key=lambda row: row.spread or 0)
        name, figure = view.name_issue(str(row.issue)), say_bound(row.spread or 0, False, agreement)
        yield Line(plain(phrases.MOST_DIVIDED[agreement].format(issue=name, spread=figure)))
    if agreement:
        yield Line(dim(phrases.AGREEMENT_MEANS))


def say_pair(view: View, pair: PairRow, pattern: str = "", agreement: bool = False) -> str:
    """A pair of parties with its gap, and with how many others have the same."""
    gap = say_bound(pair.gap, pair.least, agreement, phrases.BOUND)
    words = (pattern or phrases.PAIR_GAP).format(a=view.label(pair.a), b=view.label(pair.b), gap=gap)
    return phrases.AND_TIES.fill(pair.ties, pair=words) if pair.ties else words


def suggest_pair(pair: PairRow) -> str:
    """The command that shows a pair by itself."""
    return phrases.GO_ON["pair"].format(a=pair.a, b=pair.b)


def lay_since(view: View) -> Iterator[Line]:
    """What the changes on a page are over; nothing where none are asked for."""
    if view.query.since:
        yield Line(dim(phrases.CHANGE_OF_MANY.format(date=phrases.date(view.query.since))))


def lay_legend(view: View, cells: Iterable[Pieces], *, through: bool = False) -> Iterator[Line]:
    """What the glyphs that occur in some cells mean; `through`: and which parties speak through which group."""
    pieces = [piece for cell in cells for piece in cell]
    glyphs = {piece.text for piece in pieces if piece.style == "cover"}
    parts: list[Piece] = []
    for glyph, meaning in zip(phrases.COVERS, phrases.COVERS_MEAN):
        if glyph in glyphs:
            parts += [Piece("   " if parts else "", "dim"), Piece(glyph, "cover"), Piece(f" {meaning}", "dim")]
    for meaning in phrases.BOUND_MEANS:
        if any(piece.tone and meaning[0] in piece.text for piece in pieces):
            parts.append(Piece(f"   {meaning}", "dim"))
    if parts:
        yield Line(tuple(parts))
    groups: dict[str, list[str]] = {}
    for party in view.parties if through else ():
        words = say_groups(view, party, view.dimensions)
        if words:
            groups.setdefault(words, []).append(view.label(party))
    if groups:
        each = (
            phrases.THROUGH_GROUPS.format(parties=phrases.join(names), groups=words) for words, names in groups.items()
        )
        yield Line(dim(phrases.WHERE_SILENT.format(groups=phrases.SEMICOLON.join(each))))
