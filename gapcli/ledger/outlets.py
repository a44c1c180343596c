"""Which names are one outlet: those that are alike but for case, form and white space, and those of one text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gapcli.ledger.model import Text


def name_outlet(text: str) -> str:
    """A name of an outlet as names are compared: without regard to case, form, white space and what nobody sees."""
    if not text.isascii():
        # Most names need no table of characters.
        import unicodedata

        text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return " ".join(text.casefold().split())


def list_outlets(language: str, cards: "Iterable[Text]", relayed: "Iterable[Text]") -> dict[str, str]:
    """The one name of each outlet, by every name that it has, as `name_outlet` writes them.

    The names of one text are one outlet in several languages, and texts that share a name are one outlet. It is called
    as a card calls it, or else as a relayed text does; in the language of the file if it can be; of several by letter.
    """
    kin: dict[str, str] = {}

    def find_last(name: str) -> str:
        """Follow the chain of names of one outlet to its end, and shorten it on the way."""
        while kin[name] != name:
            kin[name] = kin[kin[name]]
            name = kin[name]
        return name

    texts: dict[tuple[bool, bool, str], str] = {}
    for is_card, group in ((True, cards), (False, relayed)):
        for text in group:
            first, *others = map(name_outlet, text.values())
            last = find_last(kin.setdefault(first, first))
            for name in others:
                kin[find_last(kin.setdefault(name, name))] = last
            texts[not is_card, language not in text, str(text)] = first
    called: dict[str, str] = {}
    for (_, _, shown), name in sorted(texts.items()):
        called.setdefault(find_last(name), shown)
    return {name: called[find_last(name)] for name in kin}
