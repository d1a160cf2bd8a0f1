"""What may not stand side by side: two relations of one pair, two actors of one deed in one clause.

Guideline, relation rules 3 and 5: a list shares its verb; of two relations that fit one is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unionkg.relations.discourse import Discourse, End
from unionkg.relations.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Settling:
    """Relations that have one subject in a clause, and those that have one object, coordination apart."""

    one_subject: frozenset[str]
    one_object: frozenset[str]
    joining: frozenset[str]

    def settle(self, discourse: Discourse, ranked: Iterable[tuple[int, Proposal]]) -> list[Proposal]:
        """The proposals that may stand together; `ranked` gives each with its odds."""
        ordered = [proposal for _, proposal in sorted(ranked, key=lambda item: (-item[0], *_place(item[1])))]
        pairs: set[tuple[int, int, int]] = set()
        best: dict[tuple[int, str, int, str], End] = {}
        kept = []
        for proposal in ordered:
            pair = (proposal.clause, proposal.subject, proposal.object)
            if pair in pairs or not self._beside(discourse, proposal, best):
                continue
            pairs.add(pair)
            kept.append(proposal)
        return sorted(kept, key=_place)

    def _beside(
        self, discourse: Discourse, proposal: Proposal, best: dict[tuple[int, str, int, str], End]
    ) -> bool:
        """Whether a proposal has the likeliest actor of its deed, or one coordinated with it."""
        coordinated = discourse.clauses[proposal.clause].clause.subject
        head, tail = (proposal.subject, proposal.head_at), (proposal.object, proposal.tail_at)
        for relations, side, actor, other in (
            (self.one_subject, "subject", head, tail),
            (self.one_object, "object", tail, head),
        ):
            if proposal.predicate in relations:
                first = best.setdefault((proposal.clause, proposal.predicate, other[0], side), actor)
                if first[0] == actor[0] or {first[0], actor[0]} <= set(coordinated):
                    continue
                if not self._joined(discourse, first[1], actor[1]):
                    return False
        return True

    def _joined(self, discourse: Discourse, one: int, other: int) -> bool:
        """Whether two mentions stand in one list, nothing but signs of lists between its items."""
        if min(one, other) < 0:
            return False
        return all(discourse.gap(i) in self.joining for i in range(min(one, other), max(one, other)))


def _place(proposal: Proposal) -> tuple[object, ...]:
    """Where a claim stands: its clause, its trigger, its triple."""
    return (proposal.clause, proposal.trigger, *proposal.triple)
