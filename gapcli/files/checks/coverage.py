"""Coverage: what a whole ledger still lacks, or has twice. All of these are warnings."""

from collections import defaultdict

from gapcli.files.checks.rule import Found, View, rule, select
from gapcli.files.problems import Finding
from gapcli.files.tree import BAD
from gapcli.files.values import LANGUAGE


@rule("""
    # unused-source (warning)
    No statement rests on a source card. A warning: something is still to be coded, or the card is not needed.
    ✗ - source: eastport-herald
    ✓ - source: coast-radio
    """)
def _unused_source(view: View) -> Found:
    used = {piece.source for _, _, piece in select(view.evidence, "source")}
    used |= {table.card for _, table in select(view.tables, "card")}
    # A table that could not be read may rest on any card.
    unread = any(BAD in (file.tables or {}).values() for _, file in view.file)
    for id in (not unread and view.names["source"]) or ():
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
    A quote in another language than the file's has no gloss in that of the file. A warning: a reader may not read it.
    · quote: "يرتفع كل سنة مع الأسعار"
    ✓ gloss: should rise every year with prices
    """)
def _missing_gloss(view: View) -> Found:
    cards = (card for _, card in select(view.cards, "language"))
    languages = {card.id: card.language for card in cards if LANGUAGE.fullmatch(card.language)}
    for _, file in select(view.file, "language"):
        for path, _, piece in select(view.evidence, "source", "gloss"):
            language = languages.get(piece.source, file.language)
            if language != file.language and file.language not in (piece.gloss or ()):
                lacks = f"none in {file.language}" if piece.gloss else "no gloss"
                message = f"the quote is in {language}, and has {lacks}"
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
    known = {d.about for _, _, d in view.dimensions} | {issue.id for _, issue in view.issues}
    named = all(s.about in known and s.party in (view.names["party"] or ()) for _, s in view.statements)
    if not named:
        # A slip in a name takes a party from its question: that alone is told.
        return
    for path, issue, dimension in select(view.dimensions, "note"):
        about = dimension.about
        if dimension.note is None and about not in view.asked and len(speaking[about] | speaking[issue.id]) < 2:
            message = f'fewer than two parties speak on "{about}"'
            yield Finding(path, message, "add a note that says why, or drop it", on_key=True)
