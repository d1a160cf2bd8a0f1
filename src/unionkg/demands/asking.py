"""Where a text asks for something: by a word, by an announcement, or by an imperative.

How far a demand reaches and of whom it is asked is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.demands.page import Asked, Page
from unionkg.knowledge import Knowledge
from unionkg.knowledge.demandwords import CLOSE, OPEN, Announcement, DemandRule
from unionkg.knowledge.markers import behind
from unionkg.model import Mention, Origin, Span

WINDOW = 80
"""Code points on either side of an asking word that its contexts may look at."""


class Asking:
    """Finds what asks; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the automaton of asking words and of the words that only hold one."""
        self._words = words = knowledge.demand_words
        self._speech_types = knowledge.voices.speech_types
        self._rules: dict[str, DemandRule] = {word: rule for rule in words.rules for word in rule.words}
        self._order = sorted({*self._rules, *words.not_words} - {""})
        self._automaton = AhoCorasick(self._order, matchkind=MatchKind.LeftmostLongest)
        self._markers = [marker.pattern for marker in (*knowledge.markers.of_line, *knowledge.markers.inline)]
        self._line_markers = [marker.pattern for marker in knowledge.markers.of_line]
        told = "|".join((*map(re.escape, knowledge.voices.saying), *(p.pattern for p in words.telling)))
        self._told = re.compile(told)

    def find(self, page: Page) -> list[Asked]:
        """All that asks by a word or an announcement, in order; none overlaps another."""
        own = page.resolution.self_entity >= 0
        announced = [a for a in self._announced(page) if own or page.clauses[a.clause].utterance]
        taken = {a.clause for a in announced}
        worded = [a for a in self._worded(page, own=own) if a.clause not in taken]
        return sorted((*announced, *worded), key=lambda a: (a.start, a.trigger))

    def _worded(self, page: Page, *, own: bool) -> Iterator[Asked]:
        """The asking words that ask for something; a second one in a clause belongs to the first."""
        last, paragraph = -1, -2
        for index, start, end in self._automaton.find_matches_as_indexes(page.text):
            rule = self._rules.get(self._order[index])
            if rule is None:
                continue
            span, clause = Span(start, end), page.clause_at(start)
            held = page.holding(span)
            if (
                clause < 0
                or not self._free(page, held, span, clause)
                or not self._asks(page, span, rule, clause)
            ):
                continue
            here = page.sentence(clause).paragraph
            if not (own or here - paragraph <= 1 or self._told_by_somebody(page, span, clause)):
                continue
            again = rule.polarity == "rejected" or page.words(span) in self._words.further
            if clause == last and not again:
                continue
            last, paragraph = clause, here
            begins = end if rule.polarity == "required" else start
            if held and not self._within(page, held, span, clause):
                begins = min(begins, held.span.start)
            yield Asked(span, rule.id, rule.strength, rule.polarity, clause, begins)

    def _free(self, page: Page, held: Mention | None, span: Span, clause: int) -> bool:
        """Whether a word stands in no name, or in one that may ask by itself."""
        if held is None:
            return True
        opens = held.span.start == span.start or len(span) > 1 or self._within(page, held, span, clause)
        return opens and held.type in self._words.naming and held.span.covers(span)

    @staticmethod
    def _within(page: Page, held: Mention, span: Span, clause: int) -> bool:
        """Whether a word stands in the middle of a name that is a clause of its own."""
        whole = page.clauses[clause].span
        return held.span.start <= page.first(whole) < span.start and span.end < held.span.end <= whole.end

    def _asks(self, page: Page, span: Span, rule: DemandRule, clause: int) -> bool:
        """Whether a word asks for something where it stands."""
        text, sentence = page.text, page.sentence(clause).span
        before = text[max(sentence.start, span.start - WINDOW) : span.start]
        if before.endswith(rule.not_after) or text.startswith(rule.not_before, span.end):
            return False
        if rule.id in self._words.requests and not self._can_request(page, span, clause):
            return False
        behind = text[span.end : min(sentence.end, span.end + WINDOW)]
        marked = f"{before}{OPEN}{page.words(span)}{CLOSE}{behind}"
        return not any(context.pattern.search(marked) for context in self._words.contexts)

    def _can_request(self, page: Page, span: Span, clause: int) -> bool:
        """Whether a verb that asks opens a voice, or somebody who can ask stands before it."""
        here = page.clauses[clause]
        opened = page.resolution.utterances[here.utterance].trigger == span
        asked = page.text.startswith(self._words.request_objects, span.end)
        if opened or asked or here.origin in {Origin.EXPLICIT, Origin.FIRST_PERSON}:
            return True
        before = Span(page.sentence(clause).span.start, span.start)
        return any(page.mentions[i].type in self._speech_types for i in page.mentions_in(before))

    def _told_by_somebody(self, page: Page, span: Span, clause: int) -> bool:
        """In a text about others: whether the words are somebody's, or stand under a heading."""
        line = page.first(page.line(span.start))
        if page.clauses[clause].utterance or any(m.match(page.text, line) for m in self._line_markers):
            return True
        requests = self._rules[page.words(span)].id in self._words.requests
        return requests or bool(self._told.search(page.text, line, span.start))

    def _announced(self, page: Page) -> Iterator[Asked]:
        """Demands that a noun announces."""
        for rule in self._words.announced:
            for match in rule.pattern.finditer(page.text):
                clause = page.clause_at(match.start("word"))
                if clause >= 0:
                    yield self._announcement(rule, match, clause)

    @staticmethod
    def _announcement(rule: Announcement, match: re.Match[str], clause: int) -> Asked:
        trigger = Span(*match.span("word"))
        start, end = match.span("content")
        return Asked(trigger, rule.id, rule.strength, rule.polarity, clause, start, end)

    # --- imperatives ---

    def imperatives(self, page: Page, asked: list[Asked]) -> list[Asked]:
        """What is asked without an asking word, beside what is asked by one."""
        first: dict[tuple[int, int], int] = {}
        topics = set()
        for one in asked:
            clause = page.clauses[one.clause]
            first.setdefault((clause.sentence, clause.utterance), one.clause)
            if one.trigger.start == page.first(clause.span):
                topics.add(one.clause - 1)
        listed, titles = self._listed(page, asked), page.headings()
        found: list[Asked] = []
        last = place = (-1, -1, -1)
        for index, clause in enumerate(page.clauses):
            before, place = place, (clause.sentence, clause.utterance, page.sentence(index).paragraph)
            opens, item = place != before, clause.span.start in listed
            chained = last == (place[0] - 1, *place[1:])
            later = first.get(place[:2], len(page.clauses))
            if later == index or (last == place and not item):
                last = place
            elif index < later and ((opens and (clause.utterance or chained)) or item):
                spoken_of = clause.span.start in titles or index in topics
                made = None if spoken_of else self._imperative(page, index)
                found += [made] if made else []
                last = place if made else last
        return found

    def _imperative(self, page: Page, index: int) -> Asked | None:
        """The imperative that a clause opens, if it opens one."""
        rule, clause = self._words.imperative, page.clauses[index]
        start = clause.span.start
        utterance = page.resolution.utterances[clause.utterance]
        if clause.utterance:
            start = max(start, utterance.span.start)
        start = self._opening(page, Span(start, clause.span.end))
        match = rule.opener.match(page.text, start, clause.span.end)
        if not match or clause.origin in {Origin.EXPLICIT, Origin.FIRST_PERSON}:
            return None
        stated = rule.never.search(page.text, start, clause.span.end)
        if stated or rule.predicates.match(page.text, clause.span.end):
            return None
        strength = "must" if match[0] in rule.firm else rule.strength
        polarity = "rejected" if page.text.startswith(self._words.rejecting, start) else "required"
        return Asked(Span(*match.span()), rule.id, strength, polarity, index, start)

    def _opening(self, page: Page, span: Span) -> int:
        """Where the words of a clause begin, behind spaces, quotation marks and the marker of a list."""
        return behind(self._markers, page.text, page.first(span), span.end)

    @staticmethod
    def _listed(page: Page, asked: list[Asked]) -> frozenset[int]:
        """Where the items begin of the lists of which an item asks."""
        starts = sorted(a.trigger.start for a in asked)

        def asks(item: Span) -> bool:
            return bisect_left(starts, item.start) < bisect_left(starts, item.end)

        return frozenset(
            page.clauses[clause].span.start
            for enumeration in page.structure.enumerations
            if any(map(asks, enumeration.items))
            for item in enumeration.items
            if (clause := page.clause_at(item.start)) >= 0
        )
