"""A table of statements becomes statements of a ledger: every mistake at its cell, and nothing lost on the way."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran
from hypothesis import given, settings
from hypothesis import strategies as st
from shares import share, some
from small_ledgers import Data, choice, data, graded, number, say, told
from table_files import (
    Table,
    lay_ods,
    list_objects,
    make_csv,
    make_ods,
    make_parquet,
    make_sqlite,
    make_xlsx,
    select_values,
)

import gapcli
from gapcli.editing.merge import Merged, merge_statements
from gapcli.editing.statement_table import COLUMNS, DERIVED
from gapcli.files.find import find_example
from gapcli.files.load import load, load_bytes
from gapcli.files.rows import read_rows
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger, Statement
from gapcli.reports.statements import StatementsReport

ROOT = Path(__file__).parent.parent
CORPUS = Path(__file__).parent / "imports"
RULES = Path(__file__).parent / "rules"
FILES = sorted(path.name for path in CORPUS.iterdir() if path.suffix != ".txt")
SET = ("--set", "stance=asks", "--set", "attribution=named", "--set", "teller=own")
LEDGERS = [
    ROOT / "data" / "positions.yaml",
    ROOT / "docs" / "strait.yaml",
    *(Path(find_example(name)) / "positions.yaml" for name in ("harbour", "many")),
    RULES / "positions.yaml",
]
Run = Callable[..., Ran]

# --- mistakes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_each_mistake_is_told_at_its_cell(name: str, run: Run, golden: Callable[[str, str], None]) -> None:
    """What is wrong with each table is what stands beside it; nothing is written then, and the command ends in 3."""
    done = run("import", name, "-f", "../rules/positions.yaml", "--texts", "../rules/texts", cwd=CORPUS)
    assert (done.code, done.stdout) == (3, b"")
    golden(f"imports/{name}.txt", done.stderr.decode())


def test_no_message_without_a_table() -> None:
    """Every message belongs to a table that is still there."""
    assert sorted(path.stem for path in CORPUS.glob("*.txt")) == FILES


def test_places_are_needed(run: Run) -> None:
    """Without texts the places of quotes stand in the table."""
    done = run("import", "lacks-columns.csv", "-f", "../rules/positions.yaml", *SET, cwd=CORPUS)
    assert done.code == 3 and b"the table lacks the places of quotes" in done.stderr


def test_a_ledger_with_mistakes_takes_nothing(run: Run, tmp_path: Path) -> None:
    """The mistakes of the ledger come first, as any other command prints them."""
    (tmp_path / "positions.yaml").write_text("format: 1\n")
    (tmp_path / "table.csv").write_text("party,question,stance,quote\n")
    done = run("import", "table.csv", cwd=tmp_path)
    assert (done.code, done.stdout) == (3, b"") and b"positions.yaml:1:1: error: the ledger lacks" in done.stderr


def write_base(of: Data) -> str:
    """A ledger without statements as a file."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in {**of, "statements": []}.items())


LEFT: Data = {"left": {"name": "Left", "role": "principal"}}
HEAD = "party,question,value,date,source,quote\n"


