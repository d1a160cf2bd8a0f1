"""One document as the ledger looks at it: text, clauses, mentions and lists, found by offset.

Nothing is decided here about what asks for something.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from unionkg.model import Clause, Mention, Resolution, Sentence, Span, Structure

ENDS = "。；！？!?;\n"
_SKIPPED = " \t\r\u3000“‘"
_TRIMMED = "，、：。；！？!?;,:… \t\r\n\u3000"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is asked for: the words that ask, in which clause, and where its content begins.

    `end` is where the content ends, or -1 where that is still to be found.
    """

    trigger: Span
    rule: str
    strength: str
    polarity: str
    clause: int
    start: int
    end: int = -1


class Page:
    """Looks things up in one document; built for one document."""

    def __init__(
        self, text: str, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> None:
        """Keep the records and index their offsets."""
        self.text = text
        self.structure = structure
        self.mentions = mentions
        self.resolution = resolution
        self.clauses = resolution.clauses
        self._clause_starts = [clause.span.start for clause in resolution.clauses]
        self._mention_starts = [mention.span.start for mention in mentions]

    def words(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def clause_at(self, offset: int) -> int:
        """The index of the clause that holds `offset`, or -1."""
        index = bisect_right(self._clause_starts, offset) - 1
        return index if index >= 0 and offset < self.clauses[index].span.end else -1

    def voice(self, content: Span, utterance: int) -> int:
        """The innermost utterance that holds a content, or the one given."""
        voices = self.resolution.utterances
        held = [i for i, voice in enumerate(voices) if voice.span.covers(content)]
        return min((utterance, *held), key=lambda i: (len(voices[i].span), i)) if held else utterance

    def sentence(self, clause: int) -> Sentence:
        """The sentence of a clause."""
        return self.structure.sentences[self.clauses[clause].sentence]

    def headings(self) -> frozenset[int]:
        """The clauses, by their start, that are a part of a heading."""
        spans = [section.heading for section in self.structure.sections if len(section.heading)]
        held = (self.clause_at(at) for span in spans for at in (span.start, span.end - 1))
        return frozenset(self.clauses[index].span.start for index in held if index >= 0)

    def line(self, offset: int) -> Span:
        """The line that holds `offset`."""
        end = self.text.find("\n", offset)
        return Span(self.text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(self.text))

    def mentions_in(self, span: Span) -> list[int]:
        """The indices of the mentions that lie inside `span`."""
        starts = self._mention_starts
        inside = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
        return [i for i in inside if self.mentions[i].span.end <= span.end]

    def holding(self, span: Span) -> Mention | None:
        """The mention that holds a part of `span`."""
        index = bisect_left(self._mention_starts, span.end) - 1
        held = index >= 0 and self.mentions[index].span.end > span.start
        return self.mentions[index] if held else None

    def entity(self, mention: int) -> int:
        """The index of the entity that a mention means."""
        return self.resolution.entity_of[mention]

    def entities(self, span: Span, types: frozenset[str]) -> tuple[int, ...]:
        """The entities of those types that are named inside `span`, in order."""
        found = (self.entity(i) for i in self.mentions_in(span) if self.mentions[i].type in types)
        return tuple(dict.fromkeys(found))

    def before(self, clause: int) -> Iterator[tuple[int, Clause]]:
        """The clauses of the same sentence and voice before one, from the nearest to the first."""
        here = self.clauses[clause]
        for index in range(clause - 1, -1, -1):
            earlier = self.clauses[index]
            if (earlier.sentence, earlier.utterance) != (here.sentence, here.utterance):
                return
            yield index, earlier

    def first(self, span: Span) -> int:
        """The first code point of a span behind spaces and quotation marks, or its end."""
        at = span.start
        while at < span.end and self.text[at] in _SKIPPED:
            at += 1
        return at

    def openings(self, content: Span) -> Iterator[int]:
        """Where a content and the clauses inside it open, behind spaces and quotation marks."""
        at, index = content.start, self.clause_at(content.start)
        while at < content.end:
            yield self.first(Span(at, content.end))
            index += 1
            if index <= 0 or index >= len(self.clauses):
                return
            at = self.clauses[index].span.start

    def trimmed(self, span: Span) -> Span:
        """A span without the stops and spaces at both ends."""
        start, end = span.start, span.end
        while end > start and self.text[end - 1] in _TRIMMED:
            end -= 1
        while start < end and self.text[start] in _TRIMMED:
            start += 1
        return Span(start, end)
