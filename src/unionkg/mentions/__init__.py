"""Mentions: find, then choose, then record. Neither voices nor relations are decided here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg.knowledge import Knowledge, lexicon
from unionkg.mentions import tagger
from unionkg.mentions.atoms import Atoms, Cutter
from unionkg.mentions.candidate import Candidate, longest_first, place
from unionkg.mentions.edges import trimmed
from unionkg.mentions.grammar import Grammar
from unionkg.mentions.repetition import again
from unionkg.mentions.scan import Scanner
from unionkg.mentions.text import text_of
from unionkg.model import Document, Mention, Structure

TAGGER = "tagger"


@dataclass(frozen=True, slots=True)
class Found:
    """What the first step gives: candidates, and the atoms that the tagger reads."""

    candidates: list[Candidate]
    atoms: Atoms


class Finder:
    """Finds mentions; built once from the knowledge, used for every document."""

    def __init__(self, knowledge: Knowledge, model: Path | None = None) -> None:
        """Compile the automaton and the grammar, open the tagger if there is one: `model` or the shipped."""
        entries = lexicon.entries(knowledge.concepts, knowledge.variants)
        self._scanner = Scanner(entries, knowledge.mention_rules)
        self._grammar = Grammar(knowledge.mention_rules, knowledge.words, knowledge.markers)
        self._topics = knowledge.vocabulary.types - knowledge.vocabulary.entity_types
        self._repeats = knowledge.repeats
        path = model or tagger.shipped()
        self._tagger = tagger.Tagger(path) if path.is_file() else None
        self._cutter = Cutter(knowledge.markers)

    def propose(self, text: str, structure: Structure) -> Found:
        """All that might be a mention, and the atoms of the text."""
        read = text_of(text, structure, self._scanner.scan(text))
        candidates = [*read.hits.candidates, *self._grammar.find(read)]
        return Found(candidates, self._cutter.cut(text, read.words, candidates, structure))

    def find(self, document: Document, structure: Structure) -> tuple[Mention, ...]:
        """The mentions of a document, in order, none overlapping another."""
        text = document.text
        found = self.propose(text, structure)
        if self._tagger is None:
            chosen = longest_first(c for c in found.candidates if c.type not in self._topics)
        else:
            chosen = list(_settle(text, self._tagger.tag(found.atoms, structure), found.candidates))
        chosen += longest_first(again(text, chosen, self._repeats), chosen)
        topics = longest_first((c for c in found.candidates if c.type in self._topics), chosen)
        return tuple(record(text, c) for c in sorted((*chosen, *topics), key=place))


def _settle(text: str, tagged: Iterable[tagger.Tagged], candidates: list[Candidate]) -> Iterator[Candidate]:
    """Give each tagged span the rule that saw it too, the thesaurus before the grammar."""
    known: dict[tuple[str, int, int], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: (c.priority, c.concept)):
        known[candidate.type, *trimmed(text, candidate.span)] = candidate
    for entity_type, span in tagged:
        if "\n" not in text[span.start : span.end]:
            seen = known.get((entity_type, *trimmed(text, span)))
            rule, concept = (seen.rule, seen.concept) if seen else (TAGGER, "")
            yield Candidate(span, entity_type, rule, 0, concept)


def record(text: str, candidate: Candidate) -> Mention:
    """Write down a chosen candidate."""
    span = candidate.span
    return Mention(span, text[span.start : span.end], candidate.type, candidate.concept, candidate.rule)
