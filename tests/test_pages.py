"""Pages: the record that `views` draws, gathered from store and stage files."""

from __future__ import annotations

from pathlib import Path

import pytest

import unionkg
from unionkg.errors import UnknownName
from unionkg.pages import Part
from unionkg.project import Graph
from unionkg.views import Page


@pytest.fixture(scope="module")
def graph(built: Path) -> Graph:
    """The sample's graph."""
    return unionkg.open(built)


@pytest.fixture(scope="module")
def page(graph: Graph) -> Page:
    """The page of the whole."""
    return graph.page()


def test_texts_hold_what_was_read(page: Page) -> None:
    """Each mention names a node that is shown, and lies in the text; the text is whole."""
    shown = {node.iri for node in page.exhibit.nodes}
    (text,) = page.texts
    assert len(text.text) == 6254
    assert text.mentions
    for start, end, node, _, _ in text.mentions:
        assert node in shown
        assert 0 <= start < end <= len(text.text)


def test_cards_are_answers_with_the_place_of_their_quotes(page: Page) -> None:
    """A card has its question, and a row's place is where its quote stands."""
    cards = {card.name: card for card in page.cards}
    assert "formula" in cards
    text = page.texts[0].text
    for card in page.cards:
        assert card.rows
        for row in card.rows:
            assert len(row.cells) == len(card.columns)
            if row.document:
                assert text[row.start : row.end] in {cell.text for cell in row.cells}
    assert any(row.document for row in cards["formula"].rows)


def test_cells_name_their_nodes(page: Page) -> None:
    """A cell that holds a label knows the node it names, so that a click can open it."""
    shown = {node.iri for node in page.exhibit.nodes}
    named = [cell for card in page.cards for row in card.rows for cell in row.cells if cell.node]
    assert named
    assert {cell.node for cell in named} <= shown


def test_a_part_shows_less(graph: Graph, page: Page) -> None:
    """Around one entity there are fewer nodes, all within reach, and no cards; the title says which."""
    part = graph.page(Part(entity="春风行动"))
    assert 1 < len(part.exhibit.nodes) < len(page.exhibit.nodes)
    assert part.cards == ()
    assert part.title_zh == "春风行动"
    one = graph.page(Part(document="2019-municipal-union-exchange"))
    assert len(one.exhibit.documents) == 1


def test_unknown_parts_are_told(graph: Graph) -> None:
    """A name or a document that the graph has not is an error with near ones."""
    with pytest.raises(UnknownName):
        graph.page(Part(entity="没有这个"))
    with pytest.raises(UnknownName):
        graph.page(Part(document="none"))
