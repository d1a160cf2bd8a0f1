"""Parts of a graph that get a page of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import unionkg
from unionkg.errors import QueryError, UnknownName, UsageError
from unionkg.exhibit import Exhibit
from unionkg.parts import Part
from unionkg.project import Graph

PARTS = """SELECT ?source ?relation ?target WHERE {
  ?claim rdf:subject ?source ; rdf:predicate ?relation ; rdf:object ?target .
  FILTER(?relation = ukg:hasPart)
}"""
MADE = """# Set up by the same body
CONSTRUCT { ?a ukg:besides ?b } WHERE {
  ?c rdf:predicate ukg:establishes ; rdf:subject ?s ; rdf:object ?a .
  ?d rdf:predicate ukg:establishes ; rdf:subject ?s ; rdf:object ?b .
  FILTER(STR(?a) < STR(?b))
}"""


@pytest.fixture(scope="module")
def graph(built: Path) -> Graph:
    """The sample's graph."""
    return unionkg.open(built)


@pytest.fixture
def two(corpus: Path, tmp_path: Path) -> Graph:
    """A graph of three short texts."""
    unionkg.build(corpus, tmp_path / "output", jobs=1)
    return unionkg.open(tmp_path / "output")


def test_a_thing_opens_in_its_neighbourhood(graph: Graph) -> None:
    """The page opens on the thing in the network, as deep as was asked."""
    page = graph.page(Part(entity="春风行动", depth=2))
    state = parse_qs(page.opening)
    assert state["view"] == ["network"]
    assert state["depth"] == ["2"]
    (iri,) = state["around"]
    assert next(node.label for node in page.exhibit.nodes if node.iri == iri) == "春风行动"


def test_a_document_opens_at_its_text(graph: Graph) -> None:
    """The page is called as the speech, and opens where it can be read."""
    page = graph.page(Part(document="2019-municipal-union-exchange"))
    assert parse_qs(page.opening)["view"] == ["reader"]
    assert page.title_zh == page.exhibit.documents[0].title


@pytest.mark.parametrize("name", ["Initiative", "举措"])
def test_a_class_shows_its_things_and_what_they_are_tied_to(graph: Graph, name: str) -> None:
    """By local name or label; each fact touches a thing of the class."""
    page = graph.page(Part(type=name))
    kinds = {node.iri: node.type for node in page.exhibit.nodes}
    whole = graph.page().exhibit.nodes
    assert sum(kind == "Initiative" for kind in kinds.values()) == sum(n.type == "Initiative" for n in whole)
    assert page.exhibit.facts
    assert all("Initiative" in (kinds[f.source], kinds[f.target]) for f in page.exhibit.facts)
    assert (page.title_zh, page.title_en) == ("举措", "initiative")


def test_a_query_shows_its_ties_with_their_quotes(graph: Graph) -> None:
    """What claims say is shown with the words that say it."""
    page = graph.page(Part(query=PARTS, name="parts"))
    assert page.title_zh == "parts"
    assert page.exhibit.facts
    assert {fact.relation for fact in page.exhibit.facts} == {"hasPart"}
    assert all(fact.quote for fact in page.exhibit.facts)


def test_a_query_may_make_ties(graph: Graph) -> None:
    """What no claim says is drawn without a quote, under the title that the query begins with."""
    page = graph.page(Part(query=MADE))
    assert page.title_zh == "Set up by the same body"
    assert {(fact.relation, fact.quote) for fact in page.exhibit.facts} == {("besides", "")}
    shown = {node.iri for node in page.exhibit.nodes}
    assert all({fact.source, fact.target} <= shown for fact in page.exhibit.facts)


def test_the_ledger_holds_every_demand(graph: Graph) -> None:
    """All demands, and none of the things that no demand touches."""
    page, whole = graph.page(Part(ledger=True)), graph.page()
    assert page.exhibit.demands == whole.exhibit.demands
    assert len(page.exhibit.nodes) < len(whole.exhibit.nodes)
    assert parse_qs(page.opening)["view"] == ["ledger"]


def test_two_documents_are_compared(two: Graph) -> None:
    """The page holds these two alone, and a comparison of them."""
    page = two.page(Part(pair=("甲", "2020/丙")))
    assert {row.id for row in page.exhibit.documents} == {"甲", "2020/丙"}
    assert page.comparison is not None
    assert (page.comparison.left, page.comparison.right) == ("甲", "2020/丙")
    assert any(row.left and row.right for row in page.comparison.rows)
    assert {fact.document for fact in page.exhibit.facts} <= {"甲", "2020/丙"}


