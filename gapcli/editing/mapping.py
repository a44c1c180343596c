"""A look at a table → a ledger with that table: every choice it made is marked, with what else it could be."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from gapcli.editing.codes import MIDDLE, WITHOUT_ANSWER, guess_number, read_word
from gapcli.editing.doubts import doubt_answers, doubt_dates, doubt_parties, doubt_rows, doubt_unused
from gapcli.editing.drafts import guess_language, write_comment, write_scalar
from gapcli.editing.ids import choose_ids
from gapcli.editing.look import Look, look_at
from gapcli.editing.parts import NoTable
from gapcli.files.problems import Problem
from gapcli.files.rows import PLAIN, Rows
from gapcli.files.texts import measure_file
from gapcli.ledger.model import MEANINGS, When
from gapcli.text import make_id, shown, write_number

LISTED = 12
"""How many codes a comment counts."""


class BrokenTable(ValueError):
    """A table with mistakes."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


class Proposed(NamedTuple):
    """What is proposed for a table."""

    look: Look
    text: str
    """The ledger, as YAML."""
    undated: bool
    """Whether its dates are left to be filled in."""


def propose(rows: Rows, data: bytes | None, said: When | None = None) -> Proposed:
    """Propose a ledger for a table, and the bytes of its file, None of one that is too large to be read.

    `said`: the day of every value, whatever dates stand in it. Raises NoTable, and with mistakes of the table
    BrokenTable.
    """
    name = os.path.basename(rows.file)
    stem = os.path.splitext(name)[0]
    try:
        look = look_at(rows, dated=said is None)
    except NoTable as none:
        if rows.problems:
            raise BrokenTable(rows.problems) from None
        raise none
    assert data is not None
    if write_scalar(name) is None or name[0] in ".~-" or any(sign in name for sign in "/\\:"):
        raise NoTable("a ledger cannot name it: give it a name without : and \\, that begins with a letter")
    day = look.days[1] if look.days else said
    (id,) = choose_ids([stem], "table").values()
    # A text that says nothing is no name.
    title = name if read_word(stem) in WITHOUT_ANSWER["none"] else stem
    lines = [*_write_head(look, title, day), *_write_card(look, id, data, day), *_write_table(look, id, title, said)]
    return Proposed(look, "\n".join(lines) + "\n", day is None)


def _write(text: str) -> str:
    """A text of the table as YAML, also inside brackets. Raises NoTable where no file may hold it."""
    written = write_scalar(text, flow=True)
    if written is None:
        raise NoTable(f'"{shown(text[:40])}" has a control character, which no ledger may hold')
    return written


def _say(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_write, texts))}]"


def _count(look: Look, codes: Sequence[str]) -> str:
    """How many cells hold each of some codes, as far as they fit."""
    listed = ", ".join(f"{_write(code[:40])} {look.codes[code]:,}" for code in codes[:LISTED])
    return listed + (f" and {len(codes) - LISTED} more" if len(codes) > LISTED else "")


def _end(doubts: Iterable[str]) -> str:
    """Some sentences, each with its stop."""
    return " ".join(f"{doubt[0].upper()}{doubt[1:]}{'' if doubt.endswith('?') else '.'}" for doubt in doubts)


def _comment(text: str, indent: int) -> list[str]:
    return [" " * indent + line for line in write_comment(text)]


# --- the ledger and the card ----------------------------------------------------------------------

_HEAD = (
    "Proposed by gapcli import. What it chose is named under `unconfirmed`: look at each, and take it out there when "
    "it is right; until then gapcli check --strict warns of it."
)
_DAY = "the last date of the table"
_NO_DAY = "to be filled in: YYYY-MM-DD, YYYY-MM or YYYY"


def _write_head(look: Look, title: str, day: When | None) -> Iterator[str]:
    yield from write_comment(_HEAD)
    yield "format: 1"
    yield f"language: {_guess_language(look)}"
    yield f"title: {_write(title)}"
    said = f"as_of: {day}  # {_DAY}" if day and look.days else f"as_of: {day}" if day else f"as_of:  # {_NO_DAY}"
    yield said


def _guess_language(look: Look) -> str:
    return guess_language(" ".join((*look.parties, *look.questions, *look.codes)))[0] or "en"


