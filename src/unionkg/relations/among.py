"""Who and what stand in the sentence of a telling word, on whichever side of it.

For relations that are told in many orders and rarely; `choice` decides.
"""

from __future__ import annotations

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.discourse import End
from unionkg.relations.proposal import Desk
from unionkg.relations.surroundings import Site

LEFT, RIGHT = 3, 2
"""How many mentions left and right of the telling word may be meant; of subjects one less on the right."""

EARLIER = 1
"""Persons of the sentence before whom a pronoun may mean."""

LISTED = 14
"""Code points between two items of a list, titles before names among them."""


def among(desk: Desk, site: Site, rule: RelationRule) -> None:
    """The nearest who may be the subject, with the nearest that may be the object."""
    _paired(desk, site, rule, voices=False)


def judged(desk: Desk, site: Site, rule: RelationRule) -> None:
    """As `among`; but whoever speaks may be meant as well, though no mention stands near."""
    _paired(desk, site, rule, voices=True)


def _paired(desk: Desk, site: Site, rule: RelationRule, *, voices: bool) -> None:
    """Every subject with every object."""
    tails = _ends(desk, site, desk.book.ends[rule.relation], RIGHT)
    if not tails:
        return
    heads = _ends(desk, site, frozenset(desk.book.targets[rule.relation]), RIGHT - 1)
    heads += _voices(desk, site, heads) if voices else []
    for head, of_head in heads:
        for tail, of_tail in tails:
            if _tied(desk, rule, head[0], tail[0]):
                desk.offer(rule, site, head, tail, f"h={of_head}", f"t={of_tail}", f"{of_head}>{of_tail}")


def _tied(desk: Desk, rule: RelationRule, head: int, tail: int) -> bool:
    """Whether one of both is of the types that the rule is about, where it is about some."""
    types = desk.discourse.entity_types
    return not rule.tails or (types[head] in rule.tails) != (types[tail] in rule.tails)


def _ends(desk: Desk, site: Site, types: frozenset[str], behind: int) -> list[tuple[End, str]]:
    """The nearest mentions of the sentence that have one of the types, each with its place.

    A list goes on as far as its marks do.
    """
    discourse, trigger = desk.discourse, site.trigger
    fitting = [i for i in discourse.said(site.index) if discourse.types[i] in types]
    left = _near(desk, [i for i in reversed(fitting) if discourse.stops[i] <= trigger.start], LEFT)
    right = _near(desk, [i for i in fitting if discourse.starts[i] >= trigger.end], behind)
    found = [(discourse.end(i), f"left{min(place, LEFT)}") for place, i in enumerate(left)]
    return found + [(discourse.end(i), f"right{min(place, RIGHT)}") for place, i in enumerate(right)]


def _near(desk: Desk, mentions: list[int], most: int) -> list[int]:
    """The first mentions, and those that a list joins to the last of them."""
    discourse = desk.discourse
    found = mentions[:most]
    for mention in mentions[most:]:
        one, other = sorted((found[-1], mention))
        gap = discourse.line[discourse.stops[one] : discourse.starts[other]]
        if gap not in desk.book.joining and (len(gap) > LISTED or "、" not in gap):
            break
        found.append(mention)
    return found


def _voices(desk: Desk, site: Site, seen: list[tuple[End, str]]) -> list[tuple[End, str]]:
    """The subject that is carried, the voice that speaks, the body whose text it is."""
    discourse, clause = desk.discourse, site.clause
    found = [(entity, "subject") for entity in clause.subject]
    found.append((discourse.speaker(clause), "speaker"))
    if clause.utterance == 0:
        found.append((discourse.resolution.self_entity, "own"))
    found += [(discourse.entity_of[i], f"earlier{place}") for place, i in enumerate(_earlier(desk, site))]
    known = {end[0] for end, _ in seen}
    return [((entity, -1), how) for entity, how in found if entity >= 0 and entity not in known]


def _earlier(desk: Desk, site: Site) -> list[int]:
    """The persons and bodies of the sentence before, whom a pronoun may mean."""
    discourse = desk.discourse
    first = discourse.siblings(site.index)[0]
    if not first:
        return []
    said = discourse.said(first - 1)
    return [i for i in said if discourse.types[i] == "Person"][:EARLIER]
