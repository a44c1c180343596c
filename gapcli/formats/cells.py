"""A report as tables of cells: its rows, and what stands beside them.

Of a text by language a cell has the one that is shown, so that people and programs find words in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from gapcli.ledger.model import Text
from gapcli.reports.report import ByLanguage, JsonObject, Report, fields, find_row, holds


class Table(NamedTuple):
    """Lines of cells under columns."""

    name: str
    columns: Mapping[str, object]
    """The type of each column by its key, as a report declares it; of one that holds anything None."""
    lines: Iterable[list[Any]]
    """A cell a column: JSON."""


def _fill(columns: Mapping[str, object], rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    texts = {name for name, kind in columns.items() if holds(kind, ByLanguage)}
    for row in rows:
        cells = ((name, row.get(name)) for name in columns)
        yield [str(Text(cell)) if name in texts and cell else cell for name, cell in cells]


def list_lines(report: Report) -> Iterator[list[Any]]:
    """The cells of each row; where a key of it holds items that are a line each, it stands once for each of them."""
    rows: Iterable[dict[str, Any]] = report.list_rows()
    if report.lines:
        rows = (row | item for row in rows for item in row[report.lines] or [{}])
    return _fill(report.column_types(), rows)


def list_tables(report: Report) -> Iterator[Table]:
    """The rows of a report; then all else in its document: the lists by their keys, and the rest in one of its own."""
    yield Table(report.kind, report.column_types(), list_lines(report))
    document = report.data()
    rest = {key: document.pop(key) for key in ("kind", "version", "ledger", "query")}
    for field in (*fields(type(report)), *report.names_field()):
        value: Any = document[field.key]
        row = find_row(field.type)
        if row is None or value is None:
            rest[field.key] = value
            continue
        columns: dict[str, object] = {f.key: f.type for f in fields(row)}
        if isinstance(value, dict):
            columns = {"id": str} | columns
            value = [{"id": id} | each for id, each in value.items()]
        yield Table(field.key, columns, _fill(columns, value))
    yield Table("about", {"key": str, "value": None}, _flatten(rest))


def _flatten(value: JsonObject, before: str = "") -> Iterator[list[Any]]:
    """The keys of an object with their values, those of objects in it behind a full stop."""
    for key, each in value.items():
        if isinstance(each, dict) and each:
            yield from _flatten(each, f"{before}{key}.")
        else:
            yield [before + key, each]
