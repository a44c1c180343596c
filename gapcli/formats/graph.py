"""Reports as graphs: of `links` two columns, what is offered and what it waits for; of `pairs` parties on a circle."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import cos, pi, sin
from typing import NamedTuple

from gapcli.formats import Screen
from gapcli.measure.spread import HALF
from gapcli.reports.links import LinkRow, LinksReport
from gapcli.reports.pairs import PairsReport
from gapcli.text import shown as escape
from gapcli.text import width_of
from gapcli.words import phrases
from gapcli.words.positions import say_query

Said = Mapping[str, bool | int | float | str | None]
"""What is said of a node or an edge, by key; None where it is not known."""
LETTER, LINE = 12, 20
"""How wide a letter of a label is at most, and how high a line, in the unit of the places: points, of letters of 14."""
_DASHES = {"met": "solid", "not-on-offer": "dashed", "unanswered": "dotted", "words": "dotted"}
_MERMAID_SPECIAL = re.compile(r"[^\w ,.'%()/→–-]")


class Node(NamedTuple):
    """What is drawn as a box; no text is escaped yet."""

    name: str
    """Its name in the drawing."""
    lines: tuple[str, ...]
    """Its words."""
    says: Said
    place: tuple[float, float] = (0.0, 0.0)
    """Where its middle is, upwards and to the right, so that no label lies on another."""


class Edge(NamedTuple):
    """What leads from one node to another."""

    start: str
    end: str
    says: Said


class Graph(NamedTuple):
    """Nodes and edges, before any format."""

    name: str
    title: str
    directed: bool
    nodes: Sequence[Node]
    edges: Sequence[Edge]


def draw(report: LinksReport | PairsReport) -> Graph:
    """The graph of a report."""
    return draw_links(report) if isinstance(report, LinksReport) else draw_pairs(report)


def draw_links(report: LinksReport) -> Graph:
    """What is offered on the left, what it waits for on the right; each once."""
    view = report.view
    offers: dict[tuple[str, str], Node] = {}
    conditions: dict[tuple[str, ...], Node] = {}
    edges = []
    for row in report.rows:
        waits = (row.words, row.says_state) if row.link.awaited else (row.words,)
        says = {"column": "offer", "party": row.party, "about": row.about, "statement": row.statement}
        offer = Node(f"n{len(offers)}", (view.label(row.party), row.what), says)
        offer = offers.setdefault((row.party, row.statement), offer)
        condition = conditions.setdefault(waits, Node(f"c{len(conditions)}", waits, _describe_condition(row)))
        edges.append(Edge(offer.name, condition.name, {"state": row.state, "short": row.short, "in_loop": row.in_loop}))
    title = phrases.SEMICOLON.join([phrases.GRAPH_TITLE.format(date=phrases.date(view.day)), *say_query(view)])
    return Graph("links", title, True, _place_columns([*offers.values()], [*conditions.values()]), edges)


def _describe_condition(row: LinkRow) -> Said:
    awaited = row.link.awaited
    party, about = (awaited.party, awaited.about) if awaited else (None, None)
    return {"column": "condition", "party": party, "about": about}


def _measure(node: Node) -> int:
    """How wide the label of a node is."""
    return LETTER * max(width_of(line) for text in node.lines for line in text.split("\n"))


def _place_columns(left: list[Node], right: list[Node]) -> list[Node]:
    """Two columns, in which each node has its own line; between them there is room for the arrows."""
    widths = (max(map(_measure, column), default=0) for column in (left, right))
    across = sum(widths) / 2 + 20.0 * LETTER
    down = -1.0 * LINE * max((1 + len("\n".join(node.lines).split("\n")) for node in (*left, *right)), default=0)
    return [
        node._replace(place=(x, y * down))
        for x, column in ((0, left), (across, right))
        for y, node in enumerate(column)
    ]


def draw_pairs(report: PairsReport) -> Graph:
    """The parties, with an edge where something is known of a pair; neighbours on the circle are near each other."""
    view = report.view
    near = report.order_parties()
    order = [*near, *(party for party in view.parties if party not in near)]
    nodes = []
    for id in order:
        party = view.ledger.parties[id]
        names = {f"name_{language}": name for language, name in party.name.items()}
        nodes.append(Node(id, (view.label(id),), {"party": id, "role": party.role, **names}))
    edges = [
        Edge(
            row.a,
            row.b,
            {
                "gap": row.figures.gap,
                "agreement": row.figures.agreement,
                "coverage": row.figures.coverage,
                "known": row.known,
                "least": row.least,
            },
        )
        for row in report.rows
        if row.figures.gap is not None
    ]
    title = phrases.SEMICOLON.join(
        [phrases.MATRIX_PARTIES.format(title=view.source.title), phrases.date(view.day), *say_query(view)]
    )
    return Graph("pairs", title, False, _place_circle(nodes), edges)


def _place_circle(nodes: list[Node]) -> list[Node]:
    """From the top on clockwise, so far from each other that the widest label has room."""
    apart = 2 * LINE + max(map(_measure, nodes), default=0)
    radius = apart / 2 / sin(pi / len(nodes)) if len(nodes) > 1 else 0.0
    turns = (2 * pi * i / max(1, len(nodes)) for i in range(len(nodes)))
    # No -0.0, and the last digits hang on the machine.
    places = ((round(radius * sin(turn), 1) + 0.0, round(radius * cos(turn), 1) + 0.0) for turn in turns)
    return [node._replace(place=place) for node, place in zip(nodes, places)]


def escape_lines(texts: Iterable[str]) -> Iterator[str]:
    """The lines of some texts."""
    return (escape(line) for text in texts for line in text.split("\n"))


def _quote_dot(*texts: str) -> str:
    lines = escape_lines(texts)
    safe = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(safe) + '"'


def _style_edge(says: Said) -> str:
    """Of links dashed is not on offer, dotted unanswered or words, thick in a loop; of pairs dotted is hardly known."""
    if "state" in says:
        return f"style={_DASHES[str(says['state'])]}" + (", penwidth=3" if says["in_loop"] else "")
    gap, coverage = (float(says[key] or 0) for key in ("gap", "coverage"))
    # As long as the parties are apart, in inches, and as thick as they agree.
    style = "dotted" if coverage < HALF else "solid"
    return f"style={style}, len={1 + 4 * gap:.2f}, penwidth={0.5 + 3 * (1 - gap):.2f}"


def to_dot(report: LinksReport | PairsReport, screen: Screen) -> str:
    """The graph for Graphviz."""
    graph = draw(report)
    if graph.directed:
        kind, arrow, layout, fill = "digraph", "->", "rankdir=LR, ranksep=2", ""
    else:
        # What leads past a box goes behind it.
        kind, arrow, layout = "graph", "--", "layout=neato, overlap=false, outputorder=edgesfirst"
        fill = ", style=filled, fillcolor=white"
    out = [f"{kind} {graph.name} {{", f"  graph [label={_quote_dot(graph.title)}, labelloc=t, {layout}];"]
    out.append(f"  node [shape=box{fill}];")
    for node in graph.nodes:
        shape = ", shape=note" if node.says.get("column") == "condition" else ""
        out.append(f"  {_name_dot(node.name)} [label={_quote_dot(*node.lines)}{shape}];")
    for start, end, says in graph.edges:
        out.append(f"  {_name_dot(start)} {arrow} {_name_dot(end)} [{_style_edge(says)}];")
    return "\n".join([*out, "}"]) + "\n"


def _name_dot(name: str) -> str:
    """A name, which of a party is its id: `un` and `node` alone would be words of the language."""
    return name if re.fullmatch(r"[nc]\d+", name) else f'"{name}"'


def _quote_mermaid(*texts: str) -> str:
    lines = escape_lines(texts)
    return '"' + "<br>".join(_MERMAID_SPECIAL.sub(lambda m: f"#{ord(m[0])};", line) for line in lines) + '"'


def to_mermaid(report: LinksReport, screen: Screen) -> str:
    """The graph for Mermaid: dotted is not on offer, thick in a loop."""
    graph = draw_links(report)
    out = ["---", f"title: {json.dumps(escape(graph.title), ensure_ascii=False)}", "---", "flowchart LR"]
    for node in graph.nodes:
        left, right = ("([", "])") if node.says["column"] == "condition" else ("[", "]")
        out.append(f"  {node.name}{left}{_quote_mermaid(*node.lines)}{right}")
    out += [f"  {start} {'-->' if says['state'] == 'met' else '-.->'} {end}" for start, end, says in graph.edges]
    thick = [str(i) for i, edge in enumerate(graph.edges) if edge.says["in_loop"]]
    out += [f"  linkStyle {','.join(thick)} stroke-width:3px"] if thick else []
    return "\n".join(out) + "\n"
