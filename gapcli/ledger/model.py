"""The nouns of a ledger. Their annotated fields are the format: the reader, the schema and the docs follow them.

A field's `Annotated` text is its meaning; a trailing underscore keeps a Python word free (`if_` is
`if` in the file); a field marked `DERIVED` is made by the loader and is no key of the file.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar

from gapcli.ledger.cells import Cells
from gapcli.ledger.scales import SCALES, Raw, Scale, Zone


class TextType(NamedTuple):
    """What a text of the file may hold; the reader and the schema tell texts apart by it."""

    meaning: str


Id: TypeAlias = Annotated[
    str, TextType("A name for the machine: lower-case letters, digits and hyphens, at most 64 characters.")
]
StatementId: TypeAlias = Annotated[
    str, TextType("The id of a statement; of a cell of a table that of the table, the line and the column: votes:12:3.")
]
Parties: TypeAlias = Annotated[str, TextType("A party, or a list of several: one statement of each.")]
About: TypeAlias = Annotated[str, TextType("An issue, or a dimension as `issue.dimension`.")]
Words: TypeAlias = Annotated[str, TextType("One line of plain text, the same in every language.")]
Quote: TypeAlias = Annotated[str, TextType("Words of a source, kept exactly as they stand there.")]
Code: TypeAlias = Annotated[str, TextType("What a cell of a table holds, as it stands there; may be empty.")]
Columns: TypeAlias = Annotated[
    str, TextType("A column by its name in the header, or a list of those that make one key.")
]
Url: TypeAlias = Annotated[str, TextType("An address that begins with http:// or https://.")]
FileName: TypeAlias = Annotated[str, TextType("The bare name of a file, never a path.")]
Sha256: TypeAlias = Annotated[str, TextType("64 hexadecimal digits.")]


class Text(dict[str, str]):
    """A text by language, that of the file first. A bare string is in the file's language."""

    __slots__ = ()
    spoken: ClassVar[str] = ""
    """The language that is shown where a text has it; else the first one is."""

    @property
    def shown(self) -> str:
        """The language of the text that is shown."""
        return self.spoken if self.spoken in self else next(iter(self))

    def __str__(self) -> str:
        return self[self.shown]


class When(NamedTuple):
    """A date as precise as its source: a day, a month, a year, or `< DATE` for some time before."""

    text: str
    """As the file has it."""
    day: str
    """The day it counts from, as YYYY-MM-DD: the first of a month or a year, the eve of `< DATE`."""

    @property
    def last(self) -> str:
        """The day that it stands for as a bound, as YYYY-MM-DD: the last of a month or a year."""
        if self.text.startswith("<") or len(self.text) == 10:
            return self.day
        month = self.text if len(self.text) == 7 else f"{self.text}-12"
        # The last that the month has.
        return next(day.day for day in (when(f"{month}-{number}") for number in (31, 30, 29, 28)) if day)

    def __str__(self) -> str:
        return self.text


