"""Real SPARQL servers on this machine for tests: on free ports, ended when done. No test stands here."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from unionkg.serve import engine
from unionkg.serve.engine import free_port
from unionkg.store.addresses import Addresses, of

START = 60.0
"""Seconds that a server has to answer for the first time."""
USER, PASSWORD = "unionkg", "geheim-密"
"""The account that may write to Virtuoso."""
VIRTUOSO_INI = """[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {home}/virtuoso-temp.db
TransactionFile = {home}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {home}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = {home}
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 60
"""
VIRTUOSO_ACCOUNT = f"""
DB.DBA.USER_CREATE('{USER}', '{{password}}');
GRANT SPARQL_UPDATE TO "{USER}";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('{USER}', 7);
"""


def _answers(port: int, path: str, process: subprocess.Popen[bytes]) -> bool:
    """Whether a server answers within its time."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return True
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def _running(command: list[str], port: int, path: str) -> Iterator[None]:
    """A server while it is needed."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert _answers(port, path, process), f"{command[0]} did not start"
        yield
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def oxigraph(home: Path) -> Iterator[Addresses]:
    """The server of the package `oxigraph`, writable, its default graph not the union of all."""
    port = free_port()
    command = [str(engine.program()), "serve", "--location", str(home), "--bind", f"127.0.0.1:{port}"]
    with _running(command, port, "/"):
        yield of(f"http://127.0.0.1:{port}")


def virtuoso_there() -> bool:
    """Whether Debian's Virtuoso is installed."""
    return shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None


@contextlib.contextmanager
def virtuoso(home: Path) -> Iterator[Addresses]:
    """Virtuoso with an account that may write; it is asked at `/sparql-auth`, where the account counts."""
    sql, web = free_port(), free_port()
    (home / "virtuoso.ini").write_text(VIRTUOSO_INI.format(home=home, sql=sql, web=web), encoding="utf-8")
    with _running(["virtuoso-t", "+foreground", "+configfile", str(home / "virtuoso.ini")], web, "/sparql"):
        statements = VIRTUOSO_ACCOUNT.format(password=PASSWORD)
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba"],
            input=statements.encode("utf-8"),
            check=True,
            capture_output=True,
        )
        yield of(f"http://127.0.0.1:{web}/sparql")
