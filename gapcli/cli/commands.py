"""The command line: options, opening files, exit codes. The only importer of `typer`."""

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from gapcli.cli import complete as completion
from gapcli.files.find import find_ledger

if TYPE_CHECKING:
    from gapcli.files.load import Loaded
    from gapcli.ledger.model import Ledger
    from gapcli.ledger.query import Query
    from gapcli.reports.report import Report

USAGE, BROKEN, FILE, BUG, INTERRUPTED, CLOSED = 2, 3, 4, 70, 130, 141

app = typer.Typer(
    name="gapcli",
    help="Compare what parties to a negotiation say they want, and show the gap with its evidence.",
    epilog="Begin with: gapcli matrix",
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Stop(Exception):
    """Ends the command with an exit code and a line on standard error."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# --- options that commands share ------------------------------------------------------------------

File = Annotated[
    str | None, Option("-f", "--file", metavar="FILE", help="The ledger; - is standard input.", show_default=False)
]
Format = Annotated[
    str | None, Option("-O", metavar="FORMAT", help="table, json, jsonl, csv, tsv or md.", show_default=False)
]


@dataclass(frozen=True)
class View:
    """Which ledger, and what of it."""

    file: File = None
    parties: Annotated[
        str | None,
        Option(
            "--parties",
            metavar="A,B",
            help="Only these parties; all for every one.",
            show_default=False,
            autocompletion=completion.parties,
        ),
    ] = None
    issues: Annotated[
        str | None,
        Option(
            "--issues",
            metavar="X,Y.Z",
            help="Only these issues or dimensions; all for every one.",
            show_default=False,
            autocompletion=completion.issues,
        ),
    ] = None
    as_of: Annotated[
        str | None, Option("--as-of", metavar="DATE", help="As things stood on a day.", show_default=False)
    ] = None
    on_record: Annotated[bool, Option("--on-record", help="Only named voices and documents.")] = False
    own_words: Annotated[bool, Option("--own-words", help="Only what each party tells of itself.")] = False
    only: Annotated[
        list[str] | None,
        Option(
            "--only",
            metavar="SOURCE",
            help="Only this source or relayed outlet; repeatable.",
            show_default=False,
            autocompletion=completion.sources,
        ),
    ] = None
    without: Annotated[
        list[str] | None,
        Option(
            "--without",
            metavar="SOURCE",
            help="Without this source or relayed outlet; repeatable.",
            show_default=False,
            autocompletion=completion.sources,
        ),
    ] = None
    assume: Annotated[
        list[str] | None,
        Option(
            "--assume",
            metavar="PARTY:X.Y=VALUE",
            help="As if a party asked for this; repeatable.",
            show_default=False,
            autocompletion=completion.assumptions,
        ),
    ] = None

    def query(self, **more: Any) -> "Query":
        """What the reports are asked."""
        from gapcli.ledger.query import Query

        return Query(
            parties=_names(self.parties),
            issues=_names(self.issues),
            as_of=self.as_of,
            on_record=self.on_record,
            own_words=self.own_words,
            only=tuple(self.only or ()),
            without=tuple(self.without or ()),
            assume=tuple(self.assume or ()),
            **more,
        )


@dataclass(frozen=True)
class Out:
    """How the answer is given."""

    format: Format = None
    json: Annotated[bool, Option("--json", help="The same as -O json.")] = False
    out: Annotated[
        str | None,
        Option("-o", metavar="FILE", help="Write to a file; its extension picks the format.", show_default=False),
    ] = None
    color: Annotated[str, Option("--color", metavar="WHEN", help="auto, always or never.")] = "auto"
    verbose: Annotated[bool, Option("-v", help="Say on standard error what was read.")] = False
    debug: Annotated[bool, Option("--debug", help="Show the traceback of a bug.")] = False


def _weights(how: str) -> str:
    from gapcli.ledger.query import WEIGHTS

    _one(how, WEIGHTS, "--weights")
    return how


Weights = Annotated[str, Option("--weights", metavar="HOW", help="declared, even or salience.", callback=_weights)]


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(n.strip() for n in text.split(",") if n.strip()) if text else ()


def spread(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the fields of its `View` and `Out` as options, and build the two when it is called."""
    signature = inspect.signature(command)
    parameters: list[inspect.Parameter] = []
    bundles: dict[str, Any] = {}
    for name, parameter in signature.parameters.items():
        bundle = parameter.annotation
        if bundle in (View, Out):
            bundles[name] = bundle
            for f in fields(bundle):
                parameters.append(
                    inspect.Parameter(
                        f.name,
                        inspect.Parameter.KEYWORD_ONLY,
                        default=f.default,
                        annotation=bundle.__annotations__[f.name],
                    )
                )
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    def run(**given: Any) -> Any:
        built = {
            name: bundle(**{f.name: given.pop(f.name) for f in fields(bundle)}) for name, bundle in bundles.items()
        }
        return command(**given, **built)

    run.__name__ = command.__name__
    run.__doc__ = command.__doc__
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


# --- reading and writing --------------------------------------------------------------------------


def _limit() -> float:
    from gapcli.files.load import LARGEST

    text = os.environ.get("GAPCLI_MAX_MIB", "")
    if not text:
        return LARGEST
    if not text.isascii() or not text.isdigit() or not int(text[:9]) > 0:
        raise Stop(USAGE, f'$GAPCLI_MAX_MIB is "{text[:40]}": write a whole number of MiB')
    return int(text[:9])


def _load(file: str | None, texts: str | None = None) -> "tuple[Loaded, str, str]":
    from gapcli.files.load import load, load_bytes, read_bytes

    path, name = find_ledger(file)
    limit = _limit()
    try:
        if path == "-":
            if sys.stdin is None:
                raise Stop(FILE, "cannot read standard input: it is closed")
            if sys.stdin.isatty():
                _tell("reading from the terminal, Ctrl-D ends")
            return load_bytes(read_bytes(sys.stdin.buffer, limit), "-", "", limit, texts), path, name
        return load(path, name, limit, texts), path, name
    except OSError as error:
        if path == "-":
            raise Stop(FILE, _file_trouble("read", "standard input", error)) from error
        if path != name and error.filename == path:
            looked = "a ledger: no positions.yaml or data/positions.yaml here, nor the one that ships with gapcli"
            raise Stop(FILE, _file_trouble("find", looked, error)) from error
        raise Stop(FILE, _file_trouble("read", error.filename or name, error)) from error
    except ValueError as error:  # A name with a NUL is no file.
        raise Stop(FILE, f"cannot read {_quoted(name)}: {error}") from error


def _quoted(path: object) -> str:
    text = os.fsdecode(path) if isinstance(path, (str, bytes)) else str(path)
    from gapcli.text import shown

    return shown(text) or '""'


def _file_trouble(what: str, path: object, error: OSError | ValueError) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot {what} {_quoted(path)}: {reason[:1].lower()}{reason[1:]}"


def _ledger(view: View, out: Out) -> "Ledger":
    """The ledger of a command; a mistake in it ends the command. Raises Stop."""
    from gapcli.files.load import BrokenLedger

    loaded, path, name = _load(view.file)
    if out.verbose:
        where = path if path == name else f"{name}, the ledger that ships with gapcli"
        _tell(f"read {_quoted(where)}" + (f": {len(loaded.ledger.statements)} statements" if loaded.ledger else ""))
    try:
        return loaded.require()
    except BrokenLedger as broken:
        _tell(str(broken))
        raise Stop(BROKEN) from broken


def _answer(make: "Callable[[], Report]") -> "Report":
    """The report, or an end where it cannot be made of this ledger. Raises Stop."""
    from gapcli.ledger.query import BadQuery

    try:
        return make()
    except BadQuery as bad:
        raise Stop(USAGE, str(bad)) from bad


def _one(value: str, words: tuple[str, ...], option: str) -> None:
    """Refuse a word that is none of those allowed. Raises Stop."""
    if value not in words:
        from gapcli.text import did_you_mean

        raise Stop(USAGE, f'{option}: no "{value}": {did_you_mean(value, words)}')


def _format(out: Out, more: tuple[str, ...] = ()) -> str:
    """The format that is asked for, by name or by the extension of the file. Raises Stop."""
    from gapcli.formats import FORMATS

    names = (*FORMATS, *more)
    if out.format is not None:
        _one(out.format, names, "-O")
        return out.format
    if out.json:
        return "json"
    if out.out is None:
        return "table"
    extension = os.path.splitext(out.out)[1].lstrip(".").lower()
    extension = {"txt": "table", "text": "table", "markdown": "md", "mmd": "mermaid", "gv": "dot"}.get(
        extension, extension
    )
    if extension not in names:
        raise Stop(USAGE, f"{_quoted(out.out)}: its extension names no format: give -O, one of {', '.join(names)}")
    return extension


def _emit(
    report: "Report", out: Out, read: tuple[str, ...] = (), more: "dict[str, Callable[[], str]] | None" = None
) -> None:
    """Show a report, or write it to a file. Raises Stop."""
    from gapcli.formats import FORMATS
    from gapcli.formats.table.screen import screen_of

    _one(out.color, ("auto", "always", "never"), "--color")
    more = more or {}
    name = _format(out, tuple(more))
    screen = screen_of(sys.stdout, out.color, os.environ, to_file=out.out is not None)
    text = more[name]() if name in more else FORMATS[name](report, screen)
    for note in report.notes:
        _complain(note)
    _write(text, out.out, read, for_people=name == "table")


def _write(text: str, file: str | None, read: tuple[str, ...] = (), *, for_people: bool = False) -> None:
    """Write to standard output, or to a file whole or not at all. Raises Stop.

    Data is UTF-8 everywhere; for people, what standard output cannot show is written out.
    """
    from gapcli.cli.deliver import fitting, to_file, to_stream

    if file is not None:
        if os.path.isdir(file):
            raise Stop(USAGE, f"{_quoted(file)} is a folder: name a file in it")
        if any(_is_same(file, path) for path in read):
            raise Stop(USAGE, f"{_quoted(file)} is what was read: gapcli never writes to it; name another file")
        try:
            to_file(text, file)
        except OSError as error:
            raise Stop(FILE, _file_trouble("write", file, error)) from error
        return
    data, lacks = fitting(text, sys.stdout) if for_people else (text.encode(), False)
    if lacks:
        _complain(f"standard output is {sys.stdout.encoding}: what it lacks is written as \\uXXXX")
    try:
        to_stream(data, sys.stdout)
    except BrokenPipeError:
        raise Stop(CLOSED) from None
    except OSError as error:
        raise Stop(FILE, _file_trouble("write", "output", error)) from error


def _is_same(file: str, read: str) -> bool:
    """Whether a file is the one that was read; `-` is what standard input comes from."""
    with suppress(OSError):
        return os.path.samestat(os.stat(file), os.fstat(0) if read == "-" else os.stat(read))
    return False


def _inputs(view: View, ledger: "Ledger") -> tuple[str, ...]:
    """The files that a command has read, which no output may replace."""
    return _read(find_ledger(view.file)[0], [c.card for c in ledger.cards.values() if c.card])


def _read(path: str, cards: Sequence[str], texts: str | None = None) -> tuple[str, ...]:
    """A ledger, its cards and source texts, as far as they are files."""
    folder = os.path.dirname(path)
    proofs = [os.path.join(texts, name) for name in os.listdir(texts)] if texts is not None else []
    return (path, *cards, *(os.path.join(folder, card) for card in cards), *proofs)


# --- commands -------------------------------------------------------------------------------------


def _version(asked: bool) -> None:
    if asked:
        from gapcli import __version__

        _write(f"gapcli {__version__}\n", None, for_people=True)
        raise typer.Exit()


@app.callback()
def main(
    version: Annotated[bool, Option("--version", help="Show the version.", callback=_version, is_eager=True)] = False,
) -> None:
    """Compare what parties to a negotiation say they want, and show the gap with its evidence."""


@app.command(epilog="Example: gapcli matrix --parties us,iran,israel --as-of 2026-02-06")
@spread
def matrix(
    view: View,
    out: Out,
    by: Annotated[str | None, Option("--by", metavar="party", help="Party by party.", show_default=False)] = None,
    dimensions: Annotated[bool, Option("--dimensions", help="Open the issues.")] = False,
    since: Annotated[
        str | None, Option("--since", metavar="DATE", help="Show the change since a day.", show_default=False)
    ] = None,
    sort: Annotated[str | None, Option("--sort", metavar="HOW", help="gap, issue or open.", show_default=False)] = None,
    weights: Weights = "declared",
    fail_over: Annotated[
        float | None,
        Option("--fail-over", metavar="N", help="Exit 1 where a printed gap is above N.", show_default=False),
    ] = None,
) -> None:
    """Show how far apart the parties are, issue by issue."""
    from gapcli.reports.matrix import SORTS
    from gapcli.reports.matrix import matrix as report

    if fail_over is not None and not 0 <= fail_over <= 1:
        raise Stop(USAGE, f"--fail-over {fail_over:g}: a gap is from 0 to 1")
    if by is not None:
        _one(by, ("party",), "--by")
    if sort is not None:
        _one(sort, SORTS, "--sort")
    ledger = _ledger(view, out)
    query = view.query(weights=weights, since=since)
    made = _answer(lambda: report(ledger, query, by_party=by == "party", dimensions=dimensions, sort=sort))
    _emit(made, out, _inputs(view, ledger))
    if fail_over is not None:
        gaps = [r["gap"] for r in (*made.rows, *made.beside["totals"]) if r["gap"] is not None]
        if any(float(f"{gap:.2f}") > fail_over for gap in gaps):
            raise Stop(1)


@app.command(epilog="Example: gapcli issue enrichment.extent --source")
@spread
def issue(
    view: View,
    out: Out,
    name: Annotated[
        str | None,
        Argument(
            metavar="[ISSUE[.DIMENSION]]", help="An issue or one of its dimensions.", autocompletion=completion.issue
        ),
    ] = None,
    source: Annotated[bool, Option("--source", help="Add every statement behind it, word for word.")] = False,
    weights: Weights = "declared",
) -> None:
    """Show what each party says on an issue, and where they differ."""
    from gapcli.reports.issue import issue as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(weights=weights), name, sources=source))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli party iran --own-words")
