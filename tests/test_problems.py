"""Every mistake that a file can hold: the file, and the exact message beside it in `tests/problems`."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from shares import some

from gapcli.files.fields import build_noun
from gapcli.files.find import LARGEST
from gapcli.files.load import Loaded, load, load_bytes
from gapcli.files.parse import C_PARSER, DEEPEST, MOST_VALUES, PURE_PARSER, parse_text, read_tree
from gapcli.files.tree import MOST_MISTAKES
from gapcli.formats import Screen, write_report
from gapcli.ledger.model import Ledger
from gapcli.reports.check import check

CORPUS = Path(__file__).parent / "problems"
FILES = sorted(path.stem for path in CORPUS.glob("*.yaml"))


def loaded_file(name: str) -> Loaded:
    return load(str(CORPUS / f"{name}.yaml"), f"{name}.yaml")


def strict(name: str) -> bool:
    """Whether the file is one of warnings, which `check` shows with `--strict`."""
    return name.startswith("warn-")


# --- the corpus -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_each_mistake_has_its_message(name: str, golden: Callable[[str, str], None]) -> None:
    """What `gapcli check` says of each file is what stands beside it: the place, the words, the caret, the cure."""
    loaded = loaded_file(name)
    golden(f"problems/{name}.txt", write_report("full", check(loaded, strict=strict(name)), Screen()))


def test_no_message_without_a_file() -> None:
    """Every message in the corpus belongs to a file that is still there."""
    assert sorted(path.stem for path in CORPUS.glob("*.txt")) == FILES


@pytest.mark.parametrize("name", FILES)
def test_each_mistake_has_its_place(name: str) -> None:
    """Mistakes come in the order of the files and their lines, each at characters that are there, each with a cure."""
    problems = loaded_file(name).problems
    files = list(dict.fromkeys(p.span.file for p in problems))
    places = [(files.index(p.span.file), p.span.line, p.span.column) for p in problems]
    assert places == sorted(places)
    for p in problems:
        assert 1 <= p.span.column < p.span.end_column, p.concise
        assert not p.lines or p.span.end_column <= len(p.lines[-1]) + 2, p.concise
        assert p.help or p.id == "empty", p.concise


def test_ten_mistakes_in_one_run() -> None:
    """A file with ten different mistakes gives ten different messages, in the order of its lines."""
    problems = loaded_file("ten-mistakes").errors
    assert len(problems) == len({p.id + p.message for p in problems}) == 10
    assert [p.span.line for p in problems] == sorted(p.span.line for p in problems)


def test_a_broken_file_reports_what_stands_above() -> None:
    """Where the YAML itself breaks, that and every mistake above it is reported, and nothing below."""
    lines = [(p.span.line, p.id) for p in loaded_file("broken-below-others").problems]
    assert lines == [(7, "unknown-word"), (39, "unknown-word"), (41, "bad-date"), (51, "yaml")]


# --- the real command -----------------------------------------------------------------------------

KINDS = ["colon-in-text", "control-in-id", "digits-arabic", "unknown-names", "card-mistakes", "windows-1256"]
"""One file for each way in which a mistake is found."""


@pytest.mark.parametrize("name", KINDS)
def test_check_and_every_other_command(name: str, run: Callable[..., object]) -> None:
    """`check` prints the mistakes and ends in 1; any other command prints the same on standard error, and ends in 3."""
    message = (CORPUS / f"{name}.txt").read_bytes()
    checked = run("check", f"{name}.yaml", cwd=CORPUS)
    assert (checked.code, checked.stdout, checked.stderr) == (1, message, b"")
    other = run("matrix", "-f", f"{name}.yaml", "--json", cwd=CORPUS)
    assert (other.code, other.stdout) == (3, b"")
    assert message.startswith(other.stderr.rstrip(b"\n")) and other.stderr


def test_warnings_are_of_check_alone(run: Callable[..., object]) -> None:
    """A warning is printed by `check --strict`, which then ends in 1; nothing else prints or fails on it."""
    name = "warn-dropped-text"
    assert run("check", "--strict", f"{name}.yaml", cwd=CORPUS).stdout == (CORPUS / f"{name}.txt").read_bytes()
    assert run("check", "--strict", f"{name}.yaml", cwd=CORPUS).code == 1
    plain = run("check", f"{name}.yaml", cwd=CORPUS)
    assert (plain.code, plain.stderr) == (0, b"") and b"1 warning" in plain.stdout
    other = run("matrix", "-f", f"{name}.yaml", cwd=CORPUS)
    assert (other.code, other.stderr) == (0, b"")


UNSEEN = {
    "a combining grapheme joiner": "\u034f",
    "a Hangul filler": "\u3164",
    "a filler of half the width": "\uffa0",
    "a control of shorthand": "\U0001bca0",
    "a control of music": "\U0001d173",
    "a variation of an ideograph": "\U000e0100",
    "a heap of Latin marks": "a" + "\u0301" * 50,
    "a heap of Arabic vowels": "ب" + "\u0650" * 5,
    "a heap of Thai vowels": "ก" + "\u0e34" * 50,
    "a heap of half marks": "a" + "\ufe20" * 50,
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees(name: str, run: Callable[..., object], tmp_path: Path) -> None:
    """It is warned of, and written out in the message: neither is its effect on the lines around it seen there."""
    (tmp_path / "unseen.yaml").write_text(f"title: One{UNSEEN[name]} two\nlanguage: en\n", encoding="utf-8")
    told = run("check", "unseen.yaml", "--strict", cwd=tmp_path).stdout.decode()
    assert "unseen-character" in told and UNSEEN[name][-1] not in told


@pytest.mark.parametrize("text", ["بِّ", "بِِِِ", "می\u200cخواهم", "\u2764\ufe0f", "မြို့", "कर्त्ता", "ế\u0323"])
def test_what_belongs_to_a_word(text: str, run: Callable[..., object], tmp_path: Path) -> None:
    """Marks and joiners as scripts have them are no more than that."""
    (tmp_path / "seen.yaml").write_text(f"title: One {text}\nlanguage: en\n", encoding="utf-8")
    assert b"unseen" not in run("check", "seen.yaml", "--strict", cwd=tmp_path).stdout


def test_no_excerpts(run: Callable[..., object]) -> None:
    """`check --no-excerpts` prints every mistake and cure, and no line of a file, in every style."""
    whole = run("check", "ten-mistakes.yaml", cwd=CORPUS).stdout.decode()
    lines = [line for line in whole.splitlines() if re.match(r" *\d* \|", line)]
    assert len(lines) > 20
    done = run("check", "ten-mistakes.yaml", "--no-excerpts", cwd=CORPUS)
    kept = [line.strip() for line in whole.splitlines() if line not in lines]
    assert (done.code, [line.strip() for line in done.stdout.decode().splitlines()]) == (1, kept)
    for style in ("concise", "github", "json", "csv", "md"):
        plain = run("check", "ten-mistakes.yaml", "-O", style, cwd=CORPUS)
        assert run("check", "ten-mistakes.yaml", "-O", style, "--no-excerpts", cwd=CORPUS) == plain


# --- two parsers ----------------------------------------------------------------------------------

DIFFERENT = {
    "directive": "the pure parser passes over a directive that it does not know",
    "json": "the pure parser takes no tab as white space",
    "quote-escape": "the pure parser stands one character further at an unknown escape",
    "surrogate": "the pure parser makes half a character of an escape, which is then refused as what it is",
    "tab-after-value": "the pure parser takes no tab as white space",
    "tab-value": "the pure parser takes no tab as white space",
}
"""Where the pure parser of PyYAML and its C parser differ, and how. Nothing is accepted by one that the other turns
into something else."""


def found_by(parser: object, text: str) -> list[str]:
    tree = parse_text(text, "x.yaml", loader=parser)
    build_noun(Ledger, tree)
    return sorted(p.concise for p in tree.problems)


@pytest.mark.skipif(C_PARSER is PURE_PARSER, reason="PyYAML has no C parser here")
@pytest.mark.parametrize("name", some(FILES))
def test_both_parsers(name: str) -> None:
    """The C parser and the pure one find the same, in the same places, but for the differences that are known."""
    text = (CORPUS / f"{name}.yaml").read_bytes().decode("utf-8-sig", "replace")
    same = found_by(C_PARSER, text) == found_by(PURE_PARSER, text)
    assert same != (name in DIFFERENT)


# --- what no file should hold ---------------------------------------------------------------------


def only(loaded: Loaded) -> tuple[str, int, int, str]:
    (problem,) = loaded.problems
    return problem.id, problem.span.line, problem.span.column, problem.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused(opening: str) -> None:
    """A hundred thousand levels are refused where they get too deep, and neither parser crashes."""
    for parser in (C_PARSER, PURE_PARSER):
        (problem,) = parse_text(opening * 100_000, "x.yaml", loader=parser).problems
        assert (problem.id, problem.span.line) == ("too-deep", 1)
        assert problem.span.column == DEEPEST * len(opening) + 1


def test_deep_nesting_inside() -> None:
    """Below other lines and levels the place is that of the bracket that is too many, too."""
    for parser in (C_PARSER, PURE_PARSER):
        (problem,) = parse_text("- x\n- {a: {a: [b, " + "[" * 5000, "x.yaml", loader=parser).problems
        assert (problem.id, problem.span.line, problem.span.column) == ("too-deep", 2, 15 + DEEPEST - 4)


def test_too_many_values() -> None:
    """Twice as many values are refused at the first that is too many, and the message says what would allow them."""
    most = MOST_VALUES // 10
    problem = read_tree(b"[" + b"x," * 2 * most + b"]", "x.yaml", LARGEST / 10).problems[0]
    assert (problem.id, problem.message) == ("too-large", "more than 100,000 values")
    assert problem.span.column == 2 * most
    assert "$GAPCLI_MAX_MIB" in problem.help


def test_too_many_bytes(run: Callable[..., object]) -> None:
    """More than 20 MiB are refused, from a file as from standard input, and no more than that is ever read."""
    for arguments, stdin in ((["-"], b"#" * (20 << 20) + b"\n"), (["/dev/zero"], b"")):
        ran = run("check", "-O", "concise", *arguments, stdin=stdin)
        assert ran.code == 1
        assert ran.stdout.endswith(b":1:1: error: the file has more than 20 MiB [too-large]\n")


def test_too_many_values_in_all_cards(tmp_path: Path) -> None:
    """All cards together hold no more values than a file may, so that no folder of them takes all memory."""
    for i in range(3):
        (tmp_path / f"card-{i}.yaml").write_text("outlet: [" + "x," * 30_000 + "]\n")
    text = f"format: 1\nlanguage: en\ntitle: T\nas_of: 2026\nsources: {tmp_path.name}\nparties: {{}}\nissues: {{}}\n"
    found = load_bytes(text.encode(), "x.yaml", str(tmp_path.parent), limit=1).problems
    large = [(os.path.basename(p.span.file), p.message) for p in found if p.id == "too-large"]
    assert large == [("card-1.yaml", "more than 19,997 values"), ("card-2.yaml", "more than 0 values")]


def test_the_limits_can_be_raised(run: Callable[..., object]) -> None:
    """$GAPCLI_MAX_MIB raises or lowers both limits in proportion."""
    values = b"format: 1\nx: [" + b"a," * 60_000 + b"]\n"
    assert b"more than 50,000 values" in run("check", "-", stdin=values, env={"GAPCLI_MAX_MIB": "1"}).stdout
    assert b"too-large" not in run("check", "-", stdin=values, env={"GAPCLI_MAX_MIB": "2"}).stdout
    size = b"#" * (1 << 20) + b"\n"
    assert b"more than 1 MiB" in run("check", "-", stdin=size, env={"GAPCLI_MAX_MIB": "1"}).stdout
    assert b"too-large" not in run("check", "-", stdin=size, env={"GAPCLI_MAX_MIB": "2"}).stdout


def test_too_many_mistakes() -> None:
    """After a thousand mistakes reading ends, and says so; warnings do not count."""
    keys = b"".join(b"k%d: x\n" % i for i in range(5000))
    unknown = load_bytes(b"format: 1\nlanguage: en\n" + keys, "x.yaml").problems
    assert len(unknown) == MOST_MISTAKES + 1
    assert (unknown[-1].id, unknown[-1].span.line) == ("too-many", MOST_MISTAKES + 3)


def test_too_many_contradictions(loaded: Callable[[str], Loaded]) -> None:
    """Where the rules find more than a thousand mistakes, the first line of the file says that these are not all."""
    statement = "  - {{id: s-{}, party: nobody, about: x, stance: silent, said: 2026-02-06, text: a, evidence: []}}"
    found = loaded("issues: {}\nstatements:\n" + "\n".join(map(statement.format, range(2000)))).problems
    assert len(found) == MOST_MISTAKES + 1
    assert (found[0].id, found[0].span.line) == ("too-many", 1)


# --- what is read as it stands --------------------------------------------------------------------

PLAIN = """
issues:
  no:
    name: off
    dimensions:
      on:
        question: yes
        scale: choice
        options: {none: none, y: 60:40, n: 0x1F}
        why: 1_000
