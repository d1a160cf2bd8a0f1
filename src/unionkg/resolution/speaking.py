"""Who speaks where: the document's own voice and the voices that it reports."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from unionkg.knowledge.voices import Voices
from unionkg.model import Document, Mention, Sentence, Span, Structure, Utterance

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
    mentions: tuple[Mention, ...],
    entity_of: tuple[int, ...],
    voices: Voices,
    *,
    own: bool,
) -> tuple[Utterance, ...]:
    """The outermost utterance first, then the reported ones in order of their start."""
    text = document.text
    found = [Utterance(Span(0, len(text)), -1, -1, Span(0, 0), OWN)]
    opened = list(_opened(text, structure.sentences, mentions, entity_of, voices))
    lines = _lines(structure.sentences)
    told = [] if own else list(_told(text, structure.sentences, mentions, voices))
    for index, (sentence, trigger, start, speaker) in enumerate(opened):
        end = _reach(text, lines, sentence, start, own=own)
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


def _opened(
    text: str,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    entity_of: tuple[int, ...],
    voices: Voices,
) -> Iterator[tuple[Sentence, Span, int, int]]:
    """Sentence, verb of speech, where the speech begins, and the speaker's entity."""
    saying = re.compile("|".join(map(re.escape, voices.saying)))
    last_person = -1
    at = 0
    for sentence in sentences:
        inside = []
        while at < len(mentions) and mentions[at].span.start < sentence.span.end:
            inside.append(at)
            at += 1
        for match in saying.finditer(text, sentence.span.start, sentence.span.end):
            named = any(mentions[i].span.end == match.start() for i in inside)
            noun = not named and text.endswith(voices.not_saying_after, sentence.span.start, match.start())
            if noun or text.startswith(voices.not_saying_before, match.end()):
                continue
            followed = text[match.end() : match.end() + 1]
            speaker = _speaker(text, sentence, match.start(), inside, mentions, voices)
            if speaker is None and text.startswith(voices.pronouns, sentence.span.start):
                close = match.start() - sentence.span.start <= voices.between_at_most
                entity = last_person if close else -1
            else:
                entity = entity_of[speaker] if speaker is not None else -1
            if entity < 0 or any(mentions[i].span.overlaps(Span(*match.span())) for i in inside):
                continue
            direct = match[0] in voices.saying_direct or voices.saying_clause.match(text, match.end())
            if followed and followed not in _PUNCTUATION and not direct:
                continue
            start = match.end() + (1 if followed and followed in "，,：:" else 0)
            yield sentence, Span(*match.span()), start, entity
            break
        addressing = _addressing(text, sentence, inside, mentions, voices)
        if addressing is not None:
            last_person = entity_of[addressing]


def _addressing(
    text: str, sentence: Sentence, inside: list[int], mentions: tuple[Mention, ...], voices: Voices
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
    inside: list[int],
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


def _lines(sentences: tuple[Sentence, ...]) -> tuple[dict[int, int], list[int]]:
    """Each paragraph's place among those that hold sentences, and where each of these ends."""
    places: dict[int, int] = {}
    ends: list[int] = []
    for sentence in sentences:
        if places.setdefault(sentence.paragraph, len(ends)) == len(ends):
            ends.append(sentence.span.end)
        ends[-1] = sentence.span.end
    return places, ends


def _reach(
    text: str, lines: tuple[dict[int, int], list[int]], sentence: Sentence, start: int, *, own: bool
) -> int:
    """How far words reach that begin at `start`: in news to the end of their paragraph, else of the sentence.

    Where the verb ends a line they are the next line, or the lines of a headline.
    """
    places, ends = lines
    place = places[sentence.paragraph]
    if not text[start : _line_end(text, start)].strip():
        most = min(place + _HEADINGS, len(ends) - 1)
        place = min(place + 1, most)
        while place < most and text[ends[place] - 1 : ends[place]] not in _STOP:
            place += 1
    elif own:
        return sentence.span.end
    return ends[place]


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
