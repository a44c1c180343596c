"""A data frame of R → rows."""

import bz2
import gzip
import lzma
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO

from gapcli.files.kinds.grid import MOST_CELLS, BadFile, Fault, Frame, add_to, choose_sheet
from gapcli.text import write_number

_PACKED: Mapping[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
"""What unpacks a file, by how it begins."""


class RTable(Frame):
    """A data frame of R: a factor, or a labelled column, gives its labels, unless codes are asked for."""

    called = "file of R"
    takes = frozenset({"sheet", "coded", "encoding"})

    def open(self) -> None:
        """Read the columns of the data frame."""
        from rdata.parser import DEFAULT_ALTREP_MAP, RObjectType, parse_data

        self._kinds = RObjectType
        expand: Any = DEFAULT_ALTREP_MAP[b"compact_intseq"]

        def expand_capped(state: Any) -> Any:
            if state.value[0] > MOST_CELLS:
                raise BadFile(f"a column has more than {MOST_CELLS:,} rows")
            return expand(state)

        altrep = {**DEFAULT_ALTREP_MAP, b"compact_intseq": expand_capped}
        data = self._unpack()
        ending = ".rda" if data[:3] in (b"RDX", b"RDA") else ".rds"
        with warnings.catch_warnings():
            # What it leaves out of an object is nothing that a data frame has.
            warnings.simplefilter("ignore")
            parsed = parse_data(data, altrep_constructor_dict=altrep, extension=ending)
        self._encoding = parsed.extra.encoding or self.layout.encoding
        found = {"": parsed.object}
        if parsed.object.info.type is RObjectType.LIST:
            found = self._list_pairs(parsed.object)
        frames = {name: each for name, each in found.items() if "data.frame" in self._find_classes(each)}
        if not frames:
            raise BadFile("there is no data frame in the file")
        name = choose_sheet(self.layout, [*frames], "data frame", self.file)
        frame = frames[name]
        self.names = self._read_texts(self._list_pairs(frame.attributes)["names"])
        self._labelled: list[str] = []
        self._columns = [self._read_column(name, column) for name, column in zip(self.names, frame.value)]
        called = self._list_pairs(frame.attributes).get("row.names")
        if called is not None and called.info.type is RObjectType.STR:
            self.names, self._columns = ["row.names", *self.names], [self._read_texts(called), *self._columns]
        self.refuse_coded(self._labelled)

    def list_records(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""
        return zip(*self._columns)

    def _unpack(self) -> bytes:
        """The file without its packing. Raises BadFile."""
        opener = next((opener for head, opener in _PACKED.items() if self.data.startswith(head)), None)
        data = self.data
        if opener:
            most = int(self.limit * (1 << 20))
            file: BinaryIO = opener(BytesIO(data))
            data = file.read(most + 1)
            if len(data) > most:
                raise BadFile(f"unpacked the file has more than {write_number(self.limit)} MiB")
        return data

    # --- objects of R -----------------------------------------------------------------------------

    def _list_pairs(self, pairs: Any) -> dict[str, Any]:
        """The objects of a list of pairs, by their names."""
        found: dict[str, Any] = {}
        while pairs is not None and pairs.info.type is self._kinds.LIST:
            tag = pairs.tag.referenced_object or pairs.tag
            found[self._decode(tag.value.value)] = pairs.value[0]
            pairs = pairs.value[1]
        return found

    def _find_classes(self, each: Any) -> list[str]:
        classes = self._list_pairs(each.attributes).get("class")
        return [str(name) for name in self._read_texts(classes)] if classes else []

    def _decode(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode(self._encoding if self._encoding.lower() not in ("utf-8", "utf8") else "latin-1")

    def _read_texts(self, texts: Any) -> list[Any]:
        """The texts of a vector; None of each that is missing."""
        return [None if each.value is None else self._decode(each.value) for each in texts.value]

    def _read_column(self, name: str, column: Any) -> list[Any]:
        """The values of a column, of which one with labels is noted."""
        kinds = self._kinds
        attributes, classes = self._list_pairs(column.attributes), self._find_classes(column)
        if column.info.type is kinds.STR:
            return self._read_texts(column)
        if column.info.type not in (kinds.INT, kinds.REAL, kinds.LGL):
            fault = Fault("the cell holds a list or an object of R", "take a column of texts or numbers")
            return [fault] * len(column.value)
        values = self._read_numbers(column)
        if "factor" in classes:
            self._labelled.append(name)
            levels = dict(enumerate(self._read_texts(attributes["levels"]), 1))
            values = [v if v is None or v > 0 else None for v in values]
            return values if name in self.layout.coded else [levels[v] if v is not None else None for v in values]
        if "labels" in attributes:
            self._labelled.append(name)
            named = self._read_texts(self._list_pairs(attributes["labels"].attributes)["names"])
            labels = dict(zip(self._read_numbers(attributes["labels"]), named))
            return values if name in self.layout.coded else [labels.get(v, v) for v in values]
        if "Date" in classes:
            return [add_to(date(1970, 1, 1), v) for v in values]
        if "POSIXct" in classes:
            return [add_to(datetime(1970, 1, 1), v, 86_400) for v in values]
        return values

    def _read_numbers(self, vector: Any) -> list[Any]:
        """The numbers of a vector; None of each that is missing, which of those with a point has a sign of its own."""
        import numpy

        array = vector.value
        if vector.info.type is self._kinds.REAL:
            missing = (numpy.ascontiguousarray(array).view(numpy.uint64) & 0xFFFFFFFF) == 1954
            return [None if none and v != v else v for v, none in zip(array.tolist(), missing.tolist())]
        if vector.info.type is self._kinds.INT:
            return [None if v == -(1 << 31) else v for v in array.tolist()]
        return [None if v is None or v == -(1 << 31) else bool(v) for v in array.tolist()]
