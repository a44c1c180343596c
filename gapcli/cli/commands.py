"""What each command does: read the ledger, narrow it, make the report, deliver it."""

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from gapcli.cli.deliver import Values, choose_format, deliver, list_inputs, load_ledger, read_file, read_limit
from gapcli.cli.ending import FILE, NO, USAGE, Stop, describe_trouble, quote_path, require_word
from gapcli.cli.options import FILE as FILE_OPTION
from gapcli.cli.options import OUT, PARAMETERS, VIEW, Parameter
from gapcli.cli.write import create_files, write_text
from gapcli.files.find import find_ledger
from gapcli.ledger.lenses import LENSES
from gapcli.reports import REPORTS, find_report


class Command(NamedTuple):
    """A command: what it says of itself, what it takes, and what it does."""

    help: str
    example: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Values], None]


# --- commands that show a report ------------------------------------------------------------------


def run_report(kind: str, values: Values) -> None:
    """Narrow the ledger, make a report of it, and deliver it. Raises Stop."""
    from gapcli.ledger.query import BadQuery, Query
    from gapcli.measure.view import narrow

    form = choose_format(kind, values)
    fail_over = values.get("fail_over")
    if fail_over is not None and not 0 <= fail_over <= 1:
        raise Stop(USAGE, f"--fail-over {fail_over:g}: a gap is from 0 to 1")
    taken = {p.name: values[p.name] for p in map(PARAMETERS.__getitem__, REPORTS[kind].takes)}
    asked = {name: taken.pop(name) for name in ("since", "weights") if name in taken}
    taken.pop("fail_over", None)
    if taken.pop("steps", False):
        if any(value is not None for value in taken.values()):
            raise Stop(USAGE, "--steps is of the parties: it goes with neither a proposal nor --try")
        kind, taken = "steps", {}
    path, called = find_ledger(values["file"])
    ledger = load_ledger(path, called, values)
    try:
        query = Query(
            parties=_split_names(values["parties"]),
            issues=_split_names(values["issues"]),
            as_of=values["as_of"],
            assume=values["assume"],
            lenses={name: values[name] for name in LENSES},
            **asked,
        )
        report = find_report(kind)(narrow(ledger, query), **taken)
    except BadQuery as bad:
        raise Stop(USAGE, str(bad)) from bad
    cards = [card.card for card in ledger.cards.values() if card.card]
    deliver(report, form, values, list_inputs(path, cards))
    if fail_over is not None and any(gap > fail_over for gap in _list_printed_gaps(report)):
        raise Stop(NO)


def _split_names(text: str | None) -> tuple[str, ...]:
    return tuple(n.strip() for n in (text or "").split(",") if n.strip())


def _list_printed_gaps(report: Any) -> list[float]:
    from gapcli.measure.gaps import printed

    gaps = (row.figures.gap for row in (*report.rows, *report.totals))
    return [printed(gap) for gap in gaps if gap is not None]


# --- check, schema, init --------------------------------------------------------------------------


def run_check(values: Values) -> None:
    """Find every mistake in a ledger. Raises Stop, with the exit code 1 where there is one."""
    if values["explain"] is not None:
        from gapcli.files.checks.table import RULES, explain_rule

        require_word(values["explain"], tuple(RULES), "--explain")
        write_text(explain_rule(RULES[values["explain"]]), values["out"], for_people=True)
        return
    form = choose_format("check", values)
    path, called = find_ledger(values["file"] or values["ledger"])
    loaded = read_file(path, called, read_limit(), values["texts"])
    if values["no_excerpts"]:
        loaded = loaded._replace(problems=tuple(p._replace(lines=()) for p in loaded.problems))
    report = find_report("check")(loaded, strict=values["strict"], texts=values["texts"])
    inputs = list_inputs(path, loaded.cards, values["texts"]) if values["out"] is not None else ()
    deliver(report, "full" if form == "table" else form, values, inputs)
    if report.rows:
        raise Stop(NO)


def run_schema(values: Values) -> None:
    """Print a JSON Schema. Raises Stop."""
    import json

    from gapcli.reports.schema import find_schema

    kind = values["kind"]
    if kind is not None:
        require_word(kind, ("ledger", "card", *REPORTS), "schema")
    write_text(json.dumps(find_schema(kind), indent=2, ensure_ascii=False) + "\n", None)


def run_init(values: Values) -> None:
    """Make a small ledger to start from. Raises Stop, with nothing written, where one of its files is there."""
    import json

    from gapcli.files.find import PACKAGE
    from gapcli.files.schema import file_schema

    folder = values["folder"]
    files = {}
    for name in ("positions.yaml", "README.md", os.path.join("seeds", "eastport-herald.yaml")):
        with open(os.path.join(PACKAGE, "starter", name), encoding="utf-8") as file:
            files[name] = file.read()
    files["positions.schema.json"] = json.dumps(file_schema(), indent=2, ensure_ascii=False) + "\n"
    there = [name for name in files if os.path.lexists(os.path.join(folder, name))]
    if there:
        raise Stop(FILE, f"{quote_path(os.path.join(folder, there[0]))} is there already: nothing was written")
    try:
        create_files({os.path.join(folder, name): text for name, text in files.items()})
    except OSError as error:
        raise Stop(FILE, describe_trouble("write", error.filename or folder, error)) from error
    place = quote_path(os.path.join(folder, "positions.yaml"))
    write_text(f"made {place}\nnext: gapcli matrix -f {place}\n", None)


# --- the table ------------------------------------------------------------------------------------

_CHECK = (
    Parameter("file", "", "The ledger; - is standard input.", "[FILE]"),
    FILE_OPTION._replace(name="ledger"),
    Parameter("strict", "--strict", "Warnings are mistakes too."),
    Parameter("texts", "--texts", "Prove every quote against these source texts.", "DIR"),
    Parameter("no_excerpts", "--no-excerpts", "Print no line of any file, as a public log should."),
    Parameter("explain", "--explain", "Say what a mistake means, with examples.", "ID"),
)


def _show(kind: str) -> Command:
    """The command that shows a kind of report."""
    entry = REPORTS[kind]
    own = tuple(PARAMETERS[name] for name in entry.takes)
    return Command(entry.help, entry.example, (*VIEW, *OUT, *own), lambda values: run_report(kind, values))


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        **{kind: _show(kind) for kind, entry in REPORTS.items() if entry.help},
        "check": Command(REPORTS["check"].help, REPORTS["check"].example, (*OUT, *_CHECK), run_check),
        "schema": Command(
            "Print the JSON Schema of the file, or of a command's JSON.",
            "gapcli schema matrix",
            (Parameter("kind", "", "ledger (the default), card, or a command that prints JSON.", "[KIND]"),),
            run_schema,
        ),
        "init": Command(
            "Make a small ledger to start from; nothing is overwritten.",
            "gapcli init harbour && gapcli matrix -f harbour/positions.yaml",
            (Parameter("folder", "", "The folder; it is made where it is not there.", "DIR", required=True),),
            run_init,
        ),
    }
)
"""Every command by its name, in the order of the help."""
