"""Positions, conditions, marks and dates in words."""

from collections.abc import Iterable, Sequence

from gapcli.ledger.model import Condition, Evidence, Ledger, Statement, Text, When
from gapcli.measure.conditions import condition_state
from gapcli.measure.positions import Position, Positions

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date(when: When | str) -> str:
    """`6 Feb 2026`, `Feb 2026`, `2026`, or `before` one of them."""
    text = str(when).lstrip("< ")
    parts = text.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return ("before " if str(when).startswith("<") else "") + " ".join(words)


def count(n: int, one: str, many: str = "") -> str:
    """`1 statement`, `2 statements`."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def lowered(text: str) -> str:
    """A sentence as a clause, without its first capital; statements begin with a verb."""
    return text[:1].lower() + text[1:]


def condition_words(positions: Positions, condition: Condition | Text) -> str:
    """A condition as a clause: `Iran accepts visits to the nuclear facilities`."""
    if not isinstance(condition, Condition):
        return str(condition).rstrip(".")
    ledger = positions.ledger
    dimension = ledger.dimension(condition.about)
    party = ledger.parties[condition.party].label
    if condition.reaches is not None or condition.is_ is not None:
        value = condition.reaches if condition.reaches is not None else condition.is_
        assert value is not None
        past = condition.reaches is not None and not _at_end(positions, condition)
        return f"{party} accepts {dimension.words(value)}" + (" or more" if past else "")
    least = condition.at_least is not None
    bound = condition.at_least if least else condition.at_most
    return f"{party} accepts {'at least' if least else 'at most'} {bound:g} {dimension.unit}"


def _at_end(positions: Positions, condition: Condition) -> bool:
    """Whether there is nothing past the option, so that `or more` would say nothing."""
    dimension = positions.ledger.dimension(condition.about)
    assert condition.reaches is not None
    return dimension.satisfying(condition) == dimension.measure.read(condition.reaches)


STATES = {"met": "on offer", "not-on-offer": "not on offer", "unanswered": "no answer", "words": ""}


def conditions_words(positions: Positions, conditions: Sequence[Condition | Text]) -> str:
    """All conditions of a statement, each with whether it is on offer."""
    parts: list[str] = []
    for condition in conditions:
        state = STATES[condition_state(positions, condition).state]
        words = condition_words(positions, condition)
        if parts and not isinstance(condition, Condition) and words[:1].isupper():
            words = lowered(words)
        parts.append(f"{words} ({state})" if state else words)
    text = listed(parts)
    return lowered(text) if text.startswith(("It ", "The ", "A ", "An ")) else text


def values_words(position: Position, statements: Iterable[Statement]) -> str:
    """The distinct values of some statements, in words."""
    words = dict.fromkeys(position.dimension.words(s.value) for s in statements if s.value is not None)
    return listed(words, "or")


def says(positions: Positions, position: Position) -> str:
    """What a party holds, in a line: what it asks for, what it offers and on which condition."""
    dimension = position.dimension
    if position.status == "unknown":
        return "no report"
    if position.status == "silent":
        return "gave no answer"
    refused = [s for s in position.statements if s.stance == "rejects"]
    if position.status == "rejects-only":
        return f"rejects {values_words(position, refused)}" + _unless(positions, refused)
    off = [s for s in position.statements if s.stance == "off-agenda"]
    if position.status == "off-agenda":
        return "won't discuss it" + _unless(positions, off)
    if position.status == "words-only":
        open_ended = [s for s in position.statements if s.stance in ("asks", "accepts")]
        told = dict.fromkeys(lowered(str(s.text).rstrip(".")) for s in open_ended)
        return "words without a place: " + "; ".join(told)
    basis = "conduct" if position.status == "conduct-only" else "words"
    held = [s for s in position.statements if s.basis == basis and s.value is not None]
    parts = []
    asks = [s for s in held if s.stance == "asks"]
    if asks:
        parts.append(("" if basis == "words" else "by its deeds ") + "asks for " + _asks(positions, position, asks))
    if position.refuses:
        today = f" (today: {dimension.words(dimension.today)})" if dimension.today else ""
        parts.append(f"won't discuss it{today}" + _unless(positions, off))
    offers: dict[str, str] = {}
    for s in held:
        if s.stance == "accepts":
            if_ = f", if {conditions_words(positions, s.if_)}" if s.if_ else ""
            words = dimension.words(s.value)  # type: ignore[arg-type]
            # An offer made without a condition holds, whatever another report ties to it.
            offers[words] = if_ if words not in offers or not if_ else offers[words]
    if offers:
        parts.append(
            ("" if basis == "words" or asks else "by its deeds ")
            + "offers "
            + " or ".join(words + if_ for words, if_ in offers.items())
        )
    if "acts-otherwise" in position.marks:
        deeds = [s for s in position.statements if s.basis == "conduct" and s.stance in ("asks", "accepts")]
        refuses = any(s.basis == "conduct" and s.stance == "off-agenda" for s in position.statements)
        acts = [w for w in (values_words(position, deeds), "won't discuss it" if refuses else "") if w]
        parts.append(f"yet acts: {' or '.join(acts)}")
    return "; ".join(parts)


def _asks(positions: Positions, position: Position, asks: Sequence[Statement]) -> str:
    ifs = {conditions_words(positions, s.if_) for s in asks if s.if_}
    values = values_words(position, asks)
    if len(ifs) == 1 and all(s.if_ for s in asks):
        return f"{values}, if {ifs.pop()}"
    return values


def rules_out(positions: Positions, position: Position) -> str:
    """The red lines that a position has beside what it says, `rules out …`; empty where there are none."""
    refused = [s for s in position.statements if s.stance == "rejects"]
    if not refused or position.status == "rejects-only":
        return ""
    return f"rules out {values_words(position, refused)}" + _unless(positions, refused)


def _unless(positions: Positions, statements: Iterable[Statement]) -> str:
    clauses = dict.fromkeys(conditions_words(positions, s.unless) for s in statements if s.unless)
    return f", unless {listed(clauses, 'or')}" if clauses else ""


TOLD = {
    "own": "in its own words",
    "counterpart": "as the other side tells it",
    "third-party": "as a third party tells it",
    "author": "in the words of the author",
}
VOUCHED = {"named": "named", "unnamed": "unnamed", "document": "a document", "author": ""}


def reference(ledger: Ledger, s: Statement, e: Evidence) -> str:
    """Where a statement is reported: date, speaker, outlet and place, attribution, and who tells it."""
    outlet = ledger.cards[e.source].outlet + (f" via {e.via}" if e.via else "")
    parts = [date(s.said), s.speaker or "", f"{outlet} {e.at[0]}–{e.at[1]}", VOUCHED[e.attribution], TOLD[e.teller]]
    return ", ".join(p for p in parts if p)


def sides(a: str, b: str, first: bool, second: bool) -> str:
    """`US`, `Iran` or `US and Iran`."""
    return listed([name for name, holds in ((a, first), (b, second)) if holds])
