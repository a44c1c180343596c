"""Ledger → ledger: what is left of it when some of its evidence is not trusted."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from gapcli.ledger.outlets import name_outlet

if TYPE_CHECKING:
    from gapcli.ledger.model import Evidence, Ledger, Statement

Trusted: TypeAlias = "Callable[[Evidence], bool]"
"""Whether a piece of evidence counts."""


class Names(NamedTuple):
    """What a lens names."""

    given: frozenset[str] = frozenset()
    """As they were given: a card is named by its id."""
    outlets: frozenset[str] = frozenset()
    """Those that are names of an outlet, as the one name of each."""

    def match(self, e: "Evidence") -> bool:
        """Whether the card or the outlet of a piece of evidence is named."""
        return e.source in self.given or e.outlet in self.outlets


NO_NAMES = Names()


def find_names(ledger: "Ledger", given: Iterable[str]) -> Names:
    """What some names are names of: of a card alone its id, else of an outlet any name that it has in the file."""
    given = frozenset(given)
    outlets = (ledger.outlets.get(name_outlet(name)) for name in given if name not in ledger.cards)
    return Names(given, frozenset(outlet for outlet in outlets if outlet))


class Lens(NamedTuple):
    """A way to leave evidence out. The options, the query, the JSON, the page and the docs follow its row."""

    name: str
    """Its key in a query."""
    help: str
    """What its option does, for `--help`."""
    meaning: str
    """What its key holds, for the schema of the JSON."""
    keeps: "Callable[[Evidence, Names], bool]"
    """Whether a piece of evidence counts; the names are those that the option names, if it names any."""
    names_sources: bool = False
    """Whether the option names sources or outlets, and not only switches the lens on."""

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return "--" + self.name.replace("_", "-")


LENSES: Mapping[str, Lens] = MappingProxyType(
    {
        lens.name: lens
        for lens in (
            Lens(
                "on_record",
                "Only named voices and documents.",
                "Whether only named voices and documents count.",
                lambda e, names: e.attribution in ("named", "document"),
            ),
            Lens(
                "own_words",
                "Only what each party tells of itself.",
                "Whether only a party's own account of its stance counts.",
                lambda e, names: e.teller == "own",
            ),
            Lens(
                "only",
                "Only this source or outlet; repeatable.",
                "The only sources and outlets that count.",
                lambda e, names: names.match(e),
                names_sources=True,
            ),
            Lens(
                "without",
                "Without this source or outlet; repeatable.",
                "The sources and outlets that do not count.",
                lambda e, names: not names.match(e),
                names_sources=True,
            ),
        )
    }
)
"""Every lens by its name, in the order of the options."""


def keep_evidence(statements: "Iterable[Statement]", trusted: Trusted) -> "tuple[Statement, ...]":
    """The statements with the evidence that counts; one that is left without any is gone."""
    kept = []
    for s in statements:
        counting = tuple(filter(trusted, s.evidence))
        # What is assumed has no evidence to lose.
        if len(counting) == len(s.evidence):
            kept.append(s)
        elif counting:
            kept.append(s._replace(evidence=counting))
    return tuple(kept)
