"""Mentions: find, then choose, then record. Neither voices nor relations are decided here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from unionkg.knowledge import Knowledge, lexicon
from unionkg.mentions import features, tagger
from unionkg.mentions.candidate import Candidate, longest_first
from unionkg.mentions.grammar import Grammar, Text
from unionkg.mentions.scan import Scanner
from unionkg.mentions.words import cut
from unionkg.model import Document, Mention, Span, Structure

TAGGER = "tagger"
_EDGE = " \t\r\n\u3000"


@dataclass(frozen=True, slots=True)
class Found:
    """What the first step gives: candidates, and the atoms that the tagger reads."""

    candidates: list[Candidate]
    atoms: features.Atoms


class Finder:
    """Finds mentions; built once from the knowledge, used for every document."""

    def __init__(self, knowledge: Knowledge, model: Path | None = None) -> None:
        """Compile the automaton and the grammar, open the tagger (`model`, or the shipped one)."""
        self._scanner = Scanner(lexicon.entries(knowledge.concepts, knowledge.variants), knowledge.mention_rules)
        self._grammar = Grammar(knowledge.mention_rules, knowledge.words, knowledge.markers)
        self._markers = knowledge.markers
        self._topics = knowledge.vocabulary.types - knowledge.vocabulary.entity_types
        path = model or tagger.shipped()
        self._tagger = tagger.Tagger(path) if path.is_file() else None

    def propose(self, text: str, structure: Structure) -> Found:
        """All that might be a mention, and the atoms of the text."""
        hits = self._scanner.scan(text)
        words = cut(text)
        candidates = [*hits.candidates, *self._grammar.find(Text(text, words, structure, hits))]
        return Found(candidates, features.atoms(text, words, candidates, structure, self._markers))

    def find(self, document: Document, structure: Structure) -> tuple[Mention, ...]:
        """The mentions of a document, in order, none overlapping another."""
        text = document.text
        found = self.propose(text, structure)
        entity = [c for c in found.candidates if c.type not in self._topics]
        if self._tagger is None:
            chosen = longest_first(entity)
        else:
            chosen = list(self._settle(text, self._tagger.tag(found.atoms, structure), found.candidates))
        topics = self._beside(chosen, [c for c in found.candidates if c.type in self._topics])
        return tuple(record(text, c) for c in sorted((*chosen, *topics), key=lambda c: c.span))

    def _settle(
        self, text: str, tagged: Iterable[tagger.Tagged], candidates: list[Candidate]
    ) -> Iterable[Candidate]:
        """Give each tagged span the rule that saw it too, the thesaurus before the grammar."""
        known: dict[tuple[str, Span], Candidate] = {}
        for candidate in sorted(candidates, key=lambda c: (c.priority, c.concept)):
            known[candidate.type, _trimmed(text, candidate.span)] = candidate
        for entity_type, span in tagged:
            if "\n" in text[span.start : span.end]:
                continue
            seen = known.get((entity_type, _trimmed(text, span)))
            yield (
                Candidate(span, entity_type, seen.rule, 0, seen.concept)
                if seen
                else Candidate(span, entity_type, TAGGER, 0)
            )

    @staticmethod
    def _beside(chosen: list[Candidate], topics: list[Candidate]) -> list[Candidate]:
        """Topics that overlap no entity: rights, grievances, instruments, employers."""
        free = [t for t in topics if not any(t.span.overlaps(c.span) for c in chosen)]
        return longest_first(free)


def _trimmed(text: str, span: Span) -> Span:
    """A span without quotation marks, title marks and spaces at its edges."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE + _QUOTES:
        start += 1
    while end > start and text[end - 1] in _EDGE + _QUOTES:
        end -= 1
    return Span(start, end)


_QUOTES = "\"'“”‘’《》〈〉「」『』【】"


def record(text: str, candidate: Candidate) -> Mention:
    """Write down a chosen candidate."""
    span = candidate.span
    return Mention(span, text[span.start : span.end], candidate.type, candidate.concept, candidate.rule)
