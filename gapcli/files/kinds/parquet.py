"""A Parquet file → rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gapcli.files.kinds.grid import MOST_CELLS, BadFile, Frame, quote_name

BATCH = 10_000
"""How many rows are held at once."""
_SOURCE = "FROM read_parquet(?)"


class ParquetTable(Frame):
    """A Parquet file, read in pieces."""

    called = "Parquet file"

    def open(self) -> None:
        """Find the columns of the file."""
        if self.data[:4] != b"PAR1" or self.data[-4:] != b"PAR1":
            raise BadFile("this is no Parquet file")
        with self._connect() as (base, path):
            columns = [
                (name, kind) for name, kind, *_ in base.execute(f"DESCRIBE SELECT * {_SOURCE}", [path]).fetchall()
            ]
            count = base.execute(f"SELECT count(*) {_SOURCE}", [path]).fetchall()[0][0]
        if count * len(columns) > 10 * MOST_CELLS:
            raise BadFile(f"the file has {count:,} rows: more than {10 * MOST_CELLS:,} cells")
        self.names = [name for name, _ in columns]
        self._singles = [i for i, (_, kind) in enumerate(columns) if kind == "FLOAT"]
        # As texts: numbers of 32 bits in their own digits, and moments without a library for time zones.
        self._query = f"SELECT {', '.join(_select(*column) for column in columns)} {_SOURCE}"

    def list_records(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""
        with self._connect() as (base, path):
            base.execute(self._query, [path])
            while rows := base.fetchmany(BATCH):
                for row in rows:
                    for i in self._singles:
                        row = (*row[:i], row[i] and float(row[i]), *row[i + 1 :])
                    yield row

    @contextmanager
    def _connect(self) -> Iterator[tuple[Any, str]]:
        """An engine, and the path of a copy of the file: it reads paths alone, and what lies there may have changed."""
        import duckdb

        options: Any = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}
        with TemporaryDirectory() as folder, duckdb.connect(":memory:", config=options) as base:
            path = Path(folder) / "table.parquet"
            path.write_bytes(self.data)
            try:
                yield base, str(path)
            except duckdb.Error as error:
                # It names the copy, and the query.
                reason = str(error).partition("\n")[0].replace(str(path), self.file)
                raise BadFile(f"this Parquet file cannot be read: {reason[:120]}")


def _select(name: str, kind: str) -> str:
    """A column as a query has it."""
    return quote_name(name) + ("::VARCHAR" if kind in ("FLOAT", "TIMESTAMP WITH TIME ZONE") else "")