def cut(whole: Exhibit, nodes: set[str]) -> Exhibit:
    """What of all concerns some nodes: facts between them, demands and counts on them, their documents."""
    kept = tuple(node for node in whole.nodes if node.iri in nodes)
    spoken = {name for node in kept for name in node.documents}
    return Exhibit(
        nodes=kept,
        facts=tuple(fact for fact in whole.facts if {fact.source, fact.target} <= nodes),
        demands=tuple(row for row in whole.demands if {*row.marked, *row.addressees} & nodes),
        counts=tuple(row for row in whole.counts if row.node in nodes),
        documents=tuple(row for row in whole.documents if row.id in spoken),
    )


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_is_asked_around_a_thing_is_what_the_whole_says_of_it(two: Graph, depth: int) -> None:
    """Every record is that of the whole graph, weights and order too, and none is missing."""
    whole = two.page().exhibit
    for name in ("春风行动", "工会", "劳模精神"):
        part = two.page(Part(entity=name, depth=depth)).exhibit
        assert part == cut(whole, {node.iri for node in part.nodes})


def test_what_is_asked_of_a_class_and_of_a_ledger_is_what_the_whole_says(two: Graph) -> None:
    """The same for the things of a class with what they are tied to, and for what demands touch."""
    whole = two.page().exhibit
    part = two.page(Part(type="Organization")).exhibit
    own = {node.iri for node in whole.nodes if node.type == "Organization"}
    facts = tuple(fact for fact in whole.facts if {fact.source, fact.target} & own)
    expected = cut(whole, own | {end for fact in facts for end in (fact.source, fact.target)})
    assert part == replace(expected, facts=facts)
    part = two.page(Part(ledger=True)).exhibit
    touched = {iri for row in whole.demands for iri in (*row.marked, *row.addressees)}
    spoken = {row.document for row in whole.demands}
    documents = tuple(row for row in whole.documents if row.id in spoken)
    assert part == replace(cut(whole, touched), demands=whole.demands, documents=documents)


def test_what_is_asked_of_two_documents_is_what_the_whole_says(two: Graph) -> None:
    """The same for what two documents speak of, their facts, demands and counts."""
    whole, pair = two.page().exhibit, ("甲", "2020/丙")
    part = two.page(Part(pair=pair)).exhibit
    expected = cut(whole, {node.iri for node in whole.nodes if {*node.documents} & {*pair}})
    assert part.nodes == expected.nodes
    assert part.facts == tuple(fact for fact in expected.facts if fact.document in pair)
    assert part.demands == tuple(row for row in whole.demands if row.document in pair)
    assert part.counts == tuple(row for row in expected.counts if row.document in pair)


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        (Part(entity="没有这个"), UnknownName),
        (Part(document="none"), UnknownName),
        (Part(type="Nothing"), UnknownName),
        (Part(pair=("none", "2019-municipal-union-exchange")), UnknownName),
        (Part(pair=("2019-municipal-union-exchange",) * 2), UsageError),
        (Part(query="SELECT ?a WHERE { ?a ?b ?c }"), UsageError),
        (Part(query="CONSTRUCT { ?s a ukg:Nothing } WHERE { ?s a ukg:Nothing }"), UsageError),
        (Part(query="SELECT ?source"), QueryError),
    ],
)
def test_what_is_not_there_is_told(graph: Graph, part: Part, fault: type[Exception]) -> None:
    """Unknown names and queries that draw nothing are told, each as what it is."""
    with pytest.raises(fault):
        graph.page(part)


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (Part(), "index.html"),
        (Part(entity="春风行动"), "春风行动.html"),
        (Part(document="2019/a b"), "2019_a_b.html"),
        (Part(type="Initiative"), "class-Initiative.html"),
        (Part(query="…", name="mine"), "mine.html"),
        (Part(ledger=True), "ledger.html"),
        (Part(pair=("a", "../b")), "compare-a-_b.html"),
    ],
)
def test_files_are_named_by_what_they_show(part: Part, name: str) -> None:
    """A sensible name, without anything that leads out of the folder."""
    assert part.file_name == name
