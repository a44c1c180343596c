"""Statements: the stance, the value and the conditions of each fit together."""

from collections.abc import Iterator

from gapcli.files.checks.rule import Found, rule
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import Condition
from gapcli.ledger.scales import BadValue


@rule(
    "stance-value",
    """
    A statement has the fields that its stance needs, and no others.

    `rejects` says what, by a `value` of a dimension; `silent` and `off-agenda` have no value. About an issue as a whole
    there is `off-agenda`, `silent`, or `asks` and `accepts` without a value. `if` goes with `asks` and `accepts`,
    `unless` with `rejects` and `off-agenda`.
    """,
    wrong="""
        stance: silent
        value: fishing
        """,
    right="stance: silent",
)
def _stance_value(view: View) -> Found:
    for path, s in view.statements("stance", "about", "value"):
        if s.value is not None and s.stance in ("silent", "off-agenda"):
            message = f"a party that is {s.stance} has no value"
            yield Finding("stance-value", (*path, "value"), message, "delete the value")
        elif s.dimension is None and (s.value is not None or s.stance == "rejects"):
            message = f'"{s.about}" is a whole issue, and has no scale'
            yield Finding("stance-value", (*path, "about"), message, "name the dimension: issue.dimension")
        elif s.value is None and s.stance == "rejects":
            yield Finding("stance-value", (*path, "stance"), "what is rejected has no value", "add `value`")
    for path, s in view.statements("stance", "if_"):
        if s.if_ and s.stance not in ("asks", "accepts"):
            message = f"`if` does not go with {s.stance}"
            yield Finding("stance-value", (*path, "if"), message, "it goes with asks and accepts", on_key=True)
    for path, s in view.statements("stance", "unless"):
        if s.unless and s.stance not in ("rejects", "off-agenda"):
            message, help = f"`unless` does not go with {s.stance}", "it goes with rejects and off-agenda"
            yield Finding("stance-value", (*path, "unless"), message, help, on_key=True)


@rule(
    "bad-value",
    """
    A value is one that the scale of its dimension has: an option, a stretch from low to high, a number in the range.

    An outside answer is no mistake of the party's: give the scale an option for it, or a wider range.
    """,
    wrong="value: 7",
    right="value: 5",
)
def _bad_value(view: View) -> Found:
    for path, s in view.statements("about", "value"):
        dimension = view.dimension(s.about)
        if dimension and s.value is not None:
            try:
                dimension.measure.read(s.value)
            except BadValue as bad:
                yield Finding("bad-value", (*path, "value"), bad.message, dimension.measure.cure(bad))


TESTS = {"reaches": "reaches", "is_": "is", "at_least": "at_least", "at_most": "at_most"}
"""The fields of a condition that are its test, and how the file calls them."""


@rule(
    "bad-condition",
    """
    A condition is words, or another party, a dimension and one of `reaches`, `is`, `at_least` and `at_most`.
    """,
    wrong="- {party: harbour, about: rent.indexation}",
    right="- {party: harbour, about: rent.indexation, reaches: yearly}",
)
def _bad_condition(view: View) -> Found:
    for path, s, condition in view.conditions("party", statement=("party",)):
        if condition.party == s.party:
            message, help = f'"{s.party}" waits for itself', "name the party that it waits for, or use words"
            yield Finding("bad-condition", (*path, "party"), message, help)
    for path, _, tests in _tested(view):
        if len(tests) != 1:
            help = "give one of: reaches, is, at_least, at_most"
            yield Finding("bad-condition", path, "a condition has exactly one test", help)
    for path, condition, tests in _tested(view, "about"):
        dimension = view.dimension(condition.about)
        if dimension and len(tests) == 1:
            try:
                dimension.satisfying(condition)
            except BadValue as bad:
                yield Finding("bad-condition", (*path, *tests), bad.message, dimension.measure.cure(bad))


def _tested(view: View, *fields: str) -> Iterator[tuple[Path, Condition, list[str]]]:
    """Each condition, with the tests that it has."""
    for path, _, condition in view.conditions(*TESTS, *fields):
        yield path, condition, [name for field, name in TESTS.items() if getattr(condition, field) is not None]


RULES = (_stance_value, _bad_value, _bad_condition)
