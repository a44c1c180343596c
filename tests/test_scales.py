"""The table of the kinds of scale: what stands in it is all that a kind needs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import HERE, PACKAGES, Ran
from small_ledgers import choice, data, ledger, number, say

from gapcli.ledger.scales import FIELDS, SCALES
from gapcli.reports import find_schema

OPTIONS = {"nothing": "no visits", "some": "some visits", "most": "most visits", "all": "all visits"}
LADDER = {"scale": "ladder", "poles": ["shut", "open"], "options": OPTIONS, "today": "nothing"}
SAID = [
    say("us", "visits.extent", "asks", "all", said="2026-02-01"),
    say("us", "visits.extent", "asks", "most", id="down", replaces=["us-visits-extent-asks-all"], said="2026-02-03"),
    say("iran", "visits.extent", "asks", ["nothing", "some"]),
    say(
        "iran",
        "visits.extent",
        "accepts",
        "most",
        said="2026-02-04",
        **{"if": [{"party": "us", "about": "visits.extent", "reaches": "most"}]},
    ),
    say("iran", "visits.extent", "rejects", "all"),
]
LEDGER = data({"visits": {"extent": LADDER}}, SAID, proposals={"first": {"name": "The first", "statements": ["down"]}})


def run_ladder(folder: Path, *arguments: str, ledger: Any = LEDGER) -> Ran:
    """What the command does where a fourth kind of scale stands in the table."""
    (folder / "ladder.yaml").write_text(json.dumps(ledger), encoding="utf-8")
    command = [sys.executable, str(HERE / "fourth_scale.py"), *arguments]
    environment = os.environ | {"PYTHONPATH": PACKAGES, "COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("matrix",), "visits"),
        (
            ("matrix", "--assume", "us:visits.extent=some/most"),
            "assuming us wants anything from some visits to most",
        ),
        (
            ("issue", "visits.extent", "--source"),
            "lower ends +0.67, upper ends +0.00 apart: gap = (0.6667 + 0.00) / 2 = 0.33",
        ),
        (("moves", "visits"), "towards iran"),
        (("robust",), "visits"),
        (("proposals",), "The first"),
        (("proposals", "--try", "visits.extent=some/most"), "anything from some visits to most visits"),
        (("links",), "visits"),
        (("brief", "us", "iran"), "visits"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_a_kind_is_its_class(tmp_path: Path, arguments: tuple[str, ...], shown: str) -> None:
    """A new kind gets through every command, its pages and its JSON, from one class in the table."""
    page = run_ladder(tmp_path, *arguments, "-f", "ladder.yaml")
    assert (page.code, page.stderr) == (0, b"")
    assert shown in " ".join(page.stdout.decode().split())
    answer = run_ladder(tmp_path, *arguments, "-f", "ladder.yaml", "--json")
    assert (answer.code, answer.stderr) == (0, b"")
    jsonschema.validate(json.loads(answer.stdout), find_schema(arguments[0]))


def test_the_data_of_a_kind_is_its_own(tmp_path: Path) -> None:
    """The JSON has the zones as the class gives them."""
    answer = json.loads(run_ladder(tmp_path, "issue", "visits", "-f", "ladder.yaml", "--json").stdout)
    iran = next(p for p in answer["positions"] if p["party"] == "iran")
    assert (iran["asks_options"], iran["zones_options"]) == ([["nothing", "some"]], [["nothing", "some", "most"]])
    assert (iran["asks"], iran["zones"]) == ([], [])


def test_a_move_goes_towards_its_pole(tmp_path: Path) -> None:
    """Where no gap tells towards whom a party moves, the class tells towards which pole."""
    alone = data({"visits": {"extent": LADDER}}, [s for s in SAID if s["party"] == "us"])
    moves = run_ladder(tmp_path, "moves", "visits", "-f", "ladder.yaml", ledger=alone)
    assert "0.33 towards “shut”" in moves.stdout.decode()


def test_the_rules_of_a_kind_are_its_own(tmp_path: Path) -> None:
    """The rules ask the class which fields it needs, whether they make a scale, and which values it has."""
    fields = {"poles": LADDER["poles"], "options": OPTIONS, "unit": "rungs"}
    for question, value, id, message in (
        (fields, "all", "bad-scale", 'a scale of the kind "ladder" has no `unit`'),
        ({"poles": LADDER["poles"], "options": {"no": "no", "all": "all"}}, "all", "bad-scale", "three rungs or more"),
        (LADDER, "none", "bad-value", 'the ladder has no rung "none"'),
    ):
        wrong = data(
            {"visits": {"extent": {**question, "scale": "ladder"}}}, [say("us", "visits.extent", "asks", value)]
        )
        found = run_ladder(tmp_path, "check", "ladder.yaml", "-O", "concise", ledger=wrong)
        assert found.code == 1
        assert id in found.stdout.decode() and message in found.stdout.decode()


def test_the_words_of_the_field_follow_the_table(tmp_path: Path) -> None:
    """The reader and the schema of the file take the kinds of the table, and no others."""
    made = json.loads(run_ladder(tmp_path, "schema").stdout)
    assert made["$defs"]["dimension"]["properties"]["scale"]["enum"] == [*SCALES, "ladder"]
    assert find_schema(None)["$defs"]["dimension"]["properties"]["scale"]["enum"] == list(SCALES)
    with pytest.raises(AssertionError, match="unknown-word"):
        ledger(LEDGER)


def test_the_table_is_whole() -> None:
    """Each kind stands under its own name, is defined by a field that it needs, and cannot be taken out."""
    for kind, scale in SCALES.items():
        assert scale.kind == kind
        assert scale.defined_by in scale.needs
        assert set(scale.needs) <= set(FIELDS)
    with pytest.raises(TypeError):
        SCALES["graded"] = SCALES["choice"]  # type: ignore[index]


def test_what_granting_an_option_is() -> None:
    """`would` is what one option says of a party whose step it is; any other value or party has none."""
    options = OPTIONS | {
        "all": {"name": "all visits", "would": {"us": {"ar": "يفتح كل موقع", "en": "open every site"}}}
    }
    issues = {
        "visits": {"extent": LADDER | {"scale": "graded", "options": options}, "first": choice("all", "none")},
        "years": {"length": number("0", "10")},
    }
    read = ledger(data(issues, [say("us", "visits.extent", "asks", "all")]))
    extent, first, length = map(read.dimension, ("visits.extent", "visits.first", "years.length"))
    assert (str(extent.options["all"].name), extent.would("all", "us")) == ("all visits", "open every site")
    assert extent.would("all", "iran") is extent.would("most", "us") is extent.would(("most", "all"), "us") is None
    assert first.would("all", "us") is length.would("5", "us") is None
    first = first._replace(options={**first.options, "all": extent.options["all"]})
    assert (first.would(("all",), "us"), first.would(("all", "none"), "us")) == ("open every site", None)
