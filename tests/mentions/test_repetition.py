"""Names found once are found wherever they stand, if they are long enough to mean nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg import knowledge
from unionkg.errors import KnowledgeError
from unionkg.knowledge import repeats, yamlfile
from unionkg.knowledge.repeats import REPEATED, Repeats
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.repetition import again
from unionkg.model import Span

KNOWN = knowledge.load()
REPEATS = Repeats("", "", {"Person": (3, frozenset()), "Requirement": (3, frozenset({4}))})


def found(text: str, *chosen: tuple[str, str]) -> list[tuple[int, int, str]]:
    """Where a text has names again of which the first place was chosen."""
    first = []
    for name, kind in chosen:
        start = text.index(name)
        first.append(Candidate(Span(start, start + len(name)), kind, "test", 0, "iri"))
    return [(c.span.start, c.span.end, c.type) for c in again(text, first, REPEATS)]


def test_every_place_of_a_name_is_told() -> None:
    """The marks around the first do not belong to it."""
    text = "要“一盘棋”。全市工会一盘棋，一盘棋到底。"
    assert found(text, ("“一盘棋”", "Requirement")) == [
        (2, 5, "Requirement"),
        (11, 14, "Requirement"),
        (15, 18, "Requirement"),
    ]


def test_short_names_and_idioms_are_left_alone() -> None:
    """`李明` may be part of a word, a phrase of four is no demand everywhere; some types do not count."""
    assert found("李明，李明。", ("李明", "Person")) == []
    assert found("久久为功，久久为功。", ("久久为功", "Requirement")) == []
    assert found("送温暖，送温暖。", ("送温暖", "Initiative")) == []


@given(st.text("一盘棋要，。“”", max_size=40), st.integers(0, 40), st.integers(1, 6))
def test_what_is_told_are_slices(text: str, start: int, length: int) -> None:
    """Each place holds the words of what was chosen."""
    end = min(len(text), start + length)
    if start >= end:
        return
    chosen = Candidate(Span(start, end), "Requirement", "test", 0, "")
    for candidate in again(text, [chosen], REPEATS):
        assert text[candidate.span.start : candidate.span.end] in text[start:end]
        assert candidate.rule == REPEATED


def test_a_name_of_no_length_is_refused() -> None:
    """It would stand everywhere."""
    with pytest.raises(KnowledgeError, match="1"):
        repeats.load(
            yamlfile.parse(
                "intent: {zh: 名, en: a}\nrepeats:\n  - {type: Person, least: 0}\n", Path("r.yaml")
            ),
            KNOWN.vocabulary,
        )


def test_the_shipped_lengths_are_of_types_that_are_read() -> None:
    """No length of one or two: such names are words of others."""
    assert set(KNOWN.repeats.lengths) <= set(KNOWN.vocabulary.entity_types)
    assert all(least >= 3 for least, _ in KNOWN.repeats.lengths.values())
