"""A data set of Stata → rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from gapcli.files.kinds.grid import BadFile, Frame, add_to, write_single

_DATES = (
    ("%td", date(1960, 1, 1), 1),
    ("%d", date(1960, 1, 1), 1),
    ("%tc", datetime(1960, 1, 1), 86_400_000),
)
"""How the formats of dates begin, with when they count from, and how many of their units a day has."""


class StataTable(Frame):
    """A data set of Stata: of a column with labels a cell is the label of its code, unless codes are asked for."""

    called = "Stata data set"
    takes = frozenset({"coded", "encoding"})

    def open(self) -> None:
        """Read the columns of the file."""
        import pyreadstat

        _, facts = pyreadstat.read_dta(BytesIO(self.data), metadataonly=True, output_format="dict")
        width = max(1, sum(facts.variable_storage_width.values()))
        if (facts.number_rows or 0) * width > len(self.data):
            raise BadFile(f"the data set is damaged: it has less than the {facts.number_rows:,} rows that it names")
        encoding = None if self.layout.encoding == "utf-8" else self.layout.encoding
        read, facts = pyreadstat.read_dta(
            BytesIO(self.data),
            output_format="dict",
            user_missing=True,
            encoding=encoding,
            disable_datetime_conversion=True,
        )
        labels: Mapping[str, Mapping[Any, str]] = facts.variable_value_labels
        self.refuse_coded([*labels])
        self.names = [*read]
        self._columns = [
            _read_column(
                values,
                facts.readstat_variable_types[name],
                facts.original_variable_types[name],
                labels.get(name, {}) if name not in self.layout.coded else {},
            )
            for name, values in read.items()
        ]

    def list_records(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""
        return zip(*self._columns)


def _read_column(values: Sequence[Any], kind: str, format: str, labels: Mapping[Any, str]) -> list[Any]:
    """The values of a column of a type and a format, each as its label where there is one."""
    if kind.startswith("string"):
        return [*values]
    said = {f".{k}" if isinstance(k, str) else k: label for k, label in labels.items()}
    # One of the missing values has a letter, which says why it is missing.
    read = [f".{v}" if isinstance(v, str) else v for v in values]
    if said:
        return [said.get(v, v) for v in read]
    for head, epoch, per_day in _DATES:
        if format.replace("-", "", 1).startswith(head):
            return [v if isinstance(v, str) else add_to(epoch, v, per_day) for v in read]
    return [write_single(v) if isinstance(v, float) and kind == "float" else v for v in read]
