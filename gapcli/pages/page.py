"""The page to hand to somebody: all parts one below the other on a screen, and sections of a document in a file."""

from collections.abc import Iterable, Iterator, Mapping

from gapcli.measure.gaps import LEVELS
from gapcli.measure.view import View
from gapcli.pages import lay_file
from gapcli.pages import lay_page as lay_any
from gapcli.pages.axis import lay_legend
from gapcli.pages.card import lay_cards
from gapcli.pages.compared import lay_shared
from gapcli.pages.disputes import lay_falls, rank_blocks, say_verdict
from gapcli.pages.disputes import lay_lines as lay_disputes
from gapcli.pages.document import (
    Document,
    Fact,
    Graph,
    Headline,
    Node,
    Part,
    Section,
    lay_sections,
    lay_words,
    number_statements,
)
from gapcli.pages.grid import BLANK, RULE, Column, Grid, Line, Row, bold, plain
from gapcli.pages.heat import lay_heat, lay_lead, lay_since, say_pair
from gapcli.pages.links import lay_chains, say_count, say_waiting
from gapcli.pages.matrix import find_shared, lay_pair, list_next, say_lead, sort_rows
from gapcli.pages.moves import lay_lines as lay_moves
from gapcli.pages.moves import say_closed
from gapcli.pages.parts import lay_gap, lay_title
from gapcli.pages.robust import lay_figures, lay_flips, lay_notes
from gapcli.pages.robust import say_verdict as say_holds
from gapcli.reports.issue import IssueReport
from gapcli.reports.links import LinksReport
from gapcli.reports.matrix import MatrixRow
from gapcli.reports.page import PageReport
from gapcli.reports.pairs import PairsReport
from gapcli.reports.report import Report
from gapcli.reports.sources import SourcesReport
from gapcli.reports.stands import StandsReport
from gapcli.words import phrases
from gapcli.words.figures import say_bound, say_figure

__all__ = ["lay_document", "lay_page", "list_next"]

MOST_UNFOLDED = 60
"""A section of more rows than this is shown when it is asked for."""
MOST_ROWS = 400
"""Of more pairs and questions than this not every figure stands on the page."""
MOST_NAMED = 3
"""Of more parties than this the title is that of the ledger."""


def lay_page(report: PageReport) -> Iterator[Grid]:
    """Every part as its command shows it."""
    parts = (report.table, report.standing, report.paired, report.held, report.changed, report.linked)
    for part in (*parts, report.disputed, report.tested, report.said, report.cited):
        if part is not None and report.totals:
            yield from (*lay_any(part), Grid(above=(BLANK, RULE)))


def lay_document(report: Report) -> Document:
    """Any report as a document: the page in its sections, an issue as a card, others as their page."""
    if isinstance(report, PageReport):
        names = [str(report.view.ledger.parties[p].name) for p in report.view.parties]
        title = str(report.view.source.title) if len(names) > MOST_NAMED else phrases.join(names)
        title = phrases.PAGE_TITLE.format(names=title)
        return lay_sections(report.view, title, _list_sections(report))
    if isinstance(report, IssueReport) and report.rows:
        view = report.view
        with_words = report.statements is not None
        parts = _lay_issues(report, number_statements(view) if with_words else {})
        sections = [Section("issues", "", parts)]
        if with_words:
            sections.append(Section("words", phrases.SECTIONS["words"], tuple(lay_words(view))))
        return lay_sections(view, phrases.join(str(c.issue.name) for c in view.chosen), sections)
    grids = lay_file(report)
    first = grids[0].above[0] if grids and grids[0].above else BLANK
    title = "".join(piece.text for piece in first.pieces if piece.style == "bold")
    if title:
        grids = (grids[0]._replace(above=grids[0].above[1:]), *grids[1:])
    right = "".join(piece.text for piece in first.right)
    section = Section(report.kind, "", grids)
    title = title or phrases.PAGES[report.kind]
    return Document(title, (right,) if right else (), (section,), phrases.LANGUAGE, phrases.LEFTWARD)


