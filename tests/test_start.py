"""The first steps of a user: `init`, and what the tab key offers."""

import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from conftest import Ran, complete
from shares import some

import gapcli
from gapcli.cli.commands import COMMANDS
from gapcli.files.find import EXAMPLES, find_example, shipped
from gapcli.formats import list_formats
from gapcli.ledger.model import MEANINGS, Stance
from gapcli.ledger.query import STANCES
from gapcli.reports import GROUPS


def test_help_lists_every_command_in_a_group(run: Callable[..., Ran]) -> None:
    """The help has each command once, with its line, under the heading of its group; and says how to go on."""
    sections: dict[str, list[str]] = {}
    for line in run("--help").stdout.decode().splitlines():
        if line.endswith(":") and line[0] != " ":
            listed = sections.setdefault(line[:-1], [])
        elif sections and line.startswith("  ") and line[2:3].isalpha():
            listed.append(line.split()[0])
    assert [*sections] == ["Options", *GROUPS]
    assert sections[GROUPS[-1]].pop() == "Begin"
    for group in GROUPS:
        assert sections[group] == [name for name, command in COMMANDS.items() if command.group == group]
    assert {command.group for command in COMMANDS.values()} == set(GROUPS)


def test_help_of_a_command(run: Callable[..., Ran]) -> None:
    """`gapcli help` is `--help`, of a command too; each command has an example there."""
    assert run("help") == run("--help") and run("help").code == 0
    for name, command in COMMANDS.items():
        shown = run("help", name)
        assert shown == run(name, "--help") and shown.code == 0
        assert f"Example: {command.example}" in " ".join(shown.stdout.decode().split())
    assert b"gapcli help [OPTIONS] [COMMAND]" in run("help", "help").stdout
    wrong = run("help", "matrx")
    assert (wrong.code, wrong.stdout) == (2, b"") and b'did you mean "matrix"?' in wrong.stderr


def test_version(run: Callable[..., Ran]) -> None:
    """`-V` is short for `--version`."""
    assert run("-V") == run("--version") and run("-V").stdout == f"gapcli {gapcli.__version__}\n".encode()


SOURCES = (
    "alder-gazette-april",
    "alder-gazette-march",
    "common-text",
    "courrier-du-lac",
    "delta-post",
    "radio-highmoor",
)


MADE = {
    (): {"README.md", "positions.schema.json", "positions.yaml", "seeds/eastport-herald.yaml"},
    ("--example", "harbour"): {"README.md", "positions.schema.json", "positions.yaml", "seeds/eastport-herald.yaml"},
    ("--example", "many"): {
        *("README.md", "positions.schema.json", "positions.yaml", "questionnaire.csv", "seeds/questionnaire.yaml"),
        *(f"seeds/{name}.yaml" for name in SOURCES),
        *(f"texts/{name}.txt" for name in SOURCES),
    },
}
"""What `init` makes, by its options."""


def list_files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("options", MADE, ids=" ".join)
def test_init_makes_a_ledger_that_works(options: tuple[str, ...], run: Callable[..., Ran], tmp_path: Path) -> None:
    """What `init` makes passes the strictest check, and shows a matrix at once, each issue known of some pair."""
    assert run("init", *options, "new").code == 0
    assert list_files(tmp_path / "new") == MADE[options]
    texts = ["--texts", "new/texts"] if (tmp_path / "new" / "texts").exists() else []
    assert run("check", "new/positions.yaml", "--strict", *texts).code == 0
    rows = json.loads(run("matrix", "--by", "pair", "-f", "new/positions.yaml", "--json").stdout)["rows"]
    assert {r["issue"] for r in rows if r["gap"] is not None} == {r["issue"] for r in rows}


