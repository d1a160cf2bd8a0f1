"""Left edges of names: all that the words allow, none over a stop or half a quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading import documents
from unionkg import knowledge, structure
from unionkg.mentions import Finder
from unionkg.mentions.leftward import Leftward
from unionkg.mentions.words import cut
from unionkg.model import Document, Span

KNOWN = knowledge.load()
LEFTWARD = Leftward(KNOWN.words)


def names(text: str, head: str, reach: int = 20) -> set[str]:
    """What ends with the last `head` of a text, from each edge."""
    start = text.rindex(head)
    span = Span(start, start + len(head))
    return {text[edge : span.end] for edge in LEFTWARD.starts(text, cut(text), span, reach)}


@pytest.mark.parametrize(
    ("text", "head", "found"),
    [
        ("召开全省工会工作推进会", "推进会", {"全省工会工作推进会", "工会工作推进会"}),
        ("开展“安康杯”竞赛", "竞赛", {"“安康杯”竞赛"}),
        ("承办2024年“安康杯”竞赛", "竞赛", {"2024年“安康杯”竞赛", "“安康杯”竞赛"}),
        ("他主持会议", "会议", set()),
        ("开通24小时心理援助热线", "热线", {"心理援助热线"}),
    ],
)
def test_edges(text: str, head: str, found: set[str]) -> None:
    """A scope, a year and a quotation are edges; verbs and figures end the walk."""
    assert found <= names(text, head)
    assert not any(
        name.startswith(("召开", "开展", "承办", "主持", "开通", "24")) for name in names(text, head)
    )


@given(documents(), st.integers(0, 400), st.integers(1, 6), st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_edges_stand_before_the_end_of_the_head(document: Document, at: int, length: int, reach: int) -> None:
    """Wherever a head is said to stand, its edges are in the text, ordered, and none behind it."""
    text = document.text
    if at + length > len(text):
        return
    head = Span(at, at + length)
    edges = list(LEFTWARD.starts(text, cut(text), head, reach))
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= head.start for edge in edges)


def test_a_name_is_not_cut_at_one_mark_of_a_pair() -> None:
    """Nothing is proposed from behind `《` or up to `》` without the other."""
    text = "通过《职工疗休养管理办法（试行）》和《全县职工培训实施方案》。"
    found = Finder(KNOWN, Path("/nowhere")).propose(
        text, structure.read(Document("d", text, {}), KNOWN.markers)
    )
    heads = {text[c.span.start : c.span.end] for c in found.candidates if c.rule == "document-head"}
    assert heads <= {"全县职工培训实施方案"}
