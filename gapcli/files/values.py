"""A node → a text, a date or a number, with every mistake in its place."""

import re
from collections.abc import Callable, Container, Sequence
from typing import Any, TypeAlias

from gapcli.files.tree import BAD, EMPTY, Collection, Node, Scalar, Tree, is_empty, start_of
from gapcli.ledger.model import DATE, GREGORIAN, Bounds, Text, when
from gapcli.ledger.scales import BadValue, number
from gapcli.text import (
    BIDI,
    FORMS,
    MOST_MARKS,
    NO_CHARACTERS,
    UNSEEN,
    code_point,
    did_you_mean,
    list_heaps,
    name_character,
    name_odd,
    read_as_ascii,
    write_number,
)

LONGEST = 10_000
"""How many characters a text may have."""

Read: TypeAlias = Callable[[Node, Tree], Any]
"""A reader: the value of a node, or BAD where it has none that fits. Raises TooMany."""

ID_PATTERN = "[a-z0-9][a-z0-9-]{0,63}"
ABOUT_PATTERN = rf"{ID_PATTERN}(\.{ID_PATTERN})?"
ID = re.compile(ID_PATTERN)
_ODD = re.compile(f"[{BIDI}{FORMS}{UNSEEN}{NO_CHARACTERS}]")
"""What a text may hold, and nobody can see, beside heaps of marks."""
_LETTERS, _VOWELS = "[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0621-\u064a“”‘’–—…،؛؟]", "[\u064b-\u0652]"
_USUAL = re.compile(f"{_LETTERS}*(?:{_VOWELS}{{1,{MOST_MARKS}}}{_LETTERS}+)*{_VOWELS}{{0,{MOST_MARKS}}}")
"""What most texts hold and nothing else, none of it odd; to find this is ten times as fast as to look for that."""
LANGUAGE_PATTERN = "(?!at$)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
LANGUAGE = re.compile(LANGUAGE_PATTERN)
"""The code of a language. `at` is that of none, and a key of an option."""
_NOTHING = {"n/a", "none", "null", "nil", "tbd", "-"}


def name_node(node: Node) -> str:
    """What a node is, in the words of a message."""
    if type(node) is not Collection:
        return "nothing" if is_empty(node) else "a text"
    return ("a " if node.children else "an empty ") + ("mapping" if node.mapping else "list")


def shorten(node: Node, most: int = 70) -> str:
    """The beginning of a text, for a message; empty where the node is none."""
    text = node.value if type(node) is Scalar else ""
    return text if len(text) <= most else text[:most] + "…"


def add_odd(message: str, text: str) -> str:
    """A message about a text, with the character of it that is not what it looks like."""
    odd = name_odd(text)
    return f"{message}: {odd}" if odd else message


def _report_no_text(node: Node, tree: Tree, expected: str) -> Any:
    help = "write a text"
    if type(node) is Collection and node.flow:
        help = f"put a text that begins with {'{' if node.mapping else '['} in quotes"
    return tree.report_at(node, "wrong-type", f"{expected}, not {name_node(node)}", help)


def read_scalar(node: Node, tree: Tree) -> Any:
    """Read the text of a scalar that says something."""
    if type(node) is not Scalar:
        return _report_no_text(node, tree, "a text is expected")
    value, style = node.value, node.style
    if style and style in ">|":
        # The line ends where the block does, and not the text.
        value = value.rstrip("\n")
    # White space of other alphabets is no blank of YAML, so that it can stand unquoted.
    if not value or value.isspace() or (not style and value in EMPTY):
        help = "leave the key out, or write its value"
        if style and style in ">|":
            help = f"put a value that begins with {style} in quotes"
        return tree.report_at(node, "empty", "no value", help)
    if len(value) > LONGEST:
        return tree.report_at(node, "too-long", f"a text of {len(value):,} characters", f"at most {LONGEST:,}")
    return value


