"""The commands that help to write a ledger from texts: cards to fill in, and quotes with their places."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gapcli.cli.ending import (
    Code,
    Stop,
    Trouble,
    complain,
    create_files,
    list_inputs,
    quote_path,
    replace_file,
    require_another,
    write_text,
)
from gapcli.editing.drafts import INDENT, BadText, FoundText, draft_card, draft_evidence, read_found
from gapcli.editing.mend import mend_quotes
from gapcli.files.checks.evidence import QUOTED_WORDS
from gapcli.files.find import read_bytes
from gapcli.files.nearest import SourceText, name_difference
from gapcli.files.places import ReadText, read_any_case, read_letters
from gapcli.files.values import ID, ID_HELP
from gapcli.text import read_argument, spelled_out
from gapcli.text import shown as escape
from gapcli.words import phrases

Values = Mapping[str, Any]
SHOWN = 20
"""How many places are printed."""
AROUND = 40
"""How many characters of the text are printed before words and after them."""


def find_text(path: str, may_be_table: bool = False) -> FoundText:
    """Read a text, or a table of any kind. Raises Stop."""
    try:
        return read_found(path, may_be_table)
    except BadText as bad:
        raise Stop(Code.TROUBLE, f"cannot use {quote_path(path)}: {bad}") from bad
    except OSError as error:
        raise Trouble("read", path, error) from error
    except ValueError as error:  # A name with a NUL is no file.
        raise Stop(Code.TROUBLE, f"cannot read {quote_path(path)}: {error}") from error


def run_card(values: Values) -> None:
    """Print the card of a text, or write a new file of each. Raises Stop, with nothing written."""
    texts = [find_text(path, may_be_table=True) for path in values["texts"]]
    out = values["out"]
    if out is None:
        if len(texts) > 1:
            raise Stop(Code.USAGE, f"{len(texts)} texts: -o DIR writes the card of each to a file of its own")
        write_text(draft_card(texts[0]), inputs=values["texts"])
        return
    is_folder = len(texts) > 1 or os.path.isdir(out) or out.endswith(("/", os.sep))
    files: dict[str, str] = {}
    for found in texts:
        path = os.path.join(out, f"{found.id}.yaml") if is_folder else out
        if path in files:
            raise Stop(Code.USAGE, f"two of the texts have the card {quote_path(path)}: give them other names")
        files[path] = draft_card(found)
    require_another(values["texts"])
    create_files(files)
    write_text("".join(f"made {quote_path(path)}: fill it in\n" for path in files), for_people=True)


def run_quote(values: Values) -> None:
    """Print every place where some words stand in a text. Raises Stop, with exit code 1 where there is none to use."""
    found, words = find_text(values["text"]), read_argument(" ".join(values["words"]))
    card = values["card"] if values["card"] is not None else found.id
    if not ID.fullmatch(card):
        raise Stop(Code.USAGE, f'--card: "{card[:70]}" is no id: {ID_HELP}')
    places = ReadText(found.text, read_any_case if values["any_case"] else read_letters).find_all(words)
    if not places:
        raise Stop(Code.NO, _tell_nearest(found, words))
    try:
        lines = [line for place in places[:SHOWN] for line in (*_show_place(found, card, place), "")]
    except BadText as bad:
        raise Stop(Code.NO, f"{bad}: take the words before or after it") from bad
    write_text("\n".join(lines), inputs=(values["text"],))
    if len(places) > SHOWN:
        complain(f"there are more places than {SHOWN}: give more of the words")
    if any(len(found.text[slice(*place)].split()) > QUOTED_WORDS for place in places[:SHOWN]):
        raise Stop(Code.NO, f"a quote has at most {QUOTED_WORDS} words: the rest belongs to the publisher")


def _tell_nearest(found: FoundText, words: str) -> str:
    """That words are not in a text, and which are most like them."""
    none = f"no such words in {os.path.basename(found.path)}"
    near = next(iter(ReadText(found.text, read_any_case).find_all(words)), None)
    other = "-i sets the case aside"
    if near is None:
        near = SourceText(found.text).find_nearest(words, 0)
        if near is None:
            return f"{none}, nor any that are like them"
        other = name_difference(words, found.text[slice(*near)])
    shown = " ".join(found.text[slice(*near)].split())
    return f'{none}; the nearest stand at [{near[0]}, {near[1]}]: "{shown}" ({other})'


def _show_place(found: FoundText, card: str, place: tuple[int, int]) -> Iterator[str]:
    """The lines of a place: what stands around it, where a long one is to be cut, and its evidence. Raises BadText."""
    text, (start, end) = found.text, place
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    around = " ".join(f"…{before}[{text[start:end]}]{after}…".split())
    yield f"{INDENT}# {escape(os.path.basename(found.path))} {start}-{end}: {spelled_out(around)}"
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > QUOTED_WORDS:
        last = words[QUOTED_WORDS - 1]
        cut = f'{start + last.end()}, behind "{spelled_out(last[0])}"'
        yield f"{INDENT}# {len(words)} words, and a quote has at most {QUOTED_WORDS}: cut it at {cut}"
    yield from draft_evidence(card, found, place)


# --- check --fix ----------------------------------------------------------------------------------


def mend_ledger(path: str, name: str, limit: float, values: Values) -> bool:
    """Write the places of a ledger's quotes into it, or show what that would change. Raises Stop.

    Gives whether there is nothing to change. A ledger is written whole or not at all.
    """
    if values["texts"] is None:
        raise Stop(Code.USAGE, "--fix and --diff look for quotes in their texts: add --texts DIR")
    if path == "-" or (os.path.exists(path) and not os.path.isfile(path)):
        raise Stop(Code.USAGE, f"{quote_path(path)} is no file that could be mended: name one")
    try:
        with open(path, "rb") as file:
            data = read_bytes(file, limit)
        mended = mend_quotes(data, name, os.path.dirname(path), limit, values["texts"])
        inputs = list_inputs(path, mended.cards, mended.tables, values["texts"])
    except OSError as error:
        raise Trouble("read", error.filename or name, error) from error
    if mended.data == data or data is None:
        done = ""
    elif values["diff"]:
        write_text(show_patch(data.decode(), mended.data.decode(), name), inputs=inputs)
        done = "would be put right"
    else:
        try:
            replace_file(mended.data, path)
        except OSError as error:
            raise Trouble("write", path, error) from error
        done = "put right"
    for line in mended.left:
        complain(line)
    if done:
        parts = ((mended.places, "place"), (mended.quotes, "quote"))
        complain(f"{name}: {' and '.join(phrases.count(number, noun) for number, noun in parts if number)} {done}")
    return not done


def show_patch(before: str, after: str, name: str) -> str:
    """What changes in a file, as a unified diff."""
    from difflib import unified_diff

    old, new = ([line for line in re.split(r"(?<=\n)", text) if line] for text in (before, after))
    lines = unified_diff(old, new, name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
