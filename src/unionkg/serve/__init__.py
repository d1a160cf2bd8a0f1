"""A SPARQL endpoint over a built graph on this machine: Oxigraph's own server behind a thin front of ours.

Nothing is written to the graph, and no other address is ever asked.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

from unionkg import lock, store
from unionkg.errors import OutputError, UsageError
from unionkg.output import Output
from unionkg.serve.engine import Engine, program
from unionkg.serve.front import Front

PORT = 7878
SECONDS = 30.0
"""Seconds that a query may take unless a user says otherwise."""
_COPY = ".serving-"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running endpoint: `address` is that of its page, `sparql` that of the SPARQL protocol."""

    address: str
    engine: Engine

    @property
    def sparql(self) -> str:
        """Where queries are sent."""
        return f"{self.address}sparql"


@contextmanager
def opened(place: Output, port: int = PORT, seconds: float = SECONDS) -> Iterator[Endpoint]:
    """Serve a built graph until the context ends; a query may take `seconds`. Port 0 is any free one.

    The graph served is the one that stands now: a build may replace it meanwhile.
    Raises UsageError for a port that is taken and OutputError where the server can't be started.
    """
    binary = program()
    with _copied(place) as copy, _listening(port) as server:
        engine = Engine(binary, copy)
        engine.start()
        server.front = Front(engine, place.page.parent, server.server_port, seconds)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Endpoint(f"http://127.0.0.1:{server.server_port}/", engine)
        finally:
            server.shutdown()
            thread.join()
            engine.stop()


class _Server(ThreadingHTTPServer):
    """The front's server; a handler finds the front in it."""

    daemon_threads = True
    front: Front


@contextmanager
def _listening(port: int) -> Iterator[_Server]:
    from unionkg.serve.handler import Handler  # noqa: PLC0415 - it knows the front

    try:
        server = _Server(("127.0.0.1", port), Handler)
    except (OSError, OverflowError) as fault:
        raise UsageError(
            f"端口 {port} 用不了：{fault}；请用 --port 另指一个",
            f"port {port} can't be used: {fault}; name another by --port",
        ) from fault
    with server:
        yield server


@contextmanager
def _copied(place: Output) -> Iterator[Path]:
    """A copy of the store that stands; files that never change are shared, so it costs next to nothing."""
    for leftover in place.path.glob(f"{_COPY}*"):
        with contextlib.suppress(OutputError), lock.held(leftover / "lock"):
            shutil.rmtree(leftover, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_COPY, dir=place.path))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="unionkg-serving-"))
    try:
        with lock.held(folder / "lock"):
            store.copy(place.store, folder / "store")
            yield folder / "store"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
