"""What waits for what: every condition, whether it is on offer, and the circles that conditions make.

A *stand* is what one party holds on one issue. A live statement of a stand that has a position of another party as its
condition makes a *step*, from its own stand to the stand of that party on the issue of that position.

A *circle* is a chain of two steps or more that comes back to the party it started from, on whichever issue, and passes
no other party twice: what the party waits for hangs, in the end, on itself. The chain goes on from a stand, not from a
single question: who waits for inspections waits for a party that may let nothing on enrichment go without relief. A
chain that ends at the very stand it started from reads the same from each of its stands; it is one circle, told from
the party declared first.

A circle is an *exchange* where each of its steps is made by a statement that can stand with the others. To find these,
take what is stated on its stands, and from anywhere what waits for nothing; drop each statement with a condition on a
position that no ask or offer among them meets, until there is none to drop: what is left can all be made good at once.
Any other circle is a *deadlock*. Conditions in words cannot be judged: they drop nothing, and are told beside it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from gapcli.ledger.model import Condition, Ledger, Statement, Text
from gapcli.ledger.query import Query, speaking
from gapcli.measure.compare import Narrowed, narrow
from gapcli.measure.conditions import Met, condition_state
from gapcli.measure.gaps import figure, shown
from gapcli.measure.positions import Positions
from gapcli.pages.grid import BLANK, Column, Grid, Line, Page, Row, bold, dim, plain
from gapcli.reports.contract import COUNT, FIGURE, IDS, TEXT, Fields, document, many, maybe, one_of, record
from gapcli.reports.matrix import title
from gapcli.reports.report import Report
from gapcli.reports.statements import CONDITION, condition_row
from gapcli.text import shown as visible
from gapcli.words.en import STATES, TOLD, condition_words, conditions_words, date

ROW: Fields = {
    "statement": (TEXT, "The statement that waits."),
    "party": (TEXT, "Whose statement it is."),
    "about": (TEXT, "Its dimension, or its issue as a whole."),
    "what": (TEXT, "What waits, in words."),
    "waits_for": (record(CONDITION), "The condition: words, or a party, a dimension and one of the four tests."),
    "words": (TEXT, "The condition in words."),
    "state": (one_of("met", "not-on-offer", "unanswered", "words"), "How the condition stands on the day."),
    "short": (maybe(FIGURE), "Where it is not on offer: how far what is held is from what would do."),
    "statements": (IDS, "The statements that meet it."),
}
CIRCLE: Fields = {
    "kind": (one_of("exchange", "deadlock"), "Whether all of it can be made good at once."),
    "chain": (
        many(record({"party": (TEXT, "The party."), "issue": (TEXT, "The issue.")})),
        "The stands it passes; the last is of the party of the first.",
    ),
    "statements": (IDS, "Along the chain, the statements that wait and those that meet what they wait for."),
}
SCHEMA = document(
    "links",
    ROW,
    {
        "circles": (many(record(CIRCLE)), "The chains that come back to the party they started from, shortest first."),
        "longest": (
            maybe(COUNT),
            "Where there are too many chains to follow: all circles of up to this many parties are here; else null.",
        ),
    },
)

MOST = 100_000
"""How many chains are followed at once: a bound for ledgers in which almost everything waits for everything."""


class Stand(NamedTuple):
    """What one party holds on one issue."""

    party: str
    issue: str


class Link(NamedTuple):
    """One condition of a live statement."""

    statement: Statement
    condition: Condition | Text
    met: Met

    @property
    def stand(self) -> Stand:
        """The stand that waits."""
        return Stand(self.statement.party, self.statement.issue)

    @property
    def awaited(self) -> Stand | None:
        """The stand that is waited for; None where it is words."""
        if isinstance(self.condition, Condition):
            return Stand(self.condition.party, self.condition.about.partition(".")[0])
        return None


Chain = tuple[Stand, ...]


class Circle(NamedTuple):
    """A chain of conditions that comes back to the party it started from."""

    kind: str
    """`exchange` or `deadlock`."""
    chain: Chain
    """The stands it passes; the last is of the party of the first."""
    links: tuple[Link, ...]
    """The conditions that make its steps, in the order of the chain; of an exchange those that can stand."""
    statements: tuple[Statement, ...]
    """Those that wait, each followed by those that meet its condition; of an exchange those that can stand."""


def waiting(positions: Positions) -> list[Link]:
    """Every condition of every live statement; parties, and of each its questions, in the order of the file."""
    ledger = positions.ledger
    parties = {id: i for i, id in enumerate(ledger.parties)}
    names = [n for i in ledger.issues.values() for n in (i.id, *(d.about for d in i.dimensions.values()))]
    abouts = {about: i for i, about in enumerate(names)}
    conditional = [s for s in positions.live if s.conditions]
    conditional.sort(key=lambda s: (parties[s.party], abouts[s.about]))
    return [Link(s, c, condition_state(positions, c)) for s in conditional for c in s.conditions]


def circles(links: Sequence[Link]) -> tuple[list[Circle], int | None]:
    """The circles that the conditions make, shortest first; and up to how many parties where there are too many."""
    of: dict[Stand, list[Link]] = {}
    for link in links:
        of.setdefault(link.stand, []).append(link)
    steps = {stand: list(dict.fromkeys(k.awaited for k in own if k.awaited)) for stand, own in of.items()}
    chains, longest = _chains(steps)
    return [_circle(chain, of) for chain in chains], longest


def _chains(steps: Mapping[Stand, Sequence[Stand]]) -> tuple[list[Chain], int | None]:
    # A search of its own: these chains close at a party and not at a vertex, so a library's cycles are others.
    found: dict[frozenset[tuple[Stand, Stand]], Chain] = {}
    chains: list[Chain] = [(stand,) for stand in steps]
    while chains:
        longer: list[Chain] = []
        for chain in chains:
            passed = {stand.party for stand in chain}
            for stand in steps.get(chain[-1], ()):
                if stand.party == chain[0].party:
                    closed = (*chain, stand)
                    found.setdefault(frozenset(pairwise(closed)), closed)
                elif stand.party not in passed and len(longer) <= MOST:
                    longer.append((*chain, stand))
        if len(longer) > MOST:
            return list(found.values()), len(chains[0])
        chains = longer
    return list(found.values()), None


def _circle(chain: Chain, of: Mapping[Stand, Sequence[Link]]) -> Circle:
    within = [link for stand in dict.fromkeys(chain) for link in of.get(stand, ())]
    held = {link.statement.id for link in within}
    dropped = held
    while dropped:
        dropped = {
            link.statement.id
            for link in within
            if link.statement.id in held
            and link.awaited
            and not any(s.id in held or not s.conditions for s in link.met.statements)
        }
        held = held - dropped
    making = [[link for link in of[a] if link.awaited == b] for a, b in pairwise(chain)]
    standing = [[link for link in step if link.statement.id in held] for step in making]
    kind = "exchange" if all(standing) else "deadlock"
    along = tuple(link for step in (standing if all(standing) else making) for link in step)
    told = {}
    for link in along:
        told[link.statement.id] = link.statement
        for s in link.met.statements:
            if kind == "deadlock" or s.id in held or not s.conditions:
                told[s.id] = s
    return Circle(kind, chain, along, tuple(told.values()))


@dataclass(frozen=True)
class _Answer:
    """What is shown: the conditions and the circles of the parties and issues asked about."""

    narrowed: Narrowed
    links: list[Link]
    circles: list[Circle]
    longest: int | None


def _answer(ledger: Ledger, query: Query) -> _Answer:
    narrowed = narrow(ledger, query, speaking, headline=False)
    every = waiting(narrowed.positions)
    around, longest = circles(every)
    issues = {c.issue.id for c in narrowed.chosen}
    abouts = issues | {d.about for c in narrowed.chosen for d in c.dimensions}
    parties = set(narrowed.parties)
    return _Answer(
        narrowed,
        [link for link in every if link.statement.party in parties and link.statement.about in abouts],
        [c for c in around if all(s.party in parties for s in c.chain) and any(s.issue in issues for s in c.chain)],
        longest,
    )


def links(ledger: Ledger, query: Query) -> Report:
    """Every condition of the parties and issues shown, how it stands, and the circles.

    A circle is shown where all of its parties are and one of its issues is. Raises BadQuery.
    """
    answer = _answer(ledger, query)
    narrowed = answer.narrowed
    notes = []
    if not narrowed.positions.live:
        notes.append(f"no statement is live on {narrowed.day}")
    elif not answer.links:
        notes.append("nothing shown waits for anything")
    if answer.longest is not None:
        notes.append(f"too many chains to follow: circles of more than {answer.longest} parties are left out")
    return Report(
        "links",
        narrowed.facts(),
        narrowed.asked(),
        [_row(narrowed, link) for link in answer.links],
        lambda: _page(answer),
        {"circles": [_circle_row(circle) for circle in answer.circles], "longest": answer.longest},
        tuple(ROW),
        tuple(notes),
    )


def _row(narrowed: Narrowed, link: Link) -> dict[str, Any]:
    statement, condition, met = link
    return {
        "statement": statement.id,
        "party": statement.party,
        "about": statement.about,
        "what": _what(narrowed.ledger, statement),
        "waits_for": condition_row(condition),
        "words": condition_words(narrowed.positions, condition),
        "state": met.state,
        "short": None if met.short is None else figure(met.short),
        "statements": [s.id for s in met.statements],
    }


def _circle_row(circle: Circle) -> dict[str, Any]:
    return {
        "kind": circle.kind,
        "chain": [stand._asdict() for stand in circle.chain],
        "statements": [s.id for s in circle.statements],
    }


def _what(ledger: Ledger, s: Statement) -> str:
    """What waits: a value, or a step or a talk where none is named."""
    if s.value is not None:
        return ledger.dimension(s.about).words(s.value)
    return f"any {'talk of' if s.stance == 'off-agenda' else 'step on'} {s.about}"


def _state(met: Met) -> str:
    """How a condition stands, in words."""
    if met.short is not None and float(shown(met.short)):
        return f"short by {shown(met.short)}"
    if met.statements and all(s.assumed for s in met.statements):
        return f"{STATES['met']}, assumed"
    return STATES[met.state] or "words only"


# --- the page -------------------------------------------------------------------------------------


def _page(answer: _Answer) -> Page:
    narrowed = answer.narrowed
    if not answer.links and not answer.circles:
        return Page(())
    rows = [
        Row(
            (
                bold(narrowed.label(link.statement.party)),
                plain(_what(narrowed.ledger, link.statement)),
                plain(condition_words(narrowed.positions, link.condition)),
                plain(_state(link.met)),
            )
        )
        for link in answer.links
    ]
    legend = (BLANK, Line(dim("short by: how far what is held is from what would do, from 0 to 1")))
    waits = Grid(
        (Column("party"), Column("what", folds=True), Column("waits for", folds=True), Column("now")),
        rows,
        above=(*title(narrowed, "What waits for what, as the parties state it"), BLANK),
        below=(*(legend if any(link.met.short for link in answer.links) else ()), BLANK),
    )
    if not answer.circles:
        lines = [Line(dim("No circle: no chain of conditions comes back to the party it started from."))]
    else:
        lines = [Line(bold("Circles: chains that come back to the party they started from"))]
        for number, circle in enumerate(answer.circles, 1):
            lines += [BLANK, *_told(narrowed, number, circle)]
    return Page((waits, Grid(above=tuple(lines))))


def named(ledger: Ledger, circle: Circle) -> str:
    """The chain of a circle in words: `US Enrichment → Iran Allies → US Guarantees`."""
    return " → ".join(f"{ledger.parties[s.party].label} {ledger.issues[s.issue].name}" for s in circle.chain)


def _told(narrowed: Narrowed, number: int, circle: Circle) -> list[Line]:
    """A circle: its kind and its chain, then who ties what to what, and on whose word."""
    lines = [Line(plain(f"{number}  {circle.kind}: {named(narrowed.ledger, circle)}"))]
    for s in circle.statements:
        ties = _what(narrowed.ledger, s)
        if s.conditions:
            ties += f", only if {conditions_words(narrowed.positions, s.conditions)}"
        tellers = {e.teller for e in s.evidence}
        word = "assumed" if s.assumed else next(words for teller, words in TOLD.items() if teller in tellers)
        word = f"{s.speaker}, {word}" if s.speaker else word
        lines.append(Line((*plain(ties), *dim(f" · {word}")), indent=3, label=narrowed.label(s.party)))
    return lines


# --- the graph ------------------------------------------------------------------------------------


class _Edge(NamedTuple):
    """A condition, drawn from who waits to what is waited for."""

    start: str
    end: str
    label: list[str]
    state: str
    around: bool
    """Whether a circle that is shown passes it."""


class _Graph(NamedTuple):
    """What is drawn; no text is escaped yet."""

    title: str
    parties: list[tuple[str, list[tuple[str, str]]]]
    """Each party, with its stands: their names in the drawing, and in words."""
    words: list[tuple[str, str]]
    """Conditions in words, likewise."""
    edges: list[_Edge]


def _graph(ledger: Ledger, query: Query) -> _Graph:
    answer = _answer(ledger, query)
    narrowed = answer.narrowed
    around = {(link.statement.id, link.awaited) for circle in answer.circles for link in circle.links}
    names: dict[Stand | str, str] = {}
    edges = []
    for link in answer.links:
        words = condition_words(narrowed.positions, link.condition)
        start, end = (names.setdefault(v, f"n{len(names)}") for v in (link.stand, link.awaited or words))
        label = [_what(narrowed.ledger, link.statement), *([words, _state(link.met)] if link.awaited else [])]
        edges.append(_Edge(start, end, label, link.met.state, (link.statement.id, link.awaited) in around))
    issues = narrowed.ledger.issues
    stands = {
        party: [
            (name, str(issues[v.issue].name)) for v, name in names.items() if isinstance(v, Stand) and v[0] == party
        ]
        for party in narrowed.ledger.parties
    }
    return _Graph(
        "; ".join([f"What waits for what, {date(narrowed.day)}", *narrowed.lens_words()]),
        [(narrowed.label(party), inside) for party, inside in stands.items() if inside],
        [(name, v) for v, name in names.items() if isinstance(v, str)],
        edges,
    )


_DASHES = {"met": "solid", "not-on-offer": "dashed", "unanswered": "dotted", "words": "dotted"}


def dot(ledger: Ledger, query: Query) -> str:
    """The graph of the conditions for Graphviz: dashed is not on offer, dotted unanswered or words, thick in a circle.

    Raises BadQuery.
    """

    def text(*lines: str) -> str:
        safe = (visible(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
        return '"' + "\\n".join(safe) + '"'

    graph = _graph(ledger, query)
    out = ["digraph links {", f"  graph [label={text(graph.title)}, labelloc=t, rankdir=LR];", "  node [shape=box];"]
    for i, (party, stands) in enumerate(graph.parties):
        out += [f"  subgraph cluster_{i} {{", f"    graph [label={text(party)}];"]
        out += [f"    {name} [label={text(issue)}];" for name, issue in stands]
        out.append("  }")
    out += [f"  {name} [label={text(words)}, shape=note];" for name, words in graph.words]
    for edge in graph.edges:
        thick = ", penwidth=3" if edge.around else ""
        out.append(f"  {edge.start} -> {edge.end} [label={text(*edge.label)}, style={_DASHES[edge.state]}{thick}];")
    return "\n".join([*out, "}"]) + "\n"


_SPECIAL = re.compile(r"[^\w ,.'%()/→–-]")


def mermaid(ledger: Ledger, query: Query) -> str:
    """The graph of the conditions for Mermaid: dotted is not on offer, thick in a circle. Raises BadQuery."""

    def text(*lines: str) -> str:
        return '"' + "<br>".join(_SPECIAL.sub(lambda m: f"#{ord(m[0])};", visible(line)) for line in lines) + '"'

    graph = _graph(ledger, query)
    out = ["---", f"title: {json.dumps(visible(graph.title), ensure_ascii=False)}", "---", "flowchart LR"]
    for i, (party, stands) in enumerate(graph.parties):
        out.append(f"  subgraph p{i}[{text(party)}]")
        out += [f"    {name}[{text(issue)}]" for name, issue in stands]
        out.append("  end")
    out += [f"  {name}([{text(words)}])" for name, words in graph.words]
    for edge in graph.edges:
        out.append(f"  {edge.start} {'-->' if edge.state == 'met' else '-.->'}|{text(*edge.label)}| {edge.end}")
    thick = [str(i) for i, edge in enumerate(graph.edges) if edge.around]
    out += [f"  linkStyle {','.join(thick)} stroke-width:3px"] if thick else []
    return "\n".join(out) + "\n"
