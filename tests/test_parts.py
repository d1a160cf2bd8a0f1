"""Parts of a graph that get a page of their own."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest

import unionkg
from unionkg.errors import QueryError, UnknownName, UsageError
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
