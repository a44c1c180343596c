"""Quotes against the texts of their sources, which `check --texts DIR` looks at."""

from gapcli.files.checks.rule import RADIO, Rule

RULES = (
    Rule(
        "missing-text",
        """The text of a source is not in the folder that `--texts` names, neither under the `file` of its card nor,
        by its hash, under any other name. None of its quotes is proved.""",
        f"""
        sha256: {"0" * 64}
        file: radio.txt
        """,
        f"""
        sha256: {RADIO}
        file: coast-radio.txt
        """,
    ),
    Rule(
        "other-text",
        """The text has another hash or another length than its card says: it is not the one that was coded, so the
        places of its quotes may be wrong.""",
        "characters: 90",
        "characters: 92",
    ),
    Rule(
        "moved-quote",
        "The words of a quote stand in the text, and not at the place that the evidence gives.",
        "at: [160, 203]",
        "at: [159, 202]",
    ),
    Rule(
        "other-quote",
        """The words of a quote do not stand in the text. A quote is copied character by character, with its marks
        and its mistakes.""",
        "quote: had yachts in mind",
        "quote: has yachts in mind",
    ),
)
