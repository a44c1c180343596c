"""What stands in a cell → a value of a scale, a number, a date."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from gapcli.ledger.cells import Meaning
from gapcli.ledger.model import DateColumn, Dimension, Table, When, when
from gapcli.ledger.scales import BadValue
from gapcli.text import did_you_mean, read_as_ascii, write_number

_SERIAL = date(1899, 12, 30)
"""The day from which spreadsheets count."""
FORMATS = ("iso", "year", "epoch", "epoch-ms", "serial")
"""The formats of dates that have a name; any other is one of strptime."""
_EMPTY = 'put "" under none of the table, where that says nothing'


class ValueReader:
    """Reads the cells of one table by what it says of them."""

    def __init__(self, table: Table, language: str) -> None:
        """`language`: that of bare texts."""
        self._table = table
        self._language = language
        value = table.value
        answers = [(id, answer.codes or (id, *answer.name.values())) for id, answer in value.options.items()]
        coded = {**{code: id for id, codes in answers for code in codes}, **value.codes}
        self._coded = {code.strip(): raw for code, raw in coded.items()}
        # What stands in a cell has no white space at its ends.
        self._none, self._silent, self._off_agenda = (
            {code.strip() for code in codes} for codes in (value.none, value.silent, value.off_agenda)
        )
        self._listed = [*self._coded, *self._none, *self._silent, *self._off_agenda]
        self._spelled = {_spell(code): code for code in self._listed if _spell(code)}
        """The codes that are numbers, by the one spelling of each."""

    def read(self, dimension: Dimension, held: str) -> Meaning | None:
        """What a cell stands for on a question; None where it says nothing. Raises BadValue."""
        called = held.strip()
        if called not in self._listed and not dimension.options:
            # 99.0 is the code 99, as some programs save it.
            called = self._spelled.get(_spell(called), called)
        if called in self._none:
            return None
        if called in self._silent or called in self._off_agenda:
            stance: Literal["silent", "off-agenda"] = "silent" if called in self._silent else "off-agenda"
            return Meaning(called, stance, None, {self._language: called})
        raw = self._find_value(dimension, called)
        try:
            dimension.measure.read(raw)
        except BadValue as bad:
            raise BadValue(bad.message, dimension.measure.cure(bad)) from None
        if raw in dimension.options:
            return Meaning(called, "asks", raw, dimension.options[raw].name)
        units: Mapping[str, str] = dimension.unit or {}
        return Meaning(called, "asks", raw, {language: f"{raw} {unit}" for language, unit in units.items()})

    def _find_value(self, dimension: Dimension, called: str) -> str:
        """The value that a cell stands for, as a ledger writes it. Raises BadValue."""
        if called in self._coded:
            return self._coded[called]
        if not called:
            raise BadValue("the cell is empty", _EMPTY)
        if not dimension.options:
            return self.read_number(called)
        # Without answers of its own the table has those of the ledger, by their ids or their names.
        named = {n: id for id, o in dimension.options.items() for n in (id, *o.name.values())}
        if called in named and not self._table.value.options:
            return named[called]
        cure = "make it one of the `codes` of an answer, or put it under none, silent or off_agenda of the table"
        help = did_you_mean(called, self._listed if self._table.value.options else [*named, *self._listed])
        raise BadValue(f'"{called[:70]}" is no answer', f"{help} Else {cure}" if help.startswith("did") else cure)

    def read_number(self, called: str) -> str:
        """A number in plain digits, by the signs that the table declares. Raises BadValue."""
        table = self._table
        thousands, decimal = re.escape(table.thousands), re.escape(table.decimal)
        whole = rf"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|[0-9]+" if thousands else "[0-9]+"
        match = re.fullmatch(rf"([-\u2212]?)({whole})(?:{decimal}([0-9]+))?", called)
        if match:
            sign, digits, rest = match.groups()
            return "-" * bool(sign) + digits.replace(table.thousands, "") + (f".{rest}" if rest else "")
        if not called:
            raise BadValue("the cell is empty", _EMPTY)
        meant = re.fullmatch(r"[^0-9.,<>=]*([0-9]+(?:\.[0-9]+)?)[^0-9.,]*", read_as_ascii(called))
        code = f'codes: {{"{called[:70]}": {meant[1] if meant else "…"}}}'
        cure = f"say what it stands for, {code}, or put it under none, silent or off_agenda of the table"
        if table.decimal == "." and re.fullmatch(r"-?[0-9]+,[0-9]+", called):
            cure = 'write decimal: "," on the table, where the comma stands before decimals'
        raise BadValue(f'"{called[:70]}" is no number', cure)


def _spell(code: str) -> str:
    """The one spelling of a number; empty of what is none."""
    return write_number(float(code)) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", code) else ""


def read_day(called: str, dated: DateColumn) -> When | None:
    """The date that a cell holds; None where it is none of the declared format."""
    days = {code.strip(): day for code, day in dated.days.items()}
    if called in days:
        return days[called]
    if dated.format in ("iso", "year"):
        return when(called) if dated.format == "iso" or re.fullmatch("[0-9]{4}", called) else None
    try:
        if dated.format in ("serial", "epoch", "epoch-ms") and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", called):
            return None
        if dated.format == "serial":
            day = _SERIAL + timedelta(days=int(float(called)))
        elif dated.format in ("epoch", "epoch-ms"):
            seconds = float(called) / (1000 if dated.format == "epoch-ms" else 1)
            day = datetime.fromtimestamp(seconds, UTC).date()
        else:
            day = datetime.strptime(called, dated.format).date()
    except (ValueError, OverflowError, OSError):
        return None
    return when(day.isoformat())
