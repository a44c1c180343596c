"""What each mistake means, with an example of it and of its cure: `gapcli check --explain`, docs/checks.md."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from textwrap import fill, indent
from typing import Any

from gapcli.files import checks


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of mistake, as a user looks it up by the id that stands after a message."""

    id: str
    meaning: str
    """What it says of the ledger, and why it matters."""
    wrong: str = ""
    """Lines of a ledger or a card with the mistake; empty where no line can show it."""
    right: str = ""
    """The same lines without it."""


def _rule(id: str, meaning: str | Callable[..., Any], wrong: str = "", right: str = "") -> Rule:
    """A rule of `checks` is explained by its docstring."""
    text = meaning if isinstance(meaning, str) else meaning.__doc__ or ""
    return Rule(id, cleandoc(text), cleandoc(wrong), cleandoc(right))


_HERALD = "96c99ab745894a2d6c847a6dba201c9751c6a5adb6e33267e00408587b9adc97"
_RADIO = "e1f4367a7be96d8836b5675d7a4ab9874307e6f431c78b198286398a92717494"
_PAYER = (
    'dimensions: {payer: {question: "Who pays?", scale: choice, '
    "options: {town: the town, company: the company}, why: No order.,"
)
_RULES = (
    # --- the text of the file
    _rule(
        "yaml",
        """The file is not YAML, so that reading ends here. What stands above is checked all the same.

        A text needs quotes where it holds a colon and a space, or begins with one of [ ] { } > | @ ` % & * ! ? :
        -""",
        "text: Would settle for less: three million, if the rent rises every year.",
        'text: "Would settle for less: three million, if the rent rises every year."',
    ),
    _rule(
        "not-utf8",
        """A file is not UTF-8, in which every ledger, card and text is written. Nothing is guessed: a wrong guess
        would change quotes without a word. Save it as UTF-8.""",
    ),
    _rule(
        "unprintable",
        """A text holds a control character, a byte order mark or an unusual line end, as it is or by an escape. Such
        characters cannot be seen, and could command a terminal.""",
        r'title: "\aHarbour talks enter their last week"',
        "title: Harbour talks enter their last week",
    ),
    _rule(
        "no-anchors",
        """An anchor (&), an alias (*) or a merge key (<<). In a ledger every value stands where it is read, and a
        file of a few lines cannot become one of millions.""",
        "question: &rent What rent does the company pay?",
        "question: What rent does the company pay?",
    ),
    _rule(
        "no-tags",
        "A tag (!). What a value is depends on its field, never on how it is spelled.",
        "question: !!str What rent does the company pay?",
        "question: What rent does the company pay?",
    ),
    _rule(
        "one-document",
        "A file holds one ledger or one card; a line --- would begin another.",
        """
        reliability: {grade: B, why: It names its sources.}
        digest: Reports a council meeting, a dinner of the company, and the paper of the province.
        ---
        """,
        """
        reliability: {grade: B, why: It names its sources.}
        digest: Reports a council meeting, a dinner of the company, and the paper of the province.
        """,
    ),
    _rule(
        "too-deep",
        "Lists and mappings stand more than 40 deep in each other. No ledger needs that; a text without quotes may.",
        f"name: {'[' * 40} Rent",
        "name: Rent",
    ),
    _rule(
        "too-large",
        """A file has more than 20 MiB, or more than a million values. The variable GAPCLI_MAX_MIB raises both in
        proportion.""",
    ),
    _rule("too-many", "There are more than a thousand mistakes. Mend those that are shown, and check again."),
    _rule(
        "dropped-text",
        """What stands after a space and # is a comment, so the end of a text may be lost without a word. A comment
        with a space after its # is meant. A warning.""",
        "text: Asked to pay what it has always paid, item #1 of its list.",
        'text: Asked to pay what it has always paid, item "#1" of its list.',
    ),
    _rule(
        "newer-format",
        "The file is of a newer format than this version of gapcli reads, so that it could be misread. Update gapcli.",
        "format: 2",
        "format: 1",
    ),
    # --- keys and values
    _rule(
        "unknown-key",
        """A key that the format does not have there: a slip of spelling, or the end of a text that a comma cut off
        inside { }. It is a mistake, since what it says would be lost.""",
        "speakers: Mayor Ana Ruiz",
        "speaker: Mayor Ana Ruiz",
    ),
    _rule(
        "missing-key",
        "A key that the format needs is not there.",
        """
        town:
          name: Town of Eastport
        """,
        """
        town:
          name: Town of Eastport
          role: principal
        """,
    ),
    _rule(
        "duplicate-key",
        "A key is given twice in one mapping, so that one of the two values would be lost.",
        """
        weight: 2
        weight: 3
        """,
        "weight: 2",
    ),
    _rule(
        "wrong-type",
        """A list stands where a text is expected, a text where a list or a mapping is, or a word where true or
        false is.""",
        "replaces: town-five-million",
        "replaces: [town-five-million]",
    ),
    _rule(
        "empty",
        "A key without a value, or with one that says nothing. What is not known is left out, key and all.",
        """
        name: Harbour Company
        short:
        """,
        """
        name: Harbour Company
        short: Company
        """,
    ),
    _rule("too-long", "A text has more than 10,000 characters. A ledger holds short quotes and words of one's own."),
    _rule(
        "bad-id",
        """An id has lower-case letters, digits and hyphens, at most 64, and does not begin with a hyphen; what a
        statement is about is such an id, or two with a point between. A card's id is the name of its file.""",
        "- id: Town_five_million",
        "- id: town-five-million",
    ),
    _rule(
        "bad-date",
        """A date is YYYY-MM-DD, as precise as it is known: YYYY-MM and YYYY too, and "< DATE" for some time before.
        It is a date of the Gregorian calendar, without a time of day.""",
        "said: 20/02/2026",
        "said: 2026-02-20",
    ),
    _rule(
        "bad-number",
        """A number is written in the digits 0 to 9, with a point where it has one: no thousands, no exponent, no
        sign of per cent. It lies in the range of its field.""",
        "weight: 2,0",
        "weight: 2",
    ),
    _rule("unknown-word", "The field takes one of a few words.", "role: broker", "role: mediator"),
    _rule(
        "bad-url",
        "An address begins with http:// or https://, and has no spaces and no hidden characters.",
        "url: herald.example/harbour",
        "url: https://herald.example/harbour",
    ),
    _rule(
        "bad-file",
        """A card's `file` is a bare name, since the text is looked for in the folder that the user gives; `sources`
        is a folder seen from the ledger. Neither leads elsewhere on the disk.""",
        "file: ../texts/eastport-herald.txt",
        "file: eastport-herald.txt",
    ),
    _rule(
        "bad-hash",
        "A hash is the SHA-256 of the exact text: 64 hexadecimal digits, as `sha256sum TEXT` prints them.",
        "sha256: e1f4367a",
        f"sha256: {_RADIO}",
    ),
    _rule(
        "bad-language",
        checks.bad_language,
        """
        kind: report
        language: Arabic
        """,
        """
        kind: report
        language: ar
        """,
    ),
    _rule(
        "hidden-direction",
        """A text holds a character that turns the order in which it is shown, so that it can read other than it is.
        It is kept, since the source may have it, and always shown escaped. A warning.""",
        r'gloss: "should rise \u202eevery year with prices"',
        "gloss: should rise every year with prices",
    ),
    _rule(
        "presentation-forms",
        """A text holds letters in one fixed Arabic shape, as some programs copy them. They look alike, and no search
        finds them. A warning.""",
        "name: {en: Province of the Coast, ar: إقليم \ufe8d\ufedf\ufeb4\ufe8e\ufea3\ufede}",
        "name: {en: Province of the Coast, ar: إقليم الساحل}",
    ),
    # --- names
    _rule(
        "unknown-party",
        checks.unknown_name,
        """
        - id: province-five-years
          party: provincce
        """,
        """
        - id: province-five-years
          party: province
        """,
    ),
    _rule(
        "unknown-issue",
        checks.unknown_name,
        """
        party: province
        about: berth
        """,
        """
        party: province
        about: berths
        """,
    ),
    _rule(
        "unknown-dimension",
        checks.unknown_name,
        "- {party: harbour, about: rent.index, reaches: yearly}",
        "- {party: harbour, about: rent.indexation, reaches: yearly}",
    ),
    _rule("unknown-source", checks.unknown_name, "- source: radio", "- source: coast-radio"),
    _rule("unknown-statement", checks.unknown_name, "statements: [province-five]", "statements: [province-five-years]"),
    _rule(
        "duplicate-id",
        checks.duplicate_id,
        """
        - id: company-no-more
          party: harbour
          about: rent.indexation
        """,
        """
        - id: company-fixed-rent
          party: harbour
          about: rent.indexation
        """,
    ),
    _rule(
        "reserved-id",
        checks.reserved_id,
        """
        all: {name: All of them, role: stakeholder}
        province:
          name: {en: Province of the Coast, ar: إقليم الساحل}
        """,
        """
        province:
          name: {en: Province of the Coast, ar: إقليم الساحل}
        """,
    ),
    # --- scales and values
    _rule(
        "no-dimensions",
        checks.no_dimensions,
        """
        name: Dredging
        headline: false
        dimensions: {}
        """,
        f"""
        name: Dredging
        headline: false
        {_PAYER} note: No report speaks of it.}}}}
        """,
    ),
    _rule("bad-scale", checks.scale_fields, "range: [1, 1]", "range: [1, 5]"),
    _rule("bad-shares", checks.shares, "share: 50", "share: 40"),
    _rule("bad-value", checks.bad_value, "value: 7", "value: 5"),
    _rule(
        "stance-value",
        checks.stance_value,
        """
        stance: silent
        value: fishing
        """,
        "stance: silent",
    ),
    _rule(
        "bad-condition",
        checks.bad_condition,
        "- {party: harbour, about: rent.indexation}",
        "- {party: harbour, about: rent.indexation, reaches: yearly}",
    ),
    # --- what parties say
    _rule("bad-link", checks.links, "beside: [town-fishing, town-three-million]", "beside: [town-fishing]"),
    _rule(
        "replace-circle",
        checks.replace_circle,
        """
        value: 5
        replaces: [town-four-million]
        """,
        "value: 5",
    ),
    _rule(
        "unlinked-asks",
        checks.unlinked_asks,
        """
        - id: town-four-million
          party: town
          about: rent.level
          stance: asks
          value: 4
        """,
        """
        - id: town-four-million
          party: town
          about: rent.level
          stance: asks
          value: 4
          replaces: [town-five-million]
        """,
    ),
    _rule("rejects-own", checks.rejects_own, 'value: ">= 2"', 'value: ">= 3"'),
    _rule("one-sided", checks.one_sided, f"{_PAYER}}}}}", f"{_PAYER} note: No report speaks of it.}}}}"),
    _rule("empty-proposal", checks.empty_proposal, "statements: []", "statements: [province-five-years]"),
    # --- evidence and sources
    _rule(
        "bad-evidence",
        checks.bad_evidence,
        """
        at: [106, 147]
        quote: had spoken of five million
        """,
        """
        at: [106, 147]
        quote: had spoken of five million in the morning
        """,
    ),
    _rule(
        "missing-gloss",
        checks.missing_gloss,
        'quote: "يرتفع كل سنة مع الأسعار"',
        """
        quote: "يرتفع كل سنة مع الأسعار"
        gloss: should rise every year with prices
        """,
    ),
    _rule("future", checks.future, "said: 2026-03-27", "said: 2026-02-27"),
    _rule(
        "card-file",
        """A card is a link that leads out of the folder of cards, or no file but a folder, a pipe or a device. It is
        not opened: what it leads to was never meant to be printed, and a pipe might be waited for without end.""",
    ),
    _rule(
        "missing-sources", "There is no folder of source cards where `sources` says.", "sources: seed", "sources: seeds"
    ),
    _rule("source-dates", checks.source_dates, "after: 2026-03-20", "after: 2026-02-20"),
    _rule("unused-source", checks.unused_source, "- source: eastport-herald", "- source: coast-radio"),
    _rule("same-text", checks.same_text, f"sha256: {_HERALD}", f"sha256: {_RADIO}"),
    # --- source texts, which `check --texts DIR` looks at
    _rule(
        "missing-text",
        """The text of a source is not in the folder that `--texts` names, neither under the `file` of its card nor,
        by its hash, under any other name. None of its quotes is proved.""",
        f"""
        sha256: {"0" * 64}
        file: radio.txt
        """,
        f"""
        sha256: {_RADIO}
        file: coast-radio.txt
        """,
    ),
    _rule(
        "other-text",
        """The text has another hash or another length than its card says: it is not the one that was coded, so the
        places of its quotes may be wrong.""",
        "characters: 90",
        "characters: 92",
    ),
    _rule(
        "moved-quote",
        "The words of a quote stand in the text, and not at the place that the evidence gives.",
        "at: [160, 203]",
        "at: [159, 202]",
    ),
    _rule(
        "other-quote",
        """The words of a quote do not stand in the text. A quote is copied character by character, with its marks
        and its mistakes.""",
        "quote: had yachts in mind",
        "quote: has yachts in mind",
    ),
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule in sorted(_RULES, key=lambda r: r.id)}
"""Every mistake that gapcli knows, by its id."""


def explained(rule: Rule) -> str:
    """What a mistake means, for a reader of a terminal."""
    parts = [rule.id, *(fill(p, 79) for p in rule.meaning.split("\n\n"))]
    if rule.wrong:
        parts += ["Wrong:", indent(rule.wrong, "    "), "Right:", indent(rule.right, "    ")]
    return "\n\n".join(parts) + "\n"
