"""The columns of a table that nobody has described yet → the part that each plays: party, question, value."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gapcli.editing.codes import count_numbers, find_without_answer
from gapcli.files.rows import Rows
from gapcli.ledger.model import Shape
from gapcli.text import fold, make_id


class NoTable(ValueError):
    """A file that is no table of positions, with the reason."""


_ROLES: Mapping[str, frozenset[str]] = {
    role: frozenset(words.split())
    for role, words in {
        "date": "date dates dated day year time datum jahr jour annee fecha ano تاريخ التاريخ السنه дата 日期",
        "party": "party parties country countries ctry state states member members actor actors delegation stakeholder "
        "group bloc organisation organization org town city region company voter participant mep respondent "
        "faction team pays pais partei partie partido land staat الطرف طرف الدوله دوله البلد страна партия 国家 "
        "国",
        "question": "question questions issue issues topic topics item statement rcid resolution motion rollcall bill "
        "dimension article provision subject proposal frage these thesen thema sujet pregunta tema سوال "
        "السوال القضيه вопрос 问题",
        "value": "value values vote votes position answer response stance score choice code rating valeur reponse wert "
        "antwort stimme valor voto respuesta صوت الصوت موقف الموقف голос ответ позиция",
        "name": "name names label title text description short long nom titel titre nombre titulo الاسم اسم название "
        "fname lname surname firstname",
        "note": "note notes comment comments remark remarks source sources url link quote reason why begrundung",
        "issue": "session chapter category area section theme thema bereich chapitre capitulo الفصل",
        "key": "id code iso iso2 iso3 abbr abbreviation ccode key nr no number",
        "id": "id ids nr",
    }.items()
}
"""Words in the name of a column that tell what it holds."""


NUMBER = re.compile(r"[-\u2212]?[0-9][0-9.,]*")


class Column(NamedTuple):
    """A column, with what its cells hold."""

    number: int
    name: str
    counts: Counter[str]
    """How many cells hold what, without blanks at the ends."""

    @property
    def roles(self) -> set[str]:
        """What it may hold, by the words in its name."""
        words = set(re.findall(r"[^\W\d_]+", fold(re.sub("(?<=[a-z])(?=[A-Z])", " ", self.name))))
        found = {role for role, known in _ROLES.items() if words & known}
        if self.name[-1:].isdigit() and "key" not in found:
            # Question 1, Party 2: one of many alike, and not the column that names them.
            found -= {"party", "question"}
        # The id of a vote is no vote.
        return found - {"value"} | {"question"} if {"value", "key"} <= found and "code" not in words else found

    @property
    def filled(self) -> list[str]:
        """What its cells hold, each once and without blanks."""
        return [code for code in self.counts if code]

    @property
    def is_key(self) -> bool:
        """Whether every cell holds something else."""
        return len(self.counts) == self.counts.total() and "" not in self.counts

    @property
    def holds_numbers(self) -> bool:
        """Whether all that is said in it is written in digits."""
        return all(NUMBER.fullmatch(code) for code in self.filled)

    @property
    def is_numeric(self) -> bool:
        """Whether half of what is said in it or more is numbers."""
        silent = {code for codes in find_without_answer(self.filled).values() for code in codes}
        said = {code: n for code, n in self.counts.items() if code and code not in silent}
        return count_numbers(said)[1] * 2 >= max(1, sum(said.values()))


class Cast(NamedTuple):
    """Which column plays which part."""

    shape: Shape
    party: Column | None
    question: Column | None
    value: Column | None
    cells: tuple[Column, ...]
    """The columns of which each cell is one of a party on a question."""
    party_name: Column | None = None
    text: Column | None = None
    issue: Column | None = None


# --- the shape ------------------------------------------------------------------------------------


def cast_columns(rows: Rows, free: Sequence[Column]) -> Cast:
    """Find the part of each column that holds no dates. Raises NoTable where the table has no positions."""
    if len(free) < 2:
        raise NoTable("it needs a column of parties or of questions, and another of what they say")
    cast = _cast_long(rows, free) or _cast_wide(free)
    _refuse_distances(cast, free)
    return cast


def _pick(columns: Iterable[Column], *roles: str) -> list[Column]:
    """The columns that seem to have one of some roles."""
    return [c for c in columns if c.roles & {*roles}]


def _drop(columns: Iterable[Column], *others: Column | None) -> list[Column]:
    """The columns that are none of some others."""
    numbers = {c.number for c in others if c}
    return [c for c in columns if c.number not in numbers]


def _cast_long(rows: Rows, free: Sequence[Column]) -> Cast | None:
    """The parts where each row is one value; None where the table is none of that shape."""
    hinted = all(_pick(free, role) for role in ("party", "question", "value")) and len(_pick(free, "question")) < 4
    is_wide = len(free) > 8 or any(c.is_key for c in free)
    if len(free) < 3 or not (hinted or not is_wide):
        return None
    values = _drop(_pick(free, "value"), *_pick(free, "key", "note")) or _pick(free, "value")
    texts = _drop(free, *_pick(free, "name"), *values) or _drop(free, *values)
    parties = _drop(_pick(free, "party"), *values) or texts
    questions = _drop(_pick(free, "question"), *values) or texts
    pairs = [(p, q) for p in parties for q in questions if p is not q]
    if not values:
        # No name tells: what two columns tell apart, a third says.
        pairs = _find_keys(rows, pairs)
        values = sorted(_drop(free, *pairs[0]), key=lambda c: len(c.counts)) if pairs else []
    if not pairs or not values:
        return None
    party, question = pairs[0]
    party = _prefer_codes(rows, party, "party", _drop(free, question))
    question = _prefer_codes(rows, question, "question", _drop(free, party))
    values = _drop(values, party, question)
    return _find_names(rows, free, party, question, values[0]) if values else None


def _find_names(rows: Rows, free: Sequence[Column], party: Column, question: Column, value: Column) -> Cast:
    """The parts, with the columns of what parties and questions are called, and of issues."""
    rest = _drop(free, party, question, value)
    groups = _pick(rest, "issue", "question")
    issue = next((c for c in groups if _groups(rows, question, c)), None)
    name = next((c for c in _drop(rest, *groups) if _names(rows, party, c)), None)
    called = [*_pick(_drop(rest, issue, name), "name"), *_drop(groups, issue)]
    text = next((c for c in called if _names(rows, question, c)), None)
    return Cast("long", party, question, value, (value,), name, text, issue)


def _groups(rows: Rows, question: Column, issue: Column) -> bool:
    """Whether a column groups questions, several each, or tells those apart that are called alike."""
    pairs = {(row[question.number].strip(), row[issue.number].strip()) for _, row in rows}
    return len(pairs) > len(question.counts) or 1 < len(issue.counts) <= len(pairs) / 2


def _find_keys(rows: Rows, pairs: Sequence[tuple[Column, Column]]) -> list[tuple[Column, Column]]:
    """The pairs of columns of which each row has another one, that with fewer different cells first."""
    found = []
    for a, b in pairs:
        if len(a.counts) <= len(b.counts) and len(a.counts) * len(b.counts) >= a.counts.total():
            seen = {(row[a.number], row[b.number]) for _, row in rows}
            if len(seen) == a.counts.total():
                found.append((a, b))
    return sorted(found, key=lambda pair: len(pair[0].counts) * len(pair[1].counts))


def _prefer_codes(rows: Rows, column: Column, role: str, free: Sequence[Column]) -> Column:
    """The column of codes in the place of one of names, where both stand in the table."""
    others = [c for c in _pick(free, role, "key") if len(c.counts) == len(column.counts)]
    best = min((column, *others), key=_measure_code)
    return best if best is column or _names(rows, best, column) else column


def _measure_code(column: Column) -> tuple[bool, bool, bool, int]:
    """How little a column is one of codes: by its name, by what no id can be made of, and by its length."""
    codes = column.filled
    ids = {make_id(code) for code in codes}
    return (
        "" in ids or len(ids) < len(codes),
        "name" in column.roles,
        "key" not in column.roles,
        max(map(len, codes), default=0),
    )


def _names(rows: Rows, key: Column, other: Column) -> bool:
    """Whether a column says one thing of each cell of a key, and another of another."""
    if len(other.counts) != len(key.counts):
        return False
    return len({(row[key.number].strip(), row[other.number].strip()) for _, row in rows}) == len(key.counts)


def _cast_wide(free: Sequence[Column]) -> Cast:
    """The parts where each column is a party or a question."""
    keys = _find_row_names(free)
    key = min(keys, key=_measure_code)
    names = _drop(keys, key)
    roles = {role for c in keys for role in c.roles}
    others = _drop(free, *keys, *_pick(free, "name", "note", "issue", "id", *({"party"} & roles))) or _drop(free, key)
    cells = _find_cells(others, key.counts.total())
    lengths = [sum(map(len, texts)) / max(1, len(texts)) for texts in (key.filled, [c.name for c in cells])]
    # Questions have longer names than parties.
    is_short = key.holds_numbers or lengths[0] <= lengths[1]
    if "party" in roles or ("question" not in roles and is_short):
        return Cast("parties", key, None, None, tuple(cells), next(iter(names), None))
    rest = _drop(free, key, *cells)
    text = next((c for c in _pick((*names, *rest), "name", "question") if c.is_key), None)
    issue = next((c for c in _pick(_drop(rest, text), "issue") if 1 < len(c.counts) <= len(key.counts) / 2), None)
    return Cast("questions", None, key, None, tuple(cells), None, text, issue)


def _find_row_names(free: Sequence[Column]) -> list[Column]:
    """The columns that tell the rows apart: by what a row is called, or a code of it."""
    named = [c for c in free if c.roles & {"party", "question", "key"} or not c.holds_numbers] or [*free]
    keys = [c for c in named if c.is_key] or named[:1]
    hinted = _drop(_pick(keys, "party", "question", "key", "name"), *_pick(keys, "note"))
    # A row names itself at its beginning, and what is unique further on may be so by chance.
    if keys[0].number:
        return hinted or keys[:1]
    return [keys[0], *_drop(hinted, keys[0])]


def _find_cells(columns: Sequence[Column], rows: int) -> list[Column]:
    """The columns of which each cell is an answer: those of numbers where most are, else those of words."""
    numeric = [c for c in columns if c.is_numeric]
    if 2 * len(numeric) > sum(1 for c in columns if c.filled):
        return numeric
    cells = _drop(columns, *numeric)
    shared = Counter(code for c in cells for code in c.filled)
    # Notes have words that no other column has, and nearly as many as there are rows.
    told = [c for c in cells if 2 * len(c.filled) <= max(4, rows) or any(shared[code] > 1 for code in c.filled)]
    return told or cells


def _refuse_distances(cast: Cast, free: Sequence[Column]) -> None:
    """Refuse a table that says how far parties are apart, and not what each wants."""
    key = cast.party or cast.question
    assert key is not None
    names = [c for c in free if not c.is_numeric]
    pair = names if len(free) == 3 else []
    if cast.party and cast.question and cast.value and cast.value.is_numeric:
        pair = [c for c in (cast.party, cast.question) if not c.holds_numbers]
    if len(pair) == 2:
        first, second = ({*c.filled} for c in pair)
        is_matrix = len(first & second) > 1 and 2 * len(first & second) >= min(len(first), len(second))
    else:
        heads = {fold(c.name) for c in cast.cells}
        is_matrix = len(heads) > 1 and heads <= {*map(fold, key.filled)}
    if is_matrix:
        raise NoTable("it compares parties with each other: distances are no positions, from which gapcli makes them")
