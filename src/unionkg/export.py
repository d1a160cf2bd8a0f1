"""A built graph for other tools: RDF, property graphs and tables. It reads a store and writes nothing.

What a format can't hold is left out here, never changed in the graph.
"""

from __future__ import annotations

import json

from unionkg import analysis, tables
from unionkg.errors import UsageError
from unionkg.gathering import exhibit
from unionkg.store import PREFIXES, Store

FILES = {
    "turtle": "graph.ttl",
    "trig": "graph.trig",
    "nquads": "graph.nq",
    "jsonld": "graph.jsonld",
    "graphml": "graph.graphml",
    "gexf": "graph.gexf",
    "csv": "nodes.csv, edges.csv",
    "neo4j": "nodes.csv, edges.csv",
    "gephi": "nodes.csv, edges.csv",
    "skos": "thesaurus.ttl",
}
"""The formats, each with the names of its files."""

_TYPE = PREFIXES["rdf"] + "type"
_SKOS = """CONSTRUCT {
  ?thing ?property ?value . ?scheme dcterms:title ?label .
  ?scheme skos:hasTopConcept ?top . ?top skos:topConceptOf ?scheme
} WHERE {
  { GRAPH ?graph { ?thing a skos:Concept ; skos:inScheme ?any ; ?property ?value } }
  UNION { ?thing a skos:ConceptScheme ; ?property ?value }
  UNION { ?scheme a skos:ConceptScheme ; skos:prefLabel ?label }
  UNION {
    ?top skos:inScheme ?scheme
    FILTER NOT EXISTS { ?top skos:broader/skos:inScheme ?scheme }
  }
}"""
"""Editors know a scheme's title by either property; at its top is what has none of its concepts above it."""


def files(store: Store, form: str) -> dict[str, bytes]:
    """The files of one format by name: one, or for tables two. Raises UsageError."""
    if form not in FILES:
        known = ", ".join(FILES)
        raise UsageError(f"没有格式 {form}；可用：{known}", f"no format '{form}'; use: {known}")
    tabled = {"csv": tables.plain, "neo4j": tables.neo4j, "gephi": tables.gephi}.get(form)
    if tabled:
        return tabled(exhibit(store))
    return {FILES[form]: _written(store, form)}


def _written(store: Store, form: str) -> bytes:
    if form == "jsonld":
        return jsonld(store)
    if form == "graphml":
        return analysis.graphml(exhibit(store))
    if form == "gexf":
        return analysis.gexf(exhibit(store))
    if form == "skos":
        return store.serialise(_SKOS, "turtle")
    return b"".join(line.encode("utf-8") for line in store.dump()) if form == "nquads" else store.write(form)


def jsonld(store: Store) -> bytes:
    """The graph as JSON-LD 1.1 with a context of prefixes; keys and types are compacted by it."""
    expanded = json.loads(store.write("jsonld"))
    document = {"@context": PREFIXES, "@graph": _compacted(expanded)}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _compacted(value: object) -> object:
    """Keys and types by prefix; a list of one is kept a list, so that it reads the same everywhere."""
    if isinstance(value, list):
        return [_compacted(item) for item in value]
    if isinstance(value, dict):
        return {
            "@type" if key == _TYPE else _short(key): _types(item) if key == _TYPE else _compacted(item)
            for key, item in value.items()
        }
    return value


def _types(values: list[dict[str, str]]) -> list[str]:
    """The classes of a node, which the store's writer gives as values of rdf:type."""
    return [_short(value["@id"]) for value in values]


def _short(iri: str) -> str:
    for prefix, start in PREFIXES.items():
        local = iri.removeprefix(start)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return iri
