"""What a ledger says of the cells of a table, held against itself before any cell is read."""

import re
from collections.abc import Iterator
from datetime import datetime

from gapcli.files.problems import Finding, Path
from gapcli.files.tables.values import FORMATS
from gapcli.ledger.model import DateColumn, Table
from gapcli.ledger.scales import BadValue, Scale, Zone
from gapcli.text import did_you_mean

_YEARS = ("%Y", "%y", "%G", "%c", "%x")
"""What stands for a year in a format, as of strptime."""


def check_coding(table: Table) -> list[Finding]:
    """What is wrong with what a table says of its cells, whatever stands in them."""
    found = (*_list_repeated(table), *_list_signs(table), *_list_formats(table))
    return [Finding(("tables", table.id, *path), message, help, id="bad-table") for path, message, help in found]


def check_codes(table: Table, scale: Scale[Zone]) -> Iterator[Finding]:
    """What cells stand for that is no value of the scale of the table."""
    for code, value in table.value.codes.items():
        try:
            scale.read(value)
        except BadValue as bad:
            path: Path = ("tables", table.id, "value", "codes", code)
            yield Finding(path, bad.message, scale.cure(bad), id="bad-value")


def _list_repeated(table: Table) -> Iterator[tuple[Path, str, str]]:
    """Each code that stands for two things."""
    value = table.value
    meanings: list[tuple[str, str, Path]] = []
    for id, answer in value.options.items():
        path: Path = ("options", id, "codes") if answer.codes else ("options", id)
        meanings += [(code, f"the answer {id}", path) for code in answer.codes or (id, *answer.name.values())]
    meanings += [(code, f"the answer {raw}", ("codes", code)) for code, raw in value.codes.items()]
    for field in ("none", "silent", "off_agenda"):
        meanings += [(code, f"`{field}`", (field,)) for code in getattr(value, field)]
    first: dict[str, str] = {}
    for code, meaning, path in meanings:
        if first.setdefault(code.strip(), meaning) != meaning:
            message = f'"{code[:70]}" stands for {first[code.strip()]} and for {meaning}'
            yield ("value", *path), message, "let it stand for one of the two"


def _list_signs(table: Table) -> Iterator[tuple[Path, str, str]]:
    """Signs of numbers and delimiters with which nothing can be told apart."""
    if not re.fullmatch(r"[^0-9A-Za-z+\-\u2212\s]", table.decimal):
        yield ("decimal",), f'"{table.decimal[:10]}" is no sign before decimals', 'write decimal: "," or "."'
    if table.thousands and not re.fullmatch(r"[^0-9A-Za-z+\-\u2212]", table.thousands):
        yield (
            ("thousands",),
            f'"{table.thousands[:10]}" is no sign between thousands',
            "write one sign, or leave it out",
        )
    if table.thousands == table.decimal:
        yield ("thousands",), "the same sign stands before decimals", "one of the two is another"
    if table.delimiter is not None and table.delimiter != "tab" and not re.fullmatch('[^"\r\n\\s]', table.delimiter):
        yield ("delimiter",), f'"{table.delimiter[:10]}" is no sign between cells', 'write one sign, or "tab"'
    party, question = (names if isinstance(names, tuple) else (names,) for names in (table.party.id, table.question.id))
    for field, names in (("party", party), ("question", question)):
        if len(set(names)) < len(names):
            yield (field, "id"), "a column is named twice", "name each once"
    if table.party.id is not None and set(party) & set(question):
        yield ("question", "id"), "a column is that of the party, too", "name the column of the question"


def _list_formats(table: Table) -> Iterator[tuple[Path, str, str]]:
    """A format in which no date can be written."""
    if not isinstance(table.said, DateColumn) or table.said.format in FORMATS:
        return
    form = table.said.format
    try:
        datetime.strptime(datetime(2026, 2, 3, 4, 5, 6).strftime(form), form)
        fits = "%" in form
    except (ValueError, re.error):
        fits = False
    if not fits:
        help = did_you_mean(form.lower(), FORMATS) + ", or as of strptime: %d.%m.%Y"
        yield ("said", "format"), f'"{form[:40]}" is no format of dates', help
    elif not any(year in form for year in _YEARS):
        yield ("said", "format"), f'"{form[:40]}" has no year', "write the days under `days`, or add the year"
