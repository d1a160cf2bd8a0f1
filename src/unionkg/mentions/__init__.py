"""Mentions: find, then choose, then record. Neither voices nor relations are decided here."""

from __future__ import annotations

from unionkg.knowledge import Knowledge, lexicon
from unionkg.mentions.candidate import Candidate, longest_first
from unionkg.mentions.grammar import Grammar, Text
from unionkg.mentions.scan import Scanner
from unionkg.mentions.words import cut
from unionkg.model import Document, Mention, Structure


class Finder:
    """Finds mentions; built once from the knowledge, used for every document."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the automaton and the grammar."""
        self._scanner = Scanner(lexicon.entries(knowledge.concepts), knowledge.mention_rules)
        self._grammar = Grammar(knowledge.mention_rules, knowledge.words, knowledge.markers)

    def candidates(self, text: str, structure: Structure) -> list[Candidate]:
        """All that might be a mention."""
        hits = self._scanner.scan(text)
        return [*hits.candidates, *self._grammar.find(Text(text, cut(text), structure, hits))]

    def find(self, document: Document, structure: Structure) -> tuple[Mention, ...]:
        """The mentions of a document, in order, none overlapping another."""
        chosen = longest_first(self.candidates(document.text, structure))
        return tuple(record(document.text, candidate) for candidate in chosen)


def record(text: str, candidate: Candidate) -> Mention:
    """Write down a chosen candidate."""
    span = candidate.span
    return Mention(span, text[span.start : span.end], candidate.type, candidate.concept, candidate.rule)
