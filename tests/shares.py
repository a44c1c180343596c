"""Of cases made at random, or by the dozen, a run takes a share; with `--thorough` it takes all."""

from collections.abc import Sequence
from math import ceil
from random import Random
from typing import TypeVar

T = TypeVar("T")

PART = 8
"""One of so many cases is taken."""
_thorough = False


def take_all(thorough: bool) -> None:
    """Whether all cases are taken from now on; said before any file of tests is read."""
    global _thorough
    _thorough = thorough


def some(cases: Sequence[T]) -> Sequence[T]:
    """The cases that this run takes, drawn from all, and the same in every run."""
    if _thorough:
        return cases
    count = len(cases)
    return [cases[i] for i in sorted(Random(count).sample(range(count), ceil(count / PART)))]


def share(count: int) -> int:
    """How many of so many this run takes, one at least."""
    return len(some(range(count)))
