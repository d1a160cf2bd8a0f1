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
}
"""The formats, each with the names of its files."""

_TYPE = PREFIXES["rdf"] + "type"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def files(store: Store, form: str) -> dict[str, bytes]:
    """The files of one format by name: one, or for `csv` two. Raises UsageError."""
    if form not in FILES:
        known = ", ".join(FILES)
        raise UsageError(f"没有格式 {form}；可用：{known}", f"no format '{form}'; use: {known}")
    if form == "csv":
        return tables(exhibit(store))
    return {FILES[form]: _written(store, form)}


def _written(store: Store, form: str) -> bytes:
    if form == "jsonld":
        return jsonld(store)
    if form == "graphml":
        return analysis.graphml(exhibit(store))
    if form == "gexf":
        return analysis.gexf(exhibit(store))
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


def _table(columns: list[str], rows: Iterable[list[object]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "|".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
