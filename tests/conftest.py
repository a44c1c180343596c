"""Fixtures that the tests share: golden files, tiny ledgers, and the real command."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from forks import Forks
from hypothesis import HealthCheck, settings
from shares import share, take_all

import gapcli
from gapcli.files.load import Loaded, load_bytes
from gapcli.ledger.model import Ledger

HERE = Path(__file__).resolve().parent
PACKAGES = str(Path(gapcli.__file__).resolve().parent.parent)
"""Where the package under test is installed."""
PATHS = {"PYTHONPATH": PACKAGES, "PYTHONSAFEPATH": "1"}
"""The variables by which a process of its own finds the same one, and not that of the folder in which it runs."""

SLOW = (
    "test_oracle.py",
    "test_growth.py",
    "test_measure.py",
    "test_output.py",
    "test_environments.py",
    "test_robust.py",
    "test_completion.py",
    "test_injection.py",
    "test_next.py",
    "test_fuzz.py",
    "test_exit.py",
    "test_terminal.py",
    "test_disputes.py",
    "test_same_figures.py",
    "test_import.py",
    "test_proposals.py",
    "test_names.py",
    "test_columns.py",
    "test_oracle_itself.py",
    "test_moves.py",
    "test_page.py",
    "test_schema.py",
    "test_start.py",
    "test_problems.py",
    "test_proposed.py",
    "test_pager.py",
    "test_table_files.py",
    "test_issue.py",
    "test_rules.py",
    "test_markdown.py",
    "test_shapes.py",
    "test_scales.py",
    "test_cache.py",
    "test_foreign_files.py",
    "test_links.py",
    "test_mend.py",
    "test_engines.py",
    "test_workbook.py",
    "test_browser.py",
    "test_graphs.py",
    "test_pictures.py",
)
"""The files of tests that `-m "not slow"` leaves out: random ledgers, and commands run hundreds of times.

The longest is begun first, so that no process is left with one while the others have nothing to do.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite what is made: goldens, schemas, documented output")
    parser.addoption(
        "--thorough", action="store_true", help="all cases made at random, or by the dozen, and not a share of them"
    )


def pytest_configure(config: pytest.Config) -> None:
    # pytest-xdist would begin with the files of the most tests.
    config.option.loadscopereorder = False
    take_all(config.option.thorough)
    # Elsewhere new examples are looked for at each run; a change is judged by the same ones.
    often = {"derandomize": True, "suppress_health_check": [HealthCheck.too_slow]} if os.environ.get("CI") else {}
    settings.register_profile("shared", deadline=None, max_examples=share(100), **often)
    settings.load_profile("shared")
    if config.getoption("--update") and str(HERE.parent) != PACKAGES:
        raise pytest.UsageError(f"--update writes what the tree makes, and {PACKAGES} is under test: pip install -e .")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files that are left out are not even read."""
    return True if collection_path.name in SLOW and config.option.markexpr == "not slow" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: rank for rank, name in enumerate(SLOW)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))
    for item in items:
        if item.path.name in ranks:
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    # Thousands of tests stay to the end: no search for cycles goes through them again and again.
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"tested: gapcli {gapcli.__version__} in {PACKAGES}")


@dataclass(frozen=True)
class Ran:
    """What a run of the command gave."""

    code: int
    stdout: bytes
    stderr: bytes


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str | Path, str], None]:
    """Compares a text with a file beside the tests; `pytest --update` rewrites the file.

    `golden(path, text)`: the path is seen from the folder `tests`.
    """
    update = request.config.getoption("--update")

    def compare(path: str | Path, text: str) -> None:
        file = HERE / path
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        assert file.exists(), f"{path} is not there: run pytest --update, and review it"
        assert text == file.read_bytes().decode(), f"{path} differs: run pytest --update, and review the difference"

    return compare


HEADER = {
    "format": "format: 1",
    "language": "language: en",
    "title": "title: A tiny ledger",
    "as_of": "as_of: 2026-02-10",
    "sources": f"""sources:
  daily:
    outlet: The Daily
    kind: report
    language: en
    published: 2026-02-09
    sha256: {"0" * 64}
    characters: 900
    reliability: {{grade: B, why: Known for care.}}
    digest: A report.""",
    "parties": """parties:
  us: {name: United States, short: US, role: principal}
  iran: {name: Iran, role: principal}""",
}
"""What a tiny ledger has unless its text says otherwise."""


def complete(text: str) -> str:
    """The text of a ledger, with the keys of HEADER that it does not give put before it."""
    text = dedent(text)
    given = {line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()}
    return "\n".join([*(lines for key, lines in HEADER.items() if key not in given), text])


@pytest.fixture
def loaded() -> Callable[[str], Loaded]:
    """`loaded(text)` reads the YAML text of a ledger, completed from HEADER, with its problems."""
    return lambda text: load_bytes(complete(text).encode(), "tiny.yaml")


@pytest.fixture
def ledger(loaded: Callable[[str], Loaded]) -> Callable[[str], Ledger]:
    """`ledger(text)` makes a ledger of YAML text, completed from HEADER; a mistake in it fails the test."""

    def make(text: str) -> Ledger:
        return loaded(text).require()

    return make


SHIPPED_NOTE = b"""\
gapcli: no positions.yaml or data/positions.yaml here: this is the ledger that ships with gapcli
"""
"""What every command but `check` says where it finds no ledger: most tests ask the shipped one on purpose."""


PLAIN = {"PATH": os.environ["PATH"], **PATHS, "LANG": "C.UTF-8"}
"""The environment of a run, which holds nothing but the path."""


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the real command, as a process of its own, in a temporary folder.

    `start(*arguments, stdin=b"", env={}, cwd=None, noted=False)`: `env` is put over `PLAIN`; a value of None takes a
    variable out. Without `noted`, SHIPPED_NOTE is left out.
    """

    def start(
        *arguments: str,
        stdin: bytes = b"",
        env: dict[str, str | None] | None = None,
        cwd: Path | None = None,
        noted: bool = False,
    ) -> Ran:
        given = {name: value for name, value in {**PLAIN, **(env or {})}.items() if value is not None}
        done = subprocess.run(
            [sys.executable, "-m", "gapcli", *arguments],
            input=stdin,
            env=given,
            cwd=cwd or tmp_path,
            capture_output=True,
            timeout=60,
        )
        return Ran(done.returncode, done.stdout, done.stderr if noted else done.stderr.replace(SHIPPED_NOTE, b""))

    return start


