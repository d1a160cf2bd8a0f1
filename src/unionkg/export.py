"""A built graph for other tools: RDF, property graphs and tables. It reads a store and writes nothing.

What a format can't hold is left out here, never changed in the graph.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import fields

from unionkg import analysis
from unionkg.errors import UsageError
from unionkg.exhibit import Exhibit, Node
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


_SKOS = """CONSTRUCT { ?concept ?property ?value . ?scheme a skos:ConceptScheme } WHERE {
  GRAPH ?graph { ?concept a skos:Concept ; ?property ?value ; skos:inScheme ?scheme }
}"""
_SEVERAL = ";"
"""What stands between the values of a list in Neo4j's import (its default for arrays)."""


def files(store: Store, form: str) -> dict[str, bytes]:
    """The files of one format by name: one, or for tables two. Raises UsageError."""
    if form not in FILES:
        known = ", ".join(FILES)
        raise UsageError(f"没有格式 {form}；可用：{known}", f"no format '{form}'; use: {known}")
    tabled = {"csv": tables, "neo4j": neo4j, "gephi": gephi}.get(form)
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


def tables(found: Exhibit) -> dict[str, bytes]:
    """`nodes.csv` and `edges.csv`, UTF-8 with a byte order mark as spreadsheets want it.

    A cell that a spreadsheet would run as a formula begins with an apostrophe
    (OWASP, CSV Injection).
    """
    labels = {node.iri: node.label for node in found.nodes}
    columns = [field.name for field in fields(Node)]
    nodes = ([getattr(node, name) for name in columns] for node in found.nodes)
    head = ["source", "source_label", "relation", "target", "target_label", "modality", "position",
            "document", "quote", "start", "end", "section", "speaker", "rule"]  # fmt: skip
    ends = {"source_label": "source", "target_label": "target"}
    edges = (
        [labels[getattr(fact, ends[name])] if name in ends else getattr(fact, name) for name in head]
        for fact in found.facts
    )
    return {"nodes.csv": _table(columns, nodes), "edges.csv": _table(head, edges)}


def neo4j(found: Exhibit) -> dict[str, bytes]:
    """`nodes.csv` and `edges.csv` with the headers of `neo4j-admin database import`, UTF-8 without a mark.

    Cells are as they are: Neo4j runs none, and a spreadsheet should be given `csv`.
    """
    head = ["iri:ID", "label", "names:string[]", "documents:string[]", "weight:double", ":LABEL"]
    nodes = (
        [node.iri, node.label, _listed(node.names), _listed(node.documents), node.weight, node.type]
        for node in found.nodes
    )
    tied = [":START_ID", "modality", "position:int", "document", "date", "quote", "start:int", "end:int",
            "speaker", "rule", ":END_ID", ":TYPE"]  # fmt: skip
    dates = {row.id: row.date for row in found.documents}
    edges = (
        [fact.source, fact.modality, fact.position, fact.document, dates.get(fact.document, ""), fact.quote,
         fact.start, fact.end, fact.speaker, fact.rule, fact.target, fact.relation]
        for fact in found.facts
    )  # fmt: skip
    return {"nodes.csv": _rows(head, nodes), "edges.csv": _rows(tied, edges)}


def _listed(values: Iterable[str]) -> str:
    """Values as one cell; what parts them is taken out of them."""
    return _SEVERAL.join(value.replace(_SEVERAL, ",") for value in values)


def gephi(found: Exhibit) -> dict[str, bytes]:
    """`nodes.csv` and `edges.csv` with the headers that Gephi knows, UTF-8 with a byte order mark."""
    nodes = ([node.iri, node.label, node.type, node.weight, len(node.documents)] for node in found.nodes)
    dates = {row.id: row.date for row in found.documents}
    edges = (
        [number, fact.source, fact.target, "Directed", fact.relation, 1, fact.modality, fact.document,
         dates.get(fact.document, ""), fact.quote]
        for number, fact in enumerate(found.facts)
    )  # fmt: skip
    tied = ["Id", "Source", "Target", "Type", "Label", "Weight", "modality", "document", "date", "quote"]
    return {
        "nodes.csv": _table(["Id", "Label", "class", "pagerank", "documents"], nodes),
        "edges.csv": _table(tied, edges),
    }


def _rows(columns: list[str], rows: Iterable[list[object]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows(rows)
    return out.getvalue().encode("utf-8")


def _table(columns: list[str], rows: Iterable[list[object]]) -> bytes:
    """A table for spreadsheets: with a byte order mark, and no cell that one runs."""
    return b"\xef\xbb\xbf" + _rows(columns, ([_cell(value) for value in row] for row in rows))


def _cell(value: object) -> str:
    text = "|".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
