"""How a text is cut: sections and sentences tile it, lists hold their items, for any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from reading import documents
from unionkg import knowledge, structure
from unionkg.model import Document, Enumeration, Span, Structure

KNOWN = knowledge.load()


def read(text: str) -> Structure:
    """The structure of a text."""
    return structure.read(Document("d", text, {}), KNOWN.markers)


def items(text: str, enumeration: Enumeration) -> list[str]:
    """The words of the items of a list."""
    return [text[item.start : item.end] for item in enumeration.items]


def listed(text: str) -> list[tuple[str, list[str]]]:
    """Marker and items of each list of a text."""
    return [(found.marker, items(text, found)) for found in read(text).enumerations]


@given(documents())
@settings(deadline=None, max_examples=300)
def test_what_holds_for_any_text(document: Document) -> None:
    """Sections tile the text; sentences are in order within them and leave out white space only."""
    text = document.text
    built = structure.read(document, KNOWN.markers)
    assert structure.tiles(built.sections, len(text)) or not text.strip()
    for index, section in enumerate(built.sections):
        assert section.parent < index
        assert section.span.covers(section.heading) or not len(section.heading)
        assert (
            section.level == 0 or built.sections[section.parent].level < section.level or section.parent < 0
        )
    assert all(a.span.end <= b.span.start for a, b in pairwise(built.sentences))
    covered = {place for s in built.sentences for place in range(s.span.start, s.span.end)}
    assert all(sign.isspace() for place, sign in enumerate(text) if place not in covered)
    for sentence in built.sentences:
        assert built.sections[sentence.section].span.covers(sentence.span)
        assert text[sentence.span.start : sentence.span.end].strip()


@given(documents())
@settings(deadline=None, max_examples=300)
def test_lists_of_any_text(document: Document) -> None:
    """A list has two items or more, in order, apart, inside the text and behind what announces them."""
    whole = Span(0, len(document.text))
    for found in structure.read(document, KNOWN.markers).enumerations:
        assert len(found.items) > 1
        assert all(whole.covers(span) for span in (*found.items, found.introducer))
        assert all(a.end <= b.start for a, b in pairwise(found.items))
        assert found.introducer.end <= found.items[0].end


def test_a_sentence_keeps_what_closes_its_quotation() -> None:
    """The closing mark behind a full stop belongs to the sentence that it closes."""
    text = "他说：“要讲政治。”大家同意。"
    assert [text[s.span.start : s.span.end] for s in read(text).sentences] == [
        "他说：“要讲政治。”",
        "大家同意。",
    ]


def test_a_list_within_a_sentence() -> None:
    """一是…二是…: items up to the next marker, the last one to the end of the sentence."""
    assert listed("一是抓学习；二是抓落实。大家努力。") == [("shi", ["抓学习；", "抓落实。"])]


def test_a_list_counts_from_one() -> None:
    """A run that begins with two, or leaves one out, is no list."""
    assert listed("二是抓学习；三是抓落实。") == []
    assert listed("一是抓学习；三是抓落实。") == []


def test_a_list_has_its_introducer() -> None:
    """What announces a list is the rest of its sentence, or the line before it."""
    text = "我提三点要求：第一要想干事。这是前提。第二要会干事。这是能力。"
    (found,) = read(text).enumerations
    assert text[found.introducer.start : found.introducer.end] == "我提三点要求："


def test_headings_are_a_list_and_sections() -> None:
    """Sibling headings are items; what stands before the first is a section without a heading."""
    text = "讲几点意见。\n一、提高认识\n认识要到位。\n二、抓好落实\n落实要有力。\n"
    built = read(text)
    headings = [text[s.heading.start : s.heading.end] for s in built.sections]
    assert headings == ["", "提高认识", "抓好落实"]
    assert [found.marker for found in built.enumerations] == ["chapter"]


def test_an_empty_text_has_an_empty_structure() -> None:
    """Nothing to cut gives nothing."""
    for text in ("", "\n", " \n\u3000\n"):
        built = read(text)
        assert built.sentences == ()
        assert built.enumerations == ()
