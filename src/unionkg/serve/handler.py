"""HTTP for the front: a request in, its answer out. Nothing is decided here."""

from __future__ import annotations

import contextlib
import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast

from unionkg.serve.front import LONGEST, Answer, Refused, Request

if TYPE_CHECKING:
    from unionkg.serve import _Server


class Handler(BaseHTTPRequestHandler):
    """One connection; whatever its method, the front answers."""

    protocol_version = "HTTP/1.1"
    server_version = "unionkg"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            try:
                self._give(cast("_Server", self.server).front.answer(self._request()))
            except Refused as refusal:
                told = {"error": {"zh": refusal.zh, "en": refusal.en}}
                content = json.dumps(told, ensure_ascii=False).encode() + b"\n"
                self._give(Answer(refusal.status, "application/json", iter((content,))))

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 - the same

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Say nothing: the library never prints."""

    def _request(self) -> Request:
        """The request with its body; raises Refused for one that is too long."""
        length = self.headers.get("content-length", "0")
        if not length.isdecimal() or "transfer-encoding" in self.headers:
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "请给出 Content-Length", "give a Content-Length")
        if int(length) > LONGEST or len(self.path) > LONGEST:
            raise Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"超过 {LONGEST} 字节；请拆开",
                f"over {LONGEST} bytes; split it",
            )
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, self.path, headers, self.rfile.read(int(length)))

    def _give(self, answer: Answer) -> None:
        """Send an answer, and let go of what gives it."""
        try:
            self._send(answer)
        finally:
            answer.close()

    def _send(self, answer: Answer) -> None:
        """Send an answer; its pieces are chunks, so that one that is broken off shows (RFC 9112, 7.1)."""
        chunked = self.request_version != "HTTP/1.0"
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close")
        if answer.location:
            self.send_header("Location", answer.location)
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if self.command == "HEAD":
            return
        for piece in answer.pieces:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
