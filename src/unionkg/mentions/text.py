"""One text as the grammar looks at it, and what its mechanisms share: anchors, patterns, candidates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from unionkg.knowledge.patterns import MentionRule
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.scan import Hits
from unionkg.mentions.words import Words, cut
from unionkg.model import Span, Structure

BRACKET = re.compile(r"[（(][^（）()\n]{1,6}[）)]$")
"""A short note in brackets within a name."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text with all that the mechanisms look at."""

    text: str
    words: Words
    structure: Structure
    hits: Hits
    starts: tuple[int, ...]
    series: dict[tuple[str, int], list[tuple[Span, ...]]] = field(default_factory=dict)
    """Series by pattern and reach, as several rules look at the same ones."""
    followed: dict[str, set[int]] = field(default_factory=dict)
    """By type, where head nouns begin that go on with a name: the same for all rules of the type."""


def text_of(text: str, structure: Structure, hits: Hits) -> Text:
    """A text with its words and the starts of its sentences."""
    return Text(text, cut(text), structure, hits, tuple(s.span.start for s in structure.sentences))


def candidate(rule: MentionRule, span: Span) -> Candidate:
    """What a rule proposes."""
    return Candidate(span, rule.type, rule.id, rule.priority)


def group(match: re.Match[str]) -> Span:
    """The span of the first named group that took part, or of the whole match where none did."""
    for name in match.re.groupindex:
        if match[name] is not None:
            return Span(*match.span(name))
    return Span(*match.span())


def asked(rule: MentionRule, text: Text, offset: int) -> bool:
    """Whether an anchor of the rule stands before `offset` in its sentence, or the rule has none."""
    if not rule.anchors:
        return True
    begin = text.starts[max(0, bisect_right(text.starts, offset) - 1)] if text.starts else 0
    anchors = text.hits.anchors.get(rule.id, [])
    index = bisect_left(anchors, begin)
    return index < len(anchors) and anchors[index] < offset


def anchored(rule: MentionRule, text: Text) -> Iterator[Span]:
    """The sentences that hold an anchor of the rule, each once."""
    sentences = text.structure.sentences
    last = -1
    for offset in sorted(text.hits.anchors.get(rule.id, ())):
        index = bisect_right(text.starts, offset) - 1
        if index > last and offset < sentences[index].span.end:
            last = index
            yield sentences[index].span


def matches(rule: MentionRule, text: Text) -> Iterator[Span]:
    """What a rule's pattern finds in the sentences that hold one of its anchors."""
    if rule.pattern is not None:
        for span in anchored(rule, text):
            for match in rule.pattern.finditer(text.text, span.start, span.end):
                yield group(match)
