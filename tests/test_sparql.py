"""What a query may be: bounded in length, depth and width; no other address is ever asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg import sparql
from unionkg.errors import QueryError
from unionkg.store import Store


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, list[int]]]:
    """A local address that notes each call and answers 404."""
    calls: list[int] = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            calls.append(1)
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield f"<http://127.0.0.1:{server.getsockname()[1]}/>", calls
    server.close()


HEADS = [
    "",
    "?s ?p ?o.",
    "?s ?p true",
    "?s ?p 1.0e1",
    '?s ?p "a"@en',
    "?s ?p x:b.",
    "?s ?p _:b",
    "FILTER(?s<2)",
    "?s ?p <http://x/\\u0041#>.",
    "#\n",
    "{}",
    "?s ?p '#'.",
    '?s ?p """a"b"""',
    "?s a x:\\#",
]
TAILS = ["SERVICE%s{?a ?b ?c}", "service x:{?a ?b ?c}", "servicex:{?a ?b ?c}", "SERVICE SILENT%s{?a ?b ?c}"]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("tail", TAILS)
def test_no_address_is_asked(head: str, tail: str, address: tuple[str, list[int]]) -> None:
    """However SERVICE is put, the store refuses the query or fails to read it; no call is made."""
    iri, calls = address
    group = head + (tail % iri if "%s" in tail else tail)
    query = f"PREFIX x: {iri} PREFIX servicex: {iri} SELECT * {{ {group} }}"
    with pytest.raises(QueryError):
        Store.of([]).select(query)
    assert not calls


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <http://x/>",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "clear all",
        "DROP ALL",
        "CREATE GRAPH <a:b>",
        "ADD <a:a> TO <a:b>",
        "MOVE <a:a> TO <a:b>",
        "COPY <a:a> TO <a:b>",
    ],
)
def test_updates_are_refused(query: str) -> None:
    """Every form of SPARQL 1.1 Update is refused with what may be used instead."""
    with pytest.raises(QueryError, match="SELECT, ASK"):
        sparql.check(query)


@pytest.mark.parametrize(
    "query",
    [
        '# SERVICE <x>\nSELECT ?load { ?load load:add \'SERVICE\' ; ex:service """LOAD "" """ }',
        "SELECT * { <http://x/service#LOAD> ?p 'it''s' }",
        "SELECT * { ?s a:b.service ?o . ?service ?load $drop }",
    ],
)
def test_words_that_only_look_like_it_pass(query: str) -> None:
    """Names, strings, comments and variables may hold the refused words."""
    sparql.check(query)


def test_length_depth_and_width_are_bounded() -> None:
    """64 kB, 128 levels and 1,000 groups or operators pass; one more of each is refused."""
    sparql.check("#" + "a" * (sparql.LONGEST - 1))
    sparql.check("{" * sparql.DEEPEST + "}" * sparql.DEEPEST)
    sparql.check("ASK { FILTER(" + "!" * (sparql.WIDEST - 2) + "true) }")
    for query in (
        "#" + "工" * (sparql.LONGEST // 3 + 1),
        "([{" * 43,
        "ASK { FILTER(" + "!" * sparql.WIDEST + "true) }",
        "UNION" + "{}UNION" * 500,
    ):
        with pytest.raises(QueryError):
            sparql.check(query)


def test_brackets_in_strings_and_comments_do_not_nest() -> None:
    """Only brackets of the query itself count."""
    sparql.check("ASK { ?s ?p '" + "{" * 500 + "' } #" + "(" * 500)


@given(st.text(max_size=200))
def test_no_text_crashes_it(text: str) -> None:
    """Any text is passed or refused with a QueryError, and with nothing else."""
    with suppress(QueryError):
        sparql.check(text)
