"""The page of `disputes`: a line each, by what it does to the gaps; then the reports on either side."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from gapcli.measure.compare import Compared
from gapcli.measure.disputes import EFFECTS, Block, Fall, Outcomes, group_disputes, reorder
from gapcli.measure.gaps import MeasuredCell, level
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Piece, Pieces, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_title, list_reported
from gapcli.reports.disputes import DisputesReport
from gapcli.words import phrases
from gapcli.words.figures import say_bound
from gapcli.words.positions import say_reference


class RankedBlock(NamedTuple):
    """A block of disputes, with what it does to the gaps, the gravest first."""

    block: Block
    falls: list[Fall]

    @property
    def effect(self) -> str:
        """The gravest of what it does to a gap, of `EFFECTS`."""
        return self.falls[0].effect


def lay_page(report: DisputesReport) -> Iterator[Grid]:
    view, blocks = report.view, rank_blocks(report)
    verdict = " ".join(say_verdict(blocks)) if blocks else phrases.NONE_DISPUTED
    yield Grid(above=(*lay_title(view, phrases.DISPUTES_TITLE), Line(plain(verdict))))
    yield from lay_lines(view, blocks)
    for number, each in enumerate(blocks, 1):
        yield _lay_block(view, number, each, report.outcomes)


def list_next(report: DisputesReport) -> Iterator[str]:
    for each in rank_blocks(report)[:1]:
        yield phrases.GO_ON["sources-of"].format(about=each.falls[0].dimension.about)
        yield from (phrases.GO_ON["statement"].format(id=id) for id in list_reported([each.block.sides[0][0].id]))


def rank_blocks(report: DisputesReport) -> list[RankedBlock]:
    """The disputes with one outcome together, the gravest first."""
    blocks = group_disputes(report.found, report.outcomes)
    ranked = [RankedBlock(block, block.list_falls(report.outcomes)) for block in blocks]
    return sorted(ranked, key=lambda each: each.falls[0].weight)


def say_verdict(blocks: Sequence[RankedBlock]) -> Iterator[str]:
    """How many take figures away, change one, or do neither."""
    for effect in EFFECTS:
        n = sum(each.effect == effect for each in blocks)
        if n:
            yield phrases.DISPUTES_COUNT[effect].fill(n)


def lay_lines(view: View, blocks: Sequence[RankedBlock]) -> Iterator[Grid]:
    """A table a group: each dispute in a line, with the gap that it does most to, and two ids to type."""
    columns = (Column(), Column(folds=True), *(Column(head, narrow=narrow) for head, narrow in phrases.DISPUTES_HEADS))
    for effect in EFFECTS:
        numbered = [(i, each) for i, each in enumerate(blocks, 1) if each.effect == effect]
        rows = [_lay_line(view, number, each) for number, each in numbered]
        if rows:
            yield Grid(columns, rows, above=(BLANK, Line(bold(phrases.DISPUTES_GROUPS[effect]))))


def _lay_line(view: View, number: int, ranked: RankedBlock) -> Row:
    fall, *others = (fall for fall in ranked.falls if fall.effect == ranked.effect)
    d, pair = fall.dimension, (view.label(fall.a), view.label(fall.b))
    slots = {"a": pair[0], "b": pair[1], "question": str(d.question)}
    on = phrases.PAIR_ON_AND_MORE.fill(len(others), **slots) if others else phrases.PAIR_ON.format(**slots)
    ids = (
        phrases.AND_MORE.fill(len(side) - 1, id=side[0].id) if side[1:] else side[0].id for side in ranked.block.sides
    )
    line = Line(dim(phrases.EITHER_REPORT.format(first=next(ids), second=next(ids))), indent=3)
    return Row((plain(str(number)), plain(on), *map(_lay_figure, fall.cells)), (line,))


def _lay_figure(cell: MeasuredCell) -> Pieces:
    if cell.figures is None:
        return (Piece("–", tone="unknown"),)
    return (Piece(say_bound(cell.figures.gap, cell.least), tone=level(cell.figures.gap)),)


def _lay_block(view: View, number: int, ranked: RankedBlock, outcomes: Outcomes) -> Grid:
    """The reports on either side; then the gaps that hang on them."""
    falls = lay_falls(view, ranked, outcomes)
    head = (*_lay_head(view, number, ranked), *((BLANK,) if falls.rows or falls.below else ()))
    return falls._replace(above=head)


def lay_falls(view: View, ranked: RankedBlock, outcomes: Outcomes) -> Grid:
    """The gaps that hang on a block of disputes, where its line has not all of them; and what becomes of the order."""
    first, second = (side[0] for side in ranked.block.sides)
    known = [fall for fall in ranked.falls if {*fall.gaps} != {None}]
    pattern = phrases.PAIR if len({d.about for *_, d in ranked.block.touched.values()}) == 1 else phrases.PAIR_ON
    rows = []
    for fall in known if len(ranked.falls) > 1 else ():
        on = pattern.format(a=view.label(fall.a), b=view.label(fall.b), question=fall.dimension.question)
        rows.append(Row((plain(on), *map(_lay_figure, fall.cells))))
    below = [] if known else [Line(dim(phrases.NO_GAP_DEPENDS))]
    for a, b in dict.fromkeys((a, b) for a, b, _ in ranked.block.touched.values()):
        stands, *others = outcomes.compare_outcomes(a, b, first, second)
        for side, other in zip(phrases.SIDES, others):
            if changes := phrases.SEMICOLON.join(_say_reordered(view, stands, other)):
                words = phrases.IF_HOLDS.format(a=view.label(a), b=view.label(b), side=side, changes=changes)
                below.append(Line(weak(words)))
    columns = (Column(folds=True), *(Column(head, narrow=narrow) for head, narrow in phrases.DISPUTES_HEADS))
    return Grid(columns, rows, below=tuple(below))


def _lay_head(view: View, number: int, ranked: RankedBlock) -> Iterator[Line]:
    dimensions = {fall.dimension.about: fall.dimension for fall in ranked.falls}
    issues = dict.fromkeys(view.name_issue(d.issue) for d in dimensions.values())
    yield from (BLANK, RULE)
    about, d = next(iter(dimensions.items()))
    name, right = (str(d.question), about) if len(dimensions) == 1 else (phrases.join(issues), "")
    yield Line(bold(phrases.NUMBERED.format(number=number, what=name)), right=dim(right))
    for letter, side in zip(phrases.SIDES, ranked.block.sides):
        for s in side:
            yield Line(plain(str(s.text)), indent=2, label=f"{letter} {view.label(s.party)}")
            where = phrases.SEMICOLON.join(say_reference(view.ledger, s, e) for e in s.evidence) or phrases.ASSUMED_WORD
            yield Line(dim(f"{s.id} · {where}"), indent=4)
    if not all(t.id in s.disputes or s.id in t.disputes for s, t in product(*ranked.block.sides)):
        yield Line(weak(phrases.NOT_DECLARED), indent=2)


def _say_reordered(view: View, stands: Compared, other: Compared) -> Iterator[str]:
    names = {id: str(issue.name) for id, issue in view.ledger.issues.items()}
    for part in reorder(stands, other):
        if part.lost_figure:
            yield phrases.LOSES_FIGURE.format(issue=names[part.issue])
        for pattern, issues in ((phrases.WIDER, part.wider), (phrases.NO_LONGER_WIDER, part.no_longer_wider)):
            if issues:
                others = phrases.join(phrases.QUOTED.format(name=names[issue]) for issue in issues)
                yield pattern.format(issue=names[part.issue], others=others)
