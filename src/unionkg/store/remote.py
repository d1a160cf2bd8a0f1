"""A store at a SPARQL 1.1 endpoint: asked by the protocol's form, changed graph by graph.

What is sent holds for any server of the standard; what a server does otherwise is told in `docs/stores.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from unionkg import sparql
from unionkg.errors import QueryError, StoreError
from unionkg.store.addresses import Addresses, shown
from unionkg.store.askable import PREFIXES, Askable, Result, malformed
from unionkg.store.client import Account, Client, Refused, Reply

PIECE = 4 * 1024**2
"""Bytes of one upload: a larger graph is put with the first of them, and the rest is added."""
_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.9"
_TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
_SHORT = {"union-default-graph": "true"}
_PROBE = """SELECT DISTINCT ?place WHERE {
  { ?run a ukg:Run . BIND("union" AS ?place) }
  UNION { GRAPH ?graph { ?run a ukg:Run } BIND("named" AS ?place) }
}"""


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A text that a graph says of a thing."""

    subject: str
    predicate: str
    text: str

    def line(self) -> str:
        """The note as N-Triples."""
        return f"{ox.NamedNode(self.subject)} {ox.NamedNode(self.predicate)} {ox.Literal(self.text)} .\n"


class Remote(Askable):
    """An endpoint."""

    def __init__(self, addresses: Addresses, account: Account) -> None:
        """Nothing is sent yet."""
        self.addresses = addresses
        self._client = Client(account)
        self._options: Mapping[str, str] = {}

    def check(self) -> Remote:
        """Give itself where a graph of ours is there and a query sees all named graphs; raises StoreError.

        A default graph that is not the union is asked for as one, in the way of Oxigraph's server.
        """
        found = {row[0] for row in self.texts(_PROBE)[1]}
        if found == {"named"}:
            self._options = _SHORT
            found = {row[0] for row in self.texts(_PROBE)[1]}
        where = shown(self.addresses.query)
        if "named" not in found:
            raise StoreError(
                f"{where}：里面没有图谱；请先运行 unionkg build --store",
                f"{where}: it holds no graph; run unionkg build --store first",
            )
        if "union" not in found:
            raise StoreError(
                f"{where}：默认图不是各命名图的并集，问题会答不全；请在服务端打开此设置（见 docs/stores.md）",
                f"{where}: the default graph is not the union of all, so answers would be missing;"
                " switch that on in the server (docs/stores.md)",
            )
        return self

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def _query(self, query: str) -> Result:
        sparql.check(query)
        triples = sparql.kind(query) in {"CONSTRUCT", "DESCRIBE"}
        try:
            reply = self._client.send(
                "POST",
                self.addresses.query,
                content={"query": _declared(query), **self._options},
                headers={"Accept": _TRIPLES if triples else _ROWS},
            )
        except Refused as fault:
            raise _told(query, fault) from fault
        self._found(self.addresses.query, reply)
        self._check_whole(reply)
        try:
            return (
                _triples(reply)
                if triples
                else ox.parse_query_results(reply.content, ox.QueryResultsFormat.JSON)
            )
        except (ValueError, SyntaxError) as fault:
            raise _other(self.addresses.query, reply, "SPARQL 结果", "SPARQL result") from fault

    # --- graphs ---

    def notes(self, graph: str) -> set[Note]:
        """The texts that a graph holds; none where it is not there. Raises StoreError."""
        reply = self._client.send(
            "GET", self.addresses.graphs, names={"graph": graph}, headers={"Accept": _TRIPLES}
        )
        if reply.status == 404:
            return set()
        try:
            return {
                Note(triple.subject.value, triple.predicate.value, triple.object.value)
                for triple in _triples(reply)
                if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal)
            }
        except (ValueError, SyntaxError) as fault:
            raise _other(self.addresses.graphs, reply, "图", "graph") from fault

    def put(self, graph: str, lines: Iterable[str]) -> int:
        """Let a graph hold these N-Triples and no others; gives the number of bytes. Raises StoreError."""
        sent, method = 0, "PUT"
        for piece in _pieces(lines):
            reply = self._client.send(
                method, self.addresses.graphs, names={"graph": graph}, content=piece, headers=_TURTLE
            )
            self._found(self.addresses.graphs, reply)
            sent, method = sent + len(piece), "POST"
        return sent

    def drop(self, graph: str) -> None:
        """Take out a graph, if it is there; raises StoreError."""
        self._client.send("DELETE", self.addresses.graphs, names={"graph": graph})

    def change(self, graph: str, taken: Iterable[Note], added: Iterable[Note]) -> None:
        """Take notes out of a graph and add others; raises StoreError."""
        parts = []
        for verb, notes in (("DELETE", taken), ("INSERT", added)):
            told = "".join(note.line() for note in sorted(notes))
            if told:
                parts.append(f"{verb} DATA {{ GRAPH {ox.NamedNode(graph)} {{\n{told}}} }}")
        if parts:
            reply = self._client.send("POST", self.addresses.update, content={"update": " ;\n".join(parts)})
            self._found(self.addresses.update, reply)

    def _found(self, url: str, reply: Reply) -> None:
        if reply.status == 404:
            raise StoreError(
                f"{shown(url)}：没有这个地址（404）；请核对，或在 unionkg.toml 的 [store] 写明三个地址",
                f"{shown(url)}: there is nothing at this address (404); check it,"
                " or name the three addresses in [store] of unionkg.toml",
            )

    def _check_whole(self, reply: Reply) -> None:
        """Raise QueryError where Virtuoso says that it gives only a part of the rows."""
        most = reply.headers.get("x-sparql-maxrows", "")
        if most or reply.headers.get("x-sql-state", "") == "S1TAT":
            where = shown(self.addresses.query)
            raise QueryError(
                f"{where}：服务只给出一部分结果（{most or '超时'}）；"
                "请加 LIMIT，或放宽服务的限制（ResultSetMaxRows）",
                f"{where}: the server gives only a part of the rows ({most or 'its time limit'});"
                " add a LIMIT, or raise the server's limit (ResultSetMaxRows)",
            )


