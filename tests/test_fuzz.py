"""Whatever a file holds: a ledger or its mistakes, never another end, and no more work than its length."""

import json
from collections.abc import Callable
from cProfile import Profile
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_ledgers import random_ledger
from shares import share, some

from gapcli.files.fields import build_noun
from gapcli.files.load import Loaded, load_bytes
from gapcli.files.parse import C_PARSER, PURE_PARSER, parse_text
from gapcli.files.problems import frame
from gapcli.files.tree import BAD, MOST_MISTAKES
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.view import narrow
from gapcli.reports.matrix import matrix
from gapcli.text import shown

HERE = Path(__file__).parent
REAL = [path.read_text(encoding="utf-8") for path in (HERE / "rules" / "positions.yaml", *HERE.glob("rules/seeds/*"))]
REAL_DATA = json.dumps(yaml.load(REAL[0], yaml.BaseLoader))
CORPUS = [path.read_bytes() for path in sorted((HERE / "problems").glob("*.yaml")) if path.stat().st_size < 4_000]
PIECES = [
    *"[]{}>|@`%&*!?:-,#'\"\\\n\t ~<=.0",
    "\n  ",
    "- ",
    ": ",
    "? ",
    " #",
    "---\n",
    "<<",
    "&a",
    "*a",
    "!!x",
    "|\n",
    "\r",
    "a",
    "no",
]
PIECES += [
    "\0",
    "\x1b",
    "\x85",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\ufe8d",
    "\ud800",
    "é",
    "م",
    "𝄞",
    "٦٠",
    "<",
    "\\ud800",
    "\\x1b",
]
"""What breaks readers, in the order of a look at the keyboard."""


def holds_gap(value: Any) -> bool:
    """Whether something that could not be read is left in a ledger."""
    if is_dataclass(value):
        return any(holds_gap(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, dict):
        value = (*value, *value.values())
    return value is BAD or (isinstance(value, tuple) and any(map(holds_gap, value)))


def checked(data: bytes) -> Loaded:
    """Load what may be anything, and hold what it gives to what every answer has to be."""
    loaded = load_bytes(data, "x.yaml", str(HERE / "rules"))
    assert (loaded.ledger is None) == bool(loaded.errors)
    assert not holds_gap(loaded.ledger)
    assert len(loaded.errors) <= 2 * MOST_MISTAKES + 2
    places = [(p.span.line, p.span.column) for p in loaded.problems if p.span.file == "x.yaml"]
    assert places == sorted(places)
    for p in loaded.problems[:20]:
        assert 1 <= p.span.column < p.span.end_column
        text = frame(p)
        assert text == "\n".join(map(shown, text.split("\n")))
        assert p.message and p.id
        text.encode()
    if loaded.ledger is not None:
        json.dumps(
            matrix(narrow(loaded.ledger, Query(parties=("all",), issues=("all",))), dimensions=True).data(),
            allow_nan=False,
        )
    return loaded


# --- anything at all --------------------------------------------------------------------------------


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=share(300))
def test_any_bytes(data: bytes) -> None:
    """Any bytes give a ledger or mistakes."""
    checked(data)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(deadline=None, max_examples=share(800))
def test_any_text(text: str) -> None:
    """Any text of what YAML gives a meaning to gives a ledger or mistakes, by the C parser and by the pure one."""
    checked(text.encode("utf-8", "surrogatepass"))
    for parser in (C_PARSER, PURE_PARSER):
        tree = parse_text(text, "x.yaml", loader=parser)
        build_noun(Ledger, tree)
        assert tree.root is not None or tree.problems


# --- ledgers that somebody typed wrong --------------------------------------------------------------


@st.composite
def mistyped(draw: Callable[..., Any]) -> bytes:
    """A real ledger, card or fault, with a few pieces put in, taken out or moved."""
    text = draw(st.sampled_from(REAL) | st.sampled_from(CORPUS).map(lambda data: data.decode("utf-8", "replace")))
    for _ in range(draw(st.integers(1, 4))):
        at, length, other = draw(st.integers(0, len(text))), draw(st.integers(0, 12)), draw(st.integers(0, len(text)))
        piece = draw(st.sampled_from([*PIECES, "", text[other : other + 40]]))
        text = text[:at] + piece + text[at + length :]
    return text.encode("utf-8", "surrogatepass")


@given(mistyped())
@settings(deadline=None, max_examples=share(500))
def test_mistyped_ledgers(data: bytes) -> None:
    """A ledger with slips of the keyboard gives a ledger or mistakes."""
    checked(data)


JUNK = st.recursive(
    st.sampled_from(
        [
            None,
            "",
            "x",
            "no",
            "all",
            "2026-02-30",
            "< 60",
            "-1",
            "1e9",
            "0",
            101,
            [],
            {},
            "\u202e",
            "town",
            "rent.level",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["en", "is", "id", "at", "x"]), inner, max_size=3)
    ),
    max_leaves=4,
)
"""What may stand where something else should."""


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values in a tree."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(p for key, v in inner for p in places(v, (*path, key)))]


@st.composite
def rebuilt(draw: Callable[..., Any]) -> bytes:
    """A real ledger in which values are left out, doubled, or something else, as JSON, so that it is always YAML."""
    ledger = json.loads(REAL_DATA)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(places(ledger)[1:]))
        parent = ledger
        for step in path[:-1]:
            parent = parent[step]
        match draw(st.sampled_from(["junk", "out", "double"])):
            case "junk":
                parent[path[-1]] = draw(JUNK)
            case "out":
                del parent[path[-1]]
            case "double" if isinstance(parent, list):
                parent.insert(0, parent[path[-1]])
    return json.dumps(ledger, ensure_ascii=draw(st.booleans())).encode()


