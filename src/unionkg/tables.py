"""Tables of a graph: for spreadsheets, for Neo4j and for Gephi, and the rows of an answer.

It takes records and gives bytes; no store is read and nothing is measured here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields

from unionkg.exhibit import Exhibit, Node

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)
_MARK = b"\xef\xbb\xbf"
_SEVERAL = ";"
"""What stands between the values of a list in Neo4j's import (its default for arrays)."""


def plain(found: Exhibit) -> dict[str, bytes]:
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


def sheet(columns: Iterable[str], rows: Iterable[Iterable[str]], *, mark: bool) -> bytes:
    """The rows of an answer as CSV (RFC 4180), with a byte order mark where `mark`.

    No cell is run as a formula; plain numbers stay as they are.
    """
    cells = ([cell if _NUMBER.fullmatch(cell) else _cell(cell) for cell in row] for row in rows)
    return (_MARK if mark else b"") + _rows(list(columns), cells)


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


def _rows(columns: list[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows(rows)
    return out.getvalue().encode("utf-8")


def _table(columns: list[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table for spreadsheets: with a byte order mark, and no cell that one runs."""
    return _MARK + _rows(columns, ([_cell(value) for value in row] for row in rows))


def _cell(value: object) -> str:
    text = "|".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
