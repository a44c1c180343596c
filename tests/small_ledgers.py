"""Small ledgers for tests: a test says what it is about, and the rest is filled in.

They are plain data in the shape of the file, so that a test can take one, change it and read both.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from gapcli.files.checks.scales import attach_scales
from gapcli.files.fields import build_noun
from gapcli.files.load import complete, load_bytes
from gapcli.files.parse import read_tree
from gapcli.ledger.model import Ledger
from gapcli.ledger.query import Query
from gapcli.measure.view import View, narrow
from gapcli.reports.matrix import matrix

Data = dict[str, Any]
QUOTE = "a quote"


def graded(*options: str, **more: Any) -> Data:
    """A graded question; `name@20` gives an option its place."""
    placed = (option.partition("@") for option in options)
    named = {name: {"name": f"answer {name}", **({"at": at} if at else {})} for name, _, at in placed}
    return {"scale": "graded", "poles": ["one end", "the other"], "options": named, **more}


def number(low: str, high: str, **more: Any) -> Data:
    """A question that a number answers."""
    return {"scale": "number", "poles": ["one end", "the other"], "unit": "units", "range": [low, high], **more}


def choice(*options: str, **more: Any) -> Data:
    """A question whose answers have no order."""
    return {"scale": "choice", "options": {name: f"answer {name}" for name in options}, **more}


def say(party: str, about: str, stance: str, value: Any = None, **more: Any) -> Data:
    """A statement; `id` is made of the others unless given, and one card, named, in its own words, tells it."""
    words = "-".join(value) if isinstance(value, list) else value or ""
    made = "".join(c if c.isascii() and c.isalnum() else "-" for c in f"{party}-{about}-{stance}-{words}").strip("-")
    return {
        "id": made,
        "party": party,
        "about": about,
        "stance": stance,
        **({} if value is None else {"value": value}),
        "said": "2026-02-01",
        "text": "Said so.",
        "evidence": [told()],
        **more,
    }


def told(source: str = "daily", attribution: str = "named", teller: str = "own", **more: Any) -> Data:
    """A piece of evidence."""
    return {
        "source": source,
        "at": [0, len(QUOTE)],
        "quote": QUOTE,
        "attribution": attribution,
        "teller": teller,
    } | more


def data(issues: dict[str, dict[str, Data]], statements: Iterable[Data], **more: Any) -> Data:
    """A ledger as plain data: `issues` are dimensions by issue, `more` is laid over what is filled in."""
    statements = list(statements)
    parties = (s["party"] if isinstance(s["party"], list) else [s["party"]] for s in statements)
    speaking = list(dict.fromkeys(party for each in parties for party in each))
    cards = dict.fromkeys(["daily", "weekly", *(e["source"] for s in statements for e in s.get("evidence", ()))])
    card = {
        "kind": "report",
        "language": "en",
        "published": "2026-02-01",
        "sha256": "0" * 64,
        "characters": 100,
        "reliability": {"grade": "B", "why": "Made for a test."},
        "digest": "Made for a test.",
    }
    return {
        "format": 1,
        "language": "en",
        "title": "A test",
        "as_of": "2026-02-10",
        "sources": {name: {"outlet": f"The {name}", **card} for name in cards},
        "parties": {name: {"name": name, "role": "principal"} for name in speaking},
        "issues": {
            issue: {
                "name": issue,
                "dimensions": {
                    name: {"question": "What of it?", "why": "Made for a test.", "note": "Made for a test.", **d}
                    for name, d in dimensions.items()
                },
            }
            for issue, dimensions in issues.items()
        },
        "statements": statements,
        **more,
    }


def ledger(of: Data, mistakes: bool = False) -> Ledger:
    """The data as gapcli reads it; `mistakes` lets those pass that `check` finds across statements."""
    data = json.dumps(of).encode()
    loaded = load_bytes(data, "small.yaml")
    if mistakes and loaded.ledger is None:
        return _unchecked(data)
    assert loaded.ledger is not None, [f"{problem.id}: {problem.message}" for problem in loaded.errors]
    return loaded.ledger


def _unchecked(data: bytes) -> Ledger:
    """A ledger whose statements contradict each other, as a lens can leave them: the measure holds for them too."""
    tree = read_tree(data, "small.yaml")
    draft, unscaled = attach_scales(build_noun(Ledger, tree))
    assert not [*tree.problems, *unscaled]
    hash = sha256(data).hexdigest()
    return complete(draft)._replace(file="small.yaml", sha256=hash)


def answers(of: Data | Ledger, *, by_party: bool = False, dimensions: bool = True, **query: Any) -> Data:
    """The `rows` and `totals` of `gapcli matrix`, by default of all dimensions of all issues and parties."""
    read = of if isinstance(of, Ledger) else ledger(of)
    asked = {"parties": ("all",), "issues": ("all",)} | query
    return compare_parties(narrow(read, Query(**asked)), by_party=by_party, dimensions=dimensions)


def compare_parties(view: View, *, by_party: bool, dimensions: bool) -> Data:
    """The rows, totals and spread of a view; `by_party`: of all parties that speak, or for which a group does."""
    if by_party and not view.parties:
        if len(view.speaking) < 2:
            return {"rows": [], "totals": [], "spread": []}
        view = view.choose(parties=view.speaking)
    data = matrix(view, dimensions=dimensions).data()
    spread = [
        {key: row[key] for key in ("issue", "dimension", "spread", "most", "coverage")}
        | {"distances": {each["party"]: each["distance"] for each in row["distances"]}}
        for row in data["spread"]
    ]
    return {"rows": data["rows"], "totals": data["totals"], "spread": spread}
