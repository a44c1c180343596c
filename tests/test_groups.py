"""A party for which a group speaks is shown like any other, with the group named; and statements of several parties."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from small_ledgers import Data, data, graded, say

NAMES = {"b": [], "c": [], "union": ["norland", "bloc"], "bloc": ["sudland"], "norland": [], "sudland": []}
PARTIES: Data = {
    name: {"name": name.title(), "role": "principal" if name in "bc" else "stakeholder"}
    | ({"speaks_for": members} if members else {})
    for name, members in NAMES.items()
}
SAID = [
    say("union", "x.d", "asks", "all", text="Wanted all of it."),
    say("b", "x.d", "asks", "none"),
    say("c", "x.d", "asks", "some"),
    say("norland", "x.e", "asks", "none"),
    say("b", "x.e", "asks", "some", id="both") | {"party": ["b", "c"]},
]


@pytest.fixture
def show(run: Callable[..., Ran], tmp_path: Path) -> Callable[..., str]:
    """The page of a command on the ledger of these parties."""
    issues = {"x": {name: graded("none", "some", "all", today="none") for name in "de"}}
    (tmp_path / "positions.yaml").write_text(json.dumps(data(issues, SAID, parties=PARTIES)))

    def show(*arguments: str) -> str:
        done = run(*arguments)
        assert (done.code, done.stderr) == (0, b"")
        return done.stdout.decode()

    return show


def test_members_in_the_picture_of_an_issue(show: Callable[..., str]) -> None:
    """Each has its line on what its group answers, which stands in words once; none where neither says anything."""
    lines = [line for line in show("issue", "x").splitlines() if "·●" in line or "●·" in line]
    assert [(line.split()[0], line.split("  ")[-1]) for line in lines] == [
        ("B", "wants answer none"),
        ("C", "wants answer some"),
        ("Union", "wants answer all"),
        ("Bloc", "through Union: the same"),
        ("Norland", "through Union: the same"),
        ("Sudland", "through Union: the same"),
        ("B", "wants answer some"),
        ("C", "wants answer some"),
        ("Norland", "wants answer none"),
    ]


def test_what_a_group_says_is_told_once(show: Callable[..., str]) -> None:
    """The statements behind a position stand under the group; under the member where the group is not shown."""
    assert show("issue", "x.d", "--source").count("Wanted all of it.") == 1
    assert show("issue", "x.d", "--source", "--parties", "b,norland").count("Wanted all of it.") == 1
    assert show("issue", "x.d", "--source", "--parties", "b,union").count("Wanted all of it.") == 1


def test_members_in_the_matrix_by_party(show: Callable[..., str]) -> None:
    """They are compared like the others, and the legend names the group through which they speak."""
    page = show("matrix", "--by", "party")
    rows = page.partition("\n\n")[2].partition("\n\n")[0].splitlines()
    line = [rows[1].split()[0], *rows[0].split()]
    assert sorted(line) == ["B", "Bloc", "C", "Norland", "Sudland", "Union"]
    assert [row.split()[0] for row in rows[1:]] == line[:-1]
    words = " ".join(page.split())
    assert "Where they say nothing themselves: Bloc, Norland and Sudland through Union." in words


def test_a_page_of_a_pair_names_the_group(show: Callable[..., str]) -> None:
    """Beside what the member holds, and not where it speaks itself."""
    page = show("matrix", "--parties", "norland,b", "--dimensions")
    assert page.count("Norland  through Union: wants answer all") == 1
    assert page.count("Norland  wants answer none") == 1
    assert "    through Union: wants answer all\n" in show("party", "norland")


def test_a_statement_of_two_parties_is_counted_once(show: Callable[..., str]) -> None:
    """It has a line of each, and is one statement in the heading as in the ledger."""
    page = show("statements")
    assert "5 statements, 1 of 2 sources" in page.splitlines()[0]
    assert [line.split()[1] for line in page.splitlines() if line.startswith("both")] == ["B", "C"]
    assert "1 of 5 statements" in show("statements", "both").splitlines()[0]


def test_a_statement_of_two_parties_in_the_data(show: Callable[..., str]) -> None:
    """It is a row of each with the same evidence, in JSON and CSV; and it is quoted once, under the first of them."""
    rows = json.loads(show("statements", "both", "--json"))["rows"]
    assert [row.pop("party") for row in rows] == ["b", "c"] and rows[0] == rows[1]
    lines = show("statements", "both", "-O", "csv").splitlines()[1:]
    assert [line.split(",")[:2] for line in lines] == [["both", "b"], ["both", "c"]]
    assert lines[0].replace("both,b", "both,c") == lines[1]
    # Read anew, and from what was kept of the ledger.
    pages = {
        show("issue", "x.e", "--source"),
        show("issue", "x.e", "--source"),
        show("issue", "x.e", "--source", "--no-cache"),
    }
    assert len(pages) == 1 and pages.pop().count("«") == 2


def test_the_heading_counts_what_a_group_says_through_another(show: Callable[..., str]) -> None:
    """Of a member of a member, the statement that it is shown by."""
    assert "1 of 5 statements" in show("party", "sudland").splitlines()[0]
