"""What is asked of a ledger: which parties and issues, on which day, through which lens, with which weights."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Self

from gapcli.ledger.lenses import LENSES

WEIGHTS = ("declared", "even", "questions", "salience")
"""How the issues and their questions may be weighed: `even` issue by issue, `questions` each question as any other."""

SORTS = ("gap", "issue", "open", "file")
"""The orders: by gap, by how far an answer could narrow the possible gap; `issue` and `file` are that of the file."""

STANCES = ("asks", "accepts", "agrees", "rejects", "off-agenda", "silent")
"""The stances of `model.Stance`, without what all nouns take to import."""

LensValue = bool | tuple[str, ...]
"""Whether a lens is on; of one that names sources, their names."""


class BadQuery(ValueError):
    """A question that the ledger cannot answer; its text says why, and what would do."""


class _Options(NamedTuple):
    parties: tuple[str, ...]
    """Ids or names, or `all`; empty for what the command shows by default."""
    issues: tuple[str, ...]
    """Ids or names of issues, ids of dimensions, or `all`; empty for what the command shows by default."""
    as_of: str | None
    since: str | None
    weights: str
    assume: tuple[str, ...]
    lenses: Mapping[str, LensValue]
    """Every lens by its name, off where it was not asked for."""


class Query(_Options):
    """The options that every command shares, as they were given.

    Each lens of `LENSES` is a keyword: `Query(parties=("us", "iran"), on_record=True, without=("daily",))`.
    """

    __slots__ = ()

    def __new__(
        cls,
        parties: tuple[str, ...] = (),
        issues: tuple[str, ...] = (),
        as_of: str | None = None,
        since: str | None = None,
        weights: str = "declared",
        assume: tuple[str, ...] = (),
        lenses: Mapping[str, LensValue] = MappingProxyType({}),
        **more_lenses: LensValue,
    ) -> Self:
        """Raises TypeError where a keyword is no lens."""
        asked = {**lenses, **more_lenses}
        for name in asked:
            if name not in LENSES:
                raise TypeError(f"{name} is no lens: one of {', '.join(LENSES)}")
        every = {name: asked.get(name, () if lens.names_sources else False) for name, lens in LENSES.items()}
        return cls._make((parties, issues, as_of, since, weights, assume, every))
