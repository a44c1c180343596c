"""Scales: what a dimension needs to be one, and how the dimensions share an issue."""

from dataclasses import replace

from gapcli.files.checks.rule import Found, Rule, rule
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding, Path
from gapcli.files.tree import BAD
from gapcli.ledger.model import Dimension
from gapcli.ledger.scales import FIELDS, SCALES, BadValue

_BAD_SCALE = Rule("""
    # bad-scale
    A dimension has the fields that its kind of scale needs, and they make a scale.

    `graded` and `number` name two `poles`; `graded` and `choice` have two `options` or more; `number` has a `unit`, and
    a `range` of two different numbers. The places of options rise; `today` is a value of the scale.
    ✗ range: [1, 1]
    ✓ range: [1, 5]
    """)


def attach_scales(view: View) -> Found:
    """Give each dimension its issue and its scale, before any rule is checked; find the scales that cannot be built."""
    for path, issue, dimension in view.dimensions:
        object.__setattr__(dimension, "issue", issue.id)
        if not _is_readable(dimension):
            continue
        mistakes = list(_compare_fields(path, dimension))
        if not mistakes:
            try:
                object.__setattr__(dimension, "scale_", dimension.build_scale())
            except BadValue as bad:
                mistakes.append(Finding((*path, _find_culprit(dimension)), bad.message, bad.help))
        yield from (finding._replace(id="bad-scale") for finding in mistakes)


def _is_readable(dimension: Dimension) -> bool:
    """Whether all that makes the scale could be read."""
    parts = (dimension.scale, dimension.poles, dimension.options, dimension.range, dimension.unit, dimension.today)
    return BAD not in parts and all(o and BAD not in (o.name, o.at) for o in dimension.options.values())


def _compare_fields(path: Path, dimension: Dimension) -> Found:
    """Yield what its kind of scale misses in a dimension, and what it does not take."""
    kind = f'a scale of the kind "{dimension.scale}"'
    needs = SCALES[dimension.scale].needs
    for name in FIELDS:
        value = getattr(dimension, name)
        if name in needs and not value:
            yield Finding(path, f"{kind} needs `{name}`", f"it has {', '.join(needs)}", on_key=True)
        elif value and name not in needs:
            yield Finding((*path, name), f"{kind} has no `{name}`", "delete it", on_key=True)
    if "poles" in needs and dimension.poles and len(dimension.poles) != 2:
        yield Finding((*path, "poles"), "a scale has two poles", "write poles: [none, all]")


def _find_culprit(dimension: Dimension) -> str:
    """The field that makes it impossible to build a scale."""
    try:
        replace(dimension, today=None).build_scale()
    except BadValue:
        return SCALES[dimension.scale].defined_by
    return "today"


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
        if len(numbers) == len(shares) and abs(sum(numbers) - 100) > 1e-6:
            message = f'the shares of "{issue.id}" add up to {sum(numbers):g}'
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
