"""A table of an SQLite database → rows."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from gapcli.files.kinds.grid import BadFile, Frame, choose_sheet, quote_name


class SqliteTable(Frame):
    """A table of a database, which is read in memory: nothing beside the file is opened, and nothing is written."""

    called = "SQLite database"
    takes = frozenset({"sheet"})

    def open(self) -> None:
        """Find the table in the database."""
        if self.data[:16] != b"SQLite format 3\0":
            raise BadFile("this is no SQLite database")
        with self._connect() as base:
            if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise BadFile("the database is damaged")
            found = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
            # A virtual table, like a view, is a program that would have to be run.
            names = [name for name, sql in found if sql and "VIRTUAL" not in sql[:40].upper()]
            self._table = choose_sheet(
                self.layout, [name for name in names if not name.startswith("sqlite_")], "table", self.file
            )
            described = base.execute(f"SELECT * FROM {quote_name(self._table)} LIMIT 0").description
            self.names = [column[0] for column in described]

    def list_records(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""
        with self._connect() as base:
            yield from base.execute(f"SELECT * FROM {quote_name(self._table)}")

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
