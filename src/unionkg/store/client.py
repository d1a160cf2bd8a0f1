"""Requests to an endpoint over HTTP: account, time limits, what is sent again, and what a refusal means.

The only module that knows requests and urllib3. No SPARQL is read or written here.
"""

from __future__ import annotations

import base64
import os
import re
import time
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from unionkg.errors import StoreError, UsageError
from unionkg.store.addresses import shown

USER, PASSWORD, TOKEN = "UNIONKG_STORE_USER", "UNIONKG_STORE_PASSWORD", "UNIONKG_STORE_TOKEN"
SECONDS = "UNIONKG_STORE_SECONDS"
"""Environment variables: the account, and how long one request may take."""
LONGEST = 1024**3
"""Bytes that an answer may have."""
_BUSY = frozenset({429, 500, 502, 503, 504})
_PAUSE, _CONNECT = 0.5, 10.0
"""Seconds before something is sent a third time (then twice that, and so on), and to reach a server."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks, and the seconds that one request may take; nothing of it is ever shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    seconds: float = 60.0

    @classmethod
    def of_environment(cls, names: Mapping[str, str] = os.environ) -> Account:
        """The account that the environment names; raises UsageError for what can't be one."""
        user, password, token = (names.get(name, "") for name in (USER, PASSWORD, TOKEN))
        for name, value, fits in (
            (USER, user, r"[ -9;-~]*"),
            (PASSWORD, password, r"[^\x00-\x1f\x7f]*"),
            (TOKEN, token, r"[!-~]*"),
        ):
            if not re.fullmatch(fits, value):
                raise UsageError(
                    f"环境变量 {name} 里有不能用的字符；请重新设置",
                    f"the environment variable {name} holds characters that can't be used; set it again",
                )
        told = names.get(SECONDS, "")
        try:
            seconds = float(told or 60)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < 1e6:
            raise UsageError(
                f"环境变量 {SECONDS} 应为正数，现为“{told}”", f"{SECONDS} must be a number above 0"
            )
        return cls(user, password, token, seconds)

    def masked(self, text: str) -> str:
        """A text of a server without anything of the account."""
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        for secret in (pair if self.user else "", self.password, self.token):
            text = text.replace(secret, "***") if secret else text
        return text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: status, type of the content, content, headers in lower case."""

    status: int
    type: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(StoreError):
    """A server that refuses a request for what it holds (400, 413, 422); `words` are the server's."""

    def __init__(self, zh: str, en: str, words: str = "") -> None:
        """Keep the words, too."""
        super().__init__(zh, en)
        self.words = words


