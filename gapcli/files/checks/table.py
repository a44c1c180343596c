"""What each mistake means, with an example of it and of its cure: `gapcli check --explain`, docs/checks.md."""

from collections.abc import Mapping
from textwrap import fill, indent
from types import MappingProxyType

from gapcli.files.checks import FAMILIES, fields
from gapcli.files.checks.rule import Rule, list_rules

_ROWS = [rule for family in (*FAMILIES, fields) for rule in list_rules(family)]
RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in sorted(_ROWS, key=lambda rule: rule.id)})
"""Every mistake that gapcli knows, by its id."""


def explain_rule(rule: Rule) -> str:
    """Say what a mistake means, for a reader of a terminal."""
    parts = [rule.id, *(fill(p, 79) for p in rule.meaning.split("\n\n"))]
    if rule.wrong:
        parts += ["Wrong:", indent(rule.wrong, "    "), "Right:", indent(rule.right, "    ")]
    return "\n\n".join(parts) + "\n"
