"""What is claimed of one thing, and why two are tied: facts and the shortest chains, asked of the store.

The whole graph is never gathered here; it costs what the answer holds, so a question takes a moment.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import islice, pairwise
from urllib.parse import unquote

from unionkg.errors import UnknownName
from unionkg.exhibit import Fact, Node
from unionkg.knowledge.questions import literal
from unionkg.store import Askable

_UKG = "https://w3id.org/unionkg/ontology#"
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')
_ENDS = "SELECT ?s ?o WHERE { ?claim rdf:subject ?s ; rdf:object ?o }"
_DENOTED = "SELECT ?thing ?concept WHERE { ?thing ukg:denotes ?concept }"
_KINDS = "SELECT ?thing ?concept WHERE { ?thing ukg:kind ?concept }"
_THINGS = "SELECT ?thing ?node WHERE { ?thing ukg:denotes ?node }"
_TOUCHING = """SELECT ?claim ?thing WHERE {
  { ?claim rdf:subject ?thing } UNION { ?claim rdf:object ?thing }
}"""
_CLAIMS = """SELECT ?claim ?s ?p ?o ?m ?source ?id ?quote ?begin ?end ?u ?rule WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ukg:modality ?m ;
    ukg:rule ?rule ; ukg:quote ?span ; ukg:utterance ?u .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?source .
  ?source dcterms:identifier ?id .
}"""
_POSITIONS = "SELECT ?claim ?position WHERE { ?claim ukg:position ?position }"
_SPEAKERS = "SELECT ?u ?name WHERE { ?u ukg:speaker/rdfs:label ?name }"
_VOICES = "SELECT ?source ?name WHERE { ?source ukg:speaksFor/rdfs:label ?name }"
_SECTIONS = """SELECT ?source ?section ?begin ?end ?label ?parent WHERE {
  ?section nif:referenceContext ?source ; a ukg:Section ; rdfs:label ?label ; nif:beginIndex ?begin ;
    nif:endIndex ?end .
  OPTIONAL { ?section dcterms:isPartOf ?parent }
}"""
_CALLED = """SELECT ?thing ?type ?label ?name ?id WHERE {
  GRAPH ?graph { ?thing a ?type ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name }
  ?graph prov:wasDerivedFrom/dcterms:identifier ?id .
}"""
_LABELS = """SELECT ?concept ?text WHERE {
  ?concept skos:prefLabel ?text FILTER(LANG(?text) = "zh")
}"""
_OWN = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label }"
_MEANINGS = "SELECT ?concept ?text (LANG(?text) AS ?language) WHERE { ?concept skos:definition ?text }"
_BEARING = """SELECT ?thing WHERE {{
  {{ ?thing rdfs:label|skos:altLabel|skos:hiddenLabel ?name VALUES ?name {{ {names} }} }}
  UNION {{
    ?concept skos:prefLabel|skos:altLabel ?name . ?thing ukg:denotes ?concept VALUES ?name {{ {names} }}
  }}
}}"""
_TYPED = "SELECT ?thing ?type WHERE { ?thing a ?type }"
_ENTITY = "SELECT ?type WHERE { ?type rdfs:subClassOf* ukg:Entity }"
_EVERY = """SELECT DISTINCT ?name WHERE {
  { SELECT ?thing WHERE { ?type rdfs:subClassOf* ukg:Entity . ?thing a ?type } }
  ?thing rdfs:label|skos:altLabel|skos:hiddenLabel ?name
}"""
_Row = Mapping[str, str]


def entity(store: Askable, name: str) -> tuple[Node, ...]:
    """All nodes that bear `name`, those of most documents first; raises UnknownName with near ones."""
    return nodes(store, named(store, name))


def why(store: Askable, name: str, other: str | None = None) -> tuple[tuple[Fact, ...], ...]:
    """All claims on `name` (chains of one), or what ties it to `other`.

    Where claims tie the two directly these are given, otherwise the shortest chains of claims;
    none at all gives an empty tuple. Raises UnknownName.
    """
    here = named(store, name)
    if other is None:
        return tuple((fact,) for fact in facts(store, here))
    there = named(store, other)
    direct = (fact for fact in facts(store, here) if {fact.source, fact.target} & there)
    return tuple((fact,) for fact in direct) or chains(store, here, there)


def named(store: Askable, name: str) -> frozenset[str]:
    """The IRIs of the nodes that bear a name: the concept's where a thing denotes one. Raises UnknownName."""
    wanted = unicodedata.normalize("NFC", name.strip())
    names = f"{literal('name', wanted)} {literal('text', wanted)}@en"
    bearing = {row[0] for row in store.texts(_BEARING.format(names=names))[1]}
    types = {row[0] for row in store.texts(_ENTITY)[1]}
    things = {row["thing"] for row in _rows(store, _TYPED, "thing", bearing) if row["type"] in types}
    if not things:
        raise unknown(name, (row[0] for row in store.texts(_EVERY)[1]))
    merged = _pairs(store, _DENOTED, "thing", things)
    return frozenset(merged.get(thing, thing) for thing in things)


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


def facts(store: Askable, nodes: Iterable[str]) -> tuple[Fact, ...]:
    """All facts on any of these nodes (IRIs), by document and place; each says whose voice it is."""
    return claimed(store, {row["claim"] for row in _rows(store, _TOUCHING, "thing", _things(store, nodes))})


def claimed(store: Askable, claims: Iterable[str]) -> tuple[Fact, ...]:
    """The facts of these claims (IRIs), by document and place."""
    rows = _rows(store, _CLAIMS, "claim", claims)
    setting = _Setting(store, rows)
    found = (setting.fact(row) for row in rows)
    return tuple(
        sorted(found, key=lambda f: (f.document, f.start, f.end, f.relation, f.position, f.source, f.target))
    )


