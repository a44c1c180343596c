"""English: every pattern in which gapcli speaks to a person, whole, with slots; its dates, counts and lists.

Of mistakes the code that finds them speaks.
A pattern is never glued from pieces, so that another language can put its slots where it needs them.
"""

from collections.abc import Iterable, Mapping

from gapcli.ledger.model import When
from gapcli.words.forms import Conditional, MarkWords, Plural, write_date

LANGUAGE, LEFTWARD = "en", False
"""Its code, and whether it is written from right to left."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date(when: When | str) -> str:
    """`6 Feb 2026`, `Feb 2026`, `2026`, or `before` one of them."""
    return write_date(str(when), MONTHS, "before {date}")


def categorize(n: int) -> str:
    """The plural category of a number, by the rules of CLDR."""
    return "one" if n == 1 else "other"


def _plural(one: str, other: str) -> Plural:
    """A pattern of one thing, and of several."""
    return Plural(categorize, {"one": one, "other": other})


def _always(pattern: str) -> Plural:
    """A pattern that is the same whatever it counts."""
    return Plural(categorize, {"other": pattern})


def count(n: int, noun: str) -> str:
    """`1 statement`, `2 statements`."""
    return NOUNS[noun].fill(n)


NOUNS: Mapping[str, Plural] = {
    "statement": _plural("{n} statement", "{n} statements"),
    "source": _plural("{n} source", "{n} sources"),
    "place": _plural("{n} place", "{n} places"),
    "quote": _plural("{n} quote", "{n} quotes"),
    "warning": _plural("{n} warning", "{n} warnings"),
    "mistake": _plural("{n} mistake", "{n} mistakes"),
    "row": _plural("{n} row", "{n} rows"),
    "step": _plural("{n} step", "{n} steps"),
    "party": _plural("{n} party", "{n} parties"),
    "pair": _plural("{n} pair", "{n} pairs"),
    "outlet": _plural("{n} outlet", "{n} outlets"),
    "case": _plural("{n} case", "{n} cases"),
    "condition": _plural("{n} condition", "{n} conditions"),
    "issue": _plural("{n} issue", "{n} issues"),
    "question": _plural("{n} question", "{n} questions"),
    "move": _plural("{n} move", "{n} moves"),
    "change": _plural("{n} other change", "{n} other changes"),
}
"""What is counted."""


def count_part(n: int, all: int, noun: str) -> str:
    """`2 of 3 statements`."""
    return f"{n} of {count(all, noun)}"


AND, OR = "and", "or"
AND_IF, AND_UNLESS = AND, AND
"""What stands before a further condition, after `if` and after `unless`."""
COMMA, SEMICOLON, STOP, ARROW = ", ", "; ", ". ", " → "
"""What stands between the items of a list, between sentences, and between where something begins and where it leads."""


def join(words: Iterable[str], last: str = AND) -> str:
    """`a`, `a and b`, `a, b and c`."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def apart(words: Iterable[str]) -> str:
    """Parts of a legend, each kept whole where lines end."""
    return "   ".join(words)


def either(words: Iterable[str]) -> str:
    """`a or b or c`, where a comma would part what each of them says."""
    return f" {OR} ".join(words)


def is_clause(text: str) -> bool:
    """Whether words can go on in a sentence, as those do that begin with a small letter."""
    return text[:1].islower()


def strip_stop(text: str) -> str:
    """A sentence without the full stop at its end, so that more can follow; `the U.N.` keeps its own."""
    return text.removesuffix(".") or text if "." not in text.rsplit(maxsplit=1)[-1][:-1] else text


def measure(number: str, unit: str) -> str:
    """`40 %`, `3 million`."""
    return f"{number} {unit}"


# --- values ---------------------------------------------------------------------------------------
VALUES: Mapping[str, str] = {
    "stretch": "anything from {low} to {high}",
    "beyond": "anything beyond {low}",
    "short-of": "anything short of {low}",
    "all-but": "everything but {low}",
    "number": "{high}",
    "numbers": "{low} to {high}",
    "below": "below {high}",
    "at-most": "at most {high}",
    "above": "above {high}",
    "at-least": "at least {high}",
}
"""A value by its form; options are a list. Of numbers `high` has the unit."""
RULED_OUT: Mapping[str, str] = {
    **VALUES,
    "below": "anything below {high}",
    "at-most": "{high} or less",
    "above": "anything above {high}",
    "at-least": "{high} or more",
}
"""The same of what is ruled out."""

# --- positions ------------------------------------------------------------------------------------
NO_POSITION = "no position reported"
"""Of a silence that somebody reports, and of none alike: the data and `issue --source` tell which it is."""
WANTS = Conditional("wants {values}", "wants {values}, if {conditions}")
AND_ALSO, BY_ANOTHER_REPORT = "{values}, and also {value}", "{values}, or by another report {value}"
AGREES, WANTS_AND_AGREES = "has agreed to {values}", "wants and has agreed to {values}"
WOULD_ACCEPT, WOULD_DO = "would accept {offers}", "would {offers}"
OFFER = Conditional("{value}", "{value}, if {conditions}")
RULES_OUT = Conditional("rules out {values}", "rules out {values}, unless {conditions}")
REFUSES = Conditional(
    "refuses to discuss it",
    "refuses to discuss it, unless {conditions}",
    "refuses to discuss it; by another report, unless {conditions}",
)
REFUSES_LEAVING = Conditional(
    "refuses to discuss it, which leaves: {today}",
    "refuses to discuss it, which leaves: {today}; unless {conditions}",
    "refuses to discuss it, which leaves: {today}; by another report, unless {conditions}",
)
IN_PRACTICE = Conditional("in practice: {values}", "in practice: {values}, if {conditions}")
BUT_IN_PRACTICE = "but in practice: {deeds}"
TOO_GENERAL = "too general to place: {texts}"
ON_WHOLE_ISSUE = "on the issue as a whole: {texts}"
BEFORE_THAT = "before that: {value} ({date})"
THROUGH = "through {groups}: {words}"
"""What a party holds through the groups that speak for it."""
UNPLACED_FIGURES: Mapping[str, str] = {
    "words-only": "too general to place",
    "rejects-only": "only what it rules out",
    "off-agenda": "refuses to discuss it",
    "silent": NO_POSITION,
    "unknown": NO_POSITION,
}
"""What a party without a place on the scale has, by its status, in the place of figures."""

