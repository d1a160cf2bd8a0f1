"""The store: built whole or not at all, read only, the same bytes out as in."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import speech
from unionkg import store as stores
from unionkg.errors import OutputError, QueryError
from unionkg.store import Store, Term, Writer


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made speech in memory."""
    return Store.of(speech.graph_lines())


def written(path: Path, lines: Iterable[str]) -> Path:
    """A store at that place with these lines."""
    writer = Writer(path)
    writer.load(laid(path, lines))
    writer.close()
    return path


def laid(path: Path, lines: Iterable[str]) -> Path:
    """These lines as a file beside a store."""
    beside = path.with_suffix(".nq")
    beside.write_text("".join(lines), encoding="utf-8")
    return beside


def test_what_is_written_is_dumped(tmp_path: Path) -> None:
    """What is loaded on disk is dumped as the same canonical lines, in one load or in several."""
    lines = sorted(set(speech.graph_lines()))
    opened = Store.open(written(tmp_path / "deep" / "store", lines))
    assert len(opened) == len(lines)
    assert list(opened.dump()) == lines
    for start in range(0, len(lines), 500):
        written(tmp_path / "store", lines[start : start + 500])
    assert list(Store.open(tmp_path / "store").dump()) == lines


def test_a_load_that_breaks_off_loads_nothing(tmp_path: Path) -> None:
    """Where a line is no quad none of its load is there, and what was there stays."""
    path = written(tmp_path / "store", ["<a:a> <a:b> <a:c> <a:g> .\n"])
    writer = Writer(path)
    with pytest.raises(SyntaxError):
        writer.load(laid(path, ["<a:a> <a:b> <a:d> <a:g> .\n", "broken"]))
    writer.close()
    writer.close()
    assert len(Store.open(path)) == 1


def test_a_graph_is_dropped_with_what_others_say_of_its_things(tmp_path: Path) -> None:
    """The graph goes, and the ties of the things that it describes; what only points at them stays."""
    kept = ["<a:g2> <a:rule> <a:r> <a:g2> .\n", "<a:x> <a:b> <a:thing> <a:g3> .\n"]
    gone = ["<a:thing> <a:b> <a:c> <a:g1> .\n", "<a:thing> <a:denotes> <a:k> <a:g2> .\n"]
    path = written(tmp_path / "store", [*kept, *gone])
    writer = Writer(path)
    writer.drop("a:g1")
    writer.close()
    assert list(Store.open(path).dump()) == kept


def test_a_graph_is_replaced_by_what_differs(tmp_path: Path) -> None:
    """A graph holds the lines given and no others; nothing is done where it does already."""
    path = written(tmp_path / "store", ["<a:a> <a:b> <a:c> <a:g> .\n", "<a:a> <a:b> <a:d> <a:g> .\n"])
    writer = Writer(path)
    lines = ["<a:a> <a:b> <a:d> <a:g> .\n", '<a:a> <a:b> "e" <a:g> .\n']
    assert writer.replace("a:g", lines)
    assert not writer.replace("a:g", lines)
    assert writer.values("a:b") == {"a:g": "e"}
    writer.close()
    assert list(Store.open(path).dump()) == sorted(lines)


def test_a_store_that_is_written_keeps_few_files_open(tmp_path: Path) -> None:
    """It is told so by what this process may open, which is then as it was; a value is asked of one graph."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    path = written(tmp_path / "store", ['<a:g> <a:b> "c" <a:g> .\n', '<a:x> <a:b> "d" <a:g> .\n'])
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    told = "".join(file.read_text(encoding="utf-8") for file in path.glob("OPTIONS-*"))
    assert all(48 <= int(number) < 256 for number in re.findall(r"max_open_files=(\S+)", told))
    writer = Writer(path)
    assert (writer.value("a:g", "a:b"), writer.value("a:h", "a:b")) == ("c", "")
    writer.close()


def test_a_copy_is_a_store_of_its_own(tmp_path: Path) -> None:
    """What is written to a copy does not reach the store that it was made of."""
    path = written(tmp_path / "store", ["<a:a> <a:b> <a:c> <a:g> .\n"])
    stores.copy(path, tmp_path / "copy")
    written(tmp_path / "copy", ["<a:a> <a:b> <a:d> <a:g> .\n"])
    assert len(Store.open(path)) == 1
    assert len(Store.open(tmp_path / "copy")) == 2
    with pytest.raises(OutputError, match="check space"):
        stores.copy(tmp_path / "absent", tmp_path / "other")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="check space"):
        Writer(tmp_path / "file" / "store")


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
    here = Path(__file__).parents[1]
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


def test_a_variable_is_bound_to_more_terms_than_one_query_names(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows come sorted, whether all are asked for at once, in pieces, or for no term."""
    query = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label . ?thing a ukg:Requirement }"
    rows = store.rows(query)
    terms = [f"<{row['thing']}>" for row in rows]
    monkeypatch.setattr(stores.askable, "TERMS", 2)
    assert len(rows) > 4
    assert store.rows(query, "thing", reversed(terms)) == rows
    assert store.rows(query, "thing", terms[:1]) == rows[:1]
    assert store.rows(query, "thing", ()) == []
