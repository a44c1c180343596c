"""Coverage: what a whole ledger still lacks, or has twice. All of these are warnings."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

from gapcli.files.checks.rule import Found, View, place_parts, rule, select
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import VALUED, Dimension, Statement, follow_replaced, list_replaced
from gapcli.ledger.scales import BadValue, Zone


@rule("""
    # unused-source (warning)
    No statement rests on a source card. A warning: something is still to be coded, or the card is not needed.
    ✗ - source: eastport-herald
    ✓ - source: coast-radio
    """)
def _unused_source(view: View) -> Found:
    used = {piece.source for _, _, piece in select(view.evidence, "source")}
    for id in view.names["source"] or ():
        if id not in used:
            yield Finding(("sources", id), f'nothing rests on "{id}"', "code it, or delete the card", on_key=True)


@rule("""
    # same-text (warning)
    Two source cards are of the same text, by its hash. A warning: one report would count as two independent ones.
    ✗ sha256: 96c99ab745894a2d6c847a6dba201c9751c6a5adb6e33267e00408587b9adc97
    ✓ sha256: e1f4367a7be96d8836b5675d7a4ab9874307e6f431c78b198286398a92717494
    """)
def _same_text(view: View) -> Found:
    first: dict[str, str] = {}
    for path, card in select(view.cards, "sha256"):
        if card.sha256 in first:
            message = f'"{card.id}" is the same text as "{first[card.sha256]}"'
            yield Finding((*path, "sha256"), message, "keep one of the two cards")
        first.setdefault(card.sha256, card.id)


@rule("""
    # missing-gloss (warning)
    A quote in another language than the file's has no gloss. A warning: a reader may not read the original.
    · quote: "يرتفع كل سنة مع الأسعار"
    ✓ gloss: should rise every year with prices
    """)
def _missing_gloss(view: View) -> Found:
    languages = {card.id: card.language for _, card in select(view.cards, "language")}
    for _, file in select(view.file, "language"):
        for path, _, piece in select(view.evidence, "source", "gloss"):
            language = languages.get(piece.source, file.language)
            if language != file.language and piece.gloss is None:
                message = f"the quote is in {language}, and has no gloss"
                yield Finding((*path, "quote"), message, "add `gloss`: the quote in our own words")


@rule("""
    # one-sided (warning)
    Fewer than two parties speak on a dimension, and no `note` of it says why. A warning.

    A statement about an issue as a whole speaks on each of its dimensions.
    ✗ dimensions: {payer: {question: "Who pays?", scale: choice, options: {town: the town, company: the company}, why: No order.,}}
    ✓ dimensions: {payer: {question: "Who pays?", scale: choice, options: {town: the town, company: the company}, why: No order., note: No report speaks of it.}}
    """)  # noqa: E501
def _one_sided(view: View) -> Found:
    speaking = defaultdict(set)
    for _, s in select(view.statements, "about", "party"):
        speaking[s.about].add(s.party)
    for path, issue, dimension in select(view.dimensions, "note"):
        about = dimension.about
        if dimension.note is None and len(speaking[about] | speaking[issue.id]) < 2:
            message = f'fewer than two parties speak on "{about}"'
            yield Finding(path, message, "add a note that says why, or drop it", on_key=True)


@rule("""
    # split-groups (warning)
    Two groups speak for a party that says nothing itself, and hold different things on a dimension. A warning: neither
    counts, so that the party has no position there.
    · role: mediator
    ✗ speaks_for: [coast-council]
    """)
def _split_groups(view: View) -> Found:
    groups: dict[str, dict[str, Path]] = defaultdict(dict)
    for path, party in select(view.parties, "speaks_for"):
        for at, _, member in place_parts([(path, party)], "speaks_for"):
            groups[member][party.id] = at
    split = {member: of for member, of in groups.items() if len(of) > 1}
    live = _find_live(view) if split else {}
    for member, of in split.items():
        for _, issue, dimension in view.dimensions:
            about = dimension.about
            if live.get((member, about)) or live.get((member, issue.id)) or about not in view.measured:
                continue
            held = {}
            for group in of:
                hull = _find_hull(view.measured[about], live[group, about], live[group, issue.id])
                if hull is not None:
                    held[group] = hull
            if len(set(held.values())) > 1:
                names = " and ".join(f'"{group}"' for group in held)
                message = f'{names} speak for "{member}", and hold different things on "{about}"'
                yield Finding(of[[*held][-1]], message, "let one of them speak for it, or add what it says itself")


def _find_live(view: View) -> dict[tuple[str, str], list[Statement]]:
    """The statements that are live on the day of the file, by party and what they are about."""
    said = [
        s for _, s in select(view.statements, "id", "party", "about", "stance", "said", "value", "replaces", "basis")
    ]
    for _, file in select(view.file, "as_of"):
        said = [s for s in said if s.said.day <= file.as_of.last]
    gone = follow_replaced(list_replaced(said), [s.key for s in said])
    live: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in said:
        if s.key not in gone:
            live[s.party, s.about].append(s)
    return live


def _find_hull(dimension: Dimension, here: Iterable[Statement], whole: Iterable[Statement]) -> Zone | None:
    """What words come to together, or deeds where words give no value; None where neither does.

    `here`: what is said on the dimension; `whole`: on its issue, of which a refusal counts where no words are `here`.
    """
    here = list(here)
    today = dimension.measure.today
    for basis in ("words", "conduct"):
        zones = []
        worded = any(s.stance in VALUED and s.basis == "words" for s in here)
        for s in (s for s in (*here, *(() if worded else whole)) if s.basis == basis):
            if s.stance == "off-agenda" and today is not None:
                zones.append(today)
            elif s.stance in VALUED and s.value is not None:
                with suppress(BadValue):
                    zones.append(dimension.zone(s))
        if zones:
            return dimension.measure.hull(zones)
    return None
