"""Files for other tools: every format reads back, and no cell is run as a formula."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import igraph
import networkx as nx
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

import speech
from unionkg import export, project, tables
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
    table = tables.plain(Exhibit((node,), (), (), (), ()))["nodes.csv"].decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(table, newline="")))
    assert (row["label"], row["names"]) == (f"'{label}", f"'{label}")


def test_an_answer_for_a_spreadsheet() -> None:
    """A byte order mark where it is asked for; a number stays a number, a formula becomes a text."""
    rows = [("-5", "=1+1"), ("2.5", "甲,乙")]
    plain = tables.sheet(("a", "b"), rows, mark=False)
    assert plain.decode("utf-8") == 'a,b\r\n-5,\'=1+1\r\n2.5,"甲,乙"\r\n'
    assert tables.sheet(("a", "b"), rows, mark=True) == b"\xef\xbb\xbf" + plain


def test_an_unknown_format_names_the_known(store: Store) -> None:
    """A format that is not there is answered with those that are."""
    with pytest.raises(UsageError, match="graphml"):
        export.files(store, "xlsx")


def test_all_formats_are_files(store: Store) -> None:
    """Each format gives the files that it says."""
    for form, names in export.FILES.items():
        assert ", ".join(sorted(export.files(store, form), reverse=True)) == names


def test_networks_read_back_with_types_weights_and_dates(store: Store) -> None:
    """GraphML by networkx and by igraph, GEXF by networkx: numbers are numbers, edges bear their dates."""
    graphml, gexf = (export.files(store, form)[export.FILES[form]] for form in ("graphml", "gexf"))
    for graph in (nx.read_graphml(io.BytesIO(graphml)), nx.read_gexf(io.BytesIO(gexf))):
        assert graph.number_of_edges() == len(speech.CLAIMS)
        assert all(isinstance(told["weight"], float) for _, told in graph.nodes(data=True))
        assert {told["date"] for *_, told in graph.edges(data=True)} == {"2019-12"}
        assert {told["first_date"] for _, told in graph.nodes(data=True)} == {"2019-12"}
    found = _igraph(graphml)
    assert (found.vcount(), found.ecount()) == (len(speech.NAMES), len(speech.CLAIMS))
    assert "春风行动" in "".join(found.vs["label"])
    assert set(found.es["weight"]) == {1.0}


def test_tables_for_neo4j_and_gephi(store: Store) -> None:
    """Headers are those that each program knows; every end of an edge is a node."""
    known_heads = (("neo4j", "iri:ID", (":START_ID", ":END_ID")), ("gephi", "Id", ("Source", "Target")))
    for form, node, ends in known_heads:
        found = export.files(store, form)
        nodes, edges = (
            list(csv.DictReader(io.StringIO(found[name].decode("utf-8-sig"), newline="")))
            for name in ("nodes.csv", "edges.csv")
        )
        known = {row[node] for row in nodes}
        assert len(known) == len(nodes) == len(speech.NAMES)
        assert len(edges) == len(speech.CLAIMS)
        assert {row[end] for row in edges for end in ends} <= known
    assert not export.files(store, "neo4j")["nodes.csv"].startswith(b"\xef\xbb\xbf")


@pytest.fixture(scope="module")
def skos(built: Path) -> rdflib.Graph:
    """The thesaurus of the sample's graph as another library reads it."""
    content = export.files(project.open(built).store, "skos")["thesaurus.ttl"]
    return rdflib.Graph().parse(data=content, format="turtle")


def test_skos_alone_is_the_thesaurus(skos: rdflib.Graph) -> None:
    """Every concept with its labels and its scheme, and nothing of a document."""
    concepts = set(skos.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 3000
    assert set(skos.subjects()) == concepts | set(skos.subjects(RDF.type, SKOS.ConceptScheme))
    assert all(len(list(skos.objects(concept, SKOS.inScheme))) == 1 for concept in concepts)


def test_every_skos_scheme_has_its_labels_and_its_top_concepts(skos: rdflib.Graph) -> None:
    """No scheme is without a label in zh and en; what has nothing of its scheme above it is at the top."""
    schemes = set(skos.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes == set(skos.objects(None, SKOS.inScheme))
    for scheme in schemes:
        for said in (SKOS.prefLabel, DCTERMS.title):
            labels = {getattr(label, "language", ""): str(label) for label in skos.objects(scheme, said)}
            assert labels.keys() == {"zh", "en"}
            assert str(scheme).rpartition("/")[2] not in labels.values()
        own = set(skos.subjects(SKOS.inScheme, scheme))
        top = {concept for concept in own if not own & set(skos.objects(concept, SKOS.broader))}
        assert set(skos.objects(scheme, SKOS.hasTopConcept)) == top != set()
        assert set(skos.subjects(SKOS.topConceptOf, scheme)) == top


def test_skos_integrity_of_the_export(skos: rdflib.Graph) -> None:
    """SKOS Reference S9, S13, S14, S27, and no tie that leads nowhere."""
    things = set(skos.subjects(RDF.type, SKOS.Concept)) | set(skos.subjects(RDF.type, SKOS.ConceptScheme))
    assert all(len(set(skos.objects(thing, RDF.type))) == 1 for thing in things)
    for thing in things:
        preferred, other = (list(skos.objects(thing, said)) for said in (SKOS.prefLabel, SKOS.altLabel))
        assert not {*preferred} & {*other}
        assert len({getattr(label, "language", "") for label in preferred}) == len(preferred)
        above = (
            up
            for one in skos.objects(thing, SKOS.broader)
            for up in skos.transitive_objects(one, SKOS.broader)
        )
        assert thing not in above
    for tie in (SKOS.broader, SKOS.inScheme, SKOS.hasTopConcept, SKOS.topConceptOf):
        assert set(skos.objects(None, tie)) <= things
    assert (None, SKOS.related, None) not in skos


def test_brat_reads_back(built: Path) -> None:
    """Each document has a text and an annotation that holds for it."""
    from unionkg import brat

    found = project.open(built).brat()
    name = "2019-municipal-union-exchange"
    assert sorted(found) == [f"{name}.ann", f"{name}.txt"]
    text = found[f"{name}.txt"].decode("utf-8")
    annotation = brat.parse(found[f"{name}.ann"].decode("utf-8").split("\n"), text, name)
    assert len(annotation.mentions) > 100
    assert brat.written(annotation).encode("utf-8") == found[f"{name}.ann"]


def _igraph(content: bytes) -> igraph.Graph:
    """A GraphML file as igraph reads it; it reads from the disk alone."""
    with tempfile.NamedTemporaryFile(suffix=".graphml") as file:
        file.write(content)
        file.flush()
        return igraph.Graph.Read_GraphML(file.name)
