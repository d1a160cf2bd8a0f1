"""N-Quads: what is written is read back as it was, and is what the store writes."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from unionkg.graph.terms import GraphWriter, decimal, escaped

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, st.sampled_from(["", "zh", "en"]))
def test_reading_back_is_identity(text: str, language: str) -> None:
    """Any literal is parsed back to the same string and language, and written the same by the store."""
    graph = GraphWriter("http://e/g")
    graph.text("http://e/s", "http://e/p", text, language)
    (line,) = graph.lines()
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert (quad.object.value, quad.object.language or "") == (text, language)
    assert ox.serialize([quad], format=ox.RdfFormat.N_QUADS) == line.encode("utf-8")


def test_the_escapes_of_the_specification() -> None:
    """Seven short escapes, four hex digits for other controls, everything else as it is."""
    assert escaped('\t\b\n\r\f"\\\x00\x7f会\u2028') == '\\t\\b\\n\\r\\f\\"\\\\\\u0000\\u007F会\u2028'


def test_lines_are_sorted_and_single() -> None:
    """The same quad written twice stands once, and the order is that of the lines."""
    graph = GraphWriter("http://e/g")
    for name in ("b", "a", "b"):
        graph.link(f"http://e/{name}", "http://e/p", "http://e/o")
    assert [line[10] for line in graph.lines()] == ["a", "b"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_decimals_are_what_the_store_keeps(number: Decimal) -> None:
    """A decimal is written as the store will give it back, with the same value."""
    text = decimal(f"{number:f}")
    literal = ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), literal))
    assert next(iter(store)).object.value == text
    assert Decimal(text) == number