def _write_card(look: Look, id: str, data: bytes, day: When | None) -> Iterator[str]:
    parties, questions = _say(look.members, "party", "parties"), _say(look.asked, "question")
    yield "sources:"
    yield f"  {_write(id)}:"
    yield f"    outlet: {_write(look.file)}  # who published it, and not the name of the file"
    yield "    kind: dataset  # or vote-record, or survey"
    yield f"    language: {_guess_language(look)}"
    yield f"    after: {day}  # or when it was published, as published: …" if day else f"    after:  # {_NO_DAY}"
    yield f"    sha256: {_write(sha256(data).hexdigest())}"
    yield f"    characters: {measure_file(data)[0]}"
    yield "    reliability: {grade: F, why: Nobody has judged it yet.}"
    yield f"    digest: A table of {parties} and {questions}, of which nobody has written yet what it is."


# --- the table ------------------------------------------------------------------------------------


def _write_table(look: Look, id: str, title: str, said: When | None) -> Iterator[str]:
    others = "; or ".join(f"{name}, {means}" for name, means in MEANINGS["shape"].items() if name != look.shape)
    yield "tables:"
    yield f"  {_write(id)}:"
    yield f"    file: {_write(look.file)}"
    yield from _write_layout(look)
    yield f"    card: {_write(id)}"
    yield f"    name: {_write(title)}  # of the issue that its questions make"
    yield f"    shape: {look.shape}  # {MEANINGS['shape'][look.shape]}"
    yield from _comment(f"Else it is {others}.", 4)
    if look.delimiter:
        sign = "tab" if look.delimiter == "\t" else _write(look.delimiter)
        yield f"    delimiter: {sign}"
    if look.signs and look.signs.decimal != ".":
        yield f"    decimal: {_write(look.signs.decimal)}"
    if look.signs and look.signs.thousands:
        yield f"    thousands: {_write(look.signs.thousands)}"
    if look.value:
        yield from _comment(_end(doubt_unused(look)), 4)
    elif look.unused:
        yield f"    ignore: {_list(look.unused)}  # they seem to hold no positions"
    yield "    party:"
    columns = {"id": look.party, "name": look.party_name}
    yield from _write_columns(columns)
    yield f"      role: principal  # all {look.members:,} at the table: or declare some under `parties`"
    yield from _comment(_end(doubt_parties(look)), 6)
    yield from _write_names(look.parties, "their ids")
    columns = {"id": look.question, "text": look.text, "issue": look.issue}
    names = [*_write_names(look.questions, "their ids")]
    if names or look.question:
        yield f"    question:  # {_say(look.asked, 'question')}"
        yield from _write_columns(columns)
        if look.issue:
            yield from _comment(f"{_say(look.issues, 'issue')}: or else leave `issue` out, and all make one.", 6)
        yield from names
    yield "    value:"
    yield from _write_columns({"column": look.value})
    yield from _write_numbers(look) if look.signs else _write_answers(look)
    if look.misspelt or look.far:
        yield from _comment(_end(doubt_answers(look)) + " Until it stands under codes or none, check tells where.", 6)
    yield from _write_without(look)
    yield from _write_said(look, said)
    if look.repeated:
        cells = _say(look.repeated, "cell")
        text = f"conflict:  # {cells} of a party, a question and a day that another is of: last, beside or disputes"
        yield f"    # {text}"
    yield f"    unconfirmed: [shape, party, {'question, ' if names or look.question else ''}value, said, card]"


def _write_layout(look: Look) -> Iterator[str]:
    """Where the table lies in its file, as far as it has to be said."""
    if look.layout.sheet is not None:
        yield f"    sheet: {_write(look.layout.sheet)}"
    if look.layout.encoding != PLAIN.encoding:
        yield f"    encoding: {_write(look.layout.encoding)}"
    if look.layout.header != PLAIN.header:
        yield f"    header: {look.layout.header}"
    if look.after:
        yield f"    rows: [{', '.join(map(str, look.layout.rows))}]"
        yield from _comment(_end(doubt_rows(look)), 4)


def _write_columns(columns: Mapping[str, str | None]) -> Iterator[str]:
    for field, column in columns.items():
        if column is not None:
            yield f"      {field}: {_write(column)}"


def _write_names(ids: Mapping[str, str], meaning: str) -> Iterator[str]:
    """The ids of those names that make none by themselves, or that share one."""
    shared = Counter(ids.values())
    chosen = {called: id for called, id in ids.items() if called and (id != make_id(called) or shared[id] > 1)}
    if chosen:
        yield f"      names:  # {meaning}, which statements use and pages show: better ones are welcome"
        for called, id in chosen.items():
            yield f"        {_write(called)}: {_write(id)}"


