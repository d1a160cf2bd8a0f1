"""The store on this machine: write, open, ask, dump. No pyoxigraph type leaves it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from unionkg import sparql
from unionkg.errors import OutputError
from unionkg.store.askable import BROKEN, PREFIXES, Askable, Result, failed, malformed, written

CHUNK = 20_000
"""Quads from which on one bulk load is made; its memory is a loader's, not the graph's."""

FILES = 48
"""Files of a store that are kept open while it is written, of up to 64 MB each."""
_OTHERS = 48
"""Files that the library leaves for others."""

_DROP = """
DELETE {{ GRAPH ?other {{ ?thing ?p ?o }} }}
WHERE {{
  {{ SELECT DISTINCT ?thing {{ GRAPH {graph} {{ ?thing ?q ?x }} }} }}
  GRAPH ?other {{ ?thing ?p ?o }}
}} ;
DROP SILENT GRAPH {graph}"""

_BROKEN = (OSError, RuntimeError)
"""What the library raises where a store can't be opened or written."""


class Writer:
    """A store that is being written; it has one writer, and nobody reads it before it is closed."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path` or make one; raises OutputError where that can't be done."""
        self._path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            with _few_files():
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

    def value(self, graph: str, predicate: str) -> str:
        """The value that a named graph says that it has itself, or the empty string."""
        name = ox.NamedNode(graph)
        quads = self._inner.quads_for_pattern(name, ox.NamedNode(predicate), None, name)
        return next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), "")

    def load(self, path: Path) -> None:
        """Take a file of N-Quads in by one bulk load: all of them, or none where it is broken off."""
        with self._told():
            self._inner.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)

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


@contextmanager
def _few_files() -> Iterator[None]:
    """Let the store that is opened meanwhile keep some FILES of its own open, not all.

    Of each that is open it holds the index in memory, 9 bytes for each quad in it. It takes as many as this
    process may have, less some for others; there is no other way to tell it, and none on Windows. Until the
    store is open the limit holds for the whole process. Where a system refuses it, all files are kept open.
    """
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        yield
        return
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = free + _OTHERS + FILES
    if soft == resource.RLIM_INFINITY or few >= soft:
        yield
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


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


class Store(Askable):
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

    def write(self, form: str) -> bytes:
        """All quads as `trig` or `jsonld`, or the union of all graphs as `turtle`; sorted."""
        if form == "turtle":
            triples = {ox.Triple(q.subject, q.predicate, q.object) for q in self._inner}
            return written(sorted(triples, key=str), form)
        return written(sorted(self._inner, key=_order), form)

    def dump(self) -> Iterator[str]:
        """All quads as canonical N-Quads lines, sorted by code point, each with its line feed."""
        told = ox.serialize(self._inner, format=ox.RdfFormat.N_QUADS) or b""
        yield from _lines(told)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self._inner.named_graphs() if isinstance(name, ox.NamedNode))

    def triples(self, graph: str) -> list[str]:
        """One graph as canonical N-Triples lines, sorted by code point, each with its line feed."""
        quads = self._inner.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        told = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
        return list(_lines(told))

    def _query(self, query: str) -> Result:
        sparql.check(query)
        try:
            return self._inner.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        except SyntaxError as fault:
            raise malformed(query, str(fault)) from fault
        except BROKEN as fault:
            raise failed(fault) from fault


def _lines(told: bytes) -> Iterator[str]:
    """The lines of N-Quads or N-Triples, sorted by code point."""
    return (line + "\n" for line in sorted(told.decode("utf-8").split("\n")) if line)


def _order(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)