DATE = re.compile(r"(<\s*)?([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
"""How a date is written, as precise as it is known."""
GREGORIAN = 1583
"""The first whole year of the calendar that dates are read in."""


@lru_cache(maxsize=1024)
def when(value: str) -> When | None:
    """The date of a text as `2026-02-06`, `2026-02`, `2026` or `< DATE`; None where it is none."""
    match = DATE.fullmatch(value)
    if not match:
        return None
    # Few runs read a date.
    from datetime import date, timedelta

    try:
        day = date(int(match[2]), int(match[3] or 1), int(match[4] or 1))
    except ValueError:
        return None
    if day.year < GREGORIAN:
        return None
    return When(value, (day - timedelta(days=1) if match[1] else day).isoformat())


class Bounds(NamedTuple):
    """The numbers that a field takes."""

    low: float
    high: float
    above: bool = False
    """Whether the lowest itself is left out."""


class Longest(NamedTuple):
    """How many characters a text of a field may have, where it is fewer than any text may."""

    most: int


NAME = Longest(300)
"""Of what is printed wherever something else names it: a longer one would unfold as an alias would."""


class OneOf(NamedTuple):
    """The only words that a field takes."""

    words: tuple[str, ...]


AnyClass = TypeVar("AnyClass", bound=type)


def noun(meaning: str) -> Callable[[AnyClass], AnyClass]:
    """Document a class of the file: the schema and the docs show it too, and `python -OO` drops docstrings."""

    def document(cls: AnyClass) -> AnyClass:
        cls.__doc__ = meaning
        return cls

    return document


DERIVED = "(made by the loader)"
Role = Literal["principal", "mediator", "stakeholder"]
Grade = Literal["A", "B", "C", "D", "E", "F"]
Stance = Literal["asks", "accepts", "agrees", "rejects", "off-agenda", "silent"]
VALUED: tuple[Stance, ...] = ("asks", "accepts", "agrees")
"""The stances whose values a party holds; without a value they are words that have no place."""
Basis = Literal["words", "conduct"]
Attribution = Literal["named", "unnamed", "document", "author"]
Teller = Literal["own", "counterpart", "third-party", "author"]
SourceKind = Literal["report", "live-blog", "analysis", "opinion", "preview", "dataset", "vote-record", "survey"]
Shape = Literal["long", "questions", "parties"]
Conflict = Literal["last", "beside", "disputes"]

MEANINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": {
            "principal": "negotiates: gaps are shown between the principals first",
            "mediator": "brings the principals together, and may put forward proposals of its own",
            "stakeholder": "has a stake in the outcome, and is not at the table",
        },
        "scale": {kind: scale.meaning for kind, scale in SCALES.items()},
        "stance": {
            "asks": "what the party puts forward as its own position",
            "accepts": "what it has offered or would settle for; often under a condition (`if`)",
            "agrees": (
                "what it has agreed to without reserve, alone or with others: an adopted text, a common understanding"
            ),
            "rejects": "what it rules out: a red line, which may fall under a condition (`unless`)",
            "off-agenda": "it refuses to discuss this, and so wants what holds today",
            "silent": "a report says that it did not raise it, or did not take it up",
        },
        "basis": {
            "words": "it was said, written or adopted",
            "conduct": "it was done: sanctions imposed, a border closed; measured only where there are no words",
        },
        "attribution": {
            "named": "a person or an office that is named",
            "unnamed": "sources, officials, “it is understood”: somebody who is not named",
            "document": "a text that can be read: a communiqué, a letter, a law",
            "author": "nobody but the author of the source",
        },
        "teller": {
            "own": "the party itself, or whoever speaks for it",
            "counterpart": "the other side of the negotiation",
            "third-party": "somebody else who is concerned: a mediator, another state, its officials",
            "author": "the author of the source, who names nobody",
        },
        "kind": {
            "report": "news of what was said and done",
            "live-blog": "entries as the news came in, one after the other",
            "analysis": "what was said and done, weighed and explained",
            "opinion": "an argument for a view of the author's",
            "preview": "written before the event, on what is expected of it",
            "dataset": "a table that somebody coded or collected",
            "vote-record": "a table of votes, as a parliament or an assembly publishes it",
            "survey": "a table of answers that were asked for: of experts, of the parties themselves",
        },
        "shape": {
            "long": "a row a value: columns name the party, the question and the value",
            "questions": "a row a question, and a column a party",
            "parties": "a row a party, and a column a question",
        },
        "merged": {"fill": "each of them holds what stands in the first"},
        "conflict": {
            "last": "the one that stands last in the file counts",
            "beside": "they stand beside one another: each is an ask of its own",
            "disputes": "they dispute one another: one of them is wrong",
        },
        "counts": {
            "issues": "each issue counts once, as everywhere; its questions share that",
            "questions": "each question counts once, however many an issue has",
        },
        "grade": {
            "A": "completely reliable",
            "B": "usually reliable",
            "C": "fairly reliable",
            "D": "not usually reliable",
            "E": "unreliable",
            "F": "cannot be judged",
        },
    }
)
"""What each word means of a field that takes only these, by the field: for the docs, the schema and editors."""


