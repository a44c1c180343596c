"""A table that nobody has described yet → what it seems to be: its shape, columns, answers and dates, each counted."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gapcli.editing.codes import (
    Signs,
    count_numbers,
    find_far,
    find_formats,
    find_order,
    find_without_answer,
    is_known,
    read_date,
)
from gapcli.editing.ids import choose_ids, find_alike, share_ids
from gapcli.editing.parts import NUMBER, Cast, Column, NoTable, cast_columns
from gapcli.files.rows import Layout, Rows
from gapcli.files.tree import TooMany
from gapcli.ledger.model import NAME, Shape, When
from gapcli.text import fold

MOST_ANSWERS = 60
"""How many different words the cells of a table may hold: more are texts, and no answers."""


MOST_CODES = 7
"""Up to how many different whole numbers may be the codes of answers."""
RARER = 10
"""How many times as often as a code the one stands there that it seems to be a misspelling of."""
LEAST_NAME, LEAST_ANSWER = 5, 3
"""How many letters names and answers have that are alike but for one."""


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
    unused: tuple[str, ...]
    """The columns that seem to hold something else."""
    after: tuple[tuple[int, str], ...]
    """The rows behind the last one that belongs to the table, which have one cell each: its line, and the cell."""
    parties: Mapping[str, str]
    """The id of each party by what the table calls it, in the order of the table; of several spellings the same."""
    alike: tuple[tuple[str, str], ...]
    """Names of parties with ids of their own that differ in a letter, or in none."""
    questions: Mapping[str, str]
    """The same of the questions, and of their issues."""
    asked: int
    """How many questions there are."""
    issues: int
    """How many issues they make."""
    codes: Mapping[str, int]
    """How many cells hold what, the commonest first."""
    without: Mapping[str, Sequence[str]]
    """The codes that seem to be no answers, by the field of the table that they are proposed for."""
    misspelt: Mapping[str, str]
    """The rare codes that seem to be misspelt, each with the one that it may stand for."""
    far: tuple[str, ...]
    """The numbers that seem to be codes for no answer."""
    signs: Signs | None
    """How numbers are written, where the answers are numbers."""
    date: str | None
    formats: tuple[str, ...]
    """The formats that fit its dates, the likeliest first."""
    days: tuple[When, When] | None
    """The first and the last date."""
    dated: int
    """How many rows have a date."""
    filled_dates: int
    """How many have anything in the column of dates."""
    no_dates: tuple[tuple[int, str], ...]
    """What is none in the column of dates, each once: the line where it stands first, and the cell."""
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
    def members(self) -> int:
        """How many parties there are."""
        return len({*self.parties.values()})

    @property
    def has_codes(self) -> bool:
        """Whether its numbers are so few, and whole, that they may be the codes of answers."""
        plain = [x for x in map(self.signs.read, self.list_answers()) if x] if self.signs else []
        return len(plain) <= MOST_CODES and all(float(x).is_integer() for x in plain)

    def is_number(self, code: str) -> bool:
        """Whether a code is a number, where the answers are numbers."""
        return self.signs is not None and self.signs.read(code) is not None

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(self.codes.values())

    @property
    def scale(self) -> str:
        """The kind of the scale on which its answers seem to stand."""
        answers = self.group_answers()
        return "number" if self.signs else "graded" if len(answers) < 3 or find_order([*answers]) else "choice"

    def list_answers(self) -> list[str]:
        """The codes that seem to be answers, the commonest first."""
        others = {*self.misspelt, *self.far, *(code for codes in self.without.values() for code in codes)}
        return [code for code in self.codes if code not in others]

    def group_answers(self) -> dict[str, list[str]]:
        """The spellings of each answer that is a word, in the order of the answers where it is commonly known."""
        groups = _group(self.list_answers())
        return {name: groups[name] for name in find_order([*groups]) or groups}


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
    counts, span, after = _count_cells(rows)
    if span and after and len(header) > 2:
        # What stands alone below a table is a note.
        return _look_at(rows.narrow(*span), dated)._replace(after=tuple(after))
    if rows.problems:
        raise NoTable("")
    if not counts[0]:
        raise NoTable("it has a header and no rows")
    columns = [Column(i, name, _strip(counter)) for i, (name, counter) in enumerate(zip(header, counts))]
    formats_of = [(c, find_formats({code: c.counts[code] for code in c.filled}, "date" in c.roles)) for c in columns]
    dates = sorted(((c, found) for c, found in formats_of if found), key=lambda each: "date" not in each[0].roles)
    of_dates = {column.number for column, _ in dates}
    free = [c for c in columns if c.number not in of_dates]
    date, formats = dates[0] if dates and dated else (None, [])
    cast = cast_columns(rows, free)
    return _count(rows, cast, columns, date, formats)


def _count_cells(rows: Rows) -> tuple[list[Counter[str]], tuple[int, int] | None, list[tuple[int, str]]]:
    """How often each column holds what; from where to where rows have several cells; and those of one behind them."""
    counts: list[Counter[str]] = [Counter() for _ in rows.header]
    first = last = 0
    after: list[tuple[int, str]] = []
    for line, row in rows:
        for counter, cell in zip(counts, row):
            counter[cell] += 1
        first = first or line
        filled = [cell.strip() for cell in row if cell and not cell.isspace()]
        if len(filled) > 1:
            last, after = line, []
        elif filled:
            after.append((line, filled[0]))
    return counts, (first, last) if last else None, after


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
    issues: int
    codes: Counter[str]
    repeated: int


def _tally(rows: Rows, cast: Cast, date: Column | None) -> _Tally:
    """Count what stands in the cells."""
    parties: dict[str, None] = {}
    questions: dict[str, None] = {}
    issues: dict[str, None] = {}
    asked: dict[tuple[str, str], None] = {}
    codes: Counter[str] = Counter()
    seen: set[int] = set()
    cells = 0
    folded = cache(lambda called: fold(called) or called)
    for party, question, held, row in _list_cells(rows, cast):
        parties[party] = questions[question] = None
        issue = row[cast.issue.number].strip() if cast.issue else ""
        if cast.issue:
            issues[issue] = None
        codes[held] += 1
        cells += 1
        about = folded(issue), folded(question) if cast.question else question
        asked[about] = None
        seen.add(hash((folded(party) if cast.party else party, about, row[date.number] if date else "")))
    return _Tally(parties, questions | issues, len(asked), len({issue for issue, _ in asked}), codes, cells - len(seen))


def _group(codes: Iterable[str]) -> dict[str, list[str]]:
    """Some codes by the first of them that is the same but for case, accents and white space."""
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(fold(code) or code, []).append(code)
    return {spellings[0]: spellings for spellings in groups.values()}


def _find_misspelt(said: Mapping[str, int]) -> dict[str, str]:
    """The rare ones of some answers that differ in a letter from a frequent one, each with that."""
    groups = _group(said)
    counts = {name: sum(said[code] for code in codes) for name, codes in groups.items()}
    found: dict[str, str] = {}
    for pair in find_alike(groups, LEAST_ANSWER):
        rare, often = sorted(pair, key=counts.__getitem__)
        if RARER * counts[rare] <= counts[often] and not is_known(rare):
            found |= dict.fromkeys(groups[rare], often)
    return found


def _judge_codes(said: Mapping[str, int]) -> Signs | None:
    """The signs of numbers, where answers are numbers. Raises NoTable where there are no answers."""
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
    silent = {code for codes in without.values() for code in codes}
    said = {code: n for code, n in tally.codes.most_common() if code not in silent}
    signs = _judge_codes(said)
    dates = _count_dates(rows, date, formats[0]) if date else _Dates()
    parties = (share_ids if cast.party else choose_ids)(tally.parties, "party")
    questions = (share_ids if cast.question else choose_ids)(tally.questions, "question")
    names = [*parties, *(cast.party_name.filled if cast.party_name else ())]
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
        unused=tuple(c.name for c in columns if c not in used),
        after=(),
        parties=parties,
        alike=tuple((a, b) for a, b in find_alike(names, LEAST_NAME) if parties.get(a, a) != parties.get(b, b)),
        questions=questions,
        asked=tally.asked,
        issues=tally.issues,
        codes=dict(tally.codes.most_common()),
        without=without,
        misspelt={} if signs else _find_misspelt(said),
        far=_find_far(said, signs) if signs else (),
        signs=signs,
        date=_name(date),
        formats=tuple(formats),
        **dates._asdict(),
        repeated=tally.repeated,
    )


def _find_far(said: Iterable[str], signs: Signs) -> tuple[str, ...]:
    plain = {code: signs.read(code) for code in said}
    return tuple(find_far({code: float(x) for code, x in plain.items() if x is not None}))


class _Dates(NamedTuple):
    """The fields of a look that tell of its dates."""

    days: tuple[When, When] | None = None
    dated: int = 0
    filled_dates: int = 0
    no_dates: tuple[tuple[int, str], ...] = ()
    undated: int = 0


def _count_dates(rows: Rows, date: Column, form: str) -> _Dates:
    """Count what is a date in a column, and find what is none."""
    read = {code: read_date(code, form) for code in date.filled}
    days = sorted((day for day in read.values() if day), key=lambda day: day.day)
    dated = sum(date.counts[code] for code, day in read.items() if day)
    places: dict[str, int] = {}
    for line, row in rows if len(days) < len(read) else ():
        code = row[date.number].strip()
        if code and read[code] is None:
            places.setdefault(code, line)
    no_dates = tuple((line, code) for code, line in places.items())
    undated = date.counts[""]
    return _Dates((days[0], days[-1]), dated, date.counts.total() - undated, no_dates, undated)


def _list_cells(rows: Rows, cast: Cast) -> Iterator[tuple[str, str, str, list[str]]]:
    """Each cell with its party, its question, what it holds, and its row."""
    for _, row in rows:
        for column in cast.cells:
            party = row[cast.party.number].strip() if cast.party else column.name.strip()
            question = row[cast.question.number].strip() if cast.question else column.name.strip()
            yield party, question, row[column.number].strip(), row
