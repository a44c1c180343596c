"""The cells of a table on columns, and the statements that they stand for."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gapcli.ledger.model import Evidence, Stance, Statement, Table, Text, When
from gapcli.ledger.scales import Raw

MOST_STATED = 50_000
"""How many cells of all tables become statements; more are measured on columns, and stated where they are asked for."""


class Meaning(NamedTuple):
    """What a cell stands for."""

    code: str
    """What the cell holds, without white space at its ends."""
    stance: Stance
    value: Raw | None
    """The value as a ledger has it; None where there is none."""
    text: Text
    """It in words."""


class Cells:
    """What the cells of a table say: one record each, in the order of the file, of numbers that name what they mean."""

    def __init__(self, table: Table, file: str, columns: Sequence[str]) -> None:
        """`file`: what messages call the file, `columns`: the names of its columns."""
        self.table = table
        self.file = file
        self.columns = columns
        self.parties: list[str] = []
        """The ids of the parties, by number."""
        self.abouts: list[str] = []
        """The questions, as statements name them, by number."""
        self.meanings: list[Meaning] = []
        """What cells stand for, by number."""
        self.days: list[When] = []
        """The dates, by number."""
        self.lines = array("L")
        """Of each record the line on which its row begins, from 1."""
        self.column = array("L")
        """The number of its column, from 0."""
        self.party = array("L")
        self.question = array("L")
        self.meaning = array("L")
        self.day = array("L")
        """The numbers of what it is of."""
        self.outlet = ""
        """The independent outlet that all of it rests on: the name it has in `Ledger.outlets`."""
        self.repeated = False
        """Whether any party has several values on one question."""

    def add(self, line: int, column: int, party: int, question: int, meaning: int, day: int) -> None:
        """Add a record."""
        self.lines.append(line)
        self.column.append(column)
        self.party.append(party)
        self.question.append(question)
        self.meaning.append(meaning)
        self.day.append(day)

    def __len__(self) -> int:
        return len(self.lines)

    def list_statements(
        self, parties: Collection[str] | None = None, abouts: Collection[str] | None = None
    ) -> Iterator[Statement]:
        """What the cells of some parties on some questions say, each as a statement; of all where None is given."""
        links = self._find_links() if self.repeated else {}
        of_party = [parties is None or party in parties for party in self.parties]
        of_question = [abouts is None or about in abouts for about in self.abouts]
        for i, (p, q) in enumerate(zip(self.party, self.question)):
            if of_party[p] and of_question[q]:
                to = links.get(i, _ALONE)
                yield self._state(i)._replace(replaces=to.replaces, beside=to.beside, disputes=to.disputes)

    def _state(self, record: int) -> Statement:
        meaning = self.meanings[self.meaning[record]]
        cell = (self.file, self.lines[record], self.columns[self.column[record]])
        return Statement(
            id=self._name(record),
            party=self.parties[self.party[record]],
            about=self.abouts[self.question[record]],
            stance=meaning.stance,
            said=self.days[self.day[record]],
            text=meaning.text,
            evidence=(Evidence(self.table.card, (), meaning.code, "document", "own", outlet=self.outlet, cell=cell),),
            value=meaning.value,
            line=self.lines[record],
        )

    def _name(self, record: int) -> str:
        """The id of a statement: the table, the line, and the column where each has a statement of its own."""
        name = f"{self.table.id}:{self.lines[record]}"
        return name if self.table.shape == "long" else f"{name}:{self.column[record] + 1}"

    def _find_links(self) -> "dict[int, _Links]":
        """Of each record that is one of several values of a party on a question, how it stands to the others.

        What was said later replaces what was said before; of one day it is for `conflict` to say.
        """
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for i, key in enumerate(zip(self.party, self.question)):
            groups[key].append(i)
        conflict = self.table.conflict
        links: dict[int, _Links] = {}
        for group in (g for g in groups.values() if len(g) > 1):
            before: tuple[str, ...] = ()
            for _, same in groupby(sorted(group, key=self._find_day), self._find_day):
                together = [*same]
                for step in [[i] for i in together] if conflict == "last" else [together]:
                    names = tuple(map(self._name, step))
                    for i, name in zip(step, names):
                        others = tuple(other for other in names if other != name)
                        links[i] = _Links(
                            replaces=before,
                            beside=others if conflict == "beside" else (),
                            disputes=others if conflict == "disputes" else (),
                        )
                    before = names
        return links

    def _find_day(self, record: int) -> str:
        return self.days[self.day[record]].day


class _Links(NamedTuple):
    """The statements to which one of a cell stands in some way, by their ids."""

    replaces: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()


_ALONE = _Links()


def state_cells(tables: Sequence[Cells]) -> list[Statement]:
    """What all cells say, where they are few enough to be statements; else none."""
    if sum(map(len, tables)) > MOST_STATED:
        return []
    return [statement for cells in tables for statement in cells.list_statements()]
