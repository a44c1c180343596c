"""Elements of HTML: whatever is not made here is text, so that no word of a ledger can become markup."""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

from gapcli.text import break_commands, shown


class Html(str):
    """Markup, made by `tag`; every other string is text."""

    __slots__ = ()


Node: TypeAlias = "str | Iterable[Node] | None"
"""What stands in an element: text, markup, nothing, or several of them."""
VOID = frozenset({"meta", "input", "br", "col"})
"""Elements that hold nothing and have no end."""


def text(words: str) -> Html:
    """Words as text: controls and what turns their direction spelled out, a line end as one."""
    if words.isprintable():
        return Html(_escape(words))
    lines = words.replace("\t", " ").rstrip("\n").split("\n")
    return Html("<br>".join(_escape(shown(line)) for line in lines))


def join(nodes: Node) -> Html:
    """Text and markup as markup."""
    if type(nodes) is Html:
        return nodes
    if nodes is None:
        return Html()
    if isinstance(nodes, str):
        return text(nodes)
    return Html("".join(map(join, nodes)))


def tag(name: str, /, *nodes: Node, **attributes: str | bool | None) -> Html:
    """An element. A trailing underscore keeps a Python word free, and one within is a dash: `class_`, `data_id`.

    An attribute that is True stands alone; one that is None, False or empty is left out.
    """
    written = "".join(_write(key, value) for key, value in attributes.items() if value)
    return Html(f"<{name}{written}>" + ("" if name in VOID else f"{join(nodes)}</{name}>"))


def _write(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escape(shown(str(value)), quote=True)}"'


def _escape(words: str, quote: bool = False) -> str:
    """Words without markup, nor what GitHub's log reads as a command."""
    return break_commands(escape(words, quote), "&#58;", "&#35;")
