"""The cells of tables → the statements that they stand for."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gapcli.ledger.cells import Cells, Meaning
from gapcli.ledger.model import Dimension, Evidence, PartyAbout, Statement, Text, When
from gapcli.ledger.scales import Zone

MOST_STATED = 50_000
"""How many cells of all tables become statements; more are measured on columns, and stated where they are asked for."""


def state_cells(tables: Sequence[Cells], said: Sequence[Statement], most: int = MOST_STATED) -> list[Statement]:
    """What all cells say, where they are few enough to be statements, `most` of them; else none.

    `said`: the statements of the ledger.
    """
    return [] if sum(map(len, tables)) > most else state_tables(tables, said)


def state_tables(
    tables: Sequence[Cells],
    said: Sequence[Statement],
    parties: Collection[str] | None = None,
    abouts: Collection[str] | None = None,
) -> list[Statement]:
    """What the cells of some parties on some questions say in some tables.

    By date a cell replaces what another table, or the ledger itself (`said`), has its party ask for on the question.
    """
    statements = [s for cells in tables for s in _list_statements(cells, parties, abouts)]
    asking = [s for s in said if s.stance in ("asks", "off-agenda")]
    shared = _find_shared(tables).union(s.about for s in asking)
    groups: dict[PartyAbout, list[tuple[str, str]]] = defaultdict(list)
    for s in (s for s in (*asking, *statements) if s.about in shared):
        groups[s.party, s.about].append((s.said.day, s.id))
    for i, s in enumerate(statements if shared else ()):
        table = f"{s.id.partition(':')[0]}:"
        group = groups.get((s.party, s.about), ())
        before = tuple(id for day, id in group if day < s.said.day and not id.startswith(table))
        if before:
            statements[i] = s._replace(replaces=(*s.replaces, *before))
    return statements


def _find_shared(tables: Sequence[Cells]) -> set[str]:
    """The questions that several tables ask."""
    counts = Counter(about for cells in tables for about in cells.abouts)
    return {about for about, count in counts.items() if count > 1}


def _list_statements(
    cells: Cells, parties: Collection[str] | None, abouts: Collection[str] | None
) -> Iterator[Statement]:
    """What the cells of some parties on some questions say, each as a statement; of all where None is given."""
    of_party = [parties is None or party in parties for party in cells.parties]
    of_question = [abouts is None or about in abouts for about in cells.abouts]
    if not any(of_question):
        return
    records = [i for i, (p, q) in enumerate(zip(cells.party, cells.question)) if of_party[p] and of_question[q]]
    links = _find_links(cells, records) if cells.repeated else {}
    for i in records:
        yield _state(cells, i, links.get(i, _ALONE))


def find_beside(tables: Sequence[Cells], statements: Sequence[Statement], named: Collection[str]) -> list[Statement]:
    """The cells that stand beside statements, or cells of another table, of the same party on the same question.

    And those that are `named`.
    """
    pairs = {(s.party, s.about) for s in statements}
    shared = _find_shared(tables)
    abouts = {about for _, about in pairs} | shared
    beside = state_tables(tables, statements, abouts=abouts)
    found = {s.id: s for s in beside if (s.party, s.about) in pairs or s.about in shared}
    for cells in tables:
        places = [id.split(":")[1:] for id in named if id.startswith(f"{cells.table}:")]
        wanted = {(int(line), int(column) - 1) for line, column in places}
        at = zip(cells.lines, cells.column) if wanted else ()
        for i in (i for i, place in enumerate(at) if place in wanted):
            found.setdefault(_name(cells, i), _state(cells, i, _ALONE))
    return [*found.values()]


class _Links(NamedTuple):
    """The statements to which one of a cell stands in some way, by their ids."""

    replaces: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()


_ALONE = _Links()


def find_zone(dimension: Dimension, meaning: Meaning) -> Zone | None:
    """The point that a cell is on the scale of its question, if any: a refusal to discuss wants what holds today."""
    if meaning.stance == "off-agenda":
        return dimension.measure.today
    return None if meaning.value is None else dimension.measure.read(meaning.value)


def find_evidence(cells: Cells) -> Evidence:
    """What all cells of a table rest on alike, but for what each holds and where it stands."""
    return Evidence(cells.card, (), "", "document", "own", outlet=cells.outlet)


def _state(cells: Cells, record: int, links: _Links) -> Statement:
    meaning = cells.meanings[cells.meaning[record]]
    cell = (cells.file, cells.lines[record], cells.columns[cells.column[record]])
    evidence = find_evidence(cells)._replace(quote=meaning.code, cell=cell)
    return Statement(
        id=_name(cells, record),
        party=cells.parties[cells.party[record]],
        about=cells.abouts[cells.question[record]],
        stance=meaning.stance,
        said=When._make(cells.days[cells.day[record]]),
        text=Text(meaning.text),
        evidence=(evidence,),
        value=meaning.value,
        replaces=links.replaces,
        disputes=links.disputes,
        beside=links.beside,
        line=cells.lines[record],
    )


def _name(cells: Cells, record: int) -> str:
    """The id of a statement: the table, the line, and the number of the column from 1; no id of a file has a colon."""
    return f"{cells.table}:{cells.lines[record]}:{cells.column[record] + 1}"


def _find_links(cells: Cells, records: Sequence[int]) -> dict[int, _Links]:
    """Of each of some records that is one of several values of a party on a question, how it stands to the others.

    What was said later replaces what was said before; of one day it is for `conflict` to say.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in records:
        groups[cells.party[i], cells.question[i]].append(i)

    def find_day(record: int) -> str:
        return cells.days[cells.day[record]][1]

    links: dict[int, _Links] = {}
    for group in (g for g in groups.values() if len(g) > 1):
        before: tuple[str, ...] = ()
        for _, same in groupby(sorted(group, key=find_day), find_day):
            together = [*same]
            names = tuple(_name(cells, i) for i in together)
            for i, name in zip(together, names):
                others = tuple(other for other in names if other != name)
                links[i] = _Links(
                    replaces=before,
                    beside=others if cells.conflict == "beside" else (),
                    disputes=others if cells.conflict == "disputes" else (),
                )
            before = names
    return links
