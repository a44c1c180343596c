"""The tables of a ledger: the file of each → parties, questions and cells, with every mistake in its place.

Nothing is inferred: a cell is an answer, or stands under one of the words for none, or is a mistake.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from math import fsum
from operator import itemgetter
from typing import Any, NamedTuple

from gapcli.files.checks.scales import attach_scale
from gapcli.files.find import read_bytes
from gapcli.files.problems import Finding, Path, Problem
from gapcli.files.rows import Rows, read_rows
from gapcli.files.tree import BAD, TooMany
from gapcli.files.values import ID
from gapcli.ledger.cells import Cells, Meaning
from gapcli.ledger.model import Dimension, Issue, Ledger, Option, Party, Source, Stance, Table, Text, When, when
from gapcli.ledger.scales import BadValue
from gapcli.text import did_you_mean, make_id

TIMES_LARGER = 20
"""How many times as large as a ledger a table may be."""
_NOTHING, _MISTAKE = -1, -2
"""What stands for a cell that says nothing, and for one that is a mistake, in place of the number of its meaning."""


class TablesRead(NamedTuple):
    """What the tables of a ledger come to."""

    draft: Ledger
    """With the parties, the questions and the cells of the tables; a table that could not be read is BAD."""
    findings: list[Finding]
    """What is wrong with the tables in the ledger."""
    problems: tuple[Problem, ...]
    """What is wrong in the files of the tables."""


def read_tables(draft: Ledger, folder: str, limit: float) -> TablesRead:
    """Read the tables of a draft, whose files lie in a folder. Raises OSError where one cannot be read."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    cells: list[Cells] = []
    for id, table in (draft.tables or {}).items():
        read = None
        if _is_whole(table) and BAD not in (draft.parties, draft.issues):
            rows, mistakes = _open_table(draft, table, folder, limit)
            findings += mistakes
            if rows is not None and not mistakes:
                reader = _TableReader(draft, table, rows)
                read = reader.read()
                findings += reader.findings
                problems += rows.problems
                if read and not (reader.findings or rows.problems):
                    draft = reader.declare()
                    cells.append(read)
                    continue
        draft = draft._replace(tables={**draft.tables, id: BAD})
    return TablesRead(draft._replace(cells=tuple(cells)), findings, tuple(problems))


def _is_whole(noun: Any) -> bool:
    """Whether every field of a noun could be read, and of those in it."""
    if noun is BAD:
        return False
    parts = noun.values() if isinstance(noun, dict) else noun if isinstance(noun, tuple) else ()
    return all(map(_is_whole, parts))


def _open_table(draft: Ledger, table: Table, folder: str, limit: float) -> tuple[Rows | None, list[Finding]]:
    """The rows of the file of a table, and what is wrong with the file as a whole."""
    at: Path = ("tables", table.id, "file")
    path = os.path.join(folder, table.file)
    called = os.path.join(os.path.dirname(draft.file) if folder else "", table.file)
    if not os.path.lexists(path):
        return None, [Finding(at, f"there is no file {called}", "it lies beside the ledger", id="missing-table")]
    inside = os.path.join(os.path.realpath(folder), "")
    if not os.path.isfile(path) or not os.path.realpath(path).startswith(inside):
        message = f"{called} is no file beside the ledger"
        return None, [Finding(at, message, "put the file itself there", id="missing-table")]
    with open(path, "rb") as file:
        data = read_bytes(file, limit * TIMES_LARGER)
    card: Source | None = (draft.sources or {}).get(table.card) if isinstance(draft.sources, dict) else None
    if data is not None and card and card.sha256 is not BAD and sha256(data).hexdigest() != card.sha256:
        message = f'{called} is not the file of the card "{table.card}"'
        help = f"if it is the right one, write sha256: {sha256(data).hexdigest()} on the card"
        return None, [Finding(at, message, help, id="other-table")]
    delimiter = "\t" if table.delimiter == "tab" else table.delimiter
    return read_rows(data, called, limit * TIMES_LARGER, delimiter, table.encoding), []


