"""`import`: what it proposes for a table is a ledger, of which nothing is left to do but to confirm it."""

import csv
import io
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PATHS, Ran
from hypothesis import example, given
from hypothesis import strategies as st
from table_files import KINDS, SCORES, make_csv, make_scores, make_sqlite, make_xlsx

from gapcli.editing.ids import choose_ids
from gapcli.editing.mapping import BrokenTable, Proposed, propose
from gapcli.editing.parts import NoTable
from gapcli.files.kinds import read_file
from gapcli.files.load import load_bytes
from gapcli.files.problems import frame
from gapcli.files.rows import PLAIN
from gapcli.files.values import ID
from gapcli.ledger.model import when
from gapcli.text import FORMS, fold

CORPUS = Path(__file__).parent / "proposed"
TABLES = sorted(path.name for path in CORPUS.iterdir() if path.suffix not in (".yaml", ".txt"))
PARTIES = ["Norway", "Chad", "Fiji", "Peru", "Laos", "Mali", "Togo", "Oman", "Cuba", "Iran"]
ISSUES = [
    "tariffs",
    "fish",
    "transit",
    "customs",
    "patents",
    "labour",
    "seeds",
    "ports",
    "data",
    "visas",
    "courts",
    "water",
]


@pytest.mark.parametrize("name", TABLES)
def test_what_is_proposed(name: str, run: Callable[..., Ran], golden: Callable[[str, str], None]) -> None:
    """Of each table the ledger, what check says of it with the table beside it, and the counts, stand beside it."""
    proposed = run("import", name, cwd=CORPUS)
    counted = run("import", name, "--dry-run", cwd=CORPUS)
    assert (proposed.code, proposed.stderr, counted.code, counted.stderr) == (0, b"", 0, b"")
    golden(f"proposed/{name}.yaml", proposed.stdout.decode())
    loaded = load_bytes(proposed.stdout, f"{name}.yaml", str(CORPUS))
    mistakes = "".join(f"\n{frame(p)}\n" for p in loaded.problems if p.id != "unconfirmed")
    golden(f"proposed/{name}.txt", counted.stdout.decode() + mistakes)


def test_each_golden_has_its_table() -> None:
    """Every ledger and every list of counts belongs to a table that is still there."""
    assert {path.stem for path in CORPUS.iterdir() if path.suffix in (".yaml", ".txt")} == set(TABLES)


@pytest.mark.parametrize("answers", [["yes", "no", "abstain", ""], ["0", "2,5", "10", ""]], ids=["words", "numbers"])
def test_two_commands(answers: list[str], run: Callable[..., Ran], tmp_path: Path) -> None:
    """Of ten parties and twelve issues one command proposes the ledger, and one shows who stands where."""
    dice = random.Random(1)
    rows = [[party, *(dice.choice(answers) for _ in ISSUES)] for party in PARTIES]
    table = "\n".join(";".join(row) for row in [["party", *ISSUES], *rows])
    (tmp_path / "talks.csv").write_text(table)
    made = run("import", "talks.csv", "--said", "2026-03-01", "-o", "talks.yaml")
    assert (made.code, made.stderr) == (0, b"")
    assert "next: gapcli check talks.yaml --strict\n      gapcli matrix -f talks.yaml\n" in made.stdout.decode()
    shown = json.loads(run("matrix", "-f", "talks.yaml", "--json").stdout)
    assert shown["kind"] == "stands" and shown["ledger"]["statements"] == sum(1 for r in rows for c in r[1:] if c)
    held = {(row["party"], row["says_on"], row["says"]) for row in shown["rows"]}
    assert {party for party, _, _ in held} == {party.lower() for party in PARTIES}
    checked = run("check", "talks.yaml", "--strict")
    assert checked.code == 1 and checked.stdout.decode().count("[unconfirmed]") == 5


