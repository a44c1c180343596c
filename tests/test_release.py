"""What a release rests on: one version, types, and locks that hold all that is needed, each file by its hash."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import gapcli

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {"requirements.lock": (), "requirements-test.lock": ("test",), "requirements-dev.lock": ("dev", "test")}
"""Each lock with the extras that it is of."""


def read_lock(name: str) -> dict[str, str]:
    """The version of each package of a lock. Nothing in it is without a version and a hash."""
    entries = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    found = [
        re.fullmatch(r"(\S+)==(\S+)(?: ;[^#]*?)?((?: +--hash=sha256:[0-9a-f]{64})+)", e) for e in entries if e[0] != "#"
    ]
    assert found and all(found)
    return {canonicalize_name(m[1]): m[2] for m in found if m}


def list_needs(extras: tuple[str, ...]) -> list[Requirement]:
    """What the package, its build and some extras need, those that an extra names among them."""
    project = PROJECT["project"]
    needs = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    needs += [need for extra in extras for need in project["optional-dependencies"][extra]]
    found = []
    for need in map(Requirement, needs):
        found += list_needs(tuple(need.extras)) if need.name == "gapcli" else [need]
    return found


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_a_lock_has_all_that_is_needed(name: str, extras: tuple[str, ...]) -> None:
    """Each requirement is met by the lock: `.ci/lock` makes it anew."""
    lock = read_lock(name)
    needs = {need: lock.get(canonicalize_name(need.name)) for need in list_needs(extras)}
    assert [str(need) for need, found in needs.items() if not found or not need.specifier.contains(found)] == []


def test_the_locks_agree() -> None:
    """What is tested is what is run."""
    run, test, dev = map(read_lock, LOCKS)
    assert run.items() <= test.items() <= dev.items()


def test_the_version_stands_in_one_place() -> None:
    """The project has none of its own: what is built takes that of the package, and is told apart by it."""
    assert "version" not in PROJECT["project"]
    assert version("gapcli") == gapcli.__version__


def test_the_types_are_installed() -> None:
    """Checkers of types take the annotations of the package (PEP 561)."""
    assert (Path(gapcli.__file__).parent / "py.typed").exists()
