"""A table that nobody has described yet → what it seems to be: its shape, columns, answers and dates, each counted."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gapcli.files.codes import Signs, count_numbers, find_formats, find_without_answer, read_date
from gapcli.files.ids import choose_ids
from gapcli.files.parts import NUMBER, Cast, Column, NoTable, cast_columns
from gapcli.files.rows import Layout, Rows
from gapcli.files.tree import TooMany
from gapcli.ledger.model import NAME, Shape, When

MOST_ANSWERS = 60
"""How many different words the cells of a table may hold: more are texts, and no answers."""


class Look(NamedTuple):
    """What a table seems to be. A column is the name of it; None of none."""

    file: str
    """The name of the file."""
    layout: Layout
    """Where it lies in the file."""
    rows: int
    delimiter: str
    """Empty where nothing stands between cells."""
    shape: Shape
    party: str | None
    party_name: str | None
    question: str | None
    text: str | None
    issue: str | None
    value: str | None
    ignored: tuple[str, ...]
    """The columns that seem to hold something else, where each column is a party or a question."""
    parties: Mapping[str, str]
    """The id of each party by what the table calls it, in the order of the table."""
    questions: Mapping[str, str]
    """The same of the questions, and of their issues."""
    asked: int
    """How many questions there are."""
    codes: Mapping[str, int]
    """How many cells hold what, the commonest first."""
    without: Mapping[str, Sequence[str]]
    """The codes that seem to be no answers, by the field of the table that they are proposed for."""
    signs: Signs | None
    """How numbers are written, where the answers are numbers."""
    date: str | None
    formats: tuple[str, ...]
    """The formats that fit all dates, the likeliest first."""
    days: tuple[When, When] | None
    """The first and the last date."""
    undated: int
    """How many rows have no date."""
    repeated: int
    """How many cells are of a party, a question and a day that another cell is of already."""

    @property
    def numbers(self) -> tuple[str, str] | None:
        """The least and the greatest number, in plain digits; None where the answers are none."""
        plain = [x for x in map(self.signs.read, self.list_answers()) if x is not None] if self.signs else []
        return (min(plain, key=float), max(plain, key=float)) if plain else None

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(self.codes.values())

    def list_answers(self) -> list[str]:
        """The codes that seem to be answers, the commonest first."""
        others = {code for codes in self.without.values() for code in codes}
        return [code for code in self.codes if code not in others]


def look_at(rows: Rows, *, dated: bool = True) -> Look:
    """Find what a table seems to be; `dated`: whether its dates are those of its values.

    Raises NoTable where it is no table of positions, or has mistakes, which its `problems` are.
    """
    try:
        return _look_at(rows, dated)
    except TooMany:
        raise NoTable("") from None


def _look_at(rows: Rows, dated: bool) -> Look:
    header = rows.header
    _refuse_header(rows)
    counts: list[Counter[str]] = [Counter() for _ in header]
    for _, row in rows:
        for counter, cell in zip(counts, row):
            counter[cell] += 1
    if rows.problems:
        raise NoTable("")
    if not counts or not counts[0]:
        raise NoTable("it has a header and no rows")
    columns = [Column(i, name, _strip(counter)) for i, (name, counter) in enumerate(zip(header, counts))]
    formats_of = [(c, find_formats(c.filled, "date" in c.roles)) for c in columns]
    dates = sorted(((c, found) for c, found in formats_of if found), key=lambda each: "date" not in each[0].roles)
    free = [c for c in columns if c not in [date for date, _ in dates]]
    date, formats = dates[0] if dates and dated else (None, [])
    cast = cast_columns(rows, free)
    return _count(rows, cast, columns, date, formats)


def _strip(counts: Counter[str]) -> Counter[str]:
    stripped: Counter[str] = Counter()
    for cell, n in counts.items():
        stripped[cell.strip()] += n
    return stripped


def _refuse_header(rows: Rows) -> None:
    if rows.problems or not rows.header:
        raise NoTable("")
    if all(NUMBER.fullmatch(name.strip()) for name in rows.header):
        raise NoTable("its first row holds numbers, where the names of the columns stand: write them above it")
    for i, name in enumerate(rows.header, 1):
        if not name.strip() or not name.isprintable():
            raise NoTable(f"the name of column {i} cannot be written in a ledger: rename it")


# --- what it holds --------------------------------------------------------------------------------


class _Tally(NamedTuple):
    """What stands in the cells."""

    parties: Mapping[str, None]
    questions: Mapping[str, None]
    """With their issues."""
    asked: int
    codes: Counter[str]
    repeated: int


def _tally(rows: Rows, cast: Cast, date: Column | None) -> _Tally:
    """Count what stands in the cells."""
    parties: dict[str, None] = {}
    questions: dict[str, None] = {}
    asked: dict[tuple[str, str], None] = {}
    codes: Counter[str] = Counter()
    seen: set[int] = set()
    cells = 0
    for party, question, held, row in _list_cells(rows, cast):
        parties[party] = questions[question] = None
        issue = row[cast.issue.number].strip() if cast.issue else ""
        asked[issue, question] = None
        codes[held] += 1
        cells += 1
        seen.add(hash((party, issue, question, row[date.number] if date else "")))
    if cast.issue:
        questions |= {issue: None for issue, _ in asked}
    return _Tally(parties, questions, len(asked), codes, cells - len(seen))


def _judge_codes(codes: Mapping[str, int], without: Mapping[str, Sequence[str]]) -> Signs | None:
    """The signs of numbers, where the answers are numbers. Raises NoTable where there are no answers."""
    silent = {code for found in without.values() for code in found}
    said = {code: n for code, n in codes.items() if code not in silent}
    if not said:
        raise NoTable("no cell of it holds an answer")
    if any(len(code) > NAME.most for code in said):
        raise NoTable(f"a cell of it has {max(map(len, said)):,} characters: texts are no answers")
    signs, numbers = count_numbers(said)
    if 2 * numbers >= sum(said.values()):
        return signs
    if len(said) > MOST_ANSWERS:
        raise NoTable(f"its cells hold {len(said):,} different texts: these are no answers")
    return None


def _name(column: Column | None) -> str | None:
    return column.name if column else None


def _count(rows: Rows, cast: Cast, columns: Sequence[Column], date: Column | None, formats: Sequence[str]) -> Look:
    """Count what the columns hold. Raises NoTable where it is nothing."""
    tally = _tally(rows, cast, date)
    found = find_without_answer(tally.codes)
    without = {field: sorted(codes, key=lambda code: -tally.codes[code]) for field, codes in found.items() if codes}
    signs = _judge_codes(tally.codes, without)
    read = (read_date(code, formats[0]) for code in date.filled) if date else ()
    days = sorted((day for day in read if day), key=lambda day: day.day)
    used = (cast.party, cast.party_name, cast.question, cast.text, cast.issue, date, *cast.cells)
    return Look(
        file=os.path.basename(rows.file),
        layout=rows.layout,
        rows=columns[0].counts.total(),
        delimiter=rows.delimiter,
        shape=cast.shape,
        party=_name(cast.party),
        party_name=_name(cast.party_name),
        question=_name(cast.question),
        text=_name(cast.text),
        issue=_name(cast.issue),
        value=_name(cast.value),
        ignored=() if cast.value else tuple(c.name for c in columns if c not in used),
        parties=choose_ids(tally.parties, "party"),
        questions=choose_ids(tally.questions, "question"),
        asked=tally.asked,
        codes=dict(tally.codes.most_common()),
        without=without,
        signs=signs,
        date=_name(date),
        formats=tuple(formats),
        days=(days[0], days[-1]) if days else None,
        undated=date.counts[""] if date else 0,
        repeated=tally.repeated,
    )


def _list_cells(rows: Rows, cast: Cast) -> Iterator[tuple[str, str, str, list[str]]]:
    """Each cell with its party, its question, what it holds, and its row."""
    for _, row in rows:
        for column in cast.cells:
            party = row[cast.party.number].strip() if cast.party else column.name.strip()
            question = row[cast.question.number].strip() if cast.question else column.name.strip()
            yield party, question, row[column.number].strip(), row