@pytest.mark.parametrize(
    ("arguments", "table", "code", "words"),
    [
        (("-f", "positions.yaml"), "party,vote\n", 2, "columns party, question, and stance or quote"),
        (("-f", "positions.yaml"), "party,quote\n", 2, "stance or quote: this one lacks question\n"),
        (("-f", "positions.yaml"), "about,vote\n", 2, "this one lacks party and stance or quote\n"),
        (("--dry-run", "-f", "positions.yaml", "-o", "new.yaml"), HEAD, 2, "--dry-run writes nothing: leave -o out"),
        (("--said", "2026", "-f", "positions.yaml"), HEAD, 2, "--said is of positions, -f, --texts and --set of"),
        ((), HEAD, 4, "no positions.yaml or data/positions.yaml here: a table of statements goes into a ledger"),
        (("-f", "positions.yaml", "--set", "stance"), HEAD, 2, '--set: "stance" is not COLUMN=WORDS'),
        (("-f", "positions.yaml", "--set", "stanze=asks"), HEAD, 2, 'did you mean "stance"?'),
        (("-f", "missing.yaml"), HEAD, 4, "cannot read missing.yaml"),
        (("-f", "positions.yaml", "--texts", "missing", *SET), HEAD, 4, "cannot read missing"),
        (("-f", "positions.yaml", "--texts", ".", *SET, "-o", "table.csv"), HEAD, 4, "table.csv is there already"),
        (("-f", "positions.yaml", "--texts", ".", *SET, "-o", "positions.yaml"), HEAD, 4, "is there already"),
    ],
)
def test_wrong_use(arguments: tuple[str, ...], table: str, code: int, words: str, run: Run, tmp_path: Path) -> None:
    """What cannot be done is told in a line, and nothing is written."""
    (tmp_path / "table.csv").write_text(table)
    if arguments:
        (tmp_path / "positions.yaml").write_text(write_base(data({"tax": {"rate": graded("a", "b")}}, [])))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("import", "table.csv", *arguments, cwd=tmp_path)
    assert (done.code, done.stdout) == (code, b"") and words in done.stderr.decode()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_statements_in_brackets(run: Run, tmp_path: Path) -> None:
    """A list that is written in brackets is not taken apart."""
    issues = {"tax": {"rate": graded("a", "b")}}
    (tmp_path / "positions.yaml").write_text(json.dumps(data(issues, [say("left", "tax.rate", "asks", "a")])))
    (tmp_path / "table.csv").write_text(HEAD)
    done = run("import", "table.csv", *SET, "--texts", ".", cwd=tmp_path)
    assert (done.code, done.stdout) == (3, b"") and b"the statements stand in brackets" in done.stderr


# --- by hand ----------------------------------------------------------------------------------------


def test_a_table_by_hand(run: Run, tmp_path: Path) -> None:
    """Names stand for ids, quotes find their places, ids are made, and the ledger is the old one with more in it."""
    (tmp_path / "table.csv").write_text(
        "\ufeffParty;Question;Value;Date;Source;Quote\r\n"
        "Town of Eastport;who has the quay?;fishing boats, ferries;2026-02-26;Eastport Herald;wants the quay\r\n"
        "COMPANY;rent.indexation;A fixed rent;2026-02-26;eastport-herald;the rent  stays fixed\r\n"
        "COMPANY;rent.indexation;A fixed rent;2026-02-26;eastport-herald;we shall pay what we have always paid\r\n"
        "province, coast-council;dredging.payer;;2026-02;Coast Radio;كل سنة\r\n",
        encoding="utf-8",
    )
    base = (RULES / "positions.yaml").read_text(encoding="utf-8")
    command = ("import", "table.csv", "-f", str(RULES / "positions.yaml"), "--texts", str(RULES / "texts"), *SET)
    done = run(*command, cwd=tmp_path)
    assert (done.code, done.stderr) == (0, b"gapcli: 3 statements added\n")
    text = done.stdout.decode()
    old, _, new = text.partition("\n\n  - id: town-use-fishing-ferries-2026-02-26\n")
    assert base.startswith(old + "\n") and text.endswith(base[len(old) :]) and new
    made = [s for s in load_bytes(done.stdout, "new.yaml", str(RULES)).require().statements if not s.is_cell][-4:]
    first, second, third, fourth = made
    assert (first.party, first.about, first.value) == ("town", "berths.use", ("fishing", "ferries"))
    assert (second.id, second.party, second.value) == ("harbour-indexation-never-2026-02-26", "harbour", "never")
    assert [(e.at, e.quote) for e in second.evidence] == [
        ((360, 380), "the rent stays fixed"),
        ((317, 354), "we shall pay what we have always paid"),
    ]
    # In nobody's words of our own, the source's stand for them, in its language.
    assert (str(second.text), third.text) == ("the rent stays fixed", {"ar": "كل سنة"})
    assert (third.party, fourth.party, fourth.value) == ("province", "coast-council", None)
    assert third.id == fourth.id == "province-coast-council-payer-asks-2026-02"
    # Read once more it changes nothing.
    (tmp_path / "new.yaml").write_bytes(done.stdout.replace(b"sources: seeds", f"sources: {tmp_path}".encode()))
    again = merge((tmp_path / "table.csv").read_bytes(), done.stdout, str(RULES), texts=RULES / "texts")
    assert (again.text, again.same) == (text, 3)


