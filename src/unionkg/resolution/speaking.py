"""Who speaks where: the document's own voice and the voices that it reports."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from unionkg.knowledge.voices import Voices
from unionkg.model import Document, Mention, Sentence, Span, Structure, Utterance
from unionkg.resolution.subjects import Subject, SubjectReader

_PUNCTUATION = "，,：:“"
_TITLE = re.compile("[^，。；：！？“”（）\\n]{0,40}")
_COMMA = re.compile("[，,；;。]")
_STOP = frozenset("。！？!?；;”")
OWN = "own-voice"
_HEAD = 150
_HEADINGS, _HEADING, _SENTENCE = 5, 60, 100
"""Lines at the head that may be headings; code points of one, and of a sentence alone, at most."""


def speaks_itself(document: Document, voices: Voices) -> bool:
    """Whether a text speaks in its own voice (a speech, a report), and is no news about others."""
    kind = document.value("kind")
    if kind:
        return kind in {"speech", "report", "excerpt"}
    head = document.text[:60]
    if any(word in head for word in voices.exclusive):
        return False
    if voices.own_head.search(document.text[:_HEAD]):
        return True
    unquoted = re.sub(r"“[^“”]*”", "", document.text)
    if sum(unquoted.count(word) for word in voices.own) >= voices.own_at_least:
        return True
    reported = (word + sign for word in voices.saying for sign in "，：")
    if any(word in unquoted for word in (*voices.news, *reported)):
        return False
    return any(word in unquoted for word in voices.own) or _is_document(document.text.strip(), voices)


def _is_document(text: str, voices: Voices) -> bool:
    """Whether a text without a first person is a document of a body, by its headings or its formulas.

    A single sentence tells nothing else, and is taken for one.
    """
    if len(text) <= _SENTENCE and "\n" not in text and "。" not in text[:-1]:
        return True
    headings = text.split("\n", _HEADINGS)[:_HEADINGS]
    titled = any(voices.own_title.search(line) for line in headings if len(line) <= _HEADING)
    return titled or voices.own_formula.search(text) is not None


def utterances(
    document: Document,
    structure: Structure,
    subjects: SubjectReader,
    voices: Voices,
    *,
    own: bool,
) -> tuple[Utterance, ...]:
    """The outermost utterance first, then the reported ones in order of their start."""
    text, mentions, entity_of = document.text, subjects.mentions, subjects.entity_of
    found = [Utterance(Span(0, len(text)), -1, -1, Span(0, 0), OWN)]
    opened = list(_Opened(text, subjects, voices, own=own).read(structure.sentences))
    lines = _lines(structure.sentences)
    told = [] if own else list(_told(text, structure.sentences, mentions, voices))
    for index, (sentence, trigger, start, speaker) in enumerate(opened):
        end = _reach(subjects, text, lines, sentence, start, own=own)
        end = min(end, next(iter(told[bisect_right(told, sentence.span.start) :]), end))
        following = opened[index + 1] if index + 1 < len(opened) else None
        if following and following[1].start < end:
            end = max(start, following[0].span.start if following[0] != sentence else following[1].start)
        if end > start:
            found.append(Utterance(Span(start, end), speaker, 0, trigger, "reported-speech"))
    found += _quoted(text, structure.sentences, mentions, entity_of, voices)
    found.sort(key=lambda utterance: (utterance.trigger.end > 0, utterance.span))
    announced = None if own else _announced(text, structure, mentions, entity_of, voices)
    if announced:
        found.append(announced)
    starts = [sentence.span.start for sentence in structure.sentences]
    said = _Occasions(text, mentions, entity_of, voices)
    return tuple(replace(one, event=said.of(one, starts, own=own)) for one in found)


class _Occasions:
    """At which event something is said: one between words of place, before those that open the speech."""

    def __init__(
        self, text: str, mentions: tuple[Mention, ...], entity_of: tuple[int, ...], voices: Voices
    ) -> None:
        """Gather the events that stand so."""
        self._found = [
            (mention.span, entity_of[index])
            for index, mention in enumerate(mentions)
            if mention.type == "Event"
            and text.endswith(voices.at_before, 0, mention.span.start)
            and text.startswith(voices.at_after, mention.span.end)
        ]

    def of(self, utterance: Utterance, starts: list[int], *, own: bool) -> int:
        """The entity of the event, or -1: for the text's own voice in its head, else in the sentence."""
        if utterance.parent < 0:
            return next(iter(self._between(0, _HEAD)), -1) if own else -1
        said = utterance.trigger.start
        return next(reversed(self._between(starts[bisect_right(starts, said) - 1], said)), -1)

    def _between(self, first: int, last: int) -> list[int]:
        """The entities of the events from one place to another."""
        return [entity for span, entity in self._found if first <= span.start and span.end <= last]


