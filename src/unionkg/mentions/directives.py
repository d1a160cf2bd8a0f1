"""Phrases that ask: behind a word that asks, in series of one length, as headings and heads of list items.

A part of `grammar`; what series are is told by `phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionkg.knowledge.markers import Markers
from unionkg.knowledge.patterns import MentionRule, WordLists
from unionkg.mentions import phrases
from unionkg.mentions.candidate import Candidate
from unionkg.mentions.text import Text, asked, candidate, matches
from unionkg.mentions.words import Words
from unionkg.model import Span

_WORDS = re.compile("[\u4e00-\u9fff]+")
TIGHT = 3
"""Code points of the shortest directives, a verb and its object: the segmenter often takes them for names."""


class Directives:
    """The mechanisms that propose phrases, by the word lists that tell what asks and what only tells."""

    def __init__(self, lists: WordLists, markers: Markers) -> None:
        """Keep the lists."""
        self._markers = markers
        self._directive = frozenset(lists["directive"])
        self._verbs = frozenset(lists["directive_verb"])
        self._glued = frozenset(lists["glued"])
        self._tells = frozenset(lists["tells"])
        self._tells_first = frozenset(lists["tells_first"])
        self._tells_last = frozenset(lists["tells_last"])

    def directive(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern in the sentences that hold an anchor; what it finds must read as a directive."""
        for span in matches(rule, text):
            if self._directs(text.words, span, rule):
                yield candidate(rule, span)

    def run(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The parts of a series of one length that read as directives."""
        for parts in self._even(rule, text):
            for span in parts:
                yield candidate(rule, span)

    def formula(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A series of one length and one frame that reads as directives, as a whole."""
        for parts in self._even(rule, text):
            if phrases.alike(text.text, parts):
                yield candidate(rule, Span(parts[0].start, parts[-1].end))

    def listed(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """Every part of a series that something before it announces."""
        if rule.pattern is None:
            return
        for series in phrases.series(text.text, rule.pattern):
            if len(series) > 1 and asked(rule, text, series[0].start):
                for span in series:
                    if len(span) <= rule.reach and self._complete(text.words, span):
                        yield candidate(rule, span)

    def _even(self, rule: MentionRule, text: Text) -> Iterator[tuple[Span, ...]]:
        """Parts of one length most of which open as directives do; two are enough where the rule says so."""
        words = text.words
        for parts in self._complete_series(rule, text):
            if (len(parts) > 2 or rule.bare) and asked(rule, text, parts[0].start):
                opening = sum(self._opens(words, span, rule) for span in parts)
                if opening == len(parts) or (2 * opening > len(parts) and not rule.heads):
                    yield parts

    def _complete_series(self, rule: MentionRule, text: Text) -> list[tuple[Span, ...]]:
        """Parts of one length in the series of a rule's pattern, read once for all rules that look at it."""
        if rule.pattern is None:
            return []
        key = rule.pattern.pattern, rule.reach
        if key not in text.series:
            text.series[key] = [
                kept
                for series in phrases.series(text.text, rule.pattern)
                for parts in phrases.even(series, rule.reach)
                if len(kept := tuple(span for span in parts if self._complete(text.words, span))) > 1
                and len(kept) + 1 >= len(parts)
                and not phrases.one_head(text.words, kept)
            ]
        return text.series[key]

    def behind(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """A pattern at each of its anchors, whose mention is cut as whole words."""
        if rule.pattern is None:
            return
        offsets = text.hits.anchors.get(rule.id, [])
        for span in phrases.behind(text.text, text.words, rule.pattern, offsets, self._glued):
            if not rule.heads or self._directs(text.words, span, rule):
                yield candidate(rule, span)

    def _directs(self, words: Words, span: Span, rule: MentionRule) -> bool:
        """Whether a part is cut as whole words, asks rather than tells, and begins as a directive does."""
        return self._complete(words, span) and self._opens(words, span, rule)

    def _opens(self, words: Words, span: Span, rule: MentionRule) -> bool:
        """Whether it begins as directives do: by the kind of its first word or, where tight, by a verb."""
        first = words.at(span.start)
        if len(span) == TIGHT and words.forms[first][0] in self._verbs:
            return True
        return words.tags[first] in (rule.heads or self._directive)

    def _complete(self, words: Words, span: Span) -> bool:
        """Whether a part is cut as whole words, none of which tells what happened."""
        if not phrases.whole(words, span, self._glued):
            return False
        first, last = words.at(span.start), words.at(span.end - 1)
        if words.forms[first] in self._tells_first or words.forms[last] in self._tells_last:
            return False
        return self._tells.isdisjoint(words.forms[first : last + 1])

    def heading(self, rule: MentionRule, text: Text) -> Iterator[Candidate]:
        """The short phrase that heads a section or an item of a list."""
        for section in text.structure.sections:
            for span in self._phrases(text.text, section.heading):
                if 3 <= len(span) <= rule.reach and self._directs(text.words, span, rule):
                    yield candidate(rule, span)
        for enumeration in text.structure.enumerations:
            for item in enumeration.items:
                stop = self._markers.sentence_stop.search(text.text, item.start, item.end)
                phrase = Span(item.start, stop.start() if stop else item.start)
                if 3 <= len(phrase) <= rule.reach and _WORDS.fullmatch(text.text, phrase.start, phrase.end):
                    yield candidate(rule, phrase)

    def _phrases(self, raw: str, heading: Span) -> Iterator[Span]:
        """The comma-separated phrases of a heading."""
        start = heading.start
        for stop in (*self._markers.clause_stop.finditer(raw, heading.start, heading.end), None):
            end = stop.start() if stop else heading.end
            yield Span(start, end)
            start = stop.end() if stop else end
