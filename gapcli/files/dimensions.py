"""The scales of a ledger's dimensions, built once they are read."""

from collections.abc import Iterator
from dataclasses import replace

from gapcli.files import checks
from gapcli.files.checks.view import View
from gapcli.files.problems import Finding
from gapcli.files.values import BAD
from gapcli.ledger.model import Dimension, Ledger
from gapcli.ledger.scales import SCALES, BadValue


def attach_scales(draft: Ledger) -> Iterator[Finding]:
    """Give each dimension its issue and its scale; the scales that cannot be built are found."""
    for path, issue, dimension in View(draft).dimensions():
        object.__setattr__(dimension, "issue", issue.id)
        if not _is_readable(dimension):
            continue
        mistakes = list(checks.scale_fields(path, dimension))
        yield from mistakes
        if not mistakes:
            try:
                object.__setattr__(dimension, "scale_", dimension.build_scale())
            except BadValue as bad:
                yield Finding("bad-scale", (*path, _find_culprit(dimension)), bad.message, bad.help)


def _is_readable(dimension: Dimension) -> bool:
    """Whether all that makes the scale could be read."""
    parts = (dimension.scale, dimension.poles, dimension.options, dimension.range, dimension.unit)
    if BAD in (*parts, dimension.today, *(dimension.poles or ()), *(dimension.range or ())):
        return False
    return all(o is not BAD and BAD not in (o.name, o.at) for o in dimension.options.values())


def _find_culprit(dimension: Dimension) -> str:
    """The field that makes it impossible to build a scale."""
    try:
        replace(dimension, today=None).build_scale()
    except BadValue:
        return SCALES[dimension.scale].defined_by
    return "today"
