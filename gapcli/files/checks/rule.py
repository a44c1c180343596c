"""What a rule is: what it says, its wrong and its right example, and the function that finds what breaks it."""

import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple

from gapcli.files.checks.view import View
from gapcli.files.problems import Finding

Found = Iterator[Finding]
Check = Callable[[View], Found]


class Rule(NamedTuple):
    """A kind of mistake, as a user looks it up by the id that stands after a message."""

    text: str
    """`# id`, with `(warning)` after it where it is none but one; what it means; and lines of a ledger or a card.

    These begin with ✗ where they stand in the wrong example alone, with ✓ in the right one alone, and with · in both.
    """
    check: Check | None = None
    """What finds it in a ledger that is read; None where the mistake is found before."""

    @property
    def _lines(self) -> list[str]:
        return [line.strip() for line in self.text.strip().split("\n")]

    @property
    def id(self) -> str:
        """The word that stands after its messages."""
        return self._lines[0].split()[1]

    @property
    def severity(self) -> str:
        """`error` or `warning`."""
        return "warning" if self._lines[0].endswith("(warning)") else "error"

    @property
    def meaning(self) -> str:
        """What it says of the ledger, and why it matters; paragraphs stand apart by an empty line."""
        return "\n".join(line for line in self._lines[1:] if line[:2] not in ("✗ ", "✓ ", "· ")).strip()

    @property
    def wrong(self) -> str:
        """Lines of a ledger or a card with the mistake; empty where no line can show it."""
        return "\n".join(line[2:] for line in self._lines if line[:2] in ("✗ ", "· "))

    @property
    def right(self) -> str:
        """The same lines without it."""
        return "\n".join(line[2:] for line in self._lines if line[:2] in ("✓ ", "· "))


def rule(text: str) -> Callable[[Check], Rule]:
    """Make a rule out of the function under it."""
    return lambda check: Rule(text, check)


def list_rules(family: ModuleType) -> list[Rule]:
    """The rules of a family, in the order of its file."""
    texts = re.split(r"\n\n(?=# )", getattr(family, "TEXT", ""))
    return [Rule(text) for text in texts if text] + [r for r in vars(family).values() if isinstance(r, Rule)]