def _quoted(
    text: str,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    entity_of: tuple[int, ...],
    voices: Voices,
) -> Iterator[Utterance]:
    """What is quoted, or told behind a noun, as somebody's own words."""
    starts = [sentence.span.start for sentence in sentences]
    ends = [mention.span.end for mention in mentions]
    for match in voices.quoting.finditer(text):
        sentence = sentences[max(0, bisect_right(starts, match.start()) - 1)].span
        close = text.find("”", match.end()) if match[0].endswith("“") else sentence.end
        if not match.end() + voices.quoted_at_least <= close <= _line_end(text, match.end()):
            continue
        first = bisect_left(ends, match.start() - voices.between_at_most)
        near = range(first, bisect_right(ends, match.start()))
        able = [
            i
            for i in reversed(near)
            if mentions[i].type in voices.speech_types
            and mentions[i].span.start >= sentence.start
            and not text.endswith(voices.not_quoted_after, 0, mentions[i].span.start)
            and not text.startswith(voices.not_subject_before, mentions[i].span.end)
        ]
        speaker = next((i for i in able if mentions[i].type == "Person"), next(iter(able), None))
        if speaker is not None:
            trigger = Span(*match.span())
            yield Utterance(Span(match.end(), close), entity_of[speaker], 0, trigger, "quoted-words")


def _line_end(text: str, offset: int) -> int:
    """Where the line of `offset` ends."""
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


def voice_at(utterances: tuple[Utterance, ...], offset: int) -> int:
    """The index of the innermost utterance that holds `offset`."""
    best = 0
    for index, utterance in enumerate(utterances):
        span = utterance.span
        if span.start <= offset < span.end and len(span) <= len(utterances[best].span):
            best = index
    return best


class _Clause(NamedTuple):
    """A clause in which somebody may begin to speak, and its sentence; `beside` are the mentions of that."""

    span: Span
    mentions: range
    subject: Subject
    sentence: Sentence
    beside: range


class _Opened:
    """Finds where others' words begin, sentence after sentence, and who acted or spoke last."""

    def __init__(self, text: str, subjects: SubjectReader, voices: Voices, *, own: bool) -> None:
        """`own` where the text speaks itself, in which a sentence takes no subject from another."""
        self._text, self._subjects, self._voices, self._own = text, subjects, voices, own
        self._mentions, self._entity_of = subjects.mentions, subjects.entity_of
        verbs = sorted({*voices.saying, *voices.saying_named}, key=lambda verb: (-len(verb), verb))
        self._saying = re.compile("|".join(map(re.escape, verbs)))
        self._types = {e: m.type for e, m in zip(self._entity_of, self._mentions, strict=True)}
        self._paragraph = self._person = self._acting = -1
        self._spoken = False

    def read(self, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Span, int, int]]:
        """Sentence, verb of speech, where the speech begins, and the speaker's entity."""
        for sentence in sentences:
            if self._own or sentence.paragraph != self._paragraph:
                self._paragraph, self._acting, self._spoken = sentence.paragraph, -1, False
            inside = range(*self._subjects.between(sentence.span.start, sentence.span.end))
            found = self._within(sentence, inside)
            if found is not None:
                if self._types[found[2]] == "Person":
                    self._person = found[2]
                if not self._spoken or self._types[found[2]] == "Person":
                    self._acting = found[2]  # 大会提出 within a person's words is no new speaker
                self._spoken = True
                yield sentence, *found
            addressing = _addressing(self._text, sentence, inside, self._mentions, self._voices)
            if addressing is not None:
                self._person = self._entity_of[addressing]

    def _within(self, sentence: Sentence, inside: range) -> tuple[Span, int, int] | None:
        """The first verb of speech of a sentence that has a speaker, where the words begin, who speaks."""
        for span in self._subjects.cut(sentence.span):
            here = range(*self._subjects.between(span.start, span.end))
            clause = _Clause(span, here, self._subjects.subject(span, tuple(here)), sentence, inside)
            for match in self._saying.finditer(self._text, span.start, span.end):
                verb = Span(*match.span())
                start = self._begin(verb, clause)
                speaker = self._speaker(verb, clause) if start >= 0 else -1
                if speaker >= 0:
                    return verb, start, speaker
            self._follow(clause.subject)
        return None

    def _follow(self, told: Subject) -> None:
        """Note whom a clause names as its subject; amid another's words only a person."""
        named = (self._person,) if told.third_person else told.named
        able = [one for one in named if self._types.get(one) in self._voices.speech_types]
        people = [one for one in able if self._types[one] == "Person"]
        if not told.passing and (people or (able and not self._spoken)):
            self._acting = (people or able)[0]
        if people and not told.passing:
            self._person = people[0]

    def _begin(self, verb: Span, clause: _Clause) -> int:
        """Where words begin behind a verb of speech; -1 where it is a noun or opens none."""
        text, voices = self._text, self._voices
        spans = [self._mentions[index].span for index in clause.mentions]
        named = any(span.end == verb.start for span in spans)
        word = text[verb.start : verb.end]
        noun = not named and (
            word in voices.saying_named
            or text.endswith(voices.not_saying_after, clause.span.start, verb.start)
        )
        if noun or text.startswith(voices.not_saying_before, verb.end):
            return -1
        if any(span.overlaps(verb) for span in spans):
            return -1
        followed = text[verb.end : verb.end + 1]
        direct = word in voices.saying_direct or voices.saying_clause.match(text, verb.end) is not None
        if word in voices.saying_to and (
            named or voices.adding.fullmatch(text, clause.span.start, verb.start)
        ):
            direct = direct or self._subjects.named_at(verb.end) in voices.told_types
        if followed and followed not in _PUNCTUATION and not direct:
            return -1
        return verb.end + (1 if followed and followed in "，,：:" else 0)

    def _speaker(self, verb: Span, clause: _Clause) -> int:
        """The entity that is the subject of a verb of speech, or -1.

        One that the clause names; where it opens with the verb whoever acted before; else one close by.
        """
        text, voices, start = self._text, self._voices, clause.span.start
        if clause.subject.third_person and verb.start - start <= voices.between_at_most:
            return self._person
        near = _speaker(text, clause.sentence, verb.start, clause.mentions, self._mentions, voices)
        if near is None and self._acting >= 0 and voices.adding.fullmatch(text, start, verb.start):
            return self._acting
        if near is None:
            near = _speaker(text, clause.sentence, verb.start, clause.beside, self._mentions, voices)
        return self._entity_of[near] if near is not None else -1


