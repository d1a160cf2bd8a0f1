"""OWL 2 RL over the sample: no clash, a seeded clash is found, and nothing is typed that is not so."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

import speech
from unionkg import project
from unionkg.knowledge import vocabulary

UKG = rdflib.Namespace(vocabulary.NAMESPACE)
CLASH = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
SAID = """CONSTRUCT { ?s ?p ?o } WHERE {
  GRAPH ?g { ?s ?p ?o }
  ?g prov:wasDerivedFrom ?document .
  FILTER(?p = rdf:type || EXISTS { ?p ukg:precedence ?any })
}"""


@pytest.fixture(scope="module")
def asserted(built: Path) -> rdflib.Graph:
    """The ontology with the classes and the direct triples of the sample."""
    graph = rdflib.Graph().parse(speech.ONTOLOGY / "unionkg.ttl", format="turtle")
    return graph.parse(data=project.open(built).store.serialise(SAID, "turtle"), format="turtle")


@pytest.fixture(scope="module")
def closed(asserted: rdflib.Graph) -> rdflib.Graph:
    """Its closure under OWL 2 RL."""
    return closure(asserted)


def closure(graph: rdflib.Graph) -> rdflib.Graph:
    """A copy with all that OWL 2 RL infers."""
    found = rdflib.Graph()
    for triple in graph:
        found.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(found)
    return found


def types(graph: rdflib.Graph) -> dict[rdflib.term.Node, set[rdflib.term.Node]]:
    """The classes of each thing of a document."""
    found: dict[rdflib.term.Node, set[rdflib.term.Node]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        if str(subject).startswith("https://w3id.org/unionkg/id/"):
            found.setdefault(subject, set()).add(kind)
    return found


def test_the_sample_is_consistent(closed: rdflib.Graph) -> None:
    """No clash over vocabulary and sample."""
    assert not list(closed.objects(None, CLASH))


def test_a_body_typed_as_a_place_is_found(asserted: rdflib.Graph) -> None:
    """One of its bodies said to be a place is a contradiction."""
    graph = rdflib.Graph()
    for triple in asserted:
        graph.add(triple)
    body = next(iter(sorted(graph.subjects(RDF.type, UKG.Organization))))
    graph.add((body, RDF.type, UKG.Place))
    assert any("Disjoint" in str(message) for message in closure(graph).objects(None, CLASH))


def test_only_superclasses_are_inferred(asserted: rdflib.Graph, closed: rdflib.Graph) -> None:
    """Every class that is inferred stands above one that was written; no thing changes among the fifteen."""
    told = types(asserted)

    @cache
    def above(kind: rdflib.term.Node) -> set[rdflib.term.Node]:
        return set(asserted.transitive_objects(kind, RDFS.subClassOf)) | {OWL.Thing}

    for thing, kinds in types(closed).items():
        assert kinds <= set().union(*(above(kind) for kind in told[thing])), thing


def test_inferred_classes_are_counted(asserted: rdflib.Graph, closed: rdflib.Graph) -> None:
    """As many entities, statements and organizations are inferred as were written in their subclasses."""
    told, found = types(asserted), types(closed)
    written = Counter(kind for kinds in told.values() for kind in kinds)
    inferred = Counter(kind for thing, kinds in found.items() for kind in kinds - told[thing])
    classes = set(asserted.subjects(RDFS.subClassOf, UKG.Entity))
    assert inferred[UKG.Entity] == sum(written[kind] for kind in classes) > 200
    assert inferred[RDF.Statement] == written[UKG.Claim] > 200
    org = rdflib.Namespace("http://www.w3.org/ns/org#")
    assert inferred[org.Organization] == written[UKG.Organization] > 10
