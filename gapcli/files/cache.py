"""What was read of a ledger, kept between runs: many questions are asked of one file, and reading is a third of a run.

An entry is found by the bytes and the name of the ledger, and counts while every card is as it was. It is JSON and
nothing that could be executed, of a ledger without a mistake. Whatever is odd about it, the ledger is read again.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from gapcli import __version__
from gapcli.files.find import PACKAGE, hash_bytes, list_beside, read_bytes
from gapcli.ledger.model import RECORDS, Dimension, Ledger, Text, When, list_replaced

if TYPE_CHECKING:
    from gapcli.files.load import Loaded

LARGEST_CACHE = 64 << 20
"""How many bytes all entries may have together; the oldest go first."""


def restore(path: str, name: str, limit: float) -> Ledger | None:
    """The ledger at a path as it was read before; None where it has to be read, for whichever reason.

    `name` is how problems call the file, `limit` how many MiB a file may have.
    """
    try:
        home = _find_home()
        # A pipe is read once only, and that is not here.
        if home is None or not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            data = read_bytes(file, limit)
        if data is None:
            return None
        entry_name = _name_entry(hash_bytes(data), path, name, limit)
        with open(os.path.join(home, entry_name), "rb") as file:
            digest, payload = file.readline(), file.read()
        if hash_bytes(payload).encode() + b"\n" != digest:
            return None
        entry = json.loads(payload)
        if entry["name"] != entry_name or entry["cards"] != _hash_cards(path, entry["folder"]):
            return None
        return _decode_ledger(entry["ledger"])
    except Exception:  # An entry is input, and no worse than none.
        return None


def store(path: str, name: str, limit: float, loaded: "Loaded") -> None:
    """Keep a ledger without mistakes for the next run; where that cannot be, nothing is said."""
    try:
        home = _find_home(make=True) if os.path.isfile(path) else None
        if home is None:
            return
        entry_name = _name_entry(loaded.hash, path, name, limit)
        # Each noun is a list of its fields. Scales, and what statements replace, are made anew.
        ledger = loaded.require()
        if ledger.tables:
            # Their files are not among what an entry is known by.
            return
        kept = ledger._replace(replaced_by={})
        cards = {os.path.basename(file): digest for file, digest in loaded.cards.items()}
        entry = {"name": entry_name, "folder": loaded.folder, "cards": cards, "ledger": kept}
        payload = json.dumps(
            entry, default=lambda scale: None, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode()
        # Only what comes back as it was; equal ledgers have equal answers.
        if _decode_ledger(json.loads(payload)["ledger"]) != ledger:
            return
        _write(home, entry_name, hash_bytes(payload).encode() + b"\n" + payload)
    except Exception:
        return


# --- where entries are ----------------------------------------------------------------------------


def _find_home(make: bool = False) -> str | None:
    """The folder of the entries, which nobody else may read or write; None where there is none to be had."""
    if os.environ.get("GAPCLI_NO_CACHE"):
        return None
    home, caches = os.environ.get("HOME", ""), os.environ.get("XDG_CACHE_HOME", "")
    if sys.platform == "win32":
        caches = os.environ.get("LOCALAPPDATA", "")
    elif not os.path.isabs(caches):
        if not os.path.isabs(home) or not os.path.isdir(home):
            return None
        caches = os.path.join(home, *(("Library", "Caches") if sys.platform == "darwin" else (".cache",)))
    if not os.path.isabs(caches):
        return None
    folder = os.path.join(caches, "gapcli")
    if make:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    found = os.lstat(folder)
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o77 or os.path.islink(folder)):
        return None
    return folder


def _name_entry(digest: str, path: str, name: str, limit: float) -> str:
    """The file of an entry: by what the answer hangs on, but for the cards."""
    python = f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"
    key = "\0".join((__version__, _stamp_code(), python, os.path.dirname(path), name, str(limit), digest))
    return hash_bytes(key.encode("utf-8", "surrogateescape")) + ".json"


def _stamp_code() -> str:
    """What tells this code from another of the same version, as in a checkout that is worked on."""
    folders = (PACKAGE, *(os.path.join(PACKAGE, *room) for room in (("files",), ("files", "checks"), ("ledger",))))
    stats = (entry.stat() for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".py"))
    return str(sorted((s.st_mtime_ns, s.st_size) for s in stats))


def _hash_cards(path: str, folder: str | None) -> dict[str, str]:
    """The hash of each card of a folder; none where the cards stand in the ledger. Raises OSError or ValueError."""
    if folder is None:
        return {}
    place = os.path.join(os.path.dirname(path), folder)
    inside = os.path.join(os.path.realpath(place), "")
    hashes = {}
    for entry in (e for e in list_beside(place, path) if e.endswith(".yaml")):
        card = os.path.join(place, entry)
        if not os.path.isfile(card) or not os.path.realpath(card).startswith(inside):
            raise ValueError(entry)
        with open(card, "rb") as file:
            hashes[entry] = hash_bytes(file.read())
    return hashes


def _write(home: str, name: str, data: bytes) -> None:
    """Write an entry whole or not at all, and drop the oldest where all together are too many."""
    if len(data) > LARGEST_CACHE // 4:
        return
    new = os.path.join(home, f".{name}-{os.urandom(8).hex()}")
    try:
        with open(new, "xb") as file:
            file.write(data)
        os.replace(new, os.path.join(home, name))
    finally:
        if os.path.exists(new):
            os.unlink(new)
    entries = sorted((s.stat().st_mtime_ns, s.stat().st_size, s.path) for s in os.scandir(home))
    size = sum(size for _, size, _ in entries)
    for _, each, path in entries:
        if size <= LARGEST_CACHE:
            break
        os.unlink(path)
        size -= each


# --- nouns ⇄ JSON ---------------------------------------------------------------------------------

Decode = Callable[[Any], Any]


def _decode_ledger(values: list[Any]) -> Ledger:
    ledger: Ledger = _make_noun_decoder(Ledger)(values)
    return ledger._replace(cells=(), replaced_by=list_replaced(ledger.statements))


def _decode_dimension(values: list[Any]) -> Dimension:
    dimension: Dimension = _make_noun_decoder(Dimension)(values)
    return dimension._replace(scale_=dimension.build_scale())


def _find_decoder(annotation: Any) -> Decode | None:
    """How a value of a type comes back from JSON; None where it is as it stands."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    if annotation is Text:
        return Text
    if annotation is When:
        return When._make
    if annotation is Dimension:
        return _decode_dimension
    if annotation in RECORDS:
        return _make_noun_decoder(annotation)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return _make_list_decoder(_find_decoder(args[0]))
    if origin is Mapping:
        return _make_mapping_decoder(_find_decoder(args[1]))
    if origin in (Union, UnionType):
        kinds = [a for a in args if a is not NoneType]
        # What may be None is converted only where it is not.
        return _find_decoder(kinds[0]) if len(kinds) == 1 else _make_union_decoder(kinds)
    return None


