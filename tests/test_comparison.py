"""Two documents side by side."""

from __future__ import annotations

from dataclasses import replace

from invented import page as invented_page
from unionkg.comparison import DEMAND, TYPES, compare
from unionkg.exhibit import Exhibit

PAGE = invented_page()
LEFT, RIGHT = (row.id for row in PAGE.exhibit.documents)


def test_each_row_has_words_in_one_document_or_both() -> None:
    """A row is of one document, of the other or of both, and its places lie in their texts."""
    found = compare(PAGE.exhibit, PAGE.texts, LEFT, RIGHT)
    texts = {text.document: text.text for text in PAGE.texts}
    assert {row.type for row in found.rows} <= {*TYPES, DEMAND}
    for row in found.rows:
        assert row.left or row.right
        for place, document in ((row.left, LEFT), (row.right, RIGHT)):
            if place:
                assert texts[document][place[0] : place[1]].strip()


def test_things_are_told_apart_by_where_they_are_named() -> None:
    """What only one speech names stands on its side alone, with the sentence that names it."""
    found = compare(PAGE.exhibit, PAGE.texts, LEFT, RIGHT)
    named = [{mention[2] for mention in text.mentions} for text in PAGE.texts]
    rows = [row for row in found.rows if row.type != DEMAND]
    assert [(row.left is not None, row.right is not None) for row in rows] == [
        (row.node in named[0], row.node in named[1]) for row in rows
    ]
    assert {(bool(row.left), bool(row.right)) for row in rows} == {(True, True), (True, False), (False, True)}
    both = next(row for row in rows if row.label == "重维权")
    assert both.left is not None
    assert "重维权" in PAGE.texts[0].text[slice(*both.left)]


def test_the_same_document_agrees_with_itself() -> None:
    """Under another id the same speech has everything in common with itself, by name alone."""
    copy = "copy"
    text = PAGE.texts[0]
    twin = replace(
        text, document=copy, mentions=tuple((s, e, f"{iri}'", t, r) for s, e, iri, t, r in text.mentions)
    )
    ours = [row for row in PAGE.exhibit.demands if row.document == LEFT]
    exhibit = Exhibit(
        nodes=(*PAGE.exhibit.nodes, *(replace(node, iri=f"{node.iri}'") for node in PAGE.exhibit.nodes)),
        facts=(),
        demands=(*ours, *(replace(row, document=copy, marked=()) for row in ours)),
        counts=(),
        documents=PAGE.exhibit.documents,
    )
    found = compare(exhibit, (text, twin), LEFT, copy)
    assert found.rows
    assert all(row.left == row.right for row in found.rows if row.type != DEMAND)
    assert all(row.left and row.right for row in found.rows)


def test_an_unlike_polarity_is_another_demand() -> None:
    """What one asks for and the other refuses is no common demand."""
    asked = next(row for row in PAGE.exhibit.demands if row.document == LEFT)
    refused = replace(
        asked, document=RIGHT, polarity="rejected" if asked.polarity == "required" else "required"
    )
    exhibit = replace(PAGE.exhibit, demands=(asked, refused))
    rows = [row for row in compare(exhibit, (), LEFT, RIGHT).rows if row.type == DEMAND]
    assert [(bool(row.left), bool(row.right)) for row in rows] == [(True, False), (False, True)]
