"""One table a kind of thing: each is whole, nothing stands outside of it, and what follows from it does so."""

import ast
import json
import pickle
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Ran
from shares import some

import gapcli
from gapcli.cli.commands import COMMANDS
from gapcli.cli.options import PARAMETERS, VIEW
from gapcli.files.checks.table import RULES
from gapcli.files.find import shipped
from gapcli.files.kinds import KINDS
from gapcli.files.load import Loaded
from gapcli.formats import FORMATS, Screen, list_formats, write_report
from gapcli.ledger.lenses import LENSES
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.ledger.scales import SCALES
from gapcli.measure.positions import MARKS
from gapcli.measure.view import narrow
from gapcli.pages import lay_page
from gapcli.reports import REPORTS, find_report, find_schema
from gapcli.reports.report import Count, Report, fields, schema_of
from gapcli.words import phrases
from gapcli.words.positions import say_query

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(gapcli.__file__).parent


@pytest.mark.parametrize("table", [LENSES, SCALES, REPORTS, FORMATS, RULES, COMMANDS, PARAMETERS, KINDS])
def test_a_table_cannot_be_changed(table: Any) -> None:
    """A table is what its file says."""
    with pytest.raises(TypeError):
        table["new"] = None


# --- lenses ---------------------------------------------------------------------------------------

ASKED: dict[str, Any] = {name: ("al-jazeera-column",) if lens.names_sources else True for name, lens in LENSES.items()}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return gapcli.load(shipped()).require()


@pytest.mark.parametrize("name", LENSES)
def test_every_lens_is_everywhere(name: str, ledger: Ledger) -> None:
    """A lens has an option on each command that reads positions, a key in the query and in its schema, and a phrase."""
    lens = LENSES[name]
    assert [p.flags for p in VIEW if p.name == name] == [lens.option]
    for kind, command in COMMANDS.items():
        takes = {p.name for p in command.parameters}
        assert (name in takes) == ("parties" in takes), kind
    view = narrow(ledger, Query(**{name: ASKED[name]}))
    assert len(view.ledger.statements) < len(ledger.statements), "it leaves nothing out"
    (phrase,) = say_query(view)
    assert phrase == phrases.LENSES[name].format(
        names=", ".join(map(view.name_source, ASKED[name] or ())) if lens.names_sources else ""
    )
    for kind in REPORTS:
        query = find_schema(kind)["properties"]["query"]["properties"]  # type: ignore[index,call-overload]
        assert (name in query) == (kind != "check")
    assert set(phrases.LENSES) == set(LENSES)


@pytest.mark.parametrize(("name", "kind"), some([(name, k) for name in LENSES for k in REPORTS if k != "check"]))
def test_every_page_tells_of_a_lens(name: str, kind: str, ledger: Ledger) -> None:
    """No page shows the figures of some sources as if they were those of all."""
    view = narrow(ledger, Query(**{name: ASKED[name]}))
    report = find_report(kind)(view)
    if report.rows:
        assert say_query(view)[0] in " ".join(write_report("table", report, Screen(200)).split())


@pytest.mark.parametrize("name", LENSES)
def test_the_readme_names_every_lens(name: str) -> None:
    """The docs follow the table."""
    assert LENSES[name].option in (ROOT / "README.md").read_text(encoding="utf-8")


# --- marks and statuses ---------------------------------------------------------------------------


def test_every_mark_has_words() -> None:
    """A page has a word for each mark, or says with an empty one that the words of the position tell it already."""
    assert set(phrases.MARKS) == set(MARKS)


# --- reports --------------------------------------------------------------------------------------


