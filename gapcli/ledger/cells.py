"""The cells of a table on columns: what each says, as numbers."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress
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

    def extend(
        self,
        lines: Iterable[int],
        column: Iterable[int],
        party: Iterable[int],
        question: Iterable[int],
        meaning: Iterable[int],
        day: Iterable[int],
    ) -> None:
        """Add records."""
        self.lines.extend(lines)
        self.column.extend(column)
        self.party.extend(party)
        self.question.extend(question)
        self.meaning.extend(meaning)
        self.day.extend(day)

    def keep_last(self) -> None:
        """Drop all of several values of a party on one question and one day but the last in the file."""
        days = (self.days[number][1] for number in self.day)
        last = {key: i for i, key in enumerate(zip(self.party, self.question, days))}
        kept = sorted(last.values())
        for name in ("lines", "column", "party", "question", "meaning", "day"):
            setattr(self, name, array("L", map(getattr(self, name).__getitem__, kept)))

    def __len__(self) -> int:
        return len(self.lines)

    def count(self, parties: Collection[str], abouts: Collection[str]) -> int:
        """How many records there are of some parties on some questions."""
        of_party = [party in parties for party in self.parties]
        of_question = [about in abouts for about in self.abouts]
        if all(of_party) and all(of_question):
            return len(self)
        if not any(of_question):
            return 0
        return sum(compress(map(of_question.__getitem__, self.question), map(of_party.__getitem__, self.party)))

    def find_speaking(self, day: str) -> set[str]:
        """The parties of which a record is of a day or an earlier one."""
        said = [each <= day for _, each in self.days]
        live = self.party if all(said) else compress(self.party, map(said.__getitem__, self.day))
        return {self.parties[number] for number in set(live)}

    def list_speakers(self, day: str) -> dict[str, set[str]]:
        """Of each question the parties of which a record is of a day or an earlier one."""
        said = [each <= day for _, each in self.days]
        numbers: list[set[int]] = [set() for _ in self.abouts]
        for party, question in compress(zip(self.party, self.question), map(said.__getitem__, self.day)):
            numbers[question].add(party)
        return {about: {self.parties[p] for p in found} for about, found in zip(self.abouts, numbers)}

    def find_several(self) -> set[str]:
        """The questions on which a party has several values of one day that all count."""
        if not self.repeated or self.conflict not in ("beside", "disputes"):
            return set()
        days = (self.days[number][1] for number in self.day)
        counts = Counter(zip(self.party, self.question, days))
        return {self.abouts[question] for (_, question, _), count in counts.items() if count > 1}
