"""Of whom something is asked, until when, and how far it has come.

What asks and how far it reaches is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionkg.demands.page import Asked, Page
from unionkg.knowledge import Knowledge
from unionkg.knowledge.markers import behind
from unionkg.model import Origin, Span

DATE = "Time"
"""The type of dates."""

Addressees = tuple[int, ...]


class Addressing:
    """Follows through a document of whom something is asked; built for one document."""

    def __init__(self, page: Page, knowledge: Knowledge) -> None:
        """Read the lists that say at their head of whom their items are asked."""
        self._page = page
        self._types = knowledge.relation_rules.types["addressee_types"]
        self._words = knowledge.demand_words
        self._lead = knowledge.clause_words.lead
        self._tight = knowledge.counts.tight
        self._markers = [m.pattern for m in (*knowledge.markers.of_line, *knowledge.markers.inline)]
        self._announced = frozenset(rule.id for rule in self._words.announced)
        self._last: tuple[tuple[int, int, int], Addressees] = ((-1, -1, -1), ())
        listed = [
            (item, self._introduced(enumeration.introducer))
            for enumeration in page.structure.enumerations
            for item in enumeration.items
        ]
        self._listed = sorted(listed, key=lambda pair: (-pair[0].start, pair[0].end))

    def of(self, one: Asked, content: Span, voice: int) -> Addressees:
        """Those named, those of whom the list is asked, those asked before, or the body that speaks."""
        spoken = self._page.resolution.utterances[voice].span.start if voice else 0
        holding = [(item, whom) for item, whom in self._listed if item.start <= one.start < item.end]
        innermost = holding[0][0].start if holding else -1
        place = (self._page.sentence(one.clause).paragraph, voice, innermost)
        found = self._behind(one) if one.rule in self._words.outward else self._named(one, voice, spoken)
        if found is None:
            listed = next((whom for item, whom in holding if whom and spoken <= item.start), ())
            carried = self._last[1] if self._last[0] == place else None
            spoken_of = set(self._page.entities(content, self._types))
            found = listed or carried
            if found is None or spoken_of & set(found):  # whom the content names, the demand is about
                found = self._default(voice)
        self._last = (place, found)
        return found

    def _behind(self, one: Asked) -> Addressees:
        """Those that stand right behind a word by which one asks others, or for whom a pattern tells."""
        told = self._pattern(self._before(one), self._words.whom)
        behind = Span(one.trigger.end, self._page.clauses[one.clause].span.end)
        return told or self._subject(behind, behind.start + self._words.adverbial) or ()

    def _named(self, one: Asked, voice: int, spoken: int) -> Addressees | None:
        """Those that the sentence names from `spoken` on, or says 我们 for; None where it names nobody."""
        clause = self._page.clauses[one.clause]
        told = self._pattern(self._before(one), self._words.whom)
        if told and one.rule in self._announced:
            return told
        own = Span(max(clause.span.start, spoken), one.trigger.start)
        named = self._subject(own)
        if named is None and clause.origin is Origin.EXPLICIT and spoken <= clause.span.start:
            named = self._acting(clause.subject, own)
        if named is None and clause.origin is Origin.FIRST_PERSON:
            named = self._default(voice)
        if named is None and self._unnamed(own):
            named = ()
        if named is not None:
            return named
        return told or self._earlier(one, voice, spoken)

    def _earlier(self, one: Asked, voice: int, spoken: int) -> Addressees | None:
        """Those that an earlier clause of the sentence names, or says 我们 for."""
        for _, earlier in self._page.before(one.clause):
            found = self._subject(Span(max(earlier.span.start, spoken), earlier.span.end))
            if found:
                return found
            if earlier.origin is Origin.EXPLICIT and spoken <= earlier.span.start:
                return self._acting(earlier.subject, earlier.span) or ()
            if earlier.origin is Origin.FIRST_PERSON:
                return self._default(voice)
        return None

    def _before(self, one: Asked) -> Span:
        """The sentence of a demand up to its content."""
        start = self._page.sentence(one.clause).span.start
        return Span(start, max(start, one.start))

    def _subject(self, span: Span, until: int = 0) -> Addressees | None:
        """The bodies and groups that open a span, behind a marker and the words that may lead; their head."""
        page = self._page
        at = self._after_lead(span)
        inside = page.mentions_in(Span(at, span.end))
        if not inside or page.mentions[inside[0]].span.start > max(at, until):
            return None
        run = [inside[0]]
        for index in inside[1:]:
            between = page.text[page.mentions[run[-1]].span.end : page.mentions[index].span.start]
            if between in self._words.modifying:
                run[-1] = index
            elif between in self._tight and between:
                run.append(index)
            else:
                break
        return self._acting(tuple(dict.fromkeys(page.entity(i) for i in run)), span) or None

    def _unnamed(self, span: Span) -> bool:
        """Whether a span opens with whom it asks, who is nobody that can be named: 各企业, 有关部门."""
        page = self._page
        at = self._after_marker(span)
        word = next((word for word in self._words.unnamed if page.text.startswith(word, at, span.end)), "")
        held = (page.holding(Span(place, place + 1)) for place in (at, at + len(word)))
        return bool(word) and not any(mention and mention.type in self._types for mention in held)

    def _after_marker(self, span: Span) -> int:
        """Where the words of a span begin, behind the marker of a list."""
        page = self._page
        return behind(self._markers, page.text, page.first(span), span.end)

    def _after_lead(self, span: Span) -> int:
        """Where the words end that may stand before a subject."""
        page = self._page
        at = self._after_marker(span)
        while not page.holding(Span(at, at + 1)):
            lead = next((word for word in self._lead if page.text.startswith(word, at, span.end)), "")
            if not lead or page.holding(Span(at, at + len(lead))):
                return at
            at += len(lead)
        return at

    def _acting(self, entities: Addressees, span: Span) -> Addressees | None:
        """Those entities of `span` of whom something can be asked; None where the span names none of them."""
        page = self._page
        if not set(entities) & {page.entity(i) for i in page.mentions_in(span)}:
            return None
        things = page.resolution.entities
        return tuple(
            index
            for index in entities
            if things[index].type in self._types or things[index].label.endswith(self._words.acting)
        )

    def _default(self, voice: int) -> Addressees:
        """The body that speaks, in its own voice."""
        own = self._page.resolution.self_entity
        return (own,) if own >= 0 and not voice else ()

    def _introduced(self, introducer: Span) -> Addressees:
        """Those that the head of a list names: 对…提几点要求, 作为各级干部，."""
        told = self._pattern(introducer, self._words.whom_list)
        return told or self._subject(introducer) or ()

    def _pattern(self, span: Span, patterns: tuple[re.Pattern[str], ...]) -> Addressees:
        """Those that one of the patterns finds in a span."""
        for pattern in patterns:
            match = pattern.search(self._page.text, span.start, span.end)
            found = self._page.entities(Span(*match.span("whom")), self._types) if match else ()
            if found:
                return found
        return ()


class Dates:
    """Finds until when something is asked for; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Keep the words that show a deadline and the patterns of dates."""
        self._words = knowledge.demand_words.deadline
        dated = (rule.pattern for rule in knowledge.mention_rules if rule.type == DATE)
        self._patterns = [pattern for pattern in dated if pattern is not None]

    def deadline(self, page: Page, one: Asked, told: Span) -> Span | None:
        """The date until which something is asked for, in what is `told` of it; joined dates are one.

        It stands in the content or, where the subject parts it from that, before the word that asks.
        """
        words = self._words
        dates = list(self._within(page, told))
        for number, date in enumerate(dates):
            span = date
            for later in dates[number + 1 :]:
                if page.text[span.end : later.start] in words.join:
                    span = Span(span.start, later.end)
            shown = page.words(span).endswith(words.after) or page.text.startswith(words.after, span.end)
            urged = page.text.endswith(words.before, 0, span.start)
            behind = page.text[span.end : min(told.end, span.end + 8)]
            done = any(verb in behind for verb in words.verbs)
            asked = span.end <= one.trigger.start and page.words(span).endswith(words.asked)
            past = page.words(span).endswith(words.past)
            if (shown and (done or urged)) or (urged and done) or (asked and not past):
                return span
        return None

    def _within(self, page: Page, content: Span) -> Iterator[Span]:
        """The dates in a content, and those with which other mentions begin (a goal: 2020年底前完成)."""
        for index in page.mentions_in(content):
            mention = page.mentions[index]
            if mention.type == DATE:
                yield mention.span
                continue
            start, end = mention.span.start, mention.span.end
            found = (pattern.match(page.text, start, end) for pattern in self._patterns)
            reached = max((match.end() for match in found if match), default=start)
            if reached > start:
                yield Span(start, reached)


def begins(page: Page, one: Asked, content: Span, adverbial: int) -> int:
    """Where what is said of a demand begins: with its clause and the short clauses before it."""
    start = min(page.clauses[one.clause].span.start, content.start)
    for _, earlier in page.before(one.clause):
        if len(earlier.span) > adverbial:
            break
        start = earlier.span.start
    return start


def status(page: Page, told: Span, knowledge: Knowledge) -> tuple[str, Span | None]:
    """How far a demand is said to have come in what is `told` of it, and the words that show it."""
    words = knowledge.demand_words
    for degree in reversed(words.statuses):
        for pattern in degree.patterns:
            match = pattern.search(page.text, told.start, told.end)
            if match:
                return degree.id, Span(*match.span())
    return words.statuses[0].id, None
