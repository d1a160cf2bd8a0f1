"""Endpoints: brought to a built graph and asked like it, whatever breaks on the way. The servers are real."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import servers
from unionkg import project, publishing
from unionkg.cli import run
from unionkg.errors import StoreError, UsageError
from unionkg.knowledge import questions
from unionkg.project import Graph
from unionkg.store import Answer, addresses
from unionkg.store.addresses import Addresses
from unionkg.store.client import Account
from unionkg.store.remote import Remote

PLAIN = Account(seconds=30)
WRITER = Account(servers.USER, servers.PASSWORD, seconds=30)
QUESTIONS = sorted(project.ready_made())
DIFFERENT = {
    "demands": "GROUP_CONCAT has no order",
    "doubtful": "rows of equal precision have no order, and 200 are taken",
    "levels": "GROUP_CONCAT has no order",
    "local": "GROUP_CONCAT has no order",
}
"""Questions that Virtuoso 7.2 answers otherwise, and why."""


@pytest.fixture(scope="module")
def graph(built: Path) -> Graph:
    """The sample's graph."""
    return project.open(built)


@pytest.fixture(scope="module")
def oxigraph(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """An Oxigraph server that was brought to it."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as place:
        remote = Remote(place, PLAIN)
        publishing.publish(graph.store, remote, graph.base)
        yield remote.check()
        remote.close()


@pytest.fixture(scope="module")
def virtuoso(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """A Virtuoso that was brought to it."""
    if not servers.virtuoso_there():
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as place:
        remote = Remote(place, WRITER)
        publishing.publish(graph.store, remote, graph.base)
        yield remote.check()
        remote.close()


def plain(answer: Answer) -> list[tuple[str, ...]]:
    """The rows as text, in no order, nor what GROUP_CONCAT joins in a cell (SPARQL 1.1, section 18.5.1.7).

    Virtuoso writes a separator that is not ASCII as a question mark.
    """
    rows = ([cell.replace("、", "?").split("?") for cell in row] for row in answer.texts())
    return sorted(tuple("?".join(sorted(parts)) for parts in row) for row in rows)


@pytest.mark.parametrize("name", QUESTIONS)
def test_oxigraph_answers_as_the_built_store_does(graph: Graph, oxigraph: Remote, name: str) -> None:
    """Every ready-made question has the same rows in the same order, term by term."""
    asked = questions.bind(graph.question(name), {})
    assert oxigraph.select(asked) == graph.store.select(asked)


@pytest.mark.parametrize("name", QUESTIONS)
def test_virtuoso_answers_as_the_built_store_does(graph: Graph, virtuoso: Remote, name: str) -> None:
    """The ready-made questions have the same rows, but for those that are named."""
    asked = questions.bind(graph.question(name), {})
    if name in DIFFERENT:
        pytest.skip(f"Virtuoso: {DIFFERENT[name]}")
    assert plain(virtuoso.select(asked)) == plain(graph.store.select(asked))


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_evidence_of_an_endpoint_is_that_of_the_built_store(
    graph: Graph, server: str, request: pytest.FixtureRequest
) -> None:
    """`why` finds the same claims and chains."""
    found = project.Endpoint(request.getfixturevalue(server), None)
    assert found.why("工匠日")
    assert found.why("工匠日") == graph.why("工匠日")
    assert found.why("市委", "市总工会") == graph.why("市委", "市总工会")


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_what_stands_is_not_sent_again(graph: Graph, server: str, request: pytest.FixtureRequest) -> None:
    """A second publication of the same graph sends nothing."""
    remote = request.getfixturevalue(server)
    made = publishing.publish(graph.store, remote, graph.base)
    assert (made.sent, made.dropped, made.size) == (0, 0, 0)
    assert made.kept == len(graph.store.graphs())


def test_what_was_broken_off_goes_on(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off behind some graphs, a publication is followed by one that comes to the same."""
    monkeypatch.setattr(publishing, "BATCH", 2)
    put, left = Remote.put, [5]

    def breaks(*told: object) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise StoreError("断", "broken")
        return put(*told)  # type: ignore[arg-type]

    with servers.oxigraph(tmp_path / "o") as place:
        remote = Remote(place, PLAIN)
        with monkeypatch.context() as broken:
            broken.setattr(Remote, "put", breaks)
            with pytest.raises(StoreError):
                publishing.publish(graph.store, remote, graph.base)
        made = publishing.publish(graph.store, remote, graph.base)
        assert made.kept == 4
        asked = questions.bind(graph.question("asked"), {})
        assert remote.check().select(asked) == graph.store.select(asked)
        remote.close()


def test_a_graph_that_is_gone_is_dropped_and_foreign_ones_stay(tmp_path: Path, corpus: Path) -> None:
    """What another wrote into the endpoint is not touched."""
    with servers.oxigraph(tmp_path / "o") as place:
        remote = Remote(place, PLAIN)
        remote.put("https://example.org/foreign", ["<urn:a> <urn:b> <urn:c> .\n"])
        project.build(corpus, tmp_path / "output", jobs=1)
        first = project.open(tmp_path / "output").publish(place)
        (corpus / "乙.txt").unlink()
        project.build(corpus, tmp_path / "output", jobs=1)
        second = project.open(tmp_path / "output").publish(place)
        rows = remote.texts("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")[1]
        remote.close()
    assert second.dropped >= 1
    assert second.kept + second.sent + second.dropped == first.sent
    assert ("https://example.org/foreign",) in rows
    assert not any("乙" in name for (name,) in rows)


def test_commands_take_an_endpoint(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`build --store` brings it there, `query` and `why` ask it; the account stands in the environment."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"UNIONKG_STORE_{name}", raising=False)
    with servers.oxigraph(tmp_path / "o") as place:
        url = place.query.removesuffix("/query")
        output = str(tmp_path / "output")
        assert run(["build", str(corpus), "-o", output, "--jobs", "1", "--store", url]) == 0
        assert "graphs sent" in capsys.readouterr().out
        assert run(["query", "roles", "--store", url]) == 0
        remote = capsys.readouterr().out
        assert run(["query", "roles", "-g", output]) == 0
        assert capsys.readouterr().out == remote != ""
        assert run(["why", "劳模工匠宣讲团", "--store", url]) == 0
        assert "【" in capsys.readouterr().out


# --- what goes wrong ---


class Replies(http.server.BaseHTTPRequestHandler):
    """A server that answers what the test puts in `replies`, the last for ever."""

    replies: list[Callable[[Replies], None]]
    seen: list[str]

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append(self.headers.get("Authorization", ""))
        (self.replies.pop(0) if len(self.replies) > 1 else self.replies[0])(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def says(status: int, body: bytes = b"", **headers: str) -> Callable[[Replies], None]:
    """A reply."""

    def reply(self: Replies) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    return reply


@pytest.fixture
def server() -> Iterator[Callable[..., tuple[Addresses, list[str]]]]:
    """Starts a server that gives these replies; gives its addresses and what it saw of accounts."""
    running = []

    def start(*replies: Callable[[Replies], None]) -> tuple[Addresses, list[str]]:
        seen: list[str] = []
        kind = type("Handler", (Replies,), {"replies": list(replies), "seen": seen})
        made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
        threading.Thread(target=made.serve_forever, daemon=True).start()
        running.append(made)
        return addresses.of(f"http://127.0.0.1:{made.server_port}/sparql"), seen

    yield start
    for made in running:
        made.shutdown()
        made.server_close()


ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"1"}}]}}'
FOUND = says(200, ROWS, Content_Type="application/sparql-results+json")


