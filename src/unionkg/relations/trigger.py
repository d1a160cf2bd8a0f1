"""Finding the words that govern clauses: triggers of relations and modal words.

Nothing is proposed here.
"""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge import Knowledge
from unionkg.knowledge.relationrules import DENIED, NONE, RelationRule
from unionkg.model import Document, Mention, Resolution, Span, Structure
from unionkg.relations.discourse import Discourse, Governed, Trigger

_NOWHERE = Span(0, 0)
_MASK = "\0"


class TriggerReader:
    """Finds the words that govern clauses; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the automata of triggers and modal words."""
        rules = knowledge.relation_rules
        served: dict[str, list[RelationRule]] = {}
        for rule in rules.rules:
            for word in rule.triggers:
                served.setdefault(word, []).append(rule)
        self._served = [(word, tuple(served[word])) for word in sorted(served)]
        self._triggers = AhoCorasick([word for word, _ in self._served], matchkind=MatchKind.LeftmostLongest)
        modality = {word: name for name, words in rules.modals.items() for word in words}
        self._modality = [modality[word] for word in sorted(modality)]
        self._modals = AhoCorasick(sorted(modality), matchkind=MatchKind.LeftmostLongest)
        self._no_modal_after = frozenset(rules.words["not_modal_after"])
        self._no_modal_before = frozenset(rules.words["not_modal_before"])

    def read(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> Discourse:
        """A document with its governed clauses."""
        text = document.text
        masked = _masked(text, mentions)
        triggers = [Trigger(span, *self._served[index]) for span, index in _hits(masked, self._triggers)]
        modals = _hits(masked, self._modals)
        governed = []
        at_trigger = at_modal = 0
        for clause in resolution.clauses:
            start = at_trigger
            while at_trigger < len(triggers) and triggers[at_trigger].span.start < clause.span.end:
                at_trigger += 1
            first = at_modal
            while at_modal < len(modals) and modals[at_modal][0].start < clause.span.end:
                at_modal += 1
            modality, modal = self._modal(text, modals[first:at_modal])
            denied = self._denied(clause.span, modals[first:at_modal])
            manner = str(clause.origin), modality, "reported" if clause.utterance else "own"
            of_clause = tuple(triggers[start:at_trigger])
            governed.append(Governed(clause, of_clause, modality, modal, manner, denied))
        return Discourse(text, structure, mentions, resolution, tuple(governed))

    def _modal(self, text: str, found: list[tuple[Span, int]]) -> tuple[str, Span]:
        """The first modal word of a clause that is one."""
        for span, index in found:
            if self._modality[index] in {NONE, DENIED}:
                continue
            if text[span.start - 1 : span.start] in self._no_modal_after:
                continue
            if text[span.end : span.end + 1] in self._no_modal_before:
                continue
            return self._modality[index], span
        return "", _NOWHERE

    def _denied(self, clause: Span, found: list[tuple[Span, int]]) -> int:
        """From where on a clause denies what it says: its last word of that kind, if nothing modal follows.

        (What follows governs the clause: 没有建会的企业要建会 denies nothing.)
        """
        told = [(span, self._modality[index]) for span, index in found if self._modality[index] != NONE]
        return told[-1][0].start if told and told[-1][1] == DENIED else clause.end


def _hits(masked: str, automaton: AhoCorasick) -> list[tuple[Span, int]]:
    """Hits of an automaton, in order."""
    found = automaton.find_matches_as_indexes(masked)
    return [(Span(start, end), index) for index, start, end in found]


def _masked(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text without its mentions, as long: `出席会议` tells `出席` where 会议 is one."""
    pieces, done = [], 0
    for mention in mentions:
        start, end = mention.span.start, mention.span.end
        pieces += [text[done:start], _MASK * (end - start)]
        done = end
    return "".join((*pieces, text[done:]))
