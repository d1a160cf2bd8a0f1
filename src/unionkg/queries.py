"""Asking a built graph: ready-made questions, and the network or a part of it.

It reads through `store` and hands out records of `exhibit`; it writes and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from unionkg import analysis, evidence, gathering, outline
from unionkg.exhibit import DemandRow, Exhibit, Node
from unionkg.knowledge import questions
from unionkg.knowledge.questions import Question
from unionkg.outline import Outline
from unionkg.store import Answer, Store

_DOCUMENTS = "SELECT ?id WHERE { ?source a ukg:SourceDocument ; dcterms:identifier ?id }"


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
    if entity:
        whole = outline.read(store)
        near = analysis.neighbourhood(whole.claims.values(), evidence.named(store, entity), depth)
        return part(store, whole, near)
    found = gathering.exhibit(store, document)
    if document and not found.documents:
        raise evidence.unknown(document, documents(store))
    return found


def documents(store: Store) -> list[str]:
    """The ids of all documents, sorted."""
    return [row["id"] for row in store.rows(_DOCUMENTS)]


def part(
    store: Store,
    whole: Outline,
    nodes: Iterable[str],
    claims: Iterable[str] | None = None,
    demands: tuple[DemandRow, ...] | None = None,
) -> Exhibit:
    """What concerns these nodes: the facts between them, demands and counts on them, and their documents.

    `claims` whose facts are told, or `demands`, may be given instead. Nothing else is asked of the store; the
    nodes weigh what they do in the whole.
    """
    kept = frozenset(nodes)
    weights = whole.weights()
    shown = sorted(evidence.nodes(store, kept), key=lambda node: node.iri)
    things = whole.things(kept)
    if demands is None:
        demands = gathering.demands(store, whole.merged, gathering.demands_on(store, things))
    spoken = gathering.Within.documents(name for node in shown for name in node.documents)
    return Exhibit(
        nodes=tuple(replace(node, weight=weights[node.iri]) for node in shown),
        facts=evidence.claimed(store, whole.between(kept) if claims is None else claims),
        demands=demands,
        counts=gathering.counts(store, whole.merged, gathering.counts_on(store, things)),
        documents=gathering.documents(store, spoken),
    )
