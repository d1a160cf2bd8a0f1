"""Ties from the things of documents to the thesaurus, a graph for each rule that ties.

A document's own graph is never touched; a tie is `ukg:denotes` or `ukg:tenure`, never `owl:sameAs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unionkg.graph.description import entity_iris, office_iris
from unionkg.graph.iris import Iris
from unionkg.graph.reference import RuleNote
from unionkg.graph.terms import UKG, GraphWriter
from unionkg.knowledge import tenures
from unionkg.knowledge.tenures import Tenure
from unionkg.model import Capacity, Entity, Reading

CONCEPT_NAME, TENURE = "links.concept-name", "links.tenure"
NOTES = (
    RuleNote(
        CONCEPT_NAME,
        "可跨篇的事物，其名称即概念的词形，则指称该概念",
        "a thing that may be shared and bears a form of a concept denotes that concept",
    ),
    RuleNote(
        TENURE,
        "文稿日期整个落在恰好一个任期之内，则文中的职务即该任期；两任交接之日、没有日期的不连",
        "an office of a text is the one term that covers the text's date; on a day that two share,"
        " or without a date, it is none",
    ),
)
"""What is told of the rules of this room."""

_Known = Mapping[str, Tenure]


def describe(reading: Reading, iris: Iris, known: _Known | None = None) -> list[str]:
    """The N-Quads lines of one document's ties, sorted; `known` are the terms of office by their IRIs."""
    graph = GraphWriter(iris.links_graph(CONCEPT_NAME))
    for iri, entity in zip(entity_iris(reading, iris), reading.resolution.entities, strict=True):
        if entity.scope == "shared" and entity.concept:
            graph.link(iri, UKG + "denotes", entity.concept)
    held = GraphWriter(iris.links_graph(TENURE))
    for iri, tenure in _held(reading, iris, known or {}):
        held.link(iri, UKG + "tenure", tenure)
    return [*graph.lines(), *held.lines()]


def about(iris: Iris) -> list[str]:
    """What the graphs of ties say of themselves: the rule that each goes by."""
    lines: list[str] = []
    for note in NOTES:
        graph = GraphWriter(iris.links_graph(note.id))
        graph.link(iris.links_graph(note.id), UKG + "rule", iris.rule(note.id))
        lines += graph.lines()
    return lines


# --- terms of office ---------------------------------------------------------------------


def _held(reading: Reading, iris: Iris, known: _Known) -> Iterator[tuple[str, str]]:
    """The offices of a text, things and capacities, each with the term that it is."""
    date, names = reading.document.value("date"), {tenure: iri for iri, tenure in known.items()}
    if not date:
        return
    entities = reading.resolution.entities
    meant = [_meant(entity, known) if entity.type == "Person" else [] for entity in entities]
    for iri, entity, able in zip(entity_iris(reading, iris), entities, meant, strict=True):
        found = tenures.on((one for one in able if entity.concept in {one.office, one.called}), date)
        if found:
            yield iri, names[found]
    for iri, capacity in zip(office_iris(reading, iris), reading.values.capacities, strict=True):
        fitting = (one for one in meant[capacity.person] if _fits(reading, capacity, one))
        found = tenures.on(fitting, date)
        if found:
            yield iri, names[found]


def _meant(person: Entity, known: _Known) -> list[Tenure]:
    """The terms that a name leaves open: the named holder's, or for a title alone those of all holders."""
    concept = person.concept
    if not concept:
        return []
    titled = [one for one in known.values() if one.office == concept]
    named = [one for one in titled if any(one.holder_zh in name for name in person.names)]
    holders = {one.holder for one in known.values() if concept in {one.holder, one.called}}
    if holders or named:
        return named or [one for one in known.values() if one.holder in holders]
    return [one for one in titled if one.alone.issuperset(person.names)]


def _fits(reading: Reading, capacity: Capacity, tenure: Tenure) -> bool:
    """Whether title and body of a capacity are those of a term."""
    title = reading.document.text[capacity.title.start : capacity.title.end]
    if capacity.body < 0:
        return title in tenure.words and not tenure.named
    return title in tenure.words and reading.resolution.entities[capacity.body].concept == tenure.body != ""