AS_GROUPS = "as {groups}"
"""What a party holds through groups, in a few words."""
AGREED_TO = "agreed: {values}"
UNPLACED_WANTS: Mapping[str, str] = {
    "words-only": "too general",
    "off-agenda": "refuses to discuss it",
    "silent": "?",
    "unknown": "?",
}
"""The same in the place of what it wants, in a table."""

# --- conditions -----------------------------------------------------------------------------------
ACCEPTS = "{party} accepts {value}"
ACCEPTS_AT_LEAST = "{party} accepts at least {value}"
WOULD, WOULD_AT_LEAST = "{party} would {would}", "{party} would at least {would}"
THIS_HOLDS, AND_THIS_HOLDS = "this holds: {texts}", "{conditions}, and this holds: {texts}"
"""Conditions in words stand as they were written, after those on a position."""
CONDITION_STATE = "{condition} ({state})"
STATES: Mapping[str, str] = {
    "met": "{party} offers this",
    "not-on-offer": "{party} has not offered it",
    "unanswered": "no word from {party}",
    "words": "",
}
UNANSWERED: Mapping[str, str] = {
    "unknown": STATES["unanswered"],
    "silent": STATES["unanswered"],
    "words-only": "no clear word from {party}",
    "rejects-only": STATES["not-on-offer"],
    "off-agenda": STATES["not-on-offer"],
}
"""How a condition stands whose party has no place there, by the status of that party."""
WANTED_TOO, ASSUMED_TOO = "{party} wants this itself", "{party} is assumed to want this"
"""A condition that is met by what its party asks for, or is assumed to."""

# --- names ----------------------------------------------------------------------------------------
QUESTION_OF = "{issue}: {question}"
"""A question with its issue; of an issue with one question its name says enough."""

PAGES: Mapping[str, str] = {
    "matrix": "matrix",
    "stands": "stands",
    "pairs": "pairs",
    "issue": "issue",
    "party": "party",
    "statements": "statements",
    "sources": "sources",
    "moves": "moves",
    "disputes": "disputes",
    "links": "links",
    "proposals": "proposals",
    "steps": "steps",
    "robust": "robust",
    "brief": "brief",
    "page": "page",
    "check": "check",
}
"""The title of a document that has none of its own, by the kind of its report."""
ROLES: Mapping[str, str] = {"principal": "principal", "mediator": "mediator", "stakeholder": "stakeholder"}
KINDS: Mapping[str, str] = {
    "report": "report",
    "live-blog": "live-blog",
    "analysis": "analysis",
    "opinion": "opinion",
    "preview": "preview",
    "dataset": "dataset",
    "vote-record": "vote-record",
    "survey": "survey",
}
"""What kind of text a source is."""
STANCES: Mapping[str, str] = {
    "asks": "asks",
    "accepts": "accepts",
    "agrees": "agrees",
    "rejects": "rejects",
    "off-agenda": "off-agenda",
    "silent": "silent",
}
"""How a party stands to a value, in a table."""

# --- evidence -------------------------------------------------------------------------------------
TELLERS: Mapping[str, str] = {
    "own": "in its own words",
    "counterpart": "as the other side tells it",
    "third-party": "as a third party tells it",
    "author": "in the words of the author",
}
ATTRIBUTIONS: Mapping[str, str] = {"named": "named", "unnamed": "unnamed", "document": "a document", "author": ""}
CELL, PASSAGE = "{outlet} line {line}, column {column}", "{outlet} {start}–{end}"
"""Where evidence stands, in a table and in a text."""
OUTLET_VIA = "{outlet} via {via}"

# --- what was asked -------------------------------------------------------------------------------
LENSES: Mapping[str, str] = {
    "on_record": "named voices and documents only",
    "own_words": "each side's own words only",
    "only": "only {names}",
    "without": "without {names}",
}
ASSUMING = "assuming {party} wants {value}"
WEIGHTS_EVEN = "all weights even"
WEIGHTS_QUESTIONS = "every question counts once"
WEIGHTS_SALIENCE = "weighted by salience, an analyst's judgement"
WEIGHTS_SALIENCE_WHERE = "weighted by salience where both sides declare it on every issue shown, an analyst's judgement"
STATEMENTS_SOURCES = "{date} · {statements}, {sources}"

# --- figures --------------------------------------------------------------------------------------
LEVELS: Mapping[str, str] = {
    "same": "same",
    "near": "near",
    "apart": "apart",
    "far": "far",
    "opposite": "opposite",
}
"""How far apart two are, in a word beside the figure."""
NOT_KNOWN = "not known"
ALL, NONE = "all", "none"
PERCENT = "{percent} %"
NO_CHANGE = "unchanged"
NEWLY_KNOWN = "{n} newly known"
OFFERED_FROM_TO = "{asks} → {bridge}"
NO_OFFER = "{asks}, no offer"
BY_WORDS_AND_DEEDS = "{gap} by words, {deeds} by deeds"


