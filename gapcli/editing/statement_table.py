"""A table of statements, a row a piece of evidence → what each statement says, and the cell of whatever it says."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, get_args

from gapcli.editing.mend import find_right
from gapcli.editing.writer import Plain, plain_text
from gapcli.files.fields import list_fields
from gapcli.files.nearest import SourceText
from gapcli.files.problems import Path
from gapcli.files.quotes import tell_nearest
from gapcli.files.rows import Rows
from gapcli.files.values import ABOUT_PATTERN, LANGUAGE
from gapcli.ledger.model import Evidence, Ledger, Statement, Text
from gapcli.ledger.names import (
    Names,
    find_about,
    find_card,
    find_party,
    name_cards,
    name_dimensions,
    name_issues,
    name_options,
    name_parties,
)
from gapcli.ledger.query import BadQuery
from gapcli.text import CONTROL, code_point, did_you_mean, fold, read_cell, split_list, write_number

STATED = {f.name: f for f in list_fields(Statement) if f.name != "evidence"}
REPORTED = {f.name: f for f in list_fields(Evidence) if f.name != "at"}
PLACED = ("start", "end")
"""The columns of a place, which is one field of the file."""
COLUMNS = (*STATED, *REPORTED, *PLACED, "evidence")
"""The columns that a table may have; all pieces of evidence are one where a cell can hold a list."""
ALIASES = {"question": "about", "date": "said"}
"""What whoever writes a table by hand may call a column."""
OF_CELLS = ("row", "column")
"""The columns of a cell of a table, which stands there and nowhere else."""
DERIVED = ("day", "live", "file", "line", "outlet", "sha256", *OF_CELLS)
"""The columns of `statements -O csv` that say nothing which the other columns and the cards do not."""
LONGEST_ID = 60
"""How long an id that is made is at most, without the number that tells it from another."""
_TEXTS = {f.name for f in (*STATED.values(), *REPORTED.values()) if Text in (f.type, *get_args(f.type))}
_IDS = ("replaces", "disputes", "beside")
_CONDITIONS = ("if", "unless")
_CONTROL = re.compile(f"[{CONTROL}]")
_ABOUT = re.compile(ABOUT_PATTERN)

Cell = tuple[int, int | None]
"""A cell by the line at which its row begins, and its column from 0; the whole row without."""


def is_statement_table(header: Sequence[str]) -> bool:
    """Whether a table is one of statements: of parties on questions, with a stance or words of a source."""
    return not list_lacking(header)


def list_lacking(header: Sequence[str]) -> list[str]:
    """The columns that tell a table of statements and that a table does not have."""
    names = {_name_column(name) for name in header}
    lacking = [called for called, name in (("party", "party"), ("question", "about")) if name not in names]
    return lacking + ["stance or quote"] * (not names & {"stance", "quote", "evidence"})


def _name_column(name: str) -> str:
    lower = name.lower()
    return ALIASES.get(lower, lower)


class Entry:
    """A statement of a table."""

    def __init__(self, row: int) -> None:
        self.data: dict[str, Plain] = {}
        """What a file says of it."""
        self.cells: dict[Path, Cell] = {(): (row, None)}
        """Where the table says it, by the paths of a file."""
        self.pieces: dict[str, list[dict[str, Plain]]] = {}
        """Its evidence by what the table calls the party."""

    def find_cell(self, path: Path) -> Cell:
        """The cell of what stands at a path, or of that of which it is a part."""
        while path not in self.cells:
            path = path[:-1]
        return self.cells[path]


class StatementReader:
    """Reads the rows of a table as statements that go into a ledger; what is wrong is noted in the table.

    `given`: what the cells of a column say that are empty, or not there. `texts`: those of the sources by the ids of
    their cards, to find quotes in; None where places stand in the table. `written`: what the ledger says, by id.
    """

    def __init__(
        self,
        rows: Rows,
        ledger: Ledger,
        written: Mapping[str, Mapping[str, Plain]],
        given: Mapping[str, str],
        texts: Mapping[str, str] | None,
    ) -> None:
        self.rows, self.ledger, self.written, self.given, self.texts = rows, ledger, written, given, texts
        self._sources: dict[str, SourceText] = {}
        self.columns = {_name_column(name): i for i, name in enumerate(rows.header)}
        self._cells = {s.id: s for s in ledger.statements if s.is_cell}
        self.passed = 0
        """How many rows are cells of tables, and are left there."""
        self.told: set[Cell] = set()
        """The cells of which something is told already."""
        dimensions = {about: ledger.dimension(about) for about in name_dimensions(ledger)}
        questions = {a: [*names, *dimensions[a].question.values()] for a, names in name_dimensions(ledger).items()}
        self._options = {about: _index(name_options(d)) for about, d in dimensions.items()}
        self._names = Names(ledger)
        self._parties = _index(name_parties(ledger))
        self._abouts = _index({**name_issues(ledger), **questions})
        self._cards = _index(name_cards(ledger))

    def report(self, id: str, cell: Cell, message: str, help: str) -> None:
        """Note a mistake in a cell, the first of it alone. Raises TooMany."""
        if cell not in self.told:
            self.told.add(cell)
            self.rows.report(id, *cell, message, help)

    def check_header(self) -> bool:
        """Note columns that no statement has, and those that are missing; tell whether all is right. Raises TooMany."""
        for name, i in self.columns.items():
            if name not in (*COLUMNS, *DERIVED):
                near = did_you_mean(name, (*COLUMNS, *ALIASES))
                help = near if near.endswith("?") else f"take it out, or name it by {near}"
                message = f'a statement has no column "{self.rows.header[i][:70]}"'
                self.rows.report("unknown-column", self.rows.head, i, message, help)
        fields = [f for f in STATED.values() if f.required and f.name not in ("id", "text")]
        if "evidence" not in self.columns:
            fields += [f for f in REPORTED.values() if f.required]
            if self.texts is None and not {*PLACED} <= {*self.columns}:
                help = "add them, or let --texts DIR find the quotes in the texts of their sources"
                self._report_missing("the places of quotes, in two columns start and end", help)
        for field in fields:
            if field.name not in self.columns and field.name not in self.given:
                help = f"{field.meaning.removesuffix('.')}: add it, or give it for all rows by --set {field.name}=…"
                self._report_missing(f'a column "{field.name}"', help)
        return not self.rows.problems

    def _report_missing(self, what: str, help: str) -> None:
        self.rows.report("missing-column", self.rows.head, None, f"the table lacks {what}", help)

    def read_all(self) -> list[Entry]:
        """Read every row, and give the statements in their order. Raises TooMany."""
        entries: dict[str, Entry] = {}
        for line, cells in self.rows:
            if self._is_cell(line, cells):
                continue
            entry, party = self._read_statement(line, cells)
            # Without ids, rows that differ in nothing but their evidence are of one statement.
            key = str(entry.data.get("id") or [party, entry.data])
            first = entries.setdefault(key, entry)
            if first is not entry:
                self._compare(first, entry)
            self._read_evidence(first, first.pieces.setdefault(party, []), line, cells)
        taken = {str(entry.data["id"]): 1 for entry in entries.values() if "id" in entry.data}
        for entry in entries.values():
            self._finish(entry)
            if "id" not in entry.data:
                entry.data = {"id": self._make_id(entry.data, taken), **entry.data}
        return [*entries.values()]

    # --- rows -----------------------------------------------------------------------------------------

    def _is_cell(self, line: int, cells: list[str]) -> bool:
        """Whether a row is a cell of a table, which is not copied; of one that the ledger has not. Raises TooMany."""
        column, cell = self._take("column", line, cells)
        evidence, _ = self._take("evidence", line, cells)
        if not column and '"column"' in evidence:
            found = self._parse(evidence, cell)
            column = next((piece["column"] for piece in found if piece.get("column")), "")
        if column:
            self._compare_cell(line, cells)
        return bool(column)

    def _compare_cell(self, line: int, cells: list[str]) -> None:
        """Note where a row is no cell of a table of the ledger, or says something else than that. Raises TooMany."""
        id, at = self._take("id", line, cells)
        entry, party = self._read_statement(line, cells)
        there = self._cells.get(id.strip())
        self.passed += 1
        if there is None:
            message = f'"{id.strip()[:70]}" is a cell of a table that the ledger does not have'
            self.report("bad-table", at, message, "put the table beside the ledger, or take the row out")
        elif party != there.party or any(
            entry.data.get(name, "") != (getattr(there, name) or "") for name in ("about", "stance", "value")
        ):
            message = f'"{id.strip()[:70]}" is a cell of a table, which says something else'
            help = f"change it there: {self.ledger.find_file(there)}, line {there.line}"
            self.report("bad-table", at, message, help)

    def _take(self, name: str, line: int, cells: list[str]) -> tuple[str, Cell]:
        """The text of a column in a row, or what is given for all rows, with its cell."""
        column = self.columns.get(name)
        text = cells[column].replace("\r\n", "\n") if column is not None else ""
        cell = line, column
        if (not text or text.isspace()) and name in self.given:
            text, cell = self.given[name], (self.rows.head, None)
        return ("" if text.isspace() else self._clean(text, cell)), cell

    def _read_statement(self, line: int, cells: list[str]) -> tuple[Entry, str]:
        """What a row says of its statement but for its evidence, and the party that it names."""
        entry, party = Entry(line), ""
        for name in STATED:
            text, cell = self._take(name, line, cells)
            entry.cells[name,] = cell
            if name == "party":
                party = text.strip()
                continue
            value = self._read(name, text, cell, entry.data)
            if value and value != Statement._field_defaults.get(name):
                entry.data[name] = value
        return entry, party

    def _read(self, name: str, text: str, cell: Cell, stated: Mapping[str, Plain]) -> Plain:
        """What the cell of a column says, in the form of a file; empty where it says nothing. Raises TooMany."""
        if not text:
            return ""
        if name in _TEXTS or name == "quote":
            if not self.rows.is_json:
                return read_cell(text)
            is_object = name != "quote" and text.startswith("{") and text.endswith("}")
            return self._by_language(self._parse(text, cell), text) if is_object else text
        text = text.strip()
        if name in _IDS:
            return self._parse(text, cell) if text.startswith("[") else re.split(r"[\s,;]+", text)
        if name in _CONDITIONS:
            found = self._parse(text, cell) if text.startswith("[") else [text]
            return [*map(self._tidy_condition, found)]
        if name == "about":
            return self._find(text, self._abouts, find_about, "issue", cell)
        if name == "source":
            return self._find(text, self._cards, find_card, "source", cell)
        return self._read_value(text, cell, str(stated.get("about"))) if name == "value" else text

    def _clean(self, text: str, cell: Cell) -> str:
        """A text with a stand-in for what no file may hold, which is told. Raises TooMany."""
        bad = _CONTROL.search(text)
        if bad:
            self.report("unprintable", cell, f"{code_point(bad[0])} is a control character", "delete it")
        return _CONTROL.sub("\ufffd", text) if bad else text

    def _parse(self, text: str, cell: Cell) -> Any:
        """What the JSON of a cell says, without what says nothing; an empty list where it is none. Raises TooMany."""

        def tidy(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: tidy(each) for key, each in value.items() if each not in (None, [], "")}
            if isinstance(value, list):
                return [tidy(each) for each in value]
            return self._clean(value, cell) if isinstance(value, str) else write_number(value)

        try:
            return tidy(json.loads(text))
        except (ValueError, RecursionError):
            self.report("bad-json", cell, "this begins like JSON, and is none", 'write it like ["one", "two"]')
            return []

    def _by_language(self, texts: Any, text: str) -> Plain:
        """A text by language as a file has it; a cell that holds none is the text itself."""
        fits = isinstance(texts, dict) and texts and all(map(LANGUAGE.fullmatch, texts))
        return plain_text(texts, self.ledger.language) if fits else text

    def _tidy_condition(self, condition: Any) -> Plain:
        """A condition as a file has it: one in words alone is a text."""
        if not isinstance(condition, dict):
            return str(condition)
        if isinstance(condition.get("words"), dict):
            condition["words"] = self._by_language(condition["words"], "")
        if [*condition] == ["words"]:
            return condition["words"]  # type: ignore[no-any-return]
        if isinstance(condition.get("is"), list) and len(condition["is"]) == 1:
            condition["is"] = condition["is"][0]
        return {
            name: write_number(float(v)) if name[:3] == "at_" and _is_number(v) else v for name, v in condition.items()
        }

    def _read_value(self, text: str, cell: Cell, about: str) -> Plain:
        """A value: options by their ids or names, one or several of them, or a number. Raises TooMany."""
        names, parts = self._options.get(about, {}), [text]
        if text.startswith("["):
            parts = [str(each) for each in self._parse(text, cell)]
        elif fold(text) not in names and all(fold(part) in names for part in _split(text)):
            parts = _split(text)
        found = [names.get(fold(part), part) for part in parts]
        return found[0] if len(found) == 1 else [*found]

    def _find(
        self, text: str, names: Mapping[str, str], ask: Callable[[Names, str], str], kind: str, cell: Cell
    ) -> str:
        """The id of what a cell names, else its text; where that is no id either it is told. Raises TooMany."""
        id = names.get(fold(text))
        if id is None and not _ABOUT.fullmatch(text):
            try:
                message, help = f'no {kind} is called "{text[:70]}"', f'did you mean "{ask(self._names, text)}"?'
            except BadQuery as bad:
                message, _, help = str(bad).rpartition('": ')
                message += '"'
            self.report(f"unknown-{kind}", cell, message, help)
        return id or text

    def _compare(self, first: Entry, entry: Entry) -> None:
        """Note where a row says something else of a statement than the first one. Raises TooMany."""
        for name in STATED:
            if first.data.get(name) != entry.data.get(name):
                message = f'of "{first.data["id"]}" this row says something else than the first one'
                help = f"that is at line {first.cells[()][0]}: only party and evidence differ from row to row"
                self.report("rows-differ", entry.cells[name,], message, help)

    # --- evidence -------------------------------------------------------------------------------------

    def _read_evidence(self, entry: Entry, pieces: list[dict[str, Plain]], line: int, cells: list[str]) -> None:
        """Add what a row reports to the evidence of one of the parties. Raises TooMany."""
        text, cell = self._take("evidence", line, cells)
        if text:
            found = self._parse(text, cell)
            if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
                self.report("bad-json", cell, "this is no list of objects", 'write it like [{"source": "herald", …}]')
                return
            for each in found:
                self._add_piece(entry, pieces, {name: (value, cell) for name, value in each.items()}, line)
            return
        taken = {name: self._take(name, line, cells) for name in (*REPORTED, *PLACED)}
        if any(text for text, (row, _) in taken.values() if row == line):
            self._add_piece(entry, pieces, taken, line)

    def _add_piece(
        self, entry: Entry, pieces: list[dict[str, Plain]], taken: Mapping[str, tuple[Any, Cell]], line: int
    ) -> None:
        """Add a piece of evidence to others, of what each column says. Raises TooMany."""
        path = ("evidence", len(pieces))
        own: dict[Path, Cell] = {path: (line, None)}
        piece: dict[str, Plain] = {}
        for name in REPORTED:
            text, cell = taken.get(name, ("", (line, None)))
            own[*path, name] = cell
            value = self._by_language(text, "") if isinstance(text, dict) else self._read(name, str(text), cell, {})
            if value:
                piece[name] = value
        start, end = (str(taken[name][0]).strip() if name in taken else "" for name in PLACED)
        at = [place for place in (start, end) if place]
        own[*path, "at"] = taken["start"][1] if start else own[*path, "quote"]
        if not at and self.texts is not None and "quote" in piece:
            at = self._find_place(piece, self.texts, own[*path, "quote"])
        source = piece.pop("source", "")
        whole: dict[str, Plain] = {"source": source, "at": [*at], **piece}
        pieces.append({name: value for name, value in whole.items() if value})
        if len(entry.pieces) == 1:
            entry.cells |= own

    def _find_place(self, piece: dict[str, Plain], texts: Mapping[str, str], cell: Cell) -> list[str]:
        """The place of a quote in the text of its source, of which it takes the signs. Raises TooMany."""
        source, quote = str(piece.get("source", "")), str(piece["quote"])
        if source in texts:
            found = find_right(Evidence(source, (), quote, "author", "author"), texts[source])
            if not isinstance(found, str):
                (start, end), piece["quote"] = found
                return [str(start), str(end)]
            help = "give its place in start and end"
            if " places, " not in found:
                read = self._sources.setdefault(source, SourceText(texts[source]))
                found, place, words = tell_nearest(read, quote)
                help = place + words
            self.report("other-quote", cell, found, help)
        elif source in self.ledger.cards:
            message = f'the text of "{source}" is not there to find the quote in'
            self.report("missing-text", cell, message, "put it into the folder, or give the place in start and end")
        # A place that fits, since no more is to be said about it.
        return ["0", str(len(quote))] if cell in self.told else []

    # --- statements -----------------------------------------------------------------------------------

    def _finish(self, entry: Entry) -> None:
        """Put what the rows of a statement say in the order of a file. Raises TooMany."""
        cell = entry.cells["party",]
        ids = [id for name in entry.pieces for id in self._find_parties(name, cell)]
        pieces, *others = entry.pieces.values()
        if any(other != pieces for other in others):
            message = f'the rows of "{entry.data.get("id")}" give other evidence of one party than of another'
            self.report(
                "rows-differ", entry.cells[()], message, "give each party the same rows, or statements of its own"
            )
        if "text" not in entry.data and pieces:
            # Where nobody has said it in words of our own, the source's must do.
            quote, card = pieces[0].get("quote", ""), self.ledger.cards.get(str(pieces[0].get("source")))
            language = card.language if card else self.ledger.language
            entry.data["text"] = pieces[0].get("gloss") or plain_text({language: str(quote)}, self.ledger.language)
            entry.cells["text",] = entry.cells["evidence", 0, "quote"]
        party: Plain = ids[0] if len(ids) == 1 else [*ids]
        data: dict[str, Plain] = {**entry.data, "party": party, "evidence": [*pieces]}
        order = ("id", "party", "about", "stance", "value", *STATED)
        entry.data = {name: data[name] for name in dict.fromkeys((*order, "evidence")) if data.get(name)}

    def _find_parties(self, text: str, cell: Cell) -> list[str]:
        """The parties that a cell names, several between commas. Raises TooMany."""
        if text.startswith("["):
            names = [str(each) for each in self._parse(text, cell)]
        else:
            names = [text] if fold(text) in self._parties else _split(text)
        return [self._find(name, self._parties, find_party, "party", cell) for name in names if name]

    def _make_id(self, data: Mapping[str, Plain], taken: dict[str, int]) -> str:
        """An id made of what a statement says: the same when it is read again, and that of no other statement.

        It is added to those that are taken, each with the number up to which others that begin so are.
        """
        value = data.get("value") or data.get("stance", "")
        parts = [data.get("party", ""), str(data.get("about", "")).rpartition(".")[2], value, data.get("said", "")]
        words = re.sub("[^a-z0-9]+", "-", " ".join(map(str, parts)).lower())
        id = stem = words.strip("-")[:LONGEST_ID].strip("-") or "statement"
        n = taken.get(stem, 0)
        while id in taken or (id in self.written and self.written[id] != {"id": id, **data}):
            n += 1
            id = f"{stem}-{n}"
        taken[stem] = max(n, 1)
        taken[id] = 1
        return id


def _split(text: str) -> list[str]:
    """The names in a cell, between commas or semicolons."""
    return [name.strip() for part in re.split("[;؛]", text) for name in split_list(part)]


def _is_number(text: Any) -> bool:
    return isinstance(text, str) and bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text))


def _index(known: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The ids of some things by all that they are called, folded; without what several are called, and no id is."""
    found: dict[str, set[str]] = {}
    for id, names in known.items():
        for name in names:
            found.setdefault(fold(name), set()).add(id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1} | {fold(id): id for id in known}
