"""What follows from what is stated: concepts at any depth, parts of parts, bodies under bodies.

A graph for each rule says how its triples came to be. Nothing is guessed, and no text is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unionkg.graph.description import entity_iris
from unionkg.graph.iris import Iris
from unionkg.graph.reference import RuleNote
from unionkg.graph.terms import ORG, SKOS, UKG, GraphWriter
from unionkg.knowledge.thesaurus import Concept
from unionkg.model import Modality, Reading

BROADER, PARTS, BODIES = "inferred.broader", "inferred.parts", "inferred.bodies"
NOTES = (
    RuleNote(
        BROADER,
        "上位概念的上位概念也是上位概念（SKOS S24）",
        "what is broader than a broader concept is broader (SKOS S24)",
    ),
    RuleNote(
        PARTS,
        "同一篇中，部分的部分也是部分",
        "within a document, a part of a part is a part",
    ),
    RuleNote(
        BODIES,
        "文中说一组织包含另一组织，则后者隶属前者，逐级传递",
        "a body that a document states to be part of another is under it, and under whatever that is under",
    ),
)
"""What is told of the rules of this room."""

_ORGANIZATION = "Organization"
_Steps = Mapping[str, Iterable[str]]


def describe(reading: Reading, iris: Iris) -> list[str]:
    """The N-Quads lines of what follows within one document, sorted.

    Only stated parts count. `org:subOrganizationOf` is transitive (W3C ORG, section 5.1).
    """
    things = entity_iris(reading, iris)
    types = [entity.type for entity in reading.resolution.entities]
    parts: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for claim in reading.claims:
        if claim.predicate != "hasPart" or claim.modality is not Modality.STATED:
            continue
        parts.setdefault(things[claim.subject], set()).add(things[claim.object])
        if types[claim.subject] == types[claim.object] == _ORGANIZATION:
            above.setdefault(things[claim.object], set()).add(things[claim.subject])
    return sorted(
        [
            *_written(parts, UKG + "hasPartTransitive", PARTS, iris),
            *_written(above, ORG + "subOrganizationOf", BODIES, iris),
        ]
    )


def thesaurus(concepts: Iterable[Concept], iris: Iris) -> list[str]:
    """The N-Quads lines of what follows from the thesaurus, sorted."""
    broader = {concept.iri: concept.broader for concept in concepts}
    return _written(broader, SKOS + "broaderTransitive", BROADER, iris)


def about(iris: Iris) -> list[str]:
    """What the inferred graphs say of themselves: the rule that each goes by."""
    lines: list[str] = []
    for note in NOTES:
        graph = GraphWriter(iris.inferred_graph(note.id))
        graph.link(iris.inferred_graph(note.id), UKG + "rule", iris.rule(note.id))
        lines += graph.lines()
    return lines


def _written(steps: _Steps, predicate: str, rule: str, iris: Iris) -> list[str]:
    """The transitive closure of `steps` in the graph of a rule."""
    graph = GraphWriter(iris.inferred_graph(rule))
    for start in steps:
        for end in _reached(start, steps):
            graph.link(start, predicate, end)
    return graph.lines()


def _reached(start: str, steps: _Steps) -> set[str]:
    """All that one or more steps lead to, but not the start itself where they run in a ring."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = set(steps.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return found - {start}