# --- marks ----------------------------------------------------------------------------------------
MARKS: Mapping[str, MarkWords] = {
    "disputed": MarkWords("≠", "reports conflict"),
    "red-line": MarkWords("R", "one wants what the other rules out"),
    "agreed": MarkWords("=", "agreed by both"),
    "acts-otherwise": MarkWords("!", "acts otherwise"),
    "single-source": MarkWords("1", "one outlet"),
    "unnamed": MarkWords("u", "unnamed sources only"),
    "told-by-others": MarkWords("o", "as others tell it"),
    "assumed": MarkWords("a", "rests on an assumption"),
    "through-group": MarkWords(),
    "conditional": MarkWords(),
    "off-agenda": MarkWords(),
    "offer-only": MarkWords(),
    "conduct-only": MarkWords(),
}
"""The words of each mark of a pair, in the order of a page."""
EVERY_FIGURE: Mapping[str, tuple[str, str]] = {
    "single-source": (
        "Each position behind a figure comes from one outlet.",
        "Each position of {party} behind a figure comes from one outlet.",
    ),
    "unnamed": (
        "Each position behind a figure comes from unnamed sources only.",
        "Each position of {party} behind a figure comes from unnamed sources only.",
    ),
    "told-by-others": (
        "Each position behind a figure is known only as others tell it.",
        "Each position of {party} behind a figure is known only as others tell it.",
    ),
}
"""What a mark of evidence says that every figure of a page has: of each side, or of one party alone."""
SIGN_OF_ONE, SIGN_OF_ONE_MEANS = "{sign}{party}", "{sign}{party} of {party} alone"
SIDE_THROUGH = "{who} through {groups}"

# --- what to type next ----------------------------------------------------------------------------
NEXT = "Next: {commands}"
GO_ON: Mapping[str, str] = {
    "pair": "gapcli matrix --parties {a},{b}",
    "by-party": "gapcli matrix --by party",
    "without": "gapcli matrix --without {source}",
    "assume": "gapcli matrix --assume '{party}:{about}={value}'",
    "issue": "gapcli issue {about}",
    "all-pairs": "gapcli issue {about} --parties {parties}",
    "disputes-of": "gapcli disputes {about}",
    "links-of": "gapcli links {about}",
    "sources-of": "gapcli issue {about} --source",
    "moves": "gapcli moves {about}",
    "party": "gapcli party {party}",
    "statements-of": "gapcli statements --parties {party}",
    "moves-of": "gapcli moves --parties {party}",
    "statement": "gapcli statements {id}",
    "sources": "gapcli sources",
    "source": "gapcli sources {id}",
    "proposal": "gapcli proposals {id}",
    "steps": "gapcli proposals --steps",
    "graph": "gapcli links -O mermaid",
    "links": "gapcli links",
    "disputes": "gapcli disputes",
    "robust": "gapcli robust",
    "robust-pair": "gapcli robust --parties {a},{b}",
}
"""The commands that go on from a page, by what they show."""

# --- signs ----------------------------------------------------------------------------------------
SIGN_MEANS = "{signs} {meaning}"
SIGNS: Mapping[str, str] = {
    "ask": "wants",
    "offer-up": "would accept",
    "offer-down": "would accept",
    "if-up": "would accept, if …",
    "if-down": "would accept, if …",
    "refuses": "refuses to discuss",
    "deed": "in practice",
    "barred": "rules out",
    "today": "status quo",
}
"""What a sign on a scale, or on the line of a party, means."""