@spread
def party(
    view: View,
    out: Out,
    name: Annotated[str | None, Argument(metavar="[PARTY]", help="The party.", autocompletion=completion.party)] = None,
) -> None:
    """Show everything that one party holds."""
    from gapcli.reports.party import party as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(), name))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli statements --parties iran --text guarantees")
@spread
def statements(
    view: View,
    out: Out,
    ids: Annotated[
        list[str] | None,
        Argument(metavar="[ID]...", help="These alone, word for word.", autocompletion=completion.statements),
    ] = None,
    stance: Annotated[
        str | None,
        Option("--stance", metavar="STANCE", help="asks, accepts, rejects, off-agenda or silent.", show_default=False),
    ] = None,
    text: Annotated[
        str | None,
        Option("--text", metavar="WORDS", help="Only those with these words, in any language.", show_default=False),
    ] = None,
) -> None:
    """List the statements of the ledger."""
    from gapcli.reports.statements import statements as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(), ids or (), stance=stance, text=text))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli sources --parties iran")
@spread
def sources(view: View, out: Out) -> None:
    """List the sources, and what rests on each alone."""
    from gapcli.reports.sources import sources as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query()))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli moves guarantees --since 2026-02-01")
@spread
def moves(
    view: View,
    out: Out,
    name: Annotated[
        str | None,
        Argument(
            metavar="[ISSUE[.DIMENSION]]", help="An issue or one of its dimensions.", autocompletion=completion.issue
        ),
    ] = None,
    since: Annotated[
        str | None, Option("--since", metavar="DATE", help="Only what changed after a day.", show_default=False)
    ] = None,
) -> None:
    """Show who moved or offered, how far, and what it closed."""
    from gapcli.reports.moves import moves as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(since=since), name))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli disputes --parties us,iran --issues format")
