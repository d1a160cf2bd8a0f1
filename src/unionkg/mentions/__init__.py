"""Mentions: find, then choose, then record. Neither voices nor relations are decided here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from unionkg import weights
from unionkg.knowledge import Knowledge, lexicon
from unionkg.mentions import reranking, tagger
from unionkg.mentions.atoms import Atoms, Cutter
from unionkg.mentions.candidate import Candidate, longest_first, place
from unionkg.mentions.edges import paired
from unionkg.mentions.grammar import Grammar
from unionkg.mentions.repetition import again
from unionkg.mentions.reranking import Company, Reranker
from unionkg.mentions.scan import Scanner
from unionkg.mentions.text import text_of
from unionkg.model import Document, Mention, Structure

TAGGER = "tagger"


@dataclass(frozen=True, slots=True)
class Found:
    """What the first step gives: candidates, the atoms of the text, and what the tagger makes of them.

    `company` is None where there is no tagger.
    """

    candidates: list[Candidate]
    atoms: Atoms
    company: Company | None


class Finder:
    """Finds mentions; built once from the knowledge, used for every document."""

    def __init__(self, knowledge: Knowledge, model: Path | None = None, spans: Path | None = None) -> None:
        """Compile the automaton and the grammar, open the tagger and the weights of spans if there are any.

        `model` and `spans` are files of one training; without `model` both are those that ship.
        """
        entries = lexicon.entries(knowledge.concepts, knowledge.variants)
        self._scanner = Scanner(entries, knowledge.mention_rules)
        self._grammar = Grammar(knowledge.mention_rules, knowledge.words, knowledge.markers)
        self._topics = knowledge.vocabulary.types - knowledge.vocabulary.entity_types
        self._repeats = knowledge.repeats
        path = model or tagger.shipped()
        self._tagger = tagger.Tagger(path) if path.is_file() else None
        table = spans if model else reranking.shipped()
        self._reranker = reranking.Reranker(weights.read(table) if table else {})
        self._cutter = Cutter(knowledge.markers)

    def propose(self, text: str, structure: Structure) -> Found:
        """All that might be a mention, and the atoms of the text."""
        read = text_of(text, structure, self._scanner.scan(text))
        candidates = [*read.hits.candidates, *self._grammar.find(read)]
        atoms = self._cutter.cut(text, read.words, candidates, structure)
        company = None
        if self._tagger is not None:
            company = Company(text, atoms, self._tagger.alternatives(atoms, structure), candidates)
        return Found(candidates, atoms, company)

    def find(self, document: Document, structure: Structure) -> tuple[Mention, ...]:
        """The mentions of a document, in order, none overlapping another."""
        return self.choose(document, self.propose(document.text, structure), self._reranker)

    def choose(self, document: Document, found: Found, reranker: Reranker) -> tuple[Mention, ...]:
        """The mentions of a document among what was found in it."""
        text = document.text
        if found.company is None:
            chosen = longest_first(c for c in found.candidates if c.type not in self._topics)
        else:
            chosen = list(_settle(text, found.company, reranker))
        chosen += longest_first(again(text, chosen, self._repeats), chosen)
        topics = longest_first((c for c in found.candidates if c.type in self._topics), chosen)
        return tuple(record(text, c) for c in sorted((*chosen, *topics), key=place))


def _settle(text: str, company: Company, reranker: Reranker) -> Iterator[Candidate]:
    """Give each chosen span, without half a mark, the rule that saw it, the thesaurus before the grammar."""
    for odds, index in reranker.rerank(company):
        kind, span = company.alternatives[index].type, paired(text, company.spans[index])
        seen = company.seen(index)
        rule, concept = (seen[-1].rule, seen[-1].concept) if seen else (TAGGER, "")
        yield Candidate(span, kind, rule, 0, concept, odds=odds)


def record(text: str, candidate: Candidate) -> Mention:
    """Write down a chosen candidate."""
    span, kind, rule, _, concept, _, odds = candidate
    return Mention(span, text[span.start : span.end], kind, concept, rule, odds)
