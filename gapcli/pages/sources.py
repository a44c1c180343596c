"""The page of `sources`."""

from collections.abc import Iterator

from gapcli.ledger.model import Source
from gapcli.measure.view import View
from gapcli.pages.grid import BLANK, Column, Grid, Line, Piece, Row, bold, dim, plain
from gapcli.pages.parts import lay_title
from gapcli.reports.sources import SourceRow, SourcesReport
from gapcli.words import phrases


def lay_page(report: SourcesReport) -> Iterator[Grid]:
    rows = []
    for row in report.rows:
        card = report.view.source.cards[row.id]
        words = (str(card.outlet), _say_latest(card), row.grade, str(row.statements), str(row.alone))
        rows.append(
            Row((bold(card.id), *map(plain, words)), tuple(_lay_card(report.view, card, row)) if report.whole else ())
        )
    columns = (*map(Column, phrases.SOURCES_HEADS), *(Column(head, right=True) for head in phrases.SOURCES_COUNTS))
    above = (*lay_title(report.view, phrases.SOURCES_TITLE, report.view.statements), BLANK)
    yield Grid(
        columns,
        rows,
        above=above,
        below=(*(() if report.whole else (BLANK,)), Line(dim(phrases.GRADES))),
        spaced=report.whole,
    )


def list_next(report: SourcesReport) -> Iterator[str]:
    """Without the source on which most rests, where others have something too; and what is noted of one."""
    resting = sorted((row for row in report.rows if row.statements), key=lambda row: -row.statements)
    if len(resting) > 1:
        yield phrases.GO_ON["without"].format(source=resting[0].id)
    if report.rows and not report.whole:
        yield phrases.GO_ON["source"].format(id=report.rows[0].id)
    else:
        yield phrases.GO_ON["robust"]


def _say_latest(card: Source) -> str:
    """When it was published, in few words: of two bounds the later."""
    if card.before and card.after:
        return phrases.PUBLISHED_BEFORE.format(before=phrases.date(card.before))
    return _say_published(card)


def _say_published(card: Source) -> str:
    if card.published:
        return phrases.date(card.published)
    pattern = phrases.PUBLISHED_BETWEEN if card.before else phrases.PUBLISHED_AFTER
    pattern = pattern if card.after else phrases.PUBLISHED_BEFORE
    return pattern.format(after=phrases.date(card.after or ""), before=phrases.date(card.before or ""))


def _lay_card(view: View, card: Source, row: SourceRow) -> Iterator[Line]:
    if card.title:
        # What reads from right to left is kept whole.
        yield Line((Piece(card.title, quote=not card.title.isascii()),), indent=2)
    published = phrases.KIND_PUBLISHED.format(kind=phrases.KINDS[card.kind], published=_say_published(card))
    yield Line(plain(published), indent=2)
    yield Line(plain(str(card.digest)), indent=2)
    yield Line(dim(phrases.GRADE.format(grade=row.grade, why=card.reliability.why)), indent=2)
    if row.relayed:
        outlets = phrases.join(f"{view.name_outlet(outlet)} ({n})" for outlet, n in row.relayed)
        yield Line(dim(phrases.RELAYS.format(outlets=outlets)), indent=2)
    if card.url:
        yield Line(dim(card.url), indent=2)
