"""Anchors: words are found again in an edited text, or their loss is told; contradictions are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionkg.decisions import Anchor, Decision, Placed, Thing, place
from unionkg.model import Span

TEXT = "市总工会成立了宣讲团。各区总工会也成立了宣讲团，县总工会还没有宣讲团。"


def decision(quote: str, before: str = "", after: str = "", occurrence: int = 0, **more: object) -> Decision:
    """A decision that rejects a mention."""
    plain = Decision(
        "reject", "mention", Anchor("a", quote, before, after, occurrence), "decisions/a.jsonl:1"
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def spans(decided: Decision, text: str = TEXT) -> list[Span]:
    """Where a decision is placed."""
    return [one.span for one in place([decided], text)[0]]


def told(*decided: Decision, text: str = TEXT) -> list[str]:
    """What is reported of decisions."""
    return [finding.en for finding in place(decided, text)[1]]


def test_words_that_stand_once_are_found() -> None:
    """A quote that stands once needs nothing else; the finding of one that is gone names file and words."""
    assert spans(decision("县总工会")) == [Span(24, 28)]
    placed, findings = place([decision("省总工会")], TEXT)
    assert placed == ()
    assert findings[0].place == "decisions/a.jsonl:1"
    assert "省总工会" in findings[0].zh


def test_of_several_the_surroundings_or_the_count_tell() -> None:
    """The same words in three places: surroundings, then the occurrence; else it is told, not guessed."""
    assert spans(decision("宣讲团", "也成立了", "，县")) == [Span(20, 23)]
    assert spans(decision("宣讲团", "成立了", "", 2)) == [Span(20, 23)]
    assert spans(decision("宣讲团", occurrence=3)) == [Span(31, 34)]
    assert "3 places" in told(decision("宣讲团"))[0]
    assert "3 places" in told(decision("宣讲团", occurrence=9))[0]


def test_the_text_may_change_around_an_anchor() -> None:
    """Words put before, and an edit on one side, leave the decision where it belongs."""
    anchored = decision("宣讲团", "各区总工会也成立了", "，县总工会还没有", 2)
    for edited in (
        "今年，" + TEXT,
        "宣讲团很好。" * 5 + TEXT,
        TEXT.replace("，县总工会还没有", "；此外还没有"),
        TEXT.replace("各区总工会也成立了", "各区都已成立了"),
    ):
        found = spans(anchored, edited)
        assert len(found) == 1, edited
        assert edited[found[0].start - 3 : found[0].end] == "成立了宣讲团"
        assert edited[: found[0].start].count("宣讲团") == edited.count("宣讲团") - 2


def test_other_surroundings_are_another_place() -> None:
    """A short quote whose surroundings changed on both sides is told; a long one that stands once holds."""
    assert told(decision("县总工会", "省里的各家", "都成立了服务队"))
    assert spans(decision("各区总工会也成立了宣讲团，", "省里", "市里")) == [Span(11, 24)]
    assert told(decision("各区总工会也成立了宣讲团，", "省里", "市里"), text=TEXT * 2)


@given(st.text("市总工会成立宣讲团。", max_size=40), st.integers(0, 30), st.integers(1, 6))
def test_an_anchor_made_from_a_text_finds_its_place(text: str, start: int, length: int) -> None:
    """Whatever the text, quote, twelve signs around it and its occurrence lead back to the place."""
    quote = text[start : start + length]
    if not quote:
        return
    count = sum(text.startswith(quote, at) for at in range(start + 1))
    around = (text[max(0, start - 12) : start], text[start + length :][:12])
    assert spans(decision(quote, *around, count), text) == [Span(start, start + len(quote))]


def test_a_key_changes_the_offsets() -> None:
    """What is placed is told in the offsets of the text that the stages see."""
    placed, _ = place([decision("县总工会")], TEXT, lambda span: Span(span.start - 1, span.end - 1))
    assert placed[0].span == Span(23, 27)


def test_new_edges_must_overlap_the_old_once() -> None:
    """Moving a mention names its new words; they must overlap the old ones in one place."""
    moved = decision("总工会", before="各区", after="也", action="move", to="各区总工会")
    assert [one.target for one in place([moved], TEXT)[0]] == [Span(11, 16)]
    assert "must overlap" in told(replace(moved, to="市总工会"))[0]


def test_the_same_twice_is_once() -> None:
    """Two people who decide the same do not contradict one another."""
    one = decision("县总工会", who="甲")
    placed, findings = place([one, replace(one, who="乙", place="decisions/b.jsonl:1")], TEXT)
    assert len(placed) == 1
    assert findings == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"action": "reject"}, {"action": "retag", "to": "Place"}),
        ({"action": "retag", "to": "Event"}, {"action": "retag", "to": "Place"}),
        ({"action": "add", "type": "Event"}, {"action": "add", "type": "Place"}),
        ({"kind": "thing", "action": "split"}, {"kind": "thing", "action": "merge", "into": Thing("工会")}),
        (
            {"kind": "claim", "action": "reject", "subject": Thing("a"), "object": Thing("b")},
            {"kind": "claim", "action": "add", "subject": Thing("a"), "object": Thing("b")},
        ),
        (
            {"kind": "placeholder", "action": "name", "thing": Thing("X"), "to": "甲"},
            {"kind": "placeholder", "action": "name", "thing": Thing("X"), "to": "乙"},
        ),
    ],
)
def test_contradictions_are_told_and_neither_is_applied(
    one: dict[str, object], other: dict[str, object]
) -> None:
    """Two that come to different things are both reported, with the places of both."""
    placed, findings = place([decision("县总工会", **one), decision("县总工会", **other)], TEXT)
    assert placed == ()
    assert len(findings) == 2
    assert all("contradicts" in finding.en for finding in findings)


def test_a_placeholder_needs_no_quote() -> None:
    """What a placeholder stands for holds for the document."""
    named = decision("", kind="placeholder", action="name", thing=Thing("X市"), to="某市")
    assert place([named], TEXT)[0] == (Placed(named, Span(0, 0)),)
