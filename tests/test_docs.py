"""The documentation says what the tool does: its console blocks are run, its tables and schemas made again."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any, Literal, get_args, get_origin

import pytest
from conftest import PATHS, SHIPPED_NOTE, Ran
from growing_ledgers import BROKEN, LINKED, SOUND

from gapcli.files.checks.table import RULES
from gapcli.files.fields import list_fields, spell_noun
from gapcli.files.load import load
from gapcli.files.problems import frame
from gapcli.ledger import model
from gapcli.ledger.query import Query
from gapcli.measure.view import narrow
from gapcli.reports import REPORTS, find_schema

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r'^```(?:console|\w+ title="(?P<file>[\w/.-]+)")\n(?P<text>.*?)^```$', re.S | re.M)
"""A block of commands, or one that is a file, or a part of it, by its title."""

COOKBOOK = ROOT / "docs" / "cookbook.md"
RECIPES = re.findall(r"(?<=^## ).*?(?=^## |\Z)", COOKBOOK.read_text(encoding="utf-8"), re.S | re.M)
TOOLS = ("Rscript", "jq", "pandoc", "sqlite-utils", "sqlite3")
"""What the recipes need beside Python."""
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

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
    model.Table,
    model.PartyColumns,
    model.QuestionColumns,
    model.ValueColumns,
    model.Answer,
    model.DateColumn,
)
"""The nouns of the file, in the order in which a reader meets them."""


def regenerated(path: Path, text: str, update: bool) -> None:
    """A page is what it would be if it were made now; `--update` makes it so."""
    if update:
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "run pytest --update, and review the difference"


def join_example() -> str:
    """The ledger that format.md shows block by block."""
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^```yaml\n(.*?)^```$", page, re.S | re.M))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a user, with the example of the file."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "strait.yaml").write_text(join_example(), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def shell(user: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Runs a line as a user types it, in the folder, with the tool on the path."""
    tools = tmp_path_factory.mktemp("bin")
    command = tools / "gapcli"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gapcli "$@"\n')
    command.chmod(0o755)
    hidden = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "GAPCLI_FILE"}
    kept = {k: v for k, v in os.environ.items() if k not in hidden}
    environment = kept | {"PATH": f"{tools}{os.pathsep}{PATH}", **PATHS}

    def run(line: str) -> str:
        done = subprocess.run(
            ["bash", "-c", line], cwd=user, env=environment, capture_output=True, encoding="utf-8", timeout=60
        )
        # A reader has read in the README whose ledger this is.
        return done.stdout + done.stderr.replace(SHIPPED_NOTE.decode(), "")

    return run


def rerun(text: str, user: Path, shell: Callable[[str], str]) -> str:
    """A text with what its commands print now, where the files are that stand above them."""
    begun = set()

    def run(block: re.Match[str]) -> str:
        if block["file"]:
            path = user / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path in begun else b""
            path.write_bytes(before + block["text"].encode())
            begun.add(path)
            return block[0]
        lines = [line for line in block["text"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "\n".join(f"{line}\n{shell(line[2:])}" for line in lines) + "```"

    return BLOCK.sub(run, text)


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in PAGES if p != COOKBOOK], ids=lambda p: p.name)
def test_console_blocks(page: Path, user: Path, shell: Callable[[str], str], update: bool) -> None:
    """Each command in a console block prints what stands below it."""
    regenerated(page, rerun(page.read_text(encoding="utf-8"), user, shell), update)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.partition("\n")[0])
def test_recipes(recipe: str, user: Path, shell: Callable[[str], str], update: bool) -> None:
    """Each section of the cookbook prints what stands in it, where its programs are."""
    lines = [line for line in recipe.splitlines() if line.startswith("$ ")]
    missing = [t for t in TOOLS if any(f" {t} " in line for line in lines) and not which(t, path=PATH)]
    missing += [name for name in re.findall(r"^import (\w+)", recipe, re.M) if not find_spec(name)]
    if missing:
        pytest.skip(f"not there: {', '.join(missing)}")
    text = COOKBOOK.read_text(encoding="utf-8")
    regenerated(COOKBOOK, text.replace(recipe, rerun(recipe, user, shell)), update)


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def field_tables() -> str:
    parts = []
    for noun in NOUNS:
        parts.append(f"### {spell_noun(noun)}\n\n{(noun.__doc__ or '').strip()}\n")
        rows = ["| key | | meaning |", "|---|---|---|"]
        for field in list_fields(noun):
            need = "required" if field.required else ""
            rows.append(f"| `{field.name}` | {need} | {cell(field.meaning)} |")
        parts.append("\n".join(rows) + "\n")
        for field in list_fields(noun):
            if field.words:
                rows = [f"| `{field.name}` | meaning |", "|---|---|"]
                rows += [f"| `{word}` | {meaning} |" for word, meaning in field.words.items()]
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


