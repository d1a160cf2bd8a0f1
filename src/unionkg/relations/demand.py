"""Demands as relations: what a voice asks for, of whom, and what a speaker announces as his own wish.

The ledger of requirements is another room; here are two ends and what ties them.
"""

from __future__ import annotations

from unionkg.model import Clause, Span
from unionkg.relations.discourse import End
from unionkg.relations.proposal import Desk
from unionkg.relations.surroundings import Site


def demand(desk: Desk, index: int) -> None:
    """What the voice of a clause asks for in it, and of whom."""
    discourse, book = desk.discourse, desk.book
    governed = discourse.clauses[index]
    clause = governed.clause
    wanted = [i for i in clause.mentions if discourse.types[i] in book.demand_types]
    if not wanted:
        return
    site, near = _modal(desk, index)
    first = discourse.starts[wanted[0]]
    verb = next((t.word for t in reversed(governed.triggers) if t.span.end <= first), "")
    speaker = discourse.speaker(clause)
    for step, mention in enumerate(wanted):
        end = discourse.end(mention)
        opens = int(clause.mentions[0] == mention)
        more = (f"modal={near}", f"verb={verb}", f"step={min(step, 3)}", f"first={opens}")
        if speaker >= 0:
            desk.offer(book.proposes, site, (speaker, -1), end, *more)
        if discourse.types[mention] in book.addressed_types:
            for subject in _addressees(desk, clause, mention):
                side = int(subject[1] > mention)
                desk.offer(book.addressed, site, end, subject, *more, f"to={clause.origin}", f"side={side}")


def _modal(desk: Desk, index: int) -> tuple[Site, str]:
    """The modal word that governs a clause, here or before it in its sentence, and where it was found."""
    discourse = desk.discourse
    here = discourse.clauses[index]
    earlier = (discourse.clauses[c] for c in reversed(discourse.siblings(index)) if c <= index)
    start = here.clause.span.start
    modal = next((governed.modal for governed in earlier if governed.modality), Span(start, start))
    return Site(discourse, index, modal), "here" if here.modality else "before" if len(modal) else "none"


def _addressees(desk: Desk, clause: Clause, mention: int) -> list[End]:
    """Whom a demand may be addressed to: the subject, and bodies and groups named in its clause."""
    discourse, types = desk.discourse, desk.book.addressee_types
    found = [s for s in discourse.subjects(clause) if discourse.entity_types[s[0]] in types]
    others = (i for i in clause.mentions if i != mention and discourse.types[i] in types)
    return found + [discourse.end(i) for i in others if discourse.entity_of[i] not in clause.subject]


def announced(desk: Desk, inside: list[int], lead: int, more: tuple[str, ...]) -> None:
    """Demands that the speaker announces as his own, and those whom the announcement names."""
    discourse, book = desk.discourse, desk.book
    if discourse.types[lead] not in book.demand_types:
        return
    span = discourse.mentions[lead].span
    site = Site(discourse, discourse.clause_at(span.start), span)
    own = discourse.resolution.self_entity
    if own >= 0:
        desk.offer(book.proposes, site, (own, -1), discourse.end(lead), "announce", *more)
    for mention in inside:
        desk.offer(book.addressed, site, discourse.end(lead), discourse.end(mention), "announce", *more)
