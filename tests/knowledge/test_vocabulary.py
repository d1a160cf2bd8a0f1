"""The vocabulary: the guideline's types and relations, and mistakes told by file and line."""

from __future__ import annotations

import re
from pathlib import Path

import owlrl
import pytest
import rdflib

import speech
from unionkg.errors import KnowledgeError
from unionkg.knowledge import vocabulary
from unionkg.model import Modality, Verdict

FILE = speech.ONTOLOGY / "unionkg.ttl"
VOCABULARY = vocabulary.read(FILE)
CLASH = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
GUIDELINE = speech.ONTOLOGY.parent.parent / "shared" / "gold" / "GUIDELINE.md"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The ontology with one change."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "unionkg.ttl"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.skipif(not GUIDELINE.exists(), reason="../shared/gold/GUIDELINE.md is not here")
def test_types_and_relations_are_the_guidelines() -> None:
    """Fifteen types and seventeen relations, with labels, domain, range and order of its tables."""
    text = GUIDELINE.read_text(encoding="utf-8")
    types = re.findall(r"^\| `([A-Z]\w+)` \| (\S+) \|", text, re.MULTILINE)
    assert {(name, VOCABULARY.classes[name].labels.label_zh) for name, _ in types} == set(types)
    assert {name for name, _ in types} == VOCABULARY.entity_types
    rows = re.findall(r"^\| `([a-z]\w+)` \| (\S+) \| (.+?) → (.+?) \| ", text, re.MULTILINE)
    for order, (name, label, domain, _) in enumerate((row[:4] for row in rows), 1):
        relation = VOCABULARY.relations[name]
        assert (relation.order, relation.labels.label_zh) == (order, label)
        assert name in {"hasPart", "awards"} or set(re.findall(r"[A-Z]\w+", domain)) == set(relation.domain)
    ranges = {
        name: set(re.findall(r"[A-Z]\w+", tail))
        for name, _, _, tail in rows
        if name not in {"hasPart", "awards"}
    }
    assert ranges == {name: set(VOCABULARY.relations[name].range) for name in ranges}
    assert len(rows) == len(VOCABULARY.relations) == 17


def test_relations_come_in_their_order() -> None:
    """The first of two that fit is the one higher in the table."""
    assert next(iter(VOCABULARY.relations)) == "proposes"
    assert [r.order for r in VOCABULARY.relations.values()] == list(range(1, 18))


def test_fits_follows_domain_and_range() -> None:
    """A relation stands only between classes of its domain and range; hasPart between any."""
    assert VOCABULARY.fits("Person", "proposes", "Goal")
    assert not VOCABULARY.fits("Place", "proposes", "Goal")
    assert not VOCABULARY.fits("Person", "proposes", "Place")
    assert VOCABULARY.fits("Place", "hasPart", "Time")
    assert not VOCABULARY.fits("Person", "likes", "Place")


def test_every_value_of_the_model_is_an_individual() -> None:
    """Modalities and verdicts of the model have a term with a label."""
    assert all(modality.value in VOCABULARY.labels for modality in Modality)
    names = (verdict.name.lower().replace("_", "-") for verdict in Verdict)
    assert all(f"verdict-{name}" in VOCABULARY.labels for name in names)


@pytest.mark.parametrize("kind", ["strength", "status"])
def test_every_strength_and_status_of_the_ledger_is_an_individual(kind: str) -> None:
    """What the patterns call a strength or a status has a term of the same label."""
    text = (speech.ONTOLOGY / "patterns" / "demands.yaml").read_text(encoding="utf-8")
    block = re.search(rf"^{kind}e?s:\n((?:  - .*\n)+)", text, re.MULTILINE)
    assert block
    found = re.findall(r"id: ([\w-]+), label_zh: (\w+), label_en: ([\w ]+)", block[1])
    labels = {name: VOCABULARY.labels[f"{kind}-{name}"] for name, _, _ in found}
    assert [(name, label.label_zh, label.label_en) for name, label in labels.items()] == found
    assert {n for n in VOCABULARY.labels if n.startswith(f"{kind}-")} == {f"{kind}-{name}" for name in labels}


def test_topics_are_types_of_concepts() -> None:
    """Topics stand beside the fifteen."""
    assert VOCABULARY.types - VOCABULARY.entity_types == {"Right", "Grievance", "Instrument", "Employer"}


def test_no_domain_types_a_subject_and_no_class_is_empty() -> None:
    """No rdfs:domain or range; the closure under OWL 2 RL with one thing of each class finds no clash."""
    graph = rdflib.Graph().parse(FILE, format="turtle")
    assert not set(graph.subject_objects(rdflib.RDFS.domain)) | set(graph.subject_objects(rdflib.RDFS.range))
    for name in VOCABULARY.entity_types:
        graph.add((rdflib.URIRef(f"a:{name}"), rdflib.RDF.type, rdflib.URIRef(vocabulary.NAMESPACE + name)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert not list(graph.objects(None, CLASH))


def test_disjoint_classes_clash() -> None:
    """A thing that is a person and a place is found to be a contradiction."""
    graph = rdflib.Graph().parse(FILE, format="turtle")
    for name in ("Person", "Place"):
        graph.add((rdflib.URIRef("a:a"), rdflib.RDF.type, rdflib.URIRef(vocabulary.NAMESPACE + name)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert any("Disjoint" in str(message) for message in graph.objects(None, CLASH))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ukg:Person a owl:Class ;", "ukg:Person a owl:Class", r"unionkg.ttl:\d+: not Turtle"),
        (
            'rdfs:label "人物"@zh, "person"@en',
            'rdfs:label "person"@en',
            r"unionkg.ttl:\d+: ukg:Person: needs exactly one label@zh",
        ),
        (
            "schema:rangeIncludes ukg:Role .",
            "schema:rangeIncludes ukg:Rolle .",
            r"ukg:hasRole: .* no known class: Rolle",
        ),
        ("ukg:precedence 2 ;", "ukg:precedence 1 ;", r"precedence 1 is taken"),
        ("ukg:precedence 2 ;", 'ukg:precedence "b" ;', r"must be a whole number, not 'b'"),
        ("ukg:topic true", "ukg:topic false", r"topic may only be true"),
        ("rdfs:subClassOf ukg:Entity ;", "rdfs:subClassOf ukg:Thing ;", r"superclass Thing is not defined"),
        ("ukg:Entity a owl:Class ;", "ukg:Entity a owl:Class ; rdfs:seeAlso [] ;", r"no blank nodes"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Each mistake names the file, the line of the term, and what to write."""
    with pytest.raises(KnowledgeError, match=message):
        vocabulary.read(changed(tmp_path, old, new))


def test_a_file_without_terms_or_that_is_not_there(tmp_path: Path) -> None:
    """An empty file and an absent one are told."""
    path = tmp_path / "unionkg.ttl"
    with pytest.raises(KnowledgeError, match="can't be read"):
        vocabulary.read(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="start from the"):
        vocabulary.read(path)
