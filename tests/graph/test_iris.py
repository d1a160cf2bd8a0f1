"""IRIs: valid for any text, stable, and distinct for distinct inputs."""

from __future__ import annotations

import unicodedata

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from unionkg.graph.iris import LONGEST, Iris, digest, path, segment, told_apart
from unionkg.model import Span

IRIS = Iris()
anything = st.text(st.characters())
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def parses(iri: str) -> bool:
    """Whether an N-Quads parser that validates IRIs takes it and gives it back unchanged."""
    line = f"<{iri}> <http://e/p> <{iri}> .\n"
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    return bool(quad.subject.value == iri)


@given(anything, anything)
def test_any_text_gives_a_valid_iri(document: str, label: str) -> None:
    """Whatever a document or a thing is called, a strict parser takes its IRIs."""
    assert parses(IRIS.document(document))
    assert parses(IRIS.graph(document))
    assert parses(IRIS.span(document, Span(0, 1)))
    assert parses(IRIS.links_graph(label))
    assert parses(IRIS.rule(label))
    assert all(parses(iri) for iri in IRIS.entities(document, [("Person", label)]))


@given(names, names)
def test_distinct_texts_give_distinct_segments(one: str, other: str) -> None:
    """Two texts share a segment exactly where their NFC is the same."""
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (segment(one) == segment(other)) == same


@given(
    st.lists(names, min_size=1, max_size=3).map("/".join),
    st.lists(names, min_size=1, max_size=3).map("/".join),
)
def test_distinct_ids_give_distinct_paths(one: str, other: str) -> None:
    """Two document ids share a path exactly where their NFC is the same."""
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (path(one) == path(other)) == same


@given(names, names, names)
def test_kinds_of_things_never_meet(document: str, other: str, label: str) -> None:
    """Documents, graphs, things, rules and runs have IRIs of their own, whatever they are called."""
    found = [
        IRIS.document(document),
        IRIS.graph(other),
        *(IRIS.shared_graph(name) for name in ("ontology", "thesaurus", "rules", "run")),
        IRIS.links_graph(label),
        IRIS.rule(label),
        IRIS.run(document, label),
        *IRIS.entities(document, [("Person", label), ("Place", label), ("Person", label)]),
        *IRIS.stretches(document, "utterance", [Span(0, 1), Span(0, 1)]),
        IRIS.claim(document, ("a", "b", "c"), "u", Span(0, 1)),
    ]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "name", ["document", "graph", "links", "thesaurus", "ontology", "rules", "run", "rule"]
)
def test_reserved_names_are_free_for_documents(name: str) -> None:
    """A document that is called as a part of the graph's own addresses collides with none of them."""
    taken = {IRIS.shared_graph(kind) for kind in ("ontology", "thesaurus", "rules", "run")}
    assert IRIS.graph(name) not in taken | {IRIS.links_graph("x")}
    assert IRIS.graph(f"{name}/x") != IRIS.links_graph("x")
    assert IRIS.entities(name, [("Person", "x")]) != [IRIS.document("Person/x")]


def test_chinese_stays_as_it_is() -> None:
    """Ideographs and full-width signs are not percent-encoded; blanks and slashes of a label are."""
    assert IRIS.document("2019/交流会") == "https://w3id.org/unionkg/id/document/2019/交流会"
    assert segment("“春风行动”（一期）") == "“春风行动”（一期）"
    assert segment("a b/c\u3000d<>") == "a%20b%2Fc%E3%80%80d%3C%3E"
    assert segment("..") == "%2E%2E"


def test_invisible_signs_leave_with_a_hash() -> None:
    """Controls and bidi marks are removed, and yet the two names stay two."""
    assert segment("工\u202e会") == "工会~" + digest("工\u202e会")
    assert segment("工会\x07") != segment("工会")


def test_long_labels_are_cut_with_a_hash() -> None:
    """What is cut at 200 code points is told apart by a hash of the whole."""
    one, other = "会" * LONGEST + "甲", "会" * LONGEST + "乙"
    assert segment(one).startswith("会" * LONGEST + "~")
    assert segment(one) != segment(other)
    assert segment("会" * LONGEST) == "会" * LONGEST


def test_equal_names_are_told_apart() -> None:
    """Two things of one type and label are two nodes; the first keeps the plain name."""
    assert told_apart(["a", "b", "a", "a"]) == ["a", "b", "a~2", "a~3"]
    assert segment("a~2") == "a%7E2"


def test_a_claim_is_its_triple_voice_and_trigger() -> None:
    """Any change of document, triple, utterance or trigger gives another claim; nothing else does."""
    base = IRIS.claim("d", ("s", "p", "o"), "u", Span(1, 2))
    others = [
        IRIS.claim("e", ("s", "p", "o"), "u", Span(1, 2)),
        IRIS.claim("d", ("o", "p", "s"), "u", Span(1, 2)),
        IRIS.claim("d", ("s", "p", "o"), "v", Span(1, 2)),
        IRIS.claim("d", ("s", "p", "o"), "u", Span(1, 3)),
    ]
    assert base == "https://w3id.org/unionkg/id/d/claim/" + digest("d", "s", "p", "o", "u", "1-2")
    assert base not in others


def test_rdflib_takes_them_too() -> None:
    """Another library writes the IRIs of odd labels without complaint."""
    assert URIRef(IRIS.document('a b|c{d}^`\\"')).n3()