SAID = (
    ("party", "question", "value", "date", "source", "quote"),
    ("town", "berths.use", "fishing, ferries", "2026-02-26", "eastport-herald", "wants the quay"),
    ("harbour", "rent.indexation", "never", "2026-02-26", "eastport-herald", "the rent stays fixed"),
    ("harbour", "rent.indexation", "sometimes", "2026-02-26", "eastport-herald", "the rent stays there"),
)
SAID_IN: dict[str, Callable[[Table], bytes]] = {
    "said.csv": lambda table: make_csv(table, "\t"),
    "said.json": lambda table: json.dumps(list_objects(table), indent=1).encode(),
    "said.xlsx": make_xlsx,
    "said.ods": lambda table: make_ods("".join(map(lay_ods, row)) for row in table),
    "said.db#scores": make_sqlite,
    "said.parquet": lambda table: make_parquet(select_values(table)),
}


@pytest.mark.parametrize("typed", SAID_IN)
def test_a_table_in_any_file(typed: str, run: Run, tmp_path: Path) -> None:
    """The same statements come of a table in a file of any kind, and each mistake is told at its cell."""
    name = typed.partition("#")[0]
    (tmp_path / name).write_bytes(SAID_IN[typed](SAID[:3]))
    into = ("-f", str(RULES / "positions.yaml"), "--texts", str(RULES / "texts"), *SET)
    done = run("import", typed, *into, cwd=tmp_path)
    assert (done.code, done.stderr) == (0, b"gapcli: 2 statements added\n")
    (tmp_path / "plain.csv").write_bytes(make_csv(SAID[:3], ";"))
    assert run("import", "plain.csv", *into, cwd=tmp_path).stdout == done.stdout
    (tmp_path / name).write_bytes(SAID_IN[typed](SAID))
    done = run("import", typed, *into, cwd=tmp_path)
    assert (done.code, done.stdout) == (3, b"")
    heads = re.findall(rb"(?m)^\S+:\d+:\d+: error: .*", done.stderr)
    place = {"said.xlsx": "Scores!{}4: ", "said.ods": "Scores!{}4: "}.get(name, "row 4, {}: ")
    value, quote = ("C", "F") if "Scores" in place else ("value", "quote")
    if name in ("said.csv", "said.json"):
        place = ""
    told = [re.sub(rb"^\S+:\d+:\d+: error: ", b"", head).decode() for head in heads]
    assert told[0] == f'{place.format(value)}the scale has no option "sometimes" [bad-value]'
    assert told[1].startswith(f"{place.format(quote)}the quote") and len(told) == 2
    if place:
        assert [head.partition(b": error")[0] for head in heads] == [f"{name}:4:{n}".encode() for n in (3, 6)]


def test_a_table_of_names_in_arabic(run: Run, tmp_path: Path) -> None:
    """Parties, questions, options and outlets by their names, in any spelling and between commas of either alphabet."""
    head = "id,party,question,stance,value,date,source,quote,start,end,attribution,teller,text"
    rest = "a quote,0,7,named,own,Said so."
    rows = {
        "ids.csv": (
            f'one,"qatar,oman",russia-role.uranium,accepts,takes,2026-02-06,arabi-post-muscat,{rest}',
            f"two,oman,guarantees,silent,,2026-02-06,arabi-post-muscat,{rest}",
        ),
        "names.csv": (
            f"one,قطـر، عمان,الدّور الروسي.uranium,accepts,نقل اليورانيوم إلي روسيا,2026-02-06,عربى بوست,{rest}",
            f"two,عُمان,الضَّمانات,silent,,2026-02-06,عربي بوست,{rest}",
        ),
    }
    made = []
    for name, lines in rows.items():
        (tmp_path / name).write_text("\n".join((head, *lines)), encoding="utf-8")
        made.append(run("import", name, "-f", str(ROOT / "data" / "positions.yaml"), cwd=tmp_path))
    by_id, by_name = made
    assert by_id.stderr == by_name.stderr == b"gapcli: 2 statements added\n"
    assert by_id.stdout == by_name.stdout and b"party: [qatar, oman]" in by_id.stdout


def test_a_table_that_was_csv(run: Run, tmp_path: Path) -> None:
    """What `statements -O csv` spells otherwise for the sake of spreadsheets is read back from a database, too."""
    table = [(*row, text) for row, text in zip(SAID[:3], ("text", "'=all of it", "\\u202eall"))]
    (tmp_path / "said.db").write_bytes(make_sqlite(table))
    done = run("import", "said.db", "-f", str(RULES / "positions.yaml"), "--texts", str(RULES / "texts"), *SET)
    assert b'    text: "=all of it"\n' in done.stdout and b'    text: "\\U0000202eall"\n' in done.stdout


