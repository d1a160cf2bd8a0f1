"""Within one document: which names mean one thing, who speaks where, who is meant, what is counted.

Nothing is looked up in other documents, and no relation is decided here.
"""

from __future__ import annotations

from unionkg.knowledge import Knowledge, thesaurus
from unionkg.model import Document, Mention, Resolution, Structure
from unionkg.resolution.clauses import ClauseReader
from unionkg.resolution.counting import CountReader
from unionkg.resolution.identity import entities
from unionkg.resolution.speaking import speaks_itself, utterances
from unionkg.resolution.subjects import SubjectReader


class Resolver:
    """Resolves names, voices and counts; built once from the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Keep what decides."""
        self._knowledge = knowledge
        self._listed = thesaurus.listed(knowledge.concepts)

    def resolve(self, document: Document, structure: Structure, mentions: tuple[Mention, ...]) -> Resolution:
        """Settle what a document's mentions mean."""
        knowledge = self._knowledge
        own = speaks_itself(document, knowledge.voices)
        things, entity_of, self_entity = entities(document, mentions, knowledge, own=own)
        subjects = SubjectReader(document.text, mentions, entity_of, knowledge)
        voices = utterances(document, structure, subjects, knowledge.voices, own=own)
        counts = CountReader(document.text, structure, mentions, entity_of, knowledge, self._listed).read()
        reader = ClauseReader(document.text, voices, subjects)
        clauses = tuple(reader.read(structure, self_entity))
        return Resolution(things, entity_of, voices, counts, self_entity, clauses)
