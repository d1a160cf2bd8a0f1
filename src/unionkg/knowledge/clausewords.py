"""Words by which the subject of a clause is found: `patterns/clauses.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unionkg.knowledge.vocabulary import Vocabulary
from unionkg.knowledge.yamlfile import YamlNode


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What may stand before a subject, what makes a name none, and which types can be one.

    `opening` matches one of the words of `lead`, the longest first.
    """

    lead: tuple[str, ...]
    opening: re.Pattern[str]
    preposition: tuple[str, ...]
    first_person: tuple[str, ...]
    subject_types: frozenset[str]


def load(node: YamlNode, vocabulary: Vocabulary) -> ClauseWords:
    """Read `clauses.yaml`; raises KnowledgeError with file and line."""
    node.only("lead", "preposition", "first_person", "subject_types")
    types = node.texts("subject_types")
    for name in types:
        if name not in vocabulary.types:
            raise node.error(f"没有类型 {name}", f"no type '{name}'", "subject_types")
    lead = tuple(sorted(node.texts("lead"), key=lambda word: (-len(word), word)))
    opening = re.compile("|".join(map(re.escape, lead)) or "(?!)")
    return ClauseWords(lead, opening, node.texts("preposition"), node.texts("first_person"), frozenset(types))
