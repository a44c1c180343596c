"""Laid-out lines → the text of a terminal or a pipe. The only file that colours with `rich`."""

import re
from collections.abc import Sequence
from io import StringIO

from gapcli.formats.table.layout import Laid, plain_text
from gapcli.formats.table.screen import Screen
from gapcli.pages.grid import Piece

PALETTE = {
    "agreed": ("#00204D", "#FFFFFF"),
    "near": ("#414D6B", "#FFFFFF"),
    "apart": ("#7C7B78", "#000000"),
    "far": ("#BCAF6F", "#000000"),
    "opposed": ("#FFEA46", "#000000"),
}
"""Five steps of cividis, each with its own text colour: background, text."""

ISOLATE, POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def paint(lines: Sequence[Laid], screen: Screen) -> str:
    """The text of the lines, coloured and isolated where the screen wants it."""
    if screen.terminal:
        lines = [[_isolated(p) for p in line] for line in lines]
    if not screen.colour:
        return plain_text(lines)
    return _coloured(lines)


def _isolated(piece: Piece) -> Piece:
    """The piece with marks around what reads from right to left, so that it moves nothing else."""
    if not _RIGHT_TO_LEFT.search(piece.text):
        return piece
    text = piece.text
    body = text.strip(" ")
    before = text[: len(text) - len(text.lstrip(" "))]
    after = text[len(before) + len(body) :]
    return piece._replace(text=f"{before}{ISOLATE}{body}{POP}{after}")


def _coloured(lines: Sequence[Laid]) -> str:
    from rich.console import Console
    from rich.segment import Segment
    from rich.style import Style

    styles = {"": None, "bold": Style(bold=True), "dim": Style(dim=True), "weak": Style(dim=True, italic=True)}
    tones = {name: Style(bgcolor=back, color=text) for name, (back, text) in PALETTE.items()}
    tones["unknown"] = Style(dim=True)

    class Lines:
        def __rich_console__(self, console: object, options: object) -> object:
            for line in lines:
                kept = _stripped(line)
                for piece in kept:
                    yield Segment(piece.text, tones[piece.tone] if piece.tone else styles[piece.style])
                yield Segment.line()

    out = StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        width=1_000_000,
        _environ=_colour_environment(),
    )
    console.print(Lines(), end="", soft_wrap=True)
    return out.getvalue()


def _colour_environment() -> dict[str, str]:
    """What tells how many colours there are; whether there are any is decided already."""
    import os

    names = ("TERM", "COLORTERM", "TERM_PROGRAM", "WT_SESSION")
    env = {name: os.environ[name] for name in names if name in os.environ}
    # Five steps need 256 colours; nearly all that do not say so have them.
    if "256" not in env.get("TERM", "") and env.get("TERM") != "linux":
        env["TERM"] = "xterm-256color"
    return env


def _stripped(line: Laid) -> Laid:
    """The line without blanks at its end, but for those of a badge."""
    kept = list(line)
    while kept and not kept[-1].tone and not kept[-1].text.strip(" "):
        kept.pop()
    return kept
