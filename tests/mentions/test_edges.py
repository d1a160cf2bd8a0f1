"""The edges of names: marks that belong to them and marks that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.mentions.edges import paired, trimmed
from unionkg.model import Span


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("“六大行动”", "“六大行动”"),
        ("六大行动”", "六大行动"),
        ("“团结起来去战斗", "团结起来去战斗"),
        ("“百日攻坚”行动", "“百日攻坚”行动"),
        ("学习《工会法》", "学习《工会法》"),
        ("《工会法", "工会法"),
        ("”", "”"),
    ],
)
def test_half_a_mark_is_no_part_of_a_name(marked: str, kept: str) -> None:
    """A mark at an edge stays where its other half is in the name, too."""
    span = paired(marked, Span(0, len(marked)))
    assert marked[span.start : span.end] == kept


@given(st.text("“”《》工会 ", min_size=1, max_size=12))
def test_what_is_left_is_inside_and_the_same_name(text: str) -> None:
    """Nothing is taken but marks: without any marks at the edges it is the same name."""
    whole = Span(0, len(text))
    span = paired(text, whole)
    assert 0 <= span.start < span.end <= len(text)
    start, end = trimmed(text, whole)
    if start < end:
        assert trimmed(text, span) == (start, end)


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("举行“关爱职工”新闻发布会。", "关爱职工”新闻发布会", "“关爱职工”新闻发布会"),
        ("学习“中国梦·劳动美”精神", "“中国梦·劳动美", "中国梦·劳动美"),
        ("开展活动“春风行动”", "活动“春风行动", "活动“春风行动”"),
        ("称为“关爱职工”新闻发布会", "新闻发布会", "新闻发布会"),
    ],
)
def test_the_other_half_of_a_mark_within_comes_in(text: str, found: str, whole: str) -> None:
    """A name that begins right behind a mark which it closes holds both halves."""
    start = text.index(found)
    span = paired(text, Span(start, start + len(found)))
    assert text[span.start : span.end] == whole
