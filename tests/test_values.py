"""Values: what a figure is for, and in which capacity somebody acts."""

from __future__ import annotations

import pytest

from reading import SPEECH
from unionkg import knowledge, structure
from unionkg.model import Aim, Document, Mention, Span
from unionkg.reader import Reader
from unionkg.resolution import Resolver
from unionkg.values.capacity import capacities

KNOWN = knowledge.load()


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader of documents."""
    return Reader(KNOWN)


@pytest.mark.parametrize("word", KNOWN.value_words.words["aimed"])
def test_a_figure_behind_a_word_of_plans_is_aimed_at(reader: Reader, word: str) -> None:
    """计划走访120家 has reached nothing; the figure of the next clause has."""
    found = reader.read(Document("d", f"全年{word}走访120家，已走访80家。", SPEECH)).values.quantities
    assert [(q.value, q.aim) for q in found] == [("120", Aim.AIMED), ("80", Aim.ACHIEVED)]


@pytest.mark.parametrize("title", ["副市长", "常务副市长", "市长", "副校长", "代县长"])
def test_a_title_is_told_whole(title: str) -> None:
    """副 belongs to the title."""
    text = f"{title}梁国栋作出批示。"
    document = Document("d", text, SPEECH)
    mentions = (Mention(Span(len(title), len(title) + 3), "梁国栋", "Person", "", "test"),)
    resolution = Resolver(KNOWN).resolve(document, structure.read(document, KNOWN.markers), mentions)
    found = capacities(text, mentions, resolution, KNOWN.value_words)
    assert [text[c.title.start : c.title.end] for c in found] == [title]


def test_a_title_in_a_name_is_told_whole() -> None:
    """梁副市长 is no 市长."""
    text = "梁副市长作出批示。"
    document = Document("d", text, SPEECH)
    mentions = (Mention(Span(0, 4), "梁副市长", "Person", "", "test"),)
    resolution = Resolver(KNOWN).resolve(document, structure.read(document, KNOWN.markers), mentions)
    found = capacities(text, mentions, resolution, KNOWN.value_words)
    assert [text[c.title.start : c.title.end] for c in found] == ["副市长"]