class _Known(NamedTuple):
    """A party or a question by what the table calls it."""

    number: int
    called: str


class _Mistake(NamedTuple):
    """Something that is wrong in one cell or in many alike."""

    id: str
    line: int
    column: int
    message: str
    help: str


class _TableReader:
    """Reads one table, cell by cell."""

    def __init__(self, draft: Ledger, table: Table, rows: Rows) -> None:
        self.draft = draft
        self.table = table
        self.rows = rows
        self.findings: list[Finding] = []
        self.cells = Cells(table, rows.file, rows.header)
        self._at: Path = ("tables", table.id)
        self._parties: dict[str, _Known] = {}
        """By id."""
        self._made_parties: dict[str, Party] = {}
        self._questions: dict[str, _Known] = {}
        """By `issue.dimension`."""
        self._made_issues: dict[str, dict[str, Dimension]] = {}
        self._issue_names: dict[str, str] = {}
        self._weights: dict[str, float] = {}
        self._codes: list[dict[str, int]] = []
        """Of each question the number of the meaning of what a cell holds; those of one scale share theirs."""
        self._codes_of_table: dict[str, int] = {}
        self._days: dict[str, int] = {}
        self._mistakes: dict[tuple[str, str], tuple[_Mistake, int]] = {}
        """What is wrong by the kind of it and what a cell holds: the first of them, and in how many cells it is."""

    # --- the columns ------------------------------------------------------------------------------

    def _find(self, name: str | None, *path: str) -> int | None:
        """The number of a column; None of none. A name that the header does not have is a mistake in the ledger."""
        if name is None:
            return None
        if name in self.rows.header:
            return self.rows.header.index(name)
        help = did_you_mean(name, self.rows.header)
        self.findings.append(
            Finding((*self._at, *path), f'{self.rows.file} has no column "{name}"', help, id="unknown-column")
        )
        return None

    def _find_columns(self, names: Any, *path: str) -> list[int]:
        """The numbers of one column or of several."""
        found = [self._find(name, *path) for name in ((names,) if isinstance(names, str) else names or ())]
        return [i for i in found if i is not None]

    def _miss(self, path: Sequence[str], message: str, help: str) -> None:
        """Note what a table lacks, or has and does not need."""
        self.findings.append(Finding((*self._at, *path), message, help, id="bad-table"))

    def _find_all(self) -> None:
        """Find every column that the table names; what its shape needs, and it does not name, is a mistake."""
        table = self.table
        party, question, value = table.party, table.question, table.value
        self._party = self._find_columns(party.id, "party", "id")
        self._party_name = self._find(party.name, "party", "name")
        self._question = self._find_columns(question.id, "question", "id")
        self._text = self._find(question.text, "question", "text")
        self._issue = self._find(question.issue, "question", "issue")
        self._weight = self._find(question.weight, "question", "weight")
        self._value = self._find(value.column, "value", "column")
        dated = None if isinstance(table.said, When) else table.said
        self._date = self._find(dated.column, "said", "column") if dated else None
        ignored = self._find_columns(table.ignore, "ignore")
        needs = {"party": party.id, "question": question.id, "value": value.column}
        absent = {"long": (), "questions": ("party", "value"), "parties": ("question", "value")}[table.shape]
        for field, columns in needs.items():
            name = "column" if field == "value" else "id"
            if field in absent and columns is not None:
                self._miss((field, name), f"of the shape {table.shape} `{name}` is no column", "delete it")
            elif field not in absent and columns is None:
                self._miss((field,), f"the shape {table.shape} needs a column", f"write {field}: {{{name}: …}}")
        named = [*self._party, *self._question, *ignored]
        named += [i for i in (self._party_name, self._text, self._issue, self._weight, self._date) if i is not None]
        self._free = [i for i in range(len(self.rows.header)) if i not in named]
        """Where each party or each question has a column, these."""

    # --- the cells --------------------------------------------------------------------------------

    def read(self) -> Cells | None:
        """The cells of the table; None where a column is missing. What is wrong is noted."""
        if not self.rows.header:
            return None
        self._find_all()
        self._scale = self._build_scale()
        if self.findings:
            return None
        with suppress(TooMany):
            self._read_cells()
            if not self._mistakes:
                self._find_repeated()
            for (_, held), (mistake, count) in self._mistakes.items():
                also = f" (so {count:,} cells)" if held and count > 1 else ""
                self.rows.report(mistake.id, mistake.line, mistake.column, mistake.message + also, mistake.help)
        return self.cells

    def _read_cells(self) -> None:
        """Read all cells, and note what each says as numbers."""
        parties: dict[Any, int] = {}
        questions: dict[Any, int] = {}
        cells, dated = self.cells, self._date
        if isinstance(self.table.said, When):
            cells.days.append(self.table.said)
        find_day, codes_of = self._days.get, self._codes
        add = tuple(each.append for each in (cells.lines, cells.column, cells.party, cells.question))
        add_line, add_column, add_party, add_question = add
        add_meaning, add_day = cells.meaning.append, cells.day.append
        for line, column, party_key, question_key, held, row in self._list_cells():
            party = parties.get(party_key)
            if party is None:
                party = parties[party_key] = self._add_party(party_key, row, line, column)
            question = questions.get(question_key)
            if question is None:
                question = questions[question_key] = self._add_question(question_key, row, line, column)
            if party < 0 or question < 0:
                continue
            meaning = codes_of[question].get(held)
            if meaning is None or meaning == _MISTAKE:
                meaning = self._read_code(question, held, line, column)
            day = 0
            if dated is not None:
                found = find_day(row[dated])
                day = self._read_day(row[dated], line) if found is None or found < 0 else found
            if meaning < 0 or day < 0:
                continue
            add_line(line)
            add_column(column)
            add_party(party)
            add_question(question)
            add_meaning(meaning)
            add_day(day)

    def _list_cells(self) -> Iterator[tuple[int, int, Any, Any, str, list[str]]]:
        """Each cell with its line and column, the keys of its party and of its question, and its row."""
        issue = [] if self._issue is None else [self._issue]
        find_party = itemgetter(*self._party) if self._party else None
        find_question = itemgetter(*issue, *self._question) if self._question else None
        if find_party and find_question:
            column = self._value or 0
            for line, row in self.rows:
                yield line, column, find_party(row), find_question(row), row[column], row
            return
        header = self.rows.header
        for line, row in self.rows:
            if find_party:
                key = find_party(row)
                for i in self._free:
                    yield line, i, key, header[i], row[i], row
            elif find_question:
                key = find_question(row)
                for i in self._free:
                    yield line, i, header[i], key, row[i], row

    def _note(self, id: str, held: str, line: int, column: int, message: str, help: str) -> int:
        """Note a mistake, of what stands in several cells once."""
        first, count = self._mistakes.get((id, held), (_Mistake(id, line, column, message, help), 0))
        self._mistakes[id, held] = first, count + 1
        return _MISTAKE

    # --- parties and questions --------------------------------------------------------------------

    def _name(self, key: Any, names: Mapping[str, str], known: Mapping[str, Any]) -> tuple[str, str]:
        """What a table calls something by a key of one cell or of several, and the id of that; empty where none fits."""
        called = key.strip() if isinstance(key, str) else " ".join(part.strip() for part in key).strip()
        return called, names.get(called) or (called if called in known else make_id(called))

    def _add(self, known: dict[str, _Known], id: str, called: str, field: str, line: int, column: int) -> int | None:
        """The number of what has an id, where the table calls it only so; None where it is new."""
        if not ID.fullmatch(id.rpartition(".")[2]):
            if not called:
                return self._note("bad-table", "", line, column, f"no {field} is named", "name it in every row")
            help = f"write its id under {field} of the table: names: {{{called!r}: …}}"
            return self._note("no-id", called, line, column, f'"{called[:70]}" makes no id of a {field}', help)
        if id not in known:
            known[id] = _Known(len(known), called)
            return None
        if known[id].called != called:
            message = f'"{called[:70]}" would be called {id.rpartition(".")[2]}, as "{known[id].called[:70]}" is'
            help = f"write an id of its own under {field} of the table: names: {{{called!r}: …}}"
            return self._note("no-id", called, line, column, message, help)
        return known[id].number

    def _add_party(self, key: Any, row: Sequence[str], line: int, column: int) -> int:
        """The number of a party that is met for the first time under a key."""
        table = self.table
        called, id = self._name(key, table.party.names, self.draft.parties)
        column = self._party[0] if self._party else column
        number = self._add(self._parties, id, called, "party", line, column)
        if number is None:
            number = self._parties[id].number
            self.cells.parties.append(id)
            if id not in self.draft.parties:
                name = called if self._party_name is None else row[self._party_name].strip() or called
                self._made_parties[id] = Party(id, self._text_of(name), table.party.role)
        return number

    def _add_question(self, key: Any, row: Sequence[str], line: int, column: int) -> int:
        """The number of a question that is met for the first time under a key."""
        table, named = self.table, self.table.question.names
        column = self._question[0] if self._question else column
        issue, issue_called = table.id, ""
        if self._issue is not None:
            first, *rest = key
            key = rest[0] if len(rest) == 1 else tuple(rest)
            issue_called, issue = self._name(first, named, self.draft.issues)
            if not ID.fullmatch(issue):
                return self._add({}, issue, issue_called, "question", line, self._issue) or _MISTAKE
        known = self.draft.issues.get(issue)
        called, id = self._name(key, named, known.dimensions if known else {})
        about = f"{issue}.{id}"
        number = self._add(self._questions, about, called, "question", line, column)
        if number is not None:
            return number
        number = self._questions[about].number
        self.cells.abouts.append(about)
        if known:
            if id not in known.dimensions:
                help = did_you_mean(id, known.dimensions) or "declare it, or give the questions an issue of their own"
                message = f'the ledger declares "{issue}", and it has no dimension "{id}"'
                self._codes.append({})
                return self._note("unknown-question", about, line, column, message, help)
            self._codes.append({})
            return number
        self._codes.append(self._codes_of_table)
        if self._scale is None:
            message = f'the ledger declares no issue "{issue}", and the table has no scale'
            self._note("unknown-question", issue, line, column, message, "write value: {scale: …, why: …}")
            return _MISTAKE
        text = called if self._text is None else row[self._text].strip() or called
        self._issue_names.setdefault(issue, issue_called or str(table.name or table.id))
        made = self._scale._replace(id=id, question=self._text_of(text), issue=issue, table=table.id)
        self._made_issues.setdefault(issue, {})[id] = made
        if self._weight is not None:
            self._weights[about] = self._read_weight(row[self._weight], line)
        return number

    def _read_weight(self, held: str, line: int) -> float:
        try:
            weight = self._read_number(held)
            if weight > 0:
                return weight
            raise BadValue(f'"{held.strip()}" is no weight')
        except BadValue as bad:
            self._note("bad-number", held, line, self._weight or 0, bad.message, bad.help or "a weight is above 0")
            return 1.0

    def _text_of(self, text: str) -> Text:
        return Text({self.draft.language: text})

    # --- values -----------------------------------------------------------------------------------

    def _build_scale(self) -> Dimension | None:
        """A question of the table as a pattern of all, with the scale that they share; None where it declares none."""
        value = self.table.value
        if value.scale is None:
            given = next((f for f in ("why", "poles", "unit", "range", "today") if getattr(value, f)), None)
            if given:
                self._miss(("value", given), f"`{given}` belongs to a scale", "write scale: …, or delete it")
            return None
        if value.why is None:
            self._miss(("value",), "the scale has no reason", "write why: …, what this scale and this order rest on")
        options = {id: Option(id, answer.name, answer.at) for id, answer in value.options.items()}
        names = [option.name for option in options.values()]
        poles = value.poles or ((names[0], names[-1]) if value.scale == "graded" and names else ())
        pattern = Dimension(
            id="",
            question=Text(),
            scale=value.scale,
            why=value.why or Text(),
            poles=poles,
            options=options,
            unit=value.unit,
            range=value.range,
            today=value.today,
        )
        pattern, mistakes = attach_scale((*self._at, "value"), pattern)
        self.findings += (mistake._replace(id="bad-scale") for mistake in mistakes)
        return pattern

    def _find_dimension(self, question: int) -> Dimension:
        issue, _, id = self.cells.abouts[question].partition(".")
        made = self._made_issues.get(issue)
        return made[id] if made else self.draft.issues[issue].dimensions[id]

    def _read_code(self, question: int, held: str, line: int, column: int) -> int:
        """The number of the meaning of what a cell holds, which is remembered for the cells alike."""
        value, called = self.table.value, held.strip()
        dimension = self._find_dimension(question)
        stances: tuple[tuple[Stance, Sequence[str]], ...] = (
            ("silent", value.silent),
            ("off-agenda", value.off_agenda),
        )
        number = _NOTHING
        if called not in value.none:
            stance: Stance = next((s for s, codes in stances if called in codes), "asks")
            try:
                raw = None if stance != "asks" else self._read_value(dimension, called)
            except BadValue as bad:
                self._codes[question][held] = _MISTAKE
                return self._note(
                    "unknown-code",
                    f"{called}\0{dimension.about}" if dimension.table == "" else called,
                    line,
                    column,
                    bad.message,
                    bad.help,
                )
            number = len(self.cells.meanings)
            self.cells.meanings.append(Meaning(called, stance, raw, self._say(dimension, called, raw)))
        self._codes[question][held] = number
        return number

    def _say(self, dimension: Dimension, called: str, raw: str | None) -> Text:
        option = dimension.options.get(raw or "")
        if option:
            return option.name
        return self._text_of(f"{raw} {dimension.unit}" if raw and dimension.unit else called)

    def _read_value(self, dimension: Dimension, called: str) -> str:
        """The value of a cell, as a ledger has it. Raises BadValue."""
        value = self.table.value
        options = dimension.options
        answers = [(id, answer.codes or (id, *answer.name.values())) for id, answer in value.options.items()]
        coded = {code: id for id, codes in answers for code in codes}
        raw = value.codes.get(called) or coded.get(called)
        if raw is None and options:
            named = {name: id for id, option in options.items() for name in (id, *option.name.values())}
            raw = named.get(called) if not value.options else None
            if raw is None:
                known = [*coded, *value.codes, *value.none, *value.silent, *value.off_agenda]
                help = did_you_mean(called, known or named) if called else ""
                cure = "give it to an answer as one of its `codes`, or put it under none, silent or off_agenda"
                raise BadValue(
                    f'"{called[:70]}" is no answer' if called else "the cell is empty",
                    help or (cure if called else 'put "" under none, where it says nothing'),
                )
        elif raw is None:
            raw = self._write_number(called)
        assert dimension.scale_
        dimension.scale_.read(raw)
        return raw

    def _read_number(self, held: str) -> float:
        return float(self._write_number(held.strip()))

    def _write_number(self, called: str) -> str:
        """A number in plain digits, by the signs that the table declares. Raises BadValue."""
        table = self.table
        thousands, decimal = re.escape(table.thousands), re.escape(table.decimal)
        whole = rf"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|[0-9]+" if thousands else "[0-9]+"
        match = re.fullmatch(rf"([-\u2212]?)({whole})(?:{decimal}([0-9]+))?", called)
        if not match:
            cure = "give it a value under `codes` of the table, or put it under none"
            if re.fullmatch(r"-?[0-9]+,[0-9]+", called) and decimal == r"\.":
                cure = 'declare decimal: "," where the comma stands before decimals'
            raise BadValue(
                f'"{called[:70]}" is no number' if called else "the cell is empty",
                cure if called else 'put "" under none, where it says nothing',
            )
        sign, digits, rest = match.groups()
        digits = digits.replace(table.thousands, "") if thousands else digits
        return f"{'-' if sign else ''}{digits}" + (f".{rest}" if rest else "")

    # --- dates ------------------------------------------------------------------------------------

    def _read_day(self, held: str, line: int) -> int:
        """The number of a date, which is remembered."""
        column = self._date or 0
        day = self._find_date(held.strip())
        if day is None:
            self._days[held] = _MISTAKE
            assert not isinstance(self.table.said, When)
            message = f'"{held.strip()[:40]}" is no date of the format {self.table.said.format}'
            help = "correct `format` of the table, or give it a day under `days`"
            return self._note("bad-date", held, line, column, message, help)
        self._days[held] = len(self.cells.days)
        self.cells.days.append(day)
        return self._days[held]

    def _find_date(self, called: str) -> When | None:
        said = self.table.said
        assert not isinstance(said, When)
        if called in said.days:
            return said.days[called]
        if said.format in ("iso", "year"):
            return when(called) if said.format == "iso" or re.fullmatch("[0-9]{4}", called) else None
        try:
            if said.format == "serial":
                day = date(1899, 12, 30) + timedelta(days=int(float(called)))
            elif said.format in ("epoch", "epoch-ms"):
                day = datetime.fromtimestamp(float(called) * (1e-3 if said.format == "epoch-ms" else 1), UTC).date()
            else:
                day = datetime.strptime(called, said.format).date()
        except (ValueError, OverflowError, OSError):
            return None
        return when(day.isoformat())

    # --- several values ---------------------------------------------------------------------------

    def _find_repeated(self) -> None:
        """Find the parties that have several values on one question: of one day a mistake, where nothing says how."""
        cells, count = self.cells, len(self.cells.abouts)
        seen: dict[int, set[str]] = {}
        keys = [p * count + q for p, q in zip(cells.party, cells.question)]
        if len(set(keys)) == len(keys):
            return
        cells.repeated = True
        first: dict[tuple[int, str], int] = {}
        for i, key in enumerate(keys if self.table.conflict is None else ()):
            at = (key, cells.days[cells.day[i]].day)
            if at in first:
                party, about = cells.parties[cells.party[i]], cells.abouts[cells.question[i]]
                message = f"{party} has a value on {about} already, of the same day, at line {cells.lines[first[at]]}"
                help = "say what several are: conflict: last, beside or disputes"
                self._note("repeated-cell", "", cells.lines[i], cells.column[i], message, help)
                self._mistakes["repeated-cell", f"{i}"] = self._mistakes.pop(("repeated-cell", ""))
            first.setdefault(at, i)

    # --- what it declares -------------------------------------------------------------------------

    def declare(self) -> Ledger:
        """The draft with the parties and the questions that the table has."""
        parties = {**(self.draft.parties or {}), **self._made_parties}
        issues = dict(self.draft.issues or {})
        for issue, dimensions in self._made_issues.items():
            weights = {id: self._weights.get(f"{issue}.{id}", 1.0) for id in dimensions}
            whole = fsum(weights.values())
            if self._weights:
                dimensions = {id: d._replace(share=100 * weights[id] / whole) for id, d in dimensions.items()}
            weight = whole if self.table.weight == "questions" else 1.0
            issues[issue] = Issue(issue, self._text_of(self._issue_names[issue]), dimensions, weight=weight)
        return self.draft._replace(parties=parties, issues=issues)
