"""The page of `disputes`: the reports on either side, with their sources, and the gaps as the dispute falls."""

from collections.abc import Iterator, Sequence
from itertools import product, starmap

from gapcli.ledger.model import Dimension
from gapcli.measure.compare import Compared
from gapcli.measure.disputes import Block, Outcomes, group_disputes, reorder
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_gap, lay_title
from gapcli.reports.disputes import DisputesReport
from gapcli.words import en
from gapcli.words.positions import say_reference


def lay_page(report: DisputesReport) -> Iterator[Grid]:
    head = lay_title(report.view, en.DISPUTES_TITLE)
    if not report.found:
        head.append(Line(plain(en.NONE_DISPUTED)))
    blocks = group_disputes(report.found, report.outcomes)
    yield Grid(above=tuple(head))
    yield from (_lay_block(report.view, block, report.outcomes) for block in blocks)


def list_next(report: DisputesReport) -> Iterator[str]:
    for row in report.rows[:1]:
        about = f"{row.issue}.{row.dimension}" if row.dimension else row.issue
        yield en.GO_ON["sources-of"].format(about=about)


def _lay_block(view: View, block: Block, outcomes: Outcomes) -> Grid:
    first, second = (side[0] for side in block.sides)
    pairs = dict.fromkeys((a, b) for a, b, _ in block.touched)
    outcome = {pair: outcomes.compare_outcomes(*pair, first, second) for pair in pairs}
    dimensions = {d.about: d for *_, d in block.touched.values()}
    rows, unmoved = [], True
    for a, b, d in block.touched.values():
        cells = [each.find_cell(d) for each in outcome[a, b]]
        gaps = [(c.figures.gap if c.figures else None, c.least) for c in cells]
        unmoved = unmoved and len(set(gaps)) == 1
        pattern = en.PAIR if len(dimensions) == 1 else en.PAIR_ON
        name = pattern.format(a=view.label(a), b=view.label(b), question=d.question)
        rows.append(Row((plain(name), *starmap(lay_gap, gaps))))
    below = [Line(dim(en.NO_GAP_DEPENDS))] if unmoved else []
    for (a, b), (stands, *others) in outcome.items():
        for number, other in enumerate(others, 1):
            if changes := "; ".join(_say_reordered(view, stands, other)):
                words = en.IF_HOLDS.format(a=view.label(a), b=view.label(b), number=number, changes=changes)
                below.append(Line(weak(words)))
    columns = (Column(folds=True), Column(en.STANDS_HEAD), Column(en.FIRST_HEAD), Column(en.SECOND_HEAD))
    above = (*_lay_head(view, block, list(dimensions.values())), BLANK)
    return Grid(columns, rows, above=above, below=tuple(below))


def _lay_head(view: View, block: Block, dimensions: Sequence[Dimension]) -> Iterator[Line]:
    yield from (BLANK, RULE)
    if len(dimensions) == 1:
        yield Line(bold(str(dimensions[0].question)), right=dim(dimensions[0].about))
    else:
        issues = dict.fromkeys(str(view.ledger.issues[d.issue].name) for d in dimensions)
        yield Line(bold(en.join(issues)), right=dim(""))
    for number, side in enumerate(block.sides, 1):
        for s in side:
            yield Line(plain(str(s.text)), indent=2, label=f"{number} {view.label(s.party)}")
            yield from (Line(dim(say_reference(view.ledger, s, e)), indent=6) for e in s.evidence)
    if not all(t.id in s.disputes or s.id in t.disputes for s, t in product(*block.sides)):
        yield Line(weak(en.NOT_DECLARED), indent=2)


def _say_reordered(view: View, stands: Compared, other: Compared) -> Iterator[str]:
    names = {id: str(issue.name) for id, issue in view.ledger.issues.items()}
    for part in reorder(stands, other):
        if part.lost_figure:
            yield en.LOSES_FIGURE.format(issue=names[part.issue])
        for pattern, issues in ((en.WIDER, part.wider), (en.NO_LONGER_WIDER, part.no_longer_wider)):
            if issues:
                yield pattern.format(issue=names[part.issue], others=en.join(names[issue] for issue in issues))
