"""One document as the relation rules see it: clauses with the words that govern them, and who stands where.

Nothing is proposed here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Clause, Mention, Resolution, Span, Structure

_BREAK = re.compile("[。；]")
_LINE = str.maketrans("\n\t", "¶¶")

End = tuple[int, int]
"""One end of a relation: the index of an entity, and of the mention that stands for it or -1."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell a relation, with the rules that it serves."""

    span: Span
    word: str
    rules: tuple[RelationRule, ...]


Manner = tuple[str, str, str]
"""How a clause is said: how its subject was found, its modality, and whose voice it is in (own, reported)."""


@dataclass(frozen=True, slots=True)
class Governed:
    """A clause with its triggers; `modality` is `demanded`, `planned`, `rejected` or empty, `modal` its word.

    `manner` is how it is said; what begins from `denied` on is not so (the clause's end where all of it is).
    """

    clause: Clause
    triggers: tuple[Trigger, ...]
    modality: str
    modal: Span
    manner: Manner
    denied: int


class Discourse:
    """The governed clauses of a document and what the mechanisms look up in it."""

    def __init__(
        self,
        text: str,
        structure: Structure,
        mentions: tuple[Mention, ...],
        resolution: Resolution,
        clauses: tuple[Governed, ...],
    ) -> None:
        """Index the mentions by place, the clauses by sentence.

        `line` is the text with a sign for each line end and tab.
        """
        self.text = text
        self.line = text.translate(_LINE)
        self.structure = structure
        self.mentions = mentions
        self.resolution = resolution
        self.clauses = clauses
        self.types = [mention.type for mention in mentions]
        self.entity_types = [entity.type for entity in resolution.entities]
        self.entity_of = resolution.entity_of
        self.counted = {count.entity for count in resolution.counts}
        self.starts = [mention.span.start for mention in mentions]
        self.stops = [mention.span.end for mention in mentions]
        self._reached = list(accumulate(self.stops, max))
        self._clause_ends = [governed.clause.span.end for governed in clauses]
        self._breaks = [match.start() for match in _BREAK.finditer(text)]
        self._in_sentence: dict[int, list[int]] = {}
        for index, governed in enumerate(clauses):
            self._in_sentence.setdefault(governed.clause.sentence, []).append(index)
        self._said: dict[int, list[int]] = {}

    # --- mentions ----------------------------------------------------------------------

    def end(self, mention: int) -> End:
        """A mention as the end of a relation."""
        return self.entity_of[mention], mention

    def gap(self, mention: int) -> str:
        """What stands between a mention and the next one."""
        return self.text[self.stops[mention] : self.starts[mention + 1]]

    def covered(self, span: Span) -> list[int]:
        """The mentions inside a span."""
        return [i for i in self.beginning(span.start, span.end) if self.stops[i] <= span.end]

    def beginning(self, start: int, end: int) -> range:
        """The mentions that begin from `start` on and before `end`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def touching(self, span: Span) -> int:
        """The first mention that overlaps a span, or -1."""
        index = bisect_right(self._reached, span.start)
        return index if index < len(self.starts) and self.starts[index] < span.end else -1

    def last_before(self, offset: int, entity_type: str) -> int:
        """The last mention of a type that ends at or before `offset`, or -1."""
        for index in range(bisect_left(self.starts, offset) - 1, -1, -1):
            if self.types[index] == entity_type and self.stops[index] <= offset:
                return index
        return -1

    def breaks(self, start: int, end: int) -> bool:
        """Whether a stop or a semicolon stands between two places."""
        return bisect_left(self._breaks, start) < bisect_left(self._breaks, end)

    # --- clauses ------------------------------------------------------------------------

    def clause_at(self, offset: int) -> int:
        """The index of the clause that holds `offset`; there must be clauses."""
        return min(bisect_right(self._clause_ends, offset), len(self.clauses) - 1)

    def siblings(self, clause: int) -> list[int]:
        """The clauses of a clause's sentence, itself among them."""
        return self._in_sentence[self.clauses[clause].clause.sentence]

    def said(self, clause: int) -> list[int]:
        """The mentions of a clause's sentence."""
        sentence = self.clauses[clause].clause.sentence
        found = self._said.get(sentence)
        if found is None:
            found = [i for c in self._in_sentence[sentence] for i in self.clauses[c].clause.mentions]
            self._said[sentence] = found
        return found

    def subjects(self, clause: Clause) -> list[End]:
        """The subject of a clause, each with its mention there where it has one."""
        return [
            (entity, next((i for i in clause.mentions if self.entity_of[i] == entity), -1))
            for entity in clause.subject
        ]

    def speaker(self, clause: Clause) -> int:
        """The entity whose voice a clause is in: -1 for the text's own."""
        return self.resolution.utterances[clause.utterance].speaker