class _Again(urllib3.Retry):
    """Sent again is what did not reach the server, broke off, or met a busy one; not what took too long."""

    def increment(self, *told: Any, **named: Any) -> Self:
        if isinstance(named.get("error"), urllib3.exceptions.ReadTimeoutError):
            raise named["error"]
        return super().increment(*told, **named)


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Anonymous(AuthBase):
    """No account; requests would look for one in `.netrc`."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class Client:
    """A connection to the addresses of one endpoint.

    Whatever is sent may be sent twice: a query, a graph put, triples added to a set, triples taken out.
    """

    def __init__(self, account: Account) -> None:
        """Nothing is sent yet."""
        self.account = account
        self._session = requests.Session()
        weakref.finalize(self, self._session.close)
        again = _Again(
            total=4,
            connect=3,
            read=2,
            status=2,
            other=0,
            allowed_methods=None,
            status_forcelist=_BUSY,
            backoff_factor=_PAUSE,
            raise_on_status=False,
            retry_after_max=int(_CONNECT),
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=again))
        self._session.auth = _Bearer(account.token) if account.token else _Anonymous()
        self._settled = bool(account.token) or not account.user

    def send(
        self,
        method: str,
        url: str,
        *,
        names: Mapping[str, str] | None = None,
        content: bytes | Mapping[str, str] = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request, `names` behind the address, a mapping as a form; raises StoreError.

        A 404 is given back: whether it is a fault only the caller knows.
        """
        try:
            reply = self._once(method, url, names, content, headers)
            if reply.status in {401, 403} and not self._settled:
                self._settle(reply.headers.get("www-authenticate", ""))
                reply = self._once(method, url, names, content, headers)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as fault:
            raise self._unreachable(url, fault) from None
        if reply.status == 404 or 200 <= reply.status < 300:
            return reply
        raise self._refusal(url, reply)

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def _once(
        self,
        method: str,
        url: str,
        names: Mapping[str, str] | None,
        content: bytes | Mapping[str, str],
        headers: Mapping[str, str] | None,
    ) -> Reply:
        end = time.monotonic() + self.account.seconds
        with self._session.request(
            method,
            url,
            params=names,
            data=content or None,
            headers=headers,
            timeout=(min(_CONNECT, self.account.seconds), self.account.seconds),
            allow_redirects=False,
            stream=True,
        ) as response:
            told = b"".join(self._pieces(response, end))
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            lower = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, kind, told, lower)

    def _pieces(self, response: requests.Response, end: float) -> Iterator[bytes]:
        """The content as it comes, within the time and the size that are allowed."""
        length = 0
        for piece in response.iter_content(65_536):
            length += len(piece)
            if length > LONGEST:
                where = shown(response.url)
                raise StoreError(
                    f"{where}：结果超过 {LONGEST} 字节；请加 LIMIT",
                    f"{where}: the answer is longer than {LONGEST} bytes; add a LIMIT",
                )
            if time.monotonic() > end:
                raise requests.Timeout
            yield piece

    def _settle(self, challenge: str) -> None:
        """Take up the account in the way that the server asks for (RFC 7616, or RFC 7617)."""
        user, password = self.account.user, self.account.password
        digest = re.search(r"\bdigest\b", challenge, re.IGNORECASE)
        self._session.auth = (
            HTTPDigestAuth(user, password) if digest else HTTPBasicAuth(user.encode(), password.encode())
        )
        self._settled = True

    def _unreachable(self, url: str, fault: Exception) -> StoreError:
        where, seconds = shown(url), f"{self.account.seconds:g}"
        if isinstance(fault, requests.ReadTimeout | requests.Timeout) or "Read timed out" in str(fault):
            return StoreError(
                f"{where}：{seconds} 秒内没有答复；请简化查询，或把 {SECONDS} 设大些",
                f"{where}: no answer within {seconds} seconds; simplify the query, or set {SECONDS} higher",
            )
        what = self.account.masked(str(fault).rpartition(": ")[2].strip("'\")( "))
        return StoreError(
            f"{where}：连不上：{what}；请核对地址，看服务是否在运行",
            f"{where}: can't be reached: {what}; check the address and whether the server is running",
        )

    def _refusal(self, url: str, reply: Reply) -> StoreError:
        """What a status means, with the server's own words, cut short."""
        where, words, status = shown(url), self._words(reply), reply.status
        if 300 <= status < 400:
            target = shown(reply.headers.get("location", ""))
            return StoreError(
                f"{where}：已移到 {target}；请改用那个地址",
                f"{where}: it has moved to {target}; name that address",
            )
        if status in {401, 403, 407}:
            return self._unknown(where, status)
        if status in {405, 501}:
            return StoreError(
                f"{where}：不接受这种请求（{status}）；"
                "请在 unionkg.toml 的 [store] 分别写明 query、update、graphs",
                f"{where}: such requests are not taken here ({status});"
                " name query, update and graphs in [store] of unionkg.toml",
            )
        told = f"（{status}）：{words}", f" ({status}): {words}"
        if status in _BUSY:
            return StoreError(
                f"{where}：服务出错{told[0]}；稍后再试，或查看服务的日志",
                f"{where}: the server failed{told[1]}; try again later, or look into its log",
            )
        return Refused(
            f"{where}：服务拒绝了请求{told[0]}", f"{where}: the server refuses the request{told[1]}", words
        )

    def _unknown(self, where: str, status: int) -> StoreError:
        """An account that is missing, or that the server does not take."""
        if self.account.token or self.account.user:
            name = TOKEN if self.account.token else f"{USER}, {PASSWORD}"
            return StoreError(
                f"{where}：帐号不对或权限不够（{status}）；请核对环境变量 {name}",
                f"{where}: the account is not accepted or may not do this ({status}); check {name}",
            )
        return StoreError(
            f"{where}：需要帐号（{status}）；请设环境变量 {USER} 和 {PASSWORD}，或 {TOKEN}",
            f"{where}: an account is needed ({status}); set {USER} and {PASSWORD}, or {TOKEN}",
        )

    def _words(self, reply: Reply) -> str:
        """The first 300 characters that a server says, on one line, without markup."""
        text = reply.content[:20_000].decode("utf-8", "replace")
        if reply.type == "text/html":
            text = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)
        plain = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
        return self.account.masked(plain)[:300] or "—"