statements:
  - id: 1e3
    party: us
    about: no.on
    stance: asks
    value: [none, y]
    said: 2026
    text: 12:30:45
    speaker: "2026-02-30"
    evidence:
      - {source: daily, at: [1, 5], quote: 1.10, attribution: named, teller: own}
"""


def test_scalars_stay_text(ledger: Callable[[str], Ledger]) -> None:
    """Nothing becomes a truth, a number or a date that the field does not make one."""
    made = ledger(PLAIN.replace("[1, 5], quote: 1.10", "[1, 5], quote: '1.10'"))
    (statement,) = made.statements
    dimension = made.issues["no"].dimensions["on"]
    assert (str(made.issues["no"].name), str(dimension.question), str(dimension.why)) == ("off", "yes", "1_000")
    assert [str(o.name) for o in dimension.options.values()] == ["none", "60:40", "0x1F"]
    assert (statement.id, statement.value, str(statement.text)) == ("1e3", ("none", "y"), "12:30:45")
    assert (statement.said.day, str(statement.speaker)) == ("2026-01-01", "2026-02-30")
    assert (statement.evidence[0].quote, statement.evidence[0].at) == ("1.10", (1, 5))


def test_dates_keep_their_words(ledger: Callable[[str], Ledger]) -> None:
    """A partial date counts from its first day and `< DATE` from the day before, and both are shown as written."""
    dates = ["2026-02-06", "2026-02", "2026", "< 2026-02-06", "< 2026-02", "<2026"]
    statement = "  - {{id: s-{}, party: us, about: x, stance: silent, said: {}, text: a, evidence: [{}]}}"
    evidence = "{source: daily, at: [1, 2], quote: q, attribution: named, teller: own}"
    issue = "issues: {x: {name: X, dimensions: {y: {question: Q, scale: choice, options: {a: a, b: b}, why: w}}}}\n"
    made = ledger(issue + "statements:\n" + "\n".join(statement.format(i, d, evidence) for i, d in enumerate(dates)))
    assert [s.said.text for s in made.statements] == dates
    days = ["2026-02-06", "2026-02-01", "2026-01-01", "2026-02-05", "2026-01-31", "2025-12-31"]
    assert [s.said.day for s in made.statements] == days


def test_a_quote_is_kept_byte_for_byte(ledger: Callable[[str], Ledger]) -> None:
    """A quote is neither normalised nor trimmed: vowel marks, joiners and look-alikes stay as the source has them."""
    quote = "قـالَ یوسف\u200cها e\u0301 \ufefb"
    text = PLAIN.replace("[1, 5], quote: 1.10", f"[1, {1 + len(quote)}], quote: '{quote}'")
    assert ledger(text).statements[0].evidence[0].quote == quote


# --- the folder of cards --------------------------------------------------------------------------


def test_a_folder_of_cards_is_seen_from_the_ledger(tmp_path: Path, run: Callable[..., object]) -> None:
    """`sources` is seen from the ledger file, from the working directory for standard input, and shown as typed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "daily.yaml").write_text("outlet: x: y\n")
    text = "format: 1\nlanguage: en\ntitle: T\nas_of: 2026\nsources: {}\nparties: {{}}\nissues: {{}}\n"
    (tmp_path / "data" / "p.yaml").write_text(text.format("../seeds"))
    for arguments, stdin in ((["data/p.yaml"], b""), (["-"], text.format("seeds").encode())):
        ran = run("check", "-O", "concise", *arguments, stdin=stdin)
        assert ran.stdout == b"seeds/daily.yaml:1:10: error: a colon and a space inside a text [yaml]\n"


