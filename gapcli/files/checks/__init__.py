"""What must hold across the parts of a ledger: a family of rules a file, each rule beside its examples."""

from gapcli.files.checks import (
    contradictions,
    coverage,
    evidence,
    groups,
    languages,
    links,
    names,
    scales,
    statements,
    tables,
)
from gapcli.files.checks.rule import View, list_rules
from gapcli.files.problems import Finding
from gapcli.files.tree import MOST_MISTAKES

FAMILIES = (names, scales, statements, links, contradictions, evidence, groups, tables, coverage, languages)
"""The families of which a rule is checked here, in the order in which they run."""


def run(view: View) -> list[Finding]:
    """All that the rules find. They see only what could be read, so that nothing is reported twice."""
    found: list[Finding] = []
    errors = 0
    for rule in (rule for family in FAMILIES for rule in list_rules(family)):
        warnings = 0
        for finding in rule.check(view) if rule.check else ():
            errors += rule.severity == "error"
            warnings += rule.severity == "warning"
            if errors > MOST_MISTAKES:
                message = f"more than {MOST_MISTAKES:,} mistakes: these are not all"
                return [*found, Finding((), message, "mend these first", id="too-many")]
            if warnings > MOST_MISTAKES:
                help = f"these are not all; gapcli check --explain {rule.id} says what is meant"
                message = f"more than {MOST_MISTAKES:,} warnings of one kind"
                found.append(Finding((), message, help, id=rule.id, severity="warning"))
                break
            found.append(finding._replace(id=rule.id, severity=rule.severity))
    return found
