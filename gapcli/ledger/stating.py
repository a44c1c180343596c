"""The cells of tables → the statements that they stand for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gapcli.ledger.cells import Cells, Meaning
from gapcli.ledger.model import Dimension, Evidence, Statement, Text, When
from gapcli.ledger.scales import Zone

MOST_STATED = 50_000
"""How many cells of all tables become statements; more are measured on columns, and stated where they are asked for."""


def state_cells(tables: Sequence[Cells], most: int = MOST_STATED) -> list[Statement]:
    """What all cells say, where they are few enough to be statements, `most` of them; else none."""
    if sum(map(len, tables)) > most:
        return []
    return [statement for cells in tables for statement in list_statements(cells)]


def list_statements(
    cells: Cells, parties: Collection[str] | None = None, abouts: Collection[str] | None = None
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
            for step in [[i] for i in together] if cells.conflict == "last" else [together]:
                names = tuple(_name(cells, i) for i in step)
                for i, name in zip(step, names):
                    others = tuple(other for other in names if other != name)
                    links[i] = _Links(
                        replaces=before,
                        beside=others if cells.conflict == "beside" else (),
                        disputes=others if cells.conflict == "disputes" else (),
                    )
                before = names
    return links
