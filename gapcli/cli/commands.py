"""What each command does: read the ledger, narrow it, make the report, deliver it."""

import os
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from gapcli.cli.ending import (
    Code,
    Stop,
    Trouble,
    complain,
    create_files,
    list_inputs,
    quote_path,
    require_word,
    tell,
    write_text,
)
from gapcli.cli.options import DEBUG, FILE, PARAMETERS, VIEW, Parameter, list_outputs, say_elsewhere
from gapcli.files.find import EXAMPLES, LARGEST, SOUGHT, find_ledger, find_near, read_bytes
from gapcli.formats import FORMATS, find_screen, list_formats, write_report
from gapcli.ledger.lenses import LENSES
from gapcli.reports import REPORTS, SHAPES, WRITE, find_report, list_kinds
from gapcli.text import split_list, write_number
from gapcli.words import LANGUAGES

if TYPE_CHECKING:
    from gapcli.files.load import Loaded
    from gapcli.ledger.model import Ledger
    from gapcli.measure.view import View
    from gapcli.reports.report import Report

Values = Mapping[str, Any]
"""What stands on a command line, by the names of its parameters."""


class Command(NamedTuple):
    """A command: what it says of itself, what it takes, and what it does."""

    help: str
    example: str
    group: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Values], None]


_EXACT = ("json", "csv", "html", "svg")
"""Formats of which no byte may change; where a log would take a line for a command, each has an escape of its own."""


def read_limit() -> int:
    """How many MiB a file may have. Raises Stop."""
    text = os.environ.get("GAPCLI_MAX_MIB") or str(LARGEST)
    if not text.isascii() or not text.isdigit() or not int(text[:9]) > 0:
        raise Stop(Code.USAGE, f'$GAPCLI_MAX_MIB is "{text[:40]}": write a whole number of MiB')
    return int(text[:9])


def read_file(path: str, name: str, limit: float, texts: str | None = None, with_tables: bool = True) -> "Loaded":
    """What loading a ledger gave; `path` and `name` as `find_ledger` gives them. Raises Stop."""
    from gapcli.files.load import load, load_bytes

    try:
        if path == "-":
            if sys.stdin is None:
                raise Stop(Code.TROUBLE, "cannot read standard input: it is closed")
            if sys.stdin.isatty():
                tell("reading from the terminal, Ctrl-D ends")
            return load_bytes(read_bytes(sys.stdin.buffer, limit), "-", "", limit, texts, with_tables=with_tables)
        return load(path, name, limit, texts, with_tables)
    except OSError as error:
        if path == "-":
            raise Trouble("read", "standard input", error) from error
        if path != name and error.filename == path:
            looked = "a ledger: no positions.yaml or data/positions.yaml here, nor the one that ships with gapcli"
            raise Trouble("find", looked, error) from error
        raise Trouble("read", error.filename or name, error) from error
    except ValueError as error:  # A name with a NUL is no file.
        raise Stop(Code.TROUBLE, f"cannot read {quote_path(name)}: {error}") from error


def load_ledger(path: str, name: str, values: Values, with_tables: bool = True) -> "Ledger":
    """The ledger of a command, kept for the next run; a mistake in it ends the command. Raises Stop.

    Without `with_tables` the files of its tables are left to somebody else.
    """
    cached, limit, ledger = with_tables and path != "-" and not values["no_cache"], read_limit(), None
    if cached:
        from gapcli.files.cache import restore, store

        ledger = restore(path, name, limit)
    if ledger is None:
        loaded = read_file(path, name, limit, with_tables=with_tables)
        ledger = loaded.ledger
        if ledger is not None and cached:
            store(path, name, limit, loaded)
    if values["verbose"]:
        where = path if path == name else f"{name}, the ledger that ships with gapcli"
        tell(f"read {quote_path(where)}" + (f": {ledger.size} statements" if ledger else ""))
    if ledger is None:
        from gapcli.files.problems import frame

        tell("\n\n".join(map(frame, loaded.errors)))
        raise Stop(Code.BROKEN)
    return ledger


def speak_language(asked: str | None, ledger: "Ledger") -> None:
    """Speak the language that is asked for, by the option or by $GAPCLI_LANG, else that of the ledger. Raises Stop.

    The variable may be a locale, as others are: `ar_EG.UTF-8`.
    """
    language = asked or os.environ.get("GAPCLI_LANG", "").partition(".")[0].partition("_")[0]
    if language:
        require_word(language, LANGUAGES, "$GAPCLI_LANG")
    elif ledger.language in LANGUAGES[1:]:
        language = ledger.language
    from gapcli.ledger.model import Text

    # Where several commands are run in one process, another may have spoken.
    if language or Text.spoken:
        from gapcli.words.phrases import speak

        speak(language)


