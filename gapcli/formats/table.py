"""A report as the text of a terminal or a pipe. The only file that colours, with `rich`."""

import os
import re
from collections.abc import Callable, Iterator, Sequence

from gapcli.formats import PAGE, PALETTE, Screen
from gapcli.formats.layout import Laid, lay_out, measure_width
from gapcli.pages import lay_next, lay_page
from gapcli.pages.grid import Piece
from gapcli.reports.report import Report, ViewReport
from gapcli.text import LEFTWARD_LETTER, SIGNED, reads_leftward
from gapcli.words import phrases

ISOLATE, ISOLATE_LEFTWARD, ISOLATE_RIGHTWARD, POP = "\u2068", "\u2067", "\u2066", "\u2069"
"""What stands around a text of its own direction: that of its first letter, from right to left, or from the left."""
SECONDARY = "38;5;243"
"""The colour of what qualifies: at least 4.5 to 1 on black and on white. Several terminals do not show “faint” (2)."""
# Patterns over many alphabets, which take a while to make, and which only a terminal needs. What reads from right to
# left has its place in these ranges, by Unicode, also what has no letters there yet.
_RIGHT_TO_LEFT = "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RUN = f"{_RIGHT_TO_LEFT}(?:[^A-Za-z→←≥≤·]*{_RIGHT_TO_LEFT})?"
_LATIN = rf"(?:--?|[.~/\[])*[A-Za-z](?:[^·{_RIGHT_TO_LEFT[1:-1]}]*(?!{_RIGHT_TO_LEFT})[\w)\]])?|{SIGNED}"
"""What reads from the left in a line from the right: names, ids, commands, and a figure with its sign."""
_CLOSING = {")": "(", "]": "[", "»": "«", "”": "“"}


def to_table(report: Report, screen: Screen) -> str:
    """The page of a report with what to type next, laid out for a screen, with links where it shows them."""
    lay = lay_out
    if phrases.LEFTWARD:
        from gapcli.formats.blocks import lay_leftward as lay
    lines, following = (lay(page, screen) for page in (lay_page(report), lay_next(report)))
    # A page may end with an empty line of its own.
    while following and lines and not any(piece.text.strip() for piece in lines[-1]):
        lines.pop()
    lines = [*lines, *following]
    lines = direct(lines, screen)
    if screen.ledger and isinstance(report, ViewReport):
        from gapcli.formats.hyperlinks import make_linker

        make_links = make_linker(report.view.source, screen.ledger)
        lines = [[p if p.quote else p._replace(text=make_links(p.text)) for p in line] for line in lines]
    return paint(lines, screen)


def paint(lines: Sequence[Laid], screen: Screen) -> str:
    """The text of the lines, coloured where the screen wants it."""
    if screen.colour:
        return _colour(lines)
    return "".join("".join(p.text for p in line).rstrip() + "\n" for line in lines)


def direct(lines: Sequence[Laid], screen: Screen) -> list[Laid]:
    """The lines with what reads from right to left isolated, or turned round, as the screen wants it."""
    if screen.visual:
        return [_turn_line(line, screen) if phrases.LEFTWARD else [_turn(p) for p in line] for line in lines]
    if screen.terminal:
        return [_isolate_line(line) if phrases.LEFTWARD else [_isolate(p) for p in line] for line in lines]
    return [*lines]


def _turn_line(line: Laid, screen: Screen) -> Laid:
    """A line from right to left in the order in which it is seen, at the right end of the page."""
    from gapcli.formats.visual import EMBED, END, put_line_in_visual_order

    marked = _mark_rightward(line, EMBED, END)
    turned = [marked[i]._replace(text=text) for i, text in put_line_in_visual_order([p.text for p in marked])]
    blanks = min(screen.width, PAGE) - sum(measure_width(p.text) for p in turned)
    return [Piece(" " * blanks), *turned] if turned else []


def _isolate_line(line: Laid) -> Laid:
    """A line from right to left between marks, and within it each name or command that reads from the left."""
    if not line:
        return line
    # Some terminals take the direction of a line from its first letter.
    return [
        Piece(ISOLATE_LEFTWARD + LEFTWARD_LETTER),
        *_mark_rightward(line, ISOLATE_RIGHTWARD, POP),
        Piece(LEFTWARD_LETTER + POP),
    ]