def test_what_would_come_of_a_table(run: Run, tmp_path: Path) -> None:
    """With --dry-run statements are counted by what becomes of them, and nothing is written."""
    run("init", "river", "--example", "many", cwd=tmp_path)
    ledger = tmp_path / "river" / "positions.yaml"
    table = run("statements", "-f", str(ledger), "-O", "csv").stdout.decode()
    rows = [*csv.DictReader(io.StringIO(table))]
    first = next(row for row in rows if ":" not in row["id"])
    (tmp_path / "all.csv").write_text(table.replace(first["text"], "Other words.", 1))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("import", "all.csv", "-f", "river/positions.yaml", "--dry-run", cwd=tmp_path)
    assert (done.code, done.stderr) == (0, b"")
    counts = dict(re.findall(r"^ *(\S.*?) +(\d+)$", done.stdout.decode(), re.M))
    read = load(str(ledger)).require()
    own = [s for s in read.statements if not s.is_cell]
    told = {s.id for s in own}
    assert counts == {
        "statements": f"{len(told)}",
        "added": "0",
        "changed": "1",
        "already there": f"{len(told) - 1}",
        "of tables left there": f"{sum(1 for s in read.statements if s.is_cell)}",
        "parties": f"{len({s.party for s in own})}",
        "questions": f"{len({s.about for s in own})}",
    }
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    (tmp_path / "said.csv").write_bytes(make_csv(SAID[:3], ";"))
    into = ("-f", str(RULES / "positions.yaml"), "--texts", str(RULES / "texts"), *SET)
    counted = run("import", "said.csv", *into, "--dry-run", cwd=tmp_path).stdout.decode()
    assert counted.startswith("said.csv: 2 rows, a semicolon between cells\n\nstatements")
    assert re.search(r"^  added +2$", counted, re.M)
    done = run("import", "all.csv", "--dry-run", cwd=tmp_path)
    assert done.code == 4 and b"give -f" in done.stderr


def test_a_new_file_sees_the_same_cards(run: Run, tmp_path: Path) -> None:
    """With -o only a new file is written, from whose folder the cards are found as before, and `check` passes."""
    run("init", "port", cwd=tmp_path)
    (tmp_path / "statements.tsv").write_bytes(
        run("statements", "-f", "port/positions.yaml", "-O", "tsv", cwd=tmp_path).stdout
    )
    done = run("import", "statements.tsv", "-f", "port/positions.yaml", "-o", "other.yaml", cwd=tmp_path)
    assert (done.code, done.stderr) == (0, b"")
    assert re.fullmatch(
        r"made other.yaml: \d+ statements already there\nnext: gapcli check other.yaml --strict\n", done.stdout.decode()
    )
    assert run("check", "other.yaml", "--strict", cwd=tmp_path).code == 0
    old = (tmp_path / "port" / "positions.yaml").read_text(encoding="utf-8")
    new = (tmp_path / "other.yaml").read_text(encoding="utf-8")
    assert new == old.replace("sources: seeds", "sources: port/seeds")


def test_a_new_file_lies_beside_the_tables(run: Run, tmp_path: Path) -> None:
    """A ledger with tables finds them in its own folder alone, and so does the new one."""
    run("init", "river", "--example", "many", cwd=tmp_path)
    (tmp_path / "statements.csv").write_bytes(
        run("statements", "-f", "river/positions.yaml", "-O", "csv", cwd=tmp_path).stdout
    )
    done = run("import", "statements.csv", "-f", "river/positions.yaml", "-o", "other.yaml", cwd=tmp_path)
    assert (done.code, done.stderr) == (2, b"gapcli: a ledger lies beside its tables: -o river/other.yaml\n")
    assert (
        run("import", "statements.csv", "-f", "river/positions.yaml", "-o", "river/other.yaml", cwd=tmp_path).code == 0
    )
    assert run("check", "river/other.yaml", "--strict", "--texts", "river/texts", cwd=tmp_path).code == 0


def test_a_cell_of_a_table_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """A cell is passed over where the ledger has its table, which is left as it is; else it is told."""
    run("init", "river", "--example", "many", cwd=tmp_path)
    ledger = ("-f", "river/positions.yaml")
    (tmp_path / "all.csv").write_bytes(run("statements", *ledger, "-O", "csv", cwd=tmp_path).stdout)
    path = tmp_path / "river" / "positions.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("\ntables:\n")[0] + "\n", encoding="utf-8")
    done = run("import", "all.csv", *ledger, cwd=tmp_path)
    assert done.code == 3 and b'"questionnaire:2:2" is a cell of a table that the ledger does not have' in done.stderr