@pytest.mark.parametrize("example", EXAMPLES)
def test_init_names_the_words_of_a_field(example: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """Where a field that takes a few words alone first has a line, those of the model stand beside it, and once."""
    run("init", "--example", example, ".")
    text = "\n".join(
        p.read_text(encoding="utf-8") for p in [tmp_path / "positions.yaml", next(tmp_path.glob("seeds/*"))]
    )
    found = dict(re.findall(r"^ *(\w+): [\w-]+  # ([\w-]+(?: \| [\w-]+)+)$", text, re.M))
    named = {name: [*words] for name, words in MEANINGS.items() if re.search(rf"^ *{name}: ", text, re.M)}
    assert {name: words.split(" | ") for name, words in found.items()} == named
    assert {"role", "scale", "stance", "attribution", "teller", "kind", "grade"} <= named.keys()
    assert all(len(re.findall(rf"^ *{name}: .*# ", text, re.M)) == 1 for name in named)


def test_every_example_is_listed() -> None:
    """Each folder of examples can be asked for, and what can be asked for has a folder and is told of in the help."""
    assert {p.name for p in Path(find_example("")).iterdir()} == set(EXAMPLES)
    assert all(f"\n{name}: " in COMMANDS["init"].help for name in EXAMPLES)


@pytest.mark.parametrize("folder", ["new", "two words", "it's new", "$HOME", "-f", "-"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_init_names_the_next_step(example: str, folder: str, run: Callable[..., Ran]) -> None:
    """Each line that it prints can be typed into a shell, whatever the folder is called."""
    done = run("init", "--example", example, "--", folder)
    lines = [line for line in done.stdout.decode().splitlines() if "gapcli " in line]
    assert len(lines) == 2
    for line in lines:
        assert run(*shlex.split(line.partition("gapcli ")[2])).code == 0


@pytest.mark.parametrize("example", EXAMPLES)
def test_init_overwrites_nothing(example: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """Where one of its files is there already, it writes none."""
    (tmp_path / "README.md").write_text("mine")
    done = run("init", "--example", example, ".")
    assert done.code == 4
    assert b"README.md is there already: nothing was written" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text() == "mine"


def test_init_of_no_example(run: Callable[..., Ran], tmp_path: Path) -> None:
    """An example that there is not is wrong use, with the nearest name, and nothing is made."""
    done = run("init", "--example", "mani", "new")
    assert (done.code, done.stderr) == (2, b'gapcli: --example: no "mani": did you mean "many"?\n')
    assert not [*tmp_path.iterdir()]


def test_init_where_nothing_can_be_made(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A file in the way is file trouble."""
    (tmp_path / "file").write_text("")
    assert run("init", "file/harbour").code == 4


def offered(
    run: Callable[..., Ran], words: str, env: dict[str, str | None] | None = None, shell: str = "bash"
) -> list[str]:
    """What the shell is told after the words; the last of them is being typed."""
    line = f"gapcli {words}"
    variables = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    # No time limit, but where it is the limit that is tried: a slow machine offers the same.
    unlimited = {"GAPCLI_COMPLETION_MS": "0"}
    done = run(env={"_GAPCLI_COMPLETE": f"complete_{shell}", **unlimited, **variables, **(env or {})})
    assert (done.code, done.stderr) == (0, b"")
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    "words, expected",
    [
        ("mat", ["matrix"]),
        ("hel", ["help"]),
        ("help mat", ["matrix"]),
        ("issue enrichment.ins", ["enrichment.inspections"]),
        ("party isr", ["israel"]),
        ("matrix --parties us,isr", ["us,israel"]),
        ("matrix --issues sanctions,guar", None),
        ("matrix --without arabi", ["arabi-post-muscat"]),
        ("matrix --as", None),
        ("matrix --weights s", ["salience"]),
        ("matrix --weights ", ["declared", "even", "questions", "salience"]),
        ("matrix --sort=g", ["gap"]),
        ("matrix --sort ", ["gap", "issue", "open", "file"]),
        ("statements --stance a", ["asks", "accepts", "agrees"]),
        ("links -O m", ["md", "mermaid"]),
        ("matrix -O m", ["md"]),
        ("check -O ", [*list_formats("check")]),
        ("matrix --by ", ["issue", "pair", "party"]),
        ("matrix --color ", ["auto", "always", "never"]),
        ("init --example ", ["harbour", "many"]),
        ("init --example m", ["many"]),
    ],
)
def test_completion(run: Callable[..., Ran], words: str, expected: list[str] | None) -> None:
    """Commands, options and ids are offered."""
    found = offered(run, words)
    assert found == expected if expected else len(found) > 1 and all(f.startswith(words.split()[-1]) for f in found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("file", ["~/own.yaml", "$HOME/own.yaml", "${HOME}/own.yaml", "own.yaml"])
def test_completion_of_a_ledger_that_the_shell_would_find(
    shell: str, file: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    """A shell hands over `~` and `$HOME` as they are typed."""
    (tmp_path / "own.yaml").write_text(complete("parties: {mayor: {name: M, role: principal}}\nissues: {}\n"))
    words = f"matrix -f {file} --parties ma"
    told = offered(run, words, env={"HOME": str(tmp_path)}, shell=shell)
    assert "mayor" in re.findall(r"\w+", " ".join(told))


def test_the_stances_are_those_of_the_model() -> None:
    """They are written twice, so that a command line needs no nouns."""
    assert get_args(Stance) == STANCES


def test_completion_of_statements(run: Callable[..., Ran]) -> None:
    """Ids of statements are offered where one is asked for."""
    found = offered(run, "statements us-five")
    assert found and all(f.startswith("us-five") for f in found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_in_each_shell(run: Callable[..., Ran], shell: str) -> None:
    """Each shell is told in its own way."""
    assert any("israel" in line for line in offered(run, "party isr", shell=shell))


@pytest.mark.parametrize("shell", some(["zsh", "fish"]))
@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        ("party isr", "", ["israel", "Israel"]),
        ("party isr", "ar", ["israel", "إسرائيل"]),
        ("party --lang ar isr", "en", ["israel", "إسرائيل"]),
        ("party إسر", "ar", ["إسرائيل", "israel"]),
        ("issue enrichment.ins", "", ["enrichment.inspections", "Who may inspect what"]),
        ("issue التخصيب.ins", "", ["التخصيب.inspections", "enrichment.inspections"]),
        ("matrix --assume iran:enrichment.extent=be", "", ["iran\\\\:enrichment.extent=below-60", "a cap below 60 %"]),
        ("proposals us-of", "", ["us-offer-muscat", "American offer in Muscat"]),
        ("sources arabi", "", ["arabi-post-muscat", "Arabi Post"]),
        ("matrix --without ISN", "", ["ISNA"]),
    ],
)
def test_what_is_said_of_a_name(
    words: str, language: str, told: list[str], shell: str, run: Callable[..., Ran]
) -> None:
    """Beside an id stands what it is called in the language that is spoken, beside a name the id."""
    found = " ".join(offered(run, words, env={"GAPCLI_LANG": language}, shell=shell))
    word, *says = told
    line = ":".join(f'"{part}"' for part in told) if shell == "zsh" else " ".join([word.replace("\\", ""), *says])
    assert line in found


@pytest.mark.parametrize("text", ["{", "statements: [", "a: &a [*a]", "", "format: 1\nparties: 3\n"])
def test_completion_with_a_broken_ledger(run: Callable[..., Ran], tmp_path: Path, text: str) -> None:
    """With a broken ledger nothing is offered, and nothing is said."""
    (tmp_path / "positions.yaml").write_text(text)
    assert offered(run, "party isr") == []


def test_completion_past_a_bad_id(run: Callable[..., Ran], tmp_path: Path) -> None:
    """An id that is none is not offered, and nothing is said of it; the others are."""
    text = (Path(shipped()).parent / "positions.yaml").read_text().replace("- id: us-five", "- id: Us Five", 1)
    (tmp_path / "positions.yaml").write_text(text)
    found = offered(run, "statements us-")
    assert found and all(f.startswith("us-") for f in found)


def test_what_names_several_is_not_offered(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A name that two things have is refused, and of a list one with a comma would be two."""
    parties = (
        "{one: {name: ä, role: principal}, two: {name: Ä, role: principal}, three: {name: äö، b, role: principal}}"
    )
    issues = "\n".join(f"  {id}: {{name: ä, dimensions: {{d: {{question: Q}}}}}}" for id in ("x", "y"))
    cards = "\n".join(f"  {id}: {{outlet: ä}}" for id in ("daily", "other"))
    text = f"format: 1\nparties: {parties}\nissues:\n{issues}\nsources:\n{cards}\n"
    (tmp_path / "positions.yaml").write_text(text, encoding="utf-8")
    for words in ("matrix --parties ä", "issue ä", "issue ä.", "matrix --assume one:ä", "sources ä", "proposals ä"):
        assert offered(run, words) == []
    assert offered(run, "party ä", shell="fish") == ["äö،", "b", "three"]
    assert offered(run, "matrix --without ä") == ["ä"]


def test_completion_without_a_file(run: Callable[..., Ran]) -> None:
    """With a ledger that is not there nothing is offered, and nothing is said."""
    assert offered(run, "party isr", env={"GAPCLI_FILE": "nowhere.yaml"}) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a ledger that never ends is made by mkfifo")
@pytest.mark.parametrize("limit", [None, "1", "unreadable"])
def test_completion_waits_for_no_ledger(run: Callable[..., Ran], tmp_path: Path, limit: str | None) -> None:
    """With a ledger that never ends nothing is offered after a while, and nothing is said."""
    os.mkfifo(tmp_path / "endless.yaml")
    assert offered(run, "party isr", env={"GAPCLI_FILE": "endless.yaml", "GAPCLI_COMPLETION_MS": limit}) == []


def test_in_a_notebook() -> None:
    """What the package offers to a notebook is there, and a report of it is the JSON of the command."""
    assert all(getattr(gapcli, name) is not None for name in gapcli.__all__)
    loaded = gapcli.load(shipped())
    ledger = loaded.require()
    assert ledger is loaded.ledger and not loaded.problems
    (total,) = gapcli.matrix(gapcli.narrow(ledger, gapcli.Query(parties=("us", "iran")))).data()["totals"]
    assert total["questions"] == sum(len(i.dimensions) for i in ledger.issues.values() if i.headline)
    with pytest.raises(AttributeError):
        gapcli.nothing  # noqa: B018


def test_a_broken_ledger_in_a_notebook(run: Callable[..., Ran], tmp_path: Path) -> None:
    """With one mistake there is no ledger, and what is raised says what `check` says; warnings leave it whole."""
    run("init", "harbour")
    file = tmp_path / "harbour" / "positions.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("as_of: 2026-03-01", "as_of: 2025-03-01"), encoding="utf-8")
    warned = gapcli.load(str(file), "positions.yaml")
    assert warned.problems and warned.require() is warned.ledger
    file.write_text(text + "surprise: x\n", encoding="utf-8")
    broken = gapcli.load(str(file), "positions.yaml")
    assert broken.ledger is None
    with pytest.raises(gapcli.BrokenLedger) as raised:
        broken.require()
    checked = run("check", "positions.yaml", cwd=file.parent)
    assert f"{raised.value}\n\n1 mistake\n" == checked.stdout.decode()
    assert run("matrix", "-f", "positions.yaml", cwd=file.parent).stderr.decode() == f"{raised.value}\n"
