"""The graphs that stand beside the documents: ontology, thesaurus, rules and run.

Nothing of a document enters here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from unionkg.graph.iris import Iris
from unionkg.graph.terms import DCTERMS, EDTF, RDF, RDFS, SKOS, UKG, XSD, GraphWriter, decimal
from unionkg.knowledge.tenures import Tenure
from unionkg.knowledge.thesaurus import SCHEME, Concept

MARK = UKG + "readingHash"
"""What a graph says of itself: the hash of all that it was made from."""

_ONE_TEXT = {
    "definition_zh": (SKOS + "definition", "zh"),
    "definition_en": (SKOS + "definition", "en"),
    "level": (UKG + "level", ""),
    "source": (DCTERMS + "source", ""),
}


@dataclass(frozen=True, slots=True)
class RuleNote:
    """What is told of a rule: its intent, and its measured precision over `support` cases."""

    id: str
    intent_zh: str
    intent_en: str
    precision: float | None = None
    support: int = 0


def ontology(path: Path, iris: Iris) -> list[str]:
    """The ontology file as N-Quads of its graph, sorted."""
    graph = ox.NamedNode(iris.shared_graph("ontology"))
    triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return sorted({line + "\n" for line in written.decode("utf-8").split("\n") if line})


def thesaurus(concepts: Iterable[Concept], iris: Iris) -> list[str]:
    """The concepts as SKOS in one graph, sorted; ordered parts by `rdf:_1` and so on."""
    graph = GraphWriter(iris.shared_graph("thesaurus"))
    for concept in concepts:
        _concept(graph, concept)
    return graph.lines()


def schemes(labels: Mapping[str, tuple[str, str]], iris: Iris) -> list[str]:
    """The schemes of the thesaurus by name with their labels in zh and en, in its graph, sorted."""
    graph = GraphWriter(iris.shared_graph("thesaurus"))
    for name, named in labels.items():
        graph.link(SCHEME + name, RDF + "type", SKOS + "ConceptScheme")
        for text, language in zip(named, ("zh", "en"), strict=True):
            graph.text(SCHEME + name, SKOS + "prefLabel", text, language)
    return graph.lines()


def _concept(graph: GraphWriter, concept: Concept) -> None:
    iri = concept.iri
    graph.link(iri, RDF + "type", SKOS + "Concept")
    graph.link(iri, SKOS + "inScheme", SCHEME + concept.scheme)
    graph.link(iri, UKG + "ofType", UKG + concept.type)
    graph.text(iri, SKOS + "prefLabel", concept.pref_zh, "zh")
    if concept.pref_en:
        graph.text(iri, SKOS + "prefLabel", concept.pref_en, "en")
    for name in concept.alt_zh:
        graph.text(iri, SKOS + "altLabel", name, "zh")
    for field, (predicate, language) in _ONE_TEXT.items():
        value: str = getattr(concept, field)
        if value:
            graph.text(iri, predicate, value, language)
    _since(graph, iri, concept.start, concept.end)
    for broader in concept.broader:
        graph.link(iri, SKOS + "broader", broader)
    for number, member in enumerate(concept.members, 1):
        graph.link(iri, UKG + "hasPart", member)
        graph.link(iri, f"{RDF}_{number}", member)


def _since(graph: GraphWriter, iri: str, start: str, end: str) -> None:
    """From when to when, as EDTF; what is not known is not told."""
    for date, predicate in ((start, "from"), (end, "to")):
        if date:
            graph.typed(iri, UKG + predicate, date, EDTF)


def tenures(known: Iterable[Tenure], iris: Iris) -> list[str]:
    """The terms of office in the graph of the thesaurus, sorted; by `earliest` and `latest` they compare."""
    graph = GraphWriter(iris.shared_graph("thesaurus"))
    for iri, tenure in tenure_iris(known, iris).items():
        graph.link(iri, RDF + "type", UKG + "Office")
        graph.text(iri, RDFS + "label", tenure.title_zh + tenure.holder_zh, "zh")
        graph.text(iri, RDFS + "label", f"{tenure.title_en} {tenure.holder_en}".strip(), "en")
        graph.text(iri, UKG + "title", tenure.title_zh, "zh")
        graph.text(iri, UKG + "title", tenure.title_en, "en")
        graph.link(iri, UKG + "holder", tenure.holder)
        if tenure.body:
            graph.link(iri, UKG + "officeOf", tenure.body)
        if tenure.source:
            graph.text(iri, DCTERMS + "source", tenure.source)
        _since(graph, iri, tenure.start, tenure.end)
        first, last = tenure.may
        graph.typed(iri, UKG + "earliest", first, XSD + "date")
        if tenure.end:
            graph.typed(iri, UKG + "latest", last, XSD + "date")
    return graph.lines()


def tenure_iris(known: Iterable[Tenure], iris: Iris) -> dict[str, Tenure]:
    """The terms of office by their IRIs."""
    ordered = tuple(known)
    names = iris.tenures((tenure.holder, tenure.title_zh, tenure.start) for tenure in ordered)
    return dict(zip(names, ordered, strict=True))


def rules(notes: Iterable[RuleNote], iris: Iris) -> list[str]:
    """The rules with what they are for and how sure they are, sorted."""
    graph = GraphWriter(iris.shared_graph("rules"))
    for note in notes:
        iri = iris.rule(note.id)
        graph.link(iri, RDF + "type", UKG + "Rule")
        graph.text(iri, DCTERMS + "identifier", note.id)
        for text, language in ((note.intent_zh, "zh"), (note.intent_en, "en")):
            if text:
                graph.text(iri, RDFS + "label", text, language)
        if note.precision is not None:
            graph.typed(iri, UKG + "precision", decimal(f"{note.precision:.3f}"), XSD + "decimal")
            graph.number(iri, UKG + "support", note.support)
    return graph.lines()


def run(version: str, knowledge: str, iris: Iris) -> list[str]:
    """The build: version of the software and hash of the knowledge, and no clock."""
    graph = GraphWriter(iris.shared_graph("run"))
    iri = iris.run(version, knowledge)
    graph.link(iri, RDF + "type", UKG + "Run")
    graph.text(iri, UKG + "softwareVersion", version)
    graph.text(iri, UKG + "knowledgeHash", knowledge)
    return graph.lines()


def mark(graph: str, digest: str) -> list[str]:
    """What a graph was made from, told in the graph itself."""
    writer = GraphWriter(graph)
    writer.text(graph, MARK, digest)
    return writer.lines()