@given(rebuilt())
@settings(deadline=None, max_examples=share(300))
def test_rebuilt_ledgers(data: bytes) -> None:
    """A ledger with anything in place of anything gives a ledger or mistakes; one without mistakes gives a matrix."""
    checked(data)


# --- ledgers that are right -------------------------------------------------------------------------


@given(st.integers(0, 1_000_000))
@settings(deadline=None, max_examples=share(80))
def test_random_ledgers_load(seed: int) -> None:
    """A ledger that keeps the rules of the format has no mistake, whichever parser reads it."""
    text = random_ledger(seed)
    assert [frame(p) for p in checked(text.encode()).errors] == []
    tree = parse_text(text, "x.yaml", loader=PURE_PARSER)
    build_noun(Ledger, tree)
    assert [p.concise for p in tree.problems] == []


# --- no more work than its length -------------------------------------------------------------------


def lines(line: str) -> Callable[[int], str]:
    """A file of about so many characters of one line, numbered."""
    return lambda size: "".join(line.format(i=i) for i in range(size // len(line)))


CARD = f"""outlet: D, kind: report, language: en, published: 2026, characters: 9,
  sha256: {"0" * 64}, reliability: {{grade: A, why: w}}, digest: d"""
HEAD = f"""format: 1
language: en
title: T
as_of: 2026-02-10
sources:
  d: {{{CARD}}}
parties: {{us: {{name: U, role: principal}}, iran: {{name: I, role: principal}}}}
issues:
  x: {{name: X, dimensions: {{y: {{question: Q, scale: number, unit: u, range: [0, 9999], poles: [a, b], why: w}}}}}}
statements:
"""
SAID = (
    "- {{id: s-{i}, party: us, about: x.y, stance: asks, said: 2026-02-06, text: t, value: {i}, %s"
    "evidence: [{{source: d, at: [1, 2], quote: q, attribution: named, teller: own}}]}}\n"
)


def ledger_of(line: str) -> Callable[[int], str]:
    """A ledger whose statements are one line, numbered."""
    return lambda size: HEAD + lines(line)(size)


def chain(size: int) -> str:
    """Statements of which each replaces the one before it."""
    line = SAID % "replaces: [s-{before}], "
    return "".join(line.format(i=i, before=i - 1) for i in range(1, size // len(line)))


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "closed brackets": lambda n: "[]" * (n // 2),
    "nested mappings": lambda n: "{a: " * (n // 4),
    "keys in a line": lambda n: "a: " * (n // 3),
    "spaces": lambda n: " " * n + "x: y",
    "one word": lambda n: "x" * n,
    "one key": lambda n: "x" * n + ": y",
    "open quote": lambda n: '"' + "a\n" * (n // 2),
    "control characters": lambda n: "\0" * n,
    "byte order marks": lines("\ufeff{i}\n"),
    "carriage returns": lambda n: "\r" * n,
    "escapes": lines(r'- "\x00{i}"' + "\n"),
    "hidden directions": lambda n: HEAD.replace("title: T", "title: " + "\u202e\n  " * (n // 4)),
    "comments": lines("- a #b{i}\n"),
    "anchors": lines("- &a{i} x\n"),
    "aliases": lines("- *a{i}\n"),
    "tags": lines("- !t{i} x\n"),
    "documents": lines("---\nx{i}\n"),
    "unknown keys": lambda n: "format: 1\n" + lines("k{i}: x\n")(n),
    "one key many times": lines("format: 1 \n"),
    "many keys twice": lambda n: "parties: {" + lines("p{i}: {{}}, ")(n // 2) * 2 + "}",
    "no values": lines("- {{id: }}\n"),
    "empty statements": lambda n: HEAD + lines("- {{}}\n")(n),
    "unknown parties": ledger_of(SAID.replace("party: us", "party: us-{i}") % ""),
    "unknown statements": ledger_of(SAID.replace("value: {i}", "value: 1") % "disputes: [t-{i}], "),
    "contradictions": ledger_of(SAID % ""),
    "the same over and over": ledger_of(SAID.replace("value: {i}", "value: 1") % ""),
    "two values in turn": lambda n: (
        HEAD
        + (
            lines(SAID.replace("value: {i}", "value: 1") % "")(n // 2)
            + lines(SAID.replace("value: {i}", "value: 2").replace("s-{i}", "t-{i}") % "")(n // 2)
        )
    ),
    "a chain of replaces": lambda n: HEAD + chain(n),
    "a circle of replaces": ledger_of(SAID % "replaces: [s-{i}, s-0], "),
    "all dispute one": ledger_of(SAID % "disputes: [s-0], "),
}


def calls(text: str) -> int:
    """How many functions are called while a text is read, those of C too."""
    data = text.encode("utf-8", "surrogatepass")
    with Profile() as profile:
        load_bytes(data, "x.yaml")
    return sum(each.callcount for each in profile.getstats())


@pytest.mark.parametrize("name", some([*HOSTILE]))
def test_work_grows_with_length(name: str) -> None:
    """Four times the text takes about four times the work, and far from sixteen times, whatever it was made for."""
    small, large = (HOSTILE[name](size) for size in (25_000, 100_000))
    calls(small)  # What is made once is made by now.
    assert calls(large) < 7 * calls(small) + 20_000
    checked(large.encode())
