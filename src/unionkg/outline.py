"""The outline of a network: the nodes, their classes and what ties them, before anything is told of them.

What is asked of the whole graph stands here, and no more is; `gathering` and `evidence` tell the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unionkg import analysis
from unionkg.knowledge.questions import literal
from unionkg.store import Store

_UKG = "https://w3id.org/unionkg/ontology#"
_THINGS = "SELECT ?thing ?type WHERE { ?type rdfs:subClassOf* ukg:Entity . ?thing a ?type }"
_DENOTED = "SELECT ?thing ?concept WHERE { ?thing ukg:denotes ?concept }"
_CLAIMS = "SELECT ?claim ?s ?o WHERE { ?claim rdf:subject ?s ; rdf:object ?o }"
_CLAIMED = """SELECT ?claim WHERE {
  GRAPH ?graph { ?source a ukg:SourceDocument ; dcterms:identifier ?id . ?claim a ukg:Claim }
}"""
_NAMED = """SELECT ?thing WHERE {
  GRAPH ?graph { ?source a ukg:SourceDocument ; dcterms:identifier ?id . ?thing rdfs:label ?label }
}"""


@dataclass(frozen=True, slots=True)
class Outline:
    """The class of each node, the node of each thing that is another, the two ends of each claim."""

    types: Mapping[str, str]
    merged: Mapping[str, str]
    claims: Mapping[str, tuple[str, str]]

    def things(self, nodes: Iterable[str]) -> set[str]:
        """The things that are these nodes or denote them."""
        kept = set(nodes)
        return kept | {thing for thing, node in self.merged.items() if node in kept}

    def between(self, nodes: Iterable[str]) -> set[str]:
        """The claims both whose ends are among these nodes."""
        kept = set(nodes)
        return {claim for claim, ends in self.claims.items() if kept.issuperset(ends)}

    def touching(self, nodes: Iterable[str]) -> set[str]:
        """The claims one of whose ends, at least, is among these nodes."""
        kept = set(nodes)
        return {claim for claim, ends in self.claims.items() if not kept.isdisjoint(ends)}

    def weights(self) -> dict[str, float]:
        """The PageRank of each node, a measure of the whole."""
        return analysis.weights(self.types, self.claims.values())


def read(store: Store) -> Outline:
    """The outline of a store."""
    merged = {row["thing"]: row["concept"] for row in store.rows(_DENOTED)}
    types: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(_THINGS):
        types[merged.get(row["thing"], row["thing"])].append(row["type"].removeprefix(_UKG))
    ends = {
        row["claim"]: (merged.get(row["s"], row["s"]), merged.get(row["o"], row["o"]))
        for row in store.rows(_CLAIMS)
    }
    return Outline({node: min(found) for node, found in types.items()}, merged, ends)


def things_of(store: Store, documents: Iterable[str]) -> set[str]:
    """What some documents name: things, and what else has a label there."""
    return {row["thing"] for row in store.rows(_NAMED, "id", _ids(documents))}


def claims_of(store: Store, documents: Iterable[str]) -> set[str]:
    """The claims of some documents."""
    return {row["claim"] for row in store.rows(_CLAIMED, "id", _ids(documents))}


def _ids(documents: Iterable[str]) -> list[str]:
    return [literal("text", name) for name in documents]