@noun("An analyst's number, with its reason.")
class Judgement(NamedTuple):
    value: Annotated[float, "How much it matters to the party, in percent.", Bounds(0, 100, True)]
    why: Annotated[Text, "What in the sources it rests on."]


@noun("Somebody who states positions.")
class Party(NamedTuple):
    id: Id
    name: Annotated[Text, "What the party is called.", NAME]
    role: Annotated[Role, "Its part in the talks; gaps are shown between the principals first."]
    short: Annotated[Text | None, "A short name, for narrow columns.", NAME] = None
    members: Annotated[tuple[Id, ...], "The parties in a group: shown, and nothing is computed from it."] = ()
    salience: Annotated[Mapping[Id, Judgement] | None, "How much each issue matters to it: an analyst's judgement."] = (
        None
    )
    speaks_for: Annotated[
        tuple[Id, ...], "The parties for which its position stands where they say nothing themselves."
    ] = ()

    @property
    def label(self) -> str:
        """The short name where there is one, else the name."""
        return str(self.short or self.name)


@noun("One answer on a scale. A text alone is its name, bare or by language.")
class Option(NamedTuple):
    id: Id
    name: Annotated[Text, "The answer in words, complete after “wants …” and “would accept …”.", NAME]
    at: Annotated[float | None, "Its place from 0 to 100; without, evenly between its neighbours.", Bounds(0, 100)] = (
        None
    )
    would: Annotated[
        Mapping[Id, Text], "What it is for a party whose own step it is, complete after “would …”: lift the sanctions."
    ] = {}


@noun("One question of an issue, with the scale that its answers are measured on.")
class Dimension(NamedTuple):
    id: Id
    question: Annotated[Text, "The question that a position answers."]
    scale: Annotated[str, "How answers are placed and compared.", OneOf(tuple(SCALES))]
    why: Annotated[Text, "Why these poles, this order and this `today`: an analyst's judgement."]
    share: Annotated[
        float | None, "Its share of the issue, in percent; even where none is given.", Bounds(0, 100, True)
    ] = None
    poles: Annotated[tuple[Text, ...], "The two ends in words; none on `choice`.", NAME] = ()
    options: Annotated[
        Mapping[Id, Option], "The answers, from pole to pole (`graded`) or in any order (`choice`)."
    ] = {}
    unit: Annotated[Text | None, "The unit of a `number`.", NAME] = None
    range: Annotated[tuple[float, ...], "The `number` at either pole; may run downwards."] = ()
    today: Annotated[Words | None, "The value that binds as long as nothing is agreed."] = None
    note: Annotated[Text | None, "What a reader must know, as why only one party speaks on it."] = None
    issue: Annotated[str, DERIVED] = ""
    table: Annotated[str, DERIVED] = ""
    """The table that asks it; empty where the ledger itself does."""
    scale_: Annotated[Scale[Zone] | None, DERIVED] = None

    @property
    def about(self) -> str:
        """The name that statements use: `issue.dimension`."""
        return f"{self.issue}.{self.id}"

    @property
    def measure(self) -> Scale[Zone]:
        """The scale that its values are read with."""
        assert self.scale_ is not None
        return self.scale_

    def build_scale(self) -> Scale[Zone]:
        """The scale of the declared fields. Raises BadValue where they make none."""
        places = {o.id: o.at for o in self.options.values()}
        # In the language of the file: the scale names its unit to whoever writes that.
        unit = next(iter(self.unit.values())) if self.unit else ""
        return SCALES[self.scale](places, self.range, unit, self.today)

    def move_inner(self, places: Sequence[float]) -> "Dimension":
        """The same question with its inner options at other places, which rise between 0 and 1."""
        return self._replace(scale_=self.measure.move_inner(places))

    def would(self, value: Raw, party: str) -> str | None:
        """What a value is for a party whose own step it is, complete after “would …”.

        None where the value is not exactly one option, or it is no step of this party: then it is accepted.
        """
        names = (value,) if isinstance(value, str) else value
        option = self.options.get(names[0]) if len(names) == 1 else None
        return str(option.would[party]) if option and party in option.would else None

    def zone(self, statement: "Statement") -> Zone:
        """The zone of the value of a statement that has one; a rejected bound runs to the end. Raises BadValue."""
        assert statement.value is not None
        return self.measure.read(statement.value, statement.stance == "rejects")

    def satisfying(self, condition: "Condition") -> Zone:
        """The zone of all values that satisfy a condition on this dimension. Raises BadValue."""
        if condition.reaches is not None:
            return self.measure.reaches(condition.reaches)
        if condition.is_ is not None:
            return self.measure.read(condition.is_)
        if condition.at_least is not None:
            return self.measure.read_bound(">=", condition.at_least)
        assert condition.at_most is not None
        return self.measure.read_bound("<=", condition.at_most)


