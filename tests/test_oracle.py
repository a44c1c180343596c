"""The tool against an independent, slow reading of the measure: the same rows and the same totals."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from operator import attrgetter
from random import Random
from typing import Any

import oracle
import pytest
from conftest import Ran
from oracle_ledgers import random_ledger
from shares import some
from small_ledgers import compare_parties

from gapcli.files.find import shipped
from gapcli.files.load import load, load_bytes
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.compare import Comparison, compare_all
from gapcli.measure.gaps import Sum
from gapcli.measure.positions import Position
from gapcli.measure.spread import Spreads
from gapcli.measure.view import narrow

CLOSE = 1e-5
"""Figures of the tool are rounded to six decimals, those of the oracle rest on a grid."""
SEEDS = some(range(100))


@cache
def ledger_of(text: str) -> Ledger:
    """A ledger that passes gapcli's own check."""
    loaded = load_bytes(text.encode(), "random.yaml")
    assert loaded.ledger is not None
    assert not loaded.errors, loaded.errors
    return loaded.ledger


@cache
def shipped_ledger() -> Ledger:
    loaded = load(shipped())
    assert loaded.ledger is not None
    assert not loaded.errors, loaded.errors
    return loaded.ledger


def answer(ledger: Ledger, by_party: bool = False, dimensions: bool = False, **query: Any) -> dict[str, Any]:
    """What the tool answers to the question that the oracle is asked by the same names."""
    return compare_parties(narrow(ledger, Query(**query)), by_party=by_party, dimensions=dimensions)


def differences(tool: Any, told: Any, where: str = "") -> list[str]:
    """Where what the tool says is not what the oracle tells; the oracle puts nothing into words."""
    if isinstance(told, dict) and isinstance(tool, dict):
        unsaid = set(tool) - set(told) - {"a_says", "b_says"}
        found = [f"{where}: only the tool has {sorted(unsaid)}"] if unsaid else []
        return found + [d for key in told for d in differences(tool[key], told[key], f"{where}.{key}")]
    if isinstance(told, list) and isinstance(tool, list) and where.endswith(("rows", "totals", "possible", "spread")):
        if len(tool) != len(told):
            return [f"{where}: {len(tool)} and not {len(told)}"]
        return [d for i, (x, y) in enumerate(zip(tool, told)) for d in differences(x, y, f"{where}[{i}]")]
    if isinstance(told, list) and isinstance(tool, list):
        # The tool names them in the order of the file, and what is assumed in its own way.
        tool, told = {one for one in tool if not one.startswith("assumed-")}, {one for one in told if "=" not in one}
    if isinstance(told, float) and isinstance(tool, (int, float)) and abs(tool - told) < CLOSE:
        return []
    return [] if tool == told else [f"{where}: {tool!r} and not {told!r}"]


# --- the shipped ledger ---------------------------------------------------------------------------

SHIPPED: tuple[dict[str, Any], ...] = (
    {},
    {"dimensions": True},
    {"issues": ("all",), "parties": ("all",), "dimensions": True},
    {"by_party": True},
    {"by_party": True, "issues": ("all",), "weights": "even"},
    {"weights": "even", "dimensions": True},
    {"weights": "questions", "parties": ("all",), "issues": ("all",), "dimensions": True},
    {"weights": "questions", "issues": ("enrichment.extent", "sanctions", "missiles")},
    {"weights": "salience", "parties": ("all",)},
    {"as_of": "2026-02-05", "by_party": True},
    {"as_of": "2026-02", "issues": ("all",)},
    {"as_of": "2020", "by_party": True},
    {"as_of": "2025", "parties": ("all",), "issues": ("all",)},
    {"since": "2026-02-01", "dimensions": True},
    {"since": "2025", "parties": ("all",), "issues": ("all",)},
    {"on_record": True, "dimensions": True},
    {"own_words": True, "by_party": True},
    {"without": ("arabi-post-muscat",), "dimensions": True},
    {"only": ("al-jazeera-column", "muscat-live-blog"), "parties": ("all",), "issues": ("all",)},
    {"assume": ("iran:enrichment.extent=none",), "dimensions": True},
)


@pytest.mark.parametrize("asked", some(SHIPPED), ids=lambda asked: ",".join(asked) or "default")
def test_shipped_ledger(asked: dict[str, Any]) -> None:
    """On the ledger that ships, each question gets the oracle's figures, marks, statements and totals."""
    told = oracle.matrix(shipped(), **asked)
    assert differences(answer(shipped_ledger(), **asked), told) == []


def test_the_command(run: Callable[..., Ran]) -> None:
    """What `gapcli matrix --json` prints has the rows and totals of the oracle."""
    asked = ["--parties", "all", "--issues", "all", "--dimensions", "--weights", "even", "--as-of", "2026-02-06"]
    printed = json.loads(run("matrix", "--by", "pair", "--json", "-f", shipped(), *asked).stdout)
    told = oracle.matrix(
        shipped(), parties=["all"], issues=["all"], dimensions=True, weights="even", as_of="2026-02-06"
    )
    assert printed["rows"]
    figures = ("rows", "totals")
    assert differences({key: printed[key] for key in figures}, {key: told[key] for key in figures}) == []


# --- random ledgers -------------------------------------------------------------------------------