def test_a_stance_without_words(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A column that is called stance makes no table of statements, which have words of a source."""
    (tmp_path / "votes.csv").write_text("party,question,stance\ntown,ports,yes\nport,ports,no\n")
    assert b"\n  yes      1\n" in run("import", "votes.csv", "--dry-run").stdout
    assert b"column: stance\n" in run("import", "votes.csv").stdout
    assert run("import", "votes.csv", "-f", "positions.yaml", "--said", "2026").code == 2


def test_dates_that_are_not_known(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Without a date in the table three keys are left empty, which check finds; filled in, nothing is left."""
    (tmp_path / "votes.csv").write_text("party,ports,water\ntown,yes,no\nport,no,no\n")
    made = run("import", "votes.csv", "-o", "votes.yaml")
    assert made.stdout.decode().startswith("made votes.yaml: fill in its dates,")
    assert run("check", "votes.yaml").stdout.decode().count("[empty]") == 3
    text = (tmp_path / "votes.yaml").read_text()
    for key in ("as_of", "after", "said"):
        text = text.replace(f"{key}:  #", f"{key}: 2026-03-01  #")
    (tmp_path / "votes.yaml").write_text(text)
    assert run("check", "votes.yaml").code == 0


def test_a_day_of_all(run: Callable[..., Ran], tmp_path: Path) -> None:
    """With --said the dates of the table are none of its values, and what they told apart is counted."""
    (tmp_path / "years.csv").write_bytes((CORPUS / "years.csv").read_bytes())
    assert b"\nrepeated" not in run("import", "years.csv", "--dry-run").stdout
    assert b"\nrepeated   4\n" in run("import", "years.csv", "--dry-run", "--said", "2025").stdout
    text = run("import", "years.csv", "--said", "2025").stdout
    assert b"ignore: [date]" in text and b"said: 2025\n" in text and b"# conflict:  # 4 cells" in text


def test_nothing_is_overwritten(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Only a new file is written, and beside the table, where the ledger looks for it."""
    (tmp_path / "votes.csv").write_text("party,ports\ntown,yes\nport,no\n")
    (tmp_path / "mine.yaml").write_text("mine")
    done = run("import", "votes.csv", "-o", "mine.yaml")
    assert (done.code, done.stderr) == (4, b"gapcli: mine.yaml is there already: nothing was written\n")
    (tmp_path / "other").mkdir()
    done = run("import", "votes.csv", "-o", "other/new.yaml")
    assert (done.code, done.stderr) == (2, b"gapcli: a ledger lies beside its tables: -o new.yaml\n")
    assert run("import", "votes.csv", "--dry-run", "-o", "new.yaml").code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.yaml", "other", "votes.csv"]
    assert run("import", "votes.csv", "-o", "-").stdout == run("import", "votes.csv").stdout


REFUSED = {
    "no-rows.csv": ("party,vote\n", 4, "it has a header and no rows"),
    "empty.csv": ("", 3, "the table is empty"),
    "headless.csv": ("1,2,3\n4,5,6\n", 4, "its first row holds numbers"),
    "distances.csv": ("x,us,iran\nus,0,0.5\niran,0.5,0\n", 3, "[distance-matrix]"),
    "pairs.csv": ("a,b,gap\nus,iran,0.5\nuk,us,0.25\niran,uk,0.1\n", 4, "distances are no positions"),
    "ragged.csv": ("party,vote\nus\n", 3, "[ragged-row]"),
    "blank.csv": ("party,ports\nus,\niran,n/a\n", 4, "no cell of it holds an answer"),
    "one-column.csv": ("party\nus\niran\n", 4, "it needs a column of parties or of questions"),
    "texts.csv": ("party,says\n" + "".join(f"p{i},words {i}\n" for i in range(99)), 4, "99 different texts"),
    "long.csv": (f"party,ports\nus,{'so ' * 200}\n", 4, "a cell of it has 599 characters"),
    "control.csv": ("party,ports\nus,\x07\niran,no\n", 4, "control character"),
    "titles.csv": (",us,iran\nports,yes,no\n", 3, "column 1 has no name"),
    "table.xyz": ("party,ports\nus,yes\n", 2, "a table of positions is a file in .csv"),
    "arabic.csv": ("طرف,صوت\n", 3, "[not-utf8]"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """What is no table of positions is said to be that, and nothing is written."""
    text, code, message = REFUSED[name]
    (tmp_path / name).write_text(text, encoding="cp1256" if name == "arabic.csv" else "utf-8")
    done = run("import", name, "-o", "new.yaml")
    assert (done.code, done.stdout) == (code, b"")
    assert message in done.stderr.decode()
    assert not (tmp_path / "new.yaml").exists()


def test_files_that_cannot_be_read(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A missing file and one that is too large are file trouble or a mistake, each with its cure."""
    assert run("import", "none.csv").stderr == b"gapcli: cannot read none.csv: no such file or directory\n"
    (tmp_path / "large.csv").write_text("party,ports\n" + "town,yes\n" * 2_400_000)
    done = run("import", "large.csv", env={"GAPCLI_MAX_MIB": "1"})
    assert done.code == 3 and b"more than 20 MiB" in done.stderr
    done = run("import", "large.csv", "--said", "March")
    assert (done.code, done.stderr[:23]) == (2, b'gapcli: --said: "March"')


# --- files of every kind --------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_the_same_table_in_any_file(name: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    """Of the same table the same is proposed and counted, whatever file it is in, and check finds it as proposed."""
    data = make_scores(name)
    sheet = "Scores" if name == "scores.xls" else None
    name = f"scores{Path(name).suffix}"
    texts = []
    for folder, file, held in (("plain", "scores.csv", make_scores("scores.csv")), ("other", name, data)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).write_bytes(held)
        typed = f"{file}#{sheet}" if sheet and folder == "other" else file
        proposed = run("import", typed, cwd=tmp_path / folder)
        counted = run("import", typed, "--dry-run", cwd=tmp_path / folder)
        assert (proposed.code, proposed.stderr, counted.code, counted.stderr) == (0, b"", 0, b"")
        lines = proposed.stdout.decode().splitlines()
        differ = r" +(outlet|file|sheet|sha256|characters|delimiter): "
        texts.append(([*(x for x in lines if not re.match(differ, x))], counted.stdout.partition(b"\n")[2]))
    assert texts[0] == texts[1]
    table = yaml.safe_load(proposed.stdout)["tables"]["scores"]
    assert (table["file"], table.get("sheet")) == (name, sheet)
    loaded = load_bytes(proposed.stdout, "scores.yaml", str(tmp_path / "other"))
    assert {p.id for p in loaded.problems} == {"unconfirmed"} and len(loaded.require().statements) == 5


TWO = "CREATE TABLE notes(words); CREATE TABLE [round 2](party, ports, water);"
TWO += "INSERT INTO [round 2] VALUES ('town', 'yes', 'no'), ('port', 'no', 'no')"


def test_one_of_several_tables(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Of a file with several tables one is named behind a #; else, or in vain, it is told which there are."""
    (tmp_path / "votes.db").write_bytes(make_sqlite(SCORES, TWO))
    made = run("import", "votes.db#round 2", "--said", "2026", "-o", "votes.yaml")
    assert (made.code, made.stderr) == (0, b"")
    assert "    file: votes.db\n    sheet: round 2\n" in (tmp_path / "votes.yaml").read_text()
    assert run("check", "votes.yaml").stdout.startswith(b"4 statements, 1 source: no mistakes, 5 warnings")
    assert run("import", "votes.db#round 2", "--dry-run").stdout.startswith(b"votes.db#round 2: 2 rows\n")
    told = {
        "votes.db": (2, "votes.db has 3 tables: scores, notes (empty), round 2: type 'votes.db#scores'"),
        "votes.db#rounds 2": (2, 'votes.db has no table "rounds 2": did you mean "round 2"?'),
        "votes.yaml#a": (2, "a file like votes.yaml has no `sheet`: leave it out"),
        "gone.db#a": (4, "cannot read gone.db: no such file or directory"),
    }
    for typed, (code, message) in told.items():
        done = run("import", typed)
        assert (done.code, done.stdout, done.stderr.decode()) == (code, b"", f"gapcli: {message}\n")
    (tmp_path / "votes#1.csv").write_text("party,ports\ntown,yes\nport,no\n")
    assert b"file: votes#1.csv\n" in run("import", "votes#1.csv").stdout.replace(b'"', b"")


def test_other_encodings(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A text in another encoding is refused with what to type, and its ledger names the encoding."""
    (tmp_path / "votes.csv").write_text("طرف,صوت\nالمدينة,نعم\nالميناء,لا\n", encoding="windows-1256")
    done = run("import", "votes.csv")
    assert done.code == 3 and b"save the file as UTF-8, or give --encoding windows-1256\n" in done.stderr
    made = run("import", "votes.csv", "--encoding", "windows-1256", "--said", "2026", "-o", "votes.yaml")
    assert (made.code, made.stderr) == (0, b"")
    assert b"encoding: windows-1256\n" in (tmp_path / "votes.yaml").read_bytes()
    assert run("check", "votes.yaml").stdout.startswith(b"2 statements, 1 source: no mistakes")
    done = run("import", "votes.csv", "--encoding", "martian")
    assert (done.code, done.stderr[:36]) == (2, b'gapcli: "martian" is no encoding: as')
    (tmp_path / "votes.db").write_bytes(make_sqlite(SCORES))
    done = run("import", "votes.db", "--encoding", "utf-16")
    assert (done.code, done.stderr) == (2, b"gapcli: a file like votes.db has no `encoding`: leave it out\n")


def test_a_byte_order_mark(run: Callable[..., Ran], tmp_path: Path) -> None:
    """The card counts the mark that a spreadsheet writes before a CSV, as check does."""
    (tmp_path / "votes.csv").write_text("party,ports\ntown,yes\nport,no\n", encoding="utf-8-sig")
    run("import", "votes.csv", "--said", "2026", "-o", "votes.yaml")
    assert run("check", "votes.yaml").code == 0


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("votes.xlsx", "python_calamine", "excel"), ("votes.dta", "pyreadstat", "stata")]
)
def test_a_missing_extra(name: str, module: str, extra: str, tmp_path: Path) -> None:
    """Where a library is not installed one line says what to type."""
    (tmp_path / name).write_bytes(b"x")
    code = f"import sys; sys.modules[{module!r}] = None; from gapcli.cli.run import run; sys.exit(run())"
    done = subprocess.run(
        [sys.executable, "-c", code, "import", name], cwd=tmp_path, env={**os.environ, **PATHS}, capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (4, b"", 1)
    assert f"an extra is needed: pip install 'gapcli[{extra}]'\n" in done.stderr.decode()


def test_files_that_are_broken(run: Callable[..., Ran], tmp_path: Path) -> None:
    """What is damaged, elsewhere or still being written is one mistake, and a cell without a value one in its place."""
    (tmp_path / "votes.db").write_bytes(make_sqlite(SCORES)[:5000])
    done = run("import", "votes.db")
    assert (done.code, done.stderr) == (3, b"votes.db:1:1: error: the database is cut short [broken-table]\n")
    (tmp_path / "votes.db").write_bytes(make_sqlite(SCORES, "UPDATE scores SET score = x'00ff' WHERE party = 'mill'"))
    done = run("import", "votes.db")
    assert done.code == 3 and b"votes.db:4:3: error: row 4, score: the cell holds 2 bytes" in done.stderr
    (tmp_path / "votes.db").write_bytes(make_sqlite(SCORES))
    (tmp_path / "votes.db-wal").write_bytes(b"changes")
    done = run("import", "votes.db")
    assert done.code == 4 and b"votes.db-wal holds changes that are not in votes.db yet: close" in done.stderr
    (tmp_path / "votes.db-wal").unlink()
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "link.db").symlink_to(tmp_path / "votes.db")
    done = run("import", "away/link.db")
    assert done.code == 4 and b"away/link.db is no file of the ledger's folder: put the file itself" in done.stderr


# --- slips ----------------------------------------------------------------------------------------


def list_votes(answers: Iterable[str], days: Iterable[str] = (), parties: Sequence[str] = PARTIES) -> str:
    """A table of the answers of parties on one question after another, of one day where none are given."""
    rows = zip(answers, chain(days, repeat("2026-03-01")))
    head = "party,question,vote,date,remark\n"
    return head + "".join(
        f"{parties[i % len(parties)]},m{i // len(parties)},{answer},{day},said {i}\n"
        for i, (answer, day) in enumerate(rows)
    )


def propose_text(text: str, folder: Path) -> tuple[str, Any, str]:
    """What is counted in a table, what is proposed for it and what check says of that."""
    path = folder / "votes.csv"
    path.write_text(text)
    rows = read_file(text.encode(), str(path), 20, PLAIN)
    proposed = propose(rows, text.encode())
    loaded = load_bytes(proposed.text.encode(), "votes.yaml", str(folder))
    mistakes = "\n".join(frame(p).splitlines()[0] for p in loaded.problems if p.id != "unconfirmed")
    return proposed.text, yaml.safe_load(proposed.text)["tables"]["votes"], mistakes


def count_text(run: Callable[..., Ran]) -> str:
    done = run("import", "votes.csv", "--dry-run")
    assert (done.code, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_a_cell_that_is_no_date(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A column of which most cells are dates is that of the dates; what is none is named, and check finds it."""
    days = [f"2025-09-{i % 28 + 1:02}" for i in range(60)]
    days[6] = "20.9.2025"
    text, table, mistakes = propose_text(list_votes(["yes", "no", "abstain"] * 20, days), tmp_path)
    counted = count_text(run)
    assert "dates      2025-09-01 to 2025-09-28  column date, iso\n" in counted
    assert '\ncolumn date: 59 of 60 are dates; line 8 "20.9.2025" is not\n' in counted
    assert counted.endswith("\nnot used: column remark\n") and "# Not used: column remark.\n" in text
    assert table["said"] == {"column": "date", "format": "iso"}
    assert '# Column date: 59 of 60 are dates; line 8 "20.9.2025" is not. check tells' in text
    assert mistakes.startswith("votes.csv:8:") and 'error: "20.9.2025" is no date' in mistakes
    assert mistakes.count("\n") == 0
    with_day = run("import", "votes.csv", "--said", "2026", "--dry-run").stdout.decode()
    assert with_day.endswith("not used: columns date, remark\n")


def test_numbers_of_four_digits_are_no_dates(tmp_path: Path) -> None:
    """Amounts that look like years are amounts."""
    _, table, _ = propose_text("party,pay,aid\na,1200,1900\nb,3400,900\nc,1990,80000\n", tmp_path)
    assert table["shape"] == "parties" and "ignore" not in table


def test_an_answer_that_is_misspelt(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A rare answer near a frequent one makes no answer of its own, and the scale is what it is without it."""
    answers = ["yes"] * 36 + ["no"] * 8 + ["abstain"] * 7 + ["yess"]
    text, table, mistakes = propose_text(list_votes(answers), tmp_path)
    assert table["value"]["scale"] == "graded" and [*table["value"]["options"]] == ["yes", "abstain", "no"]
    assert '# "yess" 1: is it "yes"? Left out of the answers.' in text
    assert 'error: "yess" is no answer [unknown-code]' in mistakes and mistakes.count("\n") == 0
    counted = count_text(run)
    assert "\nscale      graded                    yes, abstain, no\n" in counted
    assert '\n"yess" 1: is it "yes"? Left out of the answers\n' in counted
    # What is no rarer than others, or a word of its own, stays.
    _, table, _ = propose_text(list_votes(answers + ["yess"] * 4), tmp_path)
    assert table["value"]["scale"] == "choice" and "yess" in table["value"]["options"]
    _, table, _ = propose_text(list_votes(["no"] * 36 + ["non"] + ["yes"] * 9), tmp_path)
    assert len(table["value"]["options"]) == 3


def test_parties_in_several_spellings(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Names that are alike but for case, accents and white space are one party, and near ones are named."""
    parties = ["Chad", "chad", "Côte d’Ivoire", "Cote d'Ivoire", "Egypt", "Egipt", "Peru", "Iran", "Iraq"]
    rows = "".join(f"{party},m{i},yes,2026-03-01\n" for i, party in enumerate(parties))
    text, table, mistakes = propose_text("party,question,vote,date\n" + rows, tmp_path)
    assert table["party"]["names"] == {
        "Chad": "chad", "chad": "chad", "Côte d’Ivoire": "cote-d-ivoire", "Cote d'Ivoire": "cote-d-ivoire",
    }  # fmt: skip
    assert mistakes == ""
    counted = count_text(run)
    assert "parties    7 " in counted
    for line in ('ne party in several spellings: "Chad" = "chad", "Côte', '"Egypt" and "Egipt" look alike: are they'):
        assert line in counted and line in " ".join(text.replace("#", "").split())
    assert "Iraq" not in counted
    # Names beside ids, and those of columns, are left for a person to judge.
    _, _, mistakes = propose_text("code,member,ports\nA1,Chad,yes\nB2,chad,no\nC3,Peru,no\n", tmp_path)
    assert mistakes.count("\n") == 2 and '"Chad" and "chad" look alike' in count_text(run)
    propose_text("question,Egypt,Egipt,Chad,chad\nports,yes,no,no,no\n", tmp_path)
    assert '"Egypt" and "Egipt", "Chad" and "chad" look alike' in count_text(run)


@pytest.mark.parametrize(
    ("numbers", "far", "span"),
    [
        ("1 2 3 8 9", ["9", "8"], [1, 3]),
        ("0 2.5 10 99", ["99"], [0, 10]),
        ("0 1 2 3 -99", ["-99"], [0, 3]),
        ("1 2 3 4 5 6 7 8 9", [], [1, 9]),
        ("0 50 90 98 99 100", [], [0, 100]),
        ("-2 -1 0 1 2", [], [-2, 2]),
        ("1 9", [], [1, 9]),
    ],
)
def test_numbers_that_are_codes(
    numbers: str, far: list[str], span: list[float], run: Callable[..., Ran], tmp_path: Path
) -> None:
    """A number apart from the others that commonly says that there is no answer is named, and not in the range."""
    text, table, mistakes = propose_text(list_votes(numbers.split() * 4), tmp_path)
    assert table["value"]["range"] == span
    counted = count_text(run)
    assert ("a code for no answer?" in text, "a code for no answer?" in counted) == (bool(far), bool(far))
    assert mistakes.count("[unknown-code]") == len(far) and all(f": {x} is outside" in mistakes for x in far)


def test_notes_below_a_table(run: Callable[..., Ran], tmp_path: Path) -> None:
    """What stands alone below the table is no party, and is named; single numbers are not listed."""
    rows = "".join(f"{party};{i}.5;{i * 2};;\n" for i, party in enumerate(PARTIES))
    text, table, _ = propose_text("party;ports;water;data;visas\n" + rows + "Quelle: CHES 2024;;;;\n", tmp_path)
    assert table["rows"] == [2, 11]
    left = 'left out as notes below the table: line 12 "Quelle: CHES 2024"'
    counted = count_text(run)
    assert "parties    10 " in counted and left in counted and f"# L{left[1:]}.\n" in text
    assert "Quelle" not in str(table) and "\n  1.5" not in counted and "\nnumbers    0 to 18\n" in counted


TITLED = (("Votes of 2026", "", ""), ("", "", ""), ("party", "ports", "water"), ("a", "yes", "no"), ("b", "no", "no"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("votes.csv", b"Votes of 2026\n\nparty;ports;water\na;yes;no\nb;no;no\n"),
        ("votes.tsv", make_csv(TITLED, "\t")),
        ("votes.xlsx", make_xlsx(TITLED)),
    ],
)
def test_a_title_above_the_table(name: str, data: bytes, run: Callable[..., Ran], tmp_path: Path) -> None:
    """Of a table below a title one line tells which row is its header, and the ledger says it."""
    (tmp_path / name).write_bytes(data)
    done = run("import", name)
    told = f"gapcli: {name}: row 1 has 1 cell, and row 3 looks like the header: --header 3\n"
    assert (done.code, done.stdout, done.stderr.decode()) == (2, b"", told)
    made = run("import", name, "--header", "3", "--said", "2026", "-o", "votes.yaml")
    assert (made.code, made.stderr) == (0, b"")
    assert yaml.safe_load((tmp_path / "votes.yaml").read_text())["tables"]["votes"]["header"] == 3
    assert run("check", "votes.yaml").stdout.startswith(b"4 statements, 1 source: no mistakes")
    for wrong in ("0", "two", "2"):
        assert run("import", name, "--header", wrong).code in (2, 3)


def test_one_column_has_no_title(run: Callable[..., Ran], tmp_path: Path) -> None:
    """A table of one column is not taken for a title, whatever file it is in."""
    (tmp_path / "one.csv").write_text("party\na\nb\n")
    (tmp_path / "one.db").write_bytes(make_sqlite((("party",), ("a",), ("b",))))
    for name in ("one.csv", "one.db"):
        assert b"it needs a column of parties or of questions" in run("import", name).stderr


@pytest.mark.parametrize(
    ("issues", "column", "count"),
    [
        (["trade", "trade", "trade", "ports", "ports", "ports"], "chapter", 2),
        (["80"] * 6, None, 1),
        (["a", "b", "c", "d", "e", "f"], None, 1),
        (["a", "a", "b", "c", "d", "d"], None, 1),
    ],
)
def test_what_groups_questions(
    issues: list[str], column: str | None, count: int, run: Callable[..., Ran], tmp_path: Path
) -> None:
    """A column names the issues where it groups several questions each; else all questions make one issue."""
    rows = "".join(f"{p},m{i},{issue},yes,2026\n" for p in PARTIES for i, issue in enumerate(issues))
    text, table, mistakes = propose_text("party,question,chapter,vote,date\n" + rows, tmp_path)
    assert (table["question"].get("issue"), mistakes) == (column, "")
    assert ("# 2 issues: or else leave `issue` out, and all make one." in text) == bool(column)
    assert re.search(rf"^issues +{count}( +column chapter)?$", count_text(run), re.M)
    # What tells questions apart that are called alike stays.
    rows = "".join(f"{p},m{i % 3},{i // 3},yes,2026\n" for p in PARTIES for i in range(6))
    _, table, _ = propose_text("party,question,session,vote,date\n" + rows, tmp_path)
    assert table["question"]["issue"] == "session"


def test_reports_say_what_is_unconfirmed(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Figures that rest on guesses say so in a note, until each is taken out of the list."""
    (tmp_path / "votes.csv").write_text("party,ports,water\ntown,yes,no\nport,no,no\nmill,no,yes\n")
    run("import", "votes.csv", "--said", "2026", "-o", "votes.yaml")
    note = b"gapcli: choices that nobody has confirmed: shape, party, value, said, card of votes\n"
    commands = [("matrix",), ("brief",), *(("matrix", "--by", by) for by in ("issue", "party", "pair"))]
    for command in commands:
        assert run(*command, "-f", "votes.yaml").stderr == note
    path = tmp_path / "votes.yaml"
    path.write_text(re.sub("unconfirmed: .*", "unconfirmed: [value]", path.read_text()))
    assert run("matrix", "-f", "votes.yaml").stderr == note.replace(b"shape, party, value, said, card", b"value")
    path.write_text(re.sub(" +unconfirmed: .*", "", path.read_text()))
    assert run("matrix", "-f", "votes.yaml").stderr == b""


# --- ids ------------------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), max_size=12))
def test_ids_are_ids(names: list[str]) -> None:
    """Names of any script have ids, no two alike, whatever stands after them."""
    ids = choose_ids(names, "party")
    assert set(ids) == set(names) and len({*ids.values()}) == len(ids)
    assert all(ID.fullmatch(id) for id in ids.values())
    once = [*dict.fromkeys(names)]
    assert choose_ids(ids, "party") == ids == {name: ids[name] for name in once}


def test_ids_sound_like_names() -> None:
    """Letters of many scripts are spelled as they sound; a later name that sounds the same is numbered."""
    names = ["Россия", "Россія", "السعودية", "Ελλάδα", "대한민국", "Łódź", "საქართველო", "中国", "A B", "a-b", "🙂"]
    assert [*choose_ids(names, "party").values()] == [
        "rossiya", "rossiya-2", "alsawdya", "ellada", "daehanmingug", "lodz", "sakartvelo", "u4e2du56fd",
        "a-b", "a-b-2", "party",
    ]  # fmt: skip


# --- any table ------------------------------------------------------------------------------------

LETTERS = st.characters(categories=["L", "Nd"])
NAME = st.text(LETTERS, min_size=1, max_size=9).filter(
    lambda t: not re.search(rf"^\d+$|[{FORMS}]", t)
) | st.sampled_from(["Côte d’Ivoire", "A, B", 'the "North"', "yes", "null", "none", "- x", "#1", "a: b", "{x}"])
NUMBER = st.integers(-999, 99_999).map(str) | st.decimals(-99, 99, places=2).map(lambda x: f"{x:f}")
WORDS = st.lists(NAME, min_size=1, max_size=6, unique=True)


@st.composite
def draw_table(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """A table of one of the shapes, of random parties, questions and answers, with the name of its file."""
    parties = draw(st.lists(NAME, min_size=2, max_size=6, unique_by=fold))
    questions = draw(st.lists(NAME.filter(lambda q: q not in parties), min_size=2, max_size=6, unique_by=fold))
    answers = draw(WORDS | st.lists(NUMBER, min_size=1, max_size=6))
    cells = {(p, q): draw(st.sampled_from([*answers, ""])) for p in parties for q in questions}
    cells[parties[0], questions[0]] = answers[0]
    shape = draw(st.sampled_from(["long", "questions", "parties"]))
    dated = draw(st.booleans())
    if shape == "long":
        rows = [[p, q, v, *(["2026-03-01"] if dated else [])] for (p, q), v in cells.items()]
        return shape, [["party", "question", "vote", *(["date"] if dated else [])], *rows]
    if shape == "questions":
        return shape, [["question", *parties], *([q, *(cells[p, q] for p in parties)] for q in questions)]
    return shape, [["party", *questions], *([p, *(cells[p, q] for q in questions)] for p in parties)]


def propose_for(data: bytes, path: str) -> Proposed:
    """What is proposed for the bytes of a table, of which each value is of one day."""
    return propose(read_file(data, path, 20, PLAIN), data, when("2026-03-01"))


@given(drawn=draw_table(), sign=st.sampled_from([",", ";", "\t", ""]))
def test_any_table(drawn: tuple[str, list[list[str]]], sign: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is proposed for any table of the three shapes has no mistake, and warns of nothing but what to confirm."""
    shape, table = drawn
    out = io.StringIO()
    if sign:
        csv.writer(out, delimiter=sign).writerows(table)
    else:
        out.writelines(json.dumps(dict(zip(table[0], row))) + "\n" for row in table[1:])
    folder = tmp_path_factory.getbasetemp()
    name = "any.csv" if sign else "any.jsonl"
    (folder / name).write_bytes(out.getvalue().encode())
    try:
        proposed = propose_for(out.getvalue().encode(), str(folder / name))
    except NoTable as none:
        assert "no cell of it holds" in str(none)
        return
    loaded = load_bytes(proposed.text.encode(), "any.yaml", str(folder))
    assert proposed.look.shape == shape
    mistakes = [p for p in loaded.problems if p.id != "unconfirmed"]
    if proposed.look.misspelt or proposed.look.far:
        assert {p.id for p in mistakes} == {"unknown-code"}
    else:
        assert [frame(p) for p in mistakes] == []
        assert len(loaded.require().parties) == proposed.look.members
    assert yaml.safe_load(proposed.text)["tables"]["any"]["unconfirmed"]


ODD = st.text(st.sampled_from("ab1.,-%~ \t\n\"'#:{}[]&*!|>@`\\é٣中\u202e\u200b\u00a0\x07\ufdd0"), max_size=6)
ODD |= st.sampled_from(["party", "vote", "date", "id", "2026-03-01", "yes", "1", "2,5", "n/a", ""])


@example([["x", "a", "b"], ["p", "{x}", "no"], ["q", "x", "{x}"]], False)
@example([["x", "a", "b"], ["", "party", "party"], ["party", "", "1:"], ["", "", "1"], ["", "party", "party"]], False)
@example([[":", "id", "1"], ["", "", ""], ["1", "1", "1"]], True)
@given(st.lists(st.lists(ODD, min_size=3, max_size=3), min_size=1, max_size=6), st.booleans())
def test_no_table_is_too_odd(table: list[list[str]], is_json: bool) -> None:
    """Whatever a table holds, it is refused with a reason, or what is proposed is a ledger that can be read."""
    out = io.StringIO()
    if is_json:
        out.writelines(json.dumps(dict(zip(table[0], row))) + "\n" for row in table[1:])
    else:
        csv.writer(out).writerows(table)
    try:
        proposed = propose_for(out.getvalue().encode(), "odd.csv")
    except BrokenTable as broken:
        assert broken.problems
    except NoTable as none:
        assert str(none)
    else:
        errors = load_bytes(proposed.text.encode(), "odd.yaml").errors
        assert {p.id for p in errors} == {"table-file"}
