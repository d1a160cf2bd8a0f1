"""The arithmetic audit: declared numbers against what the text lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionkg import knowledge, learning, lessons, structure
from unionkg.model import Count, Document, Mention, Span, Verdict
from unionkg.resolution import Resolver

ROOT = Path(__file__).parents[2]
KNOWN = knowledge.load()


@pytest.fixture(scope="module")
def audited() -> dict[str, tuple[Count, list[str]]]:
    """The counts of the sample by their labels, the first of each, on its annotated mentions."""
    lesson = next(lessons.annotated([ROOT / "corpus" / "gold"]))
    text = lesson.document.text
    built = structure.read(lesson.document, KNOWN.markers)
    mentions = learning.gold_mentions(lesson, KNOWN)
    counts = Resolver(KNOWN).resolve(lesson.document, built, mentions).counts
    found: dict[str, tuple[Count, list[str]]] = {}
    for count in counts:
        parts = [text[part.start : part.end] for part in count.parts]
        found.setdefault(text[count.span.start : count.span.end], (count, parts))
    return found


def counts(text: str, *names: tuple[str, str]) -> list[tuple[int, int, Verdict]]:
    """Declared, found and verdict of each count of a text with some mentions."""
    spans = sorted((Span(text.index(name), text.index(name) + len(name)), kind) for name, kind in names)
    mentions = tuple(Mention(span, text[span.start : span.end], kind, "", "test") for span, kind in spans)
    document = Document("d", text, {})
    resolution = Resolver(KNOWN).resolve(document, structure.read(document, KNOWN.markers), mentions)
    return [(count.declared, count.found, count.verdict) for count in resolution.counts]


@pytest.mark.parametrize(
    ("label", "declared"),
    [
        ("“三性”", 3),
        ("“四化”", 4),
        ("15字要求", 15),
        ("“六个力”", 6),
        ("8个方面的制度体系", 8),
        ("三大攻坚战", 3),
        ("“六大行动”", 6),
        ("三个目的", 3),
    ],
)
def test_what_adds_up_in_the_sample(
    audited: dict[str, tuple[Count, list[str]]], label: str, declared: int
) -> None:
    """The labels of the sample whose members it lists come out even."""
    count, _ = audited[label]
    assert (count.declared, count.found, count.verdict) == (declared, declared, Verdict.RECONCILED)


def test_what_falls_short_in_the_sample(audited: dict[str, tuple[Count, list[str]]]) -> None:
    """Four points are announced, three are made."""
    count, parts = audited["四点意见"]
    assert (count.declared, count.found, count.verdict) == (4, 3, Verdict.SHORT)
    assert len(parts) == 3


def test_the_members_are_those_that_are_named(audited: dict[str, tuple[Count, list[str]]]) -> None:
    """Members stand in order, by their names and without the markers of their headings."""
    assert audited["15字要求"][1] == ["讲政治", "会创新", "创品牌", "重维权", "立新功"]
    assert audited["“三性”"][1] == ["政治性", "先进性", "群众性"]


def test_the_list_that_ends_at_the_label_is_counted() -> None:
    """Another list in plain words may stand before it in the sentence."""
    told = "要抓安全生产、防汛抗旱工作；推进一个重要窗口和文化兴盛、改革攻坚、强基固本“三大行动”。"
    assert counts(told) == [(3, 3, Verdict.RECONCILED)]


def test_members_are_counted_where_they_stand() -> None:
    """Before the label, behind it, or in plain words; one too many is told, none is no fault."""
    parts = (("政治性", "Requirement"), ("先进性", "Requirement"), ("群众性", "Requirement"))
    reconciled = [(3, 3, Verdict.RECONCILED)]
    assert counts("增强政治性、先进性、群众性这“三性”。", *parts) == reconciled
    assert counts("增强“三性”，就是政治性、先进性、群众性。", *parts) == reconciled
    assert counts("讲学习、讲政治这三个方面。") == [(3, 2, Verdict.SHORT)]
    assert counts("甲乙、丙丁、戊己、庚辛这三个方面。") == [(3, 4, Verdict.OVER)]
    assert counts("推进3个方面的工作，包括建章立制、抓好培训、严格考核。") == [(3, 3, Verdict.RECONCILED)]
    assert counts("增强“三性”。") == [(3, 0, Verdict.NOT_LISTED)]


def test_characters_are_counted_where_the_label_says_so() -> None:
    """A formula of so many characters is measured in characters."""
    words = (("想干事", "Requirement"), ("会干事", "Requirement"))
    assert counts("想干事、会干事这6字要求。", *words) == [(6, 6, Verdict.RECONCILED)]


def test_a_fixed_name_counts_nothing() -> None:
    """A name that holds a number and much else declares none."""
    assert counts("三大攻坚战指挥部办公室开会。", ("三大攻坚战指挥部办公室", "Organization")) == []