def questions(ledger: Ledger, rng: Random) -> list[dict[str, Any]]:
    """Plain questions to a ledger, and one of each kind of lens."""
    day = f"2026-{rng.choice(['01-05', '01-17', '01-25', '02-03', '02-10'])}"
    everything = {"parties": ("all",), "issues": ("all",), "dimensions": True}
    dimension = rng.choice([d for issue in ledger.issues.values() for d in issue.dimensions.values()])
    party = rng.choice(list(ledger.parties))
    cards = list(ledger.cards)
    vias = sorted(ledger.outlets)
    value = rng.choice(list(dimension.options) or [f"{end:g}" for end in dimension.range])
    return [
        {},
        everything,
        {"by_party": True, "as_of": day},
        {"by_party": True, "weights": "salience", "issues": ("all",)},
        everything | {"weights": "even", "as_of": day},
        everything | {"weights": "questions"},
        everything | {"weights": "salience", "since": "2026-01-17"},
        {
            "issues": (dimension.about, rng.choice(list(ledger.issues))),
            "parties": ("all",),
            "weights": rng.choice(["declared", "even"]),
        },
        everything | {rng.choice(["on_record", "own_words"]): True},
        everything | {rng.choice(["only", "without"]): (rng.choice(cards + vias),)},
        everything | {"assume": (f"{party}:{dimension.about}={value}",), "as_of": day},
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_ledger(seed: int) -> None:
    """On a random ledger that passes the check, each question gets the oracle's answer."""
    text = random_ledger(seed)
    ledger = ledger_of(text)
    for asked in questions(ledger, Random(seed)):
        assert differences(answer(ledger, **asked), oracle.matrix(text, **asked)) == [], asked


@pytest.mark.parametrize("seed", some(range(20)))
def test_spread(seed: int) -> None:
    """Spread, the most it could be, coverage and each party's distance: of each issue and question, and of all."""
    text = random_ledger(seed)
    view = narrow(ledger_of(text), Query(parties=("all",), issues=("all",)))
    spreads = Spreads(Comparison(view))
    for told in oracle.spreads(text, parties=["all"], issues=["all"], dimensions=True):
        name = (told["issue"], told["dimension"])
        chosen = [d for d in view.dimensions if name in ((d.issue, d.id), (d.issue, None))]
        found = spreads.sum_up(chosen if told["issue"] else view.dimensions)
        for key, figure in (("spread", found.spread), ("most", found.most), ("coverage", found.coverage)):
            assert figure == (None if told[key] is None else pytest.approx(told[key], abs=CLOSE)), (name, key)
        for party, distance in told["distances"].items():
            assert found.distances[party] == (None if distance is None else pytest.approx(distance, abs=CLOSE))


# --- what a row rests on --------------------------------------------------------------------------

GUARDED: tuple[dict[str, Any], ...] = ({"issues": ("all",)}, {"issues": ("all",), "by_party": True})


def without(ledger: Ledger, ids: Iterable[str]) -> Ledger:
    """The ledger as a lens leaves it that takes some statements away."""
    gone = set(ids)
    return ledger._replace(statements=tuple(s for s in ledger.statements if s.id not in gone))


READ_SIDE = attrgetter(*(each.name for each in fields(Position)))


def sums(ledger: Ledger, parties: tuple[str, ...]) -> Iterator[tuple[Sum, Sum]]:
    """Of each pair each issue and each dimension, with the sum of all."""
    narrowed = narrow(ledger, Query(parties=parties, issues=("all",)))
    for pair in compare_all(narrowed):
        for _, issue in pair.issues:
            for of in (issue, *(Sum((one,)) for one in issue.cells)):
                yield of, pair.total


def made_of(of: Sum, total: Sum) -> Any:
    """All that a sum follows from, so that it need not be done again where this is the same."""
    return total.weight, of.told, [(READ_SIDE(c.a), READ_SIDE(c.b), c[2:]) for c in of.cells]


def said_of(of: Sum, total: Sum) -> Any:
    """All that a row says, but for the statements that it names and for its part."""
    return of.figures, of.possible, of.coverage, of.marks, of.origins, of.open(total)


@pytest.mark.parametrize("asked", GUARDED, ids=("principals", "by party"))
def test_what_a_row_does_not_name_does_not_matter_to_it(asked: dict[str, Any]) -> None:
    """Leaving out a statement that a row of the shipped ledger does not name changes neither its figures nor marks."""
    ledger = shipped_ledger()
    rows = answer(ledger, dimensions=True, **asked)["rows"]
    parties = tuple({party: None for row in rows for party in (row["a"], row["b"])})
    before = [(row[0].statements, made_of(*row), said_of(*row)) for row in sums(ledger, parties)]
    assert len(before) == len(rows)
    for s in some(ledger.statements):
        for (named, made, said), row in zip(before, sums(without(ledger, [s.id]), parties), strict=True):
            assert s.id in named or made_of(*row) == made or said_of(*row) == said, s.id


@pytest.mark.parametrize("asked", GUARDED, ids=("principals", "by party"))
def test_what_a_row_names_is_all_that_it_rests_on(asked: dict[str, Any]) -> None:
    """Leaving out all that a row of the shipped ledger names, and what these replaced, makes it unknown."""
    ledger = shipped_ledger()

    @cache
    def leave_out(gone: frozenset[str], pair: tuple[str, str], issue: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = answer(without(ledger, gone), parties=pair, issues=(issue,), dimensions=True)[
            "rows"
        ]
        return rows

    for row in some(answer(ledger, dimensions=True, **asked)["rows"]):
        named = [s.key for s in ledger.statements if s.id in row["statements"]]
        gone = frozenset(row["statements"]) | {id for id, _ in ledger.replaced(named)}
        left = leave_out(gone, (row["a"], row["b"]), row["issue"])
        now = next(one for one in left if one["dimension"] == row["dimension"])
        nothing = None if row["dimension"] is None else "unknown"
        assert (now["a_status"], now["b_status"]) == (nothing, nothing)
        assert (now["gap"], now["level"], now["coverage"], now["possible"]) == (None, None, 0, [0, 1])
        assert now["marks"] == now["statements"] == []
