"""Compare what parties to a negotiation say they want, and show the gap with its evidence.

What a notebook may import: `load`, `narrow`, `Query`, a function for each kind of report, `speak`, and the nouns of a
ledger. It is all as stable as the JSON, and imported when it is first used, so that the command line starts without it.
"""

from importlib import import_module
from typing import Any

from gapcli.reports import REPORTS

__version__ = "0.1.0"

_NAMES = {
    "ledger.model": ("Dimension", "Evidence", "Issue", "Ledger", "Party", "Proposal", "Source", "Statement"),
    "ledger.query": ("Query", "BadQuery"),
    "files.load": ("BrokenLedger", "Loaded", "load"),
    "files.problems": ("Problem",),
    "measure.view": ("View", "narrow"),
    "reports.report": ("Report",),
    "words.phrases": ("speak",),
}
HOMES = {name: home for home, names in _NAMES.items() for name in names} | {kind: f"reports.{kind}" for kind in REPORTS}
"""The module of the package that each public name is in."""
__all__ = ["HOMES", "__version__", *HOMES]


def _show(report: Any) -> str:
    html: str = import_module("gapcli.formats.notebook").to_html(report)
    return html


def __getattr__(name: str) -> Any:
    home = HOMES.get(name)
    if home is None:
        raise AttributeError(f"module gapcli has no {name!r}")
    if home.startswith("reports."):
        import_module("gapcli.reports.report").Report.show = staticmethod(_show)
    return getattr(import_module(f"gapcli.{home}"), name)


def __dir__() -> list[str]:
    return __all__
