"""What `check --explain` and docs/checks.md say of each kind of mistake, with examples that are run."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from textwrap import fill, indent

import pytest
from conftest import PATHS

import gapcli
from gapcli.files import checks
from gapcli.files.checks.rule import Rule, list_rules
from gapcli.files.checks.table import FOUND_BEFORE, RULES
from gapcli.files.load import Loaded, load
from gapcli.files.problems import frame

BASE = Path(__file__).parent / "rules"
PACKAGE = Path(gapcli.__file__).parent
TABLES = {"bad-json", "duplicate-column", "missing-column", "no-header", "ragged-row", "rows-differ"}
TABLES |= {"unclosed-quote", "bad-cell", "broken-table", "distance-matrix", "merged-cells", "missing-extra"}
"""What is found in tables alone; each is in the corpus of tests/rows or tests/imports."""
UNSHOWN = {"card-file", "near-card", "not-utf8", "too-large", "too-long", "too-many", *TABLES}
"""What no line of an example can show; each is in the corpus of tests/problems or made in tests/test_problems.py."""
TEXTS = {"missing-text", "other-text", "moved-quote", "other-quote"}
"""What only `--texts` finds."""


# --- every mistake has its explanation --------------------------------------------------------------


def functions(tree: ast.AST) -> Iterator[tuple[str, list[str], ast.AST]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, [a.arg for a in node.args.args if a.arg != "self"], node


def emitted() -> set[str]:
    """Every id that a line of the package gives to a mistake.

    A mistake is made by `Problem`, by whatever hands its own parameter on to it as the id, and so on; by a `Finding`
    that is given its id; and by each rule that is checked, which gives its own to all that it finds.
    """
    parsed = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    trees = [*parsed.values()]
    # Elsewhere an `id` is that of an element of a page.
    files = [tree for path, tree in parsed.items() if PACKAGE / "files" in path.parents]
    makers = {"Problem": 0}
    found = {rule.id for family in checks.FAMILIES for rule in list_rules(family) if rule.check}
    for node in (node for tree in files for node in ast.walk(tree) if isinstance(node, ast.keyword)):
        if node.arg == "id" and isinstance(node.value, ast.Constant):
            found.add(node.value.value)
    inside: dict[ast.Call, list[tuple[str, list[str]]]] = {}
    for tree in trees:
        inside.update((call, []) for call in ast.walk(tree) if isinstance(call, ast.Call))
        for name, names, body in functions(tree):
            for call in ast.walk(body):
                if isinstance(call, ast.Call):
                    inside[call].append((name, names))
    while True:
        known = len(makers)
        for call, around in inside.items():
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name not in makers or len(call.args) <= makers[name]:
                continue
            given = call.args[makers[name]]
            if isinstance(given, ast.Constant):
                found.add(given.value)
            for function, names in around:
                if isinstance(given, ast.Name) and given.id in names:
                    makers[function] = names.index(given.id)
        if len(makers) == known:
            return found


def test_every_mistake_is_explained() -> None:
    """The ids that the code can give to a mistake are those that are explained, no more and no fewer."""
    ids = emitted()
    assert len(ids) > 50
    assert ids == set(RULES)


def test_every_row_is_in_the_table() -> None:
    """Each file of rules is a family of the table, each id stands in one row, and nothing can change the table."""
    names = [f"{checks.__name__}.{module.name}" for module in iter_modules(checks.__path__)]
    rows = [rule.id for name in names for rule in list_rules(import_module(name))]
    rows += [rule.id for rule in FOUND_BEFORE]
    assert sorted(rows) == list(RULES)
    assert {rule.severity for rule in RULES.values()} == {"error", "warning"}
    with pytest.raises(TypeError):
        RULES["yaml"] = RULES["yaml"]  # type: ignore[index]


def test_every_check_runs() -> None:
    """Each row that has a check is one of those that run."""
    running = {rule.id for family in checks.FAMILIES for rule in list_rules(family) if rule.check}
    assert running == {rule.id for rule in RULES.values() if rule.check}


# --- each example is run ----------------------------------------------------------------------------


def with_lines(text: str, old: str, new: str) -> str | None:
    """The text with some whole lines in place of others, at any indentation; None where they do not stand just once."""
    for depth in range(0, 12, 2):
        pad = " " * depth
        lines = "\n" + indent(old, pad) + "\n"
        if text.count(lines) == 1:
            return text.replace(lines, "\n" + indent(new, pad) + "\n")
    return None


def changed(rule: Rule, folder: Path) -> Loaded:
    """The ledger of the examples, with the wrong lines of a rule in place of the right ones."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    places = 0
    for path in (folder / "positions.yaml", *(folder / "seeds").iterdir()):
        text = with_lines("\n" + path.read_text(encoding="utf-8"), rule.right, rule.wrong)
        if text is not None:
            path.write_text(text[1:], encoding="utf-8")
            places += 1
    assert places == 1, f"the right lines of {rule.id} stand {places} times in the ledger of the examples"
    texts = str(folder / "texts") if rule.id in TEXTS else None
    return load(str(folder / "positions.yaml"), "positions.yaml", texts=texts)


