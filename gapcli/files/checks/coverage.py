"""Coverage: what a whole ledger still lacks, or has twice. All of these are warnings."""

from collections import defaultdict

from gapcli.files.checks.rule import HERALD, PAYER, RADIO, Found, rule
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding


@rule(
    "unused-source",
    "No statement rests on a source card. A warning: something is still to be coded, or the card is not needed.",
    wrong="- source: eastport-herald",
    right="- source: coast-radio",
    severity="warning",
)
def _unused_source(view: View) -> Found:
    used = {piece.source for _, _, piece in view.evidence("source")}
    for id in view.names("sources"):
        if id not in used:
            message, help = f'nothing rests on "{id}"', "code it, or delete the card"
            yield Finding("unused-source", ("sources", id), message, help, on_key=True)


@rule(
    "same-text",
    "Two source cards are of the same text, by its hash. A warning: one report would count as two independent ones.",
    wrong=f"sha256: {HERALD}",
    right=f"sha256: {RADIO}",
    severity="warning",
)
def _same_text(view: View) -> Found:
    first: dict[str, str] = {}
    for path, card in view.cards("sha256"):
        if card.sha256 in first:
            message = f'"{card.id}" is the same text as "{first[card.sha256]}"'
            yield Finding("same-text", (*path, "sha256"), message, "keep one of the two cards")
        first.setdefault(card.sha256, card.id)


@rule(
    "missing-gloss",
    "A quote in another language than the file's has no gloss. A warning: a reader may not read the original.",
    wrong='quote: "يرتفع كل سنة مع الأسعار"',
    right="""
        quote: "يرتفع كل سنة مع الأسعار"
        gloss: should rise every year with prices
        """,
    severity="warning",
)
def _missing_gloss(view: View) -> Found:
    foreign = {
        card.id: card.language
        for _, file in view.file("language")
        for _, card in view.cards("language")
        if card.language != file.language
    }
    for path, _, piece in view.evidence("source", "gloss"):
        if piece.source in foreign and piece.gloss is None:
            message, help = (
                f"the quote is in {foreign[piece.source]}, and has no gloss",
                "add `gloss`: the quote in our own words",
            )
            yield Finding("missing-gloss", (*path, "quote"), message, help)


@rule(
    "one-sided",
    """
    Fewer than two parties speak on a dimension, and no `note` of it says why. A warning.

    A statement about an issue as a whole speaks on each of its dimensions.
    """,
    wrong=f"{PAYER}}}}}",
    right=f"{PAYER} note: No report speaks of it.}}}}",
    severity="warning",
)
def _one_sided(view: View) -> Found:
    speaking = defaultdict(set)
    for _, s in view.statements("about", "party"):
        speaking[s.about].add(s.party)
    for path, issue, dimension in view.dimensions("note"):
        about = dimension.about
        if dimension.note is None and len(speaking[about] | speaking[issue.id]) < 2:
            message, help = f'fewer than two parties speak on "{about}"', "add a note that says why, or drop it"
            yield Finding("one-sided", path, message, help, on_key=True)


RULES = (_unused_source, _same_text, _missing_gloss, _one_sided)
