"""Graphs as GraphML and GEXF, for Gephi, yEd, igraph and networkx: what is said stands in attributes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gapcli.formats import Screen
from gapcli.formats.graph import Said, draw, escape_lines
from gapcli.reports.links import LinksReport
from gapcli.reports.pairs import PairsReport

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WEIGHT = "agreement"
"""What is also the weight of an edge, by which programs pull two nodes together, where it is said of one."""
_TYPES = {bool: "boolean", int: "int", float: "double", str: "string"}


def _write(value: Any) -> str:
    """A value as XML has it."""
    return "\n".join(escape_lines([value])) if isinstance(value, str) else str(value).lower()


def _find_types(said: list[Said]) -> Mapping[str, str]:
    """The type of each key that has a value anywhere."""
    return {key: _TYPES[type(value)] for says in said for key, value in says.items() if value is not None}


def _finish(root: "Element") -> str:
    from xml.etree.ElementTree import indent, tostring

    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def to_graphml(report: LinksReport | PairsReport, screen: Screen) -> str:
    """The graph as GraphML."""
    from xml.etree.ElementTree import Element, SubElement

    graph = draw(report)
    whole: Said = {"title": graph.title}
    nodes: list[Said] = [{"label": "\n".join(n.lines), **n.says, "x": n.place[0], "y": n.place[1]} for n in graph.nodes]
    edges: list[Said] = [{**e.says, "weight": e.says.get(WEIGHT)} for e in graph.edges]
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    described: dict[str, list[Said]] = {"graph": [whole], "node": nodes, "edge": edges}
    for on, said in described.items():
        for key, kind in _find_types(said).items():
            SubElement(root, "key", {"id": key, "for": on, "attr.name": key, "attr.type": kind})
    default = "directed" if graph.directed else "undirected"
    top = SubElement(root, "graph", {"id": graph.name, "edgedefault": default})

    def describe(element: Element, says: Said) -> None:
        for key, value in says.items():
            if value is not None:
                SubElement(element, "data", key=key).text = _write(value)

    describe(top, whole)
    for node, says in zip(graph.nodes, nodes):
        describe(SubElement(top, "node", id=node.name), says)
    for edge, says in zip(graph.edges, edges):
        describe(SubElement(top, "edge", source=edge.start, target=edge.end), says)
    return _finish(root)


def to_gexf(report: LinksReport | PairsReport, screen: Screen) -> str:
    """The graph as GEXF, of the version that networkx expects."""
    from xml.etree.ElementTree import Element, SubElement

    graph = draw(report)
    space = "http://www.gexf.net/1.2draft"
    root = Element("gexf", {"xmlns": space, "xmlns:viz": f"{space}/viz", "version": "1.2"})
    SubElement(SubElement(root, "meta"), "description").text = _write(graph.title)
    default = "directed" if graph.directed else "undirected"
    top = SubElement(root, "graph", {"defaultedgetype": default, "mode": "static"})
    for on, said in (("node", [n.says for n in graph.nodes]), ("edge", [e.says for e in graph.edges])):
        declared = SubElement(top, "attributes", {"class": on})
        for key, kind in _find_types(said).items():
            SubElement(declared, "attribute", id=key, title=key, type=kind.replace("int", "integer"))

    def describe(element: Element, says: Said) -> None:
        values = SubElement(element, "attvalues")
        for key, value in says.items():
            if value is not None:
                SubElement(values, "attvalue", {"for": key, "value": _write(value)})

    nodes, edges = SubElement(top, "nodes"), SubElement(top, "edges")
    for node in graph.nodes:
        label = "\n".join(escape_lines(node.lines))
        element = SubElement(nodes, "node", id=node.name, label=label)
        describe(element, node.says)
        x, y = map(str, node.place)
        SubElement(element, "viz:position", x=x, y=y, z="0")
    for i, edge in enumerate(graph.edges):
        element = SubElement(edges, "edge", id=str(i), source=edge.start, target=edge.end)
        if WEIGHT in edge.says:
            element.set("weight", str(edge.says[WEIGHT]))
        describe(element, edge.says)
    return _finish(root)
