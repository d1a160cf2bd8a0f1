"""Brat files as the guideline has them, read and written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech import TEXT, reading
from unionkg import brat, knowledge
from unionkg.brat import Annotation, Marked, Tie
from unionkg.errors import UsageError
from unionkg.knowledge import vocabulary
from unionkg.model import SELF, Entity, Span

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "corpus" / "gold" / "municipal-2019.ann"
TYPES = vocabulary.read(knowledge.files()["unionkg.ttl"]).entity_types


def text_of(path: Path) -> str:
    """The text beside an annotation."""
    return path.with_suffix(".txt").read_bytes().decode("utf-8")


def test_gold_reads_and_writes_back() -> None:
    """The project's own annotation is read whole, and what is written reads the same."""
    text = text_of(GOLD)
    gold = brat.read(GOLD, text)
    assert len(gold.mentions) > 400
    assert SELF in {tie.head for tie in gold.ties}
    assert brat.parse(brat.written(gold).split("\n"), text, "x") == gold


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=8, unique=True))
def test_writing_and_reading_back_is_identity(spans: list[tuple[int, int]]) -> None:
    """Any annotation of a text comes back as it was."""
    text = "市总工会要求各级工会“讲政治”𠀀，建设职工之家服务职工群众。"
    mentions = tuple(
        Marked(f"T{n}", "Group", Span(start, start + length), text[start : start + length])
        for n, (start, length) in enumerate(spans, 1)
    )
    ties = tuple(Tie("serves", SELF, mention.id) for mention in mentions)
    groups = ((mentions[0].id, mentions[-1].id),) if len(mentions) > 1 else ()
    whole = Annotation(("市总工会", "市总"), mentions, ties, groups)
    assert brat.parse(brat.written(whole).split("\n"), text, "x") == whole


@pytest.mark.parametrize(
    ("line", "told"),
    [("T1\tGroup 0 2\t群众", "x:1"), ("T1 Group", "x:1"), ("R1\tserves T1 T2", "x:1"), ("nonsense", "x:1")],
)
def test_a_wrong_line_is_told_with_its_number(line: str, told: str) -> None:
    """Offsets that do not fit the text, and lines that are none, are refused with file and line."""
    with pytest.raises(UsageError, match=told):
        brat.parse([line], "职工群众", "x")


def test_notes_and_empty_lines_are_passed_over() -> None:
    """Annotator notes are no part of the annotation."""
    assert brat.parse(["", "#1\tAnnotatorNotes T1\t好"], "", "x") == Annotation()


def test_a_reading_becomes_the_guidelines_terms() -> None:
    """Each triple stands once, whatever its modality, and every end is there."""
    found = brat.annotate(reading(), TYPES)
    assert len(set(found.ties)) == len(found.ties) == 11
    known = {mention.id for mention in found.mentions} | {SELF}
    assert all({tie.head, tie.tail} <= known for tie in found.ties)
    assert all(TEXT[m.span.start : m.span.end] == m.text for m in found.mentions)


def test_the_body_that_speaks_is_self_where_no_name_is_marked() -> None:
    """A claim of the speaking body without a mention is written with SELF."""
    from dataclasses import replace

    whole = reading()
    entities = list(whole.resolution.entities)
    own = whole.resolution.self_entity
    entities[own] = replace(entities[own], mentions=())
    unnamed = replace(whole, resolution=replace(whole.resolution, entities=tuple(entities)))
    assert any(tie.head == SELF for tie in brat.annotate(unnamed, TYPES).ties)
    assert brat.annotate(unnamed, TYPES).self_names == ("市总工会", "市总")


def test_topic_classes_stay_out() -> None:
    """Mentions of classes that the guideline has not are left out, and so are their ties."""
    found = brat.annotate(reading(), TYPES - {"Facility"})
    assert "Facility" not in {mention.type for mention in found.mentions}
    assert "职工之家" not in {mention.text for mention in found.mentions}


def test_names_of_one_entity_are_tied() -> None:
    """An entity that the text calls by two names gives one Equiv line."""
    from dataclasses import replace

    whole = reading()
    joined = Entity("工会", "Organization", ("工会", "市总工会"), (5, 10), "", "document", ("r",))
    entities = (joined, *whole.resolution.entities[1:])
    tied = replace(whole, claims=(), resolution=replace(whole.resolution, entities=entities))
    groups = brat.annotate(tied, TYPES).equivalences
    assert len(groups) == 1
    assert len(groups[0]) == 2
