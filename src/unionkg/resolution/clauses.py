"""The subject of each clause: named, carried from the clause before, or the body that speaks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from unionkg.model import Clause, Origin, Span, Structure, Utterance
from unionkg.resolution.subjects import NEAR, Subject, SubjectReader


class ClauseReader:
    """Cuts a document into clauses and follows the subject; built for one document."""

    def __init__(self, text: str, utterances: tuple[Utterance, ...], subjects: SubjectReader) -> None:
        """Keep what the subject is found from."""
        self._text = text
        self._utterances = utterances
        self._subjects = subjects
        self._said = sorted({(u.span.start, u.span.end) for u in utterances})
        self._verbs = sorted((u.trigger.start, u.speaker) for u in utterances)
        ties = zip(subjects.entity_of, subjects.mentions, strict=True)
        self._people = {entity for entity, mention in ties if mention.type == "Person"}

    def read(self, structure: Structure, self_entity: int) -> Iterator[Clause]:
        """The clauses of a document, in order."""
        carried: tuple[int, ...] = ()
        before = Origin.NONE
        place = (-1, -1)
        voices = _Voices(self._utterances)
        person: tuple[int, ...] = ()
        introduced = _Introduction(self._subjects, own=self_entity >= 0)
        for index, sentence in enumerate(structure.sentences):
            for span in self._subjects.cut(sentence.span):
                voice = voices.at(span.end)
                if (sentence.paragraph, voice) != place:
                    if sentence.paragraph != place[0]:
                        introduced.leave(carried, place[1], sentence.span)
                    place, before = (sentence.paragraph, voice), Origin.NONE
                    carried = introduced.of(voice)
                inside = tuple(range(*self._subjects.between(span.start, span.end)))
                told = self._told(span, inside)
                named, origin = told.named, told.origin
                if told.third_person:
                    named, origin = self._third_person(span, voice, person)
                if origin is Origin.NONE:
                    origin = before if before is Origin.UNNAMED else origin
                elif not told.passing:
                    carried, before = named, origin
                if len(named) == 1 and named[0] in self._people:
                    person = named
                if not named:
                    named, origin = self._left_out(origin, carried, voice, self_entity)
                yield Clause(span, index, inside, named, origin, voice)

    def _third_person(
        self, span: Span, voice: int, person: tuple[int, ...]
    ) -> tuple[tuple[int, ...], Origin]:
        """Whom 他 means: the person who begins to speak there or speaks already, else the last who acted."""
        first = bisect_left(self._verbs, (span.start, -1))
        said = self._verbs[first : bisect_left(self._verbs, (span.end, -1))]
        speakers = (*(speaker for _, speaker in said), self._utterances[voice].speaker)
        named = next(((speaker,) for speaker in speakers if speaker in self._people), person)
        return named, Origin.CARRIED if named else Origin.NONE

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

    def _told(self, span: Span, inside: tuple[int, ...]) -> Subject:
        """The subject of a clause; of one in which somebody begins to speak that of the words, if named."""
        first, last = (bisect_left(self._said, (offset,)) for offset in (span.start + 1, span.end))
        for at, end in self._said[first:last]:
            closed = self._text.find("”", at, span.end) if self._text.startswith("“", at) else -1
            if (
                min(end, closed if closed >= 0 else end) + NEAR < span.end
            ):  # the clause goes on behind the words
                continue
            within = tuple(i for i in inside if self._subjects.mentions[i].span.start >= at)
            told = self._subjects.subject(Span(at, span.end), within)
            if told.origin is not Origin.NONE:
                return told
        return self._subjects.subject(span, inside)


class _Introduction:
    """Who acts in the line that introduces items, and so in those that name nobody (guideline, relations)."""

    def __init__(self, subjects: SubjectReader, *, own: bool) -> None:
        """A text that speaks itself introduces items only where it says so, by a colon."""
        self._subjects, self._own = subjects, own
        self._item = False
        self._acting: tuple[int, ...] = ()
        self._voice = -1

    def leave(self, carried: tuple[int, ...], voice: int, line: Span) -> None:
        """Note who acted last in a paragraph, unless it was itself an item; `line` opens the next one."""
        if not self._item:
            announced = not self._own or self._subjects.announces(line.start)
            self._acting, self._voice = (carried if announced else ()), voice
        self._item = self._subjects.is_item(line)

    def of(self, voice: int) -> tuple[int, ...]:
        """Who acts in this paragraph, in the words of `voice`, where nobody is named."""
        return self._acting if self._item and voice == self._voice else ()


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
