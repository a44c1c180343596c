"""What must hold across the parts of a ledger: a family of rules a file, each rule beside its examples."""

from gapcli.files.checks import (
    contradictions,
    coverage,
    dates,
    evidence,
    links,
    names,
    proposals,
    scales,
    statements,
)
from gapcli.files.checks.scales import scale_fields
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding
from gapcli.files.tree import MOST_MISTAKES
from gapcli.ledger.model import Ledger

__all__ = ["FAMILIES", "run", "scale_fields"]

FAMILIES = (names, scales, statements, links, contradictions, evidence, proposals, dates, coverage)
"""The families of which a rule is checked here, in the order in which they run."""


def run(ledger: Ledger) -> list[Finding]:
    """All that the rules find. They see only what could be read, so that nothing is reported twice."""
    view = View(ledger)
    found: list[Finding] = []
    errors = 0
    for rule in (rule for family in FAMILIES for rule in family.RULES if rule.check):
        for finding in rule.check(view):
            errors += rule.severity == "error"
            if errors > MOST_MISTAKES:
                message = f"more than {MOST_MISTAKES:,} mistakes: these are not all"
                return [*found, Finding("too-many", (), message, "mend these first")]
            found.append(finding._replace(severity=rule.severity))
    return found
