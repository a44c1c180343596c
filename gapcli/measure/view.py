"""A narrowed ledger with its positions, and what is shown of it: what every report is made from."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from gapcli.ledger.model import Dimension, Ledger, Statement, follow
from gapcli.ledger.narrow import (
    Chosen,
    choose_issues,
    choose_parties,
    count_cells,
    find_mixed,
    find_named,
    keep_tables,
    narrow_ledger,
    read_day,
    state_asked,
)
from gapcli.ledger.query import BadQuery, Query
from gapcli.measure.budget import require_cells
from gapcli.measure.positions import Positions

if TYPE_CHECKING:
    from gapcli.measure.columns import Columns


class View(NamedTuple):
    """A ledger after the first two steps, narrowed and with its positions, and what is to be shown of it."""

    ledger: Ledger
    """The ledger through the lenses, with what is assumed."""
    source: Ledger
    """The ledger before the lenses."""
    day: str
    """The day asked about, as YYYY-MM-DD."""
    query: Query
    """What was asked, with the ids of all that it names."""
    parties: tuple[str, ...]
    """The parties shown; empty where neither the query names any nor a report has chosen yet."""
    chosen: tuple[Chosen, ...]
    """The issues shown, likewise."""
    positions: Positions
    """The positions on the day, each derived when it is first asked for."""
    columns: "Columns | None" = None
    """What is shown of tables whose cells are too many to be statements; None where there are none of them."""

    def __repr__(self) -> str:
        return f"View(parties={self.parties}, as_of={self.day!r}, ledger={self.ledger!r})"

    def label(self, party: str) -> str:
        """The short name of a party."""
        return self.ledger.parties[party].label

    def name_issue(self, issue: str) -> str:
        """The name of an issue."""
        return str(self.ledger.issues[issue].name)

    def name_source(self, name: str) -> str:
        """The outlet of a card's id, with the id where it has several cards; else the name itself."""
        card = self.source.cards.get(name)
        if card is None:
            return name
        shared = self.positions.cards_of_outlet[next(iter(card.outlet.values()))] > 1
        return f"{card.outlet} ({name})" if shared else str(card.outlet)

    def name_outlet(self, outlet: str) -> str:
        """A relayed outlet by the name that it has in the language that is spoken; else by that of the file."""
        relayed = (e.via for s in self.source.statements for e in s.evidence if e.via and e.outlet == outlet)
        return next((str(via) for via in relayed if via.spoken in via), outlet)

    def choose(self, *, parties: tuple[str, ...] = (), issues: tuple[str, ...] = ()) -> "View":
        """The same view as if the query named these parties or issues. Raises BadQuery."""
        query = self.query._replace(parties=parties or self.query.parties, issues=issues or self.query.issues)
        query = find_named(self.source, query)
        return self._replace(
            query=query,
            parties=choose_parties(self.source, query.parties),
            chosen=choose_issues(self.source, query.issues) if query.issues else (),
        )

    def show(self, parties: Iterable[str], *, headline: bool, sums: bool = False, words: bool = True) -> "View":
        """The view with what a report shows by default, where the query names no parties or no issues.

        `headline`: whether only the headline issues are shown by default; `sums`: whether the report needs no more of
        the cells of tables than sums, `words`: whether it needs them at all. Raises TooLarge.
        """
        shown = tuple(v.id for v in self.source.issues.values() if v.headline or not headline)
        view = self._replace(
            parties=self.parties if self.query.parties else tuple(parties),
            chosen=self.chosen if self.query.issues else choose_issues(self.source, shown),
        )
        return view._take_cells(sums) if words and self.source.unstated else view

    def _take_cells(self, sums: bool = False) -> "View":
        """The view with the cells of tables that are shown as statements; with `sums` as columns where they are many.

        Raises TooLarge.
        """
        most, abouts = self.source.most_stated, [d.about for d in self.dimensions]
        count = count_cells(self.source, self.parties, {*abouts})
        if count <= most or not sums:
            require_cells(count, most)
            return self._state_cells(abouts)
        # What a group says for others is looked for question by question.
        grouped = any(p in self.positions.speakers for p in self.parties)
        mixed = {*abouts} if grouped else find_mixed(self.source, self.query)
        single = [about for about in abouts if about in mixed]
        require_cells(count_cells(self.source, self.parties, {*single}), most)
        view = self._state_cells(single)
        tabled = {about for cells in self.source.unstated for about in cells.abouts}
        tabled.intersection_update(abouts)
        return view._read_columns(tabled.difference(single)) if len(tabled) > len(single) else view

    def _state_cells(self, abouts: Iterable[str]) -> "View":
        """The view with the cells of the parties shown on some questions as statements."""
        ledger = narrow_ledger(state_asked(self.source, self.parties, abouts), self.query, self.day)
        return self._replace(ledger=ledger, positions=Positions(ledger, self.day), columns=None)

    def _read_columns(self, abouts: Collection[str]) -> "View":
        """The view with what the parties shown hold on some questions as columns."""
        # Few ledgers have so large a table.
        from gapcli.measure.columns import read_columns

        kept = {id(cells) for cells in keep_tables(self.source, self.query)}
        # Before all days a table says nothing, as it does through a lens that leaves it out.
        days = [(cells, self.day if id(cells) in kept else "") for cells in self.source.unstated]
        shares = [(d, self.find_share(d, self.query.weights)) for d in self.dimensions if d.about in abouts]
        return self._replace(columns=read_columns(days, self.parties, shares))

    def find_share(self, dimension: Dimension, weights: str) -> float:
        """The share of a dimension in its issue, 0 to 1, by one of `WEIGHTS`."""
        if dimension.share is None or weights in ("even", "questions"):
            return 1 / len(self.ledger.issues[dimension.issue].dimensions)
        return dimension.share / 100

    def beside_principals(self) -> "View":
        """The view; of one party alone with the principals, so that it has somebody to be compared with."""
        if len(self.parties) != 1:
            return self
        beside = {*self.parties, *self.ledger.principals}
        view = self._replace(parties=tuple(p for p in self.ledger.parties if p in beside))
        return view._take_cells() if self.source.unstated else view

    def exchange(self, ledger: Ledger, day: str | None = None) -> "View":
        """The same question to another ledger that differs in little, or about another day."""
        chosen = self.chosen
        if ledger.issues is not self.ledger.issues:
            chosen = choose_issues(ledger, [d.about for d in self.dimensions])
        day = day or self.day
        positions = Positions(ledger, day, earlier=self.positions)
        view = self._replace(ledger=ledger, day=day, chosen=chosen, positions=positions)
        return view._read_columns(self.columns.abouts) if self.columns else view

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions shown, in the order of the file."""
        return tuple(d for c in self.chosen for d in c.dimensions)

    @property
    def single(self) -> tuple[Dimension, ...]:
        """Those of them of which each cell is looked at, and which are not columns."""
        columns = self.columns
        return tuple(d for d in self.dimensions if d.about not in columns.abouts) if columns else self.dimensions

    @property
    def speaking(self) -> tuple[str, ...]:
        """The parties that said something by the day, or for which a group did, in the order of the file."""
        heard = {s.party for s in self.ledger.statements if s.said.day <= self.day}
        heard.update(*(cells.find_speaking(self.day) for cells in keep_tables(self.source, self.query)))
        heard |= follow({p.id: p.speaks_for for p in self.ledger.parties.values()}, heard)
        return tuple(p for p in self.ledger.parties if p in heard)

    def find_speakers(self) -> dict[str, set[str]]:
        """Of each question shown the parties that say something on it, themselves or through a group."""
        find, heard = self.positions.find, {s.about for s in self.positions.live}
        # Of many cells that are no statements most questions have nothing else.
        alone = bool(self.source.unstated) and not self.positions.speakers
        found = {
            d.about: {p for p in self.ledger.parties if find(p, d).statements}
            if not alone or not heard.isdisjoint((d.about, d.issue))
            else set[str]()
            for d in self.dimensions
        }
        for cells in keep_tables(self.source, self.query):
            for about, speakers in cells.list_speakers(self.day).items():
                found.get(about, set()).update(speakers)
        return found

    def count_live(self) -> int:
        """How many statements count on the day, with what is shown of tables as columns."""
        return len(self.positions.live) + (self.columns.count if self.columns else 0)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of the parties and issues shown, up to the day, in the order of the file."""
        abouts = self.abouts
        said = (s for s in self.ledger.statements if s.said.day <= self.day)
        return tuple(s for s in said if s.party in self.parties and s.about in abouts)

    @property
    def abouts(self) -> frozenset[str]:
        """The dimensions shown, and their issues, as statements name them."""
        return frozenset((*(c.issue.id for c in self.chosen), *(d.about for d in self.dimensions)))


def narrow(ledger: Ledger, query: Query) -> View:
    """The ledger through the lenses of a query, on its day, with the parties and issues that it names.

    Raises BadQuery where the query names what the ledger does not have.
    """
    day = ledger.as_of.last
    if query.as_of is not None:
        day = read_day(query.as_of, "--as-of")
    since = day if query.since is None else read_day(query.since, "--since")
    if query.since is not None and since >= day:
        # A month and a year stand for their last day.
        which = "" if since == query.since else f" is {since}, which"
        raise BadQuery(f"--since {query.since}{which} is not before {day}")
    query = find_named(ledger, query)
    left = narrow_ledger(ledger, query, day)
    parties = choose_parties(ledger, query.parties)
    chosen = choose_issues(ledger, query.issues) if query.issues else ()
    return View(left, ledger, day, query, parties, chosen, Positions(left, day))
