"""Clauses with the words that govern them: triggers of relations and modal words."""

from __future__ import annotations

from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge import Knowledge
from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Clause, Document, Mention, Resolution, Span, Structure

_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell a relation, with the rules that it serves."""

    span: Span
    word: str
    rules: tuple[RelationRule, ...]


@dataclass(frozen=True, slots=True)
class Governed:
    """A clause with its triggers; `modality` is `demanded`, `planned`, `rejected` or empty, `modal` its word."""

    clause: Clause
    triggers: tuple[Trigger, ...]
    modality: str
    modal: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as the relation rules see it."""

    text: str
    structure: Structure
    mentions: tuple[Mention, ...]
    resolution: Resolution
    clauses: tuple[Governed, ...]

    def entity(self, mention: int) -> int:
        """The entity of a mention."""
        return self.resolution.entity_of[mention]

    def type(self, entity: int) -> str:
        """The type of an entity."""
        return self.resolution.entities[entity].type


class TriggerReader:
    """Finds the words that govern clauses; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the automata of triggers and modal words."""
        rules = knowledge.relation_rules
        served: dict[str, list[RelationRule]] = {}
        for rule in rules.rules:
            for word in rule.triggers:
                served.setdefault(word, []).append(rule)
        self._rules = {word: tuple(found) for word, found in served.items()}
        self._trigger_words = sorted(self._rules)
        self._triggers = AhoCorasick(self._trigger_words, matchkind=MatchKind.LeftmostLongest)
        self._modality = {word: name for name, words in rules.modals.items() for word in words}
        self._modal_words = sorted(self._modality)
        self._modals = AhoCorasick(self._modal_words, matchkind=MatchKind.LeftmostLongest)
        self._no_modal_after = frozenset(rules.words["not_modal_after"])
        self._no_modal_before = frozenset(rules.words["not_modal_before"])

    def read(
        self, document: Document, structure: Structure, mentions: tuple[Mention, ...], resolution: Resolution
    ) -> Reading:
        """A document with its governed clauses."""
        covered = [m.span for m in mentions]
        triggers = [
            Trigger(span, self._trigger_words[index], self._rules[self._trigger_words[index]])
            for span, index in _hits(document.text, self._triggers, covered)
        ]
        modals = _hits(document.text, self._modals, covered)
        governed = []
        at_trigger = at_modal = 0
        for clause in resolution.clauses:
            start = at_trigger
            while at_trigger < len(triggers) and triggers[at_trigger].span.start < clause.span.end:
                at_trigger += 1
            first = at_modal
            while at_modal < len(modals) and modals[at_modal][0].start < clause.span.end:
                at_modal += 1
            modality, modal = self._modal(document.text, modals[first:at_modal])
            governed.append(Governed(clause, tuple(triggers[start:at_trigger]), modality, modal))
        return Reading(document.text, structure, mentions, resolution, tuple(governed))

    def _modal(self, text: str, found: list[tuple[Span, int]]) -> tuple[str, Span]:
        """The first modal word of a clause that is one."""
        for span, index in found:
            if text[: span.start][-1:] in self._no_modal_after:
                continue
            if text[span.end : span.end + 1] in self._no_modal_before:
                continue
            return self._modality[self._modal_words[index]], span
        return "", _NOWHERE


def _hits(text: str, automaton: AhoCorasick, covered: list[Span]) -> list[tuple[Span, int]]:
    """Hits of an automaton outside mentions, in order."""
    found = []
    at = 0
    for index, start, end in automaton.find_matches_as_indexes(text):
        while at < len(covered) and covered[at].end <= start:
            at += 1
        if at == len(covered) or covered[at].start >= end:
            found.append((Span(start, end), index))
    return found