def test_the_example_of_the_file(update: bool) -> None:
    """The blocks are a file beside the page, without a mistake and a warning, that says what the page says it does."""
    path = ROOT / "docs" / "strait.yaml"
    regenerated(path, join_example(), update)
    found = load(str(path))
    assert [frame(p) for p in found.problems] == []
    ledger = found.require()
    said = {s.key: s for s in ledger.statements}
    # Several parties, and what they agree to: one statement each, which replaces what one of them said before.
    paper = [said["paper-observers", party] for party in ("north", "south")]
    assert {s.stance for s in paper} == {"agrees"}
    assert ledger.replaced(s.key for s in paper) == {("north-own-patrols", "north")}
    # A group speaks for two of its members.
    positions = narrow(ledger, Query()).positions
    isles = {party: positions.find(party, ledger.dimension("patrols.who")) for party in ledger.parties}
    assert {party for party, held in isles.items() if held.marks & {"through-group"}} == {"east-isle", "west-isle"}
    assert isles["far-isle"].status == "unknown"
    # Words of a condition and of an option, and texts by language.
    offer = said["south-below-forty", "south"]
    condition, words = offer.if_
    assert isinstance(condition, model.Condition) and isinstance(words, model.Text)
    assert str(condition.words) == "Northland's boats come under a joint command"
    assert ledger.dimension("patrols.who").would("joint", "north") == "put its boats under a joint command"
    assert said["north-eighty", "north"].speaker == model.Text(
        en="the minister of fisheries", fr="la ministre de la pêche"
    )
    assert offer.evidence[0].via == {"fr": "La Tribune"}
    assert offer.evidence[0].outlet == said["paper-observers", "south"].evidence[0].outlet == "The Tribune"
    # The last day of a card that has only the day before which it was published.
    assert (ledger.cards["dispatch"].last_day, ledger.cards["tribune"].last_day) == ("2026-03-13", "2026-03-15")


def test_every_word_has_a_meaning() -> None:
    """A field that takes a few words alone says what each means, and the page of the measure says the same."""
    found = {}
    for noun in NOUNS:
        for name, annotation in noun.__annotations__.items():
            kind = getattr(annotation, "__origin__", annotation)
            kind = next((k for k in get_args(kind) if get_origin(k) is Literal), kind)
            words = get_args(kind) if get_origin(kind) is Literal else ()
            words += tuple(w for note in getattr(annotation, "__metadata__", ()) for w in getattr(note, "words", ()))
            if words:
                found[name] = words
    assert {name: tuple(words) for name, words in model.MEANINGS.items()} == found
    assert len(found) == 12
    measure = (ROOT / "docs" / "measure.md").read_text(encoding="utf-8")
    assert all(f"| `{word}` | {meaning} |" in measure for word, meaning in model.MEANINGS["stance"].items())


JSON_HEAD = """# The JSON

Every command prints a document with `-O json`; `jsonl`, `csv` and `tsv` are its `rows`, in a cell of the last two
a list or an object as JSON and null as nothing, of a text by language the one that is shown, and of `statements` a line
a piece of evidence. It is a contract: inside version 1 it only grows. Figures run from 0 to 1 and are rounded to six
decimals, unknown is `null`, and the same input gives the same bytes. The JSON Schema of a kind: `gapcli schema KIND`.
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


def test_the_site_has_every_page() -> None:
    """The menu of the site and its first page lead to every page of docs, once, in one order."""
    first, *groups = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    pages = [page for group in groups for pages in group.values() for page in pages]
    assert sorted([first, *pages]) == sorted(p.name for p in (ROOT / "docs").glob("*.md"))
    assert re.findall(r"\]\(([^)]+)\)", (ROOT / "docs" / first).read_text(encoding="utf-8")) == pages


README, ARABIC = ROOT / "README.md", ROOT / "README.ar.md"
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.S | re.M)
LINK = re.compile(r"\]\(([^)]+)\)")


def list_typed(page: Path) -> list[tuple[str, str]]:
    """What a reader of a page copies: of a console what is typed in English, of other blocks all."""
    blocks = FENCED.findall(page.read_text(encoding="utf-8"))
    typed = [
        (kind, "".join(re.findall(r"^\$ .*\n", text, re.M)).replace(" --lang ar", "") if kind == "console" else text)
        for kind, text in blocks
    ]
    assert typed
    return typed


def test_the_arabic_readme_keeps_step() -> None:
    """It has the blocks, the links, the sections and the rows of the English one, in its order."""
    english, arabic = (page.read_text(encoding="utf-8") for page in (README, ARABIC))
    assert list_typed(ARABIC) == list_typed(README)
    links = [link.replace(README.name, ARABIC.name).replace(".ar.svg", ".svg") for link in LINK.findall(arabic)]
    assert links == LINK.findall(english)
    for mark in ("^#+ ", "^[|] ", "^- "):
        assert len(re.findall(mark, arabic, re.M)) == len(re.findall(mark, english, re.M)), mark


def test_code_keeps_its_order_in_the_arabic_readme() -> None:
    """An option would show its dashes at its other end, were there no mark of direction at both ends of it."""
    prose = FENCED.sub("", ARABIC.read_text(encoding="utf-8"))
    codes = re.findall("(.?)`[^`\\n]+`(.?)", prose)
    assert codes and set(codes) == {("\u200e", "\u200e")}


def test_the_arabic_readme_names_the_same_options() -> None:
    """Each option and variable that one names the other does."""
    named = (set(re.findall(r"--[a-z-]+|\$[A-Z_]+", p.read_text(encoding="utf-8"))) for p in (README, ARABIC))
    english, arabic = named
    assert english == arabic


def test_readme_names_every_command(run: Callable[..., Ran]) -> None:
    """A user finds each command in the README."""
    help = run("--help").stdout.decode()
    commands = re.findall(r"^  ([a-z]+)  ", help.partition("Look:")[2], re.M)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert commands
    assert [c for c in commands if f"gapcli {c}" not in readme] == []


def test_the_counts_of_the_page_on_reliability() -> None:
    """What can be counted without a run is what the page says."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    corpus = ROOT / "tests" / "problems"
    files, folders = len([*corpus.glob("*.yaml")]), len([p for p in corpus.iterdir() if p.is_dir()])
    assert f"| {files} files and {folders} folders of cards," in text
    assert f"| {len(RULES)} ids: every one" in text
    assert f"| {len(SOUND) + len(LINKED) + len(BROKEN)} ledgers |" in text
