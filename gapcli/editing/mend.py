"""The places of quotes, and how quotes are written, put right in the bytes of a ledger; all else stays as it is."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from gapcli.editing.drafts import spell_quote, write_scalar
from gapcli.editing.edits import LINE_END, Edit, Editor
from gapcli.files.checks.rule import View, select
from gapcli.files.fields import build_noun
from gapcli.files.load import read_cards
from gapcli.files.nearest import join_blanks
from gapcli.files.parse import read_tree
from gapcli.files.places import ReadText, read_signs
from gapcli.files.problems import Path
from gapcli.files.tables import list_files
from gapcli.files.texts import TextFolder
from gapcli.files.tree import BAD, Collection, Node, Scalar, Tree, start_of
from gapcli.ledger.model import Evidence, Ledger

_BLOCK = re.compile(
    r"(?P<sign>[|>]-?)(?: +#[^\r\n]*| *)(?P<lines>(?:\r\n|\r|\n)(?P<indent> +)[^ \r\n][^\r\n]*"
    r"(?:(?:\r\n|\r|\n)(?P=indent)[^\r\n]*[^ \r\n][^\r\n]*)*)"
)
"""A text in a block: its sign, and its lines, as far as they have neither blank ones between them nor an odd indent."""
_MENDED = ("at", "quote")


class Mended(NamedTuple):
    """A ledger with the places and quotes that it should have."""

    data: bytes
    places: int
    """How many places were put right."""
    quotes: int
    """How many quotes were."""
    left: tuple[str, ...]
    """What is left of quotes without a place, a line each."""
    cards: tuple[str, ...] = ()
    """The files of its source cards."""
    tables: tuple[str, ...] = ()
    """The files of its tables."""


def mend_quotes(data: bytes | None, name: str, folder: str, limit: float, texts: str) -> Mended:
    """Put the places of a ledger right, and quotes that differ in white space, quotation marks and dashes alone.

    What is doubtful is left. Its arguments are those of `load_bytes`. Raises OSError.
    """
    tree = read_tree(data, name, limit)
    draft = build_noun(Ledger, tree)
    if data is None or draft is BAD or tree.stopped is not None:
        return Mended(data or b"", 0, 0, ())
    sources, cards, _ = read_cards(draft, tree, folder, limit)
    view = View(draft._replace(sources=sources))
    coded = dict(read_coded(view, texts))
    editor = _Editor(tree)
    places = quotes = 0
    left = []
    for path, _, piece in select(view.evidence, "source", "quote"):
        node = _find(tree.root, path)
        if piece.source not in coded or "\ufffd" in piece.quote or not editor.knows(node):
            continue
        found = find_right(piece, coded[piece.source])
        if type(found) is not tuple:
            left += [f"{name}:{start_of(node).line + 1}: {found}"] if found else []
            continue
        (start, end), quote = found
        if quote != piece.quote:
            if not editor.set_quote(node, quote):
                continue
            quotes += 1
        if not _has_place(piece) or (start, end) != piece.at:
            if editor.set_place(node, start, end):
                places += 1
            else:
                left.append(f"{name}:{start_of(node).line + 1}: write at: [{start}, {end}]")
    text = editor.write()
    _prove_rest_unchanged(tree, text, name, limit)
    head = data[: len(data) - len(tree.text.encode())]
    files = tuple(card.file for card in cards.values())
    return Mended(head + text.encode(), places, quotes, tuple(left), files, list_files(draft, folder))


def read_coded(view: View, folder: str) -> Iterator[tuple[str, str]]:
    """The texts that were coded, by the ids of their cards: in any other a place would mean nothing."""
    files = TextFolder(folder)
    for _, card in select(view.cards, "sha256", "file", "characters"):
        saved = files.find(card)
        if saved is not None and saved.text is not None and saved.causes is not None:
            yield card.id, saved.text


def _has_place(piece: Evidence) -> bool:
    return piece.at is not BAD and len(piece.at) == 2


@lru_cache(maxsize=8)
def _read_text(text: str) -> ReadText:
    """A text in which quotes are found; those of one text mostly stand together."""
    return ReadText(text, read_signs)


def find_right(piece: Evidence, text: str) -> tuple[tuple[int, int], str] | str:
    """The place of a quote, and the quote as the text has it; else why that is in doubt.

    Where it has a place, `check` says what is wrong with it, and nothing is said here.
    """
    at = (piece.at[0], piece.at[1]) if _has_place(piece) else (0, 0)
    if _is_written_so(piece.quote, text[at[0] : at[1]]):
        return at, piece.quote
    places = _read_text(text).find_all(piece.quote)
    same = [place for place in places if join_blanks(text[slice(*place)]) == join_blanks(piece.quote.strip())]
    if at in places:
        places = [at] if at in same or not same else []
    else:
        places = same or places
    if len(places) == 1:
        there = text[slice(*places[0])]
        return places[0], piece.quote if _is_written_so(piece.quote, there) else spell_quote(there)
    if _has_place(piece):
        return ""
    some = ", ".join(f"[{start}, {end}]" for start, end in places[:5]) + (", …" if len(places) > 5 else "")
    return f"the quote stands at {len(places)} places, {some}" if places else "no such words in the text"


def _is_written_so(quote: str, there: str) -> bool:
    r"""Whether words of a text are those of a quote, as `check` has it: `\n` stands for any white space."""
    return join_blanks(there) == join_blanks(quote) and (len(there) == len(quote) or "\n" in quote)


def _find(node: Node | None, path: Path) -> Any:
    """The node at a path, None where there is none."""
    for step in path:
        if type(node) is not Collection:
            return None
        found = node.find(step) if node.mapping else None
        node = found[1] if found else node.children[int(step)] if not node.mapping else None
    return node


class _Editor(Editor):
    """Edits of the text of a file, which leave every character alone that is no part of a place or a quote."""

    def knows(self, node: Any) -> bool:
        """Whether a piece of evidence is written in a way in which it can be edited."""
        if type(node) is not Collection or not node.mapping:
            return False
        keys = [key for key, _ in node.pairs if type(key) is Scalar]
        names = [key.value for key in keys]
        lines = (self.text[self.begin_line(start_of(key).line) : self.offset(start_of(key))] for key in keys)
        explicit = any(line.rstrip(" ").endswith("?") for line in lines)
        return not explicit and names.count("quote") == 1 and names.count("at") < 2

    def set_place(self, evidence: Collection, start: int, end: int) -> bool:
        """Write the place of a quote; False where that cannot be done without touching anything else."""
        written = f"[{start}, {end}]"
        found = evidence.find("at")
        if found is None:
            self._insert_place(evidence, written)
            return True
        key, node = found
        first, last = self.span(node)
        numbers = [n for n in node.children if type(n) is Scalar] if type(node) is Collection else []
        if type(node) is Collection and not node.mapping and len(numbers) == len(node.children) == 2:
            # One by one, since a comment may stand between them.
            edits = []
            for child, number in zip(numbers, (start, end)):
                mark = child.style or ""
                edits.append(Edit(*self.span(child), f"{mark}{number}{mark}"))
            if any(edit.start == edit.end for edit in edits):
                return False
            self.edits += [edit for edit in edits if self.text[edit.start : edit.end] != edit.text]
            return True
        if first == last:
            # There is nothing behind the key, or not even a colon.
            colon = re.compile(" *:").match(self.text, self.span(key)[1])
            if not colon:
                return False
            first = last = colon.end()
            written = f" {written}"
        elif LINE_END.search(self.text, first, last) or "#" in self.text[first:last]:
            return False
        self.edits.append(Edit(first, last, written))
        return True

    def _insert_place(self, evidence: Collection, written: str) -> None:
        """Write a place before the quote: in brackets before it, else on a line of its own that is indented like it."""
        found = evidence.find("quote")
        assert found is not None and type(found[0]) is Scalar
        key = found[0]
        first, _ = self.span(key)
        name = '"at"' if key.style == '"' else "at"
        if evidence.flow:
            self.edits.append(Edit(first, first, f"{name}: {written}, "))
            return
        end = LINE_END.search(self.text, first) or LINE_END.search(self.text)
        column = start_of(key).column
        self.edits.append(Edit(first, first, f"{name}: {written}{end[0] if end else chr(10)}{' ' * column}"))

    def set_quote(self, evidence: Collection, quote: str) -> bool:
        """Write a quote in the quotation marks that it has, a block of text on one line; False where it cannot be."""
        found = evidence.find("quote")
        node = found[1] if found else None
        if type(node) is not Scalar:
            return False
        written = write_scalar(quote, node.style, evidence.flow)
        if written is None:
            return False
        first, last = self.span(node)
        if node.style in ("|", ">"):
            block = _BLOCK.match(self.text, first)
            if not block or block["lines"].split() != node.value.split():
                return False
            # The comment behind its sign stays.
            self.edits.append(Edit(*block.span("lines"), ""))
            last = block.end("sign")
        self.edits.append(Edit(first, last, written))
        return True


def _prove_rest_unchanged(old: Tree, text: str, name: str, limit: float) -> None:
    """Hold what is to be written against what stands there. Raises RuntimeError where more than that differs."""
    new = read_tree(text.encode(), name, limit)
    if new.stopped is not None or _outline(new.root) != _outline(old.root):
        raise RuntimeError("more than places and quotes would change")


def _outline(node: Node | None, path: Path = ()) -> Any:
    """The values of a file, without the places and quotes of its evidence."""
    if type(node) is Scalar:
        return node.value
    if type(node) is not Collection:
        return None
    if not node.mapping:
        return [_outline(child, (*path, i)) for i, child in enumerate(node.children)]
    is_evidence = len(path) == 4 and (path[0], path[2]) == ("statements", "evidence")
    pairs = ((key.value if type(key) is Scalar else "", value) for key, value in node.pairs)
    return {key: _outline(value, (*path, key)) for key, value in pairs if not (is_evidence and key in _MENDED)}