def choose_format(kind: str, values: Values) -> str:
    """The format that is asked for, by name or by the extension of the file. Raises Stop."""
    name = _name_format(kind, values)
    form = FORMATS[name]
    if values["excel"] and name != "csv":
        raise Stop(Code.USAGE, f"--excel is of -O csv, and not of {name}")
    if values.get("theme") and name != "svg":
        raise Stop(Code.USAGE, f"--theme is of -O svg, and not of {name}")
    shapes = [by for by, shape in SHAPES.items() if kind == "matrix" and shape.kind in form.kinds]
    if shapes and len(shapes) < len(SHAPES) and values["by"] not in shapes:
        raise Stop(Code.USAGE, f"-O {name} goes with --by {' or '.join(shapes)}")
    if not form.is_text and values["out"] is None and sys.stdout.isatty():
        raise Stop(Code.USAGE, f"-O {name} is nothing for a terminal: name a file, -o FILE.{name}")
    if form.library:
        from importlib.util import find_spec

        if not find_spec(form.library):
            raise Stop(Code.USAGE, f"-O {name} needs an extra: pip install 'gapcli[{name}]'")
    return name


def _name_format(kind: str, values: Values) -> str:
    names = list_formats(*list_kinds(kind))
    name: str | None = values["format"]
    file: str | None = values["out"]
    if name is not None:
        return name
    if values["json"]:
        return "json"
    if file is None:
        return REPORTS[kind].form
    ending = os.path.splitext(file)[1].lstrip(".").lower()
    for name in names:
        if ending in (name, *FORMATS[name].endings):
            return name
    others = say_elsewhere(ending)
    reason = f"-O {ending} is of {others}" if others else "its extension names no format"
    reason += f": give -O, one of {', '.join(names)}"
    raise Stop(Code.USAGE, f"{quote_path(file)}: {reason}")


def deliver(report: "Report", form: str, values: Values, inputs: tuple[str, ...]) -> None:
    """Show a report in a format, or write it to a file that is none of the inputs. Raises Stop."""
    file = values["out"]
    screen = find_screen(values["color"], to_file=file is not None)._replace(theme=values.get("theme") or "")
    if values["bidi"] == "visual":
        _require_visual(form, file)
        screen = screen._replace(visual=True)
    if screen.terminal and screen.colour and inputs and inputs[0] != "-":
        from gapcli.formats.hyperlinks import shows_links

        screen = screen._replace(ledger=inputs[0] if shows_links() else "")
    written = write_report(form, report, screen)
    if values["excel"] and isinstance(written, str):
        written = "\ufeff" + written
    may_page = screen.terminal and not values["no_pager"]
    people, is_log = FORMATS[form].for_people, form != "github" and FORMATS[form].module not in _EXACT
    write_text(written, file, inputs, for_people=people, may_page=may_page, is_log=is_log)
    for note in report.notes:
        complain(note)


def _require_visual(form: str, file: str | None) -> None:
    """Refuse what is not for a person at a terminal, or cannot be turned round. Raises Stop."""
    from importlib.util import find_spec

    if form != "table" or file is not None:
        raise Stop(Code.USAGE, "--bidi visual is of a page on the terminal: a file and other formats keep the order")
    if not (find_spec("bidi") and find_spec("arabic_reshaper")):
        raise Stop(Code.USAGE, "--bidi visual needs an extra: pip install 'gapcli[bidi]'")


