"""What is left of the figures when a source is lost."""

from typing import NamedTuple

from gapcli.ledger.lenses import keep_evidence
from gapcli.ledger.model import Statement
from gapcli.measure.compare import Compared
from gapcli.measure.positions import Positions
from gapcli.measure.view import View


class Loss(NamedTuple):
    """What is left without a source."""

    source: str
    """The id of its card."""
    issues: int
    """How many issues still have a figure."""


class Losses:
    """Which positions are left without a zone when a source is lost, for every source at once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.of = view.positions.of
        self.bit = {d.about: 1 << i for i, d in enumerate(view.dimensions)}
        self.issues = [sum(self.bit[d.about] for d in c.dimensions) for c in view.chosen]
        self.known = {p: sum(self.bit[d.about] for d in view.dimensions if self.of(p, d).zones) for p in view.parties}
        self.resting: dict[str, set[tuple[str, str]]] = {source: set() for source in view.ledger.cards}
        self.statements: dict[tuple[str, str], list[Statement]] = {}
        for s in view.ledger.statements:
            if s.party in self.known:
                self.statements.setdefault((s.party, s.about), []).append(s)
                sources = {e.source for e in s.evidence}
                if len(sources) == 1:
                    self.resting[sources.pop()].add((s.party, s.about))
        self.without = {source: self._lose(source, resting) for source, resting in self.resting.items() if resting}

    def _lose(self, source: str, resting: set[tuple[str, str]]) -> dict[str, int]:
        """The known dimensions of every party without a source, as bits; `resting`: where statements go with it."""
        touched = [(p, d) for d in self.view.dimensions for p in self.known if {(p, d.about), (p, d.issue)} & resting]
        names = {(p, name) for p, d in touched for name in (d.about, d.issue)}
        # A dispute with a statement of somebody else makes no zone, so the part is enough.
        part = tuple(s for name in names for s in self.statements.get(name, ()))
        kept = keep_evidence(part, lambda e: e.source != source)
        left = Positions(self.view.ledger, self.view.day, statements=kept)
        known = dict(self.known)
        for p, d in touched:
            known[p] &= ~self.bit[d.about]
            known[p] |= self.bit[d.about] if left.of(p, d).zones else 0
        return known

    def _count_issues(self, known: int) -> int:
        return sum(1 for issue in self.issues if known & issue)

    def find_weakest(self, pair: Compared) -> Loss | None:
        """The source whose loss leaves this pair the fewest issues with a figure; None where no loss takes any."""
        best = None
        least = self._count_issues(self.known[pair.a] & self.known[pair.b])
        for source, known in self.without.items():
            left = self._count_issues(known[pair.a] & known[pair.b])
            if left < least:
                least, best = left, source
        return Loss(best, least) if best else None
