"""The conditions of `links` as a graph, for Graphviz and for Mermaid."""

import json
import re
from typing import NamedTuple

from gapcli.formats.table.screen import Screen
from gapcli.measure.circles import Stand
from gapcli.reports.links import LinksReport
from gapcli.text import shown as escape
from gapcli.words import en
from gapcli.words.query import say_query

_DASHES = {"met": "solid", "not-on-offer": "dashed", "unanswered": "dotted", "words": "dotted"}
_MERMAID_SPECIAL = re.compile(r"[^\w ,.'%()/→–-]")


class _Edge(NamedTuple):
    """A condition, drawn from who waits to what is waited for."""

    start: str
    end: str
    label: list[str]
    state: str
    in_circle: bool


class _Graph(NamedTuple):
    """What is drawn; no text is escaped yet."""

    title: str
    parties: list[tuple[str, list[tuple[str, str]]]]
    """Each party, with its stands: their names in the drawing, and in words."""
    words: list[tuple[str, str]]
    """Conditions in words, likewise."""
    edges: list[_Edge]


def _draw(report: LinksReport) -> _Graph:
    view = report.view
    names: dict[Stand | str, str] = {}
    edges = []
    for row in report.rows:
        start, end = (names.setdefault(v, f"n{len(names)}") for v in (row.stand, row.awaited or row.words))
        label = [row.what, row.words, row.says_state] if row.awaited else [row.what]
        edges.append(_Edge(start, end, label, row.state, row.in_circle))
    issues = view.ledger.issues
    stands = {
        party: [
            (name, str(issues[v.issue].name)) for v, name in names.items() if isinstance(v, Stand) and v.party == party
        ]
        for party in view.ledger.parties
    }
    return _Graph(
        "; ".join([en.GRAPH_TITLE.format(date=en.date(view.day)), *say_query(view)]),
        [(view.label(party), inside) for party, inside in stands.items() if inside],
        [(name, v) for v, name in names.items() if isinstance(v, str)],
        edges,
    )


def _quote_dot(*lines: str) -> str:
    safe = (escape(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(safe) + '"'


def to_dot(report: LinksReport, screen: Screen) -> str:
    """The graph for Graphviz: dashed is not on offer, dotted unanswered or words, thick in a circle."""
    graph = _draw(report)
    title = _quote_dot(graph.title)
    out = ["digraph links {", f"  graph [label={title}, labelloc=t, rankdir=LR];", "  node [shape=box];"]
    for i, (party, stands) in enumerate(graph.parties):
        out += [f"  subgraph cluster_{i} {{", f"    graph [label={_quote_dot(party)}];"]
        out += [f"    {name} [label={_quote_dot(issue)}];" for name, issue in stands]
        out.append("  }")
    out += [f"  {name} [label={_quote_dot(words)}, shape=note];" for name, words in graph.words]
    for edge in graph.edges:
        thick = ", penwidth=3" if edge.in_circle else ""
        label = _quote_dot(*edge.label)
        out.append(f"  {edge.start} -> {edge.end} [label={label}, style={_DASHES[edge.state]}{thick}];")
    return "\n".join([*out, "}"]) + "\n"


def _quote_mermaid(*lines: str) -> str:
    return '"' + "<br>".join(_MERMAID_SPECIAL.sub(lambda m: f"#{ord(m[0])};", escape(line)) for line in lines) + '"'


def to_mermaid(report: LinksReport, screen: Screen) -> str:
    """The graph for Mermaid: dotted is not on offer, thick in a circle."""
    graph = _draw(report)
    out = ["---", f"title: {json.dumps(escape(graph.title), ensure_ascii=False)}", "---", "flowchart LR"]
    for i, (party, stands) in enumerate(graph.parties):
        out.append(f"  subgraph p{i}[{_quote_mermaid(party)}]")
        out += [f"    {name}[{_quote_mermaid(issue)}]" for name, issue in stands]
        out.append("  end")
    out += [f"  {name}([{_quote_mermaid(words)}])" for name, words in graph.words]
    for edge in graph.edges:
        arrow = "-->" if edge.state == "met" else "-.->"
        out.append(f"  {edge.start} {arrow}|{_quote_mermaid(*edge.label)}| {edge.end}")
    thick = [str(i) for i, edge in enumerate(graph.edges) if edge.in_circle]
    out += [f"  linkStyle {','.join(thick)} stroke-width:3px"] if thick else []
    return "\n".join(out) + "\n"
