"""What the endpoint lets through: queries that are bounded, the query page, the files of `views/`.

No socket is opened here but the engine's.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from unionkg import sparql
from unionkg.errors import QueryError
from unionkg.serve.engine import Engine
from unionkg.store import PREFIXES

QUERIES = ("/sparql", "/query")
WRITES = ("/update", "/store")
PAGE = ("/", "/yasgui.min.css", "/yasgui.min.js", "/logo.svg")
"""The query page of the engine, with what it loads."""
LONGEST = 4 * sparql.LONGEST
"""Bytes of a request's body: a query whose every byte is percent-encoded, and some more."""
AT_ONCE = 8
"""Queries that may be under way at a time."""
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml"}
_ANY = "application/sparql-results+json, text/turtle;q=0.9"
_PROLOGUE = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()) + " "


class Refused(Exception):
    """A request that is not let through, with the status and the two texts of the answer."""

    def __init__(self, status: HTTPStatus, zh: str, en: str) -> None:
        """Keep what is answered."""
        super().__init__(en)
        self.status, self.zh, self.en = status, zh, en


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks: method, address, headers in small letters, body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it gets; the content comes in pieces."""

    status: int
    content_type: str
    pieces: Iterator[bytes] = field(default_factory=lambda: iter(()))
    location: str = ""
    close: Callable[[], None] = lambda: None


class _UnderWay:
    """One request to the engine; one that takes too long ends the engine: nothing else ends its work."""

    def __init__(self, engine: Engine, seconds: float, free: threading.BoundedSemaphore) -> None:
        self._engine = engine
        self._free = free
        self._end = time.monotonic() + seconds
        self._connection: http.client.HTTPConnection | None = engine.connect(seconds)

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Send it; raises TimeoutError and OSError."""
        if self._connection is None:  # pragma: no cover - asked once
            raise OSError
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except TimeoutError:
            self._engine.kill()
            raise

    def pieces(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """The content as it comes; raises OSError where it is broken off."""
        try:
            while piece := response.read1(65_536):
                yield piece
                self._check()
        except TimeoutError:
            self._engine.kill()
            raise
        except http.client.HTTPException as fault:
            raise OSError from fault

    def _check(self) -> None:
        if time.monotonic() > self._end:
            raise TimeoutError

    def close(self) -> None:
        """Make room for the next."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._free.release()


class Front:
    """Judges requests and hands on those that are let through."""

    def __init__(self, engine: Engine, views: Path, port: int, seconds: float) -> None:
        """Serve `views` beside the engine's answers."""
        self._engine = engine
        self._views = views.resolve()
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def answer(self, request: Request) -> Answer:
        """The answer to a request; raises Refused."""
        if request.headers.get("host", "") not in self._hosts:
            # a page elsewhere whose name was made to mean this machine
            raise Refused(
                HTTPStatus.FORBIDDEN, "只在本机以 localhost 访问", "ask this machine as localhost only"
            )
        parts = urlsplit(request.target)
        path = unquote(parts.path)
        if path in WRITES or path.startswith("/store/") or request.method not in {"GET", "HEAD", "POST"}:
            raise Refused(HTTPStatus.FORBIDDEN, "图谱只读，不接受更新", "the graph is read only; no updates")
        if path in QUERIES:
            return self._query(request, parts.query)
        if request.method == "POST":
            raise Refused(HTTPStatus.NOT_FOUND, "查询请发到 /sparql", "send queries to /sparql")
        if path in PAGE:
            return self._asked("GET", path, {}, b"")
        return self._view(path)

    # --- queries ---

    def _query(self, request: Request, address: str) -> Answer:
        """SPARQL 1.1 Protocol, section 2.1: by GET, by a form, or as it is."""
        given = _fields(address)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if request.method == "POST" and kind == QUERY:
            given.setdefault("query", []).append(_text(request.body))
        elif request.method == "POST" and kind == FORM:
            for name, values in _fields(_text(request.body)).items():
                given.setdefault(name, []).extend(values)
        elif request.method == "POST":
            raise Refused(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"请用 {QUERY} 或 {FORM}", f"send {QUERY} or {FORM}"
            )
        if "update" in given:
            raise Refused(HTTPStatus.FORBIDDEN, "图谱只读，不接受更新", "the graph is read only; no updates")
        queries = given.get("query", [])
        if len(queries) != 1:
            raise Refused(HTTPStatus.BAD_REQUEST, "应给出一个 query", "one query must be given")
        try:
            sparql.check(queries[0])
        except QueryError as fault:
            raise Refused(HTTPStatus.BAD_REQUEST, fault.zh, fault.en) from fault
        graphs = [(n, v) for n in ("default-graph-uri", "named-graph-uri") for v in given.get(n, [])]
        body = urlencode([("query", _PROLOGUE + queries[0]), *graphs]).encode()
        accept = request.headers.get("accept", "*/*")
        headers = {"Content-Type": FORM, "Accept": _ANY if accept == "*/*" else f"{accept}, {_ANY};q=0.1"}
        return self._asked("POST", "/query", headers, body)

    def _asked(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """What the engine answers; one that takes too long is ended, which ends its work."""
        if not self._free.acquire(blocking=False):
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "正在进行的查询太多；请稍后再试",
                "too many queries; try again",
            )
        under_way = _UnderWay(self._engine, self._seconds, self._free)
        try:
            response = under_way.ask(method, path, body, headers)
        except TimeoutError as fault:
            under_way.close()
            raise Refused(
                HTTPStatus.GATEWAY_TIMEOUT,
                f"查询超过 {self._seconds:g} 秒，已中止；请简化或加 LIMIT",
                f"the query took over {self._seconds:g} seconds and was ended; simplify it or add a LIMIT",
            ) from fault
        except (OSError, http.client.HTTPException) as fault:
            under_way.close()
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "查询服务刚刚中断，正在重新启动；请简化查询后再试",
                "the engine went down and is being started again; simplify the query and try again",
            ) from fault
        kind = response.headers.get("content-type", "application/octet-stream")
        return Answer(response.status, kind, under_way.pieces(response), close=under_way.close)

    # --- files ---

    def _view(self, path: str) -> Answer:
        """A file of `views/`."""
        if path in {"/views", "/views/"}:
            return Answer(HTTPStatus.FOUND, "text/plain", location="/views/index.html")
        name = path.removeprefix("/views/")
        file = (self._views / name).resolve() if path.startswith("/views/") and "\0" not in name else None
        if file is None or not file.is_relative_to(self._views) or not file.is_file():
            raise Refused(
                HTTPStatus.NOT_FOUND,
                "没有这一页；有 /（查询）、/sparql 和 /views/",
                "no such page; there are / (queries), /sparql and /views/",
            )
        kind = _TYPES.get(file.suffix, "application/octet-stream")
        return Answer(HTTPStatus.OK, kind, iter((file.read_bytes(),)))


def _fields(encoded: str) -> dict[str, list[str]]:
    """The fields of a form."""
    try:
        return parse_qs(encoded, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as fault:
        raise Refused(HTTPStatus.BAD_REQUEST, "参数写法有误", "the parameters are malformed") from fault


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Refused(HTTPStatus.BAD_REQUEST, "请用 UTF-8", "send UTF-8") from fault