@noun("A matter of the negotiation, with the questions that it comes down to.")
class Issue(NamedTuple):
    id: Id
    name: Annotated[Text, "What the issue is called.", NAME]
    dimensions: Annotated[Mapping[Id, Dimension], "Its questions, in the order they are shown."]
    headline: Annotated[bool, "Whether `matrix` shows and sums it without being asked."] = True
    weight: Annotated[float, "Its weight in the mean of the issues.", Bounds(0, 1e6, True)] = 1.0
    note: Annotated[Text | None, "What a reader must know."] = None


@noun("How far a source is to be trusted, by the NATO / Admiralty scale.")
class Reliability(NamedTuple):
    grade: Annotated[Grade, "A, completely reliable, to E, unreliable; F, cannot be judged."]
    why: Annotated[Text, "The reason for the grade."]


@noun("A source card: what a citation needs, and what a reader must know of the source.")
class Source(NamedTuple):
    id: Id
    outlet: Annotated[Text, "Who published it.", NAME]
    kind: Annotated[SourceKind, "What kind of text it is."]
    language: Annotated[Words, "The language of the text, as a code: ar, en, fa."]
    sha256: Annotated[Sha256, "The hash of the exact text that places are counted in."]
    characters: Annotated[
        int, "How many characters the text has; of a table that is no text in UTF-8, how many bytes.", Bounds(1, 1e9)
    ]
    reliability: Annotated[Reliability, "How far it is to be trusted, and why."]
    digest: Annotated[Text, "What it reports, from whom, and its traps, in our own words."]
    title: Annotated[Quote | None, "The headline, as it stands."] = None
    author: Annotated[Words | None, "Who wrote it, where the document says so."] = None
    url: Annotated[Url | None, "Where it was published."] = None
    retrieved: Annotated[When | None, "When it was read there."] = None
    archived: Annotated[Url | None, "Where a copy is kept."] = None
    published: Annotated[When | None, "When it was published, as precise as the document shows."] = None
    after: Annotated[When | None, "The day after which it was published, where that is all one knows."] = None
    before: Annotated[When | None, "The day before which it was published, on its eve at the latest."] = None
    file: Annotated[FileName | None, "The name under which the text is looked for."] = None
    card: Annotated[str, DERIVED] = ""

    @property
    def dated(self) -> str:
        """When it was published, in the words of the card."""
        if self.published:
            return self.published.text
        parts = [f"{w} {d}" for w, d in (("after", self.after), ("before", self.before)) if d]
        return " and ".join(parts)

    @property
    def last_day(self) -> str | None:
        """The last day on which it may have been published, as YYYY-MM-DD; None where there is none."""
        if self.published:
            return self.published.last
        eve = when(f"< {self.before.text.removeprefix('<').strip()}") if self.before else None
        return eve.day if eve else None


@noun("What another party would have to hold: a party, a dimension and one of the four tests.")
class Condition(NamedTuple):
    party: Annotated[Id, "Whose position is waited for."]
    about: Annotated[About, "The dimension, as `issue.dimension`."]
    reaches: Annotated[Id | None, "This option or past it, seen from `today`; never the one that holds today."] = None
    is_: Annotated[Raw | None, "This value."] = None
    at_least: Annotated[float | None, "This `number` or more."] = None
    at_most: Annotated[float | None, "This `number` or less."] = None
    words: Annotated[Text | None, "It as a clause, for the page to print as it stands: Israel ends its threats."] = None


