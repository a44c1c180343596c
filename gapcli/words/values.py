"""The values of a dimension in words."""

from collections.abc import Iterable, Mapping, Sequence

from gapcli.ledger.model import Dimension
from gapcli.ledger.scales import Described, Raw
from gapcli.words import en


def say_value(d: Dimension, raw: Raw) -> str:
    """A value in words: `a five-year stop`, `at least 15 %`; numbers keep the digits that were written."""
    return _say(d, d.measure.describe(raw), en.VALUES)


def say_rejected(d: Dimension, rejected: Sequence[Raw]) -> str:
    """What some rejections rule out together: `anything beyond a one-year stop`."""
    return en.join(dict.fromkeys(_say(d, each, en.RULED_OUT) for each in d.measure.describe_rejected(rejected)), en.OR)


def say_any(d: Dimension, values: Iterable[Raw]) -> str:
    """The distinct values of several, any of which is meant."""
    return en.join(dict.fromkeys(say_value(d, raw) for raw in values), en.OR)


def _say(d: Dimension, described: Described, patterns: Mapping[str, str]) -> str:
    form, parts = described
    names = [str(d.options[part].name) if part in d.options else part for part in parts]
    if form == "options":
        return en.join(names, en.OR)
    return patterns[form].format(low=names[0], high=names[-1], unit=d.unit)