# --- matrix ---------------------------------------------------------------------------------------
HOW_FAR_APART = "{names}: how far apart"
MATRIX_PAIRS = "{title}: pair by pair"
MATRIX_PARTIES = "{title}: party by party"
STANDS_TITLE = "{title}: who stands where"
AGREEMENT_MEANS = "Figures are agreement: 1 less the gap."
MANY_LEAD = "Furthest apart: {widest}; nearest: {nearest}.", "Least agreement: {widest}; most: {nearest}."
"""By whether figures are agreement, as all below that are two."""
MANY_LEAD_ONE = "Of one pair alone at least half is known: {widest}."
MOST_DIVIDED = "Most divided on {issue}: spread {spread}.", "Most divided on {issue}: mean agreement {spread}."
NO_GAP_OF_MANY = "No gap is known: on no question do two of them have a position."
PAIR_GAP = "{a} and {b} {gap}"
PAIR_HEAD = "{a} –\n{b}"
PAIR_SHORT = "{a}–{b} {gap}"
AND_TIES = _always("{pair} +{n}")
"""A pair, and how many others have the same gap."""
SPREAD_HEAD, EXTREMES_HEAD = ("spread", "agreement"), "widest,\nnearest"
BOUND = "≥{gap}", "≤{gap}"
"""A bound in the cell of a table."""
BOUND_SPACED = "≥ {gap}", "≤ {gap}"
"""The same where there is room."""
NEW = "new"
CHANGE_OF_MANY = "With the change since {date}, over the pairs and questions known on both days."
COVERS = "●◕◑◔"
"""How much is known, as a glyph: what each means stands in `COVERS_MEAN`."""
COVERS_MEAN = ("all known", "¾ or more", "half or more", "and ░ under half: do not compare")
HATCH = "░"
THROUGH_GROUPS, WHERE_SILENT = "{parties} through {groups}", "Where they say nothing themselves: {groups}."
POLES = ("0 same", "opposite 1")
AGREEMENT_POLES = ("1 same", "opposite 0")
GAP_HEAD, KNOWN_NARROW = "gap", "{} known"
FIGURE_HEAD = GAP_HEAD, "agreement"
CHANGE = "change"
MATRIX_HEADS = (
    ("at first →\nwith offers", "at first {}"),
    ("known", KNOWN_NARROW),
    (CHANGE, "{} since {day}"),
    ("evidence", "{}"),
)
"""The heads of the last columns, each with how a cell reads where there is no column for it."""
MEAN_OF, MEAN = "Mean of {n}", "Mean"
BAR_LEGEND = (
    ("◆ gap", "━ left if every offer is taken", "╍ what offers would close"),
    ("◆ agreement", "━ still apart if every offer is taken", "╍ what offers would close"),
)
BOUND_MEANS = "≥ at least", "≤ at most"
LEAD: Mapping[str, tuple[str, str]] = {
    "offers": (
        "Mean gap {gap} over {issues}; with every offer taken {bridge} would be left.",
        "Mean agreement {gap} over {issues}; with every offer taken it would be {bridge}.",
    ),
    "nearest": (
        "Mean gap {gap} over {issues}, {bridge} where their wants are nearest; nobody offers anything.",
        "Mean agreement {gap} over {issues}, {bridge} where their wants are nearest; nobody offers anything.",
    ),
    "none": (
        "Mean gap {gap} over {issues}; nobody offers anything.",
        "Mean agreement {gap} over {issues}; nobody offers anything.",
    ),
}
"""The first sentence of a pair: where there is an offer, where their wants come nearer by themselves, and else."""
ALL_ISSUES = "all {issues}"
NO_GAP_KNOWN = "No gap is known: on no question do both have a position."
CHANGED_SINCE: Mapping[tuple[bool, bool], str] = {
    (True, True): "Since {date}: {change} over the questions known on both days; {newly} became known.",
    (True, False): "Since {date}: {change} over the questions known on both days.",
    (False, True): "Since {date}: {newly} became known; none was known before.",
    (False, False): "Since {date}: no question is known on both days.",
}
"""What became of the mean, by whether there is a change, and whether anything is newly known."""
WITHOUT_SOME = _plural("Without {source} only {issues} has a figure.", "Without {source} only {issues} have a figure.")
"""By how many are left."""
WITHOUT_NONE = "Without {source} no issue has a figure."
TOO_CLOSE = "{names} are too close to rank."
NO_FIGURE_WITH_ANYBODY = "No figure with anybody: {names}."
ENGINE_AT_WORK = "{engine} is at work"
NOTHING_TO_COMPARE = "nothing to compare: {what} after the filter; a gap needs two parties and an issue"
NO_ISSUE = "no issue"
NO_LIVE_STATEMENT = "no statement stands on {day}"
UNCONFIRMED = "choices that nobody has confirmed: {choices}"
CHOICES_OF = "{choices} of {table}"
NO_SALIENCE = "a side declares no salience on an issue shown: for it the declared weights stand"

# --- issue ----------------------------------------------------------------------------------------
NOBODY_SAYS = "nobody says anything here: try other parties, or another day"
INDEX_TITLE = "Issues and their questions"
INDEX_HEADS = (("name", False), ("question", False), ("share", True), ("parties", True))
"""The heads of a list, each with whether its column stands at the right."""
PAIR_HEADS = ("pair", GAP_HEAD, "at first → with offers", "known", "")
INDEX_LEGEND = "* not in the headline: matrix shows it with --issues all."
REPORTED_UP_TO = "as reported up to {date}"
AND_KNOWN = "{words} · {known} known"
SHARE_OF_ISSUE = "{share} of the issue"
WOULD_BE = "an answer would put the gap between {low} and {high}"
WOULD_BE_EXACTLY = "any answer would put the gap at {low}"
PAIRS_BETWEEN = "… {pairs} between these: {command}"
PAIRS_UNKNOWN = "not known: {pairs}, of which a side has no place here"
THE_SAME = "through {groups}: the same"
"""What a party holds through groups that stand on the same picture."""
AT_FIRST, AT_FIRST_NO_OFFER = "{asks} at first, {bridge} with all offers", "{asks} at first, no offer"
BY_DEEDS = "by deeds the gap is {deeds}"
AS_DISPUTE_FALLS = "the gap is {low} to {high}, by which report is right"
CONFLICTS = _plural("≠ {n} pair of reports conflicts", "≠ {n} pairs of reports conflict")
WANTS_RULED_OUT = _plural(
    "{askers} wants what {refuser} rules out ({statements})", "{askers} want what {refuser} rules out ({statements})"
)
"""By how many want it."""
WEAK_POSITIONS: Mapping[str, tuple[str, str, str]] = {
    "single-source": (
        "position from one outlet: {parties}",
        "positions from one outlet each: {parties}",
        "every position from one outlet",
    ),
    "unnamed": ("unnamed sources only: {parties}",) * 2 + ("unnamed sources only for every position",),
    "told-by-others": (
        "position only as others tell it: {parties}",
        "positions only as others tell them: {parties}",
        "every position only as others tell it",
    ),
    "assumed": ("assumed: {parties}",) * 2 + ("every position assumed",),
}
"""What a mark says of the position of one party, of those of several, and of those of all where they are many."""
WAITS_ON: Mapping[str, str] = {
    "": "what {party} offers here waits on {stands}",
    "exchange": "what {party} offers here waits on {stands}, in an exchange",
    "deadlock": "what {party} offers here waits on {stands}, in a deadlock",
}
"""What an offer waits on, by the kind of loop that it is in, if it is in one."""
ON_WHOLE = "On the issue as a whole"
NO_REPORT_OF = "no position reported: {parties}"
SCALE_TITLE, WHY = "The scale", "Why: {why}"
NUMBER_SCALE = "{low} to {high}, linear"
NUMBER_SCALE_TODAY = "{low} to {high}, linear; status quo {today}"
TODAY = "status quo"
PLACE_HEAD, OPTION_HEAD, IN_WORDS_HEAD = "place", "option", "in words"
ARITHMETIC = "The arithmetic"
ZONE_ASKS = "zone {zones}, wants {asks}"
ZONE_OFFERS, ZONE_ACTS = "zone {zones}, would accept it; what it wants is not reported", "zone {zones}, in practice"
LEAST_GAP = "{gap}, at least: a side has offers, and what it wants is not reported"
MEAN_GAP = "gap = ({gaps}) / {n} = {gap}, from {low} to {high}"
ASKS_BRIDGE = "at first: how far apart the furthest asks are; with all offers: the nearest places of zones"
FROM_TO, BETWEEN_POLES = "{low} to {high}", "the scale: {low} to {high}"
DISTANCES: Mapping[str, str] = {
    "shared": "gap = 1 − {u} / {v} = {gap}",
    "parallel": "lower ends {signed_low}, upper ends {signed_high} apart: gap = ({low} + {high}) / 2 = {gap}",
    "crossing": "lower ends {signed_low}, upper ends {signed_high} apart: "
    "gap = ({low}² + {high}²) / (2 × ({low} + {high})) = {gap}",
}
"""How a distance comes about, by the form of its arithmetic."""
HEADINGS: Mapping[str, str] = {
    "asks": "wants {value}",
    "accepts": "would accept {value}",
    "agrees": "has agreed to {value}",
    "rejects": "rules out {value}",
    "off-agenda": "refuses to discuss it",
    "silent": "did not take it up",
    "acts": "in practice: {value}",
    "acts-unplaced": "in practice (too general to place)",
    "accepts-unplaced": "signals openness (too general to place)",
    "asks-unplaced": "wants (too general to place)",
}
"""What a statement does, over those of its party that do the same."""
COUNTS = "{statements}, {outlets}"
NUMBER, NUMBERED_ID = "[{n}]", "[{n}] {id}"
PLACE, STATEMENT_AT, SAID_BY = "{file}:{line}", "{id}  {file}:{line}", "{date} · {speaker}"
DISPUTES, REPLACES, BESIDE = "≠ {ids}", "in the place of {ids}", "beside {ids}"
"""Statements that one cannot be right with, that it took the place of, and that it stands beside."""

