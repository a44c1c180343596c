"""The last line of each page: what to type next, and that it can be typed."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from shares import some

from gapcli.files.find import find_example, shipped
from gapcli.reports import REPORTS, SHAPES

LEDGERS = {name: str(Path(find_example(name)) / "positions.yaml") for name in ("harbour", "many")}
LEDGERS["shipped"] = shipped()
PAGES = {
    "matrix": ["matrix"],
    "matrix by party": ["matrix", "--by", "party"],
    "matrix of all": ["matrix", "--parties", "all"],
    "issues": ["issue"],
    "issue": ["issue", "--issues", "all"],
    "issue and sources": ["issue", "--issues", "all", "--source"],
    "parties": ["party"],
    "moves": ["moves"],
    "disputes": ["disputes"],
    "links": ["links"],
    "robust": ["robust"],
    "proposals": ["proposals"],
    "steps": ["proposals", "--steps"],
    "brief": ["brief"],
    "page": ["page", "-O", "table"],
    "statements": ["statements"],
    "sources": ["sources"],
}
SILENT = {("harbour", "disputes")}
"""Pages that show nothing."""
MORE = {
    "party": ["party", "iran"],
    "question": ["issue", "enrichment.extent"],
    "question and sources": ["issue", "enrichment.extent", "--source"],
    "statement": ["statements", "us-five-year-stop"],
    "source": ["sources", "arabi-post-muscat"],
    "proposal": ["proposals", "mediators-framework"],
    "draft": ["proposals", "--try", "enrichment.extent=none"],
    "with an assumption": ["links", "--assume", "us:enrichment.extent=none", "--parties", "us"],
}
CASES = [(name, page, PAGES[page]) for name in LEDGERS for page in PAGES if (name, page) not in SILENT]
CASES += [("shipped", page, arguments) for page, arguments in MORE.items()]


@pytest.mark.parametrize(
    ("name", "page", "arguments"), some(CASES), ids=lambda value: value if type(value) is str else ""
)
def test_the_last_line_can_be_typed(name: str, page: str, arguments: list[str], run: Callable[..., Ran]) -> None:
    """A page ends with one line of commands, which go on from it: each gives a page, and leaves nothing to complain."""
    file = ["-f", LEDGERS[name]]
    done = run(*arguments, *file, env={"COLUMNS": "200"})
    text = done.stdout.decode()
    # It is folded where it is longer than a page is wide.
    _, blank, last = text.rpartition("\n\n")
    last = " ".join(last.split())
    assert done.code == 0 and text.count("Next: ") == 1
    assert blank and last.startswith("Next: gapcli ")
    for command in last.removeprefix("Next: ").split(" · "):
        followed = run(*shlex.split(command)[1:], *file)
        assert (followed.code, followed.stderr) == (0, b"") and followed.stdout, command
    for form in ("md", "csv", "json"):
        assert b"Next: " not in run(*arguments, *file, "-O", form).stdout


def test_every_report_has_a_next() -> None:
    """Each kind of report but the mistakes, which say their cures, is tried; `matrix` stands for its shapes."""
    tried = {"steps" if "--steps" in arguments else arguments[0] for arguments in PAGES.values()}
    shapes = {shape.kind for shape in SHAPES.values()} - {"matrix"}
    assert tried == REPORTS.keys() - shapes - {"check"}


def test_a_page_that_shows_nothing_ends_there(run: Callable[..., Ran]) -> None:
    """Where nothing is left to show, nothing comes next."""
    done = run("statements", "--text", "no such words")
    assert (done.code, done.stdout) == (0, b"")
