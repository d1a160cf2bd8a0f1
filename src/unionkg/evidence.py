"""What is claimed of a few things, asked of the store alone: their facts, and the shortest chains between them.

The whole graph is never gathered here; it costs what the answer holds, so a question takes a moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice, pairwise
from urllib.parse import unquote

from unionkg.exhibit import Fact, Node
from unionkg.store import Store

_UKG = "https://w3id.org/unionkg/ontology#"
_BATCH = 300
"""IRIs that one query names."""

_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')
_TIES = """SELECT ?subject ?object WHERE {
  ?claim rdf:subject ?s ; rdf:object ?o .
  OPTIONAL { ?s ukg:denotes ?sc }
  OPTIONAL { ?o ukg:denotes ?oc }
  BIND(COALESCE(?sc, ?s) AS ?subject)
  BIND(COALESCE(?oc, ?o) AS ?object)
}"""
_THINGS = "{{ ?thing ukg:denotes ?node VALUES ?node {{ {nodes} }} }} UNION {{ VALUES ?thing {{ {nodes} }} }}"
_CLAIMS = """SELECT ?claim ?s ?sc ?p ?o ?oc ?m ?position ?source ?id ?quote ?begin ?end ?u ?rule WHERE {{
  {{ SELECT DISTINCT ?claim WHERE {{
    {{ SELECT DISTINCT ?thing WHERE {{ {things} }} }}
    {{ ?claim rdf:subject ?thing }} UNION {{ ?claim rdf:object ?thing }}
  }} }}
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ukg:modality ?m ;
    ukg:rule ?rule ; ukg:quote ?span ; ukg:utterance ?u .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?source .
  ?source dcterms:identifier ?id .
  OPTIONAL {{ ?claim ukg:position ?position }}
  OPTIONAL {{ ?s ukg:denotes ?sc }}
  OPTIONAL {{ ?o ukg:denotes ?oc }}
}}"""
_SPEAKERS = "SELECT ?u ?name WHERE { ?u ukg:speaker/rdfs:label ?name }"
_VOICES = "SELECT ?source ?name WHERE { ?source ukg:speaksFor/rdfs:label ?name }"
_SECTIONS = """SELECT ?source ?section ?begin ?end ?label ?parent WHERE {
  ?section a ukg:Section ; rdfs:label ?label ; nif:beginIndex ?begin ; nif:endIndex ?end ;
    nif:referenceContext ?source .
  OPTIONAL { ?section dcterms:isPartOf ?parent }
}"""
_NODES = """SELECT DISTINCT ?thing ?concept ?type ?label ?name ?id ?conceptLabel ?zh ?en WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ {things} }} }}
  GRAPH ?graph {{ ?thing a ?type ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name }}
  ?graph prov:wasDerivedFrom/dcterms:identifier ?id .
  OPTIONAL {{ ?thing ukg:denotes ?concept }}
  OPTIONAL {{ ?thing ukg:kind ?kind }}
  BIND(COALESCE(?concept, ?kind) AS ?told)
  OPTIONAL {{ ?told skos:prefLabel ?conceptLabel FILTER(LANG(?conceptLabel) = "zh") }}
  OPTIONAL {{ ?told skos:definition ?zh FILTER(LANG(?zh) = "zh") }}
  OPTIONAL {{ ?told skos:definition ?en FILTER(LANG(?en) = "en") }}
}}"""
_Row = Mapping[str, str]


def facts(store: Store, nodes: Iterable[str]) -> tuple[Fact, ...]:
    """All facts on any of these nodes (IRIs), by document and place; each says whose voice it is."""
    rows = {row["claim"]: row for batch in _batches(nodes) for row in _rows(store, _named(_CLAIMS, batch))}
    if not rows:
        return ()
    speakers = {row["u"]: row["name"] for row in _rows(store, _SPEAKERS)}
    voices = {row["source"]: row["name"] for row in _rows(store, _VOICES)}
    sections = _sections(store)
    found = (
        _fact(row, _path(sections.get(row["source"], {}), int(row["begin"])), speaker)
        for row in rows.values()
        for speaker in (speakers.get(row["u"]) or voices.get(row["source"], ""),)
    )
    return tuple(
        sorted(found, key=lambda f: (f.document, f.start, f.end, f.relation, f.position, f.source, f.target))
    )


def nodes(store: Store, iris: Iterable[str]) -> tuple[Node, ...]:
    """The nodes of these IRIs, those of most documents first; their weight, a measure of the whole, is 0."""
    rows: dict[str, list[_Row]] = {}
    for batch in _batches(iris):
        for row in _rows(store, _named(_NODES, batch)):
            rows.setdefault(row["concept"] or row["thing"], []).append(row)
    found = [_node(iri, told) for iri, told in rows.items()]
    return tuple(sorted(found, key=lambda node: (-len(node.documents), node.iri)))


def near(store: Store, starts: Iterable[str], depth: int) -> frozenset[str]:
    """The nodes within `depth` facts of any of `starts`, whichever way the facts point."""
    ties = _ties(store)
    found = set(starts)
    edge = set(found)
    for _ in range(depth):
        edge = {other for node in edge for other in ties.get(node, ())} - found
        found |= edge
    return frozenset(found)


def chains(
    store: Store, starts: Iterable[str], ends: Iterable[str], most: int = 5
) -> tuple[tuple[Fact, ...], ...]:
    """The shortest chains of facts from any start to any end, `most` at most, in a fixed order.

    Between two nodes of a chain the fact that comes first in the documents is taken.
    """
    paths = tuple(islice(_shortest(_ties(store), frozenset(starts), frozenset(ends)), most))
    first: dict[frozenset[str], Fact] = {}
    for fact in facts(store, {node for path in paths for node in path[:-1]}):
        first.setdefault(frozenset((fact.source, fact.target)), fact)
    return tuple(tuple(first[frozenset(pair)] for pair in pairwise(path)) for path in paths)


def _shortest(
    ties: Mapping[str, set[str]], starts: frozenset[str], ends: frozenset[str]
) -> Iterable[tuple[str, ...]]:
    """All shortest ways from a start to an end, sorted; each step goes to what is one nearer to an end."""
    far = dict.fromkeys(ends, 0)
    edge = sorted(ends)
    while edge and not starts & far.keys():
        step = far[edge[0]] + 1
        edge = sorted({other for node in edge for other in ties.get(node, ())} - far.keys())
        far.update(dict.fromkeys(edge, step))

    def ways(node: str) -> Iterable[tuple[str, ...]]:
        if far[node] == 0:
            yield (node,)
            return
        for other in sorted(ties[node]):
            if far.get(other) == far[node] - 1:
                yield from ((node, *rest) for rest in ways(other))

    reached = starts & far.keys() - ends
    least = min((far[node] for node in reached), default=0)
    for start in sorted(reached):
        if far[start] == least:
            yield from ways(start)


def _ties(store: Store) -> dict[str, set[str]]:
    """What each node is tied to by a claim, whichever way it points."""
    found: dict[str, set[str]] = {}
    for subject, target in store.select(_TIES).texts():
        if subject != target:
            found.setdefault(subject, set()).add(target)
            found.setdefault(target, set()).add(subject)
    return found


def _batches(iris: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(iri for iri in set(iris) if _IRI.fullmatch(iri))
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))


def _named(query: str, iris: Iterable[str]) -> str:
    """A query on the things that are these nodes or denote them."""
    return query.format(things=_THINGS.format(nodes=" ".join(f"<{iri}>" for iri in iris)))


def _rows(store: Store, query: str) -> list[_Row]:
    """The rows of a query by column, sorted."""
    answer = store.select(query)
    return [dict(zip(answer.columns, row, strict=True)) for row in sorted(answer.texts())]


def _sections(store: Store) -> dict[str, dict[str, _Row]]:
    """The sections of each document by their IRIs."""
    found: dict[str, dict[str, _Row]] = {}
    for row in _rows(store, _SECTIONS):
        found.setdefault(row["source"], {})[row["section"]] = row
    return found


def _path(sections: Mapping[str, _Row], start: int) -> str:
    """The path of headings over a place, the outermost first."""
    here = [iri for iri, row in sections.items() if int(row["begin"]) <= start < int(row["end"])]
    iri = max(here, key=lambda name: int(sections[name]["begin"]), default="")
    path: list[str] = []
    while iri in sections and len(path) < len(sections):
        path.append(sections[iri]["label"])
        iri = sections[iri]["parent"]
    return " › ".join(reversed(path))


def _fact(row: _Row, section: str, speaker: str) -> Fact:
    return Fact(
        source=row["sc"] or row["s"],
        relation=row["p"].removeprefix(_UKG),
        target=row["oc"] or row["o"],
        modality=row["m"].removeprefix(_UKG),
        position=int(row["position"] or 0),
        document=row["id"],
        quote=row["quote"],
        start=int(row["begin"]),
        end=int(row["end"]),
        section=section,
        speaker=speaker,
        rule=unquote(row["rule"].rpartition("/")[2]),
    )


def _node(iri: str, rows: list[_Row]) -> Node:
    """A node that stands for a concept bears its label; any has the definition of its concept or kind."""
    label = min(row["conceptLabel"] for row in rows) if rows[0]["concept"] else ""
    label = label or min(row["label"] for row in rows)
    return Node(
        iri=iri,
        label=label,
        type=min(row["type"] for row in rows).removeprefix(_UKG),
        names=tuple(sorted({row["name"] for row in rows} - {label})),
        definition_zh=rows[0]["zh"],
        definition_en=rows[0]["en"],
        documents=tuple(sorted({row["id"] for row in rows})),
        weight=0.0,
    )
