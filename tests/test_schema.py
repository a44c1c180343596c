"""The JSON Schemas: an independent validator takes what the tool takes, and refuses what it refuses."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HERE, PLAIN, Ran
from jsonschema import Draft202012Validator
from oracle_ledgers import random_ledger
from shares import some

from gapcli.files.find import EXAMPLES, find_example, shipped
from gapcli.reports import REPORTS, find_schema

DOCS = HERE.parent / "docs"


class Core(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as editors read it: a date is text."""


Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def shipped_ledger() -> Any:
    with open(shipped(), encoding="utf-8") as file:
        return yaml.load(file, Core)


SHAPES = {"stands": "matrix", "pairs": "matrix"}
"""The kinds that a command prints beside its own."""


@cache
def find_validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(find_schema(kind))


def mistakes(value: Any, kind: str = "ledger") -> list[str]:
    return [e.json_path for e in find_validator(kind).iter_errors(value)]


@pytest.mark.parametrize("kind", ["ledger", "card", *REPORTS])
def test_each_schema_is_one(kind: str, run: Callable[..., Ran]) -> None:
    """Each schema is a valid one, and the command prints it."""
    Draft202012Validator.check_schema(find_schema(kind))
    assert json.loads(run("schema", kind).stdout) == find_schema(kind)


def test_the_shipped_ledger_is_valid() -> None:
    """An independent validator accepts the shipped ledger and its cards."""
    assert mistakes(shipped_ledger()) == []
    folder = shipped().replace("positions.yaml", "../seeds")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            assert mistakes(yaml.load(file, Core), "card") == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_valid(name: str) -> None:
    """An independent validator accepts each example and its cards."""
    for file in Path(find_example(name)).rglob("*.yaml"):
        kind = "ledger" if file.name == "positions.yaml" else "card"
        assert mistakes(yaml.load(file.read_text(encoding="utf-8"), Core), kind) == []


def test_the_example_of_the_file_is_valid() -> None:
    """An independent validator accepts the ledger of the documentation, and no slip in it."""
    example = yaml.load((DOCS / "strait.yaml").read_text(encoding="utf-8"), Core)
    assert mistakes(example) == []
    for slip in ({"words": []}, {"word": "x"}):
        other = copy.deepcopy(example)
        other["statements"][1]["if"][0] |= slip
        assert mistakes(other)


@pytest.mark.parametrize("seed", some(range(20)))
def test_random_ledgers_are_valid(seed: int) -> None:
    """What the tool reads, the schema accepts."""
    assert mistakes(yaml.load(random_ledger(seed), Core)) == []


BREAKS = [
    (["statements", 0, "stance"], "asks-for"),
    (["statements", 0, "party"], "no such id"),
    (["statements", 0, "said"], "06/02/2026"),
    (["statements", 0, "surprise"], "x"),
    (["parties", "us", "role"], "friend"),
    (["issues", "enrichment", "weight"], 0),
    (["issues", "enrichment", "dimensions", "extent", "scale"], "rank"),
    (["format"], "one"),
    (["statements", 0, "evidence", 0, "attribution"], "rumour"),
]


@pytest.mark.parametrize("path, value", BREAKS, ids=lambda v: str(v)[:40])
def test_broken_ledgers_are_refused(path: list[Any], value: Any) -> None:
    """An independent validator refuses a broken ledger."""
    ledger = copy.deepcopy(shipped_ledger())
    place = ledger
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert mistakes(ledger)


def test_a_missing_key_is_refused() -> None:
    """A statement without its evidence is refused."""
    ledger = copy.deepcopy(shipped_ledger())
    del ledger["statements"][0]["evidence"]
    assert mistakes(ledger)


COMMANDS = [
    ["matrix"],
    ["matrix", "--by", "party"],
    ["matrix", "--dimensions", "--parties", "all", "--issues", "all"],
    ["matrix", "--since", "2026-02-01"],
    ["matrix", "--parties", "us"],
    ["issue"],
    ["issue", "enrichment", "--source"],
    ["issue", "guarantees.no-attack"],
    ["party"],
    ["party", "iran"],
    ["statements"],
    ["statements", "--text", "ضمانات"],
    ["sources"],
    ["moves"],
    ["moves", "guarantees"],
    ["disputes"],
    ["links"],
    ["proposals"],
    ["robust"],
    ["check", "-f", shipped()],
    ["check", "--strict", shipped()],
]


@pytest.mark.parametrize("command", some(COMMANDS), ids=" ".join)
def test_every_json_output_is_valid(command: list[str], run_seeded: Callable[..., list[Ran]]) -> None:
    """What a command prints is valid under its own schema, and the same bytes under any hash seed."""
    first, *others = run_seeded(*command, "--json")
    assert all(done.stdout == first.stdout for done in others)
    document = json.loads(first.stdout)
    assert SHAPES.get(document["kind"], document["kind"]) == command[0]
    assert mistakes(document, document["kind"]) == []


def test_unknown_kind(run: Callable[..., Ran]) -> None:
    """A kind that there is not ends in exit 2, with the nearest name."""
    done = run("schema", "matrics")
    assert done.code == 2
    assert b'did you mean "matrix"?' in done.stderr


@pytest.mark.parametrize("kind", ["ledger", "card"])
def test_optimised_python_prints_the_same_schema(kind: str) -> None:
    """`python -OO` drops docstrings, and the schema keeps what its nouns mean."""
    plain, optimised = (
        subprocess.run([sys.executable, *flags, "-m", "gapcli", "schema", kind], env=PLAIN, capture_output=True)
        for flags in ([], ["-OO"])
    )
    assert optimised.returncode == 0
    assert optimised.stdout == plain.stdout
