"""What in a table seems to be a slip or a note: in sentences, for the counts of it and for the ledger proposed."""

from collections.abc import Iterable, Iterator

from gapcli.editing.look import Look
from gapcli.text import spelled_out

LISTED = 6
"""How many of several are named."""


def _quote(text: str) -> str:
    return f'"{spelled_out(text[:40])}"'


def _list(texts: Iterable[str]) -> str:
    """Some texts as far as they are named."""
    listed = [*texts]
    return ", ".join(listed[:LISTED]) + (f" and {len(listed) - LISTED} more" if listed[LISTED:] else "")


def _name_places(look: Look, places: Iterable[tuple[int, str]]) -> str:
    line = "line" if look.delimiter else "row"
    return _list(f"{line} {number} {_quote(text)}" for number, text in places)


def doubt_unused(look: Look) -> Iterator[str]:
    """The columns that no use is made of."""
    if look.unused:
        yield f"not used: {'column' if len(look.unused) == 1 else 'columns'} {_list(map(spelled_out, look.unused))}"


def doubt_rows(look: Look) -> Iterator[str]:
    """The rows behind the table."""
    if look.after:
        yield f"left out as notes below the table: {_name_places(look, look.after)}"


def doubt_parties(look: Look) -> Iterator[str]:
    """The parties that have several spellings, and those of which two may be one."""
    spellings: dict[str, list[str]] = {}
    for called, id in look.parties.items():
        spellings.setdefault(id, []).append(called)
    same = [" = ".join(map(_quote, names)) for names in spellings.values() if names[1:]]
    if same:
        yield f"one party in several spellings: {_list(same)}"
    if look.alike:
        yield f"{_list(f'{_quote(a)} and {_quote(b)}' for a, b in look.alike)} look alike: are they one party?"


def doubt_answers(look: Look) -> Iterator[str]:
    """The answers that seem to be misspelt, and the numbers that seem to be none."""
    if look.misspelt:
        slips = (
            f"{_quote(code)} {look.codes[code]:,}: is it {_quote(often)}?" for code, often in look.misspelt.items()
        )
        yield f"{_list(slips)} Left out of the answers"
    if look.far:
        numbers = _list(f"{code} {look.codes[code]:,}" for code in look.far)
        yield f"{numbers}: a code for no answer? Left out of the range"


def doubt_dates(look: Look) -> Iterator[str]:
    """What is no date in the column of dates."""
    if look.no_dates:
        is_one = len(look.no_dates) == 1
        yield (
            f"column {spelled_out(look.date or '')}: {look.dated:,} of {look.filled_dates:,} are dates; "
            f"{_name_places(look, look.no_dates)} {'is' if is_one else 'are'} not"
        )


def list_doubts(look: Look) -> list[str]:
    """All that seems to be a slip or a note in a table."""
    kinds = (doubt_rows, doubt_parties, doubt_answers, doubt_dates, doubt_unused)
    return [doubt for kind in kinds for doubt in kind(look)]
