"""Where a SPARQL 1.1 endpoint is asked, changed and given graphs: one address, or three.

Nothing is sent here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from urllib.parse import urlsplit, urlunsplit

from unionkg.errors import UsageError

_LAYOUTS = (
    (r"()/?", "/query", "/update", "/store"),
    (r"()/query", "/query", "/update", "/store"),
    (r"()/sparql", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
    (r"(.*/repositories/[^/]+)/?", "", "/statements", "/rdf-graphs/service"),
)
"""Paths by which a server is known, and where it is asked, changed and given graphs: Oxigraph (by its root
or its query address), Virtuoso, and GraphDB or RDF4J."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of an endpoint: `query` and `update` (SPARQL 1.1 Protocol), `graphs` (its Graph Store).

    Raises UsageError for what is no address, or holds an account.
    """

    query: str
    update: str
    graphs: str

    def __post_init__(self) -> None:
        """Check each."""
        for item in fields(self):
            _check(getattr(self, item.name))


def of(url: str) -> Addresses:
    """The addresses of the endpoint at `url`: what its layout has, or the same for all three.

    Raises UsageError.
    """
    _check(url)
    parts = urlsplit(url)
    for pattern, *ends in _LAYOUTS:
        match = re.fullmatch(pattern, parts.path)
        if match and not parts.query:
            return Addresses(*(urlunsplit(parts._replace(path=match[1] + end)) for end in ends))
    return Addresses(url, url, url)


def shown(url: str) -> str:
    """An address as messages tell it: without an account, and without what stands behind `?`."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError:
        raise _unfit(url.rpartition("@")[2]) from None
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{shown(url)}：地址里不能写帐号；请设环境变量 UNIONKG_STORE_USER 和 UNIONKG_STORE_PASSWORD",
            f"{shown(url)}: an address must not hold an account;"
            " set UNIONKG_STORE_USER and UNIONKG_STORE_PASSWORD",
        )
    if not sound or parts.fragment or re.search(r"\s", url):
        raise _unfit(shown(url))


def _unfit(told: str) -> UsageError:
    return UsageError(
        f"{told}：不是端点地址；应如 http://localhost:7878 或 https://例.cn/sparql",
        f"{told}: not the address of an endpoint; write http://localhost:7878 or https://example.org/sparql",
    )
