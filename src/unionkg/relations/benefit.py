"""Whom an undertaking or a facility is there for, where no verb ties them.

They may stand in one sentence or in two that follow one another; `choice` decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from unionkg.knowledge.relationrules import RelationRule
from unionkg.model import Span
from unionkg.relations.proposal import Desk, Proposal

LEFT, RIGHT, EARLIER = 2, 1, 2
"""Undertakings before, behind and in the sentence before a group that may be there for it."""

REACH = 80
"""Code points between both."""


def benefit(desk: Desk, index: int) -> None:
    """Undertakings and facilities around the groups of a clause."""
    discourse = desk.discourse
    for rule in desk.book.benefit:
        for mention in discourse.clauses[index].clause.mentions:
            if discourse.types[mention] in rule.tails:
                for thing, place in _things(desk, index, mention):
                    _offer(desk, rule, index, (thing, mention), place)


def _things(desk: Desk, index: int, mention: int) -> Iterator[tuple[int, str]]:
    """The undertakings that may be meant, each with its place."""
    discourse, heads = desk.discourse, desk.book.things
    said = [i for i in discourse.said(index) if discourse.types[i] in heads]
    left = [i for i in reversed(said) if i < mention][:LEFT]
    for step, i in enumerate(left):
        yield i, f"left{step}"
    for step, i in enumerate([i for i in said if i > mention][:RIGHT]):
        yield i, f"right{step}"
    first = discourse.siblings(index)[0]
    if not left and first and _paragraph(desk, first) == _paragraph(desk, first - 1):
        earlier = [i for i in discourse.said(first - 1) if discourse.types[i] in heads]
        for step, i in enumerate(earlier[-EARLIER:]):
            yield i, f"earlier{step}"


def _paragraph(desk: Desk, index: int) -> int:
    discourse = desk.discourse
    return discourse.structure.sentences[discourse.clauses[index].clause.sentence].paragraph


def _offer(desk: Desk, rule: RelationRule, index: int, pair: tuple[int, int], place: str) -> None:
    """One undertaking and whom it is there for."""
    discourse, line = desk.discourse, desk.discourse.line
    thing, mention = pair
    head, tail = discourse.entity_of[thing], discourse.entity_of[mention]
    first, last = min(pair), max(pair)
    between = line[discourse.stops[first] : discourse.starts[last]]
    if len(between) > REACH or not desk.fits(rule, head, tail):
        return
    start, end = discourse.starts[mention], discourse.stops[mention]
    governed = discourse.clauses[index]
    word = next((t.word for t in reversed(governed.triggers) if t.span.end <= start), "")
    around = (
        f"b2={line[max(0, start - 2) : start]}",
        f"t={word}",
        f"b1={line[max(0, start - 1) : start]}",
        f"a2={line[end : end + 2]}",
        f"{discourse.types[thing]}>{discourse.types[mention]}:{place}",
        f"far={min(len(between), 60) // 6}",
        f"commas={min(between.count('，'), 3)}",
        f"crossed={min(last - first - 1, 4)}",
        f"head={line[discourse.stops[thing] - 3 : discourse.stops[thing]]}",
    )
    trigger = Span(discourse.stops[first], discourse.starts[last])
    desk.proposals.append(
        Proposal(
            head,
            rule.relation,
            tail,
            rule.id,
            index,
            trigger,
            thing,
            mention,
            (),
            0,
            rule.id,
            (place,),
            around,
        )
    )
