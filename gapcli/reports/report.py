"""What a command answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from gapcli.pages.grid import Page


class Report(NamedTuple):
    """What a command answers: data for machines, and a page for people, made when it is shown."""

    kind: str
    ledger: dict[str, Any] | None
    query: dict[str, Any]
    rows: Sequence[dict[str, Any]]
    page: Callable[[], Page]
    beside: Mapping[str, Any] = {}
    columns: tuple[str, ...] = ()
    """The keys of a row, in order: the header of CSV and TSV, of an empty table too."""
    notes: tuple[str, ...] = ()
    """What a person should be told on standard error, as that nothing is left to show."""

    def data(self) -> dict[str, Any]:
        """The JSON document of this report."""
        return {
            "kind": self.kind,
            "version": 1,
            "ledger": self.ledger,
            "query": self.query,
            "rows": self.rows,
            **self.beside,
        }
