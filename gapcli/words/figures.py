"""Figures, coverage and changes in words."""

from gapcli.measure.gaps import figure, printed
from gapcli.words import phrases


def say_figure(x: float) -> str:
    """A figure as it is printed, with two decimals."""
    return f"{printed(x):.2f}"


def say_exact(x: float) -> str:
    """A figure of an arithmetic, with at least two decimals and at most four, so that it can be done again."""
    whole, _, decimals = f"{figure(x):.4f}".partition(".")
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def say_signed(x: float) -> str:
    """A difference of figures with its sign, `+0.08` or `−0.12`."""
    return f"{printed(x):+.2f}".replace("-", "−")


def say_known(known: int, coverage: float) -> str:
    """`all`, `none`, or how many per cent of the weight are known; `known`: on how many questions."""
    if coverage >= 1 - 1e-9:
        return phrases.ALL
    return phrases.PERCENT.format(percent=max(1, min(99, round(100 * printed(coverage))))) if known else phrases.NONE


def say_bound(gap: float, least: bool, agreement: bool = False, patterns: tuple[str, str] | None = None) -> str:
    """A gap as it is printed, `≥ 0.38` where it is a lower bound; with `agreement` what it leaves to 1, `≤ 0.62`."""
    words = say_figure(1 - gap if agreement else gap)
    return (patterns or phrases.BOUND_SPACED)[agreement].format(gap=words) if least else words


def say_asks_and_bridge(
    asks: float | None, bridge: float | None, offers: bool, least: bool, agreement: bool = False
) -> str:
    """`0.75 → 0.31`, or `0.75, no offer`; `–` where nothing is known. `least`: whether the asks are a lower bound."""
    if asks is None or bridge is None:
        return "–"
    begun = say_bound(asks, least, agreement)
    if say_figure(asks) == say_figure(bridge) and not offers:
        return phrases.NO_OFFER.format(asks=begun)
    return phrases.OFFERED_FROM_TO.format(asks=begun, bridge=say_bound(bridge, False, agreement))


def say_changed_since(date: str, change: float | None, newly: int | None, agreement: bool = False) -> str:
    """What became of a mean since a day, as a sentence."""
    signed = "" if change is None else say_change(change, None, agreement)
    questions = phrases.count(newly or 0, "question")
    return phrases.CHANGED_SINCE[change is not None, bool(newly)].format(date=date, change=signed, newly=questions)


def say_change(change: float | None, newly: int | None, agreement: bool = False) -> str:
    """`−0.12`, `+0.08`, `no change`, and what is newly known; `change` is of the gap, also with `agreement`."""
    signed = -change if agreement and change else change
    parts = [] if signed is None else [say_signed(signed) if printed(signed) else phrases.NO_CHANGE]
    if newly:
        parts.append(phrases.NEWLY_KNOWN.format(n=newly))
    return phrases.COMMA.join(parts) or "–"
