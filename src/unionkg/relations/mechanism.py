"""Which mechanism reads which kind of rule, and the order in which they lay down proposals.

They propose widely; `choice` decides. Every word that they look for stands in `relations.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.actor import Actors
from unionkg.relations.among import among, judged
from unionkg.relations.beside import beside
from unionkg.relations.demand import demand
from unionkg.relations.discourse import Discourse
from unionkg.relations.nearness import dated, near
from unionkg.relations.occasion import occasion, undertaking
from unionkg.relations.part import counted, headed, kin, listed, part
from unionkg.relations.participant import attend, embody, received, role, titled
from unionkg.relations.proposal import Desk, Foreseeing, Proposal
from unionkg.relations.rulebook import Rulebook
from unionkg.relations.series import headline, series
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
    "kin": kin,
    "among": among,
    "judged": judged,
}

ALONE: tuple[Callable[[Desk, int], None], ...] = (demand, near, occasion, titled, beside, dated)
"""Those that need no word, clause by clause."""
WHOLE: tuple[Callable[[Desk], None], ...] = (
    counted,
    listed,
    headed,
    series,
    headline,
    undertaking,
)
"""Those that look at a whole text."""


def propose(discourse: Discourse, book: Rulebook, foresight: Foreseeing | None = None) -> Iterator[Proposal]:
    """All proposals: clause by clause, then those of counts, lists and headings, then by actors.

    They are handed on as they are made: there are many, and few are chosen; with `foresight` fewer are made.
    Of whoever stands in datelines and bylines alone nothing is proposed (guideline, boundary rule 16), nor
    what its clause denies.
    """
    silent = _silent(discourse, book)
    for proposal in _proposed(Desk(discourse, book, foresight)):
        if proposal.subject in silent or proposal.object in silent or _denied(discourse, proposal):
            continue
        yield proposal


def _denied(discourse: Discourse, proposal: Proposal) -> bool:
    """Whether the trigger of a proposal, or its object, stands behind a word that denies it."""
    governed = discourse.clauses[proposal.clause]
    end = governed.clause.span.end
    if governed.denied == end:
        return False
    told = discourse.starts[proposal.tail_at] if proposal.tail_at >= 0 else proposal.trigger.start
    return governed.denied <= proposal.trigger.start < end or governed.denied <= told < end


def _silent(discourse: Discourse, book: Rulebook) -> set[int]:
    """The entities whose mentions all stand in datelines and bylines."""
    lines = (Span(*match.span()) for match in book.dateline.finditer(discourse.text))
    within = {i for line in lines for i in discourse.covered(line)}
    silent = {discourse.entity_of[i] for i in within}
    return silent - {entity for i, entity in enumerate(discourse.entity_of) if i not in within}


def _proposed(desk: Desk) -> Iterator[Proposal]:
    """Proposals of all mechanisms."""
    discourse, book = desk.discourse, desk.book
    if not discourse.clauses:
        return
    for index, governed in enumerate(discourse.clauses):
        for trigger in governed.triggers:
            site = Site(discourse, index, trigger.span, book.subject_types)
            for rule in trigger.rules:
                TRIGGERED[rule.kind](desk, site, rule)
        for mechanism in ALONE if governed.clause.mentions else ():
            mechanism(desk, index)
        yield from desk.cleared()
    for span, rules in book.cues.find(discourse):
        site = Site(discourse, discourse.clause_at(span.start), span, book.subject_types)
        for rule in rules:
            TRIGGERED[rule.kind](desk, site, rule)
        yield from desk.cleared()
    for of_text in WHOLE:
        of_text(desk)
        yield from desk.cleared()
    actors = Actors(desk)
    for index in range(len(discourse.clauses)):
        actors.propose(index)
        yield from desk.cleared()
