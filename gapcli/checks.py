"""What must hold across the parts of a ledger. One function a rule; its docstring is its documentation."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from gapcli.model import Condition, Dimension, Ledger, Statement
from gapcli.problems import Finding, Path, did_you_mean
from gapcli.reader import BAD
from gapcli.scales import BadValue

Found = Iterator[Finding]
QUOTED_WORDS = 15
"""How many words of a source a quote may have."""


def _statements(ledger: Ledger) -> Iterator[tuple[Path, Statement]]:
    """Each statement that could be read at all, with its path."""
    for i, statement in enumerate(ledger.statements):
        if statement is not BAD:
            yield ("statements", i), statement


def _dimension(ledger: Ledger, about: Any) -> Dimension | None:
    """The dimension of a name, None where there is none or its scale is a mistake already reported."""
    issue, _, name = (about or "").partition(".")
    found = ledger.issues.get(issue)
    dimension = found.dimensions.get(name) if found and found.dimensions else None
    return dimension if dimension and dimension.scale_ else None


def _unknown(kind: str, name: Any, known: Any, path: Path) -> Found:
    if name is not BAD and name not in known:
        yield Finding(f"unknown-{kind}", path, f'no {kind} is called "{name}"', did_you_mean(name, known))


def _about(ledger: Ledger, about: Any, path: Path, whole: bool) -> Found:
    if about is BAD:
        return
    issue, dot, dimension = about.partition(".")
    if issue not in ledger.issues:
        yield from _unknown("issue", issue, ledger.issues, path)
    elif dot or not whole:
        dimensions = getattr(ledger.issues[issue], "dimensions", BAD)
        if dimensions and dimension not in dimensions:
            names = [f"{issue}.{d}" for d in dimensions]
            yield Finding(
                "unknown-dimension",
                path,
                f'"{issue}" has no dimension "{dimension}"'
                if dot
                else f'"{issue}" is a whole issue, a dimension is needed',
                did_you_mean(about, names),
            )


def _conditions(ledger: Ledger) -> Iterator[tuple[Path, Statement, Any]]:
    for path, s in _statements(ledger):
        for field, conditions in (("if", s.if_), ("unless", s.unless)):
            if conditions:
                for i, condition in enumerate(conditions):
                    if condition is not BAD:
                        yield (*path, field, i), s, condition


def unknown_name(ledger: Ledger) -> Found:
    """A name that the file does not declare: of a party, an issue, a dimension, a source or a statement.

    The ids of the mistakes are `unknown-party`, `unknown-issue`, `unknown-dimension`,
    `unknown-source` and `unknown-statement`.
    """
    ids = {s.id for _, s in _statements(ledger)}
    for path, s in _statements(ledger):
        yield from _unknown("party", s.party, ledger.parties, (*path, "party"))
        yield from _about(ledger, s.about, (*path, "about"), whole=True)
        for field in ("replaces", "disputes", "beside"):
            for i, other in enumerate(getattr(s, field) or ()):
                if other not in ids:
                    yield from _unknown("statement", other, ids, (*path, field, i))
        for i, e in enumerate(s.evidence or ()):
            if e is not BAD and e.source not in ledger.cards:
                yield from _unknown("source", e.source, ledger.cards, (*path, "evidence", i, "source"))
    for path, _, condition in _conditions(ledger):
        if isinstance(condition, Condition):
            yield from _unknown("party", condition.party, ledger.parties, (*path, "party"))
            yield from _about(ledger, condition.about, (*path, "about"), whole=False)
    for id, party in ledger.parties.items():
        if party is BAD:
            continue
        for i, member in enumerate(party.members or ()):
            yield from _unknown("party", member, ledger.parties, ("parties", id, "members", i))
        for issue in party.salience or ():
            yield from _unknown("issue", issue, ledger.issues, ("parties", id, "salience", issue))
    for id, proposal in (ledger.proposals or {}).items():
        for i, name in enumerate(getattr(proposal, "statements", BAD) or ()):
            yield from _unknown("statement", name, ids, ("proposals", id, "statements", i))


def duplicate_id(ledger: Ledger) -> Found:
    """Two statements have the same id, so that nothing can tell which of them is meant."""
    first: dict[str, Path] = {}
    for path, s in _statements(ledger):
        if s.id is BAD:
            continue
        if s.id in first:
            yield Finding(
                "duplicate-id",
                (*path, "id"),
                f'two statements are called "{s.id}"',
                "give this one a name of its own",
                first=first[s.id],
            )
        first.setdefault(s.id, (*path, "id"))


def scale_fields(path: Path, dimension: Dimension) -> Found:
    """A dimension has the fields that its kind of scale needs, and no others.

    `graded` and `number` name two `poles`; `graded` and `choice` have `options`; `number` has
    `unit` and `range`. The id is `bad-scale`.
    """
    kind = dimension.scale
    wanted = {"graded": ("poles", "options"), "choice": ("options",), "number": ("poles", "unit", "range")}[kind]
    for name in ("poles", "options", "unit", "range"):
        value = getattr(dimension, name)
        if name in wanted and not value:
            yield Finding(
                "bad-scale", path, f'a scale of the kind "{kind}" needs `{name}`', "it needs " + ", ".join(wanted)
            )
        elif value and name not in wanted:
            yield Finding(
                "bad-scale", (*path, name), f'a scale of the kind "{kind}" has no `{name}`', "delete it", on_key=True
            )
    if "poles" in wanted and dimension.poles and len(dimension.poles) != 2:
        yield Finding("bad-scale", (*path, "poles"), "a scale has two poles", "write poles: [none, all]")


def shares(ledger: Ledger) -> Found:
    """The shares of an issue's dimensions add up to 100, or none of them has one. The id is `bad-shares`."""
    for id, issue in ledger.issues.items():
        if issue is BAD or not issue.dimensions:
            continue
        path = ("issues", id, "dimensions")
        given = [d.share for d in issue.dimensions.values() if d is not BAD]
        if BAD in given or len(given) < len(issue.dimensions) or all(g is None for g in given):
            continue
        numbers = [g for g in given if g is not None]
        if len(numbers) < len(given):
            missing = next(d.id for d in issue.dimensions.values() if d.share is None)
            yield Finding(
                "bad-shares",
                (*path, missing),
                f'"{missing}" has no share, and others of the issue have',
                "give each a share, or none",
                on_key=True,
            )
        elif abs(sum(numbers) - 100) > 1e-6:
            yield Finding(
                "bad-shares",
                (*path, next(iter(issue.dimensions)), "share"),
                f'the shares of "{id}" add up to {sum(numbers):g}',
                "they add up to 100",
            )


