"""Which issue has a wider gap than which, so kept that orders of many issues are compared, and counted, at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from gapcli.measure.gaps import Figures, printed, wider


class Order:
    """Which of some issues has a wider gap than which, printed by 0.10 or more.

    There is no order where two are too close, or one is unknown. Iterating gives the pairs, in the order of the issues.
    """

    def __init__(self, issues: Iterable[tuple[str, Figures | None]]) -> None:
        """`issues`: each with its figures, in the order of the file."""
        gaps = [(issue, printed(figures.gap) if figures else None) for issue, figures in issues]
        # As printed there are few gaps, however many issues.
        of_gap: dict[float, int] = defaultdict(int)
        for i, (_, gap) in enumerate(gaps):
            if gap is not None:
                of_gap[gap] |= 1 << 8 * i
        narrower: dict[float | None, int] = {None: 0}
        seen = count = 0
        ordered = sorted(of_gap)
        for gap in ordered:
            while wider(gap, ordered[count]):
                seen |= of_gap[ordered[count]]
                count += 1
            narrower[gap] = seen
        self.issues = tuple(issue for issue, _ in gaps)
        self.rows = [narrower[gap] for _, gap in gaps]
        """Of each issue those that it is wider than: a byte for each issue, 1 or 0, the lowest for the first."""
        self.known = sum(of_gap.values())
        """Those that have figures, likewise."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Order) and (self.issues, self.rows) == (other.issues, other.rows)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return self._list_pairs(self.rows)

    def __sub__(self, other: "Order") -> Iterator[tuple[str, str]]:
        """The pairs that another order of the same issues does not have."""
        return self._list_pairs(row & ~theirs for row, theirs in zip(self.rows, other.rows))

    def _list_pairs(self, rows: Iterable[int]) -> Iterator[tuple[str, str]]:
        for issue, row in zip(self.issues, rows):
            for i, _ in self.count(row):
                yield issue, self.issues[i]

    def count(self, row: int) -> Iterator[tuple[int, int]]:
        """Of a sum of rows the issues, by their place, that are in any of them, and in how many; of 255 at most."""
        for i, times in enumerate(row.to_bytes(len(self.issues), "little")) if row else ():
            if times:
                yield i, times
