"""Where the ledger is found."""

import os
from typing import BinaryIO

try:
    # As `hashlib` has it, without the library that it loads, which takes as long as all the nouns of a ledger.
    from _blake2 import blake2b
except ImportError:  # Another Python.
    from hashlib import blake2b

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""The folder of this package, which carries the starter, and in a wheel the shipped ledger."""
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


def find_ledger(file: str | None) -> tuple[str, str]:
    """The path of the ledger, and the name that messages call it."""
    here = filter(os.path.exists, ("positions.yaml", os.path.join("data", "positions.yaml")))
    path = file or os.environ.get("GAPCLI_FILE") or next(here, None)
    return (path, path) if path else (shipped(), "positions.yaml")


def shipped() -> str:
    """The path of the ledger that ships with the package."""
    inside = os.path.join(PACKAGE, "data", "positions.yaml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(PACKAGE), "data", "positions.yaml")
