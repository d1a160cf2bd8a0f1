"""Ties from the things of documents to the thesaurus, a graph for each rule that ties.

A document's own graph is never touched; a tie is `ukg:denotes`, never `owl:sameAs`.
"""

from __future__ import annotations

from unionkg.graph.description import entity_iris
from unionkg.graph.iris import Iris
from unionkg.graph.reference import RuleNote
from unionkg.graph.terms import UKG, GraphWriter
from unionkg.model import Reading

CONCEPT_NAME = "links.concept-name"
NOTES = (
    RuleNote(
        CONCEPT_NAME,
        "可跨篇的事物，其名称即概念的词形，则指称该概念",
        "a thing that may be shared and bears a form of a concept denotes that concept",
    ),
)
"""What is told of the rules of this room."""


def describe(reading: Reading, iris: Iris) -> list[str]:
    """The N-Quads lines of one document's ties, sorted."""
    graph = GraphWriter(iris.links_graph(CONCEPT_NAME))
    for iri, entity in zip(entity_iris(reading, iris), reading.resolution.entities, strict=True):
        if entity.scope == "shared" and entity.concept:
            graph.link(iri, UKG + "denotes", entity.concept)
    return graph.lines()


def about(iris: Iris) -> list[str]:
    """What the graphs of ties say of themselves: the rule that each goes by."""
    lines: list[str] = []
    for note in NOTES:
        graph = GraphWriter(iris.links_graph(note.id))
        graph.link(iris.links_graph(note.id), UKG + "rule", iris.rule(note.id))
        lines += graph.lines()
    return lines
