"""What waits for what as a picture of two columns, its words in boxes of HTML and its lines in SVG."""

from gapcli.formats.html.grids import Drawing
from gapcli.formats.tree import Html, tag
from gapcli.pages.document import Graph, Node
from gapcli.words import phrases

STEP = 100
"""How high a box is in the picture of the lines, which is stretched to the height of the columns."""
DASHES = {"met": None, "not-on-offer": "6 4", "unanswered": "2 4", "words": "2 4"}


def draw_graph(graph: Graph, drawing: Drawing) -> Html:
    """Each of what waits in a row of its own, and what it waits for as near to it as the others let it."""
    rows = max(len(graph.waiting), len(graph.awaited))
    lines = []
    for start, end, state in graph.edges:
        y, z = (_find_middle(i, n, rows) for i, n in ((start, len(graph.waiting)), (end, len(graph.awaited))))
        path = f"M0 {y:g}C50 {y:g} 50 {z:g} 100 {z:g}"
        lines.append(tag("path", d=path, stroke_dasharray=DASHES[state], vector_effect="non-scaling-stroke"))
    picture = tag("svg", lines, viewBox=f"0 0 100 {rows * STEP}", preserveAspectRatio="none", aria_hidden="true")
    between = tag("div", picture, class_="lines")
    numbers = [[str(end + 1) for start, end, _ in graph.edges if start == i] for i in range(len(graph.waiting))]
    waiting = [_draw_node(node, drawing, phrases.COMMA.join(to)) for node, to in zip(graph.waiting, numbers)]
    awaited = [_draw_node(node, drawing) for node in graph.awaited]
    heads = [tag("b", head, class_="head") for head in phrases.WAITING_FOR]
    columns = tag("div", heads[0], tag("ul", waiting)), tag("div", heads[1], tag("ol", awaited))
    return tag("div", columns[0], between, columns[1], class_="graph")


def _find_middle(i: int, n: int, rows: int) -> float:
    """The middle of a box of a column of `n`, which share the height evenly."""
    return (i + 0.5) * rows * STEP / n


def _draw_node(node: Node, drawing: Drawing, waits_for: str = "") -> Html:
    """`waits_for`: the numbers of what it waits for."""
    words = tag("a", node.words, href=f"#{node.statement}") if node.statement in drawing.anchors else node.words
    below = phrases.WAITS_FOR.format(party=node.below, numbers=waits_for) if waits_for else node.below
    return tag("li", tag("span", words), " ", tag("small", drawing.write(below)))
