"""The documentation says what the tool does: its console blocks are run, its tables and schemas made again."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from conftest import PATHS, Ran

from gapcli.files.fields import list_fields
from gapcli.ledger import model
from gapcli.reports import REPORTS, find_schema

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)

NOUNS = (
    model.Ledger,
    model.Party,
    model.Judgement,
    model.Issue,
    model.Dimension,
    model.Option,
    model.Statement,
    model.Condition,
    model.Evidence,
    model.Proposal,
    model.Source,
    model.Reliability,
)
"""The nouns of the file, in the order in which a reader meets them."""


def regenerated(path: Path, text: str, update: bool) -> None:
    """A page is what it would be if it were made now; `--update` makes it so."""
    if update:
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run pytest --update, and review the difference"


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Runs a line as a user types it, in an empty folder, with the tool on the path."""
    folder = tmp_path_factory.mktemp("user")
    tools = tmp_path_factory.mktemp("bin")
    command = tools / "gapcli"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gapcli "$@"\n')
    command.chmod(0o755)
    hidden = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "GAPCLI_FILE"}
    kept = {k: v for k, v in os.environ.items() if k not in hidden}
    environment = kept | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", **PATHS}

    def run(line: str) -> str:
        done = subprocess.run(
            ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60
        )
        return done.stdout + done.stderr

    return run


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_console_blocks(page: Path, shell: Callable[[str], str], update: bool) -> None:
    """Each command in a console block prints what stands below it."""

    def run(block: re.Match[str]) -> str:
        lines = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "\n".join(f"{line}\n{shell(line[2:])}" for line in lines) + "```"

    regenerated(page, BLOCK.sub(run, page.read_text(encoding="utf-8")), update)


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def field_tables() -> str:
    parts = []
    for noun in NOUNS:
        parts.append(f"### {noun.__name__.lower()}\n\n{(noun.__doc__ or '').strip()}\n")
        rows = ["| key | | meaning |", "|---|---|---|"]
        for field in list_fields(noun):
            need = "required" if field.required else ""
            rows.append(f"| `{field.name}` | {need} | {cell(field.meaning)} |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def test_field_tables(update: bool) -> None:
    """The tables of the file format are those of the model."""
    page = ROOT / "docs" / "format.md"
    text = page.read_text(encoding="utf-8")
    made = re.sub(
        r"(?<=<!-- fields -->\n).*?(?=<!-- /fields -->)", lambda _: "\n" + field_tables() + "\n", text, flags=re.S
    )
    regenerated(page, made, update)


JSON_HEAD = """# The JSON

Every command prints a document with `-O json`; `jsonl`, `csv` and `tsv` are its `rows`. It is a contract: inside
version 1 it only grows. Figures run from 0 to 1 and are rounded to six decimals, unknown is `null`, and the same input
gives the same bytes. The JSON Schema of each kind: `gapcli schema KIND`.
"""


def described(schema: dict[str, Any]) -> list[str]:
    rows = ["| key | meaning |", "|---|---|"]
    return rows + [f"| `{key}` | {cell(value['description'])} |" for key, value in schema["properties"].items()]


def json_page() -> str:
    parts = [JSON_HEAD]
    common = {"kind", "version", "ledger", "query", "rows"}
    for kind in REPORTS:
        found = find_schema(kind)
        heading = (import_module(f"gapcli.reports.{kind}").__doc__ or "").strip().partition("\n")[0]
        parts.append(f"## {kind}\n\n{heading}\n\n" + "\n".join(described(found["properties"]["rows"]["items"])) + "\n")
        beside = {k: v for k, v in found["properties"].items() if k not in common}
        if beside:
            parts.append("Beside the rows:\n\n" + "\n".join(described({"properties": beside})) + "\n")
    return "\n".join(parts)


def test_json_page(update: bool) -> None:
    """The page of the JSON is that of the contracts."""
    regenerated(ROOT / "docs" / "json.md", json_page(), update)


@pytest.mark.parametrize(
    "name, kind", [("positions.schema.json", "ledger"), ("card.schema.json", "card"), ("matrix.schema.json", "matrix")]
)
def test_schemas(name: str, kind: str, update: bool) -> None:
    """The schemas beside the documentation are those that the tool prints."""
    text = json.dumps(find_schema(kind), indent=2, ensure_ascii=False) + "\n"
    regenerated(ROOT / "docs" / name, text, update)


def test_links_between_pages() -> None:
    """Each link to a file of the project leads to one."""
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} names {target}"


def test_readme_names_every_command(run: Callable[..., Ran]) -> None:
    """A user finds each command in the README."""
    help = run("--help").stdout.decode()
    commands = re.findall(r"^  ([a-z]+)  ", help.partition("Commands:")[2], re.M)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands
    assert [c for c in commands if f"gapcli {c}" not in readme] == []