def test_a_pipe_is_a_table(run: Run) -> None:
    """The table may come through a pipe, as statements of another command do."""
    table = run("statements", "-f", str(RULES / "positions.yaml"), "-O", "jsonl").stdout
    done = run("import", "-", "-f", str(RULES / "positions.yaml"), stdin=table)
    assert (done.code, done.stdout) == (0, (RULES / "positions.yaml").read_bytes())


@pytest.mark.parametrize(
    "shape",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\nstatements: []\n", "\n"),
        lambda text: text.replace("\nstatements: []\n", "\nproposals: {}\n"),
        lambda text: "".join(f"  {line}\n" for line in text.splitlines()),
        lambda text: "".join(f"  {line}\n" for line in text.replace("statements: []\n", "").splitlines()),
        lambda text: text.replace("statements: []", "statements: []  # None yet."),
    ],
)
def test_a_ledger_of_any_shape(shape: Callable[[str], str]) -> None:
    """Line ends, a byte order mark, indents and what stands around an empty list are kept."""
    base = shape(write_base(data({"x": {"g0": KINDS["g"][0]}}, [], parties=LEFT)))
    table = "party,question,stance,value,date,text,source,start,end,quote,attribution,teller\n"
    row = "left,x.g0,asks,a,2026-02-0{},Said {}.,daily,0,7,a quote,named,own\n"
    first = merge((table + row.format(1, 1)).encode(), base.encode(), "")
    second = merge((table + row.format(2, 2) + row.format(1, 1)).encode(), first.text.encode(), "")
    assert (first.problems, second.problems, first.added, second.added, second.same) == ((), (), 1, 1, 1)
    read = load_bytes(second.text.encode(), "x.yaml").require()
    assert [str(s.text) for s in read.statements] == ["Said 1.", "Said 2."]
    end = "\r\n" if "\r\n" in base else "\n"
    kept = [line.replace(" []", "") for line in base.replace("\r\n", "\n").split("\n") if line]
    assert all(line.partition("  #")[0] in second.text.split(end) for line in kept)
    assert "\n" not in second.text.replace(end, "")


def test_a_changed_statement_takes_the_place_of_the_old_one(run: Run) -> None:
    """Where a statement says something else it alone is written anew, and what stands around it stays."""
    path = RULES / "positions.yaml"
    table = run("statements", "town-ferries", "-f", str(path), "-O", "csv").stdout.decode()
    table = table.replace("Said that ferries would be as welcome.", "Ferries would do.")
    done = run("import", "-", "-f", str(path), stdin=table.encode())
    assert (done.code, done.stderr) == (0, b"gapcli: 1 statement changed\n")
    text = path.read_text(encoding="utf-8")
    old = re.search(r"  - id: town-ferries\n(?:    .*\n)+", text)
    new = re.search(r"  - id: town-ferries\n(?:    .*\n)+", done.stdout.decode())
    assert old and new and done.stdout.decode() == text.replace(old[0], new[0])
    before, after = (load_bytes(t.encode(), "x.yaml", str(RULES)).require() for t in (text, done.stdout.decode()))
    for s, other in zip(before.statements, after.statements, strict=True):
        changed = {"text": after.statements[0].text | {"en": "Ferries would do."}} if s.id == "town-ferries" else {}
        assert other._replace(line=0) == s._replace(line=0, **changed)


# --- there and back ---------------------------------------------------------------------------------


def test_every_printed_column_is_known() -> None:
    """A column that `statements -O csv` gets is read, or said to say nothing of its own."""
    assert {*StatementsReport.columns()} <= {*COLUMNS, *DERIVED}


def print_statements(ledger: Ledger, form: str) -> bytes:
    report = gapcli.statements(gapcli.narrow(ledger, gapcli.Query(as_of="2100", parties=("all",))))
    return write_report(form, report, Screen()).encode()


def merge(table: bytes, base: bytes, folder: str, form: str = "csv", texts: Path | None = None) -> Merged:
    from gapcli.editing.mend import read_coded
    from gapcli.files.checks.rule import View

    ledger = load_bytes(base, "base.yaml", folder).require()
    found = dict(read_coded(View(ledger), str(texts))) if texts else None
    given = {"stance": "asks", "attribution": "named", "teller": "own"} if texts else {}
    return merge_statements(read_rows(table, f"t.{form}", 1e3), base, ledger, (folder, None), 20, given, found)