def test_a_file_of_another_name_is_no_card(tmp_path: Path) -> None:
    """What does not end in .yaml lies in a folder of cards unread."""
    for name in ("notes.txt", "card.yaml.bak", "README"):
        (tmp_path / name).write_text("{")
    text = f"format: 1\nlanguage: en\ntitle: T\nas_of: 2026\nsources: {tmp_path.name}\nparties: {{}}\nissues: {{}}\n"
    assert load_bytes(text.encode(), "x.yaml", str(tmp_path.parent)).problems == ()


# --- unknown is never agreement -------------------------------------------------------------------


def test_a_party_without_a_position_is_unknown(run: Callable[..., object]) -> None:
    """A pair without a statement has null for every figure, and is counted in no mean."""
    import json

    rows = json.loads(run("matrix", "-f", "asks-linked.yaml", "--json", cwd=CORPUS).stdout)["rows"]
    assert [(r["gap"], r["level"], r["coverage"]) for r in rows] == [(None, None, 0.0)]


@pytest.mark.parametrize("chosen", [["--parties", "us"], ["--as-of", "2020"]])
def test_nothing_left_is_no_mistake(run: Callable[..., object], chosen: list[str]) -> None:
    """A choice that leaves no pair gives no rows, a word on standard error, and exit 0."""
    import json

    ran = run("matrix", "-f", "asks-linked.yaml", "--json", *chosen, cwd=CORPUS)
    assert ran.code == 0 and ran.stderr
    assert all(r["gap"] is None for r in json.loads(ran.stdout)["rows"])
