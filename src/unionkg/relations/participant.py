"""Who received an honour, who is what, who took part in an event, and what shows a spirit.

No verb with an object of its own enters here.
"""

from __future__ import annotations

from unionkg.knowledge.relationrules import RelationRule
from unionkg.relations.proposal import Desk
from unionkg.relations.surroundings import Site

TITLED, NAMED = 2, 24
"""How many of those named behind an honour may have it, and within how many code points."""


def received(desk: Desk, site: Site, rule: RelationRule) -> None:
    """Who received an honour: the honour is the head."""
    discourse = desk.discourse
    around = discourse.said(site.index)
    for honour in (i for i in around if discourse.types[i] == "Honor"):
        head = discourse.end(honour)
        for step, mention in enumerate(reversed([i for i in around if i < honour])):
            desk.offer(rule, site, head, discourse.end(mention), f"left={min(step, 4)}")
        for step, mention in enumerate(i for i in around if i > honour):
            desk.offer(rule, site, head, discourse.end(mention), f"right={min(step, 4)}")
        for subject in discourse.subjects(site.clause):
            desk.offer(rule, site, subject, head, "conferred")


def titled(desk: Desk, index: int) -> None:
    """Who is named right behind an honour: 全国劳动模范李明."""
    discourse, rule = desk.discourse, desk.book.titled
    said = discourse.said(index)
    for honour in discourse.clauses[index].clause.mentions:
        if discourse.types[honour] != "Honor":
            continue
        behind = [i for i in said if i > honour and discourse.types[i] in rule.tails]
        for step, named in enumerate(behind[:TITLED]):
            gap = discourse.line[discourse.stops[honour] : discourse.starts[named]]
            if len(gap) > NAMED or "，" in gap:
                break
            site = Site(discourse, index, discourse.mentions[honour].span)
            ends = discourse.end(honour), discourse.end(named)
            near = gap if len(gap) < 3 else str(len(gap) // 4)
            desk.offer(rule, site, *ends, f"step={step}", f"gap={near}", f"list={int('、' in gap)}")


def role(desk: Desk, site: Site, rule: RelationRule) -> None:
    """Who is what: the role is right of the trigger, or beside the one who has it."""
    discourse, clause = desk.discourse, site.clause
    for found in (i for i in clause.mentions if discourse.types[i] == "Role"):
        heads = [discourse.end(i) for i in [i for i in clause.mentions if i < found][-2:]]
        heads += [s for s in discourse.subjects(clause) if s not in heads]
        heads += [discourse.end(i) for i in clause.mentions if i > found][:1]
        for step, head in enumerate(heads):
            side = "carried" if head[1] < 0 else "left" if head[1] < found else "right"
            desk.offer(rule, site, head, discourse.end(found), f"at={side}{min(step, 2)}{clause.origin}")


def attend(desk: Desk, site: Site, rule: RelationRule) -> None:
    """Everybody listed in the sentence up to the trigger, and the event behind it or the last one named."""
    discourse, clause, before = desk.discourse, site.clause, site.trigger.start
    people = [i for i in discourse.said(site.index) if discourse.stops[i] <= before]
    events = [i for i in site.right if discourse.types[i] in {"Event", "Initiative"}][:2]
    place = "behind" if events else "before"
    if not events:
        last = discourse.last_before(before, "Event")
        events = [last] if last >= 0 else []
        people = [i for i in people if i != last]
    for event in events:
        tail = discourse.end(event)
        for step, person in enumerate(reversed(people)):
            same = int(person in clause.mentions)
            desk.offer(
                rule, site, discourse.end(person), tail,
                f"event={place}", f"same={same}{min(step, 3)}", f"n={min(len(people), 6)}",
            )  # fmt: skip
        for head in discourse.subjects(clause) if not people else ():
            desk.offer(rule, site, head, tail, f"carried:{place}")


def embody(desk: Desk, site: Site, rule: RelationRule) -> None:
    """What was last told of in the sentence shows what stands behind the trigger (`…，这也体现了…`)."""
    discourse = desk.discourse
    told = [i for i in discourse.said(site.index) if discourse.stops[i] <= site.trigger.start]
    shown = [i for i in told if discourse.types[i] in rule.tails]
    for mention in site.right if shown else ():
        desk.offer(rule, site, discourse.end(shown[-1]), discourse.end(mention))