@noun("Where a statement is reported, and on whose word.")
class Evidence(NamedTuple):
    source: Annotated[Id, "The card of the source."]
    at: Annotated[
        tuple[int, ...],
        "Start and end in characters of the source's text; text[start:end] is the quote.",
        Bounds(0, 1e9),
    ]
    quote: Annotated[Quote, "At most 15 words of the source, exactly."]
    attribution: Annotated[Attribution, "Who vouches for the account."]
    teller: Annotated[Teller, "Who tells of this party's stance."]
    gloss: Annotated[Text | None, "The quote in our own words, where it is in another language."] = None
    via: Annotated[Text | None, "The outlet that the source itself relays.", NAME] = None
    outlet: Annotated[str, DERIVED] = ""
    """The independent outlet it rests on, the relayed one or that of the card: the name it has in `Ledger.outlets`."""
    cell: Annotated[tuple[str, int, str] | None, DERIVED] = None
    """Of a table in place of `at`: its file, the line on which the row begins, from 1, and the name of the column."""

    @property
    def origin(self) -> str:
        """The independent origin it rests on: the relayed outlet, else the source."""
        return f"via {self.outlet}" if self.via else self.source


PartyAbout: TypeAlias = tuple[str, str]
"""A party, and the issue or the dimension that it speaks on, as statements name it."""
Key: TypeAlias = tuple[str, str]
"""What tells a statement of one party from all others: its id, and the party."""


@noun("What one party was reported to hold about one dimension, or about an issue as a whole.")
class Statement(NamedTuple):
    id: Annotated[Id, "The name that other statements and proposals use for it."]
    party: Annotated[Parties, "Whose stance it is; of several it is one statement each, with the same evidence."]
    about: Annotated[About, "A dimension, or an issue as a whole."]
    stance: Annotated[Stance, "How the party stands to the value."]
    said: Annotated[When, "When, as precise as the source is."]
    text: Annotated[Text, "What was said or done, in our own words."]
    evidence: Annotated[tuple[Evidence, ...], "Where it is reported; one piece or more."]
    value: Annotated[Raw | None, "An option, a stretch of two, several of a `choice`, or a number with its sign."] = (
        None
    )
    basis: Annotated[Basis, "Whether it was said or done."] = "words"
    speaker: Annotated[Text | None, "Who said it for the party, where the report says so.", NAME] = None
    if_: Annotated[tuple[Condition | Text, ...], "On `asks` and `accepts`: the conditions, all of them."] = ()
    unless: Annotated[
        tuple[Condition | Text, ...],
        "On `rejects` and `off-agenda`: the conditions under which the refusal would fall.",
    ] = ()
    replaces: Annotated[
        tuple[StatementId, ...], "Earlier statements of the same party that it takes the place of."
    ] = ()
    disputes: Annotated[tuple[StatementId, ...], "Reports that cannot be right if this one is."] = ()
    beside: Annotated[tuple[StatementId, ...], "Other asks of the same party that stand beside this one."] = ()
    note: Annotated[Text | None, "What a reader must know."] = None
    line: Annotated[int, DERIVED] = 0
    assumed: Annotated[bool, DERIVED] = False

    @property
    def key(self) -> Key:
        """What tells it from all others, also from those of its id of other parties."""
        return (self.id, self.party)

    @property
    def issue(self) -> str:
        """The issue it is about."""
        return self.about.partition(".")[0]

    @property
    def dimension(self) -> str | None:
        """The dimension it is about, None where it is about the issue as a whole."""
        return self.about.partition(".")[2] or None

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell of a table, and stands in the file of that and not in the ledger's."""
        return any(e.cell for e in self.evidence)

    @property
    def conditions(self) -> "tuple[Condition | Text, ...]":
        """What it waits for: its `if`, or its `unless`."""
        return self.if_ or self.unless