def test_the_right_lines_are_right() -> None:
    """The ledger in which every right example stands has no mistake and no warning, and its quotes are proved."""
    found = load(str(BASE / "positions.yaml"), texts=str(BASE / "texts"))
    assert [frame(p) for p in found.problems] == []
    assert found.quotes == 14


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.wrong], ids=lambda r: r.id)
def test_the_wrong_lines_are_wrong(rule: Rule, tmp_path: Path) -> None:
    """The wrong example of each mistake gives that mistake, and no other."""
    found = changed(rule, tmp_path)
    assert {p.id for p in found.errors or found.problems} == {rule.id}
    assert {p.severity for p in found.problems if p.id == rule.id} == {rule.severity}


def test_what_has_no_example() -> None:
    """Every mistake has an example, but for those that no line can show."""
    assert {r.id for r in RULES.values() if not r.wrong} == UNSHOWN
    assert all(r.meaning.endswith((".", "-")) and bool(r.wrong) == bool(r.right) for r in RULES.values())


# --- where they are read ----------------------------------------------------------------------------

HEAD = """# What `gapcli check` finds

Each message ends in an id, such as `[unknown-party]`; `gapcli check --explain ID` prints what stands here. Mistakes end
`check` in exit 1 and every other command in 3. Warnings are shown by `check --strict` alone.

The examples are lines of a ledger of a harbour lease, and a test runs them: in place of the right lines the wrong ones
give just that message.
"""


def page() -> str:
    parts = [HEAD]
    for rule in RULES.values():
        warning = " (warning)" if rule.severity == "warning" else ""
        meaning = "\n\n".join(fill(paragraph, 120) for paragraph in rule.meaning.split("\n\n"))
        parts.append(f"## {rule.id}{warning}\n\n{meaning}\n")
        if rule.wrong:
            parts.append(f"Wrong:\n\n```yaml\n{rule.wrong}\n```\n\nRight:\n\n```yaml\n{rule.right}\n```\n")
    return "\n".join(parts)


def test_the_page_of_the_documentation(golden: Callable[[str, str], None]) -> None:
    """docs/checks.md is made of the explanations."""
    golden("../docs/checks.md", page())


def test_explain(run: Callable[..., object]) -> None:
    """`check --explain` prints one explanation; an id that there is not ends in exit 2, with the nearest one."""
    done = run("check", "--explain", "unknown-party")
    assert (done.code, done.stderr) == (0, b"")
    text = done.stdout.decode()
    rule = RULES["unknown-party"]
    assert text.startswith("unknown-party\n\nA name that the file does not declare")
    assert indent(rule.wrong, "    ") in text and indent(rule.right, "    ") in text
    wrong = run("check", "--explain", "unknown-prty")
    assert (wrong.code, wrong.stdout) == (2, b"")
    assert b'did you mean "unknown-party"?' in wrong.stderr


def test_explain_without_docstrings() -> None:
    """`python -OO`, which drops docstrings, drops nothing of an explanation."""
    code = "from gapcli.files.checks.table import RULES, explain_rule; print(*map(explain_rule, RULES.values()))"
    environment = os.environ | PATHS | {"PYTHONIOENCODING": "utf-8"}
    plain, bare = (
        subprocess.run([sys.executable, *flags, "-c", code], env=environment, capture_output=True, check=True).stdout
        for flags in ([], ["-OO"])
    )
    assert plain == bare and len(plain) > 10_000