def no_dimensions(ledger: Ledger) -> Found:
    """An issue has one dimension or more; a file has one issue and two parties or more."""
    for id, issue in ledger.issues.items():
        if issue is not BAD and issue.dimensions is not BAD and not issue.dimensions:
            yield Finding("no-dimensions", ("issues", id), f'"{id}" asks no question', "add a dimension")


def stance_value(ledger: Ledger) -> Found:
    """A value stands where the stance has one, on a dimension. The id is `stance-value`.

    `rejects` says what; `silent` and `off-agenda` have no value; about an issue as a whole there is
    `off-agenda`, `silent`, or `asks` and `accepts` without a value. `if` belongs to `asks` and
    `accepts`, `unless` to `rejects` and `off-agenda`.
    """
    for path, s in _statements(ledger):
        if BAD in (s.stance, s.about, s.value):
            continue
        if s.value is not None and s.stance in ("silent", "off-agenda"):
            yield Finding(
                "stance-value", (*path, "value"), f"a party that is {s.stance} has no value", "delete the value"
            )
        elif s.dimension is None and (s.value is not None or s.stance == "rejects"):
            yield Finding(
                "stance-value",
                (*path, "about"),
                f'"{s.about}" is a whole issue, and has no scale',
                "name the dimension: issue.dimension",
            )
        elif s.value is None and s.stance == "rejects":
            yield Finding("stance-value", (*path, "stance"), "what is rejected has no value", "add `value`")
        for field, given, fit in (("if", s.if_, ("asks", "accepts")), ("unless", s.unless, ("rejects", "off-agenda"))):
            if given and s.stance not in fit:
                yield Finding(
                    "stance-value",
                    (*path, field),
                    f"`{field}` does not go with {s.stance}",
                    f"it goes with {fit[0]} and {fit[1]}",
                    on_key=True,
                )