def read_words(node: Node, tree: Tree) -> Any:
    """Read a text that is the same in every language."""
    value = read_scalar(node, tree)
    if value is not BAD and "<<<<<<< " in value and ">>>>>>> " in value:
        message = "the text holds a conflict of a merge that was not settled"
        tree.report_at(node, "conflict-in-text", message, "keep one side of it, without its signs", "warning")
    if value is not BAD and not _USUAL.fullmatch(value):
        _warn_of_odd(value, node, tree)
    return value


def _warn_of_odd(value: str, node: Node, tree: Tree) -> None:
    """Warn of what a text holds and nobody can see."""
    heap = next(list_heaps(value), None)
    if heap is None and not _ODD.search(value):
        return
    turned = re.search(f"[{BIDI}]", value)
    if turned:
        message = f"the text holds {code_point(turned[0])}, which turns its order"
        help = "delete it where the source does not have it; it is shown escaped"
        tree.report_at(node, "hidden-direction", message, help, "warning")
    unseen = re.search(f"[{UNSEEN}{NO_CHARACTERS}]", value)
    if unseen or heap:
        message = f"the text holds {name_character(unseen[0])}, which nobody sees" if unseen else ""
        if heap:
            message = f"a letter of the text bears {heap[1] - heap[0]} marks, which cover the lines around it"
        help = "delete it where the source does not have it"
        tree.report_at(node, "unseen-character", message, help, "warning")
    if re.search(f"[{FORMS}]", value):
        message = "the text holds Arabic presentation forms, which no search finds"
        help = "write the plain letters, unless the source has them"
        tree.report_at(node, "presentation-forms", message, help, "warning")


def read_text(node: Node, tree: Tree, may_be_none: bool = False) -> Any:
    """Read a text, or a mapping of texts by language; `may_be_none`: whether it may be called "none"."""
    if type(node) is Scalar:
        value = read_words(node, tree)
        if value is not BAD and not may_be_none and len(value) < 5 and value.strip().lower() in _NOTHING:
            help = "leave the key out, or say it in other words"
            return tree.report_at(node, "empty", f'"{value}" says nothing', help)
        return BAD if value is BAD else Text({tree.language: value})
    if type(node) is not Collection or not node.mapping or not node.children:
        return _report_no_text(node, tree, "a text is expected, or texts by language")
    texts: dict[str, Any] = {}
    for key, value in node.pairs:
        if type(key) is not Scalar or not LANGUAGE.fullmatch(key.value):
            if not report_rest_of_value(key, value, node, tree):
                tree.report_at(key, "unknown-key", f'"{shorten(key)}" is no language', "write a code: en, ar, fa")
            texts[""] = BAD
        elif key.value in texts:
            texts[""] = report_repeated_key(key, node, tree)
        else:
            texts[key.value] = read_words(value, tree)
    # A break of the YAML can leave a key without a value; the break is reported already.
    if not texts or BAD in texts.values():
        return BAD
    first = tree.language if tree.language in texts else next(iter(texts))
    return Text({first: texts[first], **texts})


def read_pole(node: Node, tree: Tree) -> Any:
    """Read the name of an end of a scale, where there may be none of something."""
    return read_text(node, tree, may_be_none=True)


def is_by_language(node: Node, keys: Container[str]) -> bool:
    """Whether a node is texts by language, where a noun may stand that has `keys`: it names a language, and no key.

    `is` of a condition, which never stands alone, is Icelandic beside another language.
    """
    if type(node) is not Collection or not node.mapping:
        return False
    languages = own = 0
    for key in node.children[::2]:
        name = key.value if type(key) is Scalar else ""
        is_language = LANGUAGE.fullmatch(name) is not None
        languages += is_language and name not in keys
        own += not is_language and name in keys
    return languages > 0 and not own


def read_date(node: Node, tree: Tree) -> Any:
    """Read a date, as precise as it is known."""
    value = read_scalar(node, tree)
    if value is BAD:
        return BAD
    day = when(value)
    if day is not None:
        return day
    match = DATE.fullmatch(value)
    message, help = f'"{shorten(node, 40)}" is no date', 'use YYYY-MM-DD, YYYY-MM, YYYY or "< DATE"'
    meant = read_as_ascii(value)
    if meant != value and when(meant) is not None:
        return tree.report_at(node, "bad-date", add_odd(message, value), f"write {meant}")
    if match and 0 < int(match[2]) < GREGORIAN:
        message = f'"{value}" lies before the Gregorian calendar'
        help = "write a Hijri or Persian date as the Gregorian one, YYYY-MM-DD"
    return tree.report_at(node, "bad-date", message, help)