def test_every_module_of_reports_is_listed() -> None:
    """Each kind has a module, a page, a command, a schema and a public name; and each page a kind."""
    shared = {"__init__", "report"}
    assert {p.stem for p in (PACKAGE / "reports").glob("*.py")} == {*REPORTS, *shared}
    parts = {"__init__", "axis", "card", "compared", "document", "evidence", "grid", "heat", "parts", "scale"}
    assert {p.stem for p in (PACKAGE / "pages").glob("*.py")} == {*REPORTS, *parts}
    writing = {"schema", "init", "card", "quote", "import"}
    assert {k for k, entry in REPORTS.items() if entry.help} == COMMANDS.keys() - writing
    for kind, entry in REPORTS.items():
        assert find_report(kind).__annotations__["return"].kind == kind
        assert getattr(gapcli, kind) is find_report(kind)
        assert set(entry.takes) <= PARAMETERS.keys()
        assert find_schema(kind)["title"] == f"gapcli {kind}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", some([*REPORTS]))
def test_the_example_of_a_command_runs(kind: str, start: Callable[..., Ran]) -> None:
    """The line that its help ends with can be typed, and each command starts with nothing read before."""
    words = [word.strip("'") for word in REPORTS[kind].example.split()]
    if kind == "check":
        words[words.index("data/positions.yaml")] = shipped()
    assert (words[0], start(*words[1:]).code) == ("gapcli", 0)


@cache
def load_again() -> Loaded:
    """The shipped ledger, read for another time."""
    return gapcli.load(shipped())


def make_from(kind: str, loaded: Loaded) -> Report:
    """A report of a kind on a ledger, about every issue."""
    return find_report(kind)(loaded if kind == "check" else narrow(loaded.require(), Query(issues=("all",))))


@cache
def make(kind: str) -> Report:
    """A report of a kind on the shipped ledger: one, which many tests look at."""
    return make_from(kind, gapcli.load(shipped()))


@pytest.mark.slow
@pytest.mark.parametrize("kind", some([*REPORTS]))
def test_a_report_is_a_value(kind: str, ledger: Ledger) -> None:
    """It pickles, two equal ones are equal, with the same data and page, and one of another question is another."""
    report, again = make(kind), make_from(kind, load_again())
    copied = pickle.loads(pickle.dumps(report))
    assert report == again == copied
    assert report.data() == again.data() == copied.data()
    assert lay_page(report) == lay_page(again) == lay_page(copied)
    if kind != "check":
        assert find_report(kind)(narrow(ledger, Query(on_record=True))) != report


@pytest.mark.parametrize("kind", [k for k in REPORTS if k != "check"])
def test_every_document_names_its_ids(kind: str, ledger: Ledger) -> None:
    """Each party and issue that it speaks of stands in `names` as the ledger has it, once, and nothing else does."""
    document: dict[str, Any] = make(kind).data()
    names = document.pop("names")
    told = {(name["kind"], name["id"]): name["name"] for name in names}
    assert len(told) == len(names)
    rows = [row for value in document.values() if isinstance(value, list) for row in value if isinstance(row, dict)]
    nouns: dict[str, Any] = {"party": ledger.parties, "a": ledger.parties, "b": ledger.parties, "issue": ledger.issues}
    for key, nouns_of_key in nouns.items():
        for id in {row[key] for row in rows if row.get(key) is not None}:
            assert told["issue" if key == "issue" else "party", id] == dict(nouns_of_key[id].name)
    assert {id for noun, id in told if noun == "party"} >= set(document["query"]["parties"])
    text = json.dumps(document)
    assert all(f'"{id}"' in text or f'"{id.rpartition(".")[2]}"' in text for _, id in told)


@pytest.mark.parametrize("kind", REPORTS)
def test_typed_rows_are_the_contract(kind: str) -> None:
    """The columns, the schema and the rows have the keys that the row declares, in its order."""
    report = make(kind)
    keys = [f.key for f in fields(type(report).row)]
    schema: Any = type(report).schema()
    assert list(schema["properties"]["rows"]["items"]["properties"]) == keys
    assert all(list(row) == keys for row in report.list_rows())
    assert set(report.columns()) >= set(keys) - {report.lines}


