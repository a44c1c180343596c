"""One table, cell by cell: its parties, its questions, and what each cell says."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import compress
from math import fsum
from operator import add
from typing import Any, NamedTuple

from gapcli.files.checks.scales import attach_scale
from gapcli.files.problems import Finding, Path
from gapcli.files.rows import Rows
from gapcli.files.tables.coding import check_codes
from gapcli.files.tables.columns import Block, Cell, TableColumns
from gapcli.files.tables.values import ValueReader, read_day
from gapcli.files.tree import TooMany
from gapcli.files.values import ID, LONGEST
from gapcli.ledger.cells import Cells
from gapcli.ledger.model import NAME, Dimension, Issue, Ledger, Option, Party, Table, Text, When
from gapcli.ledger.scales import BadValue
from gapcli.text import CONTROL, code_point, did_you_mean, make_id

JOINT = " · "
"""What stands between the cells of a key of several columns, where it is named."""
MOST_WEIGHT = 1e6
"""The greatest weight of a question."""
NOTHING, MISTAKE = -1, -2
"""What stands for a cell that says nothing, and for one that is a mistake, in place of the number of its meaning."""
_OF_A_SCALE = ("why", "poles", "unit", "range", "today")
"""The fields of the values of a table that belong to a scale of its own."""


class _Named(NamedTuple):
    """A party or a question."""

    number: int
    called: str
    """What the table calls it."""


class _Mistake(NamedTuple):
    """What is wrong in a cell, or alike in several."""

    id: str
    cell: Cell
    message: str
    help: str


class TableReader:
    """Reads one table; what is wrong with it is in `findings`, and in the problems of its rows."""

    def __init__(self, draft: Ledger, table: Table, rows: Rows, declared: Ledger | None = None) -> None:
        """`draft`: the ledger with what other tables have brought; `declared`: as its file declares it, if another."""
        self.draft = draft
        self.declared = declared or draft
        self.table = table
        self.rows = rows
        self.findings: list[Finding] = []
        self.cells = Cells(table.id, table.card, rows.file, rows.header, table.conflict)
        self._at: Path = ("tables", table.id)
        self._values = ValueReader(table, draft.language)
        self._parties: dict[str, _Named] = {}
        """By their ids."""
        self._questions: dict[str, _Named] = {}
        """By what statements call them."""
        self._dimensions: list[Dimension] = []
        """The questions by number."""
        self._codes: list[dict[str, int]] = []
        """Of each question the number of what a cell means by what it holds; those of one scale share theirs."""
        self._codes_of_table: dict[str, int] = {}
        self._is_shared = True
        """Whether all questions have these."""
        self._days: dict[str, int] = {}
        """The number of each date by what a cell holds."""
        self._has_bad_days = False
        self._mistakes: dict[tuple[str, str], tuple[_Mistake, int]] = {}
        """By the kind and by what is wrong: the first of them, and how many there are."""
        self._said: dict[int, set[tuple[int, str]]] = defaultdict(set)
        """What each column of words about parties or questions says of them, by their numbers."""
        self._first_said: dict[int, dict[int, str]] = defaultdict(dict)
        """The first of it."""
        self._issues: dict[str, str] = {}
        """What the table calls each issue."""
        # What the table declares.
        self._made_parties: dict[str, Party] = {}
        self._issue_names: dict[str, str] = {}
        self._made_dimensions: dict[str, dict[str, Dimension]] = {}
        """By the issue."""
        self._weights: dict[str, float] = {}

    def read(self) -> None:
        """Read all cells into `cells`."""
        if not self.rows.header:
            return
        self._columns = TableColumns(self.table, self.rows)
        self.findings += self._columns.findings
        self._pattern = self.make_pattern()
        if self._pattern and self._pattern.scale_:
            self.findings += check_codes(self.table, self._pattern.scale_)
        if self.findings:
            return
        with suppress(TooMany):
            if not self._read_cells() and not self.rows.problems:
                help = "its first row names the columns, and each other row holds values"
                finding = Finding((*self._at, "file"), "the table has no cell of a value", help)
                self.findings.append(finding._replace(id="bad-table"))
            self._find_repeated()
            for (_, called), (mistake, count) in self._mistakes.items():
                also = f", in {count:,} cells" if called and count > 1 else ""
                self.rows.report(
                    mistake.id, mistake.cell.line, mistake.cell.column, mistake.message + also, mistake.help
                )

    def _read_cells(self) -> bool:
        """Note what each cell says as numbers; tell whether there is any."""
        any_cell = False
        parties: dict[Any, int] = {}
        questions: dict[Any, int] = {}
        if isinstance(self.table.said, When):
            self.cells.days.append(self.table.said)
        for block in self._columns.list_blocks():
            any_cell = True
            party = _find_numbers(parties, block.parties, block, self._add_party)
            question = _find_numbers(questions, block.questions, block, self._add_question)
            for column, kind in self._columns.described:
                self._compare_rows(column, kind, party if kind == "party" else question, block)
            if min((*party, *question), default=0) < 0:
                known = [p >= 0 and q >= 0 for p, q in zip(party, question)]
                party, question, block = [*compress(party, known)], [*compress(question, known)], block.keep(known)
            meaning = self._find_meanings(question, block)
            day = [0] * len(party)
            if self._columns.date is not None:
                day = _find_numbers(self._days, block.dates, block, self._read_day)
                for i in (i for i, number in enumerate(day) if number < 0) if self._has_bad_days else ():
                    self._note_day(block.cell(i))
            columns = [block.lines, block.columns, party, question, meaning, day]
            if self._mistakes or self._has_bad_days:
                meaning = [NOTHING if d < 0 else m for m, d in zip(meaning, day)]
            if min(meaning, default=0) < 0:
                said = [m >= 0 for m in meaning]
                columns = [[*compress(each, said)] for each in columns]
            self.cells.extend(*columns)
        return any_cell

    def _find_meanings(self, question: Sequence[int], block: Block) -> list[int]:
        """The number of what each cell of a block means; `question`: the numbers of the questions."""
        codes = self._codes
        with suppress(KeyError):
            # What is a mistake is in none of them.
            if self._is_shared:
                return [*map(self._codes_of_table.__getitem__, block.held)]
            return [codes[q][held] for q, held in zip(question, block.held)]
        found = []
        for i, (q, held) in enumerate(zip(question, block.held)):
            number = codes[q].get(held)
            found.append(self._read_value(q, block.cell(i)) if number is None else number)
        return found

    def _compare_rows(self, column: int, kind: str, numbers: Sequence[int], block: Block) -> None:
        """Note where another row says something else of a party or a question than the first one."""
        held = block.table[column]
        new = {*zip(numbers, map(held.__getitem__, block.rows))} - self._said[column]
        self._said[column] |= new
        for i, (number, row) in enumerate(zip(numbers, block.rows) if new else ()):
            text = held[row]
            if (number, text) not in new:
                continue
            new.remove((number, text))
            first = self._first_said[column].setdefault(number, text)
            if number >= 0 and first.strip() != text.strip():
                message = f'an earlier row has "{first.strip()[:40]}" for the same {kind}'
                help = "correct one of the two, or leave the column out"
                cell = block.cell(i)._replace(column=column)
                self._note(f"{column} {number} {text}", cell, message, help, id="rows-differ")

    def _note(self, called: str, cell: Cell, message: str, help: str, *, id: str) -> int:
        """Note a mistake, of what is called alike once; gives what stands for its number."""
        first, count = self._mistakes.get((id, called), (_Mistake(id, cell, message, help), 0))
        self._mistakes[id, called] = first, count + 1
        return MISTAKE

    # --- parties and questions --------------------------------------------------------------------

    def _add_party(self, cell: Cell) -> int:
        """The number of the party of a cell, which is met for the first time under this name."""
        columns, table = self._columns, self.table
        cell = cell._replace(column=columns.party[0]) if columns.party else cell
        called, id = find_id(cell.party, table.party.names, self.draft.parties)
        number = self._number(self._parties, id, called, "party", cell, len(self.cells.parties))
        if number is not None:
            return number
        self.cells.parties.append(id)
        if id not in self.declared.parties:
            name = "" if columns.party_name is None else cell.beside(columns.party_name).strip()
            made = Party(id, self._write_text(name or called, cell, NAME.most), table.party.role)
            other = self._made_parties[id] = self.draft.parties.get(id, made)
            if other.name != made.name and called not in table.party.names:
                message = f'another table calls {id} "{other.name}", and this one "{made.name}"'
                help = f'if they are one, say so: names: {{"{called[:70]}": {id}}}; else give an id of its own'
                return self._note(called, cell, message, help, id="no-id")
        return self._parties[id].number

    def _add_question(self, cell: Cell) -> int:
        """The number of the question of a cell, which is met for the first time under this name."""
        columns, names = self._columns, self.table.question.names
        issue, key = self.table.id, cell.question
        issue_called = str(self.table.name or issue)
        if columns.issue is not None:
            first, *rest = cell.question
            key = tuple(rest) or first
            issue_called, issue = find_id(first, names, self.declared.issues)
            at_issue = cell._replace(column=columns.issue)
            if not ID.fullmatch(issue):
                return self._refuse_name(issue_called, "issue", at_issue)
            if self._issues.setdefault(issue, issue_called) != issue_called and issue_called not in names:
                message = f'"{issue_called[:70]}" would be {issue}, and so is "{self._issues[issue][:70]}"'
                help = f'if they are one, say so under question of the table: names: {{"{issue_called[:70]}": {issue}}}'
                return self._note(issue_called, at_issue, message, help, id="no-id")
        cell = cell._replace(column=columns.question[0]) if columns.question else cell
        declared = self.declared.issues.get(issue)
        called, id = find_id(key, names, declared.dimensions if declared else {})
        about = f"{issue}.{id}"
        number = self._number(self._questions, about, called, "question", cell, len(self._dimensions))
        if number is not None:
            return number
        dimension = self._find_dimension(declared, issue_called, about, called, cell)
        if dimension is None:
            self._questions[about] = _Named(MISTAKE, called)
            return MISTAKE
        self.cells.abouts.append(about)
        self._dimensions.append(dimension)
        self._codes.append(self._codes_of_table if dimension.table else {})
        self._is_shared = self._is_shared and bool(dimension.table)
        if columns.weight is not None and dimension.table:
            self._weights[about] = self._read_weight(cell._replace(column=columns.weight))
        return self._questions[about].number

    def _number(self, known: dict[str, _Named], id: str, called: str, kind: str, cell: Cell, number: int) -> int | None:
        """The number of what has an id, where the table has called it so before; None where it is new.

        `number`: that of what is new.
        """
        bare = id.rpartition(".")[2]
        if not ID.fullmatch(bare):
            return self._refuse_name(called, kind, cell)
        if id not in known:
            known[id] = _Named(number, called)
            return None
        names = getattr(self.table, kind).names
        # Two names are one where somebody has said so.
        if known[id].called == called or {called, known[id].called} & names.keys():
            return known[id].number
        message = f'"{called[:70]}" would be {bare}, and so is "{known[id].called[:70]}"'
        help = f'if they are one, say so under {kind} of the table: names: {{"{called[:70]}": {bare}}}; else give an id'
        return self._note(called, cell, message, help, id="no-id")

    def _refuse_name(self, called: str, kind: str, cell: Cell) -> int:
        """Note a cell that names nothing, or of whose name no id can be made."""
        if not called:
            return self._note("", cell, f"no {kind} is named", "name it in every row", id="no-id")
        where = "party" if kind == "party" else "question"
        help = f'write one under {where} of the table: names: {{"{called[:70]}": …}}'
        return self._note(called, cell, f'"{called[:70]}" makes no id', help, id="no-id")

    def _find_dimension(
        self, declared: Issue | None, issue_called: str, about: str, called: str, cell: Cell
    ) -> Dimension | None:
        """The dimension of a question: that of the ledger, where it declares the issue, else one of the table's."""
        issue, _, id = about.partition(".")
        known = self.draft.issues.get(issue)
        if known and id in known.dimensions:
            dimension = known.dimensions[id]
            if not (dimension and dimension.scale_):
                # What it lacks is a mistake of the ledger, which is told there.
                return None
            if self._pattern and self._pattern.scale_ and dimension.scale_ != self._pattern.scale_:
                message = f'"{about}" has another scale already, on which its answers are measured'
                help = "leave `scale` and what belongs to it out, or call the table otherwise"
                self._refuse_scale(message, help)
            return dimension
        if declared:
            message = f'the ledger declares "{issue}", and it has no dimension "{id}"'
            help = did_you_mean(id, declared.dimensions)
            self._note(about, cell, message, f"{help} Else declare it", id="unknown-question")
            return None
        if self._pattern is None:
            message = f'the ledger has no question "{about}", and the table no scale for one of its own'
            self._note(about, cell, message, "declare it, or write value: {scale: …, why: …}", id="unknown-question")
            return None
        text = "" if self._columns.text is None else cell.beside(self._columns.text).strip()
        question = self._write_text(text or called, cell, LONGEST)
        dimension = self._pattern._replace(id=id, question=question, issue=issue, table=self.table.id)
        self._issue_names.setdefault(issue, issue_called)
        self._made_dimensions.setdefault(issue, {})[id] = dimension
        return dimension

    def _read_weight(self, cell: Cell) -> float:
        """What a question weighs."""
        held = cell.beside(cell.column).strip()
        with suppress(BadValue):
            weight = float(self._values.read_number(held))
            if 0 < weight <= MOST_WEIGHT:
                return weight
        help = f"a weight is a number above 0, at most {MOST_WEIGHT:,.0f}"
        self._note(held, cell, f'"{held[:40]}" is no weight', help, id="bad-number")
        return 1.0

    def _write_text(self, text: str, cell: Cell, longest: int) -> Text:
        """A text of the table as one of the ledger, of which the same is asked as of any other."""
        if len(text) > longest:
            self._note(text, cell, f"a name of {len(text):,} characters", f"at most {longest:,}", id="too-long")
        for character in (c for c in text if not text.isprintable() and re.match(f"[{CONTROL}]", c)):
            message = f"{code_point(character)} is a control character"
            self._note(character, cell, message, "delete it", id="unprintable")
        return Text({self.draft.language: text})

    def _refuse_scale(self, message: str, help: str) -> None:
        """Note once that the scale of the table is not that of its questions."""
        finding = Finding((*self._at, "value", "scale"), message, help, id="bad-table")
        if not any(finding.path == other.path for other in self.findings):
            self.findings.append(finding)

    # --- values and dates -------------------------------------------------------------------------

    def make_pattern(self) -> Dimension | None:
        """A question of the table's own as all of them are, but for its name; None where the table has no scale."""
        value, at = self.table.value, (*self._at, "value")
        if value.scale is None:
            for field in (f for f in _OF_A_SCALE if getattr(value, f)):
                finding = Finding((*at, field), f"`{field}` belongs to a scale", "add scale, or delete it", on_key=True)
                self.findings.append(finding._replace(id="bad-table"))
            return None
        if value.why is None:
            help = "add why: what this scale and this order rest on"
            self.findings.append(Finding((*at, "scale"), "the scale has no reason", help, id="bad-table"))
        options = {id: Option(id, answer.name, answer.at) for id, answer in value.options.items()}
        names = [option.name for option in options.values()]
        poles = value.poles or ((names[0], names[-1]) if value.scale == "graded" and names else ())
        pattern, mistakes = attach_scale(
            at,
            Dimension(
                "",
                Text(),
                scale=value.scale,
                why=value.why or Text(),
                poles=poles,
                options=options,
                unit=value.unit,
                range=value.range,
                today=value.today,
            ),
        )
        self.findings += (mistake._replace(id="bad-scale") for mistake in mistakes)
        return pattern

    def _read_value(self, question: int, cell: Cell) -> int:
        """The number of what a cell means, which is remembered."""
        dimension = self._dimensions[question]
        try:
            meaning = self._values.read(dimension, cell.held)
        except BadValue as bad:
            alike = cell.held.strip() if dimension.table else f"{dimension.about} {cell.held.strip()}"
            return self._note(alike, cell, bad.message, bad.help, id="unknown-code")
        number = NOTHING
        if meaning is not None:
            number = len(self.cells.meanings)
            self.cells.meanings.append(meaning)
        self._codes[question][cell.held] = number
        return number

    def _read_day(self, cell: Cell) -> int:
        """The number of the date of a row."""
        assert self._columns.date is not None and not isinstance(self.table.said, When)
        day = read_day(cell.beside(self._columns.date).strip(), self.table.said)
        if day is None:
            self._has_bad_days = True
            return MISTAKE
        self.cells.days.append(day)
        return len(self.cells.days) - 1

    def _note_day(self, cell: Cell) -> None:
        """Note what is no date."""
        assert self._columns.date is not None and not isinstance(self.table.said, When)
        held = cell.beside(self._columns.date).strip()
        cell = cell._replace(column=self._columns.date)
        message = f'"{held[:40]}" is no date of the format {self.table.said.format}' if held else "the cell is empty"
        help = "correct `format` of the table, or give what stands there a day under `days`"
        self._note(held or " ", cell, message, help, id="bad-date")

    def _find_repeated(self) -> None:
        """Find the parties that have several values on one question; of one day a mistake where nothing says how."""
        cells, count = self.cells, len(self.cells.abouts)
        starts = [p * count for p in range(len(cells.parties))]

        def list_keys() -> Iterable[int]:
            return map(add, map(starts.__getitem__, cells.party), cells.question)

        if len(starts) * count < 50 * len(cells):
            # A byte for each pair that there may be takes less than a set of those that there are.
            seen = bytearray(len(starts) * count)
            for key in list_keys():
                seen[key] = 1
            cells.repeated = seen.count(1) < len(cells)
        else:
            cells.repeated = len({*list_keys()}) < len(cells)
        if cells.repeated and self.table.conflict == "last":
            cells.keep_last()
        if not cells.repeated or self.table.conflict is not None:
            return
        first: dict[tuple[int, str], int] = {}
        keys = ((key, cells.days[day][1]) for key, day in zip(list_keys(), cells.day))
        pairs = [(i, earlier) for i, key in enumerate(keys) if (earlier := first.setdefault(key, i)) != i]
        lines = {cells.lines[i] for pair in pairs for i in pair}
        held = {line: row for line, row in self.rows if line in lines}
        for i, earlier in pairs:
            line, before = cells.lines[i], cells.lines[earlier]
            if line != before and held[line] == held[before]:
                help = f"delete one of the two: the first is at line {before}"
                self.rows.report_row("repeated-cell", line, None, "the row is there twice", help)
                continue
            party, about = cells.parties[cells.party[i]], cells.abouts[cells.question[i]]
            other = "the same" if cells.meaning[i] == cells.meaning[earlier] else "another"
            message = f"{party} has {other} value on {about} of the same day, at line {before}"
            help = "delete one, or say how several stand to one another: conflict: last, beside or disputes"
            cell = Cell(line, cells.column[i], None, None, "", 0, ())
            self._note(f"{i}", cell, message, help, id="repeated-cell")

    # --- what it declares -------------------------------------------------------------------------

    def declare(self) -> Ledger:
        """The draft with the parties and the issues of the table."""
        issues = {**self.draft.issues}
        for id, dimensions in self._made_dimensions.items():
            weights = [self._weights.get(d.about, 1.0) for d in dimensions.values()]
            whole = fsum(weights)
            if self._weights:
                shares = (100 * weight / whole for weight in weights)
                dimensions = {name: d._replace(share=share) for (name, d), share in zip(dimensions.items(), shares)}
            weight = whole if self.table.counts == "questions" else 1.0
            own = self.table.name if self._columns.issue is None else None
            name, headline = own or Text({self.draft.language: self._issue_names[id]}), self.table.headline
            if id in issues:
                # Another table has questions of the issue, too.
                name, headline = issues[id].name, issues[id].headline
                weight += issues[id].weight if self.table.counts == "questions" else 0.0
                dimensions = {**issues[id].dimensions, **dimensions}
            issues[id] = Issue(id, name, dimensions, headline=headline, weight=weight)
        return self.draft._replace(parties={**self.draft.parties, **self._made_parties}, issues=issues)


def _find_numbers(known: dict[Any, int], keys: Sequence[Any], block: Block, read: Callable[[Cell], int]) -> list[int]:
    """The numbers of what the cells of a block name; `read` gives that of what is met for the first time."""
    found: list[int] = []
    numbers = map(known.__getitem__, keys)
    while True:
        try:
            # As far as they are known: what could not be found is next.
            found.extend(numbers)
            return found
        except KeyError:
            i = len(found)
            known[keys[i]] = read(block.cell(i))
            found.append(known[keys[i]])


def find_id(key: Any, names: Mapping[str, str], known: Mapping[str, Any]) -> tuple[str, str]:
    """What a table calls something, by a cell or by several, and its id; empty where none can be made."""
    called = key.strip() if isinstance(key, str) else JOINT.join(part.strip() for part in key)
    return called, names.get(called) or (called if called in known else make_id(called))