def nodes(store: Askable, iris: Iterable[str]) -> tuple[Node, ...]:
    """The nodes of these IRIs, those of most documents first; their weight, a measure of the whole, is 0."""
    things = _things(store, iris)
    tied = _pairs(store, _DENOTED, "thing", things)
    told = {**_pairs(store, _KINDS, "thing", things), **tied}
    labels = _pairs(store, _LABELS, "concept", told.values())
    meanings = {
        (row["concept"], row["language"]): row["text"]
        for row in _rows(store, _MEANINGS, "concept", told.values())
    }
    rows: dict[str, list[_Row]] = {}
    for row in _rows(store, _CALLED, "thing", things):
        rows.setdefault(tied.get(row["thing"], row["thing"]), []).append(row)
    found = []
    for iri, about in rows.items():
        concept = told.get(about[0]["thing"], "")
        meaning = (meanings.get((concept, "zh"), ""), meanings.get((concept, "en"), ""))
        label = labels.get(iri, "") or min(row["label"] for row in about)
        found.append(_node(iri, label, about, meaning))
    return tuple(sorted(found, key=lambda node: (-len(node.documents), node.iri)))


def labels(store: Askable, iris: Iterable[str]) -> dict[str, str]:
    """What nodes are called: the concept's name in Chinese, or the label of a thing."""
    asked = set(iris)
    found = {**_pairs(store, _OWN, "thing", asked), **_pairs(store, _LABELS, "concept", asked)}
    return found | {node.iri: node.label for node in nodes(store, asked - found.keys())}


def chains(
    store: Askable, starts: Iterable[str], ends: Iterable[str], most: int = 5
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


def _ties(store: Askable) -> dict[str, set[str]]:
    """What each node is tied to by a claim, whichever way it points."""
    merged = {thing: concept for thing, concept in store.texts(_DENOTED)[1]}  # noqa: C416 - rows are no pairs
    found: dict[str, set[str]] = {}
    for ends in store.texts(_ENDS)[1]:
        subject, target = (merged.get(iri, iri) for iri in ends)
        if subject != target:
            found.setdefault(subject, set()).add(target)
            found.setdefault(target, set()).add(subject)
    return found


def _things(store: Askable, nodes: Iterable[str]) -> set[str]:
    """The things that are these nodes or denote them."""
    asked = set(nodes)
    return asked | {row["thing"] for row in _rows(store, _THINGS, "node", asked)}


def _rows(store: Askable, query: str, name: str, iris: Iterable[str]) -> list[_Row]:
    """The rows of a query by column, sorted, with a variable bound to these IRIs."""
    return [*store.rows(query, name, (f"<{iri}>" for iri in set(iris) if _IRI.fullmatch(iri)))]


def _pairs(store: Askable, query: str, name: str, iris: Iterable[str]) -> dict[str, str]:
    """The first two columns of a query as a mapping."""
    rows = (tuple(row.values()) for row in _rows(store, query, name, iris))
    return {row[0]: row[1] for row in rows}


class _Setting:
    """What claims need to be told: merges, positions, voices, and the sections of their documents."""

    def __init__(self, store: Askable, rows: list[_Row]) -> None:
        """Ask for it once for all claims."""
        sources = {row["source"] for row in rows}
        self._merged = _pairs(store, _DENOTED, "thing", {row[end] for row in rows for end in "so"})
        self._positions = _pairs(store, _POSITIONS, "claim", {row["claim"] for row in rows})
        self._speakers = _pairs(store, _SPEAKERS, "u", {row["u"] for row in rows})
        self._voices = _pairs(store, _VOICES, "source", sources)
        self._sections: dict[str, dict[str, _Row]] = {}
        for row in _rows(store, _SECTIONS, "source", sources):
            self._sections.setdefault(row["source"], {})[row["section"]] = row

    def fact(self, row: _Row) -> Fact:
        """The record of one claim."""
        return Fact(
            source=self._merged.get(row["s"], row["s"]),
            relation=row["p"].removeprefix(_UKG),
            target=self._merged.get(row["o"], row["o"]),
            modality=row["m"].removeprefix(_UKG),
            position=int(self._positions.get(row["claim"], 0)),
            document=row["id"],
            quote=row["quote"],
            start=int(row["begin"]),
            end=int(row["end"]),
            section=_path(self._sections.get(row["source"], {}), int(row["begin"])),
            speaker=self._speakers.get(row["u"]) or self._voices.get(row["source"], ""),
            rule=unquote(row["rule"].rpartition("/")[2]),
        )


def _path(sections: Mapping[str, _Row], start: int) -> str:
    """The path of headings over a place, the outermost first."""
    here = [iri for iri, row in sections.items() if int(row["begin"]) <= start < int(row["end"])]
    iri = max(here, key=lambda name: int(sections[name]["begin"]), default="")
    path: list[str] = []
    while iri in sections and len(path) < len(sections):
        path.append(sections[iri]["label"])
        iri = sections[iri]["parent"]
    return " › ".join(reversed(path))


def _node(iri: str, label: str, rows: list[_Row], meaning: tuple[str, str]) -> Node:
    return Node(
        iri=iri,
        label=label,
        type=min(row["type"] for row in rows).removeprefix(_UKG),
        names=tuple(sorted({row["name"] for row in rows} - {label})),
        definition_zh=meaning[0],
        definition_en=meaning[1],
        documents=tuple(sorted({row["id"] for row in rows})),
        weight=0.0,
    )