# --- party ----------------------------------------------------------------------------------------
PARTIES_TITLE = "Parties"
PARTIES_HEADS = (("party", False), ("name", False), ("role", False), ("statements", True), ("questions", True))
PARTIES_LEGEND = "questions: on how many it has a position."
TOGETHER = "together: {members}"
SALIENCE = "salience {salience}"
SALIENCE_LEGEND = "salience: how much an issue matters to the party, up to 100; an analyst's judgement."
NOBODY_REPORTS = "No position reported on"
ALSO_TOO_GENERAL = "also, too general to place: {texts}"
PARTY_MARKS: Mapping[str, str] = {
    "disputed": "≠ reports conflict",
    "single-source": "from one outlet",
    "unnamed": "unnamed sources only",
    "told-by-others": "only as others tell it",
    "assumed": "assumed",
}
"""What a mark says of one party's position, in the order of the page."""
EVERY_POSITION = "Every position that has a place: {marks}."

# --- statements -----------------------------------------------------------------------------------
STATEMENTS_TITLE = "Statements"
STATEMENTS_HEADS = ("statement", "party", "about", "stance", "value", "said")
NOTHING_FITS = "no statement fits: try fewer filters"
NO_LONGER_STANDS = "no longer stands"
IF, UNLESS = "if {conditions}", "unless {conditions}"
ASSUMED_LINE = "assumed, and reported by nobody"
CONTRADICTS = "≠ contradicts {ids}"

# --- sources --------------------------------------------------------------------------------------
SOURCES_TITLE = "Sources"
PUBLISHED_AFTER, PUBLISHED_BEFORE = "after {after}", "before {before}"
PUBLISHED_BETWEEN = "after {after} and before {before}"
SOURCES_HEADS = ("source", "outlet", "published", "grade")
KIND_PUBLISHED = "{kind}, published {published}"
SOURCES_COUNTS = ("statements", "alone")
GRADE = "Grade {grade}: {why}"
GRADES = "Grades: A completely reliable to E unreliable, F cannot be judged (NATO / Admiralty)."
RELAYS = "Relays {outlets}"

