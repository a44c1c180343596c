"""The measure as one query, for tables that do not fit memory: written once, and run by whichever engine has the cells.

The cells are joined on the question within it, and grouped by the pair: the sums of w·|x − y| and of w. Engines are
those of narwhals, in which the query is written.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from gapcli.measure.gaps import Lump, Sum

Collect = Callable[[Any], list[tuple[Any, ...]]]
"""What runs a query, and gives its rows."""


class EngineCells(NamedTuple):
    """The cells of a table that have a value, as an engine holds them, and what belongs to them."""

    frame: Any
    """A lazy frame: `party`, `issue` and `question` as the table calls them, `place` of the value on the scale and
    `far`, how far the furthest value is from it, both from 0 to 1."""
    questions: Any
    """A lazy frame of all questions: `issue`, `question` and `weight`, above 0."""
    is_line: bool
    """Whether places lie on a line: else two values are the same or 1 apart."""
    collect: Collect


class PairSum(NamedTuple):
    """A pair of parties by what the table calls them, and what it comes to on everything together."""

    a: str
    b: str
    total: Sum
    issues: int
    """How many issues have a figure."""


def measure_pairs(cells: EngineCells, parties: Sequence[str], weights: str, by_question: bool) -> Iterator[PairSum]:
    """Every pair of some parties; `by_question`: whether every question counts once, and not every issue."""
    import narwhals as nw

    column = nw.col
    issues = cells.questions.group_by("issue").agg(nw.len().alias("count"), column("weight").sum().alias("whole"))
    weight = column("weight")
    if weights == "even":
        weight = 1.0 / column("count")
    elif not by_question:
        weight = weight / column("whole")
    questions = cells.questions.join(issues, on="issue", how="inner")
    questions = questions.select("issue", "question", weight.alias("weight"))
    weighed = cells.frame.join(questions, on=["issue", "question"], how="inner")
    of_party = weighed.group_by("party").agg(
        column("weight").sum().alias("known"), (column("weight") * column("far")).sum().alias("far")
    )
    names = {"party": "other", "place": "other_place", "far": "other_far"}
    others = weighed.select("issue", "question", *(column(old).alias(new) for old, new in names.items()))
    pairs = weighed.join(others, on=["issue", "question"], how="inner").filter(column("party") < column("other"))
    apart = (column("place") - column("other_place")).abs()
    if not cells.is_line:
        apart = nw.when(column("place") == column("other_place")).then(nw.lit(0.0)).otherwise(nw.lit(1.0))
    sums = pairs.group_by("party", "other").agg(
        nw.len().alias("count"),
        column("issue").n_unique().alias("issues"),
        column("weight").sum().alias("known"),
        (column("weight") * apart).sum().alias("gap"),
        (column("weight") * column("far")).sum().alias("far"),
        (column("weight") * column("other_far")).sum().alias("other_far"),
    )
    sums = sums.select("party", "other", "count", "issues", "known", "gap", "far", "other_far")
    ((size, whole),) = cells.collect(questions.select(nw.len().alias("size"), column("weight").sum().alias("whole")))
    alone = {p: (known, far) for p, known, far in cells.collect(of_party.select("party", "known", "far"))}
    found = {frozenset((row[0], row[1])): row for row in cells.collect(sums)}
    nothing = ("", "", 0, 0, 0.0, 0.0, 0.0, 0.0)
    for i, a in enumerate(parties):
        for b in parties[i + 1 :]:
            _, _, count, issues_known, known, gap, *both = found.get(frozenset((a, b)), nothing)
            (known_a, far_a), (known_b, far_b) = (alone.get(party, (0.0, 0.0)) for party in (a, b))
            # One alone may be as far as the scale allows from the other, and two that are unknown anywhere.
            high = gap + far_a + far_b - sum(both) + whole - known_a - known_b + known
            yield PairSum(a, b, Sum((), lump=Lump(size, count, whole, known, gap, high)), issues_known)
