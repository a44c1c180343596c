"""Statements: the stance, the value and the conditions of each fit together, and so do those of a proposal."""

from gapcli.files.checks.rule import Found, View, place_parts, rule, select
from gapcli.files.problems import Finding
from gapcli.ledger.model import VALUED
from gapcli.ledger.scales import BadValue


@rule("""
    # stance-value
    A statement has the fields that its stance needs, and no others.

    `rejects` and `agrees` say what, by a `value` of a dimension; `silent` and `off-agenda` have no value. About an
    issue as a whole there is `off-agenda`, `silent`, or `asks` and `accepts` without a value. `if` goes with `asks` and
    `accepts`, `unless` with `rejects` and `off-agenda`; what is agreed is agreed in words.
    · stance: silent
    ✗ value: fishing
    """)
def _stance_value(view: View) -> Found:
    for path, s in select(view.statements, "stance", "about", "value"):
        if s.value is not None and s.stance in ("silent", "off-agenda"):
            yield Finding((*path, "value"), f"a party that is {s.stance} has no value", "delete the value")
        elif s.dimension is None and (s.value is not None or s.stance in ("rejects", "agrees")):
            message = f'"{s.about}" is a whole issue, and has no scale'
            yield Finding((*path, "about"), message, "name the dimension: issue.dimension")
        elif s.value is None and s.stance == "rejects":
            yield Finding((*path, "stance"), "what is rejected has no value", "add `value`")
        elif s.value is None and s.stance == "agrees":
            yield Finding(
                (*path, "stance"), "what is agreed has no value", "add `value`, or code what was said as asks"
            )
    for path, s in select(view.statements, "stance", "basis"):
        if s.stance == "agrees" and s.basis == "conduct":
            yield Finding(
                (*path, "basis"), "what is agreed is no conduct", "leave it out, or code what was done as asks"
            )
    for field, name, stances in (("if_", "if", ("asks", "accepts")), ("unless", "unless", ("rejects", "off-agenda"))):
        for path, s in select(view.statements, "stance", field):
            if getattr(s, field) and s.stance not in stances:
                message, help = f"`{name}` does not go with {s.stance}", f"it goes with {' and '.join(stances)}"
                yield Finding((*path, name), message, help, on_key=True)


@rule("""
    # bad-value
    A value is one that the scale of its dimension has: an option, a stretch from low to high, a number in the range.

    An outside answer is no mistake of the party's: give the scale an option for it, or a wider range.
    ✗ value: 7
    ✓ value: 5
    """)
def _bad_value(view: View) -> Found:
    for path, s in select(view.statements, "about", "value"):
        dimension = view.measured.get(s.about)
        if dimension and s.value is not None:
            try:
                dimension.measure.read(s.value)
            except BadValue as bad:
                yield Finding((*path, "value"), bad.message, dimension.measure.cure(bad))


TESTS = {"reaches": "reaches", "is_": "is", "at_least": "at_least", "at_most": "at_most"}
"""The fields of a condition that are its test, and how the file calls them."""


@rule("""
    # bad-condition
    A condition is words, or another party, a dimension and one of `reaches`, `is`, `at_least` and `at_most`.
    ✗ - {party: harbour, about: rent.indexation}
    ✓ - {party: harbour, about: rent.indexation, reaches: yearly}
    """)
def _bad_condition(view: View) -> Found:
    for path, s, condition in select(view.conditions, "party"):
        if condition.party == s.party:
            help = "name the party that it waits for, or use words"
            yield Finding((*path, "party"), f'"{s.party}" waits for itself', help)
    for path, _, condition in select(view.conditions, *TESTS):
        tests = [name for field, name in TESTS.items() if getattr(condition, field) is not None]
        if len(tests) != 1:
            yield Finding(path, "a condition has exactly one test", "give one of: reaches, is, at_least, at_most")
            continue
        dimension = view.measured.get(condition.about)
        if dimension:
            try:
                dimension.satisfying(condition)
            except BadValue as bad:
                yield Finding((*path, *tests), bad.message, dimension.measure.cure(bad))


@rule("""
    # empty-proposal
    A proposal has terms: statements that ask for or offer something.
    ✗ statements: []
    ✓ statements: [province-five-years]
    """)
def _empty_proposal(view: View) -> Found:
    silent = {s.id: s.stance for _, s in select(view.statements, "id", "stance") if s.stance not in VALUED}
    for path, proposal in select(view.proposals, "statements"):
        if not proposal.statements:
            help = "name the statements that it is made of"
            yield Finding((*path, "statements"), f'"{proposal.id}" has no terms', help, on_key=True)
    for path, _, name in place_parts(view.proposals, "statements"):
        if name in silent:
            message = f'"{name}" is a statement of the stance {silent[name]}, which puts nothing forward'
            yield Finding(path, message, "name asks, accepts or agrees")
