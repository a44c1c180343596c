"""The page of `disputes`: the reports on either side, with their sources, and the gaps as the dispute falls."""

from collections.abc import Iterator

from gapcli.measure.disputes import Reordered
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Page, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_gap, lay_title
from gapcli.reports.disputes import BlockRow, DisputesReport
from gapcli.words import en
from gapcli.words.positions import say_reference


def lay_page(report: DisputesReport) -> Page:
    """The page of a report."""
    head = lay_title(report.view, en.DISPUTES_TITLE)
    if not report.blocks:
        head.append(Line(plain(en.NONE_DISPUTED)))
    return Page((Grid(above=tuple(head)), *(_lay_block(report.view, block) for block in report.blocks)))


def _lay_block(view: View, block: BlockRow) -> Grid:
    abouts = tuple(dict.fromkeys(row.about for row in block.gaps))
    alone = len(abouts) == 1
    rows = []
    for row in block.gaps:
        pair = f"{view.label(row.a)} – {view.label(row.b)}"
        rows.append(Row((plain(pair if alone else f"{pair}, {row.about}"), *map(lay_gap, row.gaps))))
    columns = (Column(), Column(en.STANDS_HEAD), Column(en.FIRST_HEAD), Column(en.SECOND_HEAD))
    below = []
    if all(len(set(row.gaps)) == 1 for row in block.gaps):
        below.append(Line(dim(en.NO_GAP_DEPENDS)))
    below += [Line(weak(_say_reordered(view, number, parts))) for number, parts in block.reordered]
    return Grid(columns, rows, above=(*_lay_head(view, block, abouts), BLANK), below=tuple(below))


def _lay_head(view: View, block: BlockRow, abouts: tuple[str, ...]) -> Iterator[Line]:
    """What the dispute is about, and the reports on either side."""
    yield from (BLANK, RULE)
    dimensions = [view.ledger.dimension(about) for about in abouts]
    if len(dimensions) == 1:
        yield Line(bold(str(dimensions[0].question)), right=dim(abouts[0]))
    else:
        issues = dict.fromkeys(str(view.ledger.issues[d.issue].name) for d in dimensions)
        yield Line(bold(en.join(issues)), right=dim(""))
    for number, side in enumerate(block.sides, 1):
        for s in side:
            yield Line(plain(str(s.text)), indent=2, label=f"{number} {view.label(s.party)}")
            yield from (Line(dim(say_reference(view.ledger, s, e)), indent=6) for e in s.evidence)
    if not block.declared:
        yield Line(weak(en.NOT_DECLARED), indent=2)


def _say_reordered(view: View, number: int, parts: tuple[Reordered, ...]) -> str:
    """What the order of the issues would be otherwise."""

    def name(issue: str) -> str:
        return str(view.ledger.issues[issue].name)

    words = []
    for part in parts:
        issue = name(part.issue)
        if part.lost_figure:
            words.append(en.LOSES_FIGURE.format(issue=issue))
        if part.wider:
            words.append(en.WIDER.format(issue=issue, others=en.join(map(name, part.wider))))
        if part.no_longer_wider:
            words.append(en.NO_LONGER_WIDER.format(issue=issue, others=en.join(map(name, part.no_longer_wider))))
    return en.IF_HOLDS.format(number=number, changes="; ".join(words))
