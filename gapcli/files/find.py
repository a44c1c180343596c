"""Where the ledger is found, and the examples that ship with the package."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

try:
    # As `hashlib` has it, without the library that it loads, which takes as long as all the nouns of a ledger.
    from _blake2 import blake2b
except ImportError:  # Another Python.
    from hashlib import blake2b

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""The folder of this package, which carries the examples, and in a wheel the shipped ledger."""
EXAMPLES = ("harbour", "many")
"""The names of the examples: small ledgers to start from, each a folder with all that it needs."""
LARGEST = 20
"""How many MiB of YAML a file may have."""


def read_bytes(file: BinaryIO, limit: float) -> bytes | None:
    """All of an open file, None where it has more than `limit` MiB. Raises OSError."""
    most = int(limit * (1 << 20))
    data = file.read(most + 1)
    return None if len(data) > most else data


def hash_bytes(data: bytes) -> str:
    """What tells some bytes from any others."""
    return blake2b(data, digest_size=32).hexdigest()


SOUGHT = ("positions.yaml", os.path.join("data", "positions.yaml"))
"""Where a ledger is looked for that is not named."""


def find_ledger(file: str | None) -> tuple[str, str]:
    """The path of the ledger, and the name that messages call it: of the shipped one, the last resort, no path.

    A pipe or a device, which might be waited for without end, is read where it is named alone.
    """
    here = next(filter(os.path.isfile, SOUGHT), None)
    path = file if file is not None else os.environ.get("GAPCLI_FILE") or here
    return (path, path) if path is not None else (shipped(), SOUGHT[0])


def find_near() -> str:
    """What may have been meant where no ledger is found: a link that leads nowhere, what is no file, or a near name."""
    for place in SOUGHT:
        with suppress(OSError):
            for name in sorted(os.listdir(os.path.dirname(place) or ".")):
                path = os.path.join(os.path.dirname(place), name)
                if path == place:
                    return f"{path} is no file" if os.path.exists(path) else f"{path} is a link that leads nowhere"
                if name.lower() in ("positions.yaml", "positions.yml", "position.yaml", "positions.json"):
                    return f"{path} is called otherwise: name it with -f"
    return ""


def shipped() -> str:
    """The path of the ledger that ships with the package."""
    inside = os.path.join(PACKAGE, "data", "positions.yaml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(PACKAGE), "data", "positions.yaml")


def find_example(name: str) -> str:
    """The folder of an example."""
    return os.path.join(PACKAGE, "examples", name)


def read_example(name: str) -> dict[str, str]:
    """The files of an example, by their paths in its folder. Raises OSError."""
    root = find_example(name)
    texts = {}
    for path in _list_files(root):
        # The places of quotes count in the very text: no line end of it is changed.
        with open(path, encoding="utf-8", newline="") as file:
            texts[os.path.relpath(path, root)] = file.read()
    return texts


def _list_files(folder: str) -> Iterator[str]:
    """The paths of all files in a folder and below it. Raises OSError, where `os.walk` would leave a folder out."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        yield from _list_files(path) if os.path.isdir(path) else (path,)


def list_beside(folder: str, ledger: str) -> list[str]:
    """The names of the files in a folder of cards, in order. Raises OSError.

    Left out is what is none of the user's cards: folders, the ledger itself (`sources: .`), and names that begin with a
    dot, as those of the locks and copies of editors do.
    """
    own, name = os.path.realpath(ledger), os.path.basename(ledger)
    with os.scandir(folder) as entries:
        files = [e for e in entries if e.name[0] != "." and not e.is_dir()]
    return sorted(e.name for e in files if e.name != name or os.path.realpath(e.path) != own)