def bad_value(ledger: Ledger) -> Found:
    """A value is one that the scale of its dimension has: an option, a stretch, a number in the range."""
    for path, s in _statements(ledger):
        dimension = _dimension(ledger, s.about)
        if dimension and s.value is not None and s.value is not BAD:
            try:
                dimension.zone(s)
            except BadValue as bad:
                yield Finding("bad-value", (*path, "value"), bad.message, bad.help)


def bad_condition(ledger: Ledger) -> Found:
    """A condition names a party, a dimension and exactly one of `reaches`, `is`, `at_least`, `at_most`."""
    for path, _, condition in _conditions(ledger):
        if not isinstance(condition, Condition):
            continue
        tests = {
            "reaches": condition.reaches,
            "is": condition.is_,
            "at_least": condition.at_least,
            "at_most": condition.at_most,
        }
        given = [name for name, value in tests.items() if value is not None]
        if BAD in tests.values():
            continue
        if len(given) != 1:
            yield Finding(
                "bad-condition", path, "a condition has exactly one test", "one of: reaches, is, at_least, at_most"
            )
            continue
        dimension = _dimension(ledger, condition.about)
        if dimension:
            try:
                dimension.satisfying(condition)
            except BadValue as bad:
                yield Finding("bad-condition", (*path, given[0]), bad.message, bad.help)


def links(ledger: Ledger) -> Found:
    """`replaces`, `disputes` and `beside` join statements that can be joined so. The id is `bad-link`.

    A statement replaces earlier or same-day ones of its own party on its own dimension, or in the
    issue that it is about; it stands beside asks of its own party on its own dimension.
    """
    by_id = {s.id: s for _, s in _statements(ledger)}
    for path, s in _statements(ledger):
        for field in ("replaces", "disputes", "beside"):
            for i, name in enumerate(getattr(s, field) or ()):
                other = by_id.get(name)
                if other is None or BAD in (s.party, s.about, s.said, other.party, other.about, other.said):
                    continue
                at = (*path, field, i)
                if other is s:
                    yield Finding("bad-link", at, f"a statement that {field} itself", "name another")
                elif field == "disputes":
                    continue
                elif other.party != s.party:
                    yield Finding(
                        "bad-link",
                        at,
                        f'"{name}" is a statement of {other.party}, not of {s.party}',
                        "only reports of different parties may dispute each other",
                    )
                elif other.about != s.about and not (field == "replaces" and other.issue == s.about):
                    yield Finding(
                        "bad-link", at, f'"{name}" is about {other.about}, not {s.about}', "name one about the same"
                    )
                elif field == "replaces" and other.said.day > s.said.day:
                    yield Finding(
                        "bad-link", at, f'"{name}" was said later, on {other.said}', "a statement replaces earlier ones"
                    )


def replace_circle(ledger: Ledger) -> Found:
    """Statements that replace each other in a circle, so that none of them stands."""
    edges = {s.id: tuple(r for r in s.replaces or () if r) for _, s in _statements(ledger) if s.id}
    paths = {s.id: path for path, s in _statements(ledger)}
    done: set[str] = set()
    for start in edges:
        trail: list[str] = []
        stack = [(start, iter(edges[start]))] if start not in done else []
        trail = [start] if stack else []
        while stack:
            for other in stack[-1][1]:
                if other in trail and other != trail[-1]:
                    circle = trail[trail.index(other) :]
                    yield Finding(
                        "replace-circle",
                        (*paths[circle[-1]], "replaces"),
                        "a circle of replaces: " + " → ".join([*circle, other]),
                        "take one of them out",
                    )
                elif other in edges and other not in done and other not in trail:
                    stack.append((other, iter(edges[other])))
                    trail.append(other)
                    break
            else:
                done.add(trail.pop())
                stack.pop()