def make_number_reader(bounds: Bounds | None, whole: bool) -> Read:
    """Make the reader of a number within bounds."""
    within = ""
    if bounds:
        low, high = write_number(bounds.low), write_number(bounds.high)
        within = f"above {low}, at most {high}" if bounds.above else f"from {low} to {high}"
    help = f"write a {'whole ' if whole else ''}number {within}"

    def read_number(node: Node, tree: Tree) -> Any:
        value = read_scalar(node, tree)
        if value is BAD:
            return BAD
        try:
            amount = number(value)
        except BadValue as bad:
            return tree.report_at(node, "bad-number", bad.message, f"{bad.help}, {within}" if within else bad.help)
        if whole and not amount.is_integer():
            return tree.report_at(node, "bad-number", f'"{shorten(node, 40)}" is no whole number', help)
        if bounds and (amount < bounds.low or amount > bounds.high or (bounds.above and amount == bounds.low)):
            return tree.report_at(node, "bad-number", f"{shorten(node, 40)} is out of range", help)
        return int(amount) if whole else amount

    return read_number


def _make_reader(
    fits: Callable[[str], object], id: str, fault: str, help: str | Callable[[str], str], most: int = 70
) -> Read:
    """Make the reader of a text that has to fit; of one that does not, `most` characters are shown."""

    def read_fitting(node: Node, tree: Tree) -> Any:
        value = read_scalar(node, tree)
        if value is BAD or fits(value):
            return value
        cure = help if isinstance(help, str) else help(value)
        message = f'"{shorten(node, most)}" {fault}'
        meant = read_as_ascii(value)
        if meant != value and fits(meant):
            # What is meant stands for it, so that nothing follows from a slip that nobody sees.
            tree.report_at(node, id, add_odd(message, value), f"write {meant}")
            return meant
        return tree.report_at(node, id, message, cure)

    return read_fitting


def make_choice_reader(names: tuple[str, ...]) -> Read:
    """Make the reader of one of a few words."""
    fault = "is none of the words allowed here"
    return _make_reader(names.__contains__, "unknown-word", fault, lambda value: did_you_mean(value, names), 40)


def _make_pattern_reader(pattern: str, id: str, noun: str, help: str) -> Read:
    return _make_reader(re.compile(pattern).fullmatch, id, f"is no {noun}", help)


ID_HELP = "lower-case letters, digits and hyphens, at most 64, not beginning with a hyphen"
_HASH_HELP = "64 hexadecimal digits, as sha256sum prints them"
_URL_HELP = "an address begins with http:// or https://"
_FILE_NAME = r"(?![.~-])[^/\\:\x00]{1,255}"
_TRUTHS = ("true", "false")
read_id = _make_pattern_reader(ID_PATTERN, "bad-id", "id", ID_HELP)
STATEMENT_PATTERN = rf"{ID_PATTERN}(:[1-9][0-9]{{0,8}}:[1-9][0-9]{{0,8}})?"
read_statement_id = _make_pattern_reader(STATEMENT_PATTERN, "bad-id", "id", ID_HELP)
read_about = _make_pattern_reader(ABOUT_PATTERN, "bad-id", "issue and no dimension", "write issue or issue.dimension")
read_url = _make_pattern_reader(
    rf"(?i:https?)://[^\x00-\x20\x7f-\xa0{BIDI}{UNSEEN}{NO_CHARACTERS}\s]+", "bad-url", "web address", _URL_HELP
)
read_sha256 = _make_pattern_reader(r"[0-9a-f]{64}", "bad-hash", "SHA-256", _HASH_HELP)
read_file_name = _make_pattern_reader(_FILE_NAME, "bad-file", "bare file name", "leave the folder out")
_read_truth = _make_reader(_TRUTHS.__contains__, "wrong-type", "is neither true nor false", "write true or false", 40)


