"""Asking a built graph: ready-made questions, one entity, the reasons for a tie, the network.

It reads through `store` and hands out records of `exhibit`; it writes and prints nothing.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from unionkg import analysis, gathering
from unionkg.errors import UnknownName
from unionkg.exhibit import Exhibit, Fact, Node
from unionkg.knowledge import questions
from unionkg.knowledge.questions import Question, literal
from unionkg.store import Answer, Store

_NAMES = """
SELECT DISTINCT ?iri ?name ?merged WHERE {{
  {bound}
  {{ ?iri rdfs:label|skos:altLabel|skos:hiddenLabel ?name }}
  UNION {{ ?concept skos:prefLabel|skos:altLabel ?name . ?iri ukg:denotes ?concept }}
  ?iri a/rdfs:subClassOf* ukg:Entity .
  OPTIONAL {{ ?iri ukg:denotes ?tied }}
  BIND(COALESCE(?tied, ?iri) AS ?merged)
}}"""


def ask(store: Store, question: Question, values: Mapping[str, str]) -> Answer:
    """The answer to a ready-made question; raises UsageError for a parameter it has not."""
    return store.select(questions.bind(question, values))


def entity(store: Store, name: str) -> tuple[Node, ...]:
    """All nodes that bear `name`, heaviest first; raises UnknownName with near ones."""
    return named(store, gathering.exhibit(store), name)


def named(store: Store, exhibit: Exhibit, name: str) -> tuple[Node, ...]:
    """The nodes of an exhibit that bear `name`, heaviest first; raises UnknownName with near ones."""
    found = _named(store, name)
    nodes = (node for node in exhibit.nodes if node.iri in found)
    return tuple(sorted(nodes, key=lambda node: (-node.weight, node.iri)))


def why(store: Store, name: str, other: str | None = None) -> tuple[tuple[Fact, ...], ...]:
    """All claims on `name` (chains of one), or what ties it to `other`.

    Where claims tie the two directly these are given, otherwise the shortest chains of claims;
    none at all gives an empty tuple. Raises UnknownName.
    """
    here = _named(store, name)
    there = _named(store, other) if other is not None else frozenset[str]()
    facts = gathering.exhibit(store).facts
    touching = (fact for fact in facts if {fact.source, fact.target} & here)
    direct = tuple((fact,) for fact in touching if other is None or {fact.source, fact.target} & there)
    return direct if direct or other is None else analysis.chains(facts, here, there)


def network(store: Store, entity: str = "", depth: int = 1, document: str = "") -> Exhibit:
    """All that the page shows, or what lies within `depth` facts of `entity`, or one document.

    Raises UnknownName for an entity or a document that the graph has not.
    """
    whole = gathering.exhibit(store, document)
    if document and not whole.documents:
        known = [row.id for row in gathering.exhibit(store).documents]
        raise unknown(document, known)
    if not entity:
        return whole
    return part(whole, analysis.neighbourhood(whole, _named(store, entity), depth))


def part(exhibit: Exhibit, iris: Iterable[str]) -> Exhibit:
    """What of an exhibit concerns these nodes: the facts between them, demands and counts on them."""
    kept = frozenset(iris)
    facts = tuple(fact for fact in exhibit.facts if {fact.source, fact.target} <= kept)
    demands = tuple(row for row in exhibit.demands if {*row.marked, *row.addressees} & kept)
    counts = tuple(row for row in exhibit.counts if row.node in kept)
    nodes = tuple(node for node in exhibit.nodes if node.iri in kept)
    spoken = {name for node in nodes for name in node.documents}
    documents = tuple(row for row in exhibit.documents if row.id in spoken)
    return replace(exhibit, nodes=nodes, facts=facts, demands=demands, counts=counts, documents=documents)


def _named(store: Store, name: str) -> frozenset[str]:
    """The IRIs of the nodes that bear a name: the concept's where a thing denotes one."""
    wanted = unicodedata.normalize("NFC", name.strip())
    zh, plain = literal("name", wanted), literal("text", wanted)
    answer = store.select(_NAMES.format(bound=f"VALUES ?name {{ {zh} {plain}@en }}"))
    if not answer.rows:
        every = store.select(_NAMES.format(bound=""))
        raise unknown(name, [row[1] for row in every.texts()])
    return frozenset(row[2] for row in answer.texts())


def unknown(name: str, known: Iterable[str]) -> UnknownName:
    """The error with near names: those that hold it or are held by it, then by likeness."""
    every = sorted(set(known))
    holding = [n for n in every if name and (name in n or (len(n) > 1 and n in name))]
    near = list(dict.fromkeys([*difflib.get_close_matches(name, every, 5, 0.5), *holding]))[:5]
    if near:
        return UnknownName(
            f"图谱中没有“{name}”。您是不是要找：{'、'.join(near)}？",
            f"the graph has no '{name}'. Did you mean: {', '.join(near)}?",
        )
    return UnknownName(
        f"图谱中没有“{name}”。可用 unionkg query connected 看有哪些名称。",
        f"the graph has no '{name}'. See which names there are with: unionkg query connected",
    )
