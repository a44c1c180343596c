"""The conditions of `links` as a graph of two columns: what is offered, and what it waits for."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gapcli.formats import Screen
from gapcli.reports.links import LinkRow, LinksReport
from gapcli.text import shown as escape
from gapcli.words import en
from gapcli.words.positions import say_query

_DASHES = {"met": "solid", "not-on-offer": "dashed", "unanswered": "dotted", "words": "dotted"}
_MERMAID_SPECIAL = re.compile(r"[^\w ,.'%()/→–-]")


class _Node(NamedTuple):
    """What is offered, or a condition; no text is escaped yet."""

    name: str
    """Its name in the drawing."""
    lines: tuple[str, ...]
    """Its words."""
    row: LinkRow
    """The first condition that it is of."""


class _Graph(NamedTuple):
    title: str
    offers: list[_Node]
    conditions: list[_Node]
    edges: list[tuple[str, str, LinkRow]]
    """From what is offered to its condition."""


def _draw(report: LinksReport) -> _Graph:
    view = report.view
    offers: dict[tuple[str, str], _Node] = {}
    conditions: dict[tuple[str, ...], _Node] = {}
    edges = []
    for row in report.rows:
        waits = (row.words, row.says_state) if row.link.awaited else (row.words,)
        offer = _Node(f"n{len(offers)}", (view.label(row.party), row.what), row)
        offer = offers.setdefault((row.party, row.statement), offer)
        condition = conditions.setdefault(waits, _Node(f"c{len(conditions)}", waits, row))
        edges.append((offer.name, condition.name, row))
    title = "; ".join([en.GRAPH_TITLE.format(date=en.date(view.day)), *say_query(view)])
    return _Graph(title, [*offers.values()], [*conditions.values()], edges)


def _escape_lines(texts: Iterable[str]) -> Iterator[str]:
    """The lines of some texts."""
    return (escape(line) for text in texts for line in text.split("\n"))


def _quote_dot(*texts: str) -> str:
    lines = _escape_lines(texts)
    safe = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(safe) + '"'


def to_dot(report: LinksReport, screen: Screen) -> str:
    """The graph for Graphviz: dashed is not on offer, dotted unanswered or words, thick in a loop."""
    graph = _draw(report)
    title = _quote_dot(graph.title)
    out = ["digraph links {", f"  graph [label={title}, labelloc=t, rankdir=LR, ranksep=2];", "  node [shape=box];"]
    out += [f"  {node.name} [label={_quote_dot(*node.lines)}];" for node in graph.offers]
    out += [f"  {node.name} [label={_quote_dot(*node.lines)}, shape=note];" for node in graph.conditions]
    for start, end, row in graph.edges:
        thick = ", penwidth=3" if row.in_loop else ""
        out.append(f"  {start} -> {end} [style={_DASHES[row.state]}{thick}];")
    return "\n".join([*out, "}"]) + "\n"


def _quote_mermaid(*texts: str) -> str:
    lines = _escape_lines(texts)
    return '"' + "<br>".join(_MERMAID_SPECIAL.sub(lambda m: f"#{ord(m[0])};", line) for line in lines) + '"'


def to_mermaid(report: LinksReport, screen: Screen) -> str:
    """The graph for Mermaid: dotted is not on offer, thick in a loop."""
    graph = _draw(report)
    out = ["---", f"title: {json.dumps(escape(graph.title), ensure_ascii=False)}", "---", "flowchart LR"]
    out += [f"  {node.name}[{_quote_mermaid(*node.lines)}]" for node in graph.offers]
    out += [f"  {node.name}([{_quote_mermaid(*node.lines)}])" for node in graph.conditions]
    out += [f"  {start} {'-->' if row.state == 'met' else '-.->'} {end}" for start, end, row in graph.edges]
    thick = [str(i) for i, (*_, row) in enumerate(graph.edges) if row.in_loop]
    out += [f"  linkStyle {','.join(thick)} stroke-width:3px"] if thick else []
    return "\n".join(out) + "\n"


def to_graphml(report: LinksReport, screen: Screen) -> str:
    """The graph for Gephi, yEd, igraph and networkx, with what the rows say as attributes of nodes and edges."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    graph = _draw(report)
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for name, on, kind in _GRAPHML_KEYS:
        SubElement(root, "key", {"id": name, "for": on, "attr.name": name, "attr.type": kind})
    top = SubElement(root, "graph", {"id": "links", "edgedefault": "directed"})

    def describe(element: Element, **values: str) -> None:
        for key, text in values.items():
            if text:
                SubElement(element, "data", key=key).text = "\n".join(_escape_lines([text]))

    describe(top, title=graph.title)
    for node in graph.offers:
        row, label = node.row, "\n".join(node.lines)
        offer = SubElement(top, "node", id=node.name)
        describe(offer, column="offer", label=label, party=row.party, about=row.about, statement=row.statement)
    for node in graph.conditions:
        awaited, label = node.row.link.awaited, "\n".join(node.lines)
        party, about = (awaited.party, awaited.about) if awaited else ("", "")
        describe(SubElement(top, "node", id=node.name), column="condition", label=label, party=party, about=about)
    for start, end, row in graph.edges:
        edge = SubElement(top, "edge", source=start, target=end)
        short = "" if row.short is None else str(row.short)
        describe(edge, state=row.state, short=short, in_loop="true" if row.in_loop else "false")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


_GRAPHML_KEYS = (
    ("title", "graph", "string"),
    *((name, "node", "string") for name in ("column", "label", "party", "about", "statement")),
    ("state", "edge", "string"),
    ("short", "edge", "double"),
    ("in_loop", "edge", "boolean"),
)
"""What graph, nodes and edges say: a name, of which it is, and the type."""
