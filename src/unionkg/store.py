"""The one door to the triple store: write, open, ask, dump. No pyoxigraph type leaves it.

No question, no label and no record of another room enters here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from unionkg import sparql
from unionkg.errors import OutputError, QueryError

PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "ukg": "https://w3id.org/unionkg/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a query may use without declaring them, and that files are written with."""

CHUNK = 100_000
"""Quads from which on one bulk load is made; its memory is a loader's, not the graph's."""

_DROP = """
DELETE {{ GRAPH ?other {{ ?thing ?p ?o }} }}
WHERE {{
  {{ SELECT DISTINCT ?thing {{ GRAPH {graph} {{ ?thing ?q ?x }} }} }}
  GRAPH ?other {{ ?thing ?p ?o }}
}} ;
DROP SILENT GRAPH {graph}"""

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_BROKEN = (OSError, RuntimeError)
"""What the library raises where a store can't be opened or written."""
_Item = TypeVar("_Item")
_Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """An RDF term of an answer: `kind` is `iri`, `literal`, or in a user's own store `bnode`."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer: the names of its columns, and a term or None in each cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as plain text, an empty cell for None."""
        for row in self.rows:
            yield tuple(term.value if term else "" for term in row)


class Writer:
    """A store that is being written; it has one writer, and nobody reads it before it is closed."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path` or make one; raises OutputError where that can't be done."""
        self._path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._inner = ox.Store(str(path))
        except _BROKEN as fault:
            raise _unwritable(path, fault) from fault

    def values(self, predicate: str) -> dict[str, str]:
        """The value that a predicate has in each named graph, by the graph's IRI."""
        quads = self._inner.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        return {
            quad.graph_name.value: quad.object.value
            for quad in quads
            if isinstance(quad.graph_name, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        }

    def load(self, lines: Iterable[str]) -> None:
        """Take N-Quads in by one bulk load: all of them, or none where it is broken off."""
        with self._told():
            self._inner.bulk_load("".join(lines), format=ox.RdfFormat.N_QUADS)

    def drop(self, graph: str) -> None:
        """Take out a graph, and what other graphs say of the things that it describes, in one transaction."""
        with self._told():
            self._inner.update(_DROP.format(graph=str(ox.NamedNode(graph))))

    def replace(self, graph: str, lines: Iterable[str]) -> bool:
        """Let a graph hold these lines and no others; gives whether anything had to be changed."""
        named = ox.NamedNode(graph)
        kept = set(self._inner.quads_for_pattern(None, None, None, named))
        wanted = set(ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS))
        with self._told():
            for quad in kept - wanted:
                self._inner.remove(quad)
            self._inner.extend(wanted - kept)
        return kept != wanted

    def close(self) -> None:
        """Bring everything to the disk; nothing can be written afterwards."""
        if not hasattr(self, "_inner"):
            return
        with self._told():
            self._inner.flush()
            del self._inner
            _sync(self._path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except _BROKEN as fault:
            raise _unwritable(self._path, fault) from fault


def copy(path: Path, target: Path) -> None:
    """Make a store at `target` that is what the one at `path` is now; files that never change are shared.

    Raises OutputError where that can't be done.
    """
    try:
        shutil.rmtree(target, ignore_errors=True)
        ox.Store.read_only(str(path)).backup(str(target))
    except _BROKEN as fault:
        raise _unwritable(target, fault) from fault


def _sync(folder: Path) -> None:
    """Bring the files of a folder, and what it says of them, to the disk; files that are shared are there."""
    for path in (*folder.iterdir(), folder):
        if os.name == "nt" and path.is_dir():
            continue
        if path.is_dir() or path.stat().st_nlink == 1:
            handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _unwritable(path: Path, fault: Exception) -> OutputError:
    return OutputError(
        f"{path}：写不了图库：{fault}；请检查磁盘空间和权限",
        f"{path}: the store can't be written: {fault}; check space and permissions",
    )


class Store:
    """A store that is open for reading; to a query its default graph is the union of all."""

    def __init__(self, inner: ox.Store) -> None:
        """Wrap an open store; use `open` or `of`."""
        self._inner = inner

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a built store; raises OutputError where there is none."""
        if not path.is_dir():
            raise OutputError(
                f"{path}：没有图库；请先运行 unionkg build",
                f"{path}: there is no store; run unionkg build first",
            )
        try:
            return cls(ox.Store.read_only(str(path)))
        except _BROKEN as fault:
            raise OutputError(
                f"{path}：打不开图库：{fault}；请重新运行 unionkg build",
                f"{path}: the store can't be opened: {fault}; run unionkg build again",
            ) from fault

    @classmethod
    def of(cls, lines: Iterable[str]) -> Store:
        """A store in memory from N-Quads lines."""
        inner = ox.Store()
        inner.bulk_load("".join(lines), format=ox.RdfFormat.N_QUADS)
        return cls(inner)

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._inner)

    def select(self, query: str) -> Answer:
        """The rows of a SELECT; an ASK gives one cell `ask`, a CONSTRUCT its triples.

        Raises QueryError for what is malformed, refused or too large.
        """
        result = self._query(query)
        if isinstance(result, ox.QueryBoolean):
            truth = Term("literal", str(bool(result)).lower(), "", PREFIXES["xsd"] + "boolean")
            return Answer(("ask",), ((truth,),))
        if isinstance(result, ox.QueryTriples):
            rows = sorted(tuple(map(_term, (t.subject, t.predicate, t.object))) for t in _guarded(result))
            return Answer(("subject", "predicate", "object"), tuple(rows))
        columns = tuple(variable.value for variable in result.variables)
        rows_of = (tuple(None if v is None else _term(v) for v in solution) for solution in _guarded(result))
        return Answer(columns, tuple(rows_of))

    def texts(self, query: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """The columns and rows of a SELECT as plain text, sorted; what is unbound is empty.

        Half the time of `select`, which tells what each term is. Raises QueryError.
        """
        result = self._query(query)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("这里只能用 SELECT", "only SELECT can be used here")
        columns = tuple(variable.value for variable in result.variables)
        rows = [tuple("" if v is None else _text(v) for v in solution) for solution in _guarded(result)]
        return columns, sorted(rows)

    def serialise(self, query: str, form: str) -> bytes:
        """The answer as `json`, `csv`, `tsv` (SELECT, ASK) or `turtle` (CONSTRUCT, DESCRIBE).

        SPARQL 1.1 Query Results JSON, CSV and TSV formats. Raises QueryError.
        """
        result = self._query(query)
        triples = isinstance(result, ox.QueryTriples)
        if triples != (form == "turtle"):
            fitting = "turtle" if triples else "json, csv, tsv"
            raise QueryError(
                f"这种查询不能写成 {form}；可用：{fitting}",
                f"this kind of query can't be written as {form}; use {fitting}",
            )
        if isinstance(result, ox.QueryTriples):
            ordered = sorted(_guarded(result), key=str)
            return _written(ordered, form)
        try:
            return result.serialize(format=_RESULTS[form]) or b""
        except (RuntimeError, ValueError, OSError) as fault:
            raise _failed(fault) from fault

    def write(self, form: str) -> bytes:
        """All quads as `trig` or `jsonld`, or the union of all graphs as `turtle`; sorted."""
        if form == "turtle":
            triples = {ox.Triple(q.subject, q.predicate, q.object) for q in self._inner}
            return _written(sorted(triples, key=str), form)
        return _written(sorted(self._inner, key=_order), form)

    def dump(self) -> Iterator[str]:
        """All quads as canonical N-Quads lines, sorted by code point, each with its line feed."""
        written = ox.serialize(self._inner, format=ox.RdfFormat.N_QUADS) or b""
        for line in sorted(written.decode("utf-8").split("\n")):
            if line:
                yield line + "\n"

    def _query(self, query: str) -> _Result:
        sparql.check(query)
        try:
            return self._inner.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        except SyntaxError as fault:
            raise _malformed(query, str(fault)) from fault
        except (RuntimeError, ValueError, OSError) as fault:
            raise _failed(fault) from fault


def _written(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: str) -> bytes:
    """Serialise; the prefixes, whose order the library leaves to chance, are sorted."""
    written = ox.serialize(statements, format=_GRAPHS[form], prefixes=PREFIXES) or b""
    lines = written.split(b"\n")
    head = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")), 0)
    return b"\n".join(sorted(lines[:head]) + lines[head:])


def _order(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def _guarded(results: Iterable[_Item]) -> Iterator[_Item]:
    """The results one by one; what fails while they are worked out is a QueryError too."""
    try:
        yield from results
    except (RuntimeError, ValueError, OSError) as fault:
        raise _failed(fault) from fault


def _text(value: _Value) -> str:
    return str(value) if isinstance(value, ox.Triple) else value.value


def _term(value: _Value) -> Term:
    if isinstance(value, ox.NamedNode):
        return Term("iri", value.value)
    if isinstance(value, ox.Literal):
        return Term("literal", value.value, value.language or "", value.datatype.value)
    if isinstance(value, ox.BlankNode):
        return Term("bnode", value.value)
    return Term("triple", str(value))


def _malformed(query: str, message: str) -> QueryError:
    """A syntax error with the line and column that the parser tells, and the line itself."""
    match = re.search(r"at (\d+):(\d+)", message)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    lines = query.split("\n")
    words = lines[line - 1].strip() if line <= len(lines) else ""
    if "Prefix not found" in message:
        known = ", ".join(PREFIXES)
        zh, en = (
            f"前缀没有声明；已知前缀：{known}",
            f"a prefix is not declared; known without PREFIX: {known}",
        )
    else:
        zh = "检查此处之前的括号、句点、引号和关键词"
        en = "check brackets, full stops, quotes and keywords before this place"
    return QueryError(
        f"SPARQL 第 {line} 行第 {column} 列写法有误：{words}\n{zh}",
        f"SPARQL line {line}, column {column} is malformed: {words}\n{en}",
    )


def _failed(fault: Exception) -> QueryError:
    return QueryError(
        f"查询没有完成：{fault}；请简化后再试", f"the query failed: {fault}; simplify it and try again"
    )
