"""Scales: what a dimension needs to be one, and how the dimensions share an issue."""

from gapcli.files.checks.rule import PAYER, Found, Rule, rule
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding, Path
from gapcli.ledger.model import Dimension
from gapcli.ledger.scales import FIELDS, SCALES


def scale_fields(path: Path, dimension: Dimension) -> Found:
    """Yield what its kind of scale misses in a dimension, and what it does not take.

    The scale is made only where there is neither, so this stands before every check.
    """
    kind = dimension.scale
    wanted = SCALES[kind].needs
    for name in FIELDS:
        value = getattr(dimension, name)
        if name in wanted and not value:
            message = f'a scale of the kind "{kind}" needs `{name}`'
            yield Finding("bad-scale", path, message, f"it has {', '.join(wanted)}", on_key=True)
        elif value and name not in wanted:
            message = f'a scale of the kind "{kind}" has no `{name}`'
            yield Finding("bad-scale", (*path, name), message, "delete it", on_key=True)
    if "poles" in wanted and dimension.poles and len(dimension.poles) != 2:
        yield Finding("bad-scale", (*path, "poles"), "a scale has two poles", "write poles: [none, all]")


_BAD_SCALE = Rule(
    "bad-scale",
    """
    A dimension has the fields that its kind of scale needs, and they make a scale.

    `graded` and `number` name two `poles`; `graded` and `choice` have two `options` or more; `number` has a `unit`, and
    a `range` of two different numbers. The places of options rise; `today` is a value of the scale.
    """,
    wrong="range: [1, 1]",
    right="range: [1, 5]",
)


@rule(
    "bad-shares",
    """
    The shares of an issue's dimensions add up to 100, or none of them has one.

    So a new question takes its share from the others, and does not thin them out.
    """,
    wrong="share: 50",
    right="share: 40",
)
def _bad_shares(view: View) -> Found:
    for path, shares in view.shares():
        numbers = [share for share in shares.values() if share is not None]
        if not numbers:
            continue
        for name, share in shares.items():
            if share is None:
                message = f'"{name}" has no share, and others of the issue have'
                yield Finding("bad-shares", (*path, name), message, "give each a share, or none", on_key=True)
        if len(numbers) == len(shares) and abs(sum(numbers) - 100) > 1e-6:
            _, issue, _ = path
            message = f'the shares of "{issue}" add up to {sum(numbers):g}'
            yield Finding("bad-shares", (*path, next(iter(shares)), "share"), message, "they add up to 100")


@rule(
    "no-dimensions",
    "An issue has one dimension or more: without a question there is nothing to hold a position on.",
    wrong="""
        name: Dredging
        headline: false
        dimensions: {}
        """,
    right=f"""
        name: Dredging
        headline: false
        {PAYER} note: No report speaks of it.}}}}
        """,
)
def _no_dimensions(view: View) -> Found:
    for path, issue in view.issues("dimensions"):
        if not issue.dimensions:
            yield Finding("no-dimensions", path, f'"{issue.id}" asks no question', "add a dimension", on_key=True)


RULES = (_BAD_SCALE, _bad_shares, _no_dimensions)
