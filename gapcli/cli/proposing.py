"""What `import` does with a table of positions: it proposes a ledger that reads it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import Any

from gapcli.cli.ending import Code, Stop, create_files, quote_path, require_another, tell, write_text
from gapcli.editing.doubts import list_doubts
from gapcli.editing.look import Look
from gapcli.editing.mapping import BrokenTable, propose
from gapcli.editing.parts import NoTable
from gapcli.files.kinds import ENDINGS, require_inside
from gapcli.files.problems import frame
from gapcli.files.rows import DELIMITERS, Layout, Rows
from gapcli.ledger.model import when
from gapcli.text import spelled_out, width_of
from gapcli.words import phrases

Values = Mapping[str, Any]
_ENDINGS = (*sorted(ENDINGS), ".txt")
LISTED = 30
"""How many of the codes in the cells are listed."""


def require_beside(out: str, path: str) -> None:
    """Refuse a new ledger in another folder than that of a path, where its tables lie. Raises Stop."""
    folder = os.path.dirname(path)
    if os.path.realpath(os.path.dirname(out)) != os.path.realpath(folder):
        beside = os.path.join(folder, os.path.basename(out))
        raise Stop(Code.USAGE, f"a ledger lies beside its tables: -o {quote_path(beside)}")


def propose_ledger(rows: Rows, data: bytes | None, values: Values) -> None:
    """Print a ledger for a table of positions, or write it to a new file beside the table. Raises Stop and Refused.

    `data`: the bytes of the table, None where they are too many.
    """
    table, out = rows.file, values["out"]
    said = None if values["said"] is None else when(values["said"])
    if values["said"] is not None and said is None:
        raise Stop(Code.USAGE, f'--said: "{values["said"][:40]}" is no date: write YYYY-MM-DD, YYYY-MM or YYYY')
    if not table.lower().endswith(_ENDINGS):
        raise Stop(Code.USAGE, f"{quote_path(table)}: a table of positions is a file in {', '.join(_ENDINGS)}")
    require_inside(table, os.path.dirname(table), table)
    if out is not None:
        require_beside(out, table)
    try:
        proposed = propose(rows, data, said)
    except NoTable as none:
        raise Stop(Code.TROUBLE, f"cannot use {quote_path(table)}: {none}") from none
    except BrokenTable as broken:
        tell("\n\n".join(map(frame, broken.problems)))
        raise Stop(Code.BROKEN) from None
    if values["dry_run"]:
        write_text("\n".join(_show(proposed.look)) + "\n", inputs=(table,), for_people=True)
    elif out is None:
        write_text(proposed.text, inputs=(table,))
    else:
        require_another((table,))
        create_files({out: proposed.text})
        typed = quote(quote_path(os.path.join(".", out) if out.startswith("-") else out))
        steps = phrases.IMPORT_UNDATED if proposed.undated else phrases.IMPORT_DONE
        write_text(steps.format(file=quote_path(out), typed=typed) + "\n", for_people=True)


def _show(look: Look) -> Iterator[str]:
    """The counts of a table, which one holds against what was published of it."""
    yield from lay_title(look.file, look.layout, look.delimiter, look.rows)
    meant = {code: field for field, codes in look.without.items() for code in codes}
    lines = [
        ("shape", look.shape, ""),
        ("parties", f"{look.members:,}", _name_column(look.party)),
        ("questions", f"{look.asked:,}", _name_column(look.question)),
        ("issues", f"{look.issues:,}", _name_column(look.issue)),
        ("cells", f"{look.cells:,}", _name_column(look.value)),
        ("blanks", f"{look.codes.get('', 0):,}", meant.get("", "")),
    ]
    has_codes = look.has_codes
    codes = [(code, n) for code, n in look.codes.items() if code and (has_codes or not look.is_number(code))]
    lines += [(f"  {code}", f"{n:,}", meant.get(code, "")) for code, n in codes[:LISTED]]
    if codes[LISTED:]:
        lines.append(
            ("  " + phrases.IMPORT_MORE.format(n=len(codes) - LISTED), f"{sum(n for _, n in codes[LISTED:]):,}", "")
        )
    lines.append(("scale", look.scale, "" if look.signs else ", ".join(look.group_answers())))
    if look.numbers:
        lines.append(("numbers", phrases.IMPORT_SPAN.format(low=look.numbers[0], high=look.numbers[1]), ""))
    if look.days:
        span = phrases.IMPORT_SPAN.format(low=look.days[0], high=look.days[1])
        lines.append(("dates", span, f"{_name_column(look.date)}, {look.formats[0]}"))
    if look.repeated:
        lines.append(("repeated", f"{look.repeated:,}", ""))
    yield from lay_lines(lines)
    doubts = list_doubts(look)
    if doubts:
        yield ""
        yield from doubts


def lay_title(file: str, layout: Layout, delimiter: str, count: int) -> Iterator[str]:
    """The line above the counts of a table; `count`: how many rows it has."""
    title = phrases.IMPORT_TITLE if delimiter else phrases.IMPORT_ROWS
    file = file if layout.sheet is None else f"{file}#{layout.sheet}"
    sign = DELIMITERS.get(delimiter, delimiter)
    yield title.format(file=quote_path(file), rows=phrases.count(count, "row"), sign=sign)
    yield ""


def lay_lines(lines: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Lines of three cells, under one another."""
    shown = [tuple(map(spelled_out, line)) for line in lines]
    widths = [max(width_of(line[i]) for line in shown) for i in range(2)]
    for line in shown:
        padded = (text + " " * (width - width_of(text)) for text, width in zip(line, widths))
        yield "  ".join((*padded, line[2])).rstrip()


def _name_column(name: str | None) -> str:
    return phrases.IMPORT_COLUMN.format(column=name) if name else ""
