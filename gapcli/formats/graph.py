"""The conditions of `links` as a graph, for Graphviz and for Mermaid."""

import json
import re
from collections.abc import Iterable, Iterator

from gapcli.formats import Screen
from gapcli.measure.chains import Stand
from gapcli.reports.links import LinksReport, say_topic
from gapcli.text import shown as escape
from gapcli.words import en
from gapcli.words.positions import say_query

_DASHES = {"met": "solid", "not-on-offer": "dashed", "unanswered": "dotted", "words": "dotted"}
_MERMAID_SPECIAL = re.compile(r"[^\w ,.'%()/→–-]")

Nodes = list[tuple[str, str]]
"""Their names in the drawing, and in words; no text is escaped yet."""


def _draw(report: LinksReport) -> tuple[str, list[tuple[str, Nodes]], Nodes, list[tuple[str, str, list[str]]]]:
    """The title, each party with its stands, the conditions in words, and for each row its ends and its label."""
    view = report.view
    names: dict[Stand | str, str] = {}
    edges = []
    for row in report.rows:
        start, end = (names.setdefault(v, f"n{len(names)}") for v in (row.link.stand, row.link.awaited or row.words))
        edges.append((start, end, [row.what, row.words, row.says_state] if row.link.awaited else [row.what]))
    stands: dict[str, Nodes] = {party: [] for party in view.ledger.parties}
    for stand, name in names.items():
        if isinstance(stand, Stand):
            stands[stand.party].append((name, say_topic(view.ledger, stand)))
    title = "; ".join([en.GRAPH_TITLE.format(date=en.date(view.day)), *say_query(view)])
    parties = [(view.label(party), nodes) for party, nodes in stands.items() if nodes]
    return title, parties, [(name, v) for v, name in names.items() if isinstance(v, str)], edges


def _escape_lines(texts: Iterable[str]) -> Iterator[str]:
    """The lines of some texts."""
    return (escape(line) for text in texts for line in text.split("\n"))


def _quote_dot(*texts: str) -> str:
    lines = _escape_lines(texts)
    safe = (line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") for line in lines)
    return '"' + "\\n".join(safe) + '"'


def to_dot(report: LinksReport, screen: Screen) -> str:
    """The graph for Graphviz: dashed is not on offer, dotted unanswered or words, thick in a loop."""
    title, parties, conditions, edges = _draw(report)
    out = ["digraph links {", f"  graph [label={_quote_dot(title)}, labelloc=t, rankdir=LR];", "  node [shape=box];"]
    for i, (party, stands) in enumerate(parties):
        nodes = [f"    {name} [label={_quote_dot(question)}];" for name, question in stands]
        out += [f"  subgraph cluster_{i} {{", f"    graph [label={_quote_dot(party)}];", *nodes, "  }"]
    out += [f"  {name} [label={_quote_dot(words)}, shape=note];" for name, words in conditions]
    for row, (start, end, label) in zip(report.rows, edges):
        thick = ", penwidth=3" if row.in_loop else ""
        out.append(f"  {start} -> {end} [label={_quote_dot(*label)}, style={_DASHES[row.state]}{thick}];")
    return "\n".join([*out, "}"]) + "\n"


def _quote_mermaid(*texts: str) -> str:
    lines = _escape_lines(texts)
    return '"' + "<br>".join(_MERMAID_SPECIAL.sub(lambda m: f"#{ord(m[0])};", line) for line in lines) + '"'


def to_mermaid(report: LinksReport, screen: Screen) -> str:
    """The graph for Mermaid: dotted is not on offer, thick in a loop."""
    title, parties, conditions, edges = _draw(report)
    out = ["---", f"title: {json.dumps(escape(title), ensure_ascii=False)}", "---", "flowchart LR"]
    for i, (party, stands) in enumerate(parties):
        nodes = [f"    {name}[{_quote_mermaid(question)}]" for name, question in stands]
        out += [f"  subgraph p{i}[{_quote_mermaid(party)}]", *nodes, "  end"]
    out += [f"  {name}([{_quote_mermaid(words)}])" for name, words in conditions]
    for row, (start, end, label) in zip(report.rows, edges):
        out.append(f"  {start} {'-->' if row.state == 'met' else '-.->'}|{_quote_mermaid(*label)}| {end}")
    thick = [str(i) for i, row in enumerate(report.rows) if row.in_loop]
    out += [f"  linkStyle {','.join(thick)} stroke-width:3px"] if thick else []
    return "\n".join(out) + "\n"