def _list_sections(report: PageReport) -> Iterator[Section]:
    """The sections in the order in which they are read; one that has nothing to show is left out."""
    numbers = number_statements(report.said.view)
    parts: dict[str, tuple[Part, ...]] = {
        "headline": (_lay_headline(report),) if report.totals else (),
        "overview": (_lay_overview(report),) if len(report.totals) == 1 else (),
        "stands": _lay_table(report.standing),
        "pairs": _lay_table(report.paired),
        "issues": _lay_issues(report.held, numbers),
        "moves": _lay_moves(report),
        "links": _lay_links(report.linked),
        "disputes": _lay_disputes(report),
        "robust": _lay_robust(report),
        "figures": (_lay_every_figure(report),) if report.rows else (),
        "words": tuple(lay_words(report.said.view)),
        "sources": _lay_table(report.cited),
        "method": (_lay_method(),),
    }
    for id, each in parts.items():
        if each:
            yield Section(id, phrases.SECTIONS[id], each, folded=id == "figures" or _count_rows(each) > MOST_UNFOLDED)


def _count_rows(parts: Iterable[Part]) -> int:
    return sum(len(p.rows) if isinstance(p, Grid) else len(p.edges) if isinstance(p, Graph) else 0 for p in parts)


def _lay_table(report: StandsReport | PairsReport | SourcesReport | None) -> tuple[Part, ...]:
    """The grids of a page without what stands above the first: its title, its lenses and what the headline says."""
    grids = lay_any(report) if report else ()
    return tuple(g._replace(above=() if i else tuple(lay_since(report.view))) for i, g in enumerate(grids) if report)


# --- the headline ---------------------------------------------------------------------------------


def _lay_headline(report: PageReport) -> Headline:
    view = report.view
    resting = ["".join(p.text for p in lay_title(view, " ")[0].right)]
    if len(report.totals) > 1:
        return Headline(tuple(_list_facts_of_many(report)), _say_lines(lay_lead(view, report.spread)), tuple(resting))
    (total,) = report.totals
    issues = [row for row in report.rows if row.dimension is None]
    lead = [*say_lead(view, sort_rows(issues, None), total, agreement=False)]
    if total.weakest:
        resting.append(lead.pop())
    resting += _say_lines(lay_shared(find_shared(view, issues, total)))
    return Headline(tuple(_list_facts(view, issues)), tuple(lead), tuple(resting))


def _say_lines(lines: Iterator[Line]) -> tuple[str, ...]:
    return tuple("".join(piece.text for piece in line.pieces) for line in lines)


def _list_facts(view: View, rows: list[MatrixRow]) -> Iterator[Fact]:
    """The widest gap of a pair, the narrowest, and what is not known."""
    known = sorted((row for row in rows if row.figures.gap is not None), key=lambda row: -(row.figures.gap or 0))
    ends = ((phrases.FURTHEST, known[:1]), (phrases.NEAREST, known[-1:] if len(known) > 1 else []))
    for label, (row, *_) in ((label, rows) for label, rows in ends if rows):
        yield Fact(label, view.name_issue(row.issue), row.issue, lay_gap(row.figures.gap, row.least))
    unknown = [row.issue for row in rows if row.figures.gap is None]
    if unknown:
        names = phrases.join(map(view.name_issue, unknown))
        yield Fact(phrases.UNKNOWN_ISSUES, names, unknown[0] if len(unknown) == 1 else "", ())


def _list_facts_of_many(report: PageReport) -> Iterator[Fact]:
    """The pairs at both ends, and the issue that divides the most."""
    view, (*issues, total) = report.view, report.spread
    ends = {total.widest: phrases.FURTHEST, total.nearest: phrases.NEAREST}
    if total.widest == total.nearest:
        ends = {total.widest: phrases.FURTHEST}
    for pair, label in ends.items():
        if pair:
            yield Fact(label, say_pair(view, pair._replace(ties=0), phrases.PAIR), "", lay_gap(pair.gap, pair.least))
    divided = [row for row in issues if row.dimension is None and row.spread is not None]
    if divided:
        row = max(divided, key=lambda row: (row.coverage >= 0.5, row.spread or 0))
        heat = lay_heat(row.spread, row.coverage, row.least)
        yield Fact(phrases.DIVIDED, view.name_issue(str(row.issue)), str(row.issue), heat)


def _lay_overview(report: PageReport) -> Grid:
    """The table of a pair, without what the headline says above it."""
    rows = [row for row in report.rows if row.dimension is None]
    return lay_pair(report.view, rows, report.totals[0], report.table.sort)._replace(above=())


def _lay_issues(report: IssueReport, numbers: Mapping[str, str]) -> tuple[Part, ...]:
    """What the signs mean, and the cards."""
    cards = tuple(lay_cards(report, numbers))
    legend = lay_legend(question.chart for card in cards for question in card.questions)
    return (*([Grid(above=(legend,))] if legend.pieces else []), *cards)


