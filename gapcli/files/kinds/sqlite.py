"""A table of an SQLite database → rows."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from gapcli.files.kinds.grid import BadFile, Frame, choose_sheet, quote_name

STORED = 3
"""How SQLite marks a column that was computed when its row was written."""


class SqliteTable(Frame):
    """A table of a database, which is read in memory: nothing beside the file is opened, and nothing is written."""

    called = "SQLite database"
    takes = frozenset({"sheet"})

    def open(self) -> None:
        """Find the table in the database."""
        if self.data[:16] != b"SQLite format 3\0":
            raise BadFile("this is no SQLite database")
        page = int.from_bytes(self.data[16:18], "big")
        if int.from_bytes(self.data[28:32], "big") * (65_536 if page == 1 else page) > len(self.data):
            raise BadFile("the database is cut short")
        with self._connect() as base:
            found = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
            # A virtual table, a view and a computed column are programs that would have to be run.
            names = [name for name, sql in found if sql and "VIRTUAL" not in sql[:40].upper()]
            names = [name for name in names if not name.startswith("sqlite_")]

            def is_empty(name: str) -> bool:
                return base.execute(f"SELECT 1 FROM {quote_name(name)} LIMIT 1").fetchone() is None

            self._table = quote_name(choose_sheet(self.layout, names, "table", self.file, is_empty))
            columns = base.execute(f"PRAGMA table_xinfo({self._table})")
            self.names = [name for _, name, *_, hidden in columns if hidden in (0, STORED)]

    def list_records(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""
        with self._connect() as base:
            yield from base.execute(f"SELECT {', '.join(map(quote_name, self.names))} FROM {self._table}")

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        """A copy of the database in memory, in which nothing can be changed."""
        with closing(sqlite3.connect(":memory:")) as base:
            # One with a log beside it is read as it is without; no copy in memory has one.
            base.deserialize(self.data[:18] + b"\1\1" + self.data[20:])
            base.execute("PRAGMA query_only = ON")
            base.execute("PRAGMA trusted_schema = OFF")
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 20)
            yield base
