"""The subject of each clause: named, carried from the clause before, or the body that speaks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from unionkg.knowledge import Knowledge
from unionkg.model import Clause, Mention, Origin, Span, Structure, Utterance

NEAR = 2
"""Code points at most between the beginning of a clause and the time that opens it, or a mark and a stop."""


class _Subject(NamedTuple):
    """Whose clause it is and how that was found; `passing` where whoever acted before goes on behind it."""

    named: tuple[int, ...]
    origin: Origin
    passing: bool = False


class _Lead(NamedTuple):
    """Where the words end that stand before a subject; whether they say the first person, or hold a pivot."""

    end: int
    first_person: bool = False
    pivot: bool = False


class ClauseReader:
    """Cuts a document into clauses and follows the subject; built for one document."""

    def __init__(
        self,
        text: str,
        mentions: tuple[Mention, ...],
        entity_of: tuple[int, ...],
        utterances: tuple[Utterance, ...],
        knowledge: Knowledge,
    ) -> None:
        """Keep what the subject is found from."""
        self._text = text
        self._mentions = mentions
        self._entity_of = entity_of
        self._utterances = utterances
        self._words = knowledge.clause_words
        self._stop = knowledge.markers.clause_stop
        signs = self._words.together | set(knowledge.counts.tight)
        self._joining = {sign + word for sign in signs for word in ("", *self._words.attribute)}
        self._datelines = [match.span() for match in self._words.dateline.finditer(text)]
        self._said = sorted({(u.span.start, u.span.end) for u in utterances})
        self._starts = [m.span.start for m in mentions]
        self._ends = [m.span.end for m in mentions]

    def read(self, structure: Structure, self_entity: int) -> Iterator[Clause]:
        """The clauses of a document, in order."""
        carried: tuple[int, ...] = ()
        before = Origin.NONE
        place = (-1, -1)
        voices = _Voices(self._utterances)
        for index, sentence in enumerate(structure.sentences):
            for span in self._cut(sentence.span):
                voice = voices.at(span.end)
                if (sentence.paragraph, voice) != place:
                    place, carried, before = (sentence.paragraph, voice), (), Origin.NONE
                inside = tuple(range(*self._between(span.start, span.end)))
                named, origin, passing = self._told(span, inside)
                if origin is Origin.NONE:
                    origin = before if before is Origin.UNNAMED else origin
                elif not passing:
                    carried, before = named, origin
                if not named:
                    named, origin = self._left_out(origin, carried, voice, self_entity)
                yield Clause(span, index, inside, named, origin, voice)

    def _between(self, start: int, end: int) -> tuple[int, int]:
        """The mentions that begin from `start` on and before `end`, as [first, last)."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def _begins(self, offset: int) -> bool:
        """Whether a mention begins there."""
        first, last = self._between(offset, offset + 1)
        return first < last

    @staticmethod
    def _left_out(
        origin: Origin, carried: tuple[int, ...], voice: int, self_entity: int
    ) -> tuple[tuple[int, ...], Origin]:
        """Who is meant where a clause names no subject."""
        if origin is Origin.UNNAMED:
            return (), origin
        if carried:
            return carried, Origin.CARRIED
        if self_entity >= 0 and voice == 0:
            return (self_entity,), origin if origin is Origin.FIRST_PERSON else Origin.SELF
        return (), Origin.NONE

    def _cut(self, sentence: Span) -> Iterator[Span]:
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

    def _told(self, span: Span, inside: tuple[int, ...]) -> _Subject:
        """The subject of a clause; of one in which somebody begins to speak that of the words, if named."""
        first, last = (bisect_left(self._said, (offset,)) for offset in (span.start + 1, span.end))
        for at, end in self._said[first:last]:
            closed = self._text.find("”", at, span.end) if self._text.startswith("“", at) else -1
            if (
                min(end, closed if closed >= 0 else end) + NEAR < span.end
            ):  # the clause goes on behind the words
                continue
            within = tuple(i for i in inside if self._starts[i] >= at)
            told = self._subject(Span(at, span.end), within)
            if told.origin is not Origin.NONE:
                return told
        return self._subject(span, inside)

    def _subject(self, span: Span, inside: tuple[int, ...]) -> _Subject:
        """Who opens a clause as its subject; FIRST_PERSON where it says 我们 or the like.

        UNNAMED where somebody is the subject of whom no mention tells (`各部门要…`).
        """
        text, words = self._text, self._words
        lead = self._after_lead(self._below_dateline(span), span.end)
        for position, index in enumerate(inside):
            if lead.first_person:
                return _Subject((), Origin.FIRST_PERSON, lead.pivot)
            mention = self._mentions[index]
            begin, end = mention.span.start, mention.span.end
            if begin < lead.end:
                continue
            beyond = self._beyond_circumstance(mention, lead, span.end)
            if beyond is not None:
                lead = beyond
                continue
            before = text[lead.end : begin]
            titled = mention.type == "Person" and words.title.fullmatch(text, lead.end, begin)
            if not titled and (before.strip() or text.endswith(words.preposition, span.start, begin)):
                break
            if mention.type == "Group" and words.possessed.match(text, end, span.end):
                break
            if mention.type in words.subject_types or self._beyond_posts(inside, position) > position:
                return self._run_of(inside[position:], passing=lead.pivot)
            break
        if lead.first_person:
            return _Subject((), Origin.FIRST_PERSON, lead.pivot)
        if not self._begins(lead.end) and words.unnamed.match(text, lead.end, span.end):
            return _Subject((), Origin.UNNAMED, lead.pivot)
        return _Subject((), Origin.NONE)

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
            first, last = self._between(start, lead.end())
            if first < last:
                return _Lead(start, pivot=pivot)
            pivot = pivot or lead[0] in self._words.pivot
            start = lead.end()

    def _beyond_attribute(self, start: int) -> int:
        """Where a word such as 广大 ends that stands there, if one does."""
        found = (word for word in self._words.attribute if self._text.startswith(word, start))
        return start + len(next(found, ""))

    def _run_of(self, inside: tuple[int, ...], *, passing: bool) -> _Subject:
        """The entities that act together from the first mention on."""
        named = tuple(dict.fromkeys(self._entity_of[i] for i in self._run(inside)))
        return _Subject(named, Origin.EXPLICIT, passing)

    def _run(self, inside: tuple[int, ...]) -> list[int]:
        """The mentions coordinated with the first one, each body left out for whoever holds a post in it."""
        run: list[int] = []
        at = 0
        while True:
            at = self._beyond_posts(inside, at)
            run.append(inside[at])
            at += 1
            if at == len(inside) or self._mentions[inside[at]].type not in self._words.subject_types:
                return run
            if self._text[self._ends[run[-1]] : self._starts[inside[at]]] not in self._joining:
                return run

    def _beyond_posts(self, inside: tuple[int, ...], begin: int) -> int:
        """The place of the person who holds posts in the bodies that stand from `begin` on, else `begin`."""
        for at in range(begin, len(inside)):
            if self._mentions[inside[at]].type == "Person":
                return at
            if not self._held_by(inside[at], inside[at + 1 : at + 2]):
                break
        return begin

    def _held_by(self, body: int, following: tuple[int, ...]) -> bool:
        """Whether nothing but posts stands between a body or group and the mention behind it."""
        if not following or self._mentions[body].type not in self._words.holding_types:
            return False
        end, start = self._ends[body], self._starts[following[0]]
        if end == start:
            return self._mentions[following[0]].type == "Person"
        return self._words.posts.fullmatch(self._text, end, start) is not None


class _Voices:
    """Follows the utterances through a text, clause by clause."""

    def __init__(self, utterances: tuple[Utterance, ...]) -> None:
        self._spans = [utterance.span for utterance in utterances]
        self._coming = sorted(range(len(utterances)), key=lambda i: (-self._spans[i].start, -i))
        self._open: list[int] = []
        self._innermost = 0
        self._until = 0

    def at(self, offset: int) -> int:
        """The innermost utterance that holds the end of a clause; offsets must not go back."""
        reached = bool(self._coming) and self._spans[self._coming[-1]].start < offset
        if reached or offset > self._until:
            while self._coming and self._spans[self._coming[-1]].start < offset:
                self._open.append(self._coming.pop())
            self._open = [i for i in self._open if self._spans[i].end >= offset]
            self._until = min((self._spans[i].end for i in self._open), default=offset)
            self._innermost = min(self._open, key=lambda i: (len(self._spans[i]), -i), default=0)
        return self._innermost
