"""`matrix --by party` of a table that an engine reads: what is refused before any work, and the way to the report."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gapcli.cli.ending import Code, Stop, Trouble, quote_path
from gapcli.files.engines import TableMistake, open_engine, read_engine_table, require_engine
from gapcli.formats.progress import show_progress
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.columns import Columns
from gapcli.measure.engine import EngineCells, measure_pairs
from gapcli.measure.view import narrow
from gapcli.reports.pairs import state_sums
from gapcli.words import phrases

if TYPE_CHECKING:
    from gapcli.ledger.model import Ledger
    from gapcli.reports.pairs import PairsReport

SERVED = ("parties", "issues", "as_of", "weights")
"""The options of a query that an engine can serve."""


def require_served(name: str, query: Query, taken: Mapping[str, Any]) -> None:
    """Refuse what an engine cannot serve, before any work. Raises BadQuery."""
    asked = {**query._asdict(), **query.lenses}
    del asked["lenses"]
    for option, value in asked.items():
        if value and option not in SERVED:
            raise BadQuery(f"--{option.replace('_', '-')} is not for --engine {name}: leave one of the two out")
    if query.weights == "salience":
        raise BadQuery(f"--weights salience is not for --engine {name}: leave one of the two out")
    if taken["by"] not in (None, "party"):
        raise BadQuery(f"--engine {name} has --by party alone, and not --by {taken['by']}")
    for option in ("dimensions", "words", "rows"):
        if taken[option]:
            raise BadQuery(f"--{option} is not for --engine {name}: leave one of the two out")
    if taken["sort"] not in (None, "file"):
        raise BadQuery(f"--sort {taken['sort']} is of issues: --by party has --sort file alone")
    require_engine(name)


def compare_by_engine(name: str, ledger: "Ledger", path: str, query: Query, sort: str | None) -> "PairsReport":
    """The report of a ledger whose table an engine reads. Raises Stop and BadQuery."""
    weights = query.weights
    try:
        with show_progress(phrases.ENGINE_AT_WORK.format(engine=name)), open_engine(name) as engine:
            day = narrow(ledger, Query(as_of=query.as_of)).day
            table = read_engine_table(engine, ledger, os.path.dirname(path), day)
            view = narrow(table.ledger, query)
            view = view.show(table.parties, headline=True)
            shown = [c.issue.id for c in view.chosen]
            (only,) = ledger.tables.values()
            count = table.count_cells(view.parties, shown)
            cards = [only.card] if count else []
            view = view._replace(columns=Columns(view.parties, (), frozenset(), count, cards))
            frame, questions = table.keep_issues(shown)
            cells = EngineCells(frame, questions, table.is_line, engine.collect)
            called = {table.keys.get(id, id): id for id in view.parties}
            sums = [
                pair._replace(a=called[pair.a], b=called[pair.b])
                for pair in measure_pairs(cells, [*called], weights, only.counts == "questions")
            ]
    except TableMistake as mistake:
        (only,) = ledger.tables.values()
        raise Stop(Code.BROKEN, f"{quote_path(only.file)}: {mistake}") from mistake
    except OSError as error:
        raise Trouble("read", error.filename or path, error) from error
    return state_sums(view, sums, only.card, sort)