def _other(url: str, reply: Reply, zh: str, en: str) -> StoreError:
    """The error where an answer is something else than was asked for."""
    return StoreError(
        f"{shown(url)}：答复不是{zh}（{reply.type}）；请核对地址",
        f"{shown(url)}: the answer is no {en} ({reply.type}); check the address",
    )


def _triples(reply: Reply) -> Iterator[ox.Triple]:
    """Triples in N-Triples or Turtle; raises SyntaxError."""
    plain = reply.type in {"application/n-triples", "text/plain"}
    form = ox.RdfFormat.N_TRIPLES if plain else ox.RdfFormat.TURTLE
    return iter([quad.triple for quad in ox.parse(reply.content, form)])


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in UTF-8, as many as make up an upload at a time; an empty one where there are none."""
    piece = bytearray()
    whole = True
    for line in lines:
        told = line.encode("utf-8")
        if piece and len(piece) + len(told) > PIECE:
            yield bytes(piece)
            piece.clear()
            whole = False
        piece += told
    if piece or whole:
        yield bytes(piece)


def _declared(query: str) -> str:
    """The query with those of our prefixes declared that it uses without declaring them."""
    own = set(re.findall(r"\bPREFIX\s+([\w-]+):", query, re.IGNORECASE))
    used = set(re.findall(r"(?<![\w?$:])([a-z]+):", query))
    heads = (f"PREFIX {name}: <{PREFIXES[name]}> " for name in sorted(used & PREFIXES.keys() - own))
    return "".join(heads) + query


def _told(query: str, fault: Refused) -> QueryError | Refused:
    """The line and column of a mistake in the query, or else the server's words."""
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as mistake:
        return malformed(query, str(mistake))
    except (RuntimeError, ValueError, OSError):
        return fault
    return fault
