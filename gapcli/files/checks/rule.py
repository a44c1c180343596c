"""What a rule is: what it says, its wrong and its right example, and the function that finds what breaks it."""

import re
from collections.abc import Callable, Iterator
from types import ModuleType

from gapcli.files.checks.view import View
from gapcli.files.problems import Finding

Found = Iterator[Finding]
Check = Callable[[View], Found]


class Rule:
    """A kind of mistake, as a user looks it up by the id that stands after a message.

    Its text is `# id`, with `(warning)` after it where it is none but one; what it means; and lines of a ledger or a
    card, which begin with ✗ in the wrong example alone, with ✓ in the right one alone, and with · in both.
    """

    def __init__(self, text: str, check: Check | None = None) -> None:
        head, *lines = (line.strip() for line in text.strip().split("\n"))
        self.id = head.split()[1]
        self.severity = "warning" if head.endswith("(warning)") else "error"
        self.meaning = "\n".join(line for line in lines if line[:2] not in ("✗ ", "✓ ", "· ")).strip()
        """What it says of the ledger, and why it matters; paragraphs stand apart by an empty line."""
        self.wrong = "\n".join(line[2:] for line in lines if line[:2] in ("✗ ", "· "))
        """Lines of a ledger or a card with the mistake; empty where no line can show it."""
        self.right = "\n".join(line[2:] for line in lines if line[:2] in ("✓ ", "· "))
        """The same lines without it."""
        self.check = check
        """What finds it in a ledger that is read; None where the mistake is found before."""


def rule(text: str) -> Callable[[Check], Rule]:
    """Make a rule out of the function under it."""
    return lambda check: Rule(text, check)


def list_rules(family: ModuleType) -> list[Rule]:
    """The rules of a family, in the order of its file."""
    texts = re.split(r"\n\n(?=# )", getattr(family, "TEXT", ""))
    return [Rule(text) for text in texts if text] + [r for r in vars(family).values() if isinstance(r, Rule)]