def test_a_server_that_fails_once_is_asked_again(server: Callable[..., tuple[Addresses, list[str]]]) -> None:
    """A 503 and a 500 are waited out."""
    place, seen = server(says(503), says(500), FOUND)
    assert Remote(place, PLAIN).texts("SELECT ?a {}")[1] == [("1",)]
    assert len(seen) == 3


def test_a_server_that_goes_on_failing_is_told(server: Callable[..., tuple[Addresses, list[str]]]) -> None:
    """After the last attempt the server's own words are told, on one line."""
    place, seen = server(says(500, b"<h1>out of\nmemory</h1>", Content_Type="text/html"))
    with pytest.raises(StoreError, match=r"the server failed \(500\): out of memory;"):
        Remote(place, PLAIN).texts("SELECT ?a {}")
    assert len(seen) == 3


def test_a_slow_server_is_given_up(server: Callable[..., tuple[Addresses, list[str]]]) -> None:
    """What takes longer than is allowed is told with the limit, and not asked again."""
    place, seen = server(lambda self: time.sleep(1) or FOUND(self))
    with pytest.raises(StoreError, match=r"no answer within 0\.2 seconds"):
        Remote(place, Account(seconds=0.2)).texts("SELECT ?a {}")
    assert len(seen) == 1


def test_nobody_there_is_told() -> None:
    """An address without a server."""
    place = addresses.of(f"http://127.0.0.1:{servers.free_port()}/sparql")
    with pytest.raises(StoreError, match="can't be reached"):
        Remote(place, PLAIN).texts("SELECT ?a {}")


