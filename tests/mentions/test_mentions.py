"""Mentions of any text: slices of it, in order, none over another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from reading import documents
from unionkg import knowledge, structure
from unionkg.mentions import Finder
from unionkg.model import Document

KNOWN = knowledge.load()


@pytest.fixture(scope="module")
def finder() -> Finder:
    """A finder with the shipped model."""
    return Finder(KNOWN)


@given(documents())
@settings(deadline=None, max_examples=60)
def test_mentions_are_slices_and_do_not_overlap(finder: Finder, document: Document) -> None:
    """No text crashes it; each mention is its slice, of a known type, within a line."""
    built = structure.read(document, KNOWN.markers)
    mentions = finder.find(document, built)
    for mention in mentions:
        assert mention.text == document.text[mention.span.start : mention.span.end] != ""
        assert mention.type in KNOWN.vocabulary.types
        assert "\n" not in mention.text
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


@given(documents())
@settings(deadline=None, max_examples=60)
def test_atoms_tile_the_text_at_every_edge(finder: Finder, document: Document) -> None:
    """Atoms follow one another through the text, and every candidate begins and ends with one."""
    built = structure.read(document, KNOWN.markers)
    found = finder.propose(document.text, built)
    starts = found.atoms.starts
    assert starts[0] == 0
    assert starts[-1] == len(document.text)
    assert len(found.atoms.forms) == len(starts) - 1
    edges = {edge for c in found.candidates for edge in (c.span.start, c.span.end)}
    assert edges <= set(starts)
    read = [range(a, b) for a, b in found.atoms.sequences(built)]
    assert [i for sequence in read for i in sequence] == list(range(len(found.atoms.forms)))


def test_a_placeholder_is_no_part_of_a_longer_one(finder: Finder) -> None:
    """`X书记` is not found inside `XX书记`."""
    text = "会上，XX书记发表了讲话。"
    document = Document("d", text, {})
    found = finder.find(document, structure.read(document, KNOWN.markers))
    assert [m.text for m in found if m.type == "Person"] == ["XX书记"]


def test_a_form_in_quotes_is_marked_with_them(finder: Finder) -> None:
    """A form of the thesaurus in quotation marks is a candidate with its marks."""
    concept = next(c for c in KNOWN.concepts if c.match == "quoted" and not c.not_before and not c.not_after)
    text = f"推进“{concept.pref_zh}”。推进{concept.pref_zh}。"
    found = finder.propose(text, structure.read(Document("d", text, {}), KNOWN.markers)).candidates
    assert [text[c.span.start : c.span.end] for c in found if c.concept == concept.iri] == [
        f"“{concept.pref_zh}”"
    ]