@noun("A named bundle of statements: what one side, or a mediator, puts on the table together.")
class Proposal(NamedTuple):
    id: Id
    name: Annotated[Text, "What the proposal is called.", NAME]
    statements: Annotated[tuple[StatementId, ...], "Its terms."]
    note: Annotated[Text | None, "What a reader must know."] = None


@noun(
    "One answer on the scale of a table, with what stands for it in the cells. "
    "A text alone is its name, bare or by language."
)
class Answer(NamedTuple):
    id: Id
    name: Annotated[Text, "The answer in words, complete after “wants …” and “would accept …”.", NAME]
    codes: Annotated[tuple[Code, ...], "What a cell holds for it; without, the id or the name of the answer."] = ()
    at: Annotated[float | None, "Its place from 0 to 100; without, evenly between its neighbours.", Bounds(0, 100)] = (
        None
    )


@noun("Where the parties of a table are named. A party that the ledger declares keeps its name and its role.")
class PartyColumns(NamedTuple):
    id: Annotated[
        Columns | None, "The column of codes or names that tells parties apart; none where each is a column."
    ] = None
    name: Annotated[Words | None, "The column of what a party is called; without, what tells it apart."] = None
    role: Annotated[Role, "The part of those that the ledger does not declare."] = "stakeholder"
    names: Annotated[Mapping[Code, Id], "The id of a party by what the table calls it, where it is no id."] = {}


@noun("Where the questions of a table are named. Those that the ledger declares are measured on their own scale.")
class QuestionColumns(NamedTuple):
    id: Annotated[
        Columns | None, "The column of codes or names that tells questions apart; none where each is a column."
    ] = None
    text: Annotated[Words | None, "The column of what was asked; without, what tells the question apart."] = None
    issue: Annotated[Words | None, "The column of the issue of each question."] = None
    weight: Annotated[Words | None, "The column of how much each question weighs."] = None
    names: Annotated[Mapping[Code, Id], "The id of a question, or of an issue, by what the table calls it."] = {}


@noun(
    "What the cells of a table mean: every one of them is an answer, or stands under `none`, `silent` or `off_agenda`."
)
class ValueColumns(NamedTuple):
    column: Annotated[Words | None, "The column of the values, where each has a row of its own."] = None
    scale: Annotated[
        str | None, "How the answers are placed, of questions that the ledger does not declare.", OneOf(tuple(SCALES))
    ] = None
    why: Annotated[Text | None, "Why this scale and this order: an analyst's judgement."] = None
    options: Annotated[
        Mapping[Id, Answer], "The answers, from pole to pole (`graded`) or in any order (`choice`)."
    ] = {}
    poles: Annotated[tuple[Text, ...], "The two ends in words; without, the first and the last answer.", NAME] = ()
    unit: Annotated[Text | None, "The unit of a `number`.", NAME] = None
    range: Annotated[tuple[float, ...], "The `number` at either pole; may run downwards."] = ()
    today: Annotated[Words | None, "The value that binds as long as nothing is agreed."] = None
    none: Annotated[tuple[Code, ...], "What stands in a cell where there is no statement."] = ()
    silent: Annotated[tuple[Code, ...], "What stands where a party did not take the question up."] = ()
    off_agenda: Annotated[tuple[Code, ...], "What stands where a party refuses to discuss the question."] = ()
    codes: Annotated[Mapping[Code, Words], "The value that a cell stands for which would not be read as it is."] = {}


@noun("Where the dates of a table stand, and how they are written.")
class DateColumn(NamedTuple):
    column: Annotated[Words, "The column of the date of each row."]
    format: Annotated[
        Words, "As of strptime (%d.%m.%Y), or: iso, year, epoch and epoch-ms (since 1970), serial (of a spreadsheet)."
    ] = "iso"
    days: Annotated[Mapping[Code, When], "The date by what stands there: of sessions, waves, editions."] = {}


