"""The rooms of the package, and the one way in which they may import each other."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATHS

import gapcli

PACKAGE = Path(gapcli.__file__).parent
ORDER = ("text", "ledger", "files", "measure", "words", "pages", "reports", "formats", "cli", "__main__")
"""From left to right; a room imports from the rooms before it."""
OWNERS = {"yaml": {"files"}, "typer": {"cli"}, "rich": {"formats"}}
"""Who may import a library."""


def rooms() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py" or p.parent != PACKAGE)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", rooms(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    """A room imports only from rooms that stand before it on the arrow."""
    room = room_of(path)
    assert room in ORDER, f"{room} has no place on the arrow"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "gapcli" or len(parts) == 1 or parts[1] not in ORDER or parts[1] == room:
            continue
        before = ORDER.index(parts[1]) < ORDER.index(room)
        assert before, f"{room} imports {parts[1]}, which stands after it"


@pytest.mark.parametrize("path", rooms(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_has_its_owner(path: Path) -> None:
    """A library is imported in its own room alone."""
    for name in imports(path):
        top = name.split(".")[0]
        if top in OWNERS:
            assert room_of(path) in OWNERS[top], f"{path.name} imports {top}"


HEAVY = {"rich", "networkx", "pydantic", "pygments", "markdown_it", "asyncio", "unittest", "multiprocessing", "http"}


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run of the command has imported by its end."""
    code = (
        "import sys, os, io\n"
        "sys.argv = ['gapcli', *sys.argv[1:]]\n"
        "from gapcli.cli import commands as cli\n"
        "out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), 'utf-8')\n"
        "assert cli.run() == 0\n"
        "print(' '.join(sorted({m.split('.')[0] for m in sys.modules})), file=out)\n"
    )
    environment = os.environ | PATHS
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = set(done.stdout.split())
    assert "typer" in found
    return found


def test_matrix_as_json_imports_nothing_heavy(tmp_path: Path) -> None:
    """The way to `matrix --json` goes past every module that costs a start."""
    assert not loaded(tmp_path, "matrix", "--json") & HEAVY


def test_version_imports_no_reader(tmp_path: Path) -> None:
    """`--version` reads no YAML and makes no JSON."""
    assert not loaded(tmp_path, "--version") & {"yaml", "json", "rich"}
