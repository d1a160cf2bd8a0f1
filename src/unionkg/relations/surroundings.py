"""The surroundings of one trigger, worked out once for all the rules that it serves.

Nothing is proposed here.
"""

from __future__ import annotations

from unionkg.model import Span
from unionkg.relations.discourse import Discourse, End


class Site:
    """Where rules fire: a clause, the words that make them fire, and what stands around."""

    __slots__ = ("_actors", "_heads", "_passed", "clause", "discourse", "index", "left", "right", "trigger")

    def __init__(
        self, discourse: Discourse, index: int, trigger: Span, actors: frozenset[str] = frozenset()
    ) -> None:
        """Part the mentions of clause `index`; `actors` are the types that may be the subject of a verb."""
        self.discourse = discourse
        self.index = index
        self.trigger = trigger
        self.clause = discourse.clauses[index].clause
        self.left = [i for i in self.clause.mentions if discourse.stops[i] <= trigger.start]
        self.right = [i for i in self.clause.mentions if discourse.starts[i] >= trigger.end]
        self._actors = actors
        self._heads: list[tuple[End, str]] | None = None
        self._passed: dict[int, int] = {}

    def passed(self, mention: int) -> int:
        """How many other triggers stand between the trigger and a mention on the right."""
        found = self._passed.get(mention)
        if found is None:
            start, end = self.discourse.starts[mention], self.trigger.end
            triggers = self.discourse.clauses[self.index].triggers
            found = self._passed[mention] = sum(end <= other.span.start < start for other in triggers)
        return found

    def subjects(self) -> list[End]:
        """The subject of the clause; a mention of it behind the trigger does not count."""
        if not self.clause.subject:
            return []
        starts = self.discourse.starts
        found = self.discourse.subjects(self.clause)
        return [(e, -1) if at >= 0 and starts[at] > self.trigger.start else (e, at) for e, at in found]

    def heads(self) -> list[tuple[End, str]]:
        """Whoever may be the subject of a verb, with how he was found: as subject, near, far, as speaker."""
        if self._heads is None:
            near = [self.discourse.end(i) for i in self.left[-2:]]
            own = self.clause.subject
            found = self.subjects()
            found += [h for h in near if h not in found and h[0] not in own]
            found += self._farther({entity for entity, _ in found})
            self._heads = [(head, _origin(head, own, near)) for head in found]
        return self._heads

    def _farther(self, seen: set[int]) -> list[End]:
        """Possible subjects earlier in the sentence, the nearest first, and the voice itself."""
        discourse = self.discourse
        found: list[End] = []
        for clause in reversed(discourse.siblings(self.index)):
            for mention in reversed(discourse.clauses[clause].clause.mentions) if clause < self.index else ():
                entity = discourse.entity_of[mention]
                if discourse.types[mention] in self._actors and entity not in seen:
                    seen.add(entity)
                    found.append((entity, mention))
        speaker = discourse.speaker(self.clause)
        voice = [(speaker, -1)] if speaker >= 0 and speaker not in seen else []
        return found[:3] + voice


def _origin(head: End, own: tuple[int, ...], near: list[End]) -> str:
    if head[0] in own:
        return "subject"
    if head in near:
        return "near"
    return "speaker" if head[1] < 0 else "far"