def read_truth(node: Node, tree: Tree) -> Any:
    """Read `true` or `false`."""
    value = _read_truth(node, tree)
    return value if value is BAD else value == "true"


_IDS = re.compile(rf"{ID_PATTERN}(\s*,\s*{ID_PATTERN})*")


def say_how_to_list(node: Node, of_ids: bool = True) -> str:
    """The cure where a list is expected: the list of the ids that stand there, else how one is written."""
    if of_ids and type(node) is Scalar and _IDS.fullmatch(node.value):
        return f"write [{shorten(node)}]"
    return "write each on a line of its own, after a hyphen and a space"


def read_parties(node: Node, tree: Tree) -> Any:
    """Read the party of a statement: one id, or a list of several."""
    if type(node) is Scalar and "," in node.value and _IDS.fullmatch(node.value):
        return tree.report_at(node, "bad-id", f'"{shorten(node)}" is no id', f"of several {say_how_to_list(node)}")
    if type(node) is not Collection or node.mapping:
        return read_id(node, tree)
    if not node.children:
        return tree.report_at(node, "bad-id", "no party is named", "name the party, or several: [town, province]")
    ids = [read_id(n, tree) for n in node.children]
    found = refuse_repeated(ids, node, tree)
    return BAD if found is BAD or BAD in ids else tuple(ids)


def refuse_repeated(ids: Sequence[Any], node: Collection, tree: Tree) -> Any:
    """The ids of a list; BAD, with a mistake at the second, where one is named twice."""
    named = set()
    for id, child in zip(ids, node.children):
        if id is not BAD and id in named:
            return tree.report_at(child, "bad-id", f'"{id}" is named twice', "name each once")
        named.add(id)
    return tuple(ids)


def read_raw(node: Node, tree: Tree) -> Any:
    """Read the value of a statement as it stands: one text, or a list of texts."""
    if type(node) is Scalar:
        return read_scalar(node, tree)
    if type(node) is Collection and not node.mapping and node.children:
        values = [read_scalar(n, tree) for n in node.children]
        return BAD if BAD in values else tuple(values)
    message = f"an option, a number, or a list of two is expected, not {name_node(node)}"
    return tree.report_at(node, "wrong-type", message, "write one, or leave the key out")


def read_columns(node: Node, tree: Tree) -> Any:
    """Read the name of a column, or those of several."""
    if type(node) is Collection and not node.mapping and node.children:
        columns = [read_scalar(n, tree) for n in node.children]
        return BAD if BAD in columns else tuple(columns)
    return read_scalar(node, tree)


def read_code(node: Node, tree: Tree) -> Any:
    """Read what a cell holds, which may be nothing or white space."""
    if type(node) is Scalar and node.style and not node.value.strip():
        return node.value
    return read_scalar(node, tree)


def report_rest_of_value(key: Node, value: Node, node: Collection, tree: Tree) -> bool:
    """Report a key that is the rest of a value, cut off by a comma inside `{ }`; tell whether it is one."""
    if not node.flow or not is_empty(value):
        return False
    help = "a comma ends a value inside { }: put the text in quotes"
    tree.report_at(key, "unknown-key", f'"{shorten(key)}" has no value', help)
    return True


def report_repeated_key(key: Scalar, node: Collection, tree: Tree, anew: str = "") -> Any:
    """Report a key that a mapping has already; `anew`: what begins with it, where a hyphen seems to be missing."""
    first = node.find(key.value)
    assert first is not None
    line = start_of(first[0]).line + 1
    cure = f"if {anew} begins here, put a hyphen and a blank before it" if anew else "keep one"
    help = f"first given at line {line}; {cure}"
    return tree.report_at(key, "duplicate-key", f'"{shorten(key)}" is given twice', help)


def report_merge_key(key: Node, tree: Tree) -> None:
    """Report the key `<<`."""
    tree.report_at(key, "no-anchors", "merge keys are not allowed", "write the keys out")
