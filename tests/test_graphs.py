"""Graphs: what other programs read in them, and that no label lies on another where they are drawn."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from typing import Any

import networkx
import pytest
from conftest import Ran
from small_ledgers import data, graded, ledger, say

import gapcli
from gapcli.formats import Screen, write_report

Run = Callable[..., Ran]
READERS: dict[str, Callable[..., Any]] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}
DRAWN = {
    "links": ["links"],
    "parties": ["matrix", "--by", "party", "--parties", "all"],
}


def read(run: Run, form: str, *asked: str) -> Any:
    """A graph as networkx has it, each node with its `label`, and its `place` in points."""
    done = run(*asked, "-O", form)
    assert (done.code, done.stderr) == (0, b"")
    graph = READERS[form](BytesIO(done.stdout))
    for node in graph.nodes.values():
        at = node["viz"]["position"] if form == "gexf" else node
        node["place"] = (at["x"], at["y"])
    return graph


@pytest.mark.parametrize("form", READERS)
def test_parties_are_nodes_and_known_pairs_edges(form: str, run: Run) -> None:
    """Each pair that has a gap is an edge with its figures, each party a node with its names."""
    asked = DRAWN["parties"]
    document = json.loads(run(*asked, "--json").stdout)
    graph = read(run, form, *asked)
    assert not graph.is_directed() and not graph.is_multigraph()
    names = {row["id"]: row["name"] for row in document["names"] if row["kind"] == "party"}
    assert set(graph) == set(document["query"]["parties"]) == set(names)
    for id, node in graph.nodes.items():
        assert {f"name_{language}": text for language, text in names[id].items()}.items() <= node.items()
    known = {(row["a"], row["b"]): row for row in document["rows"] if row["gap"] is not None}
    assert len(known) < len(document["rows"]) and graph.number_of_edges() == len(known)
    for (a, b), row in known.items():
        edge = graph.edges[a, b]
        said = {key: edge[key] for key in ("gap", "agreement", "coverage", "known", "least")}
        assert said == {key: row[key] for key in said}
        assert {key: type(value) for key, value in said.items()} == {
            **dict.fromkeys(("gap", "agreement", "coverage"), float),
            "known": int,
            "least": bool,
        }
        assert edge["weight"] == row["agreement"]


@pytest.mark.parametrize("form", READERS)
def test_links_are_two_columns(form: str, run: Run) -> None:
    """What is offered stands on the left, what it waits for on the right, and every arrow leads there."""
    graph = read(run, form, "links")
    places = {(n["column"], n["place"][0]) for n in graph.nodes.values()}
    (_, left), (_, right) = sorted(places, reverse=True)
    assert len(places) == 2 and left == 0 < right
    assert graph.is_directed()
    assert all(graph.nodes[a]["column"] == "offer" and graph.nodes[b]["column"] == "condition" for a, b in graph.edges)
    rows = json.loads(run("links", "--json").stdout)["rows"]
    said = sorted((row["statement"], row["state"]) for row in rows)
    assert sorted((graph.nodes[a]["statement"], edge["state"]) for (a, _), edge in graph.edges.items()) == said


# --- drawn ----------------------------------------------------------------------------------------


def draw(program: str, text: str, *options: str) -> list[tuple[float, float, float, float]]:
    """Where Graphviz puts the box of each node: its middle, its width and its height, in inches."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed: apt-get install graphviz")
    done = subprocess.run([program, *options, "-Tplain"], input=text.encode(), capture_output=True, check=True)
    assert not done.stderr, done.stderr
    found = re.findall(r"^node (?:\S+|\"[^\"]*\") ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) ", done.stdout.decode(), re.M)
    return [tuple(map(float, box)) for box in found]  # type: ignore[misc]


def lie_apart(boxes: list[tuple[float, float, float, float]]) -> None:
    assert len(boxes) > 1
    for (x, y, width, height), (other_x, other_y, other_width, other_height) in combinations(boxes, 2):
        beside = abs(x - other_x) >= (width + other_width) / 2 - 0.001
        assert beside or abs(y - other_y) >= (height + other_height) / 2 - 0.001


@pytest.mark.parametrize("name", DRAWN)
def test_graphviz_lays_no_label_on_another(name: str, run: Run) -> None:
    """As Graphviz lays the graph out itself, whichever of its programs is asked."""
    lie_apart(draw("dot", run(*DRAWN[name], "-O", "dot").stdout.decode()))


