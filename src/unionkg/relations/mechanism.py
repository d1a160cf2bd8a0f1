"""Which mechanism reads which kind of rule, and the order in which they lay down proposals.

They propose widely; `choice` decides. Every word that they look for stands in `relations.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.actor import Actors
from unionkg.relations.demand import demand
from unionkg.relations.discourse import Discourse
from unionkg.relations.nearness import near
from unionkg.relations.part import counted, headed, listed, part
from unionkg.relations.participant import attend, embody, received, role
from unionkg.relations.proposal import Desk, Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.surroundings import Site
from unionkg.relations.verb import passive, under, verb

TRIGGERED: dict[str, Callable[[Desk, Site, RelationRule], None]] = {
    "verb": verb,
    "passive": passive,
    "under": under,
    "received": received,
    "role": role,
    "attend": attend,
    "embody": embody,
    "part": part,
}


def propose(discourse: Discourse, book: Rulebook) -> Iterator[Proposal]:
    """All proposals: clause by clause, then those of counts, lists and headings, then by actors.

    They are handed on as they are made: there are many, and few are chosen.
    """
    desk = Desk(discourse, book)
    if not discourse.clauses:
        return
    for index, governed in enumerate(discourse.clauses):
        for trigger in governed.triggers:
            site = Site(discourse, index, trigger.span, book.subject_types)
            for rule in trigger.rules:
                TRIGGERED[rule.kind](desk, site, rule)
        demand(desk, index)
        near(desk, index)
        yield from desk.cleared()
    for mechanism in (counted, listed, headed):
        mechanism(desk)
        yield from desk.cleared()
    actors = Actors(desk)
    for index in range(len(discourse.clauses)):
        actors.propose(index)
        yield from desk.cleared()
