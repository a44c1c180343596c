"""The page of an issue: what it shows of each question, and that it computes no more than it shows."""

import sys
from types import FrameType

from small_ledgers import data, graded, ledger, say

import gapcli


def count_calls(parties: int, *names: str) -> int:
    """How many calls of functions the report takes, of as many principals, each of which asks for something."""
    every = {f"p{i:02}": {"name": f"P{i}", "role": "principal"} for i in range(parties)}
    said = [say(party, "x.d", "asks", ("none", "some", "all")[i % 3]) for i, party in enumerate(every)]
    view = gapcli.narrow(ledger(data({"x": {"d": graded("none", "some", "all")}}, said, parties=every)), gapcli.Query())
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        gapcli.issue(view, *names)
    finally:
        sys.setprofile(before)
    return calls


def test_the_index_compares_nobody() -> None:
    """Without an issue the work grows with the parties, and with one as their pairs do: no pair is looked at."""
    assert count_calls(80) < 8.8 * count_calls(10)
    assert count_calls(80, "x") > 20 * count_calls(10, "x")
