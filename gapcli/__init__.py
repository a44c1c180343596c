"""Compare what parties to a negotiation say they want, and show the gap with its evidence."""

__version__ = "0.1.0"