def _addressing(
    text: str, sentence: Sentence, inside: range, mentions: tuple[Mention, ...], voices: Voices
) -> int | None:
    """The last person of a sentence who says something or speaks to others (`李明出席会议并讲话`)."""
    people = [index for index in inside if mentions[index].type == "Person"]
    end = sentence.span.end
    for index in reversed(people):
        if voices.addressing.search(text, mentions[index].span.end, end):
            return index
        end = mentions[index].span.start
    return None


def _speaker(
    text: str,
    sentence: Sentence,
    verb: int,
    inside: range,
    mentions: tuple[Mention, ...],
    voices: Voices,
) -> int | None:
    """The mention that is the subject of a verb of speech: a person before a body, else the nearest."""
    found: list[int] = []
    for index in reversed(inside):
        mention = mentions[index]
        if mention.type not in voices.speech_types or mention.span.end > verb:
            continue
        if verb - mention.span.end > voices.between_at_most:
            break
        if text.endswith(voices.not_speaker_after, sentence.span.start, mention.span.start):
            if mention.span.end == verb:
                return None
            continue
        if not text.startswith(voices.not_subject_before, mention.span.end):
            found.append(index)
    people = [index for index in found if mentions[index].type == "Person"]
    return next(iter(people or found), None)


def _lines(sentences: tuple[Sentence, ...]) -> tuple[dict[int, int], list[Span]]:
    """Each paragraph's place among those that hold sentences, and where each of these stands."""
    places: dict[int, int] = {}
    spans: list[Span] = []
    for sentence in sentences:
        if places.setdefault(sentence.paragraph, len(spans)) == len(spans):
            spans.append(sentence.span)
        spans[-1] = Span(spans[-1].start, sentence.span.end)
    return places, spans


def _reach(
    subjects: SubjectReader,
    text: str,
    lines: tuple[dict[int, int], list[Span]],
    sentence: Sentence,
    start: int,
    *,
    own: bool,
) -> int:
    """How far words reach that begin at `start`: in news to the end of their paragraph, else of the sentence.

    In news they go on in the items that a colon at the end of the paragraph announces. Where the verb ends a
    line they are the next line, or the lines of a headline.
    """
    places, spans = lines
    place = places[sentence.paragraph]
    if not text[start : _line_end(text, start)].strip():
        most = min(place + _HEADINGS, len(spans) - 1)
        place = min(place + 1, most)
        while place < most and text[spans[place].end - 1] not in _STOP:
            place += 1
    elif own:
        return sentence.span.end
    if subjects.announces(spans[place].end):
        while place + 1 < len(spans) and subjects.is_item(spans[place + 1]):
            place += 1
    return spans[place].end


def _told(
    text: str, sentences: tuple[Sentence, ...], mentions: tuple[Mention, ...], voices: Voices
) -> Iterator[int]:
    """Where sentences begin in which news tell again what happens: somebody presides or takes part."""
    starts = [mention.span.start for mention in mentions]
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
        if voices.resuming.match(text, start, end):
            yield start
            continue
        inside = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        person = next((m.span for m in inside if m.type == "Person"), None)
        if person and _TITLE.fullmatch(text, start, person.start):
            comma = _COMMA.search(text, person.end, end)
            if voices.telling.search(text, person.end, comma.start() if comma else end):
                yield start


def _announced(
    text: str,
    structure: Structure,
    mentions: tuple[Mention, ...],
    entity_of: tuple[int, ...],
    voices: Voices,
) -> Utterance | None:
    """A document that is announced and then set out under headings speaks from the first heading on."""
    headings = [section for section in structure.sections if section.level]
    if len(headings) < 2:
        return None
    lead = text[: headings[0].span.start]
    at = [lead.find(word) for word in voices.announced if word in lead]
    before = [i for i, m in enumerate(mentions) if m.type == "Document" and at and m.span.end <= max(at)]
    if not before:
        return None
    start = headings[0].span.start
    return Utterance(
        Span(start, len(text)), entity_of[before[-1]], 0, mentions[before[-1]].span, "announced-document"
    )