def unplaced(ledger: Ledger) -> list[Statement]:
    """The statements of the file itself, wherever they stand in it."""
    return [s._replace(line=0) for s in ledger.statements if ":" not in s.id]


@pytest.mark.parametrize(("path", "form"), some([(path, form) for path in LEDGERS for form in ("csv", "tsv", "jsonl")]))
def test_a_ledger_that_is_printed_and_read_back(path: Path, form: str) -> None:
    """Printed and read back into itself a ledger is the same, byte for byte; into one without statements, as good."""
    base, folder = path.read_bytes(), str(path.parent)
    whole = load(str(path)).require()
    table = print_statements(whole, form)
    merged = merge(table, base, folder, form)
    assert (merged.text.encode(), merged.problems, merged.same) == (base, (), len({s.id for s in unplaced(whole)}))
    bare = re.sub(r"^(?:statements|proposals):\n(?:[ #-].*\n|\n)*", "", base.decode(), flags=re.M)
    merged = merge(table, bare.encode(), folder, form)
    assert not merged.problems
    back = load_bytes(merged.text.encode(), str(path.parent / "back.yaml"), folder).require()
    # A cell of a delimited table has a text in one language.
    keep = unplaced if form == "jsonl" else one_language
    assert keep(back) == keep(whole)


def one_language(ledger: Ledger) -> Any:
    """What a ledger says, of each text the language that is shown."""

    def show(value: Any) -> Any:
        if isinstance(value, dict):
            return str(value)
        return tuple(map(show, value)) if isinstance(value, tuple) else value

    # Which of its names an outlet goes by, all languages of it tell.
    bare = (s._replace(evidence=tuple(e._replace(outlet="") for e in s.evidence)) for s in unplaced(ledger))
    return [show(s) for s in bare]


SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
WORDS = st.text(st.one_of(SIGNS, st.sampled_from("\n\t =+-@'\"\\\u202e,;{[#:")), max_size=12).map(lambda t: f"{t}x")
ESCAPES = st.sampled_from(["\\u202e", "\\x5c", "\\x5cu202e", "'=1", "''-", '{"en": "x', "<tag> & x"])
TEXT = WORDS | ESCAPES
TEXTS = TEXT | st.fixed_dictionaries({"en": TEXT}, optional={"ar": TEXT, "fr": TEXT})
PARTIES = st.sampled_from(["left", "right", ["left", "right"], ["right", "left"]])
KINDS = {
    "g": (graded("a", "b", "c", today="a"), ["a", "b", ["a", "b"]]),
    "n": (number("60", "0"), ["30", "< 20", ">= 2.5", ["10", "20"]]),
    "c": (choice("a", "b", "c"), ["a", ["a", "c"]]),
}


@st.composite
def told_in(draw: st.DrawFn) -> Data:
    quote = draw(TEXT)
    start = draw(st.integers(0, 50))
    more = draw(st.fixed_dictionaries({}, optional={"gloss": TEXTS, "via": TEXTS}))
    words = {
        "attribution": draw(st.sampled_from(["named", "document"])),
        "teller": draw(st.sampled_from(["own", "author"])),
    }
    return told(
        draw(st.sampled_from(["daily", "weekly"])), at=[start, start + len(quote)], quote=quote, **words, **more
    )


CONDITION = st.one_of(
    TEXTS,
    st.fixed_dictionaries(
        {"party": st.just("third"), "about": st.just("x.g0"), "reaches": st.just("b")}, optional={"words": TEXTS}
    ),
    st.just({"party": "third", "about": "x.g0", "is": ["b", "c"]}),
    st.just({"party": "third", "about": "x.n1", "at_least": "12.5"}),
)