# --- moves ----------------------------------------------------------------------------------------
MOVES_TITLE = "Who moved, and what it did"
MOVES_COUNT = "{moves}, {others}"
MOVES_COUNT_SINCE = "{moves}, {others} after {since}"
NOTHING_CHANGED = "no position changed up to {day}"
NOTHING_CHANGED_SINCE = "no position changed after {since} and up to {day}"
FROM_HEAD, POSITION_HEAD = "from", "position"
WHEN_HEAD, ON_HEAD, FAR_HEAD = "when and who", "on", "how far"
MOVES_AND_OFFERS, OTHER_CHANGES = "Moves, offers and agreements", "What else was said"
CHANGES: Mapping[str, str] = {
    "moved": "{date}: {party} moved",
    "offered": "{date}: {party} offered",
    "agreed": "{date}: {party} agreed",
    "stated": "{date}: {party} stated",
    "contradicted": "{date}: {party} is contradicted",
    "withdrawn": "{date}: {party} took something back",
}
"""When and whose position changed, by the kind of the change."""
MORE_CHANGES = (
    "→ would accept. Each in full, with first words, contradictions and what was taken back: gapcli moves ISSUE."
)
FROM_LABEL, TO_LABEL, BY_LABEL = "from", "to", "by"
CLOSED = "The offers between {names} would close: {issues}."
CLOSED_ON = "{issue} {asks} → {bridge}"
NOT_CLOSED = "No offer between {names} closes anything on {issues}."
MOVES_ON: Mapping[str, str] = {
    "moved": "{party} moved on {issue}: {position}",
    "offered": "{party} offered on {issue}: {position}",
    "agreed": "{party} agreed on {issue}: {position}",
}
DATE_HEAD, TO_HEAD, GAP_WITH_HEAD = "when", "who, on what, and to what", "gap with"
GAP_WITH, TOWARDS_WHOM = "gap: {}", "towards {}"
"""How a cell reads where its column has no head."""
GAP_UNCHANGED = "{party} {gap}, unchanged"
AND_PAIRS_MORE = _always("{words} (and {n} more)")
GAP_NOW: Mapping[str, str] = {"deeds": "{party} {after} by words", "words": "{party} {after} by deeds"}
"""The gap after alone, by what made the position before."""
NO_PLACE = "no place on the scale"
NO_POSITION_BY_THEN = "no position of {others} by then"
NOBODY_YET = "no other position by then"
NO_OTHER_SHOWN = "no other party is shown"
"""Why a move has no gap."""
GAP_CHANGED = "{party} {before} → {after}"
GAP_CROSSED: Mapping[str, str] = {
    "deeds": "{party} {before} by deeds, {after} by words",
    "words": "{party} {before} by words, {after} by deeds",
}
"""The gap before and after, by what made the position before."""
GAP_NEWLY_KNOWN, GAP_NO_LONGER_KNOWN = "{party} {after}, not known before", "{party} no longer known"
TOWARDS, AWAY_FROM, TOWARDS_POLE = "towards {parties}", "away from {parties}", "towards “{pole}”"
DISPUTED_FIGURES = "{places}, disputed"

# --- disputes -------------------------------------------------------------------------------------
DISPUTES_TITLE = "Reports that cannot both be right"
NONE_DISPUTED = "No report that counts here disputes another."
NO_DISPUTES = "no reports that dispute each other"
NOT_DECLARED = "no common value, and nothing that counts here says how the two relate"
SIDES = ("A", "B")
"""What the two sides of a dispute are called."""
DISPUTES_COUNT: Mapping[str, Plural] = {
    "takes": _plural("{n} dispute would take figures away.", "{n} disputes would take figures away."),
    "changes": _plural("{n} dispute changes a figure.", "{n} disputes change a figure."),
    "none": _plural("{n} dispute changes nothing that is measured.", "{n} disputes change nothing that is measured."),
}
"""How many disputes do what."""
DISPUTES_GROUPS: Mapping[str, str] = {
    "takes": "Would take figures away",
    "changes": "Changes a figure",
    "none": "Changes nothing that is measured",
}
DISPUTES_HEADS = (("gap", "gap {}"), ("if A", "if A holds {}"), ("if B", "if B holds {}"))
"""The heads of the figures, each with how a cell reads where there is no column for it."""
AND_MORE, EITHER_REPORT = _always("{id} and {n} more"), "A {first} ≠ B {second}"
NUMBERED = "{number}  {what}"
NO_GAP_DEPENDS = "No gap depends on it."
IF_HOLDS = "{a} and {b}, if {side} holds: {changes}."
PAIR, PAIR_ON = "{a} – {b}", "{a} – {b}: {question}"
PAIR_ON_AND_MORE = _always("{a} – {b}: {question} (and {n} more)")
LOSES_FIGURE = "{issue} has no figure, and so no rank"
NO_LONGER_WIDER = "{issue} is no longer wider than {others}"

# --- links ----------------------------------------------------------------------------------------
LINKS_TITLE = "What waits for what, as the parties state it"
WAITING_HEAD, NOW_HEAD = "what, and under which condition", "now"
SHORT_LEGEND = "short of it: how far what is held is from what would do, from 0 to 1"
LINKS_COUNT = "{conditions}: {states}."
LINKS_COUNT_STATES: Mapping[str, str] = {
    "met": "{n} met",
    "not-on-offer": "{n} not offered",
    "unanswered": "{n} without an answer",
    "words": "{n} not measured",
}
"""How many conditions stand how."""
STAND, STAND_ON = "{party} on {about}", "{party} on “{question}”"
LOOPS, CHAINS = "Loops: what waits, in the end, for itself", "Chains: what is waited for waits in turn"
NO_CHAIN = "No loop and no chain: nothing that is waited for waits in turn."
ONLY_IF, ONLY_IF_THIS = (
    "{party} accepts {what} only if {condition}",
    "{party} accepts {what} only if this holds: {condition}",
)
"""A step of a chain; the second where the condition is a sentence of its own."""
CHAIN_ENDS: Mapping[str, str] = {
    "exchange": "Exchange. {chain}. All of this can be made good at once",
    "deadlock": "Deadlock. {chain}, and so back to the beginning",
    "met": "{chain}, which {party} offers",
    "not-on-offer": "{chain}, which {party} has not offered",
    "unanswered": "{chain}, of which there is no word from {party}",
    "words": "{chain}, which is not measured",
    "loop": "{chain}, which waits in a loop",
}
"""A loop by its kind, a chain by how it ends; the party is that of the last stand."""
NOTHING_WAITS = "nothing shown waits for anything"
TOO_MANY_CHAINS = "too many chains to follow: those of more than {steps} are left out"
ASSUMED_WORD = "assumed"
ANY_TALK, ANY_MOVEMENT = "any talk of “{about}”", "any movement on “{about}”"
SHORT_OF = "{short} short of it"
IN_WORDS_ONLY = "not measured"
GRAPH_TITLE = "What waits for what, {date}"

