"""Files for other tools: every format reads back, and no cell is run as a formula."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib

import speech
from unionkg import export
from unionkg.errors import UsageError
from unionkg.exhibit import Exhibit, Node
from unionkg.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made speech in memory."""
    return Store.of(speech.graph_lines())


@pytest.mark.parametrize(("form", "reader"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_datasets_read_back(form: str, reader: str, store: Store) -> None:
    """Another library reads as many quads as the store has."""
    (content,) = export.files(store, form).values()
    dataset = rdflib.Dataset()
    dataset.parse(data=content, format=reader)
    assert len(dataset) == len(store)


def test_turtle_is_the_union(store: Store) -> None:
    """Turtle holds every triple of every graph once."""
    graph = rdflib.Graph()
    graph.parse(data=export.files(store, "turtle")["graph.ttl"], format="turtle")
    assert len(graph) == int(next(store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").texts())[0])


def test_jsonld_has_a_context(store: Store) -> None:
    """Keys and types are short by the context, Chinese is written as it is."""
    text = export.files(store, "jsonld")["graph.jsonld"].decode("utf-8")
    assert '"ukg:modality"' in text
    assert '"ukg:Claim"' in text
    assert "春风行动" in text


def test_tables_hold_nodes_and_edges(store: Store) -> None:
    """Each node and each fact is a row; an edge names its ends by label and bears its quote."""
    found = export.files(store, "csv")
    assert sorted(found) == ["edges.csv", "nodes.csv"]
    edges = list(csv.DictReader(io.StringIO(found["edges.csv"].decode("utf-8-sig"), newline="")))
    assert len(edges) == len(speech.CLAIMS)
    row = next(edge for edge in edges if edge["relation"] == "establishes" and edge["modality"] == "Stated")
    assert (row["source_label"], row["target_label"], row["quote"]) == (
        "市总工会",
        "职工之家",
        "市总工会设立了职工之家",
    )


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@x", "\tx", "＝1", "\r=1"])
def test_no_cell_is_a_formula(label: str) -> None:
    """A label that a spreadsheet would run begins with an apostrophe."""
    node = Node("a:a", label, "Person", (label,), "", "", (), 0.0)
    table = export.tables(Exhibit((node,), (), (), (), ()))["nodes.csv"].decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(table, newline="")))
    assert (row["label"], row["names"]) == (f"'{label}", f"'{label}")


def test_an_unknown_format_names_the_known(store: Store) -> None:
    """A format that is not there is answered with those that are."""
    with pytest.raises(UsageError, match="graphml"):
        export.files(store, "xlsx")


def test_all_formats_are_files(store: Store) -> None:
    """Each format gives the files that it says."""
    for form, names in export.FILES.items():
        assert ", ".join(sorted(export.files(store, form), reverse=True)) == names