def _write_said(look: Look, said: When | None) -> Iterator[str]:
    if said is not None:
        yield f"    said: {said}"
    elif look.date is None or look.days is None:
        yield f"    said:  # {_NO_DAY}, the day of every value"
    else:
        first, last = look.days
        others = f"; the format could be {' or '.join(look.formats[1:])}" if look.formats[1:] else ""
        yield f"    said: {{column: {_write(look.date)}, format: {_write(look.formats[0])}}}"
        yield from _comment(f"From {first} to {last}{others}.", 4)
        if look.no_dates:
            bad = _write(look.no_dates[0][1])
            cure = f"check tells where, and days: {{{bad}: DATE}} in these brackets dates it."
            yield from _comment(f"{_end(doubt_dates(look))} {cure}", 4)
        if look.undated:
            cells = _say(look.undated, "row")
            yield from _comment(f'{cells} without a date: days: {{"": DATE}} in these brackets gives them one.', 4)


# --- what the cells mean --------------------------------------------------------------------------


def _write_answers(look: Look) -> Iterator[str]:
    codes = look.group_answers()
    names = [*codes]
    counted = f"{_say(len(names), 'answer')}: {_count(look, look.list_answers())}"
    if look.scale == "graded":
        yield from _comment(f"{counted}. The order is a guess: put them from pole to pole.", 6)
        yield "      scale: graded"
        yield "      why: The order is a guess that nobody has confirmed."
    else:
        yield from _comment(f"{counted}. Of answers with an order: scale: graded, and put them from pole to pole.", 6)
        yield "      scale: choice"
        yield "      why: No order of the answers is known, so each is as far from the others."
    middle = [name for name in names if read_word(name) in MIDDLE]
    if middle:
        words = f"{', '.join(map(_write, middle))} could stand under silent or none instead, where no position is held."
        yield from _comment(words, 6)
    yield "      options:"
    for name, id in choose_ids(names, "answer").items():
        # Without codes an id is one, which may stand in other cells for something else.
        listed = codes[name][1:] or (id != name and id in look.codes)
        spelled = f"{{name: {_write(name)}, codes: {_list(codes[name])}}}" if listed else _write(name)
        yield f"        {_write(id)}: {spelled}"
    if len(names) == 1:
        yield "        other: something else  # a scale has two answers or more, and no cell holds another"


def _write_numbers(look: Look) -> Iterator[str]:
    assert look.signs
    answers = look.list_answers()
    plain = {code: look.signs.read(code) for code in answers}
    odd = {code: guess_number(code) for code, value in plain.items() if value is None}
    values = [float(value) for value in (*plain.values(), *odd.values()) if value is not None]
    low, high = min(values), max(values)
    numbers = sorted((code for code in answers if code not in odd), key=lambda code: float(plain[code] or 0))
    seen = f"{_say(len(numbers), 'number')} from {write_number(low)} to {write_number(high)}"
    yield from _comment(f"{seen}: the range, the unit and the poles are guesses.", 6)
    if look.has_codes:
        yield from _comment(f"{_count(look, numbers)}: of codes write scale: graded, and options with their codes.", 6)
    yield "      scale: number"
    yield "      why: The range is what the table has, which nobody has confirmed."
    yield "      unit: points"
    # A range has two ends, also where the table has one number.
    low, high = (low, high) if low < high else (min(low, 0), max(low, 0) or float(low == 0))
    yield f"      range: [{write_number(low)}, {write_number(high)}]"
    yield "      poles: [the least, the most]"
    if odd:
        yield from _comment("These are no numbers as they stand: check tells where. Take the # off what is right.", 6)
        yield "      # codes:"
        for code, value in odd.items():
            cells = _say(look.codes[code], "cell")
            yield f"      #   {_write(code)}: {value or ''}  # {cells}" + ("" if value else ": or put it under none")


_WITHOUT = {
    "none": "no statement",
    "silent": "it took no position",
    "off_agenda": "it refuses to discuss the question",
}


def _write_without(look: Look) -> Iterator[str]:
    for field, codes in look.without.items():
        yield from _comment(f"{_count(look, codes)}: {_WITHOUT[field]}, which is a guess.", 6)
        yield f"      {field}: {_list(codes)}"
