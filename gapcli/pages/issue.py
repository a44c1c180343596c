"""The page of `issue`: question by question what each party says, and where they differ."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from gapcli.ledger.model import VALUED, Dimension
from gapcli.ledger.narrow import Chosen
from gapcli.measure.chains import find_chains, find_waiting
from gapcli.measure.view import View
from gapcli.pages.axis import lay_chart, lay_legend
from gapcli.pages.compared import (
    Waiting,
    choose_pairs,
    count_conflicts,
    find_shared,
    lay_pairs,
    lay_shared,
    say_other_gaps,
    say_weaknesses,
)
from gapcli.pages.evidence import Claim, group_statements, lay_claims, list_behind
from gapcli.pages.grid import BLANK, Column, Grid, Line, Piece, Row, bold, dim, plain, weak
from gapcli.pages.parts import lay_gap, lay_title
from gapcli.pages.scale import lay_arithmetic, lay_scale
from gapcli.reports.issue import IssueReport
from gapcli.reports.matrix import MatrixRow
from gapcli.text import write_number
from gapcli.words import phrases
from gapcli.words.figures import say_asks_and_bridge, say_bound, say_figure, say_known
from gapcli.words.positions import say_query, say_texts


class _Asked(NamedTuple):
    """One issue that is shown, or some of its questions."""

    view: View
    chosen: Chosen
    rows: Mapping[str | None, Sequence[MatrixRow]]
    """The pairs, of each question and of the whole issue."""
    charts: Mapping[str, Grid]
    """The picture of each question."""
    claims: Mapping[str | None, Sequence[Claim]] | None
    """The statements behind each question, and those on the issue as a whole; None where they are not asked for."""

    def list_paired(self, d: Dimension) -> list[str]:
        """The parties that are compared on a question."""
        return list(dict.fromkeys(party for row in self.rows[d.id] for party in (row.a, row.b)))

    @property
    def whole(self) -> bool:
        """Whether all of its questions are shown: of some of them the figures are none of the issue."""
        return len(self.chosen.dimensions) == len(self.chosen.issue.dimensions)

    @property
    def single(self) -> bool:
        """Whether the issue has one question, whose figures are its own and stand at the head."""
        return len(self.chosen.issue.dimensions) == 1


def lay_page(report: IssueReport) -> Iterator[Grid]:
    """The page of a report: the index where no issue was named, else issue by issue."""
    view = report.view
    if not view.query.issues:
        yield _lay_index(report)
        return
    asked = [_ask(report, chosen) for chosen in view.chosen]
    claims = [claim for each in asked for group in (each.claims or {}).values() for claim in group]
    ids = dict.fromkeys(s.id for claim in claims for s in claim.statements)
    numbers = {id: n for n, id in enumerate(ids, start=1)}
    links = find_waiting(view.positions)
    waiting = Waiting(links, find_chains(view.positions, links).loops)
    legend = lay_legend(chart for each in asked for chart in each.charts.values())
    shared = find_shared(view, [(d, each.list_paired(d)) for each in asked for d in each.chosen.dimensions])
    for each in asked:
        yield from _lay_head(each, legend if each is asked[0] else None)
        for d in each.chosen.dimensions:
            yield from _lay_question(each, d, waiting, shared)
            if each.claims is not None:
                yield from lay_claims(view, each.claims[d.id], numbers, report.noted)
                yield Grid(above=(BLANK,))
                yield lay_scale(d)
                yield from _lay_arithmetic(each, d)
        yield from _lay_whole(each)
        if each.claims is not None:
            yield from lay_claims(view, each.claims[None], numbers, report.noted)
    if shared:
        yield Grid(above=(BLANK, *lay_shared(shared)))


def list_next(report: IssueReport) -> Iterator[str]:
    view = report.view
    for chosen in view.chosen[:1] if any(scale.parties for scale in report.scales.values()) else ():
        issue, (first, *_) = chosen.issue, chosen.dimensions
        shown = issue.id if len(chosen.dimensions) == len(issue.dimensions) and not report.alone else first.about
        if report.statements is None:
            yield phrases.GO_ON["sources-of"].format(about=shown)
        if view.query.issues:
            yield (
                phrases.GO_ON["moves"].format(about=shown)
                if report.alone
                else phrases.GO_ON["issue"].format(about=first.about)
            )


def _lay_index(report: IssueReport) -> Grid:
    """The issues and their questions, and how many parties say something on each."""
    view, laid = report.view, []
    for chosen in view.chosen:
        name = chosen.issue.id if chosen.issue.headline else f"{chosen.issue.id} *"
        laid.append(Row((bold(name), bold(str(chosen.issue.name)), (), ())))
        for d in chosen.dimensions:
            parties = str(report.scales[d.about].parties)
            laid.append(Row((plain(d.about), plain(str(d.question)), dim(say_share(view, d)), plain(parties))))
    columns = tuple(Column(head, right=right) for head, right in phrases.INDEX_HEADS)
    above = (*lay_title(view, phrases.INDEX_TITLE), BLANK)
    legend = () if all(c.issue.headline for c in view.chosen) else (BLANK, Line(dim(phrases.INDEX_LEGEND)))
    return Grid(columns, laid, above=above, below=legend)


def say_share(view: View, d: Dimension) -> str:
    """The share of its issue with which a question counts, by the weights that were asked for."""
    share = view.find_share(d, view.query.weights)
    percent = d.share if d.share is not None and share == d.share / 100 else round(100 * share, 1)
    return phrases.PERCENT.format(percent=write_number(percent))


def _ask(report: IssueReport, chosen: Chosen) -> _Asked:
    view, issue = report.view, chosen.issue.id
    rows: dict[str | None, list[MatrixRow]] = defaultdict(list)
    for row in report.rows:
        if row.issue == issue:
            rows[row.dimension].append(row)
    absent = [] if view.query.parties else [p for p in view.ledger.principals if p not in view.parties]
    charts = {d.id: lay_chart(view, d, (*view.parties, *absent)) for d in chosen.dimensions}
    claims: dict[str | None, Sequence[Claim]] = {}
    for d in chosen.dimensions if report.statements is not None else ():
        behind = list_behind([view.positions.find(party, d) for party in view.parties])
        claims[d.id] = group_statements(view, behind)
    said = [s for party in view.parties for s in view.positions.list_own(party, issue)]
    claims[None] = group_statements(view, said)
    return _Asked(view, chosen, rows, charts, None if report.statements is None else claims)


def _lay_head(asked: _Asked, legend: Line | None) -> Iterator[Grid]:
    """Name and day, and the figures of the issue; on the first what the signs of the page mean."""
    view, issue, about = asked.view, asked.chosen.issue, asked.chosen.issue.id
    rows: Sequence[MatrixRow] = asked.rows[None] if asked.whole else ()
    if asked.single:
        rows, about = asked.rows[asked.chosen.dimensions[0].id], asked.chosen.dimensions[0].about
    name = bold(str(issue.name))
    lines = [BLANK, BLANK, Line(name)]
    if legend is not None:
        lens = say_query(view)
        lines = [Line(name, right=dim(phrases.REPORTED_UP_TO.format(date=phrases.date(view.day))))]
        lines += [Line(weak(phrases.join(lens)))] if lens else []
    if len(rows) == 1:
        lines.append(lay_figures(view, rows[0]))
    if issue.note:
        lines.append(Line(weak(str(issue.note))))
    if legend and legend.pieces:
        lines.append(legend)
    yield Grid(above=tuple(lines))
    if len(rows) > 1:
        yield lay_pairs(view, about, rows, (BLANK,))


def lay_figures(view: View, row: MatrixRow) -> Line:
    """The figures of the one pair that there is, with its name."""
    names, f = phrases.join((view.label(row.a), view.label(row.b))), row.figures
    if f.gap is None:
        return Line((Piece(f"{names}: "), Piece(phrases.NOT_KNOWN, tone="unknown")))
    words = _say_start(row)
    if row.dimension is None:
        words = phrases.AND_KNOWN.format(words=words, known=say_known(row.known, f.coverage))
    return Line((Piece(f"{names} "), *lay_gap(f.gap, row.least), Piece(f"   {words}")))


def _say_start(row: MatrixRow) -> str:
    """How far apart the two were at first, and what is left with all offers; of a row that has a figure."""
    asks, bridge = row.figures.asks or 0.0, say_figure(row.figures.bridge or 0.0)
    pattern = phrases.AT_FIRST if row.offers or bridge != say_figure(asks) else phrases.AT_FIRST_NO_OFFER
    return pattern.format(asks=say_bound(asks, row.least), bridge=bridge)


def _lay_question(asked: _Asked, d: Dimension, waiting: Waiting, shared: Collection[str]) -> Iterator[Grid]:
    """The question with its figures, the picture straight under it, and what weakens the figures."""
    view, rows = asked.view, asked.rows[d.id]
    share = dim(phrases.SHARE_OF_ISSUE.format(share=say_share(view, d)))
    right = () if asked.single else share
    number = str(asked.chosen.dimensions.index(d) + 1) if len(asked.chosen.dimensions) > 1 else ""
    if len(rows) == 1 and not asked.single:
        (row,) = rows
        right = (*right, Piece("   "), *(lay_badge(row) if asked.whole else lay_figures(view, row).pieces))
    yield asked.charts[d.id]._replace(above=(BLANK, Line(bold(str(d.question)), label=number, right=right)))
    if len(rows) > 1 and not asked.single:
        yield lay_pairs(view, d.about, rows, (BLANK,))
    yield Grid(above=tuple(_lay_weaknesses(asked, d, waiting, shared)))


def lay_badge(row: MatrixRow) -> Iterator[Piece]:
    """The gap of the one pair, where it began and where the offers lead."""
    f = row.figures
    if f.gap is None:
        yield Piece(phrases.NOT_KNOWN, tone="unknown")
    else:
        yield from lay_gap(f.gap, row.least)
        yield Piece(f"  {say_asks_and_bridge(f.asks, f.bridge, row.offers, row.least)}")


def _lay_weaknesses(asked: _Asked, d: Dimension, waiting: Waiting, shared: Collection[str]) -> Iterator[Line]:
    """What weakens the figures, what the offers wait on, and the commands that go on from there."""
    view, rows = asked.view, asked.rows[d.id]
    parts: list[str] = []
    if len(rows) == 1:
        (row,) = rows
        parts += say_other_gaps(row)
        parts += [phrases.MARKS["agreed"].meaning] if "agreed" in row.marks else []
    paired = asked.list_paired(d)
    parts += say_weaknesses(view, d, paired, waiting, shared)
    if parts:
        yield Line(weak(" · ".join(parts)), indent=2)
    positions = [view.positions.find(party, d) for party in paired]
    keys = {s.key for p in positions for s in p.makers if s.stance == "accepts"}
    commands = []
    if count_conflicts(view, positions):
        commands.append(phrases.GO_ON["disputes-of"].format(about=d.about))
    if any(link.statement.key in keys and not link.offered for link in waiting.links):
        commands.append(phrases.GO_ON["links-of"].format(about=d.about))
    if commands:
        yield Line(dim(" · ".join(commands)), indent=2, typed=True)


def _lay_arithmetic(asked: _Asked, d: Dimension) -> Iterator[Grid]:
    pairs, _ = choose_pairs(asked.view, asked.rows[d.id])
    if pairs:
        yield lay_arithmetic(asked.view, d, pairs)


def _lay_whole(asked: _Asked) -> Iterator[Grid]:
    """What is said on the issue as a whole, once; where the statements are shown, these say it."""
    view = asked.view
    own = {p: view.positions.list_own(p, asked.chosen.issue.id) for p in view.parties}
    says = {p: say_texts(s for s in statements if s.stance in VALUED) for p, statements in own.items()}
    lines = [Line(plain(words), indent=2, label=view.label(p)) for p, words in says.items() if words]
    if lines if asked.claims is None else asked.claims[None]:
        yield Grid(above=(BLANK, Line(bold(phrases.ON_WHOLE)), *(lines if asked.claims is None else ())))
