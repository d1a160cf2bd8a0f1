"""The endpoint: a real client asks it, what is refused stays outside, and a dead engine comes back."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

import speech
from unionkg import serve
from unionkg.errors import OutputError, UsageError
from unionkg.output import Output
from unionkg.serve import Endpoint, engine
from unionkg.store import Writer

ROOT = Path(__file__).parents[2]
CLAIMS = "SELECT (COUNT(?claim) AS ?n) WHERE { ?claim a ukg:Claim }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    """A folder with the hand-made speech's graph and a page."""
    place = Output(tmp_path_factory.mktemp("output"))
    writer = Writer(place.store)
    lines = place.path / "lines.nq"
    lines.write_text("".join(speech.graph_lines()), encoding="utf-8")
    writer.load(lines)
    writer.close()
    place.page.parent.mkdir()
    place.page.write_text("<p>页面</p>", encoding="utf-8")
    (place.path / "secret.txt").write_text("secret", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def endpoint(output: Output) -> Iterator[Endpoint]:
    """A running endpoint whose queries may take two seconds."""
    with serve.opened(output, port=0, seconds=2.0) as running:
        yield running


def ask(
    endpoint: Endpoint, target: str, method: str = "GET", body: str = "", **headers: str
) -> tuple[int, bytes]:
    """Status and content of the answer to a request."""
    connection = http.client.HTTPConnection("127.0.0.1", port(endpoint), timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, target, body.encode() or None, named)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, content


def port(endpoint: Endpoint) -> int:
    """The port of the front."""
    return int(endpoint.address.rsplit(":", 1)[1].strip("/"))


def query(text: str) -> str:
    """The address of a query."""
    return f"/sparql?query={quote(text)}"


def test_a_real_client_asks_it(endpoint: Endpoint) -> None:
    """SPARQLWrapper gets the rows by GET and POST, over the union of all graphs; our prefixes are known."""
    client = SPARQLWrapper(endpoint.sparql)
    client.setReturnFormat(JSON)
    client.setQuery(CLAIMS)
    for method in ("GET", POST):
        client.setMethod(method)
        rows = client.query().convert()["results"]["bindings"]
        assert [row["n"]["value"] for row in rows] == [str(len(speech.CLAIMS))]
    client.setQuery("CONSTRUCT { ?c a ukg:Claim } WHERE { ?c a ukg:Claim }")
    client.setReturnFormat(TURTLE)
    assert b"Claim" in client.query().convert()


def test_a_query_comes_in_three_ways(endpoint: Endpoint) -> None:
    """SPARQL 1.1 Protocol, 2.1: GET, a form, and the query as it is; one query, in UTF-8."""
    form = urlencode({"query": CLAIMS})
    assert ask(endpoint, query(CLAIMS))[0] == 200
    assert ask(endpoint, "/query", "POST", form, **FORM)[0] == 200
    assert ask(endpoint, "/sparql", "POST", CLAIMS, Content_Type="application/sparql-query")[0] == 200
    assert ask(endpoint, "/sparql", "POST", CLAIMS, Content_Type="text/plain")[0] == 415
    assert ask(endpoint, "/sparql")[0] == 400
    assert ask(endpoint, query(CLAIMS) + "&query=ASK{}")[0] == 400
    assert ask(endpoint, "/sparql?query=%FF")[0] == 400


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD"),
        ("DROP ALL", "DROP"),
        ("SELECT * " + "{" * 6000 + "}" * 6000, "nested"),
        ("SELECT * { ?s ?p '" + "x" * 70_000 + "' }", "longer"),
        ("SELECT * {", "SPARQL"),
    ],
)
def test_what_is_refused_does_not_reach_the_engine(endpoint: Endpoint, text: str, why: str) -> None:
    """Other addresses, updates, depth and length are refused in one shape; the engine goes on."""
    before = endpoint.engine.process
    status, content = ask(endpoint, "/sparql", "POST", text, Content_Type="application/sparql-query")
    assert status == 400
    if why != "SPARQL":
        assert why in json.loads(content)["error"]["en"]
    assert endpoint.engine.process == before
    assert ask(endpoint, query(CLAIMS))[0] == 200


def test_nothing_is_written(endpoint: Endpoint) -> None:
    """Updates are refused at every address and by every method."""
    update = urlencode({"update": "DROP ALL"})
    for target, method, body in (
        ("/update", "POST", update),
        ("/sparql", "POST", update),
        ("/sparql?update=DROP", "GET", ""),
        ("/store?default", "PUT", "x"),
        ("/store", "GET", ""),
        ("/sparql", "DELETE", ""),
    ):
        assert ask(endpoint, target, method, body, **FORM)[0] == 403, (target, method)
    assert ask(endpoint, "/", "POST", update, **FORM)[0] == 404
    assert ask(endpoint, "/sparql", "POST", "x" * 300_000, **FORM)[0] == 413


