"""Asking a built graph: ready-made questions, and the network or a part of it.

It reads through `store` and hands out records of `exhibit`; it writes and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from unionkg import analysis, evidence, gathering
from unionkg.exhibit import Exhibit, Node
from unionkg.knowledge import questions
from unionkg.knowledge.questions import Question
from unionkg.store import Answer, Store


def ask(store: Store, question: Question, values: Mapping[str, str]) -> Answer:
    """The answer to a ready-made question; raises UsageError for a parameter it has not."""
    return store.select(questions.bind(question, values))


def named(store: Store, exhibit: Exhibit, name: str) -> tuple[Node, ...]:
    """The nodes of an exhibit that bear `name`, heaviest first; raises UnknownName with near ones."""
    found = evidence.named(store, name)
    nodes = (node for node in exhibit.nodes if node.iri in found)
    return tuple(sorted(nodes, key=lambda node: (-node.weight, node.iri)))


def network(store: Store, entity: str = "", depth: int = 1, document: str = "") -> Exhibit:
    """All that the page shows, or what lies within `depth` facts of `entity`, or one document.

    Raises UnknownName for an entity or a document that the graph has not.
    """
    whole = gathering.exhibit(store, document)
    if document and not whole.documents:
        known = [row.id for row in gathering.exhibit(store).documents]
        raise evidence.unknown(document, known)
    if not entity:
        return whole
    return part(whole, analysis.neighbourhood(whole, evidence.named(store, entity), depth))


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
