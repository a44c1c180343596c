"""The cells of a table on columns: what each says, as numbers."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple


class Meaning(NamedTuple):
    """What a cell stands for."""

    code: str
    """What the cell holds, without white space at its ends."""
    stance: Literal["asks", "silent", "off-agenda"]
    value: str | None
    """The value as a ledger has it; None where there is none."""
    text: Mapping[str, str]
    """It in words, by language."""


class Cells:
    """What the cells of a table say: one record each, in the order of the file, of numbers that name what they mean."""

    def __init__(self, table: str, card: str, file: str, columns: Sequence[str], conflict: str | None) -> None:
        """`file`: what messages call the file; `columns`: the names of its columns; `conflict` as of a table."""
        self.table = table
        self.card = card
        self.file = file
        self.columns = columns
        self.conflict = conflict
        self.outlet = ""
        """The independent outlet that all of it rests on: the name it has in `Ledger.outlets`."""
        self.parties: list[str] = []
        """The ids of the parties, by number."""
        self.abouts: list[str] = []
        """The questions, as statements name them, by number."""
        self.meanings: list[Meaning] = []
        """What cells stand for, by number."""
        self.days: list[tuple[str, str]] = []
        """The dates as the file has them and the days that they count from, by number."""
        self.lines = array("L")
        """Of each record the line on which its row begins, from 1."""
        self.column = array("L")
        """The number of its column, from 0."""
        self.party = array("L")
        self.question = array("L")
        self.meaning = array("L")
        self.day = array("L")
        """The numbers of what it is of."""
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