OURS = (
    "COLUMNS",
    "COMP_",
    "GAPCLI_",
    "GITHUB_ACTIONS",
    "HOME",
    "XDG_CACHE_HOME",
    "_GAPCLI_COMPLETE",
    "_TYPER_COMPLETE_",
)
"""The variables that only a run itself looks at."""


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """What has read the modules of the command, for all tests that do not ask how it starts.

    A ledger that one run has read no other reads, as a user has it.
    """
    with closing(Forks({**PLAIN, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("caches"))})) as forks:
        yield forks


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Forks]]:
    """As `forks`, of three hash seeds: in each, Python walks through a set in another order."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                closing(
                    Forks({**PLAIN, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("caches"))})
                )
            )
            for seed in "012"
        ]


@pytest.fixture
def run_seeded(seeded: list[Forks], tmp_path: Path) -> Callable[..., list[Ran]]:
    """`run_seeded(*arguments)`: what the command gives at each of three hash seeds, without SHIPPED_NOTE."""

    def run(*arguments: str) -> list[Ran]:
        given = (forks.run(arguments, {}, tmp_path) for forks in seeded)
        return [Ran(code, stdout, stderr.replace(SHIPPED_NOTE, b"")) for code, stdout, stderr in given]

    return run


@pytest.fixture
def run(start: Callable[..., Ran], forks: Forks, tmp_path: Path) -> Callable[..., Ran]:
    """As `start`, and in half the time: a process forked from one that has read the modules.

    Not where something is piped to it, nor with variables that Python, or what others made, looks at before.
    """

    def run(*arguments: str, env: dict[str, Any] | None = None, noted: bool = False, **more: Any) -> Ran:
        ours = {name: value for name, value in (env or {}).items() if value is not None and name.startswith(OURS)}
        if "stdin" in more or ours != (env or {}):
            return start(*arguments, env=env, noted=noted, **more)
        code, stdout, stderr = forks.run(arguments, ours, more.get("cwd") or tmp_path)
        return Ran(code, stdout, stderr if noted else stderr.replace(SHIPPED_NOTE, b""))

    return run


ARGUMENTS = (
    *("--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
"""Where a browser may be that Playwright can lead."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed: no Playwright")
    found = next((path for path in BROWSERS if Path(path).exists()), None)
    if found is None:
        pytest.skip(f"no browser here, looked for {', '.join(BROWSERS)}: apt-get install chromium fonts-noto-core")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS])
        yield browser
        browser.close()
