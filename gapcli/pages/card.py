"""An issue as a card: each side's words; of each question its picture, its figures, its scale and its statements."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from gapcli.ledger.model import Dimension
from gapcli.ledger.narrow import Chosen
from gapcli.measure.chains import find_chains, find_waiting
from gapcli.measure.view import View
from gapcli.pages.axis import lay_chart
from gapcli.pages.compared import Waiting, choose_pairs, find_shared, lay_pairs, say_other_gaps, say_weaknesses
from gapcli.pages.document import Card, Claimed, Holders, Question
from gapcli.pages.evidence import group_statements, list_behind
from gapcli.pages.grid import Bar, Grid, Line, weak
from gapcli.pages.issue import lay_badge, lay_figures, say_share
from gapcli.pages.matrix import list_signs
from gapcli.pages.scale import lay_arithmetic, lay_scale
from gapcli.reports.issue import IssueReport
from gapcli.reports.matrix import MatrixRow
from gapcli.words import phrases


def lay_cards(report: IssueReport, numbers: Mapping[str, str]) -> Iterator[Card]:
    """A card an issue; `numbers`: of the statements that the document has, by id."""
    view = report.view
    rows: dict[tuple[str, str | None], list[MatrixRow]] = defaultdict(list)
    for row in report.rows:
        rows[row.issue, row.dimension].append(row)
    links = find_waiting(view.positions)
    waiting = Waiting(links, find_chains(view.positions, links).loops)
    paired = {d.about: _list_paired(rows[d.issue, d.id]) for d in view.dimensions}
    shared = find_shared(view, [(d, paired[d.about]) for d in view.dimensions])
    for chosen in view.chosen:
        yield _lay_card(report, chosen, rows, numbers, (waiting, shared))


def _list_paired(rows: Sequence[MatrixRow]) -> list[str]:
    return list(dict.fromkeys(party for row in rows for party in (row.a, row.b)))


def _lay_card(
    report: IssueReport,
    chosen: Chosen,
    rows: Mapping[tuple[str, str | None], Sequence[MatrixRow]],
    numbers: Mapping[str, str],
    weak_by: tuple[Waiting, Collection[str]],
) -> Card:
    view, issue = report.view, chosen.issue
    pairs = rows[issue.id, None]
    row = pairs[0] if len(pairs) == 1 else None
    questions = issue.dimensions
    return Card(
        issue=issue.id,
        name=str(issue.name),
        figures=lay_figures(view, row).pieces if row else (),
        bar=Bar(row.figures.bridge, row.figures.asks, row.figures.gap) if row else None,
        note=str(issue.note or ""),
        sides=((view.label(row.a), row.a_says), (view.label(row.b), row.b_says)) if row else (),
        on=str(questions[row.says_on].question) if row and len(questions) > 1 else "",
        chips=tuple(_say_marks(view, row)) if row else (),
        questions=tuple(_lay_question(report, d, rows[issue.id, d.id], numbers, weak_by) for d in chosen.dimensions),
    )


def _say_marks(view: View, row: MatrixRow) -> Iterator[str]:
    """The marks of a pair in words, each with the party that it is of alone."""
    for sign in list_signs(view, row):
        meaning = phrases.MARKS[sign.mark].meaning
        yield phrases.MARK_OF.format(meaning=meaning, party=sign.party) if sign.party else meaning


def _lay_question(
    report: IssueReport,
    d: Dimension,
    rows: Sequence[MatrixRow],
    numbers: Mapping[str, str],
    weak_by: tuple[Waiting, Collection[str]],
) -> Question:
    view = report.view
    absent = [] if view.query.parties else [p for p in view.ledger.principals if p not in view.parties]
    below = [lay_pairs(view, d.about, rows)] if len(rows) > 1 else []
    words = [*(say_other_gaps(rows[0]) if len(rows) == 1 else ())]
    words += say_weaknesses(view, d, _list_paired(rows), *weak_by)
    if words:
        below.append(Grid(above=(Line(weak(" · ".join(words))),)))
    known, _ = choose_pairs(view, rows)
    behind = list_behind([view.positions.find(party, d) for party in view.parties])
    claims = (
        Claimed(
            phrases.PARTY_DOES.format(party=view.label(claim.party), does=claim.heading),
            tuple((s.id, numbers[s.id]) for s in claim.statements if s.id in numbers and not s.assumed),
        )
        for claim in group_statements(view, behind)
    )
    return Question(
        about=d.about,
        head=str(d.question),
        share=phrases.SHARE_OF_ISSUE.format(share=say_share(view, d))
        if len(view.ledger.issues[d.issue].dimensions) > 1
        else "",
        figures=tuple(lay_badge(rows[0])) if len(rows) == 1 else (),
        chart=lay_chart(view, d, (*view.parties, *absent)),
        choices=tuple(_list_holders(report, d)) if d.options and not d.measure.ticks else (),
        below=tuple(below),
        scale=(lay_scale(d), *([lay_arithmetic(view, d, known)] if known else [])),
        claims=tuple(claims),
    )


def _list_holders(report: IssueReport, d: Dimension) -> Iterator[Holders]:
    """Each answer of a `choice`, with who wants it, would accept it, does it or rules it out."""
    view = report.view
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in report.positions:
        if (row.issue, row.dimension) != (d.issue, d.id):
            continue
        offer = "if-up" if row.conditions else "offer-up"
        # Where nothing is said, what is done makes the sides.
        sides = {"ask": row.asks_options, offer: row.offers_options} if row.status != "conduct-only" else {}
        sides |= {"deed": row.acts_options, "barred": row.rejects_options}
        for sign, options in sides.items():
            for option in dict.fromkeys(option for each in options for option in each):
                held[option][view.label(row.party)].append(sign)
    for o in d.options.values():
        yield Holders(str(o.name), d.today == o.id, tuple((tuple(signs), name) for name, signs in held[o.id].items()))
