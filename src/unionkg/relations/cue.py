"""Finding cues: words that tell a relation, but that part no trigger of another rule from its object.

Nothing is proposed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.discourse import Discourse


class Cues:
    """Finds the cues of all rules; built once for all documents."""

    def __init__(self, rules: Iterable[RelationRule]) -> None:
        """Compile the automaton; a word may serve several rules."""
        served: dict[str, list[RelationRule]] = {}
        for rule in rules:
            for word in rule.cues:
                served.setdefault(word, []).append(rule)
        self._served = [tuple(served[word]) for word in sorted(served)]
        self._cues = AhoCorasick(sorted(served), matchkind=MatchKind.LeftmostLongest)

    def find(self, discourse: Discourse) -> Iterator[tuple[Span, tuple[RelationRule, ...]]]:
        """The cues outside mentions, in order, each with its rules."""
        for index, start, end in self._cues.find_matches_as_indexes(discourse.text):
            span = Span(start, end)
            if discourse.touching(span) < 0:
                yield span, self._served[index]