def test_a_type_without_a_schema_is_refused() -> None:
    """A field of a type that JSON does not have fails where the schema is made."""

    class Odd(NamedTuple):
        odd: complex

    assert schema_of(Count) == {"type": "integer", "minimum": 0}
    with pytest.raises(TypeError, match="complex"):
        schema_of(Odd.__annotations__["odd"])


# --- formats --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPORTS)
def test_every_format_writes_every_report_that_it_is_of(kind: str) -> None:
    """Each format that a report has writes it, and no ending picks two."""
    report = make(kind)
    for name in list_formats(kind):
        text = write_report(name, report, Screen())
        assert isinstance(text, str) == FORMATS[name].is_text
        assert isinstance(text, bytes) or text.endswith("\n") or (kind, text) == ("check", "")
    endings = [ending for name in list_formats(kind) for ending in (name, *FORMATS[name].endings)]
    assert len(endings) == len(set(endings))
    assert {k for f in FORMATS.values() for k in f.kinds} <= REPORTS.keys()


# --- words ----------------------------------------------------------------------------------------

PHRASE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


def _phrases(path: Path) -> list[str]:
    """The English of a file that is no docstring, no sentence of a contract, and no message of a mistake."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    exempt: set[int] = set()
    for node in ast.walk(tree):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        contract = isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Annotated"
        inline = isinstance(node, ast.Call) and ast.unparse(node.func) == "Inline"
        inside = [node] if docstring or contract or inline or isinstance(node, ast.Raise) else []
        exempt |= {id(n) for each in inside for n in ast.walk(each)}
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in exempt)
    return [text for text in texts if isinstance(text, str) and PHRASE.search(text)]


@pytest.mark.parametrize("room", ["measure", "reports", "pages"])
def test_sentences_stand_in_words(room: str) -> None:
    """What a person reads is a pattern of `words`, so that another language can take its place."""
    # What the commands say of themselves, and the sentences of the contract that all documents share.
    listed = {"reports/__init__.py", "reports/report.py"}
    for path in (PACKAGE / room).glob("*.py"):
        name = f"{room}/{path.name}"
        if name not in listed:
            assert _phrases(path) == [], name


def test_every_pattern_is_used() -> None:
    """No pattern is left over."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py") if p.name != "en.py")
    own = (PACKAGE / "words" / "en.py").read_text(encoding="utf-8")
    names = [n for n in vars(phrases) if n.isupper()]
    assert len(names) > 150
    elsewhere, here = set(re.findall(r"\bphrases\.(\w+)", text)), Counter(re.findall(r"\w+", own))
    assert [n for n in names if n not in elsewhere and here[n] < 2] == []


# --- size and signatures --------------------------------------------------------------------------


def _functions(path: Path) -> list[ast.FunctionDef]:
    return [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef)]


def _branches(function: ast.FunctionDef) -> int:
    """Where the way through a function divides: ifs, loops, handlers, `and` and `or`, and those of comprehensions."""
    n = 0
    for node in ast.walk(function):
        if isinstance(node, (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler)):
            n += 1
        elif isinstance(node, ast.BoolOp):
            n += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            n += 1 + len(node.ifs)
    return n


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_functions_are_short(path: Path) -> None:
    """At most 60 lines and 20 branches, so that a function is read in one look."""
    for f in _functions(path):
        lines = (f.end_lineno or 0) - f.lineno + 1
        assert lines <= 60 and _branches(f) <= 20, f"{f.name}: {lines} lines, {_branches(f)} branches"


@pytest.mark.parametrize("room", ["ledger", "measure", "reports"])
def test_public_signatures_are_typed(room: str) -> None:
    """No `Any` in what others call."""
    for path in (PACKAGE / room).glob("*.py"):
        for f in _functions(path):
            given = [a.annotation for a in (*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs) if a.annotation]
            named = " ".join(ast.unparse(n) for n in (*given, *([f.returns] if f.returns else [])))
            assert f.name.startswith("_") or "Any" not in re.findall(r"\w+", named), f"{path.name}: {f.name}"
