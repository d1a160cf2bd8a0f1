"""Where a text asks for something: by a word, by an announcement, or by an imperative.

How far a demand reaches and of whom it is asked is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.demands.page import Asked, Page
from unionkg.knowledge import Knowledge
from unionkg.knowledge.demandwords import CLOSE, OPEN, Announcement, DemandRule
from unionkg.model import Origin, Span

WINDOW = 80
"""Code points on either side of an asking word that its contexts may look at."""

_OPENS = re.compile(r"[\s“‘（(]*(?:(?:第?[一二三四五六七八九十]+|[（(][一二三四五六七八九十\d]+[）)])(?:[是、，]|(?<=[）)])))?")


class Asking:
    """Finds what asks; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the automaton of asking words and of the words that only hold one."""
        self._words = words = knowledge.demand_words
        self._rules: dict[str, DemandRule] = {word: rule for rule in words.rules for word in rule.words}
        self._order = sorted({*self._rules, *words.not_words} - {""})
        self._automaton = AhoCorasick(self._order, matchkind=MatchKind.LeftmostLongest)
        told = "|".join(map(re.escape, sorted((*knowledge.voices.saying, *words.telling))))
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
        last = -1
        for index, start, end in self._automaton.find_matches_as_indexes(page.text):
            rule = self._rules.get(self._order[index])
            if rule is None:
                continue
            span, clause = Span(start, end), page.clause_at(start)
            if clause < 0 or page.covered(span) or not self._asks(page, span, rule, clause):
                continue
            if not (own or self._told_by_somebody(page, span, clause)):
                continue
            if clause == last and rule.polarity == "required" and end - start < 2:
                continue
            last = clause
            begins = end if rule.polarity == "required" else start
            yield Asked(span, rule.id, rule.strength, rule.polarity, clause, begins)

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

    @staticmethod
    def _can_request(page: Page, span: Span, clause: int) -> bool:
        """Whether a subject stands before a verb that asks, in its clause or before it in the sentence."""
        here = page.clauses[clause]
        subject = here.origin is Origin.EXPLICIT or (
            here.origin is Origin.CARRIED and any(c.origin is Origin.EXPLICIT for _, c in page.before(clause))
        )
        return subject or any(m for m in page.mentions_in(Span(here.span.start, span.start)))

    def _told_by_somebody(self, page: Page, span: Span, clause: int) -> bool:
        """In a text about others: whether the words are somebody's, or stand under a heading."""
        if page.clauses[clause].utterance or page.section(clause).level:
            return True
        line = page.text.rfind("\n", 0, span.start) + 1
        rule = self._rules[page.words(span)]
        return rule.id in self._words.requests or bool(self._told.search(page.text, line, span.start))

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
        known = {(page.clauses[a.clause].sentence, page.clauses[a.clause].utterance) for a in asked}
        listed = self._listed(page, asked)
        found = []
        place = (-1, -1)
        previous: tuple[int, int, int] = (-1, -1, -1)
        for index, clause in enumerate(page.clauses):
            here = (clause.sentence, clause.utterance)
            if here == place:
                continue
            place = here
            paragraph = page.sentence(index).paragraph
            chained = previous == (clause.sentence - 1, clause.utterance, paragraph)
            asks = here in known
            if not asks and (clause.utterance or chained or clause.span.start in listed):
                made = self._imperative(page, index)
                if made:
                    found.append(made)
                    asks = True
            if asks:
                previous = (clause.sentence, clause.utterance, paragraph)
        return found

    def _imperative(self, page: Page, index: int) -> Asked | None:
        """The imperative that a clause opens, if it opens one."""
        rule, clause = self._words.imperative, page.clauses[index]
        start = clause.span.start
        utterance = page.resolution.utterances[clause.utterance]
        if clause.utterance:
            start = max(start, utterance.span.start)
        opened = _OPENS.match(page.text, start, clause.span.end)
        start = opened.end() if opened else start
        match = rule.opener.match(page.text, start, clause.span.end)
        if not match or clause.origin in {Origin.EXPLICIT, Origin.FIRST_PERSON}:
            return None
        if rule.never.search(page.text, start, clause.span.end):
            return None
        strength = "must" if match[0] in rule.firm else rule.strength
        polarity = "rejected" if page.text.startswith(self._words.rejecting, start) else "required"
        return Asked(Span(*match.span()), rule.id, strength, polarity, index, start)

    @staticmethod
    def _listed(page: Page, asked: list[Asked]) -> frozenset[int]:
        """Where the items begin of the lists of which an item asks."""
        starts = [a.trigger.start for a in asked]
        return frozenset(
            page.clauses[clause].span.start
            for enumeration in page.structure.enumerations
            if any(item.start <= start < item.end for item in enumeration.items for start in starts)
            for item in enumeration.items
            if (clause := page.clause_at(item.start)) >= 0
        )