def draw_places(graph: Any) -> list[tuple[float, float, float, float]]:
    """Where the labels of a graph are, by its own places."""
    lines = [
        f"{json.dumps(id)} [label={json.dumps(node['label'], ensure_ascii=False)}, shape=box, margin=0, "
        f'pos="{node["place"][0]},{node["place"][1]}"];'
        for id, node in graph.nodes.items()
    ]
    return draw("neato", "graph g {\n" + "\n".join(lines) + "\n}\n", "-n")


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("name", DRAWN)
def test_no_label_lies_on_another_where_it_is_put(name: str, form: str, run: Run) -> None:
    """As the places in GraphML and GEXF say, which Gephi draws before anything is laid out."""
    lie_apart(draw_places(read(run, form, *DRAWN[name])))


def test_many_long_names_lie_apart() -> None:
    """Of forty parties with names of all lengths, in capitals, none lies on another."""
    parties = {f"p{i}": {"name": "N" * (1 + 7 * i % 41) + str(i), "role": "principal"} for i in range(40)}
    said = [say(id, "x.d", "asks", ("some", "half", "all")[i % 3]) for i, id in enumerate(parties)]
    of = ledger(data({"x": {"d": graded("some", "half", "all")}}, said) | {"parties": parties})
    report = gapcli.pairs(gapcli.narrow(of, gapcli.Query()))
    graph = networkx.read_graphml(BytesIO(str(write_report("graphml", report, Screen())).encode()))
    for node in graph.nodes.values():
        node["place"] = (node["x"], node["y"])
    lie_apart(draw_places(graph))
    lie_apart(draw("dot", str(write_report("dot", report, Screen()))))


def test_offers_are_drawn_left_of_conditions(run: Run) -> None:
    """Graphviz, too, draws two columns."""
    text = run("links", "-O", "dot").stdout.decode()
    boxes = draw("dot", text)
    count = len(re.findall(r"^  n\d+ \[", text, re.M))
    assert len({x for x, *_ in boxes}) == 2
    assert [x < max(each[0] for each in boxes) for x, *_ in boxes] == [i < count for i in range(len(boxes))]


@pytest.mark.parametrize("form", ["dot", "graphml", "gexf"])
def test_other_shapes_are_no_network(form: str, run: Run) -> None:
    """Of the other shapes of `matrix` a network is refused, before any work, however it is asked for."""
    for more in (["-O", form], ["-O", form, "--by", "pair"], ["-o", f"a.{form}"]):
        done = run("matrix", *more, "-f", "not-there.yaml")
        assert (done.code, done.stdout) == (2, b"")
        assert done.stderr.decode() == f"gapcli: -O {form} goes with --by party\n"


HOSTILE = '"]; end; x -- y <b>&lt; \\" \\N ]]> <!-- {{ }} \\'


@pytest.mark.parametrize("parties", [("a", "b"), ("a",), ("a", "b", "c")])
@pytest.mark.parametrize("form", READERS)
def test_any_name_is_whole(form: str, parties: tuple[str, ...]) -> None:
    """Names that would break a drawing are letters, and few parties are drawn too."""
    of = data({"x": {"d": graded("some", "all")}}, [say("a", "x.d", "asks", "some"), say("b", "x.d", "asks", "all")])
    of["parties"] = {"a": {"name": HOSTILE, "role": "principal"}, "b": {"name": "B", "role": "principal"}} | {
        "c": {"name": "C", "role": "mediator"}
    }
    report = gapcli.pairs(gapcli.narrow(ledger(of), gapcli.Query(parties=parties)))
    graph = READERS[form](BytesIO(str(write_report(form, report, Screen())).encode()))
    assert graph.nodes["a"]["label"] == graph.nodes["a"]["name_en"] == HOSTILE
    assert set(graph) == set(parties)


def test_a_word_of_graphviz_may_be_an_id() -> None:
    """A party may be called `node`, and have a name that would end its label."""
    said = [say("node", "x.d", "asks", "some"), say("graph", "x.d", "asks", "all")]
    of = data({"x": {"d": graded("some", "all")}}, said)
    of["parties"] = {id: {"name": HOSTILE, "role": "principal"} for id in ("node", "graph")}
    report = gapcli.pairs(gapcli.narrow(ledger(of), gapcli.Query()))
    assert len(draw("dot", str(write_report("dot", report, Screen())))) == 2
