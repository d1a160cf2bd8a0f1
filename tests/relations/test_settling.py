"""What may not stand side by side: one relation a pair, one actor a deed, in a clause."""

from __future__ import annotations

from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal
from unionkg.relations.settling import Settling

SETTLING = Settling(frozenset({"establishes", "carriesOut"}), frozenset({"addressedTo"}))


def test_a_pair_has_one_relation_in_a_clause(read: tuple[Discourse, list[Proposal]]) -> None:
    """Of two relations between the same two things in one clause the likelier is kept."""
    discourse, proposals = read
    kept = SETTLING.settle(discourse, ((-number, proposal) for number, proposal in enumerate(proposals)))
    pairs = [(p.clause, p.subject, p.object) for p in kept]
    assert len(pairs) == len(set(pairs))
    assert kept == sorted(kept, key=lambda p: (p.clause, p.trigger, *p.triple))


def test_a_deed_has_one_actor_in_a_clause_but_for_coordination(
    read: tuple[Discourse, list[Proposal]],
) -> None:
    """Two subjects of one deed in one clause are both of the clause's own subject."""
    discourse, proposals = read
    kept = SETTLING.settle(discourse, ((-number, proposal) for number, proposal in enumerate(proposals)))
    actors: dict[tuple[int, str, int], set[int]] = {}
    for proposal in kept:
        if proposal.predicate in SETTLING.one_subject:
            actors.setdefault((proposal.clause, proposal.predicate, proposal.object), set()).add(
                proposal.subject
            )
    for (clause, _, _), found in actors.items():
        assert len(found) == 1 or found <= set(discourse.clauses[clause].clause.subject)


def test_the_order_of_equals_does_not_matter(read: tuple[Discourse, list[Proposal]]) -> None:
    """With equal odds the text decides, whatever the order in which proposals were made."""
    discourse, proposals = read
    forward = SETTLING.settle(discourse, [(0, proposal) for proposal in proposals])
    backward = SETTLING.settle(discourse, [(0, proposal) for proposal in reversed(proposals)])
    assert [p.triple for p in forward] == [p.triple for p in backward]
