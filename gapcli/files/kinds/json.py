"""A file of JSON → rows: a list of objects, or an object of columns. Each mistake stands where it is in the text."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from gapcli.files.kinds.grid import Frame
from gapcli.files.problems import Span
from gapcli.files.rows import Pairs, place_members, refuse_constant, write_json
from gapcli.files.tree import Tree

_HELP = 'write [{"party": "town", …}, …], or {"party": ["town", …], …}'
_BETWEEN = re.compile(r"[\s,]*")


class JsonTable(Frame):
    """A list of objects, of which the first has every key, or an object with a list a column."""

    counted = "lines"
    called = "file of JSON"
    takes = frozenset({"encoding"})
    is_json = True

    @cached_property
    def tree(self) -> Tree:
        """Its text by lines."""
        return Tree(self.file, self.data.decode(self.layout.encoding))

    def open(self) -> None:
        """Read the whole of it."""
        self._objects: list[Any] = []
        self._lists: list[list[Any]] = []
        try:
            read = parse_json(self.tree.text)
        except (ValueError, RecursionError) as error:
            at = getattr(error, "pos", 0)
            reason = "it is nested too deep" if isinstance(error, RecursionError) else getattr(error, "msg", error)
            self.tree.report("bad-json", self.place(at, at + 1), f"this is no JSON: {reason}", "")
            return
        if type(read) is list:
            self._objects = read
            first = self.take_object(read[0], {}, 2, is_header=True) if read else {}
            self.names = [*(first or ())]
        elif type(read) is Pairs and all(type(values) is list for _, values in read):
            self.names, self._lists = [name for name, _ in read], [values for _, values in read]
            for name, values in read:
                if len(values) != len(self._lists[0]):
                    message = (
                        f"{name[:70]} has {len(values):,} values, and {self.names[0][:70]} {len(self._lists[0]):,}"
                    )
                    self.report("ragged-row", 1, self.names.index(name), message, "a column has one for each row")
                    return
        else:
            self.tree.report("bad-json", self.tree.span_at(0, 0), "this is no table", _HELP)

    def list_values(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row by its number from 1, with the values in it; that of the header among them."""
        yield 1, self.names
        for n, values in enumerate(zip(*self._lists), 2):
            yield n, [*map(write_json, values)]
        empty = dict.fromkeys(self.names, "")
        for n, each in enumerate(self._objects, 2):
            found = self.take_object(each, empty, n, is_header=False)
            if found is not None:
                yield n, [*(empty | found).values()]

    # --- places -----------------------------------------------------------------------------------

    def say_where(self, row: int, column: int | None, message: str) -> str:
        """The message alone: the text shows its cell."""
        return message

    @cached_property
    def _members(self) -> dict[str, tuple[int, int]]:
        """Where the list of each column begins and ends."""
        return {key: (start, end) for key, start, end in place_members(self.tree.text)}

    def _list_places(self, start: int) -> list[tuple[int, int]]:
        """Where each value of the list begins and ends whose bracket is at a place."""
        text, decoder, found = self.tree.text, json.JSONDecoder(), []
        at = _BETWEEN.match(text, start + 1).end()  # type: ignore[union-attr]
        while text[at] != "]":
            end = decoder.raw_decode(text, at)[1]
            found.append((at, end))
            at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
        return found

    @cached_property
    def _places_of_objects(self) -> list[tuple[int, int]]:
        return self._list_places(self.tree.text.index("["))

    def find_span(self, row: int, column: int | None) -> Span:
        """Where the cell of a column, from 0, stands; without one, or where its key is missing, the object."""
        if self._lists:
            start, end = self._members[self.names[column or 0]]
            if row > 1:
                start, end = self._list_places(start)[row - 2]
        else:
            start, end = self._places_of_objects[max(0, row - 2)] if self._objects else (0, 1)
            if column is not None:
                members = place_members(self.tree.text[start:end])
                name = self.names[column]
                start, end = next(((start + a, start + b) for key, a, b in members if key == name), (start, end))
        return self.place(start, end)


def parse_json(text: str) -> Any:
    """JSON with its objects as pairs and its numbers as they are written. Raises ValueError and RecursionError."""
    return json.loads(text, object_pairs_hook=Pairs, parse_int=str, parse_float=str, parse_constant=refuse_constant)
