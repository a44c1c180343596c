"""In a notebook: names that the tab key finds, short values, and reports shown as their pages."""

import pickle
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from rlcompleter import Completer

import pytest
from conftest import PATHS, PLAIN
from test_output import AWKWARD, FOR_PEOPLE, awkward, reports

import gapcli
from gapcli.files.find import shipped
from gapcli.ledger.model import Ledger
from gapcli.text import shown


@pytest.fixture(scope="module", params=[AWKWARD, shipped()], ids=["awkward", "shipped"])
def read(request: pytest.FixtureRequest) -> Ledger:
    return gapcli.load(request.param).require()


def test_the_tab_key_finds_the_public_names() -> None:
    """Before anything has been used, in a process of its own, each is offered, and each is there."""
    code = "import gapcli; print(*dir(gapcli))"
    done = subprocess.run([sys.executable, "-c", code], env=PLAIN | PATHS, capture_output=True, check=True)
    names = done.stdout.decode().split()
    assert {"load", "narrow", "Query", "matrix", "stands", "pairs", "issue", "Ledger"} <= {*names} <= {*dir(gapcli)}
    completer = Completer({"gapcli": gapcli})
    for name in gapcli.HOMES:
        assert getattr(gapcli, name)
        assert (completer.complete(f"gapcli.{name}", 0) or "").rstrip("()") == f"gapcli.{name}"


def test_values_are_short(read: Ledger, tmp_path: Path) -> None:
    """What a cell ends with is a line, however long the ledger; what is broken says how much of it."""
    view = gapcli.narrow(read, gapcli.Query())
    for value in (read, view, *reports(read)):
        assert len(repr(value)) < 250 and "\n" not in repr(value)
    report = gapcli.matrix(view)
    assert repr(report) == f"MatrixReport(parties=('us', 'iran'), as_of='2026-02-10', rows={len(report.rows)})"
    (tmp_path / "broken.yaml").write_text("format: 1\n")
    loaded = gapcli.load(tmp_path / "broken.yaml")
    assert repr(loaded) == "Loaded(ledger=None, problems=1)"
    assert repr(gapcli.check(loaded)) == "CheckReport(rows=1)"
    with pytest.raises(gapcli.BrokenLedger, match="missing-key"):
        loaded.require()


class Page(HTMLParser):
    """What a browser finds in a piece of HTML: only marks that do nothing, each closed."""

    MARKS = ("div", "b", "i", "bdi", "table", "tr", "th", "td", "pre")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attributes} <= {"style", "dir", "colspan"}
        if tag != "br":
            assert tag in self.MARKS
            self.open.append(tag)
        self.text += " "

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def test_a_report_is_shown_as_its_page(read: Ledger) -> None:
    """All that is written in a ledger is letters there, too; a report that was kept is shown as before."""
    said, view = "", gapcli.narrow(read, gapcli.Query(issues=("all",), parties=("all",)))
    noted = gapcli.issue(view, "enrichment", sources=True, notes=True)
    every = (gapcli.sources(view, tuple(read.cards)), gapcli.statements(view, [s.id for s in read.statements]), noted)
    for report in (*reports(read), *every):
        text = report._repr_html_()
        assert text == pickle.loads(pickle.dumps(report))._repr_html_()
        said += " ".join(Page(text).text.split()) + "\n"
    for text in awkward(FOR_PEOPLE) if read.statements[0].id == "us-none" else ("wants zero enrichment", "تخصيب"):
        text = shown(" ".join(text.split()))
        assert any(form in said for form in (text, text[:1].lower() + text[1:])), text


def test_a_scale_is_drawn(read: Ledger) -> None:
    """Where each party stands on a scale is drawn as on a terminal."""
    view = gapcli.narrow(read, gapcli.Query())
    assert "●" in gapcli.issue(view, "enrichment.extent")._repr_html_().partition("<pre>")[2].partition("</pre>")[0]
