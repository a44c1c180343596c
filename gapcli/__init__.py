"""Compare what parties to a negotiation say they want, and show the gap with its evidence.

What a notebook may import: `load`, the functions of the reports, `Query`, and the nouns of a ledger. All of it is as
stable as the JSON. It is imported when it is first used, so that the command line starts without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gapcli.files.load import BrokenLedger as BrokenLedger
    from gapcli.files.load import Loaded as Loaded
    from gapcli.files.load import load as load
    from gapcli.files.problems import Problem as Problem
    from gapcli.ledger.model import Dimension as Dimension
    from gapcli.ledger.model import Evidence as Evidence
    from gapcli.ledger.model import Issue as Issue
    from gapcli.ledger.model import Ledger as Ledger
    from gapcli.ledger.model import Party as Party
    from gapcli.ledger.model import Proposal as Proposal
    from gapcli.ledger.model import Source as Source
    from gapcli.ledger.model import Statement as Statement
    from gapcli.ledger.query import Query as Query
    from gapcli.reports.brief import brief as brief
    from gapcli.reports.check import check as check
    from gapcli.reports.disputes import disputes as disputes
    from gapcli.reports.issue import issue as issue
    from gapcli.reports.links import links as links
    from gapcli.reports.matrix import matrix as matrix
    from gapcli.reports.moves import moves as moves
    from gapcli.reports.party import party as party
    from gapcli.reports.proposals import proposals as proposals
    from gapcli.reports.report import Report as Report
    from gapcli.reports.robust import robust as robust
    from gapcli.reports.sources import sources as sources
    from gapcli.reports.statements import statements as statements
    from gapcli.reports.steps import steps as steps

__version__ = "0.1.0"

_NOUNS = ("Dimension", "Evidence", "Issue", "Ledger", "Party", "Proposal", "Source", "Statement")
_REPORTS = (
    "brief",
    "check",
    "disputes",
    "issue",
    "links",
    "matrix",
    "moves",
    "party",
    "proposals",
    "robust",
    "sources",
    "statements",
    "steps",
)
_HOMES = {
    **dict.fromkeys(_NOUNS, "ledger.model"),
    **{name: f"reports.{name}" for name in _REPORTS},
    "BrokenLedger": "files.load",
    "Loaded": "files.load",
    "load": "files.load",
    "Problem": "files.problems",
    "Query": "ledger.query",
    "Report": "reports.report",
}
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module gapcli has no {name!r}")
    return getattr(import_module(f"gapcli.{home}"), name)
