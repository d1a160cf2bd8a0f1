"""What may not stand side by side: two relations of one pair, two actors of one deed in one clause.

Guideline, relation rules 3 and 5: a list shares its verb; of two relations that fit one is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Settling:
    """Relations that have one subject in a clause, and those that have one object, coordination apart."""

    one_subject: frozenset[str]
    one_object: frozenset[str]

    def settle(self, discourse: Discourse, ranked: Iterable[tuple[int, Proposal]]) -> list[Proposal]:
        """The proposals that may stand together; `ranked` gives each with its odds."""
        ordered = [proposal for _, proposal in sorted(ranked, key=lambda item: (-item[0], *_place(item[1])))]
        pairs: set[tuple[int, int, int]] = set()
        best: dict[tuple[int, str, int, str], int] = {}
        kept = []
        for proposal in ordered:
            pair = (proposal.clause, proposal.subject, proposal.object)
            if pair in pairs or not self._beside(discourse, proposal, best):
                continue
            pairs.add(pair)
            kept.append(proposal)
        return sorted(kept, key=_place)

    def _beside(
        self, discourse: Discourse, proposal: Proposal, best: dict[tuple[int, str, int, str], int]
    ) -> bool:
        """Whether a proposal has the likeliest actor of its deed, or one coordinated with it."""
        coordinated = discourse.clauses[proposal.clause].clause.subject
        for relations, side, actor, other in (
            (self.one_subject, "subject", proposal.subject, proposal.object),
            (self.one_object, "object", proposal.object, proposal.subject),
        ):
            if proposal.predicate in relations:
                first = best.setdefault((proposal.clause, proposal.predicate, other, side), actor)
                if actor != first and not (first in coordinated and actor in coordinated):
                    return False
        return True


def _place(proposal: Proposal) -> tuple[object, ...]:
    """Where a claim stands: its clause, its trigger, its triple."""
    return (proposal.clause, proposal.trigger, *proposal.triple)
