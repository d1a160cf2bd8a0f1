"""Who opens a clause as its subject, by the words of the clause alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from unionkg.knowledge import Knowledge
from unionkg.knowledge.markers import behind
from unionkg.model import Mention, Origin, Span

_STOPS = frozenset("\n。；：")
"""Behind these the marker of a line may stand."""

NEAR = 2
"""Code points at most between the beginning of a clause and the time that opens it, or a mark and a stop."""


class Subject(NamedTuple):
    """Whose clause it is and how that was found.

    `passing` where whoever acted before goes on behind it; `third_person` where the clause says 他 or 她.
    """

    named: tuple[int, ...]
    origin: Origin
    passing: bool = False
    third_person: bool = False


class _Lead(NamedTuple):
    """Where the words end that stand before a subject; whether they say the first person, or hold a pivot."""

    end: int
    first_person: bool = False
    pivot: bool = False


class SubjectReader:
    """Cuts sentences into clauses and tells whom each names as its subject; built for one document.

    `mentions` are those of the document, `entity_of` has the entity of each.
    """

    def __init__(
        self, text: str, mentions: tuple[Mention, ...], entity_of: tuple[int, ...], knowledge: Knowledge
    ) -> None:
        """Keep what the subject is found from."""
        self._text = text
        self.mentions = mentions
        self.entity_of = entity_of
        self._words = knowledge.clause_words
        self._stop = knowledge.markers.clause_stop
        self._announcing = knowledge.markers.announcing
        self._inline = [self._words.numbering, *(marker.pattern for marker in knowledge.markers.inline)]
        self._of_line = [*self._inline, *(marker.pattern for marker in knowledge.markers.of_line)]
        signs = self._words.together | set(knowledge.counts.tight)
        self._joining = {sign + word for sign in signs for word in ("", *self._words.attribute)}
        self._datelines = [match.span() for match in self._words.dateline.finditer(text)]
        self._starts = [m.span.start for m in mentions]
        self._ends = [m.span.end for m in mentions]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The mentions that begin from `start` on and before `end`, as [first, last)."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def _begins(self, offset: int) -> bool:
        """Whether a mention begins there."""
        first, last = self.between(offset, offset + 1)
        return first < last

    def is_item(self, span: Span) -> bool:
        """Whether a line opens with the marker of an item."""
        return self._behind_marker(span.start, span.end) > span.start

    def announces(self, end: int) -> bool:
        """Whether what ends at `end`, spaces apart, announces what comes on the next lines."""
        while end and self._text[end - 1].isspace():
            end -= 1
        return end > 0 and self._text[end - 1] in self._announcing

    def named_at(self, offset: int) -> str:
        """The type of the mention that begins there, behind a word such as 广大, or the empty string."""
        start = self._beyond_attribute(offset)
        first, last = self.between(start, start + 1)
        return self.mentions[first].type if first < last else ""

    def cut(self, sentence: Span) -> Iterator[Span]:
        """Clauses of a sentence: cut at commas and the like that no mention holds."""
        start = sentence.start
        for stop in self._stop.finditer(self._text, sentence.start, sentence.end):
            if stop.end() > start and not self._held(stop.start()):
                yield Span(start, stop.end())
                start = stop.end()
        if start < sentence.end:
            yield Span(start, sentence.end)

    def _held(self, offset: int) -> bool:
        """Whether a mention or a dateline holds `offset`."""
        index = bisect_left(self._ends, offset + 1)
        if index < len(self._starts) and self._starts[index] <= offset:
            return True
        line = bisect_right(self._datelines, offset, key=lambda found: found[0]) - 1
        return line >= 0 and offset < self._datelines[line][1]

    def subject(self, span: Span, inside: tuple[int, ...]) -> Subject:
        """Who opens a clause as its subject; FIRST_PERSON where it says 我们 or the like.

        UNNAMED where somebody is the subject of whom no mention tells (`各部门要…`), CARRIED where it is 他.
        """
        text, words = self._text, self._words
        lead = self._after_lead(self._behind_marker(self._below_dateline(span), span.end), span.end)
        for position, index in enumerate(inside):
            if lead.first_person:
                return Subject((), Origin.FIRST_PERSON, lead.pivot)
            mention = self.mentions[index]
            begin, end = mention.span.start, mention.span.end
            if begin < lead.end:
                continue
            beyond = self._beyond_circumstance(mention, lead, span.end)
            if beyond is not None:
                lead = beyond
                continue
            before = text[lead.end : begin]
            holds = self._beyond_posts(inside, position) > position
            titled = (holds or mention.type == "Person") and words.title.fullmatch(text, lead.end, begin)
            if not titled and (before.strip() or text.endswith(words.preposition, span.start, begin)):
                break
            if mention.type == "Group" and words.possessed.match(text, end, span.end):
                break
            if mention.type in words.subject_types or holds:
                return self._run_of(inside[position:], passing=lead.pivot)
            break
        return self._without_name(lead, span.end)

    def _without_name(self, lead: _Lead, stop: int) -> Subject:
        """Whom a clause means that names none of the mentions as its subject."""
        text, words = self._text, self._words
        if lead.first_person:
            return Subject((), Origin.FIRST_PERSON, lead.pivot)
        if not self._begins(lead.end):
            if words.unnamed.match(text, lead.end, stop):
                return Subject((), Origin.UNNAMED, lead.pivot)
            if words.third_person.match(text, lead.end, stop):
                return Subject((), Origin.CARRIED, lead.pivot, third_person=True)
        return Subject((), Origin.NONE)

    def _beyond_circumstance(self, mention: Mention, lead: _Lead, stop: int) -> _Lead | None:
        """What opens a clause behind the time, occasion or place that a mention tells; None for others."""
        begin, end = mention.span.start, mention.span.end
        if mention.type == "Place":
            return lead._replace(end=end) if begin == lead.end and self._begins(end) else None
        if begin - lead.end > NEAR:
            return None
        if mention.type == "Event":
            occasion = self._words.occasion.match(self._text, end, stop)
            end = occasion.end() if occasion else -1
        if end < 0 or mention.type not in {"Event", "Time"}:
            return None
        behind = self._after_lead(end, stop)
        return behind._replace(pivot=behind.pivot or lead.pivot)

    def _below_dateline(self, span: Span) -> int:
        """Where a clause begins behind the dateline that opens it, if one does."""
        at = bisect_left(self._datelines, span.start, key=lambda line: line[0])
        if at < len(self._datelines) and self._datelines[at][0] == span.start:
            return min(self._datelines[at][1], span.end)
        return span.start

    def _behind_marker(self, start: int, end: int) -> int:
        """Where the words of a clause begin behind the marker of a list or an article, if one opens it."""
        first = start
        while first < end and self._text[first].isspace():
            first += 1
        anew = first == 0 or not _STOPS.isdisjoint(self._text[max(0, start - 1) : first])
        found = behind(self._of_line if anew else self._inline, self._text, first, end)
        return found if found > first else start

    def _after_lead(self, start: int, end: int) -> _Lead:
        """What opens a clause before its subject, or in place of it."""
        pivot = False
        while True:
            if not self._begins(start) and self._text.startswith(self._words.first_person, start, end):
                whole = next(
                    (w for w in self._words.first_person if self._text.startswith(w, start, end)), ""
                )
                beyond = self._beyond_attribute(start + len(whole))
                if not self._begins(beyond):
                    return _Lead(start, first_person=True, pivot=pivot)
                start = beyond
                continue
            lead = self._words.opening.match(self._text, start, end)
            if not lead:
                return _Lead(start, pivot=pivot)
            first, last = self.between(start, lead.end())
            if first < last:
                return _Lead(start, pivot=pivot)
            pivot = pivot or lead[0] in self._words.pivot
            start = lead.end()

    def _beyond_attribute(self, start: int) -> int:
        """Where a word such as 广大 ends that stands there, if one does."""
        found = (word for word in self._words.attribute if self._text.startswith(word, start))
        return start + len(next(found, ""))

    def _run_of(self, inside: tuple[int, ...], *, passing: bool) -> Subject:
        """The entities that act together from the first mention on."""
        named = tuple(dict.fromkeys(self.entity_of[i] for i in self._run(inside)))
        return Subject(named, Origin.EXPLICIT, passing)

    def _run(self, inside: tuple[int, ...]) -> list[int]:
        """The mentions coordinated with the first one, each body left out for whoever holds a post in it."""
        run: list[int] = []
        at = 0
        while True:
            at = self._beyond_posts(inside, at)
            run.append(inside[at])
            at += 1
            if at == len(inside) or self.mentions[inside[at]].type not in self._words.subject_types:
                return run
            if self._text[self._ends[run[-1]] : self._starts[inside[at]]] not in self._joining:
                return run

    def _beyond_posts(self, inside: tuple[int, ...], begin: int) -> int:
        """The place of the person who holds posts in the bodies that stand from `begin` on, else `begin`."""
        for at in range(begin, len(inside)):
            if self.mentions[inside[at]].type == "Person":
                return at
            if not self._held_by(inside[at], inside[at + 1 : at + 2]):
                break
        return begin

    def _held_by(self, body: int, following: tuple[int, ...]) -> bool:
        """Whether nothing but posts stands between a body or group and the mention behind it."""
        if not following or self.mentions[body].type not in self._words.holding_types:
            return False
        end, start = self._ends[body], self._starts[following[0]]
        if end == start:
            return self.mentions[following[0]].type == "Person"
        return self._words.posts.fullmatch(self._text, end, start) is not None
