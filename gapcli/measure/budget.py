"""How much work one question may make: past it the answer is refused, with its size and what narrows it.

Work that grows by what stands in a ledger has no bound but that of the file. What is asked for may grow by the square
of it, as every pair of many parties does: that is counted before it is done. All that a command does so is counted
together, and held against what reading the ledger takes: thirty times that at most.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gapcli.ledger.model import Ledger
from gapcli.ledger.query import BadQuery

MOST_STEPS = 34_000_000
"""How many steps a command may take, of about a tenth of a microsecond each: some seconds in all.

Under thirty times what it takes to read a small ledger.
"""
FOR_STATEMENT = 12_000
"""How many more for each statement of the ledger: half of thirty times its reading."""
FOR_CELL = 2_000
"""How many more for each cell of a table that is a statement: a third of thirty times its reading."""
FOR_COLUMN = 300
"""How many more for each cell where they are too many to be statements, which are read in less time; likewise."""
MOST_CHARACTERS = 200_000_000
"""How many characters an answer may have."""
CELL = 12
"""How many steps it takes to look at two positions that are compared."""
COMPARED = 25
"""How many steps it takes to compare two parties on one more question."""
PAIR = 1_300
"""How many steps it takes to compare and sum up two parties, on however few questions."""
READ = 40
"""How many steps it takes to read a statement in one of the readings of a position."""
PIECE = 5
"""How many more it takes for each further piece of evidence of it."""
SEVERAL = 5
"""How many more it takes for each of several options that it names."""
CHANGED = 7_000
"""How many steps it takes to derive a position before and after a statement, and to state and print what changed."""
CHANGED_STATEMENT = 600
"""How many more it takes for each statement of it, each time that it is derived, and to tell what it then holds."""
CHANGED_GAP = 450
"""How many more it takes for its gap to each other party, before and after."""
DERIVED = 115
"""How many steps it takes to derive a position anew, for each statement of it."""
SUMMED = 6
"""How many steps it takes to put a cell into a sum anew."""
LINKED = 8
"""How many steps it takes to hold a report against one that disputes it."""
TRIED = 300
"""How many steps it takes to derive a position with one more value, and as many to measure it."""
CIRCLE = 50
"""How many steps it takes to ask on in a circle of groups, by the square of how many have asked."""
ROW = 400
"""How many steps it takes to state a row of figures and words, which is kept."""
PAIR_ROW = 1_000
"""How many steps it takes to state such a row of two parties, and to print it."""
ROW_CELL = 60
"""How many more it takes for each question that such a row sums up."""
POSITION = 5_000
"""How many steps it takes to state a position with its words, and to print it."""
QUOTED = 8_700
"""How many steps it takes to show a statement with what it rests on, and to print it."""
IN_A_SHEET = 170
"""How many steps it takes to write a cell of a workbook."""
DEMANDED = 60
"""How many steps it takes to hold a value that may be asked for against one that the other side may hold."""
CONDITION = 800
"""How many steps it takes to put a condition of a statement into words, and to print it."""
CLASH = 30
"""How many steps it takes to hold a value that is asked for against one that is ruled out."""
WEIGHED = 40
"""How many steps it takes to weigh a question anew, in the sum of its issue and of all."""
FIGURE = 180
"""How many steps it takes to hold a figure against what it was."""
SCALE = 100
"""How many steps it takes to place the options of a question anew."""
OPTION = 15
"""How many more it takes for each of them."""
MOVED = 200
"""How many steps it takes to move a position to these places."""
MEASURED = 100
"""How many steps it takes to measure two positions."""
ZONES = 25
"""How many more it takes for each pair of their zones."""
ORDERED = 75
"""How many steps it takes to state which of the issues have wider gaps, by the square of their number."""
SEEN = 100
"""How many steps it takes to look at a pair on a question for the widest and the nearest there."""


class TooLarge(BadQuery):
    """A question that would take too long, or have too long an answer."""


class Budget:
    """What a command may take, and has taken."""

    def __init__(self, ledger: Ledger) -> None:
        cells, ids = sum(map(len, ledger.cells)), len({s.id for s in ledger.statements})
        if ledger.unstated:
            of_reading = FOR_STATEMENT * ids + FOR_COLUMN * cells
        else:
            of_reading = FOR_STATEMENT * (ids - cells) + FOR_CELL * cells
        self.most = MOST_STEPS + of_reading
        """How many steps may be taken in all: they grow with what there was to read."""
        self.taken = 0
        """How many are required so far."""


_shared: ContextVar[Budget | None] = ContextVar("shared", default=None)
"""That of all that is computed now; None where each answer is asked for by itself."""


@contextmanager
def share_budget(ledger: Ledger) -> Iterator[None]:
    """All that is required within is held against one budget together, which grows with the ledger, as it was read."""
    token = _shared.set(Budget(ledger))
    try:
        yield
    finally:
        _shared.reset(token)


def find_most_steps() -> int:
    """How many steps may be taken in all."""
    shared = _shared.get()
    return shared.most if shared else MOST_STEPS


def require_steps(steps: int, *narrow: str, before: int = 0, **size: int) -> None:
    """Refuse what takes too many steps; `size`: of how much it is made, `narrow`: the options that make it less.

    `before`: how many of the same were required already. Raises TooLarge.
    """
    shared = _shared.get()
    if shared:
        shared.taken += steps
        steps = shared.taken
    else:
        steps += before
    most = find_most_steps()
    if steps > most:
        parts = ", ".join(f"{count:,} {name}" for name, count in size.items())
        raise TooLarge(
            f"too much to compute: {steps:,} steps ({parts}), and at most {most:,} are taken: "
            f"ask for less with {' or '.join(narrow)}"
        )


def require_cells(count: int, most: int) -> None:
    """Refuse to take more cells of tables one by one than can be. Raises TooLarge."""
    if count > most:
        raise TooLarge(
            f"too many cells of tables to be taken one by one: {count:,}, and at most {most:,} are: "
            f"ask for less with --parties or --issues"
        )


def require_characters(count: int) -> None:
    """Refuse an answer that is too long. Raises TooLarge."""
    if count > MOST_CHARACTERS:
        raise TooLarge(
            f"too long an answer: more than {MOST_CHARACTERS:,} characters: ask for less with --parties or --issues"
        )
