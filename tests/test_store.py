"""The store: built whole or not at all, read only, the same bytes out as in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import speech
from unionkg import store as stores
from unionkg.errors import OutputError, QueryError
from unionkg.store import Store, Term


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made speech in memory."""
    return Store.of(speech.graph_lines())


def test_build_and_dump_give_the_lines_back(tmp_path: Path) -> None:
    """What is built on disk is dumped as the same canonical lines, whatever the chunks."""
    lines = sorted(set(speech.graph_lines()))
    assert stores.build(tmp_path / "deep" / "store", lines) == len(lines)
    opened = Store.open(tmp_path / "deep" / "store")
    assert len(opened) == len(lines)
    assert list(opened.dump()) == lines
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["store"]


def test_chunks_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small chunk gives the same store as a large one."""
    monkeypatch.setattr(stores, "CHUNK", 7)
    lines = sorted(set(speech.graph_lines()))
    stores.build(tmp_path / "store", lines)
    assert list(Store.open(tmp_path / "store").dump()) == lines


def test_a_failed_build_leaves_the_old_store(tmp_path: Path) -> None:
    """Where the lines break off nothing of the old store is lost; the next build succeeds."""
    path = tmp_path / "store"
    stores.build(path, ["<a:a> <a:b> <a:c> <a:g> .\n"])

    def broken() -> list[str]:
        raise LookupError

    with pytest.raises(LookupError):
        stores.build(path, (line for _ in [0] for line in broken()))
    assert len(Store.open(path)) == 1
    assert stores.build(path, ["<a:a> <a:b> <a:c> <a:g> .\n", "<a:a> <a:b> <a:d> <a:g> .\n"]) == 2
    assert len(Store.open(path)) == 2


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    """Opening what is not there names the command that makes it."""
    (tmp_path / "empty").mkdir()
    for name in ("absent", "empty"):
        with pytest.raises(OutputError, match="unionkg build"):
            Store.open(tmp_path / name)


def test_the_default_graph_is_the_union(store: Store) -> None:
    """A pattern without GRAPH sees every graph; GRAPH names one."""
    answer = store.select(
        "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { ?s ukg:modality ?m . GRAPH ?g { ?s a ukg:Claim } }"
    )
    assert answer.rows == ((Term("literal", "1", "", stores.PREFIXES["xsd"] + "integer"),),)


def test_answers_are_plain_records(store: Store) -> None:
    """A SELECT gives columns and terms, None where a variable is unbound; ASK and CONSTRUCT fit in."""
    answer = store.select(
        "SELECT ?l ?none WHERE { ?e a ukg:Person ; rdfs:label ?l OPTIONAL { ?e ukg:none ?none } }"
    )
    assert answer.columns == ("l", "none")
    assert answer.rows == ((Term("literal", "林书记", "zh", stores.PREFIXES["rdf"] + "langString"), None),)
    assert list(store.select("ASK { ?s ukg:none ?o }").texts()) == [("false",)]
    triples = store.select("CONSTRUCT { ?e rdfs:label ?l } WHERE { ?e a ukg:Person ; rdfs:label ?l }")
    assert [row[2] for row in triples.texts()] == ["林书记"]


def test_results_in_the_formats_of_the_standard(store: Store) -> None:
    """JSON, CSV and TSV for SELECT, Turtle for CONSTRUCT; the wrong pair is refused with the right one."""
    query = "SELECT ?l WHERE { ?e a ukg:Person ; rdfs:label ?l }"
    found = json.loads(store.serialise(query, "json"))
    assert found["results"]["bindings"] == [{"l": {"type": "literal", "value": "林书记", "xml:lang": "zh"}}]
    assert store.serialise(query, "csv").decode() == "l\r\n林书记\r\n"
    assert store.serialise(query, "tsv").decode() == '?l\n"林书记"@zh\n'
    turtle = store.serialise("CONSTRUCT { ?e a ukg:Person } WHERE { ?e a ukg:Person }", "turtle").decode()
    assert "ukg:Person ." in turtle
    with pytest.raises(QueryError, match="json, csv, tsv"):
        store.serialise(query, "turtle")
    with pytest.raises(QueryError, match="turtle"):
        store.serialise("CONSTRUCT WHERE { ?s ?p ?o }", "json")


def test_a_syntax_error_has_line_and_column(store: Store) -> None:
    """A malformed query is told by line, column, the line itself, and what to look at."""
    with pytest.raises(QueryError, match=r"line 2, column \d+ .*FILTERR"):
        store.select("SELECT *\nWHERE { FILTERR(?s) }")
    with pytest.raises(QueryError, match="prefix is not declared"):
        store.select("SELECT * WHERE { ?s other:p ?o }")


def test_files_do_not_depend_on_chance() -> None:
    """Two processes write the same TriG, though the library leaves the prefixes' order to chance."""
    code = "import speech, hashlib; from unionkg.store import Store; s = Store.of(speech.graph_lines());\n"
    code += "print(*(hashlib.sha256(s.write(f)).hexdigest() for f in ('trig', 'turtle', 'jsonld')))"
    here = Path(__file__).parent
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": f"{here}:{here.parent / 'src'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
