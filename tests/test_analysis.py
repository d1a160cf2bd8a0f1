"""Measures over an exhibit: ranks that sum to one, chains that are shortest, files that read back."""

from __future__ import annotations

import io

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

import speech
from unionkg import analysis, gathering
from unionkg.exhibit import Exhibit, Fact, Node
from unionkg.store import Store

edges = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15)


@pytest.fixture(scope="module")
def exhibit() -> Exhibit:
    """The exhibit of the hand-made speech."""
    return gathering.exhibit(Store.of(speech.graph_lines()))


def fact(source: str, target: str, quote: str = "q", start: int = 0) -> Fact:
    """A fact between two nodes."""
    return Fact(source, "leads", target, "Stated", 0, "d", quote, start, start + 1, "", "", "r")


@given(edges)
def test_pagerank_is_that_of_networkx(pairs: list[tuple[str, str]]) -> None:
    """The ranks are those of networkx's own plain implementation, and sum to one."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from("abcdef")
    graph.add_edges_from(pairs)
    ranks = analysis.pagerank(graph)
    expected = _pagerank_python(graph, tol=1e-12, max_iter=1000)
    assert sum(ranks.values()) == pytest.approx(1)
    assert all(ranks[node] == pytest.approx(expected[node], abs=1e-6) for node in graph)


def test_no_node_no_rank() -> None:
    """An empty exhibit has no ranks and does not fail."""
    assert analysis.weighed((), ()) == ()


def test_neighbourhood_goes_both_ways_and_stops(exhibit: Exhibit) -> None:
    """A step follows facts in either direction; depth 0 is the thing itself."""
    node = next(n for n in exhibit.nodes if n.label == "9字要求")
    labels = {n.iri: n.label for n in exhibit.nodes}
    ties = [(fact.source, fact.target) for fact in exhibit.facts]
    assert analysis.neighbourhood(ties, [node.iri], 0) == {node.iri}
    near = analysis.neighbourhood(ties, [node.iri], 1)
    assert {labels[iri] for iri in near} == {"9字要求", "讲团结", "勤走访", "办实事", "林书记"}


def test_graphml_and_gexf_read_back(exhibit: Exhibit) -> None:
    """Both files hold every node and fact, and no date of writing."""
    for read, written in ((nx.read_graphml, analysis.graphml), (nx.read_gexf, analysis.gexf)):
        content = written(exhibit)
        graph = read(io.BytesIO(content))
        assert graph.number_of_nodes() == len(exhibit.nodes)
        assert graph.number_of_edges() == len({(f.source, f.target, i) for i, f in enumerate(exhibit.facts)})
        assert b"lastmodified" not in content
        assert b'mode="dynamic"' not in content


def test_what_xml_can_not_hold_is_replaced() -> None:
    """A control character in a label does not break the file."""
    node = Node("a:a", "x\x00\x0by", "Person", (), "", "", (), 0.0)
    graph = nx.read_graphml(io.BytesIO(analysis.graphml(Exhibit((node,), (), (), (), ()))))
    assert graph.nodes["a:a"]["label"] == "x\ufffd\ufffdy"
