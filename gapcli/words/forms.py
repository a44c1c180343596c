"""What languages share: patterns of more than one form, of which a count or a condition chooses, and dates."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Conditional(NamedTuple):
    """A pattern that is another where there are conditions."""

    bare: str
    conditional: str
    partly: str = ""
    """Where some reports have conditions and others none."""

    def fill(self, conditions: str = "", partly: bool = False, **slots: str) -> str:
        """The sentence, with the conditions if there are any."""
        conditional = self.partly if partly else self.conditional
        return (conditional if conditions else self.bare).format(conditions=conditions, **slots)


class Plural(NamedTuple):
    """A pattern that is another by how many it counts."""

    categorize: Callable[[int], str]
    """The category of a number in the language, of those of CLDR: zero, one, two, few, many, other."""
    forms: Mapping[str, str]
    """The pattern by its category; `other` stands for those that it has not."""

    def fill(self, n: int, **slots: str) -> str:
        """The sentence about so many."""
        return self.forms.get(self.categorize(n), self.forms["other"]).format(n=n, **slots)


class MarkWords(NamedTuple):
    """What a mark of a pair is on a page; both empty where the words of the positions say it already."""

    sign: str = ""
    """What stands for it in a table."""
    meaning: str = ""


def write_date(text: str, months: Sequence[str], before: str) -> str:
    """A date of a ledger in words, as precise as it is: day, month and year. `before`: the pattern of `< DATE`."""
    year, month, day = (*text.lstrip("< ").split("-"), "", "")[:3]
    words = " ".join(filter(None, (day.lstrip("0"), months[int(month) - 1] if month else "", year)))
    return before.format(date=words) if text.startswith("<") else words
