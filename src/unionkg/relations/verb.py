"""Verbs: subject, trigger and objects, the passive, what happens under somebody's lead or with his help.

Everybody who may be the subject is proposed; `choice` decides.
"""

from __future__ import annotations

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.discourse import Discourse
from unionkg.relations.proposal import Desk
from unionkg.relations.surroundings import Site

BEFORE_HOSTING = 2
"""Code points that may part a list from the trigger behind it: 共同, 联合."""

HELD = frozenset({"Event", "Initiative"})
"""Types of what is held by somebody."""


def verb(desk: Desk, site: Site, rule: RelationRule) -> None:
    """Subject, verb, objects; an object may also stand left, behind a preposition."""
    discourse, may_end = desk.discourse, desk.book.ends[rule.relation]
    right = [(step, i) for step, i in enumerate(site.right) if discourse.types[i] in may_end]
    left = [i for i in site.left[-3:] if discourse.types[i] in may_end]
    following = [i for i in _next_clause(discourse, site) if discourse.types[i] in may_end]
    if not (right or left or following):
        return
    may_begin = desk.book.targets[rule.relation]
    heads = [
        (head, f"head={origin}{min(place, 2)}")
        for place, (head, origin) in enumerate(site.heads())
        if discourse.entity_types[head[0]] in may_begin
    ]
    for step, mention in right if heads else ():
        where = f"passed={min(site.passed(mention), 3)}", f"step={min(step, 4)}"
        for head, origin in heads:
            desk.offer(rule, site, head, discourse.end(mention), *where, origin)
    for mention in left if heads else ():
        marked = desk.book.preposition(discourse.text, discourse.starts[mention])
        for head, _ in heads:
            if head[1] != mention:
                desk.offer(rule, site, head, discourse.end(mention), f"left={marked}")
    for mention in following:
        more = f"next={int(bool(site.right))}", f"next:{discourse.clauses[site.index + 1].clause.origin}"
        for head, _ in heads:
            desk.offer(rule, site, head, discourse.end(mention), *more)


def _next_clause(discourse: Discourse, site: Site) -> list[int]:
    """The mentions of a list that may go on behind a comma without a verb of its own."""
    here, following = discourse.clauses[site.index], discourse.clauses[site.index + 1 : site.index + 2]
    if site.trigger is not here.triggers[-1].span or not following:
        return []
    clause, triggers = following[0].clause, following[0].triggers
    if clause.sentence != here.clause.sentence:
        return []
    first = triggers[0].span.start if triggers else clause.span.end
    return [mention for mention in clause.mentions if discourse.starts[mention] < first]


def passive(desk: Desk, site: Site, rule: RelationRule) -> None:
    """The object stands left of the trigger; the agent is the subject, right of it, or carried.

    Whoever stands in a list right before the trigger is an agent, too, of what the sentence tells of next.
    """
    discourse = desk.discourse
    objects = site.left[-2:] or site.right[-1:]
    agents = [discourse.end(i) for i in site.right[:1]]
    agents += [s for s in site.subjects() if s not in agents]
    own = (discourse.resolution.self_entity, -1)
    if own[0] >= 0 and own not in agents and site.clause.utterance == 0:
        agents.append(own)
    for mention in objects:
        for agent in agents:
            origin = "own" if agent == own else "subject" if agent[0] in site.clause.subject else "right"
            desk.offer(rule, site, agent, discourse.end(mention), f"agent={origin}")
    for mention, where in _hosted(desk, site):
        for step, host in enumerate(_hosts(desk, site)):
            desk.offer(
                rule, site, discourse.end(host), discourse.end(mention), f"host={where}", f"of={min(step, 3)}"
            )


def _hosts(desk: Desk, site: Site) -> list[int]:
    """Everybody in the list that stands right before a trigger (由A、B联合主办), from its end."""
    discourse = desk.discourse
    found: list[int] = []
    reached = site.trigger.start
    for mention in reversed(site.left):
        if not found and discourse.types[mention] not in desk.book.subject_types:
            reached = discourse.starts[mention]
            continue
        between = discourse.text[discourse.stops[mention] : reached]
        if (between not in desk.book.joining) if found else len(between) > BEFORE_HOSTING:
            break
        found.append(mention)
        reached = discourse.starts[mention]
    return found


def _hosted(desk: Desk, site: Site) -> list[tuple[int, str]]:
    """What is held: the first of its kind behind the trigger, else the last before it in the sentence."""
    discourse = desk.discourse
    said = [i for i in discourse.said(site.index) if discourse.types[i] in HELD]
    behind = [i for i in said if discourse.starts[i] >= site.trigger.end]
    if behind:
        return [(behind[0], "here" if behind[0] in site.right else "next")]
    return [(i, "before") for i in said if discourse.stops[i] <= site.trigger.start][-1:]


def under(desk: Desk, site: Site, rule: RelationRule) -> None:
    """Under the lead or with the support of somebody: he, and the subject or object of the sentence."""
    discourse = desk.discourse
    if not site.left:
        return
    heads = [discourse.end(i) for i in reversed(site.left[-3:])]
    tails = [s for s in discourse.subjects(site.clause) if s[0] != heads[0][0]]
    tails += [discourse.end(i) for i in site.left[:-1]]
    later = next((c for c in discourse.siblings(site.index) if c > site.index), None)
    if later is not None:
        following = discourse.clauses[later].clause
        tails += [s for s in discourse.subjects(following) if s not in tails]
        tails += [discourse.end(i) for i in following.mentions if discourse.end(i) not in tails]
    tails += [discourse.end(i) for i in site.right if discourse.end(i) not in tails]
    for place, head in enumerate(heads):
        for step, tail in enumerate(tails):
            desk.offer(rule, site, head, tail, f"step={min(step, 4)}", f"head={place}")
