"""A report as the text of a terminal or a pipe. The only file that colours, with `rich`."""

import os
import re
from collections.abc import Sequence
from io import StringIO

from gapcli.formats import Screen
from gapcli.formats.layout import Laid, lay_out
from gapcli.pages import lay_page
from gapcli.pages.grid import Piece
from gapcli.reports.report import Report

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


def to_table(report: Report, screen: Screen) -> str:
    """The page of a report, laid out for a screen."""
    return paint(lay_out(lay_page(report), screen), screen)


def paint(lines: Sequence[Laid], screen: Screen) -> str:
    """The text of the lines, coloured and isolated where the screen wants it."""
    if screen.terminal:
        lines = [[_isolate(p) for p in line] for line in lines]
    if screen.colour:
        return _colour(lines)
    return "".join("".join(p.text for p in line).rstrip() + "\n" for line in lines)


def _isolate(piece: Piece) -> Piece:
    """The piece with marks around what reads from right to left, so that it moves nothing else."""
    if not _RIGHT_TO_LEFT.search(piece.text):
        return piece
    words = piece.text.strip(" ")
    return piece._replace(text=piece.text.replace(words, f"{ISOLATE}{words}{POP}"))


def _colour(lines: Sequence[Laid]) -> str:
    from rich.console import Console
    from rich.segment import Segment, Segments
    from rich.style import Style

    styles = {"": None, "bold": Style(bold=True), "dim": Style(dim=True), "weak": Style(dim=True, italic=True)}
    tones = {name: Style(bgcolor=back, color=text) for name, (back, text) in PALETTE.items()}
    tones["unknown"] = Style(dim=True)
    segments = []
    for line in lines:
        end = len(line)
        # Blanks at the end go, but for those of a badge.
        while end and not line[end - 1].tone and not line[end - 1].text.strip(" "):
            end -= 1
        segments += [Segment(p.text, tones[p.tone] if p.tone else styles[p.style]) for p in line[:end]]
        segments.append(Segment.line())
    # What tells how many colours there are; whether there are any is decided already.
    names = ("TERM", "COLORTERM", "TERM_PROGRAM", "WT_SESSION")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    # Five steps need 256 colours; nearly all that do not say so have them.
    if "256" not in environment.get("TERM", "") and environment.get("TERM") != "linux":
        environment["TERM"] = "xterm-256color"
    out = StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        width=1_000_000,
        _environ=environment,
    )
    console.print(Segments(segments), end="", soft_wrap=True)
    return out.getvalue()