# --- the other parts ------------------------------------------------------------------------------


def _lay_moves(report: PageReport) -> tuple[Part, ...]:
    moved = report.changed
    lines = lay_moves(moved)._replace(above=tuple(Line(plain(text)) for text in say_closed(moved)), below=())
    return (lines,) if lines.rows else ()


def _lay_links(report: LinksReport) -> tuple[Part, ...]:
    if not report.rows:
        return ()
    return (Grid(above=(Line(plain(say_count(report))),)), *lay_chains(report), _lay_graph(report))


def _lay_graph(report: LinksReport) -> Graph:
    view = report.view
    waiting: dict[tuple[str, str], int] = {}
    awaited: dict[tuple[str, str], int] = {}
    nodes: list[Node] = []
    edges = []
    for row in report.rows:
        if (row.party, row.statement) not in waiting:
            nodes.append(Node(say_waiting(row), view.label(row.party), row.statement))
        offer = waiting.setdefault((row.party, row.statement), len(waiting))
        condition = awaited.setdefault((row.words, row.says_state), len(awaited))
        edges.append((offer, condition, row.state))
    return Graph(tuple(nodes), tuple(Node(*each) for each in awaited), tuple(edges))


def _lay_disputes(report: PageReport) -> tuple[Part, ...]:
    blocks = rank_blocks(report.disputed)
    if not blocks:
        return ()
    verdict = Grid(above=(Line(plain(" ".join(say_verdict(blocks)))),))
    view, outcomes = report.disputed.view, report.disputed.outcomes
    falls = ((str(number), lay_falls(view, each, outcomes)) for number, each in enumerate(blocks, 1))
    below = (
        falling._replace(above=(Line(bold(phrases.DISPUTE.format(number=number))),))
        for number, falling in falls
        if falling.rows or falling.below
    )
    return (verdict, *lay_disputes(view, blocks), *below)


def _lay_robust(report: PageReport) -> tuple[Part, ...]:
    tested = report.tested
    if not tested.holds:
        return ()
    cases = list(dict.fromkeys(row.left_out for row in tested.rows if row.left_out is not None))
    verdict = Grid(above=(Line(plain(" ".join(say_holds(tested, len(cases))))),))
    return (verdict, lay_figures(tested), *lay_flips(tested, cases), Grid(above=tuple(lay_notes(tested))))


def _lay_every_figure(report: PageReport) -> Grid:
    """The rows of the JSON, each figure as it is printed, as long as they are few enough to be looked at."""
    if len(report.rows) > MOST_ROWS:
        words = phrases.FIGURES_LEFT_OUT.format(rows=phrases.count(len(report.rows), "row"))
        return Grid(above=(Line(plain(words)),))
    columns = tuple(Column(head, right=i > 2) for i, head in enumerate(phrases.FIGURES_HEADS))
    return Grid(columns, [_lay_figures(report.view, row) for row in report.rows])


def _lay_figures(view: View, row: MatrixRow) -> Row:
    f = row.figures
    question = view.ledger.dimension(f"{row.issue}.{row.dimension}").question if row.dimension else ""
    fall = None if f.low is None or f.high is None else (f.low, f.high)
    spans = ("–" if span is None else _say_span(*span) for span in (fall, f.possible))
    figures = ("–" if x is None else say_bound(x, row.least and i < 2) for i, x in enumerate((f.gap, f.asks, f.bridge)))
    shares = ("–" if x is None else say_figure(x) for x in (f.coverage, row.weight, row.part, row.open))
    names = (phrases.PAIR.format(a=view.label(row.a), b=view.label(row.b)), view.name_issue(row.issue), str(question))
    return Row(tuple(map(plain, (*names, *figures, *spans, *shares))))


def _say_span(low: float, high: float) -> str:
    return phrases.FROM_TO.format(low=say_figure(low), high=say_figure(high))


def _lay_method() -> Grid:
    *bounded, (_, last) = LEVELS
    below = [phrases.LEVEL_BELOW.format(level=phrases.LEVELS[name], limit=say_figure(limit)) for limit, name in bounded]
    above = phrases.LEVEL_LAST.format(level=phrases.LEVELS[last], limit=say_figure(bounded[-1][0]))
    levels = phrases.METHOD_LEVELS.format(levels=phrases.COMMA.join([*below, above]))
    return Grid(above=tuple(Line(plain(text)) for text in (*phrases.METHOD, levels)))
