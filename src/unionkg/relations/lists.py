"""A list shares its verb (guideline, relation rule 3): its items stand or fall together.

Each triple of a list weighs what all of them weigh on average. No triple is made here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal
from unionkg.weights import THOUSAND

ABSENT = -2 * THOUSAND
"""What an item counts of which a triple was not even likely enough to be weighed: thousandths of log-odds."""

Triple = tuple[int, str, int]
Group = tuple[str, int, int, str]
"""The end that is listed, the list, the entity at the other end, the relation."""


def runs(discourse: Discourse, signs: Collection[str]) -> list[int]:
    """The list that each mention stands in: neighbours of one type, nothing but `signs` between."""
    found: list[int] = []
    for i, kind in enumerate(discourse.types):
        joined = i and kind == discourse.types[i - 1] and discourse.gap(i - 1) in signs
        found.append(found[-1] if joined else i)
    return found


class Lists:
    """The lists of one document, with the entities of each."""

    def __init__(self, discourse: Discourse, signs: Collection[str], acting: Collection[str]) -> None:
        """Find them; of the relations in `acting` a list of subjects stands together, too."""
        self._runs = runs(discourse, signs)
        self._acting = acting
        self._entities: dict[int, set[int]] = {}
        for entity, run in zip(discourse.entity_of, self._runs, strict=True):
            self._entities.setdefault(run, set()).add(entity)

    def shared(self, odds: Mapping[Triple, int], best: Mapping[Triple, Proposal]) -> dict[Triple, int]:
        """The odds of triples, those of lists averaged over their objects, then over their subjects."""
        found = dict(odds)
        for end in ("object", "subject"):
            groups: dict[Group, list[Triple]] = {}
            for triple in found:
                group = self._group(end, best[triple])
                if group is not None:
                    groups.setdefault(group, []).append(triple)
            shares = {group: self._mean(group, found) for group in groups}
            for group, triples in groups.items():
                found.update(dict.fromkeys(triples, shares[group]))
        return found

    def _mean(self, group: Group, odds: Mapping[Triple, int]) -> int:
        """What the triples of a list weigh on average, wherever each is told best."""
        end, run, other, predicate = group
        items = sorted(self._entities[run] - {other})
        triples = [(other, predicate, e) if end == "object" else (e, predicate, other) for e in items]
        return sum(odds.get(triple, ABSENT) for triple in triples) // len(triples)

    def _group(self, end: str, proposal: Proposal) -> Group | None:
        """The list at one end of a proposal, if there is one, and what its items share."""
        subject, predicate, target = proposal.triple
        at, other = (proposal.tail_at, subject) if end == "object" else (proposal.head_at, target)
        if at < 0 or (end == "subject" and predicate not in self._acting):
            return None
        run = self._runs[at]
        return (end, run, other, predicate) if len(self._entities[run] - {other}) > 1 else None