def _make_list_decoder(item: Decode | None) -> Decode:
    return (lambda values: tuple([item(v) for v in values])) if item else tuple


def _make_mapping_decoder(item: Decode | None) -> Decode | None:
    return (lambda values: {k: item(v) for k, v in values.items()}) if item else None


@cache
def _make_noun_decoder(noun: Any) -> Decode:
    """A decoder that touches only the fields that are not as they stand."""
    decoders = map(_find_decoder, noun.__annotations__.values())
    found = [(i, decode) for i, decode in enumerate(decoders) if decode]

    def decode(values: list[Any]) -> Any:
        for i, convert in found:
            value = values[i]
            if value:
                values[i] = convert(value)
            elif value == []:
                # As most lists are.
                values[i] = ()
        return noun._make(values)

    return decode


def _make_union_decoder(kinds: list[Any]) -> Decode | None:
    """Of a union: a list is a noun or a tuple, an object a text or a mapping, and anything else stands for itself."""
    decoders = [(get_origin(k) or k, _find_decoder(k)) for k in kinds]
    of_list = next((d for k, d in decoders if d and (k in (tuple, When) or k in RECORDS)), None)
    of_object = next((d for k, d in decoders if d and (k in (Text, Mapping))), None)

    def decode(value: Any) -> Any:
        if isinstance(value, list):
            return of_list(value) if of_list else value
        return of_object(value) if of_object and isinstance(value, dict) else value

    return decode if of_list or of_object else None
