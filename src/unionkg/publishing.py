"""Bringing an endpoint to what a built store holds, graph by graph; only what differs is sent.

A graph of the endpoint, the ledger, notes the SHA-256 of each graph that was sent whole. A note is taken
out before its graph is touched and written when the graph is there: whoever is broken off is followed by
one who sends only the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from unionkg.graph.iris import Iris
from unionkg.store import PREFIXES, Store
from unionkg.store.remote import Note, Remote

LEDGER = "published"
"""The name of the ledger among the shared graphs."""
BATCH = 50
"""Graphs whose notes are taken out and written at once."""
_SUM = PREFIXES["dcterms"] + "identifier"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was done: numbers of graphs `sent`, `kept` and `dropped`, and the bytes sent."""

    sent: int
    kept: int
    dropped: int
    size: int


def publish(store: Store, remote: Remote, base: str) -> Publication:
    """Let an endpoint hold the graphs of a store, and of those that it noted no others; raises StoreError."""
    ledger = Iris(base).shared_graph(LEDGER)
    noted = {note.subject: note for note in remote.notes(ledger)}
    names = store.graphs()
    gone = sorted(noted.keys() - set(names))
    for batch in _batches(gone):
        for name in batch:
            remote.drop(name)
        remote.change(ledger, [noted[name] for name in batch], ())
    sent = size = 0
    for batch in _batches(names):
        stale = {}
        for name in batch:
            lines = store.triples(name)
            note = Note(name, _SUM, _sum(lines))
            if noted.get(name) != note:
                stale[note] = lines
        remote.change(ledger, [noted[note.subject] for note in stale if note.subject in noted], ())
        size += sum(remote.put(note.subject, lines) for note, lines in stale.items())
        remote.change(ledger, (), stale)
        sent += len(stale)
    return Publication(sent, len(names) - sent, len(gone), size)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))


def _sum(lines: Iterable[str]) -> str:
    """The SHA-256 of a graph's canonical N-Triples, as a name."""
    total = hashlib.sha256()
    for line in lines:
        total.update(line.encode("utf-8"))
    return f"sha256:{total.hexdigest()}"
