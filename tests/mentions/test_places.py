"""Names of places: runs, kinds of place, short forms."""

from __future__ import annotations

import re

from unionkg import knowledge
from unionkg.mentions.places import Places
from unionkg.mentions.words import cut
from unionkg.model import Span

PLACES = Places(knowledge.load().words)


def heads(text: str, kind: str) -> list[Span]:
    """Where a kind of place stands in `text`."""
    return [Span(*match.span()) for match in re.finditer(kind, text)]


def test_places_in_a_row_are_one() -> None:
    """A province and its city, a region and its side."""
    text = "大会在湖南长沙开幕，陕西南部有雨，北京、上海放晴。"
    assert [text[s.start : s.end] for s in PLACES.runs(text, cut(text), [])] == ["湖南长沙", "陕西南部"]


def test_a_kind_of_place_is_named_from_each_edge() -> None:
    """The whole name and the part behind the unit that it lies in are both proposed."""
    text = "来到棠溪县竹木家居产业园，"
    found = {text[s.start : s.end] for s in PLACES.kinds(text, cut(text), heads(text, "产业园"), 18)}
    assert found == {"棠溪县竹木家居产业园", "竹木家居产业园"}


def test_a_unit_of_a_body_or_of_the_whole_is_no_place() -> None:
    """What belongs to a body, and what is said of the whole."""
    for text, kind in (("在滦塬县委领导下", "县"), ("全市上下一心", "市"), ("各县都要行动", "县")):
        assert list(PLACES.kinds(text, cut(text), heads(text, kind), 18)) == []


def test_a_short_form_needs_the_full_one() -> None:
    """A name alone is a place where the text has it with its kind."""
    text = "安灵市办了技能夜校。安灵有一家鞋厂。"
    assert [s.start for s in PLACES.short(text, cut(text), heads(text, "市"))] == [10]
    text = "安灵有一家鞋厂。"
    assert list(PLACES.short(text, cut(text), [])) == []


def test_a_list_tells_of_places() -> None:
    """What stands beside a known place in a list may be one; what is cut off by other words is not."""
    text = "检查组走了桑坪、北京、鲤溪等地，"
    assert "鲤溪" in [text[s.start : s.end] for s in PLACES.listed(text, cut(text), [])]
    text = "来自各行各业的职工、北京的朋友"
    assert list(PLACES.listed(text, cut(text), [])) == []
