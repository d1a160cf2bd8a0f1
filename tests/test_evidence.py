"""One thing and why two are tied: facts as the whole graph has them, and chains that are the shortest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import speech
from unionkg import evidence, gathering
from unionkg.errors import UnknownName
from unionkg.store import Store

DOCUMENT = "交流会"


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made speech in memory."""
    return Store.of(speech.graph_lines())


@pytest.fixture(scope="module")
def pair() -> Store:
    """The same speech under two ids."""
    return Store.of(speech.graph_lines("甲", "乙"))


def test_entity_by_any_of_its_names(store: Store) -> None:
    """A thing is found by its label, a further name, and a name without its quotation marks."""
    for name, label in (("市总工会", "市总工会"), ("市总", "市总工会"), ("春风行动", "“春风行动”")):
        assert [node.label for node in evidence.entity(store, name)] == [label]


def test_an_unknown_name_offers_near_ones(store: Store) -> None:
    """A name that is not there is answered with those that are like it."""
    with pytest.raises(UnknownName, match=r"Did you mean: .*春风行动"):
        evidence.entity(store, "春风行")
    with pytest.raises(UnknownName, match="unionkg query connected"):
        evidence.entity(store, "zzz")


def test_why_gives_all_that_is_said_of_one(store: Store) -> None:
    """Without a second name each claim on the first is a chain of one, with all that it rests on."""
    found = evidence.why(store, "职工之家")
    assert len(found) == 1
    (fact,) = found[0]
    assert (fact.relation, fact.modality, fact.quote) == ("establishes", "Stated", "市总工会设立了职工之家")
    assert (fact.document, fact.section, fact.speaker) == (DOCUMENT, "提出要求", "市总工会")
    assert (fact.rule, speech.TEXT[fact.start : fact.end]) == ("relation.establishes", fact.quote)


def test_why_two_are_tied(store: Store) -> None:
    """Two that a claim ties give that claim; two that only a chain ties give the shortest chain."""
    assert [[f.quote for f in chain] for chain in evidence.why(store, "春风行动", "2001年")] == [
        ["“春风行动”始于2001年"]
    ]
    assert [[f.relation for f in chain] for chain in evidence.why(store, "林书记", "勤走访")] == [
        ["proposes", "hasPart"]
    ]
    assert evidence.why(store, "林书记", "职工之家") == ()


def test_facts_and_nodes_are_those_of_the_whole(pair: Store) -> None:
    """What is asked of a few nodes is what the whole graph tells of them, but for their weight."""
    whole = gathering.exhibit(pair)
    for node in whole.nodes:
        own = [fact for fact in whole.facts if node.iri in {fact.source, fact.target}]
        assert list(evidence.facts(pair, [node.iri])) == own
        (found,) = evidence.nodes(pair, [node.iri])
        assert (found.label, found.type, found.names) == (node.label, node.type, node.names)
        assert evidence.labels(pair, [node.iri]) == {node.iri: node.label}
        assert (found.definition_zh, found.documents) == (node.definition_zh, node.documents)


def test_two_names_of_one_thing_are_no_tie(store: Store) -> None:
    """A thing is not tied to itself, whichever of its names is used."""
    assert all(
        {fact.source, fact.target} & evidence.named(store, "市总")
        for chain in evidence.why(store, "市总工会", "市总")
        for fact in chain
    )


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_ways_are_the_shortest(edges: list[tuple[str, str]]) -> None:
    """All shortest ways, sorted, as networkx finds them."""
    import networkx as nx

    graph = nx.Graph([edge for edge in edges if edge[0] != edge[1]])
    ties = {node: set(graph.neighbors(node)) for node in graph}
    found = list(evidence._shortest(ties, frozenset("a"), frozenset("b")))
    joined = "a" in graph and "b" in graph and nx.has_path(graph, "a", "b")
    assert found == (sorted(map(tuple, nx.all_shortest_paths(graph, "a", "b"))) if joined else [])
