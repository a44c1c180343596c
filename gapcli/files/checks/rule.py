"""What a rule is: what it says, its wrong and its right example, and the function that finds what breaks it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from gapcli.files.checks.view import View
from gapcli.files.problems import Finding

Found = Iterator[Finding]
Check = Callable[[View], Found]


class Rule(NamedTuple):
    """A kind of mistake, as a user looks it up by the id that stands after a message."""

    id: str
    meaning: str
    """What it says of the ledger, and why it matters; paragraphs stand apart by an empty line."""
    wrong: str = ""
    """Lines of a ledger or a card with the mistake; empty where no line can show it."""
    right: str = ""
    """The same lines without it."""
    severity: str = "error"
    """`error` or `warning`."""
    check: Check | None = None
    """What finds it in a ledger that is read; None where the mistake is found before."""


def rule(id: str, meaning: str, wrong: str, right: str, severity: str = "error") -> Callable[[Check], Rule]:
    """Make the row of a rule out of the function under it."""
    return lambda check: Rule(id, meaning, wrong, right, severity, check)


# What several examples share: lines of the ledger in tests/rules.
HERALD = "96c99ab745894a2d6c847a6dba201c9751c6a5adb6e33267e00408587b9adc97"
RADIO = "e1f4367a7be96d8836b5675d7a4ab9874307e6f431c78b198286398a92717494"
PAYER = (
    'dimensions: {payer: {question: "Who pays?", scale: choice, '
    "options: {town: the town, company: the company}, why: No order.,"
)
