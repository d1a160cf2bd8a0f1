"""What follows: transitive and no more, in a graph for each rule, and only from what is stated."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import speech
from unionkg import inference
from unionkg.graph.iris import Iris
from unionkg.knowledge.thesaurus import Concept
from unionkg.model import Claim, Modality
from unionkg.store import Store

IRIS = Iris()
PARTS = """SELECT ?a ?b WHERE {
  ?x ukg:hasPartTransitive ?y .
  BIND(STRAFTER(STR(?x), "交流会/") AS ?a)
  BIND(STRAFTER(STR(?y), "交流会/") AS ?b)
}"""


def inferred(*claims: Claim) -> Store:
    """What follows from these claims on the things of the speech."""
    return Store.of(inference.describe(replace(speech.reading(), claims=claims), IRIS))


def part(whole: str, member: str, modality: Modality = Modality.STATED) -> Claim:
    """A claim that one holds the other."""
    return speech.claim(whole, "hasPart", member, speech.LIST, modality=modality)


def test_a_part_of_a_part_is_a_part() -> None:
    """Over as many steps as there are; in the graph of the rule."""
    store = inferred(part("9字要求", "讲团结"), part("讲团结", "勤走访"), part("勤走访", "办实事"))
    names = ("9字要求", "讲团结", "勤走访", "办实事")
    pairs = {(f"Requirement/{a}", f"Requirement/{b}") for i, a in enumerate(names) for b in names[i + 1 :]}
    assert set(store.select(PARTS).texts()) == pairs
    graphs = store.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?a ukg:hasPartTransitive ?b } }")
    assert list(graphs.texts()) == [(IRIS.inferred_graph(inference.PARTS),)]


def test_only_what_is_stated_counts() -> None:
    """What is asked for or refused leads to nothing."""
    asked = part("讲团结", "勤走访", Modality.DEMANDED)
    assert len(inferred(part("9字要求", "讲团结"), asked)) == 1


def test_a_body_that_is_part_of_a_body_is_under_it() -> None:
    """Subordination is taken from what a document states of two bodies, upwards over all steps."""
    store = inferred(part("工会", "市总工会"), part("市总工会", "各区总工会"), part("9字要求", "讲团结"))
    answer = store.select("SELECT ?a ?b WHERE { ?a org:subOrganizationOf ?b }")
    ends = {tuple(iri.rpartition("/")[2] for iri in row) for row in answer.texts()}
    assert ends == {("市总工会", "工会"), ("各区总工会", "市总工会"), ("各区总工会", "工会")}


def test_a_ring_comes_to_an_end() -> None:
    """Two that hold one another are parts of each other, not of themselves."""
    assert len(inferred(part("讲团结", "勤走访"), part("勤走访", "讲团结"))) == 2


@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=8))
def test_broader_is_closed(pairs: set[tuple[str, str]]) -> None:
    """The closure of broader is transitive and holds every step."""
    above = {name: tuple(f"x:{b}" for a, b in pairs if a == name != b) for name in "abcde"}
    concepts = [Concept(f"x:{name}", "s", name, name, "Goal", broader=above[name]) for name in "abcde"]
    store = Store.of(inference.thesaurus(concepts, IRIS))
    found = set(store.select("SELECT ?a ?b WHERE { ?a skos:broaderTransitive ?b }").texts())
    assert found >= {(f"x:{a}", f"x:{b}") for a, b in pairs if a != b}
    assert all((a, d) in found for a, b in found for c, d in found if b == c and a != d)


def test_each_graph_names_its_rule_and_each_rule_is_told() -> None:
    """The graphs say by which rule they came to be; the rules have words in both languages."""
    told = Store.of(inference.about(IRIS)).select("SELECT ?g ?r WHERE { GRAPH ?g { ?g ukg:rule ?r } }")
    wanted = {(IRIS.inferred_graph(note.id), IRIS.rule(note.id)) for note in inference.NOTES}
    assert set(told.texts()) == wanted
    assert all(note.intent_zh and note.intent_en for note in inference.NOTES)
