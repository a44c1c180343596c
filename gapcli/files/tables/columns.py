"""Where everything that a table names stands in its rows."""

from collections.abc import Iterator, Sequence
from itertools import chain, compress
from typing import Any, NamedTuple

from gapcli.files.problems import Finding, Path
from gapcli.files.rows import Rows
from gapcli.ledger.model import Table, When
from gapcli.text import did_you_mean

_NEEDS = {"long": ("party", "question", "value"), "questions": ("question",), "parties": ("party",)}
"""The columns that a table of each shape names; of the others each is a party, or a question."""


class Cell(NamedTuple):
    """A cell with a value, and the row that it stands in."""

    line: int
    """The line on which the row begins, from 1."""
    column: int
    """The number of its column, from 0."""
    party: Any
    """What tells its party apart: a text, or a tuple of several."""
    question: Any
    """What tells its question apart, likewise; after its issue where a column names one."""
    held: str
    """What stands in it."""
    row: int
    """The number of its row in `table`."""
    table: Sequence[Sequence[str]]
    """All columns of the rows around it."""

    def beside(self, column: int) -> str:
        """What stands in another column of its row."""
        return self.table[column][self.row]


class Block(NamedTuple):
    """Cells with a value, each field of them by itself; as in `Cell`."""

    lines: Sequence[int]
    columns: Sequence[int]
    parties: Sequence[Any]
    questions: Sequence[Any]
    held: Sequence[str]
    dates: Sequence[str]
    """What stands in the column of the date; nothing where there is none."""
    rows: Sequence[int]
    """The number of its row in `table`."""
    table: Sequence[Sequence[str]]
    """All columns of the rows that these cells stand in."""

    def cell(self, i: int) -> Cell:
        """One of them."""
        return Cell._make((*(each[i] for each in self[:5]), self.rows[i], self.table))

    def keep(self, kept: Sequence[bool]) -> "Block":
        """Some of them."""
        return Block._make((*([*compress(each, kept)] for each in self[:-1]), self.table))


class TableColumns:
    """The columns of a table by their numbers, from 0."""

    def __init__(self, table: Table, rows: Rows) -> None:
        """Find each column that the table names; what is wrong with them is in `findings`."""
        self.findings: list[Finding] = []
        self._table = table
        self._rows = rows
        self._at: Path = ("tables", table.id)
        for field, column in (("party", "id"), ("question", "id"), ("value", "column")):
            self._require(field, column, getattr(getattr(table, field), column) is not None)
        for field, column in (("party", "name"), *(("question", name) for name in ("text", "issue", "weight"))):
            if getattr(getattr(table, field), column) is not None and field not in _NEEDS[table.shape]:
                self._refuse(field, column)
        party, question = table.party, table.question
        self.party = self._find_all(party.id, "party", "id")
        self.party_name = self._find(party.name, "party", "name")
        self.question = self._find_all(question.id, "question", "id")
        self.text = self._find(question.text, "question", "text")
        self.issue = self._find(question.issue, "question", "issue")
        self.weight = self._find(question.weight, "question", "weight")
        self.value = self._find(table.value.column, "value", "column")
        dated = None if isinstance(table.said, When) else table.said.column
        self.date = self._find(dated, "said", "column")
        ignored = self._find_all(table.ignore, "ignore")
        named = {*self.party, *self.question, *ignored}
        named |= {i for i in (self.party_name, self.text, self.issue, self.weight, self.date) if i is not None}
        described = ((self.party_name, "party"), (self.text, "question"), (self.weight, "question"))
        self.described = [(column, kind) for column, kind in described if column is not None]
        """The columns that say something of a party or of a question, which every row of it repeats."""
        self.free = [i for i in range(len(rows.header)) if i not in named]
        """Those that nothing else is said about: each is a party or a question, unless each value has a row."""

    def _refuse(self, field: str, column: str) -> None:
        """Note a column of something that has none in this shape."""
        message = f"a table of the shape {self._table.shape} has no column of the {field}"
        help = "delete it, or correct the shape"
        self.findings.append(Finding((*self._at, field, column), message, help, on_key=True, id="bad-table"))

    def _find(self, name: str | None, *path: str) -> int | None:
        """The number of a column; None of none. A name that the header does not have is a mistake of the ledger."""
        if name is None or name in self._rows.header:
            return None if name is None else self._rows.header.index(name)
        message = f'{self._rows.file} has no column "{name}"'
        help = did_you_mean(name, self._rows.header)
        self.findings.append(Finding((*self._at, *path), message, help, id="unknown-column"))
        return None

    def _find_all(self, names: str | tuple[str, ...] | None, *path: str) -> list[int]:
        """The numbers of one column or of several."""
        found = [self._find(name, *path) for name in ((names,) if isinstance(names, str) else names or ())]
        return [i for i in found if i is not None]

    def _require(self, field: str, column: str, given: bool) -> None:
        """Note the column that a table of this shape needs, and does not name; or names, and does not have."""
        needed = field in _NEEDS[self._table.shape]
        if given and not needed:
            self._refuse(field, column)
        if needed and not given:
            message = f"a table of the shape {self._table.shape} needs a column of the {field}"
            help = f"write {field}: {{{column}: …}}"
            self.findings.append(Finding((*self._at, field), message, help, on_key=True, id="bad-table"))

    def list_blocks(self) -> Iterator[Block]:
        """Every cell of a value, in the order of the file, those of many rows at a time. Raises TooMany."""
        valued = self.free if self.value is None else [self.value]
        issue = () if self.issue is None else (self.issue,)
        names = [self._rows.header[i] for i in valued]

        def spread(each: Sequence[Any]) -> Sequence[Any]:
            """What stands once in a row, for each of its cells."""
            return each if len(valued) == 1 else [item for item in each for _ in valued]

        def find(columns: Sequence[Sequence[str]], count: int) -> Sequence[Any]:
            """What tells parties or questions apart, of each cell, by the columns that hold it or by the header."""
            if not columns:
                return names * count
            return spread(columns[0] if len(columns) == 1 else [*zip(*columns)])

        for lines, columns in self._rows.list_blocks() if valued else ():
            parties = find([columns[i] for i in self.party], len(lines))
            questions = find([columns[i] for i in (*issue, *self.question)], len(lines))
            held = columns[valued[0]]
            if len(valued) > 1:
                held = [*chain.from_iterable(zip(*(columns[i] for i in valued)))]
            dates = () if self.date is None else spread(columns[self.date])
            rows = spread(range(len(lines)))
            yield Block(spread(lines), valued * len(lines), parties, questions, held, dates, rows, columns)
