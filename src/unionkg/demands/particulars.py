"""Of whom something is asked, until when, and how far it has come.

What asks and how far it reaches is decided elsewhere.
"""

from __future__ import annotations

from unionkg.demands.page import Asked, Page
from unionkg.knowledge import Knowledge
from unionkg.model import Origin, Span

Addressees = tuple[int, ...]


class Addressing:
    """Follows through a document of whom something is asked; built for one document."""

    def __init__(self, page: Page, knowledge: Knowledge) -> None:
        """Read the lists that say at their head of whom their items are asked."""
        self._page = page
        self._types = knowledge.relation_rules.types["addressee_types"]
        self._whom = knowledge.demand_words.whom
        self._last: tuple[tuple[int, int], Addressees] = ((-1, -1), ())
        lists = ((item, e.introducer) for e in page.structure.enumerations for item in e.items)
        told = ((item, self._introduced(introducer)) for item, introducer in lists)
        self._listed = sorted(((item, whom) for item, whom in told if whom), key=lambda pair: len(pair[0]))

    def of(self, one: Asked) -> Addressees:
        """Those that are asked: the subject, those named before, those of the list, or the body that speaks."""
        page, clause = self._page, self._page.clauses[one.clause]
        place = (page.sentence(one.clause).paragraph, clause.utterance)
        found = self._named(one)
        if found is None:
            listed = next((whom for item, whom in self._listed if item.start <= one.start < item.end), ())
            carried = self._last[1] if self._last[0] == place else ()
            found = listed or carried or self._default(clause.utterance)
        self._last = (place, found)
        return found

    def _named(self, one: Asked) -> Addressees | None:
        """Those that the sentence names, or says 我们 for; None where it names nobody."""
        page, clause = self._page, self._page.clauses[one.clause]
        told = self._pattern(Span(page.sentence(one.clause).span.start, one.start))
        if told:
            return told
        if clause.origin is Origin.EXPLICIT:
            return page.of_types(clause.subject, self._types)
        if clause.origin is Origin.FIRST_PERSON:
            return self._default(clause.utterance)
        for _, earlier in page.before(one.clause):
            if earlier.origin is Origin.EXPLICIT:
                return page.of_types(earlier.subject, self._types)
            if earlier.origin is Origin.FIRST_PERSON:
                return self._default(clause.utterance)
        return None

    def _default(self, utterance: int) -> Addressees:
        """The body that speaks, in its own voice."""
        own = self._page.resolution.self_entity
        return (own,) if own >= 0 and not utterance else ()

    def _introduced(self, introducer: Span) -> Addressees:
        """Those that the head of a list names: 对…提几点要求, 作为各级干部，."""
        told = self._pattern(introducer)
        if told or not len(introducer):
            return told
        index = self._page.clause_at(introducer.end - 1)
        if index < 0 or self._page.clauses[index].span.end < introducer.end:
            return ()
        clause = self._page.clauses[index]
        if clause.origin is not Origin.EXPLICIT:
            return ()
        return self._page.of_types(clause.subject, self._types)

    def _pattern(self, span: Span) -> Addressees:
        """Those that a pattern of `whom` finds in a span."""
        for pattern in self._whom:
            match = pattern.search(self._page.text, span.start, span.end)
            found = self._page.entities(Span(*match.span("whom")), self._types) if match else ()
            if found:
                return found
        return ()


def deadline(page: Page, content: Span, knowledge: Knowledge) -> Span | None:
    """The date until which something is asked for; two dates that are joined count as one."""
    words = knowledge.demand_words.deadline
    dates = [page.mentions[i].span for i in page.mentions_in(content) if page.mentions[i].type == "Time"]
    for number, date in enumerate(dates):
        span = date
        for later in dates[number + 1 :]:
            if page.text[span.end : later.start] in words.join:
                span = Span(span.start, later.end)
        shown = page.words(span).endswith(words.after) or page.text.startswith(words.after, span.end)
        urged = page.text.endswith(words.before, 0, span.start)
        behind = page.text[span.end : min(content.end, span.end + 8)]
        done = any(verb in behind for verb in words.verbs)
        if (shown and (done or urged)) or (urged and done):
            return span
    return None


def status(page: Page, one: Asked, content: Span, knowledge: Knowledge) -> tuple[str, Span | None]:
    """How far a demand is said to have come, and the words that show it."""
    words = knowledge.demand_words
    clause = page.clauses[one.clause]
    start = min(clause.span.start, content.start)
    for _, earlier in page.before(one.clause):
        if len(earlier.span) > words.adverbial:
            break
        start = earlier.span.start
    for degree in reversed(words.statuses):
        for pattern in degree.patterns:
            match = pattern.search(page.text, start, content.end)
            if match:
                return degree.id, Span(*match.span())
    return words.statuses[0].id, None
