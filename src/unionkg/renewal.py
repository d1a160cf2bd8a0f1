"""Building again: which documents stand as they were read, and the store in which the others are renewed.

A document is known by a hash of all that its reading depends on; the store says itself which it holds.
No document is read here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path

from unionkg import __version__, memory, stages, store
from unionkg.errors import OutputError
from unionkg.graph import reference
from unionkg.graph.iris import Iris
from unionkg.memory import Pile
from unionkg.model import Document
from unionkg.output import Output
from unionkg.report import Summary
from unionkg.shards import Made

SUMMARY = "summary.json"
"""The file beside the stage files that tells what a document adds to the report."""

_LOOKS = frozenset({"cli", "ontology", "serve", "views"})
"""Parts of the package that no document is read with."""


def hashed(*parts: object) -> str:
    """SHA-256 of values that JSON can hold, in 64 hex digits."""
    told = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode("ascii")).hexdigest()


@cache
def software(*, whole: bool) -> str:
    """The version of the software and a hash of its files: all, or those that documents are read with."""
    root = Path(__file__).parent
    total = hashlib.sha256(__version__.encode())
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_file() and "__pycache__" not in parts and (whole or parts[0] not in _LOOKS):
            total.update("/".join(parts).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def frame(knowledge: str, base: str) -> str:
    """What reads a document: the knowledge by its hash, the software, and where the things stand."""
    return hashed(software(whole=False), knowledge, base)


def mark(frame: str, document: Document, decided: Sequence[str]) -> str:
    """What a document is known by: its text, its metadata, the decisions on it, and what reads it."""
    metadata = {name: (datum.value, datum.origin) for name, datum in document.metadata.items()}
    return hashed(frame, document.id, document.text, metadata, decided)


class Waiting:
    """N-Quads that wait to be loaded, in a file: what many documents make is no matter of memory."""

    def __init__(self, path: Path) -> None:
        """Begin with none, whatever a build that was broken off has left at `path`."""
        self.number = 0
        self._path = path
        self._stream = path.open("wb")

    def add(self, quads: bytes, number: int) -> None:
        """So many more."""
        self._stream.write(quads)
        self.number += number

    def whole(self) -> Path:
        """The file that holds all of them."""
        self._stream.flush()
        return self._path

    def clear(self) -> None:
        """Begin again with none."""
        self._stream.seek(0)
        self._stream.truncate()
        self.number = 0

    def close(self) -> None:
        """Take the file away."""
        self._stream.close()
        self._path.unlink(missing_ok=True)


class Work:
    """A build in progress: a store beside the one that stands, and stage files of what is read again."""

    def __init__(self, place: Output, iris: Iris, frame: str, *, changed: bool = False) -> None:
        """Open the store in the working folder, which may differ from the one that stands (`changed`).

        Use `work`, which prepares that folder.
        """
        self.place = place
        self.stages = place.working / "stages"
        self.kept, self.read = Pile(), Pile()
        self.removed: list[str] = []
        self._changed = changed
        self._iris = iris
        self._frame = frame
        self._run = iris.shared_graph("run")
        self._roots = (self.stages,) if place.whole else (self.stages, place.stages)
        self._writer = store.Writer(place.working / "store")
        self._begun = self._writer.value(self._run, reference.MARK)
        self._here = 0
        self._waiting = Waiting(place.working / "waiting.nq")

    @property
    def sound(self) -> bool:
        """Whether what the store holds was made by the same software and knowledge."""
        return self._begun == self._frame

    def found(self, lines: Iterable[str]) -> None:
        """Load the graphs that hold for all documents, with the mark that tells what they were made by."""
        for line in chain(lines, reference.mark(self._run, self._frame)):
            self._waiting.add(line.encode("utf-8"), 1)
        self._load()
        self._changed = True

    def summary(self, document: str, digest: str) -> Summary | None:
        """What a document adds to the report, if it stands in the store as it would be read now."""
        graph = self._iris.graph(document)
        if self._mark(graph) != digest:
            return None
        for root in self._roots:
            path = stages.folder(root, document) / SUMMARY
            try:
                found = Summary.of(path.read_text(encoding="utf-8"))
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if found.digest == digest:
                # what was read before a build was broken off was read by this one
                (self.read if root == self.stages else self.kept).add(document)
                self._stands(graph, digest)
                return found
        return None

    def take(self, made: Made) -> None:
        """Put the graph of a document in place of the one that it had; loaded with the next that come."""
        graph, digest = self._iris.graph(made.document), made.summary.digest
        if self._mark(graph):
            self._writer.drop(graph)
        path = stages.folder(self.stages, made.document) / SUMMARY
        path.write_text(made.summary.written(), encoding="utf-8")
        self._waiting.add(made.quads, made.number)
        self._waiting.add("".join(reference.mark(graph, digest)).encode("utf-8"), 1)
        self._stands(graph, digest)
        self._changed = True
        self.read.add(made.document)
        if self._waiting.number >= store.CHUNK:
            self._load()

    def share(self, graph: str, lines: Iterable[str]) -> None:
        """Let a graph that all documents share hold these lines and no others."""
        self._changed |= self._writer.replace(graph, lines)

    def finish(self) -> None:
        """Take out what is gone, and put the new state in place; where nothing changed, leave what stands."""
        for graph in self._strangers():
            self._writer.drop(graph)
            self._changed = True
        self._load()
        self.close()
        if not self._changed:
            self.place.abandon()
            return
        gone = self._gone()
        self.removed = sorted(gone.values())
        self.place.commit(sorted(gone))

    def close(self) -> None:
        """Bring the store to the disk, if it is still open."""
        self._waiting.close()
        self._writer.close()

    def state(self, *looks: str) -> str:
        """A hash of all that the store holds, and of what it is looked at with."""
        return hashed(self._frame, self._here, looks)

    def _mark(self, graph: str) -> str:
        """What the graph that stands for a document was made from; a store that began empty is not asked."""
        return self._writer.value(graph, reference.MARK) if self._begun else ""

    def _stands(self, graph: str, digest: str) -> None:
        """Note that a graph is there: a sum tells all of them, in whatever order, and takes no memory."""
        self._here = (self._here + int(hashed(graph, digest), 16)) % (1 << 256)

    def _strangers(self) -> list[str]:
        """The graphs of documents that are no longer there, sorted."""
        if not self._begun:
            return []
        here = {self._iris.graph(name) for name in chain(self.read, self.kept)}
        return sorted(self._writer.values(reference.MARK).keys() - here - {self._run})

    def _load(self) -> None:
        if self._waiting.number:
            self._writer.load(self._waiting.whole())
            self._waiting.clear()
            memory.give_back()

    def _gone(self) -> dict[Path, str]:
        """The stage folders that stand for documents which are no longer there, with their ids."""
        if not self.place.stages.is_dir():
            return {}
        here = {stages.folder(self.place.stages, name) for name in chain(self.read, self.kept)}
        standing = self.place.stages.rglob("document.json")
        return {path.parent: _id(path) for path in standing if path.parent not in here}


def _id(path: Path) -> str:
    """The id that a `document.json` tells; where it can't be read, its folder."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return path.parent.name


