"""What stands on a command line: the options that commands share, from `LENSES` and `FORMATS`, and those of some."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from typer.core import TyperArgument, TyperOption

from gapcli.cli.complete import Completed, offer, offer_words
from gapcli.cli.ending import Code, Stop, require_word
from gapcli.formats import FORMATS, list_formats
from gapcli.ledger.lenses import LENSES
from gapcli.ledger.query import SORTS, STANCES, WEIGHTS
from gapcli.reports import SHAPES, list_kinds
from gapcli.words import LANGUAGES


class _Option(Completed, TyperOption):
    pass


class _Argument(Completed, TyperArgument):
    pass


class Parameter(NamedTuple):
    """An option, or an argument where it has no flags."""

    name: str
    flags: str
    """With blanks between them."""
    help: str
    metavar: str = ""
    """What its value is called; of a switch, which has none, empty."""
    names: str = ""
    """Which names a shell offers, as `NAMED` calls their kind; with a comma in the metavar several of them."""
    many: bool = False
    default: str | None = None
    words: tuple[str, ...] = ()
    """The only words that it takes; all, where none are listed."""
    type: type = str
    required: bool = False
    elsewhere: Callable[[str], str] | None = None
    """Which commands take a word that this one does not, as they are told; empty where none does."""

    def build(self) -> TyperOption | TyperArgument:
        """The parameter, as typer parses it."""
        built = self._build()
        if self.names:
            built.complete = offer(self.names, several="," in self.metavar)
        elif self.words:
            built.complete = offer_words(self.words)
        return built

    def _build(self) -> "_Option | _Argument":
        common: dict[str, Any] = {"help": self.help}
        decls = [self.name, *self.flags.split()]
        if self.flags and not self.metavar:
            return _Option(param_decls=decls, is_flag=True, default=False, **common)
        common |= {"param_decls": decls, "metavar": self.metavar, "type": self.type}
        if not self.flags:
            return _Argument(required=self.required, nargs=-1 if self.many else None, **common)
        # Where one alone is taken, a second is refused and not taken for the first.
        common["help"] += f"  [default: {self.default}]" if self.default else ""
        return _Option(multiple=True, show_default=False, **common)

    def take(self, value: Any) -> Any:
        """What was given, of what typer made of it: several as a tuple. Raises Stop."""
        if self.many:
            return tuple(value or ())
        if self.flags and self.metavar:
            if value and len(value) > 1:
                raise Stop(Code.USAGE, f"{self.flags.split()[-1]} is given {len(value)} times: keep one")
            value = value[0] if value else self.default
        if self.words and value is not None:
            others = self.elsewhere(value) if self.elsewhere and value not in self.words else ""
            if others:
                raise Stop(Code.USAGE, f"{self.flags} {value} is of {others}")
            require_word(value, self.words, self.flags)
        return value


FILE = Parameter("file", "-f --file", "The ledger; - is standard input.", "FILE")
DEBUG = Parameter("debug", "--debug", "Show the traceback of a bug.")
VIEW = (
    FILE,
    Parameter("parties", "--parties", "Only these parties; all for every one.", "A,B", "parties", many=True),
    Parameter(
        "issues", "--issues", "Only these issues or dimensions; all for every one.", "X,Y.Z", "issues", many=True
    ),
    Parameter("as_of", "--as-of", "As things stood on a day.", "DATE"),
    *(
        Parameter(lens.name, lens.option, lens.help, "SOURCE", "sources", many=True)
        if lens.names_sources
        else Parameter(lens.name, lens.option, lens.help)
        for lens in LENSES.values()
    ),
    Parameter(
        "assume", "--assume", "As if a party wanted this; repeatable.", "PARTY:X.Y=VALUE", "assumptions", many=True
    ),
    Parameter("no_cache", "--no-cache", "Read the ledger anew, whatever was kept of it."),
)
"""Which ledger, and what of it."""


def say_elsewhere(form: str) -> str:
    """Which commands have a format that not all have: `matrix and issue`; empty where there is no such format."""
    shapes = {shape.kind for shape in SHAPES.values()}
    kinds = FORMATS[form].kinds if form in FORMATS else ()
    return " and ".join(dict.fromkeys("matrix" if kind in shapes else kind for kind in kinds))


def list_outputs(kind: str) -> tuple[Parameter, ...]:
    """How the answer of a command is given: in one of its formats."""
    *names, last = list_formats(*list_kinds(kind))
    theme = (_THEME,) if "svg" in (*names, last) else ()
    return (
        Parameter(
            "format", "-O", f"{', '.join(names)} or {last}.", "FORMAT", words=(*names, last), elsewhere=say_elsewhere
        ),
        Parameter("json", "--json", "The same as -O json."),
        Parameter("excel", "--excel", "CSV with a byte order mark, as Excel needs it."),
        *theme,
        Parameter("out", "-o", "Write to a file; its extension picks the format; - is standard output.", "FILE"),
        *(() if kind == "check" else (_LANG,)),
        _COLOR,
        _BIDI,
        Parameter("no_pager", "--no-pager", "Print at once what is longer than the screen."),
        Parameter("verbose", "-v", "Say on standard error what was read."),
        DEBUG,
    )


_COLOR = Parameter(
    "color", "--color", "auto, always or never.", "WHEN", default="auto", words=("auto", "always", "never")
)

_THEME = Parameter(
    "theme",
    "--theme",
    "light or dark, of -O svg; else as the device has it.",
    "COLOURS",
    words=("light", "dark"),
)

_LANG = Parameter(
    "lang", "--lang", f"{' or '.join(LANGUAGES)}; else $GAPCLI_LANG, or that of the ledger.", "CODE", words=LANGUAGES
)

_BIDI = Parameter(
    "bidi",
    "--bidi",
    "visual for a terminal that shows Arabic backwards.",
    "HOW",
    default="logical",
    words=("logical", "visual"),
)

ENGINES = ("duckdb", "spark")
"""What may read a table in place of gapcli; what they are stands in `files/engines.py`, which takes long to import."""
_SINCE = Parameter("since", "--since", "Show the change since a day.", "DATE")
_WEIGHTS = "declared, even, questions (each counts once) or salience."
PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        "by": Parameter("by", "--by", "issue (who stands where), pair or party.", "HOW", words=tuple(SHAPES)),
        "dimensions": Parameter("dimensions", "--dimensions", "Open the issues."),
        "since": _SINCE,
        "changed_since": _SINCE._replace(help="Only what changed after a day."),
        "sort": Parameter("sort", "--sort", "gap, issue, open or file.", "HOW", words=SORTS),
        "rows": Parameter("rows", "--rows", "By party, the rows of each issue too, in the JSON."),
        "words": Parameter("words", "--words", "What they say: all or none.", "HOW", words=("all", "none")),
        "agreement": Parameter("agreement", "--agreement", "Print agreement, 1 less the gap, in place of the gap."),
        "weights": Parameter("weights", "--weights", _WEIGHTS, "HOW", default="declared", words=WEIGHTS),
        "fail_over": Parameter(
            "fail_over", "--fail-over", "Exit 1 where a gap of any pair is above N.", "N", type=float
        ),
        "engine": Parameter(
            "engine", "--engine", "duckdb or spark: totals of a table too large for memory.", "NAME", words=ENGINES
        ),
        "issue": Parameter("name", "", "An issue or one of its dimensions.", "[ISSUE[.DIMENSION]]", "issues"),
        "party": Parameter("name", "", "The party.", "[PARTY]", "parties"),
        "source": Parameter("sources", "--source", "Add every statement behind it, word for word."),
        "notes": Parameter("notes", "--notes", "The same, with the notes of whoever coded it."),
        "ids": Parameter("ids", "", "These alone, word for word.", "[ID]...", "statements", many=True),
        "cards": Parameter("ids", "", "These alone, with what is noted of them.", "[ID]...", "cards", many=True),
        "stance": Parameter(
            "stance", "--stance", f"{', '.join(STANCES[:-1])} or {STANCES[-1]}.", "STANCE", words=STANCES
        ),
        "text": Parameter("text", "--text", "Only those with these words, in any language.", "WORDS"),
        "tabled": Parameter("name", "", "Only a proposal, or an issue.", "[ID|ISSUE[.DIMENSION]]", "tabled"),
        "draft": Parameter("draft", "--try", "Score a draft of your own.", "X.Y=VALUE,…"),
        "questions": Parameter("questions", "--questions", "Add each question, side by side."),
        "steps": Parameter("steps", "--steps", "Rank every single step that would close some of the gap."),
        "among": Parameter(
            "names", "", "The parties; without any, the principals.", "[PARTY]...", "parties", many=True
        ),
    }
)
"""What some commands take, by the names that `REPORTS` uses."""
