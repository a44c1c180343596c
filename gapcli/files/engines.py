"""A table that an engine reads: DuckDB, which puts what does not fit memory on the disk, or Spark.

The engine scans the file itself. What its cells mean is said by the ledger as ever: each different code, date and
party is looked at once, and a code that nothing is said of is a mistake.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import file_digest
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from gapcli.files.rows import Layout, read_rows
from gapcli.files.tables.columns import TableColumns
from gapcli.files.tables.reader import JOINT, TableReader, find_id
from gapcli.files.tables.values import ValueReader, read_day
from gapcli.files.values import ID
from gapcli.ledger.model import Dimension, Issue, Ledger, Party, Table, Text, When
from gapcli.ledger.query import BadQuery
from gapcli.ledger.scales import BadValue, Zone
from gapcli.ledger.stating import find_zone

ENGINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"duckdb": ("duckdb", "narwhals"), "spark": ("pyspark", "narwhals")}
)
"""What may read a table in place of gapcli, each with the libraries that its extra installs."""
MOST_DIFFERENT = 1_000_000
"""How many different codes, dates, parties or issues a table may have."""
HEAD = 1 << 16
"""How many bytes are read to find the header."""


class TableMistake(ValueError):
    """What is wrong in a table; its text says what, and in how many cells."""


class Engine(Protocol):
    """What an engine has to do."""

    def read(self, path: str, delimiter: str, header: Sequence[str]) -> Any:
        """The rows of a delimited file below its header, as a lazy frame of texts."""

    def make(self, columns: Mapping[str, Sequence[Any]]) -> Any:
        """A small frame."""

    def keep(self, frame: Any) -> Any:
        """The same frame, of which the file is scanned once. Raises TableMistake where it cannot be split."""

    def collect(self, frame: Any) -> list[tuple[Any, ...]]:
        """Run a query. Raises TableMistake where a file cannot be split."""


def require_engine(name: str) -> None:
    """Refuse an engine whose extra is not installed. Raises BadQuery."""
    if not all(map(find_spec, ENGINES[name])):
        raise BadQuery(f"--engine {name} needs an extra: pip install 'gapcli[{name}]'")


class _DuckDB:
    def __init__(self) -> None:
        from tempfile import TemporaryDirectory

        import duckdb

        # What does not fit memory goes there, and not beside the ledger; and nothing is fetched from anywhere.
        self._folder = TemporaryDirectory(prefix="gapcli-")
        self._connection = duckdb.connect(
            config={"temp_directory": self._folder.name, "autoinstall_known_extensions": False}
        )
        self._error = duckdb.Error

    def read(self, path: str, delimiter: str, header: Sequence[str]) -> Any:
        import narwhals as nw

        return nw.from_native(
            self._connection.read_csv(
                path,
                header=True,
                columns=dict.fromkeys(header, "VARCHAR"),
                auto_detect=False,
                delimiter=delimiter,
                quotechar='"',
                escapechar='"',
            )
        )

    def make(self, columns: Mapping[str, Sequence[Any]]) -> Any:
        import narwhals as nw

        taken = ", ".join(f"unnest(?) AS {name}" for name in columns)
        return nw.from_native(self._connection.sql(f"SELECT {taken}", params=[[*each] for each in columns.values()]))

    def keep(self, frame: Any) -> Any:
        import narwhals as nw

        with self._tell():
            frame.to_native().create("cells")
        return nw.from_native(self._connection.table("cells"))

    def collect(self, frame: Any) -> list[tuple[Any, ...]]:
        with self._tell():
            return frame.to_native().fetchall()  # type: ignore[no-any-return]

    @contextmanager
    def _tell(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise TableMistake(str(error).strip().split("\n")[0]) from error

    def close(self) -> None:
        self._connection.close()
        self._folder.cleanup()


class _Spark:
    def __init__(self) -> None:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        # Where it runs, and with how much memory, is for Spark's own settings to say.
        self._session = SparkSession.builder.appName("gapcli").getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self._error = PySparkException

    def read(self, path: str, delimiter: str, header: Sequence[str]) -> Any:
        import narwhals as nw

        rows = self._session.read.csv(
            path, header=True, sep=delimiter, quote='"', escape='"', multiLine=True, mode="FAILFAST"
        )
        return nw.from_native(rows.toDF(*header))

    def make(self, columns: Mapping[str, Sequence[Any]]) -> Any:
        import narwhals as nw

        kinds = {str: "string", float: "double"}
        found = {name: next((type(x) for x in each if x is not None), float) for name, each in columns.items()}
        schema = ", ".join(f"{name} {kinds[kind]}" for name, kind in found.items())
        return nw.from_native(self._session.createDataFrame([*zip(*columns.values())], schema))

    def keep(self, frame: Any) -> Any:
        import narwhals as nw

        return nw.from_native(frame.to_native().persist())

    def collect(self, frame: Any) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in frame.to_native().collect()]
        except self._error as error:
            raise TableMistake(str(error).strip().split("\n")[0]) from error

    def close(self) -> None:
        self._session.stop()


@contextmanager
def open_engine(name: str) -> Iterator[Engine]:
    """An engine, as long as it is needed."""
    engine = _DuckDB() if name == "duckdb" else _Spark()
    try:
        yield engine
    finally:
        engine.close()


class EngineTable(NamedTuple):
    """A table as an engine has it."""

    ledger: Ledger
    """With the parties and the issues of the table; its questions are not among them."""
    keys: Mapping[str, str]
    """What the table calls each party, by its id."""
    parties: tuple[str, ...]
    """The parties of whom a cell says something, in the order of the ledger."""
    counts: Mapping[tuple[str, str], int]
    """How many cells say something by what the table calls the party and the issue."""
    issues: Mapping[str, str]
    """What the table calls each issue, by its id."""
    frame: Any
    """The cells that have a value: party, issue, question, place, far."""
    questions: Any
    """All questions: issue, question, weight."""
    is_line: bool
    """Whether places lie on a line."""

    def count_cells(self, parties: Sequence[str], issues: Sequence[str]) -> int:
        """How many cells of some parties and issues say something."""
        keys = {self.keys.get(party) for party in parties}, {self.issues.get(issue) for issue in issues}
        return sum(n for (party, issue), n in self.counts.items() if party in keys[0] and issue in keys[1])

    def keep_issues(self, ids: Sequence[str]) -> tuple[Any, Any]:
        """The cells and the questions of some issues."""
        import narwhals as nw

        if {*ids} >= self.issues.keys():
            return self.frame, self.questions
        keys = [self.issues[id] for id in ids if id in self.issues]
        return self.frame.filter(nw.col("issue").is_in(keys)), self.questions.filter(nw.col("issue").is_in(keys))


def find_only_table(ledger: Ledger) -> Table:
    """The table of a ledger that an engine can read. Raises BadQuery where it has anything else."""
    if len(ledger.tables) != 1 or ledger.statements:
        raise BadQuery("--engine is for a ledger of one table and no statements")
    (table,) = ledger.tables.values()
    if table.shape != "long" or table.encoding != "utf-8" or table.value.scale is None or ledger.issues:
        raise BadQuery("--engine is for a table of the shape long, in UTF-8, with a scale of its own for all questions")
    ending = os.path.splitext(table.file)[1].lower()
    if ending not in (".csv", ".tsv", ".tab") or table.header != 1 or table.rows:
        raise BadQuery("--engine is for a CSV or TSV that has its header in the first line and nothing else below")
    return table


class _Reader:
    """Looks at what is different in a table, and says what it means."""

    def __init__(self, engine: Engine, ledger: Ledger, table: Table, folder: str) -> None:
        self.engine = engine
        self.ledger = ledger
        self.table = table
        path = os.path.join(folder, table.file)
        with open(path, "rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            hash = file_digest(file, "sha256").hexdigest()
        if hash != ledger.cards[table.card].sha256:
            raise TableMistake(f'{table.file} is not the file that the card "{table.card}" is of, but {hash}')
        delimiter = "\t" if table.delimiter == "tab" else table.delimiter
        rows = read_rows(head[: head.rfind(b"\n") + 1] or head, table.file, len(head), Layout(delimiter=delimiter))
        columns = TableColumns(table, rows)
        pattern = TableReader(ledger, table, rows).make_pattern()
        wrong = [*(finding.message for finding in columns.findings), *(problem.message for problem in rows.problems)]
        if wrong or pattern is None or not rows.delimiter:
            raise TableMistake(wrong[0] if wrong else "the table has no header of columns")
        self.header = rows.header
        self.columns = columns
        self.pattern = pattern
        self.frame = engine.read(path, rows.delimiter, rows.header)

    def name(self, numbers: Sequence[int]) -> Any:
        """What tells parties or questions apart, of one column or of several."""
        import narwhals as nw

        parts = [nw.col(self.header[i]).fill_null("").str.strip_chars() for i in numbers]
        return parts[0] if len(parts) == 1 else nw.concat_str(parts, separator=JOINT)

    def select(self) -> Any:
        """The cells with the columns that are needed, each by what it is."""
        import narwhals as nw

        columns, header = self.columns, self.header

        def text(number: int | None, other: str) -> Any:
            return nw.lit(other) if number is None else nw.col(header[number]).fill_null("")

        assert columns.value is not None
        party = self.name(columns.party)
        return self.frame.select(
            party.alias("party"),
            (party if columns.party_name is None else self.name([columns.party_name])).alias("name"),
            (nw.lit(self.table.id) if columns.issue is None else self.name([columns.issue])).alias("issue"),
            self.name(columns.question).alias("question"),
            text(columns.value, "").alias("held"),
            text(columns.date, "").alias("day"),
            text(columns.weight, "1").alias("weight"),
        )

    def list_different(self, frame: Any, *names: str) -> list[tuple[Any, ...]]:
        """What is different in some columns, each with how many rows have it."""
        import narwhals as nw

        counted = frame.group_by(*names).agg(nw.len().alias("rows")).select(*names, "rows")
        found = self.engine.collect(counted.head(MOST_DIFFERENT + 1))
        if len(found) > MOST_DIFFERENT:
            raise BadQuery(f"--engine takes at most {MOST_DIFFERENT:,} different values of {names[0]}")
        return sorted(found, key=lambda row: row[:-1])

    def find_ids(self, found: Sequence[tuple[Any, ...]], kind: str) -> dict[str, str]:
        """What the table calls parties or issues, by their ids."""
        names = self.table.party.names if kind == "party" else self.table.question.names
        ids: dict[str, str] = {}
        for called, *_, count in found:
            _, id = find_id(called, names, self.ledger.parties if kind == "party" else {})
            if not ID.fullmatch(id) or ids.get(id, called) != called:
                help = f'{kind}: {{names: {{"{called[:70]}": …}}}}'
                raise TableMistake(f'"{called[:70]}" makes no {kind} id of its own, in {count:,} rows: write {help}')
            ids[id] = called
        return ids

    def read_codes(self, cells: Any) -> tuple[Any, bool, int]:
        """What each code stands for that says something, whether places lie on a line, and how many cells say it."""
        total = 0
        values, scale = ValueReader(self.table, self.ledger.language), self.pattern.measure
        free, zones = scale.left(()), list[Zone]()
        codes: dict[str, list[Any]] = {"held": [], "place": [], "far": []}
        for held, count in self.list_different(cells, "held"):
            try:
                meaning = values.read(self.pattern, held)
            except BadValue as bad:
                raise TableMistake(f"{bad.message}, in {count:,} cells: {bad.help}") from bad
            if meaning is None:
                continue
            codes["held"].append(held)
            total += count
            zone = find_zone(self.pattern, meaning)
            if zone is None:
                codes["place"].append(None)
                codes["far"].append(None)
                continue
            if zone not in zones:
                zones.append(zone)
            drawn = scale.drawn(zone)
            codes["place"].append(drawn[0] if drawn else float(zones.index(zone)))
            codes["far"].append(max(scale.greatest(zone, other) for other in free))
        if not codes["held"]:
            raise BadQuery("no cell of the table says anything")
        return self.engine.make(codes), any(scale.drawn(zone) for zone in zones), total

    def keep_days(self, cells: Any, day: str) -> Any:
        """The cells of a day and of those before it."""
        import narwhals as nw

        said = self.table.said
        if isinstance(said, When):
            return cells if said.day <= day else cells.filter(nw.lit(False))
        days = {}
        for held, count in self.list_different(cells, "day"):
            found = read_day(held.strip(), said)
            if found is None:
                raise TableMistake(f'"{held[:40]}" is no date of the format {said.format}, in {count:,} rows')
            days[held] = found.day
        live = [held for held, each in days.items() if each <= day]
        return cells if len(live) == len(days) else cells.filter(nw.col("day").is_in(live))

    def read_questions(self, cells: Any) -> Any:
        """All questions with their weights, of which each must have one."""
        import narwhals as nw

        if self.columns.weight is None:
            return cells.select("issue", "question").unique().with_columns(nw.lit(1.0).alias("weight"))
        values = ValueReader(self.table, self.ledger.language)
        numbers: dict[str, list[Any]] = {"weight": [], "number": []}
        for held, count in self.list_different(cells, "weight"):
            try:
                number = float(values.read_number(held.strip()))
            except BadValue as bad:
                raise TableMistake(f"{bad.message}, in {count:,} rows") from bad
            if number <= 0:
                raise TableMistake(f'"{held[:40]}" is no weight, in {count:,} rows: a weight is above 0')
            numbers["weight"].append(held)
            numbers["number"].append(number)
        weighed = cells.select("issue", "question", "weight").unique()
        weighed = weighed.join(self.engine.make(numbers), on="weight", how="inner")
        found = weighed.group_by("issue", "question").agg(
            nw.col("number").min().alias("weight"), nw.col("number").max().alias("most")
        )
        for issue, question, *_ in self.engine.collect(found.filter(nw.col("weight") < nw.col("most")).head(1)):
            raise TableMistake(f"{issue} {question} has several weights: give it one")
        return found.select("issue", "question", "weight")


def read_engine_table(engine: Engine, ledger: Ledger, folder: str, day: str) -> EngineTable:
    """The only table of a ledger as it stands on a day. Raises BadQuery, and TableMistake for what is wrong in it."""
    import narwhals as nw

    reader = _Reader(engine, ledger, find_only_table(ledger), folder)
    cells = engine.keep(reader.select())
    codes, is_line, total = reader.read_codes(cells)
    parties = reader.list_different(cells, "party")
    issues = reader.find_ids(reader.list_different(cells, "issue"), "issue")
    said = reader.keep_days(cells, day).join(codes, on="held", how="inner")
    named = reader.find_ids(parties, "party")
    called = dict(engine.collect(cells.group_by("party").agg(nw.col("name").min()).select("party", "name")))
    repeated = said.group_by("party", "issue", "question").agg(nw.len().alias("rows")).filter(nw.col("rows") > 1)
    for party, _, question, *_ in engine.collect(repeated.head(1)):
        raise BadQuery(f"{party} has several values on {question}: --engine takes one, without it all are read")
    counts = {(party, issue): count for party, issue, count in reader.list_different(said, "party", "issue")}
    speaking = {party for party, _ in counts}
    language = ledger.language
    made = {
        id: ledger.parties.get(id) or Party(id, Text({language: called[key] or key}), reader.table.party.role)
        for id, key in named.items()
    }
    issue_names = {id: Text({language: name}) for id, name in issues.items()}
    if reader.columns.issue is None:
        issue_names = dict.fromkeys(issues, reader.table.name or Text({language: reader.table.id}))
    none: dict[str, Dimension] = {}
    made_issues = {id: Issue(id, name, none, headline=reader.table.headline) for id, name in issue_names.items()}
    return EngineTable(
        ledger=ledger._replace(parties={**ledger.parties, **made}, issues=made_issues, elsewhere=total),
        counts=counts,
        keys=named,
        parties=tuple(id for id in {**ledger.parties, **made} if named.get(id) in speaking),
        issues=issues,
        frame=said.filter(~nw.col("place").is_null()).select("party", "issue", "question", "place", "far"),
        questions=reader.read_questions(cells),
        is_line=is_line,
    )