@spread
def disputes(view: View, out: Out, weights: Weights = "declared") -> None:
    """Show the reports that cannot both be right.

    And what each gap would be if the one or the other were.
    """
    from gapcli.reports.disputes import disputes as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(weights=weights)))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli links --issues enrichment -O mermaid -o links.mmd")
@spread
def links(view: View, out: Out) -> None:
    """Show what waits for what, and the circles.

    -O dot and -O mermaid draw it.
    """
    from gapcli.reports.links import dot, mermaid
    from gapcli.reports.links import links as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query()))
    more = {"dot": lambda: dot(ledger, view.query()), "mermaid": lambda: mermaid(ledger, view.query())}
    _emit(made, out, _inputs(view, ledger), more)


@app.command(epilog="Example: gapcli proposals --try 'enrichment.extent=three-years'")
@spread
def proposals(
    view: View,
    out: Out,
    proposal: Annotated[
        str | None, Argument(metavar="[ID]", help="Only this proposal.", autocompletion=completion.proposals)
    ] = None,
    draft: Annotated[
        str | None, Option("--try", metavar="X.Y=VALUE,…", help="Score a draft of your own.", show_default=False)
    ] = None,
    steps: Annotated[bool, Option("--steps", help="Rank every single step that would close some of the gap.")] = False,
) -> None:
    """Hold each proposal against each party.

    How near it is, whether inside the zone, and which red lines it breaks.
    """
    from gapcli.reports.proposals import proposals as report
    from gapcli.reports.steps import steps as ranked

    if steps and (proposal is not None or draft is not None):
        raise Stop(USAGE, "--steps is of the parties: it goes with neither a proposal nor --try")
    ledger = _ledger(view, out)
    made = _answer(
        lambda: ranked(ledger, view.query()) if steps else report(ledger, view.query(), proposal, draft=draft)
    )
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli robust --on-record -O csv -o robust.csv")
@spread
def robust(
    view: View,
    out: Out,
    dimensions: Annotated[bool, Option("--dimensions", help="Open the issues.")] = False,
    weights: Weights = "declared",
) -> None:
    """Show which figures hold, and on whose word.

    Without each source and voice, with other weights, and with other places on the scales.
    """
    from gapcli.reports.robust import robust as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(weights=weights), dimensions=dimensions))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli brief us iran -O md -o brief.md")
