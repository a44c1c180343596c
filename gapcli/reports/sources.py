"""Each source: how far it is to be trusted, and what rests on it, and on it alone."""

from collections import Counter
from typing import Any

from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.compare import narrow
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Piece, Row, bold, dim, plain
from gapcli.reports.contract import COUNT, TEXT, Fields, document, one_of
from gapcli.reports.matrix import title
from gapcli.reports.report import Report
from gapcli.words.en import date, listed

ROW: Fields = {
    "id": (TEXT, "The card."),
    "outlet": (TEXT, "Who published it."),
    "published": (TEXT, "When, as precise as the document shows."),
    "grade": (one_of("A", "B", "C", "D", "E", "F"), "Its reliability, NATO / Admiralty."),
    "statements": (COUNT, "How many of the statements shown rest on it."),
    "alone": (COUNT, "How many rest on it alone."),
}
SCHEMA = document("sources", ROW)


def sources(ledger: Ledger, query: Query) -> Report:
    """The source cards, with the count of the statements of the parties and issues shown that rest on each."""
    narrowed = narrow(ledger, query, lambda each: each.parties, headline=False)
    wanted = {d.about for c in narrowed.chosen for d in c.dimensions} | {c.issue.id for c in narrowed.chosen}
    shown = [
        s
        for s in narrowed.ledger.statements
        if s.party in narrowed.parties and s.about in wanted and s.said.day <= narrowed.day
    ]
    rests: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    relayed: dict[str, Counter[str]] = {id: Counter() for id in ledger.cards}
    for s in shown:
        used = {e.source for e in s.evidence}
        rests.update(used)
        if len(used) == 1:
            alone.update(used)
        for source, via in {(e.source, e.via) for e in s.evidence if e.via}:
            relayed[source][str(via)] += 1
    rows: list[dict[str, Any]] = [
        {
            "id": card.id,
            "outlet": card.outlet,
            "published": card.dated,
            "grade": card.reliability.grade,
            "statements": rests[card.id],
            "alone": alone[card.id],
        }
        for card in ledger.cards.values()
    ]

    def page() -> Page:
        columns = (
            Column("source"),
            Column("outlet"),
            Column("kind"),
            Column("published"),
            Column("grade"),
            Column("statements", right=True),
            Column("alone", right=True),
        )
        grid_rows = []
        for r in rows:
            card = ledger.cards[r["id"]]
            lines = []
            if card.title:
                lines.append(Line((Piece(card.title, quote=True),), indent=2))
            lines.append(Line(plain(str(card.digest)), indent=2))
            lines.append(Line(dim(f"Grade {card.reliability.grade}: {card.reliability.why}"), indent=2))
            outlets = relayed[card.id]
            if outlets:
                counted = [f"{name} ({n})" for name, n in sorted(outlets.items())]
                lines.append(Line(dim(f"Relays {listed(counted)}"), indent=2))
            if card.url:
                lines.append(Line(dim(card.url), indent=2))
            published = date(card.published) if card.published else card.dated
            cells = (
                bold(card.id),
                plain(card.outlet),
                plain(card.kind),
                plain(published),
                plain(card.reliability.grade),
                plain(str(r["statements"])),
                plain(str(r["alone"])),
            )
            grid_rows.append(Row(cells, tuple(lines)))
        above = (*title(narrowed, "Sources"), BLANK)
        below = (Line(dim("Grades: A completely reliable to E unreliable, F cannot be judged (NATO / Admiralty).")),)
        return Page((Grid(columns, grid_rows, above=above, below=below, spaced=True),))

    return Report("sources", narrowed.facts(), narrowed.asked(), rows, page, {}, tuple(ROW))