@pytest.mark.parametrize(
    ("account", "challenge", "sent"),
    [
        (Account("u", "p", seconds=5), "Basic realm=x", "Basic "),
        (Account("u", "p", seconds=5), 'Digest realm="x", nonce="y", qop="auth"', "Digest "),
        (Account(token="t", seconds=5), "Bearer", "Bearer "),  # noqa: S106 - no secret
    ],
)
def test_the_account_is_given_as_the_server_asks(
    server: Callable[..., tuple[Addresses, list[str]]], account: Account, challenge: str, sent: str
) -> None:
    """Basic, digest and bearer; a password is sent only when the server asks for one."""
    replies = [FOUND] if account.token else [says(401, WWW_Authenticate=challenge), FOUND]
    place, seen = server(*replies)
    assert Remote(place, account).texts("SELECT ?a {}")[1] == [("1",)]
    assert [head.startswith(sent) for head in seen] == [True] if account.token else [False, True]


def test_a_wrong_account_is_told_without_it(
    server: Callable[..., tuple[Addresses, list[str]]],
) -> None:
    """Neither the password nor what the server repeats of it is shown."""
    place, _ = server(says(401, b"no: u:geheim9", WWW_Authenticate="Basic realm=x"))
    with pytest.raises(StoreError, match="UNIONKG_STORE_USER") as told:
        Remote(place, Account("u", "geheim9", seconds=5)).texts("SELECT ?a {}")
    assert "geheim9" not in f"{told.value.zh}{told.value.en}{Account('u', 'geheim9')!r}"


@pytest.mark.parametrize(
    "url", ["localhost:7878", "ftp://x/", "http://u:p@x/sparql", "http://", "http://a b/", "http://x:y/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """With an example of one; an account in it is never repeated."""
    with pytest.raises(UsageError) as told:
        addresses.of(url)
    assert "u:p" not in told.value.en


def test_three_addresses_stand_in_the_settings(tmp_path: Path) -> None:
    """`[store]` names where an endpoint is asked, changed and given graphs; `store = URL` names one."""
    from unionkg import settings

    path = tmp_path / "unionkg.toml"
    path.write_text('[store]\nquery = "http://x/q"\nupdate = "http://x/u"\ngraphs = "http://x/g"\n')
    assert settings.read(path).store == Addresses("http://x/q", "http://x/u", "http://x/g")
    path.write_text('store = "http://x:7878"\n')
    assert settings.read(path).store == addresses.of("http://x:7878")
    path.write_text('[store]\nquery = "http://x/q"\n')
    with pytest.raises(UsageError, match="lacks update"):
        settings.read(path)
