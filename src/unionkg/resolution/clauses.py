"""The subject of each clause: named, carried from the clause before, or the body that speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from unionkg.knowledge import Knowledge
from unionkg.model import Clause, Mention, Origin, Span, Structure, Utterance


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
        self._joining = self._words.together | set(knowledge.counts.tight)
        self._starts = [m.span.start for m in mentions]
        self._ends = [m.span.end for m in mentions]

    def read(self, structure: Structure, self_entity: int) -> Iterator[Clause]:
        """The clauses of a document, in order."""
        carried: tuple[int, ...] = ()
        place = (-1, -1)
        voices = _Voices(self._utterances)
        for index, sentence in enumerate(structure.sentences):
            for span in self._cut(sentence.span):
                voice = voices.at(span.end)
                if (sentence.paragraph, voice) != place:
                    place, carried = (sentence.paragraph, voice), ()
                inside = tuple(range(*self._between(span.start, span.end)))
                named, origin = self._subject(span, inside)
                if named:
                    carried = named
                else:
                    carried = () if origin is Origin.FIRST_PERSON else carried
                    named, origin = self._left_out(origin, carried, voice, self_entity)
                yield Clause(span, index, inside, named, origin, voice)

    def _between(self, start: int, end: int) -> tuple[int, int]:
        """The mentions that begin from `start` on and before `end`, as [first, last)."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    @staticmethod
    def _left_out(
        origin: Origin, carried: tuple[int, ...], voice: int, self_entity: int
    ) -> tuple[tuple[int, ...], Origin]:
        """Who is meant where a clause names no subject."""
        if origin is not Origin.FIRST_PERSON and carried:
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
        """Whether a mention holds `offset`."""
        index = bisect_left(self._ends, offset + 1)
        return index < len(self._starts) and self._starts[index] <= offset

    def _subject(self, span: Span, inside: tuple[int, ...]) -> tuple[tuple[int, ...], Origin]:
        """The entities that open a clause as its subject; FIRST_PERSON where it says 我们 or the like."""
        text, words = self._text, self._words
        start, first_person = self._after_lead(span.start, span.end)
        if first_person:
            return (), Origin.FIRST_PERSON
        for position, index in enumerate(inside):
            mention = self._mentions[index]
            before = text[start : mention.span.start]
            if mention.type == "Time" and len(before) <= 2:
                start, first_person = self._after_lead(mention.span.end, span.end)
                if first_person:
                    return (), Origin.FIRST_PERSON
                continue
            if before.strip() or text.endswith(words.preposition, span.start, mention.span.start):
                break
            if mention.type in words.subject_types:
                run = self._run(inside[position:])
                return tuple(dict.fromkeys(self._entity_of[i] for i in run)), Origin.EXPLICIT
            break
        return (), Origin.NONE

    def _after_lead(self, start: int, end: int) -> tuple[int, bool]:
        """Where the words end that may stand before a subject, and whether they say the first person."""
        while True:
            first, last = self._between(start, start + 1)
            if first == last and self._text.startswith(self._words.first_person, start, end):
                return start, True
            lead = self._words.opening.match(self._text, start, end)
            if not lead:
                return start, False
            first, last = self._between(start, lead.end())
            if first < last:
                return start, False
            start = lead.end()

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
