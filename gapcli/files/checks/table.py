"""What each mistake means, with an example of it and of its cure: `gapcli check --explain`, docs/checks.md."""

from collections.abc import Mapping
from inspect import cleandoc
from textwrap import fill, indent
from types import MappingProxyType

from gapcli.files.checks import FAMILIES, cards, fields, quotes, yaml_text
from gapcli.files.checks.rule import Rule


def _unindent(rule: Rule) -> Rule:
    """Take the indentation of the code out of the texts of a rule."""
    return rule._replace(meaning=cleandoc(rule.meaning), wrong=cleandoc(rule.wrong), right=cleandoc(rule.right))


_ROWS = [_unindent(rule) for family in (*FAMILIES, yaml_text, fields, cards, quotes) for rule in family.RULES]
RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in sorted(_ROWS, key=lambda rule: rule.id)})
"""Every mistake that gapcli knows, by its id."""


def explain_rule(rule: Rule) -> str:
    """Say what a mistake means, for a reader of a terminal."""
    parts = [rule.id, *(fill(p, 79) for p in rule.meaning.split("\n\n"))]
    if rule.wrong:
        parts += ["Wrong:", indent(rule.wrong, "    "), "Right:", indent(rule.right, "    ")]
    return "\n\n".join(parts) + "\n"
