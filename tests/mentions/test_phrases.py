"""Parallel series and what stands behind a word, by shape alone."""

from __future__ import annotations

import re

from unionkg.mentions import phrases
from unionkg.mentions.words import cut
from unionkg.model import Span

SERIES = re.compile("[\u4e00-\u9fff]{2,}+(?:、[\u4e00-\u9fff]{2,}+)+")


def runs(raw: str, longest: int = 8) -> list[list[str]]:
    """The runs of one length in a text."""
    found = phrases.series(raw, SERIES)
    return [[raw[s.start : s.end] for s in run] for parts in found for run in phrases.even(parts, longest)]


def test_a_run_leaves_out_the_words_before_it_and_behind_it() -> None:
    """The first part is cut to the length of the others, and so is the last."""
    assert runs("努力做到讲政治、讲团结、讲奉献的要求") == [["讲政治", "讲团结", "讲奉献"]]


def test_parts_that_are_too_long_are_no_run() -> None:
    """A rule says how long a part may be."""
    assert runs("思想引领增定力、担当使命强实力", 4) == []


def test_what_stands_behind_an_anchor_is_given_once() -> None:
    """Anchors that overlap give the same span only once."""
    raw = "必须要加强学习。"
    pattern = re.compile("(?:必须)?要?(?P<m>加强学习)")
    assert list(phrases.behind(raw, cut(raw), pattern, [0, 2], frozenset())) == [Span(3, 7)]


def test_alike_parts_share_a_character_in_its_place() -> None:
    """小事不出厂、大事不出镇 are alike, 守底线、担使命 are not."""
    assert phrases.alike("小事不出厂、大事不出镇", (Span(0, 5), Span(6, 11)))
    assert not phrases.alike("守底线、担使命", (Span(0, 3), Span(4, 7)))