@spread
def brief(
    view: View,
    out: Out,
    a: Annotated[str | None, Argument(metavar="[A", help="A party.", autocompletion=completion.party)] = None,
    b: Annotated[str | None, Argument(metavar="B]", help="The other.", autocompletion=completion.party)] = None,
    weights: Weights = "declared",
) -> None:
    """Print one page for a mediator."""
    from gapcli.reports.brief import brief as report

    ledger = _ledger(view, out)
    made = _answer(lambda: report(ledger, view.query(weights=weights), a, b))
    _emit(made, out, _inputs(view, ledger))


@app.command(epilog="Example: gapcli check data/positions.yaml --strict")
@spread
def check(
    out: Out,
    file: Annotated[str | None, Argument(metavar="[FILE]", help="The ledger; - is standard input.")] = None,
    ledger: File = None,
    strict: Annotated[bool, Option("--strict", help="Warnings are mistakes too.")] = False,
    texts: Annotated[
        str | None,
        Option("--texts", metavar="DIR", help="Prove every quote against these source texts.", show_default=False),
    ] = None,
    no_excerpts: Annotated[
        bool, Option("--no-excerpts", help="Print no line of any file, as a public log should.")
    ] = False,
    explain: Annotated[
        str | None,
        Option("--explain", metavar="ID", help="Say what a mistake means, with examples.", show_default=False),
    ] = None,
) -> None:
    """Find every mistake in a ledger.

    For people -O full, for editors -O concise, for reviews on GitHub -O github.
    """
    from gapcli.reports.check import check as report

    if explain is not None:
        from gapcli.files.checks.table import RULES, explain_rule

        _one(explain, tuple(RULES), "--explain")
        _write(explain_rule(RULES[explain]), out.out, for_people=True)
        return
    loaded, path, _ = _load(file or ledger, texts)
    if no_excerpts:
        loaded = loaded._replace(problems=tuple(p._replace(lines=()) for p in loaded.problems))
    made = report(loaded, strict=strict, texts=texts)
    read = _read(path, loaded.cards, texts) if out.out is not None else ()
    form = _format(out, ("full", "concise", "github"))
    if form in ("full", "concise", "github", "table"):
        from gapcli.reports.check import STYLES

        _write(STYLES["full" if form == "table" else form](made, loaded), out.out, read, for_people=True)
    else:
        _emit(made, out, read)
    if made.rows:
        raise Stop(1)