@noun("A table of positions, which stays where it is: each of its cells is what one party wants on one question.")
class Table(NamedTuple):
    id: Id
    file: Annotated[FileName, "The name of the file, beside the ledger; behind a # the table of a database."]
    card: Annotated[Id, "The card of the table as a source."]
    shape: Annotated[Shape, "What a row is, and what a column is."]
    value: Annotated[ValueColumns, "What the cells mean."]
    said: Annotated[DateColumn | When, "The day of every value, or where their dates stand."]
    party: Annotated[PartyColumns, "Where the parties are named."] = PartyColumns()
    question: Annotated[QuestionColumns, "Where the questions are named."] = QuestionColumns()
    name: Annotated[
        Text | None, "What the issue is called that its questions make, where no column names one.", NAME
    ] = None
    headline: Annotated[bool, "Whether `matrix` shows and sums its issues without being asked."] = True
    counts: Annotated[Literal["issues", "questions"], "What counts once in the mean."] = "issues"
    conflict: Annotated[
        Conflict | None, "What several values of a party on one question and one day are; without, a mistake."
    ] = None
    ignore: Annotated[
        tuple[Words, ...], "Columns that hold something else, where each column is a party or a question."
    ] = ()
    sheet: Annotated[
        Words | None,
        "The sheet of a workbook, the table of a database or the data frame of R, where there are several.",
    ] = None
    header: Annotated[
        int, "The row of the names of the columns, from 1; of a text the line where it begins.", Bounds(1, 1e9)
    ] = 1
    rows: Annotated[tuple[int, ...], "The first and the last row that belong to it, counted so.", Bounds(1, 1e9)] = ()
    merged: Annotated[Literal["fill"] | None, "What merged cells hold; without, they are a mistake in the table."] = (
        None
    )
    coded: Annotated[
        tuple[Words, ...], "Columns with labels (of Stata, of R) whose cells are read as their codes."
    ] = ()
    delimiter: Annotated[Words | None, "What stands between cells, or `tab`; without, what the header has most."] = None
    encoding: Annotated[Words, "The encoding of the file."] = "utf-8"
    decimal: Annotated[Words, "What stands before the decimals of a number."] = "."
    thousands: Annotated[Code, "What stands between the thousands of a number."] = ""
    unconfirmed: Annotated[tuple[Words, ...], "What `gapcli import` chose, until somebody has looked at it."] = ()


@noun("A file of statements, with the parties, issues and sources that they name.")
class Ledger(NamedTuple):
    format: Annotated[int, "The version of this format: 1.", Bounds(1, 1e6)]
    language: Annotated[Words, "The language of every text given as a bare string."]
    title: Annotated[Text, "What the ledger is about.", NAME]
    as_of: Annotated[When, "The day the file speaks for."]
    sources: Annotated[Mapping[Id, Source] | Words, "A folder of source cards, seen from the file, or the cards by id."]
    parties: Annotated[Mapping[Id, Party], "Who states positions, in the order they are shown."]
    issues: Annotated[Mapping[Id, Issue], "What is negotiated, in the order it is shown."]
    statements: Annotated[tuple[Statement, ...], "Who said what."] = ()
    proposals: Annotated[Mapping[Id, Proposal], "Named bundles of statements."] = {}
    tables: Annotated[Mapping[Id, Table], "Tables of positions, each a file beside the ledger."] = {}
    cells: Annotated[tuple[Cells, ...], DERIVED] = ()
    """What the cells of each table say."""
    most_stated: Annotated[int, DERIVED] = 0
    """How many cells become statements at most, when it is read or when they are asked for."""
    elsewhere: Annotated[int, DERIVED] = 0
    """How many cells of a table an engine has, which are read nowhere else."""
    file: Annotated[str, DERIVED] = ""
    sha256: Annotated[str, DERIVED] = ""
    replaced_by: Annotated[Mapping[Key, frozenset[Key]], DERIVED] = {}
    """What each statement of the file replaces by itself; a lens that leaves a statement out keeps it."""
    outlets: Annotated[Mapping[str, str], DERIVED] = {}
    """The one name of each outlet, by every name that the file has for it, as `name_outlet` writes them."""

    def __repr__(self) -> str:
        has = f"parties={len(self.parties)}, issues={len(self.issues)}, statements={self.size}"
        return f"Ledger(title={str(self.title)!r}, as_of={self.as_of.text!r}, {has})"

    @property
    def size(self) -> int:
        """How many statements the file has, with the cells of its tables; one of several parties is one."""
        return len({s.id for s in self.statements}) + sum(map(len, self.unstated)) + self.elsewhere

    @property
    def unstated(self) -> "tuple[Cells, ...]":
        """The tables whose cells are no statements, since all together are too many."""
        return self.cells if sum(map(len, self.cells)) > self.most_stated else ()

    def find_file(self, statement: Statement) -> str:
        """The file that a statement stands in: that of the ledger, or of a table."""
        return next((e.cell[0] for e in statement.evidence if e.cell), self.file)

    @property
    def cards(self) -> Mapping[str, Source]:
        """The source cards by id."""
        assert not isinstance(self.sources, str)
        return self.sources

    @property
    def principals(self) -> list[str]:
        """The parties that negotiate with each other; the first two where fewer are marked so."""
        marked = [p.id for p in self.parties.values() if p.role == "principal"]
        return marked if len(marked) > 1 else list(self.parties)[:2]

    def replaced(self, keys: Iterable[Key]) -> set[Key]:
        """What the statements of these keys replace, with all that those replaced."""
        return follow(self.replaced_by, keys)

    def dimension(self, about: str) -> Dimension:
        """The dimension of `issue.dimension`. Raises KeyError where there is none."""
        issue, _, dimension = about.partition(".")
        return self.issues[issue].dimensions[dimension]