def run_report(kind: str, values: Values) -> None:
    """Narrow the ledger, make a report of it, and deliver it. Raises Stop."""
    from gapcli.ledger.query import BadQuery, Query
    from gapcli.measure.budget import share_budget
    from gapcli.measure.gaps import printed
    from gapcli.measure.view import narrow

    form = choose_format(kind, values)
    taken = {name: values[name] for name in (PARAMETERS[key].name for key in REPORTS[kind].takes)}
    fail_over, engine = taken.pop("fail_over", None), taken.pop("engine", None)
    if fail_over is not None and not 0 <= fail_over <= 1:
        raise Stop(Code.USAGE, f"--fail-over {write_number(fail_over)}: a gap is from 0 to 1")
    asked = {name: taken.pop(name) for name in ("since", "weights") if name in taken}
    if taken.pop("steps", False):
        if taken.pop("draft") is not None or taken.pop("questions"):
            raise Stop(Code.USAGE, "--steps are of the parties: leave out --try and --questions")
        kind = "steps"
    _require_once(kind, values)
    path, name = find_ledger(values["file"])
    query = Query(
        parties=_split_names(values["parties"], "--parties"),
        issues=_split_names(values["issues"], "--issues"),
        as_of=values["as_of"],
        assume=values["assume"],
        lenses={name: values[name] for name in LENSES},
        **asked,
    )
    report: Any
    try:
        if engine:
            from gapcli.cli.engine import compare_by_engine, require_served

            require_served(engine, query, taken)
            ledger = load_ledger(path, name, values, with_tables=False)
            speak_language(values["lang"], ledger)
            report = compare_by_engine(engine, ledger, path, query, taken["sort"])
        else:
            ledger = load_ledger(path, name, values)
            speak_language(values["lang"], ledger)
            view = narrow(ledger, query)
            if kind == "matrix":
                kind, taken = _choose_shape(view, taken)
            with share_budget(ledger):
                report = find_report(kind)(view, **taken)
        cards = [card.card for card in ledger.cards.values() if card.card]
        with share_budget(ledger):
            deliver(report, form, values, list_inputs(path, cards, _list_tables(path, ledger)))
    except BadQuery as bad:
        raise Stop(Code.USAGE, str(bad)) from bad
    if path != name and not values["verbose"]:
        complain(f"{_say_none_found()}: this is the ledger that ships with gapcli")
    if fail_over is not None and any(printed(gap) > fail_over for gap in report.gaps):
        raise Stop(Code.NO)


def _list_tables(path: str, ledger: "Ledger") -> tuple[str, ...]:
    """The files of a ledger's tables."""
    if not ledger.tables:
        return ()
    from gapcli.files.load import find_folders
    from gapcli.files.tables import list_files

    return list_files(ledger, find_folders(path)[0])


def _require_once(kind: str, values: Values) -> None:
    """Refuse an issue or a party that is named beside the option that names others. Raises Stop."""
    for parameter in (PARAMETERS[key] for key in REPORTS[kind].takes):
        option = {"issues": "issues", "parties": "parties"}.get(parameter.names)
        if option and not parameter.flags and values[parameter.name] and values[option]:
            named = values[parameter.name]
            typed = " ".join(named) if isinstance(named, tuple) else named
            raise Stop(Code.USAGE, f'"{typed}" and --{option} name the same thing twice: leave one out')


