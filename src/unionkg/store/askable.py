"""What can be asked, wherever it stands: SELECT, ASK, CONSTRUCT and DESCRIBE, and what an answer is.

How a query reaches its store is no matter of this module.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from unionkg.errors import QueryError

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
BROKEN = (RuntimeError, ValueError, OSError)
"""What the library raises where a query can't be finished."""
_Item = TypeVar("_Item")
_Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Result = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]
"""What a query gives: rows, yes or no, or triples."""
TERMS = 200
"""Terms that one query names."""


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


class Askable(ABC):
    """A store that answers queries; to a query its default graph is the union of all graphs."""

    @abstractmethod
    def _query(self, query: str) -> Result:
        """The result of a query; raises QueryError."""

    def select(self, query: str) -> Answer:
        """The rows of a SELECT; an ASK gives one cell `ask`, a CONSTRUCT its triples.

        Raises QueryError for what is malformed, refused or too large.
        """
        result = self._query(query)
        if isinstance(result, ox.QueryBoolean):
            truth = Term("literal", str(bool(result)).lower(), "", PREFIXES["xsd"] + "boolean")
            return Answer(("ask",), ((truth,),))
        if not isinstance(result, ox.QuerySolutions):
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

    def rows(
        self, query: str, variable: str = "", terms: Iterable[str] | None = None
    ) -> list[dict[str, str]]:
        """The rows of a SELECT by column, sorted; with a variable bound to these terms, where they are given.

        Terms are as SPARQL writes them; a query names so many at a time. Raises QueryError.
        """
        if terms is None:
            columns, found = self.texts(query)
            return [dict(zip(columns, row, strict=True)) for row in found]
        columns, found, ordered = (), [], sorted(set(terms))
        for start in range(0, len(ordered), TERMS):
            values = " ".join(ordered[start : start + TERMS])
            bound = query.replace("WHERE {", f"WHERE {{ VALUES ?{variable} {{ {values} }}", 1)
            columns, answer = self.texts(bound)
            found += answer
        return [dict(zip(columns, row, strict=True)) for row in sorted(found)]

    def serialise(self, query: str, form: str) -> bytes:
        """The answer as `json`, `csv`, `tsv` (SELECT, ASK) or `turtle` (CONSTRUCT, DESCRIBE).

        SPARQL 1.1 Query Results JSON, CSV and TSV formats. Raises QueryError.
        """
        result = self._query(query)
        triples = not isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
        if triples != (form == "turtle"):
            fitting = "turtle" if triples else "json, csv, tsv"
            raise QueryError(
                f"这种查询不能写成 {form}；可用：{fitting}",
                f"this kind of query can't be written as {form}; use {fitting}",
            )
        if not isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
            return written(sorted(_guarded(result), key=str), form)
        try:
            return result.serialize(format=_RESULTS[form]) or b""
        except BROKEN as fault:
            raise failed(fault) from fault


def written(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: str) -> bytes:
    """`turtle`, `trig` or `jsonld`; the prefixes, whose order the library leaves to chance, are sorted."""
    told = ox.serialize(statements, format=_GRAPHS[form], prefixes=PREFIXES) or b""
    lines = told.split(b"\n")
    head = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")), 0)
    return b"\n".join(sorted(lines[:head]) + lines[head:])


def _guarded(results: Iterable[_Item]) -> Iterator[_Item]:
    """The results one by one; what fails while they are worked out is a QueryError too."""
    try:
        yield from results
    except BROKEN as fault:
        raise failed(fault) from fault


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


def malformed(query: str, message: str) -> QueryError:
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


def failed(fault: Exception) -> QueryError:
    """A query that was begun and not finished."""
    return QueryError(
        f"查询没有完成：{fault}；请简化后再试", f"the query failed: {fault}; simplify it and try again"
    )