# --- proposals ------------------------------------------------------------------------------------
PROPOSALS_TITLE = "Proposals, side by side"
NO_PROPOSALS = "the ledger has no proposals: --try scores a draft"
NO_TERM_STANDS = 'no term of "{name}" stands on {day}'
NO_PROPOSAL_HERE = "no proposal says anything here: try other issues or parties, or another day"
DRAFT_NAME, DRAFT_LABEL = "Your draft", "draft"
NO_PLACE_OF = "nothing to measure against: {parties}"
INSIDE = "inside"
DISTANCE_MARKS: Mapping[str, str] = {"disputed": "≠", "assumed": "assumed"}
"""What qualifies a distance, by the mark of the party's side."""
BREAKS = Conditional(
    "breaks a red line of {party}, which rules out {value}",
    "breaks a red line of {party}, which rules out {value}, unless {conditions}",
)
BEATEN_BY = "beaten by {others}"
BREAKS_COUNT, PARTY_COUNT = "questions on which it breaks a red line: {parties}", "{party} {n}"
NEAREST_TO_ALL = "Nearest to all: {proposal}, at most {distance} away, from {party}."
PROPOSALS_MEAN = "Mean distance, 0 to 1, to what each wants; what a proposal does not name stays at the status quo."
NOTHING_ON = "nothing on: {questions}"
LAPSED = "no longer stands: {terms}"
PROPOSALS_LEGEND = (
    "A distance runs from what is put forward to what a party wants; where that is not known, to what it would "
    "accept. inside: within what it wants and would accept, as every report has it. ≠ reports conflict. k/n: "
    "questions where both have a place, of those where the party has. One proposal beats another where it is as near "
    "to each principal and nearer to one, whatever is too general to place turns out to mean."
)

# --- steps ----------------------------------------------------------------------------------------
STEPS_TITLE = "Single steps that would close some of the gap"
IS_LEFT = "{names}: {bridge} is left when every offer is taken"
IS_LEFT_OF_MANY = "{names}: {bridge} is left on average over {n} pairs when every offer is taken"
TOWARDS_HEAD = "towards"
STEP = "{party} accepts {value}"
STEP_HEAD, CLOSES_HEAD, LENGTH_HEAD = "step", "closes", "length"
NO_STEP = "no single step would close anything: nothing is known to be left between those shown"
WOULD_ACCEPT_IF = "{party} would accept {value}, if {conditions}"
NO_MORE = "would close no more: {values}"
STEPS_LEGEND = (
    "closes: of what is left when every offer is taken. length: from what the party wants and would accept. A step "
    "that is offered already closes nothing more: what is left counts it."
)
STEPS_LEGEND_OF_MANY = (
    "closes: of what is left on average over all pairs when every offer is taken. length: from what the party wants "
    "and would accept. A step that is offered already closes nothing more: what is left counts it."
)

# --- robust ---------------------------------------------------------------------------------------
ROBUST_PAIR = "{names}: how far the figures hold"
ROBUST_SPREAD = "{names}: how far the spread holds"
ROBUST_ALL_FIRM = "All figures keep their level in all {cases} cases."
ROBUST_FIRM = "{n} of {all} figures keep their level in all {cases} cases: {names}."
ROBUST_NONE_FIRM = "No figure keeps its level in all {cases} cases."
ROBUST_ORDERS = "Orders of two gaps that hold in all cases: {n} of {all}."
ROBUST_HOW = (
    "Each figure is computed anew in {cases} cases: without a source or an outlet, without some voices, with "
    "other weights, with other places on the scales. Weights and places are drawn {draws} times (seed {seed}), "
    "inner places within {points} points of where they stand."
)
ROBUST_PAIRS_LEFT_OUT = (
    "Of more than two parties the spread is tested, the mean of all pairs; single pairs are left out."
)
CASES: Mapping[str, str] = {
    "source": "without {names}",
    "via": "without what is relayed from {names}",
    "unnamed": "without unnamed voices",
    "counterpart": "without the other side's accounts",
    "weights:even": "with all weights even",
    "weights:questions": "with every question counted once",
    "weights:declared": "with the declared weights",
    "weights:salience": "with weights by salience",
    "weights:drawn": "with weights drawn",
    "places:even": "with options evenly spaced",
    "places:moved": "with inner places moved",
}
"""The cases by their name, or by what stands before its colon."""
TIMES_DRAWN = "{what} ({times} of {draws})"
ROBUST_HEADS = (("from", "from {}"), ("not known in", "not known in {}"))
ROBUST_LEGEND = "◆ gap   ├──┤ from the least to the greatest of all cases"
WHAT_FLIPS = "What flips"
FLIPS: Mapping[str, str] = {
    "status": "not known: {names}",
    "level": "another level: {names}",
    "ranking": "rank changes: {names}",
}
NOW_KNOWN = "known: {names}"
NOTHING_FLIPS = "Nothing flips {cases}."
WHICH_IS_WIDER = "Which gap is wider"
WIDER, QUOTED = "{issue} is wider than {others}", "{name}"
"""The second: each of the others, where a sentence leads up to them."""
WIDEST = "{issue} has the widest gap"
ORDER_HOLDS = "{order} in all cases"
ORDER_LOST = "{order}: not so {cases}"
ORDER_UNKNOWN = "{order}, where they have figures: not all do {cases}"
UNNAMED_VOICES = "Resting on one unnamed voice"
UNNAMED_VOICE = "{question} – {party}, in {origin}, {teller}"

