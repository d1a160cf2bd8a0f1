"""The graphs beside the documents: ontology, thesaurus, rules, run."""

from __future__ import annotations

import pyoxigraph as ox

import speech
from unionkg import knowledge
from unionkg.graph import reference
from unionkg.graph.iris import BASE, Iris
from unionkg.graph.reference import RuleNote
from unionkg.knowledge.thesaurus import CONCEPT, Concept
from unionkg.store import Store

IRIS = Iris()


def test_the_ontology_keeps_every_triple_and_has_no_blank_node() -> None:
    """As many quads as the file has triples, all in one graph, none with a blank node."""
    path = speech.ONTOLOGY / "unionkg.ttl"
    lines = reference.ontology(path, IRIS)
    triples = set(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    assert len(lines) == len(triples)
    assert not any("_:" in line for line in lines)
    assert all(line.endswith(f"<{IRIS.shared_graph('ontology')}> .\n") for line in lines)


def test_a_concept_has_ordered_parts() -> None:
    """Members stand as parts and, by number, in their order; labels keep their languages."""
    whole = Concept(
        CONCEPT + "a",
        "s",
        "三事",
        "three things",
        "Requirement",
        alt_zh=("三件事",),
        members=(CONCEPT + "c", CONCEPT + "b"),
    )
    store = Store.of(reference.thesaurus([whole], IRIS))
    answer = store.select(
        f"SELECT ?p WHERE {{ <{CONCEPT}a> rdf:_1 ?p ; ukg:hasPart ?p ; skos:prefLabel '三事'@zh }}"
    )
    assert list(answer.texts()) == [(CONCEPT + "c",)]
    assert store.select(
        "ASK { ?c a skos:Concept ; ukg:ofType ukg:Requirement ; skos:altLabel '三件事'@zh }"
    ).rows


def test_a_scheme_has_its_labels() -> None:
    """A scheme stands in the graph of its concepts, called in both languages."""
    store = Store.of(reference.schemes({"s": ("词表", "scheme")}, IRIS))
    answer = store.select(
        "SELECT ?zh ?en { ?s a skos:ConceptScheme ; skos:prefLabel ?zh, ?en FILTER(?zh != ?en) }"
    )
    assert ("词表", "scheme") in set(answer.texts())


def test_a_term_of_office_stands_in_the_graph_of_the_thesaurus() -> None:
    """Holder, body, title, days and source; an open term has no last day, and nothing is a blank node."""
    known = [one for one in knowledge.load().tenures if one.title_zh == "中华全国总工会主席"]
    lines = reference.tenures(known, IRIS)
    assert not any("_:" in line for line in lines)
    answer = Store.of(lines).select(
        """SELECT ?term ?holder ?body ?title ?from ?to ?first ?last ?source WHERE {
          ?term a ukg:Office ; ukg:holder ?holder ; ukg:officeOf ?body ; ukg:title ?title ; ukg:from ?from ;
            ukg:earliest ?first ; dcterms:source ?source FILTER(LANG(?title) = "zh")
          OPTIONAL { ?term ukg:to ?to ; ukg:latest ?last }
        } ORDER BY DESC(?from)"""
    )
    union = CONCEPT + "zhong-hua-quan-guo-zong-gong-hui"
    title, place = "中华全国总工会主席", f"{BASE}office/"
    wang = (f"{place}wang-dong-ming/{title}/2018-03", CONCEPT + "wang-dong-ming", union, title)
    li = (f"{place}li-jian-guo/{title}/2013-03-01", CONCEPT + "li-jian-guo", union, title)
    told = list(answer.texts())
    assert told[0][:-1] == (*wang, "2018-03", "", "2018-03-01", "")
    assert told[1][:-1] == (*li, "2013-03-01", "2018-03", "2013-03-01", "2018-03-31")


def test_precision_stands_on_the_rule_in_the_form_that_the_store_keeps() -> None:
    """A measured precision is a decimal without trailing zeros, so that it reads back the same."""
    notes = [
        RuleNote("r.a", "甲", "a", 0.9, 20),
        RuleNote("r.b", "乙", "b", 1.0, 3),
        RuleNote("r.c", "丙", "c"),
    ]
    lines = reference.rules(notes, IRIS)
    assert list(Store.of(lines).dump()) == lines
    answer = Store.of(lines).select(
        "SELECT ?id ?p ?n { ?r dcterms:identifier ?id ; ukg:precision ?p ; ukg:support ?n } ORDER BY ?id"
    )
    assert list(answer.texts()) == [("r.a", "0.9", "20"), ("r.b", "1", "3")]


def test_a_run_is_its_version_and_knowledge() -> None:
    """A run has no clock: the same version and knowledge are the same run."""
    assert reference.run("1", "a", IRIS) == reference.run("1", "a", IRIS)
    assert IRIS.run("1", "a") != IRIS.run("1", "b")