@app.command(epilog="Example: gapcli schema matrix")
def schema(
    kind: Annotated[
        str | None, Argument(metavar="[KIND]", help="ledger (the default), card, or a command that prints JSON.")
    ] = None,
) -> None:
    """Print the JSON Schema of the file, or of a command's JSON."""
    import json

    from gapcli.reports.schema import KINDS
    from gapcli.reports.schema import schema as found

    if kind is not None:
        _one(kind, ("ledger", "card", *KINDS), "schema")
    _write(json.dumps(found(kind), indent=2, ensure_ascii=False) + "\n", None)


@app.command(epilog="Example: gapcli init harbour && gapcli matrix -f harbour/positions.yaml")
def init(folder: Annotated[str, Argument(metavar="DIR", help="The folder; it is made where it is not there.")]) -> None:
    """Make a small ledger to start from; nothing is overwritten."""
    import json

    from gapcli.cli.deliver import to_new_files
    from gapcli.reports.schema import schema as found

    start = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "starter")
    files = {}
    for name in ("positions.yaml", "README.md", os.path.join("seeds", "eastport-herald.yaml")):
        with open(os.path.join(start, name), encoding="utf-8") as file:
            files[name] = file.read()
    files["positions.schema.json"] = json.dumps(found(), indent=2, ensure_ascii=False) + "\n"
    there = [name for name in files if os.path.lexists(os.path.join(folder, name))]
    if there:
        raise Stop(FILE, f"{_quoted(os.path.join(folder, there[0]))} is there already: nothing was written")
    try:
        to_new_files({os.path.join(folder, name): text for name, text in files.items()})
    except OSError as error:
        raise Stop(FILE, _file_trouble("write", error.filename or folder, error)) from error
    place = _quoted(os.path.join(folder, "positions.yaml"))
    _write(f"made {place}\nnext: gapcli matrix -f {place}\n", None)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line, and give its exit code; every end has one, and no bug shows its source.

    All that could be written is out then; what could not be must not be tried again when the process ends.
    """
    from gapcli.cli.deliver import add_buffer

    arguments = sys.argv[1:] if arguments is None else arguments
    code = 0
    try:
        if sys.stderr is not None:
            sys.stderr = add_buffer(sys.stderr)
        if sys.stdout is None:
            raise Stop(FILE, "cannot write output: standard output is closed")
        sys.stdout = add_buffer(sys.stdout)
        # Help may hold what standard output lacks.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]
        code = _run(arguments)
        sys.stdout.flush()
    except Stop as stop:
        code = stop.code
        if stop.message:
            _complain(stop.message)
    except SystemExit as end:
        # What typer makes of a closed pipe, where it writes itself.
        closed = isinstance(end.__context__, BrokenPipeError)
        code = CLOSED if closed else end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = CLOSED
    except OSError as error:
        code = FILE
        _complain(_file_trouble("use" if error.filename else "write", error.filename or "output", error))
    except Exception as error:
        code = BUG
        if "--debug" in arguments:
            import traceback

            _tell(traceback.format_exc().rstrip())
        first = str(error).partition("\n")[0][:200]
        _complain(f"a bug in gapcli: {type(error).__name__}: {first} (--debug shows where)")
    return code


def _run(arguments: list[str]) -> int:
    completion.join_bash_words(os.environ)
    try:
        code = app(args=arguments or ["--help"], prog_name="gapcli", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except typer.TyperException as error:
        raise Stop(USAGE, _wrong_use(error)) from None
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return INTERRUPTED


def _wrong_use(error: typer.TyperException) -> str:
    """What typer has against a command line, in the form of every other message."""
    from gapcli.text import did_you_mean

    context: Any = getattr(error, "ctx", None)
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    if message.startswith("No such command"):
        typed = message.partition("'")[2].partition("'")[0]
        message = f'no command is called "{typed}": {did_you_mean(typed, context.command.commands)}'
    elif message.startswith("No such option"):
        option = getattr(error, "option_name", "")
        known = [name for p in context.command.params for name in (*p.opts, *p.secondary_opts) if name[0] == "-"]
        message = f'no option is called "{option}": {did_you_mean(option, known)}'
    command = context.command_path if context else "gapcli"
    return f"{message[:1].lower()}{message[1:].rstrip('.')} ({command} --help says more)"


def _tell(text: str) -> None:
    """Say something on standard error; where that is closed or full, nobody is there to be told."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr)


def _complain(message: str) -> None:
    from gapcli.text import shown

    _tell(f"gapcli: {shown(message)}")
