"""What must hold across the parts of a ledger. One function a rule; its docstring is its documentation."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import islice
from typing import Any, NamedTuple

from gapcli.files.problems import Finding, Path
from gapcli.files.reader import BAD, LANGUAGE
from gapcli.files.tree import MOST_MISTAKES
from gapcli.ledger.model import Condition, Dimension, Ledger, Statement, When
from gapcli.ledger.scales import BadValue, Scale, Zone
from gapcli.text import did_you_mean

Found = Iterator[Finding]
QUOTED_WORDS = 15
"""How many words of a source a quote may have."""
FOREVER = "9999-99"


class _Anything(dict[str, Any]):
    """Stands for a part of the file that could not be read: any name may be in it."""

    def __contains__(self, name: object) -> bool:
        return True


def _statements(ledger: Ledger) -> Iterator[tuple[Path, Statement]]:
    """Each statement that could be read at all, with its path."""
    for i, statement in enumerate(ledger.statements or ()):
        if statement is not BAD:
            yield ("statements", i), statement


def _dimension(ledger: Ledger, about: Any) -> Dimension | None:
    """The dimension of a name, None where there is none or its scale is a mistake already reported."""
    issue, _, name = (about or "").partition(".")
    found = ledger.issues.get(issue)
    dimension = found.dimensions.get(name) if found and found.dimensions else None
    return dimension if dimension and dimension.scale_ else None


def _unknown(id: str, name: Any, known: Any, path: Path, on_key: bool = False) -> Found:
    if name is not BAD and name not in known:
        kind = id.removeprefix("unknown-")
        yield Finding(id, path, f'no {kind} is called "{name}"', did_you_mean(name, known), on_key=on_key)


def _about(ledger: Ledger, about: Any, path: Path, whole: bool) -> Found:
    if about is BAD:
        return
    issue, dot, dimension = about.partition(".")
    if issue not in ledger.issues:
        yield from _unknown("unknown-issue", issue, ledger.issues, path)
    elif dot or not whole:
        dimensions = getattr(ledger.issues.get(issue), "dimensions", BAD)
        if dimensions and dimension not in dimensions:
            message = f'"{issue}" has no dimension "{dimension}"'
            if not dot:
                message = f'"{issue}" is a whole issue, a dimension is needed'
            help = did_you_mean(about, [f"{issue}.{d}" for d in dimensions])
            yield Finding("unknown-dimension", path, message, help)


def _conditions(ledger: Ledger) -> Iterator[tuple[Path, Statement, Any]]:
    for path, s in _statements(ledger):
        for field, conditions in (("if", s.if_), ("unless", s.unless)):
            if conditions:
                for i, condition in enumerate(conditions):
                    if condition is not BAD:
                        yield (*path, field, i), s, condition


def unknown_name(ledger: Ledger) -> Found:
    """A name that the file does not declare: of a party, an issue, a dimension, a source or a statement.

    Names are declared once, under `parties`, `issues`, `sources` (or as the name of a card's file) and by the
    `id` of a statement; everywhere else they are spelled exactly so.
    """
    ids: Any = {s.id: s for _, s in _statements(ledger)}
    if ledger.statements is BAD or BAD in ledger.statements or BAD in ids:
        ids = _Anything()
    abouts = set(ledger.issues)
    abouts |= {f"{id}.{d}" for id, issue in ledger.issues.items() for d in (issue and issue.dimensions) or ()}
    for path, s in _statements(ledger):
        if s.party not in ledger.parties:
            yield from _unknown("unknown-party", s.party, ledger.parties, (*path, "party"))
        if s.about not in abouts:
            yield from _about(ledger, s.about, (*path, "about"), whole=True)
        for field in ("replaces", "disputes", "beside"):
            for i, other in enumerate(getattr(s, field) or ()):
                if other not in ids:
                    yield from _unknown("unknown-statement", other, ids, (*path, field, i))
        for i, e in enumerate(s.evidence or ()):
            if e is not BAD and e.source not in ledger.cards:
                yield from _unknown("unknown-source", e.source, ledger.cards, (*path, "evidence", i, "source"))
    for path, _, condition in _conditions(ledger):
        if isinstance(condition, Condition):
            yield from _unknown("unknown-party", condition.party, ledger.parties, (*path, "party"))
            yield from _about(ledger, condition.about, (*path, "about"), whole=False)
    for id, party in ledger.parties.items():
        for i, member in enumerate((party and party.members) or ()):
            yield from _unknown("unknown-party", member, ledger.parties, ("parties", id, "members", i))
        for issue in (party and party.salience) or ():
            yield from _unknown("unknown-issue", issue, ledger.issues, ("parties", id, "salience", issue), on_key=True)
    for id, proposal in (ledger.proposals or {}).items():
        for i, name in enumerate((proposal and proposal.statements) or ()):
            yield from _unknown("unknown-statement", name, ids, ("proposals", id, "statements", i))


def duplicate_id(ledger: Ledger) -> Found:
    """Two statements have the same id, so that nothing can tell which of them is meant."""
    first: dict[str, Path] = {}
    for path, s in _statements(ledger):
        at = (*path, "id")
        if s.id in first:
            message = f'two statements are called "{s.id}"'
            yield Finding("duplicate-id", at, message, "give this one a name of its own", first=first[s.id])
        elif s.id is not BAD:
            first[s.id] = at


def reserved_id(ledger: Ledger) -> Found:
    """No party and no issue is called `all`: on the command line `--parties all` and `--issues all` show every one."""
    for part in ("parties", "issues"):
        if "all" in dict(getattr(ledger, part)):
            yield Finding("reserved-id", (part, "all"), '"all" means every one', "give it another id", on_key=True)


def bad_language(ledger: Ledger) -> Found:
    """A language is a code of two or three letters, such as `en`, `ar` or `fa`, and not its name."""
    named: list[tuple[Path, str]] = [(("language",), ledger.language)]
    named += [(("sources", id, "language"), card.language) for id, card in ledger.cards.items() if card]
    for path, language in named:
        if language and not LANGUAGE.fullmatch(language):
            yield Finding("bad-language", path, f'"{language[:40]}" is no code', "write one: en, ar, fa")


def scale_fields(path: Path, dimension: Dimension) -> Found:
    """A dimension has the fields that its kind of scale needs, and they make a scale.

    `graded` and `number` name two `poles`; `graded` and `choice` have two `options` or more; `number` has a
    `unit`, and a `range` of two different numbers. The places of options rise; `today` is a value of the scale.
    """
    kind = dimension.scale
    wanted = {"graded": ("poles", "options"), "choice": ("options",), "number": ("poles", "unit", "range")}[kind]
    for name in ("poles", "options", "unit", "range"):
        value = getattr(dimension, name)
        if name in wanted and not value:
            message = f'a scale of the kind "{kind}" needs `{name}`'
            yield Finding("bad-scale", path, message, f"it has {', '.join(wanted)}", on_key=True)
        elif value and name not in wanted:
            message = f'a scale of the kind "{kind}" has no `{name}`'
            yield Finding("bad-scale", (*path, name), message, "delete it", on_key=True)
    if "poles" in wanted and dimension.poles and len(dimension.poles) != 2:
        yield Finding("bad-scale", (*path, "poles"), "a scale has two poles", "write poles: [none, all]")


def shares(ledger: Ledger) -> Found:
    """The shares of an issue's dimensions add up to 100, or none of them has one.

    So a new question takes its share from the others, and does not thin them out.
    """
    for id, issue in ledger.issues.items():
        dimensions = (issue and issue.dimensions) or {}
        given: dict[str, float | None] = {name: d and d.share for name, d in dimensions.items()}  # type: ignore[misc]
        if BAD in given.values():
            continue
        numbers = [share for share in given.values() if share is not None]
        for name, share in given.items():
            if numbers and share is None:
                message = f'"{name}" has no share, and others of the issue have'
                at = ("issues", id, "dimensions", name)
                yield Finding("bad-shares", at, message, "give each a share, or none", on_key=True)
        if numbers and len(numbers) == len(given) and abs(sum(numbers) - 100) > 1e-6:
            message = f'the shares of "{id}" add up to {sum(numbers):g}'
            first = ("issues", id, "dimensions", next(iter(given)), "share")
            yield Finding("bad-shares", first, message, "they add up to 100")


def no_dimensions(ledger: Ledger) -> Found:
    """An issue has one dimension or more: without a question there is nothing to hold a position on."""
    for id, issue in ledger.issues.items():
        if issue and issue.dimensions is not BAD and not issue.dimensions:
            yield Finding("no-dimensions", ("issues", id), f'"{id}" asks no question', "add a dimension", on_key=True)


def stance_value(ledger: Ledger) -> Found:
    """A statement has the fields that its stance needs, and no others.

    `rejects` says what, by a `value` of a dimension; `silent` and `off-agenda` have no value. About an issue as
    a whole there is `off-agenda`, `silent`, or `asks` and `accepts` without a value. `if` goes with `asks` and
    `accepts`, `unless` with `rejects` and `off-agenda`.
    """
    for path, s in _statements(ledger):
        if BAD in (s.stance, s.about, s.value):
            continue
        if s.value is not None and s.stance in ("silent", "off-agenda"):
            message = f"a party that is {s.stance} has no value"
            yield Finding("stance-value", (*path, "value"), message, "delete the value")
        elif s.dimension is None and (s.value is not None or s.stance == "rejects"):
            message = f'"{s.about}" is a whole issue, and has no scale'
            yield Finding("stance-value", (*path, "about"), message, "name the dimension: issue.dimension")
        elif s.value is None and s.stance == "rejects":
            yield Finding("stance-value", (*path, "stance"), "what is rejected has no value", "add `value`")
        for field, given, fit in (("if", s.if_, ("asks", "accepts")), ("unless", s.unless, ("rejects", "off-agenda"))):
            if given and s.stance not in fit:
                message, help = f"`{field}` does not go with {s.stance}", f"it goes with {fit[0]} and {fit[1]}"
                yield Finding("stance-value", (*path, field), message, help, on_key=True)


def _help(bad: BadValue, dimension: Dimension) -> str:
    """The cure of a bad value, with the range where a number is wanted."""
    if dimension.scale != "number":
        return bad.help
    if "range" in bad.message:
        return bad.help or "correct it, or widen the range of the dimension"
    low, high = dimension.range
    within = f"the scale runs from {low:g} to {high:g} {dimension.unit}"
    return f"{bad.help}; {within}" if bad.help else within


def bad_value(ledger: Ledger) -> Found:
    """A value is one that the scale of its dimension has: an option, a stretch from low to high, a number in the range.

    An outside answer is no mistake of the party's: give the scale an option for it, or a wider range.
    """
    for path, s in _statements(ledger):
        dimension = _dimension(ledger, s.about)
        if dimension and s.value is not None and s.value is not BAD:
            try:
                dimension.zone(s)
            except BadValue as bad:
                yield Finding("bad-value", (*path, "value"), bad.message, _help(bad, dimension))


def bad_condition(ledger: Ledger) -> Found:
    """A condition is words, or another party, a dimension and one of `reaches`, `is`, `at_least` and `at_most`."""
    for path, s, condition in _conditions(ledger):
        if not isinstance(condition, Condition):
            continue
        if condition.party and condition.party == s.party:
            message = f'"{s.party}" waits for itself'
            yield Finding("bad-condition", (*path, "party"), message, "name the party that it waits for, or use words")
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
            help = "give one of: reaches, is, at_least, at_most"
            yield Finding("bad-condition", path, "a condition has exactly one test", help)
            continue
        dimension = _dimension(ledger, condition.about)
        if dimension:
            try:
                dimension.satisfying(condition)
            except BadValue as bad:
                yield Finding("bad-condition", (*path, given[0]), bad.message, _help(bad, dimension))


def links(ledger: Ledger) -> Found:
    """`replaces`, `disputes` and `beside` join statements that can be joined so.

    A statement replaces earlier or same-day ones of its own party on its own dimension, or in the issue that it
    is about. It stands `beside` asks of its own party on its own dimension. It disputes any statement that cannot
    be right if it is, but none that it stands beside.
    """
    by_id = {s.id: s for _, s in _statements(ledger)}
    for path, s in _statements(ledger):
        for field in ("replaces", "disputes", "beside"):
            for i, name in enumerate(getattr(s, field) or ()):
                other = by_id.get(name)
                if other and BAD not in (s.party, s.about, s.said, other.party, other.about, other.said):
                    wrong = _wrong_link(field, s, other)
                    if wrong:
                        yield Finding("bad-link", (*path, field, i), *wrong)


def _wrong_link(field: str, s: Statement, other: Statement) -> tuple[str, str] | None:
    """Why a link cannot join two statements, and what to do."""
    if other is s:
        return f"a statement that {field} itself" if field != "beside" else "a statement beside itself", "name another"
    if field == "disputes":
        if _linked(s, other, "beside"):
            return f'"{other.id}" stands beside it too', "either both are right, or they dispute each other"
        return None
    if other.party != s.party:
        cure = "only reports that dispute each other may be of different parties"
        return f'"{other.id}" is a statement of {other.party}, not of {s.party}', cure
    if other.about != s.about and not (field == "replaces" and other.issue == s.about):
        return f'"{other.id}" is about {other.about}, not {s.about}', "name one about the same"
    if field == "replaces" and other.said.day > s.said.day:
        return f'"{other.id}" was said later, on {other.said}', "a statement replaces earlier ones"
    for one in (s, other) if field == "beside" else ():
        if one.stance and one.stance != "asks":
            return f'"{one.id}" {one.stance}, and only asks stand beside each other', "leave the link out"
    return None


def replaced_by(ledger: Ledger) -> dict[str, frozenset[str]]:
    """What each statement says that it replaces."""
    return {s.id: frozenset(r for r in s.replaces or () if r) for _, s in _statements(ledger) if s.id and s.replaces}


def replace_circle(ledger: Ledger) -> Found:
    """Statements that replace each other in a circle, so that none of them stands."""
    edges = {id: sorted(olds) for id, olds in replaced_by(ledger).items()}
    paths = {s.id: path for path, s in _statements(ledger)}
    done: set[str] = set()
    for start in edges:
        # The way from the start, with what is left to look at of each statement on it.
        way = {start: iter(edges[start])} if start not in done else {}
        while way:
            here = next(reversed(way))
            for other in way[here]:
                if other in way and other != here:
                    names = list(way)
                    circle = names[names.index(other) :]
                    message = "a circle of replaces: " + " → ".join([*circle[:5], *["…"][: len(circle) > 5], other])
                    yield Finding("replace-circle", (*paths[here], "replaces"), message, "take one of them out")
                elif other in edges and other not in done and other not in way:
                    way[other] = iter(edges[other])
                    break
            else:
                done.add(here)
                del way[here]


class _Said(NamedTuple):
    """A statement with a value, and from which day to before which day it is live."""

    path: Path
    statement: Statement
    zone: Zone
    start: str
    end: str

    @property
    def rejects(self) -> bool:
        return self.statement.stance == "rejects"


def _groups(ledger: Ledger, *stances: str) -> Iterator[tuple[Dimension, list[_Said]]]:
    """What one party says on one dimension, in words or in deeds, with a value; in the order of the days.

    Of these stances, and only where there is one of the last of them.
    """
    ends: dict[str, str] = {}
    for _, s in _statements(ledger):
        if s.said:
            for old in s.replaces or ():
                ends[old] = min(ends.get(old, FOREVER), s.said.day)
    groups = defaultdict(list)
    for path, s in _statements(ledger):
        links = (s.replaces, s.disputes, s.beside)
        if s.value is not None and s.stance in stances and BAD not in (s.id, s.value, s.party, s.about, s.said, *links):
            groups[s.party, s.about, s.basis].append((path, s))
    for (_, about, _), group in groups.items():
        worth = len(group) > 1 and any(s.stance == stances[-1] for _, s in group)
        dimension = _dimension(ledger, about) if worth else None
        if dimension:
            said = []
            for path, s in group:
                try:
                    said.append(_Said(path, s, dimension.zone(s), s.said.day, ends.get(s.id, FOREVER)))
                except BadValue:
                    continue
            # One that is replaced on its own day is never live.
            yield dimension, sorted((x for x in said if x.start < x.end), key=lambda x: x.start)


NAMED = 3
"""How many statements that contradict one are named."""
Clash = Callable[[Scale, _Said, _Said], bool]


def _against(
    dimension: Dimension, group: list[_Said], clash: Clash, *links: str
) -> Iterator[tuple[_Said, list[_Said]]]:
    """Each statement that clashes with earlier ones, live on a common day and not linked to it, and the first of those.

    Those of one value are judged together, so that a long ledger takes no longer than its links make it.
    """
    live: dict[tuple[bool, Any], dict[str, _Said]] = defaultdict(dict)
    ends: list[tuple[str, str, tuple[bool, Any]]] = []
    for said in group:
        while ends and ends[0][0] <= said.start:
            _, id, alike = heappop(ends)
            live[alike].pop(id, None)
            if not live[alike]:
                del live[alike]
        me = said.statement
        same = (alike for alike in live.values() if clash(dimension.measure, said, next(iter(alike.values()))))
        each = (o for alike in same for o in alike.values() if o.statement.id != me.id)
        others = list(islice((o for o in each if not _linked(me, o.statement, *links)), NAMED))
        if others:
            yield said, others
        kind = (said.rejects, me.value)
        live[kind].setdefault(me.id, said)
        heappush(ends, (said.end, me.id, kind))


def _linked(s: Statement, t: Statement, *fields: str) -> bool:
    return any(t.id in (getattr(s, f) or ()) or s.id in (getattr(t, f) or ()) for f in fields)


def _nothing_in_common(scale: Scale, x: _Said, y: _Said) -> bool:
    return not scale.meet(x.zone, y.zone)


def _one_rejects_the_other(scale: Scale, x: _Said, y: _Said) -> bool:
    held, rejected = (x, y) if y.rejects else (y, x)
    return x.rejects != y.rejects and scale.clashes(held.statement.value or "", rejected.statement.value or "")


def unlinked_asks(ledger: Ledger) -> Found:
    """Two asks of one party on one dimension have no value in common, and do not say how they relate.

    One `replaces` the other (the party moved), they `dispute` each other (two reports that cannot both be right),
    or they stand `beside` each other (alternatives, or two occasions). Nothing is averaged in silence.
    """
    for dimension, asks in _groups(ledger, "asks"):
        for said, others in _against(dimension, asks, _nothing_in_common, "replaces", "disputes", "beside"):
            names = " and ".join(f'"{o.statement.id}"' for o in others)
            yield Finding(
                "unlinked-asks",
                (*said.path, "value"),
                f'"{said.statement.id}" has no value in common with {names}',
                "link them with replaces, disputes or beside",
                first=(*others[0].path, "value"),
                first_says="the other is",
            )


def rejects_own(ledger: Ledger) -> Found:
    """A party asks for or offers what it rejects, and the two statements do not dispute each other."""
    for dimension, group in _groups(ledger, "asks", "accepts", "rejects"):
        for said, others in _against(dimension, group, _one_rejects_the_other, "disputes"):
            for other in others:
                held, rejected = (
                    (other.statement, said.statement) if said.rejects else (said.statement, other.statement)
                )
                yield Finding(
                    "rejects-own",
                    (*said.path, "value"),
                    f'"{rejected.id}" rejects what "{held.id}" {held.stance}',
                    "say only what is ruled out, or link them with disputes",
                    first=(*other.path, "value"),
                    first_says="the other is",
                )


def bad_evidence(ledger: Ledger) -> Found:
    """A statement has evidence: a quote of at most 15 words, and a place as long as the quote inside the text.

    The place is counted in characters of the source's text, so that `text[start:end]` is the quote.
    """
    for path, s in _statements(ledger):
        if s.evidence is not BAD and not s.evidence:
            message, help = "a statement without evidence", "add where it is reported"
            yield Finding("bad-evidence", (*path, "evidence"), message, help, on_key=True)
        for i, e in enumerate(s.evidence or ()):
            if e is BAD:
                continue
            at = (*path, "evidence", i)
            words = len(e.quote.split()) if e.quote else 0
            if words > QUOTED_WORDS:
                help = f"at most {QUOTED_WORDS}: the rest belongs to the publisher"
                yield Finding("bad-evidence", (*at, "quote"), f"a quote of {words} words", help)
            if e.at is BAD or BAD in e.at:
                continue
            if len(e.at) != 2 or e.at[0] >= e.at[1]:
                message, help = "a place has a start and, after it, an end", "write at: [12, 57]"
                yield Finding("bad-evidence", (*at, "at"), message, help)
                continue
            start, end = e.at
            if e.quote and end - start != len(e.quote):
                message = f"the place has {end - start} characters, the quote {len(e.quote)}"
                help = f"if the start is right, write at: [{start}, {start + len(e.quote)}]"
                yield Finding("bad-evidence", (*at, "at"), message, help)
            card = ledger.cards.get(e.source)
            if card and card.characters and end > card.characters:
                message = f"the text ends at {card.characters}"
                yield Finding("bad-evidence", (*at, "at"), message, "count in characters, not bytes")


def empty_proposal(ledger: Ledger) -> Found:
    """A proposal has terms: statements that ask for or offer something."""
    by_id = {s.id: s for _, s in _statements(ledger)}
    for id, proposal in (ledger.proposals or {}).items():
        if proposal and proposal.statements is not BAD and not proposal.statements:
            message, help = f'"{id}" has no terms', "name the statements that it is made of"
            yield Finding("empty-proposal", ("proposals", id, "statements"), message, help, on_key=True)
        for i, name in enumerate((proposal and proposal.statements) or ()):
            stance = by_id[name].stance if name in by_id else BAD
            if stance and stance not in ("asks", "accepts"):
                message = f'"{name}" is a statement of the stance {stance}, which puts nothing forward'
                yield Finding("empty-proposal", ("proposals", id, "statements", i), message, "name asks or accepts")


def _last(day: When) -> str:
    """The last day that a date may mean."""
    return day.day if day.text.startswith("<") else day.text + {4: "-12-31", 7: "-31"}.get(len(day.text), "")


def source_dates(ledger: Ledger) -> Found:
    """A source card says when its text was published, or after and before which day, and its dates agree.

    A text was published before it was retrieved.
    """
    for id, card in ledger.cards.items():
        if not card or BAD in (card.published, card.after, card.before, card.retrieved):
            continue
        path = ("sources", id)
        if card.published is None and card.after is None and card.before is None:
            message, help = f'"{id}" has no date', "add published, or after and before"
            yield Finding("source-dates", path, message, help, on_key=True)
        if card.published and (card.after or card.before):
            field = "after" if card.after else "before"
            message = f"published on {card.published}, so `{field}` says nothing"
            yield Finding("source-dates", (*path, field), message, "keep the more precise one", on_key=True)
        if card.after and card.before and card.after.day >= card.before.day:
            message = f"no day lies after {card.after} and before {card.before}"
            yield Finding("source-dates", (*path, "before"), message, "correct one of the two")
        first = card.published or card.after
        if card.retrieved and first and _last(card.retrieved) < first.day:
            message = f"retrieved on {card.retrieved}, before it was published"
            yield Finding("source-dates", (*path, "retrieved"), message, "correct one of the two")


def future(ledger: Ledger) -> Found:
    """A statement was said after the day that the file speaks for, or after its source was published. A warning."""
    for path, s in _statements(ledger):
        if not s.said:
            continue
        at = (*path, "said")
        if ledger.as_of and s.said.day > ledger.as_of.day:
            message, help = f"said after {ledger.as_of}, the day of the file", "move as_of, or correct the date"
            yield Finding("future", at, message, help, severity="warning")
        for e in s.evidence or ():
            card = ledger.cards.get(e.source) if e else None
            published = card and (card.published or card.before)
            if published and s.said.day > _last(published):
                message, help = f'"{e.source}" was published on {published}, before that', "correct one of the two"
                yield Finding("future", at, message, help, severity="warning")


def unused_source(ledger: Ledger) -> Found:
    """No statement rests on a source card. A warning: something is still to be coded, or the card is not needed."""
    used = {e.source for _, s in _statements(ledger) for e in s.evidence or () if e}
    for id in ledger.cards:
        if id not in used:
            message, help = f'nothing rests on "{id}"', "code it, or delete the card"
            yield Finding("unused-source", ("sources", id), message, help, "warning", on_key=True)


def same_text(ledger: Ledger) -> Found:
    """Two source cards are of the same text, by its hash. A warning: one report would count as two independent ones."""
    first: dict[str, str] = {}
    for id, card in ledger.cards.items():
        if not card or not card.sha256:
            continue
        if card.sha256 in first:
            message = f'"{id}" is the same text as "{first[card.sha256]}"'
            yield Finding("same-text", ("sources", id, "sha256"), message, "keep one of the two cards", "warning")
        first.setdefault(card.sha256, id)


def missing_gloss(ledger: Ledger) -> Found:
    """A quote in another language than the file's has no gloss. A warning: a reader may not read the original."""
    for path, s in _statements(ledger):
        for i, e in enumerate(s.evidence or ()):
            card = ledger.cards.get(e.source) if e else None
            if card and card.language and ledger.language and e.gloss is None and card.language != ledger.language:
                message = f"the quote is in {card.language}, and has no gloss"
                at = (*path, "evidence", i, "quote")
                yield Finding("missing-gloss", at, message, "add `gloss`: the quote in our own words", "warning")


def one_sided(ledger: Ledger) -> Found:
    """Fewer than two parties speak on a dimension, and no `note` of it says why. A warning.

    A statement about an issue as a whole speaks on each of its dimensions.
    """
    speaking = defaultdict(set)
    for _, s in _statements(ledger):
        if s.about and s.party:
            speaking[s.about].add(s.party)
    for id, issue in ledger.issues.items():
        for name, dimension in ((issue and issue.dimensions) or {}).items():
            if dimension and dimension.note is None and len(speaking[f"{id}.{name}"] | speaking[id]) < 2:
                message = f'fewer than two parties speak on "{id}.{name}"'
                at = ("issues", id, "dimensions", name)
                yield Finding("one-sided", at, message, "add a note that says why, or drop it", "warning", on_key=True)


Check = Callable[[Ledger], Found]
CHECKS: tuple[Check, ...] = (
    unknown_name,
    duplicate_id,
    reserved_id,
    bad_language,
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
    empty_proposal,
    source_dates,
    future,
    unused_source,
    same_text,
    missing_gloss,
    one_sided,
)
"""Every rule, in the order in which they run."""


def run(ledger: Ledger) -> list[Finding]:
    """All that the rules find. They pass over what could not be read, so that nothing is reported twice."""
    unread: dict[str, Any] = {
        part: _Anything() for part in ("parties", "issues", "sources") if getattr(ledger, part) is BAD
    }
    ledger = replace(ledger, **unread)
    found: list[Finding] = []
    errors = 0
    for finding in (finding for check in CHECKS for finding in check(ledger)):
        errors += finding.severity == "error"
        if errors > MOST_MISTAKES:
            message = f"more than {MOST_MISTAKES:,} mistakes: these are not all"
            found.append(Finding("too-many", (), message, "mend these first"))
            break
        found.append(finding)
    return found
