"""The place of a part within its whole, where the text lists the parts.

A counted label gives its members their places; other parts take them from the list they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionkg.model import Span
from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal


def placed(discourse: Discourse, chosen: Sequence[Proposal], relation: str) -> list[Proposal]:
    """The proposals in the order given, those of `relation` with the positions that the text shows."""
    counted = _counted(discourse)
    listed = _listed(discourse, chosen, relation)
    return [
        proposal._replace(
            position=counted.get((proposal.subject, proposal.object))
            or proposal.position
            or listed.get((proposal.subject, proposal.trigger, proposal.object), 0)
        )
        if proposal.predicate == relation
        else proposal
        for proposal in chosen
    ]


def _counted(discourse: Discourse) -> dict[tuple[int, int], int]:
    """The place of each member of a counted label, by both; one that is repeated keeps its first."""
    places: dict[tuple[int, int], int] = {}
    for count in discourse.resolution.counts:
        if count.entity < 0:
            continue
        number = 0
        for span in count.parts:
            mention = discourse.touching(span)
            member = discourse.entity_of[mention] if mention >= 0 else -1
            if (count.entity, member) not in places:
                number += 1
                if member >= 0:
                    places[count.entity, member] = number
    return places


def _listed(
    discourse: Discourse, chosen: Sequence[Proposal], relation: str
) -> dict[tuple[int, Span, int], int]:
    """The place of each of several parts that one trigger ties to a whole, as they follow in the text."""
    lists: dict[tuple[int, Span], list[tuple[int, int]]] = {}
    for proposal in chosen:
        if proposal.predicate == relation and proposal.position == 0 and proposal.tail_at >= 0:
            start = discourse.starts[proposal.tail_at]
            lists.setdefault((proposal.subject, proposal.trigger), []).append((start, proposal.object))
    return {
        (whole, trigger, part): number
        for (whole, trigger), parts in lists.items()
        if len(parts) > 1
        for number, (_, part) in enumerate(sorted(parts), 1)
    }
