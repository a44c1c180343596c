"""Tables of points, measured on columns: no cell of them becomes a statement, a position or a figure of its own.

The questions of a table that have one scale and one share of an issue are a group. What a party holds on them is a row
of small numbers; for each cut of the scale the questions on which it stands on the one side of it are the bits of a
whole number, so that the distance of two parties is a few `xor` and counts of bits, which is exact.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, compress
from operator import and_, getitem, mul
from typing import NamedTuple, TypeAlias

from gapcli.ledger.cells import Cells, Meaning
from gapcli.ledger.model import Dimension
from gapcli.ledger.scales import Scale, Zone
from gapcli.ledger.stating import find_zone
from gapcli.measure.budget import CELL
from gapcli.measure.gaps import Lump, Weighed, add_lumps

MOST_CODES = 255
"""How many different answers are bits; of more, which are numbers, the places are compared one by one."""
FEW = 12
"""Up to so many different answers it is quicker to count each by itself."""

Row: TypeAlias = "bytes | array[int]"
"""What a party holds on each question of a group, as the number of an answer; 0 where it says nothing."""


class Answer(NamedTuple):
    """What cells alike come to on a scale."""

    zone: Zone | None
    """The point that it is; None where it gives no value."""
    refuses: bool


NOTHING = Answer(None, False)


class Means(NamedTuple):
    """How far apart many parties are on questions that are measured together."""

    spread: Weighed | None
    """The mean of the gaps of all known pairs; None where none is known."""
    most: Weighed | None
    """The greatest that it could be for as many parties as have a value, likewise."""
    coverage: Weighed
    """The share of the pairs that is known."""
    distances: Mapping[str, Weighed]
    """Of each party of which a pair is known the mean of its gaps."""
    shares: Mapping[str, Weighed]
    """Of each party the share of its pairs that is known."""


class Group:
    """Questions of one table, issue, scale and share, with what each party holds on them."""

    def __init__(
        self, issue: str, cells: Cells, share: float, scale: Scale[Zone], answers: Sequence[Answer], rows: list[Row]
    ) -> None:
        """`share`: of each question in its issue, 0 to 1; `rows`: of each party, of numbers of `answers`."""
        self.issue = issue
        self.cells = cells
        self.share = share
        self.scale = scale
        self.answers = answers
        self.rows = rows
        self.size = len(rows[0]) if rows else 0
        """How many questions."""
        self._zones = {i: answer.zone for i, answer in enumerate(answers) if answer.zone is not None}
        """What has a place, by the number of the answer."""
        refusing = {i for i, answer in enumerate(answers) if answer.refuses}
        self._refused = [bool(refusing) and not refusing.isdisjoint(row) for row in rows]
        self._known = self._pack(self._zones)
        """Of each party the questions on which it has a value, as bits."""
        places = {i: scale.drawn(zone) for i, zone in self._zones.items()}
        self._places = {i: place[0] for i, place in places.items() if place is not None}
        """Where the answers stand on a line; none where the scale is none."""
        self._nearer = self._pack_nearer()
        self._numbers: list[array[float]] = []
        self._cuts: list[tuple[float, list[int]]] = []
        if self._places and len(answers) > MOST_CODES:
            at = [self._places.get(i, -1.0) for i in range(len(answers))]
            self._numbers = [array("d", map(at.__getitem__, row)) for row in rows]
        else:
            self._cuts = [(weight, self._pack_zones(part)) for weight, part in scale.cut({*self._zones.values()}) or ()]

    def _pack_nearer(self) -> list[tuple[float, list[int]]]:
        """Where the parties stand so that no other answer is 1 away: by how much less, with the questions as bits."""
        free = self.scale.left(())
        less = {zone: 1 - max(self.scale.greatest(zone, other) for other in free) for zone in {*self._zones.values()}}
        return [(x, self._pack_zones({zone for zone in less if less[zone] == x})) for x in {*less.values()} - {0.0}]

    def _pack_zones(self, zones: Collection[Zone]) -> list[int]:
        """Of each party the questions on which it stands at one of some points, as bits."""
        return self._pack([i for i, zone in self._zones.items() if zone in zones])

    def _pack(self, having: Collection[int]) -> list[int]:
        """Of each party the questions on which it has one of some answers, as bits."""
        signs = bytearray(b"0" * max(256, len(self.answers)))
        for i in having:
            signs[i] = 49
        return [
            int(row.translate(signs) if isinstance(row, bytes) else bytes(map(signs.__getitem__, row)), 2)
            for row in self.rows
        ]

    @property
    def steps(self) -> int:
        """How many steps it takes to compare two parties."""
        return CELL + self.size // 10 if self._numbers else CELL + len(self._cuts) * self.size // 1000

    @property
    def has_cells(self) -> bool:
        """Whether any cell says something."""
        return any(map(any, self.rows))

    def compare(self, i: int, j: int, weight: float) -> Lump:
        """Two parties by their numbers; `weight`: of the issue."""
        ours, theirs = self._known[i], self._known[j]
        both = ours & theirs
        known = both.bit_count()
        if self._numbers:
            gap = sum(abs(x - y) for x, y in zip(self._numbers[i], self._numbers[j]) if x >= 0 <= y)
        else:
            gap = sum(step * ((bits[i] ^ bits[j]) & both).bit_count() for step, bits in self._cuts)
        # One that is unknown may be as far from the other as the scale allows, and two of them anywhere.
        high = gap + self.size - known
        mine, other = ours ^ both, theirs ^ both
        if mine or other:
            for less, bits in self._nearer:
                high -= less * ((bits[i] & mine).bit_count() + (bits[j] & other).bit_count())
        weight *= self.share
        return Lump(
            self.size,
            known,
            weight * self.size,
            weight * known,
            weight * gap,
            weight * high,
            self._refused[i] or self._refused[j],
            frozenset((self.cells,)) if known else frozenset(),
        )

    def average(self, weight: float, parties: Sequence[str]) -> Means:
        """The means over all pairs of the parties; `weight`: of the issue."""
        pairs, others = max(1.0, len(parties) * (len(parties) - 1) / 2), max(1, len(parties) - 1)
        distances: list[dict[int, float]] = []
        shares: list[float] = []
        gap = most = 0.0
        for counts in self._count_answers():
            n = sum(counts.get(i, 0) for i in self._zones)
            means = dict.fromkeys(counts, 0.0)
            distances.append(means)
            shares.append((n - 1) / others if n > 1 else 0.0)
            if n > 1:
                most += self.scale.most(n)
                for i, total in self._sum_distances(counts):
                    means[i] = total / (n - 1)
                    gap += counts[i] * means[i] / n
        weight *= self.share
        several = int(bytes(49 if share else 48 for share in shares), 2)
        asked, whole = several.bit_count(), weight * self.size
        found: dict[str, Weighed] = {}
        for party, row, known in zip(parties, self.rows, self._known):
            count = (known & several).bit_count()
            if count:
                found[party] = (weight * count, sum(map(getitem, distances, row)) / count)
        known_pairs = sum((share * others + 1) * share * others / 2 for share in shares)
        shared = (sum(compress(shares, self._find_placed(row))) for row in self.rows)
        return Means(
            (weight * asked, gap / asked) if asked else None,
            (weight * asked, most / asked) if asked else None,
            (whole, known_pairs / pairs / self.size),
            found,
            {party: (whole, share / self.size) for party, share in zip(parties, shared)},
        )

    def _count_answers(self) -> Iterator[Mapping[int, int]]:
        """How many parties give each answer, question by question."""
        if len(self.answers) > FEW or not isinstance(self.rows[0], bytes):
            yield from map(Counter, zip(*self.rows))
            return
        joined = b"".join(row for row in self.rows if isinstance(row, bytes))
        for q in range(self.size):
            given = joined[q :: self.size]
            yield {i: n for i in range(len(self.answers)) if (n := given.count(i))}

    def _sum_distances(self, counts: Mapping[int, int]) -> Iterator[tuple[int, float]]:
        """Of each answer that is given how far it is from all that are given, together."""
        given = [(i, counts[i]) for i in self._zones if i in counts]
        if not self._places:
            apart, zones = self.scale.apart, self._zones
            for i, _ in given:
                yield i, sum(n * apart(zones[i], zones[j]) for j, n in given)
            return
        # From one pole to the other: what lies before it and what lies after it, each by its number and its sum.
        places = self._places
        given.sort(key=lambda each: places[each[0]])
        before = after = 0.0
        behind, ahead = 0, sum(n for _, n in given)
        after = sum(n * places[i] for i, n in given)
        for i, n in given:
            place = places[i]
            ahead -= n
            after -= n * place
            yield i, behind * place - before + after - ahead * place
            behind += n
            before += n * place

    def _find_placed(self, row: Row) -> bytes:
        """On which questions a row has a value: 1 or 0."""
        signs = bytearray(max(256, len(self.answers)))
        for i in self._zones:
            signs[i] = 1
        return row.translate(signs) if isinstance(row, bytes) else bytes(map(signs.__getitem__, row))

    def keep_known(self, other: "Group") -> "Group":
        """The same group of only those cells that have a value in another group of the same questions too."""
        rows: list[Row] = []
        for row, then in zip(self.rows, other.rows):
            both = map(mul, row, map(and_, self._find_placed(row), other._find_placed(then)))
            rows.append(bytes(both) if isinstance(row, bytes) else array("L", both))
        return Group(self.issue, self.cells, self.share, self.scale, self.answers, rows)


class Columns:
    """What some parties hold on the questions of tables, in groups."""

    def __init__(
        self,
        parties: Sequence[str],
        groups: Sequence[Group],
        abouts: frozenset[str],
        count: int,
        cards: Collection[str] = (),
    ) -> None:
        """`cards`: those of tables that an engine has."""
        self._cards = cards
        self.parties = parties
        self.abouts = abouts
        """The questions, as statements name them."""
        self.groups = groups
        self.count = count
        """How many cells of these parties and questions say something on the day."""
        self._numbers = {party: i for i, party in enumerate(parties)}

    @property
    def steps(self) -> int:
        """How many steps it takes to compare two parties."""
        return sum(group.steps for group in self.groups)

    @property
    def cards(self) -> set[str]:
        """The cards of the tables that say something."""
        return {*self._cards, *(group.cells.card for group in self.groups if group.has_cells)}

    def compare(self, a: str, b: str, weights: Mapping[str, float]) -> dict[str, Lump]:
        """Two parties, issue by issue; `weights`: of each issue."""
        i, j = self._numbers[a], self._numbers[b]
        lumps: dict[str, list[Lump]] = defaultdict(list)
        for group in self.groups:
            lumps[group.issue].append(group.compare(i, j, weights[group.issue]))
        return {issue: add_lumps(several) for issue, several in lumps.items()}

    def average(self, weights: Mapping[str, float]) -> dict[str, list[Means]]:
        """The means over all pairs, issue by issue; `weights`: of each issue."""
        means: dict[str, list[Means]] = defaultdict(list)
        for group in self.groups:
            means[group.issue].append(group.average(weights[group.issue], self.parties))
        return means

    def keep_known(self, other: "Columns") -> "Columns":
        """Of the same parties and questions only what is known in the other too."""
        groups = [group.keep_known(then) for group, then in zip(self.groups, other.groups)]
        return Columns(self.parties, groups, self.abouts, self.count)


def read_columns(
    tables: Sequence[tuple[Cells, str]], parties: Sequence[str], shares: Sequence[tuple[Dimension, float]]
) -> Columns:
    """What some parties hold on some questions, which one of the tables asks, by the day that stands beside it.

    `shares`: the questions, each with its share of its issue, 0 to 1.
    """
    groups: list[Group] = []
    count = 0
    for cells, day in tables:
        asked = {about: q for q, about in enumerate(cells.abouts)}
        kinds: dict[tuple[str, Scale[Zone], float], list[Dimension]] = defaultdict(list)
        for d, share in shares:
            if d.about in asked:
                kinds[d.issue, d.measure, share].append(d)
        order = [d for dimensions in kinds.values() for d in dimensions]
        rows, nothing = _read_rows(cells, parties, [asked[d.about] for d in order], day)
        at = 0
        for (issue, scale, share), dimensions in kinds.items():
            end = at + len(dimensions)
            part = [row[at:end] for row in rows]
            at = end
            count += sum(len(row) - row.count(nothing) for row in part)
            answers, numbered = _number_answers(cells, dimensions[0], part, nothing)
            groups.append(Group(issue, cells, share, scale, answers, numbered))
    return Columns(parties, groups, frozenset(d.about for d, _ in shares), count)


def _read_rows(cells: Cells, parties: Sequence[str], questions: Sequence[int], day: str) -> tuple[list[Row], int]:
    """Of each party the numbers of the meanings of its cells on some questions, and the number that stands for none."""
    width = len(questions) + 1
    # What is not asked for goes into a column and a row that nobody reads.
    columns, starts = [width - 1] * len(cells.abouts), [len(parties) * width] * len(cells.parties)
    for column, question in enumerate(questions):
        columns[question] = column
    shown = {party: i for i, party in enumerate(parties)}
    for p, party in enumerate(cells.parties):
        starts[p] = shown.get(party, len(parties)) * width
    is_small = len(cells.meanings) < MOST_CODES
    nothing = MOST_CODES if is_small else len(cells.meanings)
    blank = array("B" if is_small else "L", (nothing,))
    grid = blank * (width * (len(parties) + 1))
    said = [each <= day for _, each in cells.days]
    records = zip(map(starts.__getitem__, cells.party), map(columns.__getitem__, cells.question), cells.meaning)
    if cells.repeated:
        # What was said later replaces what was said before.
        order = sorted(range(len(cells)), key=lambda i: cells.days[cells.day[i]][1])
        listed = [*records]
        records = iter([listed[i] for i in order if said[cells.day[i]]])  # type: ignore[assignment]
    elif not all(said):
        records = compress(records, map(said.__getitem__, cells.day))  # type: ignore[assignment]
    for start, column, meaning in records:
        grid[start + column] = meaning
    rows = [grid[start : start + width - 1] for start in range(0, len(parties) * width, width)]
    return [row.tobytes() if is_small else row for row in rows], nothing


def _number_answers(
    cells: Cells, dimension: Dimension, rows: Sequence[Row], nothing: int
) -> tuple[list[Answer], list[Row]]:
    """The different answers in rows of meanings, and the rows with the numbers of these; 0 is none."""
    numbers = {NOTHING: 0}
    found = {nothing: 0}
    for meaning in set(chain.from_iterable(map(set, rows))) - {nothing}:
        found[meaning] = numbers.setdefault(_read_answer(dimension, cells.meanings[meaning]), len(numbers))
    if len(numbers) > MOST_CODES:
        return [*numbers], [array("L", map(found.__getitem__, row)) for row in rows]
    if isinstance(rows[0], bytes):
        table = bytes(found.get(i, 0) for i in range(256))
        return [*numbers], [row.translate(table) for row in rows if isinstance(row, bytes)]
    return [*numbers], [bytes(map(found.__getitem__, row)) for row in rows]


def _read_answer(dimension: Dimension, meaning: Meaning) -> Answer:
    """What a cell comes to."""
    return Answer(find_zone(dimension, meaning), meaning.stance == "off-agenda")
