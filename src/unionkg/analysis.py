"""Measures and paths over an exhibit, by networkx. No store and no file format of RDF enters here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import networkx as nx

from unionkg.exhibit import Exhibit, Fact, Node

_DAMPING = 0.85
_TOLERANCE = 1e-12
_ROUNDS = 200
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_networkx(exhibit: Exhibit) -> nx.MultiDiGraph[str]:
    """The nodes and facts as a directed multigraph with plain attributes, for any tool.

    An edge's key is its number among the facts; `weight` is a node's PageRank, and 1 for an edge;
    dates are those of the documents, in EDTF, empty where they have none.
    """
    dates = {row.id: row.date for row in exhibit.documents}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in exhibit.nodes:
        graph.add_node(
            node.iri,
            label=node.label,
            type=node.type,
            names="|".join(node.names),
            definition=node.definition_zh,
            documents="|".join(node.documents),
            weight=node.weight,
            first_date=min(spoken := _dates(node, dates), default=""),
            last_date=max(spoken, default=""),
        )
    for number, fact in enumerate(exhibit.facts):
        graph.add_edge(
            fact.source,
            fact.target,
            key=number,
            label=fact.relation,
            weight=1.0,
            date=dates.get(fact.document, ""),
            modality=fact.modality,
            position=fact.position,
            document=fact.document,
            quote=fact.quote,
            quote_start=fact.start,
            quote_end=fact.end,
            section=fact.section,
            speaker=fact.speaker,
            rule=fact.rule,
        )
    return graph


def _dates(node: Node, dates: Mapping[str, str]) -> list[str]:
    """The dates of the documents that speak of a node."""
    return [dates[name] for name in node.documents if dates.get(name)]


def weighed(nodes: Iterable[Node], facts: Iterable[Fact]) -> tuple[Node, ...]:
    """The nodes with their PageRank over the facts; each pair of nodes counts once."""
    kept = tuple(nodes)
    ranks = weights((node.iri for node in kept), ((fact.source, fact.target) for fact in facts))
    return tuple(replace(node, weight=ranks[node.iri]) for node in kept)


def weights(nodes: Iterable[str], ties: Iterable[tuple[str, str]]) -> dict[str, float]:
    """The PageRank of nodes over what ties them, to nine places; each pair counts once."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted(set(ties)))
    return {node: round(rank, 9) for node, rank in pagerank(graph).items()}


def pagerank(graph: nx.DiGraph[str]) -> dict[str, float]:
    """PageRank by power iteration with damping 0.85; the ranks sum to 1.

    Source: Page, Brin, Motwani, Winograd, The PageRank Citation Ranking (1999). networkx has
    it too, but only over scipy, whose sums are not the same on every machine.
    """
    size = graph.number_of_nodes()
    names = list(graph)
    number = {name: i for i, name in enumerate(names)}
    targets = [[number[target] for target in graph.successors(name)] for name in names]
    giving = [(i, out) for i, out in enumerate(targets) if out]
    silent = [i for i, out in enumerate(targets) if not out]
    ranks = [1 / size] * size if size else []
    for _ in range(_ROUNDS):
        dangling = sum(ranks[i] for i in silent)
        floor = (1 - _DAMPING + _DAMPING * dangling) / size if size else 0.0
        fresh = [floor] * size
        for i, out in giving:
            share = _DAMPING * ranks[i] / len(out)
            for target in out:
                fresh[target] += share
        change = sum(abs(new - old) for new, old in zip(fresh, ranks, strict=True))
        ranks = fresh
        if change < _TOLERANCE * max(size, 1):
            break
    return dict(zip(names, ranks, strict=True))


def neighbourhood(ties: Iterable[tuple[str, str]], iris: Iterable[str], depth: int) -> frozenset[str]:
    """The nodes within `depth` ties of any of `iris`, whichever way they point."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(set(ties))
    found = set(iris)
    edge = set(found)
    for _ in range(depth):
        edge = {near for node in edge if node in graph for near in graph.neighbors(node)} - found
        found |= edge
    return frozenset(found)


def _writable(exhibit: Exhibit) -> nx.MultiDiGraph[str]:
    """The graph with U+FFFD for every character that XML 1.0 (section 2.2) can't hold."""
    graph = to_networkx(exhibit)
    for *_, attributes in (*graph.nodes(data=True), *graph.edges(data=True)):
        for name, value in attributes.items():
            if isinstance(value, str):
                attributes[name] = _NO_XML.sub("\ufffd", value)
    return graph


def graphml(exhibit: Exhibit) -> bytes:
    """The network as GraphML, UTF-8."""
    out = io.BytesIO()
    nx.write_graphml_xml(_writable(exhibit), out, encoding="utf-8")
    return out.getvalue()


def gexf(exhibit: Exhibit) -> bytes:
    """The network as GEXF 1.2, UTF-8, without the date that networkx would write."""
    lines = nx.generate_gexf(_writable(exhibit), encoding="utf-8", version="1.2draft")
    dated = ("<meta ", "</meta>", "<creator>")
    kept = (line for line in lines if not any(mark in line for mark in dated))
    return ("\n".join(kept) + "\n").encode("utf-8")