# --- brief ----------------------------------------------------------------------------------------
SPREAD_HEADS = (("spread", "spread {}"), ("widest", "widest {}"), ("nearest", "nearest {}"))
"""The heads of the columns, each with how a cell reads where there is no column for it."""
BRIEF_WORDS = "What each wants → would accept"
BRIEF_POSITION: Mapping[tuple[bool, bool], str] = {
    (True, False): "{wants} → {offers}",
    (True, True): "{wants} → {offers}, under conditions",
    (False, False): "→ {offers}",
    (False, True): "→ {offers}, under conditions",
}
"""A position in a few words, by whether it wants anything, and whether all that it would accept is conditional."""
PARTIES_SAY = "{parties}: {words}"
CROSSED = "What one side wants and the other rules out"
BRIEF_CROSSES = "{issue}: {asker} wants what {refuser} rules out: {values}"
BRIEF_CROSSES_MANY = "{issue}: wanted by {asker}, ruled out by {refuser}: {values}"
BRIEF_CHAINS = "What waits for what"
BRIEF_DISPUTES = "Gaps that are not known if one of two conflicting reports is right"
MORE_BY = "and {n} more: {command}"

# --- page -----------------------------------------------------------------------------------------
PAGE_TITLE = "{names}: how far apart?"
SECTIONS: Mapping[str, str] = {
    "headline": "In short",
    "overview": "How far apart",
    "stands": "Who stands where",
    "pairs": "Party by party",
    "issues": "Issue by issue",
    "moves": "Who moved",
    "links": "What waits for what",
    "disputes": "Reports that cannot both be right",
    "robust": "How far the figures hold",
    "figures": "Every figure",
    "words": "The words",
    "sources": "Sources",
    "method": "Method, limits, and how to cite",
}
"""The parts of the page, in its order."""
FIGURES_HEADS = (
    *("between", "issue", "question", "gap", "at first", "with all offers", "as the disputes fall"),
    *("what it could be", "known", "weight", "part of the mean", "what an answer could close"),
)
FIGURES_LEFT_OUT = "{rows} have too many figures for a page: gapcli matrix --dimensions -O csv -o figures.csv"
FURTHEST, NEAREST, UNKNOWN_ISSUES = "Furthest apart", "Nearest", "Not known"
DIVIDED = "Most divided"
DISPUTE = "What hangs on {number}"
RESTS_ON = "What the figures rest on"
PARTY_DOES = "{party}: {does}"
"""Over a statement: of one party or of several, whose names may themselves be of several."""
MARK_OF = "{meaning} ({party})"
WORDS_OF = "{name}: {count}"
SAYS_ON = "On: {question}"
SCALE_AND_WHY, STATEMENTS_BEHIND = "The scale, why it is so, and the arithmetic", "The statements behind it"
REPLACED, BESIDE_WORD = "in the place of", "beside"
WAITING_FOR, WAITS_FOR = ("what waits", "what it waits for"), "{party} → {numbers}"
CITE = "{title}, as reported up to {date}. Made by gapcli {version} from a ledger with the SHA-256 {sha256}."
METHOD = (
    "A gap runs from 0, the same, to 1, opposite ends of the scale. Each question has a scale of its own, whose poles, "
    "order and places are an analyst's judgement; the reason stands with it.",
    "A gap is between what two sides want and would accept. An offer under a condition counts as an offer; whether the "
    "condition is met is said beside it.",
    "What is not known counts neither as agreement nor as disagreement: it is left out, and how much is known stands "
    "beside every figure. A refusal to discuss is a position; a silence is none.",
    "Every figure rests on statements that were reported, each with the words of its source. What a report leaves out, "
    "or gets wrong, no figure can see.",
)
"""What the figures are, and what they are not."""
METHOD_LEVELS, LEVEL_BELOW, LEVEL_LAST = "Levels: {levels}.", "{level} below {limit}", "{level} from {limit} on"
SEARCH, NAMED_ONLY, NO_MATCH = "Search the words, in any language and spelling", "Named sources only", "Nothing fits."
THEME, THEMES = "Colours", ("as the device has them", "light", "dark")
PRINT, COPY, COPIED, CONTENTS, SKIP = "Print", "Copy citation", "Copied", "Contents", "To the text"
OPEN_ALL, FOLD_ALL = "Open all", "Fold all"

# --- check ----------------------------------------------------------------------------------------
CHECK_HEADS = ("place", "severity", "id", "message")
NO_MISTAKES = "{statements}, {sources}: no mistakes"
PROVED = "{quotes} proved"
WARNINGS = "{warnings} (--strict shows them)"

# --- import ---------------------------------------------------------------------------------------

IMPORT_TITLE = "{file}: {rows}, {sign} between cells"
IMPORT_ROWS = "{file}: {rows}"
IMPORT_COLUMN = "column {column}"
IMPORT_SPAN = "{low} to {high}"
IMPORT_MORE = "and {n:,} more"
IMPORT_DONE = """\
made {file}: look at each choice that it names as unconfirmed
next: gapcli check {typed} --strict
      gapcli matrix -f {typed}"""
IMPORT_UNDATED = """\
made {file}: fill in its dates, and look at each choice that it names as unconfirmed
next: gapcli check {typed} --strict"""