def test_only_this_machine_is_answered(endpoint: Endpoint) -> None:
    """A page elsewhere whose name was made to mean this machine gets nothing."""
    assert ask(endpoint, "/", Host="evil.example")[0] == 403
    assert ask(endpoint, "/", Host=f"localhost:{port(endpoint)}")[0] == 200


def test_pages_are_served(endpoint: Endpoint) -> None:
    """The query page with what it loads, and the files of views/; nothing beside them."""
    assert b"yasgui" in ask(endpoint, "/")[1]
    assert ask(endpoint, "/yasgui.min.js")[0] == 200
    assert ask(endpoint, "/views/")[0] == 302
    assert ask(endpoint, "/views/index.html") == (200, "<p>页面</p>".encode())
    for name in (
        "/views/../secret.txt",
        "/views/%2e%2e/secret.txt",
        "/views//etc/passwd",
        "/secret.txt",
        "/views/%00",
    ):
        assert ask(endpoint, name)[0] == 404, name
    assert ask(endpoint, "/views/index.html", "HEAD") == (200, b"")


def test_a_query_that_takes_too_long_is_ended(endpoint: Endpoint) -> None:
    """Nothing ends a query but the end of its process; the next one finds a new process."""
    before = endpoint.engine.process
    status, content = ask(endpoint, query(ENDLESS))
    assert status == 504
    assert "LIMIT" in json.loads(content)["error"]["en"]
    assert answered(endpoint)
    assert endpoint.engine.process != before


def test_a_server_that_dies_is_started_again(endpoint: Endpoint) -> None:
    """Killed from outside, the engine is started again and answers the same."""
    starts = endpoint.engine.starts
    os.kill(endpoint.engine.process, signal.SIGKILL)
    assert answered(endpoint)
    assert endpoint.engine.starts == starts + 1


def answered(endpoint: Endpoint) -> bool:
    """Whether a query is answered again before long."""
    for _ in range(300):
        if ask(endpoint, query(CLAIMS))[0] == 200:
            return True
        time.sleep(0.1)
    return False


def test_a_client_that_goes_away_leaves_its_place(endpoint: Endpoint) -> None:
    """More clients that hang up than places there are do not keep others out."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port(endpoint))) as connection:
            connection.send(
                f"GET {query(CLAIMS)} HTTP/1.1\r\nHost: localhost:{port(endpoint)}\r\n\r\n".encode()
            )
    assert answered(endpoint)


def test_a_port_that_is_taken_is_told(endpoint: Endpoint, output: Output) -> None:
    """The message names the option; nothing is left behind."""
    before = set(output.path.iterdir())
    with pytest.raises(UsageError, match="--port"), serve.opened(output, port=port(endpoint)):
        pass
    assert set(output.path.iterdir()) == before


def test_a_missing_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the package the message says how to install it."""
    monkeypatch.setattr(engine.sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(engine.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(engine.shutil, "which", lambda _: None)
    with pytest.raises(OutputError, match="pip install oxigraph"):
        engine.program()


def test_a_store_that_can_not_be_served_is_told(tmp_path: Path) -> None:
    """Where there is no sound store the error says what to do."""
    (tmp_path / "store").mkdir()
    with pytest.raises(OutputError), serve.opened(Output(tmp_path), port=0):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_cleanly(output: Output, end: signal.Signals) -> None:
    """It prints the address once it answers; Ctrl-C ends it, its engine and its copy, with exit code 0."""
    before = set(output.path.iterdir())
    code = "from unionkg.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "--lang", "en", "serve", str(output.path), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as command:
        assert command.stdout is not None
        address = command.stdout.readline().decode().split()[-1]
        where = address.removeprefix("http://").strip("/")
        connection = http.client.HTTPConnection(where, timeout=30)
        connection.request("GET", query(CLAIMS))
        assert connection.getresponse().status == 200
        command.send_signal(end)
        told = command.communicate(timeout=60)[1]
        assert command.returncode == 0, told
        assert b"ended" in told
    assert set(output.path.iterdir()) == before


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_an_engine_does_not_outlive_what_started_it(output: Output) -> None:
    """Where the command is killed its engine ends too, and the next endpoint takes the copy away."""
    before = set(output.path.iterdir())
    code = "from unionkg.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "--lang", "en", "serve", str(output.path), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    ) as command:
        assert command.stdout is not None
        command.stdout.readline()
        children = (
            Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text(encoding="utf-8").split()
        )
        assert [Path(f"/proc/{child}/comm").read_text(encoding="utf-8").strip() for child in children] == [
            "oxigraph"
        ]
        command.kill()
        command.wait()
    for _ in range(100):
        if not Path(f"/proc/{children[0]}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{children[0]}").exists()
    with serve.opened(output, port=0):
        pass
    assert set(output.path.iterdir()) == before
