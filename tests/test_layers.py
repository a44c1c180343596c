"""The rooms of the package, and the one way in which they may import each other."""

import ast
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from conftest import PATHS

import gapcli

PACKAGE = Path(gapcli.__file__).parent
ARROW = ("text", "ledger", "files", "editing", "measure", "words", "reports", "pages", "formats", "cli", "__main__")
"""The rooms from left to right: each imports from those before it, and none from those after."""
APART = {
    *((room, "files") for room in ("measure", "words", "pages")),
    *((room, "editing") for room in ("measure", "words", "reports", "pages", "formats")),
}
"""What stands to the right and imports nothing from a room to the left all the same: `files` reads, and no more."""
LARGEST = 0.28
"""Which share of all lines a room may have, so that nothing becomes the place of everything."""
FRONT = {"__init__"}
"""The front of the package: what a notebook imports, each name from its home when it is first used."""
OWNERS = {"yaml": {"files", "editing"}, "typer": {"cli"}, "rich": {"formats"}}
"""Who may import a library."""
FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    """The dotted name of a file below the package; of a folder's `__init__` that of the folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


@cache
def imports(path: Path) -> set[str]:
    """The modules of the package that a file imports, wherever in it, by their dotted names; libraries by theirs."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path.name}: imports are absolute"
            each = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name.removeprefix("gapcli.") in MODULES else node.module for name in each}
    return {name.removeprefix("gapcli.") for name in found}


def test_every_file_is_placed() -> None:
    """Each file of the package stands in a room of the arrow; a new one fails this until it does."""
    rooms = {module.partition(".")[0] for module in MODULES}
    assert rooms == {*ARROW, *FRONT}


def test_no_room_is_too_large() -> None:
    """A room of more than `LARGEST` of all lines is to be two."""
    lines = Counter[str]()
    for module, path in MODULES.items():
        lines[module.partition(".")[0]] += len(path.read_text(encoding="utf-8").splitlines())
    assert {room for room in lines if lines[room] > LARGEST * lines.total()} == set()


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    """A room imports only from rooms that stand before it on the arrow."""
    room = module.partition(".")[0]
    for name in imports(MODULES[module]) & MODULES.keys():
        other = name.partition(".")[0]
        if room in FRONT or other == room:
            continue
        assert ARROW.index(other) < ARROW.index(room), f"{module} imports {name}, which stands after it"
        assert (room, other) not in APART, f"{module} imports {name}, and {room} needs no {other}"


def test_no_circle_within_a_room() -> None:
    """The files of a room, and its folders, make no circle of imports, not even by way of a late one."""
    edges = {module: imports(path) & MODULES.keys() - {module} for module, path in MODULES.items()}
    # What imports nothing that is left is taken away, until nothing is left.
    left = dict(edges)
    while free := [module for module, needed in left.items() if not needed & left.keys()]:
        for module in free:
            del left[module]
    assert not left, f"a circle among {sorted(left)}"


@pytest.mark.parametrize("module", MODULES)
def test_each_library_has_its_owner(module: str) -> None:
    """A library is imported in its own room alone."""
    for name in imports(MODULES[module]):
        owners = OWNERS.get(name.partition(".")[0])
        assert owners is None or module.partition(".")[0] in owners, f"{module} imports {name}"


HEAVY = {"rich", "networkx", "pydantic", "pygments", "markdown_it", "asyncio", "unittest", "multiprocessing", "http"}


DRAWN = ("gapcli.formats.html", "gapcli.formats.svg", "gapcli.formats.tree", "gapcli.pages.document")
"""What makes a document, and what makes a picture."""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run of the command has imported by its end."""
    code = (
        "import sys, os, io\n"
        "sys.argv = ['gapcli', *sys.argv[1:]]\n"
        "from gapcli.cli import run as cli\n"
        "out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), 'utf-8')\n"
        "assert cli.run() == 0\n"
        "print(' '.join(sorted({m for m in sys.modules})), file=out)\n"
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
    # That it looked where the command ran.
    assert "gapcli.cli.run" in found
    return found


def test_matrix_as_json_imports_nothing_heavy(tmp_path: Path) -> None:
    """The way to `matrix --json` goes past every module that costs a start."""
    assert not loaded(tmp_path, "matrix", "--json") & HEAVY


@pytest.mark.parametrize("arguments", [("matrix",), ("matrix", "--json"), ("brief", "-O", "md")], ids=" ".join)
def test_only_a_page_of_html_imports_how_it_is_made(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """What makes a document or a picture costs nothing where none is asked for."""
    found = loaded(tmp_path, *arguments)
    assert not {name for name in found if name.startswith(DRAWN)}
    assert "gapcli.reports.page" not in found


def test_a_picture_imports_no_document(tmp_path: Path) -> None:
    """SVG has what it shares with HTML, and none of that itself."""
    found = loaded(tmp_path, "matrix", "-O", "svg")
    assert "gapcli.formats.svg.canvas" in found
    assert not {name for name in found if name.startswith(("gapcli.formats.html", "gapcli.pages.document"))}


def test_a_pipe_needs_no_pager(tmp_path: Path) -> None:
    """What only a terminal needs is imported for a terminal alone."""
    assert "gapcli.cli.pager" not in loaded(tmp_path, "matrix")


def test_version_imports_no_reader(tmp_path: Path) -> None:
    """`--version` parses no command line, reads no YAML and makes no JSON."""
    assert not loaded(tmp_path, "--version") & {"typer", "yaml", "json", "rich"}


def test_help_imports_no_ledger(tmp_path: Path) -> None:
    """`--help` needs the names of the options, and nothing of what a ledger is or how it is read and measured."""
    found = loaded(tmp_path, "--help")
    assert not found & {"yaml", "json", "gapcli.ledger.model", "gapcli.files.cache", "gapcli.measure"}