def _choose_shape(view: "View", taken: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The kind of report that `matrix` gives, with its options: who stands where, if there are more than two parties.

    Raises Stop where an option is of another shape.
    """
    options = dict(taken)
    by = options.pop("by") or ("issue" if len(view.parties or view.ledger.principals) > 2 else "pair")
    for name in [name for name in options if name not in SHAPES[by].takes]:
        if options.pop(name):
            shapes = " or ".join(f"--by {other}" for other, shape in SHAPES.items() if name in shape.takes)
            raise Stop(Code.USAGE, f"{PARAMETERS[name].flags} goes with {shapes}, and not with --by {by}")
    if by == "party" and options.get("sort") not in (None, "file"):
        raise Stop(Code.USAGE, f"--sort {options['sort']} is of issues: --by party has --sort file alone")
    return SHAPES[by].kind, options


def _say_none_found() -> str:
    """Where a ledger was looked for, and what may have been meant."""
    near = find_near()
    return f"no {' or '.join(SOUGHT)} here" + (f" ({near})" if near else "")


def _split_names(texts: tuple[str, ...], option: str) -> tuple[str, ...]:
    """The names of every list that was given. Raises Stop where one has none: nothing is not all."""
    for text in texts:
        if not any(name.strip() for name in split_list(text)):
            raise Stop(Code.USAGE, f'{option}: "{text}" names nothing: leave it out, or write all')
    return tuple(name.strip() for text in texts for name in split_list(text) if name.strip())


def run_check(values: Values) -> None:
    """Find every mistake in a ledger. Raises Stop, with the exit code 1 where there is one."""
    if values["explain"] is not None:
        from gapcli.files.checks.table import RULES, explain_rule

        require_word(values["explain"], tuple(RULES), "--explain")
        if values["out"] is not None:
            raise Stop(Code.USAGE, "--explain is for standard output: leave -o out")
        write_text(explain_rule(RULES[values["explain"]]), for_people=True)
        return
    form = choose_format("check", values)
    named, other = values["file"], values["ledger"]
    if named is not None and other is not None:
        raise Stop(Code.USAGE, f"two ledgers, {quote_path(named)} and {quote_path(other)}: check one at a time")
    path, name = find_ledger(other if named is None else named)
    if path != name:
        # A ledger that nobody meant would pass for ever.
        raise Stop(Code.TROUBLE, f"{_say_none_found()}: nothing to check")
    if values["fix"] or values["diff"]:
        from gapcli.cli.writing import mend_ledger

        if values["diff"] and (form != "table" or values["out"] is not None):
            raise Stop(Code.USAGE, "--diff prints a patch on standard output: leave -O, --json and -o out")
        is_right = mend_ledger(path, name, read_limit(), values)
        if values["diff"]:
            raise Stop(Code.DONE if is_right else Code.NO)
    loaded = read_file(path, name, read_limit(), values["texts"])
    if values["no_excerpts"]:
        loaded = loaded._replace(problems=tuple(p.leave_out_excerpts() for p in loaded.problems))
    report = find_report("check")(loaded, strict=values["strict"], texts=values["texts"])
    inputs = list_inputs(path, loaded.cards, loaded.tables, values["texts"])
    deliver(report, "full" if form == "table" else form, values, inputs)
    if report.rows:
        raise Stop(Code.NO)


def run_schema(values: Values) -> None:
    """Print a JSON Schema. Raises Stop."""
    import json

    from gapcli.reports import find_schema

    kind = values["kind"]
    if kind is not None:
        require_word(kind, ("ledger", "card", *REPORTS), "schema")
    write_text(json.dumps(find_schema(kind), indent=2, ensure_ascii=False) + "\n")


def run_init(values: Values) -> None:
    """Make a small ledger to start from. Raises Stop, with nothing written, where one of its files is there."""
    import json
    from shlex import quote

    from gapcli.editing.drafts import name_words
    from gapcli.files.fields import file_schema
    from gapcli.files.find import read_example

    folder = values["folder"]
    if not folder:
        raise Stop(Code.USAGE, "DIR is empty: name a folder, or . for this one")
    example = read_example(values["example"]).items()
    made = {name: name_words(text) if name.endswith(".yaml") else text for name, text in example}
    files = {os.path.join(folder, name): text for name, text in made.items()}
    schema = json.dumps(file_schema(), indent=2, ensure_ascii=False)
    files[os.path.join(folder, "positions.schema.json")] = schema + "\n"
    create_files(files)
    ledger, texts = (os.path.join(folder, name) for name in ("positions.yaml", "texts"))
    # What begins with a hyphen would be read as an option.
    typed, proofs = (quote(quote_path(os.path.join(".", p) if p.startswith("-") else p)) for p in (ledger, texts))
    proof = f" --texts {proofs}" if any(os.path.dirname(path) == texts for path in files) else ""
    steps = (f"next: gapcli matrix -f {typed}", f"      gapcli check {typed} --strict{proof}")
    write_text("\n".join((f"made {quote_path(ledger)}", *steps, "")))


def _run_import(values: Values) -> None:
    """The command of `cli/importing.py`, which no other needs."""
    from gapcli.cli.importing import run_import

    run_import(values, read_limit())


def _run_writing(name: str) -> Callable[[Values], None]:
    """A command of `cli/writing.py`, which no other needs."""

    def run(values: Values) -> None:
        from gapcli.cli import writing

        getattr(writing, name)(values)

    return run


_CHECK = (
    Parameter("file", "", "The ledger; - is standard input.", "[FILE]"),
    FILE._replace(name="ledger"),
    Parameter("strict", "--strict", "Warnings are mistakes too."),
    Parameter("texts", "--texts", "Prove every quote against these source texts.", "DIR"),
    Parameter("fix", "--fix", "Write the places of quotes, and the signs of their texts, into the ledger."),
    Parameter("diff", "--diff", "Print what --fix would write, as a patch, and write nothing."),
    Parameter("no_excerpts", "--no-excerpts", "Print no line of any file, as a public log should."),
    Parameter("explain", "--explain", "Say what a mistake means, with examples.", "ID"),
)


def _show(kind: str) -> Command:
    """The command that shows a kind of report."""
    entry = REPORTS[kind]
    own = tuple(PARAMETERS[name] for name in entry.takes)
    parameters = (*VIEW, *list_outputs(kind), *own)
    return Command(entry.help, entry.example, entry.group, parameters, lambda values: run_report(kind, values))


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        **{kind: _show(kind) for kind, entry in REPORTS.items() if entry.help and kind != "check"},
        "init": Command(
            "Make a small ledger to start from; nothing is overwritten.\n\n"
            "Where a field takes a few words alone, they stand beside it.\n\n"
            "harbour: two sides and a mediator, to be replaced bit by bit.\n\n"
            "many: eight parties on a river, a union that speaks for its members, an adopted text, numbers, "
            "and the texts of its sources.",
            "gapcli init --example many river && gapcli matrix -f river/positions.yaml",
            WRITE,
            (
                Parameter("folder", "", "The folder; it is made where it is not there.", "DIR", required=True),
                Parameter("example", "--example", "harbour or many.", "NAME", default="harbour", words=EXAMPLES),
            ),
            run_init,
        ),
        "card": Command(
            "Draft the source card of a text: hash, length, language.\n\n"
            "What only a reader knows is left to be filled in, under what belongs there. With -o only new files are "
            "written, into a folder one for each text, named like it.",
            "gapcli card texts/*.txt -o seeds/",
            WRITE,
            (
                Parameter("texts", "", "The files of the texts.", "TEXT...", many=True, required=True),
                Parameter("out", "-o", "Write to a new file, or into a folder; - is standard output.", "FILE|DIR"),
                DEBUG,
            ),
            _run_writing("run_card"),
        ),
        "quote": Command(
            "Find words in a text, and print the evidence to paste.\n\n"
            "White space, quotation marks, dashes, vowel marks, hamza and Persian letters may differ: what is printed "
            "is the text's own. Exit 1 where the words are not there, with the nearest, and where they are over 15.",
            "gapcli quote texts/herald.txt the town wants four million",
            WRITE,
            (
                Parameter("text", "", "The file of the text.", "TEXT", required=True),
                Parameter("words", "", "The words, as you remember them.", "WORDS...", many=True, required=True),
                Parameter("card", "--card", "The id of the card; without, the name of the file.", "ID", "sources"),
                Parameter("any_case", "-i --ignore-case", "Find them in capitals and in small letters."),
                DEBUG,
            ),
            _run_writing("run_quote"),
        ),
        "import": Command(
            "Turn a table into a ledger, or into statements of one; a new file.\n\n"
            "A table of positions, as votes or a survey, stays where it is: its shape, parties, questions, answers and "
            "dates are counted, and a ledger beside it is proposed, in which every choice is marked as unconfirmed.\n\n"
            "A table of statements is what statements -O csv prints, or one of your own with columns as party, "
            "question, stance, value, date, source and quote; a row is a piece of evidence. A statement takes the "
            "place of the one that has its id, any other is added, and all else of the ledger stays as it is. Exit 3 "
            "where there is a mistake, with each at its cell.",
            "gapcli import votes.csv -o positions.yaml",
            WRITE,
            (
                Parameter(
                    "table",
                    "",
                    "CSV, a workbook, a database …; FILE#SHEET of several; of statements - is standard input.",
                    "TABLE",
                    required=True,
                ),
                Parameter("out", "-o", "Write to a new file; - is standard output.", "FILE"),
                Parameter("dry_run", "--dry-run", "Print what was counted, and write nothing."),
                Parameter("encoding", "--encoding", "That of a text which is no UTF-8, as windows-1256.", "NAME"),
                Parameter(
                    "header", "--header", "The row that names the columns, where it is not the first.", "N", type=int
                ),
                Parameter("said", "--said", "Of positions: the day of them all.", "DATE"),
                FILE._replace(help="Of statements: the ledger that they go into; - is standard input."),
                Parameter("texts", "--texts", "Of statements: find their quotes in these source texts.", "DIR"),
                Parameter(
                    "given",
                    "--set",
                    "Of statements: what the cells of a column say that are empty or not there.",
                    "COLUMN=WORDS",
                    many=True,
                ),
                DEBUG,
            ),
            _run_import,
        ),
        "check": Command(
            REPORTS["check"].help, REPORTS["check"].example, WRITE, (*list_outputs("check"), *_CHECK), run_check
        ),
        "schema": Command(
            "Print the JSON Schema of the file, or of a command's JSON.",
            "gapcli schema matrix",
            WRITE,
            (Parameter("kind", "", "ledger (the default), card, or a command that prints JSON.", "[KIND]"),),
            run_schema,
        ),
    }
)
"""Every command by its name, in the order of the help."""
