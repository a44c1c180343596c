"""The values of a dimension in words."""

from collections.abc import Iterable, Mapping, Sequence

from gapcli.ledger.model import Dimension
from gapcli.ledger.scales import Described, Raw
from gapcli.words import phrases


def say_value(d: Dimension, raw: Raw) -> str:
    """A value in words: `a five-year stop`, `at least 15 %`; numbers keep the digits that were written."""
    return _say(d, d.measure.describe(raw), phrases.VALUES)


def say_rejected(d: Dimension, rejected: Sequence[Raw]) -> str:
    """What some rejections rule out together: `anything beyond a one-year stop`."""
    return phrases.join(
        dict.fromkeys(_say(d, each, phrases.RULED_OUT) for each in d.measure.describe_rejected(rejected)), phrases.OR
    )


def say_any(d: Dimension, values: Iterable[Raw]) -> str:
    """The distinct values of several, any of which is meant."""
    return phrases.join(dict.fromkeys(say_value(d, raw) for raw in values), phrases.OR)


def _say(d: Dimension, described: Described, patterns: Mapping[str, str]) -> str:
    form, parts = described
    names = [str(d.options[part].name) if part in d.options else part for part in parts]
    if form == "options":
        return phrases.join(names, phrases.OR)
    high = phrases.measure(names[-1], str(d.unit)) if d.unit else names[-1]
    return patterns[form].format(low=names[0], high=high)