def replaced_by(ledger: Ledger) -> Mapping[str, frozenset[str]]:
    """What each statement replaces, with all that those replaced; a circle ends where it closes."""
    edges = {s.id: tuple(s.replaces or ()) for _, s in _statements(ledger) if s.replaces}
    closed = {}
    for id in edges:
        reached: set[str] = set()
        todo = list(edges[id])
        while todo:
            other = todo.pop()
            if other not in reached:
                reached.add(other)
                todo += edges.get(other, ())
        closed[id] = frozenset(reached - {id})
    return closed


def _lives(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """From which day to before which day each statement is live."""
    days = {s.id: s.said.day for _, s in _statements(ledger) if s.said}
    end: dict[str, str] = {}
    for id, replaced in replaced_by(ledger).items():
        for other in replaced:
            if id in days:
                end[other] = min(end.get(other, "9999-99"), days[id])
    return {id: (day, end.get(id, "9999-99")) for id, day in days.items()}


def _pairs(ledger: Ledger) -> Iterator[tuple[Path, Statement, Path, Statement, Dimension]]:
    """Pairs of valued statements of one party, dimension and basis that are live on a common day."""
    groups = defaultdict(list)
    for path, s in _statements(ledger):
        if s.value is not None and BAD not in (s.value, s.party, s.about, s.stance, s.said):
            groups[s.party, s.about, s.basis].append((path, s))
    lives: dict[str, tuple[str, str]] = {}
    for (_, about, _), group in groups.items():
        dimension = _dimension(ledger, about) if len(group) > 1 else None
        if not dimension:
            continue
        lives = lives or _lives(ledger)
        for (p, s), (q, t) in combinations(group, 2):
            if s.id in lives and t.id in lives and s.id != t.id:
                (a, b), (c, d) = lives[s.id], lives[t.id]
                if max(a, c) < min(b, d):
                    yield p, s, q, t, dimension


def _linked(s: Statement, t: Statement, *fields: str) -> bool:
    return any(t.id in (getattr(s, f) or ()) or s.id in (getattr(t, f) or ()) for f in fields)


def unlinked_asks(ledger: Ledger) -> Found:
    """Two asks of one party on one dimension that have no value in common say how they relate.

    One `replaces` the other, they `dispute` each other (reports that cannot both be right), or they
    stand `beside` each other (alternatives, or two occasions). Nothing is averaged in silence.
    """
    for p, s, q, t, dimension in _pairs(ledger):
        if s.stance == t.stance == "asks" and not _linked(s, t, "replaces", "disputes", "beside"):
            try:
                apart = not dimension.measure.meet(dimension.zone(s), dimension.zone(t))
            except BadValue:
                continue
            if apart:
                yield Finding(
                    "unlinked-asks",
                    (*q, "value"),
                    f'"{s.id}" and "{t.id}" have no value in common',
                    "link them with replaces, disputes or beside",
                    first=(*p, "value"),
                    first_says="the other is",
                )


def rejects_own(ledger: Ledger) -> Found:
    """A party that asks for or offers what it rejects; two reports that dispute each other may."""
    for p, s, q, t, dimension in _pairs(ledger):
        held, rejected = (s, t) if t.stance == "rejects" else (t, s)
        if (held.stance == "rejects") == (rejected.stance == "rejects") or _linked(s, t, "disputes"):
            continue
        try:
            clash = dimension.measure.clashes(held.value or "", rejected.value or "")
        except BadValue:
            continue
        if clash:
            yield Finding(
                "rejects-own",
                (*q, "value"),
                f'"{rejected.id}" rejects what "{held.id}" {held.stance}',
                "say only what is ruled out, or link them with disputes",
                first=(*p, "value"),
                first_says="the other is",
            )


def bad_evidence(ledger: Ledger) -> Found:
    """Evidence has a place as long as its quote, inside the text, and a quote of at most 15 words."""
    for path, s in _statements(ledger):
        if s.evidence is not BAD and not s.evidence:
            yield Finding(
                "bad-evidence", (*path, "evidence"), "a statement without evidence", "add where it is reported"
            )
        for i, e in enumerate(s.evidence or ()):
            if e is BAD:
                continue
            at = (*path, "evidence", i)
            if e.quote is not BAD and len(e.quote.split()) > QUOTED_WORDS:
                yield Finding(
                    "bad-evidence",
                    (*at, "quote"),
                    f"a quote of {len(e.quote.split())} words",
                    f"at most {QUOTED_WORDS}: the rest belongs to the publisher",
                )
            if e.at is BAD or BAD in e.at:
                continue
            if len(e.at) != 2 or e.at[0] >= e.at[1]:
                yield Finding(
                    "bad-evidence", (*at, "at"), "a place has a start and, after it, an end", "write at: [12, 57]"
                )
                continue
            if e.quote is not BAD and e.at[1] - e.at[0] != len(e.quote):
                yield Finding(
                    "bad-evidence",
                    (*at, "at"),
                    f"the place has {e.at[1] - e.at[0]} characters, the quote {len(e.quote)}",
                    f"if the start is right, write at: [{e.at[0]}, {e.at[0] + len(e.quote)}]",
                )
            card = ledger.cards.get(e.source)
            if card and card.characters and e.at[1] > card.characters:
                yield Finding(
                    "bad-evidence", (*at, "at"), f"the text ends at {card.characters}", "count in characters, not bytes"
                )


def undated_source(ledger: Ledger) -> Found:
    """A source card says when it was published, or after and before which day."""
    for id, card in ledger.cards.items():
        if card and card.published is None and card.after is None and card.before is None:
            yield Finding(
                "undated-source", ("sources", id), f'"{id}" has no date', "add published, or after and before"
            )


def future(ledger: Ledger) -> Found:
    """A statement that was said after the day that the file speaks for. A warning."""
    for path, s in _statements(ledger):
        if s.said and ledger.as_of and s.said.day > ledger.as_of.day:
            yield Finding(
                "future",
                (*path, "said"),
                f"said after {ledger.as_of}, the day of the file",
                "move as_of, or correct the date",
                severity="warning",
            )


def unused_source(ledger: Ledger) -> Found:
    """A source card that no statement rests on. A warning."""
    used = {e.source for _, s in _statements(ledger) for e in s.evidence or () if e}
    for id in ledger.cards:
        if id not in used:
            yield Finding(
                "unused-source",
                ("sources", id),
                f'nothing rests on "{id}"',
                "code it, or delete the card",
                severity="warning",
            )


def one_sided(ledger: Ledger) -> Found:
    """A dimension that fewer than two parties speak on, without a `note` that says why. A warning.

    A statement about an issue as a whole speaks on each of its dimensions.
    """
    speaking = defaultdict(set)
    for _, s in _statements(ledger):
        if s.about and s.party:
            speaking[s.about].add(s.party)
    for id, issue in ledger.issues.items():
        for name, dimension in (getattr(issue, "dimensions", None) or {}).items():
            if dimension and dimension.note is None and len(speaking[f"{id}.{name}"] | speaking[id]) < 2:
                yield Finding(
                    "one-sided",
                    ("issues", id, "dimensions", name),
                    f'fewer than two parties speak on "{id}.{name}"',
                    "add a note that says why, or drop it",
                    severity="warning",
                    on_key=True,
                )


Check = Callable[[Ledger], Found]
CHECKS: tuple[Check, ...] = (
    unknown_name,
    duplicate_id,
    shares,
    no_dimensions,
    stance_value,
    bad_value,
    bad_condition,
    links,
    replace_circle,
    unlinked_asks,
    rejects_own,
    bad_evidence,
    undated_source,
    future,
    unused_source,
    one_sided,
)
"""Every rule, in the order in which they run."""


def run(ledger: Ledger) -> list[Finding]:
    """All that the rules find; nothing where a part that they need could not be read."""
    if BAD in (ledger.parties, ledger.issues, ledger.statements, ledger.sources):
        return []
    return [finding for check in CHECKS for finding in check(ledger)]
