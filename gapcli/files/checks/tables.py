"""Tables: what a ledger says of a table, and what is in its file. All but the last are found while it is read."""

from gapcli.files.checks.rule import Found, Rule, View, rule, select
from gapcli.files.problems import Finding

_BAD_TABLE = Rule("""
    # bad-table
    What a ledger says of a table does not fit together.

    Each shape has its columns: `long` those of the party, the question and the value, `questions` that of the question,
    `parties` that of the party. A scale has a reason, and what belongs to a scale has a scale.
    ✗ shape: questions
    ✓ shape: parties
    """)

_TABLE_FILE = Rule("""
    # table-file
    The file of a table is not beside the ledger; or it is a link that leads elsewhere, or no file but a pipe or a
    device, and is not opened.
    ✗ file: survey-2026.csv
    ✓ file: survey.csv
    """)

_OTHER_TABLE = Rule("""
    # other-table
    The file of a table has another hash than the card that it is cited by. Either it was saved otherwise or corrected,
    and then the card says so from now on; or it is another table.
    ✗ sha256: 0000000000000000000000000000000000000000000000000000000000000000
    ✓ sha256: f74a8f3828b47eb95e3b13a8f4d515c1dbbe52a1999cc8f4ad394cb3f2b3eb26
    """)

_UNKNOWN_COLUMN = Rule("""
    # unknown-column
    The header of a table has no column that the ledger names; or a table of statements has one that no statement has,
    so that what it says would be lost.
    ✗ id: organisation
    ✓ id: association
    """)

_UNKNOWN_QUESTION = Rule("""
    # unknown-question
    A table has a question that nothing measures. Either the ledger declares it as a dimension of an issue, with a scale
    of its own; or the table says what scale all of its questions have.
    ✗ names: {Use of the quay: uses}
    ✓ names: {Use of the quay: use}
    """)

_UNKNOWN_CODE = Rule("""
    # unknown-code
    A cell holds what is no answer, and does not stand under `none`, `silent`, `off_agenda` or `codes` of the table
    either. Nothing is guessed: an abstention, an absence and no opinion are different things.
    ✗ none: [no reply]
    ✓ none: [no answer]
    """)

_NO_ID = Rule("""
    # no-id
    A table calls a party or a question by a name of which no id can be made in letters of ASCII; or two names make one
    and the same. Which id it has then stands under `names`.
    · names:
    ·   Harbour Company: harbour
    ✓   Φίλοι της θάλασσας: friends-of-the-sea
    """)

_REPEATED_CELL = Rule("""
    # repeated-cell
    A party has several values on one question and one day. A later day replaces an earlier one; how several of one day
    stand to one another is for `conflict` to say.
    · said: {column: day, format: "%d.%m.%Y"}
    ✓ conflict: beside
    """)


@rule("""
    # unconfirmed (warning)
    What `gapcli import` chose for a table and somebody has still to look at: its shape, its columns, the order of its
    answers, its dates, its card. A warning: the figures rest on a guess. Take each out of the list when it is right.
    · file: survey.csv
    ✗ unconfirmed: [shape]
    """)
def _unconfirmed(view: View) -> Found:
    for path, table in select(view.tables, "unconfirmed"):
        for i, choice in enumerate(table.unconfirmed):
            message = f'nobody has confirmed the choice of "{choice}"'
            yield Finding((*path, "unconfirmed", i), message, "look at it, and take it out of the list")