@contextmanager
def work(place: Output, iris: Iris, frame: str, *, force: bool) -> Iterator[Work]:
    """A build: it goes on from one that was broken off, from the store that stands, or from nothing.

    Nothing made by other software or knowledge (`frame`) is kept, nor anything with `force`. What is
    done when it breaks off stays for the next one. Raises OutputError.
    """
    begun = None if force else _resumed(place, iris, frame) or _copied(place, iris, frame)
    if begun is None:
        place.begin(whole=True)
        begun = Work(place, iris, frame)
    try:
        yield begun
    finally:
        begun.close()


def _resumed(place: Output, iris: Iris, frame: str) -> Work | None:
    """A build that was broken off, if what it left is sound."""
    return _opened(place, iris, frame, changed=True) if (place.working / "store").is_dir() else None


def _copied(place: Output, iris: Iris, frame: str) -> Work | None:
    """A build that begins with the store that stands, if that is sound."""
    if not place.store.is_dir():
        return None
    place.begin(whole=False)
    try:
        store.copy(place.store, place.working / "store")
    except OutputError:
        return None
    return _opened(place, iris, frame, changed=False)


def _opened(place: Output, iris: Iris, frame: str, *, changed: bool) -> Work | None:
    try:
        found = Work(place, iris, frame, changed=changed)
    except OutputError:
        return None
    if found.sound:
        return found
    found.close()
    return None
