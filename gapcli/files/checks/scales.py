"""Scales: what a dimension needs to be one, and how the dimensions share an issue."""

from contextlib import suppress
from math import fsum

from gapcli.files.checks.rule import Found, Rule, View, rule
from gapcli.files.problems import Finding, Path
from gapcli.files.tree import BAD
from gapcli.ledger.model import Dimension, Ledger
from gapcli.ledger.scales import FIELDS, SCALES, BadValue
from gapcli.text import write_number

_BAD_SCALE = Rule("""
    # bad-scale
    A dimension has the fields that its kind of scale needs, and they make a scale.

    `graded` and `number` name two `poles`; `graded` and `choice` have two `options` or more; `number` has a `unit`, and
    a `range` of two different numbers. The places of options rise; `today` is a value of the scale.
    ✗ range: [1, 1]
    ✓ range: [1, 5]
    """)


def attach_scales(draft: Ledger) -> tuple[Ledger, list[Finding]]:
    """Give each dimension its issue and its scale, before any rule is checked; find the scales that cannot be built."""
    found: list[Finding] = []
    issues = dict(draft.issues or {})
    for id, issue in issues.items():
        dimensions = dict((issue and issue.dimensions) or {})
        for name, dimension in dimensions.items():
            if dimension:
                path = ("issues", id, "dimensions", name)
                dimensions[name], mistakes = attach_scale(path, dimension._replace(issue=id))
                found += (mistake._replace(id="bad-scale") for mistake in mistakes)
        if dimensions:
            issues[id] = issue._replace(dimensions=dimensions)
    return draft._replace(issues=issues) if issues else draft, found


def attach_scale(path: Path, dimension: Dimension) -> tuple[Dimension, list[Finding]]:
    """Give a dimension its scale, where its fields make one; find what is wrong with them."""
    options = dimension.options
    if BAD in (dimension.scale, dimension.poles, options, dimension.range, dimension.unit, dimension.today):
        return dimension, []
    if not all(o and BAD not in (o.name, o.at) for o in options.values()):
        return dimension, []
    kind = SCALES[dimension.scale]
    called = f'a scale of the kind "{dimension.scale}"'
    mistakes = []
    for name in FIELDS:
        value = getattr(dimension, name)
        if name in kind.needs and not value:
            help = f"it has {', '.join(kind.needs)}"
            mistakes.append(Finding(path, f"{called} needs `{name}`", help, on_key=True))
        elif value and name not in kind.needs:
            mistakes.append(Finding((*path, name), f"{called} has no `{name}`", "delete it", on_key=True))
    if "poles" in kind.needs and dimension.poles and len(dimension.poles) != 2:
        mistakes.append(Finding((*path, "poles"), "a scale has two poles", "write poles: [none, all]"))
    if mistakes:
        return dimension, mistakes
    try:
        return dimension._replace(scale_=dimension.build_scale()), []
    except BadValue as bad:
        culprit = kind.defined_by
        with suppress(BadValue):
            dimension._replace(today=None).build_scale()
            culprit = "today"
        return dimension, [Finding((*path, culprit), bad.message, bad.help)]


@rule("""
    # bad-shares
    The shares of an issue's dimensions add up to 100, or none of them has one.

    So a new question takes its share from the others, and does not thin them out.
    ✗ share: 50
    ✓ share: 40
    """)
def _bad_shares(view: View) -> Found:
    for path, issue in view.issues:
        at = (*path, "dimensions")
        shares = {name: dimension.share for name, dimension in issue.dimensions.items() if dimension}
        numbers = [share for share in shares.values() if share is not None]
        if not numbers or BAD in numbers or len(shares) < len(issue.dimensions):
            continue
        for name, share in shares.items():
            if share is None:
                message = f'"{name}" has no share, and others of the issue have'
                yield Finding((*at, name), message, "give each a share, or none", on_key=True)
        # Nine decimals, so that a sum that is not 100 is never printed as 100.
        total = round(fsum(numbers), 9)
        if len(numbers) == len(shares) and abs(total - 100) > 1e-6:
            message = f'the shares of "{issue.id}" add up to {write_number(total)}'
            yield Finding((*at, next(iter(shares)), "share"), message, "they add up to 100")


@rule("""
    # no-dimensions
    An issue has one dimension or more: without a question there is nothing to hold a position on.
    · name: Dredging
    · headline: false
    ✗ dimensions: {}
    ✓ dimensions: {payer: {question: "Who pays?", scale: choice, options: {town: the town, company: the company}, why: No order., note: No report speaks of it.}}
    """)  # noqa: E501
def _no_dimensions(view: View) -> Found:
    for path, issue in view.issues:
        if not issue.dimensions:
            yield Finding(path, f'"{issue.id}" asks no question', "add a dimension", on_key=True)