@st.composite
def said(draw: st.DrawFn) -> Data:
    """A ledger of statements that hold anything that a statement may."""
    dimensions: dict[str, Data] = {"g0": KINDS["g"][0], "n1": KINDS["n"][0]}
    statements: list[Data] = []
    for i in range(2, 2 + draw(st.integers(1, 4))):
        kind = draw(st.sampled_from([*KINDS]))
        about = f"{kind}{i}"
        dimensions[about] = KINDS[kind][0]
        more = draw(st.fixed_dictionaries({"text": TEXTS}, optional={"speaker": TEXTS, "note": TEXTS}))
        more["evidence"] = draw(st.lists(told_in(), min_size=1, max_size=3, unique_by=str))
        party, value = draw(PARTIES), draw(st.sampled_from(KINDS[kind][1]))
        stance = draw(st.sampled_from(["asks", "accepts", "rejects", "silent"]))
        if stance in ("asks", "accepts"):
            more["if"] = draw(st.lists(CONDITION, max_size=2))
        elif stance == "rejects":
            more["unless"] = draw(st.lists(CONDITION, max_size=1))
        value = None if stance == "silent" else value
        if draw(st.booleans()):
            old = say(party, f"x.{about}", "asks", id=f"s{i}-old", said="2026-01", text="Before.")
            statements.append(old)
            more["replaces"] = [old["id"]]
        said = draw(st.sampled_from(["2026-02-01", "2026-02", "< 2026-02-05"]))
        basis = draw(st.sampled_from(["words", "conduct"]))
        statements.append(say(party, f"x.{about}", stance, value, id=f"s{i}", said=said, basis=basis, **more))
    parties = {name: {"name": name, "role": "principal"} for name in ("left", "right", "third")}
    return data({"x": dimensions}, statements, parties=parties)


@settings(deadline=None)
@given(said(), st.sampled_from(["csv", "tsv", "jsonl"]))
def test_nothing_is_lost_on_the_way(of: Data, form: str) -> None:
    """Any statements that are printed and read back are the same, in a delimited table each text in one language."""
    # YAML has no pairs of escapes for a character.
    whole = load_bytes(json.dumps(of, ensure_ascii=False).encode(), "whole.yaml").require()
    merged = merge(print_statements(whole, form), write_base(of).encode(), "", form)
    assert [p.concise for p in merged.problems] == []
    back = load_bytes(merged.text.encode(), "back.yaml").require()
    keep = unplaced if form == "jsonl" else one_language
    assert keep(back) == keep(whole)
    # Read back into itself it stays as it is.
    again = merge(print_statements(back, form), merged.text.encode(), "", form)
    assert (again.text, again.same) == (merged.text, whole.size)


PARTS = [
    "left",
    "x.g0",
    "s1",
    "daily",
    "asks",
    "2026-02-01",
    "a",
    "[",
    "]",
    "{",
    "}",
    '"',
    ":",
    ",",
    "1",
    "null",
    "\n",
    "\\ud800",
]
PARTS += [
    "\x07",
    "\x00",
    "\u202e",
    "- id: x",
    "en",
    '{"en": "x"}',
    '[{"words": {"en": [1]}}]',
    '["a"]',
    '{"a\\n- b: c": 1}',
]
ANY = st.sampled_from([*PARTS, "", ""]) | st.lists(st.sampled_from(PARTS), max_size=4).map("".join)


@settings(deadline=None, max_examples=share(200))
@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), ANY), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_no_table_is_too_odd(rows: list[dict[str, str]], is_json: bool, whole: bool) -> None:
    """Whatever the cells hold, a table becomes statements, or its mistakes are told at its rows."""
    plain = {
        "party": "left",
        "about": "x.g0",
        "stance": "asks",
        "said": "2026-02-01",
        "source": "daily",
        "quote": "a quote",
    }
    plain |= {"value": "a", "start": "0", "end": "7", "attribution": "named", "teller": "own", "text": "Said so."}
    names = [name for name in COLUMNS if name in plain or name != "evidence" or not whole]
    cells = [{name: row.get(name, plain.get(name, "") if whole else "") for name in names} for row in rows]
    if is_json:
        table = "".join(json.dumps(row) + "\n" for row in cells)
    else:
        quoted = [['"' + text.replace('"', '""') + '"' for text in row.values()] for row in cells]
        table = "".join(",".join(row) + "\n" for row in [names, *quoted])
    base = write_base(data({"x": {"g0": KINDS["g"][0]}}, [], parties=LEFT))
    merged = merge(table.encode(), base.encode(), "", "jsonl" if is_json else "csv")
    if not merged.problems:
        assert load_bytes(merged.text.encode(), "new.yaml").require().size == merged.added
    for p in merged.problems:
        assert p.span.file == ("t.jsonl" if is_json else "t.csv") and 1 <= p.span.line <= table.count("\n"), p.concise