def split_parties(statement: Statement) -> list[Statement]:
    """The statements that one of the file stands for: one of each party, where it names several."""
    party: object = statement.party
    return [statement._replace(party=p) for p in party] if isinstance(party, tuple) else [statement]


Name = TypeVar("Name")


def follow(links: Mapping[Name, Iterable[Name]], names: Iterable[Name]) -> set[Name]:
    """All that some names lead to, by one link or by several."""
    found: set[Name] = set()
    todo = [other for name in names for other in links.get(name, ())]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += links.get(name, ())
    return found


def list_replaced(statements: Sequence[Statement]) -> dict[Key, frozenset[Key]]:
    """What each statement replaces by itself: of its own party, what it names, and by date what an `agrees` ends."""
    keys = {s.key for s in statements}
    replaced = {s.key: {(old, s.party) for old in s.replaces} & keys for s in statements if s.replaces}
    agreed = {(s.party, s.about) for s in statements if s.stance == "agrees"}
    groups: dict[PartyAbout, list[Statement]] = {}
    for s in statements:
        if (s.party, s.about) in agreed:
            groups.setdefault((s.party, s.about), []).append(s)
    for group in groups.values():
        agreements: dict[str, list[Key]] = {}
        for s in group:
            if s.stance == "agrees":
                agreements.setdefault(s.said.day, []).append(s.key)
        days = sorted(agreements)
        for s in group:
            # The first agreement of a later day: what it replaces, those after it replace through it.
            later = bisect_right(days, s.said.day)
            for new in agreements[days[later]] if later < len(days) else ():
                replaced.setdefault(new, set()).add(s.key)
    return {key: frozenset(old) for key, old in replaced.items() if old}


MADE_BY_TABLES: Mapping[str, Mapping[Id, object]] = MappingProxyType({"parties": {}, "issues": {}})
"""What a ledger with tables need not have, since they bring their own."""

TABLE = (Answer, PartyColumns, QuestionColumns, ValueColumns, DateColumn, Table)
"""The nouns of a table."""

RECORDS = (Judgement, Party, Option, Issue, Reliability, Source, Condition, Evidence, Statement, Proposal, *TABLE)
"""The nouns that nothing is added to after they are read; tuples, which are quickest to make."""

NOUNS = (Ledger, Dimension, *RECORDS)
"""Every noun of the file."""
