"""What may not stand side by side: one relation a pair, one actor a deed, in a clause."""

from __future__ import annotations

from itertools import pairwise

from unionkg import knowledge, structure
from unionkg.model import Document, Mention, Span
from unionkg.relations import Extractor
from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Proposal
from unionkg.relations.settling import Settling
from unionkg.resolution import Resolver

KNOWN = knowledge.load()
SETTLING = Settling(
    frozenset({"establishes", "carriesOut"}), frozenset({"addressedTo"}), frozenset({"、", "和"})
)


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
    """Two subjects of one deed in one clause are both of the clause's own subject, or of one list."""
    discourse, proposals = read
    kept = SETTLING.settle(discourse, ((-number, proposal) for number, proposal in enumerate(proposals)))
    actors: dict[tuple[int, str, int], dict[int, int]] = {}
    for proposal in kept:
        if proposal.predicate in SETTLING.one_subject:
            deed = proposal.clause, proposal.predicate, proposal.object
            actors.setdefault(deed, {})[proposal.subject] = proposal.head_at
    for (clause, _, _), found in actors.items():
        own = set(discourse.clauses[clause].clause.subject)
        listed = sorted(at for entity, at in found.items() if entity not in own)
        between = [discourse.text[discourse.stops[a] : discourse.starts[b]] for a, b in pairwise(listed)]
        assert len(found) == 1 or found.keys() <= own or set(between) <= SETTLING.joining


def test_a_list_shares_its_deed() -> None:
    """由A、B、C联合主办 (guideline, relation rule 3): each of them holds what stands in the next clause."""
    text = "由市总工会、市教育局和市妇联联合主办的劳动竞赛开幕，县工会协办。"
    names = (("市总工会", "Organization"), ("市教育局", "Organization"), ("市妇联", "Organization"))
    mentions = []
    for name, kind in (*names, ("劳动竞赛", "Initiative"), ("县工会", "Organization")):
        start = text.index(name)
        mentions.append(Mention(Span(start, start + len(name)), name, kind, "", "test"))
    document = Document("d", text, {})
    built = structure.read(document, KNOWN.markers)
    resolution = Resolver(KNOWN).resolve(document, built, tuple(mentions))
    discourse, proposals = Extractor(KNOWN, {}).propose(document, built, tuple(mentions), resolution)
    kept = SETTLING.settle(discourse, [(0, p) for p in proposals if p.predicate == "carriesOut"])
    labels = [entity.label for entity in resolution.entities]
    first = min(p.clause for p in kept)
    assert {labels[p.subject] for p in kept if p.clause == first} == {"市总工会", "市教育局", "市妇联"}


def test_the_order_of_equals_does_not_matter(read: tuple[Discourse, list[Proposal]]) -> None:
    """With equal odds the text decides, whatever the order in which proposals were made."""
    discourse, proposals = read
    forward = SETTLING.settle(discourse, [(0, proposal) for proposal in proposals])
    backward = SETTLING.settle(discourse, [(0, proposal) for proposal in reversed(proposals)])
    assert [p.triple for p in forward] == [p.triple for p in backward]
