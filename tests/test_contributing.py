"""CONTRIBUTING tells the truth: its tables are where it says, its arrow has every room, its functions are there."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from conftest import HERE, SLOW

import gapcli

TEXT = (HERE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = {p.stem for p in Path(gapcli.__file__).parent.iterdir() if p.suffix == ".py" or any(p.glob("*.py"))}
"""The folders and files of the package that hold code."""
NAMED = re.findall(r"`([A-Z]{2,})`\s+of\s+\[[^]]*\]\((gapcli/[^)]+)\.py\)", TEXT)
"""Each table with the file that it is said to be in."""


def find_module(path: str) -> str:
    """The module of a file of the package, without its ending."""
    return path.replace("/", ".").removesuffix(".__init__")


def test_the_arrow_has_every_room() -> None:
    """Each room of the package is on the arrow and in the table under it, once."""
    arrow = TEXT.partition("```text\n")[2].partition("\n```")[0].split(" → ")
    table = [Path(target).stem for target in re.findall(r"^\| \[[^]]+\]\((gapcli/[^)]+)\) \|", TEXT, re.M)]
    assert sorted(arrow) == sorted(ROOMS - {"__init__"})
    assert table == arrow


@pytest.mark.parametrize(("name", "path"), NAMED, ids=lambda v: v)
def test_a_table_is_where_it_is_said_to_be(name: str, path: str) -> None:
    """Each table that a newcomer adds to has that name, in that file, and is not empty."""
    assert getattr(import_module(find_module(path)), name)


def test_every_table_is_named() -> None:
    """There is a list of places for each table of the house."""
    assert {name for name, _ in NAMED} >= {"LENSES", "MARKS", "SCALES", "RULES", "REPORTS", "FORMATS"}


def test_the_traced_functions_are_there() -> None:
    """Each step of the traced command that names functions names what its file has."""
    steps = re.findall(r"^\d+\. \[[^]]+\]\((gapcli/[^)]+)\.py\): `([A-Za-z_.]+)[`(]", TEXT, re.M)
    assert len(steps) > 10
    for path, name in steps:
        found = import_module(find_module(path))
        for part in name.split("."):
            assert hasattr(found, part), f"{path} has no {name}"
            found = getattr(found, part)


def test_the_slow_files_are_there() -> None:
    """Each file that the fast tests leave out is one of this folder."""
    assert [name for name in SLOW if not (HERE / name).exists()] == []
