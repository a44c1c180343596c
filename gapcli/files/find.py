"""Where the ledger is found."""

import os


def find_ledger(file: str | None) -> tuple[str, str]:
    """The path of the ledger, and the name that messages call it."""
    if file:
        return file, file
    named = os.environ.get("GAPCLI_FILE")
    if named:
        return named, named
    for path in ("positions.yaml", os.path.join("data", "positions.yaml")):
        if os.path.exists(path):
            return path, path
    return shipped(), "positions.yaml"


def shipped() -> str:
    """The path of the ledger that ships with the package."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(here, "data", "positions.yaml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(here), "data", "positions.yaml")
