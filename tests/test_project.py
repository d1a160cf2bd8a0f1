"""The Python interface: what the commands call."""

from __future__ import annotations

from pathlib import Path

import pytest

import unionkg
from unionkg import project
from unionkg.errors import QueryError, UnknownName, UsageError
from unionkg.project import Graph


@pytest.fixture(scope="module")
def graph(built: Path) -> Graph:
    """The sample's graph."""
    return unionkg.open(built)


def test_the_package_gives_build_open_and_connect() -> None:
    """They are those of `project`; nothing else is there."""
    assert unionkg.build is project.build
    assert unionkg.open is project.open
    assert unionkg.connect is project.connect
    assert sorted(unionkg.__all__) == ["Graph", "__version__", "build", "connect", "open"]
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        unionkg.close  # noqa: B018


def test_the_version_is_that_of_the_package() -> None:
    """The version stands in one place for the program and one for the package, and they agree."""
    import tomllib

    text = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["project"]["version"] == unionkg.__version__


def test_build_takes_settings_and_options(corpus: Path, tmp_path: Path) -> None:
    """What stands in unionkg.toml holds unless an argument says otherwise."""
    (tmp_path / "unionkg.toml").write_text(
        'output = "here"\nbase = "https://example.org/x/"\n', encoding="utf-8"
    )
    report = unionkg.build(corpus, jobs=1)
    assert report.output == str(tmp_path / "here")
    other = unionkg.build(corpus, tmp_path / "there", jobs=1)
    assert other.output == str(tmp_path / "there")
    found = "https://example.org/x/document/" in (tmp_path / "there" / "graph.nq").read_text(encoding="utf-8")
    assert found
    assert unionkg.open(tmp_path / "there").base == "https://example.org/x/"


def test_a_query_and_its_mistakes(graph: Graph) -> None:
    """SPARQL gives rows; malformed or refused SPARQL gives a QueryError."""
    assert graph.query("SELECT ?d WHERE { ?d a ukg:SourceDocument }").columns == ("d",)
    for text in (
        "SELECT",
        "LOAD <http://example.org/>",
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    ):
        with pytest.raises(QueryError):
            graph.query(text)


def test_ready_made_questions(graph: Graph) -> None:
    """A question is asked by name with its parameters; an unknown one offers those there are."""
    assert graph.ask("formula", formula="15字要求").rows
    with pytest.raises(UnknownName, match="formula"):
        graph.ask("formulas")
    with pytest.raises(UsageError, match="no parameter"):
        graph.ask("formula", name="x")


def test_entity_and_why(graph: Graph) -> None:
    """An entity is found by its name, and the claims on it carry their quotes."""
    assert graph.entity("春风行动")[0].type == "Initiative"
    chains = graph.why("春风行动")
    assert all(fact.quote for chain in chains for fact in chain)
    with pytest.raises(UnknownName, match="Did you mean"):
        graph.entity("春风行")


def test_graphs_for_other_tools(graph: Graph) -> None:
    """The network has a node an entity; the dataset has every quad."""
    network = graph.to_networkx()
    assert network.number_of_nodes() > 100
    assert any(attributes["label"] == "春风行动" for _, attributes in network.nodes(data=True))
    dataset = graph.to_rdflib()
    assert len(list(dataset.quads())) == len(graph.store)


def test_an_unbuilt_folder_is_told(tmp_path: Path) -> None:
    """Opening a folder without a graph says how to build it."""
    with pytest.raises(UsageError, match="unionkg build"):
        unionkg.open(tmp_path)
