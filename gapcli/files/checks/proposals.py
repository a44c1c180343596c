"""Proposals: bundles of statements that put something forward."""

from gapcli.files.checks.rule import Found, View, place_parts, rule, select
from gapcli.files.problems import Finding


@rule("""
    # empty-proposal
    A proposal has terms: statements that ask for or offer something.
    ✗ statements: []
    ✓ statements: [province-five-years]
    """)
def _empty_proposal(view: View) -> Found:
    silent = {s.id: s.stance for _, s in select(view.statements, "id", "stance") if s.stance not in ("asks", "accepts")}
    for path, proposal in select(view.proposals, "statements"):
        if not proposal.statements:
            help = "name the statements that it is made of"
            yield Finding((*path, "statements"), f'"{proposal.id}" has no terms', help, on_key=True)
    for path, _, name in place_parts(view.proposals, "statements"):
        if name in silent:
            message = f'"{name}" is a statement of the stance {silent[name]}, which puts nothing forward'
            yield Finding(path, message, "name asks or accepts")