def _mark_rightward(line: Laid, mark: str, end: str) -> Laid:
    """The pieces of a line from right to left with marks around what reads from the left."""
    marked = []
    for p in line:
        if p.quote and not p.leftward:
            text = f"{mark}{p.text}{end}"
        else:
            text = p.text if p.quote else mark_latin(p.text, mark, end)
        marked.append(p._replace(text=text))
    return marked


def mark_latin(text: str, mark: str = ISOLATE_RIGHTWARD, end: str = POP) -> str:
    """A text within a line from right to left, with marks around each name or command that reads from the left."""
    return re.sub(_LATIN, lambda run: f"{mark}{run[0]}{end}", text)


def _turn(piece: Piece) -> Piece:
    """The piece with what reads from right to left in the order in which it is seen."""
    if not re.search(_RIGHT_TO_LEFT, piece.text):
        return piece
    from gapcli.formats.visual import put_in_visual_order

    if piece.leftward:
        return piece._replace(text=put_in_visual_order(piece.text, leftward=True))
    return piece._replace(text=turn_runs(piece.text, lambda run: put_in_visual_order(run, leftward=False)))


def isolate_text(line: str) -> str:
    """A line that stands beside a page on a terminal, with marks around what has another direction than the rest."""
    if reads_leftward(line):
        return f"{ISOLATE_LEFTWARD}{mark_latin(line)}{POP}"
    return isolate_runs(line)


def isolate_runs(text: str) -> str:
    """A text with marks around each run that reads from right to left."""
    return turn_runs(text, lambda run: f"{ISOLATE}{run}{POP}")


def _isolate(piece: Piece) -> Piece:
    """The piece with marks around what reads from right to left, so that it moves nothing else."""
    if not piece.leftward:
        if piece.text.isascii():
            return piece
        return piece._replace(text=isolate_runs(piece.text))
    words = piece.text.strip(" ")
    # A line of a quote that begins with a figure or a Latin word would alone read from the left.
    mark = ISOLATE if reads_leftward(words) else ISOLATE_LEFTWARD
    return piece._replace(text=piece.text.replace(words, f"{mark}{words}{POP}")) if words else piece


def turn_runs(text: str, turn: Callable[[str], str]) -> str:
    """A text in which something is done to each run that reads from right to left: a name in a line of others."""
    return "".join(turn(part) if leftward else part for part, leftward in split_runs(text))


def split_runs(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text, each with whether it is a run that reads from right to left.

    A run ends before an arrow or a bound, which belong to the line; else with its last letter, or with the bracket or
    the quotation mark that closes one within it.
    """
    done = 0
    for found in () if text.isascii() else re.finditer(_RUN, text):
        start, end = max(done, found.start()), found.end()
        while end < len(text) and text[end] in _CLOSING:
            opening = _CLOSING[text[end]]
            if text.count(opening, start, end) <= text.count(text[end], start, end):
                break
            end += 1
        if start < end:
            yield text[done:start], False
            yield text[start:end], True
            done = end
    yield text[done:], False


def _colour(lines: Sequence[Laid]) -> str:
    """The text of the lines, each piece between its codes (ECMA-48, “select graphic rendition”)."""
    from rich.color import Color, ColorSystem

    # Five steps need 256 colours; nearly all that do not say so have them.
    system = ColorSystem.STANDARD if os.environ.get("TERM") == "linux" else ColorSystem.EIGHT_BIT
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        system = ColorSystem.TRUECOLOR
    # A terminal of 16 colours has no grey that can be read on both grounds.
    grey = "" if system == ColorSystem.STANDARD else SECONDARY
    # Arabic has no italics.
    weak = grey if phrases.LEFTWARD else f"3;{grey}".rstrip(";")
    codes = {"": "", "bold": "1", "dim": grey, "cover": grey, "weak": weak, "unknown": grey}
    for tone, (back, text) in PALETTE.items():
        on, behind = (Color.parse(colour).downgrade(system) for colour in (text, back))
        codes[tone] = ";".join((*on.get_ansi_codes(foreground=True), *behind.get_ansi_codes(foreground=False)))
    out = []
    for line in lines:
        end = len(line)
        # Blanks at the end go, but for those of a badge.
        while end and not line[end - 1].tone and not line[end - 1].text.strip(" "):
            end -= 1
        for p in line[:end]:
            code = codes[p.tone or p.style]
            out.append(f"\x1b[{code}m{p.text}\x1b[0m" if code and p.text else p.text)
        out.append("\n")
    return "".join(out)
