"""What is asked of a ledger: which parties and issues, on which day, through which lens, with which weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapcli.ledger.lenses import LENSES

WEIGHTS = ("declared", "even", "salience")
"""How the issues and their questions may be weighed."""

SORTS = ("gap", "issue", "open")
"""The orders of the issues: by gap, as in the file, by how far an answer could narrow the possible gap."""

LensValue = bool | tuple[str, ...]
"""Whether a lens is on; of one that names sources, their names."""


class BadQuery(ValueError):
    """A question that the ledger cannot answer; its text says why, and what would do."""


@dataclass(frozen=True, init=False)
class Query:
    """The options that every command shares, as they were given.

    Each lens of `LENSES` is a keyword: `Query(parties=("us", "iran"), on_record=True, without=("daily",))`.
    """

    parties: tuple[str, ...]
    """Ids, or `all`; empty for what the command shows by default."""
    issues: tuple[str, ...]
    """Ids of issues or dimensions, or `all`; empty for what the command shows by default."""
    as_of: str | None
    since: str | None
    weights: str
    assume: tuple[str, ...]
    lenses: Mapping[str, LensValue]
    """Every lens by its name, off where it was not asked for."""

    def __init__(
        self,
        parties: tuple[str, ...] = (),
        issues: tuple[str, ...] = (),
        as_of: str | None = None,
        since: str | None = None,
        weights: str = "declared",
        assume: tuple[str, ...] = (),
        lenses: Mapping[str, LensValue] = MappingProxyType({}),
        **more_lenses: LensValue,
    ) -> None:
        """Raises TypeError where a keyword is no lens."""
        asked = {**lenses, **more_lenses}
        for name in asked:
            if name not in LENSES:
                raise TypeError(f"{name} is no lens: one of {', '.join(LENSES)}")
        every = {name: asked.get(name, () if lens.names_sources else False) for name, lens in LENSES.items()}
        # Frozen, and so not by assignment.
        vars(self).update(
            parties=parties, issues=issues, as_of=as_of, since=since, weights=weights, assume=assume, lenses=every
        )
